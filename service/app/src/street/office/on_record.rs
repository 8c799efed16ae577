//! Every answer on record about somebody, with the text it was given for: a text
//! that was added later says nothing about the answers of before.

use gatehouse_domain::{
    ids::{PersonId, SchoolId},
    permission::PermissionRow,
    role::Role,
};
use gatehouse_store::{log::Hex, permissions};

use crate::{
    house::House,
    street::{Actor, StreetError},
};

/// An answer on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRecord {
    /// What was answered.
    pub row: PermissionRow,
    /// The SHA-256 of the text it was given for, in hexadecimal digits; none where
    /// that text was not on file yet.
    pub sha256: Option<String>,
}

impl House {
    /// Every answer on record about somebody, the newest first.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL and the office; the
    /// store's.
    pub async fn answers_on_record(
        &self,
        actor: &Actor,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Vec<OnRecord>, StreetError> {
        actor.may(&[Role::Dsl, Role::Office])?;
        let mut tx = self.db.read().await?;
        let rows = permissions::with_texts(&mut tx, school, person).await?;
        let mut all: Vec<OnRecord> = rows
            .into_iter()
            .map(|(row, sha256)| OnRecord {
                row,
                sha256: sha256.map(|sha256| Hex(sha256).to_string()),
            })
            .collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.row.given_on));
        Ok(all)
    }
}
