//! Everything that is kept of a photo, opened: what a verdict is made of and
//! what pages show.

use gatehouse_domain::{
    Area, Channel,
    biometric::Route,
    custody::State,
    findings::TextKind,
    ids::{EventId, FaceId, PersonId, PhotoId, SchoolId},
    names::Words,
    policy::{Lift, Subject},
};
use gatehouse_faces::DetectedFace;
use gatehouse_picture::Carried;
use gatehouse_store::{
    db::Tx,
    faces::{self, FaceRow},
    photos::{self, PhotoRow},
    seal::SubjectKey,
    words,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{StreetError, answers::Answer};
use crate::{
    check::{Marked, Parts, Seen, SeenFace, Sight, Texts},
    house::{House, Register},
};

/// What is sealed of a photo as a whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// What the file carried: yes or no, never a value.
    pub(crate) carried: Carried,
    /// How its faces are told, once it was scanned.
    pub(crate) route: Option<Route>,
}

/// What is sealed of a face.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kept")]
pub(crate) enum KeptFace {
    /// The machine found it.
    Found {
        /// Box, points, certainty and quality in the master's pixels.
        face: DetectedFace,
        /// What the machine says.
        sight: Sight<PersonId>,
    },
    /// A person drew a box around it.
    Marked {
        /// The box, in the master's pixels.
        area: Area,
    },
}

/// What is sealed of a reason that somebody settled.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Settlement {
    /// Where it holds.
    pub(crate) channel: Channel,
    /// What it spoke of, as it was then: when that changes it holds no more.
    pub(crate) about: [u8; 32],
    /// Which, and in which role.
    pub(crate) lift: Lift,
    /// Why.
    pub(crate) why: String,
}

/// A photo with everything known of it.
#[derive(Debug)]
pub struct Dossier {
    /// The photo.
    pub photo: PhotoId,
    /// Its event.
    pub event: EventId,
    /// How far it is.
    pub state: State,
    /// Its faces' ids: the machine's from left to right, then those marked.
    pub faces: Vec<FaceId>,
    /// What the machine saw.
    pub seen: Seen,
    /// What people did.
    pub parts: Parts,
    /// The words beside it.
    pub texts: Texts,
    lifts: Vec<(Channel, Lift)>,
}

impl Dossier {
    /// The reasons that are settled on a channel, what they spoke of being
    /// still as it was.
    #[must_use]
    pub fn lifts_on(&self, channel: Channel) -> Vec<Lift> {
        let here = self.lifts.iter().filter(|(known, _)| *known == channel);
        here.map(|(_, lift)| *lift).collect()
    }

    /// Hash of what a reason speaks of, as it is now.
    pub(crate) fn fingerprint(&self, subject: Subject) -> [u8; 32] {
        let mut hash = Sha256::new();
        let face = |hash: &mut Sha256, index: usize| {
            let detected = self.parts.decisions.get(&index).copied();
            let by_hand = index.checked_sub(self.seen.faces.len());
            let marked = by_hand.and_then(|at| self.parts.marked.get(at)?.decision);
            let id = self.faces.get(index);
            hash.update(format!("{id:?} {:?};", detected.or(marked)));
        };
        let text = |hash: &mut Sha256, index: usize| {
            let words = self.texts.0.get(index);
            let (kind, text) =
                words.map_or(("", ""), |(kind, text)| (kind_word(*kind), text.reveal()));
            hash.update(format!("{kind} {} {text};", text.len()));
        };
        match subject {
            Subject::Face(index) => face(&mut hash, index),
            Subject::Text(index) => text(&mut hash, index),
            Subject::Picture => {
                (0..self.faces.len()).for_each(|index| face(&mut hash, index));
                (0..self.texts.0.len()).for_each(|index| text(&mut hash, index));
            }
        }
        hash.finalize().into()
    }

