//! The `spa` table of a profile.

use std::net::Ipv4Addr;
use std::num::NonZeroU16;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Decoder;
use crate::config::{Problem, SpaProblem};
use crate::profile::{
    Allow, ClockOffset, Field, HmacSource, KeySource, Secret, SecretSource, Settings, Spa, SpaNat,
    SpaPort, SpaTransport,
};
use crate::public_address::can_be_a_host;
use crate::spa::{Access, Algorithm, CipherMode, HmacKey, Key, Target, Timeout, Unsupported, User};

const SPA: &str = "spa";
const SPA_KEYS: &[&str] = &[
    "access",
    "key",
    "hmac_key",
    "hmac",
    "port",
    "random_port",
    "source_port",
    "transport",
    "allow",
    "timeout",
    "nat",
    "local_nat",
    "user",
    "digest",
    "mode",
    "clock_offset",
];
/// What is a profile's: in TOML, whatever stands below `[profile.spa]` is in it.
const OUTSIDE: [&str; 10] = [
    "check",
    "group",
    "host",
    "keep_open",
    "name",
    "on_open",
    "open_on",
    "retries",
    "server",
    "server_timeout",
];
/// What fwknop calls by these names is refused by its own name.
const UNSUPPORTED: [(&str, Unsupported); 2] =
    [("command", Unsupported::Command), ("gpg", Unsupported::Gpg)];
/// What a single packet has no use for.
const NOT_BESIDE: [&str; 3] = ["open", "close", "delay"];
/// Written in place of an algorithm: the packets are not signed.
const NO_HMAC: &str = "none";
const HMAC_WORDS: [&str; 8] = [
    "md5", "sha1", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", NO_HMAC,
];

