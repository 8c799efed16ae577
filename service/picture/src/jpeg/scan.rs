//! Follows the scans of an uploaded JPEG block by block, so that a picture cut
//! short is refused and not published half grey: decoders fill in what is not
//! there and say nothing.

use super::frame::Component;
use super::huffman::{Bits, Table};
use super::walk::next_marker;
use super::{Frame, Map, Part, marker};
use std::ops::Range;

/// Why the walk through a scan stopped early.
enum Stop {
    /// The data ended before the blocks did.
    Short,
    /// The data make no sense; the decoder judges them.
    Unclear,
}

/// Tables that are in force at a scan, by class and number.
#[derive(Default)]
struct State {
    tables: [[Option<Table>; 4]; 2],
    interval: usize,
    /// For each component, a bit for every coefficient already known to be
    /// other than nought, block by block; progressive pictures only.
    known: Vec<Vec<u64>>,
    seen: Vec<bool>,
}

/// What a start-of-scan segment says.
struct Scan<'a> {
    /// Place of the component in the frame, DC table, AC table.
    parts: Vec<(usize, &'a Component, usize, usize)>,
    first: usize,
    last: usize,
    refining: bool,
}

/// Whether the scans hold data for every block of every component. Data that
/// make no sense count as held: the decoder refuses those itself.
pub(super) fn covers_picture(map: &Map<'_>, frame: &Frame) -> bool {
    let mut state = State {
        seen: vec![false; frame.components.len()],
        ..State::default()
    };
    if frame.progressive {
        let (across, down) = frame.units();
        state.known = frame
            .components
            .iter()
            .map(|c| vec![0; across * c.across * down * c.down])
            .collect();
    }
    for part in &map.parts {
        match part.marker {
            marker::DHT => state.read_tables(part.body),
            marker::DRI => {
                state.interval = part.body.iter().fold(0, |n, b| n << 8 | usize::from(*b)) & 0xFFFF;
            }
            marker::SOS => match state.follow(part, frame) {
                Ok(()) => {}
                Err(Stop::Short) => return false,
                Err(Stop::Unclear) => return true,
            },
            _ => {}
        }
    }
    state.seen.iter().all(|s| *s)
}

impl<'a> Scan<'a> {
    fn read(body: &[u8], frame: &'a Frame) -> Option<Self> {
        let (count, rest) = body.split_first()?;
        let (parts, rest) = rest.split_at_checked(usize::from(*count) * 2)?;
        let parts = parts
            .chunks_exact(2)
            .map(|c| match c {
                [id, tables] => {
                    let place = frame.components.iter().position(|c| c.id == *id)?;
                    let component = frame.components.get(place)?;
                    let (dc, ac) = (usize::from(tables >> 4), usize::from(tables & 15));
                    (dc < 4 && ac < 4).then_some((place, component, dc, ac))
                }
                _ => None,
            })
            .collect::<Option<Vec<_>>>()?;
        let [first, last, approximation] = rest else {
            return None;
        };
        let (first, last) = (usize::from(*first), usize::from(*last));
        (!parts.is_empty() && first <= last && last < 64).then_some(Self {
            parts,
            first,
            last,
            refining: approximation >> 4 != 0,
        })
    }
}

impl State {
    fn read_tables(&mut self, mut body: &[u8]) {
        while let Some((class, rest)) = body.split_first()
            && let Some((counts, rest)) = rest.split_at_checked(16)
        {
            let size: usize = counts.iter().map(|c| usize::from(*c)).sum();
            let Some((symbols, rest)) = rest.split_at_checked(size) else {
                return;
            };
            let slot = self
                .tables
                .get_mut(usize::from(class >> 4))
                .and_then(|t| t.get_mut(usize::from(class & 15)));
            if let Some(slot) = slot {
                *slot = Table::new(counts, symbols);
            }
            body = rest;
        }
    }

