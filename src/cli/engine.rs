//! Who does the work: the agent, where one runs that holds the same configuration, or else this process. The faces of
//! the command line see no difference: either way the agent's replies come.

use std::io;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::Status;
use super::console;
use super::context::Context;
use super::hold;
use super::turns::{Decision, Turn};
use crate::agent::{Act, Need, Reply, Request};
use crate::config::{Config, NotFound};
use crate::follow::{Watched, follow};
use crate::history::{Believed, Entry, ProfileStatus, Standing, Standings};
use crate::ipc::Client;
use crate::knock::{Failure, Order, Receipt};
use crate::lease::LeaseStatus;
use crate::profile::{Action, Profile};
use crate::say;

/// Who does the work.
pub(super) enum Engine {
    /// The agent.
    Agent(Client),
    /// This process.
    Alone,
}

impl Engine {
    /// The agent, where there is one for this configuration.
    pub(super) async fn find(context: &Context) -> Self {
        context.agent().await.map_or(Self::Alone, Self::Agent)
    }

    /// Carries out an action on all that is asked for, side by side, and tells what happens. What is not there has been
    /// said.
    pub(super) async fn act(
        &mut self,
        context: &Context,
        act: &Act,
        tell: &mut dyn FnMut(Reply),
    ) -> Result<(), Status> {
        if let Self::Agent(client) = self {
            match act_by_agent(context, client, act, tell).await {
                Err(Refusal::Ending) => *self = Self::Alone,
                Err(Refusal::Said(status)) => return Err(status),
                Ok(()) => return Ok(()),
            }
        }
        act_alone(context, act, tell).await
    }

    /// How the profiles stand that are asked for; all where there are none.
    pub(super) async fn statuses(
        &mut self,
        context: &Context,
        asked: &[String],
    ) -> Result<Vec<ProfileStatus>, Status> {
        let client = match self {
            Self::Alone => return statuses_alone(context, asked),
            Self::Agent(client) => client,
        };
        let request = Request::Status {
            profiles: asked.to_vec(),
            watch: false,
        };
        let replied = async {
            client.ask(&request).await?;
            let mut last = None;
            while let Some(reply) = client.reply().await? {
                last = Some(reply);
            }
            Ok::<_, io::Error>(last)
        };
        match replied.await {
            Ok(Some(Reply::Status(statuses))) => Ok(statuses),
            Ok(Some(Reply::NotFound { names, trouble })) => {
                Err(not_found(context, &names, trouble.is_some()))
            }
            // It has just ended, and what it knew is in the history.
            _ => {
                *self = Self::Alone;
                statuses_alone(context, asked)
            }
        }
    }

    /// Tells how profiles stand whenever that changes, for as long as somebody listens. When the agent ends, this
    /// process goes on.
    pub(super) async fn watch(
        &mut self,
        context: &Context,
        asked: &[String],
        tell: &mut dyn FnMut(Vec<ProfileStatus>),
    ) -> Result<(), Status> {
        if let Self::Agent(client) = self {
            let request = Request::Status {
                profiles: asked.to_vec(),
                watch: true,
            };
            if client.ask(&request).await.is_ok() {
                while let Ok(Some(reply)) = client.reply().await {
                    match reply {
                        Reply::Status(statuses) => tell(statuses),
                        Reply::NotFound { names, trouble } => {
                            return Err(not_found(context, &names, trouble.is_some()));
                        }
                        _ => {}
                    }
                }
            }
            console::note(&say!(context.words, "agent-ended-watching"));
            *self = Self::Alone;
        }
        let (sender, mut changes) = mpsc::unbounded_channel();
        let log = Context::history_log();
        let tell_change = move || sender.send(()).is_ok();
        tokio::spawn(follow(
            move || Watched::file(log.path().to_owned()),
            tell_change,
        ));
        while changes.recv().await.is_some() {
            tell(statuses_alone(context, asked)?);
        }
        Ok(())
    }
}

/// Why the agent did not do it.
pub(super) enum Refusal {
    /// It is about to end.
    Ending,
    /// It has been said.
    Said(Status),
}

