//! `gatehouse rehearse`, only in what is built for crash tests: plays by script
//! what people do with three photos, from their arrival to the end of two of
//! them. Whatever was done before is not done again, so that it can be killed
//! anywhere and started once more.

mod state;

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use gatehouse_app::{
    check::Decision,
    house::House,
    school,
    street::{Actor, Approval, StreetError, office::NewLogin},
    worker::{self, Habits},
};
use gatehouse_domain::{
    Channel,
    findings::TextKind,
    ids::{EventId, PersonId, PhotoId, SchoolId},
    names::Words,
    permission::{Basis, Decision as Answer, Detail, Giver, Naming, PermissionRow},
    release::Stage,
    role::Role,
};
use gatehouse_store::{
    db::Tx,
    photos::{self, PhotoRow},
    queue, releases,
};
use jiff::SignedDuration;

use crate::{
    args::{Part, Rehearse},
    config::Config,
    faults, house,
    outcome::{Outcome, say},
    setup::{self, SystemClock},
};

/// Where the photos go.
const CHANNEL: Channel = Channel::Website;
/// The pupil of the first photo, whose parent changes their mind.
const PUPIL: &str = "P1";
/// What is under every photo.
const CAPTION: &str = "An afternoon in the garden.";
const ALT: &str = "A child in a garden.";
pub(crate) fn run(args: &Rehearse) -> anyhow::Result<Outcome> {
    let config = house::configuration(&args.file)?;
    setup::block_on(async {
        let house = Arc::new(house::open(&config, Arc::new(SystemClock)).await?);
        if let Some(seconds) = args.hold {
            let held = house.db().begin().await?;
            say("held")?;
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            drop(held);
            return Ok(Outcome::Fine);
        }
        let play = Play::begin(args, &config, house).await?;
        play.parts(args.until).await?;
        if args.state {
            let end = play.state(&config).await?;
            // A day on, what a kill left behind is swept.
            faults::skip(SignedDuration::from_hours(26));
            let lost = play.house.orphans(play.school).await?;
            play.settle().await?;
            let left = play.house.orphans(play.school).await?;
            say(serde_json::to_string_pretty(&serde_json::json!({
                "end": end,
                "swept": { "objects": lost.objects.len(), "keys": lost.keys.len() },
                "left": { "objects": left.objects.len(), "keys": left.keys.len() },
                "missing": left.missing,
                "strange": left.strange,
                "day_after": play.state(&config).await?,
            }))?)?;
        }
        Ok(Outcome::Fine)
    })
}

/// Who plays, and with what.
struct Play {
    house: Arc<House>,
    school: SchoolId,
    habits: Habits,
    patience: Duration,
    files: Vec<PathBuf>,
    office: Actor,
    teacher: Actor,
    editor: Actor,
    event: EventId,
    pupil: PersonId,
}

impl Play {
    /// The school with its people, as far as they are not there yet.
    async fn begin(args: &Rehearse, config: &Config, house: Arc<House>) -> anyhow::Result<Self> {
        let school = house::school(&house, None).await?;
        let office = login(&house, school, "office", Role::Office).await?;
        let teacher = login(&house, school, "teacher", Role::Staff).await?;
        let editor = login(&house, school, "editor", Role::Editor).await?;
        let folder = school::load(&args.folder)?;
        if house.now_register(school).await?.events.is_empty() {
            house.enter(&office, school, &folder).await?;
        }
        let register = house.now_register(school).await?;
        let event = register.events.first().copied();
        for event in &register.events {
            house
                .entrust_event(&office, school, *event, teacher.id)
                .await?;
        }
        let pupil = register.school.key(PUPIL).and_then(|key| register.id(key));
        let mut files = fs::read_dir(&args.photos)?
            .map(|entry| Ok(entry?.path()))
            .collect::<std::io::Result<Vec<_>>>()?;
        files.sort();
        Ok(Self {
            school,
            habits: house::habits(config),
            patience: Duration::from_secs(args.patience),
            files,
            office,
            teacher,
            editor,
            event: event.context("the school's folder has no event")?,
            pupil: pupil.context("the school's folder lacks the pupil")?,
            house,
        })
    }

    /// Everything up to that part, and the work that follows from it.
    async fn parts(&self, until: Part) -> anyhow::Result<()> {
        self.receive().await?;
        self.settle().await?;
        if until == Part::Received {
            return Ok(());
        }
        for photo in self.photos().await? {
            self.release(photo).await?;
        }
        self.settle().await?;
        if until == Part::Published {
            return Ok(());
        }
        self.take_back().await?;
        self.settle().await?;
        self.house.tend(self.school).await?;
        self.settle().await
    }

    /// The photos that are there.
    async fn photos(&self) -> anyhow::Result<Vec<PhotoId>> {
        let mut tx = self.house.db().read().await?;
        let rows = self.rows(&mut tx).await?;
        Ok(rows.iter().map(|row| row.id).collect())
    }

