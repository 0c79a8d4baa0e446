"""The key schedule and the initial message. PROTOCOL.md, sections 5.2 and 5.3."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Tuple

from bundles import Offer
from cbor import expect_cbor
from identity import Party
from labels import SESSION, TRANSCRIPT, hkdf, hmac_sha256, labelled_hash
from layouts import blob16, u32, u8
from parts import Part
from primitives import x25519, x25519_public


def expect_agreement(part: Part, key: str, mine: Tuple[bytes, bytes], theirs: Tuple[bytes, bytes]) -> bytes:
    """X25519 of two key pairs (secret, public), from both sides."""
    shared = x25519(mine[0], theirs[1])
    part.expect(key, shared)
    part.at(key).demand(x25519(theirs[0], mine[1]) == shared, "the other side agrees on something else")
    return shared


def transcript_of(a: Party, b: Party, offer: Offer, ek: bytes, ciphertext: bytes) -> bytes:
    opk = b"" if offer.opk is None else u32(offer.opk.id) + offer.opk.public
    return b"".join(
        [
            u8(1) + u8(1) + u8(offer.kind),
            blob16(a.did.encode()) + blob16(a.certificate) + blob16(b.did.encode()) + blob16(b.certificate),
            u32(offer.spk.id) + offer.spk.public + u32(offer.kem.id) + offer.kem.public,
            u8(0 if offer.opk is None else 1) + opk,
            ek + ciphertext + blob16(offer.nonce),
        ]
    )


@dataclass(frozen=True)
class Agreed:
    """What both sides have after the handshake."""

    sk: bytes
    ad: bytes
    initial: bytes


def check_agreements(values: Part, a: Party, b: Party, offer: Offer, ephemeral: Tuple[bytes, bytes]) -> bytes:
    """DH1 to DH4, joined."""
    ika, ikb, spk = (a.secret, a.public), (b.secret, b.public), (offer.spk.secret, offer.spk.public)
    dh1 = expect_agreement(values, "dh1", ika, spk)
    dh2 = expect_agreement(values, "dh2", ephemeral, ikb)
    dh3 = expect_agreement(values, "dh3", ephemeral, spk)
    if offer.opk is None:
        values.expect("dh4", b"")
        return dh1 + dh2 + dh3
    return dh1 + dh2 + dh3 + expect_agreement(values, "dh4", ephemeral, (offer.opk.secret, offer.opk.public))


def check_key_schedule(vector: Part, a: Party, b: Party, offer: Offer) -> Agreed:
    values = vector.at("computed")
    secret = vector.at("randomness").hex("ephemeralSecret", 32)
    ek = x25519_public(secret)
    values.expect("ek", ek)
    ciphertext, kem_secret = values.hex("ct", 1088), values.hex("ss", 32)
    agreements = check_agreements(values, a, b, offer, (secret, ek))
    transcript = transcript_of(a, b, offer, ek, ciphertext)
    values.expect("transcript", transcript)
    th = labelled_hash(TRANSCRIPT, transcript)
    values.expect("th", th)
    ikm = b"\xff" * 32 + agreements + kem_secret
    values.expect("ikm", ikm)
    values.expect("prk", hmac_sha256(bytes(32), ikm))
    values.expect("info", SESSION + th)
    sk = hkdf(ikm, bytes(32), SESSION + th, 32)
    values.expect("sk", sk)
    ad = u8(1) + u8(1) + u8(offer.kind) + blob16(a.did.encode()) + a.public + blob16(b.did.encode()) + b.public + th
    values.expect("ad", ad)
    return Agreed(sk, ad, check_initial(values, a, b, offer))


def check_initial(values: Part, a: Party, b: Party, offer: Offer) -> bytes:
    """5.2."""
    fields = {
        "v": 1,
        "suite": 1,
        "from": a.did,
        "to": b.did,
        "cert": a.certificate,
        "ek": values.hex("ek", 32),
        "spk": offer.spk.id,
        "kem": offer.kem.id,
        "ct": values.hex("ct", 1088),
    }
    if offer.opk is not None:
        fields["opk"] = offer.opk.id
    initial = expect_cbor(values, "initial", fields, 4096)
    values.expect("initialHash", hashlib.sha256(initial).digest())
    return initial
