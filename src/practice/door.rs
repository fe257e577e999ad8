//! The practice door itself.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, UdpSocket};
use tokio::task::JoinSet;

use super::track::Track;
use crate::profile::{Mode, Payload, Profile, Protocol, Sequence, Settings, Step};

const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A door that opens its service port for the right sequence, and closes it for the reversed one. It is gone when dropped.
pub struct PracticeDoor {
    profile: Arc<Profile>,
    _tasks: JoinSet<io::Result<()>>,
}

/// The service port: it refuses while nothing listens on it, and is nobody else's all the while.
enum Service {
    Closed(TcpSocket),
    Open(TcpListener),
}

impl PracticeDoor {
    /// A closed door on free ports.
    ///
    /// # Errors
    ///
    /// Where loopback has no free ports.
    pub async fn start(name: &str) -> io::Result<Self> {
        let first = TcpListener::bind(ANY_PORT).await?;
        let second = UdpSocket::bind(ANY_PORT).await?;
        let third = TcpListener::bind(ANY_PORT).await?;
        let service = closed(ANY_PORT)?;
        let service_address = service.local_addr()?;

        let port = |bound: SocketAddr| -> io::Result<NonZeroU16> {
            NonZeroU16::new(bound.port()).ok_or(io::ErrorKind::AddrNotAvailable.into())
        };
        let step = |protocol| Step {
            protocol,
            delay: None,
        };
        let tcp = |bound| -> io::Result<Step> {
            let (port, mode) = (port(bound)?, Mode::default());
            Ok(step(Protocol::Tcp { port, mode }))
        };
        let open: Vec<Step> = vec![
            tcp(first.local_addr()?)?,
            step(Protocol::Udp {
                port: port(second.local_addr()?)?,
                payload: Payload::default(),
            }),
            tcp(third.local_addr()?)?,
        ];
        let close: Vec<Step> = open.iter().rev().cloned().collect();
        let host = Ipv4Addr::LOCALHOST.to_string();
        let host = host.parse().map_err(io::Error::other)?;
        let open = Sequence::new(open).ok_or(io::ErrorKind::InvalidInput)?;
        let profile = Profile {
            close: Sequence::new(close).map(Into::into),
            check: NonZeroU16::new(service_address.port()),
            settings: Settings {
                delay: Duration::from_millis(100),
                ..Settings::default()
            },
            ..Profile::new(name.to_owned(), host, open)
        };

        let mut tasks = JoinSet::new();
        let (hits, mut seen) = tokio::sync::mpsc::unbounded_channel();
        for (number, listener) in [(0, first), (2, third)] {
            let hits = hits.clone();
            tasks.spawn(async move {
                loop {
                    listener.accept().await?;
                    let _ = hits.send(number);
                }
            });
        }
        tasks.spawn(async move {
            loop {
                second.recv_from(&mut [0; 1]).await?;
                let _ = hits.send(1);
            }
        });
        tasks.spawn(async move {
            let mut opening = Track::new(vec![0, 1, 2]);
            let mut closing = Track::new(vec![2, 1, 0]);
            let mut service = Service::Closed(service);
            loop {
                tokio::select! {
                    hit = seen.recv() => {
                        let Some(hit) = hit else { return Ok(()) };
                        let (opened, closed) = (opening.hit(&hit), closing.hit(&hit));
                        service = service.moved(service_address, opened, closed)?;
                    }
                    () = service.serve() => {}
                }
            }
        });
        Ok(Self {
            profile: Arc::new(profile),
            _tasks: tasks,
        })
    }

    /// The profile that opens and closes it.
    #[must_use]
    pub fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }
}

impl Service {
    fn moved(self, address: SocketAddr, open: bool, close: bool) -> io::Result<Self> {
        match self {
            Self::Closed(socket) if open => Ok(Self::Open(socket.listen(16)?)),
            Self::Open(listener) if close => {
                drop(listener);
                Ok(Self::Closed(closed(address)?))
            }
            unchanged => Ok(unchanged),
        }
    }

    /// Takes a connection and ends it; never returns while the door is closed.
    async fn serve(&self) {
        match self {
            Self::Open(listener) => {
                let _ = listener.accept().await;
            }
            Self::Closed(_) => std::future::pending().await,
        }
    }
}

/// A socket that has its port, and refuses every connection to it.
fn closed(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Connections that just ended would keep the port. On Windows they do not, and the option means another thing.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knock::{AddressLocks, Knocker, Outcome, Receipt, Request};
    use crate::profile::Action;
    use crate::secret::Secrets;

    async fn perform(door: &PracticeDoor, action: Action) -> Receipt {
        let locks = tempfile::tempdir().unwrap();
        let knocker = Knocker::new(
            AddressLocks::in_folder(locks.path().to_owned()),
            Secrets::system(),
        );
        let request = Request::new(door.profile(), action);
        knocker.perform(request, &mut |_| {}).await
    }

    #[tokio::test]
    async fn it_opens_and_closes_again_and_again() {
        let door = PracticeDoor::start("practice").await.unwrap();
        assert!(matches!(
            perform(&door, Action::Check).await.outcome,
            Outcome::Failed(_)
        ));
        for _ in 0..3 {
            assert_eq!(
                perform(&door, Action::Open).await.outcome,
                Outcome::Verified
            );
            assert_eq!(
                perform(&door, Action::Check).await.outcome,
                Outcome::Verified
            );
            assert_eq!(
                perform(&door, Action::Close).await.outcome,
                Outcome::Verified
            );
            assert!(matches!(
                perform(&door, Action::Check).await.outcome,
                Outcome::Failed(_)
            ));
        }
    }

    #[tokio::test]
    async fn a_wrong_sequence_leaves_it_closed() {
        let door = PracticeDoor::start("practice").await.unwrap();
        let mut wrong = Profile::clone(door.profile());
        wrong.open = wrong.close.clone().unwrap().into();
        wrong.settings.retries = 1;
        wrong.settings.check_timeout = Duration::from_millis(200);
        let locks = tempfile::tempdir().unwrap();
        let knocker = Knocker::new(
            AddressLocks::in_folder(locks.path().to_owned()),
            Secrets::system(),
        );
        let receipt = knocker
            .perform(Request::new(&wrong, Action::Open), &mut |_| {})
            .await;
        assert_eq!(
            receipt.outcome.failure().unwrap().code(),
            "still_closed_refused"
        );
        assert_eq!((receipt.tries, receipt.steps.len()), (2, 6));
    }
}
