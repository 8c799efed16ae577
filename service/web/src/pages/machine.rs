//! Whether the machine is well, for who looks after it: what the self-check
//! says, and what is stuck tried again.

use askama::Template;
use gatehouse_app::street::health::Finding;

use super::{Answer, layout::Page, show};
use crate::{
    fields::Fields,
    problem::{Problem, sentence},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "machine.html")]
struct Machine {
    page: Page,
    token: String,
    findings: Vec<Line>,
    /// How many need somebody.
    ill: usize,
    stuck: bool,
    /// Whether what takes long was looked at too.
    whole: bool,
}

struct Line {
    about: &'static str,
    well: bool,
    says: String,
}

/// What is quickly looked at.
pub(crate) async fn look(visit: Visit) -> Answer {
    page(visit, false).await
}

/// Everything: keys, logs and pictures too, one by one.
pub(crate) async fn look_at_everything(visit: Visit) -> Answer {
    page(visit, true).await
}

async fn page(visit: Visit, whole: bool) -> Answer {
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let mut findings = admin.health(whole).await;
    // What needs somebody comes first.
    findings.sort_by_key(Finding::is_well);
    let stuck = |finding: &Finding| matches!(finding, Finding::Stuck(..));
    show(&Machine {
        page: visit.page(&signed, "Machine").await?,
        token: visit.form_mark(),
        ill: findings.iter().filter(|finding| !finding.is_well()).count(),
        stuck: findings.iter().any(stuck),
        findings: findings.iter().map(line).collect(),
        whole,
    })
}

fn line(finding: &Finding) -> Line {
    Line {
        about: about(finding.about()),
        well: finding.is_well(),
        says: sentence(&finding.to_string()),
    }
}

/// What a finding is about, as people call it.
fn about(code: &'static str) -> &'static str {
    match code {
        "stores" => "Where pictures and keys lie",
        "decoder" => "Reading pictures safely",
        "channels" => "Places to publish in",
        "work" => "Work that waits",
        "duties" => "Deadlines",
        "destruction" => "Deleting",
        "clock" => "Clock",
        "backups" => "Backups",
        "keys" => "Keys",
        "logs" => "Logs",
        "objects" => "Pictures",
        "strays" => "What belongs to nothing",
        code => code,
    }
}

/// Has everything tried again that is stuck.
pub(crate) async fn retry(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    admin.retry_stuck().await?;
    Ok(go("/machine?done=jobs-retried"))
}
