//! The wire between a house and its PostgreSQL, which somebody pulls out and
//! puts back.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use gatehouse_store::db::{Place, Settings};
use gatehouse_tests::postgres::Database;

/// No bytes are counted.
const NEVER: u64 = u64::MAX;

/// A database on the tests' server, and the wire to it.
pub struct Wire {
    server: String,
    name: String,
    port: u16,
    /// Bytes that still pass before it is pulled out by itself.
    left: AtomicU64,
    open: Mutex<Vec<TcpStream>>,
    /// Who lets people in while it is plugged in.
    doorman: Mutex<Option<JoinHandle<()>>>,
    /// Held by who pulls it out or puts it back, until that is done.
    hand: Mutex<()>,
    _database: Database,
}

impl Wire {
    /// Plugs in.
    pub fn new() -> Arc<Self> {
        let database = Database::new();
        let url = database.url();
        let (_, rest) = url.split_once('@').expect("postgres://USER@HOST:PORT/NAME");
        let (server, name) = rest.split_once('/').expect("a name");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let wire = Arc::new(Self {
            server: server.to_owned(),
            name: name.to_owned(),
            port: listener.local_addr().unwrap().port(),
            left: AtomicU64::new(NEVER),
            open: Mutex::default(),
            doorman: Mutex::new(None),
            hand: Mutex::new(()),
            _database: database,
        });
        wire.listen(listener);
        wire
    }

    /// What a house is told of its database. It waits for two seconds only.
    pub fn settings(&self) -> Settings {
        let url = format!("postgres://postgres@127.0.0.1:{}/{}", self.port, self.name);
        Settings {
            place: Place::Postgres(url),
            connections: 4,
            patience: Duration::from_secs(2),
        }
    }

    /// Every connection breaks, and none can be made.
    pub fn pull(&self) {
        let _hand = self.hand.lock().unwrap();
        let doorman = self.doorman.lock().unwrap().take();
        if let Some(doorman) = doorman {
            // A last guest wakes him; he sees that it is out and goes.
            drop(TcpStream::connect(("127.0.0.1", self.port)));
            doorman.join().unwrap();
        }
        for stream in self.open.lock().unwrap().drain(..) {
            // One that is closed already is as good.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// It is pulled out by itself when so many bytes more have passed.
    pub fn pull_after(&self, bytes: u64) {
        self.left.store(bytes, Ordering::SeqCst);
    }

    /// Whether it is out.
    pub fn is_out(&self) -> bool {
        self.doorman.lock().unwrap().is_none()
    }

    /// Puts it back.
    pub fn plug(self: &Arc<Self>) {
        let _hand = self.hand.lock().unwrap();
        self.left.store(NEVER, Ordering::SeqCst);
        if self.is_out() {
            self.listen(TcpListener::bind(("127.0.0.1", self.port)).unwrap());
        }
    }

    fn listen(self: &Arc<Self>, listener: TcpListener) {
        let wire = self.clone();
        let mut doorman = self.doorman.lock().unwrap();
        *doorman = Some(thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                if wire.is_out() {
                    return;
                }
                wire.let_in(client);
            }
        }));
    }

    fn let_in(self: &Arc<Self>, client: TcpStream) {
        let server = TcpStream::connect(&self.server).expect("PostgreSQL answers");
        let clone = |stream: &TcpStream| stream.try_clone().unwrap();
        self.open
            .lock()
            .unwrap()
            .extend([clone(&client), clone(&server)]);
        let (mut answers, mut asker) = (clone(&server), clone(&client));
        thread::spawn(move || {
            // Ends when either side is gone, and tells the other.
            let _ = std::io::copy(&mut answers, &mut asker);
            let _ = asker.shutdown(Shutdown::Both);
        });
        let wire = self.clone();
        thread::spawn(move || wire.forward(client, server));
    }

    fn forward(&self, mut client: TcpStream, mut server: TcpStream) {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = client.read(&mut bytes) {
            let left = self.left.load(Ordering::SeqCst);
            if left != NEVER {
                let left = left.saturating_sub(u64::try_from(count).unwrap());
                self.left.store(left, Ordering::SeqCst);
                if left == 0 {
                    self.pull();
                }
            }
            if server.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = server.shutdown(Shutdown::Both);
    }
}
