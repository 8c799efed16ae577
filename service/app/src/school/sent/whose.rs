//! Whose a row is: by the office's number, by names and class, and never by one
//! of them against the other.

use std::collections::HashMap;

use gatehouse_domain::names::FirstName;

use super::{Kind, MisId, Person, Reader};
use crate::import::{
    mapping::{Mapping, Role},
    table::{Line, fold},
};

/// Whom a row speaks of.
pub(super) enum Whose {
    Known(usize),
    Nobody,
    /// It cannot be told: in which column, and why.
    Untold(Role, &'static str),
}

/// Pupils by their names and class, for rows without the office's number.
pub(super) struct Named(HashMap<(String, String), Vec<usize>>);

/// Who is called so.
enum Found {
    One(usize),
    Nobody,
    Several,
}

impl Named {
    pub(super) fn of(people: &[Person]) -> Self {
        let mut all: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (place, person) in people.iter().enumerate() {
            let class = person.class.as_deref().map(fold);
            let Some(class) =
                class.filter(|_| person.kind == Kind::Pupil && person.standing.left_on.is_none())
            else {
                continue;
            };
            let mut names: Vec<String> = person
                .given_names()
                .flat_map(|first| {
                    let surname = fold(person.surname.reveal());
                    let turned = format!("{surname}, {}", fold(first.reveal()));
                    [name_of(first, person), turned]
                })
                .collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                all.entry((name, class.clone())).or_default().push(place);
            }
        }
        Self(all)
    }

    fn one(&self, name: &str, class: &str) -> Found {
        let found = self.0.get(&(fold(name), fold(class)));
        match found.map(Vec::as_slice) {
            None | Some([]) => Found::Nobody,
            Some([one]) => Found::One(*one),
            Some(_) => Found::Several,
        }
    }
}

impl Reader<'_> {
    pub(super) fn whose(&self, mapping: &Mapping, row: &Line, named: &Named) -> Whose {
        let id = cell(mapping, row, Role::MisId);
        if id.is_empty() {
            return by_name(mapping, row, named);
        }
        if MisId::parse(id).is_err() {
            let says = "this is no number of a pupil: use 1 to 40 letters, digits and hyphens";
            return Whose::Untold(Role::MisId, says);
        }
        let Some(place) = self.places.get(id).copied() else {
            return Whose::Nobody;
        };
        let Some(person) = self.reading.people.get(place) else {
            return Whose::Nobody;
        };
        if person.kind == Kind::Staff {
            let says = "this is the number of somebody on the staff: use the pupil's";
            return Whose::Untold(Role::MisId, says);
        }
        if !is_called(person, mapping, row) {
            let says = "the number and the name in this row are of different pupils: correct one \
                of them";
            return Whose::Untold(Role::MisId, says);
        }
        Whose::Known(place)
    }
}

fn by_name(mapping: &Mapping, row: &Line, named: &Named) -> Whose {
    const SEVERAL: &str = "two pupils are called so: add the pupil's number";
    let first = cell(mapping, row, Role::FirstName);
    let class = cell(mapping, row, Role::Class);
    let full = format!("{first} {}", cell(mapping, row, Role::Surname));
    let by_parts = if first.is_empty() {
        Found::Nobody
    } else {
        named.one(&full, class)
    };
    match by_parts {
        Found::One(place) => return Whose::Known(place),
        Found::Several => return Whose::Untold(Role::FirstName, SEVERAL),
        Found::Nobody => {}
    }
    match named.one(cell(mapping, row, Role::FullName), class) {
        Found::One(place) => Whose::Known(place),
        Found::Several => Whose::Untold(Role::FullName, SEVERAL),
        Found::Nobody => Whose::Nobody,
    }
}

fn cell<'a>(mapping: &Mapping, row: &'a Line, role: Role) -> &'a str {
    mapping.column(role).map_or("", |column| row.cell(column))
}

/// First and family name, as names are compared.
pub(super) fn name_of(first: &FirstName, person: &Person) -> String {
    fold(&format!("{} {}", first.reveal(), person.surname.reveal()))
}

/// Whether the names in a row are somebody's, as far as there are any.
pub(super) fn is_called(person: &Person, mapping: &Mapping, row: &Line) -> bool {
    let first = cell(mapping, row, Role::FirstName);
    let surname = cell(mapping, row, Role::Surname);
    let full = cell(mapping, row, Role::FullName);
    let surname_fits = surname.is_empty() || fold(surname) == fold(person.surname.reveal());
    (first.is_empty() || is_given(person, first))
        && surname_fits
        && (full.is_empty() || is_full_name(person, full))
}

/// Whether a text is somebody's first name, perhaps with others behind it.
fn is_given(person: &Person, text: &str) -> bool {
    let text = fold(text);
    person.given_names().any(|name| {
        let rest = text.strip_prefix(&fold(name.reveal()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Whether a text is somebody's first and family name, either first.
pub(super) fn is_full_name(person: &Person, text: &str) -> bool {
    let (text, surname) = (fold(text), fold(person.surname.reveal()));
    let before = text.strip_suffix(&surname);
    let after = text.strip_prefix(&surname);
    let before = before.and_then(|first| first.strip_suffix(' '));
    let after = after.and_then(|rest| rest.strip_prefix(", ").or_else(|| rest.strip_prefix(' ')));
    before
        .into_iter()
        .chain(after)
        .any(|first| is_given(person, first))
}
