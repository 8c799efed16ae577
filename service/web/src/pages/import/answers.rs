//! The office says what answers are about and what words mean.

use std::{borrow::Borrow, collections::BTreeSet};

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    desk::Signed,
    import::{
        dates::{self, Order},
        giver::Say,
        mapping::{Covers, PerFile, Role, Unknown},
        table::Table,
        words::{self, Word},
    },
    school::sent::Other,
};
use gatehouse_domain::{Channel, ids::SubjectId};
use uuid::Uuid;

use super::said::{self, Choice, Group};
use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "import/answers.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    id: Uuid,
    /// The mark of what is asked.
    mark: String,
    asked: Vec<Asked>,
    files: Vec<File>,
}

/// What is asked of files with the same headings.
struct Asked {
    names: String,
    questions: Vec<Question>,
    words: Vec<Meaning>,
    kinds: Vec<Kind>,
    givers: Vec<Meaning>,
    responsible: bool,
    order: Option<[Choice; 2]>,
}

/// A column of answers.
struct Question {
    id: String,
    heading: String,
    channels: Vec<Choice>,
    covers: Vec<Choice>,
    ways: Option<[Choice; 2]>,
}

/// A word that is not known, or somebody of whom it is not known whether they
/// may agree.
struct Meaning {
    id: String,
    text: String,
    /// Whether it answers what asks the other way round.
    inverted: bool,
    choices: Vec<Choice>,
}

/// A kind of consent.
struct Kind {
    id: String,
    text: String,
    channels: Vec<Choice>,
    none: bool,
    ways: Option<[Choice; 2]>,
}

/// What is asked of one file.
struct File {
    at: usize,
    name: String,
    channels: Option<Vec<Choice>>,
    ways: Option<[Choice; 2]>,
    day: Option<String>,
    means: Option<[Choice; 5]>,
    full: Option<bool>,
}

/// Asks.
pub(crate) async fn ask(visit: Visit, id: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let others = office.brought(SubjectId(*id)).await?;
    show(&form(&visit, &signed, (*id, &others), Vec::new()).await?)
}

/// Takes what is said.
pub(crate) async fn say(visit: Visit, id: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let mut others = office.brought(SubjectId(*id)).await?;
    let mut groups = said::groups(&others);
    if fields.one("asked") != said::mark(&others, &groups) {
        let says = "What is asked has changed since you opened this page. Answer it here again";
        let wrongs = vec![Wrong::new("asked", says)];
        return again(&form(&visit, &signed, (*id, &others), wrongs).await?);
    }
    for (place, group) in groups.iter_mut().enumerate() {
        take(place, group, &others, &fields);
    }
    let mut wrongs = Vec::new();
    for (place, other) in others.iter_mut().enumerate() {
        match file(place, &fields) {
            Ok(said) => other.file = said,
            Err(says) => wrongs.push(Wrong::new("asked", says)),
        }
    }
    let said = said::of_files(&others, &groups);
    office.map(SubjectId(*id), (said.clone(), true)).await?;
    for (other, (mapping, file)) in others.iter_mut().zip(said) {
        for lack in mapping.lacks(&other.table, &file) {
            let wrong = said::wrong(&lack, &other.table);
            if !wrongs.contains(&wrong) {
                wrongs.push(wrong);
            }
        }
        other.mapping = Some(mapping);
    }
    if wrongs.is_empty() {
        return Ok(go(&format!("/import/{}", *id)));
    }
    again(&form(&visit, &signed, (*id, &others), wrongs).await?)
}

