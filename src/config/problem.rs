//! What can be wrong with a configuration, and the words for it.

use crate::profile::{
    EmptyBind, Family, HostError, Mode, Payload, PayloadError, Profile, SecretSource,
    SecretValueError, ServerKind, SpaTransport, Span, SpanError, Step, StepError, TcpFlags,
    TcpFlagsError, Template, TemplateError, TermError, Transport, Trigger,
};
use crate::say;
use crate::spa::Algorithm;
use crate::text::{Catalogue, nearest};

use super::{CloseOn, LanguageChoice, LogLevel, Notifications, SpaProblem, Theme};

/// What is wrong at one place of a configuration. No variant carries a value that may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Not TOML; the parser's own words.
    Syntax(String),
    /// A key that nothing reads, and the nearest that something does.
    UnknownKey {
        /// The key as written.
        key: String,
        /// The nearest key that is known here.
        nearest: Option<&'static str>,
    },
    /// A table that only the user's own file may have.
    NotInDropIn(String),
    /// A value of another type.
    WrongType {
        /// What is wanted: the last part of a message id `config-want-…`.
        wanted: &'static str,
        /// What is there: `string`, `integer`, `float`, `boolean`, `datetime`, `array` or `table`.
        found: &'static str,
    },
    /// A profile without a name, a host or what opens it, or an `spa` table without what it needs.
    MissingKey(&'static str),
    /// A name that holds nothing but white space.
    EmptyName,
    /// A name or group with a line end or the like, which would break the lines and menus that it stands in.
    ControlInName,
    /// A name or group that starts with `@`, which means a group on the command line.
    NameIsGroup,
    /// A name that an earlier profile has.
    DuplicateName(String),
    /// A sequence without steps.
    EmptySequence,
    /// Not a step.
    Step(StepError),
    /// Not a payload.
    Payload(PayloadError),
    /// A key that only goes with another protocol.
    NotForProtocol {
        /// `port`, `payload`, `mode` or `size`.
        key: &'static str,
        /// The protocols it goes with.
        wants: &'static [Transport],
    },
    /// A table that should say where a secret is, and says nothing.
    NoSource,
    /// A secret that would come from two places.
    TwoSources,
    /// A source without a name.
    EmptySource,
    /// A list of one-time sequences where it could not be kept.
    ListNotWritable,
    /// A name that no environment variable can have.
    BadVariable,
    /// Not a host.
    Host(HostError),
    /// An empty interface.
    EmptyBind,
    /// Not a length of time.
    Span(SpanError),
    /// A length of time of zero, where there must be some.
    ZeroSpan,
    /// A word that is not one of a few.
    UnknownWord {
        /// The words that are known here.
        known: &'static [&'static str],
        /// The nearest of them.
        nearest: Option<&'static str>,
    },
    /// A number that is not from 0 to [`Problem::MOST_RETRIES`].
    Retries,
    /// `keep_open` without the time that it has to keep within.
    KeepOpenWithoutTimeout,
    /// `keep_open` with a list that would soon be used up.
    KeepOpenOneTime,
    /// An end, and nothing that could bring it about.
    NothingCloses,
    /// A service that would be asked too often.
    WatchTooShort,
    /// What goes only with a service's port.
    NeedsCheck(&'static str),
    /// A server that takes single packets in a profile with sequences, or the other way round.
    ServerOfOtherKind(ServerKind),
    /// A time for sequences, of a server that takes none.
    SeqTimeoutOfPackets,
    /// A time that is not whole seconds, of a server that counts them.
    SeqTimeoutInParts,
    /// Flags of TCP packets, of a server that minds none.
    TcpFlagsOfOther(ServerKind),
    /// Not the flags of TCP packets.
    TcpFlags(TcpFlagsError),
    /// Neither a program nor a URL, or both.
    NoFollowUp,
    /// Not a URL.
    NotAUrl,
    /// Not a text with places to be filled in.
    Template(TemplateError),
    /// In an `spa` table.
    Spa(SpaProblem),
}

impl Problem {
    /// More than this many repetitions is a flood, not a knock.
    pub const MOST_RETRIES: u32 = 20;

