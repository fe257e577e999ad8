//! `agent`: starts the tray agent that lies beside this program, or has the one that runs do something.

#[cfg_attr(unix, path = "hand_over_unix.rs")]
#[cfg_attr(windows, path = "hand_over_windows.rs")]
mod hand_over;

use std::io;
use std::process::{Command, ExitStatus};
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::Status;
use super::arguments::AgentCommand;
use super::console;
use super::context::Context;
use crate::agent::{Instance, InstanceError, Reply, Request};
use crate::folders;
use crate::ipc::Client;
use crate::programs::{self, AGENT};
use crate::say;

/// The agent finishes what is under way, for at most five seconds, and says what it still has to say.
const END_PATIENCE: Duration = Duration::from_secs(10);

/// Between two looks at whether it has ended.
const PAUSE: Duration = Duration::from_millis(10);

/// Runs the agent until it ends, with the same configuration file; or has the one that runs read its configuration
/// again, or end.
pub(super) fn run(context: &Context, asked: Option<AgentCommand>) -> Status {
    match asked {
        None => start(context),
        Some(command) => match ask(context, command) {
            Ok(status) | Err(status) => status,
        },
    }
}

fn start(context: &Context) -> Status {
    let words = &context.words;
    match try_start(context) {
        Ok(status) if status.success() => Status::Done,
        Ok(_) => Status::Failed,
        Err(error) => {
            let line = say!(
                words,
                "agent-not-started",
                agent = AGENT,
                error = error.to_string()
            );
            console::error(words, &line);
            Status::Failed
        }
    }
}

fn try_start(context: &Context) -> io::Result<ExitStatus> {
    let mut command = Command::new(programs::agent()?);
    if let Some(config) = &context.asked_config {
        command.arg("--config").arg(config);
    }
    hand_over::hand_over(command)
}

/// Whichever configuration the agent holds.
fn ask(context: &Context, command: AgentCommand) -> Result<Status, Status> {
    let words = &context.words;
    let fail = |id: &str| {
        console::error(words, &say!(words, id));
        Status::Failed
    };
    context.runtime()?.block_on(async {
        let mut client = match Client::connect(&folders::runtime()).await {
            Ok(Some(client)) => client,
            Ok(None) => return Err(fail("agent-none")),
            Err(error) => {
                console::error(words, &error.line(words));
                return Err(Status::Failed);
            }
        };
        match command {
            AgentCommand::Reload => reload(context, &mut client).await,
            AgentCommand::Quit => match client.ask(&Request::Quit).await {
                Ok(()) if timeout(END_PATIENCE, ended(&mut client)).await.is_ok() => {
                    Ok(Status::Done)
                }
                Ok(()) => Err(fail("agent-still-ending")),
                Err(_) => Err(fail("agent-gone")),
            },
        }
    })
}

/// Waits until the agent has ended, so that the next one can start.
async fn ended(client: &mut Client) {
    client.end().await;
    while let Err(InstanceError::Running) = Instance::acquire(&folders::runtime()) {
        sleep(PAUSE).await;
    }
}

async fn reload(context: &Context, client: &mut Client) -> Result<Status, Status> {
    let words = &context.words;
    let asked = async {
        client.ask(&Request::Reload).await?;
        client.reply().await
    };
    match asked.await {
        Ok(Some(Reply::Reloaded {
            trouble: Some(trouble),
            ..
        })) => {
            let line = say!(words, "agent-keeps-config", trouble = trouble);
            console::error(words, &line);
            Err(Status::Usage)
        }
        Ok(Some(Reply::Late)) => {
            console::error(words, &say!(words, "agent-late"));
            Err(Status::Failed)
        }
        Ok(Some(Reply::Reloaded {
            profiles,
            set_aside,
            ..
        })) => {
            context.say_set_aside(&set_aside);
            console::print(&say!(words, "config-good", profiles = profiles));
            Ok(Status::Done)
        }
        _ => {
            console::error(words, &say!(words, "agent-gone"));
            Err(Status::Failed)
        }
    }
}
