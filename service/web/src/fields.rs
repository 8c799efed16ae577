//! What a form sent: names and values, in the order in which they came.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web::Form};

use crate::problem::{Problem, Stop};

/// A form's fields. No Debug: they hold passwords and captions.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// A form that nobody has filled in yet.
    pub(crate) const fn none() -> Self {
        Self(Vec::new())
    }

    /// The field of that name, without the space around it; empty where there
    /// is none.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The same as it was typed: a password may begin with a space.
    pub(crate) fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every field of that name, as of ticked boxes.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.0.iter().filter(move |(known, _)| known == name);
        fields.map(|(_, value)| value.trim())
    }

    /// Every field whose name begins so, by what comes after that.
    pub(crate) fn beginning<'a>(
        &'a self,
        beginning: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let fields = self.0.iter();
        fields.filter_map(move |(known, value)| {
            let rest = known.strip_prefix(beginning)?;
            Some((rest, value.trim()))
        })
    }

    /// What shows whose form it is.
    pub(crate) fn token(&self) -> &str {
        self.one("token")
    }
}

/// The longer texts of a form, for the page that says that it was not saved:
/// they are given back to be copied. No Debug: they hold captions.
#[derive(Clone, Default)]
pub(crate) struct Typed(pub(crate) Vec<String>);

impl Typed {
    /// One word is typed again as quickly.
    fn of(fields: &[(String, String)]) -> Self {
        let texts = fields.iter().map(|(_, value)| value.trim());
        let longer = texts.filter(|text| text.contains(char::is_whitespace));
        Self(longer.map(str::to_owned).collect())
    }
}

/// What was typed, if it is more than space.
pub(crate) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A browser ends the lines of a text area in its own way.
fn typed((name, value): (String, String)) -> (String, String) {
    (name, value.replace("\r\n", "\n"))
}

impl FromRequest for Fields {
    type Error = Stop;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Stop>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Form::<Vec<(String, String)>>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            match form.await {
                Ok(form) => {
                    let fields: Vec<_> = form.into_inner().into_iter().map(typed).collect();
                    request.extensions_mut().insert(Typed::of(&fields));
                    Ok(Self(fields))
                }
                Err(_) => Err(Problem::bad_form().into()),
            }
        })
    }
}

#[cfg(test)]
impl<'a> FromIterator<(&'a str, &'a str)> for Fields {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(fields: I) -> Self {
        let fields = fields.into_iter();
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self(fields.map(own).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_texts_of_a_form_are_given_back_and_no_codes() {
        let field = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let typed = Typed::of(&[
            field("token", "00ff"),
            field("caption", " Our garden in spring.\nIt rained. "),
            field("then", "stay"),
            field("alt", "  "),
        ]);
        assert_eq!(typed.0, ["Our garden in spring.\nIt rained."]);
    }
}
