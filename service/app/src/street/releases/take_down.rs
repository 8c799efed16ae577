//! Take this child down everywhere: every post that shows or may show somebody
//! comes back at once, all of them or, where something is away, none.

use std::collections::BTreeSet;

use gatehouse_domain::{
    Channel,
    ids::{PersonId, ReleaseId, SchoolId},
    release::Event,
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    log::{self, Entry, Log},
    releases::{self, StageCode, listed},
};

use super::{
    Machine,
    posts::{Clerk, Post, Progress},
};
use crate::{
    house::House,
    school::Kind,
    street::{Actor, StreetError, jobs, sheet::full_name},
};

/// Who may take somebody down.
const MAY: [Role; 2] = [Role::Editor, Role::Dsl];

/// Somebody with the posts that show or may show them. No Debug: it holds
/// names.
pub struct Shown {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// The posts that are out or may be.
    pub out: Vec<Post>,
    /// The posts that wait or were approved.
    pub waiting: Vec<Post>,
}

impl Shown {
    /// The channels of these posts, each once.
    #[must_use]
    pub fn channels(posts: &[Post]) -> BTreeSet<Channel> {
        posts.iter().map(|post| post.channel).collect()
    }
}

impl House {
    /// The classes that pupils are in, in order; an empty one where some are in
    /// none.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn classes_of_pupils(
        &self,
        actor: &Actor,
        school: SchoolId,
    ) -> Result<Vec<String>, StreetError> {
        actor.may(&MAY)?;
        let register = self.now_register(school).await?;
        let pupils = register.school.people.iter();
        let pupils = pupils.filter(|person| person.kind == Kind::Pupil);
        let classes: BTreeSet<String> = pupils
            .map(|person| person.class.clone().unwrap_or_default())
            .collect();
        Ok(classes.into_iter().collect())
    }

    /// The pupils of a class by name, those who left too: what is out of them
    /// may be out still.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn pupils_of_class(
        &self,
        actor: &Actor,
        school: SchoolId,
        class: &str,
    ) -> Result<Vec<(PersonId, String)>, StreetError> {
        actor.may(&MAY)?;
        let register = self.now_register(school).await?;
        let here = register.school.keyed().filter(|(_, person)| {
            person.kind == Kind::Pupil && person.class.as_deref().unwrap_or_default() == class
        });
        let mut pupils: Vec<(PersonId, String)> = here
            .filter_map(|(key, person)| Some((register.id(key)?, full_name(person))))
            .collect();
        pupils.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(pupils)
    }

    /// The posts that show or may show somebody and have not ended.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`], [`StreetError::NoSuch`]; the store's.
    pub async fn shown_in(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Shown, StreetError> {
        actor.may(&MAY)?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let known = register.key(person);
        let known = known.and_then(|key| register.school.person(key));
        let known = known.filter(|person| person.kind == Kind::Pupil);
        let mut shown = Shown {
            person,
            name: known.map(full_name).ok_or(StreetError::NoSuch("pupil"))?,
            out: Vec::new(),
            waiting: Vec::new(),
        };
        let mut clerk = Clerk::new(self, school, &register);
        for release in releases::live_of_person(&mut tx, school, person).await? {
            let Some(row) = listed::get::<Machine>(&mut tx, school, release).await? else {
                continue;
            };
            let may_be_out = matches!(row.row.stage, StageCode::Publishing | StageCode::Published);
            let post = clerk.post(&mut tx, actor, row).await?;
            debug_assert!(!matches!(post.progress, Progress::Back(_)));
            if may_be_out {
                shown.out.push(post);
            } else {
                shown.waiting.push(post);
            }
        }
        Ok(shown)
    }

    /// Takes every post back that shows or may show somebody, in one
    /// transaction: all of them, or none where this fails. How many.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`], [`StreetError::NoSuch`]; the store's.
    pub async fn take_down(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
    ) -> Result<usize, StreetError> {
        actor.may(&MAY)?;
        let mut tx = self.decide(school).await?;
        let register = self.register(&mut tx, school).await?;
        if register.key(person).is_none() {
            return Err(StreetError::NoSuch("pupil"));
        }
        let showing = releases::live_of_person(&mut tx, school, person).await?;
        for release in &showing {
            self.take_one_down(&mut tx, school, *release).await?;
            let verb = ("recall-release", "done");
            self.note(&mut tx, school, Some(actor.id), verb, *release)
                .await?;
        }
        let entry = Entry {
            actor: Some(actor.id),
            verb: "take-person-down",
            about: Some(("person", person.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, school, &entry, self.now()).await?;
        tx.commit().await?;
        Ok(showing.len())
    }

    /// One post comes back, even where it cannot be read any more.
    async fn take_one_down(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<(), StreetError> {
        match self.open(tx, school, release).await {
            Ok(mut open) => self.step(tx, school, &mut open, &Event::Recalled).await,
            Err(StreetError::Store(error)) if error.is_passing() => Err(error.into()),
            Err(_) => {
                if releases::give_up(tx, school, release, self.now()).await? {
                    self.ask_first(tx, school, (jobs::RECALL, release.0))
                        .await?;
                }
                Ok(())
            }
        }
    }
}
