//! What comes back for a packet, waited for without holding up the next one.

use std::io;
use std::net;
use std::time::Duration;

use socket2::Socket;
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use super::receipt::StepResult;

/// How long the answer to a packet is waited for. A SYN is sent again after a second (Linux) or less (a long delay
/// in a path has been seen to bring that down to 300 ms); by then its socket is closed.
pub(super) const ANSWER_WAIT: Duration = Duration::from_millis(250);

/// Waits for the end of a TCP connect that began on `socket`, then closes it.
pub(super) async fn tcp_answer(socket: Socket, wait: Duration) -> StepResult {
    let answer = async {
        let stream = TcpStream::from_std(net::TcpStream::from(socket))?;
        stream.writable().await?;
        stream.take_error()?.map_or(Ok(()), Err)
    };
    match timeout(wait, answer).await {
        Ok(Ok(())) => StepResult::Connected,
        Ok(Err(error)) => result_of(&error),
        Err(_) => StepResult::NoAnswer,
    }
}

/// Waits for a datagram, or for the ICMP message that a closed port sends.
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

/// The fact that an error of a socket stands for.
pub(super) fn result_of(error: &io::Error) -> StepResult {
    match error.kind() {
        // Windows reports the ICMP message for a datagram as a reset.
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset => StepResult::Refused,
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            StepResult::Unreachable
        }
        io::ErrorKind::TimedOut => StepResult::NoAnswer,
        io::ErrorKind::PermissionDenied => StepResult::NotPermitted,
        _ => StepResult::NotSent,
    }
}
