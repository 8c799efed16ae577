//! `gatehouse verify-log`: proves that no line of either log was changed,
//! removed, moved or written afresh.

use std::sync::Arc;

use crate::{
    args::VerifyLog,
    house,
    outcome::{Outcome, say},
    setup::{self, SystemClock},
};

pub(crate) fn run(args: &VerifyLog) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.which.file)?;
    setup::block_on(async {
        let house = house::open(&config, Arc::new(SystemClock)).await?;
        let school = house::school(&house, args.which.school).await?;
        let report = house.verify_logs(school).await?;
        if args.json {
            say(serde_json::to_string_pretty(&report)?)?;
        } else {
            for finding in &report.findings {
                say(finding.to_string())?;
            }
            for note in &report.notes {
                say(note.to_string())?;
            }
            say(format!(
                "{} lines of the access log, {} of the evidence log and {} checkpoints were looked at; {}",
                report.access,
                report.evidence,
                report.checkpoints,
                if report.is_clean() {
                    "all is as it was written."
                } else {
                    "what is told above is wrong: keep this machine as it is and tell the DPO."
                }
            ))?;
        }
        Ok(Outcome::findings_if(!report.is_clean()))
    })
}
