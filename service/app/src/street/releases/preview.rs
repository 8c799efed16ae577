//! A post as a person looks at it before they approve it: exactly what goes
//! out, who is in it, and how it stands at this moment.

use gatehouse_domain::{
    findings::TextKind,
    ids::{PhotoId, ReleaseId, SchoolId},
    policy::Subject,
};
use gatehouse_store::{
    db::Tx,
    releases::{StageCode, listed},
    renditions,
};

use super::{
    Approval, Machine, Open,
    posts::{COUNTED, Clerk, NAMED, Post, Progress, UPLOADED},
};
use crate::{
    check::Decision,
    house::{House, Register},
    street::{
        Actor, Dossier, StreetError,
        board::{Standing, Told, told},
        clean::CHANNEL,
        sheet::full_name,
    },
};

/// A post with all that goes out. No Debug: it holds names and words.
pub struct Preview {
    /// What its list says of it.
    pub post: Post,
    /// Its pictures, in their order.
    pub pictures: Vec<PictureInPost>,
    /// How it stands as a whole, while that counts.
    pub standing: Option<Standing>,
    /// What was shown, as a mark: comes back with the approval, so that nobody
    /// approves what they did not see.
    pub shown: String,
    /// Why who asks cannot approve it now; nothing where they can.
    pub hindrance: Option<Told>,
}

/// A picture as it goes out. No Debug: it holds names and words.
pub struct PictureInPost {
    /// Which.
    pub photo: PhotoId,
    /// What is kept of it; nothing where it was destroyed since.
    pub kept: Option<Kept>,
}

/// What is kept of a picture. No Debug: it holds names and words.
pub struct Kept {
    /// Width and height in pixels, as it goes out.
    pub size: (u32, u32),
    /// The words under it.
    pub caption: String,
    /// The words for who cannot see it.
    pub alt: String,
    /// Who is in it, as people said; visitors and others as what they are.
    pub people: Vec<String>,
    /// How it stands on the channel.
    pub verdict: (Standing, Vec<Told>),
    settled: [u8; 32],
}

impl House {
    /// A post with all that goes out, judged now. Where it waits for its second
    /// person, it is judged as if they had counted like that; who counted
    /// nothing is not held against them yet.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`], [`StreetError::NoSuch`]; the store's.
    pub async fn preview(
        &self,
        actor: &Actor,
        school: SchoolId,
        release: ReleaseId,
        counts: &Approval,
    ) -> Result<Preview, StreetError> {
        let mut tx = self.db.read().await?;
        self.see_release(&mut tx, actor, school, release).await?;
        let register = self.register(&mut tx, school).await?;
        let listed = listed::get::<Machine>(&mut tx, school, release).await?;
        let listed = listed.ok_or(StreetError::NoSuch("post"))?;
        let mut clerk = Clerk::new(self, school, &register);
        let post = clerk.post(&mut tx, actor, listed).await?;
        let mut preview = Preview {
            post,
            pictures: Vec::new(),
            standing: None,
            shown: String::new(),
            hindrance: None,
        };
        let waits = matches!(preview.post.progress, Progress::Waiting(_));
        for photo in gatehouse_store::releases::pictures(&mut tx, school, release).await? {
            let looked = self.picture_in_post(
                &mut tx,
                school,
                (&register, &preview.post),
                (photo, waits.then_some(counts)),
            );
            let kept = match looked.await {
                Ok(kept) => Some(kept),
                Err(StreetError::Store(error)) if error.is_passing() => return Err(error.into()),
                // Destroyed since, or it cannot be read: it is told so.
                Err(_) => None,
            };
            preview.pictures.push(PictureInPost { photo, kept });
        }
        let stands = preview.pictures.iter().map(|picture| {
            let kept = picture.kept.as_ref();
            kept.map_or(Standing::Blocked, |kept| kept.verdict.0)
        });
        preview.standing = match preview.post.progress {
            Progress::Back(_) | Progress::GivenUp => None,
            _ => Some(stands.max().unwrap_or(Standing::Hold)),
        };
        if waits {
            let closer = (&mut preview, !counts.is_empty());
            self.look_closer(&mut tx, actor, school, closer).await?;
        }
        Ok(preview)
    }

    /// One picture, read and judged.
    async fn picture_in_post(
        &self,
        tx: &mut Tx,
        school: SchoolId,
        (register, post): (&Register, &Post),
        (photo, counts): (PhotoId, Option<&Approval>),
    ) -> Result<Kept, StreetError> {
        let mut dossier = self.dossier(tx, school, register, photo).await?;
        let kept = renditions::of_photo(tx, school, photo).await?;
        let kept = kept.into_iter().find(|kept| kept.name == CHANNEL);
        let size = kept.and_then(|kept| kept.size);
        let size = size.ok_or(StreetError::NoSuch("picture"))?;
        dossier.parts.counts.approval_asked = true;
        if let Some(counts) = counts {
            dossier.parts.counts.approver = counts.get(&photo).copied();
            dossier.parts.counts.approval_asked = !counts.is_empty();
        }
        dossier.parts.lifts = dossier.lifts_on(post.channel);
        let event = register.event(dossier.event);
        let event = event.ok_or(StreetError::NoSuch("event"))?;
        let (seen, parts) = (&dossier.seen, &dossier.parts);
        let desk = self.desk(register);
        let judged = desk.judge(seen, event, parts, &dossier.texts, post.channel);
        let text = |kind: TextKind| {
            let found = dossier.texts.0.iter().find(|(known, _)| *known == kind);
            found.map_or_else(String::new, |(_, words)| words.reveal().to_owned())
        };
        Ok(Kept {
            size,
            caption: text(TextKind::Caption),
            alt: text(TextKind::AltText),
            people: people(&dossier, register),
            verdict: (
                Standing::of(&judged.verdict),
                told(judged.verdict.reasons()),
            ),
            settled: dossier.fingerprint(Subject::Picture),
        })
    }

