"""DIDs and certificates. PROTOCOL.md, section 4."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Dict

from cbor import cbor, expect_cbor
from labels import ED25519_SEED, X25519_SEED, hkdf
from parts import Part
from primitives import ed25519_public, expect_signature, x25519, x25519_public


BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def did_of(public: bytes) -> str:
    """4.1. The bytes start with 0xed, so base58 needs no leading ones."""
    number, digits = int.from_bytes(b"\xed\x01" + public, "big"), ""
    while number > 0:
        number, digit = divmod(number, 58)
        digits = BASE58[digit] + digits
    return "did:key:z" + digits


@dataclass(frozen=True)
class Party:
    did: str
    seed: bytes
    secret: bytes
    public: bytes
    certificate: bytes


def read_party(part: Part) -> Party:
    secret = part.hex("x25519Secret", 32)
    return Party(
        part.text("did"), part.hex("ed25519Seed", 32), secret, x25519_public(secret), part.hex("certificate")
    )


def check_party(part: Part) -> str:
    """4.1 and 4.2: from the words to the certificate."""
    bip39_seed = hashlib.pbkdf2_hmac("sha512", part.text("words").encode(), b"mnemonic", 2048, 64)
    part.expect("bip39Seed", bip39_seed)
    seed = hkdf(bip39_seed, b"", ED25519_SEED, 32)
    secret = hkdf(bip39_seed, b"", X25519_SEED, 32)
    part.expect("ed25519Seed", seed)
    part.expect("ed25519Public", ed25519_public(seed))
    part.expect("x25519Secret", secret)
    part.expect("x25519Public", x25519_public(secret))
    did = did_of(ed25519_public(seed))
    part.expect("did", did)
    check_certificate(part, seed, {"did": did, "x25519": x25519_public(secret)})
    return "seeds, keys, DID, certificate"


def check_certificate(part: Part, seed: bytes, owner: Dict[str, Any]) -> None:
    certified = part.at("certified")
    issued, expires = certified.number("issuedAtMs"), certified.number("expiresAtMs")
    certified.demand(0 < expires - issued <= 400 * 86_400_000, "lasts more than 400 days")
    body = cbor({"v": 1, **owner, "seq": certified.number("sequence"), "iat": issued, "exp": expires})
    signature = expect_signature(part, "certificate", seed, body)
    expect_cbor(part, "certificate", {"body": body, "sig": signature}, 512)
