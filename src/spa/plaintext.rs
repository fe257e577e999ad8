//! What is encrypted: fields between colons, and their check sum.
//!
//! `RANDOM:USER:TIME:VERSION:TYPE:MESSAGE[:NAT][:SERVER_AUTH][:TIMEOUT]:DIGEST`. The user, the message, the NAT and the
//! server's authentication are in base64 without padding, as the digest is.

use data_encoding::BASE64_NOPAD;
use zeroize::{Zeroize as _, Zeroizing};

use super::{
    Access, Algorithm, DecodeError, Decoded, MessageType, Nat, Once, Refusal, Request, ServerAuth,
    Target, Version,
};

/// The text of a request, with its check sum.
pub(super) fn write(
    request: &Request,
    once: &Once,
    version: &Version,
) -> Result<Zeroizing<String>, Refusal> {
    if once.time > Once::LAST_TIME {
        return Err(Refusal::Time { time: once.time });
    }
    let message = Zeroizing::new(format!("{},{}", request.allow, request.access));
    if message.len() > Refusal::LONGEST_MESSAGE {
        return Err(Refusal::Message {
            length: message.len(),
        });
    }
    // Long enough for the longest of each field, so that no part is left behind by growing.
    let mut text = Zeroizing::new(String::with_capacity(1024));
    text.push_str(&Zeroizing::new(once.random.to_string()));
    push_base64(&mut text, request.user.as_str());
    push(&mut text, &once.time.to_string());
    push(&mut text, version.as_str());
    push(&mut text, &request.message_type().number().to_string());
    push_base64(&mut text, &message);
    if let Some(nat) = &request.nat {
        push_base64(&mut text, &nat.target().to_wire());
    }
    if let Some(auth) = &request.server_auth {
        push_base64(&mut text, auth.expose());
    }
    if let Some(timeout) = request.timeout {
        push(&mut text, &timeout.to_string());
    }
    let digest = request.digest.digest(&text);
    push(&mut text, &digest);
    Ok(text)
}

fn push(text: &mut String, field: &str) {
    text.push(':');
    text.push_str(field);
}

fn push_base64(text: &mut String, field: &str) {
    text.push(':');
    BASE64_NOPAD.encode_append(field.as_bytes(), text);
}

/// What a text asks for, if it is what [`write()`] writes: a server would take some others too.
pub(super) fn read(text: &str, salt: [u8; Once::SALT]) -> Result<Decoded, DecodeError> {
    let (fields, sum) = text.rsplit_once(':').ok_or(DecodeError::Fields)?;
    let digest = algorithm(fields, sum).ok_or(DecodeError::Digest)?;
    let fields: Vec<&str> = fields.split(':').collect();
    let [random, user, time, version, kind, message, rest @ ..] = fields.as_slice() else {
        return Err(DecodeError::Fields);
    };
    let kind = message_type(kind)?;
    let (nat, server_auth, timeout) = optional(kind, rest)?;
    let message = base64(message)?;
    let (allow, access) = message.split_once(',').unwrap_or((&message, ""));
    let decoded = Decoded {
        request: Request {
            allow: allow.parse().map_err(|_| DecodeError::Address)?,
            access: access.parse::<Access>()?,
            nat: nat.map(|nat| self::nat(kind, nat)).transpose()?,
            timeout: timeout.map(str::parse).transpose()?,
            user: base64(user)?.parse()?,
            server_auth: server_auth.map(self::server_auth).transpose()?,
            digest,
        },
        once: Once {
            time: self::time(time)?,
            random: random.parse()?,
            salt,
        },
        version: version.parse()?,
    };
    // A leading zero, a plus: whatever else says the same is not what was asked to be read.
    match write(&decoded.request, &decoded.once, &decoded.version) {
        Ok(again) if *again == text => Ok(decoded),
        _ => Err(DecodeError::NotCanonical),
    }
}

/// The algorithm whose check sum this is. Its length leaves two at the most.
fn algorithm(fields: &str, sum: &str) -> Option<Algorithm> {
    Algorithm::ALL
        .into_iter()
        .filter(|algorithm| algorithm.text_size() == sum.len())
        .find(|algorithm| algorithm.digest(fields) == sum)
}

fn message_type(text: &str) -> Result<MessageType, DecodeError> {
    let number = text.parse().map_err(|_| DecodeError::MessageType)?;
    MessageType::from_number(number)?.ok_or(DecodeError::MessageType)
}

/// The NAT, the server's authentication and the timeout: which are there shows by the type, and by how many they are.
type Optional<'t> = (Option<&'t str>, Option<&'t str>, Option<&'t str>);

fn optional<'t>(kind: MessageType, rest: &[&'t str]) -> Result<Optional<'t>, DecodeError> {
    let (nat, rest) = match (kind.has_nat(), rest) {
        (true, [nat, rest @ ..]) => (Some(*nat), rest),
        (false, rest) => (None, rest),
        (true, []) => return Err(DecodeError::Fields),
    };
    let (timeout, rest) = match (kind.has_timeout(), rest) {
        (true, [rest @ .., timeout]) => (Some(*timeout), rest),
        (false, rest) => (None, rest),
        (true, []) => return Err(DecodeError::Fields),
    };
    match rest {
        [] => Ok((nat, None, timeout)),
        [auth] => Ok((nat, Some(*auth), timeout)),
        _ => Err(DecodeError::Fields),
    }
}

fn time(text: &str) -> Result<u64, DecodeError> {
    text.parse()
        .ok()
        .filter(|time| *time <= Once::LAST_TIME)
        .ok_or(DecodeError::Time)
}

fn nat(kind: MessageType, text: &str) -> Result<Nat, DecodeError> {
    let target = Target::from_wire(&base64(text)?)?;
    Ok(if kind.is_local() {
        Nat::Local(target)
    } else {
        Nat::Forward(target)
    })
}

fn server_auth(text: &str) -> Result<ServerAuth, DecodeError> {
    Ok(base64(text)?.parse()?)
}

/// The text in a field.
fn base64(field: &str) -> Result<Zeroizing<String>, DecodeError> {
    let bytes = BASE64_NOPAD
        .decode(field.as_bytes())
        .map_err(|_| DecodeError::FieldNotText)?;
    String::from_utf8(bytes)
        .map(Zeroizing::new)
        .map_err(|error| {
            error.into_bytes().zeroize();
            DecodeError::FieldNotText
        })
}
