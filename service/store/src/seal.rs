//! The sealing room, between what is known of a photo and where it is kept:
//! nothing that says anything of a child passes here in the clear.
//!
//! Each subject has a random key. Its columns and objects are sealed with keys
//! derived from it; it lies wrapped by the master key in a store of its own.
//! Destroying it erases the subject everywhere, backups and logs of the
//! database included, because nothing else can open what it sealed.

mod column;
mod error;
mod key_store;
mod mark;
mod master;
mod place;
mod secret;
mod stream;
mod subject;
mod wrapped;

pub use error::SealError;
pub use key_store::{Examination, KeyStore, Rotation, examine};
pub use master::{Fingerprint, MasterKey};
pub use place::{ObjectPlace, Place};
pub use stream::{Opener, Sealer, open_object, plain_len, seal_object, sealed_len};
pub use subject::SubjectKey;

#[cfg(test)]
pub(crate) mod tests;
