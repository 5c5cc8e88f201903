use super::{BUCKETS, Purpose, bucket, salt, subject, subject_of};

fn rollout(key: &str, flag: &str) -> u32 {
    bucket(subject(key.as_bytes()), salt(flag, Purpose::Rollout))
}

fn split(key: &str, flag: &str) -> u32 {
    bucket(subject(key.as_bytes()), salt(flag, Purpose::Split))
}

#[test]
fn the_published_vectors_hold() {
    let text = include_str!("../../tests/data/bucketing-v1.json");
    let data: serde_json::Value = serde_json::from_str(text).unwrap();
    let vectors = data["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 248);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let number = |name: &str| u32::try_from(vector[name].as_u64().unwrap()).unwrap();
        assert_eq!(
            rollout(text("subject"), text("salt")),
            number("rollout"),
            "{vector}"
        );
        assert_eq!(
            split(text("subject"), text("salt")),
            number("split"),
            "{vector}"
        );
    }
}

#[test]
fn the_ends_of_the_hash_are_the_ends_of_the_buckets() {
    // The steps are a bijection that maps 0 to 0, so that this is the lowest hash.
    assert_eq!(bucket(7, 7), 0);
    let highest = (0..1_000_000_u64).map(|key| bucket(key, 1)).max();
    assert_eq!(highest, Some(BUCKETS - 1));
}

#[test]
fn what_is_shown_hashes_as_its_text() {
    assert_eq!(subject_of(&-42), subject(b"-42"));
    assert_eq!(
        subject_of(&"x".repeat(1000)),
        subject("x".repeat(1000).as_bytes())
    );
}

/// Keys as they come up: a counter, noise, UUIDs and e-mail addresses.
fn keys(count: u64) -> [(&'static str, Vec<String>); 4] {
    let mut state = 42_u64;
    let mut noise = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state ^ (state >> 29)
    };
    let counted = (0..count).map(|key| format!("user-{key}")).collect();
    let random = (0..count).map(|_| format!("{:016x}", noise())).collect();
    let uuids = (0..count)
        .map(|_| {
            let (a, b) = (noise(), noise());
            format!(
                "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
                a >> 32,
                a & 0xffff,
                a >> 20 & 0xfff,
                b >> 48 & 0x3fff | 0x8000,
                b & 0xffff_ffff_ffff
            )
        })
        .collect();
    let names = [
        "ada", "grace", "alan", "edsger", "barbara", "donald", "tony",
    ];
    let hosts = ["example.org", "example.com", "mail.example.net"];
    let mails = (0..count)
        .map(|key| {
            let at = usize::try_from(key).unwrap();
            format!("{}.{key}@{}", names[at % 7], hosts[at / 7 % 3])
        })
        .collect();
    [
        ("counted", counted),
        ("random", random),
        ("uuid", uuids),
        ("e-mail", mails),
    ]
}

/// Chi-square of counts against the same expectation for each.
fn chi_square(counts: &[f64], total: f64) -> f64 {
    let expected = total / counts.len() as f64;
    counts
        .iter()
        .map(|count| (count - expected).powi(2) / expected)
        .sum()
}

#[test]
fn buckets_are_even_for_every_kind_of_key() {
    for (kind, keys) in keys(1_000_000) {
        for flag in ["enable_crazy_feature", "a", "checkout_button"] {
            let mut counts = [0.0; 1000];
            for key in &keys {
                counts[rollout(key, flag) as usize / 100] += 1.0;
            }
            // 999 degrees of freedom: mean 999, sigma 44.7. Five sigma either way.
            let found = chi_square(&counts, 1e6);
            assert!(
                (775.0..1223.0).contains(&found),
                "{kind} under {flag}: {found}"
            );
        }
    }
}

#[test]
fn two_salts_are_independent() {
    let independent = |one: &dyn Fn(&str) -> u32, two: &dyn Fn(&str) -> u32, keys: &[String]| {
        let mut counts = vec![0.0; 400];
        for key in keys {
            counts[(one(key) / 5000 * 20 + two(key) / 5000) as usize] += 1.0;
        }
        // 399 degrees of freedom: mean 399, sigma 28.2. Five sigma either way.
        let found = chi_square(&counts, 1e6);
        assert!((258.0..540.0).contains(&found), "{found}");
    };
    for (_, keys) in keys(1_000_000) {
        independent(&|key| rollout(key, "a"), &|key| rollout(key, "b"), &keys);
        independent(
            &|key| rollout(key, "feature_1"),
            &|key| rollout(key, "feature_2"),
            &keys,
        );
        independent(&|key| rollout(key, "a"), &|key| split(key, "a"), &keys);
    }
}
