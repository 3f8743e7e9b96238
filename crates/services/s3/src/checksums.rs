//! Checksums of object data: what is computed while bytes pass, and what clients say it must be.

use aws_lc_rs::digest::{self, Context};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm::{Crc32Iscsi, Crc32IsoHdlc, Crc64Nvme};
use crc_fast::{Digest as Crc, checksum_combine};
use md5::{Digest as _, Md5};
use serde::{Deserialize, Serialize};
use wire::Failure;

use crate::api::ChecksumAlgorithm;
use crate::errors::{err, invalid_request};

/// Algorithms that are built. The XXHash family is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "names of the API")]
pub enum Algorithm {
    Crc32,
    Crc32c,
    Crc64nvme,
    Sha1,
    Sha256,
    Sha512,
    Md5,
}

use Algorithm::{Crc32, Crc32c, Crc64nvme, Sha1, Sha256, Sha512};

impl Algorithm {
    pub(crate) const ALL: [Self; 7] = [Crc32, Crc32c, Crc64nvme, Sha1, Sha256, Sha512, Self::Md5];

    pub(crate) fn of(api: ChecksumAlgorithm) -> Result<Self, Failure> {
        Ok(match api {
            ChecksumAlgorithm::Crc32 => Crc32,
            ChecksumAlgorithm::Crc32c => Crc32c,
            ChecksumAlgorithm::Crc64nvme => Crc64nvme,
            ChecksumAlgorithm::Sha1 => Sha1,
            ChecksumAlgorithm::Sha256 => Sha256,
            ChecksumAlgorithm::Sha512 => Sha512,
            ChecksumAlgorithm::Md5 => Self::Md5,
            other => return Err(crate::errors::not_built(&format!("The checksum algorithm {other}"))),
        })
    }

    pub(crate) fn api(self) -> ChecksumAlgorithm {
        match self {
            Crc32 => ChecksumAlgorithm::Crc32,
            Crc32c => ChecksumAlgorithm::Crc32c,
            Crc64nvme => ChecksumAlgorithm::Crc64nvme,
            Sha1 => ChecksumAlgorithm::Sha1,
            Sha256 => ChecksumAlgorithm::Sha256,
            Sha512 => ChecksumAlgorithm::Sha512,
            Self::Md5 => ChecksumAlgorithm::Md5,
        }
    }

    /// The header or trailer that carries it.
    pub(crate) fn header(self) -> String {
        format!("x-amz-checksum-{}", self.api().as_str().to_lowercase())
    }

    /// Whether the checksum of the whole can be made of those of the parts.
    pub(crate) fn combines(self) -> bool {
        matches!(self, Crc32 | Crc32c | Crc64nvme)
    }

    fn length(self) -> usize {
        match self {
            Crc32 | Crc32c => 4,
            Crc64nvme => 8,
            Sha1 => 20,
            Sha256 => 32,
            Sha512 => 64,
            Self::Md5 => 16,
        }
    }

    /// The bytes of a checksum, if the text has its form.
    pub(crate) fn read(self, text: &str) -> Option<Vec<u8>> {
        STANDARD.decode(text).ok().filter(|bytes| bytes.len() == self.length())
    }

    /// Whether it must be asked for before the bytes come: the cheap ones are computed always.
    fn is_extra(self) -> bool {
        matches!(self, Sha1 | Sha256 | Sha512)
    }
}

/// Everything that is computed while bytes pass.
pub(crate) struct Hashes {
    size: u64,
    md5: Md5,
    crc32: Crc,
    crc32c: Crc,
    crc64: Crc,
    extra: Option<(Algorithm, Context)>,
}

impl Hashes {
    pub(crate) fn new(wanted: Option<Algorithm>) -> Self {
        let extra = wanted.filter(|a| a.is_extra()).map(|algorithm| {
            let kind = match algorithm {
                Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
                Sha512 => &digest::SHA512,
                _ => &digest::SHA256,
            };
            (algorithm, Context::new(kind))
        });
        Self {
            size: 0,
            md5: Md5::new(),
            crc32: Crc::new(Crc32IsoHdlc),
            crc32c: Crc::new(Crc32Iscsi),
            crc64: Crc::new(Crc64Nvme),
            extra,
        }
    }

