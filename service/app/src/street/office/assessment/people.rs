//! The impact assessment's parts on why, on pictures and their grounds, and on
//! who may do what.

use gatehouse_domain::{Channel, permission::Basis, role::Role};

use super::{Live, Part, Piece, line, points, says, table};

impl Live<'_> {
    pub(super) fn why(&self) -> Part {
        let recognition = &self.profile.recognition;
        let stands = if recognition.dpia_valid(self.today) {
            "An assessment is on record and counts."
        } else if recognition.dpia.is_some() {
            "The assessment on record does not count any more, or not yet."
        } else {
            "No assessment is on record."
        };
        let on = if recognition.is_stopped(self.today) {
            "Face recognition is switched on, but no face is compared."
        } else if recognition.on {
            "Face recognition is switched on."
        } else {
            "Face recognition is switched off."
        };
        Part {
            title: "1. Why the school needs this",
            pieces: vec![
                says(
                    "To find a face in a picture is one thing. To compare it with faces that are \
                     known is another: numbers are made from it that tell a child from all \
                     others. The law guards such numbers more than other facts. It asks for an \
                     assessment first (UK GDPR, Articles 9 and 35). For pupils under 18 the \
                     Protection of Freedoms Act 2012 counts too (sections 26 to 28). This speaks \
                     of England and Wales.",
                ),
                says(format!("{on} {stands}")),
                Piece::Blank("Who answers for the school, and who its data protection officer is."),
                Piece::Blank(
                    "Why the school wants faces to be compared, and why names picked from a list \
                     are not enough. That way is always open, and it needs no face numbers.",
                ),
            ],
        }
    }

    pub(super) fn pictures(&self) -> Part {
        let state = |channel: &Channel| {
            if self.profile.rules.channels_never.contains(channel) {
                "Ruled out by the policy"
            } else if self.profile.channels.contains(channel) {
                "On"
            } else {
                "Off"
            }
        };
        let seen = |channel: &Channel| {
            if channel.is_external() {
                "Everybody outside"
            } else {
                "People of the school"
            }
        };
        let channels = Channel::ALL.iter().map(|one| {
            vec![
                one.title().to_owned(),
                state(one).to_owned(),
                seen(one).to_owned(),
            ]
        });
        let bases = self.counts.bases.iter();
        let bases = bases.map(|(basis, count)| line(basis_word(*basis), count));
        let counts = &self.counts;
        Part {
            title: "2. What happens to a picture",
            pieces: vec![
                Piece::Points(vec![
                    "A member of staff adds it to an event. The event says what it is for, who \
                     asked for it, which classes are there and where pictures may go."
                        .to_owned(),
                    "It is sealed at once. All that a file tells besides the picture is taken \
                     out, the place among it."
                        .to_owned(),
                    "Faces are found, and compared only where part 4 allows it.".to_owned(),
                    "A person says who is in it, counts the heads and writes the words. A second \
                     person looks before it goes outside."
                        .to_owned(),
                    "It goes out only if each child in it may be shown there. When a parent takes \
                     a yes back, it comes back."
                        .to_owned(),
                    "All of this is done on the school’s own machine. No picture, face or name \
                     goes to anybody’s cloud."
                        .to_owned(),
                ]),
                table(
                    "Where pictures may go",
                    &["Where", "Now", "Who sees it there"],
                    channels,
                ),
                table(
                    "What the use of pictures rests on",
                    &["Ground", "Answers on record that say yes"],
                    bases,
                ),
                says(
                    "No picture goes out against an objection, whatever it rests on. To compare \
                     faces rests on consent in writing alone (UK GDPR, Article 9(2)(a), and \
                     section 26 of the Act).",
                ),
                Piece::Blank("What pictures are for, in the school’s own words."),
                Piece::Blank("Which ground the school chose for pictures, and why it is right."),
                table(
                    "How many it is about",
                    &["Who or what", "How many"],
                    [
                        line("Pupils on the register", &counts.pupils),
                        line("Adults on the register", &counts.adults),
                        line("Pupils whose face may be compared today", &counts.allowed),
                        line("Pupils enrolled", &counts.enrolled),
                        line(
                            "Pupils of the early years, or of a year that is not known",
                            &counts.early_years,
                        ),
                        line("Events on record", &counts.events),
                        line(
                            "Of these, with what they are for on record",
                            &counts.purposes,
                        ),
                    ],
                ),
            ],
        }
    }

    pub(super) fn roles(&self) -> Part {
        let rows = Role::ALL.map(|role| {
            let count = self.accounts.get(&role).copied().unwrap_or_default();
            let (who, may) = role_words(role);
            vec![who.to_owned(), may.to_owned(), count.to_string()]
        });
        Part {
            title: "6. Who may do what",
            pieces: vec![
                table(
                    "Who may do what",
                    &["Who", "What they may do", "Accounts"],
                    rows,
                ),
                points([
                    "One person may hold several roles. Nobody approves what they added.",
                    "What each person did is in a log that nobody can change unseen.",
                ]),
            ],
        }
    }
}

const fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "Consent",
        Basis::PublicTask => "Public task, with the right to object",
        Basis::LegitimateInterests => "Legitimate interests, with the right to object",
    }
}

const fn role_words(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Staff => (
            "Staff",
            "Add pictures of their own events, say who is in them, write words, note a pupil’s no",
        ),
        Role::Editor => (
            "Editor",
            "The same for all events; approve what others added, send it out, take it back",
        ),
        Role::Dsl => (
            "Safeguarding lead",
            "Decide exceptions, see and set who is protected, see reasons, take pictures back",
        ),
        Role::Head => (
            "Head",
            "Switch channels and face recognition, sign the policy and this assessment",
        ),
        Role::Office => (
            "Office",
            "Import lists and answers, keep parents and permissions, erase people",
        ),
        Role::Dpo => (
            "Data protection officer",
            "Read settings, numbers and logs; no pictures",
        ),
        Role::Admin => (
            "Administrator",
            "Look after accounts and the machine; no pictures, no pupils",
        ),
    }
}
