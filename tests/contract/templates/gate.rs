//! The biometric gate as the databases keep it themselves, against somebody
//! who has their password and writes SQL.

use gatehouse_domain::ids::{PersonId, uuid_v7};
use gatehouse_store::db::Place;
use sqlx::{Connection as _, Executor as _, PgConnection};

use super::{open, pupil};
use crate::{harness::T, people::id_text, school::second};

contract! {
    a_template_is_let_in_while_the_gate_is_open,
    a_template_is_refused_at_every_closed_gate,
    a_template_of_another_school_is_refused,
    a_template_is_refused_when_it_would_be_kept_over_12_months,
    a_template_is_refused_on_a_day_that_is_none,
    a_template_is_never_rewritten,
    every_closing_of_the_gate_purges_at_once,
    a_parent_moved_to_another_pupil_purges_the_first,
    an_exception_without_a_ground_is_refused,
}

/// What closes the gate on the first of February 2026, with what is left out:
/// `{p}` is the pupil.
const CLOSED: [(&str, &str); 21] = [
    (
        "no parent is recorded",
        "DELETE FROM guardian WHERE person_id = {p}",
    ),
    (
        "nobody but a contact is",
        "UPDATE guardian SET relation = 'contact' WHERE person_id = {p}",
    ),
    (
        "no notice",
        "UPDATE guardian SET notified_on = NULL WHERE person_id = {p}",
    ),
    (
        "notice later",
        "UPDATE guardian SET notified_on = '2026-02-02' WHERE person_id = {p}",
    ),
    (
        "a second parent without notice",
        "INSERT INTO guardian (id, school_id, person_id, place, relation, answer) \
         SELECT id, school_id, id, 1, 'responsible', 'none' FROM person WHERE id = {p}",
    ),
    (
        "an exception that is not signed",
        "INSERT INTO guardian (id, school_id, person_id, place, relation, answer, exception_ground) \
         SELECT id, school_id, id, 1, 'parent', 'none', 'cannot-be-found' FROM person WHERE id = {p}",
    ),
    (
        "an exception that is signed later",
        "INSERT INTO guardian (id, school_id, person_id, place, relation, answer, exception_ground, \
         exception_signed_on) SELECT id, school_id, id, 1, 'parent', 'none', 'cannot-be-found', \
         '2026-02-02' FROM person WHERE id = {p}",
    ),
    (
        "no answer",
        "UPDATE guardian SET answer = 'none', answered_on = NULL, method = NULL WHERE person_id = {p}",
    ),
    (
        "consent on no day",
        "UPDATE guardian SET answered_on = NULL WHERE person_id = {p}",
    ),
    (
        "consent by no way",
        "UPDATE guardian SET method = NULL WHERE person_id = {p}",
    ),
    (
        "spoken consent",
        "UPDATE guardian SET method = 'verbal' WHERE person_id = {p}",
    ),
    (
        "consent later",
        "UPDATE guardian SET answered_on = '2026-02-02' WHERE person_id = {p}",
    ),
    (
        "consent of an excepted parent",
        "UPDATE guardian SET exception_ground = 'lacks-capacity', \
         exception_signed_on = '2026-01-31' WHERE person_id = {p}",
    ),
    (
        "an objection",
        "UPDATE guardian SET answer = 'objected' WHERE person_id = {p}",
    ),
    (
        "a withdrawal",
        "UPDATE guardian SET answer = 'withdrawn' WHERE person_id = {p}",
    ),
    (
        "a contact's objection",
        "INSERT INTO guardian (id, school_id, person_id, place, relation, answer) \
         SELECT id, school_id, id, 1, 'contact', 'objected' FROM person WHERE id = {p}",
    ),
    (
        "the pupil's no",
        "UPDATE person SET pupil_word = 'refused' WHERE id = {p}",
    ),
    (
        "a no that is taken back later",
        "UPDATE person SET pupil_word = 'changed-mind', pupil_word_on = '2026-02-02' WHERE id = {p}",
    ),
    (
        "leaving",
        "UPDATE person SET left_on = '2026-02-01' WHERE id = {p}",
    ),
    (
        "a freeze",
        "UPDATE person SET restricted = TRUE WHERE id = {p}",
    ),
    (
        "being staff",
        "UPDATE person SET kind = 'staff' WHERE id = {p}",
    ),
];

