//! What the lines of a stanza say together: which keys there are, and which of two lines counts.

use std::collections::BTreeMap;

use super::FwknoprcReason;
use super::grammar::{self, Line, Pair};
use super::reason::Remark;
use crate::profile::SpaTransport;
use crate::spa::{Algorithm, CipherMode, CipherModeError, Timeout};

/// Keys with a value that is kept as it is.
const PLAIN: [&str; 10] = [
    "ACCESS",
    "HMAC_KEY",
    "HMAC_KEY_FILE",
    "KEY",
    "KEY_FILE",
    "NAT_ACCESS",
    "RESOLVE_URL",
    "SPA_SERVER",
    "SPOOF_SOURCE_IP",
    "SPOOF_USER",
];
/// Keys with a value that fwknop examines as soon as it has read it.
const EXAMINED: [&str; 12] = [
    "ALLOW_IP",
    "DIGEST_TYPE",
    "ENCRYPTION_MODE",
    "FW_TIMEOUT",
    "HMAC_DIGEST_TYPE",
    "HMAC_KEY_BASE64",
    "KEY_BASE64",
    "NAT_PORT",
    "SPA_SERVER_PORT",
    "SPA_SERVER_PROTO",
    "SPA_SOURCE_PORT",
    "TIME_OFFSET",
];
/// Keys that `Y` switches on, and nothing off.
const FLAGS: [&str; 8] = [
    "NAT_LOCAL",
    "NAT_RAND_PORT",
    "RAND_PORT",
    "RESOLVE_HTTP_ONLY",
    "RESOLVE_IP_HTTP",
    "RESOLVE_IP_HTTPS",
    "USE_GPG",
    "USE_HMAC",
];
/// Keys that say nothing about a packet, or only about one for GPG.
const IDLE: [&str; 9] = [
    "GPG_EXE",
    "GPG_HOMEDIR",
    "GPG_NO_SIGNING_PW",
    "GPG_RECIPIENT",
    "GPG_SIGNER",
    "NO_SAVE_ARGS",
    "SERVER_RESOLVE_IPV4",
    "USE_GPG_AGENT",
    "VERBOSE",
];
/// Keys of what is done otherwise here.
const LEFT_OUT: [&str; 3] = ["HTTP_USER_AGENT", "USE_WGET_USER_AGENT", "WGET_CMD"];
/// Keys that write where others do.
const ALIASES: [(&str, &str); 2] = [
    ("GPG_SIGNING_PW", "KEY"),
    ("GPG_SIGNING_PW_BASE64", "KEY_BASE64"),
];
/// A mistake in fwknop's own template.
const MISNAMED: (&str, &str) = ("CLIENT_TIMEOUT", "FW_TIMEOUT");

/// The most of any unit in `TIME_OFFSET` (tried).
const MOST_OFFSET: i64 = 65_536;

/// `ALLOW_IP resolve`, which leaves an address alone that stands there.
pub(super) const RESOLVE: &str = "ALLOW_IP resolve";

/// What a stanza says of a key.
#[derive(Clone, Copy)]
pub(super) struct Said<'t> {
    /// Never empty.
    pub value: &'t str,
    /// Where, from 1.
    pub line: usize,
}

/// What a stanza says.
#[derive(Clone, Default)]
pub(super) struct Values<'t>(BTreeMap<&'static str, Said<'t>>);

/// Whether a line has one of fwknop's keys, and is no `key = value`.
pub(super) fn is_telling(line: &str) -> bool {
    let is_telling = |pair: Pair| known(pair.key).is_some() && !pair.value.starts_with('=');
    grammar::pair(line).is_ok_and(is_telling)
}

impl<'t> Values<'t> {
    /// These, and what further lines say.
    ///
    /// # Errors
    ///
    /// Where fwknop would stop.
    pub(super) fn with(
        mut self,
        lines: &[Line<'t>],
        remarks: &mut Vec<Remark>,
    ) -> Result<Self, Remark> {
        for line in lines {
            let remark = |reason| Remark::new(line.number, reason);
            let pair = line.pair.clone().map_err(remark)?;
            let noted = self.take(line.number, pair).map_err(remark)?;
            remarks.extend(noted.map(remark));
        }
        Ok(self)
    }

    /// What is said of a key.
    pub(super) fn get(&self, key: &str) -> Option<Said<'t>> {
        self.0.get(key).copied()
    }

    /// The first of these keys that something is said of.
    pub(super) fn any(&self, keys: &[&str]) -> Option<Said<'t>> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// Takes what a line says, and gives what there is to know of it.
    fn take(
        &mut self,
        line: usize,
        pair: Pair<'t>,
    ) -> Result<Option<FwknoprcReason>, FwknoprcReason> {
        let key = known(pair.key).ok_or_else(|| unknown(pair.key))?;
        let said = Said {
            value: pair.value,
            line,
        };
        if IDLE.contains(&key) {
            return Ok(None);
        }
        if LEFT_OUT.contains(&key) {
            return Ok(Some(FwknoprcReason::LeftOut { key }));
        }
        if FLAGS.contains(&key) {
            let is_off = pair.value.eq_ignore_ascii_case("n");
            if pair.value.eq_ignore_ascii_case("y") {
                self.0.insert(key, said);
            } else if !is_off || self.0.contains_key(key) {
                return Ok(Some(FwknoprcReason::NoFlag { key }));
            }
            return Ok(None);
        }
        examine(key, pair.value)?;
        if key == "ALLOW_IP" && pair.value.eq_ignore_ascii_case("resolve") {
            self.0.insert(RESOLVE, said);
        } else {
            self.0.insert(key, said);
        }
        let is_cut = pair.has_more && ["KEY", "HMAC_KEY"].contains(&key);
        Ok(is_cut.then_some(FwknoprcReason::KeyCut { key }))
    }
}