    /// A key that is not among `known`.
    #[must_use]
    pub fn unknown_key(key: &str, known: &[&'static str]) -> Self {
        Self::UnknownKey {
            key: key.to_owned(),
            nearest: nearest(key, known.iter().copied()),
        }
    }

    /// A word that is not among `known`.
    #[must_use]
    pub fn unknown_word(word: &str, known: &'static [&'static str]) -> Self {
        Self::UnknownWord {
            known,
            nearest: nearest(word, known.iter().copied()),
        }
    }

    /// What is wrong, in one line without a full stop.
    #[must_use]
    pub fn title(&self, words: &Catalogue) -> String {
        match self {
            Self::NotUtf8 => say!(words, "config-not-utf8"),
            Self::Syntax(problem) => say!(words, "config-syntax", problem = problem.as_str()),
            Self::UnknownKey { key, .. } => say!(words, "config-unknown-key", key = key.as_str()),
            Self::NotInDropIn(key) => {
                say!(words, "config-not-in-drop-in", key = key.as_str())
            }
            Self::WrongType { wanted, found } => say!(
                words,
                "config-wrong-type",
                wanted = say!(words, &format!("config-want-{wanted}")),
                found = say!(words, &format!("config-type-{found}"))
            ),
            Self::MissingKey(key) => say!(words, "config-missing-key", key = *key),
            Self::EmptyName => say!(words, "config-empty-name"),
            Self::ControlInName => say!(words, "config-control-in-name"),
            Self::NameIsGroup => say!(words, "config-name-is-group"),
            Self::DuplicateName(name) => say!(words, "config-duplicate-name", name = name.as_str()),
            Self::EmptySequence => say!(words, "config-empty-sequence"),
            Self::Step(StepError::NotAPort) => say!(words, "config-not-a-port"),
            Self::Step(StepError::UnknownProtocol) => say!(words, "config-unknown-protocol"),
            Self::Step(StepError::NotASize) => say!(words, "config-not-a-size"),
            Self::Payload(PayloadError::BadValue(SecretValueError::BadHex)) => {
                say!(words, "config-bad-hex")
            }
            Self::Payload(PayloadError::BadValue(SecretValueError::BadBase64)) => {
                say!(words, "config-bad-base64")
            }
            Self::Payload(PayloadError::TooLong) => say!(words, "config-payload-too-long"),
            Self::NotForProtocol { key, wants } => {
                let wants = match wants {
                    [one, other] => say!(
                        words,
                        "config-both",
                        one = one.to_string(),
                        other = other.to_string()
                    ),
                    several => several.iter().map(ToString::to_string).collect(),
                };
                say!(words, "config-not-for-protocol", key = *key, wants = wants)
            }
            Self::NoSource => say!(words, "config-no-source"),
            Self::TwoSources => say!(words, "config-two-sources"),
            Self::EmptySource => say!(words, "config-empty-source"),
            Self::ListNotWritable => say!(words, "config-list-not-writable"),
            Self::BadVariable => say!(words, "config-bad-variable"),
            Self::Host(HostError::Empty) => say!(words, "config-empty-host"),
            Self::Host(_) => say!(words, "config-bad-host"),
            Self::EmptyBind => say!(words, "config-empty-bind"),
            Self::Span(SpanError::NotASpan) => say!(words, "config-bad-span"),
            Self::Span(SpanError::Negative) => say!(words, "config-negative-span"),
            Self::Span(SpanError::TooLong) => say!(words, "config-span-too-long"),
            Self::ZeroSpan => say!(words, "config-zero-span"),
            Self::UnknownWord { .. } => say!(words, "config-unknown-word"),
            Self::Retries => say!(words, "config-bad-retries"),
            Self::KeepOpenWithoutTimeout => say!(words, "config-keep-open-alone"),
            Self::KeepOpenOneTime => say!(words, "config-keep-open-one-time"),
            Self::NothingCloses => say!(words, "config-nothing-closes"),
            Self::WatchTooShort => say!(words, "config-watch-too-short"),
            Self::NeedsCheck(what) => say!(words, "config-needs-check", what = *what),
            Self::ServerOfOtherKind(kind) => {
                let id = if kind.takes_sequences() {
                    "config-server-of-sequences"
                } else {
                    "config-server-of-packets"
                };
                say!(words, id, kind = kind.word())
            }
            Self::SeqTimeoutOfPackets => say!(words, "config-seq-timeout-of-packets"),
            Self::SeqTimeoutInParts => say!(words, "config-seq-timeout-in-parts"),
            Self::TcpFlagsOfOther(kind) => {
                say!(words, "config-tcp-flags-of-other", kind = kind.word())
            }
            Self::TcpFlags(TcpFlagsError::Unknown { number }) => {
                say!(words, "config-tcp-flags", number = number)
            }
            Self::NoFollowUp => say!(words, "config-no-follow-up"),
            Self::NotAUrl => say!(words, "config-not-a-url"),
            Self::Template(TemplateError::UnknownPlace(name)) => {
                say!(words, "config-unknown-place", name = name.as_str())
            }
            Self::Template(TemplateError::BraceAlone) => say!(words, "config-brace-alone"),
            Self::Spa(problem) => problem.title(words),
        }
    }

