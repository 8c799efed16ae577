//! What forms ask for in parts: a day in three fields, one or some of several.

use jiff::civil::Date;

use crate::fields::Fields;

/// A day as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) day: String,
    pub(crate) month: String,
    pub(crate) year: String,
}

impl Typed {
    /// What a form sent for the field of that name.
    pub(crate) fn of(fields: &Fields, name: &str) -> Self {
        let part = |part: &str| fields.one(&format!("{name}-{part}")).to_owned();
        Self {
            day: fields.one(name).to_owned(),
            month: part("month"),
            year: part("year"),
        }
    }

    /// A day to begin with.
    pub(crate) fn on(date: Date) -> Self {
        Self {
            day: date.day().to_string(),
            month: date.month().to_string(),
            year: date.year().to_string(),
        }
    }

    /// The day, if it is one.
    pub(crate) fn date(&self) -> Option<Date> {
        let year = self.year.parse().ok().filter(|year| *year >= 1900)?;
        Date::new(year, self.month.parse().ok()?, self.day.parse().ok()?).ok()
    }

    /// Whether nothing was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.day.is_empty() && self.month.is_empty() && self.year.is_empty()
    }
}

/// One of several to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) ticked: bool,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, text: impl Into<String>, ticked: bool) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            ticked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn three_fields_are_a_day_only_where_the_calendar_has_it() {
        let typed = |fields: [(&'static str, &'static str); 3]| {
            Typed::of(&fields.into_iter().collect(), "given").date()
        };
        let all = [
            ("given", "29"),
            ("given-month", "2"),
            ("given-year", "2028"),
        ];
        assert_eq!(typed(all), Some(date(2028, 2, 29)));
        let none = [
            ("given", "29"),
            ("given-month", "2"),
            ("given-year", "2027"),
        ];
        assert_eq!(typed(none), None);
        let short = [("given", "29"), ("given-month", "2"), ("given-year", "28")];
        assert_eq!(typed(short), None);
        assert_eq!(Typed::on(date(2026, 11, 2)).date(), Some(date(2026, 11, 2)));
        assert!(Typed::default().is_empty());
    }
}
