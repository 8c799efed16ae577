//! The words stop as a batch: captions in as JSON lines, verdicts out as JSON
//! lines, one at a time, so that any number can be piped through.

use std::io::{self, BufRead, Read, Write};

use gatehouse_captions::{Checked, Checker, Profile, Pupil, Register, School};
use gatehouse_domain::{
    Channel,
    findings::{Finding, TextKind, WordsVerdict},
};
use serde::{Deserialize, Serialize};

/// Why a batch could not run at all.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The register is not a CSV file with the columns that are needed.
    #[error(
        "the pupils file cannot be used: it needs the columns first_name, preferred_name, surname, class, year, in UTF-8"
    )]
    Pupils(#[source] csv::Error),
    /// The school file is not JSON of the expected form.
    #[error("the school file cannot be used: line {line} is not the JSON that is expected")]
    School {
        /// Line of the fault, from 1.
        line: usize,
    },
    /// Reading or writing broke off.
    #[error("reading or writing broke off: check the disk or the pipe and run it again")]
    Io(#[from] io::Error),
}

#[derive(Deserialize)]
struct PupilRow {
    first_name: String,
    #[serde(default)]
    preferred_name: Option<String>,
    surname: String,
    #[serde(default)]
    class: Option<String>,
    #[serde(default)]
    year: Option<String>,
}

/// One caption to check, as a line of JSON. Has no Debug: it holds names.
#[derive(Deserialize)]
struct Request {
    id: serde_json::Value,
    channel: Channel,
    kind: TextKind,
    caption: String,
}

#[derive(Serialize)]
struct Span<'a> {
    start: usize,
    end: usize,
    text: String,
    rule: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    verdict: WordsVerdict,
    spans: Vec<Span<'a>>,
    suggestion: Option<&'a str>,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Captions answered.
    pub answered: u64,
    /// Numbers, from 1, of the lines that could not be read; the others were
    /// answered all the same.
    pub bad_lines: Vec<u64>,
}

/// A checker for the register and school in the given files.
///
/// # Errors
/// [`BatchError::Pupils`] or [`BatchError::School`].
pub fn checker(pupils: impl Read, school: impl Read) -> Result<Checker, BatchError> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(pupils);
    let rows: Vec<PupilRow> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(BatchError::Pupils)?;
    let full = |text: Option<String>| text.filter(|t| !t.is_empty());
    let register = Register::new(rows.into_iter().map(|row| Pupil {
        first_name: row.first_name,
        preferred_name: full(row.preferred_name),
        surname: row.surname,
        class: full(row.class),
        year: full(row.year),
    }));
    let school: School = serde_json::from_reader(school)
        .map_err(|error| BatchError::School { line: error.line() })?;
    Ok(Checker::new(register, school, Profile::default()))
}

/// Answers every line of `input` on `output`.
///
/// # Errors
/// [`BatchError::Io`] when reading or writing breaks off; a line that cannot be
/// read is no error but is told in the summary.
pub fn run(
    checker: &Checker,
    mut input: impl BufRead,
    mut output: impl Write,
) -> Result<Summary, BatchError> {
    let mut summary = Summary::default();
    let mut line = Vec::new();
    for number in 1u64.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Request>(&line) {
            Ok(request) => {
                let found = checker.check(&request.caption, request.kind, request.channel);
                serde_json::to_writer(&mut output, &answer(&request, &found))
                    .map_err(io::Error::from)?;
                output.write_all(b"\n")?;
                summary.answered += 1;
            }
            Err(_) => summary.bad_lines.push(number),
        }
    }
    output.flush()?;
    Ok(summary)
}

fn answer<'a>(request: &'a Request, found: &'a Checked) -> Answer<'a> {
    let letters: Vec<char> = request.caption.chars().collect();
    Answer {
        id: &request.id,
        verdict: found.findings.verdict,
        spans: found
            .findings
            .spans
            .iter()
            .map(|finding| span(finding, &letters))
            .collect(),
        suggestion: found.suggestion.as_deref(),
    }
}

fn span<'a>(finding: &'a Finding, letters: &[char]) -> Span<'a> {
    Span {
        start: finding.start,
        end: finding.end,
        text: letters
            .get(finding.start..finding.end)
            .unwrap_or_default()
            .iter()
            .collect(),
        rule: &finding.rule,
        reason: &finding.reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUPILS: &str =
        "first_name,preferred_name,surname,class,year\nTamsin,,Quillfeather,5Q,Year 5\n";

    fn answers(input: &str) -> (Vec<serde_json::Value>, Summary) {
        let checker = checker(PUPILS.as_bytes(), b"{}".as_slice()).unwrap();
        let mut output = Vec::new();
        let summary = run(&checker, input.as_bytes(), &mut output).unwrap();
        let lines = String::from_utf8(output).unwrap();
        let values = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        (values, summary)
    }

    #[test]
    fn a_full_name_is_blocked_and_its_span_is_the_text_that_was_typed() {
        let (answers, summary) = answers(
            "{\"id\":7,\"channel\":\"website\",\"kind\":\"caption\",\"caption\":\"Bravo, Tamsin Quillfeather!\"}\n",
        );
        assert_eq!(summary.answered, 1);
        let answer = answers.first().unwrap();
        assert_eq!(answer["id"], 7);
        assert_eq!(answer["verdict"], "block");
        let text = answer["spans"][0]["text"].as_str().unwrap();
        assert!(text.contains("Quillfeather"));
        assert_eq!(answer["suggestion"], "Bravo, Tamsin!");
    }

    #[test]
    fn a_bad_line_is_told_by_number_and_the_others_are_answered() {
        let good = "{\"id\":\"a\",\"channel\":\"press\",\"kind\":\"alt_text\",\"caption\":\"Tamsin paints\"}";
        let (answers, summary) = answers(&format!("{good}\nnot json\n\n{good}\n{{\"id\":1}}\n"));
        assert_eq!(answers.len(), 2);
        assert_eq!(summary.bad_lines, [2, 5]);
        assert_eq!(answers[0]["verdict"], "allow");
    }

    #[test]
    fn a_register_without_surnames_is_refused() {
        let broken = checker(b"first_name\nTamsin\n".as_slice(), b"{}".as_slice());
        assert!(matches!(broken.err(), Some(BatchError::Pupils(_))));
    }
}
