//! The first stop: a file arrives and is sealed in quarantine from its first
//! byte. Either all of it is kept, with a duty to end it, or the sender is
//! told that it is not.

mod parts;

use gatehouse_domain::{
    custody::{Moments, Releases, State},
    ids::{AccountId, EventId, PhotoId, SchoolId, SubjectId, uuid_v7},
    retention::DutyKind,
    role::Role,
};
use gatehouse_picture::sniff;
use gatehouse_store::{
    db::Tx,
    duties,
    log::{self, Entry, Hex, Log},
    objects::{ObjectName, Writer},
    photos::{self, NewPhoto},
    renditions::{self, Rendition},
};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Actor, StreetError, jobs};
use crate::{check::CheckError, house::House};

pub(crate) use parts::Parts;
pub use parts::{Came, Part};

/// So many first bytes tell what a file is.
const HEAD: usize = 1024;

/// Under this label the school's key marks files.
const FILE: &str = "file of a photo";

/// The object's name of the uploaded file.
pub(crate) const ORIGINAL: &str = "original";

/// A file that came whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is a photo of the event now.
    New(PhotoId),
    /// The event had the same file before, byte for byte: it was not taken
    /// twice.
    Before(PhotoId),
}

impl Kept {
    /// The photo of the event.
    #[must_use]
    pub const fn photo(self) -> PhotoId {
        match self {
            Self::New(photo) | Self::Before(photo) => photo,
        }
    }
}

/// A file that is arriving. Dropped before its end, nothing of it is kept.
pub struct Arrival<'a> {
    house: &'a House,
    arriving: Arriving,
}

/// What there is of a file that is arriving.
struct Arriving {
    school: SchoolId,
    uploader: AccountId,
    event: EventId,
    photo: PhotoId,
    original: SubjectId,
    writer: Writer,
    left: u64,
    /// The first bytes, until there are enough of them to tell what it is.
    head: Vec<u8>,
    known: bool,
}

impl House {
    /// Begins to take in a file for an event.
    ///
    /// # Errors
    /// [`StreetError::NoSuch`] for an event that is not there; the store's.
    pub async fn arrival(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
    ) -> Result<Arrival<'_>, StreetError> {
        let arriving = self.begin_arriving(actor, school, event).await?;
        Ok(Arrival {
            house: self,
            arriving,
        })
    }

    async fn begin_arriving(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
    ) -> Result<Arriving, StreetError> {
        actor.may(&[Role::Staff, Role::Editor])?;
        let mut tx = self.db.read().await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        drop(tx);
        register.event(event).ok_or(StreetError::NoSuch("event"))?;
        let now = self.now();
        let original = SubjectId(uuid_v7(now, &*self.entropy));
        let key = self.keys.create(school, original, &*self.entropy).await?;
        let name = ObjectName::parse(ORIGINAL)?;
        let writer = self
            .objects
            .begin(school, original, &name, &key, &*self.entropy);
        Ok(Arriving {
            school,
            uploader: actor.id,
            event,
            photo: PhotoId::new(now, &*self.entropy),
            original,
            writer,
            left: self.photo_bytes,
            head: Vec::new(),
            known: false,
        })
    }

    /// Takes in a whole file. One that the event has already is not taken
    /// twice.
    ///
    /// # Errors
    /// As [`House::arrival`], [`Arrival::write`] and [`Arrival::finish`].
    pub async fn receive(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
        bytes: &[u8],
    ) -> Result<PhotoId, StreetError> {
        let mut arrival = self.arrival(actor, school, event).await?;
        arrival.write(bytes).await?;
        Ok(arrival.finish().await?.photo())
    }
}

impl Arrival<'_> {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`StreetError::TooLarge`] past the limit; [`StreetError::Check`] for
    /// what is no picture by its first bytes; the store's. Nothing is kept then.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StreetError> {
        self.arriving.write(bytes).await
    }

    /// The file is whole: it is in quarantine when this returns.
    ///
    /// # Errors
    /// The store's; then it is not kept, and the sender must be told so.
    pub async fn finish(self) -> Result<Kept, StreetError> {
        self.arriving.finish(self.house).await
    }
}