fn known(key: &str) -> Option<&'static str> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == key);
    if let Some((_, key)) = alias {
        return Some(key);
    }
    all().find(|known| *known == key)
}

/// Every key, by its own name.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    let keys = [&PLAIN[..], &EXAMINED, &FLAGS, &IDLE, &LEFT_OUT];
    keys.into_iter().flatten().copied()
}

/// What stands in the place of a key may be a part of a secret: it is not repeated.
fn unknown(key: &str) -> FwknoprcReason {
    let (misnamed, right) = MISNAMED;
    if key.eq_ignore_ascii_case(misnamed) {
        return FwknoprcReason::UnknownKey { meant: Some(right) };
    }
    let meant = all().find(|known| known.eq_ignore_ascii_case(key));
    FwknoprcReason::UnknownKey { meant }
}

/// What fwknop examines as soon as it has read it.
fn examine(key: &'static str, value: &str) -> Result<(), FwknoprcReason> {
    let word = |is_one: bool, words: &[&'static str]| {
        let words = words.join(", ");
        is_one
            .then_some(())
            .ok_or(FwknoprcReason::NotOneOf { key, words })
    };
    match key {
        "DIGEST_TYPE" | "HMAC_DIGEST_TYPE" => {
            word(value.parse::<Algorithm>().is_ok(), &Algorithm::WORDS)
        }
        "ENCRYPTION_MODE" => {
            let mode = value.parse::<CipherMode>();
            word(mode != Err(CipherModeError::Unknown), &CipherMode::WORDS)
        }
        "SPA_SERVER_PROTO" => {
            let is_one = transport(value).is_some() || is_raw(value);
            word(is_one, &SpaTransport::WORDS)
        }
        "SPA_SERVER_PORT" | "SPA_SOURCE_PORT" | "NAT_PORT" => {
            number(value, u16::MAX.into(), key).map(|_| ())
        }
        "FW_TIMEOUT" => number(value, Timeout::LONGEST, key).map(|_| ()),
        "TIME_OFFSET" => offset(value).map(|_| ()).ok_or(FwknoprcReason::NotATime),
        "KEY_BASE64" | "HMAC_KEY_BASE64" => {
            let is_one =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
            let is_base64 = value.bytes().all(is_one);
            is_base64
                .then_some(())
                .ok_or(FwknoprcReason::NotBase64 { key })
        }
        "ALLOW_IP" => {
            let is_word = ["source", "resolve"]
                .iter()
                .any(|word| value.eq_ignore_ascii_case(word));
            let is_one = is_word || value.parse::<std::net::Ipv4Addr>().is_ok();
            is_one.then_some(()).ok_or(FwknoprcReason::BadAllow)
        }
        _ => Ok(()),
    }
}

/// In any case.
pub(super) fn transport(word: &str) -> Option<SpaTransport> {
    word.to_ascii_lowercase().parse().ok()
}

/// A transport that needs a raw socket.
pub(super) fn is_raw(word: &str) -> bool {
    ["icmp", "udpraw", "tcpraw"]
        .iter()
        .any(|raw| word.eq_ignore_ascii_case(raw))
}

/// The digits at its beginning, as C's strtol(3) reads them; none are zero.
pub(super) fn number(value: &str, most: u32, key: &'static str) -> Result<u32, FwknoprcReason> {
    let wrong = FwknoprcReason::NotANumber { key, most };
    let digits = value.strip_prefix('+').unwrap_or(value);
    let end = digits.bytes().take_while(u8::is_ascii_digit).count();
    if value.starts_with('-') {
        return Err(wrong);
    }
    if end == 0 {
        return Ok(0);
    }
    let number = digits[..end].parse().ok();
    number.filter(|number| *number <= most).ok_or(wrong)
}

/// In seconds: all its digits up to the first unit, which is that of all of them.
pub(super) fn offset(value: &str) -> Option<i64> {
    let (sign, length) = match value.strip_prefix('-') {
        Some(length) => (-1, length),
        None => (1, value),
    };
    let unit = |byte: u8| match byte.to_ascii_lowercase() {
        b'm' => Some(60),
        b'h' => Some(60 * 60),
        b'd' => Some(24 * 60 * 60),
        _ => None,
    };
    let end = length.bytes().position(|byte| unit(byte).is_some());
    let digits: String = length
        .chars()
        .take(end.unwrap_or(length.len()))
        .filter(char::is_ascii_digit)
        .collect();
    let seconds = length.bytes().find_map(unit).unwrap_or(1);
    let number: i64 = digits.parse().ok()?;
    (number <= MOST_OFFSET).then_some(sign * seconds * number)
}
