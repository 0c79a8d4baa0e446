"""Envelopes sealed for a mailbox. PROTOCOL.md, section 5.9."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from cbor import expect_cbor
from identity import Party
from labels import MAILBOX_SEAL, hkdf_expand, hmac_sha256
from layouts import blob16, u32, u8
from parts import Differs, Part
from primitives import x25519, x25519_public


SMALLEST, LARGEST = 1024, 2 * 1024 * 1024
TAG = 16


def bucket_of(used: int) -> int:
    """The smallest power of two that holds a deposit of so many bytes."""
    size = SMALLEST
    while size < used:
        size *= 2
    if size > LARGEST:
        raise ValueError("longer than any deposit")
    return size


def expect_keys(deposit: Part, recipient: Party) -> None:
    """The secret from both sides, and what is derived of it."""
    secret = deposit.hex("ephemeralSecret", 32)
    ephemeral = x25519_public(secret)
    deposit.expect("ephemeralKey", ephemeral)
    shared = x25519(secret, recipient.public)
    deposit.expect("shared", shared)
    deposit.expect("shared", x25519(recipient.secret, ephemeral))
    salt = ephemeral + recipient.public
    deposit.expect("salt", salt)
    prk = hmac_sha256(salt, shared)
    deposit.expect("prk", prk)
    info = MAILBOX_SEAL + recipient.did.encode()
    deposit.expect("info", info)
    derived = hkdf_expand(prk, info, 44)
    deposit.expect("key", derived[:32])
    deposit.expect("nonce", derived[32:])


def expect_padded(deposit: Part) -> bytes:
    fields = {"v": 1, "env": deposit.hex("envelope")}
    if deposit.has("record"):
        fields["rec"] = deposit.hex("record")
    content = expect_cbor(deposit, "content", fields, LARGEST)
    used = u32(len(content)) + content
    size = bucket_of(1 + 32 + len(used) + TAG)
    deposit.expect("bytes", size)
    padded = used + bytes(size - 1 - 32 - TAG - len(used))
    deposit.expect("padded", padded)
    return padded


def check_deposit(deposit: Part, recipient: Party) -> None:
    deposit.expect("did", recipient.did)
    deposit.expect("agreementKey", recipient.public)
    expect_keys(deposit, recipient)
    padded = expect_padded(deposit)
    ephemeral = deposit.hex("ephemeralKey", 32)
    associated = u8(1) + ephemeral + blob16(recipient.did.encode())
    deposit.expect("associated", associated)
    cipher, nonce = ChaCha20Poly1305(deposit.hex("key", 32)), deposit.hex("nonce", 12)
    ciphertext = cipher.encrypt(nonce, padded, associated)
    deposit.expect("ciphertext", ciphertext)
    deposit.expect("sealed", u8(1) + ephemeral + ciphertext)
    try:
        opened = cipher.decrypt(nonce, deposit.hex("sealed")[33:], associated)
    except InvalidTag:
        raise Differs(f"{deposit.name}.sealed: does not open") from None
    deposit.at("sealed").demand(opened == padded, "opens to something else")
