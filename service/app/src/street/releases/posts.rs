//! Posts in lists: what waits for a second person, what is on its way, what is
//! out and where, what came back and whether it was seen to be gone.

use std::collections::BTreeMap;

use gatehouse_domain::{
    Channel,
    ids::{AccountId, EventId, PhotoId, ReleaseId, SchoolId},
    release::{Outcome, PictureReason, Stage},
    retention::{DutyKind, school_time_zone},
    role::Role,
};
use gatehouse_publish::{Problem, Receipt};
use gatehouse_store::{
    db::Tx,
    duties,
    queue::{self, JobState},
    releases::{
        StageCode,
        listed::{self, Hand, Listed},
    },
};
use jiff::{Timestamp, civil::Date};

use super::Machine;
use crate::{
    house::{House, Register},
    sign_in::SignInError,
    street::{Actor, StreetError, board::Standing, board::Told, jobs},
};

pub use gatehouse_store::releases::listed::Part;

/// Where a picture of a post is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where anybody finds it.
    pub address: String,
    /// The SHA-256 of the file that was written there, as text.
    pub hash: String,
}

/// How far a post is, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It waits for a second person; what the last verdict was.
    Waiting(Option<Standing>),
    /// A second person approved; it goes out by itself.
    Going(Work),
    /// It is out; whether somebody has to look at it again.
    Out {
        /// A later verdict was not clear.
        look_again: bool,
    },
    /// It was taken back while it may have been out.
    Back(Work),
    /// It was given up before anything of it was out.
    GivenUp,
}

/// How far the work on a post is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Work {
    /// What went wrong last, and what to do.
    pub failed: Option<String>,
    /// Whether it is tried again by itself.
    pub given_up: bool,
}

/// A post. No Debug: it holds names.
pub struct Post {
    /// Its id.
    pub id: ReleaseId,
    /// Where it is to go.
    pub channel: Channel,
    /// How far it is.
    pub progress: Progress,
    /// The event of its first picture, and what that is called.
    pub event: Option<(EventId, String)>,
    /// Its first picture, where it is still kept.
    pub first: Option<PhotoId>,
    /// How many pictures it has.
    pub pictures: u32,
    /// When it was put together.
    pub made_at: Timestamp,
    /// The name of who put it together.
    pub made_by: String,
    /// The name of who approved it, while it stands.
    pub approved_by: Option<String>,
    /// Why who asks is not the second person.
    pub hindrance: Option<Told>,
    /// Since when it is or was out.
    pub out_at: Option<Timestamp>,
    /// When it was taken back.
    pub ended_at: Option<Timestamp>,
    /// When it was looked for outside after that, and was gone.
    pub gone_at: Option<Timestamp>,
    /// By when somebody looks at it again.
    pub review_on: Option<Date>,
    /// Where its pictures are or were.
    pub places: Vec<Place>,
}

/// A part of a list.
pub struct Posts {
    /// The posts.
    pub posts: Vec<Post>,
    /// Whether there are more after them.
    pub more: bool,
}

/// Whoever uploaded one of the pictures is not their second person.
pub(super) const UPLOADED: Told = Told {
    code: "approver-is-uploader",
    says: "You uploaded one of these pictures. Somebody else has to approve this post.",
};
/// Nor whoever counted as the first.
pub(super) const COUNTED: Told = Told {
    code: "counted-by-the-same",
    says: "You counted the heads in one of these pictures first. Somebody else has to approve \
        this post.",
};
/// Nor whoever said who somebody is.
pub(super) const NAMED: Told = Told {
    code: "named-by-the-same",
    says: "You said who is in one of these pictures. Somebody else has to approve this post.",
};

impl House {
    /// A part of the school's posts: `count` of them from place `from` on.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but editors, and the DSL as to
    /// what is out or came back; the store's.
    pub async fn posts(
        &self,
        actor: &Actor,
        school: SchoolId,
        which: (Part, Option<Channel>),
        (from, count): (u32, u32),
    ) -> Result<Posts, StreetError> {
        match which.0 {
            Part::Waiting | Part::Going => actor.may(&[Role::Editor])?,
            Part::Out | Part::ComingBack | Part::Back => actor.may(&[Role::Editor, Role::Dsl])?,
        }
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let some = (from, count.saturating_add(1));
        let mut rows = listed::list::<Machine>(&mut tx, school, which, some).await?;
        let wanted = usize::try_from(count).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let mut desk = Clerk::new(self, school, &register);
        let mut posts = Vec::with_capacity(rows.len());
        for row in rows {
            posts.push(desk.post(&mut tx, actor, row).await?);
        }
        Ok(Posts { posts, more })
    }

