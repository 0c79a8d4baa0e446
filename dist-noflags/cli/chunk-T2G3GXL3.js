import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_BUNDLE_BYTES
} from "./chunk-ZQXW6JLI.js";
import {
  MAX_AGENT_RECORD_BYTES
} from "./chunk-7K56E52M.js";
import {
  MAX_NAME_BYTES,
  isIdentityName
} from "./chunk-GODHKPSB.js";
import {
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  readArray,
  readBoolean,
  readBytes,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/registry/limits.ts
var MAX_REGISTERED_AGENTS = 1e5;
var MAX_REGISTRY_BYTES = 1024 * 1024 * 1024;
var MAX_STOCK_BUNDLES = 100;
var LOW_STOCK_BUNDLES = 20;
var MAX_REGISTRY_LINKS_A_SOURCE = 256;
var REGISTRATIONS_A_MINUTE = 120;
var NEW_AGENTS_A_DAY = 1e3;
var OFFERS_A_MINUTE = 10;
var OFFERED_BUNDLES_A_MINUTE = 2e3;
var LOOKUPS_A_MINUTE = 300;
var LISTS_A_MINUTE = 30;
var MAX_PEERS_A_PAGE = 100;
var SINGLE_USE_A_MINUTE = 60;
var SINGLE_USE_OF_AN_AGENT_A_MINUTE = 30;
var REGISTRY_LIMITS = {
  agents: MAX_REGISTERED_AGENTS,
  bytes: MAX_REGISTRY_BYTES,
  stock: MAX_STOCK_BUNDLES,
  lowStock: LOW_STOCK_BUNDLES,
  linksASource: MAX_REGISTRY_LINKS_A_SOURCE,
  registrationsAMinute: REGISTRATIONS_A_MINUTE,
  newAgentsADay: NEW_AGENTS_A_DAY,
  offersAMinute: OFFERS_A_MINUTE,
  offeredBundlesAMinute: OFFERED_BUNDLES_A_MINUTE,
  lookupsAMinute: LOOKUPS_A_MINUTE,
  listsAMinute: LISTS_A_MINUTE,
  singleUseAMinute: SINGLE_USE_A_MINUTE,
  singleUseOfAnAgentAMinute: SINGLE_USE_OF_AN_AGENT_A_MINUTE
};

// src/registry/api.ts
var REGISTRY_OPERATIONS = {
  register: "register",
  offer: "offer",
  lookup: "lookup",
  bundle: "bundle",
  info: "info",
  list: "list",
  low: "low"
};
var SERVER_OFFERS = {
  registry: "registry",
  mailbox: "mailbox",
  /** Circuit relay v2. */
  relay: "relay",
  /** It takes part in the DHT, and lets others in. */
  dht: "dht",
  /** It tells agents whether they are reached from there. */
  reach: "reach"
};
function isOffer(text) {
  return Object.hasOwn(SERVER_OFFERS, text);
}
var MAX_SERVER_OFFERS = 16;
function readBounded(value, name, maxBytes) {
  if (value instanceof Uint8Array && value.length > maxBytes)
    throw new TalosError("E_LIMIT", `${name} of ${value.length} bytes, limit ${maxBytes}`);
  return readBytes(value, name);
}
var readRecord = (value) => readBounded(value, "record", MAX_AGENT_RECORD_BYTES);
var readBundle = (value, name = "bundle") => readBounded(value, name, MAX_BUNDLE_BYTES);
var LISTED = { isUnlisted: false, name: "" };
function readRegister(fields) {
  const shape = { required: ["record"], optional: ["name", "unlisted"] };
  const { record, name, unlisted } = readObject(fields, shape, "register");
  const listing = {
    isUnlisted: unlisted !== void 0 && readBoolean(unlisted, "register.unlisted"),
    name: name === void 0 ? "" : readName(name, "register.name")
  };
  return { record: readRecord(record), listing };
}
function readName(value, field) {
  const name = readString(value, field, { max: MAX_NAME_BYTES });
  if (name !== "" && !isIdentityName(name)) throw new TalosError("E_MALFORMED", `${field}: cannot be shown`);
  return name;
}
function readList(fields) {
  const shape = { required: ["limit"], optional: ["after"] };
  const { after, limit } = readObject(fields, shape, "list");
  return {
    after: after === void 0 ? void 0 : parseDid(readString(after, "list.after")),
    limit: readInteger(limit, "list.limit", { min: 1, max: MAX_PEERS_A_PAGE })
  };
}
function writePage(peers, isMore) {
  return {
    peers: peers.map(({ did, name, seenMs, isConnected }) => ({ did, name, seen: seenMs, connected: isConnected })),
    more: isMore
  };
}
function readPage(fields, limit) {
  const page = readObject(fields, { required: ["peers", "more"] }, "answer");
  const peers = readArray(page.peers, "answer.peers", { max: limit }, readListed);
  const isMore = readBoolean(page.more, "answer.more");
  if (new Set(peers.map(({ did }) => did)).size !== peers.length || isMore && peers.length === 0)
    throw new TalosError("E_MALFORMED", "answer.peers: one is there twice, or none");
  return { peers, isMore };
}
function readListed(value, field) {
  const peer = readObject(value, LISTED_SHAPE, field);
  return {
    did: parseDid(readString(peer.did, `${field}.did`)),
    name: readName(peer.name, `${field}.name`),
    seenMs: readInteger(peer.seen, `${field}.seen`),
    isConnected: readBoolean(peer.connected, `${field}.connected`)
  };
}
var LISTED_SHAPE = { required: ["did", "name", "seen", "connected"] };
function readOffer(fields) {
  const shape = { required: ["single"], optional: ["last", "add"] };
  const { last, single, add } = readObject(fields, shape, "offer");
  const isAdded = add !== void 0 && readBoolean(add, "offer.add");
  if (last === void 0 && !isAdded) throw new TalosError("E_MALFORMED", "offer: lacks last");
  return {
    last: last === void 0 ? void 0 : readBundle(last, "offer.last"),
    single: readArray(single, "offer.single", { max: MAX_STOCK_BUNDLES }, readBundle),
    add: isAdded
  };
}
function readSubject(fields) {
  const { did } = readObject(fields, { required: ["did"] }, "request");
  return parseDid(readString(did, "request.did"));
}
function readLeft(fields) {
  const { left } = readObject(fields, { required: ["left"] }, "answer");
  return readInteger(left, "answer.left", { max: MAX_STOCK_BUNDLES });
}
function readLookedUp(fields) {
  return readRecord(readObject(fields, { required: ["record"] }, "answer").record);
}
function readTaken(fields) {
  return readBundle(readObject(fields, { required: ["bundle"] }, "answer").bundle);
}
var NO_INFO = { name: "", offers: [] };
function readInfo(fields) {
  const name = readName(fields["name"], "answer.name");
  const offers = readArray(
    fields["offers"] ?? [],
    "answer.offers",
    { max: MAX_SERVER_OFFERS },
    (offer, each) => readString(offer, each, { min: 1, max: 32, pattern: /^[a-z-]+$/ })
  );
  return { name, offers: [...new Set(offers)].filter(isOffer) };
}

export {
  MAX_STOCK_BUNDLES,
  LOW_STOCK_BUNDLES,
  MAX_PEERS_A_PAGE,
  REGISTRY_LIMITS,
  REGISTRY_OPERATIONS,
  isOffer,
  LISTED,
  readRegister,
  readList,
  writePage,
  readPage,
  readOffer,
  readSubject,
  readLeft,
  readLookedUp,
  readTaken,
  NO_INFO,
  readInfo
};
