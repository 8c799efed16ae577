//! The binary is killed beside every write it makes, started again, and asked
//! what it knows: it must be what it would be had nobody killed it.

use std::{
    fs,
    os::unix::process::ExitStatusExt as _,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::Value;

use crate::{
    play::{Ground, difference},
    stand::{House, Kind, complaint},
};

/// The parts of the rehearsal; a case begins with the part in which it kills.
const PARTS: [&str; 3] = ["received", "published", "ended"];

/// Killed by itself.
const ABORTED: i32 = 6;

/// A minute on: what the dead worker held is taken over.
const LATER: &str = "clock:60@0-999999";

/// A rehearsal that nobody disturbed: the house before each part, and how
/// things stand at the end.
struct Undisturbed {
    ground: Ground,
    before: Vec<House>,
    /// The points of each part.
    points: Vec<Vec<String>>,
    end: Value,
}

impl Undisturbed {
    fn play(kind: Kind) -> Self {
        let ground = Ground::new();
        let mut before = Vec::new();
        let mut points = Vec::new();
        let now = House::new(kind);
        for part in PARTS {
            before.push(now.copy());
            let counted = now.path("points");
            let words = ground.rehearse(&["--until", part]);
            let done = now.run(&words, &format!("count:{}", counted.display()));
            assert!(done.status.success(), "{}", complaint(&done));
            let text = fs::read_to_string(&counted).expect("points");
            points.push(text.lines().map(str::to_owned).collect());
            fs::remove_file(counted).expect("a file");
        }
        let end = ground.end(&now, "");
        Self {
            ground,
            before,
            points,
            end,
        }
    }

    /// Every case: which part, which point of it.
    fn cases(&self) -> Vec<(usize, usize)> {
        let parts = self.points.iter().enumerate();
        parts
            .flat_map(|(part, points)| (1..=points.len()).map(move |point| (part, point)))
            .collect()
    }

    /// Kills at that point, starts again; what is wrong then.
    fn kill(&self, (part, point): (usize, usize)) -> Result<(), String> {
        let house = self.before[part].copy();
        let words = self.ground.rehearse(&["--until", PARTS[part]]);
        let killed = house.run(&words, &format!("kill:{point}"));
        if killed.status.signal() != Some(ABORTED) {
            return Err(format!("was not killed: {}", complaint(&killed)));
        }
        let end = self.ground.end(&house, LATER);
        difference(&self.end, &end)
    }
}

/// Kills at every `step`-th point and tells every one that went wrong.
fn kill_everywhere(kind: Kind, step: usize) {
    let undisturbed = Undisturbed::play(kind);
    let cases: Vec<_> = undisturbed.cases().into_iter().step_by(step).collect();
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Err(why) = undisturbed.kill(*case) {
                        let (part, point) = *case;
                        let name = &undisturbed.points[part][point - 1];
                        let told = format!("  {} {point} {name}: {why}", PARTS[part]);
                        wrong.lock().expect("no panic").push(told);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no panic");
    assert!(
        wrong.is_empty(),
        "{} of {} kills:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

/// Whether every point is wanted on both databases.
#[expect(
    clippy::disallowed_methods,
    reason = "who has the time says so in the environment"
)]
fn all() -> bool {
    std::env::var_os("GATEHOUSE_CRASH_ALL").is_some()
}

#[test]
fn killed_beside_any_write_nothing_is_lost_on_sqlite() {
    kill_everywhere(Kind::Sqlite, 1);
}

#[test]
fn killed_beside_any_write_nothing_is_lost_on_postgres() {
    // Every write is the same there but the commits.
    kill_everywhere(Kind::Postgres, if all() { 1 } else { 3 });
}
