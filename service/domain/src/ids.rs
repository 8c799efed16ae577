//! Ids of everything that is kept on the photo's way. They say nothing of what
//! they stand for, so logs, ledgers and queues may hold them.
//!
//! Inside, ids are UUIDs of version 7 (RFC 9562 section 5.7): they grow with
//! time, which keeps the databases' indexes narrow. What the public sees is
//! random and has no time in it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::clock::Entropy;

/// A new UUID of version 7 for that moment.
#[must_use]
pub fn uuid_v7(at: Timestamp, entropy: &dyn Entropy) -> Uuid {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {$(
        $(#[doc = $doc])+
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id for that moment.
            #[must_use]
            pub fn new(at: Timestamp, entropy: &dyn Entropy) -> Self {
                Self(uuid_v7(at, entropy))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A school: the tenant that every row belongs to.
    SchoolId,
    /// Somebody who may sign in.
    AccountId,
    /// A pupil or adult whom a face can be resolved to.
    PersonId,
    /// One of a pupil's guardians.
    GuardianId,
    /// An event at which photos are taken.
    EventId,
    /// A photo.
    PhotoId,
    /// A face in a photo.
    FaceId,
    /// A post of one or more pictures to one channel.
    ReleaseId,
    /// Something that must end by a deadline.
    DutyId,
    /// A camera or other device photos are taken with.
    DeviceId,
    /// A device lent to somebody.
    LoanId,
    /// A piece of work in the queue.
    JobId,
    /// Whatever has a key of its own: erasing it is destroying that key.
    SubjectId,
}

macro_rules! subjects {
    ($($name:ident),+) => {$(
        impl From<$name> for SubjectId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    )+};
}

subjects!(AccountId, PersonId, EventId, PhotoId, ReleaseId, DeviceId);

#[cfg(test)]
mod tests {
    use super::*;

    struct Same;

    impl Entropy for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xa5);
        }
    }

    #[test]
    fn ids_grow_with_time_and_read_back_from_their_text() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let early = PhotoId::new(at(1_700_000_000), &Same);
        let late = PhotoId::new(at(1_700_000_001), &Same);
        assert!(early < late);
        assert_eq!(early.0.get_version_num(), 7);
        assert_eq!(early.to_string().parse(), Ok(early));
    }

    #[test]
    fn a_subject_has_the_id_of_what_it_seals() {
        let photo = PhotoId::new(Timestamp::UNIX_EPOCH, &Same);
        assert_eq!(SubjectId::from(photo).0, photo.0);
    }
}
