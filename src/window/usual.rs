//! What holds where a key says nothing, to be seen in its place.

use super::draft::Draft;
use crate::config::{LanguageChoice, LogLevel, Notifications, Theme};
use crate::profile::{Family, Settings, Spa, SpaTransport, Span, Term};
use crate::say;
use crate::spa::Algorithm;
use crate::text::Catalogue;

/// What holds for a key of a profile: the file's own default, or the program's. Absent: nothing is done then.
pub(super) fn of_profile(draft: &Draft, path: &str) -> Option<String> {
    let said = draft.setting("defaults", path);
    if said.is_empty() {
        of_program(path)
    } else {
        Some(said)
    }
}

/// What holds for a key of a table beside the profiles.
pub(super) fn of_program(key: &str) -> Option<String> {
    let settings = Settings::default();
    Some(match key {
        "delay" => Span::written(settings.delay),
        "family" => Family::default().to_string(),
        "check_timeout" => Span::written(settings.check_timeout),
        "retries" => settings.retries.to_string(),
        "secret_timeout" => Span::written(settings.secret_timeout),
        "open_for" => Term::UNTIL_CLOSED.to_owned(),
        "language" => LanguageChoice::default().word().to_owned(),
        "theme" => Theme::default().word().to_owned(),
        "notifications" => Notifications::WORDS[0].to_owned(),
        "level" => LogLevel::default().word().to_owned(),
        "spa.port" => Spa::PORT.to_string(),
        "spa.hmac" | "spa.digest" => Algorithm::default().to_string(),
        "spa.transport" => SpaTransport::default().word().to_owned(),
        _ => return None,
    })
}

/// The same for a line that is typed into: an example where nothing holds.
pub(super) fn hint(words: &Catalogue, usual: Option<String>, path: &str) -> String {
    let example = match path {
        "host" => "home.example.net",
        "check" => "22",
        "server.seq_timeout" => "5s",
        "server_timeout" | "spa.timeout" => "30s",
        "watch" => "1m",
        "bind" => "wg0",
        "on_open" | "on_close" => "notify-send {host}",
        "spa.access" => "tcp/22",
        "spa.allow" => "198.51.100.7",
        "spa.nat" => "10.0.0.5:22",
        "spa.clock_offset" => "-30s",
        _ => "",
    };
    match usual {
        Some(usual) => say!(words, "window-usual", value = usual),
        None if example.is_empty() => String::new(),
        None => say!(words, "window-for-example", example = example),
    }
}
