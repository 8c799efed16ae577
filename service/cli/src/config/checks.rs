//! Before the first photo: settings that contradict one another.

use super::{problem::Source, values::Values};

/// What only a bucket needs.
const OF_S3: [&str; 7] = [
    "endpoint",
    "region",
    "bucket",
    "prefix",
    "access-key",
    "secret-key",
    "allow-http",
];

/// What a bucket cannot do without.
const NEEDED: [(&str, &str); 4] = [
    ("endpoint", "the address of the service"),
    ("bucket", "the name of the bucket"),
    ("access-key", "the access key"),
    ("secret-key", "the secret key"),
];

/// Where backups go.
pub(super) const BACKUP_FOLDERS: [&str; 2] = ["backup.folder", "backup.keys-folder"];

/// Finds every contradiction.
pub(super) fn all(values: &mut Values) {
    for group in ["objects", "keys"] {
        store(group, values);
    }
    master(values);
    for channel in super::settings::CHANNELS {
        outlet(channel, values);
    }
    backup(values);
    super::apart::folders(values);
    super::apart::buckets(values);
}

/// A folder or a bucket: nothing missing, nothing without effect.
fn store(group: &str, values: &mut Values) {
    let kind = format!("{group}.kind");
    let Some((is, source)) = values
        .text(&kind)
        .zip(values.get(&kind).map(|f| f.source.clone()))
    else {
        return;
    };
    let idle: &[&str] = if is == "s3" { &["folder"] } else { &OF_S3 };
    for name in idle {
        let key = format!("{group}.{name}");
        if let Some(at) = values.set(&key).cloned() {
            let said = format!("has no effect while {kind} is {is}");
            values.problem(at, key, said, "take it out");
        }
    }
    if is == "s3" {
        for (name, what) in NEEDED {
            let key = format!("{group}.{name}");
            if values.get(&key).is_none() && !values.is_refused(&key) {
                let said = format!("is missing while {kind} is s3");
                values.problem(source.clone(), key, said, format!("set it to {what}"));
            }
        }
        encrypted(group, values);
    }
}

/// Pictures are sealed, but the names of objects and the access key are not.
fn encrypted(group: &str, values: &mut Values) {
    let key = format!("{group}.endpoint");
    let allow = format!("{group}.allow-http");
    let address = values.text(&key).unwrap_or_default();
    if address.starts_with("http://") && values.yes_no(&allow) == Some(false) {
        let at = values.set(&key).cloned().unwrap_or(Source::Default);
        let allowed = format!("use https://, or set {allow} to true on a network of your own");
        values.problem(
            at,
            key,
            "is an address that anybody on the way can read",
            allowed,
        );
    }
}

/// Two master keys: nobody could say which one opens what is kept.
fn master(values: &mut Values) {
    let both = values
        .set("keys.master")
        .zip(values.set("keys.master-file"));
    if let Some((given, file)) = both {
        let said = format!("has no effect while {given} holds the key itself");
        let file = file.clone();
        values.problem(file, "keys.master-file", said, "take one of the two out");
    }
}

/// Backups come by themselves only into folders that somebody chose: by
/// default they would fill the disk that they are to outlive.
fn backup(values: &mut Values) {
    let key = "backup.every-days";
    for folder in BACKUP_FOLDERS {
        if let Some(at) = values.set(key).cloned()
            && values.set(folder).is_none()
            && !values.is_refused(folder)
        {
            let said = format!("has no effect without {folder}");
            values.problem(at, key, said, "set both folders, or take it out");
        }
    }
}

/// A channel: a folder has an address, and nothing stands without a folder.
fn outlet(channel: &str, values: &mut Values) {
    let key = |name: &str| format!("publish.{channel}.{name}");
    let (folder, address) = (key("folder"), key("base-url"));
    if values.is_refused(&folder) {
        return;
    }
    let Some(at) = values.set(&folder).cloned() else {
        for idle in [address, key("title")] {
            if let Some(at) = values.set(&idle).cloned() {
                let said = format!("has no effect without {folder}");
                values.problem(at, idle, said, "set the folder, or take it out");
            }
        }
        return;
    };
    if values.set(&address).is_none() && !values.is_refused(&address) {
        let said = format!("is missing while {folder} is set");
        let allowed = "set it to the address under which the folder is read";
        values.problem(at, address, said, allowed);
    }
}
