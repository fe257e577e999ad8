//! An echo request, and what answers it: RFC 792 for IPv4, RFC 4443 for IPv6. Pure.

const HEADER: usize = 8;

/// What tells an answer from those to other requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub identifier: u16,
    pub number: u16,
}

/// An echo request with a payload of `size` zero bytes.
///
/// The checksum is that of `ICMPv4`. `ICMPv6`'s covers addresses too: the kernel fills it in, also on a raw socket (RFC 3542).
pub(super) fn request(is_ipv6: bool, mark: Mark, size: u16) -> Vec<u8> {
    let mut packet = vec![0; HEADER + usize::from(size)];
    packet[0] = if is_ipv6 { 128 } else { 8 };
    packet[4..6].copy_from_slice(&mark.identifier.to_be_bytes());
    packet[6..8].copy_from_slice(&mark.number.to_be_bytes());
    if !is_ipv6 {
        let checksum = checksum(&packet).to_be_bytes();
        packet[2..4].copy_from_slice(&checksum);
    }
    packet
}

/// Whether a received message answers the request of that mark. Over IPv4 the IP header may stand before it. A ping
/// socket has an identifier that the kernel chose, and gets the answers to it alone.
pub(super) fn is_answer(
    is_ipv6: bool,
    received: &[u8],
    mark: Mark,
    is_identifier_ours: bool,
) -> bool {
    let has_ip_header = !is_ipv6 && received.first().is_some_and(|byte| byte >> 4 == 4);
    let start = if has_ip_header {
        received
            .first()
            .map_or(0, |byte| usize::from(byte & 0x0f) * 4)
    } else {
        0
    };
    let Some(header) = received.get(start..start + HEADER) else {
        return false;
    };
    let field = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
    header[0] == if is_ipv6 { 129 } else { 0 }
        && field(6) == mark.number
        && (!is_identifier_ours || field(4) == mark.identifier)
}

/// The Internet checksum (RFC 1071).
fn checksum(packet: &[u8]) -> u16 {
    let words = packet
        .chunks(2)
        .map(|pair| u32::from(u16::from_be_bytes([pair[0], *pair.get(1).unwrap_or(&0)])));
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !u16::try_from(sum).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: Mark = Mark {
        identifier: 0x1234,
        number: 7,
    };

    #[test]
    fn a_request_looks_like_this() {
        assert_eq!(
            request(false, MARK, 3),
            [8, 0, 0xe5, 0xc4, 0x12, 0x34, 0, 7, 0, 0, 0]
        );
        assert_eq!(request(true, MARK, 0), [128, 0, 0, 0, 0x12, 0x34, 0, 7]);
        assert_eq!(request(false, MARK, 84).len(), 92);
    }

    #[test]
    fn with_its_checksum_a_packet_sums_up_to_nothing() {
        for size in [0, 1, 56, 84, 1473, 65_507] {
            assert_eq!(checksum(&request(false, MARK, size)), 0, "{size}");
        }
    }

    #[test]
    fn only_the_answer_to_the_request_counts() {
        let answer = [0, 0, 0, 0, 0x12, 0x34, 0, 7, 1, 2];
        let with_header = [&[0x45; 20][..], &answer].concat();
        assert!(is_answer(false, &answer, MARK, true));
        assert!(is_answer(false, &with_header, MARK, true));
        let other = Mark {
            identifier: 1,
            ..MARK
        };
        assert!(!is_answer(false, &answer, other, true));
        assert!(is_answer(false, &answer, other, false));
        let next = Mark { number: 8, ..MARK };
        assert!(!is_answer(false, &answer, next, false));
        assert!(!is_answer(false, &request(false, MARK, 0), MARK, true));
        assert!(!is_answer(false, &answer[..7], MARK, true));
        assert!(!is_answer(false, &[], MARK, true));
        assert!(is_answer(
            true,
            &[129, 0, 0, 0, 0x12, 0x34, 0, 7],
            MARK,
            true
        ));
        assert!(!is_answer(true, &answer, MARK, true));
    }
}
