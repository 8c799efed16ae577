//! What people have to do by when: the list of it, and the receipt of those who
//! brought pictures, who confirm that nothing is left in their camera.

use std::collections::HashMap;

use gatehouse_domain::{
    ids::{AccountId, EventId, SchoolId},
    retention::DutyKind,
    role::Role,
};
use gatehouse_store::{
    accounts,
    db::Tx,
    duties::{self, DutyRow},
    log::{self, Entry, Log},
    photos,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Actor, StreetError, intake::card, tend::overdue_before};
use crate::house::{House, Register};

/// So far ahead is listed.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 14);

/// More of one kind than this nobody lists; the most urgent come first.
const MOST: u32 = 2_000;

/// The kinds that wait for people; the house does the others by itself.
const OF_PEOPLE: [DutyKind; 3] = [
    DutyKind::Card,
    DutyKind::PublicationReview,
    DutyKind::Export,
];

/// What is to be done. No Debug: it holds names of staff.
pub struct Due {
    /// What.
    pub kind: DutyKind,
    /// The event it is about, with its title.
    pub event: Option<(EventId, String)>,
    /// By whose hand, where it is somebody's.
    pub who: Option<String>,
    /// Whether it is who asks.
    pub own: bool,
    /// By when.
    pub due: Timestamp,
    /// Whether that has passed, and a round of the house since.
    pub overdue: bool,
}

/// A part of the list.
pub struct Duties {
    /// Overdue first.
    pub lines: Vec<Due>,
    /// How many there are in all.
    pub all: usize,
    /// How many of them are overdue.
    pub overdue: usize,
    /// What the house itself has not done in time, by kind.
    pub late_by_itself: Vec<(DutyKind, i64)>,
    /// Whether these are the duties of everybody.
    pub everybody: bool,
}

/// What somebody brought, and whether their camera is clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What the event is called.
    pub title: String,
    /// Pictures that came.
    pub sent: u64,
    /// Pictures that were opened and are kept.
    pub kept: u64,
    /// Pictures that wait to be opened: until then nobody knows that they are
    /// good, and the camera has the only copy.
    pub waiting: u64,
    /// By when the pictures in the camera are to be gone.
    pub due: Timestamp,
    /// When it was confirmed.
    pub met: Option<Timestamp>,
    /// Whether it is, or was confirmed, too late.
    pub late: bool,
}

