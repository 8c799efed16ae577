//! How much of what is out is judged again, and when.

use gatehouse_store::school;
use jiff::SignedDuration;

use super::*;
use crate::backup::tests::{Scene, filling::Filling};

async fn judged(house: &House, school: SchoolId) -> usize {
    let mut tended = Tended::default();
    house.judge_going_out(school, &mut tended).await.unwrap();
    assert_eq!((tended.failed, tended.recalled), (0, 0));
    tended.judged
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_it_on_a_new_day_and_by_another_register_else_a_part_after_another() {
    let scene = Scene::new();
    let house = scene.house("house").await;
    let f = Filling::new(&house).await;
    let (photo, _) = f.photo(true, &[]).await;
    for _ in 0..30 {
        f.release(photo, StageCode::Published).await;
    }
    assert_eq!(judged(&house, f.school).await, 30);
    // Nothing changed: a part, the rest of it, and from the beginning.
    assert_eq!(judged(&house, f.school).await, 20);
    assert_eq!(judged(&house, f.school).await, 10);
    assert_eq!(judged(&house, f.school).await, 0);
    assert_eq!(judged(&house, f.school).await, 20);

    let mut tx = house.decide(f.school).await.unwrap();
    school::bump(&mut tx, f.school).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(judged(&house, f.school).await, 30);
    assert_eq!(judged(&house, f.school).await, 20);

    scene.wait(SignedDuration::from_hours(24));
    assert_eq!(judged(&house, f.school).await, 30);
}
