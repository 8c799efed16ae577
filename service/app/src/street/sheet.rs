//! A photo as the people see it who work on it: its faces and who they may be,
//! its words, its count, and how it stands on each channel of its event.

use std::collections::BTreeMap;

use gatehouse_domain::{
    Area, Channel,
    findings::TextKind,
    ids::{EventId, FaceId, PersonId, PhotoId, SchoolId},
};
use gatehouse_store::photos;

use super::{
    Actor, Photo, StreetError,
    board::{Standing, Told, told},
};
use crate::{
    check::{Decision, Sight},
    house::{House, Register},
    school::{Kind, Person, PersonKey},
};

/// A photo with all that is to be done to it. No Debug: it holds names.
pub struct Sheet {
    /// Its id.
    pub photo: PhotoId,
    /// The event.
    pub event: EventId,
    /// What the event is called.
    pub title: String,
    /// Its place among the event's photos, from 1, and how many those are.
    pub place: (i64, i64),
    /// Width and height of the kept picture, in pixels.
    pub size: (u32, u32),
    /// Its faces: the machine's from left to right, then those marked.
    pub faces: Vec<FaceOnSheet>,
    /// Everybody who may be in it, by name: pupils of the event, then staff.
    pub roster: Vec<(PersonId, String)>,
    /// The pupils among them, those first who were named in it.
    pub pupils: Vec<(PersonId, String)>,
    /// How many those are.
    pub named: usize,
    /// The caption.
    pub caption: String,
    /// The text for who cannot see the picture.
    pub alt: String,
    /// Whether faces are not recognised for want of an impact assessment.
    pub recognition_stopped: bool,
    /// The heads that the uploader counted.
    pub counted: Option<u16>,
    /// How it stands on each channel of its event.
    pub channels: BTreeMap<Channel, (Standing, Vec<Told>)>,
}

impl Sheet {
    /// Whether something stands in the way to which an editor may agree.
    #[must_use]
    pub fn asks_to_agree(&self) -> bool {
        let mut told = self.channels.values().flat_map(|(_, told)| told);
        told.any(|one| {
            super::agreeing::AGREED
                .iter()
                .any(|code| code.code() == one.code)
        })
    }
}

/// A face. No Debug: it holds names.
pub struct FaceOnSheet {
    /// Its id.
    pub id: FaceId,
    /// Where it is, in pixels of the kept picture.
    pub area: Area,
    /// Whether it only may be a face.
    pub maybe: bool,
    /// Whom the machine proposes, likeliest first.
    pub proposed: Vec<(PersonId, String)>,
    /// What a person said.
    pub said: Option<Decision<PersonId>>,
    /// The name of whom a person said it is.
    pub name: Option<String>,
    /// Whether a safeguarding lead said it, so that nobody else changes it.
    pub settled: bool,
}

impl House {
    /// A photo's sheet.
    ///
    /// # Errors
    /// As [`House::photo`]; [`StreetError::NoSuch`] where its event is not theirs,
    /// too.
    pub async fn sheet(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<Sheet, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_photo(&mut tx, actor, school, photo).await?;
        drop(tx);
        let found = self.photo(school, photo).await?;
        let (dossier, register) = (found.dossier(), found.register());
        let event = found.event()?;
        let mut tx = self.db.read().await?;
        let place = photos::place(&mut tx, school, photo).await?;
        drop(tx);
        let text = |kind: TextKind| {
            let texts = dossier.texts.0.iter();
            let text = texts.clone().find(|(known, _)| *known == kind);
            text.map_or_else(String::new, |(_, words)| words.reveal().to_owned())
        };
        let mut channels = BTreeMap::new();
        for channel in event.channels.iter().copied() {
            let judged = found.standing(self, channel)?;
            channels.insert(channel, judged);
        }
        let faces = faces(&found);
        let pupils = pupils(register, event, &faces);
        Ok(Sheet {
            photo,
            event: dossier.event,
            title: event.title.clone(),
            place,
            size: (dossier.seen.width, dossier.seen.height),
            pupils: pupils.0,
            named: pupils.1,
            faces,
            roster: roster(register, event),
            caption: text(TextKind::Caption),
            alt: text(TextKind::AltText),
            recognition_stopped: self.recognition_stopped(register),
            counted: dossier.parts.counts.uploader,
            channels,
        })
    }
}

