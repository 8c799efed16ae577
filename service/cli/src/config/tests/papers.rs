//! The page and the first `gatehouse.toml` say what the table of settings says.

use super::super::{
    reference,
    settings::{CHANNELS, Unset, all},
    template,
};
use super::read_in_school;

const PAGE: &str = include_str!("../../../../docs/configuration.md");
const BEGIN: &str = "<!-- the table of settings, made from the code -->\n";
const END: &str = "<!-- the end of the table -->";

#[test]
fn the_page_holds_the_table_of_settings() {
    let held = PAGE
        .split_once(BEGIN)
        .and_then(|(_, rest)| rest.split_once(END));
    let held = held.map(|(table, _)| table.trim());
    let table = reference();
    assert_eq!(
        held,
        Some(table.trim()),
        "put this table on the page:\n{table}"
    );
}

#[test]
fn the_examples_of_the_page_can_be_used() {
    let blocks: Vec<&str> = PAGE.split("```toml\n").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let example = block.split("```").next().unwrap();
        let secrets = [
            ("GATEHOUSE_OBJECTS_SECRET_KEY", "one"),
            ("GATEHOUSE_KEYS_SECRET_KEY", "other"),
        ];
        let environment: &[(&str, &str)] = if example.contains("s3") {
            &secrets
        } else {
            &[]
        };
        let config = read_in_school(example, environment);
        assert!(config.is_ok(), "{}", config.unwrap_err());
    }
}

#[test]
fn the_template_reads_back_as_the_defaults() {
    assert_eq!(read_in_school(&template(), &[]), read_in_school("", &[]));
}

#[test]
fn every_setting_of_the_template_can_be_set_by_taking_its_mark_away() {
    let template = template();
    for setting in all().iter().filter(|setting| !setting.only_variable) {
        let (group, name) = setting.place();
        let head = format!("\n[{group}]\n");
        let start = if group.is_empty() {
            0
        } else {
            template.find(&head).unwrap()
        };
        let (before, inside) = template.split_at(start);
        let marked = format!("\n#{name} = ");
        assert!(inside.contains(&marked), "{}", setting.key);
        let text = format!(
            "{before}{}",
            inside.replacen(&marked, &format!("\n{name} = "), 1)
        );
        let result = read_in_school(&text, &[]);
        // Alone it may contradict the rest, but it is known and allowed.
        let problems = result.map_or_else(|errors| errors.0, |_| Vec::new());
        for problem in problems {
            let is_together =
                problem.said.contains("no effect") || problem.said.contains("missing");
            assert!(is_together, "{problem}");
        }
    }
}

#[test]
fn the_template_with_every_mark_away_sets_up_the_same_school() {
    let marks_away: String = template()
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    // With everything set, only what a folder has no use for is refused, and
    // channels that all publish into the folder of the example.
    let errors = read_in_school(&marks_away, &[]).unwrap_err();
    for problem in &errors.0 {
        let is_idle = problem.said.contains("no effect while");
        let is_example = problem.said.contains("is the same as publish.");
        assert!(is_idle || is_example, "{problem}");
    }
    let pairs = CHANNELS.len() * (CHANNELS.len() - 1) / 2;
    let idle = 2 * 7;
    assert_eq!(errors.0.len(), idle + pairs);
}

#[test]
fn the_template_shows_each_default() {
    let template = template();
    for setting in all().iter().filter(|s| !s.only_variable) {
        let (Unset::Value(text) | Unset::Nothing(text)) = setting.unset;
        let line = if setting.kind.is_bare() {
            format!("\n#{} = {text}\n", setting.place().1)
        } else {
            format!("\n#{} = \"{text}\"\n", setting.place().1)
        };
        assert!(template.contains(&line), "{line}");
    }
}
