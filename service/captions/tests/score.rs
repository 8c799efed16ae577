//! The words checker against its own development set: other names and another
//! school than any set it is measured with elsewhere.
#[path = "score/mod.rs"]
mod score;

use std::collections::BTreeMap;

use gatehouse_domain::findings::WordsVerdict;
use score::{Case, cases, checker};

/// Of how many cases how many came out as wanted.
#[derive(Default)]
struct Tally {
    right: u32,
    of: u32,
    wrong: Vec<String>,
}

impl Tally {
    fn count(&mut self, right: bool, case: &Case) {
        self.of += 1;
        self.right += u32::from(right);
        if !right {
            self.wrong.push(case.caption.clone());
        }
    }

    fn share(&self) -> f64 {
        if self.of == 0 {
            return 1.0;
        }
        f64::from(self.right) / f64::from(self.of)
    }
}

/// Figures and what went wrong, by category.
fn table(tallies: &BTreeMap<String, Tally>) -> String {
    tallies
        .iter()
        .map(|(name, t)| {
            [
                name,
                ": ",
                &t.right.to_string(),
                "/",
                &t.of.to_string(),
                " missed ",
                &t.wrong.join(" | "),
                "\n",
            ]
            .concat()
        })
        .collect()
}

#[test]
fn the_development_set_is_judged_within_the_gates() {
    let checker = checker();
    let mut by_category: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut blocks, mut not_blocked, mut warns, mut clean) = (
        Tally::default(),
        Tally::default(),
        Tally::default(),
        Tally::default(),
    );
    let (mut exact, mut total) = (Tally::default(), 0);
    for case in cases() {
        let got = checker.check(&case.caption, case.kind, case.channel);
        let verdict = got.findings.verdict;
        by_category
            .entry(case.category.clone())
            .or_default()
            .count(verdict == case.verdict, &case);
        match case.verdict {
            WordsVerdict::Block => blocks.count(verdict == WordsVerdict::Block, &case),
            WordsVerdict::Warn => warns.count(verdict >= WordsVerdict::Warn, &case),
            WordsVerdict::Allow => clean.count(verdict == WordsVerdict::Allow, &case),
        }
        if case.verdict != WordsVerdict::Block {
            not_blocked.count(verdict != WordsVerdict::Block, &case);
        }
        if let Some(wanted) = &case.suggestion {
            exact.count(got.suggestion.as_ref() == Some(wanted), &case);
        }
        total += 1;
    }
    let table = table(&by_category);
    assert!(total >= 120, "only {total} cases");
    assert!(
        blocks.share() >= 0.97,
        "block recall {}\n{table}",
        blocks.share()
    );
    assert!(
        not_blocked.share() >= 0.98,
        "false block {}\n{table}",
        1.0 - not_blocked.share()
    );
    assert!(warns.share() >= 0.85, "warned {}\n{table}", warns.share());
    assert!(
        clean.share() >= 0.96,
        "false warn {}\n{table}",
        1.0 - clean.share()
    );
    assert!(
        exact.share() >= 0.8,
        "suggestions {} {:?}",
        exact.share(),
        exact.wrong
    );
}
