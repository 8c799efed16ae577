//! `gatehouse import`: nothing is entered by a guess, and nothing that parents
//! wrote is printed.

use std::fs;

use serde_json::Value;

use crate::{keeping::House, told};

const PUPILS: &str = "mis_id,first_name,preferred_name,surname,class,year\n\
    A1,Larkin,,Moss,Wren,3\nA2,Zebulon,,Quartermaine,Wren,3\n";

/// A house with an office and two pupils.
fn house() -> House {
    let house = House::new("");
    house.fine(&[
        "user",
        "add",
        "office",
        "--name",
        "Robin Office",
        "--role",
        "office",
    ]);
    let pupils = write(&house, "pupils.csv", PUPILS);
    house.fine(&["import", "pupils", &pupils, "--as", "office"]);
    house
}

fn write(house: &House, name: &str, text: &str) -> String {
    let path = house.path(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn permissions(house: &House, file: &str, more: &[&str]) -> (Option<i32>, Value) {
    let mut words = vec!["import", "permissions", file, "--as", "office", "--json"];
    words.extend(more);
    let output = house.run(&words);
    let report = serde_json::from_str(&told(&output)).unwrap_or_default();
    (output.status.code(), report)
}

#[test]
fn a_guess_is_entered_only_once_somebody_has_looked_at_it() {
    let house = house();
    let file = write(
        &house,
        "consents.csv",
        "UPN,Don't use on website,Date\nA1,Yes,4 Sep 2026\nA2,only with Larkin's sister,\n",
    );
    let complaint = house.refused(&["import", "permissions", &file, "--as", "office"]);
    assert!(complaint.contains("column B"), "{complaint}");
    assert!(complaint.contains("row 3, column B"), "{complaint}");
    for secret in ["sister", "Larkin", "Don't use"] {
        assert!(!complaint.contains(secret), "{complaint}");
    }
    let mapping = house.path("mapping.toml").display().to_string();
    house.fine(&[
        "import",
        "permissions",
        &file,
        "--as",
        "office",
        "--write-mapping",
        &mapping,
    ]);
    let text = fs::read_to_string(&mapping).unwrap();
    assert!(!text.contains("sister"), "{text}");
    let said = text
        .replace(
            "holds = \"answer\"",
            "holds = \"answer\"\nchannels = [\"website\"]\ninverted = true",
        )
        .replace(
            "\n[words]\n",
            "\n[words]\n\"only with Larkin's sister\" = \"no-answer\"\n",
        );
    fs::write(&mapping, said).unwrap();
    let (code, report) = permissions(&house, &file, &["--mapping", &mapping]);
    assert_eq!(
        (code, &report["first"]),
        (Some(0), &Value::from(0)),
        "{report}"
    );
    let column = &report["columns"][0];
    assert_eq!(
        (&column["yes"], &column["no"]),
        (&Value::from(0), &Value::from(1))
    );
    // Plain headings too are looked at by somebody first.
    let plain = write(&house, "plain.csv", "UPN,Website\nA1,Yes\n");
    let complaint = house.refused(&["import", "permissions", &plain, "--as", "office"]);
    assert!(complaint.contains("nobody has said yet"), "{complaint}");
}

#[test]
fn what_allows_more_is_told_by_number_and_channel_before_anybody_agrees() {
    let house = house();
    let head = "mis_id,channel,naming,decision,basis,given_by,given_on,expires_on,method\n";
    let guardians = write(
        &house,
        "guardians.csv",
        "mis_id,guardian,parental_responsibility,notified_on,biometric,method\nA1,guardian 1,yes,,,\n",
    );
    house.fine(&["import", "guardians", &guardians, "--as", "office"]);
    let line = |decision: &str, day: &str| {
        format!("{head}A1,website,picture-only,{decision},consent,guardian 1,{day},,paper\n")
    };
    let no = write(&house, "no.csv", &line("refused", "2025-09-04"));
    assert_eq!(permissions(&house, &no, &[]).0, Some(0));
    let yes = write(&house, "yes.csv", &line("granted", "2025-10-04"));
    let (code, report) = permissions(&house, &yes, &["--dry-run"]);
    assert_eq!(code, Some(1));
    assert_eq!(report["looser_answers"][0]["mis_id"], "A1");
    assert_eq!(report["looser_answers"][0]["about"], "website");
}