/// What leaves it open.
const STILL_OPEN: [(&str, &str); 5] = [
    (
        "nothing",
        "UPDATE person SET restricted = FALSE WHERE id = {p}",
    ),
    (
        "a second parent with a signed exception",
        "INSERT INTO guardian (id, school_id, person_id, place, relation, answer, exception_ground, \
         exception_signed_on) SELECT id, school_id, id, 1, 'parent', 'none', 'childs-welfare', \
         '2026-02-01' FROM person WHERE id = {p}",
    ),
    (
        "a contact who was never notified",
        "INSERT INTO guardian (id, school_id, person_id, place, relation, answer) \
         SELECT id, school_id, id, 1, 'contact', 'none' FROM person WHERE id = {p}",
    ),
    (
        "a no that was taken back",
        "UPDATE person SET pupil_word = 'changed-mind', pupil_word_on = '2026-02-01' WHERE id = {p}",
    ),
    (
        "leaving later",
        "UPDATE person SET left_on = '2026-02-02' WHERE id = {p}",
    ),
];

/// A pupil at whom the gate is open, committed.
pub(super) async fn committed(t: &T, n: u8) -> PersonId {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = pupil(t, &mut tx, n, &open()).await;
    tx.commit().await.expect("it commits");
    id
}

fn about(t: &T, sql: &str, id: PersonId) -> String {
    sql.replace("{p}", &id_text(t, id.0))
}

/// A template by raw SQL.
pub(super) fn insert(t: &T, id: PersonId, made_on: &str, expires_on: &str) -> String {
    let bytes = match &t.settings.place {
        Place::Sqlite(_) => "x'00'",
        Place::Postgres(_) => "'\\x00'",
    };
    format!(
        "INSERT INTO template (id, school_id, person_id, network, made_on, expires_on, sealed) \
         VALUES ({}, {}, {}, 'sample', '{made_on}', '{expires_on}', {bytes})",
        id_text(t, uuid_v7(t.now(), &t.chance)),
        id_text(t, t.school.0),
        id_text(t, id.0),
    )
}

const RULE: &str = "a template needs the biometric gate open";

async fn a_template_is_let_in_while_the_gate_is_open(t: T) {
    for (n, (what, sql)) in (0..).zip(STILL_OPEN) {
        let id = committed(&t, n).await;
        t.raw(&about(&t, sql, id)).await.expect(what);
        t.raw(&insert(&t, id, "2026-02-01", "2027-02-01"))
            .await
            .expect(what);
        assert_eq!(t.count("template").await, i64::from(n) + 1, "{what}");
    }
}

async fn a_template_is_refused_at_every_closed_gate(t: T) {
    for (n, (why, sql)) in (0..).zip(CLOSED) {
        let id = committed(&t, n).await;
        t.raw(&about(&t, sql, id)).await.expect(why);
        let told = t.raw(&insert(&t, id, "2026-02-01", "2027-02-01")).await;
        assert!(
            told.as_ref().is_err_and(|told| told.contains(RULE)),
            "{why}: {told:?}"
        );
    }
    assert_eq!(t.count("template").await, 0);
}

async fn a_template_of_another_school_is_refused(t: T) {
    let id = committed(&t, 1).await;
    let mut tx = t.db.begin().await.expect("it begins");
    let (other, _) = second(&t, &mut tx).await;
    tx.commit().await.expect("it commits");
    let sql = insert(&t, id, "2026-02-01", "2027-02-01")
        .replace(&id_text(&t, t.school.0), &id_text(&t, other.0));
    let told = t.raw(&sql).await.expect_err("it must be refused");
    assert!(told.contains(RULE), "{told}");
}

async fn a_template_is_refused_when_it_would_be_kept_over_12_months(t: T) {
    let id = committed(&t, 1).await;
    for (made_on, too_late, just) in [
        ("2026-02-01", "2027-02-02", "2027-02-01"),
        // As domain::biometric::template_expires_on has it.
        ("2028-02-29", "2029-03-01", "2029-02-28"),
    ] {
        let told = t
            .raw(&insert(&t, id, made_on, too_late))
            .await
            .expect_err("it must be refused");
        assert!(told.contains(RULE), "{told}");
        t.raw(&insert(&t, id, made_on, just))
            .await
            .expect("it is let in");
        t.raw("DELETE FROM template").await.expect("it goes");
    }
}

