"""Envelopes. PROTOCOL.md, section 5.7."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Tuple

from identity import Party
from key_schedule import Agreed
from labels import ENVELOPE_HASH, PLAINTEXT, labelled_hash
from layouts import Reader, blob16, blob32, u64, u8
from parts import Differs, Part
from primitives import expect_signature
from ratchet import Sides, check_received, check_sent, other, sender_of


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
