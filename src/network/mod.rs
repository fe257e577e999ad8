//! Whether the way to a server has changed: what the system says about its network, and the address it would leave from.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;

use std::io;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

pub use crate::knock::source_towards;
use platform::Changes;

/// Joining a network is many changes: the link, then its addresses, then its routes.
const QUIET: Duration = Duration::from_millis(500);
/// Where it never becomes quiet, as with a link that comes and goes.
const PATIENCE: Duration = Duration::from_secs(3);

/// Calls `changed` each time addresses, links or routes of this machine have changed and then been quiet for half a second,
/// at the latest 3 s after the first change, until it returns false. Costs no wake-up while nothing changes.
///
/// Changes count from this call on, not only once the future is polled: what is looked at after it misses none. Where the
/// system does not tell, the log says so, and the future ends.
///
/// # Panics
///
/// Outside a tokio runtime.
pub fn follow(changed: impl FnMut() -> bool + Send) -> impl Future<Output = ()> + Send {
    let system = Changes::new();
    async move {
        if let Err(error) = tell(system, changed).await {
            tracing::warn!("changes of the network go unnoticed: {error}");
        }
    }
}

async fn tell(
    system: io::Result<Changes>,
    mut changed: impl FnMut() -> bool + Send,
) -> io::Result<()> {
    let system = system?;
    loop {
        system.next().await?;
        let latest = Instant::now() + PATIENCE;
        while Instant::now() < latest {
            let quiet = latest.min(Instant::now() + QUIET);
            match timeout_at(quiet, system.next()).await {
                Ok(change) => change?,
                Err(_) => break,
            }
        }
        if !changed() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Bind;
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

    use tokio::time::timeout;

    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[tokio::test]
    async fn following_can_be_given_up() {
        for _ in 0..3 {
            let following = tokio::spawn(follow(|| true));
            tokio::task::yield_now().await;
            assert!(!following.is_finished());
            following.abort();
            assert!(following.await.unwrap_err().is_cancelled());
        }
        // Nor need it ever be begun.
        drop(follow(|| true));
        let given_up = timeout(Duration::from_millis(10), follow(|| false)).await;
        given_up.unwrap_err();
    }

    #[test]
    fn packets_to_this_machine_leave_from_loopback() {
        let server = SocketAddr::new(LOOPBACK, 7000);
        assert_eq!(source_towards(server, None), Some(LOOPBACK));
    }

    /// macOS has no 127.0.0.2, and Wine, in which the tests for Windows can be run, forgets what was bound.
    #[cfg(target_os = "linux")]
    #[test]
    fn packets_leave_from_the_address_that_is_set() {
        let server = SocketAddr::new(LOOPBACK, 7000);
        let source = IpAddr::from([127, 0, 0, 2]);
        let bind = Bind::Address(source);
        assert_eq!(source_towards(server, Some(&bind)), Some(source));
    }

    /// Wine takes any address for one of the machine's.
    #[cfg(unix)]
    #[test]
    fn there_is_no_way_from_an_address_that_is_not_here() {
        let server = SocketAddr::new(LOOPBACK, 7000);
        let bind = Bind::Address(IpAddr::from([192, 0, 2, 77]));
        assert_eq!(source_towards(server, Some(&bind)), None);
    }

    #[test]
    fn there_is_no_way_from_an_address_of_the_other_family() {
        let server = SocketAddr::new(LOOPBACK, 7000);
        let bind = Bind::Address(Ipv6Addr::LOCALHOST.into());
        assert_eq!(source_towards(server, Some(&bind)), None);
    }

    #[test]
    fn there_is_no_way_by_an_interface_that_is_not_here() {
        let server = SocketAddr::new(LOOPBACK, 7000);
        let bind = Bind::Interface("missing0".to_owned());
        assert_eq!(source_towards(server, Some(&bind)), None);
    }
}
