//! Sockets that leave the way the profile says, and never block.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;

pub(super) use platform::HANDSHAKE_WAIT;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU16;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use thiserror::Error;

use crate::knock::Failure;
use crate::profile::Bind;

/// A port like any other: nothing is sent to it.
const DISCARD: u16 = 9;

/// Why a packet did not leave.
#[derive(Debug, Error)]
pub(crate) enum SocketError {
    /// The interface or source address cannot be used.
    #[error("cannot leave by {0}: {1}")]
    Bind(Bind, io::Error),
    /// Neither a ping socket nor a raw one is permitted.
    #[error("echo requests are not permitted")]
    EchoForbidden,
    /// The source port cannot be used.
    #[error("cannot leave from port {0}: {1}")]
    SourcePort(NonZeroU16, io::Error),
    /// The system refused the rest.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl SocketError {
    /// The failure that it is of a knock to `address`.
    pub(super) fn into_failure(self, address: IpAddr) -> Failure {
        let error = match self {
            Self::Bind(bind, error) => {
                return Failure::Bind {
                    bind,
                    cause: error.to_string(),
                };
            }
            Self::SourcePort(port, error) => {
                return Failure::SourcePort {
                    port,
                    cause: error.to_string(),
                };
            }
            Self::EchoForbidden => return Failure::EchoForbidden { address },
            Self::Io(error) => error,
        };
        match error.kind() {
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
                Failure::NetworkUnreachable { address }
            }
            io::ErrorKind::PermissionDenied => Failure::NoPermission { address },
            _ => Failure::Send {
                address,
                cause: error.to_string(),
            },
        }
    }
}

/// How a `connect` that does not wait began.
pub(super) enum Connecting {
    /// The answer was there at once, as on loopback.
    Connected,
    /// The SYN left; the answer is still to come.
    Pending,
}

/// A socket to `remote` that does not block, and leaves by `bind`; of the kind's usual protocol where none is said.
pub(crate) fn socket(
    kind: Type,
    protocol: Option<Protocol>,
    remote: SocketAddr,
    bind: Option<&Bind>,
) -> Result<Socket, SocketError> {
    let socket = Socket::new(Domain::for_address(remote), kind, protocol)?;
    socket.set_nonblocking(true)?;
    if let Some(bind) = bind {
        let bound = match bind {
            Bind::Address(address) => socket.bind(&SocketAddr::new(*address, 0).into()),
            Bind::Interface(name) => platform::bind_to_interface(&socket, name, remote),
        };
        bound.map_err(|error| SocketError::Bind(bind.clone(), error))?;
    }
    Ok(socket)
}

/// The same, from this port.
pub(super) fn socket_from(
    kind: Type,
    remote: SocketAddr,
    bind: Option<&Bind>,
    port: Option<NonZeroU16>,
) -> Result<Socket, SocketError> {
    let Some(port) = port else {
        return socket(kind, None, remote, bind);
    };
    let (address, bind) = match bind {
        Some(Bind::Address(address)) => (*address, None),
        bind if remote.is_ipv4() => (Ipv4Addr::UNSPECIFIED.into(), bind),
        bind => (Ipv6Addr::UNSPECIFIED.into(), bind),
    };
    let socket = socket(kind, None, remote, bind)?;
    if kind == Type::STREAM {
        platform::share_with_closed(&socket)?;
    }
    socket
        .bind(&SocketAddr::new(address, port.get()).into())
        .map_err(|error| SocketError::SourcePort(port, error))?;
    Ok(socket)
}

/// The local address that packets to this server leave from now; None where there is no way there. Sends nothing.
///
/// The server's port is of no account.
#[must_use]
pub fn source_towards(mut server: SocketAddr, bind: Option<&Bind>) -> Option<IpAddr> {
    // macOS knows no way to port 0.
    server.set_port(DISCARD);
    let socket = socket(Type::DGRAM, None, server, bind).ok()?;
    // Of a datagram socket it only asks the system for the way.
    socket.connect(&server.into()).ok()?;
    Some(local_address(&socket)?.ip())
}

/// Begins to connect, without waiting.
pub(super) fn connect(socket: &Socket, remote: SocketAddr) -> io::Result<Connecting> {
    match socket.connect(&SockAddr::from(remote)) {
        Ok(()) => Ok(Connecting::Connected),
        Err(error) if platform::is_pending(&error) => Ok(Connecting::Pending),
        Err(error) => Err(error),
    }
}

/// The address that the socket leaves from, once it is known.
pub(crate) fn local_address(socket: &Socket) -> Option<SocketAddr> {
    let local = socket.local_addr().ok()?.as_socket()?;
    let unknown = match local {
        SocketAddr::V4(v4) => *v4.ip() == Ipv4Addr::UNSPECIFIED,
        SocketAddr::V6(v6) => *v6.ip() == Ipv6Addr::UNSPECIFIED,
    };
    (!unknown).then_some(local)
}
