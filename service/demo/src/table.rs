//! What came out, as a table for people and as JSON for programs. People stand
//! in it by the office's id, never by name.

use std::{collections::BTreeMap, fmt::Write as _};

use gatehouse_app::check::{Decision, Desk, Judged, Parts, Seen, Sight, Texts};
use gatehouse_domain::{
    findings::WordsVerdict,
    policy::{Code, Subject},
};
use serde::Serialize;

use crate::{ending::Ending, play::CHANNELS, truth::Agreement};

/// One photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its neutral name.
    pub photo: String,
    /// Faces found, and heads counted by script.
    pub faces: (usize, usize),
    /// matched or register.
    pub route: &'static str,
    /// From left to right: whom each face was settled on, and how.
    pub people: Vec<String>,
    /// The strictest of the words' verdicts on the website.
    pub words: &'static str,
    /// ok, or the exposure limits that were exceeded on the website.
    pub exposure: Vec<&'static str>,
    /// The verdict on each of the story's channels.
    pub verdicts: Vec<(&'static str, &'static str)>,
    /// Codes of all reasons on all channels, gravest first.
    pub reasons: Vec<&'static str>,
    /// Whether the drawing agrees.
    pub right: Agreement,
}

impl Row {
    pub(crate) fn new(
        photo: String,
        desk: &Desk<'_>,
        seen: &Seen,
        parts: &Parts,
        texts: &Texts,
        judged: &[Judged],
        right: Agreement,
    ) -> Self {
        let mut codes: Vec<Code> = judged
            .iter()
            .flat_map(|one| one.verdict.reasons())
            .map(|reason| reason.code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let exposure = |code: &Code| {
            matches!(
                code,
                Code::ExposurePortrait | Code::ExposureFaceOn | Code::ExposureNamed
            )
        };
        let words = texts
            .check(desk.words, CHANNELS[0])
            .iter()
            .map(|text| text.checked.findings.verdict)
            .max()
            .unwrap_or(WordsVerdict::Allow);
        Self {
            photo,
            faces: (
                seen.faces.len(),
                parts.counts.uploader.map_or(0, usize::from),
            ),
            route: seen.route.word(),
            people: people(desk, seen, parts, judged),
            words: match words {
                WordsVerdict::Allow => "ok",
                WordsVerdict::Warn => "warn",
                WordsVerdict::Block => "block",
            },
            exposure: codes
                .iter()
                .filter(|c| exposure(c))
                .map(|c| c.code())
                .collect(),
            verdicts: judged
                .iter()
                .map(|one| (one.channel.code(), one.verdict.word()))
                .collect(),
            reasons: codes.iter().map(|code| code.code()).collect(),
            right,
        }
    }
}

/// How each face was told: `K01+` proposed by the machine and confirmed by
/// script, `K01=` named by script, `?` nobody like it, `~` several could be
/// meant, `.` too small, `-` waits for a name.
fn people(desk: &Desk<'_>, seen: &Seen, parts: &Parts, judged: &[Judged]) -> Vec<String> {
    let id = |key| {
        desk.school
            .person(key)
            .map_or("?", |person| person.id.as_str())
    };
    seen.faces
        .iter()
        .enumerate()
        .map(|(index, face)| {
            let blamed = judged.iter().any(|one| {
                one.verdict
                    .reasons()
                    .iter()
                    .any(|reason| reason.subject == Subject::Face(index))
            });
            let mark = if blamed { "!" } else { "" };
            let text = match (parts.decisions.get(&index), &face.sight) {
                (Some(Decision::Is(key)), Sight::Match(found)) if key == found => {
                    format!("{}+", id(*key))
                }
                (Some(Decision::Is(key)), _) => format!("{}=", id(*key)),
                (Some(Decision::Visitor { .. }), _) => "visitor=".to_owned(),
                (Some(Decision::NobodyRecognisable), _) => "nobody=".to_owned(),
                (Some(Decision::NotAFace), _) => "noface=".to_owned(),
                (None, Sight::Match(key)) => format!("{}?", id(*key)),
                (None, Sight::Ambiguous(candidates, _)) => {
                    let ids: Vec<&str> = candidates.iter().take(2).map(|key| id(*key)).collect();
                    format!("~{}", ids.join("/"))
                }
                (None, Sight::Stranger) => "?".to_owned(),
                (None, Sight::NotIdentifiable) => ".".to_owned(),
                (None, Sight::NotCompared) => "-".to_owned(),
            };
            format!("{text}{mark}")
        })
        .collect()
}

/// Everything the demo tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// The number the school was drawn from.
    pub number: u64,
    /// A row for each photo, in the order of the story.
    pub rows: Vec<Row>,
    /// Pupils with a template.
    pub enrolled: usize,
    /// Pupils without one.
    pub not_enrolled: usize,
    /// Reference photos that were not good enough, counted by reason code.
    pub refused_photos: BTreeMap<&'static str, usize>,
    /// The calibrated match threshold.
    pub match_threshold: f32,
    /// Pairs that only a person may tell apart.
    pub lookalike_pairs: usize,
    /// What went out, what came back, what was destroyed.
    pub ending: Ending,
}

