//! The rules of the verdict, one small function each; none looks at another.

use jiff::civil::Date;

use crate::{
    exposure::{FaceExposure, Overexposure, overexposures},
    findings::{TextKind, WordsVerdict},
    permission::{Denial, Naming, denials},
    policy::{
        case::{Case, Face, Person, PersonIndex, PersonKind, Resolution},
        reason::{Code, Reason},
        rules::Rules,
    },
};

/// The channel must be switched on and the uploader in good standing.
pub(super) fn school(case: &Case, rules: &Rules, _: Date) -> Vec<Reason> {
    let ruled_out = rules.channels_never.contains(&case.channel);
    reasons([
        (ruled_out, Code::ChannelRuledOut),
        // Where it may never be on, whether it is does not matter.
        (!case.channel_on && !ruled_out, Code::ChannelOff),
        (!case.event.uploader_current, Code::UploaderLapsed),
        (
            case.event.matched && !case.event.dpia_valid,
            Code::DpiaLapsed,
        ),
    ])
}

/// A register that is not current clears nothing, whoever is pictured.
pub(super) fn source(case: &Case, _: &Rules, date: Date) -> Vec<Reason> {
    reasons([(case.source.is_stale(date), Code::SourceStale)])
}

/// The event's duties.
pub(super) fn event(case: &Case, _: &Rules, date: Date) -> Vec<Reason> {
    reasons([
        (case.event.on > date, Code::EventAhead),
        (!case.event.channel_intended, Code::ChannelNotIntended),
        (!case.event.assent_given, Code::AssentMissing),
        (!case.event.purpose_recorded, Code::PurposeMissing),
        (!case.event.device_allowed, Code::DeviceNotAllowed),
        (!case.event.rights_held, Code::RightsMissing),
    ])
}

/// Every visible face must be settled.
pub(super) fn faces(case: &Case, rules: &Rules, _: Date) -> Vec<Reason> {
    let mut found = Vec::new();
    for (index, face) in case.faces.iter().enumerate() {
        if let Some(code) = unsettled(face, case, rules) {
            found.push(Reason::face(code, index));
        }
    }
    found
}

fn unsettled(face: &Face, case: &Case, rules: &Rules) -> Option<Code> {
    let known = |person: PersonIndex| case.people.get(person.0).is_some();
    match face.resolution {
        Resolution::Removed => None,
        // One person alone may dismiss only what the machine is unsure of.
        Resolution::Dismissed => {
            too_uncertain(face, rules).map_or(Some(Code::FaceDismissed), |_| None)
        }
        Resolution::Confirmed(person) if known(person) => None,
        // A person's eye can settle what is too small or uncertain for the
        // machine; the machine's own match cannot.
        Resolution::Matched(person) if known(person) => too_uncertain(face, rules),
        Resolution::NobodyRecognisable => {
            // Only a face that the machine cannot tell may be waved through so.
            too_uncertain(face, rules).map_or(Some(Code::FaceUnresolved), |_| None)
        }
        Resolution::NotIdentifiable => Some(Code::FaceTooSmall),
        Resolution::Proposed(person) if known(person) => Some(Code::FaceProposed),
        Resolution::Ambiguous => Some(Code::FaceAmbiguous),
        Resolution::Unresolved => Some(too_uncertain(face, rules).unwrap_or(Code::FaceUnresolved)),
        Resolution::Confirmed(_) | Resolution::Matched(_) | Resolution::Proposed(_) => {
            Some(Code::FaceUnresolved)
        }
    }
}

/// Why the machine could not tell this face, if so. What was not measured (a
/// face marked by hand) is not small.
fn too_uncertain(face: &Face, rules: &Rules) -> Option<Code> {
    // Written as "not at least", so that a value or limit that is no number
    // makes the face uncertain.
    let below = |value: f32, limit: f32| {
        !matches!(
            value.partial_cmp(&limit),
            Some(std::cmp::Ordering::Greater | std::cmp::Ordering::Equal)
        )
    };
    if face
        .eye_distance
        .is_some_and(|eyes| below(eyes, rules.identifiable_eyes_px))
    {
        Some(Code::FaceTooSmall)
    } else if below(face.score, rules.certain_face) {
        Some(Code::MaybeAFace)
    } else {
        None
    }
}

/// What people counted must be what was found; the second count is due once
/// approval for an external channel is asked for.
pub(super) fn head_count(case: &Case, _: &Rules, _: Date) -> Vec<Reason> {
    let visible = case
        .faces
        .iter()
        .filter(|face| face.resolution.is_visible())
        .count();
    let differs = |count: Option<u16>| count.is_some_and(|heads| usize::from(heads) != visible);
    let second_due = case.counts.approval_asked && case.channel.is_external();
    reasons([
        (
            case.counts.uploader.is_none() || (second_due && case.counts.approver.is_none()),
            Code::HeadCountMissing,
        ),
        (
            differs(case.counts.uploader) || differs(case.counts.approver),
            Code::HeadCountDiffers,
        ),
    ])
}

/// Everybody who is seen must have permission for the channel and, if named,
/// for the name.
pub(super) fn permissions(case: &Case, _: &Rules, date: Date) -> Vec<Reason> {
    let mut found = Vec::new();
    for (index, person) in settled(case) {
        if matches!(person.kind, PersonKind::Visitor { .. }) {
            continue;
        }
        let naming = if person.named {
            Naming::WithFirstName
        } else {
            Naming::PictureOnly
        };
        let denied = denials(&person.standing, case.channel, naming, date, &case.source);
        found.extend(
            denied
                .into_iter()
                .filter(|denial| *denial != Denial::StaleSource)
                .map(|denial| Reason::face(Code::of_denial(denial), index)),
        );
    }
    found
}

