//! Several answers about one thing, in one file or over files, become one: the
//! stricter, whatever order they come in. Pure.

use std::collections::BTreeMap;

use gatehouse_domain::Channel;
use jiff::civil::Date;

use super::{mapping::Covers, words::Word};

/// Where something stands: file, line, column, each by its number.
pub type Place = (u16, u64, usize);

/// An answer as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Where.
    pub at: Place,
    /// Whose, by place in the register.
    pub person: usize,
    /// Where the picture may go with a yes.
    pub channel: Channel,
    /// What a yes allows.
    pub covers: Covers,
    /// Who answered, as the office's own files write it.
    pub giver: String,
    /// What was answered.
    pub word: Word,
    /// When, where the file tells.
    pub given_on: Option<Date>,
    /// How, where the file tells.
    pub method: &'static str,
}

/// What holds of several answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Where the answer that counts stands.
    pub at: Place,
    /// Whose, by place in the register.
    pub person: usize,
    /// Where the picture may go with a yes.
    pub channel: Channel,
    /// Who answered.
    pub giver: String,
    /// What counts.
    pub word: Word,
    /// Whether the first name may stand beside it.
    pub named: bool,
    /// When, where every answer that counts tells.
    pub given_on: Option<Date>,
    /// How, where the file tells.
    pub method: &'static str,
}

/// What became of many answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// One for everybody, channel and giver.
    pub settled: Vec<Settled>,
    /// A yes that is no older than the stricter answer which counts: somebody
    /// asks the family.
    pub clashes: Vec<Place>,
    /// Answers about a name of which the picture is not answered.
    pub names_alone: Vec<Place>,
}

/// Settles answers.
#[must_use]
pub fn settle(told: Vec<Told>) -> Outcome {
    let mut groups: BTreeMap<(usize, Channel, String), Vec<Told>> = BTreeMap::new();
    for one in told {
        let key = (one.person, one.channel, one.giver.clone());
        groups.entry(key).or_default().push(one);
    }
    let mut outcome = Outcome::default();
    for (key, mut group) in groups {
        group.sort_by_key(|one| one.at);
        clashes(&group, &mut outcome.clashes);
        match one(key, &group) {
            Some(settled) => outcome.settled.push(settled),
            None => outcome.names_alone.extend(group.iter().map(|one| one.at)),
        }
    }
    outcome.clashes.sort_unstable();
    outcome
}

fn one((person, channel, giver): (usize, Channel, String), group: &[Told]) -> Option<Settled> {
    let pictures = || group.iter().filter(|one| one.covers != Covers::Name);
    let word = pictures().map(|one| one.word).max()?;
    let count = || pictures().filter(move |one| one.word == word);
    let at = count().map(|one| one.at).min()?;
    let of_name = || group.iter().filter(|one| one.covers != Covers::Picture);
    let named = of_name().next().is_some() && of_name().all(|one| one.word == Word::Yes);
    // A yes is as old as its oldest, anything else as new as its newest; one
    // without a day is of the day on which it comes in.
    let dated = count().all(|one| one.given_on.is_some());
    let days = count().filter_map(|one| one.given_on);
    let day = match word {
        Word::Yes => days.min(),
        Word::No | Word::NoAnswer => days.max(),
    };
    let method = count().map(|one| one.method).min().unwrap_or_default();
    Some(Settled {
        at,
        person,
        channel,
        giver,
        word,
        named,
        given_on: day.filter(|_| dated),
        method,
    })
}

/// Where a yes gives way to something stricter that is not newer.
fn clashes(group: &[Told], found: &mut Vec<Place>) {
    for covers in Covers::ALL {
        let alike = || group.iter().filter(move |one| one.covers == covers);
        let strictest = alike().map(|one| one.word).max();
        let newest = alike()
            .filter(|one| Some(one.word) == strictest)
            .map(|one| one.given_on)
            .max()
            .flatten();
        let gives_way = |one: &&Told| {
            one.word == Word::Yes
                && strictest != Some(Word::Yes)
                && (newest.is_none() || one.given_on.is_none() || one.given_on >= newest)
        };
        found.extend(alike().filter(gives_way).map(|one| one.at));
    }
}

#[cfg(test)]
mod tests;
