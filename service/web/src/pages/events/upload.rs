//! Pictures arrive: the form, and what takes each file in as it comes, sealed
//! from its first byte. Every file is answered by itself.

pub(crate) mod parts;

use actix_multipart::{Field, Multipart};
use actix_web::web::Path;
use askama::Template;
use futures_util::TryStreamExt as _;
use gatehouse_app::{desk::Intake, street::intake::Kept};
use gatehouse_domain::ids::EventId;
use uuid::Uuid;

use crate::{
    pages::{Answer, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

/// The same file, byte for byte.
const BEFORE: &str = "This picture is already here. It was not taken twice.";

/// The largest field that is no file, in bytes.
const SMALL: usize = 1024;

#[derive(Template)]
#[template(path = "events/upload.html")]
struct Form {
    page: Page,
    token: String,
    event: EventId,
    title: String,
}

#[derive(Template)]
#[template(path = "events/arrived.html")]
struct Arrived {
    page: Page,
    event: EventId,
    files: Vec<File>,
    kept: usize,
}

/// What became of one file.
#[derive(Debug)]
struct File {
    /// Its place among the files that were sent, from 1: its name stays with
    /// the person.
    number: usize,
    /// Whether it came whole.
    kept: bool,
    /// What to do then, or that it was here before.
    says: Option<String>,
}

/// Shows the form.
pub(crate) async fn ask(visit: Visit, event: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let event = EventId(*event);
    let known = intake.event(event).await?;
    show(&Form {
        page: visit.page(&signed, "Add pictures").await?,
        token: visit.form_mark(),
        event,
        title: known.title,
    })
}

/// Takes the files in.
pub(crate) async fn take(visit: Visit, event: Path<Uuid>, mut sent: Multipart) -> Answer {
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    let event = EventId(*event);
    intake.event(event).await?;
    let mut ours = false;
    let mut files = Vec::new();
    while let Some(mut field) = sent.try_next().await.map_err(|_| Problem::bad_form())? {
        match field.name() {
            Some("token") => {
                visit.check(&small(&mut field).await?)?;
                ours = true;
            }
            Some("photos") if !ours => return Err(Problem::stale_form().into()),
            // A browser sends one empty file where none was chosen.
            Some("photos") => {
                files.extend(receive(&intake, event, &mut field, files.len() + 1).await?);
            }
            _ => {}
        }
    }
    if !ours {
        return Err(Problem::stale_form().into());
    }
    // Nothing to tell of one of them: a page that can be loaded again.
    if !files.is_empty() && files.iter().all(|file| file.says.is_none()) {
        return Ok(go(&format!("/events/{}/receipt", event.0)));
    }
    show(&Arrived {
        page: visit.page(&signed, "Your pictures").await?,
        event,
        kept: files.iter().filter(|file| file.kept).count(),
        files,
    })
}

/// One file, sealed as it comes.
async fn receive(
    intake: &Intake<'_>,
    event: EventId,
    field: &mut Field,
    number: usize,
) -> Result<Option<File>, Stop> {
    let mut arrival = intake.arrival(event).await?;
    let mut came = false;
    let mut refused = None;
    while let Some(bytes) = field.try_next().await.map_err(|_| Problem::cut_off())? {
        came |= !bytes.is_empty();
        // What is left of a refused file is read and let go, so that the next
        // one is still taken.
        if refused.is_none() {
            refused = arrival.write(&bytes).await.err();
        }
    }
    if !came
        && field
            .content_disposition()
            .and_then(|told| told.get_filename())
            .is_none_or(str::is_empty)
    {
        return Ok(None);
    }
    let ended = match refused {
        Some(refused) => Err(refused),
        None => arrival.finish().await,
    };
    let (kept, says) = match ended {
        Ok(Kept::New(_)) => (true, None),
        Ok(Kept::Before(_)) => (true, Some(BEFORE.to_owned())),
        Err(error) => {
            let problem = Problem::from(error);
            let says = match problem.code {
                // It may have been kept in the moment before.
                "database-away" => {
                    "Gatehouse cannot reach its records just now. Wait a minute, then look at the \
                     pictures of the event, and send it again if it is not there."
                        .to_owned()
                }
                _ => problem.says,
            };
            (false, Some(says))
        }
    };
    Ok(Some(File { number, kept, says }))
}

/// A small field as text.
async fn small(field: &mut Field) -> Result<String, Stop> {
    let mut text = Vec::new();
    while let Some(bytes) = field.try_next().await.map_err(|_| Problem::bad_form())? {
        text.extend_from_slice(&bytes);
        if text.len() > SMALL {
            return Err(Problem::bad_form().into());
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}
