//! Matching arithmetic: the templates a face is compared with, centred.

use super::{mean::RegisterMean, template::Template};
use crate::Embedding;

/// Why templates cannot be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadGallery {
    /// A template that is not of the register's network, or is nothing but
    /// the register's mean.
    #[error(
        "a template does not belong to the network in use: enrol its pupil again from reference photos"
    )]
    ForeignTemplate,
    /// The same pupil twice, who could then be in a photo twice.
    #[error("a pupil is on the roster twice: put each pupil on it once")]
    Twice,
}

/// The centred templates of an event's roster, or of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Gallery<K> {
    mean: RegisterMean,
    /// Sorted by key.
    templates: Vec<(K, Embedding)>,
}

impl<K: Copy + Ord> Gallery<K> {
    /// Centres templates on the mean of the register they are from (the whole
    /// register's, also when `templates` is a small roster out of it).
    ///
    /// # Errors
    /// [`BadGallery`] says which rule a template breaks, not whose it is.
    pub fn new(templates: &[Template<K>], mean: RegisterMean) -> Result<Self, BadGallery> {
        let mut centred = Vec::with_capacity(templates.len());
        for template in templates {
            let embedding = mean.centre(&template.embedding);
            centred.push((
                template.key,
                embedding.map_err(|_| BadGallery::ForeignTemplate)?,
            ));
        }
        centred.sort_by_key(|(key, _)| *key);
        let twice = |pair: &[(K, Embedding)]| matches!(pair, [a, b] if a.0 == b.0);
        if centred.windows(2).any(twice) {
            return Err(BadGallery::Twice);
        }
        Ok(Self {
            mean,
            templates: centred,
        })
    }

    /// How many pupils it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.templates.len()
    }

    /// Whether it holds nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.templates.is_empty()
    }

    /// The mean that faces are centred on before they are compared.
    #[must_use]
    pub const fn mean(&self) -> &RegisterMean {
        &self.mean
    }

    /// A face centred like the templates; `None` when it cannot be.
    pub(super) fn centre(&self, face: &Embedding) -> Option<Embedding> {
        self.mean.centre(face).ok()
    }

    /// The pupils with their centred templates, by key.
    pub(super) fn templates(&self) -> impl Iterator<Item = (K, &Embedding)> {
        self.templates
            .iter()
            .map(|(key, template)| (*key, template))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(key: u8, values: &[f32]) -> Template<u8> {
        Template::of(key, &[Embedding::normalised(values.to_vec()).unwrap()]).unwrap()
    }

    #[test]
    fn a_pupil_stands_on_a_roster_once() {
        let twice = [template(1, &[1.0, 0.0]), template(1, &[0.0, 1.0])];
        let mean = RegisterMean::fixed(vec![0.0, 0.0]);
        assert_eq!(Gallery::new(&twice, mean), Err(BadGallery::Twice));
    }

    #[test]
    fn another_networks_template_is_refused() {
        let mean = RegisterMean::fixed(vec![0.0, 0.0, 0.0]);
        let foreign = Gallery::new(&[template(1, &[1.0, 0.0])], mean);
        assert_eq!(foreign, Err(BadGallery::ForeignTemplate));
    }
}
