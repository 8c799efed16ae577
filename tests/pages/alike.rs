//! What is tried with a picture of a protected pupil is refused, told and logged
//! as with any other no.

use gatehouse_domain::{permission::Decision, role::Role};
use gatehouse_store::log::{self, Log};

use crate::{
    browser::{Browser, Seen},
    dsl::{all_alike, change_protection, website_event},
    site::{Site, on_site},
};

/// Verbs and outcomes of the log of evidence, oldest first.
async fn evidence(site: &Site) -> Vec<(String, String)> {
    let mut tx = site.town.house.db().read().await.unwrap();
    let lines = log::page(&mut tx, Log::Evidence, site.town.school, None, 500).await;
    let lines = lines.unwrap().into_iter().rev();
    lines.map(|line| (line.verb, line.outcome)).collect()
}

/// What is told and logged when an editor and a teacher try all the same to let
/// the picture out: pages, errors, and the lines of both logs.
async fn tried(
    site: &Site,
    (editor, teacher): (&mut Browser, &mut Browser),
    (photo, release): (&str, &str),
) -> Vec<String> {
    let before = site.town.access().await.len();
    let proved = evidence(site).await.len();
    let told = |seen: Seen| format!("{} {:?}\n{}", seen.status, seen.location(), seen.html);
    let post = format!("/releases/{release}");
    let approve = format!("{post}/approve");
    let form = [("picture", photo), ("heads-1", "2")];
    let mut all = vec![told(editor.get(&post).await.is(200))];
    let refused = editor.post(&approve, &form).await;
    assert!(refused.status >= 400);
    all.push(told(refused));
    all.push(told(teacher.get(&post).await.is(200)));
    all.push(told(teacher.post(&approve, &form).await.is(403)));
    let reasons = format!("/exceptions/{photo}");
    all.push(told(teacher.get(&reasons).await.is(403)));
    let nothing = "/releases/01970000-0000-7000-8000-000000000000";
    all.push(told(editor.get(nothing).await.is(404)));
    let access = site.town.access().await.into_iter().skip(before);
    let proved = evidence(site).await.into_iter().skip(proved);
    all.extend(access.chain(proved).map(|line| format!("{line:?}")));
    all
}

#[test]
fn what_is_tried_with_a_protected_pupil_is_refused_and_logged_as_with_any_other_no() {
    on_site(async |mut site: Site| {
        site.town.event = website_event(&site).await;
        let photo = site.town.ready_photo().await;
        let release = site.town.draft(&[photo]).await.to_string();
        let photo = photo.to_string();
        let mut editor = site.signed_in(Role::Editor).await;
        let mut teacher = site.signed_in(Role::Staff).await;
        let mut dsl = site.signed_in(Role::Dsl).await;
        change_protection(&site, &mut dsl, "protect").await.is(200);
        let who = (&mut editor, &mut teacher);
        let protected = tried(&site, who, (&photo, &release)).await;
        change_protection(&site, &mut dsl, "end").await.is(200);
        site.town.answer(Decision::Refused).await;
        let who = (&mut editor, &mut teacher);
        let refused = tried(&site, who, (&photo, &release)).await;
        all_alike(&protected, &refused);
    });
}
