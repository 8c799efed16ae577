//! `gatehouse calibrate`: how well the networks tell these people apart.

use std::fs;

use anyhow::Context as _;
use gatehouse_app::calibrate::{Accuracy, det_plot, measure};

use crate::{
    args::Calibrate,
    outcome::{Outcome, note, say},
    setup,
};

pub(crate) fn run(args: &Calibrate) -> anyhow::Result<Outcome> {
    let scanner = setup::catalogue(&args.networks.home)?.scanner(&args.networks.networks)?;
    let pool = setup::decode_pool(setup::DECODE_MEMORY)?;
    note("Measuring; a photo takes about a second on one core.");
    let accuracy = measure(&args.dir, &pool, &scanner)?;
    if let Some(path) = &args.plot {
        fs::write(path, det_plot(&accuracy.det))
            .context("the plot cannot be written: check its place and permissions")?;
    }
    if args.json {
        say(serde_json::to_string_pretty(&accuracy)?)?;
    } else {
        tell(&accuracy)?;
    }
    Ok(Outcome::findings_if(!accuracy.register.found.is_empty()))
}

fn tell(accuracy: &Accuracy) -> std::io::Result<()> {
    let rate = |value: Option<f64>| {
        value.map_or_else(
            || "not measurable".to_owned(),
            |v| format!("{:.2} %", v * 100.0),
        )
    };
    let register = &accuracy.register;
    let thresholds = &register.thresholds;
    say(format!(
        "Network set {} ({}), {} grade. {}",
        accuracy.set,
        accuracy.network,
        accuracy.grade.word(),
        accuracy.not_measured
    ))?;
    say(format!(
        "{} people, {} photos, {} pairs of one person, {} pairs of two",
        accuracy.people, accuracy.photos, accuracy.pairs.0, accuracy.pairs.1
    ))?;
    for (code, count) in &accuracy.left_out {
        say(format!("Left out: {count} for {code}"))?;
    }
    say("Verification")?;
    say(format!(
        "  equal error rate: {}",
        rate(accuracy.equal_error_rate)
    ))?;
    for point in &accuracy.tar {
        say(format!(
            "  true accept rate at FMR {}: {} (threshold {:.3})",
            point.fmr,
            rate(Some(point.tar)),
            point.threshold
        ))?;
    }
    say("Identification, leaving one photo out")?;
    say(format!("  right person first: {}", rate(register.rank_one)))?;
    say(format!(
        "  FNIR: {}, FPIR: {}",
        rate(register.fnir),
        rate(register.fpir)
    ))?;
    say("As a register")?;
    say(format!(
        "  match from {:.3}{}, uncertain from {:.3}, margin {:.3}",
        thresholds.match_threshold(),
        if register.raised_by_register {
            " (raised by these people)"
        } else {
            ""
        },
        thresholds.uncertain_floor(),
        thresholds.margin()
    ))?;
    say(format!(
        "  {} pairs look alike and always go to a person",
        register.found.len()
    ))
}
