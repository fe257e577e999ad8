//! Sends a single packet, over whatever carries it.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use socket2::{SockRef, Socket, Type};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::answer::{connected, is_refusal, is_unreachable};
use super::authorization::{Authorization, random_port};
use super::receipt::{StepReport, StepResult};
use super::send::{Sent, Way};
use super::socket::{self, Connecting, SocketError, connect, local_address};
use super::{Failure, Progress, Silence};
use crate::profile::{SpaPort, SpaTransport, Transport};
use crate::spa::Packet;

/// How long the server may take to accept a connection, and then to take what is sent: time for two repetitions of a
/// SYN.
const CONNECTION_LIMIT: Duration = Duration::from_secs(5);

/// Sends a new packet to the server.
pub(super) async fn send_packet(
    authorization: &Authorization<'_>,
    server: SocketAddr,
    way: &Way<'_>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> (Sent, Option<Failure>) {
    let spa = authorization.spa;
    let mut report = StepReport {
        at: way.began.elapsed(),
        protocol: match spa.transport {
            SpaTransport::Udp => Transport::Udp,
            SpaTransport::Tcp | SpaTransport::Http => Transport::Tcp,
        },
        local: None,
        remote: server,
        size: None,
        result: StepResult::NotSent,
    };
    let (packet, socket) = match prepared(authorization, &mut report.remote, way) {
        Ok(prepared) => prepared,
        Err(failure) => return (Sent::of(report), Some(failure)),
    };
    let remote = report.remote;
    let carried = match spa.transport {
        SpaTransport::Udp => datagram(&socket, remote, &packet).map(|()| StepResult::NoAnswer),
        SpaTransport::Tcp => over_tcp(&socket, remote, packet.as_str()).await,
        SpaTransport::Http => {
            let request = http_request(&packet, authorization.host);
            over_tcp(&socket, remote, &request).await
        }
    };
    report.local = local_address(&socket);
    match carried {
        Ok(result) => {
            report.result = result;
            progress(Progress::Hit {
                number: 1,
                of: 1,
                at: report.at,
                protocol: report.protocol,
                remote,
            });
            let mut sent = Sent::of(report);
            if spa.transport == SpaTransport::Udp && way.answers {
                sent.await_datagram(0, socket);
            }
            (sent, None)
        }
        Err(error) => {
            let (result, failure) = not_delivered(error, remote);
            report.result = result;
            (Sent::of(report), Some(failure))
        }
    }
}

/// The packet, and a socket that leaves the way and from the port that the profile says; `remote` gets its port.
fn prepared(
    authorization: &Authorization<'_>,
    remote: &mut SocketAddr,
    way: &Way<'_>,
) -> Result<(Packet, Socket), Failure> {
    let spa = authorization.spa;
    remote.set_port(match spa.port {
        SpaPort::Fixed(port) => port.get(),
        SpaPort::Random => random_port()?,
    });
    let kind = match spa.transport {
        SpaTransport::Udp => Type::DGRAM,
        SpaTransport::Tcp | SpaTransport::Http => Type::STREAM,
    };
    let socket = socket::socket_from(kind, *remote, way.bind, spa.source_port)
        .map_err(|error| error.into_failure(remote.ip()))?;
    Ok((authorization.packet()?, socket))
}

fn datagram(socket: &Socket, remote: SocketAddr, packet: &Packet) -> Result<(), CarryError> {
    socket.connect(&remote.into())?;
    SockRef::from(socket).send(packet.as_str().as_bytes())?;
    Ok(())
}

/// In one segment: the server does not put several together.
async fn over_tcp(
    socket: &Socket,
    remote: SocketAddr,
    text: &str,
) -> Result<StepResult, CarryError> {
    let began = match connect(socket, remote) {
        Err(error) if is_refusal(&error) => return Err(CarryError::Silent(Silence::Refused)),
        began => began?,
    };
    let copy = || socket.try_clone();
    if let Connecting::Pending = began {
        match connected(copy()?, CONNECTION_LIMIT).await {
            Ok(Some(_)) => {}
            Ok(None) => return Err(CarryError::Silent(Silence::TimedOut)),
            Err(error) if is_refusal(&error) => return Err(CarryError::Silent(Silence::Refused)),
            Err(error) if is_unreachable(&error) => {
                return Err(CarryError::Silent(Silence::Unreachable));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let mut stream = TcpStream::from_std(copy()?.into())?;
    let write = async {
        stream.write_all(text.as_bytes()).await?;
        stream.shutdown().await
    };
    match timeout(CONNECTION_LIMIT, write).await {
        Ok(written) => written?,
        Err(_) => return Err(CarryError::Silent(Silence::TimedOut)),
    }
    Ok(StepResult::Connected)
}

/// The server looks at the path, and at the beginning of the user agent's name.
fn http_request(packet: &Packet, host: &str) -> String {
    format!(
        "GET /{} HTTP/1.1\r\nUser-Agent: Fwknop (PortKnocker/{})\r\nAccept: */*\r\nHost: {host}\r\nConnection: close\r\n\r\n",
        packet.path(),
        env!("CARGO_PKG_VERSION"),
    )
}

/// Why a packet did not get there.
enum CarryError {
    /// Nothing on the server accepted it.
    Silent(Silence),
    /// The system refused.
    Io(io::Error),
}

impl From<io::Error> for CarryError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn not_delivered(error: CarryError, remote: SocketAddr) -> (StepResult, Failure) {
    match error {
        CarryError::Silent(silence) => {
            let result = match silence {
                Silence::TimedOut => StepResult::NoAnswer,
                Silence::Unreachable => StepResult::Unreachable,
                Silence::Refused => StepResult::Refused,
            };
            (result, Failure::NotDelivered { remote, silence })
        }
        CarryError::Io(error) => {
            let result = match error.kind() {
                io::ErrorKind::PermissionDenied => StepResult::NotPermitted,
                _ => StepResult::NotSent,
            };
            (result, SocketError::Io(error).into_failure(remote.ip()))
        }
    }
}
