//! The steps of a sequence of Knock on Ports.

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use zeroize::Zeroizing;

use crate::config::Problem;
use crate::interop::import::json::{self, JsonReason, Object, Skip, Value, Wanted, bad_step};
use crate::profile::{
    Family, Payload, PayloadError, Protocol, Secret, Sequence, Step, StepError, Transport,
};

const UDP: &str = "udp";
const ICMP: &str = "icmp";
const TYPES: [&str; 3] = [UDP, "tcp", ICMP];
const ENCODINGS: [&str; 3] = ["raw", "base64", "hex"];
/// What a size counts besides the payload. The second is the ICMP header in spite of its name.
const SIZES: [&str; 3] = [
    "without_headers",
    "with_ip_header",
    "with_ip_and_icmp_headers",
];

const ICMP_HEADER: i64 = 8;
const IPV4_HEADER: i64 = 20;
const IPV6_HEADER: i64 = 40;

/// It pads no payload beyond this.
const LONGEST_PADDED: usize = 65_467;

/// More echo requests than this for one step are a flood, not a knock.
const MOST_ECHOES: usize = 20;

/// The steps of an entry that is knocked on over this family.
pub(super) fn sequence(object: &mut Object, family: Family) -> Result<Sequence, Skip> {
    let size_counts = object.word("icmp_type", &SIZES);
    let line = object.line_of("steps");
    let mut steps = Vec::new();
    for (index, value) in object.list("steps").into_iter().enumerate() {
        let reader = Reader {
            line: value.line(),
            number: index + 1,
            size_counts,
            family,
        };
        let part = object.part(value);
        let mut part = part.ok_or_else(|| reader.bad(StepError::NotAPort))?;
        steps.extend(reader.steps(&mut part)?);
        object.absorb(part);
    }
    Sequence::new(steps).ok_or((line, JsonReason::NoSteps))
}

/// What is known of a step before it is read.
struct Reader {
    line: usize,
    number: usize,
    size_counts: Option<usize>,
    family: Family,
}

impl Reader {
    /// The step, as often as it is sent. All keys may be there, whichever protocol they belong to.
    fn steps(&self, object: &mut Object) -> Result<Vec<Step>, Skip> {
        let transport = object.word("type", &TYPES).map(|at| TYPES[at]);
        let port = object.take("port").and_then(Value::text);
        let port = port.and_then(|port| json::port(&port));
        let (size, count) = (object.whole("icmp_size"), self.count(object));
        let content = self.content(object);
        let padded_to = object.whole("udp_payload_size");
        match (transport, port) {
            (Some(ICMP), _) => {
                if !content.is_empty() {
                    object.note(self.line, JsonReason::KopEchoContent(self.number));
                }
                let size = self.payload(object, size.unwrap_or(0));
                let step = Step {
                    protocol: Protocol::Icmp { size },
                    delay: None,
                };
                Ok(vec![step; count])
            }
            (Some(_), None) => {
                object.note(self.line, JsonReason::StepLeftOut(self.number));
                Ok(Vec::new())
            }
            (Some(UDP), Some(port)) => {
                let payload = payload(&content, padded_to).map_err(|error| self.bad(error))?;
                let step = Step {
                    protocol: Protocol::Udp { port, payload },
                    delay: None,
                };
                Ok(vec![step])
            }
            (Some(_), Some(port)) => {
                let step = json::step(port, Transport::Tcp).map_err(|error| self.bad(error))?;
                Ok(vec![step])
            }
            (None, _) => Err(self.bad(StepError::UnknownProtocol)),
        }
    }

    /// How many echo requests a step is.
    fn count(&self, object: &mut Object) -> usize {
        const KEY: &str = "icmp_count";
        let asked = object.whole(KEY).unwrap_or(1).max(1);
        let count = usize::try_from(asked).unwrap_or(usize::MAX);
        if count > MOST_ECHOES {
            object.note(self.line, JsonReason::Bounded(KEY, MOST_ECHOES.to_string()));
        }
        count.min(MOST_ECHOES)
    }

    /// What an echo request of that size carries.
    fn payload(&self, object: &mut Object, size: i64) -> u16 {
        let headers = match (self.size_counts, self.family) {
            (Some(0), _) => 0,
            (Some(2), Family::Ipv6) => IPV6_HEADER + ICMP_HEADER,
            (Some(2), family) => {
                if family != Family::Ipv4 {
                    object.note(self.line, JsonReason::KopEchoSize(self.number));
                }
                IPV4_HEADER + ICMP_HEADER
            }
            _ => ICMP_HEADER,
        };
        let payload = size.saturating_sub(headers).max(0);
        u16::try_from(payload).map_or(Step::LARGEST_ECHO, |size| size.min(Step::LARGEST_ECHO))
    }

    /// The content of a datagram, before it is padded.
    fn content(&self, object: &mut Object) -> Zeroizing<Vec<u8>> {
        let encoding = object.word("encoding", &ENCODINGS).map(|at| ENCODINGS[at]);
        let text = object
            .read("content", Wanted::Text, Value::text)
            .unwrap_or_default();
        let decoded = match encoding {
            // An odd digit at the end is not sent.
            Some("hex") => HEXLOWER_PERMISSIVE.decode(&text.as_bytes()[..text.len() & !1]),
            Some("base64") => BASE64_NOPAD.decode(text.trim_end_matches('=').as_bytes()),
            _ => Ok(text.as_bytes().to_vec()),
        };
        Zeroizing::new(decoded.unwrap_or_else(|_| {
            object.note(self.line, JsonReason::KopContent(self.number));
            Vec::new()
        }))
    }

    fn bad(&self, problem: impl Into<Problem>) -> Skip {
        bad_step(self.line, self.number, problem)
    }
}

/// What a datagram carries: the content, cut or filled up with zero bytes to the size that is said. Nothing at all is as
/// good as our own single byte, unless it is asked for.
fn payload(content: &[u8], padded_to: Option<i64>) -> Result<Payload, PayloadError> {
    let padded_to = padded_to.and_then(|size| usize::try_from(size).ok());
    let size = match padded_to {
        Some(size) => size.min(LONGEST_PADDED),
        None if content.is_empty() => return Ok(Payload::default()),
        None => content.len(),
    };
    // As long as it will be from the start, so that no copy is left behind.
    let mut bytes = Vec::with_capacity(size);
    bytes.extend_from_slice(&content[..content.len().min(size)]);
    bytes.resize(size, 0);
    Payload::try_from(Secret::new(bytes))
}
