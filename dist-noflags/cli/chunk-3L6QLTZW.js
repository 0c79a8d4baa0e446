import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  derive
} from "./chunk-DT4EQJ6R.js";
import {
  MAX_SERVICE_NAME,
  SERVICE_NAME
} from "./chunk-HMUT3PKD.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  blob16
} from "./chunk-LQJYXGFI.js";
import {
  isDid,
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  SigningKey,
  verify
} from "./chunk-SKIXSPG3.js";
import {
  readArray,
  readBytes,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  fromBase64url,
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  assertBytes,
  concat,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/capability/invitation.ts
var INVITATION_PREFIX = "talos:invite:";
var MAX_INVITATION_CHARACTERS = 4096;
var MAX_INVITATION_ADDRESSES = 16;
var MAX_INVITATION_SERVERS = 2;
var MAX_ADDRESS_CHARACTERS = 256;
var INVITATION_ID_BYTES = 16;
var INVITATION_SEED_BYTES = 32;
var VERSION = 1;
var ADDRESS = /^[!-~]+$/;
var SHAPE = { required: ["v", "did", "addrs", "id", "exp", "seed", "service"], optional: ["servers"] };
function formatInvitation(invitation) {
  const { server, addresses, id, expiresAtMs, seed, service, servers } = invitation;
  if (!isDid(server)) throw new TypeError("server must be a DID");
  assertBytes(id, "id", INVITATION_ID_BYTES);
  assertBytes(seed, "seed", INVITATION_SEED_BYTES);
  const map = { v: VERSION, did: server, addrs: addresses, id, exp: expiresAtMs, seed, service };
  if (servers !== void 0) Object.assign(map, { servers });
  try {
    readFields(map);
  } catch (cause) {
    if (isTalosError(cause)) throw new RangeError(`invitation: ${cause.message}`, { cause });
    throw cause;
  }
  const text = INVITATION_PREFIX + toBase64url(encodeCbor(map));
  if (text.length > MAX_INVITATION_CHARACTERS)
    throw new RangeError(`invitation exceeds ${MAX_INVITATION_CHARACTERS} characters: too many addresses`);
  return text;
}
function parseInvitation(text) {
  if (text.length > MAX_INVITATION_CHARACTERS)
    throw new TalosError("E_LIMIT", `invitation exceeds ${MAX_INVITATION_CHARACTERS} characters`);
  if (!text.startsWith(INVITATION_PREFIX))
    throw new TalosError("E_MALFORMED", `an invitation starts with ${INVITATION_PREFIX}`);
  try {
    return readFields(decodeCbor(fromBase64url(text.slice(INVITATION_PREFIX.length))));
  } catch (error) {
    throw isTalosError(error, "E_MALFORMED") ? damaged(error) : error;
  }
}
function damaged(cause) {
  return new TalosError("E_MALFORMED", `the invitation is damaged: ${cause.message}`, {
    cause,
    hint: "copy all of its line, or ask for a new one"
  });
}
function readFields(map) {
  const fields = readObject(map, SHAPE, "invitation");
  if (fields.v !== VERSION) throw new TalosError("E_VERSION", "invitation of another version");
  return {
    server: parseDid(readString(fields.did, "did")),
    addresses: readArray(fields.addrs, "addrs", { max: MAX_INVITATION_ADDRESSES }, readAddress),
    id: readBytes(fields.id, "id", INVITATION_ID_BYTES),
    expiresAtMs: readInteger(fields.exp, "exp"),
    seed: readBytes(fields.seed, "seed", INVITATION_SEED_BYTES),
    service: readString(fields.service, "service", { min: 1, max: MAX_SERVICE_NAME, pattern: SERVICE_NAME }),
    ...fields.servers === void 0 ? {} : { servers: readArray(fields.servers, "servers", { min: 1, max: MAX_INVITATION_SERVERS }, readAddress) }
  };
}
function readAddress(address, name) {
  return readString(address, name, { min: 1, max: MAX_ADDRESS_CHARACTERS, pattern: ADDRESS });
}
function inviteKey(seed) {
  assertBytes(seed, "seed", INVITATION_SEED_BYTES);
  return new SigningKey(derive("inviteKey", seed, new Uint8Array(0), 32));
}
function signRedemption(seed, context) {
  return inviteKey(seed).sign("inviteRedemption", redemptionBody(context));
}
function verifyRedemption(publicKey, context, signature) {
  return verify("inviteRedemption", publicKey, redemptionBody(context), signature);
}
function redemptionBody({ id, server, redeemer, session }) {
  assertBytes(id, "id", INVITATION_ID_BYTES);
  assertBytes(session, "session", HASH_BYTES);
  return concat(id, blob16(utf8(server)), blob16(utf8(redeemer)), session);
}

export {
  INVITATION_PREFIX,
  MAX_INVITATION_SERVERS,
  MAX_ADDRESS_CHARACTERS,
  INVITATION_ID_BYTES,
  INVITATION_SEED_BYTES,
  formatInvitation,
  parseInvitation,
  inviteKey,
  signRedemption,
  verifyRedemption
};
