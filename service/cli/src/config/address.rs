//! Before the first photo: addresses of databases and web pages.

use std::path::{Path, PathBuf};

use super::{kind, secret::Secret};

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A PostgreSQL server: the whole address, which may hold a password.
    Postgres(Secret),
}

/// Reads the address of a database.
pub(super) fn database(text: &str, base: &Path) -> Option<DatabaseUrl> {
    if let Some(file) = text.strip_prefix("sqlite:") {
        let file = file.strip_prefix("//").unwrap_or(file);
        // What is kept in memory is lost, and options are the program's own.
        let is_file = !file.starts_with(':') && !file.contains('?') && !file.ends_with('/');
        return if is_file {
            kind::path(file, base).map(DatabaseUrl::Sqlite)
        } else {
            None
        };
    }
    let (scheme, rest) = text.split_once("://")?;
    let is_known = scheme == "postgres" || scheme == "postgresql";
    (is_known && server(rest)).then(|| DatabaseUrl::Postgres(Secret::new(text.to_owned())))
}

/// `USER:PASSWORD@HOST:PORT/NAME?OPTIONS`, of which host and name must be
/// there; the host may be an option, as it is for a socket.
fn server(rest: &str) -> bool {
    if rest.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return false;
    }
    let (rest, options) = rest.split_once('?').unwrap_or((rest, ""));
    let Some((who, name)) = rest.split_once('/') else {
        return false;
    };
    let host = who.rsplit('@').next().unwrap_or(who);
    let host = host.split(':').next().unwrap_or(host);
    let has_host = !host.is_empty() || options.split('&').any(|o| o.starts_with("host="));
    has_host && !name.is_empty() && !name.contains('/')
}

/// Reads a web address; the slash at its end is cut.
pub(super) fn web(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let host = rest.split(['/', ':']).next().unwrap_or(rest);
    let is_good = !host.is_empty()
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "@?#\\\"<>".contains(c));
    is_good.then(|| text.trim_end_matches('/').to_owned())
}

/// What may be told of a wrong address of a database: its beginning, such as
/// `mysql://`, and that only if it is a word that is known. Anything else may
/// be part of a password.
pub(super) fn beginning(text: &str) -> Option<String> {
    const KNOWN: [&str; 9] = [
        "sqlite",
        "postgres",
        "postgresql",
        "mysql",
        "mariadb",
        "mssql",
        "file",
        "http",
        "https",
    ];
    let (scheme, rest) = text.split_once(':')?;
    let slashes = if rest.starts_with("//") { "//" } else { "" };
    KNOWN
        .contains(&scheme)
        .then(|| format!("{scheme}:{slashes}"))
}
