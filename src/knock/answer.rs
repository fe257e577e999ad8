//! What comes back for a packet, waited for without holding up the next one.

use std::io;
use std::net;
use std::time::Duration;

use socket2::Socket;
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use super::receipt::StepResult;

/// How long the answer to a packet is waited for. Its socket is then closed, so that a SYN is never sent again: the
/// first repetition comes after a second (measured on Linux; none was seen from sockets held for 300 ms).
pub(super) const ANSWER_WAIT: Duration = Duration::from_millis(250);

/// Waits for the end of a TCP connect that began on `socket`; gives it back connected, and none where nothing came.
pub(super) async fn connected(socket: Socket, wait: Duration) -> io::Result<Option<Socket>> {
    let ended = async {
        let stream = TcpStream::from_std(net::TcpStream::from(socket))?;
        stream.writable().await?;
        stream.take_error()?.map_or(Ok(()), Err)?;
        stream.into_std().map(Socket::from)
    };
    match timeout(wait, ended).await {
        Ok(Ok(connection)) => Ok(Some(connection)),
        Ok(Err(error)) if error.kind() == io::ErrorKind::TimedOut => Ok(None),
        Ok(Err(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// What comes back for a SYN.
pub(super) async fn tcp_answer(socket: Socket, wait: Duration) -> StepResult {
    match connected(socket, wait).await {
        Ok(Some(_)) => StepResult::Connected,
        Ok(None) => StepResult::NoAnswer,
        Err(error) => result_of(&error),
    }
}

/// What comes back for a datagram: another one, or the ICMP message that a closed port sends.
pub(super) async fn udp_answer(socket: Socket, wait: Duration) -> StepResult {
    let answer = async {
        let socket = UdpSocket::from_std(net::UdpSocket::from(socket))?;
        // Windows makes an error of a datagram that does not fit.
        socket.recv(&mut [0; 2048]).await
    };
    match timeout(wait, answer).await {
        Ok(Ok(_)) => StepResult::Answered,
        Ok(Err(error)) => result_of(&error),
        Err(_) => StepResult::NoAnswer,
    }
}

/// Whether the other end refuses. Windows reports the ICMP message for a datagram as a reset.
pub(super) fn is_refusal(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset
    )
}

/// Whether something on the way says that there is no way.
pub(super) fn is_unreachable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable
    )
}

pub(super) fn result_of(error: &io::Error) -> StepResult {
    if is_refusal(error) {
        StepResult::Refused
    } else if is_unreachable(error) {
        StepResult::Unreachable
    } else {
        StepResult::NoAnswer
    }
}
