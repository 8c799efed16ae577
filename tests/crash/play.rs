//! The rehearsal that every test disturbs in its way, and how things must stand
//! when it ends.

use serde_json::{Map, Value};
use tempfile::TempDir;

use crate::{
    school,
    stand::{House, complaint, seen},
};

/// What every house of a test shares: the school's folder and the photos.
pub struct Ground {
    folder: TempDir,
}

impl Ground {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        school::write(&folder.path().join("school"));
        school::photograph(&folder.path().join("photos"));
        Self { folder }
    }

    /// The command that plays people's parts, with more words behind it.
    pub fn rehearse(&self, more: &[&str]) -> Vec<String> {
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        let (school, photos) = (at("school"), at("photos"));
        ["rehearse", "--folder", &school, "--photos", &photos]
            .iter()
            .chain(more)
            .map(|word| (*word).to_owned())
            .collect()
    }

    /// Plays to the end, whatever was done before, and tells how things stand;
    /// what it complained of where it could not.
    pub fn end(&self, house: &House, fault: &str) -> Value {
        let done = house.run(&self.rehearse(&["--state"]), fault);
        if !done.status.success() {
            return Value::String(complaint(&done));
        }
        state(&done.stdout, &house.path(""))
    }
}

/// How things stand, by what the program told and what is to be seen.
pub fn state(told: &[u8], house: &std::path::Path) -> Value {
    let mut state: Value = serde_json::from_slice(told).expect("JSON");
    state["seen"] = seen(house);
    // What a kill may leave, and a sweep a day later takes away.
    state["swept"].take();
    state
}

/// Says where a state is not as it should be.
pub fn difference(wanted: &Value, found: &Value) -> Result<(), String> {
    if wanted == found {
        return Ok(());
    }
    let mut lines = Vec::new();
    compare("", wanted, found, &mut lines);
    Err(lines.concat())
}

fn compare(at: &str, wanted: &Value, found: &Value, lines: &mut Vec<String>) {
    match (wanted, found) {
        _ if wanted == found => {}
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            let of = |map: &Map<String, Value>, name| map.get(name).cloned().unwrap_or_default();
            for name in names {
                compare(&format!("{at}/{name}"), &of(a, name), &of(b, name), lines);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (place, (a, b)) in (0..).zip(a.iter().zip(b)) {
                compare(&format!("{at}/{place}"), a, b, lines);
            }
        }
        _ => lines.push(format!("\n    {at}: {wanted} was wanted, {found} found")),
    }
}