    /// Follows one scan to its last block.
    fn follow(&mut self, part: &Part<'_>, frame: &Frame) -> Result<(), Stop> {
        let scan = Scan::read(part.body, frame).ok_or(Stop::Unclear)?;
        let (across, down) = match scan.parts.as_slice() {
            [(_, component, ..)] => frame.blocks(component),
            _ => frame.units(),
        };
        let units = across * down;
        let step = if self.interval == 0 {
            units
        } else {
            self.interval
        };
        let mut pieces = Pieces(part.data);
        let mut done = 0;
        while done < units {
            let piece = pieces.next().ok_or(Stop::Short)?;
            let end = units.min(done + step);
            self.follow_piece(&scan, frame, piece, done..end, across)?;
            done = end;
        }
        for (place, ..) in &scan.parts {
            if let Some(seen) = self.seen.get_mut(*place) {
                *seen |= scan.first == 0;
            }
        }
        Ok(())
    }

    fn follow_piece(
        &mut self,
        scan: &Scan<'_>,
        frame: &Frame,
        data: &[u8],
        units: Range<usize>,
        across: usize,
    ) -> Result<(), Stop> {
        let mut bits = Bits::new(data);
        if frame.progressive {
            self.progressive_units(&mut bits, scan, frame, units, across)
        } else {
            self.sequential_units(&mut bits, scan, units.len())
        }
    }

