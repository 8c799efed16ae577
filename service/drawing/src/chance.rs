//! Where every choice of a drawing comes from: a number, and nothing else.

/// A small generator (splitmix64, Steele and others 2014). Not for secrets:
/// it is here so that a drawing is the same on every machine.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The generator that belongs to `number`.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// A generator of its own for `purpose`, so that adding a draw in one
    /// place does not change what another place draws.
    #[must_use]
    pub fn aside(number: u64, purpose: u64) -> Self {
        let mut mixed = Self(number ^ purpose.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        let first = mixed.draw();
        Self(first)
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    #[expect(
        clippy::cast_precision_loss,
        reason = "24 bits are taken, which an f32 holds exactly"
    )]
    pub fn unit(&mut self) -> f32 {
        (self.draw() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// From `low` up to `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// From -1 to 1, but seldom near 0: a face is told apart by what is not
    /// average about it.
    pub fn marked(&mut self) -> f32 {
        let size = self.between(0.25, 1.0);
        if self.draw() & 1 == 0 { size } else { -size }
    }

    /// True with the chance `share`, 0 to 1.
    pub fn happens(&mut self, share: f32) -> bool {
        self.unit() < share
    }

    /// One of `choices`; `None` only when there are none.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        let count = u64::try_from(choices.len()).ok()?;
        let at = self.draw().checked_rem(count)?;
        choices.get(usize::try_from(at).ok()?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_number_gives_the_same_draws(number in any::<u64>()) {
            let (mut a, mut b) = (Chance::new(number), Chance::new(number));
            for _ in 0..20 {
                prop_assert_eq!(a.draw(), b.draw());
            }
        }

        #[test]
        fn draws_keep_within_their_bounds(number in any::<u64>()) {
            let mut chance = Chance::new(number);
            for _ in 0..50 {
                prop_assert!((0.0..1.0).contains(&chance.unit()));
                prop_assert!((0.25..=1.0).contains(&chance.marked().abs()));
            }
        }
    }

    #[test]
    fn nothing_is_picked_from_nothing() {
        assert_eq!(Chance::new(1).pick::<u8>(&[]), None);
    }

    #[test]
    fn another_purpose_draws_other_numbers() {
        assert_ne!(Chance::aside(7, 1).draw(), Chance::aside(7, 2).draw());
    }
}
