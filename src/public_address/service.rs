//! Where a machine asks for its own address: an `https://` URL, as the user wrote it.

use std::fmt;
use std::net::Ipv6Addr;
use std::num::NonZeroU16;
use std::str::FromStr;

use hyper::Uri;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio_rustls::rustls::pki_types::ServerName;

/// Where a machine asks for its own address: an `https://` URL, as the user wrote it.
///
/// ASCII only, as URLs are: a name beyond it is written as its `xn--…`. What follows a `#` is never sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AddressService {
    text: String,
    authority: String,
    host: String,
    port: NonZeroU16,
    path: String,
}

/// Why a text is not a service to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceError {
    /// No scheme and host, or a character that no URL has.
    #[error("not a URL")]
    NotAUrl,
    /// A URL of another kind, such as `http://…`, whose answer anybody on the way could change.
    #[error("not https")]
    NotHttps,
    /// A user's name or password stands in it. Where it is, is not said.
    #[error("has a user name or a password in it")]
    Credentials,
    /// Its port is not one from 1 to 65535.
    #[error("no such port")]
    BadPort,
    /// Its host is an IPv6 address, from where no IPv4 address can be seen.
    #[error("an IPv6 address")]
    Ipv6,
}

/// The port of HTTPS.
const HTTPS: NonZeroU16 = NonZeroU16::new(443).unwrap();

impl AddressService {
    /// The name or IPv4 address of its server.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port of its server.
    #[must_use]
    pub fn port(&self) -> NonZeroU16 {
        self.port
    }

    /// Host and port as the URL has them, for the `Host` header.
    pub(super) fn authority(&self) -> &str {
        &self.authority
    }

    /// What is asked for on the server, with a slash before it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Where this service sends on to: a whole URL, one without its scheme, or a path with a slash before it.
    ///
    /// # Errors
    ///
    /// [`ServiceError`], as for any other text. A path without a slash is not a URL here.
    pub(super) fn sent_on_to(&self, location: &str) -> Result<Self, ServiceError> {
        if location.starts_with("//") {
            return format!("https:{location}").parse();
        }
        if location.starts_with('/') {
            return format!("https://{}{location}", self.authority()).parse();
        }
        location.parse()
    }
}

impl FromStr for AddressService {
    type Err = ServiceError;

    fn from_str(text: &str) -> Result<Self, ServiceError> {
        let uri: Uri = text.parse().map_err(|_| ServiceError::NotAUrl)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(ServiceError::NotAUrl);
        };
        if scheme != "https" {
            return Err(ServiceError::NotHttps);
        }
        if authority.as_str().contains('@') {
            return Err(ServiceError::Credentials);
        }
        let host = authority.host();
        let port = match &authority.as_str()[host.len()..] {
            "" => HTTPS,
            port => port_of(port)?,
        };
        if is_ipv6(host) {
            return Err(ServiceError::Ipv6);
        }
        if ServerName::try_from(host).is_err() {
            return Err(ServiceError::NotAUrl);
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let slash = if path.starts_with('/') { "" } else { "/" };
        Ok(Self {
            text: text.to_owned(),
            authority: authority.to_string(),
            host: host.to_owned(),
            port,
            path: format!("{slash}{path}"),
        })
    }
}

/// The port in a text such as `:8443`.
fn port_of(text: &str) -> Result<NonZeroU16, ServiceError> {
    let digits = text.strip_prefix(':').unwrap_or(text);
    // Rust would take a sign before it as well.
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ServiceError::BadPort);
    }
    digits.parse().map_err(|_| ServiceError::BadPort)
}

fn is_ipv6(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.is_some_and(|bare| bare.parse::<Ipv6Addr>().is_ok())
}

impl TryFrom<String> for AddressService {
    type Error = ServiceError;

    fn try_from(text: String) -> Result<Self, ServiceError> {
        text.parse()
    }
}

impl From<AddressService> for String {
    fn from(service: AddressService) -> Self {
        service.text
    }
}

impl fmt::Display for AddressService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://ip.example.net", "ip.example.net", 443, "/")]
    #[case("https://ip.example.net/", "ip.example.net", 443, "/")]
    #[case(
        "https://ip.example.net:8443/v4?text=1",
        "ip.example.net",
        8443,
        "/v4?text=1"
    )]
    #[case("https://192.0.2.1/ip#top", "192.0.2.1", 443, "/ip")]
    #[case("https://my_host/ip", "my_host", 443, "/ip")]
    #[case("HTTPS://ip.example.net?x", "ip.example.net", 443, "/?x")]
    fn https_urls_are_services(
        #[case] text: &str,
        #[case] host: &str,
        #[case] port: u16,
        #[case] path: &str,
    ) {
        let service: AddressService = text.parse().unwrap();
        assert_eq!(service.host(), host);
        assert_eq!(service.port().get(), port);
        assert_eq!(service.path(), path);
        assert_eq!(service.to_string(), text);
    }

    #[rstest]
    #[case("", ServiceError::NotAUrl)]
    #[case("ip.example.net", ServiceError::NotAUrl)]
    #[case("/ip", ServiceError::NotAUrl)]
    #[case("https://", ServiceError::NotAUrl)]
    #[case("https:///ip", ServiceError::NotAUrl)]
    #[case("https:ip.example.net", ServiceError::NotAUrl)]
    #[case(" https://ip.example.net", ServiceError::NotAUrl)]
    #[case("https://ip.example.net/a b", ServiceError::NotAUrl)]
    #[case("https://ip.example.net/\r\nX: y", ServiceError::NotAUrl)]
    #[case("https://bücher.example", ServiceError::NotAUrl)]
    #[case("https://a..b/", ServiceError::NotAUrl)]
    #[case("http://ip.example.net", ServiceError::NotHttps)]
    #[case("ftp://ip.example.net", ServiceError::NotHttps)]
    #[case("file://ip/etc", ServiceError::NotHttps)]
    #[case("https://user:password@ip.example.net", ServiceError::Credentials)]
    #[case("https://user@ip.example.net", ServiceError::Credentials)]
    #[case("https://ip.example.net:0", ServiceError::BadPort)]
    #[case("https://ip.example.net:65536", ServiceError::BadPort)]
    #[case("https://ip.example.net:/", ServiceError::BadPort)]
    #[case("https://[2001:db8::1]/ip", ServiceError::Ipv6)]
    #[case("https://[2001:db8::1]:8443/ip", ServiceError::Ipv6)]
    fn other_texts_are_not(#[case] text: &str, #[case] error: ServiceError) {
        assert_eq!(text.parse::<AddressService>().unwrap_err(), error);
    }

    #[rstest]
    #[case("https://b.example/x", Ok("https://b.example/x"))]
    #[case("//b.example/x", Ok("https://b.example/x"))]
    #[case("/x?y", Ok("https://a.example:8443/x?y"))]
    #[case("http://b.example/x", Err(ServiceError::NotHttps))]
    #[case("x", Err(ServiceError::NotAUrl))]
    #[case("", Err(ServiceError::NotAUrl))]
    #[case("//u:p@b.example/", Err(ServiceError::Credentials))]
    fn it_sends_on(#[case] location: &str, #[case] to: Result<&str, ServiceError>) {
        let service: AddressService = "https://a.example:8443/ip".parse().unwrap();
        let next = service.sent_on_to(location);
        assert_eq!(next.map(String::from), to.map(str::to_owned));
    }
}
