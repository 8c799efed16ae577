//! `gatehouse demo`: the drawn school, sent down the street before your eyes.

use std::sync::Arc;

use gatehouse_app::worker::Habits;
use gatehouse_demo::{Home, Progress, Stage, StoryClock, doors, play};
use gatehouse_publish::{FeedSettings, Folder};
use gatehouse_store::{
    db::{Db, Place, Settings},
    log::{SigningKey, outside::Ledger},
    migrate,
    objects::{Location, Objects},
    seal::{KeyStore, MasterKey},
};

use crate::{
    args::Demo,
    commands::serve,
    house::{self, SystemEntropy},
    outcome::{Outcome, note, say},
    progress,
    setup::{self, SystemClock},
};
use gatehouse_app::house::{Fittings, House};

/// Shows the demo's progress as bars.
struct Bars(std::sync::Mutex<indicatif::ProgressBar>);

impl Progress for Bars {
    fn begin(&self, what: &'static str, steps: usize) {
        let bar = progress::bar(steps, what);
        if let Ok(mut current) = self.0.lock() {
            current.finish_and_clear();
            *current = bar;
        }
    }

    fn step(&self) {
        if let Ok(current) = self.0.lock() {
            current.inc(1);
        }
    }
}

pub(crate) fn run(args: &Demo) -> anyhow::Result<Outcome> {
    let home = Home::prepare(&args.dir)?;
    let bars = Bars(std::sync::Mutex::new(indicatif::ProgressBar::hidden()));
    note(format!(
        "Drawing a school into {} and sending its photos down the street; this takes a minute or two.",
        args.dir.display()
    ));
    let habits = Habits::default();
    setup::block_on(async {
        let house = Arc::new(furnish(args, &home).await?.with_sign_in(doors::rules()));
        house.set_up_outlets().await?;
        let stage = Stage {
            home: &home,
            number: args.number,
            house: &house,
            habits,
            progress: &bars,
        };
        let told = Box::pin(play(&stage)).await?;
        bars.begin("", 0);
        if args.json {
            say(serde_json::to_string_pretty(&told)?)?;
        } else {
            say(told.table())?;
        }
        if !args.exit {
            Box::pin(visit(args, house, habits)).await?;
        }
        // The demo is to show verdicts of every kind: holds are not findings, a
        // verdict that contradicts the drawing is, and so is a log that lies.
        Ok(Outcome::findings_if(
            told.unsafe_verdicts() > 0 || !told.ending.summary.log_findings.is_empty(),
        ))
    })
}

/// Opens the doors of the drawn school to whoever sits at this machine.
async fn visit(args: &Demo, house: Arc<House>, habits: Habits) -> anyhow::Result<()> {
    let listener = serve::listen(args.address)?;
    say(format!(
        "\nThe school can be visited at http://{}",
        listener.local_addr()?
    ))?;
    for login in doors::logins(&house).await? {
        say(format!(
            "  {:8} sign in as {:8} with {}",
            login.role, login.login, login.password
        ))?;
    }
    let settings = gatehouse_web::Settings {
        https: false,
        behind_proxy: false,
        threads: 2,
    };
    serve::open_doors(house, habits, settings, listener).await
}

/// A house of its own for the story, with keys that only it has.
async fn furnish(args: &Demo, home: &Home) -> anyhow::Result<House> {
    let data = &home.data;
    let settings = Settings {
        place: Place::Sqlite(data.join("gatehouse.db")),
        connections: 4,
        patience: house::PATIENCE,
    };
    migrate::migrate(&settings).await?;
    let master = MasterKey::generate(&SystemEntropy);
    house::write_key(&data.join("master.key"), &master.to_text())?;
    let signing = SigningKey::new(&SystemEntropy);
    house::write_key(&data.join("signing.key"), &signing.to_text())?;
    let outlets = home.outlets().map(|(channel, folder)| {
        let feed = FeedSettings {
            title: format!("Larkmoor Primary School: {channel}"),
            home_page_url: None,
            base_url: format!("https://larkmoor.example/{channel}"),
        };
        (channel, Arc::new(Folder::new(folder, feed)))
    });
    let scanner = setup::catalogue(&args.networks.home)?.scanner(&args.networks.networks)?;
    Ok(House::new(Fittings {
        db: Db::open(&settings).await?,
        keys: KeyStore::new(Location::Folder(data.join("keys")).open()?, master),
        objects: Objects::new(Location::Folder(data.join("objects")).open()?),
        ledger: Ledger::open(data.join("ledger"))?,
        signing,
        clock: Arc::new(StoryClock::new(Arc::new(SystemClock))),
        entropy: Arc::new(SystemEntropy),
        pool: Arc::new(setup::decode_pool(setup::DECODE_MEMORY)?),
        scanner: Arc::new(scanner),
        outlets: outlets.collect(),
        photo_bytes: 100 << 20,
    }))
}
