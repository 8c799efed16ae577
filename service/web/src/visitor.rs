//! Who stands at the door: what the browser carried, who that is now, and
//! whether a form is theirs.

use std::{
    fmt::Write as _,
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr},
};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::Method, web::Data};
use gatehouse_app::{
    desk::Signed,
    sign_in::{Resumed, Step, Token},
};

use crate::{
    cookies::Kind,
    pages::layout::{Page, Person, links},
    problem::{Problem, Stop},
    serve::Doors,
};

/// One request with what it carries.
pub(crate) struct Visit {
    pub(crate) doors: Data<Doors>,
    pub(crate) request: HttpRequest,
    /// The session's token, as the browser carries it.
    pub(crate) carried: Option<String>,
}

impl FromRequest for Visit {
    type Error = Stop;
    type Future = Ready<Result<Self, Stop>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(doors) = request.app_data::<Data<Doors>>().cloned() else {
            return ready(Err(Problem::of_status(
                actix_web::http::StatusCode::INTERNAL_SERVER_ERROR,
            )
            .into()));
        };
        ready(Ok(Self {
            carried: doors.secure.read(request, Kind::Session),
            request: request.clone(),
            doors,
        }))
    }
}

impl Visit {
    /// Who is signed in and may look at pages, or where they have to go first.
    pub(crate) async fn signed(&self) -> Result<Signed<'_>, Stop> {
        let Some(carried) = &self.carried else {
            return Err(self.away("/sign-in"));
        };
        match self.doors.house.resume(carried).await? {
            Resumed::Open(signed) => Ok(signed),
            Resumed::Nobody | Resumed::Ended => Err(self.away("/sign-in")),
            Resumed::Locked(_) => Err(self.away("/unlock")),
            Resumed::Wants(step, _) => Err(self.away(address(step))),
        }
    }

    /// Sends somebody to another page first and back here afterwards. What a
    /// form sent is given back, and the page says how to send it again.
    pub(crate) fn away(&self, to: &'static str) -> Stop {
        if self.request.method() != Method::GET {
            return Problem::away(to).into();
        }
        let here = self.request.uri().path_and_query();
        let here = here.map_or("/", |here| here.as_str());
        let next = if here == "/" {
            to.to_owned()
        } else {
            format!("{to}?next={}", escape(here))
        };
        Stop::Go(next)
    }

    /// What goes with every form of this session.
    pub(crate) fn form_mark(&self) -> String {
        let carried = self.carried.as_deref().and_then(Token::parse);
        carried.map_or_else(String::new, |token| token.form_mark())
    }

    /// Refuses a form that was not given to this session.
    pub(crate) fn check(&self, sent: &str) -> Result<(), Stop> {
        let carried = self.carried.as_deref().and_then(Token::parse);
        match carried {
            Some(token) if token.form_fits(sent) => Ok(()),
            Some(_) => Err(Problem::stale_form().into()),
            None => Err(self.away("/sign-in")),
        }
    }

    /// A page of somebody who is signed in.
    pub(crate) async fn page(
        &self,
        signed: &Signed<'_>,
        title: impl Into<String>,
    ) -> Result<Page, Stop> {
        let mut page = Page::bare(title);
        let here = self.request.path();
        page.person = Some(Person {
            name: signed.who().await?.name,
            school: signed.school_name().await?,
            token: self.form_mark(),
            links: links(signed, here),
        });
        page.stale = signed.consents_are_stale().await?;
        page.notice = crate::pages::notices::of(self.request.query_string());
        Ok(page)
    }

    /// Where they come from, for counting tries.
    pub(crate) fn from(&self) -> IpAddr {
        let nobody = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        if self.doors.behind_proxy {
            let info = self.request.connection_info();
            let told = info.realip_remote_addr().and_then(|told| told.parse().ok());
            if let Some(told) = told {
                return told;
            }
        }
        self.request.peer_addr().map_or(nobody, |peer| peer.ip())
    }

    /// How this house is reached from where they are: scheme and host, as they
    /// stand in a link that is handed over.
    pub(crate) fn outside(&self) -> String {
        let info = self.request.connection_info();
        let asked = self.request.headers().get(actix_web::http::header::HOST);
        let asked = asked.and_then(|host| host.to_str().ok());
        let host = match (self.doors.behind_proxy, asked) {
            (false, Some(host)) => host,
            _ => info.host(),
        };
        let scheme = if self.doors.secure.0 { "https" } else { "http" };
        format!("{scheme}://{host}")
    }

    /// The address that was asked for before the door, if it is one of ours.
    pub(crate) fn next(&self) -> String {
        let query = actix_web::web::Query::<Next>::from_query(self.request.query_string());
        let next = query.ok().and_then(|query| query.into_inner().next);
        own(next.as_deref()).to_owned()
    }
}

#[derive(serde::Deserialize)]
struct Next {
    next: Option<String>,
}

/// The address if it leads to a page of ours, or the first page.
pub(crate) fn own(next: Option<&str>) -> &str {
    let ours = |next: &&str| {
        let mut letters = next.chars();
        letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'))
    };
    next.filter(ours).unwrap_or("/")
}

/// The page of a step on the way in.
pub(crate) const fn address(step: Step) -> &'static str {
    match step {
        Step::Code => "/sign-in/code",
        Step::SetUpCodes => "/sign-in/codes",
        Step::Agreement => "/sign-in/agreement",
        Step::Open => "/",
    }
}

/// An answer that leads to another page of ours.
pub(crate) fn go(to: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header(("location", to))
        .finish()
}

/// As a part of a query.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_door_one_comes_to_a_page_of_ours_only() {
        for other in [
            None,
            Some(""),
            Some("//evil.example"),
            Some("/\\evil.example"),
            Some("https://evil.example"),
        ] {
            assert_eq!(own(other), "/", "{other:?}");
        }
        assert_eq!(own(Some("/events/1?from=20")), "/events/1?from=20");
    }

    #[test]
    fn what_is_asked_for_is_kept_whole_in_the_address_of_the_door() {
        assert_eq!(
            escape("/events/1?from=20&a=b c"),
            "/events/1%3Ffrom%3D20%26a%3Db%20c"
        );
    }
}
