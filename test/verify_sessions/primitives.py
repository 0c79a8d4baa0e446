"""Keys and signatures. PROTOCOL.md, section 3."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from labels import SIGNATURE_LABELS
from parts import Differs, Part


def x25519_public(secret: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def x25519(secret: bytes, public: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))


def ed25519_public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def expect_signature(part: Part, name: str, seed: bytes, body: bytes) -> bytes:
    """2.1: Ed25519 over label, a zero byte and body. Gives the signature."""
    signed = part.at("signatures").at(name)
    label = SIGNATURE_LABELS[name]
    signed.expect("label", label)
    signed.expect("body", body)
    message = label.encode() + b"\0" + body
    signed.expect("signature", Ed25519PrivateKey.from_private_bytes(seed).sign(message))
    try:
        Ed25519PublicKey.from_public_bytes(ed25519_public(seed)).verify(signed.hex("signature"), message)
    except InvalidSignature:
        raise Differs(f"{signed.name}.signature: does not verify") from None
    return signed.hex("signature")
