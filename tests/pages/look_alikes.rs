//! Pupils who look alike: by name for those who look after pupils, in numbers
//! for those who watch over the school, and for nobody else.

use gatehouse_domain::role::Role;

use crate::{
    house::twins,
    site::{Site, on_site},
};

const AT: &str = "/look-alikes";

#[test]
fn the_report_names_twins_to_safeguarding_and_the_office_and_counts_them_for_the_head() {
    on_site(async |site: Site| {
        let mut office = site.signed_in(Role::Office).await;
        let seen = office.get(AT).await.is(200);
        seen.says("No two pupils are known to look alike.")
            .says("No pupil is enrolled");
        site.town.enrol_twins(true).await;
        for (role, pages) in [(Role::Dsl, "/pupils"), (Role::Office, "/register")] {
            let mut who = site.signed_in(role).await;
            who.get(pages).await.is(200).says("Pupils who look alike");
            let seen = who.get(AT).await.is(200);
            seen.says("There is 1 pair that the computer cannot tell apart.")
                .says("Marigold Thistlewood (Wren)")
                .says("Zebulon Quartermaine (Wren)")
                .says("The office said so, and the computer finds it too")
                .says("6 pictures of 2 enrolled pupils");
            let pupil = format!("{pages}/{}", site.town.first_pupil());
            assert_eq!(seen.links(&pupil).len(), 1);
            let hidden = "govuk-!-display-none-print\" role=\"region\"";
            assert!(seen.html.contains(hidden), "not a list on paper");
            who.get(&format!("{AT}?from=50")).await.is(200);
        }
        for role in [Role::Head, Role::Dpo] {
            let mut who = site.signed_in(role).await;
            let switches = who.get("/switches").await.is(200);
            switches.says("1 pair that only a person may tell apart");
            assert_eq!(switches.links(AT), [AT]);
            let seen = who.get(AT).await.is(200);
            seen.says("There is 1 pair")
                .does_not_say("Thistlewood")
                .does_not_say("Quartermaine");
        }
        for role in [Role::Staff, Role::Editor, Role::Admin] {
            site.signed_in(role).await.get(AT).await.is(403);
        }
    });
}

#[test]
fn staff_see_both_twins_at_each_face_and_choose_for_themselves() {
    on_site(async |site: Site| {
        site.town.enrol_twins(true).await;
        let photo = site.town.upload(&twins::picture(2)).await;
        site.work().await;
        let mut teacher = site.signed_in(Role::Staff).await;
        let seen = teacher.get(&format!("/photos/{photo}")).await.is(200);
        let text = seen.text();
        let cannot = "The machine cannot tell who it is.";
        assert_eq!(text.matches(cannot).count(), 2, "{text}");
        let proposed = seen.html.split("label=\"The machine proposes\">").skip(1);
        let mut faces = 0;
        for face in proposed {
            let both = face.split("</optgroup>").next().unwrap();
            assert!(both.contains("Zebulon") && both.contains("Marigold"));
            assert!(!both.contains(" selected"), "nobody is chosen already");
            faces += 1;
        }
        assert_eq!(faces, 2);
    });
}
