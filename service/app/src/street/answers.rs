//! What people say of a face, with what was said before: nobody is told away by
//! another name, and what a safeguarding lead said stays as they said it.

use std::collections::BTreeMap;

use gatehouse_domain::{
    clock::Entropy,
    ids::{FaceId, PersonId, PhotoId, SchoolId},
    role::Role,
};
use gatehouse_store::{db::Tx, faces, seal::SubjectKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Actor, StreetError, dossier::KeptFace};
use crate::{check::Decision, house::House};

/// What is sealed of what was said of a face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Sealed")]
pub(crate) struct Answer {
    /// What counts now.
    pub(crate) said: Decision<PersonId>,
    /// Who it was said to be before, each once.
    pub(crate) before: Vec<PersonId>,
    /// Whether a safeguarding lead said it.
    pub(crate) settled: bool,
}

/// As it may lie there: at first only what counts was kept.
#[derive(Deserialize)]
#[serde(untagged)]
enum Sealed {
    Whole {
        said: Decision<PersonId>,
        before: Vec<PersonId>,
        settled: bool,
    },
    Said(Decision<PersonId>),
}

impl From<Sealed> for Answer {
    fn from(sealed: Sealed) -> Self {
        match sealed {
            Sealed::Whole {
                said,
                before,
                settled,
            } => Self {
                said,
                before,
                settled,
            },
            Sealed::Said(said) => Self::first(said, false),
        }
    }
}

impl Answer {
    const fn first(said: Decision<PersonId>, settled: bool) -> Self {
        Self {
            said,
            before: Vec::new(),
            settled,
        }
    }

    /// The answer after this one; `None` where only a safeguarding lead may
    /// give another.
    fn then(mut self, said: Decision<PersonId>, by_lead: bool) -> Option<Self> {
        if by_lead {
            return Some(Self::first(said, true));
        }
        if self.settled {
            return (self.said == said).then_some(self);
        }
        if let Some(person) = self.said.person()
            && !self.before.contains(&person)
        {
            self.before.push(person);
        }
        Some(Self { said, ..self })
    }
}

impl House {
    /// Keeps what somebody says of faces of one photo: all of it, or nothing.
    ///
    /// # Errors
    /// [`StreetError::SettledByLead`] for another answer than a safeguarding
    /// lead's; the store's, its conflict where there is no such face.
    pub(super) async fn say_of_faces(
        &self,
        tx: &mut Tx,
        (actor, at): (&Actor, Timestamp),
        (school, photo, key): (SchoolId, PhotoId, &SubjectKey),
        said: &[(FaceId, Decision<PersonId>)],
    ) -> Result<(), StreetError> {
        let mut known: BTreeMap<FaceId, Answer> = BTreeMap::new();
        for row in faces::of_photo::<KeptFace, Answer>(tx, school, photo).await? {
            if let Some(answer) = row.decision {
                known.insert(row.id, answer.open(key)?);
            }
        }
        let by_lead = actor.roles.contains(&Role::Dsl);
        for (face, said) in said {
            let answer = match known.remove(face) {
                Some(before) => before.then(*said, by_lead),
                None => Some(Answer::first(*said, by_lead)),
            };
            let answer = answer.ok_or(StreetError::SettledByLead)?;
            let which = (photo, *face);
            let chance: (&SubjectKey, &dyn Entropy) = (key, &*self.entropy);
            faces::decide(tx, school, which, chance, &answer, (actor.id, at)).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ONE: PersonId = PersonId(Uuid::from_u128(1));
    const TWO: PersonId = PersonId(Uuid::from_u128(2));

    #[test]
    fn another_name_does_not_make_the_first_forgotten() {
        let answer = Answer::first(Decision::Is(ONE), false);
        let visitor = Decision::Visitor { agreed: true };
        let answer = answer.then(Decision::Is(TWO), false).unwrap();
        let answer = answer.then(visitor, false).unwrap();
        let answer = answer.then(Decision::Is(TWO), false).unwrap();
        assert_eq!(answer.said, Decision::Is(TWO));
        assert_eq!(answer.before, [ONE, TWO]);
    }

    #[test]
    fn what_a_safeguarding_lead_said_only_they_change() {
        let answer = Answer::first(Decision::Is(ONE), false);
        let answer = answer.then(Decision::Is(TWO), true).unwrap();
        assert!(answer.before.is_empty(), "they knew what was said before");
        assert_eq!(answer.clone().then(Decision::Is(ONE), false), None);
        let same = answer.clone().then(Decision::Is(TWO), false);
        assert_eq!(same, Some(answer.clone()), "the form said the same again");
        assert!(answer.then(Decision::Is(ONE), true).is_some());
    }

    #[test]
    fn an_answer_that_was_kept_alone_is_read() {
        let alone = serde_json::to_string(&Decision::Is(ONE)).unwrap();
        let answer: Answer = serde_json::from_str(&alone).unwrap();
        assert_eq!(answer, Answer::first(Decision::Is(ONE), false));
        let whole = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&whole).unwrap(), answer);
    }
}
