//! What the agent knows, as an icon, a tooltip and a menu: pure. Two equal views look the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Icon;
use crate::agent::{Command, ConfigTrouble, DropInTrouble, State};
use crate::history;
use crate::knock::{Failure, ListReport, detail, headline};
use crate::lease::{self, Lease, Phase, Way};
use crate::profile::{Action, Profile, Span, Term};
use crate::say;
use crate::text::Catalogue;

/// What the tray shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The icon.
    pub icon: Icon,
    /// What is shown when the pointer rests on it.
    pub tooltip: String,
    /// The menu, from top to bottom.
    pub menu: Vec<Entry>,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Something to click.
    Item {
        /// What it says.
        text: String,
        /// What a click asks for; absent: it cannot be clicked now.
        command: Option<Command>,
    },
    /// Something to click that is on or off.
    Check {
        /// What it says.
        text: String,
        /// Whether it is on.
        checked: bool,
        /// What a click asks for; absent: it cannot be clicked now.
        command: Option<Command>,
    },
    /// More lines.
    Submenu {
        /// What it says.
        text: String,
        /// The lines.
        entries: Vec<Entry>,
    },
    /// A line between groups.
    Separator,
}

impl View {
    /// The view of a state.
    #[must_use]
    pub fn of(state: &State, words: &Catalogue) -> Self {
        Self {
            icon: icon(state),
            tooltip: tooltip(state, words),
            menu: menu(state, words),
        }
    }
}

fn icon(state: &State) -> Icon {
    if !state.running.is_empty() || !state.examining.is_empty() {
        Icon::Working
    } else if needs_attention(state) {
        Icon::Attention
    } else if !open_profiles(state).is_empty() {
        Icon::Open
    } else {
        Icon::Idle
    }
}

fn needs_attention(state: &State) -> bool {
    let is_amiss = |lease: &Lease| lease.way == Way::Moved || lease.is_close_failed();
    state.trouble.is_some()
        || broken_drop_ins(state).next().is_some()
        || !state.failures.is_empty()
        || state.leases.iter().any(|(_, lease)| is_amiss(lease))
}

fn broken_drop_ins(state: &State) -> impl Iterator<Item = (&str, &DropInTrouble)> {
    state
        .set_aside
        .iter()
        .filter_map(|trouble| Some((trouble.broken.as_deref()?, trouble)))
}

/// What is open, and in full what went wrong: the menu has room for a few words only.
fn tooltip(state: &State, words: &Catalogue) -> String {
    let open = open_profiles(state);
    let first = if open.is_empty() {
        say!(words, "tooltip-nothing-open")
    } else {
        say!(words, "tooltip-open", profiles = open.join(", "))
    };
    let trouble = state.trouble.iter().map(|trouble| trouble.line.clone());
    let failures = state.failures.values().map(|receipt| {
        say!(
            words,
            "tooltip-failure",
            headline = headline(words, receipt),
            detail = detail(words, receipt)
        )
    });
    let drop_ins = broken_drop_ins(state).map(|(_, trouble)| trouble.line.clone());
    let lines: Vec<String> = [first]
        .into_iter()
        .chain(trouble)
        .chain(drop_ins)
        .chain(failures)
        .collect();
    lines.join("\n")
}

/// The profiles that are open, as far as is known: also such as are no longer in the configuration.
fn open_profiles(state: &State) -> Vec<&str> {
    let profiles = state.config.profiles.iter();
    let believed = profiles.filter(|profile| state.is_open(profile));
    let leased = state
        .leases
        .iter()
        .filter(|(_, lease)| lease.is_shown() && !lease.is_doubtful)
        .map(|(_, lease)| &lease.profile);
    let mut names: Vec<&str> = Vec::new();
    for profile in believed.chain(leased) {
        if !names.contains(&profile.name.as_str()) {
            names.push(&profile.name);
        }
    }
    names
}

fn menu(state: &State, words: &Catalogue) -> Vec<Entry> {
    let mut parts = vec![
        leases(state, words),
        used_last(state, words),
        attention(state, words),
        profiles(state, words),
        close_all(state, words),
        program(state, words),
    ];
    parts.retain(|part| !part.is_empty());
    parts.join(&Entry::Separator)
}

