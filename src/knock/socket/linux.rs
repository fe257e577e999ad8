//! Linux: an interface is named to the socket; a begun connect is `EINPROGRESS`.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use rustix::io::Errno;
use socket2::Socket;

/// `SO_BINDTODEVICE`, which needs no privilege since Linux 5.7.
pub(super) fn bind_to_interface(
    socket: &Socket,
    name: &str,
    _remote: SocketAddr,
) -> io::Result<()> {
    socket.bind_device(Some(name.as_bytes()))
}

/// How long a step in connect mode waits for its handshake: less than the second after which a SYN is sent again.
pub(in crate::knock) const HANDSHAKE_WAIT: Duration = Duration::from_millis(900);

/// A connection that was closed a moment ago keeps its port otherwise.
pub(super) fn share_with_closed(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)
}

pub(super) fn is_pending(error: &io::Error) -> bool {
    Errno::from_io_error(error) == Some(Errno::INPROGRESS)
}
