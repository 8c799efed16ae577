//! The office says what stands in each column of the school's own files.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{desk::Signed, import::mapping::Role, school::sent::Other};
use gatehouse_domain::ids::SubjectId;
use uuid::Uuid;

use super::said::{self, Choice, Group};
use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "import/columns.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    id: Uuid,
    groups: Vec<Group>,
}

/// A column as it is asked.
struct Column {
    heading: String,
    samples: String,
    twice: bool,
    choices: Vec<Choice>,
}

/// Asks.
pub(crate) async fn ask(visit: Visit, id: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let others = office.brought(SubjectId(*id)).await?;
    let groups = said::groups(&others);
    show(&form(&visit, &signed, (*id, groups), Vec::new()).await?)
}

/// Takes what is said.
pub(crate) async fn say(visit: Visit, id: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    let others: Vec<Other> = office.brought(SubjectId(*id)).await?;
    let mut groups = said::groups(&others);
    for (place, group) in groups.iter_mut().enumerate() {
        let columns = 0..group.table.headings.len();
        let role = |column| Role::of_code(fields.one(&format!("role-{place}-{column}")));
        group.mapping.roles = columns
            .map(|column| role(column).unwrap_or_default())
            .collect();
        group.mapping.lists_pupils = fields.one(&format!("lists-{place}")) == "yes";
        let answers: Vec<usize> = group.mapping.answers().collect();
        group
            .mapping
            .questions
            .retain(|column, _| answers.contains(column));
    }
    office
        .map(SubjectId(*id), (said::of_files(&others, &groups), false))
        .await?;
    let lacks = groups.iter().flat_map(|group| {
        let lacks = group.mapping.lacks_in_columns().into_iter();
        lacks.map(|lack| said::wrong(&lack, &group.table))
    });
    let wrongs: Vec<Wrong> = lacks.collect();
    if wrongs.is_empty() {
        return Ok(go(&format!("/import/{}/answers", *id)));
    }
    again(&form(&visit, &signed, (*id, groups), wrongs).await?)
}

async fn form(
    visit: &Visit,
    signed: &Signed<'_>,
    (id, groups): (Uuid, Vec<Group>),
    wrongs: Vec<Wrong>,
) -> Result<Form, Stop> {
    let mut page = visit.page(signed, "What the columns hold").await?;
    page.wrong = !wrongs.is_empty();
    Ok(Form {
        page,
        token: visit.form_mark(),
        wrongs,
        id,
        groups,
    })
}

impl Form {
    /// What stands above the headings, in short.
    fn above(group: &Group) -> String {
        let rows = group.table.above.iter().filter(|row| !row.is_empty());
        let text: Vec<&str> = rows.map(String::as_str).collect();
        text.join(" · ").chars().take(200).collect()
    }

    fn columns(group: &Group) -> Vec<Column> {
        let twice = group.table.twice();
        let of = |column: usize| Column {
            heading: group.table.heading(column),
            samples: said::samples(&group.table, column),
            twice: twice.contains(&column),
            choices: Role::ALL
                .into_iter()
                .map(|role| Choice {
                    value: role.code(),
                    text: said::role_name(role),
                    on: group.mapping.role(column) == role,
                })
                .collect(),
        };
        (0..group.table.headings.len()).map(of).collect()
    }
}
