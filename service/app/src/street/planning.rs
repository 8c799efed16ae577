//! Before any photo: an event, as who took its pictures tells it.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    ids::{EventId, SchoolId},
    role::Role,
};
use gatehouse_store::{
    events,
    log::{self, Entry, Log},
};
use jiff::civil::Date;

use super::{Actor, StreetError, office::event_head};
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

    /// Sets up an event, or tells what is wrong with it.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn plan_event(
        &self,
        actor: &Actor,
        school: SchoolId,
        plan: &Plan,
    ) -> Result<Result<EventId, Vec<PlanFault>>, StreetError> {
        actor.may(&[Role::Staff, Role::Editor, Role::Dsl])?;
        let register = self.now_register(school).await?;
        let faults = faults(plan, &register.school, self.today());
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let now = self.now();
        let id = EventId::new(now, &*self.entropy);
        let key = self.keys.create(school, id.into(), &*self.entropy).await?;
        let event = school::Event {
            id: school::EventId::of(id),
            title: plan.title.trim().to_owned(),
            on: plan.on,
            classes: plan.classes.clone(),
            channels: plan.channels.clone(),
            purpose: plan.purpose.trim().to_owned(),
            directed_by: plan.directed_by.trim().to_owned(),
            assent_given: plan.assent_given,
            device_allowed: plan.device_allowed,
            uploader_current: true,
        };
        let mut tx = self.decide(school).await?;
        let head = event_head(id, &event);
        events::insert(&mut tx, school, &head, &key, &*self.entropy, &event, now).await?;
        let entry = Entry {
            actor: Some(actor.id),
            verb: "plan-event",
            about: Some(("event", id.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, school, &entry, now).await?;
        tx.commit().await?;
        Ok(Ok(id))
    }
}

/// What is wrong with a plan, in the order of the form.
fn faults(plan: &Plan, school: &school::School, today: Date) -> Vec<PlanFault> {
    let title = plan.title.trim();
    let year = jiff::Span::new().years(1);
    let near = today.saturating_sub(year)..=today.saturating_add(year);
    let known = |class: &String| {
        let mut people = school.people.iter();
        people.any(|person| person.class.as_ref() == Some(class))
    };
    let mut faults = Vec::new();
    if title.is_empty() || title.chars().count() > 100 {
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
