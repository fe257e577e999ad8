//! How long a plaintext may be, at each HMAC.

use portknocker::spa::{
    Access, Algorithm, Hmac, HmacKey, Key, Keys, Once, Packet, Port, Protocol, Random, Refusal,
    Request, encode,
};

use super::file::File;

#[test]
fn a_plaintext_is_sent_up_to_the_length_that_the_server_takes() {
    let limits = File::read()
        .wire_length_limit
        .max_plaintext_bytes_incl_digest;
    assert!(!limits.is_empty());
    for (word, longest) in limits {
        let keys = keys(&word);
        let (mut taken, mut refused) = (0, usize::MAX);
        for (request, length) in requests() {
            match encode(&request, &once(), &keys) {
                Ok(packet) => {
                    assert!(length <= longest, "{word}: {length} bytes are sent");
                    assert!(packet.as_str().len() <= Packet::LONGEST);
                    taken = taken.max(length);
                }
                Err(Refusal::TooLong { .. } | Refusal::Message { .. }) => {
                    assert!(length > longest, "{word}: {length} bytes are refused");
                    refused = refused.min(length);
                }
                Err(other) => panic!("{word}: {length} bytes: {other}"),
            }
        }
        assert_eq!((taken, refused), (longest, longest + 1), "{word}");
    }
}

fn keys(hmac: &str) -> Keys {
    let hmac = (!hmac.starts_with("no")).then(|| Hmac {
        key: HmacKey::new(b"hmac").unwrap(),
        algorithm: hmac.parse().unwrap(),
    });
    Keys::new(Key::new(b"key").unwrap(), hmac).unwrap()
}

fn once() -> Once {
    Once {
        time: 1_700_000_000,
        random: Random::new(0).unwrap(),
        salt: [0; Once::SALT],
    }
}

/// Requests with plaintexts of almost every length, and their lengths, counted from the fields.
fn requests() -> impl Iterator<Item = (Request, usize)> {
    (8..=20)
        .flat_map(|ports| (1..=48).map(move |user| (ports, user)))
        .flat_map(|(ports, user)| {
            [Algorithm::Md5, Algorithm::Sha256].map(|digest| (ports, user, digest))
        })
        .map(|(ports, user, digest)| {
            let port = Port {
                protocol: Protocol::Tcp,
                number: 10_000.try_into().unwrap(),
            };
            let request = Request {
                allow: "192.0.2.7".parse().unwrap(),
                access: Access::new(vec![port; ports]).unwrap(),
                nat: None,
                timeout: None,
                user: "u".repeat(user).parse().unwrap(),
                server_auth: None,
                digest,
            };
            let message = "192.0.2.7".len() + ports * ",tcp/10000".len();
            let digest = if digest == Algorithm::Md5 { 22 } else { 43 };
            let colons = 6;
            let fixed = 16 + "1700000000".len() + "3.0.0".len() + "1".len() + colons;
            (request, fixed + base64(user) + base64(message) + digest)
        })
}

/// How many characters of base64 without padding so many bytes are.
fn base64(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}
