//! The safeguarding lead's room: exceptions, protected pupils, and that nobody
//! else learns from any page why a picture cannot be used.

use std::fs;

use gatehouse_app::{
    school,
    street::{Actor, board::Standing, office::Entered, planning::Plan},
};
use gatehouse_domain::{
    Channel,
    ids::{EventId, PhotoId},
    permission::Decision,
    release::Stage,
    role::Role,
};
use gatehouse_store::log::{self, Log};
use gatehouse_web::{ROUTES, Who};

use crate::{
    account::{ask, token},
    browser::{Browser, Seen},
    house::words,
    site::{Site, login, on_site},
};

/// What a safeguarding lead writes.
const WHY: &str = "The mother rang and asked for this, see file 12.";

/// Somebody of a role, as the house knows them.
pub async fn somebody(site: &Site, role: Role) -> Actor {
    let accounts = site.town.house.accounts(site.town.school).await.unwrap();
    let account = accounts.iter().find(|one| one.login == login(role));
    Actor {
        id: account.unwrap().id,
        roles: [role].into(),
    }
}

/// How a photo stands on the website, as staff see it.
async fn standing(site: &Site, photo: PhotoId) -> Standing {
    let town = &site.town;
    let sheet = town
        .house
        .sheet(&town.teacher, town.school, photo)
        .await
        .unwrap();
    sheet.channels[&Channel::Website].0
}

/// The office imports the school's folder with these lines in `standing.csv`.
pub async fn import(site: &Site, one: &str, other: &str) -> Entered {
    let town = &site.town;
    let folder = town.folder.path().join("school");
    let head = "mis_id,protected,objection,left_on,after_leaving,said_no_on";
    let text = format!("{head}\nP1,{one},,no,\nP2,{other},,no,\n");
    fs::write(folder.join("standing.csv"), text).unwrap();
    let known = school::load(&folder).unwrap();
    let office = somebody(site, Role::Office).await;
    let entered = town.house.enter(&office, town.school, &known);
    Box::pin(entered).await.unwrap()
}

/// The page does not say that.
#[track_caller]
fn keeps_silent(seen: &Seen, words: &str) {
    let text = seen.text();
    assert!(!text.contains(words), "{words:?} is in {text:?}");
}

/// The first pupil's protection, begun or ended on the page.
pub async fn change_protection(site: &Site, dsl: &mut Browser, want: &str) -> Seen {
    let at = format!("/pupils/{}/protection", site.town.first_pupil());
    dsl.get(&at).await.is(200);
    dsl.submit(&at, &[("want", want), ("why", WHY)]).await
}

/// A ready photo whose caption names a pupil in full.
async fn photo_that_names_too_much(site: &Site) -> PhotoId {
    let photo = site.town.ready_photo().await;
    let caption = words("Well done Zebulon Quartermaine!");
    site.town.write(photo, caption).await;
    photo
}

#[test]
fn what_only_a_safeguarding_lead_may_allow_waits_for_them_and_clears_by_their_reason() {
    on_site(async |site: Site| {
        let photo = photo_that_names_too_much(&site).await;
        let fine = site.town.ready_photo().await;
        assert_eq!(standing(&site, photo).await, Standing::Blocked);
        let mut dsl = site.signed_in(Role::Dsl).await;
        let list = dsl.open("/exceptions").await.is(200);
        list.says("You can decide");
        assert_eq!(list.links("/exceptions/"), [format!("/exceptions/{photo}")]);
        assert!(!list.html.contains(&fine.to_string()));
        let at = format!("/exceptions/{photo}");
        let page = dsl.get(&at).await.is(200);
        page.says("The words tell more than a first name")
            .says("ict-usage-high-school 13-4")
            .says("The caption")
            .says("Well done Zebulon Quartermaine!");
        let seen = page.field("seen");
        let post = format!("{at}/decisions");
        let reason = page.field("reason");
        let ticked = [
            ("reason", &*reason),
            ("channel", "website"),
            ("seen", &*seen),
        ];
        // Without a reason, or with one that says nothing, nothing is decided;
        // what was ticked and typed stays.
        for why in ["", "fine"] {
            let mut form = ticked.to_vec();
            form.push(("why", why));
            let again = dsl.post(&post, &form).await.is(422);
            again.says("Say why in a few words at least");
            assert_eq!(again.html.matches(" checked>").count(), 2);
            assert!(again.html.contains(&format!(">{why}</textarea>")));
        }
        assert_eq!(standing(&site, photo).await, Standing::Blocked);
        // What nobody ticked is not allowed; the reason stays in its field.
        let none = [("why", WHY), ("seen", &*seen)];
        let again = dsl.post(&post, &none).await.is(422);
        again.says("Tick what you allow").says(WHY);
        let mut form = ticked.to_vec();
        form.push(("why", WHY));
        let done = dsl.submit(&post, &form).await.is(200);
        done.says("Your decision counts from now on.")
            .says("What was decided before")
            .says(WHY)
            .says("safeguarding lead");
        assert_eq!(standing(&site, photo).await, Standing::Clear);
        dsl.open("/exceptions")
            .await
            .is(200)
            .says("Nothing waits for you.");
        // Others see that it is fine, and not why.
        for role in [Role::Staff, Role::Editor] {
            let mut other = site.signed_in(role).await;
            let sheet = other.open(&format!("/photos/{photo}")).await.is(200);
            keeps_silent(&sheet, "mother");
            keeps_silent(&sheet, "file 12");
        }
        // The words change: the decision was about other words.
        let caption = words("Zebulon Quartermaine won!");
        site.town.write(photo, caption).await;
        assert_eq!(standing(&site, photo).await, Standing::Blocked);
        let page = dsl.open(&at).await.is(200);
        page.says("It no longer counts").says(WHY);
    });
}

