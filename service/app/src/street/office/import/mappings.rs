//! What the columns of a school's own files mean: proposed by what was said of
//! the same headings before, said by the office, kept for the next time.

use std::fmt::Write as _;

use gatehouse_domain::{
    ids::{SchoolId, SubjectId, uuid_v7},
    role::Role,
};
use gatehouse_store::{import_mappings, imports, seal::SubjectKey};

use crate::{
    house::House,
    import::{
        mapping::{Mapping, PerFile, fingerprint},
        propose::propose,
        table::Table,
    },
    school::sent::{Other, Sent},
    street::{Actor, StreetError},
};

/// The label of marks of headings.
const HEADINGS: &str = "import-headings";

impl House {
    /// Proposes what the columns of files mean of which nobody said so: as was
    /// said of the same headings before, else by the headings. How many were
    /// known from before.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn propose_mappings(
        &self,
        actor: &Actor,
        school: SchoolId,
        sent: &mut Sent,
    ) -> Result<usize, StreetError> {
        actor.may(&[Role::Office, Role::Head])?;
        let key = self.key(school, SubjectId(school.0)).await?;
        let mut tx = self.db.read().await?;
        let mut known = 0;
        for other in &mut sent.others {
            if other.mapping.is_some() {
                continue;
            }
            let mark = mark(&key, &other.table);
            let kept = import_mappings::get::<Mapping>(&mut tx, school, &mark).await?;
            let kept = kept.map(|sealed| sealed.open(&key)).transpose()?;
            let fits = |kept: &Mapping| kept.roles.len() == other.table.headings.len();
            let kept = kept.filter(fits);
            known += usize::from(kept.is_some());
            other.mapping = Some(kept.unwrap_or_else(|| propose(&other.table)));
        }
        Ok(known)
    }

    /// Keeps files of the school's own system sealed for an hour, so that
    /// somebody can say what their columns mean.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn bring_import(
        &self,
        actor: &Actor,
        school: SchoolId,
        sent: &Sent,
    ) -> Result<SubjectId, StreetError> {
        actor.may(&[Role::Office])?;
        self.keep_import(actor, school, sent).await
    }

    /// The files of which somebody has to say what their columns mean.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::ImportGone`]; the store's.
    pub async fn brought_import(
        &self,
        actor: &Actor,
        school: SchoolId,
        id: SubjectId,
    ) -> Result<Vec<Other>, StreetError> {
        actor.may(&[Role::Office])?;
        Ok(self.kept_import(actor.id, school, id).await?.others)
    }

    /// Takes what somebody said of each file, in their order. What leaves
    /// nothing open is kept for the next files with the same headings.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::ImportGone`]; the store's.
    pub async fn map_import(
        &self,
        actor: &Actor,
        school: SchoolId,
        id: SubjectId,
        said: Vec<(Mapping, PerFile)>,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Office])?;
        let mut sent = self.kept_import(actor.id, school, id).await?;
        for (other, (mapping, file)) in sent.others.iter_mut().zip(said) {
            other.mapping = Some(mapping);
            other.file = file;
        }
        let own = self.key(school, id).await?;
        let key = self.key(school, SubjectId(school.0)).await?;
        let now = self.now();
        let entropy = &*self.entropy;
        let mut tx = self.decide(school).await?;
        if !imports::replace(&mut tx, school, id, (&own, entropy), &sent).await? {
            return Err(StreetError::ImportGone);
        }
        for other in &sent.others {
            let Some(mapping) = other.mapping.as_ref().filter(|_| other.lacks().is_empty()) else {
                continue;
            };
            let row = (uuid_v7(now, entropy), &mark(&key, &other.table));
            import_mappings::set(&mut tx, school, row, (&key, entropy), mapping, now).await?;
        }
        self.note_import(&mut tx, actor, school, ("map-import", id))
            .await?;
        Ok(tx.commit().await?)
    }
}

/// The mark of a table's headings by the school's key.
fn mark(key: &SubjectKey, table: &Table) -> [u8; 32] {
    let mut text = String::with_capacity(64);
    for byte in fingerprint(table) {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    key.mark(HEADINGS, &text)
}
