//! What everybody signs before they see anything: how photos of children are
//! handled in this house. A new version is a new number, and asks again.

/// The version in force.
pub const VERSION: i64 = 1;

/// Its title.
pub const TITLE: &str = "How we handle photos of pupils";

/// Its sentences, in order.
pub const TEXT: &[&str] = &[
    "I use my own login, I tell nobody my password, and I sign out when I leave a computer that others use.",
    "I take photos for the school's work only, and I note beforehand what they are for and who asked for them.",
    "I use a camera or tablet of the school; my own only where the head has allowed it for these days.",
    "I ask the people in front of the camera first. A child who says no is not photographed, whatever a form says.",
    "I take no photos where children change or wash, are hurt, or would be ashamed to be seen.",
    "I upload all photos on the day, and then I delete them from the camera, its card and every other place.",
    "I send photos of pupils to nobody in a message, keep none on a device or an account of my own, and put none on the internet myself.",
    "I name and count the people in a picture with care. Where I am not sure, I say so.",
    "I write first names only, and nothing that tells where a child lives or when they are somewhere.",
    "What I learn here about a pupil or a family stays in the school. I do not ask why a picture cannot be used, and I do not guess aloud.",
    "When I see something that worries me about a child, or a photo that ought not to be out, I tell the safeguarding lead at once.",
    "When a device is lost or a photo went astray, I tell the office the same day. What I do here is written in a log, and I may lose my login if I break these rules.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agreement_is_twelve_sentences_or_so_that_can_be_read() {
        assert!((10..=14).contains(&TEXT.len()));
        for point in TEXT {
            let words = point.split_whitespace().count();
            assert!(words < 45, "{words} words: {point}");
            assert!(point.ends_with('.'), "{point}");
        }
    }
}
