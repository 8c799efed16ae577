//! The impact assessment that is written from the settings: what it says of a
//! school, who may read it, and that it changes with what is switched.

use gatehouse_domain::role::Role;

use crate::{
    browser::Seen,
    plain_words::words::blocks,
    site::{Site, on_site},
};

const AT: &str = "/switches/dpia/draft";

/// Its text, a block on a line.
fn text(seen: &Seen) -> String {
    blocks(&seen.html).join("\n")
}

#[test]
fn an_assessment_is_written_from_the_settings_and_names_no_pupil() {
    on_site(async |site: Site| {
        let mut head = site.signed_in(Role::Head).await;
        let seen = head.get(AT).await.is(200);
        for name in ["Zebulon", "Quartermaine", "Marigold", "Thistlewood"] {
            seen.does_not_say(name);
        }
        insta::assert_snapshot!("assessment", text(&seen));
    });
}

#[test]
fn it_is_for_the_head_and_data_protection_and_made_afresh_each_time() {
    on_site(async |site: Site| {
        let mut dpo = site.signed_in(Role::Dpo).await;
        dpo.get("/switches").await.is(200).says("filled in from");
        let before = dpo.get(AT).await.is(200);
        before
            .says("School website On Everybody outside")
            .does_not_say("note that here");
        site.town.enrol_twins(true).await;
        let mut head = site.signed_in(Role::Head).await;
        head.get("/switches/channel/website").await.is(200);
        head.submit("/switches/channel/website", &[("to", "off")])
            .await
            .is(200);
        let after = dpo.get(AT).await.is(200);
        after
            .says("School website Off Everybody outside")
            .says("Measured on this school’s own enrolled pupils")
            .says("Pairs that only a person may tell apart 1");
        assert!(text(&before) != text(&after));
        for role in [
            Role::Staff,
            Role::Editor,
            Role::Dsl,
            Role::Office,
            Role::Admin,
        ] {
            site.signed_in(role).await.get(AT).await.is(403);
        }
    });
}
