//! One action from its beginning to its receipt.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::sync::Arc;
use tokio::time::Instant;

use super::authorization::{Authorization, PacketKeys};
use super::check::{self, Reached, Unanswered};
use super::receipt::{CheckReport, ListReport, Outcome, Receipt};
use super::resolve::resolve;
use super::send::{Way, send};
use super::send_packet::send_packet;
use super::supply::Supply;
use super::{AddressLocks, Failure, Progress, Silence, Variation, plan};
use crate::profile::{Action, Profile, SequenceSource};
use crate::secret::Secrets;

/// Carries out actions.
#[derive(Clone)]
pub struct Knocker {
    locks: Option<AddressLocks>,
    secrets: Secrets,
}

/// An action that is carried out in a task of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The server.
    pub profile: Arc<Profile>,
    /// What to do.
    pub action: Action,
    /// Whether to check afterwards, where the profile has a port to check.
    pub check: bool,
    /// The addresses to knock on, with port 0, whatever the host's name leads to now; none: what it leads to.
    pub addresses: Vec<SocketAddr>,
}

/// An action on a profile.
#[derive(Debug, Clone, Copy)]
pub struct Request<'p> {
    /// The server.
    pub profile: &'p Profile,
    /// What to do.
    pub action: Action,
    /// Whether to check afterwards, where the profile has a port to check.
    pub check: bool,
    /// Whether to wait for what comes back, at most a quarter of a second after the last packet.
    pub answers: bool,
    /// The addresses to knock on, with port 0; none: what the host's name leads to.
    pub addresses: &'p [SocketAddr],
    /// What is done otherwise than the profile says.
    pub variation: Variation,
}

impl<'p> Request<'p> {
    /// The action, with its check and its answers.
    #[must_use]
    pub fn new(profile: &'p Profile, action: Action) -> Self {
        Self {
            profile,
            action,
            check: true,
            answers: true,
            addresses: &[],
            variation: Variation::default(),
        }
    }

    /// The port to check, where there is one and it is wanted.
    fn port(&self) -> Option<NonZeroU16> {
        self.profile
            .check
            .filter(|_| self.check || self.action == Action::Check)
    }
}

impl Knocker {
    /// A knocker that takes turns with every other one that uses the same locks.
    #[must_use]
    pub fn new(locks: AddressLocks, secrets: Secrets) -> Self {
        Self {
            locks: Some(locks),
            secrets,
        }
    }

    /// A knocker that takes turns with nobody, for a server that nobody else can know.
    #[must_use]
    pub fn alone() -> Self {
        Self {
            locks: None,
            secrets: Secrets::system(),
        }
    }

    /// Carries out the request, and tells `progress` what happens meanwhile.
    pub async fn perform(
        &self,
        request: Request<'_>,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Receipt {
        let mut run = Run::new(request);
        let outcome = match request.action {
            Action::Check => run.check_only().await,
            Action::Open | Action::Close => run.knock(self, progress).await,
        };
        run.receipt.outcome = outcome.unwrap_or_else(Outcome::Failed);
        run.receipt.elapsed = run.began.elapsed();
        run.receipt
    }
}

impl Knocker {
    /// Carries out an action in a task of its own: should it panic, that is a failure like any other.
    pub async fn perform_apart(
        &self,
        order: Order,
        mut progress: impl FnMut(Progress) + Send + 'static,
    ) -> Receipt {
        let knocker = self.clone();
        let (name, action) = (order.profile.name.clone(), order.action);
        let performed = tokio::spawn(async move {
            let request = Request {
                check: order.check,
                addresses: &order.addresses,
                ..Request::new(&order.profile, action)
            };
            knocker.perform(request, &mut progress).await
        });
        performed
            .await
            .unwrap_or_else(|_| Receipt::failed(name, action, Failure::Crashed))
    }
}

/// An action under way.
struct Run<'p> {
    request: Request<'p>,
    began: Instant,
    receipt: Receipt,
}

impl<'p> Run<'p> {
    fn new(request: Request<'p>) -> Self {
        Self {
            request,
            began: Instant::now(),
            // What it is until its outcome is known.
            receipt: Receipt::failed(
                request.profile.name.clone(),
                request.action,
                Failure::Crashed,
            ),
        }
    }

