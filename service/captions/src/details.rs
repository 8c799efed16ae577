//! The words stop: what leads to a pupil without a name: contact details,
//! addresses, dates of birth, numbers. They block on every channel.

use std::collections::HashSet;

use regex::{Match, Regex};

use crate::{
    fold::Glyph,
    lists::plain,
    private::Folded,
    rule::{Mark, Rule},
    school::School,
};

const EMAIL: &str = r"(?i)[a-z0-9._%+'-]+(?:@|\s?[(\[]at[)\]]\s?|\s+at\s+)[a-z0-9-]+(?:(?:\.|\s?[(\[]dot[)\]]\s?|\s+dot\s+)[a-z0-9-]+)+";
const PHONE: &str = r"(?:\+|\b00|\(0|(?:\b|_)0)[\d()]?(?:[\s().-]{0,2}\d){8,13}\b";
const POSTCODE: &str = r"(?i)\b([a-z]{1,2})(?:\d[a-z]|\d{1,2})\s{0,2}\d[abd-hjlnp-uw-z]{2}\b";
const DATE: &str = r"(?:\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?(?:\s+\d{2,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{1,2}(?:st|nd|rd|th)?,?(?:\s+\d{2,4})?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})";
const BORN: &str = r"(?:\bborn(?:\s+on)?|\bd\.?o\.?b\b\.?|\bdate\s+of\s+birth|\bbirth\s?date|\bb\.)(?:\s+(?:is|was|on))?[\s:_,-]*(?:the\s+)?(?:[a-z]+day,?\s+)?";
const STREET: &str = r"(?:road|rd|street|st|lane|ln|avenue|ave|close|cl|drive|dr|crescent|cres|court|ct|place|pl|terrace|gardens|gdns|grove|hill|row|walk|mews|rise|view|green|way|square|park|fold|croft|mount|chase|parade|villas)";

/// Areas of British postcodes.
const AREAS: &str = "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze";

/// Patterns, and what of the school's own is no secret.
pub(crate) struct Details {
    patterns: Vec<(Rule, Regex)>,
    domains: Vec<String>,
    phones: HashSet<String>,
    postcodes: HashSet<String>,
    address: String,
}

impl Details {
    pub fn new(school: &School) -> Self {
        let sources = [
            (Rule::Email, EMAIL.to_owned()),
            (Rule::BirthDate, format!("(?i){BORN}({DATE})")),
            (Rule::BirthDate, r"(?i)(?:(?:\b|_)d\.?o\.?b(?:\b|_)(?:[\s:_-]*\d[\d./-]*)?|\bdate of birth)".to_owned()),
            (Rule::BirthDate, format!(r"(?i)\bbirthday\s*(?:is|on|:|,|-)?\s*(?:on\s+)?(?:the\s+)?({DATE})")),
            (Rule::Identifier, r"(?i)\b[a-hj-np-rt-z]\s?\d{3}\s?\d{4}\s?\d{4}[\da-z]\b".to_owned()),
            (Rule::Identifier, r"(?i)\b(?:upn|uln|nhs|unique (?:pupil|learner) number|candidate|admission|admissions|exam|passport|national insurance)(?:\s(?:no|number|num|id))?\.?\s?(?:is|:|#|-)?\s?[a-z]{0,2}(?:[\s-]?\d){4,13}[a-z]?\b".to_owned()),
            (Rule::Identifier, r"(?i)\b[a-ceghj-prstw-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b".to_owned()),
            (Rule::Identifier, r"\b\d{3}[ -]\d{3}[ -]\d{4}\b".to_owned()),
            (Rule::Phone, PHONE.to_owned()),
            (Rule::Phone, r"[A-Za-z]07\d{9}\b".to_owned()),
            (Rule::Address, format!(r"(?i)\b(?:flat\s+\w+,?\s+)?\d{{1,4}}[a-e]?,?[\s_-]+(?:[a-z']+[\s_-]+){{1,3}}{STREET}\b")),
            (Rule::Address, format!(r"(?i)\b(?:lives?|living|lived|home|house|address)\b(?:\s+(?:is|at|on|in|near|to|along|off|of|down|up|just|next))*\s+((?:the\s+)?(?:[a-z']+\s+){{1,2}}(?:{STREET}|cottage|farm|farmhouse|bungalow))\b")),
            (Rule::Address, r"(?i)\b(?:flat|apartment)\s+\d+[a-d]?,?\s+[a-z']+".to_owned()),
            (Rule::Postcode, POSTCODE.to_owned()),
        ];
        let patterns = sources
            .into_iter()
            .filter_map(|(rule, source)| Some((rule, Regex::new(&source).ok()?)))
            .collect();
        Self {
            patterns,
            domains: school
                .email_domains
                .iter()
                .map(|d| d.trim_start_matches('@').to_lowercase())
                .collect(),
            phones: school.phones.iter().map(|p| digits(p)).collect(),
            postcodes: school.postcodes.iter().map(|p| plain(p)).collect(),
            address: school.address.as_deref().map(plain).unwrap_or_default(),
        }
    }

