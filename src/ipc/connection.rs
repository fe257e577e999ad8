//! One end of a connection: values out and in, a line of JSON each. Every line has a limit, and so has the wait
//! of whoever writes; whoever reads knows how long that may take.

use std::io;
use std::time::Duration;

use interprocess::local_socket::tokio::Stream;
use serde::Serialize;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::time::timeout;

/// Whoever does not read for so long is given up.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

/// One end of a connection.
pub(super) struct Connection {
    stream: BufReader<Stream>,
}

impl Connection {
    pub(super) fn new(stream: Stream) -> Self {
        Self {
            stream: BufReader::new(stream),
        }
    }

    /// Writes a value as a line.
    ///
    /// # Errors
    ///
    /// Where the other end has gone, or does not read.
    pub(super) async fn write(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        timeout(WRITE_PATIENCE, self.stream.write_all(&line))
            .await
            .map_err(|_| io::ErrorKind::TimedOut)?
    }

    /// Reads a line of at most `longest` bytes; `None` where the other end has said its last.
    ///
    /// # Errors
    ///
    /// Where the line is longer, is not whole, or cannot be read.
    pub(super) async fn read_line(&mut self, longest: u64) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut limited = (&mut self.stream).take(longest);
        limited.read_until(b'\n', &mut line).await?;
        match line.pop() {
            None => Ok(None),
            Some(b'\n') => Ok(Some(line)),
            Some(_) => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}
