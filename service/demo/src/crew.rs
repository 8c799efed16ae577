//! The people of the story, with their accounts.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use gatehouse_app::{
    house::{House, Register},
    school,
    street::{Actor, office::NewLogin},
};
use gatehouse_domain::{
    ids::{EventId, SchoolId},
    names::BadText,
    role::Role,
};

use crate::DemoError;

/// Who acts in the story.
pub(crate) struct Crew {
    /// Took and uploaded the photos.
    pub(crate) teacher: Actor,
    /// Approves them.
    pub(crate) editor: Actor,
    /// Enters the register, enrols, records what parents say.
    pub(crate) office: Actor,
    register: Arc<Register>,
}

impl Crew {
    /// The event of that name in the story.
    pub(crate) fn event(&self, code: &str) -> Result<EventId, DemoError> {
        self.register
            .event_called(code)
            .ok_or(DemoError::Story(BadText::Blank))
    }
}

/// Opens the school from the office's folder, and its accounts.
pub(crate) async fn open(house: &Arc<House>, folder: &Path) -> Result<(SchoolId, Crew), DemoError> {
    let files = school::load(folder)?;
    let id = house.new_school();
    house.found(id, &files.profile, &files.words).await?;
    let account = async |login: &str, name: &str, role: Role| {
        let new = NewLogin {
            login: login.to_owned(),
            name: name.to_owned(),
            roles: BTreeSet::from([role]),
        };
        house.open_account(id, &new).await
    };
    let office = account("office", "Sam Ashdown", Role::Office).await?;
    let teacher = account("teacher", "Robin Calloway", Role::Staff).await?;
    let editor = account("editor", "Alex Beaumont", Role::Editor).await?;
    house.enter(&office, id, &files).await?;
    let register = house.now_register(id).await?;
    // Who took the photos works on them.
    for event in &register.events {
        house.entrust_event(&office, id, *event, teacher.id).await?;
    }
    let crew = Crew {
        teacher,
        editor,
        office,
        register,
    };
    Ok((id, crew))
}
