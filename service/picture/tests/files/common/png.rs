//! PNGs as programs and attackers write them, chunk by chunk.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// One chunk with its checksum.
pub fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = (body.len() as u32).to_be_bytes().to_vec();
    out.extend_from_slice(kind);
    out.extend_from_slice(body);
    let sum = crc(&out[4..]);
    out.extend_from_slice(&sum.to_be_bytes());
    out
}

/// A PNG from raw rows (each with its filter byte), with `extra` chunks between
/// header and data.
pub fn file(size: (u32, u32), depth: u8, colour: u8, extra: &[Vec<u8>], raw: &[u8]) -> Vec<u8> {
    with_data(size, depth, colour, extra, &stored(raw))
}

/// The same with data that are packed already.
pub fn with_data(
    (width, height): (u32, u32),
    depth: u8,
    colour: u8,
    extra: &[Vec<u8>],
    data: &[u8],
) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend_from_slice(&[depth, colour, 0, 0, 0]);
    let mut out = [SIGNATURE, &chunk(b"IHDR", &header)].concat();
    for piece in extra {
        out.extend_from_slice(piece);
    }
    out.extend_from_slice(&chunk(b"IDAT", data));
    out.extend_from_slice(&chunk(b"IEND", b""));
    out
}

/// A PNG of `pixels`, eight bits, red green blue.
pub fn of(pixels: &gatehouse_picture::Pixels, extra: &[Vec<u8>]) -> Vec<u8> {
    let row = pixels.width() as usize * 3;
    let raw: Vec<u8> = pixels
        .rgb()
        .chunks(row)
        .flat_map(|r| [&[0], r].concat())
        .collect();
    file((pixels.width(), pixels.height()), 8, 2, extra, &raw)
}

/// Data in zlib form, not made smaller.
pub fn stored(raw: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = raw.chunks(65_535);
    let last = blocks.len().saturating_sub(1);
    for (place, block) in blocks.enumerate() {
        let length = block.len() as u16;
        out.push(u8::from(place == last));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in raw {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend_from_slice(&(b << 16 | a).to_be_bytes());
    out
}

/// A zlib stream of noughts, about 158 times smaller than what it unpacks to:
/// one literal, then copies of 258 bytes from one byte back (RFC 1951, 3.2.6).
pub fn bomb(unpacked: usize) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let (mut held, mut count) = (0_u64, 0);
    let mut put = |value: u64, bits: u32, out: &mut Vec<u8>| {
        held |= value << count;
        count += bits;
        while count >= 8 {
            out.push(held as u8);
            held >>= 8;
            count -= 8;
        }
    };
    put(0b011, 3, &mut out); // last block, fixed codes
    put(0b0000_1100, 8, &mut out); // literal 0, code 00110000, sent reversed
    for _ in 0..unpacked / 258 {
        put(0b1010_0011, 8, &mut out); // length 258, code 11000101, reversed
        put(0, 5, &mut out); // distance 1
    }
    put(0, 7 + 7, &mut out); // end of block, then padding
    out.extend_from_slice(&[0; 4]);
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = sum >> 1 ^ (0xEDB8_8320 * (sum & 1));
        }
        sum
    })
}
