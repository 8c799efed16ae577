//! Whether a person's picture may go to a channel: pure, most restrictive wins.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::channel::Channel;

mod say;

pub use say::{Asks, YesOf, may_be_of_age, may_be_of_early_years};

/// What a permission covers besides the picture itself. Ordered: the later
/// shows more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Naming {
    /// The picture without a name.
    PictureOnly,
    /// The picture together with the first name.
    WithFirstName,
}

/// Lawful basis of UK GDPR Article 6 on which a picture is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Article 6(1)(a): consent. Absent or unknown means no.
    Consent,
    /// Article 6(1)(e): public task, with the right to object (Article 21).
    PublicTask,
    /// Article 6(1)(f): legitimate interests, with the right to object.
    LegitimateInterests,
}

/// What was answered. Ordered: the later, the stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Yes; under another basis than consent: informed, no objection.
    Granted,
    /// No.
    Refused,
    /// A yes that was taken back.
    Withdrawn,
}

/// Who answered, by place in the register so that no name is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Giver {
    /// The n-th recorded guardian with parental responsibility.
    Guardian(u16),
    /// The person in the picture.
    Self_,
}

/// How an answer reached the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// A signed form.
    Paper,
    /// The parents' portal, signed in.
    Portal,
    /// An e-mail from an address on record.
    Email,
    /// On the telephone, or in passing.
    Verbal,
    /// Face to face with a member of staff.
    InPerson,
}

impl Means {
    /// Whether it leaves the words of whoever answered: on paper, on the
    /// parents' portal, in an e-mail.
    #[must_use]
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Paper | Self::Portal | Self::Email)
    }
}

/// What an answer is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Using a picture on the line's channel.
    #[default]
    Using,
    /// Taking pictures at all. Such a line speaks of every channel, whichever
    /// it names.
    Taking,
}

/// How a line came about, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Detail {
    /// How it reached the school; none where nobody wrote that down.
    pub means: Option<Means>,
    /// What it is about.
    pub purpose: Purpose,
}

impl Detail {
    /// About taking pictures at all.
    #[must_use]
    pub const fn taking(means: Option<Means>) -> Self {
        Self {
            means,
            purpose: Purpose::Taking,
        }
    }
}

/// One line of a person's permission history. Lines are added, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionRow {
    /// The channel it speaks of.
    pub channel: Channel,
    /// What it covers.
    pub naming: Naming,
    /// The lawful basis.
    pub basis: Basis,
    /// The answer.
    pub decision: Decision,
    /// Who gave it.
    pub given_by: Giver,
    /// When it was given.
    pub given_on: Date,
    /// The last day on which it holds, if it ends.
    pub expires_on: Option<Date>,
    /// Version of the text that was agreed to.
    pub text_version: u32,
    /// How it came about, and what it is about.
    #[serde(default)]
    pub detail: Detail,
}

impl PermissionRow {
    /// Whether it says anything about that channel.
    #[must_use]
    pub fn speaks_of(&self, channel: Channel) -> bool {
        self.detail.purpose == Purpose::Taking || self.channel == channel
    }
}

/// What the register knows of a person when a photo is judged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Standing {
    /// Never to appear outside, whatever anybody agreed to. Why is kept apart,
    /// for the DSL alone.
    pub protected: bool,
    /// A parent or the pupil objects, on any basis.
    pub objection: bool,
    /// The day on which the person left the school, once it has come.
    pub left_on: Option<Date>,
    /// Whether use after leaving was agreed to.
    pub after_leaving: bool,
    /// The history, in any order.
    pub rows: Vec<PermissionRow>,
    /// What it takes to agree.
    #[serde(default)]
    pub asks: Asks,
}

/// However long a profile lets an import count, after a year it does not: or
/// the rule could be switched off for good.
const MOST_FRESH_DAYS: u16 = 366;

/// How current the register's consents are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The day of the last complete import.
    pub imported_on: Date,
    /// Days for which an import is taken as current.
    pub fresh_days: u16,
    /// Version of the consent text in force; older agreements do not count.
    pub text_version: u32,
}

impl Source {
    /// Whether the import is too old (or dated in the future) to clear by.
    #[must_use]
    pub fn is_stale(&self, date: Date) -> bool {
        let age = (date - self.imported_on).get_days();
        age < 0 || age > i32::from(self.fresh_days.min(MOST_FRESH_DAYS))
    }
}

/// Why a picture may not be used. Ordered as told: the first is the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Denial {
    /// A protected pupil on an external channel.
    Protected,
    /// Somebody entitled to objects.
    Objection,
    /// Somebody entitled said no.
    Refused,
    /// A yes was taken back.
    Withdrawn,
    /// Pictures of the person were not to be taken.
    NotTaken,
    /// The person left and use afterwards was not agreed to.
    Left,
    /// No answer is known.
    Absent,
    /// The agreement ended.
    Expired,
    /// The agreement was given for an older text.
    OlderText,
    /// The picture is agreed to, the name beside it is not.
    NameNotAgreed,
    /// The consents were imported too long ago.
    StaleSource,
}

