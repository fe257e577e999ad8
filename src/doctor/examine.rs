//! Carries out what is to be done next, until there is nothing more.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Unit;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::findings::{Closing, Findings, Look, Try, Way};
use super::next::{Means, Task, next};
use super::{Trial, network_time, offer};
use crate::knock::{
    Failure, Knocker, Outcome, Ping, PortState, Receipt, Request, Variation, all_addresses, ping,
    probe_port, source_towards,
};
use crate::profile::{Action, Allow, Bind, ClockOffset, Family, Field, Opening, Profile, Spa};
use crate::public_address::{self, AddressService};

/// A port that does not answer for so long is silent: the system asks twice within it, and Windows says only after two
/// seconds that a port refuses (Microsoft's KB175523).
const PORT_WAIT: Duration = Duration::from_secs(3);
/// How long a server may take to close.
const CLOSES: Duration = Duration::from_secs(1);
/// How long is waited for a port that answered or not a moment ago. Slow paths take less there and back.
const SHORT_WAIT: Duration = Duration::from_secs(1);
const PING_WAIT: Duration = Duration::from_secs(1);
const PINGS: usize = 8;
/// Between two echo requests of a series.
const PING_PAUSE: Duration = Duration::from_millis(50);
const TIME_WAIT: Duration = Duration::from_secs(3);
/// How long the address service may take, each time.
const ADDRESS_WAIT: Duration = Duration::from_secs(5);
/// Translators with several addresses show another one for each connection, most often; not always.
const ADDRESS_ASKS: usize = 4;
/// How long a server is left alone that cannot be made to forget a broken attempt. Those that are set up to wait longer spoil
/// the next one.
const FORGETS: Duration = Duration::from_secs(6);
/// Nothing new is begun after so long.
const LONGEST: Duration = Duration::from_secs(150);

/// Finds out what a profile's server does.
pub struct Examiner {
    /// What knocks.
    pub knocker: Knocker,
    /// Whether anything may be sent to the server: its user has been told what, and agreed.
    pub may_send: bool,
    /// Who is asked for the time, where somebody may be.
    pub time_server: Option<String>,
    /// Who is asked as whom the world sees this machine; absent: whom the profile names, if it does.
    pub address_service: Option<AddressService>,
    /// Once true, nothing more is begun; what is under way ends, and what it opened is closed.
    pub stop: Arc<AtomicBool>,
}

/// What happens meanwhile.
#[derive(Debug)]
pub enum Told {
    /// This is done now.
    Task(Task),
    /// An action ended; for the history.
    Ended(Box<Receipt>),
}

/// What is known of a profile's server without sending anything to it: only the resolver is asked.
pub async fn observe(profile: &Arc<Profile>) -> Findings {
    let ways = all_addresses(&profile.host).await.map(|servers| {
        let bind = profile.settings.bind.as_ref();
        let way = |server: SocketAddr| Way {
            server,
            local: source_towards(server, bind),
        };
        let mut ways: Vec<Way> = servers.into_iter().map(way).collect();
        ways.dedup();
        ways
    });
    Findings::new(Arc::clone(profile), ways)
}

impl Examiner {
    /// What may be asked of others about a profile.
    #[must_use]
    pub fn means(&self, profile: &Profile) -> Means {
        Means {
            server: self.may_send,
            time: self.time_server.is_some(),
            address: self.address_service(profile).is_some(),
        }
    }

    /// Goes on until nothing more would tell anything, at most two and a half minutes and what is then under way.
    pub async fn examine(
        &self,
        mut findings: Findings,
        told: &mut (dyn FnMut(Told) + Send),
    ) -> Findings {
        let began = Instant::now();
        let service = self.address_service(&findings.profile);
        let means = self.means(&findings.profile);
        loop {
            let Some(task) = next(&findings, means) else {
                findings.is_complete = true;
                break;
            };
            if began.elapsed() > LONGEST || self.is_stopped() {
                break;
            }
            told(Told::Task(task));
            self.carry_out(task, &mut findings, service.as_ref(), told)
                .await;
        }
        findings
    }

    async fn carry_out(
        &self,
        task: Task,
        findings: &mut Findings,
        service: Option<&AddressService>,
        told: &mut (dyn FnMut(Told) + Send),
    ) {
        let Some(target) = findings.target() else {
            return;
        };
        let profile = Arc::clone(&findings.profile);
        let bind = profile.settings.bind.as_ref();
        match task {
            Task::Ping => {
                findings.ping = Some(ping_patiently(target, bind).await);
            }
            Task::PingAgain => {
                findings.ping_after = Some(ping_patiently(target, bind).await);
            }
            Task::PingSeries => {
                findings.series = Some(ping_series(&profile, target).await);
            }
            Task::Look => findings.before = Some(look(&profile, target).await),
            Task::AskTime => findings.clock = Some(self.ask_time().await),
            Task::AskAddress => {
                let mut seen = Vec::new();
                for _ in 0..ADDRESS_ASKS {
                    if let Some(service) = service
                        && let Ok(address) = public_address::ask(service, ADDRESS_WAIT).await
                    {
                        seen.push(address);
                    }
                }
                findings.seen_as = Some(seen);
            }
            Task::Try(trial) => {
                findings
                    .tries
                    .extend(self.try_once(findings, trial, target, told).await);
            }
        }
    }

