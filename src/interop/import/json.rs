//! JSON whose values know their lines, and what the formats in it have in common: a list of objects, each a profile.
//!
//! `serde_json` checks the text as a whole, and each level is then taken apart where it stands: nothing is nested too deep
//! for that. It is as strict as RFC 8259, but for the byte order mark that Windows' tools put before a text.

mod keys;
mod object;
mod profiles;
mod reason;
#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;

pub(super) use keys::Keys;
pub(super) use object::{Object, Skip};
pub(super) use profiles::{bad_step, import, is_host, port, profiles, step, transport};
pub use reason::JsonReason;
pub(super) use reason::Wanted;

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{Fault, Reason};

/// A text that may be JSON.
pub(super) struct Json<'t> {
    text: &'t str,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl<'t> Json<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let text = without_mark(text);
        let ends = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { text, ends }
    }

    /// The value that it is.
    pub(super) fn root(&self) -> Result<Value<'_>, Fault> {
        match serde_json::from_str::<&RawValue>(self.text) {
            Ok(raw) => Ok(self.value(raw)),
            Err(error) => Err(Fault::Broken {
                line: error.line().max(1),
                reason: Reason::Json(JsonReason::syntax(&error)),
            }),
        }
    }

    fn value<'j>(&'j self, raw: &'j RawValue) -> Value<'j> {
        let raw = raw.get();
        Value { raw, json: self }
    }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A value of the text, not looked into yet.
#[derive(Clone, Copy)]
pub(super) struct Value<'j> {
    /// A part of the text itself.
    raw: &'j str,
    json: &'j Json<'j>,
}

impl<'j> Value<'j> {
    /// The line that it begins on, from 1.
    pub(super) fn line(self) -> usize {
        let before = self.raw.as_ptr().addr() - self.json.text.as_ptr().addr();
        1 + self.json.ends.partition_point(|end| *end < before)
    }

    /// What is in a list.
    pub(super) fn items(self) -> Option<Vec<Self>> {
        let items: Vec<&RawValue> = self.read()?;
        Some(items.into_iter().map(|raw| self.json.value(raw)).collect())
    }

    /// A text, or a number as it is written; nothing for `null`.
    pub(super) fn text(self) -> Option<Zeroizing<String>> {
        match self.raw.as_bytes().first()? {
            b'"' => self.read().map(Zeroizing::new),
            b'-' | b'0'..=b'9' => Some(Zeroizing::new(self.raw.to_owned())),
            b'n' => Some(Zeroizing::default()),
            _ => None,
        }
    }

    /// A whole number, in quotes or not.
    pub(super) fn whole(self) -> Option<i64> {
        self.text()?.trim().parse().ok()
    }

    /// What says nothing, in whatever way a program writes that.
    fn is_nothing(self) -> bool {
        matches!(self.raw, "null" | "\"\"" | "0" | "false" | "[]" | "{}")
    }

    fn read<T: Deserialize<'j>>(self) -> Option<T> {
        serde_json::from_str(self.raw).ok()
    }
}

/// The members of an object, in order.
struct Members<'j>(Vec<(&'j RawValue, &'j RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
