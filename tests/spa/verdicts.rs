//! What the server said to other packets: what it refused, this program refuses before it sends, wherever it can know.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

use portknocker::spa::{
    Access, Algorithm, DecodeError, Decoded, HmacKey, Key, KeyError, Keys, MessageType, Once,
    Packet, Random, Refusal, Request, ServerAuth, Target, Timeout, TimeoutError, Unsupported, User,
    Version, decode, encode,
};

use super::file::{File, KeySet, ServerVerdict};

/// What a refusal means to whoever sends.
#[derive(Clone, Copy)]
enum Meaning {
    /// The text is no packet: of another length, with other characters, or with its prefix. None is ever made so.
    NoPacket,
    /// More characters than a packet has that the server tries an AES key on.
    TooLong,
    /// Made with other keys, or signed otherwise than it is here. With the server's keys ours is another packet.
    OtherKeys,
    /// Something for which this program has no packet. Reading says so by an error of this kind, and whatever had to be
    /// written in a configuration for it is refused.
    NeverMade(fn(&DecodeError) -> bool, fn() -> bool),
    /// A packet that is right, at another time than the server's.
    OtherTime,
    /// A packet that is right, and refused for what only the server knows: what it has seen before, and its own
    /// `access.conf`.
    OnlyTheServerKnows,
}

use Meaning::{NeverMade, NoPacket, OnlyTheServerKnows, OtherKeys, OtherTime, TooLong};

/// What the server's log has, and what it means. The first that is found counts.
const LOG: &[(&str, Meaning)] = &[
    ("preprocess_spa_data() returned error", NoPacket),
    ("No stanza encryption mode match", TooLong),
    ("HMAC_COMPAREFAIL", OtherKeys),
    // Said of a wrong key, and of a random value that is not 16 digits.
    (
        "Decryption failed or decrypted data is invalid",
        NeverMade(is_random_or_key, randoms_are_refused),
    ),
    (
        "computed digest did not match",
        NeverMade(is_digest, it_is_computed),
    ),
    ("NON_ASCII", NeverMade(is_anything_inside, it_is_computed)),
    ("LT_MIN_FIELDS", NeverMade(is_fields, it_is_computed)),
    ("MSGTYPE_", NeverMade(is_type, types_are_refused)),
    ("TIMEOUT_", NeverMade(is_timeout, timeouts_are_refused)),
    ("TIMESTAMP_", NeverMade(is_time, times_are_refused)),
    ("VERSION_", NeverMade(is_version, versions_are_refused)),
    ("USERNAME_", NeverMade(is_user, users_are_refused)),
    ("NATACCESS_", NeverMade(is_nat, targets_are_refused)),
    ("ACCESS_", NeverMade(is_message, messages_are_refused)),
    ("MESSAGE_", NeverMade(is_message, messages_are_refused)),
    ("SRVAUTH_", NeverMade(is_auth, auths_are_refused)),
    (
        "SPA Command messages are not allowed",
        NeverMade(is_command, commands_are_refused),
    ),
    (
        "Invalid key length",
        NeverMade(is_random_or_key, keys_are_refused),
    ),
    (
        "Invalid HMAC key length",
        NeverMade(is_random_or_key, hmac_keys_are_refused),
    ),
    ("SPA data time difference is too great", OtherTime),
    ("Replay detected", OnlyTheServerKnows),
    ("denied per access.conf", OnlyTheServerKnows),
    (
        "Got 0.0.0.0 when valid source IP was required",
        OnlyTheServerKnows,
    ),
    ("does not match required username", OnlyTheServerKnows),
    ("but is not enabled/supported", OnlyTheServerKnows),
    ("No access data found for source IP", OnlyTheServerKnows),
    ("Access stanza has expired", OnlyTheServerKnows),
];

/// What the log has where the server opened.
const OPENED: [&str; 3] = [
    "--test mode enabled, skipping firewall manipulation",
    "Running CMD_CYCLE_OPEN command",
    "Added access rule",
];

/// How many verdicts came to what.
type Counts = BTreeMap<&'static str, usize>;

