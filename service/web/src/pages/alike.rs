//! Pupils who look alike: by name for those who look after pupils, in numbers
//! for those who watch over the school.

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::street::alike::{AlikeNumbers, AlikePair, Searched};

use super::{Answer, Part, layout::Page, show};
use crate::{problem::Problem, visitor::Visit};

/// Pairs on one page.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "alike.html")]
struct Report {
    page: Page,
    numbers: AlikeNumbers,
    /// By name; none for who may not know.
    pairs: Option<Vec<AlikePair>>,
    /// Where somebody's own page is.
    at: &'static str,
    before: Option<usize>,
    after: Option<usize>,
}

/// Shows them.
pub(crate) async fn report(visit: Visit, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    let from = part.from;
    let (numbers, pairs) = if let Some(desk) = signed.look_alikes() {
        let pairs = desk.pairs((from, SHOWN)).await?;
        (desk.numbers().await?, Some(pairs))
    } else {
        let desk = signed.governance().ok_or_else(Problem::role_missing)?;
        (desk.look_alikes().await?, None)
    };
    let next = from.saturating_add(SHOWN);
    let is_named = pairs.is_some();
    show(&Report {
        page: visit.page(&signed, "Pupils who look alike").await?,
        at: if signed.dsl().is_some() {
            "/pupils"
        } else {
            "/register"
        },
        before: (is_named && from > 0).then(|| from.saturating_sub(SHOWN)),
        after: (is_named && next < numbers.all).then_some(next),
        numbers,
        pairs,
    })
}

impl Report {
    /// How it is known of two that they look alike.
    const fn known(pair: &AlikePair) -> &'static str {
        match (pair.told, pair.found) {
            (true, true) => "The office said so, and the computer finds it too",
            (true, false) => "The office said so",
            (false, _) => "The computer finds it",
        }
    }

    /// The score from which on a face is named.
    fn named_from(&self) -> String {
        self.score(|searched| searched.named_from)
    }

    /// How near to it two pupils count as alike.
    fn margin(&self) -> String {
        self.score(|searched| searched.margin)
    }

    fn score(&self, of: fn(Searched) -> f32) -> String {
        let value = self.numbers.searched.map(of);
        value.map_or_else(String::new, |value| format!("{value:.2}"))
    }
}
