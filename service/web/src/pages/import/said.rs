//! Files whose columns are asked, those with the same headings together, and
//! what their columns may hold, in words.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use gatehouse_app::{
    import::{
        dates::Shown,
        giver::Say,
        mapping::{Covers, Lack, Mapping, PerFile, Role, Unknown, fingerprint},
        table::Table,
        words::Word,
    },
    school::sent::Other,
};
use gatehouse_domain::{Channel, permission::Means};

use crate::pages::{Wrong, channel_name};

/// Files with the same headings; somebody says once what they mean.
pub(super) struct Group {
    /// Their places among all files.
    pub(super) files: Vec<usize>,
    /// What they are called.
    pub(super) names: String,
    /// What is said of them.
    pub(super) mapping: Mapping,
    /// All their rows, under one heading.
    pub(super) table: Table,
}

impl Group {
    /// The words of all its files that are known nowhere.
    pub(super) fn words(&self, others: &[Other]) -> BTreeSet<Unknown> {
        let own = self.files.iter().filter_map(|place| others.get(*place));
        own.flat_map(|other| self.mapping.unknown_words((&other.table, &other.file)))
            .collect()
    }

    /// Whether a file of it leaves open which number of a date is the day.
    pub(super) fn asks_order(&self, others: &[Other]) -> bool {
        let own = self.files.iter().filter_map(|place| others.get(*place));
        let mut tables = own.map(|other| &other.table);
        tables.any(|table| {
            self.mapping.asks_order(table) || self.mapping.shown_in(table) == Shown::Asked
        })
    }
}

/// The mark of what is asked: fields are told by their places, so an answer
/// counts only for what stood there.
pub(super) fn mark(others: &[Other], groups: &[Group]) -> String {
    let mut hash = DefaultHasher::new();
    for group in groups {
        let roles: Vec<&str> = group.mapping.roles.iter().map(|role| role.code()).collect();
        let words: Vec<String> = group.words(others).iter().map(Unknown::key).collect();
        let kinds = group.mapping.kinds(&group.table);
        (roles, words, kinds, group.mapping.relations(&group.table)).hash(&mut hash);
    }
    format!("{:016x}", hash.finish())
}

/// The files by their headings.
pub(super) fn groups(others: &[Other]) -> Vec<Group> {
    let mut groups: Vec<([u8; 32], Group)> = Vec::new();
    for (place, other) in others.iter().enumerate() {
        let print = fingerprint(&other.table);
        if let Some((_, group)) = groups.iter_mut().find(|(known, _)| *known == print) {
            group.files.push(place);
            group.names = format!("{}, {}", group.names, other.table.name);
            group.table.rows.extend(other.table.rows.iter().cloned());
            continue;
        }
        let group = Group {
            files: vec![place],
            names: other.table.name.clone(),
            mapping: other.mapping.clone().unwrap_or_default(),
            table: other.table.clone(),
        };
        groups.push((print, group));
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// What is said of every file, in their order.
pub(super) fn of_files(others: &[Other], groups: &[Group]) -> Vec<(Mapping, PerFile)> {
    let said = |(place, other): (usize, &Other)| {
        let own = groups.iter().find(|group| group.files.contains(&place));
        let mapping = own.map(|group| group.mapping.clone()).unwrap_or_default();
        (mapping, other.file.clone())
    };
    others.iter().enumerate().map(said).collect()
}

/// Three values of a column, for who may see them.
pub(super) fn samples(table: &Table, column: usize) -> String {
    let mut found: Vec<&str> = Vec::new();
    for text in table.column(column) {
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
        if found.len() == 3 {
            break;
        }
    }
    let short = |text: &&str| text.chars().take(60).collect::<String>();
    found.iter().map(short).collect::<Vec<_>>().join(" · ")
}

/// What a column holds, in words.
pub(super) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Ignore => "Nothing we need",
        Role::MisId => "Pupil’s number in your system",
        Role::FirstName => "First name",
        Role::PreferredName => "The name they go by",
        Role::Surname => "Family name",
        Role::FullName => "First and family name",
        Role::Class => "Class",
        Role::Year => "Year group",
        Role::Answer => "Answer to one question",
        Role::Status => "Answer (another column, or the file, says to what)",
        Role::Type => "What the answer in this row is about",
        Role::Giver => "Who answered",
        Role::GivenOn => "Day of the answer",
        Role::Method => "How it was given",
        Role::Archived => "Whether the row no longer counts",
    }
}

