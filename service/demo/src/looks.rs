//! What everybody of the story looks like, from one number.

use std::collections::BTreeMap;

use gatehouse_drawing::Look;

use crate::story::pupils::{ADULTS, PUPILS, Pupil};

/// Looks by id, and of people the school does not know.
#[derive(Debug)]
pub(crate) struct Looks {
    known: BTreeMap<&'static str, Look>,
    strangers: Vec<Look>,
}

/// Strangers who may be cast.
const STRANGERS: usize = 4;

impl Looks {
    /// Draws lots for everybody. One gallery holds pupils and strangers, so
    /// that a stranger is as unlike every pupil as pupils are to each other;
    /// its first people, who are the most unlike, go to the classes that are
    /// matched. Within two classes the youngest faces go to the younger.
    pub(crate) fn new(number: u64) -> Self {
        let mut gallery = Look::gallery(number, PUPILS.len() + STRANGERS);
        let strangers = gallery.split_off(PUPILS.len().min(gallery.len()));
        let (matched, named): (Vec<&Pupil>, Vec<&Pupil>) =
            PUPILS.iter().partition(|pupil| pupil.class.is_matched());
        let mut others = gallery.split_off(matched.len().min(gallery.len()));
        let mut known = BTreeMap::new();
        for (pupils, looks) in [(matched, &mut gallery), (named, &mut others)] {
            looks.sort_by(|a, b| a.age.total_cmp(&b.age));
            known.extend(pupils.iter().map(|pupil| pupil.id).zip(looks.drain(..)));
        }
        for pupil in PUPILS {
            let other = pupil.twin_of.and_then(|other| known.get(other));
            if let Some(twin) = other.map(|other| other.lookalike(number)) {
                known.insert(pupil.id, twin);
            }
        }
        for (adult, step) in ADULTS.iter().zip(1u64..) {
            known.insert(adult.id, Look::adult(number.wrapping_add(step)));
        }
        Self { known, strangers }
    }

    /// Somebody of the school.
    pub(crate) fn known(&self, id: &str) -> Option<&Look> {
        self.known.get(id)
    }

    /// Somebody the school does not know.
    pub(crate) fn stranger(&self, number: u64) -> Option<&Look> {
        usize::try_from(number)
            .ok()
            .and_then(|place| self.strangers.get(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_look_and_the_same_number_gives_the_same() {
        let (one, same) = (Looks::new(5), Looks::new(5));
        for id in PUPILS
            .iter()
            .map(|p| p.id)
            .chain(ADULTS.iter().map(|a| a.id))
        {
            assert!(one.known(id).is_some());
            assert_eq!(one.known(id), same.known(id));
        }
        assert_ne!(one.known("S01"), Looks::new(6).known("S01"));
    }
}
