//! What is done after an action that went well: a program is run, or a URL is opened.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU16;
use std::str::FromStr;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use thiserror::Error;

use super::{Host, Profile};

/// What is done after an action that went well, with places that are filled in then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUp {
    /// A program with its arguments; no shell sees them.
    Run(Vec<Template>),
    /// What the desktop opens it with.
    Url(Template),
}

/// The same, filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled {
    /// The program, then its arguments.
    Run(Vec<String>),
    /// The URL.
    Url(String),
}

/// What the places are filled with.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The profile's name.
    pub profile: &'f str,
    /// The server's name or address, as the profile has it.
    pub host: &'f Host,
    /// The server's address; where none is known, its host stands in.
    pub address: Option<IpAddr>,
    /// The service's port, where the profile names one.
    pub port: Option<NonZeroU16>,
}

/// A text with places to be filled in: `{host}`, `{address}`, `{port}`, `{profile}`. `{{` and `}}` are braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Place(Place),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Host,
    Address,
    Port,
    Profile,
}

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// A place that nothing is known for.
    #[error("unknown place {0}")]
    UnknownPlace(String),
    /// A brace without its other.
    #[error("a brace alone")]
    BraceAlone,
}

impl FollowUp {
    /// Fills in its places.
    #[must_use]
    pub fn fill(&self, facts: &Facts) -> Filled {
        match self {
            Self::Run(words) => Filled::Run(
                words
                    .iter()
                    .map(|word| word.fill(|place| facts.text(place)))
                    .collect(),
            ),
            Self::Url(url) => Filled::Url(url.fill(|place| facts.in_url(place))),
        }
    }

    /// Whether it names the service's port.
    #[must_use]
    pub fn needs_port(&self) -> bool {
        let names_port = |template: &Template| template.0.contains(&Piece::Place(Place::Port));
        match self {
            Self::Run(words) => words.iter().any(names_port),
            Self::Url(url) => names_port(url),
        }
    }
}

impl<'f> Facts<'f> {
    /// Those of a profile whose server is at this address.
    #[must_use]
    pub fn of(profile: &'f Profile, address: Option<IpAddr>) -> Self {
        Self {
            profile: &profile.name,
            host: &profile.host,
            address,
            port: profile.check,
        }
    }

    fn text(&self, place: Place) -> String {
        match place {
            Place::Host => self.host.to_string(),
            Place::Address => self
                .address
                .map_or_else(|| self.host.to_string(), |address| address.to_string()),
            Place::Port => self.port.map(|port| port.to_string()).unwrap_or_default(),
            Place::Profile => self.profile.to_owned(),
        }
    }

    /// An IPv6 address stands in brackets there, and what has a meaning in a URL is encoded.
    fn in_url(&self, place: Place) -> String {
        let text = self.text(place);
        match place {
            Place::Host | Place::Address => match text.split('%').next() {
                Some(address) if address.parse::<Ipv6Addr>().is_ok() => format!("[{address}]"),
                _ => text,
            },
            Place::Port => text,
            Place::Profile => utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string(),
        }
    }
}

impl Template {
    /// The places' words.
    pub const PLACES: [&'static str; 4] = ["host", "address", "port", "profile"];

    fn fill(&self, text: impl Fn(Place) -> String) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Place(place) => text(*place),
        };
        self.0.iter().map(piece).collect()
    }

    /// A text without places: braces are braces.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self(vec![Piece::Text(text.to_owned())])
    }

    /// Whether it says which program opens it before anything is filled in, as a URL does.
    #[must_use]
    pub fn is_url(&self) -> bool {
        let Some(Piece::Text(beginning)) = self.0.first() else {
            return false;
        };
        beginning.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        })
    }

    /// The text as it was written, but for the way that braces were.
    #[must_use]
    pub fn written(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.replace('{', "{{").replace('}', "}}"),
            Piece::Place(place) => format!("{{{}}}", Self::PLACES[*place as usize]),
        };
        self.0.iter().map(piece).collect()
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..];
            if brace.starts_with("{{") || brace.starts_with("}}") {
                plain.push_str(&brace[..1]);
                rest = &brace[2..];
                continue;
            }
            let inner = brace
                .strip_prefix('{')
                .and_then(|open| open.split_once('}'));
            let (name, after) = inner.ok_or(TemplateError::BraceAlone)?;
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Place(name.parse()?));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self(pieces))
    }
}

impl FromStr for Place {
    type Err = TemplateError;

    fn from_str(name: &str) -> Result<Self, TemplateError> {
        match name {
            "host" => Ok(Self::Host),
            "address" => Ok(Self::Address),
            "port" => Ok(Self::Port),
            "profile" => Ok(Self::Profile),
            _ => Err(TemplateError::UnknownPlace(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, host: &str) -> (String, String) {
        let template: Template = template.parse().unwrap();
        let host = host.parse().unwrap();
        let facts = Facts {
            profile: "my \"home\" & lab",
            host: &host,
            address: Some("2001:db8::7".parse().unwrap()),
            port: NonZeroU16::new(8443),
        };
        let run = FollowUp::Run(vec![template.clone()]).fill(&facts);
        let url = FollowUp::Url(template).fill(&facts);
        match (run, url) {
            (Filled::Run(mut words), Filled::Url(url)) => (words.remove(0), url),
            _ => panic!("a program is a program, and a URL a URL"),
        }
    }

    #[test]
    fn places_are_filled_in_and_encoded_only_in_a_url() {
        let (word, url) = filled("https://{host}:{port}/?p={profile}", "a.example");
        assert_eq!(word, "https://a.example:8443/?p=my \"home\" & lab");
        assert_eq!(url, "https://a.example:8443/?p=my%20%22home%22%20%26%20lab");
    }

    #[test]
    fn an_ipv6_address_stands_in_brackets_in_a_url() {
        assert_eq!(
            filled("{host}", "fe80::1%eth0"),
            ("fe80::1%eth0".into(), "[fe80::1]".into())
        );
        assert_eq!(
            filled("{address}", "a.example"),
            ("2001:db8::7".into(), "[2001:db8::7]".into())
        );
    }

    #[test]
    fn doubled_braces_are_braces() {
        assert_eq!(
            filled("{{print $1}} {host}", "a.example").0,
            "{print $1} a.example"
        );
        let template: Template = "a{{b}}{port}".parse().unwrap();
        assert_eq!(template.written(), "a{{b}}{port}");
    }

    #[test]
    fn a_plain_text_keeps_its_braces() {
        let template = Template::plain("a{host}b");
        assert_eq!(template.written(), "a{{host}}b");
        assert_eq!(template.written().parse(), Ok(template));
    }

    #[test]
    fn other_braces_are_mistakes() {
        let error = |text: &str| text.parse::<Template>().unwrap_err();
        assert_eq!(error("{hots}"), TemplateError::UnknownPlace("hots".into()));
        assert_eq!(error("a { b"), TemplateError::BraceAlone);
        assert_eq!(error("a } b"), TemplateError::BraceAlone);
    }
}
