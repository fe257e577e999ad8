//! Windows: the system's own echo call (`IcmpSendEcho2Ex`, `Icmp6SendEcho2`), since raw sockets need an administrator.
//! It sends and waits at once, so it has a thread.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::ptr;
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;
use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::NetworkManagement::IpHelper::{
    Icmp6CreateFile, Icmp6SendEcho2, IcmpCloseHandle, IcmpCreateFile, IcmpSendEcho2Ex,
};
use windows_sys::Win32::Networking::WinSock::{AF_INET6, SOCKADDR_IN6};

use crate::knock::answer::ANSWER_WAIT;
use crate::knock::receipt::StepResult;
use crate::knock::socket::SocketError;
use crate::profile::Bind;

/// Room for the reply's header, eight bytes of an ICMP error and the I/O status, as the documentation of the calls asks
/// for, besides the payload that comes back.
const REPLY_ROOM: usize = 128;

/// A request that left, whose answer is still to come.
pub(in crate::knock) struct Echo(oneshot::Receiver<bool>);

/// Sends an echo request with a payload of `size` bytes. Where it left from is not said by the system.
pub(in crate::knock) fn send(
    remote: SocketAddr,
    bind: Option<&Bind>,
    size: u16,
) -> Result<(Option<SocketAddr>, Echo), SocketError> {
    let source = match bind {
        None => None,
        Some(Bind::Address(address)) => Some(*address),
        Some(bind @ Bind::Interface(_)) => {
            let error = io::Error::new(
                io::ErrorKind::Unsupported,
                "on Windows, name the interface's address instead",
            );
            return Err(SocketError::Bind(bind.clone(), error));
        }
    };
    let handle = Handle::open(remote.is_ipv6())?;
    let (sender, receiver) = oneshot::channel();
    thread::Builder::new()
        .name("echo".to_owned())
        .spawn(move || {
            let _ = sender.send(handle.echo(remote, source, size));
        })?;
    Ok((None, Echo(receiver)))
}

/// Whether echo requests to `remote` need a privilege: the system's call never does. Sends nothing.
pub(super) fn is_privileged(remote: SocketAddr) -> Result<bool, SocketError> {
    Handle::open(remote.is_ipv6())?;
    Ok(false)
}

impl Echo {
    /// What comes back within `wait`.
    pub(in crate::knock) async fn answer(self, wait: Duration) -> StepResult {
        match timeout(wait, self.0).await {
            Ok(Ok(true)) => StepResult::Answered,
            _ => StepResult::NoAnswer,
        }
    }
}

/// What the calls are made on; closed when it is dropped.
struct Handle(HANDLE);

// SAFETY: it is a number to this program, and the calls on it may come from any thread.
#[expect(
    unsafe_code,
    reason = "a raw pointer to the compiler, a number to Windows"
)]
unsafe impl Send for Handle {}

impl Handle {
    #[expect(unsafe_code, reason = "no crate wraps these calls")]
    fn open(is_ipv6: bool) -> Result<Self, SocketError> {
        // SAFETY: they take nothing.
        let handle = unsafe {
            if is_ipv6 {
                Icmp6CreateFile()
            } else {
                IcmpCreateFile()
            }
        };
        if handle == INVALID_HANDLE_VALUE {
            let error = io::Error::last_os_error();
            return Err(match error.kind() {
                io::ErrorKind::PermissionDenied => SocketError::EchoForbidden,
                _ => error.into(),
            });
        }
        Ok(Self(handle))
    }

    /// Sends, and waits for the answer; says whether one came.
    #[expect(unsafe_code, reason = "no crate wraps these calls")]
    fn echo(&self, remote: SocketAddr, source: Option<IpAddr>, size: u16) -> bool {
        let payload = vec![0_u8; size.into()];
        // Eight bytes each, so that the reply's header is aligned.
        let mut reply = vec![0_u64; (usize::from(size) + REPLY_ROOM) / 8 + 1];
        let room = u32::try_from(reply.len() * 8).unwrap_or(u32::MAX);
        let wait = u32::try_from(ANSWER_WAIT.as_millis()).unwrap_or(u32::MAX);
        let answers = match remote {
            SocketAddr::V4(remote) => {
                let source = match source {
                    Some(IpAddr::V4(source)) => source,
                    _ => Ipv4Addr::UNSPECIFIED,
                };
                // SAFETY: the handle is open; payload and reply live until the call returns, and are as long as is said.
                unsafe {
                    IcmpSendEcho2Ex(
                        self.0,
                        ptr::null_mut(),
                        None,
                        ptr::null(),
                        u32::from_ne_bytes(source.octets()),
                        u32::from_ne_bytes(remote.ip().octets()),
                        payload.as_ptr().cast(),
                        size,
                        ptr::null(),
                        reply.as_mut_ptr().cast(),
                        room,
                        wait,
                    )
                }
            }
            SocketAddr::V6(remote) => {
                let source = match source {
                    Some(IpAddr::V6(source)) => source,
                    _ => Ipv6Addr::UNSPECIFIED,
                };
                let source = address(&SocketAddrV6::new(source, 0, 0, 0));
                let remote = address(&remote);
                // SAFETY: as above; both addresses live until the call returns too.
                unsafe {
                    Icmp6SendEcho2(
                        self.0,
                        ptr::null_mut(),
                        None,
                        ptr::null(),
                        &raw const source,
                        &raw const remote,
                        payload.as_ptr().cast(),
                        size,
                        ptr::null(),
                        reply.as_mut_ptr().cast(),
                        room,
                        wait,
                    )
                }
            }
        };
        answers > 0
    }
}

impl Drop for Handle {
    #[expect(unsafe_code, reason = "no crate wraps this call")]
    fn drop(&mut self) {
        // SAFETY: the handle is open, and nobody uses it any more.
        unsafe { IcmpCloseHandle(self.0) };
    }
}

fn address(address: &SocketAddrV6) -> SOCKADDR_IN6 {
    let mut raw = SOCKADDR_IN6 {
        sin6_family: AF_INET6,
        sin6_port: 0,
        sin6_flowinfo: address.flowinfo(),
        ..SOCKADDR_IN6::default()
    };
    raw.sin6_addr.u.Byte = address.ip().octets();
    raw.Anonymous.sin6_scope_id = address.scope_id();
    raw
}
