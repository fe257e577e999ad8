//! The `spa` table of a profile.

use std::time::Duration;

use toml_edit::{InlineTable, Value};

use super::{secret, span, written};
use crate::profile::{
    Allow, ClockOffset, Field, KeySource, Spa, SpaNat, SpaPort, SpaTransport, Span,
};
use crate::spa::Algorithm;

/// A single packet as it stands in a file; what is usual is not said.
pub(super) fn value(spa: &Spa, profile: &str) -> Value {
    let mut table = InlineTable::new();
    let mut put = |key: &str, value: Value| {
        table.insert(key, value);
    };
    put("access", spa.access.to_string().into());
    put("key", key(&spa.key, Field::Key, profile));
    match &spa.hmac {
        Some(hmac) => {
            put("hmac_key", key(&hmac.key, Field::HmacKey, profile));
            if hmac.algorithm != Algorithm::default() {
                put("hmac", hmac.algorithm.word().into());
            }
        }
        None => put("hmac", "none".into()),
    }
    match spa.port {
        SpaPort::Fixed(Spa::PORT) => {}
        SpaPort::Fixed(port) => put("port", i64::from(port.get()).into()),
        SpaPort::Random => put("random_port", true.into()),
    }
    if let Some(port) = spa.source_port {
        put("source_port", i64::from(port.get()).into());
    }
    if spa.transport != SpaTransport::default() {
        put("transport", spa.transport.word().into());
    }
    if let Some(allow) = &spa.allow {
        put("allow", whom(allow).into());
    }
    if let Some(timeout) = spa.timeout {
        put("timeout", span(timeout.duration()));
    }
    match &spa.nat {
        Some(SpaNat::Forward(target)) => put("nat", target.to_string().into()),
        Some(SpaNat::Local(target)) => {
            put("local_nat", true.into());
            if let Some(target) = target {
                put("nat", target.to_string().into());
            }
        }
        None => {}
    }
    if let Some(user) = &spa.user {
        put("user", user.as_str().into());
    }
    if spa.digest != Algorithm::default() {
        put("digest", spa.digest.word().into());
    }
    if spa.clock_offset != ClockOffset::default() {
        put("clock_offset", offset(spa.clock_offset).into());
    }
    Value::InlineTable(table)
}

fn key(source: &KeySource, field: Field, profile: &str) -> Value {
    match source {
        KeySource::Literal(key) => written(key.expose()).as_str().into(),
        KeySource::Secret(source) => secret(source, &field.account(profile)),
    }
}

fn whom(allow: &Allow) -> String {
    match allow {
        Allow::Local => "local".to_owned(),
        Allow::Source => "source".to_owned(),
        Allow::Address(address) => address.to_string(),
        Allow::Service(service) => service.to_string(),
    }
}

fn offset(offset: ClockOffset) -> String {
    let sign = if offset.seconds() < 0 { "-" } else { "" };
    let length = Duration::from_secs(offset.seconds().unsigned_abs());
    format!("{sign}{}", Span::written(length))
}
