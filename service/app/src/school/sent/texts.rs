//! To which version of the consent text an answer was given, by its day.

use jiff::civil::Date;

/// The version to which an answer of a day was given, where nobody told: that
/// in force, but none that came later than the answer. `texts` are versions
/// with the days written on them; of a version in force whose day is not known
/// nothing can be told.
#[must_use]
pub(crate) fn text_of(day: Date, in_force: u32, texts: &[(u32, Date)]) -> u32 {
    let dated = |version: u32| {
        let text = texts.iter().find(|(known, _)| *known == version);
        text.map(|(_, dated)| *dated)
    };
    if dated(in_force).is_none_or(|dated| dated <= day) {
        return in_force;
    }
    let earlier = texts
        .iter()
        .filter(|(version, dated)| *version < in_force && *dated <= day)
        .map(|(version, _)| *version);
    earlier.max().unwrap_or_else(|| {
        // Before all that is known: to none of these.
        let first = texts.iter().map(|(version, _)| *version).min();
        first.unwrap_or(in_force).min(in_force).saturating_sub(1)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_answer_is_never_to_a_text_that_came_later() {
        let texts = [
            (1, date(2019, 9, 1)),
            (2, date(2024, 9, 1)),
            (3, date(2026, 9, 1)),
        ];
        for (day, version) in [
            (date(2018, 1, 1), 0),
            (date(2019, 9, 1), 1),
            (date(2025, 1, 1), 2),
            (date(2026, 8, 31), 2),
            (date(2026, 9, 1), 3),
        ] {
            assert_eq!(text_of(day, 3, &texts), version, "{day}");
        }
        // Not in force yet, or its day not known.
        assert_eq!(text_of(date(2026, 10, 1), 2, &texts), 2);
        assert_eq!(text_of(date(2019, 1, 1), 4, &texts), 4);
        assert_eq!(text_of(date(2019, 1, 1), 4, &[]), 4);
    }
}
