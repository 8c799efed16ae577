//! `gatehouse user`: what cannot be done is told with what to do on a command
//! line, where nobody can go back.

use crate::keeping::House;

#[test]
fn a_login_that_nobody_has_is_told_with_where_the_logins_are_listed() {
    let house = House::new("");
    for words in [
        &["user", "link", "nobody"][..],
        &["user", "link", "nobody", "--new-codes"],
        &["user", "roles", "nobody", "--role", "staff"],
        &["user", "close", "nobody"],
        &["user", "open", "nobody"],
    ] {
        let complaint = house.refused(words);
        assert!(
            complaint.contains("nobody has this login"),
            "{words:?}: {complaint}"
        );
        assert!(complaint.contains("gatehouse user list"), "{complaint}");
        assert!(!complaint.contains("go back"), "{complaint}");
    }
    // The login of somebody who is there still works.
    assert!(house.fine(&["user", "link", "jo"]).contains("/set/"));
}

#[test]
fn a_login_that_is_taken_is_told_so_and_stays_whose_it_is() {
    let house = House::new("");
    let before = house.fine(&["user", "list"]);
    let complaint = house.refused(&["user", "add", "jo", "--name", "Jo Other", "--role", "dsl"]);
    assert!(complaint.contains("this login is taken"), "{complaint}");
    assert!(!complaint.contains("look again"), "{complaint}");
    assert_eq!(house.fine(&["user", "list"]), before);
}
