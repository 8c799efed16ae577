//! Plays the story: draws, enrols, checks, and plays by script what people
//! would do at the screen.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use gatehouse_app::{
    check::{CheckError, Decision, Desk, Judged, Parts, Seen, Texts, rendition, words_checker},
    decode::DecodePool,
    enrol::{EnrolError, enrol},
    networks::FaceScanner,
    parallel,
    school::{self, Event, School, SchoolError},
};
use gatehouse_domain::{
    Channel,
    findings::TextKind,
    names::{BadText, Words},
    policy::HeadCounts,
};
use jiff::civil::{Date, date};

use crate::{
    approve::{Someone, approve},
    camera, folder,
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
    /// Enrolment failed.
    #[error(transparent)]
    Enrol(#[from] EnrolError),
    /// A drawn photo was not accepted.
    #[error("a drawn photo was not accepted")]
    Check(#[from] CheckError),
    /// The story itself is wrong.
    #[error("the story contradicts itself")]
    Story(#[from] BadText),
}

/// Draws the school of `number` into `dir`, checks all its photos and tells
/// what came out.
///
/// # Errors
/// [`DemoError`].
pub fn play(
    dir: &Path,
    number: u64,
    pool: &DecodePool,
    scanner: &FaceScanner,
    progress: &dyn Progress,
) -> Result<Told, DemoError> {
    let home = Home::prepare(dir)?;
    let looks = Looks::new(number);
    folder::write(&home.school)?;
    progress.begin("Drawing the pupils", PUPILS.len());
    let drawn = parallel::map(PUPILS, parallel::cores(), |_, pupil| {
        progress.step();
        camera::draw_references(&home.school, pupil, &looks, number)
    });
    drawn.into_iter().collect::<Result<(), DemoError>>()?;

    let school = school::load(&home.school)?;
    progress.begin("Enrolling", 1);
    let (register, enrolled) = enrol(&school, &home.school, pool, scanner, TODAY)?;
    progress.step();
    let words = words_checker(&school);
    let desk = Desk {
        school: &school,
        words: &words,
        scanner,
        register: Some(&register),
        pool,
        date: TODAY,
    };
    progress.begin("Taking and checking photos", PHOTOS.len());
    let rows = parallel::map(PHOTOS, parallel::cores(), |index, photo| {
        let row = one(&desk, &home, photo, index, &looks, number);
        progress.step();
        row
    });
    Ok(Told {
        number,
        rows: rows.into_iter().collect::<Result<_, DemoError>>()?,
        enrolled: enrolled.enrolled,
        not_enrolled: enrolled.not_enrolled.len(),
        refused_photos: enrolled.refused_photos,
        match_threshold: register.thresholds().match_threshold(),
        lookalike_pairs: register.lookalikes().pairs().count(),
    })
}

/// The folders of a demo.
struct Home {
    school: PathBuf,
    camera: PathBuf,
    cleaned: PathBuf,
    cleared: PathBuf,
}

impl Home {
    /// Makes the folders anew. What an earlier demo left is removed; anything
    /// else is left alone.
    fn prepare(dir: &Path) -> Result<Self, DemoError> {
        let mark = dir.join("drawn-school.txt");
        let home = Self {
            school: dir.join("school"),
            camera: dir.join("camera"),
            cleaned: dir.join("cleaned"),
            cleared: dir.join("cleared"),
        };
        if dir.exists() {
            let empty = fs::read_dir(dir)?.next().is_none();
            if !empty && !mark.exists() {
                return Err(DemoError::NotOurs);
            }
        }
        for folder in [&home.school, &home.camera, &home.cleaned, &home.cleared] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
            fs::create_dir_all(folder)?;
        }
        fs::write(mark, MARK)?;
        for channel in CHANNELS {
            fs::create_dir_all(home.cleared.join(channel.code()))?;
        }
        Ok(home)
    }
}

const MARK: &str = "A drawn school, made by `gatehouse demo`. Nobody in it exists.\n\
school/   the office's files and the reference photos\n\
camera/   the photos as a phone saved them, with everything phones put in\n\
cleaned/  every photo with nothing but pixels left\n\
cleared/  what may go out, by channel\n";

/// A photo's whole way.
fn one(
    desk: &Desk<'_>,
    home: &Home,
    photo: &Photo,
    index: usize,
    looks: &Looks,
    number: u64,
) -> Result<Row, DemoError> {
    let name = name(photo, index);
    let shot = camera::take(photo, index, looks, number)?;
    fs::write(home.camera.join(format!("{name}.jpg")), &shot.bytes)?;

    let event = event(desk.school, photo)?;
    let looked = desk.look(&shot.bytes, event)?;
    let picture = rendition(&looked.pixels).map_err(CheckError::from)?;
    let seen = looked.seen;
    fs::write(home.cleaned.join(format!("{name}.jpg")), picture.bytes())?;

    let texts = texts(photo)?;
    let parts = script(desk.school, photo, &seen, shot.truth.len());
    let judged: Vec<Judged> = CHANNELS
        .into_iter()
        .map(|channel| desk.judge(&seen, event, &parts, &texts, channel))
        .collect();
    let rules = &desk.school.profile.rules;
    let approved = |one: &&Judged| approve(&one.verdict, rules, Someone::Editor).is_ok();
    for one in judged.iter().filter(approved) {
        let folder = home.cleared.join(one.channel.code());
        fs::write(folder.join(format!("{name}.jpg")), picture.bytes())?;
    }
    let shown = truth::Shown {
        desk,
        event,
        photo,
        seen: &seen,
        parts: &parts,
        texts: &texts,
    };
    let right = shown.compare(&shot.truth, &judged);
    Ok(Row::new(name, desk, &seen, &parts, &texts, &judged, right))
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

fn event<'a>(school: &'a School, photo: &Photo) -> Result<&'a Event, DemoError> {
    school
        .event(photo.event)
        .ok_or(DemoError::Story(BadText::Blank))
}

fn texts(photo: &Photo) -> Result<Texts, BadText> {
    Ok(Texts(vec![
        (TextKind::Caption, Words::parse(photo.caption)?),
        (TextKind::AltText, Words::parse(photo.alt)?),
    ]))
}

/// What people do, by script: proposals are confirmed as they come, names are
/// typed as the story says, heads are counted right, by uploader and approver.
fn script(school: &School, photo: &Photo, seen: &Seen, heads: usize) -> Parts {
    let heads = u16::try_from(heads).ok();
    let mut parts = Parts {
        counts: HeadCounts {
            uploader: heads,
            approver: heads,
            approval_asked: true,
        },
        ..Parts::default()
    };
    parts.confirm_proposals(seen);
    for (place, typed) in typed(photo.typed) {
        let decision = match typed {
            Typed::Person(id) => school.key(id).map(Decision::Is),
            Typed::Visitor => Some(Decision::Visitor { agreed: true }),
            Typed::Nobody => Some(Decision::NobodyRecognisable),
            Typed::NoFace => Some(Decision::NotAFace),
        };
        parts.decisions.extend(decision.map(|d| (place, d)));
    }
    parts
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
