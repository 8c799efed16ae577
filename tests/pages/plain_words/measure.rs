//! The grade of a text, by Flesch and Kincaid: a grade of a school in the
//! United States, of which the seventh is for those of twelve.
//!
//! Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom:
//! Derivation of New Readability Formulas for Navy Enlisted Personnel, Research
//! Branch Report 8-75, 1975:
//! `0.39 * words / sentences + 11.8 * syllables / words - 15.59`.

use std::fmt;

/// A sentence has so many words at least; a shorter piece is a label, a number,
/// a name.
const SENTENCE: usize = 4;

/// What was counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measure {
    words: u32,
    sentences: u32,
    syllables: u32,
}

impl Measure {
    /// Counts the sentences of blocks of text: what ends with a stop and has
    /// some words. Headings and labels are none; they would make it easier.
    pub fn of(blocks: &[String]) -> Self {
        let mut all = Self::default();
        for sentence in blocks.iter().flat_map(|block| sentences(block)) {
            let words: Vec<&str> = words(sentence).collect();
            if words.len() >= SENTENCE {
                all.add(&Self {
                    words: u32::try_from(words.len()).unwrap(),
                    sentences: 1,
                    syllables: words.iter().map(|word| syllables(word)).sum(),
                });
            }
        }
        all
    }

    pub const fn add(&mut self, other: &Self) {
        self.words += other.words;
        self.sentences += other.sentences;
        self.syllables += other.syllables;
    }

    pub const fn words(&self) -> usize {
        self.words as usize
    }

    /// The grade; none of the first where there is no sentence.
    pub fn grade(&self) -> f64 {
        if self.sentences == 0 {
            return 0.0;
        }
        let words = f64::from(self.words);
        let long = words / f64::from(self.sentences);
        let hard = f64::from(self.syllables) / words;
        0.39 * long + 11.8 * hard - 15.59
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:5.1}  {:9}  {:5}",
            self.grade(),
            self.sentences,
            self.words
        )
    }
}

/// The sentences of the highest grades, each once.
pub fn hardest(pages: &super::Pages, most: usize) -> Vec<(f64, &str)> {
    let blocks = pages.values().flatten();
    let mut all: Vec<(f64, &str)> = blocks
        .flat_map(|block| sentences(block))
        .map(|sentence| (Measure::of(&[sentence.to_owned()]).grade(), sentence))
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    all.dedup();
    all.truncate(most);
    all
}

/// The parts of a block that end with a stop.
fn sentences(block: &str) -> impl Iterator<Item = &str> {
    let stops = |(_, sign): &(usize, char)| matches!(sign, '.' | '!' | '?');
    let mut ends: Vec<usize> = block
        .char_indices()
        .filter(stops)
        .map(|(at, _)| at + 1)
        .filter(|end| {
            block
                .split_at(*end)
                .1
                .chars()
                .next()
                .is_none_or(|next| !next.is_alphanumeric())
        })
        .collect();
    ends.insert(0, 0);
    let mut from = ends.clone();
    from.pop();
    ends.remove(0);
    from.into_iter()
        .zip(ends)
        .map(|(from, end)| block.split_at(end).0.split_at(from).1.trim())
}

/// What has a letter in it.
fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split(|sign: char| !sign.is_alphabetic() && !"’'-".contains(sign))
        .filter(|word| word.contains(char::is_alphabetic))
}

/// Groups of vowels that are heard. English has no rule without exceptions:
/// this one is right for nine words in ten, and counts rather one too many.
fn syllables(word: &str) -> u32 {
    let lower = word.to_lowercase();
    let word = lower.trim_end_matches("'s").trim_end_matches("’s");
    let letters: Vec<char> = word.chars().filter(|sign| sign.is_alphabetic()).collect();
    let is_vowel = |at: usize| letters.get(at).is_some_and(|sign| "aeiouy".contains(*sign));
    let mut count = 0;
    for at in 0..letters.len() {
        let begins = is_vowel(at) && (at == 0 || !is_vowel(at - 1));
        // A y at the beginning is none: yes, year.
        let is_first_y = at == 0 && letters[0] == 'y' && is_vowel(1);
        count += u32::from(begins && !is_first_y);
    }
    if is_silent(word) {
        count -= 1;
    }
    count.max(1)
}

/// Whether the last e is not heard: made, uses but not boxes, kept but not
/// wanted, whole but not table.
fn is_silent(word: &str) -> bool {
    let before = |end: &str| {
        word.strip_suffix(end)
            .and_then(|start| start.chars().last())
    };
    let is_consonant = |sign: char| !"aeiouy".contains(sign);
    if let Some(last) = before("ed") {
        return is_consonant(last) && !matches!(last, 't' | 'd');
    }
    if let Some(last) = before("es") {
        return is_consonant(last) && !matches!(last, 's' | 'x' | 'z' | 'c' | 'g' | 'h');
    }
    if let Some(last) = before("le") {
        return !is_consonant(last);
    }
    before("e").is_some_and(is_consonant)
}

#[test]
fn syllables_are_counted_as_they_are_heard() {
    for (word, count) in [
        ("a", 1),
        ("the", 1),
        ("picture", 2),
        ("pictures", 2),
        ("named", 1),
        ("wanted", 2),
        ("boxes", 2),
        ("table", 2),
        ("whole", 1),
        ("school’s", 1),
        ("permission", 3),
        ("year", 1),
        ("administrator", 5),
    ] {
        assert_eq!(syllables(word), count, "{word}");
    }
}

#[test]
fn the_grade_is_that_of_the_formula() {
    // 12 words, 2 sentences, 14 syllables.
    let text =
        "The cat sat on the mat. It saw a bird and ran away.".replace("ran away", "sat down");
    let measure = Measure::of(&[text, "Label".to_owned(), "Not a whole".to_owned()]);
    let (words, sentences) = (measure.words, measure.sentences);
    assert_eq!((words, sentences), (13, 2));
    let expected = 0.39 * 6.5 + 11.8 * f64::from(measure.syllables) / 13.0 - 15.59;
    assert!((measure.grade() - expected).abs() < 1e-9);
    let hard = "Notwithstanding organisational considerations, authorisation necessitates \
        documentation of proportionality.";
    assert!(Measure::of(&[hard.to_owned()]).grade() > 20.0);
}

#[test]
fn sentences_end_with_a_stop_that_is_not_within_a_word() {
    let text = "Look at gatehouse.toml first. Is it there? Label without";
    let found: Vec<&str> = sentences(text).collect();
    assert_eq!(found, ["Look at gatehouse.toml first.", "Is it there?"]);
}
