//! Matching arithmetic: the thresholds of a register, worked out of the
//! register itself, where every score between two pupils is a known impostor.

use serde::{Deserialize, Serialize};

use super::{
    gallery::BadGallery,
    mean::RegisterMean,
    metrics::{OpenSet, threshold_that_at_most_reach},
    pairs::Lookalikes,
    search::{Trial, templates},
    template::Enrolment,
    thresholds::{NetworkLimits, Thresholds},
};

/// Fewer pupils than this say too little about children like them.
const SMALL_REGISTER: usize = 50;
/// What is put on the network's threshold for a small register.
const SMALL_REGISTER_RISE: f32 = 0.05;
/// One search in so many may name a pupil whom it does not show.
const SEARCHES_FOR_ONE_ERROR: usize = 1000;

/// Two pupils whom the network does not tell apart safely.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrossPair<K> {
    /// The lesser key.
    pub one: K,
    /// The greater key.
    pub other: K,
    /// Their highest score: template to template, or a photo of one to the
    /// template of the other. Cosine after centring.
    pub score: f32,
}

/// How the highest cross-pupil score of a search is spread.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// Half of the searches stay at or below it.
    pub median: f32,
    /// 99 of 100 do.
    pub of_100: f32,
    /// 999 of 1,000 do.
    pub of_1000: f32,
    /// All do.
    pub highest: f32,
}

impl Quantiles {
    /// Of searches in rising order; `None` of none.
    fn of(rising: &[f32]) -> Option<Self> {
        let at = |above: usize| rising.get(rising.len().checked_sub(1 + above)?).copied();
        Some(Self {
            median: at(rising.len() / 2)?,
            of_100: at(rising.len() / 100)?,
            of_1000: at(rising.len() / SEARCHES_FOR_ONE_ERROR)?,
            highest: at(0)?,
        })
    }
}

/// What a register says about itself. Recomputed at every enrolment; the
/// figures are shown to the school.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "K: Copy + Ord + Serialize",
    deserialize = "K: Copy + Ord + Deserialize<'de>"
))]
pub struct Calibration<K> {
    /// To match with.
    pub thresholds: Thresholds,
    /// Whether the register asked for more than the network's own threshold.
    pub raised_by_register: bool,
    /// Found and confirmed look-alikes, who always go to a person.
    pub lookalikes: Lookalikes<K>,
    /// Found look-alikes with their scores, the most alike first.
    pub found: Vec<CrossPair<K>>,
    /// Pupils on the register.
    pub pupils: usize,
    /// Reference photos, each of which was one search.
    pub searches: usize,
    /// The highest cross-pupil score of a search; `None` with one pupil.
    pub impostor: Option<Quantiles>,
    /// Searches by the enrolled that do not name them, 0 to 1, at these
    /// thresholds (leave one photo out); `None` when nobody has two photos.
    pub fnir: Option<f64>,
    /// Searches by somebody not enrolled that name somebody, 0 to 1.
    pub fpir: Option<f64>,
    /// Share whose highest score is the right pupil, 0 to 1.
    pub rank_one: Option<f64>,
}

/// Calibrates a register.
///
/// - Match threshold: the greater of the network's (0.05 more with fewer than
///   50 pupils) and the least value that the highest cross-pupil score of a
///   search reaches at most once in 1,000 searches. With fewer than 1,000
///   searches that lies just above the highest of all.
/// - Uncertain floor and margin are the network's: conflicts do not depend on
///   how strict the threshold has become.
/// - Look-alikes: pairs whose highest score comes within a margin of the match
///   threshold. Such a pupil's photo could be taken for the other, or be too
///   near to call, so the machine never decides between them.
///
/// `confirmed` are pairs whom a person knows to be alike (twins). They stay
/// look-alikes, and their searches of each other are left out of the
/// threshold: they are settled by people anyway, and one pair of twins would
/// otherwise close matching to a whole small school.
///
/// # Errors
/// [`BadGallery`] when a pupil has no photo, is there twice, or when photos of
/// several networks are mixed.
pub fn calibrate<K: Copy + Ord>(
    register: &[Enrolment<K>],
    network: &NetworkLimits,
    confirmed: &Lookalikes<K>,
) -> Result<Calibration<K>, BadGallery> {
    let mean = RegisterMean::of(&templates(register)?, &network.mean)
        .map_err(|_| BadGallery::ForeignTemplate)?;
    let trial = Trial::new(register, &mean)?;
    let nonmated = trial.nonmated(confirmed);
    let mut highest: Vec<f32> = nonmated.iter().map(|search| search.best).collect();
    highest.sort_by(f32::total_cmp);
    let least = least_threshold(network, register.len());
    let thresholds = raised(network.thresholds, least, &highest);

    let found = alike(&trial, thresholds.match_threshold() - thresholds.margin());
    let lookalikes = confirmed
        .pairs()
        .chain(found.iter().map(|pair| (pair.one, pair.other)))
        .collect();
    let measured = OpenSet {
        mated: trial.mated(),
        nonmated,
    };
    let (at, margin) = (thresholds.match_threshold(), thresholds.margin());
    Ok(Calibration {
        thresholds,
        raised_by_register: at > least,
        lookalikes,
        found,
        pupils: register.len(),
        searches: register.iter().map(|pupil| pupil.references.len()).sum(),
        impostor: Quantiles::of(&highest),
        fnir: measured.fnir(at, margin),
        fpir: measured.fpir(at, margin),
        rank_one: measured.rank_one(),
    })
}

fn least_threshold(network: &NetworkLimits, pupils: usize) -> f32 {
    let own = network.thresholds.match_threshold();
    if pupils < SMALL_REGISTER {
        own + SMALL_REGISTER_RISE
    } else {
        own
    }
}

/// The network's thresholds with the match threshold raised as far as the
/// searches, in rising order, ask for.
fn raised(network: Thresholds, least: f32, highest: &[f32]) -> Thresholds {
    let allowed = highest.len() / SEARCHES_FOR_ONE_ERROR;
    // Scores are compared in millionths: stay above by more than one.
    let asked = threshold_that_at_most_reach(highest, allowed).map_or(least, |t| t + 2e-6);
    let threshold = asked.max(least);
    // Raising the match threshold cannot make valid thresholds contradictory.
    Thresholds::new(threshold, network.uncertain_floor(), network.margin()).unwrap_or(network)
}

/// Every pair that reaches `limit`, the most alike first, then by key.
fn alike<K: Copy + Ord>(trial: &Trial<K>, limit: f32) -> Vec<CrossPair<K>> {
    let mut found = Vec::new();
    for (place, one) in trial.pupils.iter().enumerate() {
        for other in trial.pupils.iter().skip(place + 1) {
            let photos = |from: &[crate::Embedding], to: &crate::Embedding| {
                from.iter()
                    .map(|photo| photo.cosine(to))
                    .fold(-1.0f32, f32::max)
            };
            let score = one
                .template
                .cosine(&other.template)
                .max(photos(&one.photos, &other.template))
                .max(photos(&other.photos, &one.template));
            if score >= limit {
                found.push(CrossPair {
                    one: one.key,
                    other: other.key,
                    score,
                });
            }
        }
    }
    found.sort_by(|a, b| {
        let by_score = b.score.total_cmp(&a.score);
        by_score.then_with(|| (a.one, a.other).cmp(&(b.one, b.other)))
    });
    found
}

#[cfg(test)]
mod tests;
