//! The release on its way out: judged, approved by a second person, published,
//! taken back; told step by step.

use gatehouse_domain::{
    policy::{Code, Reason, Rules, Verdict},
    release::{Actor, Event, Outcome, PictureReason, Release, Stage},
    role::Role,
};
use serde::Deserialize;
use toml::Table;

use crate::{
    base::{Base, laid_over},
    clause::{Kept, answer, same, strict},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Post {
    uploaded_by: Vec<String>,
    steps: Vec<Step>,
}

/// What happens. Where nobody is named, a program did it.
#[derive(Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case", deny_unknown_fields)]
enum Step {
    Changed,
    Judged { reasons: Vec<Code> },
    Excepted(Who),
    Approved(Who),
    Claimed { reasons: Vec<Code> },
    Confirmed,
    Kept(Who),
    Recalled,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Who {
    by: Option<String>,
    #[serde(default)]
    roles: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    stage: String,
    /// Why the last step was refused.
    refused: Option<String>,
    /// Whether it has to be taken down.
    take_down: Option<bool>,
    /// Whether somebody has to look at it again.
    review: Option<bool>,
}

/// Takes the steps and asks how far the release is.
pub fn run(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: Expected = strict(expect.clone())?;
    let post: Post = strict(laid_over(&base.facts.release, facts))?;
    let mut release = Release::<&str, PictureReason>::draft();
    let mut refused = None;
    let begun = Step::Changed;
    for told in std::iter::once(&begun).chain(&post.steps) {
        if let Some(refusal) = refused {
            return Err(format!("refused before the end: {refusal}"));
        }
        match release.step(&told.event(&post, &base.settings.rules)) {
            Ok(next) => release = next,
            Err(refusal) => refused = Some(refusal.code()),
        }
    }
    let (word, take_down, review) = stage(release.stage());
    same(
        &answer(&expected.stage, expected.refused.as_slice()),
        &answer(word, refused.as_slice()),
    )?;
    let told = |what: Option<bool>| what.map_or("not said".to_owned(), |yes| yes.to_string());
    same(&told(expected.take_down), &told(take_down))?;
    same(&told(expected.review), &told(review))?;
    let open = ["approved", "publishing", "published"].contains(&word);
    let passed = open && refused.is_none() && review != Some(true);
    Ok(Kept::of(passed, refused))
}

fn stage<P, R>(stage: &Stage<P, R>) -> (&'static str, Option<bool>, Option<bool>) {
    match stage {
        Stage::Draft => ("draft", None, None),
        Stage::Judged { .. } => ("judged", None, None),
        Stage::Approved { .. } => ("approved", None, None),
        Stage::Publishing { .. } => ("publishing", None, None),
        Stage::Published { review, .. } => ("published", None, Some(*review)),
        Stage::Recalled { take_down } => ("recalled", Some(*take_down), None),
    }
}

impl Step {
    fn event<'a>(&'a self, post: &'a Post, rules: &Rules) -> Event<&'a str, PictureReason> {
        match self {
            Self::Changed => Event::Changed {
                uploaders: post.uploaded_by.iter().map(String::as_str).collect(),
            },
            Self::Judged { reasons } => Event::Judged {
                outcome: outcome(reasons, rules),
            },
            Self::Claimed { reasons } => Event::Claimed {
                outcome: outcome(reasons, rules),
            },
            Self::Excepted(who) => Event::Excepted { by: who.actor() },
            Self::Approved(who) => Event::Approved { by: who.actor() },
            Self::Kept(who) => Event::Kept { by: who.actor() },
            Self::Confirmed => Event::Confirmed,
            Self::Recalled => Event::Recalled,
        }
    }
}

/// What a verdict with these reasons means for the release.
fn outcome(reasons: &[Code], rules: &Rules) -> Outcome<PictureReason> {
    let reasons = reasons.iter().map(|code| Reason::picture(*code)).collect();
    Outcome::of(&[Verdict::from_reasons(reasons)], rules)
}

impl Who {
    fn actor(&self) -> Actor<&str> {
        match &self.by {
            None => Actor::Token,
            Some(who) => Actor::Person {
                id: who.as_str(),
                roles: self.roles.iter().copied().collect(),
            },
        }
    }
}
