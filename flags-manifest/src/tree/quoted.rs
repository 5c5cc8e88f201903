//! The end of a quoted string, eight bytes at a time.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);

/// The place of the first byte from `at` on that a quoted string cannot just go on with: a double
/// quote, a backslash or a control character; or the end.
#[inline]
pub(crate) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(next) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*next);
        let (quote, escape) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5c));
        // The high bit of each byte that is zero, or below a space. A byte behind such a one may be
        // marked wrongly, the first one never is.
        let found = (quote.wrapping_sub(ONES) & !quote
            | escape.wrapping_sub(ONES) & !escape
            | word.wrapping_sub(ONES * 0x20) & !word)
            & HIGHS;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let found = rest
        .iter()
        .position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\'));
    at + found.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::plain_end;

    /// Byte by byte.
    fn slowly(bytes: &[u8], at: usize) -> usize {
        let ends = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
        let found = bytes[at..].iter().position(ends);
        found.map_or(bytes.len(), |found| at + found)
    }

    #[test]
    fn every_byte_at_every_place() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=255 {
                    for other in [b'a', 0x7f, 0x80, 0xff, b'!', b'#', b'[', b']', b' '] {
                        let mut bytes = vec![other; length];
                        bytes[place] = byte;
                        for at in [0, place, length] {
                            assert_eq!(plain_end(&bytes, at), slowly(&bytes, at), "{bytes:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_first_of_two_counts() {
        for first in [0x1f, b'"', b'\\', 0] {
            for second in 0..=255 {
                let mut bytes = *b"0123456789abcdef";
                (bytes[3], bytes[4]) = (first, second);
                assert_eq!(plain_end(&bytes, 0), 3, "{first} {second}");
            }
        }
    }
}
