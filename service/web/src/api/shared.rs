//! What several addresses of the API say in the same way.

use std::collections::BTreeMap;

use gatehouse_app::street::board::{Standing as Stands, Told};
use serde::{Deserialize, Serialize};
use utoipa::{
    IntoResponses, ToSchema,
    openapi::{Content, Ref, RefOr, Response, ResponseBuilder},
};
use uuid::Uuid;

/// Where photos can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Channel {
    /// The school's own public website.
    Website,
    /// An official social account.
    Social,
    /// Newspapers and broadcasters.
    Press,
    /// A newsletter that is sent home.
    Newsletter,
    /// A prospectus.
    Prospectus,
    /// The learning platform, behind the school's sign-in.
    Vle,
    /// A wall or screen inside the school.
    Display,
}

macro_rules! same {
    ($($name:ident),+) => {
        impl From<Channel> for gatehouse_domain::Channel {
            fn from(channel: Channel) -> Self {
                match channel { $(Channel::$name => Self::$name,)+ }
            }
        }

        impl From<gatehouse_domain::Channel> for Channel {
            fn from(channel: gatehouse_domain::Channel) -> Self {
                match channel { $(gatehouse_domain::Channel::$name => Self::$name,)+ }
            }
        }
    };
}

same!(Website, Social, Press, Newsletter, Prospectus, Vle, Display);

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// Fine.
    Clear,
    /// Somebody has to settle something.
    Hold,
    /// It cannot be used like this.
    Blocked,
}

impl From<Stands> for Standing {
    fn from(stands: Stands) -> Self {
        match stands {
            Stands::Clear => Self::Clear,
            Stands::Hold => Self::Hold,
            Stands::Blocked => Self::Blocked,
        }
    }
}

/// A code with its sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Coded {
    /// The stable code.
    pub(crate) code: &'static str,
    /// What to do.
    pub(crate) says: String,
}

impl From<&Told> for Coded {
    fn from(told: &Told) -> Self {
        Self {
            code: told.code,
            says: told.says.to_owned(),
        }
    }
}

/// Something that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Made {
    /// Its id.
    pub(crate) id: Uuid,
}

/// Why something was not done (RFC 9457).
#[derive(ToSchema)]
#[expect(dead_code, reason = "errors.rs writes it, for every address alike")]
pub(crate) struct Refusal {
    /// `urn:gatehouse:` and the code.
    r#type: String,
    /// The code.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened and what to do next.
    detail: String,
    /// The stable code.
    code: String,
}

/// The refusals that every address may answer with.
pub(crate) struct Refused;

impl IntoResponses for Refused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            ("400", "What was sent cannot be read."),
            ("401", "There is no token, or it is not valid."),
            ("403", "The token, or its owner's roles, do not allow it."),
            ("404", "There is no such thing in the token's school."),
            ("409", "Things have changed, or have not come that far."),
            ("413", "What was sent is too large."),
            ("422", "What was sent can be read, and cannot be."),
            ("503", "Something is away: try again."),
        ]
        .into_iter()
        .map(|(status, says)| {
            let content = Content::new(Some(Ref::from_schema_name("Refusal")));
            let response = ResponseBuilder::new()
                .description(says)
                .content("application/problem+json", content);
            (status.to_owned(), response.build().into())
        })
        .collect()
    }
}
