//! Linux: `org.freedesktop.Notifications` over the agent's own connection to the session bus.
//!
//! Not `notify-rust`: it opens a connection for each notification, listens for a click only after the notification is
//! up, so that a quick click is lost, and GNOME takes a notification down when its connection goes. One connection for
//! the agent's whole life has none of that, and costs less.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_lite::StreamExt as _;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use zbus::fdo::DBusProxy;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, MessageStream, message};

use super::Card;
use super::card::Urgency;
use crate::agent::{Command, Event, Notice, State};
use crate::config::CloseOn;
use crate::say;
use crate::text::Catalogues;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// A daemon that does not answer for so long is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// So many notifications are remembered for their buttons; those before have long gone from the screen.
const REMEMBERED: usize = 16;

/// After a login, the daemon may come later than the first thing that there is to tell. What is told later than this
/// is no news any more.
const LATE: Duration = Duration::from_mins(1);

/// How long a click that came early waits.
const OVERTAKEN: Duration = Duration::from_millis(100);

/// The notifications whose buttons may still be clicked: the daemon's name on the bus and its number for the
/// notification, with what each button does. A button's key is its place among them.
type Buttons = Arc<Mutex<VecDeque<((String, u32), Vec<Command>)>>>;

/// Shows every notice, and reports the buttons that are clicked, until there are no more notices.
pub async fn run(
    bus: Connection,
    mut notices: UnboundedReceiver<Notice>,
    events: UnboundedSender<Event>,
    states: watch::Receiver<State>,
    words: Arc<Catalogues>,
) {
    let buttons = Buttons::default();
    match timeout(PATIENCE, clicks(&bus)).await {
        Ok(Ok(stream)) => {
            tokio::spawn(report_clicks(stream, Arc::clone(&buttons), events));
        }
        Ok(Err(error)) => tracing::warn!("buttons of notifications do nothing: {error}"),
        Err(_) => tracing::warn!("buttons of notifications do nothing: the bus does not answer"),
    }
    let mut shown = JoinSet::new();
    while let Some(notice) = notices.recv().await {
        while shown.try_join_next().is_some() {}
        let words = Arc::clone(words.of(states.borrow().language()));
        let card = Card::of(&notice, &words);
        let program = say!(words, "tray-title");
        let (bus, buttons) = (bus.clone(), Arc::clone(&buttons));
        // One that hangs does not hold up the next.
        shown.spawn(async move {
            let show = || timeout(PATIENCE, show(&bus, &program, &card, &buttons));
            let mut shown = show().await;
            if let Ok(Err(error)) = &shown
                && is_daemon_missing(error)
            {
                tracing::info!("no notification until there is a daemon: {error}");
                if let Ok(Ok(())) = timeout(LATE, daemon_came(&bus)).await {
                    shown = show().await;
                }
            }
            match shown {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!("no notification: {error}"),
                Err(_) => tracing::warn!("no notification: the daemon does not answer"),
            }
        });
    }
    shown.join_all().await;
}

/// Shows a card, and remembers its button.
async fn show(bus: &Connection, program: &str, card: &Card, buttons: &Buttons) -> zbus::Result<()> {
    let capabilities: Vec<String> = bus
        .call_method(Some(NAME), PATH, Some(NAME), "GetCapabilities", &())
        .await?
        .body()
        .deserialize()?;
    let can = |capability: &str| capabilities.iter().any(|one| one == capability);
    let body = if can("body-markup") {
        escaped(&card.body)
    } else {
        card.body.clone()
    };
    let keys: Vec<String> = (0..card.buttons.len()).map(|key| key.to_string()).collect();
    let labels = card.buttons.iter().map(|button| button.label.as_str());
    let actions: Vec<&str> = if can("actions") {
        let pairs = keys.iter().map(String::as_str).zip(labels);
        pairs.flat_map(|(key, label)| [key, label]).collect()
    } else {
        Vec::new()
    };
    let urgency: u8 = match card.urgency {
        Urgency::Normal => 1,
        Urgency::Critical => 2,
    };
    let hints = HashMap::from([
        ("desktop-entry", Value::from("portknocker")),
        ("urgency", Value::from(urgency)),
    ]);
    let arguments = (
        program,
        0u32,
        "",
        card.title.as_str(),
        body,
        actions,
        hints,
        -1i32,
    );
    let reply = bus
        .call_method(Some(NAME), PATH, Some(NAME), "Notify", &arguments)
        .await?;
    if let (false, Some(daemon)) = (card.buttons.is_empty(), reply.header().sender()) {
        let key = (daemon.to_string(), reply.body().deserialize()?);
        let mut buttons = buttons.lock().unwrap_or_else(PoisonError::into_inner);
        let commands = card.buttons.iter().map(|button| button.command.clone());
        buttons.push_back((key, commands.collect()));
        let superfluous = buttons.len().saturating_sub(REMEMBERED);
        buttons.drain(..superfluous);
    }
    Ok(())
}

/// Whether nobody is there to show anything, and the bus cannot start anybody.
fn is_daemon_missing(error: &zbus::Error) -> bool {
    const MISSING: [&str; 2] = [
        "org.freedesktop.DBus.Error.ServiceUnknown",
        "org.freedesktop.DBus.Error.NameHasNoOwner",
    ];
    matches!(error, zbus::Error::MethodError(name, ..) if MISSING.contains(&name.as_str()))
}

/// Waits until a daemon is there.
async fn daemon_came(bus: &Connection) -> zbus::Result<()> {
    let names = DBusProxy::new(bus).await?;
    let mut changes = names
        .receive_name_owner_changed_with_args(&[(0, NAME)])
        .await?;
    // Only now, so that one that came meanwhile is not missed.
    if names.name_has_owner(NAME.try_into()?).await? {
        return Ok(());
    }
    while let Some(change) = changes.next().await {
        if change.args()?.new_owner().is_some() {
            break;
        }
    }
    Ok(())
}

/// The clicks on buttons of any notification.
async fn clicks(bus: &Connection) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder()
        .msg_type(message::Type::Signal)
        .path(PATH)?
        .interface(NAME)?
        .member("ActionInvoked")?
        .build();
    MessageStream::for_match_rule(rule, bus, None).await
}

async fn report_clicks(
    mut clicks: MessageStream,
    buttons: Buttons,
    events: UnboundedSender<Event>,
) {
    while let Some(Ok(click)) = clicks.next().await {
        let header = click.header();
        let body = click.body();
        let (Some(daemon), Ok((id, key))) = (header.sender(), body.deserialize::<(u32, &str)>())
        else {
            continue;
        };
        let Ok(place) = key.parse() else {
            continue;
        };
        let id = (daemon.to_string(), id);
        let mut command = taken(&buttons, &id, place);
        if command.is_none() {
            // A click can overtake the note of what its button does.
            sleep(OVERTAKEN).await;
            command = taken(&buttons, &id, place);
        }
        if let Some(command) = command {
            let _ = events.send(command.event());
        }
    }
    // The session's bus has gone, and the session with it. An agent that stayed would be in the way of the next one's.
    let _ = events.send(Event::Quit(CloseOn::Logout));
}

/// What the button at this place of this notification does; a notification is clicked once.
fn taken(buttons: &Buttons, key: &(String, u32), place: usize) -> Option<Command> {
    let mut buttons = buttons.lock().unwrap_or_else(PoisonError::into_inner);
    let index = buttons.iter().position(|(one, _)| one == key)?;
    let (_, mut commands) = buttons.remove(index)?;
    (place < commands.len()).then(|| commands.swap_remove(place))
}

/// The body may hold a profile's name or the system's words, neither of which is markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
