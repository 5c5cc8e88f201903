//! `https`, and certificates that are wrong. Two providers of cryptography are linked into this
//! program, and none is chosen; each test here would panic if that were left to rustls.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use expect_test::{Expect, expect};
use flags_http::{Client, FetchErrorKind, Request, Settings, StartError};
use rcgen::{CertificateParams, CertifiedKey, KeyPair, date_time_ymd};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::world::settings;

/// A server with this certificate that answers every request alike, until the process ends.
fn serve(certificate: &CertifiedKey<KeyPair>) -> String {
    let key = PrivateKeyDer::try_from(certificate.signing_key.serialize_der()).unwrap();
    let chain = vec![certificate.cert.der().clone()];
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = Stream::new(&mut connection, &mut stream);
            let mut buffer = [0; 4096];
            // A client that does not trust the certificate goes away.
            if tls.read(&mut buffer).is_ok() {
                let answer =
                    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\n[1]";
                drop(tls.write_all(answer).and_then(|()| tls.flush()));
            }
        }
    });
    format!("https://localhost:{port}/flags.json")
}

fn certificate(change: impl FnOnce(&mut CertificateParams)) -> CertifiedKey<KeyPair> {
    let signing_key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    change(&mut params);
    let cert = params.self_signed(&signing_key).unwrap();
    CertifiedKey { cert, signing_key }
}

/// What is said of a server with this certificate.
#[track_caller]
fn check(certificate: &CertifiedKey<KeyPair>, settings: &Settings, expected: Expect) {
    let url = serve(certificate);
    let client = Client::new("test", settings).unwrap();
    let answer = match client.send(&Request::get(&url).unwrap()) {
        Ok(response) => response.text().unwrap().to_owned(),
        Err(error) => {
            assert_eq!(error.kind(), FetchErrorKind::Tls, "{error}");
            error.to_string().replace(&url, "URL")
        }
    };
    expected.assert_eq(&answer);
}

#[test]
fn f36_two_providers_of_cryptography_are_no_panic() {
    let certificate = certificate(|_| {});
    let settings = settings().root_certificates(certificate.cert.pem());
    check(&certificate, &settings, expect!["[1]"]);
}

#[test]
fn f36_a_certificate_that_nobody_trusts() {
    check(
        &certificate(|_| {}),
        &settings(),
        expect![
            "`URL` cannot be asked: its certificate is not trusted; for an authority of your own, see `Settings::root_certificates`"
        ],
    );
}

#[test]
fn f36_a_certificate_of_the_past() {
    let certificate = certificate(|params| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    });
    let settings = settings().root_certificates(certificate.cert.pem());
    check(
        &certificate,
        &settings,
        expect!["`URL` cannot be asked: its certificate has expired"],
    );
}

#[test]
fn f36_a_certificate_of_another_host() {
    let certificate = certificate(|params| {
        params.subject_alt_names = vec![
            "elsewhere.example"
                .try_into()
                .map(rcgen::SanType::DnsName)
                .unwrap(),
        ];
    });
    let settings = settings().root_certificates(certificate.cert.pem());
    check(
        &certificate,
        &settings,
        expect!["`URL` cannot be asked: its certificate is that of another host"],
    );
}

#[test]
fn what_speaks_no_tls() {
    let server = flags_faulty_server::FaultyServer::start();
    let url = server.url("/flags.json").replace("http://", "https://");
    let client = Client::new("test", &settings().timeout(Duration::from_secs(1))).unwrap();
    let error = client.send(&Request::get(&url).unwrap()).unwrap_err();
    assert!(
        error.to_string().starts_with(&format!("`{url}` ")),
        "{error}"
    );
}

#[test]
fn root_certificates_that_are_none() {
    let error = Client::new("test", &settings().root_certificates("no PEM")).unwrap_err();
    assert!(matches!(error, StartError::Certificates), "{error}");
    expect!["the root certificates cannot be used: the text must hold certificates in PEM, each from `-----BEGIN CERTIFICATE-----` on"]
        .assert_eq(&error.to_string());
}
