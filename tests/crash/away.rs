//! The database is away for ten seconds in the middle of the work.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::Value;

use crate::{
    play::{Ground, difference},
    stand::{House, Kind, complaint},
};

/// For how long it is away.
const AWAY: Duration = Duration::from_secs(10);

/// Stands between the program and PostgreSQL, and cuts every connection once,
/// when so many bytes have passed to it.
struct Between {
    server: String,
    port: u16,
    /// Bytes still to pass before the cut.
    left: AtomicU64,
    /// Whether nobody is to be let in for a while.
    down: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Between {
    /// Begins to listen, on a port of this machine.
    fn start(server: &str, cut_after: u64) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let between = Arc::new(Self {
            server: server.to_owned(),
            port: listener.local_addr().expect("an address").port(),
            left: AtomicU64::new(cut_after),
            down: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let doorman = between.clone();
        thread::spawn(move || doorman.listen(listener));
        between
    }

    /// Lets people in. After the cut the first who comes finds the door
    /// closed, and so does everybody for ten seconds.
    #[expect(
        clippy::disallowed_methods,
        reason = "the database is away for ten seconds: that is the test"
    )]
    fn listen(self: &Arc<Self>, mut listener: TcpListener) {
        while let Ok((client, _)) = listener.accept() {
            if self.down.swap(false, Ordering::SeqCst) {
                drop((client, listener));
                thread::sleep(AWAY);
                listener = TcpListener::bind(("127.0.0.1", self.port)).expect("the same port");
                continue;
            }
            self.let_in(client);
        }
    }

    fn let_in(self: &Arc<Self>, client: TcpStream) {
        let server = TcpStream::connect(&self.server).expect("PostgreSQL answers");
        let clone = |stream: &TcpStream| stream.try_clone().expect("a socket");
        let both = [clone(&client), clone(&server)];
        self.open.lock().expect("no panic").extend(both);
        let (mut answers, mut asker) = (clone(&server), clone(&client));
        thread::spawn(move || {
            // Ends when either side is gone, and tells the other.
            let _ = std::io::copy(&mut answers, &mut asker);
            let _ = asker.shutdown(Shutdown::Both);
        });
        let between = self.clone();
        thread::spawn(move || between.forward(client, server));
    }

    fn forward(&self, mut client: TcpStream, mut server: TcpStream) {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = client.read(&mut bytes) {
            let count_now = u64::try_from(count).expect("at most 4096");
            let before = self.left.load(Ordering::SeqCst);
            self.left
                .store(before.saturating_sub(count_now), Ordering::SeqCst);
            if before > 0 && before <= count_now {
                self.down.store(true, Ordering::SeqCst);
                for stream in self.open.lock().expect("no panic").drain(..) {
                    // One that is closed already is as good.
                    let _ = stream.shutdown(Shutdown::Both);
                }
                return;
            }
            if server.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = server.shutdown(Shutdown::Both);
    }
}

/// PostgreSQL is away; then whoever gave up begins again.
fn cut(ground: &Ground, seed: &House, wanted: &Value, after: u64) {
    let house = seed.copy();
    let url = house.database().expect("a database");
    let (_, rest) = url.split_once('@').expect("postgres://USER@HOST:PORT/NAME");
    let (server, name) = rest.split_once('/').expect("a name");
    let between = Between::start(server, after);
    let through = format!("postgres://postgres@127.0.0.1:{}/{name}", between.port);
    let words = ground.rehearse(&[]);
    let mut command = house.command(&words, "");
    command.env("GATEHOUSE_DATABASE_URL", &through);
    let disturbed = command.output().expect("it starts");
    let told = complaint(&disturbed);
    assert_eq!(
        between.left.load(Ordering::SeqCst),
        0,
        "it was never cut: {told}"
    );
    if !disturbed.status.success() {
        assert!(told.contains("the database does not answer"), "{told}");
    }
    let found = ground.end(&house, "clock:7200@0-999999");
    if let Err(why) = difference(wanted, &found) {
        panic!("cut after {after} bytes: {why}\n{told}");
    }
}

#[test]
fn a_server_that_is_away_for_ten_seconds_loses_nothing() {
    let ground = Ground::new();
    let (seed, undisturbed) = (House::new(Kind::Postgres), House::new(Kind::Postgres));
    let wanted = ground.end(&undisturbed, "");
    thread::scope(|scope| {
        for after in [10_000, 50_000, 90_000, 130_000, 160_000, 180_000] {
            let (ground, seed, wanted) = (&ground, &seed, &wanted);
            scope.spawn(move || cut(ground, seed, wanted, after));
        }
    });
}

#[test]
fn a_database_file_that_is_held_for_ten_seconds_loses_nothing() {
    let ground = Ground::new();
    let (seed, undisturbed) = (House::new(Kind::Sqlite), House::new(Kind::Sqlite));
    let wanted = ground.end(&undisturbed, "");
    let parts = ["received", "published", "ended"];
    thread::scope(|scope| {
        for done in 0..parts.len() {
            let (ground, seed, wanted) = (&ground, &seed, &wanted);
            scope.spawn(move || {
                let house = seed.copy();
                for part in &parts[..done] {
                    let played = house.run(&ground.rehearse(&["--until", part]), "");
                    assert!(played.status.success(), "{}", complaint(&played));
                }
                let hold = ground.rehearse(&["--hold", "10"]);
                let mut holder = house.command(&hold, "");
                let mut holder = holder.stdout(Stdio::piped()).spawn().expect("it starts");
                let mut line = String::new();
                let said = holder.stdout.take().expect("its output");
                BufReader::new(said).read_line(&mut line).expect("a line");
                assert_eq!(line, "held\n");
                let found = ground.end(&house, "");
                assert!(holder.wait().expect("it ends").success());
                if let Err(why) = difference(wanted, &found) {
                    panic!("held before {}: {why}", parts[done]);
                }
            });
        }
    });
}
