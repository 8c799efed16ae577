//! `gatehouse check`: a photo of the drawn school against its data.

use crate::{complained, demo::played, gatehouse, lines, told};

fn check(photo: &str, event: &str, more: &[&str]) -> std::process::Output {
    let dir = played().dir();
    let mut args = vec![
        "check".to_owned(),
        dir.join(format!("camera/{photo}.jpg"))
            .display()
            .to_string(),
        "--school".to_owned(),
        dir.join("school").display().to_string(),
        "--event".to_owned(),
        event.to_owned(),
        "--channel".to_owned(),
        "website".to_owned(),
    ];
    args.extend(more.iter().map(ToString::to_string));
    gatehouse(&args)
}

#[test]
fn a_name_that_is_not_confirmed_and_heads_that_are_not_counted_hold() {
    let output = check(
        "harvest-02",
        "harvest",
        &["--json", "--alt", "Two children reading."],
    );
    assert_eq!(output.status.code(), Some(1), "{}", complained(&output));
    let answer = &lines(&output)[0];
    assert_eq!(answer["verdict"], "hold");
    assert_eq!(answer["route"], "matched");
    let reasons = answer["reasons"].to_string();
    assert!(reasons.contains("face-proposed") && reasons.contains("head-count-missing"));
    assert!(answer["removed"].to_string().contains("location"));
}

#[test]
fn a_full_name_in_the_caption_is_blocked_and_a_shorter_one_suggested() {
    let caption = "Faisal Qureshi reads to us";
    let output = check(
        "harvest-02",
        "harvest",
        &[
            "--name",
            "1=K07",
            "--name",
            "2=O04",
            "--count",
            "2",
            "--caption",
            caption,
            "--alt",
            "Two children reading.",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let text = told(&output);
    assert!(
        text.contains("blocked") && text.contains("words-block"),
        "{text}"
    );
    assert!(text.contains("suggested: Faisal reads to us"), "{text}");
}

#[test]
fn an_event_or_id_that_is_unknown_is_told_before_any_work() {
    let output = check("harvest-02", "carnival", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("--event"));
    let output = check("harvest-02", "harvest", &["--name", "1=Z99"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("face 1"));
}

#[test]
fn why_somebody_may_not_be_shown_is_told_only_when_it_is_asked_for() {
    let named = [
        "--json",
        "--name",
        "1=H12",
        "--name",
        "2=H01",
        "--count",
        "2",
        "--alt",
        "Two children.",
    ];
    let staff = check("museum-07", "museum", &named);
    let lead = check("museum-07", "museum", &[&named[..], &["--why"]].concat());
    assert_eq!(lines(&staff)[0]["verdict"], "blocked");
    assert!(told(&staff).contains("cannot-be-used"));
    assert!(!told(&staff).contains("protected"));
    assert!(told(&lead).contains("protected"));
    // A plain no reads the same to those who need not know.
    let refused = [
        "--json",
        "--name",
        "1=W09",
        "--name",
        "2=W16",
        "--count",
        "2",
        "--alt",
        "Two children.",
    ];
    let plain = check("planting-05", "planting", &refused);
    assert_eq!(lines(&plain)[0]["reasons"], lines(&staff)[0]["reasons"]);
}

#[test]
fn a_name_for_a_face_that_is_not_there_ends_with_two() {
    let output = check("museum-07", "museum", &["--name", "9=H12"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("face 9"));
    let twice = check(
        "museum-07",
        "museum",
        &["--name", "1=H12", "--name", "1=H01"],
    );
    assert!(complained(&twice).contains("twice"));
}

#[test]
fn names_and_counts_are_not_taken_for_several_photos() {
    let second = played()
        .dir()
        .join("camera/museum-05.jpg")
        .display()
        .to_string();
    let output = check("museum-07", "museum", &[&second, "--count", "2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("one file at a time"));
}

#[test]
fn a_file_that_cannot_be_opened_is_told_and_the_others_are_checked() {
    let output = check("museum-07", "museum", &["nowhere.jpg", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&output);
    assert_eq!(answers.len(), 2);
    assert!(answers[1].to_string().contains("unreadable"));
}