impl Photo {
    /// How it stands on a channel before approval is asked for.
    fn standing(
        &self,
        house: &House,
        channel: Channel,
    ) -> Result<(Standing, Vec<Told>), StreetError> {
        let dossier = self.dossier();
        let mut parts = dossier.parts.clone();
        parts.lifts = dossier.lifts_on(channel);
        let desk = house.desk(self.register());
        let (seen, texts) = (&dossier.seen, &dossier.texts);
        let verdict = desk
            .judge(seen, self.event()?, &parts, texts, channel)
            .verdict;
        Ok((Standing::of(&verdict), told(verdict.reasons())))
    }
}

/// The faces in their order.
fn faces(photo: &Photo) -> Vec<FaceOnSheet> {
    let (dossier, register) = (photo.dossier(), photo.register());
    let parts = &dossier.parts;
    let found = dossier.seen.faces.iter().enumerate().map(|(place, seen)| {
        let said = parts.decisions.get(&place).copied();
        let people = match &seen.sight {
            Sight::Match(person) => std::slice::from_ref(person),
            Sight::Ambiguous(people, _) => people,
            Sight::Stranger | Sight::NotIdentifiable | Sight::NotCompared => &[],
        };
        (seen.face.area, seen.face.is_maybe(), people, said)
    });
    let marked = parts.marked.iter();
    let marked = marked.map(|face| (face.area, false, &[][..], face.decision));
    dossier
        .faces
        .iter()
        .zip(found.chain(marked))
        .enumerate()
        .map(|(place, (id, (area, maybe, people, said)))| FaceOnSheet {
            id: *id,
            settled: parts.settled.contains(&place),
            area,
            maybe,
            proposed: people
                .iter()
                .filter_map(|key| named(register, *key))
                .collect(),
            name: said
                .and_then(|said| said.person())
                .and_then(|key| named(register, key))
                .map(|(_, name)| name),
            said: said.and_then(|said| photo.named(said)),
        })
        .collect()
}

/// Everybody who may be in a picture of an event, by name.
fn roster(register: &Register, event: &crate::school::Event) -> Vec<(PersonId, String)> {
    let school = &register.school;
    let pupils = school.roster(event).map(|(key, _)| key);
    let staff = school
        .keyed()
        .filter(|(_, person)| person.kind == Kind::Staff);
    let people = pupils.chain(staff.map(|(key, _)| key));
    let mut named: Vec<_> = people.filter_map(|key| named(register, key)).collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    named
}

/// The pupils of an event by name, those first who are said to be in a picture,
/// and how many are.
fn pupils(
    register: &Register,
    event: &crate::school::Event,
    faces: &[FaceOnSheet],
) -> (Vec<(PersonId, String)>, usize) {
    let pupils = register.school.roster(event);
    let mut all: Vec<_> = pupils.filter_map(|(key, _)| named(register, key)).collect();
    let is_in_it = |id: PersonId| {
        let mut said = faces.iter().filter_map(|face| face.said);
        said.any(|said| said.person() == Some(id))
    };
    all.sort_by_cached_key(|(id, name)| (!is_in_it(*id), name.clone()));
    let named = all.iter().filter(|(id, _)| is_in_it(*id)).count();
    (all, named)
}

/// Somebody's id, and their name as staff know them.
fn named(register: &Register, key: PersonKey) -> Option<(PersonId, String)> {
    let person = register.school.person(key)?;
    Some((register.id(key)?, full_name(person)))
}

/// The name they go by, family name, class.
pub(super) fn full_name(person: &Person) -> String {
    let first = person.preferred_name.as_ref().unwrap_or(&person.first_name);
    let name = format!("{} {}", first.reveal(), person.surname.reveal());
    match &person.class {
        Some(class) => format!("{name} ({class})"),
        None => name,
    }
}
