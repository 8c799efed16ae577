//! The API: every address that its description names is asked for with the
//! right token, with none, with one that is made for something else, and with
//! one of another school.

use std::collections::BTreeMap;

use gatehouse_domain::{permission::Decision, role::Role};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{
    account::{ask, token},
    browser::{Browser, Seen},
    doors::{NOTHING, colleague},
    house::files::children,
    site::{Site, on_site},
};

/// An address of the description.
struct Operation {
    method: Method,
    path: String,
    /// Any of these scopes will do; none where it is open to everybody.
    scopes: Vec<String>,
    /// The status of success.
    status: u16,
    /// The fields of the answer.
    fields: Option<Vec<String>>,
}

fn description() -> Value {
    serde_json::from_str(gatehouse_web::description()).unwrap()
}

fn operations() -> Vec<Operation> {
    let document = description();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, told) in methods.as_object().unwrap() {
            let asked = told["security"].as_array().into_iter().flatten();
            let scopes = asked.map(|one| one["token"][0].as_str().unwrap().to_owned());
            let answers = told["responses"].as_object().unwrap();
            // A picture comes for the first time here.
            let fine = answers
                .keys()
                .rfind(|status| status.starts_with('2'))
                .unwrap();
            let schema = &answers[fine]["content"]["application/json"]["schema"]["$ref"];
            let fields = schema.as_str().map(|schema| {
                let schema = schema.strip_prefix('#').unwrap();
                let fields = document.pointer(schema).unwrap()["properties"].as_object();
                fields.unwrap().keys().cloned().collect()
            });
            found.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                scopes: scopes.collect(),
                status: fine.parse().unwrap(),
                fields,
            });
        }
    }
    found
}

/// The things of a school that addresses and bodies name.
struct Things {
    event: String,
    photo: String,
    release: String,
}

impl Things {
    async fn of(site: &Site) -> Self {
        let photo = site.town.ready_photo().await;
        Self {
            event: site.town.event.to_string(),
            photo: photo.to_string(),
            release: site.town.draft(&[photo]).await.to_string(),
        }
    }

    fn fill(&self, path: &str) -> String {
        path.replace("{event}", &self.event)
            .replace("{photo}", &self.photo)
            .replace("{release}", &self.release)
    }

    /// A request as somebody sends it who means it.
    fn request(&self, browser: &Browser, operation: &Operation) -> RequestBuilder {
        let at = self.fill(&operation.path);
        let request = browser.request(operation.method.clone(), &at);
        match (operation.method.as_str(), operation.path.as_str()) {
            ("POST", "/api/v1/events") => request.json(&json!({
                "title": "Sports day", "on": "2026-11-17", "classes": ["Wren"],
                "channels": ["website"], "purpose": "To show parents",
                "directed_by": "Head of sports", "assent_given": true, "device_allowed": true,
            })),
            ("POST", "/api/v1/events/{event}/photos") => request.body(children()),
            ("PUT", "/api/v1/photos/{photo}/words") => request.json(&json!({
                "caption": "Our new garden.", "alt_text": "Two children stand by a bed.",
            })),
            ("POST", "/api/v1/releases") => request.json(&json!({
                "channel": "website", "photos": [self.photo],
            })),
            ("POST", "/api/v1/permissions") => request.json(&json!({
                "mis_id": "P1", "channel": "website", "naming": "picture-only",
                "decision": "granted", "basis": "consent", "guardian": 1,
                "given_on": "2026-11-17", "text_version": 1,
            })),
            _ => request,
        }
    }
}

/// The scopes, and who may let a program have them.
const SCOPES: [(&str, Role); 5] = [
    ("upload", Role::Staff),
    ("words", Role::Staff),
    ("register", Role::Office),
    ("recall", Role::Editor),
    ("report", Role::Dpo),
];

/// A token for each scope.
async fn tokens(site: &Site) -> BTreeMap<&'static str, String> {
    let mut tokens = BTreeMap::new();
    for (scope, role) in SCOPES {
        let mut browser = site.signed_in(role).await;
        tokens.insert(scope, token(&mut browser, scope, &[scope]).await);
    }
    tokens
}

