//! What is sent.

use std::fmt;

use super::Refusal;

/// What is sent: printable ASCII, from [`Packet::SHORTEST`] to [`Packet::LONGEST`] characters, without a line end.
/// Until it was received once it opens the door for whoever sends it, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Packet(String);

impl Packet {
    /// In characters: the server drops a shorter one in silence.
    pub const SHORTEST: usize = 140;

    /// In characters: the server takes a longer one for GPG, and does not try a key on it.
    pub const LONGEST: usize = 399;

    /// A packet's text, if a server looks at one of its length.
    pub(super) fn new(text: String) -> Result<Self, Refusal> {
        match text.len() {
            ..Self::SHORTEST => Err(Refusal::TooShort { length: text.len() }),
            Self::SHORTEST..=Self::LONGEST => Ok(Self(text)),
            length => Err(Refusal::TooLong { length }),
        }
    }

    /// The payload of a datagram, or of a connection.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of an HTTP request, without its leading slash: `-` for `+` and `_` for `/`, which the server
    /// takes back.
    #[must_use]
    pub fn path(&self) -> String {
        self.0.replace('+', "-").replace('/', "_")
    }
}

impl fmt::Debug for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Packet")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(139, Err(Refusal::TooShort { length: 139 }))]
    #[case(140, Ok(()))]
    #[case(399, Ok(()))]
    #[case(400, Err(Refusal::TooLong { length: 400 }))]
    fn its_length_is_one_that_a_server_looks_at(
        #[case] length: usize,
        #[case] outcome: Result<(), Refusal>,
    ) {
        assert_eq!(Packet::new("8".repeat(length)).map(|_| ()), outcome);
    }

    #[test]
    fn a_path_has_no_plus_and_no_slash_of_its_own() {
        let packet = Packet::new("+/8a".repeat(40)).unwrap();
        assert_eq!(packet.path(), "-_8a".repeat(40));
    }

    #[test]
    fn it_does_not_print() {
        let packet = Packet::new("8".repeat(140)).unwrap();
        assert_eq!(format!("{packet:?}"), "Packet");
    }
}
