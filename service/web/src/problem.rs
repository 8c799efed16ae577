//! The one place where what goes wrong becomes an answer: a status, a stable
//! code, and a sentence that says what to do next.

use std::fmt;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use gatehouse_app::{check::CheckError, sign_in::SignInError, street::StreetError};

/// Why a handler gives no page: something is wrong, or another page is first.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Something is wrong.
    Problem(Problem),
    /// That page is first.
    Go(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(problem) => problem.fmt(f),
            Self::Go(_) => f.write_str("another page is first"),
        }
    }
}

impl ResponseError for Stop {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Problem(problem) => problem.status,
            Self::Go(_) => StatusCode::SEE_OTHER,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Problem(problem) => problem.error_response(),
            Self::Go(to) => crate::visitor::go(to),
        }
    }
}

impl<E: Into<Problem>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

/// Why there is no other answer.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// The HTTP status.
    pub(crate) status: StatusCode,
    /// The stable code.
    pub(crate) code: &'static str,
    /// What happened and what to do next. Names no child.
    pub(crate) says: String,
    /// Seconds after which to try again.
    pub(crate) wait: Option<u64>,
    /// The door that is first, to be opened beside this page.
    pub(crate) door: Option<&'static str>,
}

impl Problem {
    /// One with that sentence.
    pub(crate) fn new(status: StatusCode, code: &'static str, says: impl Into<String>) -> Self {
        Self {
            status,
            code,
            says: says.into(),
            wait: None,
            door: None,
        }
    }

    /// There is nothing at that address, or nothing that one may know of.
    pub(crate) fn no_such_page() -> Self {
        let says = "There is no such page. It may have been removed: start again from the first \
            page, or check the address.";
        Self::new(StatusCode::NOT_FOUND, "no-such-page", says)
    }

    /// What the framework refused by itself.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::no_such_page(),
            StatusCode::METHOD_NOT_ALLOWED => {
                let says = "This address takes no such request: start again from the first page.";
                Self::new(status, "wrong-method", says)
            }
            StatusCode::PAYLOAD_TOO_LARGE => {
                let says = "What was sent is too large. Send fewer or smaller files.";
                Self::new(status, "request-too-large", says)
            }
            status if status.is_client_error() => Self {
                status,
                ..Self::bad_form()
            },
            status => {
                let says = "Something went wrong here, and it is not your mistake. Nothing that \
                    was said to be saved is lost. Try again in a minute; if it stays, tell who \
                    looks after Gatehouse.";
                Self::new(status, "internal-error", says)
            }
        }
    }

    /// The roles of who asks do not allow it.
    pub(crate) fn role_missing() -> Self {
        StreetError::RoleMissing.into()
    }

    /// Whoever sent a form has to go through a door first. A lock ends nothing:
    /// the form is sent again by loading its page again. Who signs in anew has
    /// other forms.
    pub(crate) fn away(door: &'static str) -> Self {
        let says = if door == "/unlock" {
            "You were away for a while, so this page was locked. Nothing was saved yet. Keep this \
             tab open, open the lock in another tab by the link below, then come back here and \
             reload this page: it is sent again."
        } else {
            "You are not signed in any more. Nothing was saved. Keep this tab open and sign in in \
             another tab by the link below. Then come back here, go back with your browser’s Back \
             button, reload the page and enter it again."
        };
        Self {
            door: Some(door),
            ..Self::new(StatusCode::UNAUTHORIZED, "sign-in-first", says)
        }
    }

    /// What was sent is not what the form sends.
    pub(crate) fn bad_form() -> Self {
        let says = "What was sent could not be read. Go back, reload the page and send it again.";
        Self::new(StatusCode::BAD_REQUEST, "form-unreadable", says)
    }

    /// The sender went away in the middle of a file.
    pub(crate) fn cut_off() -> Self {
        let says = "The connection broke in the middle of a picture. Pictures before it are kept; \
            send this one and those after it again.";
        Self::new(StatusCode::BAD_REQUEST, "upload-cut-off", says)
    }

    /// The form is not ours, or of another sign-in.
    pub(crate) fn stale_form() -> Self {
        let says = "You signed in again after this page was opened, so it was not saved. Go back \
            with your browser’s Back button, reload the page and enter it again.";
        Self::new(StatusCode::FORBIDDEN, "form-stale", says)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Without a body: [`crate::errors`] gives it one as who asks can read it.
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::new(self.status);
        answer.extensions_mut().insert(self.clone());
        answer
    }
}

