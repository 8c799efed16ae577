//! The office's files: chosen, looked at, entered. Nothing is changed before
//! somebody has seen what would be.

pub(crate) mod answers;
pub(crate) mod columns;
mod said;
mod words;

use std::borrow::Borrow;

use actix_multipart::{Field, Multipart};
use actix_web::{
    http::StatusCode,
    web::{Path, Query},
};
use askama::Template;
use futures_util::TryStreamExt as _;
use gatehouse_app::{
    desk::{Looks, Signed},
    school::sent::{self, Fault, Sent, Which},
    street::{
        StreetError,
        office::import::{Agreed, Answered, Choice, Fate, Looked, Somebody, Unanswered},
    },
};
use gatehouse_domain::ids::SubjectId;
use serde::Deserialize;
use uuid::Uuid;

use super::{Answer, Wrong, again, layout::Page, show};
use crate::{
    fields::Fields,
    problem::{Problem, Stop},
    visitor::{Visit, go},
};

/// The files together, in bytes.
const FILES: usize = 5 << 20;
/// So much is read of what is too large, so that it can be answered.
const READ: usize = 64 << 20;
/// The largest field that is no file, in bytes.
const SMALL: usize = 1024;
/// Lines of a list that are shown.
const LISTED: usize = 50;
/// Answers to be ticked that are shown on one page.
const TICKED: usize = 500;
/// The most files of the school's own system in one import.
const OTHERS: usize = 20;

#[derive(Template)]
#[template(path = "import/ask.html")]
struct Form {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    first: bool,
}

#[derive(Template)]
#[template(path = "import/look.html")]
struct Shown {
    page: Page,
    token: String,
    looked: Looked,
    may_enter: bool,
    /// Somebody changed the register since it was shown before.
    changed: bool,
    /// Which page of the answers that allow more is shown, from 0.
    part: usize,
}

/// Whether it is shown again.
#[derive(Deserialize)]
pub(crate) struct Since {
    changed: Option<String>,
    /// Which page of the answers that allow more, from 1.
    looser: Option<usize>,
}

/// Asks for the files.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let signed = visit.signed().await?;
    show(&form(&visit, &signed, Vec::new()).await?)
}

async fn form(visit: &Visit, signed: &Signed<'_>, wrongs: Vec<Wrong>) -> Result<Form, Stop> {
    let looks = signed.looks().ok_or_else(Problem::role_missing)?;
    let mut page = visit.page(signed, "Import").await?;
    page.wrong = !wrongs.is_empty();
    Ok(Form {
        page,
        token: visit.form_mark(),
        wrongs,
        first: looks.has_no_pupils().await?,
    })
}

/// Takes the files and tells what they would change. With something wrong in
/// them nothing is kept.
pub(crate) async fn look(visit: Visit, sent: Multipart) -> Answer {
    let signed = visit.signed().await?;
    let looks = signed.looks().ok_or_else(Problem::role_missing)?;
    let (mut sent, mut wrongs) = files(&visit, &looks, sent).await?;
    if wrongs.is_empty() && sent.is_nothing() {
        wrongs.push(Wrong::new("pupils", "Choose one of the files at least"));
    }
    if wrongs.is_empty() && !sent.lists_pupils() && looks.has_no_pupils().await? {
        let says = "Choose a list of pupils too: nobody is on the register yet";
        wrongs.push(Wrong::new("pupils", says));
    }
    if wrongs.is_empty() && !sent.others.is_empty() && signed.office().is_none() {
        let says = "Ask the office to import these files: they say what the columns mean";
        wrongs.push(Wrong::new("files", says));
    }
    if !wrongs.is_empty() {
        return again(&form(&visit, &signed, wrongs).await?);
    }
    if let Some(office) = signed.office().filter(|_| !sent.others.is_empty()) {
        looks.propose(&mut sent).await?;
        let id = office.bring(&sent).await?;
        return Ok(go(&format!("/import/{}/columns", id.0)));
    }
    let looked = looks.look(sent).await?;
    match looked.id {
        Some(id) => Ok(go(&format!("/import/{}", id.0))),
        None => again(&shown(&visit, &signed, looked).await?),
    }
}

