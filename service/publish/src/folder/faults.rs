//! Where a crash test may kill a publication: before and after every write.
//! What is shipped has no hook, and these calls come to nothing.

use std::{fmt, io};

/// Is called with the name of the point that was reached.
#[cfg(any(test, feature = "fault-points"))]
pub type Hook = std::sync::Arc<dyn Fn(&'static str) + Send + Sync>;

/// One write, and the names of the points around it.
pub(super) struct Step {
    before: &'static str,
    after: &'static str,
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident $before:literal $after:literal,)+) => {
        $($(#[$doc])* pub(super) const $name: Step = Step { before: $before, after: $after };)+

        /// Every point, in pairs around each write.
        pub const FAULT_POINTS: &[&str] = &[$($before, $after),+];
    };
}

steps! {
    /// The post's own folder, out of sight.
    FOLDER "publish.before-folder" "publish.after-folder",
    /// One picture in it; reached once for each.
    PICTURE "publish.before-picture" "publish.after-picture",
    /// What describes the post.
    ITEM "publish.before-item" "publish.after-item",
    /// The whole post becomes visible.
    PLACE "publish.before-rename" "publish.after-rename",
    /// The next feed, out of sight.
    FEED_WRITE "feed.before-write" "feed.after-write",
    /// The next feed takes the place of the last.
    FEED_RENAME "feed.before-rename" "feed.after-rename",
    /// The note that a post must not come back.
    MARK "recall.before-mark" "recall.after-mark",
    /// The note, kept for good, that it was taken back.
    BURY "recall.before-bury" "recall.after-bury",
    /// The post goes out of sight.
    TAKE "recall.before-rename" "recall.after-rename",
    /// What is out of sight is deleted.
    DELETE "work.before-delete" "work.after-delete",
    /// The note is no longer needed.
    UNMARK "recall.before-unmark" "recall.after-unmark",
}

/// The hook, where there is one.
#[derive(Clone, Default)]
pub(super) struct Faults {
    #[cfg(any(test, feature = "fault-points"))]
    pub(super) hook: Option<Hook>,
}

impl Faults {
    /// Does `write` between the two points of its step.
    pub(super) fn around<T>(
        &self,
        step: &Step,
        write: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        self.reach(step.before);
        let done = write()?;
        self.reach(step.after);
        Ok(done)
    }

    #[cfg(any(test, feature = "fault-points"))]
    fn reach(&self, point: &'static str) {
        if let Some(hook) = &self.hook {
            hook(point);
        }
    }

    #[cfg(not(any(test, feature = "fault-points")))]
    const fn reach(&self, _point: &'static str) {
        let Self {} = self;
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Faults")
    }
}