    /// Marks every detail in the folded text.
    pub fn marks(&self, folded: &Folded<'_>) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for (rule, pattern) in &self.patterns {
            for found in pattern.find_iter(&folded.text) {
                if self.harmless(*rule, &folded.text, &found) {
                    continue;
                }
                let Some(place) = folded.place(&found) else {
                    continue;
                };
                if marks.iter().all(|m| m.end <= place.0 || place.1 <= m.start) {
                    marks.push(Mark::block(*rule, place).edit(aside(folded.glyphs, place)));
                }
            }
        }
        marks
    }

    fn harmless(&self, rule: Rule, text: &str, found: &Match<'_>) -> bool {
        let typed = found.as_str();
        let key = plain(typed);
        match rule {
            Rule::Email => {
                let lower = typed.to_lowercase().replace(' ', "");
                self.domains
                    .iter()
                    .any(|d| lower.ends_with(&format!("@{d}")) || lower.ends_with(&format!(".{d}")))
                    || !lower.contains('@') && !lower.contains("dot") && !lower.contains("(at)")
            }
            Rule::Phone => self.public_phone(typed),
            Rule::Postcode => self.public_postcode(typed, &key),
            Rule::Address => {
                let before: String = text
                    .get(..found.start())
                    .unwrap_or_default()
                    .chars()
                    .rev()
                    .take(30)
                    .collect();
                (!self.address.is_empty() && self.address.contains(&key))
                    || key.starts_with("10downing")
                    || key.starts_with("221bbaker")
                    || key.starts_with("4privet")
                    || public_place(&before)
                    || not_an_address(typed)
            }
            Rule::BirthDate => historic(typed),
            Rule::Identifier => {
                let digits = digits(typed);
                let spaced = typed
                    .chars()
                    .all(|c| c.is_ascii_digit() || c == ' ' || c == '-');
                spaced && !nhs(&digits)
            }
            _ => false,
        }
    }

    fn public_phone(&self, typed: &str) -> bool {
        let number = digits(typed);
        let national = number
            .strip_prefix("44")
            .map(|n| format!("0{}", n.trim_start_matches('0')));
        let number = national.unwrap_or(number);
        let free = [
            "0800", "0808", "0300", "0303", "0330", "0333", "0345", "0344",
        ];
        let foreign = typed.starts_with('+') || typed.starts_with("00");
        self.phones.contains(&number)
            || free.iter().any(|f| number.starts_with(f))
            || !foreign && !(10..=11).contains(&number.len())
            || dated(typed)
    }

    fn public_postcode(&self, typed: &str, key: &str) -> bool {
        let area: String = key.chars().take_while(char::is_ascii_alphabetic).collect();
        let inward: String = key
            .chars()
            .rev()
            .take(2)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let ordinal = matches!(&*inward, "st" | "nd" | "rd" | "th")
            && !typed.ends_with(|c: char| c.is_ascii_uppercase());
        self.postcodes.contains(key) || ordinal || !AREAS.split(' ').any(|a| a == area)
    }
}

fn digits(text: &str) -> String {
    let text: String = text.chars().filter(char::is_ascii_digit).collect();
    match text.strip_prefix("44") {
        Some(rest) if text.len() > 11 => format!("0{}", rest.trim_start_matches('0')),
        _ => text,
    }
}

/// A day, month and year with a time behind them.
fn dated(typed: &str) -> bool {
    let parts: Vec<&str> = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .collect();
    matches!(parts.as_slice(), [day, month, year, ..] if day.len() <= 2 && month.len() <= 2 && year.starts_with("20") && year.len() == 4)
}

/// A building that anybody may enter stands right before the street.
fn public_place(reversed: &str) -> bool {
    let before: String = reversed.chars().rev().collect::<String>().to_lowercase();
    let words: Vec<String> = before
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_owned)
        .collect();
    words
        .iter()
        .rev()
        .filter(|w| !w.is_empty())
        .take(3)
        .any(|w| {
            matches!(
                &**w,
                "church"
                    | "hall"
                    | "museum"
                    | "centre"
                    | "library"
                    | "theatre"
                    | "gallery"
                    | "office"
                    | "cathedral"
                    | "mosque"
                    | "temple"
                    | "shop"
                    | "cafe"
                    | "school"
                    | "academy"
                    | "club"
                    | "hotel"
                    | "hospital"
            )
        })
}

