//! The event's board: every picture, how far it is, and what it still needs.

use actix_web::web::{Path, Query};
use askama::Template;
use gatehouse_app::street::board::{Progress, Standing, Tile, Told};
use gatehouse_domain::{
    Channel,
    ids::{EventId, PhotoId},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    pages::{Answer, channel_name, layout::Page, show},
    problem::Problem,
    visitor::{Visit, go},
};

/// Pictures on one page.
const SHOWN: usize = 60;

#[derive(Template)]
#[template(path = "events/board.html")]
struct Board {
    page: Page,
    event: EventId,
    on: String,
    classes: String,
    tiles: Vec<Shown>,
    all: usize,
    before: Option<usize>,
    after: Option<usize>,
    may_add: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands over references"
)]
impl Board {
    /// How many there are.
    fn pictures(all: &usize) -> String {
        match all {
            0 => "No pictures yet".to_owned(),
            1 => "1 picture".to_owned(),
            many => format!("{many} pictures"),
        }
    }
}

/// A picture on the board.
struct Shown {
    id: PhotoId,
    number: usize,
    /// Whether there is something to look at.
    picture: bool,
    /// The word for how it stands.
    word: &'static str,
    /// The colour that goes with the word.
    tag: &'static str,
    /// What it still needs.
    needs: Vec<Told>,
    /// Why it was refused.
    refused: Option<String>,
    /// Channels that stand otherwise than the word says.
    channels: Vec<(&'static str, &'static str)>,
}

/// Which part of the board.
#[derive(Deserialize)]
pub(crate) struct Part {
    #[serde(default)]
    from: usize,
}

/// Shows it.
pub(crate) async fn board(visit: Visit, event: Path<Uuid>, part: Query<Part>) -> Answer {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let event = EventId(*event);
    let known = pictures.event(event).await?;
    let from = part.from;
    let board = pictures.board(event, (from, SHOWN)).await?;
    let numbered = (from.saturating_add(1)..).zip(board.tiles);
    let after = from.saturating_add(SHOWN);
    show(&Board {
        page: visit.page(&signed, known.title).await?,
        event,
        on: crate::pages::day(known.on),
        classes: known.classes.join(", "),
        tiles: numbered.map(shown).collect(),
        all: board.all,
        before: (from > 0).then(|| from.saturating_sub(SHOWN)),
        after: (after < board.all).then_some(after),
        may_add: signed.intake().is_some(),
    })
}

/// After which picture to go on.
#[derive(Deserialize)]
pub(crate) struct After {
    after: Option<Uuid>,
}

/// Leads to the next picture in which somebody has to settle something.
pub(crate) async fn next(visit: Visit, event: Path<Uuid>, after: Query<After>) -> Answer {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let after = after.after.map(PhotoId);
    let next = pictures.next_to_do(EventId(*event), after).await?;
    Ok(go(&match next {
        Some(photo) => format!("/photos/{}", photo.0),
        None => format!("/events/{}?done=all-done", *event),
    }))
}

fn shown((number, tile): (usize, Tile)) -> Shown {
    let mut shown = Shown {
        id: tile.id,
        number,
        picture: false,
        word: "Waiting",
        tag: "govuk-tag--grey",
        needs: Vec::new(),
        refused: None,
        channels: Vec::new(),
    };
    let best = tile.progress.standing();
    match tile.progress {
        Progress::Waiting => {}
        Progress::Refused(told) => {
            (shown.word, shown.tag) = ("Not a picture we can use", "govuk-tag--red");
            shown.refused = Some(told);
        }
        Progress::Destroyed => shown.word = "Deleted",
        Progress::Unreadable => {
            (shown.word, shown.tag) = ("Cannot be read", "govuk-tag--red");
        }
        Progress::Checked { channels } => {
            shown.picture = true;
            (shown.word, shown.tag) = word(best.unwrap_or(Standing::Hold));
            for (channel, (standing, told)) in &channels {
                if Some(*standing) == best {
                    shown.needs.extend(
                        told.iter()
                            .filter(|one| !shown.needs.contains(one))
                            .copied()
                            .collect::<Vec<_>>(),
                    );
                } else {
                    shown.channels.push((name(*channel), word(*standing).0));
                }
            }
        }
    }
    shown
}

const fn name(channel: Channel) -> &'static str {
    channel_name(channel)
}

/// The word and the colour of a standing.
const fn word(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Clear => ("Fine", "govuk-tag--green"),
        Standing::Hold => ("Needs you", "govuk-tag--yellow"),
        Standing::Blocked => ("Cannot be used", "govuk-tag--red"),
    }
}
