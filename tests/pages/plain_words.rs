//! How hard the pages are to read. They are written for a reading age of about
//! twelve, which is the seventh grade of a school in the United States, where
//! the measure comes from.

mod measure;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use gatehouse_domain::role::Role;
use gatehouse_web::{ROUTES, Who};

use crate::{
    browser::{Browser, Seen},
    doors::{filled, things},
    journeys::every_page::pages_of,
    site::{Site, on_site},
};

use measure::Measure;

/// All pages together: age 12.
const OVERALL: f64 = 7.0;
/// A single page. One of few sentences swings by more than a grade with one
/// long word in it, so that this is higher.
const PAGE: f64 = 9.0;
/// Below so many words in sentences a page's grade means nothing by itself;
/// they count in the whole.
const FEW: usize = 20;

/// Every code of the program with its sentence, as the papers print them: what
/// a page says when something is in the way.
const CODES: &str = include_str!("../../service/docs/codes.md");

/// What pages say, each by its address.
type Pages = BTreeMap<String, Vec<String>>;

/// Every page as somebody sees it who may, and every form as it comes back when
/// nothing was filled in.
async fn every_page(site: &Site) -> Pages {
    let known = things(site).await;
    let mut pages = Pages::new();
    let mut nobody = site.browser();
    for path in ["/sign-in", "/nowhere"] {
        let seen = nobody.open(path).await;
        pages.insert(path.to_owned(), words::blocks(&seen.html));
    }
    let mut seen = BTreeSet::new();
    for role in Role::ALL {
        let mut browser = site.signed_in(role).await;
        for route in pages_of(role, &mut seen) {
            let page = browser.get(&filled(route, &known)).await;
            if is_page(&page) {
                pages.insert(route.path.to_owned(), words::blocks(&page.html));
            }
        }
        empty_forms(&mut browser, role, &known, &mut pages).await;
    }
    pages
}

async fn empty_forms(
    browser: &mut Browser,
    role: Role,
    known: &[(&'static str, String)],
    pages: &mut Pages,
) {
    let may = |who| matches!(who, Who::Any(roles) if roles.contains(&role));
    for route in ROUTES.iter().filter(|route| may(route.who)) {
        let at = format!("{} with nothing in it", route.path);
        if (route.method)().as_str() != "POST" || pages.contains_key(&at) {
            continue;
        }
        let page = browser.post(&filled(route, known), &[]).await;
        if page.status == 422 {
            pages.insert(at, words::blocks(&page.html));
        }
    }
}

fn is_page(seen: &Seen) -> bool {
    seen.html.contains("<main")
}

/// The last column of every table of the codes.
fn codes() -> Vec<String> {
    let rows = CODES.lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_pages_can_be_read_at_the_age_of_twelve() {
    on_site(async |site: Site| {
        let mut pages = every_page(&site).await;
        pages.insert("what every code says".to_owned(), codes());
        let (mut whole, mut hard) = (Measure::default(), Vec::new());
        println!("grade  sentences  words  page");
        for (page, blocks) in &pages {
            let measure = Measure::of(blocks);
            println!("{measure}  {page}");
            if measure.words() >= FEW && measure.grade() > PAGE {
                hard.push(format!("{page}: {:.1}", measure.grade()));
            }
            whole.add(&measure);
        }
        println!("{whole}  all {} pages", pages.len());
        println!("the hardest sentences:");
        for (grade, sentence) in measure::hardest(&pages, 12) {
            println!("{grade:5.1}  {sentence}");
        }
        assert!(pages.len() > 60, "{} pages", pages.len());
        assert!(hard.is_empty(), "too hard for a page: {hard:#?}");
        assert!(whole.grade() <= OVERALL, "{whole}");
    });
}
