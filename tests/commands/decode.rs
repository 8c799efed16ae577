//! The decode process as it really runs: the binary itself, fenced in.

use std::time::Duration;

use gatehouse_app::decode::{DecodePool, Settings};
use gatehouse_drawing::{Canvas, phone};
use gatehouse_picture::Refusal;

use crate::binary;

fn pool(settings: Settings) -> DecodePool {
    DecodePool::new(binary(), settings)
}

fn photo(width: u32, height: u32) -> Vec<u8> {
    let carries = phone::Carries::everything("Tamsin Quillfeather", 5);
    phone::write_as_phone(&Canvas::grey(width, height, 100), &carries).unwrap()
}

#[test]
fn the_fences_hold_on_this_machine() {
    let fences = pool(Settings::default()).fences().unwrap();
    assert!(fences.seccomp, "{fences:?}");
}

#[test]
fn many_photos_at_once_each_get_a_process_and_come_back_whole() {
    let pool = pool(Settings::default());
    let bytes = photo(640, 480);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| pool.decode(&bytes)))
            .collect();
        for thread in threads {
            let decoded = thread.join().unwrap().unwrap();
            assert_eq!(decoded.pixels.width(), 640);
        }
    });
}

#[test]
fn a_file_that_takes_too_long_is_one_refused_photo_and_the_next_is_taken() {
    let hasty = pool(Settings {
        time: Duration::from_millis(1),
        ..Settings::default()
    });
    let large = photo(4000, 3000);
    assert_eq!(hasty.decode(&large), Err(Refusal::DecoderTimeout));
    let patient = pool(Settings::default());
    assert!(patient.decode(&large).is_ok());
}

#[test]
fn a_small_memory_budget_makes_photos_wait_and_loses_none() {
    let pool = pool(Settings {
        memory: 1,
        ..Settings::default()
    });
    let bytes = photo(320, 240);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| pool.decode(&bytes)))
            .collect();
        assert!(
            threads
                .into_iter()
                .all(|thread| thread.join().unwrap().is_ok())
        );
    });
}

#[test]
fn cut_and_mutated_files_are_answered_and_harm_no_other() {
    let pool = pool(Settings::default());
    let whole = photo(200, 150);
    for tenth in 1..10 {
        let cut = &whole[..whole.len() * tenth / 10];
        // What follows the picture may be cut; the picture itself may not.
        if let Ok(decoded) = pool.decode(cut) {
            assert_eq!(
                (decoded.pixels.width(), decoded.pixels.height()),
                (200, 150)
            );
        }
        let mut mutated = whole.clone();
        let place = whole.len() * tenth / 10;
        mutated[place] ^= 0xff;
        let _ = pool.decode(&mutated);
    }
    assert!(pool.decode(&whole).is_ok());
}
