//! The head's switches: where pictures may go, whether faces are recognised,
//! for how long imported consents count. What is waiting is judged anew in the
//! transaction that turns one; what is out, soon after.

use std::{collections::BTreeSet, sync::Arc};

use gatehouse_domain::{Channel, biometric::Dpia, ids::SchoolId, role::Role};
use gatehouse_store::{
    db::Tx,
    releases::{self, StageCode},
    templates,
};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::{
    house::{House, Register, SchoolFile},
    school::DpiaPaper,
    street::{Actor, StreetError, jobs, noted::Deed, releases::Machine},
};

/// However long an import is let count, after a year it does not.
const MOST_FRESH_DAYS: u16 = 366;

/// How everything is switched.
#[derive(Debug, Clone, PartialEq)]
pub struct Switches {
    /// Every channel there is, and whether it is on.
    pub channels: Vec<(Channel, bool)>,
    /// Those for which no place is set up where pictures could go.
    pub without_outlet: Vec<Channel>,
    /// Channels that the policy rules out, on or off.
    pub ruled_out: BTreeSet<Channel>,
    /// Whether faces are recognised, as far as the switch goes.
    pub recognition: bool,
    /// The assessment on record.
    pub dpia: Option<Dpia>,
    /// Where its paper is, and who signed it.
    pub paper: DpiaPaper,
    /// Whether it counts today.
    pub in_force: bool,
    /// The day of the last import of permissions; none so far.
    pub imported_on: Option<Date>,
    /// Days for which that counts.
    pub fresh_days: u16,
    /// Whether it has counted for long enough.
    pub stale: bool,
    /// Pupils with a template.
    pub enrolled: usize,
    /// Pairs of pupils whom only a person may tell apart.
    pub alike: usize,
}

/// What hangs on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnChannel {
    /// Whether it is on.
    pub on: bool,
    /// Whether a place is set up where pictures could go.
    pub outlet: bool,
    /// Posts that are out, or on their way.
    pub out: usize,
    /// Posts that are approved and wait.
    pub approved: usize,
}

/// An assessment as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDpia {
    /// The day it was signed.
    pub signed_on: Option<Date>,
    /// The first day on which it has lapsed.
    pub review_by: Option<Date>,
    /// Whether it covers pupils without a template.
    pub covers_unenrolled: Option<bool>,
    /// Who signed it, and which version it is.
    pub paper: DpiaPaper,
}

/// What is wrong with an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DpiaFault {
    /// No day, or one that has not come yet.
    SignedOn,
    /// Nobody, or more than 100 characters.
    SignedBy,
    /// No version, or more than 100 characters.
    Version,
    /// No day, one that has come, or one more than two years after signing.
    ReviewBy,
    /// It was not said whom it covers.
    Covers,
}

impl House {
    /// How everything is switched.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the head and who reads
    /// governance; the store's.
    pub async fn switches(&self, actor: &Actor, school: SchoolId) -> Result<Switches, StreetError> {
        actor.may(&[Role::Head, Role::Dpo])?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let enrolled = templates::list(&mut tx, school).await?.len();
        drop(tx);
        let lacks = |channel: &Channel| !self.outlets.contains_key(channel);
        Ok(Switches {
            without_outlet: Channel::ALL.into_iter().filter(lacks).collect(),
            ..switched(&register, enrolled, self.today())
        })
    }

