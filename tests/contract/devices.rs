//! Where photos come from: cameras and phones, and to whom they are lent.

use gatehouse_domain::{
    ids::{DeviceId, LoanId, SchoolId},
    role::Role,
};
use gatehouse_store::{
    Error,
    db::Tx,
    devices::{self, DeviceSecret, LoanRow, NewDevice},
    seal::SubjectKey,
};
use jiff::{SignedDuration, Timestamp};

use crate::{accounts::account, harness::T, school::second};

contract! {
    a_device_is_found_by_its_serial_number_and_opens_with_its_key,
    a_serial_number_is_entered_once_and_devices_without_one_often,
    a_device_is_retired_once,
    a_loan_is_out_until_it_is_brought_back,
    a_device_is_lent_to_one_at_a_time_and_not_after_it_is_retired,
    a_loan_is_overdue_from_its_moment_on,
    the_devices_of_another_school_are_neither_seen_nor_changed,
}

async fn device(t: &T, tx: &mut Tx, mark: Option<u8>) -> (DeviceId, SubjectKey) {
    let key = SubjectKey::generate(&t.chance);
    let id = DeviceId::new(t.now(), &t.chance);
    insert(t, tx, t.school, id, mark, &key)
        .await
        .expect("a device");
    (id, key)
}

async fn insert(
    t: &T,
    tx: &mut Tx,
    school: SchoolId,
    id: DeviceId,
    mark: Option<u8>,
    key: &SubjectKey,
) -> Result<(), Error> {
    let new = NewDevice {
        id,
        mark: mark.map(|n| [n; 32]),
        personal: mark.is_none(),
    };
    devices::insert(tx, school, &new, key, &t.chance, &secret(), t.now()).await
}

fn secret() -> DeviceSecret {
    DeviceSecret {
        label: "Camera of Mx Sample".into(),
    }
}

fn later(t: &T, hours: i64) -> Timestamp {
    t.now() + SignedDuration::from_hours(hours)
}

async fn a_device_is_found_by_its_serial_number_and_opens_with_its_key(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, key) = device(&t, &mut tx, Some(1)).await;
    device(&t, &mut tx, None).await;
    let row = devices::by_mark(&mut tx, t.school, &[1; 32])
        .await
        .expect("it reads");
    let row = row.expect("it is there");
    assert_eq!(
        (row.id, row.personal, row.added_at, row.retired_at),
        (id, false, t.now(), None)
    );
    assert_eq!(row.sealed.open(&key).expect("it opens"), secret());
    assert!(!format!("{row:?} {:?}", secret()).contains("Sample"));
    assert!(
        devices::by_mark(&mut tx, t.school, &[2; 32])
            .await
            .expect("it reads")
            .is_none()
    );
    let all = devices::list(&mut tx, t.school).await.expect("a list");
    assert_eq!(all.iter().filter(|row| row.personal).count(), 1);
    assert_eq!(all.len(), 2);
}

async fn a_serial_number_is_entered_once_and_devices_without_one_often(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    for mark in [None, None, Some(1)] {
        device(&t, &mut tx, mark).await;
    }
    let (id, key) = (
        DeviceId::new(t.now(), &t.chance),
        SubjectKey::generate(&t.chance),
    );
    let again = insert(&t, &mut tx, t.school, id, Some(1), &key).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
}

async fn a_device_is_retired_once(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (id, _) = device(&t, &mut tx, Some(1)).await;
    let moment = t.now();
    assert!(
        devices::retire(&mut tx, t.school, id, moment)
            .await
            .expect("it is retired")
    );
    assert!(
        !devices::retire(&mut tx, t.school, id, later(&t, 1))
            .await
            .expect("nothing")
    );
    let row = devices::by_mark(&mut tx, t.school, &[1; 32])
        .await
        .expect("it reads");
    assert_eq!(row.expect("it is there").retired_at, Some(moment));
}

