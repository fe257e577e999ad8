//! Is the service port reachable? Asked only after a knock, or when the user asks for just that: some servers ban
//! whoever probes first.

use std::net::SocketAddr;
use std::time::Duration;

use socket2::{Socket, Type};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::answer::{connected, is_refusal, is_unreachable};
use super::socket::{Connecting, SocketError, connect, socket};
use super::{Failure, Silence};
use crate::profile::Bind;

/// The second attempt to connect comes this long after the first; each later one twice as long after the one before.
/// A server needs some milliseconds to open or close, and what it drops until then is sent again only after a second.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// A port that does not answer for so long after a closing knock is closed.
const CLOSED_AFTER: Duration = Duration::from_secs(1);

/// Why no service answered.
#[derive(Debug)]
pub(super) enum Unanswered {
    /// It was asked.
    Silent(Silence),
    /// It could not be asked: the question did not leave this machine, so nothing is known of the port.
    NotAsked(Failure),
}

/// What was found out where no service answers: the most telling of all attempts.
#[derive(Default)]
struct Findings {
    silence: Option<Silence>,
    not_asked: Option<Failure>,
}

/// A service that answered, with the connection that it did so on.
pub(super) struct Reached {
    pub service: SocketAddr,
    pub connection: Socket,
}

/// Connects again and again until one of `services` answers, for at most `limit`.
///
/// Earlier attempts stay under way beside the later ones, so that a path of any latency within the limit is given its time.
pub(super) async fn until_reachable(
    services: &[SocketAddr],
    bind: Option<&Bind>,
    limit: Duration,
) -> Result<Reached, Unanswered> {
    let deadline = Instant::now() + limit;
    let mut attempts = JoinSet::new();
    let mut next = Instant::now();
    let mut pause = FIRST_PAUSE;
    let mut findings = Findings::default();
    loop {
        tokio::select! {
            Some(Ok(ended)) = attempts.join_next(), if !attempts.is_empty() => match ended {
                Ok(reached) => return Ok(reached),
                Err(unanswered) => findings.add(unanswered),
            },
            () = sleep_until(next), if next < deadline => {
                for service in services {
                    attempts.spawn(attempt(*service, bind.cloned(), deadline - Instant::now()));
                }
                next += pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            () = sleep_until(deadline) => {
                if !attempts.is_empty() {
                    findings.add(Unanswered::Silent(Silence::TimedOut));
                }
                return Err(findings.most_telling());
            }
        }
    }
}

/// Connects once, for at most `limit`; gives the one of `services` that answered first.
pub(super) async fn reachable(
    services: &[SocketAddr],
    bind: Option<&Bind>,
    limit: Duration,
) -> Result<Reached, Unanswered> {
    let mut attempts = JoinSet::new();
    for service in services {
        attempts.spawn(attempt(*service, bind.cloned(), limit));
    }
    let mut findings = Findings::default();
    while let Some(joined) = attempts.join_next().await {
        match joined {
            Ok(Ok(reached)) => return Ok(reached),
            Ok(Err(unanswered)) => findings.add(unanswered),
            Err(_) => {}
        }
    }
    Err(findings.most_telling())
}

/// The one of `services` that still answers when `limit` is over; none where all of them refuse, or do not answer for
/// a second, before that. The limit is for a server that needs a moment to close: the first such attempt is enough.
pub(super) async fn until_closed(
    services: &[SocketAddr],
    bind: Option<&Bind>,
    limit: Duration,
) -> Result<Option<SocketAddr>, Failure> {
    let deadline = Instant::now() + limit;
    let mut pause = FIRST_PAUSE;
    loop {
        match reachable(services, bind, CLOSED_AFTER).await {
            // An address without a way there has nothing open for this machine.
            Err(Unanswered::Silent(_)) => return Ok(None),
            Err(Unanswered::NotAsked(failure)) => return Err(failure),
            Ok(reached) if Instant::now() + pause >= deadline => return Ok(Some(reached.service)),
            Ok(_) => sleep(pause).await,
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

impl Findings {
    fn add(&mut self, unanswered: Unanswered) {
        match unanswered {
            Unanswered::NotAsked(failure) => self.not_asked = Some(failure),
            // A refusal is news of the host itself, silence may be an attempt that came before the door was open.
            Unanswered::Silent(silence) => self.silence = self.silence.max(Some(silence)),
        }
    }

    /// An address that could not be asked does not hide what the other one said.
    fn most_telling(self) -> Unanswered {
        match (self.silence, self.not_asked) {
            (None, Some(failure)) => Unanswered::NotAsked(failure),
            (silence, _) => Unanswered::Silent(silence.unwrap_or(Silence::TimedOut)),
        }
    }
}

async fn attempt(
    service: SocketAddr,
    bind: Option<Bind>,
    limit: Duration,
) -> Result<Reached, Unanswered> {
    let not_asked = |error: SocketError| Unanswered::NotAsked(error.into_failure(service.ip()));
    let socket = socket(Type::STREAM, None, service, bind.as_ref()).map_err(not_asked)?;
    let reached = |connection| Reached {
        service,
        connection,
    };
    let ended = match connect(&socket, service) {
        Ok(Connecting::Connected) => return Ok(reached(socket)),
        Ok(Connecting::Pending) => connected(socket, limit).await,
        // Without a way there, the question never left.
        Err(error) if !is_refusal(&error) => return Err(not_asked(error.into())),
        Err(error) => Err(error),
    };
    match ended {
        Ok(Some(connection)) => Ok(reached(connection)),
        Ok(None) => Err(Unanswered::Silent(Silence::TimedOut)),
        Err(error) if is_refusal(&error) => Err(Unanswered::Silent(Silence::Refused)),
        Err(error) if is_unreachable(&error) => Err(Unanswered::Silent(Silence::Unreachable)),
        Err(error) => Err(not_asked(error.into())),
    }
}
