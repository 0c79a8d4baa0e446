"""The vectors of each file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Tuple

from bundles import check_bundle, check_live_bundle
from deposit import check_deposit
from envelope import Parties, check_envelopes
from identity import check_party, read_party
from key_schedule import Agreed, check_key_schedule
from parts import Part
from ratchet import both_sides, check_conversation, check_packets, other, read_ratchet_key, sender_of
from repair import check_repair


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
    names = [name for name in ("opk", "okem") if vector.at("bobsPrekeys").has(name)]
    used = " and ".join(names) or "no one-time prekey"
    return f"bundle, transcript, SK with {used}, initial message, {len(messages)} envelopes"


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


def check_deposits(file: Part) -> str:
    deposits = file.at("deposits").items()
    for deposit in deposits:
        recipient = deposit.text("to")
        deposit.at("to").demand(recipient in ("alice", "bob"), "neither alice nor bob")
        check_deposit(deposit, read_party(file.at(recipient)))
    return f"{len(deposits)} deposits: agreement, keys, padding, ciphertext"


def parties_of(file: Part) -> List[Vector]:
    return [Vector(name, (name,), lambda name=name: check_party(file.at(name))) for name in ("alice", "bob")]


def session_vectors(file: Part) -> List[Vector]:
    durable = ("durable", "durableWithX25519Alone", "durableWithoutOneTime")
    checks = {**dict.fromkeys(durable, check_durable), "live": check_live}
    handshakes = [
        Vector(name, (name,), lambda name=name, check=check: check(file, name)) for name, check in checks.items()
    ]
    return parties_of(file) + handshakes


def envelope_vectors(file: Part) -> List[Vector]:
    return parties_of(file) + [Vector("envelopes", ("session", "messages"), lambda: check_whole_envelopes(file))]


def deposit_vectors(file: Part) -> List[Vector]:
    return parties_of(file) + [Vector("deposits", ("deposits",), lambda: check_deposits(file))]


def repair_vectors(file: Part) -> List[Vector]:
    covered = ("before", "unopened", "repair")
    return parties_of(file) + [Vector("repair", covered, lambda: check_repair(file, read_parties(file)))]


def ratchet_vectors(file: Part) -> List[Vector]:
    return [Vector("conversation", (), lambda: check_conversation(file))]


FILES: Dict[str, Callable[[Part], List[Vector]]] = {
    "session-v1.json": session_vectors,
    "ratchet-v1.json": ratchet_vectors,
    "envelope-v1.json": envelope_vectors,
    "deposit-v1.json": deposit_vectors,
    "repair-v1.json": repair_vectors,
}