/// What is open, and until when.
fn leases(state: &State, words: &Catalogue) -> Vec<Entry> {
    let leases = state.leases.iter().map(|(_, lease)| lease);
    leases
        .filter(|lease| lease.is_shown())
        .map(|lease| lease_entry(state, lease, words))
        .collect()
}

fn lease_entry(state: &State, lease: &Lease, words: &Catalogue) -> Entry {
    let profile = &lease.profile;
    let name = profile.name.as_str();
    let status = lease.status(state.leases.is_held(&lease.profile.name), |moment| {
        state.wall(moment)
    });
    let text = match lease.phase {
        Phase::Closing(_) => say!(words, "menu-lease-busy", profile = name),
        _ => say!(
            words,
            "menu-lease",
            profile = name,
            lease = lease::status_words(words, &status)
        ),
    };
    let item = |text: String, command: Command| Entry::Item {
        text,
        command: Some(command),
    };
    let close = close_item(state, profile, words).unwrap_or_else(|| Entry::Item {
        text: say!(words, "menu-close"),
        command: command(state, profile, Action::Close).filter(|_| profile.close.is_some()),
    });
    // How it is opened says the configuration alone.
    let is_known = state.config.profile(name).is_some();
    let again = (lease.way == Way::Moved && is_known).then(|| Entry::Item {
        text: say!(words, "menu-open-again"),
        command: command(state, profile, Action::Open).map(|_| Command::OpenAgain(name.to_owned())),
    });
    let extend = lease.can_be_extended().then(|| {
        let time = Span::written(State::extension(profile));
        item(
            say!(words, "menu-extend", time = time),
            Command::Extend(name.to_owned()),
        )
    });
    let copy = lease.addresses.iter().map(|address| {
        let address = address.ip().to_string();
        item(
            say!(words, "menu-copy", address = address.as_str()),
            Command::Copy(address),
        )
    });
    let dismiss = lease.is_close_failed().then(|| {
        item(
            say!(words, "menu-dismiss"),
            Command::Dismiss(name.to_owned()),
        )
    });
    let entries = again
        .into_iter()
        .chain([close])
        .chain(extend)
        .chain(copy)
        .chain(dismiss);
    Entry::Submenu {
        text,
        entries: entries.collect(),
    }
}

fn close_all(state: &State, words: &Catalogue) -> Vec<Entry> {
    if state.leases.is_empty() {
        return Vec::new();
    }
    vec![Entry::Item {
        text: say!(words, "menu-close-all"),
        command: Some(Command::CloseAll),
    }]
}

/// The profile used last, with the action that makes sense now.
fn used_last(state: &State, words: &Catalogue) -> Vec<Entry> {
    let Some(profile) = state.standings.last_used(&state.config.profiles) else {
        return Vec::new();
    };
    let (id, action) = if state.is_open(profile) && profile.close.is_some() {
        ("menu-close-last", Action::Close)
    } else {
        ("menu-open-last", Action::Open)
    };
    vec![Entry::Item {
        text: say!(words, id, profile = profile.name.as_str()),
        command: command(state, profile, action),
    }]
}

/// What a click on an action asks for; nothing where it is under way.
fn command(state: &State, profile: &Profile, action: Action) -> Option<Command> {
    let is_examined = action != Action::Check && state.examining.contains(&profile.name);
    let is_free = !is_examined && !state.is_under_way(&profile.name, action);
    is_free.then(|| Command::Act {
        profile: profile.name.clone(),
        action,
    })
}

