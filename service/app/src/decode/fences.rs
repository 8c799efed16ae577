//! What the decode process takes from itself before it reads a byte: memory,
//! time, files, network, new processes.

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};
use std::collections::BTreeMap;
use std::io::{self, Read};

/// Address space of one worker, in bytes.
pub(super) const MEMORY: u64 = 1 << 30;
/// Processor time of one worker, in seconds.
const SECONDS: u64 = 10;
/// The first bytes a worker writes.
const START: [u8; 4] = *b"GHW1";

/// Which fences hold around the decode process on this machine. Memory, time
/// and file limits always do, else the worker does not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fences {
    /// Only a short list of system calls is let through: no file can be opened,
    /// no connection made, no program started.
    pub seccomp: bool,
    /// The kernel denies every path besides, and ports as far as it knows how.
    pub landlock: bool,
}

impl Fences {
    /// The greeting that tells the parent.
    pub(super) fn greeting(self) -> [u8; 5] {
        let [a, b, c, d] = START;
        [
            a,
            b,
            c,
            d,
            u8::from(self.seccomp) | u8::from(self.landlock) << 1,
        ]
    }

    /// Reads the greeting; `None` for anything else.
    pub(super) fn read(from: &mut impl Read) -> Option<Self> {
        let mut greeting = [0; 5];
        from.read_exact(&mut greeting).ok()?;
        let [a, b, c, d, bits] = greeting;
        ([a, b, c, d] == START && bits < 4).then_some(Self {
            seccomp: bits & 1 == 1,
            landlock: bits & 2 == 2,
        })
    }
}

/// Raises every fence this machine has. Cannot be undone for the process.
pub(super) fn raise() -> io::Result<Fences> {
    // In this order: Landlock needs a file handle, the system call filter then
    // shuts the calls that set the other limits.
    let landlock = deny_paths();
    set_limits()?;
    Ok(Fences {
        seccomp: filter_calls(),
        landlock,
    })
}

fn set_limits() -> io::Result<()> {
    let limits = [
        (Resource::As, MEMORY),
        (Resource::Cpu, SECONDS),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nproc, 0),
        // Input, output and error output are open; nothing more can be.
        (Resource::Nofile, 3),
    ];
    for (resource, most) in limits {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)?;
    }
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    rustix::thread::set_no_new_privs(true)?;
    Ok(())
}

/// An empty Landlock rule set: every path, port and signal outward is denied as
/// far as the kernel knows how.
fn deny_paths() -> bool {
    let newest = ABI::V6;
    Ruleset::default()
        .handle_access(AccessFs::from_all(newest))
        .and_then(|r| r.handle_access(AccessNet::from_all(newest)))
        .and_then(|r| r.scope(Scope::from_all(newest)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

/// System calls a worker needs after its fences are up: reading, writing,
/// memory, locks, chance for hash tables, signals of a panic, the end.
const NEEDED: [i64; 20] = [
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_lseek,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_clock_gettime,
    libc::SYS_getrandom,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Any other call fails with "not permitted", which a library survives where
/// being killed would turn a harmless question into a refused picture.
fn filter_calls() -> bool {
    program().is_some_and(|program| seccompiler::apply_filter(&program).is_ok())
}

fn program() -> Option<BpfProgram> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        NEEDED.into_iter().map(|call| (call, Vec::new())).collect();
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        rules.insert(call, vec![not_executable()?]);
    }
    let denied = SeccompAction::Errno(u32::try_from(libc::EPERM).ok()?);
    let arch = std::env::consts::ARCH.try_into().ok()?;
    SeccompFilter::new(rules, denied, SeccompAction::Allow, arch)
        .ok()?
        .try_into()
        .ok()
}

/// Memory may be asked for, but none from which code can be run.
fn not_executable() -> Option<SeccompRule> {
    let execute = u64::try_from(libc::PROT_EXEC).ok()?;
    let condition = SeccompCondition::new(
        2,
        SeccompCmpArgLen::Dword,
        SeccompCmpOp::MaskedEq(execute),
        0,
    );
    SeccompRule::new(vec![condition.ok()?]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_compiles_for_this_machine() {
        assert!(program().is_some_and(|p| p.len() > NEEDED.len()));
    }

    #[test]
    fn a_greeting_is_read_as_it_was_sent_and_nothing_else_is() {
        for bits in 0..4 {
            let fences = Fences {
                seccomp: bits & 1 == 1,
                landlock: bits & 2 == 2,
            };
            assert_eq!(
                Fences::read(&mut fences.greeting().as_slice()),
                Some(fences)
            );
        }
        assert_eq!(Fences::read(&mut b"GHW1\x04".as_slice()), None);
        assert_eq!(Fences::read(&mut b"HTTP/".as_slice()), None);
        assert_eq!(Fences::read(&mut b"GH".as_slice()), None);
    }
}
