//! The end of the story: a parent takes a permission back, what was out comes
//! back, and what has to go is destroyed.

use gatehouse_app::{
    street::{StreetError, Summary},
    worker,
};
use gatehouse_domain::{
    ids::{ReleaseId, SchoolId},
    permission::{Basis, Decision, Detail, Giver, Naming, PermissionRow},
};
use serde::Serialize;

use crate::{
    DemoError,
    crew::Crew,
    play::{CHANNELS, Stage, TODAY},
};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// Posts that went out.
    pub published: usize,
    /// Posts that came back when a parent took a permission back, and were
    /// seen to be gone.
    pub taken_back: usize,
    /// How things stand at the end.
    pub summary: Summary,
}

/// Plays it.
pub(crate) async fn play(
    stage: &Stage<'_>,
    (school, crew): (SchoolId, &Crew),
    releases: &[ReleaseId],
) -> Result<Ending, DemoError> {
    let house = stage.house;
    let before = house.summary(school).await?;
    // The first pupil who is out on the first channel.
    let mut shown = None;
    for release in releases {
        shown = house.shown(school, *release, CHANNELS[0]).await?;
        if shown.is_some() {
            break;
        }
    }
    let person = shown.ok_or(StreetError::NoSuch("published picture"))?;
    let row = PermissionRow {
        channel: CHANNELS[0],
        naming: Naming::PictureOnly,
        basis: Basis::Consent,
        decision: Decision::Withdrawn,
        given_by: Giver::Guardian(0),
        given_on: TODAY,
        expires_on: None,
        text_version: 2,
        detail: Detail::default(),
    };
    house
        .record_permission(&crew.office, school, person, &row)
        .await?;
    worker::drain(house, stage.habits).await?;
    let summary = house.summary(school).await?;
    Ok(Ending {
        published: before.published,
        taken_back: summary.gone,
        summary,
    })
}
