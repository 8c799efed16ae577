//! Nothing is loosened without being listed, and nothing that is listed is
//! entered without being agreed to: not by "taking", not by a year, not by a
//! parent's responsibility, not by a new number.

use gatehouse_app::{
    import::About,
    school::{
        School,
        sent::{Reading, Sent, Which, read},
    },
};
use gatehouse_domain::Channel;

use crate::school::{Files, TODAY, difference, enter_strictly, may, person, rows, school};

const WEBSITE: Channel = Channel::Website;
const HEAD: &str = "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method\n";

fn permissions(lines: &str) -> Sent {
    Sent {
        permissions: Some(format!("{HEAD}{lines}")),
        ..Sent::default()
    }
}

fn pupils(lines: &str) -> Sent {
    Sent {
        pupils: Some(format!(
            "mis_id,first_name,preferred_name,surname,class,year\n{lines}"
        )),
        ..Sent::default()
    }
}

fn enter(school: &mut School, sent: &Sent) {
    let reading = read(sent, school, TODAY);
    assert_eq!(reading.faults, []);
    school.people = reading.people;
}

/// Of whom on what more would be allowed, though there was an answer before.
fn looser(school: &School, reading: &Reading) -> Vec<(String, About)> {
    let found = difference(school, reading);
    assert!(found.first.is_empty(), "{found:?}");
    let all = found.looser.into_iter();
    all.map(|one| (one.person.as_str().to_owned(), one.about))
        .collect()
}

const YES: &str = "A1,website,picture-only,granted,consent,guardian 1,2026-09-04,,paper\n";

#[test]
fn a_yes_to_taking_that_opens_a_channel_is_listed_and_held_back() {
    let mut school = school();
    enter(&mut school, &permissions(YES));
    let refused = "A1,taking,picture-only,refused,consent,guardian 1,2026-10-01,,paper\n";
    enter(&mut school, &permissions(refused));
    assert_eq!(may(&school, "A1", WEBSITE), (false, false));
    let granted = "A1,taking,picture-only,granted,consent,guardian 1,2026-11-01,,paper\n";
    let reading = read(&permissions(granted), &school, TODAY);
    let website = About::Channel(WEBSITE);
    assert_eq!(looser(&school, &reading), [("A1".to_owned(), website)]);
    enter_strictly(&mut school, reading);
    assert_eq!(may(&school, "A1", WEBSITE), (false, false));
}

#[test]
fn a_no_to_taking_is_no_answer_about_a_wall() {
    let mut school = school();
    let refused = "A1,taking,picture-only,refused,consent,guardian 1,2026-10-01,,paper\n";
    enter(&mut school, &permissions(refused));
    let csv = "UPN,Display\nA1,No\n";
    Files::new()
        .with(csv.as_bytes(), |_, _| {})
        .enter(&mut school);
    assert_eq!(rows(&school, "A1").len(), 2);
    // Nor does taking speak for a wall of which a yes is on record.
    let yes = YES.replace("website", "display");
    enter(&mut school, &permissions(&yes.replace("A1", "A2")));
    let taking = "A2,taking,picture-only,granted,consent,guardian 1,2026-11-01,,paper\n";
    let reading = read(&permissions(taking), &school, TODAY);
    let unanswered: Vec<_> = reading.unanswered.iter().map(|(_, to)| *to).collect();
    assert_eq!(unanswered, [Channel::Display]);
}

#[test]
fn a_year_by_which_a_pupil_is_asked_no_more_is_listed_and_held_back() {
    let mut school = school();
    school.profile.rules.own_say_needed = true;
    school.profile.rules.own_say_from = 13;
    let moss = |year: &str| pupils(&format!("A1,Larkin,,Moss,Wren,{year}\n"));
    enter(&mut school, &moss("8"));
    enter(&mut school, &permissions(YES));
    assert_eq!(may(&school, "A1", WEBSITE), (false, false));
    let reading = read(&moss("7"), &school, TODAY);
    assert_eq!(
        looser(&school, &reading),
        [("A1".to_owned(), About::Channel(WEBSITE))]
    );
    let rules = school.profile.rules.clone();
    enter_strictly(&mut school, reading);
    assert_eq!(may(&school, "A1", WEBSITE), (false, false));
    assert_eq!(person(&school, "A1").year.as_deref(), Some("8"));
    // With a no besides, the no is entered all the same.
    let no = YES.replace("granted", "refused").replace("09-04", "10-04");
    let both = Sent {
        permissions: permissions(&no).permissions,
        ..moss("7")
    };
    let reading = read(&both, &school, TODAY);
    enter_strictly(&mut school, reading);
    assert_eq!(rows(&school, "A1").len(), 2);
    assert_eq!(rules, school.profile.rules);
}

