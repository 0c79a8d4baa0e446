import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_AGENT_RECORD_BYTES
} from "./chunk-7K56E52M.js";
import {
  KEY_BYTES,
  NONCE_BYTES,
  TAG_BYTES,
  open,
  seal
} from "./chunk-IDTG2NVN.js";
import {
  derive
} from "./chunk-DT4EQJ6R.js";
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
  u32
} from "./chunk-LQJYXGFI.js";
import {
  DID_CHARACTERS,
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  readArray,
  readBytes,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  concat,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/message/deposit.ts
var DEPOSIT_VERSION = 1;
var DEPOSIT_BUCKETS = Array.from({ length: 12 }, (_, power) => 1024 * 2 ** power);
var MAX_DEPOSIT_BYTES = 2 * 1024 * 1024;
var MAX_DEPOSITED_ENVELOPE_BYTES = 1024 * 1024 + 16 * 1024;
var HEAD_BYTES = 1 + X25519_BYTES;
var LENGTH_BYTES = 4;
var OVERHEAD_BYTES = HEAD_BYTES + LENGTH_BYTES + TAG_BYTES;
function isDepositLength(bytes) {
  return DEPOSIT_BUCKETS.includes(bytes);
}
function sealDeposit(recipient, content, draw = randomBytes) {
  const identityKey = checkAgreementKey(recipient.agreementKey);
  const padded = pad(encodeContent(content));
  const ephemeral = agreementKeyPair(draw(X25519_BYTES));
  const shared = agree(ephemeral.secretKey, identityKey);
  const { key, nonce } = keysOf(shared, ephemeral.publicKey, identityKey, recipient.did);
  const head = concat(Uint8Array.of(DEPOSIT_VERSION), ephemeral.publicKey);
  return concat(head, seal(key, nonce, padded, concat(head, blob16(utf8(recipient.did)))));
}
function openDeposit(bytes, own) {
  try {
    return decodeContent(unpad(decrypt(bytes, own)));
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw new TalosError("E_DECRYPT", "the deposit does not open", { cause });
  }
}
function decrypt(bytes, own) {
  if (!isDepositLength(bytes.length)) throw new TalosError("E_MALFORMED", `deposit of ${bytes.length} bytes`);
  if (bytes[0] !== DEPOSIT_VERSION) throw new TalosError("E_VERSION", "deposit of another version");
  const head = bytes.subarray(0, HEAD_BYTES);
  const ephemeralKey = checkAgreementKey(head.subarray(1));
  const shared = agree(own.agreement.secretKey, ephemeralKey);
  const { key, nonce } = keysOf(shared, ephemeralKey, own.agreement.publicKey, own.did);
  return open(key, nonce, bytes.subarray(HEAD_BYTES), concat(head, blob16(utf8(own.did))));
}
function keysOf(shared, ephemeralKey, identityKey, recipient) {
  const salt = concat(ephemeralKey, identityKey);
  const derived = derive("mailboxSeal", shared, salt, KEY_BYTES + NONCE_BYTES, utf8(recipient));
  return { key: derived.slice(0, KEY_BYTES), nonce: derived.slice(KEY_BYTES) };
}
function pad(content) {
  const bucket = DEPOSIT_BUCKETS.find((bytes) => bytes >= content.length + OVERHEAD_BYTES);
  if (bucket === void 0) throw new RangeError(`content of ${content.length} bytes fits no deposit`);
  const padded = new Uint8Array(bucket - HEAD_BYTES - TAG_BYTES);
  padded.set(u32(content.length));
  padded.set(content, LENGTH_BYTES);
  return padded;
}
function unpad(padded) {
  const end = LENGTH_BYTES + new DataView(padded.buffer).getUint32(0);
  if (end > padded.length) throw new TalosError("E_MALFORMED", "the content of the deposit is longer than the deposit");
  let hidden = 0;
  for (let at = end; at < padded.length; at++) hidden |= padded[at];
  if (hidden !== 0) throw new TalosError("E_MALFORMED", "padding that is not zero");
  return padded.subarray(LENGTH_BYTES, end);
}
function encodeContent({ envelope, record }) {
  assertLength("envelope", envelope, MAX_DEPOSITED_ENVELOPE_BYTES);
  if (record === void 0) return encodeCbor({ v: DEPOSIT_VERSION, env: envelope });
  assertLength("record", record, MAX_AGENT_RECORD_BYTES);
  return encodeCbor({ v: DEPOSIT_VERSION, env: envelope, rec: record });
}
function assertLength(name, bytes, most) {
  if (bytes.length < 1 || bytes.length > most)
    throw new RangeError(`${name} must be 1 to ${most} bytes, got ${bytes.length}`);
}
function decodeContent(content) {
  const value = decodeCbor(content, { maxBytes: MAX_DEPOSIT_BYTES });
  const fields = readObject(value, { required: ["v", "env"], optional: ["rec"] }, "deposit");
  if (readInteger(fields.v, "deposit.v") !== DEPOSIT_VERSION)
    throw new TalosError("E_VERSION", "content of a deposit of another version");
  return {
    envelope: bounded(readBytes(fields.env, "deposit.env"), MAX_DEPOSITED_ENVELOPE_BYTES),
    record: fields.rec === void 0 ? void 0 : bounded(readBytes(fields.rec, "deposit.rec"), MAX_AGENT_RECORD_BYTES)
  };
}
function bounded(bytes, most) {
  if (bytes.length < 1 || bytes.length > most)
    throw new TalosError("E_MALFORMED", `a part of a deposit of ${bytes.length} bytes, not 1 to ${most}`);
  return bytes;
}

// src/mailbox/api.ts
var MAX_UNTAKEN_MESSAGES = 16;
var MAX_UNTAKEN_BYTES = 4 * 1024 * 1024;
var MESSAGE_PUSH = "message";
function readSealed(value) {
  if (!(value instanceof Uint8Array) || !isDepositLength(value.length))
    throw new TalosError("E_MALFORMED", "sealed: must be bytes of a length that deposits have");
  return readBytes(value, "sealed");
}
function readId(value, name) {
  return readInteger(value, name, { min: 1 });
}
function readNothing(fields) {
  readObject(fields, { required: [] }, "request or answer");
}
function readWaiting(fields) {
  const { waiting, bytes } = readObject(fields, { required: ["waiting", "bytes"] }, "answer");
  return { waiting: readInteger(waiting, "waiting"), bytes: readInteger(bytes, "bytes") };
}
function readTaken(fields) {
  const { ids } = readObject(fields, { required: ["ids"] }, "taken");
  const read = readArray(ids, "ids", { min: 1, max: MAX_UNTAKEN_MESSAGES }, readId);
  if (new Set(read).size !== read.length) throw new TalosError("E_MALFORMED", "ids: one twice");
  return read;
}
function readDeposit(fields) {
  const { to, sealed } = readObject(fields, { required: ["to", "sealed"] }, "deposit");
  return { to: parseDid(readString(to, "to", { max: DID_CHARACTERS })), sealed: readSealed(sealed) };
}
function readMessage(fields) {
  const { id, sealed } = readObject(fields, { required: ["id", "sealed"] }, "message");
  return { id: readId(id, "id"), sealed: readSealed(sealed) };
}

export {
  MAX_DEPOSIT_BYTES,
  isDepositLength,
  sealDeposit,
  openDeposit,
  MAX_UNTAKEN_MESSAGES,
  MAX_UNTAKEN_BYTES,
  MESSAGE_PUSH,
  readNothing,
  readWaiting,
  readTaken,
  readDeposit,
  readMessage
};
