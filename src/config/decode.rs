//! From TOML text to a configuration, with every mistake and its place.

mod spa;

use std::collections::HashSet;
use std::num::NonZeroU16;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::problem::Words;
use super::{AgentSettings, Config, Diagnostic, Interface, LogLevel, Problem, SpaProblem};
use crate::profile::{
    Action, Bind, Field, FollowUp, Host, ListSource, Mode, Opening, Payload, Profile, Protocol,
    SecretSource, Sequence, SequenceSource, Server, ServerKind, Settings, Spa, Span, Step,
    StepError, TcpFlags, Template, Term, Transport,
};
use crate::spa::Timeout;

const ROOT_KEYS: &[&str] = &["defaults", "agent", "interface", "log", "profile"];
const DROP_IN_KEYS: &[&str] = &["defaults", "profile"];
const AGENT_KEYS: &[&str] = &["notifications", "close_on"];
const INTERFACE_KEYS: &[&str] = &["language", "theme"];
const LOG_KEYS: &[&str] = &["level"];
const SETTINGS_KEYS: &[&str] = &[
    "delay",
    "family",
    "check_timeout",
    "retries",
    "secret_timeout",
    "open_for",
    "bind",
];
const PROFILE_KEYS: &[&str] = &[
    "name",
    "group",
    "host",
    "open",
    "close",
    "spa",
    "check",
    "delay",
    "family",
    "check_timeout",
    "retries",
    "secret_timeout",
    "open_for",
    "server",
    "server_timeout",
    "keep_open",
    "open_on",
    "watch",
    "on_open",
    "on_close",
    "bind",
];
const STEP_KEYS: &[&str] = &["port", "protocol", "delay", "payload", "mode", "size"];
const SERVER_KEYS: &[&str] = &["kind", "seq_timeout", "tcpflags"];
const FOLLOW_UP_KEYS: &[&str] = &["run", "url"];
const ONE_TIME: &str = "one_time";
const SEQUENCE_SOURCE_KEYS: &[&str] = &["keyring", "env", "command", "file", ONE_TIME];
/// The protocols that a step's key goes with.
const STEP_KEYS_FOR: &[(&str, &[Transport])] = &[
    ("port", &[Transport::Tcp, Transport::Udp]),
    ("mode", &[Transport::Tcp]),
    ("payload", &[Transport::Udp]),
    ("size", &[Transport::Icmp]),
];

/// Reads a configuration. A secret's file whose path is relative lies below `folder`.
///
/// # Errors
///
/// Every mistake in the text, in no particular order.
pub fn decode(source: &str, folder: &Path) -> Result<Config, Vec<Diagnostic>> {
    let (root, errors) = DeTable::parse_recoverable(source);
    let mut decoder = Decoder::new(folder);
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

/// The environment variables that a text names as sources of secrets, wherever they stand and whatever is wrong beside.
pub(super) fn secret_variables(source: &str) -> Vec<String> {
    fn collect(value: &DeValue, found: &mut Vec<String>) {
        match value {
            DeValue::Array(items) => items.iter().for_each(|item| collect(item.get_ref(), found)),
            DeValue::Table(table) => collect_from(table, found),
            _ => {}
        }
    }
    fn collect_from(table: &DeTable, found: &mut Vec<String>) {
        for (key, value) in table {
            let key: &str = key.get_ref();
            match value.get_ref() {
                DeValue::String(name) if key == "env" => found.push(name.to_string()),
                value => collect(value, found),
            }
        }
    }
    let mut found = Vec::new();
    // Most configurations have none, and a knock does not wait for a second reading.
    if source.contains("env") {
        let (root, _) = DeTable::parse_recoverable(source);
        collect_from(root.get_ref(), &mut found);
    }
    found
}

/// A profile, and where in its text its name stands.
pub(super) type Placed = (Arc<Profile>, Range<usize>);

/// Reads a drop-in: profiles, and defaults of its own on top of those of the user's file.
///
/// # Errors
///
/// Every mistake in the text, in no particular order.
pub(super) fn decode_drop_in(
    source: &str,
    path: &Path,
    defaults: &Settings,
) -> Result<Vec<Placed>, Vec<Diagnostic>> {
    let (root, errors) = DeTable::parse_recoverable(source);
    let mut decoder = Decoder::new(path.parent().unwrap_or(Path::new("")));
    decoder.origin = Some(path.into());
    let profiles = decoder.drop_in(root.get_ref(), defaults);
    if !errors.is_empty() {
        decoder.add_syntax_errors(source, &errors);
    }
    if decoder.found.is_empty() {
        Ok(profiles)
    } else {
        Err(decoder.found)
    }
}

type Value<'i> = Spanned<DeValue<'i>>;

/// Reads values, and notes what is wrong with them.
pub(super) struct Decoder<'f> {
    folder: &'f Path,
    /// The drop-in that is read.
    origin: Option<Arc<Path>>,
    found: Vec<Diagnostic>,
}

