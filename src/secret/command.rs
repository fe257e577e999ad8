//! A secret that a program prints.

use std::io;
use std::mem;
use std::pin::pin;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::secrets::MOST;
use super::{Excess, SecretError, file};
use crate::programs;

/// `read_to_end` keeps 32 bytes free to see the end.
const ROOM: usize = MOST + 64;
/// What a program wrote before it ended is read by then.
const GRACE: Duration = Duration::from_millis(200);
/// So much of the end of what a program says is passed on.
const MOST_SAID: usize = 400;

/// Runs a program with its arguments, for at most `limit`, and takes what it writes to standard output. No shell is in
/// between; it gets no standard input, and no variable that holds a secret.
pub(super) async fn output(
    command: &[String],
    limit: Duration,
) -> Result<Zeroizing<String>, SecretError> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(SecretError::Empty);
    };
    let not_started = |error: io::Error| SecretError::CommandNotStarted {
        program: program.clone(),
        cause: error.to_string(),
    };
    let mut command = programs::command(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = Command::from(command)
        .kill_on_drop(true)
        .spawn()
        .map_err(not_started)?;
    let mut output = Zeroizing::new(Vec::with_capacity(ROOM));
    let mut said = Vec::new();
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let status = {
        let mut reading = pin!(async {
            tokio::try_join!(secret(stdout, &mut output), last_words(stderr, &mut said))
        });
        let ended = timeout(limit, async {
            let mut is_read = false;
            loop {
                tokio::select! {
                    read = &mut reading, if !is_read => {
                        read?;
                        is_read = true;
                    }
                    status = child.wait() => return Ok::<_, io::Error>((status?, is_read)),
                }
            }
        });
        let Ok(ended) = ended.await else {
            return Err(SecretError::CommandLate {
                program: program.clone(),
                after: limit,
            });
        };
        let (status, is_read) = ended.map_err(not_started)?;
        if !is_read {
            // What it left running may hold the pipes for ever.
            if let Ok(read) = timeout(GRACE, reading).await {
                read.map_err(not_started)?;
            }
        }
        status
    };
    // It was not read to its end, which the program may call a failure.
    if output.len() > MOST {
        return Err(SecretError::TooLong(Excess { most: MOST }));
    }
    if !status.success() {
        return Err(SecretError::CommandFailed {
            program: program.clone(),
            status: status.to_string(),
            stderr: end_of(&String::from_utf8_lossy(&said)),
        });
    }
    file::text(mem::take(&mut *output))
}

/// Reads to the end, or until it is too much; in a buffer that never grows, so that no copy is left behind.
async fn secret(pipe: Option<impl AsyncRead + Unpin>, bytes: &mut Vec<u8>) -> io::Result<()> {
    if let Some(pipe) = pipe {
        pipe.take(MOST as u64 + 1).read_to_end(bytes).await?;
    }
    Ok(())
}

/// Reads to the end, however much there is: a program that cannot say all it has to say may fail for that alone. Keeps the
/// last of it.
async fn last_words(pipe: Option<impl AsyncRead + Unpin>, last: &mut Vec<u8>) -> io::Result<()> {
    let Some(mut pipe) = pipe else {
        return Ok(());
    };
    let mut piece = [0; 4096];
    loop {
        let length = pipe.read(&mut piece).await?;
        if length == 0 {
            return Ok(());
        }
        last.extend_from_slice(&piece[..length]);
        last.drain(..last.len().saturating_sub(piece.len()));
    }
}

/// The end of what a program said, on one line, without what a terminal would obey.
fn end_of(said: &str) -> String {
    let plain: String = said
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let start = plain.len().saturating_sub(MOST_SAID);
    plain[plain.ceil_char_boundary(start)..].to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    async fn ran(script: &str) -> Result<String, SecretError> {
        let command = ["sh", "-c", script].map(str::to_owned);
        let output = output(&command, Duration::from_secs(5)).await;
        output.map(|text| text.to_string())
    }

    #[tokio::test]
    async fn its_standard_output_is_the_secret() {
        assert_eq!(ran("printf '7000,8000\\n'").await.unwrap(), "7000,8000\n");
    }

    #[tokio::test]
    async fn what_it_says_when_it_fails_is_passed_on_without_what_it_printed() {
        let error = ran("echo 7000; printf 'no\\tsuch\\033[31m key\\n' >&2; exit 3").await;
        let failed = SecretError::CommandFailed {
            program: "sh".to_owned(),
            status: "exit status: 3".to_owned(),
            stderr: "no such [31m key".to_owned(),
        };
        assert_eq!(error.unwrap_err(), failed);
        assert!(!failed.to_string().contains("key"));
    }

    #[tokio::test]
    async fn one_that_has_much_to_say_is_heard_to_its_end() {
        let said = "dd if=/dev/zero bs=200000 count=1 status=none | tr '\\0' x >&2";
        assert_eq!(
            ran(&format!("{said} && echo 7000")).await.unwrap(),
            "7000\n"
        );
        let error = ran(&format!("{said}; echo no such key >&2; exit 1")).await;
        let SecretError::CommandFailed { stderr, .. } = error.unwrap_err() else {
            panic!("it failed")
        };
        assert_eq!(stderr.len(), MOST_SAID);
        assert!(stderr.ends_with("xxxno such key"), "{stderr}");
    }

    #[tokio::test]
    async fn what_it_leaves_running_is_not_waited_for() {
        assert_eq!(ran("sleep 9 & printf 7000").await.unwrap(), "7000");
    }

    #[tokio::test]
    async fn one_that_goes_on_is_given_up() {
        let command = ["sleep", "60"].map(str::to_owned);
        let error = output(&command, Duration::from_millis(50)).await;
        assert!(matches!(error, Err(SecretError::CommandLate { .. })));
    }

    #[tokio::test]
    async fn one_that_is_not_there_is_said() {
        let command = ["no-such-program".to_owned()];
        let error = output(&command, Duration::from_secs(5)).await;
        assert!(matches!(error, Err(SecretError::CommandNotStarted { .. })));
    }

    #[tokio::test]
    async fn too_much_is_refused() {
        let error = ran("head -c 200000 /dev/zero").await.unwrap_err();
        assert_eq!(error, SecretError::TooLong(Excess { most: MOST }));
    }
}
