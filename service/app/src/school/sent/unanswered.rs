//! Answers that count today and that no file of an import speaks of. Files
//! from which they are missing must not make them look up to date.

use std::collections::HashSet;

use gatehouse_domain::{
    Channel,
    permission::{Basis, Decision, Detail, Giver, Naming, PermissionRow},
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
            let missing = Channel::ALL.into_iter().filter(|channel| {
                let reach = measure.reach(&person.standing.rows, *channel);
                reach.picture.is_some() && !self.0.contains(&(place, *channel))
            });
            found.extend(missing.map(|channel| (person.id.clone(), channel)));
        }
        found
    }
}

/// Ends answers: nobody gives them any more.
pub(crate) fn end(
    people: &mut [Person],
    unanswered: &[(MisId, Channel)],
    (today, text_version): (Date, u32),
) {
    for person in people {
        let own = unanswered.iter().filter(|(id, _)| *id == person.id);
        let ended = own.map(|(_, channel)| PermissionRow {
            channel: *channel,
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
