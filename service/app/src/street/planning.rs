//! Before any photo: an event, as who took its pictures tells it.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    ids::{EventId, SchoolId},
};
use gatehouse_store::{
    db::Tx,
    events,
    log::{self, Entry, Log},
    seal::SubjectKey,
};
use jiff::civil::Date;

use super::{Actor, StreetError, office::event_head, review::WORKERS};
use crate::{house::House, school};

/// An event as it is told before it has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// The day.
    pub on: Date,
    /// The classes whose pupils may be in the picture: the roster.
    pub classes: Vec<String>,
    /// Where its pictures are meant to go.
    pub channels: Vec<Channel>,
    /// What the pictures are for.
    pub purpose: String,
    /// The role or post of who asked for them.
    pub directed_by: String,
    /// Whether the people pictured were asked on the day.
    pub assent_given: bool,
    /// Whether the camera is one of the school's, or an agreed exception.
    pub device_allowed: bool,
    /// Who took the pictures: a post, a firm, a parent.
    pub photographer: String,
    /// Whether the school may publish them.
    pub rights_held: bool,
}

/// What is wrong with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFault {
    /// It has no title, or one of more than 100 characters.
    Title,
    /// The day is more than a year ago, or ahead by more than one.
    Day,
    /// No class was chosen, or one that there is not.
    Classes,
    /// It is set up already, and was told otherwise.
    There,
}

/// What an event can be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Every class there is, in order.
    pub classes: Vec<String>,
    /// Every channel that the head switched on.
    pub channels: Vec<Channel>,
}

impl House {
    /// What an event can be made of in a school.
    ///
    /// # Errors
    /// The store's.
    pub async fn setting(&self, school: SchoolId) -> Result<Setting, StreetError> {
        let register = self.now_register(school).await?;
        let people = register.school.people.iter();
        let classes: BTreeSet<String> = people.filter_map(|one| one.class.clone()).collect();
        Ok(Setting {
            classes: classes.into_iter().collect(),
            channels: register.school.profile.channels.clone(),
        })
    }

    /// What is wrong with a plan, nothing set up.
    ///
    /// # Errors
    /// The store's.
    pub async fn plan_faults(
        &self,
        school: SchoolId,
        plan: &Plan,
    ) -> Result<Vec<PlanFault>, StreetError> {
        let register = self.now_register(school).await?;
        Ok(faults(plan, &register.school, self.today()))
    }

    /// An id for an event that somebody is about to tell. The form carries it,
    /// so that the same form sent twice sets up one event.
    #[must_use]
    pub fn new_event(&self) -> EventId {
        EventId::new(self.now(), &*self.entropy)
    }

    /// Sets up an event, which is theirs then, or tells what is wrong with it.
    /// One of theirs that is there already stays as it is.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::NoSuch`] where the id is
    /// that of an event of somebody else; the store's.
    pub async fn plan_event(
        &self,
        actor: &Actor,
        school: SchoolId,
        (id, plan): (EventId, &Plan),
    ) -> Result<Result<EventId, Vec<PlanFault>>, StreetError> {
        actor.may(&WORKERS)?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        if let Some(known) = register.event(id) {
            self.see_event(&mut tx, actor, school, id).await?;
            // The form was sent before: twice, or once more with other words.
            let event = school::Event {
                uploader_current: known.uploader_current,
                ..told(known.id.clone(), plan)
            };
            let is_same = event == *known;
            return Ok(is_same.then_some(id).ok_or_else(|| vec![PlanFault::There]));
        }
        drop(tx);
        let faults = faults(plan, &register.school, self.today());
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let event = told(school::EventId::of(id), plan);
        let (key, mut tx) = self.turn(school, id).await?;
        let (head, now) = (event_head(id, &event), self.now());
        match events::insert(&mut tx, school, &head, &key, &*self.entropy, &event, now).await {
            // The same form at the same moment, by a double click.
            Err(gatehouse_store::Error::Conflict) => return Ok(Ok(id)),
            inserted => inserted?,
        }
        events::set_maker(&mut tx, school, id, actor.id).await?;
        self.note_event(&mut tx, actor, school, ("plan-event", id))
            .await?;
        tx.commit().await?;
        Ok(Ok(id))
    }

    /// Changes what was told of an event. Its day and its classes stay: its
    /// pictures were looked at by these. What is out is judged again.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`], [`StreetError::NoSuch`]; the store's.
    pub async fn amend_event(
        &self,
        actor: &Actor,
        school: SchoolId,
        (id, plan): (EventId, &Plan),
    ) -> Result<Result<(), Vec<PlanFault>>, StreetError> {
        let known = self.event_of(actor, school, id).await?;
        let event = school::Event {
            on: known.on,
            classes: known.classes,
            uploader_current: known.uploader_current,
            ..told(known.id, plan)
        };
        if !is_title(&event.title) {
            return Ok(Err(vec![PlanFault::Title]));
        }
        let (key, mut tx) = self.turn(school, id).await?;
        let head = event_head(id, &event);
        events::replace(&mut tx, school, &head, &key, &*self.entropy, &event).await?;
        self.note_event(&mut tx, actor, school, ("amend-event", id))
            .await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// An event's key, and the school's turn to decide.
    async fn turn(&self, school: SchoolId, id: EventId) -> Result<(SubjectKey, Tx), StreetError> {
        let key = self.keys.create(school, id.into(), &*self.entropy).await?;
        Ok((key, self.decide(school).await?))
    }

    async fn note_event(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        (verb, id): (&'static str, EventId),
    ) -> Result<(), StreetError> {
        let entry = Entry {
            actor: Some(actor.id),
            verb,
            about: Some(("event", id.0)),
            outcome: "done",
            facts: None,
        };
        log::append(tx, Log::Access, school, &entry, self.now()).await?;
        Ok(())
    }
}

/// An event as it was told.
fn told(id: school::EventId, plan: &Plan) -> school::Event {
    let text = |text: &str| text.trim().to_owned();
    school::Event {
        id,
        title: text(&plan.title),
        on: plan.on,
        classes: plan.classes.clone(),
        channels: plan.channels.clone(),
        purpose: text(&plan.purpose),
        directed_by: text(&plan.directed_by),
        assent_given: plan.assent_given,
        device_allowed: plan.device_allowed,
        photographer: text(&plan.photographer),
        rights_held: plan.rights_held,
        uploader_current: true,
    }
}

fn is_title(title: &str) -> bool {
    !title.is_empty() && title.chars().count() <= 100
}

/// What is wrong with a plan, in the order of the form.
fn faults(plan: &Plan, school: &school::School, today: Date) -> Vec<PlanFault> {
    let year = jiff::Span::new().years(1);
    let near = today.saturating_sub(year)..=today.saturating_add(year);
    let known = |class: &String| {
        let mut people = school.people.iter();
        people.any(|person| person.class.as_ref() == Some(class))
    };
    let mut faults = Vec::new();
    if !is_title(plan.title.trim()) {
        faults.push(PlanFault::Title);
    }
    if !near.contains(&plan.on) {
        faults.push(PlanFault::Day);
    }
    if plan.classes.is_empty() || !plan.classes.iter().all(known) {
        faults.push(PlanFault::Classes);
    }
    faults
}
