//! The register of what is where, and of what came back, with the proof.

use actix_web::web::Query;
use askama::Template;
use gatehouse_app::street::releases::posts::{Part, Post};
use gatehouse_domain::Channel;
use serde::Deserialize;

use super::{LISTED, Section, moment, section};
use crate::{
    pages::{Answer, channel_name, day, layout::Page, show},
    problem::Problem,
    visitor::Visit,
};

#[derive(Template)]
#[template(path = "releases/out.html")]
struct Out {
    page: Page,
    /// Whether it is what came back that is shown.
    back: bool,
    channel: Option<Channel>,
    list: Section,
}

/// What is asked for.
#[derive(Deserialize)]
pub(crate) struct Wish {
    #[serde(default)]
    channel: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    from: u32,
}

/// Shows what is out, or what came back.
pub(crate) async fn published(visit: Visit, wish: Query<Wish>) -> Answer {
    let signed = visit.signed().await?;
    let desk = signed.take_downs().ok_or_else(Problem::role_missing)?;
    let back = wish.show == "taken-back";
    let part = if back { Part::Back } else { Part::Out };
    let channel = wish.channel.parse().ok();
    let posts = desk.posts((part, channel), (wish.from, LISTED)).await?;
    let title = if back { "Taken back" } else { "Out now" };
    show(&Out {
        page: visit.page(&signed, title).await?,
        back,
        channel,
        list: section(posts, wish.from),
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    reason = "a template hands over references"
)]
impl Out {
    const fn all() -> [Channel; 7] {
        Channel::ALL
    }

    const fn name(channel: &Channel) -> &'static str {
        channel_name(*channel)
    }

    fn is_chosen(&self, channel: &Channel) -> bool {
        self.channel.as_ref() == Some(channel)
    }

    /// The rest of the address that keeps to what is shown.
    fn kept(&self) -> String {
        let show = if self.back { "taken-back" } else { "" };
        let channel = self.channel.map_or("", Channel::code);
        format!("show={show}&channel={channel}")
    }

    fn at(moment_of: &Option<jiff::Timestamp>) -> String {
        moment_of.as_ref().map(moment).unwrap_or_default()
    }

    fn on(date: &Option<jiff::civil::Date>) -> String {
        date.map(day).unwrap_or_default()
    }

    /// Where the post is: the address of its first picture.
    fn address(post: &Post) -> Option<&str> {
        post.places.first().map(|place| place.address.as_str())
    }

    /// Whether an address can be followed.
    fn is_link(address: &str) -> bool {
        address.starts_with("https://") || address.starts_with("http://")
    }
}
