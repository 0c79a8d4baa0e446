import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  offerOf
} from "./chunk-ZQXW6JLI.js";
import {
  ENVELOPE_TYPES,
  MAX_TEXT_BYTES,
  TEXT_SALT_BYTES,
  decodeEnvelope,
  encodeMetadata,
  signEnvelope,
  textCommitment,
  verifyEnvelope
} from "./chunk-Q36X44RV.js";
import {
  MAX_PREKEY_ID,
  SESSION_VERSION,
  SUITE,
  readVersioned
} from "./chunk-MLWQ53TO.js";
import {
  NONCE_BYTES,
  TAG_BYTES,
  open,
  seal
} from "./chunk-IDTG2NVN.js";
import {
  derive,
  hmacSha256
} from "./chunk-DT4EQJ6R.js";
import {
  KEM_CIPHERTEXT_BYTES,
  KEM_RANDOMNESS_BYTES,
  decapsulate,
  encapsulate
} from "./chunk-SVWQ5RWK.js";
import {
  labelledHash,
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  MAX_CERTIFICATE_BYTES,
  verifyCertificate
} from "./chunk-HROBTZ6Q.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  X25519_BYTES,
  agree,
  agreementKeyPair,
  checkAgreementKey
} from "./chunk-SDVHVV53.js";
import {
  blob16,
  u32,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  readBytes,
  readInteger,
  readString
} from "./chunk-LHINULLD.js";
import {
  assertBytes,
  concat,
  equalBytes,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/crypto/secret.ts
var Secret = class {
  #bytes;
  constructor(bytes) {
    this.#bytes = bytes;
  }
  get bytes() {
    return this.#bytes;
  }
};

// src/message/ratchet-message.ts
var RATCHET_VERSION = 1;
var RATCHET_HEADER_BYTES = 41;
var RATCHET_OVERHEAD_BYTES = RATCHET_HEADER_BYTES + NONCE_BYTES + TAG_BYTES;
var MAX_RATCHET_INDEX = 4294967295;
var PREVIOUS_AT = 1 + X25519_BYTES;
var INDEX_AT = PREVIOUS_AT + 4;
var SEALED_AT = RATCHET_HEADER_BYTES + NONCE_BYTES;
function encodeRatchetHeader(header) {
  const { ratchetKey, previous, index } = header;
  if (ratchetKey.length !== X25519_BYTES) throw new RangeError(`ratchetKey must be ${X25519_BYTES} bytes`);
  for (const count of [previous, index])
    if (!Number.isInteger(count) || count < 0 || count > MAX_RATCHET_INDEX)
      throw new RangeError(`previous and index must be integers from 0 to ${MAX_RATCHET_INDEX}, got ${count}`);
  const bytes = new Uint8Array(RATCHET_HEADER_BYTES);
  bytes[0] = RATCHET_VERSION;
  bytes.set(ratchetKey, 1);
  setCount(bytes, PREVIOUS_AT, previous);
  setCount(bytes, INDEX_AT, index);
  return bytes;
}
function setCount(bytes, at, count) {
  bytes[at] = count >>> 24;
  bytes[at + 1] = count >>> 16;
  bytes[at + 2] = count >>> 8;
  bytes[at + 3] = count;
}
function splitRatchetMessage(bytes) {
  if (bytes.length < RATCHET_OVERHEAD_BYTES)
    throw new TalosError("E_DECRYPT", `ratchet message of ${bytes.length} bytes, at least ${RATCHET_OVERHEAD_BYTES}`);
  if (bytes[0] !== RATCHET_VERSION) throw new TalosError("E_MALFORMED", "ratchet message of another version");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    ratchetKey: new Uint8Array(bytes.subarray(1, PREVIOUS_AT)),
    previous: view.getUint32(PREVIOUS_AT),
    index: view.getUint32(INDEX_AT),
    header: bytes.subarray(0, RATCHET_HEADER_BYTES),
    nonce: bytes.subarray(RATCHET_HEADER_BYTES, SEALED_AT),
    sealed: bytes.subarray(SEALED_AT)
  };
}

