//! What waits for a safeguarding lead, and nothing else: pictures on which the
//! others have done what they can. Here it is told why, to them alone, and here
//! they decide, in words that nobody else reads.

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_domain::{
    Channel,
    findings::TextKind,
    ids::{EventId, PhotoId, SchoolId},
    policy::{Code, Lift, Lifter, Reason, Rules, Subject, Verdict},
    retention::DutyKind,
    role::Role,
};
use gatehouse_store::{faces, log::Hex, photos};
use jiff::{Timestamp, ToSpan as _, civil::Date};
use uuid::Uuid;

use super::{
    Actor, Photo, StreetError,
    board::Standing,
    dossier::{Dossier, Facts, Settlement},
    person_sheet::{PersonSheet, person_sheet},
    sheet::Sheet,
    why::Why,
};
use crate::{
    house::{House, Register},
    school::PersonKey,
};

/// Pictures that are judged for one page: a board shows as many.
const LOOKED_AT: u32 = 60;

/// Why a picture waits for a safeguarding lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Something of it only they may allow.
    Decide,
    /// Somebody in it is protected, objects, or said no: another picture or a
    /// remedy is wanted.
    Barred,
    /// Whoever uploaded it has been through it and left a face that nobody
    /// knows.
    Unknown,
}

/// A picture that waits. No Debug: the cause is for safeguarding leads.
pub struct Waiting {
    /// Which.
    pub photo: PhotoId,
    /// Its event.
    pub event: EventId,
    /// What the event is called.
    pub title: String,
    /// The event's day.
    pub on: Date,
    /// Why it waits.
    pub causes: BTreeSet<Cause>,
}

/// A part of what waits.
pub struct Exceptions {
    /// The newest first.
    pub waiting: Vec<Waiting>,
    /// How many pictures were looked at for it.
    pub looked_at: usize,
    /// Where the next part begins, if there may be more.
    pub after: Option<PhotoId>,
}

/// A picture that waits, with everything that is known of it. No Debug: it
/// holds names and reasons.
pub struct Exception {
    /// Its faces, words and who may be in it.
    pub sheet: Sheet,
    /// How it stands on each channel.
    pub channels: BTreeMap<Channel, Standing>,
    /// Everything in its way, the gravest first.
    pub reasons: Vec<Obstacle>,
    /// Everybody whom a face may be, with those faces' places.
    pub people: Vec<(Vec<usize>, PersonSheet)>,
    /// What was decided before, the newest first.
    pub decided: Vec<Decided>,
    /// What was seen, so that nothing else is decided about.
    pub seen: String,
}

/// A reason with all the channels on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// The reason.
    pub reason: Reason,
    /// The text it speaks of, if it does.
    pub text: Option<TextKind>,
    /// Where it stands.
    pub channels: Vec<Channel>,
    /// Who may allow it.
    pub may: May,
}

/// Who may allow what a reason stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// A safeguarding lead.
    You,
    /// Only somebody of that role.
    Only(Role),
    /// Nobody: the thing itself must change.
    Nobody,
}

/// A reason that was settled. No Debug: it says why.
pub struct Decided {
    /// When.
    pub at: Timestamp,
    /// What who settled it is called.
    pub by: String,
    /// In which role.
    pub role: Role,
    /// The reason.
    pub code: Code,
    /// Where it is settled.
    pub channels: Vec<Channel>,
    /// Why.
    pub why: String,
    /// Whether what it spoke of is as it was then.
    pub holds: bool,
}

impl May {
    /// By a profile's rules.
    #[must_use]
    pub fn of(code: Code, rules: &Rules) -> Self {
        match code.lifted_by() {
            Lifter::Nobody => Self::Nobody,
            Lifter::ExposureRole if rules.exposure_lifted_by == Role::Dsl => Self::You,
            Lifter::ExposureRole => Self::Only(rules.exposure_lifted_by),
            Lifter::Roles(these) if these.contains(&Role::Dsl) => Self::You,
            Lifter::Roles(these) => these.first().map_or(Self::Nobody, |role| Self::Only(*role)),
        }
    }
}

