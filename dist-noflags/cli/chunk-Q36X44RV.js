import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  HASH_BYTES,
  labelledHash
} from "./chunk-IOG4ONSQ.js";
import {
  blob16,
  u32,
  u64
} from "./chunk-LQJYXGFI.js";
import {
  parseDid,
  sharedKeyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES,
  verify
} from "./chunk-SKIXSPG3.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  concat,
  fromHex,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/message/message-id.ts
var MESSAGE_ID_BYTES = 16;
var MAX_UUID_TIME_MS = 2 ** 48 - 1;
function makeMessageId(nowMs, draw = randomBytes) {
  if (!Number.isInteger(nowMs) || nowMs < 0 || nowMs > MAX_UUID_TIME_MS)
    throw new RangeError(`nowMs must be an integer from 0 to ${MAX_UUID_TIME_MS}, got ${nowMs}`);
  const id = new Uint8Array(draw(MESSAGE_ID_BYTES));
  id.set(u64(nowMs).slice(2));
  id[6] = 112 | id[6] & 15;
  id[8] = 128 | id[8] & 63;
  return id;
}
function isMessageId(id) {
  return id.length === MESSAGE_ID_BYTES && id[6] >> 4 === 7 && id[8] >> 6 === 2;
}
function timeOfMessageId(id) {
  const view = new DataView(id.buffer, id.byteOffset, id.byteLength);
  return view.getUint16(0) * 2 ** 32 + view.getUint32(2);
}
function parseMessageId(text) {
  const isForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
  const id = isForm ? fromHex(text.replaceAll("-", "")) : void 0;
  if (id === void 0 || !isMessageId(id)) throw new TalosError("E_MALFORMED", "no id of a message");
  return id;
}
function formatMessageId(id) {
  const hex = toHex(id);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// src/message/envelope.ts
var FILE_ENVELOPE_TYPES = {
  fileOffer: 6,
  fileChunk: 9,
  fileEnd: 11,
  fileReceived: 12,
  fileAsk: 14,
  fileGone: 15
};
var ENVELOPE_TYPES = {
  text: 1,
  acknowledgement: 2,
  sessionRepair: 48,
  fileOffer: 6,
  fileChunk: 9,
  fileEnd: 11,
  fileReceived: 12,
  fileAsk: 14,
  fileGone: 15
};
var TYPES = new Set(Object.values(ENVELOPE_TYPES));
var FILE_TYPES = new Set(Object.values(FILE_ENVELOPE_TYPES));
function isFileEnvelopeType(type) {
  return FILE_TYPES.has(type);
}
function isEnvelopeType(code) {
  return TYPES.has(code);
}
var ENVELOPE_VERSION = 1;
var MAX_TEXT_BYTES = 1024 * 1024;
var TEXT_SALT_BYTES = 32;
var MAX_CONTENT_BYTES = MAX_TEXT_BYTES + 256;
var MAX_DID_BYTES = 128;
var MAX_INITIAL_BYTES = 4096;
var MAX_ENVELOPE_BYTES = MAX_CONTENT_BYTES + MAX_INITIAL_BYTES + 1024;
var FLAGS = { initial: 1, chunk: 2 };
function encodeMetadata(fields) {
  const { type, id, timestampMs, sender, recipient, initial, chunk, commitment } = fields;
  if (!isMessageId(id)) throw new RangeError("id must be a UUIDv7 of 16 bytes");
  if (commitment.length !== HASH_BYTES) throw new RangeError(`commitment must be ${HASH_BYTES} bytes`);
  if (initial !== void 0 && (initial.length === 0 || initial.length > MAX_INITIAL_BYTES))
    throw new RangeError(`initial must be 1 to ${MAX_INITIAL_BYTES} bytes`);
  const flags = (initial === void 0 ? 0 : FLAGS.initial) | (chunk === void 0 ? 0 : FLAGS.chunk);
  return concat(
    Uint8Array.of(ENVELOPE_VERSION, type, flags),
    id,
    u64(timestampMs),
    blob16(utf8(sender)),
    blob16(utf8(recipient)),
    ...initial === void 0 ? [] : [blob16(initial)],
    ...chunk === void 0 ? [] : [encodeChunk(chunk)],
    commitment
  );
}
function encodeChunk({ sequence, total, streamId, hash }) {
  if (streamId.length !== MESSAGE_ID_BYTES || hash.length !== HASH_BYTES)
    throw new RangeError(`streamId must be ${MESSAGE_ID_BYTES} bytes and hash ${HASH_BYTES}`);
  return concat(u32(sequence), u32(total), streamId, hash);
}
function signEnvelope(signer, metadata, content) {
  if (content.length > MAX_CONTENT_BYTES) throw new RangeError(`content must be at most ${MAX_CONTENT_BYTES} bytes`);
  const envelope = concat(metadata, u32(content.length), content, new Uint8Array(SIGNATURE_BYTES));
  const end = envelope.length - SIGNATURE_BYTES;
  envelope.set(signer.sign("envelope", labelledHash("envelope", envelope.subarray(0, end))), end);
  return envelope;
}
function decodeEnvelope(bytes) {
  return decode(bytes, (reader) => {
    const fields = readMetadata(reader);
    const metadata = new Uint8Array(bytes.subarray(0, reader.position));
    const content = reader.blob32(MAX_CONTENT_BYTES, "content");
    const hash = labelledHash("envelope", bytes.subarray(0, reader.position));
    return { ...fields, metadata, content, hash, signature: reader.bytes(SIGNATURE_BYTES, "signature") };
  });
}
function readMetadata(reader) {
  if (reader.u8("version") !== ENVELOPE_VERSION) throw new TalosError("E_MALFORMED", "envelope of another version");
  const type = reader.u8("type");
  if (!isEnvelopeType(type)) throw new TalosError("E_MALFORMED", `envelope of unknown type ${type}`);
  const flags = reader.u8("flags");
  if (flags > (FLAGS.initial | FLAGS.chunk))
    throw new TalosError("E_MALFORMED", `envelope with unknown flags ${flags}`);
  const id = reader.bytes(MESSAGE_ID_BYTES, "id");
  if (!isMessageId(id)) throw new TalosError("E_MALFORMED", "id: no UUIDv7");
  return {
    type,
    id,
    timestampMs: reader.u64("timestamp"),
    sender: parseDid(fromUtf8(reader.blob16(MAX_DID_BYTES, "sender"))),
    recipient: parseDid(fromUtf8(reader.blob16(MAX_DID_BYTES, "recipient"))),
    initial: (flags & FLAGS.initial) === 0 ? void 0 : readInitial(reader),
    chunk: (flags & FLAGS.chunk) === 0 ? void 0 : readChunk(reader),
    commitment: reader.bytes(HASH_BYTES, "commitment")
  };
}
function readInitial(reader) {
  const initial = reader.blob16(MAX_INITIAL_BYTES, "initial");
  if (initial.length === 0) throw new TalosError("E_MALFORMED", "initial: empty");
  return initial;
}
function readChunk(reader) {
  return {
    sequence: reader.u32("chunk sequence"),
    total: reader.u32("chunk total"),
    streamId: reader.bytes(MESSAGE_ID_BYTES, "stream id"),
    hash: reader.bytes(HASH_BYTES, "chunk hash")
  };
}
function verifyEnvelope(envelope) {
  return verify("envelope", sharedKeyOfDid(envelope.sender), envelope.hash, envelope.signature);
}
function textCommitment(salt, text) {
  return labelledHash("plaintext", salt, text);
}

export {
  MESSAGE_ID_BYTES,
  makeMessageId,
  timeOfMessageId,
  parseMessageId,
  formatMessageId,
  FILE_ENVELOPE_TYPES,
  ENVELOPE_TYPES,
  isFileEnvelopeType,
  ENVELOPE_VERSION,
  MAX_TEXT_BYTES,
  TEXT_SALT_BYTES,
  MAX_CONTENT_BYTES,
  MAX_DID_BYTES,
  MAX_ENVELOPE_BYTES,
  encodeMetadata,
  signEnvelope,
  decodeEnvelope,
  verifyEnvelope,
  textCommitment
};
