//! `gatehouse check`: the whole check of photos against a school's data.

use std::fs;

use anyhow::Context as _;
use gatehouse_app::{
    check::{Desk, Texts, words_checker},
    check_files::{FileAnswer, Said, check_file},
    enrol::enrol,
    school,
};
use gatehouse_domain::{findings::TextKind, names::Words};

use crate::{
    args::Check,
    outcome::{Outcome, note, say},
    setup,
};

pub(crate) fn run(args: &Check) -> anyhow::Result<Outcome> {
    let school = school::load(&args.school)?;
    let event = school.event(&args.event).context(
        "there is no such event in the school's events.toml: check the name after --event",
    )?;
    let said = Said::parse(&args.names, args.count, args.confirm, &school)?;
    let texts = texts(args)?;
    let pool = setup::decode_pool()?;
    let scanner = setup::catalogue(&args.networks.home)?.scanner(&args.networks.networks)?;
    let date = setup::today()?;
    note("Enrolling from the school's reference photos.");
    let (register, report) = enrol(&school, &args.school, &pool, &scanner, date)?;
    note(format!(
        "{} pupils enrolled, {} not.",
        report.enrolled,
        report.not_enrolled.len()
    ));
    for (code, count) in &report.refused_photos {
        note(format!("Reference photos not taken: {count} for {code}."));
    }
    let words = words_checker(&school);
    let desk = Desk {
        school: &school,
        words: &words,
        scanner: &scanner,
        register: Some(&register),
        pool: &pool,
        date,
    };
    let mut clear = true;
    for file in &args.files {
        let name = file.display().to_string();
        let bytes = fs::read(file).with_context(|| format!("{name} cannot be opened"))?;
        let answer = check_file(&desk, &bytes, event, &said, &texts, args.channel);
        clear &= answer.verdict == "clear";
        if args.json {
            let mut line = serde_json::to_value(&answer)?;
            if let Some(object) = line.as_object_mut() {
                object.insert("input".into(), name.into());
            }
            say(line.to_string())?;
        } else {
            tell(&name, &answer)?;
        }
    }
    Ok(Outcome::findings_if(!clear))
}

fn texts(args: &Check) -> anyhow::Result<Texts> {
    let mut texts = Texts::default();
    for (kind, option, text) in [
        (TextKind::Caption, "--caption", &args.caption),
        (TextKind::AltText, "--alt", &args.alt),
    ] {
        if let Some(text) = text {
            let words = Words::parse(text).with_context(|| format!("{option} cannot be used"))?;
            texts.0.push((kind, words));
        }
    }
    Ok(texts)
}

fn tell(name: &str, answer: &FileAnswer) -> std::io::Result<()> {
    say(format!("{name}: {}", answer.verdict))?;
    if let Some(route) = answer.route {
        say(format!("  {} faces, {route} route", answer.faces.len()))?;
    }
    for face in &answer.faces {
        say(format!("  face {}: {}", face.place, face.told))?;
    }
    for reason in &answer.reasons {
        let place = reason.about.as_deref().map(|about| format!(" ({about})"));
        say(format!(
            "  {}{}: {}",
            reason.code,
            place.unwrap_or_default(),
            reason.sentence
        ))?;
    }
    for suggestion in &answer.suggestions {
        say(format!("  suggested: {suggestion}"))?;
    }
    Ok(())
}