    /// What to write instead.
    #[must_use]
    pub fn hint(&self, words: &Catalogue) -> String {
        match self {
            Self::NotUtf8 => say!(words, "config-hint-utf8"),
            Self::Syntax(_) => say!(words, "config-hint-syntax"),
            Self::UnknownKey { nearest, .. } => match nearest {
                Some(nearest) => say!(words, "config-hint-nearest", nearest = *nearest),
                None => say!(words, "config-hint-unknown-key"),
            },
            Self::NotInDropIn(_) => say!(words, "config-hint-not-in-drop-in"),
            Self::WrongType { wanted, .. } => say!(words, &format!("config-example-{wanted}")),
            Self::MissingKey(key) => say!(words, &format!("config-hint-missing-{key}")),
            Self::EmptyName | Self::ControlInName | Self::NameIsGroup => {
                say!(words, "config-hint-missing-name")
            }
            Self::DuplicateName(_) => say!(words, "config-hint-duplicate-name"),
            Self::EmptySequence => say!(words, "config-example-sequence"),
            Self::Step(StepError::NotAPort) => say!(words, "config-hint-port"),
            Self::Step(StepError::UnknownProtocol) => {
                say!(words, "config-hint-one-of", known = list(&Transport::WORDS))
            }
            Self::Step(StepError::NotASize) => {
                say!(
                    words,
                    "config-hint-size",
                    most = Step::LARGEST_ECHO.to_string()
                )
            }
            Self::Payload(PayloadError::TooLong) => {
                say!(
                    words,
                    "config-hint-payload-length",
                    most = Payload::LONGEST.to_string()
                )
            }
            Self::Payload(PayloadError::BadValue(SecretValueError::BadHex)) => {
                say!(words, "config-hint-hex")
            }
            Self::Payload(PayloadError::BadValue(SecretValueError::BadBase64)) => {
                say!(words, "config-hint-base64")
            }
            Self::NoSource => say!(
                words,
                "config-hint-one-of",
                known = list(&SecretSource::WORDS)
            ),
            Self::TwoSources => say!(words, "config-hint-two-sources"),
            Self::EmptySource => say!(words, "config-hint-empty-source"),
            Self::ListNotWritable => say!(words, "config-hint-list-not-writable"),
            Self::BadVariable => say!(words, "config-example-env"),
            Self::NotForProtocol { key, .. } => say!(words, &format!("config-hint-only-{key}")),
            Self::Host(_) => say!(words, "config-hint-host"),
            Self::EmptyBind => say!(words, "config-hint-bind"),
            Self::Span(SpanError::TooLong) => say!(words, "config-hint-longest-span"),
            Self::Span(_) | Self::ZeroSpan => say!(words, "config-example-span"),
            Self::UnknownWord { known, nearest } => match nearest {
                Some(nearest) => say!(words, "config-hint-nearest", nearest = *nearest),
                None => say!(words, "config-hint-one-of", known = list(known)),
            },
            Self::Retries => {
                say!(
                    words,
                    "config-hint-retries",
                    most = Self::MOST_RETRIES.to_string()
                )
            }
            Self::KeepOpenWithoutTimeout => say!(words, "config-hint-keep-open"),
            Self::KeepOpenOneTime => say!(words, "config-hint-keep-open-one-time"),
            Self::NothingCloses => say!(words, "config-hint-nothing-closes"),
            Self::WatchTooShort => say!(
                words,
                "config-hint-watch",
                least = Span::written(Profile::SHORTEST_WATCH)
            ),
            Self::NeedsCheck(_) => say!(words, "config-hint-needs-check"),
            Self::ServerOfOtherKind(_) => say!(words, "config-hint-server-of-other-kind"),
            Self::SeqTimeoutOfPackets => say!(words, "config-hint-seq-timeout-of-packets"),
            Self::SeqTimeoutInParts => say!(words, "config-hint-seq-timeout-in-parts"),
            Self::TcpFlagsOfOther(_) => say!(words, "config-hint-tcp-flags-of-other"),
            Self::TcpFlags(_) => say!(
                words,
                "config-hint-tcp-flags",
                flags = list(&TcpFlags::NAMES)
            ),
            Self::NoFollowUp => say!(words, "config-example-follow-up"),
            Self::NotAUrl => say!(words, "config-hint-url"),
            Self::Template(TemplateError::UnknownPlace(_)) => {
                let known = Template::PLACES.map(|place| format!("{{{place}}}"));
                say!(
                    words,
                    "config-hint-one-of",
                    known = list(&known.each_ref().map(String::as_str))
                )
            }
            Self::Template(TemplateError::BraceAlone) => say!(words, "config-hint-brace"),
            Self::Spa(problem) => problem.hint(words),
        }
    }
}

