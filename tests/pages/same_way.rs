//! What a court order does to a picture is done in the same way as what a plain
//! no does: the same pages and answers to the last byte, lines in the logs, and
//! questions to the database, so that no clock could tell the one from the
//! other. What is out comes back alike, too.

use std::{fmt::Write as _, fs, sync::Mutex};

use gatehouse_app::street::why::Why;
use gatehouse_domain::{permission::Decision, role::Role};
use gatehouse_store::log::{self, Log};

use crate::{
    account::{ask, token},
    browser::Browser,
    dsl::{all_alike, everything, import, somebody, website_event},
    heard::Heard,
    site::{Site, on_site, on_site_with},
};

/// How a pupil comes to be one who cannot be shown.
#[derive(Debug, Clone, Copy)]
enum No {
    /// A safeguarding lead protects them: a court order, an adoption.
    CourtOrder,
    /// Their parent says no.
    Plain,
}

impl No {
    async fn is_said(self, site: &Site) {
        match self {
            Self::CourtOrder => protect(site, true).await,
            Self::Plain => site.town.answer(Decision::Refused).await,
        }
    }
}

/// The first pupil's protection begins or ends, by one act of the lead.
async fn protect(site: &Site, protected: bool) {
    let (town, lead) = (&site.town, somebody(site, Role::Dsl).await);
    let why = Why::parse("By order of the court, see file 12.").unwrap();
    let what = (protected, &why);
    let said = town
        .house
        .protect(&lead, town.school, town.first_pupil(), what);
    Box::pin(said).await.unwrap();
}

