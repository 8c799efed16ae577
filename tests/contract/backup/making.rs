//! Making backups while others write; what is told of them; their end.

use std::sync::atomic::{AtomicBool, Ordering};

use gatehouse_domain::{custody::State, ids::SubjectId};
use gatehouse_store::{
    backup::{self, BackupError, Manifest, Order},
    log::SigningKey,
    objects::{ObjectError, ObjectName},
    photos, renditions,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Scene, files, fill, site::Site};
use crate::harness::T;

contract! {
    a_backup_made_while_somebody_writes_is_of_one_moment,
    an_object_that_is_gone_is_told,
    the_keys_are_not_kept_beside_the_rows,
    backups_that_lie_there_are_listed_and_removed,
}

async fn a_backup_made_while_somebody_writes_is_of_one_moment(t: T) {
    let scene = Scene::new(t).await;
    let target = Site::like(&scene.t, "target").await;
    let (begun, done) = (AtomicBool::new(false), AtomicBool::new(false));
    let mut filled = scene.filled.clone();
    // Each photo comes with three rows of objects, two faces, a duty and more,
    // all in one transaction.
    let write = async {
        let mut written = 0;
        while !done.load(Ordering::SeqCst) || written < 5 {
            fill::photo(&scene.t, &scene.site, &mut filled, 9).await;
            begun.store(true, Ordering::SeqCst);
            written += 1;
        }
        written
    };
    let copy = async {
        while !begun.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
        let mut made = Vec::new();
        for _ in 0..3 {
            made.push(scene.make().await);
        }
        done.store(true, Ordering::SeqCst);
        made
    };
    let (written, made) = tokio::join!(write, copy);
    let count = |made: &Manifest, table: &str| made.rows[table];
    for one in &made {
        let photos = count(one, "photo");
        assert!((4..=3 + written).contains(&photos), "{photos} of {written}");
        for (table, each) in [
            ("rendition", 3),
            ("face", 2),
            ("words", 1),
            ("negative_pair", 1),
        ] {
            assert_eq!(count(one, table), photos * each, "{table}");
        }
        assert_eq!(one.lacking, []);
    }
    assert!(count(&made[0], "photo") <= count(&made[2], "photo"));
    let name = &made[1].name;
    scene.restore(name, &target).await;
    let mut tx = target.db.read().await.expect("it begins");
    let state = State::Scanned(gatehouse_domain::custody::Original::Kept);
    let photos = photos::in_state(&mut tx, filled.school, state)
        .await
        .expect("photos");
    assert_eq!(photos.len() as u64, count(&made[1], "photo"));
    for photo in photos {
        let kept = renditions::of_photo(&mut tx, filled.school, photo)
            .await
            .expect("rows");
        assert_eq!(kept.len(), 3);
        for one in kept {
            let key = target
                .keys
                .open(filled.school, one.subject)
                .await
                .expect("a key");
            let name = ObjectName::parse(&one.name).expect("a name");
            let bytes = target
                .objects
                .get(filled.school, one.subject, &name, &key, 1 << 20)
                .await;
            assert_eq!(
                one.sha256,
                <[u8; 32]>::from(Sha256::digest(&*bytes.expect("it opens")))
            );
        }
    }
}

