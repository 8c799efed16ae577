//! `gatehouse demo`: the drawn school, checked before your eyes.

use gatehouse_demo::{Progress, play};

use crate::{
    args::Demo,
    outcome::{Outcome, note, say},
    progress, setup,
};

/// Shows the demo's progress as bars.
struct Bars(std::sync::Mutex<indicatif::ProgressBar>);

impl Progress for Bars {
    fn begin(&self, what: &'static str, steps: usize) {
        let bar = progress::bar(steps, what);
        if let Ok(mut current) = self.0.lock() {
            current.finish_and_clear();
            *current = bar;
        }
    }

    fn step(&self) {
        if let Ok(current) = self.0.lock() {
            current.inc(1);
        }
    }
}

pub(crate) fn run(args: &Demo) -> anyhow::Result<Outcome> {
    let pool = setup::decode_pool()?;
    let scanner = setup::catalogue(&args.networks.home)?.scanner(&args.networks.networks)?;
    let bars = Bars(std::sync::Mutex::new(indicatif::ProgressBar::hidden()));
    note(format!(
        "Drawing a school into {} and checking its photos; this takes a minute or two.",
        args.dir.display()
    ));
    let told = play(&args.dir, args.number, &pool, &scanner, &bars)?;
    bars.begin("", 0);
    if args.json {
        say(serde_json::to_string_pretty(&told)?)?;
    } else {
        say(told.table())?;
    }
    // The demo is to show verdicts of every kind: holds are not findings, a
    // verdict that contradicts the drawing is.
    Ok(Outcome::findings_if(told.unsafe_verdicts() > 0))
}
