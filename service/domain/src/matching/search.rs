//! Matching arithmetic: a register searched with its own reference photos,
//! the only photos whose right answer is known.

use super::{
    gallery::{BadGallery, Gallery},
    mean::RegisterMean,
    metrics::{MatedSearch, NonMatedSearch, OpenSet, Verification},
    pairs::Lookalikes,
    template::{Enrolment, Template},
};
use crate::Embedding;

/// A register ready to be searched with its own photos: everything centred.
pub(super) struct Trial<K> {
    pub(super) pupils: Vec<Centred<K>>,
}

/// A pupil's photos and template, centred.
pub(super) struct Centred<K> {
    pub(super) key: K,
    pub(super) photos: Vec<Embedding>,
    pub(super) template: Embedding,
    /// For each photo, the template that the pupil's other photos make; empty
    /// for a pupil with a single photo.
    left_out: Vec<Embedding>,
}

/// The templates of a whole register.
pub(super) fn templates<K: Copy>(
    register: &[Enrolment<K>],
) -> Result<Vec<Template<K>>, BadGallery> {
    register
        .iter()
        .map(|pupil| pupil.template().map_err(|_| BadGallery::ForeignTemplate))
        .collect()
}

impl<K: Copy + Ord> Trial<K> {
    /// Centres everything; pupils come in the order of their keys.
    pub(super) fn new(register: &[Enrolment<K>], mean: &RegisterMean) -> Result<Self, BadGallery> {
        let gallery = Gallery::new(&templates(register)?, mean.clone())?;
        let mut ordered: Vec<_> = register.iter().collect();
        ordered.sort_by_key(|pupil| pupil.key);
        let pupils = ordered
            .into_iter()
            .zip(gallery.templates())
            .map(|(pupil, (key, template))| {
                Ok(Centred {
                    key,
                    photos: centre_all(mean, pupil.references.iter().cloned())?,
                    template: template.clone(),
                    left_out: leave_each_out(mean, &pupil.references)?,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { pupils })
    }

    /// Scores of a photo against everybody but its own pupil.
    fn others<'a>(&'a self, own: K, photo: &'a Embedding) -> impl Iterator<Item = (K, f32)> + 'a {
        let others = self.pupils.iter().filter(move |pupil| pupil.key != own);
        others.map(|pupil| (pupil.key, photo.cosine(&pupil.template)))
    }

    /// Every photo's search, with a pupil's own template left out: a search by
    /// somebody who is not enrolled. Pairs in `apart` are left out too.
    pub(super) fn nonmated(&self, apart: &Lookalikes<K>) -> Vec<NonMatedSearch> {
        let photos = self
            .pupils
            .iter()
            .flat_map(|pupil| pupil.photos.iter().map(|photo| (pupil.key, photo)));
        photos
            .filter_map(|(own, photo)| {
                let scores = self
                    .others(own, photo)
                    .filter(|(key, _)| !apart.contains(own, *key))
                    .map(|(_, score)| score);
                let (best, second) = two_highest(scores);
                best.map(|best| NonMatedSearch { best, second })
            })
            .collect()
    }

    /// Every photo's search with the pupil's other photos as their template.
    pub(super) fn mated(&self) -> Vec<MatedSearch> {
        let searches = self.pupils.iter().flat_map(|pupil| {
            let photos = pupil.photos.iter().zip(&pupil.left_out);
            photos.map(|(photo, own)| MatedSearch {
                own: photo.cosine(own),
                best_other: two_highest(self.others(pupil.key, photo).map(|s| s.1)).0,
            })
        });
        searches.collect()
    }
}

fn centre_all(
    mean: &RegisterMean,
    photos: impl Iterator<Item = Embedding>,
) -> Result<Vec<Embedding>, BadGallery> {
    photos
        .map(|photo| mean.centre(&photo).map_err(|_| BadGallery::ForeignTemplate))
        .collect()
}

fn leave_each_out(mean: &RegisterMean, photos: &[Embedding]) -> Result<Vec<Embedding>, BadGallery> {
    if photos.len() < 2 {
        return Ok(Vec::new());
    }
    let without = (0..photos.len()).map(|skip| {
        let rest: Vec<_> = photos
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != skip)
            .map(|(_, photo)| photo.clone())
            .collect();
        Embedding::mean_of(&rest).map_err(|_| BadGallery::ForeignTemplate)
    });
    centre_all(mean, without.collect::<Result<Vec<_>, _>>()?.into_iter())
}

fn two_highest(scores: impl Iterator<Item = f32>) -> (Option<f32>, Option<f32>) {
    scores.fold((None, None), |(best, second), score| {
        if best.is_none_or(|best| score > best) {
            (Some(score), best)
        } else if second.is_none_or(|second| score > second) {
            (best, Some(score))
        } else {
            (best, second)
        }
    })
}

/// Searches the register with every reference photo: once against the pupil's
/// other photos and everybody else (leave one photo out), once against
/// everybody else only (leave the pupil out). The mean is not worked out anew
/// for each search; one photo's part in it is small.
///
/// # Errors
/// [`BadGallery`] when photos of several networks are mixed, a pupil has none,
/// or one is there twice.
pub fn leave_one_out<K: Copy + Ord>(
    register: &[Enrolment<K>],
    mean: &RegisterMean,
) -> Result<OpenSet, BadGallery> {
    let trial = Trial::new(register, mean)?;
    Ok(OpenSet {
        mated: trial.mated(),
        nonmated: trial.nonmated(&Lookalikes::none()),
    })
}

/// Scores of every photo against the template of the pupil's other photos
/// (genuine) and against everybody else's template (impostor).
///
/// # Errors
/// [`BadGallery`] as for [`leave_one_out`].
pub fn verification_scores<K: Copy + Ord>(
    register: &[Enrolment<K>],
    mean: &RegisterMean,
) -> Result<Verification, BadGallery> {
    let trial = Trial::new(register, mean)?;
    let genuine = trial.mated().into_iter().map(|search| search.own).collect();
    let photos = trial
        .pupils
        .iter()
        .flat_map(|pupil| pupil.photos.iter().map(|photo| (pupil.key, photo)));
    let impostor = photos
        .flat_map(|(own, photo)| trial.others(own, photo).map(|(_, score)| score))
        .collect();
    Ok(Verification::new(genuine, impostor))
}
