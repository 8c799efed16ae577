//! What may be a post, and that nothing of it prints.

use super::*;
use proptest::prelude::*;

struct Counted;

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for (byte, value) in bytes.iter_mut().zip(0xf0..=0xff) {
            *byte = value;
        }
    }
}

fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

#[test]
fn a_slug_is_the_sixteen_bytes_it_was_made_from() {
    let slug = Slug::new(&Counted);
    assert_eq!(slug.as_str(), "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    assert_eq!(slug.as_str().parse(), Ok(slug));
}

#[test]
fn what_could_lead_out_of_the_folder_is_no_slug() {
    let long = "0".repeat(33);
    let upper = "F".repeat(32);
    let path = format!("../{}", "0".repeat(29));
    let wide = "é".repeat(16);
    for text in ["", ".", "..", &long, &upper, &path, &wide] {
        assert_eq!(text.parse::<Slug>(), Err(BadSlug), "{text}");
        assert!(serde_json::from_value::<Slug>(text.into()).is_err());
    }
}

#[test]
fn only_jpeg_files_go_out() {
    let picture = |bytes: &[u8]| Picture::new(bytes.to_vec(), (4, 3), words("Boats"), None);
    assert!(picture(b"\xff\xd8\xff\xdb").is_ok());
    for bytes in [
        &b""[..],
        b"\xff\xd8",
        b"\x89PNG\r\n\x1a\n",
        b"<svg>",
        b"GIF89a",
    ] {
        assert_eq!(picture(bytes), Err(BadPost::NotJpeg));
    }
}

#[test]
fn a_post_without_a_picture_is_none() {
    let post = Post::new(Slug::new(&Counted), None, Timestamp::UNIX_EPOCH, vec![]);
    assert_eq!(post, Err(BadPost::NoPictures));
}

#[test]
fn neither_words_nor_pictures_print() {
    let bytes = b"\xff\xd8\xff\xdbsecret".to_vec();
    let picture = Picture::new(
        bytes,
        (4, 3),
        words("Oyelaran on a boat"),
        Some(words("Ahoy")),
    );
    let title = Some(words("Sports day"));
    let post = Post::new(
        Slug::new(&Counted),
        title,
        Timestamp::UNIX_EPOCH,
        vec![picture.unwrap()],
    );
    let printed = format!("{:?}", post.unwrap());
    for hidden in ["Oyelaran", "Ahoy", "Sports", "secret", "115"] {
        assert!(!printed.contains(hidden), "{printed}");
    }
    assert!(printed.contains("width: 4"));
}

#[test]
fn every_refusal_of_a_post_has_its_own_code_and_says_what_to_do() {
    let codes: std::collections::HashSet<_> = BadPost::ALL.iter().map(|b| b.code()).collect();
    assert_eq!(codes.len(), BadPost::ALL.len());
    assert!(
        BadPost::ALL
            .iter()
            .all(|bad| bad.to_string().ends_with('.'))
    );
}

proptest! {
    #[test]
    fn whatever_parses_as_a_slug_is_thirty_two_digits(text in "[0-9a-fA-F./ ]{30,34}|\\PC*") {
        if let Ok(slug) = text.parse::<Slug>() {
            prop_assert_eq!(slug.as_str(), &text);
            prop_assert_eq!(text.len(), 32);
            prop_assert!(text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
        }
    }
}
