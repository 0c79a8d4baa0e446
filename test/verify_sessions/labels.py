"""Labels, and what is derived and hashed under them. PROTOCOL.md, section 2."""

from __future__ import annotations

import hashlib
import hmac

from layouts import u8


SIGNATURE_LABELS = {
    "certificate": "talos/v1/certificate",
    "signedPrekey": "talos/v1/signed-prekey",
    "kemPrekey": "talos/v1/kem-prekey",
    "bundle": "talos/v1/bundle",
    "liveBundle": "talos/v1/live-bundle",
    "envelope": "talos/v1/envelope",
}
ED25519_SEED = b"talos/v1/seed/ed25519"
X25519_SEED = b"talos/v1/seed/x25519"
SESSION = b"talos/v1/pqxdh/x25519-mlkem768-sha256-chacha20poly1305"
RATCHET_ROOT = b"talos/v1/ratchet-root"
MAILBOX_SEAL = b"talos/v1/mailbox-seal"
TRANSCRIPT = b"talos/v1/transcript"
ENVELOPE_HASH = b"talos/v1/envelope-hash"
PLAINTEXT = b"talos/v1/plaintext"


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def hkdf_expand(prk: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869, 2.3."""
    output, block, counter = b"", b"", 1
    while len(output) < length:
        block = hmac_sha256(prk, block + info + u8(counter))
        output, counter = output + block, counter + 1
    return output[:length]


def hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return hkdf_expand(hmac_sha256(salt, secret), info, length)


def labelled_hash(label: bytes, message: bytes) -> bytes:
    return hashlib.sha256(label + b"\0" + message).digest()