/// Has the agent carry out an action, and tells what happens.
pub(super) async fn act_by_agent(
    context: &Context,
    client: &mut Client,
    act: &Act,
    tell: &mut dyn FnMut(Reply),
) -> Result<(), Refusal> {
    // Those whose outcome is still to come, once it is known who they are.
    let mut waiting: Option<Vec<String>> = None;
    let asked = async {
        client.ask(&Request::Act(act.clone())).await?;
        while let Some(reply) = client.reply().await? {
            match &reply {
                Reply::Ending => return Ok(Err(Refusal::Ending)),
                Reply::NotFound { names, trouble } => {
                    let status = not_found(context, names, trouble.is_some());
                    return Ok(Err(Refusal::Said(status)));
                }
                Reply::Selected {
                    profiles,
                    trouble,
                    set_aside,
                } => {
                    context.say_set_aside(set_aside);
                    if let Some(trouble) = trouble {
                        let trouble = trouble.as_str();
                        let line = say!(context.words, "agent-keeps-config", trouble = trouble);
                        context.remark(line);
                    }
                    waiting = Some(profiles.clone());
                }
                Reply::Ended(receipt) => is_told(&mut waiting, &receipt.profile),
                Reply::IsOpen { profile, .. } => is_told(&mut waiting, profile),
                Reply::JustFailed(entry) => is_told(&mut waiting, &entry.profile),
                _ => {}
            }
            tell(reply);
        }
        Ok::<_, io::Error>(Ok(()))
    };
    let ended = asked.await;
    let Some(waiting) = waiting else {
        return match ended {
            Ok(Err(refusal)) => Err(refusal),
            // Nothing was begun.
            Ok(Ok(())) => Err(Refusal::Ending),
            Err(_) => Err(Refusal::Said(gone(context))),
        };
    };
    for profile in waiting {
        let receipt = Receipt::failed(profile, act.action, Failure::AgentGone);
        tell(Reply::Ended(Box::new(receipt)));
    }
    Ok(())
}

/// What came of this profile is known.
fn is_told(waiting: &mut Option<Vec<String>>, profile: &str) {
    waiting
        .get_or_insert_default()
        .retain(|name| name != profile);
}

async fn act_alone(
    context: &Context,
    act: &Act,
    tell: &mut dyn FnMut(Reply),
) -> Result<(), Status> {
    let config = context.config()?;
    let profiles = if act.action == Action::Close && act.profiles.is_empty() {
        believed_open(context, &config)?
    } else {
        select(context, &config, &act.profiles)?
    };
    let opens = act.action == Action::Open;
    let term = act.term.filter(|_| opens);
    let (endless, profiles): (Vec<_>, Vec<_>) = profiles
        .into_iter()
        .map(|profile| profile.opened_for(term).ok_or(profile))
        .partition(Result::is_err);
    for profile in endless.iter().filter_map(|one| one.as_ref().err()) {
        let failure = Failure::endless(profile);
        let receipt = Receipt::failed(profile.name.clone(), act.action, failure);
        tell(Reply::Ended(Box::new(receipt)));
    }
    let mut profiles: Vec<Arc<Profile>> = profiles.into_iter().flatten().collect();
    let mut turns = Vec::new();
    if act.need != Need::Always {
        (profiles, turns) = needed(context, profiles, act.need, tell).await?;
    }
    if profiles.iter().any(|profile| hold::is_needed(profile, act)) {
        let act = Act {
            profiles: profiles.iter().map(|one| one.name.clone()).collect(),
            need: Need::Always,
            ..act.clone()
        };
        return hold::run(context, config, &profiles, &act, turns, tell).await;
    }
    tell(Reply::Selected {
        profiles: profiles.iter().map(|one| one.name.clone()).collect(),
        trouble: None,
        set_aside: Vec::new(),
    });
    let (sender, mut replies) = mpsc::unbounded_channel();
    for profile in &profiles {
        let (profile, sender) = (Arc::clone(profile), sender.clone());
        tokio::spawn(perform(profile, act.action, act.check, sender));
    }
    drop(sender);
    let mut written = JoinSet::new();
    while let Some(reply) = replies.recv().await {
        if let Reply::Ended(receipt) = &reply
            && let Some(profile) = profiles.iter().find(|one| one.name == receipt.profile)
        {
            let entry = Entry::of(receipt, &profile.host, Timestamp::now());
            // Beside the others, whose packets do not wait for the history's lock.
            written.spawn_blocking(move || Context::history_log().append(&entry));
        }
        tell(reply);
    }
    context.recorded(written.join_all().await);
    // The next one reads what was written.
    drop(turns);
    Ok(())
}