/// "3 children in the park", "Year 5 took a walk": words, not a street.
fn not_an_address(typed: &str) -> bool {
    let lower = typed.to_lowercase();
    let small = !typed.chars().any(char::is_uppercase);
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    // Behind "lives at" only the street itself is looked at.
    let skip = if typed.starts_with(|c: char| c.is_ascii_digit()) {
        0
    } else {
        words.len().saturating_sub(3)
    };
    let words = words.get(skip..).unwrap_or_default();
    let inner = words
        .get(1..words.len().saturating_sub(1))
        .unwrap_or_default();
    let filler = |w: &&str| {
        matches!(
            *w,
            "in" | "the"
                | "a"
                | "an"
                | "and"
                | "of"
                | "to"
                | "at"
                | "on"
                | "went"
                | "their"
                | "our"
                | "for"
                | "from"
                | "children"
                | "pupils"
                | "visited"
                | "built"
                | "won"
                | "with"
                | "by"
                | "is"
                | "was"
                | "your"
                | "its"
                | "miles"
                | "mile"
                | "minute"
                | "hour"
                | "year"
                | "day"
                | "sponsored"
                | "took"
                | "enjoyed"
                | "trip"
                | "am"
                | "pm"
                | "january"
                | "february"
                | "march"
                | "april"
                | "may"
                | "june"
                | "july"
                | "august"
                | "september"
                | "october"
                | "november"
                | "december"
                | "girls"
                | "boys"
        )
    };
    inner.iter().any(filler) || (small && inner.is_empty())
}

/// A year long past belongs to history, not to a pupil.
fn historic(typed: &str) -> bool {
    let runs = typed.split(|c: char| !c.is_ascii_digit());
    runs.filter(|r| r.len() == 4)
        .filter_map(|r| r.parse::<u32>().ok())
        .any(|year| (1000..1995).contains(&year))
}

/// The check digit of NHS numbers: weights 10 to 2, modulo 11 (NHS data
/// dictionary).
fn nhs(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((check, body)) = values.split_last().filter(|_| values.len() == 10) else {
        return false;
    };
    let sum: u32 = body.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum();
    (11 - sum % 11) % 11 == *check
}

/// A detail in brackets, or between commas, can go without harm: the code
/// points to delete.
pub(crate) fn aside(glyphs: &[Glyph], (start, end): (usize, usize)) -> Option<(usize, usize)> {
    let from = glyphs.iter().position(|g| g.start == start)?;
    let to = glyphs.iter().position(|g| g.end == end)? + 1;
    // A telephone number may begin with the bracket itself.
    let from = from + usize::from(glyphs.get(from)?.c == '(');
    let sign = |at: usize| glyphs.get(at).map(|g| g.c);
    let mut before = from;
    while before > 0 && sign(before - 1) == Some(' ') {
        before -= 1;
    }
    let opening = before.checked_sub(1)?;
    let cut = |a: usize, b: usize| Some((glyphs.get(a)?.start, glyphs.get(b - 1)?.end));
    let space = |at: usize| {
        at.checked_sub(1)
            .filter(|b| sign(*b) == Some(' '))
            .unwrap_or(at)
    };
    match (sign(opening)?, sign(to)) {
        ('(', Some(')')) => cut(space(opening), to + 1),
        (',', Some(',')) => cut(opening, to + 1),
        (',', None | Some('\n' | '.' | '!')) => cut(opening, to),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn rules(text: &str) -> Vec<Rule> {
        let glyphs = fold(text);
        let details = Details::new(&School {
            phones: vec!["01632 960118".to_owned()],
            postcodes: vec!["LS29 4QT".to_owned()],
            address: Some("Mill Rise, Harrowbeck".to_owned()),
            email_domains: vec!["harrowbeck.sch.uk".to_owned()],
            ..School::default()
        });
        assert_eq!(details.patterns.len(), 14, "a pattern does not compile");
        let marks = details.marks(&Folded::new(&glyphs));
        marks.into_iter().map(|m| m.rule).collect()
    }

    #[test]
    fn contact_details_and_numbers_are_found() {
        for (text, rule) in [
            ("text +44 7700 900123", Rule::Phone),
            ("jory_07700900123.jpg", Rule::Phone),
            ("someone at example dot com", Rule::Email),
            ("lives on Larch Avenue", Rule::Address),
            ("at 9b Tannery Row", Rule::Address),
            ("near BD16 4RT", Rule::Postcode),
            ("born 3 May 2015", Rule::BirthDate),
            ("943 476 5919", Rule::Identifier),
        ] {
            assert_eq!(rules(text), [rule], "{text}");
        }
    }

    #[test]
    fn what_is_the_schools_own_or_history_or_no_detail_passes() {
        for text in [
            "call 01632 960118",
            "call +44 1632 960118",
            "office@harrowbeck.sch.uk",
            "Mill Rise, LS29 4QT",
            "born on 12 May 1820",
            "943 476 5910 beads",
            "12 children walked up the hill",
            "our Y5 2nd team",
            "on 01.02.2025 14:30",
        ] {
            assert_eq!(rules(text), [], "{text}");
        }
    }
}
