//! Killed anywhere, a backup is not there or whole, and a restore is run again.

use gatehouse_store::backup::{self, BackupError};
use jiff::{SignedDuration, civil::date};

use super::{Scene, files, look::everything, same, site::Site, undo_restore};
use crate::harness::T;

contract! {
    a_restore_that_was_killed_after_any_step_is_run_again,
    a_restore_that_was_killed_within_a_step_is_run_again,
    another_backup_does_not_go_on_with_a_killed_restore,
    what_a_killed_backup_left_is_cleared_away,
    two_backups_at_once_are_refused,
}

const TODAY: jiff::civil::Date = date(2026, 11, 20);

async fn a_restore_that_was_killed_after_any_step_is_run_again(t: T) {
    let scene = Scene::new(t).await;
    let before = everything(&scene.site).await;
    let made = scene.make().await;
    scene.t.clock.advance(SignedDuration::from_hours(1));
    for steps in 0..=5 {
        let target = Site::like(&scene.t, &format!("target{steps}")).await;
        {
            let backup = scene.open(&made.name, &target).await.expect("it is whole");
            let restore = scene.begin(&backup, &target).await.expect("it begins");
            if steps > 0 {
                restore.tombstones().await.expect("tombstones");
            }
            if steps > 1 {
                restore.keys().await.expect("keys");
            }
            if steps > 2 {
                restore.objects().await.expect("objects");
            }
            if steps > 3 {
                restore.rows(scene.t.now(), TODAY).await.expect("rows");
            }
            if steps > 4 {
                restore
                    .tell_ledger(&scene.signing, scene.t.now())
                    .await
                    .expect("it is told");
            }
        }
        assert!(backup::unfinished(&target.house()).await.expect("it looks"));
        let back = scene.restore(&made.name, &target).await;
        assert_eq!(back.rows == 0, steps > 3);
        assert!(!backup::unfinished(&target.house()).await.expect("it looks"));
        let mut found = everything(&target).await;
        undo_restore(&mut found, &before);
        same(&found, &before);
        // Over is over: what is there now is not written over.
        let backup = scene.open(&made.name, &target).await.expect("it is whole");
        let again = scene.begin(&backup, &target).await;
        assert!(
            matches!(again, Err(BackupError::NotEmpty("database"))),
            "{again:?}"
        );
    }
}

async fn a_restore_that_was_killed_within_a_step_is_run_again(t: T) {
    let scene = Scene::new(t).await;
    let before = everything(&scene.site).await;
    let made = scene.make().await;
    let target = Site::like(&scene.t, "target").await;
    let backup = scene.open(&made.name, &target).await.expect("it is whole");
    let restore = scene.begin(&backup, &target).await.expect("it begins");
    restore.keys().await.expect("keys");
    restore.objects().await.expect("objects");
    drop(restore);
    // As if only some had come, one of them torn.
    for below in ["keys", "objects"] {
        let mut there = files(&target.folder.join(below));
        there.retain(|file| !file.ends_with("restoring") && !file.ends_with(".gatehouse-store"));
        assert!(there.len() > 8, "{below}");
        for file in there.iter().skip(3) {
            std::fs::remove_file(file).expect("it goes");
        }
        std::fs::write(&there[0], b"torn").expect("it is torn");
    }
    // Rows whose commit never came.
    let restore = scene.begin(&backup, &target).await.expect("it begins");
    let rows = restore.rows(scene.t.now(), TODAY);
    let timed = tokio::time::timeout(std::time::Duration::from_micros(300), rows).await;
    drop(restore);
    if timed.is_err() {
        // All or nothing: who goes while the commit is on its way is not told
        // any more that it came.
        let mut found = everything(&target).await;
        if !found.values().all(std::collections::BTreeSet::is_empty) {
            undo_restore(&mut found, &before);
            same(&found, &before);
        }
    }
    scene.restore(&made.name, &target).await;
    let mut found = everything(&target).await;
    undo_restore(&mut found, &before);
    same(&found, &before);
    for file in ["keys", "objects"] {
        let (old, new) = (scene.site.folder.join(file), target.folder.join(file));
        let bytes = |folder: &std::path::Path| -> Vec<Vec<u8>> {
            files(folder)
                .iter()
                .map(|file| std::fs::read(file).expect("it reads"))
                .collect()
        };
        assert_eq!(bytes(&old), bytes(&new), "{file}");
    }
}

async fn another_backup_does_not_go_on_with_a_killed_restore(t: T) {
    let scene = Scene::new(t).await;
    let (one, two) = (scene.make().await, scene.make().await);
    let target = Site::like(&scene.t, "target").await;
    let backup = scene.open(&one.name, &target).await.expect("it is whole");
    let restore = scene.begin(&backup, &target).await.expect("it begins");
    restore.keys().await.expect("keys");
    drop(restore);
    let backup = scene.open(&two.name, &target).await.expect("it is whole");
    let begun = scene.begin(&backup, &target).await;
    assert!(
        matches!(begun, Err(BackupError::NotEmpty("key store"))),
        "{begun:?}"
    );
}

async fn what_a_killed_backup_left_is_cleared_away(t: T) {
    let scene = Scene::new(t).await;
    let made = scene.make().await;
    let (half, keys_half) = scene.halves(&made.name);
    // Killed between the two names: keys without rows are no backup.
    let new = scene.folder().join(format!(".new-{}", made.name));
    std::fs::rename(&half, &new).expect("as if its name had not come");
    let key = scene.signing.verifying_key();
    assert_eq!(
        backup::held(&scene.folder(), &key).await.expect("a list"),
        []
    );
    let next = scene.make().await;
    assert!(!new.exists() && !keys_half.exists());
    // Killed before either.
    let (half, keys_half) = scene.halves(&next.name);
    for (folder, half) in [(scene.folder(), half), (scene.keys_folder(), keys_half)] {
        std::fs::rename(half, folder.join(format!(".new-{}", next.name))).expect("as if");
    }
    let last = scene.make().await;
    for folder in [scene.folder(), scene.keys_folder()] {
        let names = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("one").file_name());
        let mut names: Vec<_> = names
            .map(|name| name.into_string().expect("a name"))
            .collect();
        names.retain(|name| name != ".lock");
        assert_eq!(names, [last.name.to_string()]);
    }
    assert!(scene.open(&last.name, &scene.site).await.is_ok());
}

async fn two_backups_at_once_are_refused(t: T) {
    let scene = Scene::new(t).await;
    scene.make().await;
    let lock = std::fs::File::open(scene.folder().join(".lock")).expect("it is there");
    lock.lock().expect("it is free");
    let made = scene.try_make().await;
    assert!(matches!(made, Err(BackupError::Busy)), "{made:?}");
    drop(lock);
    scene.make().await;
}
