//! Beside every write on the way: places at which a crash test may kill the
//! program, or count them. What is shipped lacks the feature, and these calls
//! come to nothing.

/// Somewhere beside a write; the name says which write, and on which side.
#[cfg(not(feature = "fault-points"))]
#[inline]
pub const fn point(_name: &'static str) {}

#[cfg(feature = "fault-points")]
pub use armed::{Plan, arm, passed, point};

#[cfg(feature = "fault-points")]
mod armed {
    use std::{
        fs::File,
        io::Write as _,
        sync::{
            OnceLock,
            atomic::{AtomicU64, Ordering},
        },
    };

    /// What happens at the points of this process.
    #[derive(Debug)]
    pub enum Plan {
        /// The name of each is written down, a line each.
        Count(File),
        /// At the point of this number, from 1, the process ends at once:
        /// nothing is closed, flushed or told.
        Kill(u64),
    }

    static PLAN: OnceLock<Plan> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);

    /// From now on the plan holds for the whole process. The first one counts.
    pub fn arm(plan: Plan) {
        let _ = PLAN.set(plan);
    }

    /// How many points this process has passed.
    #[must_use]
    pub fn passed() -> u64 {
        PASSED.load(Ordering::SeqCst)
    }

    /// Somewhere beside a write; the name says which write, and on which side.
    pub fn point(name: &'static str) {
        let number = PASSED.fetch_add(1, Ordering::SeqCst).saturating_add(1);
        match PLAN.get() {
            Some(Plan::Count(file)) => {
                let mut file = file;
                // A count that lacks a point would leave it untested.
                if writeln!(file, "{name}").is_err() {
                    std::process::abort();
                }
            }
            Some(Plan::Kill(at)) if number == *at => std::process::abort(),
            Some(Plan::Kill(_)) | None => {}
        }
    }
}
