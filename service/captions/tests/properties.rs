//! What must hold for every pupil of every register, however the name is
//! written, and for every text whatever.

use gatehouse_captions::{Checker, Profile, Pupil, Register, School};
use gatehouse_domain::{
    Channel,
    findings::{TextKind, WordsVerdict},
};
use proptest::prelude::*;

/// First names of a British town: many origins, some with marks and parts.
const FIRSTS: &str = "Aanya Adaeze Agnieszka Ahmed Aisling Alfie Amara Anais Angus Arjun Bethan Bilal Björn Caoimhe Carys Chidera Chloé Dafydd Daiyu Ebony Efua Eilidh Elif Emeka Farrah Fatoumata Ffion Finlay Gethin Grace Gurpreet Habib Hamish Hiroshi Hope Ifeoluwa Ilyas Imogen Isla Jagoda Jean-Luc Jia José Kacper Kamaria Khadija Lachlan Leila Llinos Łucja Maeve Malachi Mary-Anne Mateusz Mei-Xing Moïse Muhammad Nasra Niamh Nkechi Oisín Olumide Oskar Padma Parisa Preethi Rafał Rhiannon Ruqayyah Saoirse Senait Sinéad Siôn Tariq Temperance Thandiwe Tiernan Uzma Vihaan Wiktoria Xanthe Yusra Zainab Zuzanna";
/// Surnames of the same town; none is an everyday word.
const SURNAMES: &str = "Abernethy|Achterberg|Adeyemi-Bright|Ahmadzai|al-Zubaidi|Aspinall|Barraclough|Bhattacharyya|Birkenshaw|Blenkinsop|Chakraborty|Chukwuma|Cruickshank|D'Arblay|Dąbrowska|de Oliveira Matos|Dhaliwal|El Mansouri|Entwistle|Fairbrass|FitzWarin|Gebremariam|Grzybowski|Gwilliam|Hægstad|Hebblethwaite|Igwebuike|Jayawardena|Jurkiewicz|Kirkbride|Kowalczyk|Kurşun|Łaszczyk|Llewellyn-Pryce|MacGillivray|McAllister|Mbatha|Mehrotra|Müllner|Ng'ang'a|Nwosu|O'Halloran|O'Shaughnessy|Oyekanmi|Özdemir|Pemberton|Petrauskas|Ramanathan|Rathbone|Ravensdale|Satterthwaite|Singhania|Sørensen|Szczepańska|Tatchell|Thistlethwaite|Tremayne|Ugochukwu|van der Meulen|Venkataraman|von Ahlefeldt|Wolstenholme|Ximénez|Yamoah|Yildirim|Zachariou";

fn pupils() -> Vec<(String, String)> {
    let firsts: Vec<_> = FIRSTS.split(' ').collect();
    let surnames: Vec<_> = SURNAMES.split('|').collect();
    (0..300)
        .map(|n| {
            let first = firsts[(n * 7 + n / 81) % firsts.len()];
            let surname = surnames[(n * 11 + n / 67) % surnames.len()];
            (first.to_owned(), surname.to_owned())
        })
        .collect()
}

fn checker() -> Checker {
    let register = Register::new(pupils().into_iter().map(|(first_name, surname)| Pupil {
        first_name,
        preferred_name: None,
        surname,
        class: Some("4T".to_owned()),
        year: Some("4".to_owned()),
    }));
    Checker::new(register, School::default(), Profile::default())
}

fn verdict(checker: &Checker, text: &str, kind: TextKind) -> WordsVerdict {
    checker.check(text, kind, Channel::Website).findings.verdict
}

fn without_spaces(text: &str, with: &str) -> String {
    text.replace([' ', '-'], with).replace('\'', "")
}

