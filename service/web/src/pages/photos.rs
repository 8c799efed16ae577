//! One picture: who is in it, how many, and the words beside it.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    web::Path,
};
use askama::Template;
use gatehouse_app::{
    check::Decision,
    street::{
        board::{Standing, Told},
        pictures::View,
        sheet::{FaceOnSheet, Sheet},
    },
};
use gatehouse_domain::{
    Channel,
    findings::TextKind,
    ids::{FaceId, PersonId, PhotoId},
    names::Words,
};
use uuid::Uuid;

use super::{Answer, Wrong, again, channel_name, layout::Page, show};
use crate::{
    fields::Fields,
    problem::Problem,
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "photos/sheet.html")]
struct Shown {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    sheet: Sheet,
    caption: String,
    alt: String,
    heads: String,
    may_count: bool,
}

/// Shows the picture with all that is to be done.
pub(crate) async fn sheet(visit: Visit, photo: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let sheet = pictures.sheet(PhotoId(*photo)).await?;
    show(&Shown {
        page: visit.page(&signed, "Picture").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        caption: sheet.caption.clone(),
        alt: sheet.alt.clone(),
        heads: String::new(),
        may_count: signed.intake().is_some(),
        sheet,
    })
}

/// The picture as it goes out.
pub(crate) async fn picture(visit: Visit, photo: Path<Uuid>) -> Answer {
    bytes(visit, PhotoId(*photo), View::Channel).await
}

/// The picture for a page of many.
pub(crate) async fn thumbnail(visit: Visit, photo: Path<Uuid>) -> Answer {
    bytes(visit, PhotoId(*photo), View::Thumbnail).await
}

async fn bytes(visit: Visit, photo: PhotoId, view: View) -> Answer {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let bytes = pictures.bytes(photo, view).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "image/jpeg"))
        // For as long as somebody looks through a board, and in no shared place.
        .insert_header((CACHE_CONTROL, "private, max-age=300"))
        .body(bytes))
}

/// Says who a face is.
pub(crate) async fn name(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let face: Uuid = fields
        .one("face")
        .parse()
        .map_err(|_| Problem::bad_form())?;
    let said = match fields.one("who") {
        "" => None,
        "visitor" => Some(Decision::Visitor { agreed: true }),
        "nobody" => Some(Decision::NobodyRecognisable),
        "no-face" => Some(Decision::NotAFace),
        person => Some(Decision::Is(PersonId(
            person.parse().map_err(|_| Problem::bad_form())?,
        ))),
    };
    if let Some(said) = said {
        pictures.name((PhotoId(*photo), FaceId(face)), said).await?;
    }
    Ok(go(&format!("/photos/{}?done=named#faces", *photo)))
}

/// Counts the heads.
pub(crate) async fn count(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let intake = signed.intake().ok_or_else(Problem::role_missing)?;
    if let Ok(heads) = fields.one("heads").parse() {
        intake.count(PhotoId(*photo), heads).await?;
        return Ok(go(&format!("/photos/{}?done=counted", *photo)));
    }
    let wrong = Wrong::new("heads", "Enter how many heads you count, as a number");
    refused(&visit, PhotoId(*photo), wrong, &fields).await
}

/// Keeps the words.
pub(crate) async fn write(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let alt = fields.one("alt");
    if alt.is_empty() {
        let wrong = Wrong::new("alt", "Say in a sentence what the picture shows");
        return refused(&visit, PhotoId(*photo), wrong, &fields).await;
    }
    for (kind, field, text) in [
        (TextKind::Caption, "caption", fields.one("caption")),
        (TextKind::AltText, "alt", alt),
    ] {
        let Ok(words) = Words::parse(text) else {
            let wrong = Wrong::new(field, "Write it shorter");
            return refused(&visit, PhotoId(*photo), wrong, &fields).await;
        };
        pictures.write(PhotoId(*photo), (kind, &words)).await?;
    }
    Ok(go(&format!("/photos/{}?done=words-saved", *photo)))
}

/// The page again, with what was typed and what is wrong with it.
async fn refused(visit: &Visit, photo: PhotoId, wrong: Wrong, fields: &Fields) -> Answer {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let sheet = pictures.sheet(photo).await?;
    let typed = |name: &str, kept: &str| match fields.one(name) {
        "" => kept.to_owned(),
        typed => typed.to_owned(),
    };
    let mut page = visit.page(&signed, "Picture").await?;
    page.wrong = true;
    again(&Shown {
        page,
        token: visit.form_mark(),
        wrongs: vec![wrong],
        caption: typed("caption", &sheet.caption),
        alt: typed("alt", &sheet.alt),
        heads: fields.one("heads").to_owned(),
        may_count: signed.intake().is_some(),
        sheet,
    })
}

impl Shown {
    /// A face's box for the drawing over the picture.
    fn around(face: &FaceOnSheet) -> [f32; 4] {
        let (x, y) = (face.area.left, face.area.top);
        [x, y, face.area.width, face.area.height].map(f32::round)
    }

    /// The part of the picture around a face: half as much again on each side.
    fn crop(face: &FaceOnSheet) -> [f32; 4] {
        let side = face.area.width.max(face.area.height) * 2.0;
        let x = face.area.left + face.area.width / 2.0 - side / 2.0;
        let y = face.area.top + face.area.height / 2.0 - side / 2.0;
        [x, y, side, side].map(f32::round)
    }

    /// What is to be said of a face that somebody settled.
    fn settled(face: &FaceOnSheet) -> Option<String> {
        Some(match face.said? {
            Decision::Is(_) => face
                .name
                .clone()
                .unwrap_or_else(|| "Somebody who left".to_owned()),
            Decision::Visitor { .. } => "A visitor who agreed".to_owned(),
            Decision::NobodyRecognisable => "Nobody who can be recognised".to_owned(),
            Decision::NotAFace => "Not a face".to_owned(),
        })
    }

    const fn channel(channel: &Channel) -> &'static str {
        channel_name(*channel)
    }

    const fn word(standing: &Standing) -> &'static str {
        match standing {
            Standing::Clear => "Fine",
            Standing::Hold => "Needs you",
            Standing::Blocked => "Cannot be used",
        }
    }

    fn needs(told: &[Told]) -> Vec<&'static str> {
        told.iter().map(|one| one.says).collect()
    }
}
