//! How long a deflated text is, without unfolding it (RFC 1951). Lengths alone
//! are read; what they repeat is never looked at.

use super::Refused;

/// The most bits of a code.
const MOST_BITS: usize = 15;

/// The length of what is folded in `data`, up to `most`.
pub(super) fn length(data: &[u8], most: usize) -> Result<usize, Refused> {
    let mut bits = Bits {
        data,
        at: 0,
        held: 0,
        count: 0,
    };
    let mut all = 0_usize;
    loop {
        let last = bits.take(1)? == 1;
        let more = most.saturating_sub(all);
        let block = match bits.take(2)? {
            0 => bits.stored()?,
            1 => coded(&mut bits, &fixed()?, more)?,
            2 => {
                let codes = told(&mut bits)?;
                coded(&mut bits, &codes, more)?
            }
            _ => return Err(Refused::Strange),
        };
        all = all.saturating_add(block);
        if all > most {
            return Err(Refused::TooMuch);
        }
        if last {
            return Ok(all);
        }
    }
}

struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    fn take(&mut self, wanted: u32) -> Result<u32, Refused> {
        while self.count < wanted {
            let byte = self.data.get(self.at).ok_or(Refused::Strange)?;
            self.held |= u32::from(*byte) << self.count;
            self.count += 8;
            self.at += 1;
        }
        let value = self.held & ((1 << wanted) - 1);
        self.held >>= wanted;
        self.count -= wanted;
        Ok(value)
    }

    /// The length of a block that is not folded.
    fn stored(&mut self) -> Result<usize, Refused> {
        self.held = 0;
        self.count = 0;
        let (length, check) = (self.take(16)?, self.take(16)?);
        if length != !check & 0xFFFF {
            return Err(Refused::Strange);
        }
        let length = index(length);
        self.at = self.at.checked_add(length).ok_or(Refused::Strange)?;
        if self.at > self.data.len() {
            return Err(Refused::Strange);
        }
        Ok(length)
    }
}

/// A code by the numbers of its symbols of each length.
struct Code {
    counts: [u16; MOST_BITS + 1],
    symbols: Vec<u16>,
}

struct Codes {
    letters: Code,
    distances: Code,
}

impl Code {
    fn of(lengths: &[u8]) -> Result<Self, Refused> {
        let mut counts = [0_u16; MOST_BITS + 1];
        for length in lengths {
            let count = counts
                .get_mut(usize::from(*length))
                .ok_or(Refused::Strange)?;
            *count += 1;
        }
        let mut starts = [0_usize; MOST_BITS + 2];
        let mut at = 0;
        for (start, count) in starts.iter_mut().zip(counts).skip(1) {
            *start = at;
            at += usize::from(count);
        }
        let mut symbols = vec![0_u16; at];
        for (symbol, length) in (0_u16..).zip(lengths).filter(|(_, length)| **length > 0) {
            let start = starts.get_mut(usize::from(*length));
            let start = start.ok_or(Refused::Strange)?;
            *symbols.get_mut(*start).ok_or(Refused::Strange)? = symbol;
            *start += 1;
        }
        Ok(Self { counts, symbols })
    }

    /// The next symbol.
    fn next(&self, bits: &mut Bits<'_>) -> Result<u16, Refused> {
        let (mut code, mut first, mut place) = (0_usize, 0_usize, 0_usize);
        for count in self.counts.iter().skip(1) {
            code |= index(bits.take(1)?);
            let count = usize::from(*count);
            if let Some(within) = code.checked_sub(first).filter(|within| *within < count) {
                let symbol = self.symbols.get(place + within);
                return symbol.copied().ok_or(Refused::Strange);
            }
            place += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(Refused::Strange)
    }
}

/// Extra bits of the lengths 257 to 285, and where each begins.
const LENGTHS: [(usize, u32); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// The length of a coded block.
fn coded(bits: &mut Bits<'_>, codes: &Codes, most: usize) -> Result<usize, Refused> {
    let mut all = 0_usize;
    loop {
        let symbol = codes.letters.next(bits)?;
        match symbol {
            0..=255 => all += 1,
            256 => return Ok(all),
            _ => {
                let place = usize::from(symbol - 257);
                let (from, extra) = LENGTHS.get(place).ok_or(Refused::Strange)?;
                all += from + index(bits.take(*extra)?);
                let distance = codes.distances.next(bits)?;
                if distance > 29 {
                    return Err(Refused::Strange);
                }
                bits.take(u32::from(distance / 2).saturating_sub(1))?;
            }
        }
        if all > most {
            return Err(Refused::TooMuch);
        }
    }
}

/// The codes that need not be told.
fn fixed() -> Result<Codes, Refused> {
    let mut lengths = [8_u8; 288];
    for (symbol, length) in lengths.iter_mut().enumerate() {
        *length = match symbol {
            144..=255 => 9,
            256..=279 => 7,
            _ => 8,
        };
    }
    Ok(Codes {
        letters: Code::of(&lengths)?,
        distances: Code::of(&[5; 30])?,
    })
}

/// The codes that a block tells before it begins.
fn told(bits: &mut Bits<'_>) -> Result<Codes, Refused> {
    const ORDER: [usize; 19] = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ];
    let letters = index(bits.take(5)?) + 257;
    let distances = index(bits.take(5)?) + 1;
    let count = index(bits.take(4)?) + 4;
    let mut own = [0_u8; 19];
    for place in ORDER.iter().take(count) {
        let length = bits.take(3)?;
        *own.get_mut(*place).ok_or(Refused::Strange)? = u8::try_from(length).unwrap_or(0);
    }
    let code = Code::of(&own)?;
    let mut lengths: Vec<u8> = Vec::with_capacity(letters + distances);
    while lengths.len() < letters + distances {
        let symbol = code.next(bits)?;
        let (length, times) = match symbol {
            0..=15 => (u8::try_from(symbol).unwrap_or(0), 1),
            16 => {
                let before = lengths.last().copied().ok_or(Refused::Strange)?;
                (before, 3 + bits.take(2)?)
            }
            17 => (0, 3 + bits.take(3)?),
            _ => (0, 11 + bits.take(7)?),
        };
        lengths.extend((0..times).map(|_| length));
    }
    let (first, rest) = lengths.split_at_checked(letters).ok_or(Refused::Strange)?;
    if rest.len() != distances {
        return Err(Refused::Strange);
    }
    Ok(Codes {
        letters: Code::of(first)?,
        distances: Code::of(rest)?,
    })
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
