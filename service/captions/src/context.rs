//! The words stop: what lets a stranger find a named pupil: class code, age,
//! where the pupil will be, an account.

use std::collections::HashSet;

use regex::Regex;

use crate::{
    details::aside,
    lists::plain,
    private::{Folded, named_near, tokens_of},
    register::Pupil,
    rule::{Mark, Rule},
    scan::Scan,
    school::School,
    token::{Gap, Shape},
};

const AGE: &str = r"(?ix)(?:_aged?_?\d{1,2}(?:_|\b)|\b(?:(?:aged?|turn(?:ed|s|ing)|just\sturned)\s(?:only\s|just\s)?(?:\d{1,2}|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen)\b
 |(?:\d{1,2}|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen)[-\s]?(?:years?|yrs?)[-\s]olds?\b|\d{1,2}\s?y/?o\b|\d{1,2}\s?yrs\b|aged?_?\d{1,2}(?:\b|_)|(?:is|are|was)\s(?:\d{1,2}|four|five|six|seven|eight|nine|ten|eleven|twelve)\s(?:today|now|tomorrow|this\s\w+)\b|\bwho(?:'s|\sis)\s(?:only\s|just\s)?\d{1,2}\b|(?:\d{1,2}(?:st|nd|rd|th)\s)?(?:birthday|bday)s?\b))";
const FUTURE: &str = r"\bwill\b|'ll\b|(?i:\bgoing\sto\b|\bcome\s(?:and|along|to)\b|\btomorrow\b|\btonight\b|\bnext\s(?:week|month|term|mon|tues|wednes|thurs|fri|satur|sun)|\bthis\s(?:coming\s)?(?:mon|tues|wednes|thurs|fri|satur|sun|weekend|evening|afternoon)|\bevery\s(?:mon|tues|wednes|thurs|fri|satur|sun|week|day|morning|evening)|\b(?:catch(?:es)?|watch|see|meet|join|cheer\son|find|spot)\s|\bis\s(?:playing|performing|singing|dancing|running|competing|appearing|swimming|speaking|reading|due|racing|set\sto)|\bdon't\smiss\b|\bluck\b|\bupcoming\b|\bappearing\b|\bwaits?\b|\bwalks\b)";
const WHEN: &str = r"(?i)\b(?:\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)|\d{1,2}[:.]\d\d|o'?clock|noon|midday|midnight|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekend|next\s(?:week|month)|after\sschool|before\sschool|half\s(?:past|term)|quarter\s(?:past|to)|at\s(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:january|february|march|april|june|july|august|september|october|november|december)\s\d|this\s(?:evening|afternoon|morning)|every\s(?:day|week|morning|evening))";
const WHERE: &str = r"\b(?i:at|in|to|outside|near|from|on|around|inside)\s(?i:the\s|our\s|her\s|his\s)?(?:[A-Z][a-z]+\s)*(?:[A-Z][A-Za-z']+|(?i:park|hall|centre|pool|church|library|theatre|station|club|field|stadium|school|gates?|bus|stop|cafe|market|museum|beach|court|rink|gym|studio|town|village|square|baths|ground|arena|home|bandstand|green|shop))\b";
const HANDLE: &str = r"(?:^|[^\w.@])@([A-Za-z0-9_.]{2,40})";

/// Makes of handles that belong to organisations.
const ORGANISED: [&str; 58] = [
    "museum",
    "council",
    "fc",
    "afc",
    "rfc",
    "cc",
    "news",
    "school",
    "academy",
    "trust",
    "charity",
    "official",
    "bbc",
    "itv",
    "nhs",
    "police",
    "library",
    "libraries",
    "theatre",
    "club",
    "uk",
    "gallery",
    "university",
    "uni",
    "college",
    "church",
    "sport",
    "rugby",
    "cricket",
    "football",
    "netball",
    "festival",
    "city",
    "zoo",
    "books",
    "foundation",
    "primary",
    "pta",
    "magazine",
    "radio",
    "gov",
    "rescue",
    "hospice",
    "england",
    "scouts",
    "guides",
    "royal",
    "national",
    "association",
    "society",
    "community",
    "centre",
    "council",
    "cathedral",
    "orchestra",
    "fire",
    "unicef",
    "nspcc",
];

/// Patterns, class codes and the school's own accounts.
pub(crate) struct Context {
    age: Option<Regex>,
    future: Option<Regex>,
    when: Option<Regex>,
    place: Option<Regex>,
    handle: Option<Regex>,
    handles: HashSet<String>,
    names: Vec<String>,
    classes: HashSet<String>,
}

/// Folded code of a class, when it is a code and not a word.
pub(crate) fn class_code(pupil: &Pupil) -> Option<String> {
    code(pupil.class.as_deref()?)
}

fn code(class: &str) -> Option<String> {
    let key = plain(class);
    let short = key.len() <= 3 && !crate::lists::common(&key);
    let key = key
        .trim_start_matches("class")
        .trim_start_matches("year")
        .to_owned();
    let mixed = key.chars().any(|c| c.is_ascii_digit()) && key.chars().any(char::is_alphabetic);
    (mixed || short && key.chars().all(char::is_alphabetic)).then_some(key)
}

impl Context {
    pub fn new(school: &School, classes: &HashSet<String>) -> Self {
        let compile = |pattern: &str| Regex::new(pattern).ok();
        Self {
            age: compile(AGE),
            future: compile(FUTURE),
            when: compile(WHEN),
            place: compile(WHERE),
            handle: compile(HANDLE),
            handles: school.handles.iter().map(|h| plain(h)).collect(),
            names: school
                .short_names
                .iter()
                .chain(&school.name)
                .map(|n| plain(n))
                .filter(|n| n.len() > 2)
                .collect(),
            classes: school
                .class_names
                .iter()
                .filter_map(|c| code(c))
                .chain(classes.iter().cloned())
                .collect(),
        }
    }

    /// Marks everything of this family.
    pub fn marks(&self, scan: &Scan<'_>, folded: &Folded<'_>) -> Vec<Mark> {
        let mut marks = self.codes(scan, folded);
        marks.extend(self.ages(scan, folded));
        marks.extend(self.whereabouts(scan, folded));
        marks.extend(self.accounts(scan, folded));
        marks
    }

    fn codes(&self, scan: &Scan<'_>, folded: &Folded<'_>) -> Vec<Mark> {
        (0..scan.tokens.len())
            .filter_map(|at| {
                let to = self.code_at(scan, at)?;
                let place = scan.place(at, to);
                let edit = aside(folded.glyphs, place).or_else(|| leading(scan, at, to));
                // "Well done Tamsin! (5Q)": brackets belong to what is before.
                let aside_of = scan.gap(at) == Gap::Open && at > 0 && named_near(scan, at - 1);
                (named_near(scan, at) || aside_of)
                    .then(|| Mark::warn(Rule::ClassCode, place).edit(edit))
            })
            .collect()
    }

    /// Token after the class code that starts at `at`.
    fn code_at(&self, scan: &Scan<'_>, at: usize) -> Option<usize> {
        let token = scan.token(at)?;
        let next = scan.token(at + 1);
        let pair = next
            .filter(|n| token.shape == Shape::Digits && n.gap == Gap::Joined && n.key.len() <= 2);
        let (key, to) = match pair {
            Some(letter) => (format!("{}{}", token.key, letter.key), at + 2),
            None => (token.key.clone(), at + 1),
        };
        if scan.gap(to) == Gap::Joined {
            return None;
        }
        let before = at.checked_sub(1).map_or("", |b| scan.key(b));
        let said = matches!(before, "class" | "form" | "year" | "y" | "yr" | "tutor");
        if thing(&key, scan.key(to), before) && !said {
            return None;
        }
        if self.classes.contains(&key) {
            let written = pair.is_some() || token.shape == Shape::Upper || said;
            return written.then_some(to);
        }
        let number = token.key.parse::<u8>().is_ok_and(|n| (1..=13).contains(&n));
        let capital = next.is_some_and(crate::token::Token::capital) || said;
        let plausible = said || matches!(before, "from" | "in" | "of") || scan.gap(at) == Gap::Open;
        (pair.is_some()
            && number
            && capital
            && plausible
            && !matches!(
                &*key.replace(char::is_numeric, ""),
                "st" | "nd" | "rd" | "th" | "am" | "pm" | "km" | "cm" | "m" | "k"
            ))
        .then_some(to)
    }

    fn ages(&self, scan: &Scan<'_>, folded: &Folded<'_>) -> Vec<Mark> {
        let mut marks = Vec::new();
        for found in self.age.iter().flat_map(|p| p.find_iter(&folded.text)) {
            if let Some(place) = folded.place(&found)
                && let Some((first, _)) = tokens_of(scan, place)
                && named_near(scan, first)
                && !of_another(scan, first)
            {
                marks.push(Mark::warn(Rule::Age, place).edit(aside(folded.glyphs, place)));
            }
        }
        for hit in &scan.firsts {
            let Some(token) = scan.token(hit.to).filter(|t| t.shape == Shape::Digits) else {
                continue;
            };
            let number = token.key.parse::<u8>().is_ok_and(|n| (3..=19).contains(&n));
            let set_apart = match token.gap {
                Gap::Open => scan.gap(hit.to + 1) == Gap::Close || scan.token(hit.to + 1).is_none(),
                Gap::Comma => {
                    matches!(scan.gap(hit.to + 1), Gap::Comma | Gap::Start)
                        || scan.key(hit.to + 1) == "and"
                        || scan
                            .token(hit.to + 1)
                            .is_some_and(|n| n.sentence != token.sentence)
                }
                _ => false,
            };
            let place = scan.place(hit.to, hit.to + 1);
            if number
                && set_apart
                && scan.meant(hit)
                && !marks.iter().any(|m: &Mark| m.start == place.0)
            {
                marks.push(Mark::warn(Rule::Age, place).edit(aside(folded.glyphs, place)));
            }
        }
        marks
    }

    /// A named pupil, a time to come, and a place or an hour.
    fn whereabouts(&self, scan: &Scan<'_>, folded: &Folded<'_>) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        let Some(((future, when), place)) = self
            .future
            .as_ref()
            .zip(self.when.as_ref())
            .zip(self.place.as_ref())
        else {
            return marks;
        };
        let mut seen = HashSet::new();
        for found in when.find_iter(&folded.text) {
            let Some(at) = folded.place(&found) else {
                continue;
            };
            let Some((first, _)) = tokens_of(scan, at) else {
                continue;
            };
            let Some(sentence) = scan.token(first).map(|t| t.sentence) else {
                continue;
            };
            if !seen.insert(sentence) || !named_near(scan, first) {
                continue;
            }
            let text = sentence_text(scan, folded, sentence);
            let hour = found.as_str().contains(|c: char| c.is_ascii_digit())
                || found.as_str().to_lowercase().contains("clock");
            if future.is_match(&text) && (place.is_match(&text) || hour) {
                marks.push(Mark::warn(Rule::Whereabouts, at));
            }
        }
        marks
    }

    fn accounts(&self, scan: &Scan<'_>, folded: &Folded<'_>) -> Vec<Mark> {
        let known = |handle: &str| {
            let key = plain(handle);
            let lower = handle.to_lowercase();
            self.handles.contains(&key)
                || self.names.iter().any(|n| key.contains(n.as_str()))
                || ORGANISED.iter().any(|o| {
                    if o.len() < 4 {
                        lower.ends_with(o) || lower.starts_with(o)
                    } else {
                        key.contains(o)
                    }
                })
        };
        let mut marks = Vec::new();
        let mut any = false;
        for found in self
            .handle
            .iter()
            .flat_map(|p| p.captures_iter(&folded.text))
        {
            any = true;
            if let Some(name) = found.get(1)
                && !known(name.as_str())
                && let Some((start, end)) = folded.place(&name)
            {
                marks.push(Mark::warn(Rule::Handle, (start.saturating_sub(1), end)));
            }
        }
        let whole = folded.text.trim();
        if scan.kind == gatehouse_domain::findings::TextKind::Handle
            && !any
            && !whole.is_empty()
            && !known(whole)
        {
            let start = scan.tokens.first().map_or(0, |t| t.start);
            let end = scan.tokens.last().map_or(start, |t| t.tail);
            if start < end {
                marks.push(Mark::warn(Rule::Handle, (start, end)));
            }
        }
        marks
    }
}

