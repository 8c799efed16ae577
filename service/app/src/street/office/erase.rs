//! Somebody is erased: at their own or a parent's word (UK GDPR Article 17), or
//! when they left and nothing is owed to the record any more. What shows them
//! comes back in the transaction that says so; their pictures then end like all
//! that no release uses.

use gatehouse_domain::{
    ids::{PersonId, ReleaseId, SchoolId, SubjectId},
    release::Event,
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    destructions, people,
    releases::{self, StageCode},
};

use crate::{
    house::House,
    street::{Actor, StreetError, jobs},
};

/// Why somebody is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasure {
    /// They, or who speaks for them, asked for it.
    AskedFor,
    /// They left the school.
    Left,
}

impl Erasure {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AskedFor => "erasure-asked-for",
            Self::Left => "left-the-school",
        }
    }
}

impl House {
    /// Erases somebody: register, guardians, permissions, template, and who
    /// they are in every picture. Whatever is out and may show them is taken
    /// back in the same transaction; their keys are destroyed by jobs of it.
    /// How many posts were taken back.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the office and the DSL;
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn erase_person(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
        why: Erasure,
    ) -> Result<usize, StreetError> {
        actor.may(&[Role::Office, Role::Dsl])?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        if people::get(&mut tx, school, person).await?.is_none() {
            return Err(StreetError::NoSuch("person"));
        }
        // Who is in which picture goes with them: asked before.
        let showing = releases::live_of_person(&mut tx, school, person).await?;
        self.cross_out_person(&mut tx, school, person).await?;
        let what = ("person", why.code());
        let subject = SubjectId::from(person);
        destructions::decide(&mut tx, school, subject, what, (now, Some(actor.id))).await?;
        self.ask(&mut tx, school, (jobs::DESTROY, person.0), now)
            .await?;
        let mut back = 0;
        for release in showing {
            back += usize::from(self.end_showing(&mut tx, school, release).await?);
        }
        self.told(&mut tx, actor, school, ("erase-person", person))
            .await?;
        tx.commit().await?;
        Ok(back)
    }

    /// What is or may be out comes back, for nobody can say any more who is in
    /// it; the rest is judged without them. Whether it was or may be out.
    async fn end_showing(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        release: ReleaseId,
    ) -> Result<bool, StreetError> {
        match self.open(tx, school, release).await {
            Ok(mut open)
                if matches!(open.row.stage, StageCode::Publishing | StageCode::Published) =>
            {
                self.step(tx, school, &mut open, &Event::Recalled).await?;
                Ok(true)
            }
            _ => {
                self.judge_or_recall(tx, school, release).await?;
                Ok(false)
            }
        }
    }

    /// Takes somebody's rows away; again, nothing is left to take.
    pub(crate) async fn cross_out_person(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        person: PersonId,
    ) -> Result<(), StreetError> {
        if people::get(tx, school, person).await?.is_none() {
            return Ok(());
        }
        let ended = people::erase(tx, school, person).await?;
        self.end_template(tx, school, &ended, "person-erased").await
    }
}