#[test]
fn nothing_is_decided_about_a_picture_that_changed_meanwhile() {
    on_site(async |site: Site| {
        let photo = photo_that_names_too_much(&site).await;
        let mut dsl = site.signed_in(Role::Dsl).await;
        let at = format!("/exceptions/{photo}");
        let page = dsl.get(&at).await.is(200);
        let (seen, reason) = (page.field("seen"), page.field("reason"));
        let caption = words("Zebulon Quartermaine and his garden.");
        site.town.write(photo, caption).await;
        let form = [
            ("reason", &*reason),
            ("channel", "website"),
            ("seen", &*seen),
            ("why", WHY),
        ];
        let again = dsl.post(&format!("{at}/decisions"), &form).await.is(422);
        again.says("changed meanwhile").says(WHY).says("his garden");
        assert_eq!(standing(&site, photo).await, Standing::Blocked);
    });
}

#[test]
fn a_face_that_nobody_knows_waits_once_somebody_has_been_through_the_picture() {
    on_site(async |site: Site| {
        let photo = site.town.upload_children().await;
        site.work().await;
        let town = &site.town;
        let mut dsl = site.signed_in(Role::Dsl).await;
        let nothing = dsl.open("/exceptions").await.is(200);
        nothing.says("Nothing waits for you.");
        town.say_by(
            &town.teacher,
            photo,
            gatehouse_app::check::Decision::Is(town.first_pupil()),
        )
        .await;
        town.count_by(&town.teacher, photo, 2).await;
        dsl.open("/exceptions")
            .await
            .is(200)
            .says("Nobody knows a face");
        let at = format!("/exceptions/{photo}");
        let page = dsl.get(&at).await.is(200);
        page.says("Nobody has said who this is")
            .says("Even so, it tells them something");
        let sheet = town
            .house
            .sheet(&town.teacher, town.school, photo)
            .await
            .unwrap();
        let face = sheet.faces[1].id.to_string();
        let post = format!("{at}/names");
        for (name, told) in [
            ("", "Type the pupil’s name"),
            ("Somebody Else", "Nobody on the register is called so"),
        ] {
            let form = [("face", &*face), ("name", name)];
            let again = dsl.post(&post, &form).await.is(422);
            again.says(told);
            assert!(again.html.contains(&format!("value=\"{name}\"")));
        }
        let form = [("face", &*face), ("name", "marigold thistlewood")];
        let named = dsl.submit(&post, &form).await.is(200);
        named.says("It is saved.").says("Marigold Thistlewood");
        dsl.open("/exceptions")
            .await
            .is(200)
            .says("Nothing waits for you.");
    });
}