#[test]
fn what_the_server_refuses_is_refused_before_it_is_sent_wherever_that_can_be_known() {
    let file = File::read();
    assert!(file.negative_keys.mode().eq_ignore_ascii_case("CBC"));
    let keys = file.negative_keys.keys().expect("the server's keys");
    let mut counts = Counts::new();
    for verdict in &file.server_verdicts {
        eprintln!("{}", verdict.name);
        let shown = if verdict.accepted {
            accepted(verdict, &keys)
        } else {
            refused(verdict, &keys, &file.negative_keys)
        };
        *counts.entry(shown).or_default() += 1;
    }
    eprintln!("{counts:?}");
    assert!(counts.values().sum::<usize>() > 0);
    if File::is_our_own() {
        let expected = [
            ("never made", 29),
            ("no packet", 2),
            ("another time", 2),
            ("only the server knows", 1),
            ("other keys", 8),
            ("read, and made again", 7),
            ("taken by the server alone", 4),
            ("too long", 8),
        ];
        assert_eq!(counts, Counts::from(expected));
    }
}

#[test]
fn what_the_server_refuses_by_its_configuration_is_known_here_or_nowhere() {
    let mut counts = Counts::new();
    for verdict in &File::read().policy_verdicts {
        eprintln!("{}: {:?}", verdict.case, verdict.fwknopd_log);
        let is_in_window = (Packet::SHORTEST..=Packet::LONGEST).contains(&verdict.wire_len);
        let shown = if !verdict.opened.is_empty() || has_opened(&verdict.fwknopd_log) {
            if is_in_window {
                "opened"
            } else {
                "taken by the server alone"
            }
        } else {
            match meaning(&verdict.fwknopd_log).expect("a line that is known") {
                NoPacket => "no packet",
                OtherKeys | OtherTime | OnlyTheServerKnows => "only the server knows",
                TooLong => {
                    assert!(verdict.wire_len > Packet::LONGEST);
                    "too long"
                }
                NeverMade(_, is_refused) => {
                    assert!(is_refused());
                    "never made"
                }
            }
        };
        *counts.entry(shown).or_default() += 1;
    }
    eprintln!("{counts:?}");
    assert!(counts.values().sum::<usize>() > 0);
    if File::is_our_own() {
        let expected = [
            ("never made", 7),
            ("only the server knows", 7),
            ("opened", 11),
        ];
        assert_eq!(counts, Counts::from(expected));
    }
}

fn has_opened(log: &[String]) -> bool {
    log.iter()
        .any(|line| OPENED.iter().any(|opened| line.contains(opened)))
}

fn meaning(log: &[String]) -> Option<Meaning> {
    let is_said = |said: &str| log.iter().any(|line| line.contains(said));
    LOG.iter()
        .find(|(said, _)| is_said(said))
        .map(|(_, meaning)| *meaning)
}

/// What the server took is read, and made again byte for byte. It takes a little more, which nobody sends.
fn accepted(verdict: &ServerVerdict, keys: &Keys) -> &'static str {
    assert!(has_opened(&verdict.fwknopd_log));
    match decode(&verdict.wire, keys) {
        Ok(decoded) => {
            is_made_again(&decoded, keys, &verdict.wire);
            "read, and made again"
        }
        // An `=` after base64, inside or around; a zero or a plus that changes nothing; a timeout of zero, which is none;
        // an address with leading zeros, which are octal to some; a host that cannot exist.
        Err(
            DecodeError::NotBase64
            | DecodeError::FieldNotText
            | DecodeError::NotCanonical
            | DecodeError::Timeout(TimeoutError::Zero)
            | DecodeError::Address
            | DecodeError::Nat(_),
        ) => "taken by the server alone",
        Err(other) => panic!("{other}"),
    }
}

fn is_made_again(decoded: &Decoded, keys: &Keys, wire: &str) {
    assert_eq!(decoded.encode(keys).unwrap().as_str(), wire);
    if decoded.version == Version::default() {
        let made = encode(&decoded.request, &decoded.once, keys).unwrap();
        assert_eq!(made.as_str(), wire);
    }
}

