//! `gatehouse check`: the whole check of photos against a school's data.

use anyhow::Context as _;
use gatehouse_app::{
    check::{Desk, Texts, route, words_checker},
    check_files::{FileAnswer, Said, check_file, refused},
    decode::DecodePool,
    enrol::{FaceRegister, enrol},
    files,
    networks::FaceScanner,
    school::{self, School},
};
use gatehouse_domain::{biometric::Route, findings::TextKind, names::Words};
use jiff::civil::Date;

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
    let said = Said::parse(&args.names, args.count, &school)?;
    anyhow::ensure!(
        args.files.len() == 1 || !said.is_of_one_photo(),
        "--name and --count speak of one photo: check one file at a time with them"
    );
    let texts = texts(args)?;
    let pool = setup::decode_pool(setup::DECODE_MEMORY)?;
    let scanner = setup::catalogue(&args.networks.home)?.scanner(&args.networks.networks)?;
    let date = setup::today();
    let register = if route(&school, event, date) == Route::Matched {
        Some(enrolled(&school, args, &pool, &scanner, date)?)
    } else {
        None
    };
    let words = words_checker(&school);
    let desk = Desk {
        school: &school,
        words: &words,
        scanner: &scanner,
        register: register.as_ref(),
        pool: &pool,
        date,
    };
    let mut clear = true;
    for file in &args.files {
        let name = file.display().to_string();
        let answer = match files::read(file) {
            Ok(bytes) => check_file(&desk, &bytes, event, &said, &texts, args.channel, args.why)?,
            Err(_) => refused(
                "unreadable",
                "The file cannot be opened. Check its name and that you may read it.".to_owned(),
            ),
        };
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

/// The register of faces, for an event that may be matched.
fn enrolled(
    school: &School,
    args: &Check,
    pool: &DecodePool,
    scanner: &FaceScanner,
    date: Date,
) -> anyhow::Result<FaceRegister> {
    note("Enrolling from the school's reference photos.");
    let (register, report) = enrol(school, &args.school, pool, scanner, date)?;
    note(format!(
        "{} pupils enrolled, {} not.",
        report.enrolled,
        report.not_enrolled.len()
    ));
    for (code, count) in &report.refused_photos {
        note(format!("Reference photos not taken: {count} for {code}."));
    }
    Ok(register)
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
