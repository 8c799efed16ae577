//! Reads the coded bits of an uploaded JPEG, to tell a whole picture from one
//! cut short. Nothing is decoded to pixels here.

/// Bits looked up at once; longer codes are rare and searched.
const QUICK: u32 = 9;

/// A Huffman table (ITU-T T.81, annex C).
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// By the next nine bits: code length in the high byte, symbol in the low;
    /// 0 where the code is longer.
    quick: Vec<u16>,
    /// By length: one past the last code, aligned to sixteen bits.
    limit: [u32; 17],
    /// By length: what to add to a code to find its symbol.
    offset: [i32; 17],
    symbols: Vec<u8>,
}

impl Table {
    /// From the sixteen counts and the symbols; `None` when they do not fit.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "codes have at most sixteen bits, symbols eight"
    )]
    pub(super) fn new(counts: &[u8], symbols: &[u8]) -> Option<Self> {
        let mut table = Self {
            quick: vec![0; 1 << QUICK],
            limit: [0; 17],
            offset: [0; 17],
            symbols: symbols.to_vec(),
        };
        let (mut code, mut place) = (0_u32, 0_usize);
        for (length, count) in (1_u32..=16).zip(counts) {
            table.offset[length as usize] = place as i32 - code as i32;
            for _ in 0..*count {
                let symbol = *symbols.get(place)?;
                if code >= 1 << length {
                    return None;
                }
                if length <= QUICK {
                    let first = (code << (QUICK - length)) as usize;
                    let entry = (length as u16) << 8 | u16::from(symbol);
                    let span = 1_usize << (QUICK - length);
                    table.quick.get_mut(first..first + span)?.fill(entry);
                }
                code += 1;
                place += 1;
            }
            table.limit[length as usize] = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }
}

/// Reads bits of one restart interval, highest first, over byte stuffing.
pub(super) struct Bits<'a> {
    rest: &'a [u8],
    held: u64,
    count: u32,
    /// Bits handed out past the end; above nought the data were cut short.
    pub(super) missing: u32,
}

impl<'a> Bits<'a> {
    pub(super) const fn new(data: &'a [u8]) -> Self {
        Self {
            rest: data,
            held: 0,
            count: 0,
            missing: 0,
        }
    }

    /// Whether a code that makes no sense may only be the end of the data.
    pub(super) const fn drained(&self) -> bool {
        self.rest.is_empty() && self.count < 16
    }

    /// Makes at least 32 bits ready, with zeros past the end.
    #[inline]
    fn fill(&mut self) {
        if let Some((word, rest)) = self.rest.split_first_chunk::<4>()
            && self.count <= 32
            && !word.contains(&0xFF)
        {
            self.held |= u64::from(u32::from_be_bytes(*word)) << (32 - self.count);
            self.count += 32;
            self.rest = rest;
            return;
        }
        while self.count <= 48 {
            let Some((byte, rest)) = self.rest.split_first() else {
                return;
            };
            self.rest = rest;
            if *byte == 0xFF {
                // Stuffing: 0xFF in the data is followed by a nought.
                self.rest = rest.split_first().map_or(rest, |(_, r)| r);
            }
            self.held |= u64::from(*byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// Passes over `bits`, at most 32.
    #[inline]
    pub(super) fn skip(&mut self, bits: u32) {
        if self.count < bits {
            self.fill();
            if self.count < bits {
                self.missing += bits - self.count;
                self.count = 0;
                self.held = 0;
                return;
            }
        }
        self.held <<= bits;
        self.count -= bits;
    }

    /// The next `bits`, at most 16, as a number.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "at most sixteen bits")]
    pub(super) fn take(&mut self, bits: u32) -> u32 {
        if bits == 0 {
            return 0;
        }
        if self.count < bits {
            self.fill();
        }
        let value = (self.held >> (64 - bits)) as u32;
        self.skip(bits);
        value
    }

    /// The next symbol, whose low four bits say how many bits of a value follow
    /// it; those are passed over too. `None` for a code the table does not have.
    #[inline]
    pub(super) fn coefficient(&mut self, table: &Table) -> Option<u8> {
        if self.count < 32 {
            self.fill();
        }
        let entry = *table.quick.get((self.held >> (64 - QUICK)) as usize)?;
        let symbol = if entry == 0 {
            self.symbol(table)?
        } else {
            self.skip(u32::from(entry >> 8));
            (entry & 0xFF) as u8
        };
        self.skip(u32::from(symbol & 15));
        Some(symbol)
    }

    /// The next symbol; `None` for a code the table does not have.
    #[inline]
    #[expect(
        clippy::cast_possible_wrap,
        reason = "codes have at most sixteen bits, symbols eight"
    )]
    pub(super) fn symbol(&mut self, table: &Table) -> Option<u8> {
        if self.count < 16 {
            self.fill();
        }
        let entry = table.quick.get((self.held >> (64 - QUICK)) as usize)?;
        if *entry != 0 {
            self.skip(u32::from(entry >> 8));
            return Some((entry & 0xFF) as u8);
        }
        let next = (self.held >> 48) as u32;
        let length = (QUICK + 1..=16).find(|l| next < table.limit[*l as usize])?;
        let code = (next >> (16 - length)) as i32;
        self.skip(length);
        let place = usize::try_from(code + table.offset[length as usize]).ok()?;
        table.symbols.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_of_the_standards_example_are_read_back() {
        // T.81 table K.3: luminance DC, 12 symbols, codes of 2 to 9 bits.
        let counts = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        let symbols: Vec<u8> = (0..12).collect();
        let table = Table::new(&counts, &symbols).unwrap();
        // 00 | 010 | 1110 | 111111110 and two bits of padding
        let data = [0b0001_0111, 0b0111_1111, 0b1011_1111];
        let mut bits = Bits::new(&data);
        let read: Vec<_> = (0..4).map(|_| bits.symbol(&table)).collect();
        assert_eq!(read, [Some(0), Some(1), Some(6), Some(11)]);
        assert_eq!(bits.missing, 0);
    }

    #[test]
    fn codes_longer_than_the_quick_table_are_found() {
        let mut counts = [0; 16];
        counts[11] = 3;
        let table = Table::new(&counts, &[7, 8, 9]).unwrap();
        let mut bits = Bits::new(&[0x00, 0x00, 0x02]);
        assert_eq!(bits.symbol(&table), Some(7));
        assert_eq!(bits.symbol(&table), Some(9));
    }

    proptest! {
        #[test]
        fn bits_past_the_end_are_counted(data in prop::collection::vec(0u8..255, 0..20), asked in prop::collection::vec(0u32..17, 0..40)) {
            let mut bits = Bits::new(&data);
            for n in &asked {
                bits.take(*n);
            }
            let all: u32 = asked.iter().sum();
            let there = u32::try_from(data.len()).unwrap() * 8;
            prop_assert_eq!(bits.missing, all.saturating_sub(there));
        }

        #[test]
        fn no_table_makes_the_reader_fail(counts in prop::collection::vec(0u8..20, 16), symbols in prop::collection::vec(any::<u8>(), 0..200), data in prop::collection::vec(any::<u8>(), 0..50)) {
            if let Some(table) = Table::new(&counts, &symbols) {
                let mut bits = Bits::new(&data);
                for _ in 0..100 {
                    bits.symbol(&table);
                }
                prop_assert!(bits.missing <= 1600);
            }
        }
    }
}
