//! An editor's day: a post is put together, looked at by a second person, goes
//! out, and comes back.

use gatehouse_domain::{
    ids::{PhotoId, ReleaseId},
    permission::Decision,
    role::Role,
};

use crate::{
    browser::{Browser, Seen},
    house::words,
    site::{Site, on_site},
};

/// A teacher's photo that is ready, and the post that the teacher made of it.
async fn waiting(site: &Site) -> (PhotoId, ReleaseId) {
    let photo = site.town.ready_photo().await;
    (photo, site.town.draft(&[photo]).await)
}

fn page(release: ReleaseId) -> String {
    format!("/releases/{release}")
}

/// Sends the form of a post with these counts.
async fn approve(browser: &mut Browser, release: ReleaseId, counts: &[&str]) -> Seen {
    let seen = browser.open(&page(release)).await.is(200);
    approve_as_seen(browser, release, &seen, counts).await
}

/// Sends the form of a page that was opened before.
async fn approve_as_seen(
    browser: &mut Browser,
    release: ReleaseId,
    seen: &Seen,
    counts: &[&str],
) -> Seen {
    let shown = seen.field("shown");
    let pictures: Vec<String> = seen
        .html
        .split("name=\"picture\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let names: Vec<String> = (1..=counts.len()).map(|at| format!("heads-{at}")).collect();
    let mut form: Vec<(&str, &str)> = vec![("shown", &*shown)];
    form.extend(pictures.iter().map(|photo| ("picture", &**photo)));
    form.extend(names.iter().map(|name| &**name).zip(counts.iter().copied()));
    browser
        .post(&format!("{}/approve", page(release)), &form)
        .await
}

#[test]
fn an_editor_approves_what_a_teacher_uploaded_and_it_is_on_the_website() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await.to_string();
        let event = site.town.event.to_string();
        let mut teacher = site.signed_in(Role::Staff).await;
        let choose = format!("/events/{event}/post?channel=website");
        let seen = teacher.open(&choose).await.is(200);
        seen.says("Pictures 1 to 1 of 1").says("Picture 1");
        let form = [
            ("event", &*event),
            ("channel", "website"),
            ("picture", &*photo),
        ];
        let seen = teacher.submit("/releases", &form).await.is(200);
        seen.says("The post is put together.");
        seen.says("An editor who did not upload, count or name these pictures approves this post.");
        assert!(!seen.html.contains("heads-1"));

        let mut editor = site.signed_in(Role::Editor).await;
        let queue = editor.open("/releases").await.is(200);
        queue.says("Ready for you").says("Bulb planting");
        let post = queue.links("/releases/").remove(0);
        let seen = editor.open(&post).await.is(200);
        seen.says("Planting bulbs in the new garden.");
        seen.says("Two children stand behind a flower bed.");
        seen.says("Zebulon Quartermaine (Wren)");
        assert!(seen.html.contains(&format!("/photos/{photo}/picture")));
        // Never filled in beforehand.
        assert_eq!(seen.field("heads-1"), "");
        let release = ReleaseId(post.rsplit('/').next().unwrap().parse().unwrap());
        let answer = approve_as_seen(&mut editor, release, &seen, &["2"]).await;
        answer.leads_to(&post);
        let seen = editor.open(&answer.location().unwrap()).await.is(200);
        seen.says("You approved this post.").says("Going out");
        assert_eq!(site.town.posts(), 0);
        site.work().await;
        assert_eq!(site.town.posts(), 1);
        let seen = editor.open(&post).await.is(200);
        seen.says("It went out on 18 November 2026")
            .says("Approved by editor");
        seen.says("https://school.example/posts/");
        let seen = editor.open("/published").await.is(200);
        seen.says("Bulb planting")
            .says("https://school.example/posts/");
        seen.says("18 November 2027");
        let elsewhere = editor.open("/published?channel=press").await.is(200);
        elsewhere
            .says("Nothing is out here.")
            .does_not_say("Bulb planting");
        let seen = editor.open(&choose).await.is(200);
        seen.says("Out already");
    });
}

#[test]
fn who_uploaded_is_told_why_they_cannot_approve_and_nothing_goes_out() {
    on_site(async |site: Site| {
        let (photo, release) = waiting(&site).await;
        let town = &site.town;
        let both = [Role::Staff, Role::Editor].into();
        town.house
            .set_roles(town.school, &town.teacher, &both)
            .await
            .unwrap();
        let mut browser = site.signed_in(Role::Staff).await;
        let why = "You uploaded one of these pictures. Somebody else has to approve this post.";
        browser.open("/releases").await.is(200).says(why);
        let seen = browser.open(&page(release)).await.is(200);
        seen.says(why);
        assert!(!seen.html.contains("/approve"));
        let photo = photo.to_string();
        let form = [("picture", &*photo), ("heads-1", "2")];
        let path = format!("{}/approve", page(release));
        let seen = browser.post(&path, &form).await.is(403);
        seen.says("You uploaded one of these pictures")
            .says("approver-is-uploader");
        site.work().await;
        assert_eq!(town.posts(), 0);
    });
}