fn refused(verdict: &ServerVerdict, keys: &Keys, set: &KeySet) -> &'static str {
    let wire = &verdict.wire;
    let read = decode(wire, keys);
    match meaning(&verdict.fwknopd_log) {
        Some(NoPacket) => {
            let is_packet = (Packet::SHORTEST..=Packet::LONGEST).contains(&wire.len())
                && wire.starts_with(['8', '9', '+', '/'])
                && wire
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
            assert!(!is_packet);
            assert!(read.is_err());
            "no packet"
        }
        Some(TooLong) => {
            assert_eq!(read, Err(DecodeError::Unsupported(Unsupported::Gpg)));
            assert!(a_request_of_this_length_is_refused(wire.len(), keys));
            "too long"
        }
        Some(OtherKeys) => {
            assert_eq!(read, Err(DecodeError::Hmac));
            with_the_right_keys_it_is_another(wire, keys, &set.bare().unwrap());
            "other keys"
        }
        Some(NeverMade(is_error, is_refused)) => {
            let error = read.unwrap_err();
            // A field that is missing, or not base64, is no field of the right kind either.
            let is_never_made = is_error(&error)
                || matches!(
                    error,
                    DecodeError::Fields | DecodeError::FieldNotText | DecodeError::NotCanonical
                );
            assert!(is_never_made, "{error}");
            assert!(is_refused());
            if error == DecodeError::NotDecrypted {
                "other keys"
            } else {
                "never made"
            }
        }
        Some(OtherTime) => {
            let read = read.unwrap();
            is_made_again(&read, keys, wire);
            assert_ne!(Some(read.once.time), verdict.server_time);
            "another time"
        }
        Some(OnlyTheServerKnows) => {
            is_made_again(&read.unwrap(), keys, wire);
            "only the server knows"
        }
        // Whatever the server says of it: what is not read is not made.
        None => {
            let error = read.unwrap_err();
            assert!(!matches!(
                error,
                DecodeError::Hmac | DecodeError::NotDecrypted
            ));
            "never made"
        }
    }
}

/// Asks for more and more until a packet would have this length, which is then refused, or could not become as long.
fn a_request_of_this_length_is_refused(length: usize, keys: &Keys) -> bool {
    let refused: BTreeSet<usize> = (1..=20)
        .flat_map(|ports| [0, 16, 32, 48, 64, 96, 128, 160, 192].map(|auth| (ports, auth)))
        .filter_map(|(ports, auth)| {
            let port = "tcp/10000".parse().unwrap();
            let request = Request {
                access: Access::new(vec![port; ports]).unwrap(),
                server_auth: "x".repeat(auth).parse().ok(),
                ..request()
            };
            match encode(&request, &once(), keys) {
                Err(Refusal::TooLong { length }) => Some(length),
                _ => None,
            }
        })
        .collect();
    refused.contains(&length) || refused.last().is_some_and(|longest| length > *longest)
}

/// A packet whose HMAC the server refuses is cut down to what is signed, whatever its HMAC was, and signed as here.
fn with_the_right_keys_it_is_another(wire: &str, keys: &Keys, bare: &Keys) {
    for signature in [0, 22, 27, 43, 64, 86] {
        let text = &wire[..wire.len() - signature];
        if let Ok(decoded) = decode(text, bare) {
            assert_ne!(decoded.encode(keys).unwrap().as_str(), wire);
        }
    }
}

fn request() -> Request {
    Request {
        allow: "192.0.2.7".parse().unwrap(),
        access: "tcp/22".parse().unwrap(),
        nat: None,
        timeout: None,
        user: "alice".parse().unwrap(),
        server_auth: None,
        digest: Algorithm::default(),
    }
}

fn once() -> Once {
    Once {
        time: 1_700_000_000,
        random: Random::new(0).unwrap(),
        salt: [0; Once::SALT],
    }
}

fn is_random_or_key(error: &DecodeError) -> bool {
    matches!(error, DecodeError::Random(_) | DecodeError::NotDecrypted)
}

fn randoms_are_refused() -> bool {
    [
        "",
        "012345678901234",
        "01234567890123456",
        "012345678901234a",
    ]
    .iter()
    .all(|text| text.parse::<Random>().is_err())
}

