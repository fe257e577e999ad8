//! From a packet to what it asks for.

use ctutils::CtEq as _;
use data_encoding::BASE64_NOPAD;
use thiserror::Error;

use super::cipher::Cipher;
use super::encode::{MAGIC, PREFIX, seal, sign};
use super::plaintext;
use super::{
    AccessError, Hmac, Keys, Once, Packet, RandomError, Refusal, Request, ServerAuthError,
    TargetError, TimeoutError, Unsupported, UserError, Version, VersionError,
};

/// What a packet asks for. Only what [`Decoded::encode`] makes again, byte for byte, is read: a server takes a little
/// more, such as padded base64 or leading zeros, but nobody sends that.
///
/// # Errors
///
/// Where it is no such packet, or not one of these keys. Nothing is decrypted before its HMAC is right.
pub fn decode(packet: &str, keys: &Keys) -> Result<Decoded, DecodeError> {
    match packet.len() {
        ..Packet::SHORTEST => {
            return Err(DecodeError::TooShort {
                length: packet.len(),
            });
        }
        Packet::SHORTEST..=Packet::LONGEST => {}
        _ => return Err(Unsupported::Gpg.into()),
    }
    let text = match keys.hmac() {
        Some(hmac) => signed(packet, hmac).ok_or(DecodeError::Hmac)?,
        None => packet,
    };
    let bytes = BASE64_NOPAD
        .decode(format!("{PREFIX}{text}").as_bytes())
        .map_err(|_| DecodeError::NotBase64)?;
    let (salt, encrypted) = bytes
        .strip_prefix(MAGIC)
        .and_then(|rest| rest.split_first_chunk())
        .ok_or(DecodeError::NotSalted)?;
    let decrypted = Cipher::derive(keys.key(), *salt)
        .decrypt(encrypted)
        .ok_or(DecodeError::NotDecrypted)?;
    let text = str::from_utf8(&decrypted).map_err(|_| DecodeError::NotDecrypted)?;
    plaintext::read(text, *salt)
}

/// A packet's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// What it asks for, and its digest.
    pub request: Request,
    /// When it was made, its random value and its salt.
    pub once: Once,
    /// The version that its sender names.
    pub version: Version,
}

impl Decoded {
    /// The packet again, byte for byte, with the keys that it was read with.
    ///
    /// # Errors
    ///
    /// As [`encode`](super::encode()) has them; never for what was read.
    pub fn encode(&self, keys: &Keys) -> Result<Packet, Refusal> {
        seal(&self.request, &self.once, &self.version, keys)
    }
}

