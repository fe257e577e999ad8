//! `connect`: for ssh's `ProxyCommand`. It opens a profile if need be, and then is the connection: standard input and
//! output are the stream, so that nothing else is ever written there, and nothing at all where all goes well.

mod door;
mod target;

use std::io;
use std::net::Shutdown;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;

use super::Status;
use super::arguments::ConnectArguments;
use super::console;
use super::context::Context;
use crate::agent::Need;
use crate::carry;
use crate::knock::{self, Connected, Failure, Patience};
use crate::profile::Profile;
use crate::say;
use door::{Door, Opened};
use target::Target;

/// A port that is open as far as is known gets so long to answer, or less where the profile says so: a lost packet is
/// sent again within that time. Otherwise it is knocked on.
const KNOWN_TO_BE_OPEN: Duration = Duration::from_secs(2);

/// Opens the profile if need be, connects, and carries the stream until it ends.
pub(super) fn run(context: Context, asked: &ConnectArguments) -> Status {
    let context = context.quiet();
    match try_run(&context, asked) {
        Ok(()) => Status::Done,
        Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &ConnectArguments) -> Result<(), Status> {
    let profile = context.profile(&asked.profile)?;
    let target = Target::of(context, &profile, asked)?;
    let runtime = context.runtime()?;
    let ended = runtime.block_on(connect(context, &profile, &target));
    // Neither a resolver that hangs nor standard input is waited for.
    runtime.shutdown_background();
    ended
}

async fn connect(context: &Context, profile: &Arc<Profile>, target: &Target) -> Result<(), Status> {
    let mut door = Door::find(context, profile).await?;
    let carried = match reach(context, profile, target, &mut door).await {
        Ok(connected) => stream(context, profile, connected, &mut door).await,
        Err(status) => Err(status),
    };
    // Closing may take a moment, which ssh need not wait for.
    let _ = carry::close_output();
    let left = door.leave(context).await;
    carried.and(left)
}

/// Carries the stream until it ends, or this process is asked to.
async fn stream(
    context: &Context,
    profile: &Profile,
    connected: Connected,
    door: &mut Door,
) -> Result<(), Status> {
    let Connected { service, stream } = connected;
    let stream = Arc::new(stream);
    let carried = Arc::clone(&stream);
    let (sender, ended) = oneshot::channel();
    // Its threads block. Where they are waited for no longer, the end of this process ends them.
    thread::spawn(move || {
        let _ = sender.send(carry::carry(&carried));
    });
    match door.stay(context, ended).await {
        Some(ended) => {
            ended.map_err(|error| broken(context, profile, &service.to_string(), &error))
        }
        None => {
            let _ = stream.shutdown(Shutdown::Both);
            Ok(())
        }
    }
}

/// Connects to what is open, or is opened for that.
async fn reach(
    context: &Context,
    profile: &Arc<Profile>,
    target: &Target,
    door: &mut Door,
) -> Result<Connected, Status> {
    let mut opened = door
        .open(context, Need::UnlessOpen(Timestamp::now()))
        .await?;
    let limit = profile.settings.check_timeout;
    let began = Timestamp::now();
    if let Opened::Before(Some(address)) = opened
        && target.has_moved(profile, address).await
    {
        opened = door.open(context, Need::UnlessOpenedSince(began)).await?;
    }
    let patience = match opened {
        Opened::Before(_) => Patience::Once(limit.min(KNOWN_TO_BE_OPEN)),
        Opened::Now(_) => Patience::Until(limit),
    };
    let service = |opened: Opened| target.service(profile, opened.address());
    let mut connected = service(opened).connect(patience).await;
    // Anything else would be so after a knock, too.
    let is_shut = matches!(connected, Err(Failure::NotReachable { .. }));
    if is_shut && matches!(opened, Opened::Before(_)) {
        let opened = door.open(context, Need::UnlessOpenedSince(began)).await?;
        connected = service(opened).connect(Patience::Until(limit)).await;
    }
    connected.map_err(|failure| unreached(context, profile, target, &failure))
}

fn unreached(context: &Context, profile: &Profile, target: &Target, failure: &Failure) -> Status {
    context.say_kept_back();
    let line = say!(
        context.words,
        "connect-failed",
        profile = profile.name.as_str(),
        target = target.to_string(),
        reason = knock::reason(&context.words, failure)
    );
    console::error(&context.words, &line);
    Status::Failed
}

fn broken(context: &Context, profile: &Profile, service: &str, error: &io::Error) -> Status {
    context.say_kept_back();
    let line = say!(
        context.words,
        "connect-broken",
        profile = profile.name.as_str(),
        target = service,
        error = error.to_string()
    );
    console::error(&context.words, &line);
    Status::Failed
}
