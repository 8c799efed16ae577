//! A policy file as it is written, and what becomes of it once it is checked.

use gatehouse_captions::Profile as WordsProfile;
use gatehouse_domain::{policy::Rules, retention::RetentionRules};
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::{
    Clause, Fault, Kept, Policy, Settings,
    check::{self, Faults},
};

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Raw {
    pub(super) name: Spanned<String>,
    pub(super) title: Spanned<String>,
    pub(super) school: Spanned<String>,
    pub(super) version: Spanned<u32>,
    pub(super) review_by: Spanned<Date>,
    pub(super) consents: RawConsents,
    pub(super) rules: Spanned<Rules>,
    pub(super) words: WordsProfile,
    pub(super) retention: RetentionRules,
    #[serde(rename = "clause", default)]
    pub(super) clauses: Vec<Spanned<RawClause>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawConsents {
    pub(super) fresh_days: Spanned<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawClause {
    pub(super) id: Spanned<String>,
    pub(super) heading: Spanned<String>,
    pub(super) asks: Spanned<String>,
    pub(super) kept: Spanned<String>,
    #[serde(default)]
    pub(super) codes: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) duties: Vec<Spanned<String>>,
    pub(super) record: Option<Spanned<String>>,
    pub(super) why: Option<Spanned<String>>,
}

/// Reads and checks the file.
pub(super) fn parse(text: &str) -> Result<Policy, Vec<Fault>> {
    let raw: Raw = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Fault {
            line: check::line(text, at),
            says: error.message().to_owned(),
        }]
    })?;
    let mut faults = Faults::new(text);
    check::head(&raw, &mut faults);
    check::rules(&raw.rules, *raw.version.get_ref(), &mut faults);
    check::clauses(&raw.clauses, &mut faults);
    let clauses = raw.clauses.into_iter().map(Spanned::into_inner);
    let clauses = clauses
        .filter_map(|clause| clause.checked(&mut faults))
        .collect();
    faults.none()?;
    let version = raw.version.into_inner();
    Ok(Policy {
        name: raw.name.into_inner(),
        title: raw.title.into_inner(),
        school: raw.school.into_inner(),
        version,
        review_by: raw.review_by.into_inner(),
        settings: Settings {
            fresh_days: raw.consents.fresh_days.into_inner(),
            rules: Rules {
                version,
                ..raw.rules.into_inner()
            },
            words: raw.words,
            retention: raw.retention,
        },
        clauses,
    })
}

impl RawClause {
    /// The clause, or nothing where something of it is wrong.
    fn checked(self, faults: &mut Faults<'_>) -> Option<Clause> {
        let kept = check::kept(&self, faults)?;
        let duties = self.duties.iter().filter_map(|duty| {
            let told = check::duty(duty.get_ref());
            if told.is_none() {
                faults.add(duty, "there is no such duty: see the table of periods");
            }
            told
        });
        let duties = duties.collect();
        Some(Clause {
            id: self.id.into_inner(),
            heading: self.heading.into_inner(),
            asks: self.asks.into_inner(),
            kept,
            codes: self.codes.into_iter().map(Spanned::into_inner).collect(),
            duties,
            record: self.record.map(Spanned::into_inner),
            why: self.why.map(Spanned::into_inner),
        })
    }

    /// The words of `kept`.
    pub(super) fn kept(&self) -> Option<Kept> {
        let told = self.kept.get_ref();
        Kept::ALL.into_iter().find(|kept| kept.code() == told)
    }
}
