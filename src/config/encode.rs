//! From a profile back to TOML.

mod closing;
mod spa;
#[cfg(test)]
mod tests;

pub use closing::encode_closing;

use std::time::Duration;

use data_encoding::BASE64;
use toml_edit::{Array, InlineTable, Item, Table, Value};
use zeroize::Zeroizing;

use crate::profile::{
    Action, Field, FollowUp, Mode, Opening, Payload, Profile, Protocol, SecretSource,
    SequenceSource, Server, Settings, Span, Step, Template,
};
use crate::spa::Timeout;

/// A profile as it stands in a file, with the secrets that are in it; of its settings, those that differ from `defaults`.
///
/// What a key cannot say is left out: that a profile has no `bind` where the defaults have one; and, of a profile that
/// cannot use it, a setting that it has only from the defaults of the file it came from.
#[must_use]
pub fn encode_profile(profile: &Profile, defaults: &Settings) -> Table {
    let mut table = Table::new();
    let mut put = |key: &str, value: Value| {
        table.insert(key, Item::Value(value));
    };
    put("name", profile.name.as_str().into());
    if let Some(group) = &profile.group {
        put("group", group.as_str().into());
    }
    put("host", profile.host.as_str().into());
    match &profile.open {
        Opening::Sequence(open) => put("open", sequence(open, &profile.name, Action::Open)),
        Opening::Spa(spa) => put("spa", spa::value(spa, &profile.name)),
    }
    if let Some(close) = &profile.close {
        put("close", sequence(close, &profile.name, Action::Close));
    }
    if let Some(check) = profile.check {
        put("check", i64::from(check.get()).into());
    }
    if let Some(described) = &profile.server {
        put("server", server(described));
    }
    if let Some(timeout) = said_timeout(profile) {
        put("server_timeout", span(timeout));
    }
    if profile.keep_open {
        put("keep_open", true.into());
    }
    if !profile.open_on.is_empty() {
        let triggers = profile.open_on.iter().map(|trigger| trigger.word());
        put("open_on", Value::Array(triggers.collect()));
    }
    if let Some(pause) = profile.watch {
        put("watch", span(pause));
    }
    if let Some(after) = &profile.on_open {
        put("on_open", follow_up(after));
    }
    if let Some(after) = &profile.on_close {
        put("on_close", follow_up(after));
    }
    put_settings(&mut table, &own_settings(profile, defaults), defaults);
    table
}

/// The settings that the profile can use; the others as the defaults have them.
fn own_settings(profile: &Profile, defaults: &Settings) -> Settings {
    let mut settings = profile.settings.clone();
    if profile.open.spa().is_some() {
        settings.delay = defaults.delay;
        settings.family = defaults.family;
    }
    if settings.open_for.length().is_some() && !profile.can_end() {
        settings.open_for = defaults.open_for;
    }
    settings
}

/// Those that differ.
fn put_settings(table: &mut Table, settings: &Settings, defaults: &Settings) {
    let Settings {
        delay,
        family,
        check_timeout,
        retries,
        secret_timeout,
        open_for,
        bind,
    } = settings;
    let mut put = |key: &str, differs: bool, value: Value| {
        if differs {
            table.insert(key, Item::Value(value));
        }
    };
    put("delay", *delay != defaults.delay, span(*delay));
    put(
        "family",
        *family != defaults.family,
        family.to_string().into(),
    );
    put(
        "check_timeout",
        *check_timeout != defaults.check_timeout,
        span(*check_timeout),
    );
    put(
        "retries",
        *retries != defaults.retries,
        i64::from(*retries).into(),
    );
    put(
        "secret_timeout",
        *secret_timeout != defaults.secret_timeout,
        span(*secret_timeout),
    );
    put(
        "open_for",
        *open_for != defaults.open_for,
        open_for.to_string().into(),
    );
    if let Some(way) = bind {
        put("bind", *bind != defaults.bind, way.to_string().into());
    }
}

/// What is said of the server's own time beside what its packet asks for.
fn said_timeout(profile: &Profile) -> Option<Duration> {
    let asked = profile.open.spa().and_then(|spa| spa.timeout);
    profile
        .server_timeout
        .filter(|said| asked.map(Timeout::duration) != Some(*said))
}