/// Letters and digits that mean a thing: 3D print, 10K run, 5G mast.
fn thing(key: &str, next: &str, before: &str) -> bool {
    let made = matches!(
        next,
        "shape"
            | "shapes"
            | "model"
            | "models"
            | "print"
            | "prints"
            | "printer"
            | "printed"
            | "printing"
            | "art"
            | "film"
            | "glasses"
            | "sculpture"
            | "sculptures"
            | "run"
            | "race"
            | "video"
            | "animation"
            | "design"
            | "map"
            | "tv"
            | "signal"
            | "pencil"
            | "pencils"
            | "puzzle"
            | "structure"
            | "structures"
            | "object"
            | "objects"
            | "work"
    );
    matches!(
        key,
        "2d" | "3d"
            | "4d"
            | "4k"
            | "5k"
            | "10k"
            | "3g"
            | "4g"
            | "5g"
            | "1d"
            | "2b"
            | "4b"
            | "6b"
            | "2h"
    ) && (made || matches!(before, "a" | "an" | "the" | "of" | "and" | "using"))
}

/// " in class 4K", " from 5Q": the code points to delete.
fn leading(scan: &Scan<'_>, at: usize, to: usize) -> Option<(usize, usize)> {
    let mut from = at;
    while from > 0
        && matches!(
            scan.key(from - 1),
            "class" | "form" | "year" | "in" | "from" | "of" | "y"
        )
    {
        from -= 1;
    }
    let before = scan.token(from.checked_sub(1)?)?;
    let named = scan.firsts.iter().any(|h| h.to == from && scan.meant(h));
    (named && scan.gap(from) == Gap::Space).then_some((before.tail, scan.place(at, to).1))
}