/// What is said of files with the same headings.
fn take(place: usize, group: &mut Group, others: &[Other], fields: &Fields) {
    let words = group.words(others);
    let mapping = &mut group.mapping;
    for (at, word) in words.into_iter().enumerate() {
        match Word::of_code(fields.one(&format!("word-{place}-{at}"))) {
            Some(means) => mapping.words.insert(word.key(), means),
            None => mapping.words.remove(&word.key()),
        };
    }
    for column in mapping.answers().collect::<Vec<_>>() {
        let id = format!("question-{place}-{column}");
        let question = mapping.questions.entry(column).or_default();
        question.channels = channels(fields, &id);
        question.covers = Covers::of_code(fields.one(&format!("{id}-covers"))).unwrap_or_default();
        question.inverted = said::way(fields.one(&format!("{id}-way")));
    }
    for (at, kind) in mapping.kinds(&group.table).into_iter().enumerate() {
        let id = format!("kind-{place}-{at}");
        let about = channels(fields, &id);
        match said::way(fields.one(&format!("{id}-way"))) {
            Some(turned) => mapping.turned.insert(kind.clone(), turned),
            None => mapping.turned.remove(&kind),
        };
        if about.is_empty() && fields.one(&format!("{id}-none")) != "yes" {
            mapping.types.remove(&kind);
        } else {
            mapping.types.insert(kind, about);
        }
    }
    for (at, relation) in mapping.relations(&group.table).into_iter().enumerate() {
        match Say::of_code(fields.one(&format!("giver-{place}-{at}"))) {
            Some(say) => mapping.givers.insert(relation.to_owned(), say),
            None => mapping.givers.remove(relation),
        };
    }
    mapping.responsible = fields.one(&format!("responsible-{place}")) == "yes";
    match fields.one(&format!("order-{place}")) {
        "day-first" => mapping.order = Some(Order::DayFirst),
        "month-first" => mapping.order = Some(Order::MonthFirst),
        _ => {}
    }
}

/// What is said of one file.
fn file(place: usize, fields: &Fields) -> Result<PerFile, String> {
    let day = fields.one(&format!("day-{place}"));
    let given_on = dates::parse(day, Some(Order::DayFirst))
        .map_err(|_| "Write the day of the answers like 4/9/2026, or leave it empty".to_owned())?;
    Ok(PerFile {
        channels: channels(fields, &format!("file-{place}")),
        inverted: said::way(fields.one(&format!("file-{place}-way"))),
        given_on,
        means: said::means_of(fields.one(&format!("means-{place}"))),
        is_full: fields.one(&format!("full-{place}")) == "yes",
    })
}

fn channels(fields: &Fields, name: &str) -> BTreeSet<Channel> {
    fields
        .all(name)
        .filter_map(|code| code.parse().ok())
        .collect()
}

async fn form(
    visit: &Visit,
    signed: &Signed<'_>,
    (id, others): (Uuid, &[Other]),
    wrongs: Vec<Wrong>,
) -> Result<Form, Stop> {
    let mut page = visit.page(signed, "What the answers mean").await?;
    page.wrong = !wrongs.is_empty();
    let groups = said::groups(others);
    let files = others.iter().enumerate();
    Ok(Form {
        page,
        token: visit.form_mark(),
        wrongs,
        id,
        mark: said::mark(others, &groups),
        asked: groups
            .iter()
            .enumerate()
            .map(|(place, group)| asked(place, group, others))
            .collect(),
        files: files.filter_map(asked_of_file).collect(),
    })
}

