//! The page of the policies: every clause of every profile, kept or not.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use gatehouse_app::policies::{Clause, Kept, Policy, SHIPPED, slug};

/// A profile, read.
fn policies() -> impl Iterator<Item = Policy> {
    SHIPPED
        .iter()
        .map(|one| Policy::parse(one.text).unwrap_or_else(|faults| panic!("{faults:?}")))
}

/// The page as it has to read.
pub fn page() -> String {
    let mut page = String::from(
        "# Policies\n\nThe program carries five policy profiles. Each is a file: settings, and \
         clause by clause what the program does about it. A clause is kept by a **gate** (the \
         program refuses, with a [stable code](codes.md)), by a **duty** (it makes a dated task \
         of it) or by a **record** (it writes down what is needed to show it); or it is **not \
         kept**, and the table says why. Each clause that is kept has a file of cases, which are \
         judged under that profile's own settings. How a school writes its own is told in \
         [profiles](profiles.md).\n\nThis page is made from the profiles; a test says when it \
         has fallen behind.\n\n| profile | for | version | clauses | gate | duty | record | not \
         kept |\n|---|---|---|---|---|---|---|---|\n",
    );
    for policy in policies() {
        let mut counts: BTreeMap<Kept, usize> = BTreeMap::new();
        for clause in &policy.clauses {
            *counts.entry(clause.kept).or_default() += 1;
        }
        let counts = Kept::ALL.map(|kept| counts.get(&kept).unwrap_or(&0).to_string());
        let _ = writeln!(
            page,
            "| [{}](#{}) | {} | {} | {} | {} |",
            policy.name,
            policy.name,
            policy.school,
            policy.version,
            policy.clauses.len(),
            counts.join(" | ")
        );
    }
    for policy in policies() {
        let _ = write!(
            page,
            "\n## {}\n\n{}. The [file](../app/profiles/{}.toml) is to be looked at again by \
             {}.\n\n| clause | asks | kept | how, and what of it is not | cases |\n\
             |---|---|---|---|---|\n",
            policy.name, policy.title, policy.name, policy.review_by
        );
        for clause in &policy.clauses {
            let _ = writeln!(page, "{}", line(&policy.name, clause));
        }
    }
    page
}

fn line(policy: &str, clause: &Clause) -> String {
    let codes = clause.codes.iter().map(|code| format!("`{code}`"));
    let duties = clause
        .duties
        .iter()
        .map(|duty| format!("duty `{}`", duty.code()));
    let by: Vec<String> = codes.chain(duties).collect();
    let by = (!by.is_empty()).then(|| format!("{}.", by.join(", ")));
    let parts = [by, clause.record.clone(), clause.why.clone()];
    let how: Vec<String> = parts.into_iter().flatten().collect();
    let cases = if clause.kept == Kept::Not {
        "none".to_owned()
    } else {
        let file = format!("{policy}/{}.toml", slug(&clause.id));
        format!("[{}](../../tests/cases/{file})", slug(&clause.id))
    };
    let kept = clause.kept.code().replace('-', " ");
    format!(
        "| **{}** {} | {} | {kept} | {} | {cases} |",
        clause.id,
        clause.heading,
        clause.asks,
        how.join(" ")
    )
}

#[test]
fn the_page_of_policies_is_what_the_profiles_say() {
    crate::is_current("service/docs/policies.md", &page());
}

#[test]
fn the_page_of_policies_names_case_files_that_are_there() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    for policy in policies() {
        for clause in policy.clauses.iter().filter(|one| one.kept != Kept::Not) {
            let file = format!("{}/{}.toml", policy.name, slug(&clause.id));
            assert!(cases.join(&file).is_file(), "tests/cases/{file} is missing");
        }
    }
}