/// Shows what the files would change as things are now.
pub(crate) async fn see(visit: Visit, id: Path<Uuid>, since: Query<Since>) -> Answer {
    let signed = visit.signed().await?;
    let looks = signed.looks().ok_or_else(Problem::role_missing)?;
    let looked = match looks.again(SubjectId(*id)).await {
        Err(StreetError::ImportAsks) => return Ok(go(&format!("/import/{}/columns", *id))),
        looked => looked?,
    };
    let mut shown = shown(&visit, &signed, looked).await?;
    shown.changed = since.changed.is_some();
    let last = shown.pages().saturating_sub(1);
    shown.part = since.looser.unwrap_or(1).saturating_sub(1).min(last);
    show(&shown)
}

/// Enters it.
pub(crate) async fn enter(visit: Visit, id: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let office = signed.office().ok_or_else(Problem::role_missing)?;
    if fields.one("do") == "others" {
        let numbers = fields.all("other").map(str::to_owned).collect();
        office.strangers(SubjectId(*id), numbers).await?;
        return Ok(go(&format!("/import/{}", *id)));
    }
    let agreed = if fields.one("all") == "yes" {
        Agreed::All
    } else {
        Agreed::Of(fields.all("looser").map(str::to_owned).collect())
    };
    let choice = Choice {
        agreed,
        left: fields.all("left").map(str::to_owned).collect(),
        without_faults: fields.one("without") == "yes",
        nobodies: fields.one("nobodies") == "yes",
        unanswered: match fields.one("unanswered") {
            "end" => Fate::End,
            "keep" => Fate::Keep,
            _ => Fate::Leave,
        },
    };
    let entered = office
        .enter_import(SubjectId(*id), (fields.one("mark"), &choice))
        .await;
    match entered {
        Ok(_) if choice.without_faults => Ok(go("/register?done=imported-part")),
        Ok(imported) if imported.unanswered && imported.held > 0 => {
            Ok(go("/register?done=imported-but-old"))
        }
        Ok(imported) if imported.unanswered => Ok(go("/register?done=imported-old")),
        Ok(imported) if imported.held > 0 => Ok(go("/register?done=imported-but")),
        Ok(imported) if imported.nobodies => Ok(go("/register?done=imported-nobody")),
        Ok(_) => Ok(go("/register?done=imported")),
        Err(StreetError::ImportChanged) => Ok(go(&format!("/import/{}?changed=yes", *id))),
        Err(error) => Err(error.into()),
    }
}

async fn shown(visit: &Visit, signed: &Signed<'_>, looked: Looked) -> Result<Shown, Stop> {
    let mut page = visit.page(signed, "What this import would change").await?;
    page.wrong = !looked.faults.is_empty();
    Ok(Shown {
        page,
        token: visit.form_mark(),
        may_enter: signed.office().is_some(),
        changed: false,
        part: 0,
        looked,
    })
}

/// The files that came, and what is wrong with each.
async fn files(
    visit: &Visit,
    looks: &Looks<'_>,
    mut form: Multipart,
) -> Result<(Sent, Vec<Wrong>), Stop> {
    let mut sent = Sent::default();
    let mut wrongs = Vec::new();
    let mut ours = false;
    let mut left = FILES;
    let mut read = 0;
    while let Some(mut field) = form.try_next().await.map_err(|_| Problem::bad_form())? {
        let which = match field.name() {
            Some("token") => {
                let token = bytes(&mut field, SMALL, &mut read).await?;
                let token = token.ok_or_else(Problem::bad_form)?;
                visit.check(&String::from_utf8_lossy(&token))?;
                ours = true;
                continue;
            }
            Some("pupils") => ("pupils", &mut sent.pupils),
            Some("guardians") => ("guardians", &mut sent.guardians),
            Some("permissions") => ("permissions", &mut sent.permissions),
            Some("files") => ("files", &mut None),
            _ => continue,
        };
        if !ours {
            return Err(Problem::stale_form().into());
        }
        let (id, into) = which;
        let name = field
            .content_disposition()
            .and_then(|told| told.get_filename())
            .unwrap_or_default()
            .to_owned();
        match bytes(&mut field, left, &mut read).await? {
            // A browser sends an empty file where none was chosen.
            Some(bytes) if bytes.is_empty() && name.is_empty() => {}
            Some(bytes) => {
                left = left.saturating_sub(bytes.len());
                let taken = if id == "files" {
                    any(looks, &mut sent, &name, bytes).await
                } else {
                    let text = sent::text(&bytes).map_err(|unfit| unfit.to_string());
                    text.map(|text| *into = Some(text))
                };
                if let Err(says) = taken {
                    let says = crate::problem::sentence(&says);
                    wrongs.push(Wrong::new(id, says.trim_end_matches('.')));
                }
            }
            None => {
                let says = "The files are too large: together they may have 5 MB";
                wrongs.push(Wrong::new(id, says));
            }
        }
    }
    if ours {
        Ok((sent, wrongs))
    } else {
        Err(Problem::stale_form().into())
    }
}

