//! Before the door: which schools this house has.

use gatehouse_domain::ids::SchoolId;

use super::SignInError;
use crate::house::House;

/// A school that one can sign in to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lobby {
    /// Its id.
    pub id: SchoolId,
    /// What it is called.
    pub name: String,
}

impl House {
    /// Every school of this house by its name.
    ///
    /// # Errors
    /// The store's.
    pub async fn lobby(&self) -> Result<Vec<Lobby>, SignInError> {
        let mut lobby = Vec::new();
        for id in self.schools().await? {
            let mut tx = self.db.read().await?;
            let name = self.school_name(&mut tx, id).await?;
            lobby.push(Lobby {
                id,
                name: name.unwrap_or_else(|| "Your school".to_owned()),
            });
        }
        lobby.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(lobby)
    }
}
