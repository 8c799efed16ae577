//! A detection error trade-off curve as a picture: FMR against FNMR, both
//! logarithmic, as ISO/IEC 19795-1 draws it.

use std::fmt::Write as _;

use gatehouse_domain::matching::metrics::OperatingPoint;

const SIDE: f64 = 480.0;
const EDGE: f64 = 60.0;
/// Least rate drawn; nothing rarer was measured by the sets this is used on.
const LEAST: f64 = 1e-4;

/// Where a rate stands between the edges, 0 to 1.
fn along(rate: f64) -> f64 {
    1.0 - rate.clamp(LEAST, 1.0).log10() / LEAST.log10()
}

/// An SVG picture of the curve, 600 by 600; empty axes without points.
#[must_use]
pub fn det_plot(points: &[OperatingPoint]) -> String {
    let x = |rate: f64| EDGE + along(rate) * SIDE;
    let y = |rate: f64| EDGE + (1.0 - along(rate)) * SIDE;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 600\" font-family=\"sans-serif\" font-size=\"14\">\n\
         <title>Detection error trade-off</title>\n<rect width=\"600\" height=\"600\" fill=\"#fff\"/>\n",
    );
    // Writing into a String cannot fail.
    for (rate, label) in [
        (1.0, "1"),
        (0.1, "0.1"),
        (0.01, "0.01"),
        (1e-3, "0.001"),
        (1e-4, "0.0001"),
    ] {
        let _ = writeln!(
            svg,
            "<path d=\"M{0:.1} {EDGE}V{1:.1}M{EDGE} {2:.1}H{1:.1}\" stroke=\"#ccc\"/>\
             <text x=\"{0:.1}\" y=\"560\" text-anchor=\"middle\">{label}</text>\
             <text x=\"52\" y=\"{3:.1}\" text-anchor=\"end\">{label}</text>",
            x(rate),
            EDGE + SIDE,
            y(rate),
            y(rate) + 5.0,
        );
    }
    let line: Vec<String> = points
        .iter()
        .map(|point| format!("{:.1},{:.1}", x(point.fmr), y(point.fnmr)))
        .collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#1d4f91\" stroke-width=\"2\"/>\n\
         <text x=\"300\" y=\"588\" text-anchor=\"middle\">false match rate (FMR)</text>\n\
         <text x=\"16\" y=\"300\" text-anchor=\"middle\" transform=\"rotate(-90 16 300)\">false non-match rate (FNMR)</text>\n</svg>",
        line.join(" ")
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_has_a_point_for_each_threshold_inside_the_axes() {
        let points = [(1e-9, 0.9), (0.01, 0.1), (1.0, 0.0)].map(|(fmr, fnmr)| OperatingPoint {
            threshold: 0.5,
            fmr,
            fnmr,
        });
        let svg = det_plot(&points);
        assert!(svg.contains("points=\"60.0,"));
        assert!(svg.contains("540.0,540.0\""));
    }
}
