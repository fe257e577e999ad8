//! What a service answered, as the one address that it has to be.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{AskError, Excerpt};

/// The one address of an answer; white space around it is of no account.
pub(super) fn address_in(answer: &[u8]) -> Result<Ipv4Addr, AskError> {
    let bare = answer.trim_ascii();
    let text = str::from_utf8(bare).unwrap_or_default();
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        if !can_be_a_host(address) {
            return Err(AskError::NotAHost { address });
        }
        return Ok(address);
    }
    match text.parse::<Ipv6Addr>() {
        Ok(address) => Err(AskError::Ipv6 { address }),
        Err(_) => Err(AskError::NotOneAddress {
            answer: Excerpt::of_answer(bare),
        }),
    }
}

/// Whether a host can have the address. Above all 0.0.0.0 is none: in a packet that asks to let an address in, it stands
/// for whatever the packet came from.
pub(crate) fn can_be_a_host(address: Ipv4Addr) -> bool {
    let [network, ..] = address.octets();
    // 240.0.0.0/4 was never given out, and the broadcast address is its last.
    !(network == 0 || network >= 240 || address.is_loopback() || address.is_multicast())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"203.0.113.7", "203.0.113.7")]
    #[case(b"203.0.113.7\n", "203.0.113.7")]
    #[case(b" \t\r\n203.0.113.7\r\n\r\n", "203.0.113.7")]
    #[case(b"1.0.0.0", "1.0.0.0")]
    #[case(b"223.255.255.255", "223.255.255.255")]
    #[case(b"10.1.2.3", "10.1.2.3")]
    #[case(b"172.16.0.1", "172.16.0.1")]
    #[case(b"192.168.1.1", "192.168.1.1")]
    #[case(b"100.64.0.1", "100.64.0.1")]
    #[case(b"169.254.7.7", "169.254.7.7")]
    fn one_address_is_an_answer(#[case] answer: &[u8], #[case] address: Ipv4Addr) {
        assert_eq!(address_in(answer), Ok(address));
    }

    #[rstest]
    #[case("0.0.0.0")]
    #[case("0.1.2.3")]
    #[case("127.0.0.1")]
    #[case("127.255.255.255")]
    #[case("224.0.0.1")]
    #[case("239.255.255.255")]
    #[case("240.0.0.1")]
    #[case("255.255.255.255")]
    fn an_address_that_no_host_has_is_refused(#[case] address: Ipv4Addr) {
        let answer = address.to_string();
        assert_eq!(
            address_in(answer.as_bytes()),
            Err(AskError::NotAHost { address })
        );
    }

    #[rstest]
    #[case("2001:db8::1")]
    #[case("::ffff:203.0.113.7")]
    #[case("::")]
    fn ipv6_is_named_as_such(#[case] address: Ipv6Addr) {
        let answer = format!("{address}\n");
        assert_eq!(
            address_in(answer.as_bytes()),
            Err(AskError::Ipv6 { address })
        );
    }

    #[rstest]
    #[case(b"", "")]
    #[case(b" \n", "")]
    #[case(b"203.0.113.7 203.0.113.8", "203.0.113.7 203.0.113.8")]
    #[case(b"203.0.113.7\n203.0.113.8\n", r"203.0.113.7\n203.0.113.8")]
    #[case(b"203.0.113.7, 10.0.0.1", "203.0.113.7, 10.0.0.1")]
    #[case(b"203.0.113.7:443", "203.0.113.7:443")]
    #[case(b"203.0.113.7/32", "203.0.113.7/32")]
    #[case(b"203.0.113.7\0", r"203.0.113.7\0")]
    #[case(b"203.0.113", "203.0.113")]
    #[case(b"203.0.113.256", "203.0.113.256")]
    #[case(b"203.0.113.07", "203.0.113.07")]
    #[case(b"0x7f.1", "0x7f.1")]
    #[case(b"3405803783", "3405803783")]
    #[case(b"[2001:db8::1]", "[2001:db8::1]")]
    #[case("203.0.113.٧".as_bytes(), "203.0.113.٧")]
    #[case("\u{feff}203.0.113.7".as_bytes(), r"\u{feff}203.0.113.7")]
    #[case(b"203.0.113.7\xff", "203.0.113.7\u{fffd}")]
    #[case(b"{\"ip\":\"203.0.113.7\"}", "{\"ip\":\"203.0.113.7\"}")]
    #[case(
        b"<html><body>203.0.113.7</body></html>",
        "<html><body>203.0.113.7</body></html>"
    )]
    fn anything_else_is_not(#[case] answer: &[u8], #[case] shown: &str) {
        match address_in(answer).unwrap_err() {
            AskError::NotOneAddress { answer } => assert_eq!(answer.as_str(), shown),
            other => panic!("{other}"),
        }
    }
}
