//! Who goes to the drawn school: 72 pupils in four classes, two adults, and
//! what their families answered. Nobody here exists.

use self::{
    Answer::{
        Absent, Expired, Left, Named, Objection, OlderText, Picture, Protected, Refused, Withdrawn,
    },
    Biometric::{NoAnswer, NotTold, ParentObjects, PupilNo, Yes},
    Class::{Heron, Kestrel, Owl, Wren},
};

/// The four classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Year 1: some without biometric consent, so the register route.
    Wren,
    /// Year 2: some without biometric consent, so the register route.
    Heron,
    /// Year 4: may be matched.
    Kestrel,
    /// Year 6: may be matched.
    Owl,
}

impl Class {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Wren => "Wren",
            Heron => "Heron",
            Kestrel => "Kestrel",
            Owl => "Owl",
        }
    }

    /// Whether every pupil of it may be matched by the machine.
    pub(crate) const fn is_matched(self) -> bool {
        matches!(self, Kestrel | Owl)
    }

    pub(crate) const fn year(self) -> &'static str {
        match self {
            Wren => "Year 1",
            Heron => "Year 2",
            Kestrel => "Year 4",
            Owl => "Year 6",
        }
    }
}

/// What a family answered about publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Every channel, first name too.
    Named,
    /// Every channel, outside without a name.
    Picture,
    /// No outside channel.
    Refused,
    /// Yes at first, taken back since.
    Withdrawn,
    /// Yes, until a day that has passed.
    Expired,
    /// Yes, to a form that has been replaced.
    OlderText,
    /// One parent said yes, the other objects.
    Objection,
    /// Yes, but the pupil is protected.
    Protected,
    /// The form never came back.
    Absent,
    /// Yes, but the pupil has left.
    Left,
}

/// What a family answered about recognising the face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Biometric {
    /// Every parent was told, one agreed in writing, nobody objects.
    Yes,
    /// One parent agreed, the other objects.
    ParentObjects,
    /// The pupil said no.
    PupilNo,
    /// One parent has not been told yet.
    NotTold,
    /// Told, but no answer.
    NoAnswer,
}

/// One pupil of the story.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pupil {
    pub(crate) id: &'static str,
    pub(crate) first: &'static str,
    /// The name the pupil goes by; empty where it is the first name.
    pub(crate) preferred: &'static str,
    pub(crate) surname: &'static str,
    pub(crate) class: Class,
    pub(crate) answer: Answer,
    pub(crate) biometric: Biometric,
    /// Drawn to look almost like this other pupil.
    pub(crate) twin_of: Option<&'static str>,
}

const fn p(
    id: &'static str,
    first: &'static str,
    surname: &'static str,
    class: Class,
    answer: Answer,
    biometric: Biometric,
) -> Pupil {
    Pupil {
        id,
        first,
        preferred: "",
        surname,
        class,
        answer,
        biometric,
        twin_of: None,
    }
}

const fn called(preferred: &'static str, pupil: Pupil) -> Pupil {
    Pupil { preferred, ..pupil }
}

const fn twin(other: &'static str, pupil: Pupil) -> Pupil {
    Pupil {
        twin_of: Some(other),
        ..pupil
    }
}

