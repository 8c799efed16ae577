//! What the columns of a file may mean, by their headings: a proposal that
//! somebody looks at before anything is read by it.

use std::collections::BTreeSet;

use gatehouse_domain::Channel;

use super::{
    mapping::{Mapping, Question, Role},
    table::{Table, fold},
    words,
};

/// So many answers of a column are looked at.
const LOOKED_AT: usize = 4_000;

/// Headings of systems that schools use, small letters; the first that fits.
const HEADINGS: &[(&str, Role)] = &[
    ("mis_id", Role::MisId),
    ("mis id", Role::MisId),
    ("upn", Role::MisId),
    ("admission number", Role::MisId),
    ("admission no", Role::MisId),
    ("adm no", Role::MisId),
    ("pupil id", Role::MisId),
    ("student id", Role::MisId),
    ("arbor id", Role::MisId),
    ("unique pupil number", Role::MisId),
    ("first_name", Role::FirstName),
    ("first name", Role::FirstName),
    ("forename", Role::FirstName),
    ("legal forename", Role::FirstName),
    ("legal first name", Role::FirstName),
    ("studentforename", Role::FirstName),
    ("given name", Role::FirstName),
    ("child's first name", Role::FirstName),
    ("pupil's first name", Role::FirstName),
    ("student first name", Role::FirstName),
    ("pupil first name", Role::FirstName),
    ("preferred_name", Role::PreferredName),
    ("preferred name", Role::PreferredName),
    ("preferred forename", Role::PreferredName),
    ("preferred first name", Role::PreferredName),
    ("known as", Role::PreferredName),
    ("chosen name", Role::PreferredName),
    ("surname", Role::Surname),
    ("last name", Role::Surname),
    ("legal surname", Role::Surname),
    ("legal last name", Role::Surname),
    ("family name", Role::Surname),
    ("studentsurname", Role::Surname),
    ("child's surname", Role::Surname),
    ("child's last name", Role::Surname),
    ("pupil's surname", Role::Surname),
    ("student last name", Role::Surname),
    ("pupil surname", Role::Surname),
    ("student", Role::FullName),
    ("pupil", Role::FullName),
    ("pupil name", Role::FullName),
    ("student name", Role::FullName),
    ("child's name", Role::FullName),
    ("class", Role::Class),
    ("class name", Role::Class),
    ("child's class", Role::Class),
    ("form", Role::Class),
    ("reg", Role::Class),
    ("reg group", Role::Class),
    ("registration group", Role::Class),
    ("registration form", Role::Class),
    ("tutor group", Role::Class),
    ("year", Role::Year),
    ("year group", Role::Year),
    ("nc year", Role::Year),
    ("informed by", Role::Giver),
    ("given by", Role::Giver),
    ("given by (student/contact)", Role::Giver),
    ("responded by", Role::Giver),
    ("confirmed by", Role::Giver),
    ("answered by", Role::Giver),
    ("date", Role::GivenOn),
    ("given on", Role::GivenOn),
    ("consent date", Role::GivenOn),
    ("date given", Role::GivenOn),
    ("date of response", Role::GivenOn),
    ("timestamp", Role::GivenOn),
    ("completion time", Role::GivenOn),
    ("method", Role::Method),
    ("category", Role::Ignore),
    ("topic", Role::Type),
    ("consent type", Role::Type),
    ("consent", Role::Type),
    ("permission", Role::Type),
    ("parental consent", Role::Type),
    ("status", Role::Status),
    ("consent status", Role::Status),
    ("response", Role::Status),
    ("answer", Role::Status),
    ("consent denied", Role::Status),
    ("archived", Role::Archived),
];

/// Words of questions by which a channel is proposed.
const CHANNELS: &[(&str, Channel)] = &[
    ("website", Channel::Website),
    ("web site", Channel::Website),
    ("social media", Channel::Social),
    ("facebook", Channel::Social),
    ("instagram", Channel::Social),
    ("twitter", Channel::Social),
    ("newspaper", Channel::Press),
    ("local press", Channel::Press),
    ("press", Channel::Press),
    ("newsletter", Channel::Newsletter),
    ("prospectus", Channel::Prospectus),
    ("learning platform", Channel::Vle),
    ("vle", Channel::Vle),
    ("classroom app", Channel::Vle),
    ("display", Channel::Display),
    ("around school", Channel::Display),
];