async fn an_object_that_is_gone_is_told(t: T) {
    let scene = Scene::new(t).await;
    let Scene {
        t,
        site,
        signing,
        filled,
    } = &scene;
    let school = filled.school;
    let name = |name: &str| ObjectName::parse(name).expect("a name");
    let subject = |n: usize| SubjectId::from(filled.photos[n]);
    // Lost, put there by somebody else, and destroyed as it should be.
    site.objects
        .delete(school, subject(0), &name("master"))
        .await
        .expect("it goes");
    let key = site.keys.open(school, subject(1)).await.expect("a key");
    let channel = name("channel");
    let other = site
        .objects
        .put(school, subject(1), &channel, &key, &t.chance, b"other")
        .await;
    other.expect("it is kept");
    site.destroy(t, signing, (school, subject(2), "photo"))
        .await;
    let made = scene.make().await;
    let told = |n: usize| -> Vec<(String, String)> {
        let about = made
            .lacking
            .iter()
            .filter(|one| one.object.subject == subject(n));
        about
            .map(|one| (one.object.name.clone(), one.code.clone()))
            .collect()
    };
    assert_eq!(told(0), [("master".into(), "object-missing".into())]);
    assert_eq!(told(1), [("channel".into(), "object-differs".into())]);
    assert_eq!(told(2), []);
    let destroyed: Vec<_> = made
        .destroyed
        .iter()
        .map(|one| (one.subject, &*one.name))
        .collect();
    assert_eq!(destroyed.len(), 2);
    assert!(destroyed.iter().all(|one| one.0 == subject(2)));
    // It is a backup all the same.
    let target = Site::like(t, "target").await;
    scene.restore(&made.name, &target).await;
    let key = target.keys.open(school, subject(0)).await.expect("a key");
    let gone = target
        .objects
        .get(school, subject(0), &name("master"), &key, 1 << 20)
        .await;
    assert!(matches!(gone, Err(ObjectError::Missing)));
}

async fn the_keys_are_not_kept_beside_the_rows(t: T) {
    let scene = Scene::new(t).await;
    let Scene {
        t,
        site,
        signing,
        filled,
    } = &scene;
    let folder = scene.folder();
    for keys_folder in [
        folder.clone(),
        folder.join("keys"),
        t.folder.path().to_owned(),
    ] {
        let order = Order {
            folder: &folder,
            keys_folder: &keys_folder,
            id: Uuid::from_u128(1),
            now: t.now(),
            signing,
            entropy: &t.chance,
        };
        let made = backup::make(&site.house(), &order).await;
        assert!(matches!(made, Err(BackupError::NotApart)), "{made:?}");
    }
    let made = scene.make().await;
    let (half, keys_half) = scene.halves(&made.name);
    let (rows, keys) = (files(&half), files(&keys_half));
    let wrapped = site.keys.export(filled.school).await.expect("the keys");
    assert!(wrapped.len() > 10);
    for file in rows.iter().chain(&keys) {
        let bytes = std::fs::read(file).expect("it reads");
        for (_, key) in &wrapped {
            assert!(!bytes.windows(key.len()).any(|window| window == &**key));
        }
    }
    // Nor does the half with the rows hold the key that opens them.
    let key = std::fs::read(keys_half.join("backup.key")).expect("it reads");
    for file in rows {
        let bytes = std::fs::read(file).expect("it reads");
        assert!(!bytes.windows(key.len()).any(|window| window == key));
    }
}

async fn backups_that_lie_there_are_listed_and_removed(t: T) {
    let scene = Scene::new(t).await;
    let key = scene.signing.verifying_key();
    let (folder, keys_folder) = (scene.folder(), scene.keys_folder());
    assert_eq!(backup::held(&folder, &key).await.expect("a list"), []);
    let (one, two) = (scene.make().await, scene.make().await);
    let held = backup::held(&folder, &key).await.expect("a list");
    assert_eq!(
        held.iter().map(|held| &held.name).collect::<Vec<_>>(),
        [&one.name, &two.name]
    );
    assert_eq!(held[1].manifest.as_ref(), Some(&two));
    let stranger = SigningKey::new(&scene.t.chance).verifying_key();
    let held = backup::held(&folder, &stranger).await.expect("a list");
    assert!(held.iter().all(|held| held.manifest.is_none()));
    for _ in 0..2 {
        backup::remove(&folder, &keys_folder, &one.name).expect("it goes");
        let held = backup::held(&folder, &key).await.expect("a list");
        assert_eq!(
            held.iter().map(|held| &held.name).collect::<Vec<_>>(),
            [&two.name]
        );
        assert!(!keys_folder.join(one.name.as_str()).exists());
    }
    assert!(scene.open(&two.name, &scene.site).await.is_ok());
}
