//! By what a photo's file is known again, so that it is taken once.

use gatehouse_domain::custody::{Original, State};
use gatehouse_store::{Error, photos};

use super::{photo, scene};
use crate::{events::event, harness::T};

contract! {
    a_file_is_known_again_in_its_event_while_its_photo_lives,
}

async fn a_file_is_known_again_in_its_event_while_its_photo_lives(t: T) {
    let mut tx = t.db.begin().await.expect("it begins");
    let scene = scene(&t, &mut tx).await;
    let (elsewhere, _) = event(&t, &mut tx, t.school, 21).await;
    let first = photo(&t, &mut tx, &scene).await;
    let second = photo(&t, &mut tx, &scene).await;
    for one in [&first, &second] {
        // One without a mark is like none.
        let found = photos::of_mark(&mut tx, t.school, scene.event, [7; 32]).await;
        assert_eq!(found.expect("it reads"), None);
        photos::set_mark(&mut tx, t.school, one.id, [7; 32])
            .await
            .expect("a mark");
        for (event, known) in [(scene.event, Some(one.id)), (elsewhere.id, None)] {
            let found = photos::of_mark(&mut tx, t.school, event, [7; 32]).await;
            assert_eq!(found.expect("it reads"), known);
        }
        let other = photos::of_mark(&mut tx, t.school, scene.event, [8; 32]).await;
        assert_eq!(other.expect("it reads"), None);
        // Refused, or to be destroyed: the file may come again.
        let steps = (State::Received, State::Refused(Original::Kept));
        if one.id == first.id {
            let told = photos::step(&mut tx, t.school, one.id, steps, Some("video"), t.now());
            told.await.expect("it is refused");
        } else {
            let dropped = photos::drop_mark(&mut tx, t.school, one.id).await;
            dropped.expect("no mark");
        }
    }
    tx.commit().await.expect("it is kept");
    // Two photos of one event never have one mark, whoever asks.
    let mut tx = t.db.begin().await.expect("it begins");
    for (one, fits) in [(&first, true), (&second, false)] {
        let marked = photos::set_mark(&mut tx, t.school, one.id, [9; 32]).await;
        assert_eq!(marked.is_ok(), fits);
        if let Err(error) = marked {
            assert!(matches!(error, Error::Conflict), "{error:?}");
        }
    }
}
