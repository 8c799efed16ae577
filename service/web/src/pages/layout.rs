//! What every page has around it: name, way to the other pages, notice, way
//! out.

use crate::assets;

/// What the layout asks of a page.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// The page's own title.
    pub(crate) title: String,
    /// Whose page it is; none before somebody signed in.
    pub(crate) person: Option<Person>,
    /// Something that was just done.
    pub(crate) notice: Option<String>,
    /// Whether something the person entered is wrong.
    pub(crate) wrong: bool,
    /// Whether the consents are too old to clear anything by.
    pub(crate) stale: bool,
    /// The address of the style.
    pub(crate) style: &'static str,
    /// The address of the script.
    pub(crate) script: &'static str,
}

/// Somebody who is signed in. No Debug: it holds a name and a token.
#[derive(Clone)]
pub(crate) struct Person {
    /// What they are called.
    pub(crate) name: String,
    /// The school's name.
    pub(crate) school: String,
    /// Goes with every form.
    pub(crate) token: String,
    /// Where they may go.
    pub(crate) links: Vec<Link>,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person(***)")
    }
}

/// A place one may go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    /// Its address.
    pub(crate) href: &'static str,
    /// What it is called.
    pub(crate) text: &'static str,
    /// What one does there.
    pub(crate) does: &'static str,
    /// Whether it is where one is.
    pub(crate) here: bool,
}

impl Page {
    /// A page of nobody.
    pub(crate) fn bare(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            person: None,
            notice: None,
            wrong: false,
            stale: false,
            style: &assets::STYLE.path,
            script: &assets::SCRIPT.path,
        }
    }

    /// The title in the browser's tab; of a form that was refused it says so,
    /// as a screen reader reads it first.
    pub(crate) fn heading(&self) -> String {
        let wrong = if self.wrong { "Error: " } else { "" };
        let school = self.person.as_ref().map_or("", |person| &person.school);
        let mid = if school.is_empty() { "" } else { " – " };
        format!("{wrong}{}{mid}{school} – Gatehouse", self.title)
    }
}

/// Where somebody may go, by their roles; `here` is where they are.
pub(crate) fn links(signed: &gatehouse_app::desk::Signed<'_>, here: &str) -> Vec<Link> {
    use gatehouse_domain::role::Role::{Admin, Dpo, Dsl, Editor, Head, Office, Staff};
    let all = [
        (
            "/events",
            "Events and pictures",
            "Add pictures, and go through what needs you.",
            &[Staff, Editor, Dsl][..],
        ),
        (
            "/releases",
            "Going out",
            "Look at posts that others put together, and approve them.",
            &[Editor],
        ),
        (
            "/published",
            "Out now",
            "See what is where, and take it back.",
            &[Editor, Dsl],
        ),
        (
            "/exceptions",
            "Exceptions",
            "Decide what nobody else may.",
            &[Dsl],
        ),
        (
            "/protected",
            "Protected pupils",
            "See and say who may not be shown.",
            &[Dsl],
        ),
        (
            "/pupils",
            "Pupils",
            "Find a pupil, and see what was agreed.",
            &[Dsl],
        ),
        (
            "/register",
            "Register",
            "Find a pupil, and write an answer down.",
            &[Office],
        ),
        (
            "/import",
            "Import",
            "Bring in the files from your school’s system.",
            &[Office, Head],
        ),
        (
            "/duties",
            "Duties",
            "See what has to be deleted, and by when.",
            &[Staff, Editor, Office, Head],
        ),
        (
            "/switches",
            "Switches",
            "See what is switched on, and switch it if you are the head.",
            &[Head, Dpo],
        ),
        (
            "/report",
            "Report",
            "See how things stand, in numbers.",
            &[Head, Dpo],
        ),
        (
            "/logs",
            "Logs",
            "Read who did what, and prove that no line was changed.",
            &[Dpo],
        ),
        (
            "/accounts",
            "Accounts",
            "Open and close accounts, and say who may do what.",
            &[Admin],
        ),
        (
            "/machine",
            "Machine",
            "See whether everything works, and what to do if not.",
            &[Admin],
        ),
    ];
    all.into_iter()
        .filter(|(.., roles)| roles.iter().any(|role| signed.holds(*role)))
        .map(|(href, text, does, _)| Link {
            href,
            text,
            does,
            here: here.starts_with(href),
        })
        .collect()
}