fn is_digest(error: &DecodeError) -> bool {
    *error == DecodeError::Digest
}

fn is_anything_inside(error: &DecodeError) -> bool {
    *error != DecodeError::Hmac
}

fn is_fields(error: &DecodeError) -> bool {
    *error == DecodeError::Fields
}

/// Nobody writes it, so that nothing can be wrong with it.
fn it_is_computed() -> bool {
    true
}

fn is_type(error: &DecodeError) -> bool {
    *error == DecodeError::MessageType
}

fn types_are_refused() -> bool {
    (7..=u8::MAX).all(|number| MessageType::from_number(number) == Ok(None))
}

fn is_command(error: &DecodeError) -> bool {
    *error == DecodeError::Unsupported(Unsupported::Command)
}

fn commands_are_refused() -> bool {
    MessageType::from_number(0) == Err(Unsupported::Command)
}

fn is_timeout(error: &DecodeError) -> bool {
    matches!(error, DecodeError::Timeout(_))
}

fn timeouts_are_refused() -> bool {
    ["-5", "65537", "131072", "x"]
        .iter()
        .all(|text| text.parse::<Timeout>().is_err())
}

fn is_time(error: &DecodeError) -> bool {
    *error == DecodeError::Time
}

fn times_are_refused() -> bool {
    let time = Once::LAST_TIME + 1;
    let keys = Keys::new(Key::new(b"key").unwrap(), None).unwrap();
    encode(&request(), &Once { time, ..once() }, &keys) == Err(Refusal::Time { time })
}

fn is_version(error: &DecodeError) -> bool {
    matches!(error, DecodeError::Version(_))
}

fn versions_are_refused() -> bool {
    ["", "99.99.999"]
        .iter()
        .all(|text| text.parse::<Version>().is_err())
}

fn is_user(error: &DecodeError) -> bool {
    matches!(error, DecodeError::User(_))
}

fn users_are_refused() -> bool {
    let too_long = "x".repeat(49);
    let bad = "\"/\\[]:;|=,+*?<>\u{1f}\u{7f}ü"
        .split("")
        .filter(|text| !text.is_empty());
    bad.chain(["", &too_long])
        .all(|text| text.parse::<User>().is_err())
}

fn is_nat(error: &DecodeError) -> bool {
    matches!(error, DecodeError::Nat(_))
}

fn targets_are_refused() -> bool {
    let too_long = format!("{}:22", "a.".repeat(35) + "b");
    let port = NonZeroU16::MIN;
    [
        "10.0.0.5",
        "10.0.0.5,22,23",
        "10.0.0.5,0",
        "10.0.0.5,65536",
        "10.0.0.5,000022",
        &too_long,
    ]
    .iter()
    .all(|text| text.parse::<Target>().is_err())
        && ["", "a b", "a/b", "a?b", "a\"b", "a'b", "a\\b"]
            .iter()
            .all(|host| Target::new(host, port).is_err())
}

fn is_message(error: &DecodeError) -> bool {
    matches!(error, DecodeError::Access(_) | DecodeError::Address)
}

/// The address is of a type that has no other values.
fn messages_are_refused() -> bool {
    [
        "",
        "none/0",
        "none/1",
        "icmp/8",
        "tcp/0",
        "tcp/65536",
        "tcp/000022",
        "TCP/22",
        "tcp6/22",
        "tcp/22, udp/53",
        "tcp/22,",
    ]
    .iter()
    .all(|text| text.parse::<Access>().is_err())
}

fn is_auth(error: &DecodeError) -> bool {
    matches!(error, DecodeError::ServerAuth(_))
}

fn auths_are_refused() -> bool {
    ["", &"x".repeat(193)]
        .iter()
        .all(|text| text.parse::<ServerAuth>().is_err())
}

fn keys_are_refused() -> bool {
    [0, 33]
        .iter()
        .all(|length| Key::new(&vec![0; *length]).is_err())
}

fn hmac_keys_are_refused() -> bool {
    let too_long = |length| {
        HmacKey::new(&vec![0; length]).err()
            == Some(KeyError::TooLong {
                length,
                longest: 128,
            })
    };
    [129, 137].into_iter().all(too_long)
}
