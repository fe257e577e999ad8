//! `new`: a profile with a sequence that nobody has thought of, and its server's half.

mod wanted;

use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::BASE64;
use zeroize::Zeroizing;

use self::wanted::{Wanted, wanted};
use super::Status;
use super::adding::Adding;
use super::arguments::NewArguments;
use super::console;
use super::context::Context;
use super::export::{free, refused, write_half};
use super::random;
use crate::config::encode_profile;
use crate::interop::export::{self, Door, Kind, ServerHalf};
use crate::profile::{
    HmacSource, KeySource, Opening, Profile, Secret, Sequence, SequenceSource, Server, ServerKind,
    Settings, Spa, invented,
};
use crate::say;
use crate::spa::{Algorithm, Key, Port, Protocol};

/// How long a server waits at least for the rest of a sequence, or for its next step.
const SEQ_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a server stays open that nobody can close.
const SERVER_TIMEOUT: Duration = Duration::from_mins(30);
/// How long a server stays open that nobody closes: whoever could may have lost his machine, or have another address by then.
const LONGEST: Duration = Duration::from_hours(12);
/// The HMAC's key, in bytes: a whole block of its usual algorithm, as fwknop makes them.
const HMAC_KEY_LENGTH: usize = 64;

/// Makes the profile and its secrets, and prints the server's half.
pub(super) fn run(context: &Context, asked: &NewArguments) -> Status {
    match try_run(context, asked) {
        Ok(status) | Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &NewArguments) -> Result<Status, Status> {
    let words = &context.words;
    free(context, asked.output.as_deref())?;
    let wanted = wanted(context, asked)?;
    let mut adding = Adding::begin(context)?;
    let there = context.config_or_none()?;
    if there.profile(&wanted.name).is_some() {
        let line = say!(words, "change-name-taken", name = wanted.name.as_str());
        console::error(words, &line);
        return Err(Status::Usage);
    }
    let (profile, half) = made(context, wanted, &there.defaults, asked.interface.as_deref())?;
    let name = profile.name.as_str();
    let table = encode_profile(&profile, &there.defaults);
    adding.edit.document.add(table);
    if !asked.plain {
        let limit = profile.settings.secret_timeout;
        adding.move_secrets(name, limit, false)?;
    }
    adding.save()?;
    let path = context.config_path()?.display().to_string();
    let made = if asked.plain {
        "new-made-plain"
    } else {
        "new-made"
    };
    console::note(&say!(words, made, profile = name, path = path));
    write_half(context, &half, asked.output.as_deref()).inspect_err(|_| {
        console::note(&say!(words, "new-print-again", profile = name));
    })?;
    console::note(&say!(words, "new-next", profile = name));
    Ok(Status::Done)
}

/// The profile, and the half of its server.
fn made(
    context: &Context,
    wanted: Wanted,
    defaults: &Settings,
    interface: Option<&str>,
) -> Result<(Profile, ServerHalf), Status> {
    let Wanted {
        name,
        host,
        check,
        kind,
    } = wanted;
    let secrets = drawn(context, kind, check)?;
    let listener = kind.listener();
    let (open, close) = secrets.of_profile();
    let server_timeout = match (&close, kind) {
        // knockd counts each opening's time in a process of its own, which would be there for so long.
        (Some(_), Kind::Nftables | Kind::Iptables | Kind::Openwrt | Kind::Firewalld) => {
            Some(LONGEST)
        }
        (None, Kind::Mikrotik) => Some(SERVER_TIMEOUT),
        _ => None,
    };
    let profile = Profile {
        close,
        check: Some(check),
        server: Some(Server {
            kind: listener,
            seq_timeout: secrets.seq_timeout(listener, defaults.delay),
            tcp_flags: None,
        }),
        server_timeout,
        settings: defaults.clone(),
        ..Profile::new(name, host, open)
    };
    let door = Door {
        name: &profile.name,
        opening: secrets.of_server(),
        service: check,
        interface,
        delay: profile.settings.delay,
        server: profile.server,
        server_timeout: profile.server_timeout,
    };
    let half = export::server_half(kind, &door)
        .map_err(|refusal| refused(context, &profile.name, kind, refusal))?;
    Ok((profile, half))
}

/// What both halves have to know.
enum Drawn {
    Sequences {
        open: Sequence,
        close: Option<Sequence>,
    },
    Keys {
        spa: Box<Spa>,
        key: Zeroizing<String>,
        hmac_key: Zeroizing<String>,
    },
}

fn drawn(context: &Context, kind: Kind, check: NonZeroU16) -> Result<Drawn, Status> {
    if kind == Kind::Fwknopd {
        let key = self::key(context, Key::LONGEST)?;
        let hmac_key = self::key(context, HMAC_KEY_LENGTH)?;
        let text = |key: &Secret| Zeroizing::new(BASE64.encode(key.expose()));
        return Ok(Drawn::Keys {
            key: text(&key),
            hmac_key: text(&hmac_key),
            spa: Box::new(packet(check, key, hmac_key)),
        });
    }
    let sequences = invented(|limit| random::below(context, limit))?;
    let (open, close) = sequences.ok_or_else(|| {
        let words = &context.words;
        console::error(words, &say!(words, "new-no-sequence"));
        Status::Failed
    })?;
    // RouterOS takes nobody out of an address list.
    let close = Some(close).filter(|_| kind != Kind::Mikrotik);
    Ok(Drawn::Sequences { open, close })
}

impl Drawn {
    /// How long the server waits: long enough for the pace of the profile, in whole seconds. Both halves say the same.
    fn seq_timeout(&self, listener: ServerKind, delay: Duration) -> Option<Duration> {
        let Self::Sequences { open, .. } = self else {
            return None;
        };
        let steps = u32::try_from(open.steps().len()).unwrap_or(u32::MAX);
        let takes = if listener.counts_whole() {
            delay.saturating_mul(2 * steps)
        } else {
            delay.saturating_mul(3)
        };
        Some(Duration::from_secs(takes.as_secs() + 1).max(SEQ_TIMEOUT))
    }

    fn of_profile(&self) -> (Opening, Option<SequenceSource>) {
        match self {
            Self::Sequences { open, close } => {
                (open.clone().into(), close.clone().map(SequenceSource::from))
            }
            Self::Keys { spa, .. } => (Opening::Spa(spa.clone()), None),
        }
    }

    fn of_server(&self) -> export::Opening<'_> {
        match self {
            Self::Sequences { open, close } => export::Opening::Sequence {
                open,
                close: close.as_ref(),
            },
            Self::Keys { spa, key, hmac_key } => export::Opening::Packet {
                spa,
                key,
                hmac_key: Some(hmac_key),
            },
        }
    }
}

/// What asks for the service's port, over whatever is usual.
fn packet(check: NonZeroU16, key: Secret, hmac_key: Secret) -> Spa {
    let port = Port {
        protocol: Protocol::Tcp,
        number: check,
    };
    let literal = |key: Secret| KeySource::Literal(Arc::new(key));
    let hmac = HmacSource {
        key: literal(hmac_key),
        algorithm: Algorithm::default(),
    };
    Spa::new(port.into(), literal(key), Some(hmac))
}

/// So many bytes that nobody can guess.
fn key(context: &Context, length: usize) -> Result<Secret, Status> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    random::fill(context, &mut bytes)?;
    Ok(Secret::new(std::mem::take(&mut *bytes)))
}
