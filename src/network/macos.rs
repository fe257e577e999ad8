//! macOS: the kernel's messages about its links, addresses and routes (`route(4)`). Only their kind is read.

use std::io::{self, Read};

use rustix::net::AddressFamily;
use socket2::{Domain, Socket, Type};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Where each message has its kind, `rtm_type`, and the kinds that are changes, from `net/route.h`. Others come too, such as
/// each question that a program asks about a route.
const KIND: usize = 3;
const ADD: u8 = 0x1;
const DELETE: u8 = 0x2;
const CHANGE: u8 = 0x3;
const NEW_ADDRESS: u8 = 0xc;
const DELETED_ADDRESS: u8 = 0xd;
const INTERFACE: u8 = 0xe;

pub(super) struct Changes(AsyncFd<Socket>);

impl Changes {
    #[expect(unsafe_code, reason = "tokio asks for a promise about the descriptor")]
    pub(super) fn new() -> io::Result<Self> {
        let domain = Domain::from(i32::from(AddressFamily::ROUTE.as_raw()));
        let socket = Socket::new(domain, Type::RAW, None)?;
        socket.set_nonblocking(true)?;
        // SAFETY: a `Socket` is open, and one and the same, for as long as it lives.
        let socket = unsafe { AsyncFd::register_with_interest(socket, Interest::READABLE) }?;
        Ok(Self(socket))
    }

    /// Waits for the next change.
    pub(super) async fn next(&self) -> io::Result<()> {
        loop {
            // The rest of a message is thrown away.
            let mut head = [0; KIND + 1];
            let read = |mut socket: &Socket| socket.read(&mut head);
            self.0.async_io(Interest::READABLE, read).await?;
            if let ADD | DELETE | CHANGE | NEW_ADDRESS | DELETED_ADDRESS | INTERFACE = head[KIND] {
                return Ok(());
            }
        }
    }
}
