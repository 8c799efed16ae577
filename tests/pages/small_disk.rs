//! The disk of the school's machine is full while somebody sends a picture or a
//! form: a real disk, in memory, of so many kilobytes and seen by nobody but
//! this test, which runs itself once more upon it.

use std::{path::PathBuf, process::Command};

use gatehouse_domain::role::Role;

use crate::{
    browser::{Browser, Seen},
    house::files::{another, children},
    site::{Site, on_site},
};

/// The test that is run once more.
const NAME: &str =
    "small_disk::on_a_full_disk_it_is_said_and_the_same_picture_comes_once_there_is_room";
/// Names the disk to whoever runs upon it.
const DISK: &str = "GATEHOUSE_TEST_SMALL_DISK";
/// Kilobytes that are free when something is sent.
const ROOM: [u32; 6] = [0, 8, 48, 120, 240, 500];
/// As large as it is else.
const LARGE: u32 = 256 << 10;

/// Mounts the disk where nobody else sees it, and runs the rest there.
const SCRIPT: &str = r#"
set -eu
disk=$1
shift
mount -t tmpfs -o size=256m,mode=700 disk "$disk"
exec "$@"
"#;

#[test]
fn on_a_full_disk_it_is_said_and_the_same_picture_comes_once_there_is_room() {
    if disk().is_some() {
        on_site(async |site: Site| play(site).await);
        return;
    }
    let disk = tempfile::tempdir().unwrap();
    let this = std::env::current_exe().unwrap();
    let mut command = program("unshare");
    command.args([
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        SCRIPT,
        "sh",
    ]);
    command.arg(disk.path()).arg(this).args(["--exact", NAME]);
    command.env("TMPDIR", disk.path()).env(DISK, disk.path());
    let done = command
        .output()
        .expect("unshare starts: it comes with Debian");
    let told = String::from_utf8_lossy(&done.stdout);
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}{complaint}");
    assert!(told.contains("1 passed"), "{told}");
}

async fn play(site: Site) {
    let mut browser = site.signed_in(Role::Staff).await;
    let at = format!("/events/{}", site.town.event);
    let (mut kept, mut told) = (0, 0);
    for room in ROOM {
        browser.get(&format!("{at}/upload")).await.is(200);
        leave(room);
        let picture = another(children());
        let files: &[(&str, &str, &[u8])] = &[("photos", "one.jpg", &picture)];
        let seen = browser.upload(&format!("{at}/photos"), files).await;
        // It leads to the receipt.
        let was_kept = seen.status == 303;
        if !was_kept {
            says_full(&seen);
            told += 1;
        }
        kept += usize::from(was_kept);
        // What can be read is still read.
        browser.get(&at).await.is(200);
        resize(LARGE);
        assert_eq!(tiles(&mut browser, &at).await, kept, "{room} KB");
        let seen = browser.upload(&format!("{at}/photos"), files).await;
        if was_kept {
            seen.is(200).says("This picture is already here.");
        } else {
            seen.is(303);
            kept += 1;
        }
        assert_eq!(tiles(&mut browser, &at).await, kept, "{room} KB");
    }
    assert!(told >= 3, "the disk was full {told} times only");

    let id = browser.get("/events/new").await.is(200).field("event");
    let mut form = vec![("event", &*id), ("title", "Sports day"), ("class", "Wren")];
    form.extend([("day", "17"), ("month", "11"), ("year", "2026")]);
    form.extend([("channel", "website"), ("purpose", "To show parents")]);
    form.push(("directed_by", "Head of sports"));
    form.extend(["rights", "assent", "device"].map(|name| (name, "yes")));
    leave(0);
    says_full(&browser.post("/events/new", &form).await.is(507));
    resize(LARGE);
    let sent = browser.post("/events/new", &form).await;
    sent.leads_to(&format!("/events/{id}/upload"));
    let list = browser.open("/events").await.is(200);
    assert_eq!(list.html.matches("Sports day").count(), 1);

    // What was begun and not kept is swept; what was kept is whole.
    site.work().await;
    site.town.days_pass(2);
    site.town.tend().await;
    site.work().await;
    assert_eq!(site.town.strays().await, 0);
}

#[track_caller]
fn says_full(seen: &Seen) {
    seen.says("The disk of the school’s machine is full.");
    if seen.status == 200 {
        seen.says("0 of 1 picture has arrived");
    } else {
        assert_eq!(seen.status, 507);
        seen.says("disk-full");
    }
}

async fn tiles(browser: &mut Browser, at: &str) -> usize {
    let board = browser.get(at).await.is(200);
    board.html.matches("class=\"gate-tile\"").count()
}

/// Leaves so many kilobytes free.
fn leave(room: u32) {
    let disk = disk().unwrap();
    let asked = program("df")
        .args(["-k", "--output=used"])
        .arg(&disk)
        .output()
        .unwrap();
    let told = String::from_utf8(asked.stdout).unwrap();
    let used: u32 = told.lines().last().unwrap().trim().parse().unwrap();
    resize(used + room);
}

/// Makes the disk so many kilobytes large.
fn resize(kilobytes: u32) {
    let size = format!("remount,size={kilobytes}k");
    let mut mount = program("mount");
    let done = mount.args(["-o", &size]).arg(disk().unwrap()).output();
    assert!(done.unwrap().status.success());
}

#[expect(
    clippy::disallowed_methods,
    reason = "a disk is mounted and made smaller by programs of the system"
)]
fn program(name: &str) -> Command {
    Command::new(name)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test tells itself by the environment where its disk is"
)]
fn disk() -> Option<PathBuf> {
    std::env::var_os(DISK).map(PathBuf::from)
}
