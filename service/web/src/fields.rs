//! What a form sent: names and values, in the order in which they came.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Form};

use crate::problem::{Problem, Stop};

/// A form's fields. No Debug: they hold passwords and captions.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
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

    /// What shows whose form it is.
    pub(crate) fn token(&self) -> &str {
        self.one("token")
    }
}

impl FromRequest for Fields {
    type Error = Stop;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Stop>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Form::<Vec<(String, String)>>::from_request(request, payload);
        Box::pin(async move {
            match form.await {
                Ok(form) => Ok(Self(form.into_inner())),
                Err(_) => Err(Problem::bad_form().into()),
            }
        })
    }
}
