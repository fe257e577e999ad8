//! `secret set`: keeps a secret in the keyring, from a prompt or from standard input, never from an argument.

use std::io::{self, IsTerminal as _};

use zeroize::Zeroizing;

use super::{Status, asked, elsewhere, fail};
use crate::agent::Request;
use crate::cli::arguments::SecretOf;
use crate::cli::console;
use crate::cli::context::Context;
use crate::folders;
use crate::ipc::Client;
use crate::profile::{Field, Profile, SecretSource};
use crate::say;
use crate::secret::{
    SecretError, SecretText, check_text, field_words, secret_error_words, text_from,
};

/// Reads it, sees that it is good, and keeps it.
pub(super) fn run(context: &Context, of: &SecretOf) -> Result<Status, Status> {
    let words = &context.words;
    let (profile, field, source) = asked(context, of)?;
    let Some(SecretSource::Keyring(account)) = source else {
        return Err(elsewhere(context, &profile, field, source.as_ref()));
    };
    let text = read(context, &profile, field)?;
    check_text(&profile, field, &text).map_err(|error| not_kept(context, &error))?;
    let limit = profile.settings.secret_timeout;
    let secrets = Context::secrets();
    context
        .wait_for(async {
            secrets.keep(&account, text, limit).await?;
            if profile.is_list(field) {
                tell_agent().await;
            }
            Ok(())
        })?
        .map_err(|error| fail(context, &error))?;
    console::print(&say!(words, "secret-kept", account = account));
    Ok(Status::Done)
}

fn not_kept(context: &Context, error: &SecretError) -> Status {
    let words = &context.words;
    let error = secret_error_words(words, error);
    console::error(words, &say!(words, "secret-not-kept", error = error));
    Status::Usage
}

/// From the terminal, twice and unseen; else all of standard input.
fn read(context: &Context, profile: &Profile, field: Field) -> Result<SecretText, Status> {
    let words = &context.words;
    if !io::stdin().is_terminal() {
        return match text_from(io::stdin().lock()) {
            Ok(Ok(text)) => Ok(text),
            Ok(Err(error)) => Err(not_kept(context, &error)),
            Err(error) => {
                let line = say!(words, "secret-no-input", error = error.to_string());
                console::error(words, &line);
                Err(Status::Failed)
            }
        };
    }
    if profile.is_list(field) {
        console::error(words, &say!(words, "secret-list-from-input"));
        return Err(Status::Usage);
    }
    let name = say!(
        words,
        "secret-prompt",
        field = field_words(words, field),
        profile = profile.name.as_str()
    );
    let ask = |prompt: String| {
        rpassword::prompt_password(prompt)
            .map(Zeroizing::new)
            .map_err(|error| {
                let line = say!(words, "secret-no-input", error = error.to_string());
                console::error(words, &line);
                Status::Failed
            })
    };
    let first = ask(name)?;
    let second = ask(say!(words, "secret-prompt-again"))?;
    if first != second {
        console::error(words, &say!(words, "secret-prompts-differ"));
        return Err(Status::Usage);
    }
    Ok(first)
}

/// An agent that runs has counted what was left of the list before. Without one, there is nothing to tell.
async fn tell_agent() {
    if let Ok(Some(mut client)) = Client::connect(&folders::runtime()).await
        && client.ask(&Request::Reload).await.is_ok()
    {
        let _ = client.reply().await;
    }
}
