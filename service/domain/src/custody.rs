//! A photo's custody, from the first byte to the last: received, cleaned,
//! scanned, or refused, and in the end destroyed. It goes down this street
//! only, and at every door a duty says by when it must have moved on.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    coded::coded,
    retention::{Duty, DutyKind, RetentionRules},
};

/// Whether the uploaded file is still in quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Original {
    /// It is; it has a duty of its own.
    Kept,
    /// It was destroyed, and that was verified.
    Destroyed,
}

/// Where a photo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "original")]
pub enum State {
    /// In quarantine, sealed, not yet opened.
    Received,
    /// A master exists and is proved to hold nothing but the picture.
    Cleaned(Original),
    /// Its faces were found.
    Scanned(Original),
    /// It will not be used.
    Refused(Original),
    /// Nothing of it is left. Final.
    Destroyed,
}

/// Something that happens to a photo, with the facts that decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Event {
    /// A master was made.
    Cleaned {
        /// It was read again and holds nothing but the picture.
        proved: bool,
    },
    /// The original was deleted.
    OriginalDestroyed {
        /// A query and a scan found nothing of it.
        verified: bool,
    },
    /// Faces were found, or found again by another network.
    Scanned,
    /// It cannot be opened, or a person will not have it used.
    Refused {
        /// Whether a release of it is out, or on its way out.
        released: bool,
    },
    /// Every copy was deleted and every key of it destroyed.
    Destroyed {
        /// A query and a scan found nothing of it.
        verified: bool,
        /// Whether a release of it is out, or on its way out.
        released: bool,
    },
}

coded! {
    /// Why a photo does not move on.
    pub enum Refusal {
        AlreadyDestroyed "photo-destroyed"
            "nothing of this photo is left: upload it again if it is still needed",
        AlreadyRefused "photo-refused"
            "this photo was refused and will only be destroyed: upload another",
        NotReceived "photo-already-cleaned"
            "this photo was cleaned before: nothing is left to clean",
        NotCleaned "photo-not-cleaned"
            "this photo has no clean master yet: wait until it is cleaned",
        NotProved "master-not-proved"
            "the master was not proved to hold nothing but the picture: clean it again",
        OriginalNeeded "original-still-needed"
            "the original has no clean master yet: clean it, or refuse the photo",
        NoOriginal "original-already-destroyed"
            "the original was destroyed before",
        NotVerified "destruction-not-verified"
            "something of it was found after deleting: delete again and look again",
        StillReleased "photo-still-released"
            "a release shows this photo: recall it first",
    }
}

/// Where the photo is after `event`. Total: each of the states answers each of
/// the events, and never with a state further up the street.
///
/// # Errors
/// [`Refusal`] names the rule in the way; the photo stays where it was.
pub const fn step(state: State, event: Event) -> Result<State, Refusal> {
    match state {
        State::Destroyed => Err(Refusal::AlreadyDestroyed),
        State::Received => received(event),
        State::Cleaned(original) => cleaned(original, event, false),
        State::Scanned(original) => cleaned(original, event, true),
        State::Refused(original) => refused(original, event),
    }
}

const fn received(event: Event) -> Result<State, Refusal> {
    match event {
        Event::Cleaned { proved: true } => Ok(State::Cleaned(Original::Kept)),
        Event::Cleaned { proved: false } => Err(Refusal::NotProved),
        Event::OriginalDestroyed { .. } => Err(Refusal::OriginalNeeded),
        Event::Scanned => Err(Refusal::NotCleaned),
        Event::Refused { released } => refuse(Original::Kept, released),
        Event::Destroyed { verified, released } => destroy(verified, released),
    }
}

