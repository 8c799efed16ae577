//! Somebody with the database's password changes a log: the triggers are gone,
//! and any row reads as he likes. He has neither the key nor the ledger.

use std::fmt::Write as _;

use gatehouse_domain::ids::SubjectId;

use super::*;

contract! {
    any_byte_of_any_column_that_is_changed_is_found,
    any_value_that_is_none_at_all_is_found,
    a_line_that_is_taken_away_is_found,
    two_lines_that_change_places_are_found,
    a_log_written_anew_from_the_first_line_is_found,
    a_log_written_anew_under_its_true_checkpoints_is_found,
    a_log_that_ends_early_is_found,
    a_log_that_is_emptied_is_found,
    lines_below_a_checkpoint_may_not_go_without_a_cut,
    a_checkpoint_that_is_taken_away_or_forged_is_found,
    a_ledger_that_is_changed_is_found,
    many_findings_are_counted,
}

const TABLE: &str = "evidence_log";

/// Takes the triggers from a log.
pub(super) async fn unlock(house: &House, table: &str) {
    let on = match house.t.settings.place {
        Place::Sqlite(_) => String::new(),
        Place::Postgres(_) => format!(" ON {table}"),
    };
    for trigger in ["is_not_changed", "is_cut_below_checkpoints"] {
        let drop = format!("DROP TRIGGER {table}_{trigger}{on}");
        house.t.raw(&drop).await.expect("it goes");
    }
}

/// Nine lines of evidence, signed at the sixth, without triggers, and a copy
/// of all lines to begin anew from.
async fn nine(t: T) -> House {
    let house = House::new(t);
    house.write(Log::Evidence, 6).await;
    house.mark(Log::Evidence).await.expect("a checkpoint");
    house.write(Log::Evidence, 3).await;
    assert_eq!(house.found().await, []);
    unlock(&house, TABLE).await;
    let copy = format!("CREATE TABLE whole AS SELECT * FROM {TABLE}");
    house.t.raw(&copy).await.expect("a copy");
    house
}

/// Puts every line back, then changes something.
async fn change(house: &House, sql: &str) {
    let all = format!("DELETE FROM {TABLE}; INSERT INTO {TABLE} SELECT * FROM whole; {sql}");
    house
        .t
        .raw(&all)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn sqlite(house: &House) -> bool {
    matches!(house.t.settings.place, Place::Sqlite(_))
}

/// Bytes as SQL, for an id or a hash.
fn literal(house: &House, bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        write!(hex, "{byte:02x}").expect("it fits");
    }
    match (sqlite(house), bytes.len()) {
        (true, _) => format!("x'{hex}'"),
        (false, 16) => format!("'{hex}'"),
        (false, _) => format!("'\\x{hex}'"),
    }
}

/// The same bytes with another one at each place.
fn flipped(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len()).map(move |place| {
        let mut other = bytes.to_vec();
        other[place] ^= 1;
        other
    })
}

async fn any_byte_of_any_column_that_is_changed_is_found(t: T) {
    let house = nine(t).await;
    let mut tx = house.t.db.read().await.expect("it begins");
    let lines = page(&mut tx, Log::Evidence, house.t.school, Some(5), 2)
        .await
        .expect("lines");
    drop(tx);
    let (line, before) = (&lines[0], &lines[1]);
    let actor = line.actor.expect("somebody").0;
    let (kind, id) = line.about.as_ref().expect("something");
    let bytes: [(&str, &[u8]); 5] = [
        ("actor_id", actor.as_bytes()),
        ("about_id", id.as_bytes()),
        ("facts", &line.facts.expect("facts").0),
        ("previous", &before.hash.0),
        ("hash", &line.hash.0),
    ];
    let words = [
        ("verb", &line.verb),
        ("about_kind", kind),
        ("outcome", &line.outcome),
    ];
    let mut changes = Vec::new();
    for (column, bytes) in bytes {
        changes.extend(flipped(bytes).map(|other| (column, literal(&house, &other))));
    }
    for (column, word) in words {
        let texts = flipped(word.as_bytes()).map(|other| String::from_utf8(other).expect("ASCII"));
        changes.extend(texts.map(|other| (column, format!("'{other}'"))));
    }
    let micro = if sqlite(&house) {
        "1"
    } else {
        "interval '1 microsecond'"
    };
    changes.push(("at", format!("at + {micro}")));
    changes.push(("at", format!("at - {micro}")));
    assert!(changes.len() > 150);
    for (column, value) in changes {
        change(
            &house,
            &format!("UPDATE {TABLE} SET {column} = {value} WHERE seq = 4"),
        )
        .await;
        let found = house.found().await;
        assert!(
            found.contains(&(FindingCode::HashDiffers, 4)),
            "{column} {value}: {found:?}"
        );
        let after = column == "hash";
        assert_eq!(
            found.contains(&(FindingCode::PreviousDiffers, 5)),
            after,
            "{column}"
        );
        let itself = column == "previous";
        assert_eq!(
            found.contains(&(FindingCode::PreviousDiffers, 4)),
            itself,
            "{column}"
        );
    }
    // A number that changes leaves a gap; so does a line given to nobody.
    change(
        &house,
        &format!("UPDATE {TABLE} SET seq = 10 WHERE seq = 4"),
    )
    .await;
    let found = house.found().await;
    assert!(found.contains(&(FindingCode::LineMissing, 4)), "{found:?}");
    assert!(found.contains(&(FindingCode::OutOfOrder, 10)), "{found:?}");
    change(&house, "").await;
    assert_eq!(house.found().await, []);
}

