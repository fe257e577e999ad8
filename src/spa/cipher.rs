//! AES-256-CBC as OpenSSL's `enc -md md5` does it: key and initialisation vector come from the secret key and a salt.

use aes::Aes256;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

use super::{Key, Once};

/// A key of AES-256 and an initialisation vector.
pub(super) struct Cipher {
    key: Zeroizing<[u8; 32]>,
    iv: Zeroizing<[u8; BLOCK]>,
}

/// The length of a block, and of an MD5 digest, in bytes.
pub(super) const BLOCK: usize = 16;

impl Cipher {
    /// What the secret key and a salt give: three MD5 digests, each over the one before, the key and the salt. OpenSSL
    /// calls it `EVP_BytesToKey`, with MD5 and one round. A key of 32 bytes goes the same way.
    pub(super) fn derive(key: &Key, salt: [u8; Once::SALT]) -> Self {
        let mut cipher = Self {
            key: Zeroizing::default(),
            iv: Zeroizing::default(),
        };
        let (first, second) = cipher.key.split_at_mut(BLOCK);
        digest(&[key.expose(), &salt], first);
        digest(&[first, key.expose(), &salt], second);
        digest(&[second, key.expose(), &salt], cipher.iv.as_mut_slice());
        cipher
    }

    /// The text, padded by PKCS#7 and encrypted: always longer than it was.
    pub(super) fn encrypt(&self, text: &[u8]) -> Vec<u8> {
        let key = (&*self.key).into();
        cbc::Encryptor::<Aes256>::new(key, (&*self.iv).into()).encrypt_padded_vec::<Pkcs7>(text)
    }

    /// The text again, without its padding; `None` where it was not encrypted so, which mostly means with another key.
    pub(super) fn decrypt(&self, encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut text = Zeroizing::new(encrypted.to_vec());
        let key = (&*self.key).into();
        let length = cbc::Decryptor::<Aes256>::new(key, (&*self.iv).into())
            .decrypt_padded::<Pkcs7>(&mut text)
            .ok()?
            .len();
        text.truncate(length);
        Some(text)
    }
}

/// Writes the MD5 digest of what comes in parts.
fn digest(parts: &[&[u8]], into: &mut [u8]) {
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(part);
    }
    into.copy_from_slice(&Zeroizing::new(<[u8; BLOCK]>::from(md5.finalize()))[..]);
}
