//! What there is to say of the lines of a `.fwknoprc`. Nothing of a key is repeated, nor what stands where a name should.

use crate::profile::Field;
use crate::say;
use crate::spa::Unsupported;
use crate::text::Catalogue;

/// What there is to say of a line of a `.fwknoprc`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FwknoprcReason {
    /// A text without a `[stanza]`.
    NoStanza,
    /// A line before the first `[stanza]`.
    Outside,
    /// `[default]` could be a profile, and is what others begin with.
    DefaultBesideOthers,
    /// A stanza's name that no profile can have.
    BadName,
    /// No `KEY value`.
    NotAPair,
    /// A line that fwknop reads as two.
    LineTooLong,
    /// A key that fwknop does not know.
    UnknownKey {
        /// What it most likely means.
        meant: Option<&'static str>,
    },
    /// A word that is none of those that there are.
    NotOneOf {
        /// Its key.
        key: &'static str,
        /// The words.
        words: String,
    },
    /// A number that is out of range.
    NotANumber {
        /// Its key.
        key: &'static str,
        /// The largest that there is.
        most: u32,
    },
    /// A `TIME_OFFSET` that is no time.
    NotATime,
    /// A `TIME_OFFSET` that is longer than a profile can say.
    OffsetTooLong,
    /// Not base64.
    NotBase64 {
        /// Its key.
        key: &'static str,
    },
    /// An `ALLOW_IP` that nobody can be let in by.
    BadAllow,
    /// A `RESOLVE_URL` that is none.
    BadUrl,
    /// An `ACCESS` that is no list of ports.
    BadAccess,
    /// A `SPA_SERVER` that is no name and no address.
    BadServer,
    /// A server that fwknop cannot reach, since it knows IPv4 alone.
    Ipv6,
    /// A `SPOOF_USER` that the server refuses.
    BadUser,
    /// A `NAT_ACCESS` that is no target.
    BadNat,
    /// A port that is zero.
    NoPort {
        /// Its key.
        key: &'static str,
    },
    /// Something that a packet cannot be without.
    Missing {
        /// Its key.
        key: &'static str,
    },
    /// What fwknop can do and this program cannot.
    Unsupported(Unsupported),
    /// A transport that needs a raw socket.
    Raw,
    /// A forged source address.
    Forged,
    /// A random port that is not one of UDP.
    RandomNotUdp,
    /// Another port each time for the service.
    RandomNat,
    /// `NAT_PORT` beside more than one port.
    NatOfMany,
    /// A key with too few or too many bytes.
    KeyLength {
        /// Its key in the file.
        key: &'static str,
        /// The most that there may be.
        longest: usize,
    },
    /// Both keys are the same.
    SameKeys,
    /// A file of keys that cannot be read.
    KeyFile {
        /// Where it should be.
        path: String,
        /// The system's words.
        cause: String,
    },
    /// A file of keys without one for the server.
    NotInKeyFile {
        /// Where it is.
        path: String,
    },
    /// `HMAC_KEY_FILE`, which fwknop takes for something else.
    HmacKeyFile,
    /// A passphrase that is perhaps longer.
    KeyCut {
        /// Its key in the file.
        key: &'static str,
    },
    /// A passphrase that is longer than what fwknop takes of it.
    HmacCut {
        /// So many bytes are taken.
        longest: usize,
    },
    /// One key counts, and the other does not.
    Overrides {
        /// The one that counts.
        key: &'static str,
        /// The other one.
        other: &'static str,
    },
    /// A key that fwknop asks for.
    Asks {
        /// What it is called here.
        field: Field,
    },
    /// A name that fwknop cuts.
    ServerCut,
    /// A user name that fwknop cuts.
    UserCut,
    /// An address beside `resolve`.
    AddressCounts,
    /// A service that is asked over HTTP.
    PlainHttp,
    /// A value that switches nothing.
    NoFlag {
        /// Its key.
        key: &'static str,
    },
    /// Something that is done otherwise here.
    LeftOut {
        /// Its key.
        key: &'static str,
    },
}

/// What there is to say, and of which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    pub line: usize,
    pub reason: FwknoprcReason,
}

impl Remark {
    pub(super) fn new(line: usize, reason: FwknoprcReason) -> Self {
        Self { line, reason }
    }
}