    /// Units of a sequential scan (T.81, F.2.2).
    fn sequential_units(
        &self,
        bits: &mut Bits<'_>,
        scan: &Scan<'_>,
        units: usize,
    ) -> Result<(), Stop> {
        let alone = scan.parts.len() == 1;
        let [dcs, acs] = &self.tables;
        let tables = scan
            .parts
            .iter()
            .map(|(_, component, dc, ac)| {
                let blocks = if alone {
                    1
                } else {
                    component.across * component.down
                };
                Some((blocks, dcs.get(*dc)?.as_ref()?, acs.get(*ac)?.as_ref()?))
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(Stop::Unclear)?;
        for _ in 0..units {
            for (blocks, dc, ac) in &tables {
                for _ in 0..*blocks {
                    sequential(bits, dc, ac)?;
                }
            }
            if bits.missing > 0 {
                return Err(Stop::Short);
            }
        }
        Ok(())
    }

    /// Units of a progressive scan; each block has its place, for what is known
    /// of it from earlier scans.
    fn progressive_units(
        &mut self,
        bits: &mut Bits<'_>,
        scan: &Scan<'_>,
        frame: &Frame,
        units: Range<usize>,
        across: usize,
    ) -> Result<(), Stop> {
        let mut run = 0_u32;
        let alone = scan.parts.len() == 1;
        let row = frame.units().0;
        for unit in units {
            for (place, component, dc, ac) in &scan.parts {
                let (wide, high) = if alone {
                    (1, 1)
                } else {
                    (component.across, component.down)
                };
                for block in 0..wide * high {
                    let x = unit % across * wide + block % wide;
                    let y = unit / across * high + block / wide;
                    let at = y * row * component.across + x;
                    self.progressive(bits, scan, (*place, at), (*dc, *ac), &mut run)?;
                }
            }
            if bits.missing > 0 {
                return Err(Stop::Short);
            }
        }
        Ok(())
    }

    /// One block of a progressive scan (T.81, G.1.2 and G.2).
    fn progressive(
        &mut self,
        bits: &mut Bits<'_>,
        scan: &Scan<'_>,
        (component, block): (usize, usize),
        (dc, ac): (usize, usize),
        run: &mut u32,
    ) -> Result<(), Stop> {
        let [dcs, acs] = &self.tables;
        if scan.first == 0 {
            if scan.refining {
                bits.skip(1);
            } else {
                let table = dcs.get(dc).and_then(Option::as_ref).ok_or(Stop::Unclear)?;
                let size = read(bits, table)?;
                bits.skip(u32::from(size & 31));
            }
            return Ok(());
        }
        let table = acs.get(ac).and_then(Option::as_ref).ok_or(Stop::Unclear)?;
        let known = self
            .known
            .get_mut(component)
            .and_then(|k| k.get_mut(block))
            .ok_or(Stop::Unclear)?;
        if scan.refining {
            refine(bits, table, scan, known, run)
        } else {
            first_pass(bits, table, scan, known, run)
        }
    }
}

/// One block of a sequential scan.
#[inline]
fn sequential(bits: &mut Bits<'_>, dc: &Table, ac: &Table) -> Result<(), Stop> {
    coefficient(bits, dc)?;
    let mut place = 1;
    while place < 64 {
        let code = coefficient(bits, ac)?;
        if code.trailing_zeros() >= 4 && code < 0xF0 {
            break;
        }
        place += (code >> 4) + 1;
    }
    Ok(())
}

/// The next symbol, its value bits passed over.
#[inline]
fn coefficient(bits: &mut Bits<'_>, table: &Table) -> Result<u8, Stop> {
    match bits.coefficient(table) {
        Some(symbol) => Ok(symbol),
        None if bits.drained() => Err(Stop::Short),
        None => Err(Stop::Unclear),
    }
}

/// Alternating-current coefficients met for the first time (T.81, G.1.2.2).
fn first_pass(
    bits: &mut Bits<'_>,
    table: &Table,
    scan: &Scan<'_>,
    known: &mut u64,
    run: &mut u32,
) -> Result<(), Stop> {
    if *run > 0 {
        *run -= 1;
        return Ok(());
    }
    let mut place = scan.first;
    while place <= scan.last {
        let code = read(bits, table)?;
        let (zeros, size) = (u32::from(code >> 4), u32::from(code & 15));
        if size == 0 && zeros < 15 {
            *run = (1 << zeros) - 1 + bits.take(zeros);
            break;
        }
        place += usize::from(code >> 4);
        if size > 0 {
            *known |= 1_u64.checked_shl(shift(place)).unwrap_or_default();
            bits.skip(size);
        }
        place += 1;
    }
    Ok(())
}

/// One more bit of coefficients already known (T.81, G.1.2.3).
fn refine(
    bits: &mut Bits<'_>,
    table: &Table,
    scan: &Scan<'_>,
    known: &mut u64,
    run: &mut u32,
) -> Result<(), Stop> {
    let mut place = scan.first;
    while *run == 0 && place <= scan.last {
        let code = read(bits, table)?;
        let (mut zeros, size) = (u32::from(code >> 4), code & 15);
        if size == 0 && zeros < 15 {
            *run = (1 << zeros) + bits.take(zeros);
            break;
        }
        bits.skip(u32::from(size > 0));
        while place <= scan.last {
            if *known >> shift(place) & 1 == 1 {
                bits.skip(1);
            } else if zeros == 0 {
                break;
            } else {
                zeros -= 1;
            }
            place += 1;
        }
        if size > 0 && place <= scan.last {
            *known |= 1 << shift(place);
        }
        place += 1;
    }
    if *run > 0 {
        for place in place..=scan.last {
            bits.skip(u32::from(*known >> shift(place) & 1 == 1));
        }
        *run -= 1;
    }
    Ok(())
}

/// The next symbol. Past the end of the data zeros are read, which may be no
/// code at all: that is still data cut short.
#[inline]
fn read(bits: &mut Bits<'_>, table: &Table) -> Result<u8, Stop> {
    match bits.symbol(table) {
        Some(_) if bits.missing > 0 => Err(Stop::Short),
        Some(symbol) => Ok(symbol),
        None if bits.drained() => Err(Stop::Short),
        None => Err(Stop::Unclear),
    }
}

/// A place among 64 coefficients as a shift.
fn shift(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The data of a scan, cut at its restart markers.
struct Pieces<'a>(&'a [u8]);

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        // The data of a scan hold no marker but restarts.
        if let Some(at) = next_marker(self.0, 0) {
            let piece = self.0.get(..at)?;
            self.0 = self.0.get(at + 2..).unwrap_or_default();
            return Some(piece);
        }
        let piece = self.0;
        self.0 = &[];
        Some(piece)
    }
}
