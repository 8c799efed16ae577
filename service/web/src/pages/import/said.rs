//! Files whose columns are asked, those with the same headings together, and
//! what their columns may hold, in words.

use gatehouse_app::{
    import::{
        mapping::{Covers, Lack, Mapping, PerFile, Role, fingerprint},
        table::Table,
        words::Word,
    },
    school::sent::Other,
};
use gatehouse_domain::Channel;

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
        Role::Status => "Answer to what the file or row is about",
        Role::Type => "What the row is about",
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

/// All channels.
pub(super) const CHANNELS: [Channel; 7] = [
    Channel::Website,
    Channel::Social,
    Channel::Press,
    Channel::Newsletter,
    Channel::Prospectus,
    Channel::Vle,
    Channel::Display,
];

/// Something to tick or choose.
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) text: &'static str,
    pub(super) on: bool,
}

/// The channels, those that are named ticked.
pub(super) fn channel_choices(named: &std::collections::BTreeSet<Channel>) -> Vec<Choice> {
    let choice = |channel: Channel| Choice {
        value: channel.code(),
        text: channel_name(channel),
        on: named.contains(&channel),
    };
    CHANNELS.into_iter().map(choice).collect()
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
        Lack::Words(words) => format!("Say what every word means ({} left)", words.len()),
        Lack::Types(kinds) => format!(
            "Say what every kind of consent is about ({} left)",
            kinds.len()
        ),
        Lack::Order => "Say whether the day or the month comes first".into(),
        Lack::TooManyWords(column) => format!(
            "“{}” holds too many different answers: choose “Nothing we need” for it",
            table.heading(*column)
        ),
    };
    Wrong::new("asked", says)
}
