//! What a click in the menu asks for, and how it is written into a menu entry's id.

use crate::agent::Event;
use crate::profile::Action;

/// What a click in the menu asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// An action on a profile.
    Act {
        /// The profile's name.
        profile: String,
        /// What is to be done.
        action: Action,
    },
    /// A failure was seen.
    Dismiss(String),
    /// Show the profiles.
    ManageProfiles,
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
    pub(super) fn id(&self) -> String {
        match self {
            Self::Act { profile, action } => format!("{action} {profile}"),
            Self::Dismiss(profile) => format!("dismiss {profile}"),
            Self::ManageProfiles => "manage-profiles".to_owned(),
            Self::ViewHistory => "view-history".to_owned(),
            Self::ToggleAutostart => "toggle-autostart".to_owned(),
            Self::Quit => "quit".to_owned(),
        }
    }

    /// The event of a click on the entry with this id; `None` for an id that no command has.
    pub(super) fn event_of(id: &str) -> Option<Event> {
        let act = |profile: &str, action| Event::Act {
            profile: profile.to_owned(),
            action,
        };
        match id.split_once(' ') {
            Some(("open", profile)) => Some(act(profile, Action::Open)),
            Some(("close", profile)) => Some(act(profile, Action::Close)),
            Some(("check", profile)) => Some(act(profile, Action::Check)),
            Some(("dismiss", profile)) => Some(Event::Dismiss(profile.to_owned())),
            None if id == "manage-profiles" => Some(Event::ManageProfiles),
            None if id == "view-history" => Some(Event::ViewHistory),
            None if id == "toggle-autostart" => Some(Event::ToggleAutostart),
            None if id == "quit" => Some(Event::Quit),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_leads_to_its_event() {
        let act = Command::Act {
            profile: "my home lab".into(),
            action: Action::Close,
        };
        let event = Command::event_of(&act.id());
        assert!(
            matches!(event, Some(Event::Act { profile, action: Action::Close }) if profile == "my home lab")
        );
        let event = Command::event_of(&Command::Dismiss("open x".into()).id());
        assert!(matches!(event, Some(Event::Dismiss(profile)) if profile == "open x"));
        let event = Command::event_of(&Command::ManageProfiles.id());
        assert!(matches!(event, Some(Event::ManageProfiles)));
        let event = Command::event_of(&Command::ViewHistory.id());
        assert!(matches!(event, Some(Event::ViewHistory)));
        let event = Command::event_of(&Command::ToggleAutostart.id());
        assert!(matches!(event, Some(Event::ToggleAutostart)));
        assert!(matches!(
            Command::event_of(&Command::Quit.id()),
            Some(Event::Quit)
        ));
        assert!(Command::event_of("nonsense").is_none());
    }
}