    /// What hangs on a channel, before it is switched.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn on_channel(
        &self,
        actor: &Actor,
        school: SchoolId,
        channel: Channel,
    ) -> Result<OnChannel, StreetError> {
        actor.may(&[Role::Head])?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let out = releases::out_on(&mut tx, school, channel).await?.len();
        let approved = releases::in_stage::<Machine>(&mut tx, school, StageCode::Approved).await?;
        Ok(OnChannel {
            on: register.school.profile.channels.contains(&channel),
            outlet: self.outlets.contains_key(&channel),
            out,
            approved: approved.iter().filter(|row| row.channel == channel).count(),
        })
    }

    /// Switches a channel on or off. Off, nothing new goes out there; what is
    /// out stays, marked to be looked at. Switched again, nothing changes.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn set_channel(
        &self,
        actor: &Actor,
        school: SchoolId,
        (channel, on): (Channel, bool),
    ) -> Result<(), StreetError> {
        let verb = if on { "channel-on" } else { "channel-off" };
        self.switch(actor, school, (verb, channel.code()), |file| {
            let mut channels = file.profile.channels.clone();
            channels.retain(|known| *known != channel);
            if on {
                channels.push(channel);
                channels.sort_unstable();
            }
            let changed = file.profile.channels.contains(&channel) != on;
            if changed {
                file.profile.channels = channels;
            }
            Ok(changed)
        })
        .await
    }

    /// Switches recognition on or off. It goes on only under an assessment in
    /// force. Off, nothing is matched any more and every template is destroyed.
    ///
    /// # Errors
    /// [`StreetError::NoDpia`]; [`StreetError::RoleMissing`]; the store's.
    pub async fn set_recognition(
        &self,
        actor: &Actor,
        school: SchoolId,
        on: bool,
    ) -> Result<(), StreetError> {
        let today = self.today();
        let verb = if on {
            "recognition-on"
        } else {
            "recognition-off"
        };
        self.switch(actor, school, (verb, "done"), |file| {
            let recognition = &mut file.profile.recognition;
            if on && !recognition.dpia_valid(today) {
                return Err(StreetError::NoDpia);
            }
            let changed = recognition.on != on;
            recognition.on = on;
            Ok(changed)
        })
        .await
    }

    /// Records an assessment, or tells what is wrong with it. Its text stays
    /// in the school's own file.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn record_dpia(
        &self,
        actor: &Actor,
        school: SchoolId,
        told: &NewDpia,
    ) -> Result<Result<(), Vec<DpiaFault>>, StreetError> {
        actor.may(&[Role::Head])?;
        let (dpia, paper) = match checked(told, self.today()) {
            Ok(whole) => whole,
            Err(faults) => return Ok(Err(faults)),
        };
        self.switch(actor, school, ("record-dpia", "done"), |file| {
            let recognition = &mut file.profile.recognition;
            let changed = recognition.dpia != Some(dpia) || recognition.paper != paper;
            recognition.dpia = Some(dpia);
            recognition.paper = paper.clone();
            Ok(changed)
        })
        .await?;
        Ok(Ok(()))
    }

    /// Sets for how many days an import of permissions counts, from 1 to 366.
    /// Whether that can be: it may not be more than the signed policy says.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn set_fresh_days(
        &self,
        actor: &Actor,
        school: SchoolId,
        days: u16,
    ) -> Result<bool, StreetError> {
        actor.may(&[Role::Head])?;
        if !(1..=MOST_FRESH_DAYS).contains(&days) {
            return Ok(false);
        }
        let mut fits = true;
        self.switch(actor, school, ("set-fresh-days", "done"), |file| {
            // A policy that is signed may be kept more strictly, not less.
            fits = file.signed.is_none_or(|signed| days <= signed.fresh_days);
            if !fits {
                return Ok(false);
            }
            let changed = file.profile.consents.fresh_days != days;
            file.profile.consents.fresh_days = days;
            Ok(changed)
        })
        .await?;
        Ok(fits)
    }

    /// Changes what the head signed, and what follows from it. `change` tells
    /// whether there is anything to it.
    pub(super) async fn switch(
        &self,
        actor: &Actor,
        school: SchoolId,
        (verb, outcome): (&'static str, &'static str),
        change: impl FnOnce(&mut SchoolFile) -> Result<bool, StreetError>,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Head])?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        let mut file = self.school_file(&mut tx, school).await?;
        if !change(&mut file)? {
            return Ok(());
        }
        self.keep_school_file(&mut tx, school, &file).await?;
        if !file.profile.recognition.on {
            self.end_all_templates(&mut tx, school).await?;
        }
        self.judge_waiting(&mut tx, school).await?;
        // What is out is looked at next, each in a transaction of its own.
        self.ask(&mut tx, school, (jobs::TEND, school.0), now)
            .await?;
        // What holds from now on, by its hash: the profile names no pupil.
        let text = serde_json::to_vec(&file.profile);
        let text = text.map_err(|_| StreetError::Register("profile"))?;
        let facts: [u8; 32] = Sha256::digest(text).into();
        let deed = Deed {
            verb,
            about: ("school", school.0),
            outcome,
            facts: Some(facts),
        };
        self.note_in_both(&mut tx, (actor, school), deed).await?;
        Ok(tx.commit().await?)
    }

    /// Nobody's face is kept that is not recognised.
    async fn end_all_templates(&self, tx: &mut Tx, school: SchoolId) -> Result<(), StreetError> {
        for row in templates::list(tx, school).await? {
            let ended = templates::remove(tx, school, row.about.person).await?;
            self.end_template(tx, school, &ended, "recognition-off")
                .await?;
        }
        Ok(())
    }

    /// Judges what is not out yet as it is asked for from now on.
    pub(super) async fn judge_waiting(
        &self,
        tx: &mut Tx,
        school: SchoolId,
    ) -> Result<(), StreetError> {
        for stage in [StageCode::Judged, StageCode::Approved] {
            for row in releases::in_stage::<Machine>(tx, school, stage).await? {
                self.judge_or_recall(tx, school, row.id).await?;
            }
        }
        Ok(())
    }
}