#[test]
fn protection_counts_at_once_takes_back_what_is_out_and_names_nobody_in_the_log() {
    on_site(async |site: Site| {
        let (photo, release) = site.town.published().await;
        let mut dsl = site.signed_in(Role::Dsl).await;
        dsl.open("/protected")
            .await
            .is(200)
            .says("Nobody is protected.");
        let pupil = site.town.first_pupil();
        let at = format!("/pupils/{pupil}/protection");
        let page = dsl.get(&at).await.is(200);
        page.says("Protect Zebulon Quartermaine");
        let again = dsl
            .post(&at, &[("want", "protect"), ("why", "No reason")])
            .await
            .is(422);
        again.says("Say why in a few words at least");
        again.says("No reason");
        let done = change_protection(&site, &mut dsl, "protect").await.is(200);
        done.says("It is saved.").says("Zebulon Quartermaine");
        // Nobody has worked since.
        let stage = site.town.stage(release).await;
        assert!(matches!(stage, Stage::Recalled { take_down: true }));
        let page = dsl.open(&format!("/exceptions/{photo}")).await.is(200);
        page.says("This child is protected").says("KCSIE");
        page.says("Protected: yes");
        let listed = dsl.open("/exceptions").await.is(200);
        listed.says("Cannot be used");
        assert_eq!(standing(&site, photo).await, Standing::Blocked);
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        // Sent twice, it is said once.
        dsl.post(&at, &[("want", "protect"), ("why", WHY)])
            .await
            .leads_to("/protected");
        let page = dsl.open(&at).await.is(200);
        page.says("End the protection of Zebulon Quartermaine (Wren)?");
        assert_eq!(page.text().matches(WHY).count(), 1);
        let done = change_protection(&site, &mut dsl, "end").await.is(200);
        done.says("Nobody is protected.");
        // What came back does not go out again by itself.
        site.work().await;
        assert_eq!(site.town.posts(), 0);
        let mut tx = site.town.house.db().read().await.unwrap();
        let lines = log::page(&mut tx, Log::Access, site.town.school, None, 500).await;
        let lines = lines.unwrap();
        let changed = lines.iter().filter(|line| line.verb == "change-protection");
        assert_eq!(changed.count(), 2);
        let told = format!("{lines:?}");
        assert!(!told.contains(&pupil.to_string()) && !told.contains("Zebulon"));
    });
}

#[test]
fn an_import_begins_protection_and_never_ends_any() {
    on_site(async |site: Site| {
        let mut dsl = site.signed_in(Role::Dsl).await;
        change_protection(&site, &mut dsl, "protect").await.is(200);
        // The office's list knows nothing of it, and of another's.
        import(&site, "no,no", "yes,no").await;
        let listed = dsl.open("/protected").await.is(200);
        listed.says("Zebulon Quartermaine");
        listed.says("Marigold Thistlewood");
        import(&site, "no,no", "no,no").await;
        let listed = dsl.open("/protected").await.is(200);
        listed.says("Zebulon Quartermaine");
        listed.says("Marigold Thistlewood");
        // How it came to be so is kept through every import.
        let at = format!("/pupils/{}/protection", site.town.first_pupil());
        let page = dsl.open(&at).await.is(200);
        page.says("by dsl").says(WHY);
        let other = format!("/pupils/{}/protection", site.town.pupils[1]);
        dsl.open(&other).await.is(200).says("by an import");
        change_protection(&site, &mut dsl, "end").await.is(200);
        let listed = dsl.open("/protected").await.is(200);
        keeps_silent(&listed, "Zebulon Quartermaine");
        // Where the office says so anew, the most restrictive counts.
        import(&site, "yes,no", "no,no").await;
        let listed = dsl.open("/protected").await.is(200);
        listed.says("Zebulon Quartermaine");
    });
}

#[test]
fn pupils_are_found_by_name_without_a_name_in_any_address() {
    on_site(async |site: Site| {
        let mut dsl = site.signed_in(Role::Dsl).await;
        let all = dsl.get("/pupils").await.is(200);
        all.says("2 pupils.").says("Zebulon Quartermaine");
        let found = dsl.post("/pupils", &[("name", "thistle")]).await.is(200);
        found.says("1 pupil.").says("Marigold Thistlewood");
        keeps_silent(&found, "Zebulon");
        for link in found.links("/") {
            assert!(!link.to_lowercase().contains("thistle"), "{link}");
        }
        dsl.get("/pupils?class=Wren")
            .await
            .is(200)
            .says("2 pupils.");
        let none = dsl.get("/pupils?class=Robin").await.is(200);
        none.says("No pupil was found.");
        let at = format!("/pupils/{}", site.town.first_pupil());
        let page = dsl.get(&at).await.is(200);
        page.says("Yes, with the first name")
            .says("first guardian, 5 September 2026")
            .says("Not allowed");
        assert!(
            !page
                .html
                .split("</title>")
                .next()
                .unwrap()
                .contains("Zebulon")
        );
        dsl.get(&at).await.is(200).says("Nobody can undo this");
        let done = dsl.submit(&format!("{at}/said-no"), &[]).await.is(200);
        done.says("It is noted that the pupil said no")
            .says("The pupil said no.");
    });
}

#[test]
fn the_rooms_of_safeguarding_are_shut_to_everybody_else() {
    on_site(async |site: Site| {
        let photo = site.town.ready_photo().await.to_string();
        let pupil = site.town.first_pupil().to_string();
        let own = ROUTES.iter().filter(|route| {
            ["/exceptions", "/protected", "/pupils"]
                .iter()
                .any(|room| route.path.starts_with(room))
        });
        let own: Vec<_> = own.collect();
        assert!(own.len() >= 11);
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Dsl) {
            let mut other = site.signed_in(role).await;
            for route in &own {
                let at = route.path.replace("{photo}", &photo);
                let at = at.replace("{person}", &pupil);
                let seen = match (route.method)().as_str() {
                    "POST" => other.post(&at, &[("why", WHY), ("want", "protect")]).await,
                    _ => other.get(&at).await,
                };
                assert_eq!(seen.status, 403, "{route:?} {role}");
            }
        }
    });
}

