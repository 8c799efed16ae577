//! A cut destroys what could have shown that a line was changed: so what does
//! not verify is not cut.

use super::{tampering::unlock, *};

contract! {
    what_was_changed_is_not_cut,
    what_lacks_a_line_is_not_cut,
    what_was_changed_above_the_cut_hinders_it_not,
}

const TABLE: &str = "access_log";

/// Six lines, the first three over their period, without triggers; and when the
/// others were written.
async fn six(t: T) -> (House, Timestamp) {
    let house = House::new(t);
    house.write(Log::Access, 3).await;
    house.t.clock.advance(SignedDuration::from_hours(24));
    let before = house.t.now();
    house.write(Log::Access, 3).await;
    house.mark(Log::Access).await.expect("a checkpoint");
    unlock(&house, TABLE).await;
    (house, before)
}

async fn refused(house: &House, before: Timestamp) -> bool {
    let mut tx = house.t.db.begin().await.expect("it begins");
    let keeping = (&house.ledger, &house.key);
    let told = cut(
        &mut tx,
        Log::Access,
        house.t.school,
        before,
        keeping,
        before,
    )
    .await;
    matches!(told, Err(Error::Log(LogError::NotAsWritten)))
}

async fn what_was_changed_is_not_cut(t: T) {
    let (house, before) = six(t).await;
    let sql = format!("UPDATE {TABLE} SET outcome = 'refused' WHERE seq = 2");
    house.t.raw(&sql).await.expect("it is changed");
    assert!(refused(&house, before).await);
    assert_eq!(house.numbers(Log::Access).await.len(), 6);
    assert_eq!(house.found().await, [(FindingCode::HashDiffers, 2)]);
}

async fn what_lacks_a_line_is_not_cut(t: T) {
    let (house, before) = six(t).await;
    let sql = format!("DELETE FROM {TABLE} WHERE seq = 1");
    house.t.raw(&sql).await.expect("it goes");
    assert!(refused(&house, before).await);
    assert_eq!(house.numbers(Log::Access).await.len(), 5);
}

async fn what_was_changed_above_the_cut_hinders_it_not(t: T) {
    let (house, before) = six(t).await;
    let sql = format!("UPDATE {TABLE} SET outcome = 'refused' WHERE seq = 5");
    house.t.raw(&sql).await.expect("it is changed");
    assert_eq!(house.cut(Log::Access, before).await.expect("a cut").1, 3);
    // It is still to be found.
    assert_eq!(house.found().await, [(FindingCode::HashDiffers, 5)]);
}
