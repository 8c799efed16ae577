//! Pupils in a list, page by page, with a search whose words stay out of every
//! address: the same for all who may look them up.

use gatehouse_app::street::person_sheet::{Line, Listed, Wanted};
use serde::Deserialize;

use crate::{
    fields::{Fields, filled},
    visitor::escape,
};

/// Pupils on one page.
const SHOWN: usize = 50;

/// Which part of the list, of one class or of all.
#[derive(Deserialize)]
pub(crate) struct Part {
    #[serde(default)]
    class: String,
    #[serde(default)]
    from: usize,
}

impl Part {
    /// What is wanted of a list, and from which place on.
    pub(crate) fn wanted(&self) -> (Wanted, usize) {
        let wanted = Wanted {
            class: filled(&self.class),
            name: None,
        };
        (wanted, self.from)
    }
}

/// What was typed to find somebody. It is sent as a form, so that no name
/// stands in an address.
pub(crate) fn sought(fields: &Fields) -> Wanted {
    Wanted {
        class: filled(fields.one("class")),
        name: filled(fields.one("name")),
    }
}

/// Which pupils to ask for.
pub(crate) const fn part(from: usize) -> (usize, usize) {
    (from, SHOWN)
}

/// A page of pupils by name. No Debug: it holds names.
pub(crate) struct People {
    /// Where the list is; somebody's own page is below it.
    pub(crate) at: &'static str,
    pub(crate) lines: Vec<Line>,
    pub(crate) all: usize,
    pub(crate) classes: Vec<String>,
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl People {
    pub(crate) fn new(at: &'static str, (wanted, from): (Wanted, usize), found: Listed) -> Self {
        let class = wanted.class.unwrap_or_default();
        let name = wanted.name.unwrap_or_default();
        let part = |from: usize| match &*class {
            "" => format!("{at}?from={from}"),
            class => format!("{at}?class={}&from={from}", escape(class)),
        };
        // A search has one page: who finds too many types more letters.
        let is_paged = name.is_empty();
        let next = from.saturating_add(SHOWN);
        Self {
            at,
            before: (is_paged && from > 0).then(|| part(from.saturating_sub(SHOWN))),
            after: (is_paged && next < found.all).then(|| part(next)),
            lines: found.people,
            all: found.all,
            classes: found.classes,
            class,
            name,
        }
    }

    /// Whether there is nobody at all.
    pub(crate) const fn is_nobody(&self) -> bool {
        self.all == 0 && self.name.is_empty() && self.class.is_empty()
    }

    /// Whether there are more than are shown, and no other page of them.
    pub(crate) const fn is_cut(&self) -> bool {
        !self.name.is_empty() && self.all > self.lines.len()
    }

    pub(crate) fn is_chosen(&self, class: &str) -> bool {
        self.class == class
    }

    /// Where a class is listed.
    pub(crate) fn of_class(&self, class: &str) -> String {
        format!("{}?class={}", self.at, escape(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(wanted: (&str, &str), from: usize, all: usize) -> People {
        let wanted = Wanted {
            class: filled(wanted.0),
            name: filled(wanted.1),
        };
        let found = Listed {
            people: Vec::new(),
            all,
            classes: Vec::new(),
        };
        People::new("/pupils", (wanted, from), found)
    }

    #[test]
    fn a_list_leads_to_what_is_before_and_after_it_and_a_search_does_not() {
        let middle = page(("Wren & Owl", ""), 50, 101);
        let kept = "/pupils?class=Wren%20%26%20Owl";
        assert_eq!(middle.before, Some(format!("{kept}&from=0")));
        assert_eq!(middle.after, Some(format!("{kept}&from=100")));
        let only = page(("", ""), 0, 50);
        assert_eq!((only.before, only.after), (None, None));
        let search = page(("", "Ash"), 0, 101);
        assert!(search.is_cut() && !search.is_nobody());
        assert_eq!((search.before, search.after), (None, None));
        assert!(page(("", ""), 0, 0).is_nobody());
    }
}
