//! macOS: an interface is given to the socket by its index; a begun connect is `EINPROGRESS`.

use std::io;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use nix::net::if_::if_nametoindex;
use rustix::io::Errno;
use socket2::Socket;

/// `IP_BOUND_IF` and `IPV6_BOUND_IF`.
pub(super) fn bind_to_interface(socket: &Socket, name: &str, remote: SocketAddr) -> io::Result<()> {
    let index = NonZeroU32::new(if_nametoindex(name)?);
    if remote.is_ipv4() {
        socket.bind_device_by_index_v4(index)
    } else {
        socket.bind_device_by_index_v6(index)
    }
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
