//! The house tests itself: the rules that a photo's way relies on and that no
//! compiler holds, each told with its text and the places that break it.

mod breach;
mod commands;
mod edges;
mod floors;
mod ground;
mod lifts;
mod manifests;
mod map;
mod markdown;
mod outside;
mod pages;
mod snapshots;
mod sources;
mod tree;

use breach::{Breach, hold};
use commands::Commands;
use std::os::unix::fs::PermissionsExt as _;
use tree::Source;

fn house() -> Vec<Source> {
    tree::read(&tree::root())
}

fn find<'a>(tree: &'a [Source], path: &str) -> &'a Source {
    tree.iter()
        .find(|file| file.path == path)
        .unwrap_or_else(|| panic!("{path} is missing from the tree"))
}

/// The rooms' own Cargo.toml files.
fn members(tree: &[Source]) -> Vec<&Source> {
    tree.iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
        .collect()
}

#[test]
fn every_crate_has_a_floor() {
    let metadata = edges::metadata(&tree::root());
    let mut breaches = edges::unknown_rooms(&edges::packages(&metadata));
    breaches.extend(edges::wrong_folders(&edges::folders(&metadata)));
    hold(
        "Every crate of the workspace is a room with a floor, in the folder of its name.",
        &breaches,
    );
}

#[test]
fn imports_run_strictly_downward() {
    let metadata = edges::metadata(&tree::root());
    hold(
        "Imports run strictly downward, never sideways, as the table of tests/rules/floors.rs \
         says; dev-dependencies too. A test that needs more lives in tests/.",
        &edges::wrong_floors(&edges::edges(&metadata)),
    );
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    let metadata = edges::metadata(&tree::root());
    hold(
        "A crate from outside is used only by the rooms that tests/rules/outside.rs names.",
        &edges::wrong_rooms(&edges::edges(&metadata)),
    );
}

#[test]
fn every_version_says_why_it_is_here() {
    hold(
        "Every crate from outside stands once in the root's Cargo.toml, on one line that ends in \
         `# why`.",
        &manifests::without_a_why(find(&house(), "Cargo.toml")),
    );
}

#[test]
fn every_version_is_used() {
    let tree = house();
    hold(
        "The root's Cargo.toml lists no crate that no room uses.",
        &manifests::unused(find(&tree, "Cargo.toml"), &members(&tree)),
    );
}

#[test]
fn every_room_takes_versions_and_lints_from_the_workspace() {
    let tree = house();
    let breaches: Vec<Breach> = members(&tree)
        .into_iter()
        .flat_map(manifests::not_from_the_workspace)
        .collect();
    hold(
        "A room takes its versions, its package fields and its lints from the workspace; the test \
         floor alone has lints of its own.",
        &breaches,
    );
}

#[test]
fn every_crate_is_built_with_the_workspace() {
    let tree = house();
    hold(
        "Every folder with a Cargo.toml is a member of the workspace.",
        &manifests::outside_the_workspace(find(&tree, "Cargo.toml"), &tree),
    );
}

#[test]
fn no_source_file_is_over_five_hundred_lines() {
    hold(
        "No source file has more than 500 lines.",
        &sources::too_long(&house()),
    );
}

#[test]
fn every_source_file_introduces_itself() {
    hold(
        "The first line of each source file says its place on the photo's way.",
        &sources::without_introduction(&house()),
    );
}

#[test]
fn no_test_is_skipped() {
    hold(
        "Every test and every example runs.",
        &sources::skipped_tests(&house()),
    );
}

#[test]
fn no_lint_is_silenced_without_a_reason() {
    hold(
        "A lint is lifted by `expect` with its reason, so that a lifted lint that is no longer \
         needed is told.",
        &sources::silenced_lints(&house()),
    );
}

#[test]
fn every_lifted_lint_has_its_reason() {
    hold(
        "A lint that is lifted says why.",
        &lifts::without_a_reason(&house()),
    );
}

#[test]
fn fences_are_lifted_only_by_the_rooms_that_may() {
    hold(
        "Printing belongs to cli, starting programs to app and cli, and unsafe code to nobody; the \
         list is in tests/rules/lifts.rs.",
        &lifts::fences(&house()),
    );
}

#[test]
fn every_recorded_answer_belongs_to_a_test() {
    hold(
        "A snapshot whose test is gone goes too.",
        &snapshots::orphans(&house()),
    );
}

#[test]
fn no_work_is_left_unfinished() {
    hold(
        "What is in the tree is finished; what is not finished is not in the tree.",
        &sources::unfinished(&house()),
    );
}

#[test]
fn nothing_depends_on_one_machine() {
    hold(
        "No text of the tree names a path that only one machine has.",
        &sources::absolute_paths(&house(), sources::JUSTIFIED),
    );
}

#[test]
fn the_ground_floor_reaches_for_nothing() {
    hold(
        "domain, captions and picture are handed what they need: no files, no network, no threads, \
         nothing to await.",
        &ground::impure(&house()),
    );
}

#[test]
fn the_top_level_holds_only_the_rooms_and_what_convention_asks() {
    hold(
        "The top level holds the rooms and what convention asks; the list is in \
         tests/rules/ground.rs.",
        &ground::beside_the_rooms(&house()),
    );
}

#[test]
fn every_link_leads_somewhere() {
    hold(
        "Every link within the tree leads to a file and a heading that are there.",
        &pages::dead_links(&house()),
    );
}

#[test]
fn every_path_in_a_page_is_in_the_tree() {
    hold(
        "Every path of the tree that a page names in code is there.",
        &pages::dead_paths(&house()),
    );
}

#[test]
fn every_command_in_a_page_is_a_command_of_the_binary() {
    let tree = house();
    let commands = Commands::read(&tree);
    hold(
        "Every command and option that a page names is one that the binary has.",
        &pages::dead_commands(&tree, &commands),
    );
}

#[test]
fn the_readme_names_both_scripts_and_they_can_be_started() {
    let tree = house();
    let mut breaches = match pages::readme(&tree) {
        Ok(readme) => pages::unnamed_scripts(readme),
        Err(breach) => vec![breach],
    };
    for script in pages::SCRIPTS {
        let metadata = std::fs::metadata(tree::root().join(script));
        let may_start = metadata.is_ok_and(|file| file.permissions().mode() & 0o111 != 0);
        if !may_start {
            breaches.push(Breach::at(script, "cannot be started"));
        }
    }
    hold(
        "The README names the scripts that test the house, and they can be started.",
        &breaches,
    );
}

#[test]
fn the_readme_maps_the_floors() {
    let metadata = edges::metadata(&tree::root());
    let tree = house();
    let breaches = match pages::readme(&tree) {
        Ok(readme) => map::wrong_map(readme, &edges::packages(&metadata)),
        Err(breach) => vec![breach],
    };
    hold(
        "The code map of the README is the floors table of tests/rules/floors.rs, for the rooms \
         that are built.",
        &breaches,
    );
}
