//! The head's policy: chosen, looked at, signed; what it does to posts that
//! wait and to posts that are out.

use gatehouse_app::policies::shipped;
use gatehouse_domain::{release::Stage, role::Role};

use crate::{
    browser::Browser,
    site::{Site, on_site},
};

/// A school's own file, which rules its website out.
fn own() -> String {
    let text: &str = shipped("aup-agreement").unwrap().text;
    let text = text.replace("name = \"aup-agreement\"", "name = \"our-own\"");
    text.replace(
        "channels_never = [\"social\"]",
        "channels_never = [\"website\"]",
    )
}

/// Looks at a policy and signs it.
pub async fn sign(head: &mut Browser, text: &str) {
    let form = [("choice", "own"), ("own", text)];
    let seen = head.post("/switches/profile/look", &form).await.is(200);
    let sha256 = seen.field("sha256");
    let form = [
        ("choice", "own"),
        ("own", text),
        ("sha256", &sha256),
        ("agreed", "yes"),
    ];
    let seen = head.submit("/switches/profile", &form).await.is(200);
    seen.says("The policy is signed and in force.");
}

#[test]
fn a_policy_that_is_signed_judges_what_waits_in_the_same_moment() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let release = site.town.draft(&[photo]).await;
        site.town.approve(release, photo).await.unwrap();
        let mut head = site.signed_in(Role::Head).await;
        let seen = head.get("/switches/profile").await.is(200);
        seen.says("No policy is signed yet.");
        let own = own();
        let form = [("choice", "own"), ("own", own.as_str())];
        let seen = head.post("/switches/profile/look", &form).await.is(200);
        seen.says("1 approved post may lose its approval");
        seen.says("Channels that are ruled out");
        let sha256 = seen.field("sha256");
        let form = [
            ("choice", "own"),
            ("own", own.as_str()),
            ("sha256", sha256.as_str()),
        ];
        let seen = head.post("/switches/profile", &form).await.is(422);
        seen.says("Say that you have read it and sign it");
        let stage = site.town.stage(release).await;
        assert!(matches!(stage, Stage::Approved { .. }), "{stage:?}");

        sign(&mut head, &own).await;
        let stage = site.town.stage(release).await;
        assert!(matches!(stage, Stage::Judged { .. }), "{stage:?}");
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        let seen = head.get("/switches").await.is(200);
        seen.says("Ruled out by the school’s policy");
        let lines = site.town.access().await;
        let signed = ("sign-profile".to_owned(), "done".to_owned());
        assert!(lines.contains(&signed));

        let form = [("choice", "own"), ("own", own.as_str())];
        let seen = head.post("/switches/profile/look", &form).await.is(422);
        seen.says("Version 1 of this policy was signed already");
        let newer = own.replace("version = 1", "version = 2");
        let newer = newer.replace("[\"website\"]", "[\"social\"]");
        sign(&mut head, &newer).await;
        site.town.approve(release, photo).await.unwrap();
        site.work().await;
        assert_eq!(site.town.posts(), 1);
    });
}

#[test]
fn what_is_out_and_would_not_be_allowed_any_more_is_marked_to_be_looked_at() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let release = site.town.draft(&[photo]).await;
        site.town.approve(release, photo).await.unwrap();
        site.work().await;
        assert_eq!(site.town.posts(), 1);
        let mut head = site.signed_in(Role::Head).await;
        let seen = head.get("/switches/profile").await.is(200);
        seen.does_not_say("have to be looked at");
        sign(&mut head, &own()).await;
        site.work().await;
        assert_eq!(site.town.posts(), 1);
        let stage = site.town.stage(release).await;
        assert!(
            matches!(stage, Stage::Published { review: true, .. }),
            "{stage:?}"
        );
        let seen = head.get("/switches/profile").await.is(200);
        seen.says("Posts that are out and have to be looked at");
        seen.says("School website, out since");
    });
}

#[test]
fn a_file_with_faults_is_told_line_by_line_and_changes_nothing() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        head.get("/switches/profile").await.is(200);
        let wrong = own().replace("fresh-days = 14", "fresh-days = 999");
        let form = [("choice", "own"), ("own", wrong.as_str())];
        let seen = head.post("/switches/profile/look", &form).await.is(422);
        seen.says("Line 11: an import of permissions counts for 1 to 366 days");
        let seen = head
            .post("/switches/profile/look", &[("choice", "own")])
            .await;
        seen.is(422).says("Paste the text of your school’s file");
        let seen = head.post("/switches/profile/look", &[]).await;
        seen.is(422).says("Choose a policy");
        // Another file than the one that was looked at is not signed.
        let own = own();
        let form = [
            ("choice", "own"),
            ("own", own.as_str()),
            ("sha256", "0"),
            ("agreed", "yes"),
        ];
        let seen = head.post("/switches/profile", &form).await.is(422);
        seen.says("is not the one that you looked at");
        let seen = head.get("/switches/profile").await.is(200);
        seen.says("No policy is signed yet.");
    });
}

#[test]
fn a_signed_policy_is_kept_more_strictly_but_not_less() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        head.get("/switches/profile").await.is(200);
        sign(&mut head, &own()).await;
        let seen = head.post("/switches/consents", &[("days", "15")]).await;
        seen.is(422).says("no more than the signed policy says");
        let seen = head.submit("/switches/consents", &[("days", "7")]).await;
        seen.says("The number of days is saved.");
    });
}