    /// The same in an open transaction. Each is of another size, the first the
    /// largest: that tells them apart even where the clock was wrong when they
    /// came.
    async fn rows(&self, tx: &mut Tx) -> anyhow::Result<Vec<PhotoRow<()>>> {
        let mut rows = photos::of_event::<()>(tx, self.school, self.event).await?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.size));
        Ok(rows)
    }

    async fn receive(&self) -> anyhow::Result<()> {
        let there = self.photos().await?.len();
        for file in self.files.iter().skip(there) {
            let bytes = fs::read(file)?;
            self.house
                .receive(&self.teacher, self.school, self.event, &bytes)
                .await?;
        }
        Ok(())
    }

    /// Words, names, counts, a release and its approval: whatever is missing.
    async fn release(&self, photo: PhotoId) -> anyhow::Result<()> {
        let mut tx = self.house.db().read().await?;
        let fates = releases::fates(&mut tx, self.school, photo).await?;
        let live = releases::live_with(&mut tx, self.school, photo).await?;
        drop(tx);
        if fates.is_empty() {
            self.describe(photo).await?;
        }
        let heads = self.heads(photo).await;
        let release = match (live.first(), fates.is_empty()) {
            (Some(release), _) => *release,
            (None, true) => {
                self.house
                    .draft(&self.teacher, self.school, CHANNEL, &[photo])
                    .await?
            }
            // It was taken back before.
            (None, false) => return Ok(()),
        };
        let stage = self.house.stage(self.school, release).await?;
        if matches!(stage, Stage::Judged { .. }) {
            let counts = Approval::from([(photo, heads?)]);
            self.house
                .approve(&self.editor, self.school, release, &counts)
                .await?;
        }
        Ok(())
    }

    async fn describe(&self, photo: PhotoId) -> anyhow::Result<()> {
        let (house, teacher, school) = (&self.house, &self.teacher, self.school);
        for (kind, text) in [(TextKind::Caption, CAPTION), (TextKind::AltText, ALT)] {
            let text = Words::parse(text)?;
            house.write(teacher, school, photo, (kind, &text)).await?;
        }
        house
            .count(teacher, school, photo, self.heads(photo).await?)
            .await?;
        for face in house.photo(school, photo).await?.dossier().faces.clone() {
            let is = Decision::Is(self.pupil);
            house.name(teacher, school, (photo, face), is).await?;
        }
        Ok(())
    }

    /// Whoever looks counts what the machine found: the scenes hide nobody.
    async fn heads(&self, photo: PhotoId) -> anyhow::Result<u16> {
        let seen = self.house.photo(self.school, photo).await?;
        Ok(u16::try_from(seen.dossier().faces.len())?)
    }

    /// A parent takes the pupil's permission back, and the editor the second
    /// photo.
    async fn take_back(&self) -> anyhow::Result<()> {
        let today = self.house.today();
        let row = PermissionRow {
            channel: CHANNEL,
            naming: Naming::PictureOnly,
            basis: Basis::Consent,
            decision: Answer::Withdrawn,
            given_by: Giver::Guardian(0),
            given_on: today,
            expires_on: None,
            text_version: 2,
            detail: Detail::default(),
        };
        let register = self.house.now_register(self.school).await?;
        let person = register
            .key(self.pupil)
            .and_then(|key| register.school.person(key));
        let told = |row: &PermissionRow| row.decision == Answer::Withdrawn;
        if !person.is_some_and(|person| person.standing.rows.iter().any(told)) {
            self.house
                .record_permission(&self.office, self.school, self.pupil, &row)
                .await?;
        }
        let Some(second) = self.photos().await?.get(1).copied() else {
            return Ok(());
        };
        let mut tx = self.house.db().read().await?;
        let live = releases::live_with(&mut tx, self.school, second).await?;
        drop(tx);
        for release in live {
            self.house
                .take_back(&self.editor, self.school, release)
                .await?;
        }
        Ok(())
    }

    /// Works, waits for what others work on and for what is tried again, until
    /// only the rounds of the day are left.
    async fn settle(&self) -> anyhow::Result<()> {
        let mut waited = Duration::ZERO;
        loop {
            worker::drain(&self.house, self.habits).await?;
            if !self.is_at_work().await? {
                return Ok(());
            }
            if waited >= self.patience {
                bail!("some work is left that cannot be done now: see above why, and try again");
            }
            tokio::time::sleep(self.habits.poll).await;
            waited += self.habits.poll;
        }
    }

    async fn is_at_work(&self) -> anyhow::Result<bool> {
        let mut tx = self.house.db().read().await?;
        for about in self.things(&mut tx).await? {
            if !queue::pending_for(&mut tx, about.0).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The account of that name, opened if there is none.
async fn login(
    house: &House,
    school: SchoolId,
    login: &str,
    role: Role,
) -> Result<Actor, StreetError> {
    match house.account(school, login).await {
        Err(StreetError::NoSuch(_)) => {
            let new = NewLogin {
                login: login.to_owned(),
                name: login.to_owned(),
                roles: BTreeSet::from([role]),
            };
            house.open_account(school, &new).await
        }
        found => found,
    }
}
