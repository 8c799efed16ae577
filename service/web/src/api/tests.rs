//! The description of the API against the table of addresses.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::routes::{ROUTES, Who, is_api};

/// Method, path and scopes of everything that is described.
fn described() -> BTreeSet<(String, String, BTreeSet<String>)> {
    let document: Value = serde_json::from_str(description()).unwrap();
    let mut found = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let asked = operation["security"].as_array().into_iter().flatten();
            let scopes = asked.flat_map(|one| one["token"].as_array().unwrap());
            let scopes = scopes.map(|scope| scope.as_str().unwrap().to_owned());
            found.insert((method.to_uppercase(), path.clone(), scopes.collect()));
        }
    }
    found
}

#[test]
fn every_address_for_programs_is_described_with_the_scopes_the_table_asks() {
    let api = ROUTES.iter().filter(|route| is_api(route.path));
    let table: BTreeSet<_> = api
        .map(|route| {
            let scopes = match route.who {
                Who::Token(scopes) => scopes.iter().map(|scope| scope.code().to_owned()).collect(),
                Who::Anyone => BTreeSet::new(),
                other => panic!("{route:?}: {other:?}"),
            };
            ((route.method)().to_string(), route.path.to_owned(), scopes)
        })
        .collect();
    assert_eq!(described(), table);
    assert!(table.len() > 10);
}

#[test]
fn nothing_that_only_persons_may_do_is_described() {
    let text = description().to_lowercase();
    let document: Value = serde_json::from_str(&text).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (_, operation) in operations.as_object().unwrap() {
            let name = operation["operationid"].as_str().unwrap();
            for word in [
                "approve", "publish", "count", "head", "face", "name", "settle", "except",
                "account", "role", "protect", "decide", "sign",
            ] {
                assert!(
                    !path.contains(word) && !name.contains(word),
                    "{path} {name}: {word}"
                );
            }
        }
    }
}

#[test]
fn a_token_is_read_from_its_header_and_no_other_scheme() {
    assert_eq!(bearer("Bearer abc"), Some("abc"));
    assert_eq!(bearer("  bearer   abc "), Some("abc"));
    for wrong in ["", "Bearer", "Basic abc", "abc", "Bearerabc"] {
        assert_eq!(bearer(wrong), None, "{wrong}");
    }
}
