//! What is asked of an agent: of the one that runs, or else of the one of this process.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{Notify, watch};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::Told;
use super::follow_files::FileReader;
use super::own_agent;
use super::tools::Tools;
use crate::agent::{Act, Event, Need, Reply, Request, State};
use crate::ipc::Client;
use crate::knock::{Failure, Receipt};
use crate::lease::status_words;
use crate::profile::Action;
use crate::say;

/// Files that take longer to read, as on a network that hangs, are what they were when they were read last.
const READ_PATIENCE: Duration = Duration::from_secs(2);

/// What is asked for, for one profile.
#[derive(Debug, Clone)]
pub(super) enum Wish {
    /// An action.
    Act(Action),
    /// A later end.
    Extend,
}

/// The ways to the agent of this process.
#[derive(Clone)]
pub(super) struct ToOwn {
    pub file: Arc<FileReader>,
    pub events: UnboundedSender<Event>,
    pub states: watch::Receiver<State>,
    /// Whether what is asked for is about something that it has open.
    pub has_open: bool,
}

/// Something that is asked for, until what came of it has been told.
pub(super) struct Errand {
    pub tools: Arc<Tools>,
    pub profile: String,
    pub wish: Wish,
    /// Whether it is under way.
    is_begun: bool,
    /// Whether its outcome has been told.
    is_told: bool,
}

impl Errand {
    pub(super) fn new(tools: Arc<Tools>, profile: String, wish: Wish) -> Self {
        Self {
            tools,
            profile,
            wish,
            is_begun: false,
            is_told: false,
        }
    }

    /// Has it done by whoever it is for. What this process has open stays its own until it is closed.
    pub(super) async fn run(mut self, own: ToOwn, sought: Arc<Notify>) {
        if !own.has_open
            && let Some(client) = self.agent().await
        {
            sought.notify_one();
            if self.ask_agent(client).await {
                return;
            }
        }
        self.ask_own(own).await;
    }

    /// The agent, where one runs that holds this configuration.
    async fn agent(&self) -> Option<Client> {
        let connected = Client::connect(&self.tools.runtime).await.ok().flatten();
        connected.filter(|client| client.greeting.holds(&self.tools.config.path))
    }

    /// False where the agent is about to end, and has done nothing.
    async fn ask_agent(&mut self, mut client: Client) -> bool {
        let asked = async {
            client.ask(&self.request()).await?;
            while let Some(reply) = client.reply().await? {
                if reply == Reply::Ending {
                    return Ok(false);
                }
                self.hear(reply);
            }
            Ok::<_, io::Error>(true)
        };
        let is_done = asked.await.unwrap_or(true);
        if is_done && !self.is_told {
            self.broken_off(Failure::AgentGone);
        }
        is_done
    }

    async fn ask_own(&mut self, own: ToOwn) {
        let file = own.file;
        let _ = timeout(READ_PATIENCE, spawn_blocking(move || file.refresh())).await;
        let mut replies = own_agent::ask(&own.events, own.states, self.request()).await;
        while let Some(reply) = replies.recv().await {
            self.hear(reply);
        }
        if !self.is_told {
            self.broken_off(Failure::Crashed);
        }
    }

    fn request(&self) -> Request {
        let profiles = vec![self.profile.clone()];
        match self.wish {
            Wish::Act(action) => Request::Act(Act {
                action,
                profiles,
                // As long as the profile says.
                term: None,
                check: true,
                need: Need::Always,
            }),
            Wish::Extend => Request::Extend { profiles, by: None },
        }
    }

    /// Tells the window what this means.
    fn hear(&mut self, reply: Reply) {
        let tools = Arc::clone(&self.tools);
        let words = &tools.words;
        match reply {
            Reply::Selected { trouble, .. } => {
                if let Some(trouble) = trouble {
                    tools.tell_failed(say!(words, "agent-keeps-config", trouble = trouble));
                }
                self.begin();
            }
            Reply::Progress { profile, progress } => {
                tools.tell(Told::Progress { profile, progress });
            }
            Reply::Ended(receipt) => {
                self.is_told = true;
                tools.tell(Told::Ended(receipt));
            }
            Reply::NotFound { names, trouble } => {
                let missing = names.first().map(|name| name.line(words));
                self.refuse(trouble.or(missing).unwrap_or_default());
            }
            Reply::Extended {
                profile,
                lease,
                is_extended,
            } => {
                self.is_told = true;
                let profile = profile.as_str();
                let line = match lease {
                    None => say!(words, "extend-not-open", profile = profile),
                    Some(lease) if !is_extended => {
                        let lease = status_words(words, &lease);
                        say!(
                            words,
                            "extend-not-possible",
                            profile = profile,
                            lease = lease
                        )
                    }
                    // Its status shows it.
                    Some(_) => return,
                };
                self.refuse(line);
            }
            // What joined an action under way hears of it as well.
            _ => {}
        }
    }

    fn begin(&mut self) {
        self.is_begun = true;
        if let Wish::Act(action) = self.wish {
            let profile = self.profile.clone();
            self.tools.tell(Told::Begun { profile, action });
        }
    }

    fn refuse(&mut self, line: String) {
        self.is_told = true;
        let profile = self.profile.clone();
        self.tools.tell(Told::Refused { profile, line });
    }

    /// Whoever was to do it went away.
    fn broken_off(&mut self, failure: Failure) {
        match self.wish {
            Wish::Act(action) if self.is_begun => {
                let receipt = Receipt::failed(self.profile.clone(), action, failure);
                self.tools.tell(Told::Ended(Box::new(receipt)));
            }
            _ => self.refuse(say!(self.tools.words, "agent-gone")),
        }
    }
}
