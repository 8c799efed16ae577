//! The fork after detection: an event's photos are matched by the machine, or
//! people pick every name from the roster (the register route).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::BiometricStatus;
use crate::coded::coded;

/// The data protection impact assessment for recognition (UK GDPR Article 35).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dpia {
    /// The day the head signed it; `None` for a draft.
    pub signed_on: Option<Date>,
    /// The first day on which it has lapsed.
    pub review_by: Date,
    /// It concludes that faces of pupils without a template may be embedded in
    /// memory for comparison, and never stored.
    pub covers_unenrolled: bool,
}

impl Dpia {
    /// Whether it is signed and has not lapsed.
    #[must_use]
    pub fn is_in_force(&self, date: Date) -> bool {
        self.signed_on.is_some_and(|on| on <= date) && date < self.review_by
    }
}

/// What the fork asks, besides the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteFacts {
    /// The assessment on record, if there is one.
    pub dpia: Option<Dpia>,
    /// Whether the head has switched recognition on.
    pub recognition_on: bool,
    /// Whether early years pupils are on the roster.
    pub early_years: bool,
    /// Whether the school chose to match early years pupils too; off unless
    /// chosen, since networks fail most on the youngest.
    pub match_early_years: bool,
}

coded! {
    /// Why an event goes the register route. None says whose face it is about.
    pub enum RouteReason {
        RecognitionOff "recognition-off"
            "recognition is switched off: names are picked from the roster",
        NoDpia "dpia-missing"
            "no impact assessment is signed for recognition: names are picked from the roster",
        DpiaLapsed "dpia-lapsed"
            "the impact assessment for recognition is due for review: names are picked from the roster",
        EmptyRoster "roster-empty"
            "nobody is on the event's roster: put the classes or pupils on it",
        EarlyYears "early-years"
            "pupils of the early years, or of a year that is not known, are on the roster: names are picked from it",
        NotEverybody "roster-not-all-allowed"
            "not everybody on the roster may be matched: names are picked from it",
    }
}

/// How an event's faces find their names. Both routes look the same to staff,
/// so that nobody is marked out (s.26(7)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "route", content = "reasons")]
pub enum Route {
    /// Faces may be embedded and matched against the roster's templates.
    Matched,
    /// Faces are only detected; never without a reason.
    Register(Vec<RouteReason>),
}

impl Route {
    /// The word for it in tables and answers.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Register(_) => "register",
        }
    }
}

