//! What a terminal shows while actions run: a line for each step of one profile, a bar for several unless every step
//! is asked for.

use indicatif::{ProgressBar, ProgressStyle};

use super::console;
use super::context::Context;
use crate::knock::{Progress, progress_words};
use crate::say;

/// What a terminal shows while actions run.
pub(super) enum ProgressLines {
    /// A line as each packet leaves.
    Lines {
        /// Whether ports are shown: a sequence is a password, and somebody may look over a shoulder.
        ports: bool,
        /// Whether each line says whose it is.
        names: bool,
    },
    /// Several profiles: how many have ended.
    Bar(ProgressBar),
}

impl ProgressLines {
    pub(super) fn new(context: &Context, profiles: usize, verbose: bool) -> Self {
        if profiles == 1 || verbose {
            return Self::Lines {
                ports: verbose,
                names: profiles > 1,
            };
        }
        let bar = ProgressBar::new(profiles as u64);
        let template = say!(context.words, "progress-bar");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        bar.tick();
        Self::Bar(bar)
    }

    /// Shows a piece of progress.
    pub(super) fn tell(&self, context: &Context, profile: &str, progress: Progress) {
        let Self::Lines { ports, .. } = self else {
            return;
        };
        let line = progress_words(&context.words, &progress, *ports);
        self.line(context, profile, line);
    }

    fn line(&self, context: &Context, profile: &str, line: String) {
        console::note(&if matches!(self, Self::Lines { names: true, .. }) {
            say!(context.words, "progress-of", profile = profile, line = line)
        } else {
            line
        });
    }

    /// Shows that the same was under way already.
    pub(super) fn joined(&self, context: &Context, profile: &str) {
        if let Self::Lines { .. } = self {
            self.line(context, profile, say!(context.words, "progress-joined"));
        }
    }

    /// Shows that one of the profiles ended; `show` prints its outcome.
    pub(super) fn ended(&self, show: impl FnOnce()) {
        match self {
            Self::Lines { .. } => show(),
            Self::Bar(bar) => {
                bar.suspend(show);
                bar.inc(1);
                if Some(bar.position()) == bar.length() {
                    bar.finish_and_clear();
                }
            }
        }
    }
}
