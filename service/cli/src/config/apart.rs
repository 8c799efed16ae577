//! Before the first photo: what must never lie in one place. A key beside the
//! picture it opens, or a register inside a public folder, undoes the sealing.

use std::path::{Component, Path, PathBuf};

use super::{
    address::DatabaseUrl,
    kind::Value,
    problem::Source,
    settings::CHANNELS,
    values::{Found, Values},
};

/// A file or folder that some setting names.
struct Place {
    key: String,
    path: PathBuf,
    is_folder: bool,
    source: Source,
}

/// Every folder is for one thing: none is the same as or inside another, and
/// no file of ours lies in any. Only names are compared, not what links lead to.
pub(super) fn folders(values: &mut Values) {
    let places = places(values);
    for (i, one) in places.iter().enumerate() {
        for other in places.iter().skip(i + 1) {
            let Some((inner, outer)) = relation(one, other) else {
                continue;
            };
            // Told where a person wrote it: two defaults never meet.
            let is_inner = inner.source.is_set();
            let (teller, mate) = if is_inner {
                (inner, outer)
            } else {
                (outer, inner)
            };
            let said = if inner.path == outer.path {
                format!("is the same as {}", mate.key)
            } else if is_inner {
                format!("lies inside {}", mate.key)
            } else {
                format!("has {} inside it", mate.key)
            };
            let what = if teller.is_folder { "folder" } else { "file" };
            let allowed = format!("use a {what} apart from it");
            values.problem(teller.source.clone(), &teller.key, said, allowed);
        }
    }
}

/// Which of the two is the same as or lies inside which other.
fn relation<'a>(one: &'a Place, other: &'a Place) -> Option<(&'a Place, &'a Place)> {
    let is_inside = |inner: &Place, outer: &Place| {
        inner.path == outer.path || (outer.is_folder && inner.path.starts_with(&outer.path))
    };
    if is_inside(other, one) {
        Some((other, one))
    } else {
        is_inside(one, other).then_some((one, other))
    }
}

fn places(values: &Values) -> Vec<Place> {
    let mut keys = Vec::new();
    for group in ["objects", "keys"] {
        if values.text(&format!("{group}.kind")).as_deref() == Some("folder") {
            keys.push((format!("{group}.folder"), true));
        }
    }
    keys.push(("ledger.folder".to_owned(), true));
    keys.push(("backup.folder".to_owned(), true));
    keys.push(("backup.keys-folder".to_owned(), true));
    keys.extend(CHANNELS.map(|channel| (format!("publish.{channel}.folder"), true)));
    keys.push(("database.url".to_owned(), false));
    if values.get("keys.master").is_none() {
        keys.push(("keys.master-file".to_owned(), false));
    }
    keys.push(("signing.key-file".to_owned(), false));
    keys.into_iter()
        .filter_map(|(key, is_folder)| {
            let Found { value, source } = values.get(&key)?.clone();
            let (Value::Path(path) | Value::Database(DatabaseUrl::Sqlite(path))) = value else {
                return None;
            };
            let path = plain(&path);
            Some(Place {
                key,
                path,
                is_folder,
                source,
            })
        })
        .collect()
}

/// Without `.` and `..`, as far as the text tells.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            // Above the root is the root.
            Component::ParentDir if plain.has_root() => {}
            part => plain.push(part),
        }
    }
    plain
}

/// Keys and pictures may share a bucket under names that cannot meet.
pub(super) fn buckets(values: &mut Values) {
    let part = |name: &str| {
        let get = |group: &str| values.text(&format!("{group}.{name}"));
        get("objects").zip(get("keys"))
    };
    let is_both = part("kind").is_some_and(|(a, b)| a == "s3" && b == "s3");
    let same = |name: &str| part(name).is_some_and(|(a, b)| a.eq_ignore_ascii_case(&b));
    let meet = part("prefix").is_some_and(|(a, b)| is_within(&a, &b) || is_within(&b, &a));
    if is_both && same("endpoint") && same("bucket") && meet {
        let at = ["keys.prefix", "keys.bucket"]
            .into_iter()
            .find_map(|key| values.set(key).map(|source| (key, source.clone())));
        if let Some((key, source)) = at {
            let said = "puts the keys among the pictures of objects.bucket";
            let allowed = "use another bucket, or a prefix for each that does not begin the other";
            values.problem(source, key, said, allowed);
        }
    }
}

/// Whether names under `inner` are found when those under `outer` are listed.
fn is_within(inner: &str, outer: &str) -> bool {
    let rest = inner.strip_prefix(outer);
    rest.is_some_and(|rest| outer.is_empty() || rest.is_empty() || rest.starts_with('/'))
}
