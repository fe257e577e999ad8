//! macOS: an interface is given to the socket by its index; a begun connect is `EINPROGRESS`.

use std::io;
use std::net::SocketAddr;
use std::num::NonZeroU32;

use rustix::io::Errno;
use rustix::net::netdevice::name_to_index;
use socket2::Socket;

/// `IP_BOUND_IF` and `IPV6_BOUND_IF`.
pub(super) fn bind_to_interface(socket: &Socket, name: &str, remote: SocketAddr) -> io::Result<()> {
    let probe = rustix::net::socket(
        rustix::net::AddressFamily::INET,
        rustix::net::SocketType::DGRAM,
        None,
    )?;
    let index = NonZeroU32::new(name_to_index(&probe, name)?);
    if remote.is_ipv4() {
        socket.bind_device_by_index_v4(index)
    } else {
        socket.bind_device_by_index_v6(index)
    }
}

pub(super) fn is_pending(error: &io::Error) -> bool {
    Errno::from_io_error(error) == Some(Errno::INPROGRESS)
}
