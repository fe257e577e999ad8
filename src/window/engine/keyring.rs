//! What the window asks of the keyring.

use std::time::Duration;

use super::tools::Tools;
use super::{SecretFound, Told};
use crate::profile::SecretSource;
use crate::say;
use crate::secret::{SecretError, SecretText};

/// Tells of each account whether it is there. A keyring that could not be used for one is not asked for all others, each
/// with its prompt.
pub(super) async fn look_up(tools: &Tools, accounts: Vec<String>, limit: Duration) {
    let mut of_all = None;
    for account in accounts {
        let found = match &of_all {
            Some(error) => SecretFound::Failed(SecretError::clone(error)),
            None => match read(tools, &account, limit).await {
                SecretFound::Revealed(_) => SecretFound::There,
                other => other,
            },
        };
        if let SecretFound::Failed(error) = &found
            && error.is_of_all()
        {
            of_all = Some(error.clone());
        }
        tools.tell(Told::Secret { account, found });
    }
}

/// Gives a secret.
pub(super) async fn reveal(tools: &Tools, account: String, limit: Duration) {
    let found = read(tools, &account, limit).await;
    tools.tell(Told::Secret { account, found });
}

/// Keeps a secret, and reads it back.
pub(super) async fn keep(tools: &Tools, account: String, secret: SecretText, limit: Duration) {
    let kept = tools.secrets.keep_and_compare(&account, secret, limit);
    let found = match kept.await {
        Ok(true) => SecretFound::There,
        Ok(false) => SecretFound::Failed(SecretError::Keyring {
            cause: say!(tools.words, "window-secret-differs"),
        }),
        Err(error) => SecretFound::Failed(error),
    };
    tools.tell(Told::Secret { account, found });
}

/// Takes a secret out.
pub(super) async fn forget(tools: &Tools, account: String, limit: Duration) {
    let found = match tools.secrets.forget(&account, limit).await {
        Ok(_) => SecretFound::Missing,
        Err(error) => SecretFound::Failed(error),
    };
    tools.tell(Told::Secret { account, found });
}

async fn read(tools: &Tools, account: &str, limit: Duration) -> SecretFound {
    let source = SecretSource::Keyring(account.to_owned());
    match tools.secrets.text(&source, limit).await {
        Ok(text) => SecretFound::Revealed(text),
        Err(SecretError::NotInKeyring { .. }) => SecretFound::Missing,
        Err(error) => SecretFound::Failed(error),
    }
}
