//! Pages that are made from the code, so that they cannot fall behind it.

mod biometric;
mod errors;
mod policies;

use std::{env, fmt::Write as _, fs, path::Path};

use gatehouse_app::sign_in::SignInError;
use gatehouse_captions::Rule;
use gatehouse_domain::{
    biometric::{Reason, RouteReason},
    custody,
    policy::{Code, Lifter},
    release,
};
use gatehouse_picture::Refusal;
use gatehouse_publish::Problem;

/// A code with what it says.
type Line = (String, String);

fn table(page: &mut String, title: &str, note: &str, head: &str, lines: &[Line]) {
    // Writing into a String cannot fail.
    let _ = write!(
        page,
        "\n## {title}\n\n{note}\n\n| code | {head} |\n|---|---|\n"
    );
    for (code, text) in lines {
        let _ = writeln!(page, "| `{code}` | {text} |");
    }
}

fn lifter(code: Code) -> String {
    match code.lifted_by() {
        Lifter::Nobody => "the thing itself must change".to_owned(),
        Lifter::ExposureRole => "the role the profile names".to_owned(),
        Lifter::Roles(roles) => {
            let words: Vec<String> = roles
                .iter()
                .map(|r| format!("{r:?}").to_lowercase())
                .collect();
            words.join(" or ")
        }
    }
}

fn codes_page() -> String {
    let mut page = String::from(
        "# Codes\n\nEvery code the program gives, with its sentence. Codes are never reworded. \
         This page is made from the code; a test says when it has fallen behind.\n\n\
         ## Reasons of a verdict\n\nGravest first. Staff who need not know why read the same \
         sentence for every denial of permission.\n\n\
         | code | verdict | asked for by | lifted by | says |\n|---|---|---|---|---|\n",
    );
    for code in Code::ALL {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            code.code(),
            format!("{:?}", code.severity()).to_lowercase(),
            code.clause(),
            lifter(*code),
            code.sentence()
        );
    }
    let words: Vec<Line> = Rule::ALL
        .iter()
        .map(|rule| (rule.code().to_owned(), rule.reason().to_owned()))
        .collect();
    table(
        &mut page,
        "Words",
        "What the words checker finds.",
        "says",
        &words,
    );
    let refusals: Vec<Line> = Refusal::ALL
        .iter()
        .map(|one| (one.code().to_owned(), one.to_string()))
        .collect();
    table(
        &mut page,
        "Files that are refused",
        "Nothing of them is kept.",
        "says",
        &refusals,
    );
    let gate: Vec<Line> = Reason::ALL
        .iter()
        .map(|one| (one.code().to_owned(), one.to_string()))
        .collect();
    table(
        &mut page,
        "Why a face may not be enrolled",
        "Protection of Freedoms Act 2012, sections 26 to 28.",
        "says",
        &gate,
    );
    publishing(&mut page);
    let door: Vec<Line> = SignInError::own()
        .iter()
        .map(|one| (one.code().to_owned(), one.to_string()))
        .collect();
    table(
        &mut page,
        "At the door",
        "Whether there is such a login is told to nobody.",
        "says",
        &door,
    );
    table(
        &mut page,
        "At the pages and addresses",
        "What the pages and the addresses for programs answer by themselves.",
        "says",
        &errors::of_the_pages(),
    );
    table(
        &mut page,
        "In the house",
        "What is not done, on a page, by a program or on the command line. Three points stand for what varies.",
        "says",
        &errors::of_the_house(),
    );
    let routes: Vec<Line> = RouteReason::ALL
        .iter()
        .map(|one| (one.code().to_owned(), one.to_string()))
        .collect();
    table(
        &mut page,
        "Why an event takes the register route",
        "A person picks each name from the roster.",
        "says",
        &routes,
    );
    page
}

/// What stops a photo or a release on its way.
fn publishing(page: &mut String) {
    let custody = custody::Refusal::ALL.iter();
    let custody: Vec<Line> = custody
        .map(|one| (one.code().to_owned(), one.to_string()))
        .collect();
    table(
        page,
        "Why a photo does not move on",
        "Received, cleaned, scanned, refused, destroyed.",
        "says",
        &custody,
    );
    let releases = release::Refusal::ALL.iter();
    let releases: Vec<Line> = releases
        .map(|one| (one.code().to_owned(), one.to_string()))
        .collect();
    table(
        page,
        "Why a release does not move on",
        "Draft, judged, approved, publishing, published, recalled.",
        "says",
        &releases,
    );
    let problems = Problem::ALL.iter();
    let problems: Vec<Line> = problems
        .map(|one| (one.code().to_owned(), one.to_string()))
        .collect();
    table(
        page,
        "Why publishing failed",
        "Nothing is half out.",
        "says",
        &problems,
    );
}

/// Where this is set, pages that have fallen behind are written anew.
const RENEW: &str = "GATEHOUSE_RENEW_PAPERS";

/// Fails where a page of the tree is not what was made from the code.
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the test says so by the environment"
)]
fn is_current(page: &str, made: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = root.join(page);
    let written = fs::read_to_string(&path).unwrap_or_default();
    if written == made {
        return;
    }
    if env::var_os(RENEW).is_some() {
        fs::write(&path, made).unwrap();
        return;
    }
    let lines = written.lines().zip(made.lines());
    let at = lines.take_while(|(one, other)| one == other).count() + 1;
    panic!(
        "{page} has fallen behind from line {at} on: run this test once with {RENEW}=1, then \
         read what changed"
    );
}

#[test]
fn the_page_of_codes_is_what_the_code_says() {
    is_current("service/docs/codes.md", &codes_page());
}