    /// Everybody who may be in it, as proposed or decided.
    #[must_use]
    pub fn people(&self, register: &Register) -> Vec<PersonId> {
        let proposed = self.seen.faces.iter().flat_map(|face| face.sight.people());
        let marked = self.parts.marked.iter().filter_map(|face| face.decision);
        let decided = self.parts.decisions.values().copied().chain(marked);
        let before = self.parts.before.values().flatten();
        let mut people: Vec<PersonId> = proposed
            .chain(before)
            .copied()
            .chain(decided.filter_map(|decision| decision.person()))
            .filter_map(|key| register.id(key))
            .collect();
        people.sort_unstable();
        people.dedup();
        people
    }
}

impl House {
    /// A photo's dossier, as it is in this transaction.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`]; the store's; sealing's once it was destroyed.
    pub async fn dossier(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        register: &Register,
        photo: PhotoId,
    ) -> Result<Dossier, StreetError> {
        let row = photos::get::<Facts>(tx, school, photo)
            .await?
            .ok_or(StreetError::NoSuch("photo"))?;
        let key = self.key(school, photo).await?;
        let facts = match &row.facts {
            Some(facts) => facts.open(&key)?,
            None => return Err(StreetError::NotChecked),
        };
        let rows = faces::of_photo::<KeptFace, Answer>(tx, school, photo).await?;
        let ids = rows.iter().map(|row| row.id).collect();
        let mut parts = Parts::default();
        let found = sort_out(&rows, &key, register, &mut parts)?;
        parts.counts = faces::counts(tx, school, photo).await?;
        let mut texts = Texts::default();
        for (kind, text) in words::of_photo(tx, school, photo).await? {
            let text = Words::parse(&text.open(&key)?);
            texts
                .0
                .push((kind, text.map_err(|_| StreetError::Register("words"))?));
        }
        let mut dossier = Dossier {
            photo,
            event: row.event,
            state: row.state,
            faces: ids,
            seen: seen(&row, facts, found)?,
            parts,
            texts,
            lifts: Vec::new(),
        };
        for settled in faces::settlements::<Settlement>(tx, school, photo).await? {
            let settled = settled.open(&key)?;
            if settled.about == dossier.fingerprint(settled.lift.subject) {
                dossier.lifts.push((settled.channel, settled.lift));
            }
        }
        Ok(dossier)
    }
}

/// A word for a kind of text.
const fn kind_word(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Caption => "caption",
        TextKind::Title => "title",
        TextKind::AltText => "alt",
        TextKind::Filename => "file",
        TextKind::Hashtag => "hashtag",
        TextKind::Handle => "handle",
        TextKind::Album => "album",
    }
}

fn seen(row: &PhotoRow<Facts>, facts: Facts, found: Vec<SeenFace>) -> Result<Seen, StreetError> {
    let (width, height) = row.size.ok_or(StreetError::NotChecked)?;
    Ok(Seen {
        width,
        height,
        carried: facts.carried,
        faces: found,
        route: facts.route.ok_or(StreetError::NotChecked)?,
    })
}

/// The faces of the machine, and into `parts` what people said of them and
/// which others they marked.
fn sort_out(
    rows: &[FaceRow<KeptFace, Answer>],
    key: &SubjectKey,
    register: &Register,
    parts: &mut Parts,
) -> Result<Vec<SeenFace>, StreetError> {
    let mut found = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let answer = match &row.decision {
            Some(answer) => Some(answer.open(key)?),
            None => None,
        };
        let decision = answer
            .as_ref()
            .and_then(|answer| answer.said.map(|person| register.key(person)));
        if let Some(answer) = answer {
            let before = answer.before.iter().filter_map(|id| register.key(*id));
            parts.before.insert(place, before.collect());
            if answer.settled {
                parts.settled.insert(place);
            }
        }
        // Whom a person named is gone from the register: nobody knows who it
        // is, whatever the machine says.
        let lost = row.decision.is_some() && decision.is_none();
        match row.seen.open(key)? {
            KeptFace::Found { face, sight } => {
                parts
                    .decisions
                    .extend(decision.map(|said| (found.len(), said)));
                let sight = if lost {
                    Sight::Stranger
                } else {
                    sight.map(|person| register.key(person))
                };
                found.push(SeenFace { face, sight });
            }
            KeptFace::Marked { area } => parts.marked.push(Marked { area, decision }),
        }
    }
    Ok(found)
}
