//! The two logs: lines without gaps, checkpoints on both sides of the
//! database's wall, and a cut that leaves what can be verified. What somebody
//! with the database's password does to them is in [`tampering`].

mod cutting;
mod tampering;

use gatehouse_domain::ids::{AccountId, SchoolId};
use gatehouse_store::{
    Error,
    db::Place,
    log::{
        CaughtUp, Checkpoint, Entry, FindingCode, Log, LogError, Report, SigningKey, append,
        catch_up, checkpoint, cut, evidence_about,
        outside::{Destruction, Ledger},
        page, verify,
    },
};
use jiff::{SignedDuration, Timestamp, ToSpan as _, tz::TimeZone};
use uuid::Uuid;

use crate::harness::T;

contract! {
    writers_at_the_same_time_leave_no_gap,
    what_is_not_committed_leaves_nothing,
    a_word_that_is_no_code_is_refused_and_nothing_is_written,
    lines_are_read_as_they_were_written,
    an_empty_log_and_a_fresh_ledger_are_clean,
    a_line_is_signed_once,
    lines_are_neither_changed_nor_taken_away,
    what_is_cut_after_six_months_leaves_a_log_that_verifies,
    a_log_that_was_cut_to_its_end_goes_on,
    nothing_young_is_cut_whatever_the_clock_said,
    a_kill_before_the_commit_of_a_checkpoint_is_caught_up,
    a_kill_before_the_commit_of_a_cut_takes_no_line,
    schools_have_logs_of_their_own,
    a_log_longer_than_a_page_is_walked_to_its_end,
}

/// A school with a ledger and a key.
struct House {
    t: T,
    ledger: Ledger,
    key: SigningKey,
}

fn entry() -> Entry {
    Entry {
        actor: Some(AccountId(Uuid::from_u128(5))),
        verb: "release-approved",
        about: Some(("release", Uuid::from_u128(6))),
        outcome: "done",
        facts: None,
    }
}

/// As much as the log can hold.
fn full(log: Log) -> Entry {
    let facts = (log == Log::Evidence).then_some([7; 32]);
    Entry { facts, ..entry() }
}

impl House {
    fn new(t: T) -> Self {
        let ledger = Ledger::open(t.folder.path().join("ledger")).expect("a ledger");
        let key = SigningKey::new(&t.chance);
        Self { t, ledger, key }
    }

    /// So many lines, a minute apart.
    async fn write(&self, log: Log, lines: u32) {
        let mut tx = self.t.db.begin().await.expect("it begins");
        for _ in 0..lines {
            self.t.clock.advance(SignedDuration::from_mins(1));
            append(&mut tx, log, self.t.school, &full(log), self.t.now())
                .await
                .expect("a line");
        }
        tx.commit().await.expect("it commits");
    }

    /// Signs the newest line, first outside, then inside.
    async fn mark(&self, log: Log) -> Option<Checkpoint> {
        let mut tx = self.t.db.begin().await.expect("it begins");
        let made = checkpoint(&mut tx, log, self.t.school, &self.key, self.t.now())
            .await
            .expect("a checkpoint");
        if let Some(made) = &made {
            self.ledger.add_checkpoint(made).expect("it is written");
        }
        tx.commit().await.expect("it commits");
        made
    }

    async fn cut(&self, log: Log, before: Timestamp) -> Option<(Checkpoint, u64)> {
        let mut tx = self.t.db.begin().await.expect("it begins");
        let keeping = (&self.ledger, &self.key);
        let made = cut(&mut tx, log, self.t.school, before, keeping, self.t.now())
            .await
            .expect("a cut");
        if let Some((made, _)) = &made {
            self.ledger.add_checkpoint(made).expect("it is written");
        }
        tx.commit().await.expect("it commits");
        made
    }

    async fn report(&self) -> Report {
        let mut tx = self.t.db.read().await.expect("it begins");
        verify(
            &mut tx,
            self.t.school,
            &self.ledger,
            &self.key.verifying_key(),
        )
        .await
        .expect("it runs")
    }

    /// Codes and where, in short: a line's number, or the ledger's line.
    async fn found(&self) -> Vec<(FindingCode, i64)> {
        use gatehouse_store::log::Place;
        let number = |place| match place {
            Place::Line { seq, .. } => seq,
            Place::Ledger { line, .. } => i64::try_from(line).expect("few"),
        };
        let findings = self.report().await.findings;
        findings
            .iter()
            .map(|one| (one.code, number(one.place)))
            .collect()
    }

    async fn catch_up(&self) -> CaughtUp {
        let mut tx = self.t.db.begin().await.expect("it begins");
        let key = self.key.verifying_key();
        let done = catch_up(&mut tx, self.t.school, &self.ledger, &key).await;
        tx.commit().await.expect("it commits");
        done.expect("it runs")
    }

