//! Has a profile opened if need be, by the agent or by this process, and keeps it open for as long as the connection lasts.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::time::sleep;

use crate::agent::{Act, Need, Reply, Request};
use crate::carry::let_go_of_terminal;
use crate::cli::Status;
use crate::cli::console;
use crate::cli::context::Context;
use crate::cli::engine::{Refusal, act_by_agent};
use crate::cli::hold::{self, Happening, Holder};
use crate::cli::receipt_lines::{entry_line, outcome_line};
use crate::cli::turns::{Decision, LastUser, User};
use crate::config::{CloseOn, Config};
use crate::history::Entry;
use crate::ipc::Client;
use crate::knock::{Order, Receipt};
use crate::profile::{Action, Profile};
use crate::signals::{asked_to_end, interrupted};

/// A profile that was opened, at this address where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// As far as the record says; nothing was sent for it.
    Before(Option<IpAddr>),
    /// Just now, by whomever.
    Now(Option<IpAddr>),
}

impl Opened {
    pub(super) fn address(self) -> Option<IpAddr> {
        match self {
            Self::Before(address) | Self::Now(address) => address,
        }
    }
}

/// What opens a profile, and keeps it open.
pub(super) struct Door {
    profile: Arc<Profile>,
    by: By,
}

enum By {
    /// The agent: it holds the lease for as long as this connection to it is there.
    Agent {
        client: Client,
        /// That this process uses what is open: another may hold it without an agent.
        _user: User,
    },
    /// This process, or another that found no agent either.
    Alone(Alone),
}

struct Alone {
    config: Config,
    /// That this process uses what is open.
    user: User,
    /// What holds the lease, where this process is the one that opened.
    held: Option<Held>,
}

/// A lease that this process holds.
struct Held {
    holder: Holder,
    /// Somebody asks this process to end, as ssh does at its own end.
    end_asked: Pin<Box<dyn Future<Output = CloseOn>>>,
}

impl Door {
    /// The agent's, where there is one for this configuration, or this process's own.
    pub(super) async fn find(context: &Context, profile: &Arc<Profile>) -> Result<Self, Status> {
        let by = match held_by_agent(context, profile).await {
            Some(client) => By::Agent {
                client,
                _user: User::begin(context, profile).await?,
            },
            None => By::Alone(Alone::new(context, profile).await?),
        };
        Ok(Self {
            profile: Arc::clone(profile),
            by,
        })
    }

    /// Has the profile opened, if there is need; why that did not work has been said.
    pub(super) async fn open(&mut self, context: &Context, need: Need) -> Result<Opened, Status> {
        let act = Act {
            action: Action::Open,
            profiles: vec![self.profile.name.clone()],
            term: None,
            check: true,
            need,
        };
        if let By::Agent { client, .. } = &mut self.by {
            let mut last = None;
            let mut note = |reply| last = Some(reply);
            match act_by_agent(context, client, &act, &mut note).await {
                Ok(()) => return opened(context, need, last),
                Err(Refusal::Said(status)) => return Err(status),
                Err(Refusal::Ending) => {
                    self.by = By::Alone(Alone::new(context, &self.profile).await?);
                }
            }
        }
        match &mut self.by {
            By::Agent { .. } => Err(Status::Failed),
            By::Alone(alone) => alone.open(context, &self.profile, act).await,
        }
    }

    /// Keeps it open until the stream has ended, and says how; nothing where somebody asked this process to end before.
    pub(super) async fn stay(
        &mut self,
        context: &Context,
        mut ended: oneshot::Receiver<io::Result<()>>,
    ) -> Option<io::Result<()>> {
        if let By::Agent { client, .. } = &mut self.by {
            return stay_with_agent(context, &self.profile, client, ended).await;
        }
        let By::Alone(Alone {
            held: Some(held), ..
        }) = &mut self.by
        else {
            return ended.await.ok();
        };
        loop {
            tokio::select! {
                ended = &mut ended => return ended.ok(),
                _ = &mut held.end_asked => {
                    held.end_asked = Box::pin(interrupted());
                    // Whoever asked for the end waits for nothing more.
                    let _ = let_go_of_terminal();
                    return None;
                }
                happening = held.holder.happening() => match happening {
                    Happening::Told(notice) => hold::show(context, *notice, &mut |reply| told(context, &reply)),
                    Happening::Changed => {}
                    Happening::Ended => return ended.await.ok(),
                },
            }
        }
    }

