//! Who stands where in a photo, in a short hand: `K01 K02< ?3 S01x`.
//!
//! A word is a pupil's or adult's id, or `?` and a number for somebody whom
//! the school does not know. Behind it: `<` and `>` turned half left and
//! right, `~` head tilted, `x` turned away, `o` behind something.

/// One person in a photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stand {
    pub(crate) who: Who,
    pub(crate) how: How,
    /// Which person of the row, and how many stand in it.
    pub(crate) place: (usize, usize),
    /// Which row, from the back.
    pub(crate) row: usize,
}

/// Whom it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Somebody of the school, by id.
    Known(&'static str),
    /// Somebody the school does not know.
    Stranger(u64),
}

/// How they show their face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Front,
    Left,
    Right,
    Tilted,
    Away,
    Behind,
}

/// The people of a photo; rows are parted by `/`, the back row first. Words
/// that are no cast are left out, which a test of the story rules out.
pub(crate) fn read(text: &'static str) -> Vec<Stand> {
    let mut people = Vec::new();
    for (row, line) in text.split('/').enumerate() {
        let words: Vec<&'static str> = line.split_whitespace().collect();
        for (place, word) in words.iter().enumerate() {
            let stand = person(word).map(|(who, how)| Stand {
                who,
                how,
                place: (place, words.len()),
                row,
            });
            people.extend(stand);
        }
    }
    people
}

fn person(word: &'static str) -> Option<(Who, How)> {
    let marks = [
        ('<', How::Left),
        ('>', How::Right),
        ('~', How::Tilted),
        ('x', How::Away),
        ('o', How::Behind),
    ];
    let (name, how) = marks
        .iter()
        .find_map(|(mark, how)| Some((word.strip_suffix(*mark)?, *how)))
        .unwrap_or((word, How::Front));
    let who = match name.strip_prefix('?') {
        Some(number) => Who::Stranger(number.parse().ok()?),
        None => Who::Known(name),
    };
    Some((who, how))
}

/// What a member of staff typed for the faces, counted from the left from 1:
/// `1=K01 3=visitor 2=nobody`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typed {
    /// This person of the register.
    Person(&'static str),
    /// A visitor who agreed.
    Visitor,
    /// Nobody can be recognised.
    Nobody,
    /// Not a face.
    NoFace,
}

/// Reads what was typed, as places from 0.
pub(crate) fn typed(text: &'static str) -> Vec<(usize, Typed)> {
    text.split_whitespace()
        .filter_map(|word| {
            let (place, what) = word.split_once('=')?;
            let place = place.parse::<usize>().ok()?.checked_sub(1)?;
            let typed = match what {
                "visitor" => Typed::Visitor,
                "nobody" => Typed::Nobody,
                "noface" => Typed::NoFace,
                id => Typed::Person(id),
            };
            Some((place, typed))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cast_reads_as_rows_of_people() {
        let people = read("K01 ?3< / S01x");
        assert_eq!(people.len(), 3);
        assert_eq!(people[1].who, Who::Stranger(3));
        assert_eq!(people[1].how, How::Left);
        assert_eq!(people[1].place, (1, 2));
        assert_eq!((people[2].row, people[2].how), (1, How::Away));
    }

    #[test]
    fn what_was_typed_reads_as_places_from_nought() {
        assert_eq!(
            typed("1=K01 3=visitor"),
            [(0, Typed::Person("K01")), (2, Typed::Visitor)]
        );
    }
}
