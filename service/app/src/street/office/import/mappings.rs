//! What the columns of a school's own files mean: proposed by what was said of
//! the same headings before, said by the office, kept for the next time.

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_domain::{
    ids::{SchoolId, SubjectId, uuid_v7},
    role::Role,
};
use gatehouse_store::{import_mappings, imports, log::Hex, seal::SubjectKey};

use crate::{
    house::House,
    import::{
        mapping::{Mapping, PerFile, Role as Holds, Unknown, fingerprint},
        propose::propose,
        read::{self, Unfit},
        table::Table,
        words,
    },
    school::sent::{Other, Sent},
    street::{Actor, StreetError},
};

/// The labels of marks of headings, of words and of kinds of consent.
const HEADINGS: &str = "import-headings";
const WORDS: &str = "import-words";
const KINDS: &str = "import-kinds";

impl House {
    /// Reads a file in any shape, away from the pages' own threads.
    ///
    /// # Errors
    /// [`Unfit`] for what is no table.
    pub async fn import_table(&self, name: &str, bytes: Vec<u8>) -> Result<Table, Unfit> {
        let name = name.to_owned();
        self.heavy(move || read::table(&name, &bytes)).await
    }

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
        let by = |label: &str, text: &str| key.mark(label, text);
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
            let kept = kept.map(|kept| opened(&by, kept, &other.table));
            known += usize::from(kept.is_some());
            other.is_said = kept.is_some();
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

    /// Takes what somebody said of each file, in their order. Once they were
    /// asked what the answers mean (`is_all`), what leaves nothing open is kept
    /// for the next files with the same headings.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::ImportGone`]; the store's.
    pub async fn map_import(
        &self,
        actor: &Actor,
        school: SchoolId,
        id: SubjectId,
        (said, is_all): (Vec<(Mapping, PerFile)>, bool),
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Office])?;
        let mut sent = self.kept_import(actor.id, school, id).await?;
        for (other, (mapping, file)) in sent.others.iter_mut().zip(said) {
            other.mapping = Some(mapping);
            other.file = file;
            other.is_said = is_all;
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
            let is_kept = is_all && other.lacks().is_empty();
            let Some(mapping) = other.mapping.as_ref().filter(|_| is_kept) else {
                continue;
            };
            let mapping = &closed(&|label, text| key.mark(label, text), mapping);
            let row = (uuid_v7(now, entropy), &mark(&key, &other.table));
            import_mappings::set(&mut tx, school, row, (&key, entropy), mapping, now).await?;
        }
        self.note_import(&mut tx, actor, school, ("map-import", id))
            .await?;
        Ok(tx.commit().await?)
    }
}

impl House {
    /// Notes of new pupils that they are not those who are known by the same
    /// names, so that files are read by it.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::ImportGone`]; the store's.
    pub async fn say_strangers(
        &self,
        actor: &Actor,
        school: SchoolId,
        id: SubjectId,
        numbers: BTreeSet<String>,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Office])?;
        let mut sent = self.kept_import(actor.id, school, id).await?;
        sent.strangers.extend(numbers);
        let own = self.key(school, id).await?;
        let mut tx = self.decide(school).await?;
        if !imports::replace(&mut tx, school, id, (&own, &*self.entropy), &sent).await? {
            return Err(StreetError::ImportGone);
        }
        self.note_import(&mut tx, actor, school, ("say-other-pupils", id))
            .await?;
        Ok(tx.commit().await?)
    }
}

/// The mark of a table's headings by the school's key.
fn mark(key: &SubjectKey, table: &Table) -> [u8; 32] {
    key.mark(HEADINGS, &Hex(fingerprint(table)).to_string())
}

/// Makes the mark of a text under a label.
type Marks<'a> = &'a dyn Fn(&str, &str) -> [u8; 32];

/// A mapping as it is kept: of what parents wrote and of what the school calls
/// its kinds of consent the marks alone, so that no sentence about a child
/// outlives the child's data.
fn closed(by: Marks<'_>, mapping: &Mapping) -> Mapping {
    Mapping {
        words: marked(by, WORDS, &mapping.words),
        types: marked(by, KINDS, &mapping.types),
        turned: marked(by, KINDS, &mapping.turned),
        ..mapping.clone()
    }
}

fn marked<T: Clone>(
    by: Marks<'_>,
    label: &str,
    texts: &BTreeMap<String, T>,
) -> BTreeMap<String, T> {
    let texts = texts.iter();
    texts
        .map(|(text, said)| (Hex(by(label, text)).to_string(), said.clone()))
        .collect()
}

/// A mapping that was kept, for what stands in a table.
fn opened(by: Marks<'_>, kept: Mapping, table: &Table) -> Mapping {
    let kinds = kept.kinds(table);
    let columns = kept.answers().chain(kept.column(Holds::Archived));
    let texts: BTreeSet<String> = columns
        .flat_map(|column| table.column(column))
        .map(words::folded)
        .collect();
    let keys = texts.into_iter().flat_map(|text| {
        [false, true].map(|inverted| {
            let text = text.clone();
            Unknown { text, inverted }.key()
        })
    });
    Mapping {
        words: found(by, WORDS, &kept.words, keys),
        types: found(by, KINDS, &kept.types, kinds.iter().cloned()),
        turned: found(by, KINDS, &kept.turned, kinds.iter().cloned()),
        ..kept
    }
}

fn found<T: Clone>(
    by: Marks<'_>,
    label: &str,
    kept: &BTreeMap<String, T>,
    texts: impl Iterator<Item = String>,
) -> BTreeMap<String, T> {
    if kept.is_empty() {
        return BTreeMap::new();
    }
    texts
        .filter_map(|text| {
            let said = kept.get(&Hex(by(label, &text)).to_string())?.clone();
            Some((text, said))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::words::Word;

    #[test]
    fn a_mapping_is_kept_without_what_anybody_wrote() {
        let by = |label: &str, text: &str| {
            let mut mark = [0; 32];
            for (place, byte) in label.bytes().chain(text.bytes()).enumerate() {
                mark[place % 32] ^= byte.wrapping_mul(31).rotate_left(3);
            }
            mark
        };
        let csv = "UPN,Topic,Status\nA1,Website,only with Larkin's sister\n";
        let table = read::table("a.csv", csv.as_bytes()).unwrap();
        let mut mapping = propose(&table);
        for word in mapping.unknown_words((&table, &PerFile::default())) {
            mapping.words.insert(word.key(), Word::No);
        }
        assert_eq!((mapping.words.len(), mapping.types.len()), (1, 1));
        let kept = closed(&by, &mapping);
        let text = serde_json::to_string(&kept).unwrap().to_lowercase();
        for secret in ["larkin", "sister", "website\":"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert_eq!(opened(&by, kept, &table), mapping);
    }
}