fn switched(register: &Arc<Register>, enrolled: usize, today: Date) -> Switches {
    let profile = &register.school.profile;
    let source: gatehouse_domain::permission::Source = profile.consents.into();
    let on = |channel: Channel| (channel, profile.channels.contains(&channel));
    let imported_on = profile.consents.imported_on;
    Switches {
        channels: Channel::ALL.into_iter().map(on).collect(),
        without_outlet: Vec::new(),
        ruled_out: profile.rules.channels_never.clone(),
        recognition: profile.recognition.on,
        dpia: profile.recognition.dpia,
        paper: profile.recognition.paper.clone(),
        in_force: profile.recognition.dpia_valid(today),
        imported_on: (imported_on > Date::MIN).then_some(imported_on),
        fresh_days: profile.consents.fresh_days,
        stale: source.is_stale(today),
        enrolled,
        alike: register.alike().pairs().count(),
    }
}

/// The assessment, or all that is wrong with it in the order of the form.
fn checked(told: &NewDpia, today: Date) -> Result<(Dpia, DpiaPaper), Vec<DpiaFault>> {
    let fits = |text: &str| (1..=100).contains(&text.trim().chars().count());
    let signed_on = told.signed_on.filter(|on| *on <= today);
    let review_by = told.review_by.filter(|by| {
        let latest = signed_on.map(|on| on.saturating_add(jiff::Span::new().years(2)));
        *by > today && latest.is_none_or(|latest| *by <= latest)
    });
    let checks = [
        (signed_on.is_none(), DpiaFault::SignedOn),
        (!fits(&told.paper.signed_by), DpiaFault::SignedBy),
        (!fits(&told.paper.version), DpiaFault::Version),
        (review_by.is_none(), DpiaFault::ReviewBy),
        (told.covers_unenrolled.is_none(), DpiaFault::Covers),
    ];
    let wrong = checks.into_iter().filter(|(wrong, _)| *wrong);
    let faults: Vec<DpiaFault> = wrong.map(|(_, fault)| fault).collect();
    let (Some(review_by), Some(covers_unenrolled), true) =
        (review_by, told.covers_unenrolled, faults.is_empty())
    else {
        return Err(faults);
    };
    let paper = DpiaPaper {
        signed_by: told.paper.signed_by.trim().to_owned(),
        version: told.paper.version.trim().to_owned(),
    };
    let dpia = Dpia {
        signed_on,
        review_by,
        covers_unenrolled,
    };
    Ok((dpia, paper))
}

#[cfg(test)]
mod tests;