    async fn check_only(&mut self) -> Result<Outcome, Failure> {
        let port = self.request.port().ok_or(Failure::NothingToCheck)?;
        let profile = self.request.profile;
        let addresses = self.resolve().await?;
        let settings = &profile.settings;
        self.began = Instant::now();
        let services = at_port(&addresses, port);
        let found =
            check::reachable(&services, settings.bind.as_ref(), settings.check_timeout).await;
        let silence = self.noted(port, self.began, found)?;
        silence.map_or(Ok(Outcome::Verified), |silence| {
            Err(Failure::NotReachable {
                port,
                silence,
                waited: settings.check_timeout,
            })
        })
    }

    async fn knock(
        &mut self,
        knocker: &Knocker,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Outcome, Failure> {
        let (profile, action) = (self.request.profile, self.request.action);
        let secrets = &knocker.secrets;
        let spa = profile.open.spa().filter(|_| action == Action::Open);
        // Before the address is held: a keyring that asks its user something does not hold up other knocks to it.
        let (load, addresses) = match spa {
            Some(spa) => {
                let keys = PacketKeys::read(secrets, profile, spa, progress).await?;
                let addresses = self.resolve().await?;
                let authorized = keys.authorize(profile, spa, addresses[0], progress).await?;
                (Load::Packet(Box::new(authorized)), addresses)
            }
            None => {
                let supply = Supply::read(secrets, profile, action, progress).await?;
                if let Some(flags) = profile.unsendable_flags().filter(|_| supply.has_tcp()) {
                    return Err(Failure::TcpFlags { flags });
                }
                self.receipt.is_secret = !matches!(
                    profile.sequence(action),
                    Some(SequenceSource::Literal { .. })
                );
                let addresses = self.resolve().await?;
                (Load::Sequence(supply), addresses)
            }
        };
        // Held until the outcome is known: a closing knock must not come between an opening one and its check.
        let _held = match &knocker.locks {
            Some(locks) => locks.acquire(&addresses, progress).await?,
            None => Vec::new(),
        };
        let mut load = load.again(secrets, action).await?;
        let most_tries = load.least_tries().max(profile.settings.retries + 1);
        self.began = Instant::now();
        loop {
            self.receipt.tries += 1;
            let ended = self
                .knock_once(secrets, &mut load, &addresses, progress)
                .await;
            let failure = match ended {
                Err(failure) if failure.is_worth_again() => failure,
                ended => return ended,
            };
            if self.receipt.tries >= most_tries {
                return Err(failure);
            }
            progress(Progress::Again(self.receipt.tries + 1));
        }
    }

    async fn knock_once(
        &mut self,
        secrets: &Secrets,
        load: &mut Load<'_>,
        addresses: &[SocketAddr],
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Outcome, Failure> {
        let settings = &self.request.profile.settings;
        let way = Way {
            bind: settings.bind.as_ref(),
            began: self.began,
            answers: self.request.answers,
        };
        let number = self.receipt.tries;
        let (sent, failure) = match load {
            Load::Packet(authorization) => {
                self.receipt.packet = Some(authorization.report());
                send_packet(authorization, addresses[0], &way, progress).await
            }
            Load::Sequence(supply) => {
                let variation = self.request.variation;
                let sequence = variation.of(&supply.take(secrets, number).await);
                let delay = variation.delay.unwrap_or(settings.delay);
                let hits = plan(&sequence, addresses, delay);
                send(&hits, &way, progress).await
            }
        };
        if let Some(failure) = failure {
            self.receipt.steps.extend(sent.with_answers_so_far());
            return Err(failure);
        }
        let Some(port) = self.request.port() else {
            // Nobody will say whether it was taken.
            self.receipt.list = load.spend(secrets, number).await;
            self.receipt.steps.extend(sent.with_all_answers().await);
            return Ok(Outcome::Unverified);
        };
        progress(Progress::Checking(port));
        let checked = match self.request.action {
            Action::Close => self.check_closed(addresses, port).await,
            Action::Open | Action::Check => self.check_open(addresses, port).await,
        };
        if checked.is_ok() {
            self.receipt.list = load.spend(secrets, number).await;
        }
        self.receipt.steps.extend(match checked {
            Ok(_) => sent.with_answers_so_far(),
            Err(_) => sent.with_all_answers().await,
        });
        checked
    }

    async fn check_open(
        &mut self,
        addresses: &[SocketAddr],
        port: NonZeroU16,
    ) -> Result<Outcome, Failure> {
        let settings = &self.request.profile.settings;
        let services = at_port(addresses, port);
        let began = Instant::now();
        let found =
            check::until_reachable(&services, settings.bind.as_ref(), settings.check_timeout).await;
        let silence = self.noted(port, began, found)?;
        silence.map_or(Ok(Outcome::Verified), |silence| {
            Err(Failure::StillClosed {
                port,
                silence,
                tries: self.receipt.tries,
                waited: settings.check_timeout,
            })
        })
    }

    async fn check_closed(
        &mut self,
        addresses: &[SocketAddr],
        port: NonZeroU16,
    ) -> Result<Outcome, Failure> {
        let settings = &self.request.profile.settings;
        let services = at_port(addresses, port);
        let began = Instant::now();
        let answering =
            check::until_closed(&services, settings.bind.as_ref(), settings.check_timeout).await?;
        self.note_check(port, began, answering);
        answering.map_or(Ok(Outcome::Verified), |_| {
            Err(Failure::StillOpen {
                port,
                tries: self.receipt.tries,
            })
        })
    }

    /// The addresses to go to, at least one.
    async fn resolve(&mut self) -> Result<Vec<SocketAddr>, Failure> {
        let profile = self.request.profile;
        let addresses = if self.request.addresses.is_empty() {
            resolve(profile).await?
        } else {
            self.request.addresses.to_vec()
        };
        self.receipt.address = addresses.first().map(SocketAddr::ip);
        Ok(addresses)
    }

    /// Notes what a check found, and gives the silence where there is one. Nothing is noted where nothing was asked.
    fn noted(
        &mut self,
        port: NonZeroU16,
        began: Instant,
        found: Result<Reached, Unanswered>,
    ) -> Result<Option<Silence>, Failure> {
        let (answered, silence) = match found {
            Ok(reached) => (Some(reached.service), None),
            Err(Unanswered::Silent(silence)) => (None, Some(silence)),
            Err(Unanswered::NotAsked(failure)) => return Err(failure),
        };
        self.note_check(port, began, answered);
        Ok(silence)
    }

    fn note_check(&mut self, port: NonZeroU16, began: Instant, answered: Option<SocketAddr>) {
        if let Some(service) = answered {
            self.receipt.address = Some(service.ip());
        }
        self.receipt.check = Some(CheckReport {
            port,
            reachable: answered.is_some(),
            elapsed: began.elapsed(),
        });
    }
}

/// What an action sends.
enum Load<'p> {
    /// A single packet, another one each time.
    Packet(Box<Authorization<'p>>),
    /// A sequence.
    Sequence(Supply<'p>),
}

impl Load<'_> {
    /// The same once the address is free.
    async fn again(self, secrets: &Secrets, action: Action) -> Result<Self, Failure> {
        match self {
            Self::Packet(_) => Ok(self),
            Self::Sequence(supply) => supply.again(secrets, action).await.map(Self::Sequence),
        }
    }

    fn least_tries(&self) -> u32 {
        match self {
            Self::Packet(_) => 1,
            Self::Sequence(supply) => supply.least_tries(),
        }
    }

    async fn spend(&self, secrets: &Secrets, number: u32) -> Option<ListReport> {
        match self {
            Self::Packet(_) => None,
            Self::Sequence(supply) => supply.spend(secrets, number).await,
        }
    }
}

fn at_port(addresses: &[SocketAddr], port: NonZeroU16) -> Vec<SocketAddr> {
    addresses
        .iter()
        .map(|address| {
            let mut service = *address;
            service.set_port(port.get());
            service
        })
        .collect()
}
