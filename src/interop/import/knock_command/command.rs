//! What a simple command of a script does, as far as knocking goes (knock(1); how it takes its ports: tried with 0.8).

use std::num::NonZeroU16;
use std::time::Duration;

use zeroize::Zeroizing;

use super::KnockReason;
use super::getopt::getopt;
use crate::interop::import::atoi::atoi;
use crate::profile::{Family, Host, Mode, Payload, Protocol, Span, Step, Transport};

/// What stands before a command without being one.
const BEFORE: [&str; 18] = [
    "sudo", "doas", "exec", "command", "builtin", "env", "time", "nohup", "if", "then", "else",
    "elif", "do", "while", "until", "!", "{", "function",
];

/// What neither knocks nor takes part in it.
const HARMLESS: [&str; 6] = ["echo", "printf", "true", ":", "date", "wait"];

/// What a command does.
pub(super) enum Does {
    /// It knocks.
    Knock(Knock),
    /// It would, and cannot be read.
    Bad(KnockReason),
    /// It waits; for how long is not always known.
    Sleep(Option<Duration>),
    /// It connects.
    Ssh {
        /// Where to.
        host: Host,
        /// The port.
        port: NonZeroU16,
    },
    /// Commands that a name stands for.
    Alias(Vec<(String, Zeroizing<String>)>),
    /// Nothing that matters.
    Nothing,
    /// Something else.
    Other,
}

/// A knock.
pub(super) struct Knock {
    /// The server.
    pub host: Host,
    /// At least one.
    pub steps: Vec<Step>,
    /// The steps that look like UDP, and are sent over TCP; from 1.
    pub as_tcp: Vec<usize>,
    /// Between two steps, where it is said.
    pub delay: Option<Duration>,
    /// Which address is knocked on.
    pub family: Family,
    /// Whether the program is meant for it: another one that goes to one port may be for anything.
    pub is_meant: bool,
}

/// What these words do.
pub(super) fn does(words: &[String]) -> Does {
    let Some((program, arguments)) = program(words) else {
        return Does::Nothing;
    };
    match program {
        "knock" => knock(arguments, false),
        "portknocker" => match arguments.split_first() {
            Some((first, rest)) if first == "knock" => knock(rest, true),
            _ => Does::Other,
        },
        "nc" | "ncat" | "netcat" => netcat(arguments).map_or(Does::Other, Does::Knock),
        "nmap" => nmap(arguments).map_or(Does::Other, Does::Knock),
        "sleep" => Does::Sleep(sleep(arguments)),
        "ssh" => ssh(arguments).unwrap_or(Does::Other),
        "alias" => Does::Alias(
            arguments
                .iter()
                .filter_map(|word| word.split_once('='))
                .map(|(name, script)| (name.to_owned(), Zeroizing::new(script.to_owned())))
                .collect(),
        ),
        program if HARMLESS.contains(&program) => Does::Nothing,
        _ => Does::Other,
    }
}

/// The name of the program that is started, without its folder, and its arguments.
fn program(words: &[String]) -> Option<(&str, &[String])> {
    let mut rest = words;
    while let Some((word, behind)) = rest.split_first() {
        rest = behind;
        if matches!(word.as_str(), "-u" | "-g") {
            // Whose rights sudo gives.
            rest = rest.get(1..).unwrap_or_default();
        } else if !(BEFORE.contains(&word.as_str()) || word.starts_with('-') || is_variable(word)) {
            let name = word.rsplit('/').next().unwrap_or_default();
            return Some((name, behind));
        }
    }
    None
}

/// Whether a word gives a variable its value.
fn is_variable(word: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    word.split_once('=')
        .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_name))
}

