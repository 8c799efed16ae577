//! Take this child down everywhere: who, where they are shown, and once more
//! whether. Nobody's name or id is in an address.

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::street::releases::{posts::Post, take_down::Shown};
use gatehouse_domain::ids::PersonId;
use serde::Deserialize;

use super::{Answer, Wrong, again, channel_name, layout::Page, show};
use crate::{
    fields::Fields,
    problem::Problem,
    visitor::{Visit, go},
};

/// Posts shown of each kind; all are counted, and all are taken down.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "take_down/choose.html")]
struct Choose {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    classes: Vec<String>,
    class: Option<String>,
    pupils: Vec<(PersonId, String)>,
}

#[derive(Template)]
#[template(path = "take_down/look.html")]
struct Look {
    page: Page,
    token: String,
    shown: Shown,
}

/// The class whose pupils are to be listed.
#[derive(Deserialize)]
pub(crate) struct Class {
    class: Option<String>,
}

/// Asks whom.
pub(crate) async fn choose(visit: Visit, asked: Query<Class>) -> Answer {
    show(&chosen(&visit, asked.into_inner().class, None).await?)
}

/// Shows where somebody is shown.
pub(crate) async fn look(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let desk = signed.take_downs().ok_or_else(Problem::role_missing)?;
    let Some(person) = person(&fields) else {
        let class = Some(fields.one("class").to_owned());
        let wrong = Wrong::new("person", "Choose a pupil");
        return again(&chosen(&visit, class, Some(wrong)).await?);
    };
    show(&Look {
        shown: desk.shown_in(person).await?,
        page: visit.page(&signed, "Take down this pupil?").await?,
        token: visit.form_mark(),
    })
}

/// Takes them down.
pub(crate) async fn take(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let desk = signed.take_downs().ok_or_else(Problem::role_missing)?;
    let person = person(&fields).ok_or_else(Problem::bad_form)?;
    desk.take_down(person).await?;
    Ok(go("/published?show=taken-back&done=taken-down"))
}

fn person(fields: &Fields) -> Option<PersonId> {
    fields.one("person").parse().ok().map(PersonId)
}

async fn chosen(
    visit: &Visit,
    class: Option<String>,
    wrong: Option<Wrong>,
) -> Result<Choose, crate::problem::Stop> {
    let signed = visit.signed().await?;
    let desk = signed.take_downs().ok_or_else(Problem::role_missing)?;
    let mut page = visit.page(&signed, "Take a pupil down").await?;
    page.wrong = wrong.is_some();
    Ok(Choose {
        page,
        token: visit.form_mark(),
        wrongs: wrong.into_iter().collect(),
        classes: desk.classes().await?,
        pupils: match &class {
            Some(class) => desk.pupils(class).await?,
            None => Vec::new(),
        },
        class,
    })
}

impl Choose {
    fn is_chosen(&self, class: &str) -> bool {
        self.class.as_deref() == Some(class)
    }

    const fn class_name(class: &str) -> &str {
        if class.is_empty() {
            "In no class"
        } else {
            class
        }
    }
}

impl Look {
    /// How many posts on which channels, as a sentence.
    fn where_out(&self) -> String {
        Self::counted(&self.shown.out)
    }

    fn where_waiting(&self) -> String {
        Self::counted(&self.shown.waiting)
    }

    fn counted(posts: &[Post]) -> String {
        let channels = Shown::channels(posts);
        let channels: Vec<&str> = channels.into_iter().map(channel_name).collect();
        let posts = match posts.len() {
            1 => "1 post".to_owned(),
            count => format!("{count} posts"),
        };
        format!("{posts}: {}", channels.join(", "))
    }

    fn some(posts: &[Post]) -> &[Post] {
        posts.get(..SHOWN).unwrap_or(posts)
    }

    fn more(posts: &[Post]) -> usize {
        posts.len().saturating_sub(SHOWN)
    }
}
