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

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use rstest::rstest;

    fn hex(text: &str) -> Vec<u8> {
        HEXLOWER.decode(text.as_bytes()).unwrap()
    }

    // From a packet that fwknopd took, and what `openssl enc -aes-256-cbc -md md5 -P` of OpenSSL 3.0 says.
    #[rstest]
    #[case(
        &hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
        "0011223344556677",
        "4f464f36e7a2ea3eb0011a6bd5df0d2ec2469cb52ef84bf655eab73ec989051e",
        "20fb8c63a23d5194bfe3e72feabd56d1"
    )]
    #[case(
        b"password",
        "0102030405060708",
        "e7b0971e52ca5cc8d0539fb3412f6316f7ba2e6ee293d9f3457b99436b51ce02",
        "8d450e2ed75a84a923d4eac9fe49226b"
    )]
    fn key_and_vector_are_derived_as_openssl_does(
        #[case] key: &[u8],
        #[case] salt: &str,
        #[case] derived: &str,
        #[case] iv: &str,
    ) {
        let salt = hex(salt).try_into().unwrap();
        let cipher = Cipher::derive(&Key::new(key).unwrap(), salt);
        assert_eq!(HEXLOWER.encode(&*cipher.key), derived);
        assert_eq!(HEXLOWER.encode(&*cipher.iv), iv);
    }

    /// NIST SP 800-38A, F.2.5 and F.2.6: four whole blocks, after which ours has one of padding.
    #[test]
    fn blocks_are_chained_as_nist_published() {
        let cipher = Cipher {
            key: Zeroizing::new(
                hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
                    .try_into()
                    .unwrap(),
            ),
            iv: Zeroizing::new(hex("000102030405060708090a0b0c0d0e0f").try_into().unwrap()),
        };
        let plain = hex(concat!(
            "6bc1bee22e409f96e93d7e117393172a",
            "ae2d8a571e03ac9c9eb76fac45af8e51",
            "30c81c46a35ce411e5fbc1191a0a52ef",
            "f69f2445df4f9b17ad2b417be66c3710",
        ));
        let published = concat!(
            "f58c4c04d6e5f1ba779eabfb5f7bfbd6",
            "9cfc4e967edb808d679f777bc6702c7d",
            "39f23369a9d9bacfa530e26304231461",
            "b2eb05e2c39be9fcda6c19078c6a9d1b",
        );
        let encrypted = cipher.encrypt(&plain);
        assert_eq!(HEXLOWER.encode(&encrypted[..64]), published);
        assert_eq!(encrypted.len(), 64 + BLOCK);
        assert_eq!(*cipher.decrypt(&encrypted).unwrap(), plain);
    }

    #[rstest]
    #[case(0, 16)]
    #[case(15, 16)]
    #[case(16, 32)]
    #[case(111, 112)]
    #[case(112, 128)]
    fn a_text_is_padded_to_whole_blocks_by_at_least_a_byte(
        #[case] length: usize,
        #[case] encrypted: usize,
    ) {
        let cipher = Cipher::derive(&Key::new(b"key").unwrap(), [0; 8]);
        let text = vec![b'x'; length];
        let bytes = cipher.encrypt(&text);
        assert_eq!(bytes.len(), encrypted);
        assert_eq!(*cipher.decrypt(&bytes).unwrap(), text);
    }

    #[test]
    fn what_was_not_encrypted_so_is_none() {
        let cipher = Cipher::derive(&Key::new(b"key").unwrap(), [0; 8]);
        let other = Cipher::derive(&Key::new(b"yek").unwrap(), [0; 8]);
        assert!(cipher.decrypt(b"").is_none());
        assert!(cipher.decrypt(&[0; 15]).is_none());
        assert!(cipher.decrypt(&other.encrypt(b"text")).is_none());
    }
}