/// An event whose pictures are meant for the website alone.
pub async fn website_event(site: &Site) -> EventId {
    let town = &site.town;
    let plan = Plan {
        title: "Garden".to_owned(),
        on: town.house.today(),
        classes: vec!["Wren".to_owned()],
        channels: vec![Channel::Website],
        purpose: "Show the garden".to_owned(),
        directed_by: "Head of Year 3".to_owned(),
        assent_given: true,
        device_allowed: true,
        photographer: "Class teacher".to_owned(),
        rights_held: true,
    };
    let planned =
        town.house
            .plan_event(&town.teacher, town.school, (town.house.new_event(), &plan));
    planned.await.unwrap().unwrap()
}

/// Everything that somebody can look at who may not know why: what each page
/// of pictures, events and releases answers.
pub async fn everything(who: &mut Browser, role: Role, known: &[(&str, String)]) -> Vec<String> {
    let mut all = Vec::new();
    for route in ROUTES {
        let may = matches!(route.who, Who::Any(roles) if roles.contains(&role));
        // What is set up anew has an id of its own each time.
        let is_new = route.path.ends_with("/new");
        if !may || is_new || (route.method)().as_str() != "GET" {
            continue;
        }
        let mut at = route.path.to_owned();
        for (name, id) in known {
            at = at.replace(&format!("{{{name}}}"), id);
        }
        let seen = who.get(&at).await;
        let to = seen.location();
        all.push(format!(
            "{at} {} {to:?}\n{}",
            seen.status,
            without_id(&seen)
        ));
    }
    all
}

/// Without the id that a form carries so that it is done once, which is another
/// on every page.
fn without_id(seen: &Seen) -> String {
    match seen.html.split_once("name=\"post\" value=\"") {
        Some((before, rest)) => [before, rest.split_once('"').unwrap().1].concat(),
        None => seen.html.clone(),
    }
}

/// The address that a page was asked for by.
fn address(page: &str) -> &str {
    page.split(' ').next().unwrap()
}

/// The same pages to the last byte.
#[track_caller]
pub fn all_alike(some: &[String], others: &[String]) {
    assert_eq!(some.len(), others.len());
    for (one, other) in some.iter().zip(others) {
        assert!(one == other, "{} differs", address(one));
    }
}

#[test]
fn a_court_order_an_objection_and_a_plain_no_look_alike_to_the_last_byte() {
    on_site(async |mut site: Site| {
        site.town.event = website_event(&site).await;
        let photo = site.town.ready_photo().await;
        let release = site.town.draft(&[photo]).await;
        let known = [
            ("event", site.town.event.to_string()),
            ("photo", photo.to_string()),
            ("release", release.to_string()),
        ];
        let mut teacher = site.signed_in(Role::Staff).await;
        let mut editor = site.signed_in(Role::Editor).await;
        let carried = token(&mut editor, "website", &["words"]).await;
        let mut look = async || {
            let mut all = everything(&mut teacher, Role::Staff, &known).await;
            all.extend(everything(&mut editor, Role::Editor, &known).await);
            for at in [
                "/api/v1/events".to_owned(),
                format!("/api/v1/photos/{photo}"),
                format!("/api/v1/releases/{release}"),
            ] {
                let seen = ask(&mut editor, &at, &carried).await.is(200);
                all.push(format!("{at} {}\n{}", seen.status, seen.html));
            }
            all
        };
        let before = look().await;
        let mut dsl = site.signed_in(Role::Dsl).await;
        change_protection(&site, &mut dsl, "protect").await.is(200);
        let protected = look().await;
        change_protection(&site, &mut dsl, "end").await.is(200);
        all_alike(&look().await, &before);
        import(&site, "no,yes", "no,no").await;
        let objected = look().await;
        import(&site, "no,no", "no,no").await;
        site.town.answer(Decision::Refused).await;
        let refused = look().await;
        assert!(refused != before);
        all_alike(&protected, &objected);
        all_alike(&protected, &refused);
        for one in &protected {
            // A program is told as well that the file was not refused.
            let lower = one.to_lowercase().replace("\"refused\":null", "");
            for word in ["protected", "refused", "court", "objection", "objects"] {
                assert!(!lower.contains(word), "{word} in {}", address(one));
            }
        }
        let told = protected
            .iter()
            .filter(|page| page.contains("This picture cannot be used on this channel."));
        // The board and the sheet, for staff and editor, and what a program
        // is told of the photo.
        assert!(told.count() >= 5);
    });
}
