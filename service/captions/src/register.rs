//! The words stop: the school's own pupils, indexed once, in memory only.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use aho_corasick::AhoCorasick;

use crate::{
    context::class_code,
    forms::{Form, first_forms, surname_forms},
    lists,
};

/// One pupil as the school's management system exports it.
#[derive(Clone, PartialEq, Eq)]
pub struct Pupil {
    /// Legal first name; may have several parts.
    pub first_name: String,
    /// The name the pupil goes by, where it is another.
    pub preferred_name: Option<String>,
    /// Family name, all parts.
    pub surname: String,
    /// Class code or name.
    pub class: Option<String>,
    /// Year group.
    pub year: Option<String>,
}

impl fmt::Debug for Pupil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pupil(***)")
    }
}

/// How much a surname says when it stands alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Class {
    /// An everyday word, a place, another pupil's first name, or too short.
    Ambiguous,
    /// Seldom a word or first name: a capital inside a sentence gives it away.
    Rare,
    /// Nothing but a surname.
    Distinct,
}

/// Pupils who share one spelling.
pub(crate) struct Entry {
    /// Numbers of the pupils, sorted.
    pub pupils: Vec<u32>,
    /// Byte offsets in the key at which a space may stand.
    pub bounds: Vec<usize>,
    /// How much it says alone. Only meant for surnames.
    pub class: Class,
}

/// What the rules need of one pupil.
pub(crate) struct Known {
    /// Initials of the surname and of its parts.
    pub initials: Vec<char>,
    /// Initials of first and preferred name.
    pub first_initials: Vec<char>,
    /// Spellings of the surname.
    pub surnames: Vec<String>,
    /// Spellings of the first names, without nicknames.
    pub firsts: Vec<String>,
}

/// The register of one school, ready to be looked up.
pub struct Register {
    pub(crate) pupils: Vec<Known>,
    pub(crate) firsts: HashMap<String, Entry>,
    pub(crate) nicknames: HashMap<String, Entry>,
    pub(crate) surnames: HashMap<String, Entry>,
    pub(crate) classes: HashSet<String>,
    /// Finds first name and surname run together in one word.
    pub(crate) runs: Option<AhoCorasick>,
    /// By pattern: bytes of the first name, whether the surname comes first,
    /// whether the surname is nothing else.
    pub(crate) run_parts: Vec<(usize, bool, bool)>,
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Register({} pupils)", self.pupils.len())
    }
}

impl Register {
    /// Indexes the pupils. Takes time for each pupil once, so that a caption
    /// takes time for its own length only.
    #[must_use]
    pub fn new(pupils: impl IntoIterator<Item = Pupil>) -> Self {
        let mut register = Self {
            pupils: Vec::new(),
            firsts: HashMap::new(),
            nicknames: HashMap::new(),
            surnames: HashMap::new(),
            classes: HashSet::new(),
            runs: None,
            run_parts: Vec::new(),
        };
        for pupil in pupils {
            register.add(&pupil);
        }
        register.classify();
        register.run_together();
        register
    }

    fn add(&mut self, pupil: &Pupil) {
        let Ok(number) = u32::try_from(self.pupils.len()) else {
            return;
        };
        let mut firsts = first_forms(&pupil.first_name);
        if let Some(preferred) = &pupil.preferred_name {
            firsts.extend(first_forms(preferred));
        }
        let surnames = surname_forms(&pupil.surname);
        self.classes.extend(class_code(pupil));
        for form in &firsts {
            enter(&mut self.firsts, form, number);
            for short in lists::nicknames(&form.key) {
                let short = Form {
                    key: short.clone(),
                    bounds: Vec::new(),
                    whole: true,
                };
                enter(&mut self.nicknames, &short, number);
            }
        }
        for form in &surnames {
            enter(&mut self.surnames, form, number);
        }
        self.pupils.push(Known {
            initials: initials(&surnames),
            first_initials: initials(&firsts),
            surnames: surnames.into_iter().map(|f| f.key).collect(),
            firsts: firsts.into_iter().map(|f| f.key).collect(),
        });
    }

    fn run_together(&mut self) {
        let mut patterns = Vec::new();
        for pupil in &self.pupils {
            for (first, surname) in pupil
                .firsts
                .iter()
                .flat_map(|f| pupil.surnames.iter().map(move |s| (f, s)))
            {
                let distinct = self
                    .surnames
                    .get(surname)
                    .is_some_and(|e| e.class == Class::Distinct);
                patterns.push(format!("{first}{surname}"));
                self.run_parts.push((first.len(), false, distinct));
                patterns.push(format!("{surname}{first}"));
                self.run_parts.push((first.len(), true, distinct));
            }
        }
        self.runs = AhoCorasick::new(patterns).ok();
    }

    fn classify(&mut self) {
        let Self {
            surnames, firsts, ..
        } = self;
        for (key, entry) in surnames {
            entry.class = if key.chars().count() <= 3
                || firsts.contains_key(key)
                || lists::common(key)
                || lists::place(key)
            {
                Class::Ambiguous
            } else if lists::word_name(key) || lists::first_name(key) || lists::word(key) {
                Class::Rare
            } else {
                Class::Distinct
            };
        }
    }
}

fn initials(forms: &[Form]) -> Vec<char> {
    let mut letters: Vec<char> = forms.iter().filter_map(|f| f.key.chars().next()).collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

fn enter(index: &mut HashMap<String, Entry>, form: &Form, pupil: u32) {
    let entry = index.entry(form.key.clone()).or_insert_with(|| Entry {
        pupils: Vec::new(),
        bounds: Vec::new(),
        class: Class::Ambiguous,
    });
    if entry.pupils.last() != Some(&pupil) {
        entry.pupils.push(pupil);
    }
    for bound in &form.bounds {
        if !entry.bounds.contains(bound) {
            entry.bounds.push(*bound);
        }
    }
}

/// Whether two sorted lists of pupils share one.
pub(crate) fn share(a: &[u32], b: &[u32]) -> bool {
    common(a, b).next().is_some()
}

/// The pupils in both sorted lists.
pub(crate) fn common<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short
        .iter()
        .copied()
        .filter(move |pupil| long.binary_search(pupil).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pupil(first: &str, surname: &str) -> Pupil {
        Pupil {
            first_name: first.to_owned(),
            preferred_name: None,
            surname: surname.to_owned(),
            class: None,
            year: None,
        }
    }

    #[test]
    fn surnames_are_told_apart_by_how_much_they_say_alone() {
        let register = Register::new([
            pupil("Tamsin", "Quillfeather"),
            pupil("Jory", "Baker"),
            pupil("Wilfa", "Tamsin"),
            pupil("Mei", "Ng"),
        ]);
        let class = |key: &str| register.surnames[key].class;
        assert_eq!(class("quillfeather"), Class::Distinct);
        assert_eq!(class("baker"), Class::Rare);
        assert_eq!(class("tamsin"), Class::Ambiguous);
        assert_eq!(class("ng"), Class::Ambiguous);
    }

    #[test]
    fn nothing_that_is_printed_holds_a_name() {
        let register = Register::new([pupil("Tamsin", "Quillfeather")]);
        let printed = format!("{register:?} {:?}", pupil("Tamsin", "Quillfeather"));
        assert!(!printed.contains("Tamsin") && !printed.contains("Quill"));
    }
}