fn attention(state: &State, words: &Catalogue) -> Vec<Entry> {
    let trouble = state.trouble.iter().map(|trouble| Entry::Item {
        text: trouble_words(trouble, words),
        command: Some(Command::EditConfig),
    });
    let failures = state.failures.iter().flat_map(|(profile, receipt)| {
        let failure = Entry::Item {
            text: say!(words, "menu-failure", headline = headline(words, receipt)),
            command: Some(Command::Dismiss(profile.clone())),
        };
        let is_riddle = receipt.outcome.failure().is_some_and(Failure::is_riddle);
        let is_opening = receipt.action == Action::Open;
        let find_out = (is_opening && is_riddle).then(|| Entry::Item {
            text: say!(words, "menu-find-out", profile = profile.as_str()),
            command: (!state.examining.contains(profile))
                .then(|| Command::FindOut(profile.clone())),
        });
        [failure].into_iter().chain(find_out)
    });
    let drop_ins = broken_drop_ins(state).map(|(name, trouble)| Entry::Item {
        text: say!(
            words,
            if trouble.kept {
                "menu-drop-in-kept"
            } else {
                "menu-drop-in"
            },
            name = name
        ),
        command: Some(Command::EditConfig),
    });
    trouble.chain(drop_ins).chain(failures).collect()
}

/// What is wrong with the configuration, for a menu's width.
fn trouble_words(trouble: &ConfigTrouble, words: &Catalogue) -> String {
    let problem = match trouble.mistakes {
        0 => say!(words, "menu-config-unreadable"),
        count => say!(
            words,
            "menu-config-mistakes",
            mistakes = say!(words, "config-mistakes", count = count)
        ),
    };
    if trouble.kept {
        say!(words, "menu-config-kept", problem = problem)
    } else {
        say!(words, "menu-config-none", problem = problem)
    }
}

/// The profiles without a group, then each group in the order in which it first appears.
fn profiles(state: &State, words: &Catalogue) -> Vec<Entry> {
    if state.config.profiles.is_empty() {
        return vec![Entry::Item {
            text: say!(words, "menu-no-profiles"),
            command: None,
        }];
    }
    let mut entries = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    let mut groups: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for profile in &state.config.profiles {
        let entry = profile_entry(state, profile, words);
        match profile.group.as_deref() {
            None => entries.push(entry),
            Some(group) => {
                if !groups.contains_key(group) {
                    order.push(group);
                }
                groups.entry(group).or_default().push(entry);
            }
        }
    }
    entries.extend(order.into_iter().map(|group| Entry::Submenu {
        text: group.to_owned(),
        entries: groups.remove(group).unwrap_or_default(),
    }));
    entries
}

fn profile_entry(state: &State, profile: &Arc<Profile>, words: &Catalogue) -> Entry {
    let name = profile.name.as_str();
    let is_running = |action| state.is_under_way(name, action);
    let item = |action, id, possible: bool| Entry::Item {
        text: say!(words, id),
        command: command(state, profile, action).filter(|_| possible),
    };
    let id = if state.examining.contains(name) {
        "menu-profile-examining"
    } else if is_running(Action::Open) {
        "menu-profile-opening"
    } else if is_running(Action::Close) {
        "menu-profile-closing"
    } else if is_running(Action::Check) {
        "menu-profile-checking"
    } else if state.is_open(profile) {
        "menu-profile-open"
    } else {
        "menu-profile"
    };
    let label = say!(words, id, profile = name);
    let label = match state.left.get(name) {
        Some(left) if *left <= ListReport::FEW => {
            say!(words, "menu-profile-left", profile = label, left = *left)
        }
        _ => label,
    };
    let label = match state.answers.get(name) {
        Some(true) => say!(words, "menu-profile-answers", profile = label),
        Some(false) => say!(words, "menu-profile-silent", profile = label),
        None => label,
    };
    let text = match state.standings.of(profile) {
        Some(standing) => say!(
            words,
            "menu-profile-last",
            profile = label,
            last = history::outcome(words, &standing.last)
        ),
        None => label,
    };
    Entry::Submenu {
        text,
        entries: [item(Action::Open, "menu-open", true)]
            .into_iter()
            .chain(open_for(state, profile, words))
            .chain(connect(state, profile, words))
            .chain([
                close_item(state, profile, words)
                    .unwrap_or_else(|| item(Action::Close, "menu-close", profile.close.is_some())),
                item(Action::Check, "menu-check", profile.check.is_some()),
            ])
            .collect(),
    }
}