impl House {
    /// What waits for a safeguarding lead among the newest pictures, or among
    /// those before one. Each is judged as it is now: nothing is remembered
    /// that could be wrong by today. Pictures that nobody has touched, and in
    /// which the machine found nobody, are not even opened.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL; the store's.
    pub async fn exceptions(
        &self,
        actor: &Actor,
        school: SchoolId,
        before: Option<PhotoId>,
    ) -> Result<Exceptions, StreetError> {
        actor.may(&[Role::Dsl])?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let from = match before {
            Some(photo) => {
                let row = photos::get::<Facts>(&mut tx, school, photo).await?;
                let row = row.ok_or(StreetError::NoSuch("photo"))?;
                (row.received_at, photo)
            }
            None => (Timestamp::MAX, PhotoId(Uuid::max())),
        };
        let since = self.open_since(&register);
        let places = photos::worked_on(&mut tx, school, since, from, LOOKED_AT).await?;
        let mut waiting = Vec::new();
        for place in &places {
            let Some(event) = register.event(place.event) else {
                continue;
            };
            let dossier = self.dossier(&mut tx, school, &register, place.photo).await;
            let causes = match dossier {
                Ok(dossier) => self.causes(&register, &dossier)?,
                Err(StreetError::Store(error)) if error.is_passing() => return Err(error.into()),
                // Whatever cannot be read goes nowhere, and its board says so.
                Err(_) => continue,
            };
            if !causes.is_empty() {
                waiting.push(Waiting {
                    photo: place.photo,
                    event: place.event,
                    title: event.title.clone(),
                    on: event.on,
                    causes,
                });
            }
        }
        let full = u32::try_from(places.len()).is_ok_and(|count| count == LOOKED_AT);
        let last = places.last().filter(|_| full);
        Ok(Exceptions {
            waiting,
            looked_at: places.len(),
            after: last.map(|place| place.photo),
        })
    }

    /// Pictures that came before are used or destroyed by now: those nobody
    /// used end so long after their event, which may be a while before them.
    fn open_since(&self, register: &Register) -> Timestamp {
        let rules = &register.school.profile.retention;
        let ended = rules.anchor_of(DutyKind::Unused, self.now());
        let ended = ended.unwrap_or_else(|| self.now());
        ended
            .checked_sub((24 * 14).hours())
            .unwrap_or(Timestamp::MIN)
    }

    /// Why a picture waits for a safeguarding lead; empty where it does not.
    fn causes(
        &self,
        register: &Register,
        dossier: &Dossier,
    ) -> Result<BTreeSet<Cause>, StreetError> {
        let rules = &register.school.profile.rules;
        let counted = dossier.parts.counts.uploader.is_some();
        let verdicts = self.verdicts_of(register, dossier)?;
        let reasons = verdicts.values().flat_map(Verdict::reasons);
        Ok(reasons
            .filter_map(|reason| cause(reason.code, rules, counted))
            .collect())
    }

    /// The verdict on every channel of a picture's event, before approval.
    pub(super) fn verdicts_of(
        &self,
        register: &Register,
        dossier: &Dossier,
    ) -> Result<BTreeMap<Channel, Verdict>, StreetError> {
        let event = register
            .event(dossier.event)
            .ok_or(StreetError::NoSuch("event"))?;
        let desk = self.desk(register);
        let channels = event.channels.iter().copied();
        Ok(channels
            .map(|channel| {
                let mut parts = dossier.parts.clone();
                parts.lifts = dossier.lifts_on(channel);
                let (seen, texts) = (&dossier.seen, &dossier.texts);
                let judged = desk.judge(seen, event, &parts, texts, channel);
                (channel, judged.verdict)
            })
            .collect())
    }

