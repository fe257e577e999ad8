//! What a host says by itself, beside all knocks: whether a port answers and from which address it was asked, and whether
//! echo requests come back. A server may ban whoever asks; who calls this has to have been told.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use socket2::Type;
use tokio::time::Instant;

use super::StepResult;
use super::answer::{connected, is_refusal, is_unreachable};
use super::icmp;
use super::socket::{Connecting, SocketError, connect, local_address, socket};
use crate::profile::{Bind, Step};

/// How a port answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortState {
    /// It takes a connection.
    Answers,
    /// The host, or a firewall in its name, refuses.
    Refuses,
    /// Nothing comes back.
    Silent,
    /// Something on the way says that there is no way.
    Unreachable,
    /// The question did not leave this machine.
    NotAsked,
}

/// What a port said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    /// The port.
    pub port: NonZeroU16,
    /// How it answers.
    pub state: PortState,
    /// The address that it was asked from, where that could be found out.
    pub local: Option<IpAddr>,
}

/// What came of an echo request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ping {
    /// It came back after so long.
    Answered(Duration),
    /// Nothing came back.
    Silent,
    /// Something on the way says that there is no way.
    Unreachable,
    /// None could be sent from here.
    NotSent,
}

/// Connects once to a port, for at most `within`, and hangs up.
pub async fn probe_port(
    address: SocketAddr,
    port: NonZeroU16,
    bind: Option<&Bind>,
    within: Duration,
) -> Probe {
    let mut service = address;
    service.set_port(port.get());
    let mut probe = Probe {
        port,
        state: PortState::NotAsked,
        local: None,
    };
    let Ok(socket) = socket(Type::STREAM, None, service, bind) else {
        return probe;
    };
    let begun = connect(&socket, service);
    probe.local = local_address(&socket).map(|local| local.ip());
    let ended = match begun {
        Ok(Connecting::Connected) => Ok(true),
        Ok(Connecting::Pending) => connected(socket, within)
            .await
            .map(|answered| answered.is_some()),
        Err(error) if is_refusal(&error) => Err(error),
        Err(_) => return probe,
    };
    probe.state = match ended {
        Ok(true) => PortState::Answers,
        Ok(false) => PortState::Silent,
        Err(error) if is_refusal(&error) => PortState::Refuses,
        Err(error) if is_unreachable(&error) => PortState::Unreachable,
        Err(_) => PortState::NotAsked,
    };
    probe
}

/// Sends an echo request of ping(8)'s usual size, and waits at most `within` for it to come back.
pub async fn ping(address: SocketAddr, bind: Option<&Bind>, within: Duration) -> Ping {
    let sent = Instant::now();
    let echo = match icmp::send(address, bind, Step::USUAL_ECHO) {
        Ok((_, echo)) => echo,
        Err(SocketError::Io(error)) if is_unreachable(&error) => return Ping::Unreachable,
        Err(_) => return Ping::NotSent,
    };
    match echo.answer(within).await {
        StepResult::Answered => Ping::Answered(sent.elapsed()),
        StepResult::Unreachable => Ping::Unreachable,
        _ => Ping::Silent,
    }
}
