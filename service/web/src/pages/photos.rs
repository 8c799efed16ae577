//! One picture: who is in it, how many, and the words beside it.

pub(crate) mod agree;
pub(crate) mod mark;
pub(crate) mod save;

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    web::Path,
};
use askama::Template;
use gatehouse_app::{
    check::Decision,
    desk::Signed,
    street::{
        agreeing::ToAgree,
        board::{Standing, Told},
        pictures::View,
        sheet::{FaceOnSheet, Sheet},
    },
};
use gatehouse_domain::{
    Channel,
    ids::{FaceId, PersonId, PhotoId},
};
use uuid::Uuid;

use super::{Answer, Wrong, channel_name, layout::Page, show};
use crate::{
    problem::{Problem, Stop},
    visitor::Visit,
};

#[derive(Template)]
#[template(path = "photos/sheet.html")]
struct Shown {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    sheet: Sheet,
    typed: Typed,
    may_count: bool,
    /// What they may agree to, if they are an editor.
    agree: Option<ToAgree>,
}

/// Which picture it is of how many, and of what.
fn heading(sheet: &Sheet) -> String {
    let (place, all) = sheet.place;
    format!("Picture {place} of {all} · {}", sheet.title)
}

/// What somebody may agree to of a picture.
async fn to_agree(signed: &Signed<'_>, sheet: &Sheet) -> Result<Option<ToAgree>, Stop> {
    Ok(match signed.editor() {
        Some(editor) if sheet.asks_to_agree() => Some(editor.to_agree(sheet.photo).await?),
        _ => None,
    })
}

/// What stands in the fields.
struct Typed {
    /// What is chosen for each face.
    who: BTreeMap<FaceId, String>,
    heads: String,
    caption: String,
    alt: String,
}

/// Shows the picture with all that is to be done.
pub(crate) async fn sheet(visit: Visit, photo: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let sheet = pictures.sheet(PhotoId(*photo)).await?;
    show(&Shown {
        page: visit.page(&signed, heading(&sheet)).await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        typed: Typed {
            who: sheet
                .faces
                .iter()
                .map(|face| (face.id, who(face)))
                .collect(),
            heads: String::new(),
            caption: sheet.caption.clone(),
            alt: sheet.alt.clone(),
        },
        may_count: signed.intake().is_some(),
        agree: to_agree(&signed, &sheet).await?,
        sheet,
    })
}

/// What is chosen for a face at first: what was said of it, else whom the
/// machine proposes, for a person to confirm.
fn who(face: &FaceOnSheet) -> String {
    match (face.said, &*face.proposed) {
        (Some(said), _) => save::value(said),
        (None, [(person, _)]) => person.to_string(),
        (None, _) => String::new(),
    }
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

/// A face's box for the drawing over the picture.
pub(crate) fn around(face: &FaceOnSheet) -> [f32; 4] {
    let (x, y) = (face.area.left, face.area.top);
    [x, y, face.area.width, face.area.height].map(f32::round)
}

/// The part of the picture around a face: half as much again on each side.
pub(crate) fn crop(face: &FaceOnSheet) -> [f32; 4] {
    let side = face.area.width.max(face.area.height) * 2.0;
    let x = face.area.left + face.area.width / 2.0 - side / 2.0;
    let y = face.area.top + face.area.height / 2.0 - side / 2.0;
    [x, y, side, side].map(f32::round)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands over references"
)]
impl Shown {
    /// Whether that is what is chosen for a face.
    fn is_chosen(&self, face: &FaceOnSheet, value: &str) -> bool {
        self.typed.who.get(&face.id).is_some_and(|who| who == value)
    }

    /// The pupils who were named in the picture.
    fn named(&self) -> &[(PersonId, String)] {
        let (named, _) = self.sheet.pupils.split_at(self.sheet.named);
        named
    }

    /// The other pupils of the event.
    fn others(&self) -> &[(PersonId, String)] {
        let (_, others) = self.sheet.pupils.split_at(self.sheet.named);
        others
    }

    /// Whether somebody on the list is chosen for a face, and is not among whom
    /// the machine proposes.
    fn is_listed(&self, face: &FaceOnSheet, value: &str) -> bool {
        let proposed = face.proposed.iter();
        self.is_chosen(face, value) && !proposed.clone().any(|(id, _)| id.to_string() == *value)
    }

    /// Where a person still has to look at a face.
    const fn hint(face: &FaceOnSheet) -> Option<&'static str> {
        match (face.said.is_some(), face.proposed.len(), face.maybe) {
            (true, ..) => None,
            (_, 1, _) => Some("The machine proposes this. Is it right?"),
            (_, 2.., _) => Some("The machine cannot tell who it is."),
            (_, _, true) => Some("This may be a face."),
            _ => Some("Who is it?"),
        }
    }

    /// What a safeguarding lead said a face is.
    fn settled(face: &FaceOnSheet) -> &str {
        match (face.said, &face.name) {
            (_, Some(name)) => name,
            (Some(Decision::Visitor { .. }), _) => "a visitor who agreed",
            (Some(Decision::NobodyRecognisable), _) => "nobody who can be recognised",
            (Some(Decision::NotAFace), _) => "not a face",
            _ => "somebody who is not on the register any more",
        }
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
