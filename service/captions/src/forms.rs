//! The words stop: every way in which a registered name may be spelled, made
//! with the same folding and cutting as the text that is checked.

use crate::{
    fold::fold,
    token::{Token, tokens},
};

/// A spelling: small folded letters, and where its parts meet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Form {
    /// Letters without any separator.
    pub key: String,
    /// Byte offsets within the key at which a space may stand.
    pub bounds: Vec<usize>,
    /// Whether it is the whole name.
    pub whole: bool,
}

const PARTICLES: [&str; 43] = [
    "van", "von", "de", "der", "den", "la", "le", "les", "du", "da", "das", "do", "dos", "di",
    "del", "della", "dello", "al", "el", "ul", "bin", "binti", "bint", "ibn", "ben", "abu", "mac",
    "mc", "ter", "ten", "te", "st", "saint", "o", "ap", "ab", "ferch", "y", "e", "af", "av", "zu",
    "san",
];

/// A small word inside a surname that says nothing alone.
pub(crate) fn particle(key: &str) -> bool {
    PARTICLES.contains(&key)
}

fn pieces(name: &str) -> Vec<Token> {
    tokens(&fold(name))
        .into_iter()
        .filter(|t| !t.key.is_empty())
        .collect()
}

fn joined(parts: &[String], whole: bool) -> Form {
    let mut key = String::new();
    let mut bounds = Vec::new();
    for part in parts {
        if !key.is_empty() {
            bounds.push(key.len());
        }
        key.push_str(part);
    }
    Form { key, bounds, whole }
}

/// Keys of the pieces: as folded, and with ue for ü where that differs.
fn spellings(tokens: &[Token]) -> Vec<Vec<String>> {
    let plain: Vec<String> = tokens.iter().map(key_of).collect();
    let wide: Vec<String> = tokens
        .iter()
        .map(|t| t.wide.clone().unwrap_or_else(|| key_of(t)))
        .collect();
    if wide == plain {
        vec![plain]
    } else {
        vec![plain, wide]
    }
}

/// A name that ends in an apostrophe and s keeps it: it is no possessive.
fn key_of(token: &Token) -> String {
    if token.possessive && token.tail > token.end {
        format!("{}s", token.key)
    } else {
        token.key.clone()
    }
}

/// Spellings of a first name: whole, and each part that can stand alone.
pub(crate) fn first_forms(name: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    for parts in spellings(&pieces(name)) {
        push(&mut forms, joined(&parts, true));
        if parts.len() > 1 {
            for part in &parts {
                if part.chars().count() > 1 && !particle(part) {
                    push(&mut forms, joined(std::slice::from_ref(part), false));
                }
            }
        }
    }
    forms
}

/// The same with al for el and Saint for St, and the other way round.
fn swapped(mut all: Vec<Vec<String>>) -> Vec<Vec<String>> {
    for parts in all.clone() {
        let other: Vec<String> = parts
            .iter()
            .map(|part| match part.as_str() {
                "al" if parts.len() > 1 => "el".to_owned(),
                "el" if parts.len() > 1 => "al".to_owned(),
                "st" => "saint".to_owned(),
                "saint" => "st".to_owned(),
                _ => part.clone(),
            })
            .collect();
        if other != parts {
            all.push(other);
        }
    }
    all
}

/// Spellings of a surname: whole, each part that is no particle, without
/// leading particles, Mac and Mc, Slavic endings of the other sex.
pub(crate) fn surname_forms(name: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    for parts in swapped(spellings(&pieces(name))) {
        push(&mut forms, joined(&parts, true));
        let lead = parts.iter().take_while(|p| particle(p)).count();
        if let Some(rest) = parts.get(lead..)
            && lead > 0
        {
            push(&mut forms, joined(rest, rest.len() == 1));
        }
        for part in &parts {
            if parts.len() > 1 && part.chars().count() > 1 && !particle(part) {
                push(&mut forms, joined(std::slice::from_ref(part), false));
            }
        }
        // "de la Vega" of a longer name: a tail that begins with its particles.
        for tail in (1..parts.len()).filter_map(|at| parts.get(at..)) {
            if tail.len() > 1 && tail.first().is_some_and(|p| particle(p)) {
                push(&mut forms, joined(tail, false));
            }
        }
        for pair in parts.windows(2).filter(|_| parts.len() > 2) {
            if !pair.iter().all(|p| particle(p)) {
                push(&mut forms, joined(pair, false));
            }
        }
    }
    apostrophe(name, &mut forms);
    for form in forms.clone() {
        for other in cousins(&form.key) {
            push(&mut forms, other);
        }
    }
    forms
}