const fn cleaned(original: Original, event: Event, scanned: bool) -> Result<State, Refusal> {
    match event {
        Event::Cleaned { .. } => Err(Refusal::NotReceived),
        Event::OriginalDestroyed { verified } => match destroy_original(original, verified) {
            Ok(original) if scanned => Ok(State::Scanned(original)),
            Ok(original) => Ok(State::Cleaned(original)),
            Err(refusal) => Err(refusal),
        },
        Event::Scanned => Ok(State::Scanned(original)),
        Event::Refused { released } => refuse(original, released),
        Event::Destroyed { verified, released } => destroy(verified, released),
    }
}

const fn refused(original: Original, event: Event) -> Result<State, Refusal> {
    match event {
        Event::Cleaned { .. } | Event::Scanned | Event::Refused { .. } => {
            Err(Refusal::AlreadyRefused)
        }
        Event::OriginalDestroyed { verified } => match destroy_original(original, verified) {
            Ok(original) => Ok(State::Refused(original)),
            Err(refusal) => Err(refusal),
        },
        Event::Destroyed { verified, released } => destroy(verified, released),
    }
}

const fn refuse(original: Original, released: bool) -> Result<State, Refusal> {
    if released {
        return Err(Refusal::StillReleased);
    }
    Ok(State::Refused(original))
}

const fn destroy_original(original: Original, verified: bool) -> Result<Original, Refusal> {
    match original {
        Original::Destroyed => Err(Refusal::NoOriginal),
        Original::Kept if verified => Ok(Original::Destroyed),
        Original::Kept => Err(Refusal::NotVerified),
    }
}

const fn destroy(verified: bool, released: bool) -> Result<State, Refusal> {
    if released {
        return Err(Refusal::StillReleased);
    }
    if verified {
        Ok(State::Destroyed)
    } else {
        Err(Refusal::NotVerified)
    }
}

/// When things happened to a photo; what its deadlines count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moments {
    /// It arrived.
    pub received: Timestamp,
    /// It was refused; until then the arrival counts.
    pub refused: Option<Timestamp>,
    /// Its event closes, or is planned to.
    pub event_closes: Timestamp,
    /// What became of its releases.
    pub releases: Releases,
}

/// What became of a photo's releases, as far as its end depends on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "releases", content = "at")]
pub enum Releases {
    /// It is in none that went out.
    None,
    /// At least one is out. The moment is when the first of them to be looked
    /// at again was published.
    Live(Timestamp),
    /// The last of them ended at that moment.
    Ended(Timestamp),
}

impl State {
    /// How far down the street it is, 0 to 4.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Received => 0,
            Self::Cleaned(_) => 1,
            Self::Scanned(_) => 2,
            Self::Refused(_) => 3,
            Self::Destroyed => 4,
        }
    }

    /// Whether the uploaded file is still in quarantine.
    #[must_use]
    pub const fn has_original(self) -> bool {
        matches!(
            self,
            Self::Received
                | Self::Cleaned(Original::Kept)
                | Self::Scanned(Original::Kept)
                | Self::Refused(Original::Kept)
        )
    }

    /// Every duty a photo in this state has, the most urgent first. Empty only
    /// when it is destroyed.
    #[must_use]
    pub fn duties(self, moments: &Moments, rules: &RetentionRules) -> Vec<Duty> {
        let own = match self {
            Self::Destroyed => return Vec::new(),
            // A photo that nobody ever cleans ends with its original.
            Self::Received => None,
            Self::Refused(_) => {
                let anchor = moments.refused.unwrap_or(moments.received);
                Some(rules.duty(DutyKind::Refused, anchor))
            }
            Self::Cleaned(_) | Self::Scanned(_) => Some(match moments.releases {
                Releases::None => rules.duty(DutyKind::Unused, moments.event_closes),
                Releases::Live(at) => rules.duty(DutyKind::PublicationReview, at),
                Releases::Ended(at) => rules.duty(DutyKind::Master, at),
            }),
        };
        let original = self
            .has_original()
            .then(|| rules.duty(DutyKind::Original, moments.received));
        let mut duties: Vec<_> = own.into_iter().chain(original).collect();
        duties.sort_unstable();
        duties
    }
}

#[cfg(test)]
mod tests;
