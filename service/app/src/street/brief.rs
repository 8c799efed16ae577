//! Before an event: what the person with the camera may picture whom for. Told
//! without reasons, on a screen, from the day before to the end of the day;
//! never on paper, and never as a list of those who may not be pictured.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    ids::{EventId, SchoolId},
    permission::{Naming, Source, permission},
    retention::school_time_zone,
    role::Role,
};
use gatehouse_store::log::{self, Entry, Log};
use jiff::{Timestamp, ToSpan as _, civil::Date};

use super::{Actor, StreetError};
use crate::{
    house::{House, Register},
    school::{Event, Person},
};

/// What the photographer is told. No Debug: it holds names.
pub struct Brief {
    /// What the event is called.
    pub title: String,
    /// The day it is held.
    pub on: Date,
    /// The first day on which this is told.
    pub from: Date,
    /// When it is told no more.
    pub until: Timestamp,
    /// The list; none before its time, after it, or while answers are too old.
    pub list: Result<List, NoList>,
}

/// Why there is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoList {
    /// The day before the event has not come.
    TooEarly,
    /// The event is over.
    Over,
    /// The answers were imported too long ago to go by.
    Stale,
}

/// Everybody who may come before the camera. No Debug: it holds names.
pub struct List {
    /// Class by class, then by first name.
    pub people: Vec<Pictured>,
    /// How many may be pictured for everything that the event is for.
    pub everything: usize,
    /// How many for some of it.
    pub some: usize,
    /// How many for none.
    pub nothing: usize,
}

/// Somebody, without a family name. No Debug: it holds a name.
pub struct Pictured {
    /// The first name they go by.
    pub name: String,
    /// Their class.
    pub class: String,
    /// What for.
    pub what: What,
}

/// What somebody may be pictured for. Whoever may not is told alike, whatever
/// the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Everything that the event is for.
    Everything,
    /// These channels only.
    Only(Vec<Channel>),
    /// Please do not picture them.
    Nothing,
}

impl House {
    /// What the photographer of an event is told; that it was opened is logged.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::NoSuch`], also where the
    /// event is not theirs; the store's.
    pub async fn brief(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
    ) -> Result<Brief, StreetError> {
        actor.may(&[Role::Staff, Role::Editor])?;
        let (now, today) = (self.now(), self.today());
        let mut tx = self.decide(school).await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        let known = register.event(event).ok_or(StreetError::NoSuch("event"))?;
        let from = known.on.saturating_sub(1.days());
        let source: Source = register.school.profile.consents.into();
        let list = if today < from {
            Err(NoList::TooEarly)
        } else if today > known.on {
            Err(NoList::Over)
        } else if source.is_stale(today) {
            Err(NoList::Stale)
        } else {
            Ok(list(&register, known, today))
        };
        if list.is_ok() {
            let entry = Entry {
                actor: Some(actor.id),
                verb: "open-brief",
                about: Some(("event", event.0)),
                outcome: "done",
                facts: None,
            };
            log::append(&mut tx, Log::Access, school, &entry, now).await?;
            tx.commit().await?;
        }
        Ok(Brief {
            title: known.title.clone(),
            on: known.on,
            from,
            until: end_of(known.on),
            list,
        })
    }
}

/// The first moment after a day, by the school's clock.
fn end_of(day: Date) -> Timestamp {
    let next = day.saturating_add(1.days());
    next.to_zoned(school_time_zone())
        .map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

fn list(register: &Register, event: &Event, today: Date) -> List {
    let source: Source = register.school.profile.consents.into();
    let wanted: BTreeSet<Channel> = event.channels.iter().copied().collect();
    let mut people: Vec<Pictured> = register
        .school
        .roster(event)
        .map(|(_, person)| Pictured {
            name: first_name(person),
            class: person.class.clone().unwrap_or_default(),
            what: what(person, &wanted, today, &source),
        })
        .collect();
    people.sort_by(|a, b| (&a.class, &a.name).cmp(&(&b.class, &b.name)));
    let count = |is: fn(&What) -> bool| people.iter().filter(|one| is(&one.what)).count();
    List {
        everything: count(|what| matches!(what, What::Everything)),
        some: count(|what| matches!(what, What::Only(_))),
        nothing: count(|what| matches!(what, What::Nothing)),
        people,
    }
}

fn first_name(person: &Person) -> String {
    let first = person.preferred_name.as_ref().unwrap_or(&person.first_name);
    first.reveal().to_owned()
}

/// The verdict's own question, asked for each channel; only the answer is told.
fn what(person: &Person, wanted: &BTreeSet<Channel>, today: Date, source: &Source) -> What {
    let standing = &person.standing;
    let may =
        |channel: &Channel| permission(standing, *channel, Naming::PictureOnly, today, source);
    let channels: Vec<Channel> = wanted.iter().copied().filter(may).collect();
    if channels.is_empty() {
        What::Nothing
    } else if channels.len() == wanted.len() {
        What::Everything
    } else {
        What::Only(channels)
    }
}
