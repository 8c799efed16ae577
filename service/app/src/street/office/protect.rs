//! Protection: whoever is protected appears nowhere outside the school, until a
//! safeguarding lead says otherwise. What is out of them comes back in the
//! transaction that says so. An import may begin protection; it never ends any.

use gatehouse_domain::{
    ids::{AccountId, PersonId, SchoolId, SubjectId},
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    log::{self, Entry, Log},
    people::{self, PersonSecret, ProtectionLine},
    seal::SubjectKey,
};
use jiff::Timestamp;

use super::enter::MIS_ID;
use crate::{
    house::House,
    street::{Actor, StreetError, why::Why},
};

/// That somebody's protection began or ended. No Debug: it says why.
pub struct Protection {
    /// When.
    pub at: Timestamp,
    /// Who said so; none where an import did.
    pub by: Option<String>,
    /// Whether they are protected from then on.
    pub protected: bool,
    /// Why, where a person said so.
    pub why: Option<String>,
}

impl House {
    /// Begins or ends somebody's protection. It counts at once: what is out of
    /// somebody who becomes protected is taken back in the same transaction.
    /// Said again, nothing changes.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL;
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn protect(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
        (protected, why): (bool, &Why),
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Dsl])?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        let row = people::get(&mut tx, school, person).await?;
        let row = row.ok_or(StreetError::NoSuch("person"))?;
        let key = self.key(school, person).await?;
        let mut secret = row.secret.open(&key)?;
        if secret.protected == protected {
            return Ok(());
        }
        secret.protected = protected;
        secret.protection.push(ProtectionLine {
            at: now,
            by: Some(actor.id),
            protected,
            why: Some(why.reveal().to_owned()),
        });
        let own = self.key(school, SubjectId(school.0)).await?;
        let mark = own.mark(MIS_ID, &secret.mis_id);
        people::update(
            &mut tx,
            school,
            person,
            &mark,
            &key,
            &*self.entropy,
            &secret,
        )
        .await?;
        self.person_changed(&mut tx, school, person).await?;
        // Others read the log: not even by an id does it say who.
        let entry = Entry {
            actor: Some(actor.id),
            verb: "change-protection",
            about: Some(("school", school.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, school, &entry, now).await?;
        Ok(tx.commit().await?)
    }

    /// How somebody's protection came to be what it is, the newest first.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL;
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn protection(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Vec<Protection>, StreetError> {
        actor.may(&[Role::Dsl])?;
        let mut tx = self.db.read().await?;
        let row = people::get(&mut tx, school, person).await?;
        let row = row.ok_or(StreetError::NoSuch("person"))?;
        let secret = row.secret.open(&self.key(school, person).await?)?;
        let mut lines = Vec::with_capacity(secret.protection.len());
        for line in secret.protection.iter().rev() {
            let by = match line.by {
                Some(account) => Some(self.called(&mut tx, school, account).await?),
                None => None,
            };
            lines.push(Protection {
                at: line.at,
                by,
                protected: line.protected,
                why: line.why.clone(),
            });
        }
        Ok(lines)
    }

    /// What an account is called, for who is shown what it did.
    pub(crate) async fn name_of(
        &self,
        school: SchoolId,
        account: AccountId,
    ) -> Result<String, StreetError> {
        let mut tx = self.db.read().await?;
        self.called(&mut tx, school, account).await
    }

    /// What an account is called, also when it is closed by now.
    pub(in crate::street) async fn called(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        account: AccountId,
    ) -> Result<String, StreetError> {
        use crate::sign_in::SignInError;
        match self.who(tx, school, account).await {
            Ok(Some(who)) => Ok(who.name),
            Err(SignInError::Store(error)) if error.is_passing() => Err(error.into()),
            Ok(None) | Err(_) => Ok("Somebody who left".to_owned()),
        }
    }

    /// What an import says of somebody, without loosening what a safeguarding
    /// lead said: the most restrictive counts.
    pub(super) async fn still_protected(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        (person, key): (PersonId, &SubjectKey),
        mut imported: PersonSecret,
    ) -> Result<PersonSecret, StreetError> {
        let before = match people::get(tx, school, person).await? {
            Some(row) => Some(row.secret.open(key)?),
            None => None,
        };
        let was = before.as_ref().is_some_and(|before| before.protected);
        imported.protection = before.map_or_else(Vec::new, |before| before.protection);
        if imported.protected && !was {
            imported.protection.push(ProtectionLine {
                at: self.now(),
                by: None,
                protected: true,
                why: None,
            });
        }
        imported.protected |= was;
        Ok(imported)
    }
}
