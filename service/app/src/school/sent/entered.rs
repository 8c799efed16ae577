//! What holds of somebody's answers becomes a line of the history, as the
//! office's own file would write it; of what is known already nothing is added.

use std::{collections::BTreeMap, sync::LazyLock};

use gatehouse_domain::{
    biometric::{Answer, GuardianFacts, Relation},
    permission::{Decision, Giver, Naming, PermissionRow, Purpose},
};
use jiff::civil::Date;

use super::{Kind, Other, Reader, Row, Which, others::columns, permissions};
use crate::import::{giver::FIRST, mapping::Role, settle::Settled, words::Word};

static ANSWER_COLUMNS: LazyLock<BTreeMap<String, usize>> =
    LazyLock::new(|| columns(&permissions::ANSWER));

impl Reader<'_> {
    pub(super) fn settled(&mut self, others: &[Other], settled: &Settled) {
        let (file, line, column) = settled.at;
        let other = others.get(usize::from(file));
        let mapping = other.and_then(|other| other.mapping.as_ref());
        let rules = &self.before.profile.rules;
        let Some(person) = self.reading.people.get_mut(settled.person) else {
            return;
        };
        // What was said of taking pictures at all is another matter.
        let rows: Vec<&PermissionRow> = person
            .standing
            .rows
            .iter()
            .filter(|row| row.detail.purpose == Purpose::Using && row.channel == settled.channel)
            .collect();
        let Some(decision) = decision(settled, &rows) else {
            return;
        };
        let granted = decision == Decision::Granted;
        let first = granted && settled.giver == FIRST && person.kind == Kind::Pupil;
        if first && person.biometric.guardians.is_empty() {
            // Somebody answered: there is a parent. That they hold parental
            // responsibility is known only if somebody says so.
            let responsible = mapping.is_some_and(|mapping| mapping.responsible);
            person.biometric.guardians.push(GuardianFacts {
                relation: if responsible {
                    Relation::Parent
                } else {
                    Relation::ParentWithout
                },
                notified_on: None,
                exception: None,
                answer: Answer::None,
            });
            person.settle(rules);
        }
        let word = match decision {
            Decision::Granted => "granted",
            Decision::Refused => "refused",
            Decision::Withdrawn => "withdrawn",
        };
        let naming = if granted && settled.named {
            "with-first-name"
        } else {
            "picture-only"
        };
        let day = settled.given_on.unwrap_or(self.today).to_string();
        let cells = [
            person.id.as_str(),
            settled.channel.code(),
            naming,
            word,
            "consent",
            &settled.giver,
            &day,
            "",
            settled.method,
        ];
        let record = csv::StringRecord::from(cells.to_vec());
        let made = Row::made("", line, &ANSWER_COLUMNS, record);
        let which = Which::Other(file);
        if let Err(error) = self.permission(which, &made) {
            self.note(which, error);
            self.name_column(|clean| {
                let role = match clean {
                    "given_by" => Role::Giver,
                    "given_on" => Role::GivenOn,
                    "method" => Role::Method,
                    _ => Role::Ignore,
                };
                let own = mapping?.column(role).filter(|_| role != Role::Ignore);
                Some(other?.table.heading(own.unwrap_or(column)))
            });
        }
    }
}

/// What is to be added to a history on one channel; nothing where it says so
/// already. An answer without a day is news only if it says something else.
fn decision(settled: &Settled, rows: &[&PermissionRow]) -> Option<Decision> {
    let newest = |giver: Giver| {
        let own = rows.iter().filter(|row| row.given_by == giver);
        own.max_by_key(|row| (row.given_on, row.decision, std::cmp::Reverse(row.naming)))
    };
    let own = permissions::giver(&settled.giver).ok().and_then(newest);
    let granted = own.filter(|row| row.decision == Decision::Granted);
    match settled.word {
        Word::Yes => {
            let named = Naming::WithFirstName;
            let same = granted.is_some_and(|row| (row.naming == named) == settled.named);
            (settled.given_on.is_some() || !same).then_some(Decision::Granted)
        }
        Word::No => {
            let same = own.is_some() && granted.is_none();
            (settled.given_on.is_some() || !same).then_some(Decision::Refused)
        }
        // Nobody answered: what was a yes is none any more.
        Word::NoAnswer => {
            let stands = |row: &&&PermissionRow| {
                row.decision == Decision::Granted
                    && settled.given_on.is_none_or(|day: Date| row.given_on <= day)
            };
            let mut givers: Vec<Giver> = rows.iter().map(|row| row.given_by).collect();
            givers.dedup();
            let all: Vec<_> = givers.into_iter().filter_map(newest).collect();
            let allowed = all.iter().all(|row| row.decision == Decision::Granted);
            (allowed && all.iter().any(stands)).then_some(Decision::Withdrawn)
        }
    }
}

#[cfg(test)]
mod tests;
