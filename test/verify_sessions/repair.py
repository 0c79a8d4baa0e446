"""A session repair. PROTOCOL.md, section 5.8."""

from __future__ import annotations

from typing import Tuple

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bundles import check_bundle
from envelope import Envelope, Parties, check_envelopes, expect_envelope
from key_schedule import Agreed, check_key_schedule
from labels import PLAINTEXT, labelled_hash
from parts import Part
from ratchet import both_sides

TEXT, ACK, SESSION_REPAIR = 0x01, 0x02, 0x30


def check_session(vector: Part, parties: Parties, prekeys: str) -> Agreed:
    """A handshake of a with b, and what is said under it."""
    offer = check_bundle(vector, parties["b"], prekeys)
    agreed = check_key_schedule(vector, parties["a"], parties["b"], offer)
    messages = vector.at("messages").items()
    messages[0].expect("ratchetSecret", vector.at("randomness").hex("ratchetSecret", 32))
    check_envelopes(messages, parties, both_sides(agreed.sk, offer.spk), agreed)
    return agreed


def check_unopened(unopened: Part, used: Part, parties: Parties, ad: bytes) -> None:
    """The envelope of a state that was put back: under the key of a message that was sent, and another nonce."""
    salt, text, nonce = unopened.hex("salt", 32), unopened.hex("text"), unopened.hex("nonce", 12)
    commitment = labelled_hash(PLAINTEXT, salt + text)
    unopened.expect("commitment", commitment)
    unopened.expect("plaintext", salt + text)
    ends: Tuple[str, str] = (parties["a"].did, parties["b"].did)
    message_id = unopened.hex("id", 16)
    envelope = Envelope(TEXT, message_id, unopened.number("timestampMs"), *ends, b"", commitment)
    metadata = envelope.metadata()
    unopened.expect("metadata", metadata)
    key, header = used.hex("messageKey", 32), used.hex("header", 41)
    unopened.expect("messageKey", key)
    unopened.expect("header", header)
    unopened.at("nonce").demand(nonce != used.hex("nonce"), "the nonce of the message before")
    associated = ad + metadata + header
    unopened.expect("associated", associated)
    unopened.expect("ciphertext", ChaCha20Poly1305(key).encrypt(nonce, salt + text, associated))
    content = header + nonce + unopened.hex("ciphertext")
    unopened.expect("message", content)
    expect_envelope(unopened, parties["a"].seed, envelope, content)


def check_told(repair: Part, unopened: Part) -> None:
    """Who says what, and that the message sent again is the same."""
    told, heard, again, delivered = repair.at("messages").items()
    for message, sender, kind in (
        (told, "a", SESSION_REPAIR),
        (heard, "b", ACK),
        (again, "b", TEXT),
        (delivered, "a", ACK),
    ):
        message.expect("from", sender)
        message.expect("type", kind)
    subject = unopened.hex("id", 16)
    told.expect("text", subject)
    heard.expect("text", told.hex("id", 16))
    delivered.expect("text", subject)
    again.expect("timestampMs", unopened.number("timestampMs"))
    for key in ("id", "salt", "text", "commitment"):
        again.expect(key, unopened.hex(key))


def check_repair(file: Part, parties: Parties) -> str:
    before, unopened, repair = file.at("before"), file.at("unopened"), file.at("repair")
    old = check_session(before, parties, "bobsPrekeys")
    check_unopened(unopened, before.at("messages").at(3), parties, old.ad)
    check_told(repair, unopened)
    check_session(repair, {"a": parties["b"], "b": parties["a"]}, "alicesPrekeys")
    return "the session before, the envelope under a used key, the session of the repair, the message sent again"