    /// Closes what this process has opened, unless it has no end, as soon as nobody uses it any more.
    pub(super) async fn leave(self, context: &Context) -> Result<(), Status> {
        let By::Alone(Alone {
            user,
            held: Some(mut held),
            ..
        }) = self.by
        else {
            return Ok(());
        };
        // The next one waits until it is closed, and then opens it anew.
        let _last = match user.try_be_last() {
            Ok(last) => Some(last),
            Err(user) => {
                // The others may take long, and whoever reads what this one writes need not wait for them.
                let _ = let_go_of_terminal();
                held.until_last(user).await
            }
        };
        held.holder.ask_to_end();
        let mut tell = |reply| told(context, &reply);
        let end = held.holder.end(context, &mut tell);
        let mut end = std::pin::pin!(end);
        loop {
            tokio::select! {
                left = &mut end => return left,
                _ = &mut held.end_asked => {
                    held.end_asked = Box::pin(interrupted());
                    let _ = let_go_of_terminal();
                }
            }
        }
    }
}

impl Held {
    /// Waits until nobody else uses it, or this process is asked to end all the same.
    async fn until_last(&mut self, user: User) -> Option<LastUser> {
        let mut last = std::pin::pin!(user.be_last());
        // A hang-up is for all that use it, and ends those.
        let mut end_asked = std::pin::pin!(asked_to_end());
        loop {
            tokio::select! {
                last = &mut last => return last.ok(),
                () = &mut end_asked => return None,
                happening = self.holder.happening() => if let Happening::Ended = happening {
                    return None;
                },
            }
        }
    }
}

impl Alone {
    async fn new(context: &Context, profile: &Profile) -> Result<Self, Status> {
        Ok(Self {
            config: context.config()?,
            user: User::begin(context, profile).await?,
            held: None,
        })
    }

    async fn open(
        &mut self,
        context: &Context,
        profile: &Arc<Profile>,
        act: Act,
    ) -> Result<Opened, Status> {
        let need = act.need;
        let turn = match Decision::wait(context, profile, need).await? {
            Decision::IsOpen(address) => {
                let profile = profile.name.clone();
                return opened(context, need, Some(Reply::IsOpen { profile, address }));
            }
            Decision::JustFailed(entry) => {
                return opened(context, need, Some(Reply::JustFailed(entry)));
            }
            Decision::Open(turn) => turn,
        };
        let act = Act {
            need: Need::Always,
            ..act
        };
        let reply = if hold::is_needed(profile, &act) {
            self.open_and_hold(context, profile, act).await?
        } else {
            let receipt = knock(context, profile).await;
            Some(Reply::Ended(Box::new(receipt)))
        };
        // The next one reads what was written.
        drop(turn);
        opened(context, need, reply)
    }

    /// Opens it by an agent of this process, which closes it in the end.
    async fn open_and_hold(
        &mut self,
        context: &Context,
        profile: &Arc<Profile>,
        act: Act,
    ) -> Result<Option<Reply>, Status> {
        if self.held.is_none() {
            let profiles = [Arc::clone(profile)];
            let mut config = self.config.clone();
            config.profiles.clear();
            let holder = Holder::start(context, config, &profiles).await;
            let name = profile.name.clone();
            let mut replies = holder.ask(Request::Hold { profile: name });
            while replies.recv().await.is_some() {}
            self.held = Some(Held {
                holder,
                end_asked: Box::pin(interrupted()),
            });
        }
        let Some(held) = &mut self.held else {
            return Ok(None);
        };
        let mut replies = held.holder.ask(Request::Act(act));
        let mut last = None;
        loop {
            tokio::select! {
                reply = replies.recv() => match reply {
                    Some(reply) => last = Some(reply),
                    None => return Ok(last),
                },
                _ = &mut held.end_asked => {
                    held.end_asked = Box::pin(interrupted());
                    let _ = let_go_of_terminal();
                    return Err(Status::Failed);
                }
            }
        }
    }
}

