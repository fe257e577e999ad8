//! A service on loopback that answers over HTTPS, and the CA that vouches for it, which only those trust who are told.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use data_encoding::BASE64;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

pub struct AddressService {
    port: u16,
    asked: Arc<AtomicUsize>,
    authority: String,
}

impl AddressService {
    /// Answers with this, to whoever asks, for as long as the test runs.
    pub fn start(answer: &str) -> AddressService {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut authority = CertificateParams::new([]).unwrap();
        // Of one name are only the certificates of one CA.
        let name = format!("CA of port {port}");
        authority.distinguished_name.push(DnType::CommonName, name);
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority =
            CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let server = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let certificate = server.signed_by(&key, &authority).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        let service = AddressService {
            port,
            asked: Arc::default(),
            authority: pem(authority.der()),
        };
        let (asked, config) = (Arc::clone(&service.asked), Arc::new(config));
        let answer = answer.to_owned();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                asked.fetch_add(1, Ordering::Relaxed);
                // Who does not trust it goes away in the middle.
                let _ = reply(client, &config, &answer);
            }
        });
        service
    }

    pub fn url(&self) -> String {
        format!("https://127.0.0.1:{}/", self.port)
    }

    /// How often somebody came to ask.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Writes its CA as a file that `SSL_CERT_FILE` may name.
    pub fn write_authority(&self, path: &Path) {
        std::fs::write(path, &self.authority).unwrap();
    }
}

fn reply(client: TcpStream, config: &Arc<ServerConfig>, answer: &str) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(5)))?;
    let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, client);
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    let length = answer.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{answer}"
    )?;
    stream.conn.send_close_notify();
    stream.flush()
}

fn pem(der: &[u8]) -> String {
    let base64 = BASE64.encode(der);
    let lines = base64.as_bytes().chunks(64);
    let lines: Vec<&str> = lines
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}