/// The birthday of the school or of a queen.
fn of_another(scan: &Scan<'_>, at: usize) -> bool {
    (1..=4)
        .filter_map(|back| at.checked_sub(back))
        .chain(at + 1..at + 4)
        .any(|b| {
            matches!(
                scan.key(b),
                "school"
                    | "queen"
                    | "king"
                    | "prince"
                    | "princess"
                    | "church"
                    | "nhs"
                    | "charity"
                    | "castle"
                    | "museum"
                    | "town"
                    | "club"
                    | "shakespeare"
                    | "dahl"
                    | "building"
                    | "teddy"
                    | "library"
                    | "league"
                    | "tree"
                    | "class"
            )
        })
}

fn sentence_text(scan: &Scan<'_>, folded: &Folded<'_>, sentence: usize) -> String {
    let from = scan.tokens.partition_point(|t| t.sentence < sentence);
    let to = scan.tokens.partition_point(|t| t.sentence <= sentence);
    let start = scan.token(from).map_or(0, |t| t.start);
    let end = to
        .checked_sub(1)
        .and_then(|at| scan.token(at))
        .map_or(start, |t| t.tail);
    let a = folded.glyphs.partition_point(|g| g.start < start);
    let b = folded.glyphs.partition_point(|g| g.start < end);
    folded
        .glyphs
        .get(a..b)
        .unwrap_or_default()
        .iter()
        .map(|g| g.c)
        .collect()
}