// src/session/ratchet.ts
var MAX_SKIP = 1e3;
var MAX_SKIPPED_KEYS = 2e3;
var MAX_SKIPPED_AGE_MS = 7 * 864e5;
var MAX_RECEIVING_CHAINS = 5;
function initiateRatchet(sharedSecret, peerRatchetKey, draw = randomBytes) {
  const ours = agreementKeyPair(draw(X25519_BYTES));
  const { root, chain } = rootStep(new Secret(sharedSecret), agree(ours.secretKey, peerRatchetKey));
  return { root, ours, sending: { key: chain, next: 0 }, receiving: void 0, previous: 0, earlier: [] };
}
function respondRatchet(sharedSecret, ours) {
  return { root: new Secret(sharedSecret), ours, sending: void 0, receiving: void 0, previous: 0, earlier: [] };
}
function encrypt(state, plaintext, associated, draw = randomBytes) {
  const turned = state.sending === void 0 ? turnSending(state, draw) : state;
  const { ours, previous } = turned;
  const { key, next: index } = turned.sending;
  if (index > MAX_RATCHET_INDEX) throw new TalosError("E_LIMIT", "the chain has no index left");
  const header = encodeRatchetHeader({ ratchetKey: ours.publicKey, previous, index });
  const nonce = draw(NONCE_BYTES);
  const sealed = seal(messageKey(key), nonce, plaintext, bind(associated, header));
  const sending = { key: nextChainKey(key), next: index + 1 };
  return { state: { ...turned, sending }, message: concat(header, nonce, sealed) };
}
function prepareSending(state, draw = randomBytes) {
  return state.sending === void 0 && state.receiving !== void 0 ? turnSending(state, draw) : state;
}
function decrypt(state, message, associated, nowMs) {
  const parts = splitRatchetMessage(message);
  const bound = bind(associated, parts.header);
  const fresh = expire(state, nowMs);
  const { receiving } = fresh;
  if (receiving !== void 0 && equalBytes(receiving.from, parts.ratchetKey))
    return parts.index < receiving.next ? openSkipped(receiving, parts, bound, (left) => ({ ...fresh, receiving: { ...receiving, skipped: left } })) : openNext(fresh, receiving, parts, bound, nowMs);
  const at = fresh.earlier.findIndex((chain) => equalBytes(chain.from, parts.ratchetKey));
  const closed = fresh.earlier[at];
  if (closed !== void 0)
    return openSkipped(closed, parts, bound, (left) => ({
      ...fresh,
      earlier: fresh.earlier.with(at, { ...closed, skipped: left })
    }));
  const turned = turnReceiving(fresh, parts, nowMs);
  return openNext(turned, turned.receiving, parts, bound, nowMs);
}
function expire(state, nowMs) {
  const { receiving, earlier } = state;
  const isOld = (key) => nowMs - key.storedAtMs > MAX_SKIPPED_AGE_MS;
  if (receiving?.skipped.some(isOld) !== true && !earlier.some((chain) => chain.skipped.some(isOld))) return state;
  const kept = (chain) => ({
    ...chain,
    skipped: chain.skipped.filter((key) => !isOld(key))
  });
  return { ...state, receiving: receiving && kept(receiving), earlier: earlier.map(kept) };
}
function skippedKeyCount(state) {
  let count = state.receiving?.skipped.length ?? 0;
  for (const chain of state.earlier) count += chain.skipped.length;
  return count;
}
function knowsRatchetKey({ receiving, earlier }, ratchetKey) {
  const isIt = (chain) => equalBytes(chain.from, ratchetKey);
  return receiving !== void 0 && isIt(receiving) || earlier.some(isIt);
}
var BOUND_BYTES = 1024;
var bindings = new Uint8Array(BOUND_BYTES);
function bind(associated, header) {
  const length = associated.length + header.length;
  if (length > BOUND_BYTES) return concat(associated, header);
  bindings.set(associated);
  bindings.set(header, associated.length);
  return bindings.subarray(0, length);
}
function openSkipped(chain, message, bound, without) {
  const held = chain.skipped.find((key) => key.index === message.index);
  if (held === void 0) throw new TalosError("E_REPLAY", `the key of message ${message.index} is used or dropped`);
  const plaintext = open(held.key.bytes, message.nonce, message.sealed, bound);
  return { state: without(chain.skipped.filter((key) => key !== held)), plaintext };
}
function openNext(state, chain, message, bound, nowMs) {
  const caught = skipTo(chain, message.index, nowMs);
  const plaintext = open(messageKey(caught.key), message.nonce, message.sealed, bound);
  const receiving = { ...caught, key: nextChainKey(caught.key), next: message.index + 1 };
  return { state: keepSkipped({ ...state, receiving }, MAX_SKIPPED_KEYS), plaintext };
}
function skipTo(chain, index, nowMs) {
  if (index <= chain.next) return chain;
  const gap = index - chain.next;
  if (gap > MAX_SKIP)
    throw new TalosError("E_SKIP_LIMIT", `message skips ${gap} keys, limit ${MAX_SKIP}`, { details: { gap } });
  const skipped = [...chain.skipped];
  let { key } = chain;
  for (let at = chain.next; at < index; at++) {
    skipped.push({ index: at, key: new Secret(messageKey(key)), storedAtMs: nowMs });
    key = nextChainKey(key);
  }
  return { ...chain, key, next: index, skipped };
}
function keepSkipped(state, most) {
  let surplus = skippedKeyCount(state) - most;
  if (surplus <= 0) return state;
  const shortened = (chain) => {
    const dropped = Math.min(Math.max(surplus, 0), chain.skipped.length);
    surplus -= dropped;
    return dropped === 0 ? chain : { ...chain, skipped: chain.skipped.slice(dropped) };
  };
  const earlier = state.earlier.toReversed().map(shortened).toReversed();
  return { ...state, earlier, receiving: state.receiving && shortened(state.receiving) };
}
function turnReceiving(state, message, nowMs) {
  const from = checkAgreementKey(message.ratchetKey);
  const ended = state.receiving && skipTo(state.receiving, message.previous, nowMs);
  const { root, chain } = rootStep(state.root, agree(state.ours.secretKey, from));
  const closed = ended === void 0 ? [] : [{ from: ended.from, length: ended.next, skipped: ended.skipped }];
  return {
    root,
    ours: state.ours,
    sending: void 0,
    receiving: { from, key: chain, next: 0, skipped: [] },
    previous: state.sending?.next ?? state.previous,
    earlier: [...closed, ...state.earlier].slice(0, MAX_RECEIVING_CHAINS - 1)
  };
}
function turnSending(state, draw) {
  if (state.receiving === void 0)
    throw new TalosError("E_NO_SESSION", "a responder cannot send before the first message has come");
  const ours = agreementKeyPair(draw(X25519_BYTES));
  const { root, chain } = rootStep(state.root, agree(ours.secretKey, state.receiving.from));
  return { ...state, root, ours, sending: { key: chain, next: 0 } };
}
function rootStep(root, agreed) {
  const derived = derive("ratchetRoot", agreed, root.bytes, 64);
  return { root: new Secret(derived.slice(0, 32)), chain: new Secret(derived.slice(32)) };
}
var MESSAGE_KEY = Uint8Array.of(1);
var CHAIN_KEY = Uint8Array.of(2);
function messageKey(chainKey) {
  return hmacSha256(chainKey.bytes, MESSAGE_KEY);
}
function nextChainKey(chainKey) {
  return new Secret(hmacSha256(chainKey.bytes, CHAIN_KEY));
}