/// It is a problem with that code, as every refusal of the API is.
#[track_caller]
fn is_problem(seen: &Seen, status: u16, code: &str) {
    assert_eq!(seen.status, status, "{}", seen.html);
    assert_eq!(seen.headers["content-type"], "application/problem+json");
    let told: Value = serde_json::from_str(&seen.html).unwrap();
    assert_eq!(told["code"], code);
    assert_eq!(told["title"], code);
    assert_eq!(told["status"], status);
    assert_eq!(told["type"], format!("urn:gatehouse:{code}"));
    assert!(told["detail"].as_str().unwrap().contains(' '));
}

#[test]
fn the_description_is_the_one_that_was_agreed() {
    insta::assert_snapshot!("openapi", gatehouse_web::description());
}

#[test]
fn every_address_answers_the_right_token_as_described() {
    on_site(async |site: Site| {
        let things = Things::of(&site).await;
        let tokens = tokens(&site).await;
        let mut browser = site.browser();
        for operation in operations() {
            let (method, path) = (&operation.method, &operation.path);
            let carried: Vec<Option<&String>> = match operation.scopes.as_slice() {
                [] => vec![None],
                scopes => scopes
                    .iter()
                    .map(|scope| Some(&tokens[scope.as_str()]))
                    .collect(),
            };
            for carried in carried {
                let mut request = things.request(&browser, &operation);
                if let Some(carried) = carried {
                    request = request.bearer_auth(carried);
                }
                let seen = browser.send(request).await;
                assert_eq!(
                    seen.status, operation.status,
                    "{method} {path}: {}",
                    seen.html
                );
                assert_eq!(seen.headers["cache-control"], "no-store");
                if let Some(fields) = &operation.fields {
                    let told: Value = serde_json::from_str(&seen.html).unwrap();
                    let mut keys: Vec<&String> = told.as_object().unwrap().keys().collect();
                    keys.sort();
                    let mut fields: Vec<&String> = fields.iter().collect();
                    fields.sort();
                    assert_eq!(keys, fields, "{method} {path}");
                }
            }
        }
    });
}

#[test]
fn no_address_answers_without_a_token_or_to_a_cookie() {
    on_site(async |site: Site| {
        let things = Things::of(&site).await;
        let mut signed_in = site.signed_in(Role::Staff).await;
        let mut nobody = site.browser();
        for operation in operations() {
            if operation.scopes.is_empty() {
                continue;
            }
            for browser in [&mut nobody, &mut signed_in] {
                let request = things.request(browser, &operation);
                let seen = browser.send(request).await;
                is_problem(&seen, 401, "token-missing");
                assert_eq!(
                    seen.headers["www-authenticate"],
                    "Bearer realm=\"Gatehouse\""
                );
                let request = things.request(browser, &operation);
                let seen = browser.send(request.bearer_auth("a5".repeat(32))).await;
                is_problem(&seen, 401, "token-not-valid");
            }
        }
    });
}

#[test]
fn no_address_answers_a_token_that_is_made_for_something_else() {
    on_site(async |site: Site| {
        let things = Things::of(&site).await;
        let tokens = tokens(&site).await;
        let mut browser = site.browser();
        for operation in operations() {
            if operation.scopes.is_empty() {
                continue;
            }
            for (scope, carried) in &tokens {
                if operation.scopes.iter().any(|one| one == scope) {
                    continue;
                }
                let request = things.request(&browser, &operation);
                let seen = browser.send(request.bearer_auth(carried)).await;
                is_problem(&seen, 403, "scope-missing");
                let challenge = seen.headers["www-authenticate"].to_str().unwrap();
                assert!(challenge.contains("insufficient_scope"), "{challenge}");
            }
        }
    });
}