/// Every reason why `person` may not be shown on `channel` on `date`; empty
/// exactly when they may. The formula is that of the design's permission
/// section: protection, objection, consent, leaving; each is asked, and the
/// most restrictive answer wins.
#[must_use]
pub fn denials(
    person: &Standing,
    channel: Channel,
    naming: Naming,
    date: Date,
    source: &Source,
) -> Vec<Denial> {
    let mut found = Vec::new();
    if person.protected && channel.is_external() {
        found.push(Denial::Protected);
    }
    if person.objection {
        found.push(Denial::Objection);
    }
    if person.left_on.is_some_and(|left| date >= left) && !person.after_leaving {
        found.push(Denial::Left);
    }
    found.extend(row_denials(person, channel, naming, date, source));
    if is_not_to_be_taken(person, date, source) {
        found.push(Denial::NotTaken);
    }
    if source.is_stale(date) {
        found.push(Denial::StaleSource);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether there is no denial at all.
#[must_use]
pub fn permission(
    person: &Standing,
    channel: Channel,
    naming: Naming,
    date: Date,
    source: &Source,
) -> bool {
    denials(person, channel, naming, date, source).is_empty()
}

/// The newest answer of each giver; on one day the stricter, then the one that
/// covers less, then the one that ends sooner.
fn newest_by_giver<'a>(
    rows: impl Iterator<Item = &'a PermissionRow>,
    date: Date,
) -> Vec<&'a PermissionRow> {
    let mut newest: Vec<&'a PermissionRow> = Vec::new();
    // A yes counts from its day on; a no dated ahead, by a slip or on purpose,
    // counts at once.
    for row in rows.filter(|row| row.given_on <= date || row.decision != Decision::Granted) {
        let rank = |row: &PermissionRow| {
            (
                row.given_on,
                row.decision,
                std::cmp::Reverse(row.naming),
                std::cmp::Reverse(row.expires_on.unwrap_or(Date::MAX)),
                std::cmp::Reverse(row.text_version),
                row.basis == Basis::Consent,
            )
        };
        match newest
            .iter_mut()
            .find(|known| known.given_by == row.given_by)
        {
            Some(known) if rank(row) > rank(known) => *known = row,
            Some(_) => {}
            None => newest.push(row),
        }
    }
    newest
}

fn row_denials(
    person: &Standing,
    channel: Channel,
    naming: Naming,
    date: Date,
    source: &Source,
) -> Vec<Denial> {
    let rows = person
        .rows
        .iter()
        .filter(|row| row.detail.purpose == Purpose::Using && row.channel == channel);
    answered(
        &newest_by_giver(rows, date),
        &person.asks,
        naming,
        (date, source),
    )
}

/// Whether taking pictures of them was refused, or has to be agreed to and was
/// not.
fn is_not_to_be_taken(person: &Standing, date: Date, source: &Source) -> bool {
    let rows = person
        .rows
        .iter()
        .filter(|row| row.detail.purpose == Purpose::Taking);
    let newest = newest_by_giver(rows, date);
    let denied = answered(&newest, &person.asks, Naming::PictureOnly, (date, source));
    let no = |denial: &Denial| matches!(denial, Denial::Refused | Denial::Withdrawn);
    denied.iter().any(no) || person.asks.taking && !denied.is_empty()
}

/// What is to be said against those answers. A no counts whoever gives it, a
/// yes only of those whose yes is asked for.
fn answered(
    newest: &[&PermissionRow],
    asks: &Asks,
    naming: Naming,
    (date, source): (Date, &Source),
) -> Vec<Denial> {
    let mut found = Vec::new();
    for row in newest {
        match row.decision {
            Decision::Refused => found.push(Denial::Refused),
            Decision::Withdrawn => found.push(Denial::Withdrawn),
            Decision::Granted if !asks.counts_the_yes(row) => {}
            Decision::Granted => {
                if row.expires_on.is_some_and(|last| date > last) {
                    found.push(Denial::Expired);
                }
                // A version that nobody put in force is as good as an old one.
                if row.basis == Basis::Consent && row.text_version != source.text_version {
                    found.push(Denial::OlderText);
                }
                if naming > row.naming {
                    found.push(Denial::NameNotAgreed);
                }
            }
        }
    }
    let agreed = |row: &&PermissionRow| row.decision == Decision::Granted;
    let yes = newest.iter().copied().filter(agreed);
    let against = newest.iter().any(|row| !agreed(row));
    if !against && !asks.are_met_by(yes) {
        found.push(Denial::Absent);
    }
    found
}

#[cfg(test)]
mod tests;
