//! A photo's duties follow its state: whatever happened to it, every copy of
//! it has a deadline when the transaction ends.

use gatehouse_domain::{
    custody::{Moments, Releases, State},
    ids::{PhotoId, SchoolId},
    retention::{DutyKind, RetentionRules},
};
use gatehouse_store::{
    db::Tx,
    duties, events, photos,
    releases::{self, Fate, StageCode},
};
use jiff::Timestamp;

use super::{StreetError, dossier::Facts};
use crate::{house::House, school::Event};

/// The kinds of duty a photo can have.
const OF_PHOTOS: [DutyKind; 5] = [
    DutyKind::Original,
    DutyKind::Refused,
    DutyKind::Unused,
    DutyKind::Master,
    DutyKind::PublicationReview,
];

impl House {
    /// Tells a photo's duties anew from its state and its releases. Duties of
    /// a state it left are met where that is what ended them, else lifted.
    pub(crate) async fn set_duties(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        photo: PhotoId,
        rules: &RetentionRules,
    ) -> Result<(), StreetError> {
        let row = photos::get::<Facts>(tx, school, photo)
            .await?
            .ok_or(StreetError::NoSuch("photo"))?;
        let event = events::get::<Event>(tx, school, row.event)
            .await?
            .ok_or(StreetError::NoSuch("event"))?;
        let fates = releases::fates(tx, school, photo).await?;
        let moments = Moments {
            received: row.received_at,
            refused: row.refused.as_ref().map(|refused| refused.0),
            event_closes: unused_from(event.head.closes_at.max(row.received_at), &fates),
            releases: told(&fates),
        };
        let now = self.now();
        let wanted = row.state.duties(&moments, rules);
        for duty in &wanted {
            duties::set(tx, school, photo.0, duty, (now, &*self.entropy)).await?;
        }
        for kind in OF_PHOTOS {
            if wanted.iter().any(|duty| duty.kind == kind) {
                continue;
            }
            let ended = row.state == State::Destroyed
                || kind == DutyKind::Original && !row.state.has_original();
            if ended {
                duties::meet(tx, school, (kind, photo.0), now, None).await?;
            } else {
                duties::lift(tx, school, kind, photo.0).await?;
            }
        }
        Ok(())
    }
}

/// From when on a photo counts as unused: the close of its event, but pictures
/// that come late, or are put together anew after a release ended, have their
/// time all the same.
fn unused_from(closes: Timestamp, fates: &[Fate]) -> Timestamp {
    let waiting = fates
        .iter()
        .filter(|fate| is_waiting(fate))
        .map(|fate| fate.created_at);
    waiting.fold(closes, Timestamp::max)
}

/// Being put together, judged or approved; not out yet.
const fn is_waiting(fate: &Fate) -> bool {
    matches!(
        fate.stage,
        StageCode::Draft | StageCode::Judged | StageCode::Approved
    )
}

/// Whether a release is or may be out: claimed, and not seen to be gone since.
pub(super) const fn may_be_out(fate: &Fate) -> bool {
    match fate.stage {
        StageCode::Publishing | StageCode::Published => true,
        StageCode::Recalled => fate.attempts > 0 && fate.gone_at.is_none(),
        StageCode::Draft | StageCode::Judged | StageCode::Approved => false,
    }
}

/// What became of a photo's releases, as far as its end depends on them. One
/// that may be out counts as out; one taken back has ended once it was seen to
/// be gone.
fn told(fates: &[Fate]) -> Releases {
    let live: Vec<&Fate> = fates.iter().filter(|fate| may_be_out(fate)).collect();
    if !live.is_empty() {
        let first = live.iter().filter_map(|fate| fate.published_at).min();
        // On its way out for the first time: as yet it is no more than meant
        // to be used.
        return first.map_or(Releases::None, Releases::Live);
    }
    if fates.iter().any(is_waiting) {
        return Releases::None;
    }
    fates
        .iter()
        .filter(|fate| fate.published_at.is_some())
        .filter_map(|fate| fate.ended_at)
        .max()
        .map_or(Releases::None, Releases::Ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_put_together_late_gives_the_photo_its_time_anew() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let gone = fate(StageCode::Recalled, Some(100), true);
        assert_eq!(unused_from(at(10), &[gone]), at(10));
        let draft = fate(StageCode::Draft, None, false);
        assert_eq!(unused_from(at(10), &[gone, draft]), at(50));
        assert_eq!(unused_from(at(70), &[draft]), at(70));
    }

    fn fate(stage: StageCode, published: Option<i64>, gone: bool) -> Fate {
        let at = |second| Timestamp::from_second(second).unwrap();
        Fate {
            stage,
            created_at: at(50),
            attempts: i64::from(published.is_some()),
            published_at: published.map(at),
            ended_at: (stage == StageCode::Recalled).then(|| at(500)),
            gone_at: gone.then(|| at(600)),
        }
    }

    #[test]
    fn a_recalled_release_counts_as_out_until_it_was_seen_to_be_gone() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let out = fate(StageCode::Recalled, Some(100), false);
        assert_eq!(told(&[out]), Releases::Live(at(100)));
        let gone = fate(StageCode::Recalled, Some(100), true);
        assert_eq!(told(&[gone]), Releases::Ended(at(500)));
        assert_eq!(told(&[gone, out]), Releases::Live(at(100)));
    }

    #[test]
    fn a_release_still_to_come_keeps_the_photo_from_ending_with_the_last() {
        let gone = fate(StageCode::Recalled, Some(100), true);
        let draft = fate(StageCode::Draft, None, false);
        assert_eq!(told(&[gone, draft]), Releases::None);
        assert_eq!(told(&[]), Releases::None);
        let given_up = fate(StageCode::Recalled, None, false);
        assert_eq!(told(&[given_up]), Releases::None);
    }
}
