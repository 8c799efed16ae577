//! What an import costs: a school of 2,500 pupils and 20,000 answers, from the
//! bytes of the file to what would change. Run with
//! `cargo bench -p gatehouse-tests --bench imports`.

use std::{fmt::Write as _, hint::black_box};

use criterion::{Criterion, criterion_group, criterion_main};
use gatehouse_app::{
    import::{difference, mapping::PerFile, propose::propose, read},
    school::{
        Consents, Profile, Recognition, School,
        sent::{self, Other, Sent},
    },
};
use gatehouse_captions::{Profile as WordsProfile, School as WordsSchool};
use gatehouse_domain::{matching::Lookalikes, policy::Rules, retention::RetentionRules};
use jiff::civil::{Date, date};

const PUPILS: usize = 2_500;
const TODAY: Date = date(2026, 11, 18);
/// Eight questions of every pupil: 20,000 answers.
const QUESTIONS: &str = "Website,Facebook,Newspaper,Newsletter,Prospectus,Learning platform,\
    Display in hall,Local press";

fn register() -> Vec<u8> {
    let mut csv = "UPN,Forename,Surname,Class,Year\n".to_owned();
    for pupil in 0..PUPILS {
        let _ = writeln!(csv, "A{pupil},First{pupil},Sur{pupil},C{},3", pupil % 90);
    }
    csv.into_bytes()
}

fn answers() -> Vec<u8> {
    let mut csv = format!("UPN,Date,{QUESTIONS}\n");
    for pupil in 0..PUPILS {
        let _ = write!(csv, "A{pupil},4 Sep 2026");
        for question in 0..8 {
            let word = ["Yes", "No", "Granted", "Declined", ""][(pupil + question) % 5];
            let _ = write!(csv, ",{word}");
        }
        csv.push('\n');
    }
    csv.into_bytes()
}

fn other(bytes: &[u8]) -> Other {
    let table = read::table("file", bytes).expect("a table");
    let other = Other {
        mapping: Some(propose(&table)),
        table,
        file: PerFile::default(),
        is_said: true,
    };
    assert_eq!(other.lacks(), []);
    other
}

fn blank() -> School {
    School {
        people: Vec::new(),
        lookalikes: Lookalikes::none(),
        events: Vec::new(),
        profile: Profile {
            channels: Vec::new(),
            consents: Consents {
                imported_on: Date::MIN,
                fresh_days: 14,
                text_version: 1,
            },
            recognition: Recognition::default(),
            rules: Rules::default(),
            words: WordsProfile::default(),
            retention: RetentionRules::default(),
        },
        words: WordsSchool::default(),
    }
}

fn imports(c: &mut Criterion) {
    let mut school = blank();
    let (pupils, said) = (register(), answers());
    let mut group = c.benchmark_group("import");
    group.sample_size(10);
    group.bench_function("2500 pupils and 20000 answers, all of it new", |bench| {
        bench.iter(|| {
            let sent = Sent {
                others: vec![other(&pupils), other(&said)],
                ..Sent::default()
            };
            let reading = sent::read(&sent, &school, TODAY);
            assert!(reading.faults.is_empty() && reading.unmatched.is_empty());
            black_box(difference(&school, &reading.people, None, TODAY))
        });
    });
    let sent = Sent {
        others: vec![other(&pupils), other(&said)],
        ..Sent::default()
    };
    school.people = sent::read(&sent, &school, TODAY).people;
    group.bench_function("the same again, of which nothing is new", |bench| {
        bench.iter(|| {
            let reading = sent::read(&sent, &school, TODAY);
            let found = difference(&school, &reading.people, None, TODAY);
            assert!(found.is_nothing());
            black_box(found)
        });
    });
    group.finish();
}

criterion_group!(benches, imports);
criterion_main!(benches);
