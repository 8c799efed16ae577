//! The words stop, first step: letters brought to one form, each still knowing
//! where in the original text it came from.

use unicode_normalization::UnicodeNormalization;

/// One letter, digit or sign after folding. Case is kept: it tells names from
/// words.
#[derive(Clone, Copy)]
pub(crate) struct Glyph {
    /// The folded character.
    pub c: char,
    /// A letter that German, Nordic or Dutch habits write after it when the
    /// mark is left off: ü as ue, ø as oe, å as aa.
    pub extra: Option<char>,
    /// First code point in the original text.
    pub start: usize,
    /// Code point after the last in the original text.
    pub end: usize,
}

/// The glyphs of `text`: compatibility forms opened, marks and invisible
/// characters dropped, quotes and dashes made plain, `%20` a space.
pub(crate) fn fold(text: &str) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len());
    let mut skip_until = 0;
    let letters: Vec<char> = text.chars().collect();
    for (at, &c) in letters.iter().enumerate() {
        if at < skip_until {
            continue;
        }
        if c == '%'
            && let Some(sign) = percent(letters.get(at + 1..at + 3))
        {
            skip_until = at + 3;
            push(&mut glyphs, sign, None, at, at + 3);
            continue;
        }
        if c == '&'
            && let Some((sign, long)) = entity(letters.get(at + 1..).unwrap_or_default())
        {
            skip_until = at + long;
            push(&mut glyphs, sign, None, at, at + long);
            continue;
        }
        fold_char(&mut glyphs, c, at);
    }
    glyphs
}

/// `&nbsp;` and its kin, as text copied from a page has them: the sign and the
/// letters of the whole.
fn entity(behind: &[char]) -> Option<(char, usize)> {
    let known = [
        ("nbsp;", ' '),
        ("amp;", '&'),
        ("apos;", '\''),
        ("#39;", '\''),
        ("rsquo;", '\''),
        ("quot;", '"'),
    ];
    known.iter().find_map(|(name, sign)| {
        let same = name.chars().eq(behind.iter().copied().take(name.len()));
        same.then_some((*sign, name.len() + 1))
    })
}

/// `%20` and its kin in file names and addresses; only printable ASCII.
fn percent(digits: Option<&[char]>) -> Option<char> {
    let [high, low] = digits? else { return None };
    let code = high.to_digit(16)? * 16 + low.to_digit(16)?;
    char::from_u32(code).filter(|c| c.is_ascii() && !c.is_ascii_control())
}

fn fold_char(glyphs: &mut Vec<Glyph>, c: char, at: usize) {
    if c.is_ascii() {
        let plain = if c == '`' { '\'' } else { c };
        push(glyphs, plain, None, at, at + 1);
        return;
    }
    if invisible(c) {
        stretch(glyphs, at);
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if mark(part) {
            umlaut(glyphs, part);
            stretch(glyphs, at);
            continue;
        }
        if let Some(letters) = special(part) {
            for letter in letters.chars() {
                push(glyphs, letter, None, at, at + 1);
            }
            if matches!(part, 'ø' | 'Ø')
                && let Some(last) = glyphs.last_mut()
            {
                last.extra = Some('e');
            }
            continue;
        }
        push(glyphs, sign(part), None, at, at + 1);
    }
}

fn push(glyphs: &mut Vec<Glyph>, c: char, extra: Option<char>, start: usize, end: usize) {
    glyphs.push(Glyph {
        c,
        extra,
        start,
        end,
    });
}

/// A dropped character belongs to the letter before it, so that a span never
/// leaves half a letter behind.
fn stretch(glyphs: &mut [Glyph], at: usize) {
    if let Some(last) = glyphs.last_mut()
        && last.end == at
        && last.c.is_alphanumeric()
    {
        last.end = at + 1;
    }
}

fn umlaut(glyphs: &mut [Glyph], mark: char) {
    if let Some(last) = glyphs.last_mut() {
        last.extra = match (mark, last.c.to_ascii_lowercase()) {
            ('\u{308}', 'a' | 'o' | 'u') => Some('e'),
            ('\u{30a}', 'a') => Some('a'),
            _ => last.extra,
        };
    }
}

fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}')
}

fn mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that NFKD leaves alone, and Cyrillic and Greek letters that look
/// like Latin ones.
fn special(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'Ł' => "L",
        'ı' | 'і' => "i",
        'ø' | 'о' | 'ο' => "o",
        'Ø' | 'О' | 'Ο' => "O",
        'æ' => "ae",
        'Æ' => "Ae",
        'œ' => "oe",
        'Œ' => "Oe",
        'ß' => "ss",
        'ẞ' => "SS",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ħ' => "h",
        'Ħ' | 'Н' | 'Η' => "H",
        'þ' => "th",
        'Þ' => "Th",
        'ŋ' => "n",
        'Ŋ' => "N",
        'ə' | 'е' => "e",
        'Ə' | 'Е' | 'Ε' => "E",
        'а' | 'α' => "a",
        'р' | 'ρ' => "p",
        'с' => "c",
        'х' => "x",
        'у' => "y",
        'ѕ' => "s",
        'ј' => "j",
        'А' | 'Α' => "A",
        'В' | 'Β' => "B",
        'К' | 'Κ' => "K",
        'М' | 'Μ' => "M",
        'Р' | 'Ρ' => "P",
        'С' => "C",
        'Т' | 'Τ' => "T",
        'Х' | 'Χ' => "X",
        _ => return None,
    })
}

fn sign(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2b9}' | '\u{2bb}' | '\u{2bc}' | '\u{2bd}'
        | '\u{2be}' | '\u{2bf}' | '\u{2032}' | '\u{b4}' | '\u{ff07}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{ff0d}' => '-',
        _ if c.is_whitespace() && c != '\n' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> String {
        fold(text).iter().map(|g| g.c).collect()
    }

    #[test]
    fn accents_ligatures_and_invisible_letters_fold_away() {
        assert_eq!(plain("Łukasz Björk"), "Lukasz Bjork");
        assert_eq!(plain("O\u{2019}Ne\u{ad}ill\u{200b}"), "O'Neill");
        assert_eq!(plain("Ｆｕｌｌ%20width"), "Full width");
    }

    #[test]
    fn a_dropped_mark_belongs_to_the_letter_before_it() {
        let glyphs = fold("e\u{301}x");
        assert_eq!((glyphs[0].start, glyphs[0].end), (0, 2));
        assert_eq!((glyphs[1].start, glyphs[1].end), (2, 3));
    }

    proptest! {
        #[test]
        fn places_stay_in_order_and_inside_the_text(text in ".{0,60}") {
            let length = text.chars().count();
            let mut last = 0;
            for glyph in fold(&text) {
                prop_assert!(glyph.start >= last.min(glyph.start) && glyph.start < glyph.end);
                prop_assert!(glyph.end <= length);
                last = glyph.start;
            }
        }
    }
}
