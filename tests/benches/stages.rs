//! What each stage of the photo's way costs: clean, detect, embed, match,
//! caption, verdict. Run with `cargo bench -p gatehouse-tests`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gatehouse_app::networks::{Catalogue, EMBEDDED};
use gatehouse_captions as captions;
use gatehouse_domain::{
    Channel, Embedding,
    findings::{TextKind, WordsVerdict},
    matching::{
        Gallery, Lookalikes, Negatives, Probe, RegisterMean, Template, Thresholds, match_faces,
    },
    permission::Source,
    policy::{Case, Event, HeadCounts, Rules, Text, judge},
};
use gatehouse_drawing::Chance;
use gatehouse_faces::View;
use gatehouse_picture::{Limits, Rendition, decode};
use jiff::civil::date;

mod photo;

use photo::photo;

fn pictures(c: &mut Criterion) {
    let bytes = photo();
    let folder = std::env::temp_dir();
    let scanner = Catalogue::new(folder)
        .and_then(|catalogue| catalogue.scanner(EMBEDDED))
        .expect("the embedded set");
    let decoded = decode(&bytes, &Limits::default()).expect("a photo");
    let pixels = &decoded.pixels;
    let view = View::new(pixels.width(), pixels.height(), pixels.rgb()).expect("a view");
    let faces = scanner.scan(view).expect("faces");
    let face = faces.first().expect("a face").landmarks;

    let mut group = c.benchmark_group("picture");
    group.sample_size(10);
    group.bench_function("clean 12 MP to 2048 px", |b| {
        b.iter(|| {
            let decoded = decode(black_box(&bytes), &Limits::default()).expect("a photo");
            Rendition::Channel.make(&decoded.pixels).expect("clean")
        });
    });
    group.bench_function("detect in 12 MP with tiles", |b| {
        b.iter(|| scanner.scan(black_box(view)).expect("faces"));
    });
    group.bench_function("embed one face", |b| {
        b.iter(|| scanner.embed(black_box(view), &face).expect("a direction"));
    });
    group.finish();
}

/// A direction of 256 numbers that looks like nobody's.
fn direction(chance: &mut Chance) -> Embedding {
    let values = (0..256).map(|_| chance.between(-1.0, 1.0)).collect();
    Embedding::normalised(values).expect("a direction")
}

fn matching(c: &mut Criterion) {
    let mut chance = Chance::new(9);
    let roster: Vec<Template<usize>> = (0..30)
        .map(|key| Template::of(key, &[direction(&mut chance)]).expect("a template"))
        .collect();
    let gallery = Gallery::new(&roster, RegisterMean::fixed(vec![0.0; 256])).expect("a gallery");
    let probes: Vec<Probe<usize>> = (0..30)
        .map(|face| Probe {
            face,
            eye_distance_px: 40.0,
            embedding: Some(direction(&mut chance)),
        })
        .collect();
    let thresholds = Thresholds::new(0.5, 0.3, 0.08).expect("thresholds");
    c.bench_function("match 30 faces with 30 pupils", |b| {
        b.iter(|| {
            match_faces(
                black_box(&probes),
                &gallery,
                &thresholds,
                &Lookalikes::none(),
                &Negatives::none(),
            )
        });
    });
}

/// Names nobody has: made of syllables, as many as are asked for.
fn register(pupils: usize) -> captions::Register {
    const SYLLABLES: [&str; 12] = [
        "Ma", "bel", "Tor", "win", "Sa", "rik", "Ode", "lan", "Pri", "mo", "Gwe", "dak",
    ];
    let mut chance = Chance::new(4);
    let mut name =
        |parts: usize| -> String { (0..parts).filter_map(|_| chance.pick(&SYLLABLES)).collect() };
    captions::Register::new((0..pupils).map(|_| captions::Pupil {
        first_name: name(2),
        preferred_name: None,
        surname: name(4),
        class: Some("4M".to_owned()),
        year: Some("Year 4".to_owned()),
    }))
}

fn words(c: &mut Criterion) {
    let caption = "Well done to everybody in Year 4 who helped to paint the scenery, and to Mabel \
                   and Sarik for the lights. More pictures on our website on Friday!";
    for pupils in [300, 2_000] {
        let checker = captions::Checker::new(
            register(pupils),
            captions::School::default(),
            captions::Profile::default(),
        );
        c.bench_function(&format!("caption against {pupils} pupils"), |b| {
            b.iter(|| checker.check(black_box(caption), TextKind::Caption, Channel::Website));
        });
    }
}

fn verdicts(c: &mut Criterion) {
    let case = Case {
        channel: Channel::Website,
        channel_on: true,
        event: Event {
            on: date(2026, 11, 18),
            assent_given: true,
            purpose_recorded: true,
            channel_intended: true,
            device_allowed: true,
            rights_held: true,
            matched: false,
            dpia_valid: true,
            uploader_current: true,
        },
        source: Source {
            imported_on: date(2026, 11, 16),
            fresh_days: 14,
            text_version: 1,
        },
        people: Vec::new(),
        faces: Vec::new(),
        counts: HeadCounts::default(),
        texts: vec![Text {
            kind: TextKind::Caption,
            verdict: WordsVerdict::Warn,
        }],
        words_name_someone: false,
        words_name_someone_else: false,
        lifts: Vec::new(),
    };
    let rules = Rules::default();
    c.bench_function("verdict", |b| {
        b.iter(|| judge(black_box(&case), &rules, date(2026, 11, 20)));
    });
}

criterion_group!(benches, pictures, matching, words, verdicts);
criterion_main!(benches);
