import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_WITNESSES,
  parseWitnessKey,
  readCosigned
} from "./chunk-LGGE3MIO.js";
import {
  Frontier
} from "./chunk-ELIUXP3L.js";
import {
  MAX_NETWORK_CHARACTERS,
  isNetworkName
} from "./chunk-TYN6C76O.js";
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  encodeHeader,
  hashHeader
} from "./chunk-KEZCLDZJ.js";
import {
  readCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  HASH_BYTES
} from "./chunk-IOG4ONSQ.js";
import {
  blob16,
  u64,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  didOfKey,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  ED25519_KEY_BYTES
} from "./chunk-SKIXSPG3.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";
import {
  concat,
  equalBytes,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/ledger/validation/validation-state.ts
var VERSION = 1;
var MAX_WORK_BYTES = 39;
function encodeChainState({ author, network, difficulty, tip, work }) {
  const { height, hash, timeMs, frontier } = tip;
  return concat(
    u8(VERSION),
    keyOfDid(author),
    blob16(utf8(network)),
    u8(difficulty),
    u64(height),
    hash,
    u64(timeMs),
    u64(frontier.size),
    blob16(concat(...frontier.roots)),
    blob16(bytesOfWork(work))
  );
}
function bytesOfWork(work) {
  const hex = work.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Uint8Array.from({ length: even.length / 2 }, (_, i) => Number.parseInt(even.slice(2 * i, 2 * i + 2), 16));
}
function decodeChainState(bytes) {
  return decode(bytes, (reader) => {
    const version = reader.u8("version");
    if (version !== VERSION) throw new TalosError("E_VERSION", `state of version ${version}`);
    const author = didOfKey(reader.bytes(ED25519_KEY_BYTES, "author"));
    const network = fromUtf8(reader.blob16(MAX_NETWORK_CHARACTERS, "network"));
    if (!isNetworkName(network)) throw new TalosError("E_MALFORMED", "state: not the name of a network");
    const difficulty = reader.u8("difficulty");
    const height = reader.u64("height");
    const hash = reader.bytes(HASH_BYTES, "hash");
    const timeMs = reader.u64("time");
    const size = reader.u64("size");
    const frontier = new Frontier(size, rootsOf(reader.blob16(64 * HASH_BYTES, "roots"), size));
    const work = workOfBytes(reader.blob16(MAX_WORK_BYTES, "work"));
    return { author, network, difficulty, tip: { height, hash, timeMs, frontier }, work };
  });
}
function rootsOf(bytes, size) {
  const count = BigInt(size).toString(2).replaceAll("0", "").length;
  if (bytes.length !== count * HASH_BYTES) throw new TalosError("E_MALFORMED", "state: not the roots of its size");
  return Array.from({ length: count }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}
function workOfBytes(bytes) {
  if (bytes.length === 0 || bytes.length > 1 && bytes[0] === 0)
    throw new TalosError("E_MALFORMED", "state: not the shortest form of the work");
  return bytes.reduce((work, byte) => work << 8n | BigInt(byte), 0n);
}

// src/ledger/anchor/anchor-cosignature.ts
var CosignatureAnchor = class {
  kind = "cosignature";
  #ask;
  /** @param ask - Without it nothing is made, and everything is verified. */
  constructor(ask) {
    this.#ask = ask;
  }
  check({ threshold, witnesses }) {
    if (witnesses.length < 1 || witnesses.length > MAX_WITNESSES)
      throw new TalosError("E_USAGE", `cosignatures are of 1 to ${MAX_WITNESSES} witnesses`);
    if (!Number.isInteger(threshold) || threshold < 1 || threshold > witnesses.length)
      throw new TalosError("E_USAGE", `the threshold is 1 to ${witnesses.length}, as many witnesses as are known`);
    const keys = readWitnesses(witnesses).map(({ publicKey }) => toHex(publicKey));
    if (new Set(keys).size !== keys.length) throw new TalosError("E_USAGE", "two witnesses have one key");
  }
  async make(checkpoint, source, signal) {
    if (this.#ask === void 0) throw new TalosError("E_UNREACHABLE", "no witnesses can be asked here");
    const { size, note } = await this.#ask(signal);
    if (size !== checkpoint.size) throw new TalosError("E_STALE", "the log grew while the witnesses were asked");
    const token = { token: utf8(note), nonce: new Uint8Array(0) };
    return { ...token, ...await this.verify(checkpoint, token, source) };
  }
  async verify(checkpoint, { token }, source) {
    const { threshold } = source;
    const { checkpoint: cosigned, cosignatures } = readToken(token, checkpoint, readWitnesses(source.witnesses));
    if (cosigned.size !== checkpoint.size) throw mismatch("the witnesses cosigned a log of another size");
    if (!equalBytes(cosigned.root, checkpoint.root)) throw mismatch("the witnesses cosigned another log of this size");
    if (cosignatures.length < threshold)
      throw mismatch(`${cosignatures.length} known witnesses cosigned, ${threshold} must`);
    const times = cosignatures.map(({ timeS }) => timeS).sort((a, b) => a - b);
    const atMs = times[threshold - 1] * 1e3;
    if (!Number.isSafeInteger(atMs)) throw mismatch("a cosignature has no time that a clock shows");
    return {
      atMs,
      by: cosignatures.map(({ witness }) => witness.name).sort().join(", ")
    };
  }
};
var mismatch = (reason) => new TalosError("ANCHOR_MISMATCH", reason);
function readWitnesses(keys) {
  try {
    return keys.map(parseWitnessKey);
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw new TalosError("E_USAGE", "a key is no verifier key of a witness", { cause });
  }
}
function readToken(token, { author }, witnesses) {
  const read = readCosigned(textOf(token), author, witnesses);
  if (read === void 0) throw mismatch("the cosigned checkpoint does not verify");
  return read;
}
function textOf(token) {
  try {
    return fromUtf8(token);
  } catch (cause) {
    throw new TalosError("ANCHOR_MISMATCH", "the cosigned checkpoint is no text", { cause });
  }
}

// src/ledger/anchor/anchor-check.ts
var ANCHOR_SKEW_MS = 10 * 60 * 1e3;
function kindNamed(kinds, name) {
  return kinds.find(({ kind }) => kind === name);
}
async function verifyAnchor(held, sources, { kinds, author }) {
  const checkpoint = readCheckpoint(held.note, author);
  if (checkpoint?.size !== held.size)
    throw new TalosError("ANCHOR_MISMATCH", "what was anchored is no checkpoint of this log");
  const source = sources.find(({ id }) => id === held.source)?.source;
  const kind = kindNamed(kinds, source?.kind);
  if (source === void 0 || kind === void 0)
    throw new TalosError("ANCHOR_MISMATCH", "there is nothing to verify the anchor with");
  return { ...await kind.verify(checkpoint, held, source), checkpoint };
}
var MAX_REMEMBERED = 4096;
async function anchorCheck(parts) {
  const sources = await parts.book.sources();
  const nextFrom = remembered(parts.book);
  const sizeOfBlock = new BoundedMap(MAX_REMEMBERED);
  return async (header, root, size) => {
    sizeOfBlock.set(toHex(hashHeader(encodeHeader(header))), size);
    const from = sizeOfBlock.get(toHex(header.previousHash)) ?? size;
    const anchors = await nextFrom(Math.min(from + 1, size));
    const anchored = anchors[0]?.size ?? Number.POSITIVE_INFINITY;
    if (anchored < size) return mismatch2("the log was anchored within this block");
    if (anchored > size) return { status: "none" };
    for (const held of anchors) {
      const reason = await flawOf(held, sources, parts, header, root);
      if (reason !== void 0) return mismatch2(reason);
    }
    return { status: "valid" };
  };
}
function remembered(book) {
  let known;
  return async (least) => {
    const end = known?.anchors[0]?.size ?? Number.POSITIVE_INFINITY;
    if (known === void 0 || least < known.least || least > end) known = { least, anchors: await book.from(least) };
    return known.anchors;
  };
}
var mismatch2 = (reason) => ({ status: "mismatch", reason });
async function flawOf(held, sources, parts, header, root) {
  try {
    const { checkpoint, atMs } = await verifyAnchor(held, sources, parts);
    if (!equalBytes(checkpoint.root, root)) return "another log of this size was anchored";
    if (header.timeMs > atMs + ANCHOR_SKEW_MS) return "the block says that it was made after it was anchored";
    return void 0;
  } catch (error) {
    if (!isTalosError(error, "ANCHOR_MISMATCH")) throw error;
    return error.message;
  }
}

export {
  CosignatureAnchor,
  ANCHOR_SKEW_MS,
  kindNamed,
  verifyAnchor,
  anchorCheck,
  encodeChainState,
  decodeChainState
};