impl Told {
    /// Photos with a clear verdict where the truth is not.
    #[must_use]
    pub fn unsafe_verdicts(&self) -> usize {
        self.count(Agreement::Unsafe)
    }

    /// Rows with this answer in the last column.
    #[must_use]
    pub fn count(&self, right: Agreement) -> usize {
        self.rows.iter().filter(|row| row.right == right).count()
    }

    /// The table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let mut cells: Vec<Vec<String>> = vec![HEAD.iter().map(ToString::to_string).collect()];
        for row in &self.rows {
            let list = |items: &[&str]| match items {
                [] => "-".to_owned(),
                items => items.join(" "),
            };
            let mut line = vec![
                row.photo.clone(),
                format!("{}/{}", row.faces.0, row.faces.1),
                row.route.to_owned(),
                row.people.join(" "),
                row.words.to_owned(),
                if row.exposure.is_empty() {
                    "ok"
                } else {
                    "over"
                }
                .to_owned(),
            ];
            line.extend(row.verdicts.iter().map(|(_, word)| (*word).to_owned()));
            line.push(list(&row.reasons));
            line.push(row.right.word().to_owned());
            cells.push(line);
        }
        let mut text = aligned(&cells);
        self.legend(&mut text);
        text
    }

    fn legend(&self, text: &mut String) {
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "\nfaces: found by the machine / heads counted by script, for uploader and approver.\n\
             people, from the left: K01+ proposed by the machine, confirmed by script; W01= named by \
             script;\n? like nobody on the roster; ~K05/K06 several could be meant; . too small; - waits \
             for a name; ! has a reason.\n\
             A verdict of clear is approved by script as a second person, and published.\n\
             last column: against what was really drawn, which the checks never read.\n\n\
             {} pupils enrolled, {} not; matched from {:.3} up; {} pairs of look-alikes.\n\
             {} photos: {} right, {} too strict, {} undecided, {} with a wrong person, {} unsafe.\n",
            self.enrolled,
            self.not_enrolled,
            self.match_threshold,
            self.lookalike_pairs,
            self.rows.len(),
            self.count(Agreement::Right),
            self.count(Agreement::TooStrict),
            self.count(Agreement::Undecided),
            self.count(Agreement::WrongPerson),
            self.count(Agreement::Unsafe),
        );
        let Ending {
            published,
            taken_back,
            summary,
        } = &self.ending;
        let _ = write!(
            text,
            "{published} posts went out. Then a parent took the permission for {} back: {taken_back} \
             came back and were seen to be gone.\n\
             {} originals and {} other things were destroyed with their keys; {} duties stand, {} of \
             them overdue.\n\
             The logs hold {} lines of access and {} of evidence; every line was proved.\n",
            CHANNELS[0],
            summary.originals_destroyed,
            summary.others_destroyed,
            summary.duties,
            summary.overdue,
            summary.access_lines,
            summary.evidence_lines,
        );
    }
}

const HEAD: [&str; 11] = [
    "photo",
    "faces",
    "route",
    "people",
    "words",
    "exposure",
    "website",
    "newsletter",
    "display",
    "reasons",
    "truth",
];

/// Columns as wide as their widest cell, two spaces apart.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            lines
                .iter()
                .filter_map(|line| line.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for line in lines {
        let padded: Vec<String> = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_lines_do_not_trail() {
        let lines = [["a", "bbb"], ["cccc", "d"]].map(|l| l.map(str::to_owned).to_vec());
        assert_eq!(aligned(&lines), "a     bbb\ncccc  d\n");
    }
}