// src/session/key-schedule.ts
var KIND_CODES = { durable: 1, live: 2 };
function transcriptHash(transcript) {
  const { kind, initiator, responder, signedPrekey, kemPrekey, oneTimePrekey } = transcript;
  return labelledHash(
    "transcript",
    Uint8Array.of(SESSION_VERSION, SUITE, KIND_CODES[kind]),
    blob16(utf8(initiator.did)),
    blob16(initiator.bytes),
    blob16(utf8(responder.did)),
    blob16(responder.bytes),
    concat(u32(signedPrekey.id), signedPrekey.publicKey),
    concat(u32(kemPrekey.id), kemPrekey.publicKey),
    oneTimePrekey === void 0 ? u8(0) : concat(u8(1), u32(oneTimePrekey.id), oneTimePrekey.publicKey),
    transcript.ephemeralKey,
    transcript.ciphertext,
    blob16(transcript.nonce)
  );
}
function associatedData(transcript, id) {
  const { kind, initiator, responder } = transcript;
  return concat(
    Uint8Array.of(SESSION_VERSION, SUITE, KIND_CODES[kind]),
    blob16(utf8(initiator.did)),
    initiator.agreementKey,
    blob16(utf8(responder.did)),
    responder.agreementKey,
    id
  );
}
var PADDING = new Uint8Array(32).fill(255);
var ZERO_SALT = new Uint8Array(32);
function sessionSecret(agreements, kemSecret, id) {
  return derive("session", concat(PADDING, ...agreements, kemSecret), ZERO_SALT, 32, id);
}

