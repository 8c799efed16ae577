//! What holds for every row of the table of settings, made from the table.

use std::{collections::BTreeSet, path::Path};

use super::super::{
    kind::Kind,
    problem::Source,
    settings::{OTHER_VARIABLES, Setting, Unset, all},
    values::Values,
    variables,
};
use super::{BUCKET, read_in_school};

/// A text that must never be seen again. It is no allowed value of anything
/// but a key for somebody else's service.
const HUNTER: &str = "hunter2secret918273645";

/// A value that is allowed and is not the default.
fn sample(setting: &Setting) -> String {
    match setting.kind {
        Kind::Title | Kind::Word | Kind::Bucket | Kind::Prefix => "another-one".to_owned(),
        Kind::Password => HUNTER.to_owned(),
        Kind::MasterKey => "5a".repeat(32),
        Kind::Folder | Kind::File => "/elsewhere/apart".to_owned(),
        Kind::Number { most, .. } => most.to_string(),
        Kind::Size { most, .. } => most.to_string(),
        Kind::OneOf(words) => words.last().copied().unwrap_or_default().to_owned(),
        Kind::YesNo => (setting.unset != Unset::Value("true")).to_string(),
        Kind::Day => "2027-01-02".to_owned(),
        Kind::Database => format!("postgres://gate:{HUNTER}@db.example.org/school"),
        Kind::Web => "https://another.example.org".to_owned(),
        Kind::Socket => "127.0.0.1:8481".to_owned(),
    }
}

/// A file in which this setting has an effect.
fn surroundings(setting: &Setting) -> String {
    let (group, name) = setting.place();
    let apart = "prefix = 'apart'\n".replace("apart", group);
    match (group, name) {
        ("objects" | "keys", "kind") => BUCKET.replace("endpoint", &format!("[{group}]\nendpoint")),
        ("objects" | "keys", "folder" | "master" | "master-file" | "copy-confirmed-on") => {
            String::new()
        }
        ("objects" | "keys", "prefix") => format!("[{group}]\nkind = 's3'\n{BUCKET}"),
        ("objects" | "keys", _) => format!("[{group}]\nkind = 's3'\n{apart}{BUCKET}"),
        ("backup", "every-days") => "[backup]\nfolder = 'one'\nkeys-folder = 'two'\n".to_owned(),
        (channel, _) if channel.starts_with("publish.") => {
            format!("[{channel}]\nfolder = '/srv/photos'\nbase-url = 'https://example.org'\n")
        }
        _ => String::new(),
    }
}

#[test]
fn every_setting_can_be_set_by_its_variable_and_changes_the_configuration() {
    for setting in all() {
        let text = surroundings(&setting);
        let (name, value) = (setting.variable(), sample(&setting));
        let with = read_in_school(&text, &[(&name, &value)]);
        assert!(with.is_ok(), "{name}: {with:?}");
        // The kind of a store cannot be judged without its bucket.
        let text = if setting.place().1 == "kind" {
            ""
        } else {
            &text
        };
        let without = read_in_school(text, &[]);
        assert!(without.is_ok(), "{name}: {without:?}");
        assert_ne!(with, without, "{name}");
    }
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let settings = all();
    let names: Vec<String> = settings.iter().map(Setting::variable).collect();
    let environment: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(read_in_school("", &environment), read_in_school("", &[]));
}

#[test]
fn variables_of_other_parts_are_left_alone() {
    let environment = OTHER_VARIABLES.map(|name| (name, "anything"));
    assert_eq!(read_in_school("", &environment), read_in_school("", &[]));
    let elsewhere = [("PATH", "/bin"), ("gatehouse_data", "x")];
    assert_eq!(read_in_school("", &elsewhere), read_in_school("", &[]));
}

#[test]
fn no_two_settings_share_a_key_or_a_variable() {
    let settings = all();
    let keys: BTreeSet<&str> = settings.iter().map(|s| s.key.as_str()).collect();
    let mut variables: BTreeSet<String> = settings.iter().map(Setting::variable).collect();
    variables.extend(OTHER_VARIABLES.map(str::to_owned));
    assert_eq!(keys.len(), settings.len());
    assert_eq!(variables.len(), settings.len() + OTHER_VARIABLES.len());
}

#[test]
fn every_default_and_example_is_allowed() {
    for setting in all().iter().filter(|s| !s.only_variable) {
        let (Unset::Value(text) | Unset::Nothing(text)) = setting.unset;
        let value = setting.kind.read(text, Path::new("/school"));
        assert!(value.is_some(), "{}", setting.key);
    }
}

#[test]
fn a_wrong_variable_takes_the_place_of_no_value() {
    let settings = all();
    let mut values = Values::default();
    let environment = [("GATEHOUSE_LOG_LEVEL".to_owned(), "loud".to_owned())];
    variables::read(environment, Path::new("/school"), &settings, &mut values);
    values.fill(&settings, Path::new("/school"));
    assert!(values.is_refused("log.level"));
    assert_eq!(values.get("log.level"), None);
    let source = values.get("worker.count").map(|found| &found.source);
    assert_eq!(source, Some(&Source::Default));
}

#[test]
fn no_secret_is_shown_by_any_error() {
    let secrets: Vec<Setting> = all().into_iter().filter(|s| s.is_secret).collect();
    assert_eq!(secrets.len(), 6);
    for setting in secrets {
        let key = &setting.key;
        let quoted = [
            format!("{HUNTER} {HUNTER}"),
            format!("{HUNTER}://{HUNTER}"),
            format!("mysql://{HUNTER}:{HUNTER}@{HUNTER}/{HUNTER}"),
            format!("postgres://{HUNTER}@"),
            format!("sqlite:{HUNTER}?key={HUNTER}"),
            HUNTER.to_owned(),
        ];
        let bare = [
            "918273645",
            "9182.73645",
            "true",
            "['hunter2secret']",
            "{ hunter2 = 'secret' }",
            "hunter2",
            "'hunter2",
            "\"hunter2\\q\"",
            "1979-05-hunter2",
            "'a' hunter2",
            "'a'\nhunter2",
        ];
        let in_file = quoted.iter().map(|text| format!("{key} = '{text}'"));
        let in_file = in_file.chain(bare.map(|text| format!("{key} = {text}")));
        let mut results: Vec<_> = in_file.map(|text| read_in_school(&text, &[])).collect();
        for text in &quoted {
            results.push(read_in_school("", &[(&setting.variable(), text)]));
        }
        for result in results {
            let errors = result.expect_err(key);
            assert!(!errors.0.is_empty());
            for shown in [errors.to_string(), format!("{errors:?}")] {
                for part in ["hunter2", "918273645", "9182.73645"] {
                    assert!(!shown.contains(part), "{shown}");
                }
            }
        }
    }
}

#[test]
fn no_secret_is_shown_by_debug() {
    for setting in all().into_iter().filter(|s| s.is_secret) {
        let value = sample(&setting);
        let config = read_in_school(&surroundings(&setting), &[(&setting.variable(), &value)]);
        let shown = format!(
            "{:?} {config:#?}",
            setting.kind.read(&value, Path::new("/"))
        );
        assert!(config.is_ok());
        assert!(
            !shown.contains(&value) && !shown.contains(HUNTER),
            "{shown}"
        );
        assert!(shown.contains("***"), "{shown}");
    }
}