fn asked(place: usize, group: &Group, others: &[Other]) -> Asked {
    let (mapping, table) = (&group.mapping, &group.table);
    let words = group.words(others).into_iter().enumerate();
    let kinds = mapping.kinds(table).into_iter().enumerate();
    let relations = mapping.relations(table).into_iter().enumerate();
    let asks_order = group.asks_order(others);
    Asked {
        names: group.names.clone(),
        questions: mapping
            .answers()
            .map(|column| question(place, column, group))
            .collect(),
        words: words
            .map(|(at, word)| meaning(format!("word-{place}-{at}"), word, group))
            .collect(),
        kinds: kinds
            .map(|(at, text)| kind(format!("kind-{place}-{at}"), text, group))
            .collect(),
        givers: relations
            .map(|(at, relation)| Meaning {
                id: format!("giver-{place}-{at}"),
                inverted: false,
                choices: Say::ALL
                    .into_iter()
                    .map(|say| Choice {
                        value: say.code(),
                        text: said::say_name(say),
                        on: mapping.givers.get(relation) == Some(&say),
                    })
                    .collect(),
                text: relation.to_owned(),
            })
            .collect(),
        responsible: mapping.responsible,
        order: asks_order.then(|| {
            let choice = |order, value, text| Choice {
                value,
                text,
                on: mapping.order == Some(order),
            };
            [
                choice(
                    Order::DayFirst,
                    "day-first",
                    "The day, as in 4/9 for 4 September",
                ),
                choice(
                    Order::MonthFirst,
                    "month-first",
                    "The month, as in 9/4 for 4 September",
                ),
            ]
        }),
    }
}

fn meaning(id: String, word: Unknown, group: &Group) -> Meaning {
    let means = group.mapping.words.get(&word.key()).copied();
    Meaning {
        id,
        inverted: word.inverted,
        choices: [Word::Yes, Word::No, Word::NoAnswer]
            .into_iter()
            .map(|word| Choice {
                value: word.code(),
                text: said::word_name(word),
                on: means == Some(word),
            })
            .collect(),
        text: word.text,
    }
}

fn kind(id: String, text: String, group: &Group) -> Kind {
    let about = group.mapping.types.get(&text);
    let turned = group.mapping.turned.get(&text).copied();
    Kind {
        id,
        channels: said::channel_choices(about.unwrap_or(&BTreeSet::new())),
        none: about.is_some_and(BTreeSet::is_empty),
        ways: words::is_negative(&text).then(|| said::ways(turned)),
        text,
    }
}

fn question(place: usize, column: usize, group: &Group) -> Question {
    let said = group.mapping.question(column);
    let status = group.mapping.role(column) == Role::Status;
    let heading = Table::heading(&group.table, column);
    let plain = !words::is_negative(&heading);
    let way = said.inverted.or_else(|| plain.then_some(false));
    Question {
        id: format!("question-{place}-{column}"),
        heading,
        channels: if status {
            Vec::new()
        } else {
            said::channel_choices(&said.channels)
        },
        covers: Covers::ALL
            .into_iter()
            .map(|covers| Choice {
                value: covers.code(),
                text: said::covers_name(covers),
                on: said.covers == covers,
            })
            .collect(),
        ways: (!status || !group.mapping.is_about_one()).then(|| said::ways(way)),
    }
}

/// What is asked of a file by itself, if anything is.
fn asked_of_file((at, other): (usize, &Other)) -> Option<File> {
    let mapping = other.mapping.as_ref()?;
    let has = |role| mapping.column(role).is_some();
    let answers = mapping.answers().next().is_some();
    let file = File {
        at,
        name: other.table.name.clone(),
        channels: mapping
            .is_about_one()
            .then(|| said::channel_choices(&other.file.channels)),
        ways: mapping.column(Role::Status).and_then(|column| {
            let way = mapping.inverted((&other.table, &other.file), column, None);
            mapping.is_about_one().then(|| said::ways(way))
        }),
        day: (answers && !has(Role::GivenOn)).then(|| {
            let day = other.file.given_on;
            day.map_or_else(String::new, |day| day.strftime("%-d/%-m/%Y").to_string())
        }),
        means: (answers && !has(Role::Method)).then(|| said::means(other.file.means)),
        full: mapping.lists_pupils.then_some(other.file.is_full),
    };
    let asks = file.channels.is_some() || file.day.is_some() || file.means.is_some();
    (asks || file.full.is_some()).then_some(file)
}

impl Form {
    fn file_id(at: impl Borrow<usize>) -> String {
        format!("file-{}", at.borrow())
    }
}