    /// The newest posts that have a picture of an event, at most `count`.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; [`StreetError::NoSuch`] where it is not
    /// theirs; the store's.
    pub async fn posts_of_event(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
        count: u32,
    ) -> Result<Vec<Post>, StreetError> {
        actor.may(&[Role::Staff, Role::Editor, Role::Dsl])?;
        let mut tx = self.db.read().await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        let rows = listed::of_event::<Machine>(&mut tx, school, event, count).await?;
        let mut desk = Clerk::new(self, school, &register);
        let mut posts = Vec::with_capacity(rows.len());
        for row in rows {
            posts.push(desk.post(&mut tx, actor, row).await?);
        }
        Ok(posts)
    }
}

/// Tells rows as posts, and remembers who is called what.
pub(super) struct Clerk<'a> {
    house: &'a House,
    school: SchoolId,
    register: &'a Register,
    names: BTreeMap<AccountId, String>,
}

impl<'a> Clerk<'a> {
    pub(super) const fn new(house: &'a House, school: SchoolId, register: &'a Register) -> Self {
        Self {
            house,
            school,
            register,
            names: BTreeMap::new(),
        }
    }

    /// A row as a post, as that person sees it.
    pub(super) async fn post(
        &mut self,
        tx: &mut Tx,
        actor: &Actor,
        listed: Listed<Machine>,
    ) -> Result<Post, StreetError> {
        let school = self.school;
        let row = &listed.row;
        let stage = self.stage(&listed).await?;
        let by = stage.as_ref().and_then(approver);
        let work = match row.stage {
            StageCode::Approved | StageCode::Publishing => {
                self.work(tx, row.id, jobs::PUBLISH).await?
            }
            StageCode::Recalled if row.gone_at.is_none() => {
                self.work(tx, row.id, jobs::RECALL).await?
            }
            _ => Work::default(),
        };
        let hindrance = match row.stage {
            StageCode::Draft | StageCode::Judged => {
                hindrance(listed::hand_in(tx, school, row.id, actor.id).await?)
            }
            _ => None,
        };
        let review = match row.stage {
            StageCode::Published => duties::about(tx, school, row.id.0).await?,
            _ => Vec::new(),
        };
        let review = review
            .into_iter()
            .find(|duty| duty.kind == DutyKind::PublicationReview && duty.met.is_none());
        let event = listed.first.and_then(|(_, event)| {
            let known = self.register.event(event)?;
            Some((event, known.title.clone()))
        });
        Ok(Post {
            id: row.id,
            channel: row.channel,
            progress: progress(row.stage, row.attempts, stage.as_ref(), work),
            event,
            first: listed.first.map(|(photo, _)| photo),
            pictures: listed.pictures,
            made_at: listed.created_at,
            made_by: self.called(tx, listed.by).await?,
            approved_by: match by {
                Some(by) => Some(self.called(tx, by).await?),
                None => None,
            },
            hindrance,
            out_at: row.published_at,
            ended_at: row.ended_at,
            gone_at: row.gone_at,
            review_on: review.map(|duty| duty.due.to_zoned(school_time_zone()).date()),
            places: places(row.receipt.as_deref()),
        })
    }

    /// How far that work on a post is.
    async fn work(&self, tx: &mut Tx, release: ReleaseId, kind: &str) -> Result<Work, StreetError> {
        let states = queue::states_of(tx, self.school, release.0).await?;
        let job = states.into_iter().find(|job| job.kind == kind);
        Ok(job.map_or_else(Work::default, told))
    }

    /// What the machine of a post says, where it can still be opened.
    async fn stage(
        &self,
        listed: &Listed<Machine>,
    ) -> Result<Option<Stage<AccountId, PictureReason>>, StreetError> {
        let row = &listed.row;
        if row.stage == StageCode::Recalled {
            return Ok(None);
        }
        let opened = match self.house.key(self.school, row.id).await {
            Ok(key) => row.state.open(&key),
            Err(error) => Err(error),
        };
        match opened {
            Ok(machine) => Ok(Some(machine.stage().clone())),
            Err(error) if error.is_passing() => Err(error.into()),
            // It is listed all the same: whoever looks can take it back.
            Err(_) => Ok(None),
        }
    }

    /// What somebody is called; nothing where that is not known any more.
    async fn called(&mut self, tx: &mut Tx, account: AccountId) -> Result<String, StreetError> {
        if let Some(known) = self.names.get(&account) {
            return Ok(known.clone());
        }
        let name = match self.house.who(tx, self.school, account).await {
            Ok(who) => who.map_or_else(String::new, |who| who.name),
            Err(SignInError::Store(error)) if error.is_passing() => return Err(error.into()),
            Err(_) => String::new(),
        };
        self.names.insert(account, name.clone());
        Ok(name)
    }
}

