//! One post: exactly what goes out, how it stands, and the second person's
//! approval.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::street::{
    Approval, StreetError,
    board::Standing,
    releases::{
        posts::{Place, Post, Progress},
        preview::{Kept, PictureInPost, Preview},
    },
};
use gatehouse_domain::ids::{PhotoId, ReleaseId};
use uuid::Uuid;

use super::{moment, word};
use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, layout::Page, show},
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

/// The fields of the counts, one for each picture that a post can have.
const HEADS: [&str; gatehouse_app::street::releases::POST_PICTURES] = [
    "heads-1", "heads-2", "heads-3", "heads-4", "heads-5", "heads-6", "heads-7", "heads-8",
    "heads-9", "heads-10", "heads-11", "heads-12", "heads-13", "heads-14", "heads-15", "heads-16",
    "heads-17", "heads-18", "heads-19", "heads-20",
];

#[derive(Template)]
#[template(path = "releases/look.html")]
struct Look {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    preview: Preview,
    /// What was typed as counts, by place.
    typed: Vec<String>,
    /// Whether they may approve it here and now.
    may_approve: bool,
    /// Whether they may take it back.
    may_take_back: bool,
    /// Whether something failed, and they may have it tried again at once.
    may_try_again: bool,
}

/// Shows it.
pub(crate) async fn look(visit: Visit, release: Path<Uuid>) -> Answer {
    let release = ReleaseId(*release);
    show(&looked(&visit, release, &Approval::new(), Vec::new()).await?)
}

/// Approves it.
pub(crate) async fn approve(visit: Visit, release: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let editor = signed.editor().ok_or_else(Problem::role_missing)?;
    let release = ReleaseId(*release);
    let mut counts = Approval::new();
    let mut wrongs = Vec::new();
    for (place, (photo, field)) in fields.all("picture").zip(HEADS).enumerate() {
        let photo: Uuid = photo.parse().map_err(|_| Problem::bad_form())?;
        match fields.all(field).next().map(str::parse) {
            Some(Ok(heads)) => {
                counts.insert(PhotoId(photo), heads);
            }
            Some(Err(_)) => wrongs.push(Wrong::new(
                field,
                format!("Picture {}: enter how many heads you count", place + 1),
            )),
            // A channel inside the school asks for no second count.
            None => {}
        }
    }
    if wrongs.is_empty() {
        let seen = (&counts, fields.one("shown"));
        match editor.approve(release, seen).await {
            Ok(()) => return Ok(go(&format!("/releases/{}?done=approved", release.0))),
            Err(error) => {
                if let Some(answer) = told_already(&error, release) {
                    return Ok(answer);
                }
                wrongs.push(wrong(error)?);
            }
        }
    }
    let typed = HEADS.map(|field| fields.one(field).to_owned()).to_vec();
    let mut page = looked(&visit, release, &counts, typed).await?;
    let miscounted = page.miscounted();
    if !miscounted.is_empty() && wrongs.iter().all(|one| one.field == "approve") {
        wrongs = miscounted;
    }
    page.page.wrong = true;
    page.wrongs = wrongs;
    again(&page)
}

/// Where somebody approved it meanwhile, or they themselves a moment ago,
/// nothing is wrong.
fn told_already(error: &StreetError, release: ReleaseId) -> Option<actix_web::HttpResponse> {
    let already = ["already-approved", "being-published", "already-published"];
    let said = already.contains(&error.code());
    said.then(|| go(&format!("/releases/{}?done=approved-already", release.0)))
}

/// What is in the way, where the form can be mended or looked at again.
fn wrong(error: StreetError) -> Result<Wrong, Stop> {
    let problem = Problem::from(error);
    let mendable = matches!(problem.status.as_u16(), 409 | 422);
    if mendable {
        Ok(Wrong::new("approve", problem.says))
    } else {
        Err(problem.into())
    }
}

