//! Linux: the kernel's messages about its links, addresses, routes and rules (`rtnetlink(7)`). What they say is not read.

use std::io;
use std::os::fd::OwnedFd;

use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, socket_with};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// The groups' bits, from `linux/rtnetlink.h`; the rules say which routes count, as those of a VPN do.
const LINK: u32 = 1;
const IPV4_ADDRESS: u32 = 0x10;
const IPV4_ROUTE: u32 = 0x40;
const IPV4_RULE: u32 = 0x80;
const IPV6_ADDRESS: u32 = 0x100;
const IPV6_ROUTE: u32 = 0x400;
const IPV6_RULE: u32 = 0x4_0000;

const GROUPS: u32 =
    LINK | IPV4_ADDRESS | IPV4_ROUTE | IPV4_RULE | IPV6_ADDRESS | IPV6_ROUTE | IPV6_RULE;

pub(super) struct Changes(AsyncFd<OwnedFd>);

impl Changes {
    #[expect(unsafe_code, reason = "tokio asks for a promise about the descriptor")]
    pub(super) fn new() -> io::Result<Self> {
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        // Of the protocols, none is `NETLINK_ROUTE`.
        let socket = socket_with(AddressFamily::NETLINK, SocketType::RAW, flags, None)?;
        bind(&socket, &SocketAddrNetlink::new(0, GROUPS))?;
        // SAFETY: an `OwnedFd` is open, and one and the same, for as long as it lives.
        let socket = unsafe { AsyncFd::register_with_interest(socket, Interest::READABLE) }?;
        Ok(Self(socket))
    }

    /// Waits for the next message.
    pub(super) async fn next(&self) -> io::Result<()> {
        let read = |socket: &OwnedFd| {
            // The rest of a message that does not fit is thrown away.
            match rustix::io::read(socket, &mut [0_u8; 1]) {
                // There were more than the socket holds: a change too.
                Ok(_) | Err(Errno::NOBUFS) => Ok(()),
                Err(error) => Err(error.into()),
            }
        };
        self.0.async_io(Interest::READABLE, read).await
    }
}
