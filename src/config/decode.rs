//! From TOML text to a configuration, with every mistake and its place.

use std::collections::HashSet;
use std::num::NonZeroU16;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::problem::Words;
use super::{AgentSettings, Config, Diagnostic, LogLevel, Problem};
use crate::profile::{
    Bind, Host, Mode, Payload, Profile, Protocol, Sequence, Settings, Span, Step, StepError,
};

const ROOT_KEYS: &[&str] = &["defaults", "agent", "log", "profile"];
const AGENT_KEYS: &[&str] = &["notifications"];
const LOG_KEYS: &[&str] = &["level"];
const SETTINGS_KEYS: &[&str] = &["delay", "family", "check_timeout", "retries", "bind"];
const PROFILE_KEYS: &[&str] = &[
    "name",
    "group",
    "host",
    "open",
    "close",
    "check",
    "delay",
    "family",
    "check_timeout",
    "retries",
    "bind",
];
const STEP_KEYS: &[&str] = &["port", "protocol", "delay", "payload", "mode"];

/// Reads a configuration.
///
/// # Errors
///
/// Every mistake in the text, in no particular order.
pub fn decode(source: &str) -> Result<Config, Vec<Diagnostic>> {
    let (root, errors) = DeTable::parse_recoverable(source);
    let mut decoder = Decoder::default();
    let config = decoder.config(root.get_ref());
    if !errors.is_empty() {
        decoder.add_syntax_errors(source, &errors);
    }
    if decoder.found.is_empty() {
        Ok(config)
    } else {
        Err(decoder.found)
    }
}

type Value<'i> = Spanned<DeValue<'i>>;

#[derive(Default)]
struct Decoder {
    found: Vec<Diagnostic>,
}

impl Decoder {
    fn config(&mut self, root: &DeTable) -> Config {
        self.unknown_keys(root, ROOT_KEYS);
        let defaults = match root.get("defaults").map(|value| self.table(value)) {
            Some(Some(table)) => {
                self.unknown_keys(table, SETTINGS_KEYS);
                self.settings(table, &Settings::default())
            }
            _ => Settings::default(),
        };
        let mut agent = AgentSettings::default();
        if let Some(Some(table)) = root.get("agent").map(|value| self.table(value)) {
            self.unknown_keys(table, AGENT_KEYS);
            agent.notifications = self.word(table, "notifications").unwrap_or_default();
        }
        let mut log_level = LogLevel::default();
        if let Some(Some(table)) = root.get("log").map(|value| self.table(value)) {
            self.unknown_keys(table, LOG_KEYS);
            log_level = self.word(table, "level").unwrap_or_default();
        }
        Config {
            profiles: self.profiles(root, &defaults),
            agent,
            log_level,
        }
    }

    fn profiles(&mut self, root: &DeTable, defaults: &Settings) -> Vec<Arc<Profile>> {
        let Some(value) = root.get("profile") else {
            return Vec::new();
        };
        let DeValue::Array(tables) = value.get_ref() else {
            self.wrong_type(value, "profiles");
            return Vec::new();
        };
        let mut names = HashSet::new();
        let mut profiles = Vec::new();
        for value in tables {
            let DeValue::Table(table) = value.get_ref() else {
                self.wrong_type(value, "profiles");
                continue;
            };
            let profile = self.profile(value.span(), table, defaults);
            if let Some((name, span)) = name(table)
                && !names.insert(name.clone())
            {
                self.report(span, Problem::DuplicateName(name));
            }
            profiles.extend(profile.map(Arc::new));
        }
        profiles
    }

    fn profile(
        &mut self,
        header: Range<usize>,
        table: &DeTable,
        defaults: &Settings,
    ) -> Option<Profile> {
        self.unknown_keys(table, PROFILE_KEYS);
        for key in ["name", "host", "open"] {
            if !table.contains_key(key) {
                self.report(header.clone(), Problem::MissingKey(key));
            }
        }
        let name = self.label(table, "name");
        let group = self.label(table, "group");
        let host = self.parsed::<Host>(table, "host");
        let open = self.sequence(table, "open");
        let close = self.sequence(table, "close");
        let check = self.check(table);
        let settings = self.settings(table, defaults);
        Some(Profile {
            name: name?,
            group,
            host: host?,
            open: open?,
            close,
            check,
            settings,
        })
    }

