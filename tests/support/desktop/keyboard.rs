//! The hands on the keyboard, and what they copy.

use std::fs;
use std::time::Duration;

use super::Desktop;
use crate::support::process::Process;
use crate::support::wait::wait_until;

impl Desktop {
    /// Presses a key, such as `Escape` or `ctrl+s`, in the window that has the focus.
    #[track_caller]
    pub fn press_key(&self, key: &str) {
        self.tool(&["xdotool", "key", key]);
    }

    /// Types in the window that has the focus.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        self.tool(&["xdotool", "type", "--", text]);
    }

    /// Puts a text on the clipboard. It is there as long as the process that is given back.
    #[track_caller]
    pub fn copy(&self, text: &str) -> Process {
        let file = self.home.path().join("copied");
        fs::write(&file, text).unwrap();
        let file = file.display().to_string();
        let args = ["xclip", "-quiet", "-selection", "clipboard", &file];
        let owner = self.spawn("xclip", &args);
        wait_until("the clipboard", Duration::from_secs(10), || {
            let read = ["xclip", "-selection", "clipboard", "-out"];
            // It fails as long as there is nothing.
            let read = self.command(&read).output();
            read.is_ok_and(|read| read.stdout == text.as_bytes())
        });
        owner
    }
}
