//! What is looked for: words, pieces of pictures and faces, each in every form
//! in which something might have written it down.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use aho_corasick::{AhoCorasick, MatchKind};
use gatehouse_domain::{Embedding, ids::SubjectId};

/// Pieces that are taken of a picture, and bytes of each.
const PIECES: usize = 200;
const PIECE: usize = 64;

/// Things to look for, each with what it is called where it is found.
#[derive(Default, Clone)]
pub struct Needles {
    forms: Vec<Vec<u8>>,
    /// Which thing a form is of.
    of: Vec<usize>,
    called: Vec<String>,
}

impl Needles {
    /// A text, in whatever encoding and case.
    pub fn text(&mut self, called: &str, text: &str) {
        self.called.push(called.to_owned());
        let wide: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for bytes in [text.as_bytes(), &little, &big] {
            self.bytes_of_this(bytes);
        }
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, called: &str, bytes: &[u8]) {
        self.called.push(called.to_owned());
        self.bytes_of_this(bytes);
    }

    /// Pieces of a picture or another long thing, at even distances. Pieces
    /// that say nothing, such as a row of zeros, are left out.
    pub fn pieces(&mut self, called: &str, bytes: &[u8]) {
        self.called.push(called.to_owned());
        let last = bytes.len().saturating_sub(PIECE);
        for number in 0..PIECES {
            let at = last * number / (PIECES - 1);
            let piece = &bytes[at..bytes.len().min(at + PIECE)];
            let different: BTreeSet<&u8> = piece.iter().collect();
            if different.len() >= 12 {
                self.bytes_of_this(piece);
            }
        }
    }

    /// Faces as numbers: as memory holds them, and as JSON writes them.
    pub fn faces(&mut self, templates: &[(SubjectId, Vec<Embedding>)]) {
        for (number, face) in (1..).zip(templates.iter().flat_map(|(_, faces)| faces)) {
            self.called.push(format!("the face {number}"));
            let memory: Vec<u8> = face
                .values()
                .iter()
                .flat_map(|it| it.to_le_bytes())
                .collect();
            let text = serde_json::to_vec(face).expect("JSON");
            for bytes in [&memory, &text] {
                for piece in bytes.chunks_exact(32).step_by(5) {
                    self.bytes_of_this(piece);
                }
            }
        }
    }

    /// As they are, in hexadecimal digits, and in base64 wherever they begin.
    fn bytes_of_this(&mut self, bytes: &[u8]) {
        let mut forms = vec![bytes.to_vec(), hex(bytes).into_bytes()];
        forms.extend((0..3).map(|shift| base64(bytes, shift).into_bytes()));
        for form in forms {
            self.forms.push(form);
            self.of.push(self.called.len() - 1);
        }
    }

    /// Makes ready to search.
    pub fn ready(&self) -> Search {
        let machine = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&self.forms)
            .expect("a searcher");
        Search {
            machine,
            of: self.of.clone(),
            called: self.called.clone(),
        }
    }
}

/// Ready to search.
pub struct Search {
    machine: AhoCorasick,
    of: Vec<usize>,
    called: Vec<String>,
}

impl Search {
    /// What is in these bytes.
    pub fn found(&self, bytes: &[u8]) -> BTreeSet<&str> {
        self.machine
            .find_overlapping_iter(bytes)
            .map(|hit| self.called[self.of[hit.pattern().as_usize()]].as_str())
            .collect()
    }

    /// What is in the files of a folder, as "what, in which file". Files that
    /// go while they are looked for held nothing.
    pub fn in_folder(&self, folder: &Path) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for file in files(folder) {
            let Ok(bytes) = std::fs::read(&file) else {
                continue;
            };
            let inside = file.strip_prefix(folder).unwrap_or(&file);
            // Names of files are looked through as well.
            let name = inside.display().to_string();
            for what in self.found(&bytes).union(&self.found(name.as_bytes())) {
                found.insert(format!("{what}, in {name}"));
            }
        }
        found
    }

    /// Everything that is looked for.
    pub fn all(&self) -> BTreeSet<&str> {
        self.called.iter().map(String::as_str).collect()
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return found;
    };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The letters that these bytes alone decide when so many others stand before
/// them in a text of base64.
fn base64(bytes: &[u8], before: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |at: usize| usize::from(bytes[at / 8] >> (7 - at % 8) & 1);
    let (first, end) = (before * 8, (before + bytes.len()) * 8);
    (first.div_ceil(6)..end / 6)
        .map(|letter| {
            let bits = (letter * 6..letter * 6 + 6).map(|at| bit(at - first));
            char::from(LETTERS[bits.fold(0, |sum, bit| sum << 1 | bit)])
        })
        .collect()
}

#[test]
fn a_word_is_found_in_every_form_and_case_and_nowhere_else() {
    let mut needles = Needles::default();
    needles.text("a name", "Quartermaine");
    let search = needles.ready();
    let wide: Vec<u8> = "x Quartermaine"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    // As any other program encodes "Zebulon Quartermaine", "ebulon ..." and
    // "bulon ...".
    for text in [
        b"{\"surname\":\"QUARTERMAINE\"}".as_slice(),
        &wide,
        b"\\x51756172 5175617274657265 517561727465726d61696e65",
        b"WmVidWxvbiBRdWFydGVybWFpbmU=",
        b"ZWJ1bG9uIFF1YXJ0ZXJtYWluZQ==",
        b"YnVsb24gUXVhcnRlcm1haW5l",
    ] {
        assert_eq!(search.found(text).len(), 1, "{text:?}");
    }
    assert_eq!(search.found(b"a quarter of the main").len(), 0);
}

#[test]
fn a_piece_of_a_picture_is_found_wherever_it_is_and_a_row_of_zeros_never() {
    let mut picture: Vec<u8> = (0..50_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    picture.extend([0; 5_000]);
    let mut needles = Needles::default();
    needles.pieces("a picture", &picture);
    let search = needles.ready();
    assert_eq!(search.found(&[0; 4096]).len(), 0);
    let torn = [b"page".as_slice(), &picture[20_001..24_097]].concat();
    assert_eq!(search.found(&torn).len(), 1);
}
