//! What holds for every request, every key and every text.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::encode::wrap;
use super::*;

fn port() -> impl Strategy<Value = Port> {
    (select(&[Protocol::Tcp, Protocol::Udp][..]), 1u16..).prop_map(|(protocol, number)| Port {
        protocol,
        number: number.try_into().unwrap(),
    })
}

fn target() -> impl Strategy<Value = Target> {
    let host = prop_oneof![
        "[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?\\.[a-z]{2,6}",
        any::<[u8; 4]>().prop_map(|[a, b, c, d]| format!("{a}.{b}.{c}.{d}"))
    ];
    (host, 1u16..).prop_map(|(host, port)| Target::new(&host, port.try_into().unwrap()).unwrap())
}

fn nat() -> impl Strategy<Value = Nat> {
    prop_oneof![
        target().prop_map(Nat::Forward),
        target().prop_map(Nat::Local)
    ]
}

fn algorithm() -> impl Strategy<Value = Algorithm> {
    select(&Algorithm::ALL[..])
}

fn request() -> impl Strategy<Value = Request> {
    (
        any::<[u8; 4]>(),
        vec(port(), 1..5),
        option::of(nat()),
        option::of(1..=Timeout::LONGEST),
        "[a-zA-Z0-9 !#$%&'()@^_`{}~.-]{1,16}",
        option::weighted(0.1, ".{1,10}"),
        algorithm(),
    )
        .prop_map(|(allow, ports, nat, timeout, user, auth, digest)| Request {
            allow: allow.into(),
            access: Access::new(ports).unwrap(),
            nat,
            timeout: timeout.map(|seconds| Timeout::new(seconds).unwrap()),
            user: user.parse().unwrap(),
            server_auth: auth.map(|auth| auth.parse().unwrap()),
            digest,
        })
}

fn once() -> impl Strategy<Value = Once> {
    (0..=Once::LAST_TIME, 0..Random::COUNT, any::<[u8; 8]>()).prop_map(|(time, random, salt)| {
        Once {
            time,
            random: Random::new(random).unwrap(),
            salt,
        }
    })
}

fn hmac() -> impl Strategy<Value = Hmac> {
    // A byte more than an encryption key may have, so that the two are never the same.
    (vec(any::<u8>(), 33..=128), algorithm()).prop_map(|(key, algorithm)| Hmac {
        key: HmacKey::new(&key).unwrap(),
        algorithm,
    })
}

fn keys(hmac: impl Strategy<Value = Option<Hmac>>) -> impl Strategy<Value = Keys> {
    (vec(any::<u8>(), 1..=32), hmac)
        .prop_map(|(key, hmac)| Keys::new(Key::new(&key).unwrap(), hmac).unwrap())
}

/// One character changed, removed or added.
fn changed(packet: &str, at: Index, how: u8, character: char) -> String {
    let mut characters: Vec<char> = packet.chars().collect();
    let at = at.index(characters.len());
    match how {
        0 => characters[at] = character,
        1 => {
            characters.remove(at);
        }
        _ => characters.insert(at, character),
    }
    characters.into_iter().collect()
}

fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        "[A-Za-z0-9+/]".prop_map(|text| text.chars().next().unwrap()),
        any::<char>()
    ]
}

proptest! {
    #[test]
    fn what_is_asked_for_is_read_again(
        request in request(),
        once in once(),
        keys in keys(option::weighted(0.8, hmac())),
    ) {
        match encode(&request, &once, &keys) {
            Ok(packet) => {
                let text = packet.as_str();
                prop_assert!((140..=399).contains(&text.len()));
                prop_assert!("89+/".contains(&text[..1]));
                prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte)));
                let decoded = decode(text, &keys).unwrap();
                prop_assert_eq!(&decoded.request, &request);
                prop_assert_eq!(decoded.once, once);
                prop_assert_eq!(decoded.encode(&keys), Ok(packet.clone()));
            }
            Err(Refusal::TooLong { length }) => prop_assert!(length > 399),
            Err(Refusal::TooShort { length }) => prop_assert!(length < 140),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn a_signed_packet_that_was_changed_anywhere_is_refused(
        request in request(),
        once in once(),
        keys in keys(hmac().prop_map(Some)),
        (at, how, character) in (any::<Index>(), 0u8..3, character()),
    ) {
        let packet = encode(&request, &once, &keys);
        prop_assume!(packet.is_ok());
        let packet = packet.unwrap();
        let text = changed(packet.as_str(), at, how, character);
        prop_assume!(text != packet.as_str());
        prop_assert!(decode(&text, &keys).is_err());
    }

    #[test]
    fn one_without_an_hmac_that_was_changed_is_refused_or_has_a_digest_of_its_own(
        request in request(),
        once in once(),
        keys in keys(Just(()).prop_map(|()| None)),
        (at, how, character) in (any::<Index>(), 0u8..3, character()),
    ) {
        let packet = encode(&request, &once, &keys);
        prop_assume!(packet.is_ok());
        let text = changed(packet.unwrap().as_str(), at, how, character);
        if let Ok(decoded) = decode(&text, &keys) {
            let again = decoded.encode(&keys).unwrap();
            prop_assert_eq!(again.as_str(), text);
        }
    }

    #[test]
    fn no_text_makes_reading_panic(
        text in prop_oneof![any::<String>(), "[A-Za-z0-9+/]{130,410}", "[89+/][A-Za-z0-9+/=é]{139,398}"],
        keys in keys(option::of(hmac())),
    ) {
        let _ = decode(&text, &keys);
    }

    #[test]
    fn no_plaintext_makes_reading_panic_and_only_our_own_is_read(
        fields in vec(prop_oneof!["[ -9;-~]{0,20}", "[0-9]{1,16}", Just("MTkyLjAuMi43LHRjcC8yMg".to_owned())], 1..10),
        salt in any::<[u8; 8]>(),
        digest in algorithm(),
        keys in keys(option::of(hmac())),
    ) {
        let fields = fields.join(":");
        let text = wrap(&format!("{fields}:{}", digest.digest(&fields)), salt, &keys);
        if let Ok(decoded) = decode(&text, &keys) {
            let again = decoded.encode(&keys).unwrap();
            prop_assert_eq!(again.as_str(), text);
        }
    }

    #[test]
    fn no_text_makes_a_value_panic(text in prop_oneof![any::<String>(), "[ -~]{0,80}"]) {
        let _ = text.parse::<Access>();
        let _ = text.parse::<Algorithm>();
        let _ = text.parse::<CipherMode>();
        let _ = text.parse::<Port>();
        let _ = text.parse::<Protocol>();
        let _ = text.parse::<Random>();
        let _ = text.parse::<ServerAuth>();
        let _ = text.parse::<Target>();
        let _ = text.parse::<Timeout>();
        let _ = text.parse::<User>();
        let _ = text.parse::<Version>();
    }

    #[test]
    fn what_is_written_is_read(ports in vec(port(), 1..9), target in target()) {
        let access = Access::new(ports).unwrap();
        prop_assert_eq!(access.to_string().parse(), Ok(access));
        prop_assert_eq!(target.to_string().parse(), Ok(target));
    }
}
