//! What a school's own policy asks for beyond the rest, at the pages: groups no
//! larger than need be, consents in writing, answers to the form that was shown.

use gatehouse_app::policies::shipped;
use gatehouse_domain::role::Role;

use crate::{
    policy::sign,
    site::{Site, on_site},
};

/// The high school's policy, with a group being more than one.
fn small_groups() -> String {
    let text = shipped("aup-agreement").unwrap().text;
    text.replace(
        "channels_never = [\"social\"]",
        "most_faces = { website = 1 }",
    )
}

#[test]
fn an_editor_agrees_that_so_many_are_in_a_picture() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let mut head = site.signed_in(Role::Head).await;
        sign(&mut head, &small_groups()).await;
        let sheet = format!("/photos/{photo}");
        let says = "The picture shows a large group";
        let button = "I agree: so many can be in it";
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&sheet).await.is(200);
        seen.says(says).does_not_say(button);
        let mut editor = site.signed_in(Role::Editor).await;
        let seen = editor.get(&sheet).await.is(200);
        seen.says(button);
        let word = seen.field("seen");
        let form = [("reason", "group-shot"), ("seen", &*word)];
        let seen = editor
            .submit(&format!("{sheet}/agree"), &form)
            .await
            .is(200);
        seen.says("You agreed.").does_not_say(says);
    });
}

/// An answer that the office writes down, of a day in October.
const ANSWER: [(&str, &str); 9] = [
    ("channels", "website"),
    ("decision", "granted"),
    ("naming", "picture-only"),
    ("basis", "consent"),
    ("given_by", "1"),
    ("means", "verbal"),
    ("given", "6"),
    ("given-month", "10"),
    ("given-year", "2026"),
];

#[test]
fn where_consent_has_to_be_in_writing_a_yes_on_the_telephone_is_not_taken() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        sign(&mut head, shipped("ict-usage-high-school").unwrap().text).await;
        let mut office = site.signed_in(Role::Office).await;
        let answers = format!("/register/{}/answers", site.town.first_pupil());
        let seen = office.post(&answers, &ANSWER).await.is(422);
        seen.says("The school’s policy asks for a yes in writing");
        let mut no = ANSWER;
        no[1].1 = "refused";
        let seen = office.submit(&answers, &no).await.is(200);
        seen.says("The answer is saved.");
    });
}

#[test]
fn a_yes_counts_for_the_form_that_was_shown_on_its_day_and_for_no_newer_one() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        for (version, month) in [("1", "9"), ("2", "11")] {
            let form = [
                ("version", version),
                ("dated", "1"),
                ("dated-month", month),
                ("dated-year", "2026"),
                ("words", "We may show your child."),
            ];
            head.get("/texts").await.is(200);
            head.submit("/texts", &form).await.is(200);
        }
        head.get("/texts/2/force").await.is(200);
        head.submit("/texts/2/force", &[]).await.is(200);
        let mut office = site.signed_in(Role::Office).await;
        let answers = format!("/register/{}/answers", site.town.first_pupil());
        let mut yes = ANSWER;
        yes[5].1 = "paper";
        let seen = office.submit(&answers, &yes).await.is(200);
        seen.says("School website No The permission was given on an older form.");
        (yes[6].1, yes[7].1) = ("2", "11");
        let seen = office.submit(&answers, &yes).await.is(200);
        seen.says("School website Yes, without a name Display");
    });
}
