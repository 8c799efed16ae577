//! The impact assessment's parts on the networks, on what was measured of them,
//! and on when a face may be compared.

use gatehouse_faces::{Grade, NetworkFile};

use super::{Live, Part, Piece, Table, line, says, table};

impl Live<'_> {
    pub(super) fn networks(&self) -> Part {
        let set = self.network;
        let grade = match set.grade {
            Grade::Assistive => "Assistive: it proposes names, a person confirms each one",
            Grade::Production => "Production: it may settle a face without a person",
        };
        let file = |what: &str, file: &NetworkFile| {
            [
                line(format!("{what}: licence"), &file.licence),
                line(format!("{what}: taught with"), &file.training_data),
                line(format!("{what}: comes from"), &file.origin),
            ]
        };
        let mut rows = vec![line("Set of networks", &set.name), line("Grade", grade)];
        rows.extend(file("Finds faces", &set.detector.network));
        rows.extend(file("Compares faces", &set.embedder.network));
        let own = set.embedder.measured.iter();
        let own = own.map(|one| line(one.what.clone(), &one.value));
        Part {
            title: "3. The networks that look at faces",
            pieces: vec![
                table("What they are", &["What", "As it is"], rows),
                table(
                    "What was measured of them (1 is all)",
                    &["What", "Figure"],
                    own,
                ),
                says(set.embedder.not_measured.clone()),
                says(
                    "Nobody has measured how well these networks know a child again. Networks \
                     fail with children more than with adults, and most with the youngest. \
                     Whether they fail some groups of children more than others was not measured \
                     either.",
                ),
                self.thresholds(),
                self.own_register(),
                Piece::Blank(
                    "How the school looks for children whom it fails more, and what it does then.",
                ),
            ],
        }
    }

    /// The numbers that decide what may be said of a face.
    fn thresholds(&self) -> Piece {
        let rules = &self.profile.rules;
        let mut rows = Vec::new();
        if let Some(own) = self.measured {
            let used = own.thresholds;
            let raised = if own.raised_by_register {
                "raised for this school"
            } else {
                "the network’s own, or more for a small school"
            };
            rows.push(line(
                format!("Alike enough to be named from ({raised})"),
                &score(used.match_threshold()),
            ));
            rows.push(line("A person looks from", &score(used.uncertain_floor())));
            rows.push(line(
                "The next pupil must be behind by",
                &score(used.margin()),
            ));
        } else if let Some(floors) = self.network.embedder.floors {
            let small = "Alike enough to be named from (0.05 more below 50 pupils)";
            rows.push(line(small, &score(floors.matching)));
            rows.push(line("A person looks from", &score(floors.uncertain)));
        } else {
            rows.push(line("Alike enough to be named from", "Nobody is named"));
        }
        rows.push(line(
            "Eyes must be apart by, in pixels",
            &rules.identifiable_eyes_px,
        ));
        rows.push(line("Surely a face from", &rules.certain_face));
        table(
            "From where on something is said of a face (1 is the same picture)",
            &["What", "Figure"],
            rows,
        )
    }

    /// What the school's own pupils' pictures say.
    fn own_register(&self) -> Piece {
        let Some(own) = self.measured else {
            return says(
                "No pupil is enrolled, so nothing was measured on this school’s own pupils yet. \
                 Their figures stand here once they are.",
            );
        };
        let share = |value: Option<f64>| {
            value.map_or("Too few pictures".to_owned(), |value| format!("{value:.3}"))
        };
        Piece::Table(Table {
            caption: "Measured on this school’s own enrolled pupils (1 is all)",
            head: vec!["What", "Figure"],
            rows: vec![
                line("Pupils", &own.pupils),
                line("Pictures, each searched for once", &own.searches),
                line("Searches that miss the pupil", &share(own.fnir)),
                line(
                    "Searches by somebody else that name a pupil",
                    &share(own.fpir),
                ),
                line("Searches with the right pupil first", &share(own.rank_one)),
                line(
                    "Pairs that only a person may tell apart",
                    &self.counts.alike,
                ),
            ],
        })
    }

    pub(super) fn gate(&self) -> Part {
        let recognition = &self.profile.recognition;
        let others = match recognition
            .dpia
            .filter(|_| recognition.dpia_valid(self.today))
        {
            Some(dpia) if dpia.covers_unenrolled => {
                "The assessment on record lets faces of others be compared for a moment. They are \
                 never kept. Where somebody said no, it lets nothing be compared."
            }
            Some(_) => "Faces of pupils who are not enrolled are not compared.",
            None => "No face is compared before an assessment is signed.",
        };
        let early = if recognition.match_early_years {
            "The head chose that events of the early years may be compared too."
        } else {
            "At events of the early years no face is compared."
        };
        Part {
            title: "4. When a face may be compared",
            pieces: vec![
                says("What is known of a pupil’s face exists only while all of this is true:"),
                Piece::Points(
                    [
                        "each parent on record was told in writing, or there is a reason in law \
                         not to, signed by the safeguarding lead",
                        "at least one parent agreed in writing",
                        "no parent objected",
                        "the pupil did not say no, at any age, in any way",
                        "the pupil is here, and it is less than 12 months old",
                    ]
                    .map(str::to_owned)
                    .to_vec(),
                ),
                says(
                    "The program and the database each refuse anything else by themselves. When \
                     one of these ends, it is deleted the same minute.",
                ),
                says(format!(
                    "At an event, faces are compared only if everybody on its list may be \
                     compared. Else staff pick each name from that list. It is the same page and \
                     looks the same, so that nobody is marked out. {early} {others}"
                )),
                says(
                    "A face is compared with the pupils of its event, not with the whole school. \
                     Nobody can search all pictures by a face. Nothing is learnt from pictures of \
                     events. Age, sex and mood are not guessed.",
                ),
            ],
        }
    }
}

/// A score, as it is shown to who watches over the school.
fn score(value: f32) -> String {
    format!("{value:.2}")
}
