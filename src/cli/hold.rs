//! An opening with an end, where no agent runs: this process is the agent for as long as that takes.

use std::process;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::Status;
use super::console;
use super::context::Context;
use super::put_off;
use super::turns::Turn;
use crate::agent::{
    Act, Agent, Asker, Event, Handle, Notice, Reply, Request, Setup, Source, State,
};
use crate::config::{CloseOn, Config, Interface};
use crate::folders;
use crate::lease::{LeaseFile, status_words};
use crate::profile::{Action, Profile};
use crate::say;
use crate::signals::interrupted;
use crate::text::Catalogues;

/// A disk that takes longer hangs.
const READY: Duration = Duration::from_secs(2);

/// Whether somebody has to stay, to close it in time or to keep it open.
pub(super) fn is_needed(profile: &Profile, act: &Act) -> bool {
    let term = act.term.unwrap_or(profile.settings.open_for);
    act.action == Action::Open && (profile.lasts(term).is_some() || profile.keep_open)
}

/// An agent of this process alone.
pub(super) struct Holder {
    agent: JoinHandle<()>,
    handle: Handle,
}

impl Holder {
    /// Starts it, for these profiles.
    pub(super) async fn start(
        context: &Context,
        config: Config,
        profiles: &[Arc<Profile>],
    ) -> Self {
        let (agent, mut handle) = Agent::new(setup(context, config, profiles));
        let agent = tokio::spawn(agent.run());
        // From then on what is opened is written down.
        let is_ready = handle.states.wait_for(|state| state.leases_read);
        let _ = timeout(READY, is_ready).await;
        Self { agent, handle }
    }

    /// Asks it for something; it replies by and by.
    pub(super) fn ask(&self, request: Request) -> UnboundedReceiver<Reply> {
        let (sender, replies) = mpsc::unbounded_channel();
        let asked = Event::Asked(request, Asker::new(sender));
        let _ = self.handle.events.send(asked);
        replies
    }

    /// Waits for what there is to be told, or for its end.
    pub(super) async fn happening(&mut self) -> Happening {
        tokio::select! {
            Some(notice) = self.handle.notices.recv() => Happening::Told(Box::new(notice)),
            changed = self.handle.states.changed() => match changed {
                Ok(()) => Happening::Changed,
                Err(_) => Happening::Ended,
            },
        }
    }

    fn has_something_to_hold(&mut self) -> bool {
        self.handle
            .states
            .borrow_and_update()
            .has_something_to_hold()
    }

    /// Has it close what has an end, and end.
    pub(super) fn ask_to_end(&self) {
        let _ = self.handle.events.send(Event::Quit(CloseOn::Quit));
    }

    /// Waits for its end, and says what could not be closed.
    pub(super) async fn end(
        mut self,
        context: &Context,
        tell: &mut dyn FnMut(Reply),
    ) -> Result<(), Status> {
        let _ = self.agent.await;
        while let Ok(notice) = self.handle.notices.try_recv() {
            show(context, notice, tell);
        }
        say_left(context, &self.handle.states.borrow())
    }
}

/// What happens to an agent of this process.
pub(super) enum Happening {
    /// It has something to tell.
    Told(Box<Notice>),
    /// What it knows has changed.
    Changed,
    /// It has ended.
    Ended,
}

/// Opens what is asked for, and stays until all of it that has an end is closed again: at its time, or when this process
/// is asked to end. An end by time waits for those who are connected. Nobody else has the `turns` until the outcomes are known.
pub(super) async fn run(
    context: &Context,
    config: Config,
    profiles: &[Arc<Profile>],
    act: &Act,
    turns: Vec<Turn>,
    tell: &mut dyn FnMut(Reply),
) -> Result<(), Status> {
    let mut holder = Holder::start(context, config, profiles).await;
    for profile in profiles {
        let (events, states) = (holder.handle.events.clone(), holder.handle.states.clone());
        tokio::spawn(put_off::while_used(Arc::clone(profile), events, states));
    }
    let mut replies = holder.ask(Request::Act(act.clone()));
    let mut turns = Some(turns);
    let mut is_ending = false;
    let mut interrupted = std::pin::pin!(interrupted());
    loop {
        tokio::select! {
            reply = replies.recv(), if turns.is_some() => match reply {
                Some(reply) => tell(reply),
                None => {
                    turns = None;
                    say_held(context, &holder.handle);
                }
            },
            happening = holder.happening() => match happening {
                Happening::Told(notice) => show(context, *notice, tell),
                Happening::Changed => {}
                Happening::Ended => break,
            },
            _ = &mut interrupted, if !is_ending => {
                is_ending = true;
                holder.ask_to_end();
            }
        }
        if turns.is_none() && !is_ending && !holder.has_something_to_hold() {
            is_ending = true;
            holder.ask_to_end();
        }
    }
    holder.end(context, tell).await
}

fn setup(context: &Context, config: Config, profiles: &[Arc<Profile>]) -> Setup {
    let folder = LeaseFile::folder(&folders::state());
    let leases = match LeaseFile::hold(&folder, &process::id().to_string()) {
        Ok(leases) => Some(leases),
        Err(error) => {
            let line = say!(context.words, "hold-not-kept", error = error.to_string());
            console::note(&line);
            None
        }
    };
    // Nobody asked for anything else.
    // Every outcome is told here, in this command's language.
    let config = Config {
        interface: Interface::default(),
        profiles: profiles.to_vec(),
        ..config
    };
    Setup {
        source: Source::Fixed(config.for_a_holder()),
        knocker: Context::knocker(),
        history: Some(Context::history_log()),
        leases,
        log: None,
        words: Arc::new(Catalogues::new(context.words.language())),
    }
}

/// Says what is held, and how that ends.
fn say_held(context: &Context, handle: &Handle) {
    let state = handle.states.borrow();
    for (_, lease) in state.leases.iter() {
        let profile = lease.profile.name.as_str();
        if lease.ends.is_none() {
            if lease.profile.keep_open {
                console::note(&say!(context.words, "hold-kept", profile = profile));
            }
            continue;
        }
        let status = lease.status(false, |moment| state.wall(moment));
        let lease_words = status_words(&context.words, &status);
        let line = say!(
            context.words,
            "hold-until",
            profile = profile,
            lease = lease_words
        );
        console::note(&line);
    }
}

/// Shows what there is to be told.
pub(super) fn show(context: &Context, notice: Notice, tell: &mut dyn FnMut(Reply)) {
    match notice {
        Notice::Outcome { receipt, .. } => tell(Reply::Ended(receipt)),
        Notice::NoLeases { cause } => {
            console::note(&say!(context.words, "hold-not-kept", error = cause));
        }
        Notice::NoHistory { cause } => {
            console::note(&say!(context.words, "history-unwritable", error = cause));
        }
        _ => {}
    }
}

/// Says what could not be closed.
fn say_left(context: &Context, state: &State) -> Result<(), Status> {
    let mut result = Ok(());
    for (_, lease) in state
        .leases
        .iter()
        .filter(|(_, lease)| lease.ends.is_some())
    {
        let profile = lease.profile.name.as_str();
        let line = say!(context.words, "hold-left", profile = profile);
        console::error(&context.words, &line);
        result = Err(Status::Failed);
    }
    result
}
