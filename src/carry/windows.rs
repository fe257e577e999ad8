//! Windows: the standard streams as files, which hold nothing back. They cannot be closed one by one; the end of the
//! process closes them.

use std::fs::File;
use std::io;
use std::os::windows::io::{AsHandle, BorrowedHandle};

/// Standard input.
pub(super) fn input() -> io::Result<File> {
    own(io::stdin().as_handle())
}

/// Standard output.
pub(super) fn output() -> io::Result<File> {
    own(io::stdout().as_handle())
}

/// The end of the process is what a reader sees.
///
/// # Errors
///
/// None here.
pub fn close_output() -> io::Result<()> {
    Ok(())
}

/// The terminal is free at the end of the process.
///
/// # Errors
///
/// None here.
pub fn let_go_of_terminal() -> io::Result<()> {
    Ok(())
}

fn own(stream: BorrowedHandle<'_>) -> io::Result<File> {
    Ok(File::from(stream.try_clone_to_owned()?))
}
