//! The logs after a restore: older than the marks outside, and known to be;
//! nobody else can say so of lines he took away.

use gatehouse_store::log::{
    self, FindingCode, Log, Report, SigningKey,
    outside::{RESTORATIONS, Restoration},
};
use jiff::SignedDuration;

use super::{Scene, fill, look, site::Site};
use crate::harness::T;

contract! {
    marks_of_lost_lines_are_a_note_and_nothing_else_is,
    without_the_word_of_a_restoration_lost_lines_are_found,
    a_restoration_that_is_not_signed_helps_nobody,
    a_restoration_of_another_log_than_this_is_found,
    a_second_restoration_of_an_older_backup_is_clean_too,
}

async fn report(scene: &Scene, site: &Site) -> Report {
    let mut tx = site.db.read().await.expect("it begins");
    let key = scene.signing.verifying_key();
    log::verify(&mut tx, scene.filled.school, &site.ledger, &key)
        .await
        .expect("it runs")
}

fn codes(report: &Report) -> Vec<FindingCode> {
    let mut codes: Vec<_> = report.findings.iter().map(|one| one.code).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// A school with marks of lines that the backup has not.
async fn restored(t: T) -> (Scene, Site) {
    let scene = Scene::new(t).await;
    let made = scene.make().await;
    fill::lines(&scene.t, &scene.site, scene.filled.school, 4).await;
    fill::mark(&scene.t, &scene.site, scene.filled.school, &scene.signing).await;
    let target = Site::like(&scene.t, "target").await;
    scene.restore(&made.name, &target).await;
    (scene, target)
}

async fn marks_of_lost_lines_are_a_note_and_nothing_else_is(t: T) {
    let (scene, target) = Box::pin(restored(t)).await;
    let school = scene.filled.school;
    let found = report(&scene, &target).await;
    assert!(found.is_clean(), "{:?}", found.findings);
    assert_eq!(
        found
            .notes
            .iter()
            .map(|note| note.checkpoints)
            .collect::<Vec<_>>(),
        [1, 1]
    );
    let told = found.notes[0].to_string();
    assert!(told.contains("was restored on"), "{told}");
    // The logs go on, are marked, and are clean.
    scene.t.clock.advance(SignedDuration::from_secs(1));
    fill::lines(&scene.t, &target, school, 6).await;
    fill::mark(&scene.t, &target, school, &scene.signing).await;
    let found = report(&scene, &target).await;
    assert!(found.is_clean(), "{:?}", found.findings);
    // What is taken away or changed from here on is found as ever.
    let postgres = matches!(
        target.settings.place,
        gatehouse_store::db::Place::Postgres(_)
    );
    let id = school.0.simple();
    let own = if postgres {
        format!("'{id}'")
    } else {
        format!("x'{id}'")
    };
    look::raw(
        &target,
        &format!("DELETE FROM checkpoint WHERE school_id = {own} AND seq = (SELECT max(seq) FROM checkpoint WHERE log = 'access') AND log = 'access'"),
    )
    .await;
    assert_eq!(
        codes(&report(&scene, &target).await),
        [FindingCode::CheckpointMissing]
    );
}

async fn without_the_word_of_a_restoration_lost_lines_are_found(t: T) {
    let (scene, target) = Box::pin(restored(t)).await;
    let file = scene.t.folder.path().join("ledger").join(RESTORATIONS);
    std::fs::write(file, b"").expect("it is emptied");
    let found = codes(&report(&scene, &target).await);
    assert_eq!(
        found,
        [FindingCode::LogShortened, FindingCode::CheckpointMissing]
    );
}

async fn a_restoration_that_is_not_signed_helps_nobody(t: T) {
    let (scene, target) = Box::pin(restored(t)).await;
    let file = scene.t.folder.path().join("ledger").join(RESTORATIONS);
    let text = std::fs::read_to_string(&file).expect("it reads");
    // Its moment or number moved, so that it would excuse more.
    for (from, to) in [("\"seq\":", "\"seq\":-"), ("2026-11-18T", "2027-11-18T")] {
        let forged = text.replace(from, to);
        assert_ne!(forged, text, "{from}");
        std::fs::write(&file, forged).expect("it is written");
        let found = codes(&report(&scene, &target).await);
        assert!(found.contains(&FindingCode::LedgerDamaged), "{found:?}");
        assert!(found.contains(&FindingCode::CheckpointMissing), "{found:?}");
    }
    // A rewriter with a key of his own.
    let own = SigningKey::new(&scene.t.chance);
    std::fs::write(&file, b"").expect("it is emptied");
    let forged = Restoration {
        school: scene.filled.school,
        log: Log::Evidence,
        seq: 1,
        hash: log::Hex([7; 32]),
        at: scene.t.now() + SignedDuration::from_hours(1),
        backup: "2026-11-18T00-00-00Z".into(),
    };
    target
        .ledger
        .add_restoration(&forged, &own)
        .expect("it is written");
    let found = codes(&report(&scene, &target).await);
    assert!(found.contains(&FindingCode::LedgerDamaged), "{found:?}");
    assert!(found.contains(&FindingCode::LogShortened), "{found:?}");
}

async fn a_restoration_of_another_log_than_this_is_found(t: T) {
    let (scene, target) = Box::pin(restored(t)).await;
    // Signed, as a copy of an old ledger has it, but of a line that is not
    // this log's: of another hash, or beyond its end.
    for (seq, code) in [
        (2, FindingCode::Rewritten),
        (500, FindingCode::LogShortened),
    ] {
        let other = Restoration {
            school: scene.filled.school,
            log: Log::Evidence,
            seq,
            hash: log::Hex([7; 32]),
            at: scene.t.now() + SignedDuration::from_hours(1),
            backup: "2026-11-18T00-00-00Z".into(),
        };
        let file = scene.t.folder.path().join("ledger").join(RESTORATIONS);
        let before = std::fs::read(&file).expect("it reads");
        target
            .ledger
            .add_restoration(&other, &scene.signing)
            .expect("it is written");
        let found = codes(&report(&scene, &target).await);
        assert!(found.contains(&code), "{seq}: {found:?}");
        std::fs::write(&file, before).expect("it is put back");
    }
}

async fn a_second_restoration_of_an_older_backup_is_clean_too(t: T) {
    let scene = Scene::new(t).await;
    let school = scene.filled.school;
    let old = scene.make().await;
    fill::lines(&scene.t, &scene.site, school, 2).await;
    fill::mark(&scene.t, &scene.site, school, &scene.signing).await;
    let new = scene.make().await;
    let first = Site::like(&scene.t, "first").await;
    scene.restore(&new.name, &first).await;
    fill::lines(&scene.t, &first, school, 2).await;
    fill::mark(&scene.t, &first, school, &scene.signing).await;
    let second = Site::like(&scene.t, "second").await;
    scene.restore(&old.name, &second).await;
    let found = report(&scene, &second).await;
    assert!(found.is_clean(), "{:?}", found.findings);
    assert_eq!(found.notes.len(), 2);
}
