//! Carries a connection to standard input and output and back: nothing is held back, and each direction ends by itself.
//!
//! Two threads that block are as fast as the system copies. What is waited for is always a system call, so nothing polls
//! but the end of a connection that nobody says anything on any more.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod platform;

pub use platform::{close_output, let_go_of_terminal};

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// A pipe holds 64 KiB unless somebody says otherwise, and a socket more.
const BUFFER: usize = 128 * 1024;
/// Once the other end has said its last, it is told what standard input still has. Whether it listens cannot be known
/// before it refuses, so that a silent standard input for so long is the end.
const SILENCE: Duration = Duration::from_secs(2);

/// Carries a connection until both directions have ended, or nobody is there any more who would read. Waits for that.
///
/// The end of standard input is passed on, and what comes back after it is still carried.
///
/// # Errors
///
/// Where the connection breaks off, or what comes cannot be written.
pub fn carry(stream: &TcpStream) -> io::Result<()> {
    let (input, output) = (platform::input()?, platform::output()?);
    let outgoing = Outgoing::start(stream.try_clone()?, input);
    match copy(stream, &output) {
        Ok(()) => {}
        // Whoever read it has what it wanted.
        Err(Broken::Writing(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
        Err(Broken::Writing(error) | Broken::Reading(error)) => return Err(error),
    }
    drop(output);
    platform::close_output()?;
    outgoing.wait();
    Ok(())
}

/// What goes from standard input into the connection.
struct Outgoing {
    /// Odd while standard input is waited for, and another number whenever something came.
    steps: Arc<AtomicUsize>,
    ended: Receiver<()>,
}

impl Outgoing {
    fn start(stream: TcpStream, input: impl Read + Send + 'static) -> Self {
        let steps = Arc::new(AtomicUsize::new(0));
        let (sender, ended) = mpsc::channel();
        let counted = Counted {
            input,
            steps: Arc::clone(&steps),
        };
        thread::spawn(move || {
            // An error of the connection shows on the way back; standard input that cannot be read has ended.
            let _ = copy(counted, &stream);
            let _ = stream.shutdown(Shutdown::Write);
            let _ = sender.send(());
        });
        Self { steps, ended }
    }

    /// Waits until standard input has ended, is silent, or the other end refuses it.
    fn wait(self) {
        let mut before = Some(self.steps.load(Ordering::Relaxed));
        while let Err(RecvTimeoutError::Timeout) = self.ended.recv_timeout(SILENCE) {
            let steps = self.steps.load(Ordering::Relaxed);
            let is_waiting = !steps.is_multiple_of(2);
            if is_waiting && before == Some(steps) {
                return;
            }
            before = Some(steps);
        }
    }
}

/// Counts where it is.
struct Counted<I> {
    input: I,
    steps: Arc<AtomicUsize>,
}

impl<I: Read> Read for Counted<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.steps.fetch_add(1, Ordering::Relaxed);
        let read = self.input.read(buffer);
        self.steps.fetch_add(1, Ordering::Relaxed);
        read
    }
}

/// Which side broke.
enum Broken {
    Reading(io::Error),
    Writing(io::Error),
}

/// Writes each piece as it comes, until there is no more.
fn copy(mut from: impl Read, mut to: impl Write) -> Result<(), Broken> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Broken::Reading(error)),
        };
        to.write_all(&buffer[..read]).map_err(Broken::Writing)?;
    }
}