#[test]
fn the_answers_of_new_pupils_are_shown_and_counted() {
    let school = school();
    let register = "UPN,Forename,Surname,Class\nB1,Pip,Sorrel,Owl\n";
    let answers = "UPN,Website,Date\nB1,Yes,4 Sep 2026\nA1,No,\nA2,,\n";
    let files = Files::new()
        .with(register.as_bytes(), |_, _| {})
        .with(answers.as_bytes(), |mapping, _| mapping.responsible = true);
    let reading = files.read(&school);
    let found = difference(&school, &reading);
    assert_eq!((found.new.len(), found.first.len()), (1, 1));
    let tally = &reading.tallies[0];
    assert_eq!(
        (tally.file, tally.column.as_str()),
        (Which::Other(1), "Website")
    );
    assert_eq!((tally.yes, tally.no, tally.none), (1, 1, 1));
}

#[test]
fn a_guardian_whom_nobody_has_told_of_holds_no_responsibility() {
    let mut school = school();
    let register = "UPN,Forename,Surname,Class\nB1,Pip,Sorrel,Owl\n";
    let answers = "UPN,Website,Date\nB1,Yes,4 Sep 2026\n";
    let files = |responsible| {
        Files::new()
            .with(register.as_bytes(), |_, _| {})
            .with(answers.as_bytes(), |mapping, _| {
                mapping.responsible = responsible;
            })
    };
    let mut other = crate::school::school();
    files(true).enter(&mut other);
    assert_eq!(may(&other, "B1", WEBSITE), (true, false));
    let reading = files(false).read(&school);
    assert_eq!(reading.powerless[0].as_str(), "B1");
    files(false).enter(&mut school);
    assert_eq!(may(&school, "B1", WEBSITE), (false, false));
    // That they hold it after all is more than before.
    let guardians = Sent {
        guardians: Some(
            "mis_id,guardian,parental_responsibility,notified_on,biometric,method\n\
             B1,guardian 1,yes,,,\n"
                .to_owned(),
        ),
        ..Sent::default()
    };
    let reading = read(&guardians, &school, TODAY);
    let about: Vec<About> = looser(&school, &reading)
        .into_iter()
        .map(|(_, about)| about)
        .collect();
    assert!(about.contains(&About::Channel(WEBSITE)), "{about:?}");
    enter_strictly(&mut school, reading);
    assert_eq!(may(&school, "B1", WEBSITE), (false, false));
}

#[test]
fn a_pupil_under_a_new_number_is_a_fault_until_somebody_says_who_it_is() {
    let mut school = school();
    enter(
        &mut school,
        &permissions(&YES.replace("granted", "refused")),
    );
    let sent = pupils("1001,Larkin,,Moss,Wren,3\nA2,Zebulon,,Quartermaine,Wren,3\n");
    let reading = read(&sent, &school, TODAY);
    assert_eq!(reading.faults.len(), 1);
    assert_eq!(reading.faults[0].line, Some(2));
    let (new, known) = &reading.renumbered[0];
    assert_eq!((new.as_str(), known.as_str()), ("1001", "A1"));
    assert_eq!(reading.people.len(), school.people.len());
    let said = Sent {
        strangers: ["1001".to_owned()].into(),
        ..sent
    };
    let reading = read(&said, &school, TODAY);
    assert_eq!(reading.faults, []);
    assert_eq!(reading.people.len(), school.people.len() + 1);
    // Whoever is in the file too is another anyway.
    let both = pupils("1001,Larkin,,Moss,Wren,3\nA1,Larkin,,Moss,Wren,3\n");
    assert_eq!(read(&both, &school, TODAY).faults, []);
}

#[test]
fn what_is_done_on_another_basis_nobody_is_asked_about() {
    let mut school = school();
    let task = YES.replace("consent", "public-task");
    let rows = format!("{task}{}", YES.replace("A1", "A2"));
    enter(&mut school, &permissions(&rows));
    let no = "A3,website,picture-only,refused,consent,guardian 1,2026-11-01,,paper\n";
    let reading = read(&permissions(no), &school, TODAY);
    let unanswered: Vec<&str> = reading
        .unanswered
        .iter()
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(unanswered, ["A2"]);
}

#[test]
fn a_no_of_a_day_before_a_yes_on_record_is_told() {
    let mut school = school();
    enter(&mut school, &permissions(YES));
    let no = YES.replace("granted", "refused").replace("09-04", "04-09");
    let reading = read(&permissions(&no), &school, TODAY);
    assert_eq!(reading.clashes, [(Which::Permissions, 2)]);
    let csv = "UPN,Website,Date\nA1,No,2026-04-09\n";
    let files = Files::new().with(csv.as_bytes(), |_, _| {});
    assert_eq!(files.read(&school).clashes, [(Which::Other(0), 2)]);
    // Known already, it is told no more.
    enter(&mut school, &permissions(&no));
    assert_eq!(read(&permissions(&no), &school, TODAY).clashes, []);
}
