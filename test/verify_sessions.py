#!/usr/bin/env python3
"""Recomputes the session vectors of Talos from the text of PROTOCOL.md, sections 2 to 5.

    verify_sessions.py [--self-check] vectors/talos/{session,ratchet,envelope}-v1.json

Prints a line a vector; exits 1 with the name of the first value that differs. With --self-check it then changes each
value in turn, in memory, and exits 1 with the name of one whose change goes unnoticed.

ML-KEM is not recomputed: its public key, ciphertext and shared secret are taken as given, and its seed and the
randomness of the encapsulation are not looked at.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple, Union

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# --- The parts of a file, and what is said of them ---------------------------------------------------------------

Value = Union[bytes, int, str]


class Differs(Exception):
    """A value of a file is not the one that was recomputed. Its text is the value's name."""


@dataclass(frozen=True)
class Part:
    """A part of a file and its name. `compared` collects the names of all that was recomputed."""

    value: Any
    name: str
    compared: List[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        return key in self.value

    def at(self, key: Union[str, int]) -> Part:
        name = f"{self.name}[{key}]" if isinstance(key, int) else f"{self.name}.{key}"
        try:
            return Part(self.value[key], name, self.compared)
        except (KeyError, IndexError):
            raise Differs(f"{name}: missing") from None

    def items(self) -> List[Part]:
        return [self.at(index) for index in range(len(self.value))]

    def hex(self, key: str, length: Optional[int] = None) -> bytes:
        part = self.at(key)
        try:
            read = bytes.fromhex(part.value)
        except (TypeError, ValueError):
            raise Differs(f"{part.name}: not hexadecimal") from None
        if length is not None and len(read) != length:
            raise Differs(f"{part.name}: {len(read)} bytes, expected {length}")
        return read

    def number(self, key: str) -> int:
        part = self.at(key)
        if not isinstance(part.value, int):
            raise Differs(f"{part.name}: not a number")
        return part.value

    def text(self, key: str) -> str:
        part = self.at(key)
        if not isinstance(part.value, str):
            raise Differs(f"{part.name}: not a text")
        return part.value

    def expect(self, key: str, computed: Value) -> None:
        """Compares one value with what was recomputed."""
        part = self.at(key)
        self.compared.append(part.name)
        if part.value != (computed.hex() if isinstance(computed, bytes) else computed):
            raise Differs(part.name)

    def demand(self, holds: bool, what: str) -> None:
        """Says that something about this part, rather than one value in it, is as it must be."""
        if not holds:
            raise Differs(f"{self.name}: {what}")


# --- Section 1: binary layouts -----------------------------------------------------------------------------------


def u8(number: int) -> bytes:
    return number.to_bytes(1, "big")


def u16(number: int) -> bytes:
    return number.to_bytes(2, "big")


def u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def blob16(content: bytes) -> bytes:
    return u16(len(content)) + content


def blob32(content: bytes) -> bytes:
    return u32(len(content)) + content


class Reader:
    """Takes bytes one field after the other."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.position = 0

    def take(self, count: int) -> bytes:
        if self.position + count > len(self.content):
            raise ValueError("bytes are missing")
        self.position += count
        return self.content[self.position - count : self.position]

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def end(self) -> None:
        if self.position != len(self.content):
            raise ValueError("bytes are left over")


# --- Section 1: deterministic CBOR -------------------------------------------------------------------------------

UNSIGNED, BYTES, TEXT, ARRAY, MAP = 0, 2, 3, 4, 5
ARGUMENT_LENGTHS = {24: 1, 25: 2, 26: 4, 27: 8}


def cbor_head(major: int, argument: int) -> bytes:
    """The shortest head of a major type with its argument (RFC 8949, 4.2.1)."""
    if argument < 24:
        return u8(major << 5 | argument)
    for information, length in ARGUMENT_LENGTHS.items():
        if argument < 1 << (8 * length):
            return u8(major << 5 | information) + argument.to_bytes(length, "big")
    raise ValueError("number too large")


def cbor(value: Any) -> bytes:
    if isinstance(value, int):
        return cbor_head(UNSIGNED, value)
    if isinstance(value, bytes):
        return cbor_head(BYTES, len(value)) + value
    if isinstance(value, str):
        return cbor_head(TEXT, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return cbor_head(ARRAY, len(value)) + b"".join(cbor(item) for item in value)
    entries = sorted((cbor(key), cbor(item)) for key, item in value.items())
    return cbor_head(MAP, len(entries)) + b"".join(key + item for key, item in entries)


def read_head(reader: Reader) -> Tuple[int, int]:
    start, first = reader.position, reader.number(1)
    major, information = first >> 5, first & 31
    if information > 27:
        raise ValueError("an indefinite length")
    argument = information if information < 24 else reader.number(ARGUMENT_LENGTHS[information])
    if reader.content[start : reader.position] != cbor_head(major, argument):
        raise ValueError("a head that is not the shortest")
    return major, argument


def read_item(reader: Reader) -> Any:
    major, argument = read_head(reader)
    if major == UNSIGNED:
        return argument
    if major == BYTES:
        return reader.take(argument)
    if major == TEXT:
        return reader.take(argument).decode("utf-8", "strict")
    if major == ARRAY:
        return [read_item(reader) for _ in range(argument)]
    if major == MAP:
        return read_map(reader, argument)
    raise ValueError(f"major type {major}")


def read_map(reader: Reader, count: int) -> Dict[str, Any]:
    fields: Dict[str, Any] = {}
    last = b""
    for _ in range(count):
        start = reader.position
        key = read_item(reader)
        encoded = reader.content[start : reader.position]
        if not isinstance(key, str) or encoded <= last:
            raise ValueError("a key that is no text or out of order")
        last = encoded
        fields[key] = read_item(reader)
    return fields


def read_cbor(content: bytes) -> Any:
    reader = Reader(content)
    item = read_item(reader)
    reader.end()
    return item


def expect_cbor(part: Part, key: str, fields: Dict[str, Any], limit: int) -> bytes:
    """Compares a document with the encoding of `fields`, and reads it back. Gives its bytes."""
    part.expect(key, cbor(fields))
    document = part.hex(key)
    part.at(key).demand(len(document) <= limit, f"more than {limit} bytes")
    try:
        part.at(key).demand(read_cbor(document) == fields, "read as something else")
    except ValueError as error:
        raise Differs(f"{part.name}.{key}: {error}") from None
    return document


# --- Section 2: labels -------------------------------------------------------------------------------------------

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


# --- Section 3: primitives ---------------------------------------------------------------------------------------


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


# --- Section 4: identity -----------------------------------------------------------------------------------------

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


# --- 5.1, 5.5: what B offers -------------------------------------------------------------------------------------


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
    kem: Prekey
    opk: Optional[Prekey]
    nonce: bytes


def prekey_body(key_type: int, owner: str, prekey: Prekey, expires: int) -> bytes:
    return u8(key_type) + blob16(owner.encode()) + u32(prekey.id) + u64(expires) + prekey.public


def read_prekey(part: Part, name: str) -> Prekey:
    secret = part.hex(name, 32)
    part.expect(f"{name}Public", x25519_public(secret))
    return Prekey(part.number(f"{name}Id"), x25519_public(secret), secret)


def check_bundle(vector: Part, owner: Party) -> Offer:
    """5.1: the bundle and its three signatures."""
    prekeys = vector.at("bobsPrekeys")
    spk = read_prekey(prekeys, "spk")
    kem = Prekey(prekeys.number("kemId"), prekeys.hex("kemPublic", 1184))
    opk = read_prekey(prekeys, "opk") if prekeys.has("opk") else None
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
            "opks": [] if opk is None else [{"id": opk.id, "key": opk.public}],
        }
    )
    signature = expect_signature(prekeys, "bundle", owner.seed, body)
    expect_cbor(vector, "bundle", {"body": body, "sig": signature}, 8192)
    return Offer(1, spk, kem, opk, b"")


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


# --- 5.2, 5.3: key schedule --------------------------------------------------------------------------------------


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


# --- 5.4: the ratchet --------------------------------------------------------------------------------------------


def kdf_rk(root: bytes, shared: bytes) -> Tuple[bytes, bytes]:
    derived = hkdf(shared, root, RATCHET_ROOT, 64)
    return derived[:32], derived[32:]


def message_key_of(chain_key: bytes) -> bytes:
    return hmac_sha256(chain_key, b"\x01")


def next_chain_key(chain_key: bytes) -> bytes:
    return hmac_sha256(chain_key, b"\x02")


@dataclass
class Side:
    """One side of a ratchet: a chain to send on, one to receive on, and the keys of messages that were passed over."""

    root: bytes
    secret: bytes
    remote: Optional[bytes]
    must_turn: bool
    sending: bytes = b""
    sent: int = 0
    previous: int = 0
    receiving: bytes = b""
    received: int = 0
    skipped: Dict[Tuple[bytes, int], bytes] = field(default_factory=dict)

    def turn_sending(self, message: Part) -> None:
        """A new ratchet key of our own: a new root key and a new sending chain."""
        assert self.remote is not None
        self.secret, self.must_turn = message.hex("ratchetSecret", 32), False
        message.expect("rootBefore", self.root)
        shared = x25519(self.secret, self.remote)
        message.expect("dh", shared)
        self.root, self.sending = kdf_rk(self.root, shared)
        self.previous, self.sent = self.sent, 0

    def send(self, message: Part) -> Tuple[bytes, bytes]:
        """The key and the header of the next message, compared with those of the file."""
        if self.must_turn:
            self.turn_sending(message)
        message.expect("root", self.root)
        message.expect("chainKey", self.sending)
        key = message_key_of(self.sending)
        message.expect("messageKey", key)
        ratchet_key = x25519_public(self.secret)
        message.expect("ratchetKey", ratchet_key)
        header = u8(1) + ratchet_key + u32(self.previous) + u32(self.sent)
        message.expect("header", header)
        self.sending, self.sent = next_chain_key(self.sending), self.sent + 1
        message.expect("chainKeyAfter", self.sending)
        return key, header

    def skip_to(self, index: int) -> None:
        assert self.remote is not None
        while self.received < index:
            self.skipped[self.remote, self.received] = message_key_of(self.receiving)
            self.receiving, self.received = next_chain_key(self.receiving), self.received + 1

    def receive(self, header: bytes) -> bytes:
        """The key of a message, from its header alone."""
        remote, previous = header[1:33], int.from_bytes(header[33:37], "big")
        index = int.from_bytes(header[37:41], "big")
        if (remote, index) in self.skipped:
            return self.skipped.pop((remote, index))
        if remote != self.remote:
            if self.receiving:
                self.skip_to(previous)
            self.root, self.receiving = kdf_rk(self.root, x25519(self.secret, remote))
            self.remote, self.received, self.must_turn = remote, 0, True
        self.skip_to(index)
        key = message_key_of(self.receiving)
        self.receiving, self.received = next_chain_key(self.receiving), self.received + 1
        return key


Sides = Dict[str, Side]


def both_sides(sk: bytes, spk: Prekey) -> Sides:
    """SK is the first root key, SPKb the first remote ratchet key of A."""
    return {"a": Side(sk, b"", spk.public, True), "b": Side(sk, spk.secret, None, False)}


def check_sent(message: Part, sender: Side, ad: bytes, metadata: bytes, plaintext: bytes) -> bytes:
    """Everything that the sender computes. Gives the ratchet message."""
    key, header = sender.send(message)
    associated = ad + metadata + header
    message.expect("associated", associated)
    nonce = message.hex("nonce", 12)
    message.expect("ciphertext", ChaCha20Poly1305(key).encrypt(nonce, plaintext, associated))
    content = header + nonce + message.hex("ciphertext")
    message.expect("message", content)
    return content


def check_received(message: Part, recipient: Side, ad: bytes, metadata: bytes, plaintext: bytes) -> None:
    """The recipient opens the message with what it has itself."""
    content = message.hex("message")
    header, nonce, ciphertext = content[:41], content[41:53], content[53:]
    try:
        opened = ChaCha20Poly1305(recipient.receive(header)).decrypt(nonce, ciphertext, ad + metadata + header)
    except InvalidTag:
        raise Differs(f"{message.name}.message: does not open") from None
    message.at("message").demand(opened == plaintext, "opens to another plaintext")


def other(side: str) -> str:
    return "b" if side == "a" else "a"


def sender_of(message: Part) -> str:
    sender = message.text("from")
    message.at("from").demand(sender in ("a", "b"), "neither a nor b")
    return sender


def check_packets(messages: List[Part], sides: Sides, ad: bytes) -> None:
    """5.5: ratchet messages without metadata, in order."""
    for message in messages:
        plaintext, sender = message.hex("plaintext"), sender_of(message)
        check_sent(message, sides[sender], ad, b"", plaintext)
        check_received(message, sides[other(sender)], ad, b"", plaintext)


def check_conversation(vector: Part) -> str:
    """5.4: messages that are late as well. Each arrives as soon as it was sent and those before it have arrived."""
    spk = read_ratchet_key(vector)
    sides, ad = both_sides(vector.hex("sk", 32), spk), vector.hex("ad")
    messages, arrivals = vector.at("messages").items(), vector.at("arrivals").items()
    arrived: List[int] = []
    for number, message in enumerate(messages):
        message.expect("number", number)
        check_sent(message, sides[sender_of(message)], ad, b"", message.hex("plaintext"))
        while len(arrived) < len(arrivals) and arrivals[len(arrived)].number("number") <= number:
            arrived.append(check_arrival(arrivals[len(arrived)], messages, sides, ad))
    vector.at("arrivals").demand(sorted(arrived) == list(range(len(messages))), "not every message once")
    return f"{len(messages)} messages in {sum(one.has('dh') for one in messages)} chains, arriving as {arrived}"


def check_arrival(arrival: Part, messages: List[Part], sides: Sides, ad: bytes) -> int:
    number = arrival.number("number")
    message = messages[number]
    recipient = sides[other(sender_of(message))]
    check_received(message, recipient, ad, b"", message.hex("plaintext"))
    arrival.expect("keysKept", len(recipient.skipped))
    return number


def read_ratchet_key(part: Part) -> Prekey:
    secret = part.hex("spkSecret", 32)
    part.expect("spkPublic", x25519_public(secret))
    return Prekey(0, x25519_public(secret), secret)


# --- 5.7: envelopes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Envelope:
    """What an envelope says in clear."""

    type: int
    id: bytes
    timestamp: int
    sender: str
    recipient: str
    initial: bytes
    commitment: bytes

    def metadata(self) -> bytes:
        initial = blob16(self.initial) if self.initial else b""
        route = blob16(self.sender.encode()) + blob16(self.recipient.encode())
        flags = 1 if self.initial else 0
        return u8(1) + u8(self.type) + u8(flags) + self.id + u64(self.timestamp) + route + initial + self.commitment


def read_envelope(content: bytes) -> Tuple[Envelope, bytes, bytes]:
    """An envelope without chunk information: its metadata, content and signature."""
    reader = Reader(content)
    version, kind, flags = reader.number(1), reader.number(1), reader.number(1)
    if version != 1 or flags not in (0, 1):
        raise ValueError("another version or unknown flags")
    message_id, timestamp = reader.take(16), reader.number(8)
    sender, recipient = reader.take(reader.number(2)).decode(), reader.take(reader.number(2)).decode()
    initial = reader.take(reader.number(2)) if flags == 1 else b""
    envelope = Envelope(kind, message_id, timestamp, sender, recipient, initial, reader.take(32))
    body, signature = reader.take(reader.number(4)), reader.take(64)
    reader.end()
    return envelope, body, signature


def expect_envelope(message: Part, seed: bytes, envelope: Envelope, content: bytes) -> None:
    """The whole envelope, and its reading."""
    unsigned = envelope.metadata() + blob32(content)
    signature = expect_signature(message, "envelope", seed, labelled_hash(ENVELOPE_HASH, unsigned))
    message.expect("envelope", unsigned + signature)
    try:
        read = read_envelope(message.hex("envelope"))
    except ValueError as error:
        raise Differs(f"{message.name}.envelope: {error}") from None
    message.at("envelope").demand(read == (envelope, content, signature), "read as something else")


Parties = Dict[str, Party]


def check_envelope(message: Part, parties: Parties, sides: Sides, ad: bytes, initial: bytes) -> None:
    sender = sender_of(message)
    salt, text = message.hex("salt", 32), message.hex("text")
    commitment = labelled_hash(PLAINTEXT, salt + text)
    message.expect("commitment", commitment)
    kind = message.number("type") if message.has("type") else 1
    ends = (parties[sender].did, parties[other(sender)].did)
    message_id = message.hex("id", 16)
    message.at("id").demand(message_id[6] >> 4 == 7 and message_id[8] >> 6 == 2, "no UUIDv7")
    envelope = Envelope(kind, message_id, message.number("timestampMs"), *ends, initial, commitment)
    metadata, plaintext = envelope.metadata(), salt + text
    message.expect("metadata", metadata)
    message.expect("plaintext", plaintext)
    content = check_sent(message, sides[sender], ad, metadata, plaintext)
    expect_envelope(message, parties[sender].seed, envelope, content)
    check_received(message, sides[other(sender)], ad, metadata, plaintext)


def check_envelopes(messages: List[Part], parties: Parties, sides: Sides, agreed: Agreed) -> None:
    """5.6: A's envelopes carry the initial message until an answer has come."""
    answered = False
    for message in messages:
        from_initiator = sender_of(message) == "a"
        initial = agreed.initial if from_initiator and not answered else b""
        check_envelope(message, parties, sides, agreed.ad, initial)
        answered = answered or not from_initiator


# --- The vectors of each file ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vector:
    """One vector: the keys of its file that it covers (all others if it names none), and its check."""

    name: str
    covers: Tuple[str, ...]
    check: Callable[[], str]


def read_parties(file: Part) -> Parties:
    return {"a": read_party(file.at("alice")), "b": read_party(file.at("bob"))}


def check_durable(file: Part, name: str) -> str:
    vector, parties = file.at(name), read_parties(file)
    offer = check_bundle(vector, parties["b"])
    agreed = check_key_schedule(vector, parties["a"], parties["b"], offer)
    messages = vector.at("messages").items()
    messages[0].expect("ratchetSecret", vector.at("randomness").hex("ratchetSecret", 32))
    check_envelopes(messages, parties, both_sides(agreed.sk, offer.spk), agreed)
    opk = "with" if offer.opk is not None else "without"
    return f"bundle, transcript, SK {opk} a one-time prekey, initial message, {len(messages)} envelopes"


def check_live(file: Part, name: str) -> str:
    vector, parties = file.at(name), read_parties(file)
    offer = check_live_bundle(vector, parties["a"], parties["b"])
    agreed = check_key_schedule(vector, parties["a"], parties["b"], offer)
    messages = vector.at("messages").items()
    messages[0].expect("ratchetSecret", vector.at("randomness").hex("ratchetSecret", 32))
    check_packets(messages, both_sides(agreed.sk, offer.spk), agreed.ad)
    return f"hello, live bundle, transcript, SK, initial message, {len(messages)} packets"


def check_whole_envelopes(file: Part) -> str:
    session, parties = file.at("session"), read_parties(file)
    agreed = Agreed(session.hex("sk", 32), session.hex("ad"), session.hex("initial"))
    spk = read_ratchet_key(session)
    messages = file.at("messages").items()
    for message, name, kind, flags in zip(messages, ("text", "acknowledgement"), (1, 2), (1, 0)):
        sender = sender_of(message)
        fields = {"name": name, "type": kind, "flags": flags}
        ends = {"sender": parties[sender].did, "recipient": parties[other(sender)].did}
        for key, value in {**fields, **ends}.items():
            message.expect(key, value)
    messages[1].expect("text", messages[0].hex("id", 16))
    check_envelopes(messages, parties, both_sides(agreed.sk, spk), agreed)
    for message in messages:
        message.expect("content", message.hex("message"))
    return f"{len(messages)} envelopes: layout, commitment, content, signature"


def parties_of(file: Part) -> List[Vector]:
    return [Vector(name, (name,), lambda name=name: check_party(file.at(name))) for name in ("alice", "bob")]


def session_vectors(file: Part) -> List[Vector]:
    checks = {"durable": check_durable, "durableWithoutOneTime": check_durable, "live": check_live}
    handshakes = [
        Vector(name, (name,), lambda name=name, check=check: check(file, name)) for name, check in checks.items()
    ]
    return parties_of(file) + handshakes


def envelope_vectors(file: Part) -> List[Vector]:
    return parties_of(file) + [Vector("envelopes", ("session", "messages"), lambda: check_whole_envelopes(file))]


def ratchet_vectors(file: Part) -> List[Vector]:
    return [Vector("conversation", (), lambda: check_conversation(file))]


FILES: Dict[str, Callable[[Part], List[Vector]]] = {
    "session-v1.json": session_vectors,
    "ratchet-v1.json": ratchet_vectors,
    "envelope-v1.json": envelope_vectors,
}

# --- Self-check --------------------------------------------------------------------------------------------------

# What only ML-KEM makes use of, and what is prose.
NOT_LOOKED_AT = ("about", "kem", "kemSeed", "kemRandomness")

Path = Tuple[Union[str, int], ...]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values that are neither objects nor lists."""
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, path + (key,))
    elif path[-1] not in NOT_LOOKED_AT:
        yield path


def changed(value: Union[int, str]) -> Union[int, str]:
    """Another value: one digit, or the last character, is another."""
    if isinstance(value, int):
        return value + 1
    if value == "":
        return "00"
    middle = len(value) // 2
    if all(character in "0123456789abcdef" for character in value):
        return value[:middle] + format(int(value[middle], 16) ^ 1, "x") + value[middle + 1 :]
    return value[:-1] + ("a" if value[-1] != "a" else "b")


def name_of(root: str, path: Path) -> str:
    return root + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)


def difference(check: Callable[[], str]) -> Optional[str]:
    """The name of the first value that differs; None if none does."""
    try:
        check()
    except Differs as error:
        return str(error)
    return None


def self_check(file: Part, vectors: List[Vector]) -> str:
    """Changes each value in turn. One that was recomputed must be named itself, one that was given must be noticed."""
    recomputed, count = set(file.compared), 0
    for path in leaves(file.value):
        check = next(one.check for one in vectors if path[0] in one.covers or not one.covers)
        holder = file.value
        for key in path[:-1]:
            holder = holder[key]
        original, name = holder[path[-1]], name_of(file.name, path)
        holder[path[-1]] = changed(original)
        noticed = difference(check)
        holder[path[-1]] = original
        if noticed is None or (name in recomputed and noticed.split(":")[0] != name):
            raise Differs(f"{name}: a change of it is taken for {noticed}")
        count += 1
    return f"{count} values changed in turn, each change noticed"


# --- Command line ------------------------------------------------------------------------------------------------


def verify_file(path: str, with_self_check: bool) -> None:
    name = os.path.basename(path)
    if name not in FILES:
        raise SystemExit(f"{path}: not one of {', '.join(FILES)}")
    with open(path, encoding="utf-8") as opened:
        file = Part(json.load(opened), name)
    vectors = FILES[name](file)
    for vector in vectors:
        before = len(file.compared)
        said = vector.check()
        print(f"{name} {vector.name}: {said} ({len(file.compared) - before} values)")
    if with_self_check:
        print(f"{name} self-check: {self_check(file, vectors)}")


def main(arguments: List[str]) -> int:
    paths = [argument for argument in arguments if argument != "--self-check"]
    if not paths or any(path.startswith("-") for path in paths):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for path in paths:
            verify_file(path, "--self-check" in arguments)
    except Differs as error:
        print(f"differs: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
