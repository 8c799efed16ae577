//! A post is put together: the pictures of an event that are clear for a
//! channel, to be ticked, from as many parts of the event as one likes.

use actix_web::web::Path;
use askama::Template;
use gatehouse_app::{
    desk::Pictures,
    street::{
        StreetError,
        releases::{POST_PICTURES, offer::Used},
    },
};
use gatehouse_domain::{
    Channel,
    ids::{EventId, PhotoId, ReleaseId},
};
use uuid::Uuid;

use crate::{
    fields::Fields,
    pages::{Answer, Wrong, again, channel_name, layout::Page, show},
    problem::Problem,
    visitor::{Visit, go},
};

/// Pictures of the event that are looked through for one page.
const SHOWN: usize = 60;

#[derive(Template)]
#[template(path = "releases/choose.html")]
struct Choose {
    page: Page,
    token: String,
    wrongs: Vec<Wrong>,
    event: EventId,
    /// The post's, so that the form sent twice makes one.
    post: ReleaseId,
    title: String,
    channel: Option<Channel>,
    channels: Vec<Channel>,
    /// Those that were ticked on other parts.
    carried: Vec<PhotoId>,
    tiles: Vec<Tile>,
    others: usize,
    all: usize,
    from: usize,
    before: Option<usize>,
    after: Option<usize>,
}

/// A picture to tick.
struct Tile {
    photo: PhotoId,
    number: usize,
    ticked: bool,
    used: Option<&'static str>,
}

/// What is asked for: a part of an event, for a channel, with what is ticked.
struct Wish {
    event: EventId,
    channel: Option<Channel>,
    from: usize,
    ticked: Vec<PhotoId>,
}

/// Shows what a post can be made of.
pub(crate) async fn choose(visit: Visit, event: Path<Uuid>) -> Answer {
    let asked = visit.request.query_string();
    let asked = actix_web::web::Query::<Vec<(String, String)>>::from_query(asked);
    let asked = asked.map_err(|_| Problem::bad_form())?.into_inner();
    let one = |name: &str| {
        let found = asked.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let picked = asked.iter().filter(|(name, _)| name == "picked");
    let wish = Wish {
        event: EventId(*event),
        channel: one("channel").parse().ok(),
        from: one("from").parse().unwrap_or(0),
        ticked: photos(picked.map(|(_, value)| value.as_str())),
    };
    show(&offered(&visit, wish, None).await?)
}

/// Goes to another part of the event, with what is ticked so far.
pub(crate) async fn turn(visit: Visit, event: Path<Uuid>, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    pictures.event(EventId(*event)).await?;
    let from: usize = fields.one("from").parse().unwrap_or(0);
    let channel: Channel = fields
        .one("channel")
        .parse()
        .map_err(|_| Problem::bad_form())?;
    let mut to = format!("/events/{}/post?channel={channel}&from={from}", *event);
    // No more than fit a post: the rest is told when the post is made.
    for photo in photos(fields.all("picture")).iter().take(POST_PICTURES + 1) {
        to.push_str("&picked=");
        to.push_str(&photo.0.to_string());
    }
    Ok(go(&to))
}

/// Makes the post.
pub(crate) async fn make(visit: Visit, fields: Fields) -> Answer {
    visit.check(fields.token())?;
    let signed = visit.signed().await?;
    let pictures = signed.pictures().ok_or_else(Problem::role_missing)?;
    let wish = Wish {
        event: EventId(
            fields
                .one("event")
                .parse()
                .map_err(|_| Problem::bad_form())?,
        ),
        channel: fields.one("channel").parse().ok(),
        from: fields.one("at").parse().unwrap_or(0),
        ticked: photos(fields.all("picture")),
    };
    let channel = wish.channel.ok_or_else(Problem::bad_form)?;
    let post = fields.one("post").parse().map(ReleaseId);
    let post = post.unwrap_or_else(|_| visit.doors.house.new_release());
    let post = (post, channel, &*wish.ticked);
    let says = match wish.ticked.len() {
        0 => "Tick the pictures that are to go out".to_owned(),
        1..=POST_PICTURES => match pictures.draft(post).await {
            Ok(release) => return Ok(go(&format!("/releases/{}?done=post-made", release.0))),
            Err(StreetError::NotChecked) => {
                "One of these pictures was deleted or is not checked yet. Tick others".to_owned()
            }
            Err(error) => return Err(error.into()),
        },
        _ => format!("Tick {POST_PICTURES} pictures at most. Make two posts if you need more"),
    };
    again(&offered(&visit, wish, Some(Wrong::new("pictures", says))).await?)
}

/// The pictures with these ids, each once, in the order of their arrival,
/// which their ids keep.
fn photos<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<PhotoId> {
    let mut photos: Vec<PhotoId> = texts
        .filter_map(|text| text.parse().ok().map(PhotoId))
        .collect();
    photos.sort_unstable();
    photos.dedup();
    photos
}

/// The page for a wish.
async fn offered(
    visit: &Visit,
    wish: Wish,
    wrong: Option<Wrong>,
) -> Result<Choose, crate::problem::Stop> {
    let signed = visit.signed().await?;
    let pictures: Pictures<'_> = signed.pictures().ok_or_else(Problem::role_missing)?;
    let known = pictures.event(wish.event).await?;
    let channel = wish.channel.or_else(|| known.channels.first().copied());
    let mut page = visit.page(&signed, "Put a post together").await?;
    page.wrong = wrong.is_some();
    let mut choose = Choose {
        page,
        token: visit.form_mark(),
        wrongs: wrong.into_iter().collect(),
        event: wish.event,
        post: visit.doors.house.new_release(),
        title: known.title,
        channel,
        channels: known.channels,
        carried: wish.ticked.clone(),
        tiles: Vec::new(),
        others: 0,
        all: 0,
        from: wish.from,
        before: (wish.from > 0).then(|| wish.from.saturating_sub(SHOWN)),
        after: None,
    };
    let Some(channel) = channel else {
        return Ok(choose);
    };
    let offer = pictures
        .offer((wish.event, channel), (wish.from, SHOWN))
        .await?;
    let next = wish.from.saturating_add(SHOWN);
    choose.after = (next < offer.all).then_some(next);
    (choose.others, choose.all) = (offer.others, offer.all);
    for picture in offer.pictures {
        choose.carried.retain(|photo| *photo != picture.photo);
        choose.tiles.push(Tile {
            photo: picture.photo,
            number: picture.number,
            ticked: wish.ticked.contains(&picture.photo),
            used: picture.used.map(|used| match used {
                Used::Waiting => "In a post that waits",
                Used::Going => "In a post that is going out",
                Used::Out => "Out already",
            }),
        });
    }
    Ok(choose)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a template hands over references"
)]
impl Choose {
    const fn name(channel: &Channel) -> &'static str {
        channel_name(*channel)
    }

    fn is_here(&self, channel: &Channel) -> bool {
        self.channel.as_ref() == Some(channel)
    }

    /// Which pictures of the event are looked through here.
    fn part(&self) -> String {
        let last = self.from.saturating_add(SHOWN).min(self.all);
        format!("Pictures {} to {last} of {}", self.from + 1, self.all)
    }

    /// How many of them are not clear, as a sentence.
    fn not_clear(&self) -> String {
        match self.others {
            1 => "1 of them is not ready for this channel.".to_owned(),
            others => format!("{others} of them are not ready for this channel."),
        }
    }
}
