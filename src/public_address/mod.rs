//! As which IPv4 address the world sees this machine: an HTTPS service is asked, and says so in its answer.

mod answer;
mod error;
mod excerpt;
mod request;
mod service;
#[cfg(test)]
mod tests;
mod trust;
mod words;

use std::net::Ipv4Addr;
use std::thread;
use std::time::Duration;

use tokio::runtime;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_rustls::rustls::ClientConfig;

pub(crate) use answer::can_be_a_host;
pub use error::{AskError, Distrust};
pub use excerpt::Excerpt;
pub use service::{AddressService, ServiceError};
pub use words::ask_error_words;

/// How often a service may send on to another place: one move, one change of its name, one to spare.
const REDIRECTS: u8 = 3;

/// Asks the service once, over IPv4: what it sees is what is answered. Private addresses are taken, since a service inside
/// a company's network sees those; what no host can have is not.
///
/// `within` is for everything together: the name, the connections, redirects, the answer. No proxy is used, whatever the
/// environment says: the service would see the proxy's address.
///
/// All of it happens on a thread of its own. That ends with this future, except where a call into the system hangs. Looking
/// a name up takes as long as the system's resolver allows (with glibc, 5 s for each server, try and search domain unless
/// resolv.conf says otherwise), and judging a certificate may fetch a list of revoked ones on Windows, for up to 10 s.
/// Neither holds up the end of the caller's runtime.
///
/// # Errors
///
/// [`AskError`], where there is no such answer in time.
///
/// # Panics
///
/// Outside a tokio runtime with time.
pub async fn ask(service: &AddressService, within: Duration) -> Result<Ipv4Addr, AskError> {
    ask_trusting(trust::system, service, within).await
}

/// [`ask`], with whom to trust left open, for tests.
async fn ask_trusting(
    trust: impl FnOnce() -> Result<ClientConfig, AskError> + Send + 'static,
    service: &AddressService,
    within: Duration,
) -> Result<Ipv4Addr, AskError> {
    let (tell, told) = oneshot::channel();
    let service = service.clone();
    // Reading and judging certificates calls into the system, which would hold up the caller's loop.
    thread::Builder::new()
        .name("public address".to_owned())
        .spawn(move || converse(trust, &service, tell))
        .map_err(|error| AskError::system(&error))?;
    match timeout(within, told).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(AskError::Crashed),
        Err(_) => Err(AskError::TimedOut { after: within }),
    }
}

/// Asks until there is an outcome to tell, or nobody to tell it to.
fn converse(
    trust: impl FnOnce() -> Result<ClientConfig, AskError>,
    service: &AddressService,
    mut tell: oneshot::Sender<Result<Ipv4Addr, AskError>>,
) {
    let runtime = match runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = tell.send(Err(AskError::system(&error)));
            return;
        }
    };
    let outcome = runtime.block_on(async {
        tokio::select! {
            outcome = follow(trust, service.clone()) => Some(outcome),
            () = tell.closed() => None,
        }
    });
    if let Some(outcome) = outcome {
        let _ = tell.send(outcome);
    }
    // A resolver that hangs is not waited for.
    runtime.shutdown_background();
}

/// The answer of the service, or of where it sends on to.
async fn follow(
    trust: impl FnOnce() -> Result<ClientConfig, AskError>,
    mut service: AddressService,
) -> Result<Ipv4Addr, AskError> {
    let client = request::Client::new(trust()?);
    for _ in 0..=REDIRECTS {
        match client.get(&service).await? {
            request::Reply::Body(body) => return answer::address_in(&body),
            request::Reply::Elsewhere(next) => service = next,
        }
    }
    Err(AskError::TooManyRedirects { most: REDIRECTS })
}
