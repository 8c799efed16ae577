//! What an import would change, as people say it.

use gatehouse_app::{
    import::{About, Part, Reach},
    street::office::import::Somebody,
};
use gatehouse_domain::Channel;
use jiff::civil::Date;

use crate::pages::{channel_name, day};

/// Somebody with their class.
pub(super) fn whom(who: &Somebody) -> String {
    match &who.class {
        Some(class) => format!("{}, {class}", who.name),
        None => who.name.clone(),
    }
}

/// What of somebody would change.
pub(super) fn parts(parts: &[Part]) -> String {
    let word = |part: &Part| match part {
        Part::FirstName => "first name",
        Part::PreferredName => "the name they go by",
        Part::Surname => "family name",
        Part::Class => "class",
        Part::Year => "year",
    };
    let words: Vec<&str> = parts.iter().map(word).collect();
    words.join(", ")
}

/// What an answer is about.
pub(super) const fn about(about: About) -> &'static str {
    match about {
        About::Channel(channel) => channel_name(channel),
        About::Recognition => "Face recognition",
    }
}

/// Several channels.
pub(super) fn channels(channels: &[Channel]) -> String {
    let names: Vec<&str> = channels.iter().map(|one| channel_name(*one)).collect();
    names.join(", ")
}

/// What is allowed.
pub(super) fn reach(reach: Reach, about: About) -> String {
    if about == About::Recognition {
        let word = if reach.picture.is_some() { "Yes" } else { "No" };
        return word.to_owned();
    }
    match (reach.picture, reach.named) {
        (None, _) => "No".to_owned(),
        (Some(end), None) => format!("Yes, without a name{}", until(end)),
        (Some(end), Some(named)) if end == named => {
            format!("Yes, with the first name{}", until(end))
        }
        (Some(end), Some(named)) => {
            format!("Yes{}; with the first name{}", until(end), until(named))
        }
    }
}

fn until(end: Date) -> String {
    if end == Date::MAX {
        String::new()
    } else {
        format!(", until {}", day(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatehouse_domain::Channel;
    use jiff::civil::date;

    #[test]
    fn what_is_allowed_is_said_with_its_end() {
        let about = About::Channel(Channel::Website);
        let said = |picture, named| reach(Reach { picture, named }, about);
        let end = date(2027, 8, 31);
        assert_eq!(said(None, None), "No");
        assert_eq!(said(Some(Date::MAX), None), "Yes, without a name");
        assert_eq!(
            said(Some(end), Some(end)),
            "Yes, with the first name, until 31 August 2027"
        );
        assert_eq!(
            said(Some(Date::MAX), Some(end)),
            "Yes; with the first name, until 31 August 2027"
        );
        let face = Reach {
            picture: Some(Date::MAX),
            named: None,
        };
        assert_eq!(reach(face, About::Recognition), "Yes");
    }
}