// src/session/handshake.ts
var MAX_INITIAL_BYTES = 4096;
function initiate(party, offer, draw = randomBytes) {
  const { kind, certificate, signedPrekey, kemPrekey, isOneTimeKem, oneTimePrekey, nonce } = offer;
  const ephemeral = agreementKeyPair(draw(X25519_BYTES));
  const { ciphertext, sharedSecret } = encapsulate(kemPrekey.publicKey, draw(KEM_RANDOMNESS_BYTES));
  const transcript = {
    kind,
    initiator: { did: party.did, bytes: party.certificate, agreementKey: party.agreement.publicKey },
    responder: certificate,
    signedPrekey,
    kemPrekey,
    oneTimePrekey,
    ephemeralKey: ephemeral.publicKey,
    ciphertext,
    nonce
  };
  const agreements = [
    agree(party.agreement.secretKey, signedPrekey.publicKey),
    agree(ephemeral.secretKey, certificate.agreementKey),
    agree(ephemeral.secretKey, signedPrekey.publicKey),
    ...oneTimePrekey === void 0 ? [] : [agree(ephemeral.secretKey, oneTimePrekey.publicKey)]
  ];
  const id = transcriptHash(transcript);
  const ratchet = initiateRatchet(sessionSecret(agreements, sharedSecret, id), signedPrekey.publicKey, draw);
  const session = {
    ...sessionOf(transcript, id, isOneTimeKem),
    role: "initiator",
    peer: certificate.did,
    peerSequence: certificate.sequence,
    ratchet
  };
  return { session, initial: encodeInitial(party.did, transcript) };
}
function sessionOf(transcript, id, isOneTimeKem) {
  const { kind, oneTimePrekey } = transcript;
  return {
    id,
    kind,
    associated: associatedData(transcript, id),
    oneTime: kind === "live" || oneTimePrekey !== void 0,
    oneTimeKem: kind === "live" || isOneTimeKem
  };
}
function encodeInitial(from, transcript) {
  const { oneTimePrekey } = transcript;
  return encodeCbor({
    v: SESSION_VERSION,
    suite: SUITE,
    from,
    to: transcript.responder.did,
    cert: transcript.initiator.bytes,
    ek: transcript.ephemeralKey,
    spk: transcript.signedPrekey.id,
    kem: transcript.kemPrekey.id,
    ct: transcript.ciphertext,
    ...oneTimePrekey === void 0 ? {} : { opk: oneTimePrekey.id }
  });
}
function decodeInitial(bytes) {
  const fields = readVersioned(
    decodeCbor(bytes, { maxBytes: MAX_INITIAL_BYTES }),
    { required: ["from", "to", "cert", "ek", "spk", "kem", "ct"], optional: ["opk"] },
    "initial"
  );
  const certificate = readBytes(fields.cert, "initial.cert");
  if (certificate.length > MAX_CERTIFICATE_BYTES) throw new TalosError("E_MALFORMED", "initial.cert: too long");
  const ciphertext = readBytes(fields.ct, "initial.ct");
  if (ciphertext.length !== KEM_CIPHERTEXT_BYTES)
    throw new TalosError("E_BAD_KEY", `ml-kem-768 ciphertext of ${ciphertext.length} bytes`);
  const readId = (value, name) => readInteger(value, name, { max: MAX_PREKEY_ID });
  return {
    from: parseDid(readString(fields.from, "initial.from")),
    to: parseDid(readString(fields.to, "initial.to")),
    certificate,
    ephemeralKey: checkAgreementKey(readBytes(fields.ek, "initial.ek")),
    signedPrekeyId: readId(fields.spk, "initial.spk"),
    kemPrekeyId: readId(fields.kem, "initial.kem"),
    oneTimePrekeyId: fields.opk === void 0 ? void 0 : readId(fields.opk, "initial.opk"),
    ciphertext
  };
}
function respond(party, initial, secrets, expected) {
  if (initial.to !== party.did) throw new TalosError("E_IDENTITY_MISMATCH", "the initial message is for another agent");
  assertNamed(initial, secrets);
  const certificate = verifyCertificate(initial.certificate, { did: initial.from, ...expected });
  const { kind, signedPrekey, kemPrekey, isOneTimeKem, oneTimePrekey, nonce } = secrets;
  const { ephemeralKey, ciphertext } = initial;
  const transcript = {
    kind,
    initiator: certificate,
    responder: { did: party.did, bytes: secrets.certificate, agreementKey: party.agreement.publicKey },
    signedPrekey: { id: signedPrekey.id, publicKey: signedPrekey.pair.publicKey },
    kemPrekey: { id: kemPrekey.id, publicKey: kemPrekey.pair.publicKey },
    oneTimePrekey: oneTimePrekey && { id: oneTimePrekey.id, publicKey: oneTimePrekey.pair.publicKey },
    ephemeralKey,
    ciphertext,
    nonce
  };
  const agreements = [
    agree(signedPrekey.pair.secretKey, certificate.agreementKey),
    agree(party.agreement.secretKey, ephemeralKey),
    agree(signedPrekey.pair.secretKey, ephemeralKey),
    ...oneTimePrekey === void 0 ? [] : [agree(oneTimePrekey.pair.secretKey, ephemeralKey)]
  ];
  const id = transcriptHash(transcript);
  const secret = sessionSecret(agreements, decapsulate(kemPrekey.pair, ciphertext), id);
  return {
    ...sessionOf(transcript, id, isOneTimeKem),
    role: "responder",
    peer: initial.from,
    peerSequence: certificate.sequence,
    ratchet: respondRatchet(secret, signedPrekey.pair)
  };
}
function assertNamed(initial, secrets) {
  if (initial.signedPrekeyId !== secrets.signedPrekey.id || initial.kemPrekeyId !== secrets.kemPrekey.id || initial.oneTimePrekeyId !== secrets.oneTimePrekey?.id)
    throw new TalosError("E_PREKEY_GONE", "the initial message names a prekey that is not there");
}

