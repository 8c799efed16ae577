//! Disks that are not connected: everything waits, and nothing on them is taken
//! for missing, destroyed or taken down.

use gatehouse_domain::{permission::Decision, release::Stage};

use crate::house::{Town, on_street};

/// Work is tried again and again, for half a day.
async fn half_a_day_passes(town: &Town) {
    for _ in 0..12 {
        town.hours_pass(1);
        assert!(town.work().await.failed > 0);
    }
    assert_eq!(town.stuck().await, 0);
}

#[test]
fn a_photo_waits_for_the_disk_of_its_objects_and_is_not_given_up() {
    on_street(async |town: Town| {
        let photo = town.upload_children().await;
        town.unplug("objects");
        assert!(town.try_upload(b"more").await.is_err());
        half_a_day_passes(&town).await;
        assert_eq!(town.state(photo).await, "received");
        town.plug_in("objects");
        town.hours_pass(1);
        town.work().await;
        assert_eq!(town.state(photo).await, "scanned");
        assert!(town.summary().await.log_findings.is_empty());
    });
}

#[test]
fn a_key_on_a_disk_that_is_away_is_not_destroyed() {
    on_street(async |town: Town| {
        let photo = town.ready_photo().await;
        let release = town.draft(&[photo]).await;
        town.approve(release, photo).await.unwrap();
        town.unplug("keys");
        half_a_day_passes(&town).await;
        assert_eq!(town.posts(), 0);
        town.plug_in("keys");
        assert!(matches!(town.stage(release).await, Stage::Approved { .. }));
        town.hours_pass(1);
        town.work().await;
        assert_eq!(town.posts(), 1);
    });
}

#[test]
fn a_withdrawal_waits_for_the_website_and_does_not_count_as_taken_down() {
    on_street(async |town: Town| {
        town.published().await;
        town.unplug("website");
        town.answer(Decision::Withdrawn).await;
        half_a_day_passes(&town).await;
        assert_eq!(town.summary().await.gone, 0);
        town.plug_in("website");
        assert_eq!(town.posts(), 1);
        town.hours_pass(1);
        town.work().await;
        assert_eq!(town.posts(), 0);
        assert_eq!(town.summary().await.gone, 1);
    });
}

#[test]
fn a_house_does_not_open_without_its_disks() {
    on_street(async |town: Town| {
        town.work().await;
        town.arrive().await.unwrap();
        for disk in ["objects", "keys"] {
            town.unplug(disk);
            assert_eq!(town.arrive().await.unwrap_err().code(), "store-not-there");
            town.plug_in(disk);
        }
        town.unplug("ledger");
        assert_eq!(town.arrive().await.unwrap_err().code(), "ledger-away");
        town.plug_in("ledger");
        town.arrive().await.unwrap();
        town.begin_another_ledger();
        assert_eq!(town.arrive().await.unwrap_err().code(), "ledger-blank");
    });
}
