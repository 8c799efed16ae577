//! The five policies that the program carries.

/// A policy file that the program carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// What it is called.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($name:literal)*) => {
        /// Every one of them, in the order in which they are listed.
        pub const SHIPPED: &[Shipped] = &[$(Shipped {
            name: $name,
            text: include_str!(concat!("../../profiles/", $name, ".toml")),
        },)*];
    };
}

shipped! {
    "infant-county-model"
    "aup-agreement"
    "ict-usage-high-school"
    "esafety-secondary"
    "it-use-county"
}

/// The one that is called so.
#[must_use]
pub fn shipped(name: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|one| one.name == name)
}
