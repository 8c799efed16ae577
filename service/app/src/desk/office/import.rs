//! What the office and the head may do with the files of an import.

use std::collections::BTreeSet;

use gatehouse_domain::ids::SubjectId;

use super::{Looks, Office};
use crate::{
    import::{
        mapping::{Mapping, PerFile},
        read::Unfit,
        table::Table,
    },
    school::sent::{Other, Sent},
    street::{
        StreetError,
        office::import::{Choice, Imported, Looked},
    },
};

impl Office<'_> {
    /// Enters what was shown of an import, under the mark of what was shown.
    ///
    /// # Errors
    /// As [`House::enter_import`](crate::house::House::enter_import).
    pub async fn enter_import(
        &self,
        id: SubjectId,
        shown: (&str, &Choice),
    ) -> Result<Imported, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.enter_import(actor, school, id, shown).await
    }

    /// Keeps files of the school's own system, so that somebody can say what
    /// their columns mean.
    ///
    /// # Errors
    /// As [`House::bring_import`](crate::house::House::bring_import).
    pub async fn bring(&self, sent: &Sent) -> Result<SubjectId, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.bring_import(actor, school, sent).await
    }

    /// The files of which somebody has to say what their columns mean.
    ///
    /// # Errors
    /// As [`House::brought_import`](crate::house::House::brought_import).
    pub async fn brought(&self, id: SubjectId) -> Result<Vec<Other>, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.brought_import(actor, school, id).await
    }

    /// Takes what somebody said of each file.
    ///
    /// # Errors
    /// As [`House::map_import`](crate::house::House::map_import).
    pub async fn map(
        &self,
        id: SubjectId,
        said: (Vec<(Mapping, PerFile)>, bool),
    ) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.map_import(actor, school, id, said).await
    }

    /// Notes of new pupils that they are not those who are known by that name.
    ///
    /// # Errors
    /// As [`House::say_strangers`](crate::house::House::say_strangers).
    pub async fn strangers(
        &self,
        id: SubjectId,
        numbers: BTreeSet<String>,
    ) -> Result<(), StreetError> {
        let (house, school, actor) = self.0.parts();
        house.say_strangers(actor, school, id, numbers).await
    }
}

impl Looks<'_> {
    /// Reads a file in any shape.
    ///
    /// # Errors
    /// As [`House::import_table`](crate::house::House::import_table).
    pub async fn table(&self, name: &str, bytes: Vec<u8>) -> Result<Table, Unfit> {
        let (house, ..) = self.0.parts();
        house.import_table(name, bytes).await
    }

    /// Proposes what the columns of files mean; how many were known.
    ///
    /// # Errors
    /// As [`House::propose_mappings`](crate::house::House::propose_mappings).
    pub async fn propose(&self, sent: &mut Sent) -> Result<usize, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.propose_mappings(actor, school, sent).await
    }

    /// Tells what files would change.
    ///
    /// # Errors
    /// As [`House::look_at_import`](crate::house::House::look_at_import).
    pub async fn look(&self, sent: Sent) -> Result<Looked, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.look_at_import(actor, school, sent).await
    }

    /// What files that were looked at before would change now.
    ///
    /// # Errors
    /// As [`House::looked_import`](crate::house::House::looked_import).
    pub async fn again(&self, id: SubjectId) -> Result<Looked, StreetError> {
        let (house, school, actor) = self.0.parts();
        house.looked_import(actor, school, id).await
    }
}
