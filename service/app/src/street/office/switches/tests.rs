//! What may be switched on, and under what.

use jiff::civil::date;

use super::*;

const TODAY: Date = date(2026, 11, 18);

fn told() -> NewDpia {
    NewDpia {
        signed_on: Some(date(2026, 9, 1)),
        review_by: Some(date(2027, 9, 1)),
        covers_unenrolled: Some(false),
        paper: DpiaPaper {
            signed_by: " headteacher ".to_owned(),
            version: "2".to_owned(),
        },
    }
}

#[test]
fn an_assessment_that_is_whole_is_in_force() {
    let (dpia, paper) = checked(&told(), TODAY).unwrap();
    assert!(dpia.is_in_force(TODAY));
    assert_eq!(paper.signed_by, "headteacher");
}

#[test]
fn an_assessment_is_signed_already_and_not_due_for_review() {
    let wrong = |change: fn(&mut NewDpia)| {
        let mut told = told();
        change(&mut told);
        checked(&told, TODAY).err().unwrap_or_default()
    };
    assert_eq!(
        wrong(|told| told.signed_on = Some(date(2026, 11, 19))),
        [DpiaFault::SignedOn]
    );
    assert_eq!(
        wrong(|told| told.review_by = Some(TODAY)),
        [DpiaFault::ReviewBy]
    );
    assert_eq!(
        wrong(|told| told.review_by = Some(date(2028, 9, 2))),
        [DpiaFault::ReviewBy]
    );
    assert_eq!(
        wrong(|told| told.paper = DpiaPaper::default()),
        [DpiaFault::SignedBy, DpiaFault::Version]
    );
    assert_eq!(
        wrong(|told| told.covers_unenrolled = None),
        [DpiaFault::Covers]
    );
}
