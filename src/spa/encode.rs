//! From a request to a packet.

use data_encoding::BASE64_NOPAD;
use thiserror::Error;

use super::cipher::Cipher;
use super::plaintext;
use super::{Hmac, Keys, Once, Packet, Request, Version};

/// The packet for a request: encrypted, and signed where there is a key for it.
///
/// # Errors
///
/// Where the server would drop it in silence, which is not in the types: too much is asked for at once, or too little,
/// or the clock is wrong by decades.
pub fn encode(request: &Request, once: &Once, keys: &Keys) -> Result<Packet, Refusal> {
    seal(request, once, &Version::default(), keys)
}

/// Why a request cannot become a packet that a server opens for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// After [`Once::LAST_TIME`], which the server cannot read.
    #[error(
        "{time} seconds since 1970 are more than the server reads, which is {}",
        Once::LAST_TIME
    )]
    Time {
        /// The time, in seconds since 1970.
        time: u64,
    },
    /// More ports than the server reads: [`Refusal::LONGEST_MESSAGE`].
    #[error(
        "{length} bytes of ports and address, more than {}",
        Refusal::LONGEST_MESSAGE
    )]
    Message {
        /// How many bytes the ports and the address take.
        length: usize,
    },
    /// A packet of less than [`Packet::SHORTEST`] characters: the least that can be asked for, without an HMAC, with a
    /// short digest and at a time of nine digits, as a clock that was never set has it.
    #[error("a packet of {length} characters, less than {}", Packet::SHORTEST)]
    TooShort {
        /// How many there are.
        length: usize,
    },
    /// A packet of more than [`Packet::LONGEST`] characters: too many ports, or names that are too long together.
    #[error("a packet of {length} characters, more than {}", Packet::LONGEST)]
    TooLong {
        /// How many there are.
        length: usize,
    },
}

impl Refusal {
    /// In bytes: what fits into the 256 characters of base64 that the server reads as a message. Most packets are too
    /// long before.
    pub const LONGEST_MESSAGE: usize = 192;
}

/// What the encrypted bytes begin with.
pub(super) const MAGIC: &[u8] = b"Salted__";

/// What [`MAGIC`] makes the text begin with. It is not sent, but the HMAC is over it too.
pub(super) const PREFIX: &str = "U2FsdGVkX1";

/// [`encode`], for any version.
pub(super) fn seal(
    request: &Request,
    once: &Once,
    version: &Version,
    keys: &Keys,
) -> Result<Packet, Refusal> {
    let text = plaintext::write(request, once, version)?;
    Packet::new(wrap(&text, once.salt, keys))
}

/// A plaintext, encrypted and signed.
pub(super) fn wrap(text: &str, salt: [u8; Once::SALT], keys: &Keys) -> String {
    let encrypted = Cipher::derive(keys.key(), salt).encrypt(text.as_bytes());
    let salted = [MAGIC, &salt, &encrypted].concat();
    let mut packet = BASE64_NOPAD.encode(&salted).split_off(PREFIX.len());
    if let Some(hmac) = keys.hmac() {
        let signature = sign(hmac, &packet);
        packet.push_str(&signature);
    }
    packet
}

