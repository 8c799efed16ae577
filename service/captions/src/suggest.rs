//! The words stop: the same text with what blocks taken out, where the
//! sentence still stands.

use crate::rule::Mark;

/// `text` without what the marks would have removed; none when any mark has no
/// safe removal.
pub(crate) fn apply(text: &str, marks: &[Mark]) -> Option<String> {
    let mut cuts: Vec<(usize, usize)> = marks.iter().map(|m| m.edit).collect::<Option<_>>()?;
    cuts.sort_unstable();
    let letters: Vec<char> = text.chars().collect();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in cuts {
        let (start, end) = tidy(&letters, start, end);
        if start < at {
            at = at.max(end);
            continue;
        }
        kept.extend(letters.get(at..start)?);
        at = end;
    }
    kept.extend(letters.get(at..)?);
    let kept = if letters.first().is_some_and(|c| c.is_uppercase()) {
        capital(&kept)
    } else {
        kept
    };
    (kept.chars().any(char::is_alphanumeric) && kept != text).then_some(kept)
}

/// Widens a cut over the signs that belong to it: closing bracket or quote,
/// the full stop of an initial.
fn tidy(letters: &[char], start: usize, end: usize) -> (usize, usize) {
    let c = |at: usize| letters.get(at).copied().unwrap_or('\n');
    let cut = letters.get(start..end).unwrap_or_default();
    let mut end = end;
    let opened = cut.iter().filter(|c| matches!(c, '(' | '[')).count();
    let closed = cut.iter().filter(|c| matches!(c, ')' | ']')).count();
    if opened > closed && matches!(c(end), ')' | ']') {
        end += 1;
    }
    let quotes = cut
        .iter()
        .filter(|c| matches!(c, '"' | '\u{201c}' | '\u{201d}'))
        .count();
    if quotes == 1 && matches!(c(end), '"' | '\u{201d}') {
        end += 1;
    }
    // "Tamsin Q. won": the stop belongs to the initial, unless a sentence ends.
    let single = end > start
        && c(end - 1).is_alphabetic()
        && (end - 1 == start || !c(end - 2).is_alphanumeric());
    if single && c(end) == '.' {
        let mut next = end + 1;
        while c(next) == ' ' {
            next += 1;
        }
        let sentence_ends =
            next >= letters.len() || c(next) == '\n' || (c(next).is_uppercase() && next > end + 1);
        let ending = c(end + 1).is_alphanumeric() && letters.len() < end + 6;
        if !sentence_ends && !ending {
            end += 1;
        }
    }
    (start, end)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rule;

    fn cut(text: &str, start: usize, end: usize) -> Option<String> {
        apply(
            text,
            &[Mark::block(Rule::FullName, (start, end)).edit(Some((start, end)))],
        )
    }

    #[test]
    fn a_cut_takes_the_bracket_and_the_stop_that_belong_to_it() {
        assert_eq!(cut("Ada (Orr) ran", 3, 8).unwrap(), "Ada ran");
        assert_eq!(cut("Ada O. ran", 3, 5).unwrap(), "Ada ran");
        assert_eq!(cut("Well done Ada O.", 13, 15).unwrap(), "Well done Ada.");
    }

    #[test]
    fn a_mark_without_a_safe_cut_gives_no_suggestion() {
        let mark = Mark::block(Rule::Surname, (0, 3));
        assert_eq!(apply("Orr ran", &[mark]), None);
        assert_eq!(cut("Orr", 0, 3), None);
    }
}