/// What stands in the place of *Close* where only the server can close: that, and when it does; or, where it is kept open,
/// to let it.
fn close_item(state: &State, profile: &Profile, words: &Catalogue) -> Option<Entry> {
    if profile.close.is_some() || profile.lapses_after().is_none() {
        return None;
    }
    let is_kept = |lease: &Lease| lease.profile.keep_open;
    if state
        .leases
        .of(&profile.name)
        .any(|(_, lease)| is_kept(lease))
    {
        return Some(Entry::Item {
            text: say!(words, "menu-let-lapse"),
            command: command(state, profile, Action::Close),
        });
    }
    let text = match profile.server_timeout {
        Some(after) => say!(words, "menu-closes-by-itself", after = Span::written(after)),
        None => say!(words, "menu-closes-by-itself-sometime"),
    };
    Some(Entry::Item {
        text,
        command: None,
    })
}

/// The terms that the menu offers, with their words.
const TERMS: [(&str, u64, &str); 3] = [
    ("menu-minutes", 5, "5m"),
    ("menu-minutes", 15, "15m"),
    ("menu-hours", 1, "1h"),
];

fn open_for(state: &State, profile: &Profile, words: &Catalogue) -> Option<Entry> {
    let is_free = !state.is_under_way(&profile.name, Action::Open);
    let item = |text: String, term: Term| Entry::Item {
        text,
        command: is_free.then(|| Command::OpenFor {
            profile: profile.name.clone(),
            term,
        }),
    };
    let timed = TERMS.iter().filter_map(|(id, count, term)| {
        let text = say!(words, id, count = *count);
        let term: Term = term.parse().ok()?;
        profile.takes_term(term).then(|| item(text, term))
    });
    let until_closed = || item(say!(words, "menu-until-closed"), Term::UntilClosed);
    let endless = profile.can_end().then(until_closed);
    let entries: Vec<Entry> = timed.chain(endless).collect();
    (!entries.is_empty()).then(|| Entry::Submenu {
        text: say!(words, "menu-open-for"),
        entries,
    })
}

fn connect(state: &State, profile: &Profile, words: &Catalogue) -> Option<Entry> {
    profile.on_open.as_ref().map(|_| Entry::Item {
        text: say!(words, "menu-connect"),
        command: command(state, profile, Action::Open)
            .map(|_| Command::Connect(profile.name.clone())),
    })
}