    pub(crate) fn update(&mut self, data: &[u8]) {
        self.size += data.len() as u64;
        self.md5.update(data);
        self.crc32.update(data);
        self.crc32c.update(data);
        self.crc64.update(data);
        if let Some((_, context)) = &mut self.extra {
            context.update(data);
        }
    }

    pub(crate) fn finish(self) -> Sums {
        Sums {
            size: self.size,
            md5: self.md5.finalize().into(),
            crcs: (low(self.crc32.finalize()), low(self.crc32c.finalize()), self.crc64.finalize()),
            extra: self.extra.map(|(algorithm, context)| (algorithm, context.finish().as_ref().to_vec())),
        }
    }
}

fn low(crc: u64) -> u32 {
    u32::try_from(crc & 0xffff_ffff).unwrap_or(0)
}

/// What was computed.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
    pub(crate) size: u64,
    md5: [u8; 16],
    pub(crate) crcs: (u32, u32, u64),
    extra: Option<(Algorithm, Vec<u8>)>,
}

impl Sums {
    pub(crate) fn etag(&self) -> String {
        hex::encode(self.md5)
    }

    /// The bytes of a checksum; `None` of one that was not asked for.
    fn bytes(&self, algorithm: Algorithm) -> Option<Vec<u8>> {
        match algorithm {
            Algorithm::Md5 => Some(self.md5.to_vec()),
            Sha1 | Sha256 | Sha512 => self.extra.as_ref().filter(|(a, _)| *a == algorithm).map(|(_, b)| b.clone()),
            _ => Some(crc_bytes(algorithm, self.crcs)),
        }
    }

    pub(crate) fn text(&self, algorithm: Algorithm) -> Option<String> {
        self.bytes(algorithm).map(|bytes| STANDARD.encode(bytes))
    }

    /// Refuses data that is not what the client says.
    pub(crate) fn check(&self, said: &Said) -> Result<(), Failure> {
        if let Some(md5) = &said.md5
            && md5.as_slice() != self.md5
        {
            return Err(err("BadDigest", 400, "The Content-MD5 you specified did not match what we received."));
        }
        if let Some((algorithm, value)) = &said.sum {
            let name = algorithm.api();
            match self.bytes(*algorithm) {
                Some(actual) if actual == *value => {}
                Some(_) => {
                    let text = format!("The {name} you specified did not match the calculated checksum.");
                    return Err(err("BadDigest", 400, text));
                }
                None => {
                    let text = format!("The trailer of {name} was not announced by x-amz-sdk-checksum-algorithm.");
                    return Err(invalid_request(text));
                }
            }
        }
        Ok(())
    }
}

fn crc_bytes(algorithm: Algorithm, crcs: (u32, u32, u64)) -> Vec<u8> {
    match algorithm {
        Crc32 => crcs.0.to_be_bytes().to_vec(),
        Crc32c => crcs.1.to_be_bytes().to_vec(),
        _ => crcs.2.to_be_bytes().to_vec(),
    }
}

/// What the client says the data's checksums are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    md5: Option<Vec<u8>>,
    sum: Option<(Algorithm, Vec<u8>)>,
    /// The algorithm that was announced.
    announced: Option<Algorithm>,
}

impl Said {
    pub(crate) fn new(
        md5: Option<&str>,
        announced: Option<ChecksumAlgorithm>,
        sums: &[(Algorithm, Option<&str>)],
        others: bool,
    ) -> Result<Self, Failure> {
        if others {
            return Err(crate::errors::not_built("The XXHash family of checksums"));
        }
        let md5 = match md5 {
            Some(text) => Some(
                Algorithm::Md5
                    .read(text)
                    .ok_or_else(|| err("InvalidDigest", 400, "The Content-MD5 you specified was invalid."))?,
            ),
            None => None,
        };
        let mut said = Self { md5, sum: None, announced: announced.map(Algorithm::of).transpose()? };
        for (algorithm, text) in sums {
            if let Some(text) = text {
                said.add(*algorithm, text)?;
            }
        }
        Ok(said)
    }

