//! Codes of what goes wrong, with their sentences, read from where they are
//! written: an error that is not on the page of codes cannot be given.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Line;

/// Where errors of the house are written, in the page's order.
const HOUSE: [&str; 10] = [
    "app/src/street.rs",
    "app/src/check.rs",
    "app/src/backup.rs",
    "publish/src/post.rs",
    "store/src/error.rs",
    "store/src/seal/error.rs",
    "store/src/objects/error.rs",
    "store/src/log/error.rs",
    "store/src/backup/error.rs",
    "app/src/enrol.rs",
];

/// Files with errors and codes that another table of the page is made of, or
/// whose codes are values and no errors.
const ELSEWHERE: [&str; 10] = [
    "app/src/sign_in/error.rs",
    "app/src/sign_in/password.rs",
    "app/src/sign_in/tokens.rs",
    "domain/src/channel.rs",
    "domain/src/coded.rs",
    "domain/src/retention.rs",
    "domain/src/role.rs",
    "picture/src/refusal.rs",
    "publish/src/problem.rs",
    "picture/src/carried.rs",
];

fn service() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../service")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The text between the next two quotation marks, on one line as it is shown.
fn quoted(text: &str) -> Option<String> {
    let (_, after) = text.split_once('"')?;
    let mut said = String::new();
    let mut letters = after.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return Some(without_values(&said)),
            '\\' if letters.peek() == Some(&'\n') => {
                while letters.next_if(|next| next.is_whitespace()).is_some() {}
            }
            '\\' => said.extend(letters.next()),
            _ => said.push(letter),
        }
    }
    None
}

/// What varies is told as three points.
fn without_values(text: &str) -> String {
    let mut told = String::new();
    let mut depth = 0_u32;
    for letter in text.chars() {
        match letter {
            '{' => {
                depth += 1;
                told.push('…');
            }
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => told.push(letter),
            _ => {}
        }
    }
    told.replace('|', "\\|")
}

fn name(text: &str) -> String {
    let fits = |letter: &char| letter.is_ascii_alphanumeric();
    text.trim_start().chars().take_while(fits).collect()
}

/// Variant and sentence of each error in a file.
fn sentences(text: &str) -> Vec<(String, String)> {
    let told = |piece: &str| {
        let says = match piece.strip_prefix("transparent") {
            Some(_) => "What it was says why.".to_owned(),
            None => quoted(piece)?,
        };
        let (_, after) = piece.split_once(")]\n")?;
        Some((name(after), says))
    };
    text.split("#[error(").skip(1).filter_map(told).collect()
}

/// The codes of a file with their sentences.
fn of_file(text: &str) -> Vec<Line> {
    let sentences = sentences(text);
    let says = |arm: &str| {
        let variant = name(arm.rsplit("Self::").next()?);
        let found = sentences.iter().find(|(known, _)| *known == variant);
        found.map(|(_, says)| says.clone())
    };
    let mut lines = Vec::new();
    for body in text.split("fn code(").skip(1) {
        let body = body.split("\n    }\n").next().unwrap_or_default();
        let mut before = "";
        for arm in body.split("=> ") {
            let code = arm.strip_prefix('"').and_then(|arm| arm.split('"').next());
            if let (Some(code), Some(says)) = (code, says(before)) {
                lines.push((code.to_owned(), says));
            }
            before = arm;
        }
    }
    lines
}

/// What stops something inside the house.
pub fn of_the_house() -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for file in HOUSE {
        for line in of_file(&read(&service().join(file))) {
            if lines.iter().all(|(code, _)| *code != line.0) {
                lines.push(line);
            }
        }
    }
    lines
}

/// What pages and addresses for programs answer by themselves.
pub fn of_the_pages() -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for file in ["web/src/problem.rs", "web/src/api.rs"] {
        let text = read(&service().join(file));
        let mut says = String::new();
        for piece in text.split(";\n") {
            for made in piece.split("::new(").skip(1) {
                let whole = made.split(')').next().unwrap_or_default();
                let Some(code) = quoted(whole).filter(|_| whole.ends_with(", says")) else {
                    continue;
                };
                let says = match code.as_str() {
                    "value-unfit" => {
                        "What was sent can be read and cannot be: the answer says why."
                    }
                    _ => &says,
                };
                if lines.iter().all(|(known, _)| *known != code) {
                    lines.push((code, says.to_owned()));
                }
            }
            if let Some((_, after)) = piece.split_once("let says =") {
                says = quoted(after).unwrap_or_default();
            }
        }
    }
    lines
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_with_errors_and_codes_is_on_the_page_of_codes() {
    let mut files = Vec::new();
    sources(&service(), &mut files);
    for path in files {
        let text = read(&path);
        let both = text.contains("#[error(") && text.contains("fn code(");
        let mut known = HOUSE.iter().chain(&ELSEWHERE);
        let is_known = known.any(|known| path.ends_with(known));
        assert!(
            !both || is_known,
            "{} gives codes that service/docs/codes.md does not have: name it in tests/papers/errors.rs",
            path.display()
        );
    }
}

#[test]
fn every_code_that_is_written_beside_a_problem_is_on_the_page_of_codes() {
    let page = include_str!("../../service/docs/codes.md");
    let mut files = Vec::new();
    sources(&service().join("web/src"), &mut files);
    let mut seen = 0;
    for path in files {
        let text = read(&path);
        for piece in text.split("StatusCode::").skip(1) {
            let after = piece.split_once(", \"").map(|(_, after)| after);
            let is_code = piece
                .split(',')
                .next()
                .is_some_and(|status| status.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
            let code = after.and_then(|after| after.split('"').next());
            let Some(code) = code.filter(|code| is_code && is_a_code(code)) else {
                continue;
            };
            seen += 1;
            let listed = format!("| `{code}` |");
            assert!(page.contains(&listed), "{code} of {}", path.display());
        }
    }
    assert!(seen >= 4, "{seen} codes");
    for code in [
        "import-gone",
        "form-stale",
        "no-such-page",
        "no-such-thing",
        "value-unfit",
    ] {
        assert!(page.contains(&format!("| `{code}` |")), "{code}");
    }
}

fn is_a_code(text: &str) -> bool {
    text.contains('-') && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}
