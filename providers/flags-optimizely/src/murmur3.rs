//! MurmurHash3, x86, 32 bits: what Optimizely puts subjects into buckets with.
//!
//! Public domain, by Austin Appleby. It reads the two texts that it is given as if they were one, so
//! that nobody has to join them.

/// Hash of `first` followed by `second`.
pub(crate) fn hash(first: &[u8], second: &[u8], seed: u32) -> u32 {
    let mut state = seed;
    let mut block = [0_u8; 4];
    let mut filled = 0;
    let mut length = 0_u32;
    for byte in first.iter().chain(second) {
        block[filled] = *byte;
        filled += 1;
        length = length.wrapping_add(1);
        if filled == 4 {
            state ^= scramble(u32::from_le_bytes(block));
            state = state
                .rotate_left(13)
                .wrapping_mul(5)
                .wrapping_add(0xe654_6b64);
            (block, filled) = ([0; 4], 0);
        }
    }
    if filled > 0 {
        state ^= scramble(u32::from_le_bytes(block));
    }
    state ^= length;
    state = (state ^ (state >> 16)).wrapping_mul(0x85eb_ca6b);
    state = (state ^ (state >> 13)).wrapping_mul(0xc2b2_ae35);
    state ^ (state >> 16)
}

const fn scramble(block: u32) -> u32 {
    block
        .wrapping_mul(0xcc9e_2d51)
        .rotate_left(15)
        .wrapping_mul(0x1b87_3593)
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[track_caller]
    fn check(text: &[u8], seed: u32, expected: u32) {
        for at in 0..=text.len() {
            let (first, second) = text.split_at(at);
            assert_eq!(hash(first, second, seed), expected, "split at {at}");
        }
    }

    // The vectors that Wikipedia's article "MurmurHash" and the discussions of the reference
    // implementation give for the 32-bit function.
    #[test]
    fn published_vectors() {
        check(b"", 0, 0);
        check(b"", 1, 0x514e_28b7);
        check(b"", 0xffff_ffff, 0x81f1_6f39);
        check(&[0xff; 4], 0, 0x7629_3b50);
        check(&[0x21, 0x43, 0x65, 0x87], 0, 0xf55b_516b);
        check(&[0x21, 0x43, 0x65, 0x87], 0x5082_edee, 0x2362_f9de);
        check(&[0x21, 0x43, 0x65], 0, 0x7e4a_8634);
        check(&[0x21, 0x43], 0, 0xa0f7_b07a);
        check(&[0x21], 0, 0x7266_1cf4);
        check(&[0; 4], 0, 0x2362_f9de);
        check(&[0; 3], 0, 0x85f0_b427);
        check(&[0; 2], 0, 0x30f4_c306);
        check(&[0; 1], 0, 0x514e_28b7);
        check(b"test", 0, 0xba6b_d213);
        check(b"test", 0x9747_b28c, 0x704b_81dc);
        check(b"Hello, world!", 0, 0xc036_3e43);
        check(b"Hello, world!", 0x9747_b28c, 0x2488_4cba);
        check(
            b"The quick brown fox jumps over the lazy dog",
            0,
            0x2e4f_f723,
        );
        check(
            b"The quick brown fox jumps over the lazy dog",
            0x9747_b28c,
            0x2fa8_26cd,
        );
    }
}