#[test]
fn a_missing_or_wrong_count_is_told_on_the_form_and_nothing_goes_out() {
    on_site(async |site: Site| {
        let (_, release) = waiting(&site).await;
        let mut editor = site.signed_in(Role::Editor).await;
        for nothing in ["", "two", "-1", "2 or 3"] {
            let seen = approve(&mut editor, release, &[nothing]).await.is(422);
            seen.says("Picture 1: enter how many heads you count");
            assert_eq!(seen.field("heads-1"), nothing);
            assert!(seen.html.contains("href=\"#heads-1\""));
        }
        let seen = approve(&mut editor, release, &[]).await.is(422);
        seen.says("Count the heads in every picture yourself");
        let seen = approve(&mut editor, release, &["9"]).await.is(422);
        seen.says("Picture 1: your count is not the number of faces that were found.");
        assert_eq!(seen.field("heads-1"), "9");
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        // Counted again, rightly, on the very form that came back.
        let answer = approve_as_seen(&mut editor, release, &seen, &["2"]).await;
        answer.leads_to(&page(release));
        site.work().await;
        assert_eq!(site.town.posts(), 1);
    });
}

#[test]
fn approving_twice_does_no_harm() {
    on_site(async |site: Site| {
        let (_, release) = waiting(&site).await;
        let mut editor = site.signed_in(Role::Editor).await;
        let seen = editor.open(&page(release)).await.is(200);
        for counts in [["2"], ["2"], ["7"]] {
            let answer = approve_as_seen(&mut editor, release, &seen, &counts).await;
            answer.leads_to(&page(release));
        }
        site.work().await;
        assert_eq!(site.town.posts(), 1);
        let answer = approve_as_seen(&mut editor, release, &seen, &["2"]).await;
        let seen = editor.open(&answer.location().unwrap()).await.is(200);
        seen.says("This post was approved already.")
            .says("It went out on");
        site.work().await;
        assert_eq!(site.town.posts(), 1);
    });
}

#[test]
fn words_that_change_while_somebody_looks_are_not_approved_unseen() {
    on_site(async |site: Site| {
        let (photo, release) = waiting(&site).await;
        let mut editor = site.signed_in(Role::Editor).await;
        let seen = editor.open(&page(release)).await.is(200);
        site.town
            .write(photo, words("Our garden, once more."))
            .await;
        let seen = approve_as_seen(&mut editor, release, &seen, &["2"])
            .await
            .is(422);
        seen.says("A picture or its words changed while you looked: nothing was approved");
        seen.says("Our garden, once more.");
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        let answer = approve_as_seen(&mut editor, release, &seen, &["2"]).await;
        answer.leads_to(&page(release));
        // Changed before it is out: it waits again.
        site.town.write(photo, words("Bulbs in rows.")).await;
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        let seen = editor.open(&page(release)).await.is(200);
        seen.says("It waits for a second person.")
            .says("Bulbs in rows.");
    });
}

#[test]
fn what_is_taken_back_is_proved_to_be_gone() {
    on_site(async |site: Site| {
        let (_, release) = site.town.published().await;
        let mut editor = site.signed_in(Role::Editor).await;
        let back = format!("{}/take-back", page(release));
        let seen = editor.open(&page(release)).await.is(200);
        assert_eq!(seen.links(&back), std::slice::from_ref(&back));
        editor
            .open(&back)
            .await
            .is(200)
            .says("You cannot undo this.");
        assert_eq!(site.town.posts(), 1);
        let seen = editor.submit(&back, &[]).await.is(200);
        seen.says("The post is taken back.")
            .says("Seen to be gone Not yet.");
        let queue = editor.open("/releases").await.is(200);
        queue.says("Being taken down");
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        let seen = editor.open(&page(release)).await.is(200);
        seen.says("It was taken back on 18 November 2026");
        seen.says("Seen to be gone 18 November 2026")
            .does_not_say("Not yet.");
        let seen = editor.open("/published?show=taken-back").await.is(200);
        seen.says("Bulb planting").says("Seen to be gone");
        editor.open("/published").await.says("Nothing is out here.");
        // Back and sent once more: it is as they want it.
        editor.post(&back, &[]).await.leads_to(&page(release));
        editor.get(&back).await.leads_to(&page(release));
    });
}

