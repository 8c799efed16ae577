//! What a form sent: names and values, in the order in which they came.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Form};

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
        Box::pin(async move {
            match form.await {
                Ok(form) => Ok(Self(form.into_inner().into_iter().map(typed).collect())),
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
