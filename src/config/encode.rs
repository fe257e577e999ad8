//! From a profile back to TOML, for a lease that outlives the configuration it came from.

use std::time::Duration;

use data_encoding::HEXLOWER;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};
use zeroize::Zeroizing;

use crate::profile::{
    FollowUp, ListSource, Mode, Profile, Protocol, SecretSource, SequenceSource, Settings, Span,
    Step,
};

/// A profile has an opening sequence; nobody opens with this one.
const NEVER_SENT: &str = "1";

/// What is needed of a profile to close it, as a configuration of its own. Where the closing sequence is not kept
/// elsewhere, it is in it, as in the file that it comes from. The opening sequence, which lets people in, is not.
#[must_use]
pub fn encode_closing(profile: &Profile) -> Zeroizing<String> {
    let mut table = Table::new();
    let mut put = |key: &str, value: Value| {
        table.insert(key, Item::Value(value));
    };
    put("name", profile.name.as_str().into());
    put("host", profile.host.as_str().into());
    put(
        "open",
        Value::Array([NEVER_SENT].into_iter().collect::<Array>()),
    );
    if let Some(close) = &profile.close {
        put("close", sequence(close));
    }
    if let Some(check) = profile.check {
        put("check", i64::from(check.get()).into());
    }
    if let Some(timeout) = profile.lapses_after() {
        put("server_timeout", span(timeout));
    }
    if let Some(follow_up) = &profile.on_close {
        put("on_close", written(follow_up));
    }
    put_settings(&mut table, profile);
    let mut tables = toml_edit::ArrayOfTables::new();
    tables.push(table);
    let mut document = DocumentMut::new();
    document.insert("profile", Item::ArrayOfTables(tables));
    Zeroizing::new(document.to_string())
}

fn put_settings(table: &mut Table, profile: &Profile) {
    let Settings {
        delay,
        family: _,
        check_timeout,
        retries,
        secret_timeout,
        open_for,
        bind,
    } = &profile.settings;
    let values = [
        ("delay", span(*delay)),
        ("family", profile.family().to_string().into()),
        ("check_timeout", span(*check_timeout)),
        ("retries", i64::from(*retries).into()),
        ("secret_timeout", span(*secret_timeout)),
    ];
    for (key, value) in values {
        table.insert(key, Item::Value(value));
    }
    // A default that does not fit this profile would be a mistake of its own.
    if profile.close.is_some() {
        table.insert("open_for", Item::Value(open_for.to_string().into()));
    }
    if let Some(bind) = bind {
        table.insert("bind", Item::Value(bind.to_string().into()));
    }
}

fn span(duration: Duration) -> Value {
    Span::written(duration).into()
}

fn sequence(source: &SequenceSource) -> Value {
    match source {
        SequenceSource::Literal { sequence, payloads } => {
            let steps = sequence.steps().iter().enumerate().map(|(index, step)| {
                let elsewhere = payloads.iter().find(|(at, _)| *at == index);
                step_value(step, elsewhere.map(|(_, source)| source))
            });
            Value::Array(steps.collect::<Array>())
        }
        SequenceSource::Secret(source) => secret(source),
        SequenceSource::OneTime(list) => {
            let list = match list {
                ListSource::Keyring(account) => pair("keyring", account.as_str()),
                ListSource::File(path) => pair("file", path.to_string_lossy().as_ref()),
            };
            pair("one_time", list)
        }
    }
}

fn step_value(step: &Step, payload_from: Option<&SecretSource>) -> Value {
    let mut table = InlineTable::new();
    table.insert("protocol", step.protocol.transport().word().into());
    if let Some(port) = step.port() {
        table.insert("port", i64::from(port.get()).into());
    }
    match &step.protocol {
        Protocol::Tcp {
            mode: Mode::Syn, ..
        } => {}
        Protocol::Tcp {
            mode: Mode::Connect,
            ..
        } => {
            table.insert("mode", "connect".into());
        }
        Protocol::Udp { payload, .. } => {
            let value = match payload_from {
                Some(source) => secret(source),
                None => format!("hex:{}", HEXLOWER.encode(payload.bytes())).into(),
            };
            table.insert("payload", value);
        }
        Protocol::Icmp { size } => {
            table.insert("size", i64::from(*size).into());
        }
    }
    if let Some(delay) = step.delay {
        table.insert("delay", span(delay));
    }
    Value::InlineTable(table)
}

fn secret(source: &SecretSource) -> Value {
    match source {
        SecretSource::Keyring(name) | SecretSource::Env(name) => pair(source.word(), name.as_str()),
        SecretSource::Command(words) => pair(source.word(), words.iter().collect::<Array>()),
        SecretSource::File(path) => pair(source.word(), path.to_string_lossy().as_ref()),
    }
}

fn written(follow_up: &FollowUp) -> Value {
    match follow_up {
        FollowUp::Run(words) => {
            let words = words.iter().map(crate::profile::Template::written);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::decode;
    use std::path::Path;
    use std::sync::Arc;

    const THREE: &str = r#"
        [defaults]
        bind = "wg0"
        open_for = "15m"
        [[profile]]
        name = "a \"b\" {c}"
        host = "2001:db8::1"
        open = ["61871"]
        close = ["7000", { port = 8000, protocol = "udp", payload = "hex:00ff", delay = "500ms" },
                 { port = 1, mode = "connect" }, "icmp:84",
                 { port = 2, protocol = "udp", payload = { env = "X" } }]
        check = 22
        family = "both"
        retries = 0
        server_timeout = "30s"
        keep_open = true
        on_open = { run = ["x y", "{host}", "{{}}"] }
        on_close = { url = "https://{host}:{port}" }
        [[profile]]
        name = "b"
        host = "b.example"
        open = { command = ["pass", "show", "x"] }
        close = { one_time = { file = "/x/list" } }
        [[profile]]
        name = "c"
        host = "c.example"
        open = { keyring = true }
    "#;

    fn profiles() -> Vec<Arc<Profile>> {
        decode(THREE, Path::new("")).unwrap().profiles
    }

    fn all_written() -> String {
        let profiles = profiles();
        let written = profiles.iter().map(|one| encode_closing(one).to_string());
        written.collect()
    }

    #[test]
    fn what_is_needed_to_close_is_written_and_read_again() {
        for profile in profiles() {
            let written = encode_closing(&profile);
            let again = decode(&written, Path::new("")).unwrap_or_else(|mistakes| {
                panic!("{mistakes:?} in\n{}", &*written);
            });
            assert_eq!(encode_closing(&again.profiles[0]), written);
        }
        let all = all_written();
        for part in [
            "7000",
            "hex:00ff",
            "500ms",
            "\"connect\"",
            "size = 84",
            "env = \"X\"",
            "wg0",
            "15m",
            "/x/list",
            "family = \"both\"",
            "https://{host}:{port}",
            "check = 22",
        ] {
            assert!(all.contains(part), "{part} is missing in\n{all}");
        }
    }

    #[test]
    fn an_opening_sequence_is_not_written() {
        let all = all_written();
        for part in ["61871", "pass", "keyring"] {
            assert!(!all.contains(part), "{part} is in\n{all}");
        }
    }
}
