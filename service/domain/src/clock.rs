//! Time for the whole house, handed in so that it can be tested.

use jiff::Timestamp;

/// Tells the time. Only the binary has one that asks the system.
pub trait Clock: Send + Sync {
    /// Now, in whole microseconds: PostgreSQL keeps no finer.
    fn now(&self) -> Timestamp;
}
