//! A stanza as a profile.

use std::net::Ipv4Addr;
use std::num::NonZeroU16;

use super::FwknoprcReason;
use super::keys::{self, Found, KeyFiles};
use super::reason::Remark;
use super::values::{self, RESOLVE, Said, Values};
use crate::profile::{
    Allow, ClockOffset, Field, HmacSource, Host, KeySource, Opening, Profile, SecretSource, Spa,
    SpaNat, SpaPort, SpaTransport, Span,
};
use crate::public_address::{AddressService, can_be_a_host};
use crate::spa::{
    Access, Algorithm, CipherMode, CipherModeError, Port, Target, Timeout, Unsupported, User,
};

/// In characters: fwknop cuts a longer name of a server.
const LONGEST_SERVER: usize = 49;
/// In bytes: fwknop cuts a longer name of a user.
const LONGEST_USER: usize = 29;
/// Whom fwknop asks for this machine's address.
const USUAL_SERVICE: &str = "https://www.cipherdyne.org/cgi-bin/myip";

/// A stanza that is to be a profile.
pub(super) struct Stanza<'s> {
    /// The profile's.
    name: &'s str,
    line: usize,
    values: &'s Values<'s>,
    /// What there is to know of it.
    pub remarks: Vec<Remark>,
}

impl<'s> Stanza<'s> {
    pub(super) fn new(name: &'s str, line: usize, values: &'s Values<'s>) -> Self {
        Self {
            name,
            line,
            values,
            remarks: Vec::new(),
        }
    }

    /// The profile.
    ///
    /// # Errors
    ///
    /// Where fwknop would stop, or does something that is not done here.
    pub(super) fn profile(&mut self, files: &mut KeyFiles) -> Result<Profile, Remark> {
        self.supported()?;
        let server = self.needed("SPA_SERVER")?;
        let host = self.host(server)?;
        let (access, nat) = self.doors(server)?;
        let transport = self.values.get("SPA_SERVER_PROTO");
        let transport = transport.and_then(|said| values::transport(said.value));
        let timeout = Timeout::new(self.number("FW_TIMEOUT", Timeout::LONGEST)?).ok();
        let allow = Some(self.allow()?);
        let port = self.port(transport.unwrap_or_default())?;
        let user = self.user()?;
        let (key, hmac) = self.keys(files)?;
        let spa = Spa {
            port,
            source_port: NonZeroU16::new(self.port_number("SPA_SOURCE_PORT")?),
            transport: transport.unwrap_or_default(),
            allow,
            timeout,
            nat,
            user,
            digest: self.algorithm("DIGEST_TYPE"),
            clock_offset: self.clock_offset()?,
            ..Spa::new(access, key, hmac)
        };
        let mut profile = Profile::new(self.name.to_owned(), host, Opening::Spa(Box::new(spa)));
        profile.check = profile.service_port();
        profile.server_timeout = timeout.map(Timeout::duration);
        Ok(profile)
    }

    /// What is not done here.
    fn supported(&self) -> Result<(), Remark> {
        let mode = self.values.get("ENCRYPTION_MODE");
        let no_mode = mode.and_then(|said| match said.value.parse::<CipherMode>() {
            Err(CipherModeError::Unsupported(Unsupported::Mode("asymmetric"))) => {
                Some((said, FwknoprcReason::Unsupported(Unsupported::Gpg)))
            }
            Err(CipherModeError::Unsupported(mode)) => {
                Some((said, FwknoprcReason::Unsupported(mode)))
            }
            _ => None,
        });
        let said = |key, reason| self.values.get(key).map(|said| (said, reason));
        let raw = self.values.get("SPA_SERVER_PROTO");
        let raw = raw.filter(|said| values::is_raw(said.value));
        let found = said("USE_GPG", FwknoprcReason::Unsupported(Unsupported::Gpg))
            .or(no_mode)
            .or(said("SPOOF_SOURCE_IP", FwknoprcReason::Forged))
            .or(raw.map(|said| (said, FwknoprcReason::Raw)))
            .or(said("NAT_RAND_PORT", FwknoprcReason::RandomNat));
        match found {
            Some((said, reason)) => Err(Remark::new(said.line, reason)),
            None => Ok(()),
        }
    }

