//! Before the first photo: settings from the environment, which win over the
//! file.

use std::path::Path;

use super::{
    nearest::nearest,
    problem::Source,
    settings::{OTHER_VARIABLES, Setting, VARIABLE},
    values::Values,
};

/// Reads the variables that begin with `GATEHOUSE_`. An empty one counts as
/// not set. Paths in them start from `folder`, as those of the file do.
pub(super) fn read(
    environment: impl IntoIterator<Item = (String, String)>,
    folder: &Path,
    settings: &[Setting],
    values: &mut Values,
) {
    for (name, text) in environment {
        let is_ours = name.starts_with(VARIABLE) && !text.is_empty();
        if !is_ours || OTHER_VARIABLES.contains(&name.as_str()) {
            continue;
        }
        let setting = settings.iter().find(|s| s.variable() == name);
        match setting {
            Some(setting) => values.take(setting, &text, Source::Variable(name), folder),
            None => unknown(&name, settings, values),
        }
    }
}

fn unknown(name: &str, settings: &[Setting], values: &mut Values) {
    let known: Vec<String> = settings.iter().map(Setting::variable).collect();
    let known = known.iter().map(String::as_str).chain(OTHER_VARIABLES);
    let allowed = match nearest(name, known, ' ') {
        Some(near) => format!("did you mean {near}?"),
        None => "take it out of the environment".to_owned(),
    };
    // A name that the system took may still hold letters that garble a line.
    let source = Source::Variable(name.escape_debug().to_string());
    values.problem(source, "", "this is not a setting", allowed);
}
