//! Whether wrong settings are refused, every one with its sentence.

mod contradictions;
mod papers;
mod properties;
mod sentences;
mod table;
mod typed;

use std::path::Path;

use super::{Config, ConfigErrors, FILE, read};

/// A bucket for one of the two stores, without its kind.
const BUCKET: &str = r#"endpoint = "https://s3.example.org"
bucket = "gatehouse-school"
access-key = "access"
secret-key = "secret"
"#;

/// Reads as the program does, from a folder that need not exist.
fn read_in_school(text: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
    let pairs = environment.iter();
    let pairs = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    read(FILE, text, Path::new("/school"), pairs)
}

/// The sentences told of what is wrong.
fn told(text: &str, environment: &[(&str, &str)]) -> Vec<String> {
    let errors = read_in_school(text, environment).map_or_else(|errors| errors.0, |_| Vec::new());
    errors.iter().map(ToString::to_string).collect()
}
