//! Manifests in every form that a table may have: of what is not the feature, each line stays.

use fastrand::Rng;

use super::{TRUE, retired};

/// A line, and whether it is the feature's.
pub(crate) type Line = (String, bool);

#[test]
fn every_line_that_is_not_the_features_stays() {
    for seed in 0..1000 {
        let mut rng = Rng::with_seed(seed);
        let lines = manifest(&mut rng);
        let newline = if rng.bool() { "\n" } else { "\r\n" };
        let text: String = lines
            .iter()
            .map(|(line, _)| format!("{line}{newline}"))
            .collect();
        let new = retired(&text, &TRUE);
        let is_new = |line: &&str| line.starts_with("x = { on") || *line == "[retired]";
        let kept: Vec<&str> = lines
            .iter()
            .filter(|(line, of_feature)| !of_feature && !line.is_empty())
            .map(|(line, _)| line.as_str())
            .filter(|line| !is_new(line))
            .collect();
        let found: Vec<&str> = new
            .split(newline)
            .filter(|line| !line.is_empty() && !is_new(line))
            .collect();
        assert_eq!(found, kept, "seed {seed}, of\n{text}\nbecame\n{new}");
        assert_eq!(new.split(newline).filter(is_new).count(), 2, "{new}");
        assert!(!newline.starts_with('\r') || !new.replace("\r\n", "").contains('\n'));
    }
}

pub(crate) fn manifest(rng: &mut Rng) -> Vec<Line> {
    let mut blocks: Vec<Vec<Line>> = Vec::new();
    let mut below_features = vec![("[features]".to_owned(), false)];
    for key in ["a", "x", "c"] {
        let is_x = key == "x";
        let mut add = |line: String| (line, is_x);
        match rng.u8(0..4) {
            0 => {
                let mut block = comment(rng, key);
                block.push(format!("[features.{key}] # {key}"));
                block.extend(body(rng, ""));
                blocks.push(block.into_iter().map(&mut add).collect());
                if rng.bool() {
                    let mut block = comment(rng, key);
                    block.push(format!("[features.{key}.environments.production]"));
                    block.push("default = true".to_owned());
                    blocks.push(block.into_iter().map(&mut add).collect());
                }
            }
            1 => {
                let mut block = comment(rng, key);
                block.push(format!("[[features.{key}.rules]]"));
                block.push("rollout = 25".to_owned());
                block.push(format!("[[features.{key}.rules]]"));
                block.push("serve = true # [features.z]".to_owned());
                blocks.push(block.into_iter().map(&mut add).collect());
            }
            2 => {
                let mut block = comment(rng, key);
                block.push(format!("{key} = {{ default = true, rules = ["));
                block.push("  { rollout = 25 }, # of it".to_owned());
                block.push("] }".to_owned());
                below_features.extend(block.into_iter().map(&mut add));
            }
            _ => {
                let mut block = comment(rng, key);
                block.extend(body(rng, &format!("{key}.")));
                block.push(format!("{key}.owner = \"web\""));
                below_features.extend(block.into_iter().map(&mut add));
            }
        }
    }
    if below_features.len() > 1 {
        blocks.push(below_features);
    }
    blocks.push(vec![
        ("# Whom rules speak of.".to_owned(), false),
        ("[context]".to_owned(), false),
        ("country = \"string\" # [features.x]".to_owned(), false),
    ]);
    if rng.bool() {
        let lines = [
            "[retired]",
            "# [features.x]",
            "old = { on = 2026-01-01, value = 1 }",
        ];
        blocks.push(lines.map(|line| (line.to_owned(), false)).into());
    }
    rng.shuffle(&mut blocks);
    let mut lines = Vec::new();
    for mut block in blocks {
        lines.append(&mut block);
        for _ in 0..rng.usize(0..3) {
            lines.push((String::new(), false));
        }
        if rng.u8(0..4) == 0 && lines.last().is_some_and(|(line, _)| line.is_empty()) {
            lines.push(("# A line on its own.".to_owned(), false));
            lines.push((String::new(), false));
        }
    }
    lines
}

fn comment(rng: &mut Rng, key: &str) -> Vec<String> {
    (0..rng.u8(0..3))
        .map(|line| format!("# {key}, {line}."))
        .collect()
}

fn body(rng: &mut Rng, prefix: &str) -> Vec<String> {
    let mut all = vec![
        format!("{prefix}description = '''\n# [features.z]\n\nIn several lines.'''"),
        format!("{prefix}default = true # x = 1"),
        format!("{prefix}environments.staging = false"),
        format!("{prefix}rules = [{{ when = {{ country = \"DE\" }}, serve = true }}]"),
        format!("# A comment of {prefix}\n{prefix}kind = \"ops\""),
    ];
    rng.shuffle(&mut all);
    all.truncate(rng.usize(0..5));
    all.iter()
        .flat_map(|it| it.split('\n'))
        .map(str::to_owned)
        .collect()
}
