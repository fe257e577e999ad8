//! What the tests of this room ask for.

use super::{Access, Algorithm, Hmac, HmacKey, Key, Keys, Once, Port, Protocol, Random, Request};

/// SSH for one address.
pub fn request() -> Request {
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

/// A request whose message has exactly so many bytes.
pub fn sized(message: usize) -> Request {
    let mut left = message - request().allow.to_string().len();
    let mut ports = Vec::new();
    while left > 0 {
        // A comma, a protocol and a slash before one to five digits; others must add up to what is left.
        let adds_up = |rest: usize| rest == 0 || rest >= 6 && rest != 11;
        let digits = (1..=5)
            .rev()
            .find(|digits| left.checked_sub(5 + digits).is_some_and(adds_up))
            .unwrap();
        ports.push(Port {
            protocol: Protocol::Tcp,
            number: "1".repeat(digits).parse().unwrap(),
        });
        left -= 5 + digits;
    }
    Request {
        access: Access::new(ports).unwrap(),
        ..request()
    }
}

/// A moment of 2023.
pub fn once() -> Once {
    Once {
        time: 1_700_000_000,
        random: Random::new(123_456_789_012_345).unwrap(),
        salt: [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77],
    }
}

/// The keys `00 01 … 1f` and, where it is signed, `40 41 … 7f`.
pub fn keys(algorithm: Option<Algorithm>) -> Keys {
    let key = Key::new(&(0x00..=0x1f).collect::<Vec<u8>>()).unwrap();
    let hmac = algorithm.map(|algorithm| Hmac {
        key: HmacKey::new(&(0x40..=0x7f).collect::<Vec<u8>>()).unwrap(),
        algorithm,
    });
    Keys::new(key, hmac).unwrap()
}
