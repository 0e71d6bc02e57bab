//! [`ShareView`]: the address of a page as text and as a QR code, drawn when the site is built. Nobody else is asked.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// Modules of white around a code (ISO/IEC 18004).
const QUIET: usize = 4;

/// How to pass a page on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShareView {
    /// The address of the page in the world.
    pub url: String,
    /// The side of its QR code with the white around it, in modules: the `viewBox` is `0 0 side side`.
    pub side: usize,
    /// The dark modules as the `d` of an SVG path.
    pub path: String,
}

/// The address as a code. An address too long for any code has none.
pub fn share(url: String) -> Option<ShareView> {
    let code = QrCode::with_error_correction_level(&url, EcLevel::M).ok()?;
    let (width, colours) = (code.width(), code.into_colors());
    let mut path = String::new();
    for (row, line) in colours.chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = line[column..].iter().take_while(|colour| **colour == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET));
            }
            column += run + 1;
        }
    }
    Some(ShareView { url, side: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paints the path and lets another's library look for the code in the picture.
    fn read(view: &ShareView) -> Vec<String> {
        const SCALE: usize = 4;
        let mut dark = vec![vec![false; view.side]; view.side];
        for run in view.path.split('M').skip(1) {
            let (place, rest) = run.split_once('h').unwrap();
            let (column, row) = place.split_once(' ').unwrap();
            let (column, row): (usize, usize) = (column.parse().unwrap(), row.parse().unwrap());
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            dark[row][column..column + length].fill(true);
        }
        let side = view.side * SCALE;
        let grey = |x: usize, y: usize| if dark[y / SCALE][x / SCALE] { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, grey);
        image.detect_grids().into_iter().map(|grid| grid.decode().unwrap().1).collect()
    }

    #[test]
    fn codes_say_the_address() {
        let check = |url: &str| assert_eq!(read(&share(url.to_owned()).unwrap()), [url]);
        check("https://example.org/a/");
        check("https://example.org/carbon/cases/huzhou/huzhou-carbon-efficiency-code/");
        check("https://www.example.gov.cn/en/practices/industrial-park-green-power-trading/");
        check(&format!("https://example.org/{}/", "a".repeat(400)));
        assert_eq!(share("a".repeat(9000)), None);
    }
}
