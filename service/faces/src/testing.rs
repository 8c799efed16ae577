//! Drawn faces for the tests of the scan stop: no photograph of anybody lies
//! in this project.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "drawings are small and their colours are clamped"
)]

use std::sync::{LazyLock, OnceLock};

use gatehouse_domain::{Landmarks, Point};

use crate::manifest::{
    ChannelOrder, Crop, Detector, Embedder, Floors, Grade, Input, Measured, NetworkFile,
    NetworkSet, Outputs,
};
use crate::similarity::TEMPLATE;
use crate::{FaceScanner, Networks, View};

/// The entry of the compiled set, as in `models/manifest.toml`.
pub(crate) fn embedded_set() -> NetworkSet {
    let file = |file: &str, sha256: &str, bytes| NetworkFile {
        file: file.into(),
        sha256: sha256.into(),
        bytes,
        licence: "as the project".into(),
        training_data: "see models/embedded/CARD.md".into(),
        origin: "models/training".into(),
        address: None,
    };
    NetworkSet {
        name: "embedded".into(),
        grade: Grade::Assistive,
        untested: false,
        note: "proposes, does not decide".into(),
        detector: Detector {
            network: file(
                "detector.onnx",
                "9b27ffc60c04952c150a1bd33515fdf0ab325cae4bb01693274482cca1b4129e",
                1_648_291,
            ),
            input: Input {
                order: ChannelOrder::Bgr,
                subtract: 0.0,
                divide: 1.0,
            },
            outputs: Outputs::YunetTwelve,
        },
        embedder: Embedder {
            network: file(
                "embedder.onnx",
                "a8599cb9d0fbd222703cf6e59e199cd761a4e01c1f319c776a3bc4480e21c983",
                4_482_058,
            ),
            input: Input {
                order: ChannelOrder::Rgb,
                subtract: 127.5,
                divide: 127.5,
            },
            crop: Crop::FivePoint112,
            dimension: 256,
            floors: Some(Floors {
                matching: 0.50,
                uncertain: 0.30,
            }),
            measured: vec![Measured {
                what: "LFW view 2, accuracy".into(),
                value: 0.9542,
            }],
            not_measured: "not measured on children".into(),
            mean: None,
        },
    }
}

/// The compiled networks, loaded once for all tests.
pub(crate) fn scanner() -> &'static FaceScanner {
    static SCANNER: LazyLock<FaceScanner> =
        LazyLock::new(|| FaceScanner::new(Networks::embedded(&embedded_set()).unwrap()));
    &SCANNER
}

/// The same for tests below the scanner.
pub(crate) fn embedded() -> &'static Networks {
    static NETWORKS: OnceLock<Networks> = OnceLock::new();
    NETWORKS.get_or_init(|| Networks::embedded(&embedded_set()).unwrap())
}

/// A picture with drawn faces and where their points are.
pub(crate) struct Scene {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
    /// The five points of each face, in the order of drawing.
    pub(crate) truth: Vec<Landmarks>,
}

impl Scene {
    /// Rows of faces: (height of a face in pixels, how many), evenly placed.
    pub(crate) fn rows(width: usize, height: usize, rows: &[(usize, usize)]) -> Self {
        let mut scene = Self::empty(width, height);
        for (row, (size, count)) in rows.iter().enumerate() {
            let y = height as f32 * (row as f32 + 0.5) / rows.len() as f32;
            for place in 0..*count {
                let x = width as f32 * (place as f32 + 0.5) / *count as f32;
                scene.face(x, y, *size as f32, row * 7 + place);
            }
        }
        scene
    }

