//! What is to be pasted elsewhere.

use std::sync::{Mutex, PoisonError};

use arboard::{Clipboard, Error};

/// On X11 whoever has put something there has to stay, and hand it out.
static CLIPBOARD: Mutex<Option<Clipboard>> = Mutex::new(None);

/// Puts a text into the clipboard. It may wait for the desktop.
///
/// # Errors
///
/// Where there is no clipboard, or it does not take the text.
pub fn copy(text: String) -> Result<(), Error> {
    let mut clipboard = CLIPBOARD.lock().unwrap_or_else(PoisonError::into_inner);
    // A connection that failed is not used again.
    let mut used = match clipboard.take() {
        Some(clipboard) => clipboard,
        None => Clipboard::new()?,
    };
    used.set_text(text)?;
    *clipboard = Some(used);
    Ok(())
}
