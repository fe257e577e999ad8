//! The hash functions, for the check sum inside a packet and for the HMAC around it.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64_NOPAD;
use hmac::{EagerHash, Hmac, KeyInit as _, Mac as _};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use sha3::{Sha3_256, Sha3_512};
use thiserror::Error;

use super::HmacKey;

/// A hash function, for the check sum inside a packet and for the HMAC around it. The two need not be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Algorithm {
    /// MD5. Broken as a hash; as an HMAC it still holds.
    Md5,
    /// SHA-1. Broken as a hash; as an HMAC it still holds.
    Sha1,
    /// SHA-256, fwknop's default for both.
    #[default]
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA3-256, as FIPS 202 has it.
    Sha3_256,
    /// SHA3-512, as FIPS 202 has it.
    Sha3_512,
}

/// Why a word is not a hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("unknown algorithm")]
pub struct AlgorithmError;

impl Algorithm {
    /// All of them, in fwknop's order.
    pub const ALL: [Self; 7] = [
        Self::Md5,
        Self::Sha1,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
        Self::Sha3_256,
        Self::Sha3_512,
    ];

    /// The words, for a configuration and for hints; in the same order.
    pub const WORDS: [&'static str; 7] = [
        "md5", "sha1", "sha256", "sha384", "sha512", "sha3_256", "sha3_512",
    ];

    /// The word, in lower case.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
            Self::Sha3_256 => "sha3_256",
            Self::Sha3_512 => "sha3_512",
        }
    }

    /// How many bytes it gives.
    fn size(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 | Self::Sha3_256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 | Self::Sha3_512 => 64,
        }
    }

    /// How many characters of base64 it gives.
    pub(super) fn text_size(self) -> usize {
        BASE64_NOPAD.encode_len(self.size())
    }

    /// The check sum of a text, in base64.
    pub(super) fn digest(self, text: &str) -> String {
        let bytes = match self {
            Self::Md5 => digest::<Md5>(text),
            Self::Sha1 => digest::<Sha1>(text),
            Self::Sha256 => digest::<Sha256>(text),
            Self::Sha384 => digest::<Sha384>(text),
            Self::Sha512 => digest::<Sha512>(text),
            Self::Sha3_256 => digest::<Sha3_256>(text),
            Self::Sha3_512 => digest::<Sha3_512>(text),
        };
        BASE64_NOPAD.encode(&bytes)
    }

    /// The HMAC (RFC 2104) of what comes in parts, in base64.
    pub(super) fn hmac(self, key: &HmacKey, parts: &[&[u8]]) -> String {
        let bytes = match self {
            Self::Md5 => hmac::<Md5>(key, parts),
            Self::Sha1 => hmac::<Sha1>(key, parts),
            Self::Sha256 => hmac::<Sha256>(key, parts),
            Self::Sha384 => hmac::<Sha384>(key, parts),
            Self::Sha512 => hmac::<Sha512>(key, parts),
            Self::Sha3_256 => hmac::<Sha3_256>(key, parts),
            Self::Sha3_512 => hmac::<Sha3_512>(key, parts),
        };
        BASE64_NOPAD.encode(&bytes)
    }
}

fn digest<D: Digest>(text: &str) -> Vec<u8> {
    D::digest(text).to_vec()
}

fn hmac<D: EagerHash>(key: &HmacKey, parts: &[&[u8]]) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "an HMAC takes a key of any length")]
    let mut hmac = Hmac::<D>::new_from_slice(key.expose()).expect("a key of any length");
    for part in parts {
        hmac.update(part);
    }
    hmac.finalize().into_bytes().to_vec()
}

impl FromStr for Algorithm {
    type Err = AlgorithmError;