impl From<StepError> for Problem {
    fn from(error: StepError) -> Self {
        Self::Step(error)
    }
}

impl From<PayloadError> for Problem {
    fn from(error: PayloadError) -> Self {
        Self::Payload(error)
    }
}

impl From<HostError> for Problem {
    fn from(error: HostError) -> Self {
        Self::Host(error)
    }
}

impl From<EmptyBind> for Problem {
    fn from(_: EmptyBind) -> Self {
        Self::EmptyBind
    }
}

impl From<SpanError> for Problem {
    fn from(error: SpanError) -> Self {
        Self::Span(error)
    }
}

impl From<TermError> for Problem {
    fn from(error: TermError) -> Self {
        match error {
            TermError::Span(error) => Self::Span(error),
            TermError::Zero => Self::ZeroSpan,
        }
    }
}

impl<T: Into<SpaProblem>> From<T> for Problem {
    fn from(problem: T) -> Self {
        Self::Spa(problem.into())
    }
}

impl From<TcpFlagsError> for Problem {
    fn from(error: TcpFlagsError) -> Self {
        Self::TcpFlags(error)
    }
}

impl From<TemplateError> for Problem {
    fn from(error: TemplateError) -> Self {
        Self::Template(error)
    }
}

fn list(known: &[&str]) -> String {
    known
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The words that a key takes.
pub(super) trait Words: std::str::FromStr {
    const KNOWN: &'static [&'static str];
}

impl Words for Family {
    const KNOWN: &'static [&'static str] = &Family::WORDS;
}

impl Words for Mode {
    const KNOWN: &'static [&'static str] = &Mode::WORDS;
}

impl Words for LanguageChoice {
    const KNOWN: &'static [&'static str] = &LanguageChoice::WORDS;
}

impl Words for Theme {
    const KNOWN: &'static [&'static str] = &Theme::WORDS;
}

impl Words for LogLevel {
    const KNOWN: &'static [&'static str] = &LogLevel::WORDS;
}

impl Words for Notifications {
    const KNOWN: &'static [&'static str] = &Notifications::WORDS;
}

impl Words for CloseOn {
    const KNOWN: &'static [&'static str] = &CloseOn::WORDS;
}

impl Words for Algorithm {
    const KNOWN: &'static [&'static str] = &Algorithm::WORDS;
}

impl Words for SpaTransport {
    const KNOWN: &'static [&'static str] = &SpaTransport::WORDS;
}

impl Words for ServerKind {
    const KNOWN: &'static [&'static str] = &ServerKind::WORDS;
}

impl Words for Trigger {
    const KNOWN: &'static [&'static str] = &Trigger::WORDS;
}
