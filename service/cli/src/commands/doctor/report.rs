//! What the self-check found, as lines for people and JSON for machines.

use gatehouse_app::street::health::Finding;
use serde::Serialize;

/// One answer.
#[derive(Serialize)]
struct Answer {
    about: &'static str,
    well: bool,
    said: String,
}

/// All answers.
#[derive(Default)]
pub(super) struct Report(Vec<Answer>);

impl Report {
    /// Something is as it should be.
    pub(super) fn well(&mut self, about: &'static str, said: &str) {
        self.add(about, true, said);
    }

    /// Something is not, and what to do.
    pub(super) fn ill(&mut self, about: &'static str, said: &str) {
        self.add(about, false, said);
    }

    /// What the house found.
    pub(super) fn found(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.add(finding.about(), finding.is_well(), &finding.to_string());
        }
    }

    fn add(&mut self, about: &'static str, well: bool, said: &str) {
        let said = said.to_owned();
        self.0.push(Answer { about, well, said });
    }

    /// Whether somebody has to do something.
    pub(super) fn has_findings(&self) -> bool {
        self.0.iter().any(|answer| !answer.well)
    }

    /// A line each.
    pub(super) fn text(&self) -> String {
        let line = |answer: &Answer| {
            let mark = if answer.well { "well" } else { "LOOK" };
            format!("{mark}  {}: {}", answer.about, answer.said)
        };
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// An array.
    pub(super) fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_somebody_stands_out_and_is_a_finding() {
        let mut report = Report::default();
        report.well("clock", "it agrees with the logs");
        assert!(!report.has_findings());
        let full = "it is full: make room".to_owned();
        report.found([Finding::Failed("disk", full)]);
        assert!(report.has_findings());
        assert_eq!(
            report.text(),
            "well  clock: it agrees with the logs\nLOOK  disk: it is full: make room"
        );
    }
}