async fn any_value_that_is_none_at_all_is_found(t: T) {
    let house = nine(t).await;
    let mut changes = vec![
        ("actor_id", "NULL"),
        ("about_id", "NULL"),
        ("about_kind", "NULL"),
        ("facts", "NULL"),
        ("verb", "''"),
        ("outcome", "'Rose'"),
    ];
    changes.extend(if sqlite(&house) {
        vec![
            ("actor_id", "x'00'"),
            ("about_id", "x''"),
            ("previous", "x'00'"),
            ("hash", "x''"),
            ("verb", "CAST(x'ff' AS TEXT)"),
            ("at", "9223372036854775807"),
            ("at", "-9223372036854775807"),
        ]
    } else {
        vec![
            ("previous", "'\\x00'"),
            ("hash", "''"),
            ("at", "'infinity'"),
            ("at", "'-infinity'"),
            ("at", "'290000-01-01Z'"),
        ]
    });
    for (column, value) in changes {
        change(
            &house,
            &format!("UPDATE {TABLE} SET {column} = {value} WHERE seq = 4"),
        )
        .await;
        let found = house.found().await;
        assert!(
            found.contains(&(FindingCode::HashDiffers, 4)),
            "{column} {value}: {found:?}"
        );
        // Nor is it shown to anybody as if it had been written so.
        let mut tx = house.t.db.read().await.expect("it begins");
        let shown = page(&mut tx, Log::Evidence, house.t.school, None, 9).await;
        let readable = matches!(
            (column, value),
            ("actor_id" | "facts", "NULL") | ("verb", "''") | ("outcome" | "previous", _)
        );
        match shown {
            Ok(_) => assert!(readable, "{column} {value}"),
            Err(error) => assert_eq!(error.code(), "database-damaged"),
        }
    }
}

async fn a_line_that_is_taken_away_is_found(t: T) {
    let house = nine(t).await;
    for seq in [1, 4, 6, 8] {
        change(&house, &format!("DELETE FROM {TABLE} WHERE seq = {seq}")).await;
        assert_eq!(house.found().await, [(FindingCode::LineMissing, seq)]);
    }
    change(
        &house,
        &format!("DELETE FROM {TABLE} WHERE seq IN (1, 2, 5)"),
    )
    .await;
    let missing = [(FindingCode::LineMissing, 1), (FindingCode::LineMissing, 5)];
    assert_eq!(house.found().await, missing);
}

async fn two_lines_that_change_places_are_found(t: T) {
    let house = nine(t).await;
    for (one, two) in [(4, 5), (2, 7)] {
        let swap = format!(
            "UPDATE {TABLE} SET seq = -1 WHERE seq = {one}; \
             UPDATE {TABLE} SET seq = {one} WHERE seq = {two}; \
             UPDATE {TABLE} SET seq = {two} WHERE seq = -1"
        );
        change(&house, &swap).await;
        let found = house.found().await;
        assert!(found.contains(&(FindingCode::OutOfOrder, one)), "{found:?}");
        assert!(found.contains(&(FindingCode::OutOfOrder, two)), "{found:?}");
    }
}