    async fn numbers(&self, log: Log) -> Vec<i64> {
        let mut tx = self.t.db.read().await.expect("it begins");
        let lines = page(&mut tx, log, self.t.school, None, 5000)
            .await
            .expect("lines");
        lines.iter().map(|line| line.seq).collect()
    }
}

async fn writers_at_the_same_time_leave_no_gap(t: T) {
    let house = House::new(t);
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let (db, school, now) = (house.t.db.clone(), house.t.school, house.t.now());
        tasks.push(tokio::spawn(async move {
            let mut numbers = Vec::new();
            for _ in 0..25 {
                let mut tx = db.begin().await.expect("it begins");
                let seq = append(&mut tx, Log::Evidence, school, &entry(), now).await;
                tx.commit().await.expect("it commits");
                numbers.push(seq.expect("a line"));
            }
            numbers
        }));
    }
    let mut told = Vec::new();
    for task in tasks {
        told.extend(task.await.expect("it ends"));
    }
    told.sort_unstable();
    assert_eq!(told, (1..=100).collect::<Vec<_>>());
    let kept = house.numbers(Log::Evidence).await;
    assert_eq!(kept, (1..=100).rev().collect::<Vec<_>>());
    let report = house.report().await;
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.evidence, 100);
}

async fn what_is_not_committed_leaves_nothing(t: T) {
    let house = House::new(t);
    house.write(Log::Access, 2).await;
    let mut tx = house.t.db.begin().await.expect("it begins");
    let seq = append(
        &mut tx,
        Log::Access,
        house.t.school,
        &entry(),
        house.t.now(),
    )
    .await;
    assert_eq!(seq.expect("a line"), 3);
    drop(tx);
    house.write(Log::Access, 1).await;
    assert_eq!(house.numbers(Log::Access).await, [3, 2, 1]);
    assert_eq!(house.found().await, []);
}

async fn a_word_that_is_no_code_is_refused_and_nothing_is_written(t: T) {
    let house = House::new(t);
    let mut tx = house.t.db.begin().await.expect("it begins");
    for (log, wrong) in [
        (
            Log::Access,
            Entry {
                verb: "Rose",
                ..entry()
            },
        ),
        (
            Log::Evidence,
            Entry {
                outcome: "",
                ..entry()
            },
        ),
        (Log::Access, full(Log::Evidence)),
    ] {
        let told = append(&mut tx, log, house.t.school, &wrong, house.t.now()).await;
        let told = told.expect_err("it must refuse");
        assert!(
            matches!(told, Error::Log(LogError::Code(_) | LogError::Facts)),
            "{told}"
        );
    }
    tx.commit().await.expect("it commits");
    assert_eq!(house.t.count("access_log").await, 0);
}

async fn lines_are_read_as_they_were_written(t: T) {
    let house = House::new(t);
    house.write(Log::Evidence, 3).await;
    let bare = Entry {
        actor: None,
        about: None,
        ..entry()
    };
    let mut tx = house.t.db.begin().await.expect("it begins");
    // Finer than the databases keep.
    let at = house.t.now() + 999.nanoseconds();
    append(&mut tx, Log::Evidence, house.t.school, &bare, at)
        .await
        .expect("a line");
    let lines = page(&mut tx, Log::Evidence, house.t.school, None, 2)
        .await
        .expect("lines");
    assert_eq!(
        lines.iter().map(|line| line.seq).collect::<Vec<_>>(),
        [4, 3]
    );
    let (bare, rich) = (&lines[0], &lines[1]);
    assert_eq!(
        (bare.at, bare.actor, &bare.about),
        (house.t.now(), None, &None)
    );
    assert_eq!(rich.actor, entry().actor);
    assert_eq!(rich.about, Some(("release".into(), Uuid::from_u128(6))));
    assert_eq!((&*rich.verb, &*rich.outcome), ("release-approved", "done"));
    assert_eq!(rich.facts.map(|facts| facts.0), Some([7; 32]));
    let older = page(&mut tx, Log::Evidence, house.t.school, Some(3), 9)
        .await
        .expect("lines");
    assert_eq!(
        older.iter().map(|line| line.seq).collect::<Vec<_>>(),
        [2, 1]
    );
    let about = evidence_about(&mut tx, house.t.school, Uuid::from_u128(6)).await;
    let about: Vec<_> = about.expect("lines").iter().map(|line| line.seq).collect();
    assert_eq!(about, [1, 2, 3]);
}

async fn an_empty_log_and_a_fresh_ledger_are_clean(t: T) {
    let house = House::new(t);
    assert_eq!(house.report().await, Report::default());
    assert_eq!(house.mark(Log::Access).await, None);
    assert_eq!(house.cut(Log::Access, house.t.now()).await, None);
    assert_eq!(house.catch_up().await, CaughtUp::default());
}

