//! Numbers: how things stand, what waits, and whether the logs are whole.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::{program, shared::Refused};
use crate::{pages::Answer, visitor::Visit};

/// A school in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    /// Photos by state.
    photos: Vec<Counted>,
    /// Posts that are out.
    published: usize,
    /// Posts that were out and were seen to be gone.
    gone: usize,
    /// Uploaded files that were destroyed.
    originals_destroyed: usize,
    /// Other things that were destroyed.
    others_destroyed: usize,
    /// Things that are to be destroyed and are not yet.
    to_destroy: usize,
    /// Duties that stand.
    duties: i64,
    /// Those of them that are overdue.
    overdue: i64,
}

/// How many of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Counted {
    /// The kind.
    state: String,
    /// How many.
    count: i64,
}

/// Whether the logs are as they were written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Proof {
    /// Whether nothing is wrong.
    proved: bool,
    /// Lines of the access log that were looked at.
    access_lines: u64,
    /// Lines of the evidence log that were looked at.
    evidence_lines: u64,
    /// Signed checkpoints that were looked at.
    checkpoints: u64,
    /// What is wrong, at most the first 1,000 of it.
    findings: Vec<String>,
    /// How much more is wrong.
    further: u64,
    /// What is not wrong and yet to be known.
    notes: Vec<String>,
}

/// What waits, and what waits too long.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Waiting {
    /// Work that a person must look at.
    stuck: Vec<Stuck>,
    /// Duties whose deadline has passed.
    overdue: i64,
    /// Destructions that were decided over a day ago and are not done.
    slow_destructions: usize,
    /// Whether the logs' newest line lies in the future.
    clock_went_back: bool,
}

/// Work that was tried too often.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stuck {
    /// Which work.
    work: String,
    /// The code of the last failure.
    code: String,
}

/// Tells how things stand, in numbers.
#[utoipa::path(
    get,
    path = "/api/v1/summary",
    responses((status = 200, description = "The numbers.", body = Summary), Refused),
    security(("token" = ["report"])),
)]
pub(crate) async fn summary(visit: Visit) -> Answer {
    let tally = program(&visit).await?.reports()?.tally().await?;
    let counted = |(state, count)| Counted { state, count };
    Ok(HttpResponse::Ok().json(Summary {
        photos: tally.photos.into_iter().map(counted).collect(),
        published: tally.published,
        gone: tally.gone,
        originals_destroyed: tally.originals_destroyed,
        others_destroyed: tally.others_destroyed,
        to_destroy: tally.to_destroy,
        duties: tally.duties,
        overdue: tally.overdue,
    }))
}

/// Proves both logs, line by line. Takes longer the longer they are.
#[utoipa::path(
    get,
    path = "/api/v1/logs/proof",
    responses((status = 200, description = "What came out.", body = Proof), Refused),
    security(("token" = ["report"])),
)]
pub(crate) async fn prove_logs(visit: Visit) -> Answer {
    let report = program(&visit).await?.reports()?.verify_logs().await?;
    Ok(HttpResponse::Ok().json(Proof {
        proved: report.is_clean(),
        access_lines: report.access,
        evidence_lines: report.evidence,
        checkpoints: report.checkpoints,
        findings: report.findings.iter().map(ToString::to_string).collect(),
        further: report.further,
        notes: report.notes.iter().map(ToString::to_string).collect(),
    }))
}

/// Tells what waits, and what waits too long.
#[utoipa::path(
    get,
    path = "/api/v1/waiting",
    responses((status = 200, description = "What waits.", body = Waiting), Refused),
    security(("token" = ["report"])),
)]
pub(crate) async fn waiting(visit: Visit) -> Answer {
    let waiting = program(&visit).await?.reports()?.waiting().await?;
    let stuck = |(work, code)| Stuck { work, code };
    Ok(HttpResponse::Ok().json(Waiting {
        stuck: waiting.stuck.into_iter().map(stuck).collect(),
        overdue: waiting.overdue,
        slow_destructions: waiting.slow,
        clock_went_back: waiting.clock_went_back,
    }))
}