    fn settings(&mut self, table: &DeTable, defaults: &Settings) -> Settings {
        Settings {
            delay: self.span(table, "delay").unwrap_or(defaults.delay),
            family: self.word(table, "family").unwrap_or(defaults.family),
            check_timeout: self
                .positive_span(table, "check_timeout")
                .unwrap_or(defaults.check_timeout),
            retries: self.retries(table).unwrap_or(defaults.retries),
            bind: self
                .parsed::<Bind>(table, "bind")
                .or_else(|| defaults.bind.clone()),
        }
    }

    fn check(&mut self, table: &DeTable) -> Option<NonZeroU16> {
        let value = table.get("check")?;
        match value.get_ref() {
            DeValue::Integer(integer) => self.port(value.span(), integer),
            DeValue::String(text) if text == "none" => None,
            _ => {
                self.wrong_type(value, "check");
                None
            }
        }
    }

    fn sequence(&mut self, table: &DeTable, key: &str) -> Option<Sequence> {
        let value = table.get(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, "sequence");
            return None;
        };
        if items.is_empty() {
            self.report(value.span(), Problem::EmptySequence);
        }
        // Every step is looked at, so that every mistake is found; one without a result spoils the sequence.
        let steps: Vec<Option<Step>> = items.iter().map(|item| self.step(item)).collect();
        Sequence::new(steps.into_iter().collect::<Option<Vec<_>>>()?)
    }

    fn step(&mut self, value: &Value) -> Option<Step> {
        match value.get_ref() {
            DeValue::String(text) => self.parse(value.span(), text),
            DeValue::Integer(integer) => Some(Step {
                port: self.port(value.span(), integer)?,
                protocol: Protocol::default(),
                delay: None,
            }),
            DeValue::Table(table) => self.step_table(value.span(), table),
            _ => {
                self.wrong_type(value, "step");
                None
            }
        }
    }

    fn step_table(&mut self, span: Range<usize>, table: &DeTable) -> Option<Step> {
        self.unknown_keys(table, STEP_KEYS);
        let port = match table.get("port").map(|value| (value, value.get_ref())) {
            Some((value, DeValue::Integer(integer))) => self.port(value.span(), integer),
            Some((value, _)) => {
                self.wrong_type(value, "port");
                None
            }
            None => {
                self.report(span, Problem::MissingKey("port"));
                None
            }
        };
        let protocol = self.protocol(table);
        let delay = self.span(table, "delay");
        Some(Step {
            port: port?,
            protocol: protocol?,
            delay,
        })
    }

    fn protocol(&mut self, table: &DeTable) -> Option<Protocol> {
        let mode = self.word::<Mode>(table, "mode");
        let payload = self.parsed::<Payload>(table, "payload");
        let protocol = match table.get("protocol") {
            Some(_) => self.parsed::<Protocol>(table, "protocol")?,
            None => Protocol::default(),
        };
        let misplaced = match protocol {
            Protocol::Tcp(_) => ("payload", "udp"),
            Protocol::Udp(_) => ("mode", "tcp"),
        };
        if let Some((key, _)) = table.get_key_value(misplaced.0) {
            let (key, wants) = (misplaced.0, (key.span(), misplaced.1));
            self.report(
                wants.0,
                Problem::NotForProtocol {
                    key,
                    wants: wants.1,
                },
            );
        }
        Some(match protocol {
            Protocol::Tcp(_) => Protocol::Tcp(mode.unwrap_or_default()),
            Protocol::Udp(_) => Protocol::Udp(payload.unwrap_or_default()),
        })
    }

    fn port(&mut self, span: Range<usize>, integer: &DeInteger) -> Option<NonZeroU16> {
        let port = integer_value(integer)
            .and_then(|number| u16::try_from(number).ok())
            .and_then(NonZeroU16::new);
        if port.is_none() {
            self.report(span, Problem::Step(StepError::NotAPort));
        }
        port
    }

    fn retries(&mut self, table: &DeTable) -> Option<u32> {
        let value = table.get("retries")?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(value, "number");
            return None;
        };
        let retries = integer_value(integer)
            .and_then(|number| u32::try_from(number).ok())
            .filter(|retries| *retries <= Problem::MOST_RETRIES);
        if retries.is_none() {
            self.report(value.span(), Problem::Retries);
        }
        retries
    }

    /// A name or a group: some text that the command line cannot take for a group.
    fn label(&mut self, table: &DeTable, key: &str) -> Option<String> {
        let (text, span) = self.text(table, key)?;
        if text.trim().is_empty() || text.contains(char::is_control) {
            self.report(span, Problem::EmptyName);
            return None;
        }
        if text.starts_with('@') {
            self.report(span, Problem::NameIsGroup);
            return None;
        }
        Some(text.to_owned())
    }

    fn positive_span(&mut self, table: &DeTable, key: &str) -> Option<Duration> {
        let duration = self.span(table, key)?;
        if duration.is_zero() {
            let span = table.get(key)?.span();
            self.report(span, Problem::ZeroSpan);
            return None;
        }
        Some(duration)
    }

    fn span(&mut self, table: &DeTable, key: &str) -> Option<Duration> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => self.parse::<Span>(value.span(), text).map(Span::duration),
            _ => {
                self.wrong_type(value, "span");
                None
            }
        }
    }

    fn word<T: Words>(&mut self, table: &DeTable, key: &str) -> Option<T> {
        let (text, span) = self.text(table, key)?;
        let word = text.parse().ok();
        if word.is_none() {
            self.report(span, Problem::unknown_word(text, T::KNOWN));
        }
        word
    }

    fn parsed<T>(&mut self, table: &DeTable, key: &str) -> Option<T>
    where
        T: FromStr,
        Problem: From<T::Err>,
    {
        let (text, span) = self.text(table, key)?;
        self.parse(span, text)
    }

    fn parse<T>(&mut self, span: Range<usize>, text: &str) -> Option<T>
    where
        T: FromStr,
        Problem: From<T::Err>,
    {
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.report(span, Problem::from(error));
                None
            }
        }
    }

    fn text<'t>(&mut self, table: &'t DeTable, key: &str) -> Option<(&'t str, Range<usize>)> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some((text, value.span())),
            _ => {
                self.wrong_type(value, "text");
                None
            }
        }
    }

    fn table<'t, 'i>(&mut self, value: &'t Value<'i>) -> Option<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong_type(value, "table");
                None
            }
        }
    }

    fn unknown_keys(&mut self, table: &DeTable, known: &[&'static str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                self.report(key.span(), Problem::unknown_key(name, known));
            }
        }
    }

    fn wrong_type(&mut self, value: &Value, wanted: &'static str) {
        let found = value.get_ref().type_str();
        self.report(value.span(), Problem::WrongType { wanted, found });
    }

    fn report(&mut self, span: Range<usize>, problem: Problem) {
        self.found.push(Diagnostic { span, problem });
    }

    /// Adds what the TOML parser found. What a broken line led to is dropped: a key that is missing because its
    /// line could not be read is not a mistake of its own.
    fn add_syntax_errors(&mut self, source: &str, errors: &[toml::de::Error]) {
        let syntax: Vec<Diagnostic> = errors
            .iter()
            .map(|error| Diagnostic {
                span: error.span().unwrap_or(0..0),
                problem: Problem::Syntax(error.message().to_owned()),
            })
            .collect();
        let line = |byte: usize| {
            source[..source.floor_char_boundary(byte)]
                .matches('\n')
                .count()
        };
        let broken: Vec<usize> = syntax.iter().map(|found| line(found.span.start)).collect();
        self.found.retain(|found| {
            !matches!(found.problem, Problem::MissingKey(_))
                && !broken.contains(&line(found.span.start))
        });
        self.found.extend(syntax);
    }
}

/// A profile's name with its place, without a word about its mistakes.
fn name(table: &DeTable) -> Option<(String, Range<usize>)> {
    let value = table.get("name")?;
    match value.get_ref() {
        DeValue::String(text) => Some((text.to_string(), value.span())),
        _ => None,
    }
}

fn integer_value(integer: &DeInteger) -> Option<i64> {
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}
