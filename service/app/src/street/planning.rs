//! Before any photo: an event, as who took its pictures tells it.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    ids::{AccountId, EventId, SchoolId},
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    events,
    log::{self, Entry, Log},
    photos,
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

/// What is asked of an event on which its pictures wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether the school may publish the pictures.
    Rights,
    /// Whether the people pictured were asked.
    Assent,
    /// Whether the camera is allowed.
    Device,
}

/// What is wrong with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFault {
    /// It has no title.
    Title,
    /// Its title has more than 100 characters.
    TitleLong,
    /// The day is more than a year ago, or ahead by more than one.
    Day,
    /// No class was chosen, or one that there is not.
    Classes,
    /// It is set up already, and was told otherwise.
    There,
    /// No channel was chosen.
    Channels,
    /// Nobody said what the pictures are for.
    Purpose,
    /// Nobody said who asked for them.
    DirectedBy,
    /// There are pictures for which the answer is no, and who asks may not say
    /// otherwise.
    Stands(Question),
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

    /// Whether an event has or had pictures.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`] where it is not theirs; the store's.
    pub async fn has_pictures(
        &self,
        actor: &Actor,
        school: SchoolId,
        id: EventId,
    ) -> Result<bool, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_event(&mut tx, actor, school, id).await?;
        Ok(photos::count_of_event(&mut tx, school, id).await? > 0)
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
                said_no_by: known.said_no_by.clone(),
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
        let mut event = told(school::EventId::of(id), plan);
        event.said_no_by = says_no(&event).then_some(actor.id).into_iter().collect();
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

    /// Changes what was told of an event. Its classes stay, and its day once
    /// there are pictures: they were looked at by these. Then, too, a no becomes
    /// a yes only by an editor, the DSL or the head who did not say it. What is
    /// out is judged again.
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
        let mut event = school::Event {
            on: known.on,
            classes: known.classes,
            uploader_current: known.uploader_current,
            ..told(known.id, plan)
        };
        let (key, mut tx) = self.turn(school, id).await?;
        let register = self.register(&mut tx, school).await?;
        let before = register.event(id).ok_or(StreetError::NoSuch("event"))?;
        let mut faults = said(plan, &register.school);
        let has_pictures = photos::count_of_event(&mut tx, school, id).await? > 0;
        let loosened = loosened(before, &event);
        if !has_pictures {
            event.on = plan.on;
            faults.extend((!is_near(plan.on, self.today())).then_some(PlanFault::Day));
        } else if !may_loosen(actor, before) {
            faults.extend(loosened.iter().copied().map(PlanFault::Stands));
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        event.said_no_by = no_by(actor, before, &event);
        if has_pictures && !loosened.is_empty() {
            self.note_event(&mut tx, actor, school, ("loosen-event", id))
                .await?;
        }
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
        said_no_by: BTreeSet::new(),
    }
}

/// The three answers on which pictures wait.
const fn answers(event: &school::Event) -> [(Question, bool); 3] {
    [
        (Question::Rights, event.rights_held),
        (Question::Assent, event.assent_given),
        (Question::Device, event.device_allowed),
    ]
}

fn says_no(event: &school::Event) -> bool {
    answers(event).iter().any(|(_, yes)| !yes)
}

/// The questions of which a no would become a yes.
fn loosened(before: &school::Event, after: &school::Event) -> Vec<Question> {
    let pairs = answers(before).into_iter().zip(answers(after));
    let loosened = pairs.filter(|((_, was), (_, is))| !was && *is);
    loosened.map(|((question, _), _)| question).collect()
}

/// Who said no, as long as one stands.
fn no_by(actor: &Actor, before: &school::Event, after: &school::Event) -> BTreeSet<AccountId> {
    if !says_no(after) {
        return BTreeSet::new();
    }
    let mut who = before.said_no_by.clone();
    if !loosened(after, before).is_empty() {
        who.insert(actor.id);
    }
    who
}

/// Who says otherwise looks at it with other eyes than who said no.
fn may_loosen(actor: &Actor, event: &school::Event) -> bool {
    let may = actor.may(&[Role::Editor, Role::Dsl, Role::Head]).is_ok();
    may && !event.said_no_by.contains(&actor.id)
}

/// What is wrong with what was said in words, in the order of the form.
fn said(plan: &Plan, school: &school::School) -> Vec<PlanFault> {
    let title = plan.title.trim();
    let blank = |text: &str| text.trim().is_empty();
    let none = plan.channels.is_empty() && !school.profile.channels.is_empty();
    [
        (title.is_empty(), PlanFault::Title),
        (title.chars().count() > 100, PlanFault::TitleLong),
        (none, PlanFault::Channels),
        (blank(&plan.purpose), PlanFault::Purpose),
        (blank(&plan.directed_by), PlanFault::DirectedBy),
    ]
    .into_iter()
    .filter_map(|(wrong, fault)| wrong.then_some(fault))
    .collect()
}

fn is_near(day: Date, today: Date) -> bool {
    let year = jiff::Span::new().years(1);
    (today.saturating_sub(year)..=today.saturating_add(year)).contains(&day)
}

/// What is wrong with a plan.
fn faults(plan: &Plan, school: &school::School, today: Date) -> Vec<PlanFault> {
    let known = |class: &String| {
        let mut people = school.people.iter();
        people.any(|person| person.class.as_ref() == Some(class))
    };
    let mut faults = said(plan, school);
    if !is_near(plan.on, today) {
        faults.push(PlanFault::Day);
    }
    if plan.classes.is_empty() || !plan.classes.iter().all(known) {
        faults.push(PlanFault::Classes);
    }
    faults
}
