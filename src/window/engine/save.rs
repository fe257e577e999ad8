//! Writes the configuration file, and does with the keyring's entries what that needs.

use std::sync::Arc;

use tokio::task::{JoinError, spawn_blocking};

use super::copies::Copies;
use super::follow_files::FileReader;
use super::tools::Tools;
use super::{Save, SaveFailed, Told};
use crate::clock::Now;
use crate::config::{Config, Document, Edit, EditError, edit_error_words};
use crate::lease::{LeaseFile, Unused};
use crate::say;
use crate::secret::secret_error_words;

/// Writes the file, and tells what came of it. The secrets are copied first and forgotten last: whenever this is broken
/// off, every profile in the file has its own, unless names change in a chain.
pub(super) async fn run(tools: Arc<Tools>, file: Arc<FileReader>, save: Save) {
    let unused = save.moves.unused.clone();
    match write(&tools, save).await {
        Ok(config) => {
            tools.tell(Told::Saved(Ok(())));
            let _ = spawn_blocking(move || file.read()).await;
            forget(&tools, config, unused).await;
        }
        Err(failed) => {
            let is_changed = failed == SaveFailed::Changed;
            tools.tell(Told::Saved(Err(failed)));
            if is_changed {
                let _ = spawn_blocking(move || file.read()).await;
            }
        }
    }
}

/// Gives what the configuration is then.
async fn write(tools: &Arc<Tools>, save: Save) -> Result<Config, SaveFailed> {
    let failed = |error: &EditError| match error {
        EditError::Changed => SaveFailed::Changed,
        other => SaveFailed::Failed(say!(
            tools.words,
            "edit-failed",
            error = edit_error_words(&tools.words, other)
        )),
    };
    let crashed = |crashed: JoinError| SaveFailed::Failed(crashed.to_string());
    let Save {
        before,
        text,
        moves,
        backup,
    } = save;
    let (path, runtime) = (tools.config.path.clone(), tools.runtime.clone());
    let begun = spawn_blocking(move || {
        let mut edit = Edit::begin_or_new(&path, &runtime)?;
        if edit.before() != before.as_ref().map(|text| text.as_str()) {
            return Err(EditError::Changed);
        }
        edit.document = Document::parse(&text)?;
        let config = edit.changed()?;
        Ok((edit, config))
    });
    let (edit, config) = begun
        .await
        .map_err(crashed)?
        .map_err(|error| failed(&error))?;
    let copies = Copies::make(tools, &moves.copies, config.defaults.secret_timeout).await?;
    let saved = spawn_blocking(move || edit.save(backup)).await;
    let saved = saved.map_err(crashed);
    match saved.and_then(|saved| saved.map_err(|error| failed(&error))) {
        Ok(_) => Ok(config),
        Err(failed) => {
            copies.take_back(tools).await;
            Err(failed)
        }
    }
}

/// Forgets those of the entries that nothing needs any more, and tells which of the others stay.
async fn forget(tools: &Tools, config: Config, asked: Vec<String>) {
    if asked.is_empty() {
        return;
    }
    let words = &tools.words;
    let limit = config.defaults.secret_timeout;
    let folder = LeaseFile::folder(&tools.state);
    let looked = spawn_blocking(move || {
        Unused::of(asked, &config, &LeaseFile::written(&folder, Now::read()))
    });
    let Ok(unused) = looked.await else {
        return;
    };
    if unused.is_unknown {
        tools.tell_failed(say!(words, "change-secrets-kept"));
    }
    for account in unused.leased {
        tools.tell_failed(say!(words, "change-secret-leased", account = account));
    }
    for account in unused.free {
        if let Err(error) = tools.secrets.forget(&account, limit).await {
            let error = secret_error_words(words, &error);
            let line = say!(
                words,
                "change-secret-stays",
                account = account,
                error = error
            );
            tools.tell_failed(line);
        }
    }
}