/// Every way in which the name of a pupil is written.
fn spellings(first: &str, surname: &str) -> Vec<(String, TextKind)> {
    let caption = TextKind::Caption;
    let joined = without_spaces(&format!("{first}{surname}"), "");
    let under = without_spaces(&format!("{first}_{surname}"), "_");
    let mut all = vec![
        (format!("Well done {first} {surname}!"), caption),
        (format!("Well done {first} {surname}'s team"), caption),
        (format!("{surname}, {first}"), caption),
        (format!("{} {first}", surname.to_uppercase()), caption),
        (format!("Our star {first} ({surname})"), caption),
        (format!("Our star {first}\u{a0}{surname}"), caption),
        (
            format!("Our star {first} \u{201c}Ace\u{201d} {surname}"),
            caption,
        ),
        (format!("A picture by {surname}"), caption),
        (format!("{first} {surname}").to_uppercase(), caption),
        (format!("{first} {surname}").to_lowercase(), caption),
        (format!("#{joined}"), TextKind::Hashtag),
        (format!("#{}", joined.to_lowercase()), TextKind::Hashtag),
        (format!("@{}", joined.to_lowercase()), TextKind::Handle),
        (
            format!("{}_race_01.jpg", under.to_lowercase()),
            TextKind::Filename,
        ),
        (
            format!("IMG_2041-{}.JPG", under.replace('_', "-")),
            TextKind::Filename,
        ),
        (
            format!("{}.png", under.replace('_', "%20")),
            TextKind::Filename,
        ),
        (
            format!("{}.png", under.replace('_', ".")),
            TextKind::Filename,
        ),
    ];
    let initial: String = first.chars().take(1).collect();
    all.push((format!("{initial}. {surname} in goal"), caption));
    let letter: String = surname
        .chars()
        .find(|c| c.is_uppercase())
        .into_iter()
        .collect();
    all.push((format!("Bravo {first} {letter}."), caption));
    all
}

#[test]
fn every_pupil_is_found_in_every_case_order_separator_fold_tag_and_file_name() {
    let checker = checker();
    let mut missed = Vec::new();
    for (first, surname) in pupils() {
        for (text, kind) in spellings(&first, &surname) {
            if verdict(&checker, &text, kind) != WordsVerdict::Block {
                missed.push(text);
            }
        }
    }
    assert!(missed.is_empty(), "{} missed: {missed:?}", missed.len());
}

#[test]
fn lists_of_first_names_always_pass() {
    let checker = checker();
    let pupils = pupils();
    for three in pupils.windows(3) {
        let [(a, _), (b, _), (c, _)] = three else {
            continue;
        };
        for text in [
            format!("{a}, {b} and {c} won the relay."),
            format!("{a} & {b}'s kite with {c}"),
            format!(
                "{}, {} AND {}",
                a.to_uppercase(),
                b.to_uppercase(),
                c.to_uppercase()
            ),
        ] {
            assert_eq!(
                verdict(&checker, &text, TextKind::Caption),
                WordsVerdict::Allow,
                "{text}"
            );
        }
    }
}

#[test]
fn what_is_suggested_is_allowed_and_keeps_the_first_name() {
    let checker = checker();
    for (first, surname) in pupils() {
        for (text, kind) in spellings(&first, &surname) {
            let Some(suggestion) = checker.check(&text, kind, Channel::Website).suggestion else {
                continue;
            };
            assert_eq!(
                verdict(&checker, &suggestion, kind),
                WordsVerdict::Allow,
                "{suggestion}"
            );
            assert!(
                checker.mentions(&suggestion, &first),
                "{text} became {suggestion}"
            );
        }
    }
}

#[test]
fn nothing_that_is_printed_holds_a_name() {
    let words = checker();
    let checked = words.check(
        "Well done Ffion Tremayne",
        TextKind::Caption,
        Channel::Website,
    );
    let printed = format!("{words:?} {checked:?}");
    assert!(!printed.contains("Ffion") && !printed.contains("Tremayne"));
}

const KINDS: [TextKind; 4] = [
    TextKind::Caption,
    TextKind::Filename,
    TextKind::Hashtag,
    TextKind::Handle,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_valid_and_nothing_panics_whatever_the_text(
        text in r"(\PC|[A-Za-z '.,@#()&_-]|\n|Adeyemi|Bright|Grace|Mrs |aged 7|07700|%20|\u{200b}|ü|ß){0,60}",
        kind in 0usize..4,
        channel in 0usize..7,
    ) {
        let checker = shared();
        let checked = checker.check(&text, KINDS[kind], Channel::ALL[channel]);
        let length = text.chars().count();
        let mut last = 0;
        for span in &checked.findings.spans {
            prop_assert!(span.start < span.end && span.end <= length && span.start >= last);
            last = span.start;
        }
        if let Some(suggestion) = checked.suggestion {
            let again = checker.check(&suggestion, KINDS[kind], Channel::ALL[channel]);
            prop_assert_eq!(again.findings.verdict, WordsVerdict::Allow);
        }
    }
}

fn shared() -> &'static Checker {
    static CHECKER: std::sync::OnceLock<Checker> = std::sync::OnceLock::new();
    CHECKER.get_or_init(checker)
}
