//! An event's photos as the people see them who work on them: how far each is,
//! and what is still to be done, in words that tell nobody's reasons.

use std::collections::BTreeMap;

use gatehouse_domain::{
    Channel,
    custody::State,
    ids::{AccountId, EventId, PhotoId, SchoolId},
    policy::{Code, Reason, Verdict},
};
use gatehouse_picture::Refusal;
use gatehouse_store::photos::{self, PhotoRow};
use jiff::Timestamp;

use super::{Actor, StreetError, dossier::Facts};
use crate::house::{House, Register};

/// A reason as somebody may see it who may not know why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// The code that goes with it.
    pub code: &'static str,
    /// What to do.
    pub says: &'static str,
}

/// The reasons of a verdict as [`Told`]: each once, whoever it is about, so
/// that their number tells nothing.
#[must_use]
pub fn told(reasons: &[Reason]) -> Vec<Told> {
    let mut told = Vec::new();
    for reason in reasons.iter().filter(|one| !tells_too_much(one, reasons)) {
        let one = Told {
            code: reason.code.code_shown_to_staff(),
            says: reason.code.shown_to_staff(),
        };
        if !told.contains(&one) {
            told.push(one);
        }
    }
    told
}

/// Whether a reason would tell somebody why another stands beside it: that a
/// name is not agreed for a face which may not be shown at all says that there
/// is an agreement, and so that what forbids the picture is something graver.
pub(crate) fn tells_too_much(reason: &Reason, beside: &[Reason]) -> bool {
    let denies = |one: &Reason| one.code.is_denial() && one.subject == reason.subject;
    reason.code == Code::NameNotAgreed && beside.iter().any(denies)
}

/// One photo on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Its id.
    pub id: PhotoId,
    /// Who uploaded it.
    pub uploader: AccountId,
    /// When it arrived.
    pub received_at: Timestamp,
    /// How far it is.
    pub progress: Progress,
}

/// How far a photo is, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It waits for the machine.
    Waiting,
    /// It was refused, with what to do.
    Refused(String),
    /// It was destroyed.
    Destroyed,
    /// It was looked at.
    Checked {
        /// The verdict on each of the event's channels: its word, and what to
        /// do.
        channels: BTreeMap<Channel, (Standing, Vec<Told>)>,
    },
    /// Something of it cannot be read; who looks after the house is told more.
    Unreadable,
}

impl Progress {
    /// How it stands where it stands best.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        match self {
            Self::Checked { channels } => channels.values().map(|(standing, _)| *standing).min(),
            _ => None,
        }
    }
}

/// How a photo stands on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Fine.
    Clear,
    /// Somebody has to settle something.
    Hold,
    /// It cannot be used like this.
    Blocked,
}

impl Standing {
    /// Of a verdict.
    #[must_use]
    pub const fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Clear => Self::Clear,
            Verdict::Hold(_) => Self::Hold,
            Verdict::Blocked(_) => Self::Blocked,
        }
    }
}

/// An event with its photos.
#[derive(Debug)]
pub struct Board {
    /// The photos in the order of their arrival.
    pub tiles: Vec<Tile>,
    /// How many photos the event has in all.
    pub all: usize,
    /// Whether faces are not recognised for want of an impact assessment.
    pub recognition_stopped: bool,
}

