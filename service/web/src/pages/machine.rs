//! Whether the machine is well, for who looks after it: what the self-check
//! says, and what is stuck tried again.

use askama::Template;
use gatehouse_app::street::health::Finding;

use super::{Answer, layout::Page, show};
use crate::{
    fields::{Fields, filled},
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
    /// What is stuck, by the kind of work.
    stuck: Vec<Stuck>,
    /// Whether what takes long was looked at too.
    whole: bool,
}

/// Work of one kind that is stuck.
#[derive(Debug, PartialEq, Eq)]
struct Stuck {
    /// Its code.
    kind: String,
    count: usize,
    /// What went wrong last, as codes.
    codes: Vec<String>,
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
    show(&Machine {
        page: visit.page(&signed, "Machine").await?,
        token: visit.form_mark(),
        ill: findings.iter().filter(|finding| !finding.is_well()).count(),
        stuck: stuck(&findings),
        findings: findings.iter().map(line).collect(),
        whole,
    })
}

fn line(finding: &Finding) -> Line {
    Line {
        about: match finding {
            Finding::BackupsByHand => "Backups by themselves",
            _ => about(finding.about()),
        },
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
        "master-key-copy" => "Copy of the master key",
        "logs" => "Logs",
        "objects" => "Pictures",
        "strays" => "What belongs to nothing",
        code => code,
    }
}

/// What is stuck, one line for each kind of work.
fn stuck(findings: &[Finding]) -> Vec<Stuck> {
    let mut lines: Vec<Stuck> = Vec::new();
    for finding in findings {
        let Finding::Stuck(count, kind, code) = finding else {
            continue;
        };
        match lines.iter_mut().find(|line| line.kind == *kind) {
            Some(line) => {
                line.count += count;
                line.codes.push(code.clone());
            }
            None => lines.push(Stuck {
                kind: kind.clone(),
                count: *count,
                codes: vec![code.clone()],
            }),
        }
    }
    lines
}

impl Stuck {
    /// What the work is, as people call it.
    fn name(&self) -> &str {
        match &*self.kind {
            "clean" => "Clean a picture",
            "scan" => "Find the faces in a picture",
            "publish" => "Publish a post",
            "recall" => "Take a post down",
            "destroy" => "Delete something",
            "tend" => "Look after what is due",
            "sweep" => "Compare what is kept with what is known",
            "backup" => "Make a backup",
            kind => kind,
        }
    }
}

/// Has everything tried again that is stuck, or all of one kind of work.
pub(crate) async fn retry(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let admin = signed.admin().ok_or_else(Problem::role_missing)?;
    let kind = filled(fields.one("kind"));
    let done = match admin.retry_stuck(kind.as_deref()).await? {
        0 => "nothing-stuck",
        _ => "jobs-retried",
    };
    Ok(go(&format!("/machine?done={done}")))
}
