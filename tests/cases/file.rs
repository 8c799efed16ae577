//! The way's second stop: a file that somebody sends, taken in or refused.

use gatehouse_picture::{Limits, Pixels, Refusal, Rendition, decode};
use serde::Deserialize;
use toml::Table;

use crate::{
    base::{Base, laid_over},
    clause::{Kept, answer, same, strict},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    drawn: bool,
    hex: String,
    then: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(default)]
    taken: bool,
    #[serde(default)]
    removed: Vec<String>,
    refused: Option<String>,
}

/// Decodes it as the decode process does.
pub fn run(base: &Base, facts: &Table, expect: &Table) -> Result<Kept, String> {
    let expected: Expected = strict(expect.clone())?;
    let file: File = strict(laid_over(&base.facts.file, facts))?;
    let wanted = match (&expected.refused, expected.taken) {
        (Some(code), false) => answer("refused", &[code]),
        (None, true) => answer("taken, without what was removed", &expected.removed),
        _ => return Err("expect either `taken = true` or `refused`".to_owned()),
    };
    let found = decode(&file.bytes()?, &Limits::default());
    let refused = found.as_ref().err().map(|refusal| refusal.code());
    let told = match &found {
        Ok(decoded) => {
            let removed = decoded.carried.codes();
            answer("taken, without what was removed", &removed)
        }
        Err(refusal) => answer("refused", &[refusal.code()]),
    };
    same(&wanted, &told)?;
    Ok(Kept::of(refused.is_none(), refused))
}

impl File {
    fn bytes(&self) -> Result<Vec<u8>, String> {
        let mut bytes = match (self.drawn, self.hex.as_str()) {
            (true, "") => drawn().map_err(|refusal| refusal.to_string())?,
            (false, hex) => unhex(hex)?,
            _ => return Err("a file is `drawn` or `hex`".to_owned()),
        };
        bytes.extend(unhex(&self.then)?);
        Ok(bytes)
    }
}

/// A small picture of one colour, as a camera's file with nothing else in it.
fn drawn() -> Result<Vec<u8>, Refusal> {
    let pixels = Pixels::new(32, 24, vec![120; 32 * 24 * 3]).ok_or(Refusal::Damaged)?;
    Ok(Rendition::Master.make(&pixels)?.into_bytes())
}

fn unhex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2));
    let digits = digits.ok_or("bytes are pairs of the digits 0 to 9 and a to f")?;
    Ok(digits
        .chunks(2)
        .map(|pair| pair[0] * 16 + pair[1])
        .collect())
}
