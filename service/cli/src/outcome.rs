//! How a command ended, and how that is told.

use std::io::{self, Write as _};

/// How a command that ran ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to settle: exit code 0.
    Fine,
    /// Something was found that a person should look at: exit code 1.
    Findings,
}

impl Outcome {
    /// Findings exactly when there is something.
    pub(crate) const fn findings_if(something: bool) -> Self {
        if something {
            Self::Findings
        } else {
            Self::Fine
        }
    }
}

/// Tells why a command could not run: the sentence, then what lay behind it.
pub(crate) fn complain(error: &anyhow::Error) {
    let mut text = format!("gatehouse: {error}\n");
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        // A transparent error repeats its cause.
        if cause != told {
            text.push_str("  because: ");
            text.push_str(&cause);
            text.push('\n');
            told = cause;
        }
    }
    // When even standard error is gone there is nobody left to tell.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Writes a line to standard output; a closed pipe is no error of ours.
pub(crate) fn say(line: impl AsRef<str>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{}", line.as_ref()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes a line to standard error, for people, beside the answer.
pub(crate) fn note(line: impl AsRef<str>) {
    // Notes are a courtesy: without a standard error there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{}", line.as_ref());
}
