//! What a backup says of itself: signed, and the same in both its halves.

use std::{
    collections::BTreeMap,
    fmt, io,
    path::{Path, PathBuf},
};

use gatehouse_domain::ids::{SchoolId, SubjectId};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    BackupError,
    disk::{self, FileMark},
};
use crate::log::{Hex, Log, SigningKey, VerifyingKey};

/// The form this program writes and reads.
pub(super) const FORMAT: u32 = 1;
/// What a backup says of itself.
pub(super) const MANIFEST: &str = "manifest.json";
/// Its signature, as hexadecimal digits.
pub(super) const SIGNATURE: &str = "manifest.sig";
/// The database.
pub(super) const ROWS: &str = "rows.sealed";
/// Below it lie the objects.
pub(super) const OBJECTS: &str = "objects";
/// The subjects' keys.
pub(super) const KEYS: &str = "keys.sealed";
/// The key that rows and keys are sealed by, wrapped by the master key.
pub(super) const BACKUP_KEY: &str = "backup.key";

/// What is signed is told apart from everything else that is.
const LABEL: &str = "gatehouse backup manifest 1";

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of it all.
    pub format: u32,
    /// Its id, which its duty is about.
    pub id: Uuid,
    /// Its name, that of both folders.
    pub name: Name,
    /// The version of the tables.
    pub schema: i64,
    /// When it was begun.
    pub made_at: Timestamp,
    /// Fingerprint of the master key.
    pub master: String,
    /// Whose rows are in it.
    pub schools: Vec<SchoolId>,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// How far each log had come.
    pub ends: Vec<End>,
    /// Keys of subjects.
    pub keys: u64,
    /// Objects whose subject was destroyed while the backup was made.
    pub destroyed: Vec<ObjectRef>,
    /// Objects that are not as the database says: a finding.
    pub lacking: Vec<Lacking>,
    /// Every file beside the manifest with the rows.
    pub files: BTreeMap<String, FileMark>,
    /// Every file beside the manifest with the keys.
    pub key_files: BTreeMap<String, FileMark>,
}

/// The newest line of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Whose log.
    pub school: SchoolId,
    /// Which.
    pub log: Log,
    /// The line's number; 0 where there is none.
    pub seq: i64,
    /// The line's hash, or that of the log's beginning.
    pub hash: Hex<32>,
}

/// An object that a row names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectRef {
    /// Whose.
    pub school: SchoolId,
    /// Whose key seals it.
    pub subject: SubjectId,
    /// Its name.
    pub name: String,
}

/// An object that is not as the database says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// Which.
    #[serde(flatten)]
    pub object: ObjectRef,
    /// What is wrong, as a code.
    pub code: String,
}

/// A backup's name: the moment it was begun, `2026-11-22T01-15-00Z`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// How a name tells its moment, in UTC.
const FORM: &str = "%Y-%m-%dT%H-%M-%SZ";

impl Name {
    /// The name of a backup that is begun at that moment.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        Self(at.strftime(FORM).to_string())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl TryFrom<String> for Name {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let told = DateTime::strptime(FORM, &text).ok();
        let at = told.and_then(|at| TimeZone::UTC.to_timestamp(at).ok());
        match at {
            Some(at) if Self::of(at).0 == text => Ok(Self(text)),
            _ => Err("a backup is called by its moment, such as 2026-11-22T01-15-00Z"),
        }
    }
}

impl ObjectRef {
    /// Its file below the backup's folder, with `/` between.
    pub(super) fn file(&self) -> String {
        let (school, subject) = (self.school, self.subject);
        let shard = crate::objects::shard(subject);
        format!("{OBJECTS}/{school}/{shard}/{subject}/{}", self.name)
    }

    /// The object of a file.
    pub(super) fn of_file(file: &str) -> Option<Self> {
        let mut parts = file.split('/').skip(1);
        let school = parts.next()?.parse().ok()?;
        let subject = parts.nth(1)?.parse().ok()?;
        let object = Self {
            school,
            subject,
            name: parts.next()?.to_owned(),
        };
        (object.file() == file).then_some(object)
    }
}

impl Manifest {
    /// Writes it, signed, into both halves.
    pub(super) async fn write(
        &self,
        halves: [&Path; 2],
        key: &SigningKey,
    ) -> Result<(), BackupError> {
        let text = serde_json::to_vec(self).map_err(io::Error::from)?;
        let signature = key.sign_bytes(LABEL, &text).to_string();
        for half in halves {
            disk::write(&half.join(MANIFEST), &text).await?;
            disk::write(&half.join(SIGNATURE), signature.as_bytes()).await?;
        }
        Ok(())
    }

    /// Reads one half's; its bytes too, to be compared with the other's.
    pub(super) async fn read(
        half: &Path,
        what: &'static str,
        key: &VerifyingKey,
    ) -> Result<(Self, Vec<u8>), BackupError> {
        let text = part(half.join(MANIFEST), what).await?;
        let signature = part(half.join(SIGNATURE), what).await?;
        let damaged = |file: &str| BackupError::Damaged(file.to_owned());
        let signature = std::str::from_utf8(&signature).ok().and_then(Hex::parse);
        let signature = signature.ok_or_else(|| damaged(SIGNATURE))?;
        if !key.signed_bytes(LABEL, &text, &signature) {
            return Err(damaged(MANIFEST));
        }
        let form: Form = serde_json::from_slice(&text).map_err(|_| damaged(MANIFEST))?;
        if form.format != FORMAT {
            return Err(BackupError::Format(form.format));
        }
        let manifest = serde_json::from_slice(&text).map_err(|_| damaged(MANIFEST))?;
        Ok((manifest, text))
    }
}

/// What every manifest of every form has.
#[derive(Deserialize)]
struct Form {
    format: u32,
}

async fn part(file: PathBuf, what: &'static str) -> Result<Vec<u8>, BackupError> {
    match tokio::fs::read(file).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(BackupError::NotABackup(what)),
        read => Ok(read?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_moment_and_nothing_else() {
        let at: Timestamp = "2026-11-22T01:15:00.75Z".parse().unwrap();
        let name = Name::of(at);
        assert_eq!(name.as_str(), "2026-11-22T01-15-00Z");
        assert_eq!(Name::try_from(name.as_str().to_owned()), Ok(name));
        for wrong in [
            "",
            "..",
            "2026-11-22",
            "2026-11-22T01-15-00Z/..",
            "2026-13-22T01-15-00Z",
        ] {
            assert!(Name::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_tells_its_object_and_no_other_path_does() {
        let object = ObjectRef {
            school: SchoolId(Uuid::from_u128(1)),
            subject: SubjectId(Uuid::from_u128(2)),
            name: "master".into(),
        };
        let file = object.file();
        assert_eq!(ObjectRef::of_file(&file), Some(object));
        for wrong in [
            ROWS,
            "objects",
            &file.replace("/02/", "/03/"),
            &format!("{file}/x"),
        ] {
            assert_eq!(ObjectRef::of_file(wrong), None, "{wrong}");
        }
    }
}
