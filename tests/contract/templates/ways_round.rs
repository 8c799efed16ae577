//! Ways round the triggers of deleting, tried by somebody who writes SQL: rows
//! that are put in another's place, ids that change hands, tables that are
//! emptied, transactions that see what was. None leaves a template for a pupil
//! of whom the Act allows none, and none forgets what was said.

use gatehouse_domain::ids::PersonId;
use gatehouse_store::db::Place;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::gate::{committed, insert};
use crate::{harness::T, people::id_text};

contract! {
    nobody_is_put_in_anothers_place,
    a_no_is_not_forgotten_by_putting_somebody_else_in_its_place,
    no_template_outlives_its_pupil,
    a_no_that_is_told_while_errors_are_passed_over_purges,
    what_was_said_is_not_emptied,
}

/// A template that may be there by now.
const MADE: (&str, &str) = ("2026-02-01", "2027-02-01");

const PERSON: &str = "school_id, kind, mis_mark, sealed, restricted, created_at";
const GUARDIAN: &str =
    "school_id, person_id, place, relation, notified_on, answer, answered_on, method";

/// Two pupils at whom the gate is open, each with a template.
async fn two(t: &T) -> [PersonId; 2] {
    let both = [committed(t, 1).await, committed(t, 2).await];
    for id in both {
        let made = insert(t, id, MADE.0, MADE.1);
        t.raw(&made).await.expect("it is let in");
    }
    both
}

/// How many templates there are, and how many of them may not be.
async fn standing(t: &T) -> (i64, i64) {
    let barred = "template WHERE id NOT IN (SELECT template_id FROM biometric_gate)";
    (t.count("template").await, t.count(barred).await)
}

/// On a connection that asks for foreign keys, as the house does, and on one that
/// does not, as anybody's does.
fn either_way(t: &T, sql: &str) -> Vec<String> {
    match &t.settings.place {
        Place::Sqlite(_) => ["ON", "OFF"]
            .iter()
            .map(|keys| format!("PRAGMA foreign_keys = {keys}; {sql}"))
            .collect(),
        Place::Postgres(_) => vec![sql.to_owned()],
    }
}

/// What would put one in the place of the other: `{p}`, `{q}` are the pupils,
/// `{g}`, `{h}` their parents.
fn exchanges(t: &T) -> Vec<String> {
    let mut all = vec![
        "UPDATE guardian SET id = {h} WHERE id = {g}".to_owned(),
        "UPDATE person SET id = {q} WHERE id = {p}".to_owned(),
        "UPDATE person SET mis_mark = (SELECT mis_mark FROM person WHERE id = {q}) WHERE id = {p}"
            .to_owned(),
        "UPDATE guardian SET person_id = {q} WHERE id = {g}".to_owned(),
    ];
    if matches!(t.settings.place, Place::Postgres(_)) {
        return all;
    }
    for sql in all.clone() {
        all.push(sql.replacen("UPDATE", "UPDATE OR REPLACE", 1));
    }
    for (table, one, other) in [("guardian", "{g}", "{h}"), ("person", "{p}", "{q}")] {
        all.push(format!(
            "UPDATE OR REPLACE {table} \
             SET rowid = (SELECT rowid FROM {table} WHERE id = {other}) WHERE id = {one}"
        ));
    }
    let parent = "{q}, 7, 'contact', NULL, 'none', NULL, NULL FROM guardian WHERE id = {g}";
    let fresh = GUARDIAN.replace("school_id, ", "");
    all.push(format!(
        "REPLACE INTO guardian (id, school_id, {fresh}) SELECT id, school_id, {parent}"
    ));
    all.push(format!(
        "REPLACE INTO guardian (rowid, id, school_id, {fresh}) \
         SELECT rowid, randomblob(16), school_id, {parent}"
    ));
    all.push(format!(
        "INSERT OR REPLACE INTO guardian (id, {GUARDIAN}) SELECT {{h}}, {GUARDIAN} FROM guardian \
         WHERE id = {{g}} ON CONFLICT (person_id, place) DO UPDATE SET id = excluded.id"
    ));
    let marked = PERSON.replace("mis_mark", "x'77'");
    for (into, from) in [
        ("id", format!("id, {marked}")),
        ("id", format!("randomblob(16), {PERSON}")),
        ("rowid, id", format!("rowid, randomblob(16), {marked}")),
    ] {
        all.push(format!(
            "REPLACE INTO person ({into}, {PERSON}) SELECT {from} FROM person WHERE id = {{p}}"
        ));
    }
    all
}

/// The statement about these two and their parents.
fn about(t: &T, sql: &str, [one, other]: [PersonId; 2]) -> String {
    let id = |id: PersonId| id_text(t, id.0);
    let parent = |id| format!("(SELECT id FROM guardian WHERE person_id = {id})");
    sql.replace("{g}", &parent(id(one)))
        .replace("{h}", &parent(id(other)))
        .replace("{p}", &id(one))
        .replace("{q}", &id(other))
}

async fn nobody_is_put_in_anothers_place(t: T) {
    let both = two(&t).await;
    for sql in exchanges(&t) {
        for sql in either_way(&t, &about(&t, &sql, both)) {
            let told = t.raw(&sql).await;
            assert!(told.is_err(), "{sql}");
            assert_eq!(standing(&t).await, (2, 0), "{sql}");
            let there = (t.count("guardian").await, t.count("person").await);
            assert_eq!(there, (2, 2), "{sql}");
        }
    }
}