/// Takes a file in any shape, or says what is wrong with it.
async fn any(looks: &Looks<'_>, sent: &mut Sent, name: &str, bytes: Vec<u8>) -> Result<(), String> {
    let table = looks.table(name, bytes).await;
    let table = table.map_err(|unfit| unfit.to_string())?;
    if sent.others.len() >= OTHERS {
        return Err(format!("choose {OTHERS} files at most"));
    }
    if sent.add(table) {
        return Ok(());
    }
    Err("two files of the same shape have come: put their rows in one".to_owned())
}

/// A field's bytes; none where they are more than may be, which is read to its
/// end all the same, so that the rest of the form is.
async fn bytes(field: &mut Field, most: usize, read: &mut usize) -> Result<Option<Vec<u8>>, Stop> {
    let mut all = Vec::new();
    let mut fits = true;
    while let Some(some) = field.try_next().await.map_err(|_| Problem::bad_form())? {
        *read = read.saturating_add(some.len());
        if *read > READ {
            return Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE).into());
        }
        fits &= all.len().saturating_add(some.len()) <= most;
        if fits {
            all.extend_from_slice(&some);
        }
    }
    Ok(fits.then_some(all))
}

impl Shown {
    /// So many of something, in words.
    fn count(count: impl Borrow<usize>, one: &str, more: &str) -> String {
        match *count.borrow() {
            0 => format!("No {more}"),
            1 => format!("1 {one}"),
            count => format!("{count} {more}"),
        }
    }

    fn first<T>(list: &[T]) -> &[T] {
        list.get(..LISTED).unwrap_or(list)
    }

    /// The answers that allow more on this page, each with its place.
    fn ticked(&self) -> Vec<(usize, &Answered)> {
        let all = self.looked.looser.iter().enumerate();
        all.skip(self.part * TICKED).take(TICKED).collect()
    }

    /// How many pages there are of the answers that allow more.
    const fn pages(&self) -> usize {
        self.looked.looser.len().div_ceil(TICKED)
    }

    /// Whether a pupil is shown who would be agreed to: known in this part.
    fn is_first_here(&self, at: impl Borrow<usize>) -> bool {
        let at = *at.borrow();
        at == self.part * TICKED || self.is_first_of_its_person(at)
    }

    fn missing(list: &[Somebody]) -> &[Somebody] {
        list.get(..TICKED).unwrap_or(list)
    }

    const fn unlisted(list: &[Somebody]) -> usize {
        list.len().saturating_sub(TICKED)
    }

    fn rest<T>(list: &[T]) -> usize {
        list.len().saturating_sub(LISTED)
    }

    fn is_first_of_its_person(&self, at: usize) -> bool {
        let looser = &self.looked.looser;
        let who = |at: usize| looser.get(at).map(|one| &one.who.mis_id);
        at.checked_sub(1)
            .is_none_or(|before| who(before) != who(at))
    }

    fn whom(who: &Somebody) -> String {
        words::whom(who)
    }

    fn channels(one: &Unanswered) -> String {
        words::channels(&one.channels)
    }

    fn parts(parts: &[gatehouse_app::import::Part]) -> String {
        words::parts(parts)
    }

    fn about(answered: &Answered) -> &'static str {
        words::about(answered.about)
    }

    fn before(answered: &Answered) -> String {
        words::reach(answered.before, answered.about)
    }

    fn after(answered: &Answered) -> String {
        if answered.before == answered.after {
            return "The same, but a parent’s answer allows more".to_owned();
        }
        words::reach(answered.after, answered.about)
    }

    fn column(fault: &Fault) -> &str {
        fault.column.as_deref().unwrap_or("")
    }

    fn says(fault: &Fault) -> String {
        crate::problem::sentence(&fault.says)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "a template hands over references"
    )]
    fn file(&self, which: &Which) -> String {
        let own = match which {
            Which::Other(number) => self.looked.files.get(usize::from(*number)),
            _ => None,
        };
        own.cloned().unwrap_or_else(|| which.file().to_owned())
    }
}
