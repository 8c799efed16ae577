//! The files of the systems that schools use, read as the office would say.

use gatehouse_app::{
    import::{
        mapping::{Covers, Lack, PerFile, Role, Unknown},
        propose::propose,
        read,
        words::Word,
    },
    school::sent::{Other, Which},
};
use gatehouse_domain::{
    Channel,
    permission::{Decision, Means},
};
use jiff::civil::date;

use crate::{
    fixtures,
    school::{Files, TODAY, difference, may, person, rows, school},
};

const WEBSITE: Channel = Channel::Website;

#[test]
fn arbor_one_file_for_each_kind_whose_channel_somebody_names() {
    let files = Files::new().with(fixtures::ARBOR.as_bytes(), |_, file| {
        file.channels.insert(WEBSITE);
    });
    let mut school = school();
    let found = files.enter(&mut school);
    assert_eq!((found.first.len(), found.lines), (1, 2));
    assert_eq!(may(&school, "A1", WEBSITE), (true, false));
    assert_eq!(rows(&school, "A1")[0].given_on, date(2026, 9, 4));
    assert_eq!(rows(&school, "A2")[0].decision, Decision::Refused);
    assert!(rows(&school, "A3").is_empty());
    // Without a channel nothing is read.
    let other = Other {
        table: read::table("file", fixtures::ARBOR.as_bytes()).unwrap(),
        ..Other::default()
    };
    let mapping = propose(&other.table);
    assert_eq!(
        mapping.lacks(&other.table, &other.file),
        [Lack::NoFileChannel]
    );
}

#[test]
fn how_answers_came_is_what_somebody_said_of_a_file_that_does_not_tell() {
    for said in [None, Some(Means::Portal)] {
        let files = Files::new().with(fixtures::ARBOR.as_bytes(), |_, file| {
            file.channels.insert(WEBSITE);
            file.means = said;
        });
        let mut school = school();
        files.enter(&mut school);
        assert_eq!(rows(&school, "A1")[0].detail.means, said);
    }
}

#[test]
fn sims_a_tick_is_a_yes_and_none_is_no_consent() {
    let with = |text: &str| {
        Files::new().with(text.as_bytes(), |mapping, _| {
            let photograph = mapping.questions.entry(4).or_default();
            photograph.channels.insert(Channel::Display);
        })
    };
    let mut school = school();
    with(fixtures::SIMS).enter(&mut school);
    assert_eq!(may(&school, "A1", WEBSITE), (true, false));
    assert_eq!(may(&school, "A2", WEBSITE), (false, false));
    assert_eq!(may(&school, "A2", Channel::Display), (true, false));
    assert!(rows(&school, "A3").is_empty());
    assert_eq!(rows(&school, "A1")[0].given_on, TODAY);
    // A tick that is gone takes the yes back.
    let unticked = fixtures::SIMS.replace("Wren\t\u{2713}\t\u{2713}", "Wren\t\u{2713}\t");
    let found = with(&unticked).enter(&mut school);
    assert_eq!((found.stricter.len(), found.looser.len()), (1, 0));
    assert_eq!(may(&school, "A1", WEBSITE), (false, false));
}

#[test]
fn juniper_a_row_for_each_kind_of_which_some_are_not_about_pictures() {
    let files = Files::new().with(fixtures::JUNIPER.as_bytes(), |mapping, _| {
        mapping.types.insert("trips".to_owned(), [].into());
    });
    let mut school = school();
    files.enter(&mut school);
    assert_eq!(may(&school, "A1", WEBSITE), (true, false));
    assert_eq!(may(&school, "A1", Channel::Press), (false, false));
    assert!(rows(&school, "A2").is_empty());
}

#[test]
fn databridge_no_to_denied_is_a_yes_and_an_empty_cell_is_not() {
    let files = Files::new().with(fixtures::DATABRIDGE.as_bytes(), |mapping, _| {
        // Which way round it asks is said, not guessed.
        assert_eq!(mapping.question(3).inverted, None);
        mapping.questions.get_mut(&3).unwrap().inverted = Some(true);
    });
    let mut school = school();
    files.enter(&mut school);
    assert_eq!(may(&school, "A1", WEBSITE), (true, false));
    assert_eq!(may(&school, "A2", WEBSITE), (false, false));
    assert_eq!(rows(&school, "A2")[0].given_on, date(2026, 9, 14));
    assert!(rows(&school, "A3").is_empty());
    // What is archived counts no more.
    assert!(rows(&school, "A4").is_empty());
}

#[test]
fn scholarpack_one_question_may_be_about_the_name_beside_a_picture() {
    let files = Files::new().with(fixtures::SCHOLARPACK.as_bytes(), |mapping, _| {
        let name = mapping.questions.entry(5).or_default();
        name.covers = Covers::Name;
        name.channels = [WEBSITE, Channel::Newsletter].into();
        mapping.roles[6] = Role::Ignore;
    });
    let mut school = school();
    let reading = files.read(&school);
    let of = |file| (Which::Other(0), file);
    // The second said yes to no newsletter picture, so that its name is moot.
    assert_eq!((reading.unmatched, of(2).0), (vec![], Which::Other(0)));
    files.enter(&mut school);
    assert_eq!(may(&school, "A1", WEBSITE), (true, true));
    assert_eq!(may(&school, "A2", WEBSITE), (true, false));
    assert_eq!(may(&school, "A2", Channel::Newsletter), (false, false));
}

