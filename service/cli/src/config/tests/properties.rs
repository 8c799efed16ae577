//! What holds for any text and any environment.

use proptest::prelude::*;

use super::super::{
    problem::Source,
    settings::{Setting, all},
    size,
};
use super::{Config, ConfigErrors, read_in_school};

/// Text that looks like a configuration more often than chance would have it.
fn text() -> impl Strategy<Value = String> {
    let keys: Vec<String> = all().into_iter().map(|setting| setting.key).collect();
    let key = prop_oneof![
        proptest::sample::select(keys),
        "[a-z\"'.-]{0,12}",
        "[a-z]{1,8}\\.[a-z-]{1,8}"
    ];
    let value = prop_oneof![
        "[0-9_+x.-]{0,6}",
        "'[ -~]{0,20}'",
        "\"\\PC{0,12}\"",
        "\"\"\"[a-z\n\"\\\\]{0,12}\"\"\"",
        Just("[1, 2]".to_owned()),
        Just("{ a = 1 }".to_owned()),
        Just("true".to_owned()),
        Just("2026-11-20".to_owned()),
    ];
    let line = prop_oneof![
        4 => (key.clone(), value).prop_map(|(key, value)| format!("{key} = {value}")),
        1 => key.prop_map(|key| format!("[{key}]")),
        1 => "\\PC{0,20}",
        1 => Just("# nothing\r".to_owned()),
    ];
    proptest::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

/// Every problem stands on a line that is there.
fn problems_lie_in(text: &str) -> Result<(), TestCaseError> {
    if let Err(errors) = read_in_school(text, &[]) {
        prop_assert!(!errors.0.is_empty());
        prop_assert!(errors.0.is_sorted());
        let lines = text.lines().count().max(1);
        for problem in &errors.0 {
            let Source::File { name, line } = &problem.source else {
                return Err(TestCaseError::fail(format!("{problem} is not of the file")));
            };
            prop_assert_eq!(name, "gatehouse.toml");
            let line = line.unwrap_or(1);
            prop_assert!((1..=lines).contains(&line), "{}", problem);
            let sentence = problem.to_string();
            prop_assert!(!sentence.chars().any(char::is_control), "{:?}", sentence);
        }
    }
    Ok(())
}

/// What is told of which setting, wherever it stands.
fn said(result: Result<Config, ConfigErrors>) -> Result<Config, Vec<(String, String)>> {
    result.map_err(|errors| {
        let problems = errors.0.into_iter();
        problems
            .map(|problem| (problem.key, problem.said))
            .collect()
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_lines_that_are_there(text in "(?s).{0,200}") {
        problems_lie_in(&text)?;
    }

    #[test]
    fn anything_like_a_configuration_is_too(text in text()) {
        problems_lie_in(&text)?;
    }

    #[test]
    fn any_environment_is_taken_or_refused(
        pairs in proptest::collection::vec(("GATEHOUSE_[A-Z_]{0,12}", "\\PC{0,20}"), 0..6),
        index in 0..all().len(),
        value in "(?s).{0,40}",
    ) {
        let name = all().get(index).map(Setting::variable).unwrap_or_default();
        let mut pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.push((&name, &value));
        if let Err(errors) = read_in_school("", &pairs) {
            for problem in &errors.0 {
                prop_assert!(matches!(problem.source, Source::Variable(_)), "{}", problem);
            }
        }
    }

    #[test]
    fn file_and_variable_are_judged_alike(index in 0..all().len(), text in "[ -~]{1,20}") {
        let setting = all().swap_remove(index);
        if !setting.kind.is_bare() && !setting.only_variable {
            let value = toml::Value::from(text.as_str());
            let in_file = read_in_school(&format!("{} = {value}", setting.key), &[]);
            let in_variable = read_in_school("", &[(&setting.variable(), &text)]);
            prop_assert_eq!(said(in_file), said(in_variable));
        }
    }

    #[test]
    fn a_size_that_is_told_is_read_again(bytes: u64) {
        prop_assert_eq!(size::read(&size::told(bytes)), Some(bytes));
    }
}

#[test]
fn deep_nesting_is_refused_and_does_no_harm() {
    for text in [
        "a.".repeat(100_000) + "a = 1",
        format!("data = {}", "[".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        format!("data = {}", "{a=".repeat(100_000)),
    ] {
        assert!(read_in_school(&text, &[]).is_err());
    }
}