impl Arriving {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), StreetError> {
        let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(count).ok_or(StreetError::TooLarge)?;
        if !self.known {
            self.head
                .extend(bytes.iter().take(HEAD.saturating_sub(self.head.len())));
            if self.head.len() >= HEAD {
                self.look_at_head()?;
            }
        }
        Ok(self.writer.write(bytes).await?)
    }

    /// Who sends a film is told so at once, not when a worker comes to it.
    fn look_at_head(&mut self) -> Result<(), StreetError> {
        sniff(&self.head).map_err(CheckError::from)?;
        self.known = true;
        self.head = Vec::new();
        Ok(())
    }

    async fn finish(mut self, house: &House) -> Result<Kept, StreetError> {
        if !self.known {
            self.look_at_head()?;
        }
        let (school, photo) = (self.school, self.photo);
        let stored = self.writer.finish().await?;
        let own = house.key(school, SubjectId(school.0)).await?;
        let mark = own.mark(FILE, &Hex(stored.sha256).to_string());
        house
            .keys
            .create(school, photo.into(), &*house.entropy)
            .await?;
        let now = house.now();

        let mut tx = house.decide(school).await?;
        let register = house.register(&mut tx, school).await?;
        let rules = &register.school.profile.retention;
        let card = card(self.event, self.uploader);
        let duty = rules.duty(DutyKind::Card, now);
        duties::renew(&mut tx, school, card, &duty, (now, &*house.entropy)).await?;
        if let Some(known) = photos::of_mark(&mut tx, school, self.event, mark).await? {
            let outcome = "here-already";
            note(&mut tx, school, (self.uploader, known), outcome, now).await?;
            tx.commit().await?;
            // Left where this is cut off, nothing knows them: they are swept.
            house.erase(school, self.original).await?;
            house.erase(school, photo.into()).await?;
            return Ok(Kept::Before(known));
        }
        let arrived = NewPhoto {
            id: photo,
            event: self.event,
            uploader: self.uploader,
            original: self.original,
        };
        photos::insert(&mut tx, school, &arrived, now).await?;
        photos::set_mark(&mut tx, school, photo, mark).await?;
        let kept = Rendition {
            name: ORIGINAL.to_owned(),
            subject: self.original,
            bytes: stored.bytes,
            sha256: stored.sha256,
            size: None,
            made_at: now,
        };
        renditions::put(&mut tx, school, photo, &kept).await?;
        let moments = Moments {
            received: now,
            refused: None,
            event_closes: now,
            releases: Releases::None,
        };
        for duty in State::Received.duties(&moments, rules) {
            duties::set(&mut tx, school, photo.0, &duty, (now, &*house.entropy)).await?;
        }
        note(&mut tx, school, (self.uploader, photo), "received", now).await?;
        house
            .ask(&mut tx, school, (jobs::CLEAN, photo.0), now)
            .await?;
        tx.commit().await?;
        Ok(Kept::New(photo))
    }
}

/// A line of the access log about a file that came.
async fn note(
    tx: &mut Tx,
    school: SchoolId,
    (who, photo): (AccountId, PhotoId),
    outcome: &'static str,
    now: Timestamp,
) -> Result<(), StreetError> {
    let entry = Entry {
        actor: Some(who),
        verb: "upload",
        about: Some(("photo", photo.0)),
        outcome,
        facts: None,
    };
    log::append(tx, Log::Access, school, &entry, now).await?;
    Ok(())
}

/// What the duty to clear a card is about: one person's pictures of one event.
#[must_use]
pub fn card(event: EventId, uploader: AccountId) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(b"card");
    hash.update(event.0.as_bytes());
    hash.update(uploader.0.as_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let (first, _) = hash.split_at(16);
    Uuid::from_slice(first).unwrap_or_default()
}
