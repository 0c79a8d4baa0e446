"""What the responder offers. PROTOCOL.md, sections 5.1 and 5.5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from cbor import cbor, expect_cbor
from identity import Party
from layouts import blob16, u32, u64, u8
from parts import Part
from primitives import expect_signature, x25519_public


@dataclass(frozen=True)
class Prekey:
    id: int
    public: bytes
    secret: bytes = b""


@dataclass(frozen=True)
class Offer:
    """B's prekeys, and the nonce of a live handshake."""

    kind: int
    spk: Prekey
    kem: Prekey  # the one to use: one-time where there is one, otherwise the last-resort one
    opk: Optional[Prekey]
    nonce: bytes


def prekey_body(key_type: int, owner: str, prekey: Prekey, expires: int) -> bytes:
    return u8(key_type) + blob16(owner.encode()) + u32(prekey.id) + u64(expires) + prekey.public


def read_prekey(part: Part, name: str) -> Prekey:
    secret = part.hex(name, 32)
    part.expect(f"{name}Public", x25519_public(secret))
    return Prekey(part.number(f"{name}Id"), x25519_public(secret), secret)


def one_time(prekey: Optional[Prekey]) -> list:
    return [] if prekey is None else [{"id": prekey.id, "key": prekey.public}]


def check_bundle(vector: Part, owner: Party, name: str = "bobsPrekeys") -> Offer:
    """5.1: the bundle and its three signatures."""
    prekeys = vector.at(name)
    spk = read_prekey(prekeys, "spk")
    kem = Prekey(prekeys.number("kemId"), prekeys.hex("kemPublic", 1184))
    opk = read_prekey(prekeys, "opk") if prekeys.has("opk") else None
    okem = Prekey(prekeys.number("okemId"), prekeys.hex("okemPublic", 1184)) if prekeys.has("okem") else None
    exp = prekeys.number("prekeysExpireAtMs")
    spk_sig = expect_signature(prekeys, "signedPrekey", owner.seed, prekey_body(1, owner.did, spk, exp))
    kem_sig = expect_signature(prekeys, "kemPrekey", owner.seed, prekey_body(2, owner.did, kem, exp))
    body = cbor(
        {
            "v": 1,
            "suite": 1,
            "did": owner.did,
            "cert": owner.certificate,
            "seq": prekeys.number("sequence"),
            "iat": prekeys.number("issuedAtMs"),
            "exp": prekeys.number("expiresAtMs"),
            "spk": {"id": spk.id, "key": spk.public, "exp": exp, "sig": spk_sig},
            "kem": {"id": kem.id, "key": kem.public, "exp": exp, "sig": kem_sig},
            "opks": one_time(opk),
            "okems": one_time(okem),
        }
    )
    signature = expect_signature(prekeys, "bundle", owner.seed, body)
    expect_cbor(vector, "bundle", {"body": body, "sig": signature}, 8192)
    return Offer(1, spk, kem if okem is None else okem, opk, b"")


def check_live_bundle(vector: Part, a: Party, b: Party) -> Offer:
    """5.5: A's first message, and what B answers."""
    randomness = vector.at("randomness")
    nonce, secret = randomness.hex("nonce", 32), randomness.hex("spkSecret", 32)
    vector.expect("spkPublic", x25519_public(secret))
    spk, kem = Prekey(0, x25519_public(secret), secret), Prekey(0, vector.hex("kemPublic", 1184))
    expect_cbor(vector, "hello", {"v": 1, "suite": 1, "from": a.did, "to": b.did, "nonce": nonce}, 512)
    body = cbor(
        {
            "v": 1,
            "suite": 1,
            "did": b.did,
            "cert": b.certificate,
            "to": a.did,
            "nonce": nonce,
            "spk": spk.public,
            "kem": kem.public,
            "iat": vector.number("issuedAtMs"),
        }
    )
    signature = expect_signature(vector, "liveBundle", b.seed, body)
    expect_cbor(vector, "bundle", {"body": body, "sig": signature}, 4096)
    return Offer(2, spk, kem, None, nonce)
