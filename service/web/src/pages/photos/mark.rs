//! A face that the machine missed is marked by hand: by a click on the picture,
//! or by saying where it is for who cannot click.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::street::sheet::Sheet;
use gatehouse_domain::{Area, ids::PhotoId};
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    problem::Problem,
    visitor::{Visit, go},
};

/// How wide the picture is shown, in CSS pixels: as a click is told in these,
/// it is the same on every screen, and fits the smallest.
const SHOWN: u32 = 288;
/// Into how many steps the picture is divided for who says where a face is.
const STEPS: u8 = 10;

/// How large a face is, as a part of the picture's width.
const SIZES: [(&str, &str, f32); 3] = [
    ("small", "Small, as in a picture of a whole class", 0.03),
    ("middle", "Middle, as in a picture of a group", 0.08),
    ("large", "Large, as in a picture of one or two", 0.2),
];

#[derive(Template)]
#[template(path = "photos/mark.html")]
struct Mark {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    sheet: Sheet,
}

impl Mark {
    const WIDE: u32 = SHOWN;

    /// The height that goes with the width.
    fn high(&self) -> u32 {
        let (width, height) = self.sheet.size;
        SHOWN.saturating_mul(height) / width.max(1)
    }

    const fn steps() -> std::ops::RangeInclusive<u8> {
        1..=STEPS
    }

    /// Whether that size is chosen at first.
    fn is_usual(size: &str) -> bool {
        size == "middle"
    }

    const fn sizes() -> [(&'static str, &'static str, f32); 3] {
        SIZES
    }
}

/// Asks where it is.
pub(crate) async fn ask(visit: Visit, photo: Path<Uuid>) -> Answer {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let sheet = pictures.sheet(PhotoId(*photo)).await?;
    show(&Mark {
        page: visit.page(&signed, "Mark a face").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        sheet,
    })
}

/// Marks it.
pub(crate) async fn mark(visit: Visit, photo: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let photo = PhotoId(*photo);
    let sheet = pictures.sheet(photo).await?;
    let Some(area) = area(&fields, sheet.size) else {
        let mut page = visit.page(&signed, "Mark a face").await?;
        page.wrong = true;
        let says = "Click on the face, or choose how far across and how far down it is";
        return again(&Mark {
            page,
            token: visit.form_mark(),
            wrongs: vec![Wrong::new("across", says)],
            sheet,
        });
    };
    pictures.mark(photo, area).await?;
    Ok(go(&format!("/photos/{}?done=face-marked", photo.0)))
}

/// The box around the place that was clicked or told, in the kept picture.
fn area(fields: &Fields, size: (u32, u32)) -> Option<Area> {
    let (width, height) = (pixels(size.0)?, pixels(size.1)?);
    let across_all = pixels(SHOWN)?;
    let down_all = across_all * height / width;
    let part = |name: &str, whole: f32| {
        let clicked: f32 = fields.one(name).parse().ok()?;
        Some(clicked / whole)
    };
    let step = |name: &str| {
        let step: u8 = fields.one(name).parse().ok()?;
        Some((f32::from(step) - 0.5) / f32::from(STEPS))
    };
    let across = part("spot.x", across_all).or_else(|| step("across"))?;
    let down = part("spot.y", down_all).or_else(|| step("down"))?;
    let inside = |part: f32| (0.0..=1.0).contains(&part);
    if !inside(across) || !inside(down) {
        return None;
    }
    let told = fields.one("size");
    let large = SIZES.iter().find(|(code, ..)| *code == told)?.2;
    let edge = (large * width).min(height);
    let left = (across * width - edge / 2.0).clamp(0.0, width - edge);
    let top = (down * height - edge / 2.0).clamp(0.0, height - edge);
    Some(Area::new(left, top, edge, edge))
}

/// A side as the boxes have it; no picture that is kept is larger.
fn pixels(side: u32) -> Option<f32> {
    let side = u16::try_from(side).ok().filter(|side| *side > 0)?;
    Some(f32::from(side))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(fields: &[(&str, &str)]) -> Option<Area> {
        let fields = fields.iter().map(|(name, value)| (*name, *value));
        area(&fields.collect(), (1000, 500))
    }

    #[test]
    fn a_click_marks_the_face_around_it() {
        let clicked = [("spot.x", "144"), ("spot.y", "72"), ("size", "middle")];
        assert_eq!(told(&clicked), Some(Area::new(460.0, 210.0, 80.0, 80.0)));
    }

    #[test]
    fn who_cannot_click_says_how_far_across_and_down() {
        let told = told(&[("across", "1"), ("down", "10"), ("size", "large")]);
        assert_eq!(told, Some(Area::new(0.0, 300.0, 200.0, 200.0)));
    }

    #[test]
    fn a_place_outside_the_picture_is_none() {
        for wrong in ["-1", "NaN", "inf", "289", "x", ""] {
            let fields = [("spot.x", wrong), ("spot.y", "1"), ("size", "small")];
            assert_eq!(told(&fields), None, "{wrong}");
        }
    }
}
