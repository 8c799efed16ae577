//! What people have to do by when, what is overdue first.

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::street::{
    due::{Due, Duties},
    ending::{Ending, Ends},
};
use gatehouse_domain::retention::{DutyKind, school_time_zone};
use jiff::{Timestamp, civil::Date};

use super::{Answer, Part, day, layout::Page, show};
use crate::{problem::Problem, visitor::Visit};

/// Lines on one page.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "duties.html")]
struct List {
    page: Page,
    duties: Duties,
    ending: Vec<Ending>,
    lists: bool,
    today: Date,
    before: Option<usize>,
    after: Option<usize>,
}

/// Lists them.
pub(crate) async fn list(visit: Visit, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    let dues = signed.dues().ok_or_else(Problem::role_missing)?;
    let from = part.from;
    let duties = dues.due((from, SHOWN)).await?;
    let next = from.saturating_add(SHOWN);
    let ending = match signed.looks() {
        Some(looks) => looks.ending().await?,
        None => Vec::new(),
    };
    show(&List {
        ending,
        lists: signed.office().is_some(),
        page: visit.page(&signed, "Duties").await?,
        today: visit.doors.house.today(),
        before: (from > 0).then(|| from.saturating_sub(SHOWN)),
        after: (next < duties.all).then_some(next),
        duties,
    })
}

/// By when, as people say it on a day.
pub(crate) fn by(due: Timestamp, today: Date) -> String {
    let here = due.to_zoned(school_time_zone());
    let midnight = here.time() == jiff::civil::Time::midnight();
    // The first moment of a day is the end of the day before.
    let (time, date) = match here.date().yesterday() {
        Ok(before) if midnight => ("the end".to_owned(), before),
        _ => (here.strftime("%H:%M").to_string(), here.date()),
    };
    match (midnight, date == today) {
        (false, true) => format!("{time} today"),
        (false, false) => format!("{time} on {}", day(date)),
        (true, true) => format!("{time} of today"),
        (true, false) => format!("{time} of {}", day(date)),
    }
}

impl List {
    /// What is to be done.
    fn what(due: &Due) -> &'static str {
        match due.kind {
            DutyKind::Card if due.own => {
                "Clear your camera or phone, once your receipt says that every picture is checked."
            }
            DutyKind::Card => "Delete the pictures on the camera or phone.",
            DutyKind::PublicationReview => {
                "Look again at something that is out: may it stay there?"
            }
            DutyKind::Export => "Delete files that were made for somebody outside.",
            _ => "Something is to be deleted.",
        }
    }

    /// By whose hand.
    fn who(due: &Due) -> String {
        match (due.kind, &due.who) {
            (DutyKind::Card, _) if due.own => "You".to_owned(),
            (DutyKind::Card, Some(name)) => name.clone(),
            (DutyKind::Card, None) => "Who brought the pictures".to_owned(),
            (DutyKind::PublicationReview, _) => "An editor".to_owned(),
            _ => "The office".to_owned(),
        }
    }

    fn by(&self, due: &Due) -> String {
        by(due.due, self.today)
    }

    fn ends(ending: &Ending) -> String {
        super::ending::line(ending)
    }

    fn last(ending: &Ending) -> String {
        day(ending.last)
    }

    /// Where the people are listed, for who may see them.
    fn listed(&self, ending: &Ending) -> Option<String> {
        let listed = self.lists && ending.kind != Ends::Dpia;
        listed.then(|| format!("/ending/{}/{}", ending.kind.code(), ending.last))
    }

    /// How much the house itself is late with.
    fn late(&self) -> i64 {
        let late = self.duties.late_by_itself.iter();
        late.map(|(_, count)| *count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn by_when_is_said_by_the_clock_on_the_wall() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let today = date(2026, 7, 1);
        assert_eq!(by(at("2026-07-01T16:00:00Z"), today), "17:00 today");
        assert_eq!(
            by(at("2026-11-02T17:00:00Z"), today),
            "17:00 on 2 November 2026"
        );
        assert_eq!(by(at("2026-07-01T23:00:00Z"), today), "the end of today");
        assert_eq!(
            by(at("2026-11-03T00:00:00Z"), today),
            "the end of 2 November 2026"
        );
    }
}
