//! How far a photo is, and the words beside it.

use actix_web::{
    HttpResponse,
    web::{Path, Payload},
};
use gatehouse_app::street::glance::{PhotoGlance, PhotoState};
use gatehouse_domain::{findings::TextKind, ids::PhotoId, names};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    program, read,
    shared::{Channel, Coded, Refused, Standing},
    unfit,
};
use crate::{
    pages::{Answer, photos::save::unfit_alt},
    problem::Stop,
    visitor::Visit,
};

/// A photo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Photo {
    /// Its id.
    id: Uuid,
    /// The event it was taken at.
    event: Uuid,
    /// When it arrived.
    received_at: Timestamp,
    /// How far it is.
    state: State,
    /// Why it was refused, where it was.
    refused: Option<Coded>,
    /// How it stands on each channel of its event, once it was looked at.
    channels: Vec<OnChannel>,
}

/// How far a photo is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    /// It waits for the machine.
    Waiting,
    /// It cannot be used at all.
    Refused,
    /// It was looked at.
    Checked,
    /// Nothing is left of it.
    Destroyed,
}

/// How a photo stands on a channel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OnChannel {
    /// The channel.
    channel: Channel,
    /// The word for it.
    standing: Standing,
    /// What it still needs.
    needs: Vec<Coded>,
}

/// The words beside a photo.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// What stands below it. Left as it is where there is none.
    #[serde(default)]
    caption: Option<String>,
    /// What it shows, for who cannot see it.
    alt_text: String,
}

/// Tells how far a photo is and how it stands.
#[utoipa::path(
    get,
    path = "/api/v1/photos/{photo}",
    params(("photo" = Uuid, Path, description = "The photo.")),
    responses((status = 200, description = "How far it is.", body = Photo), Refused),
    security(("token" = ["upload"]), ("token" = ["words"]), ("token" = ["recall"])),
)]
pub(crate) async fn look(visit: Visit, photo: Path<Uuid>) -> Answer {
    let views = program(&visit).await?.views()?;
    let photo = views.photo(PhotoId(*photo)).await?;
    Ok(HttpResponse::Ok().json(Photo::from(photo)))
}

impl From<PhotoGlance> for Photo {
    fn from(glance: PhotoGlance) -> Self {
        let mut photo = Self {
            id: glance.id.0,
            event: glance.event.0,
            received_at: glance.received_at,
            state: State::Waiting,
            refused: None,
            channels: Vec::new(),
        };
        match glance.state {
            PhotoState::Waiting => {}
            PhotoState::Refused(code, says) => {
                photo.state = State::Refused;
                photo.refused = Some(Coded { code, says });
            }
            PhotoState::Destroyed => photo.state = State::Destroyed,
            PhotoState::Checked(channels) => {
                photo.state = State::Checked;
                let on = channels
                    .into_iter()
                    .map(|(channel, (standing, told))| OnChannel {
                        channel: channel.into(),
                        standing: standing.into(),
                        needs: told.iter().map(Coded::from).collect(),
                    });
                photo.channels = on.collect();
            }
        }
        photo
    }
}

/// Writes the words beside a photo. Whatever was approved of it is void then.
#[utoipa::path(
    put,
    path = "/api/v1/photos/{photo}/words",
    params(("photo" = Uuid, Path, description = "The photo.")),
    request_body = Words,
    responses((status = 204, description = "They are kept."), Refused),
    security(("token" = ["words"])),
)]
pub(crate) async fn write(visit: Visit, photo: Path<Uuid>, payload: Payload) -> Answer {
    let texts = program(&visit).await?.texts()?;
    let words: Words = read(payload).await?;
    let photo = PhotoId(*photo);
    let alt = checked("alt_text", &words.alt_text)?;
    if let Some(says) = unfit_alt(&words.alt_text) {
        return Err(unfit(says));
    }
    let caption = words.caption.as_deref();
    let caption = caption.map(|text| checked("caption", text)).transpose()?;
    if let Some(caption) = caption {
        texts.write(photo, (TextKind::Caption, &caption)).await?;
    }
    texts.write(photo, (TextKind::AltText, &alt)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn checked(field: &str, text: &str) -> Result<names::Words, Stop> {
    names::Words::parse(text).map_err(|error| unfit(format!("{field}: {error}.")))
}
