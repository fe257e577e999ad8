//! Sends a plan's packets, each at its time.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use socket2::{SockRef, Socket, Type};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::answer::{ANSWER_WAIT, is_refusal, tcp_answer, udp_answer};
use super::icmp::{self, Echo};
use super::receipt::{StepReport, StepResult};
use super::socket::{self, Connecting, SocketError, connect, local_address};
use super::{Failure, Hit, Progress};
use crate::profile::{Bind, Mode, Protocol};

/// The packets that left, and the answers that are still to come.
pub(super) struct Sent {
    reports: Vec<StepReport>,
    answers: JoinSet<(usize, StepResult)>,
}

/// The way that packets go.
pub(super) struct Way<'a> {
    /// Which way they leave.
    pub bind: Option<&'a Bind>,
    /// When the first packet of all left: the zero of the reports' times.
    pub began: Instant,
    /// Whether what comes back is waited for.
    pub answers: bool,
}

/// What became of one packet.
enum Fate {
    /// The answer is known.
    Known(StepResult),
    /// The socket on which the answer will come.
    Pending(Socket),
    /// The echo request whose answer will come.
    Echo(Echo),
}

/// Sends each hit at its time.
///
/// An address that cannot be sent to at all is given up; that is a failure only where none is left.
pub(super) async fn send(
    hits: &[Hit<'_>],
    way: &Way<'_>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> (Sent, Option<Failure>) {
    let start = Instant::now();
    let mut late = Duration::ZERO;
    let mut given_up: Vec<IpAddr> = Vec::new();
    let mut failure = None;
    let mut sent = Sent {
        reports: Vec::with_capacity(hits.len()),
        answers: JoinSet::new(),
    };
    for (index, hit) in hits.iter().enumerate() {
        let is_given_up = given_up.contains(&hit.remote.ip());
        let due = hit.at + late;
        if !due.is_zero() && !is_given_up {
            sleep_until(start + due).await;
        }
        let mut report = StepReport::new(hit, way.began.elapsed());
        if is_given_up {
            report.result = StepResult::NotSent;
            sent.reports.push(report);
            continue;
        }
        match emit(hit, way.bind) {
            Ok((local, fate)) => {
                report.local = local;
                progress(Progress::Hit {
                    number: index + 1,
                    of: hits.len(),
                    at: report.at,
                    protocol: report.protocol,
                    remote: report.remote,
                });
                match (fate, &hit.step.protocol) {
                    (Fate::Known(result), _) => report.result = result,
                    (
                        Fate::Pending(socket),
                        Protocol::Tcp {
                            mode: Mode::Connect,
                            ..
                        },
                    ) => {
                        let waiting = Instant::now();
                        report.result = tcp_answer(socket, socket::HANDSHAKE_WAIT).await;
                        // What comes after keeps its distance to a handshake that took long.
                        late += waiting.elapsed();
                    }
                    (Fate::Pending(socket), protocol) if way.answers => {
                        sent.await_answer(index, socket, protocol);
                    }
                    (Fate::Echo(echo), _) if way.answers => {
                        let answer = async move { (index, echo.answer(ANSWER_WAIT).await) };
                        sent.answers.spawn(answer);
                    }
                    (Fate::Pending(_) | Fate::Echo(_), _) => {}
                }
            }
            Err(error) => {
                report.result = match &error {
                    SocketError::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                        StepResult::NotPermitted
                    }
                    SocketError::EchoForbidden => StepResult::NotPermitted,
                    _ => StepResult::NotSent,
                };
                given_up.push(hit.remote.ip());
                failure = Some(error.into_failure(hit.remote.ip()));
            }
        }
        sent.reports.push(report);
    }
    let all_given_up = hits.iter().all(|hit| given_up.contains(&hit.remote.ip()));
    (sent, failure.filter(|_| all_given_up))
}

impl Sent {
    /// One packet, of which nothing has come back yet.
    pub(super) fn of(report: StepReport) -> Self {
        Self {
            reports: vec![report],
            answers: JoinSet::new(),
        }
    }

    /// Waits for what comes back for a datagram.
    pub(super) fn await_datagram(&mut self, index: usize, socket: Socket) {
        self.answers
            .spawn(async move { (index, udp_answer(socket, ANSWER_WAIT).await) });
    }

    fn await_answer(&mut self, index: usize, socket: Socket, protocol: &Protocol) {
        match protocol {
            Protocol::Tcp { .. } => {
                self.answers
                    .spawn(async move { (index, tcp_answer(socket, ANSWER_WAIT).await) });
            }
            Protocol::Udp { .. } | Protocol::Icmp { .. } => self.await_datagram(index, socket),
        }
    }

    /// The reports with every answer that comes in its time.
    pub(super) async fn with_all_answers(mut self) -> Vec<StepReport> {
        while let Some(joined) = self.answers.join_next().await {
            self.note(joined.ok());
        }
        self.reports
    }

    /// The reports with the answers that are here already.
    pub(super) fn with_answers_so_far(mut self) -> Vec<StepReport> {
        while let Some(joined) = self.answers.try_join_next() {
            self.note(joined.ok());
        }
        self.reports
    }

    fn note(&mut self, answer: Option<(usize, StepResult)>) {
        if let Some((index, result)) = answer
            && let Some(report) = self.reports.get_mut(index)
        {
            report.result = result;
        }
    }
}

/// Sends one packet.
fn emit(hit: &Hit, bind: Option<&Bind>) -> Result<(Option<SocketAddr>, Fate), SocketError> {
    match &hit.step.protocol {
        Protocol::Tcp { .. } => {
            let socket = socket::socket(Type::STREAM, None, hit.remote, bind)?;
            let begun = connect(&socket, hit.remote);
            let local = local_address(&socket);
            match begun {
                Ok(Connecting::Pending) => Ok((local, Fate::Pending(socket))),
                Ok(Connecting::Connected) => Ok((local, Fate::Known(StepResult::Connected))),
                // On loopback the reset is there before `connect` returns.
                Err(error) if is_refusal(&error) => Ok((local, Fate::Known(StepResult::Refused))),
                Err(error) => Err(error.into()),
            }
        }
        Protocol::Icmp { size } => {
            let (local, echo) = icmp::send(hit.remote, bind, *size)?;
            Ok((local, Fate::Echo(echo)))
        }
        Protocol::Udp { payload, .. } => {
            let socket = socket::socket(Type::DGRAM, None, hit.remote, bind)?;
            socket.connect(&hit.remote.into())?;
            let local = local_address(&socket);
            SockRef::from(&socket).send(payload.bytes())?;
            Ok((local, Fate::Pending(socket)))
        }
    }
}
