//! An event of LaunchDarkly's stream.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::document::{Document, FlagItem, SegmentItem};
use crate::served::Served;

/// One event as it was sent, up to the empty line that ends it.
pub(crate) struct Event(Vec<u8>);

/// What is to become of an event.
pub(crate) enum Verdict {
    /// It is good; these bytes are for the vendor's crate.
    Pass(Vec<u8>),
    /// It says nothing but that the stream is alive.
    Alive(Vec<u8>),
    /// The flag or segment in it is wrong, for this reason.
    SetAside(String, String),
    /// It is not to be used.
    Refuse(String),
}

#[derive(Deserialize)]
struct Put<'t> {
    #[serde(default)]
    path: String,
    #[serde(borrow)]
    data: &'t RawValue,
}

#[derive(Deserialize)]
struct PatchData<'t> {
    path: String,
    #[serde(borrow)]
    data: &'t RawValue,
}

impl Event {
    /// Takes the first whole event out of what has arrived, of which so much is known to hold none.
    pub(crate) fn take(buffer: &mut Vec<u8>, known: &mut usize) -> Option<Self> {
        // The mark may have begun within what is known.
        let from = known.saturating_sub(3);
        *known = buffer.len();
        let end = |mark: &[u8]| {
            let new = &buffer[from..];
            let at = new.windows(mark.len()).position(|window| window == mark)?;
            Some(from + at + mark.len())
        };
        let end = [end(b"\n\n"), end(b"\r\n\r\n"), end(b"\r\r")]
            .into_iter()
            .flatten()
            .min()?;
        *known = 0;
        let rest = buffer.split_off(end);
        Some(Self(std::mem::replace(buffer, rest)))
    }

    pub(crate) fn judge(self, served: &Served) -> Verdict {
        let Ok(text) = std::str::from_utf8(&self.0) else {
            return Verdict::Refuse("it is not UTF-8".to_owned());
        };
        let mut name = "";
        let mut data: Vec<&str> = Vec::new();
        for line in text.split(['\n', '\r']) {
            let (field, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match field {
                "event" => name = value,
                "data" => data.push(value),
                _ => {}
            }
        }
        let data = data.join("\n");
        match name {
            "put" => put(&data, served),
            "patch" => patch(&data),
            _ => Verdict::Alive(self.0),
        }
    }
}

fn put(data: &str, served: &Served) -> Verdict {
    let put: Put<'_> = match serde_json::from_str(data) {
        Ok(put) => put,
        Err(error) => return Verdict::Refuse(format!("it is no flag data: {error}")),
    };
    if !matches!(put.path.as_str(), "" | "/") {
        return Verdict::Refuse(format!(
            "its path `{}` is none that holds all flags",
            put.path
        ));
    }
    match Document::parse(put.data.get()) {
        Err(reason) => Verdict::Refuse(reason),
        Ok(document) if served.is_suspicious(&document) => {
            Verdict::Refuse(crate::served::Suspicious.to_string())
        }
        Ok(document) => {
            let all = document.to_text();
            served.expect(document.set_aside);
            Verdict::Pass(format!("event: put\ndata: {{\"path\":\"/\",\"data\":{all}}}\n\n").into())
        }
    }
}

fn patch(data: &str) -> Verdict {
    let patch: PatchData<'_> = match serde_json::from_str(data) {
        Ok(patch) => patch,
        Err(error) => return Verdict::Refuse(format!("it is no change of a flag: {error}")),
    };
    let (what, text) = if let Some(key) = patch.path.strip_prefix("/flags/") {
        let item = FlagItem::parse(key, patch.data.get()).map(|item| item.text);
        (format!("flag `{key}`"), item)
    } else if let Some(key) = patch.path.strip_prefix("/segments/") {
        let item = SegmentItem::parse(key, patch.data.get()).map(|item| item.text);
        (format!("segment `{key}`"), item)
    } else {
        // Of a kind that nobody here knows.
        return Verdict::Alive(b":\n\n".to_vec());
    };
    match text {
        Err(reason) => Verdict::SetAside(what, reason),
        Ok(text) => {
            let path = Value::from(patch.path);
            Verdict::Pass(
                format!("event: patch\ndata: {{\"path\":{path},\"data\":{text}}}\n\n").into(),
            )
        }
    }
}
