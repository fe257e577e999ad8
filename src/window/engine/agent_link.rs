//! The connection to the agent by which the window sees how the profiles stand, and that there is an agent.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use super::tools::Tools;
use crate::agent::{Reply, Request};
use crate::follow::{Watched, follow};
use crate::history::ProfileStatus;
use crate::ipc::Client;
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
    /// How these profiles stand now; of the others nothing has changed.
    Statuses(Vec<ProfileStatus>),
}

/// Follows the agent, whenever there is one. `sought` has it looked for again.
pub(super) async fn follow_agent(
    tools: Arc<Tools>,
    sought: Arc<Notify>,
    news: UnboundedSender<FromAgent>,
) {
    let (sign, noticed) = (Client::sign(&tools.runtime), Arc::clone(&sought));
    tokio::spawn(follow(
        move || Watched::file(sign.clone()),
        move || {
            noticed.notify_one();
            true
        },
    ));
    loop {
        // The first reading of what is watched is the first notice.
        sought.notified().await;
        while let Some(mut client) = connect(&tools, &news).await {
            watch(&mut client, &news).await;
            if news.send(FromAgent::Link(Link::Absent)).is_err() {
                return;
            }
            sleep(GOES_WITHIN).await;
        }
    }
}

/// Connects to whatever agent there is, and tells what that came to.
async fn connect(tools: &Tools, news: &UnboundedSender<FromAgent>) -> Option<Client> {
    let words = &tools.words;
    let (link, client) = match Client::connect(&tools.runtime).await {
        Ok(None) => (Link::Absent, None),
        Ok(Some(client)) if client.greeting.holds(&tools.config.path) => {
            (Link::There, Some(client))
        }
        Ok(Some(client)) => {
            let line = say!(
                words,
                "agent-other-config",
                agent = client.greeting.config.as_str(),
                config = tools.config.path.display().to_string()
            );
            (Link::PassedOver(line), Some(client))
        }
        Err(error) => {
            let line = say!(words, "agent-passed-over", error = error.line(words));
            (Link::PassedOver(line), None)
        }
    };
    let _ = news.send(FromAgent::Link(link));
    client
}

/// Tells how the profiles stand until the agent goes. Of one with another configuration that is of no use, but its end is.
async fn watch(client: &mut Client, news: &UnboundedSender<FromAgent>) {
    let request = Request::Status {
        profiles: Vec::new(),
        watch: true,
    };
    if client.ask(&request).await.is_err() {
        return;
    }
    while let Ok(Some(reply)) = client.reply().await {
        if let Reply::Status(statuses) = reply
            && news.send(FromAgent::Statuses(statuses)).is_err()
        {
            return;
        }
    }
}