impl<'f> Decoder<'f> {
    pub(super) fn new(folder: &'f Path) -> Self {
        Self {
            folder,
            origin: None,
            found: Vec::new(),
        }
    }

    /// What was found wrong so far.
    pub(super) fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.found.iter().map(|found| &found.problem)
    }

    fn config(&mut self, root: &DeTable) -> Config {
        self.unknown_keys(root, ROOT_KEYS);
        let defaults = self.defaults(root, &Settings::default());
        let mut agent = AgentSettings::default();
        if let Some(Some(table)) = root.get("agent").map(|value| self.table(value)) {
            self.unknown_keys(table, AGENT_KEYS);
            agent.notifications = self.word(table, "notifications").unwrap_or_default();
            agent.close_on = self.words(table, "close_on");
        }
        let mut interface = Interface::default();
        if let Some(Some(table)) = root.get("interface").map(|value| self.table(value)) {
            self.unknown_keys(table, INTERFACE_KEYS);
            interface.language = self.word(table, "language").unwrap_or_default();
            interface.theme = self.word(table, "theme").unwrap_or_default();
        }
        let mut log_level = LogLevel::default();
        if let Some(Some(table)) = root.get("log").map(|value| self.table(value)) {
            self.unknown_keys(table, LOG_KEYS);
            log_level = self.word(table, "level").unwrap_or_default();
        }
        let profiles = self.profiles(root, &defaults);
        Config {
            profiles: profiles.into_iter().map(|(profile, _)| profile).collect(),
            defaults,
            agent,
            interface,
            log_level,
            set_aside: Vec::new(),
        }
    }

    fn drop_in(&mut self, root: &DeTable, defaults: &Settings) -> Vec<Placed> {
        for key in root.keys() {
            let name: &str = key.get_ref();
            if ROOT_KEYS.contains(&name) && !DROP_IN_KEYS.contains(&name) {
                self.report(key.span(), Problem::NotInDropIn(name.to_owned()));
            } else if !DROP_IN_KEYS.contains(&name) {
                self.report(key.span(), Problem::unknown_key(name, DROP_IN_KEYS));
            }
        }
        let defaults = self.defaults(root, defaults);
        self.profiles(root, &defaults)
    }

    fn defaults(&mut self, root: &DeTable, outer: &Settings) -> Settings {
        match root.get("defaults").map(|value| self.table(value)) {
            Some(Some(table)) => {
                self.unknown_keys(table, SETTINGS_KEYS);
                self.settings(table, outer)
            }
            _ => outer.clone(),
        }
    }

    fn profiles(&mut self, root: &DeTable, defaults: &Settings) -> Vec<Placed> {
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
            let Some((name, span)) = name(table) else {
                continue;
            };
            if !names.insert(name.clone()) {
                self.report(span.clone(), Problem::DuplicateName(name));
            }
            profiles.extend(profile.map(|profile| (Arc::new(profile), span)));
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
            let is_elsewhere = key == "open" && table.contains_key("spa");
            if !table.contains_key(key) && !is_elsewhere {
                self.report(header.clone(), Problem::MissingKey(key));
            }
        }
        let name = self.label(table, "name");
        let group = self.label(table, "group");
        let host = self.parsed::<Host>(table, "host");
        let settings = self.settings(table, defaults);
        let (open, close) = self.opening(table, name.as_deref(), &settings);
        let check = self.check(table);
        let server = self.server(table);
        let server_timeout = self.server_timeout(table, open.as_ref());
        let keep_open = self.flag(table, "keep_open").unwrap_or_default();
        if keep_open {
            self.keep_open(table, open.as_ref());
        }
        if settings.open_for.length().is_some() && !table.contains_key("close") && !keep_open {
            let problem = if table.contains_key("spa") {
                SpaProblem::OpenFor.into()
            } else {
                Problem::NothingCloses
            };
            self.report_key(table, "open_for", problem);
        }
        let watch = self.watch(table);
        let on_open = self.follow_up(table, "on_open");
        let on_close = self.follow_up(table, "on_close");
        Some(Profile {
            name: name?,
            origin: self.origin.clone(),
            group,
            host: host?,
            open: open?,
            close,
            check,
            server,
            server_timeout,
            keep_open,
            open_on: self.words(table, "open_on").unwrap_or_default(),
            watch,
            on_open,
            on_close,
            settings,
        })
    }

    /// What opens the port, and what closes it.
    fn opening(
        &mut self,
        table: &DeTable,
        name: Option<&str>,
        settings: &Settings,
    ) -> (Option<Opening>, Option<SequenceSource>) {
        if table.contains_key("spa") {
            let spa = self.spa(table, name, settings);
            return (spa.map(|spa| Opening::Spa(Box::new(spa))), None);
        }
        let open = self.sequence_source(table, Action::Open, name);
        let close = self.sequence_source(table, Action::Close, name);
        (open.map(Opening::Sequence), close)
    }

    /// What listens at the server: `{ kind = "knockd", seq_timeout = "5s" }`.
    fn server(&mut self, profile: &DeTable) -> Option<Server> {
        let value = profile.get("server")?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(value, "server");
            return None;
        };
        self.unknown_keys(table, SERVER_KEYS);
        if !table.contains_key("kind") {
            self.report(value.span(), Problem::MissingKey("kind"));
        }
        let kind: Option<ServerKind> = self.word(table, "kind");
        let seq_timeout = self.positive_span(table, "seq_timeout");
        let tcp_flags: Option<TcpFlags> = self.parsed(table, "tcpflags");
        let kind = kind?;
        if kind != ServerKind::Knockd {
            self.report_key(table, "tcpflags", Problem::TcpFlagsOfOther(kind));
        }
        if kind.takes_sequences() == profile.contains_key("spa") {
            self.report_key(table, "kind", Problem::ServerOfOtherKind(kind));
        } else if !kind.takes_sequences() {
            self.report_key(table, "seq_timeout", Problem::SeqTimeoutOfPackets);
        } else if kind.counts_seconds() && seq_timeout.is_some_and(|time| time.subsec_nanos() > 0) {
            self.report_key(table, "seq_timeout", Problem::SeqTimeoutInParts);
        }
        Some(Server {
            kind,
            seq_timeout,
            tcp_flags,
        })
    }

    /// What is said of the server's own time, or asked of it.
    fn server_timeout(&mut self, table: &DeTable, open: Option<&Opening>) -> Option<Duration> {
        let asked = open.and_then(Opening::spa).and_then(|spa| spa.timeout);
        let asked = asked.map(Timeout::duration);
        let said = self.positive_span(table, "server_timeout");
        if asked.is_some() && said > asked {
            self.report_key(table, "server_timeout", SpaProblem::TimeoutPassed);
        }
        said.or(asked)
    }

    /// What speaks against knocking again before the server closes by itself.
    fn keep_open(&mut self, table: &DeTable, open: Option<&Opening>) {
        let is_said = table.contains_key("server_timeout");
        match open {
            Some(Opening::Sequence(SequenceSource::OneTime(_))) => {
                self.report_key(table, "keep_open", Problem::KeepOpenOneTime);
            }
            Some(Opening::Spa(spa)) if !is_said => match spa.timeout.map(Timeout::duration) {
                None => self.report_key(table, "keep_open", SpaProblem::KeepOpenAlone),
                // The server may close much earlier than it is asked to.
                Some(asked) if asked > Spa::USUAL_LONGEST => {
                    self.report_key(table, "keep_open", SpaProblem::KeepOpenLong);
                }
                Some(_) => {}
            },
            _ => {}
        }
        if !is_said && !table.contains_key("spa") {
            self.report_key(table, "keep_open", Problem::KeepOpenWithoutTimeout);
        }
    }

    fn settings(&mut self, table: &DeTable, defaults: &Settings) -> Settings {
        Settings {
            delay: self.span(table, "delay").unwrap_or(defaults.delay),
            family: self.word(table, "family").unwrap_or(defaults.family),
            check_timeout: self
                .positive_span(table, "check_timeout")
                .unwrap_or(defaults.check_timeout),
            retries: self.retries(table).unwrap_or(defaults.retries),
            secret_timeout: self
                .positive_span(table, "secret_timeout")
                .unwrap_or(defaults.secret_timeout),
            open_for: self
                .parsed::<Term>(table, "open_for")
                .unwrap_or(defaults.open_for),
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

    /// The sequence of an action, or where it comes from.
    fn sequence_source(
        &mut self,
        table: &DeTable,
        action: Action,
        profile: Option<&str>,
    ) -> Option<SequenceSource> {
        let value = table.get(action.word())?;
        let account = |field: Field| profile.map(|name| field.account(name)).unwrap_or_default();
        match value.get_ref() {
            DeValue::Array(items) => {
                if items.is_empty() {
                    self.report(value.span(), Problem::EmptySequence);
                }
                let mut payloads = Vec::new();
                // Every step is looked at, so that every mistake is found; one without a result spoils the sequence.
                let mut steps = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let account = account(Field::payload(action, index));
                    let (step, source) = self.step(item, Some(&account));
                    payloads.extend(source.map(|source| (index, source)));
                    steps.push(step);
                }
                let sequence = Sequence::new(steps.into_iter().collect::<Option<Vec<_>>>()?)?;
                Some(SequenceSource::Literal { sequence, payloads })
            }
            DeValue::Table(source) => {
                let account = account(Field::Sequence(action));
                match source.get(ONE_TIME) {
                    None => self
                        .secret_source(value.span(), source, &account, SEQUENCE_SOURCE_KEYS)
                        .map(SequenceSource::Secret),
                    Some(list) => {
                        self.unknown_keys(source, &[ONE_TIME]);
                        self.list_source(list, &account)
                            .map(SequenceSource::OneTime)
                    }
                }
            }
            _ => {
                self.wrong_type(value, "sequence");
                None
            }
        }
    }

    /// Where a list of one-time sequences is: somewhere that can be written, too.
    fn list_source(&mut self, value: &Value, account: &str) -> Option<ListSource> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(value, "source");
            return None;
        };
        match self.secret_source(value.span(), table, account, &SecretSource::WORDS)? {
            SecretSource::Keyring(account) => Some(ListSource::Keyring(account)),
            SecretSource::File(path) => Some(ListSource::File(path)),
            SecretSource::Env(_) | SecretSource::Command(_) => {
                self.report(value.span(), Problem::ListNotWritable);
                None
            }
        }
    }

    /// Where a secret comes from; `account` is meant by `keyring = true`, and `known` are the keys that are hinted at.
    fn secret_source(
        &mut self,
        span: Range<usize>,
        table: &DeTable,
        account: &str,
        known: &[&'static str],
    ) -> Option<SecretSource> {
        self.unknown_keys(table, known);
        let sources = SecretSource::WORDS.iter();
        let mut found: Vec<_> = sources
            .filter_map(|word| table.get_key_value(*word))
            .collect();
        found.sort_by_key(|(key, _)| key.span().start);
        let mut found = found.into_iter();
        let Some((key, value)) = found.next() else {
            if table.is_empty() {
                self.report(span, Problem::NoSource);
            }
            return None;
        };
        if let Some((second, _)) = found.next() {
            self.report(second.span(), Problem::TwoSources);
            return None;
        }
        let key: &str = key.get_ref();
        match (key, value.get_ref()) {
            ("keyring", DeValue::Boolean(true)) => Some(SecretSource::Keyring(account.to_owned())),
            ("keyring", DeValue::Boolean(false)) => {
                self.report(value.span(), Problem::NoSource);
                None
            }
            ("command", DeValue::Array(words)) => self.command(value.span(), words),
            (_, DeValue::String(text)) if text.trim().is_empty() => {
                self.report(value.span(), Problem::EmptySource);
                None
            }
            ("keyring", DeValue::String(account)) => {
                Some(SecretSource::Keyring(account.to_string()))
            }
            ("env", DeValue::String(name)) if name.contains(['=', '\0']) => {
                self.report(value.span(), Problem::BadVariable);
                None
            }
            ("env", DeValue::String(name)) => Some(SecretSource::Env(name.to_string())),
            ("file", DeValue::String(path)) => Some(SecretSource::File(self.path(path))),
            (key, _) => {
                let wanted = match key {
                    "keyring" => "keyring",
                    "env" => "env",
                    "command" => "command",
                    _ => "file",
                };
                self.wrong_type(value, wanted);
                None
            }
        }
    }

    fn command(&mut self, span: Range<usize>, words: &[Value]) -> Option<SecretSource> {
        let texts = self.texts(words).into_iter();
        let command: Vec<String> = texts.map(|(text, _)| text.to_owned()).collect();
        if command
            .first()
            .is_none_or(|program| program.trim().is_empty())
        {
            self.report(span, Problem::EmptySource);
            return None;
        }
        Some(SecretSource::Command(command))
    }

    /// `~/` is the user's home; what is relative lies beside the configuration.
    fn path(&self, text: &str) -> PathBuf {
        let home = directories::BaseDirs::new();
        match (text.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => home.home_dir().join(rest),
            _ => self.folder.join(text),
        }
    }

    /// A step, and where its payload comes from if that is not here. Without an account, that cannot be elsewhere.
    pub(super) fn step(
        &mut self,
        value: &Value,
        account: Option<&str>,
    ) -> (Option<Step>, Option<SecretSource>) {
        match value.get_ref() {
            DeValue::String(text) => (self.parse(value.span(), text), None),
            DeValue::Integer(integer) => {
                let step = self.port(value.span(), integer).map(|port| Step {
                    protocol: Protocol::Tcp {
                        port,
                        mode: Mode::default(),
                    },
                    delay: None,
                });
                (step, None)
            }
            DeValue::Table(table) => {
                let source = self.payload_source(table, account);
                (self.step_table(value.span(), table), source)
            }
            _ => {
                self.wrong_type(value, "step");
                (None, None)
            }
        }
    }

    fn payload_source(&mut self, table: &DeTable, account: Option<&str>) -> Option<SecretSource> {
        let value = table.get("payload")?;
        let DeValue::Table(source) = value.get_ref() else {
            return None;
        };
        let Some(account) = account else {
            self.wrong_type(value, "text");
            return None;
        };
        self.secret_source(value.span(), source, account, &SecretSource::WORDS)
    }

    fn step_table(&mut self, span: Range<usize>, table: &DeTable) -> Option<Step> {
        self.unknown_keys(table, STEP_KEYS);
        let transport = match table.get("protocol") {
            Some(_) => self.parsed::<Transport>(table, "protocol"),
            None => Some(Transport::Tcp),
        };
        let port = match table.get("port").map(|value| (value, value.get_ref())) {
            Some((value, DeValue::Integer(integer))) => self.port(value.span(), integer),
            Some((value, _)) => {
                self.wrong_type(value, "port");
                None
            }
            None => {
                if transport.is_some_and(|transport| transport != Transport::Icmp) {
                    self.report(span, Problem::MissingKey("port"));
                }
                None
            }
        };
        let mode = self.word::<Mode>(table, "mode");
        let payload = match table.get("payload").map(Spanned::get_ref) {
            // It comes from elsewhere, and has been seen to.
            Some(DeValue::Table(_)) => None,
            _ => self.parsed::<Payload>(table, "payload"),
        };
        let size = self.size(table);
        let delay = self.span(table, "delay");
        let transport = transport?;
        for (key, wants) in STEP_KEYS_FOR {
            if let Some((written, _)) = table.get_key_value(*key)
                && !wants.contains(&transport)
            {
                self.report(written.span(), Problem::NotForProtocol { key, wants });
            }
        }
        let protocol = match transport {
            Transport::Tcp => Protocol::Tcp {
                port: port?,
                mode: mode.unwrap_or_default(),
            },
            Transport::Udp => Protocol::Udp {
                port: port?,
                payload: payload.unwrap_or_default(),
            },
            Transport::Icmp => Protocol::Icmp {
                size: size.unwrap_or(Step::USUAL_ECHO),
            },
        };
        Some(Step { protocol, delay })
    }

    fn size(&mut self, table: &DeTable) -> Option<u16> {
        let value = table.get("size")?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(value, "number");
            return None;
        };
        let size = integer_value(integer)
            .and_then(|number| u16::try_from(number).ok())
            .filter(|size| *size <= Step::LARGEST_ECHO);
        if size.is_none() {
            self.report(value.span(), Problem::Step(StepError::NotASize));
        }
        size
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
        if text.trim().is_empty() {
            self.report(span, Problem::EmptyName);
            return None;
        }
        if text.contains(char::is_control) {
            self.report(span, Problem::ControlInName);
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

    /// A list of words, each once, in order.
    fn words<T: Words + Ord>(&mut self, table: &DeTable, key: &str) -> Option<Vec<T>> {
        let value = table.get(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, "words");
            return None;
        };
        let mut words = Vec::with_capacity(items.len());
        for (text, span) in self.texts(items) {
            match text.parse() {
                Ok(word) => words.push(word),
                Err(_) => self.report(span, Problem::unknown_word(text, T::KNOWN)),
            }
        }
        words.sort();
        words.dedup();
        Some(words)
    }

    fn flag(&mut self, table: &DeTable, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => {
                self.wrong_type(value, "flag");
                None
            }
        }
    }

    fn watch(&mut self, table: &DeTable) -> Option<Duration> {
        let watch = self.span(table, "watch")?;
        if watch < Profile::SHORTEST_WATCH {
            self.report_key(table, "watch", Problem::WatchTooShort);
        } else if !table.contains_key("check") {
            self.report_key(table, "watch", Problem::NeedsCheck("watch"));
        }
        Some(watch)
    }

    /// What is done after an action: `{ run = [...] }` or `{ url = "..." }`.
    fn follow_up(&mut self, table: &DeTable, key: &'static str) -> Option<FollowUp> {
        let value = table.get(key)?;
        let DeValue::Table(written) = value.get_ref() else {
            self.wrong_type(value, "follow-up");
            return None;
        };
        self.unknown_keys(written, FOLLOW_UP_KEYS);
        let follow_up = match (written.get("run"), written.get("url")) {
            (Some(run), None) => self.program(run)?,
            (None, Some(_)) => FollowUp::Url(self.url(written)?),
            _ => {
                self.report(value.span(), Problem::NoFollowUp);
                return None;
            }
        };
        if follow_up.needs_port() && !table.contains_key("check") {
            self.report(value.span(), Problem::NeedsCheck("{port}"));
        }
        Some(follow_up)
    }

    fn program(&mut self, value: &Value) -> Option<FollowUp> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, "command");
            return None;
        };
        // Every word is looked at, so that every mistake is found.
        let texts = self.texts(items);
        let words: Vec<_> = texts
            .into_iter()
            .map(|(text, span)| self.parse::<Template>(span, text))
            .collect();
        let words = words.into_iter().collect::<Option<Vec<_>>>()?;
        if words
            .first()
            .is_none_or(|program| program.written().trim().is_empty())
        {
            self.report(value.span(), Problem::EmptySource);
            return None;
        }
        Some(FollowUp::Run(words))
    }

    fn url(&mut self, table: &DeTable) -> Option<Template> {
        let url: Template = self.parsed(table, "url")?;
        if !url.is_url() {
            self.report_key(table, "url", Problem::NotAUrl);
        }
        Some(url)
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

    /// The texts of a list, with their places; what else is in it is a mistake.
    fn texts<'t>(&mut self, items: &'t [Value]) -> Vec<(&'t str, Range<usize>)> {
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => texts.push((text.as_ref(), item.span())),
                _ => self.wrong_type(item, "text"),
            }
        }
        texts
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

    /// Reports what is wrong with a key that is there; of a default that does not fit here nothing is said.
    fn report_key(&mut self, table: &DeTable, key: &str, problem: impl Into<Problem>) {
        if let Some(value) = table.get(key) {
            self.report(value.span(), problem);
        }
    }

    fn report(&mut self, span: Range<usize>, problem: impl Into<Problem>) {
        let problem = problem.into();
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