/// The same log with another outcome in its third line, and every hash right.
async fn write_anew(house: &House, lines: u8) {
    house
        .t
        .raw(&format!("DELETE FROM {TABLE}"))
        .await
        .expect("it goes");
    let mut tx = house.t.db.begin().await.expect("it begins");
    for number in 1..=lines {
        let outcome = if number == 3 { "refused" } else { "done" };
        let entry = Entry {
            outcome,
            ..full(Log::Evidence)
        };
        append(
            &mut tx,
            Log::Evidence,
            house.t.school,
            &entry,
            house.t.now(),
        )
        .await
        .expect("a line");
    }
    tx.commit().await.expect("it commits");
}

async fn a_log_written_anew_from_the_first_line_is_found(t: T) {
    let house = nine(t).await;
    house
        .t
        .raw("DELETE FROM checkpoint")
        .await
        .expect("it goes");
    write_anew(&house, 6).await;
    // He signs it, too, with a key of his own, and all is well by it.
    let school = house.t.school;
    let stranger = SigningKey::new(&house.t.chance);
    let mut tx = house.t.db.begin().await.expect("it begins");
    let made = checkpoint(&mut tx, Log::Evidence, school, &stranger, house.t.now()).await;
    assert_eq!(made.expect("it runs").expect("a checkpoint").seq, 6);
    let empty = Ledger::open(house.t.folder.path().join("his")).expect("a ledger");
    let his = verify(&mut tx, school, &empty, &stranger.verifying_key()).await;
    let his = his.expect("it runs").findings;
    assert_eq!(his.len(), 1, "{his:?}");
    assert_eq!(his[0].code, FindingCode::CheckpointUnknown);
    tx.commit().await.expect("it commits");
    let expected = [
        (FindingCode::CheckpointForged, 6),
        (FindingCode::CheckpointMissing, 6),
        (FindingCode::Rewritten, 6),
    ];
    assert_eq!(house.found().await, expected);
    // Catching up hides nothing of it.
    assert_eq!(house.catch_up().await, CaughtUp::default());
    assert_eq!(house.found().await, expected);
}

async fn a_log_written_anew_under_its_true_checkpoints_is_found(t: T) {
    let house = nine(t).await;
    let save = "CREATE TABLE marks AS SELECT * FROM checkpoint; DELETE FROM checkpoint";
    house.t.raw(save).await.expect("a copy");
    write_anew(&house, 9).await;
    let back = "INSERT INTO checkpoint SELECT * FROM marks";
    house.t.raw(back).await.expect("they are back");
    assert_eq!(house.found().await, [(FindingCode::Rewritten, 6)]);
    house
        .t
        .raw("DELETE FROM checkpoint")
        .await
        .expect("it goes");
    assert_eq!(house.catch_up().await, CaughtUp::default());
    let expected = [
        (FindingCode::CheckpointMissing, 6),
        (FindingCode::Rewritten, 6),
    ];
    assert_eq!(house.found().await, expected);
}

async fn a_log_that_ends_early_is_found(t: T) {
    let house = nine(t).await;
    change(&house, &format!("DELETE FROM {TABLE} WHERE seq > 5")).await;
    assert_eq!(house.found().await, [(FindingCode::LogShortened, 6)]);
    house
        .t
        .raw("DELETE FROM checkpoint")
        .await
        .expect("it goes");
    let expected = [
        (FindingCode::CheckpointMissing, 6),
        (FindingCode::LogShortened, 6),
    ];
    assert_eq!(house.found().await, expected);
    // Lines put in the place of those that went do not help.
    house.write(Log::Evidence, 4).await;
    let expected = [
        (FindingCode::CheckpointMissing, 6),
        (FindingCode::Rewritten, 6),
    ];
    assert_eq!(house.found().await, expected);
}

async fn a_log_that_is_emptied_is_found(t: T) {
    let house = nine(t).await;
    house
        .t
        .raw(&format!("DELETE FROM {TABLE}"))
        .await
        .expect("it goes");
    assert_eq!(house.found().await, [(FindingCode::LogShortened, 6)]);
    // The next line goes on after the checkpoint, as after a cut.
    house.write(Log::Evidence, 1).await;
    assert_eq!(house.numbers(Log::Evidence).await, [7]);
    assert_eq!(house.found().await, [(FindingCode::LineMissing, 1)]);
}

