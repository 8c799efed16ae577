//! The end of the way: every copy has a duty with a deadline from the moment
//! it exists (UK GDPR Article 5(1)(e), storage limitation).
//!
//! Deadlines that people keep are told by the clock on the wall of an English
//! or Welsh school, so they are right across the changes to and from summer
//! time; hours are counted as they pass.

use jiff::{
    Span, Timestamp, ToSpan, Zoned,
    civil::{Time, time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// The United Kingdom's time since 1996 (Summer Time Order 2002): an hour
/// ahead from 01:00 UTC on the last Sunday of March to that of October. Written
/// out, so that no machine needs a time zone database for it.
const EUROPE_LONDON: &str = "GMT0BST,M3.5.0/1,M10.5.0";

/// The zone of every civil deadline.
#[must_use]
pub fn school_time_zone() -> TimeZone {
    // The text is a constant that a test reads; UTC is never more than an hour
    // out and never later than the deadline in summer.
    TimeZone::posix(EUROPE_LONDON).unwrap_or(TimeZone::UTC)
}

/// What has to end. The anchor is the moment from which its period counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyKind {
    /// The pictures still in the camera. Anchor: their upload.
    Card,
    /// The file as uploaded, in quarantine. Anchor: its arrival. It goes as
    /// soon as the cleaned master is verified; this is the latest.
    Original,
    /// A picture that was refused. Anchor: the refusal.
    Refused,
    /// A picture that no release used: destroyed or returned to the parent.
    /// Anchor: the close of its event.
    Unused,
    /// Master and renditions. Anchor: the end of the last release.
    Master,
    /// A publication to be looked at again. Anchor: its publication.
    PublicationReview,
    /// A pupil's template. Anchor: its making.
    Template,
    /// An export or subject access file. Anchor: its making.
    Export,
    /// A line of the access log. Anchor: its writing.
    AccessLog,
    /// Evidence of a clearance, publication or destruction. Anchor: the
    /// take-down, or the destruction where nothing was published.
    Evidence,
    /// A backup. Anchor: its making.
    Backup,
}

impl DutyKind {
    /// Every kind, in the order of the tables.
    pub const ALL: [Self; 11] = [
        Self::Card,
        Self::Original,
        Self::Refused,
        Self::Unused,
        Self::Master,
        Self::PublicationReview,
        Self::Template,
        Self::Export,
        Self::AccessLog,
        Self::Evidence,
        Self::Backup,
    ];

    /// The stable kebab-case code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Original => "original",
            Self::Refused => "refused",
            Self::Unused => "unused",
            Self::Master => "master",
            Self::PublicationReview => "publication-review",
            Self::Template => "template",
            Self::Export => "export",
            Self::AccessLog => "access-log",
            Self::Evidence => "evidence",
            Self::Backup => "backup",
        }
    }
}

/// A copy's end: what kind, by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Duty {
    /// The moment from which on it is overdue.
    pub due: Timestamp,
    /// What has to end.
    pub kind: DutyKind,
}

/// How long something may last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// So many hours as they pass.
    Hours(u16),
    /// The same time of day so many days later.
    Days(u16),
    /// The same day and time so many months later, or the month's last day.
    Months(u16),
    /// The same day and time so many years later.
    Years(u16),
    /// That time on the same day; what comes after it is due by the day's end.
    SameDayAt(Time),
}

impl Period {
    /// When it is over. Never before `anchor`. At the end of the calendar it
    /// is over at once, since keeping for ever is what may not happen.
    fn end(self, anchor: &Zoned) -> Timestamp {
        let later = |span: Span| anchor.checked_add(span).ok();
        let end = match self {
            Self::Hours(count) => later(i64::from(count).hours()),
            Self::Days(count) => later(i32::from(count).days()),
            Self::Months(count) => later(i32::from(count).months()),
            Self::Years(count) => i16::try_from(count).ok().and_then(|n| later(n.years())),
            Self::SameDayAt(at) => {
                let day = anchor.date();
                let wanted = day.to_zoned_at(at, anchor);
                wanted.filter(|wanted| wanted >= anchor).or_else(|| {
                    let tomorrow = day.tomorrow().ok()?;
                    tomorrow.to_zoned_at(Time::midnight(), anchor)
                })
            }
        };
        end.map_or(anchor.timestamp(), |end| end.timestamp())
    }

    /// Whether it can never be longer than `hours`, or `days` where it counts
    /// days, or `months` of it.
    const fn is_at_most(self, hours: u16, days: u16, months: u16) -> bool {
        match self {
            Self::Hours(count) => count <= hours,
            Self::Days(count) => count <= days,
            Self::Months(count) => count <= months,
            Self::Years(count) => count <= months / 12,
            Self::SameDayAt(_) => hours >= 24,
        }
    }
}

trait ToZonedAt {
    /// A local date and time in the zone of `like`; in the hour that summer
    /// time leaves out an hour later, in the hour it repeats the first.
    fn to_zoned_at(self, at: Time, like: &Zoned) -> Option<Zoned>;
}

impl ToZonedAt for jiff::civil::Date {
    fn to_zoned_at(self, at: Time, like: &Zoned) -> Option<Zoned> {
        self.to_datetime(at).to_zoned(like.time_zone().clone()).ok()
    }
}

/// A period that the law or the house does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRules {
    /// Originals are never kept longer than a day.
    #[error("originals may be kept 24 hours at most: lower the period for originals")]
    Original,
    /// Templates are never kept longer than a year.
    #[error("templates may be kept 12 months at most: lower the period for templates")]
    Template,
    /// The picture on the card must be gone in a day.
    #[error("pictures may stay in a camera 24 hours at most: lower the period for cards")]
    Card,
    /// Longer than anybody can mean.
    #[error("a period is longer than 100 years: lower it")]
    TooLong,
}

