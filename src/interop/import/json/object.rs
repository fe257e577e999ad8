//! An object of a file, whose keys are taken out one by one.

use std::num::NonZeroU16;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{JsonReason, Members, Value, Wanted, port};
use crate::interop::import::{Note, Reason, name_from};
use crate::profile::{Host, Span};

/// An object whose keys are taken out one by one, in any case; what is left in the end has not been understood.
pub(in crate::interop::import) struct Object<'j> {
    /// The line that it begins on.
    pub(in crate::interop::import) line: usize,
    members: Vec<Member<'j>>,
    /// The profile that it is, or belongs to.
    pub(super) name: Option<String>,
    notes: Vec<Note>,
}

struct Member<'j> {
    key: String,
    line: usize,
    value: Value<'j>,
}

/// Why there is no profile, and on which line.
pub(in crate::interop::import) type Skip = (usize, JsonReason);

impl<'j> Object<'j> {
    /// The object that a value is.
    pub(in crate::interop::import) fn of(value: Value<'j>) -> Option<Self> {
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
    pub(in crate::interop::import) fn part(&self, value: Value<'j>) -> Option<Self> {
        let mut part = Self::of(value)?;
        part.name.clone_from(&self.name);
        Some(part)
    }

    /// What there was to say about a part, and that what is left of it has not been understood.
    pub(in crate::interop::import) fn absorb(&mut self, part: Self) {
        self.notes.append(&mut part.finish());
    }

    /// The last value of a key, as every program takes it.
    pub(in crate::interop::import) fn take(&mut self, key: &'static str) -> Option<Value<'j>> {
        let is_it = |member: &mut Member| member.key.eq_ignore_ascii_case(key);
        let mut found: Vec<Member> = self.members.extract_if(.., is_it).collect();
        let last = found.pop();
        for earlier in found {
            self.note(earlier.line, JsonReason::Twice(key));
        }
        last.map(|member| member.value)
    }

    /// A key that says nothing about a profile.
    pub(in crate::interop::import) fn pass_over(&mut self, key: &'static str) {
        self.take(key);
    }

    /// A key for something that there is not here.
    pub(in crate::interop::import) fn pass_over_said(&mut self, key: &'static str) {
        if let Some(value) = self.take(key).filter(|value| !value.is_nothing()) {
            self.note(value.line(), JsonReason::NoCounterpart(key));
        }
    }

    /// A key's value as this makes something of it; where it cannot, that is said. `null` is as good as no key.
    pub(in crate::interop::import) fn read<T>(
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
    pub(in crate::interop::import) fn text(
        &mut self,
        key: &'static str,
    ) -> Option<Zeroizing<String>> {
        self.read(key, Wanted::Text, Value::text)
            .filter(|text| !text.trim().is_empty())
    }

    /// A list; an empty one where there is none.
    pub(in crate::interop::import) fn list(&mut self, key: &'static str) -> Vec<Value<'j>> {
        self.read(key, Wanted::List, Value::items)
            .unwrap_or_default()
    }

    pub(in crate::interop::import) fn flag(&mut self, key: &'static str) -> bool {
        self.read(key, Wanted::YesOrNo, Value::read)
            .unwrap_or(false)
    }

    pub(in crate::interop::import) fn whole(&mut self, key: &'static str) -> Option<i64> {
        self.read(key, Wanted::Whole, Value::whole)
    }

    /// A service's port; an empty text is none.
    pub(in crate::interop::import) fn service_port(
        &mut self,
        key: &'static str,
    ) -> Option<NonZeroU16> {
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
    pub(in crate::interop::import) fn duration(
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
    pub(in crate::interop::import) fn word(
        &mut self,
        key: &'static str,
        words: &[&str],
    ) -> Option<usize> {
        self.read(key, Wanted::Word, |value| {
            let text = value.text()?;
            let is_it = |word: &&str| word.eq_ignore_ascii_case(text.trim());
            let named = words.iter().position(is_it);
            named.or_else(|| text.trim().parse().ok().filter(|at| *at < words.len()))
        })
    }

    /// A profile's name and host. What has no name is called by its host.
    pub(in crate::interop::import) fn name_and_host(
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
    pub(in crate::interop::import) fn line_of(&self, key: &str) -> usize {
        let mut members = self.members.iter().rev();
        members
            .find(|member| member.key.eq_ignore_ascii_case(key))
            .map_or(self.line, |member| member.value.line())
    }

    pub(in crate::interop::import) fn note(&mut self, line: usize, reason: JsonReason) {
        self.notes.push(Note {
            line,
            name: self.name.clone(),
            is_skipped: self.name.is_none(),
            reason: Reason::Json(reason),
        });
    }

    /// What there was to say about it, and that what is left has not been understood.
    pub(super) fn finish(mut self) -> Vec<Note> {
        for Member { key, line, .. } in std::mem::take(&mut self.members) {
            self.note(line, JsonReason::unknown_key(&key));
        }
        self.notes
    }
}
