//! What may be wrong with a policy file: each fault with its line and what to
//! do. A school may be stricter than the house; where the law or the house has
//! a limit, it may not be laxer.

use std::collections::BTreeSet;

use gatehouse_domain::{
    matching::LEAST_EYE_DISTANCE_PX, policy::Rules, retention::DutyKind, role::Role,
};
use toml::Spanned;

use super::{
    Kept, codes,
    file::{Raw, RawClause},
    slug,
};

/// However long an import is let count, after a year it does not.
const MOST_FRESH_DAYS: u16 = 366;

/// Longest edge of a picture that goes out, in pixels.
const MOST_PIXELS: f32 = 4096.0;

/// Days for which a policy may be in force without being looked at again.
#[must_use]
pub const fn most_review_days() -> i32 {
    731
}

/// Something that is wrong with a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, the first being 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub says: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.says)
    }
}

/// The line of a place in a text.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// What was found so far.
pub(super) struct Faults<'a> {
    text: &'a str,
    found: Vec<Fault>,
}

impl<'a> Faults<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            found: Vec::new(),
        }
    }

    /// Something is wrong at that place.
    pub(super) fn add<T>(&mut self, at: &Spanned<T>, says: &str) {
        self.found.push(Fault {
            line: line(self.text, at.span().start),
            says: says.to_owned(),
        });
    }

    fn unless<T>(&mut self, fine: bool, at: &Spanned<T>, says: &str) {
        if !fine {
            self.add(at, says);
        }
    }

    /// Nothing, or everything in the order of the lines.
    pub(super) fn none(mut self) -> Result<(), Vec<Fault>> {
        self.found.sort_by_key(|fault| fault.line);
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(self.found)
        }
    }
}

fn fits(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.trim().chars().count())
}

/// What stands above the clauses.
pub(super) fn head(raw: &Raw, faults: &mut Faults<'_>) {
    let name = raw.name.get_ref();
    let plain = fits(name, 60) && slug(name) == *name;
    faults.unless(
        plain,
        &raw.name,
        "write the name as small letters, digits and hyphens",
    );
    for (text, what) in [
        (&raw.title, "the title"),
        (&raw.school, "the kind of school"),
    ] {
        let says = format!("write {what} in 1 to 100 characters");
        faults.unless(fits(text.get_ref(), 100), text, &says);
    }
    let version = *raw.version.get_ref();
    faults.unless(version > 0, &raw.version, "versions are counted from 1");
    let days = &raw.consents.fresh_days;
    let says = "an import of permissions counts for 1 to 366 days";
    faults.unless((1..=MOST_FRESH_DAYS).contains(days.get_ref()), days, says);
}

/// The numbers verdicts are judged by. Written as "is within", so that a value
/// that is no number is none.
pub(super) fn rules(told: &Spanned<Rules>, version: u32, faults: &mut Faults<'_>) {
    let rules = told.get_ref();
    let least = LEAST_EYE_DISTANCE_PX;
    let limits = &rules.exposure;
    let pixels = 1.0..=MOST_PIXELS;
    let lifters = [Role::Editor, Role::Dsl, Role::Head];
    let version_fits = rules.version == Rules::default().version || rules.version == version;
    for (fine, says) in [
        (
            version_fits,
            "the version stands at the head of the file: take it out of the rules",
        ),
        (
            (0.5..=1.0).contains(&rules.certain_face),
            "certain_face is from 0.5 to 1",
        ),
        (
            (least..=200.0).contains(&rules.identifiable_eyes_px),
            "identifiable_eyes_px is from 12 to 200: below that nobody can be told",
        ),
        (
            (0.0..=0.5).contains(&limits.face_on_from) && (0.5..=1.0).contains(&limits.face_on_to),
            "face_on_from is from 0 to 0.5, face_on_to from 0.5 to 1",
        ),
        (
            (0.01..=1.0).contains(&limits.portrait_share),
            "portrait_share is from 0.01 to 1",
        ),
        (
            pixels.contains(&limits.face_on_px) && pixels.contains(&limits.named_px),
            "face_on_px and named_px are from 1 to 4096",
        ),
        (
            lifters.contains(&rules.exposure_lifted_by),
            "exposure_lifted_by is editor, dsl or head: nobody else sees the picture and may decide",
        ),
        (
            rules.own_say_from <= 16,
            "own_say_from is 16 at most: from then on pupils have a say of their own",
        ),
        (
            rules.most_faces.values().all(|most| *most > 0),
            "most_faces is 1 or more: to rule a channel out, name it in channels_never",
        ),
    ] {
        faults.unless(fine, told, says);
    }
}

/// The clauses as a list, and what is said of each.
pub(super) fn clauses(clauses: &[Spanned<RawClause>], faults: &mut Faults<'_>) {
    let known = codes::all();
    let mut seen = BTreeSet::new();
    for clause in clauses.iter().map(Spanned::get_ref) {
        let slug = slug(clause.id.get_ref());
        faults.unless(
            !slug.is_empty(),
            &clause.id,
            "give the clause its number or heading",
        );
        if !seen.insert(slug) {
            faults.add(
                &clause.id,
                "there is another clause of that name: give each its own",
            );
        }
        let heading = fits(clause.heading.get_ref(), 100);
        faults.unless(
            heading,
            &clause.heading,
            "write the heading in 1 to 100 characters",
        );
        let texts = [
            Some(&clause.asks),
            clause.record.as_ref(),
            clause.why.as_ref(),
        ];
        for text in texts.into_iter().flatten() {
            let sentence = fits(text.get_ref(), 600) && text.get_ref().ends_with('.');
            faults.unless(sentence, text, "write a sentence, with a full stop");
        }
        for code in &clause.codes {
            let says = "there is no such code: see service/docs/codes.md";
            faults.unless(known.contains(code.get_ref().as_str()), code, says);
        }
    }
}

/// How a clause is kept, where what is said of it goes together.
pub(super) fn kept(clause: &RawClause, faults: &mut Faults<'_>) -> Option<Kept> {
    let Some(kept) = clause.kept() else {
        faults.add(&clause.kept, "`kept` is gate, duty, record or not-kept");
        return None;
    };
    let says = match kept {
        Kept::Gate if clause.codes.is_empty() => {
            "say in `codes` with which codes the program refuses what breaks it"
        }
        Kept::Duty if clause.duties.is_empty() => "say in `duties` which duties it makes",
        Kept::Record if clause.record.is_none() => "say in `record` what is written down",
        Kept::Not if clause.why.is_none() => "say in `why` why no program keeps it",
        Kept::Not
            if !clause.codes.is_empty() || !clause.duties.is_empty() || clause.record.is_some() =>
        {
            "what is not kept has neither codes nor duties nor a record"
        }
        _ => return Some(kept),
    };
    faults.add(&clause.kept, says);
    None
}

/// The duty with that code.
pub(super) fn duty(code: &str) -> Option<DutyKind> {
    DutyKind::ALL.into_iter().find(|kind| kind.code() == code)
}
