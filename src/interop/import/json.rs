//! JSON whose values know their lines, and what the formats in it have in common: a list of objects, each a profile.
//!
//! `serde_json` checks the text as a whole, and each level is then taken apart where it stands: nothing is nested too deep
//! for that. It is as strict as RFC 8259, but for the byte order mark that Windows' tools put before a text.

mod keys;
mod reason;
#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;

pub(super) use keys::Keys;
pub use reason::JsonReason;
pub(super) use reason::Wanted;

use std::fmt;
use std::num::NonZeroU16;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{Entry, Fault, Import, Note, Reason, name_from};
use crate::config::Problem;
use crate::profile::{Host, Mode, Payload, Profile, Protocol, Span, Step, StepError, Transport};

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

/// An object whose keys are taken out one by one, in any case; what is left in the end has not been understood.
pub(super) struct Object<'j> {
    /// The line that it begins on.
    pub(super) line: usize,
    members: Vec<Member<'j>>,
    /// The profile that it is, or belongs to.
    name: Option<String>,
    notes: Vec<Note>,
}

struct Member<'j> {
    key: String,
    line: usize,
    value: Value<'j>,
}

/// Why there is no profile, and on which line.
pub(super) type Skip = (usize, JsonReason);

impl<'j> Object<'j> {
    /// The object that a value is.
    pub(super) fn of(value: Value<'j>) -> Option<Self> {
        let Members(members) = value.read()?;
        let member = |(key, raw)| {
            let key = value.json.value(key);
            Member {
                line: key.line(),
                // One with half of a surrogate pair is no text; it is not understood under whatever name.
                key: key.read().unwrap_or_default(),
                value: value.json.value(raw),
            }
        };
        Some(Self {
            line: value.line(),
            members: members.into_iter().map(member).collect(),
            name: None,
            notes: Vec::new(),
        })
    }

    /// The object that a value is, which is a part of this one's profile.
    pub(super) fn part(&self, value: Value<'j>) -> Option<Self> {
        let mut part = Self::of(value)?;
        part.name.clone_from(&self.name);
        Some(part)
    }

    /// What there was to say about a part, and that what is left of it has not been understood.
    pub(super) fn absorb(&mut self, part: Self) {
        self.notes.append(&mut part.finish());
    }

    /// The last value of a key, as every program takes it.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Value<'j>> {
        let is_it = |member: &mut Member| member.key.eq_ignore_ascii_case(key);
        let mut found: Vec<Member> = self.members.extract_if(.., is_it).collect();
        let last = found.pop();
        for earlier in found {
            self.note(earlier.line, JsonReason::Twice(key));
        }
        last.map(|member| member.value)
    }

    /// A key that says nothing about a profile.
    pub(super) fn pass_over(&mut self, key: &'static str) {
        self.take(key);
    }

    /// A key for something that there is not here.
    pub(super) fn pass_over_said(&mut self, key: &'static str) {
        if let Some(value) = self.take(key).filter(|value| !value.is_nothing()) {
            self.note(value.line(), JsonReason::NoCounterpart(key));
        }
    }

    /// A key's value as this makes something of it; where it cannot, that is said. `null` is as good as no key.
    pub(super) fn read<T>(
        &mut self,
        key: &'static str,
        wanted: Wanted,
        value: impl Fn(Value<'j>) -> Option<T>,
    ) -> Option<T> {
        let found = self.take(key).filter(|found| found.raw != "null")?;
        let read = value(found);
        if read.is_none() {
            self.note(found.line(), JsonReason::Unusable(key, wanted));
        }
        read
    }

    /// A text that is more than blanks.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Zeroizing<String>> {
        self.read(key, Wanted::Text, Value::text)
            .filter(|text| !text.trim().is_empty())
    }

    /// A list; an empty one where there is none.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<Value<'j>> {
        self.read(key, Wanted::List, Value::items)
            .unwrap_or_default()
    }

    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.read(key, Wanted::YesOrNo, Value::read)
            .unwrap_or(false)
    }

    pub(super) fn whole(&mut self, key: &'static str) -> Option<i64> {
        self.read(key, Wanted::Whole, Value::whole)
    }

    /// A service's port; an empty text is none.
    pub(super) fn service_port(&mut self, key: &'static str) -> Option<NonZeroU16> {
        self.read(key, Wanted::Port, |value| {
            let text = value.text()?;
            if text.trim().is_empty() {
                return Some(None);
            }
            port(&text).map(Some)
        })
        .flatten()
    }

    /// How many of these units something takes; brought into these bounds.
    pub(super) fn duration(
        &mut self,
        key: &'static str,
        unit: Duration,
        (least, most): (Duration, Duration),
    ) -> Option<Duration> {
        let line = self.line_of(key);
        let number = |value: Value| value.text()?.trim().parse::<f64>().ok();
        let count = self.read(key, Wanted::Number, number)?;
        let seconds = count * unit.as_secs_f64();
        let asked = Duration::try_from_secs_f64(seconds).ok();
        let bounded = match asked {
            Some(asked) => asked.clamp(least, most),
            None if seconds > 0.0 => most,
            None => least,
        };
        if asked != Some(bounded) {
            self.note(line, JsonReason::Bounded(key, Span::written(bounded)));
        }
        Some(bounded)
    }

    /// One of a few words in any case, or its number from 0.
    pub(super) fn word(&mut self, key: &'static str, words: &[&str]) -> Option<usize> {
        self.read(key, Wanted::Word, |value| {
            let text = value.text()?;
            let is_it = |word: &&str| word.eq_ignore_ascii_case(text.trim());
            let named = words.iter().position(is_it);
            named.or_else(|| text.trim().parse().ok().filter(|at| *at < words.len()))
        })
    }

    /// A profile's name and host. What has no name is called by its host.
    pub(super) fn name_and_host(
        &mut self,
        name: &'static str,
        host: &'static str,
    ) -> Result<(String, Host), Skip> {
        self.name = self.text(name).and_then(|text| name_from(&text));
        let line = self.line_of(host);
        let text = self
            .text(host)
            .ok_or((self.line, JsonReason::NoHost(host)))?;
        let host: Host = text
            .trim()
            .parse()
            .map_err(|_| (line, JsonReason::BadHost))?;
        let unnamed = self.name.is_none();
        let name = self.name.get_or_insert_with(|| host.to_string()).clone();
        if unnamed {
            self.note(self.line, JsonReason::NoName);
        }
        Ok((name, host))
    }

    /// The line that a key's value is on, or the object's.
    pub(super) fn line_of(&self, key: &str) -> usize {
        let mut members = self.members.iter().rev();
        members
            .find(|member| member.key.eq_ignore_ascii_case(key))
            .map_or(self.line, |member| member.value.line())
    }

    pub(super) fn note(&mut self, line: usize, reason: JsonReason) {
        self.notes.push(Note {
            line,
            name: self.name.clone(),
            is_skipped: self.name.is_none(),
            reason: Reason::Json(reason),
        });
    }

    /// What there was to say about it, and that what is left has not been understood.
    fn finish(mut self) -> Vec<Note> {
        for Member { key, line, .. } in std::mem::take(&mut self.members) {
            self.note(line, JsonReason::unknown_key(&key));
        }
        self.notes
    }
}

