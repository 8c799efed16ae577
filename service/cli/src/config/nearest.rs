//! Before the first photo: which name a person meant who mistyped one.

/// No name is longer, in letters: what is cannot be a slip of the finger.
const LONGEST: usize = 80;

/// The nearest of the known names, if one is near.
pub(super) fn nearest<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
    separator: char,
) -> Option<&'a str> {
    if wrong.chars().count() > LONGEST {
        return None;
    }
    let last = |name: &str| name.rsplit(separator).next().map(str::to_owned);
    let (distance, place, name) = known
        .into_iter()
        .map(|name| {
            // A name without its group, or the beginning of a name, is as near
            // as a slip or two of the finger.
            let is_part = name.starts_with(wrong) || last(name).as_deref() == Some(wrong);
            let slips = if is_part && !wrong.is_empty() {
                2
            } else {
                slips(wrong, name)
            };
            (slips, name.len(), name)
        })
        .min()?;
    let may = (place.max(wrong.chars().count()) / 3).max(2);
    (distance <= may).then_some(name)
}

/// Letters to put in, take out or change (the Levenshtein distance).
fn slips(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (b, above) in other.iter().zip(row.iter().skip(1)) {
            let changed = diagonal + usize::from(a != *b);
            left = changed.min(left + 1).min(above + 1);
            next.push(left);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_letters_put_in_taken_out_or_changed() {
        for (one, other, count) in [
            ("", "", 0),
            ("count", "count", 0),
            ("", "data", 4),
            ("data", "", 4),
            ("cont", "count", 1),
            ("counnt", "count", 1),
            ("coint", "count", 1),
            ("cuont", "count", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(slips(one, other), count, "{one} {other}");
        }
    }
}
