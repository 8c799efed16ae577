//! The disk is full: a real one, of so many kilobytes, in memory and seen by
//! nobody but this test.

use std::fs;

use crate::{
    play::{Ground, difference, state},
    stand::{House, Kind, binary, complaint},
};

/// Kilobytes that are free at first.
const ROOM: [u32; 8] = [0, 32, 96, 200, 400, 700, 1200, 2400];

/// Moves the house onto a disk with so much room, rehearses, makes room,
/// rehearses again; what was told and how things then stand lies in a folder.
const SCRIPT: &str = r#"
set -eu
house=$1 room=$2 out=$3 binary=$4
shift 4
cp -a "$house" "$out/seed"
mount -t tmpfs -o size=256m,mode=700 house "$house"
cp -a "$out/seed/." "$house/"
used=$(df -k --output=used "$house" | tail -n 1)
mount -o "remount,size=$((used + room))k" "$house"
code=0
"$binary" "$@" --patience 0 >"$out/first" 2>"$out/complaint" || code=$?
echo "$code" >"$out/code"
mount -o remount,size=256m "$house"
GATEHOUSE_FAULT=clock:7200@0-999999 "$binary" "$@" --state >"$out/state"
cp -a "$house" "$out/house"
"#;

fn fill(kind: Kind) {
    let ground = Ground::new();
    let (seed, undisturbed) = (House::new(kind), House::new(kind));
    let wanted = ground.end(&undisturbed, "");
    let mut stopped = 0;
    for room in ROOM {
        let house = seed.copy();
        let out = tempfile::tempdir().expect("a folder");
        let done = house
            .program("unshare")
            .args([
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                "sh",
            ])
            .args([
                &house.path(""),
                &room.to_string().into(),
                out.path(),
                &binary(),
            ])
            .args(ground.rehearse(&[]))
            .output()
            .expect("unshare starts: it comes with Debian");
        assert!(done.status.success(), "{room} KB: {}", complaint(&done));
        let told = fs::read_to_string(out.path().join("complaint")).expect("a file");
        let code = fs::read_to_string(out.path().join("code")).expect("a file");
        if code.trim() != "0" {
            stopped += 1;
            assert!(
                told.contains("room") || told.contains("full"),
                "{room} KB: {told}"
            );
        }
        let found = fs::read(out.path().join("state")).expect("a file");
        let found = state(&found, &out.path().join("house"));
        if let Err(why) = difference(&wanted, &found) {
            panic!("{room} KB: {why}\n{told}");
        }
    }
    assert!(
        stopped >= ROOM.len() / 2,
        "only {stopped} runs found the disk full"
    );
}

#[test]
fn a_full_disk_is_told_and_loses_nothing_on_sqlite() {
    fill(Kind::Sqlite);
}

#[test]
fn a_full_disk_is_told_and_loses_nothing_on_postgres() {
    fill(Kind::Postgres);
}
