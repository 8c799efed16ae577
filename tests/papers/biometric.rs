//! The page of the biometric gate: every step of its machine, made by asking it.

use std::fmt::Write as _;

use gatehouse_domain::biometric::{Event, Ground, Method, Record, Refusal, Relation, step};
use jiff::civil::{Date, date};

const BEFORE: Date = date(2026, 1, 5);
const TODAY: Date = date(2026, 2, 1);
const YEAR_LATER: Date = date(2027, 2, 1);

/// What happens, as it is told, with the first guardian where there is one.
const EVENTS: [(&str, Event); 21] = [
    (
        "a parent is recorded",
        Event::GuardianRecorded {
            relation: Relation::Parent,
        },
    ),
    (
        "a parent without parental responsibility is recorded",
        Event::GuardianRecorded {
            relation: Relation::ParentWithout,
        },
    ),
    (
        "a contact is recorded",
        Event::GuardianRecorded {
            relation: Relation::Contact,
        },
    ),
    (
        "the parent is notified in writing",
        Event::Notified {
            guardian: 0,
            on: BEFORE,
        },
    ),
    (
        "a ground for not asking the parent is written down",
        Event::ExceptionClaimed {
            guardian: 0,
            ground: Ground::CannotBeFound,
        },
    ),
    (
        "the DSL signs that ground",
        Event::ExceptionSigned {
            guardian: 0,
            on: BEFORE,
        },
    ),
    ("that ground ends", Event::ExceptionEnded { guardian: 0 }),
    (
        "the parent consents in writing",
        Event::Consented {
            guardian: 0,
            on: BEFORE,
            method: Method::Paper,
        },
    ),
    (
        "the parent consents by word of mouth",
        Event::Consented {
            guardian: 0,
            on: BEFORE,
            method: Method::Verbal,
        },
    ),
    ("the parent objects", Event::Objected { guardian: 0 }),
    ("the parent withdraws", Event::Withdrew { guardian: 0 }),
    ("the pupil says no", Event::PupilRefused),
    (
        "the pupil takes their no back",
        Event::PupilChangedMind { on: TODAY },
    ),
    ("the pupil leaves", Event::Leaves { on: TODAY }),
    ("the pupil returns", Event::Returned),
    ("use is frozen", Event::Restricted),
    ("use is freed", Event::RestrictionLifted),
    ("a template is made", Event::TemplateMade { on: TODAY }),
    ("the template is destroyed", Event::TemplateDestroyed),
    ("a day passes", Event::DayPassed { on: TODAY }),
    ("twelve months pass", Event::DayPassed { on: YEAR_LATER }),
];

/// The same of a second parent, told where there is one.
const SECOND: [(&str, Event); 6] = [
    (
        "the second parent is notified in writing",
        Event::Notified {
            guardian: 1,
            on: BEFORE,
        },
    ),
    (
        "a ground for not asking the second parent is written down",
        Event::ExceptionClaimed {
            guardian: 1,
            ground: Ground::CannotBeFound,
        },
    ),
    (
        "the DSL signs the ground for the second parent",
        Event::ExceptionSigned {
            guardian: 1,
            on: BEFORE,
        },
    ),
    (
        "the second parent consents in writing",
        Event::Consented {
            guardian: 1,
            on: BEFORE,
            method: Method::Paper,
        },
    ),
    ("the second parent objects", Event::Objected { guardian: 1 }),
    (
        "the second parent withdraws",
        Event::Withdrew { guardian: 1 },
    ),
];

/// What happens, as it is told.
fn event(what: &str) -> &'static Event {
    let mut all = EVENTS.iter().chain(&SECOND);
    let (_, event) = all.find(|(told, _)| *told == what).expect("an event");
    event
}

/// Where a pupil's record can stand, and how it comes there from the one named.
fn states() -> Vec<(&'static str, Record)> {
    let record = |from: &Record, events: &[&str]| {
        events.iter().fold(from.clone(), |record, what| {
            step(&record, event(what)).expect("a way to the state")
        })
    };
    let told = "the parent is notified in writing";
    let ground = "a ground for not asking the parent is written down";
    let nobody = Record::default();
    let recorded = record(&nobody, &["a parent is recorded"]);
    let notified = record(&recorded, &[told]);
    let open = record(&notified, &["the parent consents in writing"]);
    let enrolled = record(&open, &["a template is made"]);
    let second = record(&open, &["a parent is recorded"]);
    let both = record(&second, &["the second parent is notified in writing"]);
    let without = record(
        &nobody,
        &["a parent without parental responsibility is recorded"],
    );
    vec![
        ("claimed", record(&recorded, &[ground])),
        (
            "excepted",
            record(&recorded, &[ground, "the DSL signs that ground"]),
        ),
        ("objected", record(&notified, &["the parent objects"])),
        ("withdrawn", record(&enrolled, &["the parent withdraws"])),
        ("refused", record(&enrolled, &["the pupil says no"])),
        ("left", record(&enrolled, &["the pupil leaves"])),
        ("frozen", record(&enrolled, &["use is frozen"])),
        (
            "second excepted",
            record(
                &second,
                &[
                    "a ground for not asking the second parent is written down",
                    "the DSL signs the ground for the second parent",
                ],
            ),
        ),
        ("both", record(&both, &["a template is made"])),
        ("without", without),
        ("second", second),
        ("nobody", nobody),
        ("recorded", recorded),
        ("notified", notified),
        ("open", open),
        ("enrolled", enrolled),
    ]
}

