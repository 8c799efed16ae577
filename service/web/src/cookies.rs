//! The three cookies: who is signed in; before that, which browser a form was
//! given to; and in which browser somebody signed in before. Neither can be read by a script, sent by another site, or used
//! on another.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};

/// Whether the browser speaks TLS to us, or to the proxy before us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Secure(pub(crate) bool);

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A session.
    Session,
    /// A browser in which nobody has signed in.
    Form,
    /// A browser that is known: it opens nothing, and guessers elsewhere do not
    /// slow down who uses it.
    Browser,
}

impl Secure {
    /// `__Host-` has the browser refuse it without TLS, from a neighbouring
    /// site, or for a part of this one. Without TLS, as the demo on this very
    /// machine, there is no such prefix.
    const fn name(self, kind: Kind) -> &'static str {
        match (kind, self.0) {
            (Kind::Session, true) => "__Host-gatehouse",
            (Kind::Session, false) => "gatehouse",
            (Kind::Form, true) => "__Host-gatehouse-form",
            (Kind::Form, false) => "gatehouse-form",
            (Kind::Browser, true) => "__Host-gatehouse-browser",
            (Kind::Browser, false) => "gatehouse-browser",
        }
    }

    /// What the browser sent.
    pub(crate) fn read(self, request: &HttpRequest, kind: Kind) -> Option<String> {
        let cookie = request.cookie(self.name(kind))?;
        Some(cookie.value().to_owned()).filter(|value| !value.is_empty())
    }

    /// What the browser is to keep until it is closed; that it is known, for a
    /// term and a half.
    pub(crate) fn give(self, kind: Kind, value: String) -> Cookie<'static> {
        let mut cookie = Cookie::build(self.name(kind), value)
            .path("/")
            .http_only(true)
            .secure(self.0)
            .same_site(SameSite::Lax)
            .finish();
        if kind == Kind::Browser {
            cookie.set_max_age(Duration::days(180));
        }
        cookie
    }

    /// What has the browser forget it.
    pub(crate) fn take(self, kind: Kind) -> Cookie<'static> {
        let mut cookie = self.give(kind, String::new());
        cookie.set_max_age(Duration::ZERO);
        cookie
    }
}