/// What the columns of a table may mean.
#[must_use]
pub fn propose(table: &Table) -> Mapping {
    let mut mapping = Mapping {
        roles: vec![Role::Ignore; table.headings.len()],
        ..Mapping::default()
    };
    for (column, heading) in table.headings.iter().enumerate() {
        let heading = fold(heading);
        let listed = HEADINGS.iter().find(|(text, _)| *text == heading);
        let taken = |role: &Role| mapping.roles.contains(role);
        let role = match listed {
            Some((_, role)) => Some(*role).filter(|role| !taken(role)),
            None if is_answered(table, column, !channels(&heading).is_empty()) => {
                Some(Role::Answer)
            }
            None => None,
        };
        let Some(role) = role else { continue };
        // Of what denies anything nobody can tell which way round it asks.
        let asks_plainly = !words::is_negative(&heading);
        let question = Question {
            channels: if role == Role::Answer && asks_plainly {
                channels(&heading)
            } else {
                BTreeSet::new()
            },
            inverted: asks_plainly.then_some(false),
            ..Question::default()
        };
        if let Some(place) = mapping.roles.get_mut(column) {
            *place = role;
        }
        if role.is_answer() {
            mapping.questions.insert(column, question);
        }
    }
    for kind in mapping.kinds(table) {
        if words::is_negative(&kind) {
            continue;
        }
        let channels = channels(&kind);
        if !channels.is_empty() {
            mapping.types.insert(kind, channels);
        }
    }
    let has = |role| mapping.column(role).is_some();
    mapping.lists_pupils = mapping.answers().next().is_none()
        && has(Role::MisId)
        && has(Role::FirstName)
        && has(Role::Surname);
    mapping
}

/// The channels that a text names.
#[must_use]
pub fn channels(text: &str) -> BTreeSet<Channel> {
    let text = fold(text);
    let named = CHANNELS.iter().filter(|(word, _)| text.contains(word));
    named.map(|(_, channel)| *channel).collect()
}

/// Whether a heading is one that a file about pupils has.
#[must_use]
pub fn is_known(heading: &str) -> bool {
    const WORDS: [&str; 16] = [
        "name",
        "forename",
        "surname",
        "upn",
        "id",
        "number",
        "date",
        "timestamp",
        "pupil",
        "pupil's",
        "student's",
        "learner",
        "child",
        "child's",
        "mis_id",
        "email",
    ];
    let heading = fold(heading);
    HEADINGS.iter().any(|(text, _)| *text == heading)
        || heading
            .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '?' | ':'))
            .any(|word| WORDS.contains(&word))
}

/// Whether a column reads like answers: most of what stands there is known; or
/// nothing stands there, and it is about a channel.
fn is_answered(table: &Table, column: usize, about: bool) -> bool {
    let mut seen = (0_usize, 0_usize);
    for text in table.column(column).take(LOOKED_AT) {
        if text.is_empty() {
            continue;
        }
        seen.1 += 1;
        let starts = fold(text).starts_with("yes");
        seen.0 += usize::from(starts || words::usual(text).is_some());
    }
    if seen.1 == 0 {
        about
    } else {
        seen.0 * 2 >= seen.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{
        mapping::{Lack, PerFile},
        read,
    };

    #[test]
    fn headings_of_known_systems_are_recognised_and_others_left_alone() {
        let csv = "UPN,Forename,Surname,Reg Group,Website photos,Consent denied,Notes\n\
            A1,Larkin,Moss,Wren,Yes,FALSE,Likes chess\n";
        let table = read::table("a.csv", csv.as_bytes()).unwrap();
        let mapping = propose(&table);
        assert_eq!(
            mapping.roles,
            [
                Role::MisId,
                Role::FirstName,
                Role::Surname,
                Role::Class,
                Role::Answer,
                Role::Status,
                Role::Ignore,
            ]
        );
        let website = mapping.question(4);
        assert_eq!(website.channels, BTreeSet::from([Channel::Website]));
        assert_eq!(website.inverted, Some(false));
        assert_eq!(mapping.question(5).inverted, None);
        assert!(!mapping.lists_pupils);
    }

    #[test]
    fn what_denies_anything_is_asked_and_nothing_is_guessed_of_it() {
        for heading in [
            "Don't use on website",
            "Do not publish on website",
            "Website, but never social media",
            "Website consent (given or refused)",
        ] {
            let csv = format!("UPN,\"{heading}\"\nA1,Yes\n");
            let table = read::table("a.csv", csv.as_bytes()).unwrap();
            let mapping = propose(&table);
            assert_eq!(mapping.role(1), Role::Answer, "{heading}");
            assert_eq!(mapping.question(1), Question::default(), "{heading}");
            let lacks = mapping.lacks(&table, &PerFile::default());
            assert_eq!(lacks, [Lack::NoChannel(1), Lack::Way(1)], "{heading}");
        }
        let csv = "UPN,Topic,Status\nA1,Opt out of website,Yes\nA1,Website,Yes\n";
        let table = read::table("a.csv", csv.as_bytes()).unwrap();
        let mut mapping = propose(&table);
        let lacks = |mapping: &Mapping| mapping.lacks(&table, &PerFile::default());
        assert_eq!(lacks(&mapping), [Lack::Types(1)]);
        let about = BTreeSet::from([Channel::Website]);
        mapping.types.insert("opt out of website".to_owned(), about);
        assert_eq!(lacks(&mapping), [Lack::KindWays(1)]);
    }

    #[test]
    fn a_list_of_names_alone_is_proposed_as_a_register() {
        let csv = "StudentForename,StudentSurname,Year,Reg,Admission No\nLarkin,Moss,3,Wren,A1\n";
        let table = read::table("a.csv", csv.as_bytes()).unwrap();
        assert!(propose(&table).lists_pupils);
    }
}