/// The order in which they are told, and what each means.
const TOLD: [(&str, &str); 16] = [
    ("nobody", "Nobody is on the pupil's record."),
    ("recorded", "A parent is on record, and was not told yet."),
    (
        "notified",
        "The parent was notified in writing, and has not answered.",
    ),
    (
        "open",
        "The parent consented in writing: a template may be made.",
    ),
    ("enrolled", "There is a template."),
    (
        "claimed",
        "A ground for not asking the parent is written down, not signed. The parent was not told.",
    ),
    (
        "excepted",
        "The DSL has signed that ground; nobody else is on record, and the parent was not told.",
    ),
    ("objected", "The parent objected."),
    (
        "withdrawn",
        "The parent consented, and withdrew once there was a template.",
    ),
    ("refused", "The pupil said no once there was a template."),
    ("left", "The pupil left once there was a template."),
    ("frozen", "Use was frozen once there was a template."),
    (
        "second",
        "The parent was notified and consented in writing; a second one is on record, and was not told yet.",
    ),
    (
        "second excepted",
        "The parent was notified and consented in writing; the DSL has signed a ground for not asking a second one, who was not told.",
    ),
    (
        "both",
        "Both parents were notified, the first consented in writing, the second has not answered. There is a template.",
    ),
    (
        "without",
        "A parent without parental responsibility is on record, and was not told yet. The Act asks and lets consent every parent alike; to pictures this one cannot agree.",
    ),
];

fn gate(record: &Record, on: Date) -> String {
    let status = record.status(on);
    if status.is_allowed() {
        return "open".to_owned();
    }
    let codes: Vec<String> = status
        .reasons()
        .iter()
        .map(|reason| format!("`{}`", reason.code()))
        .collect();
    format!("closed: {}", codes.join(", "))
}

fn template(before: &Record, after: &Record) -> &'static str {
    match (before.template_made_on(), after.template_made_on()) {
        (None, None) => "none",
        (None, Some(_)) => "made",
        (Some(_), Some(_)) => "kept",
        (Some(_), None) => "**destroyed**",
    }
}

fn page() -> String {
    let mut page = String::from(
        "# The biometric gate, step by step\n\n\
         Made from the code by a test; change the code, not this page. When a face may be \
         recognised at all: the Protection of Freedoms Act 2012, sections 26 to 28 (England and \
         Wales), read as strictly as it can be. Each table begins where a record stands and tells \
         every step from there: what the gate says afterwards, and what becomes of the template. \
         `refused` means that the step is not taken and nothing changes. With more \
         than one parent the rule is the same: every one must have been notified or excepted, one \
         of them who is not excepted must consent in writing, and one no of anybody is enough.\n\n\
         The database keeps the same gate by itself: a template is let in only while it is open, \
         and whatever closes it takes the template with it in the same transaction. The key goes \
         next, with a line in the ledger.\n",
    );
    let states = states();
    for (name, means) in TOLD {
        let (_, before) = states
            .iter()
            .find(|(known, _)| *known == name)
            .expect("a state that is told");
        // Writing into a String cannot fail.
        let _ = write!(
            page,
            "\n## {name}\n\n{means} The gate is {}.\n\n| what happens | the gate | the template |\n|---|---|---|\n",
            gate(before, TODAY)
        );
        let others: &[(&str, Event)] = if before.facts().guardians.len() > 1 {
            &SECOND
        } else {
            &[]
        };
        for (what, event) in EVENTS.iter().chain(others) {
            let on = if *event == (Event::DayPassed { on: YEAR_LATER }) {
                YEAR_LATER
            } else {
                TODAY
            };
            let (then, kept) = match step(before, event) {
                Ok(after) => (gate(&after, on), template(before, &after).to_owned()),
                Err(refusal) => (refused(refusal), "unchanged".to_owned()),
            };
            let _ = writeln!(page, "| {what} | {then} | {kept} |");
        }
    }
    page
}

fn refused(refusal: Refusal) -> String {
    format!("refused: `{}`", refusal.code())
}

#[test]
fn the_page_of_the_biometric_gate_is_what_the_machine_does() {
    let written = include_str!("../../service/docs/biometric.md");
    let made = page();
    assert!(
        written == made,
        "service/docs/biometric.md has fallen behind; it should read:\n{made}"
    );
}

#[test]
fn every_kind_of_event_stands_on_the_page() {
    for (name, _) in TOLD {
        assert_eq!(
            states().iter().filter(|(known, _)| *known == name).count(),
            1
        );
    }
    let kinds: std::collections::HashSet<_> = EVENTS
        .iter()
        .map(|(_, event)| std::mem::discriminant(event))
        .collect();
    assert_eq!(kinds.len(), 17);
}
