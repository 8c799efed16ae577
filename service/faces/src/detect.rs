//! The picture goes before the detector, pass by pass and tile by tile.
#![expect(
    clippy::cast_precision_loss,
    reason = "sizes are picture sizes of at most 65,535 pixels"
)]

use gatehouse_domain::{Area, Landmarks, Point};

use crate::decode::Found;
use crate::layout::{Pass, passes};
use crate::merge::{Candidate, merged};
use crate::networks::{Networks, tile_planes};
use crate::resample::{Copy, resized, whole};
use crate::{Error, View};

/// A box that comes nearer than this to an inner border of its tile may be a
/// piece of a face, in pixels of the tile: one cell of the finest stride.
const BORDER: f32 = 8.0;

/// A box of which less than this part lies in the picture is no finding.
const INSIDE: f32 = 0.25;

/// Every face of `view`, best first, in pixels of `view`.
pub(crate) fn faces(networks: &Networks, view: View<'_>) -> Result<Vec<Candidate>, Error> {
    in_passes(networks, view, &passes(view.width(), view.height()))
}

/// The same with passes of the caller's choosing.
pub(crate) fn in_passes(
    networks: &Networks,
    view: View<'_>,
    passes: &[Pass],
) -> Result<Vec<Candidate>, Error> {
    let mut all = Vec::new();
    for pass in passes {
        let picture = resized(view, whole(view), pass.width, pass.height)?;
        for tile in pass.tiles() {
            all.extend(in_tile(networks, view, pass, &picture, tile)?);
        }
    }
    let mut kept = merged(all);
    kept.retain_mut(|face| clipped(face, view));
    Ok(kept)
}

fn in_tile(
    networks: &Networks,
    view: View<'_>,
    pass: &Pass,
    picture: &Copy,
    (left, top): (u32, u32),
) -> Result<impl Iterator<Item = Candidate>, Error> {
    let size = (pass.tile_height as usize, pass.tile_width as usize);
    let input = networks.set().detector.input;
    let planes = tile_planes(picture, (left as usize, top as usize), size, input);
    let mut found = networks.detections(size, &planes)?;
    let believed = pass.least as f32..=pass.most as f32;
    found.retain(|face| believed.contains(&face.area.width));
    let across = view.width() as f32 / pass.width as f32;
    let down = view.height() as f32 / pass.height as f32;
    let (left_inside, top_inside) = (left > 0, top > 0);
    let right_inside = left + pass.tile_width < pass.width;
    let bottom_inside = top + pass.tile_height < pass.height;
    let (tile_width, tile_height) = (pass.tile_width as f32, pass.tile_height as f32);
    Ok(found.into_iter().map(
        move |Found {
                  area,
                  landmarks,
                  score,
              }| {
            let cut = (left_inside && area.left < BORDER)
                || (top_inside && area.top < BORDER)
                || (right_inside && area.left + area.width > tile_width - BORDER)
                || (bottom_inside && area.top + area.height > tile_height - BORDER);
            let place =
                |p: Point| Point::new((p.x + left as f32) * across, (p.y + top as f32) * down);
            let corner = place(Point::new(area.left, area.top));
            Candidate {
                area: Area::new(corner.x, corner.y, area.width * across, area.height * down),
                landmarks: Landmarks::from_points(landmarks.points().map(place)),
                score,
                cut,
            }
        },
    ))
}

/// Cuts a box at the picture's edge; false when too little of it is inside.
fn clipped(face: &mut Candidate, view: View<'_>) -> bool {
    let picture = Area::new(0.0, 0.0, view.width() as f32, view.height() as f32);
    let inside = face.area.overlap(picture);
    if inside < INSIDE * face.area.surface() || inside <= 0.0 {
        return false;
    }
    let Area {
        left,
        top,
        width,
        height,
    } = face.area;
    let (right, bottom) = (
        (left + width).min(picture.width),
        (top + height).min(picture.height),
    );
    let (left, top) = (left.max(0.0), top.max(0.0));
    face.area = Area::new(left, top, right - left, bottom - top);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Scene, embedded};

    fn alike(a: &[Candidate], b: &[Candidate], overlap: f32) -> bool {
        a.len() == b.len()
            && a.iter()
                .all(|x| b.iter().any(|y| x.area.iou(y.area) > overlap))
    }

    #[test]
    fn the_same_faces_are_found_however_the_picture_is_tiled() {
        let scene = Scene::rows(960, 640, &[(60, 2), (44, 3)]);
        let view = scene.view();
        let networks = embedded();
        let one = in_passes(networks, view, &[Pass::in_tiles_of(960, 640, 1344)]).unwrap();
        let four = in_passes(networks, view, &[Pass::in_tiles_of(960, 640, 576)]).unwrap();
        let many = in_passes(networks, view, &[Pass::in_tiles_of(960, 640, 384)]).unwrap();
        assert!(!one.is_empty());
        assert!(
            alike(&one, &four, 0.8),
            "{} whole, {} in four",
            one.len(),
            four.len()
        );
        assert!(
            alike(&one, &many, 0.8),
            "{} whole, {} in many",
            one.len(),
            many.len()
        );
    }

    #[test]
    fn faces_on_the_seam_of_two_tiles_are_found_once_each() {
        // 1800 pixels make two tiles that share columns 896 to 1024.
        let mut scene = Scene::empty(1800, 1300);
        for (place, (x, size)) in [
            (896.0, 60.0),
            (930.0, 80.0),
            (960.0, 110.0),
            (990.0, 150.0),
            (1024.0, 240.0),
        ]
        .into_iter()
        .enumerate()
        {
            scene.face(x, 120.0 + 250.0 * place as f32, size, place);
        }
        let view = scene.view();
        assert_eq!(passes(1800, 1300).last().map(|p| p.columns.len()), Some(2));
        let found = faces(embedded(), view).unwrap();
        for points in &scene.truth {
            let hits = found
                .iter()
                .filter(|f| f.landmarks.nose.distance(points.nose) < points.eye_distance() * 0.5)
                .count();
            assert_eq!(hits, 1, "of a face at {:?}", points.nose);
        }
    }

    #[test]
    fn a_box_is_cut_at_the_edge_of_the_picture_and_dropped_outside() {
        let bytes = vec![0; 100 * 100 * 3];
        let view = View::new(100, 100, &bytes).unwrap();
        let mut face = Candidate {
            area: Area::new(-10.0, 50.0, 40.0, 60.0),
            landmarks: Landmarks::default(),
            score: 0.9,
            cut: false,
        };
        assert!(clipped(&mut face, view));
        assert_eq!(face.area, Area::new(0.0, 50.0, 30.0, 50.0));
        face.area = Area::new(-35.0, 50.0, 40.0, 40.0);
        assert!(!clipped(&mut face, view));
    }
}
