//! What the bucket holds against what the database knows, both ways.

use std::collections::BTreeSet;

use gatehouse_domain::ids::{PhotoId, SubjectId, uuid_v7};
use gatehouse_store::{
    db::Place,
    inventory,
    objects::{Found, Stored},
    photos::{self, NewPhoto},
    renditions::{self, Rendition},
};

use super::{Room, name, room};
use crate::{accounts::account, events::event, harness::T};

contract! {
    what_the_bucket_and_the_database_do_not_both_know_is_found,
}

/// A photo whose master is kept, in the bucket and in the database; with a key
/// of its own. `n` is its uploader's login.
async fn photo(t: &T, room: &Room, n: u8) -> SubjectId {
    let id = PhotoId::new(t.now(), &t.chance);
    let subject = SubjectId(id.0);
    let mut tx = t.db.begin().await.expect("it begins");
    tx.lock_school(t.school).await.expect("its turn");
    let (held, _) = event(t, &mut tx, t.school, 22).await;
    let (uploader, _) = account(t, &mut tx, t.school, n, &[]).await;
    let new = NewPhoto {
        id,
        event: held.id,
        uploader,
        original: SubjectId(uuid_v7(t.now(), &t.chance)),
    };
    let arrived = photos::insert(&mut tx, t.school, &new, t.now()).await;
    arrived.expect("a photo");
    let stored = keep(t, room, subject).await;
    let kept = Rendition {
        name: "master".into(),
        subject,
        bytes: stored.bytes,
        sha256: stored.sha256,
        size: Some((1, 1)),
        made_at: t.now(),
    };
    let noted = renditions::put(&mut tx, t.school, id, &kept).await;
    noted.expect("it is noted");
    tx.commit().await.expect("it is written");
    subject
}

/// A key, and an object that it seals.
async fn keep(t: &T, room: &Room, subject: SubjectId) -> Stored {
    let key = room.keys.create(t.school, subject, &t.chance).await;
    let (key, master) = (key.expect("a key"), name("master"));
    let put = room
        .objects
        .put(t.school, subject, &master, &key, &t.chance, b"x");
    put.await.expect("it is kept")
}

async fn what_the_bucket_and_the_database_do_not_both_know_is_found(t: T) {
    let room = room(match t.settings.place {
        Place::Sqlite(_) => "orphans-sqlite",
        Place::Postgres(_) => "orphans-postgres",
    });
    let (whole, lost) = (photo(&t, &room, 1).await, photo(&t, &room, 2).await);
    let stray = SubjectId(uuid_v7(t.now(), &t.chance));
    keep(&t, &room, stray).await;
    // Somebody deletes an object by hand.
    let master = name("master");
    let deleted = room.objects.delete(t.school, lost, &master);
    deleted.await.expect("it is gone");

    let found = room.objects.list_all(t.school).await.expect("a list");
    let there: BTreeSet<_> = found
        .into_iter()
        .map(|one| match one {
            Found::Object(it) => (it.subject, it.name.to_string()),
            Found::Strange => panic!("nobody put anything strange there"),
        })
        .collect();
    let keys = room.keys.subjects(t.school).await.expect("a list");
    let mut tx = t.db.read().await.expect("it answers");
    let subjects = inventory::subjects(&mut tx, t.school).await;
    let subjects = subjects.expect("all that have a key");
    let wanted = renditions::all_of_school(&mut tx, t.school).await;
    let wanted: BTreeSet<_> = wanted
        .expect("all that must be there")
        .into_iter()
        .map(|(subject, name, _)| (subject, name))
        .collect();
    let at = |subject| (subject, "master".to_owned());
    assert_eq!(there, BTreeSet::from([at(whole), at(stray)]));
    assert_eq!(wanted, BTreeSet::from([at(whole), at(lost)]));
    let unneeded: Vec<_> = keys.iter().filter(|it| !subjects.contains(it)).collect();
    assert_eq!(unneeded, [&stray]);
    // The known ones have their keys.
    assert!(keys.contains(&whole) && keys.contains(&lost));
}
