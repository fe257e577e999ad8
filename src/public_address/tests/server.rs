//! An HTTPS server that says what a test wants, and the CA that vouches for it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PublicKeyData,
    date_time_ymd,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ClientConfig, Error, RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;

use crate::public_address::trust::trusting;
use crate::public_address::{AddressService, AskError};

/// A CA that only this test knows.
pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// What a server's certificate says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whose {
    /// All as it should be.
    Loopback,
    /// Another server's.
    Somebodys,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    Tomorrows,
}

impl Authority {
    pub(super) fn new() -> Self {
        let mut authority = CertificateParams::new([]).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        // Of one name are only the certificates of one CA.
        let name = HEXLOWER.encode(&key.der_bytes()[..16]);
        authority.distinguished_name.push(DnType::CommonName, name);
        Self(CertifiedIssuer::self_signed(authority, key).unwrap())
    }

    /// In DER.
    pub(super) fn certificate(&self) -> &CertificateDer<'static> {
        self.0.der()
    }

    /// That this CA is trusted, and nobody else.
    pub(super) fn trusted(
        &self,
    ) -> impl FnOnce() -> Result<ClientConfig, AskError> + Send + 'static {
        trusting_nobody_else([self.certificate().clone()])
    }

    fn vouch_for(&self, whose: Whose) -> TlsAcceptor {
        let name = match whose {
            Whose::Somebodys => "other.example",
            _ => "127.0.0.1",
        };
        let mut server = CertificateParams::new([name.to_owned()]).unwrap();
        match whose {
            Whose::Expired => server.not_after = date_time_ymd(2020, 1, 1),
            Whose::Tomorrows => server.not_before = date_time_ymd(3000, 1, 1),
            Whose::Loopback | Whose::Somebodys => {}
        }
        let key = KeyPair::generate().unwrap();
        let certificate = server.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// That these CAs are trusted, and nobody else.
pub(super) fn trusting_nobody_else(
    authorities: impl IntoIterator<Item = CertificateDer<'static>>,
) -> impl FnOnce() -> Result<ClientConfig, AskError> + Send + 'static {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(authorities);
    move || {
        trusting(|builder| {
            let provider = builder.crypto_provider().clone();
            let verifier =
                WebPkiServerVerifier::builder_with_provider(roots.into(), provider).build();
            let verifier = verifier.map_err(|error| Error::General(error.to_string()))?;
            Ok(builder.with_webpki_verifier(verifier))
        })
    }
}

/// A server on a port of its own, until it is dropped.
pub(super) struct Server {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Server {
    /// Replies to each question with what `reply` says, and ends the connection as TLS wants it.
    pub(super) async fn start(
        authority: &Authority,
        whose: Whose,
        reply: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let reply = Arc::new(reply);
        Self::over_tls(authority, whose, move |mut stream| {
            let reply = Arc::clone(&reply);
            async move {
                let question = question(&mut stream).await;
                let _ = stream.write_all(&reply(&question)).await;
                let _ = stream.shutdown().await;
            }
        })
        .await
    }

    /// Sends `begin`, and then `piece` again and again; without a piece it just goes on.
    pub(super) async fn endless(authority: &Authority, begin: &'static str, piece: String) -> Self {
        Self::over_tls(authority, Whose::Loopback, move |mut stream| {
            let piece = piece.clone();
            async move {
                question(&mut stream).await;
                let mut sent = stream.write_all(begin.as_bytes()).await;
                while sent.is_ok() && !piece.is_empty() {
                    sent = stream.write_all(piece.as_bytes()).await;
                }
                // Until the other side gives up.
                let _ = stream.read(&mut [0; 1]).await;
            }
        })
        .await
    }

    /// Sends `reply`, and ends the connection below TLS, which so does not hear of it.
    pub(super) async fn cutting(authority: &Authority, reply: &'static str) -> Self {
        Self::over_tls(authority, Whose::Loopback, move |mut stream| async move {
            question(&mut stream).await;
            let _ = stream.write_all(reply.as_bytes()).await;
            let _ = stream.flush().await;
            let _ = stream.get_mut().0.shutdown().await;
        })
        .await
    }

    /// Replies without TLS.
    pub(super) async fn plain(reply: String) -> Self {
        Self::over_tcp(move |mut stream| {
            let reply = reply.clone();
            async move {
                let _ = stream.write_all(reply.as_bytes()).await;
                let _ = stream.read(&mut [0; 1024]).await;
            }
        })
        .await
    }

    /// Says nothing at all.
    pub(super) async fn mute() -> Self {
        Self::over_tcp(|mut stream| async move {
            let _ = stream.read_to_end(&mut Vec::new()).await;
        })
        .await
    }

    /// What the server answers at this path.
    pub(super) fn service(&self, path: &str) -> AddressService {
        format!("https://{}{path}", self.address).parse().unwrap()
    }

    async fn over_tls<F>(
        authority: &Authority,
        whose: Whose,
        talk: impl Fn(TlsStream<TcpStream>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send,
    {
        let acceptor = authority.vouch_for(whose);
        let talk = Arc::new(talk);
        Self::over_tcp(move |stream| {
            let (acceptor, talk) = (acceptor.clone(), Arc::clone(&talk));
            async move {
                // Who does not trust it breaks off.
                if let Ok(stream) = acceptor.accept(stream).await {
                    talk(stream).await;
                }
            }
        })
        .await
    }

    async fn over_tcp<F>(talk: impl Fn(TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream));
            }
        });
        Self { address, serving }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// The head of what is asked.
async fn question(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => read.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(read).unwrap()
}
