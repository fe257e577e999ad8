//! The agent of this process, for where no other one runs. Nothing opens by itself with it, and it closes what has an end
//! when the window ends.

use std::process;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;

use super::Told;
use super::tools::Tools;
use crate::agent::{Agent, Asker, Event, Handle, Notice, Reply, Request, Setup, Source, State};
use crate::config::{CloseOn, Config};
use crate::history::ProfileStatus;
use crate::lease::LeaseFile;
use crate::notify::Card;
use crate::say;
use crate::text::duration;

/// A disk that takes longer hangs.
const READY: Duration = Duration::from_secs(2);

/// The agent of this process.
pub(super) struct OwnAgent {
    agent: JoinHandle<()>,
    notices: JoinHandle<()>,
    pub events: mpsc::UnboundedSender<Event>,
    pub states: watch::Receiver<State>,
}

impl OwnAgent {
    /// Starts it, without any profile: these come when the configuration has been read. Where no tray is shown there may
    /// never be an agent, so it closes what a window before it left when it was killed.
    pub(super) async fn start(tools: &Arc<Tools>) -> Self {
        let folder = LeaseFile::folder(&tools.state);
        let name = process::id().to_string();
        let held = spawn_blocking(move || LeaseFile::hold_for_holders(&folder, &name));
        let (leases, error) = match timeout(READY, held).await {
            Ok(Ok(Ok(leases))) => (Some(leases), None),
            Ok(Ok(Err(error))) => (None, Some(error.to_string())),
            Ok(Err(crashed)) => (None, Some(crashed.to_string())),
            Err(_) => {
                let after = duration(&tools.words, READY);
                (
                    None,
                    Some(say!(tools.words, "window-too-late", after = after)),
                )
            }
        };
        if let Some(error) = error {
            tools.tell_failed(say!(tools.words, "window-leases-not-kept", error = error));
        }
        let (agent, handle) = Agent::new(Setup {
            source: Source::Fixed(Config::default()),
            knocker: tools.knocker.clone(),
            history: Some(tools.history.clone()),
            leases,
            log: None,
            words: tools.words.catalogues(),
        });
        let Handle {
            events,
            states,
            notices,
            ..
        } = handle;
        Self {
            agent: tokio::spawn(agent.run()),
            notices: tokio::spawn(tell_notices(Arc::clone(tools), notices)),
            events,
            states,
        }
    }

    /// How its profiles stand, and which of them it holds open.
    pub(super) fn shown(&mut self) -> (Vec<ProfileStatus>, Vec<String>) {
        let state = self.states.borrow_and_update();
        let mut holds: Vec<String> = state
            .leases
            .iter()
            .filter(|(_, lease)| lease.ends.is_some() || lease.profile.keep_open)
            .map(|(_, lease)| lease.profile.name.clone())
            .collect();
        holds.sort();
        holds.dedup();
        (state.statuses(&[]).unwrap_or_default(), holds)
    }

    /// Whether it has anything open of this profile.
    pub(super) fn has_open(&self, profile: &str) -> bool {
        let state = self.states.borrow();
        state.leases.of(profile).next().is_some()
    }

    /// Has it close what has an end, and waits for its end.
    pub(super) async fn end(&mut self) {
        let _ = self.events.send(Event::Quit(CloseOn::Quit));
        let _ = (&mut self.agent).await;
        let _ = (&mut self.notices).await;
    }

    /// The profiles that it could not close, once it has ended.
    pub(super) fn left(&self) -> Vec<String> {
        let state = self.states.borrow();
        let left = state
            .leases
            .iter()
            .filter(|(_, lease)| lease.ends.is_some());
        left.map(|(_, lease)| lease.profile.name.clone()).collect()
    }
}

/// Asks for something, once what is opened is written down; the agent replies by and by.
pub(super) async fn ask(
    events: &mpsc::UnboundedSender<Event>,
    mut states: watch::Receiver<State>,
    request: Request,
) -> UnboundedReceiver<Reply> {
    let _ = timeout(READY, states.wait_for(|state| state.leases_read)).await;
    let (sender, replies) = mpsc::unbounded_channel();
    let _ = events.send(Event::Asked(request, Asker::new(sender)));
    replies
}

/// Tells the window what the agent would notify.
async fn tell_notices(tools: Arc<Tools>, mut notices: UnboundedReceiver<Notice>) {
    while let Some(notice) = notices.recv().await {
        let told = match notice {
            Notice::Outcome { receipt, .. } => Told::Ended(receipt),
            // The window shows what is wrong with the files itself.
            Notice::Config(_) | Notice::DropIn(_) => continue,
            Notice::NoLeases { cause } => {
                Told::Failed(say!(tools.words, "window-leases-not-kept", error = cause))
            }
            other => {
                let card = Card::of(&other, &tools.words);
                Told::Failed(say!(
                    tools.words,
                    "window-notice",
                    title = card.title,
                    body = card.body
                ))
            }
        };
        tools.tell(told);
    }
}
