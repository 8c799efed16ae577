//! The words stop: what the school says of itself, so that its own places and
//! people are not taken for pupils.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The school as `school.json` describes it. Everything may be left out.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct School {
    /// Full name of the school.
    pub name: Option<String>,
    /// Short names that people use for it.
    pub short_names: Vec<String>,
    /// Domains of its own e-mail addresses and pages.
    pub email_domains: Vec<String>,
    /// Its own telephone numbers.
    pub phones: Vec<String>,
    /// Its own postcodes.
    pub postcodes: Vec<String>,
    /// Its own postal address.
    pub address: Option<String>,
    /// Its own accounts, with or without `@`.
    pub handles: Vec<String>,
    /// Names of houses.
    pub houses: Vec<String>,
    /// Names of classes.
    pub class_names: Vec<String>,
    /// Staff as they are called in words: "Mrs Okafor", "Daniel Reed".
    pub staff: Vec<String>,
}

impl fmt::Debug for School {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("School")
            .field("name", &self.name)
            .field("houses", &self.houses)
            .field("class_names", &self.class_names)
            .field("staff", &format_args!("{} hidden", self.staff.len()))
            .finish_non_exhaustive()
    }
}
