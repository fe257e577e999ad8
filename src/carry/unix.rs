//! Unix: the standard streams as files, which hold nothing back. One that another process has made non-blocking is waited
//! for all the same.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::stdio;

/// A standard stream.
pub(super) struct Stream(File);

/// Standard input.
pub(super) fn input() -> io::Result<Stream> {
    own(io::stdin().as_fd())
}

/// Standard output.
pub(super) fn output() -> io::Result<Stream> {
    own(io::stdout().as_fd())
}

/// Lets whoever reads standard output know that there is no more.
///
/// # Errors
///
/// Where the system has nothing to put in its place.
pub fn close_output() -> io::Result<()> {
    Ok(stdio::dup2_stdout(null()?)?)
}

/// Lets go of standard input, output and error, so that whoever waits for their end, or for the terminal's, need not wait
/// for this process.
///
/// # Errors
///
/// Where the system has nothing to put in their place.
pub fn let_go_of_terminal() -> io::Result<()> {
    let null = null()?;
    stdio::dup2_stdin(&null)?;
    stdio::dup2_stdout(&null)?;
    Ok(stdio::dup2_stderr(&null)?)
}

fn null() -> io::Result<File> {
    File::options().read(true).write(true).open("/dev/null")
}

fn own(stream: BorrowedFd<'_>) -> io::Result<Stream> {
    Ok(Stream(File::from(stream.try_clone_to_owned()?)))
}

impl Stream {
    fn wait(&self, wanted: PollFlags) -> io::Result<()> {
        match poll(&mut [PollFd::new(&self.0, wanted)], None) {
            Err(rustix::io::Errno::INTR) | Ok(_) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.wait(PollFlags::IN)?;
                }
                read => return read,
            }
        }
    }
}

impl Write for &Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match (&self.0).write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.wait(PollFlags::OUT)?;
                }
                written => return written,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
