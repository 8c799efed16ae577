//! The crates from outside, as a table: which rooms may open the door to each.
//! A crate that is missing here may not be used at all.

/// Who may depend on a crate directly. The test floor may use every crate of
/// the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Every room.
    Anywhere,
    /// Every room from that floor up.
    FromFloor(u8),
    /// These rooms.
    Only(&'static [&'static str]),
    /// Tests alone: the test floor, or any room's dev-dependencies.
    Tests,
}

use Where::{Anywhere, FromFloor, Only, Tests};

/// The table: a crate, or the beginning of several crates' names with `*`,
/// and who may use it.
pub const OUTSIDE: &[(&str, Where)] = &[
    ("bytes", Anywhere),
    ("jiff", Anywhere),
    ("serde", Anywhere),
    ("serde_json", Anywhere),
    ("thiserror", Anywhere),
    ("uuid", Anywhere),
    ("tracing", FromFloor(1)),
    ("tokio", Only(&["store", "publish", "app", "web", "cli"])),
    // the words checker
    ("aho-corasick", Only(&["captions"])),
    ("regex", Only(&["captions"])),
    ("strsim", Only(&["captions"])),
    ("unicode-*", Only(&["captions"])),
    // pictures
    ("fast_image_resize", Only(&["picture", "faces"])),
    ("image", Only(&["picture"])),
    ("jpeg-encoder", Only(&["picture", "drawing"])),
    ("kamadak-exif", Only(&["picture"])),
    ("moxcms", Only(&["picture"])),
    // networks
    ("tract-onnx", Only(&["faces"])),
    // drawn schools
    ("img-parts", Only(&["drawing"])),
    ("png", Only(&["drawing"])),
    ("tiny-skia", Only(&["drawing"])),
    // rows and objects
    ("object_store", Only(&["store"])),
    ("sqlx", Only(&["store"])),
    ("chacha20poly1305", Only(&["store"])),
    ("ed25519-dalek", Only(&["store"])),
    ("futures-util", Only(&["store", "web"])),
    ("jiff-sqlx", Only(&["store"])),
    ("zeroize", Only(&["store"])),
    ("hmac", Only(&["store", "publish", "app"])),
    ("sha2", Only(&["store", "publish", "app"])),
    // the outside world
    ("lettre", Only(&["publish"])),
    ("openidconnect", Only(&["publish"])),
    ("reqwest", Only(&["publish"])),
    // use cases and the decode process
    ("argon2", Only(&["app"])),
    ("calamine", Only(&["app"])),
    ("csv", Only(&["app"])),
    ("encoding_rs", Only(&["app"])),
    ("landlock", Only(&["app"])),
    ("libc", Only(&["app"])),
    ("rustix", Only(&["app"])),
    ("scraper", Only(&["app"])),
    ("seccompiler", Only(&["app"])),
    ("toml", Only(&["app", "cli"])),
    ("totp-rs", Only(&["app"])),
    ("zip", Only(&["app"])),
    // pages
    ("actix-*", Only(&["web"])),
    ("askama", Only(&["web"])),
    ("qrcodegen", Only(&["web"])),
    ("utoipa", Only(&["web"])),
    // the front door
    ("anyhow", Only(&["cli"])),
    ("clap", Only(&["cli"])),
    ("indicatif", Only(&["cli"])),
    ("getrandom", Only(&["cli"])),
    ("tracing-subscriber", Only(&["cli"])),
    // tests
    ("cargo_metadata", Tests),
    ("criterion", Tests),
    ("insta", Tests),
    ("proptest", Tests),
    ("rust_xlsxwriter", Tests),
    ("tempfile", Tests),
    ("thirtyfour", Tests),
    ("wiremock", Tests),
];

/// Who may use the crate, `None` where the table does not have it.
#[must_use]
pub fn who_may_use(name: &str) -> Option<Where> {
    let line = OUTSIDE.iter().find(|(pattern, _)| {
        pattern
            .strip_suffix('*')
            .map_or(*pattern == name, |start| name.starts_with(start))
    });
    line.map(|(_, rooms)| *rooms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::floors::ROOMS;

    #[test]
    fn every_named_room_stands_in_the_floors_table() {
        for (name, rooms) in OUTSIDE {
            if let Only(names) = rooms {
                for room in *names {
                    assert!(
                        ROOMS.iter().any(|known| known.name == *room),
                        "{name}: {room}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_crate_is_found_by_its_name_or_by_its_beginning() {
        assert_eq!(who_may_use("serde"), Some(Anywhere));
        assert_eq!(who_may_use("actix-web"), Some(Only(&["web"])));
        assert_eq!(who_may_use("serde_yaml"), None);
    }
}
