//! What was answered about a person: permissions to show them, and the gate
//! before recognition. A no counts in the transaction that records it.

use gatehouse_domain::{
    biometric::{self, BiometricFacts, PupilWord},
    ids::{PersonId, SchoolId, SubjectId},
    permission::PermissionRow,
    retention::DutyKind,
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    destructions,
    log::{self, Entry, Log},
    people, permissions, school,
    templates::{self, Ended, NewTemplate},
};

use crate::{
    enrol::{self, EnrolReport},
    house::House,
    street::{Actor, StreetError, jobs, noted::Deed},
};

impl House {
    /// Records an answer about showing somebody: a yes, a no, a withdrawal.
    /// What may not be out any more is taken back in the same transaction.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the office and the DSL; the
    /// store's.
    pub async fn record_permission(
        &self,
        actor: &Actor,
        id: SchoolId,
        person: PersonId,
        row: &PermissionRow,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Office, Role::Dsl])?;
        let now = self.now();
        let mut tx = self.decide(id).await?;
        permissions::append(&mut tx, id, person, row, now, &*self.entropy).await?;
        self.person_changed(&mut tx, id, person).await?;
        self.told(&mut tx, actor, id, ("record-permission", person))
            .await?;
        Ok(tx.commit().await?)
    }

    /// The pupil said no to having their face recognised: any member of staff
    /// may record it, and their template is purged at once.
    ///
    /// # Errors
    /// The store's.
    pub async fn pupil_said_no(
        &self,
        actor: &Actor,
        id: SchoolId,
        person: PersonId,
    ) -> Result<(), StreetError> {
        let staff = [
            Role::Staff,
            Role::Editor,
            Role::Dsl,
            Role::Office,
            Role::Head,
        ];
        actor.may(&staff)?;
        let mut tx = self.decide(id).await?;
        let ended = people::set_pupil_word(&mut tx, id, person, PupilWord::Refused).await?;
        self.end_template(&mut tx, id, &ended, "pupil-refused")
            .await?;
        self.told(&mut tx, actor, id, ("pupil-said-no", person))
            .await?;
        Ok(tx.commit().await?)
    }

    /// The pupil themselves took their no back, and somebody writes that down.
    /// Nothing comes back by it: their parents' answers have to let them be
    /// recognised as before, and somebody has to enrol them anew. Whether there
    /// was a no.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the office and the DSL;
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn pupil_changed_mind(
        &self,
        actor: &Actor,
        id: SchoolId,
        person: PersonId,
    ) -> Result<bool, StreetError> {
        actor.may(&[Role::Office, Role::Dsl])?;
        let mut tx = self.decide(id).await?;
        let known = people::get(&mut tx, id, person).await?;
        let known = known.ok_or(StreetError::NoSuch("person"))?;
        if known.pupil != PupilWord::Refused {
            return Ok(false);
        }
        let word = PupilWord::ChangedMind { on: self.today() };
        let ended = people::set_pupil_word(&mut tx, id, person, word).await?;
        self.end_template(&mut tx, id, &ended, "gate-closed")
            .await?;
        // Whoever wrote it down answers for it longer than the access log lasts.
        let deed = Deed {
            verb: "pupil-changed-mind",
            about: ("person", person.0),
            outcome: "done",
            facts: None,
        };
        self.note_in_both(&mut tx, (actor, id), deed).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down what the gate before recognition asks of a pupil.
    pub(super) async fn set_gate(
        &self,
        tx: &mut Tx,
        id: SchoolId,
        person: PersonId,
        facts: &BiometricFacts,
    ) -> Result<(), StreetError> {
        let (now, entropy) = (self.now(), &*self.entropy);
        let mut purged = vec![
            people::set_pupil_word(tx, id, person, facts.pupil).await?,
            people::set_left_on(tx, id, person, facts.left_on).await?,
            people::set_restricted(tx, id, person, facts.restricted).await?,
        ];
        for (place, guardian) in (0_u16..).zip(&facts.guardians) {
            let ended = people::set_guardian(tx, id, person, place, guardian, now, entropy).await?;
            purged.push(ended);
        }
        for ended in &purged {
            self.end_template(tx, id, ended, "gate-closed").await?;
        }
        Ok(())
    }

    /// A template's row is gone: its key has to go too.
    pub(crate) async fn end_template(
        &self,
        tx: &mut Tx,
        id: SchoolId,
        ended: &Ended,
        why: &'static str,
    ) -> Result<(), StreetError> {
        if let Some(subject) = ended.0 {
            let now = self.now();
            destructions::decide(tx, id, subject, ("template", why), (now, None)).await?;
            self.ask(tx, id, (jobs::DESTROY, subject.0), now).await?;
        }
        Ok(())
    }

    /// Enrols everybody who may be from the photos in `references/MIS_ID/`
    /// below `folder`. Templates there were before are replaced.
    ///
    /// # Errors
    /// The store's.
    pub async fn enrol(
        &self,
        actor: &Actor,
        id: SchoolId,
        folder: &std::path::Path,
    ) -> Result<EnrolReport, StreetError> {
        actor.may(&[Role::Office])?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, id).await?;
        drop(tx);
        let (known, folder) = (register.clone(), folder.to_owned());
        let (pool, scanner, today) = (self.pool.clone(), self.scanner.clone(), self.today());
        let (enrolments, report) = self
            .heavy(move || enrol::collect(&known.school, &folder, &pool, &scanner, today))
            .await;
        let mut made = Vec::with_capacity(enrolments.len());
        for enrolment in enrolments {
            let Some(person) = register.id(enrolment.key) else {
                continue;
            };
            let subject = SubjectId(gatehouse_domain::ids::uuid_v7(self.now(), &*self.entropy));
            let key = self.keys.create(id, subject, &*self.entropy).await?;
            made.push((person, subject, key, enrolment.references));
        }
        let now = self.now();
        let mut tx = self.decide(id).await?;
        let current = self.register(&mut tx, id).await?;
        let rules = &current.school.profile.retention;
        for (person, subject, key, references) in &made {
            // Who said no meanwhile, or was erased, has no template; the key
            // that was made for it is swept.
            let known = current
                .key(*person)
                .and_then(|key| current.school.person(key));
            if !known.is_some_and(|one| biometric::status(&one.biometric, today).is_allowed()) {
                continue;
            }
            let new = NewTemplate {
                id: *subject,
                person: *person,
                network: self.scanner.set().id().to_owned(),
                made_on: today,
                expires_on: biometric::template_expires_on(today),
            };
            let entropy = &*self.entropy;
            let before = templates::insert(&mut tx, id, &new, key, entropy, references).await?;
            self.end_template(&mut tx, id, &before, "enrolled-again")
                .await?;
            let duty = rules.duty(DutyKind::Template, now);
            gatehouse_store::duties::set(&mut tx, id, subject.0, &duty, (now, entropy)).await?;
        }
        school::bump(&mut tx, id).await?;
        let entry = Entry {
            actor: Some(actor.id),
            verb: "enrol",
            about: Some(("school", id.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, id, &entry, now).await?;
        tx.commit().await?;
        Ok(report)
    }

    pub(super) async fn told(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: SchoolId,
        (verb, person): (&'static str, PersonId),
    ) -> Result<(), StreetError> {
        let entry = Entry {
            actor: Some(actor.id),
            verb,
            about: Some(("person", person.0)),
            outcome: "done",
            facts: None,
        };
        log::append(tx, Log::Access, id, &entry, self.now()).await?;
        Ok(())
    }
}
