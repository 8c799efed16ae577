//! What an editor settles on a picture's own sheet: what one person said, and a
//! second has to agree to.

use gatehouse_domain::{
    Channel,
    ids::{PhotoId, SchoolId},
    policy::{Code, Lift},
    role::Role,
};
use gatehouse_store::db::Tx;

use super::{Actor, StreetError, dossier::Dossier, exceptions};
use crate::house::{House, Register};

/// That a face is none, that a name stands beside a picture in which nobody has
/// it, and that a group need be as large as it is.
pub(super) const AGREED: [Code; 3] = [Code::FaceDismissed, Code::NameWithoutFace, Code::GroupShot];

/// What an editor may agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToAgree {
    /// The reasons.
    pub codes: Vec<Code>,
    /// What was seen, so that nothing else is agreed to.
    pub seen: String,
}

impl House {
    /// What somebody may agree to of a picture: nothing of what they uploaded,
    /// and no word of their own.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but editors; the store's.
    pub async fn to_agree(
        &self,
        actor: &Actor,
        school: SchoolId,
        photo: PhotoId,
    ) -> Result<ToAgree, StreetError> {
        actor.may(&[Role::Editor])?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let dossier = self.dossier(&mut tx, school, &register, photo).await?;
        let lifts = self.agreeable(&mut tx, actor, school, (&register, &dossier));
        let lifts = lifts.await?;
        let stands = |code: &Code| lifts.iter().any(|(_, lift)| lift.code == *code);
        Ok(ToAgree {
            codes: AGREED.into_iter().filter(stands).collect(),
            seen: exceptions::seen(&dossier),
        })
    }

    /// An editor agrees, wherever that reason stands.
    ///
    /// # Errors
    /// [`gatehouse_store::Error::Conflict`] where the picture is no longer as
    /// it was seen; [`StreetError::NamedBefore`] where nothing of it is for them
    /// to agree to; as [`House::settle_reason`].
    pub async fn agree(
        &self,
        actor: &Actor,
        school: SchoolId,
        (photo, seen): (PhotoId, &str),
        code: Code,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Editor])?;
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let dossier = self.dossier(&mut tx, school, &register, photo).await?;
        let lifts = self.agreeable(&mut tx, actor, school, (&register, &dossier));
        let mut lifts = lifts.await?;
        drop(tx);
        lifts.retain(|(_, lift)| lift.code == code);
        if lifts.is_empty() {
            return Err(StreetError::NamedBefore);
        }
        let why = "An editor agreed on the picture's sheet.";
        self.settle_reasons(actor, school, (photo, Some(seen)), (&lifts, why))
            .await
    }

    /// The reasons that stand and that somebody may settle by agreeing.
    async fn agreeable(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        (register, dossier): (&Register, &Dossier),
    ) -> Result<Vec<(Channel, Lift)>, StreetError> {
        let mut lifts = Vec::new();
        for (channel, verdict) in self.verdicts_of(register, dossier)? {
            let reasons = verdict.reasons().iter();
            for reason in reasons.filter(|reason| AGREED.contains(&reason.code)) {
                let lift = Lift {
                    code: reason.code,
                    subject: reason.subject,
                    by: Role::Editor,
                };
                match self.may_settle(tx, actor, school, (dossier, &lift)).await {
                    Ok(()) => lifts.push((channel, lift)),
                    Err(StreetError::Release(_) | StreetError::NamedBefore) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(lifts)
    }
}