async fn a_no_is_not_forgotten_by_putting_somebody_else_in_its_place(t: T) {
    let both = [committed(&t, 1).await, committed(&t, 2).await];
    for [says, other] in [both, [both[1], both[0]]] {
        let no = format!(
            "UPDATE person SET pupil_word = 'refused' WHERE id = {}",
            id_text(&t, says.0)
        );
        t.raw(&no).await.expect("it is written");
        for sql in exchanges(&t) {
            for sql in either_way(&t, &about(&t, &sql, [says, other])) {
                assert!(t.raw(&sql).await.is_err(), "{sql}");
            }
        }
        let made = insert(&t, says, MADE.0, MADE.1);
        assert!(t.raw(&made).await.is_err());
    }
    let words = t.count("person WHERE pupil_word = 'refused'").await;
    assert_eq!((words, t.count("template").await), (2, 0));
}

async fn no_template_outlives_its_pupil(t: T) {
    for sql in either_way(&t, "DELETE FROM person WHERE id = {p}") {
        let both = two(&t).await;
        let sql = about(&t, &sql, both);
        // PostgreSQL wants the template to go first.
        let left = if t.raw(&sql).await.is_ok() { 1 } else { 2 };
        assert_eq!(standing(&t).await, (left, 0), "{sql}");
        assert_eq!(t.count("person").await, left, "{sql}");
        t.raw("DELETE FROM template").await.expect("it goes");
        t.raw("DELETE FROM person").await.expect("they go");
    }
}

async fn a_no_that_is_told_while_errors_are_passed_over_purges(t: T) {
    if matches!(t.settings.place, Place::Postgres(_)) {
        return;
    }
    let both = [committed(&t, 1).await, committed(&t, 2).await];
    for or in ["IGNORE", "FAIL", "REPLACE", "ROLLBACK", "ABORT"] {
        let template = insert(&t, both[0], MADE.0, MADE.1);
        t.raw(&template).await.expect("it is let in");
        let no = format!("UPDATE OR {or} guardian SET answer = 'objected' WHERE id = {{g}}");
        t.raw(&about(&t, &no, both)).await.expect("it is written");
        assert_eq!(standing(&t).await, (0, 0), "{or}");
        let closed = template.replacen("INSERT", &format!("INSERT OR {or}"), 1);
        assert!(t.raw(&closed).await.is_err(), "{or}");
        let yes = "UPDATE guardian SET answer = 'consented' WHERE id = {g}";
        t.raw(&about(&t, yes, both)).await.expect("it is written");
    }
    assert_eq!(standing(&t).await, (0, 0));
}

async fn what_was_said_is_not_emptied(t: T) {
    two(&t).await;
    if matches!(t.settings.place, Place::Sqlite(_)) {
        t.raw("DELETE FROM guardian").await.expect("they go");
        assert_eq!(standing(&t).await, (0, 0));
        return;
    }
    for table in ["guardian", "permission", "person", "school"] {
        let told = t.raw(&format!("TRUNCATE {table} CASCADE")).await;
        assert!(told.is_err(), "{table}");
        assert_eq!(standing(&t).await, (2, 0), "{table}");
    }
    let told = "MERGE INTO guardian USING person ON person_id = person.id \
                WHEN MATCHED THEN UPDATE SET answer = 'objected'";
    t.raw(told).await.expect("it is written");
    assert_eq!(standing(&t).await, (0, 0));
}

/// A transaction of PostgreSQL that sees what was there when it began.
async fn that_sees_what_was(url: &str) -> PgConnection {
    let mut c = PgConnection::connect(url).await.expect("it opens");
    c.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        .await
        .expect("it begins");
    c.execute("SELECT count(*) FROM guardian")
        .await
        .expect("it looks");
    c
}

#[test]
fn a_transaction_that_sees_what_was_passes_neither_a_no_nor_a_template() {
    crate::harness::on_postgres(async |t: T| {
        let Place::Postgres(url) = &t.settings.place else {
            panic!("not PostgreSQL")
        };
        for (n, no) in (0..).zip([
            "UPDATE guardian SET answer = 'objected' WHERE id = {g}",
            "INSERT INTO guardian (id, school_id, person_id, place, relation, answer) \
             SELECT id, school_id, id, 1, 'contact', 'objected' FROM person WHERE id = {p}",
            "DELETE FROM guardian WHERE id = {g}",
            "UPDATE person SET pupil_word = 'refused' WHERE id = {p}",
        ]) {
            for no_comes_first in [true, false] {
                let id = committed(&t, 2 * n + u8::from(no_comes_first)).await;
                let no = about(&t, no, [id, id]);
                let made = insert(&t, id, MADE.0, MADE.1);
                let (first, late) = if no_comes_first {
                    (no, made)
                } else {
                    (made, no)
                };
                let mut blind = that_sees_what_was(url).await;
                t.raw(&first).await.expect("it is written");
                let told = blind
                    .execute(sqlx::raw_sql(AssertSqlSafe(late.clone())))
                    .await;
                let ended = blind.execute("COMMIT").await;
                assert!(told.is_err() || ended.is_err(), "{late}");
                assert_eq!(standing(&t).await.1, 0, "{first}; {late}");
            }
        }
    });
}
