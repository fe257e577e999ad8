//! A file's list of profiles, and what the formats have in common within each.

use std::num::NonZeroU16;

use super::{JsonReason, Object, Skip, Value};
use crate::config::Problem;
use crate::interop::import::{Entry, Fault, Import, Note, Reason};
use crate::profile::{Host, Mode, Payload, Profile, Protocol, Step, StepError, Transport};

/// What a file says that is an object with a list of profiles under this key. `others` takes the object's other keys.
pub(in crate::interop::import) fn import<'j>(
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
pub(in crate::interop::import) fn profiles<'j>(
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
pub(in crate::interop::import) fn port(text: &str) -> Option<NonZeroU16> {
    let digits = text.trim();
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_plain)
}

/// TCP or UDP by its name in any case; TCP where nothing is said.
pub(in crate::interop::import) fn transport(text: &str) -> Result<Transport, StepError> {
    match text.trim() {
        "" => Ok(Transport::Tcp),
        word => word.parse(),
    }
}

/// A step without anything special. Those programs send an empty datagram; one byte gets through where an empty one does
/// not, and no server looks at it.
pub(in crate::interop::import) fn step(
    port: NonZeroU16,
    transport: Transport,
) -> Result<Step, StepError> {
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
pub(in crate::interop::import) fn bad_step(
    line: usize,
    number: usize,
    problem: impl Into<Problem>,
) -> Skip {
    let problem = problem.into();
    (line, JsonReason::BadStep { number, problem })
}

/// Whether a text names that host.
pub(in crate::interop::import) fn is_host(text: &str, host: &Host) -> bool {
    text.trim().parse().is_ok_and(|other: Host| {
        other.as_str().eq_ignore_ascii_case(host.as_str())
            || other
                .address()
                .is_some_and(|address| host.address() == Some(address))
    })
}