impl House {
    /// What has to be done within two weeks: by everybody for the office and
    /// the head, by themselves for the others. So many from a place on.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn due(
        &self,
        actor: &Actor,
        school: SchoolId,
        (from, count): (usize, usize),
    ) -> Result<Duties, StreetError> {
        let everybody = actor.may(&[Role::Office, Role::Head]).is_ok();
        if !everybody {
            actor.may(&[Role::Staff, Role::Editor])?;
        }
        let now = self.now();
        let late_from = overdue_before(now);
        let until = now.saturating_add(AHEAD).unwrap_or(now);
        let mut tx = self.db.read().await?;
        let register = self.register(&mut tx, school).await?;
        let people = self
            .people_with_cards(&mut tx, actor, school, everybody)
            .await?;
        let cards = cards(&register, &people);
        let mut rows = Vec::new();
        for kind in OF_PEOPLE {
            if everybody || kind == DutyKind::Card {
                rows.extend(duties::of_kind(&mut tx, school, kind, until, MOST).await?);
            }
        }
        let late = if everybody {
            duties::overdue(&mut tx, school, late_from).await?
        } else {
            Vec::new()
        };
        drop(tx);
        rows.retain(|row| everybody || cards.contains_key(&row.about));
        rows.sort_unstable_by_key(|row| (row.due, row.id));
        let line = |row: &DutyRow| {
            let card = cards.get(&row.about);
            let event =
                card.and_then(|(event, _)| Some((*event, register.event(*event)?.title.clone())));
            let who = card.map(|(_, who)| *who);
            let name = people.iter().find(|(id, _)| Some(*id) == who);
            Due {
                kind: row.kind,
                event,
                who: name.map(|(_, name)| name.clone()),
                own: who == Some(actor.id),
                due: row.due,
                overdue: row.due <= late_from,
            }
        };
        Ok(Duties {
            all: rows.len(),
            overdue: rows.iter().filter(|row| row.due <= late_from).count(),
            lines: rows.iter().skip(from).take(count).map(line).collect(),
            late_by_itself: late
                .into_iter()
                .filter(|(kind, _)| !OF_PEOPLE.contains(kind))
                .collect(),
            everybody,
        })
    }

    /// Who may have a camera to clear, with what they are called.
    async fn people_with_cards(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        school: SchoolId,
        everybody: bool,
    ) -> Result<Vec<(AccountId, String)>, StreetError> {
        if !everybody {
            return Ok(vec![(actor.id, String::new())]);
        }
        let mut people = Vec::new();
        for row in accounts::list(tx, school).await? {
            let secret = row.sealed.open(&self.key(school, row.id).await?)?;
            people.push((row.id, secret.name.clone()));
        }
        Ok(people)
    }

    /// What somebody brought to an event, and by when their camera is to be
    /// clear.
    ///
    /// # Errors
    /// [`StreetError::NoReceipt`] for who brought nothing to it;
    /// [`StreetError::NoSuch`]; the store's.
    pub async fn receipt(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
    ) -> Result<Receipt, StreetError> {
        actor.may(&[Role::Staff, Role::Editor])?;
        let mut tx = self.db.read().await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        let known = register.event(event).ok_or(StreetError::NoSuch("event"))?;
        let row = card_duty(&mut tx, school, event, actor.id).await?;
        let sent = photos::sent_by(&mut tx, school, event, actor.id).await?;
        let whole = |count: i64| u64::try_from(count).unwrap_or(0);
        Ok(Receipt {
            title: known.title.clone(),
            sent: whole(sent.all),
            kept: whole(sent.kept),
            waiting: whole(sent.waiting),
            due: row.due,
            met: row.met,
            late: row.met.unwrap_or_else(|| self.now()) >= row.due,
        })
    }

    /// Who brought pictures says that none is left in their camera or phone.
    /// Said again, nothing changes. Nobody can say it for somebody else.
    ///
    /// # Errors
    /// [`StreetError::StillChecking`] while a picture of theirs was not opened
    /// yet; as [`House::receipt`].
    pub async fn confirm_cleared(
        &self,
        actor: &Actor,
        school: SchoolId,
        event: EventId,
    ) -> Result<(), StreetError> {
        actor.may(&[Role::Staff, Role::Editor])?;
        let now = self.now();
        let mut tx = self.decide(school).await?;
        self.see_event(&mut tx, actor, school, event).await?;
        let register = self.register(&mut tx, school).await?;
        register.event(event).ok_or(StreetError::NoSuch("event"))?;
        let row = card_duty(&mut tx, school, event, actor.id).await?;
        let sent = photos::sent_by(&mut tx, school, event, actor.id).await?;
        if sent.waiting > 0 {
            return Err(StreetError::StillChecking);
        }
        let which = (DutyKind::Card, row.about);
        if !duties::meet(&mut tx, school, which, now, Some(actor.id)).await? {
            return Ok(());
        }
        let outcome = if now >= row.due { "late" } else { "in-time" };
        for log in Log::ALL {
            let entry = Entry {
                actor: Some(actor.id),
                verb: "clear-camera",
                about: Some(("event", event.0)),
                outcome,
                facts: None,
            };
            log::append(&mut tx, log, school, &entry, now).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The duty to clear somebody's camera of an event, open or met.
async fn card_duty(
    tx: &mut Tx,
    school: SchoolId,
    event: EventId,
    who: AccountId,
) -> Result<DutyRow, StreetError> {
    let about = duties::about(tx, school, card(event, who)).await?;
    let mut cards = about.into_iter().filter(|row| row.kind == DutyKind::Card);
    cards.next().ok_or(StreetError::NoReceipt)
}

/// Whose card of which event a duty can be about.
fn cards(
    register: &Register,
    people: &[(AccountId, String)],
) -> HashMap<Uuid, (EventId, AccountId)> {
    let of_event = |event: &EventId| {
        let event = *event;
        people
            .iter()
            .map(move |(who, _)| (card(event, *who), (event, *who)))
    };
    register.events.iter().flat_map(of_event).collect()
}
