//! Four events of the autumn: two whose faces may be matched, two on the
//! register route.

use super::pupils::Class;

/// One event of the story.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// As 2026-10-09.
    pub(crate) on: &'static str,
    pub(crate) classes: &'static [Class],
    pub(crate) purpose: &'static str,
}

/// Every event, in the order in which they happened.
pub(crate) const EVENTS: &[Event] = &[
    Event {
        id: "harvest",
        title: "Harvest assembly",
        on: "2026-10-09",
        classes: &[Class::Kestrel, Class::Owl],
        purpose: "Show the harvest assembly on the website",
    },
    Event {
        id: "sports",
        title: "Autumn sports afternoon",
        on: "2026-10-16",
        classes: &[Class::Owl],
        purpose: "Report the sports afternoon in the newsletter",
    },
    Event {
        id: "museum",
        title: "Trip to the natural history museum",
        on: "2026-10-22",
        classes: &[Class::Heron],
        purpose: "Tell parents about the trip",
    },
    Event {
        id: "planting",
        title: "Bulb planting",
        on: "2026-11-12",
        classes: &[Class::Wren],
        purpose: "Show the garden project on the website",
    },
];