    /// A picture with everything that a safeguarding lead may know of it.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL; as
    /// [`House::photo`].
    pub async fn exception(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<Exception, StreetError> {
        actor.may(&[Role::Dsl])?;
        let sheet = self.sheet(actor, school, photo).await?;
        let found = self.photo(school, photo).await?;
        let (register, dossier) = (found.register(), found.dossier());
        let verdicts = self.verdicts_of(register, dossier)?;
        Ok(Exception {
            sheet,
            reasons: obstacles(&verdicts, dossier, &register.school.profile.rules),
            channels: verdicts
                .iter()
                .map(|(channel, verdict)| (*channel, Standing::of(verdict)))
                .collect(),
            people: self.people_in(actor, &found),
            decided: self.decided(school, dossier).await?,
            seen: seen(dossier),
        })
    }

    /// Everybody whom a face may be: as somebody says or said before, and whom
    /// the machine proposes where nobody settled it.
    fn people_in(&self, actor: &Actor, photo: &Photo) -> Vec<(Vec<usize>, PersonSheet)> {
        let (register, dossier) = (photo.register(), photo.dossier());
        let parts = &dossier.parts;
        let mut people: BTreeMap<PersonKey, BTreeSet<usize>> = BTreeMap::new();
        let marked = parts.marked.iter().map(|face| face.decision);
        let found = dossier.seen.faces.iter().enumerate();
        let said = found
            .clone()
            .map(|(place, _)| parts.decisions.get(&place).copied());
        for (place, said) in said.chain(marked).enumerate() {
            let before = parts.before.get(&place).into_iter().flatten().copied();
            for person in said
                .and_then(|said| said.person())
                .into_iter()
                .chain(before)
            {
                people.entry(person).or_default().insert(place + 1);
            }
        }
        for (place, face) in found.filter(|(place, _)| !parts.settled.contains(place)) {
            for person in face.sight.people() {
                people.entry(*person).or_default().insert(place + 1);
            }
        }
        let today = self.today();
        people
            .into_iter()
            .filter_map(|(key, places)| {
                let places = places.into_iter().collect();
                Some((places, person_sheet(register, key, today, actor)?))
            })
            .collect()
    }

    /// What was decided about a picture, the newest first.
    async fn decided(
        &self,
        school: SchoolId,
        dossier: &Dossier,
    ) -> Result<Vec<Decided>, StreetError> {
        let key = self.key(school, dossier.photo).await?;
        let mut tx = self.db.read().await?;
        let rows = faces::settled::<Settlement>(&mut tx, school, dossier.photo).await?;
        let mut decided: Vec<Decided> = Vec::new();
        for row in rows {
            let settled = row.sealed.open(&key)?;
            let holds = settled.about == dossier.fingerprint(settled.lift.subject);
            let by = self.called(&mut tx, school, row.by).await?;
            // What was decided for several channels at once is one decision.
            let same = decided.last_mut().filter(|last| {
                (last.code, last.role, last.holds) == (settled.lift.code, settled.lift.by, holds)
                    && (&last.why, &last.by) == (&settled.why, &by)
                    && !last.channels.contains(&settled.channel)
            });
            match same {
                Some(same) => same.channels.push(settled.channel),
                None => decided.push(Decided {
                    at: row.at,
                    by,
                    role: settled.lift.by,
                    code: settled.lift.code,
                    channels: vec![settled.channel],
                    why: settled.why,
                    holds,
                }),
            }
        }
        decided.reverse();
        Ok(decided)
    }

    /// A safeguarding lead allows what only they may, on these channels, and
    /// says why: all of it, or nothing. It holds for as long as what it speaks
    /// of stays as they saw it.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL and for what they
    /// may not allow either; [`gatehouse_store::Error::Conflict`] where the
    /// picture is no longer as it was seen; as [`House::settle_reason`].
    pub async fn allow(
        &self,
        actor: &Actor,
        school: SchoolId,
        (photo, seen): (PhotoId, &str),
        (allowed, why): (&[(Channel, Reason)], &Why),
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Dsl])?;
        let register = self.now_register(school).await?;
        let rules = &register.school.profile.rules;
        let may = |reason: &Reason| May::of(reason.code, rules) == May::You;
        if !allowed.iter().all(|(_, reason)| may(reason)) {
            return Err(StreetError::RoleMissing);
        }
        let lifts: Vec<(Channel, Lift)> = allowed
            .iter()
            .map(|(channel, reason)| {
                let lift = Lift {
                    code: reason.code,
                    subject: reason.subject,
                    by: Role::Dsl,
                };
                (*channel, lift)
            })
            .collect();
        let what = (&lifts[..], why.reveal());
        self.settle_reasons(actor, school, (photo, Some(seen)), what)
            .await
    }
}

/// Everything of a picture that somebody decides by, as one word.
pub(super) fn seen(dossier: &Dossier) -> String {
    Hex(dossier.fingerprint(Subject::Picture)).to_string()
}

/// Why a reason makes a picture wait for a safeguarding lead, if it does: not
/// before somebody has been through it, but for a child who may not be shown.
fn cause(code: Code, rules: &Rules, counted: bool) -> Option<Cause> {
    match code {
        Code::Protected | Code::Objection | Code::ConsentRefused | Code::ConsentWithdrawn => {
            Some(Cause::Barred)
        }
        _ if !counted => None,
        Code::FaceUnresolved | Code::FaceAmbiguous => Some(Cause::Unknown),
        // What an editor may allow as well, an editor does.
        code if matches!(code.lifted_by(), Lifter::Roles(these) if these.contains(&Role::Editor)) => {
            None
        }
        code => (May::of(code, rules) == May::You).then_some(Cause::Decide),
    }
}

/// Every reason once, with all the channels on which it stands.
fn obstacles(
    verdicts: &BTreeMap<Channel, Verdict>,
    dossier: &Dossier,
    rules: &Rules,
) -> Vec<Obstacle> {
    let mut found: BTreeMap<Reason, Vec<Channel>> = BTreeMap::new();
    for (channel, verdict) in verdicts {
        for reason in verdict.reasons() {
            found.entry(*reason).or_default().push(*channel);
        }
    }
    let obstacle = |(reason, channels): (Reason, Vec<Channel>)| Obstacle {
        text: match reason.subject {
            Subject::Text(place) => dossier.texts.0.get(place).map(|(kind, _)| *kind),
            Subject::Picture | Subject::Face(_) => None,
        },
        may: May::of(reason.code, rules),
        reason,
        channels,
    };
    found.into_iter().map(obstacle).collect()
}

#[cfg(test)]
mod tests;
