//! The event's board: every picture, how far it is, and what it still needs.

use std::collections::BTreeSet;

use actix_web::web::{Path, Query};
use askama::Template;
use gatehouse_app::street::{
    board::{Progress, Standing, Tile, Told},
    releases::posts::Post,
};
use gatehouse_domain::{
    Channel,
    ids::{EventId, PhotoId},
    role::Role,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    pages::{Answer, Part, channel_name, layout::Page, releases, show},
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
    /// What every picture here needs.
    common: Vec<Told>,
    tiles: Vec<Shown>,
    all: usize,
    before: Option<usize>,
    after: Option<usize>,
    may_add: bool,
    /// The newest posts with pictures of the event.
    posts: Vec<Post>,
    is_editor: bool,
    recognition_stopped: bool,
}

/// So many posts are listed.
const POSTS: u32 = 20;

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

    /// How far a post is, as who looks is told.
    fn state(&self, post: &Post) -> &'static str {
        match releases::word(post).0 {
            "Ready for you" | "For somebody else" if !self.is_editor => "Waits for an editor",
            word => word,
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
    word: String,
    /// The colour that goes with the word.
    tag: &'static str,
    /// What it still needs.
    needs: Vec<Told>,
    /// Why it was refused.
    refused: Option<String>,
    /// Channels that stand otherwise than the word says.
    channels: Vec<(&'static str, &'static str)>,
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
    let roles: BTreeSet<Role> = Role::ALL
        .iter()
        .copied()
        .filter(|role| signed.holds(*role))
        .collect();
    let mut tiles: Vec<Shown> = numbered.map(|tile| shown(tile, &roles)).collect();
    let after = from.saturating_add(SHOWN);
    show(&Board {
        page: visit.page(&signed, known.title).await?,
        event,
        on: crate::pages::day(known.on),
        classes: known.classes.join(", "),
        common: common(&mut tiles),
        tiles,
        all: board.all,
        recognition_stopped: board.recognition_stopped,
        before: (from > 0).then(|| from.saturating_sub(SHOWN)),
        after: (after < board.all).then_some(after),
        may_add: signed.intake().is_some(),
        posts: pictures.posts(event, POSTS).await?,
        is_editor: signed.editor().is_some(),
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

/// What every picture of this part needs that was looked at: said once, and no
/// more on each.
fn common(tiles: &mut [Shown]) -> Vec<Told> {
    let mut looked_at = tiles.iter().filter(|tile| tile.picture);
    let (Some(first), Some(_)) = (looked_at.next(), looked_at.next()) else {
        return Vec::new();
    };
    let of_all = |need: &Told| {
        let mut looked_at = tiles.iter().filter(|tile| tile.picture);
        looked_at.all(|tile| tile.needs.contains(need))
    };
    let needs = first.needs.iter().copied();
    let common: Vec<Told> = needs.filter(of_all).collect();
    for tile in tiles {
        tile.needs.retain(|need| !common.contains(need));
    }
    common
}

/// Whom a picture waits for, where who looks can do nothing about it.
fn waits_for(needs: &[Told], roles: &BTreeSet<Role>) -> Option<&'static str> {
    let mut first = None;
    for need in needs {
        let (says, these): (_, &[Role]) = match need.code {
            "source-stale" => ("Waits for the office", &[Role::Office]),
            "channel-off" | "dpia-lapsed" | "device-not-allowed" => {
                ("Waits for the head", &[Role::Head])
            }
            "face-dismissed" => ("Waits for an editor", &[Role::Editor, Role::Dsl]),
            "exposure-portrait" | "exposure-face-on" | "exposure-named" => {
                ("Waits for the safeguarding lead", &[Role::Dsl])
            }
            _ => return None,
        };
        if these.iter().any(|role| roles.contains(role)) {
            return None;
        }
        first = first.or(Some(says));
    }
    first
}

impl Shown {
    fn says(&mut self, word: impl Into<String>, tag: &'static str) {
        (self.word, self.tag) = (word.into(), tag);
    }
}

fn shown((number, tile): (usize, Tile), roles: &BTreeSet<Role>) -> Shown {
    let mut shown = Shown {
        id: tile.id,
        number,
        picture: false,
        word: "Waiting".to_owned(),
        tag: "govuk-tag--grey",
        needs: Vec::new(),
        refused: None,
        channels: Vec::new(),
    };
    let best = tile.progress.standing();
    match tile.progress {
        Progress::Waiting => {}
        Progress::Refused(told) => {
            shown.says("Not a picture we can use", "govuk-tag--red");
            shown.refused = Some(told);
        }
        Progress::Destroyed => shown.says("Deleted", "govuk-tag--grey"),
        Progress::Unreadable => shown.says("Cannot be read", "govuk-tag--red"),
        Progress::Checked { channels } => {
            shown.picture = true;
            let (plain, tag) = word(best.unwrap_or(Standing::Hold));
            let mut fine = Vec::new();
            for (channel, (standing, told)) in &channels {
                if *standing == Standing::Clear {
                    fine.push(name(*channel));
                }
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
            let some = !fine.is_empty() && fine.len() < channels.len();
            let waits = waits_for(&shown.needs, roles).filter(|_| best == Some(Standing::Hold));
            match waits {
                Some(waits) => shown.says(waits, "govuk-tag--grey"),
                None if some => shown.says(format!("Fine for: {}", fine.join(", ")), tag),
                None => shown.says(plain, tag),
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
