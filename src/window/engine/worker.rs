//! The loop: takes what is asked and what happens, one by one. Whatever waits, waits in a task of its own.

use std::pin::pin;
use std::process;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::timeout;

use super::act::{Errand, ToOwn, Wish};
use super::agent_link::{Calls, FromAgent, Link, follow_agent};
use super::follow_files::{FileReader, follow_all, read_autostart};
use super::own_agent::OwnAgent;
use super::tools::Tools;
use super::{Ask, Hands, Told, import, keyring, save, test_run};
use crate::autostart::{self, Autostart};
use crate::history::ProfileStatus;
use crate::programs::{self, AGENT};
use crate::say;
use crate::signals::interrupted;
use crate::window::WindowInstance;

/// How long the end waits for what is under way, so that nothing stays open that should not.
const LAST_ACTIONS: Duration = Duration::from_mins(1);

/// A window that hears that all is over is gone in this time.
const GOES_WITHIN: Duration = Duration::from_secs(5);

/// Does what the window asks until it asks for the end, or is gone.
pub(super) async fn work(
    tools: Arc<Tools>,
    instance: Option<WindowInstance>,
    mut asks: UnboundedReceiver<Ask>,
) {
    let own = OwnAgent::start(&tools).await;
    let file = Arc::new(FileReader::new(Arc::clone(&tools), own.events.clone()));
    let (sought, outdated) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    follow_all(&tools, &file, &outdated);
    if let Some(instance) = instance {
        tokio::spawn(listen(Arc::clone(&tools), instance));
    }
    let (sender, mut news) = unbounded_channel();
    let calls = Calls {
        sought: Arc::clone(&sought),
        outdated,
    };
    tokio::spawn(follow_agent(Arc::clone(&tools), calls, sender));
    let mut worker = Worker {
        tools,
        file,
        own,
        sought,
        link: None,
        agents: None,
        hands: None,
        shown: Vec::new(),
        last: JoinSet::new(),
    };
    let mut interrupted = pin!(interrupted());
    let is_asked = loop {
        tokio::select! {
            // The session ends, or whoever started the window: what has an end is closed first.
            _ = &mut interrupted => break false,
            ask = asks.recv() => match ask {
                None | Some(Ask::End) => break true,
                Some(ask) => worker.take(ask),
            },
            Some(from_agent) = news.recv() => worker.hear(from_agent),
            Ok(()) = worker.own.states.changed() => worker.show(),
            Some(_) = worker.last.join_next(), if !worker.last.is_empty() => {}
        }
    };
    worker.end().await;
    if !is_asked {
        thread::spawn(end_process);
    }
}

/// Ends the process if it is still there after a while. A window that its desktop shows nowhere, as on another workspace,
/// may never be drawn again, and so never hears that all is over. What is open has been closed or written down by then.
fn end_process() {
    thread::sleep(GOES_WITHIN);
    process::exit(0);
}

struct Worker {
    tools: Arc<Tools>,
    file: Arc<FileReader>,
    own: OwnAgent,
    /// Has the agent looked for again.
    sought: Arc<Notify>,
    /// What is known of the agent, once something is.
    link: Option<Link>,
    /// How the profiles stand by the agent, once it has said so.
    agents: Option<Vec<ProfileStatus>>,
    /// What the window was told last.
    hands: Option<Hands>,
    shown: Vec<ProfileStatus>,
    /// What is not broken off by the end.
    last: JoinSet<()>,
}

impl Worker {
    fn take(&mut self, ask: Ask) {
        let tools = Arc::clone(&self.tools);
        match ask {
            Ask::Act { profile, action } => self.run_errand(profile, Wish::Act(action)),
            Ask::Extend(profile) => self.run_errand(profile, Wish::Extend),
            Ask::Test(profile) => {
                self.last.spawn(test_run::run(tools, profile));
            }
            Ask::Save(save) => {
                self.in_turn(save::run(tools, Arc::clone(&self.file), save));
            }
            Ask::LookUp { accounts, limit } => {
                tokio::spawn(async move { keyring::look_up(&tools, accounts, limit).await });
            }
            Ask::Keep {
                account,
                secret,
                limit,
            } => {
                self.in_turn(async move { keyring::keep(&tools, account, secret, limit).await });
            }
            Ask::Reveal { account, limit } => {
                tokio::spawn(async move { keyring::reveal(&tools, account, limit).await });
            }
            Ask::Forget { account, limit } => {
                self.in_turn(async move { keyring::forget(&tools, account, limit).await });
            }
            Ask::Autostart(wanted) => {
                spawn_blocking(move || set_autostart(&tools, wanted));
            }
            Ask::StartAgent => {
                tokio::spawn(start_agent(tools));
            }
            Ask::Import(path) => {
                self.last.spawn(import::run(tools, path));
            }
            Ask::Demo => {
                self.last.spawn(test_run::demonstrate(tools));
            }
            Ask::End => {}
        }
    }

