//! Digests: MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4), SHA-3 (FIPS 202),
//! BLAKE2 (RFC 7693).

use blake2::digest::Output;
use blake2::digest::block_api::{Buffer, VariableOutputCore};
use blake2::{Blake2bVarCore, Blake2sVarCore};
use sha2::Digest;

/// The digest of that name (as `hashlib` calls it), or none.
pub fn digest(name: &str, data: &[u8]) -> Option<Vec<u8>> {
    Some(match name {
        "md5" => of::<md5::Md5>(data),
        "sha1" => of::<sha1::Sha1>(data),
        "sha224" => of::<sha2::Sha224>(data),
        "sha256" => of::<sha2::Sha256>(data),
        "sha384" => of::<sha2::Sha384>(data),
        "sha512" => of::<sha2::Sha512>(data),
        "sha3_224" => of::<sha3::Sha3_224>(data),
        "sha3_256" => of::<sha3::Sha3_256>(data),
        "sha3_384" => of::<sha3::Sha3_384>(data),
        "sha3_512" => of::<sha3::Sha3_512>(data),
        _ => return None,
    })
}

fn of<D: Digest>(data: &[u8]) -> Vec<u8> {
    D::digest(data).to_vec()
}

/// What a digest of BLAKE2 depends on besides the data.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'a> {
    /// How long it is, in bytes.
    pub size: usize,
    /// Who has it not cannot make the digest; may be empty.
    pub key: &'a [u8],
    /// Makes digests for one purpose differ from those for another; may be empty.
    pub salt: &'a [u8],
    /// The same.
    pub person: &'a [u8],
}

impl Parameters<'_> {
    /// Whether they are within the bounds of a digest of at most `most` bytes.
    fn fit(&self, most: usize) -> bool {
        (1..=most).contains(&self.size)
            && self.key.len() <= most
            && self.salt.len() <= most / 4
            && self.person.len() <= most / 4
    }
}

/// The digest `blake2b` or `blake2s`; none of other names, or where parameters
/// are longer than it allows.
pub fn blake2(name: &str, data: &[u8], parameters: Parameters<'_>) -> Option<Vec<u8>> {
    let Parameters {
        size,
        key,
        salt,
        person,
    } = parameters;
    match name {
        "blake2b" if parameters.fit(64) => {
            let core = Blake2bVarCore::new_with_params(salt, person, key.len(), size);
            Some(finished::<_, 128>(core, key, data, size))
        }
        "blake2s" if parameters.fit(32) => {
            let core = Blake2sVarCore::new_with_params(salt, person, key.len(), size);
            Some(finished::<_, 64>(core, key, data, size))
        }
        _ => None,
    }
}

/// The digest of data before which a key stands, filled up to a block.
fn finished<C: VariableOutputCore, const BLOCK: usize>(
    mut core: C,
    key: &[u8],
    data: &[u8],
    size: usize,
) -> Vec<u8> {
    let mut buffer = Buffer::<C>::default();
    let mut first = [0; BLOCK];
    first[..key.len()].copy_from_slice(key);
    let first = if key.is_empty() { &[] } else { &first[..] };
    for piece in [first, data] {
        buffer.digest_blocks(piece, |blocks| core.update_blocks(blocks));
    }
    let mut whole = Output::<C>::default();
    core.finalize_variable_core(&mut buffer, &mut whole);
    whole[..size].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::text::oracle::compare;
    use serde_json::json;

    const NAMES: [&str; 10] = [
        "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384",
        "sha3_512",
    ];

    fn hex(bytes: Vec<u8>) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The examples of the standards.
    #[test]
    fn examples_of_the_standards() {
        for (name, data, want) in [
            ("md5", &b"abc"[..], "900150983cd24fb0d6963f7d28e17f72"),
            ("md5", b"", "d41d8cd98f00b204e9800998ecf8427e"),
            ("sha1", b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "sha256",
                b"abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                "sha512",
                b"abc",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
                 2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            ),
            (
                "sha3_256",
                b"abc",
                "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
            ),
        ] {
            assert_eq!(digest(name, data).map(hex).as_deref(), Some(want), "{name}");
        }
        assert_eq!(digest("sha3", b""), None);
    }

    fn data(length: usize) -> Vec<u8> {
        (0..length).map(|i| (i * 7 + 3) as u8).collect()
    }

    #[test]
    fn digests_are_pythons() {
        let body = "import hashlib\n\
            def f(name, n):\n    \
                return hashlib.new(name, bytes((i * 7 + 3) % 256 for i in range(n))).hexdigest()\n";
        // Around the ends of blocks, where padding changes.
        let lengths = [
            0, 1, 55, 56, 63, 64, 71, 72, 103, 104, 111, 112, 127, 128, 135, 136, 143, 144, 1000,
        ];
        let case = |name: &str, n| {
            let found = digest(name, &data(n)).map(hex).expect("a known name");
            (vec![json!(name), json!(n)], Ok(found))
        };
        let cases = NAMES.iter().flat_map(|name| lengths.map(|n| case(name, n)));
        compare(body, cases.collect());
    }

    #[test]
    fn blake2_takes_parameters_as_python_does() {
        let body = "import hashlib\n\
            def f(name, n, size, key, salt, person):\n    \
                data = bytes((i * 7 + 3) % 256 for i in range(n))\n    \
                return getattr(hashlib, name)(data, digest_size=size, key=key.encode(),\n        \
                    salt=salt.encode(), person=person.encode()).hexdigest()\n";
        let mut cases = Vec::new();
        for (name, most, block) in [("blake2b", 64, 128), ("blake2s", 32, 64)] {
            for (n, size, key, salt) in [
                (0, most, 0, 0),
                (3, 1, 0, 0),
                (block, most, most, most / 4),
                (block + 1, most / 2, 1, 3),
                (1000, 20, most - 1, 0),
            ] {
                let (key, salt, person) = ("k".repeat(key), "s".repeat(salt), "p".repeat(salt / 2));
                let parameters = Parameters {
                    size,
                    key: key.as_bytes(),
                    salt: salt.as_bytes(),
                    person: person.as_bytes(),
                };
                let found = blake2(name, &data(n), parameters)
                    .map(hex)
                    .expect("it fits");
                let arguments = vec![
                    json!(name),
                    json!(n),
                    json!(size),
                    json!(key),
                    json!(salt),
                    json!(person),
                ];
                cases.push((arguments, Ok(found)));
            }
        }
        compare(body, cases);
    }

    #[test]
    fn parameters_that_are_too_long_are_refused() {
        let good = Parameters {
            size: 32,
            key: &[0; 32],
            salt: &[0; 8],
            person: &[0; 8],
        };
        assert!(blake2("blake2s", b"", good).is_some());
        for wrong in [
            Parameters { size: 33, ..good },
            Parameters { size: 0, ..good },
            Parameters {
                key: &[0; 33],
                ..good
            },
            Parameters {
                salt: &[0; 9],
                ..good
            },
            Parameters {
                person: &[0; 9],
                ..good
            },
        ] {
            assert!(blake2("blake2s", b"", wrong).is_none(), "{wrong:?}");
        }
        assert!(blake2("blake2x", b"", good).is_none());
    }
}