fn knock(words: &[String], is_ours: bool) -> Does {
    const NAMES: [(&str, char); 7] = [
        ("udp", 'u'),
        ("delay", 'd'),
        ("ipv4", '4'),
        ("ipv6", '6'),
        ("verbose", 'v'),
        ("version", 'V'),
        ("help", 'h'),
    ];
    if words.iter().any(|word| word.contains(['$', '`', '*', '{'])) {
        return Does::Bad(KnockReason::Shell);
    }
    let words = words.iter().filter(|word| !(is_ours && *word == "--json"));
    let words: Zeroizing<Vec<String>> = Zeroizing::new(words.cloned().collect());
    let Some(arguments) = getopt(&words, "ud:46vVh", &NAMES) else {
        return Does::Bad(KnockReason::Options);
    };
    if arguments.has('V') || arguments.has('h') {
        return Does::Nothing;
    }
    let [host, ports @ ..] = &arguments.operands[..] else {
        return Does::Bad(KnockReason::NoSteps);
    };
    let Ok(host) = host.parse() else {
        return Does::Bad(KnockReason::BadHost);
    };
    let all_udp = arguments.has('u');
    let (mut steps, mut as_tcp) = (Vec::new(), Vec::new());
    for (index, text) in ports.iter().enumerate() {
        let number = index + 1;
        let read = if is_ours {
            text.parse().ok()
        } else {
            step(text)
        };
        let Some(mut read): Option<Step> = read else {
            return Does::Bad(KnockReason::Step { number });
        };
        let is_tcp = read.protocol.transport() == Transport::Tcp;
        if let Some(port) = read.port().filter(|_| all_udp) {
            read = hit(port, true);
        } else if is_tcp && text.to_ascii_lowercase().contains("udp") {
            as_tcp.push(number);
        }
        steps.push(read);
    }
    if steps.is_empty() {
        return Does::Bad(KnockReason::NoSteps);
    }
    let delay = arguments.value('d').map(|text| {
        let millis = u64::try_from(atoi(text).value).unwrap_or_default();
        Duration::from_millis(millis).min(Span::LONGEST)
    });
    let family = match (arguments.has('4'), arguments.has('6')) {
        (true, false) => Family::Ipv4,
        (false, true) => Family::Ipv6,
        _ => Family::Auto,
    };
    Does::Knock(Knock {
        host,
        steps,
        as_tcp,
        delay,
        family,
        is_meant: true,
    })
}

/// A step as knock(1) takes it: what stands behind the colon is UDP where it is `udp` in small letters, and else TCP.
fn step(text: &str) -> Option<Step> {
    let (port, protocol) = text.split_once(':').unwrap_or((text, ""));
    Some(hit(self::port(port)?, protocol == "udp"))
}

fn hit(port: NonZeroU16, is_udp: bool) -> Step {
    let protocol = if is_udp {
        let payload = Payload::default();
        Protocol::Udp { port, payload }
    } else {
        let mode = Mode::default();
        Protocol::Tcp { port, mode }
    };
    Step {
        protocol,
        delay: None,
    }
}

fn port(text: &str) -> Option<NonZeroU16> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// `nc -z HOST PORT`.
fn netcat(words: &[String]) -> Option<Knock> {
    const LETTERS: &str = "46CdDFhklnNrStuUvzZi:I:m:M:O:p:P:q:s:T:V:w:W:x:X:";
    let arguments = getopt(words, LETTERS, &[])?;
    let [host, text] = arguments.operands[..] else {
        return None;
    };
    let step = hit(port(text)?, arguments.has('u'));
    arguments.has('z').then_some(())?;
    one_hit(host, step)
}

/// `nmap -p PORT HOST`.
fn nmap(words: &[String]) -> Option<Knock> {
    const WITH_VALUE: [&str; 8] = [
        "--max-retries",
        "--host-timeout",
        "--host_timeout",
        "--scan-delay",
        "--min-rate",
        "--source-port",
        "-g",
        "-e",
    ];
    let (mut ports, mut host, mut is_udp) = (None, None, false);
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word {
            "-p" => ports = words.next(),
            "-sU" => is_udp = true,
            word if WITH_VALUE.contains(&word) => drop(words.next()),
            word if word.starts_with("-p") => ports = word.get(2..),
            word if word.starts_with('-') => {}
            // Several hosts are a scan.
            _ if host.is_some() => return None,
            word => host = Some(word),
        }
    }
    one_hit(host?, hit(port(ports?)?, is_udp))
}

fn one_hit(host: &str, step: Step) -> Option<Knock> {
    Some(Knock {
        host: host.parse().ok()?,
        steps: vec![step],
        as_tcp: Vec::new(),
        delay: None,
        family: Family::Auto,
        is_meant: false,
    })
}

fn sleep(words: &[String]) -> Option<Duration> {
    let [word] = words else {
        return None;
    };
    let (number, unit) = match word.char_indices().last()? {
        (_, '0'..='9' | '.') => (word.as_str(), 1.0),
        (at, 's') => (&word[..at], 1.0),
        (at, 'm') => (&word[..at], 60.0),
        (at, 'h') => (&word[..at], 3600.0),
        _ => return None,
    };
    let seconds: f64 = number.parse().ok()?;
    let duration = Duration::try_from_secs_f64(seconds * unit).ok()?;
    (duration <= Span::LONGEST).then_some(duration)
}

/// `ssh [-p PORT] [USER@]HOST`, without a command there.
fn ssh(words: &[String]) -> Option<Does> {
    const LETTERS: &str = "46AaCfGgKkMNnqsTtVvXxYyB:b:c:D:E:e:F:I:i:J:L:l:m:O:o:p:P:Q:R:S:W:w:";
    let arguments = getopt(words, LETTERS, &[])?;
    let [destination] = arguments.operands[..] else {
        return None;
    };
    let host = destination.rsplit('@').next()?;
    Some(Does::Ssh {
        host: host.parse().ok()?,
        port: port(arguments.value('p').unwrap_or("22"))?,
    })
}