/// Those of the profiles that are to be opened, with the right to do so; of the others it is told why not.
async fn needed(
    context: &Context,
    mut profiles: Vec<Arc<Profile>>,
    need: Need,
    tell: &mut dyn FnMut(Reply),
) -> Result<(Vec<Arc<Profile>>, Vec<Turn>), Status> {
    // Everyone takes several in the same order, so that no two wait for each other.
    profiles.sort_by(|one, other| one.name.cmp(&other.name));
    let (mut shut, mut turns) = (Vec::new(), Vec::new());
    for profile in profiles {
        match Decision::wait(context, &profile, need).await? {
            Decision::IsOpen(address) => tell(Reply::IsOpen {
                profile: profile.name.clone(),
                address,
            }),
            Decision::JustFailed(entry) => tell(Reply::JustFailed(entry)),
            Decision::Open(turn) => {
                shut.push(profile);
                turns.push(turn);
            }
        }
    }
    Ok((shut, turns))
}

async fn perform(
    profile: Arc<Profile>,
    action: Action,
    check: bool,
    sender: mpsc::UnboundedSender<Reply>,
) {
    let (name, teller) = (profile.name.clone(), sender.clone());
    let order = Order {
        profile,
        action,
        check,
        addresses: Vec::new(),
    };
    let progress = move |progress| {
        let profile = name.clone();
        let _ = teller.send(Reply::Progress { profile, progress });
    };
    let receipt = Context::knocker().perform_apart(order, progress).await;
    let _ = sender.send(Reply::Ended(Box::new(receipt)));
}

/// What there is to close.
fn believed_open(context: &Context, config: &Config) -> Result<Vec<Arc<Profile>>, Status> {
    let standings: Standings = context.history()?.into_iter().collect();
    let is_open = |profile: &&Arc<Profile>| profile.close.is_some() && standings.is_open(profile);
    Ok(config.profiles.iter().filter(is_open).cloned().collect())
}

fn statuses_alone(context: &Context, asked: &[String]) -> Result<Vec<ProfileStatus>, Status> {
    let config = context.config()?;
    let profiles = if asked.is_empty() {
        config.profiles.clone()
    } else {
        select(context, &config, asked)?
    };
    let standings: Standings = context.history()?.into_iter().collect();
    let (leases, now) = Context::leases_written();
    // What was closed since it was written down is closed, unless the check is what says so.
    let is_over = |lease: &LeaseStatus, standing: Option<&Standing>| {
        let believed = standing.and_then(|standing| standing.believed);
        let is_closed = matches!(believed, Some((Believed::Closed, _)));
        is_closed && !lease.doubtful && !lease.close_failed
    };
    let status = |profile: &Arc<Profile>| {
        let standing = standings.at(profile, now.wall);
        let latest = leases.of(&profile.name).last();
        let is_held = leases.is_held(&profile.name);
        let lease = latest.map(|(_, lease)| lease.status(is_held, |moment| now.wall_of(moment)));
        ProfileStatus {
            profile: profile.name.clone(),
            checkable: profile.check.is_some(),
            lease: lease.filter(|lease| !is_over(lease, standing.as_ref())),
            standing,
            answers: None,
        }
    };
    Ok(profiles.iter().map(status).collect())
}

fn select(
    context: &Context,
    config: &Config,
    asked: &[String],
) -> Result<Vec<Arc<Profile>>, Status> {
    let not_found = |names: Vec<NotFound>| self::not_found(context, &names, false);
    config.select(asked).map_err(not_found)
}

/// Says what is not there; where the agent could not read the file, rather what is wrong with that.
pub(super) fn not_found(context: &Context, names: &[NotFound], is_config_broken: bool) -> Status {
    if is_config_broken && context.config().is_err() {
        return Status::Usage;
    }
    for name in names {
        console::error(&context.words, &name.line(&context.words));
    }
    Status::Usage
}

/// Says that the agent has gone.
pub(super) fn gone(context: &Context) -> Status {
    console::error(&context.words, &say!(context.words, "agent-gone"));
    Status::Failed
}
