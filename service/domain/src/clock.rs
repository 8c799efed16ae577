//! Time and chance for the whole house, handed in so that both can be tested.

use jiff::Timestamp;
use uuid::Uuid;

/// Tells the time. Only the binary has one that asks the system.
pub trait Clock: Send + Sync {
    /// Now, in whole microseconds: PostgreSQL keeps no finer.
    fn now(&self) -> Timestamp;
}

/// Gives chance. Only the binary has one that asks the system.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with values nobody can foretell.
    fn fill(&self, bytes: &mut [u8]);

    /// A new id that says nothing about whom or what it stands for.
    fn id(&self) -> Uuid {
        let mut bytes = [0u8; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}