/// How long each kind may last: the profile's, checked when it is read. What a
/// profile leaves out has its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Periods", into = "Periods")]
pub struct RetentionRules(Periods);

/// The periods as they are written in a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Periods {
    /// [`DutyKind::Card`]: 17:00 the same day.
    pub card: Period,
    /// [`DutyKind::Original`]: 24 hours; no more is allowed.
    pub original: Period,
    /// [`DutyKind::Refused`]: 7 days.
    pub refused: Period,
    /// [`DutyKind::Unused`]: 14 days.
    pub unused: Period,
    /// [`DutyKind::Master`]: at once.
    pub master: Period,
    /// [`DutyKind::PublicationReview`]: 12 months.
    pub publication_review: Period,
    /// [`DutyKind::Template`]: 12 months; no more is allowed.
    pub template: Period,
    /// [`DutyKind::Export`]: 7 days.
    pub export: Period,
    /// [`DutyKind::AccessLog`]: 6 months.
    pub access_log: Period,
    /// [`DutyKind::Evidence`]: 6 years, the time to bring most claims
    /// (Limitation Act 1980 ss.2, 5).
    pub evidence: Period,
    /// [`DutyKind::Backup`]: 35 days.
    pub backup: Period,
}

impl Default for Periods {
    fn default() -> Self {
        Self {
            card: Period::SameDayAt(time(17, 0, 0, 0)),
            original: Period::Hours(24),
            refused: Period::Days(7),
            unused: Period::Days(14),
            master: Period::Hours(0),
            publication_review: Period::Months(12),
            template: Period::Months(12),
            export: Period::Days(7),
            access_log: Period::Months(6),
            evidence: Period::Years(6),
            backup: Period::Days(35),
        }
    }
}

impl Periods {
    /// The period of one kind.
    #[must_use]
    pub const fn of(&self, kind: DutyKind) -> Period {
        match kind {
            DutyKind::Card => self.card,
            DutyKind::Original => self.original,
            DutyKind::Refused => self.refused,
            DutyKind::Unused => self.unused,
            DutyKind::Master => self.master,
            DutyKind::PublicationReview => self.publication_review,
            DutyKind::Template => self.template,
            DutyKind::Export => self.export,
            DutyKind::AccessLog => self.access_log,
            DutyKind::Evidence => self.evidence,
            DutyKind::Backup => self.backup,
        }
    }
}

impl RetentionRules {
    /// Checked rules.
    ///
    /// # Errors
    /// [`BadRules`] names the period that is too long.
    pub fn new(periods: Periods) -> Result<Self, BadRules> {
        // A civil day can have 25 hours, so a limit in hours allows no days.
        if !periods.original.is_at_most(24, 0, 0) || periods.original.is_same_day() {
            return Err(BadRules::Original);
        }
        if !periods.card.is_at_most(24, 0, 0) {
            return Err(BadRules::Card);
        }
        if !periods.template.is_at_most(24 * 365, 365, 12) {
            return Err(BadRules::Template);
        }
        let sane = |kind| periods.of(kind).is_at_most(u16::MAX, 36_500, 1200);
        if !DutyKind::ALL.into_iter().all(sane) {
            return Err(BadRules::TooLong);
        }
        Ok(Self(periods))
    }

    /// The periods.
    #[must_use]
    pub const fn periods(&self) -> &Periods {
        &self.0
    }

    /// By when something of this kind must have ended, counted from its anchor
    /// (see [`DutyKind`]). Total; never before the anchor.
    #[must_use]
    pub fn deadline(&self, kind: DutyKind, anchor: Timestamp) -> Timestamp {
        self.0.of(kind).end(&anchor.to_zoned(school_time_zone()))
    }

    /// The newest moment whose period of this kind is over by `now`; `None`
    /// where no moment's is.
    #[must_use]
    pub fn anchor_of(&self, kind: DutyKind, now: Timestamp) -> Option<Timestamp> {
        let here = now.to_zoned(school_time_zone());
        let span = match self.0.of(kind) {
            Period::Hours(count) => i64::from(count).hours(),
            Period::Days(count) => i32::from(count).days(),
            Period::Months(count) => i32::from(count).months(),
            Period::Years(count) => i16::try_from(count).ok()?.years(),
            Period::SameDayAt(_) => return None,
        };
        let anchor = here.checked_sub(span).ok()?.timestamp();
        (self.deadline(kind, anchor) <= now).then_some(anchor)
    }

    /// The duty that goes with that deadline.
    #[must_use]
    pub fn duty(&self, kind: DutyKind, anchor: Timestamp) -> Duty {
        Duty {
            due: self.deadline(kind, anchor),
            kind,
        }
    }

    /// When a publication is looked at again: after its period, or earlier
    /// when a permission in it ends or a pupil in it leaves.
    #[must_use]
    pub fn review(&self, published: Timestamp, earlier: &[Timestamp]) -> Duty {
        let duty = self.duty(DutyKind::PublicationReview, published);
        let due = earlier.iter().copied().fold(duty.due, Timestamp::min);
        Duty { due, ..duty }
    }
}

impl Period {
    const fn is_same_day(self) -> bool {
        matches!(self, Self::SameDayAt(_))
    }
}

impl TryFrom<Periods> for RetentionRules {
    type Error = BadRules;

    fn try_from(periods: Periods) -> Result<Self, BadRules> {
        Self::new(periods)
    }
}

impl From<RetentionRules> for Periods {
    fn from(rules: RetentionRules) -> Self {
        rules.0
    }
}

#[cfg(test)]
mod tests;
