//! What there is to say of a file in JSON.

use crate::config::Problem;
use crate::say;
use crate::text::Catalogue;

/// What there is to say of a file in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonReason {
    /// Not JSON; the parser's own words, which repeat nothing of it.
    Syntax(String),
    /// The list of profiles is missing.
    NoList(&'static str),
    /// A profile that is something else than an object.
    NotAnObject,
    /// A key that nothing reads.
    UnknownKey(String),
    /// A key that its object has again, further down.
    Twice(&'static str),
    /// Something that there is not here.
    NoCounterpart(&'static str),
    /// A value that is not what it should be.
    Unusable(&'static str, Wanted),
    /// A number beyond its bounds, and what it became.
    Bounded(&'static str, String),
    /// No host under this key.
    NoHost(&'static str),
    /// What should be the host is none.
    BadHost,
    /// No name: its host is one.
    NoName,
    /// Nothing that opens it.
    NoSteps,
    /// A step that cannot be made out.
    BadStep {
        /// Its number, from 1.
        number: usize,
        /// What is wrong with it.
        problem: Problem,
    },
    /// A step without a port, which its program passes over as well.
    StepLeftOut(usize),
    /// A check of another host.
    CheckElsewhere,
    /// Of a PortKnocker-Qt: UDP steps that it sent over TCP.
    QtSentTcp,
    /// Of a PortKnocker-Qt: why its closing sequence is left out.
    QtNoClose(Box<Self>),
    /// Of a Knock on Ports: a version of its format that is not known here.
    KopVersion,
    /// Of a Knock on Ports: a check in a way that there is not here.
    KopCheckKind,
    /// Of a Knock on Ports: a step with content that is not in the encoding that it is said to be in.
    KopContent(usize),
    /// Of a Knock on Ports: an echo request with content.
    KopEchoContent(usize),
    /// Of a Knock on Ports: an echo request whose size counts an IP header, of either family.
    KopEchoSize(usize),
    /// Of a Knock on Ports: what should be opened afterwards is not a URL.
    KopNotAUrl,
    /// Of a Knock on Ports: what closes another became its closing sequence.
    KopPaired {
        /// What it closes, by its name in the file.
        opens: String,
        /// The profile that both are.
        profile: String,
    },
}

/// What should stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// `true` or `false`.
    YesOrNo,
    /// A list.
    List,
    /// A port.
    Port,
    /// A host and a port.
    HostAndPort,
    /// One of a few words.
    Word,
}

impl JsonReason {
    /// The longest part of a key that is shown.
    const LONGEST_KEY: usize = 40;

    /// What the parser says, without the place, which is said anyway.
    pub(super) fn syntax(error: &serde_json::Error) -> Self {
        let words = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        Self::Syntax(words.strip_suffix(&place).unwrap_or(&words).to_owned())
    }

    /// Of a key, its letters: whoever got the format wrong may have put a port there.
    pub(super) fn unknown_key(key: &str) -> Self {
        let shown = key
            .chars()
            .filter(|c| c.is_alphabetic() || "_- ".contains(*c));
        Self::UnknownKey(shown.take(Self::LONGEST_KEY).collect())
    }

    /// In words.
    pub(in crate::interop::import) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Syntax(problem) => {
                say!(words, "import-json-syntax", problem = problem.as_str())
            }
            Self::NoList(key) => say!(words, "import-json-no-list", key = *key),
            Self::NotAnObject => say!(words, "import-json-not-an-object"),
            Self::UnknownKey(key) => say!(words, "import-json-unknown-key", key = key.as_str()),
            Self::Twice(key) => say!(words, "import-json-twice", key = *key),
            Self::NoCounterpart(key) => say!(words, "import-json-no-counterpart", key = *key),
            Self::Unusable(key, wanted) => {
                let wanted = wanted.words(words);
                say!(words, "import-json-unusable", key = *key, wanted = wanted)
            }
            Self::Bounded(key, value) => {
                say!(
                    words,
                    "import-json-bounded",
                    key = *key,
                    value = value.as_str()
                )
            }
            Self::NoHost(key) => say!(words, "import-json-no-host", key = *key),
            Self::BadHost => say!(words, "import-json-bad-host"),
            Self::NoName => say!(words, "import-json-no-name"),
            Self::NoSteps => say!(words, "import-json-no-steps"),
            Self::BadStep { number, problem } => {
                let problem = problem.title(words);
                say!(
                    words,
                    "import-json-bad-step",
                    number = *number,
                    problem = problem
                )
            }
            Self::StepLeftOut(number) => {
                say!(words, "import-json-step-left-out", number = *number)
            }
            Self::CheckElsewhere => say!(words, "import-json-check-elsewhere"),
            Self::QtSentTcp => say!(words, "import-qt-sent-tcp"),
            Self::QtNoClose(reason) => {
                say!(words, "import-qt-no-close", reason = reason.line(words))
            }
            Self::KopVersion => say!(words, "import-kop-version"),
            Self::KopCheckKind => say!(words, "import-kop-check-kind"),
            Self::KopContent(number) => say!(words, "import-kop-content", number = *number),
            Self::KopEchoContent(number) => {
                say!(words, "import-kop-echo-content", number = *number)
            }
            Self::KopEchoSize(number) => say!(words, "import-kop-echo-size", number = *number),
            Self::KopNotAUrl => say!(words, "import-kop-not-a-url"),
            Self::KopPaired { opens, profile } => say!(
                words,
                "import-kop-paired",
                opens = opens.as_str(),
                profile = profile.as_str()
            ),
        }
    }
}

impl Wanted {
    fn words(self, words: &Catalogue) -> String {
        match self {
            Self::Text => say!(words, "import-json-want-text"),
            Self::Number => say!(words, "import-json-want-number"),
            Self::Whole => say!(words, "import-json-want-whole"),
            Self::YesOrNo => say!(words, "import-json-want-yes-or-no"),
            Self::List => say!(words, "import-json-want-list"),
            Self::Port => say!(words, "import-json-want-port"),
            Self::HostAndPort => say!(words, "import-json-want-host-and-port"),
            Self::Word => say!(words, "import-json-want-word"),
        }
    }
}