fn push(forms: &mut Vec<Form>, form: Form) {
    if !form.key.is_empty() && !forms.iter().any(|f| f.key == form.key) {
        forms.push(form);
    }
}

/// O'Connor: a space may stand at the apostrophe, and Connor is a part of it.
fn apostrophe(name: &str, forms: &mut Vec<Form>) {
    let opened: String = fold(name)
        .iter()
        .map(|g| if g.c == '\'' { ' ' } else { g.c })
        .collect();
    let parts: Vec<String> = pieces(&opened).into_iter().map(|t| t.key).collect();
    let split = joined(&parts, true);
    if let Some(form) = forms.iter_mut().find(|f| f.key == split.key) {
        form.bounds.clone_from(&split.bounds);
    }
    for part in &parts {
        if parts.len() > 1 && part.chars().count() > 3 && !particle(part) {
            push(forms, joined(std::slice::from_ref(part), false));
        }
    }
}

/// Other spellings of the same name.
fn cousins(key: &str) -> Vec<Form> {
    let mut found = Vec::new();
    let mut add = |stem: &str, end: &str| {
        found.push(Form {
            key: format!("{stem}{end}"),
            bounds: Vec::new(),
            whole: true,
        });
    };
    for (this, other) in [
        ("ska", "ski"),
        ("ski", "ska"),
        ("cka", "cki"),
        ("cki", "cka"),
        ("dzka", "dzki"),
        ("dzki", "dzka"),
        ("ova", "ov"),
        ("eva", "ev"),
        ("skaya", "sky"),
    ] {
        if let Some(stem) = key.strip_suffix(this)
            && stem.len() > 2
        {
            add(stem, other);
        }
    }
    let mac = key.strip_prefix("mac").filter(|rest| rest.len() > 3);
    let mc = key.strip_prefix("mc").filter(|rest| rest.len() > 2);
    if let Some(rest) = mac {
        found.push(celtic("mc", rest));
        found.push(celtic("mac", rest));
    } else if let Some(rest) = mc {
        found.push(celtic("mac", rest));
        found.push(celtic("mc", rest));
    }
    found
}

fn celtic(start: &str, rest: &str) -> Form {
    Form {
        key: format!("{start}{rest}"),
        bounds: vec![start.len()],
        whole: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> Vec<String> {
        surname_forms(name).into_iter().map(|f| f.key).collect()
    }

    #[test]
    fn a_surname_is_known_whole_in_parts_and_without_its_particle() {
        assert_eq!(keys("van den Berg").first().unwrap(), "vandenberg");
        assert!(keys("van den Berg").contains(&"berg".to_owned()));
        assert!(!keys("van den Berg").contains(&"van".to_owned()));
        assert!(keys("Quill-Fenwick").contains(&"fenwick".to_owned()));
    }

    #[test]
    fn mac_apostrophe_umlaut_and_slavic_spellings_are_known() {
        assert!(keys("MacTavish").contains(&"mctavish".to_owned()));
        assert!(keys("O'Driscoll").contains(&"driscoll".to_owned()));
        assert!(keys("Krüger").contains(&"krueger".to_owned()));
        assert!(keys("Zielińska").contains(&"zielinski".to_owned()));
    }

    #[test]
    fn a_first_name_is_known_whole_and_in_parts() {
        let keys: Vec<_> = first_forms("Mary-Jane")
            .into_iter()
            .map(|f| f.key)
            .collect();
        assert_eq!(keys, ["maryjane", "mary", "jane"]);
    }
}
