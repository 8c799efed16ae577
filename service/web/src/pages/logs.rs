//! The two logs, page by page, and the proof that nobody changed them. There
//! are ids, codes and user names, and no picture and no pupil.

mod words;

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::street::logbook::{Doer, Log, LogLine, Proof};
use serde::Deserialize;

use super::{Answer, layout::Page, moment, show};
use crate::{problem::Problem, visitor::Visit};

/// Lines on one page.
const LISTED: u32 = 50;

/// What a stranger can do, before it is known who they are.
const AT_THE_DOOR: [&str; 5] = [
    "sign-in",
    "give-code",
    "unlock-session",
    "change-password",
    "use-token",
];

/// Which log, and which part of it.
#[derive(Deserialize)]
pub(crate) struct Part {
    #[serde(default)]
    log: String,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "logs/log.html")]
struct Shown {
    page: Page,
    evidence: bool,
    lines: Vec<Line>,
    /// The number before which the next page begins.
    older: Option<i64>,
    /// Whether these are not the newest.
    later: bool,
}

struct Line {
    seq: i64,
    at: String,
    by: String,
    did: String,
    about: Option<(&'static str, String)>,
    about_login: String,
    outcome: String,
}

#[derive(Template)]
#[template(path = "logs/proof.html")]
struct Proved {
    page: Page,
    proof: Proof,
    findings: Vec<String>,
    notes: Vec<String>,
    may_read: bool,
}

/// Shows a page of a log, the newest first.
pub(crate) async fn read(visit: Visit, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    let dpo = signed.dpo().ok_or_else(Problem::role_missing)?;
    let log = match part.log.as_str() {
        "evidence" => Log::Evidence,
        _ => Log::Access,
    };
    let lines = dpo.log_page(log, (part.before, LISTED)).await?;
    let oldest = lines.last().map(|line| line.seq);
    let is_full = usize::try_from(LISTED).is_ok_and(|listed| lines.len() == listed);
    show(&Shown {
        page: visit.page(&signed, "Logs").await?,
        evidence: log == Log::Evidence,
        older: oldest.filter(|oldest| is_full && *oldest > 1),
        later: part.before.is_some(),
        lines: lines.into_iter().map(line).collect(),
    })
}

fn line(line: LogLine) -> Line {
    Line {
        seq: line.seq,
        at: moment(line.at),
        by: match line.by {
            Doer::Login(login) => login,
            Doer::Nobody if AT_THE_DOOR.contains(&&*line.verb) => "Not known".to_owned(),
            Doer::Nobody => "Gatehouse, or somebody on the machine itself".to_owned(),
            Doer::Gone(id) => format!("Account {id}, which is gone"),
        },
        did: words::did(&line.verb).map_or(line.verb, str::to_owned),
        about: line
            .about
            .map(|(kind, id)| (words::kind(&kind), id.to_string())),
        about_login: line.about_login.unwrap_or_default(),
        outcome: match words::outcome(&line.outcome) {
            Some(words) => words.to_owned(),
            None if line.outcome.starts_with('/') => format!("Refused: {}", line.outcome),
            None => line.outcome,
        },
    }
}

/// Proves both logs, line by line.
pub(crate) async fn prove(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    let proof = match (signed.dpo(), signed.admin()) {
        (Some(dpo), _) => dpo.verify_logs().await?,
        (None, Some(admin)) => admin.verify_logs().await?,
        (None, None) => return Err(Problem::role_missing().into()),
    };
    let told = |all: Vec<String>| {
        all.iter()
            .map(|one| crate::problem::sentence(one))
            .collect()
    };
    show(&Proved {
        page: visit.page(&signed, "Proof of the logs").await?,
        findings: told(proof.findings.iter().map(ToString::to_string).collect()),
        notes: told(proof.notes.iter().map(ToString::to_string).collect()),
        proof,
        may_read: signed.dpo().is_some(),
    })
}
