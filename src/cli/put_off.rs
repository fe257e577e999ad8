//! The end of what a command holds open without an agent, put off while other commands are connected through it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::watch;

use super::turns::LastUser;
use crate::agent::{Asker, Event, Request, State};
use crate::clock::{Alarm, Moment};
use crate::lease::Lease;
use crate::profile::Profile;

/// So long before its end it is looked whether somebody is connected.
const BEFORE: Duration = Duration::from_secs(1);

/// Has the end of a profile's lease wait until nobody is connected any more; whoever comes then waits until it is closed.
/// Goes on until that end has come.
pub(super) async fn while_used(
    profile: Arc<Profile>,
    events: UnboundedSender<Event>,
    mut states: watch::Receiver<State>,
) {
    // Where there is no alarm or no lock, it ends at its time.
    let Ok(alarm) = Alarm::new() else { return };
    let name = &profile.name;
    let has_end = |state: &State| end(state, name).is_some();
    let Ok(ends) = states
        .wait_for(has_end)
        .await
        .map(|state| end(&state, name))
    else {
        return;
    };
    alarm.at(ends).await;
    let (sender, mut replies) = unbounded_channel();
    let hold = Request::Hold {
        profile: name.clone(),
    };
    let _ = events.send(Event::Asked(hold, Asker::new(sender)));
    while replies.recv().await.is_some() {}
    let last = LastUser::wait(&profile).await;
    let _ = events.send(Event::LetGo(name.clone()));
    let is_over = |state: &State| {
        let mut leases = state.leases.of(name);
        leases.all(|(_, lease)| lease.is_close_failed())
    };
    let _ = states.wait_for(is_over).await;
    drop(last);
}

/// A little before a lease's end, once it is open and has one.
fn end(state: &State, name: &str) -> Option<Moment> {
    let (_, lease) = state.leases.of(name).last()?;
    let ends = Some(lease).filter(|lease| Lease::is_shown(lease))?.ends?;
    Some(Moment::new(ends.since_boot().saturating_sub(BEFORE)))
}
