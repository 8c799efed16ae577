//! Time and chance for the whole house, handed in so that both can be tested.

use jiff::Timestamp;

/// Tells the time. Only the binary has one that asks the system.
pub trait Clock: Send + Sync {
    /// Now, in whole microseconds: PostgreSQL keeps no finer.
    fn now(&self) -> Timestamp;
}

/// Gives chance that nobody can guess. Only the binary has one that asks the
/// system.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with random bytes fit for keys.
    fn fill(&self, bytes: &mut [u8]);
}
