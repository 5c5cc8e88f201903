//! Files that are not UTF-8.

use expect_test::{Expect, expect};
use flags_manifest::encoding::decode;

#[track_caller]
fn check(bytes: &[u8], expected: Expect) {
    let error = decode(bytes.to_vec()).expect_err("it is not UTF-8");
    expected.assert_eq(&error.finding.render("features.toml", &error.text));
}

#[test]
fn utf_8_is_taken() {
    let text = "\u{feff}# ö";
    assert_eq!(decode(text.into()).as_deref(), Ok(text));
}

#[test]
fn f02_columns_count_characters_and_not_bytes() {
    check(
        b"# a\r\n# \xc3\xb6l caf\xe9 au lait\n# \xff\n",
        expect![[r#"
            the file is not UTF-8, found the byte 0xe9
             --> features.toml:2:9
              |
            2 | # öl caf� au lait
              |         ^
              = help: save it as UTF-8"#]],
    );
}

#[test]
fn f02_a_sequence_that_is_cut_off_at_the_end() {
    check(
        b"# \xe2\x82",
        expect![[r#"
            the file is not UTF-8, found the byte 0xe2
             --> features.toml:1:3
              |
            1 | # �
              |   ^
              = help: save it as UTF-8"#]],
    );
}

#[test]
fn f02_utf_16_of_either_order_is_shown_as_text() {
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let text = "\u{feff}[features.ö]\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
        check(
            &bytes,
            expect![[r#"
                the file is UTF-16
                 --> features.toml:1:1
                  |
                1 | [features.ö]
                  | ^^^
                  = help: save it as UTF-8"#]],
        );
    }
}