async fn a_template_is_refused_on_a_day_that_is_none(t: T) {
    let id = committed(&t, 1).await;
    for day in ["", "zzzz", "infinity", "2026-02-30", "2461000"] {
        assert!(t.raw(&insert(&t, id, day, day)).await.is_err(), "{day}");
        assert!(
            t.raw(&insert(&t, id, "2026-02-01", day)).await.is_err(),
            "{day}"
        );
        for column in ["notified_on", "answered_on"] {
            let sql = format!("UPDATE guardian SET {column} = '{day}'");
            // PostgreSQL knows an infinite day; it is later than any other.
            if t.raw(&sql).await.is_ok() {
                let told = t.raw(&insert(&t, id, "2026-02-01", "2027-02-01")).await;
                assert!(told.is_err(), "{column} {day}");
            }
        }
    }
    assert_eq!(t.count("template").await, 0);
}

async fn a_template_is_never_rewritten(t: T) {
    let id = committed(&t, 1).await;
    t.raw(&insert(&t, id, "2026-02-01", "2026-12-01"))
        .await
        .expect("it is let in");
    for change in [
        "expires_on = '2027-01-01'",
        "made_on = '2026-03-01'",
        "network = 'other'",
    ] {
        let told = t.raw(&format!("UPDATE template SET {change}")).await;
        assert!(
            told.as_ref().is_err_and(|told| told.contains(RULE)),
            "{change}: {told:?}"
        );
    }
    assert_eq!(t.count("template").await, 1);
}

async fn every_closing_of_the_gate_purges_at_once(t: T) {
    let witness = committed(&t, u8::MAX).await;
    t.raw(&insert(&t, witness, "2026-02-01", "2027-02-01"))
        .await
        .expect("it is let in");
    for (n, (why, sql)) in (0..).zip(CLOSED) {
        let id = committed(&t, n).await;
        t.raw(&insert(&t, id, "2026-02-01", "2027-02-01"))
            .await
            .expect("it is let in");
        assert_eq!(t.count("template").await, 2);
        t.raw(&about(&t, sql, id)).await.expect(why);
        assert_eq!(t.count("template").await, 1, "{why}");
    }
}

async fn a_parent_moved_to_another_pupil_purges_the_first(t: T) {
    let (id, other) = (committed(&t, 1).await, committed(&t, 2).await);
    t.raw(&insert(&t, id, "2026-02-01", "2027-02-01"))
        .await
        .expect("it is let in");
    let sql = format!(
        "UPDATE guardian SET person_id = {}, place = 7 WHERE person_id = {}",
        id_text(&t, other.0),
        id_text(&t, id.0)
    );
    t.raw(&sql).await.expect("they are moved");
    assert_eq!(t.count("template").await, 0);
}

async fn an_exception_without_a_ground_is_refused(t: T) {
    committed(&t, 1).await;
    let told = t
        .raw("UPDATE guardian SET exception_signed_on = '2026-01-31'")
        .await;
    assert!(
        told.as_ref()
            .is_err_and(|told| told.to_lowercase().contains("check")),
        "{told:?}"
    );
}

/// SQLite has one writer; in PostgreSQL two could pass each other.
#[test]
fn an_objection_and_a_template_written_at_one_moment_do_not_pass_each_other() {
    crate::harness::on_postgres(async |t: T| {
        let id = committed(&t, 1).await;
        let Place::Postgres(url) = &t.settings.place else {
            panic!("not PostgreSQL")
        };
        let mut maker = PgConnection::connect(url).await.expect("it opens");
        let mut watch = PgConnection::connect(url).await.expect("it opens");
        let mut parent = PgConnection::connect(url).await.expect("it opens");
        let template = sqlx::AssertSqlSafe(insert(&t, id, "2026-02-01", "2027-02-01"));
        maker.execute("BEGIN").await.expect("it begins");
        maker
            .execute(sqlx::raw_sql(template))
            .await
            .expect("it is let in");
        let objects = tokio::spawn(async move {
            parent
                .execute("UPDATE guardian SET answer = 'objected'")
                .await
                .map(drop)
        });
        let mut waiting = 0;
        while waiting == 0 && !objects.is_finished() {
            waiting = sqlx::query_scalar::<_, i64>(
                "SELECT count(*) FROM pg_stat_activity \
                 WHERE datname = current_database() AND wait_event_type = 'Lock'",
            )
            .fetch_one(&mut watch)
            .await
            .expect("a count");
        }
        maker.execute("COMMIT").await.expect("it commits");
        objects.await.expect("it ends").expect("it is written");
        assert_eq!(t.count("template").await, 0);
        assert_eq!(waiting, 1, "the objection waited for the template");
    });
}
