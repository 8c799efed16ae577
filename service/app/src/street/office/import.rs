//! The office's files come twice in one: first they are looked at and nothing
//! is changed; they are kept sealed for an hour; and what was shown is entered,
//! all of it or nothing.

mod look;
mod mappings;
mod unanswered;

use std::{collections::BTreeSet, sync::Arc};

use gatehouse_domain::{
    ids::{AccountId, SchoolId, SubjectId, uuid_v7},
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    destructions,
    imports::{self, NewImport},
    log::{self, Entry, Log},
    school, texts,
};
use jiff::{SignedDuration, civil::Date};
use uuid::Uuid;

use self::look::{agreed_to, leave, looked};
pub use self::{
    look::{Answered, Looked, Somebody},
    unanswered::{Fate, Unanswered},
};
use super::Entered;
use crate::{
    house::{House, Register},
    import,
    school::{
        Kind,
        sent::{self, Reading, Sent},
    },
    street::{Actor, StreetError, jobs, tend::Tended},
};

/// So long what was looked at may be entered.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// How often an import is made ready anew while others change the register.
const TRIES: usize = 5;

/// Which answers that allow more are entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreed {
    /// All that were shown.
    All,
    /// Those of these people, by the office's ids.
    Of(BTreeSet<String>),
}

/// What somebody said who enters an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which answers that allow more are entered.
    pub agreed: Agreed,
    /// Who has left, of those whom the file lacks, by the office's ids.
    pub left: BTreeSet<String>,
    /// Whether rows that cannot be read are left out.
    pub without_faults: bool,
    /// Whether rows about nobody were checked: nobody at the school is meant.
    pub nobodies: bool,
    /// What becomes of answers that no file speaks of.
    pub unanswered: Fate,
}

/// What entering an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// What was entered.
    pub entered: Entered,
    /// People whose answers that allow more were left out.
    pub held: usize,
    /// Whether the consents count as imported today.
    pub renewed: bool,
    /// Whether they do not because answers were missing from the files.
    pub unanswered: bool,
    /// Whether they do not because rows are about nobody on the register.
    pub nobodies: bool,
}

