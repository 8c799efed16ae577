//! What ends before long: permissions, templates and the impact assessment, told
//! 30, 14 and 7 days ahead, so that people can be asked again in time.

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_domain::{
    Channel,
    ids::{PersonId, SchoolId},
    permission::{Naming, Source, Standing, permission},
    role::Role,
};
use gatehouse_store::templates;
use jiff::{ToSpan as _, civil::Date};

use super::{
    Actor, StreetError,
    person_sheet::{Listed, lines},
};
use crate::{
    house::{House, Register},
    school::PersonKey,
};

/// Days ahead on which an end is told, the farthest first.
const TOLD: [i32; 3] = [30, 14, 7];

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ends {
    /// Permissions to show somebody.
    Permission,
    /// What the machine knows of somebody's face.
    Template,
    /// The impact assessment for recognition.
    Dpia,
}

impl Ends {
    /// Its word in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Permission => "permissions",
            Self::Template => "templates",
            Self::Dpia => "dpia",
        }
    }
}

/// That so many things of a kind end on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// What.
    pub kind: Ends,
    /// The last day on which they hold.
    pub last: Date,
    /// Within how many days that is: 30, 14 or 7.
    pub within: i32,
    /// How many people it is about; 1 for the assessment.
    pub count: usize,
}

impl House {
    /// What ends within 30 days, the soonest first.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the office and the head; the
    /// store's.
    pub async fn ending(
        &self,
        actor: &Actor,
        school: SchoolId,
    ) -> Result<Vec<Ending>, StreetError> {
        actor.may(&[Role::Office, Role::Head])?;
        let found = self.all_ending(school).await?;
        let today = self.today();
        let line = |((last, kind), people): (&(Date, Ends), &BTreeSet<PersonId>)| Ending {
            kind: *kind,
            last: *last,
            within: within(today, *last).unwrap_or(TOLD[0]),
            count: people.len().max(1),
        };
        Ok(found.iter().map(line).collect())
    }

    /// Whose permission or template ends on that day, by name.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the office; the store's.
    pub async fn ending_on(
        &self,
        actor: &Actor,
        school: SchoolId,
        what: (Ends, Date),
        part: (usize, usize),
    ) -> Result<Listed, StreetError> {
        actor.may(&[Role::Office])?;
        let found = self.all_ending(school).await?;
        let people = found.get(&(what.1, what.0)).cloned().unwrap_or_default();
        let register = self.now_register(school).await?;
        let known = people.iter().filter_map(|id| {
            let key = register.key(*id)?;
            Some((key, register.school.person(key)?))
        });
        let known: Vec<_> = known.collect();
        Ok(Listed {
            all: known.len(),
            people: lines(&register, known, part),
            classes: Vec::new(),
        })
    }

    /// By the last day and kind: whom it is about.
    async fn all_ending(
        &self,
        school: SchoolId,
    ) -> Result<BTreeMap<(Date, Ends), BTreeSet<PersonId>>, StreetError> {
        let today = self.today();
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let kept = templates::list(&mut tx, school).await?;
        drop(tx);
        let mut found: BTreeMap<(Date, Ends), BTreeSet<PersonId>> = BTreeMap::new();
        let mut note = |last: Date, kind, person: Option<PersonId>| {
            if within(today, last).is_some() {
                found.entry((last, kind)).or_default().extend(person);
            }
        };
        for row in kept {
            // It may not exist any more on the day it expires.
            if let Ok(last) = row.about.expires_on.yesterday() {
                note(last, Ends::Template, Some(row.about.person));
            }
        }
        for (key, last) in permissions(&register, today) {
            note(last, Ends::Permission, register.id(key));
        }
        let recognition = &register.school.profile.recognition;
        if let Some(dpia) = recognition.dpia.filter(|dpia| dpia.is_in_force(today))
            && let Ok(last) = dpia.review_by.yesterday()
        {
            note(last, Ends::Dpia, None);
        }
        Ok(found)
    }
}

/// How far ahead an end is to be told, if it is near enough.
fn within(today: Date, last: Date) -> Option<i32> {
    let days = (last - today).get_days();
    let near = TOLD.into_iter().rev().find(|told| days <= *told);
    near.filter(|_| days >= 0)
}

/// On which of the next days which person's permission for some channel is over
/// that holds today. How old the import is counts for itself.
fn permissions(register: &Register, today: Date) -> Vec<(PersonKey, Date)> {
    let text_version = register.school.profile.consents.text_version;
    let holds = |standing: &Standing, channel: Channel, on: Date| {
        let source = Source {
            imported_on: on,
            fresh_days: 1,
            text_version,
        };
        permission(standing, channel, Naming::PictureOnly, on, &source)
    };
    let horizon = today.saturating_add(TOLD[0].days());
    let mut found = Vec::new();
    for (key, person) in register.school.keyed() {
        // Who is protected is not told by what is missing from a list.
        let standing = Standing {
            protected: false,
            ..person.standing.clone()
        };
        let ends = standing.rows.iter().filter_map(|row| row.expires_on);
        let days: BTreeSet<Date> = ends.filter(|end| (today..=horizon).contains(end)).collect();
        for last in days {
            let ended = |channel: &Channel| {
                let next = last.tomorrow().unwrap_or(last);
                holds(&standing, *channel, last) && !holds(&standing, *channel, next)
            };
            if Channel::ALL.iter().any(ended) {
                found.push((key, last));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_end_is_told_30_then_14_then_7_days_ahead_and_no_more_once_it_has_come() {
        let today = date(2026, 11, 1);
        let told = |day: Date| within(today, day);
        assert_eq!(told(date(2026, 12, 2)), None);
        assert_eq!(told(date(2026, 12, 1)), Some(30));
        assert_eq!(told(date(2026, 11, 15)), Some(14));
        assert_eq!(told(date(2026, 11, 8)), Some(7));
        assert_eq!(told(today), Some(7));
        assert_eq!(told(date(2026, 10, 31)), None);
    }
}