/// What a yes allows, in words.
pub(super) const fn covers_name(covers: Covers) -> &'static str {
    match covers {
        Covers::Picture => "The picture, without a name",
        Covers::PictureAndName => "The picture with the first name",
        Covers::Name => "The first name, where another answer allows the picture",
    }
}

/// What a word means, in words.
pub(super) const fn word_name(word: Word) -> &'static str {
    match word {
        Word::Yes => "Yes",
        Word::No => "No",
        Word::NoAnswer => "No answer: no consent",
    }
}

/// Whether somebody may agree, in words.
pub(super) const fn say_name(say: Say) -> &'static str {
    match say {
        Say::Responsible => "They hold parental responsibility",
        Say::Without => "They do not: only their no counts",
    }
}

/// Which way round something asks, in words.
pub(super) fn ways(said: Option<bool>) -> [Choice; 2] {
    let way = |value, text, turned| Choice {
        value,
        text,
        on: said == Some(turned),
    };
    [
        way("plain", "They agree", false),
        way("turned", "They do not agree, as in “Consent denied”", true),
    ]
}

/// Which way round was said.
pub(super) fn way(code: &str) -> Option<bool> {
    match code {
        "plain" => Some(false),
        "turned" => Some(true),
        _ => None,
    }
}

/// Something to tick or choose.
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) text: &'static str,
    pub(super) on: bool,
}

/// The channels, those that are named ticked.
pub(super) fn channel_choices(named: &BTreeSet<Channel>) -> Vec<Choice> {
    let choice = |channel: Channel| Choice {
        value: channel.code(),
        text: channel_name(channel),
        on: named.contains(&channel),
    };
    Channel::ALL.into_iter().map(choice).collect()
}

/// What is still to be said, as the form tells it.
pub(super) fn wrong(lack: &Lack, table: &Table) -> Wrong {
    let says = match lack {
        Lack::Twice(role) => format!("Two columns are “{}”: choose one", role_name(*role)),
        Lack::Whose => {
            "Say which column holds the pupil’s number, or the names and the class".into()
        }
        Lack::NoRegister => {
            "A list of pupils needs the pupil’s number, the first name and the family name".into()
        }
        Lack::Nothing => "Say which columns hold answers, or that the file lists pupils".into(),
        Lack::NoChannel(column) => {
            format!("Say where pictures may go by “{}”", table.heading(*column))
        }
        Lack::NoFileChannel => "Say what the answers of each file are about".into(),
        Lack::Way(column) => format!("Say what a yes means in “{}”", table.heading(*column)),
        Lack::FileWay => "Say of each file what a yes means".into(),
        Lack::KindWays(left) => {
            format!("Say of each kind of consent what a yes means ({left} left)")
        }
        Lack::Words(left) => format!("Say what every word means ({left} left)"),
        Lack::Types(left) => format!("Say what every kind of consent is about ({left} left)"),
        Lack::Givers(left) => format!("Say who of those who answered may agree ({left} left)"),
        Lack::Order => "Say whether the day or the month comes first".into(),
        Lack::MixedDays(column) => format!(
            "Excel has changed some days in “{}”, and may have swapped day and month. Export the \
             file again as CSV and send it without opening it in Excel",
            table.heading(*column)
        ),
        Lack::TooManyWords(column) => format!(
            "“{}” holds too many different answers: go back and choose “Nothing we need” for it",
            table.heading(*column)
        ),
        Lack::TooManyKinds(column) => format!(
            "“{}” holds too many different kinds of consent: go back and choose another column",
            table.heading(*column)
        ),
    };
    Wrong::new("asked", says)
}

/// The ways in which answers reach a school; the one that was said chosen.
pub(super) fn means(said: Option<Means>) -> [Choice; 5] {
    [
        ("", "It is not known", None),
        ("paper", "On signed forms", Some(Means::Paper)),
        (
            "portal",
            "In the parents’ portal, or on an online form",
            Some(Means::Portal),
        ),
        ("email", "By e-mail", Some(Means::Email)),
        ("verbal", "By word of mouth", Some(Means::Verbal)),
    ]
    .map(|(value, text, one)| Choice {
        value,
        text,
        on: one == said,
    })
}

/// The way that was chosen.
pub(super) fn means_of(value: &str) -> Option<Means> {
    match value {
        "paper" => Some(Means::Paper),
        "portal" => Some(Means::Portal),
        "email" => Some(Means::Email),
        "verbal" => Some(Means::Verbal),
        _ => None,
    }
}
