//! The agent in the session: started, and waited for until it shows what a test expects.

use std::path::Path;
use std::time::Duration;

use super::{Desktop, MenuEntry, Notification};
use crate::support::lab::Lab;
use crate::support::process::Process;
use crate::support::wait::wait_for_or_explain;

/// How long the icon or the menu may take to follow what happened, on a machine that has other things to do.
const FOLLOWS: Duration = Duration::from_secs(15);

impl Desktop {
    /// Starts `portknocker-agent` and waits until its item is on the bus.
    #[track_caller]
    pub fn start_agent(&self) -> Process {
        let agent = self.spawn("agent", &["portknocker-agent"]);
        self.tray_item();
        agent
    }

    /// The same, with the network of a laboratory's client.
    #[track_caller]
    pub fn start_agent_in(&self, lab: &Lab) -> Process {
        let agent = self.spawn_in(lab, "agent", &["portknocker-agent"]);
        self.tray_item();
        agent
    }

    /// Waits until the tray's menu reads exactly so, as [`MenuEntry`] prints it.
    #[track_caller]
    pub fn wait_for_menu(&self, text: &str) -> MenuEntry {
        let read = || self.find_tray_item().map(|item| item.menu());
        let look = || read().filter(|menu| menu.to_string() == text);
        let explain = || match read() {
            Some(menu) => format!("; it is:\n{menu}"),
            None => "; there is no tray item".to_owned(),
        };
        wait_for_or_explain(&format!("this menu:\n{text}"), FOLLOWS, look, explain)
    }

    /// Waits until the menu's top lines are these: the profiles, and what went wrong before them.
    #[track_caller]
    pub fn wait_for_lines(&self, lines: &[&str]) -> MenuEntry {
        let read = || self.find_tray_item().map(|item| item.menu());
        let look = || read().filter(|menu| menu.labels() == lines);
        let explain = || match read() {
            Some(menu) => format!("; it is:\n{menu}"),
            None => "; there is no tray item".to_owned(),
        };
        wait_for_or_explain(&format!("the lines {lines:?}"), FOLLOWS, look, explain)
    }

    /// Waits until the tray item carries the picture `icons/png/NAME.png`.
    #[track_caller]
    pub fn wait_for_icon(&self, name: &str) {
        let look = || (self.tray_item().icon_name() == name).then_some(());
        let explain = || format!("; it is {:?}", self.tray_item().icon_name());
        wait_for_or_explain(&format!("the icon {name:?}"), FOLLOWS, look, explain);
    }

    /// Waits for the `number`th notification of the session, counted from 1; the times in its text read `TIME`.
    #[track_caller]
    pub fn nth_notification(&self, number: usize) -> Notification {
        let look = || self.notifications().into_iter().nth(number - 1);
        let explain = || format!("; these came: {:#?}", self.notifications());
        let what = format!("notification number {number}");
        let mut heard = wait_for_or_explain(&what, FOLLOWS, look, explain);
        heard.body = timeless(&heard.body);
        heard
    }

    /// Takes a screenshot where `PORTKNOCKER_SCREENSHOTS` names a folder for them.
    #[track_caller]
    pub fn keep_screenshot(&self, name: &str) {
        if let Some(folder) = std::env::var_os("PORTKNOCKER_SCREENSHOTS") {
            self.screenshot(&Path::new(&folder).join(name));
        }
    }
}

/// A text with every measured time, such as `312 ms`, as `TIME`: what a test can foresee of it.
pub fn timeless(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let mut index = 1;
    while index < words.len() {
        if words[index - 1] == "after" && words[index].starts_with(|c: char| c.is_ascii_digit()) {
            words.splice(index..(index + 2).min(words.len()), ["TIME"]);
        }
        index += 1;
    }
    words.join(" ")
}
