//! Is the service port reachable? Asked only after a knock, or when the user asks for just that: some servers ban
//! whoever probes first.

use std::net::SocketAddr;
use std::time::Duration;

use socket2::Type;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::answer::{result_of, tcp_answer};
use super::receipt::StepResult;
use super::socket::{Connecting, SocketError, connect, socket};
use super::{Failure, Silence};
use crate::profile::Bind;

/// The second attempt to connect comes this long after the first; each later one twice as long after the one before.
/// A server needs some milliseconds to open, and what it drops until then is sent again only after a second.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// A port that does not answer for so long after a closing knock is closed.
const CLOSED_AFTER: Duration = Duration::from_secs(1);
/// A server needs some milliseconds to close.
const CLOSING_PAUSE: Duration = Duration::from_millis(150);

/// Why no service answered.
#[derive(Debug)]
pub(super) enum Unanswered {
    /// It was asked.
    Silent(Silence),
    /// It could not be asked: the question did not leave this machine, so nothing is known of the port.
    NotAsked(Failure),
}

/// Connects again and again until one of `services` answers, for at most `limit`; says which.
///
/// Earlier attempts stay under way beside the later ones, so that a path of any latency within the limit is given its time.
pub(super) async fn until_reachable(
    services: &[SocketAddr],
    bind: Option<&Bind>,
    limit: Duration,
) -> Result<SocketAddr, Unanswered> {
    let deadline = Instant::now() + limit;
    let mut attempts = JoinSet::new();
    let mut next = Instant::now();
    let mut pause = FIRST_PAUSE;
    let mut last = Unanswered::Silent(Silence::TimedOut);
    loop {
        tokio::select! {
            Some(Ok(ended)) = attempts.join_next(), if !attempts.is_empty() => match ended {
                Ok(service) => return Ok(service),
                Err(unanswered) => last = unanswered,
            },
            () = sleep_until(next), if next < deadline => {
                for service in services {
                    attempts.spawn(attempt(*service, bind.cloned(), deadline - Instant::now()));
                }
                next += pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            () = sleep_until(deadline) => return Err(last),
        }
    }
}

/// Connects once, for at most `limit`; says which of `services` answered first.
pub(super) async fn reachable(
    services: &[SocketAddr],
    bind: Option<&Bind>,
    limit: Duration,
) -> Result<SocketAddr, Unanswered> {
    let mut attempts = JoinSet::new();
    for service in services {
        attempts.spawn(attempt(*service, bind.cloned(), limit));
    }
    let mut last = Unanswered::Silent(Silence::TimedOut);
    while let Some(joined) = attempts.join_next().await {
        match joined {
            Ok(Ok(service)) => return Ok(service),
            Ok(Err(unanswered)) => last = unanswered,
            Err(_) => {}
        }
    }
    Err(last)
}

/// Whether all of `services` refuse, or do not answer for a second, before `limit` is over. The limit is for a
/// server that needs a moment to close: the first such attempt is enough.
pub(super) async fn until_closed(
    services: &[SocketAddr],
    bind: Option<&Bind>,
    limit: Duration,
) -> Result<bool, Failure> {
    let deadline = Instant::now() + limit;
    loop {
        match reachable(services, bind, CLOSED_AFTER).await {
            Err(Unanswered::Silent(_)) => return Ok(true),
            Err(Unanswered::NotAsked(failure)) => return Err(failure),
            Ok(_) if Instant::now() + CLOSING_PAUSE >= deadline => return Ok(false),
            Ok(_) => sleep(CLOSING_PAUSE).await,
        }
    }
}

async fn attempt(
    service: SocketAddr,
    bind: Option<Bind>,
    limit: Duration,
) -> Result<SocketAddr, Unanswered> {
    let begun = || -> Result<_, SocketError> {
        let socket = socket(Type::STREAM, service, bind.as_ref())?;
        Ok((connect(&socket, service), socket))
    };
    let not_asked = |error: SocketError| Unanswered::NotAsked(error.into_failure(service.ip()));
    let result = match begun().map_err(not_asked)? {
        (Ok(Connecting::Connected), _) => StepResult::Connected,
        (Ok(Connecting::Pending), socket) => tcp_answer(socket, limit).await,
        (Err(error), _) if result_of(&error) == StepResult::Refused => StepResult::Refused,
        (Err(error), _) => return Err(not_asked(error.into())),
    };
    match result {
        StepResult::Connected => Ok(service),
        StepResult::Refused => Err(Unanswered::Silent(Silence::Refused)),
        StepResult::NoAnswer => Err(Unanswered::Silent(Silence::TimedOut)),
        _ => Err(Unanswered::Silent(Silence::Unreachable)),
    }
}
