//! The words stop: one checker for caption, title, alt text, file name,
//! hashtag, handle and album.

use std::fmt;

use gatehouse_domain::{
    Channel,
    findings::{Findings, TextKind, WordsVerdict},
};

use crate::{
    context::Context,
    details::Details,
    exempt::Phrases,
    fold::fold,
    private::{Folded, Private},
    profile::{Inside, Naming, Profile},
    register::Register,
    rule::{Mark, Rule},
    rules,
    scan::Scan,
    school::School,
    stranger, suggest,
};

/// What was found in one text.
#[derive(Clone, PartialEq, Eq)]
pub struct Checked {
    /// Verdict and places.
    pub findings: Findings,
    /// The text with what is wrong taken out, checked again; none where that
    /// would break the sentence or leave something to settle.
    pub suggestion: Option<String>,
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checked")
            .field("findings", &self.findings)
            .field("suggestion", &self.suggestion.as_ref().map(|_| "***"))
            .finish()
    }
}

/// Register, school and profile, ready to check words.
pub struct Checker {
    register: Register,
    phrases: Phrases,
    details: Details,
    private: Private,
    context: Context,
    profile: Profile,
}

impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checker")
            .field("register", &self.register)
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

impl Checker {
    /// A checker for one school.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the checker takes the school over; callers have no further use for it"
    )]
    pub fn new(register: Register, school: School, profile: Profile) -> Self {
        Self {
            phrases: Phrases::new(&school),
            details: Details::new(&school),
            private: Private::new(),
            context: Context::new(&school, &register.classes),
            register,
            profile,
        }
    }

    /// Checks one text for one channel. Never fails, whatever the text.
    #[must_use]
    pub fn check(&self, text: &str, kind: TextKind, channel: Channel) -> Checked {
        let marks = self.marks(text, kind, channel);
        let findings = Findings::new(marks.iter().map(Mark::finding).collect());
        let suggestion = if findings.verdict == WordsVerdict::Allow {
            None
        } else {
            self.suggest(text, kind, channel, marks)
        };
        Checked {
            findings,
            suggestion,
        }
    }

    /// A removal can bring the next name to light, so the new text is checked
    /// and cut again, a few times at most.
    fn suggest(
        &self,
        text: &str,
        kind: TextKind,
        channel: Channel,
        marks: Vec<Mark>,
    ) -> Option<String> {
        let mut text = text.to_owned();
        let mut marks = marks;
        for _ in 0..4 {
            text = suggest::apply(&text, &marks)?;
            marks = self.marks(&text, kind, channel);
            if marks.is_empty() {
                return Some(text);
            }
        }
        None
    }

    fn marks(&self, text: &str, kind: TextKind, channel: Channel) -> Vec<Mark> {
        let glyphs = fold(text);
        let mut scan = Scan::new(&glyphs, kind, &self.register);
        self.phrases.cover(&mut scan);
        let folded = Folded::new(&glyphs);
        let mut marks = self.details.marks(&folded);
        marks.extend(self.private.sensitive(&scan, &folded));
        let outside = channel.is_external();
        if outside || self.profile.inside == Inside::FirstNames {
            let names = rules::names::marks(&scan);
            marks.extend(names);
            let initials = rules::initials::marks(&scan);
            let apart = |m: &Mark| marks.iter().all(|n| m.end <= n.start || n.end <= m.start);
            let initials: Vec<Mark> = initials.into_iter().filter(apart).collect();
            marks.extend(initials);
            let slips = rules::slips::marks(&scan, &marks);
            marks.extend(slips);
            let runs = rules::runon::marks(&scan, &marks);
            marks.extend(runs);
        }
        if outside {
            marks.extend(self.naming(&scan));
            let labels = self.private.labels(&scan, &folded, &marks);
            marks.extend(labels);
            marks.extend(self.context.marks(&scan, &folded));
            let strangers = stranger::marks(&scan, &marks);
            marks.extend(strangers);
        }
        outermost(&marks)
    }

    /// First names, where the profile wants none beside a picture.
    fn naming(&self, scan: &Scan<'_>) -> Vec<Mark> {
        let rule = match self.profile.naming {
            Naming::FirstNames => return Vec::new(),
            Naming::NoNameWithPicture => Rule::NameWithPicture,
            Naming::PictureOrName => Rule::PictureOrName,
        };
        let mut marks: Vec<Mark> = Vec::new();
        for hit in scan.firsts.iter().filter(|h| scan.meant(h)) {
            let mark = Mark::block(rule, scan.place(hit.from, hit.to));
            if !marks
                .iter()
                .any(|m| m.start <= mark.start && mark.end <= m.end)
            {
                marks.push(mark);
            }
        }
        marks
    }

    /// Whether the words hold the first or preferred name of anybody on the
    /// register.
    #[must_use]
    pub fn names_somebody(&self, text: &str) -> bool {
        let mut scan = Scan::new(&fold(text), TextKind::Caption, &self.register);
        self.phrases.cover(&mut scan);
        scan.firsts.iter().any(|hit| scan.meant(hit))
    }

    /// Whether the words hold this first name as a word of its own.
    #[must_use]
    pub fn mentions(&self, text: &str, name: &str) -> bool {
        crate::mention::holds(text, name)
    }
}

/// A warning at a place that blocks, and a mark inside a larger one, say
/// nothing new.
fn outermost(marks: &[Mark]) -> Vec<Mark> {
    let inside = |inner: &Mark, outer: &Mark| {
        let overlaps = inner.start < outer.end && outer.start < inner.end;
        let smaller = inner.end - inner.start < outer.end - outer.start;
        let within = outer.start <= inner.start && inner.end <= outer.end;
        overlaps
            && (inner.verdict < outer.verdict
                || within && smaller && inner.verdict == outer.verdict)
    };
    marks
        .iter()
        .filter(|mark| !marks.iter().any(|other| inside(mark, other)))
        .copied()
        .collect()
}