/// The page of a post, judged as if they had counted so.
async fn looked(
    visit: &Visit,
    release: ReleaseId,
    counts: &Approval,
    typed: Vec<String>,
) -> Result<Look, Stop> {
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let preview = pictures.preview(release, counts).await?;
    let waits = matches!(preview.post.progress, Progress::Waiting(_));
    let ended = matches!(preview.post.progress, Progress::Back(_) | Progress::GivenUp);
    Ok(Look {
        page: visit.page(&signed, "Post").await?,
        token: visit.form_mark(),
        wrongs: Vec::new(),
        typed,
        may_approve: waits && preview.hindrance.is_none() && signed.editor().is_some(),
        may_take_back: !ended && signed.take_downs().is_some(),
        may_try_again: match &preview.post.progress {
            Progress::Going(work) => work.failed.is_some() && signed.editor().is_some(),
            Progress::Back(work) => work.failed.is_some() && signed.take_downs().is_some(),
            _ => false,
        },
        preview,
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands over references"
)]
impl Look {
    /// The pictures whose count is not the number of faces that are settled.
    fn miscounted(&self) -> Vec<Wrong> {
        let pictures = self.preview.pictures.iter().enumerate();
        let differs = |picture: &PictureInPost| {
            let kept = picture.kept.as_ref();
            kept.is_some_and(|kept| {
                let mut told = kept.verdict.1.iter();
                told.any(|one| one.code == "head-count-differs")
            })
        };
        pictures
            .filter(|(_, picture)| differs(picture))
            .filter_map(|(place, _)| {
                let says = format!(
                    "Picture {}: your count is not the number of faces that were found. Count \
                     again. If you are right, open the picture and see which face is missing",
                    place + 1
                );
                Some(Wrong::new(HEADS.get(place)?, says))
            })
            .collect()
    }

    fn field(place: &usize) -> &'static str {
        HEADS.get(*place).copied().unwrap_or("approve")
    }

    fn typed(&self, place: &usize) -> &str {
        self.typed.get(*place).map_or("", String::as_str)
    }

    fn post(&self) -> &Post {
        &self.preview.post
    }

    /// Whether who approves counts the heads themselves.
    fn counts(&self) -> bool {
        self.may_approve && self.post().channel.is_external()
    }

    /// The word for how far it is, and its colour: as it stands now, and for
    /// who looks at it.
    fn word(&self) -> (&'static str, &'static str) {
        if !matches!(self.post().progress, Progress::Waiting(_)) {
            return word(self.post());
        }
        match self.preview.standing {
            Some(Standing::Clear) if self.may_approve => ("Ready for you", "govuk-tag--green"),
            Some(Standing::Clear) => ("Ready for a second person", "govuk-tag--blue"),
            Some(Standing::Blocked) => ("Cannot be used", "govuk-tag--red"),
            _ => ("Not ready", "govuk-tag--yellow"),
        }
    }

    /// What its pictures and words are.
    const fn what(&self) -> &'static str {
        match (&self.preview.post.progress, self.preview.standing) {
            (Progress::Waiting(_), Some(Standing::Clear)) | (Progress::Going(_), _) => {
                "Exactly this goes out"
            }
            (Progress::Waiting(_), _) => "What it is made of",
            (Progress::Out { .. }, _) => "Exactly this is out",
            (Progress::Back(_) | Progress::GivenUp, _) => "What it was made of",
        }
    }

    /// The tag of a picture.
    fn standing(kept: &Kept) -> (&'static str, &'static str) {
        match kept.verdict.0 {
            Standing::Clear => ("Fine", "govuk-tag--green"),
            Standing::Hold => ("Needs somebody", "govuk-tag--yellow"),
            Standing::Blocked => ("Cannot be used", "govuk-tag--red"),
        }
    }

    /// Whether it may still be approved or is on its way, so that how it stands
    /// counts.
    fn is_judged(&self) -> bool {
        self.preview.standing.is_some()
    }

    /// Where a picture is, while it is out.
    fn place(&self, place: &usize) -> Option<&Place> {
        match self.post().progress {
            Progress::Out { .. } => self.post().places.get(*place),
            _ => None,
        }
    }

    /// The beginning of a hash, enough to compare.
    fn short(hash: &str) -> String {
        hash.chars().take(12).collect()
    }

    /// Whether an address can be followed.
    fn is_link(address: &str) -> bool {
        address.starts_with("https://") || address.starts_with("http://")
    }

    /// How far it is, in a sentence.
    fn story(&self) -> String {
        let post = self.post();
        let at = |moment_of: &Option<jiff::Timestamp>| {
            moment_of.as_ref().map(moment).unwrap_or_default()
        };
        match &post.progress {
            Progress::Waiting(_) if self.preview.standing == Some(Standing::Clear) => {
                "It waits for a second person.".to_owned()
            }
            Progress::Waiting(_) => "It waits until everything is settled.".to_owned(),
            Progress::Going(_) => {
                "It is approved and goes out by itself. Reload this page to see how far it is."
                    .to_owned()
            }
            Progress::Out { look_again: false } => format!("It went out on {}.", at(&post.out_at)),
            Progress::Out { look_again: true } => format!(
                "It went out on {}. Something changed since: look at it, and take it back if it \
                 should not stay.",
                at(&post.out_at)
            ),
            Progress::Back(_) => format!("It was taken back on {}.", at(&post.ended_at)),
            Progress::GivenUp => format!(
                "It was taken back on {}, before anything of it went out.",
                at(&post.ended_at)
            ),
        }
    }

    /// Whether it has to be seen to be gone outside.
    fn is_back(&self) -> bool {
        matches!(self.post().progress, Progress::Back(_))
    }
}
