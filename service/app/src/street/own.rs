//! Whose events somebody works on: staff their own, editors and the DSL those
//! of everybody. Photos and posts follow their events. What is not theirs is to
//! them as if it were not there, in the same words.

use gatehouse_domain::{
    ids::{AccountId, EventId, PhotoId, ReleaseId, SchoolId},
    role::Role,
};
use gatehouse_store::{
    accounts,
    db::Tx,
    events,
    log::{self, Entry, Log},
};

use super::{Actor, StreetError, review::WORKERS};
use crate::{house::House, school::Event};

/// Who works on photos and sees the events of everybody.
const OF_EVERYBODY: [Role; 3] = [Role::Editor, Role::Dsl, Role::Head];

/// Whether somebody who works on photos sees the events of everybody.
fn sees_all(actor: &Actor) -> Result<bool, StreetError> {
    actor.may(&WORKERS)?;
    Ok(actor.may(&OF_EVERYBODY).is_ok())
}

impl House {
    /// The events that somebody works on, by the day on which they are held.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn events_of(
        &self,
        actor: &Actor,
        school: SchoolId,
    ) -> Result<Vec<(EventId, Event)>, StreetError> {
        let all = sees_all(actor)?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let known = register.events.iter().zip(&register.school.events);
        let mut list: Vec<(&EventId, &Event)> = if all {
            known.collect()
        } else {
            let own = events::own(&mut tx, school, actor.id).await?;
            known.filter(|(id, _)| own.contains(id)).collect()
        };
        list.sort_by_key(|(id, event)| (event.on, **id));
        Ok(list
            .into_iter()
            .map(|(id, event)| (*id, event.clone()))
            .collect())
    }

    /// One event that somebody works on.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; [`StreetError::RoleMissing`]; the store's.
    pub async fn event_of(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
    ) -> Result<Event, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        let known = register.event(event).cloned();
        known.ok_or(StreetError::NoSuch("event"))
    }

    /// Goes on only where somebody works on that event.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`], whether it is another's or there is none;
    /// [`StreetError::RoleMissing`]; the store's.
    pub(crate) async fn see_event(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
    ) -> Result<(), StreetError> {
        if sees_all(actor)? || events::is_own(tx, school, event, actor.id).await? {
            Ok(())
        } else {
            Err(StreetError::NoSuch("event"))
        }
    }

    /// Goes on only where somebody works on the event of that photo.
    ///
    /// # Errors
    /// As [`House::see_event`].
    pub(crate) async fn see_photo(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<(), StreetError> {
        if sees_all(actor)? {
            return Ok(());
        }
        match events::of_photo(tx, school, photo).await? {
            Some(event) if events::is_own(tx, school, event, actor.id).await? => Ok(()),
            _ => Err(StreetError::NoSuch("photo")),
        }
    }

    /// Goes on only where somebody works on the events of all the pictures of
    /// that post.
    ///
    /// # Errors
    /// As [`House::see_event`].
    pub(crate) async fn see_release(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<(), StreetError> {
        if sees_all(actor)? {
            return Ok(());
        }
        let of_release = events::of_release(tx, school, release).await?;
        let mut own = !of_release.is_empty();
        for event in of_release {
            own = own && events::is_own(tx, school, event, actor.id).await?;
        }
        if own {
            Ok(())
        } else {
            Err(StreetError::NoSuch("post"))
        }
    }

    /// Gives an event to somebody, who works on it from then on as if they had
    /// set it up. Given to them again, nothing changes.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but editors, the head and the
    /// office; [`StreetError::NoSuch`]; the store's.
    pub async fn entrust_event(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
        to: AccountId,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Editor, Role::Head, Role::Office])?;
        let mut tx = self.decide(school).await?;
        let register = self.register(&mut tx, school).await?;
        register.event(event).ok_or(StreetError::NoSuch("event"))?;
        let known = accounts::get(&mut tx, school, to).await?;
        known.ok_or(StreetError::NoSuch("account"))?;
        if !events::set_maker(&mut tx, school, event, to).await? {
            return Ok(());
        }
        let entry = Entry {
            actor: Some(actor.id),
            verb: "entrust-event",
            about: Some(("event", event.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, school, &entry, self.now()).await?;
        Ok(tx.commit().await?)
    }
}
