//! The clock jumps a day forward, or back, in the middle of the work, and is
//! put right, at once or when the program is started again.

use crate::{
    play::{Ground, difference},
    stand::{House, Kind, complaint},
};

/// A day in seconds.
const DAY: i64 = 24 * 60 * 60;

/// From where to where the clock is wrong, in points passed.
const BETWEEN: [(usize, usize); 6] = [
    (10, 60),
    (40, 999_999),
    (90, 200),
    (150, 999_999),
    (210, 260),
    (300, 999_999),
];

fn jump(kind: Kind) {
    let ground = Ground::new();
    let (seed, undisturbed) = (House::new(kind), House::new(kind));
    let wanted = ground.end(&undisturbed, "");
    for by in [DAY, -DAY] {
        for (from, to) in BETWEEN {
            let house = seed.copy();
            let fault = format!("clock:{by}@{from}-{to}");
            let disturbed = house.run(&ground.rehearse(&["--patience", "0"]), &fault);
            let told = complaint(&disturbed);
            // What was to be done at a moment that is the future now waits for
            // the next start.
            assert!(
                disturbed.status.success() || told.contains("some work is left"),
                "{fault}: {told}"
            );
            if let Err(why) = difference(&wanted, &ground.end(&house, "")) {
                panic!("{fault}: {why}\n{told}");
            }
        }
    }
}

#[test]
fn a_clock_that_jumps_a_day_loses_nothing_on_sqlite() {
    jump(Kind::Sqlite);
}

#[test]
fn a_clock_that_jumps_a_day_loses_nothing_on_postgres() {
    jump(Kind::Postgres);
}
