//! Before the first photo: how this school's Gatehouse is set up, from one TOML
//! file and the environment, checked as a whole before anything starts.

mod address;
mod apart;
mod build;
mod checks;
mod file;
mod kind;
mod nearest;
mod papers;
mod problem;
mod secret;
mod settings;
mod size;
mod types;
mod values;
mod variables;

#[cfg(test)]
mod tests;

use std::path::Path;

#[cfg(test)]
use self::papers::reference;
use self::values::Values;
pub use self::{
    address::DatabaseUrl,
    papers::template,
    problem::ConfigErrors,
    types::{Config, Master, Outlet, S3, Store},
};

/// The usual name of the file.
pub const FILE: &str = "gatehouse.toml";

/// Reads the configuration: the text of a file, called `name` in sentences,
/// and the environment, which wins. Without a file the text is empty. Paths
/// start from `folder`, which ought to be absolute: the folder of the file.
///
/// # Errors
///
/// Everything that is wrong at once, with where it stands. A file that is not
/// TOML is told line by line, and its settings only once it is.
pub fn read(
    name: &str,
    text: &str,
    folder: &Path,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigErrors> {
    let settings = settings::all();
    let mut values = Values::default();
    let is_toml = file::read(name, text, folder, &settings, &mut values);
    variables::read(environment, folder, &settings, &mut values);
    if is_toml {
        values.fill(&settings, folder);
        checks::all(&mut values);
    }
    if values.problems.is_empty() {
        build::config(&values).map_err(|problem| ConfigErrors(vec![problem]))
    } else {
        values.problems.sort();
        Err(ConfigErrors(values.problems))
    }
}
