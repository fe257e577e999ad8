//! The screensavers of the session bus: `ActiveChanged`. Desktops lock by one of them, and not all of them tell logind.

use futures_lite::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;
use zbus::fdo::DBusProxy;
use zbus::{Connection, MatchRule, Message, MessageStream, message};

use super::{Happening, Hold, PATIENCE};

/// Their names, which are their interfaces' too. Where their objects are differs.
const SCREENSAVERS: [&str; 5] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
];

/// Tells of each locking, until the bus goes.
pub(super) async fn follow(
    bus: &Connection,
    happened: &UnboundedSender<(Happening, Hold)>,
) -> zbus::Result<()> {
    let rule = MatchRule::builder()
        .msg_type(message::Type::Signal)
        .member("ActiveChanged")?
        .build();
    let listening = async {
        let names = DBusProxy::new(bus).await?;
        let signals = MessageStream::for_match_rule(rule, bus, None).await?;
        Ok::<_, zbus::Error>((names, signals))
    };
    let Ok(listening) = timeout(PATIENCE, listening).await else {
        tracing::warn!("screensavers go unnoticed: the session bus does not answer");
        return Ok(());
    };
    let (names, mut signals) = listening?;
    while let Some(Ok(signal)) = signals.next().await {
        if is_locking(&names, &signal).await {
            let _ = happened.send((Happening::Locked, Hold::none()));
        }
    }
    Ok(())
}

/// Whether a screensaver itself says that it has come up.
async fn is_locking(names: &DBusProxy<'_>, signal: &Message) -> bool {
    let header = signal.header();
    let (Some(interface), Some(sender)) = (header.interface(), header.sender()) else {
        return false;
    };
    let Some(name) = SCREENSAVERS
        .iter()
        .find(|name| **name == interface.as_str())
    else {
        return false;
    };
    if !matches!(signal.body().deserialize(), Ok(true)) {
        return false;
    }
    let Ok(name) = (*name).try_into() else {
        return false;
    };
    let owner = timeout(PATIENCE, names.get_name_owner(name)).await;
    matches!(owner, Ok(Ok(owner)) if owner == *sender)
}
