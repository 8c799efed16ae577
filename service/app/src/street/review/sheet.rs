//! Everything that a person enters on a photo's sheet is kept in one go: all of
//! it, or nothing.

use gatehouse_domain::{
    findings::TextKind,
    ids::{FaceId, PersonId, PhotoId, SchoolId},
    names::Words,
};
use gatehouse_store::{
    faces::{self, Counter},
    words,
};

use crate::{
    check::Decision,
    house::House,
    street::{Actor, StreetError},
};

/// What was entered; what is not in it stays as it is.
#[derive(Debug, Default)]
pub struct Entered {
    /// Who faces are.
    pub names: Vec<(FaceId, Decision<PersonId>)>,
    /// The heads that were counted.
    pub heads: Option<u16>,
    /// What goes beside the photo; none to take a text away.
    pub words: Vec<(TextKind, Option<Words>)>,
}

impl House {
    /// Keeps what was entered on a photo's sheet.
    ///
    /// # Errors
    /// As [`House::name`], [`House::count`] and [`House::write`].
    pub async fn save_sheet(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
        entered: &Entered,
    ) -> Result<(), StreetError> {
        let key = self.key_of_own(actor, school, photo).await?;
        if entered.heads.is_some() {
            actor.may(&super::COUNTERS)?;
        }
        let said = (actor.id, self.now());
        let chance = (&key, &*self.entropy);
        let mut tx = self.decide(school).await?;
        let which = (school, photo, &key);
        self.say_of_faces(&mut tx, (actor, said.1), which, &entered.names)
            .await?;
        if let Some(heads) = entered.heads {
            let counted = (Counter::Uploader, heads);
            faces::set_count(&mut tx, school, photo, counted, said).await?;
        }
        if !entered.words.is_empty() {
            self.nothing_out_with(&mut tx, school, photo).await?;
        }
        for (kind, text) in &entered.words {
            let Some(text) = text else {
                words::clear(&mut tx, school, photo, *kind).await?;
                continue;
            };
            let text = (*kind, text.reveal());
            words::set(&mut tx, school, photo, chance, text, said).await?;
        }
        for (verb, happened) in [
            ("name-face", !entered.names.is_empty()),
            ("count-heads", entered.heads.is_some()),
            ("write-words", !entered.words.is_empty()),
        ] {
            if happened {
                self.changed(&mut tx, actor, school, photo, verb).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}
