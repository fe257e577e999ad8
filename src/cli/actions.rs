//! `open`, `close` and `check`: any number of profiles, side by side.

use jiff::Timestamp;

use super::Status;
use super::arguments::{CheckArguments, CloseArguments, OpenArguments};
use super::console;
use super::context::Context;
use super::engine::Engine;
use super::follow_up::{self, FollowedUp};
use super::progress_lines::ProgressLines;
use super::receipt_lines;
use super::record::{self, Record};
use crate::agent::{Act, Need, Reply};
use crate::history::Entry;
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
    need: Need,
    json: bool,
    verbose: bool,
    /// Whether only what did not go well is shown, and then where errors are.
    quiet: bool,
}

impl<'a> From<&'a OpenArguments> for Asked<'a> {
    fn from(arguments: &'a OpenArguments) -> Self {
        Self {
            action: Action::Open,
            profiles: &arguments.profiles,
            term: arguments.term,
            connects: arguments.connect,
            check: !arguments.no_check,
            need: if arguments.if_needed {
                Need::UnlessOpen(Timestamp::now())
            } else {
                Need::Always
            },
            json: arguments.json,
            verbose: arguments.verbose,
            quiet: arguments.quiet,
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
            need: Need::Always,
            json: arguments.json,
            verbose: arguments.verbose,
            quiet: false,
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
            need: Need::Always,
            json: arguments.json,
            verbose: arguments.verbose,
            quiet: false,
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
        need: asked.need,
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
                let is_shown = !self.asked.json && !self.asked.quiet;
                let shown = is_shown && (verbose || console::is_interactive());
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
            Reply::IsOpen { profile, address } => {
                if self.asked.json {
                    console::print(&record::line(&Record::of_open(&profile, address)));
                } else if !self.asked.quiet {
                    let profile = profile.as_str();
                    let line = say!(self.context.words, "open-already", profile = profile);
                    console::print(&line);
                }
            }
            Reply::JustFailed(entry) => {
                self.worst = self.worst.max(Status::of_entry(&entry));
                self.show_failed(&entry);
            }
            _ => {}
        }
    }

    fn show_failed(&self, entry: &Entry) {
        if self.asked.json {
            return console::print(&record::line(&Record::of_failed(entry)));
        }
        let line = receipt_lines::entry_line(&self.context.words, entry);
        self.show_line(&line);
    }

    /// What a quiet command shows has gone wrong.
    fn show_line(&self, line: &str) {
        if self.asked.quiet {
            self.context.say_kept_back();
            console::note(line);
        } else {
            console::print(line);
        }
    }

    fn show_outcome(&self, receipt: &Receipt) {
        if self.asked.quiet && receipt_lines::is_all_well(receipt) {
            return;
        }
        if self.asked.json {
            return console::print(&record::line(&Record::of(receipt, self.asked.verbose)));
        }
        let words = &self.context.words;
        if self.asked.verbose {
            for line in receipt_lines::step_lines(words, receipt) {
                console::note(&line);
            }
        }
        self.show_line(&receipt_lines::outcome_line(words, receipt));
    }
}
