//! Pupils who look alike: pairs whom the machine cannot tell apart at the score
//! from which it would name somebody, and pairs that the office knows. A face
//! of either always goes to a person.

use gatehouse_domain::{ids::SchoolId, role::Role};
use gatehouse_store::log::{self, Entry, Log};

use super::{
    Actor, StreetError,
    person_sheet::{Line, lines},
};
use crate::{
    house::{House, Register},
    school::PersonKey,
};

/// Who may know how many there are.
const COUNTERS: [Role; 4] = [Role::Dsl, Role::Office, Role::Head, Role::Dpo];
/// Who may know who they are.
const KNOWERS: [Role; 2] = [Role::Dsl, Role::Office];

/// How many pairs there are, and what they were worked out from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlikeNumbers {
    /// Pairs in all.
    pub all: usize,
    /// Those that were found among the enrolled.
    pub found: usize,
    /// Those that the office knows.
    pub told: usize,
    /// What they were found in; none where nobody is enrolled.
    pub searched: Option<Searched>,
}

/// What look-alikes were found in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Searched {
    /// Pupils who are enrolled.
    pub pupils: usize,
    /// Pictures of them, each of which was compared with all others.
    pub pictures: usize,
    /// From this score on a face would be named, were it nobody's look-alike.
    pub named_from: f32,
    /// So near to that, two pupils count as alike.
    pub margin: f32,
}

/// Two pupils who look alike. No Debug: it holds names.
pub struct AlikePair {
    /// One.
    pub one: Line,
    /// The other.
    pub other: Line,
    /// Whether the office knows them.
    pub told: bool,
    /// Whether they were found among the enrolled.
    pub found: bool,
}

impl House {
    /// How many pairs of pupils look alike.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`]; the store's.
    pub async fn alike_numbers(
        &self,
        actor: &Actor,
        school: SchoolId,
    ) -> Result<AlikeNumbers, StreetError> {
        actor.may(&COUNTERS)?;
        Ok(numbers(&*self.now_register(school).await?))
    }

    /// Who they are, by name: `count` pairs from place `from` on. That it was
    /// read is written down.
    ///
    /// # Errors
    /// [`StreetError::RoleMissing`] for anybody but the DSL and the office; the
    /// store's.
    pub async fn alike_pairs(
        &self,
        actor: &Actor,
        school: SchoolId,
        (from, count): (usize, usize),
    ) -> Result<Vec<AlikePair>, StreetError> {
        actor.may(&KNOWERS)?;
        let mut tx = self.decide(school).await?;
        let entry = Entry {
            actor: Some(actor.id),
            verb: "read-look-alikes",
            about: Some(("school", school.0)),
            outcome: "done",
            facts: None,
        };
        log::append(&mut tx, Log::Access, school, &entry, self.now()).await?;
        tx.commit().await?;
        let register = self.now_register(school).await?;
        Ok(pairs(&register)
            .into_iter()
            .skip(from)
            .take(count)
            .collect())
    }
}

fn numbers(register: &Register) -> AlikeNumbers {
    let faces = register.faces.as_ref();
    AlikeNumbers {
        all: register.alike().pairs().count(),
        found: faces.map_or(0, |faces| faces.calibration.found.len()),
        told: register.school.lookalikes.pairs().count(),
        searched: faces.map(|faces| Searched {
            pupils: faces.calibration.pupils,
            pictures: faces.calibration.searches,
            named_from: faces.thresholds().match_threshold(),
            margin: faces.thresholds().margin(),
        }),
    }
}

/// All pairs, in the order of the names.
fn pairs(register: &Register) -> Vec<AlikePair> {
    let found = |one: PersonKey, other: PersonKey| {
        let faces = register.faces.as_ref();
        let mut found = faces.into_iter().flat_map(|faces| &faces.calibration.found);
        found.any(|pair| (pair.one, pair.other) == (one, other))
    };
    let both = |(one, other): (PersonKey, PersonKey)| {
        let school = &register.school;
        let people = [one, other].map(|key| school.person(key).map(|person| (key, person)));
        let people = people.into_iter().collect::<Option<Vec<_>>>()?;
        let mut people = lines(register, people, (0, 2)).into_iter();
        Some(AlikePair {
            one: people.next()?,
            other: people.next()?,
            told: school.lookalikes.contains(one, other),
            found: found(one, other),
        })
    };
    let mut all: Vec<AlikePair> = register.alike().pairs().filter_map(both).collect();
    let name = |pair: &AlikePair| (pair.one.name.clone(), pair.other.name.clone());
    all.sort_by_cached_key(name);
    all
}