fn server(described: &Server) -> Value {
    let mut table = InlineTable::new();
    table.insert("kind", described.kind.word().into());
    if let Some(timeout) = described.seq_timeout {
        table.insert("seq_timeout", span(timeout));
    }
    if let Some(flags) = described.tcp_flags {
        table.insert("tcpflags", flags.to_string().into());
    }
    Value::InlineTable(table)
}

fn span(duration: Duration) -> Value {
    Span::written(duration).into()
}

fn sequence(source: &SequenceSource, profile: &str, action: Action) -> Value {
    let account = Field::Sequence(action).account(profile);
    match source {
        SequenceSource::Literal { sequence, payloads } => {
            let steps = sequence.steps().iter().enumerate().map(|(index, step)| {
                let elsewhere = payloads.iter().find(|(at, _)| *at == index);
                let account = Field::payload(action, index).account(profile);
                step_value(step, elsewhere.map(|(_, source)| secret(source, &account)))
            });
            Value::Array(steps.collect::<Array>())
        }
        SequenceSource::Secret(source) => secret(source, &account),
        SequenceSource::OneTime(list) => pair("one_time", secret(&list.into(), &account)),
    }
}

/// As a text where that says it all, or else as a table.
fn step_value(step: &Step, payload_from: Option<Value>) -> Value {
    let usual_payload = Payload::default();
    let is_usual = |payload: &Payload| payload.bytes() == usual_payload.bytes();
    let text = match &step.protocol {
        Protocol::Tcp {
            port,
            mode: Mode::Syn,
        } => Some(port.to_string()),
        Protocol::Udp { port, payload } if payload_from.is_none() && is_usual(payload) => {
            Some(format!("{port}:udp"))
        }
        Protocol::Icmp { size } => Some(format!("icmp:{size}")),
        Protocol::Tcp { .. } | Protocol::Udp { .. } => None,
    };
    if let (Some(text), None) = (text, step.delay) {
        return text.into();
    }
    let mut table = InlineTable::new();
    if let Some(port) = step.port() {
        table.insert("port", i64::from(port.get()).into());
    }
    match &step.protocol {
        Protocol::Tcp { mode, .. } => {
            if *mode == Mode::Connect {
                table.insert("mode", "connect".into());
            }
        }
        Protocol::Udp { payload, .. } => {
            table.insert("protocol", "udp".into());
            match payload_from {
                Some(value) => {
                    table.insert("payload", value);
                }
                None if !is_usual(payload) => {
                    let value = written(payload.bytes()).as_str().into();
                    table.insert("payload", value);
                }
                None => {}
            }
        }
        Protocol::Icmp { size } => {
            table.insert("protocol", "icmp".into());
            table.insert("size", i64::from(*size).into());
        }
    }
    if let Some(delay) = step.delay {
        table.insert("delay", span(delay));
    }
    Value::InlineTable(table)
}

/// Where a secret comes from; an entry of the keyring that has its usual name is not named.
fn secret(source: &SecretSource, account: &str) -> Value {
    match source {
        SecretSource::Keyring(name) if name == account => pair(source.word(), true),
        SecretSource::Keyring(name) | SecretSource::Env(name) => pair(source.word(), name.as_str()),
        SecretSource::Command(words) => pair(source.word(), words.iter().collect::<Array>()),
        SecretSource::File(path) => pair(source.word(), path.to_string_lossy().as_ref()),
    }
}

/// A secret value as a file has it: text that says what it is, or else base64.
fn written(bytes: &[u8]) -> Zeroizing<String> {
    let is_plain = |text: &&str| {
        !text.contains(char::is_control)
            && !["text:", "hex:", "base64:"]
                .iter()
                .any(|prefix| text.starts_with(prefix))
    };
    match std::str::from_utf8(bytes).ok().filter(is_plain) {
        Some(text) => Zeroizing::new(text.to_owned()),
        None => Zeroizing::new(format!("base64:{}", BASE64.encode(bytes))),
    }
}

fn follow_up(after: &FollowUp) -> Value {
    match after {
        FollowUp::Run(words) => {
            let words = words.iter().map(Template::written);
            pair("run", words.collect::<Array>())
        }
        FollowUp::Url(url) => pair("url", url.written()),
    }
}

fn pair(key: &str, value: impl Into<Value>) -> Value {
    let mut table = InlineTable::new();
    table.insert(key, value.into());
    Value::InlineTable(table)
}
