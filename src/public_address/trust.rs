//! Whose certificates are believed: those that the system believes, with what its administrator added.

use std::sync::Arc;

use rustls_platform_verifier::BuilderVerifierExt;
use tokio_rustls::rustls::client::WantsClientCert;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{self, ClientConfig, ConfigBuilder, WantsVerifier};

use super::{AskError, Excerpt};

/// The system's trust, as it is now: on Linux its file of CAs, or what `SSL_CERT_FILE` and `SSL_CERT_DIR` name; elsewhere
/// the system judges itself. Reads files, and may take a few milliseconds.
pub(super) fn system() -> Result<ClientConfig, AskError> {
    trusting(BuilderVerifierExt::with_platform_verifier)
}

/// A client that believes whom `trust` says.
pub(super) fn trusting(
    trust: impl FnOnce(
        ConfigBuilder<ClientConfig, WantsVerifier>,
    ) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, rustls::Error>,
) -> Result<ClientConfig, AskError> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(trust)
        .map(ConfigBuilder::<ClientConfig, _>::with_no_client_auth)
        .map_err(|error| AskError::NoTrust {
            cause: Excerpt::of_cause(&error),
        })
}
