//! One place where pictures go is switched on or off.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::street::office::switches::OnChannel;
use gatehouse_domain::Channel;

use super::to;
use crate::{
    fields::Fields,
    pages::{Answer, channel_name, layout::Page, show},
    problem::Problem,
    visitor::{Visit, go},
};

#[derive(Template)]
#[template(path = "switches/channel.html")]
struct Form {
    page: Page,
    token: String,
    code: &'static str,
    name: &'static str,
    hangs: OnChannel,
}

/// Says what would follow.
pub(crate) async fn ask(visit: Visit, channel: Path<String>) -> Answer {
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let channel = known(&channel)?;
    show(&Form {
        page: visit.page(&signed, "Switch a channel").await?,
        token: visit.form_mark(),
        code: channel.code(),
        name: channel_name(channel),
        hangs: head.on_channel(channel).await?,
    })
}

/// Switches it.
pub(crate) async fn turn(visit: Visit, channel: Path<String>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let head = signed.head().ok_or_else(Problem::role_missing)?;
    let channel = known(&channel)?;
    let on = to(&fields)?;
    head.set_channel(channel, on).await?;
    let done = if on { "switched-on" } else { "switched-off" };
    Ok(go(&format!("/switches?done={done}")))
}

fn known(code: &str) -> Result<Channel, Problem> {
    code.parse().map_err(|_| Problem::no_such_page())
}
