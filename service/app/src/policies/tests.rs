//! The program's own policies, and what may be wrong with a school's own.

use super::*;

fn parsed(name: &str) -> Policy {
    Policy::parse(shipped(name).unwrap().text).unwrap()
}

#[test]
fn the_five_policies_are_read_and_are_called_as_their_files() {
    assert_eq!(SHIPPED.len(), 5);
    for one in SHIPPED {
        let policy = Policy::parse(one.text).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert_eq!(policy.name, one.name);
        assert_eq!(policy.settings.rules.version, policy.version);
        assert!(policy.clauses.len() > 10, "{}", one.name);
    }
}

#[test]
fn no_clause_is_passed_over_in_silence() {
    for one in SHIPPED {
        for clause in parsed(one.name).clauses {
            let kept = clause.kept != Kept::Not;
            let by = !clause.codes.is_empty() || !clause.duties.is_empty();
            assert_eq!(
                kept,
                by || clause.record.is_some(),
                "{} {}",
                one.name,
                clause.id
            );
            assert!(kept || clause.why.is_some(), "{} {}", one.name, clause.id);
        }
    }
}

/// The county's policy with one place changed.
fn changed(from: &str, to: &str) -> Vec<String> {
    let text = shipped("it-use-county").unwrap().text;
    assert!(text.contains(from), "{from}");
    let faults = Policy::parse(&text.replacen(from, to, 1)).expect_err(to);
    faults.iter().map(ToString::to_string).collect()
}

/// The line of the county's file on which something stands.
fn line_of(what: &str) -> usize {
    let text = shipped("it-use-county").unwrap().text;
    text.lines().position(|line| line.contains(what)).unwrap() + 1
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (from, to, says) in [
        ("fresh-days = 14", "fresh-days = 0", "1 to 366 days"),
        ("fresh-days = 14", "fresh-days = 400", "1 to 366 days"),
        (
            "fresh-days = 14",
            "fresh_days = 14",
            "unknown field `fresh_days`",
        ),
        ("version = 1", "version = 0", "counted from 1"),
        (
            "name = \"it-use-county\"",
            "name = \"IT use\"",
            "small letters",
        ),
        (
            "inside = \"first-names\"",
            "inside = \"no-names\"",
            "no-names",
        ),
        ("title = \"Use", "titel = \"Use", "titel"),
        (
            "review-by = \"2027-08-31\"",
            "review-by = \"31.8.2027\"",
            "line",
        ),
        (
            "codes = [\"protected\"]",
            "codes = [\"protekted\"]",
            "no such code",
        ),
        ("codes = [\"protected\"]", "codes = []", "say in `codes`"),
        (
            "duties = [\"publication-review\"]",
            "duties = [\"reviews\"]",
            "no such duty",
        ),
        (
            "duties = [\"publication-review\"]",
            "codes = [\"protected\"]",
            "say in `duties`",
        ),
        ("id = \"3.6\"", "id = \"2.2\"", "another clause"),
        (
            "asks = \"Data travel only by safe ways.\"",
            "asks = \"safe ways\"",
            "full stop",
        ),
    ] {
        let told = changed(from, to);
        assert_eq!(told.len(), 1, "{told:?}");
        let at = format!("line {}:", line_of(from));
        // `kept` is what does not go with the rest of its clause.
        let near = told[0].starts_with(&at) || says.starts_with("say in");
        assert!(near && told[0].contains(says), "{to}: {told:?}");
    }
}

#[test]
fn periods_beyond_the_limits_of_law_and_house_are_refused() {
    for (period, says) in [
        ("original = { days = 2 }", "24 hours at most"),
        ("card = { days = 1 }", "24 hours at most"),
        ("template = { months = 13 }", "12 months at most"),
        ("evidence = { years = 200 }", "100 years"),
    ] {
        let told = changed("card = { same-day-at = \"17:00:00\" }", period);
        assert!(told[0].contains(says), "{period}: {told:?}");
    }
}

#[test]
fn numbers_that_would_let_everything_out_are_refused() {
    for (rule, says) in [
        ("exposure_lifted_by = \"admin\"", "editor, dsl or head"),
        ("exposure_lifted_by = \"nobody\"", "nobody"),
        ("certain_face = 0.1", "from 0.5 to 1"),
        ("certain_face = nan", "from 0.5 to 1"),
        ("identifiable_eyes_px = 3.0", "from 12"),
        ("own_say_from = 19", "16 at most"),
        ("most_faces = { website = 0 }", "1 or more"),
        ("version = 7", "head of the file"),
        ("exposure = { portrait_share = 5.0 }", "portrait_share"),
        ("exposure = { face_on_px = nan }", "face_on_px"),
        ("exposure = { face_on_from = 0.9 }", "face_on_from"),
        ("channels_never = [\"blog\"]", "blog"),
    ] {
        let text = shipped("ict-usage-high-school").unwrap().text;
        let own = "exposure_lifted_by = \"dsl\"";
        let mut text = text.replacen(own, rule, 1);
        if rule.starts_with("most_faces") {
            let before = text.lines().filter(|line| !line.contains("website = 12"));
            text = before.collect::<Vec<_>>().join("\n");
        }
        let told = Policy::parse(&text).expect_err(rule);
        assert!(
            told.iter().any(|fault| fault.says.contains(says)),
            "{rule}: {told:?}"
        );
    }
}

#[test]
fn every_fault_is_told_at_once_in_the_order_of_the_lines() {
    let text = shipped("it-use-county").unwrap().text;
    let text = text.replacen("version = 1", "version = 0", 1);
    let text = text.replacen("codes = [\"protected\"]", "codes = [\"x\", \"y\"]", 1);
    let told = Policy::parse(&text).unwrap_err();
    assert_eq!(told.len(), 3);
    assert!(told.is_sorted_by_key(|fault| fault.line));
}

#[test]
fn the_same_settings_differ_in_nothing_and_every_other_one_is_told() {
    let all: Vec<Policy> = SHIPPED.iter().map(|one| parsed(one.name)).collect();
    for (one, other) in all.iter().zip(all.iter().skip(1)) {
        assert!(changes(&one.settings, &one.settings).is_empty());
        assert!(!changes(&one.settings, &other.settings).is_empty());
    }
    let before = &parsed("infant-county-model").settings;
    let told = changes(before, &parsed("aup-agreement").settings);
    let never = told
        .iter()
        .find(|one| one.what.contains("ruled out"))
        .unwrap();
    assert_eq!(
        (never.before.as_str(), never.after.as_str()),
        ("none", "social")
    );
    let high = parsed("ict-usage-high-school").settings;
    let mut laxer = high.clone();
    laxer.rules.taking_agreed = false;
    laxer.rules.written_consent = false;
    laxer.rules.own_say_needed = true;
    assert_eq!(changes(&high, &laxer).len(), 3);
    let names = told.iter().find(|one| one.what.contains("inside")).unwrap();
    assert_eq!(names.after, "full names may stand");
}

#[test]
fn a_policy_is_signed_only_with_a_day_of_review_to_come() {
    let policy = parsed("aup-agreement");
    let day = policy.review_by;
    let before = day.saturating_sub(jiff::Span::new().days(1));
    assert_eq!(policy.review_fault(before), None);
    assert!(policy.review_fault(day).is_some());
    let long_before = day.saturating_sub(jiff::Span::new().days(most_review_days() + 1));
    assert!(policy.review_fault(long_before).is_some());
}
