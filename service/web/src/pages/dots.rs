//! A text as a picture of dots (a QR code) that a telephone reads from the
//! screen: drawn by the page itself, without script and without a style.

use qrcodegen::{QrCode, QrCodeEcc};

/// So many light modules lie around the dots on each side (ISO/IEC 18004,
/// section 6.3.8). They are part of the picture, so that they stay light on a
/// dark page.
const QUIET: i32 = 4;

/// The dots of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dots {
    /// How many modules wide and high it is, with what lies around the dots.
    pub(crate) side: i32,
    /// The dark modules, as the path of a drawing: a strip for every run of
    /// them in a row.
    pub(crate) path: String,
}

impl Dots {
    /// Of a text; none of one that is too long for a picture.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut strips = Vec::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let dark = (x..code.size()).take_while(|x| code.get_module(*x, y));
                let run = i32::try_from(dark.count()).ok()?;
                if run > 0 {
                    let (left, top) = (x + QUIET, y + QUIET);
                    strips.push(format!("M{left} {top}h{run}v1h-{run}z"));
                }
                // What follows a run is light.
                x += run + 1;
            }
        }
        Some(Self {
            side: code.size() + 2 * QUIET,
            path: strips.concat(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use askama::Template;

    use super::*;

    /// The drawing as pages have it.
    #[derive(Template)]
    #[template(path = "dots.html")]
    struct Drawing {
        dots: Dots,
    }

    /// The dark modules of a path, read as a browser reads it.
    fn dark(path: &str) -> BTreeSet<(i32, i32)> {
        let mut found = BTreeSet::new();
        for strip in path.split_terminator('z') {
            let strip = strip.strip_prefix('M').unwrap();
            let (from, rest) = strip.split_once('h').unwrap();
            let (x, y) = from.split_once(' ').unwrap();
            let (run, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(run, back);
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            for x in x..x + run.parse::<i32>().unwrap() {
                assert!(found.insert((x, y)), "drawn twice");
            }
        }
        found
    }

    /// What is drawn is exactly what is to be drawn.
    fn is_drawn(text: &str) {
        let dots = Dots::of(text).unwrap();
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        assert_eq!(dots.side, code.size() + 8);
        let dark = dark(&dots.path);
        for y in 0..dots.side {
            for x in 0..dots.side {
                // Outside of it, the matrix is light.
                let wanted = code.get_module(x - 4, y - 4);
                assert_eq!(dark.contains(&(x, y)), wanted, "{x} {y}");
            }
        }
    }

    const ADDRESS: &str = "otpauth://totp/Gatehouse:m.sample%40school.example?\
        secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gatehouse&algorithm=SHA1&digits=6&period=30";

    #[test]
    fn the_drawing_has_the_modules_of_the_code_and_a_light_edge() {
        is_drawn(ADDRESS);
    }

    #[test]
    fn the_drawing_is_a_picture_with_a_text_and_holds_no_script_no_style_and_no_secret() {
        let dots = Dots::of(ADDRESS).unwrap();
        let side = dots.side;
        let html = Drawing { dots }.render().unwrap();
        assert!(html.contains("role=\"img\"") && html.contains("aria-label=\""));
        assert!(html.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
        let light = format!("<rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>");
        assert!(html.contains(&light), "{html}");
        for never in ["script", "style", " on", "href", "GEZD", "otpauth", "<text"] {
            assert!(!html.contains(never), "{never}");
        }
    }

    #[test]
    fn a_text_that_fits_no_picture_has_none() {
        assert_eq!(Dots::of(&"a".repeat(3000)), None);
    }

    #[test]
    fn whatever_the_text_is_its_modules_are_drawn() {
        for count in 0..=80_u8 {
            let text: String = (0..count * 3).map(|n| char::from(b' ' + n % 95)).collect();
            is_drawn(&text);
        }
    }
}
