//! Slows down who guesses, and nobody else. Each try is counted at several
//! gates: the browser, the login from one address, the login from everywhere,
//! the address. A gate lets a number of wrong tries through at once and then
//! one every so often; it is never shut for good. A right try is not counted.
//!
//! A browser that signed in before is known by what it carries, and passes by
//! a gate of its own: whoever guesses at a login from elsewhere, or from the
//! same network, takes nothing away from it.
//!
//! Kept in memory: a guess costs a tenth of a second of a processor besides,
//! so a restart gives little away.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use gatehouse_domain::ids::AccountId;
use jiff::Timestamp;

/// Gates that are remembered at most.
const MOST: usize = 50_000;

/// Micro-seconds of a second.
const SECOND: i64 = 1_000_000;

/// The part of the internet that one guesser has: an address of version 4, or
/// the first 64 bits of one of version 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Net(u128);

impl From<IpAddr> for Net {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(four) => Self(u128::from(u32::from(four))),
            // The bit is set in no address of version 4, so the two never meet.
            IpAddr::V6(six) => Self(u128::from(six) & !u128::from(u64::MAX) | 1 << 63),
        }
    }
}

/// By what tries are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gate {
    /// A browser that signed in before, at this login.
    Browser([u8; 16]),
    /// A login, from one address.
    LoginFrom([u8; 32], Net),
    /// A login, from everywhere but browsers that are known.
    Login([u8; 32]),
    /// An address, at whatever login.
    From(Net),
    /// One-time codes of an account, from one address.
    CodeFrom(AccountId, Net),
    /// One-time codes of an account, from everywhere.
    Code(AccountId),
    /// The password given again in a session.
    Again([u8; 32]),
}

impl Gate {
    /// How many wrong tries pass at once, and seconds until one more does.
    const fn habit(self) -> (i64, i64) {
        match self {
            Self::Browser(_) => (10, 10),
            Self::LoginFrom(..) | Self::Again(_) => (5, 30),
            Self::Login(_) => (20, 10),
            Self::From(_) => (60, 2),
            Self::CodeFrom(..) => (5, 60),
            Self::Code(_) => (30, 20),
        }
    }
}

/// Too many wrong tries: seconds until the next may be made, at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub u64);

/// What was tried of late.
#[derive(Debug, Default)]
pub struct Throttle {
    /// When each gate will have forgotten everything, in microseconds.
    clear_at: Mutex<HashMap<Gate, i64>>,
}

impl Throttle {
    /// Counts a try at every gate, or at none where one of them says to wait.
    ///
    /// # Errors
    /// [`Wait`], the longest that any of the gates asks for.
    pub fn enter(&self, gates: &[Gate], now: Timestamp) -> Result<(), Wait> {
        let now = now.as_microsecond();
        let mut known = self.lock();
        let mut counted = Vec::with_capacity(gates.len());
        let mut longest = 0;
        for gate in gates {
            let (burst, every) = gate.habit();
            let (room, step) = (burst * every * SECOND, every * SECOND);
            let mut after = now + step;
            if let Some(clear_at) = known.get_mut(gate) {
                // A clock that was set back does not keep a gate shut.
                *clear_at = (*clear_at).clamp(now, now + room);
                after = *clear_at + step;
            }
            longest = longest.max(after - now - room);
            counted.push((*gate, after));
        }
        if longest > 0 {
            let seconds = longest / SECOND + i64::from(longest % SECOND > 0);
            return Err(Wait(u64::try_from(seconds).unwrap_or(1)));
        }
        known.extend(counted);
        if known.len() > MOST {
            forget(&mut known, now);
        }
        Ok(())
    }

    /// The try was right, or nothing came of it: it does not count.
    pub fn give_back(&self, gates: &[Gate]) {
        let mut known = self.lock();
        for gate in gates {
            let (_, every) = gate.habit();
            if let Some(clear_at) = known.get_mut(gate) {
                *clear_at -= every * SECOND;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Gate, i64>> {
        self.clear_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes room: what is clear goes; then, where somebody has very many
/// addresses, what is told by address.
fn forget(known: &mut HashMap<Gate, i64>, now: i64) {
    known.retain(|_, clear_at| *clear_at > now);
    if known.len() > MOST / 2 {
        known.retain(|gate, _| matches!(gate, Gate::Login(_) | Gate::Browser(_) | Gate::Code(_)));
    }
    if known.len() > MOST / 2 {
        known.clear();
    }
}

#[cfg(test)]
mod tests;
