//! Linux and macOS: a ping socket, which needs no privilege where the system allows it (Linux: to the groups of the sysctl
//! `net.ipv4.ping_group_range`, which counts for IPv6 too); else a raw socket, which needs one (Linux: `CAP_NET_RAW`).

use std::io;
use std::net::{self, SocketAddr};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use socket2::{Protocol, Socket, Type};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::packet::{self, Mark};
use crate::knock::answer::result_of;
use crate::knock::receipt::StepResult;
use crate::knock::socket::{SocketError, local_address, socket};
use crate::profile::Bind;

/// The number of the next request of this process.
static NUMBER: AtomicU16 = AtomicU16::new(1);

/// A request that left, whose answer is still to come.
pub(in crate::knock) struct Echo {
    socket: Socket,
    mark: Mark,
    is_ipv6: bool,
    is_identifier_ours: bool,
}

/// Sends an echo request with a payload of `size` bytes; says the address that it left from.
pub(in crate::knock) fn send(
    remote: SocketAddr,
    bind: Option<&Bind>,
    size: u16,
) -> Result<(Option<SocketAddr>, Echo), SocketError> {
    let (socket, is_raw) = open(remote, bind)?;
    let mark = Mark {
        // The lower half of the process id, as ping(8) has it.
        identifier: (std::process::id() & 0xffff) as u16,
        number: NUMBER.fetch_add(1, Ordering::Relaxed),
    };
    socket.connect(&remote.into())?;
    let mut local = local_address(&socket);
    if let Some(local) = &mut local {
        local.set_port(0);
    }
    socket.send(&packet::request(remote.is_ipv6(), mark, size))?;
    let echo = Echo {
        socket,
        mark,
        is_ipv6: remote.is_ipv6(),
        // Linux puts the ping socket's own in its place.
        is_identifier_ours: is_raw || !cfg!(target_os = "linux"),
    };
    Ok((local, echo))
}

/// Whether echo requests to `remote` need a privilege, which this program has. Sends nothing.
pub(super) fn is_privileged(remote: SocketAddr) -> Result<bool, SocketError> {
    let (_, is_raw) = open(remote, None)?;
    Ok(is_raw)
}

/// Whether a socket of this kind was refused for want of a privilege.
fn is_forbidden(error: &SocketError) -> bool {
    matches!(error, SocketError::Io(error) if error.kind() == io::ErrorKind::PermissionDenied)
}

fn open(remote: SocketAddr, bind: Option<&Bind>) -> Result<(Socket, bool), SocketError> {
    let protocol = if remote.is_ipv6() {
        Protocol::ICMPV6
    } else {
        Protocol::ICMPV4
    };
    match socket(Type::DGRAM, Some(protocol), remote, bind) {
        Err(error) if is_forbidden(&error) => {}
        opened => return opened.map(|socket| (socket, false)),
    }
    match socket(Type::RAW, Some(protocol), remote, bind) {
        Err(error) if is_forbidden(&error) => Err(SocketError::EchoForbidden),
        opened => opened.map(|socket| (socket, true)),
    }
}

impl Echo {
    /// What comes back within `wait`.
    pub(in crate::knock) async fn answer(self, wait: Duration) -> StepResult {
        let (mark, is_ipv6, is_ours) = (self.mark, self.is_ipv6, self.is_identifier_ours);
        let answered = async {
            // To the standard library, any socket that receives datagrams is one of UDP.
            let socket = UdpSocket::from_std(net::UdpSocket::from(self.socket))?;
            let mut buffer = [0; 256];
            loop {
                // A raw socket gets all that its host is sent.
                let length = socket.recv(&mut buffer).await?;
                if packet::is_answer(is_ipv6, &buffer[..length], mark, is_ours) {
                    return Ok(());
                }
            }
        };
        match timeout(wait, answered).await {
            Ok(Ok(())) => StepResult::Answered,
            Ok(Err(error)) => result_of(&error),
            Err(_) => StepResult::NoAnswer,
        }
    }
}
