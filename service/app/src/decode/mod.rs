//! The decode process: the only place where a picture is decoded. The parent
//! walks no more than the file's own structure, to weigh it. A worker is started in advance, fences itself in, takes one file, gives
//! pixels back and dies; whatever a hostile file does to it ends there.

mod budget;
mod fences;
mod process;
mod worker;

pub use fences::Fences;
pub use worker::worker_main;

use budget::Budget;
use gatehouse_picture::{Decoded, Limits, Refusal, header};
use process::Worker;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The hidden sub-command that runs [`worker_main`].
pub const COMMAND: &str = "decode-worker";

/// How much decoding the service may do at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Memory of all workers together, in bytes, by estimate from the headers.
    pub memory: u64,
    /// Workers kept waiting for files.
    pub warm: usize,
    /// Time one file may take, from handing it over to the last pixel.
    pub time: Duration,
    /// What one file may ask.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            memory: 2 << 30,
            warm: 2,
            time: Duration::from_secs(15),
            limits: Limits::default(),
        }
    }
}

/// Hands files to decode processes, one process a file. Share it by reference:
/// every method may be called from many threads at once.
#[derive(Debug)]
pub struct DecodePool {
    program: PathBuf,
    arguments: Vec<String>,
    settings: Settings,
    budget: Budget,
    waiting: Mutex<Vec<Worker>>,
}

impl DecodePool {
    /// A pool that starts `program` with the argument [`COMMAND`]. The first
    /// workers are started at once; that none could be is told by
    /// [`DecodePool::decode`] and [`DecodePool::fences`].
    #[must_use]
    pub fn new(program: PathBuf, settings: Settings) -> Self {
        Self::with_arguments(program, vec![COMMAND.to_owned()], settings)
    }

    fn with_arguments(program: PathBuf, arguments: Vec<String>, settings: Settings) -> Self {
        let pool = Self {
            program,
            arguments,
            settings,
            budget: Budget::new(settings.memory),
            waiting: Mutex::default(),
        };
        pool.refill();
        pool
    }

    /// Decodes one file in a process of its own. Waits until the memory budget
    /// has room for it.
    ///
    /// # Errors
    /// The [`Refusal`] for this one file: of its kind or content, or
    /// [`Refusal::DecoderCrashed`], [`Refusal::DecoderTimeout`],
    /// [`Refusal::DecoderUnavailable`].
    pub fn decode(&self, bytes: &[u8]) -> Result<Decoded, Refusal> {
        let header = header(bytes, &self.settings.limits)?;
        let _room = self.budget.take(header.memory.min(fences::MEMORY));
        let worker = self.worker()?;
        worker.exchange(bytes, &self.settings, || self.refill())
    }

    /// Starts a worker and asks which fences hold on this machine.
    ///
    /// # Errors
    /// [`Refusal::DecoderUnavailable`] when no worker can be started,
    /// [`Refusal::DecoderCrashed`] or [`Refusal::DecoderTimeout`] when it does
    /// not answer.
    pub fn fences(&self) -> Result<Fences, Refusal> {
        Worker::start(&self.program, &self.arguments)?.greeting(&self.settings)
    }

    /// A waiting worker that still lives, or a new one.
    fn worker(&self) -> Result<Worker, Refusal> {
        loop {
            let next = self.list().pop();
            let Some(mut worker) = next else {
                return Worker::start(&self.program, &self.arguments);
            };
            if worker.is_alive() {
                return Ok(worker);
            }
        }
    }

    /// Starts workers until enough are waiting.
    fn refill(&self) {
        while self.list().len() < self.settings.warm {
            let Ok(worker) = Worker::start(&self.program, &self.arguments) else {
                return;
            };
            self.list().push(worker);
        }
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatehouse_picture::{Pixels, Quality, encode_jpeg};

    fn photo() -> Vec<u8> {
        let pixels = Pixels::new(16, 16, vec![90; 16 * 16 * 3]).unwrap();
        encode_jpeg(&pixels, Quality::CHANNEL).unwrap().into_bytes()
    }

    fn pool(program: &str, arguments: &[&str], time: Duration) -> DecodePool {
        let settings = Settings {
            time,
            ..Settings::default()
        };
        let arguments = arguments.iter().map(ToString::to_string).collect();
        DecodePool::with_arguments(program.into(), arguments, settings)
    }

    #[test]
    fn a_program_that_cannot_be_started_is_told_as_such() {
        let pool = pool("/nowhere/gatehouse", &[], Duration::from_secs(15));
        assert_eq!(pool.decode(&photo()), Err(Refusal::DecoderUnavailable));
        assert_eq!(pool.fences(), Err(Refusal::DecoderUnavailable));
    }

    #[test]
    fn a_worker_that_dies_costs_one_picture() {
        let pool = pool("/bin/false", &[], Duration::from_secs(15));
        assert_eq!(pool.decode(&photo()), Err(Refusal::DecoderCrashed));
        assert_eq!(pool.decode(&photo()), Err(Refusal::DecoderCrashed));
    }

    #[test]
    fn a_worker_that_hangs_is_ended_when_its_time_is_up() {
        let pool = pool("/bin/sleep", &["600"], Duration::from_millis(50));
        assert_eq!(pool.decode(&photo()), Err(Refusal::DecoderTimeout));
        assert_eq!(pool.fences(), Err(Refusal::DecoderTimeout));
    }

    #[test]
    fn a_worker_that_talks_rubbish_without_end_is_ended() {
        let pool = pool("/usr/bin/yes", &[], Duration::from_secs(15));
        assert_eq!(pool.decode(&photo()), Err(Refusal::DecoderCrashed));
    }

    #[test]
    fn a_file_that_is_no_picture_reaches_no_worker() {
        let pool = pool("/nowhere/gatehouse", &[], Duration::from_secs(15));
        assert_eq!(pool.decode(b"%PDF-1.7"), Err(Refusal::Pdf));
        assert_eq!(pool.decode(b""), Err(Refusal::EmptyFile));
    }
}