/// One person is at most once in a photo. Each visitor stands for themselves.
pub(super) fn twice(case: &Case, _: &Rules, _: Date) -> Vec<Reason> {
    let person = |face: &Face| face.resolution.person();
    case.faces
        .iter()
        .enumerate()
        .filter(|(_, face)| {
            let named = person(face);
            named.is_some()
                && case
                    .faces
                    .iter()
                    .filter(|other| person(other) == named)
                    .count()
                    > 1
        })
        .map(|(index, _)| Reason::face(Code::PersonTwice, index))
        .collect()
}

/// Nobody who may not be shown is told away by another name: where the answer
/// for a face was another before, or the machine found another person, and that
/// person may not be shown here, the most restrictive of the answers counts
/// until who looks after such pupils has said which is right.
pub(super) fn disputed(case: &Case, _: &Rules, date: Date) -> Vec<Reason> {
    let barred = |index: &PersonIndex| {
        case.people.get(index.0).is_some_and(|person| {
            let naming = Naming::PictureOnly;
            denials(&person.standing, case.channel, naming, date, &case.source)
                .into_iter()
                .any(|denial| denial != Denial::StaleSource)
        })
    };
    let faces = case.faces.iter().enumerate();
    faces
        .filter(|(_, face)| face.resolution.is_answered())
        .filter(|(_, face)| {
            let is = face.resolution.person();
            let others = face.others.iter().filter(|other| Some(**other) != is);
            others.clone().any(barred)
        })
        .map(|(index, _)| Reason::face(Code::FaceDisputed, index))
        .collect()
}

/// Visitors agree by the uploader's word.
pub(super) fn visitors(case: &Case, _: &Rules, _: Date) -> Vec<Reason> {
    settled(case)
        .filter(|(_, person)| matches!(person.kind, PersonKind::Visitor { attested: false }))
        .map(|(index, _)| Reason::face(Code::VisitorNotAttested, index))
        .collect()
}

fn settled(case: &Case) -> impl Iterator<Item = (usize, &Person)> {
    case.faces.iter().enumerate().filter_map(|(index, face)| {
        let person = case.people.get(face.resolution.person()?.0)?;
        Some((index, person))
    })
}

/// What the words checker said, and alt text where the public reads it.
pub(super) fn words(case: &Case, rules: &Rules, _: Date) -> Vec<Reason> {
    let mut found: Vec<Reason> = case
        .texts
        .iter()
        .enumerate()
        .filter_map(|(index, text)| match text.verdict {
            WordsVerdict::Allow => None,
            WordsVerdict::Warn => Some(Reason::text(Code::WordsWarn, index)),
            WordsVerdict::Block => Some(Reason::text(Code::WordsBlock, index)),
        })
        .collect();
    let described = case.texts.iter().any(|text| text.kind == TextKind::AltText);
    if case.words_name_someone_else && case.channel.is_external() {
        found.push(Reason::picture(Code::NameWithoutFace));
    }
    if rules.alt_text_required && case.channel.is_external() && !described {
        found.push(Reason::picture(Code::AltTextMissing));
    }
    found
}

/// Limits on how much the picture gives away, on external channels.
pub(super) fn exposure(case: &Case, rules: &Rules, _: Date) -> Vec<Reason> {
    if !case.channel.is_external() {
        return Vec::new();
    }
    let (places, measured): (Vec<usize>, Vec<FaceExposure>) = case
        .faces
        .iter()
        .enumerate()
        .filter(|(_, face)| face.resolution.is_visible())
        .map(|(index, face)| (index, exposure_of(face, case)))
        .unzip();
    overexposures(&measured, &rules.exposure)
        .into_iter()
        .filter_map(|(place, over)| {
            let code = match over {
                Overexposure::Portrait => Code::ExposurePortrait,
                Overexposure::FaceOnTooLarge => Code::ExposureFaceOn,
                Overexposure::NamedTooLarge => Code::ExposureNamed,
            };
            places.get(place).map(|index| Reason::face(code, *index))
        })
        .collect()
}

/// A group larger than the policy likes is looked at by a person.
pub(super) fn group(case: &Case, rules: &Rules, _: Date) -> Vec<Reason> {
    let most = rules.most_faces.get(&case.channel);
    let visible = case
        .faces
        .iter()
        .filter(|face| face.resolution.is_visible())
        .count();
    reasons([(
        most.is_some_and(|most| visible > usize::from(*most)),
        Code::GroupShot,
    )])
}

fn exposure_of(face: &Face, case: &Case) -> FaceExposure {
    let person = face
        .resolution
        .person()
        .and_then(|person| case.people.get(person.0));
    FaceExposure {
        height_px: face.height_px,
        height_share: face.height_share,
        nose_position: face.nose_position,
        // Of a face nobody has settled, a name in the words may be the name.
        named: person.map_or(case.words_name_someone, |person| person.named),
    }
}

fn reasons<const N: usize>(rules: [(bool, Code); N]) -> Vec<Reason> {
    rules
        .into_iter()
        .filter(|(applies, _)| *applies)
        .map(|(_, code)| Reason::picture(code))
        .collect()
}
