//! The policy by which pictures are judged: chosen from those that the program
//! carries or brought as a file of the school's own, looked at, signed.

use askama::Template;
use gatehouse_app::{
    policies::{Policy, SHIPPED, shipped},
    street::office::policy::{Compared, PolicyStanding, SignedPolicy, Unsigned},
};
use gatehouse_domain::retention::school_time_zone;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, asked::Choice, channel_name, day, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

/// The choice of a file of one's own.
const OWN: &str = "own";
/// Faults of a file that are told at once.
const TOLD: usize = 20;

#[derive(Template)]
#[template(path = "switches/profile.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    standing: PolicyStanding,
    choices: Vec<Choice>,
    own: String,
}

#[derive(Template)]
#[template(path = "switches/profile-look.html")]
struct Look {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    compared: Compared,
    choice: String,
    own: String,
    agreed: Vec<Choice>,
}

/// Shows which policy is in force, and asks for another.
pub(crate) async fn ask(visit: Visit) -> Answer {
    show(&form(&visit, ("", ""), Vec::new()).await?)
}

/// Shows what a policy would change.
pub(crate) async fn look(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let told = (fields.one("choice"), fields.raw("own"));
    let text = match chosen(told) {
        Ok(text) => text,
        Err(wrong) => return again(&form(&visit, told, vec![wrong]).await?),
    };
    match head.compare_policy(&text).await? {
        Ok(compared) => show(&looked(&visit, compared, told, Vec::new()).await?),
        Err(unsigned) => again(&form(&visit, told, wrongs(unsigned, told.0)).await?),
    }
}

/// Signs it.
pub(crate) async fn sign(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let told = (fields.one("choice"), fields.raw("own"));
    let text = match chosen(told) {
        Ok(text) => text,
        Err(wrong) => return again(&form(&visit, told, vec![wrong]).await?),
    };
    if fields.one("agreed") != "yes" {
        return match head.compare_policy(&text).await? {
            Ok(compared) => {
                let wrong = Wrong::new("agreed", "Say that you have read it and sign it");
                again(&looked(&visit, compared, told, vec![wrong]).await?)
            }
            Err(unsigned) => again(&form(&visit, told, wrongs(unsigned, told.0)).await?),
        };
    }
    match head.sign_policy((&text, fields.one("sha256"))).await? {
        Ok(()) => Ok(go("/switches/profile?done=profile-signed")),
        Err(unsigned) => again(&form(&visit, told, wrongs(unsigned, told.0)).await?),
    }
}

/// The file that was chosen.
fn chosen((choice, own): (&str, &str)) -> Result<String, Wrong> {
    match (shipped(choice), choice) {
        (Some(one), _) => Ok(one.text.to_owned()),
        (None, OWN) if own.trim().is_empty() => {
            Err(Wrong::new("own", "Paste the text of your school’s file"))
        }
        (None, OWN) => Ok(own.to_owned()),
        (None, _) => Err(Wrong::new("choice", "Choose a policy")),
    }
}

/// Why it cannot be signed, beside what was chosen.
fn wrongs(unsigned: Unsigned, choice: &str) -> Vec<Wrong> {
    let field = if choice == OWN { "own" } else { "choice" };
    let one = |says: String| vec![Wrong::new(field, says)];
    match unsigned {
        Unsigned::Faults(faults) => faults
            .iter()
            .take(TOLD)
            .map(|fault| Wrong::new(field, format!("Line {}: {}", fault.line, fault.says)))
            .collect(),
        Unsigned::NotNewer(version) => one(format!(
            "Version {version} of this policy was signed already: give the file a higher version"
        )),
        Unsigned::Review(says) => one(format!("It cannot be signed: {says}")),
        Unsigned::OtherFile => {
            one("The file is not the one that you looked at: look again".to_owned())
        }
    }
}

async fn form(visit: &Visit, told: (&str, &str), wrongs: Vec<Wrong>) -> Result<Form, Stop> {
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let standing = head.policy_standing().await?;
    let mut page = visit.page(&signed, "The school’s policy").await?;
    page.wrong = !wrongs.is_empty();
    let carried = SHIPPED.iter().map(|one| {
        let policy = Policy::parse(one.text);
        let text = policy.map_or_else(|_| one.name.to_owned(), |policy| policy.title);
        Choice::new(one.name, text, told.0 == one.name)
    });
    let own = Choice::new(OWN, "A file of our own, pasted below", told.0 == OWN);
    Ok(Form {
        page,
        token: visit.form_mark(),
        wrongs,
        standing,
        choices: carried.chain([own]).collect(),
        own: told.1.to_owned(),
    })
}

async fn looked(
    visit: &Visit,
    compared: Compared,
    (choice, own): (&str, &str),
    wrongs: Vec<Wrong>,
) -> Result<Look, Stop> {
    let signed = visit.signed().await?;
    let mut page = visit.page(&signed, "What this policy changes").await?;
    page.wrong = !wrongs.is_empty();
    Ok(Look {
        page,
        token: visit.form_mark(),
        wrongs,
        compared,
        choice: choice.to_owned(),
        own: if choice == OWN {
            own.to_owned()
        } else {
            String::new()
        },
        agreed: vec![Choice::new(
            "yes",
            "I have read this policy and sign it for the school",
            false,
        )],
    })
}

impl Form {
    fn signed_on(signed: &SignedPolicy) -> String {
        day(signed.signed_at.to_zoned(school_time_zone()).date())
    }

    fn review_by(signed: &SignedPolicy) -> Option<String> {
        signed.review_by.map(day)
    }

    /// Where posts are that somebody has to look at again, and since when.
    fn out(&self) -> Vec<String> {
        let posts = self.standing.look_again.iter();
        posts
            .map(|(channel, since)| {
                let since = since.map(|at| day(at.to_zoned(school_time_zone()).date()));
                let since = since.map_or_else(String::new, |on| format!(", out since {on}"));
                format!("{}{since}", channel_name(*channel))
            })
            .collect()
    }

    fn more(&self) -> usize {
        self.standing.look_again_all - self.standing.look_again.len()
    }
}

impl Look {
    fn review_by(&self) -> String {
        day(self.compared.policy.review_by)
    }

    fn kept(&self) -> usize {
        let clauses = self.compared.policy.clauses.iter();
        clauses
            .filter(|clause| clause.kept != gatehouse_app::policies::Kept::Not)
            .count()
    }
}