fn program(state: &State, words: &Catalogue) -> Vec<Entry> {
    let manage = state.config_path.is_some().then(|| Entry::Item {
        text: say!(words, "menu-manage"),
        command: Some(Command::ManageProfiles),
    });
    let autostart = state.autostart.map(|autostart| Entry::Check {
        text: say!(words, "menu-autostart"),
        checked: autostart.is_on(),
        command: state
            .autostart_wanted
            .is_none()
            .then_some(Command::ToggleAutostart),
    });
    let history = state.config_path.is_some().then(|| Entry::Item {
        text: say!(words, "menu-history"),
        command: Some(Command::ViewHistory),
    });
    let quit = Entry::Item {
        text: say!(words, "menu-quit"),
        command: Some(Command::Quit),
    };
    manage
        .into_iter()
        .chain(autostart)
        .chain(history)
        .chain([quit])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::{Cause, Run, UnderWay};
    use crate::autostart::Autostart;
    use crate::config::{Config, decode};
    use crate::history;
    use crate::knock::{Failure, Outcome, Receipt, Silence};
    use std::num::NonZeroU16;
    use std::time::Duration;

    const PROFILES: &str = r#"
        [[profile]]
        name = "gateway"
        group = "Work"
        host = "192.0.2.1"
        open = ["7000"]
        [[profile]]
        name = "homelab"
        host = "192.0.2.2"
        open = ["7000"]
        close = ["7001"]
        check = 22
        [[profile]]
        name = "bastion"
        group = "Work"
        host = "192.0.2.3"
        open = ["7000"]
    "#;

    fn state() -> State {
        State::new(
            decode(PROFILES, std::path::Path::new("")).unwrap(),
            Some("config.toml".into()),
        )
    }

    fn view(state: &State) -> View {
        View::of(state, &Catalogue::english())
    }

    /// The menu as text: a line an entry, indented, `-` where it cannot be clicked.
    fn drawn(entries: &[Entry], indent: &str) -> String {
        let deeper = format!("{indent}  ");
        entries
            .iter()
            .map(|entry| match entry {
                Entry::Separator => format!("{indent}---\n"),
                Entry::Item {
                    text,
                    command: None,
                } => format!("{indent}- {text}\n"),
                Entry::Item { text, .. } => format!("{indent}{text}\n"),
                Entry::Check {
                    text,
                    checked,
                    command,
                } => {
                    let mark = if *checked { "[x]" } else { "[ ]" };
                    let bar = if command.is_some() { "" } else { "- " };
                    format!("{indent}{bar}{mark} {text}\n")
                }
                Entry::Submenu { text, entries } => {
                    format!("{indent}{text} >\n{}", drawn(entries, &deeper))
                }
            })
            .collect()
    }

    fn failed_open(profile: &str) -> Box<Receipt> {
        Box::new(Receipt::failed(
            profile.to_owned(),
            Action::Open,
            Failure::NoClosingSequence,
        ))
    }

    #[test]
    fn profiles_stand_by_group_with_what_they_can_do() {
        let view = view(&state());
        let menu = "\
homelab >
  Open
  Open for >
    5 min
    15 min
    1 h
    Until closed
  Close
  Check
Work >
  gateway >
    Open
    - Close
    - Check
  bastion >
    Open
    - Close
    - Check
---
Manage profiles…
View history
Quit
";
        assert_eq!(drawn(&view.menu, ""), menu);
        assert_eq!(view.icon, Icon::Idle);
        assert_eq!(view.tooltip, "PortKnocker: nothing is open");
    }

    #[test]
    fn what_runs_cannot_be_clicked_again() {
        let mut state = state();
        let run = Run {
            profile: "homelab".to_owned(),
            action: Action::Open,
            check: true,
        };
        let profile = state.config.profile("homelab").unwrap();
        let under_way = UnderWay::new(profile, Cause::Asked);
        state.running.insert(run, under_way);
        let view = view(&state);
        assert!(
            drawn(&view.menu, "").starts_with(
                "homelab (opening…) >\n  - Open\n  Open for >\n    - 5 min\n    - 15 min\n    - 1 h\n    - Until closed\n  Close\n  Check\n"
            )
        );
        assert_eq!(view.icon, Icon::Working);
    }

    #[test]
    fn what_is_open_is_shown() {
        let mut state = state();
        let mut opened = |name: &str, action, second| {
            let receipt = Receipt {
                outcome: Outcome::Verified,
                ..*failed_open(name)
            };
            let receipt = Receipt { action, ..receipt };
            let time = jiff::Timestamp::from_second(second).unwrap();
            let host = state.config.profile(name).unwrap().host.clone();
            state
                .standings
                .add(history::Entry::of(&receipt, &host, time));
        };
        opened("homelab", Action::Open, 1);
        opened("bastion", Action::Open, 2);
        opened("gateway", Action::Close, 3);
        let view = view(&state);
        let when = "1970-01-01 00:00";
        let menu = format!(
            "\
Open gateway
---
homelab (open) · open verified, {when} >
  Open
  Open for >
    5 min
    15 min
    1 h
    Until closed
  Close
  Check
Work >
  gateway · close verified, {when} >
    Open
    - Close
    - Check
  bastion (open) · open verified, {when} >
"
        );
        // The times are those of the machine's own zone, which is not this test's business.
        let drawn = with_times_as(when, &drawn(&view.menu, ""));
        assert!(drawn.starts_with(&menu), "{drawn}");
        assert_eq!(view.icon, Icon::Open);
        assert_eq!(view.tooltip, "PortKnocker, open: homelab, bastion");
    }

    /// The text with this in place of each time.
    fn with_times_as(when: &str, text: &str) -> String {
        let line = |line: &str| match line.split_once(", ") {
            Some((start, end)) => format!("{start}, {when}{}\n", &end[when.len()..]),
            None => format!("{line}\n"),
        };
        text.lines().map(line).collect()
    }

    #[test]
    fn the_profile_used_last_stands_first_with_what_makes_sense_now() {
        let mut state = state();
        let mut first = |name: &str, action| {
            let receipt = Receipt {
                action,
                outcome: Outcome::Verified,
                ..*failed_open(name)
            };
            let host = state.config.profile(name).unwrap().host.clone();
            let entry = history::Entry::of(&receipt, &host, jiff::Timestamp::UNIX_EPOCH);
            state.standings.add(entry);
            view(&state).menu.remove(0)
        };
        let item = |text: &str, profile: &str, action| Entry::Item {
            text: text.to_owned(),
            command: Some(Command::Act {
                profile: profile.to_owned(),
                action,
            }),
        };
        assert_eq!(
            first("homelab", Action::Open),
            item("Close homelab", "homelab", Action::Close)
        );
        assert_eq!(
            first("homelab", Action::Close),
            item("Open homelab", "homelab", Action::Open)
        );
        // There is nothing to close it with.
        assert_eq!(
            first("bastion", Action::Open),
            item("Open bastion", "bastion", Action::Open)
        );
    }

    #[test]
    fn what_went_wrong_stands_on_top() {
        let mut state = state();
        state.trouble = Some(ConfigTrouble {
            line: "config.toml:1:1: unknown key `opne`".to_owned(),
            mistakes: 2,
            kept: true,
        });
        state
            .failures
            .insert("homelab".into(), failed_open("homelab"));
        let view = view(&state);
        let top = "\
The configuration has 2 mistakes; the last good one stays in force…
homelab: open failed (dismiss)
---
";
        assert!(drawn(&view.menu, "").starts_with(top));
        assert_eq!(view.icon, Icon::Attention);
        let tooltip = "\
PortKnocker: nothing is open
config.toml:1:1: unknown key `opne`
homelab: open failed: the profile has no closing sequence; if the server does not close by itself, give the profile a `close`";
        assert_eq!(view.tooltip, tooltip);
    }

    #[test]
    fn where_nobody_knows_why_it_did_not_open_that_can_be_found_out() {
        let mut state = state();
        let mut receipt = failed_open("homelab");
        receipt.outcome = Outcome::Failed(Failure::StillClosed {
            port: NonZeroU16::MIN,
            silence: Silence::TimedOut,
            tries: 1,
            waited: Duration::from_secs(1),
        });
        state.failures.insert("homelab".into(), receipt);
        let find_out = |state: &State, command: Option<Command>| {
            let text = "Find out why homelab does not open…".to_owned();
            view(state).menu.contains(&Entry::Item { text, command })
        };
        let command = Command::FindOut("homelab".to_owned());
        assert!(find_out(&state, Some(command)));

        state.examining.insert("homelab".to_owned());
        assert!(find_out(&state, None));
        let shown = view(&state);
        assert_eq!(shown.icon, Icon::Working);
        assert!(drawn(&shown.menu, "").contains("homelab (being examined)"));
    }

    #[test]
    fn without_profiles_it_says_how_to_begin() {
        let view = view(&State::new(Config::default(), Some("config.toml".into())));
        let menu = "- No profiles yet: begin with “Manage profiles…”\n---\nManage profiles…\nView history\nQuit\n";
        assert_eq!(drawn(&view.menu, ""), menu);
    }

    #[test]
    fn start_at_login_is_shown_as_it_is() {
        let end = |state: &State| {
            let menu = drawn(&view(state).menu, "");
            menu.split_once("Manage profiles…\n").unwrap().1.to_owned()
        };
        let mut state = state();
        state.autostart = Some(Autostart::Off);
        assert_eq!(end(&state), "[ ] Start at login\nView history\nQuit\n");
        state.autostart_wanted = Some(Autostart::On);
        assert_eq!(end(&state), "- [ ] Start at login\nView history\nQuit\n");
        state.autostart = Some(Autostart::On);
        state.autostart_wanted = None;
        assert_eq!(end(&state), "[x] Start at login\nView history\nQuit\n");
    }

    #[test]
    fn a_fixed_configuration_cannot_be_managed() {
        let view = view(&State::new(
            decode(PROFILES, std::path::Path::new("")).unwrap(),
            None,
        ));
        assert!(drawn(&view.menu, "").ends_with("---\nQuit\n"));
    }
}