async fn a_line_is_signed_once(t: T) {
    let house = House::new(t);
    house.write(Log::Access, 3).await;
    house.write(Log::Evidence, 2).await;
    let made = house.mark(Log::Access).await.expect("a checkpoint");
    assert_eq!((made.log, made.seq, made.cut), (Log::Access, 3, false));
    assert!(made.is_signed(&house.key.verifying_key()));
    assert_eq!(house.mark(Log::Access).await, None);
    assert_eq!(house.mark(Log::Evidence).await.expect("its own").seq, 2);
    house.write(Log::Access, 1).await;
    assert_eq!(house.mark(Log::Access).await.expect("the next").seq, 4);
    let report = house.report().await;
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(
        (report.access, report.evidence, report.checkpoints),
        (4, 2, 3)
    );
}

async fn lines_are_neither_changed_nor_taken_away(t: T) {
    let house = House::new(t);
    for (log, table) in [(Log::Access, "access_log"), (Log::Evidence, "evidence_log")] {
        house.write(log, 4).await;
        let change = format!("UPDATE {table} SET verb = 'other' WHERE seq = 2");
        let told = house.t.raw(&change).await.expect_err("it must refuse");
        assert!(
            told.contains("gatehouse: a log line is never changed"),
            "{told}"
        );
        let remove = format!("DELETE FROM {table} WHERE seq = 1");
        let told = house.t.raw(&remove).await.expect_err("it must refuse");
        let rule = "gatehouse: a log line is only cut below a checkpoint";
        assert!(told.contains(rule), "{told}");
        house.mark(log).await.expect("a checkpoint");
        house.write(log, 1).await;
        let remove = format!("DELETE FROM {table} WHERE seq = 5");
        let told = house.t.raw(&remove).await.expect_err("it must refuse");
        assert!(told.contains(rule), "{told}");
    }
    assert_eq!(house.found().await, []);
}

fn months_later(from: Timestamp, months: i32) -> Timestamp {
    let from = from.to_zoned(TimeZone::UTC);
    from.checked_add(months.months())
        .expect("a date")
        .timestamp()
}

async fn what_is_cut_after_six_months_leaves_a_log_that_verifies(t: T) {
    let house = House::new(t);
    let mut young = Vec::new();
    for _ in 0..3 {
        house.write(Log::Access, 5).await;
        house.mark(Log::Access).await;
        young.push(house.t.now() + 1.microsecond());
        house.t.clock.advance(SignedDuration::from_hours(24 * 30));
    }
    // The sixth line is a minute younger than six months, the fifth is older.
    let before = months_later(young[0], 0);
    let (made, removed) = house.cut(Log::Access, before).await.expect("a cut");
    assert_eq!((made.seq, made.cut, removed), (5, true, 5));
    assert_eq!(house.found().await, []);
    assert_eq!(house.cut(Log::Access, before).await, None);
    house.write(Log::Access, 1).await;
    let (made, removed) = house.cut(Log::Access, young[2]).await.expect("another");
    assert_eq!((made.seq, removed), (15, 10));
    assert_eq!(house.found().await, []);
    assert_eq!(house.numbers(Log::Access).await, [16]);
    let report = house.report().await;
    assert_eq!((report.access, report.checkpoints), (1, 3));
}

async fn a_log_that_was_cut_to_its_end_goes_on(t: T) {
    let house = House::new(t);
    house.write(Log::Access, 3).await;
    let later = months_later(house.t.now(), 7);
    assert_eq!(house.cut(Log::Access, later).await.expect("a cut").1, 3);
    assert_eq!(house.found().await, []);
    assert_eq!(house.mark(Log::Access).await, None);
    house.write(Log::Access, 2).await;
    assert_eq!(house.numbers(Log::Access).await, [5, 4]);
    assert_eq!(house.found().await, []);
}

async fn nothing_young_is_cut_whatever_the_clock_said(t: T) {
    let house = House::new(t);
    house.write(Log::Access, 2).await;
    let day = SignedDuration::from_hours(24);
    house.t.clock.advance(day);
    house.write(Log::Access, 1).await;
    let before = house.t.now();
    // The clock is put right: the fourth line looks older than the third.
    house.t.clock.advance(-day);
    house.write(Log::Access, 1).await;
    let (made, removed) = house.cut(Log::Access, before).await.expect("a cut");
    assert_eq!((made.seq, removed), (2, 2));
    assert_eq!(house.found().await, []);
}

