//! The windows on the screen, as the window manager has them.

use super::Desktop;

impl Desktop {
    /// The windows of this class that are on the screen and not minimised.
    pub fn visible_windows(&self, class: &str) -> Vec<String> {
        let args = ["xdotool", "search", "--onlyvisible", "--class", class];
        // It fails where it finds none.
        let found = self.command(&args).output().unwrap();
        let lines = String::from_utf8_lossy(&found.stdout);
        lines.lines().map(str::to_owned).collect()
    }

    /// Takes a window from the screen, into the list of those that can be shown again.
    #[track_caller]
    pub fn minimise(&self, window: &str) {
        self.tool(&["xdotool", "windowminimize", window]);
    }
}
