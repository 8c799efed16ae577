//! Every statement the house says to a database, as constants: nothing a user
//! wrote ever becomes SQL. The same text serves both databases; the few pairs
//! that differ are in [`dialect`].

/// Makes constants of statements and a list of them, which a test prepares on
/// both databases.
macro_rules! statements {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:expr;)+) => {
        $($(#[doc = $doc])+ pub(crate) const $name: &str = $text;)+
        /// Name and text of every statement of this file.
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name),)+];
    };
}

pub(crate) mod accounts;
pub(crate) mod backup;
pub(crate) mod devices;
pub(crate) mod dialect;
pub(crate) mod duties;
pub(crate) mod events;
pub(crate) mod faces;
pub(crate) mod import_mappings;
pub(crate) mod imports;
pub(crate) mod inventory;
pub(crate) mod logs;
pub(crate) mod people;
pub(crate) mod photos;
pub(crate) mod profiles;
pub(crate) mod queue;
pub(crate) mod releases;
pub(crate) mod school;
pub(crate) mod sign_in;
pub(crate) mod templates;
pub(crate) mod texts;

/// Name and text of every statement that one of the databases is told.
pub(crate) fn all(postgres: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = if postgres {
        dialect::POSTGRES
    } else {
        dialect::SQLITE
    };
    [
        own,
        accounts::ALL,
        backup::ALL,
        devices::ALL,
        duties::ALL,
        events::ALL,
        faces::ALL,
        import_mappings::ALL,
        imports::ALL,
        inventory::ALL,
        logs::ALL,
        people::ALL,
        photos::ALL,
        profiles::ALL,
        queue::ALL,
        releases::ALL,
        school::ALL,
        sign_in::ALL,
        templates::ALL,
        texts::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}