async fn a_kill_before_the_commit_of_a_checkpoint_is_caught_up(t: T) {
    let house = House::new(t);
    house.write(Log::Evidence, 3).await;
    let mut tx = house.t.db.begin().await.expect("it begins");
    let now = house.t.now();
    let made = checkpoint(&mut tx, Log::Evidence, house.t.school, &house.key, now)
        .await
        .expect("it runs")
        .expect("a checkpoint");
    house.ledger.add_checkpoint(&made).expect("it is written");
    drop(tx);
    house.write(Log::Evidence, 2).await;
    assert_eq!(house.found().await, [(FindingCode::CheckpointMissing, 3)]);
    let done = house.catch_up().await;
    assert_eq!((done.inside, done.outside), (1, 0));
    assert_eq!(house.found().await, []);
    assert_eq!(house.catch_up().await, CaughtUp::default());
    // Nor does a cut that comes before the catching up hinder it.
    house
        .t
        .raw("DELETE FROM checkpoint")
        .await
        .expect("it goes");
    let before = house.t.now();
    assert_eq!(house.cut(Log::Evidence, before).await.expect("a cut").1, 4);
    assert_eq!(house.found().await, [(FindingCode::CheckpointMissing, 3)]);
    assert_eq!(house.catch_up().await.inside, 1);
    assert_eq!(house.found().await, []);
    // And the other way: committed, but never written outside.
    let mut tx = house.t.db.begin().await.expect("it begins");
    let made = checkpoint(&mut tx, Log::Evidence, house.t.school, &house.key, now).await;
    assert_eq!(made.expect("it runs").expect("a checkpoint").seq, 5);
    tx.commit().await.expect("it commits");
    assert_eq!(house.found().await, [(FindingCode::CheckpointUnknown, 5)]);
    let done = house.catch_up().await;
    assert_eq!((done.inside, done.outside), (0, 1));
    assert_eq!(house.found().await, []);
}

async fn a_kill_before_the_commit_of_a_cut_takes_no_line(t: T) {
    let house = House::new(t);
    house.write(Log::Access, 3).await;
    // The line of the cut is signed already.
    house.mark(Log::Access).await;
    let before = house.t.now() + 1.second();
    house.write(Log::Access, 2).await;
    let mut tx = house.t.db.begin().await.expect("it begins");
    let (made, _) = cut(
        &mut tx,
        Log::Access,
        house.t.school,
        before,
        (&house.ledger, &house.key),
        before,
    )
    .await
    .expect("it runs")
    .expect("a cut");
    house.ledger.add_checkpoint(&made).expect("it is written");
    drop(tx);
    assert_eq!(house.found().await, []);
    assert_eq!(house.numbers(Log::Access).await.len(), 5);
    assert_eq!(house.cut(Log::Access, before).await.expect("a cut").1, 3);
    assert_eq!(house.found().await, []);
    // The ledger is lost: what the database has is enough to begin another.
    let folder = house.t.folder.path().join("another");
    let ledger = Ledger::open(folder).expect("a ledger");
    let house = House { ledger, ..house };
    assert_eq!(house.found().await, [(FindingCode::CheckpointUnknown, 3)]);
    assert_eq!(house.catch_up().await.outside, 1);
    assert_eq!(house.found().await, []);
}

async fn schools_have_logs_of_their_own(t: T) {
    let house = House::new(t);
    house.write(Log::Access, 3).await;
    house.mark(Log::Access).await;
    let other = SchoolId::new(house.t.now(), &house.t.chance);
    let copy = match &house.t.settings.place {
        Place::Sqlite(_) => format!("x'{}'", other.0.simple()),
        Place::Postgres(_) => format!("'{other}'"),
    };
    let insert = format!(
        "INSERT INTO school (id, sealed, created_at) SELECT {copy}, sealed, created_at FROM school"
    );
    house.t.raw(&insert).await.expect("another school");
    let first = house.t.school;
    let mut house = House::new(T {
        school: other,
        ..house.t
    });
    house.write(Log::Access, 2).await;
    assert_eq!(house.numbers(Log::Access).await, [2, 1]);
    assert_eq!(house.mark(Log::Access).await.expect("its own").seq, 2);
    assert_eq!(house.found().await, []);
    // The first school's checkpoint was signed with another key, which is not
    // the business of the second.
    house.t.school = first;
    assert_eq!(house.numbers(Log::Access).await.len(), 3);
    assert!(!house.report().await.is_clean());
}

async fn a_log_longer_than_a_page_is_walked_to_its_end(t: T) {
    let house = House::new(t);
    house.write(Log::Access, 1002).await;
    house.mark(Log::Access).await;
    let report = house.report().await;
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.access, 1002);
    tampering::unlock(&house, "access_log").await;
    let remove = "DELETE FROM access_log WHERE seq = 1001";
    house.t.raw(remove).await.expect("it goes");
    assert_eq!(house.found().await, [(FindingCode::LineMissing, 1001)]);
}
