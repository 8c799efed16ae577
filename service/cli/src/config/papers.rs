//! Before the first photo: the table of settings as people read it, on the
//! page of the documentation and in the `gatehouse.toml` they begin with.

use std::fmt::{self, Write as _};

use super::settings::{self, Setting, Unset};

/// The table for the page, which a test compares, in Markdown, a row for each setting.
#[cfg(test)]
pub(super) fn reference() -> String {
    let rows: String = settings::all().iter().map(row).collect();
    format!("| setting | variable | allowed | default | for |\n|---|---|---|---|---|\n{rows}")
}

#[cfg(test)]
fn row(setting: &Setting) -> String {
    let default = match setting.unset {
        Unset::Value("") => "empty".to_owned(),
        Unset::Value(text) => format!("`{text}`"),
        Unset::Nothing(_) => "none".to_owned(),
    };
    let secret = if setting.is_secret {
        " Never shown."
    } else {
        ""
    };
    let only = if setting.only_variable {
        " Not in the file."
    } else {
        ""
    };
    format!(
        "| `{}` | `{}` | {} | {default} | {}{only}{secret} |\n",
        setting.key,
        setting.variable(),
        setting.kind.allowed(),
        setting.help
    )
}

/// The `gatehouse.toml` that a new school begins with: every setting is there,
/// but with a `#` in front, and shows its default or an example.
#[must_use]
pub fn template() -> String {
    let mut text = String::from(
        "# The configuration of Gatehouse. Take away the # in front of a line to set it.\n\
         # What stands there is the default, or an example where there is none.\n\
         # Paths start from the folder of this file. An environment variable wins over\n\
         # it: GATEHOUSE_DATABASE_URL is the one for url in [database].\n",
    );
    let mut group = String::new();
    for setting in settings::all() {
        // A String takes whatever is written to it.
        let _ = entry(&mut text, &setting, &mut group);
    }
    text
}

fn entry(text: &mut String, setting: &Setting, group: &mut String) -> fmt::Result {
    let (inside, name) = setting.place();
    if inside != group {
        write!(text, "\n[{inside}]")?;
        inside.clone_into(group);
    }
    writeln!(text, "\n# {}", setting.help)?;
    if setting.only_variable {
        let variable = setting.variable();
        return writeln!(
            text,
            "# {name}: only in the variable {variable}, never in this file."
        );
    }
    writeln!(text, "# Use {}.", setting.kind.allowed())?;
    let (Unset::Value(value) | Unset::Nothing(value)) = setting.unset;
    if setting.kind.is_bare() {
        writeln!(text, "#{name} = {value}")
    } else {
        writeln!(text, "#{name} = {}", toml::Value::from(value))
    }
}