/// The route of an event whose roster has these statuses on `date`.
///
/// One pupil who may not be matched sends the whole event the register route,
/// because to find out that a face is theirs it would have to be embedded. An
/// assessment that covers unenrolled faces lifts this for pupils about whom
/// nobody has said yes; it lifts nothing where somebody said no.
#[must_use]
pub fn route(roster: &[BiometricStatus], facts: &RouteFacts, date: Date) -> Route {
    let dpia = facts.dpia.filter(|dpia| dpia.signed_on.is_some());
    let in_force = dpia.filter(|dpia| dpia.is_in_force(date));
    let covers = in_force.is_some_and(|dpia| dpia.covers_unenrolled);
    let may_be_compared = |status: &BiometricStatus| {
        status.is_allowed() || covers && !status.reasons().iter().any(|reason| reason.is_a_no())
    };
    let checks = [
        (!facts.recognition_on, RouteReason::RecognitionOff),
        (dpia.is_none(), RouteReason::NoDpia),
        (
            dpia.is_some() && in_force.is_none(),
            RouteReason::DpiaLapsed,
        ),
        (roster.is_empty(), RouteReason::EmptyRoster),
        (
            facts.early_years && !facts.match_early_years,
            RouteReason::EarlyYears,
        ),
        (
            !roster.iter().all(may_be_compared),
            RouteReason::NotEverybody,
        ),
    ];
    let reasons: Vec<_> = checks
        .into_iter()
        .filter_map(|(holds, reason)| holds.then_some(reason))
        .collect();
    if reasons.is_empty() {
        Route::Matched
    } else {
        Route::Register(reasons)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::Reason;
    use super::*;

    const TODAY: Date = date(2026, 6, 19);

    fn facts() -> RouteFacts {
        RouteFacts {
            dpia: Some(Dpia {
                signed_on: Some(date(2026, 1, 5)),
                review_by: date(2027, 1, 5),
                covers_unenrolled: false,
            }),
            recognition_on: true,
            early_years: false,
            match_early_years: false,
        }
    }

    fn not(reason: Reason) -> BiometricStatus {
        BiometricStatus::NotAllowed(vec![reason])
    }

    fn because(reason: RouteReason) -> Route {
        Route::Register(vec![reason])
    }

    #[test]
    fn an_event_where_everybody_may_be_matched_is_matched() {
        let roster = [BiometricStatus::Allowed, BiometricStatus::Allowed];
        assert_eq!(route(&roster, &facts(), TODAY), Route::Matched);
    }

    #[test]
    fn each_condition_alone_sends_the_event_the_register_route() {
        let all = [BiometricStatus::Allowed];
        let off = RouteFacts {
            recognition_on: false,
            ..facts()
        };
        assert_eq!(
            route(&all, &off, TODAY),
            because(RouteReason::RecognitionOff)
        );
        let none = RouteFacts {
            dpia: None,
            ..facts()
        };
        assert_eq!(route(&all, &none, TODAY), because(RouteReason::NoDpia));
        let lapsed = route(&all, &facts(), date(2027, 1, 5));
        assert_eq!(lapsed, because(RouteReason::DpiaLapsed));
        let young = RouteFacts {
            early_years: true,
            ..facts()
        };
        assert_eq!(route(&all, &young, TODAY), because(RouteReason::EarlyYears));
        assert_eq!(
            route(&[], &facts(), TODAY),
            because(RouteReason::EmptyRoster)
        );
        let one = [BiometricStatus::Allowed, not(Reason::NoWrittenConsent)];
        assert_eq!(
            route(&one, &facts(), TODAY),
            because(RouteReason::NotEverybody)
        );
    }

    #[test]
    fn an_assessment_may_cover_the_unenrolled_but_never_those_who_said_no() {
        let mut covering = facts();
        covering.dpia = covering.dpia.map(|dpia| Dpia {
            covers_unenrolled: true,
            ..dpia
        });
        for reason in Reason::ALL {
            let expected = if reason.is_a_no() {
                because(RouteReason::NotEverybody)
            } else {
                Route::Matched
            };
            let roster = [BiometricStatus::Allowed, not(*reason)];
            assert_eq!(
                route(&roster, &covering, TODAY),
                expected,
                "{}",
                reason.code()
            );
        }
    }

    #[test]
    fn reasons_have_stable_codes() {
        crate::coded::tests::assert_codes_are_stable_words(&crate::coded::tests::codes_of!(
            RouteReason
        ));
    }

    proptest! {
        #[test]
        fn one_more_pupil_on_the_roster_never_opens_matching(
            roster in proptest::collection::vec(0usize..=Reason::ALL.len(), 1..6),
            more in 0usize..=Reason::ALL.len(), covers: bool, on: bool
        ) {
            let status = |at: &usize| Reason::ALL.get(*at).map_or(BiometricStatus::Allowed, |r| not(*r));
            let mut facts = RouteFacts { recognition_on: on, ..facts() };
            facts.dpia = facts.dpia.map(|dpia| Dpia { covers_unenrolled: covers, ..dpia });
            let mut people: Vec<_> = roster.iter().map(status).collect();
            let before = route(&people, &facts, TODAY);
            people.push(status(&more));
            let after = route(&people, &facts, TODAY);
            prop_assert!(after != Route::Matched || before == Route::Matched);
        }
    }
}
