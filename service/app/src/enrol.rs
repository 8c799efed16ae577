//! Enrolment: reference photos in, templates of those who may have one out.
//!
//! A template is made only where the biometric gate allows it on the day; the
//! photos of everybody else are not even opened.

use std::{collections::BTreeMap, fs, io, path::Path};

use gatehouse_domain::{
    Embedding, biometric,
    matching::{
        Calibration, Enrolment, Gallery, Lookalikes, NetworkLimits, RegisterMean, Template,
        Thresholds, calibrate,
    },
};
use gatehouse_faces::{EnrolmentRefusal, FaceScanner, View, enrolment_refusals};
use gatehouse_picture::Refusal;
use jiff::civil::Date;

use crate::{
    decode::DecodePool,
    files, parallel,
    school::{Kind, Person, PersonKey, School},
};

/// Reference photos that a template is made of, at least (measured: the mean
/// of three recognises 96.5 % where one photo recognises 89.7 %).
pub const LEAST_REFERENCES: usize = 3;

/// Runner-up must lie this far behind, to begin with.
const MARGIN: f32 = 0.08;

/// Why no register of faces could be made.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The network's entry has no thresholds or no mean.
    #[error(
        "this set of networks has no thresholds for matching: use another set, see `gatehouse models list`"
    )]
    NoThresholds,
    /// The templates contradict each other.
    #[error("the templates cannot be compared with: enrol again from reference photos")]
    Templates(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl EnrolError {
    pub(crate) fn templates(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Templates(error.into())
    }
}

/// Why a pupil has no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotEnrolled {
    /// The biometric gate does not allow one.
    NotAllowed,
    /// There are no reference photos.
    NoPhotos,
    /// Fewer than three photos were good enough.
    TooFewGoodPhotos,
}

impl NotEnrolled {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAllowed => "biometric-not-allowed",
            Self::NoPhotos => "no-reference-photos",
            Self::TooFewGoodPhotos => "too-few-good-photos",
        }
    }
}

/// The enrolled faces of a school, and how they are told apart.
#[derive(Debug)]
pub struct FaceRegister {
    templates: Vec<Template<PersonKey>>,
    mean: RegisterMean,
    /// Thresholds and look-alikes, from the register itself.
    pub calibration: Calibration<PersonKey>,
    /// The set of networks the templates are of.
    pub network: String,
}

impl FaceRegister {
    /// The register of these enrolments, calibrated on themselves. Pairs the
    /// office knows to be alike are left out of that.
    ///
    /// # Errors
    /// [`EnrolError`].
    pub fn of(
        enrolments: &[Enrolment<PersonKey>],
        confirmed: &Lookalikes<PersonKey>,
        scanner: &FaceScanner,
    ) -> Result<Self, EnrolError> {
        let limits = limits(scanner)?;
        let calibration =
            calibrate(enrolments, &limits, confirmed).map_err(EnrolError::templates)?;
        let (templates, mean) = templates(enrolments, &limits)?;
        Ok(Self {
            templates,
            mean,
            calibration,
            network: scanner.set().id().to_owned(),
        })
    }

    /// How many pupils are enrolled.
    #[must_use]
    pub fn len(&self) -> usize {
        self.templates.len()
    }

    /// Whether nobody is enrolled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.templates.is_empty()
    }

    /// The templates of those on a roster, to compare a photo's faces with.
    ///
    /// # Errors
    /// [`EnrolError::Templates`].
    pub fn roster(
        &self,
        mut on_it: impl FnMut(PersonKey) -> bool,
    ) -> Result<Gallery<PersonKey>, EnrolError> {
        let roster: Vec<_> = self
            .templates
            .iter()
            .filter(|template| on_it(template.key))
            .cloned()
            .collect();
        Gallery::new(&roster, self.mean.clone()).map_err(EnrolError::templates)
    }

    /// Pairs of pupils that only a person may tell apart.
    #[must_use]
    pub fn lookalikes(&self) -> &Lookalikes<PersonKey> {
        &self.calibration.lookalikes
    }

    /// From which score on what may be said.
    #[must_use]
    pub fn thresholds(&self) -> &Thresholds {
        &self.calibration.thresholds
    }
}

/// What became of everybody's reference photos.
#[derive(Debug, Default)]
pub struct EnrolReport {
    /// Pupils who have a template now.
    pub enrolled: usize,
    /// Pupils without one, and why.
    pub not_enrolled: Vec<(PersonKey, NotEnrolled)>,
    /// Photos that were not good enough, counted by reason code.
    pub refused_photos: BTreeMap<&'static str, usize>,
}

/// Makes the register of faces from `references/MIS_ID/` below `folder`.
///
/// # Errors
/// [`EnrolError`]. Photos that cannot be read or are poor are in the report.
pub fn enrol(
    school: &School,
    folder: &Path,
    pool: &DecodePool,
    scanner: &FaceScanner,
    date: Date,
) -> Result<(FaceRegister, EnrolReport), EnrolError> {
    let (enrolments, report) = collect(school, folder, pool, scanner, date);
    let register = FaceRegister::of(&enrolments, &school.lookalikes, scanner)?;
    Ok((register, report))
}

