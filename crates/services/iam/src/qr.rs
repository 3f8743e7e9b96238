//! QR codes as PNG images, for the configuration of virtual MFA devices.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use plane::Failure;
use qrcodegen::{QrCode, QrCodeEcc};

/// Pixels of one module.
const SCALE: usize = 5;
/// Modules of white around the code: the standard asks for four.
const QUIET: usize = 4;

/// A text as the PNG image of a QR code.
///
/// # Errors
/// Internal ones, when the text is too long for a QR code.
pub(crate) fn png(text: &str) -> Result<Vec<u8>, Failure> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(Failure::internal)?;
    let modules = usize::try_from(code.size()).map_err(Failure::internal)?;
    let side = (modules + 2 * QUIET) * SCALE;
    // One bit for a pixel, 1 is white; every row begins with its filter type, 0.
    let mut rows = Vec::with_capacity(side * (side / 8 + 2));
    for y in 0..side {
        rows.push(0);
        let mut byte = 0u8;
        for x in 0..side.div_ceil(8) * 8 {
            let dark = x < side && module(&code, x / SCALE, y / SCALE);
            byte = (byte << 1) | u8::from(!dark);
            if x % 8 == 7 {
                rows.push(byte);
                byte = 0;
            }
        }
    }
    let mut compressed = ZlibEncoder::new(Vec::new(), Compression::best());
    compressed.write_all(&rows).map_err(Failure::internal)?;
    let compressed = compressed.finish().map_err(Failure::internal)?;
    let side = u32::try_from(side).map_err(Failure::internal)?;
    let mut header = Vec::new();
    header.extend(side.to_be_bytes());
    header.extend(side.to_be_bytes());
    // Bit depth 1, greyscale, the only compression and filter methods, not interlaced.
    header.extend([1, 0, 0, 0, 0]);
    let mut image = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut image, b"IHDR", &header)?;
    chunk(&mut image, b"IDAT", &compressed)?;
    chunk(&mut image, b"IEND", &[])?;
    Ok(image)
}

fn module(code: &QrCode, x: usize, y: usize) -> bool {
    let place = |at: usize| at.checked_sub(QUIET).and_then(|at| i32::try_from(at).ok());
    match (place(x), place(y)) {
        // Beyond its size a code is light everywhere.
        (Some(x), Some(y)) => code.get_module(x, y),
        _ => false,
    }
}

fn chunk(image: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) -> Result<(), Failure> {
    let length = u32::try_from(data.len()).map_err(Failure::internal)?;
    image.extend(length.to_be_bytes());
    image.extend(kind);
    image.extend(data);
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(data);
    image.extend(crc.sum().to_be_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::ZlibDecoder;
    use qrcodegen::{QrCode, QrCodeEcc};

    use super::{QUIET, SCALE, png};

    #[test]
    fn the_image_holds_the_code() {
        let text = "otpauth://totp/anna@1?secret=ABC";
        let image = png(text).unwrap();
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        assert_eq!(&image[12..16], b"IHDR");
        let side = u32::from_be_bytes(image[16..20].try_into().unwrap()) as usize;
        assert_eq!(side, (code.size() as usize + 2 * QUIET) * SCALE);
        let length = u32::from_be_bytes(image[33..37].try_into().unwrap()) as usize;
        let mut rows = Vec::new();
        ZlibDecoder::new(&image[41..41 + length]).read_to_end(&mut rows).unwrap();
        let stride = side.div_ceil(8) + 1;
        assert_eq!(rows.len(), stride * side);
        for y in 0..code.size() {
            for x in 0..code.size() {
                let (px, py) = ((x as usize + QUIET) * SCALE, (y as usize + QUIET) * SCALE);
                let white = rows[py * stride + 1 + px / 8] >> (7 - px % 8) & 1 == 1;
                assert_eq!(white, !code.get_module(x, y), "{x},{y}");
            }
        }
    }
}
