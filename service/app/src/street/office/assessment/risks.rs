//! The impact assessment's table of risks: what keeps each, and the figure where
//! one was measured. How likely and how bad each is, the school judges.

use gatehouse_faces::Grade;

use super::{Live, OPEN_CELL, Part, says, table};

/// Nothing was measured of it; a rule either holds or does not.
const A_RULE: &str = "No figure: it is a rule, and tests show that it is kept";

/// A risk: what could go wrong, what keeps it, what was measured.
type Risk = (&'static str, String, String);

impl Live<'_> {
    pub(super) fn risks(&self) -> Part {
        let all = self.of_faces().into_iter().chain(self.of_pictures());
        let rows = all.map(|(what, keeps, measured)| {
            vec![what.to_owned(), keeps, measured, OPEN_CELL.to_owned()]
        });
        Part {
            title: "7. What could go wrong, and what keeps it",
            pieces: vec![
                says(
                    "How likely each is here, and how bad it would be, the school judges for \
                     itself.",
                ),
                table(
                    "Risks",
                    &[
                        "What could go wrong",
                        "What keeps it",
                        "Measured",
                        "How likely, and how bad",
                    ],
                    rows,
                ),
            ],
        }
    }

    fn of_faces(&self) -> [Risk; 7] {
        let confirms = match self.network.grade {
            Grade::Assistive => "a person confirms each name",
            Grade::Production => "what is near the limit goes to a person",
        };
        let own = |value: fn(&super::Calibration<super::PersonKey>) -> Option<f64>, what: &str| {
            let value = self.measured.and_then(value);
            value.map_or(
                "Not measured on pupils of this school yet".to_owned(),
                |value| format!("{value:.3} of searches {what}, on this school’s own pupils"),
            )
        };
        [
            (
                "A child is taken for another",
                format!("A limit that the school’s own register can only raise; {confirms}"),
                own(|own| own.fpir, "named somebody wrong"),
            ),
            (
                "Twins or other pupils who look alike are mixed up",
                "Each face of such a pair goes to a person, however alike it is".to_owned(),
                format!("Pairs known now: {}", self.counts.alike),
            ),
            (
                "A child is not known, or a face is not found",
                "Unknown means no: the picture waits. People count the heads, and again before \
                 it goes outside"
                    .to_owned(),
                own(|own| own.fnir, "missed the pupil"),
            ),
            (
                "A child is compared who may not be",
                "The list of the event is asked first. One pupil who may not be compared is \
                 enough for names to be picked by hand"
                    .to_owned(),
                A_RULE.to_owned(),
            ),
            (
                "What is known of a face is made, or kept, without leave",
                "The program and the database refuse it. It ends after 12 months at most, and \
                 at once when somebody says no"
                    .to_owned(),
                format!(
                    "Deleted so far, each with a line in the ledger: {}",
                    self.counts.templates_destroyed
                ),
            ),
            (
                "A pupil who is not enrolled stands out",
                "Both ways are the same page. No label tells them apart".to_owned(),
                A_RULE.to_owned(),
            ),
            (
                "It is used for more than was said",
                "There is no search by face, no learning, no guessing of age, sex or mood"
                    .to_owned(),
                A_RULE.to_owned(),
            ),
        ]
    }

    fn of_pictures(&self) -> [Risk; 6] {
        let exposure = &self.profile.rules.exposure;
        let days = self.profile.consents.fresh_days;
        [
            (
                "A protected child is shown outside",
                "Nothing lets such a picture out, whatever was agreed. Staff read the same words \
                 for every no"
                    .to_owned(),
                "Pages, answers and logs are compared byte for byte by a test".to_owned(),
            ),
            (
                "A parent’s no comes too late",
                "Answers count for a set number of days. What is out comes back when a yes is \
                 taken back, and is looked for again"
                    .to_owned(),
                format!("An import counts for {days} days"),
            ),
            (
                "A picture that is out is misused",
                "Large, single or named faces wait for the safeguarding lead. First names only"
                    .to_owned(),
                format!(
                    "A face to the camera: up to {} pixels. A face with its name: up to {}. A \
                     single face: up to {:.0} per cent of the picture",
                    exposure.face_on_px,
                    exposure.named_px,
                    exposure.portrait_share * 100.0
                ),
            ),
            (
                "A file tells more than the picture shows",
                "The picture is written afresh, and looked at again for anything else".to_owned(),
                A_RULE.to_owned(),
            ),
            (
                "Somebody takes the machine, a disk or a backup",
                "Pictures, names and faces are sealed, each with a key of its own. Keys lie \
                 apart"
                    .to_owned(),
                A_RULE.to_owned(),
            ),
            (
                "Somebody who works here looks or changes what they may not",
                "Each role sees its own part. Each act is in a log that cannot be changed unseen"
                    .to_owned(),
                A_RULE.to_owned(),
            ),
        ]
    }
}