/// The embeddings of everybody who may be enrolled and has photos that are
/// good enough, from `references/MIS_ID/` below `folder`.
pub(crate) fn collect(
    school: &School,
    folder: &Path,
    pool: &DecodePool,
    scanner: &FaceScanner,
    date: Date,
) -> (Vec<Enrolment<PersonKey>>, EnrolReport) {
    let pupils: Vec<(PersonKey, &Person)> = school
        .keyed()
        .filter(|(_, person)| person.kind == Kind::Pupil)
        .collect();
    let photographed = parallel::map(&pupils, parallel::cores(), |_, (_, person)| {
        if may_enrol(school, person, date) {
            references(person, folder, pool, scanner)
        } else {
            Err(NotEnrolled::NotAllowed)
        }
    });
    let mut report = EnrolReport::default();
    let mut enrolments = Vec::new();
    for ((key, _), outcome) in pupils.iter().zip(photographed) {
        let (references, refused) = match outcome {
            Ok(found) => found,
            Err(reason) => {
                report.not_enrolled.push((*key, reason));
                continue;
            }
        };
        for code in refused {
            *report.refused_photos.entry(code).or_default() += 1;
        }
        if references.len() < LEAST_REFERENCES {
            report
                .not_enrolled
                .push((*key, NotEnrolled::TooFewGoodPhotos));
        } else {
            report.enrolled += 1;
            enrolments.push(Enrolment {
                key: *key,
                references,
            });
        }
    }
    (enrolments, report)
}

/// The templates that enrolments make, and the mean they are centred on.
pub(crate) fn templates<K: Copy + Ord>(
    enrolments: &[Enrolment<K>],
    limits: &NetworkLimits,
) -> Result<(Vec<Template<K>>, RegisterMean), EnrolError> {
    let templates: Vec<Template<K>> = enrolments
        .iter()
        .map(Enrolment::template)
        .collect::<Result<_, _>>()
        .map_err(EnrolError::templates)?;
    let mean = RegisterMean::of(&templates, &limits.mean).map_err(EnrolError::templates)?;
    Ok((templates, mean))
}

/// What the manifest's entry brings to a calibration.
///
/// # Errors
/// [`EnrolError::NoThresholds`] when the entry has none.
pub(crate) fn limits(scanner: &FaceScanner) -> Result<NetworkLimits, EnrolError> {
    let embedder = &scanner.set().embedder;
    let floors = embedder.floors.ok_or(EnrolError::NoThresholds)?;
    let thresholds = Thresholds::new(floors.matching, floors.uncertain, MARGIN)
        .map_err(|_| EnrolError::NoThresholds)?;
    // Without a mean of its own a network starts from none; the register's own
    // takes over as it grows.
    let mean = embedder
        .mean
        .clone()
        .unwrap_or_else(|| vec![0.0; embedder.dimension]);
    Ok(NetworkLimits { thresholds, mean })
}

/// Whether a template of this pupil may exist: recognition is on under a DPIA
/// in force, the pupil is not of the early years unless the head chose so, and
/// the biometric gate allows it.
fn may_enrol(school: &School, person: &Person, date: Date) -> bool {
    let recognition = &school.profile.recognition;
    let early = recognition.may_be_early(person);
    recognition.on
        && recognition.dpia_valid(date)
        && (!early || recognition.match_early_years)
        && biometric::status(&person.biometric, date).is_allowed()
}

type Photographed = Result<(Vec<Embedding>, Vec<&'static str>), NotEnrolled>;

fn references(
    person: &Person,
    folder: &Path,
    pool: &DecodePool,
    scanner: &FaceScanner,
) -> Photographed {
    let home = folder.join("references").join(person.id.as_str());
    let photos = photos_in(&home).map_err(|_| NotEnrolled::NoPhotos)?;
    if photos.is_empty() {
        return Err(NotEnrolled::NoPhotos);
    }
    let mut good = Vec::new();
    let mut refused = Vec::new();
    for bytes in photos {
        match reference(&bytes, pool, scanner) {
            Ok(embedding) => good.push(embedding),
            Err(codes) => refused.extend(codes),
        }
    }
    Ok((good, refused))
}

/// The files of a folder, in the order of their names.
pub(crate) fn photos_in(folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths.iter().map(files::read).collect()
}

/// The embedding of one reference photo, or why it is not good enough.
pub(crate) fn reference(
    bytes: &[u8],
    pool: &DecodePool,
    scanner: &FaceScanner,
) -> Result<Embedding, Vec<&'static str>> {
    let decoded = pool.decode(bytes).map_err(|r| vec![r.code()])?;
    let pixels = &decoded.pixels;
    let unreadable = || vec![Refusal::Damaged.code()];
    let looked = View::new(pixels.width(), pixels.height(), pixels.rgb())
        .and_then(|view| Ok((view, scanner.scan(view)?)));
    let (view, faces) = looked.map_err(|_| unreadable())?;
    let refusals = enrolment_refusals(&faces);
    if !refusals.is_empty() {
        return Err(refusals.into_iter().map(EnrolmentRefusal::code).collect());
    }
    let face = faces.first().ok_or_else(unreadable)?;
    scanner
        .embed(view, &face.landmarks)
        .map_err(|_| unreadable())
}
