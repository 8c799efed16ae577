//! The rows of `guardians.csv`: every guardian at their place, of two rows about
//! one the stricter, and what the file has no column for as it was.

use std::collections::BTreeMap;

use gatehouse_domain::{
    biometric::{Answer, GuardianFacts, Relation},
    permission::Giver,
};

use super::{super::guardians, Fault, Reader, Which, permissions};

impl Reader<'_> {
    /// Every guardian at their place; of two rows about one the stricter counts.
    pub(super) fn guardians(&mut self, text: &str) {
        let mut found: BTreeMap<(usize, u16), Found> = BTreeMap::new();
        self.each(Which::Guardians, text, guardians::COLUMNS, |reader, row| {
            let place = row.parsed("guardian", guardian_place)?;
            let facts = guardians::guardian(row)?;
            let Some(person) = reader.of(Which::Guardians, row)? else {
                return Ok(());
            };
            let new = Found {
                line: row.line(),
                signs: row.has("exception_signed_on"),
                facts,
            };
            let at = (person, place);
            let strictest = match found.remove(&at) {
                Some(before) => Found {
                    facts: stricter(before.facts, new.facts),
                    ..new
                },
                None => new,
            };
            found.insert(at, strictest);
            Ok(())
        });
        for ((person, place), found) in found {
            let Some(person) = self.reading.people.get_mut(person) else {
                continue;
            };
            let all = &mut person.biometric.guardians;
            let at = usize::from(place);
            if let Some(known) = all.get_mut(at) {
                *known = found.over(known);
            } else if at == all.len() {
                all.push(found.facts);
            } else {
                self.reading.faults.push(Fault {
                    file: Which::Guardians,
                    line: Some(found.line),
                    column: Some("guardian".into()),
                    says: format!("guardian {at} is missing: number guardians from 1 without gaps"),
                });
            }
        }
    }
}

/// What a file says of one guardian.
struct Found {
    line: u64,
    /// Whether the file tells who signed an exception.
    signs: bool,
    facts: GuardianFacts,
}

impl Found {
    /// What holds from now on. What the file has no column for stays: what
    /// somebody is to the pupil, and who signed an exception.
    fn over(&self, known: &GuardianFacts) -> GuardianFacts {
        let relation = match (known.relation, self.facts.relation) {
            // What else somebody is to the pupil the file does not tell; that
            // they hold no responsibility it does.
            (Relation::Contact, _) => Relation::Contact,
            (Relation::Responsible, Relation::Parent) => Relation::Responsible,
            (_, told) => told,
        };
        let mut facts = GuardianFacts {
            relation,
            ..self.facts
        };
        if !self.signs
            && let (Some(new), Some(old)) = (facts.exception.as_mut(), known.exception)
            && new.ground == old.ground
        {
            new.signed_on = old.signed_on;
        }
        facts
    }
}

fn guardian_place(text: &str) -> Result<u16, &'static str> {
    const SAYS: &str = "use guardian 1, guardian 2 and so on";
    let long = format!("guardian {text}");
    let text = if text.chars().all(|c| c.is_ascii_digit()) {
        long.as_str()
    } else {
        text
    };
    match permissions::giver(text) {
        Ok(Giver::Guardian(place)) if place < 20 => Ok(place),
        _ => Err(SAYS),
    }
}

/// The stricter of two rows about one guardian, in each thing by itself.
fn stricter(one: GuardianFacts, other: GuardianFacts) -> GuardianFacts {
    let strictness = |answer: &Answer| match answer {
        Answer::Consented { method, .. } if method.is_written() => 0,
        Answer::Consented { .. } => 1,
        Answer::None => 2,
        Answer::Withdrawn => 3,
        Answer::Objected => 4,
    };
    let answer = if strictness(&one.answer) > strictness(&other.answer) {
        one.answer
    } else {
        other.answer
    };
    GuardianFacts {
        relation: if one.relation.has_responsibility() {
            other.relation
        } else {
            one.relation
        },
        notified_on: one
            .notified_on
            .zip(other.notified_on)
            .map(|(a, b)| a.max(b)),
        exception: other.exception.filter(|_| one.exception == other.exception),
        answer,
    }
}
