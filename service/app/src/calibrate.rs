//! How well a set of networks tells people apart, measured on a folder of
//! photos with a folder for each person. The `gatehouse calibrate` command.
//!
//! Nothing in the answer names a person, a folder or a file.

mod plot;

use std::{collections::BTreeMap, fs, io, path::Path};

use gatehouse_domain::matching::{
    Calibration, Enrolment, Lookalikes, calibrate,
    metrics::{OperatingPoint, Verification},
    verification_scores,
};
use gatehouse_faces::{FaceScanner, Grade};
use serde::Serialize;

use crate::{
    decode::DecodePool,
    enrol::{self, EnrolError},
    parallel,
};

pub use plot::det_plot;

/// False match rates that true accept rates are told at.
const AT_FMR: [f64; 3] = [1e-2, 1e-3, 1e-4];

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum CalibrateError {
    /// The folder cannot be read.
    #[error("the folder cannot be read: check its place and that it may be opened")]
    Unreadable(#[source] io::Error),
    /// Too few people or photos.
    #[error(
        "there is too little to measure: put at least two people in the folder, a folder each, with at least two good photos of each"
    )]
    TooLittle,
    /// The set of networks cannot be measured.
    #[error(transparent)]
    Enrol(#[from] EnrolError),
}

/// True accept rate at a false match rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TarAtFmr {
    /// The false match rate that was asked for, 0 to 1.
    pub fmr: f64,
    /// The threshold that keeps to it.
    pub threshold: f32,
    /// The true accept rate there, 0 to 1.
    pub tar: f64,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Accuracy {
    /// Name of the set of networks.
    pub set: String,
    /// First 16 digits of its embedder's sha256.
    pub network: String,
    /// What it may decide.
    pub grade: Grade,
    /// People with at least two good photos.
    pub people: usize,
    /// Photos that were compared.
    pub photos: usize,
    /// Photos that were left out, counted by reason code.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Pairs of one person and of two.
    pub pairs: (usize, usize),
    /// Equal error rate, 0 to 1.
    pub equal_error_rate: Option<f64>,
    /// True accept rates.
    pub tar: Vec<TarAtFmr>,
    /// Thresholds, FNIR, FPIR, rank one and look-alikes as a register of these
    /// people would have them; people by their place in the folder.
    pub register: Calibration<usize>,
    /// Points of the detection error trade-off curve.
    pub det: Vec<OperatingPoint>,
    /// What the manifest says was never measured.
    pub not_measured: String,
}

/// Measures on `folder`, which holds a folder of photos for each person.
///
/// # Errors
/// [`CalibrateError`].
pub fn measure(
    folder: &Path,
    pool: &DecodePool,
    scanner: &FaceScanner,
) -> Result<Accuracy, CalibrateError> {
    let people = folders(folder).map_err(CalibrateError::Unreadable)?;
    let measured = parallel::map(&people, parallel::cores(), |_, photos| {
        photos
            .iter()
            .map(|bytes| enrol::reference(bytes, pool, scanner))
            .collect::<Vec<_>>()
    });
    let mut left_out = BTreeMap::new();
    let mut enrolments = Vec::new();
    for (key, photos) in measured.into_iter().enumerate() {
        let mut references = Vec::new();
        for photo in photos {
            match photo {
                Ok(embedding) => references.push(embedding),
                Err(codes) => {
                    for code in codes {
                        *left_out.entry(code).or_default() += 1;
                    }
                }
            }
        }
        if references.len() >= 2 {
            enrolments.push(Enrolment { key, references });
        }
    }
    if enrolments.len() < 2 {
        return Err(CalibrateError::TooLittle);
    }
    accuracy(scanner, &enrolments, left_out)
}

fn accuracy(
    scanner: &FaceScanner,
    enrolments: &[Enrolment<usize>],
    left_out: BTreeMap<&'static str, usize>,
) -> Result<Accuracy, CalibrateError> {
    let set = scanner.set();
    let limits = enrol::limits(scanner)?;
    let (_, mean) = enrol::templates(enrolments, &limits)?;
    let verification = verification_scores(enrolments, &mean).map_err(EnrolError::templates)?;
    let register =
        calibrate(enrolments, &limits, &Lookalikes::none()).map_err(EnrolError::templates)?;
    Ok(Accuracy {
        set: set.name.clone(),
        network: set.id().to_owned(),
        grade: set.grade,
        people: enrolments.len(),
        photos: enrolments.iter().map(|one| one.references.len()).sum(),
        left_out,
        pairs: (verification.genuine_pairs(), verification.impostor_pairs()),
        equal_error_rate: verification
            .equal_error()
            .map(|point| point.equal_error_rate()),
        tar: tar_at(&verification),
        register,
        det: verification.det(),
        not_measured: set.embedder.not_measured.clone(),
    })
}

fn tar_at(verification: &Verification) -> Vec<TarAtFmr> {
    AT_FMR
        .into_iter()
        .filter_map(|fmr| {
            let point = verification.at_fmr(fmr)?;
            Some(TarAtFmr {
                fmr,
                threshold: point.threshold,
                tar: point.tar(),
            })
        })
        .collect()
}

/// The photos of each folder in `folder`, in the order of the folders' names.
fn folders(folder: &Path) -> io::Result<Vec<Vec<Vec<u8>>>> {
    let mut homes: Vec<_> = fs::read_dir(folder)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    homes.sort();
    homes.iter().map(|home| enrol::photos_in(home)).collect()
}
