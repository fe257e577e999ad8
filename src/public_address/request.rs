//! One request to one service: name, connection, handshake, question, answer. Each fails with its own reason.

use std::io;
use std::net::{SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, HOST, LOCATION, USER_AGENT};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::{AddressService, AskError, Excerpt};

/// The program and its version.
const PROGRAM: &str = concat!("portknocker/", env!("CARGO_PKG_VERSION"));
/// The longest answer that is read, in bytes: an address has 15, and a short web page is worth an excerpt.
pub(super) const LONGEST: usize = 1024;
/// The longest header that is read, in bytes; hyper takes no less than 8 KiB.
const LONGEST_HEADER: usize = 16 * 1024;
/// How long an address may take to connect while the host has another one.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a service replies.
pub(super) enum Reply {
    /// An answer of at most [`LONGEST`] bytes.
    Body(Bytes),
    /// It is to be asked elsewhere.
    Elsewhere(AddressService),
}

/// What asks, and knows whom to trust.
pub(super) struct Client {
    tls: TlsConnector,
}

impl Client {
    pub(super) fn new(mut tls: ClientConfig) -> Self {
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self {
            tls: TlsConnector::from(Arc::new(tls)),
        }
    }

    /// Asks the service, on a connection of its own. No time is measured here; dropped, it has ended, except for a resolver
    /// that hangs.
    pub(super) async fn get(&self, service: &AddressService) -> Result<Reply, AskError> {
        let stream = self.connect(service).await?;
        let broken = |error: &hyper::Error| AskError::Broken {
            host: service.host().to_owned(),
            cause: Excerpt::of_cause(error),
        };
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(LONGEST_HEADER)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| broken(&error))?;
        // It ends with this runtime, and its errors come by the sender as well.
        tokio::spawn(connection);
        let question = Request::get(service.path())
            .header(HOST, service.authority())
            .header(USER_AGENT, PROGRAM)
            .header(ACCEPT, "text/plain")
            .body(Empty::<Bytes>::new())
            // Cannot fail: the URL has been through the same checks before.
            .map_err(|error| AskError::Broken {
                host: service.host().to_owned(),
                cause: Excerpt::of_cause(&error),
            })?;
        let response = sender
            .send_request(question)
            .await
            .map_err(|error| broken(&error))?;
        if response.status() == StatusCode::OK {
            return read(service, response).await.map(Reply::Body);
        }
        sent_on(service, &response).map(Reply::Elsewhere)
    }

    async fn connect(&self, service: &AddressService) -> Result<TlsStream<TcpStream>, AskError> {
        let host = service.host();
        let name = ServerName::try_from(host.to_owned())
            .map_err(|error| AskError::handshake(host, &io::Error::other(error)))?;
        let stream = reach(host, look_up(service).await?).await?;
        self.tls
            .connect(name, stream)
            .await
            .map_err(|error| AskError::handshake(host, &error))
    }
}

/// The IPv4 addresses of the service. Over IPv6 it would see another address than the one to let in.
async fn look_up(service: &AddressService) -> Result<Vec<SocketAddrV4>, AskError> {
    let found = lookup_host((service.host(), service.port().get()))
        .await
        .map_err(|error| AskError::NameNotFound {
            host: service.host().to_owned(),
            cause: Excerpt::of_cause(&error),
        })?;
    let v4 = |address| match address {
        SocketAddr::V4(address) => Some(address),
        SocketAddr::V6(_) => None,
    };
    Ok(found.filter_map(v4).collect())
}

/// The first of a host's addresses that can be connected to.
async fn reach(host: &str, addresses: Vec<SocketAddrV4>) -> Result<TcpStream, AskError> {
    let mut failure = AskError::NoIpv4 {
        host: host.to_owned(),
    };
    let last = addresses.last().copied();
    for address in addresses {
        let connecting = TcpStream::connect(address);
        let connected = if Some(address) == last {
            connecting.await
        } else {
            timeout(PATIENCE, connecting)
                .await
                .unwrap_or_else(|late| Err(late.into()))
        };
        failure = match connected {
            Ok(stream) => return Ok(stream),
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                AskError::Refused { address }
            }
            Err(error) => AskError::Unreachable {
                address,
                cause: Excerpt::of_cause(&error),
            },
        };
    }
    Err(failure)
}

/// The whole answer, which breaks off where it becomes too long.
async fn read(service: &AddressService, response: Response<Incoming>) -> Result<Bytes, AskError> {
    match Limited::new(response.into_body(), LONGEST).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(AskError::TooLong { most: LONGEST }),
        Err(error) => Err(AskError::Broken {
            host: service.host().to_owned(),
            cause: Excerpt::of_cause(&error),
        }),
    }
}

/// Where a service that did not answer with 200 sends on to.
fn sent_on(
    service: &AddressService,
    response: &Response<Incoming>,
) -> Result<AddressService, AskError> {
    let status = response.status();
    let sends_on = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    let Some(location) = response.headers().get(LOCATION).filter(|_| sends_on) else {
        return Err(AskError::Status {
            status: status.as_u16(),
        });
    };
    service
        .sent_on_to(&String::from_utf8_lossy(location.as_bytes()))
        .map_err(|error| AskError::BadRedirect {
            to: Excerpt::of_answer(location.as_bytes()),
            error,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, TcpListener};

    #[tokio::test]
    async fn an_address_that_refuses_is_passed_over() {
        let listener = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = |listener: &TcpListener| match listener.local_addr().unwrap() {
            SocketAddr::V4(address) => address,
            SocketAddr::V6(address) => panic!("{address}"),
        };
        let (open, closed) = (listener(), listener());
        let (door, wall) = (address(&open), address(&closed));
        drop(closed);
        let stream = reach("h", vec![wall, door]).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap(), door.into());
        let refused = reach("h", vec![wall]).await.unwrap_err();
        assert_eq!(refused, AskError::Refused { address: wall });
    }

    #[tokio::test]
    async fn a_host_without_an_ipv4_address_is_not_reached() {
        let host = "h".to_owned();
        let outcome = reach("h", Vec::new()).await;
        assert_eq!(outcome.unwrap_err(), AskError::NoIpv4 { host });
    }
}