async fn a_loan_is_out_until_it_is_brought_back(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (camera, _) = device(&t, &mut tx, Some(1)).await;
    let (tablet, _) = device(&t, &mut tx, Some(2)).await;
    let (to, _) = account(&t, &mut tx, t.school, 1, &[Role::Staff]).await;
    let (s, c) = (t.school, &t.chance);
    let (long, short) = (later(&t, 9), later(&t, 2));
    let first = devices::lend(&mut tx, s, camera, to, long, t.now(), c)
        .await
        .expect("lent");
    let second = devices::lend(&mut tx, s, tablet, to, short, t.now(), c)
        .await
        .expect("lent");
    let loan = |id, device, due_at| LoanRow {
        id,
        device,
        account: to,
        out_at: t.now(),
        due_at,
    };
    let out = devices::out(&mut tx, s).await.expect("a list");
    assert_eq!(
        out,
        [loan(second, tablet, short), loan(first, camera, long)]
    );
    assert!(
        devices::bring_back(&mut tx, s, second, t.now())
            .await
            .expect("it is back")
    );
    assert!(
        !devices::bring_back(&mut tx, s, second, t.now())
            .await
            .expect("nothing")
    );
    assert_eq!(
        devices::out(&mut tx, s).await.expect("a list"),
        [loan(first, camera, long)]
    );
}

async fn a_device_is_lent_to_one_at_a_time_and_not_after_it_is_retired(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (camera, _) = device(&t, &mut tx, Some(1)).await;
    let (to, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let (s, c, due) = (t.school, &t.chance, later(&t, 2));
    let loan = devices::lend(&mut tx, s, camera, to, due, t.now(), c)
        .await
        .expect("lent");
    let again = devices::lend(&mut tx, s, camera, to, due, t.now(), c).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
    devices::bring_back(&mut tx, s, loan, t.now())
        .await
        .expect("it is back");
    let loan = devices::lend(&mut tx, s, camera, to, due, t.now(), c)
        .await
        .expect("lent again");
    devices::bring_back(&mut tx, s, loan, t.now())
        .await
        .expect("it is back");
    devices::retire(&mut tx, s, camera, t.now())
        .await
        .expect("it is retired");
    let told = devices::lend(&mut tx, s, camera, to, due, t.now(), c).await;
    assert!(matches!(told, Err(Error::Conflict)), "{told:?}");
}

async fn a_loan_is_overdue_from_its_moment_on(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (camera, _) = device(&t, &mut tx, Some(1)).await;
    let (to, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let due = later(&t, 2);
    devices::lend(&mut tx, t.school, camera, to, due, t.now(), &t.chance)
        .await
        .expect("lent");
    let out = devices::out(&mut tx, t.school).await.expect("a list");
    assert!(!out[0].is_overdue(due - SignedDuration::from_micros(1)));
    assert!(out[0].is_overdue(due));
}

async fn the_devices_of_another_school_are_neither_seen_nor_changed(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let (camera, _) = device(&t, &mut tx, Some(1)).await;
    let (other, _) = second(&t, &mut tx).await;
    let (ours, _) = account(&t, &mut tx, t.school, 1, &[]).await;
    let (theirs, _) = account(&t, &mut tx, other, 1, &[]).await;
    let (c, due) = (&t.chance, later(&t, 2));
    assert!(
        devices::by_mark(&mut tx, other, &[1; 32])
            .await
            .expect("it reads")
            .is_none()
    );
    assert!(
        devices::list(&mut tx, other)
            .await
            .expect("a list")
            .is_empty()
    );
    assert!(
        !devices::retire(&mut tx, other, camera, t.now())
            .await
            .expect("nothing")
    );
    for (school, to) in [(other, ours), (other, theirs), (t.school, theirs)] {
        let told = devices::lend(&mut tx, school, camera, to, due, t.now(), c).await;
        assert!(matches!(told, Err(Error::Conflict)), "{told:?}");
    }
    let loan: LoanId = devices::lend(&mut tx, t.school, camera, ours, due, t.now(), c)
        .await
        .expect("lent");
    assert!(
        devices::out(&mut tx, other)
            .await
            .expect("a list")
            .is_empty()
    );
    assert!(
        !devices::bring_back(&mut tx, other, loan, t.now())
            .await
            .expect("nothing")
    );
    assert_eq!(
        devices::out(&mut tx, t.school).await.expect("a list").len(),
        1
    );
}
