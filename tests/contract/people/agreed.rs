//! Permissions: lines that are added, never changed.

use gatehouse_domain::{
    Channel,
    permission::{Basis, Decision, Detail, Giver, Means, Naming},
};
use gatehouse_store::{people::Kind, permissions};
use jiff::{SignedDuration, civil::date};

use super::{line, person};
use crate::harness::T;

contract! {
    every_permission_reads_back_in_the_order_it_was_added,
    permissions_are_never_changed_or_deleted_even_by_raw_sql,
}

async fn every_permission_reads_back_in_the_order_it_was_added(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let mut lines: Vec<_> = Channel::ALL.into_iter().map(line).collect();
    for (line, basis) in lines.iter_mut().zip([
        Basis::PublicTask,
        Basis::LegitimateInterests,
        Basis::Consent,
    ]) {
        line.basis = basis;
        line.naming = Naming::WithFirstName;
    }
    lines[3].decision = Decision::Refused;
    lines[4].decision = Decision::Withdrawn;
    lines[5].given_by = Giver::Self_;
    lines[6].given_by = Giver::Guardian(u16::MAX);
    lines[0].expires_on = Some(date(2027, 8, 31));
    lines[1].text_version = u32::MAX;
    lines[2].detail = Detail::taking(Some(Means::InPerson));
    for (line, means) in
        lines
            .iter_mut()
            .skip(3)
            .zip([Means::Paper, Means::Portal, Means::Email, Means::Verbal])
    {
        line.detail.means = Some(means);
    }
    for line in &lines {
        t.clock.advance(SignedDuration::from_micros(1));
        permissions::append(&mut tx, t.school, id, line, t.now(), &t.chance)
            .await
            .expect("it is added");
    }
    tx.commit().await.expect("it commits");
    let mut tx = t.db.read().await.expect("it begins");
    let of = permissions::of_person(&mut tx, t.school, id)
        .await
        .expect("they read");
    assert_eq!(of, lines);
    let all = permissions::of_school(&mut tx, t.school)
        .await
        .expect("they read");
    assert_eq!(
        all,
        lines.into_iter().map(|line| (id, line)).collect::<Vec<_>>()
    );
}

async fn permissions_are_never_changed_or_deleted_even_by_raw_sql(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let id = person(&t, &mut tx, t.school, Kind::Pupil, 1).await;
    let line = line(Channel::Website);
    permissions::append(&mut tx, t.school, id, &line, t.now(), &t.chance)
        .await
        .expect("added");
    tx.commit().await.expect("it commits");
    for sql in [
        "UPDATE permission SET decision = 'refused'",
        "DELETE FROM permission",
    ] {
        let told = t.raw(sql).await.expect_err("it must be refused");
        assert!(
            told.contains("permissions are added, never changed"),
            "{told}"
        );
    }
    let mut tx = t.db.read().await.expect("it begins");
    assert_eq!(
        permissions::of_person(&mut tx, t.school, id)
            .await
            .expect("they read"),
        [line]
    );
}
