//! `open`, `close` and `check`: any number of profiles, side by side.

use super::Status;
use super::arguments::{CheckArguments, CloseArguments, OpenArguments};
use super::console;
use super::context::Context;
use super::engine::Engine;
use super::follow_up::{self, FollowedUp};
use super::progress_lines::ProgressLines;
use super::receipt_lines;
use super::record::{self, Record};
use crate::agent::{Act, Reply};
use crate::knock::Receipt;
use crate::profile::{Action, Term};
use crate::say;

/// What the three commands ask for.
pub(super) struct Asked<'a> {
    action: Action,
    profiles: &'a [String],
    term: Option<Term>,
    connects: bool,
    check: bool,
    json: bool,
    verbose: bool,
}

impl<'a> From<&'a OpenArguments> for Asked<'a> {
    fn from(arguments: &'a OpenArguments) -> Self {
        Self {
            action: Action::Open,
            profiles: &arguments.profiles,
            term: arguments.term,
            connects: arguments.connect,
            check: !arguments.no_check,
            json: arguments.json,
            verbose: arguments.verbose,
        }
    }
}

impl<'a> From<&'a CloseArguments> for Asked<'a> {
    fn from(arguments: &'a CloseArguments) -> Self {
        Self {
            action: Action::Close,
            profiles: &arguments.profiles,
            term: None,
            connects: false,
            check: !arguments.no_check,
            json: arguments.json,
            verbose: arguments.verbose,
        }
    }
}

impl<'a> From<&'a CheckArguments> for Asked<'a> {
    fn from(arguments: &'a CheckArguments) -> Self {
        Self {
            action: Action::Check,
            profiles: &arguments.profiles,
            term: None,
            connects: false,
            check: true,
            json: arguments.json,
            verbose: arguments.verbose,
        }
    }
}

/// Carries out the action on every profile, and shows each outcome as it comes.
pub(super) fn run<'a>(context: &Context, asked: impl Into<Asked<'a>>) -> Status {
    let asked = asked.into();
    match try_run(context, &asked) {
        Ok(status) | Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &Asked) -> Result<Status, Status> {
    if asked.connects {
        follow_up::look(context, asked.profiles)?;
    }
    let act = Act {
        action: asked.action,
        profiles: asked.profiles.to_vec(),
        term: asked.term,
        check: asked.check,
    };
    let mut screen = Screen {
        context,
        asked,
        lines: None,
        worst: Status::Done,
        connections: Vec::new(),
    };
    let runtime = context.runtime()?;
    let acted = runtime.block_on(async {
        let mut engine = Engine::find(context).await;
        engine
            .act(context, &act, &mut |reply| screen.show(reply))
            .await
    });
    // A resolver that hangs is not waited for.
    runtime.shutdown_background();
    let followed = screen.connections.into_iter().map(FollowedUp::wait);
    let worst = followed.fold(screen.worst, Status::max);
    acted.map(|()| worst)
}

/// What is shown of the replies.
struct Screen<'s> {
    context: &'s Context,
    asked: &'s Asked<'s>,
    lines: Option<ProgressLines>,
    worst: Status,
    /// What goes on with what was opened, while that may be held open here.
    connections: Vec<FollowedUp>,
}

impl Screen<'_> {
    fn show(&mut self, reply: Reply) {
        match reply {
            Reply::Selected { profiles, .. } => {
                let is_nothing = profiles.is_empty() && self.asked.action == Action::Close;
                if is_nothing && !self.asked.json {
                    console::note(&say!(self.context.words, "close-nothing-open"));
                }
                let verbose = self.asked.verbose;
                let shown = !self.asked.json && (verbose || console::is_interactive());
                self.lines =
                    shown.then(|| ProgressLines::new(self.context, profiles.len(), verbose));
            }
            Reply::Joined(profile) => {
                if let Some(lines) = &self.lines {
                    lines.joined(self.context, &profile);
                }
            }
            Reply::Progress { profile, progress } => {
                if let Some(lines) = &self.lines {
                    lines.tell(self.context, &profile, progress);
                }
            }
            Reply::Ended(receipt) => {
                match &self.lines {
                    Some(lines) => lines.ended(|| self.show_outcome(&receipt)),
                    None => self.show_outcome(&receipt),
                }
                self.worst = self.worst.max(Status::of(&receipt));
                if self.asked.connects && receipt.action == Action::Open {
                    self.connections
                        .push(follow_up::begin(self.context, &receipt));
                }
            }
            _ => {}
        }
    }

    fn show_outcome(&self, receipt: &Receipt) {
        if self.asked.json {
            return console::print(&record::line(&Record::of(receipt, self.asked.verbose)));
        }
        let words = &self.context.words;
        if self.asked.verbose {
            for line in receipt_lines::step_lines(words, receipt) {
                console::note(&line);
            }
        }
        console::print(&receipt_lines::outcome_line(words, receipt));
    }
}
