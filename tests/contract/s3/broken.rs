//! A server that does not let one in, or is not there: told in sentences that
//! say what to do.

use std::net::TcpListener;

use gatehouse_store::{
    objects::{Bucket, ObjectError, Objects},
    seal::{KeyStore, SealError},
};

use super::{Room, bucket, master, name, now, open, room};

/// Everything a house asks of its two buckets.
async fn ask(room: &Room) -> Vec<ObjectError> {
    let (school, subject, name) = (room.school, room.subject(), name("master"));
    let (objects, keys) = (&room.objects, &room.keys);
    let sealed = |error: SealError| match error {
        SealError::Store(error) => error,
        other => panic!("not of the bucket: {other}"),
    };
    let mut writer = objects.begin(school, subject, &name, &room.key, &room.dice);
    vec![
        objects
            .put(school, subject, &name, &room.key, &room.dice, b"x")
            .await
            .expect_err("put"),
        objects
            .get(school, subject, &name, &room.key, 100)
            .await
            .expect_err("get"),
        objects
            .exists(school, subject, &name)
            .await
            .expect_err("exists"),
        objects.list_all(school).await.expect_err("list"),
        objects
            .delete_subject(school, subject)
            .await
            .expect_err("delete"),
        writer
            .write(&super::picture(9_000_000))
            .await
            .expect_err("write"),
        objects
            .store()
            .try_out(&room.dice)
            .await
            .expect_err("trial"),
        keys.create(school, subject, &room.dice)
            .await
            .map_err(sealed)
            .expect_err("create"),
        keys.open(school, subject)
            .await
            .map_err(sealed)
            .expect_err("open"),
        keys.destroy(school, subject, now())
            .await
            .map_err(sealed)
            .expect_err("destroy"),
        keys.subjects(school)
            .await
            .map_err(sealed)
            .expect_err("subjects"),
    ]
}

/// A room whose buckets are reached in another way.
fn changed(test: &str, change: impl Fn(Bucket) -> Bucket) -> Room {
    let room = room(test);
    let at = |name| open(change(bucket(name, &room.prefix)));
    Room {
        objects: Objects::new(at("objects")),
        keys: KeyStore::new(at("keys"), master(7)),
        ..room
    }
}

#[tokio::test]
async fn a_wrong_secret_or_access_key_is_refused_and_says_what_to_check() {
    let wrong_secret = changed("wrong-secret", |bucket| Bucket {
        secret_key: "not-the-secret".to_owned().into(),
        ..bucket
    });
    let nobody = changed("nobody", |bucket| Bucket {
        access_key: "nobody".into(),
        ..bucket
    });
    for room in [wrong_secret, nobody] {
        for error in ask(&room).await {
            let said = error.to_string();
            assert!(matches!(error, ObjectError::Refused), "{error:?}");
            assert!(said.contains("check access key, secret key"), "{said}");
        }
    }
}

#[tokio::test]
async fn a_server_that_is_gone_is_told_as_such_and_without_its_address() {
    // A port that was free a moment ago: nobody listens there.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    drop(listener);
    let room = changed("gone", |bucket| Bucket {
        endpoint: format!("http://{address}"),
        ..bucket
    });
    let (subject, master) = (room.subject(), name("master"));
    let put = room
        .objects
        .put(room.school, subject, &master, &room.key, &room.dice, b"x");
    let (put, opened, listed) = tokio::join!(
        put,
        room.keys.open(room.school, subject),
        room.objects.list_all(room.school),
    );
    let opened = match opened {
        Err(SealError::Store(error)) => error,
        other => panic!("no server answered: {other:?}"),
    };
    for error in [
        put.expect_err("no server"),
        opened,
        listed.expect_err("no server"),
    ] {
        let said = error.to_string();
        assert!(matches!(error, ObjectError::Unavailable(_)), "{error:?}");
        assert!(said.contains("Check that the disk or bucket is there"));
        assert!(!said.contains(&address.to_string()));
    }
}