/// Everybody who may not know why, and what they carry.
struct Watchers {
    teacher: Browser,
    editor: Browser,
    /// The editor's token.
    carried: String,
    known: [(&'static str, String); 3],
}

impl Watchers {
    async fn of(site: &Site, known: [(&'static str, String); 3]) -> Self {
        let mut editor = site.signed_in(Role::Editor).await;
        Self {
            teacher: site.signed_in(Role::Staff).await,
            carried: token(&mut editor, "website", &["words", "recall"]).await,
            editor,
            known,
        }
    }

    /// Every page and every answer, with its head.
    async fn look(&mut self) -> Vec<String> {
        let mut all = everything(&mut self.teacher, Role::Staff, &self.known).await;
        all.extend(everything(&mut self.editor, Role::Editor, &self.known).await);
        let [(_, event), (_, photo), (_, release)] = self.known.clone();
        for at in [
            "/published?show=taken-back".to_owned(),
            format!("/events/{event}?show=blocked"),
        ] {
            let seen = self.editor.get(&at).await;
            all.push(format!("{at} {}\n{}", seen.status, seen.html));
        }
        for at in [
            "/api/v1/events".to_owned(),
            format!("/api/v1/photos/{photo}"),
            format!("/api/v1/releases/{release}"),
        ] {
            let seen = ask(&mut self.editor, &at, &self.carried).await.is(200);
            let heads = ["content-type", "content-length", "cache-control"];
            let heads = heads.map(|name| seen.headers.get(name).cloned());
            all.push(format!("{at} {} {heads:?}\n{}", seen.status, seen.html));
        }
        all
    }

    /// An editor and a teacher try all the same, by page and by program.
    async fn try_it(&mut self) -> Vec<String> {
        let (_, photo) = self.known[1].clone();
        let (_, release) = self.known[2].clone();
        let approve = format!("/releases/{release}/approve");
        let form = [("picture", &*photo), ("heads-1", "2")];
        self.editor.get(&format!("/releases/{release}")).await;
        let mut all = Vec::new();
        for who in [&mut self.editor, &mut self.teacher] {
            let seen = who.post(&approve, &form).await;
            all.push(format!("{approve} {}\n{}", seen.status, seen.html));
        }
        for (method, at, body) in [
            (
                reqwest::Method::PUT,
                format!("/api/v1/photos/{photo}/words"),
                "{\"caption\": \"Planting bulbs.\"}",
            ),
            (
                reqwest::Method::POST,
                format!("/api/v1/releases/{release}/take-back"),
                "",
            ),
        ] {
            let request = self.editor.request(method, &at).body(body);
            let seen = self.editor.send(request.bearer_auth(&self.carried)).await;
            all.push(format!("{at} {}\n{}", seen.status, seen.html));
        }
        all
    }
}

#[test]
fn the_database_is_asked_word_for_word_the_same_for_a_court_order_an_objection_and_a_plain_no() {
    let heard = Heard::new();
    on_site_with(Some(heard.settings()), async |mut site: Site| {
        site.town.event = website_event(&site).await;
        let photo = site.town.ready_photo().await;
        let release = site.town.draft(&[photo]).await;
        let known = [
            ("event", site.town.event.to_string()),
            ("photo", photo.to_string()),
            ("release", release.to_string()),
        ];
        let mut watchers = Watchers::of(&site, known).await;
        // Each is new to the register, and finds every statement prepared.
        let mut look = async || {
            heard.take();
            let mut told = watchers.look().await;
            told.extend(watchers.try_it().await);
            (told, heard.take())
        };
        look().await;
        let (before, _) = look().await;
        protect(&site, true).await;
        let (protected, asked) = look().await;
        protect(&site, false).await;
        look().await;
        import(&site, "no,yes", "no,no").await;
        let (objected, asked_of_objection) = look().await;
        import(&site, "no,no", "no,no").await;
        look().await;
        site.town.answer(Decision::Refused).await;
        let (refused, asked_of_no) = look().await;
        cannot_be_used(&protected);
        assert!(protected != before);
        all_alike(&protected, &objected);
        all_alike(&protected, &refused);
        assert!(asked.len() > 100, "{}", asked.len());
        same_order(&asked, &asked_of_objection);
        same_order(&asked, &asked_of_no);
    });
}

/// It is told in several places that the picture cannot be used, and never why.
#[track_caller]
fn cannot_be_used(told: &[String]) {
    let says = |page: &&String| page.contains("This picture cannot be used on this channel.");
    assert!(told.iter().filter(says).count() >= 5);
    for page in told {
        // A program is told as well that the file was not refused.
        let page = page.to_lowercase().replace("\"refused\":null", "");
        for word in ["protected", "refused", "court", "objection", "objects"] {
            assert!(!page.contains(word), "{word} in {page}");
        }
    }
}

/// The same statements in the same order.
#[track_caller]
fn same_order(some: &[String], others: &[String]) {
    let differs = some
        .iter()
        .zip(others)
        .position(|(one, other)| one != other);
    if let Some(at) = differs {
        panic!("statement {at}: {:?} and {:?}", some[at], others[at]);
    }
    assert_eq!(some.len(), others.len());
}

/// What of a town is told and kept around a picture that was out, once somebody
/// in it cannot be shown any more.
struct Told {
    /// What staff and editors are told, and what those who watch over the house.
    pages: Vec<String>,
    /// Lines of both logs after it was said, the first being that it was said.
    lines: Vec<String>,
    /// What is left on the website and in the ledger.
    files: Vec<String>,
}

fn comes_back(no: No) -> Told {
    let told = Mutex::new(None);
    on_site(async |site: Site| {
        let (photo, release) = site.town.published().await;
        let known = [
            ("event", site.town.event.to_string()),
            ("photo", photo.to_string()),
            ("release", release.to_string()),
        ];
        let mut watchers = Watchers::of(&site, known).await;
        let before = lines(&site).await.len();
        no.is_said(&site).await;
        let mut pages = watchers.look().await;
        site.work().await;
        pages.extend(watchers.look().await);
        pages.extend(watchers.try_it().await);
        let new = lines(&site).await.split_off(before);
        pages.extend(those_who_watch(&site).await);
        *told.lock().unwrap() = Some(Told {
            pages: pages.iter().map(|page| without_ids(page)).collect(),
            lines: new,
            files: files(&site),
        });
    });
    told.into_inner().unwrap().unwrap()
}

/// The lines of both logs: the evidence first, since that the no was said is
/// written to the other.
async fn lines(site: &Site) -> Vec<String> {
    let mut tx = site.town.house.db().read().await.unwrap();
    let mut all = Vec::new();
    for log in [Log::Evidence, Log::Access] {
        let lines = log::page(&mut tx, log, site.town.school, None, 500).await;
        let lines = lines.unwrap().into_iter().rev();
        all.extend(lines.map(|line| {
            let about = line.about.map(|(kind, _)| kind);
            format!("{log:?} {} {about:?} {}", line.verb, line.outcome)
        }));
    }
    all
}

/// What the head, data protection and who looks after the machine are told,
/// without the line that says what was said.
async fn those_who_watch(site: &Site) -> Vec<String> {
    let said = ["Change who is protected", "Record a permission"];
    let mut all = Vec::new();
    for (role, pages) in [
        (Role::Dpo, &["/report", "/logs", "/logs?log=evidence"][..]),
        (Role::Head, &["/report", "/switches", "/duties"]),
        (Role::Admin, &["/machine"]),
    ] {
        let mut who = site.signed_in(role).await;
        for at in pages {
            let html = who.get(at).await.is(200).html;
            let rows = html.split("<tr ");
            let rows = rows.filter(|row| !said.iter().any(|said| row.contains(said)));
            all.push(format!("{at} {}", rows.collect::<String>()));
        }
        if role == Role::Dpo {
            let carried = token(&mut who, "report", &["report"]).await;
            for at in ["/api/v1/summary", "/api/v1/waiting"] {
                let seen = ask(&mut who, at, &carried).await.is(200);
                all.push(format!("{at} {}", seen.html));
            }
        }
    }
    all
}

/// What is left on the website, and what was destroyed and why.
fn files(site: &Site) -> Vec<String> {
    let at = |name: &str| site.town.folder.path().join(name);
    let mut all = vec![fs::read_to_string(at("website/feed.json")).unwrap()];
    all.push(format!("{} posts", site.town.posts()));
    let ledger = fs::read_to_string(at("ledger/destructions.jsonl")).unwrap();
    all.extend(ledger.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let told = ["kind", "why"].map(|name| line[name].to_string());
        assert!(told.iter().all(|told| told != "null"), "{line}");
        told.join(" ")
    }));
    all
}

/// Without what differs from town to town: each id, token and hash is told by
/// when it came first.
fn without_ids(text: &str) -> String {
    let mut known: Vec<&str> = Vec::new();
    let mut told = String::new();
    let is_of_id = |sign: char| sign.is_ascii_hexdigit() || sign == '-';
    let mut rest = text;
    while let Some(from) = rest.find(is_of_id) {
        let (before, id) = rest.split_at(from);
        let end = id.find(|sign| !is_of_id(sign)).unwrap_or(id.len());
        let (id, after) = id.split_at(end);
        told.push_str(before);
        if id.len() < 32 {
            told.push_str(id);
        } else {
            let place = known.iter().position(|one| *one == id);
            let place = place.unwrap_or_else(|| {
                known.push(id);
                known.len() - 1
            });
            write!(told, "id-{place}").unwrap();
        }
        rest = after;
    }
    told + rest
}

#[test]
fn what_is_out_comes_back_for_a_court_order_as_for_a_plain_no_on_pages_answers_logs_and_files() {
    let (order, plain) = (comes_back(No::CourtOrder), comes_back(No::Plain));
    assert!(order.pages.iter().any(|page| page.contains("Taken back")));
    all_alike(&order.pages, &plain.pages);
    assert_eq!(order.files, plain.files);
    // That it was said is the one line of the logs that differs.
    let said = |told: &Told| {
        let own = ["change-protection", "record-permission"];
        let (said, rest) = told
            .lines
            .iter()
            .cloned()
            .partition::<Vec<String>, _>(|line| own.iter().any(|own| line.contains(own)));
        assert_eq!(said.len(), 1, "{said:?}");
        rest
    };
    let (of_order, of_plain) = (said(&order), said(&plain));
    assert_eq!(of_order, of_plain);
    assert!(of_order.iter().any(|line| line.contains("recall")));
}

#[test]
fn ids_are_told_by_when_they_came_and_nothing_else_is_left_out() {
    let one = "01970000-0000-7000-8000-000000000000";
    let other = "01970000-0000-7000-8000-000000000001";
    let text = format!("a {one} of {other}: {one}, 2026-11-18.");
    assert_eq!(without_ids(&text), "a id-0 of id-1: id-0, 2026-11-18.");
}
