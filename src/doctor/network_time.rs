//! How far this machine's clock is from a time server's: one question by SNTP (RFC 5905, section 14), to a server that
//! somebody has named. The clock is never set.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU16;
use std::str::FromStr;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use jiff::SignedDuration;
use serde::{Serialize, Serializer};
use sntpc::{NtpContext, NtpResult, NtpTimestampGenerator, NtpUdpSocket};
use thiserror::Error;
use tokio::net::{UdpSocket, lookup_host};
use tokio::time::timeout;

use crate::profile::Host;
use crate::say;
use crate::text::Catalogue;

/// Where time servers listen (RFC 5905).
const PORT: NonZeroU16 = NonZeroU16::new(123).unwrap();

/// Times are read to a microsecond, and rounded as often as adds up to this.
const ROUNDING: Duration = Duration::from_micros(2);

/// How far this machine's clock is from a server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset {
    /// What is to be added to this machine's clock to have the server's: negative where this machine's is ahead.
    pub offset: SignedDuration,
    /// The true time is at the most so far from that: half the way there and back, and what the server says of itself.
    pub uncertainty: Duration,
}

impl Serialize for Offset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record {
            offset_ms: f64,
            uncertainty_ms: f64,
        }
        Record {
            offset_ms: self.offset.as_secs_f64() * 1e3,
            uncertainty_ms: self.uncertainty.as_secs_f64() * 1e3,
        }
        .serialize(serializer)
    }
}

/// Why a time server did not say what time it is.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum NetworkTimeError {
    /// What was named is neither a host nor a host with a port.
    #[error("not a server")]
    NotAServer,
    /// Its name was not found.
    #[error("name not found: {cause}")]
    NameNotFound {
        /// The system's words.
        cause: String,
    },
    /// The question did not leave, or the host says that nobody listens.
    #[error("not reached: {cause}")]
    NotReached {
        /// The system's words.
        cause: String,
    },
    /// Nothing came back.
    #[error("no answer within {after:?}")]
    Silent {
        /// For so long it was waited.
        #[serde(skip)]
        after: Duration,
    },
    /// It does not want to be asked (a “kiss of death”, RFC 5905, section 7.4).
    #[error("declined: {code}")]
    Declined {
        /// Why, such as `RATE` or `DENY`: at the most four characters.
        code: String,
    },
    /// It does not know the time itself.
    #[error("not synchronized")]
    Unsynchronized,
    /// What came back is no answer to this question.
    #[error("not an answer")]
    NoAnswer,
}

impl NetworkTimeError {
    /// The error in a line.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::NotAServer => say!(words, "time-not-a-server"),
            Self::NameNotFound { cause } => {
                say!(words, "time-name-not-found", cause = cause.as_str())
            }
            Self::NotReached { cause } => say!(words, "time-not-reached", cause = cause.as_str()),
            Self::Silent { after } => {
                let after = crate::text::duration(words, *after);
                say!(words, "time-silent", after = after)
            }
            Self::Declined { code } => say!(words, "time-declined", code = code.as_str()),
            Self::Unsynchronized => say!(words, "time-unsynchronized"),
            Self::NoAnswer => say!(words, "time-no-answer"),
        }
    }
}

/// Asks `server`, a host or `host:port` (an IPv6 address with a port in brackets; 123 where no port is said), once. The
/// lookup of its name and its answer together may take so long.
///
/// # Errors
///
/// Where no time came back that can be believed.
pub async fn ask(server: &str, within: Duration) -> Result<Offset, NetworkTimeError> {
    let (host, port) = parse(server).ok_or(NetworkTimeError::NotAServer)?;
    let asking = async {
        let addresses = lookup_host((host.as_str(), port.get()))
            .await
            .map_err(|error| NetworkTimeError::NameNotFound {
                cause: error.to_string(),
            })?;
        let (socket, address) = connect(addresses).await.map_err(not_reached)?;
        ask_at(socket, address).await
    };
    let silent = NetworkTimeError::Silent { after: within };
    timeout(within, asking).await.unwrap_or(Err(silent))
}

