//! Matching arithmetic: pairs of pupils that no machine may tell apart, and
//! pairs of face and pupil that a person has ruled out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Pupils who look alike: siblings, twins, or strangers to each other. A face
/// like one of them always goes to a person, also when the other is not on
/// the roster, since rosters are wrong now and then and twins swap jumpers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    into = "Vec<(K, K)>",
    from = "Vec<(K, K)>",
    bound(
        serialize = "K: Copy + Ord + Serialize",
        deserialize = "K: Copy + Ord + Deserialize<'de>"
    )
)]
pub struct Lookalikes<K>(BTreeMap<K, BTreeSet<K>>);

impl<K: Copy + Ord> Lookalikes<K> {
    /// Nobody.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds a pair; nobody is their own look-alike.
    pub fn add(&mut self, one: K, other: K) {
        if one != other {
            self.0.entry(one).or_default().insert(other);
            self.0.entry(other).or_default().insert(one);
        }
    }

    /// Whether the two are a pair, in either order.
    #[must_use]
    pub fn contains(&self, one: K, other: K) -> bool {
        self.0.get(&one).is_some_and(|set| set.contains(&other))
    }

    /// Whether somebody looks like this pupil.
    #[must_use]
    pub fn has(&self, person: K) -> bool {
        self.0.contains_key(&person)
    }

    /// Every pair once, the lesser key first, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (K, K)> {
        self.0.iter().flat_map(|(one, others)| {
            let later = others.iter().filter(move |other| *other > one);
            later.map(|other| (*one, *other))
        })
    }
}

impl<K: Copy + Ord> Default for Lookalikes<K> {
    fn default() -> Self {
        Self::none()
    }
}

impl<K: Copy + Ord> FromIterator<(K, K)> for Lookalikes<K> {
    fn from_iter<I: IntoIterator<Item = (K, K)>>(pairs: I) -> Self {
        let mut this = Self::none();
        for (one, other) in pairs {
            this.add(one, other);
        }
        this
    }
}

impl<K: Copy + Ord> From<Vec<(K, K)>> for Lookalikes<K> {
    fn from(pairs: Vec<(K, K)>) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K: Copy + Ord> From<Lookalikes<K>> for Vec<(K, K)> {
    fn from(pairs: Lookalikes<K>) -> Self {
        pairs.pairs().collect()
    }
}

/// "This face is not this pupil", as people confirmed. Such a pair never comes
/// back as a candidate, a match or a rival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negatives<F, K>(BTreeSet<(F, K)>);

impl<F: Copy + Ord, K: Copy + Ord> Negatives<F, K> {
    /// Nothing ruled out.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// Rules a pair out.
    pub fn add(&mut self, face: F, person: K) {
        self.0.insert((face, person));
    }

    /// Whether the pair is ruled out.
    #[must_use]
    pub fn contains(&self, face: F, person: K) -> bool {
        self.0.contains(&(face, person))
    }
}

impl<F: Copy + Ord, K: Copy + Ord> Default for Negatives<F, K> {
    fn default() -> Self {
        Self::none()
    }
}

impl<F: Copy + Ord, K: Copy + Ord> FromIterator<(F, K)> for Negatives<F, K> {
    fn from_iter<I: IntoIterator<Item = (F, K)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_alike_goes_both_ways_and_is_listed_once() {
        let pairs: Lookalikes<u8> = [(3, 1), (1, 3), (2, 2)].into_iter().collect();
        assert!(pairs.contains(1, 3) && pairs.contains(3, 1));
        assert!(!pairs.has(2));
        assert_eq!(pairs.pairs().collect::<Vec<_>>(), [(1, 3)]);
        let text = serde_json::to_string(&pairs).unwrap();
        assert_eq!(text, "[[1,3]]");
        assert_eq!(
            serde_json::from_str::<Lookalikes<u8>>(&text).unwrap(),
            pairs
        );
    }
}
