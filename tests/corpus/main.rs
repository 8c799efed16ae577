//! Pictures of real cameras and broken ones, when a folder of them is given by
//! `GATEHOUSE_CORPUS`: each is refused with a reason or comes out proved.

use gatehouse_picture::{Limits, Rendition, decode};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[expect(
    clippy::disallowed_methods,
    reason = "where the corpus lies is told to the tests by the environment"
)]
fn folder() -> Option<PathBuf> {
    std::env::var_os("GATEHOUSE_CORPUS").map(PathBuf::from)
}

fn files(under: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(under).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, all);
        } else {
            all.push(path);
        }
    }
}

#[test]
fn every_file_of_the_corpus_is_refused_with_a_reason_or_comes_out_proved() {
    let Some(folder) = folder() else {
        println!("GATEHOUSE_CORPUS names no folder: no camera's pictures were tried");
        return;
    };
    let mut all = Vec::new();
    files(&folder, &mut all);
    assert!(!all.is_empty(), "GATEHOUSE_CORPUS names an empty folder");
    let (mut passed, mut refused) = (0, BTreeMap::new());
    for path in &all {
        let bytes = std::fs::read(path).unwrap();
        match decode(&bytes, &Limits::default()) {
            Ok(decoded) => {
                for rendition in [Rendition::Master, Rendition::Channel] {
                    let picture = rendition.make(&decoded.pixels).unwrap();
                    let edge = picture.width().max(picture.height());
                    assert!(edge <= rendition.long_edge());
                }
                passed += 1;
            }
            Err(refusal) => *refused.entry(refusal.code()).or_insert(0) += 1,
        }
    }
    assert_eq!(passed + refused.values().sum::<usize>(), all.len());
    assert!(
        passed * 2 > all.len(),
        "{passed} passed, refused: {refused:?}"
    );
}