impl House {
    /// A part of an event's photos: `count` of them from place `from` on.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; [`StreetError::RoleMissing`]; the store's.
    pub async fn board(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
        (from, count): (usize, usize),
    ) -> Result<Board, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        let known = register.event(event).ok_or(StreetError::NoSuch("event"))?;
        let rows = photos::of_event::<Facts>(&mut tx, school, event).await?;
        let mut tiles = Vec::new();
        for row in rows.iter().skip(from).take(count) {
            let progress = match row.state {
                State::Received | State::Cleaned(_) => Progress::Waiting,
                State::Refused(_) => {
                    let code = row.refused.as_ref().map_or("", |(_, code)| code);
                    let known = Refusal::ALL.into_iter().find(|one| one.code() == code);
                    Progress::Refused(known.map_or_else(String::new, |one| one.to_string()))
                }
                State::Destroyed => Progress::Destroyed,
                State::Scanned(_) => {
                    let looked = self.progress(&mut tx, school, &register, known, row).await;
                    looked.unwrap_or(Progress::Unreadable)
                }
            };
            tiles.push(Tile {
                id: row.id,
                uploader: row.uploader,
                received_at: row.received_at,
                progress,
            });
        }
        Ok(Board {
            tiles,
            all: rows.len(),
            recognition_stopped: self.recognition_stopped(&register),
        })
    }

    /// Whether recognition is switched on and stopped all the same, because its
    /// impact assessment has lapsed or is missing.
    pub(super) fn recognition_stopped(&self, register: &Register) -> bool {
        let recognition = &register.school.profile.recognition;
        recognition.is_stopped(self.today())
    }

    /// The next photo of an event after one, from the beginning again after
    /// the last, in which somebody has to settle something on every channel.
    ///
    /// # Errors
    /// As [`House::board`].
    pub async fn next_to_do(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
        after: Option<PhotoId>,
    ) -> Result<Option<PhotoId>, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        let known = register.event(event).ok_or(StreetError::NoSuch("event"))?;
        let rows = photos::of_event::<Facts>(&mut tx, school, event).await?;
        let place = rows.iter().position(|row| Some(row.id) == after);
        let (before, from) = rows.split_at(place.map_or(0, |place| place + 1));
        for row in from.iter().chain(before) {
            if Some(row.id) == after || !matches!(row.state, State::Scanned(_)) {
                continue;
            }
            let looked = self.progress(&mut tx, school, &register, known, row).await;
            if looked.is_ok_and(|progress| progress.standing() == Some(Standing::Hold)) {
                return Ok(Some(row.id));
            }
        }
        Ok(None)
    }

    async fn progress(
        &self,
        tx: &mut gatehouse_store::db::Tx,
        school: SchoolId,
        register: &Register,
        event: &crate::school::Event,
        row: &PhotoRow<Facts>,
    ) -> Result<Progress, StreetError> {
        let dossier = self.dossier(tx, school, register, row.id).await?;
        let desk = self.desk(register);
        let mut channels = BTreeMap::new();
        for channel in event.channels.iter().copied() {
            let mut parts = dossier.parts.clone();
            parts.lifts = dossier.lifts_on(channel);
            let (seen, texts) = (&dossier.seen, &dossier.texts);
            let verdict = desk.judge(seen, event, &parts, texts, channel).verdict;
            let standing = (Standing::of(&verdict), told(verdict.reasons()));
            channels.insert(channel, standing);
        }
        Ok(Progress::Checked { channels })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_denial_is_told_alike_whatever_stands_beside_it() {
        let refused = [Reason::face(Code::ConsentRefused, 0)];
        for graver in [
            vec![Reason::face(Code::Protected, 0)],
            vec![Reason::face(Code::Objection, 0)],
            vec![Reason::face(Code::TakingNotAgreed, 0)],
            // Agreed to without a name, and protected.
            vec![
                Reason::face(Code::Protected, 0),
                Reason::face(Code::NameNotAgreed, 0),
            ],
            vec![
                Reason::face(Code::Protected, 0),
                Reason::face(Code::Objection, 0),
                Reason::face(Code::ConsentRefused, 0),
            ],
        ] {
            assert_eq!(told(&graver), told(&refused), "{graver:?}");
        }
        // Of another face it is told: there it says what to do.
        let two = [
            Reason::face(Code::Protected, 0),
            Reason::face(Code::NameNotAgreed, 1),
        ];
        assert_eq!(told(&two).len(), 2);
    }
}
