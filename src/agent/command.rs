//! What a click asks for, in the menu or on a notification, and how it is written into a menu entry's id.

use std::str::FromStr;

use super::{Event, Examination};
use crate::config::CloseOn;
use crate::profile::{Action, Term};

/// What a click asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// An action on a profile.
    Act {
        /// The profile's name.
        profile: String,
        /// What is to be done.
        action: Action,
    },
    /// Open a profile for so long.
    OpenFor {
        /// The profile's name.
        profile: String,
        /// How long it is meant to last.
        term: Term,
    },
    /// Open what is open once more, from the address that this machine has now.
    OpenAgain(String),
    /// Open a profile, and go on with what it has for that.
    Connect(String),
    /// Have what is open of a profile last longer.
    Extend(String),
    /// Close all that is open.
    CloseAll,
    /// Put a text into the clipboard.
    Copy(String),
    /// Find out why a profile does not open.
    FindOut(String),
    /// Go on with that, now that it is known what it sends.
    Examine(String),
    /// Write into a profile what puts it right.
    WriteFix(String),
    /// A failure was seen.
    Dismiss(String),
    /// Show the profiles.
    ManageProfiles,
    /// Show the configuration file, with its mistakes.
    EditConfig,
    /// Show what was done.
    ViewHistory,
    /// Start at login, or no longer.
    ToggleAutostart,
    /// End.
    Quit,
}

impl Command {
    /// The entry's id: the same for the same command in every menu, so that a click on a menu that was just replaced
    /// still means what it said.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Act { profile, action } => format!("{action} {profile}"),
            // A length of time may have spaces.
            Self::OpenFor { profile, term } => {
                format!("open-for {} {profile}", term.to_string().replace(' ', ""))
            }
            Self::OpenAgain(profile) => format!("open-again {profile}"),
            Self::Connect(profile) => format!("connect {profile}"),
            Self::Extend(profile) => format!("extend {profile}"),
            Self::Copy(text) => format!("copy {text}"),
            Self::FindOut(profile) => format!("find-out {profile}"),
            Self::Examine(profile) => format!("examine {profile}"),
            Self::WriteFix(profile) => format!("write-fix {profile}"),
            Self::Dismiss(profile) => format!("dismiss {profile}"),
            Self::CloseAll => "close-all".to_owned(),
            Self::ManageProfiles => "manage-profiles".to_owned(),
            Self::EditConfig => "edit-config".to_owned(),
            Self::ViewHistory => "view-history".to_owned(),
            Self::ToggleAutostart => "toggle-autostart".to_owned(),
            Self::Quit => "quit".to_owned(),
        }
    }

    /// The event of such a click.
    #[must_use]
    pub fn event(self) -> Event {
        match self {
            Self::Act { profile, action } => Event::Act { profile, action },
            Self::OpenFor { profile, term } => Event::Open {
                profile,
                term: Some(term),
                connects: false,
            },
            Self::OpenAgain(profile) => Event::OpenAgain(profile),
            Self::Connect(profile) => Event::Open {
                profile,
                term: None,
                connects: true,
            },
            Self::Extend(profile) => Event::Extend(profile),
            Self::CloseAll => Event::CloseAll,
            Self::Copy(text) => Event::Copy(text),
            Self::FindOut(profile) => Event::Examination(Examination::Wanted(profile)),
            Self::Examine(profile) => Event::Examination(Examination::Agreed(profile)),
            Self::WriteFix(profile) => Event::Examination(Examination::FixWanted(profile)),
            Self::Dismiss(profile) => Event::Dismiss(profile),
            Self::ManageProfiles => Event::ManageProfiles,
            Self::EditConfig => Event::EditConfig,
            Self::ViewHistory => Event::ViewHistory,
            Self::ToggleAutostart => Event::ToggleAutostart,
            Self::Quit => Event::Quit(CloseOn::Quit),
        }
    }
}

impl FromStr for Command {
    type Err = ();

    /// The command whose id this is.
    fn from_str(id: &str) -> Result<Self, ()> {
        let act = |profile: &str, action| Self::Act {
            profile: profile.to_owned(),
            action,
        };
        let command = match id.split_once(' ') {
            Some(("open", profile)) => act(profile, Action::Open),
            Some(("close", profile)) => act(profile, Action::Close),
            Some(("check", profile)) => act(profile, Action::Check),
            Some(("open-for", rest)) => {
                let (term, profile) = rest.split_once(' ').ok_or(())?;
                Self::OpenFor {
                    profile: profile.to_owned(),
                    term: term.parse().map_err(|_| ())?,
                }
            }
            Some(("open-again", profile)) => Self::OpenAgain(profile.to_owned()),
            Some(("connect", profile)) => Self::Connect(profile.to_owned()),
            Some(("extend", profile)) => Self::Extend(profile.to_owned()),
            Some(("copy", text)) => Self::Copy(text.to_owned()),
            Some(("find-out", profile)) => Self::FindOut(profile.to_owned()),
            Some(("examine", profile)) => Self::Examine(profile.to_owned()),
            Some(("write-fix", profile)) => Self::WriteFix(profile.to_owned()),
            Some(("dismiss", profile)) => Self::Dismiss(profile.to_owned()),
            None if id == "close-all" => Self::CloseAll,
            None if id == "manage-profiles" => Self::ManageProfiles,
            None if id == "edit-config" => Self::EditConfig,
            None if id == "view-history" => Self::ViewHistory,
            None if id == "toggle-autostart" => Self::ToggleAutostart,
            None if id == "quit" => Self::Quit,
            _ => return Err(()),
        };
        Ok(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Command::Act { profile: "my home lab".into(), action: Action::Close })]
    #[case(Command::OpenFor { profile: "my home lab".into(), term: "1h 30m".parse().unwrap() })]
    #[case(Command::OpenFor { profile: "x".into(), term: Term::UntilClosed })]
    #[case(Command::OpenAgain("a b".into()))]
    #[case(Command::Connect("a b".into()))]
    #[case(Command::Extend("a b".into()))]
    #[case(Command::CloseAll)]
    #[case(Command::Copy("2001:db8::1".into()))]
    #[case(Command::Dismiss("open x".into()))]
    #[case(Command::ManageProfiles)]
    #[case(Command::EditConfig)]
    #[case(Command::ViewHistory)]
    #[case(Command::ToggleAutostart)]
    #[case(Command::Quit)]
    fn each_id_leads_to_its_command(#[case] command: Command) {
        assert_eq!(command.id().parse::<Command>().unwrap(), command);
    }

    #[test]
    fn nonsense_leads_nowhere() {
        assert!("nonsense".parse::<Command>().is_err());
        assert!("open-for soon homelab".parse::<Command>().is_err());
    }
}