async fn lines_below_a_checkpoint_may_not_go_without_a_cut(t: T) {
    let house = House::new(t);
    house.write(Log::Access, 4).await;
    house.mark(Log::Access).await.expect("a checkpoint");
    house.write(Log::Access, 1).await;
    // The trigger cannot know whether this is a cut; the signature does.
    house
        .t
        .raw("DELETE FROM access_log WHERE seq <= 4")
        .await
        .expect("it goes");
    assert_eq!(house.found().await, [(FindingCode::LineMissing, 1)]);
}

async fn a_checkpoint_that_is_taken_away_or_forged_is_found(t: T) {
    let house = nine(t).await;
    let mut tx = house.t.db.read().await.expect("it begins");
    let lines = page(&mut tx, Log::Evidence, house.t.school, Some(7), 1)
        .await
        .expect("lines");
    drop(tx);
    house
        .t
        .raw("CREATE TABLE marks AS SELECT * FROM checkpoint")
        .await
        .expect("a copy");
    let micro = if sqlite(&house) {
        "1"
    } else {
        "interval '1 microsecond'"
    };
    let mut changes = vec![
        "log = 'access'".to_owned(),
        "seq = 5".to_owned(),
        format!("made_at = made_at + {micro}"),
        format!("signature = {}", literal(&house, &[0; 64])),
        format!("signature = {}", literal(&house, &[0; 3])),
        format!("hash = {}", literal(&house, &[0; 3])),
    ];
    changes.extend(
        flipped(&lines[0].hash.0).map(|other| format!("hash = {}", literal(&house, &other))),
    );
    let back = "DELETE FROM checkpoint; INSERT INTO checkpoint SELECT * FROM marks;";
    for change in changes {
        let sql = format!("{back} UPDATE checkpoint SET {change}");
        house.t.raw(&sql).await.expect("it is changed");
        let seq = if change == "seq = 5" { 5 } else { 6 };
        let expected = [
            (FindingCode::CheckpointForged, seq),
            (FindingCode::CheckpointMissing, 6),
        ];
        assert_eq!(house.found().await, expected, "{change}");
    }
    house
        .t
        .raw("DELETE FROM checkpoint")
        .await
        .expect("it goes");
    assert_eq!(house.found().await, [(FindingCode::CheckpointMissing, 6)]);
}

async fn a_ledger_that_is_changed_is_found(t: T) {
    let house = nine(t).await;
    house.mark(Log::Evidence).await.expect("another");
    let file = house.t.folder.path().join("ledger/checkpoints.jsonl");
    let text = std::fs::read_to_string(&file).expect("it reads");
    let lines: Vec<_> = text.lines().collect();
    for (other, code) in [
        (
            text.replacen("\"seq\":6", "\"seq\":5", 1),
            FindingCode::CheckpointForged,
        ),
        (
            text.replacen("\"seq\":6", "\"seq\":x", 1),
            FindingCode::LedgerDamaged,
        ),
    ] {
        std::fs::write(&file, other).expect("it is written");
        let expected = [(code, 1), (FindingCode::CheckpointUnknown, 6)];
        assert_eq!(house.found().await, expected);
    }
    std::fs::write(&file, format!("{}\n", lines[1])).expect("it is written");
    assert_eq!(house.found().await, [(FindingCode::CheckpointUnknown, 6)]);
    std::fs::write(&file, &text).expect("it is written");
    assert_eq!(house.found().await, []);
    let gone = Destruction {
        school: house.t.school,
        subject: SubjectId(Uuid::from_u128(1)),
        kind: "photo".into(),
        why: "unused".into(),
        at: house.t.now(),
        authority: None,
        backup_horizon: house.t.now(),
    };
    house
        .ledger
        .add_destruction(&gone, &house.key)
        .expect("it is written");
    assert_eq!(house.found().await, []);
    let file = house.t.folder.path().join("ledger/destructions.jsonl");
    let text = std::fs::read_to_string(&file).expect("it reads");
    std::fs::write(&file, text.replacen("unused", "recall", 1)).expect("it is written");
    assert_eq!(house.found().await, [(FindingCode::LedgerDamaged, 1)]);
}

async fn many_findings_are_counted(t: T) {
    let house = House::new(t);
    house.write(Log::Evidence, 1010).await;
    unlock(&house, TABLE).await;
    let all = format!("UPDATE {TABLE} SET verb = 'other'");
    house.t.raw(&all).await.expect("it is changed");
    let report = house.report().await;
    assert_eq!((report.findings.len(), report.further), (1000, 10));
}
