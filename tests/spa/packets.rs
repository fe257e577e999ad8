//! Packets of fwknop's own client, and of another encoder that its server took.

use std::collections::BTreeMap;

use portknocker::spa::{
    CipherMode, CipherModeError, DecodeError, MessageType, Packet, Refusal, Unsupported, Version,
    decode, encode,
};

use super::file::{File, KeySet, Vector};

/// What was shown of a vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    /// Read, and made byte for byte.
    Made,
    /// Refused by the word that a user would write: a cipher mode.
    UnsupportedMode,
    /// Refused because it runs a command.
    UnsupportedCommand,
    /// Refused because GPG encrypts it.
    UnsupportedGpg,
    /// fwknop's client made it, no server looks at it, and ours refuses to make it.
    WrongLength,
}

#[test]
fn every_packet_is_read_and_made_byte_for_byte_or_refused_by_name() {
    let file = File::read();
    let mut counts = BTreeMap::<Shown, usize>::new();
    for vector in file.client_vectors.iter().chain(&file.encoder_vectors) {
        eprintln!("{}", vector.name);
        *counts.entry(show(vector)).or_default() += 1;
    }
    eprintln!("{counts:?}");
    assert!(counts[&Shown::Made] > 0);
    if File::is_our_own() {
        let expected = [(Shown::Made, 31), (Shown::UnsupportedMode, 3)];
        assert_eq!(counts, BTreeMap::from(expected));
    }
}

/// Shows what is to be shown of a vector with this content.
fn show(vector: &Vector) -> Shown {
    match vector.keys.mode().parse::<CipherMode>() {
        Ok(CipherMode::Cbc) => {}
        Err(CipherModeError::Unsupported(Unsupported::Gpg)) => return Shown::UnsupportedGpg,
        Err(CipherModeError::Unsupported(_)) => return Shown::UnsupportedMode,
        Err(CipherModeError::Unknown) => panic!("no mode of fwknop's"),
    }
    let Some(keys) = vector.keys.keys() else {
        // Without a key of ours only its length tells, as it does to the server.
        assert_eq!(
            decode(&vector.wire, &any_keys()).unwrap_err(),
            DecodeError::Unsupported(Unsupported::Gpg)
        );
        return Shown::UnsupportedGpg;
    };
    let read = decode(&vector.wire, &keys);
    let length = vector.wire.len();
    let is_in_window = (Packet::SHORTEST..=Packet::LONGEST).contains(&length);
    let number = vector.fields.as_ref().expect("fields").message_type;
    if number == 0 {
        assert_eq!(MessageType::from_number(0), Err(Unsupported::Command));
        let unsupported = if length > Packet::LONGEST {
            Unsupported::Gpg
        } else {
            Unsupported::Command
        };
        assert_eq!(read, Err(DecodeError::Unsupported(unsupported)));
        return Shown::UnsupportedCommand;
    }
    let content = vector.content();
    let made = content.encode(&keys);
    if !is_in_window {
        assert!(read.is_err());
        assert!(
            matches!(
                made,
                Err(Refusal::TooLong { .. } | Refusal::TooShort { .. } | Refusal::Message { .. })
            ),
            "{made:?}"
        );
        return Shown::WrongLength;
    }
    assert_eq!(read.as_ref(), Ok(&content));
    assert_eq!(content.request.message_type().number(), number);
    assert_eq!(made.unwrap().as_str(), vector.wire);
    if content.version == Version::default() {
        let made = encode(&content.request, &content.once, &keys).unwrap();
        assert_eq!(made.as_str(), vector.wire);
    }
    Shown::Made
}

/// Keys for what is refused before any key is tried.
fn any_keys() -> portknocker::spa::Keys {
    let text = r#"{"key": {"passphrase": "any"}}"#;
    serde_json::from_str::<KeySet>(text)
        .unwrap()
        .keys()
        .unwrap()
}