    /// Whether they can approve it, and the mark of what they are shown.
    async fn look_closer(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        (preview, counted): (&mut Preview, bool),
    ) -> Result<(), StreetError> {
        let open = match self.open(tx, school, preview.post.id).await {
            Ok(open) => open,
            Err(StreetError::Store(error)) if error.is_passing() => return Err(error.into()),
            Err(_) => {
                preview.hindrance = Some(UNREADABLE);
                return Ok(());
            }
        };
        let told = self.why_not(tx, actor, school, (&open, preview)).await?;
        // What they counted is theirs to mend.
        preview.hindrance =
            told.filter(|told| !(counted && *told == NOT_CLEAR && only_the_count(preview)));
        let kept = preview.pictures.iter();
        let settled: Option<Vec<[u8; 32]>> = kept
            .map(|picture| picture.kept.as_ref().map(|kept| kept.settled))
            .collect();
        if let Some(settled) = settled {
            preview.shown = self.mark_of_shown(tx, school, &open, &settled).await?;
        }
        Ok(())
    }

    /// Why somebody cannot approve a post now, as the approval itself would
    /// say.
    async fn why_not(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        (open, preview): (&Open, &Preview),
    ) -> Result<Option<Told>, StreetError> {
        debug_assert!(matches!(
            open.row.stage,
            StageCode::Draft | StageCode::Judged
        ));
        let counted: Approval = open.photos.iter().map(|photo| (*photo, 0)).collect();
        match self.may_approve(tx, actor, school, open, &counted).await {
            Ok(()) if preview.standing == Some(Standing::Clear) => Ok(None),
            Ok(()) => Ok(Some(NOT_CLEAR)),
            Err(StreetError::Store(error)) if error.is_passing() => Err(error.into()),
            Err(error) => Ok(Some(refused(&error))),
        }
    }
}

/// Something of it cannot be read.
const UNREADABLE: Told = Told {
    code: "unreadable",
    says: "Something of this post cannot be read any more. Take it back and make a new one.",
};

/// Something is to be settled first.
const NOT_CLEAR: Told = Told {
    code: "verdict-not-clear",
    says: "This post cannot go out like this. What is in the way is told beside each picture.",
};

/// Why an approval would be refused, in plain words.
fn refused(error: &StreetError) -> Told {
    let code = error.code();
    let says = match error {
        StreetError::CountedBefore => return COUNTED,
        StreetError::NamedBefore => return NAMED,
        StreetError::NoAltText => {
            "One of the pictures has no text for people who cannot see it. Write what it shows, \
             then approve."
        }
        StreetError::NoOutlet(_) => {
            "Nothing is set up yet to publish on this channel. Ask who looks after Gatehouse."
        }
        _ if code == UPLOADED.code => return UPLOADED,
        _ if code == StreetError::RoleMissing.code() => {
            "An editor who did not upload, count or name these pictures approves this post."
        }
        _ => return UNREADABLE,
    };
    Told { code, says }
}

/// Whether nothing is in the way but the counts.
fn only_the_count(preview: &Preview) -> bool {
    let count = [
        gatehouse_domain::policy::Code::HeadCountDiffers.code(),
        gatehouse_domain::policy::Code::HeadCountMissing.code(),
    ];
    preview.pictures.iter().all(|picture| {
        let kept = picture.kept.as_ref();
        kept.is_some_and(|kept| kept.verdict.1.iter().all(|one| count.contains(&one.code)))
    })
}

/// Who is in a picture as people said, a line for each face: the machine's from
/// left to right, then those marked. Whoever approves sees who was let in by a
/// word alone, and where somebody changed their mind.
fn people(dossier: &Dossier, register: &Register) -> Vec<String> {
    let parts = &dossier.parts;
    let found = (0..dossier.seen.faces.len()).map(|place| parts.decisions.get(&place).copied());
    let marked = parts.marked.iter().map(|face| face.decision);
    let name = |key| register.school.person(key).map(full_name);
    found
        .chain(marked)
        .enumerate()
        .filter_map(|(place, said)| {
            let is = match said? {
                Decision::Is(key) => name(key)?,
                Decision::Visitor { .. } => "a visitor who is said to have agreed".to_owned(),
                Decision::NobodyRecognisable => "nobody who can be recognised".to_owned(),
                Decision::NotAFace => "not a face".to_owned(),
            };
            let before = parts.before.get(&place).into_iter().flatten();
            let before: Vec<String> = before
                .filter(|key| said != Some(Decision::Is(**key)))
                .filter_map(|key| name(*key))
                .collect();
            let face = place + 1;
            Some(match &*before {
                [] => format!("Face {face}: {is}"),
                before => format!("Face {face}: {is}; said before: {}", before.join(", ")),
            })
        })
        .collect()
}
