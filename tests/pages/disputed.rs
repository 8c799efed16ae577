//! Nobody who may not be shown is told away by another name: on the pages of
//! who works on a picture, who approves it, and who looks after such pupils.

use gatehouse_app::{check::Decision, street::board::Standing};
use gatehouse_domain::{Channel, ids::PhotoId, role::Role};

use crate::site::{Site, on_site};

const WHY: &str = "I know both girls: this one is the sister.";

async fn standing(site: &Site, photo: PhotoId) -> Standing {
    let town = &site.town;
    let sheet = town
        .house
        .sheet(town.editor(), town.school, photo)
        .await
        .unwrap();
    sheet.channels[&Channel::Website].0
}

/// The first pupil is protected.
async fn protect(site: &Site) {
    let mut dsl = site.signed_in(Role::Dsl).await;
    let at = format!("/pupils/{}/protection", site.town.first_pupil());
    dsl.get(&at).await.is(200);
    let form = [("want", "protect"), ("why", WHY)];
    dsl.submit(&at, &form).await.is(200);
}

#[test]
fn whom_a_teacher_names_a_visitor_after_a_child_who_may_not_be_shown_waits_for_the_dsl() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        protect(&site).await;
        assert_eq!(standing(&site, photo).await, Standing::Blocked);
        let mut teacher = site.signed_in(Role::Staff).await;
        let at = format!("/photos/{photo}");
        teacher.get(&at).await.is(200);
        let face = format!("face-{}", site.town.first_face(photo).await);
        let form = [
            (&*face, "visitor"),
            ("caption", "Planting bulbs."),
            ("alt", "Two children stand behind a flower bed."),
            ("then", "stay"),
        ];
        let saved = teacher.submit(&at, &form).await.is(200);
        saved.says("the safeguarding lead must say who is right");
        assert_eq!(standing(&site, photo).await, Standing::Hold);
        let mut dsl = site.signed_in(Role::Dsl).await;
        let list = dsl.open("/exceptions").await.is(200);
        assert_eq!(list.links("/exceptions/"), [format!("/exceptions/{photo}")]);
        let page = dsl.get(&format!("/exceptions/{photo}")).await.is(200);
        page.says("Zebulon Quartermaine")
            .says("Somebody said, or the machine found, that this is somebody else");
    });
}

#[test]
fn who_approves_reads_for_each_face_who_it_is_said_to_be_and_was_before() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let visitor = Decision::Visitor { agreed: true };
        site.town.say_by(&site.town.teacher, photo, visitor).await;
        let release = site.town.draft(&[photo]).await;
        let mut editor = site.signed_in(Role::Editor).await;
        let page = editor.get(&format!("/releases/{release}")).await.is(200);
        page.says(
            "Face 1: a visitor who is said to have agreed; said before: Zebulon Quartermaine",
        )
        .says("Face 2: Marigold Thistlewood");
    });
}

#[test]
fn what_a_safeguarding_lead_said_of_a_face_nobody_else_changes() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await;
        let mut dsl = site.signed_in(Role::Dsl).await;
        let at = format!("/exceptions/{photo}");
        dsl.get(&at).await.is(200);
        let face = site.town.first_face(photo).await.to_string();
        let form = [("face", &*face), ("name", "Marigold Thistlewood")];
        dsl.submit(&format!("{at}/names"), &form).await.is(200);
        let mut teacher = site.signed_in(Role::Staff).await;
        let sheet = teacher.get(&format!("/photos/{photo}")).await.is(200);
        sheet
            .says("Face 1: Marigold Thistlewood")
            .says("The safeguarding lead has said so.");
        let field = format!("face-{face}");
        assert!(!sheet.html.contains(&format!("name=\"{field}\"")));
        let form = [
            (&*field, "visitor"),
            ("caption", "Planting bulbs."),
            ("alt", "Two children stand behind a flower bed."),
        ];
        let refused = teacher.post(&format!("/photos/{photo}"), &form).await;
        refused
            .is(403)
            .says("settled-by-lead")
            .says("has said who one of these faces is");
    });
}
