//! Above the street: whether a policy with its day of review may be signed.

use gatehouse_app::policies::Policy;
use jiff::civil::Date;
use serde::Deserialize;
use toml::Table;

use crate::{
    base::Base,
    clause::{Kept, same, strict},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    by: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    refused: bool,
}

/// Asks whether that day of review stands in the way.
pub fn run(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: Expected = strict(expect.clone())?;
    let review: Review = strict(facts.clone())?;
    let policy = Policy {
        review_by: review.by,
        ..base.policy().clone()
    };
    let refused = policy.review_fault(base.facts.today).is_some();
    let told = |refused: bool| format!("refused: {refused}");
    same(&told(expected.refused), &told(refused))?;
    Ok(Kept::of(!refused, None))
}
