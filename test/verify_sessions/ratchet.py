"""The Double Ratchet. PROTOCOL.md, section 5.4."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bundles import Prekey
from labels import RATCHET_ROOT, hkdf, hmac_sha256
from layouts import u32, u8
from parts import Differs, Part
from primitives import x25519, x25519_public


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