/// The host and the port of a server as a person writes it.
fn parse(server: &str) -> Option<(Host, NonZeroU16)> {
    if let Ok(host) = Host::from_str(server) {
        return Some((host, PORT));
    }
    let (host, port) = server.rsplit_once(':')?;
    Some((host.parse().ok()?, port.parse().ok()?))
}

/// A socket to the first of a server's addresses that there is a way to.
async fn connect(
    addresses: impl Iterator<Item = SocketAddr>,
) -> io::Result<(UdpSocket, SocketAddr)> {
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses {
        let local: SocketAddr = if address.is_ipv4() {
            (Ipv4Addr::UNSPECIFIED, 0).into()
        } else {
            (Ipv6Addr::UNSPECIFIED, 0).into()
        };
        let connected = async {
            let socket = UdpSocket::bind(local).await?;
            // Of UDP, this asks the system for the way, and has answers from elsewhere ignored.
            socket.connect(address).await?;
            Ok(socket)
        };
        match connected.await {
            Ok(socket) => return Ok((socket, address)),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

async fn ask_at(socket: UdpSocket, address: SocketAddr) -> Result<Offset, NetworkTimeError> {
    let wire = Wire {
        socket,
        failed: OnceLock::new(),
    };
    let clock = NtpContext::new(Clock::default());
    let answer = sntpc::get_time(address, &wire, clock).await;
    match answer {
        Ok(answer) => Ok(offset_of(&answer)),
        Err(error) => Err(wire.failed.into_inner().map_or(of(error), not_reached)),
    }
}

/// What an answer says: its offset, and the “root distance” of RFC 5905 with this way added.
fn offset_of(answer: &NtpResult) -> Offset {
    let half_way = Duration::from_micros(answer.roundtrip) / 2;
    let of_server = short(answer.root_delay) / 2 + short(answer.root_dispersion);
    Offset {
        offset: SignedDuration::from_micros(answer.offset),
        uncertainty: half_way + of_server + ROUNDING,
    }
}

/// A time in the short format: seconds and 65536ths of one.
fn short(value: u32) -> Duration {
    Duration::from_secs(value.into()) / 65_536
}

fn of(error: sntpc::Error) -> NetworkTimeError {
    match error {
        sntpc::Error::KissOfDeath(code) => NetworkTimeError::Declined {
            // It comes from the network, and is shown.
            code: code.as_str().escape_default().to_string(),
        },
        sntpc::Error::UnsynchronizedClock
        | sntpc::Error::IncorrectStratumHeaders
        | sntpc::Error::ExcessiveRootDistance => NetworkTimeError::Unsynchronized,
        _ => NetworkTimeError::NoAnswer,
    }
}

#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn not_reached(error: io::Error) -> NetworkTimeError {
    NetworkTimeError::NotReached {
        cause: error.to_string(),
    }
}

/// The socket as `sntpc` wants it, which keeps no error of the system's.
struct Wire {
    socket: UdpSocket,
    failed: OnceLock<io::Error>,
}

impl Wire {
    fn note(&self, error: io::Error) -> sntpc::Error {
        let _ = self.failed.set(error);
        sntpc::Error::Network
    }
}

impl NtpUdpSocket for Wire {
    async fn send_to(&self, bytes: &[u8], _: SocketAddr) -> sntpc::Result<usize> {
        let sent = self.socket.send(bytes).await;
        sent.map_err(|error| self.note(error))
    }

    async fn recv_from(&self, buffer: &mut [u8]) -> sntpc::Result<(usize, SocketAddr)> {
        let received = self.socket.recv_from(buffer).await;
        received.map_err(|error| self.note(error))
    }
}

/// The system's clock as `sntpc` wants it: the time since 1970.
#[derive(Clone, Copy, Default)]
struct Clock(Option<Duration>);

impl NtpTimestampGenerator for Clock {
    fn init(&mut self) {
        self.0 = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .ok();
    }

    fn timestamp_sec(&self) -> u64 {
        // No offset can be told from a clock before 1970: of this, `sntpc` makes an invalid time.
        self.0.map_or(u64::MAX, |now| now.as_secs())
    }

    fn timestamp_subsec_micros(&self) -> u32 {
        self.0.map_or(0, |now| now.subsec_micros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const PATIENCE: Duration = Duration::from_secs(5);

    /// A server on loopback that makes of each question what `answer` does, and its address as a person writes it.
    async fn server(answer: fn(&[u8]) -> Vec<u8>) -> String {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = socket.local_addr().unwrap();
        tokio::spawn(async move {
            let mut question = [0; 100];
            let (length, client) = socket.recv_from(&mut question).await.unwrap();
            let answer = answer(&question[..length]);
            socket.send_to(&answer, client).await.unwrap();
        });
        address.to_string()
    }

    /// A good answer (version 4, from a server of the second stratum) whose clock is so many seconds ahead.
    fn good(question: &[u8], seconds_ahead: i64) -> Vec<u8> {
        let asked_at = u64::from_be_bytes(question[40..48].try_into().unwrap());
        let now = asked_at.wrapping_add((seconds_ahead << 32).cast_unsigned());
        let mut answer = vec![0; 48];
        answer[0] = 4 << 3 | 4;
        answer[1] = 2;
        // Half a second of root delay, and a quarter of root dispersion.
        answer[4..8].copy_from_slice(&0x8000_u32.to_be_bytes());
        answer[8..12].copy_from_slice(&0x4000_u32.to_be_bytes());
        answer[24..32].copy_from_slice(&question[40..48]);
        answer[32..40].copy_from_slice(&now.to_be_bytes());
        answer[40..48].copy_from_slice(&now.to_be_bytes());
        answer
    }

    /// The good answer with other bytes from `at` on.
    fn with(question: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
        let mut answer = good(question, 0);
        answer[at..at + bytes.len()].copy_from_slice(bytes);
        answer
    }

    #[rstest]
    #[case(|question: &[u8]| good(question, 0), 0)]
    #[case(|question: &[u8]| good(question, 300), 300)]
    #[case(|question: &[u8]| good(question, -90), -90)]
    #[tokio::test]
    async fn a_good_answer_tells_how_far_the_clock_is_off(
        #[case] answer: fn(&[u8]) -> Vec<u8>,
        #[case] seconds: i64,
    ) {
        let found = ask(&server(answer).await, PATIENCE).await.unwrap();
        let off = (found.offset - SignedDuration::from_secs(seconds)).unsigned_abs();
        assert!(off <= found.uncertainty, "{found:?}");
        // What the server says of itself, and half the way on loopback.
        assert!(found.uncertainty >= Duration::from_millis(500), "{found:?}");
        assert!(found.uncertainty < Duration::from_secs(2), "{found:?}");
    }

    #[tokio::test]
    async fn the_question_is_one_of_version_4_and_tells_nothing_but_the_time() {
        let address = server(|question| {
            assert_eq!(question.len(), 48);
            // No leap, version 4, mode 3: a client.
            assert_eq!(question[0], 4 << 3 | 3);
            assert!(question[1..40].iter().all(|byte| *byte == 0));
            good(question, 0)
        });
        ask(&address.await, PATIENCE).await.unwrap();
    }

    #[rstest]
    #[case::another_question(|question: &[u8]| with(question, 24, &[1; 8]), NetworkTimeError::NoAnswer)]
    #[case::a_client(|question: &[u8]| with(question, 0, &[4 << 3 | 3]), NetworkTimeError::NoAnswer)]
    #[case::a_broadcast(|question: &[u8]| with(question, 0, &[4 << 3 | 5]), NetworkTimeError::NoAnswer)]
    #[case::no_time(|question: &[u8]| with(question, 40, &[0; 8]), NetworkTimeError::NoAnswer)]
    #[case::too_short(|question: &[u8]| good(question, 0)[..47].to_vec(), NetworkTimeError::NoAnswer)]
    #[case::garbage(|_: &[u8]| vec![0xa5; 48], NetworkTimeError::NoAnswer)]
    #[case::nothing(|_: &[u8]| Vec::new(), NetworkTimeError::NoAnswer)]
    #[case::leap(|question: &[u8]| with(question, 0, &[3 << 6 | 4 << 3 | 4]), NetworkTimeError::Unsynchronized)]
    #[case::stratum(|question: &[u8]| with(question, 1, &[16]), NetworkTimeError::Unsynchronized)]
    #[case::far_from_its_source(|question: &[u8]| with(question, 8, &[0, 16, 0, 0]), NetworkTimeError::Unsynchronized)]
    #[case::kiss_of_death(
        |question: &[u8]| {
            let mut answer = with(question, 12, b"RATE");
            answer[0] |= 3 << 6;
            answer[1] = 0;
            answer
        },
        NetworkTimeError::Declined { code: "RATE".to_owned() }
    )]
    #[case::kiss_with_a_control_character(
        |question: &[u8]| {
            let mut answer = with(question, 12, b"X\x1b[1");
            answer[1] = 0;
            answer
        },
        NetworkTimeError::Declined { code: "X\\u{1b}[1".to_owned() }
    )]
    #[tokio::test]
    async fn no_other_answer_is_believed(
        #[case] answer: fn(&[u8]) -> Vec<u8>,
        #[case] error: NetworkTimeError,
    ) {
        let asked = ask(&server(answer).await, PATIENCE).await;
        assert_eq!(asked.unwrap_err(), error);
    }

    #[tokio::test]
    async fn silence_is_waited_for_no_longer_than_said() {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = socket.local_addr().unwrap().to_string();
        let after = Duration::from_millis(50);
        let asked = ask(&address, after).await;
        assert_eq!(asked.unwrap_err(), NetworkTimeError::Silent { after });
    }

    #[tokio::test]
    async fn a_host_where_nobody_listens_says_so() {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = socket.local_addr().unwrap().to_string();
        drop(socket);
        let error = ask(&address, PATIENCE).await.unwrap_err();
        assert!(
            matches!(error, NetworkTimeError::NotReached { .. }),
            "{error}"
        );
    }

    #[rstest]
    #[case("pool.ntp.org", "pool.ntp.org", 123)]
    #[case("pool.ntp.org:1123", "pool.ntp.org", 1123)]
    #[case("192.0.2.1", "192.0.2.1", 123)]
    #[case("192.0.2.1:1123", "192.0.2.1", 1123)]
    #[case("2001:db8::1", "2001:db8::1", 123)]
    #[case("[2001:db8::1]", "2001:db8::1", 123)]
    #[case("[2001:db8::1]:1123", "2001:db8::1", 1123)]
    fn a_server_is_written_with_its_port_or_without(
        #[case] text: &str,
        #[case] host: &str,
        #[case] port: u16,
    ) {
        let (found, found_port) = parse(text).unwrap();
        assert_eq!((found.as_str(), found_port.get()), (host, port));
    }

    #[rstest]
    #[case("")]
    #[case(":123")]
    #[case("pool.ntp.org:")]
    #[case("pool.ntp.org:0")]
    #[case("pool.ntp.org:65536")]
    #[case("pool.ntp.org:ntp")]
    #[case("https://time.example.net")]
    #[tokio::test]
    async fn anything_else_is_no_server(#[case] text: &str) {
        let asked = ask(text, PATIENCE).await;
        assert_eq!(asked.unwrap_err(), NetworkTimeError::NotAServer);
    }

    #[rstest]
    #[case(
        NetworkTimeError::NotAServer,
        "it is neither a host nor a host with a port, such as pool.ntp.org:123"
    )]
    #[case(
        NetworkTimeError::NameNotFound { cause: "no such name".to_owned() },
        "its name was not found (no such name)"
    )]
    #[case(
        NetworkTimeError::NotReached { cause: "connection refused".to_owned() },
        "it cannot be asked (connection refused)"
    )]
    #[case(NetworkTimeError::Silent { after: Duration::from_secs(2) }, "no answer within 2 s")]
    #[case(NetworkTimeError::Declined { code: "RATE".to_owned() }, "it does not want to be asked (RATE)")]
    #[case(NetworkTimeError::Unsynchronized, "it does not know the time itself")]
    #[case(
        NetworkTimeError::NoAnswer,
        "what came back is no answer to the question"
    )]
    fn each_error_is_said_in_words(#[case] error: NetworkTimeError, #[case] text: &str) {
        assert_eq!(error.line(&Catalogue::english()), text);
    }
}
