//! Windows: a begun connect is `WSAEWOULDBLOCK`.

use std::io;
use std::net::SocketAddr;

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

pub(super) fn is_pending(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}