    /// What changes the file or the keyring is done one by one, in the order in which it was asked for: a profile that is
    /// saved takes along the secret that the keyring was given before.
    fn in_turn(&mut self, change: impl Future<Output = ()> + Send + 'static) {
        let tools = Arc::clone(&self.tools);
        self.last.spawn(async move {
            let _turn = tools.turn.lock().await;
            change.await;
        });
    }

    fn run_errand(&self, profile: String, wish: Wish) {
        let own = ToOwn {
            file: Arc::clone(&self.file),
            events: self.own.events.clone(),
            states: self.own.states.clone(),
            has_open: self.own.has_open(&profile),
        };
        let errand = Errand::new(Arc::clone(&self.tools), profile, wish);
        tokio::spawn(errand.run(own, Arc::clone(&self.sought)));
    }

    fn hear(&mut self, from_agent: FromAgent) {
        match from_agent {
            FromAgent::Link(link) => {
                self.agents = None;
                self.link = Some(link);
            }
            FromAgent::All(statuses) => self.agents = Some(statuses),
            FromAgent::Changed(news) => {
                let known = self.agents.get_or_insert_default();
                known.retain(|old| news.iter().all(|new| new.profile != old.profile));
                known.extend(news);
            }
        }
        self.show();
    }

    /// Tells what has changed of who acts, and of how the profiles stand.
    fn show(&mut self) {
        let (own, holds) = self.own.shown();
        let Some(link) = self.link.clone() else {
            return;
        };
        let statuses = match (&link, &self.agents) {
            (Link::There, Some(agents)) => both(agents, own),
            // They come by and by.
            (Link::There, None) => self.shown.clone(),
            (Link::Absent | Link::PassedOver(_), _) => own,
        };
        let hands = match link {
            Link::There => Hands::Agent { holds },
            Link::Absent => Hands::Own { holds },
            Link::PassedOver(why) => Hands::Apart { line: why, holds },
        };
        if self.hands.as_ref() != Some(&hands) {
            self.hands = Some(hands.clone());
            self.tools.tell(Told::Hands(hands));
        }
        if self.shown != statuses {
            self.shown.clone_from(&statuses);
            self.tools.tell(Told::Statuses(statuses));
        }
    }

    /// Closes what has an end, waits for what is under way, and says what may still be open.
    async fn end(mut self) {
        let tools = self.tools;
        let ending = async {
            self.own.end().await;
            while self.last.join_next().await.is_some() {}
        };
        let _ = timeout(LAST_ACTIONS, ending).await;
        let mut left = self.own.left();
        left.append(&mut tools.left_by_tests());
        left.sort();
        left.dedup();
        let lines = left
            .into_iter()
            .map(|profile| say!(tools.words, "hold-left", profile = profile));
        tools.tell(Told::Over(lines.collect()));
    }
}

/// How the profiles stand by the agent; what this process has open, by its own.
fn both(agents: &[ProfileStatus], own: Vec<ProfileStatus>) -> Vec<ProfileStatus> {
    let mut statuses = agents.to_vec();
    for own in own.into_iter().filter(|own| own.lease.is_some()) {
        statuses.retain(|one| one.profile != own.profile);
        statuses.push(own);
    }
    statuses
}

/// Has the window raised whenever somebody starts it once more.
async fn listen(tools: Arc<Tools>, instance: WindowInstance) {
    match instance.bell() {
        Ok(bell) => loop {
            bell.rung().await;
            tools.tell(Told::Raise);
        },
        Err(error) => {
            tracing::warn!("nobody can have the window raised: {error}");
            // It stays the only one all the same.
            std::future::pending::<()>().await;
        }
    }
}

/// Changes whether the agent starts at login, then reads what that came to.
fn set_autostart(tools: &Tools, wanted: Autostart) {
    let changed = match wanted {
        Autostart::On => autostart::on(tools.named_config(), &tools.words),
        Autostart::Off => autostart::off(&tools.words),
    };
    if let Err(error) = changed {
        tools.tell_failed(error.line(&tools.words));
    }
    read_autostart(tools);
}

/// Starts the agent; that it is there is seen by its socket.
async fn start_agent(tools: Arc<Tools>) {
    if let Err(error) = programs::start_agent(tools.named_config()).await {
        let error = error.to_string();
        let line = say!(
            tools.words,
            "agent-not-started",
            agent = AGENT,
            error = error
        );
        tools.tell_failed(line);
    }
}