#[test]
fn a_child_is_taken_down_everywhere_at_once() {
    on_site(async |site: Site| {
        let (photo, out) = site.town.published().await;
        let waits = site.town.draft(&[photo]).await;
        let pupil = site.town.first_pupil().to_string();
        for role in [Role::Editor, Role::Dsl] {
            let mut browser = site.signed_in(role).await;
            browser.open("/take-down").await.is(200).says("Wren");
            let seen = browser.open("/take-down?class=Wren").await.is(200);
            seen.says("Zebulon Quartermaine (Wren)");
            let seen = browser.post("/take-down/look", &[("class", "Wren")]).await;
            seen.is(422).says("Choose a pupil").says("Marigold");
            let seen = browser.post("/take-down/look", &[("person", &pupil)]).await;
            let seen = seen.is(200);
            if role == Role::Editor {
                seen.says("Zebulon Quartermaine");
                seen.says("Out, and will be taken down 1 post: School website");
                seen.says("Not out yet, and will not go out 1 post: School website");
                assert_eq!(site.town.posts(), 1);
                let seen = browser.submit("/take-down", &[("person", &pupil)]).await;
                seen.is(200)
                    .says("Every post that shows this pupil is taken back.");
            } else {
                seen.says("No post that is out or on its way shows this pupil");
            }
        }
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        let mut editor = site.signed_in(Role::Editor).await;
        for release in [out, waits] {
            editor
                .open(&page(release))
                .await
                .is(200)
                .says("It was taken back on");
        }
        let lines = site.town.access().await;
        let line = ("take-person-down".to_owned(), "done".to_owned());
        assert_eq!(lines.iter().filter(|known| **known == line).count(), 1);
    });
}

#[test]
fn staff_make_posts_and_let_none_out() {
    on_site(async |site: Site| {
        let (photo, release) = waiting(&site).await;
        let mut teacher = site.signed_in(Role::Staff).await;
        for path in ["/releases", "/published", "/take-down"] {
            teacher.get(path).await.is(403).says("role-missing");
        }
        teacher
            .open(&page(release))
            .await
            .is(200)
            .says("It waits for a second person.");
        let photo = photo.to_string();
        let form = [("picture", &*photo), ("heads-1", "2")];
        for (verb, status) in [("approve", 403), ("take-back", 403)] {
            let path = format!("{}/{verb}", page(release));
            teacher
                .post(&path, &form)
                .await
                .is(status)
                .says("role-missing");
        }
        site.work().await;
        assert_eq!(site.town.posts(), 0);
    });
}

#[test]
fn a_post_is_made_of_ticked_pictures_that_are_ready_and_of_no_others() {
    on_site(async |site: Site| {
        let ready = site.town.ready_photo().await.to_string();
        let raw = site.town.upload_children().await.to_string();
        site.work().await;
        let event = site.town.event.to_string();
        let mut editor = site.signed_in(Role::Editor).await;
        let choose = format!("/events/{event}/post");
        let seen = editor.open(&choose).await.is(200);
        seen.says("1 of them is not ready for this channel.");
        assert!(seen.html.contains(&ready) && !seen.html.contains(&raw));
        let form = [("event", &*event), ("channel", "website")];
        let seen = editor.post("/releases", &form).await.is(422);
        seen.says("Tick the pictures that are to go out");
        // What is ticked stays so from part to part.
        let form = [("channel", "website"), ("from", "60"), ("picture", &ready)];
        let answer = editor.post(&choose, &form).await;
        answer.leads_to(&choose);
        let seen = editor.open(&answer.location().unwrap()).await.is(200);
        seen.says("Keep ticked picture 1");
        assert!(seen.html.contains(&format!("value=\"{ready}\" checked")));
        let many: Vec<String> = (0..21)
            .map(|at| format!("01970000-0000-7000-8000-0000000000{at:02}"))
            .collect();
        let mut form = vec![("event", &*event), ("channel", "website")];
        form.extend(many.iter().map(|photo| ("picture", &**photo)));
        let seen = editor.post("/releases", &form).await.is(422);
        seen.says("Tick 20 pictures at most.");
    });
}