    /// Knocks, sees what became of it, and closes again what opened; `None` where it was stopped before the knock.
    async fn try_once(
        &self,
        findings: &Findings,
        trial: Trial,
        target: Way,
        told: &mut (dyn FnMut(Told) + Send),
    ) -> Option<Try> {
        let profile = varied(&findings.profile, trial);
        let addresses = addresses(findings, trial);
        let was_open = is_open_already(findings, &profile, &addresses).await;
        let is_after_failure = findings.tries.last().is_some_and(|one| !one.has_opened());
        let remains = if is_after_failure {
            clear(&profile).await
        } else {
            false
        };
        sleep(pace(&profile, trial)).await;
        if self.is_stopped() {
            return None;
        }
        let request = Request {
            addresses: &addresses,
            variation: Variation {
                clears: remains,
                ..variation(trial)
            },
            ..Request::new(&profile, Action::Open)
        };
        let receipt = self.knocker.perform(request, &mut |_| {}).await;
        told(Told::Ended(Box::new(receipt.clone())));
        let is_first = !findings.tries.iter().any(|one| one.trial == trial);
        let is_own = trial == Trial::AsConfigured;
        let after = if is_own && is_first && receipt.outcome != Outcome::Verified {
            Some(look(&findings.profile, target).await)
        } else {
            None
        };
        let has_opened = !matches!(receipt.outcome, Outcome::Failed(_))
            || after
                .as_ref()
                .is_some_and(|after| has_opened_something(findings, after));
        // A list's closing sequences are not spent on what is most likely closed.
        let is_list = profile.is_list(Field::Sequence(Action::Close));
        let closing = if was_open || !receipt.has_left() || (is_list && !has_opened) {
            Closing::Nothing
        } else if profile.close.is_some() {
            // Also where the check found nothing: the door may be open all the same, for another address or service.
            self.close(&profile, trial, &addresses, has_opened, told)
                .await
        } else if !has_opened {
            Closing::Nothing
        } else if profile.lapses_after().is_some() {
            Closing::Lapses
        } else {
            Closing::LeftOpen
        };
        // What the knock did is undone then, and what was there all along is there still.
        let is_undone = closing == Closing::Closed && after.is_some() && has_opened;
        let closed = if is_undone {
            // A port that was refused counts as closed before the server has done anything.
            sleep(CLOSES).await;
            Some(look(&findings.profile, target).await)
        } else {
            None
        };
        Some(Try {
            trial,
            receipt,
            after,
            closing,
            closed,
            was_open,
        })
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Closes as it was opened, since what opened it may be what closes it too; else as the profile has it.
    async fn close(
        &self,
        profile: &Profile,
        trial: Trial,
        addresses: &[SocketAddr],
        has_opened: bool,
        told: &mut (dyn FnMut(Told) + Send),
    ) -> Closing {
        let own = Trial::AsConfigured;
        for (is_after_failure, trial) in [(!has_opened, trial), (true, own), (true, own)] {
            // What an opening left that went wrong might take the first closing step for its own last one.
            let remains = if is_after_failure {
                clear(profile).await
            } else {
                false
            };
            sleep(pace(profile, trial)).await;
            let request = Request {
                addresses,
                variation: Variation {
                    clears: remains,
                    ..variation(trial)
                },
                ..Request::new(profile, Action::Close)
            };
            let closed = self.knocker.perform(request, &mut |_| {}).await;
            let is_open = match &closed.outcome {
                Outcome::Failed(failure) => {
                    has_opened || matches!(failure, Failure::StillOpen { .. })
                }
                Outcome::Verified | Outcome::Unverified => false,
            };
            told(Told::Ended(Box::new(closed)));
            if !is_open {
                return Closing::Closed;
            }
        }
        Closing::LeftOpen
    }

    /// By how many whole seconds the network's clock is ahead of this machine's.
    async fn ask_time(&self) -> Option<i64> {
        let server = self.time_server.as_deref()?;
        let answer = network_time::ask(server, TIME_WAIT).await.ok()?;
        Some(answer.offset.round(Unit::Second).ok()?.as_secs())
    }

    fn address_service(&self, profile: &Profile) -> Option<AddressService> {
        let named = || profile.open.spa().and_then(Spa::address_service);
        self.address_service.as_ref().or_else(named).cloned()
    }
}

/// Whether a knock changed a port that is not the one that its check looks at, or made the one refuse.
fn has_opened_something(findings: &Findings, after: &Look) -> bool {
    let before = findings.before.iter().flat_map(Look::all);
    let before: Vec<_> = before.map(|probe| (probe.port, probe.state)).collect();
    after
        .all()
        .any(|probe| !before.contains(&(probe.port, probe.state)))
}

/// The profile with what a trial has otherwise, and each knock sent once.
fn varied(profile: &Profile, trial: Trial) -> Profile {
    let mut profile = with_retries(profile, 0);
    match trial {
        Trial::OtherFamily(family) => profile.settings.family = family,
        Trial::OtherAddress(address) => profile.settings.family = Family::of(address),
        Trial::Clock(seconds) => {
            if let Opening::Spa(spa) = &mut profile.open {
                spa.clock_offset = ClockOffset::of(seconds);
            }
        }
        Trial::AllowSource => {
            if let Opening::Spa(spa) = &mut profile.open {
                spa.allow = Some(Allow::Source);
            }
        }
        Trial::AsConfigured
        | Trial::Faster(_)
        | Trial::Slower(_)
        | Trial::SlowAfter(..)
        | Trial::OtherPayload
        | Trial::Handshakes => {}
    }
    profile
}

fn with_retries(profile: &Profile, retries: u32) -> Profile {
    let mut profile = profile.clone();
    profile.settings.retries = retries;
    profile
}

fn variation(trial: Trial) -> Variation {
    match trial {
        Trial::Faster(delay) | Trial::Slower(delay) => Variation {
            delay: Some(delay),
            ..Variation::default()
        },
        Trial::SlowAfter(transport, delay) => Variation {
            delay_after: Some((transport, delay)),
            ..Variation::default()
        },
        Trial::OtherPayload => Variation {
            swaps_payloads: true,
            ..Variation::default()
        },
        Trial::Handshakes => Variation {
            completes_handshakes: true,
            ..Variation::default()
        },
        Trial::AsConfigured
        | Trial::OtherFamily(_)
        | Trial::OtherAddress(_)
        | Trial::Clock(_)
        | Trial::AllowSource => Variation::default(),
    }
}

/// Whether the service answers before the knock: at another address that nobody has looked at, or because the door of the knock
/// before opened late.
async fn is_open_already(findings: &Findings, profile: &Profile, addresses: &[SocketAddr]) -> bool {
    let (Some(port), Some(address)) = (profile.check, addresses.first()) else {
        return false;
    };
    let is_looked_at =
        findings.tries.is_empty() && Some(*address) == findings.target().map(|way| way.server);
    if is_looked_at {
        return false;
    }
    let bind = profile.settings.bind.as_ref();
    let probe = probe_port(*address, port, bind, SHORT_WAIT).await;
    probe.state == PortState::Answers
}

/// Waits until a server has forgotten a broken attempt, where no step can make it; says whether one can.
async fn clear(profile: &Profile) -> bool {
    let can_clear = Variation::can_clear(profile.open.literal());
    if !can_clear {
        sleep(FORGETS).await;
    }
    can_clear
}

/// How long is waited before a knock: as long as between its steps.
fn pace(profile: &Profile, trial: Trial) -> Duration {
    let usual = profile.settings.delay;
    match trial {
        Trial::Faster(delay) | Trial::Slower(delay) | Trial::SlowAfter(_, delay) => {
            delay.max(usual)
        }
        _ => usual,
    }
}

fn addresses(findings: &Findings, trial: Trial) -> Vec<SocketAddr> {
    match trial {
        Trial::OtherFamily(family) => servers(&findings.of_family(family)),
        Trial::OtherAddress(address) => vec![SocketAddr::new(address, 0)],
        _ => servers(&findings.chosen()),
    }
}

fn servers(ways: &[Way]) -> Vec<SocketAddr> {
    ways.iter().map(|way| way.server).collect()
}

/// One echo request that is lost says nothing.
async fn ping_patiently(target: Way, bind: Option<&Bind>) -> Ping {
    let mut last = Ping::Silent;
    for _ in 0..3 {
        last = ping(target.server, bind, PING_WAIT).await;
        if last != Ping::Silent {
            break;
        }
    }
    last
}

async fn ping_series(profile: &Profile, target: Way) -> Vec<Option<Duration>> {
    let mut pings = JoinSet::new();
    for number in 0..PINGS {
        let bind = profile.settings.bind.clone();
        pings.spawn(async move {
            let answered = ping(target.server, bind.as_ref(), PING_WAIT).await;
            (number, answered)
        });
        sleep(PING_PAUSE).await;
    }
    let mut series = vec![None; PINGS];
    while let Some(joined) = pings.join_next().await {
        if let Ok((number, Ping::Answered(after))) = joined {
            series[number] = Some(after);
        }
    }
    series
}

/// Looks at the port that is checked, and at others that a service may be behind; all at once.
async fn look(profile: &Profile, target: Way) -> Look {
    let mut probes = JoinSet::new();
    let mut begin = |port: NonZeroU16| {
        let bind = profile.settings.bind.clone();
        probes
            .spawn(async move { probe_port(target.server, port, bind.as_ref(), PORT_WAIT).await });
    };
    let others = offer::other_ports(profile);
    profile.check.into_iter().for_each(&mut begin);
    others.iter().copied().for_each(&mut begin);
    let mut looks = probes.join_all().await;
    looks.sort_by_key(|probe| probe.port);
    let is_service = |port| Some(port) == profile.check;
    Look {
        service: looks.iter().find(|one| is_service(one.port)).copied(),
        others: looks
            .into_iter()
            .filter(|one| !is_service(one.port))
            .collect(),
    }
}