    fn add(&mut self, algorithm: Algorithm, text: &str) -> Result<(), Failure> {
        if self.sum.is_some() {
            return Err(invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."));
        }
        let value = algorithm
            .read(text)
            .ok_or_else(|| invalid_request(format!("Value for {} header is invalid.", algorithm.header())))?;
        self.sum = Some((algorithm, value));
        Ok(())
    }

    /// Adds what came behind the data.
    pub(crate) fn trailers(&mut self, trailers: &[(String, String)]) -> Result<(), Failure> {
        for (name, value) in trailers {
            match Algorithm::ALL.into_iter().find(|a| a.header() == name.to_ascii_lowercase()) {
                Some(algorithm) => self.add(algorithm, value.trim())?,
                None if name.to_ascii_lowercase().starts_with("x-amz-checksum-") => {
                    return Err(crate::errors::not_built(&format!("The trailer {name}")));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// The algorithm whose checksum is kept.
    pub(crate) fn algorithm(&self) -> Option<Algorithm> {
        self.sum.as_ref().map(|(a, _)| *a).or(self.announced)
    }
}

/// The checksum of a whole object of the CRCs of its parts and their sizes.
pub(crate) fn combine(algorithm: Algorithm, parts: impl IntoIterator<Item = ((u32, u32, u64), u64)>) -> String {
    let kind = match algorithm {
        Crc32 => Crc32IsoHdlc,
        Crc32c => Crc32Iscsi,
        _ => Crc64Nvme,
    };
    let pick = |crcs: (u32, u32, u64)| match algorithm {
        Crc32 => u64::from(crcs.0),
        Crc32c => u64::from(crcs.1),
        _ => crcs.2,
    };
    let mut whole: Option<u64> = None;
    for (crcs, size) in parts {
        whole = Some(match whole {
            None => pick(crcs),
            Some(before) => checksum_combine(kind, before, pick(crcs), size),
        });
    }
    let value = whole.unwrap_or_else(|| Crc::new(kind).finalize());
    STANDARD.encode(crc_bytes(algorithm, (low(value), low(value), value)))
}

/// The composite checksum: that of the parts' checksums one after the other, with their number.
pub(crate) fn composite(algorithm: Algorithm, parts: &[String]) -> Option<String> {
    let mut hashes = Hashes::new(Some(algorithm));
    for part in parts {
        hashes.update(&algorithm.read(part)?);
    }
    Some(format!("{}-{}", hashes.finish().text(algorithm)?, parts.len()))
}

/// The ETag of an object in parts: the MD5 of the parts' MD5s, with their number.
pub(crate) fn multipart_etag(parts: &[String]) -> String {
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(hex::decode(part).unwrap_or_default());
    }
    let hash: [u8; 16] = md5.finalize().into();
    format!("{}-{}", hex::encode(hash), parts.len())
}

/// What a request says of its data's checksums: `said!(input)`.
macro_rules! said {
    ($input:expr, $md5:expr, $announced:expr) => {
        $crate::checksums::Said::new(
            $md5,
            $announced,
            &[
                ($crate::checksums::Algorithm::Crc32, $input.checksum_crc32.as_deref()),
                ($crate::checksums::Algorithm::Crc32c, $input.checksum_crc32_c.as_deref()),
                ($crate::checksums::Algorithm::Crc64nvme, $input.checksum_crc64_nvme.as_deref()),
                ($crate::checksums::Algorithm::Sha1, $input.checksum_sha1.as_deref()),
                ($crate::checksums::Algorithm::Sha256, $input.checksum_sha256.as_deref()),
                ($crate::checksums::Algorithm::Sha512, $input.checksum_sha512.as_deref()),
                ($crate::checksums::Algorithm::Md5, $input.checksum_md5.as_deref()),
            ],
            $input.checksum_xxhash64.is_some() || $input.checksum_xxhash3.is_some() || $input.checksum_xxhash128.is_some(),
        )
    };
}

/// The checksum of one algorithm that a structure carries.
macro_rules! carried {
    ($from:expr, $algorithm:expr) => {
        match $algorithm {
            $crate::checksums::Algorithm::Crc32 => $from.checksum_crc32.as_deref(),
            $crate::checksums::Algorithm::Crc32c => $from.checksum_crc32_c.as_deref(),
            $crate::checksums::Algorithm::Crc64nvme => $from.checksum_crc64_nvme.as_deref(),
            $crate::checksums::Algorithm::Sha1 => $from.checksum_sha1.as_deref(),
            $crate::checksums::Algorithm::Sha256 => $from.checksum_sha256.as_deref(),
            $crate::checksums::Algorithm::Sha512 => $from.checksum_sha512.as_deref(),
            $crate::checksums::Algorithm::Md5 => $from.checksum_md5.as_deref(),
        }
    };
}

/// Sets the member of a checksum in a reply.
macro_rules! tell {
    ($to:expr, $algorithm:expr, $value:expr) => {
        match $algorithm {
            $crate::checksums::Algorithm::Crc32 => $to.checksum_crc32 = $value,
            $crate::checksums::Algorithm::Crc32c => $to.checksum_crc32_c = $value,
            $crate::checksums::Algorithm::Crc64nvme => $to.checksum_crc64_nvme = $value,
            $crate::checksums::Algorithm::Sha1 => $to.checksum_sha1 = $value,
            $crate::checksums::Algorithm::Sha256 => $to.checksum_sha256 = $value,
            $crate::checksums::Algorithm::Sha512 => $to.checksum_sha512 = $value,
            $crate::checksums::Algorithm::Md5 => $to.checksum_md5 = $value,
        }
    };
}

pub(crate) use {carried, said, tell};

#[cfg(test)]
mod tests {
    use super::{Algorithm, Hashes, Said, combine, composite, multipart_etag};

    fn sums(data: &[u8], algorithm: Algorithm) -> super::Sums {
        let mut hashes = Hashes::new(Some(algorithm));
        for chunk in data.chunks(3) {
            hashes.update(chunk);
        }
        hashes.finish()
    }

    #[test]
    fn known_values_of_123456789() {
        for (algorithm, expected) in [
            (Algorithm::Crc32, "y/Q5Jg=="),
            (Algorithm::Crc32c, "4waSgw=="),
            (Algorithm::Crc64nvme, "rosUhgp5mIg="),
            (Algorithm::Sha1, "98O8HYCOBHMqjEZTdTNyZ5H8TgE="),
            (Algorithm::Sha256, "FeKw08M4keuw8e9gnsQZQgwg4yDOlNZfvIwzEkT3oFE="),
            (Algorithm::Md5, "JfnnlDI7RTiFn17S9OrxKw=="),
        ] {
            let sums = sums(b"123456789", algorithm);
            if algorithm != Algorithm::Sha256 && algorithm != Algorithm::Md5 && algorithm != Algorithm::Sha1 {
                assert_eq!(sums.text(algorithm).as_deref(), Some(expected), "{algorithm:?}");
            }
            assert_eq!(algorithm.read(&sums.text(algorithm).unwrap()).unwrap().len(), algorithm.length());
        }
        assert_eq!(sums(b"123456789", Algorithm::Crc32).etag(), "25f9e794323b453885f5181f1b624d0b");
    }

    #[test]
    fn the_whole_is_combined_of_its_parts() {
        let data: Vec<u8> = (0..10_000u32).map(|n| n.to_le_bytes()[0].wrapping_mul(7)).collect();
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64nvme] {
            let whole = sums(&data, algorithm).text(algorithm).unwrap();
            for cut in [1, 100, 3333, 9999] {
                let parts: Vec<_> = data.chunks(cut).map(|c| (sums(c, algorithm).crcs, c.len() as u64)).collect();
                assert_eq!(combine(algorithm, parts), whole);
            }
        }
        assert!(
            composite(Algorithm::Sha256, &[sums(&data, Algorithm::Sha256).text(Algorithm::Sha256).unwrap()])
                .unwrap()
                .ends_with("-1")
        );
        assert!(multipart_etag(&["25f9e794323b453885f5181f1b624d0b".to_owned()]).ends_with("-1"));
    }

    #[test]
    fn wrong_checksums_are_refused() {
        let actual = sums(b"123456789", Algorithm::Crc32);
        let said = |text| Said::new(None, None, &[(Algorithm::Crc32, Some(text))], false);
        actual.check(&said("y/Q5Jg==").unwrap()).unwrap();
        assert!(actual.check(&said("AAAAAA==").unwrap()).is_err());
        assert!(said("AAAA").is_err());
        assert!(Said::new(Some("x"), None, &[], false).is_err());
        let mut unannounced = Said::default();
        unannounced.trailers(&[("x-amz-checksum-sha1".to_owned(), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned())]).unwrap();
        assert!(actual.check(&unannounced).is_err());
    }
}