impl House {
    /// Tells what files would change. Nothing is changed; they are kept sealed
    /// for an hour, unless one as a whole cannot be read. What the same person
    /// looked at before is let go.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn look_at_import(
        &self,
        actor: &Actor,
        school: SchoolId,
        sent: Sent,
    ) -> Result<Looked, StreetError> {
        actor.may(&[Role::Office, Role::Head])?;
        if sent.is_asked() {
            return Err(StreetError::ImportAsks);
        }
        let register = self.now_register(school).await?;
        let sent = Arc::new(sent);
        let (mut looked, reading) = self.compare(school, &register, &sent).await?;
        if !reading.is_broken() {
            looked.id = Some(self.keep_import(actor, school, &sent).await?);
        }
        Ok(looked)
    }

    /// Keeps files sealed for an hour; what the same person sent before is let
    /// go.
    async fn keep_import(
        &self,
        actor: &Actor,
        school: SchoolId,
        sent: &Sent,
    ) -> Result<SubjectId, StreetError> {
        let now = self.now();
        let new = NewImport {
            id: SubjectId(uuid_v7(now, &*self.entropy)),
            account: actor.id,
            expires_at: now.saturating_add(KEPT).unwrap_or(now),
        };
        let key = self.keys.create(school, new.id, &*self.entropy).await?;
        let mut tx = self.decide(school).await?;
        for before in imports::of_account(&mut tx, school, actor.id).await? {
            let why = ("looked-at-others", Some(actor.id));
            self.end_import(&mut tx, school, before, why).await?;
        }
        let chance = (&key, &*self.entropy);
        imports::insert(&mut tx, school, &new, chance, sent, now).await?;
        self.note_import(&mut tx, actor, school, ("look-at-import", new.id))
            .await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// What files that were looked at before would change now.
    ///
    /// # Errors
    /// [`StreetError::ImportGone`] after its hour, or for somebody else;
    /// [`StreetError::ImportAsks`] where more has to be said first; the store's.
    pub async fn looked_import(
        &self,
        actor: &Actor,
        school: SchoolId,
        id: SubjectId,
    ) -> Result<Looked, StreetError> {
        actor.may(&[Role::Office, Role::Head])?;
        let sent = self.kept_import(actor.id, school, id).await?;
        if sent.is_asked() {
            return Err(StreetError::ImportAsks);
        }
        let sent = Arc::new(sent);
        let register = self.now_register(school).await?;
        let (mut looked, reading) = self.compare(school, &register, &sent).await?;
        looked.id = (!reading.is_broken()).then_some(id);
        Ok(looked)
    }

    /// Enters what was shown under that mark: all of it but the answers that
    /// allow more and are not agreed to, or nothing. With permissions, the
    /// consents count as imported today.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::ImportGone`] after its
    /// hour, done before, or of somebody else; [`StreetError::ImportChanged`]
    /// where something else would be entered now; the store's.
    pub async fn enter_import(
        &self,
        actor: &Actor,
        school: SchoolId,
        id: SubjectId,
        (mark, choice): (&str, &Choice),
    ) -> Result<Imported, StreetError> {
        actor.may(&[Role::Office])?;
        let sent = self.kept_import(actor.id, school, id).await?;
        if sent.is_asked() {
            return Err(StreetError::ImportAsks);
        }
        let sent = Arc::new(sent);
        for _ in 0..TRIES {
            let register = self.now_register(school).await?;
            let (looked, reading) = self.compare(school, &register, &sent).await?;
            let faulty = !looked.faults.is_empty() && !choice.without_faults;
            if looked.mark != mark || faulty || reading.is_broken() {
                return Err(StreetError::ImportChanged);
            }
            let agreed = agreed_to(&choice.agreed, &looked);
            let mut people = reading.people;
            let today = self.today();
            let held = import::hold_back(&register.school, &mut people, &agreed, today);
            leave(&mut people, &looked, &choice.left, today);
            if choice.unanswered == Fate::End {
                let text_version = register.school.profile.consents.text_version;
                sent::unanswered::end(&mut people, &reading.unanswered, (today, text_version));
            }
            let planned = self.plan(school, &people).await?;
            let mut tx = self.decide(school).await?;
            let before = self.register(&mut tx, school).await?;
            // Somebody changed something meanwhile: it is made ready anew.
            if before.version() != register.version() {
                continue;
            }
            let (entered, judge) = self
                .enter_people(&mut tx, school, &before, (&people, &planned), false)
                .await?;
            let renewed = choice.renews(&looked);
            if renewed {
                self.renew_consents(&mut tx, school).await?;
            }
            for person in judge {
                self.person_changed(&mut tx, school, person).await?;
            }
            let why = ("entered", Some(actor.id));
            if !self.end_import(&mut tx, school, id, why).await? {
                return Err(StreetError::ImportGone);
            }
            if renewed && choice.unanswered == Fate::Keep {
                // Each by itself, so that the log tells how many and whose.
                for one in &looked.unanswered {
                    let person = register.school.key(one.who.mis_id.as_str());
                    if let Some(person) = person.and_then(|key| register.id(key)) {
                        let what = ("keep-unanswered", ("person", person.0));
                        self.note_of(&mut tx, actor, school, what).await?;
                    }
                }
            }
            self.note_import(&mut tx, actor, school, ("import", id))
                .await?;
            tx.commit().await?;
            return Ok(Imported {
                entered,
                held,
                renewed,
                unanswered: looked.renews
                    && choice.unanswered == Fate::Leave
                    && !looked.unanswered.is_empty(),
                nobodies: looked.renews && !choice.nobodies && !looked.unmatched.is_empty(),
            });
        }
        Err(StreetError::ImportChanged)
    }

    /// The files as they were sent.
    async fn kept_import(
        &self,
        account: AccountId,
        school: SchoolId,
        id: SubjectId,
    ) -> Result<Sent, StreetError> {
        let mut tx = self.db.read().await?;
        let row = imports::get::<Sent>(&mut tx, school, id).await?;
        drop(tx);
        let row = row
            .filter(|row| row.account == account && row.expires_at > self.now())
            .ok_or(StreetError::ImportGone)?;
        Ok(row.sealed.open(&self.key(school, id).await?)?)
    }

    /// The files against the register.
    async fn compare(
        &self,
        school: SchoolId,
        register: &Arc<Register>,
        sent: &Arc<Sent>,
    ) -> Result<(Looked, Reading), StreetError> {
        let mut tx = self.db.read().await?;
        let texts = texts::list(&mut tx, school).await?;
        drop(tx);
        let texts: Vec<(u32, Date)> = texts
            .iter()
            .map(|text| (text.about.version, text.about.dated))
            .collect();
        let (register, sent, today) = (register.clone(), sent.clone(), self.today());
        let work = move || {
            let reading = sent::read_by(&sent, &register.school, today, &texts);
            let looked = looked(&register, &sent, &reading, today);
            (looked, reading)
        };
        Ok(self.heavy(work).await)
    }

    /// The consents are as of today, also after a restore.
    async fn renew_consents(&self, tx: &mut Tx, school: SchoolId) -> Result<(), StreetError> {
        let mut file = self.school_file(tx, school).await?;
        file.profile.consents.imported_on = self.today();
        self.keep_school_file(tx, school, &file).await?;
        Ok(school::set_restored(tx, school, None).await?)
    }

    /// Lets kept files go: their row now, their key by a job. Whether they were
    /// there.
    async fn end_import(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        id: SubjectId,
        (why, by): (&'static str, Option<AccountId>),
    ) -> Result<bool, StreetError> {
        if !imports::remove(tx, school, id).await? {
            return Ok(false);
        }
        let now = self.now();
        destructions::decide(tx, school, id, ("import", why), (now, by)).await?;
        self.ask(tx, school, (jobs::DESTROY, id.0), now).await?;
        Ok(true)
    }

    /// Lets go what was looked at and not entered within its hour.
    pub(in crate::street) async fn end_imports(
        &self,
        school: SchoolId,
        tended: &mut Tended,
    ) -> Result<(), StreetError> {
        let mut tx = self.decide(school).await?;
        for id in imports::over(&mut tx, school, self.now()).await? {
            let why = ("not-entered", None);
            tended.ended += usize::from(self.end_import(&mut tx, school, id, why).await?);
        }
        Ok(tx.commit().await?)
    }

    async fn note_import(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        (verb, id): (&'static str, SubjectId),
    ) -> Result<(), StreetError> {
        let what = (verb, ("import", id.0));
        self.note_of(tx, actor, school, what).await
    }

    async fn note_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        (verb, about): (&'static str, (&'static str, Uuid)),
    ) -> Result<(), StreetError> {
        let entry = Entry {
            actor: Some(actor.id),
            verb,
            about: Some(about),
            outcome: "done",
            facts: None,
        };
        log::append(tx, Log::Access, school, &entry, self.now()).await?;
        Ok(())
    }
}

/// Whether there is no pupil yet, so that `pupils.csv` has to come first.
fn is_blank(register: &Register) -> bool {
    let mut people = register.school.people.iter();
    !people.any(|person| person.kind == Kind::Pupil)
}

impl House {
    /// Whether nobody is on the register yet.
    ///
    /// # Errors
    /// The store's.
    pub async fn has_no_pupils(&self, school: SchoolId) -> Result<bool, StreetError> {
        Ok(is_blank(&*self.now_register(school).await?))
    }
}
