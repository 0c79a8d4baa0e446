#!/usr/bin/env python3
"""Checks Talos proof files with nothing but the file, the issuer's DID, SHA-256 and Ed25519 (PROTOCOL.md, section 9.7).

    python3 verify_proof.py DID FILE...        exit 0 where all hold, 4 where one does not

Needs the package cryptography (Debian: python3-cryptography) and shares nothing with Talos. Which other fields an entry
of a type has (section 9.1) is not checked: its author signed them, whatever they are. The steps are those of section 9.7.
"""
import base64, hashlib, json, re, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
NOTE = r"(%s\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)\n)\n— %s ([A-Za-z0-9+/]{90}[AEIMQUYcgkosw048]=)\n"

def need(holds, why):
    if not holds: raise ValueError(why)
def sha256(*parts): return hashlib.sha256(b"".join(parts)).digest()
def canonical(value): return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode()

def verify_signature(did, signature, message):
    need(re.fullmatch("did:key:z6Mk[%s]{44}" % BASE58, did), "that is no DID")
    number = sum(BASE58.index(character) * 58**place for place, character in enumerate(reversed(did[9:])))
    key = number.to_bytes(34, "big")[2:]  # behind 0xed01, which makes every such DID start with z6Mk
    Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    return key

def read_checkpoint(note, did):  # steps 2 and 3: a C2SP signed note of three lines and one signature, that of did
    parts = re.fullmatch(NOTE % (did, did), note)
    need(parts, "the checkpoint is no note of its signer")
    signature, size = base64.b64decode(parts[4]), int(parts[2])
    key = verify_signature(did, signature[4:], parts[1].encode())
    need(signature[:4] == sha256(did.encode(), b"\n\x01", key)[:4] and size < 2**53, "the checkpoint is not in its form")
    return size, base64.b64decode(parts[3])

def root_of(leaf, index, size, path):  # RFC 6962: from a leaf up, a sibling a level; a last node without one rises
    need(type(index) is type(size) is int and 0 <= index < size, "a place is out of range")
    last, left = size - 1, list(path)
    while last > 0:
        if index % 2 or index != last:
            need(left and re.fullmatch("[0-9a-f]{64}", left[0]), "a path is too short or not in its form")
            other = bytes.fromhex(left.pop(0))
            leaf = sha256(b"\x01", other, leaf) if index % 2 else sha256(b"\x01", leaf, other)
        index, last = index // 2, last // 2
    need(not left, "a path is too long")
    return leaf

def verify_statement(entry, author):  # steps 5 and 6: signed, and by the party that the type of the entry demands
    signed, kind, peer = entry["statement"], entry["type"], entry["peer"]
    body, by, size = signed["body"], signed["by"], signed["size"]
    root = root_of(sha256(b"\x00", canonical(body)), signed["index"], size, signed["path"])
    message = b"talos/v1/statement\0" + size.to_bytes(4, "big") + root
    verify_signature(by, base64.urlsafe_b64decode(signed["sig"] + "=="), message)
    older = read_checkpoint(body["checkpoint"], by)[0] <= entry["seq"] or by != author if body.get("checkpoint") else True
    need(older and size <= 256, "the checkpoint in a statement is younger than the entry that signs it")
    caller, called = (peer, author) if kind in ("decision", "result") else (author, peer)
    need(body["kind"] == {"decision": "call", "receipt": "result"}.get(kind, kind), "a statement is not of the kind of its entry")
    if kind == "intent":  # of either side's log
        caller, called = (peer, author) if body["from"] == peer else (author, peer)
    signer = {"call": caller, "intent": caller, "result": called, "acknowledgement": peer}
    need(by == signer[body["kind"]], "a statement is not signed by whom it must be")
    need(body["kind"] not in ("call", "intent") or (body["from"], body["to"]) == (caller, called), "the call is between others")

def verify_answer(entry, answered, answered_id):  # step 7
    result, call = entry["statement"]["body"], answered["statement"]["body"]
    need((entry["answers"], entry["peer"]) == (answered_id.hex(), answered["peer"]), "it answers another entry")
    need(result["call"] == sha256(b"talos/v1/statement-hash\0", canonical(call)).hex(), "the result is of another call")
    need(answered["type"] == "call" or result["decision"] == answered["decision"], "the decisions differ")

def verify_intent(entry, answered, intent):  # step 8
    named, call, announced = entry["statement"]["body"]["intent"], answered["statement"]["body"], intent["statement"]["body"]
    need(named == sha256(b"talos/v1/statement-hash\0", canonical(announced)).hex(), "the result names another intent")
    need(intent["peer"] == answered["peer"], "the intent is of another agent")
    for name in ("from", "to", "service", "token", "session", "method", "target", "arguments"):
        need(announced[name] == call[name], "the call is not what its intent announced")

def verify(data, author):
    proof = json.loads(data.decode())
    need(len(data) <= 2**20 and canonical(proof) + b"\n" == data, "the file is not in its canonical form")  # step 1
    need(canonical({**proof, "checkpoint": 0, "entries": 0}) == canonical(
        {"v": 1, "kind": "talos-proof", "author": author, "checkpoint": 0, "entries": 0}), "the file is no proof of this author")
    size, root = read_checkpoint(proof["checkpoint"], author)
    entries = [item["entry"] for item in proof["entries"]]
    ids = [sha256(b"\x00", canonical(entry)) for entry in entries]
    for item, entry, leaf in zip(proof["entries"], entries, ids):  # step 4
        need(set(item) == {"entry", "path"} and entry["v"] is not True and entry["v"] == 1, "an entry is not in its form")
        need(root_of(leaf, entry["seq"], size, item["path"]) == root, "an entry is not in the log of the checkpoint")
        if entry["type"] in ("call", "intent", "decision", "result", "receipt", "acknowledgement"):
            verify_statement(entry, author)
    answers = {"result": ["decision"], "receipt": ["call"]}.get(entries[0]["type"], [])
    if answers and "intent" in entries[0]["statement"]["body"]: answers = answers + ["intent"]
    need([entry["type"] for entry in entries[1:]] == answers, "an entry too many or too few, or of another type")
    if answers: verify_answer(*entries[:2], ids[1])
    if "intent" in answers: verify_intent(*entries)
    return "entry %d of %d, of type %s" % (entries[0]["seq"], size, entries[0]["type"])

status = 0 if len(sys.argv) > 2 else print(__doc__) or 2
for path in sys.argv[2:]:
    try: print("valid:", verify(open(path, "rb").read(2**20 + 1), sys.argv[1]))
    except Exception as error:  # whatever is wrong with a file, it proves nothing
        status = print("not valid:", str(error) or type(error).__name__) or 4
sys.exit(status)