impl From<StreetError> for Problem {
    fn from(error: StreetError) -> Self {
        let code = error.code();
        let status = match &error {
            StreetError::Check(CheckError::Refused(_)) => StatusCode::UNPROCESSABLE_ENTITY,
            // The rules say no: to this person, or to this thing as it is.
            StreetError::Release(_) | StreetError::Custody(_) => match code {
                "role-missing" | "approver-is-uploader" | "not-signed-in" => StatusCode::FORBIDDEN,
                _ => StatusCode::CONFLICT,
            },
            _ => status(code),
        };
        if status.is_server_error() {
            tracing::error!(code, "{error}");
        }
        Self {
            status,
            code,
            says: says(code, &error),
            wait: waits(status).then_some(10),
            door: None,
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        let code = error.code();
        let status = match &error {
            SignInError::Store(_) => status(code),
            SignInError::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
            SignInError::NotRecognised
            | SignInError::PasswordWrong
            | SignInError::CodeWrong
            | SignInError::NotSignedIn
            | SignInError::SessionEnded
            | SignInError::SessionLocked
            | SignInError::TokenMissing
            | SignInError::TokenNotValid => StatusCode::UNAUTHORIZED,
            SignInError::ScopeMissing | SignInError::TokenNotSigned | SignInError::SecondPerson => {
                StatusCode::FORBIDDEN
            }
            SignInError::OutOfTurn | SignInError::AgreementChanged => StatusCode::CONFLICT,
            SignInError::LinkNotValid => StatusCode::GONE,
            SignInError::Password(_) | SignInError::SamePassword | SignInError::TokenUnfit => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            SignInError::Machine => StatusCode::SERVICE_UNAVAILABLE,
        };
        if status.is_server_error() {
            tracing::error!(code, "{error}");
        }
        let wait = match &error {
            SignInError::TooManyTries { seconds } => Some(*seconds),
            _ => waits(status).then_some(10),
        };
        Self {
            status,
            code,
            says: says(code, &error),
            wait,
            door: None,
        }
    }
}

/// Whether it is worth trying again by itself.
fn waits(status: StatusCode) -> bool {
    status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS
}

/// The status of a code. What is unknown is our mistake.
fn status(code: &str) -> StatusCode {
    match code {
        "no-such-thing" | "import-gone" | "no-receipt" => StatusCode::NOT_FOUND,
        "role-missing"
        | "second-person-needed"
        | "approver-is-uploader"
        | "counted-by-the-same"
        | "named-by-the-same"
        | "settled-by-lead" => StatusCode::FORBIDDEN,
        "file-too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        "too-many-uploads" => StatusCode::TOO_MANY_REQUESTS,
        "disk-full" => StatusCode::INSUFFICIENT_STORAGE,
        "database-away" | "objects-away" | "store-not-there" | "access-refused"
        | "upload-interrupted" | "ledger-away" => StatusCode::SERVICE_UNAVAILABLE,
        "alt-text-missing" | "head-count-missing" | "no-pictures" | "too-many-pictures" => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        "import-changed"
        | "login-taken"
        | "import-asks"
        | "dpia-not-in-force"
        | "not-checked-yet"
        | "pictures-still-checked"
        | "changed-meanwhile"
        | "channel-not-set-up"
        | "already-published"
        | "being-published"
        | "already-approved"
        | "changed-since-shown"
        | "not-approved"
        | "not-judged"
        | "not-published"
        | "release-recalled"
        | "verdict-not-clear" => StatusCode::CONFLICT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What is said of it on a page. Whoever reads that can mend no disk: of what is
/// away the log tells the machine's keeper more.
fn says(code: &str, error: &dyn std::error::Error) -> String {
    match code {
        "database-away" => {
            "Gatehouse cannot reach its records just now. Wait a minute, then send it again: it is \
             not done twice. If this goes on, tell who looks after Gatehouse."
        }
        "objects-away" | "store-not-there" | "access-refused" | "ledger-away" => {
            "Gatehouse cannot reach one of its disks just now. Wait a minute, then send it again: \
             it is not kept twice. If this goes on, tell who looks after Gatehouse."
        }
        "disk-full" => {
            "The disk of the school’s machine is full. Tell who looks after Gatehouse. Send it \
             again when there is room: it is not kept twice."
        }
        _ => return sentence(&error.to_string()),
    }
    .to_owned()
}

/// A clause as a sentence.
pub(crate) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut whole: String = first.into_iter().flatten().chain(letters).collect();
    if !whole.ends_with('.') {
        whole.push('.');
    }
    whole
}
