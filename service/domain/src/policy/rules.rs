//! The numbers of a school's profile that verdicts are judged by.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    channel::Channel, exposure::ExposureLimits, matching::LEAST_EYE_DISTANCE_PX, role::Role,
};

/// A profile's rules. Stored with every verdict so that it can be replayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a rule of its own, set or not by a school"
)]
pub struct Rules {
    /// Raised with every change, signed by the head.
    pub version: u32,
    /// Limits for external channels.
    pub exposure: ExposureLimits,
    /// Who may lift an exposure Hold.
    pub exposure_lifted_by: Role,
    /// Eyes closer than this many pixels cannot be identified.
    pub identifiable_eyes_px: f32,
    /// Detections below this certainty are "maybe a face" until somebody looks.
    pub certain_face: f32,
    /// Whether external channels need alt text.
    pub alt_text_required: bool,
    /// The age from which a pupil has a say of their own.
    pub own_say_from: u8,
    /// Whether from then on it takes the pupil's own yes as well. Their no
    /// counts at any age.
    pub own_say_needed: bool,
    /// Whether taking pictures of a pupil has to be agreed to; else only a no
    /// that is on record counts.
    pub taking_agreed: bool,
    /// Whether a consent counts only in writing.
    pub written_consent: bool,
    /// Channels that the policy rules out, whatever is switched on.
    pub channels_never: BTreeSet<Channel>,
    /// How many faces a picture for a channel may show before somebody has to
    /// look whether it need be a group; no limit where a channel is not named.
    pub most_faces: BTreeMap<Channel, u16>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            version: 1,
            exposure: ExposureLimits::default(),
            exposure_lifted_by: Role::Dsl,
            identifiable_eyes_px: LEAST_EYE_DISTANCE_PX,
            certain_face: 0.6,
            alt_text_required: true,
            own_say_from: 13,
            own_say_needed: false,
            taking_agreed: false,
            written_consent: false,
            channels_never: BTreeSet::new(),
            most_faces: BTreeMap::new(),
        }
    }
}
