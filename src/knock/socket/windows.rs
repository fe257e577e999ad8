//! Windows: a begun connect is `WSAEWOULDBLOCK`.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use socket2::Socket;

/// Windows binds to addresses; the socket options that name an interface are not in a safe crate.
pub(super) fn bind_to_interface(
    _socket: &Socket,
    _name: &str,
    _remote: SocketAddr,
) -> io::Result<()> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "on Windows, name the interface's address instead",
    ))
}

/// How long a step in connect mode waits for its handshake: less than the half second after which Windows sends a SYN
/// again even to a port that refused it (Microsoft's article KB175523).
pub(in crate::knock) const HANDSHAKE_WAIT: Duration = Duration::from_millis(400);

/// A connection that was closed keeps no port, and the option would take the port of another program.
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(super) fn share_with_closed(_socket: &Socket) -> io::Result<()> {
    Ok(())
}

pub(super) fn is_pending(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}
