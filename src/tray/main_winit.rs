//! Windows and macOS: the tray needs the main thread's event loop, so `winit` owns it and the agent has a thread of its own.

use std::sync::Arc;
use std::thread;

use thiserror::Error;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use winit::application::ApplicationHandler;
use winit::event::{StartCause, WindowEvent};
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop};
use winit::window::WindowId;

use super::View;
use super::binding::{Binding, BindingError};
use crate::agent::{Agent, Event, Handle, State, attend};
use crate::config::CloseOn;
use crate::notify;
use crate::say;
use crate::session::Sources;
use crate::text::{Catalogue, Catalogues};

/// Why there is no tray agent.
#[derive(Debug, Error)]
pub enum TrayError {
    /// The system gives no event loop.
    #[error("no event loop: {0}")]
    NoEventLoop(#[from] winit::error::EventLoopError),
}

impl TrayError {
    /// The error in a line.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        let Self::NoEventLoop(cause) = self;
        say!(words, "tray-no-event-loop", cause = cause.to_string())
    }
}

/// What wakes the event loop.
enum Wake {
    Changed,
    Ended,
}

/// Runs the agent until it is asked to end.
///
/// # Errors
///
/// Where the system gives no event loop.
pub fn run(
    runtime: &Runtime,
    agent: Agent,
    handle: Handle,
    words: &Arc<Catalogues>,
) -> Result<(), TrayError> {
    let event_loop = event_loop()?;
    event_loop.set_control_flow(ControlFlow::Wait);
    let Handle {
        events,
        states,
        notices,
        reader: _,
    } = handle;
    let proxy = event_loop.create_proxy();
    let mut changes = states.clone();
    let session_states = states.clone();
    let mut tray = Tray {
        binding: None,
        states,
        events: events.clone(),
        words: Arc::clone(words),
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            runtime.block_on(async {
                tokio::spawn(notify::run(
                    notices,
                    events.clone(),
                    session_states.clone(),
                    Arc::clone(words),
                ));
                tokio::spawn(attend(Sources, session_states, events.clone()));
                tokio::spawn(quit_on_signal(events));
                let waker = proxy.clone();
                tokio::spawn(async move {
                    while changes.changed().await.is_ok() {
                        let _ = waker.send_event(Wake::Changed);
                    }
                });
                agent.run().await;
            });
            let _ = proxy.send_event(Wake::Ended);
        });
        let ended = event_loop.run_app(&mut tray);
        // However the loop ended, the agent does not stay behind alone.
        let _ = tray.events.send(Event::Quit(CloseOn::Quit));
        ended
    })?;
    Ok(())
}

/// Whether this desktop shows tray icons: these always do.
#[must_use]
pub fn desktop_has_tray(_runtime: &Runtime) -> bool {
    true
}

#[cfg(windows)]
fn event_loop() -> Result<EventLoop<Wake>, TrayError> {
    Ok(EventLoop::with_user_event().build()?)
}

/// No icon in the Dock, no menu bar.
#[cfg(target_os = "macos")]
fn event_loop() -> Result<EventLoop<Wake>, TrayError> {
    use winit::platform::macos::{ActivationPolicy, EventLoopBuilderExtMacOS as _};
    Ok(EventLoop::with_user_event()
        .with_activation_policy(ActivationPolicy::Accessory)
        .with_default_menu(false)
        .build()?)
}

struct Tray {
    binding: Option<Binding>,
    states: watch::Receiver<State>,
    events: UnboundedSender<Event>,
    words: Arc<Catalogues>,
}

impl Tray {
    fn show(&mut self) {
        let view = {
            let state = self.states.borrow_and_update();
            View::of(&state, self.words.of(state.language()))
        };
        let shown = match &mut self.binding {
            Some(binding) => binding.show(view),
            None => self.put_up(view),
        };
        if let Err(error) = shown {
            tracing::error!("the tray icon is not up to date: {error}");
        }
    }

    fn put_up(&mut self, view: View) -> Result<(), BindingError> {
        let events = self.events.clone();
        let clicked = move |event| {
            let _ = events.send(event);
        };
        let title = say!(self.words.of(None), "tray-title");
        self.binding = Some(Binding::new(view, &title, clicked)?);
        Ok(())
    }
}

impl ApplicationHandler<Wake> for Tray {
    fn new_events(&mut self, _event_loop: &ActiveEventLoop, cause: StartCause) {
        // macOS wants a running loop before there is an icon.
        if cause == StartCause::Init {
            self.show();
        }
    }

    fn resumed(&mut self, _event_loop: &ActiveEventLoop) {}

    fn window_event(&mut self, _: &ActiveEventLoop, _: WindowId, _: WindowEvent) {}

    fn user_event(&mut self, event_loop: &ActiveEventLoop, wake: Wake) {
        match wake {
            Wake::Changed => self.show(),
            Wake::Ended => event_loop.exit(),
        }
    }
}

async fn quit_on_signal(events: UnboundedSender<Event>) {
    if tokio::signal::ctrl_c().await.is_ok() {
        let _ = events.send(Event::Quit(CloseOn::Quit));
    }
}
