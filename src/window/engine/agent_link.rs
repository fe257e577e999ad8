//! The connection to the agent by which the window sees how the profiles stand, and that there is an agent.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use super::tools::Tools;
use crate::agent::{Reply, Request};
use crate::follow::{Watched, follow};
use crate::history::ProfileStatus;
use crate::ipc::{Client, ConnectError};
use crate::say;

/// An agent that has ended takes its socket away in this time; one that was killed does not.
const GOES_WITHIN: Duration = Duration::from_millis(200);

/// What is known of the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// None runs.
    Absent,
    /// One runs that holds this configuration.
    There,
    /// One runs that is passed over; why, in a line.
    PassedOver(String),
}

/// What comes from the agent.
#[derive(Debug)]
pub(super) enum FromAgent {
    /// It came, or went.
    Link(Link),
    /// How all profiles stand now.
    All(Vec<ProfileStatus>),
    /// How these profiles stand now; of the others nothing has changed.
    Changed(Vec<ProfileStatus>),
}

/// What the connection is called for.
pub(super) struct Calls {
    /// There may be an agent now.
    pub sought: Arc<Notify>,
    /// There may be profiles gone, of which the agent says nothing more.
    pub outdated: Arc<Notify>,
}

/// How a connection ended.
enum Ended {
    /// The agent has gone, or is about to.
    Gone,
    /// It does not say how the profiles stand.
    Silent,
    /// All is to be asked again.
    Outdated,
}

/// Follows the agent, whenever there is one.
pub(super) async fn follow_agent(
    tools: Arc<Tools>,
    calls: Calls,
    news: UnboundedSender<FromAgent>,
) {
    let (sign, noticed) = (Client::sign(&tools.runtime), Arc::clone(&calls.sought));
    tokio::spawn(follow(
        move || Watched::file(sign.clone()),
        move || {
            noticed.notify_one();
            true
        },
    ));
    loop {
        // The first reading of what is watched is the first notice.
        calls.sought.notified().await;
        while let Some(mut client) = connect(&tools, &news).await {
            match watch(&mut client, &calls.outdated, &news).await {
                Ended::Outdated => {}
                Ended::Gone => {
                    let _ = news.send(FromAgent::Link(Link::Absent));
                    sleep(GOES_WITHIN).await;
                }
                // Its end, or the next one, is a notice again.
                Ended::Silent => {
                    let line = passed_over(&tools, &ConnectError::Silent);
                    let _ = news.send(FromAgent::Link(Link::PassedOver(line)));
                    break;
                }
            }
        }
    }
}

/// Connects to whatever agent there is, and tells what that came to.
async fn connect(tools: &Tools, news: &UnboundedSender<FromAgent>) -> Option<Client> {
    let (link, client) = match Client::connect(&tools.runtime).await {
        Ok(None) => (Link::Absent, None),
        Ok(Some(client)) if client.greeting.holds(&tools.config.path) => {
            (Link::There, Some(client))
        }
        Ok(Some(client)) => {
            let line = say!(
                tools.words,
                "agent-other-config",
                agent = client.greeting.config.as_str(),
                config = tools.config.path.display().to_string()
            );
            (Link::PassedOver(line), Some(client))
        }
        Err(error) => (Link::PassedOver(passed_over(tools, &error)), None),
    };
    let _ = news.send(FromAgent::Link(link));
    client
}

fn passed_over(tools: &Tools, error: &ConnectError) -> String {
    let error = error.line(&tools.words);
    say!(tools.words, "agent-passed-over", error = error)
}

/// Tells how the profiles stand until the agent goes. Of one with another configuration that is of no use, but its end is.
async fn watch(client: &mut Client, outdated: &Notify, news: &UnboundedSender<FromAgent>) -> Ended {
    let request = Request::Status {
        profiles: Vec::new(),
        watch: true,
    };
    let asked = async {
        client.ask(&request).await?;
        client.reply().await
    };
    match asked.await {
        Ok(Some(Reply::Status(statuses))) => {
            let _ = news.send(FromAgent::All(statuses));
        }
        Err(error) if error.kind() == io::ErrorKind::TimedOut => return Ended::Silent,
        _ => return Ended::Gone,
    }
    loop {
        tokio::select! {
            reply = client.reply() => match reply {
                Ok(Some(Reply::Status(statuses))) => {
                    let _ = news.send(FromAgent::Changed(statuses));
                }
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => return Ended::Gone,
            },
            // What was read of a reply goes with the connection.
            () = outdated.notified() => return Ended::Outdated,
        }
    }
}
