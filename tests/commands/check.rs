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
            "--confirm",
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
