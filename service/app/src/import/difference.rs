//! What files would change, person by person and channel by channel: not only
//! by what they answer, but also by who may answer.

use std::{cmp::Ordering, collections::BTreeSet};

use gatehouse_domain::{
    biometric::{Answer, BiometricFacts, GuardianFacts},
    permission::PermissionRow,
};
use jiff::civil::Date;

use super::{About, Change, Difference, Measure, Part, is_first};
use crate::school::{Kind, MisId, Person, School};

/// What becomes of `before` when everybody is as in `after`, where those who
/// are known stand in their places; `listed` is whom `pupils.csv` lists.
#[must_use]
pub fn difference(
    before: &School,
    after: &[Person],
    listed: Option<&BTreeSet<MisId>>,
    today: Date,
) -> Difference {
    let measure = Measure::of(before, today);
    let mut found = Difference::default();
    for (known, person) in before.people.iter().zip(after) {
        let parts = parts(known, person);
        if !parts.is_empty() {
            found.changed.push((person.id.clone(), parts));
        }
        answers(measure, known, person, &mut found);
        let gone =
            |ids: &BTreeSet<MisId>| known.standing.left_on.is_none() && !ids.contains(&known.id);
        if known.kind == Kind::Pupil && listed.is_some_and(gone) {
            found.missing.push(person.id.clone());
        }
    }
    for person in after.iter().skip(before.people.len()) {
        found.new.push(person.id.clone());
        // Of whoever is new nothing was answered before.
        let mut blank = person.clone();
        blank.standing.rows.clear();
        blank.biometric = BiometricFacts::default();
        answers(measure, &blank, person, &mut found);
    }
    found
}

/// What becomes of somebody's answers.
fn answers(measure: Measure, known: &Person, person: &Person, found: &mut Difference) {
    let (was, now) = (&known.standing, &person.standing);
    found.lines += added(known, person).len();
    recognition(measure, known, person, found);
    if was.rows == now.rows && was.asks == now.asks {
        return;
    }
    let pairs = measure.reaches(was).into_iter().zip(measure.reaches(now));
    for ((channel, before), (_, after)) in pairs {
        let change = Change {
            person: person.id.clone(),
            about: About::Channel(channel),
            before,
            after,
        };
        match after.against(before) {
            Ordering::Greater if is_first(was, channel) => found.first.push(change),
            Ordering::Greater => found.looser.push(change),
            Ordering::Less => found.stricter.push(change),
            Ordering::Equal => {}
        }
    }
}

fn recognition(measure: Measure, known: &Person, person: &Person, found: &mut Difference) {
    let (before, after) = (&known.biometric.guardians, &person.biometric.guardians);
    let pairs = || before.iter().zip(after);
    found.guardians += pairs().filter(|(was, now)| was != now).count();
    found.guardians += after.len().saturating_sub(before.len());
    let change = Change {
        person: person.id.clone(),
        about: About::Recognition,
        before: measure.recognition(known),
        after: measure.recognition(person),
    };
    if pairs().any(|(was, now)| is_looser(was, now)) {
        found.looser.push(change);
        return;
    }
    match change.after.against(change.before) {
        Ordering::Greater => found.first.push(change),
        Ordering::Less => found.stricter.push(change),
        Ordering::Equal => {}
    }
}

/// Whether what was said by or of a guardian allows more than what was said
/// before, rather than for the first time.
pub(super) fn is_looser(was: &GuardianFacts, now: &GuardianFacts) -> bool {
    let no = |facts: &GuardianFacts| matches!(facts.answer, Answer::Objected | Answer::Withdrawn);
    let excepted = |facts: &GuardianFacts| {
        let signed = facts.exception.and_then(|exception| exception.signed_on);
        signed.is_some()
    };
    let spoken = |facts: &GuardianFacts| matches!(facts.answer, Answer::Consented { method, .. } if !method.is_written());
    let written = |facts: &GuardianFacts| matches!(facts.answer, Answer::Consented { method, .. } if method.is_written());
    let responsible = |facts: &GuardianFacts| facts.relation.has_responsibility();
    !responsible(was) && responsible(now)
        || no(was) && !no(now)
        || !excepted(was) && excepted(now)
        || spoken(was) && written(now)
}

/// Lines of the history that were not there before.
pub(super) fn added<'a>(known: &Person, person: &'a Person) -> &'a [PermissionRow] {
    let from = known.standing.rows.len();
    person.standing.rows.get(from..).unwrap_or_default()
}

fn parts(known: &Person, person: &Person) -> Vec<Part> {
    let changes = [
        (known.first_name != person.first_name, Part::FirstName),
        (
            known.preferred_name != person.preferred_name,
            Part::PreferredName,
        ),
        (known.surname != person.surname, Part::Surname),
        (known.class != person.class, Part::Class),
        (known.year != person.year, Part::Year),
    ];
    changes
        .into_iter()
        .filter_map(|(differs, part)| differs.then_some(part))
        .collect()
}