#[test]
fn a_token_of_another_school_finds_and_changes_nothing_of_this_one() {
    on_site(async |site: Site| {
        let things = Things::of(&site).await;
        let other = site.another_school().await;
        let mut browser = site.signed_in_as(Some(other), "everything").await;
        let all: Vec<&str> = SCOPES.iter().map(|(scope, _)| *scope).collect();
        let carried = token(&mut browser, "all", &all).await;
        for operation in operations() {
            let (method, path) = (&operation.method, &operation.path);
            let request = things.request(&browser, &operation);
            let seen = browser.send(request.bearer_auth(&carried)).await;
            let named = path.contains('{') || path == "/api/v1/permissions";
            if named {
                is_problem(&seen, 404, "no-such-thing");
            } else if *method != Method::GET {
                assert!(
                    matches!(seen.status, 409 | 422),
                    "{method} {path}: {}",
                    seen.html
                );
            }
            for ours in [&things.event, &things.photo, &things.release] {
                assert!(!seen.html.contains(ours.as_str()), "{method} {path}");
            }
        }
        // What was tried is as it was.
        let own = tokens(&site).await;
        let at = things.fill("/api/v1/releases/{release}");
        let request = browser.request(Method::GET, &at).bearer_auth(&own["words"]);
        let seen = browser.send(request).await.is(200);
        assert!(seen.html.contains("\"judged\""), "{}", seen.html);
    });
}

#[test]
fn a_token_ends_with_its_days() {
    on_site(async |site: Site| {
        let carried = tokens(&site).await["upload"].clone();
        let mut browser = site.browser();
        let at = "/api/v1/events";
        let request = browser.request(Method::GET, at).bearer_auth(&carried);
        browser.send(request).await.is(200);
        site.town.days_pass(91);
        let request = browser.request(Method::GET, at).bearer_auth(&carried);
        let seen = browser.send(request).await;
        is_problem(&seen, 401, "token-not-valid");
    });
}

#[test]
fn a_picture_comes_in_and_is_told_of_until_it_is_out() {
    on_site(async |site: Site| {
        let tokens = tokens(&site).await;
        let mut browser = site.browser();
        let at = format!("/api/v1/events/{}/photos", site.town.event);
        let request = browser.request(Method::POST, &at).body(children());
        let seen = browser
            .send(request.bearer_auth(&tokens["upload"]))
            .await
            .is(201);
        let photo = seen.location().unwrap();
        // Sent again, it is not taken twice.
        let request = browser.request(Method::POST, &at).body(children());
        let again = browser.send(request.bearer_auth(&tokens["upload"])).await;
        let again: Value = serde_json::from_str(&again.is(200).html).unwrap();
        assert!(photo.ends_with(again["id"].as_str().unwrap()));
        let look = async |browser: &mut Browser| {
            let request = browser.request(Method::GET, &photo);
            let seen = browser
                .send(request.bearer_auth(&tokens["upload"]))
                .await
                .is(200);
            serde_json::from_str::<Value>(&seen.html).unwrap()
        };
        assert_eq!(look(&mut browser).await["state"], "waiting");
        site.work().await;
        let checked = look(&mut browser).await;
        assert_eq!(checked["state"], "checked");
        assert_eq!(checked["channels"][0]["channel"], "website");
        assert_eq!(checked["channels"][0]["standing"], "hold");
        assert!(checked["channels"][0]["needs"].as_array().unwrap().len() > 1);
    });
}

#[test]
fn why_a_picture_cannot_be_used_is_told_to_no_program() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let carried = tokens(&site).await["upload"].clone();
        let mut browser = site.browser();
        let mut told = Vec::new();
        for decision in [Decision::Refused, Decision::Withdrawn] {
            site.town.answer(decision).await;
            let at = format!("/api/v1/photos/{photo}");
            let request = browser.request(Method::GET, &at).bearer_auth(&carried);
            let seen = browser.send(request).await.is(200);
            for word in [
                "refused\"",
                "withdrawn",
                "consent",
                "Permission",
                "permission",
            ] {
                let channels = seen.html.split("\"channels\"").nth(1).unwrap();
                assert!(!channels.contains(word), "{word}: {}", seen.html);
            }
            assert!(seen.html.contains("\"blocked\""));
            told.push(seen.html);
        }
        assert_eq!(told[0], told[1], "word for word and byte for byte");
    });
}