/// Every pupil, in register order.
pub(crate) const PUPILS: &[Pupil] = &[
    p("W01", "Aaliyah", "Rahman", Wren, Named, Yes),
    p("W02", "Alfie", "Bostock", Wren, Named, Yes),
    p("W03", "Bronwen", "Prosser", Wren, Named, Yes),
    p("W04", "Casper", "Lindqvist", Wren, Picture, Yes),
    p("W05", "Chidera", "Nwosu", Wren, Named, Yes),
    p("W06", "Dylan", "Garside", Wren, Named, NoAnswer),
    p("W07", "Eliza", "Thornhill", Wren, Picture, Yes),
    p("W08", "Farah", "Mirza", Wren, Named, Yes),
    p("W09", "Gethin", "Llewellyn", Wren, Refused, Yes),
    p("W10", "Hana", "Kobayashi", Wren, Named, Yes),
    p("W11", "Iona", "MacAskill", Wren, Named, NotTold),
    p("W12", "Jakub", "Wisniewski", Wren, Named, Yes),
    p("W13", "Kezia", "Boateng", Wren, Picture, Yes),
    p("W14", "Leo", "Fairclough", Wren, Named, Yes),
    p("W15", "Mina", "Petrova", Wren, Absent, Yes),
    p("W16", "Noor", "Al-Sayed", Wren, Named, Yes),
    p("W17", "Otis", "Winterbourne", Wren, Named, Yes),
    called("Pip", p("W18", "Philippa", "Ogilvie", Wren, Named, Yes)),
    p("H01", "Adaeze", "Umeh", Heron, Named, Yes),
    p("H02", "Bilal", "Chaudhry", Heron, Named, Yes),
    p("H03", "Catrin", "Bevan", Heron, Picture, Yes),
    p("H04", "Danylo", "Kovalenko", Heron, Named, ParentObjects),
    p("H05", "Esme", "Cartwright", Heron, Named, Yes),
    p("H06", "Finlay", "Drummond", Heron, Withdrawn, Yes),
    p("H07", "Gurleen", "Dhaliwal", Heron, Named, Yes),
    p("H08", "Harvey", "Oakden", Heron, Named, PupilNo),
    p("H09", "Imogen", "Slater", Heron, Left, Yes),
    p("H10", "Joao", "Teixeira", Heron, Named, Yes),
    p("H11", "Kofi", "Asante", Heron, Named, Yes),
    p("H12", "Lowri", "Pritchard", Heron, Protected, NoAnswer),
    p("H13", "Mateusz", "Zielinski", Heron, Named, Yes),
    p("H14", "Nia", "Campbell-Reid", Heron, Picture, Yes),
    p("H15", "Oscar", "Hartnell", Heron, Named, Yes),
    p("H16", "Priya", "Venkataraman", Heron, Named, Yes),
    p("H17", "Rowan", "Ashdown", Heron, Expired, Yes),
    p("H18", "Safiya", "Warsame", Heron, Named, Yes),
    p("K01", "Amara", "Okonkwo", Kestrel, Named, Yes),
    p("K02", "Ben", "Hollingworth", Kestrel, Named, Yes),
    p("K03", "Carys", "Gwynne", Kestrel, Named, Yes),
    p("K04", "Dawid", "Nowakowski", Kestrel, Named, Yes),
    p("K05", "Ella", "Marchbanks", Kestrel, Picture, Yes),
    twin("K05", p("K06", "Evie", "Marchbanks", Kestrel, Picture, Yes)),
    p("K07", "Faisal", "Qureshi", Kestrel, Named, Yes),
    p("K08", "Grace", "Adeyemi", Kestrel, Named, Yes),
    p("K09", "Harjit", "Sandhu", Kestrel, Named, Yes),
    p("K10", "Isla", "Pemberton", Kestrel, Protected, Yes),
    p("K11", "Jun", "Takahashi", Kestrel, Named, Yes),
    p("K12", "Kai", "Devereux", Kestrel, Named, Yes),
    p("K13", "Leila", "Haddad", Kestrel, Refused, Yes),
    p("K14", "Morgan", "Tregenza", Kestrel, Named, Yes),
    p("K15", "Nathaniel", "Osei", Kestrel, Picture, Yes),
    p("K16", "Oluwaseun", "Balogun", Kestrel, Named, Yes),
    p("K17", "Poppy", "Langridge", Kestrel, Named, Yes),
    p("K18", "Rafael", "Moreira", Kestrel, OlderText, Yes),
    p("O01", "Anwen", "Cadwallader", Owl, Named, Yes),
    p("O02", "Blessing", "Mensah", Owl, Named, Yes),
    p("O03", "Callum", "Rutherford", Owl, Objection, Yes),
    p("O04", "Divya", "Raghunathan", Owl, Named, Yes),
    p("O05", "Ewan", "Sutherland", Owl, Named, Yes),
    p("O06", "Freya", "Bjornsdottir", Owl, Named, Yes),
    p("O07", "George", "Wetherby", Owl, Named, Yes),
    p("O08", "Hamza", "Siddiqui", Owl, Named, Yes),
    twin("O08", p("O09", "Haris", "Siddiqui", Owl, Named, Yes)),
    p("O10", "Ines", "Carvalho", Owl, Picture, Yes),
    p("O11", "Jasmine", "Oduya", Owl, Named, Yes),
    p("O12", "Kamil", "Jankowski", Owl, Named, Yes),
    p("O13", "Lily", "Ferncombe", Owl, Named, Yes),
    p("O14", "Mohammed", "Al-Farsi", Owl, Absent, Yes),
    p("O15", "Niamh", "O'Rourke", Owl, Named, Yes),
    p("O16", "Oliver", "Blackledge", Owl, Named, Yes),
    p("O17", "Parveen", "Gill", Owl, Named, Yes),
    called("Theo", p("O18", "Theodore", "Mbeki-Shaw", Owl, Named, Yes)),
];

/// An adult who works at the school.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Adult {
    pub(crate) id: &'static str,
    pub(crate) first: &'static str,
    pub(crate) surname: &'static str,
    /// Whether their picture may be used.
    pub(crate) agreed: bool,
}

/// The two adults of the story.
pub(crate) const ADULTS: &[Adult] = &[
    Adult {
        id: "S01",
        first: "Robin",
        surname: "Calloway",
        agreed: true,
    },
    Adult {
        id: "S02",
        first: "Alex",
        surname: "Beaumont",
        agreed: false,
    },
];

/// The pupil with an id of [`PUPILS`].
pub(crate) fn pupil(id: &str) -> Option<&'static Pupil> {
    PUPILS.iter().find(|pupil| pupil.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_sixty_of_about_seventy_may_be_enrolled() {
        assert!((68..=74).contains(&PUPILS.len()));
        let enrollable = PUPILS
            .iter()
            .filter(|p| p.biometric == Yes && p.answer != Left)
            .count();
        assert!(enrollable >= 60, "{enrollable}");
    }

    #[test]
    fn every_kind_of_answer_occurs() {
        for answer in [
            Named, Picture, Refused, Withdrawn, Expired, OlderText, Objection, Protected, Absent,
            Left,
        ] {
            assert!(PUPILS.iter().any(|p| p.answer == answer), "{answer:?}");
        }
        for answer in [Yes, ParentObjects, PupilNo, NotTold, NoAnswer] {
            assert!(PUPILS.iter().any(|p| p.biometric == answer), "{answer:?}");
        }
    }

    #[test]
    fn ids_are_unique_and_twins_exist() {
        let ids: std::collections::BTreeSet<_> = PUPILS.iter().map(|p| p.id).collect();
        assert_eq!(ids.len(), PUPILS.len());
        for twin in PUPILS.iter().filter_map(|p| p.twin_of) {
            assert!(pupil(twin).is_some());
        }
    }

    #[test]
    fn the_two_upper_classes_may_be_matched_and_the_two_lower_may_not() {
        for class in [Wren, Heron, Kestrel, Owl] {
            let all = PUPILS
                .iter()
                .filter(|p| p.class == class)
                .all(|p| p.biometric == Yes && p.answer != Left);
            assert_eq!(all, class.is_matched(), "{class:?}");
        }
    }
}