// src/session/durable.ts
function initiateDurable(party, bundle, draw = randomBytes) {
  const { session, initial } = initiate(party, offerOf(bundle), draw);
  return { ...session, initialHash: sha256(initial), pending: initial };
}
function respondDurable(party, initial, secrets, expected) {
  const session = respond(party, decodeInitial(initial), secrets, expected);
  return { ...session, initialHash: sha256(initial), pending: void 0 };
}
function sealMessage(session, party, message, draw = randomBytes) {
  const { text, salt, chunk, ...header } = message;
  if (text.length > MAX_TEXT_BYTES)
    throw new TalosError("E_LIMIT", `message of ${text.length} bytes, limit ${MAX_TEXT_BYTES}`, {
      details: { bytes: text.length, limit: MAX_TEXT_BYTES }
    });
  assertBytes(salt, "salt", TEXT_SALT_BYTES);
  const metadata = encodeMetadata({
    ...header,
    sender: party.did,
    recipient: session.peer,
    initial: session.pending,
    chunk,
    commitment: textCommitment(salt, text)
  });
  const bound = concat(session.associated, metadata);
  const { state, message: content } = encrypt(session.ratchet, concat(salt, text), bound, draw);
  return { session: { ...session, ratchet: state }, envelope: signEnvelope(party.signing, metadata, content) };
}
function readEnvelope(bytes, route) {
  const envelope = decodeEnvelope(bytes);
  if (envelope.chunk !== void 0 !== (envelope.type === ENVELOPE_TYPES.fileChunk))
    throw new TalosError("E_MALFORMED", "chunk information is for pieces of files, and they have it");
  const isRouted = envelope.sender === route.sender && envelope.recipient === route.recipient;
  if (!isRouted || !verifyEnvelope(envelope))
    throw new TalosError("E_DECRYPT", "the envelope is not from the peer to this agent");
  return envelope;
}
function openMessage(session, envelope, nowMs) {
  if (envelope.sender !== session.peer) throw new TalosError("E_DECRYPT", "the session is with another agent");
  const bound = concat(session.associated, envelope.metadata);
  const { state, plaintext } = decrypt(session.ratchet, envelope.content, bound, nowMs);
  const salt = plaintext.subarray(0, TEXT_SALT_BYTES);
  const text = plaintext.slice(TEXT_SALT_BYTES);
  if (salt.length < TEXT_SALT_BYTES || !equalBytes(textCommitment(salt, text), envelope.commitment))
    throw new TalosError("E_DECRYPT", "the text is not the one that was signed");
  return { session: { ...session, ratchet: state, pending: void 0 }, text };
}

export {
  RATCHET_OVERHEAD_BYTES,
  splitRatchetMessage,
  Secret,
  MAX_SKIP,
  MAX_SKIPPED_KEYS,
  MAX_SKIPPED_AGE_MS,
  MAX_RECEIVING_CHAINS,
  encrypt,
  prepareSending,
  decrypt,
  expire,
  skippedKeyCount,
  knowsRatchetKey,
  keepSkipped,
  MAX_INITIAL_BYTES,
  initiate,
  decodeInitial,
  respond,
  initiateDurable,
  respondDurable,
  sealMessage,
  readEnvelope,
  openMessage
};