    fn needed(&self, key: &'static str) -> Result<Said<'s>, Remark> {
        let missing = || Remark::new(self.line, FwknoprcReason::Missing { key });
        self.values.get(key).ok_or_else(missing)
    }

    fn host(&mut self, server: Said) -> Result<Host, Remark> {
        let refused = |reason| Remark::new(server.line, reason);
        let host: Host = server
            .value
            .parse()
            .map_err(|_| refused(FwknoprcReason::BadServer))?;
        if host.as_str().contains(':') {
            return Err(refused(FwknoprcReason::Ipv6));
        }
        if server.value.len() > LONGEST_SERVER {
            self.remarks.push(refused(FwknoprcReason::ServerCut));
        }
        Ok(host)
    }

    /// The ports that are asked for, and where they lead to.
    fn doors(&self, server: Said) -> Result<(Access, Option<SpaNat>), Remark> {
        let said = self.needed("ACCESS")?;
        let wanted: Access = said
            .value
            .parse()
            .map_err(|_| Remark::new(said.line, FwknoprcReason::BadAccess))?;
        let inside = wanted.ports()[0].number;
        let public = NonZeroU16::new(self.port_number("NAT_PORT")?);
        let access = match (public, wanted.ports()) {
            (None, _) => wanted,
            (Some(number), [Port { protocol, .. }]) => Access::from(Port {
                protocol: *protocol,
                number,
            }),
            (Some(_), _) => return Err(self.of("NAT_PORT", FwknoprcReason::NatOfMany)),
        };
        let is_local = self.values.get("NAT_LOCAL").is_some();
        let said = self.values.get("NAT_ACCESS");
        // Without another port, the packet that this program makes says the same by itself.
        let said = said.or(Some(server).filter(|_| is_local && public.is_some()));
        let target = said.map(|said| target(said, inside)).transpose()?;
        let nat = if is_local {
            Some(SpaNat::Local(target))
        } else {
            target.map(SpaNat::Forward)
        };
        Ok((access, nat))
    }

    /// Who is to be let in. An address counts before a service that knows one.
    fn allow(&mut self) -> Result<Allow, Remark> {
        let resolving = [
            RESOLVE,
            "RESOLVE_IP_HTTPS",
            "RESOLVE_IP_HTTP",
            "RESOLVE_HTTP_ONLY",
            "RESOLVE_URL",
        ];
        let resolving = self.values.any(&resolving);
        match (self.values.get("ALLOW_IP"), resolving) {
            (Some(said), resolving) => {
                if let Some(resolving) = resolving {
                    let remark = Remark::new(resolving.line, FwknoprcReason::AddressCounts);
                    self.remarks.push(remark);
                }
                whom(said.value).ok_or_else(|| Remark::new(said.line, FwknoprcReason::BadAllow))
            }
            (None, Some(_)) => self.service().map(Allow::Service),
            (None, None) => self.needed("ALLOW_IP").map(|_| Allow::Source),
        }
    }

    /// The service that is asked for this machine's address: over HTTPS, whatever the file says.
    fn service(&mut self) -> Result<AddressService, Remark> {
        let said = self.values.get("RESOLVE_URL");
        let url = said.map_or(USUAL_SERVICE, |said| said.value);
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let is_plain = scheme.eq_ignore_ascii_case("http");
        let https = format!("https://{rest}");
        let service = if is_plain { &https } else { url }.parse();
        let plain = said.filter(|_| is_plain);
        if let Some(plain) = plain.or(self.values.get("RESOLVE_HTTP_ONLY")) {
            let remark = Remark::new(plain.line, FwknoprcReason::PlainHttp);
            self.remarks.push(remark);
        }
        service.map_err(|_| self.of("RESOLVE_URL", FwknoprcReason::BadUrl))
    }

    fn port(&self, transport: SpaTransport) -> Result<SpaPort, Remark> {
        if self.values.get("RAND_PORT").is_some() {
            if transport != SpaTransport::Udp {
                return Err(self.of("RAND_PORT", FwknoprcReason::RandomNotUdp));
            }
            return Ok(SpaPort::Random);
        }
        let key = "SPA_SERVER_PORT";
        if self.values.get(key).is_none() {
            return Ok(SpaPort::Fixed(Spa::PORT));
        }
        NonZeroU16::new(self.port_number(key)?)
            .map(SpaPort::Fixed)
            .ok_or_else(|| self.of(key, FwknoprcReason::NoPort { key }))
    }

    fn user(&mut self) -> Result<Option<User>, Remark> {
        let Some(said) = self.values.get("SPOOF_USER") else {
            return Ok(None);
        };
        let end = said.value.floor_char_boundary(LONGEST_USER);
        if end < said.value.len() {
            let remark = Remark::new(said.line, FwknoprcReason::UserCut);
            self.remarks.push(remark);
        }
        let user = said.value[..end].parse().map(Some);
        user.map_err(|_| Remark::new(said.line, FwknoprcReason::BadUser))
    }

    fn clock_offset(&self) -> Result<ClockOffset, Remark> {
        let said = self.values.get("TIME_OFFSET");
        let seconds = said
            .and_then(|said| values::offset(said.value))
            .unwrap_or_default();
        if seconds.unsigned_abs() > Span::LONGEST.as_secs() {
            return Err(self.of("TIME_OFFSET", FwknoprcReason::OffsetTooLong));
        }
        Ok(ClockOffset::of(seconds))
    }

    /// The key to encrypt with, and what packets are signed with.
    fn keys(&mut self, files: &mut KeyFiles) -> Result<(KeySource, Option<HmacSource>), Remark> {
        let mut find = |field| keys::find(field, self.values, files, &mut self.remarks);
        let (key, hmac_key) = (find(Field::Key)?, find(Field::HmacKey)?);
        if let (Some(key), Some(hmac_key)) = (&key, &hmac_key)
            && key.secret.expose() == hmac_key.secret.expose()
        {
            return Err(Remark::new(hmac_key.line, FwknoprcReason::SameKeys));
        }
        let key = self.source(Field::Key, key);
        let is_signed = hmac_key.is_some() || self.values.get("USE_HMAC").is_some();
        let hmac = is_signed.then(|| HmacSource {
            key: self.source(Field::HmacKey, hmac_key),
            algorithm: self.algorithm("HMAC_DIGEST_TYPE"),
        });
        Ok((key, hmac))
    }

    /// The key, or the keyring's entry for one that fwknop asks for.
    fn source(&mut self, field: Field, found: Option<Found>) -> KeySource {
        if let Some(found) = found {
            return KeySource::Literal(found.secret);
        }
        let remark = Remark::new(self.line, FwknoprcReason::Asks { field });
        self.remarks.push(remark);
        KeySource::Secret(SecretSource::Keyring(field.account(self.name)))
    }

    fn algorithm(&self, key: &str) -> Algorithm {
        let said = self.values.get(key);
        said.and_then(|said| said.value.parse().ok())
            .unwrap_or_default()
    }

    fn port_number(&self, key: &'static str) -> Result<u16, Remark> {
        let number = self.number(key, u16::MAX.into())?;
        Ok(u16::try_from(number).unwrap_or_default())
    }

    /// Zero where nothing is said.
    fn number(&self, key: &'static str, most: u32) -> Result<u32, Remark> {
        match self.values.get(key) {
            Some(said) => values::number(said.value, most, key)
                .map_err(|reason| Remark::new(said.line, reason)),
            None => Ok(0),
        }
    }

    /// A reason, where a key stands.
    fn of(&self, key: &str, reason: FwknoprcReason) -> Remark {
        let line = self.values.get(key).map_or(self.line, |said| said.line);
        Remark::new(line, reason)
    }
}

/// `host:port`, `host,port`, or a host with the port inside.
fn target(said: Said, inside: NonZeroU16) -> Result<Target, Remark> {
    let target = if said.value.contains([':', ',']) {
        said.value.parse()
    } else {
        Target::new(said.value, inside)
    };
    target.map_err(|_| Remark::new(said.line, FwknoprcReason::BadNat))
}

/// `source`, an address, or the one that stands for `source`.
fn whom(text: &str) -> Option<Allow> {
    if text.eq_ignore_ascii_case("source") {
        return Some(Allow::Source);
    }
    let address: Ipv4Addr = text.parse().ok()?;
    if address.is_unspecified() {
        return Some(Allow::Source);
    }
    let can_be = can_be_a_host(address) || address.is_loopback();
    can_be.then_some(Allow::Address(address))
}
