//! What a single packet asks the server for: read once for an action, and made into another packet for each try.

use std::net::SocketAddr;
use std::time::Duration;

use jiff::Timestamp;

use super::allow::{self, Asked};
use super::{Failure, PacketReport, Progress};
use crate::profile::{Field, KeySource, Profile, Spa, SpaNat};
use crate::secret::{SecretError, Secrets};
use crate::spa::{
    Hmac, HmacKey, Key, KeyError, Keys, Nat, Once, Packet, Random, Request, Target, Timeout, User,
    encode,
};

/// The keys of a profile's packets.
pub(super) struct PacketKeys(Keys);

/// What a single packet asks the server for, and what it is made with.
pub(super) struct Authorization<'p> {
    /// What the profile says.
    pub spa: &'p Spa,
    /// The server's name or address, as the profile has it.
    pub host: &'p str,
    request: Request,
    keys: PacketKeys,
}

impl PacketKeys {
    /// Reads them from wherever they are.
    pub(super) async fn read(
        secrets: &Secrets,
        profile: &Profile,
        spa: &Spa,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Self, Failure> {
        if !spa.secrets().is_empty() {
            progress(Progress::ReadingSecret);
        }
        let limit = profile.settings.secret_timeout;
        let key = with_bytes(secrets, &spa.key, limit, Key::new).await;
        let key = key.map_err(|error| failure(Field::Key, error))?;
        let hmac = match &spa.hmac {
            None => None,
            Some(hmac) => {
                let key = with_bytes(secrets, &hmac.key, limit, HmacKey::new).await;
                Some(Hmac {
                    key: key.map_err(|error| failure(Field::HmacKey, error))?,
                    algorithm: hmac.algorithm,
                })
            }
        };
        let keys = Keys::new(key, hmac).map_err(|_| Failure::SameKeys)?;
        Ok(Self(keys))
    }

    /// With what is asked of this server.
    pub(super) async fn authorize<'p>(
        self,
        profile: &'p Profile,
        spa: &'p Spa,
        server: SocketAddr,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Authorization<'p>, Failure> {
        let asked = Asked {
            allow: spa.allow.as_ref(),
            server,
            bind: profile.settings.bind.as_ref(),
        };
        let request = Request {
            allow: allow::find(&asked, progress).await?,
            access: spa.access.clone(),
            nat: nat(spa, server),
            timeout: spa.timeout,
            user: spa.user.clone().unwrap_or_else(own_name),
            server_auth: None,
            digest: spa.digest,
        };
        Ok(Authorization {
            spa,
            host: profile.host.as_str(),
            request,
            keys: self,
        })
    }
}

impl Authorization<'_> {
    /// What a packet says that is made now.
    pub(super) fn report(&self) -> PacketReport {
        PacketReport {
            allow: Some(self.request.allow).filter(|allow| *allow != Request::SOURCE),
            time: self.time(),
            is_signed: self.spa.hmac.is_some(),
            timeout: self.spa.timeout.map(Timeout::duration),
        }
    }

    /// A packet that no other was like: the server takes none twice.
    pub(super) fn packet(&self) -> Result<Packet, Failure> {
        let once = Once {
            // What is before 1970 is refused like anything else that is too far off.
            time: u64::try_from(self.time().as_second()).unwrap_or_default(),
            random: Random::of(u64::from_ne_bytes(drawn()?)),
            salt: drawn()?,
        };
        let keys = &self.keys.0;
        encode(&self.request, &once, keys).map_err(|refusal| Failure::Packet(refusal.into()))
    }

    /// The time that a packet gives.
    fn time(&self) -> Timestamp {
        let now = Timestamp::now().as_second();
        let given = now.saturating_add(self.spa.clock_offset.seconds());
        Timestamp::from_second(given).unwrap_or(Timestamp::MIN)
    }
}

/// A port from 10000 to 65534, as fwknop draws them; unlike fwknop's, it tells nothing of what is in the packet.
pub(super) fn random_port() -> Result<u16, Failure> {
    const FIRST: u16 = 10_000;
    const COUNT: u16 = 55_535;
    // Of a number that is this much larger, each remainder is as likely as any other.
    let remainder = u64::from_ne_bytes(drawn()?) % u64::from(COUNT);
    Ok(FIRST + u16::try_from(remainder).unwrap_or_default())
}

/// Bytes from the system's generator.
fn drawn<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(Failure::NoRandom {
            cause: error.to_string(),
        }),
    }
}

async fn with_bytes<T>(
    secrets: &Secrets,
    source: &KeySource,
    limit: Duration,
    make: impl FnOnce(&[u8]) -> Result<T, KeyError>,
) -> Result<T, SecretError> {
    match source {
        KeySource::Literal(secret) => Ok(make(secret.expose())?),
        KeySource::Secret(source) => {
            let secret = secrets.value(source, limit).await?;
            Ok(make(secret.expose())?)
        }
    }
}

fn failure(field: Field, error: SecretError) -> Failure {
    Failure::Secret { field, error }
}

/// Where the ports lead to. Of the server's own the packet names the address that it is sent to.
fn nat(spa: &Spa, server: SocketAddr) -> Option<Nat> {
    match spa.nat.as_ref()? {
        SpaNat::Forward(target) => Some(Nat::Forward(target.clone())),
        SpaNat::Local(Some(target)) => Some(Nat::Local(target.clone())),
        SpaNat::Local(None) => {
            let port = spa.access.ports().first()?.number;
            let own = Target::new(&server.ip().to_string(), port).ok()?;
            Some(Nat::Local(own))
        }
    }
}

/// The name of whoever runs this program, as fwknop's own client finds it; where it is none that the server takes, the
/// one that fwknop's client uses for nobody.
fn own_name() -> User {
    let variables = ["LOGNAME", "USER", "USERNAME"];
    let names = variables.iter().filter_map(|name| std::env::var(name).ok());
    let mut users = names.filter_map(|name| name.parse().ok());
    users.next().unwrap_or_else(User::nobody)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn random_ports_are_from_all_of_their_range() {
        let ports: Vec<u16> = (0..20_000).map(|_| random_port().unwrap()).collect();
        assert!(ports.iter().all(|port| (10_000..=65_534).contains(port)));
        // Of 55,535 ports so many draws leave about 16,800 different ones: sqrt of the variance is about 40.
        let different = ports.iter().collect::<HashSet<_>>().len();
        assert!((16_400..17_200).contains(&different), "{different}");
    }
}
