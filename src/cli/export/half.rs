//! `export PROFILE --for SERVER`: the server's half of a profile.

use std::io::{self, IsTerminal as _};
use std::num::NonZeroU16;
use std::path::Path;

use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::{Status, write};
use crate::cli::arguments::ExportArguments;
use crate::cli::console;
use crate::cli::context::Context;
use crate::interop::export::{self, Door, Kind, Refusal, ServerHalf};
use crate::profile::{Field, KeySource, Opening, Profile, Sequence, SequenceSource, Spa};
use crate::say;
use crate::secret::{SecretError, Secrets, field_words, secret_error_words};

/// Writes the half of a server of this kind.
pub(super) fn run(
    context: &Context,
    name: &str,
    kind: Kind,
    asked: &ExportArguments,
) -> Result<Status, Status> {
    let words = &context.words;
    let profile = context.profile(name)?;
    let Some(service) = asked.service_port.or_else(|| profile.service_port()) else {
        console::error(
            words,
            &say!(words, "export-half-which-port", profile = name),
        );
        return Err(Status::Usage);
    };
    let half = match &profile.open {
        Opening::Sequence(source) => {
            let open = sequence(context, &profile, source, Field::IN_FILE[0])?;
            let close = match &profile.close {
                Some(source) => Some(sequence(context, &profile, source, Field::IN_FILE[1])?),
                None => None,
            };
            let opening = export::Opening::Sequence {
                open: &open,
                close: close.as_ref(),
            };
            half(context, &profile, kind, service, opening, asked)
        }
        Opening::Spa(spa) => {
            let (key, hmac_key) = keys(context, &profile, spa)?;
            let opening = export::Opening::Packet {
                spa,
                key: &key,
                hmac_key: hmac_key.as_ref().map(|key| key.as_str()),
            };
            half(context, &profile, kind, service, opening, asked)
        }
    }?;
    write_half(context, &half, asked.output.as_deref())?;
    Ok(Status::Done)
}

fn half(
    context: &Context,
    profile: &Profile,
    kind: Kind,
    service: NonZeroU16,
    opening: export::Opening,
    asked: &ExportArguments,
) -> Result<ServerHalf, Status> {
    let door = Door {
        name: &profile.name,
        opening,
        service,
        interface: asked.interface.as_deref(),
        delay: profile.settings.delay,
        server: profile.server,
        server_timeout: profile.server_timeout,
    };
    export::server_half(kind, &door)
        .map_err(|refusal| refused(context, &profile.name, kind, refusal))
}

/// Says why a server cannot do what the profile says.
pub(in crate::cli) fn refused(
    context: &Context,
    profile: &str,
    kind: Kind,
    refusal: Refusal,
) -> Status {
    let words = &context.words;
    console::error(words, &refusal.line(words, profile, kind));
    Status::Usage
}

/// Writes it to a file, and says how it is loaded; or to standard output, where its comments say that.
pub(in crate::cli) fn write_half(
    context: &Context,
    half: &ServerHalf,
    output: Option<&Path>,
) -> Result<(), Status> {
    let words = &context.words;
    write(context, &half.text(), output)?;
    let file = output.map(|path| path.display().to_string());
    // Where it goes into another program, nobody sees its comments.
    let tell = match &file {
        Some(_) => console::print,
        None if !io::stdout().is_terminal() => console::note,
        None => return Ok(()),
    };
    match &file {
        Some(file) => tell(&say!(words, "export-half-written", file = file.as_str())),
        None => tell(&say!(words, "export-half-load")),
    }
    half.load.iter().for_each(|one| tell(&one.line()));
    tell(&say!(words, "export-half-undo"));
    half.undo.iter().for_each(|one| tell(&one.line()));
    Ok(())
}

/// A sequence, from wherever it is. A list of them is the server's as it is.
fn sequence(
    context: &Context,
    profile: &Profile,
    source: &SequenceSource,
    field: Field,
) -> Result<Sequence, Status> {
    let words = &context.words;
    match source {
        SequenceSource::Literal { sequence, .. } => Ok(sequence.clone()),
        SequenceSource::Secret(source) => {
            let limit = profile.settings.secret_timeout;
            let secrets = Context::secrets();
            context
                .wait_for(secrets.sequence(source, limit))?
                .map_err(|error| not_read(context, profile, field, &error))
        }
        SequenceSource::OneTime(_) => {
            let name = profile.name.as_str();
            let field = field_words(words, field);
            let line = say!(words, "export-half-one-time", profile = name, field = field);
            console::error(words, &line);
            Err(Status::Usage)
        }
    }
}

/// The keys' base64.
fn keys(
    context: &Context,
    profile: &Profile,
    spa: &Spa,
) -> Result<(Zeroizing<String>, Option<Zeroizing<String>>), Status> {
    let secrets = Context::secrets();
    let mut texts = Vec::new();
    for (field, source) in spa.keys() {
        texts.push(key(context, profile, &secrets, field, source)?);
    }
    let mut texts = texts.into_iter();
    Ok((texts.next().unwrap_or_default(), texts.next()))
}

fn key(
    context: &Context,
    profile: &Profile,
    secrets: &Secrets,
    field: Field,
    source: &KeySource,
) -> Result<Zeroizing<String>, Status> {
    let limit = profile.settings.secret_timeout;
    match source {
        KeySource::Literal(key) => Ok(Zeroizing::new(BASE64.encode(key.expose()))),
        KeySource::Secret(source) => context
            .wait_for(secrets.value(source, limit))?
            .map(|key| Zeroizing::new(BASE64.encode(key.expose())))
            .map_err(|error| not_read(context, profile, field, &error)),
    }
}

fn not_read(context: &Context, profile: &Profile, field: Field, error: &SecretError) -> Status {
    let words = &context.words;
    let line = say!(
        words,
        "export-half-no-secret",
        profile = profile.name.as_str(),
        field = field_words(words, field),
        error = secret_error_words(words, error)
    );
    console::error(words, &line);
    Status::Failed
}
