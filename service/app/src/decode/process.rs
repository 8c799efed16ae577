//! One decode process as its parent sees it: started, fed one file, listened to
//! for a limited time, ended and buried.

use super::{Fences, Settings};
use gatehouse_picture::{Decoded, Limits, Refusal, wire};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A running worker. Dropping it ends the process.
#[derive(Debug)]
pub(super) struct Worker {
    child: Child,
    pipes: Option<(ChildStdin, ChildStdout)>,
}

impl Worker {
    /// Starts `program` with nothing but its two pipes: no environment, no
    /// error output, no folder of ours.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one process that may be started: the decode process"
    )]
    pub(super) fn start(program: &Path, arguments: &[String]) -> Result<Self, Refusal> {
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| {
                tracing::error!(%error, "the decode process could not be started");
                Refusal::DecoderUnavailable
            })?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        Ok(Self { child, pipes })
    }

    /// Whether the process has not ended yet.
    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Hands over one file and takes the answer; `meanwhile` is run between.
    pub(super) fn exchange(
        self,
        file: &[u8],
        settings: &Settings,
        meanwhile: impl FnOnce(),
    ) -> Result<Decoded, Refusal> {
        let limits = settings.limits;
        self.talk(settings.time, meanwhile, |to, from| {
            converse(to, from, file, &limits)
        })
    }

    /// Takes the greeting only, with the fences that hold.
    pub(super) fn greeting(self, settings: &Settings) -> Result<Fences, Refusal> {
        self.talk(
            settings.time,
            || {},
            |to, mut from| {
                drop(to);
                Fences::read(&mut from).ok_or(Refusal::DecoderCrashed)
            },
        )
    }

    /// Runs `talk` on a thread of its own and waits for it no longer than
    /// `time`. The process is ended either way, which closes the pipes and so
    /// ends the thread.
    fn talk<T: Send>(
        mut self,
        time: Duration,
        meanwhile: impl FnOnce(),
        talk: impl FnOnce(ChildStdin, ChildStdout) -> Result<T, Refusal> + Send,
    ) -> Result<T, Refusal> {
        let Some((to, from)) = self.pipes.take() else {
            return Err(Refusal::DecoderUnavailable);
        };
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(move || sender.send(talk(to, from)));
            meanwhile();
            let answer = receiver.recv_timeout(time);
            drop(self);
            answer.unwrap_or(Err(Refusal::DecoderTimeout))
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Both fail only for a process that has ended and was buried already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Greeting, then length and bytes of the file, then the answer.
fn converse(
    mut to: impl Write,
    mut from: impl Read,
    file: &[u8],
    limits: &Limits,
) -> Result<Decoded, Refusal> {
    let fences = Fences::read(&mut from).ok_or(Refusal::DecoderCrashed)?;
    // A decoder that could open files or connections is given no file.
    if !fences.seccomp {
        return Err(Refusal::DecoderUnavailable);
    }
    let length = u64::try_from(file.len()).map_err(|_| Refusal::TooLargeFile)?;
    to.write_all(&length.to_be_bytes())
        .and_then(|()| to.write_all(file))
        .map_err(|_| Refusal::DecoderCrashed)?;
    drop(to);
    wire::read(&mut from, limits)
}
