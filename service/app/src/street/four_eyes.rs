//! Four eyes: what one person did to a picture another looks at. Persons are
//! compared, whatever roles they hold.

use gatehouse_domain::{
    ids::{PhotoId, SchoolId},
    policy::{Code, Lift, Subject},
    release::Refusal,
};
use gatehouse_store::{
    db::Tx,
    faces::{self, Counter},
    photos,
};

use super::{Actor, Dossier, StreetError, dossier::Facts};
use crate::house::House;

impl House {
    /// Whether somebody is a second person to a picture: they neither counted
    /// its heads as the first, nor said who a face is or that it is none.
    ///
    /// # Errors
    /// [`StreetError::CountedBefore`], [`StreetError::NamedBefore`].
    pub(super) async fn is_second(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<(), StreetError> {
        let counted = faces::counted_by(tx, school, photo, Counter::Uploader).await?;
        if counted == Some(actor.id) {
            return Err(StreetError::CountedBefore);
        }
        let decided = faces::decided_by(tx, school, photo).await?;
        if decided.iter().any(|(_, by)| *by == actor.id) {
            return Err(StreetError::NamedBefore);
        }
        Ok(())
    }

    /// Whether somebody may settle this reason as far as persons go: nobody
    /// settles reasons of what they uploaded, nor agrees to their own word that
    /// a face is none.
    ///
    /// # Errors
    /// [`Refusal::ApproverUploaded`], [`StreetError::NamedBefore`].
    pub(super) async fn may_settle(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        (dossier, lift): (&Dossier, &Lift),
    ) -> Result<(), StreetError> {
        let row = photos::get::<Facts>(tx, school, dossier.photo).await?;
        let row = row.ok_or(StreetError::NoSuch("photo"))?;
        if row.uploader == actor.id {
            return Err(Refusal::ApproverUploaded.into());
        }
        if let (Code::FaceDismissed, Subject::Face(place)) = (lift.code, lift.subject) {
            let face = dossier.faces.get(place);
            let decided = faces::decided_by(tx, school, dossier.photo).await?;
            let own = |(id, by): &(_, _)| Some(id) == face && *by == actor.id;
            if decided.iter().any(own) {
                return Err(StreetError::NamedBefore);
            }
        }
        Ok(())
    }
}
