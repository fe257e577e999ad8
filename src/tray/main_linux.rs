//! Linux: the agent owns the main thread. The tray has a thread of its own, since its calls wait for the session bus.

use std::io;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use thiserror::Error;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{sleep, timeout};
use zbus::Connection;
use zbus::fdo::DBusProxy;

use super::View;
use super::binding::Binding;
use crate::agent::{Agent, Event, Handle, State, attend};
use crate::notify;
use crate::say;
use crate::session::Sources;
use crate::signals::interrupted;
use crate::text::{Catalogue, Catalogues};

/// The name that a desktop with a tray owns on the session bus.
const TRAY_HOST: &str = "org.kde.StatusNotifierWatcher";
/// A panel that starts with the session is up by then, on a slow machine too.
const TRAY_HOST_PATIENCE: Duration = Duration::from_secs(20);
/// A session bus that does not answer for so long is none.
const BUS_PATIENCE: Duration = Duration::from_secs(5);
/// What is still to be told at the end gets so long.
const LAST_NOTICES: Duration = Duration::from_millis(500);
/// Between attempts to put an icon into a tray that fails.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest such pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Why there is no tray agent.
#[derive(Debug, Error)]
pub enum TrayError {
    /// Without a session bus there is neither tray nor notification.
    #[error("no session bus: {0}")]
    NoSession(zbus::Error),
}

impl TrayError {
    /// The error in a line.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        let Self::NoSession(cause) = self;
        say!(words, "tray-no-session", cause = cause.to_string())
    }
}

/// Runs the agent until it is asked to end.
///
/// # Errors
///
/// Where there is no session bus.
pub fn run(
    runtime: &Runtime,
    agent: Agent,
    handle: Handle,
    words: &Arc<Catalogues>,
) -> Result<(), TrayError> {
    runtime.block_on(async {
        let bus = session().await.map_err(TrayError::NoSession)?;
        let Handle {
            events,
            mut states,
            notices,
            reader: _,
        } = handle;
        let notices = tokio::spawn(notify::run(
            bus.clone(),
            notices,
            events.clone(),
            states.clone(),
            Arc::clone(words),
        ));
        tokio::spawn(attend(
            Sources::of_this_session(Some(bus.clone())),
            states.clone(),
            events.clone(),
        ));
        tokio::spawn(report_missing_host(bus, events.clone()));
        tokio::spawn(quit_on_signal(events.clone()));

        let (views, shown) = mpsc::channel();
        let title = say!(words.of(None), "tray-title");
        let tray = thread::Builder::new()
            .name("tray".to_owned())
            .spawn(move || show_views(&shown, &title, &events));
        let words = Arc::clone(words);
        tokio::spawn(async move {
            loop {
                let view = view_of(&states.borrow_and_update(), &words);
                if views.send(view).is_err() || states.changed().await.is_err() {
                    break;
                }
            }
        });

        agent.run().await;
        let _ = timeout(LAST_NOTICES, notices).await;
        // The tray thread ends when the process does: waiting for it would be waiting for the session bus.
        drop(tray);
        Ok(())
    })
}

/// Whether this desktop shows tray icons.
#[must_use]
pub fn desktop_has_tray(runtime: &Runtime) -> bool {
    runtime.block_on(async {
        match session().await {
            Ok(bus) => has_host(&bus).await,
            Err(_) => false,
        }
    })
}

fn view_of(state: &State, words: &Catalogues) -> View {
    View::of(state, words.of(state.language()))
}

fn show_views(views: &mpsc::Receiver<View>, title: &str, events: &UnboundedSender<Event>) {
    let Ok(mut view) = views.recv() else { return };
    let events = events.clone();
    let clicked = move |event| {
        let _ = events.send(event);
    };
    let mut pause = FIRST_PAUSE;
    let mut binding = loop {
        match Binding::new(view.clone(), title, clicked.clone()) {
            Ok(binding) => break binding,
            // A tray host that hung and went, most likely: where there is none at all, that is no error.
            Err(error) => tracing::warn!("no tray icon yet: {error}"),
        }
        thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
        view = views.try_iter().last().unwrap_or(view);
    };
    while let Ok(view) = views.recv() {
        // A tray that hung for a while shows only what is true now.
        let view = views.try_iter().last().unwrap_or(view);
        if let Err(error) = binding.show(view) {
            tracing::error!("the tray icon is not up to date: {error}");
        }
    }
}

/// The session bus, unless it does not answer in time.
async fn session() -> zbus::Result<Connection> {
    let silent = || zbus::Error::from(io::Error::from(io::ErrorKind::TimedOut));
    timeout(BUS_PATIENCE, Connection::session())
        .await
        .unwrap_or_else(|_| Err(silent()))
}

async fn has_host(bus: &Connection) -> bool {
    let asked = timeout(BUS_PATIENCE, async {
        let name = TRAY_HOST.try_into().map_err(zbus::Error::from)?;
        DBusProxy::new(bus)
            .await?
            .name_has_owner(name)
            .await
            .map_err(zbus::Error::from)
    });
    matches!(asked.await, Ok(Ok(true)))
}

/// Says it where no tray host has come up in its time. The icon appears as soon as one does; that is `tray-icon`'s.
async fn report_missing_host(bus: Connection, events: UnboundedSender<Event>) {
    sleep(TRAY_HOST_PATIENCE).await;
    if !has_host(&bus).await {
        tracing::warn!(
            "this desktop shows no tray icons: nobody owns {TRAY_HOST} on the session bus"
        );
        let _ = events.send(Event::NoTrayHost);
    }
}

async fn quit_on_signal(events: UnboundedSender<Event>) {
    let cause = interrupted().await;
    let _ = events.send(Event::Quit(cause));
}
