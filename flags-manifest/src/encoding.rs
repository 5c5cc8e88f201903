//! Bytes to text.

use crate::diagnostic::Diagnostic;

/// Bytes that are no text in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The text as near as it can be told, to show the finding in.
    pub text: String,
    /// Where it goes wrong, and what to do.
    pub finding: Diagnostic,
}

/// The text of a file.
///
/// ```
/// let error = flags_manifest::encoding::decode(b"[features.a]\n# caf\xe9\n".to_vec()).unwrap_err();
/// let shown = error.finding.render("features.toml", &error.text);
/// assert!(shown.contains(" --> features.toml:2:6"));
/// ```
///
/// # Errors
///
/// If it is not UTF-8, with the first place that is not.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotUtf8> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let place = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let not_utf8 = |text: String, message: String, place: usize| NotUtf8 {
        finding: Diagnostic {
            message,
            // One character: what is shown in place of the bytes that are none.
            span: Some(place..(place + char::REPLACEMENT_CHARACTER.len_utf8()).min(text.len())),
            help: Some("save it as UTF-8".to_owned()),
        },
        text,
    };
    Err(match utf16(bytes) {
        Some(text) => not_utf8(text, "the file is UTF-16".to_owned(), 0),
        None => not_utf8(
            String::from_utf8_lossy(bytes).into_owned(),
            format!(
                "the file is not UTF-8, found the byte 0x{:02x}",
                bytes[place]
            ),
            place,
        ),
    })
}

/// The text of bytes that begin with the byte-order mark of UTF-16.
fn utf16(bytes: &[u8]) -> Option<String> {
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..]
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]));
    Some(
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}
