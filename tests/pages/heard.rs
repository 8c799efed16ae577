//! A wire between a house and its PostgreSQL that hears what is asked: every
//! statement in its order, without its values.

use std::{
    collections::HashMap,
    io::{Read as _, Write as _},
    mem,
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use gatehouse_store::db::{Place, Settings};
use gatehouse_tests::postgres::Database;

/// The first message of a connection, version 3 of the protocol; what asks for
/// encryption before it has another number.
const STARTUP: [u8; 4] = [0, 3, 0, 0];

/// What was asked, in its order.
type Asked = Arc<Mutex<Vec<String>>>;

/// A database on the tests' server, and the wire to it.
pub struct Heard {
    name: String,
    port: u16,
    asked: Asked,
    _database: Database,
}

impl Heard {
    /// Plugs in. The wire stays for as long as the tests run.
    pub fn new() -> Self {
        let database = Database::new();
        let url = database.url();
        let (_, rest) = url.split_once('@').expect("postgres://USER@HOST:PORT/NAME");
        let (server, name) = rest.split_once('/').expect("a name");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, asked) = (listener.local_addr().unwrap().port(), Asked::default());
        let (server, heard) = (server.to_owned(), asked.clone());
        thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                connect(&client, &server, &heard);
            }
        });
        Self {
            name: name.to_owned(),
            port,
            asked,
            _database: database,
        }
    }

    /// What a house is told of its database.
    pub fn settings(&self) -> Settings {
        let url = format!("postgres://postgres@127.0.0.1:{}/{}", self.port, self.name);
        Settings {
            place: Place::Postgres(url),
            connections: 4,
            patience: Duration::from_secs(20),
        }
    }

    /// What was asked since this was asked last.
    pub fn take(&self) -> Vec<String> {
        mem::take(&mut *self.asked.lock().unwrap())
    }
}

/// Leads what comes from one side to the other, until either is gone.
fn connect(client: &TcpStream, server: &str, heard: &Asked) {
    let server = TcpStream::connect(server).expect("PostgreSQL answers");
    let clone = |stream: &TcpStream| stream.try_clone().unwrap();
    let (mut answers, mut asker) = (clone(&server), clone(client));
    thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut asker);
        let _ = asker.shutdown(Shutdown::Both);
    });
    let (mut asker, mut database, heard) = (clone(client), server, heard.clone());
    thread::spawn(move || {
        let mut listener = Listener::default();
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = asker.read(&mut bytes) {
            // Heard before it is answered, so that the order is that of asking.
            let statements = listener.hear(&bytes[..count]);
            heard.lock().unwrap().extend(statements);
            if database.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = database.shutdown(Shutdown::Both);
    });
}

/// Understands one connection's messages, as far as statements go.
#[derive(Default)]
struct Listener {
    is_begun: bool,
    waiting: Vec<u8>,
    /// Statements by the name that the driver gave them.
    prepared: HashMap<Vec<u8>, String>,
}

impl Listener {
    /// The statements that are run by what comes next. Beginnings and ends of
    /// transactions come in another way and are left out: when the driver sends
    /// an end is its own affair.
    fn hear(&mut self, bytes: &[u8]) -> Vec<String> {
        self.waiting.extend_from_slice(bytes);
        let mut run = Vec::new();
        while let Some((kind, body)) = self.message() {
            let mut parts = body.split(|byte| *byte == 0);
            let (first, second) = (parts.next().unwrap(), parts.next());
            match (kind, second) {
                // Parse: a name, and its statement.
                (b'P', Some(sql)) => {
                    let sql = String::from_utf8(sql.to_vec()).unwrap();
                    self.prepared.insert(first.to_vec(), sql);
                }
                // Bind: what it is called by, and the statement's name.
                (b'B', Some(name)) => run.push(self.prepared[name].clone()),
                _ => {}
            }
        }
        run
    }

    /// The next whole message: its kind, 0 before the connection is begun.
    fn message(&mut self) -> Option<(u8, Vec<u8>)> {
        let kind = usize::from(self.is_begun);
        let length = self.waiting.get(kind..kind + 4)?;
        let length = u32::from_be_bytes(length.try_into().unwrap());
        let end = kind + usize::try_from(length).unwrap();
        let body = self.waiting.get(kind + 4..end)?.to_vec();
        let kind = if self.is_begun { self.waiting[0] } else { 0 };
        self.is_begun |= body.starts_with(&STARTUP);
        self.waiting.drain(..end);
        Some((kind, body))
    }
}

#[test]
fn statements_are_heard_in_their_order_however_the_bytes_come() {
    let message = |kind: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len() + 4).unwrap();
        [kind, &length.to_be_bytes(), body].concat()
    };
    let wire = [
        message(b"", &[4, 210, 22, 47]),
        message(b"", &[&STARTUP[..], b"user\0me\0\0"].concat()),
        message(b"P", b"one\0SELECT 1\0\0\0"),
        message(b"B", b"\0one\0\0\0\0\0\0\0"),
        message(b"Q", b"ROLLBACK\0"),
        message(b"P", b"two\0SELECT 2\0\0\0"),
        message(b"B", b"\0two\0\0\0\0\0\0\0"),
        message(b"B", b"\0one\0\0\0\0\0\0\0"),
    ]
    .concat();
    for step in [1, 7, wire.len()] {
        let mut listener = Listener::default();
        let heard: Vec<String> = wire.chunks(step).flat_map(|b| listener.hear(b)).collect();
        assert_eq!(heard, ["SELECT 1", "SELECT 2", "SELECT 1"]);
    }
}
