//! What follows from a policy for the program, and what a new one changes, in
//! plain words.

use gatehouse_captions::{Inside, Naming, Profile as WordsProfile};
use gatehouse_domain::{
    Channel,
    exposure::ExposureLimits,
    policy::Rules,
    retention::{DutyKind, Period, RetentionRules},
    role::Role,
};

/// The settings of a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Days for which an import of permissions counts.
    pub fresh_days: u16,
    /// The numbers verdicts are judged by.
    pub rules: Rules,
    /// How names may stand in words.
    pub words: WordsProfile,
    /// How long each kind of copy may last.
    pub retention: RetentionRules,
}

/// One setting that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What it is about.
    pub what: String,
    /// How it was.
    pub before: String,
    /// How it is from now on.
    pub after: String,
}

/// What a new policy changes, in plain words and the order of the file.
#[must_use]
pub fn changes(before: &Settings, after: &Settings) -> Vec<Changed> {
    let (before, after) = (told(before), told(after));
    let pairs = before.into_iter().zip(after);
    let changed = pairs.filter(|((_, before), (_, after))| before != after);
    changed
        .map(|((what, before), (_, after))| Changed {
            what,
            before,
            after,
        })
        .collect()
}

/// Every setting in words; the same settings in the same order for every
/// policy.
#[must_use]
fn told(settings: &Settings) -> Vec<(String, String)> {
    // Taken apart by name, so that no rule is forgotten here.
    let Rules {
        version: _,
        exposure,
        exposure_lifted_by,
        identifiable_eyes_px,
        certain_face,
        alt_text_required,
        own_say_from,
        own_say_needed,
        taking_agreed,
        written_consent,
        channels_never,
        most_faces,
    } = &settings.rules;
    let never: Vec<&str> = channels_never.iter().map(|one| one.code()).collect();
    let yes = |what: &str, on: bool| line(what, if on { "yes" } else { "no" }.to_owned());
    let mut lines = vec![
        yes(
            "Taking pictures of a pupil has to be agreed to as well as using them",
            *taking_agreed,
        ),
        yes("A consent has to be in writing", *written_consent),
        line(
            "Pupils have to say yes themselves too",
            if *own_say_needed {
                format!("from {own_say_from} years on")
            } else {
                "no".to_owned()
            },
        ),
        line(
            "An import of permissions counts for",
            days(settings.fresh_days),
        ),
        line(
            "Names inside the school",
            inside(settings.words.inside).to_owned(),
        ),
        line(
            "Names beside a picture outside",
            naming(settings.words.naming).to_owned(),
        ),
        line(
            "Channels that are ruled out",
            if never.is_empty() {
                "none".to_owned()
            } else {
                never.join(", ")
            },
        ),
    ];
    lines.extend(large_faces(exposure, *exposure_lifted_by));
    lines.extend([
        line(
            "A face can be told by its eyes from",
            format!("{identifiable_eyes_px} pixels between them"),
        ),
        line(
            "What the machine takes for a face is certain from",
            format!("{:.0} per cent", certain_face * 100.0),
        ),
        line(
            "Alt text outside the school",
            if *alt_text_required {
                "is needed"
            } else {
                "is not needed"
            }
            .to_owned(),
        ),
    ]);
    lines.extend(Channel::ALL.map(|channel| {
        let most = most_faces.get(&channel);
        let most = most.map_or("any number".to_owned(), u16::to_string);
        (
            format!("Faces in a picture for the channel {channel}"),
            most,
        )
    }));
    lines.extend(DutyKind::ALL.map(|kind| {
        let period = settings.retention.periods().of(kind);
        (kept(kind).to_owned(), how_long(period))
    }));
    lines
}

/// A setting and its value.
fn line(what: &str, value: String) -> (String, String) {
    (what.to_owned(), value)
}

/// The settings of faces that are large, alone or named.
fn large_faces(exposure: &ExposureLimits, lifted_by: Role) -> [(String, String); 5] {
    [
        line(
            "A large or single face is let out by",
            lifted_by.to_string(),
        ),
        line(
            "A face that looks at the camera is large from",
            format!("{} pixels", exposure.face_on_px),
        ),
        line(
            "A face with its name is large from",
            format!("{} pixels", exposure.named_px),
        ),
        line(
            "A single face is a portrait from",
            format!(
                "{:.0} per cent of the picture's height",
                exposure.portrait_share * 100.0
            ),
        ),
        line(
            "A face counts as looking at the camera",
            format!(
                "with the nose {:.0} to {:.0} per cent of the way between the eyes",
                exposure.face_on_from * 100.0,
                exposure.face_on_to * 100.0
            ),
        ),
    ]
}

fn days(count: u16) -> String {
    counted(count, "day")
}

fn counted(count: u16, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

const fn inside(inside: Inside) -> &'static str {
    match inside {
        Inside::FullNames => "full names may stand",
        Inside::FirstNames => "first names only",
    }
}

const fn naming(naming: Naming) -> &'static str {
    match naming {
        Naming::FirstNames => "first names may stand",
        Naming::NoNameWithPicture => "no pupil's name",
        Naming::PictureOrName => "either the picture or the name",
    }
}

pub(crate) const fn kept(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Card => "Pictures stay in the camera until",
        DutyKind::Original => "The file as it was uploaded is kept for",
        DutyKind::Refused => "A refused picture is kept for",
        DutyKind::Unused => "After an event closes, unused pictures are kept for",
        DutyKind::Master => "After the last post has ended, a picture is kept for",
        DutyKind::PublicationReview => "What is out is looked at again after",
        DutyKind::Template => "The numbers made from a face are kept for",
        DutyKind::Export => "An export is kept for",
        DutyKind::AccessLog => "A line of the access log is kept for",
        DutyKind::Evidence => "Evidence is kept for",
        DutyKind::Backup => "A backup is kept for",
    }
}

pub(crate) fn how_long(period: Period) -> String {
    match period {
        Period::Hours(0) => "no time at all".to_owned(),
        Period::Hours(count) => counted(count, "hour"),
        Period::Days(count) => days(count),
        Period::Months(count) => counted(count, "month"),
        Period::Years(count) => counted(count, "year"),
        Period::SameDayAt(at) => format!("{} on the same day", at.strftime("%H:%M")),
    }
}
