//! What a network makes of a face on the photo's way: a direction in space.

use serde::{Deserialize, Serialize};

/// A face as a unit vector; compared with others by cosine.
///
/// Biometric data: it never appears in a log line, an error or a debug print.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Embedding(Vec<f32>);

impl std::fmt::Debug for Embedding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Embedding(***)")
    }
}

/// Numbers that cannot be an embedding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the face network gave numbers that are no direction: the picture must be looked at by a person"
)]
pub struct NoDirection;

impl Embedding {
    /// Makes a unit vector of what a network gave.
    ///
    /// # Errors
    /// [`NoDirection`] when a value is not finite or all are nought.
    pub fn normalised(values: Vec<f32>) -> Result<Self, NoDirection> {
        let norm = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        if !norm.is_finite() || norm <= f32::MIN_POSITIVE {
            return Err(NoDirection);
        }
        Ok(Self(values.into_iter().map(|v| v / norm).collect()))
    }

    /// Cosine of the angle to `other`, -1 to 1; 0 when the dimensions differ,
    /// which is "alike in nothing": another network's embedding never matches.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        if self.0.len() != other.0.len() {
            return 0.0;
        }
        self.0
            .iter()
            .zip(&other.0)
            .map(|(a, b)| a * b)
            .sum::<f32>()
            .clamp(-1.0, 1.0)
    }

    /// The numbers, unit length, `dimension` of them.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    /// How many numbers it has.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.0.len()
    }

    /// The direction that is left after subtracting `mean` (FACES rule 1).
    ///
    /// # Errors
    /// [`NoDirection`] when nothing is left or the dimensions differ.
    pub fn centred(&self, mean: &[f32]) -> Result<Self, NoDirection> {
        if mean.len() != self.0.len() {
            return Err(NoDirection);
        }
        Self::normalised(self.0.iter().zip(mean).map(|(v, m)| v - m).collect())
    }

    /// The direction in the middle of several photographs of one person.
    ///
    /// # Errors
    /// [`NoDirection`] for none, for mixed dimensions, or when they cancel out.
    pub fn mean_of(photos: &[Self]) -> Result<Self, NoDirection> {
        let first = photos.first().ok_or(NoDirection)?;
        let mut sum = vec![0.0f32; first.dimension()];
        for photo in photos {
            if photo.dimension() != sum.len() {
                return Err(NoDirection);
            }
            for (total, value) in sum.iter_mut().zip(&photo.0) {
                *total += value;
            }
        }
        Self::normalised(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embedding_prints_no_number() {
        let face = Embedding::normalised(vec![3.0, 4.0]).unwrap();
        assert_eq!(format!("{face:?}"), "Embedding(***)");
        assert!((face.cosine(&face) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_is_no_direction_is_refused() {
        assert!(Embedding::normalised(vec![0.0, 0.0]).is_err());
        assert!(Embedding::normalised(vec![f32::NAN, 1.0]).is_err());
        assert!(Embedding::normalised(vec![f32::INFINITY, 1.0]).is_err());
        assert!(Embedding::mean_of(&[]).is_err());
        let face = Embedding::normalised(vec![1.0, 0.0]).unwrap();
        assert!(face.centred(&[1.0, 0.0]).is_err());
        assert!(face.centred(&[1.0]).is_err());
    }

    #[test]
    fn another_networks_embedding_is_alike_in_nothing() {
        let a = Embedding::normalised(vec![1.0, 0.0]).unwrap();
        let b = Embedding::normalised(vec![1.0, 0.0, 0.0]).unwrap();
        assert!(a.cosine(&b).abs() < f32::EPSILON);
    }
}