/// What a file says that is an object with a list of profiles under this key. `others` takes the object's other keys.
pub(super) fn import<'j>(
    root: Value<'j>,
    key: &'static str,
    others: impl FnOnce(&mut Object<'j>),
    profile: impl Fn(&mut Object<'j>) -> Result<Profile, Skip>,
) -> Result<Import, Fault> {
    let line = root.line();
    let broken = |line| Fault::Broken {
        line,
        reason: Reason::Json(JsonReason::NoList(key)),
    };
    let mut object = Object::of(root).ok_or_else(|| broken(line))?;
    let list = object.take(key).ok_or_else(|| broken(line))?;
    let items = list.items().ok_or_else(|| broken(list.line()))?;
    others(&mut object);
    let mut import = profiles(items, profile);
    import.notes.append(&mut object.finish());
    import.notes.sort_by_key(|note| note.line);
    Ok(import)
}

/// The profiles that the objects of a list are.
pub(super) fn profiles<'j>(
    items: Vec<Value<'j>>,
    profile: impl Fn(&mut Object<'j>) -> Result<Profile, Skip>,
) -> Import {
    let mut import = Import::default();
    let skipped = |name, (line, reason)| Note {
        line,
        name,
        is_skipped: true,
        reason: Reason::Json(reason),
    };
    for item in items {
        let Some(mut object) = Object::of(item) else {
            let reason = (item.line(), JsonReason::NotAnObject);
            import.notes.push(skipped(None, reason));
            continue;
        };
        match profile(&mut object) {
            Ok(profile) => {
                import.entries.push(Entry {
                    profile,
                    line: object.line,
                    kept: Vec::new(),
                });
                import.notes.append(&mut object.finish());
            }
            Err(reason) => import.notes.push(skipped(object.name, reason)),
        }
    }
    import.notes.sort_by_key(|note| note.line);
    import
}

/// A port, which other programs write with blanks and zeros before it too.
pub(super) fn port(text: &str) -> Option<NonZeroU16> {
    let digits = text.trim();
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_plain)
}

/// TCP or UDP by its name in any case; TCP where nothing is said.
pub(super) fn transport(text: &str) -> Result<Transport, StepError> {
    match text.trim() {
        "" => Ok(Transport::Tcp),
        word => word.parse(),
    }
}

/// A step without anything special. Those programs send an empty datagram; one byte gets through where an empty one does
/// not, and no server looks at it.
pub(super) fn step(port: NonZeroU16, transport: Transport) -> Result<Step, StepError> {
    let protocol = match transport {
        Transport::Tcp => Protocol::Tcp {
            port,
            mode: Mode::default(),
        },
        Transport::Udp => Protocol::Udp {
            port,
            payload: Payload::default(),
        },
        Transport::Icmp => return Err(StepError::UnknownProtocol),
    };
    Ok(Step {
        protocol,
        delay: None,
    })
}

/// Why a profile is left out whose step of this number, from 1, cannot be made out.
pub(super) fn bad_step(line: usize, number: usize, problem: impl Into<Problem>) -> Skip {
    let problem = problem.into();
    (line, JsonReason::BadStep { number, problem })
}

/// Whether a text names that host.
pub(super) fn is_host(text: &str, host: &Host) -> bool {
    text.trim().parse().is_ok_and(|other: Host| {
        other.as_str().eq_ignore_ascii_case(host.as_str())
            || other
                .address()
                .is_some_and(|address| host.address() == Some(address))
    })
}