/// The HMAC of an encrypted text without its prefix, in base64.
pub(super) fn sign(hmac: &Hmac, text: &str) -> String {
    let parts = [PREFIX.as_bytes(), text.as_bytes()];
    hmac.algorithm.hmac(&hmac.key, &parts)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{keys, once, request, sized};
    use super::super::{Access, Algorithm, Nat};
    use super::*;
    use rstest::rstest;

    // The access request of `tests/spa/vectors.json` whose every input was chosen by hand.
    #[test]
    fn an_access_request_is_the_packet_that_fwknopd_took() {
        let packet = encode(&request(), &once(), &keys(Some(Algorithm::Sha256))).unwrap();
        assert_eq!(
            packet.as_str(),
            concat!(
                "8AESIzRFVmd95pfey1l26eYgqQlAC+gqTy1JlRc/bELTcw+9D2XtRNk9f62MT9lJz2qAWIGLborq6LRR+SvoQ+YL",
                "b5ml6Go1XK+NDJ0ma1xEmgwK7ydNitL1AQcrUMmb216Mbu0ceo1TvUaFj6lQ8Zh88M6WE+fWM",
                "BdYUyrBy1X4ilc8xrOCIP7WF2cT79tJUkkvMo+4ax7I"
            )
        );
        assert_eq!(
            packet.path().replace('-', "+").replace('_', "/"),
            packet.as_str()
        );
    }

    #[test]
    fn the_prefix_is_what_the_magic_makes_and_the_next_character_is_one_of_four() {
        let firsts: String = (0..=u8::MAX)
            .map(|salt| {
                let text = BASE64_NOPAD.encode(&[MAGIC, &[salt; 8]].concat());
                text.strip_prefix(PREFIX).unwrap().chars().next().unwrap()
            })
            .collect();
        assert_eq!(
            firsts,
            ["8", "9", "+", "/"].map(|first| first.repeat(64)).concat()
        );
    }

    // Measured: the longest plaintext that the server still looks at. Padding makes a byte more a whole block more.
    #[rstest]
    #[case(None, 287, 396)]
    #[case(Some(Algorithm::Md5), 271, 396)]
    #[case(Some(Algorithm::Sha1), 255, 380)]
    #[case(Some(Algorithm::Sha256), 255, 396)]
    #[case(Some(Algorithm::Sha3_256), 255, 396)]
    #[case(Some(Algorithm::Sha384), 239, 396)]
    #[case(Some(Algorithm::Sha512), 223, 396)]
    #[case(Some(Algorithm::Sha3_512), 223, 396)]
    fn the_longest_plaintext_is_the_one_that_the_server_takes(
        #[case] hmac: Option<Algorithm>,
        #[case] longest: usize,
        #[case] length: usize,
    ) {
        let keys = keys(hmac);
        let packet = |plaintext| Packet::new(wrap(&"x".repeat(plaintext), [0; 8], &keys));
        assert_eq!(packet(longest).unwrap().as_str().len(), length);
        assert!(matches!(packet(longest + 1), Err(Refusal::TooLong { .. })));
    }

    // What was measured: packets of 396 characters opened, of 417 did not.
    #[rstest]
    #[case(115, Ok(396))]
    #[case(126, Err(Refusal::TooLong { length: 417 }))]
    #[case(155, Err(Refusal::TooLong { length: 460 }))]
    #[case(186, Err(Refusal::TooLong { length: 524 }))]
    #[case(192, Err(Refusal::TooLong { length: 524 }))]
    #[case(193, Err(Refusal::Message { length: 193 }))]
    #[case(20_000, Err(Refusal::Message { length: 20_000 }))]
    fn too_many_ports_are_refused(#[case] message: usize, #[case] outcome: Result<usize, Refusal>) {
        let packet = encode(&sized(message), &once(), &keys(Some(Algorithm::Sha256)));
        assert_eq!(packet.map(|packet| packet.as_str().len()), outcome);
    }

    #[test]
    fn too_little_is_refused_too() {
        let request = Request {
            allow: Request::SOURCE,
            access: "tcp/1".parse().unwrap(),
            user: "u".parse().unwrap(),
            digest: Algorithm::Md5,
            ..request()
        };
        let of = |time, keys| encode(&request, &Once { time, ..once() }, &keys);
        let refusal = of(999_999_999, keys(None)).unwrap_err();
        assert_eq!(refusal, Refusal::TooShort { length: 118 });
        assert_eq!(
            refusal.to_string(),
            "a packet of 118 characters, less than 140"
        );
        let shortest = of(999_999_999, keys(Some(Algorithm::Md5))).unwrap();
        assert_eq!(shortest.as_str().len(), 140);
        assert!(of(1_000_000_000, keys(None)).is_ok());
    }

    #[test]
    fn a_time_after_january_2038_is_refused() {
        let at = |time| {
            let once = Once { time, ..once() };
            encode(&request(), &once, &keys(Some(Algorithm::Sha256)))
        };
        assert!(at(0).is_ok());
        assert!(at(2_147_483_647).is_ok());
        let time = 2_147_483_648;
        assert_eq!(at(time).unwrap_err(), Refusal::Time { time });
    }

    #[test]
    fn names_that_are_too_long_together_are_refused() {
        let request = Request {
            user: "u".repeat(48).parse().unwrap(),
            nat: Some(Nat::Forward(
                format!("{}:22", ["n"; 35].join(".")).parse().unwrap(),
            )),
            access: "tcp/22,tcp/443".parse::<Access>().unwrap(),
            ..request()
        };
        let refusal = encode(&request, &once(), &keys(Some(Algorithm::Sha256))).unwrap_err();
        assert!(matches!(refusal, Refusal::TooLong { .. }));
    }
}