    /// In any case, as fwknop's own files write it.
    fn from_str(text: &str) -> Result<Self, AlgorithmError> {
        Self::ALL
            .into_iter()
            .find(|one| text.eq_ignore_ascii_case(one.word()))
            .ok_or(AlgorithmError)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use rstest::rstest;

    fn hex(base64: &str) -> String {
        HEXLOWER.encode(&BASE64_NOPAD.decode(base64.as_bytes()).unwrap())
    }

    #[rstest]
    #[case("md5", Algorithm::Md5)]
    #[case("SHA256", Algorithm::Sha256)]
    #[case("Sha3_512", Algorithm::Sha3_512)]
    fn a_word_is_read_in_any_case(#[case] text: &str, #[case] algorithm: Algorithm) {
        assert_eq!(text.parse(), Ok(algorithm));
    }

    #[test]
    fn every_word_is_read_and_written_alike() {
        let read = Algorithm::WORDS.map(str::parse::<Algorithm>);
        assert_eq!(read, Algorithm::ALL.map(Ok));
        assert_eq!(Algorithm::ALL.map(|one| one.to_string()), Algorithm::WORDS);
    }

    #[rstest]
    #[case("")]
    #[case("sha")]
    #[case("sha-256")]
    #[case("sha3-256")]
    #[case("sha224")]
    #[case(" md5")]
    fn other_words_are_not(#[case] text: &str) {
        assert_eq!(text.parse::<Algorithm>(), Err(AlgorithmError));
    }

    #[test]
    fn the_length_of_a_digest_is_the_one_that_the_server_goes_by() {
        let lengths = Algorithm::ALL.map(Algorithm::text_size);
        assert_eq!(lengths, [22, 27, 43, 64, 86, 43, 86]);
        assert_eq!(Algorithm::ALL.map(|one| one.digest("").len()), lengths);
        let key = HmacKey::new(b"key").unwrap();
        assert_eq!(Algorithm::ALL.map(|one| one.hmac(&key, &[]).len()), lengths);
    }

    // RFC 1321, FIPS 180-4 and FIPS 202: the digest of `abc`.
    #[rstest]
    #[case("md5", "900150983cd24fb0d6963f7d28e17f72")]
    #[case("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    #[case(
        "sha256",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )]
    #[case(
        "sha384",
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    )]
    #[case(
        "sha512",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    )]
    #[case(
        "sha3_256",
        "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"
    )]
    #[case(
        "sha3_512",
        "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"
    )]
    fn digests_are_as_published(#[case] algorithm: Algorithm, #[case] published: &str) {
        assert_eq!(hex(&algorithm.digest("abc")), published);
    }

    /// In one piece, and in two.
    fn is_published(algorithm: Algorithm, key: &[u8], data: &[u8], published: &str) {
        let key = HmacKey::new(key).unwrap();
        assert_eq!(hex(&algorithm.hmac(&key, &[data])), published);
        let (one, two) = data.split_at(data.len() / 2);
        assert_eq!(hex(&algorithm.hmac(&key, &[one, two])), published);
    }

    #[rstest]
    #[case("md5", &[0x0b; 16], b"Hi There", "9294727a3638bb1c13f48ef8158bfc9d")]
    #[case(
        "md5",
        b"Jefe",
        b"what do ya want for nothing?",
        "750c783e6ab0b503eaa86e310a5db738"
    )]
    #[case("md5", &[0xaa; 16], &[0xdd; 50], "56be34521d144c88dbb8c733f0e8b3f6")]
    #[case("md5", &(1..=25).collect::<Vec<u8>>(), &[0xcd; 50], "697eaf0aca3a3aea3a75164746ffaa79")]
    #[case("md5", &[0x0c; 16], b"Test With Truncation", "56461ef2342edc00f9bab995690efd4c")]
    #[case("md5", &[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First", "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd")]
    #[case("md5", &[0xaa; 80], b"Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data", "6f630fad67cda0ee1fb1f562db3aa53e")]
    #[case("sha1", &[0x0b; 20], b"Hi There", "b617318655057264e28bc0b6fb378c8ef146be00")]
    #[case(
        "sha1",
        b"Jefe",
        b"what do ya want for nothing?",
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    )]
    #[case("sha1", &[0xaa; 20], &[0xdd; 50], "125d7342b9ac11cd91a39af48aa17b4f63f175d3")]
    #[case("sha1", &(1..=25).collect::<Vec<u8>>(), &[0xcd; 50], "4c9007f4026250c6bc8414f9bf50c86c2d7235da")]
    #[case("sha1", &[0x0c; 20], b"Test With Truncation", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04")]
    #[case("sha1", &[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First", "aa4ae5e15272d00e95705637ce8a3b55ed402112")]
    #[case("sha1", &[0xaa; 80], b"Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data", "e8e99d0f45237d786d6bbaa7965c7808bbff1a91")]
    fn hmacs_are_as_in_rfc_2202(
        #[case] algorithm: Algorithm,
        #[case] key: &[u8],
        #[case] data: &[u8],
        #[case] published: &str,
    ) {
        is_published(algorithm, key, data, published);
    }

    /// Without the last cases, whose keys of 131 bytes are longer than any here; the fifth is truncated.
    #[rstest]
    #[case("sha256", &[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    #[case("sha384", &[0x0b; 20], b"Hi There", "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6")]
    #[case("sha512", &[0x0b; 20], b"Hi There", "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854")]
    #[case(
        "sha256",
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )]
    #[case(
        "sha384",
        b"Jefe",
        b"what do ya want for nothing?",
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
    )]
    #[case(
        "sha512",
        b"Jefe",
        b"what do ya want for nothing?",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    )]
    #[case("sha256", &[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
    #[case("sha384", &[0xaa; 20], &[0xdd; 50], "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27")]
    #[case("sha512", &[0xaa; 20], &[0xdd; 50], "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb")]
    #[case("sha256", &(1..=25).collect::<Vec<u8>>(), &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    #[case("sha384", &(1..=25).collect::<Vec<u8>>(), &[0xcd; 50], "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e6801dd23c4a7d679ccf8a386c674cffb")]
    #[case("sha512", &(1..=25).collect::<Vec<u8>>(), &[0xcd; 50], "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd")]
    fn hmacs_are_as_in_rfc_4231(
        #[case] algorithm: Algorithm,
        #[case] key: &[u8],
        #[case] data: &[u8],
        #[case] published: &str,
    ) {
        is_published(algorithm, key, data, published);
    }

    /// From its “Examples with Intermediate Values”: those with keys of up to 128 bytes.
    #[rstest]
    #[case("sha3_256", &(0..32).collect::<Vec<u8>>(), b"Sample message for keylen<blocklen", "4fe8e202c4f058e8dddc23d8c34e467343e23555e24fc2f025d598f558f67205")]
    #[case("sha3_512", &(0..64).collect::<Vec<u8>>(), b"Sample message for keylen<blocklen", "4efd629d6c71bf86162658f29943b1c308ce27cdfa6db0d9c3ce81763f9cbce5f7ebe9868031db1a8f8eb7b6b95e5c5e3f657a8996c86a2f6527e307f0213196")]
    #[case("sha3_512", &(0..72).collect::<Vec<u8>>(), b"Sample message for keylen=blocklen", "544e257ea2a3e5ea19a590e6a24b724ce6327757723fe2751b75bf007d80f6b360744bf1b7a88ea585f9765b47911976d3191cf83c039f5ffab0d29cc9d9b6da")]
    #[case("sha256", &(0..64).collect::<Vec<u8>>(), b"Sample message for keylen=blocklen", "8bb9a1db9806f20df7f77b82138c7914d174d59e13dc4d0169c9057b133e1d62")]
    #[case("sha256", &(0..100).collect::<Vec<u8>>(), b"Sample message for keylen=blocklen", "bdccb6c72ddeadb500ae768386cb38cc41c63dbb0878ddb9c7a38a431b78378d")]
    #[case("sha384", &(0..128).collect::<Vec<u8>>(), b"Sample message for keylen=blocklen", "63c5daa5e651847ca897c95814ab830bededc7d25e83eef9195cd45857a37f448947858f5af50cc2b1b730ddf29671a9")]
    #[case("sha512", &(0..128).collect::<Vec<u8>>(), b"Sample message for keylen=blocklen", "fc25e240658ca785b7a811a8d3f7b4ca48cfa26a8a366bf2cd1f836b05fcb024bd36853081811d6cea4216ebad79da1cfcb95ea4586b8a0ce356596a55fb1347")]
    fn hmacs_are_as_nist_published(
        #[case] algorithm: Algorithm,
        #[case] key: &[u8],
        #[case] data: &[u8],
        #[case] published: &str,
    ) {
        is_published(algorithm, key, data, published);
    }
}
