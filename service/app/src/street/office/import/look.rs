//! What an import would change, as it is shown to the office: with names, and
//! under the mark of what is shown.

use std::collections::BTreeSet;

use gatehouse_domain::ids::SubjectId;
use gatehouse_store::log::Hex;
use sha2::{Digest as _, Sha256};

use super::{super::record::called, Agreed, Unanswered, unanswered};
use crate::{
    house::Register,
    import::{self, About, Change, Part, Reach},
    school::{
        MisId, Person,
        sent::{Fault, Reading, Sent, Tally, Which},
    },
};

/// What an import would change, with names. No Debug: it holds them.
pub struct Looked {
    /// Under what it is kept; `None` where it cannot be entered.
    pub id: Option<SubjectId>,
    /// The mark of what is shown: entered is this and nothing else.
    pub mark: String,
    /// Who would be new.
    pub new: Vec<Somebody>,
    /// Who would be called otherwise, and what of it.
    pub changed: Vec<(Somebody, Vec<Part>)>,
    /// First answers that allow something.
    pub first: Vec<Answered>,
    /// Answers that allow more than before: those of one person are agreed to
    /// together.
    pub looser: Vec<Answered>,
    /// Answers that allow less than before.
    pub stricter: Vec<Answered>,
    /// Whom the file lacks.
    pub missing: Vec<Somebody>,
    /// Lines by which the history of permissions grows.
    pub lines: usize,
    /// Guardians of whom something else would be known.
    pub guardians: usize,
    /// What is wrong with the files; a row that is told here is left out.
    pub faults: Vec<Fault>,
    /// Rows about nobody who is known.
    pub unmatched: Vec<(Which, u64)>,
    /// Rows with a yes that gives way to a stricter answer which is no newer, or
    /// with a no that a newer yes on record outweighs.
    pub clashes: Vec<(Which, u64)>,
    /// How the answers of every column were read.
    pub tallies: Vec<Tally>,
    /// New pupils who are perhaps known under another number, and that number.
    /// They are left out until somebody says that they are others.
    pub renumbered: Vec<(MisId, Somebody)>,
    /// Whose new yes does not count: of nobody on record it is known that they
    /// hold parental responsibility.
    pub powerless: Vec<Somebody>,
    /// What the school's own files are called, by their number.
    pub files: Vec<String>,
    /// Answers that count today and that no file speaks of.
    pub unanswered: Vec<Unanswered>,
    /// Whether permissions came and every row could be read, so that the
    /// consents count as imported today once it is said what becomes of those
    /// that are unanswered, and that rows about nobody are about nobody.
    pub renews: bool,
    /// Whether nothing would change.
    pub is_nothing: bool,
}

/// Somebody on the register, or who would be. No Debug: it holds names.
#[derive(Clone)]
pub struct Somebody {
    /// The office's id.
    pub mis_id: MisId,
    /// What they are called.
    pub name: String,
    /// Their class.
    pub class: Option<String>,
}

/// An answer that changes what is allowed. No Debug: it holds a name.
#[derive(Clone)]
pub struct Answered {
    /// Whose.
    pub who: Somebody,
    /// What it is about.
    pub about: About,
    /// What was allowed.
    pub before: Reach,
    /// What would be.
    pub after: Reach,
}

/// Whose answers that allow more are agreed to: only of those who were shown.
pub(super) fn agreed_to(agreed: &Agreed, looked: &Looked) -> BTreeSet<MisId> {
    let shown = looked.looser.iter().map(|one| &one.who.mis_id);
    let wanted = shown.filter(|id| match agreed {
        Agreed::All => true,
        Agreed::Of(ids) => ids.contains(id.as_str()),
    });
    wanted.cloned().collect()
}

/// Notes who has left: only of those who were shown to be missing.
pub(super) fn leave(
    people: &mut [Person],
    looked: &Looked,
    left: &BTreeSet<String>,
    today: jiff::civil::Date,
) {
    let shown: BTreeSet<&MisId> = looked.missing.iter().map(|one| &one.mis_id).collect();
    for person in people {
        if left.contains(person.id.as_str()) && shown.contains(&person.id) {
            person.standing.left_on = Some(today);
            person.biometric.left_on = Some(today);
        }
    }
}

pub(super) fn looked(
    register: &Register,
    sent: &Sent,
    reading: &Reading,
    today: jiff::civil::Date,
) -> Looked {
    let before = &register.school;
    let found = import::difference(before, &reading.people, reading.listed.as_ref(), today);
    let people: std::collections::HashMap<&str, &Person> = reading
        .people
        .iter()
        .map(|person| (person.id.as_str(), person))
        .collect();
    let somebody = |id: &MisId| {
        let person = people.get(id.as_str());
        Somebody {
            mis_id: id.clone(),
            name: person.map(|person| called(person)).unwrap_or_default(),
            class: person.and_then(|person| person.class.clone()),
        }
    };
    let answered = |change: &Change| Answered {
        who: somebody(&change.person),
        about: change.about,
        before: change.before,
        after: change.after,
    };
    // Not of secrets: that what is entered is what was shown, of these files as
    // they were said to be read.
    let told = (&found, reading.faults.len(), &reading.unanswered, sent);
    let told = serde_json::to_vec(&told).unwrap_or_default();
    let mark = Hex(Sha256::digest(told).into()).to_string();
    Looked {
        id: None,
        mark,
        new: found.new.iter().map(somebody).collect(),
        changed: found
            .changed
            .iter()
            .map(|(id, parts)| (somebody(id), parts.clone()))
            .collect(),
        first: found.first.iter().map(answered).collect(),
        looser: found.looser.iter().map(answered).collect(),
        stricter: found.stricter.iter().map(answered).collect(),
        missing: found.missing.iter().map(somebody).collect(),
        lines: found.lines,
        guardians: found.guardians,
        faults: reading.faults.clone(),
        unmatched: reading.unmatched.clone(),
        clashes: reading.clashes.clone(),
        tallies: reading.tallies.clone(),
        renumbered: reading
            .renumbered
            .iter()
            .map(|(new, known)| (new.clone(), somebody(known)))
            .collect(),
        powerless: reading.powerless.iter().map(somebody).collect(),
        files: sent
            .others
            .iter()
            .map(|one| one.table.name.clone())
            .collect(),
        unanswered: unanswered::grouped(&reading.unanswered, somebody),
        // What could not be read may have been a no.
        renews: sent.answers() && reading.faults.is_empty(),
        is_nothing: found.is_nothing(),
    }
}