#[test]
fn what_is_no_picture_or_too_large_is_refused_with_its_code() {
    on_site(async |site: Site| {
        let carried = tokens(&site).await["upload"].clone();
        let mut browser = site.browser();
        let at = format!("/api/v1/events/{}/photos", site.town.event);
        let mut large = children().to_vec();
        large.resize(3 << 20, 0);
        let film = b"\0\0\0\x18ftypmp42 not a picture".to_vec();
        for (body, status, code) in [
            (large, 413, "file-too-large"),
            (film, 422, "video"),
            (Vec::new(), 422, "empty-file"),
        ] {
            let request = browser.request(Method::POST, &at).body(body);
            let seen = browser.send(request.bearer_auth(&carried)).await;
            is_problem(&seen, status, code);
        }
        let nowhere = "/api/v1/events/01970000-0000-7000-8000-000000000000/photos";
        let request = browser.request(Method::POST, nowhere).body(children());
        let seen = browser.send(request.bearer_auth(&carried)).await;
        is_problem(&seen, 404, "no-such-thing");
    });
}

#[test]
fn what_cannot_be_read_is_refused_and_never_repeated() {
    on_site(async |site: Site| {
        let tokens = tokens(&site).await;
        let mut browser = site.browser();
        let send = async |browser: &mut Browser, path: &str, scope: &str, body: String| {
            let request = browser.request(Method::POST, path).body(body);
            browser.send(request.bearer_auth(&tokens[scope])).await
        };
        for body in [
            "",
            "{",
            "{\"channel\": \"Rosie\", \"photos\": []}",
            "[\"Rosie\"]",
        ] {
            let seen = send(&mut browser, "/api/v1/releases", "words", body.to_owned()).await;
            is_problem(&seen, 400, "json-unreadable");
            assert!(!seen.html.contains("Rosie"));
        }
        let none = json!({"channel": "website", "photos": []}).to_string();
        let seen = send(&mut browser, "/api/v1/releases", "words", none).await;
        is_problem(&seen, 422, "value-unfit");
        let long = json!({"channel": "website", "photos": ["x".repeat(300_000)]}).to_string();
        let seen = send(&mut browser, "/api/v1/releases", "words", long).await;
        is_problem(&seen, 413, "request-too-large");
        let answer = |guardian: u16, mis_id: &str| {
            json!({
                "mis_id": mis_id, "channel": "website", "naming": "picture-only",
                "decision": "granted", "basis": "consent", "guardian": guardian,
                "given_on": "2026-11-17", "text_version": 1,
            })
            .to_string()
        };
        for (body, status, code) in [
            (answer(0, "P1"), 422, "value-unfit"),
            (answer(9, "P1"), 422, "value-unfit"),
            (answer(1, "P 1"), 422, "value-unfit"),
            (answer(1, "P999"), 404, "no-such-thing"),
        ] {
            let seen = send(&mut browser, "/api/v1/permissions", "register", body).await;
            is_problem(&seen, status, code);
        }
        let seen = send(&mut browser, "/api/v1/nothing", "words", String::new()).await;
        is_problem(&seen, 404, "no-such-page");
    });
}

#[test]
fn a_program_sees_what_its_owner_works_on_and_a_colleague_s_as_if_it_were_not_there() {
    on_site(async |site: Site| {
        let things = Things::of(&site).await;
        let none = Things {
            event: NOTHING.to_owned(),
            photo: NOTHING.to_owned(),
            release: NOTHING.to_owned(),
        };
        let mut browser = colleague(&site).await;
        let carried = token(&mut browser, "All", &["upload", "words"]).await;
        let list = ask(&mut browser, "/api/v1/events", &carried).await;
        let told: Value = serde_json::from_str(&list.is(200).html).unwrap();
        assert_eq!(told["events"], json!([]));
        let mut asked = 0;
        for operation in operations() {
            let names = operation.path.contains('{') || operation.path.ends_with("/releases");
            let may = ["upload", "words"].map(str::to_owned);
            if !names || !operation.scopes.iter().any(|scope| may.contains(scope)) {
                continue;
            }
            let mut answers = Vec::new();
            for things in [&things, &none] {
                let request = things.request(&browser, &operation);
                answers.push(browser.send(request.bearer_auth(&carried)).await);
            }
            is_problem(&answers[0], 404, "no-such-thing");
            assert!(answers[0].is_same_as(&answers[1]), "{}", operation.path);
            asked += 1;
        }
        assert!(asked >= 5, "{asked}");
    });
}
