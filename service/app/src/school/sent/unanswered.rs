//! Answers that count today and that no file of an import speaks of. Files
//! from which they are missing must not make them look up to date.

use std::collections::{HashMap, HashSet};

use gatehouse_domain::{
    Channel,
    permission::{Basis, Decision, Detail, Giver, Naming, PermissionRow, Purpose},
};
use jiff::civil::Date;

use super::super::{Kind, MisId, Person, School};
use crate::import::Measure;

/// Of whom on which channel a file says anything, by place in the register.
#[derive(Debug, Default)]
pub(super) struct Spoken(HashSet<(usize, Channel)>);

impl Spoken {
    /// Notes that a row speaks of somebody.
    pub(super) fn note(&mut self, person: usize, channel: Channel) {
        self.0.insert((person, channel));
    }

    /// What counts today and is not spoken of, in the register's order.
    pub(super) fn lacks(&self, before: &School, today: Date) -> Vec<(MisId, Channel)> {
        let measure = Measure::of(before, today);
        let mut found = Vec::new();
        for (place, person) in before.people.iter().enumerate() {
            if person.kind != Kind::Pupil || person.standing.left_on.is_some() {
                continue;
            }
            let reaches = measure.reaches(&person.standing).into_iter();
            let missing = reaches.filter(|(channel, reach)| {
                reach.picture.is_some()
                    && !self.0.contains(&(place, *channel))
                    && is_by_consent(&person.standing.rows, *channel)
            });
            found.extend(missing.map(|(channel, _)| (person.id.clone(), channel)));
        }
        found
    }
}

/// Whether somebody's newest answer on a channel is a consent: what is done on
/// another basis nobody has to answer again.
fn is_by_consent(rows: &[PermissionRow], channel: Channel) -> bool {
    let mut newest: HashMap<Giver, &PermissionRow> = HashMap::new();
    let own = rows
        .iter()
        .filter(|row| row.detail.purpose == Purpose::Using && row.channel == channel);
    for row in own {
        let known = newest.entry(row.given_by).or_insert(row);
        if (row.given_on, row.decision) > (known.given_on, known.decision) {
            *known = row;
        }
    }
    newest
        .values()
        .any(|row| row.decision == Decision::Granted && row.basis == Basis::Consent)
}

/// Ends answers: nobody gives them any more.
pub(crate) fn end(
    people: &mut [Person],
    unanswered: &[(MisId, Channel)],
    (today, text_version): (Date, u32),
) {
    let mut all: HashMap<&MisId, Vec<Channel>> = HashMap::new();
    for (id, channel) in unanswered {
        all.entry(id).or_default().push(*channel);
    }
    for person in people {
        let own = all.remove(&person.id).unwrap_or_default();
        let ended = own.into_iter().map(|channel| PermissionRow {
            channel,
            naming: Naming::PictureOnly,
            basis: Basis::Consent,
            decision: Decision::Withdrawn,
            given_by: Giver::Guardian(0),
            given_on: today,
            expires_on: None,
            text_version,
            detail: Detail::default(),
        });
        person.standing.rows.extend(ended);
    }
}