/// Who approved it, while that stands.
const fn approver(stage: &Stage<AccountId, PictureReason>) -> Option<AccountId> {
    match stage {
        Stage::Approved { by, .. } | Stage::Publishing { by, .. } | Stage::Published { by, .. } => {
            Some(*by)
        }
        Stage::Draft | Stage::Judged { .. } | Stage::Recalled { .. } => None,
    }
}

fn progress(
    row: StageCode,
    attempts: u32,
    stage: Option<&Stage<AccountId, PictureReason>>,
    work: Work,
) -> Progress {
    match row {
        StageCode::Draft | StageCode::Judged => Progress::Waiting(match stage {
            Some(Stage::Judged { outcome, .. }) => Some(match outcome {
                Outcome::Clear => Standing::Clear,
                Outcome::Exceptable(_) | Outcome::Held => Standing::Hold,
                Outcome::Barred => Standing::Blocked,
            }),
            _ => None,
        }),
        StageCode::Approved | StageCode::Publishing => Progress::Going(work),
        StageCode::Published => Progress::Out {
            look_again: !matches!(stage, Some(Stage::Published { review: false, .. })),
        },
        StageCode::Recalled if attempts > 0 => Progress::Back(work),
        StageCode::Recalled => Progress::GivenUp,
    }
}

/// Why somebody who did this is not the second person.
const fn hindrance(hand: Hand) -> Option<Told> {
    match hand {
        Hand { uploaded: true, .. } => Some(UPLOADED),
        Hand { counted: true, .. } => Some(COUNTED),
        Hand { named: true, .. } => Some(NAMED),
        Hand {
            uploaded: false,
            counted: false,
            named: false,
        } => None,
    }
}

/// What went wrong with work, in words that say what to do.
fn told(job: JobState) -> Work {
    let failed = job.code.map(|code| {
        let known = Problem::ALL.into_iter().find(|one| one.code() == code);
        match known {
            Some(problem) => problem.to_string(),
            None if code == StreetError::StillOut.code() => {
                "This was taken down and can still be seen. Take it down by hand where it is."
                    .to_owned()
            }
            None => {
                "Something it needs did not answer. Ask who looks after Gatehouse, if it stays \
                like this."
                    .to_owned()
            }
        }
    });
    Work {
        failed,
        given_up: job.stuck,
    }
}

/// Where the pictures are, as the outlet told.
fn places(receipt: Option<&str>) -> Vec<Place> {
    let receipt = receipt.and_then(|text| serde_json::from_str::<Receipt>(text).ok());
    let pictures = receipt.map(|receipt| receipt.pictures).unwrap_or_default();
    let place = |one: gatehouse_publish::Published| Place {
        hash: one.sha256.to_string(),
        address: one.url,
    };
    pictures.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(code: Option<&str>, stuck: bool) -> JobState {
        JobState {
            kind: jobs::PUBLISH.to_owned(),
            stuck,
            attempts: 3,
            code: code.map(str::to_owned),
        }
    }

    #[test]
    fn what_went_wrong_is_told_with_what_to_do_and_without_a_code() {
        assert_eq!(told(job(None, false)), Work::default());
        for problem in Problem::ALL {
            let work = told(job(Some(problem.code()), true));
            assert_eq!(work.failed, Some(problem.to_string()));
            assert!(work.given_up);
        }
        for code in ["still-out", "database-away", "panicked"] {
            let says = told(job(Some(code), false)).failed.unwrap();
            assert!(says.ends_with('.') && !says.contains(code), "{says}");
        }
    }

    #[test]
    fn who_had_a_hand_in_a_picture_is_told_the_first_reason() {
        let hand = |uploaded, counted, named| Hand {
            uploaded,
            counted,
            named,
        };
        assert_eq!(hindrance(hand(false, false, false)), None);
        assert_eq!(hindrance(hand(true, true, true)), Some(UPLOADED));
        assert_eq!(hindrance(hand(false, true, true)), Some(COUNTED));
        assert_eq!(hindrance(hand(false, false, true)), Some(NAMED));
    }

    #[test]
    fn places_are_read_from_what_the_outlet_told_and_from_nothing_else() {
        let hash = "ab".repeat(32);
        let receipt = format!(
            r#"{{"slug":"{}","pictures":[{{"url":"https://school.example/1.jpg","sha256":"{hash}"}}]}}"#,
            "0".repeat(32)
        );
        let place = Place {
            address: "https://school.example/1.jpg".to_owned(),
            hash,
        };
        assert_eq!(places(Some(&receipt)), [place]);
        assert_eq!(places(Some("{}")), []);
        assert_eq!(places(None), []);
    }

    #[test]
    fn a_post_whose_state_cannot_be_read_is_to_be_looked_at() {
        let out = progress(StageCode::Published, 1, None, Work::default());
        assert_eq!(out, Progress::Out { look_again: true });
        let back = progress(StageCode::Recalled, 0, None, Work::default());
        assert_eq!(back, Progress::GivenUp);
    }
}
