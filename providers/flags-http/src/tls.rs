//! How `https` is spoken.

use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

use crate::{Settings, StartError};

/// Sets TLS up. Returns whether there is what it takes to speak `https`.
#[cfg(not(feature = "rustls-no-provider"))]
pub(crate) fn configure(
    config: ConfigBuilder<AgentScope>,
    _: &Settings,
) -> Result<(ConfigBuilder<AgentScope>, bool), StartError> {
    // A request to `https` is refused when it is made.
    Ok((config, false))
}

/// Sets TLS up. Returns whether there is what it takes to speak `https`: without Cargo feature
/// `rustls`, the program has to choose rustls' cryptography.
#[cfg(feature = "rustls-no-provider")]
pub(crate) fn configure(
    config: ConfigBuilder<AgentScope>,
    settings: &Settings,
) -> Result<(ConfigBuilder<AgentScope>, bool), StartError> {
    use ureq::tls::{PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};

    let roots = match &settings.root_certificates {
        Some(pem) => {
            let items: Result<Vec<_>, _> = parse_pem(pem.as_bytes()).collect();
            let certificates: Vec<_> = items
                .map_err(|_| StartError::Certificates)?
                .into_iter()
                .filter_map(|item| match item {
                    PemItem::Certificate(certificate) => Some(certificate),
                    _ => None,
                })
                .collect();
            if certificates.is_empty() {
                return Err(StartError::Certificates);
            }
            RootCerts::new_with_certs(&certificates)
        }
        None if cfg!(feature = "platform-verifier") => RootCerts::PlatformVerifier,
        None => RootCerts::WebPki,
    };
    // Left to itself, rustls panics where two providers of cryptography are linked and none is chosen.
    let Some(cryptography) = cryptography() else {
        return Ok((config, false));
    };
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(roots)
        .unversioned_rustls_crypto_provider(cryptography)
        .build();
    Ok((config.tls_config(tls), true))
}

/// The program's choice; ring's where there is none.
#[cfg(feature = "rustls-no-provider")]
fn cryptography() -> Option<std::sync::Arc<rustls::crypto::CryptoProvider>> {
    let chosen = rustls::crypto::CryptoProvider::get_default().cloned();
    #[cfg(feature = "rustls")]
    let chosen = chosen.or_else(|| Some(rustls::crypto::ring::default_provider().into()));
    chosen
}

/// Why `https` failed, for who has to mend it; the same text while the cause is the same.
#[cfg(feature = "rustls-no-provider")]
pub(crate) fn explain(error: &rustls::Error) -> String {
    use rustls::CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet,
        NotValidYetContext, UnknownIssuer,
    };

    match error {
        rustls::Error::InvalidCertificate(Expired | ExpiredContext { .. }) => {
            "its certificate has expired".to_owned()
        }
        rustls::Error::InvalidCertificate(NotValidYet | NotValidYetContext { .. }) => {
            "its certificate is not valid yet; is the clock right".to_owned()
        }
        rustls::Error::InvalidCertificate(UnknownIssuer) => {
            "its certificate is not trusted; for an authority of your own, see \
             `Settings::root_certificates`"
                .to_owned()
        }
        rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. }) => {
            "its certificate is that of another host".to_owned()
        }
        other => other.to_string(),
    }
}
