//! Plays the story: draws, enrols, checks, and plays by script what people
//! would do at the screen.

use std::{collections::BTreeMap, fs, io, sync::Arc};

use gatehouse_app::{
    check::{Decision, Judged, Parts, Seen},
    house::{House, Register},
    parallel,
    school::SchoolError,
    street::{Approval, StreetError},
    worker::{self, Habits},
};
use gatehouse_domain::{
    Channel,
    findings::TextKind,
    ids::{PhotoId, ReleaseId, SchoolId},
    names::{BadText, Words},
};
use gatehouse_drawing::Truth;
use jiff::civil::{Date, date};

use crate::{
    camera::{self, Shot},
    crew::{self, Crew},
    ending, folder,
    home::Home,
    looks::Looks,
    story::{
        cast::{Typed, typed},
        photos::{PHOTOS, Photo},
        pupils::PUPILS,
    },
    table::{Row, Told},
    truth,
};

/// The day on which the story is played.
pub const TODAY: Date = date(2026, 11, 20);

/// Where the story's pictures are meant to go.
pub(crate) const CHANNELS: [Channel; 3] = [Channel::Website, Channel::Newsletter, Channel::Display];

/// Somebody who watches.
pub trait Progress: Sync {
    /// A piece of work of `steps` steps begins.
    fn begin(&self, what: &'static str, steps: usize);
    /// One step of it is done.
    fn step(&self);
}

/// Why the demo could not be played.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder cannot be written.
    #[error("the demo's folder cannot be written: check its place, permissions and disk space")]
    Folder(#[from] io::Error),
    /// The folder holds something that is not a drawn school.
    #[error("the folder is not empty and holds no drawn school: choose another with --dir")]
    NotOurs,
    /// A picture could not be written as a phone writes it.
    #[error(transparent)]
    Phone(#[from] gatehouse_drawing::phone::WriteError),
    /// What was drawn did not read back.
    #[error(transparent)]
    School(#[from] SchoolError),
    /// The street did not do what the story asks of it.
    #[error(transparent)]
    Street(#[from] StreetError),
    /// Its people cannot be given logins.
    #[error(transparent)]
    SignIn(#[from] gatehouse_app::sign_in::SignInError),
    /// The story itself is wrong.
    #[error("the story contradicts itself")]
    Story(#[from] BadText),
}

/// What the story is played with.
pub struct Stage<'a> {
    /// The folders it is played in.
    pub home: &'a Home,
    /// The number everything is drawn from.
    pub number: u64,
    /// The house, with a clock that shows the story's day.
    pub house: &'a Arc<House>,
    /// How its workers work.
    pub habits: Habits,
    /// Who watches.
    pub progress: &'a dyn Progress,
}

/// Draws the school, sends all its photos down the street and tells what came
/// out.
///
/// # Errors
/// [`DemoError`].
pub async fn play(stage: &Stage<'_>) -> Result<Told, DemoError> {
    let Stage {
        home,
        number,
        house,
        progress,
        ..
    } = *stage;
    let looks = Looks::new(number);
    folder::write(&home.school)?;
    progress.begin("Drawing the pupils", PUPILS.len());
    let drawn = parallel::map(PUPILS, parallel::cores(), |_, pupil| {
        progress.step();
        camera::draw_references(&home.school, pupil, &looks, number)
    });
    drawn.into_iter().collect::<Result<(), DemoError>>()?;

    let (school, crew) = Box::pin(crew::open(house, &home.school)).await?;
    progress.begin("Enrolling", 1);
    let enrolled = house.enrol(&crew.office, school, &home.school).await?;
    progress.step();
    progress.begin("Taking photos", PHOTOS.len());
    let shots = parallel::map(PHOTOS, parallel::cores(), |index, photo| {
        progress.step();
        let shot = camera::take(photo, index, &looks, number)?;
        let name = name(photo, index);
        fs::write(home.camera.join(format!("{name}.jpg")), &shot.bytes)?;
        Ok((name, shot))
    });
    let shots: Vec<(String, Shot)> = shots.into_iter().collect::<Result<_, DemoError>>()?;
    let mut photos = Vec::with_capacity(shots.len());
    for (photo, (name, shot)) in PHOTOS.iter().zip(shots) {
        let event = crew.event(photo.event)?;
        let arriving = house.receive(&crew.teacher, school, event, &shot.bytes);
        let id = Box::pin(arriving).await?;
        photos.push((photo, id, name, shot.truth));
    }
    progress.begin("Cleaning and looking at faces", 1);
    worker::drain(house, stage.habits).await?;
    progress.step();

    progress.begin("Naming, counting, approving", photos.len());
    let mut rows = Vec::with_capacity(photos.len());
    let mut releases = Vec::new();
    for (photo, id, name, truth) in photos {
        let (row, approved) = one(stage, (school, &crew), (photo, id), name, &truth).await?;
        rows.push(row);
        releases.extend(approved);
        progress.step();
    }
    progress.begin("Publishing", 1);
    worker::drain(house, stage.habits).await?;
    let ending = ending::play(stage, (school, &crew), &releases).await?;
    progress.step();
    let faces = house.faces(school).await?;
    Ok(Told {
        number,
        rows,
        enrolled: enrolled.enrolled,
        not_enrolled: enrolled.not_enrolled.len(),
        refused_photos: enrolled.refused_photos,
        match_threshold: faces.thresholds().match_threshold(),
        lookalike_pairs: faces.lookalikes().pairs().count(),
        ending,
    })
}

/// What people do with one photo by script, and what came of it: the row, and
/// the releases that were approved.
async fn one(
    stage: &Stage<'_>,
    (school, crew): (SchoolId, &Crew),
    (photo, id): (&Photo, PhotoId),
    name: String,
    truth: &[Truth],
) -> Result<(Row, Vec<ReleaseId>), DemoError> {
    let house = stage.house;
    for (kind, text) in texts(photo)? {
        house
            .write(&crew.teacher, school, id, (kind, &text))
            .await?;
    }
    let heads = u16::try_from(truth.len()).unwrap_or(u16::MAX);
    house.count(&crew.teacher, school, id, heads).await?;
    let seen = house.photo(school, id).await?;
    for (place, decision) in script(seen.register(), photo, &seen.dossier().seen) {
        let face = seen.dossier().faces.get(place).copied();
        if let Some((face, said)) = face.zip(seen.named(decision)) {
            house.name(&crew.teacher, school, (id, face), said).await?;
        }
    }
    let mut approved = Vec::new();
    for channel in CHANNELS {
        let release = house.draft(&crew.teacher, school, channel, &[id]).await?;
        let counts = Approval::from([(id, heads)]);
        match house.approve(&crew.editor, school, release, &counts).await {
            Ok(()) => approved.push(release),
            // Not clear: the table says why.
            Err(StreetError::Release(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let seen = house.photo(school, id).await?;
    let judged = CHANNELS.map(|channel| seen.judge(house, channel));
    let judged = judged
        .into_iter()
        .collect::<Result<Vec<Judged>, StreetError>>()?;
    let desk = house.desk(seen.register());
    let dossier = seen.dossier();
    let shown = truth::Shown {
        desk: &desk,
        event: seen.event()?,
        photo,
        seen: &dossier.seen,
        parts: &dossier.parts,
        texts: &dossier.texts,
    };
    let right = shown.compare(truth, &judged);
    let row = Row::new(
        name,
        &desk,
        &dossier.seen,
        &dossier.parts,
        &dossier.texts,
        &judged,
        right,
    );
    Ok((row, approved))
}

/// `harvest-01` and so on: says nothing of who is in it.
fn name(photo: &Photo, index: usize) -> String {
    let before = PHOTOS
        .iter()
        .take(index)
        .filter(|other| other.event == photo.event)
        .count();
    format!("{}-{:02}", photo.event, before + 1)
}

fn texts(photo: &Photo) -> Result<[(TextKind, Words); 2], BadText> {
    Ok([
        (TextKind::Caption, Words::parse(photo.caption)?),
        (TextKind::AltText, Words::parse(photo.alt)?),
    ])
}

/// What people say of the faces, by script: proposals are confirmed as they
/// come, names are typed as the story says.
fn script(register: &Register, photo: &Photo, seen: &Seen) -> BTreeMap<usize, Decision> {
    let mut parts = Parts::default();
    parts.confirm_proposals(seen);
    for (place, typed) in typed(photo.typed) {
        let decision = match typed {
            Typed::Person(id) => register.school.key(id).map(Decision::Is),
            Typed::Visitor => Some(Decision::Visitor { agreed: true }),
            Typed::Nobody => Some(Decision::NobodyRecognisable),
            Typed::NoFace => Some(Decision::NotAFace),
        };
        parts.decisions.extend(decision.map(|d| (place, d)));
    }
    parts.decisions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_are_numbered_within_their_event() {
        let names: Vec<_> = PHOTOS
            .iter()
            .enumerate()
            .map(|(index, photo)| name(photo, index))
            .collect();
        assert_eq!(names[0], "harvest-01");
        let different: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(different.len(), names.len());
    }
}
