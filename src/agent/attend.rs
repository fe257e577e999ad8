//! Carries what happens to the session to the agent, and has it wait for what the agent does about it.

use tokio::sync::{mpsc, watch};

use super::{Asker, Event, SessionEvent, State};
use crate::config::CloseOn;
use crate::session::{self, Delays, Happening, Hold, Sources};

/// Carries what happens to the session to the agent, for as long as there is one.
pub async fn attend(
    sources: Sources,
    mut states: watch::Receiver<State>,
    events: mpsc::UnboundedSender<Event>,
) {
    let (delays, wanted) = watch::channel(Delays::default());
    let (sender, mut happened) = mpsc::unbounded_channel();
    tokio::spawn(session::follow(sources, wanted, sender));
    loop {
        tokio::select! {
            happening = happened.recv() => {
                let Some((happening, hold)) = happening else { return };
                if events.send(event(happening, hold)).is_err() {
                    return;
                }
            }
            changed = states.changed() => {
                if changed.is_err() {
                    return;
                }
                let now = states.borrow_and_update().delays();
                delays.send_if_modified(|delays| std::mem::replace(delays, now) != now);
            }
        }
    }
}

fn event(happening: Happening, hold: Hold) -> Event {
    let asker = until_answered(hold);
    match happening {
        Happening::Sleeps => Event::Session(SessionEvent::Closes(CloseOn::Sleep), asker),
        Happening::ShutsDown => Event::Session(SessionEvent::Closes(CloseOn::Shutdown), asker),
        Happening::Locked => Event::Session(SessionEvent::Closes(CloseOn::Lock), asker),
        Happening::Resumed => Event::Session(SessionEvent::Resumed, asker),
        Happening::LogsOut => Event::Quit(CloseOn::Logout),
    }
}

/// Somebody who keeps the hold until all that is done for it has ended.
fn until_answered(hold: Hold) -> Asker {
    let (sender, mut replies) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while replies.recv().await.is_some() {}
        drop(hold);
    });
    Asker::new(sender)
}