/// The agent, where it holds the lease from now on.
async fn held_by_agent(context: &Context, profile: &Profile) -> Option<Client> {
    let mut client = context.agent().await?;
    let profile = profile.name.clone();
    client.ask(&Request::Hold { profile }).await.ok()?;
    let mut is_held = false;
    while let Some(reply) = client.reply().await.ok()? {
        is_held |= matches!(reply, Reply::Held(_));
    }
    is_held.then_some(client)
}

/// An agent that starts anew is there within this time, and gives those that were held before it as long to come back.
const AGENT_TRIES: usize = 16;
const AGENT_PAUSE: Duration = Duration::from_millis(500);

/// Has the agent hold the lease until the stream has ended; the one after it, where that one ends before.
async fn stay_with_agent(
    context: &Context,
    profile: &Profile,
    client: &mut Client,
    mut ended: oneshot::Receiver<io::Result<()>>,
) -> Option<io::Result<()>> {
    let mut tries = 0;
    loop {
        tokio::select! {
            ended = &mut ended => return ended.ok(),
            () = client.end(), if tries == 0 => tries = AGENT_TRIES,
            () = sleep(AGENT_PAUSE), if tries > 0 => match held_by_agent(context, profile).await {
                Some(found) => (*client, tries) = (found, 0),
                None if tries == 1 => return ended.await.ok(),
                None => tries -= 1,
            },
        }
    }
}

/// Opens it, and writes that down.
async fn knock(context: &Context, profile: &Arc<Profile>) -> Receipt {
    let order = Order {
        profile: Arc::clone(profile),
        action: Action::Open,
        check: true,
        addresses: Vec::new(),
    };
    let receipt = Context::knocker().perform_apart(order, |_| {}).await;
    let entry = Entry::of(&receipt, &profile.host, Timestamp::now());
    context.recorded(vec![Context::history_log().append(&entry)]);
    receipt
}

/// What the last reply says of the profile; what is wrong is said.
fn opened(context: &Context, need: Need, reply: Option<Reply>) -> Result<Opened, Status> {
    match reply {
        Some(Reply::Ended(receipt)) if receipt.outcome.failure().is_none() => {
            let list = receipt.list.as_ref();
            if list.is_some_and(|list| list.unspent.is_some()) {
                context.say_kept_back();
                console::note(&outcome_line(&context.words, &receipt));
            }
            Ok(Opened::Now(receipt.address))
        }
        Some(Reply::IsOpen { address, .. }) => Ok(match need {
            Need::UnlessOpenedSince(_) => Opened::Now(address),
            Need::UnlessOpen(_) | Need::Always => Opened::Before(address),
        }),
        Some(Reply::Ended(receipt)) => {
            context.say_kept_back();
            console::note(&outcome_line(&context.words, &receipt));
            Err(Status::of(&receipt))
        }
        Some(Reply::JustFailed(entry)) => {
            context.say_kept_back();
            console::note(&entry_line(&context.words, &entry));
            Err(Status::of_entry(&entry))
        }
        _ => Err(crate::cli::engine::gone(context)),
    }
}

/// Says what goes wrong meanwhile.
fn told(context: &Context, reply: &Reply) {
    if let Reply::Ended(receipt) = reply
        && receipt.outcome.failure().is_some()
    {
        console::note(&outcome_line(&context.words, receipt));
    }
}
