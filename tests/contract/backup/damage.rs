//! A backup that is not what was signed, or not for this house, is refused
//! before anything of it is used.

use std::path::PathBuf;

use gatehouse_store::{
    backup::{self, BackupError},
    seal::MasterKey,
};

use super::{
    Scene, files,
    look::everything,
    same,
    site::{MASTER, Site},
};
use crate::harness::T;

contract! {
    a_damaged_byte_anywhere_is_refused,
    a_file_that_is_missing_or_cut_is_refused,
    another_master_key_is_refused,
    halves_of_two_backups_are_refused,
    what_another_key_signed_is_refused,
    what_is_not_empty_is_not_restored_into,
}

async fn a_damaged_byte_anywhere_is_refused(t: T) {
    let scene = Scene::new(t).await;
    let made = scene.make().await;
    let (half, keys_half) = scene.halves(&made.name);
    let all: Vec<PathBuf> = files(&half).into_iter().chain(files(&keys_half)).collect();
    assert_eq!(all.len(), 10 + 2 + 4);
    for file in &all {
        let bytes = std::fs::read(file).expect("it reads");
        let places = [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1];
        for place in places {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0x10;
            std::fs::write(file, &damaged).expect("the damage is done");
            let opened = scene.open(&made.name, &scene.site).await;
            let Err(BackupError::Damaged(told)) = opened else {
                panic!("byte {place} of {}: {opened:?}", file.display());
            };
            let own = file
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a name");
            assert!(
                told.ends_with(own) || own == "manifest.sig",
                "{told} for {own}"
            );
        }
        std::fs::write(file, &bytes).expect("it is mended");
    }
    assert!(scene.open(&made.name, &scene.site).await.is_ok());
}

async fn a_file_that_is_missing_or_cut_is_refused(t: T) {
    let scene = Scene::new(t).await;
    let made = scene.make().await;
    let (half, keys_half) = scene.halves(&made.name);
    for file in files(&half).into_iter().chain(files(&keys_half)) {
        let bytes = std::fs::read(&file).expect("it reads");
        std::fs::write(&file, &bytes[..bytes.len() - 1]).expect("it is cut");
        let cut = scene.open(&made.name, &scene.site).await;
        assert!(matches!(cut, Err(BackupError::Damaged(_))), "{cut:?}");
        std::fs::remove_file(&file).expect("it goes");
        let missing = scene.open(&made.name, &scene.site).await;
        let told = matches!(
            missing,
            Err(BackupError::Damaged(_) | BackupError::NotABackup(_))
        );
        assert!(told, "{missing:?}");
        std::fs::write(&file, &bytes).expect("it is mended");
    }
    assert!(scene.open(&made.name, &scene.site).await.is_ok());
}

async fn another_master_key_is_refused(t: T) {
    let scene = Scene::new(t).await;
    let made = scene.make().await;
    let other = "ff".repeat(32);
    let settings = scene.site.settings.clone();
    let stranger = Site::open(&scene.t, "stranger", settings, &other).await;
    let print = |text: &str| {
        MasterKey::from_text(text)
            .expect("a key")
            .fingerprint()
            .to_string()
    };
    match scene.open(&made.name, &stranger).await {
        Err(BackupError::OtherMaster { found, ours }) => {
            assert_eq!((found, ours), (print(MASTER), print(&other)));
        }
        other => panic!("{other:?}"),
    }
}

async fn halves_of_two_backups_are_refused(t: T) {
    let scene = Scene::new(t).await;
    let (one, two) = (scene.make().await, scene.make().await);
    let key = scene.signing.verifying_key();
    let (half, keys_half) = (scene.halves(&one.name).0, scene.halves(&two.name).1);
    let opened = backup::open(&half, &keys_half, &scene.site.keys, &key).await;
    assert!(matches!(opened, Err(BackupError::NotAPair)), "{opened:?}");
    let opened = backup::open(&scene.folder(), &keys_half, &scene.site.keys, &key).await;
    assert!(
        matches!(opened, Err(BackupError::NotABackup(_))),
        "{opened:?}"
    );
}

async fn what_another_key_signed_is_refused(t: T) {
    let scene = Scene::new(t).await;
    let made = scene.make().await;
    let (half, keys_half) = scene.halves(&made.name);
    let stranger = gatehouse_store::log::SigningKey::new(&scene.t.chance).verifying_key();
    let opened = backup::open(&half, &keys_half, &scene.site.keys, &stranger).await;
    assert!(matches!(opened, Err(BackupError::Damaged(_))), "{opened:?}");
}

async fn what_is_not_empty_is_not_restored_into(t: T) {
    let scene = Scene::new(t).await;
    let made = scene.make().await;
    let backup = scene
        .open(&made.name, &scene.site)
        .await
        .expect("it is whole");
    let before = everything(&scene.site).await;
    let empty = Site::like(&scene.t, "empty").await;
    for (what, db, keys, objects) in [
        ("database", &scene.site.db, &empty.keys, &empty.objects),
        ("key store", &empty.db, &scene.site.keys, &empty.objects),
        ("object store", &empty.db, &empty.keys, &scene.site.objects),
    ] {
        let into = backup::House {
            db,
            keys,
            objects,
            ledger: &scene.site.ledger,
        };
        let key = scene.signing.verifying_key();
        let begun = backup::Restore::begin(&backup, into, &key).await;
        let Err(BackupError::NotEmpty(told)) = begun else {
            panic!("{what}: {begun:?}");
        };
        assert_eq!(told, what);
        assert!(!backup::unfinished(&into).await.expect("it looks"));
    }
    same(&everything(&scene.site).await, &before);
    assert!(
        everything(&empty)
            .await
            .values()
            .all(std::collections::BTreeSet::is_empty)
    );
}