impl Decoder<'_> {
    /// The single packet that a profile is opened with, and what its keys contradict.
    pub(super) fn spa(
        &mut self,
        profile: &DeTable,
        name: Option<&str>,
        settings: &Settings,
    ) -> Option<Spa> {
        let value = profile.get(SPA)?;
        for key in NOT_BESIDE {
            if let Some((written, _)) = profile.get_key_value(key) {
                self.report(written.span(), SpaProblem::Beside(key));
            }
        }
        self.only_ipv4(profile);
        let table = self.table(value)?;
        for key in table.keys() {
            let name: &str = key.get_ref();
            match UNSUPPORTED.iter().find(|(word, _)| *word == name) {
                Some((_, unsupported)) => {
                    self.report(key.span(), SpaProblem::Unsupported(*unsupported));
                }
                None if OUTSIDE.contains(&name) => {
                    self.report(key.span(), SpaProblem::Outside(name.to_owned()));
                }
                None if !SPA_KEYS.contains(&name) => {
                    self.report(key.span(), Problem::unknown_key(name, SPA_KEYS));
                }
                None => {}
            }
        }
        for key in ["access", "key"] {
            if !table.contains_key(key) {
                self.report(value.span(), Problem::MissingKey(key));
            }
        }
        let account = |field: Field| name.map(|name| field.account(name)).unwrap_or_default();
        let is_key = |bytes: &[u8]| Key::new(bytes).err().map(SpaProblem::Key);
        let is_hmac_key = |bytes: &[u8]| HmacKey::new(bytes).err().map(SpaProblem::HmacKey);
        let access = self.parsed::<Access>(table, "access");
        let key = self.key(table, "key", &account(Field::Key), is_key);
        let hmac_key = self.key(table, "hmac_key", &account(Field::HmacKey), is_hmac_key);
        let hmac = self.hmac(value.span(), table, hmac_key);
        self.parsed::<CipherMode>(table, "mode");
        let spa = Spa {
            port: self.spa_port(table),
            source_port: self.numbered_port(table, "source_port"),
            transport: self.word(table, "transport").unwrap_or_default(),
            allow: self.allow(table),
            timeout: self.timeout(table),
            nat: self.nat(table),
            user: self.parsed::<User>(table, "user"),
            digest: self.word(table, "digest").unwrap_or_default(),
            clock_offset: self
                .parsed::<ClockOffset>(table, "clock_offset")
                .unwrap_or_default(),
            access: access?,
            key: key?,
            hmac,
        };
        self.fits_together(table, &spa, settings);
        Some(spa)
    }

    /// fwknop speaks of IPv4 addresses alone.
    fn only_ipv4(&mut self, profile: &DeTable) {
        if is_text(profile, "family", |text| matches!(text, "ipv6" | "both")) {
            self.report_key(profile, "family", SpaProblem::Ipv4Only);
        }
        if is_text(profile, "host", |text| text.contains(':')) {
            self.report_key(profile, "host", SpaProblem::Ipv4Only);
        }
    }

    /// What is right by itself and cannot work together.
    fn fits_together(&mut self, table: &DeTable, spa: &Spa, settings: &Settings) {
        if matches!(spa.allow, Some(Allow::Service(_))) && settings.bind.is_some() {
            self.report_key(table, "allow", SpaProblem::ServiceAndBind);
        }
        if spa.port == SpaPort::Random && spa.transport != SpaTransport::Udp {
            self.report_key(table, "random_port", SpaProblem::RandomNotUdp);
        }
        let same = |key: &KeySource, other: &KeySource| match (key, other) {
            (KeySource::Literal(key), KeySource::Literal(other)) => key.expose() == other.expose(),
            (KeySource::Secret(source), KeySource::Secret(other)) => source == other,
            _ => false,
        };
        if spa
            .hmac
            .as_ref()
            .is_some_and(|hmac| same(&spa.key, &hmac.key))
        {
            self.report_key(table, "hmac_key", SpaProblem::SameKeys);
        }
    }

    /// A key, or where it comes from.
    fn key(
        &mut self,
        table: &DeTable,
        key: &str,
        account: &str,
        mistake: impl Fn(&[u8]) -> Option<SpaProblem>,
    ) -> Option<KeySource> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::Table(source) => self
                .secret_source(value.span(), source, account, &SecretSource::WORDS)
                .map(KeySource::Secret),
            DeValue::String(text) => {
                let problem = match Secret::parse(text) {
                    Ok(secret) => match mistake(secret.expose()) {
                        None => return Some(KeySource::Literal(Arc::new(secret))),
                        Some(mistake) => mistake.into(),
                    },
                    Err(error) => Problem::Payload(error.into()),
                };
                self.report(value.span(), problem);
                None
            }
            _ => {
                self.wrong_type(value, "key");
                None
            }
        }
    }

    /// What packets are signed with, unless it is said that they are not.
    fn hmac(
        &mut self,
        span: Range<usize>,
        table: &DeTable,
        key: Option<KeySource>,
    ) -> Option<HmacSource> {
        if is_text(table, "hmac", |text| text.eq_ignore_ascii_case(NO_HMAC)) {
            if table.contains_key("hmac_key") {
                self.report_key(table, "hmac", SpaProblem::HmacKeyUnused);
            }
            return None;
        }
        let algorithm = match table.get("hmac") {
            None => Some(Algorithm::default()),
            Some(_) => self.hmac_algorithm(table),
        };
        if !table.contains_key("hmac_key") {
            self.report(span, Problem::MissingKey("hmac_key"));
        }
        Some(HmacSource {
            key: key?,
            algorithm: algorithm?,
        })
    }

    fn hmac_algorithm(&mut self, table: &DeTable) -> Option<Algorithm> {
        let (text, span) = self.text(table, "hmac")?;
        let algorithm = text.parse().ok();
        if algorithm.is_none() {
            self.report(span, Problem::unknown_word(text, &HMAC_WORDS));
        }
        algorithm
    }

    fn spa_port(&mut self, table: &DeTable) -> SpaPort {
        let is_random = self.flag(table, "random_port").unwrap_or_default();
        if is_random && table.contains_key("port") {
            self.report_key(table, "port", SpaProblem::PortAndRandom);
        }
        let fixed = self.numbered_port(table, "port").unwrap_or(Spa::PORT);
        if is_random {
            SpaPort::Random
        } else {
            SpaPort::Fixed(fixed)
        }
    }

    fn numbered_port(&mut self, table: &DeTable, key: &str) -> Option<NonZeroU16> {
        let value = table.get(key)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(value, "port");
            return None;
        };
        self.port(value.span(), integer)
    }

    /// `local`, `source`, an IPv4 address, or a service that answers with one.
    fn allow(&mut self, table: &DeTable) -> Option<Allow> {
        let (text, span) = self.text(table, "allow")?;
        match text {
            "local" => return Some(Allow::Local),
            "source" => return Some(Allow::Source),
            _ => {}
        }
        if text.contains("://") {
            return self.parse(span, text).map(Allow::Service);
        }
        match text.parse::<Ipv4Addr>() {
            Ok(address) if can_be_a_host(address) || address.is_loopback() => {
                Some(Allow::Address(address))
            }
            _ => {
                self.report(span, SpaProblem::Allow);
                None
            }
        }
    }

    /// Whole seconds, as many as the server takes.
    fn timeout(&mut self, table: &DeTable) -> Option<Timeout> {
        let length: Duration = self.positive_span(table, "timeout")?;
        let timeout = Timeout::of(length);
        if timeout.is_none() {
            self.report_key(table, "timeout", SpaProblem::Timeout);
        }
        timeout
    }

    fn nat(&mut self, table: &DeTable) -> Option<SpaNat> {
        let is_local = self.flag(table, "local_nat").unwrap_or_default();
        let target = self.parsed::<Target>(table, "nat");
        match (is_local, target) {
            (true, target) => Some(SpaNat::Local(target)),
            (false, Some(target)) => Some(SpaNat::Forward(target)),
            (false, None) => None,
        }
    }
}

fn is_text(table: &DeTable, key: &str, is_it: impl Fn(&str) -> bool) -> bool {
    match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::String(text)) => is_it(text),
        _ => false,
    }
}
