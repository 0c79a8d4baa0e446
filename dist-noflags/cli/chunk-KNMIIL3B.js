import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isAlias
} from "./chunk-M43PIGZW.js";
import {
  INVITATION_ID_BYTES,
  INVITATION_SEED_BYTES,
  MAX_ADDRESS_CHARACTERS as MAX_ADDRESS_CHARACTERS2,
  MAX_INVITATION_SERVERS,
  formatInvitation,
  inviteKey,
  verifyRedemption
} from "./chunk-3L6QLTZW.js";
import {
  MAX_INITIAL_BYTES,
  MAX_RECEIVING_CHAINS,
  MAX_SKIP,
  MAX_SKIPPED_KEYS,
  RATCHET_OVERHEAD_BYTES,
  Secret,
  decodeInitial,
  decrypt,
  encrypt,
  expire,
  initiate,
  initiateDurable,
  keepSkipped,
  knowsRatchetKey,
  openMessage,
  prepareSending,
  readEnvelope,
  respond,
  respondDurable,
  sealMessage,
  skippedKeyCount,
  splitRatchetMessage
} from "./chunk-IXK6KCNZ.js";
import {
  LISTED,
  LOW_STOCK_BUNDLES,
  MAX_STOCK_BUNDLES,
  NO_INFO,
  REGISTRY_OPERATIONS,
  readInfo,
  readLeft,
  readLookedUp,
  readPage,
  readTaken
} from "./chunk-T2G3GXL3.js";
import {
  MAX_BUNDLE_LIFETIME_MS,
  createBundle,
  verifyBundle
} from "./chunk-ZQXW6JLI.js";
import {
  MAX_UNTAKEN_BYTES,
  MAX_UNTAKEN_MESSAGES,
  MESSAGE_PUSH,
  isDepositLength,
  readMessage,
  readNothing,
  readWaiting
} from "./chunk-STHTJMY5.js";
import {
  LinkRefusals,
  askOver,
  refused,
  serveRequests
} from "./chunk-ZAJR75ED.js";
import {
  MAX_EVIDENCE_BYTES,
  forkEvidence,
  isTlogProof,
  readTlogProof,
  verifyEvidenceFile
} from "./chunk-2EGNCCGF.js";
import {
  MAX_LIGHT_HEADERS,
  formatCheckpointFile,
  formatHeaderLine,
  headerOfText,
  readCheckpointFile
} from "./chunk-22Z2NEJU.js";
import {
  isSameLine,
  renewable
} from "./chunk-QF2SMNT7.js";
import {
  SIGNED_HEADER_BYTES,
  decodeSignedHeader,
  decodeSignedHeaders,
  encodeSignedHeader,
  verifyHeader,
  verifyLoneHeader,
  workOf
} from "./chunk-NYCHEQ5T.js";
import {
  HEAD_STEP,
  storedHeads,
  storedItems
} from "./chunk-IVGT7YKN.js";
import {
  MAX_PROOF_BYTES,
  verifyProofFile
} from "./chunk-PXRMS2MY.js";
import {
  intentFault
} from "./chunk-2TWMYMXK.js";
import {
  systemTimer
} from "./chunk-34XTRKKR.js";
import {
  RETRY_CAP_MS,
  retryDelays
} from "./chunk-KV7A24CH.js";
import {
  MAX_REPAIRS_A_DAY,
  MessageRecords,
  NO_REPAIRS,
  OWN_SESSIONS,
  PARTS,
  endOf,
  idOf,
  isRepairable,
  keyOf,
  mayRepair,
  orderOf,
  orderedKey,
  peerOfKey,
  prefixOf,
  repairCauseOf,
  withBegun,
  withRepaired
} from "./chunk-TJWHU43J.js";
import {
  ENVELOPE_TYPES,
  ENVELOPE_VERSION,
  MAX_TEXT_BYTES,
  MESSAGE_ID_BYTES,
  TEXT_SALT_BYTES,
  decodeEnvelope,
  isFileEnvelopeType,
  makeMessageId,
  textCommitment,
  timeOfMessageId
} from "./chunk-Q36X44RV.js";
import {
  MAX_PREKEY_ID,
  MAX_SKEW_MS,
  SESSION_VERSION,
  SUITE,
  readVersioned
} from "./chunk-MLWQ53TO.js";
import {
  messageOf
} from "./chunk-QHEHYFFA.js";
import {
  MAX_HEAD_BYTES,
  MAX_ITEM_BYTES,
  MAX_LIST_ITEMS
} from "./chunk-X7CF5ETQ.js";
import {
  RateCounter
} from "./chunk-2NDVB5PI.js";
import {
  Slots
} from "./chunk-QICJ7ESJ.js";
import {
  MAX_AGENT_RECORD_LIFETIME_MS,
  MAX_RECORD_ADDRESSES,
  MAX_RECORD_MAILBOXES,
  createAgentRecord,
  nextRecordSequence,
  verifyAgentRecord
} from "./chunk-7K56E52M.js";
import {
  Mutex,
  settledWithin
} from "./chunk-HYFGQGGD.js";
import {
  publishable,
  scopeOf
} from "./chunk-E6JXRORW.js";
import {
  FRAME_TYPES,
  MAX_FRAME_BYTES
} from "./chunk-NYAGUFNB.js";
import {
  MAX_ADDRESSES,
  MAX_ADDRESS_CHARACTERS,
  isDialable,
  parseAddress,
  withPeerId
} from "./chunk-WI7TIAN3.js";
import {
  coversPrompt,
  coversResource,
  coversTool
} from "./chunk-KMHR7AZL.js";
import {
  matchesName
} from "./chunk-HR5KRO4O.js";
import {
  classify,
  classifyNotification,
  filterList,
  saysMore
} from "./chunk-62Z2Z3VB.js";
import {
  TileEdge,
  loadFrontier,
  rootOfRange
} from "./chunk-4UU26I6M.js";
import {
  MAX_WITNESSES,
  readCosigned
} from "./chunk-LGGE3MIO.js";
import {
  MAX_CHAIN_TEXT,
  MAX_CHAIN_TOKENS
} from "./chunk-NJ3XV43X.js";
import {
  readToken
} from "./chunk-MWVEHJ3N.js";
import {
  parseScope
} from "./chunk-HFRJ7ZGY.js";
import {
  ALLOWED,
  asMalformed,
  deny
} from "./chunk-6LWAUCQS.js";
import {
  ClientRequests,
  DOWNLOADS_QUOTA_BYTES,
  TUNNEL_LINGER_MS
} from "./chunk-RIFLKF7L.js";
import {
  formatPeerId,
  parsePeerId
} from "./chunk-KHFQ3AZA.js";
import {
  MAX_RPC_BYTES,
  RPC_CODES,
  errorResponse,
  idKey,
  isJsonObject,
  isRpcId,
  readRpc,
  writeRpc
} from "./chunk-FX2GLV37.js";
import {
  DATA_DIR_NAMES,
  isForeign
} from "./chunk-ZWVE4A5M.js";
import {
  storageError
} from "./chunk-7H45WMXX.js";
import {
  RESTORE_HINT
} from "./chunk-YOEFOITE.js";
import {
  isSystemError
} from "./chunk-XGLJQYNB.js";
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  foldCase
} from "./chunk-76WDXPVO.js";
import {
  KEM_SEED_BYTES,
  checkKemKey,
  generateKemKeyPair,
  kemKeyPair,
  kemReady
} from "./chunk-SVWQ5RWK.js";
import {
  BLOCK_FRAME_BYTES,
  DIFFICULTY,
  MAX_BLOCK_BYTES,
  NETWORK,
  chainIdOf,
  encodeHeader
} from "./chunk-KEZCLDZJ.js";
import {
  readEntry
} from "./chunk-IP5NY5SG.js";
import {
  MAX_ACKNOWLEDGED_TOGETHER,
  MAX_STATEMENTS_TOGETHER,
  VerifiedBatches,
  readDid,
  readHashText,
  readSignedStatement,
  signStatements
} from "./chunk-5PLSURYL.js";
import {
  consistencyRanges,
  emptyRoot,
  verifyConsistency,
  verifyInclusion
} from "./chunk-5ZXZSGQE.js";
import {
  ANCHOR_KINDS,
  MAX_ANCHOR_CERTIFICATES
} from "./chunk-MNGPKMNL.js";
import {
  authorOfNote,
  readCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  MAX_NOTE_CHARACTERS,
  noteVerifier,
  openNote
} from "./chunk-UJMLH56T.js";
import {
  HASH_BYTES,
  labelledHash,
  labelledHashOfLong,
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
  agreementKeyPair,
  checkAgreementKey,
  generateAgreementKeyPair
} from "./chunk-SDVHVV53.js";
import {
  blob32,
  u32,
  u64,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  DID_CHARACTERS,
  didOfKey,
  isDid,
  keyOfDid,
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  SIGNATURE_BYTES,
  verify
} from "./chunk-SKIXSPG3.js";
import {
  randomBytes,
  randomFraction
} from "./chunk-2LF6EQRB.js";
import {
  canonicalBytes,
  canonicalJson,
  parseCanonicalJson,
  parseJson,
  writeJson
} from "./chunk-XPPVS7Z5.js";
import {
  readArray,
  readBase64url,
  readBoolean,
  readBytes,
  readChoice,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  BoundedMap,
  BoundedQueue
} from "./chunk-RREDWCKR.js";
import {
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  UNPRINTABLE
} from "./chunk-6UZ6DTTU.js";
import {
  assertBytes,
  compareBytes,
  concat,
  equalBytes,
  fromHex,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  EXIT,
  REFUSALS,
  TalosError,
  isErrorCode,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/agent/reach/record-book.ts
var MAX_RECORDS = 1e4;
var RecordBook = class {
  #store;
  #clock;
  #self;
  /** How many there were when that was first asked. */
  #counted;
  /** How many came since. */
  #stored = 0;
  #watchers = /* @__PURE__ */ new Set();
  /** @param self - Whose record is kept in any case: a sequence that was given out is never given again. */
  constructor(store, clock, self) {
    this.#store = store;
    this.#clock = clock;
    this.#self = self;
  }
  /** The record of `did` that is valid now. @throws {TalosError} `E_STORAGE…`. */
  async get(did) {
    const held = await this.#held(did);
    if (held === void 0) return void 0;
    try {
      return verifyAgentRecord(held.bytes, { did, nowMs: this.#clock.now() });
    } catch (error) {
      if (isTalosError(error, "E_STALE")) return void 0;
      throw new TalosError("E_STORAGE_CORRUPT", "an agent record of the store cannot be read", { cause: error });
    }
  }
  /** The sequence of the newest record of `did`, whether it has expired or not. */
  async newest(did) {
    return (await this.#held(did))?.sequence;
  }
  /**
   * Takes a record that anybody may have given; durable when it resolves.
   *
   * @throws {TalosError} what `verifyAgentRecord` throws, `E_STALE` for one that is older than one taken before.
   */
  async take(did, bytes) {
    for (; ; ) {
      const key = utf8(did);
      const value = await this.#store.get("record", key);
      const newest = value === void 0 ? void 0 : readHeld(value);
      const record = verifyAgentRecord(bytes, {
        did,
        nowMs: this.#clock.now(),
        ...newest === void 0 ? {} : { newest }
      });
      if (newest?.sequence === record.sequence) return record;
      if (value === void 0 && did !== this.#self && await this.#isFull()) return record;
      const applied = await this.#store.apply([
        { kind: "require", space: "record", key, value },
        { kind: "put", space: "record", key, value: concat(u64(record.sequence), record.digest, record.bytes) }
      ]);
      if (!applied) continue;
      if (value === void 0) this.#stored++;
      if (did === this.#self) for (const watcher of this.#watchers) watcher(record);
      return record;
    }
  }
  /** Calls `watcher` with every own record from now on. @returns A function that undoes it. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
  async #held(did) {
    const value = await this.#store.get("record", utf8(did));
    return value && readHeld(value);
  }
  async #isFull() {
    this.#counted ??= this.#countAll();
    return await this.#counted + this.#stored >= MAX_RECORDS;
  }
  async #countAll() {
    let count = 0;
    for await (const _ of this.#store.scan("record")) count++;
    return count;
  }
};
function readHeld(value) {
  try {
    return decode(value, (reader) => ({
      sequence: reader.u64("sequence"),
      digest: reader.bytes(HASH_BYTES, "digest"),
      bytes: reader.rest()
    }));
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "an agent record of the store cannot be read", { cause });
  }
}

// src/agent/event-feed.ts
var EventFeed = class {
  #waiting;
  #onClose;
  #missed = 0;
  #wake = () => {
  };
  #isClosed = false;
  #failure;
  /** @param capacity - Events that it keeps; the oldest go first. @param onClose - Called once. */
  constructor(capacity, onClose) {
    this.#waiting = new BoundedQueue(capacity);
    this.#onClose = onClose;
  }
  /** Adds one, and drops the oldest where there is no room. */
  take(event) {
    if (this.#isClosed) return;
    if (!this.#waiting.push(event)) {
      this.#waiting.shift();
      this.#missed++;
      this.#waiting.push(event);
    }
    this.#wake();
  }
  /** The oldest that was not read, when there is one; undefined once it is closed and read. @throws what {@link fail} was given. */
  async next() {
    for (; ; ) {
      const event = this.#waiting.shift();
      if (event !== void 0) {
        const missed = this.#missed;
        this.#missed = 0;
        return { event, missed };
      }
      if (this.#failure !== void 0) throw this.#failure.error;
      if (this.#isClosed) return void 0;
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
  }
  /** Ends it with an error, which its reader gets when it has read what is in it. */
  fail(error) {
    if (!this.#isClosed) this.#failure = { error };
    this.close();
  }
  /** Ends it; what is in it can be read still. Repeatable. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClose();
    this.#wake();
  }
};

// src/agent/message/deliveries.ts
var MAX_DELIVERY_EVENTS = 1024;
var MAX_DELIVERY_FEEDS = 64;
var Deliveries = class {
  #watchers = /* @__PURE__ */ new Set();
  #feeds = /* @__PURE__ */ new Set();
  #isClosed = false;
  /** To be called when it is durable. */
  tell(peer, id, state, reason = "") {
    const delivery = { id, peer, state, reason };
    for (const watcher of this.#watchers) watcher(delivery);
  }
  /** Calls `watcher`, which must not throw, with every delivery from now on. @returns A function that undoes it. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
  /** Deliveries from now on, for one reader. Close it. @throws {TalosError} `E_LIMIT` beyond {@link MAX_DELIVERY_FEEDS}. */
  open() {
    if (this.#feeds.size >= MAX_DELIVERY_FEEDS)
      throw new TalosError("E_LIMIT", `${MAX_DELIVERY_FEEDS} readers of deliveries are open`, {
        hint: "leave the loop, or abort the signal, of those that are not read any longer"
      });
    const feed = new EventFeed(MAX_DELIVERY_EVENTS, () => {
      this.#feeds.delete(feed);
      unwatch();
    });
    const unwatch = this.watch((delivery) => feed.take(delivery));
    this.#feeds.add(feed);
    if (this.#isClosed) feed.close();
    return feed;
  }
  /** Ends every feed, now and from now on; what is in them can be read still. */
  close() {
    this.#isClosed = true;
    for (const feed of this.#feeds) feed.close();
  }
};

// src/agent/message/history-feed.ts
var MAX_FEED_CHANGES = 4096;
var MAX_FEED_BYTES = 16 * 1024 * 1024;
var WatchedStore = class {
  #store;
  #watchers = /* @__PURE__ */ new Set();
  constructor(store) {
    this.#store = store;
  }
  get = (space, key) => this.#store.get(space, key);
  scan = (space, range) => this.#store.scan(space, range);
  async apply(changes) {
    const isDone = await this.#store.apply(changes);
    if (isDone && this.#watchers.size > 0) {
      for (const change of changes)
        if (change.kind === "put" && change.space === "message")
          for (const watcher of this.#watchers) watcher(new Uint8Array(change.key), new Uint8Array(change.value));
    }
    return isDone;
  }
  /** Calls `watcher` from now on. @returns A function that undoes it. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
  /** The store is its maker's. */
  async [Symbol.asyncDispose]() {
  }
};
var HistoryFeed = class {
  ended;
  #queue = new BoundedQueue(MAX_FEED_CHANGES);
  #read;
  #unwatch;
  #bytes = 0;
  #shown;
  #isClosed = false;
  #wake = () => {
  };
  #settle = () => {
  };
  /** @param read - What a record is to the reader; undefined for one that is nothing. */
  constructor(store, read2) {
    this.#read = read2;
    this.#unwatch = store.watch((key, value) => this.#add(key, value));
    this.ended = new Promise((resolve, reject) => {
      this.#settle = (error) => error === void 0 ? resolve() : reject(error);
    });
    this.ended.catch(() => void 0);
  }
  async next() {
    for (; ; ) {
      if (this.#isClosed) return void 0;
      if (this.#shown !== void 0) return this.#shown;
      const record = this.#queue.shift();
      if (record === void 0)
        await new Promise((resolve) => {
          this.#wake = resolve;
        });
      else {
        this.#bytes -= record.value.length;
        this.#shown = this.#read(record.key, record.value);
      }
    }
  }
  async take() {
    this.#shown = void 0;
  }
  async close() {
    this.end();
  }
  /** Ends it, with an error where there is one. Repeatable. */
  end(error) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unwatch();
    this.#queue.clear();
    this.#settle(error);
    this.#wake();
  }
  #add(key, value) {
    this.#bytes += value.length;
    if (this.#bytes <= MAX_FEED_BYTES && this.#queue.push({ key, value })) this.#wake();
    else
      this.end(
        new TalosError("E_LIMIT", "the history was read more slowly than it grows", { hint: "run the command again" })
      );
  }
};

// src/agent/reach/server-book.ts
var MAX_SERVERS = 4;
var NEW_SERVER = {
  mailbox: false,
  prekeyId: -1,
  info: NO_INFO,
  listing: LISTED
};
var ServerBook = class _ServerBook {
  #store;
  #servers = /* @__PURE__ */ new Map();
  #turns = new Mutex();
  constructor(store) {
    this.#store = store;
  }
  /** Reads the book. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
  static async open(store) {
    const book = new _ServerBook(store);
    for await (const [key, value] of store.scan("server")) {
      const server = readServer(fromUtf8(key), value);
      book.#servers.set(server.did, server);
    }
    return book;
  }
  /** All servers. */
  all() {
    return [...this.#servers.values()];
  }
  /** The server of that key. */
  get(did) {
    return this.#servers.get(did);
  }
  /** The server that was used at `address`, a multiaddr without `/p2p/…`. */
  at(address) {
    return this.all().find(({ addresses }) => addresses.includes(address));
  }
  /**
   * Whoever proved `did` may be the server at `address`, a multiaddr without `/p2p/…`.
   *
   * @param isNamed - Whether a person has named it by its key, which decides.
   * @throws {TalosError} `E_IDENTITY_CHANGED` where another one is pinned there.
   */
  assertPinned(address, did, isNamed) {
    const pinned = this.at(address);
    if (pinned === void 0 || pinned.did === did || isNamed) return;
    throw new TalosError("E_IDENTITY_CHANGED", "another server answers at this address than the one that is pinned", {
      details: { pinned: pinned.did, offered: did },
      hint: "where that is right, name the new one by its key: --server /ip4/\u2026/tcp/\u2026/p2p/\u2026"
    });
  }
  /**
   * All servers as they are once `server` is kept. Another one that was at one of its addresses is none of them: it is not
   * there any more.
   *
   * @throws {TalosError} `E_LIMIT` beyond {@link MAX_SERVERS}.
   */
  with(server) {
    const held = this.#servers.get(server.did);
    const addresses = [.../* @__PURE__ */ new Set([...server.addresses, ...held?.addresses ?? []])].slice(0, MAX_ADDRESSES);
    const others = this.all().filter(
      (other) => other.did !== server.did && !other.addresses.some((each) => addresses.includes(each))
    );
    if (held === void 0 && others.length >= MAX_SERVERS)
      throw new TalosError("E_LIMIT", `an agent registers with at most ${MAX_SERVERS} servers`);
    return [...others, { ...server, addresses }];
  }
  /**
   * Keeps a server, by its key; durable when it resolves. What {@link ServerBook.with} leaves out is forgotten.
   *
   * @throws {TalosError} `E_LIMIT` beyond {@link MAX_SERVERS}; `E_STORAGE…`. Nothing is changed then.
   */
  keep(server) {
    return this.#turns.run(async () => {
      const all = this.with(server);
      const kept = all.find(({ did }) => did === server.did) ?? server;
      const left = this.all().filter(({ did }) => all.every((each) => each.did !== did));
      await this.#store.apply([
        put(kept),
        ...left.map(({ did }) => ({ kind: "delete", space: "server", key: utf8(did) }))
      ]);
      for (const { did } of left) this.#servers.delete(did);
      this.#servers.set(kept.did, kept);
      return kept;
    });
  }
  /** Notes the signed prekey of the bundles that a server was given, where it is kept still; durable when it resolves. */
  offered(did, prekeyId) {
    return this.#change(did, { prekeyId });
  }
  /** Notes what a server says of itself now, where it is kept still; durable when it resolves. */
  async said(did, info) {
    const { name, offers } = this.#servers.get(did)?.info ?? info;
    if (name !== info.name || offers.join() !== info.offers.join()) await this.#change(did, { info });
  }
  #change(did, changes) {
    return this.#turns.run(async () => {
      const held = this.#servers.get(did);
      if (held === void 0) return;
      const kept = { ...held, ...changes };
      await this.#store.apply([put(kept)]);
      this.#servers.set(did, kept);
    });
  }
};
function put({ did, addresses, mailbox, prekeyId, info: { name, offers }, listing }) {
  const value = canonicalBytes({
    v: 1,
    addresses,
    mailbox,
    prekey: prekeyId,
    info: { name, offers },
    listing: { name: listing.name, unlisted: listing.isUnlisted }
  });
  return { kind: "put", space: "server", key: utf8(did), value };
}
function namedAddresses({ did, addresses }) {
  const peerId = formatPeerId(keyOfDid(did));
  return addresses.map((address) => withPeerId(parseAddress(address), peerId));
}
var INFO_SHAPE = { required: ["name", "offers"] };
var SHAPE = { required: ["v", "addresses", "mailbox", "prekey"], optional: ["info", "listing"] };
var LISTING_SHAPE = { required: ["name", "unlisted"] };
function readServer(did, value) {
  try {
    if (!isDid(did)) throw new TalosError("E_BAD_DID", "the key of a server is no DID");
    const fields = readObject(parseJson(value), SHAPE, "server");
    readInteger(fields.v, "v", { min: 1, max: 1 });
    const addresses = readArray(
      fields.addresses,
      "addresses",
      { max: MAX_ADDRESSES },
      (address, name) => parseAddress(readString(address, name, { max: MAX_ADDRESS_CHARACTERS })).text
    );
    return {
      did,
      addresses,
      mailbox: readBoolean(fields.mailbox, "mailbox"),
      prekeyId: readInteger(fields.prekey, "prekey", { min: -1 }),
      info: fields.info === void 0 ? NO_INFO : readInfo(readObject(fields.info, INFO_SHAPE, "info")),
      listing: fields.listing === void 0 ? LISTED : readListing(fields.listing)
    };
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a server of the store cannot be read", { cause });
  }
}
function readListing(value) {
  const { name, unlisted } = readObject(value, LISTING_SHAPE, "listing");
  return { name: readString(name, "listing.name"), isUnlisted: readBoolean(unlisted, "listing.unlisted") };
}

// src/mailbox/client.ts
var MAILBOX_TIMEOUT_MS = 3e4;
var MailboxClient = class {
  /** Resolves, never rejects, when the link has ended: with the reason, or nothing where a side closed it. */
  closed;
  #asker;
  #onMessage;
  /** Pushed and not handled. */
  #waiting = [];
  /** Handled, and the mailbox not told. */
  #handled = [];
  /** Pushed, and the mailbox not told that they are taken. */
  #untakenMessages = 0;
  #untakenBytes = 0;
  #last = 0;
  #isHandling = false;
  #isTelling = false;
  #fault;
  #isClosed = false;
  /**
   * @param link - Of purpose `mailbox`.
   * @param timeoutMs - For one answer; {@link MAILBOX_TIMEOUT_MS} unless given.
   */
  constructor(link, timeoutMs = MAILBOX_TIMEOUT_MS) {
    this.#asker = askOver(link, { timeoutMs, onPush: (op, fields) => this.#pushed(op, fields) });
    this.closed = this.#asker.closed.then((reason) => {
      this.#isClosed = true;
      return this.#fault ?? reason;
    });
  }
  /**
   * Opens the own mailbox, which is made if it is new. Once a link.
   *
   * @returns What waited when it was opened.
   * @throws {TalosError} `E_RATE_LIMITED` if the mailbox takes no more owners, or was opened too often; `E_PROTOCOL` for
   *   an answer of another form; what {@link RequestLink.ask} throws. In each case the link ends.
   * @throws {TypeError} if it was opened before.
   */
  async open(terms) {
    if (this.#onMessage !== void 0) throw new TypeError("the mailbox was opened on this link before");
    this.#onMessage = terms.onMessage;
    try {
      return checked(readWaiting, await this.#ask("open", {}, terms.signal));
    } catch (error) {
      await this.#fail(error);
      throw error;
    }
  }
  /**
   * Puts a deposit into the mailbox of `to`. It is durable there when the promise resolves.
   *
   * @param sealed - Of `sealDeposit`.
   * @throws {TalosError} `E_NOT_FOUND` if `to` has no mailbox there; `E_RATE_LIMITED` if it is full, or too much was
   *   deposited: later it may be taken; `E_PROTOCOL` for an answer of another form; what {@link RequestLink.ask} throws.
   * @throws {RangeError} for a length that no deposit has.
   */
  async deposit(to, sealed, signal) {
    if (!isDepositLength(sealed.length)) throw new RangeError(`no deposit has ${sealed.length} bytes`);
    checked(readNothing, await this.#ask("deposit", { to, sealed }, signal));
  }
  /** Ends the link. No message is handled afterwards that was not being handled before. */
  async close() {
    this.#isClosed = true;
    await this.#asker.close();
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
  async #ask(op, fields, signal) {
    try {
      return await this.#asker.ask(op, fields, signal);
    } catch (error) {
      throw this.#fault !== void 0 && isTalosError(error, "E_CLOSED") ? this.#fault : error;
    }
  }
  #pushed(op, fields) {
    if (this.#isClosed) return;
    try {
      this.#queue(op, fields);
    } catch (error) {
      void this.#fail(error);
      throw error;
    }
    void this.#handle();
  }
  #queue(op, fields) {
    if (op !== MESSAGE_PUSH || this.#onMessage === void 0)
      throw new TalosError("E_PROTOCOL", "the mailbox says what it was not asked for");
    const message = checked(readMessage, fields);
    if (message.id <= this.#last) throw new TalosError("E_PROTOCOL", "the mailbox repeats a message");
    this.#last = message.id;
    this.#untakenMessages += 1;
    this.#untakenBytes += message.sealed.length;
    if (this.#untakenMessages > MAX_UNTAKEN_MESSAGES || this.#untakenBytes > MAX_UNTAKEN_BYTES)
      throw new TalosError("E_PROTOCOL", "the mailbox pushes more than may be untaken");
    this.#waiting.push(message);
  }
  async #handle() {
    if (this.#isHandling) return;
    this.#isHandling = true;
    try {
      for (let message = this.#waiting.shift(); message !== void 0; message = this.#waiting.shift()) {
        if (this.#isClosed) return;
        const later = await this.#onMessage?.(message.sealed);
        if (later === void 0) this.#taken(message);
        else void this.#takenLater(message, later);
      }
    } catch (error) {
      await this.#fail(error);
    } finally {
      this.#isHandling = false;
    }
  }
  #taken(message) {
    this.#handled.push(message);
    void this.#tell();
  }
  async #takenLater(message, { isTaken }) {
    try {
      if (await isTaken) this.#taken(message);
    } catch (error) {
      await this.#fail(error);
    }
  }
  /** Tells the mailbox what is taken: one request at a time, for all that were handled meanwhile. */
  async #tell() {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      while (this.#handled.length > 0 && !this.#isClosed) {
        const taken = this.#handled;
        this.#handled = [];
        this.#untakenMessages -= taken.length;
        this.#untakenBytes -= taken.reduce((sum, { sealed }) => sum + sealed.length, 0);
        checked(readNothing, await this.#ask("taken", { ids: taken.map(({ id }) => id) }));
      }
    } catch (error) {
      await this.#fail(error);
    } finally {
      this.#isTelling = false;
    }
  }
  /** Ends the link for a reason, the first of which {@link MailboxClient.closed} gives. */
  async #fail(error) {
    if (this.#isClosed) return;
    this.#fault = isTalosError(error) ? error : new TalosError("E_INTERNAL", "a message of the mailbox could not be handled", { cause: error });
    this.#waiting.length = 0;
    await this.close();
  }
};
function checked(read2, fields) {
  try {
    return read2(fields);
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw new TalosError("E_PROTOCOL", "the mailbox says something of another form", { cause });
  }
}

// src/registry/client.ts
var RegistryClient = class {
  #asker;
  /** @param link - To the registry, whose key the caller has pinned. */
  constructor(link, terms = {}) {
    const { onLow = () => void 0, timeoutMs } = terms;
    this.#asker = askOver(link, {
      ...timeoutMs === void 0 ? {} : { timeoutMs },
      onPush: (op, fields) => {
        if (op !== REGISTRY_OPERATIONS.low)
          throw new TalosError("E_PROTOCOL", "the registry says what it has no word for");
        return onLow(readLeft(fields));
      }
    });
  }
  /** Resolves, never rejects, when the link has ended. */
  get closed() {
    return this.#asker.closed;
  }
  /**
   * Announces the agent whose key the link proves. Durable there when it resolves.
   *
   * @param listing - How it is in the list of the registry; {@link LISTED} unless given.
   * @returns How many single-use bundles the registry has of it.
   * @throws {TalosError} `E_REFUSED` for a record of another agent (`denied`) or one that is not accepted (`failed`).
   */
  async register(record, signal, listing = LISTED) {
    const fields = {
      record,
      ...listing.name === "" ? {} : { name: listing.name },
      ...listing.isUnlisted ? { unlisted: true } : {}
    };
    return readLeft(await this.#asker.ask(REGISTRY_OPERATIONS.register, fields, signal));
  }
  /**
   * A page of the list of agents, in the order of their keys.
   *
   * @param after - The last one of the page before.
   * @param limit - At most so many, 1 to {@link MAX_PEERS_A_PAGE}.
   */
  async list(after, limit, signal) {
    const fields = { limit, ...after === void 0 ? {} : { after } };
    return readPage(await this.#asker.ask(REGISTRY_OPERATIONS.list, fields, signal), limit);
  }
  /**
   * Hands bundles in, of an agent that is registered. Durable there when it resolves. Where the outcome is not known, new
   * bundles must be made: those of an offer may have been given to somebody already.
   *
   * @returns How many single-use bundles the registry has now.
   * @throws {TalosError} `E_NOT_FOUND` where the agent is not registered; `E_REFUSED` for a bundle that is not accepted.
   */
  async offer(offer, signal) {
    const { last, single, add = false } = offer;
    const fields = {
      single: [...single],
      ...last === void 0 ? {} : { last },
      ...add ? { add } : {}
    };
    return readLeft(await this.#asker.ask(REGISTRY_OPERATIONS.offer, fields, signal));
  }
  /** The record of an agent, to be verified by the caller; `undefined` where the registry says that it has none. */
  lookup(did, signal) {
    return this.#find(REGISTRY_OPERATIONS.lookup, did, readLookedUp, signal);
  }
  /**
   * A bundle of an agent, to be verified by the caller; `undefined` where the registry says that it has none. Whether
   * there are one-time prekeys in it shows when it is verified: a registry can always withhold them.
   */
  takeBundle(did, signal) {
    return this.#find(REGISTRY_OPERATIONS.bundle, did, readTaken, signal);
  }
  async #find(op, did, read2, signal) {
    try {
      return read2(await this.#asker.ask(op, { did }, signal));
    } catch (error) {
      if (isTalosError(error, "E_NOT_FOUND")) return void 0;
      throw error;
    }
  }
  /** What the server says of itself. @throws {TalosError} `E_REFUSED` where it has no word for that. */
  async info(signal) {
    return readInfo(await this.#asker.ask(REGISTRY_OPERATIONS.info, {}, signal));
  }
  close() {
    return this.#asker.close();
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
};

// src/agent/reach/peer-faults.ts
var AWAY_CODES = /* @__PURE__ */ new Set(["E_UNREACHABLE", "E_TIMEOUT", "E_REFUSED"]);
var OPENING_CODES = /* @__PURE__ */ new Set([
  "E_MALFORMED",
  "E_LIMIT",
  "E_VERSION",
  "E_BAD_DID",
  "E_BAD_KEY",
  "E_BAD_BUNDLE",
  "E_STALE",
  "E_IDENTITY_MISMATCH",
  "E_DECRYPT",
  "E_REPLAY",
  "E_SKIP_LIMIT",
  "E_PREKEY_GONE",
  "E_NO_SESSION",
  "E_RATE_LIMITED"
]);

// src/agent/reach/record-publisher.ts
var RECORD_REFRESH_MS = 864e5;
var RecordPublisher = class {
  #parts;
  /** One record at a time: each sequence is given out once. */
  #turns = new Mutex();
  #listeners = /* @__PURE__ */ new Set();
  #announcers = /* @__PURE__ */ new Set();
  constructor(parts) {
    this.#parts = parts;
  }
  /**
   * Calls `listen` with every record that is made from now on.
   *
   * @returns A function that undoes it.
   */
  onRecord(listen) {
    this.#listeners.add(listen);
    return () => void this.#listeners.delete(listen);
  }
  /**
   * A record that is newer than all before.
   *
   * @param servers - Those whose mailboxes it names; all that are known unless given.
   */
  make(servers = this.#parts.servers.all()) {
    return this.#turns.run(() => this.#make(servers));
  }
  /** The record that was made last, where it still says what is so and is not a day old; a new one otherwise. */
  current() {
    return this.#turns.run(async () => {
      const { core, records, servers } = this.#parts;
      const held = await records.get(core.identity.did);
      if (held === void 0 || core.clock.now() - held.issuedAtMs >= RECORD_REFRESH_MS)
        return this.#make(servers.all());
      const { addresses, mailboxes } = this.#fields(servers.all());
      const isSo = sameTexts(held.addresses, addresses) && sameTexts(held.mailboxes, mailboxes);
      const isCertified = held.certificate.sequence === core.identity.sequence;
      return isSo && isCertified ? held : this.#make(servers.all());
    });
  }
  /**
   * To be called when addresses, relays, mailboxes or services may have changed: where they have, there is a new record, and
   * whoever keeps this agent registered announces it.
   */
  async refresh() {
    const { core, records } = this.#parts;
    const before = await records.newest(core.identity.did);
    const { sequence } = await this.current();
    if (sequence !== before) for (const announce of this.#announcers) announce();
  }
  /**
   * Calls `announce` when {@link RecordPublisher.refresh} found something new to say.
   *
   * @returns A function that undoes it.
   */
  onRefresh(announce) {
    this.#announcers.add(announce);
    return () => void this.#announcers.delete(announce);
  }
  #fields(servers) {
    const { addresses } = this.#parts;
    const policy = this.#parts.policy(servers);
    const mailboxes = servers.filter(({ mailbox }) => mailbox).flatMap((server) => namedAddresses(server).slice(0, 1)).filter((address) => policy.mayPublish(address));
    return {
      addresses: publishable(addresses(), policy).slice(0, MAX_RECORD_ADDRESSES),
      mailboxes: mailboxes.slice(0, MAX_RECORD_MAILBOXES),
      services: []
    };
  }
  async #make(servers) {
    const { core, records } = this.#parts;
    const { identity, clock } = core;
    const nowMs = clock.now();
    const bytes = createAgentRecord(identity.signing, {
      certificate: identity.certificate,
      sequence: nextRecordSequence(await records.newest(identity.did), nowMs),
      issuedAtMs: nowMs,
      expiresAtMs: nowMs + MAX_AGENT_RECORD_LIFETIME_MS,
      ...this.#fields(servers)
    });
    const record = await records.take(identity.did, bytes);
    for (const listen of this.#listeners) listen(record);
    return record;
  }
};
function sameTexts(some, others) {
  return some.length === others.length && some.every((text) => others.includes(text));
}

// src/agent/reach/registrar.ts
var ANNOUNCE_PAUSE_MS = 5e3;
var NOTICES_A_SERVER = 4;
var NOTICE_WINDOW_MS = 36e5;
var Registrar = class {
  #parts;
  #timer;
  #notices;
  constructor(parts) {
    this.#parts = parts;
    this.#notices = new RateCounter(NOTICES_A_SERVER, NOTICE_WINDOW_MS, parts.core.clock);
    this.#timer = parts.timer ?? systemTimer;
  }
  /**
   * Registers with a server, which is kept as soon as it has the record.
   *
   * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`, `E_IDENTITY_MISMATCH`, `E_REFUSED`, `E_RATE_LIMITED`; `E_LIMIT` for
   *   one server too many.
   */
  async register(server, signal) {
    var _stack = [];
    try {
      const { servers } = this.#parts;
      servers.with(server);
      const reached = { ...server, mailbox: await this.#hasMailbox(server, signal) };
      const registry = __using(_stack, new RegistryClient(await this.#connect("registry", reached, signal)), true);
      const { bytes, expiresAtMs } = await this.#parts.publisher.make(servers.with(reached));
      const left = await registry.register(bytes, signal, reached.listing);
      const kept = await servers.keep({ ...reached, info: await infoOf(registry, signal) ?? reached.info });
      const bundles = await this.#refill(kept.did, registry, left, signal);
      return { server: servers.get(kept.did) ?? kept, bundles, expiresAtMs };
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  /** Opens the mailbox, which makes it, and leaves what is in it. */
  async #hasMailbox(server, signal) {
    try {
      var _stack = [];
      try {
        const mailbox = __using(_stack, new MailboxClient(await this.#connect("mailbox", server, signal)), true);
        let refuse = () => {
        };
        const left = new Promise((_2, reject) => {
          refuse = () => reject(new TalosError("E_CLOSED", "nobody takes messages now"));
        });
        left.catch(() => void 0);
        await mailbox.open({ onMessage: () => left, ...signal === void 0 ? {} : { signal } });
        refuse();
        return true;
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    } catch (error) {
      if (isTalosError(error, "E_REFUSED") && error.details["reason"] !== "busy") return false;
      throw error;
    }
  }
  /** The own record as it is now, and bundles where few are left. */
  async #announce(did, registry, signal) {
    const { servers, publisher } = this.#parts;
    const { bytes } = await publisher.make();
    const left = await registry.register(bytes, signal, servers.get(did)?.listing);
    const info = await infoOf(registry, signal);
    if (info !== void 0) await servers.said(did, info);
    await this.#refill(did, registry, left, signal);
  }
  /** New bundles where few are left, or those that are there offer a signed prekey of before. */
  async #refill(did, registry, left, signal) {
    const { servers, stock } = this.#parts;
    const isCurrent = servers.get(did)?.prekeyId === (await stock(0)).prekeyId;
    if (left >= LOW_STOCK_BUNDLES && isCurrent) return left;
    const { last, single, prekeyId } = await stock(isCurrent ? MAX_STOCK_BUNDLES - left : MAX_STOCK_BUNDLES);
    const given = await registry.offer({ last, single, add: isCurrent }, signal);
    await servers.offered(did, prekeyId);
    return given;
  }
  /**
   * Stays registered with all servers and takes what their mailboxes have, for as long as what it gives is open.
   * A server that is away is tried again, less and less often.
   *
   * @param takesMail - Whether mailboxes are emptied; they are unless told otherwise.
   */
  keep(takesMail = true) {
    const ended = new AbortController();
    const { signal } = ended;
    const loops = this.#parts.servers.all().flatMap((server) => {
      const stay = { server, signal, told: /* @__PURE__ */ new Set() };
      return [
        this.#again(stay, (onUp) => this.#stayRegistered(stay, onUp)),
        ...server.mailbox && takesMail ? [this.#again(stay, (onUp) => this.#empty(stay, onUp))] : []
      ];
    });
    return {
      [Symbol.asyncDispose]: async () => {
        ended.abort(new TalosError("E_CLOSED", "the agent takes no more messages"));
        await Promise.all(loops);
      }
    };
  }
  async #again({ server, signal, told }, task) {
    const newDelays = () => retryDelays({ random: randomFraction });
    let delays = newDelays();
    let own;
    for (; ; ) {
      let upAtMs = Number.POSITIVE_INFINITY;
      const onUp = () => {
        upAtMs = Math.min(upAtMs, this.#timer.now());
        if (own !== void 0) told.delete(own);
        own = void 0;
      };
      const failure = await failureOf(task(onUp));
      if (signal.aborted) return;
      if (failure !== void 0 && own === void 0) {
        own = failure.code;
        if (!told.has(own) && this.#notices.take(server.did))
          this.#parts.core.notice("network", `the server ${server.did}: ${failure.message}`);
        told.add(own);
      }
      if (this.#timer.now() - upAtMs >= RETRY_CAP_MS) delays = newDelays();
      await this.#sleep(delays.next().value, signal, [], true);
    }
  }
  /** Resolves when the link has ended by itself. */
  async #stayRegistered({ server, signal }, onUp) {
    let onLow = () => {
    };
    const link = await this.#connect("registry", server, signal);
    const registry = new RegistryClient(link, { onLow: () => onLow() });
    let onRefresh = () => {
    };
    const unlisten = this.#parts.publisher.onRefresh(() => onRefresh());
    const over = new AbortController();
    const end = () => over.abort();
    const isOver2 = () => over.signal.aborted;
    void registry.closed.then(end);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    try {
      do {
        const low = new Promise((resolve) => {
          onLow = resolve;
        });
        const refreshed = new Promise((resolve) => {
          onRefresh = resolve;
        });
        await this.#announce(server.did, registry, signal);
        onUp();
        await this.#sleep(RECORD_REFRESH_MS, over.signal, [low, refreshed], true);
        if (!isOver2()) await this.#sleep(ANNOUNCE_PAUSE_MS, over.signal);
      } while (!isOver2());
    } finally {
      unlisten();
      signal.removeEventListener("abort", end);
      await registry.close();
    }
  }
  /** Resolves when the link has ended. It is up once something was taken, or nothing waits. */
  async #empty({ server, signal }, onUp) {
    const mailbox = new MailboxClient(await this.#connect("mailbox", server, signal));
    const close = () => void mailbox.close();
    let handling = Promise.resolve();
    const onMessage = async (sealed) => {
      const taking = this.#parts.onDeposit(sealed, mailbox.closed);
      handling = taking;
      const later = await taking;
      onUp();
      return later;
    };
    signal.addEventListener("abort", close, { once: true });
    try {
      const { waiting } = await mailbox.open({ onMessage, signal });
      if (waiting === 0) onUp();
      const reason = await mailbox.closed;
      if (reason !== void 0 && !AWAY_CODES.has(reason.code)) throw reason;
    } finally {
      signal.removeEventListener("abort", close);
      await mailbox.close();
      await handling.catch(() => void 0);
    }
  }
  async #connect(purpose, server, signal) {
    const target = { peerKey: keyOfDid(server.did), addresses: server.addresses };
    const link = await (await this.#parts.host()).connect(purpose, target, signal);
    const unwake = this.#parts.core.network.onWake((sleptMs) => link.probe(sleptMs));
    void link.closed.then(unwake);
    return link;
  }
  /** Resolves after `ms`, when one of `others` does, which are of this wait alone, at the signal, or when the machine wakes, where that is asked for. */
  #sleep(ms, signal, others = [], wakes = false) {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        unwake?.();
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const cancel = this.#timer.after(ms, wake);
      const unwake = wakes ? this.#parts.core.network.onWake(wake) : void 0;
      if (signal.aborted) wake();
      else signal.addEventListener("abort", wake, { once: true });
      for (const other of others) void other.then(wake);
    });
  }
};
async function infoOf(registry, signal) {
  try {
    return await registry.info(signal);
  } catch (error) {
    if (isTalosError(error) && UNTOLD.includes(error.code)) return void 0;
    throw error;
  }
}
var UNTOLD = ["E_REFUSED", "E_RATE_LIMITED", "E_MALFORMED"];
async function failureOf(task) {
  try {
    await task;
    return void 0;
  } catch (error) {
    if (isTalosError(error)) return error;
    throw error;
  }
}

// src/message/acknowledgement.ts
var MAX_ACKNOWLEDGED_IDS = 64;
function writeAcknowledgement(ids) {
  if (ids.length < 1 || ids.length > MAX_ACKNOWLEDGED_IDS)
    throw new RangeError(`an acknowledgement is of 1 to ${MAX_ACKNOWLEDGED_IDS} messages, not ${ids.length}`);
  return concat(...ids);
}
function readAcknowledgement(text) {
  const count = text.length / MESSAGE_ID_BYTES;
  if (!Number.isInteger(count) || count < 1 || count > MAX_ACKNOWLEDGED_IDS)
    throw new TalosError("E_MALFORMED", `an acknowledgement of ${text.length} bytes`);
  const ids = Array.from({ length: count }, (_, n) => text.slice(n * MESSAGE_ID_BYTES, (n + 1) * MESSAGE_ID_BYTES));
  if (new Set(ids.map(toHex)).size !== count)
    throw new TalosError("E_MALFORMED", "an acknowledgement that names a message twice");
  return ids;
}

// src/agent/message/held-deposits.ts
var MAX_HELD_DEPOSITS = 12;
var MAX_HELD_OF_A_SENDER = 8;
var MAX_HELD_BYTES = 2 * 1024 * 1024;
var HeldDeposits = class {
  #senders = /* @__PURE__ */ new Map();
  #messages = 0;
  #bytes = 0;
  /** Whether one of `sender` is held: what comes after it must not overtake it. */
  has(sender) {
    return this.#senders.has(sender);
  }
  /**
   * Runs `task` when those of the same sender that were held before are done.
   *
   * @param closed - Resolves when the link has ended that it came over. The task is not begun then; it comes again.
   * @param task - Gives whether the mailbox is to be told that it was taken.
   * @returns `undefined` where there is no room: nothing is done.
   */
  hold(sender, bytes, closed2, task) {
    const queue = this.#senders.get(sender) ?? { messages: 0, last: Promise.resolve() };
    if (this.#messages >= MAX_HELD_DEPOSITS || queue.messages >= MAX_HELD_OF_A_SENDER) return void 0;
    if (this.#bytes + bytes > MAX_HELD_BYTES) return void 0;
    this.#senders.set(sender, queue);
    this.#messages++;
    this.#bytes += bytes;
    queue.messages++;
    const left = closed2.then(() => false);
    const before = queue.last;
    const isTaken = (async () => {
      try {
        const isOver2 = await Promise.race([before.then(() => void 0), left]);
        return isOver2 === void 0 && await task();
      } finally {
        this.#messages--;
        this.#bytes -= bytes;
        if (--queue.messages === 0) this.#senders.delete(sender);
      }
    })();
    queue.last = isTaken.catch(() => void 0);
    return { isTaken };
  }
};

// src/agent/message/inbox-room.ts
var MAX_INBOX_MESSAGES = 1e4;
var MAX_INBOX_BYTES = 64 * 1024 * 1024;
var MAX_STRANGERS_MESSAGES = 512;
var MAX_STRANGERS_BYTES = 8 * 1024 * 1024;
var MAX_STRANGER_MESSAGES = 64;
var MAX_STRANGER_BYTES = 1024 * 1024;
var NOTHING = { messages: 0, bytes: 0 };
var InboxRoom = class {
  #terms;
  /** By key in hex; no more than may wait. */
  #held = /* @__PURE__ */ new Map();
  #loads = /* @__PURE__ */ new Map();
  #all = { ...NOTHING };
  #reading;
  /** Keys of what went while the store was being read. */
  #gone = /* @__PURE__ */ new Set();
  #onFreed = /* @__PURE__ */ new Set();
  constructor(terms) {
    this.#terms = terms;
  }
  /** @throws {TalosError} `E_LIMIT` where no further message of `peer` may wait now. */
  async assertRoomFor(peer) {
    this.#reading ??= this.#read().catch((error) => {
      this.#forget();
      throw error;
    });
    await this.#reading;
    assertBelow(this.#all, { messages: MAX_INBOX_MESSAGES, bytes: MAX_INBOX_BYTES }, "wait to be taken");
    if (!this.#terms.isStranger(peer)) return;
    const own = this.#loads.get(peer) ?? NOTHING;
    assertBelow(own, { messages: MAX_STRANGER_MESSAGES, bytes: MAX_STRANGER_BYTES }, "of this stranger wait");
    assertBelow(
      this.#ofStrangers(),
      { messages: MAX_STRANGERS_MESSAGES, bytes: MAX_STRANGERS_BYTES },
      "of strangers wait"
    );
  }
  #ofStrangers() {
    const sum = { ...NOTHING };
    for (const [peer, { messages, bytes }] of this.#loads)
      if (this.#terms.isStranger(peer)) {
        sum.messages += messages;
        sum.bytes += bytes;
      }
    return sum;
  }
  async #read() {
    for await (const { key, bytes, from } of this.#terms.waiting())
      if (!this.#held.has(toHex(key))) this.#add(toHex(key), { from: from(), bytes });
    for (const key of this.#gone) this.#remove(key);
    this.#gone.clear();
  }
  /** Whoever asks next has the store read again. */
  #forget() {
    this.#reading = void 0;
    this.#held.clear();
    this.#loads.clear();
    this.#gone.clear();
    Object.assign(this.#all, NOTHING);
  }
  /** A message of `from` waits. */
  added(key, from, bytes) {
    if (this.#reading !== void 0) this.#add(toHex(key), { from, bytes });
  }
  /** It was taken. */
  removed(key) {
    if (this.#reading === void 0) return;
    if (!this.#remove(toHex(key))) this.#gone.add(toHex(key));
    for (const wake of this.#onFreed) wake();
  }
  /**
   * Waits until a message is taken.
   *
   * @param wait - Waits until its argument calls back; what it gives is what this gives.
   */
  async untilFreed(wait) {
    let wake = () => {
    };
    try {
      return await wait((done) => {
        wake = done;
        this.#onFreed.add(wake);
      });
    } finally {
      this.#onFreed.delete(wake);
    }
  }
  #add(key, held) {
    if (this.#held.has(key)) return;
    this.#held.set(key, held);
    const load = this.#loads.get(held.from) ?? { ...NOTHING };
    this.#loads.set(held.from, load);
    for (const each of [load, this.#all]) {
      each.messages++;
      each.bytes += held.bytes;
    }
  }
  #remove(key) {
    const held = this.#held.get(key);
    const load = held && this.#loads.get(held.from);
    if (held === void 0 || load === void 0) return false;
    this.#held.delete(key);
    for (const each of [load, this.#all]) {
      each.messages--;
      each.bytes -= held.bytes;
    }
    if (load.messages === 0) this.#loads.delete(held.from);
    return true;
  }
};
function assertBelow({ messages, bytes }, limits, what) {
  if (messages >= limits.messages || bytes >= limits.bytes)
    throw new TalosError("E_LIMIT", `${messages} messages of ${bytes} bytes ${what}`, { details: { inbox: "full" } });
}
function isForWantOfRoom(failure) {
  return failure?.code === "E_LIMIT" && failure.details["inbox"] === "full";
}

// src/agent/waits.ts
var MAX_TIMER_MS = 2147483647;
var Waits = class {
  #timer;
  #settled;
  #giveUps = /* @__PURE__ */ new Set();
  /** By link: one look at its end for all that wait, as a link may live for years. */
  #byLink = /* @__PURE__ */ new WeakMap();
  #isClosed = false;
  /** @param settled - Resolves when what came over a link before its end has had its effect; at once where absent. */
  constructor(timer, settled = () => Promise.resolve()) {
    this.#timer = timer;
    this.#settled = settled;
  }
  /** `true` when `start`'s callback is called; `false` when one of the limits is reached, or all waits are ended. */
  until({ ms, link, signal }, start) {
    return new Promise((resolve) => {
      const end = (isDone) => {
        cancel();
        this.#giveUps.delete(giveUp);
        if (link !== void 0) this.#byLink.get(link)?.delete(giveUp);
        signal?.removeEventListener("abort", giveUp);
        resolve(isDone);
      };
      const giveUp = () => end(false);
      const cancel = this.#timer.after(Math.min(ms, MAX_TIMER_MS), giveUp);
      this.#giveUps.add(giveUp);
      signal?.addEventListener("abort", giveUp, { once: true });
      if (signal?.aborted === true || this.#isClosed) giveUp();
      else if (link !== void 0) this.#waitingOn(link).add(giveUp);
      start(() => end(true));
    });
  }
  #waitingOn(link) {
    const held = this.#byLink.get(link);
    if (held !== void 0) return held;
    const waiting = /* @__PURE__ */ new Set();
    this.#byLink.set(link, waiting);
    void link.closed.then(async () => {
      await this.#settled(link);
      this.#byLink.delete(link);
      for (const giveUp of waiting) giveUp();
    });
    return waiting;
  }
  /** Ends every wait, now and from now on. */
  close() {
    this.#isClosed = true;
    for (const giveUp of this.#giveUps) giveUp();
  }
};
function unlessAborted(promise, signal) {
  if (signal === void 0) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

// src/agent/client/lingering.ts
var LINGER_MS = 1e4;
var Lingering = class {
  #timer;
  #held = /* @__PURE__ */ new Map();
  #isClosed = false;
  constructor(timer) {
    this.#timer = timer;
  }
  /**
   * Runs `task` with the client called `name`, which `open` opens where there is none.
   *
   * @param signal - Ends the waiting for the client, which is opened all the same: others may wait for it.
   * @throws what `open` and `task` throw; the reason of `signal`; `E_CLOSED` after disposal.
   */
  async use(name, open4, task, signal) {
    if (this.#isClosed) throw new TalosError("E_CLOSED", "nothing is opened any more");
    const held = this.#held.get(name) ?? this.#open(name, open4);
    held.users++;
    held.cancel();
    try {
      return await task(await unlessAborted(held.client, signal));
    } finally {
      held.users--;
      if (held.users === 0 && this.#held.get(name) === held)
        held.cancel = this.#timer.after(LINGER_MS, () => this.#end(name, held));
    }
  }
  #open(name, open4) {
    const held = { client: open4(), users: 0, cancel: () => {
    } };
    this.#held.set(name, held);
    const forget = () => {
      held.cancel();
      if (this.#held.get(name) === held) this.#held.delete(name);
    };
    held.client.then((client) => void client.closed.then(forget), forget);
    return held;
  }
  /** Ends those that nobody uses, the one opened first before the others, until at most `count` are held. */
  endIdle(count) {
    for (const [name, held] of this.#held) {
      if (this.#held.size <= count) return;
      if (held.users > 0) continue;
      held.cancel();
      this.#end(name, held);
    }
  }
  #end(name, held) {
    if (held.users > 0) return;
    if (this.#held.get(name) === held) this.#held.delete(name);
    void closed(held.client);
  }
  /** Closes all clients; tasks that run fail. */
  async [Symbol.asyncDispose]() {
    this.#isClosed = true;
    const all = [...this.#held.values()];
    this.#held.clear();
    for (const { cancel } of all) cancel();
    await Promise.all(all.map(({ client }) => closed(client)));
  }
};
async function closed(client) {
  try {
    await (await client).close();
  } catch (error) {
    if (!isTalosError(error)) throw error;
  }
}

// src/agent/client/veiled-clients.ts
var MAX_VEILED_IN_USE = 16;
var MAX_VEILED_OPEN = 2 * MAX_VEILED_IN_USE;
var VeiledClients = class {
  #terms;
  #lingering;
  #slots = new Slots(MAX_VEILED_IN_USE);
  /** Hosts that are being given back. */
  #ending = /* @__PURE__ */ new Set();
  constructor(terms) {
    this.#terms = terms;
    this.#lingering = new Lingering(terms.timer);
  }
  /**
   * Runs `task` with a client of the server at `target`, in a matter of `peer`.
   *
   * @throws what connecting and `task` throw; the reason of `signal`; `E_CLOSED` after disposal.
   */
  use({ peer, target }, task, signal) {
    return this.#slots.run(() => {
      this.#lingering.endIdle(MAX_VEILED_OPEN - 1);
      const name = `${peer} ${didOfKey(target.peerKey)}`;
      return this.#lingering.use(name, () => this.#open(target), task, signal);
    }, signal);
  }
  async #open(target) {
    const { purpose, host: make, client } = this.#terms;
    const host = await make();
    try {
      const link = await host.connect(purpose, target);
      void link.closed.then(() => this.#end(host));
      return client(link);
    } catch (error) {
      this.#end(host);
      throw error;
    }
  }
  #end(host) {
    const ending = (async () => host[Symbol.asyncDispose]())();
    this.#ending.add(ending);
    const forget = () => void this.#ending.delete(ending);
    ending.then(forget, forget);
  }
  /** Closes all; tasks that run fail. */
  async [Symbol.asyncDispose]() {
    await this.#lingering[Symbol.asyncDispose]();
    await Promise.all(this.#ending);
  }
};

// src/agent/reach/record-finder.ts
var LOOKUP_INTERVAL_MS = 6e4;
var SOURCE_TIMEOUT_MS = 15e3;
var BETTER_RECORD_MS = 300;
var MAX_LOOKUPS = 32;
var MAX_RECORDS_AN_ANSWER = 8;
var MAX_LOOKED_UP = 1024;
var NOTICES_A_SOURCE = 2;
var NOTICE_WINDOW_MS2 = 36e5;
var RecordFinder = class {
  #parts;
  #lookedUp = new BoundedMap(MAX_LOOKED_UP);
  #slots = new Slots(MAX_LOOKUPS);
  #notices;
  #ended = new AbortController();
  constructor(parts) {
    this.#parts = parts;
    this.#notices = new RateCounter(NOTICES_A_SOURCE, NOTICE_WINDOW_MS2, parts.clock);
  }
  /**
   * The newest record of `peer`: what is held, or what the sources say where they were not asked lately.
   *
   * @returns `undefined` where there is none, or nobody answers.
   * @throws The reason of `signal`, where that aborts; `E_STORAGE…`.
   */
  async find(peer, signal) {
    signal?.throwIfAborted();
    const looked = this.#lookUpLately(peer);
    const said = await unlessAborted(looked.settled, signal);
    const found = await this.#parts.records.get(peer) ?? said;
    looked.isFound = found !== void 0;
    return found;
  }
  /** Begins to look for `peer`, or joins a look of the last minute; what is held comes first. */
  search(peer, signal) {
    const looked = this.#lookUpLately(peer);
    return { found: this.#found(peer, looked, signal), more: () => looked.askAll() };
  }
  async *#found(peer, looked, signal) {
    const { records, policy } = this.#parts;
    const mayDial = (address) => policy.mayDial(address);
    let given = -1;
    const isNewer = (record) => record !== void 0 && record.sequence > given;
    const held = await records.get(peer);
    for (; ; ) {
      signal?.throwIfAborted();
      const { newest } = looked;
      const next = isNewer(newest) ? newest : held;
      if (isNewer(next)) {
        given = next.sequence;
        looked.isFound = true;
        yield { record: next, addresses: next.addresses.filter(mayDial), mayDial };
      } else if (looked.isOver) return looked.throwIfFailed();
      else await unlessAborted(looked.changed(), signal);
    }
  }
  /** Whether the last look for `peer` found where it is, or may leave messages. */
  isFound(peer) {
    return this.#lookedUp.get(peer)?.isFound === true;
  }
  /** The look-up of the last minute, which may be under way for somebody else, or a new one. */
  #lookUpLately(peer) {
    const nowMs = this.#parts.clock.now();
    const last = this.#lookedUp.get(peer);
    if (last !== void 0 && Math.abs(nowMs - last.atMs) < LOOKUP_INTERVAL_MS) return last;
    const looked = new LookUp(nowMs, last?.isFound ?? false);
    this.#lookedUp.set(peer, looked);
    void this.#begin(peer, looked).catch((error) => looked.fail(error));
    looked.settled.catch(() => {
      if (this.#lookedUp.get(peer) === looked) this.#lookedUp.delete(peer);
    });
    return looked;
  }
  async #begin(peer, looked) {
    const sources = await this.#parts.sources(peer);
    looked.begin(
      sources,
      this.#parts.timer,
      (source) => this.#slots.run(() => this.#ask(peer, source, looked), this.#ended.signal)
    );
  }
  /** @throws {TalosError} `E_STORAGE…` alone: what a source does is no failure of the look-up. */
  async #ask(peer, source, looked) {
    for (const bytes of await this.#answerOf(peer, source))
      try {
        looked.add(await this.#parts.records.take(peer, bytes));
      } catch (error) {
        if (!isTalosError(error) || error.code.startsWith("E_STORAGE")) throw error;
        if (error.code !== "E_STALE") this.#tell(source, error);
      }
  }
  async #answerOf(peer, source) {
    const stop = new AbortController();
    const abort = () => stop.abort(this.#ended.signal.reason);
    this.#ended.signal.addEventListener("abort", abort, { once: true });
    if (this.#ended.signal.aborted) abort();
    const cancel = this.#parts.timer.after(
      SOURCE_TIMEOUT_MS,
      () => stop.abort(new TalosError("E_TIMEOUT", `${source.name} did not answer in ${SOURCE_TIMEOUT_MS} ms`))
    );
    try {
      const answer = await unlessAborted(source.find(peer, stop.signal), stop.signal);
      return answer.slice(0, MAX_RECORDS_AN_ANSWER);
    } catch (error) {
      if (isTalosError(error) && error.code.startsWith("E_STORAGE")) throw error;
      if (!isTalosError(error) || !SILENT.has(error.code)) this.#tell(source, error);
      return [];
    } finally {
      cancel();
      this.#ended.signal.removeEventListener("abort", abort);
    }
  }
  #tell({ name }, error) {
    if (!this.#notices.take(name)) return;
    const told = isTalosError(error) ? error : new TalosError("E_INTERNAL", messageOf(error), { cause: error });
    this.#parts.onLie(name, told);
  }
  /** Asks nobody any more. */
  close() {
    this.#ended.abort(new TalosError("E_CLOSED", "nobody is looked for any more"));
  }
};
var SILENT = /* @__PURE__ */ new Set([
  "E_UNREACHABLE",
  "E_TIMEOUT",
  "E_REFUSED",
  "E_RATE_LIMITED",
  "E_NOT_FOUND",
  "E_CLOSED",
  "E_LIMIT"
]);
var LookUp = class {
  atMs;
  isFound;
  newest;
  /** Resolves with the newest record when nobody else needs to be waited for. Rejects where the store failed. */
  settled;
  #ask = () => Promise.resolve();
  /** Those who are asked later; undefined before it has begun. */
  #late;
  #running = 0;
  #failure;
  #settle = () => {
  };
  #wake = () => {
  };
  #change;
  #timer;
  #cancels = [];
  constructor(atMs, isFound) {
    this.atMs = atMs;
    this.isFound = isFound;
    this.settled = new Promise((resolve, reject) => {
      this.#settle = () => {
        if (this.#failure === void 0) resolve(this.newest);
        else reject(this.#failure);
      };
    });
  }
  /** Whether nobody is left who might know. */
  get isOver() {
    return this.#failure !== void 0 || this.#late?.length === 0 && this.#running === 0;
  }
  /** Asks `sources`, each in its time. What `ask` throws ends the look-up. */
  begin(sources, timer, ask) {
    this.#ask = ask;
    this.#timer = timer;
    this.#late = sources.filter(({ afterMs }) => afterMs !== void 0);
    for (const { afterMs = 0 } of this.#late)
      this.#cancels.push(
        timer.after(afterMs, () => {
          if (this.newest === void 0) this.#run(this.#late?.filter((each) => (each.afterMs ?? 0) <= afterMs) ?? []);
        })
      );
    this.#run(sources.filter(({ afterMs }) => afterMs === void 0));
    this.#look();
  }
  #run(sources) {
    this.#late = this.#late?.filter((each) => !sources.includes(each));
    for (const source of sources) {
      this.#running++;
      this.#ask(source).catch((error) => this.fail(error)).finally(() => {
        this.#running--;
        this.#look();
      });
    }
  }
  /** What is to be done where nobody is being asked. */
  #look() {
    if (this.#running > 0) return;
    if (this.newest === void 0 && this.#failure === void 0 && this.#late?.length !== 0) return this.askAll();
    this.#end();
  }
  /** Everybody is asked from now on. */
  askAll() {
    this.#run(this.#late ?? []);
  }
  /** Takes a record, where it is newer. */
  add(record) {
    if (this.newest !== void 0 && record.sequence <= this.newest.sequence) return;
    if (this.newest === void 0 && this.#timer !== void 0)
      this.#cancels.push(this.#timer.after(BETTER_RECORD_MS, () => this.#settle()));
    this.newest = record;
    this.#changed();
  }
  fail(error) {
    this.#failure ??= error;
    this.#end();
  }
  #end() {
    for (const cancel of this.#cancels.splice(0)) cancel();
    this.#settle();
    this.#changed();
  }
  throwIfFailed() {
    if (this.#failure !== void 0) throw this.#failure;
  }
  /** Resolves when there is a newer record, or nobody is being asked any more. */
  changed() {
    this.#change ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#change;
  }
  #changed() {
    this.#change = void 0;
    this.#wake();
  }
};

// src/session/peer-sessions.ts
var MAX_ARCHIVED_SESSIONS = 40;
var MAX_PEER_SKIPPED_KEYS = 1e4;
var MAX_PEER_RECORD_BYTES = 1024 * 1024;
var SILENT_MESSAGES = 1e3;
var SILENT_MS = 30 * 864e5;
var MAX_USED_BUNDLES = 64;
var NO_SESSIONS = {
  certificateSequence: 0,
  bundleSequence: 0,
  newestPrekey: void 0,
  usedBundles: [],
  sessions: [],
  silentSinceMs: 0,
  unheard: 0,
  repairs: NO_REPAIRS
};
function isSilent({ unheard, silentSinceMs }, nowMs) {
  return unheard >= SILENT_MESSAGES || silentSinceMs > 0 && unheard > 0 && nowMs - silentSinceMs > SILENT_MS;
}
function needsSession({ sessions: [first] }) {
  return first === void 0 || (first.ratchet.sending?.next ?? 0) > MAX_SKIP;
}
function addInitiated(peer, session, { nowMs, isRepair = false }) {
  return {
    ...peer,
    silentSinceMs: peer.silentSinceMs === 0 ? nowMs : peer.silentSinceMs,
    repairs: { ...peer.repairs, own: isRepair ? "repair" : "plain" },
    certificateSequence: Math.max(peer.certificateSequence, session.peerSequence),
    sessions: bounded([session, ...peer.sessions])
  };
}
function isBundleUsed({ usedBundles }, { sequence }) {
  const isForgotten = usedBundles.length >= MAX_USED_BUNDLES && sequence < (usedBundles[0] ?? 0);
  return isForgotten || usedBundles.includes(sequence);
}
function noteBundle(peer, bundle) {
  const { sequence, signedPrekey, oneTimePrekeys, oneTimeKems } = bundle;
  const isNewest = peer.newestPrekey === void 0 || sequence > peer.bundleSequence;
  const hasOneTime = oneTimePrekeys.length + oneTimeKems.length > 0;
  const used = hasOneTime && !isBundleUsed(peer, bundle) ? [...peer.usedBundles, sequence].toSorted((a, b) => a - b).slice(-MAX_USED_BUNDLES) : peer.usedBundles;
  return {
    ...peer,
    bundleSequence: Math.max(peer.bundleSequence, sequence),
    newestPrekey: isNewest ? signedPrekey : peer.newestPrekey,
    usedBundles: used
  };
}
function addOpened(peer, session, { nowMs, isRepair = false }) {
  const others = peer.sessions.filter((other) => !isSame(other, session));
  const [first] = peer.sessions;
  const isOurs = first !== void 0 && !isSame(first, session) && first.pending !== void 0;
  const yields = isRepair && peer.repairs.own !== "repair";
  const stays = isOurs && !yields && precedes(first, session);
  const sessions = stays ? [first, session, ...others.slice(1)] : [session, ...others];
  return {
    ...peer,
    silentSinceMs: nowMs,
    unheard: 0,
    repairs: stays && isRepair ? { ...peer.repairs, own: "crossed" } : peer.repairs,
    certificateSequence: Math.max(peer.certificateSequence, session.peerSequence),
    sessions: bounded(sessions)
  };
}
function bounded(sessions) {
  if (sessions.length <= 1 + MAX_ARCHIVED_SESSIONS) return withFewerKeys(sessions);
  const unanswered = sessions.findLastIndex(({ pending }, at) => at > 0 && pending !== void 0);
  return withFewerKeys(sessions.toSpliced(unanswered === -1 ? sessions.length - 1 : unanswered, 1));
}
function withFewerKeys(sessions) {
  let room = MAX_PEER_SKIPPED_KEYS;
  return sessions.map((session) => {
    const ratchet = keepSkipped(session.ratchet, room);
    room -= skippedKeyCount(ratchet);
    return ratchet === session.ratchet ? session : { ...session, ratchet };
  });
}
function addSealed(peer, session) {
  const sessions = peer.sessions.map((other) => isSame(other, session) ? session : other);
  return { ...peer, unheard: peer.unheard + 1, sessions };
}
function openWithAny(sessions, envelope, nowMs) {
  if (sessions.length === 0) throw new TalosError("E_NO_SESSION", "there is no session with the peer");
  const { ratchetKey } = splitRatchetMessage(envelope.content);
  const known = sessions.find(({ ratchet }) => knowsRatchetKey(ratchet, ratchetKey));
  if (known !== void 0) return openMessage(known, envelope, nowMs);
  let refusal;
  for (const session of sessions) {
    try {
      return openMessage(session, envelope, nowMs);
    } catch (error) {
      if (!isTalosError(error)) throw error;
      if (refusal === void 0 || refusal.code === "E_DECRYPT") refusal = error;
    }
  }
  throw refusal;
}
function isSame(a, b) {
  return compareBytes(a.id, b.id) === 0;
}
function precedes(a, b) {
  return compareBytes(a.initialHash, b.initialHash) < 0;
}
var RECORD_VERSION = 3;
var LATER = ["prekey", "used", "since", "unheard", "repairs"];
function encodePeerSessions(peer) {
  return encodeCbor({
    v: RECORD_VERSION,
    cert: peer.certificateSequence,
    bundle: peer.bundleSequence,
    prekey: peer.newestPrekey === void 0 ? null : { id: peer.newestPrekey.id, key: peer.newestPrekey.publicKey },
    used: [...peer.usedBundles],
    since: peer.silentSinceMs,
    unheard: peer.unheard,
    repairs: {
      count: peer.repairs.count,
      last: peer.repairs.lastAtMs,
      begun: [...peer.repairs.begunAtMs],
      own: peer.repairs.own
    },
    sessions: peer.sessions.map(sessionFields)
  });
}
function decodePeerSessions(bytes) {
  try {
    const value = decodeCbor(bytes, { maxBytes: MAX_PEER_RECORD_BYTES });
    const shape = { required: ["v", "cert", "bundle", "sessions"], optional: LATER };
    const fields = readObject(value, shape, "record");
    const version = readInteger(fields.v, "record.v", { min: 1, max: RECORD_VERSION });
    const bundleSequence = readInteger(fields.bundle, "record.bundle");
    return {
      certificateSequence: readInteger(fields.cert, "record.cert"),
      bundleSequence,
      ...version === 1 ? seenInVersion1(bundleSequence) : readSeen(fields),
      ...version < 3 ? UNHEARD_OF : readHearing(fields),
      sessions: readArray(
        fields.sessions,
        "record.sessions",
        { max: 1 + MAX_ARCHIVED_SESSIONS },
        (each, name) => readSession(each, name, version)
      )
    };
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a session record is damaged", { cause });
  }
}
function seenInVersion1(bundleSequence) {
  return { newestPrekey: void 0, usedBundles: bundleSequence === 0 ? [] : [bundleSequence] };
}
function readSeen(fields) {
  return {
    newestPrekey: fields.prekey === null ? void 0 : readNewestPrekey(fields.prekey),
    usedBundles: readArray(
      fields.used,
      "record.used",
      { max: MAX_USED_BUNDLES },
      (each, name) => readInteger(each, name)
    )
  };
}
function readNewestPrekey(value) {
  const fields = readObject(value, { required: ["id", "key"] }, "record.prekey");
  return {
    id: readInteger(fields.id, "record.prekey.id", { max: MAX_PREKEY_ID }),
    publicKey: readBytes(fields.key, "record.prekey.key", X25519_BYTES)
  };
}
var UNHEARD_OF = { silentSinceMs: 0, unheard: 0, repairs: NO_REPAIRS };
function readHearing(fields) {
  return {
    silentSinceMs: readInteger(fields.since, "record.since"),
    unheard: readInteger(fields.unheard, "record.unheard"),
    repairs: readRepairs(fields.repairs, "record.repairs")
  };
}
function readRepairs(value, name) {
  const fields = readObject(value, { required: ["count", "last", "begun", "own"] }, name);
  return {
    count: readInteger(fields.count, `${name}.count`),
    lastAtMs: readInteger(fields.last, `${name}.last`),
    begunAtMs: readArray(fields.begun, `${name}.begun`, { max: MAX_REPAIRS_A_DAY }, readInteger),
    own: readChoice(fields.own, OWN_SESSIONS, `${name}.own`)
  };
}
function sessionFields(session) {
  return {
    th: session.id,
    role: session.role,
    peer: session.peer,
    cert: session.peerSequence,
    ad: session.associated,
    oneTime: session.oneTime,
    oneTimeKem: session.oneTimeKem,
    hash: session.initialHash,
    pending: session.pending ?? null,
    ratchet: ratchetFields(session.ratchet)
  };
}
var SESSION = {
  required: ["th", "role", "peer", "cert", "ad", "oneTime", "hash", "pending", "ratchet"],
  optional: ["oneTimeKem"]
};
function readSession(value, name, version) {
  const fields = readObject(value, SESSION, name);
  const pending = fields.pending === null ? void 0 : readBytes(fields.pending, `${name}.pending`);
  if (pending !== void 0 && pending.length > MAX_INITIAL_BYTES) throw new RangeError(`${name}.pending: too long`);
  return {
    id: readBytes(fields.th, `${name}.th`, HASH_BYTES),
    kind: "durable",
    role: readChoice(fields.role, ["initiator", "responder"], `${name}.role`),
    peer: parseDid(readString(fields.peer, `${name}.peer`)),
    peerSequence: readInteger(fields.cert, `${name}.cert`),
    associated: readBytes(fields.ad, `${name}.ad`),
    oneTime: readBoolean(fields.oneTime, `${name}.oneTime`),
    oneTimeKem: version > 1 && readBoolean(fields.oneTimeKem, `${name}.oneTimeKem`),
    initialHash: readBytes(fields.hash, `${name}.hash`, HASH_BYTES),
    pending,
    ratchet: readRatchet(fields.ratchet, `${name}.ratchet`)
  };
}
function ratchetFields({ root, ours, sending, receiving, previous, earlier }) {
  return {
    root: root.bytes,
    ours: ours.secretKey,
    sending: sending === void 0 ? null : { key: sending.key.bytes, next: sending.next },
    receiving: receiving === void 0 ? null : {
      from: receiving.from,
      key: receiving.key.bytes,
      next: receiving.next,
      skipped: receiving.skipped.map(skippedFields)
    },
    previous,
    earlier: earlier.map(({ from, length, skipped }) => ({ from, length, skipped: skipped.map(skippedFields) }))
  };
}
function skippedFields({ index, key, storedAtMs }) {
  return [index, key.bytes, storedAtMs];
}
function readRatchet(value, name) {
  const shape = { required: ["root", "ours", "sending", "receiving", "previous", "earlier"] };
  const fields = readObject(value, shape, name);
  const bound = { max: MAX_RECEIVING_CHAINS - 1 };
  return {
    root: readSecret(fields.root, `${name}.root`),
    ours: agreementKeyPair(readBytes(fields.ours, `${name}.ours`, X25519_BYTES)),
    sending: fields.sending === null ? void 0 : readSending(fields.sending, `${name}.sending`),
    receiving: fields.receiving === null ? void 0 : readReceiving(fields.receiving, `${name}.receiving`),
    previous: readInteger(fields.previous, `${name}.previous`),
    earlier: readArray(fields.earlier, `${name}.earlier`, bound, readClosed)
  };
}
var readSecret = (value, name) => new Secret(readBytes(value, name, HASH_BYTES));
function readSending(value, name) {
  const fields = readObject(value, { required: ["key", "next"] }, name);
  return { key: readSecret(fields.key, `${name}.key`), next: readInteger(fields.next, `${name}.next`) };
}
function readReceiving(value, name) {
  const fields = readObject(value, { required: ["from", "key", "next", "skipped"] }, name);
  return {
    from: readBytes(fields.from, `${name}.from`, X25519_BYTES),
    key: readSecret(fields.key, `${name}.key`),
    next: readInteger(fields.next, `${name}.next`),
    skipped: readArray(fields.skipped, `${name}.skipped`, { max: MAX_SKIPPED_KEYS }, readSkipped)
  };
}
function readClosed(value, name) {
  const fields = readObject(value, { required: ["from", "length", "skipped"] }, name);
  return {
    from: readBytes(fields.from, `${name}.from`, X25519_BYTES),
    length: readInteger(fields.length, `${name}.length`),
    skipped: readArray(fields.skipped, `${name}.skipped`, { max: MAX_SKIPPED_KEYS }, readSkipped)
  };
}
function readSkipped(value, name) {
  const [index, key, storedAtMs] = readArray(value, name, { min: 3, max: 3 }, (item) => item);
  return {
    index: readInteger(index, `${name}.index`),
    key: readSecret(key, `${name}.key`),
    storedAtMs: readInteger(storedAtMs, `${name}.at`)
  };
}

// src/agent/message/messenger-event.ts
function messageEvent(peer, { id, commitment }, direction = "received") {
  return { kind: "message", peer, id, direction, commitment, repeated: false };
}
function toldRepairEvent(peer, { id, session }) {
  return { kind: "repair", peer, id, session, by: "peer", cause: "told", repeated: false };
}
function sessionEvent(peer, { id: session, role, oneTime }) {
  return { kind: "session", peer, session, role, oneTime };
}

// src/agent/message/session-steps.ts
var MAX_NEW_SESSIONS = 10;
var NEW_SESSIONS_WINDOW_MS = 6e4;
var MAX_ATTEMPTS = 32;
var MAX_DECODED = 64;
var MAX_DECODED_BYTES = 16 * 1024;
var SessionSteps = class {
  #options;
  #turns = /* @__PURE__ */ new Map();
  /** What was read or stored last. Used where it still is what the store holds, byte for byte. */
  #decoded = new BoundedMap(MAX_DECODED);
  /** New sessions that peers began. */
  #newSessions;
  constructor(options) {
    this.#options = options;
    this.#newSessions = new RateCounter(MAX_NEW_SESSIONS, NEW_SESSIONS_WINDOW_MS, options.clock);
  }
  /** What is stored about `peer`. */
  async held(peer) {
    return (await this.#load(peer)).sessions;
  }
  /**
   * Makes a new session with `peer` from its bundle; earlier ones still open what is under way.
   *
   * @throws {TalosError} what `verifyBundle` throws.
   */
  establish(peer, bundle, requireOneTime = false) {
    return this.take(peer, (held) => {
      const { next, session } = this.initiated(peer, held, bundle, { requireOneTime });
      return { next, changes: this.kept(sessionEvent(peer, session)), result: session };
    });
  }
  /** What keeps events until they are told, in the batch of what they tell of. */
  kept(...events) {
    const { keep } = this.#options;
    if (keep === void 0) return [];
    return events.flatMap((event) => event === void 0 ? [] : [keep(event)]);
  }
  /** What {@link SessionSteps.establish} stores. Changes nothing. */
  initiated(peer, held, bundle, { requireOneTime = false, isRepair = false }) {
    const { party, clock } = this.#options;
    const nowMs = clock.now();
    const verified = verifyBundle(bundle, {
      did: peer,
      nowMs,
      lowestSequence: held.bundleSequence,
      newestPrekey: held.newestPrekey,
      lowestCertificateSequence: held.certificateSequence,
      requireOneTime
    });
    const isUsed = isBundleUsed(held, verified);
    if (isUsed && requireOneTime) throw new TalosError("E_DOWNGRADE", "the one-time prekeys of the bundle are used");
    const usable = isUsed ? { ...verified, oneTimePrekeys: [], oneTimeKems: [] } : verified;
    const session = initiateDurable(party, usable);
    return { next: addInitiated(noteBundle(held, verified), session, { nowMs, isRepair }), session };
  }
  /**
   * The session that opens the envelope, at its next state. Changes nothing.
   *
   * @throws {TalosError} what `openMessage` throws; of an initial message what `decodeInitial`, the prekeys and
   *   `respondDurable` say; `E_RATE_LIMITED` beyond {@link MAX_NEW_SESSIONS};
   *   `E_NO_SESSION`.
   */
  async open(held, envelope) {
    const { party, prekeys, clock } = this.#options;
    const nowMs = clock.now();
    const { initial } = envelope;
    if (initial === void 0) return { ...openWithAny(held.sessions, envelope, nowMs), consume: [], isNew: false };
    const hash = sha256(initial);
    const known = held.sessions.find(({ initialHash }) => equalBytes(initialHash, hash));
    if (known !== void 0) return { ...openMessage(known, envelope, nowMs), consume: [], isNew: false };
    const message = decodeInitial(initial);
    if (message.from !== envelope.sender)
      throw new TalosError("E_IDENTITY_MISMATCH", "the initial message is from another agent than the envelope");
    await prekeys.assertNew(message);
    if (!this.#newSessions.take(envelope.sender))
      throw new TalosError("E_RATE_LIMITED", `more than ${MAX_NEW_SESSIONS} new sessions in a minute`);
    const { secrets, consume } = await prekeys.find(message, nowMs);
    const expected = { nowMs, lowestSequence: held.certificateSequence };
    const session = respondDurable(party, initial, secrets, expected);
    return { ...openMessage(session, envelope, nowMs), consume, isNew: true };
  }
  /** Seals a message under the session that sends. Changes nothing. @throws {TalosError} `E_NO_SESSION`; `E_LIMIT`. */
  seal(held, message) {
    const [first] = held.sessions;
    if (first === void 0)
      throw new TalosError("E_NO_SESSION", "there is no session with the peer", {
        hint: "talos session open makes one from a bundle of the peer"
      });
    const { session, envelope } = sealMessage(first, this.#options.party, message);
    return { next: addSealed(held, session), envelope };
  }
  /**
   * Takes one step on the sessions with `peer`: one at a time here, and again where another process was faster.
   *
   * @param compute - Changes nothing itself; may be called again. What it throws leaves everything as it was.
   * @returns What the step gives, when it is durable.
   */
  async take(peer, compute) {
    return (await this.begin(peer, compute)).stored;
  }
  /** As {@link SessionSteps.take}, for who goes on while the step is being stored; resolves when it was computed. */
  async begin(peer, compute) {
    const turn = this.#enter(peer);
    const leave = () => this.#leave(peer, turn);
    try {
      return await turn.mutex.run(async () => {
        const first = await this.#step(peer, turn, compute, () => mended(turn));
        const before = turn.last;
        const stored2 = this.#outcome(first, async () => {
          await before;
          await turn.storing;
          return this.#step(peer, turn, compute, () => Promise.resolve());
        });
        const over = stored2.then(leave, leave);
        turn.last = before.then(() => over);
        if (first.isAlone) await over;
        return { stored: stored2 };
      });
    } catch (error) {
      leave();
      throw error;
    }
  }
  async #outcome(first, again) {
    let tried = first;
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      if (await tried.applied) return tried.result;
      tried = await again();
    }
    if (await tried.applied) return tried.result;
    throw new TalosError("E_STORAGE", "the session keeps changing");
  }
  /**
   * Computes a step and gives it to the store. In its turn.
   *
   * @param isNext - Resolves when it is its turn among those that are taken again.
   */
  async #step(peer, turn, compute, isNext) {
    await isNext();
    const { sealed, sessions } = turn.latest ?? await this.#load(peer);
    let step;
    try {
      step = await compute(sessions);
    } catch (error) {
      if (turn.storing === void 0) throw error;
      await turn.storing;
      return this.#step(peer, turn, compute, isNext);
    }
    const { next, changes, result, isAlone = false } = step;
    if (next === sessions && changes.length === 0) {
      const settled = turn.storing ?? Promise.resolve();
      return { applied: settled.then(() => true), result, isAlone };
    }
    const { store, records } = this.#options;
    const key = utf8(peer);
    const value = records.seal("session", key, encodePeerSessions(next));
    const latest = { sealed: value, sessions: next };
    const applied = store.apply([
      { kind: "require", space: "session", key, value: sealed },
      { kind: "put", space: "session", key, value },
      ...changes
    ]);
    this.#storing(turn, latest, applied);
    if (value.length <= MAX_DECODED_BYTES) this.#decoded.set(peer, latest);
    return { applied, result, isAlone };
  }
  #storing(turn, latest, applied) {
    turn.latest = latest;
    const failed = () => {
      turn.latest = void 0;
      turn.isMending = true;
    };
    const settled = applied.then((isApplied) => {
      if (!isApplied) failed();
    }, failed);
    const storing = Promise.all([turn.storing, settled]).then(() => {
      if (turn.storing !== storing) return;
      turn.storing = void 0;
      turn.latest = void 0;
    });
    turn.storing = storing;
  }
  async #load(peer) {
    const { store, records, clock } = this.#options;
    const key = utf8(peer);
    const sealed = await store.get("session", key);
    if (sealed === void 0) return { sealed, sessions: NO_SESSIONS };
    const known = this.#decoded.get(peer);
    const isKnown = known?.sealed !== void 0 && equalBytes(known.sealed, sealed);
    const held = isKnown ? known.sessions : decodePeerSessions(records.open("session", key, sealed));
    if (!isKnown && sealed.length <= MAX_DECODED_BYTES) this.#decoded.set(peer, { sealed, sessions: held });
    return { sealed, sessions: current(held, clock.now()) };
  }
  /** Runs `task` when no step with `peer` is being taken or stored here. */
  async inTurn(peer, task) {
    const turn = this.#enter(peer);
    try {
      return await turn.mutex.run(async () => {
        await mended(turn);
        await turn.last;
        return task();
      });
    } finally {
      this.#leave(peer, turn);
    }
  }
  #enter(peer) {
    const turn = this.#turns.get(peer) ?? newTurn();
    this.#turns.set(peer, turn);
    turn.users++;
    return turn;
  }
  #leave(peer, turn) {
    turn.users--;
    if (turn.users === 0) this.#turns.delete(peer);
  }
};
function newTurn() {
  return {
    mutex: new Mutex(),
    users: 0,
    latest: void 0,
    storing: void 0,
    last: Promise.resolve(),
    isMending: false
  };
}
async function mended(turn) {
  if (!turn.isMending) return;
  await turn.last;
  turn.isMending = false;
}
function current(held, nowMs) {
  const sessions = held.sessions.map((session) => {
    const ratchet = expire(session.ratchet, nowMs);
    return ratchet === session.ratchet ? session : { ...session, ratchet };
  });
  const isSame2 = sessions.every((session, index) => session === held.sessions[index]);
  return isSame2 ? held : { ...held, sessions };
}

// src/agent/message/epoch-rotation.ts
var EPOCH_MS = 10 * 6e4;
var EPOCH_STEPS = 1e3;
var EPOCH_REST_MS = 6e4;
var RESEAL_PAUSE_MS = 10;
var EpochRotation = class {
  #options;
  #timer;
  #ending = new AbortController();
  #steps = 0;
  #cancel;
  #running;
  #hasFailed = false;
  constructor(options) {
    this.#options = options;
    this.#timer = options.timer ?? systemTimer;
    const { sealer, clock } = options;
    sealer.onSealed = () => this.#step();
    const ageMs = clock.now() - sealer.sinceMs;
    if (sealer.isReplacing || ageMs < 0 || ageMs >= EPOCH_MS) this.#start();
    else this.#schedule(EPOCH_MS - ageMs);
  }
  #step() {
    this.#steps++;
    if (this.#running !== void 0) return;
    if (this.#steps === EPOCH_STEPS) this.#schedule(EPOCH_REST_MS - this.#ageMs());
    else if (this.#cancel === void 0) this.#schedule(EPOCH_MS);
  }
  /** Of the epoch that seals; 0 where the clock was set back. */
  #ageMs() {
    return Math.max(0, this.#options.clock.now() - this.#options.sealer.sinceMs);
  }
  #schedule(ms) {
    this.#cancel?.();
    if (!this.#ending.signal.aborted) this.#cancel = this.#timer.after(Math.max(0, ms), () => this.#start());
  }
  #start() {
    this.#cancel?.();
    this.#cancel = void 0;
    this.#steps = 0;
    this.#running ??= this.#replace();
  }
  /** Rejects only with what is no {@link TalosError}. */
  async #replace() {
    const { sealer, clock, onFailure } = this.#options;
    try {
      const pause = () => new Promise((resolve) => {
        this.#timer.after(RESEAL_PAUSE_MS, resolve);
      });
      await sealer.replace(clock.now(), { signal: this.#ending.signal, pause });
      this.#hasFailed = false;
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      if (!isTalosError(error)) throw error;
      this.#schedule(EPOCH_MS);
      if (!this.#hasFailed) onFailure(error);
      this.#hasFailed = true;
    }
    this.#running = void 0;
    if (this.#steps > 0 && this.#cancel === void 0)
      this.#schedule(this.#steps >= EPOCH_STEPS ? EPOCH_REST_MS - this.#ageMs() : EPOCH_MS);
  }
  /** Ends a replacement between two steps of it; the next one goes on. */
  async [Symbol.asyncDispose]() {
    this.#ending.abort();
    this.#cancel?.();
    this.#options.sealer.onSealed = void 0;
    await this.#running;
  }
};

// src/agent/tunnel/unanswered.ts
var UNANSWERED_PASSES = 3;
var RENEWAL_PAUSE_MS = 36e5;
var MAX_RENEWED = 1024;
var Unanswered = class {
  #timer;
  #passes = /* @__PURE__ */ new WeakMap();
  #renewed = new BoundedMap(MAX_RENEWED);
  constructor(timer) {
    this.#timer = timer;
  }
  /** Counts that what waits for `peer` goes out over `link`; whether it should do so under a new session. */
  passes(peer, link) {
    const passes = (this.#passes.get(link) ?? 0) + 1;
    this.#passes.set(link, passes);
    const nowMs = this.#timer.now();
    if (passes <= UNANSWERED_PASSES || nowMs - (this.#renewed.get(peer) ?? Number.NEGATIVE_INFINITY) < RENEWAL_PAUSE_MS)
      return false;
    this.#renewed.set(peer, nowMs);
    return true;
  }
  /** To be called when something was acknowledged by the peer of `link`. */
  answered(link) {
    if (link !== void 0) this.#passes.delete(link);
  }
};

// src/agent/message/inbox-reader.ts
var MAX_PEER_READERS = 256;
var Inbox = class {
  #store;
  #readers = /* @__PURE__ */ new Map();
  /** Who sent what waits, by key in hex, so that each is opened once: no more than wait. */
  #senders = /* @__PURE__ */ new Map();
  /** Keys in hex of what a reader has shown, until it is taken or given back. */
  #shown = /* @__PURE__ */ new Set();
  constructor(store) {
    this.#store = store;
  }
  /**
   * A reader, for the messages of `peer` alone where one is named; undefined where there is one already. Close it.
   *
   * @param wants - Whose messages the general reader takes; others wait for the next one.
   *
   * @throws {TalosError} `E_LIMIT` beyond {@link MAX_PEER_READERS}.
   */
  open(peer, wants = () => true) {
    if (this.#readers.has(peer)) return void 0;
    if (this.#readers.size > MAX_PEER_READERS)
      throw new TalosError("E_LIMIT", `the messages of ${MAX_PEER_READERS} peers are being read`);
    const reader = new InboxReader({
      find: (after, skip) => this.#find({ peer, wants }, after, skip),
      take: (key) => this.#take(key),
      giveBack: (key) => {
        this.#shown.delete(toHex(key));
        this.#lookAgain();
      },
      closed: () => {
        this.#readers.delete(peer);
        this.#lookAgain();
      }
    });
    this.#readers.set(peer, reader);
    return reader;
  }
  #lookAgain() {
    for (const reader of this.#readers.values()) reader.lookAgain();
  }
  /** To be called when a message of `from` has come. */
  arrived(from) {
    (this.#readers.get(from) ?? this.#readers.get(void 0))?.arrived();
  }
  /** Closes every reader. */
  close() {
    for (const reader of this.#readers.values()) reader.close();
  }
  async #find({ peer, wants }, after, skip) {
    for await (const { key, read: read2 } of this.#store.waiting(after)) {
      const place = toHex(key);
      const from = this.#senders.get(place) ?? read2().from;
      this.#senders.set(place, from);
      const isWanted = peer === void 0 ? !this.#readers.has(from) && wants(from) : peer === from;
      if (isWanted && !this.#shown.has(place)) {
        this.#shown.add(place);
        return { key, message: read2() };
      }
      skip(key);
    }
    return void 0;
  }
  async #take(key) {
    const place = toHex(key);
    await this.#store.take(key);
    this.#shown.delete(place);
    this.#senders.delete(place);
  }
};
var InboxReader = class {
  #parts;
  #shown;
  #taking;
  /** Up to here nothing is this reader's. */
  #after;
  /** Grows when what was passed over may be this reader's after all. */
  #round = 0;
  #wake = () => {
  };
  #isClosed = false;
  /** Made by {@link Inbox.open}. */
  constructor(parts) {
    this.#parts = parts;
  }
  /** Messages until it is closed, which leaving the loop does. One is taken when the loop goes on or is left. */
  async *messages() {
    try {
      for (let next = await this.next(); next !== void 0; next = await this.next()) {
        try {
          yield next;
        } finally {
          await this.take();
        }
      }
    } finally {
      this.close();
    }
  }
  /** The oldest message, when there is one; the same one again until it was taken. Undefined once closed. */
  async next() {
    while (!this.#isClosed) {
      if (this.#shown !== void 0) return this.#shown.message;
      const arrival = new Promise((resolve) => {
        this.#wake = resolve;
      });
      if (!await this.#look()) await arrival;
    }
    return void 0;
  }
  /** Whether there is one to show. */
  async #look() {
    const round = this.#round;
    const found = await this.#parts.find(this.#after, (key) => {
      if (this.#round === round) this.#after = key;
    });
    if (found === void 0) return false;
    if (this.#isClosed) this.#parts.giveBack(found.key);
    else this.#shown = found;
    return true;
  }
  /** The message that `next` gave was taken; durable when it resolves. */
  async take() {
    const shown = this.#shown;
    if (shown === void 0) return;
    this.#taking = shown;
    try {
      await this.#parts.take(shown.key);
      if (this.#shown === shown) this.#shown = void 0;
    } catch (error) {
      if (this.#isClosed) this.#parts.giveBack(shown.key);
      throw error;
    } finally {
      this.#taking = void 0;
    }
  }
  /** To be called when a message has come. */
  arrived() {
    this.#wake();
  }
  /** To be called when messages that were another reader's may be this one's. */
  lookAgain() {
    this.#round++;
    this.#after = void 0;
    this.#wake();
  }
  /** Ends the waiting, gives back what was shown and not taken, and makes room for another reader. Repeatable. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#shown !== void 0 && this.#shown !== this.#taking) this.#parts.giveBack(this.#shown.key);
    this.#shown = void 0;
    this.#parts.closed();
    this.#wake();
  }
};

// src/agent/record/entry-counts.ts
var EntryCounts = class {
  #store;
  #space;
  #counts = /* @__PURE__ */ new Map();
  constructor(store, space) {
    this.#store = store;
    this.#space = space;
  }
  /** What lies in `range`, which `prefix` names. */
  async of(prefix, range) {
    const known = this.#counts.get(toHex(prefix));
    if (known !== void 0) return known;
    const count = { entries: 0, bytes: 0 };
    for await (const [, value] of this.#store.scan(this.#space, range)) {
      count.entries++;
      count.bytes += value.length;
    }
    const counted = this.#counts.get(toHex(prefix)) ?? count;
    this.#counts.set(toHex(prefix), counted);
    return counted;
  }
  /** Adds to what was counted under `prefix`; what was never asked for is counted when it is. */
  adjust(prefix, entries, bytes = 0) {
    const count = this.#counts.get(toHex(prefix));
    if (count === void 0) return;
    count.entries += entries;
    count.bytes += bytes;
  }
};

// src/agent/message/outbox.ts
var OUTBOX_AGE_MS = 30 * 864e5;
var LEFT_AGE_MS = 864e5;
var MAX_OUTBOX_MESSAGES = 1e3;
var NOT_ACKNOWLEDGED = "not acknowledged within 30 days";
var MAX_TOLD = 1024;
var Outbox = class {
  #terms;
  /** Of each peer that was written to. */
  #counts;
  /** Of whose silence people were told. */
  #told = new BoundedMap(MAX_TOLD);
  #lastIdMs = 0;
  constructor(terms) {
    this.#terms = terms;
    this.#counts = new EntryCounts(terms.store, "message");
  }
  /** Whether there is a session to send under, and the peer may be trusted to follow it. */
  async hasSession(peer) {
    return !needsSession(await this.#terms.sessions.held(peer));
  }
  /**
   * Seals a message and keeps it until it is acknowledged.
   *
   * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a text over 1 MiB or {@link MAX_OUTBOX_MESSAGES} that wait.
   */
  async send(peer, text) {
    await this.#assertRoom(peer);
    const outgoing = await this.#terms.sessions.take(peer, (held) => {
      const id = this.nextId();
      const waiting = this.#waitingText(text, true);
      const { next, envelope } = this.#sealText(held, id, waiting);
      return {
        next,
        changes: [this.#terms.messages.putWaiting(keyOf(PARTS.outbox, peer, id), waiting)],
        result: { id, envelope, silence: this.#silenceOf(peer, next) }
      };
    });
    this.#counts.adjust(prefixOf(PARTS.outbox, peer), 1);
    this.#terms.deliveries?.tell(peer, outgoing.id, "sent");
    return outgoing;
  }
  /** As {@link Outbox.send} gives it, of a peer for whom one more is kept. */
  async silence(peer) {
    const held = await this.#terms.sessions.held(peer);
    return this.#silenceOf(peer, { ...held, unheard: held.unheard + 1 });
  }
  /** For how long `peer` was not heard, where people are to know; once until it is heard. */
  #silenceOf(peer, next) {
    if (!isSilent(next, this.#terms.clock.now())) {
      this.#told.delete(peer);
      return void 0;
    }
    if (this.#told.get(peer) === next.silentSinceMs) return void 0;
    this.#told.set(peer, next.silentSinceMs);
    return { unheard: next.unheard, sinceMs: next.silentSinceMs };
  }
  /**
   * Keeps a message for a peer that cannot be reached; it needs no session yet.
   *
   * @returns Its id.
   * @throws {TalosError} `E_LIMIT` as {@link Outbox.send}.
   */
  async keep(peer, text) {
    await this.#assertRoom(peer);
    const id = await this.#terms.sessions.inTurn(peer, async () => {
      const made = this.nextId();
      const put6 = this.#terms.messages.putWaiting(keyOf(PARTS.outbox, peer, made), this.#waitingText(text, false));
      await this.#terms.store.apply([put6]);
      return made;
    });
    this.#counts.adjust(prefixOf(PARTS.outbox, peer), 1);
    this.#terms.deliveries?.tell(peer, id, "queued");
    return id;
  }
  /** Messages to `peer` that wait. */
  async #waitingCount(peer) {
    const prefix = prefixOf(PARTS.outbox, peer);
    return (await this.#counts.of(prefix, { start: prefix, end: endOf(prefix) })).entries;
  }
  async #assertRoom(peer) {
    if (await this.#waitingCount(peer) >= MAX_OUTBOX_MESSAGES)
      throw new TalosError("E_LIMIT", `${MAX_OUTBOX_MESSAGES} messages to the peer wait for acknowledgement`);
  }
  /** The id of a message of our own, after every earlier one: ids of one millisecond would sort at random, and the outbox is sent in the order of its ids. */
  nextId() {
    this.#lastIdMs = Math.max(this.#terms.clock.now(), this.#lastIdMs + 1);
    return makeMessageId(this.#lastIdMs);
  }
  #waitingText(text, wasSent) {
    return { storedAtMs: this.#terms.clock.now(), salt: randomBytes(TEXT_SALT_BYTES), text, wasSent, leftAtMs: 0 };
  }
  /** Whether anything waits for the acknowledgement of `peer`. */
  async isAwaiting(peer) {
    if (await this.#waitingCount(peer) > 0) return true;
    return (await this.#keys(PARTS.repair, peer)).length > 0;
  }
  /** The name of what has waited for `peer` the longest; undefined where nothing does. */
  async oldest(peer) {
    for (const part of [PARTS.repair, PARTS.outbox]) {
      const start = prefixOf(part, peer);
      for await (const [key] of this.#terms.store.scan("message", { start, end: endOf(start), limit: 1 }))
        return toHex(key);
    }
    return void 0;
  }
  /** Everybody for whom something waits. */
  async awaited() {
    const keys = [...await this.#keys(PARTS.outbox), ...await this.#keys(PARTS.repair)];
    return [...new Set(keys.map(peerOfKey))];
  }
  /** Keys of a part; of those about `peer`, where one is given. */
  async #keys(part, peer) {
    const start = prefixOf(part, peer);
    const keys = [];
    for await (const [key] of this.#terms.store.scan("message", { start, end: endOf(start) })) keys.push(key);
    return keys;
  }
  /**
   * Every message that waits for the acknowledgement of `peer`, the oldest first, sealed anew: the session may have
   * gone on so far that it would not open the envelope that was lost. Those that waited too long are given up. Before
   * them, that the session was repaired, where the peer has not acknowledged that. Ends early where it is repaired
   * meanwhile.
   *
   * @param renew - Makes a new session; called where something waits and {@link Outbox.hasSession} says no.
   * @throws {TalosError} `E_NO_SESSION` at the first where there is no session.
   */
  all(peer, renew) {
    return this.#waiting(peer, renew, (waiting) => ({ ...waiting, wasSent: true }));
  }
  /**
   * As {@link Outbox.all}, of what is not yet in the peer's mailbox, or came there before the last repair. The
   * next is given when the one before it was left there, which is noted then.
   */
  async *unleft(peer, renew) {
    const { store, clock } = this.#terms;
    const unleft = this.#waiting(
      peer,
      renew,
      (waiting, repairedAtMs) => waiting.leftAtMs > Math.max(repairedAtMs, clock.now() - LEFT_AGE_MS) ? void 0 : waiting
    );
    for await (const outgoing of unleft) {
      yield outgoing;
      const { key } = outgoing;
      await this.#terms.sessions.inTurn(peer, async () => {
        const sealed = await store.get("message", key);
        if (sealed === void 0) return;
        const before = this.#terms.messages.readWaiting(key, sealed);
        const waiting = { ...before, wasSent: true, leftAtMs: clock.now() };
        await store.apply([
          { kind: "require", space: "message", key, value: sealed },
          this.#terms.messages.putWaiting(key, waiting)
        ]);
        if (!before.wasSent) this.#tell(peer, key, "sent");
      });
    }
  }
  /** @param mark - Gives what is kept of a message that goes out now; undefined where it is passed over. */
  async *#waiting(peer, renew, mark) {
    const { store, clock } = this.#terms;
    const keys = [...await this.#keys(PARTS.repair, peer), ...await this.#keys(PARTS.outbox, peer)];
    if (keys.length > 0 && !await this.hasSession(peer)) await renew?.();
    const { repairs } = await this.#terms.sessions.held(peer);
    for (const key of keys) {
      const sealed = await store.get("message", key);
      if (sealed === void 0) continue;
      const waiting = this.#terms.messages.readWaiting(key, sealed);
      const id = idOf(key);
      if (clock.now() - waiting.storedAtMs > OUTBOX_AGE_MS) {
        await this.#giveUp(peer, key);
        continue;
      }
      const marked = mark(waiting, repairs.lastAtMs);
      if (marked === void 0) continue;
      const outgoing = await this.#terms.sessions.take(peer, async (held) => {
        if (held.repairs.count !== repairs.count) return { next: held, changes: [], result: "repaired" };
        const value = await store.get("message", key);
        if (value === void 0) return { next: held, changes: [], result: "acknowledged" };
        const now = this.#terms.messages.readWaiting(key, value);
        const { next, envelope } = this.#sealText(held, id, now, typeOfKey(key));
        const isFirst = marked.wasSent && !now.wasSent;
        const changes = [
          { kind: "require", space: "message", key, value },
          ...isFirst ? [this.#terms.messages.putWaiting(key, { ...now, wasSent: true })] : []
        ];
        return { next, changes, result: { id, envelope, key } };
      });
      if (outgoing === "repaired") return;
      if (outgoing === "acknowledged") continue;
      if (marked.wasSent && !waiting.wasSent) this.#tell(peer, key, "sent");
      yield outgoing;
    }
  }
  /** Whether a message that waits lies in a mailbox of the peer. */
  async isLeft(peer, id) {
    const key = keyOf(PARTS.outbox, peer, id);
    const sealed = await this.#terms.store.get("message", key);
    return sealed !== void 0 && this.#terms.messages.readWaiting(key, sealed).leftAtMs > 0;
  }
  /** Of what is a message. */
  #tell(peer, key, state, reason) {
    if (key[0] === PARTS.outbox) this.#terms.deliveries?.tell(peer, idOf(key), state, reason);
  }
  /** Gives up what has waited for `peer` too long, also where the peer is never there. */
  async expire(peer) {
    for (const part of [PARTS.repair, PARTS.outbox]) await this.#expirePart(part, peer);
  }
  async #expirePart(part, peer) {
    const { store, clock } = this.#terms;
    const start = prefixOf(part, peer);
    for (; ; ) {
      let oldest;
      for await (const [key] of store.scan("message", { start, end: endOf(start), limit: 1 })) oldest = key;
      if (oldest === void 0 || clock.now() - timeOfMessageId(idOf(oldest)) <= OUTBOX_AGE_MS) return;
      await this.#giveUp(peer, oldest);
    }
  }
  /** @param key - Of a message that waits, or of one that does not any more. */
  async #giveUp(peer, key) {
    const { store, sessions, messages, history } = this.#terms;
    await sessions.inTurn(peer, async () => {
      const sealed = await store.get("message", key);
      if (sealed === void 0) return;
      const gone = { kind: "delete", space: "message", key };
      if (key[0] === PARTS.repair) return void await store.apply([gone]);
      const past = messages.sentPast(peer, idOf(key), messages.readWaiting(key, sealed), NOT_ACKNOWLEDGED);
      await store.apply([gone, past]);
      this.#counts.adjust(prefixOf(PARTS.outbox, peer), -1);
      await history.added([past]);
      this.#tell(peer, key, "failed", NOT_ACKNOWLEDGED);
    });
  }
  /** To be called when a message to `peer` has left the store. */
  acknowledged(peer) {
    this.#counts.adjust(prefixOf(PARTS.outbox, peer), -1);
  }
  /** Goes on after the ids that the store holds: a clock that was set back meanwhile changes no order. */
  async resume() {
    for (const key of await this.#keys(PARTS.outbox))
      this.#lastIdMs = Math.max(this.#lastIdMs, timeOfMessageId(idOf(key)));
  }
  #sealText(held, id, { storedAtMs, salt, text }, type = ENVELOPE_TYPES.text) {
    return this.#terms.sessions.seal(held, { type, id, timestampMs: storedAtMs, text, salt });
  }
};
var typeOfKey = (key) => key[0] === PARTS.repair ? ENVELOPE_TYPES.sessionRepair : ENVELOPE_TYPES.text;

// src/agent/message/prekey-records.ts
var COUNTERS = Uint8Array.of(0);
var SIGNED = 1;
var EARLIER = 2;
var SEEN = 3;
var POOLS = { given: 4, stock: 5 };
var KINDS = {
  x25519: { code: 1, bytes: X25519_BYTES },
  kem: { code: 2, bytes: KEM_SEED_BYTES }
};
var signedKey = (id) => concat(u8(SIGNED), u32(id));
var seenKey = (signedId, ephemeralKey) => concat(u8(SEEN), u32(signedId), ephemeralKey);
var oneTimeKey = ({ pool, signedId, kind, id }) => concat(u8(POOLS[pool]), u32(signedId), u8(KINDS[kind].code), u32(id));
var allOf = (first) => ({ start: u8(first), end: u8(first + 1) });
var SIGNED_RANGE = allOf(SIGNED);
var EARLIER_RANGE = allOf(EARLIER);
var poolRange = (pool) => allOf(POOLS[pool]);
function offeredWith(signedId, pool, kind) {
  const prefix = concat(u8(POOLS[pool]), u32(signedId));
  const { code } = KINDS[kind];
  return { start: concat(prefix, u8(code)), end: concat(prefix, u8(code + 1)) };
}
function belongingTo(signedId) {
  return [SEEN, ...Object.values(POOLS)].map((first) => ({
    start: concat(u8(first), u32(signedId)),
    // Of the highest id nothing follows but the end of its part of the space.
    end: signedId === MAX_PREKEY_ID ? u8(first + 1) : concat(u8(first), u32(signedId + 1))
  }));
}
function encodeCounters({ bundleSequence, currentId }) {
  return encodeCbor({ seq: bundleSequence, current: currentId });
}
function readCounters(bytes) {
  const shape = { required: ["seq", "current"], optional: ["next"] };
  const fields = readObject(decodeCbor(bytes), shape, "prekey counters");
  return { bundleSequence: readInteger(fields.seq, "seq"), currentId: readInteger(fields.current, "current") };
}
function encodeSigned({ certificate, pair, kem, madeAtMs, expiresAtMs }) {
  return encodeCbor({ cert: certificate, x25519: pair.secretKey, kem: kem.seed, iat: madeAtMs, exp: expiresAtMs });
}
var SIGNED_SHAPE = { required: ["cert", "x25519", "kem", "iat", "exp"] };
function readSigned(id, bytes) {
  const fields = readObject(decodeCbor(bytes), SIGNED_SHAPE, "prekey");
  return {
    id,
    certificate: readBytes(fields.cert, "prekey.cert"),
    pair: agreementKeyPair(readBytes(fields.x25519, "prekey.x25519", X25519_BYTES)),
    kem: kemKeyPair(readBytes(fields.kem, "prekey.kem", KEM_SEED_BYTES)),
    madeAtMs: readInteger(fields.iat, "prekey.iat"),
    expiresAtMs: readInteger(fields.exp, "prekey.exp")
  };
}
function readExpiry(key, bytes) {
  const fields = readObject(decodeCbor(bytes), SIGNED_SHAPE, "prekey");
  const id = new DataView(key.buffer, key.byteOffset).getUint32(1);
  return { id, expiresAtMs: readInteger(fields.exp, "prekey.exp") };
}
var encodeOneTime = (secret) => encodeCbor({ key: secret });
function readOneTime(kind, bytes) {
  const fields = readObject(decodeCbor(bytes), { required: ["key"] }, "prekey");
  return readBytes(fields.key, "prekey.key", KINDS[kind].bytes);
}

// src/agent/message/prekey-store.ts
var PREKEY_OFFERED_MS = 7 * 864e5;
var MAX_ONE_TIME_PREKEYS = 100;
var MAX_STOCK_PREKEYS = 1e3;
var MAX_ATTEMPTS2 = 32;
var PRESENT = Uint8Array.of(1);
var PrekeyStore = class {
  #store;
  #records;
  #party;
  #onExhausted;
  /** Offers take turns here: each follows on the counters of the one before. */
  #turn = new Mutex();
  #isExhausted = false;
  /** The signed prekey that was read last, expanded, and the record that it was read from. */
  #expanded;
  /** @param onExhausted - Called when bundles begin to go without one-time prekeys because too many wait. */
  constructor(store, records, party, onExhausted = () => {
  }) {
    this.#store = store;
    this.#records = records;
    this.#party = party;
    this.#onExhausted = onExhausted;
  }
  /**
   * A new bundle, durable before it is given: with one-time prekeys of its own, unless {@link MAX_ONE_TIME_PREKEYS} wait
   * already. With a new signed prekey the expired ones are erased.
   *
   * @throws {TalosError} `E_LIMIT` if one-time prekeys are required and there is no room; `E_STORAGE` if others keep
   *   changing the prekeys.
   */
  async offer(nowMs, wish = "room") {
    const { bundles } = await this.#make(nowMs, async (signedId) => {
      const hasRoom = wish !== "none" && await this.#room("given", MAX_ONE_TIME_PREKEYS) > 0;
      if (wish !== "none") this.#noteRoom(hasRoom);
      if (wish === "required" && !hasRoom)
        throw new TalosError("E_LIMIT", `${MAX_ONE_TIME_PREKEYS} one-time prekeys wait to be used`);
      return { pool: "given", bundles: [hasRoom ? oneTimeSet(signedId) : void 0] };
    });
    return bundles[0];
  }
  /** Tells the owner once that one-time prekeys are used up, and again only after there was room. */
  #noteRoom(hasRoom) {
    if (!hasRoom && !this.#isExhausted) this.#onExhausted();
    this.#isExhausted = !hasRoom;
  }
  /**
   * Bundles for a server to hand out, durable in one transaction before they are given. They take no room from
   * {@link PrekeyStore.offer}, and it none from them.
   *
   * @param count - Bundles of single use, at most {@link MAX_STOCK_BUNDLES}; fewer are made where {@link MAX_STOCK_PREKEYS}
   *   wait already.
   * @throws {RangeError} for another count.
   * @throws {TalosError} `E_STORAGE` as `offer`.
   */
  async stock(nowMs, count = MAX_STOCK_BUNDLES) {
    if (!Number.isInteger(count) || count < 0 || count > MAX_STOCK_BUNDLES)
      throw new RangeError(`a stock of ${count} bundles`);
    const { signed, bundles } = await this.#make(nowMs, async (signedId) => {
      const length = Math.min(count, await this.#room("stock", MAX_STOCK_PREKEYS));
      return { pool: "stock", bundles: [void 0, ...Array.from({ length }, () => oneTimeSet(signedId))] };
    });
    const [last, ...single] = bundles;
    return { prekeyId: signed.id, last, single };
  }
  /** Bundles of the stock, of the signed prekey that is offered now, that nobody has used. */
  async stocked() {
    const { counters } = await this.#counters();
    return counters === void 0 ? 0 : this.#count(offeredWith(counters.currentId, "stock", "x25519"));
  }
  /**
   * Makes a new signed and last-resort KEM prekey, which bundles offer from now on. Those before are accepted until they
   * expire.
   */
  async rotate(nowMs) {
    const { signed } = await this.#make(nowMs, async () => ({ pool: "given", bundles: [] }), true);
    const { id, madeAtMs, expiresAtMs } = signed;
    return { id, madeAtMs, expiresAtMs };
  }
  async #make(nowMs, plan, isRotation = false) {
    return this.#turn.run(async () => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS2; attempt++) {
        const made = await this.#tryMake(nowMs, plan, isRotation);
        if (made !== void 0) return made;
      }
      throw new TalosError("E_STORAGE", "the prekeys keep changing");
    });
  }
  async #tryMake(nowMs, plan, isRotation) {
    const { held, counters } = await this.#counters();
    const current2 = counters === void 0 ? void 0 : await this.#signed(counters.currentId);
    const isFresh = !isRotation && current2 !== void 0 && nowMs >= current2.madeAtMs && nowMs - current2.madeAtMs < PREKEY_OFFERED_MS;
    const signed = isFresh ? current2 : this.#makeSigned(nowMs);
    const { pool, bundles } = await plan(signed.id);
    const sequence = Math.max((counters?.bundleSequence ?? 0) + 1, nowMs);
    const next = { bundleSequence: sequence + Math.max(bundles.length, 1) - 1, currentId: signed.id };
    const applied = await this.#store.apply([
      { kind: "require", space: "prekey", key: COUNTERS, value: held },
      this.#put(COUNTERS, encodeCounters(next)),
      ...isFresh ? [] : this.#putNew(signedKey(signed.id), encodeSigned(signed)),
      ...bundles.flatMap((set) => set === void 0 ? [] : this.#putSet(pool, signed.id, set))
    ]);
    if (!applied) return void 0;
    if (!isFresh) await this.prune(nowMs);
    return { signed, bundles: bundles.map((set, at) => this.#bundle(signed, sequence + at, nowMs, set)) };
  }
  #bundle(signed, sequence, nowMs, set) {
    return createBundle(this.#party, {
      sequence,
      issuedAtMs: nowMs,
      expiresAtMs: signed.expiresAtMs,
      certificate: signed.certificate,
      signedPrekey: { id: signed.id, pair: signed.pair },
      kemPrekey: { id: signed.id, pair: signed.kem },
      prekeysExpireAtMs: signed.expiresAtMs,
      oneTimePrekeys: set === void 0 ? [] : [set.agreement],
      oneTimeKems: set === void 0 ? [] : [set.kem]
    });
  }
  /** @throws {TalosError} `E_REPLAY` if the initial message was accepted before. */
  async assertNew(initial) {
    if (await this.#store.get("prekey", seenKey(initial.signedPrekeyId, initial.ephemeralKey)) !== void 0)
      throw new TalosError("E_REPLAY", "the initial message was accepted before");
  }
  /**
   * The secrets that an initial message names. Nothing is used up: that is for whoever stores the session.
   *
   * @throws {TalosError} `E_REPLAY` if it was accepted before; `E_PREKEY_GONE` if a prekey is used, expired or none, or
   *   was not offered with the signed prekey.
   */
  async find(initial, nowMs) {
    await this.assertNew(initial);
    const seen = seenKey(initial.signedPrekeyId, initial.ephemeralKey);
    const signed = await this.#signed(initial.signedPrekeyId);
    if (signed === void 0 || nowMs >= signed.expiresAtMs)
      throw new TalosError("E_PREKEY_GONE", "the signed prekey is expired or none of this agent");
    const { kemPrekeyId, oneTimePrekeyId } = initial;
    const isOneTimeKem = kemPrekeyId !== signed.id;
    const kem = isOneTimeKem ? await this.#oneTime(signed.id, "kem", kemPrekeyId) : void 0;
    const x25519 = oneTimePrekeyId === void 0 ? void 0 : await this.#oneTime(signed.id, "x25519", oneTimePrekeyId);
    return {
      secrets: {
        kind: "durable",
        certificate: signed.certificate,
        signedPrekey: { id: signed.id, pair: signed.pair },
        kemPrekey: { id: kemPrekeyId, pair: kem === void 0 ? signed.kem : kemKeyPair(kem.secret) },
        isOneTimeKem,
        oneTimePrekey: x25519 && { id: x25519.id, pair: agreementKeyPair(x25519.secret) },
        nonce: new Uint8Array(0)
      },
      consume: [
        { kind: "require", space: "prekey", key: seen, value: void 0 },
        { kind: "put", space: "prekey", key: seen, value: PRESENT },
        ...kem?.consume ?? [],
        ...x25519?.consume ?? []
      ]
    };
  }
  /**
   * Erases signed prekeys that have expired, what was remembered of their initial messages, and the one-time prekeys
   * that were offered with them: who asks for bundles and uses none holds no room for ever.
   */
  async prune(nowMs) {
    await this.#erase([EARLIER_RANGE]);
    for await (const [key, sealed] of this.#store.scan("prekey", SIGNED_RANGE)) {
      const { id, expiresAtMs } = readExpiry(key, this.#records.open("prekey", key, sealed));
      if (nowMs >= expiresAtMs) await this.#erase(belongingTo(id), [{ kind: "delete", space: "prekey", key }]);
    }
    this.#expanded = void 0;
  }
  async #erase(ranges, others = []) {
    const changes = [...others];
    for (const range of ranges)
      for await (const [key] of this.#store.scan("prekey", range))
        changes.push({ kind: "delete", space: "prekey", key });
    if (changes.length > 0) await this.#store.apply(changes);
  }
  #makeSigned(nowMs) {
    return {
      id: randomId(),
      certificate: this.#party.certificate,
      pair: generateAgreementKeyPair(),
      kem: generateKemKeyPair(),
      madeAtMs: nowMs,
      expiresAtMs: nowMs + MAX_BUNDLE_LIFETIME_MS
    };
  }
  async #counters() {
    const held = await this.#store.get("prekey", COUNTERS);
    return { held, counters: held && readCounters(this.#records.open("prekey", COUNTERS, held)) };
  }
  async #signed(id) {
    const key = signedKey(id);
    const sealed = await this.#store.get("prekey", key);
    if (sealed === void 0) return void 0;
    if (this.#expanded?.record.id === id && equalBytes(this.#expanded.sealed, sealed)) return this.#expanded.record;
    const record = readSigned(id, this.#records.open("prekey", key, sealed));
    this.#expanded = { sealed, record };
    return record;
  }
  async #oneTime(signedId, kind, id) {
    for (const pool of Object.keys(POOLS)) {
      const key = oneTimeKey({ pool, signedId, kind, id });
      const sealed = await this.#store.get("prekey", key);
      if (sealed === void 0) continue;
      const consume = [
        { kind: "require", space: "prekey", key, value: sealed },
        { kind: "delete", space: "prekey", key }
      ];
      return { id, secret: readOneTime(kind, this.#records.open("prekey", key, sealed)), consume };
    }
    throw new TalosError("E_PREKEY_GONE", `the one-time prekey (${kind}) is used`);
  }
  /** How many one-time prekeys of each kind a pool still takes. */
  async #room(pool, most) {
    const records = await this.#count({ ...poolRange(pool), limit: 2 * most });
    return most - Math.ceil(records / 2);
  }
  async #count(range) {
    let count = 0;
    for await (const _ of this.#store.scan("prekey", range)) count++;
    return count;
  }
  #putSet(pool, signedId, { agreement, kem }) {
    return [
      ...this.#putNew(
        oneTimeKey({ pool, signedId, kind: "x25519", id: agreement.id }),
        encodeOneTime(agreement.pair.secretKey)
      ),
      ...this.#putNew(oneTimeKey({ pool, signedId, kind: "kem", id: kem.id }), encodeOneTime(kem.pair.seed))
    ];
  }
  /** For a record whose id was drawn: were it there already, another is drawn. */
  #putNew(key, record) {
    return [{ kind: "require", space: "prekey", key, value: void 0 }, this.#put(key, record)];
  }
  #put(key, record) {
    return { kind: "put", space: "prekey", key, value: this.#records.seal("prekey", key, record) };
  }
};
function randomId() {
  return new DataView(randomBytes(4).buffer).getUint32(0);
}
function oneTimeSet(signedId) {
  const ids = /* @__PURE__ */ new Set([signedId]);
  while (ids.size < 3) ids.add(randomId());
  const [, first, second] = [...ids];
  return {
    agreement: { id: first, pair: generateAgreementKeyPair() },
    kem: { id: second, pair: generateKemKeyPair() }
  };
}

// src/agent/message/backlogs.ts
var Backlogs = class {
  #send;
  #last = /* @__PURE__ */ new WeakMap();
  /** Passes that have not looked into the outbox yet. */
  #queued = /* @__PURE__ */ new WeakMap();
  /** @param send - Sends all that waits for the peer, the oldest first. Never rejects. */
  constructor(send) {
    this.#send = send;
  }
  /** The last pass of a link. Who has waited for it, and finds the same one here, is not overtaking anything. */
  last(link) {
    return this.#last.get(link);
  }
  /** All that waits for `peer` now goes out over `link`. */
  add(peer, link) {
    if (this.#queued.has(link)) return;
    const sending = (this.#last.get(link) ?? Promise.resolve()).then(() => {
      this.#queued.delete(link);
      return this.#send(peer, link);
    });
    this.#queued.set(link, sending);
    this.#last.set(link, sending);
  }
  /** As {@link Backlogs.add}; resolves when it has gone. */
  async run(peer, link) {
    this.add(peer, link);
    await this.#last.get(link);
  }
};

// src/agent/message/delivery-outcome.ts
var OVER = /* @__PURE__ */ new Set(["delivered", "failed"]);
async function outcomeOf({ deliveries, waits, find, retry }, peer, id, limits) {
  const found = async () => {
    const message = await find(peer, id);
    if (message === void 0) throw new TalosError("E_NOT_FOUND", "there is no message of this id to this peer");
    return message;
  };
  let isOver2 = false;
  let wake = () => {
  };
  const unwatch = deliveries.watch((delivery) => {
    if (!OVER.has(delivery.state) || !equalBytes(delivery.id, id)) return;
    isOver2 = true;
    wake();
  });
  try {
    const now = await found();
    if (now.state !== "queued" && now.state !== "sent") return now;
    retry(peer);
    const settled = await waits.until(limits, (done) => {
      wake = done;
      if (isOver2) done();
    });
    return settled ? await found() : now;
  } finally {
    unwatch();
  }
}

// src/agent/message/file-mail.ts
var FileMail = class {
  #terms;
  constructor(terms) {
    this.#terms = terms;
  }
  /**
   * Leaves a letter at the mailbox of `peer`; durable there when it resolves. A session is made where there is none.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no mailbox, or no bundle, is known; what `PostOffice.deposit` throws.
   */
  async leave(peer, { type, text, chunk }) {
    const { book, deposit, assertUnchanged: assertUnchanged2, establish, clock } = this.#terms;
    assertUnchanged2?.(peer);
    if (deposit === void 0) throw new TalosError("E_UNREACHABLE", "this agent knows no mailboxes");
    if (!await book.outbox.hasSession(peer)) await establish(peer);
    const envelope = await book.seal(peer, {
      type,
      id: book.outbox.nextId(),
      timestampMs: clock.now(),
      text,
      salt: randomBytes(TEXT_SALT_BYTES),
      ...chunk === void 0 ? {} : { chunk }
    });
    await deposit(peer, envelope);
  }
};

// src/agent/message/leaving.ts
var Leaving = class {
  #parts;
  #passes = /* @__PURE__ */ new Map();
  constructor(parts) {
    this.#parts = parts;
  }
  /** Leaves all that waits for `peer`. What cannot be left, because of the mailbox or for want of a bundle, waits on. */
  async leave(peer) {
    const { deposit } = this.#parts;
    if (deposit === void 0) return;
    const before = this.#passes.get(peer) ?? Promise.resolve();
    const pass = before.then(() => this.#pass(peer, deposit));
    this.#passes.set(peer, pass);
    await pass;
    if (this.#passes.get(peer) === pass) this.#passes.delete(peer);
  }
  async #pass(peer, deposit) {
    try {
      this.#parts.assertUnchanged?.(peer);
      for await (const { envelope } of this.#parts.unleft(peer)) await deposit(peer, envelope);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
  }
};

// src/agent/message/message-files.ts
var MessageFiles = class {
  #options;
  constructor(options) {
    this.#options = options;
  }
  /**
   * Seals a message under the session with `peer`. Session and history are durable when it resolves.
   *
   * Nothing is known of what becomes of it, so no number of unanswered ones asks for a new session.
   *
   * @param text - At most 1 MiB; may be empty.
   * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a longer text: nothing is changed then.
   */
  async seal(peer, text) {
    const { clock, sessions, history, nextId } = this.#options;
    const salt = randomBytes(TEXT_SALT_BYTES);
    let past = [];
    const sealed = await sessions.take(peer, (held) => {
      const id = nextId();
      const timestampMs = clock.now();
      const message = { type: ENVELOPE_TYPES.text, id, timestampMs, text, salt };
      const { next, envelope } = sessions.seal(held, message);
      const content = new Uint8Array(text);
      past = [this.#put({ id, peer, direction: "sent", atMs: timestampMs, content }, timeOfMessageId(id))];
      const commitment = textCommitment(salt, text);
      const kept = sessions.kept(messageEvent(peer, { id, commitment }, "sent"));
      return { next, changes: [...past, ...kept], result: { id, envelope, commitment } };
    });
    await history.added(past);
    return sealed;
  }
  /**
   * Opens an envelope, once. Its id, the session and the text in the history are durable when it resolves.
   *
   * @throws {TalosError} `E_VERSION` and `E_MALFORMED` for another form; `E_DECRYPT` for one that is not from and for
   *   those that it is said to be, or does not open; `E_REPLAY` for one that was opened or received before;
   *   `E_NO_SESSION`, `E_SKIP_LIMIT`, `E_PREKEY_GONE` and others of its session. Nothing is changed then.
   */
  async open(file) {
    const { store, clock, sessions, history } = this.#options;
    const envelope = this.#read(file);
    let past = [];
    const opened = await sessions.take(envelope.sender, async (held) => {
      const { sender: from, id, commitment } = envelope;
      const seen = keyOf(PARTS.seen, from, id);
      if (await store.get("message", seen) !== void 0)
        throw new TalosError("E_REPLAY", "the message was opened or received before", {
          hint: "talos history shows it"
        });
      const { session, text: content, consume, isNew } = await sessions.open(held, envelope);
      const newSession = isNew ? session : void 0;
      const receivedAtMs = clock.now();
      past = [this.#put({ id, peer: from, direction: "received", atMs: receivedAtMs, content }, receivedAtMs)];
      const changes = [
        ...consume,
        { kind: "require", space: "message", key: seen, value: void 0 },
        { kind: "put", space: "message", key: seen, value: u64(receivedAtMs) },
        ...past,
        ...sessions.kept(newSession && sessionEvent(from, newSession), messageEvent(from, envelope))
      ];
      return {
        next: addOpened(held, session, { nowMs: receivedAtMs }),
        changes,
        result: { id, from, receivedAtMs, content, commitment, newSession }
      };
    });
    await history.added(past);
    return opened;
  }
  #put(message, order) {
    return this.#options.records.putPast(order, { ...message, failure: "", isFile: true });
  }
  /** All that is done before any ratchet work. */
  #read({ from, to, envelope: bytes }) {
    const { did } = this.#options.party;
    const version = bytes[0];
    if (version !== void 0 && version !== ENVELOPE_VERSION)
      throw new TalosError("E_VERSION", `envelope of version ${version}`);
    const { sender, recipient, type } = readable(bytes);
    if (sender !== from || recipient !== to || to !== did)
      throw new TalosError("E_DECRYPT", "the message is not for this agent, or not from whom it is said to be", {
        hint: "it opens where it was sealed to"
      });
    const envelope = readEnvelope(bytes, { sender, recipient: did });
    if (type !== ENVELOPE_TYPES.text) throw new TalosError("E_MALFORMED", "the envelope holds no text");
    return envelope;
  }
};
function readable(bytes) {
  try {
    return decodeEnvelope(bytes);
  } catch (error) {
    if (!isTalosError(error, "E_BAD_DID")) throw error;
    throw new TalosError("E_DECRYPT", "the envelope names no agent", { cause: error });
  }
}

// src/agent/message/message-history.ts
var MAX_HISTORY_MESSAGES = 1e4;
var MAX_HISTORY_BYTES = 64 * 1024 * 1024;
var DROPPED_SHARE = 1 / 16;
var MAX_PAGE_BYTES = 2 * 1024 * 1024;
var MessageHistory = class {
  #store;
  #records;
  #counts;
  #givingUp;
  #dropping = new Mutex();
  constructor(store, records, givingUp) {
    this.#store = store;
    this.#records = records;
    this.#counts = new EntryCounts(store, "message");
    this.#givingUp = givingUp;
  }
  /** To be called when `changes` are in the store: drops the oldest messages where there are too many. */
  async added(changes) {
    const puts = changes.filter((change) => change.kind === "put" && change.key[0] === PARTS.history);
    const prefix = prefixOf(PARTS.history);
    await this.#dropping.run(async () => {
      for (const change of puts) this.#counts.adjust(prefix, 1, change.kind === "put" ? change.value.length : 0);
      const { entries, bytes } = await this.#counts.of(prefix, { start: prefix, end: endOf(prefix) });
      if (entries <= MAX_HISTORY_MESSAGES && bytes <= MAX_HISTORY_BYTES) return;
      await this.#drop(
        entries - MAX_HISTORY_MESSAGES * (1 - DROPPED_SHARE),
        bytes - MAX_HISTORY_BYTES * (1 - DROPPED_SHARE)
      );
    });
  }
  /** Drops the oldest messages, until `entries` and `bytes` are gone. */
  async #drop(entries, bytes) {
    const prefix = prefixOf(PARTS.history);
    const changes = [];
    let gone = 0;
    for await (const [key, value] of this.#store.scan("message", { start: prefix, end: endOf(prefix) })) {
      if (changes.length >= entries && gone >= bytes) break;
      changes.push({ kind: "delete", space: "message", key });
      gone += value.length;
    }
    await this.#store.apply(changes);
    this.#counts.adjust(prefix, -changes.length, -gone);
  }
  /**
   * A page of the history, at most {@link MAX_PAGE_BYTES} of texts and at least one message where there is one.
   *
   * @param nowMs - Milliseconds since 1970: what has waited too long has failed, whether it was looked at or not.
   * @throws {TalosError} `E_MALFORMED` for a `before` that no page gave.
   */
  async page(query, nowMs) {
    const end = query.before === void 0 ? void 0 : placeOf(query.before);
    const found = [
      ...await this.#ordered(PARTS.history, query, end),
      ...await this.#ordered(PARTS.inbox, query, end),
      ...await this.#waiting(query, end, nowMs)
    ].sort((a, b) => compareBytes(b.place, a.place));
    const shown = [];
    let bytes = 0;
    for (const each of found) {
      bytes += each.message.content.length;
      if (shown.length >= query.last || shown.length > 0 && bytes > MAX_PAGE_BYTES) break;
      shown.push(each);
    }
    const first = shown.at(-1);
    return {
      messages: shown.reverse().map(({ message }) => message),
      before: first === void 0 || shown.length === found.length ? "" : toHex(first.place)
    };
  }
  /** One of our own, wherever it is; undefined where it is not, or not any more. */
  async find(peer, id, nowMs) {
    const waiting = keyOf(PARTS.outbox, peer, id);
    const held = await this.#store.get("message", waiting);
    if (held !== void 0) return this.#unsent(waiting, held, nowMs);
    const past = orderedKey(PARTS.history, timeOfMessageId(id), id);
    const sealed = await this.#store.get("message", past);
    return sealed && this.#past(past, sealed);
  }
  /**
   * Erases a message that nothing more will become of; durable when it resolves.
   *
   * @returns Whether it was here; `waiting` where nobody has taken it yet, and it stays.
   */
  async forget(peer, id, direction) {
    const isIt = (key, read2) => {
      if (!equalBytes(idOf(key), id)) return false;
      const message = read2();
      return message.peer === peer && message.direction === direction && message.state !== "repaired";
    };
    return this.#dropping.run(async () => {
      const inbox = prefixOf(PARTS.inbox);
      for await (const [key, sealed] of this.#store.scan("message", { start: inbox, end: endOf(inbox) }))
        if (isIt(key, () => this.#received(key, sealed))) return "waiting";
      const prefix = prefixOf(PARTS.history);
      const changes = [];
      let bytes = 0;
      for await (const [key, sealed] of this.#store.scan("message", { start: prefix, end: endOf(prefix) })) {
        if (!isIt(key, () => this.#past(key, sealed))) continue;
        changes.push({ kind: "delete", space: "message", key });
        bytes += sealed.length;
      }
      if (changes.length === 0) return "absent";
      await this.#store.apply(changes);
      this.#counts.adjust(prefix, -changes.length, -bytes);
      return "erased";
    });
  }
  /** The newest messages of a part that is ordered by time, as far as they may be on the page. */
  async #ordered(part, query, end) {
    const prefix = prefixOf(part);
    const found = [];
    let bytes = 0;
    const before = end === void 0 ? endOf(prefix) : inPart(part, end);
    for await (const [key, sealed] of this.#store.scan("message", { start: prefix, end: before, reverse: true })) {
      const message = part === PARTS.inbox ? this.#received(key, sealed) : this.#past(key, sealed);
      if (query.peer !== void 0 && message.peer !== query.peer) continue;
      found.push({ place: inPart(PARTS.history, key), message });
      bytes += message.content.length;
      if (found.length > query.last || bytes > 2 * MAX_PAGE_BYTES) break;
    }
    return found;
  }
  /** The message that a record of the space `message` holds; undefined where it holds none. */
  read(key, sealed, nowMs) {
    if (key[0] === PARTS.history) return this.#past(key, sealed);
    if (key[0] === PARTS.inbox) return this.#received(key, sealed);
    return key[0] === PARTS.outbox ? this.#unsent(key, sealed, nowMs) : void 0;
  }
  #received(key, sealed) {
    const { id, from, receivedAtMs, content } = this.#records.readReceived(key, sealed);
    const message = { id, peer: from, direction: "received", atMs: receivedAtMs, content, failure: "" };
    return { ...message, isFile: false, state: "waiting" };
  }
  #past(key, sealed) {
    const past = this.#records.readPast(key, sealed);
    if (past.repair !== void 0) return { ...past, state: "repaired" };
    if (past.direction === "received") return { ...past, state: "received" };
    if (past.isFile) return { ...past, state: "sealed" };
    return { ...past, state: past.failure === "" ? "delivered" : "failed" };
  }
  /** A message of the outbox. */
  #unsent(key, sealed, nowMs) {
    const { storedAtMs, text, wasSent } = this.#records.readWaiting(key, sealed);
    const isOver2 = nowMs - storedAtMs > this.#givingUp.ageMs;
    return {
      id: idOf(key),
      peer: peerOfKey(key),
      direction: "sent",
      atMs: storedAtMs,
      content: new Uint8Array(text),
      failure: isOver2 ? this.#givingUp.reason : "",
      isFile: false,
      state: isOver2 ? "failed" : wasSent ? "sent" : "queued"
    };
  }
  /** The newest messages of the outbox, which is ordered by peers. */
  async #waiting(query, end, nowMs) {
    const prefix = prefixOf(PARTS.outbox, query.peer);
    const places = [];
    for await (const [key] of this.#store.scan("message", { start: prefix, end: endOf(prefix) })) {
      const id = idOf(key);
      const place = orderedKey(PARTS.history, timeOfMessageId(id), id);
      if (end === void 0 || compareBytes(place, end) < 0) places.push({ place, key });
    }
    places.sort((a, b) => compareBytes(b.place, a.place));
    const found = [];
    let bytes = 0;
    for (const { place, key } of places) {
      const sealed = await this.#store.get("message", key);
      if (sealed === void 0) continue;
      const message = this.#unsent(key, sealed, nowMs);
      found.push({ place, message });
      bytes += message.content.length;
      if (found.length > query.last || bytes > 2 * MAX_PAGE_BYTES) break;
    }
    return found;
  }
};
function inPart(part, key) {
  const place = new Uint8Array(key);
  place[0] = part;
  return place;
}
function placeOf(text) {
  if (!/^04(?:[0-9a-f]{48})$/.test(text)) throw new TalosError("E_MALFORMED", "no page of the history begins there");
  return fromHex(text);
}

// src/agent/message/session-repair.ts
function chainOf(envelope) {
  try {
    return toHex(splitRatchetMessage(decodeEnvelope(envelope).content).ratchetKey);
  } catch (error) {
    if (!isTalosError(error)) throw error;
    return "";
  }
}
function repairEvent(peer, { id, session, cause }) {
  return { kind: "repair", peer, id, session: session.id, by: "self", cause, repeated: false };
}
var SessionRepairs = class {
  #terms;
  constructor(terms) {
    this.#terms = terms;
  }
  /**
   * Judges an envelope whose receiving gave `error`, and begins a repair where it calls for one and one is allowed. That
   * it has begun is durable, and counts whatever comes of it.
   *
   * @param isKnown - Whether the peer is one of this agent's contacts, so that it may be met without any session.
   * @returns Undefined for what says nothing of the sessions: a replay, bytes that the peer has not signed. `unmet` for
   *   what a peer has signed that is no contact and has no session here.
   */
  async judge(peer, bytes, error, { isKnown, way }) {
    const { clock, store, sessions } = this.#terms;
    const envelope = repairCauseOf(error, true) && this.#signed(peer, bytes);
    if (envelope === void 0 || !isRepairable(envelope, way, clock.now())) return void 0;
    if (await store.get("message", keyOf(PARTS.seen, peer, envelope.id)) !== void 0) return void 0;
    const held = await sessions.held(peer);
    const cause = repairCauseOf(error, isKnownSession(held, envelope));
    if (cause === void 0) return void 0;
    if (!isKnown && held.sessions.length === 0) return "unmet";
    const judged = { chain: chainOf(bytes), cause };
    if (!mayRepair(held.repairs, clock.now())) return { ...judged, due: void 0 };
    return { ...judged, due: await this.#begin(peer, { cause, subject: envelope.id }) };
  }
  #begin(peer, due) {
    const { clock, sessions } = this.#terms;
    return sessions.take(peer, (held) => {
      if (!mayRepair(held.repairs, clock.now())) return { next: held, changes: [], result: void 0 };
      const next = { ...held, repairs: withBegun(held.repairs, clock.now()) };
      return { next, changes: [], result: { ...due, before: held.sessions[0]?.id } };
    });
  }
  #signed(peer, bytes) {
    try {
      return readEnvelope(bytes, { sender: peer, recipient: this.#terms.party.did });
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return void 0;
    }
  }
  /**
   * Makes the new session from the peer's bundle, and what tells the peer of it.
   *
   * @returns Undefined where the peer has made a session meanwhile that works.
   * @throws {TalosError} what `verifyBundle` throws.
   */
  async complete(peer, due, bundle) {
    const { sessions, messages, clock, history } = this.#terms;
    let past = [];
    const made = await sessions.take(peer, async (held) => {
      if (isMended(held, due)) return { next: held, changes: [], result: void 0 };
      const nowMs = clock.now();
      const { next, session } = sessions.initiated(peer, held, bundle, { isRepair: true });
      const id = makeMessageId(nowMs);
      const salt = randomBytes(TEXT_SALT_BYTES);
      past = [messages.repairPast(nowMs, { id, peer, direction: "sent", atMs: nowMs, repair: due.cause })];
      const changes = [
        // The peer needs to hear of the newest alone.
        ...await this.#forgetting(peer),
        messages.putWaiting(keyOf(PARTS.repair, peer, id), {
          storedAtMs: nowMs,
          salt,
          text: due.subject,
          wasSent: false,
          leftAtMs: 0
        }),
        ...past,
        ...sessions.kept(sessionEvent(peer, session), repairEvent(peer, { id, session, cause: due.cause }))
      ];
      const repairs = withRepaired(next.repairs, nowMs);
      return { next: { ...next, repairs }, changes, result: { id, session, cause: due.cause } };
    });
    if (made !== void 0) await history.added(past);
    return made;
  }
  async #forgetting(peer) {
    const start = prefixOf(PARTS.repair, peer);
    const changes = [];
    for await (const [key] of this.#terms.store.scan("message", { start, end: endOf(start) }))
      changes.push({ kind: "delete", space: "message", key });
    return changes;
  }
};
function isKnownSession({ sessions }, { initial }) {
  if (initial === void 0) return true;
  const hash = sha256(initial);
  return sessions.some(({ initialHash }) => equalBytes(initialHash, hash));
}
function isMended({ sessions: [first] }, { before }) {
  if (first === void 0 || first.pending !== void 0) return false;
  return before === void 0 || !equalBytes(first.id, before);
}

// src/agent/message/message-book.ts
var MAX_MESSAGE_AGE_MS = 62 * 864e5;
var SEEN_AGE_MS = 65 * 864e5;
var INBOX_PREFIX = prefixOf(PARTS.inbox);
var MessageBook = class {
  #options;
  #sessions;
  #records;
  /** What was and is in it, for people. */
  history;
  /** Messages that travel as files. */
  files;
  /** What waits to be sent. */
  outbox;
  repairs;
  /** How much more may come. */
  room;
  #lastOrder = 0;
  constructor(options) {
    const { store, records } = options;
    this.#options = options;
    this.#sessions = new SessionSteps(options);
    this.#records = new MessageRecords(records);
    this.history = new MessageHistory(store, this.#records, { ageMs: OUTBOX_AGE_MS, reason: NOT_ACKNOWLEDGED });
    const [sessions, messages, history] = [this.#sessions, this.#records, this.history];
    this.outbox = new Outbox({ ...options, sessions, messages, history });
    this.repairs = new SessionRepairs({ ...options, sessions, messages, history });
    this.files = new MessageFiles({
      ...options,
      records: messages,
      history,
      sessions,
      nextId: () => this.outbox.nextId()
    });
    const { isStranger = () => false } = options;
    this.room = new InboxRoom({ waiting: () => this.#stored(), isStranger });
  }
  async *#stored() {
    const range = { start: INBOX_PREFIX, end: endOf(INBOX_PREFIX) };
    for await (const [key, sealed] of this.#options.store.scan("message", range))
      yield { key, bytes: sealed.length, from: () => this.#records.readReceived(key, sealed).from };
  }
  /** As `SessionSteps.establish`. */
  establish(peer, bundle, requireOneTime = false) {
    return this.#sessions.establish(peer, bundle, requireOneTime);
  }
  /**
   * Opens an envelope that came from `peer`, and stores what it brings.
   *
   * @param isLater - Whether it is acknowledged later, by {@link MessageBook.acknowledge}.
   * @throws {TalosError} `E_MALFORMED`, `E_BAD_DID` and `E_DECRYPT` of `readEnvelope`; `E_REPLAY`, `E_SKIP_LIMIT`,
   *   `E_BAD_KEY` and `E_DECRYPT` of the session; `E_NO_SESSION` where none fits; `E_PREKEY_GONE`, `E_STALE` and
   *   others of an initial message; `E_LIMIT` of {@link InboxRoom.assertRoomFor}, for one that was not received
   *   before. Nothing is changed then.
   */
  async receive(peer, bytes, isLater = false) {
    return (await this.begin(peer, bytes, isLater)).stored;
  }
  /**
   * As {@link MessageBook.receive}, for who opens the next one meanwhile: resolves when the envelope has opened, and
   * rejects where it does not.
   */
  async begin(peer, bytes, isLater = false) {
    const envelope = readEnvelope(bytes, { sender: peer, recipient: this.#options.party.did });
    if (isFileEnvelopeType(envelope.type)) {
      const taken = await this.#receiveLetter(peer, envelope, envelope.type, isLater);
      return { stored: Promise.resolve(taken) };
    }
    if (envelope.type === ENVELOPE_TYPES.sessionRepair) return this.#beginRepair(peer, envelope, isLater);
    if (envelope.type === ENVELOPE_TYPES.acknowledgement) return this.#beginAcknowledgement(peer, envelope);
    if (!await this.#isSeen(envelope)) await this.room.assertRoomFor(peer);
    let inbox;
    const reserve = (changes) => {
      if (inbox !== void 0) this.room.removed(inbox);
      const put6 = changes.find((change) => change.kind === "put" && change.key[0] === PARTS.inbox);
      inbox = put6?.kind === "put" ? put6.key : void 0;
      if (put6?.kind === "put") this.room.added(put6.key, peer, put6.value.length);
    };
    const begun = await this.#sessions.begin(peer, async (held) => {
      const step = await this.#takeMessage(held, envelope, isLater);
      reserve(step.changes);
      return step;
    });
    begun.stored.catch(() => reserve([]));
    return begun;
  }
  async #beginAcknowledgement(peer, envelope) {
    let changes = [];
    const { stored: stored2 } = await this.#sessions.begin(peer, async (held) => {
      const step = await this.#takeAcknowledgement(held, envelope);
      changes = step.changes;
      return step;
    });
    const counted = stored2.then(async (acknowledged) => {
      for (const { commitment } of acknowledged.messages) if (commitment !== void 0) this.outbox.acknowledged(peer);
      await this.history.added(changes);
      return acknowledged;
    });
    return { stored: counted };
  }
  async #receiveLetter(peer, envelope, type, isMail) {
    const { files, clock } = this.#options;
    if (!isMail || files === void 0) throw new TalosError("E_MALFORMED", "files of peers that are there have links");
    return this.#sessions.take(peer, async (held) => {
      if (await this.#isSeen(envelope))
        return { next: held, changes: [], result: { kind: "file", newSession: void 0 } };
      if (clock.now() - envelope.timestampMs > MAX_MESSAGE_AGE_MS)
        throw new TalosError("E_STALE", "the letter was signed more than 62 days ago");
      const { session, text, consume, isNew } = await this.#sessions.open(held, envelope);
      const { chunk } = envelope;
      await files.take(peer, { type, text, ...chunk === void 0 ? {} : { chunk } });
      const newSession = isNew ? session : void 0;
      const kept = this.#sessions.kept(newSession && sessionEvent(peer, newSession));
      const changes = [...consume, ...this.#see(envelope), ...kept];
      return {
        next: addOpened(held, session, { nowMs: clock.now() }),
        changes,
        result: { kind: "file", newSession }
      };
    });
  }
  /** Seals what nothing is kept of: whoever sends it makes it again. @throws {TalosError} `E_NO_SESSION`. */
  seal(peer, message) {
    return this.#sessions.take(peer, (held) => {
      const { next, envelope: result } = this.#sessions.seal(held, message);
      return { next, changes: [], result };
    });
  }
  async #takeMessage(held, envelope, isLater) {
    const { sender, id, commitment } = envelope;
    if (await this.#isSeen(envelope) && held.sessions.length > 0) {
      const { next: next2, changes: changes2, ...rest } = await this.#acknowledgeAgain(held, envelope, isLater);
      return { next: next2, changes: changes2, result: { kind: "duplicate", id, commitment, ...rest } };
    }
    if (this.#options.clock.now() - envelope.timestampMs > MAX_MESSAGE_AGE_MS)
      throw new TalosError("E_STALE", "the message was signed more than 62 days ago");
    const { session, text, consume, isNew } = await this.#sessions.open(held, envelope);
    const receivedAtMs = this.#options.clock.now();
    const { next, reply } = this.#reply(addOpened(held, session, { nowMs: receivedAtMs }), id, isLater);
    const inbox = orderedKey(PARTS.inbox, this.#nextOrder(), id);
    const put6 = this.#records.putReceived(inbox, { id, from: sender, receivedAtMs, content: text });
    const newSession = isNew ? session : void 0;
    const kept = this.#sessions.kept(newSession && sessionEvent(sender, newSession), messageEvent(sender, envelope));
    const changes = [...consume, ...this.#see(envelope), put6, ...kept];
    return { next, changes, result: { kind: "message", id, commitment, reply, newSession } };
  }
  /**
   * The acknowledgement was lost: the peer gets another, the application nothing. Sealed anew, the message may have come
   * under another session, which is then the one that the peer hears.
   */
  async #acknowledgeAgain(held, envelope, isLater) {
    const opened = await this.#sessions.open(held, envelope).catch(unopened);
    const heard = opened ? addOpened(held, opened.session, { nowMs: this.#options.clock.now() }) : held;
    const { next, reply } = this.#reply(heard, envelope.id, isLater);
    const newSession = opened?.isNew === true ? opened.session : void 0;
    const kept = this.#sessions.kept(newSession && sessionEvent(envelope.sender, newSession));
    return { next, changes: [...opened?.consume ?? [], ...kept], reply, newSession };
  }
  async #isSeen({ sender, id }) {
    return await this.#options.store.get("message", keyOf(PARTS.seen, sender, id)) !== void 0;
  }
  /** Remembers an id; fails if that has happened meanwhile. */
  #see({ sender, id, timestampMs }) {
    const key = keyOf(PARTS.seen, sender, id);
    const atMs = Math.max(this.#options.clock.now(), timestampMs);
    return [
      { kind: "require", space: "message", key, value: void 0 },
      { kind: "put", space: "message", key, value: u64(atMs) }
    ];
  }
  #nextOrder() {
    this.#lastOrder = Math.max(this.#options.clock.now(), this.#lastOrder + 1);
    return this.#lastOrder;
  }
  async #beginRepair(peer, envelope, isLater) {
    let changes = [];
    const { stored: stored2 } = await this.#sessions.begin(peer, async (held) => {
      const step = await this.#takeRepair(held, envelope, isLater);
      changes = step.changes;
      return step;
    });
    const counted = stored2.then(async (repaired) => {
      await this.history.added(changes);
      return repaired;
    });
    return { stored: counted };
  }
  async #takeRepair(held, envelope, isLater) {
    const { sender: peer, id } = envelope;
    const [first] = held.sessions;
    if (await this.#isSeen(envelope) && first !== void 0) {
      const { next: next2, changes: changes2, ...rest } = await this.#acknowledgeAgain(held, envelope, isLater);
      return { next: next2, changes: changes2, result: { kind: "repaired", id, session: first.id, repeated: true, ...rest } };
    }
    const { session, text, consume, isNew } = await this.#sessions.open(held, envelope);
    if (text.length !== MESSAGE_ID_BYTES) throw new TalosError("E_MALFORMED", "a repair that holds no id");
    const nowMs = this.#options.clock.now();
    const { next, reply } = this.#reply(addOpened(held, session, { nowMs, isRepair: true }), id, isLater);
    const past = { id, peer, direction: "received", atMs: nowMs, repair: "told" };
    const newSession = isNew ? session : void 0;
    const changes = [
      ...consume,
      ...this.#see(envelope),
      this.#records.repairPast(this.#nextOrder(), past),
      ...this.#sessions.kept(
        newSession && sessionEvent(peer, newSession),
        toldRepairEvent(peer, { id, session: session.id })
      )
    ];
    return {
      next: { ...next, repairs: withRepaired(next.repairs, nowMs) },
      changes,
      // What waits goes out again first: nothing is sealed before that is known.
      isAlone: true,
      result: { kind: "repaired", id, session: session.id, repeated: false, reply, newSession }
    };
  }
  async #takeAcknowledgement(peer, envelope) {
    if (await this.#isSeen(envelope)) throw new TalosError("E_REPLAY", "the acknowledgement was received before");
    const { session, text, consume, isNew } = await this.#sessions.open(peer, envelope);
    const { sender } = envelope;
    const newSession = isNew ? session : void 0;
    const changes = [
      ...consume,
      ...this.#see(envelope),
      ...this.#sessions.kept(newSession && sessionEvent(sender, newSession))
    ];
    const messages = [];
    for (const id of readAcknowledgement(text)) {
      const { commitment, changes: gone } = await this.#takeDelivery(sender, id);
      messages.push({ id, commitment });
      changes.push(...gone, ...this.#sessions.kept(commitment && messageEvent(sender, { id, commitment }, "sent")));
    }
    const result = { kind: "acknowledged", messages, newSession };
    return { next: addOpened(peer, session, { nowMs: this.#options.clock.now() }), changes, result };
  }
  /** What it changes that a message of ours was stored by `peer`. */
  async #takeDelivery(peer, id) {
    const key = keyOf(PARTS.outbox, peer, id);
    const held = await this.#options.store.get("message", key);
    const waiting = held && this.#records.readWaiting(key, held);
    const past = waiting ? this.#records.sentPast(peer, id, waiting) : await this.#lateDelivery(peer, id);
    const changes = [
      // Of two that tell of it the second finds that it is gone.
      { kind: "require", space: "message", key, value: held },
      { kind: "delete", space: "message", key },
      { kind: "delete", space: "message", key: keyOf(PARTS.repair, peer, id) },
      ...past === void 0 ? [] : [past]
    ];
    return { commitment: waiting && textCommitment(waiting.salt, waiting.text), changes };
  }
  /** A message that was given up, and has arrived all the same. */
  async #lateDelivery(peer, id) {
    const key = orderedKey(PARTS.history, timeOfMessageId(id), id);
    const sealed = await this.#options.store.get("message", key);
    const past = sealed && this.#records.readPast(key, sealed);
    if (past?.direction !== "sent" || past.peer !== peer || past.failure === "") return void 0;
    return this.#records.putPast(timeOfMessageId(id), { ...past, failure: "" });
  }
  #reply(held, id, isLater) {
    if (isLater) return { next: held, reply: void 0 };
    const { next, envelope: reply } = this.#sealAcknowledgement(held, [id]);
    return { next, reply };
  }
  #sealAcknowledgement(held, ids) {
    const timestampMs = this.#options.clock.now();
    const salt = randomBytes(TEXT_SALT_BYTES);
    const type = ENVELOPE_TYPES.acknowledgement;
    const text = writeAcknowledgement(ids);
    return this.#sessions.seal(held, { type, id: makeMessageId(timestampMs), timestampMs, text, salt });
  }
  /**
   * Seals the acknowledgement of messages that were received.
   *
   * @param ids - 1 to `MAX_ACKNOWLEDGED_IDS`, each once.
   * @returns The envelope to send.
   * @throws {TalosError} `E_NO_SESSION`.
   */
  acknowledge(peer, ids) {
    return this.#sessions.take(peer, (held) => {
      const { next, envelope: result } = this.#sealAcknowledgement(held, ids);
      return { next, changes: [], result };
    });
  }
  /** What is in the inbox, the oldest first, from after the key `after` on. */
  async *waiting(after) {
    const start = after === void 0 ? INBOX_PREFIX : concat(after, Uint8Array.of(0));
    for await (const [key, sealed] of this.#options.store.scan("message", { start, end: endOf(INBOX_PREFIX) }))
      yield { key, read: () => this.#records.readReceived(key, sealed) };
  }
  /** Moves a message that the application has taken to the history. */
  async take(key) {
    const { store } = this.#options;
    const held = await store.get("message", key);
    if (held === void 0) return;
    const past = this.#records.receivedPast(key, held);
    await store.apply([{ kind: "delete", space: "message", key }, past]);
    this.room.removed(key);
    await this.history.added([past]);
  }
  /** Forgets ids older than {@link SEEN_AGE_MS}. */
  async prune() {
    const { store, clock } = this.#options;
    const changes = [];
    const seen = { start: prefixOf(PARTS.seen), end: prefixOf(PARTS.history) };
    for await (const [key, value] of store.scan("message", seen))
      if (clock.now() - decode(value, (reader) => reader.u64("seen")) > SEEN_AGE_MS)
        changes.push({ kind: "delete", space: "message", key });
    if (changes.length > 0) await store.apply(changes);
  }
  /** Goes on after the orders and ids that the store holds: a clock that was set back meanwhile changes no order. */
  async resume() {
    const { store } = this.#options;
    const newest = { start: INBOX_PREFIX, end: endOf(INBOX_PREFIX), reverse: true, limit: 1 };
    for await (const [key] of store.scan("message", newest)) this.#lastOrder = orderOf(key);
    await this.outbox.resume();
  }
};
function unopened(error) {
  if (!isTalosError(error)) throw error;
}

// src/agent/message/outbox-retry.ts
var RESEND_AFTER_MS = 5e3;
var MAX_RESEND_AFTER_MS = 36e5;
var SETTLED_MS = 1e4;
var OutboxRetry = class {
  #terms;
  #runs = /* @__PURE__ */ new Map();
  /** Links whose end wakes the run of their peer: one look at each, as a link may live for years. */
  #watched = /* @__PURE__ */ new WeakSet();
  #unwatch;
  #isStopped = false;
  constructor(terms) {
    this.#terms = terms;
    this.#unwatch = terms.network?.onWake(() => {
      for (const run2 of this.#runs.values()) {
        run2.isFresh = true;
        run2.wake();
      }
    });
  }
  /** Tries from now on, until nothing waits for `peer`. To be called when something was stored for it. */
  start(peer) {
    if (this.#isStopped) return;
    const running = this.#runs.get(peer);
    if (running !== void 0) {
      running.isAsked = true;
      return;
    }
    const run2 = { isAsked: true, acknowledged: 0, isFresh: false, wake: () => {
    } };
    this.#runs.set(peer, run2);
    void this.#run(peer, run2);
  }
  /** To be called when `peer` has acknowledged something. */
  acknowledged(peer) {
    const run2 = this.#runs.get(peer);
    if (run2 !== void 0) run2.acknowledged++;
  }
  /** To be called when there is a new link to `peer`, over which all that waits is being sent. */
  linked(peer) {
    this.start(peer);
    this.#runs.get(peer)?.wake();
  }
  /** Ends all tries. Repeatable. */
  stop() {
    this.#isStopped = true;
    this.#unwatch?.();
    for (const { wake } of this.#runs.values()) wake();
  }
  async #run(peer, run2) {
    const { linkOf, connect, timer } = this.#terms;
    let delays = retryDelays({ random: randomFraction });
    try {
      while (await this.#goesOn(peer, run2)) {
        const link = linkOf(peer);
        if (link !== void 0) {
          const since = timer.now();
          run2.acknowledged = 0;
          await this.#while(peer, link, run2);
          if (run2.acknowledged > 0 || timer.now() - since >= SETTLED_MS)
            delays = retryDelays({ random: randomFraction });
          continue;
        }
        await this.#sleep(run2, delays.next().value);
        if (this.#isStopped || linkOf(peer) !== void 0) continue;
        if (run2.isFresh) delays = retryDelays({ random: randomFraction });
        run2.isFresh = false;
        await connect(peer).catch(unlessOurs);
      }
    } finally {
      this.#runs.delete(peer);
      if (run2.isAsked) this.start(peer);
    }
  }
  /** What is not acknowledged may not have opened, or come to nobody: it goes out again, less and less often. */
  async #while(peer, link, run2) {
    this.#watch(peer, link);
    let waitMs = RESEND_AFTER_MS;
    let before = await this.#oldest(peer);
    while (this.#terms.linkOf(peer) === link && !this.#isOver()) {
      await this.#sleep(run2, waitMs);
      const oldest = await this.#oldest(peer);
      if (oldest === void 0 || this.#terms.linkOf(peer) !== link) return;
      if (oldest !== before) waitMs = RESEND_AFTER_MS;
      else if (link.bufferedBytes === 0) {
        waitMs = Math.min(2 * waitMs, MAX_RESEND_AFTER_MS);
        await this.#terms.resend(peer, link);
      }
      before = oldest;
    }
  }
  #watch(peer, link) {
    if (this.#watched.has(link)) return;
    this.#watched.add(link);
    void link.closed.then(() => this.#runs.get(peer)?.wake());
  }
  /** Whether anything waits, or may do so by now. */
  async #goesOn(peer, run2) {
    while (run2.isAsked) {
      run2.isAsked = false;
      if (await this.#oldest(peer) !== void 0) {
        run2.isAsked = true;
        return true;
      }
    }
    return false;
  }
  #isOver() {
    return this.#isStopped;
  }
  async #oldest(peer) {
    if (this.#isStopped) return void 0;
    try {
      const oldest = await this.#terms.oldest(peer);
      return this.#isOver() ? void 0 : oldest;
    } catch (error) {
      unlessOurs(error);
      return void 0;
    }
  }
  /** Ends before its time where the run is woken. */
  #sleep(run2, ms) {
    return new Promise((resolve) => {
      run2.wake = () => {
        cancel();
        run2.wake = () => {
        };
        resolve();
      };
      const cancel = this.#terms.timer.after(ms, () => run2.wake());
      if (this.#isStopped) run2.wake();
    });
  }
};
function unlessOurs(error) {
  if (!isTalosError(error)) throw error;
}

// src/agent/message/bundle-request.ts
var MAX_BUNDLE_REQUEST_BYTES = 512;
function bundleRequest({ from, to }) {
  return encodeCbor({ v: SESSION_VERSION, suite: SUITE, from, to });
}
function readBundleRequest(bytes, route) {
  const value = decodeCbor(bytes, { maxBytes: MAX_BUNDLE_REQUEST_BYTES });
  const fields = readVersioned(value, { required: ["from", "to"] }, "bundle request");
  if (readString(fields.from, "from") !== route.from || readString(fields.to, "to") !== route.to)
    throw new TalosError("E_IDENTITY_MISMATCH", "the request for a bundle is from or for another agent");
}

// src/agent/message/peer-links.ts
var BUNDLE_TIMEOUT_MS = 3e4;
var MAX_BUNDLE_REQUESTS = 8;
var MOVED_LINK_MS = 1e4;
var PeerLinks = class {
  #terms;
  #links = /* @__PURE__ */ new Map();
  #dialling = /* @__PURE__ */ new Map();
  /** Who waits for the bundle that a peer was asked for; one a peer. */
  #bundles = /* @__PURE__ */ new Map();
  #asking = /* @__PURE__ */ new Map();
  /** How often the peer was asked over a link. */
  #asked = /* @__PURE__ */ new WeakMap();
  /** The frame of each link that is being taken. */
  #taking = /* @__PURE__ */ new WeakMap();
  #unwatch;
  #isClosed = false;
  constructor(terms) {
    this.#terms = terms;
    const { network } = terms;
    const unwake = network?.onWake((sleptMs) => {
      for (const link of this.#links.values()) link.probe(sleptMs);
    });
    const unwatch = network?.onBetterPath((peer) => void this.#moveTo(peer));
    this.#unwatch = () => {
      unwake?.();
      unwatch?.();
    };
  }
  /** Opens a link over the better way that there is now, and ends the one before when what is on its way has come. */
  async #moveTo(peer) {
    const before = this.#links.get(peer);
    if (before === void 0 || before.path !== "relayed" || this.#dialling.has(peer)) return;
    const dialling = this.#dial(peer);
    this.#dialling.set(peer, dialling);
    try {
      await dialling;
      await this.#terms.waits.until({ link: before, ms: MOVED_LINK_MS }, () => {
      });
      await before.close();
    } catch (error) {
      if (!isTalosError(error)) throw error;
    } finally {
      if (this.#dialling.get(peer) === dialling) this.#dialling.delete(peer);
    }
  }
  /** The open link to `peer`. */
  get(peer) {
    return this.#links.get(peer);
  }
  /** The open link to `peer`, or a new one. @throws {TalosError} what `connect` throws; `E_IDENTITY_MISMATCH`. */
  async to(peer, signal) {
    const open4 = this.#links.get(peer);
    if (open4 !== void 0) return open4;
    const dialling = this.#dialling.get(peer) ?? this.#dial(peer);
    this.#dialling.set(peer, dialling);
    try {
      const link = await unlessAborted(dialling, signal);
      if (this.#terms.network?.hasBetter(peer, link.path) === true) queueMicrotask(() => void this.#moveTo(peer));
      return link;
    } finally {
      this.#dialling.delete(peer);
    }
  }
  async #dial(peer) {
    const link = await this.#terms.connect(peer);
    if (!equalBytes(link.peerKey, keyOfDid(peer))) {
      await link.close();
      throw new TalosError("E_IDENTITY_MISMATCH", "the link leads to another agent than the one asked for");
    }
    this.adopt(peer, link);
    return link;
  }
  /** Takes a link to `peer`, and owns it from now on. */
  adopt(peer, link) {
    if (this.#isClosed) {
      void link.close();
      return;
    }
    this.#links.set(peer, link);
    void link.closed.then(() => {
      if (this.#links.get(peer) === link) this.#links.delete(peer);
    });
    const asked = { bundles: 0 };
    link.onFrame((frame) => {
      const taking = this.#onFrame(peer, link, frame, asked);
      this.#taking.set(link, taking);
      return taking;
    });
    this.#terms.onLink(peer, link);
  }
  /**
   * Sends an envelope that answers one which came over `link`: after all that was sealed for the peer before. Where both
   * dialled at once, what went over two links would come in another order, and be of chains that are too old to open.
   */
  reply(peer, link, envelope) {
    try {
      (this.#links.get(peer) ?? link).send(FRAME_TYPES.data, envelope);
    } catch (error) {
      if (!isTalosError(error, "E_CLOSED")) throw error;
      link.send(FRAME_TYPES.data, envelope);
    }
  }
  async #onFrame(peer, link, { type, payload }, asked) {
    if (type === FRAME_TYPES.data) return this.#terms.onEnvelope(peer, link, payload);
    if (type === FRAME_TYPES.handshakeAck) return this.#onBundle(peer, payload);
    if (type !== FRAME_TYPES.handshake) throw new TalosError("E_PROTOCOL", `frame of type ${type} on a message link`);
    if (++asked.bundles > MAX_BUNDLE_REQUESTS) throw new TalosError("E_RATE_LIMITED", "too many requests for a bundle");
    readBundleRequest(payload, { from: peer, to: this.#terms.self });
    link.send(FRAME_TYPES.handshakeAck, await this.#terms.offer(peer));
  }
  /**
   * Asks `peer` for a bundle; one question after another.
   *
   * @throws {TalosError} as {@link PeerLinks.to}; `E_TIMEOUT` where none comes.
   */
  async askBundle(peer) {
    const before = this.#asking.get(peer);
    const asking = (async () => {
      await before?.catch(() => void 0);
      return this.#askOne(peer);
    })();
    this.#asking.set(peer, asking);
    try {
      return await asking;
    } finally {
      if (this.#asking.get(peer) === asking) this.#asking.delete(peer);
    }
  }
  async #askOne(peer) {
    const link = await this.#linkToAsk(peer);
    let bundle;
    const isThere = await this.#terms.waits.until({ link, ms: BUNDLE_TIMEOUT_MS }, (done) => {
      this.#bundles.set(peer, (given) => {
        bundle = given;
        done();
      });
      try {
        link.send(FRAME_TYPES.handshake, bundleRequest({ from: this.#terms.self, to: peer }));
      } catch (error) {
        if (!isTalosError(error, "E_CLOSED")) throw error;
      }
    });
    this.#bundles.delete(peer);
    if (!isThere || bundle === void 0) throw new TalosError("E_TIMEOUT", "the peer gave no bundle");
    return bundle;
  }
  /** A link that was not asked as often yet as the peer answers. */
  async #linkToAsk(peer) {
    const open4 = this.#links.get(peer);
    if (open4 !== void 0 && (this.#asked.get(open4) ?? 0) >= MAX_BUNDLE_REQUESTS) {
      this.#links.delete(peer);
      await open4.close();
    }
    const link = await this.to(peer);
    this.#asked.set(link, (this.#asked.get(link) ?? 0) + 1);
    return link;
  }
  #onBundle(peer, bundle) {
    const give = this.#bundles.get(peer);
    if (give === void 0) throw new TalosError("E_PROTOCOL", "a bundle that nobody asked for");
    this.#bundles.delete(peer);
    give(bundle);
  }
  /** Ends the links when the frame that each is taking has been taken; takes no other. */
  async close() {
    this.#isClosed = true;
    this.#unwatch();
    const links = [...this.#links.values()];
    await Promise.allSettled(links.map(async (link) => this.#taking.get(link)));
    await Promise.all(links.map((link) => this.#terms.settled(link)));
    await Promise.all(links.map((link) => link.close()));
  }
};

// src/agent/message/storing-envelopes.ts
var MAX_STORING = 64;
var MAX_STORING_BYTES = 1024 * 1024;
var StoringEnvelopes = class {
  #link;
  #storing = [];
  #bytes = 0;
  #last = Promise.resolve();
  #failure;
  constructor(link) {
    this.#link = link;
  }
  /**
   * Runs `answer` when those before have been answered. Where it fails, the link ends.
   *
   * @returns When there is room for another one.
   * @throws What `answer` of this or an earlier one has thrown by then.
   */
  async add(bytes, answer) {
    const over = this.#last.then(answer).catch((error) => this.#fail(error));
    const storing = { bytes, over: over.then(() => this.#remove(storing)) };
    this.#last = storing.over;
    this.#storing.push(storing);
    this.#bytes += bytes;
    while (this.#storing.length >= MAX_STORING || this.#bytes >= MAX_STORING_BYTES) await this.#storing[0]?.over;
    if (this.#failure !== void 0) throw this.#failure.error;
  }
  #remove(storing) {
    this.#storing.splice(this.#storing.indexOf(storing), 1);
    this.#bytes -= storing.bytes;
  }
  #fail(error) {
    this.#failure ??= { error };
    void this.#link.close();
  }
  /** Resolves when what was added is over. */
  async settled() {
    await this.#last;
  }
};

// src/agent/message/reception.ts
var MAX_FAILED_ENVELOPES = 32;
var MAX_DROPPED_ENVELOPES = 2e3;
var Reception = class {
  #terms;
  #faults = /* @__PURE__ */ new WeakMap();
  #storing = /* @__PURE__ */ new WeakMap();
  constructor(terms) {
    this.#terms = terms;
  }
  /**
   * Takes an envelope of a link; resolves when the next may be taken. What answers it is sent when it is stored, in the
   * order of the envelopes: while one is being stored the next are opened, so that many share a commit.
   *
   * While there is no room in the inbox the link waits, and so do those that come after it on the link: nothing is passed
   * over.
   *
   * @throws {TalosError} after {@link MAX_FAILED_ENVELOPES} or {@link MAX_DROPPED_ENVELOPES}, and where there was no room
   *   for long: the link is to end.
   */
  async takeFrom(peer, link, envelope, reply) {
    const faults = this.#faults.get(link) ?? { count: 0, dropped: 0, chains: /* @__PURE__ */ new Map() };
    this.#faults.set(link, faults);
    if (faults.chains.size > 0 && faults.chains.get(chainOf(envelope)) === false) {
      if (++faults.dropped > MAX_DROPPED_ENVELOPES)
        throw new TalosError("E_DECRYPT", `${MAX_DROPPED_ENVELOPES} envelopes that do not open`);
      return;
    }
    const opened = await this.#openWithRoom(peer, link, envelope);
    if ("received" in opened)
      return this.#storingOf(link).add(envelope.length, () => this.#answer(peer, envelope, opened, reply));
    const { failure, chain, mayOpen } = opened;
    if (chain !== void 0 && faults.chains.has(chain)) return;
    if (chain !== void 0) faults.chains.set(chain, mayOpen);
    if (++faults.count > MAX_FAILED_ENVELOPES) throw failure;
  }
  /** Resolves when what has opened of a link is stored and answered. */
  async settled(link) {
    await this.#storing.get(link)?.settled();
  }
  #storingOf(link) {
    const storing = this.#storing.get(link) ?? new StoringEnvelopes(link);
    this.#storing.set(link, storing);
    return storing;
  }
  async #openWithRoom(peer, link, envelope) {
    for (; ; ) {
      const opened = await this.#open(peer, envelope, "link");
      if ("received" in opened || !isForWantOfRoom(opened.failure)) return opened;
      if (!await this.#terms.untilFreed(link)) throw opened.failure;
    }
  }
  /** Tells of what an envelope has brought, when that is stored, and sends what answers it. */
  async #answer(peer, envelope, { received }, reply) {
    const stored2 = await received.catch((error) => this.#judge(peer, envelope, error, "link"));
    if (!("kind" in stored2)) {
      if (isForWantOfRoom(stored2.failure)) throw stored2.failure;
      return;
    }
    await this.#tell(peer, stored2);
    if ("reply" in stored2 && stored2.reply !== void 0) reply(stored2.reply);
  }
  /**
   * Takes an envelope; resolves when what it brings is stored.
   *
   * @throws {TalosError} where the store or the ledger fails.
   */
  async take(peer, envelope, way) {
    const opened = await this.#open(peer, envelope, way);
    if (!("received" in opened)) return { failure: opened.failure };
    const stored2 = await opened.received.catch((error) => this.#judge(peer, envelope, error, way));
    if (!("kind" in stored2)) return { failure: stored2.failure };
    await this.#tell(peer, stored2);
    return "id" in stored2 ? { stored: stored2.id } : {};
  }
  async #open(peer, envelope, way) {
    try {
      const { stored: received } = await this.#terms.book.begin(peer, envelope, way === "mailbox");
      received.catch(() => void 0);
      return { received };
    } catch (error) {
      return this.#judge(peer, envelope, error, way);
    }
  }
  /** What an envelope says of its chain that did not open; begins a repair where it calls for one. */
  async #judge(peer, envelope, failure, way) {
    const { book, isKnown, onDue } = this.#terms;
    if (!isTalosError(failure) || !OPENING_CODES.has(failure.code)) throw failure;
    const judged = await book.repairs.judge(peer, envelope, failure, { isKnown: isKnown(peer), way });
    if (judged === "unmet") await this.#terms.onEvent({ kind: "unopened", peer });
    if (judged === void 0 || judged === "unmet") return { failure, mayOpen: true };
    if (judged.due !== void 0) onDue(peer, judged.due);
    return { failure, chain: judged.chain, mayOpen: judged.cause === "copied" };
  }
  async #tell(peer, received) {
    const { onEvent, onAcknowledged, onMessage, onRepaired } = this.#terms;
    const { newSession } = received;
    if (received.kind === "repaired" && !received.repeated) onRepaired(peer);
    const events = [...newSession === void 0 ? [] : [sessionEvent(peer, newSession)], ...eventsOf(peer, received)];
    await Promise.all(events.map((event) => onEvent(event)));
    if (received.kind === "acknowledged")
      for (const { id, commitment } of received.messages) onAcknowledged(peer, id, commitment !== void 0);
    else if (received.kind !== "repaired" && received.kind !== "file") onMessage(peer);
  }
};
function eventsOf(peer, received) {
  const { kind } = received;
  if (kind === "file") return [];
  if (kind === "repaired") return [{ ...toldRepairEvent(peer, received), repeated: received.repeated }];
  if (kind !== "acknowledged") return [{ ...messageEvent(peer, received), repeated: kind === "duplicate" }];
  return received.messages.flatMap(
    ({ id, commitment }) => commitment === void 0 ? [] : [messageEvent(peer, { id, commitment }, "sent")]
  );
}

// src/agent/message/session-list.ts
async function listSessions(store, records, nowMs) {
  const found = [];
  for await (const [key, sealed] of store.scan("session")) {
    const held = decodePeerSessions(records.open("session", key, sealed));
    const [first, ...others] = held.sessions;
    if (first === void 0) continue;
    const { id: session, role, oneTime, oneTimeKem, pending } = first;
    const isAnswered = pending === void 0;
    found.push({
      peer: parseDid(fromUtf8(key)),
      session,
      role,
      oneTime,
      oneTimeKem,
      isAnswered,
      archived: others.length,
      repairs: held.repairs.count,
      lastRepairAtMs: held.repairs.lastAtMs,
      unheard: held.unheard,
      silentSinceMs: held.silentSinceMs,
      isSilent: isSilent(held, nowMs)
    });
  }
  return found;
}

// src/agent/message/session-maker.ts
var SessionMaker = class {
  #terms;
  #establishing = /* @__PURE__ */ new Map();
  constructor(terms) {
    this.#terms = terms;
  }
  /** As `Messenger.establishSession`. */
  async establish(peer, options, bundle) {
    if (bundle !== void 0) return this.#from(peer, bundle, options);
    const { signal, requireOneTime = false } = options;
    for (; ; ) {
      const running = this.#establishing.get(peer) ?? this.#start(peer, requireOneTime);
      if (running.requireOneTime === requireOneTime) return unlessAborted(running.session, signal);
      const settled = running.session.catch(() => void 0);
      await unlessAborted(settled, signal);
    }
  }
  #start(peer, requireOneTime) {
    const session = this.#online(peer, { requireOneTime });
    const started = { requireOneTime, session };
    this.#establishing.set(peer, started);
    const forget = () => void this.#establishing.delete(peer);
    session.then(forget, forget);
    return started;
  }
  async #online(peer, options) {
    return this.#from(peer, await this.#bundleOf(peer), options);
  }
  /** The bundle of a peer: its own word where it is there. */
  async #bundleOf(peer) {
    const { bundleOf, links } = this.#terms;
    try {
      return await links.askBundle(peer);
    } catch (error) {
      if (bundleOf === void 0 || !isTalosError(error) || !AWAY_CODES.has(error.code)) throw error;
      return bundleOf(peer);
    }
  }
  async #from(peer, bundle, options) {
    const session = await this.#terms.book.establish(peer, bundle, options.requireOneTime);
    await this.announce(peer, session);
    return { session: session.id, oneTime: session.oneTime, oneTimeKem: session.oneTimeKem };
  }
  /** Tells of a session that was made. */
  async announce(peer, session) {
    await this.#terms.onEvent?.(sessionEvent(peer, session));
  }
  /**
   * Makes the session of a repair that has begun.
   *
   * @returns Whether there is one. What fails here is begun again by what fails to open next.
   */
  async repair(peer, due) {
    const { book, assertUnchanged: assertUnchanged2, onEvent } = this.#terms;
    try {
      assertUnchanged2?.(peer);
      const made = await book.repairs.complete(peer, due, await this.#bundleOf(peer));
      if (made === void 0) return false;
      await this.announce(peer, made.session);
      await onEvent?.(repairEvent(peer, made));
      return true;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return false;
    }
  }
};

// src/agent/message/messenger.ts
var ACKNOWLEDGEMENT_TIMEOUT_MS = 3e4;
var ROOM_TIMEOUT_MS = 1e4;
var ONE_TIME_BUNDLES_A_PEER = 16;
var BUNDLE_WINDOW_MS = 36e5;
var Messenger = class _Messenger {
  #options;
  #prekeys;
  #oneTimeRate;
  #book;
  #links;
  /** By id in hex: what waits for an acknowledgement. */
  #receipts = /* @__PURE__ */ new Map();
  #sessions;
  #waits;
  #reception;
  /** Repairs that wait for a bundle, and what is being left at mailboxes. */
  #background = /* @__PURE__ */ new Set();
  #leaving;
  #backlogs;
  #retry;
  #inbox;
  #unanswered;
  #deliveries;
  fileMail;
  #isClosed = false;
  constructor(options) {
    this.#options = options;
    const { identity: party, store, records, clock } = options;
    this.#prekeys = new PrekeyStore(store, records, party, options.onPrekeysExhausted);
    this.#oneTimeRate = new RateCounter(ONE_TIME_BUNDLES_A_PEER, BUNDLE_WINDOW_MS, clock);
    this.#deliveries = options.deliveries ?? new Deliveries();
    const { isStranger = () => false } = options;
    this.#book = new MessageBook({
      ...options,
      party,
      prekeys: this.#prekeys,
      deliveries: this.#deliveries,
      isStranger
    });
    this.#inbox = new Inbox(this.#book);
    this.fileMail = new FileMail({ ...options, book: this.#book, establish: (peer) => this.establishSession(peer) });
    this.#leaving = new Leaving({
      unleft: (peer) => this.#book.outbox.unleft(peer, () => this.establishSession(peer)),
      ...options
    });
    const timer = options.timer ?? systemTimer;
    this.#waits = new Waits(timer, (link) => this.#reception.settled(link));
    this.#unanswered = new Unanswered(timer);
    this.#links = new PeerLinks({
      self: party.did,
      connect: options.connect,
      offer: (peer) => this.#prekeys.offer(clock.now(), this.#oneTimeRate.take(peer) ? "room" : "none"),
      onEnvelope: (peer, link, envelope) => this.#reception.takeFrom(peer, link, envelope, (reply) => this.#links.reply(peer, link, reply)),
      settled: (link) => this.#reception.settled(link),
      onLink: (peer, link) => {
        this.#backlogs.add(peer, link);
        this.#retry.linked(peer);
      },
      waits: this.#waits,
      network: options.network
    });
    this.#backlogs = new Backlogs((peer, link) => this.#sendOutbox(peer, link));
    this.#sessions = new SessionMaker({ ...options, book: this.#book, links: this.#links });
    this.#retry = new OutboxRetry({
      oldest: async (peer) => {
        await this.#book.outbox.expire(peer);
        return this.#book.outbox.oldest(peer);
      },
      linkOf: (peer) => this.#links.get(peer),
      connect: (peer) => this.#reach(peer),
      resend: (peer, link) => this.#backlogs.run(peer, link),
      timer,
      network: options.network
    });
    this.#reception = new Reception({
      book: this.#book,
      onEvent: async (event) => options.onEvent?.(event),
      onAcknowledged: (peer, id, isFirst) => {
        this.#retry.acknowledged(peer);
        this.#unanswered.answered(this.#links.get(peer));
        if (isFirst) this.#deliveries.tell(peer, id, "delivered");
        this.#receipts.get(toHex(id))?.();
      },
      onMessage: (peer) => this.#inbox.arrived(peer),
      onDue: (peer, due) => this.#inBackground(this.#repair(peer, due)),
      onRepaired: (peer) => this.#sendAgain(peer),
      isKnown: (peer) => options.isContact?.(peer) === true,
      untilFreed: (link) => this.#book.room.untilFreed((start) => this.#waits.until({ link, ms: ROOM_TIMEOUT_MS }, start))
    });
  }
  /** Opens the messages of a store. `options.store` stays the caller's. */
  static async open(options) {
    await kemReady();
    const messenger = new _Messenger(options);
    await messenger.#prekeys.prune(options.clock.now());
    await messenger.#book.prune();
    await messenger.#book.resume();
    return messenger;
  }
  /** Takes a link that a peer dialled; the messenger owns it from now on. What waits for that peer goes out. */
  accept(link) {
    this.#links.adopt(didOfKey(link.peerKey), link);
  }
  /**
   * A bundle for a peer that is to open a session: signed, with one-time prekeys where there is room, durable here. At
   * most 8 KiB.
   *
   * @throws {TalosError} `E_CLOSED`; `E_LIMIT` without room for one-time prekeys that are required.
   */
  async prekeyBundle(options = {}) {
    this.#assertOpen();
    return this.#prekeys.offer(this.#options.clock.now(), options.requireOneTime === true ? "required" : "room");
  }
  /** Bundles for a server to hand out while this agent is away; as `PrekeyStore.stock`. @throws {TalosError} `E_CLOSED`. */
  async bundleStock(count) {
    this.#assertOpen();
    return this.#prekeys.stock(this.#options.clock.now(), count);
  }
  /** Bundles of the stock that nobody has used, as far as this agent knows. */
  stockedBundles() {
    return this.#prekeys.stocked();
  }
  /** A new signed prekey, offered from now on. @throws {TalosError} `E_CLOSED`. */
  async rotatePrekeys() {
    this.#assertOpen();
    return this.#prekeys.rotate(this.#options.clock.now());
  }
  /**
   * Makes a new session with `peer`.
   *
   * @param bundle - Its bundle; asked for over a link where absent, once for all who ask for the same at the same time.
   * @throws {TalosError} what `verifyBundle` throws; `E_UNREACHABLE` or `E_TIMEOUT` where the bundle cannot be had.
   */
  async establishSession(peer, bundle, options = {}) {
    this.#assertOpen();
    return this.#sessions.establish(peer, options, bundle);
  }
  /**
   * Sends `content` to `peer`; makes the session where there is none. A message to a peer that is away is kept, where
   * there is a session with it or an address of it.
   *
   * @param content - At most 1 MiB.
   * @returns When the peer has acknowledged it; or, with `queued`, when it is away or the time of `options` is over.
   * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT` and others of `connect`, `E_LIMIT` for a content that is too
   *   long or too much that waits, and what `establishSession` throws: nothing is kept then.
   * @throws The reason of `signal`, where that aborts before the message was stored.
   */
  async send(peer, content, options = {}) {
    this.#assertOpen();
    if (content.length > MAX_TEXT_BYTES)
      throw new TalosError("E_LIMIT", `message of ${content.length} bytes, limit ${MAX_TEXT_BYTES}`);
    this.#options.assertUnchanged?.(peer);
    const { signal } = options;
    const link = await this.#linkUnlessAway(peer, signal);
    if (link === void 0) return this.#keep(peer, content, options);
    const before = this.#backlogs.last(link);
    await unlessAborted(before ?? Promise.resolve(), signal);
    if (!await this.#hasSessionUnlessAway(peer, options)) return this.#keep(peer, content, options);
    signal?.throwIfAborted();
    const { id, envelope, silence } = await this.#book.outbox.send(peer, content);
    this.#retry.start(peer);
    const start = () => {
      const now = this.#links.get(peer) ?? link;
      if (now === link && this.#backlogs.last(link) === before) link.send(FRAME_TYPES.data, envelope);
      else this.#backlogs.add(peer, now);
    };
    const [isDelivered] = await Promise.all([this.#acknowledged(id, options, start, link), this.#wrote(peer, silence)]);
    if (isDelivered) return { id, state: "delivered", inMailbox: false };
    this.#sendLater(peer, link);
    return { id, state: "queued", inMailbox: false };
  }
  /** A message to `peer` is stored, and on its way where there is one. */
  async #wrote(peer, silence) {
    this.#noteDealing(peer);
    if (silence !== void 0) await this.#options.onEvent?.({ kind: "silent", peer, ...silence });
  }
  #noteDealing(peer) {
    const { onDealing } = this.#options;
    if (onDealing !== void 0) this.#inBackground(onDealing(peer));
  }
  /** What has just been stored goes out over another link than `tried`, where there is one, or is tried again. */
  #sendLater(peer, tried) {
    const link = this.#links.get(peer);
    if (link !== void 0 && link !== tried) this.#backlogs.add(peer, link);
    this.#retry.start(peer);
  }
  /** All that waits for `peer` goes out under a new session, now or when there is a link. */
  #sendAgain(peer) {
    if (this.#isClosed) return;
    this.#options.files?.leftUnread(peer);
    const link = this.#links.get(peer);
    if (link === void 0) this.#inBackground(this.#deposit(peer));
    this.#sendLater(peer);
  }
  /** A link to `peer`; where it is away, what waits is left at its mailbox. @throws {TalosError} of `connect`. */
  async #reach(peer) {
    try {
      return await this.#links.to(peer);
    } catch (error) {
      if (isTalosError(error) && AWAY_CODES.has(error.code)) await this.#deposit(peer);
      throw error;
    }
  }
  /** Leaves what waits for `peer` at its mailbox, as far as it is not there. */
  async #deposit(peer) {
    if (!this.#isClosed) await this.#leaving.leave(peer);
  }
  #inBackground(task) {
    this.#background.add(task);
    void task.finally(() => this.#background.delete(task));
  }
  /** Makes a new session where an envelope did not open; what waits goes out again under it. */
  async #repair(peer, due) {
    if (await this.#sessions.repair(peer, due)) this.#sendAgain(peer);
  }
  /**
   * Takes an envelope that `peer` has sent another way than over a link; resolves when what it brings is stored.
   *
   * @returns The id of what was stored, for {@link Messenger.acknowledge}, or why nothing was.
   * @throws {TalosError} `E_CLOSED`; where the store or the ledger fails.
   */
  receive(peer, envelope) {
    this.#assertOpen();
    return this.#reception.take(peer, envelope, "mailbox");
  }
  /** Acknowledges what {@link Messenger.receive} stored: over the link where there is one, otherwise the way that it came. */
  async acknowledge(peer, ids) {
    try {
      const envelope = await this.#book.acknowledge(peer, ids);
      const link = this.#links.get(peer);
      if (link === void 0) await this.#options.deposit?.(peer, envelope);
      else link.send(FRAME_TYPES.data, envelope);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
  }
  /** The link to `peer`; undefined where it is away and a message can wait for it. */
  async #linkUnlessAway(peer, signal) {
    try {
      return await this.#links.to(peer, signal);
    } catch (error) {
      if (!isTalosError(error) || !AWAY_CODES.has(error.code)) throw error;
      if (this.#options.hasAddress?.(peer) !== true && !await this.#book.outbox.hasSession(peer)) throw error;
      return void 0;
    }
  }
  /** Makes the session where there is none; false where the peer does not take part in that now. */
  async #hasSessionUnlessAway(peer, options) {
    if (await this.#book.outbox.hasSession(peer)) return true;
    try {
      await this.establishSession(peer, void 0, options);
      return true;
    } catch (error) {
      if (this.#options.hasAddress?.(peer) !== true || !isTalosError(error) || !AWAY_CODES.has(error.code)) throw error;
      return false;
    }
  }
  async #keep(peer, content, options) {
    const id = await this.#book.outbox.keep(peer, content);
    this.#sendLater(peer);
    await this.#wrote(peer, await this.#book.outbox.silence(peer));
    const { signal, waitMs } = options;
    await unlessAborted(this.#deposit(peer), signal).catch((error) => {
      if (signal?.aborted !== true) throw error;
    });
    if (waitMs !== void 0 && await this.#acknowledged(id, options, () => {
    }))
      return { id, state: "delivered", inMailbox: false };
    return { id, state: "queued", inMailbox: await this.#book.outbox.isLeft(peer, id) };
  }
  /** Tries to reach everybody for whom something waits, from now on. */
  async sendWaiting() {
    for (const peer of await this.#book.outbox.awaited()) this.#retry.start(peer);
  }
  /** What waits for `peer` goes out now, over its link or a new one. */
  async resume(peer) {
    if (!this.#isClosed && await this.#book.outbox.isAwaiting(peer)) this.#sendLater(peer);
  }
  /**
   * What becomes of a message that was sent: waits until it is delivered or given up, through links that break and a peer
   * that is away, or until the time of `options` is over.
   *
   * @throws {TalosError} `E_NOT_FOUND` where there is none of this id, or none any more.
   */
  async outcome(peer, id, options = {}) {
    this.#assertOpen();
    const { signal, waitMs: ms = ACKNOWLEDGEMENT_TIMEOUT_MS } = options;
    const terms = {
      deliveries: this.#deliveries,
      waits: this.#waits,
      find: (to, of) => this.#book.history.find(to, of, this.#options.clock.now()),
      retry: (to) => this.#retry.start(to)
    };
    return outcomeOf(terms, peer, id, { ms, signal });
  }
  /**
   * A reader of the inbox, of the messages of `peer` alone where one is named; undefined where there is one already.
   * Close it. See `inbox-reader.ts` for who gets what.
   *
   * @throws {TalosError} `E_CLOSED`; `E_LIMIT`.
   */
  openReader(peer, wants) {
    this.#assertOpen();
    if (peer !== void 0) this.#noteDealing(peer);
    return this.#inbox.open(peer, wants);
  }
  /**
   * Messages, the oldest first, for one reader: first those that were not taken when the process last ended. One is
   * taken when the loop goes on or is left; where the process ends before, it comes again, under the same id.
   *
   * @throws {TypeError} while another reader is reading.
   */
  async *messages() {
    const reader = this.openReader();
    if (reader === void 0) throw new TypeError("the messages are being read already");
    yield* reader.messages();
  }
  /**
   * Seals a message into a file: durable and on record when it resolves. No network, no acknowledgement.
   *
   * @param content - At most 1 MiB.
   * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT`; `E_CLOSED`.
   */
  async seal(peer, content) {
    this.#assertOpen();
    this.#options.assertUnchanged?.(peer);
    const sealed = await this.#book.files.seal(peer, content);
    await this.#options.onEvent?.(messageEvent(peer, sealed, "sent"));
    return sealed;
  }
  /** Opens a message out of a file: durable and on record when it resolves. @throws {TalosError} as `MessageFiles.open`. */
  async openSealed(file) {
    this.#assertOpen();
    const opened = await this.#book.files.open(file);
    const { from: peer, newSession } = opened;
    if (newSession !== void 0) await this.#sessions.announce(peer, newSession);
    await this.#options.onEvent?.(messageEvent(peer, opened));
    return opened;
  }
  /** A page of what was sent and received. @throws {TalosError} as `MessageHistory.page`. */
  history(query) {
    return this.#book.history.page(query, this.#options.clock.now());
  }
  /** What was and is in its book, for people. */
  get past() {
    return this.#book.history;
  }
  /** The durable sessions. */
  sessions() {
    const { store, records, clock } = this.#options;
    return listSessions(store, records, clock.now());
  }
  /** Ends the links; whoever waits for an acknowledgement gets `queued`, and `messages()` ends. */
  async [Symbol.asyncDispose]() {
    this.#isClosed = true;
    this.#retry.stop();
    this.#inbox.close();
    this.#waits.close();
    await Promise.allSettled(this.#background);
    await this.#links.close();
    await this.#options.onClosed?.();
  }
  #assertOpen() {
    if (this.#isClosed) throw new TalosError("E_CLOSED", "the messenger is closed");
  }
  /** What waits for `peer` goes out, under the ids that it had. */
  async #sendOutbox(peer, link) {
    try {
      this.#options.assertUnchanged?.(peer);
      if (!await this.#book.outbox.isAwaiting(peer)) return;
      if (this.#unanswered.passes(peer, link)) await this.establishSession(peer);
      for await (const { envelope } of this.#book.outbox.all(peer, () => this.establishSession(peer))) {
        if (this.#links.get(peer) !== link) return;
        link.send(FRAME_TYPES.data, envelope);
        await link.drained();
      }
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
  }
  /** Runs `start` and waits until the message is acknowledged; `false` if that does not come. */
  async #acknowledged(id, options, start, link) {
    const key = toHex(id);
    const { signal, waitMs } = options;
    try {
      const limits = waitMs === void 0 ? { link, signal, ms: ACKNOWLEDGEMENT_TIMEOUT_MS } : { signal, ms: waitMs };
      return await this.#waits.until(limits, (done) => {
        this.#receipts.set(key, done);
        try {
          start();
        } catch (error) {
          if (!isTalosError(error)) throw error;
        }
      });
    } finally {
      this.#receipts.delete(key);
    }
  }
};

// src/agent/message/sender-gate.ts
var MAX_ASKED_SENDERS = 16;
var MAX_SENDER_ANSWERS = 1024;
var SenderGate = class {
  #accept;
  #ask;
  #answers = new BoundedMap(MAX_SENDER_ANSWERS);
  /** In the order in which they are asked of. */
  #waiting = /* @__PURE__ */ new Map();
  #closed;
  #close = () => {
  };
  /** The one that the person is being asked about. */
  #asking;
  #isClosed = false;
  /**
   * @param ask - Called for one stranger at a time; what it throws counts as a no that is not remembered.
   * @throws {TalosError} `E_USAGE` where somebody is to be asked, and nobody can be.
   */
  constructor(accept, ask) {
    if (accept === "ask" && ask === void 0) throw new TalosError("E_USAGE", "there is nobody to ask about senders");
    this.#accept = accept;
    this.#ask = ask ?? (async () => false);
    this.#closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }
  /** Whether what a peer has is taken; a promise where a person is asked first. */
  admits(from, door, isContact) {
    if (isContact || this.#accept === "all") return true;
    if (this.#accept === "contacts" || this.#isClosed) return false;
    return this.#answers.get(from) ?? this.#asked(from, door);
  }
  /** Whether a person is to be asked about a stranger. */
  asksAbout(from) {
    return this.#accept === "ask" && !this.#isClosed && !this.#answers.has(from);
  }
  /** Whether it was closed: nobody has said no to who waited. */
  get isClosed() {
    return this.#isClosed;
  }
  /** Whether what a peer has sent is taken, as far as that is known now. */
  isAdmitted(from, isContact) {
    return isContact || this.#accept === "all" || this.#answers.get(from) === true;
  }
  /** Whoever waits is not taken. Repeatable. */
  close() {
    this.#isClosed = true;
    this.#close(false);
    for (const { settle } of this.#waiting.values()) settle(false);
    this.#waiting.clear();
  }
  #asked(from, door) {
    const waiting = this.#waiting.get(from) ?? this.#enqueue(from, door.remoteAddress);
    if (waiting === void 0) return false;
    waiting.links++;
    void door.closed.then(() => {
      if (--waiting.links === 0 && this.#asking !== waiting && this.#waiting.get(from) === waiting)
        this.#settle(from, waiting, false);
    });
    void this.#askAll();
    return waiting.answer;
  }
  #enqueue(from, address) {
    if (this.#waiting.size >= MAX_ASKED_SENDERS) return void 0;
    let settle = () => {
    };
    const answer = new Promise((resolve) => {
      settle = resolve;
    });
    const waiting = { address, answer, settle, links: 0 };
    this.#waiting.set(from, waiting);
    return waiting;
  }
  #settle(from, waiting, answer) {
    this.#waiting.delete(from);
    waiting.settle(answer);
  }
  async #askAll() {
    if (this.#asking !== void 0) return;
    for (let [next] = this.#waiting; next !== void 0; [next] = this.#waiting) {
      const [from, waiting] = next;
      this.#asking = waiting;
      const answer = await this.#answerOf({ from, address: waiting.address });
      if (answer !== void 0 && !this.#isClosed) this.#answers.set(from, answer);
      this.#settle(from, waiting, answer === true);
    }
    this.#asking = void 0;
  }
  async #answerOf(sender) {
    try {
      return await Promise.race([this.#ask(sender), this.#closed]);
    } catch {
      return void 0;
    }
  }
};
var InboxStrangers = class {
  #gate;
  #onAnswer;
  #asking = /* @__PURE__ */ new Set();
  /** @param onAnswer - Told that another stranger's messages are wanted, or another may be asked about. Must not throw. */
  constructor(gate, onAnswer) {
    this.#gate = gate;
    this.#onAnswer = onAnswer;
  }
  /** Whether they are wanted as far as that is known now; asks where it is not. */
  isWanted(from, isContact) {
    if (this.#gate.isAdmitted(from, isContact)) return true;
    if (!this.#asking.has(from) && this.#gate.asksAbout(from)) void this.#ask(from);
    return false;
  }
  async #ask(from) {
    const answer = this.#gate.admits(from, { remoteAddress: "the inbox", closed: new Promise(() => void 0) }, false);
    if (typeof answer === "boolean") return;
    this.#asking.add(from);
    await answer;
    this.#asking.delete(from);
    if (!this.#gate.asksAbout(from)) this.#onAnswer();
  }
};
async function answered(gate, admitted) {
  if (await admitted) return true;
  if (gate.isClosed) throw new TalosError("E_CLOSED", "nobody takes messages now");
  return false;
}

// src/ledger/anchor/anchor-book.ts
var MAX_ANCHOR_SOURCES = 16;
var MAX_ANCHORS = 65536;
var SOURCE = u8(1);
var TOKEN = u8(2);
var ID_BYTES = 8;
var AnchorBook = class {
  #store;
  #turns = new Mutex();
  /** @param store - Not disposed here. */
  constructor(store) {
    this.#store = store;
  }
  /** All sources, the first one added first. @throws {TalosError} `E_STORAGE_CORRUPT`. */
  async sources() {
    const found = [];
    for await (const [key, value] of this.#store.scan("anchor", { start: SOURCE, end: TOKEN }))
      found.push(read(() => readSource(toHex(key.subarray(1)), value)));
    return found.toSorted((a, b) => a.addedMs - b.addedMs);
  }
  /**
   * Adds a source, or makes one that was removed active again; durable when it resolves.
   *
   * @throws {TalosError} `E_LIMIT` beyond {@link MAX_ANCHOR_SOURCES}.
   */
  add(source, nowMs) {
    return this.#turns.run(async () => {
      const id = idOf2(source);
      const all = await this.sources();
      const held = all.find((each) => each.id === id);
      if (held === void 0 && all.length >= MAX_ANCHOR_SOURCES)
        throw new TalosError("E_LIMIT", `there are at most ${MAX_ANCHOR_SOURCES} anchors`);
      return this.#put({ id, source, addedMs: held?.addedMs ?? nowMs, isActive: true });
    });
  }
  /** Anchors nothing there any more; durable when it resolves. @throws {TalosError} `E_NOT_FOUND`. */
  remove(id) {
    return this.#turns.run(async () => {
      const held = (await this.sources()).find((each) => each.id === id && each.isActive);
      if (held === void 0) throw new TalosError("E_NOT_FOUND", "there is no anchor of that id");
      const kept = await this.#put({ ...held, isActive: false });
      const isUsed = (await this.all()).some(({ source }) => source === id);
      if (!isUsed) await this.#store.apply([{ kind: "delete", space: "anchor", key: sourceKey(id) }]);
      return kept;
    });
  }
  async #put(held) {
    const { id, source, addedMs, isActive } = held;
    const value = canonicalBytes({ v: 1, source: jsonOf(source), added: addedMs, active: isActive });
    await this.#store.apply([{ kind: "put", space: "anchor", key: sourceKey(id), value }]);
    return held;
  }
  /** All tokens, by the size of the log. @throws {TalosError} `E_STORAGE_CORRUPT`. */
  async all() {
    return this.#tokens({ start: TOKEN });
  }
  /** The tokens for the smallest log that was anchored with `least` entries or more; none where there is none. */
  async from(least) {
    const [first] = await this.#tokens({ start: concat(TOKEN, u64(least)), limit: 1 });
    if (first === void 0) return [];
    return this.#tokens({ start: concat(TOKEN, u64(first.size)), end: concat(TOKEN, u64(first.size + 1)) });
  }
  async #tokens(range) {
    const found = [];
    for await (const [key, value] of this.#store.scan("anchor", range)) found.push(read(() => readAnchor(key, value)));
    return found;
  }
  /** Keeps a token; durable when it resolves. @throws {TalosError} `E_LIMIT` beyond {@link MAX_ANCHORS}. */
  keep(anchor) {
    return this.#turns.run(async () => {
      let count = 0;
      for await (const _ of this.#store.scan("anchor", { start: TOKEN })) count++;
      if (count >= MAX_ANCHORS) throw new TalosError("E_LIMIT", `at most ${MAX_ANCHORS} anchors are kept`);
      const { size, source, note, token, nonce, atMs } = anchor;
      const value = canonicalBytes({ v: 1, note, token: toBase64url(token), nonce: toHex(nonce), at: atMs });
      const key = concat(TOKEN, u64(size), fromHex(source));
      await this.#store.apply([{ kind: "put", space: "anchor", key, value }]);
    });
  }
};
var sourceKey = (id) => concat(SOURCE, fromHex(id));
function jsonOf(source) {
  if (source.kind === "cosignature") {
    const { kind: kind2, threshold, witnesses } = source;
    return { kind: kind2, threshold, witnesses: [...witnesses] };
  }
  const { kind, url, roots, policy } = source;
  return { kind, url, roots: [...roots], ...policy === void 0 ? {} : { policy } };
}
function idOf2(source) {
  return toHex(sha256(utf8(canonicalJson(jsonOf(source)))).subarray(0, ID_BYTES));
}
function readSource(id, value) {
  const fields = readObject(
    parseJson(value),
    { required: ["v", "source", "added", "active"] },
    "anchor"
  );
  readInteger(fields.v, "v", { min: 1, max: 1 });
  const source = sourceOf(fields.source);
  if (idOf2(source) !== id) throw new TalosError("E_MALFORMED", "the anchor has another id");
  return {
    id,
    source,
    addedMs: readInteger(fields.added, "added"),
    isActive: readBoolean(fields.active, "active")
  };
}
function sourceOf(json) {
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  const kind = readChoice(isObject ? json["kind"] : void 0, ANCHOR_KINDS, "kind");
  return kind === "rfc3161" ? authorityOf(json) : witnessesOf(json);
}
function witnessesOf(json) {
  const required = ["kind", "threshold", "witnesses"];
  const fields = readObject(json, { required }, "source");
  const witnesses = readArray(
    fields.witnesses,
    "witnesses",
    { min: 1, max: MAX_WITNESSES },
    (key, name) => readString(key, name)
  );
  const threshold = readInteger(fields.threshold, "threshold", { min: 1, max: witnesses.length });
  return { kind: "cosignature", threshold, witnesses };
}
function authorityOf(json) {
  const fields = readObject(
    json,
    { required: ["kind", "url", "roots"], optional: ["policy"] },
    "source"
  );
  return {
    kind: "rfc3161",
    url: readString(fields.url, "url"),
    roots: readArray(
      fields.roots,
      "roots",
      { min: 1, max: MAX_ANCHOR_CERTIFICATES },
      (root, name) => readString(root, name)
    ),
    ...fields.policy === void 0 ? {} : { policy: readString(fields.policy, "policy") }
  };
}
function readAnchor(key, value) {
  const { size, source } = decode(key.slice(1), (reader) => ({
    size: reader.u64("size"),
    source: toHex(reader.bytes(ID_BYTES, "source"))
  }));
  const required = ["v", "note", "token", "nonce", "at"];
  const fields = readObject(parseJson(value), { required }, "anchor");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    size,
    source,
    note: readString(fields.note, "note"),
    token: readBase64url(fields.token, "token"),
    nonce: fromHex(readString(fields.nonce, "nonce")),
    atMs: readInteger(fields.at, "at")
  };
}
function read(decodeValue) {
  try {
    return decodeValue();
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "an anchor of the store cannot be read", { cause });
  }
}

// src/ledger/chain/chain-source.ts
var MAX_HEADERS_AN_ANSWER = 1e3;
var MAX_BLOCKS_AN_ANSWER = 128;
var MAX_ANSWER_BLOCK_BYTES = 1024 * 1024;
var MAX_LOCATOR_POINTS = 64;
var MAX_CONSISTENCY_HASHES = 128;

// src/ledger/chain/foreign-chain-record.ts
var FOREIGN_PARTS = { record: 2, header: 3, body: 4, tile: 5, evidence: 6 };
var MAX_WORK_DIGITS = 96;
function foreignKey(part, author, number, level) {
  const prefix = concat(u8(FOREIGN_PARTS[part]), keyOfDid(author));
  if (number === void 0) return prefix;
  return level === void 0 ? concat(prefix, u64(number)) : concat(prefix, u8(level), u64(number));
}
function encodeForeignRecord(record) {
  const { network, difficulty, height, size, work, bytes, syncedAtMs, note, isRemoved } = record;
  return canonicalBytes({
    v: 1,
    network,
    difficulty,
    height,
    size,
    work: work.toString(),
    bytes,
    synced: syncedAtMs,
    note,
    removed: isRemoved
  });
}
function decodeForeignRecord(value) {
  try {
    const required = [
      "v",
      "network",
      "difficulty",
      "height",
      "size",
      "work",
      "bytes",
      "synced",
      "note",
      "removed"
    ];
    const fields = readObject(parseJson(value), { required }, "chain");
    readInteger(fields.v, "v", { min: 1, max: 1 });
    return {
      network: readString(fields.network, "network", { min: 1, max: 64 }),
      difficulty: readInteger(fields.difficulty, "difficulty", { max: 255 }),
      height: readInteger(fields.height, "height"),
      size: readInteger(fields.size, "size"),
      work: BigInt(readString(fields.work, "work", { min: 1, max: MAX_WORK_DIGITS, pattern: /^[0-9]+$/ })),
      bytes: readInteger(fields.bytes, "bytes"),
      syncedAtMs: readInteger(fields.synced, "synced"),
      note: readString(fields.note, "note", { max: MAX_NOTE_CHARACTERS }),
      isRemoved: readBoolean(fields.removed, "removed")
    };
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "the record of a kept chain cannot be read", { cause });
  }
}

// src/ledger/chain/foreign-chain.ts
var BLOCK_OVERHEAD_BYTES = 64;
var LEAF_BYTES = 33;
var ForeignReader = class {
  store;
  author;
  constructor(store, author) {
    this.store = store;
    this.author = author;
  }
  /** The record as it is now. @throws {TalosError} `E_NOT_FOUND` where the chain was removed. */
  async record() {
    const value = await this.store.get("chain", foreignKey("record", this.author));
    const record = value === void 0 ? void 0 : decodeForeignRecord(value);
    if (record === void 0 || record.isRemoved) throw new TalosError("E_NOT_FOUND", "the chain is kept no longer");
    return record;
  }
  async head() {
    const { network, height, work, size, note } = await this.record();
    const { hash } = await this.header(height);
    return { network, height, hash, work, logSize: size, note, first: 0 };
  }
  /** The header of a height that is kept. @throws {TalosError} `E_STORAGE_CORRUPT` if it lacks. */
  async header(height) {
    return decodeSignedHeader(await this.#part("header", height));
  }
  async #part(part, height) {
    const value = await this.store.get("chain", foreignKey(part, this.author, height));
    if (value === void 0) throw corrupt(`block ${height} lacks`);
    return value;
  }
  async headers(from, count) {
    const last = Math.min((await this.record()).height, from + count - 1);
    const headers = [];
    for (let height = from; height <= last; height++) headers.push(await this.#part("header", height));
    return headers;
  }
  async blocks(from, count) {
    const last = Math.min((await this.record()).height, from + count - 1);
    const blocks = [];
    let bytes = 0;
    for (let height = from; height <= last && bytes < MAX_ANSWER_BLOCK_BYTES; height++) {
      const block = concat(await this.#part("header", height), await this.#part("body", height));
      blocks.push(block);
      bytes += block.length;
    }
    return blocks;
  }
  async consistency(from, to) {
    const { size } = await this.record();
    if (to > size) throw new RangeError(`the log has ${size} entries`);
    return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.tile, range)));
  }
  /** Root of the log when it had `size` entries, as many as are kept or fewer. */
  async rootAt(size) {
    return (await loadFrontier(size, this.tile)).root();
  }
  /** The header whose log has exactly `size` entries, where there is one: logs grow with every block. */
  async headerOfSize(size) {
    let [low, high] = [0, (await this.record()).height];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((await this.header(middle)).header.logSize < size) low = middle + 1;
      else high = middle;
    }
    const found = await this.header(low);
    return found.header.logSize === size ? found : void 0;
  }
  /** Hashes of a tile of its log. An arrow, so that it can be passed on. */
  tile = (level, number) => this.store.get("chain", foreignKey("tile", this.author, number, level));
};
var ForeignChain = class _ForeignChain extends ForeignReader {
  #terms;
  #edge;
  #record;
  #tip;
  #isBroken = false;
  constructor(terms, opened) {
    super(terms.store, terms.author);
    this.#terms = terms;
    this.#record = opened.record;
    this.#tip = opened.tip;
    this.#edge = opened.edge;
  }
  /**
   * Opens the chain of `terms.author`, or begins one, of which nothing is kept before its first block.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` where what is kept does not verify; `CONSENSUS_VIOLATION` where it is of another
   *   network.
   */
  static async open(terms) {
    const { store, author, network, difficulty } = terms;
    const value = await store.get("chain", foreignKey("record", author));
    const held = value === void 0 ? void 0 : decodeForeignRecord(value);
    if (held === void 0) {
      const empty = { height: -1, size: 0, work: 0n, bytes: 0, syncedAtMs: 0, note: "", isRemoved: false };
      return new _ForeignChain(terms, {
        record: { network, difficulty, ...empty },
        tip: void 0,
        edge: new TileEdge()
      });
    }
    if (held.network !== network || held.difficulty !== difficulty)
      throw new TalosError("CONSENSUS_VIOLATION", `the kept chain is of the network ${held.network}`);
    const reader = new ForeignReader(store, author);
    return new _ForeignChain(terms, { record: held, ...await tipOf(reader, terms, held) });
  }
  get tip() {
    return this.#tip;
  }
  async append(blocks) {
    const last = blocks.at(-1);
    if (last === void 0) return;
    if (this.#isBroken) throw new TalosError("E_CLOSED", "an earlier range could not be kept: open the chain anew");
    const bytes = blocks.reduce((sum, block) => sum + sizeOf(block), 0);
    const record = {
      ...this.#record,
      height: last.tip.height,
      size: last.tip.frontier.size,
      work: last.tip.work,
      bytes: this.#record.bytes + bytes,
      syncedAtMs: this.#terms.now()
    };
    await this.#terms.admit(this.author, bytes, async () => {
      this.#isBroken = true;
      for (const { leaves } of blocks) for (const leaf of leaves) this.#edge.append(leaf);
      await this.#apply(record, [...this.#blockChanges(blocks), ...this.#tileChanges()]);
      this.#isBroken = false;
    });
    this.#tip = last.tip;
  }
  #blockChanges(blocks) {
    return blocks.flatMap(({ bytes, tip: { height } }) => [
      put2(foreignKey("header", this.author, height), bytes.subarray(0, SIGNED_HEADER_BYTES)),
      put2(foreignKey("body", this.author, height), bytes.subarray(SIGNED_HEADER_BYTES))
    ]);
  }
  #tileChanges() {
    return this.#edge.take().map(({ level, number, hashes }) => put2(foreignKey("tile", this.author, number, level), hashes));
  }
  /** Keeps a checkpoint that the chain agrees with, unless the one that it has is newer: a source may be behind. */
  async keepNote(shown) {
    if (this.#tip === void 0) return;
    const sizeOf2 = (text) => readCheckpoint(text, this.author)?.size ?? 0;
    const note = sizeOf2(shown) > sizeOf2(this.note) ? shown : this.note;
    await this.#apply({ ...this.#record, note, syncedAtMs: this.#terms.now() }, []);
  }
  /** The newest checkpoint that the chain agrees with, `""` before the first. */
  get note() {
    return this.#record.note;
  }
  async #apply(record, changes) {
    const key = foreignKey("record", this.author);
    const before = this.#tip === void 0 ? void 0 : encodeForeignRecord(this.#record);
    const require2 = { kind: "require", space: "chain", key, value: before };
    const isApplied = await this.store.apply([require2, ...changes, put2(key, encodeForeignRecord(record))]);
    if (!isApplied) throw new TalosError("E_NOT_FOUND", "the chain was removed meanwhile");
    this.#record = record;
  }
};
async function tipOf(reader, { author, network, difficulty }, { height, size, work }) {
  const { tile } = reader;
  const signed = await reader.header(height);
  const [frontier, edge] = [await loadFrontier(size, tile), await TileEdge.load(size, tile)];
  const { header, hash } = signed;
  const isWhole = header.height === height && header.logSize === size && equalBytes(frontier.root(), header.logRoot);
  if (!isWhole) throw corrupt(`the newest block, ${height}, is not that of the log`);
  try {
    verifyLoneHeader(signed, { authorKey: keyOfDid(author), network, difficulty, nowMs: header.timeMs });
  } catch (cause) {
    if (isTalosError(cause)) throw corrupt(`the newest block, ${height}, does not verify`, cause);
    throw cause;
  }
  return { tip: { height, hash, timeMs: header.timeMs, frontier, work }, edge };
}
var put2 = (key, value) => ({ kind: "put", space: "chain", key, value });
var sizeOf = ({ bytes, leaves }) => bytes.length + BLOCK_OVERHEAD_BYTES + leaves.length * LEAF_BYTES;
function corrupt(what, cause) {
  return new TalosError("E_STORAGE_CORRUPT", `${what} in a kept chain`, {
    cause,
    hint: "remove it with talos audit chain remove, and synchronise it anew"
  });
}

// src/ledger/chain/foreign-chains.ts
var MAX_FOREIGN_CHAINS = 64;
var MAX_FOREIGN_BYTES = 2 * 1024 * 1024 * 1024;
var REMOVED_TOGETHER = 1e3;
var ForeignChains = class {
  #parts;
  /** One batch at a time, so that the bounds hold. */
  #changing = new Mutex();
  /** One removal at a time: a second one of the same author would erase what was kept anew after the first. */
  #removing = new Mutex();
  constructor(parts) {
    this.#parts = parts;
  }
  /** All of them, in the order of their keys. */
  async all() {
    return (await this.#records()).filter(({ isRemoved }) => !isRemoved);
  }
  async #records() {
    const records = [];
    const [start, end] = [Uint8Array.of(FOREIGN_PARTS.record), Uint8Array.of(FOREIGN_PARTS.record + 1)];
    for await (const [key, value] of this.#parts.store.scan("chain", { start, end }))
      records.push({ author: didOfKey(key.slice(1)), ...decodeForeignRecord(value) });
    return records;
  }
  /** The kept chain of `author`, for reading. */
  async get(author) {
    const value = await this.#parts.store.get("chain", foreignKey("record", author));
    if (value === void 0 || decodeForeignRecord(value).isRemoved) return void 0;
    return new ForeignReader(this.#parts.store, author);
  }
  /**
   * The chain of `author`, to be extended by one at a time.
   *
   * @throws {TalosError} `E_USAGE` for the own chain; as `ForeignChain.open`.
   */
  async open(author, network, difficulty) {
    const { store, self, clock } = this.#parts;
    if (author === self)
      throw new TalosError("E_USAGE", "the own chain is never taken from others", {
        hint: "it is in the data directory; talos audit verify checks it"
      });
    for (const record of await this.#records()) if (record.isRemoved) await this.#finishRemoval(record.author);
    const admit = (who, bytes, apply) => this.#changing.run(() => this.#admit(who, bytes, apply));
    return ForeignChain.open({ store, author, network, difficulty, admit, now: () => clock.now() });
  }
  async #admit(author, bytes, apply) {
    const { maxBytes = MAX_FOREIGN_BYTES } = this.#parts;
    const records = await this.#records();
    const others = records.filter((record) => record.author !== author);
    if (others.length >= MAX_FOREIGN_CHAINS) throw full(`${MAX_FOREIGN_CHAINS} chains are kept`, others);
    const held = records.reduce((sum, record) => sum + record.bytes, 0);
    if (held + bytes > maxBytes) throw full(`kept chains have at most ${maxBytes} bytes`, others);
    await apply();
  }
  /** Forgets a chain, and what was evidence against its author; durable when it resolves. @returns Whether it was kept. */
  async remove(author) {
    const { store } = this.#parts;
    const key = foreignKey("record", author);
    const wasKept = await this.#changing.run(async () => {
      const value = await store.get("chain", key);
      if (value === void 0) return false;
      const record = { ...decodeForeignRecord(value), isRemoved: true };
      await store.apply([put3(key, encodeForeignRecord(record))]);
      return true;
    });
    await this.#finishRemoval(author);
    const evidence = foreignKey("evidence", author);
    const wasEvident = await store.get("chain", evidence) !== void 0;
    await store.apply([{ kind: "delete", space: "chain", key: evidence }]);
    return wasKept || wasEvident;
  }
  /** Erases what a removal has left. */
  #finishRemoval(author) {
    const { store } = this.#parts;
    const key = foreignKey("record", author);
    return this.#removing.run(async () => {
      const value = await store.get("chain", key);
      if (value === void 0 || !decodeForeignRecord(value).isRemoved) return;
      for (const part of ["body", "header", "tile"]) await this.#erase(part, author);
      await store.apply([{ kind: "delete", space: "chain", key }]);
    });
  }
  async #erase(part, author) {
    const start = foreignKey(part, author);
    for (; ; ) {
      const keys = [];
      const end = Uint8Array.of(...start, ...new Uint8Array(9).fill(255));
      for await (const [key] of this.#parts.store.scan("chain", { start, end, limit: REMOVED_TOGETHER }))
        keys.push({ kind: "delete", space: "chain", key });
      if (keys.length === 0) return;
      await this.#parts.store.apply(keys);
    }
  }
  /** Keeps evidence that `author` signed two histories, where there is none yet; durable when it resolves. */
  async keepEvidence(author, evidence) {
    const key = foreignKey("evidence", author);
    const require2 = { kind: "require", space: "chain", key, value: void 0 };
    await this.#parts.store.apply([require2, put3(key, utf8(evidence))]);
  }
  /** The evidence that is kept against `author`. */
  async evidence(author) {
    const value = await this.#parts.store.get("chain", foreignKey("evidence", author));
    return value === void 0 ? void 0 : fromUtf8(value);
  }
};
var put3 = (key, value) => ({ kind: "put", space: "chain", key, value });
function full(what, others) {
  const [oldest] = others.toSorted((a, b) => a.syncedAtMs - b.syncedAtMs);
  const hint = oldest === void 0 ? "" : `the one synchronised longest ago: talos audit chain remove ${oldest.author}`;
  return new TalosError("E_LIMIT", what, { hint });
}

// src/agent/record/chain-host.ts
var MAX_CHAIN_LINKS_A_PEER = 4;
var MAX_CHAIN_LINKS = 64;
var CHAIN_REQUESTS_A_MINUTE = 600;
var MAX_CHAIN_REQUEST_BYTES = 64 * 1024;
var CHAIN_LINK_IDLE_MS = 6e4;
var ChainHost = class {
  #parts;
  #operations;
  #requests;
  #refusals;
  #visits = /* @__PURE__ */ new Map();
  #isClosed = false;
  constructor(parts) {
    this.#parts = parts;
    this.#operations = new Map(Object.entries(parts.operations));
    this.#requests = new RateCounter(CHAIN_REQUESTS_A_MINUTE, 6e4, parts.core.clock);
    this.#refusals = new LinkRefusals(parts.timer);
  }
  /** Takes a link of purpose `chain` and owns it. Resolves when it has ended. */
  async accept(link) {
    const peer = didOfKey(link.peerKey);
    if (!this.#isKnown(peer) && await this.#parts.shares.get(peer) === void 0) return this.#refuse(link, "denied");
    if (!this.#hasRoomFor(peer)) return this.#refuse(link, "busy");
    const visit = { peer, link, asking: 0, cancelIdle: () => {
    } };
    const ended = this.#serve(visit).finally(() => {
      visit.cancelIdle();
      this.#visits.delete(visit);
    });
    this.#visits.set(visit, ended);
    await ended;
  }
  async #refuse(link, word) {
    link.limitPayload(MAX_CHAIN_REQUEST_BYTES);
    await this.#refusals.refuse(link, word);
  }
  #hasRoomFor(peer) {
    if (this.#isClosed || this.#parts.core.failure !== void 0 || this.#visits.size >= MAX_CHAIN_LINKS) return false;
    return [...this.#visits.keys()].filter((visit) => visit.peer === peer).length < MAX_CHAIN_LINKS_A_PEER;
  }
  async #serve(visit) {
    const { link } = visit;
    link.limitPayload(MAX_CHAIN_REQUEST_BYTES);
    this.#endWhenIdle(visit);
    const server = serveRequests(link, {
      answer: (op, fields) => this.#answer(visit, op, fields),
      onFault: () => this.#parts.core.notice("tool", "a request for the ledger could not be answered", visit.peer)
    });
    await server.ended;
  }
  #isKnown(peer) {
    return this.#parts.core.isKnown(peer) || this.#parts.hasTunnel(peer);
  }
  #endWhenIdle(visit) {
    visit.cancelIdle();
    if (visit.asking > 0) return;
    const timer = this.#parts.timer ?? systemTimer;
    visit.cancelIdle = timer.after(CHAIN_LINK_IDLE_MS, () => void visit.link.close());
  }
  async #answer(visit, op, fields) {
    visit.cancelIdle();
    visit.asking++;
    try {
      return await this.#permitted(visit.peer, op, fields);
    } finally {
      visit.asking--;
      this.#endWhenIdle(visit);
    }
  }
  async #permitted(peer, op, fields) {
    if (!this.#requests.take(peer)) throw refused("busy", "too many requests in a minute");
    const operation = this.#operations.get(op);
    if (operation === void 0) throw refused("failed", "chain links have no such operation");
    const share = await this.#parts.shares.get(peer);
    if (!this.#mayAsk(peer, share, operation.access)) {
      this.#parts.core.denials.note(peer, "chain", "E_REFUSED");
      throw refused("denied", `this agent does not share its ${operation.access} with the peer`);
    }
    return operation.answer({ peer, share, fields });
  }
  #mayAsk(peer, share, access) {
    if (access === "known") return share !== void 0 || this.#isKnown(peer);
    return share === "blocks" || share === access;
  }
  /** Ends every link; takes none any more. Repeatable. */
  async close() {
    this.#isClosed = true;
    const visits = [...this.#visits];
    await Promise.all(visits.map(([{ link }]) => link.close()));
    await Promise.all(visits.map(([, ended]) => ended));
  }
};

// src/agent/record/chain-shares.ts
var MAX_CHAIN_SHARES = 1e3;
var PREFIX = Uint8Array.of(1);
var END = Uint8Array.of(2);
var ChainShares = class {
  #store;
  #changing = new Mutex();
  constructor(store) {
    this.#store = store;
  }
  /** What `peer` may read; `undefined`: nothing. @throws {TalosError} `E_STORAGE…`. */
  async get(peer) {
    const value = await this.#store.get("chain", keyOf2(peer));
    return value === void 0 ? void 0 : readShare(value);
  }
  /** All of them, in the order of their keys. */
  async all() {
    const all = [];
    for await (const [key, value] of this.#store.scan("chain", { start: PREFIX, end: END }))
      all.push({ peer: didOfKey(key.slice(PREFIX.length)), share: readShare(value) });
    return all;
  }
  /**
   * From now on `peer` may read `share`, and nothing else; durable when it resolves.
   *
   * @throws {TalosError} `E_LIMIT` beyond {@link MAX_CHAIN_SHARES}.
   */
  add(peer, share) {
    return this.#changing.run(async () => {
      const held = await this.all();
      if (held.length >= MAX_CHAIN_SHARES && held.every((each) => each.peer !== peer))
        throw new TalosError("E_LIMIT", `a chain is shared with at most ${MAX_CHAIN_SHARES} peers`);
      const value = canonicalBytes({ v: 1, blocks: share === "blocks" });
      await this.#store.apply([{ kind: "put", space: "chain", key: keyOf2(peer), value }]);
    });
  }
  /** `peer` may read nothing any more; durable when it resolves. @returns Whether it might before. */
  remove(peer) {
    return this.#changing.run(async () => {
      const wasShared = await this.get(peer) !== void 0;
      if (wasShared) await this.#store.apply([{ kind: "delete", space: "chain", key: keyOf2(peer) }]);
      return wasShared;
    });
  }
};
function keyOf2(peer) {
  return concat(PREFIX, keyOfDid(peer));
}
function readShare(value) {
  try {
    const fields = readObject(parseJson(value), { required: ["v", "blocks"] }, "share");
    readInteger(fields.v, "v", { min: 1, max: 1 });
    return readBoolean(fields.blocks, "blocks") ? "blocks" : "headers";
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a share of the store cannot be read", { cause });
  }
}

// src/ledger/light/light-checkpoints.ts
var MAX_LIGHT_CHECKPOINTS = 32;
function readSharedCheckpoint(note, author) {
  const opened = openNote(note, [noteVerifier(author, keyOfDid(author))]);
  if (opened === void 0) return void 0;
  const lines = note.slice(opened.text.length + 1, -1).split("\n");
  for (const line of lines.filter((each) => each.startsWith(`\u2014 ${author} `))) {
    const checkpoint = readCheckpoint(`${opened.text}
${line}
`, author);
    if (checkpoint !== void 0) return checkpoint;
  }
  return void 0;
}
var CheckpointChain = class {
  /** By size, the smallest first. */
  #kept = [];
  /** All of them, the smallest first. */
  get all() {
    return this.#kept;
  }
  get newest() {
    return this.#kept.at(-1)?.checkpoint;
  }
  /** The one of that size. */
  of(size) {
    return this.#kept.find(({ checkpoint }) => checkpoint.size === size)?.checkpoint;
  }
  /** Puts `joined` in its place. The caller has verified it, and that a newest one is larger than all others. */
  put(joined) {
    const { size } = joined.checkpoint;
    const others = this.#kept.filter(({ checkpoint }) => checkpoint.size !== size);
    const all = [...others, joined].sort((one, other) => one.checkpoint.size - other.checkpoint.size);
    this.#kept = all.slice(-MAX_LIGHT_CHECKPOINTS);
  }
  /** Makes `checkpoint` the newest; the one that was is proved by `path` to be its start. */
  grow(checkpoint, path) {
    const before = this.newest;
    if (before !== void 0) this.put({ checkpoint: before, joins: { size: checkpoint.size, path } });
    this.put({ checkpoint });
  }
  /** Keeps none but `checkpoint`. */
  reset(checkpoint) {
    this.#kept = [{ checkpoint }];
  }
  /** Whether every one but the newest is proved to be the start of a newer one that is kept. */
  isWhole() {
    return this.#kept.every(({ checkpoint, joins }, place) => {
      if (joins === void 0) return place === this.#kept.length - 1;
      const newer = this.of(joins.size);
      return newer !== void 0 && newer.size > checkpoint.size && joinsLogs(checkpoint, newer, joins.path);
    });
  }
};
function joinsLogs(older, newer, path) {
  return verifyConsistency(older.size, older.root, newer.size, newer.root, path);
}
var isSameLog = (one, other) => one.size === other.size && equalBytes(one.root, other.root);

// src/ledger/light/light-sources.ts
var OWN_DEALINGS = "own";
var FROM_FILES = "file";
var WITNESS_PREFIX = "witness:";
var MAX_LIGHT_SOURCES = 64;
var MAX_SOURCE_CHARACTERS = 256;
var countsAlone = (source) => source === OWN_DEALINGS || source.startsWith(WITNESS_PREFIX);
var LightSources = class {
  #sizes = /* @__PURE__ */ new Map();
  /** `source` showed the log of `size` entries, verified and joined. */
  showed(source, size) {
    if (source === "" || source.length > MAX_SOURCE_CHARACTERS)
      throw new RangeError(`source must have 1 to ${MAX_SOURCE_CHARACTERS} characters`);
    this.#sizes.set(source, Math.max(size, this.#sizes.get(source) ?? 0));
    if (this.#sizes.size <= MAX_LIGHT_SOURCES) return;
    const [least] = this.all().at(-1) ?? [];
    if (least !== void 0) this.#sizes.delete(least);
  }
  /** All of them, the one that showed most first. */
  all() {
    return [...this.#sizes].sort(([, one], [, other]) => other - one);
  }
  /** The largest size that two sources showed, or one that counts by itself. */
  confirmedSize() {
    const all = this.all();
    const [, second] = all.filter(([source]) => !countsAlone(source));
    const [alone] = all.filter(([source]) => countsAlone(source));
    return Math.max(second?.[1] ?? 0, alone?.[1] ?? 0);
  }
};

// src/ledger/light/light-shelf.ts
var HeaderShelf = class {
  #bytes = new Uint8Array(0);
  #count = 0;
  /** How many there are: the heights 0 to before this. */
  get count() {
    return this.#count;
  }
  /** Adds the next one. */
  push(header) {
    const at = this.#count * SIGNED_HEADER_BYTES;
    if (at === this.#bytes.length)
      this.#bytes = concat(this.#bytes, new Uint8Array(Math.max(at, 64 * SIGNED_HEADER_BYTES)));
    this.#bytes.set(encodeSignedHeader(header), at);
    this.#count++;
  }
  /** The header at `height`; `undefined` where there is none. */
  at(height) {
    return height >= 0 && height < this.#count ? decodeSignedHeader(this.slice(height, height + 1)) : void 0;
  }
  /** The newest one. */
  last() {
    return this.at(this.#count - 1);
  }
  /** The records from one height to before another: a copy. */
  slice(from, to) {
    return this.#bytes.slice(from * SIGNED_HEADER_BYTES, Math.min(to, this.#count) * SIGNED_HEADER_BYTES);
  }
  /** The header whose block ends the log of `size` entries. The log grows with each height, so halving finds it. */
  ofLog(size) {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.at(middle)?.header.logSize ?? size) < size) low = middle + 1;
      else high = middle;
    }
    const found = this.at(low);
    return found?.header.logSize === size ? found : void 0;
  }
};

// src/ledger/light/light.ts
var LightClient = class _LightClient {
  author;
  #authorKey;
  #network;
  #difficulty;
  #shelf = new HeaderShelf();
  #checkpoints = new CheckpointChain();
  #sources = new LightSources();
  #keep;
  #tip;
  #head;
  #fork;
  /** @param author - Whose log it is. */
  constructor(author, options = {}) {
    this.author = author;
    this.#authorKey = keyOfDid(author);
    this.#keep = options.keep ?? "checkpoints";
    this.#network = options.network ?? NETWORK;
    this.#difficulty = options.difficulty ?? DIFFICULTY;
  }
  get keep() {
    return this.#keep;
  }
  /** From now on all headers are kept, from height 0 on; what is held stays. */
  keepHeaders() {
    this.#keep = "headers";
  }
  /** The largest log that is known; of no entries before the first. */
  get log() {
    const [newest, header] = [this.#checkpoints.newest, this.#shelf.last()?.header];
    if (newest !== void 0 && newest.size >= (header?.logSize ?? 0)) return newest;
    return { size: header?.logSize ?? 0, root: header?.logRoot ?? emptyRoot() };
  }
  /** Height of the newest block that is known by its header; −1 before the first. */
  get height() {
    return Math.max(this.#shelf.count - 1, this.#head?.header.height ?? -1);
  }
  /** Headers that are kept, from height 0 on. */
  get headers() {
    return this.#shelf.count;
  }
  /** The newest checkpoint that is kept: its signed note. */
  get checkpoint() {
    return this.#checkpoints.newest;
  }
  /** The evidence file (PROTOCOL.md §9.9) that the author signed two histories, where it did. */
  get fork() {
    return this.#fork;
  }
  /**
   * Entries of the log that more than one source vouches for: the second largest size that sources showed, all of it
   * joined. Own dealings with the author and witnesses count by themselves.
   */
  get confirmedSize() {
    return this.#fork === void 0 ? this.#sources.confirmedSize() : 0;
  }
  /** The log of that size, where it is known. */
  logOf(size) {
    const header = this.#shelf.ofLog(size)?.header;
    return header === void 0 ? this.#checkpoints.of(size) : { size, root: header.logRoot };
  }
  /** The header at `height`, where it is kept. */
  headerAt(height) {
    return this.#shelf.at(height) ?? (this.#head?.header.height === height ? this.#head : void 0);
  }
  /** The records of {@link headers} from one height to before another, 226 bytes each: a copy. */
  headerRecords(from, to) {
    return this.#shelf.slice(from, to);
  }
  /**
   * Takes headers that follow each other, the first at a height that is known or next. Those that are known are compared.
   *
   * Each is verified before it is kept: signature, chain, link, work, time, and that its log grows.
   *
   * @param headers - What throws a `TalosError` on the way is refused like a header.
   * @param after - Height that the first must follow, where the headers go on with others.
   * @throws {TypeError} unless it {@link keep}s headers.
   */
  addHeaders(headers, { source, nowMs }, after) {
    if (this.#keep !== "headers") throw new TypeError("this light client keeps checkpoints alone: keepHeaders()");
    let [taken, at, last] = [0, 0, void 0];
    try {
      for (const signed of headers) {
        if (this.#addHeader(signed, last?.header.height ?? after, nowMs)) taken++;
        [at, last] = [at + 1, signed];
      }
      return { taken };
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return { taken, refused: { at, code: error.code, reason: error.message } };
    } finally {
      if (last !== void 0) this.#sources.showed(source, last.header.logSize);
    }
  }
  /** Whether the header is new. @throws {TalosError} where it is refused; nothing is changed then but {@link fork}. */
  #addHeader(signed, after, nowMs) {
    this.#assertOneLog();
    const { height } = signed.header;
    if (after !== void 0 && height !== after + 1)
      throw new TalosError("CONSENSUS_VIOLATION", `header ${height} stands where ${after + 1} must be`);
    const held = this.#shelf.at(height);
    if (held !== void 0) {
      this.#compareHeaders(held, signed);
      return false;
    }
    if (this.#shelf.count >= MAX_LIGHT_HEADERS)
      throw new TalosError("E_LIMIT", `a light client keeps at most ${MAX_LIGHT_HEADERS} headers of an author`);
    const tip = verifyHeader(signed, { ...this.#rules(nowMs), tip: this.#tip });
    this.#checkLog(signed);
    this.#shelf.push(signed);
    this.#tip = tip;
    return true;
  }
  #rules(nowMs) {
    return { authorKey: this.#authorKey, network: this.#network, difficulty: this.#difficulty, nowMs };
  }
  #assertOneLog() {
    if (this.#fork !== void 0) throw new TalosError("E_EQUIVOCATION", "the author signed two histories");
  }
  /** @throws {TalosError} unless both are the same block. Where the author signed the other one, that is a fork. */
  #compareHeaders(held, signed) {
    if (equalBytes(held.hash, signed.hash)) return;
    const { height, chainId } = signed.header;
    const isAuthors = verify("block", this.#authorKey, encodeHeader(signed.header), signed.signature);
    if (!isAuthors) throw new TalosError("CRYPTO_INVALID", `header ${height} is not signed by the author`);
    if (!equalBytes(chainId, chainIdOf(this.#authorKey, this.#network)))
      throw new TalosError("CONSENSUS_VIOLATION", `header ${height} is of another network`);
    throw this.#forked({ headers: [held, signed] }, `the author signed two blocks of height ${height}`);
  }
  #forked(pair, reason) {
    this.#fork ??= forkEvidence(this.author, pair);
    return new TalosError("E_EQUIVOCATION", reason);
  }
  /** What a header says of the log, beside what was known before. */
  #checkLog(signed) {
    const { height, logSize, logRoot } = signed.header;
    const before = this.#tip?.logSize ?? 0;
    const semantic = (what) => new TalosError("SEMANTIC_ERROR", `header ${height} ${what}`);
    for (const { checkpoint } of this.#checkpoints.all) {
      if (checkpoint.size <= before || checkpoint.size > logSize) continue;
      if (checkpoint.size < logSize) throw semantic(`passes over the checkpoint of ${checkpoint.size} entries`);
      if (!equalBytes(checkpoint.root, logRoot))
        throw this.#forked(
          { notes: [checkpoint.note], headers: [signed] },
          `the author signed two logs of ${logSize} entries`
        );
    }
  }
  /**
   * Takes a checkpoint of the author. The first is taken as it is; any other must be of a log that is known, or joined to
   * the largest known one. Where it is refused nothing is changed but {@link fork}.
   *
   * @param note - A signed note; what others signed behind the author is left out.
   */
  addCheckpoint(note, { source, path = [], head }) {
    try {
      const checkpoint = readSharedCheckpoint(note, this.author);
      if (checkpoint === void 0 || checkpoint.size === 0)
        throw new TalosError("E_PROOF_INVALID", "not a checkpoint that the author signed");
      this.#assertOneLog();
      if (head !== void 0) this.#checkHead(head.header, checkpoint, head.nowMs);
      this.#join(checkpoint, path);
      if (head !== void 0 && checkpoint.size === this.log.size) this.#head = head.header;
      this.#sources.showed(source, checkpoint.size);
      return { taken: true, size: checkpoint.size };
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return { taken: false, code: error.code, reason: error.message };
    }
  }
  #checkHead(signed, checkpoint, nowMs) {
    const { height, timeMs, logSize, logRoot } = signed.header;
    verifyLoneHeader(signed, this.#rules(nowMs));
    const held = this.headerAt(height);
    if (held !== void 0) this.#compareHeaders(held, signed);
    if (!isSameLog({ size: logSize, root: logRoot }, checkpoint))
      throw new TalosError("SEMANTIC_ERROR", `header ${height} is not of the checkpoint`);
    const head = this.#head?.header;
    if (head !== void 0 && logSize > head.logSize && (height <= head.height || timeMs < head.timeMs))
      throw new TalosError("CONSENSUS_VIOLATION", `header ${height} goes back behind ${head.height}`);
  }
  #join(checkpoint, path) {
    const [known, newest] = [this.logOf(checkpoint.size), this.log];
    if (known !== void 0) {
      this.#assertSame(checkpoint, known);
      if (known.size === newest.size && this.#keep === "headers") this.#checkpoints.reset(checkpoint);
      return;
    }
    const isNewer = checkpoint.size > newest.size;
    if (isNewer && this.#keep === "headers")
      throw new TalosError("E_PROOF_INVALID", `the headers up to the log of ${checkpoint.size} entries are missing`);
    const [older, newer] = isNewer ? [newest, checkpoint] : [checkpoint, newest];
    if (older.size > 0 && !joinsLogs(older, newer, path))
      throw new TalosError(
        "E_PROOF_INVALID",
        `no consistency proof joins the log of ${older.size} entries to that of ${newer.size}`
      );
    if (isNewer) this.#checkpoints.grow(checkpoint, path);
    else if (this.#checkpoints.of(newest.size) !== void 0)
      this.#checkpoints.put({ checkpoint, joins: { size: newest.size, path } });
  }
  /** @throws {TalosError} `E_EQUIVOCATION`, and keeps both, where the author signed two logs of one size. */
  #assertSame(checkpoint, known) {
    if (isSameLog(checkpoint, known)) return;
    const held = this.#checkpoints.of(known.size);
    const header = this.#shelf.ofLog(known.size);
    const notes = [...held === void 0 ? [] : [held.note], checkpoint.note];
    const headers = held !== void 0 || header === void 0 ? [] : [header];
    throw this.#forked({ notes, headers }, `the author signed two logs of ${known.size} entries`);
  }
  /**
   * Compares a header with another one, or with what is known at its height, and keeps both where the author signed two.
   *
   * @param other - Of the same height; not verified before.
   * @returns Why they contradict each other, or why that is not known; `undefined` where they are the same.
   */
  compare(signed, other = this.headerAt(signed.header.height)) {
    const { height } = signed.header;
    try {
      if (other?.header.height !== height || !this.#isSigned(other))
        throw new TalosError("E_PROOF_INVALID", `nothing is known of height ${height}`);
      this.#compareHeaders(other, signed);
      return void 0;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return { code: error.code, reason: error.message };
    }
  }
  /** Keeps two signed notes of the author where they are of two logs of one size. @returns Whether they are. */
  contradiction(one, other) {
    const [first, second] = [readSharedCheckpoint(one, this.author), readSharedCheckpoint(other, this.author)];
    if (first === void 0 || second === void 0 || first.size !== second.size || isSameLog(first, second))
      return false;
    this.#fork ??= forkEvidence(this.author, { notes: [first.note, second.note] });
    return this.#fork !== void 0;
  }
  /**
   * Verifies a proof file (PROTOCOL.md §9.7) against the logs that are known here: the checkpoint in it must be one of
   * them. Nothing in it makes this throw.
   */
  verifyProof(file) {
    const verdict = verifyProofFile(file);
    if (!verdict.valid) return verdict;
    const { author, checkpoint, entry, answered: answered2 } = verdict;
    if (author !== this.author) return invalid("the proof is of another author");
    const refusal = this.#refusalOf(checkpoint);
    if (refusal !== void 0) return refusal;
    return this.#verdictOn(entry, checkpoint.size, answered2);
  }
  /**
   * Verifies an entry against the log of that size as it is known here. Nothing in `proof` makes this throw.
   *
   * @param checkpoint - That the prover gives with it: only compared with what is known.
   */
  verifyEntry({ entry: bytes, index, size, path }, checkpoint) {
    if (this.#fork !== void 0) return equivocation("the author signed two histories");
    const refusal = checkpoint === void 0 ? void 0 : this.#refusalOf(checkpoint);
    if (refusal !== void 0) return refusal;
    const known = this.logOf(size);
    if (known === void 0) return invalid(`a log of ${size} entries is not known here`);
    const entry = entryOf(bytes);
    if (entry === void 0 || entry.seq !== index) return invalid("not the entry of that place");
    if (!verifyInclusion(entry.leaf, index, size, path, known.root))
      return invalid(`entry ${index} is not in the log of ${size} entries that is known here`);
    return this.#verdictOn(entry, size, void 0);
  }
  #refusalOf(checkpoint) {
    try {
      this.#assertOneLog();
      const known = this.logOf(checkpoint.size);
      if (known !== void 0) {
        this.#assertSame(checkpoint, known);
        return void 0;
      }
      const reason = `its log of ${checkpoint.size} entries is not joined to that of ${this.log.size} which is known here`;
      return { ...invalid(reason), unjoined: checkpoint };
    } catch (error) {
      if (isTalosError(error, "E_EQUIVOCATION")) return equivocation(error.message);
      throw error;
    }
  }
  #verdictOn(entry, size, answered2) {
    const last = Math.max(entry.seq, answered2?.seq ?? 0);
    return { valid: true, confirmed: last < this.confirmedSize, author: this.author, size, entry, answered: answered2 };
  }
  /** All of it but {@link headerRecords}. */
  snapshot() {
    return {
      author: this.author,
      keep: this.#keep,
      checkpoints: this.#checkpoints.all,
      head: this.#head,
      sources: this.#sources.all(),
      fork: this.#fork
    };
  }
  /**
   * The client that {@link snapshot} was of, everything in it verified again: the notes and what joins them, the links of
   * the headers, and the newest signature, which covers all headers before it.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` where something was changed meanwhile.
   */
  static load(snapshot, headers, options = {}) {
    const client = new _LightClient(snapshot.author, { ...options, keep: snapshot.keep });
    const demand = (holds, what) => {
      if (!holds) throw new TalosError("E_STORAGE_CORRUPT", `what is kept of a light client was changed: ${what}`);
    };
    for (const signed of headers) demand(client.#restore(signed), `header ${signed.header.height}`);
    demand(client.#isSigned(client.#shelf.last()) && client.#isSigned(snapshot.head), "the newest header");
    for (const joined of snapshot.checkpoints) {
      const read2 = readSharedCheckpoint(joined.checkpoint.note, client.author);
      demand(read2 !== void 0 && isSameLog(read2, joined.checkpoint), "a checkpoint");
      demand(!client.#contradicts(joined.checkpoint), "a checkpoint of another log");
      client.#checkpoints.put(joined);
    }
    demand(client.#checkpoints.isWhole(), "a consistency proof");
    client.#head = snapshot.head;
    const { fork } = snapshot;
    demand(fork === void 0 || verifyEvidenceFile(fork).valid, "the evidence of a fork");
    client.#fork = fork;
    for (const [source, size] of snapshot.sources) {
      demand(size <= client.log.size, "a source");
      client.#sources.showed(source, size);
    }
    return client;
  }
  /** Takes a header that was verified before, where it follows the last: its hash is in the next one. */
  #restore(signed) {
    const { height, previousHash, timeMs, logSize, difficulty } = signed.header;
    const before = this.#tip;
    if (height !== this.#shelf.count || before !== void 0 && !equalBytes(previousHash, before.hash)) return false;
    this.#shelf.push(signed);
    this.#tip = { height, hash: signed.hash, timeMs, logSize, work: (before?.work ?? 0n) + workOf(difficulty) };
    return true;
  }
  #isSigned(signed) {
    return signed === void 0 || verify("block", this.#authorKey, encodeHeader(signed.header), signed.signature);
  }
  #contradicts(checkpoint) {
    const header = this.#shelf.ofLog(checkpoint.size)?.header;
    return header !== void 0 && !equalBytes(header.logRoot, checkpoint.root);
  }
};
var invalid = (reason) => ({
  valid: false,
  code: "E_PROOF_INVALID",
  reason
});
var equivocation = (reason) => ({ valid: false, code: "E_EQUIVOCATION", reason });
function entryOf(bytes) {
  try {
    return readEntry(bytes);
  } catch (error) {
    if (isTalosError(error)) return void 0;
    throw error;
  }
}

// src/agent/record/light-store.ts
var MAX_LIGHT_AUTHORS = 64;
var MAX_LIGHT_BYTES = 256 * 1024 * 1024;
var HEADERS_A_RECORD = 512;
var MAX_NOTE_CHARACTERS2 = 512;
var MAX_PATH_HASHES = 128;
var [STATE, HEADERS] = [1, 2];
var LightStore = class {
  #store;
  #options;
  /** @param options - Of clients that are loaded. */
  constructor(store, options) {
    this.#store = store;
    this.#options = options;
  }
  /** All authors, in the order of their keys. */
  async authors() {
    const authors = [];
    for await (const [key] of this.#store.scan("light", { start: u8(STATE), end: u8(HEADERS) }))
      authors.push(didOfKey(key.slice(1)));
    return authors;
  }
  /** What is kept of an author, also while it is saved. @throws {TalosError} `E_STORAGE_CORRUPT` where it was changed. */
  async load(author) {
    const read2 = () => this.#store.get("light", stateKey(author));
    let state = await read2();
    while (state !== void 0) {
      try {
        return await this.#loaded(author, state);
      } catch (cause) {
        const now = await read2();
        if (now === void 0 || !equalBytes(now, state)) state = now;
        else
          throw new TalosError("E_STORAGE_CORRUPT", "what is kept of a light client was changed or damaged", {
            cause,
            details: { author },
            hint: `talos light remove ${author} forgets it; then synchronise again`
          });
      }
    }
    return void 0;
  }
  async #loaded(author, state) {
    const { snapshot, headers } = readState(author, state);
    const records = await this.#records(author, headers);
    const client = LightClient.load(snapshot, records.headers, this.#options);
    return { client, headers, bytes: stateKey(author).length + state.length + records.bytes };
  }
  async #records(author, count) {
    const headers = [];
    let bytes = 0;
    for (let number = 0; number * HEADERS_A_RECORD < count; number++) {
      const key = headersKey(author, number);
      const value = await this.#store.get("light", key);
      const expected = Math.min(HEADERS_A_RECORD, count - number * HEADERS_A_RECORD) * SIGNED_HEADER_BYTES;
      if (value?.length !== expected) throw new TalosError("E_STORAGE_CORRUPT", "headers are missing");
      bytes += key.length + value.length;
      for (const header of decodeSignedHeaders(value)) headers.push(header);
    }
    return { headers, bytes };
  }
  /**
   * Keeps `client`, whose first `before` headers are in the store; all of it or nothing, and durable when it resolves.
   *
   * @throws {TalosError} `E_LIMIT` beyond {@link MAX_LIGHT_AUTHORS} or {@link MAX_LIGHT_BYTES}: nothing is changed then.
   */
  async save(client, before) {
    const { author, headers } = client;
    await this.#assertRoom(author, headers);
    const changes = [
      { kind: "put", space: "light", key: stateKey(author), value: encodeState(client.snapshot(), headers) }
    ];
    const first = Math.floor(before / HEADERS_A_RECORD);
    for (let number = first; headers > before && number * HEADERS_A_RECORD < headers; number++) {
      const value = client.headerRecords(number * HEADERS_A_RECORD, (number + 1) * HEADERS_A_RECORD);
      changes.push({ kind: "put", space: "light", key: headersKey(author, number), value });
    }
    await this.#store.apply(changes);
  }
  async #assertRoom(author, headers) {
    let [authors, all] = [1, headers];
    for await (const [key, state] of this.#store.scan("light", { start: u8(STATE), end: u8(HEADERS) })) {
      const other = didOfKey(key.slice(1));
      if (other === author) continue;
      authors++;
      all += countOf(state);
    }
    const hint = "talos light remove makes room";
    if (authors > MAX_LIGHT_AUTHORS)
      throw new TalosError("E_LIMIT", `at most ${MAX_LIGHT_AUTHORS} authors are followed`, { hint });
    if (all * SIGNED_HEADER_BYTES > MAX_LIGHT_BYTES)
      throw new TalosError("E_LIMIT", `headers of all authors have at most ${MAX_LIGHT_BYTES} bytes`, { hint });
  }
  /** Forgets an author, damaged or not; durable when it resolves. @returns Whether anything was kept of it. */
  async remove(author) {
    const changes = [];
    for (const kind of [STATE, HEADERS]) {
      const start = concat(u8(kind), keyOfDid(author));
      const end = kind === STATE ? concat(start, u8(0)) : concat(start, u32(4294967295));
      for await (const [key] of this.#store.scan("light", { start, end }))
        changes.push({ kind: "delete", space: "light", key });
    }
    if (changes.length > 0) await this.#store.apply(changes);
    return changes.length > 0;
  }
};
var stateKey = (author) => concat(u8(STATE), keyOfDid(author));
var headersKey = (author, number) => concat(u8(HEADERS), keyOfDid(author), u32(number));
function encodeState(snapshot, headers) {
  const { keep, checkpoints, head, sources, fork } = snapshot;
  return encodeCbor({
    v: 1,
    keep,
    headers,
    notes: checkpoints.map(({ checkpoint }) => checkpoint.note),
    joins: checkpoints.flatMap(({ joins }) => joins === void 0 ? [] : [[joins.size, joins.path]]),
    head: head === void 0 ? new Uint8Array(0) : encodeSignedHeader(head),
    sources: sources.map(([source, size]) => [source, size]),
    fork: fork ?? ""
  });
}
var NAMES = ["v", "keep", "headers", "notes", "joins", "head", "sources", "fork"];
function readFields(state) {
  const fields = readObject(decodeCbor(state), { required: NAMES }, "light");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return fields;
}
function countOf(state) {
  try {
    return readInteger(readFields(state).headers, "headers", { max: MAX_LIGHT_HEADERS });
  } catch {
    return 0;
  }
}
function readState(author, state) {
  const fields = readFields(state);
  const notes = readArray(
    fields.notes,
    "notes",
    { max: MAX_LIGHT_CHECKPOINTS },
    (note, name) => readString(note, name, { max: MAX_NOTE_CHARACTERS2 })
  );
  const joins = readArray(fields.joins, "joins", { max: MAX_LIGHT_CHECKPOINTS }, readJoin);
  const head = readBytes(fields.head, "head");
  const fork = readString(fields.fork, "fork", { max: MAX_EVIDENCE_BYTES });
  return {
    headers: readInteger(fields.headers, "headers", { max: MAX_LIGHT_HEADERS }),
    snapshot: {
      author,
      keep: readChoice(fields.keep, ["checkpoints", "headers"], "keep"),
      checkpoints: notes.map((note, at) => readJoined(author, note, joins[at])),
      head: head.length === 0 ? void 0 : decodeSignedHeader(head),
      sources: readArray(fields.sources, "sources", { max: MAX_LIGHT_SOURCES }, readSource2),
      fork: fork === "" ? void 0 : fork
    }
  };
}
function readJoined(author, note, joins) {
  const checkpoint = readSharedCheckpoint(note, author);
  if (checkpoint === void 0) throw new TalosError("E_MALFORMED", "a checkpoint that the author did not sign");
  return { checkpoint, ...joins === void 0 ? {} : { joins } };
}
function readPair(value, name) {
  const [one, other] = readArray(value, name, { min: 2, max: 2 }, (item) => item);
  return [one ?? null, other ?? null];
}
function readJoin(value, name) {
  const [size, path] = readPair(value, name);
  return {
    size: readInteger(size, name),
    path: readArray(path, name, { max: MAX_PATH_HASHES }, (hash) => readBytes(hash, name, HASH_BYTES))
  };
}
function readSource2(value, name) {
  const [source, size] = readPair(value, name);
  return [readString(source, name, { min: 1, max: MAX_SOURCE_CHARACTERS }), readInteger(size, name)];
}

// src/ledger/light/light-proof.ts
function readLightProof(file, entry) {
  if (isTlogProof(file)) return tlogProof(file, entry);
  const verdict = verifyProofFile(file);
  if (!verdict.valid) return verdict.reason;
  const { author, checkpoint } = verdict;
  return { author, note: checkpoint.note, verdictOf: (client) => client.verifyProof(file) };
}
function tlogProof(file, given) {
  const proof = readTlog(file);
  if (typeof proof === "string") return proof;
  const entry = given ?? proof.extra;
  const author = authorOfNote(proof.note);
  const checkpoint = author === void 0 ? void 0 : readSharedCheckpoint(proof.note, author);
  if (author === void 0 || checkpoint === void 0) return "the checkpoint is not signed by its author";
  if (entry === void 0) return "the proof does not hold its entry, and none is given";
  const { index, path, note } = proof;
  return {
    author,
    note,
    verdictOf: (client) => client.verifyEntry({ entry, index, size: checkpoint.size, path }, checkpoint)
  };
}
function readTlog(file) {
  try {
    return readTlogProof(file);
  } catch (error) {
    if (isTalosError(error)) return error.message;
    throw error;
  }
}

// src/ledger/light/light-sync.ts
var VERIFIED_TOGETHER = 100;
async function syncLight(client, sources, terms) {
  const run2 = new LightSync(client, terms);
  return run2.from(sources);
}
var LightSync = class {
  #client;
  #terms;
  #outcomes = [];
  #sound = [];
  #isComplete = true;
  constructor(client, terms) {
    this.#client = client;
    this.#terms = terms;
  }
  async from(sources) {
    const claims = [];
    await Promise.all(
      sources.map((source) => this.#attempt(source.name, async () => void claims.push(await this.#claimOf(source))))
    );
    claims.sort((one, other) => (other.checkpoint?.size ?? 0) - (one.checkpoint?.size ?? 0));
    for (const claim of claims)
      await this.#attempt(claim.source.name, async () => {
        const size = await this.#take(claim);
        this.#sound.push(claim);
        this.#outcomes.push({ source: claim.source.name, size });
      });
    const { ownNote } = this.#terms;
    if (ownNote !== void 0) await this.#attempt(OWN_DEALINGS, () => this.#takeOwn(ownNote));
    return { outcomes: this.#outcomes, isComplete: this.#isComplete };
  }
  /** Runs what concerns one source; its failure is that source's alone. */
  async #attempt(source, task) {
    this.#terms.signal?.throwIfAborted();
    try {
      await task();
    } catch (error) {
      this.#terms.signal?.throwIfAborted();
      if (!isTalosError(error)) throw error;
      this.#outcomes.push({ source, size: 0, refused: { code: error.code, reason: error.message } });
    }
  }
  async #claimOf(source) {
    const { author } = this.#client;
    const status = await source.status(author, this.#terms.signal);
    const checkpoint = status.note === "" ? void 0 : readSharedCheckpoint(status.note, author);
    if (status.note !== "" && checkpoint === void 0)
      throw new TalosError("E_PROOF_INVALID", "the source shows a checkpoint that the author did not sign");
    return { source, status, checkpoint };
  }
  /** Takes what a source shows. @returns The entries of the log that it showed. */
  async #take(claim) {
    const { checkpoint } = claim;
    const client = this.#client;
    await this.#compareNewest(claim);
    if (client.keep === "headers") await this.#takeHeaders(claim);
    if (checkpoint === void 0) return 0;
    if (client.keep === "headers" && checkpoint.size > client.log.size) return client.log.size;
    const isNewest = client.keep === "checkpoints" && checkpoint.size >= client.log.size;
    const head = isNewest ? await this.#newestHeader(claim) : void 0;
    await this.#joined(claim.source.name, checkpoint, claim, head);
    this.#assertNotBack(claim);
    return checkpoint.size;
  }
  /** Compares the one header that is kept with a checkpoint. Of headers that are kept, the newest is fetched anyway. */
  async #compareNewest(claim) {
    const { headers, height } = this.#client;
    if (headers > 0 || height < 0 || claim.status.height < height) return;
    const shown = await this.#headerOf(claim, height);
    const refusal = shown === void 0 ? void 0 : this.#client.compare(shown);
    if (refusal !== void 0) throw new TalosError(refusal.code, refusal.reason);
  }
  /** The author itself never shows less than it has signed. */
  #assertNotBack({ source, checkpoint }) {
    const { author, log } = this.#client;
    if (source.name === author && checkpoint !== void 0 && checkpoint.size < log.size)
      throw new TalosError(
        "E_STALE",
        `the author shows a log of ${checkpoint.size} entries and has signed one of ${log.size}: it went back`
      );
  }
  /** Adds a checkpoint, with the proof that joins it where it needs one. */
  async #joined(source, checkpoint, claim, header) {
    const client = this.#client;
    const head = header === void 0 ? {} : { head: { header, nowMs: this.#terms.clock.now() } };
    const known = client.log.size;
    let refusal;
    for await (const path of this.#paths(checkpoint.size, known, claim)) {
      const taken = client.addCheckpoint(checkpoint.note, { source, path, ...head });
      if (taken.taken) return;
      refusal ??= taken;
      if (taken.code === "E_EQUIVOCATION") break;
    }
    await this.#findFork(claim, checkpoint);
    if (client.fork !== void 0) throw new TalosError("E_EQUIVOCATION", "the author signed two histories");
    const reason = `the source shows a log of ${checkpoint.size} entries, and nobody has the proof that it joins that of ${known}`;
    throw refusal === void 0 ? new TalosError("E_STALE", reason) : new TalosError(refusal.code, refusal.reason);
  }
  /** Consistency proofs between the two sizes, of each source that may have one; an empty one where none is needed. */
  async *#paths(size, known, claim) {
    if (known === 0 || this.#client.logOf(size) !== void 0) {
      yield [];
      return;
    }
    const [from, to] = size < known ? [size, known] : [known, size];
    for (const { source, checkpoint } of /* @__PURE__ */ new Set([...claim === void 0 ? [] : [claim], ...this.#sound])) {
      if ((checkpoint?.size ?? 0) < to) continue;
      const path = await this.#asked(() => source.consistency(this.#client.author, from, to, this.#terms.signal));
      if (path !== void 0) yield path;
    }
  }
  /** What a source answers; `undefined` where it does not, or not in the right form. */
  async #asked(ask) {
    try {
      return await ask();
    } catch (error) {
      this.#terms.signal?.throwIfAborted();
      if (isTalosError(error)) return void 0;
      throw error;
    }
  }
  /** Looks for two signed things that contradict each other, where a checkpoint could not be joined. */
  async #findFork(claim, checkpoint) {
    const client = this.#client;
    const others = this.#sound.filter((each) => each !== claim);
    for (const { source } of claim === void 0 ? others : [claim, ...others])
      await this.#findOtherNote(source, checkpoint);
    if (claim === void 0 || client.fork !== void 0) return;
    const shown = await this.#headerOf(claim, Math.min(claim.status.height, Math.max(client.height, 0)));
    if (shown === void 0) return;
    if (client.compare(shown)?.code === "E_EQUIVOCATION") return;
    for (const other of others) {
      const held = await this.#headerOf(other, shown.header.height);
      if (held !== void 0 && client.compare(shown, held)?.code === "E_EQUIVOCATION") return;
    }
  }
  /** Of the author itself, its own checkpoints of the sizes at hand are to be had. */
  async #findOtherNote(source, checkpoint) {
    const client = this.#client;
    if (source.name !== client.author) return;
    for (const { size, note } of [checkpoint, ...client.checkpoint === void 0 ? [] : [client.checkpoint]])
      await this.#asked(async () => client.contradiction(note, await source.note(size, this.#terms.signal)));
  }
  #headerOf({ source }, height) {
    return this.#asked(async () => {
      const [header] = await source.headers(this.#client.author, height, 1, this.#terms.signal);
      return header?.header.height === height ? header : void 0;
    });
  }
  /** The header of the newest block, as its source has it. */
  async #newestHeader({ source, status }) {
    const [header] = await source.headers(this.#client.author, status.height, 1, this.#terms.signal);
    if (header?.header.height !== status.height)
      throw new TalosError("E_PROTOCOL", "the source does not have its newest header");
    return header;
  }
  /** Fetches the headers that are missing; from the newest that is known on, which is compared. */
  async #takeHeaders({ source, status }) {
    const client = this.#client;
    const { maxHeaders = Number.POSITIVE_INFINITY } = this.#terms;
    const until = client.headers + maxHeaders;
    let from = Math.min(Math.max(client.headers - 1, 0), status.height);
    while (from <= status.height) {
      if (client.headers >= until) {
        this.#isComplete = false;
        return;
      }
      const count = Math.min(MAX_HEADERS_AN_ANSWER, status.height + 1 - from);
      const headers = await source.headers(client.author, from, count, this.#terms.signal);
      if (headers.length === 0 || headers.length > count || headers[0]?.header.height !== from)
        throw new TalosError("E_PROTOCOL", "the source answered with other headers than those asked for");
      await this.#verified(source.name, headers, from);
      from += headers.length;
      await this.#terms.onHeaders?.(client.headers, status.height + 1);
    }
  }
  async #verified(source, headers, from) {
    const { clock, pause, signal } = this.#terms;
    for (let at = 0; at < headers.length; at += VERIFIED_TOGETHER) {
      const part = headers.slice(at, at + VERIFIED_TOGETHER);
      const { refused: refused2 } = this.#client.addHeaders(part, { source, nowMs: clock.now() }, from + at - 1);
      if (refused2 !== void 0) throw new TalosError(refused2.code, refused2.reason);
      await pause();
      signal?.throwIfAborted();
    }
  }
  /** The checkpoint of own dealings: where nobody has a log as long, the sources are behind, or hold something back. */
  async #takeOwn(note) {
    const client = this.#client;
    const checkpoint = readSharedCheckpoint(note, client.author);
    if (checkpoint === void 0 || checkpoint.size === 0) return;
    if (checkpoint.size > client.log.size)
      throw new TalosError(
        "E_STALE",
        `the author signed a log of ${checkpoint.size} entries to this agent, the sources show ${client.log.size}`
      );
    await this.#joined(OWN_DEALINGS, checkpoint);
    this.#outcomes.push({ source: OWN_DEALINGS, size: checkpoint.size });
  }
};

// src/agent/identity/identity-change.ts
function identityChanged({ did, alias }, offered) {
  return new TalosError("E_IDENTITY_CHANGED", `${alias} is pinned as ${did}, and ${offered} was found in its place`, {
    details: { alias, pinned: did, offered },
    hint: `ask ${alias} by another way; then talos contacts accept ${alias} --did ${offered}, or keep the pinned one with --did ${did}`
  });
}
function succeeded({ did, alias }, next) {
  return new TalosError("E_IDENTITY_CHANGED", `${alias} goes on as ${next}`, {
    details: { alias, pinned: did, offered: next, succeeded: true },
    hint: "try again"
  });
}
async function withSuccessor(core, did, task) {
  const now = core.successions.current(did);
  try {
    return await task(now);
  } catch (error) {
    const next = core.successions.current(now);
    if (next === now || !isTalosError(error, "E_IDENTITY_CHANGED")) throw error;
    return await task(next);
  }
}
function assertUnchanged(peer) {
  if (peer?.changed !== void 0) throw identityChanged(peer, peer.changed.did);
}
async function noteIdentityChange(core, contact, offered) {
  await core.peers.noteChange(contact.did, offered);
  const error = identityChanged(contact, offered.did);
  if (contact.changed?.did !== offered.did) core.notice("identity", error.message, contact.did);
  return error;
}
async function connectTo(core, host, purpose, target, signal) {
  const { did, ...where } = target;
  core.network.follow(host);
  const isContact = (core.peers.get(did)?.alias ?? "") !== "";
  try {
    return await host.connect(purpose, { peerKey: keyOfDid(did), ...where, askWho: isContact }, signal);
  } catch (error) {
    if (!isTalosError(error, "E_IDENTITY_MISMATCH")) throw error;
    const { answered: answered2, address } = error.details;
    const contact = core.peers.get(did);
    if (contact === void 0 || contact.alias === "" || !isDid(answered2) || answered2 === core.identity.did)
      throw error;
    if (typeof address === "string" && await core.askLine?.(did, answered2, address, signal) === true)
      throw succeeded(contact, answered2);
    throw await noteIdentityChange(core, contact, {
      did: answered2,
      addresses: typeof address === "string" ? [address] : []
    });
  }
}

// src/agent/reach/peer-dial.ts
async function peerOf(core, text) {
  if (!text.startsWith("/")) return core.peer(text);
  const address = addressIn(text);
  if (address.peerId === void 0)
    throw new TalosError("E_USAGE", "an address to connect to ends in /p2p/ and the id of the peer");
  if (!isDialable(address)) throw new TalosError("E_USAGE", "an address of this kind is not dialled");
  const peer = didOfKey(parsePeerId(address.peerId));
  await core.peers.note(peer, { addresses: [address.text] });
  return peer;
}
function addressIn(text) {
  try {
    return parseAddress(text);
  } catch (cause) {
    if (!isTalosError(cause, "E_MALFORMED")) throw cause;
    throw new TalosError("E_USAGE", "what begins with / is an address, and this is none", {
      cause,
      hint: "an address looks like /ip4/192.0.2.7/tcp/8766/p2p/\u2026; an invitation in a file is @FILE"
    });
  }
}
var SEARCH_PATIENCE_MS = 1e3;
async function dialPeer(core, parts, purpose, peer, signal, known = core.peers.get(peer)?.addresses ?? []) {
  assertUnchanged(core.peers.get(peer));
  let failure = new TalosError("E_UNREACHABLE", "no address of this peer is known", {
    hint: "talos contacts add gives one; its prekey bundle, an invitation, a grant or a server that both know brings one"
  });
  if (known.length > 0)
    try {
      const target = { did: peer, addresses: known, onAttempt: parts.onAttempt };
      return await connectTo(core, await parts.host(), purpose, target, signal);
    } catch (error) {
      if (!isTalosError(error) || !AWAY_CODES.has(error.code)) throw error;
      failure = error;
    }
  if (parts.search === void 0) throw failure;
  const host = await parts.host();
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted === true) abort();
  try {
    const attempts = new Attempts(
      (found2) => connectTo(core, host, purpose, { did: peer, ...found2, onAttempt: parts.onAttempt }, stop.signal).then((link2) => ({
        link: link2,
        found: found2
      }))
    );
    const patienceMs = known.length > 0 ? SEARCH_PATIENCE_MS : void 0;
    const search = await parts.search(peer, stop.signal);
    const { link, found } = await attempts.first(search, new Set(known), { failure, patienceMs });
    await core.peers.note(peer, { addresses: found.addresses });
    return link;
  } finally {
    signal?.removeEventListener("abort", abort);
    stop.abort(new TalosError("E_CLOSED", "the peer answered at another address"));
  }
}
var Attempts = class {
  #dial;
  #isOver = false;
  #running = 0;
  constructor(dial) {
    this.#dial = dial;
  }
  /** @throws {TalosError} `failure`, or what the last attempt failed with. */
  first(search, tried, { failure, patienceMs }) {
    let cancel = () => {
    };
    return new Promise((resolve, reject) => {
      let last = failure;
      let isSearching = true;
      const fail = (error) => {
        this.#isOver = true;
        reject(error);
      };
      const look = () => {
        if (this.#running > 0) return;
        search.more();
        if (!isSearching) fail(last);
      };
      const attempt = async (found) => {
        this.#running++;
        try {
          const linked = await this.#dial(found);
          if (this.#isOver) return await linked.link.close();
          this.#isOver = true;
          resolve(linked);
        } catch (error) {
          last = error;
          if (!isTalosError(error) || !AWAY_CODES.has(error.code)) fail(error);
        } finally {
          this.#running--;
          if (!this.#isOver) look();
        }
      };
      const searching = async () => {
        for await (const { addresses: all, mayDial } of search.found) {
          if (this.#isOver) return;
          const addresses = all.filter((address) => !tried.has(address));
          for (const address of addresses) tried.add(address);
          if (addresses.length > 0) void attempt({ addresses, mayDial });
          else look();
        }
        isSearching = false;
        if (!this.#isOver) look();
      };
      if (patienceMs !== void 0)
        cancel = systemTimer.after(patienceMs, () => {
          isSearching = false;
          if (!this.#isOver) look();
        });
      searching().catch(fail);
    }).finally(() => cancel());
  }
};

// src/agent/record/chain-link-source.ts
var MAX_NETWORK_CHARACTERS = 64;
var MAX_WORK_DIGITS2 = 96;
var LinkChainSource = class {
  name;
  #use;
  /** @param peer - Whose own chain needs no `author` in requests. */
  constructor(peer, use) {
    this.name = peer;
    this.#use = use;
  }
  #ask(op, fields, shape, signal) {
    return this.#use(async (link) => {
      const answer = await link.ask(op, fields, signal);
      return readObject(answer, shape, op);
    }, signal);
  }
  #of(author) {
    return author === this.name ? {} : { author };
  }
  async status(author, signal) {
    const required = ["network", "height", "hash", "work", "note", "first"];
    const answer = await this.#ask("status", this.#of(author), { required }, signal);
    return {
      network: readString(answer.network, "network", { max: MAX_NETWORK_CHARACTERS }),
      height: readInteger(answer.height, "height"),
      hash: readBytes(answer.hash, "hash", HASH_BYTES),
      work: BigInt(readString(answer.work, "work", { min: 1, max: MAX_WORK_DIGITS2, pattern: /^[0-9]+$/ })),
      note: readString(answer.note, "note", { max: MAX_NOTE_CHARACTERS }),
      first: readInteger(answer.first, "first")
    };
  }
  async locate(author, points, signal) {
    const answer = await this.#ask(
      "locate",
      { ...this.#of(author), points },
      { required: [], optional: ["height"] },
      signal
    );
    if (answer.height === void 0) return void 0;
    const height = readInteger(answer.height, "height");
    if (!points.some(([asked]) => asked === height)) throw unasked("a height that is none of those asked for");
    return height;
  }
  async headers(author, from, count, signal) {
    const answer = await this.#ask("headers", { ...this.#of(author), from, count }, { required: ["headers"] }, signal);
    const bytes = readBytes(answer.headers, "headers");
    if (bytes.length === 0 || bytes.length > count * SIGNED_HEADER_BYTES) throw unasked("another number of headers");
    return decodeSignedHeaders(bytes);
  }
  async blocks(author, from, count, signal) {
    const asked = { ...this.#of(author), from, count };
    const answer = await this.#ask("blocks", asked, { required: ["blocks"] }, signal);
    const max = Math.min(count, MAX_BLOCKS_AN_ANSWER);
    const blocks = readArray(answer.blocks, "blocks", { min: 1, max }, (block, name) => readBytes(block, name));
    const bytes = blocks.reduce((sum, block) => sum + block.length, 0);
    if (bytes > MAX_ANSWER_BLOCK_BYTES + MAX_BLOCK_BYTES) throw unasked("more bytes of blocks than an answer may have");
    return blocks;
  }
  async consistency(author, from, to, signal) {
    const asked = { ...this.#of(author), from, to };
    const { path } = await this.#ask("consistency", asked, { required: ["path"] }, signal);
    return readArray(
      path,
      "path",
      { max: MAX_CONSISTENCY_HASHES },
      (hash, name) => readBytes(hash, name, HASH_BYTES)
    );
  }
  async note(size, signal) {
    const { note } = await this.#ask("note", { size }, { required: ["note"] }, signal);
    return readString(note, "note", { max: MAX_NOTE_CHARACTERS });
  }
  async proof(entry, signal) {
    const { proof } = await this.#ask("proof", { entry }, { required: ["proof"] }, signal);
    return readString(proof, "proof", { max: MAX_PROOF_BYTES });
  }
};
function unasked(what) {
  return new TalosError("E_PROTOCOL", `the peer answered with ${what}`);
}

// src/agent/record/light-views.ts
var SHORTEST_ENTRY_BYTES = 100;
function lightView(client, keptBytes) {
  const { author, keep, log, height, headers, confirmedSize, checkpoint, fork } = client;
  const { checkpoints, sources } = client.snapshot();
  return {
    id: author,
    keep,
    size: log.size,
    root: toHex(log.root),
    height,
    headers,
    checkpoints: checkpoints.length,
    checkpoint: checkpoint?.note ?? "",
    confirmedSize,
    confirmed: log.size > 0 && confirmedSize >= log.size,
    sources: sources.map(([id, size]) => ({ id, size })),
    evidence: fork ?? "",
    keptBytes,
    chainBytesAtLeast: (height + 1) * BLOCK_FRAME_BYTES + log.size * SHORTEST_ENTRY_BYTES
  };
}
function outcomeView({ source, size, refused: refused2 }) {
  return { id: source, size, ...refused2 === void 0 ? {} : { refused: refused2 } };
}
function verdictView(verdict, { confirmedSize }) {
  if (!verdict.valid) return { valid: false, code: verdict.code, reason: verdict.reason };
  const { confirmed, author, size, entry } = verdict;
  return { valid: true, confirmed, author, ...entryView(entry), size, confirmedSize };
}
function entryView({ id, body, timeMs, seq }) {
  return { entry: id, type: body.type, timeMs, seq };
}

// src/agent/record/light.ts
var MAX_LIGHT_SYNC_SOURCES = 16;
var HEADERS_A_STEP = 8e3;
var HEADERS_A_PART = 1e3;
var HEADERS_A_TURN = 200;
var OWN_ENTRIES = 64;
var Light = class {
  #parts;
  #store;
  #options;
  /** One task at a time: what is loaded is what is kept. */
  #turns = new Mutex();
  constructor(parts) {
    this.#parts = parts;
    const { name: network, difficulty } = parts.core.ledger.network;
    this.#options = { network, difficulty };
    this.#store = new LightStore(parts.core.store, this.#options);
  }
  async sync(params, signal) {
    const sources = await this.#sourcesOf(params.sources);
    const [first] = sources;
    if (first === void 0) throw new TalosError("E_USAGE", "no source is given");
    const author = params.author === void 0 ? first.name : await peerOf(this.#parts.core, params.author);
    this.#assertOther(author);
    return this.#turns.run(() => this.#sync(author, sources, params.keepHeaders === true, signal), signal);
  }
  async #sourcesOf(names) {
    const { core, dialer } = this.#parts;
    if (names.length > MAX_LIGHT_SYNC_SOURCES)
      throw new TalosError("E_USAGE", `at most ${MAX_LIGHT_SYNC_SOURCES} sources are asked at once`);
    const peers = /* @__PURE__ */ new Set();
    for (const name of names) peers.add(await peerOf(core, name));
    if (peers.has(core.identity.did)) throw new TalosError("E_USAGE", "the own agent is no source");
    return [...peers].map((peer) => new LinkChainSource(peer, (task, stop) => dialer.use(peer, task, stop)));
  }
  #assertOther(author) {
    if (author === this.#parts.core.identity.did)
      throw new TalosError("E_USAGE", "the own log is not followed", { hint: "talos audit verify checks it" });
  }
  async #sync(author, sources, keepHeaders, signal) {
    const kept = await this.#open(author);
    const { client } = kept;
    if (keepHeaders) client.keepHeaders();
    let saved = kept.headers;
    const save = async () => {
      await this.#store.save(client, saved);
      saved = client.headers;
    };
    const synced = await syncLight(client, sources, {
      clock: this.#parts.core.clock,
      pause: nextTurn,
      signal,
      ownNote: await this.#ownNote(author),
      maxHeaders: HEADERS_A_STEP,
      // What was verified is kept as it comes, so that an end in the middle costs nothing.
      onHeaders: save
    });
    if (client.log.size > 0 || client.headers > 0) await save();
    await this.#assertOneHistory(client);
    assertSomething(synced);
    const light = await this.#view(author, client);
    return { light, sources: synced.outcomes.map(outcomeView), isComplete: synced.isComplete };
  }
  async #open(author) {
    const client = () => new LightClient(author, this.#options);
    return await this.#store.load(author) ?? { client: client(), headers: 0, bytes: 0 };
  }
  /** @throws {TalosError} `E_NOT_FOUND` where nothing is held of the author. */
  async #held(author) {
    const kept = await this.#store.load(author);
    if (kept === void 0)
      throw new TalosError("E_NOT_FOUND", "nothing is held of this author", { hint: "talos light status lists all" });
    return kept;
  }
  /** The newest checkpoint that the author signed to this agent, in statements that the own ledger holds. */
  async #ownNote(author) {
    const entries = await this.#parts.core.ledger.query({ peer: author, last: OWN_ENTRIES });
    return entries.toReversed().map((entry) => noteIn(entry, author)).find((note) => note !== void 0);
  }
  /** Tells of two histories, loudly, and refuses the author. */
  async #assertOneHistory({ author, fork }) {
    if (fork === void 0) return;
    const message = "the author of a log signed two histories; the evidence is kept";
    await this.#parts.onFork(author, fork);
    throw new TalosError("E_EQUIVOCATION", message, {
      details: { author, evidence: fork },
      hint: `talos light export --evidence ${author} gives the evidence, which talos proof verify checks`
    });
  }
  async #view(author, client) {
    return lightView(client, (await this.#store.load(author))?.bytes ?? 0);
  }
  async importHeaders({ author: name, headers: lines, after }) {
    const author = this.#parts.core.known(name);
    this.#assertOther(author);
    if (lines.length > HEADERS_A_PART) throw new TalosError("E_LIMIT", `a part has at most ${HEADERS_A_PART} headers`);
    return this.#turns.run(async () => {
      const kept = await this.#open(author);
      const taken = await this.#takeLines(kept.client, lines, after);
      if (kept.client.headers > 0) await this.#store.save(kept.client, kept.headers);
      await this.#assertOneHistory(kept.client);
      return { light: await this.#view(author, kept.client), ...taken };
    });
  }
  async #takeLines(client, lines, after) {
    const { headers, bad } = headersOf(lines);
    if (client.keep === "checkpoints" && (headers[0]?.header.height ?? 0) > 0)
      throw new TalosError("E_NOT_FOUND", "the headers before these are not kept", {
        hint: "import them from height 0 on, or talos light sync --headers"
      });
    if (headers.length > 0) client.keepHeaders();
    let [taken, at] = [0, 0];
    for (; at < headers.length; at += HEADERS_A_TURN) {
      const sighting = { source: FROM_FILES, nowMs: this.#parts.core.clock.now() };
      const before = headers[at - 1]?.header.height ?? after;
      const part = client.addHeaders(headers.slice(at, at + HEADERS_A_TURN), sighting, before);
      taken += part.taken;
      if (part.refused !== void 0) return takenOf(headers, taken, { ...part.refused, at: at + part.refused.at });
      await nextTurn();
    }
    return takenOf(headers, taken, bad);
  }
  async importCheckpoint({ file }) {
    const { note, from, path } = checkpointOf(file);
    const author = authorOfNote(note);
    if (author === void 0) throw new TalosError("E_PROOF_INVALID", "not a checkpoint, and no proof with one");
    this.#assertOther(author);
    return this.#turns.run(async () => {
      const { client, headers } = await this.#open(author);
      const cosigners = await this.#cosigners(note, author);
      const taken = client.addCheckpoint(note, { source: FROM_FILES, path });
      if (taken.taken) for (const source of cosigners) client.addCheckpoint(note, { source });
      const ownNote = await this.#ownNote(author);
      if (taken.taken && ownNote !== void 0) client.addCheckpoint(ownNote, { source: OWN_DEALINGS });
      if (taken.taken || client.fork !== void 0) await this.#store.save(client, headers);
      await this.#assertOneHistory(client);
      if (!taken.taken) throw new TalosError(taken.code, taken.reason, { hint: joinHint(from, client) });
      return this.#view(author, client);
    });
  }
  /** The known witnesses that cosigned a note, as sources. @throws {TalosError} `E_PROOF_INVALID` for one that did not. */
  async #cosigners(note, author) {
    const read2 = readCosigned(note, author, await this.#parts.witnesses());
    if (read2 === void 0)
      throw new TalosError(
        "E_PROOF_INVALID",
        "not a checkpoint of the author, or the line of a witness does not verify"
      );
    const sources = read2.cosignatures.map(({ witness }) => `${WITNESS_PREFIX}${witness.name}`);
    return sources.filter((source) => source.length <= MAX_SOURCE_CHARACTERS);
  }
  async verify(params, signal) {
    const proof = readLightProof(params.proof, params.entry === void 0 ? void 0 : utf8(params.entry));
    if (typeof proof === "string") return { valid: false, code: "E_PROOF_INVALID", reason: proof };
    return this.#turns.run(async () => {
      const kept = await this.#store.load(proof.author);
      if (kept === void 0)
        return {
          valid: false,
          code: "E_PROOF_INVALID",
          reason: `no headers or checkpoints of ${proof.author} are held here`
        };
      const { client, headers } = kept;
      let verdict = proof.verdictOf(client);
      if (params.ask === true && await this.#joined(client, verdict, signal)) verdict = proof.verdictOf(client);
      if (client.fork !== void 0 || !verdict.valid || params.ask === true) await this.#store.save(client, headers);
      if (client.fork !== void 0) await this.#parts.onFork(client.author, client.fork);
      return verdictView(verdict, client);
    }, signal);
  }
  /** Asks the sources that are known for the proof that joins the checkpoint of `verdict`. @returns Whether one did. */
  async #joined(client, verdict, signal) {
    const unjoined = verdict.valid ? void 0 : verdict.unjoined;
    if (unjoined === void 0) return false;
    const [from, to] = [unjoined.size, client.log.size].sort((one, other) => one - other);
    const peers = client.snapshot().sources.flatMap(([source]) => isDid(source) ? [source] : []);
    for (const source of await this.#sourcesOf(peers.slice(0, MAX_LIGHT_SYNC_SOURCES)))
      try {
        const path = await source.consistency(client.author, from, to, signal);
        if (client.addCheckpoint(unjoined.note, { source: FROM_FILES, path }).taken) return true;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isTalosError(error)) throw error;
      }
    return false;
  }
  /** In no turn: a synchronisation with a slow source holds that for long. */
  async status() {
    const views = [];
    for (const author of await this.#store.authors()) {
      const kept = await this.#store.load(author);
      if (kept !== void 0) views.push(lightView(kept.client, kept.bytes));
    }
    return views;
  }
  async exportHeaders({
    author,
    from
  }) {
    const { client } = await this.#held(this.#parts.core.known(author));
    if (client.keep !== "headers")
      throw new TalosError("E_NOT_FOUND", "no headers of this author are kept", { hint: "talos light sync --headers" });
    const to = Math.min(from + HEADERS_A_PART, client.headers);
    return Array.from({ length: Math.max(0, to - from) }, (_, at) => client.headerAt(from + at)).filter((header) => header !== void 0).map((header) => formatHeaderLine(header).slice(0, -1));
  }
  async exportCheckpoint({ author, since }) {
    const { client } = await this.#held(this.#parts.core.known(author));
    const { checkpoint } = client;
    if (checkpoint === void 0) throw new TalosError("E_NOT_FOUND", "no checkpoint of this author is kept");
    if (since === void 0) return checkpoint.note;
    const older = client.snapshot().checkpoints.find((each) => each.checkpoint.size === since);
    if (older?.joins?.size !== checkpoint.size)
      throw new TalosError("E_NOT_FOUND", `no proof is kept that the log of ${since} entries goes on to the newest`);
    return formatCheckpointFile({ note: checkpoint.note, from: since, path: older.joins.path });
  }
  async remove({ author: name }) {
    const author = this.#parts.core.known(name);
    return this.#turns.run(async () => {
      if (!await this.#store.remove(author)) throw new TalosError("E_NOT_FOUND", "nothing is held of this author");
      return { author };
    });
  }
};
var nextTurn = () => new Promise((resolve) => setTimeout(resolve));
function assertSomething({ outcomes }) {
  const sources = outcomes.filter(({ source }) => source !== OWN_DEALINGS);
  const refused2 = sources[0]?.refused;
  if (refused2 !== void 0 && sources.every((each) => each.refused !== void 0))
    throw new TalosError(refused2.code, refused2.reason, { details: { source: sources[0]?.source ?? "" } });
}
function noteIn({ body }, author) {
  if (!("statement" in body) || body.statement.by !== author) return void 0;
  const { statement } = body.statement;
  return "checkpoint" in statement && statement.checkpoint !== "" ? statement.checkpoint : void 0;
}
function checkpointOf(file) {
  const proof = readLightProof(file);
  return typeof proof === "string" ? readCheckpointFile(file) : { note: proof.note, from: 0, path: [] };
}
function joinHint(from, { log }) {
  return from === log.size || log.size === 0 ? "" : `a file with the consistency proof from ${log.size} entries would join it, or talos light sync`;
}
function headersOf(lines) {
  const headers = [];
  try {
    for (const line of lines) headers.push(headerOfText(line));
    return { headers };
  } catch (error) {
    if (!isTalosError(error)) throw error;
    return { headers, bad: { at: headers.length, code: error.code, reason: error.message } };
  }
}
function takenOf(headers, taken, refused2) {
  const last = headers[(refused2?.at ?? headers.length) - 1]?.header.height ?? -1;
  return { taken, last, ...refused2 === void 0 ? {} : { refused: refused2 } };
}

// src/agent/record/witness-book.ts
var MAX_WITNESSED_PEERS = 1e3;
var MAX_KEPT_CHECKPOINTS = 64;
var MAX_EVIDENCE_A_PEER = 16;
var NOTE = u8(1);
var EVIDENCE = u8(2);
var KEY_BYTES = 32;
var WitnessBook = class _WitnessBook {
  #store;
  /** In the order in which they were seen, the oldest first. */
  #newest = /* @__PURE__ */ new Map();
  #evidence = /* @__PURE__ */ new Map();
  #changing = new Mutex();
  constructor(store) {
    this.#store = store;
  }
  /** Reads the book. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
  static async open(store) {
    const book = new _WitnessBook(store);
    const last = /* @__PURE__ */ new Map();
    for await (const row of store.scan("witness", { start: NOTE, end: EVIDENCE })) last.set(peerOfKey2(row[0]), row);
    const newest = [...last.values()].map(([key, value]) => readKept(key, value));
    for (const kept of newest.sort((a, b) => a.seenMs - b.seenMs)) book.#newest.set(kept.checkpoint.author, kept);
    for await (const [key, value] of store.scan("witness", { start: EVIDENCE, end: u8(3) })) {
      const evidence = readEvidence(key, value);
      book.#evidence.set(evidence.peer, [...book.#evidence.get(evidence.peer) ?? [], evidence]);
    }
    return book;
  }
  /** The newest checkpoint that is kept of `peer`. */
  newest(peer) {
    return this.#newest.get(peer);
  }
  /** Every peer of which a checkpoint or evidence is kept. */
  peers() {
    return [.../* @__PURE__ */ new Set([...this.#newest.keys(), ...this.#evidence.keys()])];
  }
  /** The checkpoint of exactly `size` that is kept of `peer`. @throws {TalosError} `E_STORAGE…`. */
  async at(peer, size) {
    const newest = this.#newest.get(peer)?.checkpoint;
    if (newest === void 0 || size > newest.size) return void 0;
    if (newest.size === size) return newest;
    const key = noteKey(peer, size);
    const value = await this.#store.get("witness", key);
    return value === void 0 ? void 0 : readKept(key, value).checkpoint;
  }
  /** Checkpoints kept of `peer`, the newest first. */
  async kept(peer) {
    const all = [];
    for await (const [key, value] of this.#store.scan("witness", { ...rangeOf(NOTE, peer), reverse: true }))
      all.push(readKept(key, value));
    return all;
  }
  /**
   * Keeps a checkpoint that is proved to go on from the newest of its author, or is the first; durable when it resolves.
   * One that is not larger than the newest changes nothing.
   */
  keep(checkpoint, seenMs) {
    const { author, size, note } = checkpoint;
    return this.#changing.run(async () => {
      if (size === 0 || size <= (this.#newest.get(author)?.checkpoint.size ?? 0)) return;
      const changes = [
        { kind: "put", space: "witness", key: noteKey(author, size), value: concat(u64(seenMs), utf8(note)) },
        ...await this.#surplus(author)
      ];
      const leaving = this.#newest.has(author) ? void 0 : this.#longestUnseen();
      if (leaving !== void 0) changes.push(...await this.#notesOf(leaving));
      await this.#store.apply(changes);
      if (leaving !== void 0) this.#newest.delete(leaving);
      this.#newest.delete(author);
      this.#newest.set(author, { checkpoint, seenMs });
    });
  }
  /** What must go so that one more checkpoint of `peer` may be kept: the oldest. */
  async #surplus(peer) {
    const notes = await this.#notesOf(peer);
    return notes.slice(0, Math.max(0, notes.length - MAX_KEPT_CHECKPOINTS + 1));
  }
  async #notesOf(peer) {
    const changes = [];
    for await (const [key] of this.#store.scan("witness", rangeOf(NOTE, peer)))
      changes.push({ kind: "delete", space: "witness", key });
    return changes;
  }
  /** Who must go for another peer: nobody whose evidence is open, which its checkpoints explain. */
  #longestUnseen() {
    if (this.#newest.size < MAX_WITNESSED_PEERS) return void 0;
    return [...this.#newest.keys()].find((peer) => !this.isRefused(peer));
  }
  /** Whether there is evidence against `peer` that nobody has cleared. */
  isRefused(peer) {
    return this.#evidence.get(peer)?.some(({ isCleared }) => !isCleared) === true;
  }
  /** Evidence, the oldest first; about `peer`, or about everybody. */
  evidence(peer) {
    return peer === void 0 ? [...this.#evidence.values()].flat() : this.#evidence.get(peer) ?? [];
  }
  /**
   * Keeps evidence against `peer`; durable when it resolves.
   *
   * @returns Whether it is the first that is open: the same fault is found again and again.
   */
  convict(peer, what, file, timeMs) {
    return this.#changing.run(async () => {
      const held = this.#evidence.get(peer) ?? [];
      if (this.isRefused(peer)) return false;
      const number = (held.at(-1)?.number ?? -1) + 1;
      const evidence = { peer, number, what, timeMs, isCleared: false, file };
      const leaving = held.slice(0, Math.max(0, held.length - MAX_EVIDENCE_A_PEER + 1));
      await this.#store.apply([put4(evidence), ...leaving.map(remove)]);
      this.#evidence.set(peer, [...held.slice(leaving.length), evidence]);
      return true;
    });
  }
  /** Records what a crash kept out of the ledger: evidence is in the store before that. */
  async reconcile(ledger) {
    for (const { peer, number, what, file } of this.evidence().filter(({ isCleared }) => !isCleared)) {
      const entries = await ledger.positions({ type: "equivocation", peer });
      if (entries.length <= number) ledger.append({ type: "equivocation", peer, what, evidence: evidenceId(file) });
    }
  }
  /**
   * Lets `peer` in again: its evidence stays and is marked, its checkpoints are forgotten, so that the next one that it
   * shows is a first; durable when it resolves.
   *
   * @returns Whether there was anything to clear.
   */
  clear(peer) {
    return this.#changing.run(async () => {
      if (!this.isRefused(peer)) return false;
      const cleared = (this.#evidence.get(peer) ?? []).map((each) => ({ ...each, isCleared: true }));
      await this.#store.apply([...cleared.map(put4), ...await this.#notesOf(peer)]);
      this.#evidence.set(peer, cleared);
      this.#newest.delete(peer);
      return true;
    });
  }
};
function remove({ peer, number }) {
  return { kind: "delete", space: "witness", key: evidenceKey(peer, number) };
}
function put4({ peer, number, what, timeMs, isCleared, file }) {
  const value = canonicalBytes({ v: 1, what, time: timeMs, cleared: isCleared, file });
  return { kind: "put", space: "witness", key: evidenceKey(peer, number), value };
}
function evidenceId(file) {
  return toHex(sha256(utf8(file)));
}
var noteKey = (peer, size) => concat(NOTE, keyOfDid(peer), u64(size));
var evidenceKey = (peer, number) => concat(EVIDENCE, keyOfDid(peer), u64(number));
function rangeOf(kind, peer) {
  const prefix = concat(kind, keyOfDid(peer));
  return { start: concat(prefix, u64(0)), end: concat(prefix, new Uint8Array(9).fill(255)) };
}
var peerOfKey2 = (key) => didOfKey(key.slice(1, 1 + KEY_BYTES));
function readKept(key, value) {
  return asRecord(() => {
    const { seenMs, note } = decode(value, (reader) => ({ seenMs: reader.u64("time"), note: fromUtf8(reader.rest()) }));
    const checkpoint = readCheckpoint(note, peerOfKey2(key));
    if (checkpoint === void 0) throw new TalosError("E_MALFORMED", "not a note of the peer");
    return { checkpoint, seenMs };
  });
}
function readEvidence(key, value) {
  return asRecord(() => {
    const required = ["v", "what", "time", "cleared", "file"];
    const fields = readObject(parseJson(value), { required }, "evidence");
    readInteger(fields.v, "v", { min: 1, max: 1 });
    return {
      peer: peerOfKey2(key),
      number: decode(key.slice(1 + KEY_BYTES), (reader) => reader.u64("number")),
      what: readChoice(fields.what, ["fork", "rollback"], "what"),
      timeMs: readInteger(fields.time, "time"),
      isCleared: readBoolean(fields.cleared, "cleared"),
      file: readString(fields.file, "file", { max: MAX_EVIDENCE_BYTES })
    };
  });
}
function asRecord(read2) {
  try {
    return read2();
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "what was seen of a peer cannot be read from the store", { cause });
  }
}

// src/agent/record/witness-list.ts
var MAX_COSIGNED_KEPT = 64;
var WITNESS = u8(3);
var COSIGNED = u8(4);
var WitnessList = class {
  #store;
  #changing = new Mutex();
  constructor(store) {
    this.#store = store;
  }
  /** All witnesses, by their ids. @throws {TalosError} `E_STORAGE…`. */
  async all() {
    const all = [];
    for await (const [key, value] of this.#store.scan("witness", { start: WITNESS, end: COSIGNED }))
      all.push(readListed(fromUtf8(key.slice(1)), value));
    return all;
  }
  /** Keeps a witness, in place of one of that id; durable when it resolves. @throws {TalosError} `E_LIMIT`. */
  add(witness) {
    return this.#changing.run(async () => {
      const all = await this.all();
      if (all.length >= MAX_WITNESSES && all.every(({ id }) => id !== witness.id))
        throw new TalosError("E_LIMIT", `at most ${MAX_WITNESSES} witnesses are asked`);
      await this.#store.apply([put5(witness)]);
    });
  }
  /** Forgets a witness; what it cosigned stays. Durable when it resolves. */
  async remove(id) {
    await this.#changing.run(() => this.#store.apply([{ kind: "delete", space: "witness", key: keyOf3(id) }]));
  }
  /** Notes how it went with a witness, where it is still there, and what it cosigned; durable when it resolves. */
  noted(witness, cosigned) {
    return this.#changing.run(async () => {
      if ((await this.all()).every(({ id }) => id !== witness.id)) return;
      const changes = [put5(witness)];
      if (cosigned !== void 0) changes.push(...await this.#keeping(cosigned.size), putNote(cosigned));
      await this.#store.apply(changes);
    });
  }
  /** What must go so that one more cosigned checkpoint may be kept. */
  async #keeping(size) {
    const keys = [];
    for await (const [key] of this.#store.scan("witness", COSIGNED_RANGE)) keys.push(key);
    const others = keys.filter((key) => key.join() !== noteKey2(size).join());
    return others.slice(0, Math.max(0, others.length - MAX_COSIGNED_KEPT + 1)).map((key) => ({ kind: "delete", space: "witness", key }));
  }
  /** The cosigned checkpoint of that size, as it was kept. */
  async cosignedAt(size) {
    const value = await this.#store.get("witness", noteKey2(size));
    return value === void 0 ? void 0 : fromUtf8(value);
  }
  /** The newest cosigned checkpoint. */
  async newest() {
    for await (const [, value] of this.#store.scan("witness", { ...COSIGNED_RANGE, reverse: true, limit: 1 }))
      return fromUtf8(value);
    return void 0;
  }
};
var COSIGNED_RANGE = { start: COSIGNED, end: u8(5) };
var keyOf3 = (id) => concat(WITNESS, utf8(id));
var noteKey2 = (size) => concat(COSIGNED, u64(size));
function putNote({ size, note }) {
  return { kind: "put", space: "witness", key: noteKey2(size), value: utf8(note) };
}
function put5({ id, url, key, size, atMs, failure }) {
  const value = canonicalBytes({ v: 1, url, key, size, at: atMs, failure });
  return { kind: "put", space: "witness", key: keyOf3(id), value };
}
function readListed(id, value) {
  try {
    const required = ["v", "url", "key", "size", "at", "failure"];
    const fields = readObject(parseJson(value), { required }, "witness");
    readInteger(fields.v, "v", { min: 1, max: 1 });
    return {
      id,
      url: readString(fields.url, "url"),
      key: readString(fields.key, "key"),
      size: readInteger(fields.size, "size"),
      atMs: readInteger(fields.at, "at"),
      failure: readString(fields.failure, "failure")
    };
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a witness of the store cannot be read", { cause });
  }
}

// src/transfer/limits.ts
var MAX_FILE_BYTES = 256 * 1024 ** 3;
var MAX_FILE_NAME_BYTES = 255;
var MAX_FILE_TYPE_CHARACTERS = 127;
var SMALL_CHUNK_BYTES = 256 * 1024;
var MIDDLE_CHUNK_BYTES = 512 * 1024;
var LARGE_CHUNK_BYTES = 1024 * 1024;
var SMALL_FILE_BYTES = 64 * 1024 * 1024;
var MIDDLE_FILE_BYTES = 512 * 1024 * 1024;
var MAX_PARCEL_BYTES = 8 * 1024 * 1024;
var MAX_PARCELS = 32;
var PIECE_CHUNKS = 3;
var TRANSFER_WINDOW_BYTES = 2 * 1024 * 1024;
var SYNC_STEP_BYTES = 64 * 1024 * 1024;
var MAX_HASHES = 512;

// src/transfer/chunks.ts
function chunkBytesOf(size) {
  if (size <= SMALL_FILE_BYTES) return SMALL_CHUNK_BYTES;
  return size <= MIDDLE_FILE_BYTES ? MIDDLE_CHUNK_BYTES : LARGE_CHUNK_BYTES;
}
function planChunks(size) {
  const chunkBytes = chunkBytesOf(size);
  return { size, chunkBytes, count: Math.max(1, Math.ceil(size / chunkBytes)) };
}
function placeOf2(plan, index) {
  const offset = index * plan.chunkBytes;
  return { offset, length: Math.min(plan.chunkBytes, plan.size - offset) };
}
function isLast(plan, index) {
  return index === plan.count - 1;
}
function planPieces(size) {
  const chunkBytes = PIECE_CHUNKS * chunkBytesOf(size);
  return { size, chunkBytes, count: Math.max(1, Math.ceil(size / chunkBytes)) };
}
function chunkHash(transfer, index, end, bytes) {
  return labelledHashOfLong("fileChunk", transfer, u32(index), u8(end ? 1 : 0), bytes);
}

// src/transfer/wire.ts
var TRANSFER_ID_BYTES = 16;
var FILE_SALT_BYTES = 32;
var MAX_CONTROL_BYTES = 4096;
var CHUNK_HEAD_BYTES = 4 + 1 + HASH_BYTES;
var MAX_INDEX = 4294967295;
var TYPE_TEXT = /^(?:[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62})?$/;
function control(bytes) {
  return decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES });
}
function malformed(what) {
  return new TalosError("E_MALFORMED", what);
}
function readFileName(value, name) {
  const text = readString(value, name, { min: 1, max: MAX_FILE_NAME_BYTES });
  if (!text.isWellFormed() || utf8(text).length > MAX_FILE_NAME_BYTES) throw malformed(`${name}: too long`);
  return text;
}
function readFileType(value, name) {
  return readString(value, name, { max: MAX_FILE_TYPE_CHARACTERS, pattern: TYPE_TEXT });
}
function readFileSize(value, name) {
  return readInteger(value, name, { max: MAX_FILE_BYTES });
}
function encodeFileOffer({ id, name, size, type, chain }) {
  const { chunkBytes, count } = planChunks(size);
  const fields = { v: 1, id, name, size, type, chunk: chunkBytes, count };
  return encodeCbor(chain === void 0 ? fields : { ...fields, chain: [...chain] });
}
function decodeFileOffer(bytes) {
  const required = ["v", "id", "name", "size", "type", "chunk", "count"];
  const value = decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES + MAX_CHAIN_TEXT });
  const fields = readObject(value, { required, optional: ["chain"] }, "file offer");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  const size = readFileSize(fields.size, "size");
  const plan = planChunks(size);
  readInteger(fields.chunk, "chunk", { min: plan.chunkBytes, max: plan.chunkBytes });
  readInteger(fields.count, "count", { min: plan.count, max: plan.count });
  return {
    id: readBytes(fields.id, "id", TRANSFER_ID_BYTES),
    name: readFileName(fields.name, "name"),
    size,
    type: readFileType(fields.type, "type"),
    ...fields.chain === void 0 ? {} : { chain: readOfferedChain(fields.chain) }
  };
}
function readOfferedChain(value) {
  const chain = readArray(
    value,
    "chain",
    { min: 1, max: MAX_CHAIN_TOKENS },
    (text, name) => readString(text, name, { min: 1, max: MAX_CHAIN_TEXT })
  );
  if (chain.reduce((sum, text) => sum + text.length, 0) > MAX_CHAIN_TEXT) throw malformed("chain: too long");
  return chain;
}
function encodeFileAccept({ from, held }) {
  return encodeCbor({ from, held });
}
function decodeFileAccept(bytes) {
  const fields = readObject(control(bytes), { required: ["from", "held"] }, "file accept");
  return {
    from: readInteger(fields.from, "from", { max: MAX_INDEX }),
    held: readInteger(fields.held, "held", { max: MAX_HASHES })
  };
}
function chunkHead({ index, end, hash }) {
  return concat(u32(index), u8(end ? 1 : 0), hash);
}
function decodeFileChunk(content) {
  if (content.length < CHUNK_HEAD_BYTES) throw malformed("file chunk: too short");
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const end = view.getUint8(4);
  if (end > 1) throw malformed("file chunk: the end mark is neither 0 nor 1");
  return {
    index: view.getUint32(0),
    end: end === 1,
    hash: content.subarray(5, CHUNK_HEAD_BYTES),
    bytes: content.subarray(CHUNK_HEAD_BYTES)
  };
}
function encodeFileProgress({ written, durable }) {
  return concat(u32(written), u32(durable));
}
function decodeFileProgress(content) {
  if (content.length !== 8) throw malformed("file progress: must have 8 bytes");
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [written, durable] = [view.getUint32(0), view.getUint32(4)];
  if (durable > written) throw malformed("file progress: more is durable than was written");
  return { written, durable };
}
function encodeFileEnd({ size, chunks, hash, salt }) {
  return encodeCbor({ size, chunks, hash, salt });
}
function decodeFileEnd(bytes) {
  const fields = readObject(control(bytes), { required: ["size", "chunks", "hash", "salt"] }, "file end");
  return {
    size: readFileSize(fields.size, "size"),
    chunks: readInteger(fields.chunks, "chunks", { min: 1, max: MAX_INDEX }),
    hash: readBytes(fields.hash, "hash", HASH_BYTES),
    salt: readBytes(fields.salt, "salt", FILE_SALT_BYTES)
  };
}
function encodeFileHashes(hashes) {
  return concat(...hashes);
}
function decodeFileHashes(content, count) {
  if (content.length !== count * HASH_BYTES) throw malformed(`file hashes: must be ${count}`);
  return Array.from({ length: count }, (_, at) => content.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}
function encodeMailedEnd(id, end) {
  return concat(id, encodeFileEnd(end));
}
function decodeMailedEnd(text) {
  const { id, rest } = splitMailed(text);
  return { id, end: decodeFileEnd(rest) };
}
function splitMailed(text) {
  if (text.length < TRANSFER_ID_BYTES) throw malformed("a transfer without an id");
  return { id: text.slice(0, TRANSFER_ID_BYTES), rest: text.slice(TRANSFER_ID_BYTES) };
}
function encodeMailedAsk({ id, from }) {
  return encodeCbor({ v: 1, id, from });
}
function decodeMailedAsk(text) {
  const fields = readObject(control(text), { required: ["v", "id", "from"] }, "file ask");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    id: readBytes(fields.id, "id", TRANSFER_ID_BYTES),
    from: readInteger(fields.from, "from", { max: MAX_INDEX })
  };
}
function encodeFileAsk(id) {
  return encodeCbor({ v: 1, id });
}
function decodeFileAsk(bytes) {
  const fields = readObject(control(bytes), { required: ["v", "id"] }, "file ask");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return readBytes(fields.id, "id", TRANSFER_ID_BYTES);
}

// src/agent/transfer/transfer-records.ts
var STATES = [
  "waiting",
  "offered",
  "accepted",
  "running",
  "delivered",
  "received",
  "failed",
  "declined",
  "cancelled"
];
var OVER2 = /* @__PURE__ */ new Set(["delivered", "received", "failed", "declined", "cancelled"]);
var FIELDS = [
  "v",
  "peer",
  "direction",
  "name",
  "type",
  "size",
  "state",
  "code",
  "path",
  "identity",
  "durable",
  "sha256",
  "salt",
  "receipt",
  "at",
  "changed"
];
var MAX_PATH_CHARACTERS = 4096;
var MAX_RECEIPT_CHARACTERS = 16 * 1024;
var HASH_OR_NOTHING = /^(?:[0-9a-f]{64})?$/;
function isOver({ state }) {
  return OVER2.has(state);
}
function putTransfer(record) {
  const { id, atMs, changedAtMs, left = 0, leftAtMs = 0, ...rest } = record;
  const mailed = left === 0 ? {} : { left, leftAt: leftAtMs };
  const json = { v: 1, ...rest, ...mailed, at: atMs, changed: changedAtMs };
  return { kind: "put", space: "transfer", key: fromHex(id), value: canonicalBytes(json) };
}
function dropTransfer({ id }) {
  return { kind: "delete", space: "transfer", key: fromHex(id) };
}
function readTransfer(id, bytes) {
  const names = { required: FIELDS, optional: ["left", "leftAt"] };
  const fields = readObject(parseCanonicalJson(bytes), names, "transfer");
  readInteger(fields.v, "transfer.v", { min: 1, max: 1 });
  const text = (value, name, max) => readString(value, `transfer.${name}`, { max });
  return {
    id,
    peer: parseDid(text(fields.peer, "peer", 128)),
    direction: readChoice(fields.direction, ["sent", "received"], "transfer.direction"),
    name: readFileName(fields.name, "transfer.name"),
    type: readFileType(fields.type, "transfer.type"),
    size: readInteger(fields.size, "transfer.size", { max: MAX_FILE_BYTES }),
    state: readChoice(fields.state, STATES, "transfer.state"),
    code: text(fields.code, "code", 64),
    path: text(fields.path, "path", MAX_PATH_CHARACTERS),
    identity: text(fields.identity, "identity", MAX_PATH_CHARACTERS),
    durable: readInteger(fields.durable, "transfer.durable", { max: 4294967295 }),
    sha256: readString(fields.sha256, "transfer.sha256", { pattern: HASH_OR_NOTHING }),
    salt: readString(fields.salt, "transfer.salt", { pattern: HASH_OR_NOTHING }),
    receipt: text(fields.receipt, "receipt", MAX_RECEIPT_CHARACTERS),
    ...fields.left === void 0 ? {} : { left: readInteger(fields.left, "transfer.left", { max: 65535 }) },
    ...fields.leftAt === void 0 ? {} : { leftAtMs: readInteger(fields.leftAt, "transfer.leftAt") },
    atMs: readInteger(fields.at, "transfer.at"),
    changedAtMs: readInteger(fields.changed, "transfer.changed")
  };
}

// src/agent/transfer/transfer-book.ts
var MAX_SENDS = 1e3;
var MAX_OFFERS_A_PEER = 8;
var MAX_OFFERS = 64;
var MAX_OFFERS_A_MINUTE = 30;
var MAX_UNFINISHED_A_PEER = 128;
var MAX_UNFINISHED = 256;
var MAX_PAST_TRANSFERS = 1e3;
var MAX_PAST_OFFERS = 1e3;
var UNFINISHED_MS = 7 * 864e5;
var SEND_WAIT_MS = 30 * 864e5;
function isVain({ direction, state }) {
  return direction === "received" && state !== "received";
}
function oldestBeyond(records, most) {
  return records.slice(0, Math.max(0, records.length - most));
}
function readStored(id, value) {
  try {
    return readTransfer(id, value);
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "the record of a transfer is damaged", { cause, hint: RESTORE_HINT });
  }
}
var TransferBook = class _TransferBook {
  #store;
  #clock;
  #aliasOf;
  #records = /* @__PURE__ */ new Map();
  #listeners = /* @__PURE__ */ new Set();
  constructor(store, clock, aliasOf) {
    this.#store = store;
    this.#clock = clock;
    this.#aliasOf = aliasOf;
  }
  /** Reads what is there. What was running waits for its peer. @throws {TalosError} `E_STORAGE…`. */
  static async open(store, clock, aliasOf) {
    const book = new _TransferBook(store, clock, aliasOf);
    const read2 = [];
    for await (const [key, value] of store.scan("transfer")) read2.push(readStored(toHex(key), value));
    for (const record of read2.toSorted((a, b) => a.atMs - b.atMs)) {
      const state = record.direction === "sent" ? "waiting" : "accepted";
      book.#records.set(record.id, record.state === "running" ? { ...record, state } : record);
    }
    return book;
  }
  /** All of them, in the order in which they were made. */
  get all() {
    return [...this.#records.values()];
  }
  /** Those that are not over. */
  get open() {
    return this.all.filter((record) => !isOver(record));
  }
  get(id) {
    return this.#records.get(id);
  }
  /**
   * The one that a person means.
   *
   * @param id - All 32 hex digits, or at least 4 that fit one alone.
   * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_USAGE`.
   */
  find(id, among = () => true) {
    if (!/^[0-9a-f]{4,32}$/.test(id)) throw new TalosError("E_USAGE", "the id of a transfer has 4 to 32 hex digits");
    const fits = this.all.filter((record) => record.id.startsWith(id) && among(record));
    const [first, second] = fits;
    if (second !== void 0)
      throw new TalosError("E_AMBIGUOUS", "the id fits more than one transfer; give more digits");
    if (first === void 0)
      throw new TalosError("E_NOT_FOUND", "no such transfer has this id", { hint: "see talos transfers list" });
    return first;
  }
  /**
   * Adds a transfer; durable when it resolves.
   *
   * @throws {TalosError} `E_LIMIT` where too many are open; `E_STORAGE…`: then it is not there.
   */
  async add(record) {
    this.#assertRoom(record);
    const now = this.#clock.now();
    const made = { ...record, atMs: now, changedAtMs: now };
    this.#records.set(made.id, made);
    const dropped = this.#pastDropped();
    try {
      await this.#store.apply([putTransfer(made), ...dropped.map(dropTransfer)]);
    } catch (error) {
      this.#records.delete(made.id);
      throw error;
    }
    return made;
  }
  #assertRoom({ peer, direction, state }) {
    const { open: open4 } = this;
    if (direction === "sent") {
      if (open4.filter((each) => each.direction === "sent").length >= MAX_SENDS)
        throw new TalosError("E_LIMIT", `${MAX_SENDS} files are waiting to be sent, which is the limit`);
      return;
    }
    const isOffer = state === "offered";
    const alike = open4.filter((each) => each.direction === "received" && each.state === "offered" === isOffer);
    const [most, mostOfPeer] = isOffer ? [MAX_OFFERS, MAX_OFFERS_A_PEER] : [MAX_UNFINISHED, MAX_UNFINISHED_A_PEER];
    if (alike.length >= most || alike.filter((each) => each.peer === peer).length >= mostOfPeer)
      throw new TalosError("E_LIMIT", "too many files are offered, or unfinished", { details: { limit: most } });
  }
  /** Forgets the oldest of those that are over, where there are too many: those of which nothing came for themselves. */
  #pastDropped() {
    const past = this.all.filter(isOver);
    const vain = past.filter(isVain);
    const dropped = [
      ...oldestBeyond(
        past.filter((record) => !isVain(record)),
        MAX_PAST_TRANSFERS
      ),
      ...oldestBeyond(vain, MAX_PAST_OFFERS)
    ];
    for (const { id } of dropped) this.#records.delete(id);
    return dropped;
  }
  /**
   * Takes a transfer from one of the states `from` on; durable when it resolves.
   *
   * @param also - Applied with it.
   * @returns Undefined, and nothing has changed, where it is in another state or not there.
   * @throws {TalosError} `E_STORAGE…`: then it is as it was.
   */
  async step(id, from, step, also = []) {
    const before = this.#records.get(id);
    if (before === void 0 || !from.includes(before.state)) return void 0;
    const isChange = step.state !== void 0 || before.direction === "received";
    const changedAtMs = isChange ? this.#clock.now() : before.changedAtMs;
    const after = { ...before, ...step, changedAtMs };
    this.#records.set(id, after);
    try {
      await this.#store.apply([putTransfer(after), ...also]);
    } catch (error) {
      if (this.#records.get(id) === after) this.#records.set(id, before);
      throw error;
    }
    return after;
  }
  /** Notes a state that needs not survive: `running`, and how far it is. */
  note(id, step) {
    const before = this.#records.get(id);
    if (before === void 0 || isOver(before)) return void 0;
    const after = { ...before, ...step };
    this.#records.set(id, after);
    return after;
  }
  /** Forgets those that have waited for too long, offers without a word. @returns The others that were open, to be ended. */
  async expire() {
    const now = this.#clock.now();
    const isLate = (record) => record.state !== "running" && now - record.changedAtMs > (record.direction === "sent" ? SEND_WAIT_MS : UNFINISHED_MS);
    const late = this.open.filter(isLate);
    const offers = late.filter(({ direction, state }) => direction === "received" && state === "offered");
    for (const { id } of offers) this.#records.delete(id);
    if (offers.length > 0) await this.#store.apply(offers.map(dropTransfer));
    return late.filter((record) => !offers.includes(record));
  }
  /** Calls `listener` from now on. @returns A function that undoes it. */
  watch(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
  /** Tells those who watch. @param bytes - How far it is; what is durable where absent. */
  tell(kind, record, bytes) {
    if (this.#listeners.size === 0) return;
    const view = this.view(record);
    const transfer = bytes === void 0 ? view : { ...view, bytes };
    for (const listener of this.#listeners) listener({ kind, transfer });
  }
  /** A transfer as commands see it. */
  view(record) {
    const { id, peer, direction, name, type, size, state, code, path, sha256: sha2562, atMs, changedAtMs, durable } = record;
    const isWhole = state === "delivered" || state === "received";
    const bytes = isWhole ? size : Math.min(size, durable * planChunks(size).chunkBytes);
    const alias = this.#aliasOf(peer);
    const inMailbox = !isOver(record) && (record.leftAtMs ?? 0) > 0;
    return {
      id,
      peer,
      alias,
      direction,
      name,
      type,
      size,
      bytes,
      state,
      inMailbox,
      code,
      path,
      sha256: sha2562,
      atMs,
      changedAtMs
    };
  }
};

// src/agent/latest-feed.ts
var LatestFeed = class {
  ended;
  #onEnd;
  #newest;
  #shown;
  #isLast = false;
  #isOver = false;
  #wake = () => {
  };
  #settle = () => {
  };
  /** @param onEnd - Called once, when it is over. */
  constructor(onEnd = () => {
  }) {
    this.#onEnd = onEnd;
    this.ended = new Promise((resolve, reject) => {
      this.#settle = (error) => error === void 0 ? resolve() : reject(error);
    });
    this.ended.catch(() => void 0);
  }
  /** Gives the reader `value` instead of what it has not seen yet. */
  tell(value) {
    if (this.#isLast) return;
    this.#newest = value;
    this.#wake();
  }
  /** As {@link tell}; when the reader has taken it, the feed is over. */
  finish(value) {
    this.tell(value);
    this.#isLast = true;
  }
  async next() {
    while (this.#newest === void 0 && !this.#isOver)
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
    if (this.#isOver) return void 0;
    this.#shown = this.#newest;
    return this.#shown;
  }
  async take() {
    if (this.#newest !== this.#shown) return;
    this.#newest = void 0;
    if (this.#isLast) this.end();
  }
  async close() {
    this.end();
  }
  /** Ends it, with an error where there is one. Repeatable. */
  end(error) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
    this.#settle(error);
    this.#wake();
  }
};

// src/ledger/entry/approval-digest.ts
function approvalDigest(action) {
  const { from, to, service, token, method, target, arguments: commitment } = action;
  const approved = { v: 1, from, to, service, token, method, target, arguments: commitment };
  return toHex(labelledHash("approval", canonicalBytes(approved)));
}

// src/ledger/entry/commitment.ts
var SALT_BYTES = 32;
function commit(salt, value) {
  assertBytes(salt, "salt", SALT_BYTES);
  return toHex(labelledHash("commitment", salt, canonicalBytes(value, { keepTokens: true })));
}

// src/agent/tunnel/statement-batch.ts
var StatementBatch = class {
  #signer;
  #did;
  #defer;
  #waiting = [];
  /** @param defer - How long statements wait for others. */
  constructor(signer, did, defer = queueMicrotask) {
    this.#signer = signer;
    this.#did = did;
    this.#defer = defer;
  }
  /** Resolves with the signed statement a moment later, in the order of the calls. */
  sign(body) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, resolve, reject });
      if (this.#waiting.length === 1) this.#defer(() => this.#flush());
      if (this.#waiting.length === MAX_STATEMENTS_TOGETHER) this.#flush();
    });
  }
  #flush() {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length > 0 && !this.#signTogether(waiting))
      for (const one of waiting) this.#signAlone(one);
  }
  #signTogether(waiting) {
    let signed;
    try {
      signed = signStatements(
        this.#signer,
        this.#did,
        waiting.map(({ body }) => body)
      );
    } catch (error) {
      if (waiting.length > 1) return false;
      waiting[0]?.reject(error);
      return true;
    }
    waiting.forEach(({ resolve }, i) => resolve(signed[i]));
    return true;
  }
  #signAlone(one) {
    this.#signTogether([one]);
  }
};

// src/capability/name-patterns.ts
var MAX_NAME_PATTERNS = 64;
var MAX_NAME_PATTERN_CHARACTERS = 128;
var PREFIXES = { tool: "", resource: "resource:", prompt: "prompt:" };
var NamePatterns = class _NamePatterns {
  /** As they were given. */
  texts;
  #patterns;
  /**
   * @param texts - At most {@link MAX_NAME_PATTERNS}.
   * @throws {TalosError} `E_USAGE` for one that is empty or too long, or too many.
   */
  constructor(texts) {
    if (texts.length > MAX_NAME_PATTERNS) throw usage(`more than ${MAX_NAME_PATTERNS}`);
    this.texts = texts;
    this.#patterns = texts.map((text) => {
      const kind = ["resource", "prompt"].find((each) => text.startsWith(PREFIXES[each])) ?? "tool";
      const pattern = text.slice(PREFIXES[kind].length);
      if (pattern === "" || text.length > MAX_NAME_PATTERN_CHARACTERS)
        throw usage(`one is empty, or longer than ${MAX_NAME_PATTERN_CHARACTERS} characters`);
      return { kind, pattern };
    });
  }
  /** Reads a list, separated by commas. @throws {TalosError} `E_USAGE`. */
  static parse(list) {
    return new _NamePatterns(list.split(",").map((text) => text.trim()));
  }
  /** Whether one of them names what is asked for. */
  fits(request) {
    const name = request.kind === "resource" ? request.uri : request.name;
    return this.#patterns.some(({ kind, pattern }) => kind === request.kind && matchesName(pattern, name));
  }
  /** Those for tools that fit none of `tools`: most often a typing error. */
  unmatched(tools) {
    return this.#patterns.flatMap(
      ({ kind, pattern }) => kind !== "tool" || tools.some((tool) => matchesName(pattern, tool)) ? [] : [pattern]
    );
  }
};
function usage(what) {
  return new TalosError("E_USAGE", `list of patterns not understood: ${what}`, {
    hint: "write it like 'write_*,delete_*' or 'resource:file:///data/*,prompt:*'"
  });
}

// src/agent/tunnel/tunnel-wire.ts
var MAX_STATEMENT_BYTES = 32 * 1024;
var MAX_TOKEN_CHARACTERS = 16 * 1024;
var MAX_CHAIN = 8;
var MAX_SERVICE_CHARACTERS = 64;
var MAX_NOTE_CHARACTERS3 = 2048;
var MAX_CONTROL_BYTES2 = 192 * 1024;
var SALT_BYTES2 = 32;
var TUNNEL_ID_BYTES = 16;
var serviceName = { min: 1, max: MAX_SERVICE_CHARACTERS };
function control2(bytes) {
  return decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES2 });
}
function encodeTunnelOpen(open4) {
  const { service, chain, lasting = false } = open4;
  return encodeCbor({ v: 1, service, chain: [...chain], ...lasting ? { lasting } : {} });
}
function decodeTunnelOpen(bytes) {
  const members = { required: ["v", "service", "chain"], optional: ["lasting"] };
  const fields = readObject(control2(bytes), members, "tunnel open");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    service: readString(fields.service, "service", { max: MAX_SERVICE_CHARACTERS }),
    // The verdict on a chain that is too long or holds a token that is, wherever it is asked for.
    chain: asMalformed(
      () => readArray(
        fields.chain,
        "chain",
        { max: MAX_CHAIN },
        (token, name) => readString(token, name, { max: MAX_TOKEN_CHARACTERS })
      )
    ),
    ...fields.lasting !== void 0 && readBoolean(fields.lasting, "lasting") ? { lasting: true } : {}
  };
}
function encodeTunnelOpened(opened) {
  const { service, token, expiresAtS, checkpoint, intents = [], tunnel } = opened;
  const more = { ...intents.length === 0 ? {} : { intents: [...intents] }, ...tunnel && { tunnel } };
  return encodeCbor({ v: 1, service, token, expires: expiresAtS, checkpoint, ...more });
}
function decodeTunnelOpened(bytes) {
  const fields = readObject(
    control2(bytes),
    { required: ["v", "service", "token", "expires", "checkpoint"], optional: ["intents", "tunnel"] },
    "tunnel opened"
  );
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    service: readString(fields.service, "service", serviceName),
    token: readString(fields.token, "token", { max: MAX_TOKEN_CHARACTERS }),
    expiresAtS: readInteger(fields.expires, "expires"),
    checkpoint: readString(fields.checkpoint, "checkpoint", { max: MAX_NOTE_CHARACTERS3 }),
    intents: readArray(
      fields.intents === void 0 ? [] : fields.intents,
      "intents",
      { max: MAX_NAME_PATTERNS },
      (pattern, name) => readString(pattern, name, { min: 1, max: MAX_NAME_PATTERN_CHARACTERS })
    ),
    ...fields.tunnel === void 0 ? {} : { tunnel: readBytes(fields.tunnel, "tunnel", TUNNEL_ID_BYTES) }
  };
}
function encodeTunnelResume({ tunnel, turn, received, given }) {
  return encodeCbor({ v: 1, tunnel, turn, received, given });
}
function decodeTunnelResume(bytes) {
  const members = { required: ["v", "tunnel", "turn", "received", "given"] };
  const fields = readObject(control2(bytes), members, "tunnel resume");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    tunnel: readBytes(fields.tunnel, "tunnel", TUNNEL_ID_BYTES),
    turn: readInteger(fields.turn, "turn", { min: 1 }),
    received: readInteger(fields.received, "received", { min: 0 }),
    given: readInteger(fields.given, "given", { min: 0 })
  };
}
function encodeTunnelResumed({ received, given }) {
  return encodeCbor({ v: 1, received, given });
}
function decodeTunnelResumed(bytes) {
  const fields = readObject(control2(bytes), { required: ["v", "received", "given"] }, "tunnel resumed");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    received: readInteger(fields.received, "received", { min: 0 }),
    given: readInteger(fields.given, "given", { min: 0 })
  };
}
function encodeRefusal(refusal) {
  const { word, code, other } = refusal;
  return encodeCbor({ word, ...code === void 0 ? {} : { code }, ...other === void 0 ? {} : { other } });
}
function decodeRefusal(bytes) {
  const fields = readObject(control2(bytes), { required: ["word"], optional: ["code", "other"] }, "refusal");
  const code = fields.code === void 0 ? void 0 : readString(fields.code, "code", { max: 64 });
  return {
    word: readChoice(fields.word, REFUSALS, "word"),
    code: code !== void 0 && isErrorCode(code) ? code : void 0,
    ...fields.other !== void 0 && readBoolean(fields.other, "other") ? { other: true } : {}
  };
}
function refusalOf(code) {
  const { peer } = ERROR_CODES[code];
  if (peer === "code") return { word: "denied", code };
  return { word: peer === "nothing" ? "failed" : peer, code: void 0 };
}
var WORD_CODES = {
  busy: "E_RATE_LIMITED",
  unknown: "E_NOT_FOUND",
  failed: "E_TOOL_FAILED",
  denied: "E_REFUSED"
};
function refusalError(refusal, what) {
  const { word, code, other = false } = refusal;
  return new TalosError(code ?? WORD_CODES[word], `the peer refused ${what}: ${code ?? word}`, {
    details: { word, other }
  });
}
var NOTHING2 = new Uint8Array(0);
function encodeTunnelMessage(message) {
  return concat(blob32(message.statement ?? NOTHING2), message.salt ?? NOTHING2, message.json);
}
function decodeTunnelMessage(bytes, salted) {
  return decode(bytes, (reader) => {
    const statement = reader.blob32(MAX_STATEMENT_BYTES, "statement");
    const present = statement.length > 0;
    const salt = present && salted ? reader.bytes(SALT_BYTES2, "salt") : void 0;
    if (reader.remaining > MAX_RPC_BYTES)
      throw new TalosError("E_MALFORMED", `json: ${reader.remaining} bytes, limit ${MAX_RPC_BYTES}`);
    return { statement: present ? statement : void 0, salt, json: reader.rest() };
  });
}
function encodeRedeem(redeem) {
  return encodeCbor({ v: 1, id: redeem.id, sig: redeem.signature });
}
function decodeRedeem(bytes) {
  const fields = readObject(control2(bytes), { required: ["v", "id", "sig"] }, "redemption");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return { id: readBytes(fields.id, "id", 16), signature: readBytes(fields.sig, "sig", 64) };
}
function encodeInviteGrant(grant) {
  return encodeCbor({ v: 1, service: grant.service, token: grant.token });
}
function decodeInviteGrant(bytes) {
  const fields = readObject(control2(bytes), { required: ["v", "service", "token"] }, "invite grant");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    service: readString(fields.service, "service", serviceName),
    token: readString(fields.token, "token", { max: MAX_TOKEN_CHARACTERS })
  };
}

// src/agent/tunnel/call-records.ts
function holdersOf(tokens) {
  if (tokens.length === 1) return {};
  return { chain: tokens.map(({ id, claims }) => ({ token: id, subject: claims.subject })) };
}
function targetOf(method, params) {
  const target = params?.[method.startsWith("resources/") ? "uri" : "name"];
  return typeof target === "string" ? target : "";
}
function committedArguments(method, params) {
  if (method === "tools/call") return params?.["arguments"] ?? {};
  return Object.fromEntries(Object.entries(params ?? {}).filter(([key]) => key !== "_meta"));
}
function commitTo(value) {
  const salt = randomBytes(SALT_BYTES);
  return { salt, commitment: commit(salt, value) };
}
var MAX_UNACKNOWLEDGED = 4096;
var ServerRecords = class {
  #context;
  /** The token before the last renewal: calls that were signed under it may still come. */
  #before;
  #denials;
  #batch;
  #verified = new VerifiedBatches();
  #unacknowledged = new BoundedMap(MAX_UNACKNOWLEDGED);
  #number;
  /** @param number - The counter of the session, shared by its tunnels. */
  constructor(context, denials, number) {
    this.#context = context;
    this.#denials = denials;
    this.#batch = new StatementBatch(context.signing, context.self, context.defer);
    this.#number = number;
  }
  /** Goes on under a renewal of the grant. */
  renewed({ leaf, tokens }) {
    this.#before = this.#context;
    this.#context = { ...this.#context, token: leaf.id, ...holdersOf(tokens) };
  }
  /** Whether each entry must be durable before the next step. */
  get isStrict() {
    return this.#context.durability === "strict";
  }
  /**
   * Reads and checks the statement that comes with a recorded request: signed by the peer, about this very call.
   *
   * @returns The statement, or the code of the refusal.
   */
  readCall(message, method, params) {
    if (message.statement === void 0 || message.salt === void 0) return "MALFORMED";
    try {
      const { peer } = this.#context;
      const signed = readSignedStatement(message.statement, { by: peer, kind: "call", verified: this.#verified });
      if (!this.#isAbout(signed.statement, method, params, message.salt)) return "MALFORMED";
      this.#context.onCheckpoint?.(signed.statement.checkpoint);
      return this.#number.take(signed.statement.number) ? signed : "REPLAY";
    } catch (error) {
      if (isTalosError(error, "SIGNATURE_INVALID")) return "SIGNATURE_INVALID";
      if (isTalosError(error)) return "MALFORMED";
      throw error;
    }
  }
  /**
   * Reads an intent, signed by the peer.
   *
   * @throws {TalosError} `E_MALFORMED` or `SIGNATURE_INVALID`.
   */
  readIntent(bytes) {
    const { peer, onCheckpoint } = this.#context;
    const signed = readSignedStatement(bytes, { by: peer, kind: "intent", verified: this.#verified });
    onCheckpoint?.(signed.statement.checkpoint);
    return signed;
  }
  /** Writes the intent of a call that has come. @throws {TalosError} `E_STORAGE…`. */
  async announced(intent) {
    const { entries, peer } = this.#context;
    await entries.append({ type: "intent", peer, statement: intent });
  }
  #isAbout(statement, method, params, salt) {
    const { self, service, token, session } = this.#context;
    return statement.to === self && statement.service === service && (statement.token === token || statement.token === this.#before?.token) && statement.session === session && statement.method === method && statement.target === targetOf(method, params) && statement.arguments === commit(salt, committedArguments(method, params));
  }
  /**
   * Writes what was decided about a call; with its end the entry is written.
   *
   * @param bytes - Of the request, where they are charged.
   * @returns The entry; `undefined` for a refusal that is counted with others instead.
   * @throws {TalosError} `E_STORAGE…` if the ledger cannot be written: then no call is made.
   */
  async decide(call, decision, bytes) {
    const { entries, peer, token } = this.#context;
    const { chain } = call.statement.token === token || this.#before === void 0 ? this.#context : this.#before;
    if (decision !== "allowed" && !this.#denials.admit(peer, "call", decision)) return void 0;
    const more = { ...bytes === void 0 ? {} : { bytes }, ...chain && { chain } };
    return entries.append({ type: "decision", peer, statement: call, decision, ...more });
  }
  /** Notes a refusal that has no statement. @throws {TalosError} `E_STORAGE…`. */
  denied(subject, code) {
    this.#denials.note(this.#context.peer, subject, code);
  }
  /** Signs what came of a call, together with what else waits. */
  signResult(result) {
    const { clock, ledger } = this.#context;
    const statement = { kind: "result", time: clock.now(), ...result, checkpoint: ledger.checkpoint };
    return this.#batch.sign(statement);
  }
  /**
   * Writes what came of a call.
   *
   * @param decision - Id of the decision's entry.
   * @param salt - Of the result's commitment, where there is one.
   * @param bytes - Of the answer, where they are charged.
   */
  async result(signed, decision, salt, bytes) {
    const { entries, peer, salts } = this.#context;
    const charged = bytes === void 0 ? {} : { bytes };
    const entry = await entries.append({ type: "result", peer, statement: signed, answers: decision, ...charged });
    if (salt !== void 0) salts.keep(entry, salt);
    this.#unacknowledged.set(signed.hash, entry.id);
    return entry;
  }
  /**
   * Takes an acknowledgement; one of nothing that waits for it is dropped.
   *
   * @throws {TalosError} `E_MALFORMED` or `SIGNATURE_INVALID`.
   */
  async acknowledged(bytes) {
    const { entries, peer } = this.#context;
    const signed = readSignedStatement(bytes, { by: peer, kind: "acknowledgement", verified: this.#verified });
    const answers = [];
    for (const result of signed.statement.results) {
      const id = this.#unacknowledged.get(result);
      if (id === void 0) continue;
      this.#unacknowledged.delete(result);
      answers.push(id);
    }
    if (answers.length === 0) return;
    await entries.append({ type: "acknowledgement", peer, statement: signed, answers });
  }
};
var MAX_OUT_OF_ORDER = 16384;
var CallCounter = class {
  #next = 0;
  /** Every number below is taken. */
  #floor = 0;
  #taken = /* @__PURE__ */ new Set();
  /** The number of the next call, at the caller. */
  next() {
    return this.#next++;
  }
  /** Whether `number` is new, at the server; it is taken then. */
  take(number) {
    if (number < this.#floor || this.#taken.has(number)) return false;
    this.#taken.add(number);
    if (this.#taken.size > MAX_OUT_OF_ORDER) this.#floor = [...this.#taken].reduce((a, b) => Math.min(a, b));
    while (this.#taken.delete(this.#floor)) this.#floor++;
    return true;
  }
};
var CallerRecords = class {
  #context;
  #batch;
  #verified = new VerifiedBatches();
  #number;
  /** @param number - The counter of the session, shared by its tunnels. */
  constructor(context, number) {
    this.#context = context;
    this.#batch = new StatementBatch(context.signing, context.self, context.defer);
    this.#number = number;
  }
  /** Id of the token that calls are made under. */
  get token() {
    return this.#context.token;
  }
  /** Goes on under the token `id`, a renewal of the one before. */
  renewed(id) {
    this.#context = { ...this.#context, token: id };
  }
  /**
   * Signs and writes what is about to be called, and why, before it is sent.
   *
   * @param justification - At most 1,024 characters; may be empty.
   * @throws {TalosError} as {@link call}.
   */
  async intent(method, params, justification) {
    const { peer, entries } = this.#context;
    const { salt, commitment } = commitTo(committedArguments(method, params));
    const action = this.#action(method, params, commitment);
    const signed = await this.#batch.sign({ kind: "intent", ...action, justification });
    assertRecordable(signed);
    await entries.append({ type: "intent", peer, statement: signed });
    return { signed, salt };
  }
  /** What an intent and a call both say. */
  #action(method, params, commitment) {
    const { self, peer, service, token, session, ledger, clock } = this.#context;
    const time = clock.now();
    const target = targetOf(method, params);
    const { checkpoint } = ledger;
    return { time, from: self, to: peer, service, token, session, method, target, arguments: commitment, checkpoint };
  }
  /**
   * Signs and writes a call before it is sent.
   *
   * @param intent - What was announced; a call that is something else is signed all the same, and refused.
   * @throws {TalosError} `E_STORAGE…` if the ledger cannot be written: then the call is not sent; `E_LIMIT` for a name
   *   or URI that makes the statement too long.
   */
  async call(method, params, intent) {
    const { peer, entries, salts } = this.#context;
    const given = committedArguments(method, params);
    const { salt, commitment } = intent === void 0 ? commitTo(given) : { salt: intent.salt, commitment: commit(intent.salt, given) };
    const token = intent?.signed.statement.token ?? this.#context.token;
    const action = { ...this.#action(method, params, commitment), token };
    const number = this.#number.next();
    const signed = await this.#batch.sign({ kind: "call", ...action, number });
    assertRecordable(signed);
    const entry = await entries.append({ type: "call", peer, statement: signed });
    salts.keep(entry, salt);
    if (this.#context.durability === "strict") await entry.durable();
    return { signed, intent: intent?.signed.hash, salt, entry };
  }
  /**
   * Checks the server's statement about a call and writes the receipt; with its end the receipt is written.
   *
   * @param answer - The JSON-RPC answer that came with it.
   * @throws {TalosError} `E_PROTOCOL` if the statement is not about this call or this answer, or not the server's;
   *   `E_STORAGE…` if the ledger cannot be written.
   */
  async receipt(call, message, answer) {
    const { peer, entries, salts, durability } = this.#context;
    const signed = this.#readResult(message.statement);
    const { statement } = signed;
    if (statement.intent !== void 0 && statement.intent !== call.intent)
      throw new TalosError("E_PROTOCOL", "the statement of the server names another intent than that of the call");
    if (statement.call !== call.signed.hash || !isAbout(statement, answer, message.salt))
      throw new TalosError("E_PROTOCOL", "the statement of the server is not about its answer");
    const entry = await entries.append({ type: "receipt", peer, statement: signed, answers: call.entry.id });
    if (message.salt !== void 0) salts.keep(entry, message.salt);
    this.#context.onCheckpoint?.(statement.checkpoint);
    if (durability === "strict") await entry.durable();
    return { entry, result: signed.hash, outcome: statement.outcome };
  }
  #readResult(bytes) {
    if (bytes === void 0) throw new TalosError("E_PROTOCOL", "the answer to a recorded call has no statement");
    try {
      return readSignedStatement(bytes, { by: this.#context.peer, kind: "result", verified: this.#verified });
    } catch (cause) {
      throw new TalosError("E_PROTOCOL", "the statement of the server does not verify", { cause });
    }
  }
  /**
   * Signs that results have come, together with what else waits.
   *
   * @param results - Their statement hashes: 1 to 256 (`MAX_ACKNOWLEDGED_TOGETHER`), each once.
   */
  async acknowledge(results) {
    const signed = await this.#batch.sign({ kind: "acknowledgement", time: this.#context.clock.now(), results });
    return signed.bytes;
  }
};
function assertRecordable({ bytes }) {
  if (bytes.length > MAX_STATEMENT_BYTES)
    throw new TalosError("E_LIMIT", "the name of what is called is too long to be recorded");
}
function isAbout(statement, answer, salt) {
  const { decision, outcome, result } = statement;
  if (outcome !== "none") {
    const value = answer.kind === "result" ? answer.result : answer.error;
    return decision === "allowed" && outcome === answer.kind && salt !== void 0 && commit(salt, value) === result;
  }
  if (answer.kind !== "error" || salt !== void 0) return false;
  const { code, data } = answer.error;
  if (decision === "allowed") return code === RPC_CODES.outcomeUnknown;
  return code === RPC_CODES.denied && isJsonObject(data) && data["code"] === decision;
}

// src/agent/authority/approval-question.ts
var MAX_SHOWN_ARGUMENTS = 32;
var MAX_SHOWN_VALUE = 400;
function argumentsOf({ method, params }) {
  return committedArguments(method, params);
}
function argumentsHash(call) {
  return toHex(sha256(canonicalBytes(argumentsOf(call), { keepTokens: true })));
}
function viewOf(id, call, about) {
  const { statement } = call.statement;
  const given = argumentsOf(call);
  const named2 = isJsonObject(given) ? Object.entries(given) : [];
  return {
    id,
    peer: call.peer,
    service: call.service,
    method: call.method,
    target: statement.target,
    arguments: named2.slice(0, MAX_SHOWN_ARGUMENTS).map(argumentView),
    more: Math.max(0, named2.length - MAX_SHOWN_ARGUMENTS),
    ...call.intent === void 0 ? {} : { justification: call.intent.statement.justification },
    capability: statement.token,
    digest: approvalDigest(statement),
    ...about
  };
}
function argumentView([name, value]) {
  const text = writeJson(value);
  return { name: name.slice(0, MAX_SHOWN_VALUE), value: text.slice(0, MAX_SHOWN_VALUE), length: text.length };
}
function questionJson(view, call) {
  const { id, peer, alias, service, method, target, justification, capability, digest, expiresAtMs } = view;
  const said = justification === void 0 ? {} : { justification };
  const given = { service, method, target, arguments: argumentsOf(call), ...said };
  return writeJson({ v: 1, id, caller: peer, alias, capability, digest, expires: expiresAtMs, ...given });
}

// src/agent/authority/approval-book.ts
var MAX_APPROVALS = 64;
var MAX_APPROVALS_A_PEER = 8;
var MAX_APPROVAL_BYTES = 1024 * 1024;
var MAX_WAITING_APPROVAL_BYTES = 16 * 1024 * 1024;
var APPROVALS_A_MINUTE = 30;
var DENIED_APPROVALS_A_WINDOW = 5;
var DENIED_APPROVALS_WINDOW_MS = 10 * 6e4;
var APPROVAL_TIMEOUT_MS = 5 * 6e4;
var MAX_APPROVAL_TIMEOUT_MS = 24 * 36e5;
var MAX_DENIAL_REASON = 256;
var MAX_SETTLED = 256;
var ApprovalBook = class {
  #parts;
  #timer;
  #pending = /* @__PURE__ */ new Map();
  #given = /* @__PURE__ */ new WeakMap();
  #ids = /* @__PURE__ */ new WeakMap();
  #settled = new BoundedMap(MAX_SETTLED);
  #feeds = /* @__PURE__ */ new Set();
  #asked;
  #denied;
  constructor(parts) {
    this.#parts = parts;
    this.#timer = parts.timer ?? systemTimer;
    this.#asked = new RateCounter(APPROVALS_A_MINUTE, 6e4, parts.clock);
    this.#denied = new RateCounter(DENIED_APPROVALS_A_WINDOW, DENIED_APPROVALS_WINDOW_MS, parts.clock);
  }
  /** Records that what waited when the process ended came to nothing. @throws {TalosError} `E_STORAGE…`. */
  async reconcile() {
    const { store, ledger } = this.#parts;
    const keys = [];
    for await (const [key, value] of store.scan("approval")) {
      keys.push(key);
      const asked = readAsked(key, value);
      const before = await ledger.query({ subject: asked.call });
      const own = before.flatMap(
        ({ body }) => body.type === "approval" && body.approval === asked.approval ? [body.event] : []
      );
      const isOver2 = own.some((event) => ENDS.includes(event)) || before.some(({ body }) => body.type === "decision");
      if (isOver2 || !own.includes("asked")) continue;
      await ledger.append({ type: "approval", ...asked, event: "expired" }).durable();
    }
    if (keys.length > 0) await store.apply(keys.map((key) => ({ kind: "delete", space: "approval", key })));
  }
  // For the rule
  /**
   * Asks whoever answers about `call`, and waits for the first answer.
   *
   * @returns Leave to make it, which `use` then takes; `APPROVAL_DENIED`; `E_RATE_LIMITED` where nobody is asked.
   * @throws {TalosError} `E_STORAGE…` where it cannot be recorded.
   */
  async ask(call, terms) {
    const refusal = this.#refusal(call);
    if (refusal !== void 0) return refusal;
    const id = toHex(randomBytes(16));
    const askedAtMs = this.#parts.clock.now();
    const about = { alias: this.#parts.aliasOf(call.peer), askedAtMs, expiresAtMs: askedAtMs + terms.timeoutMs };
    const view = viewOf(id, call, about);
    this.#ids.set(call, id);
    const outcome = await this.#answerOf(view, call, terms);
    if (outcome.event === "allowed") {
      this.#given.set(call, { id, argumentsHash: argumentsHash(call), expiresAtMs: view.expiresAtMs });
      return ALLOWED;
    }
    await this.#forget(id);
    return deny("APPROVAL_DENIED", outcome.reason);
  }
  #refusal({ peer, bytes, signal }) {
    if (signal.aborted) return deny("APPROVAL_DENIED", "the call was taken back");
    if (bytes > MAX_APPROVAL_BYTES)
      return deny("APPROVAL_DENIED", `nobody is asked about a call of more than ${MAX_APPROVAL_BYTES} bytes`);
    const all = [...this.#pending.values()];
    const ofPeer = all.filter((each) => each.call.peer === peer).length;
    const waiting = all.reduce((sum, each) => sum + each.call.bytes, 0);
    if (all.length >= MAX_APPROVALS || ofPeer >= MAX_APPROVALS_A_PEER || waiting + bytes > MAX_WAITING_APPROVAL_BYTES)
      return deny("E_RATE_LIMITED", "too many calls wait for an approval");
    if (this.#denied.isFull(peer)) return deny("E_RATE_LIMITED", "too many calls were not approved");
    return this.#asked.take(peer) ? void 0 : deny("E_RATE_LIMITED", "too many approvals were asked for");
  }
  #answerOf(view, call, terms) {
    const over = new AbortController();
    let settle = () => {
    };
    const first = new Promise((resolve) => {
      settle = (outcome) => {
        if (!this.#pending.delete(view.id)) return;
        over.abort();
        this.#settled.set(view.id, outcome.event);
        resolve(outcome);
        this.#tell();
      };
    });
    const recorded = this.#asking(view, call, terms, { first, settle, over: over.signal });
    recorded.catch(() => void 0);
    this.#pending.set(view.id, { view, isAsked: false, call, settle, recorded });
    return recorded;
  }
  async #asking(view, call, terms, asking) {
    const { first, settle, over } = asking;
    const withdrawn = () => settle({ event: "expired", reason: "the call was taken back" });
    call.signal.addEventListener("abort", withdrawn, { once: true });
    try {
      await this.#record(view, call);
      const asked = this.#pending.get(view.id);
      if (asked !== void 0) {
        asked.isAsked = true;
        const cancel = this.#timer.after(terms.timeoutMs, () => settle({ event: "expired", reason: LATE }));
        over.addEventListener("abort", cancel, { once: true });
        this.#tell();
        void this.#askCommand(view, call, terms, asking);
      }
      return await this.#said(view, call, await first);
    } catch (error) {
      withdrawn();
      throw error;
    } finally {
      call.signal.removeEventListener("abort", withdrawn);
    }
  }
  /** It is in the store before it is in the ledger: of what was asked the end is recorded, whatever happens. */
  async #record(view, call) {
    const { store, ledger } = this.#parts;
    const { hash } = call.statement;
    const value = canonicalBytes({ v: 1, peer: call.peer, call: hash, digest: view.digest });
    await store.apply([{ kind: "put", space: "approval", key: fromHex(view.id), value }]);
    ledger.append(entryOf2(view, call, { event: "asked" }));
  }
  async #askCommand(view, call, { command }, { settle, over }) {
    if (command === void 0) return;
    const allow = await command(questionJson(view, call), over);
    settle({ event: allow ? "allowed" : "denied", by: "command", reason: "a command of the owner denied the call" });
  }
  /** What was said, on record. An answer that came when its time was over is none. */
  async #said(view, call, outcome) {
    const { ledger, clock } = this.#parts;
    const isLate = outcome.event === "allowed" && clock.now() >= view.expiresAtMs;
    const { reason, ...said } = isLate ? { event: "expired", reason: LATE } : outcome;
    await ledger.append(entryOf2(view, call, said)).durable();
    if (said.event !== "allowed") this.#denied.take(call.peer);
    return { ...said, reason };
  }
  /**
   * Uses the approval of `call`: once, before its time is over, for exactly the arguments that were shown.
   *
   * @returns `APPROVAL_DENIED` where there is none that holds.
   */
  use(call) {
    const given = this.#given.get(call);
    this.#given.delete(call);
    if (given === void 0) return deny("APPROVAL_DENIED", "nobody has approved the call");
    if (this.#parts.clock.now() >= given.expiresAtMs)
      return deny("APPROVAL_DENIED", "the approval of the call is over");
    return given.argumentsHash === argumentsHash(call) ? ALLOWED : deny("APPROVAL_DENIED", "the approval is of other arguments");
  }
  /** What a result statement says of the approval of `call`, which was decided: that it was used needs no word any more. */
  namesOf(call) {
    const approval = this.#ids.get(call);
    if (approval === void 0) return {};
    this.#forget(approval).catch(() => void 0);
    return { approval };
  }
  async #forget(id) {
    await this.#parts.store.apply([{ kind: "delete", space: "approval", key: fromHex(id) }]);
  }
  // For people
  async list() {
    return this.#shown().map(({ view }) => view);
  }
  /** What people may see, the oldest first. */
  #shown() {
    return [...this.#pending.values()].filter(({ isAsked }) => isAsked);
  }
  async get(id) {
    const { view, call } = this.#find(id);
    return { ...view, text: writeJson(argumentsOf(call)) };
  }
  async answer({ id, allow, reason = "", by }) {
    if (reason.length > MAX_DENIAL_REASON || !reason.isWellFormed())
      throw new TalosError("E_USAGE", `a reason has at most ${MAX_DENIAL_REASON} characters`);
    const { view, settle, recorded } = this.#find(id);
    const why = reason === "" ? "the owner denied the call" : `the owner denied the call: ${reason}`;
    settle({ event: allow ? "allowed" : "denied", by, reason: why });
    const { event } = await recorded;
    if (event === "expired") throw new TalosError("E_NOT_FOUND", `the approval was ${WORDS[event]} before`);
    return view;
  }
  #find(id) {
    if (!/^[0-9a-f]{4,32}$/.test(id)) throw new TalosError("E_USAGE", "an approval is named by 4 to 32 hex digits");
    const [found, second] = this.#shown().filter(({ view }) => view.id.startsWith(id));
    if (second !== void 0) throw new TalosError("E_AMBIGUOUS", "more than one approval begins like this");
    if (found !== void 0) return found;
    const ended = [...this.#settled].findLast(([each]) => each.startsWith(id))?.[1];
    throw new TalosError(
      "E_NOT_FOUND",
      ended === void 0 ? "no approval waits under this id" : `the approval was ${WORDS[ended]} before`
    );
  }
  async follow({ signal } = {}) {
    const close = () => feed.end();
    const feed = new LatestFeed(() => {
      this.#feeds.delete(feed);
      signal?.removeEventListener("abort", close);
    });
    this.#feeds.add(feed);
    signal?.addEventListener("abort", close);
    if (signal?.aborted === true) close();
    feed.tell({ pending: await this.list() });
    return feed;
  }
  #tell() {
    const pending = this.#shown().map(({ view }) => view);
    for (const feed of this.#feeds) feed.tell({ pending });
  }
  /** Nobody is asked any more: the agent ends. */
  close() {
    for (const { settle } of this.#pending.values()) settle({ event: "expired", reason: "the owner went away" });
    for (const feed of this.#feeds) feed.end(new TalosError("E_CLOSED", "the agent has ended"));
  }
};
var LATE = "nobody approved the call in time";
var ENDS = ["denied", "expired"];
var WORDS = {
  asked: "asked for",
  allowed: "allowed",
  denied: "denied",
  expired: "taken back, or out of time,"
};
function entryOf2({ id, digest }, { peer, statement }, said) {
  return { type: "approval", peer, approval: id, call: statement.hash, digest, ...said };
}
function readAsked(key, value) {
  try {
    const fields = readObject(parseJson(value), { required: ["v", "peer", "call", "digest"] }, "approval");
    readInteger(fields.v, "v", { min: 1, max: 1 });
    return {
      approval: toHex(key),
      peer: readDid(fields.peer, "peer"),
      call: readHashText(fields.call, "call"),
      digest: readHashText(fields.digest, "digest")
    };
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "an approval of the store cannot be read", { cause });
  }
}

// src/message/packet.ts
var PACKET = {
  streamStart: 3,
  streamChunk: 4,
  streamEnd: 5,
  fileOffer: 6,
  fileAccept: 7,
  fileWait: 8,
  fileChunk: 9,
  fileProgress: 10,
  fileEnd: 11,
  fileReceived: 12,
  fileHashes: 13,
  fileAsk: 14,
  fileGone: 15,
  mcpMessage: 16,
  mcpResponse: 17,
  mcpError: 18,
  tunnelOpen: 19,
  tunnelOpened: 20,
  tunnelClose: 21,
  window: 22,
  acknowledge: 23,
  inviteRedeem: 24,
  inviteGrant: 25,
  refusal: 26,
  revocationsGet: 28,
  revocations: 29,
  capabilityRenew: 30,
  capabilityRenewed: 31,
  intent: 27,
  tunnelResume: 49,
  tunnelResumed: 50,
  successionGet: 51,
  succession: 52
};
var PACKET_HEADER_BYTES = 5;
var MAX_STREAM = 4294967295;
var TYPES = new Set(Object.values(PACKET));
function isPacketType(code) {
  return TYPES.has(code);
}
function encodePacket(type, stream, ...content) {
  if (!isPacketType(type)) throw new RangeError(`type must be one of PACKET, got ${String(type)}`);
  if (!Number.isInteger(stream) || stream < 0 || stream > MAX_STREAM)
    throw new RangeError(`stream must be an integer from 0 to ${MAX_STREAM}, got ${stream}`);
  const length = content.reduce((sum, part) => sum + part.length, PACKET_HEADER_BYTES);
  const packet = new Uint8Array(length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, type);
  view.setUint32(1, stream);
  let at = PACKET_HEADER_BYTES;
  for (const part of content) {
    packet.set(part, at);
    at += part.length;
  }
  return packet;
}
function decodePacket(bytes) {
  if (bytes.length < PACKET_HEADER_BYTES) throw new TalosError("E_MALFORMED", `packet of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = view.getUint8(0);
  if (!isPacketType(type)) throw new TalosError("E_MALFORMED", `unknown packet type ${type}`);
  return { type, stream: view.getUint32(1), content: bytes.subarray(PACKET_HEADER_BYTES) };
}

// src/agent/tunnel/kept-packets.ts
var MAX_KEPT_FREE_PACKETS = 4096;
var LET_GO_TOGETHER = 256;
var KeptPackets = class {
  /** The first {@link KeptPackets.#gone} of them are acknowledged already. */
  #kept = [];
  #gone = 0;
  #acknowledged = 0;
  #free = 0;
  /** Packets that were sent. */
  get sent() {
    return this.#acknowledged + this.#kept.length - this.#gone;
  }
  /** Packets that the peer has for certain. */
  get acknowledged() {
    return this.#acknowledged;
  }
  /** Whether the peer has left too much unacknowledged. */
  get isOverfull() {
    return this.#free > MAX_KEPT_FREE_PACKETS;
  }
  add(packet) {
    this.#kept.push(packet);
    if (packet.cost === 0) this.#free++;
  }
  /** @throws {TalosError} `E_PROTOCOL` for a count that goes back, or beyond what was sent. */
  assertCount(count) {
    if (count < this.#acknowledged || count > this.sent)
      throw new TalosError(
        "E_PROTOCOL",
        `the peer counts ${count} packets, of ${this.sent} after ${this.#acknowledged}`
      );
  }
  /** The peer has the first `count` packets. @throws as {@link assertCount}. */
  acknowledge(count) {
    this.assertCount(count);
    for (; this.#acknowledged < count; this.#acknowledged++, this.#gone++)
      if (this.#kept[this.#gone]?.cost === 0) this.#free--;
    if (this.#gone < LET_GO_TOGETHER && this.#gone < this.#kept.length) return;
    this.#kept = this.#kept.slice(this.#gone);
    this.#gone = 0;
  }
  /** The bytes that those after the first `count` cost. */
  costAfter(count) {
    return this.#after(count).reduce((sum, { cost }) => sum + cost, 0);
  }
  /** Takes back all that the peer does not have, to be sent again. @param count - What it has. @throws as above. */
  rewind(count) {
    this.acknowledge(count);
    const again = this.#after(count);
    this.#kept = [];
    this.#gone = 0;
    this.#free = 0;
    return again;
  }
  #after(count) {
    return this.#kept.slice(this.#gone + count - this.#acknowledged);
  }
};

// src/agent/tunnel/tunnel-stream.ts
var STREAM_CREDIT_BYTES = 1024 * 1024;
var CREDIT_STEP_BYTES = STREAM_CREDIT_BYTES / 4;
var ACKNOWLEDGE_STEP_PACKETS = 256;
var MAX_MESSAGE_PACKET_BYTES = MAX_RPC_BYTES + MAX_STATEMENT_BYTES + 64;
var MAX_WAITING_MESSAGE_PACKETS = STREAM_CREDIT_BYTES / 32;
var MAX_WAITING_CONTROL_PACKETS = 4096;
var CLOSE_GRACE_MS = 2e3;
var CHANNEL_HIGH_BYTES = 1024 * 1024;
var CREDITED = /* @__PURE__ */ new Set([
  PACKET.mcpMessage,
  PACKET.mcpResponse,
  PACKET.mcpError,
  PACKET.intent
]);
var COUNTED = /* @__PURE__ */ new Set([...CREDITED, PACKET.acknowledge, PACKET.capabilityRenewed]);
var TunnelStream = class {
  /** Resolves when the stream has ended, with the peer's reason where it gave one. */
  closed;
  /** Resolves after `closed`, when all that came before the end was taken; at once where this side closed it. */
  delivered;
  #place;
  #kept;
  #watcher;
  // Bytes that cost credit, from the beginning: sent, and given back by the peer; received, and given back by this side.
  #sentBytes = 0;
  #regained = 0;
  #receivedBytes = 0;
  #given = 0;
  /** Read, and not given back yet. */
  #owed = 0;
  /** Packets that count. */
  #received = 0;
  /** As many of them as the peer was told of. */
  #told = 0;
  #queue = [];
  #queuedBytes = 0;
  #waiting = [];
  /** Where the channel has enough to send. */
  #full;
  /** Those who wait for the channel of the place to have sent what it has. */
  #draining = /* @__PURE__ */ new Set();
  #inbox = [];
  #waitingControls = 0;
  #reading = false;
  #receive;
  #isOpen = true;
  /** Why this side ended it, as the peer is told. */
  #said = { word: "unknown", code: void 0 };
  #closeTimer;
  #resolveClosed = () => {
  };
  #resolveDelivered = () => {
  };
  constructor(place) {
    this.#place = place;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.delivered = new Promise((resolve) => {
      this.#resolveDelivered = resolve;
    });
    place.enter(this);
  }
  /** Whether packets still go out and come in, now or when it is resumed. */
  get isOpen() {
    return this.#isOpen;
  }
  /** Whether the peer has closed it, and what came before is still being taken. */
  get isClosing() {
    return this.#closeTimer !== void 0;
  }
  /** The channel that it is at. */
  get channel() {
    return this.#place?.channel;
  }
  /** Bytes that wait for the peer's credit, for room in the channel, or for a channel. */
  get queuedBytes() {
    return this.#queuedBytes;
  }
  /** Bytes that its channel has not handed over yet. */
  get bufferedBytes() {
    return this.#place?.channel.bufferedBytes ?? 0;
  }
  // Lasting
  /** Outlives its channel from now on; before anything was sent that counts. */
  last(watcher) {
    this.#kept = new KeptPackets();
    this.#watcher = watcher;
  }
  /** Leaves its place, if it is at one. @returns How far it has got, which the peer is to be told. */
  detach() {
    this.#leave();
    this.#given += this.#owed;
    this.#owed = 0;
    this.#told = this.#received;
    return { received: this.#received, given: this.#given };
  }
  #leave() {
    this.#place?.leave();
    this.#place = void 0;
    this.#full = void 0;
    for (const end of this.#draining) end();
  }
  /** @throws {TalosError} `E_PROTOCOL` for a peer that cannot have got so far, or had got farther. */
  assertProgress({ received, given }) {
    this.#kept?.assertCount(received);
    const most = this.#sentBytes - (this.#kept?.costAfter(received) ?? 0);
    if (given < this.#regained || given > most)
      throw new TalosError("E_PROTOCOL", `the peer gave ${given} bytes back, of ${most} after ${this.#regained}`);
  }
  /**
   * Goes on at `place`; what the peer has not received is sent again. Only after {@link detach}. Where it has ended meanwhile,
   * the peer is told so there, and it leaves.
   *
   * @param progress - How far the peer has got.
   * @throws {TalosError} as {@link assertProgress}; nothing has changed then.
   */
  resume(place, progress) {
    if (!this.#isOpen) return this.#endAt(place);
    this.assertProgress(progress);
    const again = this.#kept?.rewind(progress.received) ?? [];
    for (const { cost, content } of again) {
      this.#sentBytes -= cost;
      this.#queuedBytes += content.length;
    }
    this.#queue = [...again, ...this.#queue];
    this.#regained = progress.given;
    this.#place = place;
    place.enter(this);
    this.#flush();
    this.#giveBack(0);
    if (this.isOpen) this.#watcher?.back(place.channel);
  }
  /** It has ended, and the peer, which has it at `place`, does not know. */
  #endAt(place) {
    this.#place = place;
    this.#emit(PACKET.tunnelClose, encodeRefusal(this.#said));
    this.#leave();
  }
  /** The channel of its place has ended, with `reason` where neither side closed it. */
  lost(reason) {
    const isLoss = isTalosError(reason, "E_UNREACHABLE") || isTalosError(reason, "E_TIMEOUT");
    if (this.#kept === void 0 || !isLoss) return this.end(void 0);
    this.detach();
    if (!this.isClosing) this.#watcher?.away(reason);
  }
  // Sending
  /**
   * Sends a packet, in order; one that costs credit waits for it. Nothing is sent on a closed stream.
   *
   * @param content - At most {@link MAX_MESSAGE_PACKET_BYTES} bytes; not changed afterwards by the caller.
   */
  send(type, content) {
    if (!this.#isOpen) return;
    this.#queue.push({ type, content, cost: CREDITED.has(type) ? content.length : 0 });
    this.#queuedBytes += content.length;
    this.#flush();
  }
  /** Resolves when nothing waits on this side any more, or the stream has ended. */
  async drained() {
    while (this.#queue.length > 0 && this.#isOpen)
      await new Promise((resolve) => {
        this.#waiting.push(resolve);
      });
    const place = this.#place;
    if (!this.#isOpen || place === void 0) return;
    await new Promise((resolve) => {
      const end = () => {
        this.#draining.delete(end);
        resolve();
      };
      this.#draining.add(end);
      place.channel.drained().then(end, end);
    });
  }
  /** Sets the one receiver. A promise that it returns holds the next packet, and the peer's credit, back. */
  onPacket(receive) {
    this.#receive = receive;
    void this.#read();
  }
  /** Ends the stream and tells the peer, with `reason` where there is one. What was not read is dropped. Repeatable. */
  close(reason) {
    this.#inbox = [];
    if (this.#isOpen) {
      this.#said = reason ?? this.#said;
      this.#sendQueued();
      this.#emit(PACKET.tunnelClose, encodeRefusal(this.#said));
      this.end(void 0);
    }
    this.#resolveDelivered();
  }
  /** Takes a packet from the channel. @throws {TalosError} `E_PROTOCOL` past a limit; the channel ends then. */
  accept(packet) {
    if (packet.type === PACKET.window) return this.#regain(packet.content);
    if (CREDITED.has(packet.type)) this.#charge(packet.content.length);
    else if (++this.#waitingControls > MAX_WAITING_CONTROL_PACKETS)
      throw new TalosError("E_PROTOCOL", "a stream is flooded with control packets");
    if (packet.type === PACKET.tunnelClose) this.#endSoon(decodeRefusal(packet.content));
    if (COUNTED.has(packet.type)) this.#received++;
    this.#inbox.push(packet);
    if (this.#kept !== void 0 && this.#received - this.#told >= ACKNOWLEDGE_STEP_PACKETS) this.#giveBackNow();
    void this.#read();
  }
  /** The peer has read, and of a lasting tunnel it has received. */
  #regain(content) {
    const kept = this.#kept;
    const { credit, received } = decode(content, (reader) => ({
      credit: reader.u32("credit"),
      received: kept === void 0 ? void 0 : reader.u64("received")
    }));
    if (received !== void 0) kept?.acknowledge(received);
    const regained = this.#regained + credit;
    if (regained > (kept === void 0 ? Number.MAX_SAFE_INTEGER / 2 : this.#sentBytes))
      throw new TalosError("E_PROTOCOL", "credit is out of bounds");
    this.#regained = regained;
    this.#flush();
  }
  #charge(bytes) {
    const allowed = STREAM_CREDIT_BYTES + this.#given - this.#receivedBytes;
    const isOver2 = allowed <= 0 || bytes > MAX_MESSAGE_PACKET_BYTES;
    if (isOver2 || this.#inbox.length - this.#waitingControls >= MAX_WAITING_MESSAGE_PACKETS)
      throw new TalosError("E_PROTOCOL", "a peer sent more than its credit on a stream");
    this.#receivedBytes += bytes;
  }
  /** A receiver that does not take what came before holds the end up no longer than this. */
  #endSoon(reason) {
    this.#closeTimer ??= setTimeout(() => this.end(reason), CLOSE_GRACE_MS);
  }
  /** Ends the stream on this side alone: the channel is gone, or the peer closed it. */
  end(reason) {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#closeTimer);
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#kept = void 0;
    this.#wake();
    this.#leave();
    this.#resolveClosed(reason);
    this.#checkDelivered();
  }
  #checkDelivered() {
    if (!this.#isOpen && !this.#reading && this.#inbox.length === 0) this.#resolveDelivered();
  }
  #flush() {
    this.#sendQueued();
    if (this.#kept?.isOverfull === true) this.close({ word: "failed", code: void 0 });
  }
  #sendQueued() {
    let sent = 0;
    for (const packet of this.#queue) {
      const { type, content, cost } = packet;
      const credit = STREAM_CREDIT_BYTES + this.#regained - this.#sentBytes;
      if (cost > 0 && credit <= 0 || this.#isHeld() || !this.#emit(type, content)) break;
      this.#sentBytes += cost;
      this.#queuedBytes -= content.length;
      if (COUNTED.has(type)) this.#kept?.add(packet);
      sent++;
    }
    if (sent > 0) this.#queue = sent === this.#queue.length ? [] : this.#queue.slice(sent);
    if (this.#queue.length === 0) this.#wake();
  }
  /** Whether there is no channel, or it has enough to send. It then flushes again when it has sent that. */
  #isHeld() {
    const place = this.#place;
    if (place === void 0) return true;
    if (place.channel.bufferedBytes < CHANNEL_HIGH_BYTES) return false;
    if (this.#full === place) return true;
    this.#full = place;
    const again = () => {
      if (this.#full !== place) return;
      this.#full = void 0;
      if (this.#isOpen) this.#flush();
    };
    place.channel.drained().then(again, () => void 0);
    return true;
  }
  /** Sends at once. @returns Whether it could; if not, the channel is gone, and the stream with it unless it lasts. */
  #emit(type, content) {
    const place = this.#place;
    if (place === void 0) return false;
    try {
      place.channel.send(type, place.id, content);
      return true;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      if (this.#kept === void 0 || error.code !== "E_CLOSED") this.end(void 0);
      return false;
    }
  }
  #wake() {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
  async #read() {
    if (this.#reading || this.#receive === void 0) return;
    this.#reading = true;
    try {
      for (let packet = this.#inbox.shift(); packet !== void 0; packet = this.#inbox.shift()) {
        if (!CREDITED.has(packet.type)) this.#waitingControls--;
        if (packet.type === PACKET.tunnelClose) {
          this.#inbox = [];
          this.end(decodeRefusal(packet.content));
          return;
        }
        const pending = this.#receive(packet);
        if (pending !== void 0) await pending;
        if (CREDITED.has(packet.type)) this.#giveBack(packet.content.length);
      }
    } catch (error) {
      this.close({ word: "failed", code: isTalosError(error, "E_MALFORMED") ? "MALFORMED" : void 0 });
    } finally {
      this.#reading = false;
      this.#checkDelivered();
    }
  }
  #giveBack(bytes) {
    this.#owed += bytes;
    if (this.#owed >= CREDIT_STEP_BYTES) this.#giveBackNow();
  }
  /** Tells the peer what was read, and of a lasting tunnel what was received. Nowhere, it is told with the resumption. */
  #giveBackNow() {
    if (!this.#isOpen || this.#place === void 0) return;
    const owed = this.#owed;
    this.#given += owed;
    this.#owed = 0;
    this.#told = this.#received;
    this.#emit(PACKET.window, this.#kept === void 0 ? u32(owed) : concat(u32(owed), u64(this.#received)));
  }
};

// src/agent/tunnel/lasting-tunnels.ts
var MAX_LINGERING_A_PEER = 8;
var MAX_LINGERING = 32;
var LastingTunnels = class {
  #held = /* @__PURE__ */ new Map();
  /** Those that wait, longest first. */
  #lingering = /* @__PURE__ */ new Set();
  #timer;
  #lingerMs;
  /** @param lingerMs - How long one waits for its caller, in milliseconds. */
  constructor(timer, lingerMs = TUNNEL_LINGER_MS) {
    this.#timer = timer;
    this.#lingerMs = lingerMs;
  }
  /** Tunnels that wait for their callers. */
  get lingering() {
    return this.#lingering.size;
  }
  /** Lets `tunnel` last; before it has sent anything that counts. @returns Its id. */
  keep(tunnel) {
    const id = randomBytes(TUNNEL_ID_BYTES);
    const held = { ...tunnel, turn: 0, cancel: void 0 };
    this.#held.set(toHex(id), held);
    tunnel.stream.last({
      away: () => this.#away(held),
      back: (channel) => {
        this.#stopWaiting(held);
        held.moved(channel);
      }
    });
    void tunnel.stream.closed.then(() => {
      this.#stopWaiting(held);
      this.#held.delete(toHex(id));
    });
    return id;
  }
  #away(held) {
    held.moved(void 0);
    const code = held.verdict();
    if (code !== void 0) return held.end(code);
    this.#stopWaiting(held);
    const waitMs = Math.max(0, Math.min(this.#lingerMs, held.lifeMs()));
    held.cancel = this.#timer.after(waitMs, () => this.#end(held));
    this.#lingering.add(held);
    if ([...this.#lingering].filter(({ peer }) => peer === held.peer).length > MAX_LINGERING_A_PEER)
      this.endOldest(held.peer);
    if (this.#lingering.size > MAX_LINGERING) this.endOldest();
  }
  #stopWaiting(held) {
    held.cancel?.();
    held.cancel = void 0;
    this.#lingering.delete(held);
  }
  #end(held) {
    this.#stopWaiting(held);
    held.end(held.verdict());
  }
  /**
   * Ends the tunnel that waits longest, where one does.
   *
   * @param peer - Whose; of whoever has the most that wait where absent, so that nobody pushes out the others.
   * @returns Whether there was one.
   */
  endOldest(peer = this.#greediest()) {
    const oldest = [...this.#lingering].find((held) => held.peer === peer);
    if (oldest === void 0) return false;
    this.#end(oldest);
    return true;
  }
  #greediest() {
    const counts = /* @__PURE__ */ new Map();
    for (const { peer } of this.#lingering) counts.set(peer, (counts.get(peer) ?? 0) + 1);
    return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
  }
  /** Ends those that wait whose grants are no more: something was revoked. */
  check() {
    for (const held of this.#lingering) if (held.verdict() !== void 0) this.#end(held);
  }
  /**
   * Goes on with a tunnel of `peer` at `place`, wherever it was before.
   *
   * @param content - Of the TUNNEL_RESUME.
   * @throws {TalosError} `E_NOT_FOUND` where `peer` has no such tunnel, or not any more; `REPLAY` for a request that came
   *   after a later one; the code that ends a tunnel whose grant is no more; `E_MALFORMED`; `E_PROTOCOL` for counts that
   *   cannot be, which end the tunnel too.
   */
  resume(peer, place, content) {
    const { tunnel, turn, ...progress } = decodeTunnelResume(content);
    const held = this.#held.get(toHex(tunnel));
    if (held === void 0 || held.peer !== peer || !held.stream.isOpen || held.stream.isClosing)
      throw new TalosError("E_NOT_FOUND", "there is no such tunnel to go on with");
    if (turn <= held.turn) throw new TalosError("REPLAY", "the tunnel went on by a later request");
    held.turn = turn;
    const code = held.verdict();
    if (code !== void 0) {
      held.end(code);
      throw new TalosError(code, "the grant of the tunnel is no more");
    }
    try {
      held.stream.assertProgress(progress);
    } catch (error) {
      held.end(void 0);
      throw error;
    }
    this.#moveTo(held, place, progress);
  }
  #moveTo({ stream }, place, progress) {
    const own = stream.detach();
    try {
      place.channel.allowLargePackets();
      place.channel.send(PACKET.tunnelResumed, place.id, encodeTunnelResumed(own));
    } catch (error) {
      if (!isTalosError(error)) throw error;
      stream.lost(new TalosError("E_UNREACHABLE", "the connection to the peer was lost", { cause: error }));
      return;
    }
    stream.resume(place, progress);
  }
};

// src/agent/tunnel/open-requests.ts
var MAX_CALLS_IN_FLIGHT = 1024;
var CANCEL_GRACE_MS = 5e3;
var OpenRequests = class {
  #timeoutMs;
  #onExpired;
  #open = /* @__PURE__ */ new Map();
  /**
   * @param timeoutMs - Life of a request that is not answered, at most 2^31 − 1.
   * @param onExpired - Told of each that ended without an answer; it is open no more then.
   */
  constructor(timeoutMs, onExpired) {
    this.#timeoutMs = timeoutMs;
    this.#onExpired = onExpired;
  }
  /** Whether a request with this id can be opened: it is not open, and there is room. */
  hasRoomFor(id) {
    return this.#open.size < MAX_CALLS_IN_FLIGHT && !this.#open.has(idKey(id));
  }
  /** Opens a request. @param timeoutMs - Its own life, where that is shorter. */
  add(id, value, timeoutMs = this.#timeoutMs) {
    const key = idKey(id);
    const timer = this.#expireIn(key, Math.min(timeoutMs, this.#timeoutMs));
    this.#open.set(key, { value, timer, isCancelled: false });
  }
  /** Its caller wants no answer any more; one is waited for no longer than {@link CANCEL_GRACE_MS}. */
  cancel(id) {
    const key = idKey(id);
    const open4 = this.#open.get(key);
    if (open4 === void 0 || open4.isCancelled) return;
    open4.isCancelled = true;
    clearTimeout(open4.timer);
    open4.timer = this.#expireIn(key, Math.min(CANCEL_GRACE_MS, this.#timeoutMs));
  }
  /** Closes the request with this id, which was answered. */
  take(id) {
    const key = idKey(id);
    const open4 = this.#open.get(key);
    if (open4 === void 0) return void 0;
    this.#open.delete(key);
    clearTimeout(open4.timer);
    return open4.value;
  }
  /** Closes them all, oldest first. */
  takeAll() {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const { timer } of all) clearTimeout(timer);
    return all.map(({ value }) => value);
  }
  #expireIn(key, ms) {
    return setTimeout(() => {
      const open4 = this.#open.get(key);
      if (open4 === void 0) return;
      this.#open.delete(key);
      this.#onExpired(open4.value, open4.isCancelled);
    }, ms);
  }
};

// src/agent/authority/grant-learning.ts
var GrantLearning = class {
  #side;
  #channel;
  #grant;
  #stop = () => {
  };
  constructor(side, channel, grant) {
    this.#side = side;
    this.#channel = channel;
    this.#grant = grant;
    this.#start();
  }
  /** The tunnel goes on under `grant`. */
  renewed(grant) {
    const isSame2 = issuersOf(grant) === issuersOf(this.#grant);
    this.#grant = grant;
    if (!isSame2) this.#start();
  }
  /** The tunnel goes on over `channel`, or has none. */
  moved(channel) {
    this.#channel = channel;
    this.#start();
  }
  #start() {
    this.#stop();
    this.#stop = this.#channel === void 0 ? () => {
    } : this.#side.learn(this.#channel, this.#grant.tokens);
  }
  [Symbol.dispose]() {
    this.#channel = void 0;
    this.#start();
  }
};
function issuersOf({ tokens }) {
  return tokens.map(({ claims }) => claims.issuer).join();
}

// src/agent/authority/intent-desk.ts
var MAX_WAITING_INTENTS = 64;
var MAX_USED_INTENTS = 4096;
var IntentDesk = class {
  #waiting = new BoundedMap(MAX_WAITING_INTENTS);
  #used = new BoundedMap(MAX_USED_INTENTS);
  /** Whether intents wait. */
  get isWaiting() {
    return this.#waiting.size > 0;
  }
  /** Takes a verified intent; one that was used before is dropped. */
  announce(intent) {
    if (!this.#used.has(intent.hash)) this.#waiting.set(intent.hash, intent);
  }
  /** The intent that `call` fits, which is used with that: once, whatever becomes of the call. */
  take(call) {
    for (const [hash, intent] of this.#waiting) {
      if (intentFault(intent.statement, call) !== void 0) continue;
      this.#waiting.delete(hash);
      this.#used.set(hash, true);
      return intent;
    }
    return void 0;
  }
};

// src/agent/record/watched-ledger.ts
function isStorageFailure(error) {
  return isTalosError(error) && error.code.startsWith("E_STORAGE");
}
var WatchedLedger = class {
  #ledger;
  #onFailure;
  #watchers = /* @__PURE__ */ new Set();
  /** @param onFailure - Told of each failure of the storage, before whoever appended is. Must not throw. */
  constructor(ledger, onFailure) {
    this.#ledger = ledger;
    this.#onFailure = onFailure;
  }
  get size() {
    return this.#ledger.size;
  }
  get height() {
    return this.#ledger.height;
  }
  get highestTimeMs() {
    return this.#ledger.highestTimeMs;
  }
  get checkpoint() {
    return this.#ledger.checkpoint;
  }
  get recovered() {
    return this.#ledger.recovered;
  }
  get network() {
    return this.#ledger.network;
  }
  get work() {
    return this.#ledger.work;
  }
  get first() {
    return this.#ledger.first;
  }
  get isReindexed() {
    return this.#ledger.isReindexed;
  }
  /** Calls `watcher` whenever entries were written, or archived: none then, from now on. @returns A function that undoes it. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
  append(body) {
    try {
      const appended = this.#ledger.append(body);
      this.#wrote([appended]);
      return this.#watched(appended);
    } catch (error) {
      throw this.#told(error);
    }
  }
  appendAll(bodies) {
    try {
      const all = this.#ledger.appendAll(bodies);
      this.#wrote(all);
      return all.map((appended) => this.#watched(appended));
    } catch (error) {
      throw this.#told(error);
    }
  }
  #wrote(entries) {
    for (const watcher of this.#watchers) watcher(entries);
  }
  #watched(appended) {
    return { ...appended, durable: () => this.#watch(appended.durable()) };
  }
  async #watch(promise) {
    try {
      return await promise;
    } catch (error) {
      throw this.#told(error);
    }
  }
  #told(error) {
    if (isStorageFailure(error)) this.#onFailure(error);
    return error;
  }
  seal() {
    return this.#watch(this.#ledger.seal());
  }
  query(query) {
    return this.#ledger.query(query);
  }
  positions(matter) {
    return this.#ledger.positions(matter);
  }
  get(id, archives) {
    return this.#ledger.get(id, archives);
  }
  block(at) {
    return this.#ledger.block(at);
  }
  prove(id, archives) {
    return this.#ledger.prove(id, archives);
  }
  verify(options) {
    return this.#ledger.verify(options);
  }
  reindex() {
    return this.#ledger.reindex();
  }
  archive(before, save) {
    return this.#watch(this.#ledger.archive(before, save)).finally(() => this.#wrote([]));
  }
  hold(task) {
    return this.#ledger.hold(task);
  }
  async [Symbol.asyncDispose]() {
  }
};

// src/session/live.ts
var MAX_HELLO_BYTES = 512;
var MAX_LIVE_BUNDLE_BYTES = 4096;
var LIVE_NONCE_BYTES = 32;
function beginLive(party, peer, draw = randomBytes) {
  const nonce = draw(LIVE_NONCE_BYTES);
  const hello = encodeCbor({ v: SESSION_VERSION, suite: SUITE, from: party.did, to: peer, nonce });
  return { state: { peer, nonce }, hello };
}
function answerLive(party, peer, hello, nowMs, draw = randomBytes) {
  const fields = readVersioned(
    decodeCbor(hello, { maxBytes: MAX_HELLO_BYTES }),
    { required: ["from", "to", "nonce"] },
    "hello"
  );
  const from = parseDid(readString(fields.from, "hello.from"));
  const to = parseDid(readString(fields.to, "hello.to"));
  const nonce = readBytes(fields.nonce, "hello.nonce", LIVE_NONCE_BYTES);
  if (from !== peer) throw new TalosError("E_IDENTITY_MISMATCH", "the peer claims another DID than its transport key");
  if (to !== party.did) throw new TalosError("E_IDENTITY_MISMATCH", "the peer asks for another agent");
  const signedPrekey = agreementKeyPair(draw(X25519_BYTES));
  const kemPrekey = kemKeyPair(draw(KEM_SEED_BYTES));
  const body = encodeCbor({
    v: SESSION_VERSION,
    suite: SUITE,
    did: party.did,
    cert: party.certificate,
    to: peer,
    nonce,
    spk: signedPrekey.publicKey,
    kem: kemPrekey.publicKey,
    iat: nowMs
  });
  const bundle = encodeCbor({ body, sig: party.signing.sign("liveBundle", body) });
  return { state: { peer, nonce, signedPrekey, kemPrekey }, bundle };
}
function completeLive(party, state, bundle, expected, draw = randomBytes) {
  const { peer, nonce } = state;
  const fields = openLiveBundle(bundle, peer);
  const isMine = fields.did === peer && fields.to === party.did && equalBytes(fields.nonce, nonce);
  if (!isMine) throw new TalosError("E_BAD_BUNDLE", "the live bundle was made for another handshake");
  if (Math.abs(fields.issuedAtMs - expected.nowMs) > MAX_SKEW_MS)
    throw new TalosError("E_STALE", "the clocks of both agents are more than 10 minutes apart", {
      details: { issuedAtMs: fields.issuedAtMs },
      hint: "compare the clocks of both machines"
    });
  const offer = {
    kind: "live",
    certificate: verifyCertificate(fields.certificate, { did: peer, ...expected }),
    signedPrekey: { id: 0, publicKey: checkAgreementKey(fields.signedPrekey) },
    kemPrekey: { id: 0, publicKey: checkKemKey(fields.kemPrekey) },
    isOneTimeKem: true,
    oneTimePrekey: void 0,
    nonce
  };
  return initiate(party, offer, draw);
}
function openLiveBundle(bytes, owner) {
  const outer = readObject(
    decodeCbor(bytes, { maxBytes: MAX_LIVE_BUNDLE_BYTES }),
    { required: ["body", "sig"] },
    "live bundle"
  );
  const body = readBytes(outer.body, "live bundle.body");
  const fields = readVersioned(
    decodeCbor(body),
    { required: ["did", "cert", "to", "nonce", "spk", "iat"], optional: ["kem"] },
    "live bundle"
  );
  if (fields.kem === void 0) throw new TalosError("E_DOWNGRADE", "the live bundle has no KEM key");
  const signature = readBytes(outer.sig, "live bundle.sig", SIGNATURE_BYTES);
  if (!verify("liveBundle", keyOfDid(owner), body, signature))
    throw new TalosError("E_BAD_BUNDLE", "the live bundle is not signed by the peer");
  const certificate = readBytes(fields.cert, "live bundle.cert");
  if (certificate.length > MAX_CERTIFICATE_BYTES) throw new TalosError("E_MALFORMED", "live bundle.cert: too long");
  return {
    did: readString(fields.did, "live bundle.did"),
    to: readString(fields.to, "live bundle.to"),
    certificate,
    nonce: readBytes(fields.nonce, "live bundle.nonce", LIVE_NONCE_BYTES),
    signedPrekey: readBytes(fields.spk, "live bundle.spk"),
    kemPrekey: readBytes(fields.kem, "live bundle.kem"),
    issuedAtMs: readInteger(fields.iat, "live bundle.iat")
  };
}
function acceptLive(party, state, initial, expected) {
  const message = decodeInitial(initial);
  if (message.from !== state.peer)
    throw new TalosError("E_IDENTITY_MISMATCH", "the initial message is from another agent");
  const secrets = {
    kind: "live",
    certificate: party.certificate,
    signedPrekey: { id: 0, pair: state.signedPrekey },
    kemPrekey: { id: 0, pair: state.kemPrekey },
    isOneTimeKem: true,
    oneTimePrekey: void 0,
    nonce: state.nonce
  };
  return respond(party, message, secrets, expected);
}

// src/agent/tunnel/channel.ts
var CHANNEL_HANDSHAKE_TIMEOUT_MS = 1e4;
var MAX_PACKET_CONTENT_BYTES = MAX_FRAME_BYTES - RATCHET_OVERHEAD_BYTES - PACKET_HEADER_BYTES;
var MAX_EARLY_FRAME_BYTES = 256 * 1024;
async function openChannel(options) {
  const { link, identity, peer } = options;
  if (!equalBytes(keyOfDid(peer), link.peerKey)) {
    await link.close();
    throw new TalosError("E_IDENTITY_MISMATCH", "the link leads to another agent than the one asked for");
  }
  await kemReady();
  const { state, hello } = beginLive(identity, peer);
  const channel = new LiveChannel(options, peer, { kind: "asked", state });
  return channel.start(hello);
}
async function acceptChannel(options) {
  await kemReady();
  const channel = new LiveChannel(options, didOfKey(options.link.peerKey), { kind: "listening" });
  return channel.start();
}
var FIRST_CREDIT = u32(0);
var NOTHING3 = new Uint8Array(0);
var LiveChannel = class {
  peer;
  closed;
  #options;
  #link;
  #phase;
  #id = NOTHING3;
  #role = "responder";
  #peerSequence = 0;
  #receive;
  #isPreparing = false;
  /** Resolves the wait of a packet that came before the receiver. */
  #wake;
  #settle;
  constructor(options, peer, phase) {
    this.#options = options;
    this.#link = options.link;
    this.peer = peer;
    this.#phase = phase;
    this.closed = options.link.closed.then((reason) => {
      this.#over(reason ?? new TalosError("E_CLOSED", "the link was closed during the handshake"));
      return reason;
    });
  }
  get session() {
    return this.#id;
  }
  get role() {
    return this.#role;
  }
  get peerSequence() {
    return this.#peerSequence;
  }
  get remoteAddress() {
    return this.#link.remoteAddress;
  }
  get path() {
    return this.#link.path;
  }
  get bufferedBytes() {
    return this.#link.bufferedBytes;
  }
  /** Runs the handshake, `hello` first where there is one. */
  async start(hello) {
    const { signal, timer = systemTimer } = this.#options;
    const finished = new Promise((resolve, reject) => {
      this.#settle = { opened: resolve, failed: reject };
    });
    const cancel = timer.after(
      CHANNEL_HANDSHAKE_TIMEOUT_MS,
      () => this.#settle?.failed(new TalosError("E_TIMEOUT", "the handshake took too long"))
    );
    const abort = () => this.#settle?.failed(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      signal?.throwIfAborted();
      this.#link.onFrame((frame) => this.#onFrame(frame));
      if (hello !== void 0) this.#link.send(FRAME_TYPES.handshake, hello);
      await finished;
      return this;
    } catch (error) {
      this.#phase = { kind: "over" };
      this.#settle = void 0;
      await this.#link.close();
      throw error;
    } finally {
      this.#settle = void 0;
      cancel();
      signal?.removeEventListener("abort", abort);
    }
  }
  send(type, stream, ...content) {
    const length = content.reduce((sum, part) => sum + part.length, 0);
    if (length > MAX_PACKET_CONTENT_BYTES)
      throw new RangeError(`content must be at most ${MAX_PACKET_CONTENT_BYTES} bytes, got ${length}`);
    if (this.#phase.kind !== "open") throw new TalosError("E_CLOSED", "the channel has ended");
    this.#sendUnder(this.#phase.session, encodePacket(type, stream, ...content));
  }
  allowLargePackets() {
    if (this.#phase.kind === "open") this.#link.limitPayload(this.#options.maxFrameBytes ?? MAX_FRAME_BYTES);
  }
  probe(sleptMs) {
    this.#link.probe(sleptMs);
  }
  drained(signal) {
    return this.#link.drained(signal);
  }
  onPacket(receive) {
    if (this.#receive !== void 0) throw new TypeError("the channel has a receiver already");
    this.#receive = receive;
    this.#wake?.();
  }
  async close() {
    this.#phase = { kind: "over" };
    this.#wake?.();
    await this.#link.close();
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
  /** One frame. What it throws ends the link, and the peer is told `failed`. */
  #onFrame({ type, payload }) {
    const phase = this.#phase;
    if (phase.kind === "over") return;
    try {
      if (phase.kind === "open" && type === FRAME_TYPES.data) {
        const delivered = this.#deliver(this.#openUnder(phase.session, payload));
        this.#prepareSoon();
        return delivered;
      }
      if (phase.kind === "asked" && type === FRAME_TYPES.handshakeAck) return this.#complete(phase.state, payload);
      if (phase.kind === "listening" && type === FRAME_TYPES.handshake) return this.#answer(payload);
      if (phase.kind === "offered" && type === FRAME_TYPES.handshake) return this.#accept(phase.state, payload);
      if (phase.kind === "proving" && type === FRAME_TYPES.data) return this.#prove(phase.session, payload);
      throw new TalosError("E_PROTOCOL", `frame of type ${type} out of turn`);
    } catch (error) {
      this.#over(error);
      throw error;
    }
  }
  #complete(state, bundle) {
    const { session, initial } = completeLive(this.#options.identity, state, bundle, this.#expected());
    this.#link.send(FRAME_TYPES.handshake, initial);
    this.#sendUnder(session, encodePacket(PACKET.window, 0, FIRST_CREDIT));
    this.#opened();
  }
  #answer(hello) {
    const { state, bundle } = answerLive(this.#options.identity, this.peer, hello, this.#options.clock.now());
    this.#phase = { kind: "offered", state };
    this.#link.send(FRAME_TYPES.handshakeAck, bundle);
  }
  #accept(state, initial) {
    const session = acceptLive(this.#options.identity, state, initial, this.#expected());
    this.#phase = { kind: "proving", session };
  }
  /** The peer has proved its DID when a message of its opens; any other first packet is not of this version. */
  #prove(session, message) {
    const { type, stream, content } = this.#openUnder(session, message);
    if (type !== PACKET.window || stream !== 0 || !equalBytes(content, FIRST_CREDIT))
      throw new TalosError("E_PROTOCOL", "the first packet is not the one of the handshake");
    this.#opened();
  }
  #opened() {
    const phase = this.#phase;
    this.#id = phase.session.id;
    this.#role = phase.session.role;
    this.#peerSequence = phase.session.peerSequence;
    if (this.#role === "initiator") this.allowLargePackets();
    else this.#link.limitPayload(MAX_EARLY_FRAME_BYTES);
    this.#settle?.opened();
  }
  #expected() {
    return { nowMs: this.#options.clock.now(), lowestSequence: this.#options.lowestSequence ?? 0 };
  }
  /** Seals under `session`, which is open from now on at its next state. */
  #sendUnder(session, packet) {
    const { state, message } = encrypt(session.ratchet, packet, session.associated);
    this.#phase = { kind: "open", session: { ...session, ratchet: state } };
    this.#link.send(FRAME_TYPES.data, message);
  }
  #openUnder(session, message) {
    const { state, plaintext } = decrypt(session.ratchet, message, session.associated, this.#options.clock.now());
    this.#phase = { kind: "open", session: { ...session, ratchet: state } };
    return decodePacket(plaintext);
  }
  #deliver(packet) {
    if (this.#receive !== void 0) return this.#receive(packet);
    return new Promise((resolve) => {
      this.#wake = resolve;
    }).then(() => {
      this.#wake = void 0;
      return this.#phase.kind === "over" ? void 0 : this.#receive?.(packet);
    });
  }
  /**
   * Takes the ratchet step of the answer while whoever gives it is at work, and not when it is there: as soon as what came
   * has been handed on. A turn later a quick answer would be there first, and wait for the step.
   */
  #prepareSoon() {
    if (this.#isPreparing) return;
    this.#isPreparing = true;
    soon(() => this.#prepare());
  }
  #prepare() {
    this.#isPreparing = false;
    if (this.#phase.kind !== "open") return;
    const { session } = this.#phase;
    this.#phase = { kind: "open", session: { ...session, ratchet: prepareSending(session.ratchet) } };
  }
  /** Forgets the keys. */
  #over(reason) {
    this.#phase = { kind: "over" };
    this.#wake?.();
    this.#settle?.failed(reason);
  }
};
function soon(action) {
  const { setImmediate } = globalThis;
  if (setImmediate === void 0) setTimeout(action, 0);
  else setImmediate(action);
}

// src/mcp/meta.ts
var CALLER_META = "io.github.talos-protocol/caller";
var INTENT_META = "io.github.talos-protocol/intent";
var META = "_meta";
function withoutCaller(message) {
  return cleaned(cleaned(message, "params"), "result");
}
function withCaller(message, caller) {
  const clean = withoutCaller(message);
  const params = clean["params"] ?? {};
  if (!isJsonObject(params)) return clean;
  const meta = params[META] ?? {};
  if (!isJsonObject(meta)) return clean;
  const said = caller;
  return { ...clean, params: { ...params, [META]: { ...meta, [CALLER_META]: said } } };
}
function intentMeta(request) {
  const { params } = request;
  return isJsonObject(params) && isJsonObject(params["_meta"]) ? params["_meta"][INTENT_META] : void 0;
}
function withoutIntent(message) {
  return cleaned(message, "params", INTENT_META);
}
function cleaned(message, member, removed = CALLER_META) {
  const part = message[member];
  if (!isJsonObject(part)) return message;
  let clean = part;
  for (const key of Object.keys(part)) {
    const meta = part[key];
    if (key.length !== META.length || foldCase(key) !== META || !isJsonObject(meta)) continue;
    const entries = Object.entries(meta);
    const kept = entries.filter(([name]) => foldCase(name) !== removed);
    if (kept.length < entries.length) clean = { ...clean, [key]: Object.fromEntries(kept) };
  }
  return clean === part ? message : { ...message, [member]: clean };
}

// src/agent/authority/call-gate.ts
var CallGate = class {
  #parts;
  #grant;
  #lent;
  /** What the caller may know of. */
  coverage;
  constructor(parts) {
    this.#parts = parts;
    const { grant, lends, rules } = parts;
    this.#grant = grant;
    this.#lent = lends === void 0 ? void 0 : { ...grant, scope: lends };
    const grants = this.#lent === void 0 ? [grant] : [grant, this.#lent];
    const shown = rules.flatMap(({ coverage }) => coverage ?? []);
    this.coverage = {
      tool: (name, entry) => grants.every((each) => coversTool(each, name)) && shown.every((each) => each.tool?.(name, entry) ?? true),
      resource: (uri) => grants.every((each) => coversResource(each, uri)) && shown.every((each) => each.resource?.(uri) ?? true),
      prompt: (name) => grants.every((each) => coversPrompt(each, name)) && shown.every((each) => each.prompt?.(name) ?? true)
    };
  }
  /** The grant under which calls are made. */
  get grant() {
    return this.#grant;
  }
  /** Goes on under a renewal of the grant, whose scope is the same. */
  renew(grant) {
    const { lends } = this.#parts;
    this.#grant = grant;
    this.#lent = lends === void 0 ? void 0 : { ...grant, scope: lends };
  }
  /** Whether the call is within the grant at this moment, within what the service lends, and within each rule. */
  check(call) {
    const { authority, environment, rules } = this.#parts;
    let verdict = authority.authorize(this.#grant, call.request, environment);
    if (verdict.allowed && this.#lent !== void 0)
      verdict = authority.authorize(this.#lent, call.request, environment);
    for (const rule of rules) {
      if (!verdict.allowed) return verdict;
      verdict = rule.check?.(call) ?? verdict;
    }
    return verdict;
  }
  /** The consents that the call needs, one after the other; `undefined` where it needs none. */
  consent(call) {
    const { rules } = this.#parts;
    for (const [at, rule] of rules.entries()) {
      const asked = rule.consent?.(call);
      if (asked !== void 0) return this.#consents(call, asked, rules.slice(at + 1));
    }
    return void 0;
  }
  async #consents(call, first, rest) {
    const verdict = await first;
    if (!verdict.allowed) return verdict;
    for (const rule of rest) {
      const next = await rule.consent?.(call);
      if (next?.allowed === false) return next;
    }
    return this.check(call);
  }
  /** Takes what the call costs, of every rule that charges; what one has taken stays taken where a later one refuses. */
  charge(call) {
    for (const rule of this.#parts.rules) {
      const verdict = rule.charge?.(call);
      if (verdict?.allowed === false) return verdict;
    }
    return ALLOWED;
  }
  /** What the result statement names: the intent that the call fits, and what the rules say. */
  names(call) {
    const named2 = call.intent === void 0 ? {} : { intent: call.intent.hash };
    return this.#parts.rules.reduce((names, rule) => ({ ...names, ...rule.names?.(call) }), named2);
  }
  /** The message as the tool gets it. */
  prepare(message, call) {
    return this.#parts.rules.reduce((json, rule) => rule.prepare?.(json, call) ?? json, message);
  }
  /** Milliseconds that the tool has for the call, where a rule says so: the least. */
  timeLimitMs(call) {
    const limits = this.#parts.rules.flatMap((rule) => rule.timeLimitMs?.(call) ?? []);
    return limits.length === 0 ? void 0 : Math.min(...limits);
  }
  /** Whether the answer of the call may leave, by every rule. */
  release(call, end) {
    for (const rule of this.#parts.rules) {
      const verdict = rule.release?.(call, end);
      if (verdict?.allowed === false) return verdict;
    }
    return ALLOWED;
  }
  /** Tells the rules how a call ended that the tool had. */
  ended(call, end) {
    for (const rule of this.#parts.rules) rule.ended?.(call, end);
  }
  /** What goes on of a message of the tool. */
  fromTool(message) {
    let passed = message;
    for (const rule of this.#parts.rules)
      if (passed !== void 0 && rule.fromTool !== void 0) passed = rule.fromTool(passed);
    return passed;
  }
  /** The tunnel is over. */
  close() {
    for (const rule of this.#parts.rules) rule.close?.();
  }
};

// src/agent/authority/call-rule.ts
var UNRECORDED = Object.freeze({ statement: void 0, intent: void 0, signal: new AbortController().signal });
var SAYS_MORE = Object.freeze(
  deny("MALFORMED", "a call that is approved or announced holds nothing but what it asks for, and _meta")
);

// src/agent/authority/intent-rule.ts
function intentRule(patterns, desk) {
  return {
    check: ({ request, statement, intent, method, params }) => {
      if (statement === void 0 || !patterns.fits(request)) return ALLOWED;
      if (saysMore(method, params)) return SAYS_MORE;
      if (intent !== void 0) return ALLOWED;
      return desk.isWaiting ? deny("INTENT_MISMATCH", "the call is not what its caller announced") : deny("INTENT_REQUIRED", "the call needs a signed intent before it");
    }
  };
}

// src/agent/authority/open-consents.ts
var OpenConsents = class {
  #open = /* @__PURE__ */ new Map();
  /** Whether a call with this id can wait: none does, and there is room. */
  hasRoomFor(id) {
    return this.#open.size < MAX_CALLS_IN_FLIGHT && !this.#open.has(idKey(id));
  }
  /** The call with this id waits until it was `decided`, or {@link made}; `withdrawn` ends it. */
  async wait(id, decided, withdrawn) {
    const key = idKey(id);
    this.#open.set(key, withdrawn);
    try {
      await decided;
    } finally {
      if (this.#open.get(key) === withdrawn) this.#open.delete(key);
    }
  }
  /** The call with this id is made: it waits no more. */
  made(id) {
    this.#open.delete(idKey(id));
  }
  /** The caller takes its call back. @returns Whether it waited. */
  withdraw(id) {
    const open4 = this.#open.get(idKey(id));
    open4?.abort();
    return open4 !== void 0;
  }
  /** Nobody need consent any more. */
  withdrawAll() {
    for (const open4 of this.#open.values()) open4.abort();
  }
};

// src/agent/authority/revocation-part.ts
var MAX_PART_ITEMS = 1024;
var MAX_PART_BYTES = HEAD_STEP * MAX_ITEM_BYTES;
async function partOf(store, wanted) {
  const { branch, from } = wanted;
  const to = Math.min(branch.size, from + MAX_PART_ITEMS);
  const items = await itemsOf(store, wanted, from, to);
  let bytes = 0;
  let fits = 0;
  while (fits < items.length && bytes + utf8(items[fits] ?? "").length <= MAX_PART_BYTES)
    bytes += utf8(items[fits++] ?? "").length;
  const last = from + fits;
  if (last === branch.size) return { items, head: branch.head?.text };
  const seq = last - last % HEAD_STEP;
  const owner = ownerOf(wanted, seq);
  const [head] = await storedHeads(store, { issuer: wanted.issuer, branch: owner.index, n: seq - 1 }, seq);
  return { items: items.slice(0, seq - from), head: head?.text };
}
async function itemsOf(store, wanted, from, to) {
  const { issuer, branch, branches } = wanted;
  const base = branches[branch.base.branch];
  const shared = Math.min(to, branch.base.n);
  const before = from < shared && base !== void 0 ? await itemsOf(store, { ...wanted, branch: base }, from, shared) : [];
  const first = Math.max(from, branch.base.n);
  if (first >= to) return before;
  return [...before, ...await storedItems(store, { issuer, branch: branch.index, n: first }, to)];
}
function ownerOf(wanted, n) {
  const { branch, branches } = wanted;
  const base = branches[branch.base.branch];
  return n > branch.base.n || base === void 0 ? branch : ownerOf({ ...wanted, branch: base }, n);
}

// src/agent/authority/revocation-wire.ts
var MAX_LISTS_ASKED = 64;
var MAX_BYTES = 256 * 1024;
var HASH_BYTES2 = 32;
function open(bytes) {
  return decodeCbor(bytes, { maxBytes: MAX_BYTES });
}
function encodeListsAsked(lists) {
  return encodeCbor({
    v: 1,
    lists: lists.map(({ issuer, seq, hash }) => ({ issuer, seq, hash: fromHex(hash) }))
  });
}
function decodeListsAsked(bytes) {
  const fields = readObject(open(bytes), { required: ["v", "lists"] }, "lists asked");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return readArray(fields.lists, "lists", { min: 1, max: MAX_LISTS_ASKED }, (list, name) => {
    const { issuer, seq, hash } = readObject(list, { required: ["issuer", "seq", "hash"] }, name);
    return {
      issuer: readDid2(issuer),
      seq: readInteger(seq, "seq", { max: MAX_LIST_ITEMS }),
      hash: toHex(readBytes(hash, "hash", HASH_BYTES2))
    };
  });
}
function encodeListAnswer(answer) {
  if (answer.refused !== void 0) {
    const { issuer, refused: refused2 } = answer;
    return encodeCbor({ v: 1, issuer, ...refusalFields(refused2) });
  }
  const { head, from, items, newest, chain } = answer;
  return encodeCbor({ v: 1, head, from, items: [...items], newest, chain: [...chain] });
}
function decodeListAnswer(bytes) {
  const cbor = open(bytes);
  if (isRefusal(cbor)) {
    const fields2 = readObject(cbor, { required: ["v", "issuer", "word"], optional: ["code"] }, "list refused");
    readInteger(fields2.v, "v", { min: 1, max: 1 });
    return { issuer: readDid2(fields2.issuer), refused: readRefusal(fields2) };
  }
  const shape = { required: ["v", "head", "from", "items", "newest", "chain"] };
  const fields = readObject(cbor, shape, "list");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    head: readString(fields.head, "head", { max: MAX_HEAD_BYTES }),
    from: readInteger(fields.from, "from", { max: MAX_LIST_ITEMS }),
    items: readArray(
      fields.items,
      "items",
      { max: MAX_PART_ITEMS },
      (item, name) => readString(item, name, { max: MAX_ITEM_BYTES })
    ),
    newest: readInteger(fields.newest, "newest", { max: MAX_LIST_ITEMS }),
    chain: readTokens(fields.chain)
  };
}
function encodeRenewal(id) {
  return encodeCbor({ v: 1, id: fromHex(id) });
}
function decodeRenewal(bytes) {
  const fields = readObject(open(bytes), { required: ["v", "id"] }, "renewal");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return toHex(readBytes(fields.id, "id", HASH_BYTES2));
}
function encodeRenewed(answer) {
  const id = fromHex(answer.id);
  if (answer.refused !== void 0) return encodeCbor({ v: 1, id, ...refusalFields(answer.refused) });
  return encodeCbor({ v: 1, id, chain: [...answer.chain] });
}
function decodeRenewed(bytes) {
  const cbor = open(bytes);
  if (isRefusal(cbor)) {
    const fields2 = readObject(cbor, { required: ["v", "id", "word"], optional: ["code"] }, "renewal refused");
    readInteger(fields2.v, "v", { min: 1, max: 1 });
    return { id: toHex(readBytes(fields2.id, "id", HASH_BYTES2)), refused: readRefusal(fields2) };
  }
  const fields = readObject(cbor, { required: ["v", "id", "chain"] }, "renewed");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return { id: toHex(readBytes(fields.id, "id", HASH_BYTES2)), chain: readTokens(fields.chain) };
}
function isRefusal(cbor) {
  return typeof cbor === "object" && cbor !== null && "word" in cbor;
}
function refusalFields({ word, code }) {
  return code === void 0 ? { word } : { word, code };
}
function readRefusal({ word, code }) {
  const text = code === void 0 ? void 0 : readString(code, "code", { max: 64 });
  return {
    word: readChoice(word, REFUSALS, "word"),
    code: text !== void 0 && isErrorCode(text) ? text : void 0
  };
}
function readTokens(cbor) {
  return readArray(
    cbor,
    "chain",
    { max: MAX_CHAIN },
    (token, name) => readString(token, name, { max: MAX_TOKEN_CHARACTERS })
  );
}
function readDid2(cbor) {
  return parseDid(readString(cbor, "issuer", { max: DID_CHARACTERS }));
}

// src/agent/authority/tunnel-usage.ts
var TunnelUsage = class {
  #now;
  /** Before the last renewal. */
  #before;
  /** @param usage - Of the grant whose leaf is `token`; absent where it limits nothing. */
  constructor(token, usage2) {
    this.#now = { token, usage: usage2 };
  }
  /** Goes on under the token `token`. */
  renewed(token, usage2) {
    this.#before = this.#now;
    this.#now = { token, usage: usage2 };
  }
  /** What a call that was signed under the token `token` is charged to. */
  of(token) {
    return token === this.#before?.token ? this.#before.usage : this.#now.usage;
  }
};

// src/agent/message/ordered-outbox.ts
var OrderedOutbox = class {
  #slots = [];
  #bytes = 0;
  #flushing = false;
  #idle = [];
  /** Places that are not released yet. */
  get size() {
    return this.#slots.length;
  }
  /** Bytes of what is not released yet, as told by who put it there. */
  get bytes() {
    return this.#bytes;
  }
  /** Resolves when every place is released. */
  async emptied() {
    while (this.#slots.length > 0)
      await new Promise((resolve) => {
        this.#idle.push(resolve);
      });
  }
  /** Releases `send` when all that was pushed before is released; at once if nothing waits. */
  push(send, bytes = 0) {
    if (this.#slots.length === 0) send();
    else this.#add({ release: send, bytes });
  }
  /**
   * Takes the next place for something that is not ready yet.
   *
   * @returns A function that fills the place; called once, with what to do when its turn has come.
   */
  reserve(bytes = 0) {
    const slot = { release: void 0, bytes };
    this.#add(slot);
    return (send) => {
      slot.release = send;
      this.#flush();
    };
  }
  #add(slot) {
    this.#slots.push(slot);
    this.#bytes += slot.bytes;
  }
  #flush() {
    if (this.#flushing) return;
    this.#flushing = true;
    try {
      for (let slot = this.#slots[0]; slot?.release !== void 0; slot = this.#slots[0]) {
        slot.release();
        this.#slots.shift();
        this.#bytes -= slot.bytes;
      }
    } finally {
      this.#flushing = false;
    }
    if (this.#slots.length > 0) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
};

// src/agent/tunnel/call-messages.ts
function cancelledId(rpc) {
  if (rpc.kind !== "notification" || rpc.method !== "notifications/cancelled") return void 0;
  const id = rpc.params?.["requestId"];
  return isRpcId(id) ? id : void 0;
}

// src/agent/tunnel/call-refusals.ts
function denial(id, code, reason = `denied: ${code}`) {
  return utf8(writeRpc(errorResponse(id, RPC_CODES.denied, reason, { code })));
}
function unknownOutcome(id, why) {
  return utf8(writeRpc(errorResponse(id, RPC_CODES.outcomeUnknown, why, { code: "E_OUTCOME_UNKNOWN" })));
}
function cancellation(requestId, reason) {
  return writeRpc({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId, reason } });
}
function withheld({ id }, { code, reason }) {
  const json = errorResponse(id ?? null, RPC_CODES.denied, `the tool has answered: ${reason}`, { code });
  return { kind: "error", id, error: json["error"], json };
}

// src/agent/tunnel/list-changes.ts
var LIST_KINDS = ["tools", "resources", "prompts"];
var ListChanges = class {
  #announced = /* @__PURE__ */ new Set();
  #due = /* @__PURE__ */ new Set();
  #say;
  constructor(say) {
    this.#say = say;
  }
  /** What the tool server said of itself: the result of `initialize`. */
  initialized(result) {
    const capabilities = memberOf(result, "capabilities");
    this.#announced.clear();
    for (const kind of LIST_KINDS)
      if (memberOf(memberOf(capabilities, kind), "listChanged") === true) this.#announced.add(kind);
  }
  /** A list is another one. What changes together is told once. */
  changed(kind) {
    if (!this.#announced.has(kind) || this.#due.has(kind)) return;
    this.#due.add(kind);
    queueMicrotask(() => {
      this.#due.delete(kind);
      this.#say({ jsonrpc: "2.0", method: `notifications/${kind}/list_changed` });
    });
  }
};
function memberOf(value, name) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return void 0;
  return Object.hasOwn(value, name) ? value[name] : void 0;
}

// src/agent/tunnel/tool-caller.ts
function callerOf(did, alias, grant) {
  const caller = { did, ...isAlias(alias) ? { alias } : {}, capability: grant.leaf.id };
  const issuers = grant.tokens.map(({ claims }) => claims.issuer);
  return issuers.length > 1 ? { ...caller, chain: [...issuers, did] } : caller;
}

// src/agent/tunnel/tool-questions.ts
var ToolQuestions = class {
  /** Whether the tool has taken each back. */
  #open = /* @__PURE__ */ new Map();
  /** Whether the tool may ask this: it has not too many questions open, those that it has taken back aside. */
  expect(id) {
    if (this.#open.size >= MAX_CALLS_IN_FLIGHT) {
      const forgotten = [...this.#open].find(([, { isCancelled }]) => isCancelled);
      if (forgotten === void 0) return false;
      this.#open.delete(forgotten[0]);
    }
    this.#open.set(idKey(id), { isCancelled: false });
    return true;
  }
  /** The tool takes a question back. */
  cancel(id) {
    const asked = this.#open.get(idKey(id));
    if (asked !== void 0) asked.isCancelled = true;
  }
  /** Whether `id` is of an open question, which is answered then: only what was asked may be answered, once. */
  answer(id) {
    return this.#open.delete(idKey(id));
  }
};

// src/agent/tunnel/served-tunnel.ts
var PAUSE_AT_BYTES = 1024 * 1024;
var LAST_ANSWERS_MS = 2e3;
var ServedTunnel = class {
  #parts;
  #tool;
  #outbox = new OrderedOutbox();
  #inFlight;
  #asked = new ToolQuestions();
  #consents = new OpenConsents();
  #lists = new ListChanges((said) => this.#isOver || this.#plain(said, writeRpc(said).length));
  #ended;
  #gate;
  #usage;
  /** The peer, as the tool is told. */
  #who;
  #paused = false;
  /** No call is made any more. */
  #isOver = false;
  /**
   * Starts the tool server and serves until the stream or the tool ends.
   *
   * @throws {TalosError} `E_TOOL_FAILED` if the tool cannot be started.
   */
  constructor(parts) {
    this.#parts = parts;
    this.#inFlight = new OpenRequests(parts.callTimeoutMs, (flight, wasCancelled) => {
      const why = wasCancelled ? "the call was cancelled" : "the tool server did not answer in time";
      if (!wasCancelled && flight.call !== void 0) this.#tool.send(cancellation(flight.id, why));
      void this.#answerUnknown(flight, why);
    });
    const { who, service, grant, lends, authority, environment, onDiagnostic } = parts;
    const onLine = (line) => this.#fromTool(line);
    this.#tool = parts.startTool({ caller: who.did, who, service, onLine, onDiagnostic });
    const toTool = (message) => void this.#tool.send(writeRpc(message));
    const needs = parts.needsIntent === void 0 ? [] : [intentRule(parts.needsIntent, parts.intents)];
    const listChanged = (kind) => this.#lists.changed(kind);
    const asked = parts.rules?.({ peer: this.peer, service, grant, toTool, listChanged }) ?? [];
    this.#gate = new CallGate({ grant, lends, authority, environment, rules: [...needs, ...asked] });
    this.#usage = new TunnelUsage(grant.leaf.id, parts.usage);
    this.#who = who;
    this.#ended = this.#watch();
  }
  /** DID of the caller. */
  get peer() {
    return this.#parts.who.did;
  }
  /** The grant that it runs under: the one that it was opened with, or the last renewal of that. */
  get grant() {
    return this.#gate.grant;
  }
  /** Starts to read what the peer sends. */
  start() {
    this.#parts.stream.onPacket((packet) => this.#fromPeer(packet));
  }
  /** Ends the tunnel and its tool; calls that are open are answered first. Resolves when both are gone. */
  async close(reason) {
    await this.#answerOpen("the server ended the tunnel");
    this.#parts.stream.close(reason);
    await this.#ended;
  }
  /** Resolves, never rejects, when the tunnel is over and its tool is gone. */
  get ended() {
    return this.#ended;
  }
  async #watch() {
    const { stream, onDiagnostic } = this.#parts;
    const exit = await Promise.race([stream.closed.then(() => void 0), this.#tool.exited]);
    if (exit !== void 0) {
      onDiagnostic(`the tool server ended (${exit.signal ?? `status ${exit.code}`})`);
      await this.#answerOpen("the tool server ended before it answered");
      stream.close({ word: "failed", code: void 0 });
    }
    this.#isOver = true;
    this.#consents.withdrawAll();
    for (const flight of this.#inFlight.takeAll()) void this.#answerUnknown(flight, "the tunnel ended");
    this.#gate.close();
    try {
      await this.#tool.close();
    } catch (error) {
      onDiagnostic(`the tool server could not be ended: ${String(error)}`);
    }
  }
  /** Nothing more comes from the tool: each open call is answered, with an outcome that nobody knows. */
  async #answerOpen(why) {
    this.#isOver = true;
    this.#consents.withdrawAll();
    const answered2 = Promise.all(this.#inFlight.takeAll().map((flight) => this.#answerUnknown(flight, why)));
    await settledWithin(answered2, LAST_ANSWERS_MS);
  }
  // From the peer
  async #fromPeer(packet) {
    try {
      if (!this.#isOver && this.#parts.stream.isOpen) await this.#take(packet);
    } catch (error) {
      if (!isStorageFailure(error)) throw error;
      this.#storageFailed(error);
    }
    if (this.#waitingBytes() >= PAUSE_AT_BYTES) await this.#sent();
  }
  async #take(packet) {
    if (packet.type === PACKET.acknowledge) return this.#parts.records.acknowledged(packet.content);
    if (packet.type === PACKET.capabilityRenewed) return this.#renew(packet.content);
    if (packet.type === PACKET.intent) {
      this.#parts.intents.announce(this.#parts.records.readIntent(packet.content));
      return;
    }
    if (packet.type !== PACKET.mcpMessage) throw new TalosError("E_PROTOCOL", `packet type ${packet.type} in a tunnel`);
    const message = decodeTunnelMessage(packet.content, true);
    const rpc = readRpc(message.json);
    switch (rpc.kind) {
      case "fault":
        if (rpc.isAnswerable) this.#refuse(errorResponse(rpc.id, rpc.code, rpc.reason));
        return;
      case "request":
        return this.#request(rpc, message);
      case "notification":
        return this.#notification(rpc);
      case "result":
      case "error":
        if (rpc.id !== void 0 && this.#asked.answer(rpc.id)) await this.#toTool(withoutCaller(rpc.json));
        return;
    }
  }
  /** Goes on under the renewal that the peer presents; with anything else the tunnel ends. */
  #renew(content) {
    const answer = decodeRenewed(content);
    const verdict = this.#parts.verify(answer.refused === void 0 ? answer.chain : []);
    const code = verdict.allowed ? this.#goOn(verdict.grant) : verdict.code;
    if (code === void 0) return;
    this.#parts.records.denied("renewal", code);
    void this.close(refusalOf(code));
  }
  #goOn(grant) {
    const { leaf } = this.#gate.grant;
    if (!isSameLine(leaf, grant.leaf)) return "SCOPE_MISMATCH";
    if (leaf.id === grant.leaf.id) return void 0;
    const usage2 = this.#parts.onRenewed(grant);
    if (usage2 !== void 0 && "allowed" in usage2) return usage2.code;
    this.#usage.renewed(grant.leaf.id, usage2);
    this.#gate.renew(grant);
    this.#parts.records.renewed(grant);
    this.#who = callerOf(this.#who.did, this.#who.alias ?? "", grant);
    return void 0;
  }
  async #notification(rpc) {
    if (classifyNotification(rpc.method).kind !== "free") return;
    const cancelled = cancelledId(rpc);
    if (cancelled !== void 0 && this.#consents.withdraw(cancelled)) return;
    if (cancelled !== void 0) this.#inFlight.cancel(cancelled);
    await this.#toTool(withCaller(rpc.json, this.#who));
  }
  async #request(rpc, message) {
    if (!this.#consents.hasRoomFor(rpc.id) || !this.#inFlight.hasRoomFor(rpc.id)) {
      this.#refuse(errorResponse(rpc.id, RPC_CODES.invalidRequest, "the id is in use, or too many calls are open"));
      return;
    }
    const policy = classify(rpc.method, rpc.params);
    switch (policy.kind) {
      case "free":
      case "list":
        return this.#forward(rpc, policy.kind === "list", void 0);
      case "checked": {
        const verdict = this.#gate.check(this.#question(rpc, message, policy.request));
        return verdict.allowed ? this.#forward(rpc, false, void 0) : this.#denyMethod(rpc, verdict.code);
      }
      case "recorded":
        return this.#recordedCall(rpc, message, policy.request);
      case "denied":
        return this.#denyMethod(rpc, policy.code);
    }
  }
  #question({ method, params }, { json }, request) {
    const { who, service } = this.#parts;
    const { grant } = this.#gate;
    return { peer: who.did, service, grant, method, params, request, bytes: json.length, ...UNRECORDED };
  }
  async #forward(rpc, isList, call) {
    const flight = { id: rpc.id, method: rpc.method, isList, call };
    if (this.#isOver) return this.#answerUnknown(flight, "the tunnel ended before the call was made");
    if (call?.question.signal.aborted === true) return this.#answerUnknown(flight, "the call was cancelled");
    this.#consents.made(rpc.id);
    this.#inFlight.add(rpc.id, flight, call === void 0 ? void 0 : this.#gate.timeLimitMs(call.question));
    const json = withCaller(rpc.json, this.#who);
    await this.#toTool(call === void 0 ? json : this.#gate.prepare(json, call.question));
  }
  #denyMethod(rpc, code) {
    this.#parts.records.denied("method", code);
    this.#refuse(denial(rpc.id, code));
  }
  async #recordedCall(rpc, message, request) {
    const { records } = this.#parts;
    const call = records.readCall(message, rpc.method, rpc.params);
    if (typeof call === "string") {
      records.denied("statement", call);
      return this.#refuse(denial(rpc.id, call));
    }
    const withdrawn = new AbortController();
    const intent = this.#parts.intents.take(call.statement);
    const asked = this.#question(rpc, message, request);
    const usage2 = this.#usage.of(call.statement.token);
    const question = { ...asked, statement: call, intent, signal: withdrawn.signal, usage: usage2 };
    const verdict = this.#gate.check(question);
    if (!verdict.allowed) return this.#decided(rpc, { ...question, intent: void 0 }, verdict);
    if (intent !== void 0) await records.announced(intent);
    const consent = this.#gate.consent(question);
    if (consent === void 0) return this.#decided(rpc, question, verdict);
    const decided = consent.then((said) => this.#decided(rpc, question, said));
    void this.#consents.wait(rpc.id, decided, withdrawn).catch((error) => this.#failed(error));
  }
  async #decided(rpc, question, said) {
    const { records } = this.#parts;
    const { request, statement, usage: usage2 } = question;
    const hasWaited = usage2?.ready !== void 0 || question.intent !== void 0;
    if (usage2?.ready !== void 0) await usage2.ready;
    const still = said.allowed && hasWaited ? this.#gate.check(question) : said;
    const verdict = still.allowed ? this.#charge(question) : still;
    const bytes = verdict.allowed ? usage2?.counted(request, question.bytes) : void 0;
    const decision = await records.decide(statement, verdict.allowed ? "allowed" : verdict.code, bytes);
    if (verdict.allowed) usage2?.decided(request, decision?.id ?? "");
    if (!verdict.allowed) {
      void this.#refuseCall(rpc.id, question, verdict, decision);
      return;
    }
    if (records.isStrict) await decision?.durable();
    await this.#forward(rpc, false, { question, decision: decision?.id ?? "" });
  }
  /** No rule charges what the limits of the grant refuse, and those charge nothing that a rule refuses. */
  #charge(question) {
    const { nowMs } = this.#parts.authority.standing();
    const verdict = question.usage?.denial(question.request, question.bytes, nowMs) ?? this.#gate.charge(question);
    return verdict.allowed ? question.usage?.take(question.request, question.bytes, nowMs) ?? verdict : verdict;
  }
  async #refuseCall(id, question, { code, reason }, decision) {
    const { records } = this.#parts;
    const json = code === "APPROVAL_DENIED" ? denial(id, code, reason) : denial(id, code);
    const refused2 = { call: question.statement.hash, decision: code, outcome: "none", result: "" };
    await this.#inTurn(json.length, async () => {
      const signed = await records.signResult({ ...refused2, ...this.#gate.names(question) });
      await decision?.durable();
      return () => this.#send(PACKET.mcpError, { statement: signed.bytes, salt: void 0, json });
    });
  }
  async #toTool(json) {
    const mayGoOn = this.#tool.send(writeRpc(json));
    if (!mayGoOn) await this.#tool.drained();
  }
  // From the tool
  #fromTool(line) {
    const read2 = readRpc(line);
    if (read2.kind === "fault") {
      this.#parts.onDiagnostic(`the tool server wrote a line that is no message (${read2.reason}); it was dropped`);
      return;
    }
    const rpc = this.#gate.fromTool(read2);
    if (rpc === void 0) return;
    switch (rpc.kind) {
      case "result":
      case "error":
        this.#answer(rpc, line.length);
        return;
      case "request":
        if (this.#asked.expect(rpc.id)) this.#plain(rpc.json, line.length);
        else this.#tool.send(writeRpc(errorResponse(rpc.id, RPC_CODES.internalError, "too many requests are open")));
        return;
      case "notification": {
        const cancelled = cancelledId(rpc);
        if (cancelled !== void 0) this.#asked.cancel(cancelled);
        this.#plain(rpc.json, line.length);
        return;
      }
    }
  }
  #answer(rpc, bytes) {
    const flight = rpc.id === void 0 ? void 0 : this.#inFlight.take(rpc.id);
    if (flight === void 0) return;
    if (flight.call !== void 0) {
      void this.#answerRecorded(flight.call, rpc, bytes);
      return;
    }
    if (rpc.kind === "result" && flight.method === "initialize") this.#lists.initialized(rpc.result);
    const isList = rpc.kind === "result" && flight.isList;
    this.#plain(
      isList ? { ...rpc.json, result: filterList(flight.method, rpc.result, this.#gate.coverage) } : rpc.json,
      bytes
    );
  }
  async #answerRecorded(call, answer, bytes) {
    const { records } = this.#parts;
    const { usage: usage2, request } = call.question;
    const end = { outcome: answer.kind, bytes };
    const released = this.#gate.release(call.question, end);
    const rpc = released.allowed ? answer : withheld(answer, released);
    this.#gate.ended(call.question, end);
    usage2?.settle(request, bytes);
    const counted = usage2?.counted(request, bytes);
    await this.#inTurn(bytes, async () => {
      const value = rpc.kind === "result" ? rpc.result : rpc.error;
      const { salt, commitment } = commitTo(value);
      const signed = await records.signResult({
        call: call.question.statement.hash,
        decision: "allowed",
        outcome: rpc.kind,
        result: commitment,
        ...this.#gate.names(call.question)
      });
      const entry = await records.result(signed, call.decision, salt, counted);
      usage2?.settled(call.decision);
      await entry.durable();
      return () => this.#send(PACKET.mcpResponse, { statement: signed.bytes, salt, json: utf8(writeRpc(rpc.json)) });
    });
  }
  /** Answers −32005, and records that there is no outcome. Never rejects. */
  async #answerUnknown({ id, call }, why) {
    const { records } = this.#parts;
    const json = unknownOutcome(id, why);
    await this.#inTurn(json.length, async () => {
      if (call === void 0) return () => this.#send(PACKET.mcpError, { statement: void 0, salt: void 0, json });
      this.#gate.ended(call.question, { outcome: "none", bytes: 0 });
      const { question, decision } = call;
      question.usage?.settle(question.request, 0);
      const unknown = { call: question.statement.hash, decision: "allowed", outcome: "none", result: "" };
      const signed = await records.signResult({ ...unknown, ...this.#gate.names(question) });
      const entry = await records.result(signed, decision, void 0);
      question.usage?.settled(decision);
      await entry.durable();
      return () => this.#send(PACKET.mcpError, { statement: signed.bytes, salt: void 0, json });
    });
  }
  // To the peer
  /** Sends what `prepare` gives, in the place of this moment. Where the ledger fails nothing leaves. Never rejects. */
  async #inTurn(bytes, prepare) {
    const place = this.#outbox.reserve(bytes);
    this.#throttle();
    try {
      place(await prepare());
    } catch (error) {
      place(() => {
      });
      this.#storageFailed(error);
    }
  }
  #refuse(json) {
    const bytes = json instanceof Uint8Array ? json : utf8(writeRpc(json));
    const message = { statement: void 0, salt: void 0, json: bytes };
    this.#outbox.push(() => this.#send(PACKET.mcpError, message), bytes.length);
  }
  #plain(json, bytes) {
    const send = () => this.#send(PACKET.mcpMessage, { statement: void 0, salt: void 0, json: utf8(writeRpc(json)) });
    this.#outbox.push(send, bytes);
    this.#throttle();
  }
  #send(type, message) {
    this.#parts.stream.send(type, encodeTunnelMessage(message));
    this.#throttle();
  }
  #waitingBytes() {
    const { stream } = this.#parts;
    return this.#outbox.bytes + stream.queuedBytes + stream.bufferedBytes;
  }
  /** Resolves when what waits for the peer has left, or cannot any more. */
  async #sent() {
    await this.#outbox.emptied();
    await this.#parts.stream.drained();
  }
  #throttle() {
    if (this.#paused || this.#waitingBytes() < PAUSE_AT_BYTES) return;
    this.#paused = true;
    this.#tool.pause();
    void this.#sent().then(() => {
      this.#paused = false;
      this.#tool.resume();
    });
  }
  #failed(error) {
    if (isStorageFailure(error)) return this.#storageFailed(error);
    this.#parts.onDiagnostic(`a call could not be decided, the tunnel is closed: ${String(error)}`);
    this.#parts.stream.close({ word: "failed", code: void 0 });
  }
  /** The ledger cannot be written: no answer leaves, no further call is made. */
  #storageFailed(error) {
    this.#isOver = true;
    const said = error instanceof Error ? error.message : String(error);
    this.#parts.onDiagnostic(`a call could not be recorded, the tunnel is closed: ${said}`);
    this.#parts.stream.close({ word: "failed", code: void 0 });
  }
};

// src/agent/tunnel/streams.ts
var MAX_STREAMS_A_CHANNEL = 16;
var StreamMux = class {
  channel;
  #takers = /* @__PURE__ */ new Map();
  /** Streams that were to go on at a number, which was given up before the peer had answered. */
  #givenUp = new BoundedMap(MAX_STREAMS_A_CHANNEL);
  #handlers;
  #last = 0;
  constructor(channel, handlers) {
    this.channel = channel;
    this.#handlers = handlers;
    channel.onPacket((packet) => this.#dispatch(packet));
    void channel.closed.then((reason) => this.#endAll(reason));
  }
  /** Open streams. */
  get size() {
    return this.#takers.size;
  }
  /**
   * Starts a stream with a TUNNEL_OPEN. Only the dialler of the channel may.
   *
   * @throws {TalosError} as `Channel.send`, where the channel has ended.
   */
  open(content) {
    this.channel.send(PACKET.tunnelOpen, this.#last + 1, content);
    this.#last += 1;
    return new TunnelStream(this.#place(this.#last));
  }
  /**
   * Asks the peer to go on with `stream`, which is nowhere, on this channel. Only the dialler of the channel may.
   *
   * @param content - Of the TUNNEL_RESUME.
   * @param signal - Gives it up: an answer that comes later takes the stream nowhere; the peer is told when that is over.
   * @returns When the stream goes on here.
   * @throws {TalosError} as `Channel.send`; what a refusal means; why the channel ended; `E_PROTOCOL` or `E_MALFORMED` for
   *   an answer that is none, with which the channel ends too.
   */
  resume(stream, content, signal) {
    signal.throwIfAborted();
    this.channel.send(PACKET.tunnelResume, this.#last + 1, content);
    this.#last += 1;
    const place = this.#place(this.#last);
    return new Promise((resolve, reject) => {
      const fail = (reason) => {
        signal.removeEventListener("abort", abort);
        place.leave();
        reject(reason);
      };
      const abort = () => {
        fail(signal.reason);
        this.#givenUp.set(place.id, stream);
      };
      signal.addEventListener("abort", abort, { once: true });
      const accept = ({ type, content: answer }) => {
        try {
          if (type === PACKET.refusal) return fail(refusalError(decodeRefusal(answer), "to go on"));
          if (type !== PACKET.tunnelResumed)
            throw new TalosError("E_PROTOCOL", "the resumption was answered with something else");
          const progress = decodeTunnelResumed(answer);
          signal.removeEventListener("abort", abort);
          stream.resume(place, progress);
          resolve();
        } catch (error) {
          fail(error);
          throw error;
        }
      };
      const gone = new TalosError("E_UNREACHABLE", "the peer ended the connection before it answered");
      this.#takers.set(place.id, { accept, lost: (reason) => fail(reason ?? gone) });
    });
  }
  #place(id) {
    return {
      channel: this.channel,
      id,
      enter: (stream) => void this.#takers.set(id, stream),
      leave: () => {
        if (this.#takers.delete(id)) this.#handlers.onLeft?.();
      }
    };
  }
  #dispatch(packet) {
    try {
      if (packet.stream === 0) {
        const pending = this.#handlers.onControl(packet);
        return pending?.catch(() => this.#breach());
      }
      if (packet.type === PACKET.tunnelOpen || packet.type === PACKET.tunnelResume) this.#accept(packet);
      else this.#take(packet);
    } catch {
      this.#breach();
    }
  }
  #take(packet) {
    const taker = this.#takers.get(packet.stream);
    if (taker !== void 0) return taker.accept(packet);
    const stream = this.#givenUp.get(packet.stream);
    if (stream === void 0 || packet.type !== PACKET.tunnelResumed) return;
    this.#givenUp.delete(packet.stream);
    void stream.closed.then(() => this.#closeAt(packet.stream));
  }
  #closeAt(id) {
    try {
      this.channel.send(PACKET.tunnelClose, id, encodeRefusal({ word: "unknown", code: void 0 }));
    } catch (error) {
      if (!isTalosError(error, "E_CLOSED")) throw error;
    }
  }
  /** The peer broke the rules of the channel: it ends, and every stream with it. */
  #breach() {
    void this.channel.close();
  }
  #accept({ type, stream, content }) {
    if (this.channel.role !== "responder" || stream <= this.#last)
      throw new TalosError("E_PROTOCOL", "stream id is not new");
    this.#last = stream;
    if (this.#takers.size >= MAX_STREAMS_A_CHANNEL) {
      this.channel.send(PACKET.refusal, stream, encodeRefusal({ word: "busy", code: void 0 }));
      return;
    }
    const place = this.#place(stream);
    if (type === PACKET.tunnelResume) this.#handlers.onResume(place, content);
    else this.#handlers.onOpen(new TunnelStream(place), content);
  }
  #endAll(reason) {
    for (const taker of this.#takers.values()) taker.lost(reason);
  }
};

// src/agent/tunnel/tunnel-host-parts.ts
function isUnused({ mux }) {
  return mux === void 0 || mux.size === 0;
}
function serviceOf(chain) {
  const leaf = chain.at(-1);
  if (leaf === void 0) return "";
  try {
    return readToken(leaf).claims.scope.service;
  } catch (error) {
    if (isTalosError(error, "MALFORMED")) return "";
    throw error;
  }
}
function describe(error) {
  return isTalosError(error) ? `${error.message} (${error.code})` : String(error);
}

// src/agent/tunnel/tunnel-host.ts
var MAX_CHANNELS_A_PEER = 8;
var MAX_CHANNELS = 256;
var MAX_TUNNELS_A_PEER = 16;
var MAX_TUNNELS = 64;
var STARTS_A_MINUTE = 120;
var UNUSED_CHANNEL_MS = 15e3;
var SWEEP_MS = 5e3;
var TunnelHost = class {
  #core;
  #services = /* @__PURE__ */ new Map();
  #timer;
  #refusals;
  #witness;
  #side;
  #channels = /* @__PURE__ */ new Set();
  #tunnels = /* @__PURE__ */ new Map();
  #lasting;
  #starts;
  /** Peers whose handshake is under way, each as often as it has one. */
  #arriving = /* @__PURE__ */ new Set();
  #isClosed = false;
  #unwatch;
  #stopSweeping = () => {
  };
  /**
   * @param witness - Told of the checkpoint in each statement of a caller; `""` before its first.
   * @param side - What goes on beside the tunnels; not owned.
   * @param timer - For the search for unused channels.
   * @param lingerMs - How long a tunnel without a channel waits for its caller.
   */
  constructor(core, witness, side, timer = systemTimer, lingerMs) {
    this.#core = core;
    this.#witness = witness;
    this.#side = side;
    this.#timer = timer;
    this.#refusals = new LinkRefusals(timer);
    this.#starts = new RateCounter(STARTS_A_MINUTE, 6e4, core.clock);
    this.#lasting = new LastingTunnels(timer, lingerMs);
    core.onFailure(() => void this.#endTunnels({ word: "failed", code: void 0 }));
    const unwatch = core.revocations.watch(() => this.#lasting.check());
    const unwake = core.network.onWake((sleptMs) => {
      for (const { channel } of this.#channels) channel.probe(sleptMs);
    });
    this.#unwatch = () => {
      unwatch();
      unwake();
    };
  }
  /** Open channels. */
  get channels() {
    return [...this.#channels];
  }
  /** Whether a tunnel with `peer` is open: a channel alone is anybody's to have. */
  hasTunnelWith(peer) {
    return [...this.#tunnels.keys()].some((tunnel) => tunnel.peer === peer);
  }
  /** The chains of the tunnels that are open, by the peer that holds them. */
  get served() {
    return [...this.#tunnels.keys()].map(({ peer, grant }) => ({ peer, chain: grant.tokens }));
  }
  /** Whose root tokens `service` accepts; where none is named, any that is lent. */
  rootsOf(service) {
    const self = this.#core.identity.did;
    const asked = service === void 0 ? [...this.#services.values()] : [this.#services.get(service)];
    return asked.flatMap((each) => each?.roots ?? [self]);
  }
  /** Peers with an open tunnel to `service`. */
  peersOf(service) {
    return [...new Set([...this.#tunnels].filter(([, name]) => name === service).map(([tunnel]) => tunnel.peer))];
  }
  /** Lends `service` until the returned function is called and has ended its tunnels. @throws {TalosError} `E_EXISTS`. */
  lend(service) {
    this.assertFree(service.name);
    this.#services.set(service.name, service);
    return async () => {
      this.#services.delete(service.name);
      const open4 = [...this.#tunnels].filter(([, name]) => name === service.name);
      await Promise.all(open4.map(([tunnel]) => tunnel.close()));
    };
  }
  /** Checks that no service of that name is lent. @throws {TalosError} `E_EXISTS`. */
  assertFree(service) {
    if (this.#services.has(service))
      throw new TalosError("E_EXISTS", `the service ${service} is lent already`, {
        hint: "give it another name with --service"
      });
  }
  /** Takes a link of purpose `channel`. */
  async accept(link) {
    const peer = didOfKey(link.peerKey);
    if (this.#isClosed || this.#core.failure !== void 0 || !this.#hasRoomFor(peer)) {
      await this.#refusals.refuse(link, "busy");
      return;
    }
    const channel = await this.#accepted(link, peer);
    const sinceMs = this.#core.clock.now();
    const open4 = { channel, sinceMs, mux: void 0, usedAtMs: this.#timer.now(), isRecorded: false };
    this.#channels.add(open4);
    if (this.#channels.size === 1) this.#sweepLater();
    void channel.closed.then(() => {
      this.#channels.delete(open4);
      this.#core.notice("peer-left", "a peer left", peer);
    });
    try {
      if (this.#core.isKnown(peer)) await this.#record(open4);
      this.#assertOpen();
    } catch (error) {
      await channel.close();
      throw error;
    }
    this.#serve(open4);
    if (open4.isRecorded) this.#core.notice("peer-connected", "a peer connected", peer);
  }
  #assertOpen() {
    if (this.#isClosed) throw new TalosError("E_CLOSED", "the agent has ended");
  }
  /** Writes down, once, that the session of a channel began. */
  async #record(open4) {
    if (open4.isRecorded) return;
    open4.isRecorded = true;
    await this.#core.sessionBegan(open4.channel);
  }
  #hasRoomFor(peer) {
    const peers = [...[...this.#channels].map(({ channel }) => channel), ...this.#arriving].map((each) => each.peer);
    if (peers.filter((each) => each === peer).length >= MAX_CHANNELS_A_PEER || !this.#starts.take(peer)) return false;
    return peers.length < MAX_CHANNELS || this.#makeRoom();
  }
  /** Ends the oldest channel of a stranger without a tunnel, where all are taken. */
  #makeRoom() {
    const idle = [...this.#channels].find((open4) => isUnused(open4) && !this.#core.isKnown(open4.channel.peer));
    if (idle === void 0) return false;
    this.#channels.delete(idle);
    void idle.channel.close();
    return true;
  }
  #sweepLater() {
    this.#stopSweeping();
    this.#stopSweeping = this.#timer.after(SWEEP_MS, () => {
      this.#sweep();
      if (this.#channels.size > 0 && !this.#isClosed) this.#sweepLater();
    });
  }
  #sweep() {
    const now = this.#timer.now();
    for (const open4 of this.#channels) {
      if (!isUnused(open4)) open4.usedAtMs = now;
      else if (now - open4.usedAtMs >= UNUSED_CHANNEL_MS) void open4.channel.close();
    }
  }
  async #accepted(link, peer) {
    const { identity, clock, peers } = this.#core;
    const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
    const arriving = { peer };
    this.#arriving.add(arriving);
    try {
      return await acceptChannel({ link, identity, clock, lowestSequence });
    } finally {
      this.#arriving.delete(arriving);
    }
  }
  #serve(open4) {
    const session = { number: new CallCounter(), intents: new IntentDesk() };
    open4.mux = new StreamMux(open4.channel, {
      onOpen: (stream, content) => this.#open(open4, stream, content, session),
      onResume: (place, content) => this.#resume(place, content),
      onControl: (packet) => this.#control(open4, packet)
    });
    this.#side.join(open4.channel);
  }
  async #control(open4, packet) {
    const { channel } = open4;
    try {
      if (packet.type === PACKET.inviteRedeem) await this.#redeem(open4, packet.content);
      else if (packet.type !== PACKET.window) await this.#side.take(channel, packet);
    } catch (error) {
      this.#core.notice("denied", `a request failed: ${describe(error)}`, channel.peer);
      await channel.close();
    }
  }
  async #redeem(open4, content) {
    const { channel } = open4;
    const { invitations } = this.#core;
    const { id, signature } = decodeRedeem(content);
    const outcome = await invitations.redeem(id, signature, channel.peer, channel.session);
    if (outcome.redeemed) {
      open4.usedAtMs = this.#timer.now();
      await this.#record(open4);
      if (outcome.isNew)
        this.#core.notice("invitation", `the invitation to ${outcome.service} was redeemed`, channel.peer);
      channel.send(PACKET.inviteGrant, 0, encodeInviteGrant(outcome));
      return;
    }
    this.#denied(channel.peer, "invitation", outcome.code, `an invitation was refused: ${outcome.code}`);
    channel.send(PACKET.refusal, 0, encodeRefusal(refusalOf(outcome.code)));
  }
  /** Records a refusal and tells people of it, as long as it is one of few. */
  #denied(peer, subject, code, message) {
    if (this.#core.denials.note(peer, subject, code)) this.#core.notice("denied", message, peer);
  }
  #open(open4, stream, content, session, isFresh = false) {
    const { channel } = open4;
    const { peer } = channel;
    let request;
    try {
      request = decodeTunnelOpen(content);
      const tunnel = this.#tunnelFor(channel, stream, request, session);
      this.#record(open4).catch(() => void open4.channel.close());
      this.#core.notice("tunnel", `a tunnel to ${tunnel.service} was opened`, peer);
    } catch (error) {
      const code = isTalosError(error) ? error.code : "E_TOOL_FAILED";
      if (code === "REVOCATION_UNKNOWN" && !isFresh && request !== void 0) {
        const again = () => this.#open(open4, stream, content, session, true);
        this.#side.freshen(channel, request.chain).then(again, again);
        return;
      }
      const other = this.#hasOther(peer, request, code) ? { other: true } : {};
      stream.send(PACKET.refusal, encodeRefusal({ ...refusalOf(code), ...other }));
      stream.end(void 0);
      if (!isStorageFailure(error)) this.#denied(peer, "tunnel", code, `a tunnel was refused: ${describe(error)}`);
    }
  }
  /** Goes on with a tunnel that was opened over another channel, or refuses that. */
  #resume(place, content) {
    const { channel, id } = place;
    const { peer } = channel;
    try {
      if (!this.#starts.take(peer)) throw new TalosError("E_RATE_LIMITED", "tunnels were resumed too often");
      this.#assertTrusted(peer);
      this.#lasting.resume(peer, place, content);
      this.#core.notice("tunnel", "a tunnel goes on over a new connection", peer);
    } catch (error) {
      if (!isTalosError(error)) throw error;
      this.#denied(peer, "tunnel", error.code, `a tunnel was not resumed: ${describe(error)}`);
      if (error.code === "E_PROTOCOL" || error.code === "E_MALFORMED") throw error;
      channel.send(PACKET.refusal, id, encodeRefusal(refusalOf(error.code)));
    }
  }
  #assertTrusted(peer) {
    if (this.#core.seen.isRefused(peer))
      throw new TalosError(
        "E_EQUIVOCATION",
        "there is evidence that the peer signed two histories, or went back in one"
      );
  }
  #tunnelFor(channel, stream, request, session) {
    const core = this.#core;
    const { peer } = channel;
    this.#assertTrusted(peer);
    this.#assertRoom(peer);
    const chain = request.chain.length > 0 ? request.chain : this.#ownGrantTo(peer, request.service);
    const name = request.service === "" ? serviceOf(chain) : request.service;
    const service = this.#services.get(name);
    const verify2 = (presented) => core.authority.verify(presented, peer, name, service?.roots);
    const verdict = verify2(chain);
    if (!verdict.allowed && verdict.code === "REVOKED") this.#side.tellRevoked(channel, chain);
    if (!verdict.allowed) throw new TalosError(verdict.code, verdict.reason);
    if (service === void 0) throw new TalosError("E_NOT_FOUND", `the service ${name} is not lent now`);
    const { grant } = verdict;
    const usageOf = (of) => core.usage.of(of, core.authority.standing().nowMs);
    const usage2 = usageOf(grant);
    if (usage2 !== void 0 && "allowed" in usage2) throw new TalosError(usage2.code, usage2.reason);
    const { id: token, text } = grant.leaf;
    const { startTool, callTimeoutMs, onDiagnostic, lends, environment, rules, needsIntent } = service;
    const onCheckpoint = (note) => this.#witness.saw(peer, note);
    const context = { ...core.recordsOf(channel, name, token), ...holdersOf(grant.tokens), onCheckpoint };
    const records = new ServerRecords(context, core.denials, session.number);
    const { authority } = core;
    const tunnel = new ServedTunnel({
      stream,
      who: callerOf(peer, core.peers.get(peer)?.alias ?? "", grant),
      service: name,
      grant,
      verify: verify2,
      authority,
      records,
      startTool,
      callTimeoutMs,
      onDiagnostic,
      environment,
      ...lends === void 0 ? {} : { lends },
      ...rules === void 0 ? {} : { rules },
      ...usage2 === void 0 ? {} : { usage: usage2 },
      onRenewed: (renewed) => {
        learning.renewed(renewed);
        return usageOf(renewed);
      },
      intents: session.intents,
      ...needsIntent === void 0 ? {} : { needsIntent }
    });
    this.#tunnels.set(tunnel, name);
    channel.allowLargePackets();
    const learning = new GrantLearning(this.#side, channel, grant);
    void tunnel.ended.then(() => {
      this.#tunnels.delete(tunnel);
      learning[Symbol.dispose]();
    });
    const { checkpoint } = core.ledger;
    const lasting = request.lasting === true ? this.#last(tunnel, stream, verify2, learning) : void 0;
    stream.send(
      PACKET.tunnelOpened,
      encodeTunnelOpened({
        service: name,
        token: text,
        expiresAtS: grant.expiresAtS,
        checkpoint,
        intents: needsIntent?.texts ?? [],
        tunnel: lasting
      })
    );
    tunnel.start();
    return { service: name };
  }
  /** Lets a tunnel outlive its channel. @returns Its id. */
  #last(tunnel, stream, verify2, learning) {
    const { authority } = this.#core;
    return this.#lasting.keep({
      peer: tunnel.peer,
      stream,
      verdict: () => {
        const verdict = verify2(tunnel.grant.tokens.map(({ text }) => text));
        return verdict.allowed || verdict.code === "REVOCATION_UNKNOWN" ? void 0 : verdict.code;
      },
      lifeMs: () => tunnel.grant.expiresAtS * 1e3 - authority.standing().nowMs,
      end: (code) => void tunnel.close(code === void 0 ? void 0 : refusalOf(code)),
      moved: (to) => learning.moved(to)
    });
  }
  /** Checks that one more tunnel of `peer` may be opened; one that waits for its caller gives way to it. */
  #assertRoom(peer) {
    if (!this.#hasTunnelRoom(peer) || !this.#starts.take(peer))
      throw new TalosError("E_RATE_LIMITED", "too many tunnels are open, or were opened in a short time");
  }
  #hasTunnelRoom(peer) {
    const ofPeer = [...this.#tunnels.keys()].filter((tunnel) => tunnel.peer === peer).length;
    const inAll = this.#tunnels.size;
    if (ofPeer > MAX_TUNNELS_A_PEER || inAll > MAX_TUNNELS || this.#starts.isFull(peer)) return false;
    if (ofPeer === MAX_TUNNELS_A_PEER) return this.#lasting.endOldest(peer);
    return inAll < MAX_TUNNELS || this.#lasting.endOldest();
  }
  /** Whether a caller whose token is no more would get a tunnel under another grant that is held for it here. */
  #hasOther(peer, request, code) {
    if (request === void 0 || request.chain.length === 0 || code !== "REVOKED" && code !== "EXPIRED") return false;
    return this.#ownGrantTo(peer, request.service).length > 0;
  }
  #ownGrantTo(peer, service) {
    const held = this.#core.grants.newestFor(peer, service);
    const isAccepted = held && this.rootsOf(held.token.claims.scope.service).includes(this.#core.identity.did);
    return isAccepted === true ? [held.token.text] : [];
  }
  /** Ends every tunnel and channel, and takes no more. Repeatable. */
  async close() {
    this.#isClosed = true;
    this.#unwatch();
    this.#stopSweeping();
    await this.#endTunnels();
    await Promise.all([...this.#channels].map(({ channel }) => channel.close()));
  }
  async #endTunnels(reason) {
    await Promise.all([...this.#tunnels.keys()].map((tunnel) => tunnel.close(reason)));
  }
  /** Ends the tunnels of `peer` with a refusal of `code`. */
  async endTunnelsOf(peer, code) {
    const of = [...this.#tunnels.keys()].filter((tunnel) => tunnel.peer === peer);
    await Promise.all(of.map((tunnel) => tunnel.close(refusalOf(code))));
  }
};

// src/net/redial.ts
var HURRIED_WAIT_MS = 1e3;
function keepConnected(terms) {
  const stop = new AbortController();
  const { timer = systemTimer } = terms;
  let wake = () => {
  };
  let hurry = () => {
  };
  const sleep = (ms) => new Promise((resolve) => {
    const from = timer.now();
    const first = terms.isWanted?.() === true ? Math.min(ms, HURRIED_WAIT_MS) : ms;
    let cancel = timer.after(first, () => wake());
    wake = () => {
      cancel();
      hurry = () => {
      };
      resolve();
    };
    hurry = () => {
      const left = from + Math.min(ms, HURRIED_WAIT_MS) - timer.now();
      cancel();
      if (left <= 0) wake();
      else cancel = timer.after(left, () => wake());
    };
    if (stop.signal.aborted) wake();
  });
  const stopped = run(terms, stop.signal, sleep);
  return {
    stopped,
    retryNow: () => wake(),
    hurry: () => hurry(),
    async [Symbol.asyncDispose]() {
      stop.abort(new DOMException("the keeper was stopped", "AbortError"));
      wake();
      await stopped;
    }
  };
}
async function run(terms, signal, sleep) {
  const { timer = systemTimer, settledMs = 1e4 } = terms;
  const waits = {
    random: terms.random ?? randomFraction,
    ...terms.baseMs === void 0 ? {} : { baseMs: terms.baseMs },
    ...terms.capMs === void 0 ? {} : { capMs: terms.capMs }
  };
  let delays = retryDelays(waits);
  const isOver2 = () => signal.aborted;
  while (!isOver2()) {
    const startedAt = timer.now();
    const reason = await once(terms, signal);
    if (isOver2()) break;
    if (terms.isFinal?.(reason) === true) return reason;
    if (timer.now() - startedAt >= settledMs) delays = retryDelays(waits);
    const retryMs = delays.next().value;
    terms.down?.(reason, retryMs);
    await sleep(retryMs);
  }
  return void 0;
}
async function once(terms, signal) {
  let connection;
  try {
    connection = await terms.open(signal);
  } catch (error) {
    return error;
  }
  const close = () => {
    connection.close().catch(() => void 0);
  };
  signal.addEventListener("abort", close, { once: true });
  try {
    if (signal.aborted) close();
    else terms.up?.(connection);
    return await connection.closed;
  } finally {
    signal.removeEventListener("abort", close);
  }
}

// src/agent/tunnel/used-tunnel.ts
var ACKNOWLEDGE_DELAY_MS = 100;
var UsedTunnel = class {
  #parts;
  #outbox = new OrderedOutbox();
  #open = /* @__PURE__ */ new Map();
  #toAcknowledge = [];
  #timer;
  #fault;
  constructor(parts) {
    this.#parts = parts;
    parts.stream.onPacket((packet) => this.#receive(packet));
  }
  /**
   * Resolves when the tunnel is over and all that came before was taken, with the error that ended it: the server's,
   * the ledger's, the network's; with nothing where either side just closed it.
   */
  async ended() {
    const { stream } = this.#parts;
    const reason = await stream.closed;
    await stream.delivered;
    clearTimeout(this.#timer);
    if (this.#fault !== void 0) return this.#fault;
    return reason === void 0 || reason.word === "unknown" ? void 0 : refusalError(reason, "to go on");
  }
  /** Id of the token that calls are made under. */
  get token() {
    return this.#parts.records.token;
  }
  /** Goes on under a renewal of its token, which the server is shown in its place among the calls. */
  renew(chain) {
    const leaf = chain.at(-1);
    if (leaf === void 0) return;
    const { records, stream } = this.#parts;
    const content = encodeRenewed({ id: records.token, chain: chain.map(({ text }) => text) });
    this.#outbox.push(() => {
      stream.send(PACKET.capabilityRenewed, content);
      records.renewed(leaf.id);
    }, content.length);
  }
  /** Requests without an answer, oldest first. */
  get openRequests() {
    return [...this.#open.values()];
  }
  /** Whether a request with this id waits for its answer. */
  isOpen(id) {
    return this.#open.has(idKey(id));
  }
  /**
   * Takes a message of the local client, to be sent in order. The promise resolves when the next may be sent.
   *
   * A call that cannot be recorded is not sent: one whose name is too long is answered −32600; where the ledger fails
   * the tunnel ends with that error.
   */
  async send(rpc) {
    const { stream } = this.#parts;
    if (rpc.kind === "request") this.#request(rpc);
    else {
      const cancelled = cancelledId(rpc);
      const open4 = cancelled === void 0 ? void 0 : this.#open.get(idKey(cancelled));
      if (open4 !== void 0) open4.isCancelled = true;
      this.#plain(withoutCaller(rpc.json));
    }
    if (this.#outbox.bytes > STREAM_CREDIT_BYTES) await this.#outbox.emptied();
    if (stream.queuedBytes > 0) await stream.drained();
  }
  #request(rpc) {
    const open4 = { rpc, call: void 0, isCancelled: false };
    this.#open.set(idKey(rpc.id), open4);
    if (classify(rpc.method, rpc.params).kind === "recorded") void this.#sendCall(open4);
    else this.#plain(withoutIntent(rpc.json));
  }
  /** Never rejects. */
  async #sendCall(open4) {
    const { records, announcer, stream } = this.#parts;
    const { rpc } = open4;
    const json = utf8(writeRpc(withoutIntent(rpc.json)));
    const place = this.#outbox.reserve(json.length);
    try {
      if (!stream.isOpen) return place(() => {
      });
      const intent = await announcer.intentOf(rpc);
      const call = await records.call(rpc.method, rpc.params, intent);
      open4.call = call;
      const message = { statement: call.signed.bytes, salt: call.salt, json };
      place(() => {
        if (intent?.isSent === false) stream.send(PACKET.intent, intent.signed.bytes);
        stream.send(PACKET.mcpMessage, encodeTunnelMessage(message));
      });
    } catch (error) {
      this.#open.delete(idKey(rpc.id));
      place(() => {
      });
      await this.#notRecorded(rpc.id, error);
    }
  }
  /** Answers a call that was not recorded, and so not sent. */
  async #notRecorded(id, error) {
    const isMistake = isTalosError(error, "E_LIMIT") || isTalosError(error, "E_MALFORMED");
    if (!isMistake) this.#fail(error);
    const json = isMistake ? errorResponse(id, RPC_CODES.invalidRequest, error.message, { code: error.code }) : errorResponse(id, RPC_CODES.internalError, "the call could not be recorded, so it was not made", {
      code: isTalosError(error) ? error.code : "E_INTERNAL"
    });
    const rpc = readRpc(writeRpc(json));
    if (rpc.kind !== "fault") await this.#handOn({ rpc, receipt: void 0, isFromTool: false });
  }
  /**
   * Announces a call that is made later, see `Announcer.prepare`.
   *
   * @returns The hash of the intent.
   * @throws {TalosError} as `CallerRecords.intent`; `E_CLOSED` when the tunnel is over.
   */
  async announce(method, params, justification) {
    const { announcer, stream } = this.#parts;
    if (!stream.isOpen) throw new TalosError("E_CLOSED", "the tunnel is over");
    const { bytes, hash } = await announcer.prepare(method, params, justification);
    this.#outbox.push(() => stream.send(PACKET.intent, bytes), bytes.length);
    return hash;
  }
  #plain(json) {
    const message = { statement: void 0, salt: void 0, json: utf8(writeRpc(json)) };
    const send = () => this.#parts.stream.send(PACKET.mcpMessage, encodeTunnelMessage(message));
    this.#outbox.push(send, message.json.length);
  }
  /** Never rejects: what is wrong with what came ends the tunnel. */
  async #receive(packet) {
    try {
      const read2 = this.#read(packet);
      if (packet.type === PACKET.mcpMessage) await this.#takePlain(read2);
      else await this.#takeAnswer(read2);
    } catch (error) {
      const isOurs = isStorageFailure(error) || isTalosError(error, "E_PROTOCOL");
      this.#fail(
        isOurs ? error : new TalosError("E_PROTOCOL", "the server sent what cannot be read", { cause: error })
      );
    }
  }
  #read(packet) {
    const { type, content } = packet;
    if (type !== PACKET.mcpMessage && type !== PACKET.mcpResponse && type !== PACKET.mcpError)
      throw new TalosError("E_PROTOCOL", `packet type ${type} in a tunnel`);
    const message = decodeTunnelMessage(content, type !== PACKET.mcpError);
    const rpc = readRpc(message.json);
    if (rpc.kind !== "fault") return { message, rpc };
    throw new TalosError("E_PROTOCOL", `the server sent what is no message: ${rpc.reason}`);
  }
  /** What carries no statement: requests and notifications of the tool, answers to what is not recorded. */
  async #takePlain({ rpc, message }) {
    if (message.statement !== void 0) throw new TalosError("E_PROTOCOL", "a plain message came with a statement");
    if (rpc.kind === "result" || rpc.kind === "error") {
      const open4 = rpc.id === void 0 ? void 0 : this.#open.get(idKey(rpc.id));
      if (open4 === void 0 || rpc.id === void 0) return;
      if (isRecorded(open4)) throw new TalosError("E_PROTOCOL", "a recorded call was answered without a statement");
      this.#open.delete(idKey(rpc.id));
    }
    await this.#handOn({ rpc, receipt: void 0, isFromTool: true });
  }
  async #takeAnswer({ message, rpc }) {
    if (rpc.kind !== "result" && rpc.kind !== "error")
      throw new TalosError("E_PROTOCOL", "what came as an answer is none");
    const open4 = rpc.id === void 0 ? void 0 : this.#open.get(idKey(rpc.id));
    if (open4 === void 0 || rpc.id === void 0) return;
    if (message.statement !== void 0) return this.#takeReceipt(open4, message, rpc);
    if (rpc.kind !== "error" || isRecorded(open4) && !isFormRefusal(rpc.error))
      throw new TalosError("E_PROTOCOL", "an answer came without its statement");
    this.#open.delete(idKey(rpc.id));
    if (!isGivenUp(open4, { kind: rpc.kind, outcome: "none" }))
      await this.#handOn({ rpc, receipt: void 0, isFromTool: false });
  }
  async #takeReceipt(open4, message, rpc) {
    if (open4.call === void 0) throw new TalosError("E_PROTOCOL", "an answer came before its call");
    const receipt = await this.#parts.records.receipt(open4.call, message, rpc);
    this.#open.delete(idKey(open4.rpc.id));
    if (receipt.outcome !== "none") this.#acknowledge(receipt.result);
    const isFromTool = receipt.outcome !== "none";
    if (!isGivenUp(open4, { kind: rpc.kind, outcome: receipt.outcome }))
      await this.#handOn({ rpc, receipt: receipt.entry.id, isFromTool });
  }
  /** A reader that fails is no fault of the server, but there is nobody to go on for. */
  async #handOn(received) {
    try {
      await this.#parts.onMessage(received);
    } catch (error) {
      this.#fail(error);
    }
  }
  #acknowledge(result) {
    this.#toAcknowledge.push(result);
    if (this.#toAcknowledge.length === MAX_ACKNOWLEDGED_TOGETHER) void this.#sendAcknowledgement();
    else this.#timer ??= setTimeout(() => void this.#sendAcknowledgement(), ACKNOWLEDGE_DELAY_MS);
  }
  /** Never rejects. */
  async #sendAcknowledgement() {
    clearTimeout(this.#timer);
    this.#timer = void 0;
    const results = this.#toAcknowledge;
    this.#toAcknowledge = [];
    if (results.length === 0) return;
    const { records, stream } = this.#parts;
    try {
      stream.send(PACKET.acknowledge, await records.acknowledge(results));
    } catch (error) {
      this.#fail(error);
    }
  }
  #fail(error) {
    this.#fault ??= error;
    this.#parts.stream.close({ word: "failed", code: void 0 });
  }
  /** Ends the tunnel because of `error`, with which it has then ended; calls that are open have no known outcome. */
  fail(error) {
    this.#fail(error);
  }
  /** Sends what is to be acknowledged and ends the tunnel; what was not taken yet is dropped. Repeatable. */
  async close() {
    await this.#sendAcknowledgement();
    this.#parts.stream.close();
  }
};
function isRecorded({ rpc }) {
  return classify(rpc.method, rpc.params).kind === "recorded";
}
function isFormRefusal({ code }) {
  return code === RPC_CODES.invalidRequest || code === RPC_CODES.denied;
}
function isGivenUp(open4, { kind, outcome }) {
  return open4.isCancelled && kind === "error" && outcome === "none";
}
function unknownOutcome2(id) {
  const why = "the connection ended before the outcome of the call was known";
  return errorResponse(id, RPC_CODES.outcomeUnknown, why, { code: "E_OUTCOME_UNKNOWN" });
}

// src/agent/tunnel/supervised-tunnel.ts
var MAX_WAITING_MESSAGES = 256;
var RECONNECT_DEADLINE_MS = 3e4;
function tunnelDown(id, reason) {
  return errorResponse(id, RPC_CODES.tunnelDown, reason, { code: "E_UNREACHABLE" });
}
function nextTry(reason, retryMs) {
  const said = isTalosError(reason) ? `${reason.message} (${reason.code})` : "the connection ended";
  return `${said}; next try within ${Math.ceil(retryMs)} ms`;
}
function isDenial(reason) {
  if (!isTalosError(reason) || reason.code === "E_RATE_LIMITED") return false;
  return ERROR_CODES[reason.code].exit === EXIT.denied || reason.code === "E_EQUIVOCATION";
}
var SupervisedTunnel = class _SupervisedTunnel {
  #parts;
  #ended;
  #requests;
  #keeper;
  #tunnel;
  #resumer;
  #isReady = false;
  /** The tunnel has no connection for now. */
  #isAway = false;
  #isOver = false;
  #waiting = [];
  #denial;
  #initialize;
  #hasInitialized = false;
  #initialized;
  #again = 0;
  #againId;
  #closing;
  #failure;
  #resolveEnded = () => {
  };
  #rejectEnded = () => {
  };
  constructor(parts) {
    this.#parts = parts;
    this.#requests = new ClientRequests({
      deadlineMs: parts.deadlineMs,
      expired: (rpc) => this.#expire(rpc),
      say: (json) => this.#say(json)
    });
    this.#ended = new Promise((resolve, reject) => {
      this.#resolveEnded = resolve;
      this.#rejectEnded = reject;
    });
    this.#ended.catch(() => void 0);
  }
  /**
   * Opens the first connection, then keeps one up until closed.
   *
   * @throws {TalosError} what opening it throws.
   */
  static async open(parts, signal) {
    const supervised = new _SupervisedTunnel(parts);
    let first = await supervised.#open(signal);
    supervised.#keeper = keepConnected({
      open: async (stop) => {
        const opened = first ?? await supervised.#open(stop);
        first = void 0;
        const { tunnel } = opened;
        return { ...opened, closed: tunnel.ended(), close: () => tunnel.close() };
      },
      up: (opened) => supervised.#up(opened),
      down: (reason, retryMs) => supervised.#down(reason, retryMs),
      isFinal: (reason) => isStorageFailure(reason),
      isWanted: () => supervised.#isWanted
    });
    void supervised.#keeper.stopped.then((reason) => supervised.#stopped(reason));
    return supervised;
  }
  #open(signal) {
    return this.#parts.open({
      onMessage: (received) => this.#receive(received),
      signal,
      line: {
        away: (reason, retryMs) => this.#away(reason, retryMs),
        back: () => this.#back(),
        isWanted: () => this.#isWanted || (this.#tunnel?.openRequests.length ?? 0) > 0
      }
    });
  }
  get #isWanted() {
    return this.#waiting.some(({ rpc }) => rpc.kind === "request");
  }
  /** Resolves after {@link close}; rejects with the `TalosError` that makes going on impossible. */
  get ended() {
    return this.#ended;
  }
  /**
   * Takes one JSON-RPC text of the local client. Resolves when the next may come; whatever is wrong with the text, or
   * with the connection, is answered to the client.
   *
   * @throws {TalosError} `E_CLOSED` when the tunnel is over.
   */
  async send(text) {
    if (this.#isOver) throw new TalosError("E_CLOSED", "the tunnel is over");
    const rpc = readRpc(text);
    if (rpc.kind === "fault") {
      if (rpc.isAnswerable) await this.#toClient(errorResponse(rpc.id, rpc.code, rpc.reason));
      return;
    }
    if (rpc.kind === "request" && this.#isTaken(rpc.id)) {
      await this.#toClient(errorResponse(rpc.id, RPC_CODES.invalidRequest, "the id is in use"));
      return;
    }
    this.#remember(rpc);
    if (rpc.kind === "request") this.#requests.add(rpc);
    const cancelled = cancelledId(rpc);
    if (cancelled !== void 0) this.#requests.settled(cancelled);
    if (this.#isReady && !this.#isAway && this.#tunnel !== void 0) await this.#forward(this.#tunnel, rpc);
    else this.#wait(rpc);
  }
  /** The network may be another one: what waits to be tried again is tried now. */
  retryNow() {
    this.#keeper?.retryNow();
  }
  /** Ends the tunnel for good; requests that are open are answered first, as far as anybody reads. Repeatable. */
  close() {
    this.#closing ??= this.#end(void 0);
    return this.#closing;
  }
  /** Ends the tunnel for good because of `reason`, with which {@link ended} then rejects. */
  fail(reason) {
    this.#closing ??= this.#end(reason);
    return this.#closing;
  }
  async #end(reason) {
    this.#failure = reason;
    this.#answerAll();
    await this.#keeper?.[Symbol.asyncDispose]();
  }
  #forward(tunnel, rpc) {
    return tunnel.send(rpc);
  }
  #isTaken(id) {
    const key = idKey(id);
    if (this.#tunnel?.isOpen(id) === true) return true;
    return this.#waiting.some(({ rpc }) => rpc.kind === "request" && idKey(rpc.id) === key);
  }
  #remember(rpc) {
    if (rpc.kind === "request" && rpc.method === "initialize") {
      this.#initialize = rpc;
      this.#hasInitialized = false;
    }
    if (rpc.kind === "notification" && rpc.method === "notifications/initialized") this.#initialized = rpc;
  }
  /** Keeps what the next connection is to carry. An answer, or a cancellation, is for a server that is still there. */
  #wait(rpc) {
    const cancelled = cancelledId(rpc);
    if (cancelled !== void 0 && this.#tunnel?.isOpen(cancelled) === true) void this.#forward(this.#tunnel, rpc);
    else if (cancelled !== void 0) this.#drop(cancelled);
    else if (rpc.kind === "request") this.#waitForAnswer(rpc);
    else if ((rpc.kind === "notification" || this.#tunnel !== void 0) && this.#waiting.length < MAX_WAITING_MESSAGES)
      this.#waiting.push({ rpc, timer: void 0 });
  }
  #waitForAnswer(rpc) {
    if (this.#denial !== void 0) return this.#refuse(rpc.id, this.#denial);
    if (this.#waiting.length >= MAX_WAITING_MESSAGES)
      return this.#answer(rpc.id, tunnelDown(rpc.id, "the tunnel is down and too many requests wait for it"));
    const timer = setTimeout(() => {
      this.#waiting = this.#waiting.filter((waiting) => waiting.rpc !== rpc);
      this.#answer(rpc.id, tunnelDown(rpc.id, "the tunnel is down: the server could not be reached in time"));
    }, this.#parts.reconnectDeadlineMs);
    this.#waiting.push({ rpc, timer });
    this.#keeper?.hurry();
    this.#resumer?.hurry();
  }
  /** The client has cancelled a request that waits: it is not sent, nor answered. */
  #drop(id) {
    const key = idKey(id);
    this.#waiting = this.#waiting.filter(({ rpc, timer }) => {
      const isIt = rpc.kind === "request" && idKey(rpc.id) === key;
      if (isIt) clearTimeout(timer);
      return !isIt;
    });
  }
  /** The time of a request is over: the client gets an answer, and the tool is told that nobody waits for its own. */
  #expire(rpc) {
    const open4 = this.#tunnel?.openRequests.find((each) => idKey(each.rpc.id) === idKey(rpc.id));
    this.#drop(rpc.id);
    const why = `no answer within ${this.#parts.deadlineMs ?? 0} ms`;
    if (open4?.call === void 0)
      this.#say(errorResponse(rpc.id, RPC_CODES.tunnelDown, `${why}: the request was given up`, { code: "E_TIMEOUT" }));
    else
      this.#say(
        errorResponse(rpc.id, RPC_CODES.outcomeUnknown, `${why}: the outcome of the call is not known`, {
          code: "E_OUTCOME_UNKNOWN"
        })
      );
    if (open4 === void 0) return false;
    const params = { requestId: rpc.id, reason: why };
    const given = readRpc(writeRpc({ jsonrpc: "2.0", method: "notifications/cancelled", params }));
    if (given.kind !== "fault" && this.#tunnel !== void 0) void this.#forward(this.#tunnel, given);
    return true;
  }
  #refuse(id, denial2) {
    this.#answer(id, errorResponse(id, RPC_CODES.denied, `denied: ${denial2.message}`, { code: denial2.code }));
  }
  /** The tunnel goes on when there is a connection again: what was sent is not lost. */
  #away(reason, retryMs) {
    if (this.#isOver) return;
    this.#isAway = true;
    this.#parts.onNotice(nextTry(reason, retryMs));
    this.#requests.away(true);
  }
  #back() {
    this.#isAway = false;
    if (this.#isOver) return;
    this.#requests.away(false);
    this.#parts.onNotice("connected again; what was under way goes on");
    if (this.#isReady && this.#tunnel !== void 0) this.#ready(this.#tunnel);
  }
  #up({ tunnel, resumer }) {
    this.#tunnel = tunnel;
    this.#resumer = resumer;
    this.#isAway = false;
    this.#requests.away(false);
    this.#denial = void 0;
    if (this.#initialize === void 0 || !this.#hasInitialized) return this.#ready(tunnel);
    this.#again += 1;
    this.#againId = `talos-again-${this.#again}`;
    const json = { ...this.#initialize.json, id: this.#againId };
    void this.#forward(tunnel, { ...this.#initialize, id: this.#againId, json });
  }
  #ready(tunnel) {
    this.#isReady = true;
    for (const { rpc } of this.#takeWaiting()) void this.#forward(tunnel, rpc);
  }
  async #receive(received) {
    const { rpc, receipt } = received;
    if (this.#isOver) return;
    if (rpc.kind === "result" || rpc.kind === "error") {
      if (this.#againId !== void 0 && rpc.id === this.#againId) return this.#initialisedAgain(rpc.kind === "result");
      if (this.#initialize !== void 0 && rpc.id !== void 0 && idKey(rpc.id) === idKey(this.#initialize.id))
        this.#hasInitialized = rpc.kind === "result";
      if (rpc.id !== void 0 && !this.#requests.settled(rpc.id)) return;
    }
    if (rpc.kind === "notification" && rpc.method === "notifications/progress" && !this.#requests.heard(rpc)) return;
    await this.#toClient(rpc.json, receipt);
  }
  async #initialisedAgain(isDone) {
    this.#againId = void 0;
    const tunnel = this.#tunnel;
    if (tunnel === void 0) return;
    if (!isDone) {
      this.#parts.onNotice("the server did not accept the connection a second time");
      await tunnel.close();
      return;
    }
    this.#waiting = this.#waiting.filter(({ rpc }) => rpc !== this.#initialized);
    if (this.#initialized !== void 0) await this.#forward(tunnel, this.#initialized);
    this.#parts.onNotice("connected again");
    this.#ready(tunnel);
  }
  #down(reason, retryMs) {
    const tunnel = this.#tunnel;
    this.#tunnel = void 0;
    this.#resumer = void 0;
    this.#isReady = false;
    this.#waiting = this.#waiting.filter(({ rpc }) => rpc.kind === "request" || rpc.kind === "notification");
    this.#parts.onNotice(nextTry(reason, retryMs));
    this.#requests.away(true);
    this.#denial = isDenial(reason) ? reason : void 0;
    for (const { rpc, call, isCancelled } of tunnel?.openRequests ?? []) {
      if (rpc.id === this.#againId || isCancelled) continue;
      if (call !== void 0) this.#answer(rpc.id, unknownOutcome2(rpc.id));
      else if (this.#requests.isPending(rpc.id)) this.#wait(rpc);
    }
    this.#requests.gone();
    this.#againId = void 0;
    if (this.#denial === void 0) return;
    for (const { rpc } of this.#takeWaiting()) if (rpc.kind === "request") this.#refuse(rpc.id, this.#denial);
  }
  #takeWaiting() {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { timer } of waiting) clearTimeout(timer);
    return waiting;
  }
  /** Nothing more is sent: every request that is open or waits gets its answer. */
  #answerAll() {
    this.#isOver = true;
    const tunnel = this.#tunnel;
    this.#tunnel = void 0;
    this.#isReady = false;
    for (const { rpc, call, isCancelled } of tunnel?.openRequests ?? [])
      if (rpc.id !== this.#againId && !isCancelled)
        this.#answer(rpc.id, call === void 0 ? tunnelDown(rpc.id, "the tunnel is closed") : unknownOutcome2(rpc.id));
    for (const { rpc } of this.#takeWaiting())
      if (rpc.kind === "request") this.#answer(rpc.id, tunnelDown(rpc.id, "the tunnel is closed"));
    this.#requests.clear();
  }
  #stopped(reason) {
    if (!this.#isOver) this.#answerAll();
    const failure = this.#failure ?? reason;
    if (failure === void 0) this.#resolveEnded();
    else this.#rejectEnded(failure);
  }
  /** Answers a request of the client, unless its time was over. */
  #answer(id, json) {
    if (this.#requests.settled(id)) this.#say(json);
  }
  /** Says something of its own to the client, which reads when it likes. */
  #say(json) {
    this.#toClient(json).catch(() => {
    });
  }
  async #toClient(json, receipt) {
    await this.#parts.toClient(writeRpc(json), receipt);
  }
};

// src/agent/authority/invited-addresses.ts
var MAX_INVITED_ADDRESSES = 6;
var KINDS2 = ["public", "relayed", "private", "loopback"];
function invitedAddresses(addresses) {
  const parsed = addresses.filter(({ length }) => length <= MAX_ADDRESS_CHARACTERS2).map(parseAddress);
  const kinds = KINDS2.map(
    (kind) => parsed.filter((address) => (address.relayId === void 0 ? scopeOf(address) : "relayed") === kind).map(({ text }) => text)
  );
  const local = kinds.pop() ?? [];
  const longest = Math.max(0, ...kinds.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, n) => kinds.flatMap((kind) => kind.slice(n, n + 1)));
  return [...turns.flat(), ...local].slice(0, MAX_INVITED_ADDRESSES);
}
function fittingInvitation(invitation) {
  try {
    return formatInvitation(invitation);
  } catch (error) {
    const addresses = invitation.addresses.slice(0, -1);
    if (!(error instanceof RangeError) || addresses.length === 0) throw error;
    return fittingInvitation({ ...invitation, addresses });
  }
}

// src/agent/authority/invitation-book.ts
var REDEMPTIONS_A_WINDOW = 10;
var REDEMPTION_WINDOW_MS = 6e4;
var MADE = utf8("m");
var USED = utf8("u");
var InvitationBook = class {
  #parts;
  #tries;
  #turn = Promise.resolve();
  constructor(parts) {
    this.#parts = parts;
    this.#tries = new RateCounter(REDEMPTIONS_A_WINDOW, REDEMPTION_WINDOW_MS, parts.clock);
  }
  /**
   * Makes an invitation; durable when it resolves.
   *
   * @param addresses - Where this agent is; the most useful ones go into the invitation.
   * @returns Its text, a secret to be given to one agent.
   */
  async create(addresses, terms, ttlMs) {
    const { self, store, ledger, authority } = this.#parts;
    const servers = (await ServerBook.open(store)).all().flatMap((server) => namedAddresses(server).slice(0, 1));
    const invitation = {
      ...servers.length === 0 ? {} : { servers: servers.slice(0, MAX_INVITATION_SERVERS) },
      server: self,
      addresses: invitedAddresses(addresses),
      id: randomBytes(INVITATION_ID_BYTES),
      expiresAtMs: authority.standing().nowMs + ttlMs,
      seed: randomBytes(INVITATION_SEED_BYTES),
      service: terms.scope.service
    };
    const text = fittingInvitation(invitation);
    const { publicKey } = inviteKey(invitation.seed);
    const made = { ...terms, publicKey, expiresAtMs: invitation.expiresAtMs, spent: void 0 };
    await store.apply([putMade(invitation.id, made)]);
    await ledger.append({ type: "invitation", ...named(invitation.id), service: terms.scope.service, event: "created" }).durable();
    return text;
  }
  /**
   * Redeems an invitation for `peer`, whose session proved its DID. Durable when it resolves.
   *
   * @param session - Transcript hash of the session that the redemption came in.
   */
  async redeem(id, signature, peer, session) {
    if (!this.#tries.take(peer)) return { redeemed: false, code: "E_RATE_LIMITED" };
    const outcome = this.#turn.then(() => this.#redeem(id, signature, peer, session));
    this.#turn = outcome.catch(() => void 0);
    return outcome;
  }
  async #redeem(id, signature, peer, session) {
    const { self, store, grants, authority } = this.#parts;
    const before = await store.get("invitation", concat(MADE, id));
    if (before === void 0) return { redeemed: false, code: "E_INVITE_INVALID" };
    const made = readMade(before);
    if (!verifyRedemption(made.publicKey, { id, server: self, redeemer: peer, session }, signature))
      return { redeemed: false, code: "E_INVITE_INVALID" };
    const { service } = made.scope;
    if (made.spent !== void 0)
      return made.spent.by === peer ? { redeemed: true, token: made.spent.token, service, isNew: false } : { redeemed: false, code: "E_INVITE_USED" };
    if (authority.standing().nowMs >= made.expiresAtMs) return { redeemed: false, code: "E_INVITE_EXPIRED" };
    const nowS = Math.floor(authority.standing().nowMs / 1e3);
    const { grant, changes } = grants.prepare(peer, renewable(made.scope, nowS, made.renewableS), made.lifetimeS);
    const spent = { by: peer, token: grant.token.text };
    const unchanged = { kind: "require", space: "invitation", key: concat(MADE, id), value: before };
    const entry = { type: "invitation", ...named(id), service, event: "redeemed", peer };
    await grants.commit(grant, [unchanged, putMade(id, { ...made, spent }), ...changes], [entry]);
    return { redeemed: true, token: grant.token.text, service, isNew: true };
  }
  /**
   * Records the redemptions that are in the store and not in the ledger: a crash came between the two. Durable when it
   * resolves.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  async reconcile() {
    const { store, ledger } = this.#parts;
    const spent = [];
    for await (const [key, value] of store.scan("invitation", { start: MADE, end: USED })) {
      const made = readMade(value);
      if (made.spent === void 0) continue;
      const about = { ...named(key.subarray(MADE.length)), service: made.scope.service };
      spent.push({ type: "invitation", ...about, event: "redeemed", peer: made.spent.by });
    }
    const missing = [];
    for (const body of spent)
      if ((await ledger.positions({ type: "invitation", subject: body.invitation })).length === 0) missing.push(body);
    const appended = missing.map((body) => ledger.append(body));
    await appended.at(-1)?.durable();
  }
  /** Notes that this agent redeemed an invitation and holds its grant. */
  async noteUsed(invitation, service) {
    const value = canonicalBytes({ v: 1, server: invitation.server, service });
    await this.#parts.store.apply([{ kind: "put", space: "invitation", key: concat(USED, invitation.id), value }]);
  }
  /** What this agent got for an invitation that it redeemed before. */
  async used(invitation) {
    const value = await this.#parts.store.get("invitation", concat(USED, invitation.id));
    if (value === void 0) return void 0;
    return stored(() => {
      const fields = readObject(parseJson(value), { required: ["v", "server", "service"] }, "used invitation");
      return { server: parseDid(readString(fields.server, "server")), service: readString(fields.service, "service") };
    });
  }
};
function named(id) {
  return { invitation: toHex(sha256(id)) };
}
function putMade(id, made) {
  const { scope, lifetimeS, renewableS = 0, publicKey, expiresAtMs, spent } = made;
  const json = {
    v: 1,
    scope,
    lifetime: lifetimeS,
    ...renewableS === 0 ? {} : { renewable: renewableS },
    key: toBase64url(publicKey),
    expires: expiresAtMs,
    ...spent === void 0 ? {} : { spent: { by: spent.by, token: spent.token } }
  };
  return { kind: "put", space: "invitation", key: concat(MADE, id), value: canonicalBytes(json) };
}
function readMade(value) {
  return stored(() => {
    const required = ["v", "scope", "lifetime", "key", "expires"];
    const fields = readObject(parseJson(value), { required, optional: ["spent", "renewable"] }, "invitation");
    const spent = fields.spent === void 0 ? void 0 : readObject(fields.spent, { required: ["by", "token"] }, "invitation.spent");
    return {
      scope: parseScope(fields.scope),
      lifetimeS: readInteger(fields.lifetime, "lifetime"),
      renewableS: fields.renewable === void 0 ? 0 : readInteger(fields.renewable, "renewable"),
      publicKey: readBase64url(fields.key, "key", 32),
      expiresAtMs: readInteger(fields.expires, "expires"),
      spent: spent === void 0 ? void 0 : { by: parseDid(readString(spent.by, "by")), token: readString(spent.token, "token") }
    };
  });
}
function stored(read2) {
  try {
    return read2();
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "an invitation of the store cannot be read", { cause });
  }
}

// src/node/files/file-room.ts
import { constants as constants3, lstatSync as lstatSync4, rmSync as rmSync2, statfsSync } from "node:fs";
import { open as open3 } from "node:fs/promises";
import { join as join3 } from "node:path";

// src/node/files/file-partial.ts
import { fstatSync, linkSync, lstatSync as lstatSync2, renameSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";

// src/transfer/file-name.ts
var MAX_NUMBERED_NAMES = 99;
var MAX_ENDING_BYTES = 16;
var DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])[ .]*(?:[.:].*)?$/iu;
function readFileName2(name) {
  const refuse = (why) => {
    throw new TalosError("E_MALFORMED", `the name of the file ${why}`);
  };
  if (name.length > MAX_FILE_NAME_BYTES || utf8(name).length > MAX_FILE_NAME_BYTES)
    throw new TalosError("E_LIMIT", `the name of the file exceeds ${MAX_FILE_NAME_BYTES} bytes`, {
      details: { maxBytes: MAX_FILE_NAME_BYTES }
    });
  if (name === "") refuse("is empty");
  if (!name.isWellFormed()) refuse("is no Unicode text");
  if (/[/\\\0\u2215\u2044\uff0f\uff3c]/u.test(name)) refuse("holds a separator of folders");
  if (/^[a-z]:/iu.test(name)) refuse("begins with a drive");
  const plain = name.normalize("NFKC");
  if (/[/\\\0]/u.test(plain) || /^\.{1,2}$/u.test(plain.trim())) refuse("leads to a folder");
  if (/[. ]$/u.test(name)) refuse("ends in a dot or a space");
  if (DEVICE.test(plain)) refuse("is that of a device");
  return name;
}
function savedName(name) {
  const seen = readFileName2(name).normalize("NFC").replace(UNPRINTABLE, "_").replace(/[<>:"|?*]/gu, "_").replace(/^[.\-~ ]/u, "_");
  return readFileName2(shortened(seen, ""));
}
function anotherName(name, mark) {
  return shortened(name, ` (${mark})`);
}
function shortened(name, mark) {
  const dot = name.lastIndexOf(".");
  const found = dot > 0 ? name.slice(dot) : "";
  const ending = utf8(found).length <= MAX_ENDING_BYTES ? found : "";
  const room = MAX_FILE_NAME_BYTES - utf8(mark + ending).length;
  let stem = "";
  let bytes = 0;
  for (const character of name.slice(0, name.length - ending.length)) {
    bytes += utf8(character).length;
    if (bytes > room) break;
    stem += character;
  }
  return `${stem}${mark}${ending}`;
}

// src/node/files/file-source.ts
import { constants, lstatSync } from "node:fs";
import { open as open2 } from "node:fs/promises";
var { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
async function openSource(path) {
  let file;
  try {
    file = await open2(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const found = await file.stat({ bigint: true });
    if (!found.isFile()) throw notRegular(path);
    return sourceOf2(path, file, found);
  } catch (error) {
    await file?.close();
    if (isTalosError(error)) throw error;
    if (isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR"))
      throw new TalosError("E_NOT_FOUND", `there is no file ${path}`, { cause: error });
    if (isSystemError(error, "ELOOP") || isSystemError(error, "ENXIO")) throw notRegular(path, error);
    if (isSystemError(error, "EACCES"))
      throw new TalosError("E_STORAGE_DENIED", `${path} may not be read`, { cause: error });
    throw storageError(error, `${path} cannot be opened`);
  }
}
function notRegular(path, cause) {
  return new TalosError("E_USAGE", `${path} is no regular file`, { cause });
}
function identityOf({ size, mtimeNs, ino }) {
  return `${size}:${mtimeNs}:${ino}`;
}
function sourceOf2(path, file, opened) {
  const identity = identityOf(opened);
  return {
    size: Number(opened.size),
    identity,
    read: (offset, length) => readFully(file, offset, length),
    isUnchanged: async () => {
      const named2 = lstatSync(path, { bigint: true, throwIfNoEntry: false });
      if (named2?.isFile() !== true || identityOf(named2) !== identity) return false;
      return identityOf(await file.stat({ bigint: true })) === identity;
    },
    [Symbol.asyncDispose]: () => file.close()
  };
}
async function readFully(file, offset, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  try {
    while (at < length) {
      const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
  } catch (error) {
    throw storageError(error, "the file cannot be read");
  }
  return at === length ? bytes : bytes.slice(0, at);
}

// src/node/files/file-partial.ts
var MAX_RANDOM_NAMES = 8;
var NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];
function partName(id, random) {
  return `.${id}.${random}.part`;
}
function openPartial(parts) {
  return new ReceivedFile(parts);
}
var ReceivedFile = class {
  id;
  #parts;
  #state = "open";
  constructor(parts) {
    this.id = parts.id;
    this.#parts = parts;
  }
  async write(offset, bytes) {
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.#parts.file.write(bytes, at, bytes.length - at, offset + at);
        if (bytesWritten === 0) throw new TalosError("E_STORAGE_FULL", "the disk takes no more");
        at += bytesWritten;
      }
    } catch (error) {
      throw storageError(error, "a received file cannot be written");
    }
  }
  async sync() {
    try {
      await this.#parts.file.datasync();
    } catch (error) {
      throw storageError(error, "a received file cannot be made durable");
    }
  }
  read(offset, length) {
    return readFully(this.#parts.file, offset, length);
  }
  async commit(name) {
    const { folder, file } = this.#parts;
    const wanted = savedName(name);
    try {
      await file.sync();
      folder.assertInPlace();
      const given = this.#nameBefore() ?? this.#giveName(wanted);
      await folder.sync();
      if (!folder.isInPlace()) rmSync(folder.at(given), { force: true });
      folder.assertInPlace();
      this.#state = "named";
      return join(folder.path, given);
    } catch (error) {
      throw storageError(error, "a received file cannot be given its name");
    }
  }
  /** The name that it was given before the process ended, and that was not recorded. */
  #nameBefore() {
    const { folder, file, name } = this.#parts;
    const { nlink, ino, dev } = fstatSync(file.fd);
    if (nlink < 2) return void 0;
    return folder.names().find((each) => {
      const found = each === name ? void 0 : lstatSync2(folder.at(each), { throwIfNoEntry: false });
      return found?.ino === ino && found.dev === dev;
    });
  }
  #giveName(wanted) {
    for (const candidate of namesLike(wanted)) {
      if (!this.#takesName(candidate)) continue;
      if (this.#isOwn(candidate)) return candidate;
      unlinkSync(this.#parts.folder.at(candidate));
      throw new TalosError("E_STORAGE", "the file on its way was replaced");
    }
    throw new TalosError("E_FILE_EXISTS", "every name that was tried is taken");
  }
  #takesName(candidate) {
    const { folder, name } = this.#parts;
    try {
      linkSync(folder.at(name), folder.at(candidate));
      return true;
    } catch (error) {
      if (isSystemError(error, "EEXIST")) return false;
      if (!NO_LINKS.some((code) => isSystemError(error, code))) throw error;
    }
    if (lstatSync2(folder.at(candidate), { throwIfNoEntry: false }) !== void 0) return false;
    renameSync(folder.at(name), folder.at(candidate));
    return true;
  }
  #isOwn(candidate) {
    const { folder, file } = this.#parts;
    const [own, found] = [fstatSync(file.fd), lstatSync2(folder.at(candidate), { throwIfNoEntry: false })];
    return found?.isFile() === true && found.ino === own.ino && found.dev === own.dev;
  }
  async discard() {
    if (this.#state !== "closed") rmSync(this.#parts.folder.at(this.#parts.name), { force: true });
    await this.#close(0, false);
  }
  async [Symbol.asyncDispose]() {
    if (this.#state === "closed") return;
    if (this.#state === "named") rmSync(this.#parts.folder.at(this.#parts.name), { force: true });
    await this.#close(fstatSync(this.#parts.file.fd).size, this.#state !== "named");
  }
  async #close(bytes, isPart) {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#parts.onClosed(bytes, isPart);
    this.#parts.folder[Symbol.dispose]();
    await this.#parts.file.close();
  }
};
function* namesLike(wanted) {
  yield wanted;
  for (let count = 1; count <= MAX_NUMBERED_NAMES; count++) yield anotherName(wanted, String(count));
  for (let count = 0; count < MAX_RANDOM_NAMES; count++) yield anotherName(wanted, toHex(randomBytes(8)));
}

// src/node/files/held-folder.ts
import {
  closeSync,
  constants as constants2,
  existsSync,
  fstatSync as fstatSync2,
  fsync,
  lstatSync as lstatSync3,
  mkdirSync,
  openSync,
  readdirSync
} from "node:fs";
import { join as join2 } from "node:path";
import { promisify } from "node:util";
var { O_RDONLY: O_RDONLY2, O_DIRECTORY, O_NOFOLLOW: O_NOFOLLOW2 } = constants2;
var OTHERS_WRITE = 18;
var HeldFolder = class _HeldFolder {
  path;
  #file;
  #opened;
  /** Where names in it are found; undefined where there is no such place. */
  #place;
  constructor(path, file) {
    this.path = path;
    this.#file = file;
    this.#opened = fstatSync2(file);
    const place = `/proc/self/fd/${file}`;
    this.#place = existsSync(join2(place, ".")) ? place : void 0;
  }
  /**
   * Opens the folder `path`, which is made, mode 0700, where it is absent.
   *
   * @param path - Absolute. The folders above it are there, and nobody else's to change.
   * @throws {TalosError} `E_STORAGE_DENIED` where it is a link, no folder, another user's, or open for others to write;
   *   `E_STORAGE…` as the system says.
   */
  static open(path) {
    let file;
    try {
      makeFolder(path);
      file = openSync(path, O_RDONLY2 | O_DIRECTORY | O_NOFOLLOW2);
      const folder = new _HeldFolder(path, file);
      folder.#assertOwn();
      return folder;
    } catch (error) {
      if (file !== void 0) closeSync(file);
      if (isSystemError(error, "ELOOP") || isSystemError(error, "ENOTDIR"))
        throw new TalosError("E_STORAGE_DENIED", `${path} is a link or no folder`, {
          cause: error,
          hint: "put a folder of your own in its place"
        });
      throw storageError(error, `the folder ${path} cannot be opened`);
    }
  }
  #assertOwn() {
    if (isForeign(this.#opened))
      throw new TalosError("E_STORAGE_DENIED", `${this.path} belongs to another user`, {
        hint: "put one of your own there"
      });
    if ((this.#opened.mode & OTHERS_WRITE) !== 0)
      throw new TalosError("E_STORAGE_DENIED", `${this.path} may be written by other users`, {
        hint: `chmod 700 ${this.path}`
      });
  }
  /** Whether its path still leads to it, without a link. */
  isInPlace() {
    const found = lstatSync3(this.path, { throwIfNoEntry: false });
    return found?.isDirectory() === true && found.dev === this.#opened.dev && found.ino === this.#opened.ino;
  }
  /** @throws {TalosError} `E_STORAGE` where it was moved, removed or replaced. */
  assertInPlace() {
    if (!this.isInPlace())
      throw new TalosError("E_STORAGE", `${this.path} was removed or replaced`, {
        hint: "the next file makes it anew"
      });
  }
  /** The path of `name` in it, to be used at once. `name` has no separators. @throws {TalosError} as {@link assertInPlace}. */
  at(name) {
    if (this.#place !== void 0) return `${this.#place}/${name}`;
    this.assertInPlace();
    return join2(this.path, name);
  }
  /** The names in it. */
  names() {
    return readdirSync(this.at("."));
  }
  /** Makes its names durable. */
  async sync() {
    await promisify(fsync)(this.#file);
  }
  [Symbol.dispose]() {
    closeSync(this.#file);
  }
};
function makeFolder(path) {
  try {
    mkdirSync(path, { mode: 448 });
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw error;
  }
}

// src/node/files/file-room.ts
var { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW: O_NOFOLLOW3 } = constants3;
var OWNER_ONLY = 384;
var ID = /^[0-9a-f]{32}$/;
var PART = /^\.([0-9a-f]{32})\.[0-9a-f]{16}\.part$/;
var DISK_RESERVE_BYTES = 32 * 1024 ** 2;
var DOWNLOADS_COUNT_MS = 5e3;
function openFileRoom({ dataDir, kinds, quotaBytes = DOWNLOADS_QUOTA_BYTES }) {
  return new DownloadsRoom(join3(dataDir, DATA_DIR_NAMES.downloads), quotaBytes, kinds);
}
var DownloadsRoom = class {
  kinds;
  #path;
  #quotaBytes;
  /** Temporary names, by id: nobody else makes any. Read from the folder when it is first needed. */
  #parts;
  /** Declared sizes of files that are open here. */
  #coming = /* @__PURE__ */ new Map();
  #counted = { bytes: 0, atMs: Number.NEGATIVE_INFINITY };
  constructor(path, quotaBytes, kinds) {
    this.#path = path;
    this.#quotaBytes = quotaBytes;
    if (kinds !== void 0) this.kinds = kinds;
  }
  open = openSource;
  async create(id, size) {
    assertId(id);
    return this.#inFolder(async (folder) => {
      if (this.#partsIn(folder).has(id))
        throw new TalosError("E_FILE_EXISTS", `there is a file of transfer ${id} already`);
      this.#assertRoom(folder, size);
      this.#coming.set(id, size);
      const name = partName(id, toHex(randomBytes(8)));
      try {
        const file = await open3(folder.at(name), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW3, OWNER_ONLY);
        try {
          await file.chmod(OWNER_ONLY);
        } catch (error) {
          await file.close();
          rmSync2(folder.at(name), { force: true });
          throw error;
        }
        this.#partsIn(folder).set(id, name);
        return this.#partial(id, folder, name, file);
      } catch (error) {
        this.#coming.delete(id);
        throw error;
      }
    });
  }
  async reopen(id) {
    assertId(id);
    if (lstatSync4(this.#path, { throwIfNoEntry: false }) === void 0) return void 0;
    return this.#inFolder(async (folder) => {
      const name = this.#partsIn(folder).get(id);
      const found = name === void 0 ? void 0 : lstatSync4(folder.at(name), { throwIfNoEntry: false });
      if (name === void 0 || found?.isFile() !== true) {
        this.#partsIn(folder).delete(id);
        folder[Symbol.dispose]();
        return void 0;
      }
      const file = await open3(folder.at(name), O_RDWR | O_NOFOLLOW3);
      this.#coming.set(id, found.size);
      this.#counted.atMs = Number.NEGATIVE_INFINITY;
      return this.#partial(id, folder, name, file);
    });
  }
  async prune(keep) {
    if (lstatSync4(this.#path, { throwIfNoEntry: false }) === void 0) return;
    await this.#inFolder(async (folder) => {
      this.#parts = void 0;
      for (const name of folder.names()) {
        const id = PART.exec(name)?.[1];
        if (id !== void 0 && !keep.has(id)) rmSync2(folder.at(name), { force: true });
      }
      folder[Symbol.dispose]();
    });
  }
  /** Does something in the folder, which is the caller's to let go; what fails lets it go. */
  async #inFolder(act) {
    const folder = HeldFolder.open(this.#path);
    try {
      return await act(folder);
    } catch (error) {
      folder[Symbol.dispose]();
      throw storageError(error, "a received file cannot be kept");
    }
  }
  #partial(id, folder, name, file) {
    return openPartial({ id, folder, name, file, onClosed: (bytes, isPart) => this.#closed(id, bytes, isPart) });
  }
  #closed(id, bytes, isPart) {
    this.#coming.delete(id);
    if (!isPart) this.#parts?.delete(id);
    this.#counted.bytes += bytes;
  }
  /** @throws {TalosError} `E_STORAGE_FULL`. */
  #assertRoom(folder, size) {
    const coming = [...this.#coming.values()].reduce((sum, each) => sum + each, 0);
    if (this.#bytesIn(folder) + coming + size > this.#quotaBytes)
      throw new TalosError("E_STORAGE_FULL", `${this.#path} would exceed ${this.#quotaBytes} bytes`, {
        details: { maxBytes: this.#quotaBytes },
        hint: "remove files from it, or set downloads-quota"
      });
    const { bavail, bsize } = statfsSync(folder.at("."));
    if (bavail * bsize < coming + size + DISK_RESERVE_BYTES)
      throw new TalosError("E_STORAGE_FULL", `the disk has no room for ${size} bytes`, {
        hint: "make room on the disk; reading goes on meanwhile"
      });
  }
  #partsIn(folder) {
    if (this.#parts === void 0) {
      const names = folder.names().map((name) => [PART.exec(name)?.[1], name]);
      this.#parts = new Map(names.filter((each) => each[0] !== void 0));
    }
    return this.#parts;
  }
  /** What lies in the folder, files that are on their way excepted. */
  #bytesIn(folder) {
    const nowMs = performance.now();
    if (nowMs - this.#counted.atMs < DOWNLOADS_COUNT_MS) return this.#counted.bytes;
    let bytes = 0;
    for (const name of folder.names()) {
      const id = PART.exec(name)?.[1];
      if (id !== void 0 && this.#coming.has(id)) continue;
      bytes += lstatSync4(folder.at(name), { throwIfNoEntry: false })?.size ?? 0;
    }
    this.#counted = { bytes, atMs: nowMs };
    return bytes;
  }
};
function assertId(id) {
  if (!ID.test(id)) throw new TypeError("the id of a file must be 32 hex digits");
}

export {
  LIST_KINDS,
  isStorageFailure,
  WatchedLedger,
  MAX_RECORDS,
  RecordBook,
  identityChanged,
  withSuccessor,
  assertUnchanged,
  noteIdentityChange,
  MAX_DELIVERY_EVENTS,
  MAX_DELIVERY_FEEDS,
  Deliveries,
  MAX_FEED_CHANGES,
  WatchedStore,
  HistoryFeed,
  Waits,
  unlessAborted,
  RegistryClient,
  MAX_SERVERS,
  NEW_SERVER,
  ServerBook,
  namedAddresses,
  RecordPublisher,
  MailboxClient,
  AWAY_CODES,
  ANNOUNCE_PAUSE_MS,
  NOTICES_A_SERVER,
  Registrar,
  MAX_ACKNOWLEDGED_IDS,
  MAX_HELD_DEPOSITS,
  HeldDeposits,
  MAX_INBOX_MESSAGES,
  MAX_INBOX_BYTES,
  MAX_STRANGERS_MESSAGES,
  MAX_STRANGERS_BYTES,
  MAX_STRANGER_MESSAGES,
  MAX_STRANGER_BYTES,
  isForWantOfRoom,
  LINGER_MS,
  Lingering,
  MAX_VEILED_IN_USE,
  VeiledClients,
  LOOKUP_INTERVAL_MS,
  RecordFinder,
  MAX_ARCHIVED_SESSIONS,
  MAX_PEER_SKIPPED_KEYS,
  SILENT_MESSAGES,
  MAX_NEW_SESSIONS,
  NEW_SESSIONS_WINDOW_MS,
  peerOf,
  dialPeer,
  EPOCH_MS,
  EPOCH_STEPS,
  EpochRotation,
  UNANSWERED_PASSES,
  RENEWAL_PAUSE_MS,
  MAX_PEER_READERS,
  MAX_OUTBOX_MESSAGES,
  PREKEY_OFFERED_MS,
  MAX_ONE_TIME_PREKEYS,
  MAX_STOCK_PREKEYS,
  ONE_TIME_BUNDLES_A_PEER,
  Messenger,
  MAX_ASKED_SENDERS,
  SenderGate,
  InboxStrangers,
  answered,
  MAX_ANCHOR_SOURCES,
  MAX_ANCHORS,
  AnchorBook,
  LatestFeed,
  MAX_HEADERS_AN_ANSWER,
  MAX_BLOCKS_AN_ANSWER,
  MAX_ANSWER_BLOCK_BYTES,
  MAX_LOCATOR_POINTS,
  MAX_FOREIGN_CHAINS,
  MAX_FOREIGN_BYTES,
  ForeignChains,
  MAX_CHAIN_LINKS_A_PEER,
  MAX_CHAIN_LINKS,
  CHAIN_REQUESTS_A_MINUTE,
  ChainHost,
  MAX_CHAIN_SHARES,
  ChainShares,
  LinkChainSource,
  MAX_LIGHT_CHECKPOINTS,
  MAX_LIGHT_SOURCES,
  MAX_LIGHT_AUTHORS,
  MAX_LIGHT_BYTES,
  MAX_LIGHT_SYNC_SOURCES,
  Light,
  MAX_WITNESSED_PEERS,
  MAX_KEPT_CHECKPOINTS,
  MAX_EVIDENCE_A_PEER,
  WitnessBook,
  evidenceId,
  MAX_COSIGNED_KEPT,
  WitnessList,
  MAX_FILE_BYTES,
  MAX_FILE_NAME_BYTES,
  MAX_PARCEL_BYTES,
  MAX_PARCELS,
  PIECE_CHUNKS,
  TRANSFER_WINDOW_BYTES,
  SYNC_STEP_BYTES,
  MAX_HASHES,
  planChunks,
  placeOf2 as placeOf,
  isLast,
  planPieces,
  chunkHash,
  TRANSFER_ID_BYTES,
  FILE_SALT_BYTES,
  readFileName,
  readFileType,
  encodeFileOffer,
  decodeFileOffer,
  encodeFileAccept,
  decodeFileAccept,
  chunkHead,
  decodeFileChunk,
  encodeFileProgress,
  decodeFileProgress,
  encodeFileEnd,
  decodeFileEnd,
  encodeFileHashes,
  decodeFileHashes,
  encodeMailedEnd,
  decodeMailedEnd,
  splitMailed,
  encodeMailedAsk,
  decodeMailedAsk,
  encodeFileAsk,
  decodeFileAsk,
  NamePatterns,
  encodeTunnelOpen,
  decodeTunnelOpened,
  encodeTunnelResume,
  encodeRefusal,
  decodeRefusal,
  refusalOf,
  refusalError,
  encodeRedeem,
  decodeInviteGrant,
  PACKET,
  isOver,
  MAX_SENDS,
  MAX_OFFERS_A_PEER,
  MAX_OFFERS,
  MAX_OFFERS_A_MINUTE,
  MAX_UNFINISHED_A_PEER,
  MAX_UNFINISHED,
  MAX_PAST_TRANSFERS,
  MAX_PAST_OFFERS,
  UNFINISHED_MS,
  TransferBook,
  savedName,
  commit,
  openChannel,
  acceptChannel,
  partOf,
  encodeListsAsked,
  decodeListsAsked,
  encodeListAnswer,
  decodeListAnswer,
  encodeRenewal,
  decodeRenewal,
  encodeRenewed,
  decodeRenewed,
  commitTo,
  CallCounter,
  CallerRecords,
  MAX_APPROVALS,
  MAX_APPROVALS_A_PEER,
  APPROVAL_TIMEOUT_MS,
  MAX_APPROVAL_TIMEOUT_MS,
  ApprovalBook,
  SAYS_MORE,
  INTENT_META,
  intentMeta,
  STREAM_CREDIT_BYTES,
  StreamMux,
  keepConnected,
  UsedTunnel,
  MAX_LINGERING_A_PEER,
  MAX_LINGERING,
  MAX_CALLS_IN_FLIGHT,
  MAX_TUNNELS_A_PEER,
  MAX_TUNNELS,
  TunnelHost,
  RECONNECT_DEADLINE_MS,
  SupervisedTunnel,
  REDEMPTIONS_A_WINDOW,
  InvitationBook,
  DISK_RESERVE_BYTES,
  openFileRoom
};