impl FwknoprcReason {
    /// In words.
    pub(in super::super) fn line(&self, words: &Catalogue) -> String {
        let plain = |id| say!(words, id);
        let of = |id, key: &'static str| say!(words, id, key = key);
        match self {
            Self::NoStanza => plain("import-fwknoprc-no-stanza"),
            Self::Outside => plain("import-fwknoprc-outside"),
            Self::DefaultBesideOthers => plain("import-fwknoprc-default"),
            Self::BadName => plain("import-fwknoprc-bad-name"),
            Self::NotAPair => plain("import-fwknoprc-not-a-pair"),
            Self::LineTooLong => plain("import-fwknoprc-line-too-long"),
            Self::UnknownKey { meant: Some(key) } => of("import-fwknoprc-meant", key),
            Self::UnknownKey { meant: None } => plain("import-fwknoprc-unknown-key"),
            Self::NotOneOf { key, words: of } => {
                let of = of.as_str();
                say!(words, "import-fwknoprc-not-one-of", key = *key, words = of)
            }
            Self::NotANumber { key, most } => {
                let most = most.to_string();
                say!(
                    words,
                    "import-fwknoprc-not-a-number",
                    key = *key,
                    most = most
                )
            }
            Self::NotATime => plain("import-fwknoprc-not-a-time"),
            Self::OffsetTooLong => plain("import-fwknoprc-offset-too-long"),
            Self::NotBase64 { key } => of("import-fwknoprc-not-base64", key),
            Self::BadAllow => plain("import-fwknoprc-bad-allow"),
            Self::BadUrl => plain("import-fwknoprc-bad-url"),
            Self::BadAccess => plain("import-fwknoprc-bad-access"),
            Self::BadServer => plain("import-fwknoprc-bad-server"),
            Self::Ipv6 => plain("import-fwknoprc-ipv6"),
            Self::BadUser => plain("import-fwknoprc-bad-user"),
            Self::BadNat => plain("import-fwknoprc-bad-nat"),
            Self::NoPort { key } => of("import-fwknoprc-no-port", key),
            Self::Missing { key } => of("import-fwknoprc-missing", key),
            Self::Unsupported(Unsupported::Mode(mode)) => {
                say!(words, "import-fwknoprc-mode", mode = *mode)
            }
            Self::Unsupported(Unsupported::Gpg | Unsupported::Command) => {
                plain("import-fwknoprc-gpg")
            }
            Self::Raw => plain("import-fwknoprc-raw"),
            Self::Forged => plain("import-fwknoprc-forged"),
            Self::RandomNotUdp => plain("import-fwknoprc-random-not-udp"),
            Self::RandomNat => plain("import-fwknoprc-random-nat"),
            Self::NatOfMany => plain("import-fwknoprc-nat-of-many"),
            Self::KeyLength { key, longest } => {
                say!(
                    words,
                    "import-fwknoprc-key-length",
                    key = *key,
                    longest = longest
                )
            }
            Self::SameKeys => plain("import-fwknoprc-same-keys"),
            Self::KeyFile { path, cause } => {
                let (path, cause) = (path.as_str(), cause.as_str());
                say!(
                    words,
                    "import-fwknoprc-key-file",
                    path = path,
                    cause = cause
                )
            }
            Self::NotInKeyFile { path } => {
                say!(
                    words,
                    "import-fwknoprc-not-in-key-file",
                    path = path.as_str()
                )
            }
            Self::HmacKeyFile => plain("import-fwknoprc-hmac-key-file"),
            Self::KeyCut { key } => of("import-fwknoprc-key-cut", key),
            Self::HmacCut { longest } => say!(words, "import-fwknoprc-hmac-cut", longest = longest),
            Self::Overrides { key, other } => {
                say!(
                    words,
                    "import-fwknoprc-overrides",
                    key = *key,
                    other = *other
                )
            }
            Self::Asks { field } => {
                let field = field.to_string();
                say!(words, "import-fwknoprc-asks", field = field)
            }
            Self::ServerCut => plain("import-fwknoprc-server-cut"),
            Self::UserCut => plain("import-fwknoprc-user-cut"),
            Self::AddressCounts => plain("import-fwknoprc-address-counts"),
            Self::PlainHttp => plain("import-fwknoprc-plain-http"),
            Self::NoFlag { key } => of("import-fwknoprc-no-flag", key),
            Self::LeftOut { key } => of("import-fwknoprc-left-out", key),
        }
    }
}
