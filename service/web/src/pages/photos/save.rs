//! What a person enters on a picture's sheet is kept, all of it at once.

use std::collections::BTreeMap;

use actix_web::web::Path;
use gatehouse_app::{
    check::Decision,
    desk::Signed,
    street::{review::Entered, sheet::Sheet},
};
use gatehouse_domain::{
    findings::TextKind,
    ids::{FaceId, PersonId, PhotoId},
    names::{BadText, Words},
};
use uuid::Uuid;

use super::{Shown, Typed};
use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again},
    problem::{Problem, Stop, sentence},
    visitor::{Visit, go},
};

/// More heads nobody counts in one picture: it is a slip of the finger.
const HEADS: u16 = 200;

/// What begins the name of a face's field.
const FACE: &str = "face-";

/// What stands in a face's field for what somebody said.
pub(super) fn value(said: Decision<PersonId>) -> String {
    match said {
        Decision::Is(person) => person.to_string(),
        Decision::Visitor { .. } => "visitor".to_owned(),
        Decision::NobodyRecognisable => "nobody".to_owned(),
        Decision::NotAFace => "no-face".to_owned(),
    }
}

fn said(value: &str) -> Result<Decision<PersonId>, Stop> {
    Ok(match value {
        "visitor" => Decision::Visitor { agreed: true },
        "nobody" => Decision::NobodyRecognisable,
        "no-face" => Decision::NotAFace,
        person => Decision::Is(PersonId(person.parse().map_err(|_| Problem::bad_form())?)),
    })
}

/// Keeps what was entered.
pub(crate) async fn save(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let photo = PhotoId(*photo);
    let sheet = pictures.sheet(photo).await?;
    let typed = typed(&fields)?;
    let mut wrongs = Vec::new();
    let entered = Entered {
        names: names(&sheet, &typed)?,
        heads: heads(&typed, &mut wrongs),
        words: words(&sheet, &typed, &mut wrongs),
    };
    let is_something =
        !entered.names.is_empty() || entered.heads.is_some() || !entered.words.is_empty();
    if is_something {
        pictures.save(photo, &entered).await?;
    }
    if typed.alt.is_empty() {
        let says = if wrongs.is_empty() {
            "Say in a sentence what the picture shows. Everything else is saved"
        } else {
            "Say in a sentence what the picture shows"
        };
        wrongs.push(Wrong::new("alt", says));
    }
    if !wrongs.is_empty() {
        return refused(&visit, &signed, typed, wrongs, photo).await;
    }
    Ok(go(&match fields.one("then") {
        "stay" => format!("/photos/{}?done=saved", photo.0),
        _ => format!("/events/{}/next?after={}", sheet.event.0, photo.0),
    }))
}

/// Notes that a pupil on the photo's list said no to having their face
/// recognised: one press, and it counts.
pub(crate) async fn said_no(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let photo = PhotoId(*photo);
    let pupil = fields.one("pupil").parse().map(PersonId);
    let listed = match pupil {
        Ok(pupil) => pictures.pupil_said_no(photo, pupil).await?,
        // Nobody was chosen; whether there is such a picture is told first.
        Err(_) => pictures.sheet(photo).await.map(|_| false)?,
    };
    if !listed {
        return Err(Problem::bad_form().into());
    }
    Ok(go(&format!("/photos/{}?done=pupil-said-no", photo.0)))
}

/// What came in the fields.
fn typed(fields: &Fields) -> Result<Typed, Stop> {
    let mut who = BTreeMap::new();
    for (name, value) in fields.beginning(FACE) {
        let face = name.parse().map_err(|_| Problem::bad_form())?;
        who.insert(FaceId(face), value.to_owned());
    }
    Ok(Typed {
        who,
        heads: fields.one("heads").to_owned(),
        caption: fields.one("caption").to_owned(),
        alt: fields.one("alt").to_owned(),
    })
}

/// The faces of which something else is said now. What stands there already is
/// not said again: who said it first stays known.
fn names(sheet: &Sheet, typed: &Typed) -> Result<Vec<(FaceId, Decision<PersonId>)>, Stop> {
    let mut names = Vec::new();
    for face in &sheet.faces {
        let who = typed.who.get(&face.id).map_or("", String::as_str);
        let before = face.said.map(value);
        if !who.is_empty() && before.as_deref() != Some(who) {
            names.push((face.id, said(who)?));
        }
    }
    Ok(names)
}

fn heads(typed: &Typed, wrongs: &mut Vec<Wrong>) -> Option<u16> {
    if typed.heads.is_empty() {
        return None;
    }
    let heads = typed.heads.parse().ok().filter(|heads| *heads <= HEADS);
    if heads.is_none() {
        let says = "Enter how many heads you count, as a number from 0 to 200";
        wrongs.push(Wrong::new("heads", says));
    }
    heads
}

/// The words that differ from those that are kept.
fn words(sheet: &Sheet, typed: &Typed, wrongs: &mut Vec<Wrong>) -> Vec<(TextKind, Option<Words>)> {
    let mut words = Vec::new();
    for (kind, field, before, after) in [
        (TextKind::Caption, "caption", &sheet.caption, &typed.caption),
        (TextKind::AltText, "alt", &sheet.alt, &typed.alt),
    ] {
        // A picture may go without a caption; what it shows is always told.
        let is_missing = kind == TextKind::AltText && after.is_empty();
        if before == after || is_missing {
            continue;
        }
        if let Some(says) = (kind == TextKind::AltText)
            .then(|| unfit_alt(after))
            .flatten()
        {
            wrongs.push(Wrong::new(field, says));
            continue;
        }
        match Words::parse(after) {
            Ok(text) => words.push((kind, Some(text))),
            Err(BadText::Blank) => words.push((kind, None)),
            Err(bad) => wrongs.push(Wrong::new(field, sentence(&bad.to_string()))),
        }
    }
    words
}

/// Why a text tells nobody what a picture shows, if it does not.
pub(crate) fn unfit_alt(text: &str) -> Option<&'static str> {
    const ENDINGS: [&str; 6] = [".jpg", ".jpeg", ".png", ".heic", ".gif", ".webp"];
    let text = text.trim().to_lowercase();
    if !text.is_empty() && text.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return Some("Say in a sentence what the picture shows. One letter is not enough");
    }
    let named = !text.contains(char::is_whitespace);
    let file = named && ENDINGS.iter().any(|end| text.ends_with(end));
    file.then_some("This is the name of a file. Say in a sentence what the picture shows")
}

/// The page again, with what was typed and what is wrong with it.
async fn refused(
    visit: &Visit,
    signed: &Signed<'_>,
    typed: Typed,
    wrongs: Vec<Wrong>,
    photo: PhotoId,
) -> Answer {
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let sheet = pictures.sheet(photo).await?;
    let mut page = visit.page(signed, super::heading(&sheet)).await?;
    page.wrong = true;
    again(&Shown {
        page,
        token: visit.form_mark(),
        wrongs,
        typed,
        may_count: signed.intake().is_some(),
        agree: super::to_agree(signed, &sheet).await?,
        sheet,
    })
}

#[cfg(test)]
mod tests {
    use super::unfit_alt;

    #[test]
    fn a_letter_or_the_name_of_a_file_tells_nobody_what_a_picture_shows() {
        for text in ["x", " 7. ", "IMG_1234.JPG", "dsc-01.jpeg"] {
            assert!(unfit_alt(text).is_some(), "{text}");
        }
        for text in ["", "Two children.", "A poster that says photo.jpg", "木々"] {
            assert!(unfit_alt(text).is_none(), "{text}");
        }
    }
}