/// Why a text is not a packet for these keys.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// Less than [`Packet::SHORTEST`] bytes.
    #[error("{length} bytes, less than {}", Packet::SHORTEST)]
    TooShort {
        /// How many there are.
        length: usize,
    },
    /// What fwknop can do and this program cannot. More than [`Packet::LONGEST`] bytes are GPG to every server.
    #[error("{0} is not supported")]
    Unsupported(#[from] Unsupported),
    /// No HMAC of this key and algorithm, or something was changed.
    #[error("the HMAC is not right")]
    Hmac,
    /// Not base64 without padding.
    #[error("not base64")]
    NotBase64,
    /// It does not begin as a packet does: with `8`, `9`, `+` or `/`.
    #[error("not salted")]
    NotSalted,
    /// Encrypted with another key, or in another mode.
    #[error("not decrypted by this key")]
    NotDecrypted,
    /// The check sum inside is not right.
    #[error("the digest is not right")]
    Digest,
    /// Too few fields for its type, or too many.
    #[error("not the fields of a packet")]
    Fields,
    /// A field that is not text in base64 without padding.
    #[error("a field is not base64 of text")]
    FieldNotText,
    /// Not 16 digits.
    #[error("random value: {0}")]
    Random(#[from] RandomError),
    /// No name that a server takes.
    #[error("user: {0}")]
    User(#[from] UserError),
    /// Not a number of seconds up to [`Once::LAST_TIME`].
    #[error("not a time")]
    Time,
    /// Not one to eight characters.
    #[error("version: {0}")]
    Version(#[from] VersionError),
    /// No type that exists.
    #[error("unknown message type")]
    MessageType,
    /// Who is to be let in is not an IPv4 address.
    #[error("not an IPv4 address")]
    Address,
    /// Not a list of ports.
    #[error("ports: {0}")]
    Access(#[from] AccessError),
    /// Not a host and a port.
    #[error("NAT: {0}")]
    Nat(#[from] TargetError),
    /// More than a server reads.
    #[error("server authentication: {0}")]
    ServerAuth(#[from] ServerAuthError),
    /// Not from 1 to 65536 seconds.
    #[error("timeout: {0}")]
    Timeout(#[from] TimeoutError),
    /// A field that says it otherwise than this program does, or more than a server reads.
    #[error("not written as it would be here")]
    NotCanonical,
}

/// The encrypted part of a packet whose HMAC is right; compared in a time that says nothing of where it differs.
fn signed<'p>(packet: &'p str, hmac: &Hmac) -> Option<&'p str> {
    let length = packet.len().checked_sub(hmac.algorithm.text_size())?;
    let (text, signature) = packet.split_at_checked(length)?;
    let right = sign(hmac, text).as_bytes().ct_eq(signature.as_bytes());
    right.to_bool().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::encode::{encode, wrap};
    use super::super::samples::{keys, once, request, sized};
    use super::super::{Algorithm, PortError};
    use super::*;
    use rstest::rstest;

    const SIGNED: Option<Algorithm> = Some(Algorithm::Sha256);

    /// A packet of these fields, with a digest that is right.
    fn packet(fields: &str) -> String {
        let digest = Algorithm::default().digest(fields);
        wrap(&format!("{fields}:{digest}"), once().salt, &keys(SIGNED))
    }

    fn base64(text: &str) -> String {
        BASE64_NOPAD.encode(text.as_bytes())
    }

    #[test]
    fn what_was_asked_for_is_read_again() {
        let keys = keys(SIGNED);
        let packet = encode(&request(), &once(), &keys).unwrap();
        let decoded = decode(packet.as_str(), &keys).unwrap();
        assert_eq!(decoded.request, request());
        assert_eq!(decoded.once, once());
        assert_eq!(decoded.version.as_str(), "3.0.0");
        assert_eq!(decoded.encode(&keys), Ok(packet));
    }

    #[test]
    fn another_version_is_read_and_made_again() {
        let text = packet("0123456789012345:YWxpY2U:1700000000:99.99.99:1:MTkyLjAuMi43LHRjcC8yMg");
        let decoded = decode(&text, &keys(SIGNED)).unwrap();
        assert_eq!(decoded.version.as_str(), "99.99.99");
        assert_eq!(decoded.request, request());
        assert_eq!(decoded.encode(&keys(SIGNED)).unwrap().as_str(), text);
    }

    // User, time, version, type, message, and whatever follows; as the server counts them.
    #[rstest]
    #[case("", DecodeError::Fields)]
    #[case("YWxpY2U:1700000000:3.0.0:1", DecodeError::Fields)]
    #[case("YWxpY2U:1700000000:3.0.0:1:{m}:eA:eA", DecodeError::Fields)]
    #[case("YWxpY2U:1700000000:3.0.0:2:{m}", DecodeError::Fields)]
    #[case("YWxpY2U:1700000000:3.0.0:3:{m}", DecodeError::Fields)]
    #[case("YWxpY2U:1700000000:3.0.0:4:{m}:MTAuMC4wLjUsMjI", DecodeError::Fields)]
    #[case(
        "YWxpY2U:1700000000:3.0.0:0:{m}",
        DecodeError::Unsupported(Unsupported::Command)
    )]
    #[case(
        "YWxpY2U:1700000000:3.0.0:00:{m}",
        DecodeError::Unsupported(Unsupported::Command)
    )]
    #[case("YWxpY2U:1700000000:3.0.0:7:{m}", DecodeError::MessageType)]
    #[case("YWxpY2U:1700000000:3.0.0:-1:{m}", DecodeError::MessageType)]
    #[case("YWxpY2U:1700000000:3.0.0:256:{m}", DecodeError::MessageType)]
    #[case("YWxpY2U:1700000000:3.0.0::{m}", DecodeError::MessageType)]
    #[case("YWxpY2U:1700000000:3.0.0:01:{m}", DecodeError::NotCanonical)]
    #[case("YWxpY2U:1700000000:3.0.0:+1:{m}", DecodeError::NotCanonical)]
    #[case(":1700000000:3.0.0:1:{m}", DecodeError::User(UserError::Empty))]
    #[case("YTpi:1700000000:3.0.0:1:{m}", DecodeError::User(UserError::BadCharacter { character: ':' }))]
    #[case("alice:1700000000:3.0.0:1:{m}", DecodeError::FieldNotText)]
    #[case("YQ==:1700000000:3.0.0:1:{m}", DecodeError::FieldNotText)]
    #[case("//8:1700000000:3.0.0:1:{m}", DecodeError::FieldNotText)]
    #[case("YWxpY2U::3.0.0:1:{m}", DecodeError::Time)]
    #[case("YWxpY2U:-5:3.0.0:1:{m}", DecodeError::Time)]
    #[case("YWxpY2U:2147483648:3.0.0:1:{m}", DecodeError::Time)]
    #[case("YWxpY2U:01700000000:3.0.0:1:{m}", DecodeError::NotCanonical)]
    #[case("YWxpY2U:1700000000::1:{m}", DecodeError::Version(VersionError::Empty))]
    #[case(
        "YWxpY2U:1700000000:99.99.999:1:{m}",
        DecodeError::Version(VersionError::TooLong)
    )]
    #[case(
        "YWxpY2U:1700000000:3.0.0:3:{m}:0",
        DecodeError::Timeout(TimeoutError::Zero)
    )]
    #[case(
        "YWxpY2U:1700000000:3.0.0:3:{m}:65537",
        DecodeError::Timeout(TimeoutError::TooLong)
    )]
    #[case(
        "YWxpY2U:1700000000:3.0.0:3:{m}:-5",
        DecodeError::Timeout(TimeoutError::NotANumber)
    )]
    #[case("YWxpY2U:1700000000:3.0.0:3:{m}:060", DecodeError::NotCanonical)]
    #[case("YWxpY2U:1700000000:3.0.0:1:{m}:60", DecodeError::FieldNotText)]
    #[case(
        "YWxpY2U:1700000000:3.0.0:3:{m}::60",
        DecodeError::ServerAuth(ServerAuthError::Empty)
    )]
    fn fields_that_are_not_right_are_refused(#[case] fields: &str, #[case] error: DecodeError) {
        let fields = fields.replace("{m}", &base64("192.0.2.7,tcp/22"));
        let text = packet(&format!("0123456789012345:{fields}"));
        assert_eq!(decode(&text, &keys(SIGNED)).unwrap_err(), error);
    }

    #[rstest]
    #[case("012345678901234")]
    #[case("01234567890123456")]
    #[case("012345678901234a")]
    fn a_random_value_that_is_not_16_digits_is_refused(#[case] random: &str) {
        let text = packet(&format!(
            "{random}:YWxpY2U:1700000000:3.0.0:1:{}",
            base64("192.0.2.7,tcp/22")
        ));
        assert_eq!(
            decode(&text, &keys(SIGNED)).unwrap_err(),
            DecodeError::Random(RandomError)
        );
    }

    #[rstest]
    #[case("192.0.2.7", DecodeError::Access(AccessError::Empty))]
    #[case("192.0.2.7,", DecodeError::Access(AccessError::Empty))]
    #[case("192.0.2.7,tcp/22,", DecodeError::Access(AccessError::EmptyPart))]
    #[case("192.0.2.7,none/0", DecodeError::Access(AccessError::Port { part: "none/0".into(), error: PortError::UnknownProtocol }))]
    #[case("192.0.2.7,tcp/65536", DecodeError::Access(AccessError::Port { part: "tcp/65536".into(), error: PortError::NotAPort }))]
    #[case("192.0.2.7,tcp/00022", DecodeError::NotCanonical)]
    #[case("example.org,tcp/22", DecodeError::Address)]
    #[case("256.1.1.1,tcp/22", DecodeError::Address)]
    #[case("1.2.3,tcp/22", DecodeError::Address)]
    #[case("010.000.002.007,tcp/22", DecodeError::Address)]
    #[case("2001:db8::1,tcp/22", DecodeError::Address)]
    #[case(" 192.0.2.7,tcp/22", DecodeError::Address)]
    #[case("", DecodeError::Address)]
    fn a_message_that_is_not_right_is_refused(#[case] message: &str, #[case] error: DecodeError) {
        let text = packet(&format!(
            "0123456789012345:YWxpY2U:1700000000:3.0.0:1:{}",
            base64(message)
        ));
        assert_eq!(decode(&text, &keys(SIGNED)).unwrap_err(), error);
    }

    #[rstest]
    #[case("10.0.0.5,22,23", TargetError::NotAPort)]
    #[case("10.0.0.5,0", TargetError::NotAPort)]
    #[case("10.0.0.5:22", TargetError::NoPort)]
    #[case(",22", TargetError::NotAHost)]
    #[case("fe80::1,22", TargetError::NotAHost)]
    fn a_nat_that_is_not_right_is_refused(#[case] nat: &str, #[case] error: TargetError) {
        let message = base64("192.0.2.7,tcp/22");
        let nat = base64(nat);
        let text = packet(&format!(
            "0123456789012345:YWxpY2U:1700000000:3.0.0:2:{message}:{nat}"
        ));
        assert_eq!(
            decode(&text, &keys(SIGNED)).unwrap_err(),
            DecodeError::Nat(error)
        );
    }

    #[test]
    fn a_digest_that_is_not_right_is_refused() {
        let fields = "0123456789012345:YWxpY2U:1700000000:3.0.0:1:MTkyLjAuMi43LHRjcC8yMg";
        let digest = Algorithm::default().digest("something else");
        let text = wrap(&format!("{fields}:{digest}"), once().salt, &keys(SIGNED));
        assert_eq!(
            decode(&text, &keys(SIGNED)).unwrap_err(),
            DecodeError::Digest
        );
    }

    #[test]
    fn a_text_that_no_server_would_look_at_is_refused() {
        let keys = keys(SIGNED);
        let of = |length| decode(&"8".repeat(length), &keys).unwrap_err();
        assert_eq!(of(0), DecodeError::TooShort { length: 0 });
        assert_eq!(of(139), DecodeError::TooShort { length: 139 });
        assert_eq!(of(140), DecodeError::Hmac);
        assert_eq!(of(399), DecodeError::Hmac);
        assert_eq!(of(400), DecodeError::Unsupported(Unsupported::Gpg));
        let long = wrap(&"x".repeat(256), once().salt, &keys);
        assert_eq!(
            decode(&long, &keys).unwrap_err(),
            DecodeError::Unsupported(Unsupported::Gpg)
        );
    }

    #[test]
    fn only_the_keys_that_it_was_made_with_read_it() {
        let long = sized(60);
        let made = encode(&long, &once(), &keys(SIGNED)).unwrap();
        let bare = encode(&long, &once(), &keys(None)).unwrap();
        let error = |packet: &Packet, keys: &Keys| decode(packet.as_str(), keys).unwrap_err();
        assert_eq!(
            error(&made, &keys(Some(Algorithm::Sha3_256))),
            DecodeError::Hmac
        );
        assert_eq!(
            error(&made, &keys(Some(Algorithm::Sha512))),
            DecodeError::Hmac
        );
        assert_eq!(error(&bare, &keys(SIGNED)), DecodeError::Hmac);
        assert_eq!(error(&made, &keys(None)), DecodeError::NotDecrypted);
        let other = Keys::new(super::super::Key::new(b"other").unwrap(), None).unwrap();
        assert_eq!(error(&bare, &other), DecodeError::NotDecrypted);
    }

    #[test]
    fn a_prefix_that_was_not_cut_off_is_refused() {
        let keys = keys(None);
        let packet = encode(&request(), &once(), &keys).unwrap();
        let text = format!("{PREFIX}{}", packet.as_str());
        assert_eq!(decode(&text, &keys).unwrap_err(), DecodeError::NotBase64);
        let text = format!("a{}", &packet.as_str()[1..]);
        assert_eq!(decode(&text, &keys).unwrap_err(), DecodeError::NotSalted);
        let text = format!("{}\n", packet.as_str());
        assert_eq!(decode(&text, &keys).unwrap_err(), DecodeError::NotBase64);
        assert_eq!(
            decode(&packet.path(), &keys).unwrap_err(),
            DecodeError::NotBase64
        );
    }
}