#[test]
fn an_editor_reads_what_to_do_and_never_why_a_child_may_not_be_shown() {
    on_site(async |site: Site| {
        let (_, release) = waiting(&site).await;
        site.town.answer(Decision::Withdrawn).await;
        let mut editor = site.signed_in(Role::Editor).await;
        editor
            .open("/releases")
            .await
            .is(200)
            .says("Cannot be used");
        let seen = editor.open(&page(release)).await.is(200);
        seen.says("This picture cannot be used on this channel.");
        seen.says("This post cannot go out like this.");
        assert!(!seen.html.to_lowercase().contains("withdr"));
        assert!(!seen.html.contains("/approve"));
    });
}

#[test]
fn the_lead_for_safeguarding_takes_back_and_approves_nothing() {
    on_site(async |site: Site| {
        let (_, release) = site.town.published().await;
        let mut dsl = site.signed_in(Role::Dsl).await;
        dsl.get("/releases").await.is(403);
        dsl.open("/published").await.is(200).says("Bulb planting");
        let path = format!("{}/approve", page(release));
        dsl.post(&path, &[]).await.is(403).says("role-missing");
        let path = format!("{}/take-back", page(release));
        dsl.submit(&path, &[])
            .await
            .is(200)
            .says("The post is taken back.");
        site.work().await;
        assert_eq!(site.town.posts(), 0);
    });
}

#[test]
fn what_does_not_go_out_says_why_and_what_to_do() {
    on_site(async |site: Site| {
        let (_, release) = waiting(&site).await;
        let mut editor = site.signed_in(Role::Editor).await;
        let answer = approve(&mut editor, release, &["2"]).await;
        answer.leads_to(&page(release));
        site.town.unplug("website");
        site.work().await;
        let why = "The folder to publish into is not the one that was set up.";
        let seen = editor.open("/releases").await.is(200);
        seen.says(why).says("It is tried again by itself.");
        editor.open(&page(release)).await.is(200).says(why);
        site.town.plug_in("website");
    });
}

#[test]
fn what_did_not_go_out_is_tried_again_when_an_editor_says_so_and_once_only() {
    on_site(async |site: Site| {
        let (_, release) = waiting(&site).await;
        let (town, page) = (&site.town, page(release));
        let again = format!("{page}/try-again");
        let mut editor = site.signed_in(Role::Editor).await;
        let seen = editor.open(&page).await.is(200);
        assert!(!seen.html.contains("try-again"));
        // There is nothing to try yet, and nothing is said to be tried.
        let nothing = editor.post(&again, &[]).await;
        assert_eq!(nothing.location(), Some(page.clone()));
        approve(&mut editor, release, &["2"]).await.leads_to(&page);
        town.unplug("website");
        site.work().await;
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.open(&page).await.is(200);
        assert!(!seen.html.contains("try-again"));
        teacher.post(&again, &[]).await.is(403).says("role-missing");
        // Going out is an editor's affair.
        let mut dsl = site.signed_in(Role::Dsl).await;
        let seen = dsl.open(&page).await.is(200);
        assert!(!seen.html.contains("try-again"));
        dsl.post(&again, &[]).await.is(403).says("role-missing");
        town.plug_in("website");
        // Its next turn is still to come.
        site.work().await;
        assert_eq!(town.posts(), 0);
        let seen = editor.open(&page).await.is(200);
        seen.says("Try again now");
        let told = editor.submit(&again, &[]).await.is(200);
        told.says("It is tried again now.");
        let twice = editor.post(&again, &[]).await;
        assert_eq!(twice.location(), Some(page.clone()));
        site.work().await;
        assert_eq!(town.posts(), 1);
        let seen = editor.open(&page).await.is(200);
        assert!(!seen.html.contains("try-again"));
        let line = ("retry-release".to_owned(), "done".to_owned());
        let lines = town.access().await;
        assert_eq!(lines.iter().filter(|known| **known == line).count(), 1);
    });
}

#[test]
fn what_does_not_come_down_is_tried_again_when_somebody_says_so() {
    on_site(async |site: Site| {
        let (_, release) = site.town.published().await;
        let (town, page) = (&site.town, page(release));
        let mut dsl = site.signed_in(Role::Dsl).await;
        dsl.open(&format!("{page}/take-back")).await.is(200);
        let back = dsl.submit(&format!("{page}/take-back"), &[]).await;
        back.is(200).says("The post is taken back.");
        town.unplug("website");
        site.work().await;
        town.plug_in("website");
        site.work().await;
        assert_eq!(town.posts(), 1);
        let seen = dsl.open(&page).await.is(200);
        seen.says("Try again now").says("Not yet.");
        let told = dsl.submit(&format!("{page}/try-again"), &[]).await;
        told.is(200).says("It is tried again now.");
        site.work().await;
        assert_eq!(town.posts(), 0);
        dsl.open(&page).await.is(200).says("Gone");
    });
}
