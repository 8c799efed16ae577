//! What the program tells of its work, on standard error: as much as the
//! configuration says, once it is read.

use std::sync::OnceLock;

use tracing_subscriber::{
    Registry,
    filter::{LevelFilter, Targets},
    fmt,
    layer::SubscriberExt as _,
    reload,
    util::SubscriberInitExt as _,
};

/// What every crate of the house begins with.
const OURS: &str = "gatehouse";

static FILTER: OnceLock<reload::Handle<Targets, Registry>> = OnceLock::new();

/// Begins to tell, at the level that holds without a configuration.
pub(crate) fn begin() {
    let (filter, handle) = reload::Layer::new(targets(LevelFilter::INFO));
    tracing_subscriber::registry()
        .with(filter)
        .with(fmt::layer().with_writer(std::io::stderr).with_ansi(false))
        .init();
    // Begun once, by main.
    let _ = FILTER.set(handle);
}

/// Tells as much as `log.level` says: `error` to `trace`.
pub(crate) fn set(level: &str) {
    if let (Some(filter), Ok(level)) = (FILTER.get(), level.parse()) {
        // It fails only where nothing is told any more.
        let _ = filter.reload(targets(level));
    }
}

/// What others wrote that the house is built of tells nothing below `warn`,
/// however much is asked for: nobody knows what they would say of statements
/// and addresses.
fn targets(level: LevelFilter) -> Targets {
    Targets::new()
        .with_target(OURS, level)
        .with_default(level.min(LevelFilter::WARN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_house_itself_tells_more_than_warnings() {
        use LevelFilter as L;
        let enabled = |level: L, target: &str, asked: L| {
            asked
                .into_level()
                .is_some_and(|asked| targets(level).would_enable(target, &asked))
        };
        assert!(enabled(L::TRACE, "gatehouse_app::worker", L::TRACE));
        assert!(!enabled(L::TRACE, "sqlx::query", L::INFO));
        assert!(enabled(L::TRACE, "sqlx::query", L::WARN));
        assert!(!enabled(L::ERROR, "sqlx::query", L::WARN));
        assert!(!enabled(L::WARN, "gatehouse_store", L::INFO));
    }
}