    /// A background without a face.
    pub(crate) fn empty(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            rgb: (0..width * height)
                .flat_map(|i| {
                    let shade = 90 + (i / width * 60 / height) as u8;
                    [shade, shade + 10, shade + 20]
                })
                .collect(),
            truth: Vec::new(),
        }
    }

    /// The picture.
    pub(crate) fn view(&self) -> View<'_> {
        View::new(self.width as u32, self.height as u32, &self.rgb).unwrap()
    }

    /// Draws a face `size` pixels high about `x`, `y`; `who` varies it.
    pub(crate) fn face(&mut self, x: f32, y: f32, size: f32, who: usize) {
        let unit = size / 100.0;
        let wide = 1.0 + (who % 3) as f32 * 0.04;
        let tone = 0.72 + (who % 4) as f32 * 0.09;
        let skin = [225.0 * tone, 178.0 * tone, 150.0 * tone];
        let dark = skin.map(|v| v * 0.72);
        let hair = [50.0 + (who % 5) as f32 * 22.0, 34.0, 24.0];
        let mut oval = |dx: f32, dy: f32, w: f32, h: f32, soft: f32, colour: [f32; 3]| {
            self.oval(
                [x + dx * unit, y + dy * unit],
                [w * unit, h * unit],
                soft,
                colour,
            );
        };
        oval(0.0, 95.0, 62.0, 45.0, 0.04, [60.0, 80.0, 140.0]); // shoulders
        oval(0.0, 52.0, 17.0, 26.0, 0.1, dark); // neck
        oval(0.0, -12.0, 43.0 * wide, 49.0, 0.06, hair);
        oval(-37.0 * wide, 4.0, 6.0, 10.0, 0.2, dark); // ears
        oval(37.0 * wide, 4.0, 6.0, 10.0, 0.2, dark);
        oval(0.0, 4.0, 36.0 * wide, 47.0, 0.05, dark);
        oval(-2.0, 2.0, 33.0 * wide, 43.0, 0.6, skin);
        for side in [-1.0, 1.0] {
            oval(side * 15.0, -3.0, 10.0, 7.0, 0.5, dark); // socket
            oval(side * 15.0, -13.0, 9.0, 2.2, 0.4, hair); // brow
            oval(side * 15.0, -2.0, 7.0, 3.6, 0.2, [240.0; 3]);
            oval(side * 15.0, -2.0, 3.4, 3.5, 0.2, [70.0, 55.0, 45.0]);
            oval(side * 15.0, -2.0, 1.6, 1.7, 0.2, [12.0; 3]);
            oval(side * 14.0, -3.2, 0.9, 0.9, 0.3, [250.0; 3]);
        }
        oval(4.0, 9.0, 3.5, 11.0, 0.9, dark); // side of the nose
        oval(
            0.0,
            16.0,
            6.5,
            3.6,
            0.7,
            skin.map(|v| (v * 1.12).min(255.0)),
        );
        oval(-4.0, 19.0, 2.2, 1.4, 0.5, dark.map(|v| v * 0.6));
        oval(4.0, 19.0, 2.2, 1.4, 0.5, dark.map(|v| v * 0.6));
        oval(0.0, 31.0, 13.0, 4.4, 0.3, [165.0, 75.0, 75.0]);
        oval(0.0, 30.6, 11.5, 1.0, 0.4, [90.0, 35.0, 40.0]);
        let at = |dx: f32, dy: f32| Point::new(x + dx * unit, y + dy * unit);
        self.truth.push(Landmarks::from_points([
            at(-15.0, -2.0),
            at(15.0, -2.0),
            at(0.0, 16.0),
            at(-12.5, 31.0),
            at(12.5, 31.0),
        ]));
    }

    /// An oval whose edge fades over `soft` of its radius.
    fn oval(&mut self, centre: [f32; 2], radii: [f32; 2], soft: f32, colour: [f32; 3]) {
        let from = |c: f32, r: f32| (c - r * 1.1).floor().max(0.0) as usize;
        let to = |c: f32, r: f32, end: usize| ((c + r * 1.1).ceil().max(0.0) as usize).min(end);
        let pixel = (1.0 / radii[0].min(radii[1])).max(soft);
        for y in from(centre[1], radii[1])..to(centre[1], radii[1], self.height) {
            for x in from(centre[0], radii[0])..to(centre[0], radii[0], self.width) {
                let out =
                    ((x as f32 - centre[0]) / radii[0]).hypot((y as f32 - centre[1]) / radii[1]);
                let cover = ((1.0 + pixel / 2.0 - out) / pixel).clamp(0.0, 1.0);
                let start = (y * self.width + x) * 3;
                for (value, ink) in self.rgb[start..start + 3].iter_mut().zip(colour) {
                    *value = (f32::from(*value) * (1.0 - cover) + ink * cover) as u8;
                }
            }
        }
    }

    /// Averages every pixel with its neighbours, `times` over.
    pub(crate) fn blur(&mut self, times: usize) {
        for _ in 0..times {
            let old = self.rgb.clone();
            for y in 1..self.height - 1 {
                for i in (y * self.width + 1) * 3..((y + 1) * self.width - 1) * 3 {
                    let row = self.width * 3;
                    let sum: u32 = [i, i - 3, i + 3, i - row, i + row]
                        .into_iter()
                        .map(|j| u32::from(old[j]))
                        .sum();
                    self.rgb[i] = (sum / 5) as u8;
                }
            }
        }
    }

    /// Divides every value.
    pub(crate) fn darken(&mut self, by: u8) {
        for value in &mut self.rgb {
            *value /= by;
        }
    }
}

#[test]
fn drawn_points_have_the_shape_of_the_template() {
    let scene = Scene::rows(300, 300, &[(100, 1)]);
    let place =
        crate::similarity::Similarity::between(&scene.truth[0].points(), &TEMPLATE).unwrap();
    for (point, target) in scene.truth[0].points().into_iter().zip(TEMPLATE) {
        let (x, y) = place.target_of(f64::from(point.x), f64::from(point.y));
        assert!((x - f64::from(target.x)).hypot(y - f64::from(target.y)) < 6.0);
    }
}
