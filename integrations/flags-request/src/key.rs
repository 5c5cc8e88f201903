//! The secret of testers and server.

use std::error::Error;
use std::fmt;
use std::time::SystemTime;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use flags_runtime::Override;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::claims;

/// What every token of this version begins with.
pub(crate) const VERSION: &str = "v1";

/// Signs overrides, and tells whether they were signed. Whoever has it can turn on any feature that
/// is not a permission, and that none needs; `Debug` does not show it.
#[derive(Clone)]
pub struct OverrideKey {
    mac: Hmac<Sha256>,
}

impl OverrideKey {
    /// The least number of bytes: as many as the signature has.
    pub const LEAST_BYTES: usize = 32;

    /// A key of these bytes, out of a secret store or a generator of random bytes.
    ///
    /// # Errors
    ///
    /// If there are fewer than [`OverrideKey::LEAST_BYTES`].
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self, WeakKey> {
        let secret = secret.as_ref();
        let weak = WeakKey {
            bytes: secret.len(),
        };
        if secret.len() < Self::LEAST_BYTES {
            return Err(weak);
        }
        // HMAC itself takes a key of any length.
        let mac = Hmac::new_from_slice(secret).map_err(|_| weak)?;
        Ok(Self { mac })
    }

    /// A token with these overrides, until `expires` (in whole seconds).
    ///
    /// # Errors
    ///
    /// If one is of a feature of kind `permission`, of one that a permission needs, or of a table.
    pub fn issue(
        &self,
        overrides: impl IntoIterator<Item = Override>,
        expires: SystemTime,
    ) -> Result<String, IssueError> {
        let overrides: Vec<_> = overrides.into_iter().collect();
        for set in &overrides {
            // As the server will: a token that it sets aside is of no use.
            Override::from_outside(set.feature(), &set.value())
                .map_err(|error| IssueError(error.to_string()))?;
        }
        let claims = claims::write(expires, &overrides).map_err(IssueError)?;
        let signed = format!("{VERSION}.{}", BASE64_URL_SAFE_NO_PAD.encode(claims));
        let signature = self.signed(&signed).finalize().into_bytes();
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        Ok(format!("{signed}.{signature}"))
    }

    /// Compared in constant time.
    pub(crate) fn has_signed(&self, text: &str, signature: &[u8]) -> bool {
        self.signed(text).verify_slice(signature).is_ok()
    }

    fn signed(&self, text: &str) -> Hmac<Sha256> {
        self.mac.clone().chain_update(text)
    }
}

impl fmt::Debug for OverrideKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OverrideKey(***)")
    }
}

/// A key that could be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeakKey {
    bytes: usize,
}

impl fmt::Display for WeakKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a key for overrides has at least {} random bytes, this one has {}",
            OverrideKey::LEAST_BYTES,
            self.bytes
        )
    }
}

impl Error for WeakKey {}

/// Why there is no token for these overrides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueError(String);

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for IssueError {}