#[test]
fn microsoft_forms_american_days_windows_letters_and_a_no_after_a_yes() {
    let files = Files::new().with(fixtures::MICROSOFT, |mapping, _| {
        assert_eq!(mapping.role(3), Role::Ignore);
        assert_eq!(
            mapping.question(8).channels,
            [WEBSITE, Channel::Social].into()
        );
    });
    let mut school = school();
    let reading = files.read(&school);
    // The heading takes two lines.
    assert_eq!(reading.unmatched, [(Which::Other(0), 6)]);
    assert_eq!(reading.clashes, []);
    files.enter(&mut school);
    let answer = &rows(&school, "A1")[0];
    assert_eq!(answer.decision, Decision::Refused);
    assert_eq!(answer.given_on, date(2026, 9, 15));
    assert_eq!(rows(&school, "A5").len(), 2);
    assert_eq!(may(&school, "A5", WEBSITE), (false, false));
}

#[test]
fn google_forms_a_sentence_is_asked_and_counts_as_it_was_said() {
    let table = read::table("file", fixtures::GOOGLE.as_bytes()).unwrap();
    let mut mapping = propose(&table);
    mapping.questions.get_mut(&3).unwrap().covers = Covers::PictureAndName;
    let lacks = mapping.lacks(&table, &PerFile::default());
    assert_eq!(lacks, [Lack::Words(1)]);
    let files = Files::new().with(fixtures::GOOGLE.as_bytes(), |mapping, _| {
        let question = mapping.questions.get_mut(&3).unwrap();
        question.covers = Covers::PictureAndName;
        let word = Unknown {
            text: "only from behind".to_owned(),
            inverted: false,
        };
        mapping.words.insert(word.key(), Word::NoAnswer);
    });
    let mut school = school();
    files.enter(&mut school);
    assert_eq!(may(&school, "A1", Channel::Display), (true, true));
    assert!(rows(&school, "A4").is_empty() && rows(&school, "A6").is_empty());
}

#[test]
fn a_later_yes_to_an_earlier_no_is_told_and_does_not_count() {
    let csv = "UPN,Website,Date\nA1,No,2026-09-04\nA1,Yes,2026-10-04\n";
    let files = Files::new().with(csv.as_bytes(), |_, _| {});
    let mut school = school();
    assert_eq!(files.read(&school).clashes, [(Which::Other(0), 3)]);
    files.enter(&mut school);
    assert_eq!(may(&school, "A1", WEBSITE), (false, false));
}

#[test]
fn a_name_that_two_pupils_have_is_nobody_s() {
    let mut school = school();
    let twin = "UPN,Forename,Surname,Class\nB1,Larkin,Moss,Wren\n";
    let mut twin = Files::new().with(twin.as_bytes(), |_, _| {});
    // Her name is known: somebody says that she is another.
    twin.0.strangers.insert("B1".to_owned());
    twin.enter(&mut school);
    let csv = "Forename,Surname,Class,Website\nLarkin,Moss,Wren,No\nIvo,Fenn,Wren,No\n";
    let reading = Files::new().with(csv.as_bytes(), |_, _| {}).read(&school);
    let fault = &reading.faults[0];
    assert_eq!(
        (fault.line, fault.column.as_deref()),
        (Some(2), Some("Forename"))
    );
    assert_eq!(reading.unmatched, [(Which::Other(0), 3)]);
}

#[test]
fn a_register_without_a_column_leaves_what_is_known_and_tells_who_is_missing() {
    let mut school = school();
    let csv = "UPN,Forename,Surname\nA1,Larkin,Moss-Fenn\nA7,Pip,Sorrel\n?,X,Y\n";
    let files = Files::new().with(csv.as_bytes(), |mapping, file| {
        assert!(mapping.lists_pupils);
        file.is_full = true;
    });
    let reading = files.read(&school);
    let fault = &reading.faults[0];
    assert_eq!(
        (fault.line, fault.column.as_deref()),
        (Some(4), Some("UPN"))
    );
    let found = difference(&school, &reading);
    assert_eq!(
        (found.new.len(), found.changed.len(), found.missing.len()),
        (1, 1, 5)
    );
    files.enter(&mut school);
    assert_eq!(person(&school, "A1").class.as_deref(), Some("Wren"));
}

#[test]
fn a_day_that_cannot_be_read_loses_a_yes_and_never_a_no() {
    let csv = "UPN,Website,Date\nA1,Yes,some day\nA2,No,some day\nA3,Yes,4 Sep 2026\n";
    let files = Files::new().with(csv.as_bytes(), |_, _| {});
    let mut school = school();
    let reading = files.read(&school);
    let told: Vec<_> = reading
        .faults
        .iter()
        .map(|fault| (fault.line, fault.column.as_deref()))
        .collect();
    assert_eq!(told, [(Some(2), Some("Date")), (Some(3), Some("Date"))]);
    files.enter(&mut school);
    assert!(rows(&school, "A1").is_empty());
    assert_eq!(rows(&school, "A2")[0].decision, Decision::Refused);
    assert_eq!(may(&school, "A3", WEBSITE), (true, false));
}
