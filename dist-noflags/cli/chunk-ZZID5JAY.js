import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_SECRET_BYTES,
  openSecrets,
  toolEnvironment
} from "./chunk-QSQRR4QR.js";
import {
  LineSplitter
} from "./chunk-NV7NTGLN.js";
import {
  ANCHOR_SKEW_MS,
  CosignatureAnchor,
  encodeChainState,
  kindNamed,
  verifyAnchor
} from "./chunk-2OVZ7KBO.js";
import {
  APPROVAL_TIMEOUT_MS,
  AWAY_CODES,
  AnchorBook,
  ApprovalBook,
  CallCounter,
  CallerRecords,
  ChainHost,
  ChainShares,
  Deliveries,
  EpochRotation,
  FILE_SALT_BYTES,
  ForeignChains,
  HeldDeposits,
  HistoryFeed,
  INTENT_META,
  InboxStrangers,
  InvitationBook,
  LIST_KINDS,
  LatestFeed,
  Light,
  Lingering,
  LinkChainSource,
  MAX_ACKNOWLEDGED_IDS,
  MAX_ANSWER_BLOCK_BYTES,
  MAX_APPROVAL_TIMEOUT_MS,
  MAX_BLOCKS_AN_ANSWER,
  MAX_FILE_BYTES,
  MAX_HASHES,
  MAX_HEADERS_AN_ANSWER,
  MAX_LOCATOR_POINTS,
  MAX_OFFERS_A_MINUTE,
  MAX_PARCELS,
  MAX_PARCEL_BYTES,
  MailboxClient,
  Messenger,
  NEW_SERVER,
  NEW_SESSIONS_WINDOW_MS,
  NamePatterns,
  PACKET,
  PIECE_CHUNKS,
  RECONNECT_DEADLINE_MS,
  RecordBook,
  RecordFinder,
  RecordPublisher,
  Registrar,
  RegistryClient,
  SAYS_MORE,
  SYNC_STEP_BYTES,
  SenderGate,
  ServerBook,
  StreamMux,
  SupervisedTunnel,
  TRANSFER_ID_BYTES,
  TRANSFER_WINDOW_BYTES,
  TransferBook,
  TunnelHost,
  UsedTunnel,
  VeiledClients,
  Waits,
  WatchedLedger,
  WatchedStore,
  WitnessBook,
  WitnessList,
  acceptChannel,
  answered,
  assertUnchanged,
  chunkHash,
  chunkHead,
  commit,
  commitTo,
  decodeFileAccept,
  decodeFileAsk,
  decodeFileChunk,
  decodeFileEnd,
  decodeFileHashes,
  decodeFileOffer,
  decodeFileProgress,
  decodeInviteGrant,
  decodeListAnswer,
  decodeListsAsked,
  decodeMailedAsk,
  decodeMailedEnd,
  decodeRefusal,
  decodeRenewal,
  decodeRenewed,
  decodeTunnelOpened,
  dialPeer,
  encodeFileAccept,
  encodeFileAsk,
  encodeFileEnd,
  encodeFileHashes,
  encodeFileOffer,
  encodeFileProgress,
  encodeListAnswer,
  encodeListsAsked,
  encodeMailedAsk,
  encodeMailedEnd,
  encodeRedeem,
  encodeRefusal,
  encodeRenewal,
  encodeRenewed,
  encodeTunnelOpen,
  encodeTunnelResume,
  evidenceId,
  identityChanged,
  intentMeta,
  isForWantOfRoom,
  isLast,
  isOver,
  isStorageFailure,
  keepConnected,
  namedAddresses,
  noteIdentityChange,
  openChannel,
  openFileRoom,
  partOf,
  peerOf as peerOf2,
  placeOf,
  planChunks,
  planPieces,
  readFileName,
  readFileType,
  refusalError,
  refusalOf,
  savedName,
  splitMailed,
  unlessAborted,
  withSuccessor
} from "./chunk-KNMIIL3B.js";
import {
  PeerBook,
  isAlias,
  unknownPeer
} from "./chunk-M43PIGZW.js";
import {
  INVITATION_PREFIX,
  parseInvitation,
  signRedemption
} from "./chunk-3L6QLTZW.js";
import {
  RATCHET_OVERHEAD_BYTES,
  readEnvelope
} from "./chunk-IXK6KCNZ.js";
import {
  MAX_PINGS
} from "./chunk-SUIGMRL6.js";
import {
  formatAddCheckpoint
} from "./chunk-5DE7VOTM.js";
import {
  MAX_PEERS_A_PAGE
} from "./chunk-T2G3GXL3.js";
import {
  verifyBundle
} from "./chunk-ZQXW6JLI.js";
import {
  openDeposit,
  sealDeposit
} from "./chunk-STHTJMY5.js";
import {
  LinkRefusals,
  askOver,
  refused
} from "./chunk-ZAJR75ED.js";
import {
  forkEvidence,
  rollbackEvidence
} from "./chunk-2EGNCCGF.js";
import {
  UsageAccount,
  UsageAccounts,
  limitedToken,
  toolOf
} from "./chunk-5WBOYPRU.js";
import {
  RpcCaller,
  isKeepable,
  originHash,
  originText,
  toolDefinition
} from "./chunk-XZPTRYSX.js";
import {
  isSameLine,
  renewable
} from "./chunk-QF2SMNT7.js";
import {
  decodeSignedHeader,
  encodeSignedHeader,
  verifyHeader,
  verifyLoneHeader,
  workOf
} from "./chunk-NYCHEQ5T.js";
import {
  ReportBuilder,
  finding
} from "./chunk-4MAQDCYN.js";
import {
  RevocationBranch,
  hashesAfter,
  loadRevocations,
  stored
} from "./chunk-UHFPHAZW.js";
import {
  HEAD_STEP,
  dropHead,
  dropSingle,
  placeAt,
  placeOf as placeOf2,
  putBase,
  putHead,
  putItem,
  storedItems
} from "./chunk-IVGT7YKN.js";
import {
  openEpochFile,
  openLedger,
  openMiner,
  openRecordSealer
} from "./chunk-SHY5UCDV.js";
import {
  intentFault
} from "./chunk-2TWMYMXK.js";
import {
  systemTimer
} from "./chunk-34XTRKKR.js";
import {
  retryDelays
} from "./chunk-KV7A24CH.js";
import {
  journalHead,
  openFileJournal
} from "./chunk-3VIO3SNY.js";
import {
  openLmdbStore
} from "./chunk-3XQ3PJ7F.js";
import {
  PARTS,
  prefixOf
} from "./chunk-TJWHU43J.js";
import {
  ENVELOPE_TYPES,
  FILE_ENVELOPE_TYPES,
  TEXT_SALT_BYTES,
  decodeEnvelope,
  formatMessageId,
  isFileEnvelopeType,
  parseMessageId
} from "./chunk-Q36X44RV.js";
import {
  SESSION_VERSION,
  SUITE,
  readVersioned
} from "./chunk-MLWQ53TO.js";
import {
  Gossip
} from "./chunk-NYRAA323.js";
import {
  messageOf
} from "./chunk-QHEHYFFA.js";
import {
  EMPTY_LIST_HASH,
  HEAD_LIFE_MS,
  MAX_LIST_ITEMS,
  formatItem,
  readHead as readHead2,
  readItem,
  signHead
} from "./chunk-X7CF5ETQ.js";
import {
  MAX_REASON
} from "./chunk-MFVG7EVF.js";
import {
  systemClock
} from "./chunk-46BQ5UYA.js";
import {
  RateCounter
} from "./chunk-2NDVB5PI.js";
import {
  Slots
} from "./chunk-QICJ7ESJ.js";
import {
  aclFiles
} from "./chunk-62WJFC6T.js";
import {
  makeNewFolder
} from "./chunk-6TRXOV52.js";
import {
  isWebDid
} from "./chunk-LNPT7KDD.js";
import {
  Mutex,
  closeAll,
  deadline,
  settledWithin
} from "./chunk-HYFGQGGD.js";
import {
  DidResolvers,
  KEY_RESOLVER,
  didResolver
} from "./chunk-NMH5YUO3.js";
import {
  agentOfDocument,
  isDidText
} from "./chunk-RRIVIEN5.js";
import {
  archiveFiles
} from "./chunk-ZO5C7STJ.js";
import {
  addressPolicy,
  isLanMode,
  scopeOf
} from "./chunk-E6JXRORW.js";
import {
  MAX_TRANSFER_FRAME_BYTES
} from "./chunk-GZGEN4EM.js";
import {
  FRAME_TYPES
} from "./chunk-NYAGUFNB.js";
import {
  endpointOf,
  formatAddress,
  isDialable,
  isNamedPlace,
  parseAddress,
  parseAddresses,
  parsePlace
} from "./chunk-WI7TIAN3.js";
import {
  decide,
  decideName,
  decideRequest
} from "./chunk-RZSUSJYN.js";
import {
  saysWhat,
  thingsOf,
  toolLimits
} from "./chunk-DZ22X7PW.js";
import {
  authorizeCall,
  authorizeFile,
  authorizeMessage,
  scopeCheckOf,
  standingDenial,
  verifyChain
} from "./chunk-KMHR7AZL.js";
import {
  RevocationSet
} from "./chunk-AGDCSQEJ.js";
import {
  expandAllow
} from "./chunk-HR5KRO4O.js";
import {
  classify,
  saysMore
} from "./chunk-62Z2Z3VB.js";
import {
  parseToolPhrases
} from "./chunk-DPFOPI55.js";
import {
  readPrivateFile
} from "./chunk-SNO5PYOW.js";
import {
  Identity,
  MAX_NAME_BYTES,
  isIdentityName
} from "./chunk-GODHKPSB.js";
import {
  wordlist
} from "./chunk-UEVFT7Q3.js";
import {
  LedgerStore
} from "./chunk-AZZKQQAH.js";
import {
  loadFrontier,
  rootOfRange
} from "./chunk-4UU26I6M.js";
import {
  cosignedNote,
  parseWitnessKey,
  readCosignatureLines,
  readCosigned
} from "./chunk-LGGE3MIO.js";
import {
  validateBlock
} from "./chunk-T6VEM7CY.js";
import {
  Frontier
} from "./chunk-ELIUXP3L.js";
import {
  auditEntry,
  auditReport,
  capabilityDetail,
  capabilityView
} from "./chunk-BX6V6MQC.js";
import {
  MAX_CHAIN_TEXT,
  MAX_CHAIN_TOKENS,
  chainText,
  delegateToken,
  delegationDenial,
  readChain,
  signatureDenial,
  splitChain
} from "./chunk-NJ3XV43X.js";
import {
  MAX_DELEGATION_DEPTH,
  MAX_TOKEN_BYTES,
  MAX_TOKEN_LIFETIME_S,
  TOKEN_NONCE_BYTES,
  issueToken,
  readToken
} from "./chunk-MWVEHJ3N.js";
import {
  parseScope,
  scopeJson
} from "./chunk-HFRJ7ZGY.js";
import {
  MAX_SERVICE_NAME,
  SERVICE_NAME,
  parseConstraint
} from "./chunk-HMUT3PKD.js";
import {
  ALLOWED,
  deny,
  malformed
} from "./chunk-6LWAUCQS.js";
import {
  limitsOf
} from "./chunk-BT5TVXVA.js";
import {
  KIND_BYTES,
  MAX_DEADLINE_MS,
  TUNNEL_LINGER_MS,
  fileKinds
} from "./chunk-RIFLKF7L.js";
import {
  formatPeerId,
  parsePeerId
} from "./chunk-KHFQ3AZA.js";
import {
  MAX_RPC_BYTES,
  RPC_CODES,
  errorResponse,
  idInTail,
  readHead,
  readRpc,
  writeRpc
} from "./chunk-FX2GLV37.js";
import {
  DATA_DIR_NAMES,
  makeFolders
} from "./chunk-ZWVE4A5M.js";
import {
  storageError
} from "./chunk-7H45WMXX.js";
import {
  isSystemError,
  syncFolder
} from "./chunk-XGLJQYNB.js";
import {
  totalWork
} from "./chunk-TYN6C76O.js";
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import {
  TUNNEL_VARIABLE,
  groupGone,
  killMarked,
  signalGroup
} from "./chunk-NJGMDSGF.js";
import {
  primitivesInUse
} from "./chunk-ZCE2KQBH.js";
import {
  HEADER_BYTES,
  decodeBlock,
  decodeHeader,
  encodeHeader,
  hashHeader
} from "./chunk-KEZCLDZJ.js";
import {
  ENTRY_TYPES,
  MAX_SUCCESSION_BYTES,
  MAX_SUCCESSION_STEPS,
  makeEntry,
  peerOf,
  readEntry,
  verifySuccession
} from "./chunk-IP5NY5SG.js";
import {
  MAX_JUSTIFICATION_CHARACTERS,
  readSignedStatement,
  signStatements
} from "./chunk-5PLSURYL.js";
import {
  consistencyRanges,
  verifyConsistency
} from "./chunk-5ZXZSGQE.js";
import {
  readCheckpoint,
  signCheckpoint
} from "./chunk-RIQO26JO.js";
import {
  HASH_BYTES,
  Sha256,
  labelledHash,
  labelledHashOfLong,
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  u32,
  u64
} from "./chunk-LQJYXGFI.js";
import {
  didOfKey,
  isDid,
  keyOfDid,
  parseDid
} from "./chunk-ONC5ALCL.js";
import {
  randomBytes,
  randomFraction
} from "./chunk-2LF6EQRB.js";
import {
  canonicalBytes,
  parseCanonicalJson,
  parseJson,
  writeJson
} from "./chunk-XPPVS7Z5.js";
import {
  isFields,
  readArray,
  readBoolean,
  readBytes,
  readChoice,
  readHex,
  readInteger,
  readObject,
  readString
} from "./chunk-LHINULLD.js";
import {
  BoundedMap,
  BoundedQueue
} from "./chunk-RREDWCKR.js";
import {
  fromBase64url,
  toBase64,
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
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
  TalosError,
  invariant,
  isErrorCode,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/agent.ts
import { join as join2 } from "node:path";

// src/agent/api/reach-api.ts
var UNREACHED = { reachability: "unknown", relays: [], punches: [] };

// src/agent/authority/access-rule.ts
var NO_LIMITS = {};
function accessRule({ peer: did, listChanged }, { acl, peer, usage, watch }) {
  const unwatch = watch(() => LIST_KINDS.forEach(listChanged));
  let known;
  const limits = () => {
    const list = acl();
    if (list === void 0) return NO_LIMITS;
    const asked2 = peer(did);
    if (known?.list !== list || known.alias !== asked2.alias)
      known = { list, alias: asked2.alias, limits: limitsOf(list, asked2) };
    return known.limits;
  };
  const shows = (kind, name) => {
    const list = acl();
    return list === void 0 || decideName(list, peer(did), kind, name).allowed;
  };
  const within = (bounds, bytes) => {
    const excess = usage.excess(did, bounds, bytes);
    return excess === void 0 ? ALLOWED : deny("RATE_LIMITED", excess);
  };
  return {
    coverage: {
      tool: (name) => shows("tool", name),
      resource: (uri) => shows("resource", uri),
      prompt: (name) => shows("prompt", name)
    },
    check({ request, bytes, statement }) {
      const list = acl();
      if (list === void 0) return ALLOWED;
      const { allowed, code, reason } = decideRequest(list, peer(did), request);
      if (!allowed) return deny(code ?? "ACL_DENIED", reason);
      return statement === void 0 ? ALLOWED : within(limits(), bytes);
    },
    charge({ bytes }) {
      if (acl() === void 0) return ALLOWED;
      const bounds = limits();
      const verdict = within(bounds, bytes);
      if (verdict.allowed) usage.called(did, bounds, bytes);
      return verdict;
    },
    timeLimitMs: () => limits().maxExecutionMs,
    release(_call, { bytes }) {
      if (acl() === void 0) return ALLOWED;
      const { dataBytesPerDay } = limits();
      const bounds = dataBytesPerDay === void 0 ? {} : { dataBytesPerDay };
      const verdict = within(bounds, bytes);
      if (verdict.allowed) usage.moved(did, bounds, bytes);
      return verdict;
    },
    close: unwatch
  };
}

// src/base/sliding-window.ts
var SlidingWindow = class {
  #slotMs;
  /** One slot more than the window has: the window begins and ends within a slot. */
  #counts;
  #slot = 0;
  #count = 0;
  /**
   * @param windowMs - Length of the window in milliseconds.
   * @param slots - In how many it is divided.
   */
  constructor(windowMs, slots) {
    this.#slotMs = windowMs / slots;
    this.#counts = Array(slots + 1).fill(0);
  }
  /** How often it happened in the window that ends at `nowMs`; a time before the last one counts as that. */
  count(nowMs) {
    const slot = Math.max(Math.floor(nowMs / this.#slotMs), this.#slot);
    const passed = Math.min(slot - this.#slot, this.#counts.length);
    for (let i = 1; i <= passed; i++) {
      const at = (slot - passed + i) % this.#counts.length;
      this.#count -= this.#counts[at] ?? 0;
      this.#counts[at] = 0;
    }
    this.#slot = slot;
    return this.#count;
  }
  /** It happened at `nowMs`. */
  add(nowMs) {
    this.count(nowMs);
    const at = this.#slot % this.#counts.length;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#count++;
  }
};

// src/agent/authority/access-usage.ts
var MINUTE_MS = 6e4;
var SLOTS = 60;
var DAY_MS = 864e5;
var MAX_AHEAD_BYTES = 64 * 1024;
var AHEAD_PART = 64;
var SWEEP_ABOVE = 1024;
var PAGE = 1e4;
var PREFIX = "a";
var MAX_OTHER_KEY_BYTES = 32;
var AccessUsage = class _AccessUsage {
  #parts;
  #peers = /* @__PURE__ */ new Map();
  #dirty = /* @__PURE__ */ new Set();
  #writing;
  constructor(parts) {
    this.#parts = parts;
  }
  /** Reads what was used. @throws {TalosError} `E_STORAGE…`. */
  static async open(parts) {
    const usage = new _AccessUsage(parts);
    await usage.#readMarks();
    await usage.#countCalls();
    return usage;
  }
  async #readMarks() {
    const { store } = this.#parts;
    const today = dayOf(this.#now());
    const old = [];
    for await (const [key, value] of store.scan("usage", { start: utf8(PREFIX), end: utf8("b") })) {
      if (key.length <= MAX_OTHER_KEY_BYTES) continue;
      const { day, bytes } = readMark(value);
      const did = fromUtf8(key).slice(PREFIX.length);
      if (day < today) old.push({ kind: "delete", space: "usage", key });
      else this.#peers.set(did, { day, bytes, mark: bytes, calls: minute() });
    }
    if (old.length > 0) await store.apply(old);
  }
  async #countCalls() {
    const { ledger: ledger2 } = this.#parts;
    const now = this.#now();
    const times = [];
    for (let before = ledger2.size; ; ) {
      const page = await ledger2.query({ type: "decision", fromMs: now - MINUTE_MS - 1e3, before, last: PAGE });
      for (const { body, timeMs } of page)
        if (body.type === "decision" && body.decision === "allowed") times.push([body.peer, timeMs]);
      const first = page[0];
      if (first === void 0 || page.length < PAGE) break;
      before = first.seq;
    }
    for (const [peer, timeMs] of times.toSorted((a, b) => a[1] - b[1])) this.#of(peer, now).calls.add(timeMs);
  }
  /** The clock never counts as less than what is on record. */
  #now() {
    return Math.max(this.#parts.clock.now(), this.#parts.ledger.highestTimeMs);
  }
  #of(peer, now) {
    const today = dayOf(now);
    const held = this.#peers.get(peer);
    if (held === void 0) {
      if (this.#peers.size >= SWEEP_ABOVE) this.#sweep(today, now);
      const used = { day: today, bytes: 0, mark: 0, calls: minute() };
      this.#peers.set(peer, used);
      return used;
    }
    if (held.day < today) Object.assign(held, { day: today, bytes: 0, mark: 0 });
    return held;
  }
  #sweep(today, now) {
    for (const [peer, { day, calls }] of this.#peers)
      if (day < today && calls.count(now) === 0) this.#peers.delete(peer);
  }
  /** Why a call of so many bytes is beyond what the peer may do now, or undefined. Changes nothing. */
  excess(peer, limits, bytes) {
    const { requestsPerMinute, dataBytesPerDay } = limits;
    if (requestsPerMinute === void 0 && dataBytesPerDay === void 0) return void 0;
    const now = this.#now();
    const used = this.#of(peer, now);
    if (requestsPerMinute !== void 0 && used.calls.count(now) >= requestsPerMinute)
      return `more than ${requestsPerMinute} calls in a minute`;
    if (dataBytesPerDay !== void 0 && used.bytes + bytes > dataBytesPerDay)
      return `more than ${dataBytesPerDay} bytes on a day`;
    return void 0;
  }
  /** Counts a call of so many bytes, which {@link excess} let through. */
  called(peer, limits, bytes) {
    const now = this.#now();
    this.#of(peer, now).calls.add(now);
    this.moved(peer, limits, bytes);
  }
  /** Counts bytes of an answer. */
  moved(peer, { dataBytesPerDay }, bytes) {
    const used = this.#of(peer, this.#now());
    used.bytes += bytes;
    if (dataBytesPerDay === void 0 || used.bytes < used.mark) return;
    used.mark = used.bytes + Math.min(MAX_AHEAD_BYTES, Math.ceil(dataBytesPerDay / AHEAD_PART));
    this.#dirty.add(peer);
    this.#write();
  }
  /** Marks are written one batch after the other: what comes meanwhile goes with the next. */
  #write() {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = void 0;
      if (this.#dirty.size > 0) this.#write();
    });
  }
  async #writeAll() {
    const changes = [...this.#dirty].flatMap((peer) => {
      const used = this.#peers.get(peer);
      return used === void 0 ? [] : [markOf(peer, used.day, used.mark)];
    });
    this.#dirty.clear();
    try {
      await this.#parts.store.apply(changes);
    } catch (error) {
      this.#parts.onFailure(error);
    }
  }
  /** Writes what is used. Resolves when it is durable, or its failure was told. */
  async close() {
    while (this.#writing !== void 0) await this.#writing;
    for (const [peer, used] of this.#peers) {
      if (used.mark === used.bytes) continue;
      used.mark = used.bytes;
      this.#dirty.add(peer);
    }
    if (this.#dirty.size > 0) await this.#writeAll();
  }
};
var minute = () => new SlidingWindow(MINUTE_MS, SLOTS);
function dayOf(ms) {
  return Math.floor(ms / DAY_MS);
}
function markOf(peer, day, bytes) {
  return { kind: "put", space: "usage", key: utf8(PREFIX + peer), value: canonicalBytes({ v: 1, day, bytes }) };
}
function readMark(value) {
  try {
    const fields = readObject(parseJson(value), { required: ["v", "day", "bytes"] }, "usage");
    readInteger(fields.v, "v", { min: 1, max: 1 });
    return { day: readInteger(fields.day, "day"), bytes: readInteger(fields.bytes, "bytes") };
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "what a peer has used cannot be read", { cause });
  }
}

// src/agent/authority/access-lists.ts
var NO_FILE = toHex(sha256(new Uint8Array()));
var AccessLists = class {
  #core;
  #files;
  #open = /* @__PURE__ */ new Map();
  #usage;
  /** @param files - Absent: there are no files, and no lists. */
  constructor(core, files) {
    this.#core = core;
    this.#files = files;
  }
  /**
   * Reads and watches the list of a service.
   *
   * @param path - Absolute; the standard one where absent, which need not be there.
   * @returns The list; undefined where there can be none.
   * @throws {TalosError} `E_CONFIG` for a list that is none, or a named one that is not there; `E_STORAGE…`.
   */
  async open(service, path) {
    const files = this.#files;
    if (files === void 0) {
      if (path === void 0) return void 0;
      throw new TalosError("E_USAGE", "there are no files here to read a list from");
    }
    this.#usage ??= AccessUsage.open({
      store: this.#core.store,
      ledger: this.#core.ledger,
      clock: this.#core.clock,
      onFailure: () => this.#core.notice("acl", "what peers have used could not be written")
    }).catch((error) => {
      this.#usage = void 0;
      throw error;
    });
    const usage = await this.#usage;
    const list = this.#listAt(files, path ?? files.standard);
    list.services.push(service);
    const close = () => this.#left(list, service);
    try {
      await list.turns.run(() => this.#begin(files, list, path !== void 0));
    } catch (error) {
      close();
      throw error;
    }
    const watch = (changed3) => {
      list.watchers.add(changed3);
      return () => list.watchers.delete(changed3);
    };
    const parts = { usage, peer: (did) => this.#peer(did), acl: () => list.acl, watch };
    return { close, rule: (tunnel) => accessRule(tunnel, parts) };
  }
  #listAt(files, path) {
    const held = this.#open.get(path);
    if (held !== void 0) return held;
    const list = {
      path,
      services: [],
      turns: new Mutex(),
      stop: files.watch(path, () => void list.turns.run(() => this.#changed(files, list))),
      acl: void 0,
      digest: "",
      refused: "",
      problem: "",
      watchers: /* @__PURE__ */ new Set()
    };
    this.#open.set(path, list);
    return list;
  }
  #left(list, service) {
    const at = list.services.indexOf(service);
    if (at >= 0) list.services.splice(at, 1);
    if (list.services.length > 0 || this.#open.get(list.path) !== list) return;
    this.#open.delete(list.path);
    list.stop();
  }
  /** The first reading for a service: a file that is bad now serves nobody, even where an older one is in force. */
  async #begin(files, list, isNamed) {
    const bytes = await files.read(list.path).catch((error) => {
      this.#missed(list);
      throw error;
    });
    if (bytes !== void 0) {
      const error = await this.#take(files, list, bytes);
      if (error !== void 0) throw error;
      return;
    }
    if (!isNamed && list.acl === void 0) return;
    this.#missed(list);
    throw new TalosError("E_CONFIG", isNamed ? `there is no access-control list ${list.path}` : `${list.path} is gone`);
  }
  /** On record: a list that is to be obeyed is not there, or cannot be read. */
  #missed({ digest }) {
    this.#core.ledger.append({ type: "acl", digest: digest === "" ? NO_FILE : digest, event: "missing" });
  }
  /** A later reading: whatever is wrong, the list in force stays so. */
  async #changed(files, list) {
    if (this.#open.get(list.path) !== list) return;
    try {
      const bytes = await files.read(list.path);
      if (bytes !== void 0) {
        const error = await this.#take(files, list, bytes);
        if (error !== void 0) this.#stays(list, error.message);
      } else if (list.acl !== void 0) this.#stays(list, `${list.path} is gone`, true);
    } catch (error) {
      this.#stays(list, error instanceof Error ? error.message : String(error), true);
    }
  }
  #stays(list, problem, isMissing = false) {
    if (list.problem === problem) return;
    if (isMissing) this.#missed(list);
    list.problem = problem;
    const what = list.acl === void 0 ? "no access-control list is in force" : "the list from before stays in force";
    this.#core.notice("acl", `${problem}: ${what}`);
  }
  /** Puts a list in force, or says why not. @throws {TalosError} `E_STORAGE…` if that cannot be recorded. */
  async #take(files, list, bytes) {
    const digest = toHex(sha256(bytes));
    if (list.acl !== void 0 && list.digest === digest) {
      if (list.problem !== "") this.#core.notice("acl", `${list.path} is the list in force again`);
      list.problem = list.refused = "";
      return void 0;
    }
    const read = await files.parse(bytes);
    if ("faults" in read) {
      if (list.refused !== digest) this.#core.ledger.append({ type: "acl", digest, event: "refused" });
      list.refused = digest;
      return files.fault(read.faults, list.path);
    }
    await this.#core.ledger.append({ type: "acl", digest, event: "loaded" }).durable();
    Object.assign(list, { acl: read.acl, digest, refused: "", problem: "" });
    for (const changed3 of list.watchers) changed3();
    const { size } = read.acl.peers;
    this.#core.notice("acl", `${list.path} is in force: ${size === 1 ? "1 peer" : `${size} peers`} listed`);
    return void 0;
  }
  /** What a peer is called here now: by its owner, never by itself. */
  #peer(did) {
    return { did, alias: this.#core.peers.get(did)?.alias ?? "" };
  }
  async check(question) {
    const { method, target } = question;
    const { acl, file, inForce } = await this.#asked(question);
    const peer = this.#named(question.peer);
    const { code, ...decision } = decide(acl, peer, method, target);
    const { did, alias } = peer;
    const answer = { peer: did, alias, ...decision, file, inForce, limits: limitsOf(acl, peer) };
    return code === void 0 ? answer : { ...answer, code };
  }
  /** A whole name: what only begins like one is a peer that no list names. */
  #named(text) {
    if (isDid(text)) return this.#peer(text);
    const held = this.#core.peers.called(text);
    return held === void 0 ? { did: "", alias: text } : this.#peer(held.did);
  }
  async #asked({ file, service }) {
    const open2 = file === void 0 ? this.#openFor(service) : void 0;
    if (open2?.acl !== void 0) return { acl: open2.acl, file: open2.path, inForce: true };
    const path = file ?? this.#files?.standard;
    const bytes = path === void 0 ? void 0 : await this.#files?.read(path);
    if (path === void 0 || this.#files === void 0 || bytes === void 0)
      throw new TalosError("E_NOT_FOUND", `there is no access-control list${path === void 0 ? "" : ` ${path}`}`, {
        hint: "without one, capabilities alone decide"
      });
    const read = await this.#files.parse(bytes);
    if ("faults" in read) throw await this.#files.fault(read.faults, path);
    return { acl: read.acl, file: path, inForce: false };
  }
  #openFor(service) {
    const fits2 = [...this.#open.values()].filter(({ services }) => service === void 0 || services.includes(service));
    const [first, second] = fits2;
    if (second !== void 0)
      throw new TalosError("E_AMBIGUOUS", "services have different access-control lists", {
        hint: "name one with --service, or the list with --acl"
      });
    if (first === void 0 && service !== void 0 && this.#open.size > 0)
      throw new TalosError("E_NOT_FOUND", "no service of that name is lent now");
    return first;
  }
  async lists() {
    return [...this.#open.values()].map(({ path: file, services, digest, problem }) => {
      return { file, services: [...services], digest, problem };
    });
  }
  /** Ends what watches, and writes what was used. */
  async close() {
    for (const { stop } of this.#open.values()) stop();
    this.#open.clear();
    try {
      await (await this.#usage)?.close();
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
  }
};

// src/agent/tunnel/tools.ts
var Tools = class {
  #book;
  constructor(book) {
    this.#book = book;
  }
  async list({ service }) {
    return this.#of(service).map(viewOf);
  }
  async changes({
    service,
    tool
  }) {
    const of = this.#of(service);
    if (tool !== void 0 && !of.some(({ tools }) => tools.has(tool))) throw neverLent(`a tool ${tool}`);
    const places = of.flatMap(
      (pins) => tool === void 0 ? placesOf(pins) : [{ service: pins.service, tool }]
    );
    return places.flatMap((place) => changeOf(place, this.#book.of(place.service).at(place)) ?? []);
  }
  async approve(params) {
    const { service, tools = [], server = false, all = false, forNewGrants = false } = params;
    const of = this.#of(service);
    const places = all ? of.flatMap((pins) => placesOf(pins)) : [...tools, ...server ? [void 0] : []].flatMap((tool) => this.#place(of, tool));
    return this.#book.approve(places, forNewGrants);
  }
  /** The place of what changed, of one service. */
  #place(of, tool) {
    const places = of.map(({ service }) => tool === void 0 ? { service } : { service, tool }).filter((place) => this.#book.of(place.service).at(place) !== void 0);
    if (places.length === 0) throw neverLent(tool === void 0 ? "a server" : `a tool ${tool}`);
    const changed3 = places.filter((place) => this.#book.of(place.service).at(place)?.found !== void 0);
    if (changed3.length > 1)
      throw new TalosError("E_AMBIGUOUS", `it changed in ${changed3.map((place) => place.service).join(", ")}`, {
        hint: "name one with --service"
      });
    return changed3;
  }
  #of(service) {
    const all = this.#book.services();
    const of = service === void 0 ? all : all.filter((pins) => pins.service === service);
    if (service !== void 0 && of.length === 0) throw neverLent(`a service ${service}`);
    return of;
  }
};
function neverLent(what) {
  return new TalosError("E_NOT_FOUND", `${what} was never lent here`, {
    hint: "talos tools list shows those that were"
  });
}
function placesOf({ service, tools }) {
  return [{ service }, ...[...tools.keys()].map((tool) => ({ service, tool }))];
}
function viewOf({ service, server, tools }) {
  return {
    service,
    server: pinView(server),
    tools: [...tools].map(([tool, pin]) => ({ tool, ...pinView(pin), readOnly: isReadOnly(pin) }))
  };
}
function pinView(pin) {
  const { approved, found } = pin ?? {};
  return {
    standing: found === void 0 ? "approved" : found.kind,
    definition: hex(approved?.hash ?? ""),
    ...found?.kind === "changed" ? { found: hex(found.hash) } : {}
  };
}
function changeOf({ service, tool }, pin) {
  if (pin?.found === void 0) return void 0;
  const { approved, found } = pin;
  return {
    service,
    ...tool === void 0 ? {} : { tool },
    before: approved.text,
    definition: hex(approved.hash),
    ...found.kind === "changed" ? { after: found.text, found: hex(found.hash) } : {}
  };
}
function hex(hash) {
  return toHex(fromBase64url(hash));
}
function isReadOnly({ approved: { text } }) {
  return text !== "" && toolDefinition(parseJson(text))?.isReadOnly === true;
}
var [OTHER_CLAIMS_BYTES, FRAME_CHARACTERS] = [720, 160];
function pinnedScope(book, { scope, pinned = true }) {
  const made = pinned ? withPins(book.of(scope.service), scope) : scope;
  if (fits(made)) return made;
  throw new TalosError("E_LIMIT", "a capability for so many tools is longer than a token may be", {
    hint: fits(scope) ? "grant fewer tools at once; with --no-pins the capability does not name their definitions, which are watched here all the same" : "grant fewer tools at once",
    details: { tools: Object.keys(scope.tools).length, maxTokenBytes: MAX_TOKEN_BYTES }
  });
}
function fits(scope) {
  const claims = canonicalBytes(scopeJson(scope)).length + OTHER_CLAIMS_BYTES;
  return Math.ceil(claims * 4 / 3) + FRAME_CHARACTERS <= MAX_TOKEN_BYTES;
}
function withPins({ server, tools: pins }, scope) {
  if (server === void 0 || scope.pins !== void 0) return scope;
  const named = Object.keys(scope.tools).flatMap((tool) => {
    const pin = pins.get(tool);
    return pin === void 0 ? [] : [{ tool, pin }];
  });
  const tools = Object.fromEntries(named.map(({ tool, pin }) => [tool, pin.approved.hash]));
  const readOnly = named.filter(({ pin }) => isReadOnly(pin)).map(({ tool }) => tool);
  return parseScope({
    ...scope,
    pins: { server: server.approved.hash, tools },
    ...readOnly.length === 0 ? {} : { read_only_tools: readOnly }
  });
}

// src/capability/inherited.ts
function underConditionsOf(parent, given) {
  const { limits, windows, environment, fresh, read_only } = parent;
  return {
    ...windows && { windows },
    ...fresh !== void 0 && { fresh },
    ...read_only && { read_only },
    ...given,
    ...limits && { limits: { ...limits, ...given.limits } },
    ...environment && { environment: { ...environment, ...given.environment } },
    ...toolLimitsOf(parent, given),
    ...pinsOf(parent, given)
  };
}
function toolLimitsOf(parent, given) {
  const limits = Object.keys(given.tools).flatMap((tool) => {
    const [above, own] = [parent.tool_limits?.[tool], given.tool_limits?.[tool]];
    return above === void 0 && own === void 0 ? [] : [[tool, { ...above, ...own }]];
  });
  return limits.length === 0 ? {} : { tool_limits: Object.fromEntries(limits) };
}
function pinsOf({ pins, read_only_tools = [] }, given) {
  if (pins === void 0 || given.pins !== void 0) return {};
  const isGranted = (tool) => Object.hasOwn(given.tools, tool);
  const tools = Object.fromEntries(Object.entries(pins.tools).filter(([tool]) => isGranted(tool)));
  const onlyRead = read_only_tools.filter(isGranted);
  return { pins: { server: pins.server, tools }, ...onlyRead.length === 0 ? {} : { read_only_tools: onlyRead } };
}

// src/agent/authority/delegating.ts
function assertTerms({ expiresInS, depth = 0 }) {
  const isLife = expiresInS === void 0 || Number.isInteger(expiresInS) && expiresInS >= 1;
  if (!isLife || (expiresInS ?? 0) > MAX_TOKEN_LIFETIME_S)
    throw new TalosError("E_USAGE", `a capability lasts 1 second to ${MAX_TOKEN_LIFETIME_S / 86400} days`);
  if (!(Number.isInteger(depth) && depth >= 0 && depth <= MAX_DELEGATION_DEPTH))
    throw new TalosError(
      "E_USAGE",
      `a chain has at most ${MAX_CHAIN_TOKENS} tokens: a depth is 0 to ${MAX_DELEGATION_DEPTH}`
    );
}
async function parentOf(grants, capability) {
  return /^[0-9a-f]{0,64}$/.test(capability) ? grants.find(capability) : grants.receive(capability);
}
var DEFAULT_LIFETIME_S = 86400;
async function delegate(core, parent, subject, scope, { expiresInS, depth = 0 }, defaultS = DEFAULT_LIFETIME_S) {
  const { expiresAtS, issuedAtS } = parent.token.claims;
  const nowS = Math.floor(core.authority.standing().nowMs / 1e3);
  const leftS = Math.max(expiresAtS - Math.max(nowS, issuedAtS), 1);
  const kept2 = underConditionsOf(parent.token.claims.scope, scope);
  return core.grants.delegate(parent, subject, kept2, expiresInS ?? Math.min(leftS, defaultS), depth);
}

// src/agent/authority/grant-scope.ts
function termsOf(text) {
  const terms = text === void 0 ? {} : parseJson(text);
  if (!isFields(terms)) throw new TalosError("E_USAGE", "the terms of a grant are an object");
  return terms;
}
function scopeAskedFor(params, service) {
  const { tools = {}, service: named, tool_limits, ...terms } = termsOf(params.terms);
  if (!isFields(tools)) throw new TalosError("E_USAGE", "the tools of a grant are an object");
  if (params.service !== void 0 && named !== void 0 && params.service !== named)
    throw new TalosError("E_USAGE", "two services are named");
  const members = Object.entries(terms);
  for (const name of ["resources", "prompts"]) {
    const texts = params[name];
    if (texts !== void 0)
      members.push([name, texts.map((text) => parseConstraint(parseJson(text)))]);
  }
  const phrases = parseToolPhrases(params.tools);
  const rules = [
    ...Object.entries(tools),
    ...Object.entries(phrases.tools)
  ];
  return parseScope({
    ...onceEach(members, "a member"),
    ...toolLimits(tool_limits, phrases.tool_limits),
    service: params.service ?? named ?? service(),
    tools: onceEach(rules, "a tool")
  });
}
function scopeToDelegate({ tools, ...params }, parent) {
  const { resources, prompts } = params;
  const isAsked = tools !== void 0 || saysWhat({ ...termsOf(params.terms), resources, prompts });
  if (isAsked) return scopeAskedFor({ ...params, tools: tools ?? [] }, () => parent.service);
  return onTerms(parseScope({ ...thingsOf(parent), service: parent.service }), params.terms);
}
function onTerms(scope, text) {
  if (text === void 0) return scope;
  const members = [...Object.entries(scope), ...Object.entries(termsOf(text))];
  return parseScope(onceEach(members, "a member"));
}
function onceEach(entries, what) {
  const object = /* @__PURE__ */ Object.create(null);
  for (const [name, value] of entries) {
    if (object[name] !== void 0) throw new TalosError("E_USAGE", `${what} of the scope is named twice`);
    object[name] = value;
  }
  return object;
}

// src/agent/authority/renewing.ts
async function renewOne(parts, id, signal) {
  const held = parts.core.grants.find(id);
  if (held.direction !== "received")
    throw new TalosError("E_NOT_FOUND", "only the holder of a capability renews it, from its issuer");
  return renewHeld(parts, held, signal);
}
async function renewHeld({ dialer }, held, signal) {
  const renewed = await dialer.renew(held, signal);
  dialer.renewed(held, renewed);
  return renewed;
}
async function renewAll(parts, signal) {
  const { nowMs } = parts.core.authority.standing();
  const newest = [];
  for (const grant of [...parts.core.grants.all()].reverse()) {
    const { claims } = grant.token;
    const isRenewable2 = grant.direction === "received" && (claims.scope.renewable_until ?? 0) * 1e3 > nowMs;
    if (isRenewable2 && !newest.some(({ token }) => isSameLine(token, grant.token))) newest.push(grant);
  }
  return Promise.all(
    newest.map(async (held) => {
      const { id } = held.token;
      try {
        return { id, outcome: await renewHeld(parts, held, signal) };
      } catch (error) {
        if (isStorageFailure(error) || !isTalosError(error)) throw error;
        return { id, outcome: error };
      }
    })
  );
}

// src/agent/authority/lease.ts
function sinceThen({ grants }, { direction, token }) {
  if (direction === "received" || token.claims.scope.renewable_until === void 0) return [];
  const { issuedAtS } = token.claims;
  const isOne = (each) => each.direction === direction && each.token.claims.issuedAtS >= issuedAtS && isSameLine(token, each.token);
  return grants.all().filter(isOne);
}
function restOfLease(parts, { direction, token }) {
  if (direction === "received" || token.claims.scope.renewable_until === void 0) return [];
  const { nowMs } = parts.authority.standing();
  const isOne = (each) => each.direction === direction && each.token.id !== token.id && each.token.claims.expiresAtS * 1e3 > nowMs && isSameLine(token, each.token);
  return parts.grants.all().filter(isOne);
}
function isTakenBack(parts, held) {
  const { revocations } = parts.authority.standing();
  return revocations.revokes(held.chain) || sinceThen(parts, held).some(({ chain }) => revocations.revokes(chain));
}
function stillTakenBack(parts, held, id) {
  const { depth, maxDepth } = held.token.claims;
  if (depth >= maxDepth) return [];
  const { did } = parts.identity;
  const { revocations } = parts.authority;
  const before = new Set(sinceThen(parts, held).map(({ token }) => token.id));
  const said = revocations.takenBackUnder(did, before).map((subject) => ({ kind: "subject", id: subject, under: id }));
  if ([...before].some((each) => revocations.placeOf(did, { kind: "chain", id: each }) !== void 0))
    said.push({ kind: "chain", id });
  return said;
}

// src/agent/authority/revoking.ts
var TELL_TIMEOUT_MS = 5e3;
async function revoke(parts, params) {
  const { core } = parts;
  const { revoked, concerns } = matterOf(parts, params);
  const named = revoked();
  const { timeMs } = await core.revocations.revoke(named, params.reason);
  await core.revocations.revoke(revoked(), params.reason);
  const [{ kind, id }] = named;
  const audiences = parts.control.issuers.audiences(concerns);
  const told = await Promise.all(audiences.map((audience) => tell(parts, audience)));
  return { id, kind, revokedAtMs: timeMs, told };
}
function matterOf(parts, params) {
  const { id, chain = false, subject, issuer, beforeMs } = params;
  const named = [id, subject, issuer].filter((each) => each !== void 0).length;
  if (named !== 1 || chain && id === void 0 || beforeMs !== void 0 && issuer === void 0)
    throw new TalosError("E_USAGE", "say one of a capability, a holder and an issuer");
  if (id !== void 0) return chain ? chainMatter(parts, id) : tokenMatter(parts, id);
  if (subject !== void 0) return everything({ kind: "subject", id: parseDid(subject) });
  const did = parseDid(issuer ?? "");
  const { core } = parts;
  const before = beforeMs ?? (did === core.identity.did ? core.authority.standing().nowMs + 1 : void 0);
  return everything(before === void 0 ? { kind: "issuer", id: did } : { kind: "issuer", id: did, before });
}
function everything(revoked) {
  return { revoked: () => [revoked], concerns: () => true };
}
function tokenMatter(parts, id) {
  const { grants, identity } = parts.core;
  const served = servedToken(parts, id);
  if (served !== void 0 && served.claims.issuer !== identity.did) return servedMatter(parts, served);
  const held = grants.find(id);
  if (held.direction === "received")
    throw new TalosError("E_NOT_FOUND", "only the issuer of a capability, or one above it, can revoke it", {
      hint: `ask ${held.token.claims.issuer}`
    });
  const ids = () => [held.token.id, ...restOf(parts, held)];
  return {
    revoked: () => {
      const [named, ...rest] = ids();
      return [{ kind: "token", id: named }, ...rest.map((each) => ({ kind: "token", id: each }))];
    },
    concerns: (grant) => ids().includes(grant.token.id)
  };
}
function restOf({ core }, held) {
  return held === void 0 ? [] : restOfLease(core, held).map(({ token }) => token.id);
}
function servedMatter(parts, { id, claims }) {
  const { subject, parent } = claims;
  return {
    revoked: () => {
      const above = parent === void 0 ? [] : [parent, ...restOf(parts, parts.core.grants.get(parent))];
      return [{ kind: "token", id }, ...above.map((under) => ({ kind: "subject", id: subject, under }))];
    },
    concerns: (grant) => grant.token.id === id
  };
}
function chainMatter(parts, id) {
  const token = servedToken(parts, id) ?? parts.core.grants.find(id).token;
  const ids = () => [token.id, ...restOf(parts, parts.core.grants.get(token.id))];
  return {
    revoked: () => {
      const [named, ...rest] = ids();
      return [{ kind: "chain", id: named }, ...rest.map((each) => ({ kind: "chain", id: each }))];
    },
    concerns: ({ chain }) => chain.some((each) => ids().includes(each.id))
  };
}
function servedToken({ served }, id) {
  return served().flat().find((token) => token.id === id);
}
async function tell({ control: control2, reach }, audience) {
  var _stack2 = [];
  try {
    const limit = __using(_stack2, deadline(void 0, TELL_TIMEOUT_MS));
    const { signal } = limit;
    try {
      var _stack = [];
      try {
        const [open2] = control2.revocations.channelsTo(audience);
        if (open2 !== void 0) return { did: audience, told: await control2.revocations.tell(open2, signal) };
        const reached = __using(_stack, await reach(audience, signal));
        return { did: audience, told: await control2.revocations.tell(reached.channel, signal) };
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        __callDispose(_stack, _error, _hasError);
      }
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return { did: audience, told: false };
    }
  } catch (_2) {
    var _error2 = _2, _hasError2 = true;
  } finally {
    __callDispose(_stack2, _error2, _hasError2);
  }
}

// src/agent/authority/capabilities.ts
var Capabilities = class {
  #parts;
  constructor(parts) {
    this.#parts = parts;
  }
  /** @param onlyService - The service, where `params` names none. */
  async grant(params, onlyService) {
    const { core } = this.#parts;
    const { expiresInS, depth, audience } = params;
    assertTerms(params);
    const scope = pinnedScope(core.pins, { scope: scopeAskedFor(params, onlyService), pinned: params.pinned });
    const grant = await core.grants.issue(parseDid(params.subject), scope, expiresInS, {
      ...depth === void 0 ? {} : { depth },
      ...audience === void 0 ? {} : { audience: parseDid(audience) }
    });
    return this.#granted(grant);
  }
  async delegate(params) {
    const { core } = this.#parts;
    assertTerms(params);
    const subject = parseDid(params.subject);
    const parent = await parentOf(core.grants, params.capability);
    const scope = scopeToDelegate(params, parent.token.claims.scope);
    return this.#granted(await delegate(core, parent, subject, scope, params));
  }
  async list() {
    return Promise.all(this.#parts.core.grants.all().map((grant) => this.#view(grant)));
  }
  async detail(id) {
    const grant = this.#parts.core.grants.find(id);
    return capabilityDetail(grant, await this.#revocationOf(grant));
  }
  async isRevoked(chain) {
    return this.#parts.core.authority.revocations.revokes(readChain(chain));
  }
  async revoke(params) {
    return revoke(this.#parts, params);
  }
  async renew({ id }, signal) {
    const renewed = id === void 0 ? await renewAll(this.#parts, signal) : [await renewOne(this.#parts, id, signal)];
    return Promise.all(
      renewed.map(async (each) => {
        const { id: of, outcome } = "outcome" in each ? each : { id: id ?? "", outcome: each };
        if (outcome instanceof TalosError) return { id: of, refused: outcome.code };
        return { id: of, capability: await this.#view(outcome), token: chainText(outcome.chain) };
      })
    );
  }
  async #granted(grant) {
    return { capability: await this.#view(grant), token: chainText(grant.chain) };
  }
  async #view(grant) {
    return capabilityView(grant, await this.#revocationOf(grant));
  }
  async #revocationOf({ chain }) {
    const { authority, revocations } = this.#parts.core;
    const found = authority.revocations.find(chain);
    if (found === void 0) return void 0;
    const { timeMs: atMs, reason } = await revocations.item(found);
    return { by: found.by, kind: found.kind, atMs, reason };
  }
};

// src/agent/identity/identities.ts
var ANNOUNCE_MS = 1e4;
var ANNOUNCED_AT_ONCE = 16;
var Identities = class {
  #core;
  #parts;
  constructor(core, parts) {
    this.#core = core;
    this.#parts = parts;
  }
  async announce(signal) {
    var _stack = [];
    try {
      const { successions, identity } = this.#core;
      if (successions.lineTo(identity.did).length === 0) return { told: [], notReached: [] };
      const own = /* @__PURE__ */ new Set([identity.did, ...successions.formers(identity.did)]);
      const open2 = [...this.#acquainted()].filter((did) => !own.has(did) && !successions.isOver(did));
      const told = [];
      const notReached = [];
      const limit = __using(_stack, deadline(signal, ANNOUNCE_MS));
      const tellNext = async () => {
        for (let peer = open2.pop(); peer !== void 0; peer = open2.pop())
          (await this.#tell(peer, limit.signal) ? told : notReached).push(peer);
      };
      await Promise.all(Array.from({ length: ANNOUNCED_AT_ONCE }, tellNext));
      signal?.throwIfAborted();
      return { told: told.sort(), notReached: notReached.sort() };
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  /** Those whom an address is known of, and the other sides of tokens. */
  #acquainted() {
    const { peers, grants, successions } = this.#core;
    const known = peers.all().flatMap(({ did, addresses: addresses2 }) => addresses2.length > 0 ? [did] : []);
    const sides = grants.all().flatMap(({ token: { claims } }) => [claims.issuer, claims.subject, claims.audience]);
    return /* @__PURE__ */ new Set([...known, ...sides.map((did) => successions.current(did))]);
  }
  async #tell(peer, signal) {
    try {
      var _stack = [];
      try {
        signal.throwIfAborted();
        const reached = __using(_stack, await this.#parts.reach(peer, signal));
        return await this.#parts.told(reached.channel, signal);
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        __callDispose(_stack, _error, _hasError);
      }
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return false;
    }
  }
  async record({ peer, isSought = false }) {
    const { store, clock, identity } = this.#core;
    const did = peer === void 0 ? identity.did : this.#core.known(peer);
    const isOwn2 = did === identity.did;
    const record2 = isSought && !isOwn2 ? await this.#parts.find(did) : await new RecordBook(store, clock, identity.did).get(did);
    if (record2 === void 0)
      throw new TalosError("E_NOT_FOUND", `no agent record of ${did} ${isSought ? "was found" : "is kept here"}`, {
        hint: isOwn2 ? "one is made when this agent registers: talos register --server HOST:PORT" : isSought ? "it has never been announced where this agent looks: at its servers, and in the DHT" : "one is kept once the peer was looked for at a server"
      });
    const { sequence, issuedAtMs, expiresAtMs, addresses: addresses2, mailboxes, services, bytes } = record2;
    return { did, sequence, issuedAtMs, expiresAtMs, addresses: addresses2, mailboxes, services, record: fromUtf8(bytes) };
  }
  async peer({ peer }) {
    return this.#core.known(peer);
  }
  async names() {
    return this.#core.names.all().map(({ name, agent, offered, pinnedAtMs }) => ({
      name,
      pinned: agent,
      pinnedAtMs,
      ...offered === void 0 ? {} : { offered }
    }));
  }
};

// src/agent/message/message-grants.ts
var MAX_PRESENTED = 1024;
var MAX_PRESENTED_BYTES = MAX_CHAIN_TEXT + 1024;
var NO_TOKEN = Object.freeze(deny("NO_CAPABILITY", "the sender has no capability to send messages"));
function presentation({ from, to }, chain) {
  return encodeCbor({ v: SESSION_VERSION, suite: SUITE, from, to, chain: [...chain] });
}
function readPresentation(bytes, route) {
  const value = decodeCbor(bytes, { maxBytes: MAX_PRESENTED_BYTES });
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "chain")) return void 0;
  const fields = readVersioned(value, { required: ["from", "to", "chain"] }, "presentation");
  if (readString(fields.from, "from") !== route.from || readString(fields.to, "to") !== route.to)
    throw new TalosError("E_IDENTITY_MISMATCH", "a capability is presented from or for another agent");
  return readArray(
    fields.chain,
    "chain",
    { min: 1, max: MAX_CHAIN_TOKENS },
    (text, name) => readString(text, name, { min: 1, max: MAX_CHAIN_TEXT })
  );
}
var MessageGrants = class {
  #core;
  #rootsOf;
  #presented = new BoundedMap(MAX_PRESENTED);
  /** @param rootsOf - Whose root tokens a service accepts; this agent's where it is not lent. */
  constructor(core, rootsOf2) {
    this.#core = core;
    this.#rootsOf = rootsOf2;
  }
  /** Takes a chain that `sender` presented, where it lets it write now. @returns Why it does not. */
  present(sender, chain) {
    const verdict = this.#verdict(sender, chain, (grant, standing) => authorizeMessage(grant, 0, standing));
    if (!verdict.allowed) return verdict;
    this.#presented.set(sender, chain);
    return void 0;
  }
  /** Whether `sender` may write a message of so many bytes now, under any of its tokens; of more than one denial the last. */
  verdict(sender, bytes) {
    return this.#anyOf(sender, "messages", (grant, standing) => authorizeMessage(grant, bytes, standing));
  }
  /** Whether `sender` may send a file now, likewise, or under the chain that came with it. */
  fileVerdict(sender, file) {
    const allows = (grant, standing) => authorizeFile(grant, file, standing);
    const verdict = this.#anyOf(sender, "files", allows);
    return verdict.allowed || file.chain === void 0 ? verdict : this.#verdict(sender, file.chain, allows);
  }
  #anyOf(sender, rule, allows) {
    const { grants, identity } = this.#core;
    let verdict = NO_TOKEN;
    const own = grants.all().filter(
      ({ direction, token: { claims } }) => direction === "issued" && claims.subject === sender && claims.audience === identity.did && claims.scope[rule] !== void 0
    ).map(({ token }) => [token.text]);
    const presented = this.#presented.get(sender);
    for (const chain of presented === void 0 ? own : [presented, ...own]) {
      verdict = this.#verdict(sender, chain, allows);
      if (verdict.allowed) return verdict;
    }
    return verdict;
  }
  #verdict(sender, chain, allows) {
    const { authority } = this.#core;
    const service = serviceOf(chain);
    if (service === void 0) return deny("MALFORMED", "what was presented is no capability");
    const verified = authority.verify(chain, sender, service, this.#rootsOf(service));
    return verified.allowed ? allows(verified.grant, authority.standing()) : verified;
  }
  /**
   * The chain to present to `peer`, under which this agent may write to it, or send it files; `undefined` where there is
   * none, or it was issued by the peer itself, who knows it.
   */
  toPresent(peer, rule) {
    const { grants, authority } = this.#core;
    const { nowMs, revocations } = authority.standing();
    const held = grants.all().findLast(
      ({ direction, chain, token: { claims } }) => direction === "received" && claims.audience === peer && claims.scope[rule] !== void 0 && claims.expiresAtS * 1e3 > nowMs && !revocations.revokes(chain)
    );
    const isKnown = held?.chain.length === 1 && held.token.claims.issuer === peer;
    return held === void 0 || isKnown ? void 0 : held.chain.map(({ text }) => text);
  }
};
function serviceOf(chain) {
  try {
    const leaf = chain.at(-1);
    return leaf === void 0 ? void 0 : readToken(leaf).claims.scope.service;
  } catch (error) {
    if (isTalosError(error, "MALFORMED")) return void 0;
    throw error;
  }
}
var DENIED = utf8("denied");

// src/agent/message/gated-link.ts
var PRESENT_TIMEOUT_MS = 5e3;
var GatedLink = class {
  #link;
  #terms;
  #from;
  #receive = () => {
  };
  #receiver;
  #settle = () => {
  };
  /** Whether anything may come over it: when its first frame is there, at the latest. */
  admitted;
  constructor(link, terms) {
    this.#link = link;
    this.#terms = terms;
    this.#from = didOfKey(link.peerKey);
    this.#receiver = new Promise((resolve) => {
      this.#receive = resolve;
    });
    this.admitted = new Promise((resolve) => {
      const timer = setTimeout(() => this.#refuse(), PRESENT_TIMEOUT_MS);
      this.#settle = (isAdmitted) => {
        clearTimeout(timer);
        resolve(isAdmitted);
      };
    });
    void link.closed.then(() => this.#settle(false));
    if (terms.isOpen() || terms.mayPass(0)) this.#settle(true);
    link.onFrame((frame) => this.#came(frame));
  }
  async #came(frame) {
    const { self, present } = this.#terms;
    const chain = frame.type === FRAME_TYPES.handshake ? readPresentation(frame.payload, { from: this.#from, to: self }) : void 0;
    if (chain !== void 0) present(chain);
    if (!this.#passes(chain === void 0 ? frame : void 0)) return this.#refuse();
    this.#settle(true);
    if (chain === void 0) await (await this.#receiver)(frame);
  }
  #passes(frame) {
    if (this.#terms.isOpen()) return true;
    return this.#terms.mayPass(frame?.type === FRAME_TYPES.data ? textBytes(frame.payload) : 0);
  }
  /** Tells the peer that nothing is taken of it, and ends the link. */
  #refuse() {
    this.#settle(false);
    try {
      this.#link.send(FRAME_TYPES.error, DENIED);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
    void this.#link.close();
  }
  roundTrip(signal) {
    return this.#link.roundTrip(signal);
  }
  get peerKey() {
    return this.#link.peerKey;
  }
  get direction() {
    return this.#link.direction;
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
  get closed() {
    return this.#link.closed;
  }
  send(type, payload) {
    this.#link.send(type, payload);
  }
  drained(signal) {
    return this.#link.drained(signal);
  }
  probe(...given) {
    return this.#link.probe(...given);
  }
  onFrame(receive) {
    this.#receive(receive);
  }
  limitPayload(bytes) {
    this.#link.limitPayload(bytes);
  }
  close() {
    return this.#link.close();
  }
  async [Symbol.asyncDispose]() {
    await this.#link[Symbol.asyncDispose]();
  }
};
function textBytes(envelope) {
  try {
    const { type, content } = decodeEnvelope(envelope);
    if (type !== ENVELOPE_TYPES.text) return 0;
    return Math.max(0, content.length - RATCHET_OVERHEAD_BYTES - TEXT_SALT_BYTES);
  } catch (error) {
    if (!isTalosError(error)) throw error;
    return 0;
  }
}

// src/agent/message/listen-turns.ts
var LISTENER_END_MS = 1e4;
var LISTENER_DEATH_MS = 1e3;
var ListenTurns = class {
  #waits;
  #last;
  constructor(timer = systemTimer) {
    this.#waits = new Waits(timer);
  }
  /**
   * Begins a turn as soon as nobody listens any more; the next one is not begun before it is over.
   *
   * @param signal - Aborts when the turn is to end.
   * @returns `undefined` where it is no use to wait longer: {@link LISTENER_DEATH_MS} after the call for one who goes on,
   *   {@link LISTENER_END_MS} for one who is ending.
   * @throws The reason of `signal`, where that aborts before.
   */
  async begin(signal) {
    for (let last = this.#last; last !== void 0; last = this.#last) {
      const { over, ending, isEnding } = last;
      const [ms, awaited] = isEnding ? [LISTENER_END_MS, over] : [LISTENER_DEATH_MS, ending];
      const isDone = await this.#waits.until({ ms, signal }, (done) => {
        void awaited.finally(done);
      });
      signal?.throwIfAborted();
      if (!isDone) return void 0;
    }
    signal?.throwIfAborted();
    return this.#begun(signal);
  }
  #begun(signal) {
    let [ended, resolve] = [() => {
    }, () => {
    }];
    const turn = {
      isEnding: false,
      ending: new Promise((settle) => {
        ended = settle;
      }),
      over: new Promise((settle) => {
        resolve = settle;
      })
    };
    this.#last = turn;
    const end = () => {
      turn.isEnding = true;
      ended();
    };
    signal?.addEventListener("abort", end, { once: true });
    return {
      end,
      over: () => {
        signal?.removeEventListener("abort", end);
        if (this.#last === turn) this.#last = void 0;
        end();
        resolve();
      }
    };
  }
};

// src/agent/reach/dht-presence.ts
var DHT_AFTER_MS = 250;
var DHT_JOIN_AFTER_MS = 1e3;
var DHT_REPUBLISH_MS = 36e5;
var DHT_SETTLED_MS = 6e4;
var DHT_PAUSE_MS = 2e3;
var DHT_PUBLISH_TIMEOUT_MS = 6e4;
var QUIET = /* @__PURE__ */ new Set(["E_UNREACHABLE", "E_TIMEOUT", "E_CLOSED"]);
var DhtPresence = class {
  #parts;
  #dht;
  #stays = /* @__PURE__ */ new Set();
  #ended = new AbortController();
  constructor(parts) {
    this.#parts = parts;
  }
  /** The DHT as one that may know where agents are; nothing is loaded before it is asked. */
  sources() {
    if (this.#parts.platform.dht === void 0) return [];
    return [
      {
        name: "the DHT",
        afterMs: DHT_AFTER_MS,
        find: async (did, signal) => (await this.#open()).source.find(did, signal)
      }
    ];
  }
  #open() {
    const { platform, policy, bootstraps } = this.#parts;
    this.#ended.signal.throwIfAborted();
    if (platform.dht === void 0) throw new TalosError("E_UNREACHABLE", "there is no DHT here");
    const isUnreached = () => platform.reachability?.() === "private";
    this.#dht ??= platform.dht({ policy, bootstraps, isUnreached }).catch((error) => {
      this.#dht = void 0;
      throw error;
    });
    return this.#dht;
  }
  /** Takes part, and keeps the own record there, for as long as what it gives is open. */
  stay() {
    const ended = new AbortController();
    const staying = this.#parts.platform.dht === void 0 ? Promise.resolve() : this.#stay(AbortSignal.any([ended.signal, this.#ended.signal]));
    this.#stays.add(staying);
    return {
      [Symbol.asyncDispose]: async () => {
        ended.abort(new TalosError("E_CLOSED", "the agent is not to be found any more"));
        await staying;
        this.#stays.delete(staying);
      }
    };
  }
  async #stay(signal) {
    const { publisher } = this.#parts;
    let onChange = () => {
    };
    const unlisten = publisher.onRecord(() => onChange());
    let delays2 = retryDelays({ random: randomFraction });
    let isSettled = false;
    try {
      await this.#sleep(DHT_JOIN_AFTER_MS, signal);
      while (!signal.aborted) {
        const changed3 = new Promise((resolve) => {
          onChange = resolve;
        });
        const isGiven = await this.#give(signal);
        if (isGiven) delays2 = retryDelays({ random: randomFraction });
        const pauseMs = isSettled ? DHT_REPUBLISH_MS : DHT_SETTLED_MS;
        await this.#sleep(isGiven ? pauseMs : delays2.next().value, signal, changed3);
        isSettled ||= isGiven;
        await this.#sleep(DHT_PAUSE_MS, signal);
      }
    } finally {
      unlisten();
    }
  }
  /** Whether any node has the own record now. */
  async #give(signal) {
    const { publisher, core, timer } = this.#parts;
    const stop = new AbortController();
    const abort = () => stop.abort(signal.reason);
    const cancel = timer.after(DHT_PUBLISH_TIMEOUT_MS, () => stop.abort(new TalosError("E_TIMEOUT", "too slow")));
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    try {
      const dht = await this.#open();
      await dht.join();
      const { bytes } = await publisher.current();
      return await dht.publish(bytes, stop.signal) > 0;
    } catch (error) {
      if (signal.aborted) return false;
      if (!isTalosError(error) || !QUIET.has(error.code))
        core.notice("network", `the own record could not be given to the DHT: ${messageOf(error)}`);
      return false;
    } finally {
      cancel();
      signal.removeEventListener("abort", abort);
    }
  }
  /** Resolves after `ms`, at the signal, or with `other`, which is of this wait alone. */
  #sleep(ms, signal, other) {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const cancel = this.#parts.timer.after(ms, wake);
      if (signal.aborted) wake();
      else signal.addEventListener("abort", wake, { once: true });
      void other?.then(wake);
    });
  }
  /** Leaves. What stays is to be disposed before. */
  async [Symbol.asyncDispose]() {
    this.#ended.abort(new TalosError("E_CLOSED", "the agent has ended"));
    await Promise.allSettled(this.#stays);
    const dht = await this.#dht?.catch(() => void 0);
    await dht?.[Symbol.asyncDispose]();
  }
};

// src/agent/reach/listed-peers.ts
var MAX_LISTED_PEERS = 1e4;
async function listPeers({ servers, veiledHost }, { address: text, limit }, signal) {
  var _stack = [];
  try {
    const address = parsePlace(text);
    const host = __using(_stack, await veiledHost(), true);
    const peerKey = await host.learnKey([address.text], signal);
    const server = didOfKey(peerKey);
    const place = endpointOf(address.text);
    servers.assertPinned(place, server, address.peerId !== void 0);
    const registry = __using(_stack, new RegistryClient(await host.connect("registry", { peerKey, addresses: [place] }, signal)), true);
    const peers = [];
    let isMore = true;
    while (isMore && peers.length < limit)
      try {
        const count = Math.min(MAX_PEERS_A_PAGE, limit - peers.length);
        const page = await registry.list(peers.at(-1)?.did, count, signal);
        peers.push(...page.peers);
        isMore = page.isMore;
      } catch (error) {
        if (isTalosError(error, "E_RATE_LIMITED") && peers.length > 0) break;
        throw error;
      }
    if (new Set(peers.map(({ did }) => did)).size !== peers.length)
      throw new TalosError("E_MALFORMED", "the registry lists an agent twice");
    return { server, peers, isMore };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// src/agent/message/acknowledgements.ts
var ACKNOWLEDGE_DELAY_MS = 250;
var Acknowledgements = class {
  #send;
  #timer;
  #batches = /* @__PURE__ */ new Map();
  /** @param send - Seals and sends one envelope; of 1 to `MAX_ACKNOWLEDGED_IDS` ids. */
  constructor(send, timer) {
    this.#send = send;
    this.#timer = timer;
  }
  /** Acknowledges a message to `peer` soon; gives what `send` gives, the same for all that go together. */
  add(peer, id) {
    const batch = this.#batches.get(peer) ?? this.#begin(peer);
    if (!batch.ids.some((each) => equalBytes(each, id))) batch.ids.push(id);
    if (batch.ids.length === MAX_ACKNOWLEDGED_IDS) batch.send();
    return batch.sent;
  }
  #begin(peer) {
    const ids = [];
    let begin = () => {
    };
    const sent = new Promise((resolve) => {
      begin = resolve;
    }).then(() => this.#send(peer, ids));
    const batch = {
      ids,
      sent,
      send: () => {
        cancel();
        if (this.#batches.get(peer) === batch) this.#batches.delete(peer);
        begin();
      }
    };
    const cancel = this.#timer.after(ACKNOWLEDGE_DELAY_MS, batch.send);
    this.#batches.set(peer, batch);
    return batch;
  }
  /** Sends now what waits. */
  flush() {
    for (const batch of this.#batches.values()) batch.send();
  }
};

// src/agent/staggered.ts
var STAGGER_MS = 1500;
function firstAnswer(asks, timer) {
  return new Promise((resolve, reject) => {
    let [next, open2] = [0, 0];
    let cancel = () => void 0;
    const finish = (settle) => {
      cancel();
      next = asks.length;
      settle();
    };
    const askNext = () => {
      cancel();
      const ask = asks[next];
      if (ask === void 0) {
        if (open2 === 0) resolve(void 0);
        return;
      }
      next += 1;
      open2 += 1;
      cancel = timer.after(STAGGER_MS, askNext);
      ask().then(
        (answer) => {
          open2 -= 1;
          if (answer === void 0) askNext();
          else finish(() => resolve(answer));
        },
        (error) => finish(() => reject(error))
      );
    };
    askNext();
  });
}

// src/agent/message/post-office.ts
var BESIDE_AFTER_MS = 1e3;
var PostOffice = class {
  #parts;
  #registries;
  #mailboxes;
  finder;
  constructor(parts) {
    this.#parts = parts;
    const { host, timer = systemTimer, clock, records, policy, sources, onLie = () => {
    } } = parts;
    const terms = { host, timer };
    this.#registries = new VeiledClients({ ...terms, purpose: "registry", client: (link) => new RegistryClient(link) });
    this.#mailboxes = new VeiledClients({ ...terms, purpose: "mailbox", client: (link) => new MailboxClient(link) });
    this.finder = new RecordFinder({
      clock,
      timer,
      records,
      policy,
      onLie,
      sources: async (peer) => [...await this.#registriesFor(peer), ...await sources?.() ?? []]
    });
  }
  /** As {@link RecordFinder.find}. */
  find(peer, signal) {
    return this.finder.find(peer, signal);
  }
  /** The own registries, those that the peer has named, and those beside its mailboxes. */
  async #registriesFor(peer) {
    const own = this.#own();
    const beside = await this.#beside(peer);
    const sourceOf = (target, afterMs) => ({
      name: `the registry ${nameOf(target)}`,
      ...afterMs === void 0 ? {} : { afterMs },
      find: async (did, signal) => {
        const bytes = await this.#registries.use({ peer: did, target }, (registry) => registry.lookup(did), signal);
        return bytes === void 0 ? [] : [bytes];
      }
    });
    return [
      ...own.map((target) => sourceOf(target)),
      ...distinct([...own, ...beside]).filter((target) => own.every((each) => nameOf(each) !== nameOf(target))).map((target) => sourceOf(target, own.length === 0 ? void 0 : BESIDE_AFTER_MS))
    ];
  }
  #own() {
    return this.#parts.servers.all().map((server) => ({ peerKey: keyOfDid(server.did), addresses: namedAddresses(server) }));
  }
  async #beside(peer) {
    const hints = (this.#parts.hints?.(peer) ?? []).map(serverOf);
    return distinct([...hints, ...mailboxesOf(await this.#parts.records.get(peer), this.#parts.policy)]);
  }
  /**
   * A prekey bundle of `peer`, as its signature says. Whether it is one that was seen before is for the caller to know.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no registry has one; the reason of `signal`, where that aborts.
   */
  async bundleOf(peer, signal) {
    signal?.throwIfAborted();
    const expected = { did: peer, nowMs: this.#parts.clock.now() };
    const bundle = await this.#askRegistries(peer, signal, async (registry, over) => {
      const bytes = await registry.takeBundle(peer, over);
      if (bytes !== void 0) verifyBundle(bytes, expected);
      return bytes;
    });
    if (bundle === void 0)
      throw new TalosError("E_UNREACHABLE", "no registry that is known here has a prekey bundle of the peer");
    return bundle;
  }
  /** What the first registry that has it says: the own ones, then those beside the peer's mailboxes; none waits long for another. */
  async #askRegistries(peer, signal, ask) {
    const targets = distinct([...this.#own(), ...await this.#beside(peer)]);
    const over = new AbortController();
    const signals = signal === void 0 ? over.signal : AbortSignal.any([signal, over.signal]);
    const asks = targets.map((target) => async () => {
      try {
        return await this.#registries.use({ peer, target }, (registry) => ask(registry, signals), signals);
      } catch (error) {
        signal?.throwIfAborted();
        if (over.signal.aborted || isTalosError(error) && !error.code.startsWith("E_STORAGE")) return void 0;
        throw error;
      }
    });
    try {
      return await firstAnswer(asks, this.#parts.timer ?? systemTimer);
    } finally {
      over.abort();
    }
  }
  /** Whether a mailbox of `peer` is known, or found now. @throws {TalosError} as {@link PostOffice.find}. */
  async hasMailbox(peer, signal) {
    const { records, policy } = this.#parts;
    const known = mailboxesOf(await records.get(peer), policy);
    return known.length > 0 || mailboxesOf(await this.find(peer, signal), policy).length > 0;
  }
  /**
   * Puts an envelope into a mailbox of `peer`, with the own record, so that the peer can answer the same way. It is
   * durable there when the promise resolves.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no mailbox of the peer is known; otherwise what the last one said:
   *   `E_NOT_FOUND`, `E_RATE_LIMITED` where it is full, `E_TIMEOUT` and others of the link.
   */
  async deposit(peer, envelope, signal) {
    signal?.throwIfAborted();
    const { records } = this.#parts;
    const record2 = await records.get(peer) ?? await this.find(peer, signal);
    if (record2 === void 0) throw noMailbox();
    const failure = await this.#put(record2, envelope, signal);
    if (failure === void 0) return;
    const newest = await this.find(peer, signal);
    if (newest === void 0 || newest.sequence <= record2.sequence) throw failure;
    const again = await this.#put(newest, envelope, signal);
    if (again !== void 0) throw again;
  }
  /** Puts an envelope into the first mailbox of `record` that takes it; gives why, where none does. */
  async #put(record2, envelope, signal) {
    const { records, self, policy } = this.#parts;
    const peer = record2.did;
    let failure = noMailbox();
    const recipient = { did: peer, agreementKey: record2.certificate.agreementKey };
    const own = (await records.get(self))?.bytes;
    const sealed = sealDeposit(recipient, { envelope, record: own });
    for (const target of mailboxesOf(record2, policy))
      try {
        await this.#mailboxes.use({ peer, target }, (mailbox) => mailbox.deposit(peer, sealed, signal), signal);
        return void 0;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isTalosError(error)) throw error;
        failure = error;
      }
    return failure;
  }
  async [Symbol.asyncDispose]() {
    this.finder.close();
    await Promise.all([this.#registries[Symbol.asyncDispose](), this.#mailboxes[Symbol.asyncDispose]()]);
  }
};
function noMailbox() {
  return new TalosError("E_UNREACHABLE", "the peer is away, and no mailbox of it is known");
}
function serverOf(text) {
  return { peerKey: parsePeerId(parseAddress(text).peerId ?? ""), addresses: [text] };
}
function mailboxesOf(record2, policy) {
  const mayDial = (address) => policy.mayDial(address);
  const byKey = /* @__PURE__ */ new Map();
  for (const text of record2?.mailboxes ?? [])
    try {
      const { peerId = "" } = parseAddress(text);
      parsePeerId(peerId);
      if (!mayDial(text)) continue;
      byKey.set(peerId, [...byKey.get(peerId) ?? [], text]);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
  return [...byKey].map(([peerId, addresses2]) => ({ peerKey: parsePeerId(peerId), addresses: addresses2, mayDial }));
}
var nameOf = ({ peerKey }) => didOfKey(peerKey);
function distinct(targets) {
  return [...new Map(targets.toReversed().map((target) => [nameOf(target), target])).values()].toReversed();
}

// src/agent/message/mail.ts
var MAX_ANSWERS_UNDER_WAY = 64;
var Mail = class _Mail {
  post;
  #parts;
  #servers;
  #records;
  #registrar;
  #dht;
  /** What is dialled of what others name, and told to others. */
  policy;
  /** Makes the own record. */
  publisher;
  #answers = /* @__PURE__ */ new Set();
  /** Deposits that are being taken, or held. */
  #taking = /* @__PURE__ */ new Set();
  #held = new HeldDeposits();
  #acknowledgements;
  #kept;
  constructor(parts, servers) {
    const { core, platform, messenger, timer = systemTimer } = parts;
    const { clock, store, identity } = core;
    this.#parts = parts;
    this.#acknowledgements = new Acknowledgements(
      async (peer, ids) => (await messenger()).acknowledge(peer, ids).catch(dropped),
      timer
    );
    this.#servers = servers;
    this.#records = new RecordBook(store, clock, identity.did);
    const { lan = "auto", bootstrap = [], relays = [] } = platform.reach ?? {};
    const isLanWith = (all) => isLanMode(lan, [...all.flatMap(namedAddresses), ...bootstrap, ...relays], platform.lanSource !== void 0);
    const policy = addressPolicy(() => isLanWith(servers.all()));
    const bootstraps = () => {
      const nodes = servers.all().filter(({ info }) => info.offers.includes("dht"));
      return [...nodes.flatMap(namedAddresses), ...bootstrap];
    };
    this.policy = policy;
    const addresses2 = () => platform.addresses();
    this.publisher = new RecordPublisher({
      core,
      records: this.#records,
      servers,
      policy: (all) => addressPolicy(() => isLanWith(all)),
      addresses: addresses2
    });
    this.#dht = new DhtPresence({ platform, policy, bootstraps, publisher: this.publisher, timer, core });
    this.post = new PostOffice({
      records: this.#records,
      servers,
      timer,
      policy,
      self: identity.did,
      clock,
      host: () => platform.veiledHost(),
      hints: (peer) => core.peers.get(peer)?.servers ?? [],
      sources: async () => [...this.#dht.sources(), ...platform.lanSource ? [await platform.lanSource()] : []],
      onLie: (source, error) => core.notice("network", `${source} does not say the truth: ${error.message}`)
    });
    this.#registrar = new Registrar({
      servers,
      timer,
      core,
      publisher: this.publisher,
      host: () => platform.host(),
      stock: async (count) => (await messenger()).bundleStock(count),
      onDeposit: (sealed, closed) => this.#noted(sealed, closed)
    });
  }
  /** @throws {TalosError} `E_STORAGE…`. */
  static async open(parts) {
    return new _Mail(parts, await ServerBook.open(parts.core.store));
  }
  /** The records of agents. */
  get records() {
    return this.#records;
  }
  /** The servers that this agent has registered with. */
  servers() {
    return this.#servers.all();
  }
  /**
   * Registers with the server at `address`, or with all that are known where there is none.
   *
   * All are asked, also where one fails, whose failure is thrown then.
   *
   * @param address - A multiaddr; with `/p2p/…` the key that the server must prove, otherwise that is pinned at first use.
   * @param listing - How this agent is in their lists from now on; as before where nothing is said.
   * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than before; `E_NOT_FOUND` where no server
   *   is known; what `Registrar.register` throws.
   */
  async register(address, signal, listing = {}) {
    const known = address === void 0 ? this.servers() : [await this.#serverAt(address, signal)];
    const servers = known.map((server) => ({ ...server, listing: { ...server.listing, ...listing } }));
    if (servers.length === 0)
      throw new TalosError("E_NOT_FOUND", "this agent is registered with no server yet", {
        hint: "talos register --server HOST:PORT"
      });
    const made = await Promise.allSettled(servers.map((server) => this.#registrar.register(server, signal)));
    await this.#parts.platform.seekRelays?.();
    await this.#keepAnew();
    return made.map((each) => {
      if (each.status === "rejected") throw each.reason;
      return each.value;
    });
  }
  /** The agents that the registry at `address`, a multiaddr, lists. @throws {TalosError} as `listPeers`. */
  listed(params, signal) {
    const { platform } = this.#parts;
    return listPeers({ servers: this.#servers, veiledHost: () => platform.veiledHost() }, params, signal);
  }
  async #serverAt(text, signal) {
    const address = parsePlace(text);
    const place = endpointOf(address.text);
    const key = await (await this.#parts.platform.host()).learnKey([address.text], signal);
    const did = didOfKey(key);
    this.#servers.assertPinned(place, did, address.peerId !== void 0);
    const held = this.#servers.get(did) ?? { did, ...NEW_SERVER };
    return { ...held, addresses: [place] };
  }
  /**
   * The relays among the servers of this agent, where it needs one: where none of its own addresses is reached from everywhere.
   * In LAN mode its own are reached by all.
   */
  relaysOfServers() {
    const { platform } = this.#parts;
    const isPublic = platform.addresses().some((address) => scopeOf(parseAddress(address)) === "public");
    if (isPublic && platform.reachability?.() !== "private" || this.policy.isLan) return [];
    const relays = this.servers().filter(({ info }) => info.offers.includes("relay"));
    return relays.flatMap((server) => namedAddresses(server).slice(0, 1));
  }
  /** Servers in the internet that tell whether this agent is reached from there. */
  reachabilityServers() {
    const servers = this.servers().filter(({ info }) => info.offers.includes("reach"));
    const named = [
      ...servers.flatMap((server) => namedAddresses(server).slice(0, 1)),
      ...this.#parts.platform.reach?.relays ?? []
    ];
    return named.filter((address) => scopeOf(parseAddress(address)) === "public");
  }
  /** To be called when where this agent is reached may have changed. @throws {TalosError} `E_STORAGE…`. */
  async addressesChanged() {
    if (this.#kept !== void 0) await this.publisher.refresh();
  }
  /**
   * Stays registered, and found in the DHT, until what it gives is disposed as often as it was asked for.
   *
   * @param takesMail - Whether it takes what the mailboxes have meanwhile; it does unless told otherwise.
   */
  keep(takesMail = true) {
    const kept2 = this.#kept ??= { keeping: this.#staying(takesMail), takesMail, users: 0, mailUsers: 0 };
    kept2.users++;
    if (takesMail) kept2.mailUsers++;
    if (takesMail && !kept2.takesMail) void this.#keepAnew();
    let isOver2 = false;
    return {
      [Symbol.asyncDispose]: async () => {
        if (isOver2) return;
        isOver2 = true;
        if (takesMail) kept2.mailUsers--;
        if (--kept2.users > 0) return kept2.mailUsers === 0 && kept2.takesMail ? this.#keepAnew() : void 0;
        if (this.#kept === kept2) this.#kept = void 0;
        await kept2.keeping[Symbol.asyncDispose]();
      }
    };
  }
  #staying(takesMail) {
    const parts = [this.#registrar.keep(takesMail), this.#dht.stay()];
    const announced = this.#parts.platform.announceLan?.(async () => (await this.publisher.current()).bytes);
    announced?.catch(
      (error) => this.#parts.core.notice("network", `the local network hears nothing: ${String(error)}`)
    );
    return { [Symbol.asyncDispose]: () => closeAll(parts) };
  }
  /** With the servers that are known now, and as it is wanted now. */
  async #keepAnew() {
    const kept2 = this.#kept;
    if (kept2 === void 0) return;
    const before = kept2.keeping;
    kept2.takesMail = kept2.mailUsers > 0;
    kept2.keeping = this.#staying(kept2.takesMail);
    await before[Symbol.asyncDispose]();
  }
  async #noted(sealed, closed) {
    const taking = this.#take(sealed, closed);
    this.#whileTaking(taking);
    const later = await taking;
    if (later !== void 0) this.#whileTaking(later.isTaken);
    return later;
  }
  #whileTaking(task) {
    this.#taking.add(task);
    const forget = () => void this.#taking.delete(task);
    task.then(forget, forget);
  }
  /** @throws {TalosError} where it is to stay in the mailbox: the inbox is full, or the store or ledger failed. */
  async #take(sealed, closed) {
    const content = this.#opened(sealed);
    if (content === void 0) return void 0;
    const deposit = { ...content, bytes: sealed.length, closed };
    if (deposit.file !== void 0)
      return await this.#parts.files?.admits(deposit.sender, deposit.file) ? this.#queue(deposit) : void 0;
    const admitted = this.#parts.admits(deposit.sender, closed, new Uint8Array(deposit.envelope));
    if (typeof admitted !== "boolean") {
      void admitted.catch(dropped);
      const answer = Promise.race([admitted, closed.then(() => "left")]);
      return this.#hold(deposit, async () => {
        const isAdmitted = await answer;
        return isAdmitted === "left" ? false : !isAdmitted || this.#receiveInTime(deposit);
      });
    }
    return admitted ? this.#queue(deposit) : void 0;
  }
  /** Takes it now, or when those of its sender that are held are taken. */
  async #queue(deposit) {
    const { closed } = deposit;
    const isNext = !this.#held.has(deposit.sender);
    if (isNext && await this.#receive(deposit)) return void 0;
    const later = this.#hold(
      deposit,
      async () => (!isNext || await this.#pause(closed)) && this.#receiveInTime(deposit)
    );
    if (later === void 0 && this.#isKnown(deposit.sender))
      throw new TalosError("E_RATE_LIMITED", "a peer begins too many sessions");
    return later;
  }
  #hold({ sender, bytes, closed }, task) {
    return this.#held.hold(sender, bytes, closed, task);
  }
  /** Takes it now, or when its sender may begin sessions again; `false` where the link has ended before. */
  async #receiveInTime(deposit) {
    while (!await this.#receive(deposit)) if (!await this.#pause(deposit.closed)) return false;
    return true;
  }
  /** Resolves after {@link NEW_SESSIONS_WINDOW_MS}; with `false` where `closed` comes before. */
  #pause(closed) {
    return new Promise((resolve) => {
      const { timer = systemTimer } = this.#parts;
      const cancel = timer.after(NEW_SESSIONS_WINDOW_MS, () => resolve(true));
      void closed.then(() => {
        cancel();
        resolve(false);
      });
    });
  }
  /**
   * Whether the mailbox need not keep it any longer: it is stored, or never will be. `false` where its sender, who is no
   * stranger, has begun too many sessions in a minute.
   */
  async #receive({ sender, envelope, record: record2 }) {
    const messenger = await this.#parts.messenger();
    const isContact = (this.#parts.core.peers.get(sender)?.alias ?? "") !== "";
    if (record2 !== void 0 && isContact) await this.#note(sender, record2);
    const { stored: stored3, failure } = await messenger.receive(sender, new Uint8Array(envelope));
    if (failure !== void 0 && this.#isKnown(sender)) {
      if (isForWantOfRoom(failure)) throw failure;
      if (failure.code === "E_RATE_LIMITED") return false;
    }
    if (failure !== void 0) return true;
    if (record2 !== void 0 && !isContact) await this.#note(sender, record2);
    if (stored3 !== void 0) await this.#answer(sender, stored3);
    return true;
  }
  #isKnown(peer) {
    return this.#parts.core.isKnown(peer);
  }
  /** Anybody may deposit anything: what is none is dropped. */
  #opened(sealed) {
    try {
      const content = openDeposit(sealed, this.#parts.core.identity);
      const { sender, type, chunk } = decodeEnvelope(content.envelope);
      readEnvelope(content.envelope, { sender, recipient: this.#parts.core.identity.did });
      if (!isFileEnvelopeType(type)) return { ...content, sender };
      return { ...content, sender, file: { type, ...chunk === void 0 ? {} : { chunk } } };
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return void 0;
    }
  }
  async #note(sender, record2) {
    try {
      await this.#records.take(sender, record2);
    } catch (error) {
      if (!isTalosError(error) || error.code.startsWith("E_STORAGE")) throw error;
    }
  }
  async #answer(peer, id) {
    while (this.#answers.size >= MAX_ANSWERS_UNDER_WAY) await Promise.race(this.#answers);
    const answering = this.#acknowledgements.add(peer, id);
    this.#answers.add(answering);
    void answering.finally(() => this.#answers.delete(answering));
  }
  /** Ends the links to servers. */
  async [Symbol.asyncDispose]() {
    await this.#kept?.keeping[Symbol.asyncDispose]();
    await Promise.allSettled(this.#taking);
    this.#acknowledgements.flush();
    await Promise.allSettled(this.#answers);
    await this.#dht[Symbol.asyncDispose]();
    await this.post[Symbol.asyncDispose]();
  }
};
function dropped(error) {
  if (!isTalosError(error)) throw error;
}

// src/storage/current-store.ts
function currentStore(store, sealer) {
  return {
    get: (space, key) => store.get(space, key),
    scan: (space, range) => store.scan(space, range),
    apply: async (changes) => {
      const isRetired = changes.some((change2) => change2.kind === "put" && sealer.isRetired(change2.space, change2.value));
      return isRetired ? false : store.apply(changes);
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]()
  };
}

// src/agent/message/repair-words.ts
var WORDS = {
  copied: "the state of the peer was put back to an earlier copy, or copied",
  unopened: "a message of the peer did not open: its state, or that of this agent, was put back to an earlier copy, or copied",
  gone: "a message of the peer came under a session or prekey that this agent has no more",
  told: "the peer could not open a message of this agent"
};
function repairWords(cause) {
  return WORDS[cause];
}

// src/agent/message/messaging.ts
var UNOPENED_NOTICES = 4;
var REFUSED_NOTICES = 1;
var UNOPENED_WINDOW_MS = 36e5;
var UNOPENED = "a message did not open: it came under a session that is not here any more, of a peer that is no contact; it comes again if the peer begins a new session, which talos contacts add lets this agent ask for";
async function openMessaging(core, { host, post, deliveries, place, store, present, files }) {
  const { identity, clock, peers } = core;
  const options = { nowMs: clock.now(), ...place === void 0 ? {} : { place } };
  const records = await openRecordSealer(store, identity.atRestSecret(), options);
  const dial = { host, search: async (peer, signal) => post.finder.search(peer, signal) };
  const told = new RateCounter(UNOPENED_NOTICES, UNOPENED_WINDOW_MS, clock);
  const refusals = new RateCounter(REFUSED_NOTICES, UNOPENED_WINDOW_MS, clock);
  const messenger = await Messenger.open({
    identity,
    store: currentStore(store, records),
    records,
    clock,
    connect: async (peer) => {
      const link = await dialPeer(core, dial, "message", peer);
      const chain = present(peer);
      if (chain !== void 0) link.send(FRAME_TYPES.handshake, presentation({ from: identity.did, to: peer }, chain));
      void link.closed.then((reason) => tellDenied(core, peer, reason, refusals));
      return link;
    },
    bundleOf: async (peer) => {
      assertUnchanged(peers.get(peer));
      return post.bundleOf(peer);
    },
    deposit: async (peer, envelope) => {
      assertUnchanged(peers.get(peer));
      return post.deposit(peer, envelope);
    },
    assertUnchanged: (peer) => assertUnchanged(peers.get(peer)),
    isContact: (peer) => (peers.get(peer)?.alias ?? "") !== "",
    isStranger: (peer) => !core.isKnown(peer),
    onDealing: (peer) => noteDealing(core, peer),
    hasAddress: (peer) => (peers.get(peer)?.addresses.length ?? 0) > 0 || post.finder.isFound(peer),
    keep: (event) => core.due.keep(entryOf(event)),
    onEvent: (event) => record(core, event, told),
    onPrekeysExhausted: () => core.notice("prekeys", "too many bundles were given out and not used: new ones go without one-time prekeys"),
    onClosed: async () => {
      await rotation[Symbol.asyncDispose]();
      await core.due.forget().catch((error) => {
        if (!isTalosError(error)) throw error;
      });
    },
    deliveries,
    ...files === void 0 ? {} : { files },
    network: core.network
  });
  const rotation = new EpochRotation({
    sealer: records,
    clock,
    onFailure: ({ code }) => core.notice("tool", `the key of sessions at rest could not be replaced: ${code}`)
  });
  return messenger;
}
function tellDenied(core, peer, reason, told) {
  if (reason?.code !== "E_REFUSED" || reason.details["reason"] !== "denied" || !told.take(peer)) return;
  core.notice("denied", "the peer takes no messages of this agent, or none that are so long (denied); they wait", peer);
}
async function noteDealing(core, peer) {
  if (core.isKnown(peer)) return;
  try {
    await core.peers.note(peer, {});
  } catch (error) {
    if (!isTalosError(error)) throw error;
  }
}
function entryOf(event) {
  const { kind, peer } = event;
  if (kind === "session") {
    const { session, role, oneTime } = event;
    return { type: "session", peer, session: toHex(session), role, kind: "durable", oneTime };
  }
  const message = formatMessageId(event.id);
  if (kind === "message")
    return { type: "message", peer, message, direction: event.direction, commitment: toHex(event.commitment) };
  return { type: "session-repair", peer, session: toHex(event.session), message, by: event.by, cause: event.cause };
}
function record(core, event, told) {
  if (event.kind === "silent") return tellSilent(core, event);
  if (event.kind === "unopened") {
    if (told.take("unopened")) core.notice("session", UNOPENED, event.peer);
    return;
  }
  if (event.kind !== "session" && event.repeated) return;
  core.due.note(entryOf(event));
  if (event.kind === "repair")
    core.notice("session", `the session with a peer was made anew: ${repairWords(event.cause)}`, event.peer);
}
function tellSilent(core, { peer, unheard, sinceMs }) {
  const since = new Date(sinceMs).toISOString();
  core.notice(
    "session",
    `a peer was not heard since ${since}, and ${unheard} messages ago: nobody may read them`,
    peer
  );
}

// src/agent/message/correspondence.ts
var OPEN_GATE = new SenderGate("all");
var MAX_WRITERS = 1024;
var Correspondence = class {
  #core;
  #platform;
  #messenger;
  #mail;
  #taking;
  #listening;
  #turns = new ListenTurns();
  /** What is told of each message, for those who look on. */
  #store;
  #ending = new AbortController();
  #gate = OPEN_GATE;
  /** Whose files are taken, as whoever listens says. */
  fileAcceptance = "ask";
  #grants;
  /** Who wrote under a capability while somebody listened. */
  #writers = new BoundedMap(MAX_WRITERS);
  #onListening = () => {
  };
  /** Takes files out of mailboxes; set before the messenger is opened. */
  files;
  /** What becomes of messages; there before the messenger is. */
  deliveries = new Deliveries();
  /** @param rootsOf - Whose root tokens a service accepts; this agent's alone where absent. */
  constructor(core, platform, rootsOf2) {
    this.#core = core;
    this.#grants = new MessageGrants(core, rootsOf2 ?? (() => [core.identity.did]));
    this.#store = new WatchedStore(core.store);
    this.#platform = platform;
  }
  messageVerdict = (...asked2) => this.#grants.verdict(...asked2);
  fileVerdict = (...asked2) => this.#grants.fileVerdict(...asked2);
  fileChain = (peer) => this.#grants.toPresent(peer, "files");
  /** Calls `listener` whenever somebody begins to listen. */
  onListening(listener) {
    this.#onListening = listener;
  }
  /** The messenger, opened when first needed. */
  messenger() {
    this.#messenger ??= this.#open().catch((error) => {
      this.#messenger = void 0;
      throw error;
    });
    return this.#messenger;
  }
  async #open() {
    const { post } = await this.mail();
    const { epochKeys: place } = this.#platform;
    const host = () => this.#platform.host();
    const present = (peer) => this.#grants.toPresent(peer, "messages");
    const { deliveries, files } = this;
    return openMessaging(this.#core, { host, post, deliveries, place, store: this.#store, present, files });
  }
  /** Servers, and what goes through them; opened when first needed. */
  mail() {
    this.#mail ??= Mail.open({
      core: this.#core,
      platform: this.#platform,
      messenger: () => this.messenger(),
      admits: (...deposit) => this.#admitsMailOf(...deposit),
      files: this.files
    }).catch((error) => {
      this.#mail = void 0;
      throw error;
    });
    return this.#mail;
  }
  #admitsMailOf(sender, closed, envelope) {
    const gate = this.#gate;
    if (gate.isAdmitted(sender, this.#aliasOf(sender) !== "")) return true;
    if (this.#mayWrite(sender, textBytes(envelope))) return true;
    const admitted = gate.admits(sender, { remoteAddress: "a mailbox", closed }, false);
    return typeof admitted === "boolean" ? admitted : answered(gate, admitted);
  }
  /** Stays registered and takes what mailboxes have, as long as it is open. */
  async #kept() {
    return (await this.mail()).keep();
  }
  /** Stays registered, and found, as long as it is open; mailboxes keep what they have. */
  async stayFound() {
    return (await this.mail()).keep(false);
  }
  /** The newest record of a peer that anybody knows. */
  async find(peer) {
    return (await this.mail()).post.find(peer);
  }
  /** Begins to look for a peer. */
  async #search(peer, signal) {
    return (await this.mail()).post.finder.search(peer, signal);
  }
  /** Stays registered and takes what mailboxes have, for as long as the agent runs. */
  async takeMail() {
    this.#taking ??= this.#kept().catch((error) => {
      this.#taking = void 0;
      throw error;
    });
    await this.#taking;
  }
  /** Takes a link of purpose `message` that a peer dialled. */
  async accept(link) {
    const from = didOfKey(link.peerKey);
    const isContact = () => this.#aliasOf(from) !== "";
    const isAsked = this.#gate.asksAbout(from) && !isContact() && !this.#mayWrite(from, 0);
    if (isAsked && !await this.#gate.admits(from, link, false)) return link.close();
    const door = new GatedLink(link, {
      self: this.#core.identity.did,
      isOpen: () => this.#gate.isAdmitted(from, isContact()),
      present: (chain) => this.#present(from, chain),
      mayPass: (bytes) => this.#mayWrite(from, bytes)
    });
    if (!await door.admitted) return;
    (await this.messenger()).accept(door);
  }
  #present(from, chain) {
    const denial = this.#grants.present(from, chain);
    if (denial !== void 0 && !this.#gate.isAdmitted(from, this.#aliasOf(from) !== ""))
      this.#core.denials.note(from, "message", denial.code);
  }
  /** Whether a peer that is no contact may write so much now, under a capability. */
  #mayWrite(from, bytes) {
    const verdict = this.messageVerdict(from, bytes);
    if (verdict.allowed) this.#writers.set(from, true);
    else if (verdict.code !== "NO_CAPABILITY" && verdict.code !== "SCOPE_MISMATCH")
      this.#core.denials.note(from, "message", verdict.code);
    return verdict.allowed;
  }
  /** What waits for a peer goes out now, where messages are in use at all. */
  async resume(peer) {
    await (await this.#messenger)?.resume(peer);
  }
  async send(params, signal) {
    const { text, waitMs, offer, port } = params;
    const peer = await this.#other(params.peer, signal);
    const messenger = await this.messenger();
    if (port !== void 0) await this.#platform.listen(void 0, port);
    if (offer !== void 0) await this.#take(messenger, peer, offer);
    const options = { ...signal === void 0 ? {} : { signal }, ...waitMs === void 0 ? {} : { waitMs } };
    const { id, state, inMailbox } = await messenger.send(peer, utf8(text), options);
    return { id: formatMessageId(id), peer, state, inMailbox };
  }
  async delivery({ peer, id, waitMs, port }, signal) {
    var _stack = [];
    try {
      const to = this.#core.known(peer);
      const messenger = await this.messenger();
      if (port !== void 0) await this.#platform.listen(void 0, port);
      const _mail = __using(_stack, await this.#kept(), true);
      const { state, failure } = await messenger.outcome(to, parseMessageId(id), {
        waitMs,
        ...signal === void 0 ? {} : { signal }
      });
      return { id, peer: to, state, reason: failure };
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  async #take(messenger, peer, { did, bundle, addresses: addresses2 }, requireOneTime = false) {
    if (did !== peer) {
      const contact = this.#core.peers.get(peer);
      if (contact !== void 0 && contact.alias !== "")
        throw await noteIdentityChange(this.#core, contact, { did: parseDid(did), addresses: addresses2 });
      throw new TalosError("E_IDENTITY_MISMATCH", "the bundle is of another agent than the one named");
    }
    const made = await messenger.establishSession(peer, fromBase64url(bundle), { requireOneTime });
    await this.#core.peers.note(peer, { addresses: addresses2 });
    return made;
  }
  /** Who is meant. @throws {TalosError} `E_USAGE` for the own identity; what resolving throws. */
  async #other(peer, signal) {
    const did = await this.#core.peer(peer, signal);
    if (did === this.#core.identity.did)
      throw new TalosError("E_USAGE", "this is the own identity", { hint: "a message goes to another agent" });
    return did;
  }
  async listen(params, options = {}) {
    const gate = new SenderGate(params.accept, options.ask);
    const messenger = await this.messenger();
    const turn = await this.#turns.begin(options.signal);
    const strangers = new InboxStrangers(gate, () => reader?.lookAgain());
    const wants = (from) => strangers.isWanted(from, this.#aliasOf(from) !== "" || this.#writers.has(from) || this.#mayWrite(from, 0));
    let reader;
    try {
      reader = turn && messenger.openReader(void 0, wants);
    } finally {
      if (reader === void 0) turn?.over();
    }
    if (turn === void 0 || reader === void 0)
      throw new TalosError("E_LIMIT", "the messages of this data directory are being read already", {
        hint: "end the other talos listen, or use another data directory"
      });
    const unwatch = this.#core.watch(options.onNotice ?? (() => {
    }));
    const held = [{ [Symbol.asyncDispose]: async () => unwatch() }];
    try {
      this.#gate = gate;
      this.fileAcceptance = params.files ?? "ask";
      held.push(await this.#platform.takeMessages());
      const addresses2 = await this.#platform.listen(params.host, params.port);
      held.push(await this.#kept());
      await messenger.sendWaiting();
      this.#onListening();
      return this.#listeningTo({ reader, held, turn }, addresses2, options);
    } catch (error) {
      turn.end();
      reader.close();
      this.#openGate();
      await closeAll(held).finally(() => turn.over());
      throw error;
    }
  }
  #listeningTo({ reader, held, turn }, addresses2, { signal }) {
    let failure;
    let closing;
    let settle = () => {
    };
    const ended = new Promise((resolve, reject) => {
      settle = () => failure === void 0 ? resolve() : reject(failure);
    });
    ended.catch(() => void 0);
    const close = () => {
      closing ??= (async () => {
        turn.end();
        reader.close();
        this.#openGate();
        this.#listening = void 0;
        try {
          await closeAll(held);
        } catch (error) {
          failure ??= error;
          throw error;
        } finally {
          unwatch();
          signal?.removeEventListener("abort", abort);
          turn.over();
          settle();
        }
      })();
      return closing;
    };
    const abort = () => void close().catch(() => void 0);
    const listening = {
      info: { did: this.#core.identity.did, addresses: addresses2 },
      ended,
      close,
      take: () => reader.take(),
      next: async () => {
        const message = await reader.next();
        return message && this.#shown(message);
      }
    };
    this.#listening = listening;
    const unwatch = this.#core.onFailure((error) => {
      failure = error;
      abort();
    });
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
    return listening;
  }
  /** What is served without a listener is so for everybody. */
  #openGate() {
    this.#gate.close();
    this.#gate = OPEN_GATE;
    this.fileAcceptance = "ask";
  }
  async follow({ peer: text }, { signal } = {}) {
    const messenger = await this.messenger();
    const peer = text === void 0 ? void 0 : this.#core.known(text);
    const feed = new HistoryFeed(this.#store, (key, value) => {
      const message = messenger.past.read(key, value, this.#core.clock.now());
      return message === void 0 || peer !== void 0 && message.peer !== peer ? void 0 : this.#entry(message);
    });
    const ending = AbortSignal.any([this.#ending.signal, ...signal === void 0 ? [] : [signal]]);
    const abort = () => feed.end();
    const unwatch = this.#core.onFailure((error) => feed.end(error));
    const forget = () => {
      unwatch();
      ending.removeEventListener("abort", abort);
    };
    feed.ended.then(forget, forget);
    if (ending.aborted) abort();
    else ending.addEventListener("abort", abort, { once: true });
    return feed;
  }
  async history({ peer, last, before }) {
    const page = await (await this.messenger()).history({
      last,
      ...peer === void 0 ? {} : { peer: this.#core.known(peer) },
      ...before === void 0 ? {} : { before }
    });
    return {
      before: page.before,
      messages: page.messages.map((message) => this.#entry(message))
    };
  }
  #entry(message) {
    return {
      id: formatMessageId(message.id),
      peer: message.peer,
      alias: this.#aliasOf(message.peer),
      direction: message.direction,
      atMs: message.atMs,
      state: message.state,
      reason: message.repair === void 0 ? message.failure : repairWords(message.repair),
      ...textOf(message.content)
    };
  }
  /** How a peer is reached for whom nothing but a DID is known. */
  get dialling() {
    return { host: () => this.#platform.host(), search: (peer, signal) => this.#search(peer, signal) };
  }
  async sessions() {
    const found = await (await this.messenger()).sessions();
    return found.map(({ peer, session, ...rest }) => ({
      peer,
      alias: this.#aliasOf(peer),
      session: toHex(session),
      ...rest
    }));
  }
  async resetSession(text) {
    const peer = this.#core.known(text);
    const { session, ...oneTime } = await (await this.messenger()).establishSession(peer);
    return { peer, session: toHex(session), ...oneTime };
  }
  async openSession(params) {
    const { offer, requireOneTime } = params;
    const peer = await this.#other(parseDid(offer.did));
    const { session, ...oneTime } = await this.#take(await this.messenger(), peer, offer, requireOneTime);
    return { peer, session: toHex(session), ...oneTime };
  }
  async seal({ peer, text }) {
    const to = await this.#other(peer);
    const { id, envelope } = await (await this.messenger()).seal(to, utf8(text));
    const { did: from } = this.#core.identity;
    return { id: formatMessageId(id), sealed: { from, to, envelope: toBase64url(envelope) } };
  }
  async open({ from, to, envelope }) {
    const bytes = fromBase64url(envelope);
    return this.#shown(await (await this.messenger()).openSealed({ from, to, envelope: bytes }));
  }
  async bundle() {
    const bundle = toBase64url(await (await this.messenger()).prekeyBundle());
    return { did: this.#core.identity.did, bundle, addresses: this.#platform.addresses() };
  }
  async rotatePrekeys() {
    const prekey = await (await this.messenger()).rotatePrekeys();
    await this.#core.ledger.append({ type: "rotation", what: "prekeys", prekey: prekey.id }).durable();
    return prekey;
  }
  #shown({ id, from, receivedAtMs, content }) {
    return { id: formatMessageId(id), from, alias: this.#aliasOf(from), receivedAtMs, ...textOf(content) };
  }
  #aliasOf(peer) {
    return this.#core.peers.get(parseDid(peer))?.alias ?? "";
  }
  /** Ends the listening and the links. */
  async [Symbol.asyncDispose]() {
    await this.#listening?.close();
    this.#ending.abort();
    this.deliveries.close();
    await (await this.#mail?.catch(() => void 0))?.[Symbol.asyncDispose]();
    await (await this.#messenger?.catch(() => void 0))?.[Symbol.asyncDispose]();
  }
};
function textOf(content) {
  const bytes = content.length;
  try {
    return { text: fromUtf8(content), bytes };
  } catch {
    return { text: new TextDecoder().decode(content), bytes, base64: toBase64(content) };
  }
}

// src/agent/reach/agent-gossip.ts
function openGossip(parts) {
  const { core, platform, messages, rootsOf: rootsOf2, control: control2, onCheckpoint } = parts;
  const { gossip: open2 } = platform;
  if (open2 === void 0) return void 0;
  const records = async () => (await messages.mail()).records;
  return new Gossip({
    core,
    open: open2,
    records,
    roots: rootsOf2,
    takeList: (update) => control2.revocations.heard(update),
    onGap: (issuer, peer) => void control2.learnList(issuer, peer),
    // What waits for it stays where that fails.
    onRecord: (author) => void messages.resume(author).catch(dropped2),
    onCheckpoint
  });
}
function dropped2(error) {
  if (!isTalosError(error)) throw error;
}

// src/identity/fingerprint.ts
var FINGERPRINT_WORDS = 12;
var FINGERPRINT_ROUNDS = 2 ** 14;
var WORD_BITS = 11;
function fingerprintOf(one, other) {
  const [low, high] = compareBytes(utf8(one), utf8(other)) <= 0 ? [one, other] : [other, one];
  const both = concat(utf8(low), utf8(high));
  let hash = labelledHash("fingerprint", both);
  for (let round = 0; round < FINGERPRINT_ROUNDS; round++) hash = labelledHash("fingerprint", hash, both);
  return { words: wordsOf(hash), text: `talos:verify:${low}:${high}:${toHex(hash)}` };
}
function isFingerprint({ words, text }, given) {
  const trimmed = given.trim();
  return trimmed === text || trimmed.toLowerCase().split(/\s+/).join(" ") === words.join(" ");
}
function wordsOf(hash) {
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: FINGERPRINT_WORDS }, (_, n) => {
    const index = Number.parseInt(bits.slice(n * WORD_BITS, (n + 1) * WORD_BITS), 2);
    return wordlist[index] ?? "";
  });
}

// src/agent/reach/contacts.ts
var Contacts = class {
  #core;
  #onSettled;
  /** @param onSettled - Told when messages may go to a peer again. */
  constructor(core, onSettled) {
    this.#core = core;
    this.#onSettled = onSettled;
  }
  get #book() {
    return this.#core.peers;
  }
  get #self() {
    return this.#core.identity.did;
  }
  async peers() {
    return this.#book.all().map(viewOf2);
  }
  async add({ did: text, alias, addresses: addresses2 }) {
    const did = isWebDid(text) ? await this.#core.peer(text) : parseDid(text);
    if (did === this.#self) throw new TalosError("E_USAGE", "this is the own identity");
    assertAlias(alias);
    const parsed = parseAddresses(addresses2);
    const own = formatPeerId(keyOfDid(did));
    const wrong = parsed.find((each) => !isDialable(each) || each.peerId !== void 0 && each.peerId !== own);
    if (wrong !== void 0)
      throw new TalosError("E_USAGE", `not an address of this peer: ${wrong.text}`, {
        hint: "an address looks like /ip4/192.0.2.7/tcp/8766"
      });
    const pinned = this.#book.called(alias);
    if (pinned !== void 0 && pinned.did !== did)
      throw new TalosError("E_EXISTS", `${alias} is pinned as ${pinned.did} already`, {
        details: { alias, pinned: pinned.did, offered: did },
        hint: `talos contacts remove ${alias} lets go of that one; another alias keeps both`
      });
    await this.#book.call(did, alias);
    return viewOf2(await this.#book.note(did, { addresses: parsed.map((each) => each.text) }));
  }
  async rename({ peer, alias }) {
    assertAlias(alias);
    return viewOf2(await this.#book.call(this.#known(peer), alias));
  }
  async remove(peer) {
    const did = this.#known(peer);
    const held = this.#book.get(did);
    await this.#book.forget(did);
    return viewOf2(held ?? unknownPeer(did));
  }
  async fingerprint(text) {
    const peer = this.#exactly(text);
    const fingerprint = this.#fingerprint(peer.did);
    const { changed: changed3 } = peer;
    const offered = changed3 && fingerprintView(changed3.did, this.#fingerprint(changed3.did));
    return {
      peer: viewOf2(peer),
      fingerprint: fingerprintView(peer.did, fingerprint),
      ...offered === void 0 ? {} : { offered }
    };
  }
  async verify({ peer: text, given }) {
    const peer = this.#exactly(text);
    const { did, changed: changed3 } = peer;
    if (isFingerprint(this.#fingerprint(did), given))
      return viewOf2(await this.#book.verified(did, this.#core.clock.now()));
    if (changed3 !== void 0 && isFingerprint(this.#fingerprint(changed3.did), given))
      throw identityChanged(peer, changed3.did);
    throw new TalosError("E_IDENTITY_MISMATCH", "this is not the fingerprint of the own identity and this peer", {
      details: { peer: did },
      hint: "each side must read it from its own terminal; if it differs, somebody may stand in between"
    });
  }
  async accept({ peer: text, did }) {
    if (isWebDid(text)) {
      const chosen = parseDid(did);
      await this.#core.names.settle(text, chosen);
      return viewOf2(this.#book.get(chosen) ?? unknownPeer(chosen));
    }
    const peer = this.#exactly(text);
    if (peer.alias === "") throw new TalosError("E_NOT_FOUND", "this peer has no alias");
    const settled = await this.#book.settle(peer.did, parseDid(did));
    await this.#onSettled(settled.did);
    return viewOf2(settled);
  }
  #fingerprint(did) {
    return fingerprintOf(this.#self, did);
  }
  /** A known peer by its DID or its whole alias: the beginning of a name never is enough to trust anybody. */
  #exactly(text) {
    const named = isWebDid(text) ? this.#core.names.pinned(text) : text;
    const peer = isDid(named) ? this.#book.get(named) : this.#book.called(named);
    if (peer === void 0)
      throw new TalosError("E_NOT_FOUND", "no peer has exactly this name", {
        hint: "talos peers lists those who are known; name one by its whole alias, or in full"
      });
    return peer;
  }
  #known(text) {
    const did = this.#core.known(text);
    if (this.#book.get(did) === void 0)
      throw new TalosError("E_NOT_FOUND", "this peer is not known here", { hint: "talos peers lists those who are" });
    return did;
  }
};
function assertAlias(alias) {
  if (!isAlias(alias))
    throw new TalosError(
      "E_USAGE",
      "an alias has letters, digits and ._@-, at most 64, and starts with one of the first"
    );
}
function viewOf2({ did, alias, addresses: addresses2, verifiedAtMs, changed: changed3 }) {
  const view = { did, alias, addresses: addresses2, verified: verifiedAtMs > 0 };
  return {
    ...view,
    ...verifiedAtMs > 0 ? { verifiedAtMs } : {},
    ...changed3 === void 0 ? {} : { changed: changed3.did }
  };
}
function fingerprintView(did, { words, text }) {
  return { did, words, text };
}

// src/agent/reach/network-changes.ts
var CLOCK_STEP_MS = 1e3;
var WAKE_GAP_MS = 5e3;
var NetworkChanges = class {
  #woken = /* @__PURE__ */ new Set();
  #better = /* @__PURE__ */ new Set();
  #followed = /* @__PURE__ */ new WeakSet();
  #host;
  /**
   * Calls `listen` whenever connections may be dead and tries worth making now, with the milliseconds that this machine slept,
   * 0 where it did not. @returns A function that undoes it.
   */
  onWake(listen) {
    this.#woken.add(listen);
    return () => void this.#woken.delete(listen);
  }
  /** Tells them: this machine woke after `sleptMs`, or its network changed. */
  wake(sleptMs = 0) {
    for (const listen of this.#woken) listen(sleptMs);
  }
  /** Calls `listen` whenever there is a better way to a peer than all that there were. @returns A function that undoes it. */
  onBetterPath(listen) {
    this.#better.add(listen);
    return () => void this.#better.delete(listen);
  }
  /** Whether there is a better way to `peer` by now than `path`: it may have come up while something was being opened. */
  hasBetter(peer, path) {
    const now = path === "relayed" ? this.#host?.pathTo(keyOfDid(peer)) : void 0;
    return now !== void 0 && now !== "relayed";
  }
  /** Tells of the better ways that `host` finds, from now on. Repeatable. */
  follow(host) {
    if (this.#followed.has(host)) return;
    this.#followed.add(host);
    this.#host = host;
    host.onBetterPath((key) => {
      const peer = didOfKey(key);
      for (const listen of this.#better) listen(peer);
    });
  }
};
function watchClocks(clock, timer, woke) {
  let cancel = () => {
  };
  const look = () => {
    const [wall, steady] = [clock.now(), timer.now()];
    cancel = timer.after(CLOCK_STEP_MS, () => {
      const longest = Math.max(clock.now() - wall, timer.now() - steady);
      look();
      if (longest >= CLOCK_STEP_MS + WAKE_GAP_MS) woke(longest - CLOCK_STEP_MS);
    });
  };
  look();
  return () => cancel();
}

// src/agent/reach/pinging.ts
var PING_PAUSE_MS = 1e3;
var PING_TIMEOUT_MS = 1e4;
var PURPOSES = ["channel", "message"];
async function pingPeer(core, parts, { peer: text, count }, signal) {
  if (!Number.isInteger(count) || count < 1 || count > MAX_PINGS)
    throw new RangeError(`count must be an integer from 1 to ${MAX_PINGS}, got ${count}`);
  const { timer = systemTimer } = parts;
  const peer = await peerOf2(core, text);
  const tried = [];
  const onAttempt = (attempt) => void tried.push(attempt);
  const open2 = () => linkTo(core, { ...parts, onAttempt }, peer, signal);
  const answers = [];
  let link = await open2();
  try {
    for (; ; ) {
      const limit = AbortSignal.timeout(PING_TIMEOUT_MS);
      const ms = await link.roundTrip(signal === void 0 ? limit : AbortSignal.any([signal, limit]));
      answers.push({ path: link.path, ms });
      if (answers.length === count) break;
      await pause(PING_PAUSE_MS, timer, signal);
      const next = await open2();
      await link.close();
      link = next;
    }
    const punch = (await parts.reach?.())?.punches.findLast((each) => each.peer === peer);
    const view = { peer, path: link.path, address: link.remoteAddress, answers, tried };
    return punch === void 0 ? view : { ...view, punch };
  } finally {
    await link.close();
  }
}
async function linkTo(core, parts, peer, signal) {
  const [first = "channel", ...others] = PURPOSES;
  try {
    return await dialPeer(core, parts, first, peer, signal);
  } catch (error) {
    const [other] = others;
    if (other === void 0 || !isTalosError(error, "E_REFUSED")) throw error;
    return await dialPeer(core, parts, other, peer, signal);
  }
}
function pause(ms, timer, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const end = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = timer.after(ms, () => {
      signal?.removeEventListener("abort", end);
      resolve();
    });
    signal?.addEventListener("abort", end, { once: true });
  });
}

// src/agent/reach/servers.ts
var Servers = class {
  #mail;
  /** @param mail - Opened when first needed; not owned. */
  constructor(mail) {
    this.#mail = mail;
  }
  async list() {
    return (await this.#mail()).servers().map(viewOf3);
  }
  async register(params, signal) {
    const { address, unlisted, name } = params;
    if (name !== void 0 && name !== "" && !isIdentityName(name))
      throw new TalosError("E_USAGE", `a name must be at most ${MAX_NAME_BYTES} bytes of printable text`);
    const made = await (await this.#mail()).register(address, signal, {
      ...unlisted === void 0 ? {} : { isUnlisted: unlisted },
      ...name === void 0 ? {} : { name }
    });
    return made.map(({ server, bundles, expiresAtMs }) => ({ ...viewOf3(server), bundles, expiresAtMs }));
  }
  async peers(params, signal) {
    const { limit } = params;
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LISTED_PEERS)
      throw new TalosError("E_USAGE", `a list has 1 to ${MAX_LISTED_PEERS} peers`);
    const { server, peers, isMore } = await (await this.#mail()).listed(params, signal);
    return {
      server,
      peers: peers.map(({ isConnected, ...peer }) => ({ ...peer, connected: isConnected })),
      more: isMore
    };
  }
};
var viewOf3 = ({ did, addresses: addresses2, mailbox, info, listing }) => ({
  did,
  addresses: addresses2,
  mailbox,
  ...info,
  unlisted: listing.isUnlisted
});

// src/agent/record/anchors.ts
var MAX_TRIES = 4;
var Anchors = class {
  #core;
  #kinds;
  #book;
  #turns = new Mutex();
  #failures = /* @__PURE__ */ new Map();
  /** @param kinds - What the platform can anchor with, loaded when first needed. */
  constructor(core, kinds) {
    this.#core = core;
    this.#kinds = kinds;
    this.#book = new AnchorBook(core.store);
  }
  /** Tries with sources of a kind that failed, since the agent began. */
  failures(kind) {
    return this.#failures.get(kind) ?? 0;
  }
  async sources() {
    return (await this.#book.sources()).map(sourceView);
  }
  async add(source) {
    (await this.#kindOf(source)).check(source);
    return sourceView(await this.#book.add(source, this.#core.clock.now()));
  }
  async #kindOf({ kind }) {
    const found = kindNamed(await this.#kinds(), kind);
    if (found === void 0) throw new TalosError("E_USAGE", `there are no anchors of this kind here: ${kind}`);
    return found;
  }
  async remove(id) {
    return sourceView(await this.#book.remove(id));
  }
  async list() {
    const sources = await this.#book.sources();
    return (await this.#book.all()).map((held) => viewOf4(held, sources));
  }
  async from(least) {
    const sources = await this.#book.sources();
    return (await this.#book.from(least)).map((held) => viewOf4(held, sources));
  }
  now(signal) {
    return this.#turns.run(async () => {
      const sources = (await this.#book.sources()).filter(({ isActive }) => isActive);
      if (sources.length === 0)
        throw new TalosError("E_NOT_FOUND", "nothing is configured to anchor the log with", {
          hint: "talos audit anchor add --help"
        });
      const checkpoint = await this.#newest();
      const attempts = [];
      for (const source of sources) attempts.push(await this.#attempt(checkpoint, source, signal));
      return attempts;
    }, signal);
  }
  /** The checkpoint of all that is recorded now. */
  async #newest() {
    const { ledger: ledger2, identity } = this.#core;
    await ledger2.seal();
    const checkpoint = readCheckpoint(ledger2.checkpoint, identity.did);
    if (checkpoint === void 0) throw new TalosError("E_NOT_FOUND", "the log has no checkpoint yet");
    return checkpoint;
  }
  async #attempt(checkpoint, source, signal, triesLeft = MAX_TRIES - 1) {
    try {
      const held = await this.#make(checkpoint, source, signal);
      const entry = await this.#record(held, checkpoint, source);
      return { source: source.id, anchor: viewOf4(held, [source]), entry };
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTalosError(error)) throw error;
      if (error.code === "E_STALE" && triesLeft > 0)
        return this.#attempt(await this.#newest(), source, signal, triesLeft - 1);
      const { kind } = source.source;
      this.#failures.set(kind, this.failures(kind) + 1);
      return { source: source.id, error: { code: error.code, message: error.message } };
    }
  }
  async #make(checkpoint, { id, source }, signal) {
    const kind = await this.#kindOf(source);
    const { token, nonce, atMs } = await kind.make(checkpoint, source, signal);
    const header = await this.#headerOf(checkpoint.size);
    if (header !== void 0 && header.timeMs > atMs + ANCHOR_SKEW_MS)
      throw new TalosError("ANCHOR_MISMATCH", "the newest block is later than the time stamp: a clock is wrong", {
        hint: "set the clock of this machine right"
      });
    return { size: checkpoint.size, source: id, note: checkpoint.note, token, nonce, atMs };
  }
  /** Keeps the token, then records it: an entry never names a token that was lost. */
  async #record(held, checkpoint, { source }) {
    await this.#book.keep(held);
    const { size, atMs: at } = held;
    const digest = toHex(sha256(held.token));
    const body = { type: "anchor", kind: source.kind, size, root: toHex(checkpoint.root), digest, at };
    const entry = this.#core.ledger.append(body);
    await entry.durable();
    return entry.id;
  }
  async verify() {
    const parts = { book: this.#book, kinds: await this.#kinds(), author: this.#core.identity.did };
    const sources = await this.#book.sources();
    const anchors = [];
    for (const held of await this.#book.all()) anchors.push(await this.#finding(held, sources, parts));
    return { valid: anchors.every(({ reason }) => reason === void 0), anchors };
  }
  async #finding(held, sources, parts) {
    const { source, size, atMs } = held;
    try {
      const word = await verifyAnchor(held, sources, parts);
      const header = await this.#headerOf(size);
      if (header === void 0 || !equalBytes(header.logRoot, word.checkpoint.root))
        return { source, size, atMs, by: word.by, reason: "the log is not the one that was anchored" };
      if (header.timeMs > word.atMs + ANCHOR_SKEW_MS)
        return { source, size, atMs, by: word.by, reason: "the block says that it was made after it was anchored" };
      return { source, size, atMs, by: word.by };
    } catch (error) {
      if (!isTalosError(error, "ANCHOR_MISMATCH")) throw error;
      return { source, size, atMs, reason: error.message };
    }
  }
  /** The header of the block after which the log has `size` entries, where there is one. */
  async #headerOf(size) {
    const store = new LedgerStore(this.#core.store);
    let [low, high] = [0, await store.head() ?? -1];
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const { header } = await store.block(middle);
      if (header.logSize === size) return header;
      if (header.logSize < size) low = middle + 1;
      else high = middle - 1;
    }
    return void 0;
  }
};
function sourceView({ id, source, addedMs, isActive }) {
  return { id, source, addedAtMs: addedMs, active: isActive };
}
function viewOf4({ source, size, atMs, note, token, nonce }, sources) {
  const kind = sources.find(({ id }) => id === source)?.source.kind ?? "rfc3161";
  return { kind, source, size, atMs, note, token: toBase64url(token), nonce: toHex(nonce) };
}

// src/agent/record/call-layers.ts
var MAX_LOOKED_AT = 1e3;
async function callLayers(ledger2, aliasOf, entry) {
  const call2 = await callOf(ledger2, entry);
  if (call2 === void 0) return void 0;
  const bodies = (await ledger2.query({ subject: call2.hash })).map(({ body }) => body);
  const result = bodies.find((body) => body.type === "result" || body.type === "receipt")?.statement;
  const { from, to, session, service, token } = call2.statement;
  return {
    identity: { caller: from, callerAlias: aliasOf(from), server: to, serverAlias: aliasOf(to), session },
    authority: { capability: token, service, decision: decisionOf(bodies, result), ...approvalOf(bodies, result) },
    ...await intentOf(ledger2, call2, result),
    ...result === void 0 ? {} : { execution: executionOf(result) }
  };
}
async function callOf(ledger2, { body, seq }) {
  if (body.type === "call" || body.type === "decision") return body.statement;
  if (body.type === "result" || body.type === "receipt") return bySubject(ledger2, body.statement.statement.call);
  if (body.type === "approval") return bySubject(ledger2, body.call);
  if (body.type !== "intent") return void 0;
  const intent = body.statement.statement;
  const next = await ledger2.query({ peer: body.peer, after: seq, last: MAX_LOOKED_AT });
  const found = next.find(
    (each) => isCall(each.body) && intentFault(intent, each.body.statement.statement) === void 0
  );
  return found !== void 0 && isCall(found.body) ? found.body.statement : void 0;
}
function isCall(body) {
  return body.type === "call" || body.type === "decision";
}
async function bySubject(ledger2, hash) {
  for (const { body } of await ledger2.query({ subject: hash })) if (isCall(body)) return body.statement;
  return void 0;
}
function decisionOf(bodies, result) {
  const decision = bodies.find((body) => body.type === "decision")?.decision;
  return decision ?? result?.statement.decision ?? "";
}
function approvalOf(bodies, result) {
  const last = bodies.findLast((body) => body.type === "approval");
  if (last !== void 0) {
    const { approval: id2, event, by } = last;
    return { approval: { id: id2, event, ...by === void 0 ? {} : { by } } };
  }
  const id = result?.statement.approval;
  return id === void 0 ? {} : { approval: { id } };
}
async function intentOf(ledger2, call2, result) {
  const named = result?.statement.intent;
  if (named === void 0) return {};
  const [entry] = await ledger2.query({ type: "intent", subject: named, last: 1 });
  if (entry?.body.type !== "intent") return { intent: { hash: named, fault: "not on record" } };
  const { statement } = entry.body.statement;
  const fault = intentFault(statement, call2.statement);
  const { justification } = statement;
  return { intent: { hash: named, justification, ...fault === void 0 ? {} : { fault: `another ${fault}` } } };
}
function executionOf({ statement, hash, by }) {
  return { outcome: statement.outcome, result: statement.result, statement: hash, by, timeMs: statement.time };
}

// src/agent/record/audits.ts
var Audits = class {
  #parts;
  #open = /* @__PURE__ */ new Set();
  constructor(parts) {
    this.#parts = parts;
  }
  async follow(options = {}) {
    const { ledger: ledger2 } = this.#parts.core;
    const stops = [];
    const feed = this.#feed(options, () => {
      for (const stop of stops) stop();
    });
    const tell3 = () => feed.tell({ size: ledger2.size });
    stops.push(
      ledger2.watch(tell3),
      this.#parts.core.onFailure((error) => feed.end(error))
    );
    tell3();
    return feed;
  }
  async layers({ id }) {
    const { core, find } = this.#parts;
    const call2 = await callLayers(core.ledger, (did) => core.peers.get(did)?.alias ?? "", await find(id, []));
    return call2 === void 0 ? {} : { call: call2 };
  }
  async verify({ archives = [], checkpoint }, options = {}) {
    const ending = new AbortController();
    const feed = this.#feed(options, () => ending.abort());
    const kept2 = checkpoint === void 0 ? {} : { checkpoint };
    const verifying = this.#parts.core.ledger.verify({
      ...kept2,
      archives: this.sources(archives),
      signal: ending.signal,
      onProgress: (progress) => feed.tell(progress)
    });
    verifying.then(
      (report) => feed.finish({ report: auditReport(report) }),
      (error) => feed.end(isTalosError(error) ? error : void 0)
    );
    return feed;
  }
  #feed({ signal }, onEnd) {
    const close = () => feed.end();
    const feed = new LatestFeed(() => {
      this.#open.delete(feed);
      signal?.removeEventListener("abort", close);
      onEnd();
    });
    this.#open.add(feed);
    signal?.addEventListener("abort", close);
    if (signal?.aborted === true) close();
    return feed;
  }
  /** Archive files by their paths. */
  sources(paths) {
    return paths.map((path) => () => this.#parts.archives.read(path));
  }
  async root() {
    const { ledger: ledger2, identity } = this.#parts.core;
    await ledger2.seal();
    const { height, checkpoint, network, work, first } = ledger2;
    const bytes = await ledger2.block(height);
    if (bytes === void 0) throw new TalosError("E_NOT_FOUND", "there is no block yet");
    const { header } = decodeBlock(bytes);
    return {
      author: identity.did,
      network: network.name,
      difficulty: network.difficulty,
      height,
      block: toHex(hashHeader(encodeHeader(header))),
      size: header.logSize,
      root: toHex(header.logRoot),
      work: work.toString(),
      first,
      checkpoint
    };
  }
  async archive({ beforeHeight, beforeMs, file }) {
    const { core, archives } = this.#parts;
    if (beforeHeight === void 0 === (beforeMs === void 0))
      throw new TalosError("E_USAGE", "blocks are archived before a height or before a time");
    const before = beforeHeight === void 0 ? { timeMs: beforeMs ?? 0 } : { height: beforeHeight };
    await core.ledger.seal();
    await core.due.forget();
    return core.ledger.archive(before, async (pieces) => {
      await archives.save(file, pieces);
      await core.usage.keep();
    });
  }
  async forget({ id, archives = [] }) {
    const { core } = this.#parts;
    const entry = await this.#parts.find(id, archives);
    if (!isCommitting(entry))
      throw new TalosError(
        "E_USAGE",
        `an entry of type ${entry.body.type} commits to no content: there is nothing to forget`
      );
    const text = await this.#forgetText(entry);
    const salt = await core.salts.erase(entry);
    const matter = { type: "forget", subject: entry.id };
    const [said] = await core.ledger.positions(matter);
    if (said !== void 0) return { id: entry.id, entry: await this.#idOf(matter), salt, text };
    const forgotten = core.ledger.append({ type: "forget", entry: entry.id });
    await forgotten.durable();
    return { id: entry.id, entry: forgotten.id, salt, text };
  }
  /** The entry about `matter`; `""` where it was archived. */
  async #idOf(matter) {
    const [entry] = await this.#parts.core.ledger.query({ ...matter, last: 1 });
    return entry?.id ?? "";
  }
  async #forgetText({ body }) {
    if (body.type !== "message") return false;
    const messenger = await this.#parts.messenger();
    const forgotten = await messenger.past.forget(body.peer, parseMessageId(body.message), body.direction);
    if (forgotten === "waiting")
      throw new TalosError("E_USAGE", "the message waits to be taken", { hint: "talos listen takes it" });
    return forgotten === "erased";
  }
  /** Makes the index anew. */
  reindex() {
    return this.#parts.core.ledger.reindex();
  }
  /** Ends what is followed or verified: the agent ends. */
  close() {
    for (const feed of this.#open) feed.end(new TalosError("E_CLOSED", "the agent has ended"));
  }
};
var COMMITTING = ["call", "decision", "result", "receipt", "revocation", "message"];
function isCommitting({ body }) {
  return COMMITTING.includes(body.type);
}
async function entryIdOf(ledger2, id) {
  if (!/^[0-9a-f]{8,64}$/.test(id)) throw new TalosError("E_USAGE", "an id has 8 to 64 hexadecimal digits");
  if (id.length === 64) return id;
  const fits2 = (await ledger2.query({})).filter((entry) => entry.id.startsWith(id));
  if (fits2.length > 1) throw new TalosError("E_AMBIGUOUS", "the id fits more than one entry; give more digits");
  const [only] = fits2;
  if (only === void 0)
    throw new TalosError("E_NOT_FOUND", "no recent entry has this id", { hint: "give all 64 digits" });
  return only.id;
}

// src/ledger/chain/served-chain.ts
var OwnChain = class {
  #store;
  #ledger;
  constructor(store, ledger2) {
    this.#store = new LedgerStore(store);
    this.#ledger = ledger2;
  }
  async head() {
    const height = await this.#store.head();
    if (height === void 0) throw new TalosError("E_NOT_FOUND", "the ledger has no block yet");
    const { header, note } = await this.#store.block(height);
    const hash = hashHeader(encodeHeader(header));
    const { network, first } = this.#ledger;
    const work = totalWork(height, network);
    return { network: network.name, height, hash, work, logSize: header.logSize, note, first };
  }
  async headers(from, count) {
    const last = Math.min((await this.head()).height, from + count - 1);
    const headers = [];
    for (let height = from; height <= last; height++) headers.push(encodeSignedHeader(await this.#store.block(height)));
    return headers;
  }
  async blocks(from, count) {
    const blocks = [];
    let bytes = 0;
    for (let height = from; height < from + count && bytes < MAX_ANSWER_BLOCK_BYTES; height++) {
      const block = await this.#ledger.block(height);
      if (block === void 0) break;
      blocks.push(block);
      bytes += block.length;
    }
    return blocks;
  }
  /** Root of the log when it had `size` entries, as many as are sealed or fewer. */
  async rootAt(size) {
    return (await loadFrontier(size, this.#store.tile)).root();
  }
  async consistency(from, to) {
    const { logSize } = await this.head();
    if (to > logSize) throw new RangeError(`the log has ${logSize} entries`);
    return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.#store.tile, range)));
  }
};

// src/agent/record/blocks.ts
var RANGE_BYTES = 512 * 1024;
var Blocks = class {
  #core;
  #kept;
  #own;
  /** @param kept - The chains of others. */
  constructor(core, kept2) {
    this.#core = core;
    this.#kept = kept2;
    this.#own = new OwnChain(core.store, core.ledger);
  }
  async summary({ author } = {}) {
    const { identity, ledger: ledger2 } = this.#core;
    const did = author === void 0 ? identity.did : this.#core.known(author);
    const kept2 = did === identity.did ? void 0 : await this.#keptOf(did);
    const chain = kept2 ?? this.#own;
    const { difficulty } = await kept2?.record() ?? ledger2.network;
    const { network, height, hash, logSize, work, note, first } = await chain.head();
    const [oldest, newest] = [await headerOf(chain, 0), await headerOf(chain, height)];
    return {
      author: did,
      network,
      difficulty,
      height,
      hash: toHex(hash),
      first,
      entries: logSize,
      work: String(work),
      firstTimeMs: oldest.timeMs,
      lastTimeMs: newest.timeMs,
      checkpoint: note,
      start: await this.#start(first)
    };
  }
  async #keptOf(author) {
    const kept2 = await this.#kept.get(author);
    if (kept2 !== void 0) return kept2;
    throw new TalosError("E_NOT_FOUND", "no chain of this author is kept", {
      hint: "talos audit chain list shows those that are; talos audit chain sync fetches one"
    });
  }
  /** The own chain before `first`. Whoever goes on from it finds out with the next block whether it is right. */
  async #start(first) {
    if (first === 0) return "";
    const { identity, ledger: ledger2, store } = this.#core;
    const encoded = await encodedHeader(this.#own, first - 1);
    const { logSize, timeMs } = decodeHeader(encoded);
    const frontier = await loadFrontier(logSize, new LedgerStore(store).tile);
    const { name: network, difficulty } = ledger2.network;
    const tip = { height: first - 1, hash: hashHeader(encoded), timeMs, frontier };
    const work = totalWork(first - 1, ledger2.network);
    return toBase64(encodeChainState({ author: identity.did, network, difficulty, tip, work }));
  }
  async range(params) {
    const { from, count, author = this.#core.identity.did } = params;
    if (author !== this.#core.identity.did) {
      const kept2 = await (await this.#keptOf(parseDid(author))).blocks(from, count);
      return { blocks: kept2.map(toBase64) };
    }
    const blocks = [];
    let bytes = 0;
    for (let height = from; blocks.length < count && bytes < RANGE_BYTES; height++) {
      const block = await this.#core.ledger.block(height);
      if (block === void 0) break;
      blocks.push(toBase64(block));
      bytes += block.length;
    }
    return { blocks };
  }
  async find(at) {
    const block = await this.#core.ledger.block(await this.#place(at));
    if (block === void 0) throw new TalosError("E_NOT_FOUND", "there is no such block");
    const header = block.subarray(0, HEADER_BYTES);
    return { height: decodeHeader(header).height, hash: toHex(hashHeader(header)), block: toBase64(block) };
  }
  async #place(at) {
    if (/^\d{1,15}$/.test(at)) return Number(at);
    if (!/^[0-9a-f]{64}$/.test(at)) throw new TalosError("E_NOT_FOUND", "there is no such block");
    const hash = fromHex(at);
    if (await this.#core.ledger.block(hash) !== void 0) return hash;
    const entry = await this.#core.ledger.get(at);
    if (entry === void 0) throw new TalosError("E_NOT_FOUND", "there is no block and no entry of that id");
    if (entry.height !== void 0) return entry.height;
    throw new TalosError("E_NOT_FOUND", "the entry waits for its block", { hint: "ask again in a few seconds" });
  }
};
async function headerOf(chain, height) {
  return decodeHeader(await encodedHeader(chain, height));
}
async function encodedHeader(chain, height) {
  const [signed] = await chain.headers(height, 1);
  if (signed === void 0) throw new TalosError("E_NOT_FOUND", `there is no block at height ${height}`);
  return signed.subarray(0, HEADER_BYTES);
}

// src/agent/record/chain-dialer.ts
var CHAIN_ANSWER_TIMEOUT_MS = 3e4;
var ChainDialer = class {
  #parts;
  #links;
  constructor(parts) {
    this.#parts = parts;
    this.#links = new Lingering(parts.timer ?? systemTimer);
  }
  /**
   * Runs `task` with a link to `peer`, which is dialled where there is none. The link is not the task's to close.
   *
   * @throws {TalosError} `E_UNREACHABLE` and what else dialling throws; `E_REFUSED` where the peer does not let this agent
   *   ask; what `task` throws.
   */
  use(peer, task, signal) {
    return this.#links.use(peer, () => this.#open(peer), task, signal);
  }
  async #open(peer) {
    const link = await dialPeer(this.#parts.core, this.#parts, "chain", peer);
    return askOver(link, { timeoutMs: CHAIN_ANSWER_TIMEOUT_MS });
  }
  /** Ends every link; what is asked fails. */
  [Symbol.asyncDispose]() {
    return this.#links[Symbol.asyncDispose]();
  }
};

// src/agent/record/chain-operations.ts
var MAX_DID_CHARACTERS = 128;
function chainOperations(parts) {
  const chainOf = async (author) => {
    const did = author === void 0 ? parts.self : parseDid(readString(author, "author", { max: MAX_DID_CHARACTERS }));
    const chain = await parts.chainOf(did);
    if (chain === void 0) throw refused("unknown", "no chain of this author is kept");
    return chain;
  };
  const operation = (answer, access = "headers") => ({ access, answer: ({ fields }) => answer(fields) });
  return {
    status: operation(async (fields) => {
      const { author } = readObject(fields, { required: [], optional: ["author"] }, "status");
      return status(await chainOf(author));
    }),
    locate: operation(async (fields) => {
      const read = readObject(fields, { required: ["points"], optional: ["author"] }, "locate");
      const points = readArray(read.points, "points", { min: 1, max: MAX_LOCATOR_POINTS }, readPoint);
      const height = await highestOf(await chainOf(read.author), points);
      return height === void 0 ? {} : { height };
    }),
    headers: operation(async (fields) => {
      const read = readObject(fields, { required: ["from", "count"], optional: ["author"] }, "headers");
      const from = readInteger(read.from, "from");
      const count = readInteger(read.count, "count", { min: 1, max: MAX_HEADERS_AN_ANSWER });
      const headers = await (await chainOf(read.author)).headers(from, count);
      if (headers.length === 0) throw refused("unknown", "the chain ends before");
      return { headers: concat(...headers) };
    }),
    blocks: operation(async (fields) => {
      const read = readObject(fields, { required: ["from", "count"], optional: ["author"] }, "blocks");
      const from = readInteger(read.from, "from");
      const count = readInteger(read.count, "count", { min: 1, max: MAX_BLOCKS_AN_ANSWER });
      const blocks = await (await chainOf(read.author)).blocks(from, count);
      if (blocks.length === 0) throw refused("unknown", "the chain ends before");
      return { blocks };
    }, "blocks"),
    consistency: operation(async (fields) => {
      const read = readObject(fields, { required: ["from", "to"], optional: ["author"] }, "consistency");
      const from = readInteger(read.from, "from", { min: 1 });
      const to = readInteger(read.to, "to", { min: from });
      const chain = await chainOf(read.author);
      if (to > (await chain.head()).logSize) throw refused("unknown", "the log is shorter");
      return { path: await chain.consistency(from, to) };
    })
  };
}
async function status(chain) {
  const { network, height, hash, work, note, first } = await chain.head();
  return { network, height, hash, work: work.toString(), note, first };
}
function readPoint(point, name) {
  let at = 0;
  const [height, hash] = readArray(
    point,
    name,
    { min: 2, max: 2 },
    (item) => at++ === 0 ? readInteger(item, `${name} height`) : readBytes(item, `${name} hash`, HASH_BYTES)
  );
  return [height, hash];
}
async function highestOf(chain, points) {
  for (const [height, hash] of points.toSorted(([a], [b]) => b - a)) {
    const [held] = await chain.headers(height, 1);
    if (held !== void 0 && equalBytes(decodeSignedHeader(held).hash, hash)) return height;
  }
  return void 0;
}

// src/ledger/chain/sync-claims.ts
var Claims = class {
  #parts;
  #asking;
  #fork;
  constructor(parts, asking) {
    this.#parts = parts;
    this.#asking = asking;
  }
  /** The first fork that was found. */
  get fork() {
    return this.#fork;
  }
  /** What is synchronised; `undefined` where no source has a chain that may be. Sources that have another are dropped. */
  async choose(standings) {
    const made = await Promise.all(standings.map((standing) => this.#claimOf(standing)));
    let claims = made.filter((claim) => claim !== void 0);
    for (; ; ) {
      const groups = await this.#grouped(claims);
      const best = groups.length > 1 ? await this.#best(groups) : groups[0];
      const left = claims.filter(({ standing }) => standing.dropped === void 0);
      if (left.length === claims.length || left.length === 0) return best;
      claims = left;
    }
  }
  #rules() {
    const { author, network, difficulty, now } = this.#parts;
    return { authorKey: keyOfDid(author), network, difficulty, nowMs: now() };
  }
  async #claimOf(standing) {
    const { author, network } = this.#parts;
    const status2 = await this.#asking.ask(standing, (source, signal) => source.status(author, signal));
    if (status2 === void 0) return void 0;
    if (status2.network !== network) {
      standing.drop("CONSENSUS_VIOLATION", `its chain is of another network than ${network}`);
      return void 0;
    }
    const newest = await this.#headerAt(standing, status2.height);
    if (newest === void 0) return void 0;
    const claim = { standing, newest, first: status2.first, note: status2.note };
    return await this.#isOfKept(claim) ? claim : void 0;
  }
  /** A header that the author signed; `undefined` where the source was dropped. */
  #headerAt(standing, height) {
    return this.#checked(standing, async () => {
      const { author } = this.#parts;
      const headers = await this.#asking.ask(standing, (source, signal) => source.headers(author, height, 1, signal));
      const [header] = headers ?? [];
      if (header === void 0) return void 0;
      if (header.header.height !== height) throw new TalosError("E_PROTOCOL", "another header than was asked for");
      verifyLoneHeader(header, this.#rules());
      return header;
    });
  }
  /** What `check` gives, unless it finds the source wrong, which is dropped then. */
  async #checked(standing, check) {
    try {
      return await check();
    } catch (error) {
      this.#asking.terms.signal?.throwIfAborted();
      if (!isTalosError(error)) throw error;
      standing.drop(error.code, error.message);
      return void 0;
    }
  }
  #found(headers, code, depth) {
    const evidence = forkEvidence(this.#parts.author, { headers });
    if (evidence !== void 0) this.#fork ??= { evidence, code, depth };
  }
  // The chain that is kept
  /** Whether the source has the chain that is kept, as far as both go. */
  async #isOfKept(claim) {
    const { kept: kept2 } = this.#parts;
    const { tip } = kept2;
    if (tip === void 0) return true;
    const { standing, newest } = claim;
    const isBehind = newest.header.height <= tip.height;
    const theirs = isBehind ? newest : await this.#headerAt(standing, tip.height);
    if (theirs === void 0) return false;
    const ours = await kept2.header(theirs.header.height);
    if (equalBytes(ours.hash, theirs.hash)) return true;
    const depth = tip.height - await this.#ancestorOf(standing, tip);
    const code = newest.header.height > tip.height ? "E_REORG_DEPTH" : "E_EQUIVOCATION";
    this.#found([ours, theirs], code, depth);
    const reason = `the author signed another chain, which lacks ${depth} of the kept blocks; none is replaced`;
    standing.drop(code, reason);
    return false;
  }
  /** Height of the newest kept block that the source says to have, −1 where it has none. */
  async #ancestorOf(standing, tip) {
    let [low, high] = [-1, tip.height + 1];
    let heights = locatorHeights(tip.height);
    while (heights.length > 0) {
      const located = await this.#located(standing, heights);
      if (located === void 0) high = Math.min(...heights);
      else [low, high] = [located, Math.min(high, ...heights.filter((height) => height > located))];
      heights = heightsBetween(low, high);
    }
    return low;
  }
  /** The highest of these heights at which the source says to have the kept block; `undefined` where it was dropped. */
  async #located(standing, heights) {
    const points = [];
    for (const height of heights) points.push([height, (await this.#parts.kept.header(height)).hash]);
    const { author } = this.#parts;
    return this.#asking.ask(standing, (source, signal) => source.locate(author, points, signal));
  }
  // Several chains of one author
  /** Claims by chain: each claim is of the chain of the first of its group, the highest. */
  async #grouped(claims) {
    const groups = [];
    const highestFirst = claims.toSorted(
      (a, b) => b.newest.header.height - a.newest.header.height || compareBytes(a.newest.hash, b.newest.hash)
    );
    for (const claim of highestFirst) {
      const group = await this.#groupOf(claim, groups);
      if (group === void 0) groups.push({ newest: claim.newest, claims: [claim] });
      else group.claims.push(claim);
    }
    return groups;
  }
  async #groupOf(claim, groups) {
    const { height } = claim.newest.header;
    for (const group of groups) {
      const [first] = group.claims;
      if (first === void 0 || first.standing.dropped !== void 0) continue;
      const isSameHeight = group.newest.header.height === height;
      const theirs = isSameHeight ? group.newest : await this.#headerAt(first.standing, height);
      if (theirs === void 0) continue;
      if (equalBytes(theirs.hash, claim.newest.hash)) return group;
      this.#found([theirs, claim.newest], "E_EQUIVOCATION", 0);
    }
    return void 0;
  }
  /** The group of the most work, then of the lower hash; the sources of the others are dropped. */
  async #best(groups) {
    const weighed = [];
    for (const group of groups) {
      const tip = await this.#weigh(group);
      if (tip !== void 0) weighed.push({ group, tip });
    }
    weighed.sort((a, b) => compareWork(b.tip.work, a.tip.work) || compareBytes(a.tip.hash, b.tip.hash));
    const [best, ...others] = weighed;
    if (best === void 0) return void 0;
    for (const { group } of others)
      for (const { standing } of group.claims)
        standing.drop("E_EQUIVOCATION", "the author signed another chain, which was chosen");
    return best.group;
  }
  /** Verifies the headers of a chain from the kept tip on, one answer at a time; nothing but the last is kept. */
  #weigh({ claims: [claim], newest }) {
    if (claim === void 0) return Promise.resolve(void 0);
    const { standing } = claim;
    return this.#checked(standing, async () => {
      const rules = this.#rules();
      let tip = headerTipOf(this.#parts.kept.tip);
      while (tip === void 0 || tip.height < newest.header.height) {
        const from = (tip?.height ?? -1) + 1;
        const headers = await this.#range(standing, from, newest.header.height - from + 1);
        if (headers === void 0) return void 0;
        for (const header of headers) {
          tip = verifyHeader(header, { ...rules, tip });
          this.#assertAllowed(header);
        }
      }
      if (!equalBytes(tip.hash, newest.hash)) throw new TalosError("E_PROTOCOL", "its headers lead to another block");
      return tip;
    });
  }
  /** @throws {TalosError} `E_EQUIVOCATION` where the author signed another log of that size before. */
  #assertAllowed({ header: { logSize, logRoot } }) {
    const { checkpoints = [] } = this.#parts;
    if (checkpoints.some(({ size, root }) => size === logSize && !equalBytes(root, logRoot)))
      throw new TalosError("E_EQUIVOCATION", `a checkpoint of the author has another log of ${logSize} entries`);
  }
  #range(standing, from, left) {
    const { author } = this.#parts;
    const count = Math.min(left, MAX_HEADERS_AN_ANSWER);
    return this.#asking.ask(standing, (source, signal) => source.headers(author, from, count, signal));
  }
};
function headerTipOf(tip) {
  if (tip === void 0) return void 0;
  const { height, hash, timeMs, frontier, work } = tip;
  return { height, hash, timeMs, logSize: frontier.size, work };
}
function compareWork(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
function locatorHeights(height) {
  const heights = [];
  for (let back = 0; back < height && heights.length < MAX_LOCATOR_POINTS - 1; back = back === 0 ? 1 : back * 2)
    heights.push(height - back);
  return [...heights, 0];
}
function heightsBetween(low, high) {
  const step = Math.ceil((high - low - 1) / MAX_LOCATOR_POINTS);
  const heights = [];
  for (let height = high - 1; height > low; height -= step) heights.push(height);
  return heights;
}

// src/ledger/chain/sync-sources.ts
var SOURCE_REST_MS = 5e3;
var MAX_RESTS = 24;
var SLOW_ANSWER_MS = 5e3;
var Standing = class {
  source;
  blocks = 0;
  dropped;
  /** Not asked before, by the clock of the asker. */
  restsUntilMs = 0;
  #rests = 0;
  /** Whether a lost connection is forgiven: it has given something since the last one. */
  #hasGiven = false;
  constructor(source) {
    this.source = source;
  }
  /** Has it asked no more. The first reason stays. */
  drop(code, reason) {
    this.dropped ??= { code, reason };
  }
  /** It gave `blocks` that were right. */
  gave(blocks) {
    this.blocks += blocks;
    this.#rests = 0;
    this.#hasGiven = true;
  }
  /** @returns Whether it was dropped. */
  failed(error, nowMs) {
    if (error.code === "E_RATE_LIMITED" && ++this.#rests <= MAX_RESTS) {
      this.restsUntilMs = nowMs + SOURCE_REST_MS;
      return false;
    }
    if (error.code === "E_UNREACHABLE" && this.#hasGiven) {
      this.#hasGiven = false;
      return false;
    }
    this.drop(error.code, error.message);
    return true;
  }
  outcome() {
    const { source, blocks, dropped: dropped3 } = this;
    return { name: source.name, blocks, ...dropped3 === void 0 ? {} : { dropped: dropped3 } };
  }
};
var Asking = class {
  terms;
  constructor(terms) {
    this.terms = terms;
  }
  /**
   * Asks a source, and again when it has rested.
   *
   * @returns `undefined` where it was dropped.
   * @throws The reason of the signal; what is no `TalosError`.
   */
  async ask(standing, question) {
    while (standing.dropped === void 0) {
      await this.rested([standing]);
      const answer = await this.askOnce(standing, question);
      if (answer !== void 0) return answer.value;
    }
    return void 0;
  }
  /** As {@link Asking.ask}, once: `undefined` where it failed, whether it was dropped or not. */
  async askOnce(standing, question) {
    var _stack = [];
    try {
      const { signal, timeoutMs, now } = this.terms;
      signal?.throwIfAborted();
      const limit = __using(_stack, deadline(signal, timeoutMs));
      try {
        return { value: await unlessAborted2(question(standing.source, limit.signal), limit.signal) };
      } catch (error) {
        signal?.throwIfAborted();
        if (!isTalosError(error)) throw error;
        standing.failed(error, now());
        return void 0;
      }
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  /** Waits until one of them does not rest. */
  async rested(standings) {
    const { signal, now, pause: pause3 } = this.terms;
    const waitMs = Math.min(...standings.map(({ restsUntilMs }) => restsUntilMs)) - now();
    if (waitMs > 0) await pause3(Math.min(waitMs, SOURCE_REST_MS), signal);
    signal?.throwIfAborted();
  }
};
function unlessAborted2(promise, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
function pauseOf(ms, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      if (signal?.aborted === true) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted === true) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
function weightOf(code) {
  if (["E_UNREACHABLE", "E_TIMEOUT", "E_CLOSED", "E_RATE_LIMITED"].includes(code)) return 0;
  return ["E_REFUSED", "E_NOT_FOUND"].includes(code) ? 1 : 2;
}
function allDropped(standings, height) {
  const reasons = standings.flatMap(({ source, dropped: dropped3 }) => dropped3 === void 0 ? [] : [{ source, ...dropped3 }]);
  const worst = reasons.toSorted((a, b) => weightOf(b.code) - weightOf(a.code))[0];
  if (worst === void 0) return new TalosError("E_UNREACHABLE", "no source has the chain", { details: { height } });
  const others = reasons.length > 1 ? ` (and ${reasons.length - 1} more sources failed)` : "";
  return new TalosError(worst.code, `${worst.source.name}: ${worst.reason}${others}`, {
    details: { height, source: worst.source.name }
  });
}

// src/ledger/chain/sync-types.ts
var MAX_SYNC_SOURCES = 16;
var SYNC_ANSWER_TIMEOUT_MS = 3e4;

// src/ledger/chain/sync.ts
var BLOCKS_A_TURN = 32;
async function syncChain(parts, signal) {
  const { sources, timeoutMs = SYNC_ANSWER_TIMEOUT_MS, now, pause: pause3 = pauseOf } = parts;
  if (sources.length < 1 || sources.length > MAX_SYNC_SOURCES)
    throw new RangeError(`sources must be 1 to ${MAX_SYNC_SOURCES}, got ${sources.length}`);
  const asking = new Asking({ signal, timeoutMs, now, pause: pause3 });
  return new Run(
    parts,
    asking,
    sources.map((source) => new Standing(source))
  ).run();
}
var Run = class {
  #parts;
  #asking;
  #standings;
  #from;
  #target = -1;
  #blocks = 0;
  #bytes = 0;
  /** Sources of the chosen chain; the first is asked next. */
  #claims = [];
  #ahead;
  #note = "";
  #lateFork;
  constructor(parts, asking, standings) {
    this.#parts = parts;
    this.#asking = asking;
    this.#standings = standings;
    this.#from = this.#height;
  }
  get #height() {
    return this.#parts.kept.tip?.height ?? -1;
  }
  async run() {
    const claims = new Claims(this.#parts, this.#asking);
    const chosen = await claims.choose(this.#standings);
    if (chosen !== void 0) {
      await this.#fetch(chosen);
      await this.#compareNotes(chosen.claims);
    }
    const fork = claims.fork ?? this.#lateFork;
    const isDone = chosen !== void 0 && this.#height >= this.#target;
    if (!isDone && fork === void 0) throw allDropped(this.#standings, this.#height);
    const sources = this.#standings.map((standing) => standing.outcome());
    const note = this.#note;
    return { ...this.#progress(), from: this.#from, sources, note, ...fork === void 0 ? {} : { fork } };
  }
  #progress() {
    return { height: this.#height, target: this.#target, blocks: this.#blocks, bytes: this.#bytes };
  }
  async #fetch({ claims, newest }) {
    this.#claims = [...claims];
    this.#target = newest.header.height;
    this.#parts.onProgress?.(this.#progress());
    while (this.#height < this.#target) {
      const asked2 = this.#ahead ?? await this.#askNext(this.#height + 1);
      this.#ahead = void 0;
      if (asked2 === void 0) break;
      const answer = await asked2.answer;
      if (answer === void 0) continue;
      if (asked2.claim.standing.dropped === void 0) await this.#take(asked2, answer.value);
    }
    await this.#compareEnd(newest);
  }
  /** A source may show one chain and give another, both signed. */
  async #compareEnd(newest) {
    const { tip } = this.#parts.kept;
    if (tip?.height !== this.#target || equalBytes(tip.hash, newest.hash)) return;
    this.#found({ headers: [await this.#parts.kept.header(tip.height), newest] });
  }
  /** The checkpoints that sources showed, beside the log that is kept. */
  async #compareNotes(claims) {
    const { author, kept: kept2 } = this.#parts;
    for (const { note } of claims) {
      const checkpoint = readCheckpoint(note, author);
      if (checkpoint === void 0 || checkpoint.size > (kept2.tip?.frontier.size ?? 0)) continue;
      if (equalBytes(await kept2.rootAt(checkpoint.size), checkpoint.root)) this.#keepNewer(checkpoint);
      else {
        const header = await kept2.headerOfSize(checkpoint.size);
        if (header !== void 0) this.#found({ notes: [note], headers: [header] });
      }
    }
  }
  #keepNewer({ note, size }) {
    const before = readCheckpoint(this.#note, this.#parts.author)?.size ?? 0;
    if (size > before) this.#note = note;
  }
  #found(pair) {
    const evidence = forkEvidence(this.#parts.author, pair);
    if (evidence !== void 0) this.#lateFork ??= { evidence, code: "E_EQUIVOCATION", depth: 0 };
  }
  /** Asks the next source that may have blocks from height `from` on; waits for one that rests. */
  async #askNext(from) {
    const able = () => this.#claims.filter((claim2) => canGive(claim2, from));
    if (able().length === 0) {
      for (const { standing, first } of this.#claims)
        if (first > from) standing.drop("E_NOT_FOUND", `the entries of its blocks below ${first} are archived`);
      return void 0;
    }
    await this.#asking.rested(able().map(({ standing }) => standing));
    const nowMs = this.#parts.now();
    const [claim] = able().toSorted(
      (a, b) => Math.max(0, a.standing.restsUntilMs - nowMs) - Math.max(0, b.standing.restsUntilMs - nowMs)
    );
    return claim === void 0 ? void 0 : this.#askOf(claim, from);
  }
  #askOf(claim, from) {
    const { author, now } = this.#parts;
    const last = Math.min(this.#target, claim.newest.header.height);
    const count = Math.min(MAX_BLOCKS_AN_ANSWER, last - from + 1);
    const answer = this.#asking.askOnce(claim.standing, (source, signal) => source.blocks(author, from, count, signal));
    answer.catch(() => void 0);
    return { from, claim, answer, sinceMs: now() };
  }
  async #take({ claim, from, sinceMs }, blocks) {
    const next = from + blocks.length;
    if (next <= this.#target && canGive(claim, next)) this.#ahead = this.#askOf(claim, next);
    if (this.#parts.now() - sinceMs > SLOW_ANSWER_MS)
      this.#claims = [...this.#claims.filter((each) => each !== claim), claim];
    const valid = await this.#validated(claim.standing, blocks);
    if (valid.length > 0) {
      await this.#parts.kept.append(valid);
      claim.standing.gave(valid.length);
      this.#blocks += valid.length;
      this.#bytes += valid.reduce((sum, { bytes }) => sum + bytes.length, 0);
      this.#parts.onProgress?.(this.#progress());
    }
    if (valid.length < blocks.length) this.#ahead = void 0;
  }
  /** Size of a checkpoint that is known and that the block contradicts. */
  #contradicted(tip, { entries }) {
    const first = tip?.frontier.size ?? 0;
    for (const { size, root } of this.#parts.checkpoints ?? []) {
      if (size <= first || size > first + entries.length) continue;
      const log = tip?.frontier.copy() ?? new Frontier();
      for (const { leaf } of entries.slice(0, size - first)) log.append(leaf);
      if (!equalBytes(log.root(), root)) return size;
    }
    return void 0;
  }
  /** The blocks that follow the kept tip; at the first that does not verify its source is dropped. */
  async #validated(standing, blocks) {
    const { author, network, difficulty, now, validate = validateBlock, kept: kept2 } = this.#parts;
    const authorKey = keyOfDid(author);
    const valid = [];
    let tip = kept2.tip;
    for (const [i, bytes] of blocks.entries()) {
      if (i % BLOCKS_A_TURN === BLOCKS_A_TURN - 1) await this.#asking.terms.pause(0, this.#asking.terms.signal);
      const verdict = validate(bytes, { authorKey, network, difficulty, nowMs: now(), tip });
      if (!verdict.valid) {
        standing.drop(verdict.code, `block ${(tip?.height ?? -1) + 1}: ${verdict.reason}`);
        break;
      }
      const contradicted = this.#contradicted(tip, verdict);
      if (contradicted !== void 0) {
        standing.drop("E_EQUIVOCATION", `a checkpoint of the author has another log of ${contradicted} entries`);
        break;
      }
      tip = tipAfter(tip, verdict);
      valid.push({ bytes, leaves: verdict.entries.map(({ leaf }) => leaf), tip });
    }
    return valid;
  }
};
function tipAfter(tip, { block, tip: next }) {
  return { ...next, work: (tip?.work ?? 0n) + workOf(block.header.difficulty) };
}
function canGive({ standing, newest, first }, from) {
  return standing.dropped === void 0 && newest.header.height >= from && first <= from;
}

// src/agent/record/chains.ts
var Chains = class {
  #parts;
  /** One synchronisation of an author at a time. */
  #syncing = /* @__PURE__ */ new Map();
  constructor(parts) {
    this.#parts = parts;
  }
  async share({
    peer,
    share
  }) {
    const did = parseDid(peer);
    await this.#parts.shares.add(did, share);
    return { peer: did, alias: this.#aliasOf(did), share };
  }
  async shares() {
    const all = await this.#parts.shares.all();
    return all.map(({ peer, share }) => ({ peer, alias: this.#aliasOf(peer), share }));
  }
  async unshare({ peer }) {
    const did = this.#parts.core.known(peer);
    if (!await this.#parts.shares.remove(did))
      throw new TalosError("E_NOT_FOUND", "nothing is shared with this peer", { hint: "talos audit share list" });
    return { peer: did };
  }
  #aliasOf(did) {
    return this.#parts.core.peers.get(did)?.alias ?? "";
  }
  async sync(params, options = {}) {
    const { core } = this.#parts;
    const author = await peerOf2(core, params.author);
    const named = params.from === void 0 || params.from.length === 0 ? [author] : params.from;
    if (named.length > MAX_SYNC_SOURCES)
      throw new TalosError("E_USAGE", `a chain is synchronised from at most ${MAX_SYNC_SOURCES} peers`);
    const sources = /* @__PURE__ */ new Set();
    for (const name of named) sources.add(await peerOf2(core, name));
    if (sources.has(core.identity.did))
      throw new TalosError("E_USAGE", "a chain is synchronised from others, not from this agent");
    return this.#inTurn(author, options.signal, () => this.#sync(author, [...sources], options));
  }
  async #inTurn(author, signal, task) {
    const held = this.#syncing.get(author) ?? { turns: new Mutex(), users: 0 };
    this.#syncing.set(author, held);
    held.users++;
    try {
      return await held.turns.run(task, signal);
    } finally {
      if (--held.users === 0) this.#syncing.delete(author);
    }
  }
  async #sync(author, peers, options) {
    const { core, foreign, dialer } = this.#parts;
    const { signal, onProgress } = options;
    const { name: network, difficulty } = core.ledger.network;
    const kept2 = await foreign.open(author, network, difficulty);
    const sources = peers.map((peer) => new LinkChainSource(peer, (task, stop) => dialer.use(peer, task, stop)));
    const terms = { network, difficulty, now: () => core.clock.now() };
    const report = await syncChain({ author, kept: kept2, sources, ...terms, ...onProgress && { onProgress } }, signal);
    await kept2.keepNote(report.note);
    if (report.fork !== void 0) throw await this.#forked(author, report.fork);
    const { from, height, target, blocks, bytes } = report;
    const views = report.sources.map(({ name, ...outcome }) => ({ peer: name, ...outcome }));
    return { chain: await this.#viewOf(author), from, height, target, blocks, bytes, sources: views };
  }
  /** Keeps the evidence, refuses the author, and gives the error to throw. */
  async #forked(author, { evidence, code, depth }) {
    await this.#parts.foreign.keepEvidence(author, evidence);
    await this.#parts.onFork(author, evidence);
    const what = "the author of a chain signed two histories";
    const kept2 = code === "E_REORG_DEPTH" ? `: the other one lacks ${depth} kept blocks, and none is replaced` : "";
    return new TalosError(code, `${what}${kept2}`, {
      details: { author, evidence, ...code === "E_REORG_DEPTH" ? { depth } : {} },
      hint: "talos audit chain list --json shows the evidence; what is kept has not changed"
    });
  }
  async list() {
    const all = await this.#parts.foreign.all();
    return Promise.all(all.map((kept2) => this.#view(kept2)));
  }
  async #viewOf(author) {
    const kept2 = (await this.#parts.foreign.all()).find((each) => each.author === author);
    if (kept2 === void 0) throw new TalosError("E_NOT_FOUND", "the chain was removed meanwhile");
    return this.#view(kept2);
  }
  async #view({ author, network, height, size, work, bytes, syncedAtMs, note }) {
    const { foreign } = this.#parts;
    const header = await (await foreign.get(author))?.header(height);
    const evidence = await foreign.evidence(author) ?? "";
    const hash = header === void 0 ? "" : toHex(header.hash);
    const alias = this.#aliasOf(author);
    return {
      author,
      alias,
      network,
      height,
      hash,
      size,
      work: `${work}`,
      bytes,
      syncedAtMs,
      checkpoint: note,
      evidence
    };
  }
  async remove({ author }) {
    const did = this.#parts.core.known(author);
    if (!await this.#parts.foreign.remove(did))
      throw new TalosError("E_NOT_FOUND", "no chain of this author is kept", { hint: "talos audit chain list" });
    return { author: did };
  }
};

// src/agent/record/own-operations.ts
function ownOperations(core, chain) {
  return {
    note: {
      access: "headers",
      answer: async ({ fields }) => {
        const read = readObject(fields, { required: ["size"] }, "note");
        const size = readInteger(read.size, "size", { min: 1 });
        if (size > (await chain.head()).logSize) throw refused("unknown", "the log is shorter");
        const { did, signing } = core.identity;
        return { note: signCheckpoint(signing, did, size, await chain.rootAt(size)) };
      }
    },
    proof: {
      access: "headers",
      answer: async ({ fields, peer, share }) => {
        const read = readObject(fields, { required: ["entry"] }, "proof");
        const id = readString(read.entry, "entry", { pattern: /^[0-9a-f]{64}$/ });
        const entry = await core.ledger.get(id);
        const isShared = entry !== void 0 && (share === "blocks" || peerOf(entry.body) === peer);
        if (!isShared) throw refused("unknown", "there is no entry of that id that is shared with the peer");
        return { proof: await core.ledger.prove(id) };
      }
    }
  };
}

// src/agent/record/chain-parts.ts
function openChains(core, terms) {
  const { identity, store, clock, ledger: ledger2 } = core;
  const own = new OwnChain(store, ledger2);
  const shares = new ChainShares(store);
  const foreign = new ForeignChains({ store, self: identity.did, clock });
  const operations = {
    ...chainOperations({
      self: identity.did,
      chainOf: async (author) => author === identity.did ? own : foreign.get(author)
    }),
    ...ownOperations(core, own),
    ...terms.operations
  };
  const host = new ChainHost({ core, shares, operations, hasTunnel: terms.hasTunnel });
  const dialer = new ChainDialer({ core, ...terms });
  return {
    host,
    dialer,
    foreign,
    api: new Chains({ core, shares, foreign, dialer, onFork: terms.onFork }),
    [Symbol.asyncDispose]: async () => {
      await host.close();
      await dialer[Symbol.asyncDispose]();
    }
  };
}

// src/agent/record/denials.ts
var DENIALS_A_WINDOW = 64;
var DENIAL_WINDOW_MS = 6e4;
var STRANGERS = "strangers";
var MAX_COUNTED_PEERS = 256;
var DenialLog = class {
  #append;
  #clock;
  #isKnown;
  #counts = /* @__PURE__ */ new Map();
  /**
   * @param append - Writes an entry to the ledger; what it throws is passed on.
   * @param isKnown - Whether a peer is counted by itself, or among the strangers.
   */
  constructor(append, clock, isKnown = () => true) {
    this.#append = append;
    this.#clock = clock;
    this.#isKnown = isKnown;
  }
  /**
   * Notes a refusal that has no statement of the caller to go with.
   *
   * @returns Whether it got an entry of its own.
   */
  note(peer, subject, code) {
    if (!this.admit(peer, subject, code)) return false;
    this.#append({ type: "denial", peer, subject, code, count: 1 });
    return true;
  }
  /** Whether a refusal may have an entry that the caller of this writes; if not, it is counted here. */
  admit(peer, subject, code) {
    const count = this.#countOf(this.#isKnown(peer) ? peer : STRANGERS);
    if (count.written < DENIALS_A_WINDOW) {
      count.written++;
      return true;
    }
    const key = `${subject} ${code}`;
    const surplus = count.surplus.get(key);
    if (surplus === void 0) count.surplus.set(key, { peer, subject, code, count: 1 });
    else {
      surplus.count++;
      surplus.peer = peer;
    }
    return false;
  }
  /** Writes the counts of every window that has ended, or of all of them. */
  flush(all = false) {
    for (const [name, count] of this.#counts) {
      if (!all && this.#clock.now() - count.startMs < DENIAL_WINDOW_MS) continue;
      this.#counts.delete(name);
      this.#write(count);
    }
  }
  #countOf(name) {
    const held = this.#counts.get(name);
    const now = this.#clock.now();
    if (held !== void 0 && Math.abs(now - held.startMs) < DENIAL_WINDOW_MS) return held;
    if (held !== void 0) this.#write(held);
    this.#counts.delete(name);
    const oldest = this.#counts.entries().next();
    if (this.#counts.size >= MAX_COUNTED_PEERS && oldest.done === false) {
      this.#counts.delete(oldest.value[0]);
      this.#write(oldest.value[1]);
    }
    const count = { startMs: now, written: 0, surplus: /* @__PURE__ */ new Map() };
    this.#counts.set(name, count);
    return count;
  }
  #write({ surplus }) {
    for (const denial of surplus.values()) this.#append({ type: "denial", ...denial });
  }
};
function flushQuietly(denials, all) {
  try {
    denials.flush(all);
  } catch (error) {
    if (!isTalosError(error)) throw error;
  }
}

// src/agent/record/reports.ts
var PAGE2 = 1e3;
var Reports = class {
  #core;
  #anchors;
  #version;
  /** @param version - Of this software. */
  constructor(core, anchors, version) {
    this.#core = core;
    this.#anchors = anchors;
    this.#version = version;
  }
  async make({ checkpoint, ...range }, signal) {
    const { ledger: ledger2, identity, clock, peers } = this.#core;
    const { ok, firstBad, ...verification } = await ledger2.verify(checkpoint === void 0 ? {} : { checkpoint });
    signal?.throwIfAborted();
    const builder = new ReportBuilder();
    if (ok) await this.#read(builder, range, signal);
    const { anchors } = await this.#anchors.verify();
    const kept2 = await this.#anchors.list();
    return builder.finish({
      author: identity.did,
      name: identity.name,
      version: this.#version,
      nowMs: clock.now(),
      range,
      verification,
      peers: peers.all().map(({ did, alias, verifiedAtMs, changed: changed3 }) => {
        const offered = changed3 === void 0 ? {} : { offered: changed3.did };
        return { did, alias, isVerified: verifiedAtMs > 0, ...offered };
      }),
      anchors,
      findings: faultsOf(firstBad),
      tokens: new Set(kept2.map(({ token }) => toHex(sha256(fromBase64url(token)))))
    });
  }
  async #read(builder, range, signal) {
    const { ledger: ledger2 } = this.#core;
    for (let after = -1; ; ) {
      signal?.throwIfAborted();
      const page = await ledger2.query({ ...range, after, last: PAGE2 });
      for (const entry of page) builder.take(entry);
      const last = page.at(-1);
      if (last === void 0 || page.length < PAGE2) return;
      after = last.seq;
    }
  }
};
function faultsOf(firstBad) {
  return firstBad === void 0 ? [] : [faultFinding(firstBad)];
}
function faultFinding({ reason, code, seq, height }) {
  const place = { ...seq === void 0 ? {} : { seq }, ...height === void 0 ? {} : { height } };
  return finding(code === "E_EQUIVOCATION" ? 602 : 601, reason, { code, ...place });
}

// src/agent/record/own-log.ts
var OwnLog = class {
  #core;
  #store;
  #newest;
  constructor(core) {
    this.#core = core;
    this.#store = new LedgerStore(core.store);
  }
  /** Entries of the newest checkpoint. */
  get sealedSize() {
    return Number(this.#core.ledger.checkpoint.split("\n", 2)[1] ?? 0);
  }
  /** The newest checkpoint; one of no entries before the first block. */
  async newest() {
    const { checkpoint: note } = this.#core.ledger;
    if (note !== "" && this.#newest?.note === note) return this.#newest;
    const newest = note === "" ? await this.at(0) : this.read(note);
    if (newest === void 0) throw new RangeError("the newest checkpoint is not one of this ledger");
    this.#newest = newest;
    return newest;
  }
  /** A note as a checkpoint of this log, whatever it says; `undefined` where it is none. */
  read(note) {
    return readCheckpoint(note, this.#core.identity.did);
  }
  /** The checkpoint of the first `size` entries, all of them sealed. */
  async at(size) {
    const { did, signing } = this.#core.identity;
    const root = (await loadFrontier(size, this.#store.tile)).root();
    return { author: did, size, root, note: signCheckpoint(signing, did, size, root) };
  }
  /** The consistency path between two sizes, both sealed; empty from 0. */
  path(from, to) {
    if (from === 0) return Promise.resolve([]);
    return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.#store.tile, range)));
  }
};

// src/agent/record/witness-schedule.ts
var WITNESS_PAUSE_MS = 2e3;
var WITNESS_OPENING_PAUSE_MS = 100;
var WITNESS_TALK_MS = 1e4;
var WITNESS_GRACE_MS = 500;
var MAX_REMEMBERED = 1024;
var WitnessSchedule = class {
  #parts;
  #timer;
  #turns = /* @__PURE__ */ new Map();
  /** When the last talk with a peer began. */
  #lastMs = new BoundedMap(MAX_REMEMBERED);
  #stop = new AbortController();
  constructor(parts) {
    this.#parts = parts;
    this.#timer = parts.timer ?? systemTimer;
  }
  /** A tunnel to `peer` was opened. @returns A function that says that it has ended, to be called once. */
  opened(peer) {
    const turn = this.#turns.get(peer) ?? { open: 0, running: void 0, due: void 0, cancel: void 0 };
    this.#turns.set(peer, turn);
    turn.open++;
    turn.cancel?.();
    turn.cancel = void 0;
    turn.due = "opened";
    this.#plan(peer, turn);
    return () => {
      turn.open--;
      this.#forget(peer, turn);
    };
  }
  /** A tunnel to `peer` was used: talks with it soon, where there is news and a tunnel is open. */
  used(peer) {
    const turn = this.#turns.get(peer);
    if (turn === void 0) return;
    turn.due ??= "used";
    this.#plan(peer, turn);
  }
  #plan(peer, turn) {
    if (turn.running !== void 0 || turn.cancel !== void 0 || this.#stop.signal.aborted) return;
    const last = this.#lastMs.get(peer) ?? Number.NEGATIVE_INFINITY;
    const pause3 = turn.due === "opened" ? WITNESS_OPENING_PAUSE_MS : WITNESS_PAUSE_MS;
    turn.cancel = this.#timer.after(Math.max(0, last + pause3 - this.#timer.now()), () => {
      turn.cancel = void 0;
      turn.running = this.#run(peer, turn).finally(() => {
        turn.running = void 0;
        if (turn.due !== void 0 && turn.open > 0) this.#plan(peer, turn);
        else this.#forget(peer, turn);
      });
    });
  }
  #forget(peer, turn) {
    const isIdle = turn.open === 0 && turn.running === void 0 && turn.cancel === void 0;
    if (isIdle && this.#turns.get(peer) === turn) this.#turns.delete(peer);
  }
  /** Never rejects. */
  async #run(peer, turn) {
    var _stack = [];
    try {
      const { talk, hasNews, isSealing } = this.#parts;
      const isOpening = turn.due === "opened";
      turn.due = isSealing() ? "used" : void 0;
      this.#lastMs.set(peer, this.#timer.now());
      try {
        if (!isOpening && !await hasNews(peer)) return;
      } catch {
        return;
      }
      const limit = __using(_stack, deadline(this.#stop.signal, WITNESS_TALK_MS));
      await talk(peer, limit.signal);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  async [Symbol.asyncDispose]() {
    const running = [...this.#turns.values()].flatMap((turn) => {
      turn.cancel?.();
      turn.cancel = void 0;
      turn.due = void 0;
      return turn.running === void 0 ? [] : [turn.running];
    });
    await this.#grace(running);
    this.#stop.abort(new TalosError("E_CLOSED", "the agent has ended"));
    await Promise.all(running);
  }
  async #grace(running) {
    if (running.length === 0) return;
    let cancel = () => {
    };
    const late = new Promise((resolve) => {
      cancel = this.#timer.after(WITNESS_GRACE_MS, resolve);
    });
    await Promise.race([Promise.all(running), late]);
    cancel();
  }
};

// src/agent/record/witness-asker.ts
var MAX_TRIES2 = 3;
var WitnessAsker = class {
  #parts;
  #turns = new Mutex();
  /** Witnesses answer at the same time, and each cosignature is added to those that are kept. */
  #keeping = new Mutex();
  constructor(parts) {
    this.#parts = parts;
  }
  /**
   * Asks every witness that has not the newest checkpoint; what came of it is in the list.
   *
   * @throws {TalosError} `E_STORAGE…`.
   * @throws The reason of `signal`.
   */
  ask(signal) {
    return this.#turns.run(async () => {
      const { list, log } = this.#parts;
      const newest = await log.newest();
      const due = (await list.all()).filter(({ size, failure }) => size !== newest.size || failure !== "");
      if (newest.size === 0) return;
      await Promise.all(due.map((witness) => this.#askOne(witness, newest, signal)));
    }, signal);
  }
  async #askOne(witness, newest, signal) {
    const { core, list } = this.#parts;
    try {
      const cosigned = witness.url === "" ? void 0 : await this.#cosigned(witness, newest, signal);
      if (witness.url === "") await this.#shown(witness, newest, signal);
      const done = { ...witness, size: newest.size, atMs: core.clock.now(), failure: "" };
      if (cosigned === void 0) await list.noted(done);
      else await this.#keeping.run(async () => list.noted(done, await this.#withOthers(newest, cosigned)));
    } catch (error) {
      signal.throwIfAborted();
      if (!isTalosError(error) || error.code.startsWith("E_STORAGE")) throw error;
      const failure = `${error.code}: ${error.message}`;
      if (failure !== witness.failure) core.notice("network", `the witness ${witness.id} did not cosign: ${failure}`);
      await list.noted({ ...witness, failure });
    }
  }
  /** Shows a peer the checkpoint. @throws {TalosError} where it does not keep it then. */
  async #shown({ id }, newest, signal) {
    var _stack = [];
    try {
      const { exchange } = this.#parts;
      const peer = parseDid(id);
      const limit = __using(_stack, deadline(signal, WITNESS_TALK_MS));
      await exchange.talk(peer, limit.signal);
      const { outcome = "silent", code = "no answer" } = exchange.standing(peer) ?? {};
      if (outcome !== "agreed" || exchange.keptBy(peer)?.note !== newest.note)
        throw new TalosError(
          "E_REFUSED",
          outcome === "silent" ? `the peer does not answer (${code})` : `it is ${outcome}`
        );
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  async #cosigned(witness, newest, signal) {
    const { log, post } = this.#parts;
    let oldSize = witness.size;
    for (let tries = 0; tries < MAX_TRIES2; tries++) {
      if (oldSize > newest.size) throw behind(oldSize);
      const body = formatAddCheckpoint({ oldSize, path: await log.path(oldSize, newest.size), note: newest.note });
      const answer = await post(`${witness.url}/add-checkpoint`, body, signal);
      if (answer.status === 200) return cosignatureIn(answer.body, witness, newest);
      if (answer.status !== 409) throw refusalOf2(answer.status);
      const size = /^(0|[1-9][0-9]{0,15})\n$/.exec(answer.body)?.[1];
      if (size === void 0) throw new TalosError("E_PROTOCOL", "the witness names no size");
      oldSize = Number(size);
    }
    throw new TalosError("E_PROTOCOL", "the witness names another size each time");
  }
  /** The checkpoint with this cosignature and those that others gave before. */
  async #withOthers(newest, cosigned) {
    const { list } = this.#parts;
    const before = await list.cosignedAt(newest.size) ?? newest.note;
    const others = (await list.all()).filter(({ key }) => key !== "").map(({ key }) => parseWitnessKey(key));
    const held = readCosigned(before, newest.author, others)?.cosignatures ?? [];
    const kept2 = held.filter(({ witness }) => witness.name !== cosigned.witness.name);
    return { size: newest.size, note: cosignedNote(newest.note, [...kept2, cosigned]) };
  }
};
function cosignatureIn(lines, { key }, { note }) {
  const [cosignature] = readCosignatureLines(note, lines, [parseWitnessKey(key)]) ?? [];
  if (cosignature === void 0)
    throw new TalosError("E_PROOF_INVALID", "the answer of the witness holds no cosignature of its key");
  return cosignature;
}
function behind(size) {
  return new TalosError(
    "E_EQUIVOCATION",
    `the witness cosigned a log of ${size} entries before, this one is shorter: this data directory is an older copy`
  );
}
var MEANINGS = {
  403: "it does not take the signature of this agent",
  404: "it does not know the log of this agent",
  422: "it has seen another history of this log"
};
function refusalOf2(status2) {
  if (status2 === 429 || status2 === 503) return new TalosError("E_RATE_LIMITED", `the witness is busy (${status2})`);
  return new TalosError("E_REFUSED", `the witness refused: ${MEANINGS[status2] ?? "HTTP status"} (${status2})`);
}

// src/ledger/log/seen-log.ts
function judgeShown(kept2, { checkpoint, from, path }) {
  if (checkpoint.size === kept2.size) return equalBytes(checkpoint.root, kept2.root) ? "same" : "fork";
  if (checkpoint.size < kept2.size) return from === kept2.size ? "rollback" : "older";
  const isProved = from === kept2.size && verifyConsistency(from, kept2.root, checkpoint.size, checkpoint.root, path);
  return isProved ? "grown" : "unconnected";
}

// src/agent/record/witness-message.ts
var MAX_CHARACTERS = 512;
var MAX_PATH = 64;
function encodeWitnessMessage({ note, kept: kept2, from, path, ask, earlier }) {
  return { note: note.note, kept: kept2?.note ?? "", from, path, ask, earlier: earlier?.note ?? "" };
}
function decodeWitnessMessage(fields, peer, self) {
  const required = ["note", "kept", "from", "path", "ask", "earlier"];
  const read = readObject(fields, { required }, "exchange");
  const note = noteOf(read.note, "note", peer);
  if (note === void 0) throw new TalosError("E_MALFORMED", "exchange: lacks the note of the peer");
  return {
    note,
    kept: noteOf(read.kept, "kept", self),
    from: readInteger(read.from, "from"),
    path: readArray(read.path, "path", { max: MAX_PATH }, (hash, name) => readBytes(hash, name, HASH_BYTES)),
    ask: readInteger(read.ask, "ask"),
    earlier: noteOf(read.earlier, "earlier", peer)
  };
}
function noteOf(value, name, author) {
  const text = readString(value, name, { max: MAX_CHARACTERS });
  if (text === "") return void 0;
  const checkpoint = readCheckpoint(text, author);
  if (checkpoint === void 0) throw new TalosError("E_MALFORMED", `${name}: is no note of its author`);
  return checkpoint;
}

// src/agent/record/witness-exchange.ts
var MAX_ROUNDS = 4;
var MAX_CLAIMS = 8;
var MAX_REMEMBERED2 = 1024;
var WitnessExchange = class {
  #parts;
  /** Checkpoints in statements of peers that were not compared with their logs yet, the oldest first. */
  #claims = new BoundedMap(MAX_REMEMBERED2);
  /** The last note of a peer's statement. */
  #last = new BoundedMap(MAX_REMEMBERED2);
  /** What peers said that they keep of the own log. */
  #told = new BoundedMap(MAX_REMEMBERED2);
  #standing = new BoundedMap(MAX_REMEMBERED2);
  constructor(parts) {
    this.#parts = parts;
  }
  /** How it stands with `peer`; `undefined` where nothing was tried since this agent runs. */
  standing(peer) {
    return this.#standing.get(peer);
  }
  /** Forgets what is remembered of `peer` besides the book. */
  forget(peer) {
    for (const map of [this.#claims, this.#last, this.#told, this.#standing]) map.delete(peer);
  }
  /** @throws {TalosError} `E_EQUIVOCATION` for a peer with evidence against it that nobody has cleared. */
  assertTrusted(peer) {
    if (this.#parts.core.seen.isRefused(peer)) throw equivocation();
  }
  /** Whether checkpoints of `peer` are known that were not compared with its log. */
  hasNews(peer) {
    return this.#claimsOf(peer).length > 0;
  }
  #claimsOf(peer) {
    return this.#claims.get(peer) ?? [];
  }
  /** The checkpoint of this agent that `peer` said it keeps. */
  keptBy(peer) {
    return this.#told.get(peer);
  }
  /** Whether `peer` keeps the newest checkpoint of this agent, as far as it said. */
  async isShown(peer) {
    return this.#told.get(peer)?.note === (await this.#parts.log.newest()).note;
  }
  /**
   * Takes the note with which a server opened a tunnel. It was made after `before` was kept, so it cannot be older.
   *
   * @param note - Verified, or empty.
   * @throws {TalosError} `E_EQUIVOCATION` where it shows that the peer signed two histories, or went back.
   */
  async opened(peer, note, before) {
    const { seen, clock } = this.#parts.core;
    const shown = note === "" ? void 0 : readCheckpoint(note, peer);
    if (shown === void 0) return;
    if (before === void 0) await seen.keep(shown, clock.now());
    else if (shown.size < before.size) await this.#rolledBack(peer, before, shown);
    await this.#claim(peer, shown);
    this.assertTrusted(peer);
  }
  /** Takes a note of a statement of `peer`, verified; quick, and never throws. */
  saw(peer, note) {
    if (note === "" || this.#last.get(peer) === note) return;
    this.#last.set(peer, note);
    const shown = readCheckpoint(note, peer);
    if (shown !== void 0) void this.#claim(peer, shown).catch((error) => this.#failed(peer, error));
  }
  /** Takes a note of `peer`, verified, that others passed on: the first that is seen of it is kept. Never throws. */
  heard(peer, note) {
    const shown = readCheckpoint(note, peer);
    if (shown !== void 0) void this.#hear(peer, shown).catch((error) => this.#failed(peer, error));
  }
  async #hear(peer, shown) {
    const { seen, clock } = this.#parts.core;
    if (seen.newest(peer) === void 0 && !seen.isRefused(peer)) await seen.keep(shown, clock.now());
    await this.#claim(peer, shown);
  }
  /** Compares a note with what is known, and remembers it until it was compared with the log of the peer. */
  async #claim(peer, shown) {
    const before = this.#claimsOf(peer);
    const isKept = this.#parts.core.seen.newest(peer)?.checkpoint.note === shown.note;
    if (!isKept && before.every(({ size }) => size !== shown.size))
      this.#claims.set(peer, [...before.slice(0, MAX_CLAIMS - 1), shown]);
    await this.#conflicts(peer, shown, before);
  }
  /**
   * Talks with `peer` until each keeps the newest checkpoint of the other, or it shows that it cannot.
   *
   * Never rejects: what came of it is in {@link standing}.
   */
  async talk(peer, signal) {
    try {
      this.assertTrusted(peer);
      this.#stands(peer, await this.#rounds(peer, signal));
    } catch (error) {
      this.#failed(peer, error);
    }
  }
  async #rounds(peer, signal) {
    const { core, log, ask } = this.#parts;
    let [wanted, asked2, isBehind] = [this.#chased(peer), 0, false];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const request = await this.#message(peer, { from: this.#told.get(peer)?.size ?? 0, ask: wanted, asked: asked2 });
      const { kept: kept2 } = request;
      const answer = decodeWitnessMessage(
        await ask(peer, encodeWitnessMessage(request), signal),
        peer,
        core.identity.did
      );
      if (answer.from !== (kept2?.size ?? 0))
        throw new TalosError("E_PROTOCOL", "the peer answered about another checkpoint than the one that is kept");
      const verdict = await this.#take(peer, answer);
      if (this.#parts.core.seen.isRefused(peer)) return "unproven";
      asked2 = answer.ask;
      if (answer.kept !== void 0 && !await this.#isOwn(answer.kept)) {
        if (isBehind) return this.#isBehind(peer);
        isBehind = true;
        continue;
      }
      const isConnected = verdict === "same" || verdict === "grown" || verdict === "first";
      const isShown = answer.kept?.note === (await log.newest()).note || request.note.size === 0;
      const isDone = answer.ask === 0 && (!this.hasNews(peer) || round + 1 === MAX_ROUNDS);
      if (isConnected && isShown && isDone) return "agreed";
      wanted = isConnected ? this.#chased(peer) : kept2?.size ?? 0;
    }
    return "unproven";
  }
  /**
   * What this side says now.
   *
   * @param terms - `from`: what the peer keeps, as it was known before this is called, so that the newest note is not
   *   older but where this ledger has gone back.
   */
  async #message(peer, { from, ask, asked: asked2 }) {
    const { core, log } = this.#parts;
    const note = await log.newest();
    const path = from > note.size ? [] : await log.path(from, note.size);
    const earlier = asked2 > 0 && asked2 <= note.size ? await log.at(asked2) : void 0;
    return { note, kept: core.seen.newest(peer)?.checkpoint, from, path, ask, earlier };
  }
  /** The size of a note in a statement that is to be compared with the peer's log; 0 where there is none. */
  #chased(peer) {
    return this.#claimsOf(peer)[0]?.size ?? 0;
  }
  /** Answers `exchange`. @throws {TalosError} `E_MALFORMED`; `E_REFUSED` for a peer that was convicted. */
  async answer(peer, fields) {
    const { core } = this.#parts;
    if (core.seen.isRefused(peer)) throw refused("denied", "the peer signed two histories");
    const message = decodeWitnessMessage(fields, peer, core.identity.did);
    const before = core.seen.newest(peer)?.checkpoint;
    const verdict = await this.#take(peer, message);
    const isOwn2 = message.kept === void 0 || await this.#isOwn(message.kept);
    if (!isOwn2) this.#isBehind(peer);
    const hasFailed = verdict === "unconnected" && message.from === before?.size;
    this.#stands(peer, !isOwn2 ? "ahead" : verdict === "unconnected" || verdict === "older" ? "unproven" : "agreed");
    const chased = this.#chased(peer);
    const from = message.kept?.size ?? 0;
    const reply = await this.#message(peer, { from, ask: hasFailed ? before.size : chased, asked: message.ask });
    return encodeWitnessMessage(reply);
  }
  /** Whether a checkpoint that this agent signed is one of its ledger; notes what the peer keeps. */
  async #isOwn(kept2) {
    const { log } = this.#parts;
    this.#told.set(kept2.author, kept2);
    const newest = await log.newest();
    return kept2.size <= newest.size && equalBytes((await log.at(kept2.size)).root, kept2.root);
  }
  /** The own ledger lacks what this agent has signed. */
  #isBehind(peer) {
    if (this.#standing.get(peer)?.outcome !== "ahead")
      this.#parts.core.notice(
        "equivocation",
        "the peer keeps a later checkpoint of this ledger: this data directory is an older copy, or another one has the same identity",
        peer
      );
    return "ahead";
  }
  /** Compares what a peer shows with what is kept of it, and keeps it or the evidence. */
  async #take(peer, message) {
    const { seen, clock } = this.#parts.core;
    const { note, from, path, earlier } = message;
    for (const each of [note, earlier]) if (each !== void 0 && await this.#conflicts(peer, each)) return "fork";
    if (message.kept === void 0) this.#told.delete(peer);
    else this.#told.set(peer, message.kept);
    const kept2 = seen.newest(peer)?.checkpoint;
    const verdict = kept2 === void 0 ? "first" : judgeShown(kept2, { checkpoint: note, from, path });
    if (kept2 !== void 0 && verdict === "rollback") await this.#rolledBack(peer, kept2, note);
    if (verdict === "first" || verdict === "grown") await seen.keep(note, clock.now());
    const left = this.#claimsOf(peer).filter(({ size }) => size !== note.size && size !== earlier?.size);
    this.#claims.set(peer, left);
    return verdict;
  }
  /** Whether a note is another one of the same size than one that is known, which is then evidence. */
  async #conflicts(peer, shown, claims = this.#claimsOf(peer)) {
    for (const known of [await this.#parts.core.seen.at(peer, shown.size), ...claims]) {
      if (known?.size !== shown.size || equalBytes(known.root, shown.root)) continue;
      await this.#convict(peer, "fork", forkEvidence(peer, { notes: [known.note, shown.note] }));
      return true;
    }
    return false;
  }
  async #rolledBack(peer, kept2, shown) {
    const { identity, clock } = this.#parts.core;
    const witness = { did: identity.did, signing: identity.signing, timeMs: clock.now() };
    await this.#convict(peer, "rollback", rollbackEvidence(peer, kept2.note, shown.note, witness));
  }
  /** Takes the evidence of a fork that was found elsewhere. One that a person has cleared is no news. */
  async forked(author, file) {
    if (this.#parts.core.seen.evidence(author).some((held) => held.file === file)) return;
    await this.#convict(author, "fork", file);
  }
  async #convict(peer, what, file) {
    if (file === void 0) return;
    const { core, onEquivocation } = this.#parts;
    if (!await core.seen.convict(peer, what, file, core.clock.now())) return;
    try {
      core.ledger.append({ type: "equivocation", peer, what, evidence: evidenceId(file) });
    } finally {
      const how = what === "fork" ? "signed two histories of its ledger" : "showed an older ledger than before";
      core.notice(
        "equivocation",
        `the peer ${how}: its tunnels are refused until talos audit witness clear; the evidence is in talos audit witness evidence`,
        peer
      );
      onEquivocation(peer);
    }
  }
  #stands(peer, outcome, code) {
    const atMs = this.#parts.core.clock.now();
    this.#standing.set(peer, { outcome, atMs, ...code === void 0 ? {} : { code } });
  }
  #failed(peer, error) {
    this.#stands(peer, "silent", isTalosError(error) ? error.code : "E_INTERNAL");
  }
};
function equivocation() {
  return new TalosError("E_EQUIVOCATION", "there is evidence that the peer signed two histories, or went back in one", {
    hint: "look at it with talos audit witness evidence; talos audit witness clear lets the peer in again"
  });
}

// src/agent/record/witnessing.ts
var WITNESS_ASK_MS = 6e4;
var Witnessing = class {
  #core;
  #exchange;
  #schedule;
  #links;
  #log;
  #list;
  #asker;
  #stop = new AbortController();
  #clock;
  #asking = Promise.resolve();
  #isAsking = false;
  constructor({ core, host, post, onEquivocation }) {
    this.#core = core;
    this.#links = new ChainDialer({ core, host });
    const log = new OwnLog(core);
    const exchange = new WitnessExchange({
      core,
      log,
      ask: (peer, fields, signal) => this.#links.use(peer, (link) => link.ask("exchange", fields, signal), signal),
      onEquivocation
    });
    this.#exchange = exchange;
    this.#log = log;
    this.#list = new WitnessList(core.store);
    this.#asker = new WitnessAsker({ core, log, list: this.#list, exchange, post });
    this.#clock = setInterval(() => this.#askInBackground(), WITNESS_ASK_MS);
    this.#schedule = new WitnessSchedule({
      talk: (peer, signal) => exchange.talk(peer, signal),
      hasNews: async (peer) => exchange.hasNews(peer) || !await exchange.isShown(peer),
      isSealing: () => core.failure === void 0 && core.ledger.size > log.sealedSize
    });
  }
  /** What chain links serve of it. */
  get operations() {
    return { exchange: { access: "known", answer: ({ peer, fields }) => this.#exchange.answer(peer, fields) } };
  }
  assertTrusted(peer) {
    this.#exchange.assertTrusted(peer);
  }
  opened(peer, note, before) {
    return this.#exchange.opened(peer, note, before);
  }
  inUse(peer) {
    return this.#schedule.opened(peer);
  }
  saw(peer, note) {
    this.#exchange.saw(peer, note);
    this.#schedule.used(peer);
  }
  /** A note of `peer`, verified, that others passed on. */
  heard(peer, note) {
    this.#exchange.heard(peer, note);
  }
  #askInBackground() {
    if (this.#core.failure !== void 0 || this.#isAsking) return;
    this.#isAsking = true;
    this.#asking = this.#asker.ask(this.#stop.signal).catch(() => void 0).finally(() => {
      this.#isAsking = false;
    });
  }
  async list() {
    return (await this.#list.all()).map(viewOf5);
  }
  async add({ witness, key }) {
    const added = witness.includes("://") ? serviceOf2(witness, key) : this.#peerOf(witness, key);
    const held = (await this.#list.all()).find(({ id }) => id === added.id);
    const kept2 = held?.key === added.key ? { ...held, url: added.url } : added;
    await this.#list.add(kept2);
    return viewOf5(kept2);
  }
  #peerOf(witness, key) {
    if (key !== void 0) throw new TalosError("E_USAGE", "a peer needs no key: its DID is one");
    return { id: this.#core.known(witness), url: "", key: "", size: 0, atMs: 0, failure: "" };
  }
  async remove({ witness }) {
    const all = await this.#list.all();
    const found = all.find(({ id: id2, url }) => id2 === witness || url !== "" && url === urlOf(witness));
    const id = found?.id ?? this.#core.peers.called(witness)?.did;
    if (id === void 0 || all.every((each) => each.id !== id))
      throw new TalosError("E_NOT_FOUND", "no witness has this name", { hint: "talos audit witness list shows them" });
    await this.#list.remove(id);
    return { id };
  }
  async ask(signal) {
    await this.#core.ledger.seal();
    await this.#asker.ask(signal === void 0 ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]));
    return this.list();
  }
  /** Keeps the evidence that `author` signed two histories, wherever it was found: its tunnels end and are refused. */
  forked(author, file) {
    return this.#exchange.forked(author, file);
  }
  /** The witnesses whose keys are known. @throws {TalosError} `E_STORAGE…`. */
  async known() {
    return (await this.#list.all()).filter(({ key }) => key !== "").map(({ key }) => parseWitnessKey(key));
  }
  /** Has the newest checkpoint cosigned, and gives it with every cosignature that there is of it. */
  async cosigned(signal) {
    await this.ask(signal);
    const { newest } = await this.root();
    return newest;
  }
  async root() {
    const { checkpoint } = this.#core.ledger;
    if (checkpoint === "") throw new TalosError("E_NOT_FOUND", "the ledger has no checkpoint yet");
    const newest = await this.#log.newest();
    const note = await this.#list.newest();
    const cosigned = note === void 0 ? void 0 : await this.#rootOf(note);
    const held = await this.#list.cosignedAt(newest.size);
    const view = await this.#rootOf(held ?? newest.note);
    return cosigned === void 0 ? { newest: view } : { newest: view, cosigned };
  }
  async #rootOf(note) {
    const read = readCosigned(note, this.#core.identity.did, await this.known());
    if (read === void 0) throw new TalosError("E_STORAGE_CORRUPT", "a cosigned checkpoint cannot be read");
    const { size, root } = read.checkpoint;
    const cosigners = read.cosignatures.map(({ witness, timeS }) => ({ witness: witness.name, timeMs: timeS * 1e3 }));
    return { size, root: toHex(root), note, cosigners };
  }
  async peers() {
    const { seen, peers } = this.#core;
    return seen.peers().map((peer) => {
      const newest = seen.newest(peer);
      const standing = this.#exchange.standing(peer);
      return {
        peer,
        alias: peers.get(peer)?.alias ?? "",
        size: newest?.checkpoint.size ?? 0,
        checkpoint: newest?.checkpoint.note ?? "",
        seenAtMs: newest?.seenMs ?? 0,
        standing: standing?.outcome ?? "unknown",
        ...standing?.code === void 0 ? {} : { code: standing.code },
        talkedAtMs: standing?.atMs ?? 0,
        refused: seen.isRefused(peer)
      };
    });
  }
  async evidence({ peer }) {
    const { seen } = this.#core;
    const about = peer === void 0 ? void 0 : this.#core.known(peer);
    return seen.evidence(about).map(({ peer: did, what, timeMs, isCleared, file }) => ({
      id: evidenceId(file),
      peer: did,
      what,
      foundAtMs: timeMs,
      cleared: isCleared,
      evidence: file
    }));
  }
  async clear({ peer }) {
    const { seen } = this.#core;
    const did = this.#core.known(peer);
    if (!await seen.clear(did))
      throw new TalosError("E_NOT_FOUND", "there is no evidence against this peer that is not cleared");
    this.#exchange.forget(did);
    return { peer: did };
  }
  async [Symbol.asyncDispose]() {
    clearInterval(this.#clock);
    this.#stop.abort(new TalosError("E_CLOSED", "the agent has ended"));
    await this.#asking;
    await this.#schedule[Symbol.asyncDispose]();
    await this.#links[Symbol.asyncDispose]();
  }
};
function viewOf5({ id, url, key, size, atMs, failure }) {
  const kind = url === "" ? "peer" : "service";
  return { kind, id, url, key, size, atMs, ...failure === "" ? {} : { failure } };
}
function serviceOf2(url, key) {
  if (key === void 0)
    throw new TalosError("E_USAGE", "a witness at a URL needs its verifier key", {
      hint: "give it with --key; talos-server --witness prints it"
    });
  const place = urlOf(url);
  if (place === void 0) throw new TalosError("E_USAGE", "the witness is no HTTP URL");
  return { id: keyOf(key).name, url: place, key, size: 0, atMs: 0, failure: "" };
}
function keyOf(key) {
  try {
    return parseWitnessKey(key);
  } catch (cause) {
    throw new TalosError("E_USAGE", "the key is no verifier key of a witness", { cause });
  }
}
function urlOf(text) {
  if (!URL.canParse(text) || text.length > 512) return void 0;
  const { protocol, search, hash, username, password, href } = new URL(text);
  if (!/^https?:$/.test(protocol) || `${search}${hash}${username}${password}` !== "") return void 0;
  return href.replace(/\/+$/, "");
}

// src/agent/transfer/transfer-mail.ts
function throughMessages(messages) {
  return {
    consent: { verdict: messages.fileVerdict, policy: () => messages.fileAcceptance },
    mayWrite: (peer) => messages.messageVerdict(peer, 0),
    chainFor: messages.fileChain,
    mail: {
      hasMailbox: async (peer) => (await messages.mail()).post.hasMailbox(peer),
      leave: async (peer, letter) => (await messages.messenger()).fileMail.leave(peer, letter)
    }
  };
}
var NO_MAIL = {
  hasMailbox: async () => false,
  leave: async () => {
    throw new Error("bug: there is no mailbox");
  }
};
function lettersOf(size) {
  return planPieces(size).count + 2;
}
function offerLetter({ id, name, size, type }, chain) {
  const offer = { id: fromHex(id), name, size, type, ...chain === void 0 ? {} : { chain } };
  return { type: FILE_ENVELOPE_TYPES.fileOffer, text: encodeFileOffer(offer) };
}
function pieceLetter({ id, size }, sequence, text) {
  const plan = planPieces(size);
  const streamId = fromHex(id);
  const hash = chunkHash(streamId, sequence, isLast(plan, sequence), text);
  return { type: FILE_ENVELOPE_TYPES.fileChunk, text, chunk: { sequence, total: plan.count, streamId, hash } };
}
function endLetter({ id }, end) {
  return { type: FILE_ENVELOPE_TYPES.fileEnd, text: encodeMailedEnd(fromHex(id), end) };
}
function receivedLetter(text) {
  return { type: FILE_ENVELOPE_TYPES.fileReceived, text };
}
function askLetter(id, from) {
  return { type: FILE_ENVELOPE_TYPES.fileAsk, text: encodeMailedAsk({ id: fromHex(id), from }) };
}
function goneLetter(id, refusal) {
  return { type: FILE_ENVELOPE_TYPES.fileGone, text: concat(fromHex(id), encodeRefusal(refusal)) };
}

// src/transfer/stream-wire.ts
var STREAM_ID_BYTES = 16;
var MAX_STREAM_NAME_CHARACTERS = 64;
var MAX_STREAM_METADATA_BYTES = 4096;
var MAX_STREAM_CHUNK_BYTES = 64 * 1024;
var CHUNK_HEAD_BYTES = STREAM_ID_BYTES + 4 + 4 + HASH_BYTES;
var MAX_CONTROL_BYTES = MAX_STREAM_METADATA_BYTES + 512;
var MAX_SEQUENCE = 4294967295;
var NAME = /^[a-z0-9][a-z0-9!#$&^_.+/-]*$/;
function control(bytes) {
  return decodeCbor(bytes, { maxBytes: MAX_CONTROL_BYTES });
}
function malformed2(what) {
  return new TalosError("E_MALFORMED", what);
}
function encodeStreamStart({ id, kind, codec, metadata, duplex }) {
  return encodeCbor({ v: 1, stream: id, kind, codec, metadata, duplex });
}
function decodeStreamStart(bytes) {
  const required = ["v", "stream", "kind", "codec", "metadata", "duplex"];
  const fields = readObject(control(bytes), { required }, "stream start");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  const name = { max: MAX_STREAM_NAME_CHARACTERS, pattern: NAME };
  const codec = fields.codec === "" ? "" : readString(fields.codec, "codec", name);
  const metadata = readString(fields.metadata, "metadata", { max: MAX_STREAM_METADATA_BYTES });
  if (!metadata.isWellFormed() || utf8(metadata).length > MAX_STREAM_METADATA_BYTES)
    throw malformed2("metadata: too long");
  return {
    id: readBytes(fields.stream, "stream", STREAM_ID_BYTES),
    kind: readString(fields.kind, "kind", name),
    codec,
    metadata,
    duplex: readBoolean(fields.duplex, "duplex")
  };
}
function streamChunkHash(id, isOpeners, sequence, bytes) {
  return labelledHashOfLong("streamChunk", id, Uint8Array.of(isOpeners ? 1 : 0), u32(sequence), bytes);
}
function streamChunkHead({ id, sequence, total, hash }) {
  return concat(id, u32(sequence), u32(total), hash);
}
function decodeStreamChunk(content) {
  const length = content.length - CHUNK_HEAD_BYTES;
  if (length < 1 || length > MAX_STREAM_CHUNK_BYTES) throw malformed2(`stream chunk: ${content.length} bytes`);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [sequence, total] = [view.getUint32(STREAM_ID_BYTES), view.getUint32(STREAM_ID_BYTES + 4)];
  if (total !== 0 && sequence >= total) throw malformed2("stream chunk: beyond its total");
  return {
    id: content.subarray(0, STREAM_ID_BYTES),
    sequence,
    total,
    hash: content.subarray(CHUNK_HEAD_BYTES - HASH_BYTES, CHUNK_HEAD_BYTES),
    bytes: content.subarray(CHUNK_HEAD_BYTES)
  };
}
function encodeStreamEnd({ total, hash }) {
  return encodeCbor({ total, hash });
}
function decodeStreamEnd(bytes) {
  const fields = readObject(control(bytes), { required: ["total", "hash"] }, "stream end");
  return {
    total: readInteger(fields.total, "total", { max: MAX_SEQUENCE }),
    hash: readBytes(fields.hash, "hash", HASH_BYTES)
  };
}
function decodeStreamWindow(content) {
  if (content.length !== 4) throw malformed2("window: must have 4 bytes");
  return new DataView(content.buffer, content.byteOffset, content.byteLength).getUint32(0);
}

// src/agent/transfer/peer-stream.ts
var STREAM_WINDOW_BYTES = 256 * 1024;
var STREAM_CHUNK_COST = 512;
var CREDIT_STEP_BYTES = STREAM_WINDOW_BYTES / 4;
var WORD_CODES = {
  busy: "E_RATE_LIMITED",
  unknown: "E_NOT_FOUND",
  failed: "E_CANCELLED",
  denied: "E_REFUSED"
};
function refused2({ word, code }) {
  return new TalosError(code ?? WORD_CODES[word], `the peer ended the stream: ${code ?? word}`, { details: { word } });
}
var givenUp = (cause) => new TalosError("E_CANCELLED", "the stream was given up", cause === void 0 ? {} : { cause });
var PeerStream = class {
  start;
  peer;
  /** What the peer sends; absent where it does not. */
  readable;
  /** What is sent to the peer; absent where nothing is. */
  writable;
  /** Resolves when the peer takes it: `openStream` waits for that. */
  taken;
  /** Resolves when all is there at both ends; rejects with why it ended before. */
  closed;
  #stream;
  #isOpener;
  #error;
  // Sending
  #credit = 0;
  #sent = 0;
  #sentHash = new Sha256();
  #isSendingOver;
  #isConfirmed;
  // Receiving
  #room = STREAM_WINDOW_BYTES;
  #owed = 0;
  #received = 0;
  #receivedHash = new Sha256();
  #isReceivingOver;
  #chunks = [];
  /** Wakes who waits for credit, a chunk, or the end. */
  #wakes = /* @__PURE__ */ new Set();
  #settle;
  /** @param isOpener - Whether this side sent `start` on `stream`. The other side says `take()` when it takes it. */
  constructor(stream, start, isOpener) {
    this.#stream = stream;
    this.start = start;
    this.peer = stream.peer;
    this.#isOpener = isOpener;
    const [sends, receives] = [isOpener || start.duplex, !isOpener || start.duplex];
    this.#isSendingOver = !sends;
    this.#isConfirmed = !sends;
    this.#isReceivingOver = !receives;
    let taken = () => {
    };
    let notTaken = () => {
    };
    this.taken = new Promise((resolve, reject) => {
      [taken, notTaken] = [resolve, reject];
    });
    this.closed = new Promise((done, reject) => {
      this.#settle = {
        taken,
        done,
        fail: (reason) => {
          notTaken(reason);
          reject(reason);
        }
      };
    });
    this.taken.catch(() => void 0);
    this.closed.catch(() => void 0);
    this.readable = receives ? this.#source() : void 0;
    this.writable = sends ? this.#sink() : void 0;
    if (isOpener) this.#begin();
  }
  /** Whether it still is at its link. */
  get isOpen() {
    return this.#error === void 0 && this.#stream.isOpen;
  }
  /** Takes it, at the side that did not open it: the peer may send from now on. */
  take() {
    this.#settle.taken();
    this.#begin();
  }
  #begin() {
    void this.#pump();
  }
  async #pump() {
    try {
      if (this.readable !== void 0) this.#tell(PACKET.window, u32(STREAM_WINDOW_BYTES));
      while (!this.#isOver()) this.#accept(await this.#stream.next());
      this.#stream.end();
      this.#settle.done();
    } catch (error) {
      this.fail(error);
    }
  }
  #isOver() {
    return this.#isReceivingOver && this.#isConfirmed;
  }
  #accept(packet) {
    if (packet.type === PACKET.window) this.#regain(decodeStreamWindow(packet.content));
    else if (packet.type === PACKET.streamChunk) this.#take(packet.content);
    else if (packet.type === PACKET.streamEnd) this.#ended(packet.content);
    else if (packet.type === PACKET.refusal) throw refused2(decodeRefusal(packet.content));
    else throw new TalosError("E_PROTOCOL", "a packet that no stream has");
  }
  #regain(bytes) {
    this.#settle.taken();
    if (bytes === 0) {
      if (!this.#isSendingOver) throw new TalosError("E_PROTOCOL", "the peer has all of what is not over");
      this.#isConfirmed = true;
    } else if (this.#credit + bytes > STREAM_WINDOW_BYTES)
      throw new TalosError("E_PROTOCOL", "the peer gave more credit than a stream has");
    else this.#credit += bytes;
    this.#wake();
  }
  #take(content) {
    const { id, sequence, total, hash, bytes } = decodeStreamChunk(content);
    if (this.#isReceivingOver) throw new TalosError("E_PROTOCOL", "a chunk of a stream that nobody sends");
    const isNext = sequence === this.#received && equalBytes(id, this.start.id);
    if (!isNext || !equalBytes(hash, streamChunkHash(id, !this.#isOpener, sequence, bytes)))
      throw new TalosError("E_PROTOCOL", "not the next chunk of the stream");
    this.#room -= bytes.length + STREAM_CHUNK_COST;
    if (this.#room < 0) throw new TalosError("E_LIMIT", "the peer sends more than it has credit for");
    if (total !== 0 && total <= this.#received) throw new TalosError("E_PROTOCOL", "more chunks than there were to be");
    this.#received += 1;
    this.#receivedHash.update(bytes);
    this.#chunks.push(new Uint8Array(bytes));
    this.#wake();
  }
  #ended(content) {
    const { total, hash } = decodeStreamEnd(content);
    if (this.#isReceivingOver) throw new TalosError("E_PROTOCOL", "the stream has ended already");
    if (total !== this.#received || !equalBytes(hash, this.#receivedHash.digest()))
      throw new TalosError("E_PROTOCOL", "the stream is not what was sent");
    this.#isReceivingOver = true;
    this.#tell(PACKET.window, u32(0));
    this.#wake();
  }
  #tell(type, ...content) {
    this.#stream.send(type, ...content);
  }
  #wake() {
    const waiting = [...this.#wakes];
    this.#wakes.clear();
    for (const wake of waiting) wake();
  }
  #changed() {
    return new Promise((resolve) => this.#wakes.add(resolve));
  }
  /** Ends it with an error, and tells the peer, where that is not who said so. Repeatable. */
  fail(reason) {
    if (this.#error !== void 0 || this.#isOver() && !this.#stream.isOpen) return;
    this.#error = { reason };
    this.#chunks.length = 0;
    if (this.#stream.isOpen) {
      const code = isTalosError(reason) ? reason.code : "E_CANCELLED";
      try {
        this.#tell(PACKET.refusal, encodeRefusal(refusalOf(code)));
      } catch (error) {
        if (!isTalosError(error)) throw error;
      }
      this.#stream.end();
    }
    this.#settle.fail(reason);
    this.#wake();
  }
  /** Gives it up, unless it is over; both ways end with `E_CANCELLED`, here and there. Repeatable. */
  cancel(cause) {
    if (!this.#isOver()) this.fail(givenUp(cause));
  }
  #throwIfFailed() {
    if (this.#error !== void 0) throw this.#error.reason;
  }
  #sink() {
    return new WritableStream({
      start: (controller) => {
        this.closed.catch((reason) => controller.error(reason));
      },
      write: (chunk) => this.#write(chunk),
      close: () => this.#close(),
      abort: (reason) => this.cancel(reason)
    });
  }
  async #write(chunk) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("what is written must be a Uint8Array");
    const bytes = new Uint8Array(chunk);
    for (let at = 0; at < bytes.length; at += MAX_STREAM_CHUNK_BYTES)
      await this.#send(bytes.subarray(at, at + MAX_STREAM_CHUNK_BYTES));
  }
  async #send(bytes) {
    const cost = bytes.length + STREAM_CHUNK_COST;
    for (this.#throwIfFailed(); this.#credit < cost; this.#throwIfFailed()) await this.#changed();
    this.#credit -= cost;
    const { id } = this.start;
    const sequence = this.#sent;
    const hash = streamChunkHash(id, this.#isOpener, sequence, bytes);
    this.#sentHash.update(bytes);
    this.#sent += 1;
    this.#tell(PACKET.streamChunk, streamChunkHead({ id, sequence, total: 0, hash }), bytes);
    await this.#stream.channel.drained();
  }
  /** Resolves when the peer has said that all is there. */
  async #close() {
    this.#throwIfFailed();
    this.#isSendingOver = true;
    this.#tell(PACKET.streamEnd, encodeStreamEnd({ total: this.#sent, hash: this.#sentHash.digest() }));
    for (; !this.#isConfirmed; this.#throwIfFailed()) await this.#changed();
  }
  #source() {
    return new ReadableStream(
      {
        pull: async (controller) => {
          for (; ; ) {
            const chunk = this.#chunks.shift();
            if (chunk !== void 0) {
              this.#giveBack(chunk.length + STREAM_CHUNK_COST);
              return controller.enqueue(chunk);
            }
            if (this.#isReceivingOver) return controller.close();
            this.#throwIfFailed();
            await this.#changed();
          }
        },
        cancel: (reason) => this.cancel(reason)
      },
      { highWaterMark: 0 }
    );
  }
  #giveBack(bytes) {
    this.#owed += bytes;
    if (this.#owed < CREDIT_STEP_BYTES || this.#isReceivingOver || !this.#stream.isOpen) return;
    this.#room += this.#owed;
    this.#tell(PACKET.window, u32(this.#owed));
    this.#owed = 0;
  }
};

// src/agent/transfer/peer-streams.ts
var MAX_WAITING_STREAMS = 16;
var MAX_WAITING_STREAMS_A_PEER = 4;
var STREAM_TAKE_MS = 3e4;
var PeerStreams = class {
  #parts;
  #open = /* @__PURE__ */ new Set();
  #waiting = [];
  #hasReader = false;
  #wake = () => {
  };
  #isClosed = false;
  constructor(parts) {
    this.#parts = parts;
  }
  /**
   * Opens a stream, and waits until the peer takes it.
   *
   * @throws {TalosError} what dialling throws; `E_REFUSED` where the peer does not take streams of this agent;
   *   `E_RATE_LIMITED` where nobody there takes any now, or too many wait; `E_TIMEOUT`; `E_LIMIT`; `E_CLOSED`.
   * @throws The reason of the signal.
   */
  async open(peer, about, signal) {
    this.#assertOpen();
    signal?.throwIfAborted();
    const start = { ...about, id: randomBytes(STREAM_ID_BYTES) };
    const mux = await this.#parts.link(peer, signal);
    this.#assertOpen();
    const stream = this.#keep(new PeerStream(mux.open(PACKET.streamStart, encodeStreamStart(start)), start, true));
    const late = () => stream.fail(new TalosError("E_TIMEOUT", "nobody there has taken the stream"));
    const cancel = (this.#parts.timer ?? systemTimer).after(STREAM_TAKE_MS, late);
    try {
      await unlessAborted(stream.taken, signal);
    } catch (error) {
      stream.cancel(error);
      throw error;
    } finally {
      cancel();
    }
    return stream;
  }
  #keep(stream) {
    this.#open.add(stream);
    const forget = () => void this.#open.delete(stream);
    stream.closed.then(forget, forget);
    return stream;
  }
  /** Takes a stream that a peer opened. @throws {TalosError} `E_MALFORMED`: the link ends. */
  accept(stream, content) {
    const start = decodeStreamStart(content);
    const { peer } = stream;
    const verdict = this.#parts.consent(peer);
    if (!verdict.allowed) return refuse(stream, { word: "denied", code: void 0 });
    if (this.#isClosed || !this.#hasReader) return refuse(stream, refusalOf("E_RATE_LIMITED"));
    for (const each of this.#waiting.splice(0)) if (each.isOpen) this.#waiting.push(each);
    const ofPeer = this.#waiting.filter((each) => each.peer === peer).length;
    if (this.#waiting.length >= MAX_WAITING_STREAMS || ofPeer >= MAX_WAITING_STREAMS_A_PEER)
      return refuse(stream, refusalOf("E_RATE_LIMITED"));
    this.#waiting.push(this.#keep(new PeerStream(stream, start, false)));
    this.#wake();
  }
  /** Who takes streams from now on; `undefined` while somebody else does. Close it. */
  reader() {
    this.#assertOpen();
    if (this.#hasReader) return void 0;
    this.#hasReader = true;
    let isOver2 = false;
    return {
      next: async () => {
        for (; ; ) {
          const stream = this.#waiting.shift();
          if (stream?.isOpen === true) {
            stream.take();
            return stream;
          }
          if (stream !== void 0) continue;
          if (isOver2 || this.#isClosed) return void 0;
          await new Promise((resolve) => {
            this.#wake = resolve;
          });
        }
      },
      close: () => {
        if (isOver2) return;
        isOver2 = true;
        this.#hasReader = false;
        for (const each of this.#waiting.splice(0)) each.fail(new TalosError("E_RATE_LIMITED", "nobody takes streams"));
        this.#wake();
      }
    };
  }
  #assertOpen() {
    if (this.#isClosed) throw new TalosError("E_CLOSED", "the agent has ended");
  }
  /** Ends every stream. Repeatable. */
  close() {
    this.#isClosed = true;
    for (const each of this.#open) each.fail(new TalosError("E_CLOSED", "the agent has ended"));
    this.#wake();
  }
};
function refuse(stream, refusal) {
  stream.send(PACKET.refusal, encodeRefusal(refusal));
  stream.end();
}

// src/agent/transfer/transfer-consent.ts
function consentTo({ isContact, verdict, policy }, peer, file) {
  if (isContact(peer) || verdict(peer, file).allowed) return "take";
  const others = policy();
  if (others === "all") return "take";
  return others === "ask" ? "ask" : "refuse";
}
function mayOffer({ isContact, verdict, policy }, peer) {
  if (isContact(peer) || policy() !== "contacts") return true;
  const asked2 = verdict(peer, { name: "", size: 0 });
  return asked2.allowed || asked2.code !== "NO_CAPABILITY";
}
function noteRefusal({ denials }, { verdict }, peer, file) {
  const asked2 = verdict(peer, file);
  if (!asked2.allowed && asked2.code !== "NO_CAPABILITY") denials.note(peer, "file", asked2.code);
}

// src/agent/transfer/transfer-sending.ts
var TRANSFER_SILENCE_MS = 6e4;
function breach(message) {
  return new TalosError("E_PROTOCOL", message, { details: { isBreach: true } });
}
async function nextOf(stream, signal) {
  var _stack = [];
  try {
    const waiting = stream.poll();
    if (waiting !== void 0) return waiting;
    const limit = __using(_stack, deadline(signal, TRANSFER_SILENCE_MS));
    return await stream.next(limit.signal);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
function sendOver(parts) {
  return new Sending(parts).run();
}
var Sending = class {
  #parts;
  #plan;
  #transfer;
  #hash = new Sha256();
  /** What the receiver said that it has written, and made durable. */
  #written = 0;
  #durable = 0;
  /** Chunks that have left. */
  #sent = 0;
  #refusal;
  constructor(parts) {
    this.#parts = parts;
    this.#plan = planChunks(parts.record.size);
    this.#transfer = fromHex(parts.record.id);
  }
  async run() {
    const { stream, signal } = this.#parts;
    for (let hasAsked = false; ; ) {
      const packet = await nextOf(stream, signal);
      if (packet.type === PACKET.refusal) return { kind: "refused", refusal: decodeRefusal(packet.content) };
      if (packet.type === PACKET.fileWait) return { kind: "offered" };
      if (packet.type === PACKET.fileReceived) return this.#delivered(packet, await this.#wholeHash());
      if (packet.type !== PACKET.fileAccept) throw breach("the offer of a file was answered with something else");
      const { from, held } = decodeFileAccept(packet.content);
      if (from + held > this.#plan.count || held > 0 && hasAsked)
        throw breach("the receiver has chunks that there are not");
      if (held === 0) return await this.#sendFrom(from);
      hasAsked = true;
      await this.#sayHashes(from, held);
    }
  }
  async #sayHashes(from, held) {
    const hashes = [];
    for (let index = from; index < from + held; index++)
      hashes.push(chunkHash(this.#transfer, index, isLast(this.#plan, index), await this.#read(index)));
    this.#parts.stream.send(PACKET.fileHashes, encodeFileHashes(hashes));
  }
  async #read(index) {
    this.#parts.signal.throwIfAborted();
    const { offset, length } = placeOf(this.#plan, index);
    const bytes = length === 0 ? new Uint8Array(0) : await this.#parts.source.read(offset, length);
    if (bytes.length !== length) throw changed();
    return bytes;
  }
  async #hashUpTo(end) {
    for (let index = 0; index < end; index++) this.#hash.update(await this.#read(index));
  }
  async #wholeHash() {
    await this.#hashUpTo(this.#plan.count);
    return this.#hash.digest();
  }
  async #sendFrom(from) {
    const { stream, source, record: record2, onStart } = this.#parts;
    const { count, size } = this.#plan;
    await this.#hashUpTo(from);
    this.#written = from;
    this.#sent = from;
    onStart();
    let next = from < count ? this.#read(from) : void 0;
    while (next !== void 0) {
      const bytes = await next;
      const index = this.#sent;
      next = index + 1 < count ? this.#read(index + 1) : void 0;
      next?.catch(() => void 0);
      await this.#room(bytes.length);
      if (this.#refusal !== void 0) return { kind: "refused", refusal: this.#refusal };
      this.#hash.update(bytes);
      const end = isLast(this.#plan, index);
      const hash2 = chunkHash(this.#transfer, index, end, bytes);
      stream.send(PACKET.fileChunk, chunkHead({ index, end, hash: hash2 }), bytes);
      this.#sent++;
      this.#tell();
    }
    const hash = this.#hash.digest();
    if (!await source.isUnchanged()) throw changed();
    stream.send(PACKET.fileEnd, encodeFileEnd({ size, chunks: count, hash, salt: fromHex(record2.salt) }));
    return await this.#receipt(hash);
  }
  #tell() {
    const { size, chunkBytes } = this.#plan;
    this.#parts.onProgress(Math.min(size, this.#sent * chunkBytes), this.#durable);
  }
  /** Waits until `bytes` more may be under way. */
  async #room(bytes) {
    const { stream, signal } = this.#parts;
    for (let packet = stream.poll(); packet !== void 0; packet = stream.poll()) this.#heard(packet);
    const { chunkBytes } = this.#plan;
    while (this.#refusal === void 0 && (this.#sent - this.#written) * chunkBytes + bytes > TRANSFER_WINDOW_BYTES)
      this.#heard(await nextOf(stream, signal));
  }
  #heard({ type, content }) {
    if (type === PACKET.refusal) {
      this.#refusal = decodeRefusal(content);
      return;
    }
    if (type !== PACKET.fileProgress) throw breach("a receiver says how far it is, and nothing else");
    const { written, durable } = decodeFileProgress(content);
    if (written < this.#written || written > this.#sent || durable < this.#durable)
      throw breach("the receiver went back, or has what was not sent");
    this.#written = written;
    this.#durable = durable;
  }
  async #receipt(hash) {
    const { stream, signal } = this.#parts;
    for (; ; ) {
      const packet = await nextOf(stream, signal);
      if (packet.type === PACKET.fileReceived) return this.#delivered(packet, hash);
      this.#heard(packet);
      if (this.#refusal !== void 0) return { kind: "refused", refusal: this.#refusal };
      this.#tell();
    }
  }
  #delivered({ content }, hash) {
    const { self, record: record2 } = this.#parts;
    const sha2562 = toHex(hash);
    return { kind: "delivered", receipt: readReceipt(content, self, { ...record2, sha256: sha2562 }), sha256: sha2562 };
  }
};
function readReceipt(content, self, record2) {
  const receipt = readSignedStatement(content, { by: record2.peer, kind: "file" });
  const { from, to, transfer, size, commitment } = receipt.statement;
  if (from !== self || to !== record2.peer || transfer !== record2.id || size !== record2.size)
    throw breach("the receipt is of another transfer");
  if (commitment !== commit(fromHex(record2.salt), record2.sha256)) throw breach("the receipt is of another file");
  return receipt;
}
async function openedSource(room, { path, identity }) {
  const source = await room.open(path);
  if (source.identity === identity) return source;
  await source[Symbol.asyncDispose]();
  throw new TalosError("E_SOURCE_CHANGED", "the file is not the one that was to be sent any more");
}
function changed() {
  return new TalosError("E_SOURCE_CHANGED", "the file changed while it was being sent", {
    hint: "send it again when it is whole"
  });
}

// src/agent/transfer/transfer-receiving.ts
var PROGRESS_STEP_BYTES = TRANSFER_WINDOW_BYTES / 2;
async function receiveOver(parts) {
  var _stack = [];
  try {
    const { room, record: record2 } = parts;
    const before = await room.reopen(record2.id);
    const partial = __using(_stack, before ?? await room.create(record2.id, record2.size), true);
    return await new Receiving(parts, partial).run(before === void 0 ? 0 : record2.durable);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
var Receiving = class {
  #parts;
  #partial;
  #plan;
  #transfer;
  #hash = new Sha256();
  /** Chunks that were written, were said to be, are durable. */
  #written = 0;
  #told = 0;
  #durable = 0;
  #syncing;
  #failure;
  /** As its content says. */
  #type;
  constructor(parts, partial) {
    this.#parts = parts;
    this.#partial = partial;
    this.#plan = planChunks(parts.record.size);
    this.#transfer = fromHex(parts.record.id);
  }
  async run(durable) {
    const { stream, onStart } = this.#parts;
    const from = await this.#beginning(Math.min(durable, this.#plan.count));
    if (typeof from !== "number") return from;
    await this.#look();
    stream.send(PACKET.fileAccept, encodeFileAccept({ from, held: 0 }));
    onStart();
    try {
      const refusal = await this.#chunks();
      if (refusal !== void 0) return { kind: "refused", refusal };
      return await this.#end(from);
    } finally {
      await this.#syncing?.catch(() => void 0);
    }
  }
  /** The chunk to begin at: what is durable, and what is right beyond it. */
  async #beginning(durable) {
    const { stream, signal } = this.#parts;
    let from = await this.#hashUpTo(0, durable);
    const held = await this.#held(from);
    if (held.length > 0) {
      stream.send(PACKET.fileAccept, encodeFileAccept({ from, held: held.length }));
      const { type, content } = await nextOf(stream, signal);
      if (type === PACKET.refusal) return { kind: "refused", refusal: decodeRefusal(content) };
      if (type !== PACKET.fileHashes) throw breach("the sender was asked for hashes");
      const hashes = decodeFileHashes(content, held.length);
      const wrong = hashes.findIndex((hash, at) => !equalBytes(hash, held[at]));
      from = await this.#hashUpTo(from, from + (wrong === -1 ? held.length : wrong));
    }
    this.#written = from;
    this.#told = from;
    this.#durable = Math.min(from, durable);
    return from;
  }
  /** Takes chunks that are there into the hash of the whole. @returns How far they are there; all anew where one is not. */
  async #hashUpTo(from, end) {
    for (let index = from; index < end; index++) {
      const bytes = await this.#read(index);
      if (bytes === void 0) {
        this.#hash = new Sha256();
        return 0;
      }
      this.#hash.update(bytes);
    }
    return end;
  }
  async #read(index) {
    this.#parts.signal.throwIfAborted();
    const { offset, length } = placeOf(this.#plan, index);
    const bytes = await this.#partial.read(offset, length);
    return bytes.length === length ? bytes : void 0;
  }
  /** The hashes of the chunks that lie behind those that are durable. */
  async #held(from) {
    const hashes = [];
    const most = Math.ceil((2 * SYNC_STEP_BYTES + TRANSFER_WINDOW_BYTES) / this.#plan.chunkBytes);
    const end = Math.min(this.#plan.count, from + Math.min(most, MAX_HASHES));
    if (this.#plan.size === 0) return hashes;
    for (let index = from; index < end; index++) {
      const bytes = await this.#read(index);
      if (bytes === void 0) break;
      hashes.push(chunkHash(this.#transfer, index, isLast(this.#plan, index), bytes));
    }
    return hashes;
  }
  async #chunks() {
    const { stream, signal, onProgress } = this.#parts;
    const { count, size, chunkBytes } = this.#plan;
    while (this.#written < count) {
      const { type, content } = await nextOf(stream, signal);
      if (type === PACKET.refusal) return decodeRefusal(content);
      if (type !== PACKET.fileChunk) throw breach("the sender sends chunks, and nothing else before the last");
      const chunk = decodeFileChunk(content);
      this.#check(chunk);
      await this.#partial.write(this.#written * chunkBytes, chunk.bytes);
      this.#hash.update(chunk.bytes);
      this.#written++;
      await this.#look();
      await this.#syncInSteps();
      this.#tell();
      onProgress(Math.min(size, this.#written * chunkBytes));
    }
    return void 0;
  }
  /**
   * What its first bytes say it is, once they are there: its sender may say anything.
   *
   * @throws {TalosError} `E_LIMIT` where a file of that kind may not be so large.
   */
  async #look() {
    const { room, record: record2 } = this.#parts;
    const { kinds } = room;
    if (kinds === void 0 || this.#type !== void 0 || this.#written < Math.min(1, this.#plan.count)) return;
    const start = await this.#partial.read(0, Math.min(KIND_BYTES, record2.size));
    const type = readFileType(await kinds.detect(start, record2.name), "type");
    const limit = kinds.maxBytes(type);
    if (record2.size > limit)
      throw new TalosError("E_LIMIT", `a file of type ${type} has at most ${limit} bytes`, {
        details: { isBreach: true, size: record2.size, limit }
      });
    this.#type = type;
  }
  /** Only the next chunk is taken, whole, with its end mark, and bound to this transfer and this place. */
  #check({ index, end, hash, bytes }) {
    const expected = this.#written;
    if (index !== expected) throw breach(`chunk ${index} came in the place of chunk ${expected}`);
    if (end !== isLast(this.#plan, index)) throw breach("the end mark is not at the last chunk");
    if (bytes.length !== placeOf(this.#plan, index).length) throw breach("a chunk has another length than it must");
    if (!equalBytes(hash, chunkHash(this.#transfer, index, end, bytes)))
      throw breach("a chunk is not the one that belongs there");
  }
  #tell() {
    const { chunkBytes, count } = this.#plan;
    if ((this.#written - this.#told) * chunkBytes < PROGRESS_STEP_BYTES && this.#written < count) return;
    this.#told = this.#written;
    const progress = { written: this.#written, durable: this.#durable };
    this.#parts.stream.send(PACKET.fileProgress, encodeFileProgress(progress));
  }
  /** One sync at a time, beside the chunks that come meanwhile; a disk that is slower than they are holds them up. */
  async #syncInSteps() {
    if ((this.#written - this.#durable) * this.#plan.chunkBytes < SYNC_STEP_BYTES) return;
    await this.#syncing;
    if (this.#failure !== void 0) throw this.#failure;
    if ((this.#written - this.#durable) * this.#plan.chunkBytes < SYNC_STEP_BYTES) return;
    this.#syncing = this.#sync(this.#written).catch((error) => {
      this.#failure = error instanceof Error ? error : new Error("a file could not be made durable", { cause: error });
    });
  }
  async #sync(chunks) {
    await this.#partial.sync();
    await this.#parts.onDurable(chunks);
    this.#durable = chunks;
  }
  async #end(from) {
    const { stream, signal, record: record2, onReceived } = this.#parts;
    const { type, content } = await nextOf(stream, signal);
    if (type === PACKET.refusal) return { kind: "refused", refusal: decodeRefusal(content) };
    if (type !== PACKET.fileEnd) throw breach("the last chunk is followed by the end of the file");
    const end = decodeFileEnd(content);
    if (end.size !== this.#plan.size || end.chunks !== this.#plan.count)
      throw breach("the end of the file is that of another one");
    await this.#syncing;
    if (this.#failure !== void 0) throw this.#failure;
    const hash = this.#hash.digest();
    if (!equalBytes(end.hash, hash)) {
      if (from === 0) throw breach("the file is not the one that its sender says it is");
      await this.#partial.discard();
      return { kind: "again" };
    }
    signal.throwIfAborted();
    const path = await this.#partial.commit(record2.name);
    await onReceived({ path, type: this.#type ?? record2.type, sha256: toHex(hash), salt: toHex(end.salt) });
    return { kind: "received" };
  }
};

// src/agent/transfer/transfer-runs.ts
var MAX_RECEIVING_A_PEER = 16;
var MAX_RECEIVING = 32;
var replaced = () => new TalosError("E_CLOSED", "the transfer goes on over another connection");
var WORD_CODES2 = {
  busy: "E_RATE_LIMITED",
  unknown: "E_NOT_FOUND",
  failed: "E_REFUSED",
  denied: "E_REFUSED"
};
var TransferRuns = class {
  #core;
  #book;
  #room;
  #running = /* @__PURE__ */ new Map();
  /** Transfers that are being ended, and with which codes: none of them begins to run. */
  #ending = /* @__PURE__ */ new Map();
  constructor({ core, book, room }) {
    this.#core = core;
    this.#book = book;
    this.#room = room;
  }
  /** Whether a transfer runs. */
  has(id) {
    return this.#running.has(id);
  }
  /** The stream that a transfer runs over. */
  streamOf(id) {
    return this.#running.get(id)?.stream;
  }
  /** Has `work` the transfer to itself: a stream of it that begins meanwhile waits. It must not run. */
  async hold(record2, work) {
    const { id, peer, direction } = record2;
    if (this.#running.has(id)) throw new Error("bug: who holds a transfer asks first whether it runs");
    const done = work();
    const ended = done.catch(() => void 0);
    this.#running.set(id, { stop: new AbortController(), peer, direction, done: ended });
    await done.finally(() => this.#running.delete(id));
  }
  /** Whether another file of `peer` may be received now. */
  hasRoomFor(peer) {
    const receiving = [...this.#running.values()].filter(({ direction }) => direction === "received");
    const ofPeer = receiving.filter((run2) => run2.peer === peer);
    return receiving.length < MAX_RECEIVING && ofPeer.length < MAX_RECEIVING_A_PEER;
  }
  /** Ends the run of a transfer, where there is one, with `reason`; resolves when it is over. */
  async stop(id, reason) {
    const run2 = this.#running.get(id);
    run2?.stop.abort(reason);
    await run2?.done;
  }
  /** Ends all of them; they go on at the next start. */
  async close() {
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id, replaced())));
  }
  /** Sends over a stream. Resolves, never rejects, when that is over; the book says what became of it. */
  async send(record2, stream) {
    await this.#run(record2, stream, (signal) => this.#send(record2, stream, signal));
  }
  /** Receives over a stream, likewise. */
  async receive(record2, stream) {
    await this.#run(record2, stream, (signal) => this.#receive(record2, stream, signal));
  }
  async #run(record2, stream, work) {
    const { id, peer, direction } = record2;
    while (this.#running.has(id)) await this.stop(id, replaced());
    if (this.#sayOver(id, stream)) return;
    const stop = new AbortController();
    const run2 = { stop, stream, peer, direction, done: Promise.resolve() };
    this.#running.set(id, run2);
    run2.done = this.#watched(record2, stream, work(stop.signal), stop.signal).finally(() => {
      this.#running.delete(id);
      stream.end();
    });
    await run2.done;
  }
  async #watched(record2, stream, work, signal) {
    try {
      await work;
    } catch (error) {
      const failure = isTalosError(error) ? error : new TalosError("E_INTERNAL", "a transfer failed", { cause: error });
      if (signal.aborted) return this.#say(stream, signal.reason);
      if (isFinal(failure)) {
        this.#say(stream, failure);
        await this.fail(record2, failure.code);
      } else this.#wait(record2, stream);
    }
  }
  /** Tells the peer what became of a transfer that is over, or is being ended. @returns Whether it is. */
  #sayOver(id, stream) {
    const record2 = this.#book.get(id);
    const ending = this.#ending.get(id);
    if (record2 !== void 0 && ending !== void 0) this.refuse(stream, refusalOf(ending));
    else if (record2 === void 0 || isOver(record2)) this.answerOver(record2, stream);
    else return false;
    return true;
  }
  /** Answers for a transfer that is over: with the receipt, or with why there is none. */
  answerOver(record2, stream) {
    if (record2 === void 0 || record2.state === "delivered")
      return this.refuse(stream, { word: "unknown", code: void 0 });
    if (record2.state !== "received") return this.refuse(stream, refusalOf(codeOf(record2)));
    stream.send(PACKET.fileReceived, utf8(record2.receipt));
    stream.end();
  }
  /** Ends a transfer from outside of its run, which is over then, as is every other that was to begin. */
  finish(record2, code, reason) {
    return this.#finish(record2.id, code, reason, () => this.fail(record2, code));
  }
  /** The peer has ended a transfer, whether it runs or not. */
  gone(record2, refusal) {
    const reason = new TalosError("E_CLOSED", "the peer has ended the transfer");
    return this.#finish(
      record2.id,
      refusal.code ?? WORD_CODES2[refusal.word],
      reason,
      () => this.refused(record2, refusal)
    );
  }
  async #finish(id, code, reason, end) {
    this.#ending.set(id, code);
    try {
      await this.stop(id, reason);
      await end();
    } finally {
      this.#ending.delete(id);
    }
  }
  /** Tells the peer why, where it is still there. */
  #say(stream, reason) {
    if (!isTalosError(reason) || reason.code === "E_CLOSED") return;
    this.refuse(stream, refusalOf(reason.code));
  }
  /** Refuses what a stream is about, and ends it. */
  refuse(stream, refusal) {
    try {
      stream.send(PACKET.refusal, encodeRefusal(refusal));
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
    stream.end();
  }
  /** It goes on when the peer is there again. */
  #wait(record2, stream) {
    this.refuse(stream, { word: "busy", code: void 0 });
    const state = record2.direction === "sent" ? "waiting" : "accepted";
    const after = this.#book.note(record2.id, { state });
    if (after !== void 0) this.#book.tell("waiting", after);
  }
  /** A transfer has failed for good: what came of it is removed. */
  async fail(record2, code) {
    const state = code === "E_CANCELLED" ? "cancelled" : code === "E_DECLINED" ? "declined" : "failed";
    await this.#end(record2, state, code);
  }
  async #end({ id, direction }, state, code) {
    const open2 = ["waiting", "offered", "accepted", "running"];
    const after = await this.#book.step(id, open2, { state, code });
    if (after === void 0) return;
    if (direction === "received") await this.discard(id);
    this.#book.tell(state, after);
  }
  /** Removes what came of a file. */
  async discard(id) {
    var _stack = [];
    try {
      const partial = __using(_stack, await this.#room.reopen(id), true);
      await partial?.discard();
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  // Sending
  async #send(record2, stream, signal) {
    var _stack = [];
    try {
      const { identity } = this.#core;
      const source = __using(_stack, await this.#source(record2), true);
      const outcome = await sendOver({
        self: identity.did,
        stream,
        record: record2,
        source,
        signal,
        onStart: () => this.#started(record2.id),
        onProgress: (bytes, durable) => this.#progressed(record2.id, bytes, durable)
      });
      await this.#sent(record2, stream, outcome);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  async #source(record2) {
    try {
      return await openedSource(this.#room, record2);
    } catch (cause) {
      if ((record2.leftAtMs ?? 0) === 0) throw cause;
      throw new TalosError("E_UNREACHABLE", "the file lies in the mailbox of the peer, and nowhere else", { cause });
    }
  }
  #started(id) {
    const after = this.#book.note(id, { state: "running" });
    if (after !== void 0) this.#book.tell("started", after);
  }
  #progressed(id, bytes, durable) {
    const after = this.#book.note(id, durable === void 0 ? {} : { durable });
    if (after !== void 0) this.#book.tell("progress", after, bytes);
  }
  async #sent(record2, stream, outcome) {
    const { id } = record2;
    if (outcome.kind === "offered") {
      const after = await this.#book.step(id, ["waiting", "running", "offered"], { state: "offered" });
      if (after !== void 0) this.#book.tell("waiting", after);
      return;
    }
    if (outcome.kind === "refused") return this.#refused(record2, stream, outcome.refusal);
    await this.delivered(record2, outcome.receipt, outcome.sha256);
  }
  /** The peer has it, whole and durable. */
  async delivered({ id, peer }, receipt, sha2562) {
    const body = { type: "file", peer, direction: "sent", statement: receipt };
    const step = { state: "delivered", sha256: sha2562, receipt: receipt.text, code: "", left: 0, leftAtMs: 0 };
    const from = ["waiting", "running", "offered"];
    const after = await this.#book.step(id, from, step, [this.#core.due.keep(body)]);
    if (after === void 0) return;
    await this.#core.due.record(body);
    this.#book.tell("delivered", after);
  }
  async #refused(record2, stream, { word, code }) {
    if (word === "busy") return this.#wait(record2, stream);
    await this.refused(record2, { word, code });
  }
  /** The peer wants no more of a transfer, which does not run. */
  async refused(record2, { word, code }) {
    const known = code ?? WORD_CODES2[word];
    if (word === "denied" && code === void 0) await this.#end(record2, "declined", known);
    else await this.fail(record2, known);
  }
  // Receiving
  async #receive(record2, stream, signal) {
    const { id } = record2;
    stream.channel.allowLargePackets();
    const outcome = await receiveOver({
      stream,
      record: this.#book.get(id) ?? record2,
      room: this.#room,
      signal,
      onStart: () => this.#started(id),
      onProgress: (bytes) => this.#progressed(id, bytes),
      onDurable: async (durable) => void await this.#book.step(id, ["running"], { durable }),
      onReceived: (file) => this.#received(record2, stream, file)
    });
    if (outcome.kind === "refused") return this.#refused(record2, stream, outcome.refusal);
    if (outcome.kind === "again") {
      await this.#book.step(id, ["running"], { durable: 0 });
      this.#wait(record2, stream);
    }
  }
  async #received(record2, stream, file) {
    const receipt = await this.received(record2, file);
    if (receipt !== void 0) stream.send(PACKET.fileReceived, receipt);
  }
  /** It is whole and durable under its name. @returns The receipt for its sender, on record here; undefined where it is over. */
  async received(record2, { path, type, sha256: sha2562, salt }) {
    const { identity, clock, due } = this.#core;
    const { id: transfer, peer, size } = record2;
    const commitment = commit(fromHex(salt), sha2562);
    const said = { kind: "file", time: clock.now(), from: peer, to: identity.did, transfer, size, commitment };
    const [statement] = signStatements(identity.signing, identity.did, [said]);
    if (statement === void 0) throw new Error("bug: one statement gives one signed statement");
    const body = { type: "file", peer, direction: "received", statement };
    const step = { state: "received", path, type, sha256: sha2562, salt, receipt: statement.text, code: "" };
    const after = await this.#book.step(transfer, ["accepted", "running"], step, [due.keep(body)]);
    if (after === void 0) return void 0;
    await due.record(body);
    this.#book.tell("received", after);
    return statement.bytes;
  }
  /** What a record of an offer says. */
  static recordOf(peer, offer, state) {
    const { id, name, size, type } = offer;
    const nothing = { code: "", path: "", identity: "", durable: 0, sha256: "", salt: "", receipt: "" };
    return { id: toHex(id), peer, direction: "received", name, size, type, state, ...nothing };
  }
};
function codeOf(record2) {
  if (record2.state === "cancelled") return "E_CANCELLED";
  if (record2.state === "declined") return "E_DECLINED";
  return isErrorCode(record2.code) && isOver(record2) ? record2.code : "E_REFUSED";
}
var FINAL = /* @__PURE__ */ new Set([
  "E_SOURCE_CHANGED",
  "E_NOT_FOUND",
  "E_USAGE",
  "E_MALFORMED",
  "SIGNATURE_INVALID",
  "E_INTERNAL",
  "E_FILE_EXISTS"
]);
function isFinal({ code, details }) {
  return details["isBreach"] === true || FINAL.has(code) || code.startsWith("E_STORAGE");
}

// src/agent/transfer/transfer-leaving.ts
var LEAVE_AGAIN_MS = 864e5;
var LEAVE_PAUSE_MS = 3e5;
var ASKS_AN_HOUR = 10;
var MAX_PAUSED = 1024;
var stopped = () => new TalosError("E_CLOSED", "the file goes another way");
var TransferLeaving = class {
  #terms;
  #passes = /* @__PURE__ */ new Map();
  #leaving = /* @__PURE__ */ new Map();
  /** Until when nothing is left, milliseconds since 1970. */
  #pauses = new BoundedMap(MAX_PAUSED);
  #asks;
  #replies = /* @__PURE__ */ new Set();
  #isClosed = false;
  constructor(terms) {
    this.#terms = terms;
    this.#asks = new RateCounter(ASKS_AN_HOUR, 36e5, terms.core.clock);
  }
  /** Leaves what waits for a peer that is away, as far as it may; one pass at a time. Never rejects. */
  leave(peer) {
    const running = this.#passes.get(peer);
    if (running !== void 0) return running;
    const pass = this.#pass(peer).finally(() => this.#passes.delete(peer));
    this.#passes.set(peer, pass);
    return pass;
  }
  async #pass(peer) {
    const { core, mail } = this.#terms;
    if (this.#isOver() || (this.#pauses.get(peer) ?? 0) > core.clock.now()) return;
    try {
      if (this.#next(peer) === void 0) return;
      if (!await mail.hasMailbox(peer)) return this.#pause(peer);
      for (let next = this.#next(peer); next !== void 0 && !this.#isOver(); next = this.#next(peer))
        if (!await this.#leaveOne(next)) return;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      this.#pause(peer);
    }
  }
  #isOver() {
    return this.#isClosed;
  }
  #pause(peer) {
    this.#pauses.set(peer, this.#terms.core.clock.now() + LEAVE_PAUSE_MS);
  }
  /** The next file that may be left: of those that wait, within what a mailbox is to hold. */
  #next(peer) {
    const { book, core, runs } = this.#terms;
    const own = book.open.filter((record2) => record2.direction === "sent" && record2.peer === peer);
    const begun = own.filter(({ left = 0 }) => left > 0);
    const room = MAX_PARCEL_BYTES - begun.reduce((sum, { size }) => sum + size, 0);
    const mayBegin = begun.length < MAX_PARCELS;
    return own.find(({ id, state, size, left = 0, leftAtMs = 0 }) => {
      if (state !== "waiting" || runs.has(id) || size > MAX_PARCEL_BYTES) return false;
      if (left === 0) return mayBegin && size <= room;
      return leftAtMs === 0 || Math.abs(core.clock.now() - leftAtMs) > LEAVE_AGAIN_MS;
    });
  }
  /** @returns Whether others of the peer may follow. */
  async #leaveOne(record2) {
    const { id } = record2;
    const stop = new AbortController();
    const work = this.#letters(record2, stop.signal);
    this.#leaving.set(id, { stop, done: work.catch(() => void 0) });
    try {
      await work;
      return true;
    } catch (error) {
      if (stop.signal.aborted) return false;
      if (!(error instanceof SourceFault)) throw error;
      await this.#lost(record2, error.code);
      return true;
    } finally {
      this.#leaving.delete(id);
    }
  }
  /** The source is not the one that was to be sent any more. */
  async #lost(record2, code) {
    const { book, runs, core } = this.#terms;
    if ((record2.leftAtMs ?? 0) > 0)
      return void await book.step(record2.id, ["waiting"], { leftAtMs: core.clock.now() });
    const isBegun = (book.get(record2.id)?.left ?? 0) > 0;
    await runs.fail(record2, code);
    if (isBegun) this.tellGone(record2, code);
  }
  async #letters(given, signal) {
    var _stack = [];
    try {
      const { book, mail, core, room, chainFor } = this.#terms;
      const { id, peer, size, salt } = given;
      const source = __using(_stack, await ofSource(() => openedSource(room, given)), true);
      const sha2562 = await ofSource(() => wholeHash(source, size, signal));
      const plan = planPieces(size);
      const total = lettersOf(size);
      const first = (given.leftAtMs ?? 0) > 0 ? 0 : Math.min(given.left ?? 0, total - 1);
      for (let at = first; at < total; at++) {
        signal.throwIfAborted();
        const isEnd = at === total - 1;
        if (at === 0) await mail.leave(peer, offerLetter(given, chainFor(peer)));
        else if (isEnd) {
          await ofSource(async () => {
            if (!await source.isUnchanged()) throw changed();
          });
          const chunks = planChunks(size).count;
          await mail.leave(peer, endLetter(given, { size, chunks, hash: fromHex(sha2562), salt: fromHex(salt) }));
        } else {
          const { offset, length } = placeOf(plan, at - 1);
          const bytes = await ofSource(() => readAll(source, offset, length));
          await mail.leave(peer, pieceLetter(given, at - 1, bytes));
        }
        const leftAtMs = isEnd ? core.clock.now() : 0;
        if (await book.step(id, ["waiting"], { left: at + 1, leftAtMs, sha256: sha2562 }) === void 0) return;
      }
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  /** The direct way is open: no further letter of it is left. @returns When none is being left any more. */
  async stop(id) {
    const running = this.#leaving.get(id);
    running?.stop.abort(stopped());
    await running?.done;
  }
  /** The peer lacks the file from chunk `from` on. @returns Whether it is to be left again. */
  async asked(record2, from) {
    const { book } = this.#terms;
    if (record2.size > MAX_PARCEL_BYTES || from > planChunks(record2.size).count || !this.#asks.take(record2.peer))
      return false;
    this.#pauses.delete(record2.peer);
    this.#leaving.get(record2.id)?.stop.abort(stopped());
    const step = { state: "waiting", left: 1 + Math.floor(from / PIECE_CHUNKS), leftAtMs: 0 };
    return await book.step(record2.id, ["waiting", "offered"], step) !== void 0;
  }
  /** What was left for `peer` may not open there: all of it is left again. */
  async again(peer) {
    const { book } = this.#terms;
    for (const { id, left = 0 } of book.open.filter((record2) => record2.direction === "sent" && record2.peer === peer))
      if (left > 0) await book.step(id, ["waiting"], { left: 0, leftAtMs: 0 });
    this.#pauses.delete(peer);
  }
  /** Leaves a letter in the background, where there is a mailbox. Whoever waits for it hears another way otherwise. */
  post(peer, letter) {
    if (this.#isClosed || this.#replies.size >= MAX_PARCELS) return;
    const { mail } = this.#terms;
    const reply = (async () => {
      try {
        if (await mail.hasMailbox(peer)) await mail.leave(peer, letter);
      } catch (error) {
        if (!isTalosError(error)) throw error;
      }
    })();
    this.#replies.add(reply);
    void reply.finally(() => this.#replies.delete(reply));
  }
  /** Tells the peer by its mailbox that a transfer is over. */
  tellGone({ id, peer }, code) {
    this.post(peer, goneLetter(id, refusalOf(code)));
  }
  /** Nothing more is left; what is under way is waited for. */
  async close() {
    this.#isClosed = true;
    for (const { stop } of this.#leaving.values()) stop.abort(stopped());
    await Promise.allSettled([...this.#passes.values(), ...this.#replies]);
  }
};
async function wholeHash(source, size, signal) {
  const hash = new Sha256();
  const plan = planPieces(size);
  for (let index = 0; index < plan.count; index++) {
    signal.throwIfAborted();
    const { offset, length } = placeOf(plan, index);
    hash.update(await readAll(source, offset, length));
  }
  return toHex(hash.digest());
}
async function readAll(source, offset, length) {
  const bytes = length === 0 ? new Uint8Array(0) : await source.read(offset, length);
  if (bytes.length !== length) throw changed();
  return bytes;
}
var SourceFault = class extends Error {
  code;
  constructor(cause) {
    super(cause.message, { cause });
    this.code = cause.code;
  }
};
async function ofSource(work) {
  try {
    return await work();
  } catch (error) {
    if (isTalosError(error) && isFinal(error)) throw new SourceFault(error);
    throw error;
  }
}

// src/agent/transfer/transfer-letters.ts
var ASK_AFTER_MS = 6e4;
var ASK_PAUSE_MS = 36e5;
var MAX_ASKED = 1024;
var TransferLetters = class {
  #terms;
  /** By transfer: when it was asked for, milliseconds since 1970. */
  #asked = new BoundedMap(MAX_ASKED);
  /** Which a person has accepted since. */
  #accepted = new BoundedMap(MAX_ASKED);
  constructor(terms) {
    this.#terms = terms;
  }
  async admits(peer, { type, chunk }) {
    const { book, consent } = this.#terms;
    if (type === FILE_ENVELOPE_TYPES.fileOffer) return mayOffer(consent, peer);
    if (chunk !== void 0) return this.#awaited(peer, toHex(chunk.streamId)) !== void 0;
    const fits2 = (record2) => {
      if (record2.peer !== peer) return false;
      if (type === FILE_ENVELOPE_TYPES.fileGone) return !isOver(record2);
      if (type === FILE_ENVELOPE_TYPES.fileEnd)
        return record2.direction === "received" && (record2.state === "accepted" || record2.state === "received");
      return record2.direction === "sent" && !isOver(record2);
    };
    return book.all.some(fits2);
  }
  async take(peer, letter) {
    const { type, text } = letter;
    if (type === FILE_ENVELOPE_TYPES.fileOffer) return this.#offered(peer, decodeFileOffer(text));
    if (type === FILE_ENVELOPE_TYPES.fileChunk) return this.#piece(peer, letter);
    if (type === FILE_ENVELOPE_TYPES.fileEnd) return this.#end(peer, decodeMailedEnd(text));
    if (type === FILE_ENVELOPE_TYPES.fileReceived) return this.#delivered(peer, text);
    if (type === FILE_ENVELOPE_TYPES.fileAsk) return this.#asks(peer, text);
    await this.#gone(peer, text);
  }
  leftUnread(peer) {
    const { leaving, kick, core } = this.#terms;
    leaving.again(peer).then(
      () => kick(peer),
      (error) => {
        if (!isTalosError(error)) throw error;
        core.notice("tool", `files are not left again: ${error.message}`, peer);
      }
    );
  }
  /** A file that is to be received of `peer`. */
  #awaited(peer, id) {
    const record2 = this.#terms.book.get(id);
    return record2?.peer === peer && record2.direction === "received" && record2.state === "accepted" ? record2 : void 0;
  }
  /** One's own file that `peer` has not got yet, as far as that is known here. */
  #own(peer, id) {
    const record2 = this.#terms.book.get(id);
    return record2?.peer === peer && record2.direction === "sent" && !isOver(record2) ? record2 : void 0;
  }
  // At the receiver
  async #offered(peer, offer) {
    const { book, consent, core, mostBytes, leaving } = this.#terms;
    const id = toHex(offer.id);
    if (offer.size > MAX_PARCEL_BYTES) throw new TalosError("E_MALFORMED", "so large a file does not go by letters");
    if (book.get(id) !== void 0) return;
    try {
      savedName(offer.name);
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return leaving.tellGone({ id, peer }, error.code);
    }
    const answer = consentTo(consent, peer, offer);
    if (answer === "refuse") {
      noteRefusal(core, consent, peer, offer);
      return leaving.post(peer, goneLetter(id, { word: "denied", code: void 0 }));
    }
    if (offer.size > mostBytes(offer.type)) return leaving.tellGone({ id, peer }, "E_DECLINED");
    try {
      const record2 = await book.add(TransferRuns.recordOf(peer, offer, answer === "take" ? "accepted" : "offered"));
      book.tell(answer === "take" ? "waiting" : "offered", record2);
    } catch (error) {
      if (!isTalosError(error, "E_LIMIT")) throw error;
    }
  }
  async #piece(peer, { text, chunk }) {
    const record2 = chunk && this.#awaited(peer, toHex(chunk.streamId));
    if (record2 === void 0 || this.#terms.runs.has(record2.id)) return;
    const plan = planPieces(record2.size);
    const { sequence, total, streamId, hash } = chunk;
    if (total !== plan.count || sequence >= total || text.length !== placeOf(plan, sequence).length)
      return this.#over(record2, "E_PROTOCOL");
    if (!equalBytes(hash, chunkHash(streamId, sequence, isLast(plan, sequence), text)))
      return this.#over(record2, "E_PROTOCOL");
    await this.#hold(record2, () => this.#write(record2, sequence, text));
  }
  async #write(record2, sequence, text) {
    var _stack = [];
    try {
      const { room, book } = this.#terms;
      const { id, size } = record2;
      const { count } = planChunks(size);
      const before = await room.reopen(id);
      const partial = __using(_stack, before ?? await room.create(id, size), true);
      const durable = before === void 0 ? 0 : record2.durable;
      const [first, behind2] = [sequence * PIECE_CHUNKS, Math.min(count, (sequence + 1) * PIECE_CHUNKS)];
      const isNext = first <= durable && durable < behind2;
      if (isNext) {
        await partial.write(placeOf(planPieces(size), sequence).offset, text);
        await partial.sync();
      }
      const now = isNext ? behind2 : durable;
      if (now === record2.durable) return;
      const after = await book.step(id, ["accepted"], { durable: now });
      if (after !== void 0) book.tell("progress", after);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  async #end(peer, { id: bytes, end }) {
    const { book, runs, leaving } = this.#terms;
    const id = toHex(bytes);
    const known = book.get(id);
    if (known?.peer === peer && known.direction === "received" && known.state === "received")
      return leaving.post(peer, receivedLetter(new TextEncoder().encode(known.receipt)));
    const record2 = this.#awaited(peer, id);
    if (record2 === void 0 || runs.has(id)) return;
    const { count } = planChunks(record2.size);
    if (end.size !== record2.size || end.chunks !== count) return this.#over(record2, "E_PROTOCOL");
    if (record2.durable < count) return this.#ask(record2, ASK_AFTER_MS);
    await this.#hold(record2, () => this.#finish(record2, end));
  }
  async #finish(record2, end) {
    var _stack = [];
    try {
      const { room, runs, book, leaving } = this.#terms;
      const { id, size, peer } = record2;
      const before = await room.reopen(id);
      const partial = __using(_stack, before ?? await room.create(id, size), true);
      const hash = await this.#hashOf(partial, size);
      if (hash === void 0 || !equalBytes(hash, end.hash)) {
        await partial.discard();
        const after = await book.step(id, ["accepted"], { durable: 0 });
        return after && this.#ask(after, ASK_AFTER_MS);
      }
      const type = await this.#typeOf(partial, record2);
      const path = await partial.commit(record2.name);
      const receipt = await runs.received(record2, { path, type, sha256: toHex(hash), salt: toHex(end.salt) });
      if (receipt !== void 0) leaving.post(peer, receivedLetter(receipt));
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  async #hashOf(partial, size) {
    const hash = new Sha256();
    const plan = planPieces(size);
    for (let index = 0; index < plan.count; index++) {
      const { offset, length } = placeOf(plan, index);
      const bytes = await partial.read(offset, length);
      if (bytes.length !== length) return void 0;
      hash.update(bytes);
    }
    return hash.digest();
  }
  /** What its first bytes say it is. @throws {TalosError} `E_LIMIT` where a file of that kind may not be so large. */
  async #typeOf(partial, { size, name, type: said }) {
    const { kinds } = this.#terms.room;
    if (kinds === void 0) return said;
    const type = readFileType(await kinds.detect(await partial.read(0, Math.min(KIND_BYTES, size)), name), "type");
    if (size <= kinds.maxBytes(type)) return type;
    throw new TalosError("E_LIMIT", `a file of type ${type} has at most ${kinds.maxBytes(type)} bytes`, {
      details: { isBreach: true }
    });
  }
  /** Has the transfer to itself; what the disk, or the file, says against it ends the transfer. */
  async #hold(record2, work) {
    const { runs } = this.#terms;
    let code;
    await runs.hold(record2, async () => {
      try {
        await work();
      } catch (error) {
        if (!isTalosError(error) || !(error.code.startsWith("E_STORAGE") || error.code === "E_LIMIT")) throw error;
        code = error.code;
      }
    });
    if (code !== void 0) await this.#over(record2, code);
  }
  /** A transfer is over: what came of it is removed, and its sender told. */
  async #over(record2, code) {
    const { runs, leaving } = this.#terms;
    await runs.fail(record2, code);
    leaving.tellGone(record2, code);
  }
  /**
   * Asks the sender by letter for what is lacking, once in a while.
   *
   * @param pauseMs - No second time within this.
   */
  #ask({ id, peer, durable, size }, pauseMs) {
    const { core, leaving } = this.#terms;
    const now = core.clock.now();
    const last = this.#asked.get(id);
    if (size > MAX_PARCEL_BYTES || last !== void 0 && Math.abs(now - last) < pauseMs) return;
    this.#asked.set(id, now);
    leaving.post(peer, askLetter(id, durable));
  }
  /** The sender is away: what is lacking, and does not come, is asked for by letter. */
  away(peer) {
    const { book, core } = this.#terms;
    const now = core.clock.now();
    for (const record2 of book.open) {
      const isLacking = this.#accepted.has(record2.id) || Math.abs(now - record2.changedAtMs) > ASK_AFTER_MS;
      if (isLacking && this.#awaited(peer, record2.id) !== void 0) this.#ask(record2, ASK_PAUSE_MS);
    }
  }
  /** A person has accepted it: nothing of it is on its way until its sender hears so. */
  accepted({ id }) {
    this.#accepted.set(id, true);
  }
  // At the sender
  async #delivered(peer, text) {
    const { core, runs } = this.#terms;
    const { transfer } = readSignedStatement(text, { by: peer, kind: "file" }).statement;
    const record2 = this.#own(peer, transfer);
    if (record2 === void 0 || record2.sha256 === "" || runs.has(record2.id)) return;
    const receipt = readReceipt(text, core.identity.did, record2);
    await runs.delivered(record2, receipt, record2.sha256);
  }
  async #asks(peer, text) {
    const { leaving, kick, runs } = this.#terms;
    const { id, from } = decodeMailedAsk(text);
    const record2 = this.#own(peer, toHex(id));
    if (record2 === void 0 || runs.has(record2.id)) return;
    if (await leaving.asked(record2, from)) kick(peer);
  }
  async #gone(peer, text) {
    const { book, runs } = this.#terms;
    const { id, rest } = splitMailed(text);
    const record2 = book.get(toHex(id));
    const refusal = decodeRefusal(rest);
    if (record2 === void 0 || record2.peer !== peer || isOver(record2) || refusal.word === "busy") return;
    await runs.gone(record2, refusal);
  }
};

// src/agent/transfer/transfer-schedule.ts
var MAX_RUNNING_A_PEER = 8;
var TRANSFER_RETRY_BASE_MS = 1e3;
var OFFER_AGAIN_MS = 3e5;
var TransferSchedule = class {
  #work;
  #timer;
  #peers = /* @__PURE__ */ new Map();
  #stop = new AbortController();
  constructor(work, timer) {
    this.#work = work;
    this.#timer = timer;
  }
  /** Tries what waits for `peer` now. */
  kick(peer) {
    if (this.#stop.signal.aborted) return;
    const held = this.#peerOf(peer);
    held.cancel();
    held.tried.clear();
    void this.#fill(peer, held);
  }
  /** As {@link kick}, also what a person there has to decide: the peer may say by now. */
  kickAnew(peer) {
    this.#peers.get(peer)?.offered.clear();
    this.kick(peer);
  }
  /** Tries what waits for every peer for which anything was tried. */
  kickAll() {
    for (const peer of this.#peers.keys()) this.kick(peer);
  }
  #peerOf(peer) {
    let held = this.#peers.get(peer);
    if (held === void 0) {
      const [running, tried, offered] = [/* @__PURE__ */ new Set(), /* @__PURE__ */ new Set(), /* @__PURE__ */ new Set()];
      held = { isFilling: false, cancel: () => {
      }, delays: delays(), running, tried, offered };
      this.#peers.set(peer, held);
    }
    return held;
  }
  /** Starts as many as may run. */
  async #fill(peer, held) {
    if (held.isFilling) return;
    held.isFilling = true;
    const { signal } = this.#stop;
    try {
      while (!signal.aborted && held.running.size < MAX_RUNNING_A_PEER) {
        const id = this.#next(peer, held);
        if (id === void 0) break;
        held.tried.add(id);
        held.offered.add(id);
        const link = await this.#work.reach(peer, signal);
        held.running.add(id);
        void this.#work.run(id, link).then(() => {
          held.running.delete(id);
          void this.#fill(peer, held);
        });
      }
    } catch (error) {
      if (signal.aborted) return;
      const away = isTalosError(error) ? error : new TalosError("E_INTERNAL", "a peer was not reached", { cause: error });
      this.#work.onAway(peer, away);
    } finally {
      held.isFilling = false;
    }
    if (!signal.aborted && held.running.size === 0) this.#later(peer, held);
  }
  #next(peer, { tried, offered, running }) {
    const pending = this.#work.pending(peer);
    return pending.find(({ id, isOffered }) => !tried.has(id) && !running.has(id) && !(isOffered && offered.has(id)))?.id;
  }
  /** What still waits is tried again later. */
  #later(peer, held) {
    held.cancel();
    const pending = this.#work.pending(peer);
    if (pending.length === 0) {
      this.#peers.delete(peer);
      return;
    }
    const isForAnswer = pending.every(({ id, isOffered }) => isOffered && held.offered.has(id));
    const waitMs = isForAnswer ? OFFER_AGAIN_MS : held.delays.next().value;
    held.cancel = this.#timer.after(waitMs, () => isForAnswer ? this.kickAnew(peer) : this.kick(peer));
  }
  /** Nothing is tried any more. Repeatable. */
  close() {
    this.#stop.abort(new TalosError("E_CLOSED", "the agent has ended"));
    for (const { cancel } of this.#peers.values()) cancel();
  }
};
function delays() {
  return retryDelays({ baseMs: TRANSFER_RETRY_BASE_MS, random: randomFraction });
}

// src/agent/transfer/transfer-engine.ts
var TRANSFER_SWEEP_MS = 36e5;
var GONE_TIMEOUT_MS = 1e4;
var TransferEngine = class _TransferEngine {
  book;
  #core;
  #room;
  #links;
  #consent;
  #timer;
  #chainFor;
  #runs;
  #leaving;
  /** Files out of the own mailbox. */
  letters;
  #schedule;
  #unwatch;
  /** Files whose offer is being answered: nobody else goes on with them. */
  #answering = /* @__PURE__ */ new Set();
  /** Peers of whom people were told why their files wait. */
  #told = /* @__PURE__ */ new Set();
  #asked;
  #cancelSweep = () => {
  };
  #isClosed = false;
  constructor(parts) {
    const { core, room, book, links, consent, chainFor, mail, timer = systemTimer } = parts;
    this.#core = core;
    this.#room = room;
    this.book = book;
    this.#links = links;
    this.#consent = consent;
    this.#timer = timer;
    this.#chainFor = chainFor;
    this.#asked = new RateCounter(MAX_OFFERS_A_MINUTE, 6e4, core.clock);
    this.#runs = new TransferRuns({ core, book, room });
    const own = { core, room, book, runs: this.#runs };
    this.#leaving = new TransferLeaving({ ...own, mail, chainFor });
    this.letters = new TransferLetters({
      ...own,
      leaving: this.#leaving,
      consent,
      mostBytes: (type) => this.mostBytes(type),
      kick: (peer) => this.#schedule.kick(peer)
    });
    this.#schedule = new TransferSchedule(
      {
        pending: (peer) => this.#pending(peer),
        reach: (peer, signal) => this.#reach(peer, signal),
        run: (id, mux) => this.#start(id, mux),
        onAway: (peer, error) => this.#away(peer, error)
      },
      timer
    );
    this.#unwatch = core.network.onWake(() => this.#schedule.kickAll());
  }
  /** Begins: files that nothing is known of any more are removed. @throws {TalosError} `E_STORAGE…`. */
  static async open(parts) {
    const engine = new _TransferEngine(parts);
    await engine.#sweep();
    return engine;
  }
  /** Tries all that waits. */
  resume() {
    for (const peer of new Set(this.book.open.map((record2) => record2.peer))) this.#schedule.kick(peer);
  }
  /** Tries what waits for `peer`: it is there, or something is new. */
  kick(peer) {
    this.#schedule.kick(peer);
  }
  /** As {@link kick}, also what a person there has to decide. */
  kickAnew(peer) {
    this.#schedule.kickAnew(peer);
  }
  #pending(peer) {
    const isPending = ({ peer: of, direction, state, id }) => of === peer && !this.#runs.has(id) && !this.#answering.has(id) && (direction === "sent" ? state === "waiting" || state === "offered" : state === "accepted");
    return this.book.open.filter(isPending).map(({ id, direction, state }) => ({ id, isOffered: direction === "sent" && state === "offered" }));
  }
  async #reach(peer, signal) {
    const mux = await this.#links.use(peer, signal);
    this.#told.delete(peer);
    return mux;
  }
  #away(peer, { code, message }) {
    const isNews = !AWAY_CODES.has(code) && !this.#told.has(peer);
    if (isNews) this.#told.add(peer);
    if (isNews) this.#core.notice("network", `files wait for a peer: ${code}: ${message}`, peer);
    if (!AWAY_CODES.has(code)) return this.#tellWaiting(peer);
    this.letters.away(peer);
    void this.#leaving.leave(peer).then(() => this.#tellWaiting(peer));
  }
  #tellWaiting(peer) {
    for (const { id } of this.#pending(peer)) {
      const record2 = this.book.get(id);
      if (record2 !== void 0) this.book.tell("waiting", record2);
    }
  }
  async #start(id, mux) {
    const record2 = this.book.get(id);
    if (record2 === void 0 || isOver(record2)) return;
    try {
      if (record2.direction === "sent") {
        await this.#leaving.stop(id);
        const { name, size, type, peer } = record2;
        const chain = this.#chainFor(peer);
        const offer = { id: fromHex(id), name, size, type, ...chain === void 0 ? {} : { chain } };
        const stream = mux.open(PACKET.fileOffer, encodeFileOffer(offer));
        await this.#runs.send(this.book.get(id) ?? record2, stream);
      } else await this.#runs.receive(record2, mux.open(PACKET.fileAsk, encodeFileAsk(fromHex(id))));
    } catch (error) {
      if (!isTalosError(error)) throw error;
      this.book.tell("waiting", record2);
    }
  }
  // What peers say
  /** What opens streams. */
  get opens() {
    return [
      [PACKET.fileOffer, (stream, content) => this.#onOffer(stream, decodeFileOffer(content))],
      [PACKET.fileAsk, (stream, content) => this.#onAsk(stream, decodeFileAsk(content))]
    ];
  }
  #onOffer(stream, offer) {
    const id = toHex(offer.id);
    this.#answering.add(id);
    this.#quietly(
      stream,
      this.#offered(stream, offer).finally(() => this.#answering.delete(id))
    );
  }
  /** What goes wrong with one stream is no matter of its link. */
  #quietly(stream, work) {
    work.catch((error) => {
      const code = isTalosError(error) ? error.code : "E_INTERNAL";
      this.#runs.refuse(stream, code === "E_LIMIT" ? { word: "busy", code: void 0 } : refusalOf(code));
    });
  }
  async #offered(stream, offer) {
    const known = this.book.get(toHex(offer.id));
    if (known === void 0) return this.#offeredNew(stream, offer);
    if (known.peer !== stream.peer || known.direction !== "received")
      return this.#runs.refuse(stream, { word: "unknown", code: void 0 });
    const { name, size, type, state } = known;
    if (name !== offer.name || size !== offer.size || type !== offer.type && state !== "received")
      return this.#runs.refuse(stream, { word: "failed", code: void 0 });
    if (state === "offered") return this.#offeredAgain(stream, known, offer);
    if (isOver(known)) return this.#runs.answerOver(known, stream);
    return this.#receive(known, stream);
  }
  async #offeredAgain(stream, known, offer) {
    if (consentTo(this.#consent, stream.peer, offer) !== "take") return this.#wait(stream);
    const after = await this.book.step(known.id, ["offered"], { state: "accepted" });
    return after === void 0 ? this.#wait(stream) : this.#receive(after, stream);
  }
  #wait(stream) {
    stream.send(PACKET.fileWait);
    stream.end();
  }
  async #offeredNew(stream, offer) {
    const { peer } = stream;
    savedName(offer.name);
    const consent = consentTo(this.#consent, peer, offer);
    if (consent === "refuse") {
      noteRefusal(this.#core, this.#consent, peer, offer);
      return this.#runs.refuse(stream, { word: "denied", code: void 0 });
    }
    if (offer.size > this.mostBytes(offer.type)) return this.#runs.refuse(stream, refusalOf("E_DECLINED"));
    if (consent === "take" && !this.#runs.hasRoomFor(peer))
      return this.#runs.refuse(stream, { word: "busy", code: void 0 });
    if (consent === "ask" && !this.#asked.take(peer))
      return this.#runs.refuse(stream, { word: "busy", code: void 0 });
    const state = consent === "take" ? "accepted" : "offered";
    const record2 = await this.book.add(TransferRuns.recordOf(peer, offer, state));
    if (consent === "take") return this.#receive(record2, stream);
    this.book.tell("offered", record2);
    this.#wait(stream);
  }
  /** Most bytes of a file of a media type. */
  mostBytes(type) {
    return Math.min(MAX_FILE_BYTES, this.#room.kinds?.maxBytes(type) ?? MAX_FILE_BYTES);
  }
  async #receive(record2, stream) {
    if (!this.#runs.has(record2.id) && !this.#runs.hasRoomFor(stream.peer))
      return this.#runs.refuse(stream, { word: "busy", code: void 0 });
    await this.#runs.receive(record2, stream);
    this.#schedule.kick(stream.peer);
  }
  #onAsk(stream, asked2) {
    const id = toHex(asked2);
    const record2 = this.book.get(id);
    if (record2 === void 0 || record2.peer !== stream.peer || record2.direction !== "sent")
      return this.#runs.refuse(stream, { word: "unknown", code: void 0 });
    if (isOver(record2)) return this.#runs.answerOver(record2, stream);
    if (this.#runs.streamOf(id)?.channel === stream.channel)
      return this.#runs.refuse(stream, { word: "busy", code: void 0 });
    this.#quietly(stream, this.#runs.send(record2, stream));
  }
  /** A packet of stream 0: a transfer is over for the peer. */
  async control({ peer }, { type, content }) {
    if (type !== PACKET.fileGone || content.length < TRANSFER_ID_BYTES)
      throw new TalosError("E_PROTOCOL", `a packet of type ${type} on a transfer link`);
    const record2 = this.book.get(toHex(content.subarray(0, TRANSFER_ID_BYTES)));
    const refusal = decodeRefusal(content.subarray(TRANSFER_ID_BYTES));
    if (record2 === void 0 || record2.peer !== peer || isOver(record2) || refusal.word === "busy") return;
    await this.#runs.gone(record2, refusal);
  }
  // What people say
  /** Takes a file that was offered. @throws {TalosError} `E_NOT_FOUND` where it is not offered any more. */
  async accept(id) {
    const after = await this.book.step(id, ["offered"], { state: "accepted" });
    if (after === void 0 || after.direction !== "received") throw notThere();
    this.book.tell("accepted", after);
    this.letters.accepted(after);
    this.#schedule.kick(after.peer);
    return after;
  }
  /** Ends a transfer, and tells the peer. @throws {TalosError} `E_NOT_FOUND` where it is over. */
  async end(id, code) {
    const before = this.book.get(id);
    if (before === void 0 || isOver(before)) throw notThere();
    const hadRun = this.#runs.has(id);
    await this.#leaving.stop(id);
    await this.#runs.finish(before, code, new TalosError(code, "the transfer was ended"));
    const after = this.book.get(id);
    if (after === void 0 || after.code !== code) throw notThere();
    if (!hadRun) void this.#tellGone(after, code);
    if (!hadRun && (before.left ?? 0) > 0) this.#leaving.tellGone(after, code);
    return after;
  }
  async #tellGone({ id, peer }, code) {
    try {
      var _stack = [];
      try {
        const limit = __using(_stack, deadline(void 0, GONE_TIMEOUT_MS));
        const { channel } = await this.#links.use(peer, limit.signal);
        channel.send(PACKET.fileGone, 0, concat(fromHex(id), encodeRefusal(refusalOf(code))));
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        __callDispose(_stack, _error, _hasError);
      }
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
  }
  // The end
  /** Ends what has waited for too long, and removes files of which nothing is known. */
  async #sweep() {
    const late = new TalosError("E_TIMEOUT", "the transfer has waited for too long");
    for (const record2 of await this.book.expire()) await this.#runs.finish(record2, "E_TIMEOUT", late);
    const unfinished = this.book.open.filter(({ direction, state }) => direction === "received" && state !== "offered");
    await this.#room.prune(new Set(unfinished.map(({ id }) => id)));
    if (this.#isClosed) return;
    this.#cancelSweep = this.#timer.after(TRANSFER_SWEEP_MS, () => {
      this.#sweep().catch((error) => {
        if (!isTalosError(error)) throw error;
        this.#core.notice("tool", `files that were not finished could not be removed: ${error.message}`);
      });
    });
  }
  /** Ends what runs; it goes on at the next start. */
  async close() {
    this.#isClosed = true;
    this.#cancelSweep();
    this.#unwatch();
    this.#schedule.close();
    await this.#leaving.close();
    await this.#runs.close();
  }
};
function notThere() {
  return new TalosError("E_NOT_FOUND", "no such transfer is under way any more", { hint: "see talos transfers list" });
}

// src/agent/transfer/transfer-feed.ts
var MAX_TRANSFER_EVENTS = 4096;
var TransferFeed = class {
  ended;
  #queue = [];
  #onEnd;
  #shown;
  #isClosed = false;
  #wake = () => {
  };
  #settle = () => {
  };
  /** @param onEnd - Called once, when it is over. */
  constructor(onEnd) {
    this.#onEnd = onEnd;
    this.ended = new Promise((resolve, reject) => {
      this.#settle = (error) => error === void 0 ? resolve() : reject(error);
    });
    this.ended.catch(() => void 0);
  }
  /** Adds an event. */
  add(event) {
    if (this.#isClosed) return;
    const { id } = event.transfer;
    const last = this.#queue.findLastIndex(({ transfer }) => transfer.id === id);
    if (event.kind === "progress" && this.#queue[last]?.kind === "progress") this.#queue[last] = event;
    else if (this.#queue.length < MAX_TRANSFER_EVENTS) this.#queue.push(event);
    else return this.end(new TalosError("E_LIMIT", "transfers were looked at more slowly than they go on"));
    this.#wake();
  }
  async next() {
    for (; ; ) {
      if (this.#shown !== void 0) return this.#shown;
      this.#shown = this.#queue.shift();
      if (this.#shown !== void 0) return this.#shown;
      if (this.#isClosed) return void 0;
      await new Promise((resolve) => {
        this.#wake = resolve;
      });
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
    this.#queue.length = 0;
    this.#onEnd();
    this.#settle(error);
    this.#wake();
  }
};

// src/agent/transfer/transfer-mux.ts
var MAX_TRANSFER_STREAMS = 32;
var MAX_WAITING_STREAM_BYTES = 4 * 1024 * 1024;
var MAX_WAITING_STREAM_PACKETS = 1024;
var MuxStream = class {
  id;
  channel;
  #leave;
  #queue = new BoundedQueue(MAX_WAITING_STREAM_PACKETS);
  #bytes = 0;
  #reason;
  #wake;
  constructor(channel, id, leave) {
    this.channel = channel;
    this.id = id;
    this.#leave = leave;
  }
  get peer() {
    return this.channel.peer;
  }
  get isOpen() {
    return this.#reason === void 0;
  }
  send(type, ...content) {
    if (this.#reason !== void 0) throw new TalosError("E_CLOSED", "the stream has ended", { cause: this.#reason });
    this.channel.send(type, this.id, ...content);
  }
  poll() {
    const packet = this.#queue.shift();
    if (packet !== void 0) this.#bytes -= packet.content.length;
    return packet;
  }
  async next(signal) {
    for (; ; ) {
      signal?.throwIfAborted();
      const packet = this.poll();
      if (packet !== void 0) return packet;
      if (this.#reason !== void 0) throw this.#reason;
      await this.#more(signal);
    }
  }
  #more(signal) {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake = void 0;
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.#wake = wake;
      signal?.addEventListener("abort", wake, { once: true });
    });
  }
  end() {
    if (this.#reason !== void 0) return;
    this.#queue.clear();
    this.lost(new TalosError("E_CLOSED", "the stream has ended"));
    this.#leave();
  }
  /** A packet came. @throws {TalosError} `E_LIMIT` where more wait than may. */
  accept(packet) {
    this.#bytes += packet.content.length;
    if (this.#bytes > MAX_WAITING_STREAM_BYTES || !this.#queue.push(packet))
      throw new TalosError("E_LIMIT", "more waits on a stream than its flow control allows");
    this.#wake?.();
  }
  /** Nothing more comes. */
  lost(reason) {
    this.#reason ??= reason;
    this.#wake?.();
  }
};
var TransferMux = class {
  channel;
  #handlers;
  #onIdle;
  #streams = /* @__PURE__ */ new Map();
  #own;
  #theirs = 0;
  #isOver = false;
  /** @param onIdle - Told when the last stream has ended. */
  constructor(channel, handlers, onIdle) {
    this.channel = channel;
    this.#handlers = handlers;
    this.#onIdle = onIdle;
    this.#own = channel.role === "initiator" ? 1 : 2;
    channel.onPacket((packet) => this.#dispatch(packet));
    void channel.closed.then((reason) => {
      this.#isOver = true;
      const why = reason ?? new TalosError("E_UNREACHABLE", "the peer ended the connection");
      for (const stream of this.#streams.values()) stream.lost(why);
      this.#streams.clear();
    });
  }
  /** Open streams. */
  get size() {
    return this.#streams.size;
  }
  /** Whether streams can be opened. */
  get isOpen() {
    return !this.#isOver;
  }
  /**
   * Opens a stream with a packet.
   *
   * @throws {TalosError} `E_LIMIT` where {@link MAX_TRANSFER_STREAMS} are open; `E_CLOSED` where the link has ended.
   */
  open(type, ...content) {
    if (this.#streams.size >= MAX_TRANSFER_STREAMS)
      throw new TalosError("E_LIMIT", `${MAX_TRANSFER_STREAMS} streams are open on the link, which is its limit`);
    const id = this.#own;
    this.channel.send(type, id, ...content);
    this.#own += 2;
    return this.#stream(id);
  }
  #stream(id) {
    const stream = new MuxStream(this.channel, id, () => {
      this.#streams.delete(id);
      if (this.#streams.size === 0) this.#onIdle();
    });
    this.#streams.set(id, stream);
    return stream;
  }
  #dispatch(packet) {
    try {
      if (packet.stream === 0) {
        if (packet.type === PACKET.window) return void 0;
        return this.#handlers.onControl(this.channel, packet)?.catch(() => this.#breach());
      }
      const take = this.#handlers.opens.get(packet.type);
      if (take !== void 0) this.#accept(packet, take);
      else this.#streams.get(packet.stream)?.accept(packet);
    } catch {
      this.#breach();
    }
    return void 0;
  }
  #accept({ stream: id, content }, take) {
    if (id <= this.#theirs || id % 2 === this.#own % 2)
      throw new TalosError("E_PROTOCOL", "the number of the stream is not new, or not one of the peer");
    this.#theirs = id;
    if (this.#streams.size >= MAX_TRANSFER_STREAMS) {
      this.channel.send(PACKET.refusal, id, encodeRefusal({ word: "busy", code: void 0 }));
      return;
    }
    take(this.#stream(id), content);
  }
  /** The peer broke the rules of the link: it ends, and every stream with it. */
  #breach() {
    void this.channel.close();
  }
};

// src/agent/transfer/transfer-links.ts
var MAX_TRANSFER_LINKS = 64;
var MAX_TRANSFER_LINKS_A_PEER = 3;
var TRANSFER_LINKS_A_MINUTE = 60;
var TRANSFER_LINGER_MS = 2e3;
var UNUSED_TRANSFER_LINK_MS = 15e3;
var TransferLinks = class {
  #core;
  #dialling;
  #handlers;
  #timer;
  #refusals;
  #starts;
  #open = /* @__PURE__ */ new Set();
  #dialled = /* @__PURE__ */ new Map();
  /** Peers whose handshake is under way, each as often as it has one. */
  #arriving = /* @__PURE__ */ new Set();
  #stop = new AbortController();
  #onPeer;
  #unwatch;
  /**
   * @param dialling - Gives the network, started when first needed, and looks for peers.
   * @param onPeer - Told of each peer that dialled one.
   */
  constructor(core, dialling, handlers, onPeer, timer = systemTimer) {
    this.#core = core;
    this.#dialling = dialling;
    this.#handlers = handlers;
    this.#onPeer = onPeer;
    this.#timer = timer;
    this.#refusals = new LinkRefusals(timer);
    this.#starts = new RateCounter(TRANSFER_LINKS_A_MINUTE, 6e4, core.clock);
    const unwake = core.network.onWake((sleptMs) => {
      for (const { channel } of this.#open) channel.probe(sleptMs);
    });
    const unfail = core.onFailure(() => void this.close());
    this.#unwatch = () => {
      unwake();
      unfail();
    };
  }
  /**
   * The link to `peer`: the newest that is open, else one that is dialled.
   *
   * @throws {TalosError} what dialling throws; `E_CLOSED` when the agent has ended.
   */
  use(peer, signal) {
    this.#stop.signal.throwIfAborted();
    const open2 = [...this.#open].findLast((mux) => mux.channel.peer === peer && mux.isOpen);
    if (open2 !== void 0) return Promise.resolve(open2);
    const running = this.#dialled.get(peer);
    if (running !== void 0) return unlessAborted(running, signal);
    const dialling = this.#dial(peer).finally(() => this.#dialled.delete(peer));
    this.#dialled.set(peer, dialling);
    return unlessAborted(dialling, signal);
  }
  async #dial(peer) {
    const { identity, clock, peers } = this.#core;
    const { signal } = this.#stop;
    const link = await dialPeer(this.#core, this.#dialling, "transfer", peer, signal);
    const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
    const maxFrameBytes = MAX_TRANSFER_FRAME_BYTES;
    const channel = await openChannel({ link, identity, clock, peer, lowestSequence, signal, maxFrameBytes });
    return this.#joined(channel, TRANSFER_LINGER_MS);
  }
  async #joined(channel, lingerMs) {
    try {
      this.#stop.signal.throwIfAborted();
      if (this.#core.isKnown(channel.peer)) await this.#core.sessionBegan(channel);
    } catch (error) {
      await channel.close();
      throw error;
    }
    let cancel = () => {
    };
    const linger = () => {
      cancel();
      cancel = this.#timer.after(lingerMs, () => {
        if (mux.size > 0) return;
        this.#open.delete(mux);
        void channel.close();
      });
    };
    const mux = new TransferMux(channel, this.#handlers, linger);
    this.#open.add(mux);
    linger();
    void channel.closed.then(() => {
      cancel();
      this.#open.delete(mux);
    });
    return mux;
  }
  /** Takes a link of purpose `transfer`. */
  async accept(link) {
    const peer = didOfKey(link.peerKey);
    if (this.#stop.signal.aborted || this.#core.seen.isRefused(peer) || !this.#hasRoomFor(peer)) {
      await this.#refusals.refuse(link, "busy");
      return;
    }
    const { identity, clock, peers } = this.#core;
    const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
    const arriving = { peer };
    this.#arriving.add(arriving);
    try {
      const maxFrameBytes = MAX_TRANSFER_FRAME_BYTES;
      const channel = await acceptChannel({ link, identity, clock, lowestSequence, maxFrameBytes });
      await this.#joined(channel, UNUSED_TRANSFER_LINK_MS);
      this.#onPeer(peer);
    } finally {
      this.#arriving.delete(arriving);
    }
  }
  #hasRoomFor(peer) {
    const taken = [...this.#open].filter(({ channel }) => channel.role === "responder").map(({ channel }) => channel);
    const peers = [...taken, ...this.#arriving].map((each) => each.peer);
    if (peers.length >= MAX_TRANSFER_LINKS && !this.#makeRoom()) return false;
    return peers.filter((each) => each === peer).length < MAX_TRANSFER_LINKS_A_PEER && this.#starts.take(peer);
  }
  /** Ends the oldest link of a stranger on which nothing goes on, where all are taken. */
  #makeRoom() {
    const idle = [...this.#open].find(
      ({ size, channel }) => size === 0 && channel.role === "responder" && !this.#core.isKnown(channel.peer)
    );
    if (idle === void 0) return false;
    this.#open.delete(idle);
    void idle.channel.close();
    return true;
  }
  /** Ends every link, and each that is being dialled; none is made any more. Repeatable. */
  async close() {
    this.#unwatch();
    if (!this.#stop.signal.aborted) this.#stop.abort(new TalosError("E_CLOSED", "the agent has ended"));
    await Promise.allSettled(this.#dialled.values());
    await Promise.all([...this.#open].map(({ channel }) => channel.close()));
  }
};

// src/agent/transfer/transfers.ts
var Transfers = class {
  /** Application streams, over the same links. */
  streams;
  /** Takes files out of the own mailbox. */
  letters = {
    admits: async (...asked2) => this.#platform.files !== void 0 && (await this.#opened()).letters.admits(...asked2),
    take: async (...letter) => (await this.#opened()).letters.take(...letter),
    leftUnread: (peer) => {
      void this.#engine?.then(
        (engine) => engine.letters.leftUnread(peer),
        () => void 0
        // whoever opened it was told
      );
    }
  };
  #parts;
  #core;
  #platform;
  #consent;
  #links;
  #opens = /* @__PURE__ */ new Map();
  #feeds = /* @__PURE__ */ new Set();
  #engine;
  #isClosed = false;
  constructor(parts) {
    const { core, platform, dialling, consent, mayWrite } = parts;
    this.#parts = parts;
    this.#core = core;
    this.#platform = platform;
    this.#consent = { ...consent, isContact: (peer) => this.#aliasOf(peer) !== "" };
    const onControl = (channel, packet) => this.#control(channel, packet);
    this.#links = new TransferLinks(core, dialling, { opens: this.#opens, onControl }, (peer) => this.#arrived(peer));
    this.streams = new PeerStreams({
      link: (peer, signal) => this.#links.use(peer, signal),
      consent: (peer) => this.#aliasOf(peer) === "" ? mayWrite(peer) : ALLOWED
    });
    this.serve(PACKET.streamStart, (stream, content) => this.streams.accept(stream, content));
    core.onFailure((error) => {
      for (const feed of this.#feeds) feed.end(error);
    });
  }
  /** Has `take` take the streams that peers open with a packet of `type`, from now on. */
  serve(type, take) {
    this.#opens.set(type, take);
  }
  /** The transfer link to `peer`, dialled where there is none. @throws {TalosError} what dialling throws. */
  async link(peer, signal) {
    if (this.#platform.files !== void 0) await this.#opened();
    return this.#links.use(peer, signal);
  }
  /** Takes a link of purpose `transfer` that a peer dialled. */
  async takeLink(link) {
    if (this.#platform.files !== void 0) await this.#opened();
    await this.#links.accept(link);
  }
  /** Has what waits go out, and come, as long as the agent runs. */
  async resume() {
    if (this.#platform.files !== void 0) (await this.#opened()).resume();
  }
  #arrived(peer) {
    void this.#engine?.then(
      (engine) => engine.kickAnew(peer),
      () => void 0
      // whoever opened it was told
    );
  }
  async #control(channel, packet) {
    if (this.#engine === void 0) throw new TalosError("E_PROTOCOL", "nothing was said about files here");
    await (await this.#engine).control(channel, packet);
  }
  #opened() {
    this.#engine ??= this.#open().catch((error) => {
      this.#engine = void 0;
      throw error;
    });
    return this.#engine;
  }
  async #open() {
    if (this.#isClosed) throw new TalosError("E_CLOSED", "the agent has ended");
    const room = this.#room();
    const book = await TransferBook.open(this.#core.store, this.#core.clock, (peer) => this.#aliasOf(peer));
    const engine = await TransferEngine.open({
      core: this.#core,
      room,
      book,
      links: this.#links,
      consent: this.#consent,
      chainFor: this.#parts.chainFor ?? (() => void 0),
      mail: this.#parts.mail ?? NO_MAIL
    });
    for (const [type, take] of engine.opens) this.#opens.set(type, take);
    return engine;
  }
  #room() {
    const { files } = this.#platform;
    if (files === void 0) throw new TalosError("E_USAGE", "this agent has no place for files");
    return files;
  }
  #aliasOf(peer) {
    return this.#core.peers.get(peer)?.alias ?? "";
  }
  async sendFile(params, signal) {
    var _stack = [];
    try {
      const peer = await this.#core.peer(params.peer, signal);
      if (peer === this.#core.identity.did)
        throw new TalosError("E_USAGE", "this is the own identity", { hint: "a file goes to another agent" });
      const engine = await this.#opened();
      if (params.port !== void 0) await this.#platform.listen(void 0, params.port);
      const source = __using(_stack, await this.#room().open(params.path), true);
      const { name, type } = await this.#kindOf(source, params, engine);
      signal?.throwIfAborted();
      const record2 = await engine.book.add({
        id: toHex(randomBytes(TRANSFER_ID_BYTES)),
        peer,
        direction: "sent",
        name,
        type,
        size: source.size,
        state: "waiting",
        code: "",
        path: params.path,
        identity: source.identity,
        durable: 0,
        sha256: "",
        salt: toHex(randomBytes(FILE_SALT_BYTES)),
        receipt: ""
      });
      engine.kick(peer);
      return engine.book.view(record2);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  async #kindOf(source, { path, name: given }, engine) {
    const name = nameOf2(given ?? path.slice(path.lastIndexOf("/") + 1));
    const { kinds } = this.#room();
    const start = await source.read(0, Math.min(KIND_BYTES, source.size));
    const type = kinds === void 0 ? "" : readFileType(await kinds.detect(start, name), "type");
    const most = engine.mostBytes(type);
    if (source.size > most)
      throw new TalosError("E_LIMIT", `the file has ${source.size} bytes, the limit of its kind is ${most}`, {
        details: { size: source.size, limit: most, type },
        hint: "talos limits shows the limits of each kind of file, and how they are set"
      });
    return { name, type };
  }
  async outcome({ id, waitMs, port }, signal) {
    const engine = await this.#opened();
    if (port !== void 0) await this.#platform.listen(void 0, port);
    const { book } = engine;
    const wanted = book.find(id);
    const isEnough = (record2) => isOver(record2) || waitMs === void 0 && isAtRest(record2);
    if (isOver(wanted) || isEnough(wanted) && wanted.state !== "waiting") return book.view(wanted);
    await new Promise((resolve, reject) => {
      const undo = [];
      const done = () => {
        for (const each of undo) each();
        resolve();
      };
      const abort = () => {
        reject(signal?.reason);
        done();
      };
      const unwatch = book.watch(({ kind, transfer }) => {
        const record2 = book.get(transfer.id);
        if (transfer.id !== wanted.id) return;
        if (record2 === void 0 || isEnough(record2) && kind !== "progress" && kind !== "started") done();
      });
      const timer = waitMs === void 0 ? void 0 : setTimeout(done, Math.min(waitMs, 2147483647));
      signal?.addEventListener("abort", abort, { once: true });
      undo.push(
        unwatch,
        () => clearTimeout(timer),
        () => signal?.removeEventListener("abort", abort)
      );
      undo.push(
        this.#core.onFailure((error) => {
          reject(error);
          done();
        })
      );
      if (signal?.aborted === true) abort();
      else engine.kick(wanted.peer);
    });
    return book.view(book.get(wanted.id) ?? wanted);
  }
  async list() {
    const { book } = await this.#opened();
    return book.all.map((record2) => book.view(record2));
  }
  async get(id) {
    const { book } = await this.#opened();
    return book.view(book.find(id));
  }
  async accept(id) {
    const engine = await this.#opened();
    return engine.book.view(await engine.accept(engine.book.find(id, isOffer).id));
  }
  async decline(id) {
    const engine = await this.#opened();
    return engine.book.view(await engine.end(engine.book.find(id, isOffer).id, "E_DECLINED"));
  }
  async cancel(id) {
    const engine = await this.#opened();
    return engine.book.view(await engine.end(engine.book.find(id, (record2) => !isOver(record2)).id, "E_CANCELLED"));
  }
  async events(params = {}, { signal } = {}) {
    const { book } = await this.#opened();
    const only = params.id === void 0 ? void 0 : book.find(params.id).id;
    const feed = new TransferFeed(() => {
      unwatch();
      this.#feeds.delete(feed);
      signal?.removeEventListener("abort", abort);
    });
    const unwatch = book.watch((event) => {
      if (only === void 0 || event.transfer.id === only) feed.add(event);
    });
    const abort = () => feed.end();
    this.#feeds.add(feed);
    for (const record2 of only === void 0 ? book.open : book.all.filter(({ id }) => id === only))
      feed.add({ kind: kindOf(record2), transfer: book.view(record2) });
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
    if (this.#isClosed) abort();
    return feed;
  }
  async [Symbol.asyncDispose]() {
    this.#isClosed = true;
    this.streams.close();
    for (const feed of this.#feeds) feed.end();
    const engine = await this.#engine?.catch(() => void 0);
    await engine?.close();
    await this.#links.close();
  }
};
function isOffer({ direction, state }) {
  return direction === "received" && state === "offered";
}
function isAtRest({ state }) {
  return state === "waiting" || state === "offered" || state === "accepted";
}
function kindOf(record2) {
  const { state } = record2;
  if (state === "running") return "started";
  if (state === "waiting" || state === "offered" && !isOffer(record2)) return "waiting";
  return state;
}
function nameOf2(text) {
  try {
    return readFileName(text, "name");
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw new TalosError("E_USAGE", "the name of a file has 1 to 255 bytes", { cause });
  }
}

// src/agent/authority/freshness.ts
var REFRESH_TIMEOUT_MS = 5e3;
var REFRESH_PAUSE_MS = 1e3;
async function refresh(parts, holder, chain) {
  var _stack = [];
  try {
    const self = parts.core.identity.did;
    const issuers = new Set(chain.map(({ claims }) => claims.issuer).filter((issuer) => issuer !== self));
    const limit = __using(_stack, deadline(void 0, REFRESH_TIMEOUT_MS));
    await Promise.all([...issuers].map((issuer) => refreshOne(parts, holder, issuer, limit.signal)));
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
async function refreshOne(parts, holder, issuer, signal) {
  const { exchange, core, reach } = parts;
  const open2 = exchange.channelsTo(issuer);
  const asked2 = [...open2, holder].map((channel) => exchange.ask(channel, issuer, signal));
  const canDial = open2.length === 0 && (core.peers.get(issuer)?.addresses.length ?? 0) > 0;
  if (canDial) asked2.push(dialAndAsk(exchange, reach, { peer: issuer, issuer }, signal));
  await Promise.all(asked2);
}
async function dialAndAsk(exchange, reach, { peer, issuer }, signal) {
  try {
    var _stack = [];
    try {
      const reached = __using(_stack, await reach(peer, signal));
      await exchange.ask(reached.channel, issuer, signal);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  } catch (error) {
    if (!isTalosError(error)) throw error;
  }
  return void 0;
}
async function learnList(parts, issuer, other) {
  var _stack = [];
  try {
    const { exchange, reach } = parts;
    const limit = __using(_stack, deadline(void 0, REFRESH_TIMEOUT_MS));
    const ask = async (peer) => {
      const open2 = exchange.channelsTo(peer);
      const asked2 = open2.map((channel) => exchange.ask(channel, issuer, limit.signal));
      await Promise.all(open2.length > 0 ? asked2 : [dialAndAsk(exchange, reach, { peer, issuer }, limit.signal)]);
    };
    await Promise.all([.../* @__PURE__ */ new Set([issuer, other])].map(ask));
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
function keepLearning(parts, holder, chain) {
  const fresh = chain.at(-1)?.claims.scope.fresh;
  let timer;
  let isOver2 = false;
  const learn = async () => {
    await refresh(parts, holder, chain);
    if (fresh === void 0 || isOver2) return;
    timer = setTimeout(() => void learn(), Math.min(Math.max(REFRESH_PAUSE_MS, fresh * 500), 2147483647));
  };
  if (chain.some(({ claims }) => claims.issuer !== parts.core.identity.did)) void learn();
  return () => {
    isOver2 = true;
    clearTimeout(timer);
  };
}

// src/agent/authority/issuers.ts
function isSignedBy(chain, issuer) {
  return chain.some(({ claims }) => claims.issuer === issuer);
}
var Issuers = class {
  #parts;
  constructor(parts) {
    this.#parts = parts;
  }
  /** Whether what `peer` may do, or serves, depends on the list of `issuer`, so that it may read that list. */
  concerns(peer, issuer) {
    const { line } = this.#parts;
    const peers = [peer, ...line.formers(peer)];
    const issuers = [issuer, ...line.formers(issuer)];
    return peers.some((each) => issuers.some((other) => this.#concerns(each, other)));
  }
  #concerns(peer, issuer) {
    if (peer === issuer) return true;
    const { self, grants, served } = this.#parts;
    if (issuer === self && grants.hasIssuedTo(peer)) return true;
    const isTheirs = ({ token: { claims } }) => claims.audience === peer || claims.subject === peer && claims.issuer === self;
    return grants.all().some((grant) => isTheirs(grant) && isSignedBy(grant.chain, issuer)) || served().some((tunnel) => tunnel.peer === peer && isSignedBy(tunnel.chain, issuer));
  }
  /** Whether the list of `issuer` can say anything about what this agent holds, granted or serves. */
  matters(issuer) {
    return [issuer, ...this.#parts.line.formers(issuer)].some((each) => this.#matters(each));
  }
  #matters(issuer) {
    const { self, grants, served, rootsOf: rootsOf2 } = this.#parts;
    return issuer === self || grants.hasIssuedTo(issuer) || rootsOf2().includes(issuer) || grants.all().some((grant) => isSignedBy(grant.chain, issuer)) || served().some(({ chain }) => isSignedBy(chain, issuer));
  }
  /** Whose root tokens `service` accepts. */
  rootsOf(service) {
    return this.#parts.rootsOf(service);
  }
  /** The tokens that let this agent issue for `audience`, where another gave it that right; else none. */
  proofFor(audience) {
    const { self, grants } = this.#parts;
    const passedOn = grants.all().filter(({ direction, token }) => direction !== "received" && token.claims.audience === audience).map(({ chain }) => chain).find(({ length }) => length > 1);
    if (passedOn === void 0) return [];
    const own = passedOn.findIndex(({ claims }) => claims.issuer === self);
    return passedOn.slice(0, own).map(({ text }) => text);
  }
  /** The agents for whom this one issued tokens that others serve. */
  audiences(concerned = () => true) {
    const { self, grants } = this.#parts;
    const all = grants.all().filter((grant) => grant.direction !== "received" && concerned(grant));
    return [...new Set(all.map(({ token }) => token.claims.audience))].filter((audience) => audience !== self);
  }
};

// src/agent/authority/renewals.ts
var RENEWALS_A_MINUTE = 60;
var RENEWAL_TIMEOUT_MS = 1e4;
var STILL_NEW = 2 / 3;
var Renewals = class {
  #core;
  #asked;
  #waiting = /* @__PURE__ */ new Map();
  constructor(core) {
    this.#core = core;
    this.#asked = new RateCounter(RENEWALS_A_MINUTE, 6e4, core.clock);
  }
  /** Takes a packet of stream 0. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. The channel ends then. */
  async take(channel, { type, content }) {
    if (type === PACKET.capabilityRenew) return this.#answer(channel, decodeRenewal(content));
    const answer = decodeRenewed(content);
    const key = keyOf2(channel.peer, answer.id);
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    for (const resolve of waiting ?? []) resolve(answer);
  }
  async #answer(channel, id) {
    try {
      const grant = await this.#renewed(id, channel.peer);
      const chain = grant.chain.map(({ text }) => text);
      channel.send(PACKET.capabilityRenewed, 0, encodeRenewed({ id, chain }));
    } catch (error) {
      if (isStorageFailure(error) || !isTalosError(error)) throw error;
      if (this.#core.denials.note(channel.peer, "renewal", error.code))
        this.#core.notice("denied", `a renewal was refused: ${error.message} (${error.code})`, channel.peer);
      channel.send(PACKET.capabilityRenewed, 0, encodeRenewed({ id, refused: refusalOf(error.code) }));
    }
  }
  /**
   * The newest grant of the line of the token `id`, which this agent issued to `holder`; a new one, durable and on
   * record, where that is not new.
   *
   * @throws {TalosError} `E_NOT_FOUND` for a token that this agent did not issue to the holder; `REVOKED`;
   *   `RENEWAL_REFUSED` where it is not renewable, or not any more; `E_RATE_LIMITED`; `E_STORAGE…`.
   */
  async #renewed(id, holder) {
    if (!this.#asked.take(holder)) throw new TalosError("E_RATE_LIMITED", "too many renewals in a short time");
    const { grants, authority, successions, identity } = this.#core;
    const held = grants.get(id);
    if (held === void 0 || held.direction === "received" || successions.current(held.token.claims.subject) !== holder)
      throw new TalosError("E_NOT_FOUND", "this agent did not issue such a token to its holder");
    const { nowMs } = authority.standing();
    if (isTakenBack(this.#core, held)) throw new TalosError("REVOKED", "the token was revoked");
    const { scope, issuedAtS, expiresAtS } = held.token.claims;
    const limitS = scope.renewable_until;
    const nowS = Math.floor(nowMs / 1e3);
    if (held.token.claims.issuer !== identity.did)
      throw refusedRenewal("another identity issued the token, which has handed over since");
    if (limitS === void 0) throw refusedRenewal("the token is not renewable");
    if (nowS >= limitS) throw refusedRenewal("the time until which the token is renewable is over");
    const newest = this.#newestOf(held, nowS);
    if (newest !== void 0) return newest;
    const made = await this.#issue(held, Math.min(expiresAtS - issuedAtS, limitS - nowS), nowS);
    await this.#keepTakenBack(held, made);
    return made;
  }
  /** What was taken back of a lease stays so with its new token. @throws {TalosError} `REVOKED` where it was itself meanwhile. */
  async #keepTakenBack(held, made) {
    const { revocations } = this.#core;
    const isOver2 = isTakenBack(this.#core, held);
    const [first, ...rest] = isOver2 ? [{ kind: "token", id: made.token.id }] : stillTakenBack(this.#core, held, made.token.id);
    if (first !== void 0) await revocations.revoke([first, ...rest], "as of what was renewed");
    if (isOver2) throw new TalosError("REVOKED", "the token was revoked");
  }
  async #issue({ direction, token, chain }, lifetimeS, nowS) {
    const { grants } = this.#core;
    const { subject, audience, scope, depth, maxDepth } = token.claims;
    if (direction === "issued") return grants.issue(subject, scope, lifetimeS, { audience, depth: maxDepth });
    const parent = this.#inForce(chain.at(-2), nowS);
    if (parent === void 0) throw new TalosError("EXPIRED", "the grant that this one is within has expired");
    const left = parent.token.claims.expiresAtS - nowS;
    return grants.delegate(parent, subject, scope, Math.min(lifetimeS, left), maxDepth - depth);
  }
  /** The newest grant in force of the line of a token that this agent received. */
  #inForce(token, nowS) {
    if (token === void 0) return void 0;
    return this.#core.grants.all().findLast(
      (grant) => grant.direction === "received" && isSameLine(token, grant.token) && grant.token.claims.expiresAtS > nowS
    );
  }
  /** A grant of the same line most of whose life is left, as one that was asked for twice. */
  #newestOf(held, nowS) {
    const { revocations } = this.#core.authority.standing();
    return this.#core.grants.all().findLast((grant) => {
      const { issuedAtS, expiresAtS } = grant.token.claims;
      if (grant.direction !== held.direction || !isSameLine(held.token, grant.token)) return false;
      const isNew = grant.token.id !== held.token.id && expiresAtS - nowS > (expiresAtS - issuedAtS) * STILL_NEW;
      return isNew && !revocations.revokes(grant.chain);
    });
  }
  /**
   * Asks the issuer of a grant that this agent received, over `channel`, to renew it. The new one is durable when it
   * resolves.
   *
   * @throws {TalosError} `REVOKED`, `RENEWAL_REFUSED` and what else the issuer says; `E_PROTOCOL` where it gave something
   *   else; `E_TIMEOUT`; `E_UNREACHABLE` where the channel ends before.
   */
  async ask(channel, held, signal) {
    var _stack = [];
    try {
      const { id } = held.token;
      const key = keyOf2(channel.peer, id);
      const limit = __using(_stack, deadline(signal, RENEWAL_TIMEOUT_MS));
      limit.signal.throwIfAborted();
      const waiting = this.#waiting.get(key) ?? /* @__PURE__ */ new Set();
      this.#waiting.set(key, waiting);
      let take = () => {
      };
      const asked2 = new Promise((resolve, reject) => {
        take = resolve;
        limit.signal.addEventListener("abort", () => reject(limit.signal.reason), { once: true });
        const gone2 = new TalosError("E_UNREACHABLE", "the issuer ended the connection before it answered");
        void channel.closed.then(() => reject(gone2));
        waiting.add(resolve);
        channel.send(PACKET.capabilityRenew, 0, encodeRenewal(id));
      });
      const answer = await asked2.finally(() => {
        waiting.delete(take);
        if (waiting.size === 0 && this.#waiting.get(key) === waiting) this.#waiting.delete(key);
      });
      if (answer.refused !== void 0) {
        const error = refusalError(answer.refused, "the renewal");
        this.#core.denials.note(channel.peer, "renewal", error.code);
        throw error;
      }
      const tokens = readChain(answer.chain.join("~"));
      const leaf = tokens.at(-1);
      if (leaf === void 0 || !isSameLine(held.token, leaf))
        throw new TalosError("E_PROTOCOL", "the renewed token is not one of the same line");
      return this.#core.grants.receive(chainText(tokens));
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
};
function keyOf2(issuer, id) {
  return `${issuer} ${id}`;
}
function refusedRenewal(why) {
  return new TalosError("RENEWAL_REFUSED", why);
}

// src/agent/record/salt-book.ts
var SALT_DELAY_MS = 1e3;
var LEAF_BYTES = 8;
var MAX_WAITING_SALTS = 512;
function saltKey({ seq, leaf }) {
  return concat(u64(seq), leaf.subarray(0, LEAF_BYTES));
}
function keptSalt(entry, salt) {
  return { kind: "put", space: "salt", key: saltKey(entry), value: salt };
}
var SaltBook = class {
  #store;
  #onFailure;
  #waiting = [];
  #timer;
  #writing = Promise.resolve();
  /** @param onFailure - Told when a batch could not be written; the ledger is not affected. */
  constructor(store, onFailure) {
    this.#store = store;
    this.#onFailure = onFailure;
  }
  /** See {@link SaltKeeper}. */
  keep(entry, salt) {
    this.#waiting.push(keptSalt(entry, salt));
    if (this.#waiting.length >= MAX_WAITING_SALTS) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), SALT_DELAY_MS);
  }
  /** The salt of the commitment in `entry`. */
  async get(entry) {
    await this.flush();
    return this.#store.get("salt", saltKey(entry));
  }
  /** Erases the salt of the commitment in `entry`; durable when it resolves. @returns Whether there was one. */
  async erase(entry) {
    const held = await this.get(entry);
    if (held !== void 0) await this.#store.apply([{ kind: "delete", space: "salt", key: saltKey(entry) }]);
    return held !== void 0;
  }
  /** Writes what waits. Resolves when it is durable, or its failure was told. */
  async flush() {
    clearTimeout(this.#timer);
    this.#timer = void 0;
    const changes = this.#waiting;
    this.#waiting = [];
    if (changes.length > 0)
      this.#writing = this.#writing.then(() => this.#store.apply(changes)).then(() => {
      }, this.#onFailure);
    await this.#writing;
  }
};

// src/agent/authority/revocation-merge.ts
var RANK = { known: 3, append: 2, fork: 1, gap: 0 };
function planMerge(branches, update) {
  const { head, from, items } = update;
  if (head.seq !== from + items.length) throw malformed("the items are not as many as their head says");
  const known = branches.length > 0 ? branches : [new RevocationBranch(0)];
  const plans = known.filter(({ size }) => size >= from).map((branch) => planFor(branch, update));
  const [best = { kind: "gap" }] = plans.sort(
    (a, b) => RANK[b.kind] - RANK[a.kind] || forkedAt(b) - forkedAt(a)
  );
  if (best.kind === "gap" && from === 0) throw malformed("the items are not those of their head");
  return best;
}
function planFor(branch, { head, from, items }) {
  const before = branch.hashAt(from);
  const hashes = hashesAfter(before, items);
  if (!equalBytes(hashes.at(-1) ?? before, fromHex(head.hash))) return { kind: "gap" };
  const same = branch.agreesWith(from, hashes);
  if (same === items.length) return { kind: "known", branch };
  const more = items.slice(same);
  const n = from + same;
  return n === branch.size ? { kind: "append", branch, items: more } : { kind: "fork", branch, n, items: more };
}
function forkedAt(plan) {
  return plan.kind === "fork" ? plan.n : 0;
}

// src/agent/authority/revocation-book.ts
var MAX_TAIL_BYTES = 16 * 1024;
var NOTHING_KNOWN = { seq: 0, hash: toHex(EMPTY_LIST_HASH) };
var MAX_BRANCHES = 8;
var MAX_FOREIGN_LISTS = 4096;
var MAX_FOREIGN_ITEMS = 524288;
var HEAD_REUSE_MS = 100;
var RevocationBook = class _RevocationBook {
  /** What counts now. */
  revocations;
  #parts;
  /** The histories of each list, by its issuer. */
  #lists;
  #own;
  #turn = new Mutex();
  #watchers = /* @__PURE__ */ new Set();
  /** Items of lists of others. */
  #foreign = 0;
  constructor(parts, revocations, lists, own) {
    this.#parts = parts;
    this.revocations = revocations;
    this.#lists = lists;
    this.#own = own;
  }
  /**
   * Reads the lists from the store; single revocations of earlier development versions become items of the own list.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none: an unreadable revocation is never passed over.
   */
  static async open(parts) {
    const revocations = new RevocationSet((did2) => parts.line.current(did2));
    const { lists, singles } = await loadRevocations(parts.store, revocations);
    const { did } = parts.identity;
    const [own = new RevocationBranch(0)] = lists.get(did) ?? [];
    if (!lists.has(did)) lists.set(did, [own]);
    const book = new _RevocationBook(parts, revocations, lists, own);
    for (const [issuer, branches] of lists)
      if (issuer !== did) for (const { added } of branches) book.#foreign += added;
    if (singles.length > 0) await book.#adopt(singles);
    return book;
  }
  async #adopt(singles) {
    const { did } = this.#parts.identity;
    const items = singles.filter(({ issuer }) => issuer === did).sort((a, b) => a.issuedAtMs - b.issuedAtMs).map(({ id, issuedAtMs, reason }) => ({ timeMs: issuedAtMs, revoked: { kind: "token", id }, reason }));
    const dropped3 = singles.map(({ key }) => dropSingle(key));
    await this.#turn.run(() => this.#append(items, dropped3));
  }
  /**
   * Takes back what this agent may take back: durable, and in force for the next call, when it resolves. What is taken
   * back already is left as it is.
   *
   * @param reason - At most 512 characters; kept in the list, and as a commitment in the ledger.
   * @returns The item of the first of `all`, just made or there before.
   * @throws {TalosError} `E_USAGE` for a longer reason; `E_LIMIT` for a list that is full; `E_STORAGE…`.
   */
  async revoke(all, reason) {
    if (reason.length > MAX_REASON || !reason.isWellFormed())
      throw new TalosError("E_USAGE", `a reason is a text of at most ${MAX_REASON} characters`);
    const { identity, now } = this.#parts;
    return this.#turn.run(async () => {
      const timeMs = now();
      const fresh = all.filter((each) => this.revocations.placeOf(identity.did, each) === void 0);
      const items = await this.#append(fresh.map((revoked) => ({ timeMs, revoked, reason })));
      await this.#record(items);
      const [first] = all;
      return this.item({ by: identity.did, kind: first.kind, n: this.revocations.placeOf(identity.did, first) ?? 0 });
    });
  }
  /** The item at a place of a list. @throws {TalosError} `E_STORAGE_CORRUPT`. */
  async item({ by, n }) {
    const place = placeAt(by, n);
    const [text] = await storedItems(this.#parts.store, { ...place, n: place.n - 1 }, place.n);
    if (text === void 0) throw new TalosError("E_STORAGE_CORRUPT", "an item of a revocation list is missing");
    return stored(() => readItem(text));
  }
  /** Adds items to the own list, and applies `also` with them; in its turn. */
  async #append(added, also = []) {
    const { identity, store } = this.#parts;
    const own = this.#own;
    if (own.size + added.length > MAX_LIST_ITEMS)
      throw new TalosError("E_LIMIT", `a revocation list has at most ${MAX_LIST_ITEMS} items`, {
        hint: "talos capabilities revoke --issuer with the own DID takes back all tokens issued before now"
      });
    const items = added.map((item, index) => ({ ...item, n: own.size + 1 + index }));
    const texts = items.map(formatItem);
    const hashes = hashesAfter(own.hashAt(own.size), texts);
    const changes = [...also];
    let head;
    for (const [index, text] of texts.entries()) {
      const n = own.size + 1 + index;
      const place = { issuer: identity.did, branch: 0, n };
      changes.push(putItem(place, text));
      if (n % HEAD_STEP !== 0 && index < texts.length - 1) continue;
      head = this.#sign(n, hashes[index]);
      changes.push(putHead(place, head.text));
    }
    if (head !== void 0 && own.size % HEAD_STEP !== 0)
      changes.push(dropHead({ issuer: identity.did, branch: 0, n: own.size }));
    if (changes.length === 0) return [];
    await store.apply(changes);
    for (const [index, text] of texts.entries()) {
      own.append(text);
      this.revocations.add(identity.did, items[index]);
    }
    if (head !== void 0) own.head = head;
    if (items.length > 0) this.#tell(identity.did);
    return items;
  }
  #tell(issuer) {
    for (const watcher of this.#watchers) watcher(issuer);
  }
  /** Calls `watcher` with the issuer of a list whenever there is more in it. @returns A function that undoes it. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
  /** Whether anything of the list of `issuer` is kept. */
  has(issuer) {
    return this.#lists.has(issuer);
  }
  /** The issuers of all lists that have an item. */
  issuers() {
    return [...this.#lists].filter(([, branches]) => branches.some(({ size }) => size > 0)).map(([issuer]) => issuer);
  }
  /** How far the list of `issuer` is known: the history whose head is the newest. */
  known(issuer) {
    return this.#newest(issuer)?.end ?? NOTHING_KNOWN;
  }
  #newest(issuer) {
    if (issuer === this.#parts.identity.did) return this.#own;
    const branches = this.#lists.get(issuer) ?? [];
    return [...branches].sort((a, b) => issuedAt(b) - issuedAt(a))[0];
  }
  /**
   * What follows `after` in the list of `issuer`, as much as one packet holds; from its first item where `after` is of
   * another history. Of the own list with a head that is signed now, where it goes to the end.
   *
   * @returns `undefined` where nothing of the list is known.
   */
  async part(issuer, after) {
    const branch = this.#newest(issuer);
    if (branch === void 0) return void 0;
    const from = branch.holds(after) ? after.seq : 0;
    const branches = this.#lists.get(issuer) ?? [];
    const { items, head } = await partOf(this.#parts.store, { issuer, branch, branches, from });
    const isWhole = from + items.length === branch.size;
    const own = isWhole && issuer === this.#parts.identity.did ? this.#freshHead().text : void 0;
    const text = own ?? head ?? branch.head?.text;
    return text === void 0 ? void 0 : { head: text, from, items, newest: branch.size };
  }
  /**
   * The end of the own list: its last items, at most `count` and 16 KiB but one at least, and the hash of those before.
   *
   * @returns `undefined` where nothing was taken back.
   */
  async tail(count) {
    const own = this.#own;
    const { did } = this.#parts.identity;
    if (own.size === 0) return void 0;
    const size = own.size;
    const last = Math.max(0, size - count);
    const texts = await storedItems(this.#parts.store, { issuer: did, branch: 0, n: last }, size);
    const items = [];
    let bytes = 0;
    for (const text of texts.toReversed()) {
      bytes += utf8(text).length;
      if (items.length > 0 && bytes > MAX_TAIL_BYTES) break;
      items.unshift(text);
    }
    const from = size - items.length;
    const { text: head } = own.size === size ? this.#freshHead() : this.#sign(size, own.hashAt(size));
    return { head, from, before: own.hashAt(from).slice(), items };
  }
  /** The head of the own list, signed not long ago. */
  #freshHead() {
    const { head } = this.#own;
    if (head !== void 0 && Math.abs(this.#parts.now() - head.head.issuedAtMs) < HEAD_REUSE_MS) return head;
    this.#own.head = this.#sign(this.#own.size, this.#own.hashAt(this.#own.size));
    return this.#own.head;
  }
  /**
   * Takes what somebody says of a list: checked, durable, in force for the next call and on record when it resolves.
   * Whose lists are taken at all is the caller's to decide.
   *
   * @returns What it was: see {@link Taken}.
   * @throws {TalosError} `MALFORMED` for items that its issuer did not sign; `E_LIMIT` for a list that is too long or has
   *   too many histories, or one list too many; `E_STORAGE…`.
   */
  take(update) {
    return this.#turn.run(() => this.#take(update));
  }
  async #take(update) {
    const { head } = update;
    const { issuer } = head;
    const plan = planMerge(this.#lists.get(issuer) ?? [], update);
    if (plan.kind === "gap") return "gap";
    if (plan.kind === "known") return this.#alreadyKnown(plan.branch, update);
    const items = plan.items.map((text, index) => itemAt(text, head.seq - plan.items.length + 1 + index));
    const isOwn2 = issuer === this.#parts.identity.did;
    const isFork = plan.kind === "fork";
    const lost = isOwn2 && isFork ? items.filter(({ revoked }) => this.#isNew(issuer, revoked)) : [];
    const branch = this.#branchFor(issuer, plan);
    const changes = isFork ? [putBase({ issuer, branch: branch.index, n: plan.n }, plan.branch.index)] : [];
    for (const [index, { n }] of items.entries())
      changes.push(putItem({ issuer, branch: branch.index, n }, plan.items[index]));
    changes.push(putHead({ issuer, branch: branch.index, n: head.seq }, update.text));
    const old = branch.head?.head.seq;
    if (old !== void 0 && old % HEAD_STEP !== 0) changes.push(dropHead({ issuer, branch: branch.index, n: old }));
    await this.#parts.store.apply(changes);
    for (const [index, { n, revoked }] of items.entries()) {
      branch.append(plan.items[index]);
      this.revocations.add(issuer, { n: placeOf2({ branch: branch.index, n }), revoked });
    }
    this.#keep(issuer, branch, update);
    if (!isOwn2) this.#foreign += items.length;
    await this.#recordTaken(head, isFork);
    if (isOwn2) await (isFork ? this.#record(await this.#append(lost)) : this.#record(items));
    this.#tell(issuer);
    return isFork ? "forked" : "taken";
  }
  #isNew(issuer, revoked) {
    return this.revocations.placeOf(issuer, revoked) === void 0;
  }
  #alreadyKnown(branch, { head, text }) {
    const { issuer, seq, issuedAtMs } = head;
    const before = branch.head?.head.issuedAtMs ?? -1;
    if (seq < branch.size) return issuedAtMs > before ? "shorter" : "known";
    if (issuedAtMs > before && issuer !== this.#parts.identity.did) this.#keep(issuer, branch, { head, text });
    return "known";
  }
  /** Keeps a branch, and notes up to when its list is known: never beyond the clock here. */
  #keep(issuer, branch, { head, text }) {
    const branches = this.#lists.get(issuer) ?? [];
    if (!branches.includes(branch)) this.#lists.set(issuer, [...branches, branch]);
    branch.head = { head, text };
    this.revocations.know(issuer, Math.min(head.issuedAtMs, this.#parts.now()), head.nextMs);
  }
  /** The branch that takes the items of a plan; a new one is not kept yet. @throws {TalosError} `E_LIMIT`. */
  #branchFor(issuer, plan) {
    const branches = this.#lists.get(issuer) ?? [];
    if (this.#foreign + plan.items.length > MAX_FOREIGN_ITEMS)
      throw new TalosError("E_LIMIT", "the revocation lists of others are too long");
    if (branches.length === 0 && this.#lists.size > MAX_FOREIGN_LISTS)
      throw new TalosError("E_LIMIT", "too many revocation lists of others are kept");
    if (plan.kind === "append") return plan.branch;
    if (branches.length >= MAX_BRANCHES)
      throw new TalosError("E_LIMIT", `a revocation list has more than ${MAX_BRANCHES} histories`);
    return new RevocationBranch(branches.length, plan);
  }
  async #recordTaken({ issuer, seq: size, hash }, isFork) {
    const event = isFork ? "forked" : "taken";
    await this.#parts.ledger.append({ type: "revocation-list", issuer, size, hash, event }).durable();
  }
  #sign(seq, hash) {
    const { identity, now } = this.#parts;
    const issuedAtMs = now();
    const head = { issuer: identity.did, seq, hash: toHex(hash), issuedAtMs, nextMs: issuedAtMs + HEAD_LIFE_MS };
    return { text: signHead(identity.signing, head), head };
  }
  /** Writes the entries of items; durable when it resolves. */
  async #record(items) {
    const { identity, ledger: ledger2, store } = this.#parts;
    for (const item of items) {
      const { salt, commitment } = commitTo(item.reason);
      const entry = ledger2.append(entryOf2(identity.did, item, commitment));
      await store.apply([keptSalt(entry, salt)]);
      await entry.durable();
    }
  }
  /**
   * Records the items of the own list that are not in the ledger: a crash came between the two. Durable when it
   * resolves.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  async reconcile() {
    const { identity, ledger: ledger2, store } = this.#parts;
    const recorded = (await ledger2.positions({ type: "revocation" })).length;
    if (recorded >= this.#own.size) return;
    const texts = await storedItems(store, { issuer: identity.did, branch: 0, n: 0 }, this.#own.size);
    const missing = [];
    for (const item of texts.map((text) => stored(() => readItem(text)))) {
      const { revoked, n } = item;
      const isThere = revoked.kind === "token" ? (await ledger2.positions({ type: "revocation", subject: revoked.id })).length > 0 : n <= recorded;
      if (!isThere) missing.push(item);
    }
    await this.#record(missing);
  }
};
function issuedAt({ head }) {
  return head?.head.issuedAtMs ?? 0;
}
function itemAt(text, n) {
  const item = readItem(text);
  if (item.n !== n) throw malformed("an item says another place than its own");
  return item;
}
function entryOf2(issuer, { revoked }, reason) {
  switch (revoked.kind) {
    case "token":
      return { type: "revocation", token: revoked.id, issuer, reason };
    case "chain":
      return { type: "revocation", chain: revoked.id, issuer, reason };
    case "subject": {
      const { id: subject, under } = revoked;
      return { type: "revocation", subject, ...under === void 0 ? {} : { under }, issuer, reason };
    }
    case "issuer": {
      const { id: signer, before } = revoked;
      return { type: "revocation", signer, ...before === void 0 ? {} : { before }, issuer, reason };
    }
  }
}

// src/agent/authority/revocation-exchange.ts
var PUSH_DELAY_MS = 20;
var LIST_PACKETS_A_MINUTE = 600;
var ASK_AGAIN_MS = 50;
var MAX_GAPS = 4;
var RevocationExchange = class {
  #core;
  #issuers;
  #members = /* @__PURE__ */ new Map();
  #packets;
  #unwatch;
  constructor(core, issuers) {
    this.#core = core;
    this.#issuers = issuers;
    this.#packets = new RateCounter(LIST_PACKETS_A_MINUTE, 6e4, core.clock);
    this.#unwatch = core.revocations.watch((issuer) => this.#changed(issuer));
  }
  /** Takes part in a channel until it ends: tells the peer how far the lists go that concern it. */
  join(channel) {
    const member = {
      channel,
      sent: /* @__PURE__ */ new Map(),
      due: /* @__PURE__ */ new Set(),
      timer: void 0,
      waiting: /* @__PURE__ */ new Map(),
      gaps: /* @__PURE__ */ new Map(),
      shown: /* @__PURE__ */ new Map()
    };
    this.#members.set(channel, member);
    void channel.closed.then(() => {
      this.#members.delete(channel);
      clearTimeout(member.timer);
    });
    const { did } = this.#core.identity;
    for (const issuer of this.#core.revocations.issuers())
      if (this.#issuers.concerns(channel.peer, issuer)) this.#push(member, issuer, did);
  }
  /** The channels to `peer` that are open. */
  channelsTo(peer) {
    return [...this.#members.keys()].filter((channel) => channel.peer === peer);
  }
  /** Tells the peer of `channel` of a list that concerns a token of its own; nothing where none is kept here. */
  show(channel, issuer) {
    const member = this.#members.get(channel);
    if (member === void 0 || !this.#core.revocations.has(issuer)) return;
    member.shown.set(issuer, member.shown.get(issuer) ?? 0);
    this.#push(member, issuer, this.#core.identity.did);
  }
  #changed(issuer) {
    for (const member of this.#members.values()) {
      const { peer } = member.channel;
      if (peer === issuer || !this.#concerns(member, issuer)) continue;
      member.due.add(issuer);
      member.timer ??= setTimeout(() => {
        member.timer = void 0;
        const due = [...member.due];
        member.due.clear();
        for (const each of due) this.#push(member, each, this.#core.identity.did);
      }, PUSH_DELAY_MS);
    }
  }
  /** Whether the peer may read the list, or keeps it already. */
  #concerns({ channel, shown }, issuer) {
    return shown.has(issuer) || this.#issuers.concerns(channel.peer, issuer);
  }
  #push(member, issuer, self) {
    const after = member.sent.get(issuer) ?? this.#core.revocations.known(issuer);
    const chain = issuer === self ? this.#issuers.proofFor(member.channel.peer) : [];
    this.#sendSoon(member, issuer, after, chain);
  }
  /** What nobody waits for: a channel that has ended is told at the next one. */
  #sendSoon(member, issuer, after, chain) {
    this.#send(member, issuer, after, chain).catch((error) => {
      if (!isTalosError(error)) throw error;
    });
  }
  async #send(member, issuer, after, chain) {
    const part = await this.#core.revocations.part(issuer, after);
    const { channel, sent } = member;
    if (part === void 0) {
      channel.send(PACKET.revocations, 0, encodeListAnswer({ issuer, refused: { word: "unknown", code: void 0 } }));
      return;
    }
    const { seq, hash } = readHead2(part.head);
    channel.send(PACKET.revocations, 0, encodeListAnswer({ ...part, chain }));
    sent.set(issuer, { seq, hash });
  }
  /**
   * Takes a packet of stream 0.
   *
   * @throws {TalosError} `E_MALFORMED` for what is no such packet; `E_STORAGE…`. The channel ends then.
   */
  async take(channel, { type, content }) {
    const member = this.#members.get(channel);
    if (member === void 0) return;
    if (!this.#packets.take(channel.peer)) {
      if (type === PACKET.revocationsGet)
        for (const { issuer } of decodeListsAsked(content)) this.#refuse(member, issuer, "E_RATE_LIMITED");
      else this.#core.denials.note(channel.peer, "revocation", "E_RATE_LIMITED");
      return;
    }
    if (type === PACKET.revocationsGet) await this.#answer(member, decodeListsAsked(content));
    else await this.#received(member, decodeListAnswer(content));
  }
  async #answer(member, lists) {
    for (const { issuer, ...after } of lists) {
      if (this.#concerns(member, issuer)) await this.#send(member, issuer, after, []);
      else this.#refuse(member, issuer, "E_NOT_FOUND");
    }
  }
  #refuse(member, issuer, code) {
    const { channel } = member;
    this.#core.denials.note(channel.peer, "revocation", code);
    const refused3 = refusalOf(code);
    channel.send(PACKET.revocations, 0, encodeListAnswer({ issuer, refused: refused3 }));
  }
  async #received(member, answer) {
    if (answer.refused !== void 0) return this.#settle(member, answer.issuer, answer);
    const { channel } = member;
    let issuer;
    try {
      const head = readHead2(answer.head);
      issuer = head.issuer;
      if (!this.#isWelcome(issuer, answer.chain))
        throw new TalosError("UNTRUSTED_ISSUER", "the issuer of the list issues nothing that counts here");
      const { from, items, head: text } = answer;
      const taken = await this.#core.revocations.take({ head, text, from, items });
      this.#goOn(member, issuer, taken, answer);
    } catch (error) {
      if (isStorageFailure(error) || !isTalosError(error)) throw error;
      this.#core.notice("denied", `a revocation list was refused: ${error.message} (${error.code})`, channel.peer);
      this.#refuse(member, issuer ?? channel.peer, error.code);
      if (issuer !== void 0) this.#settle(member, issuer, { issuer, refused: refusalOf(error.code) });
    }
  }
  /**
   * Takes part of a list that was heard of from somebody else.
   *
   * @returns `unwelcome` where the list says nothing here, so that it is not taken.
   * @throws as `RevocationBook.take`.
   */
  async heard(update) {
    const { issuer } = update.head;
    if (!this.#isWelcome(issuer, [])) return "unwelcome";
    const taken = await this.#core.revocations.take(update);
    if (taken === "forked") this.#forked(issuer);
    return taken;
  }
  #forked(issuer) {
    this.#core.notice("equivocation", "the peer showed two revocation lists of one issuer; both count", issuer);
  }
  /** Whether a list is taken at all: nobody fills this store with lists that say nothing here. */
  #isWelcome(issuer, chain) {
    if (this.#core.revocations.has(issuer) || this.#issuers.matters(issuer)) return true;
    const leaf = chain.at(-1);
    if (leaf === void 0) return false;
    const { service } = readToken(leaf).claims.scope;
    return this.#core.authority.verify(chain, issuer, service, this.#issuers.rootsOf(service)).allowed;
  }
  #goOn(member, issuer, taken, answer) {
    const { channel } = member;
    const { revocations } = this.#core;
    if (taken !== "gap") {
      member.sent.set(issuer, answerEnd(answer));
      member.shown.set(issuer, answer.newest);
    }
    if (taken === "forked") this.#forked(issuer);
    const gaps = taken === "gap" ? (member.gaps.get(issuer) ?? 0) + 1 : 0;
    member.gaps.set(issuer, gaps);
    if (gaps > MAX_GAPS) throw new TalosError("MALFORMED", "what comes before the list is not to be had");
    if (taken === "shorter" && issuer === channel.peer) this.#sendSoon(member, issuer, answerEnd(answer), []);
    const known = revocations.known(issuer);
    if (gaps > 0 || taken !== "shorter" && answer.newest > known.seq) this.#get(member, [issuer]);
    else this.#settle(member, issuer, answer);
  }
  #get(member, issuers) {
    const lists = issuers.map((issuer) => ({ issuer, ...this.#core.revocations.known(issuer) }));
    member.channel.send(PACKET.revocationsGet, 0, encodeListsAsked(lists));
  }
  #settle(member, issuer, answer) {
    const waiting = member.waiting.get(issuer);
    member.waiting.delete(issuer);
    for (const resolve of waiting ?? []) resolve(answer);
  }
  /**
   * Asks the peer of `channel` for what it knows of a list, and takes all of it.
   *
   * @returns The last answer; `undefined` where the channel, or the time, ended first.
   */
  async ask(channel, issuer, signal) {
    const member = this.#members.get(channel);
    if (member === void 0 || signal.aborted) return void 0;
    let stop = () => {
    };
    const answer = new Promise((resolve) => {
      const waiting = member.waiting.get(issuer) ?? /* @__PURE__ */ new Set();
      member.waiting.set(issuer, waiting.add(resolve));
      stop = () => resolve(void 0);
      signal.addEventListener("abort", stop, { once: true });
      void channel.closed.then(stop);
    });
    try {
      this.#get(member, [issuer]);
      return await answer;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return void 0;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
  /** Tells the peer of `channel` all of the own list. @returns Whether it said that it has it. */
  async tell(channel, signal) {
    const member = this.#members.get(channel);
    if (member === void 0) return false;
    const { identity, revocations } = this.#core;
    const { did } = identity;
    await this.#send(member, did, member.sent.get(did) ?? NOTHING_KNOWN, this.#issuers.proofFor(channel.peer));
    while (!signal.aborted && !isCoded(await this.ask(channel, did, signal))) {
      if (this.#told(member, did, revocations.known(did))) return true;
      await pause2(ASK_AGAIN_MS);
    }
    return false;
  }
  /** Whether the peer has shown the own list up to `end`. */
  #told({ shown }, did, end) {
    return (shown.get(did) ?? -1) >= end.seq;
  }
  [Symbol.dispose]() {
    this.#unwatch();
    for (const { timer } of this.#members.values()) clearTimeout(timer);
    this.#members.clear();
  }
};
function isCoded(answer) {
  return answer === void 0 || answer.refused !== void 0 && answer.refused.word !== "unknown";
}
function pause2(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
function answerEnd({ head }) {
  const { seq, hash } = readHead2(head);
  return { seq, hash };
}

// src/agent/identity/succession-effects.ts
async function followStep(core, step) {
  const { from, to, text, timeMs } = step;
  const isDisputed = core.successions.stepsFrom(from).length > 1;
  const alias = core.peers.get(from)?.alias || core.peers.get(to)?.alias || "";
  const name = alias === "" ? from : `${alias} (${from})`;
  if (isDisputed) {
    const holder = core.successions.stepsFrom(from).find((each) => core.peers.get(each.to)?.alias)?.to ?? from;
    const offered = core.successions.stepsFrom(from).find((each) => each.to !== holder)?.to;
    if (offered !== void 0) await core.peers.noteChange(holder, { did: offered, addresses: [] });
  } else await core.peers.succeed(from, to);
  if (await isRecorded(core, step)) return;
  const event = isDisputed ? "disputed" : "followed";
  await core.ledger.append({ type: "succession", peer: from, event, succession: text }).durable();
  const when = new Date(timeMs).toISOString();
  const message = isDisputed ? `${name} named two successors; none is followed until you choose: talos contacts accept` : `${name} goes on as ${to} since ${when}, signed by both: compare the fingerprint again (talos contacts verify)`;
  core.notice("identity", message, isDisputed ? from : to);
}
async function isRecorded(core, { text }) {
  const entries = await core.ledger.query({ type: "succession" });
  return entries.some(({ body }) => body.type === "succession" && body.succession === text);
}
async function reconcileSuccessions(core) {
  const { successions, identity } = core;
  const own = /* @__PURE__ */ new Set([identity.did, ...successions.formers(identity.did)]);
  for (const step of successions.all()) if (!own.has(step.to) && !own.has(step.from)) await followStep(core, step);
}

// src/agent/identity/successions.ts
var LINES_A_MINUTE = 60;
var LINE_TIMEOUT_MS = 3e3;
var MAX_LINE_BYTES = MAX_SUCCESSION_STEPS * (MAX_SUCCESSION_BYTES + 3) + 64;
var Successions = class {
  #parts;
  #shown;
  /** Who waits until the peer of a channel has answered. */
  #waiting = /* @__PURE__ */ new Map();
  #unwatch;
  constructor(parts) {
    this.#parts = parts;
    this.#shown = new RateCounter(LINES_A_MINUTE, 6e4, parts.core.clock);
    this.#unwatch = parts.core.successions.watch((step, taken) => this.#ends(step, taken));
  }
  /** Shows the own line, where there is one. */
  join(channel) {
    if (this.#own().length > 0) this.#show(channel);
  }
  #own() {
    const { identity, successions } = this.#parts.core;
    return successions.lineTo(identity.did);
  }
  #show(channel) {
    channel.send(PACKET.succession, 0, encodeLine(this.#own()));
  }
  /** Takes a packet of stream 0. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. The channel ends then. */
  async take(channel, { type, content }) {
    const { core } = this.#parts;
    if (!this.#shown.take(channel.peer)) {
      core.denials.note(channel.peer, "succession", "E_RATE_LIMITED");
      return;
    }
    if (type === PACKET.successionGet) {
      if (content.length > 0) throw new TalosError("E_MALFORMED", "a question for a line has no content");
      this.#show(channel);
      return;
    }
    await this.#taken(channel.peer, decodeLine(content));
    this.#waiting.get(channel)?.();
  }
  /** Whether the peer of `channel` has read the own line, which was shown when the channel began: it answers in order. */
  async told(channel, signal) {
    if (signal.aborted) return false;
    const answered2 = new Promise((resolve) => {
      this.#waiting.set(channel, () => resolve(true));
      signal.addEventListener("abort", () => resolve(false), { once: true });
      void channel.closed.then(() => resolve(false));
    });
    try {
      channel.send(PACKET.successionGet, 0, new Uint8Array(0));
      return await answered2;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return false;
    } finally {
      this.#waiting.delete(channel);
    }
  }
  /** Takes a line that leads to `peer`, as far as it is about somebody who is known here. */
  async #taken(peer, line) {
    const { core } = this.#parts;
    try {
      assertLeadsTo(
        line.map((bytes) => core.successions.read(bytes)),
        peer
      );
      for (const bytes of line) await follow(this.#parts, bytes);
    } catch (error) {
      if (isStorageFailure(error) || !isTalosError(error)) throw error;
      if (core.denials.note(peer, "succession", error.code))
        core.notice("denied", `a succession was refused: ${error.message} (${error.code})`, peer);
    }
  }
  #ends({ from, to }, taken) {
    const why = taken === "disputed" ? "it is disputed who goes on for this identity" : "another identity goes on for this one";
    const reason = new TalosError("E_IDENTITY_CHANGED", why, { details: { pinned: from, offered: to } });
    this.#parts.end(from, reason);
    if (taken === "disputed")
      for (const step of this.#parts.core.successions.stepsFrom(from)) this.#parts.end(step.to, reason);
  }
  /**
   * Asks who was found in the place of `contact` whether it goes on for it, under a key that is made for that.
   *
   * @param address - Where it was found.
   * @returns Whether it does, and was followed.
   */
  async ask(contact, found, address, signal) {
    var _stack2 = [];
    try {
      const { core, veiledHost } = this.#parts;
      const limit = __using(_stack2, deadline(signal, LINE_TIMEOUT_MS));
      try {
        var _stack = [];
        try {
          const veil = Identity.generate("veil", core.clock.now());
          const host = __using(_stack, await veiledHost(veil.hostSeed()), true);
          const target = { peerKey: keyOfDid(found), addresses: [address] };
          const link = await host.connect("channel", target, limit.signal);
          const channel = __using(_stack, await openChannel({
            link,
            identity: veil,
            clock: core.clock,
            peer: found,
            signal: limit.signal
          }), true);
          await this.#taken(found, await asked(channel, limit.signal));
        } catch (_) {
          var _error = _, _hasError = true;
        } finally {
          var _promise = __callDispose(_stack, _error, _hasError);
          _promise && await _promise;
        }
      } catch (error) {
        if (isStorageFailure(error) || !isTalosError(error)) throw error;
      }
      signal?.throwIfAborted();
      return core.successions.current(contact) === found;
    } catch (_2) {
      var _error2 = _2, _hasError2 = true;
    } finally {
      __callDispose(_stack2, _error2, _hasError2);
    }
  }
  [Symbol.dispose]() {
    this.#unwatch();
  }
};
function asked(channel, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    void channel.closed.then((reason) => reject(reason ?? new TalosError("E_UNREACHABLE", "the peer left")));
    channel.onPacket(({ type, content }) => {
      if (type === PACKET.succession) resolve(decodeLine(content));
    });
    channel.send(PACKET.successionGet, 0, new Uint8Array(0));
  });
}
function assertLeadsTo(line, peer) {
  for (const [at, { to }] of line.entries())
    if (to !== (line[at + 1]?.from ?? peer))
      throw new TalosError("E_BAD_SUCCESSION", "the line does not lead to the agent that shows it");
}
async function follow({ core, matters }, bytes) {
  const { successions, identity } = core;
  const { from, to } = successions.read(bytes);
  if (successions.formers(identity.did).includes(from))
    core.notice(
      "identity",
      "the key of an earlier identity of yours has named another successor: it is in other hands",
      to
    );
  if (from === identity.did || to === identity.did || successions.formers(identity.did).includes(from))
    throw new TalosError("E_BAD_SUCCESSION", "the succession is about this agent, and not of its making");
  const isKnown = core.isKnown(from) || successions.formers(from).some((former) => core.isKnown(former));
  if (!isKnown && !matters(from)) return;
  const before = successions.stepsFrom(from);
  if (await successions.take(bytes) === "known") return;
  const step = successions.stepsFrom(from).find((each) => !before.includes(each));
  if (step !== void 0) await followStep(core, step);
}
function encodeLine(line) {
  return encodeCbor({ line: line.map(({ bytes }) => bytes) });
}
function decodeLine(content) {
  const { line } = readObject(decodeCbor(content, { maxBytes: MAX_LINE_BYTES }), { required: ["line"] }, "line");
  return readArray(line, "line", { max: MAX_SUCCESSION_STEPS }, (each, name) => readBytes(each, name));
}

// src/agent/tunnel/channel-control.ts
var ChannelControl = class {
  issuers;
  revocations;
  renewals;
  successions;
  #freshness;
  /**
   * @param host - What is served here, once it is asked: see `IssuersParts`.
   * @param reach - A channel to an agent, dialled where none is open.
   */
  constructor(core, host, reach) {
    this.issuers = new Issuers({ self: core.identity.did, grants: core.grants, line: core.successions, ...host });
    this.revocations = new RevocationExchange(core, this.issuers);
    this.renewals = new Renewals(core);
    this.successions = new Successions({ core, ...host, matters: (did) => this.issuers.matters(did) });
    this.#freshness = { core, exchange: this.revocations, reach };
  }
  async freshen(channel, chain) {
    await refresh(this.#freshness, channel, chain.map(readToken));
  }
  tellRevoked(channel, chain) {
    for (const issuer of new Set(chain.map((text) => readToken(text).claims.issuer)))
      this.revocations.show(channel, issuer);
  }
  learn(channel, chain) {
    return keepLearning(this.#freshness, channel, chain);
  }
  /** Asks `issuer`, and `other`, for the list of `issuer`. Resolves when they have answered, or in time. */
  async learnList(issuer, other) {
    await learnList(this.#freshness, issuer, other);
  }
  join(channel) {
    this.successions.join(channel);
    this.revocations.join(channel);
  }
  async take(channel, packet) {
    const { type } = packet;
    if (type === PACKET.revocationsGet || type === PACKET.revocations) await this.revocations.take(channel, packet);
    else if (type === PACKET.capabilityRenew || type === PACKET.capabilityRenewed)
      await this.renewals.take(channel, packet);
    else if (type === PACKET.successionGet || type === PACKET.succession) await this.successions.take(channel, packet);
    else throw new TalosError("E_PROTOCOL", `packet type ${type} on stream 0`);
  }
  [Symbol.dispose]() {
    this.revocations[Symbol.dispose]();
    this.successions[Symbol.dispose]();
  }
};

// src/agent/authority/approval-rule.ts
function approvalRule(patterns, terms, book) {
  const isAsked = (call2) => call2.statement !== void 0 && patterns.fits(call2.request);
  return {
    check: (call2) => isAsked(call2) && saysMore(call2.method, call2.params) ? SAYS_MORE : ALLOWED,
    consent: (call2) => isAsked(call2) ? book.ask(call2, terms) : void 0,
    charge: (call2) => isAsked(call2) ? book.use(call2) : ALLOWED,
    names: (call2) => book.namesOf(call2)
  };
}

// src/agent/tunnel/tool-probe.ts
var PROBE_TIMEOUT_MS = 12e4;
var PROBE_NOTICE_MS = 5e3;
var CAPABILITIES = { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } };
async function probeTools(startTool2, about, signal) {
  const caller = new RpcCaller((json) => void server.send(writeRpc(json)));
  const server = startTool2({
    caller: about.self,
    service: about.service,
    onLine: (line) => {
      const rpc = readRpc(line);
      if (rpc.kind !== "fault") caller.take(about.fromTool(rpc), void 0);
    },
    onDiagnostic: about.onDiagnostic
  });
  void server.exited.then(
    ({ code, signal: by }) => caller.fail(
      new TalosError("E_TOOL_FAILED", `the tool server ended before it listed its tools (${by ?? `status ${code}`})`, {
        hint: "run its command by hand to see why"
      })
    )
  );
  const timer = setTimeout(
    () => caller.fail(new TalosError("E_TOOL_FAILED", "the tool server did not list its tools in time")),
    PROBE_TIMEOUT_MS
  );
  const notice = setTimeout(
    () => about.onDiagnostic(`the tool server has not listed its tools yet; it gets ${PROBE_TIMEOUT_MS / 1e3} s to start`),
    PROBE_NOTICE_MS
  );
  try {
    await caller.initialize(about.version, signal, CAPABILITIES);
    return await caller.tools(signal);
  } finally {
    clearTimeout(timer);
    clearTimeout(notice);
    await server.close();
  }
}

// src/agent/tunnel/tool-watch.ts
var RELIST_TIMEOUT_MS = 3e4;
var LIST_CHANGED = "notifications/tools/list_changed";
var ToolWatch = class {
  coverage;
  #parts;
  #pins;
  /** Hashes of the definitions that this server gave last. */
  #seen = /* @__PURE__ */ new Map();
  /** Start of the ids of own requests: nobody else can know it. */
  #prefix = `talos:${toHex(randomBytes(16))}:`;
  #caller;
  #over = new AbortController();
  #unwatch;
  #isListing = false;
  #isListingDue = false;
  constructor(parts) {
    this.#parts = parts;
    const { book, tunnel } = parts;
    this.#pins = book.of(tunnel.service);
    let wasServerHeld = this.#isServerHeld();
    this.#unwatch = book.watch(tunnel.service, () => {
      tunnel.listChanged("tools");
      if (this.#isServerHeld() === wasServerHeld) return;
      wasServerHeld = !wasServerHeld;
      for (const kind of ["resources", "prompts"]) tunnel.listChanged(kind);
    });
    this.#caller = new RpcCaller(tunnel.toTool, this.#prefix);
    this.coverage = {
      tool: (name, entry) => this.#shows(name, entry),
      resource: () => this.#isServerHeld(),
      prompt: () => this.#isServerHeld()
    };
  }
  check({ request }) {
    if (!this.#isServerHeld()) return deny("E_TOOL_CHANGED", "the server is not the one that was approved");
    if (request.kind !== "tool" || this.#isHeld(request.name)) return ALLOWED;
    return deny("E_TOOL_CHANGED", "the definition of the tool is not the one that was approved");
  }
  fromTool(message) {
    if (message.kind === "notification") {
      if (message.method === LIST_CHANGED) this.#relist();
      return isOwn(message.params?.["requestId"], this.#prefix) ? void 0 : message;
    }
    if (message.kind === "request" || !isOwn(message.id, this.#prefix)) return message;
    this.#caller.take(message, void 0);
    return void 0;
  }
  close() {
    this.#unwatch();
    this.#over.abort();
  }
  #isServerHeld() {
    const { server, isServerHeld } = this.#pins;
    const pinned = this.#parts.tunnel.grant.scope.pins?.server;
    return isServerHeld && (pinned === void 0 || server?.accepted.includes(pinned) === true);
  }
  /** Whether the tool is as its owner approved it, here as everywhere, and as the capability says. */
  #isHeld(tool) {
    const pin = this.#pins.tools.get(tool);
    if (pin === void 0 || pin.found !== void 0) return false;
    const seen = this.#seen.get(tool);
    if (seen !== void 0 && seen !== pin.approved.hash) return false;
    const pins = this.#parts.tunnel.grant.scope.pins?.tools;
    const pinned = pins !== void 0 && Object.hasOwn(pins, tool) ? pins[tool] : void 0;
    return pinned === void 0 || pin.accepted.includes(pinned);
  }
  #shows(name, entry) {
    const definition = toolDefinition(entry);
    return definition !== void 0 && this.#sees(definition) && this.#isServerHeld() && this.#isHeld(name);
  }
  /** Compares what the server gave with the pin. @returns Whether it is what was approved last. */
  #sees(definition) {
    const { name, hash } = definition;
    const pin = this.#pins.tools.get(name);
    if (pin === void 0) return false;
    this.#seen.set(name, hash);
    if (hash === pin.approved.hash) return true;
    const { book, tunnel, onNotice } = this.#parts;
    const recorded = book.changed(tunnel.service, definition);
    if (recorded !== void 0) {
      onNotice(quarantineNotice({ service: tunnel.service, tool: name }));
      recorded.catch(() => onNotice(`that the tool ${name} changed could not be recorded`));
    }
    return false;
  }
  /** Asks for the tools: one list at a time, and one more where it changed meanwhile. */
  #relist() {
    this.#isListingDue = true;
    if (this.#isListing) return;
    this.#isListing = true;
    void this.#list().finally(() => {
      this.#isListing = false;
    });
  }
  #isOver() {
    return this.#over.signal.aborted;
  }
  async #list() {
    while (this.#isListingDue && !this.#isOver()) {
      var _stack = [];
      try {
        this.#isListingDue = false;
        const limit = __using(_stack, deadline(this.#over.signal, RELIST_TIMEOUT_MS));
        try {
          for (const definition of await this.#caller.tools(limit.signal)) this.#sees(definition);
        } catch (error) {
          if (this.#isOver()) return;
          this.#parts.onNotice(
            `the tools of ${this.#parts.tunnel.service} changed and could not be listed: ${String(error)}`
          );
        }
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        __callDispose(_stack, _error, _hasError);
      }
    }
  }
};
function quarantineNotice({ service, tool }) {
  const what = tool === void 0 ? `the server behind ${service}` : `the definition of the tool ${tool} of ${service}`;
  const name = tool === void 0 ? "" : ` ${tool}`;
  const how = tool === void 0 ? "--server" : tool;
  return `QUARANTINED: ${what} is not the one that was approved; calls are refused (E_TOOL_CHANGED) until you look at it, talos tools diff${name} --service ${service}, and approve it, talos tools approve ${how} --service ${service}`;
}
function isOwn(id, prefix) {
  return typeof id === "string" && id.startsWith(prefix);
}

// src/agent/tunnel/lending.ts
var MAX_INVITATION_LIFETIME_S = 7 * 86400;
function assertTerms2(params) {
  const { service, expiresInS, inviteTtlS } = params;
  if (service.length > MAX_SERVICE_NAME || !SERVICE_NAME.test(service))
    throw new TalosError("E_USAGE", "the name of a service is 1 to 64 printable ASCII characters");
  if (!(expiresInS >= 1 && expiresInS <= MAX_TOKEN_LIFETIME_S))
    throw new TalosError("E_USAGE", `a capability lasts 1 second to ${MAX_TOKEN_LIFETIME_S / 86400} days`);
  if (inviteTtlS !== void 0 && !(inviteTtlS >= 0 && inviteTtlS <= MAX_INVITATION_LIFETIME_S))
    throw new TalosError("E_USAGE", `an invitation lasts 1 second to ${MAX_INVITATION_LIFETIME_S / 86400} days`);
  const { renewableS = 0 } = params;
  if (!(renewableS >= 0 && renewableS <= MAX_TOKEN_LIFETIME_S))
    throw new TalosError("E_USAGE", `a capability is renewed for 1 second to ${MAX_TOKEN_LIFETIME_S / 86400} days`);
  if (params.allow === void 0 && params.authorizedPeer === void 0)
    throw new TalosError("E_USAGE", "who may do what is not said", {
      hint: "give --allow GLOBS, or --authorized-peer PEER"
    });
  rootsOf(params);
  const { approve, approveTimeoutS, command } = params;
  if (approve === void 0 && (approveTimeoutS !== void 0 || command !== void 0))
    throw new TalosError("E_USAGE", "which calls are to be approved is not said", { hint: "give --approve GLOBS" });
  if (approveTimeoutS !== void 0 && !(approveTimeoutS >= 1 && approveTimeoutS * 1e3 <= MAX_APPROVAL_TIMEOUT_MS))
    throw new TalosError("E_USAGE", "an approval is waited for 1 second to 24 hours");
}
function scopeOf2(params, names) {
  const { tools, resources, prompts, unmatched } = expandAllow({
    allow: params.allow ?? "*",
    ...params.deny === void 0 ? {} : { deny: params.deny },
    tools: names
  });
  if (Object.keys(tools).length + resources.length + prompts.length === 0)
    throw new TalosError("E_USAGE", "nothing would be lent: no tool of the server fits", {
      hint: `it has ${names.length === 0 ? "none" : names.join(", ")}`
    });
  const scope = parseScope({ service: params.service, tools, resources, prompts });
  return { scope, unmatched };
}
async function lend(parts, params, server, options) {
  assertTerms2(params);
  if (params.authorizedPeer !== void 0 && !isOwnRoot(parts.core, params))
    throw new TalosError("E_USAGE", "the service does not accept what this agent grants", {
      hint: "name this agent as a root too"
    });
  const list = await parts.acl.open(params.service, params.acl);
  try {
    const lent = await lendUnder(list, parts, params, server, options);
    if (list !== void 0) void lent.service.ended.then(list.close, list.close);
    return lent;
  } catch (error) {
    list?.close();
    throw error;
  }
}
async function lendUnder(list, { core, host, platform }, params, { startTool: startTool2, origin }, options) {
  const { service: name } = params;
  const patternsOf2 = (list2) => list2 === void 0 ? void 0 : NamePatterns.parse(list2);
  const [needsIntent, asked2] = [patternsOf2(params.requireIntent), patternsOf2(params.approve)];
  const environment = params.environment && Object.freeze({ ...params.environment });
  host.assertFree(name);
  const secrets = openSecrets(platform, params.secrets, (text) => core.notice("tool", text));
  const onDiagnostic = (text) => core.notice("tool", secrets?.diagnostic(text) ?? text);
  const fromTool = (rpc) => secrets?.message(rpc) ?? rpc;
  const about = { self: core.identity.did, service: name, version: platform.version, onDiagnostic, fromTool };
  const listed = await probeTools(startTool2, about, options.signal ?? new AbortController().signal);
  const names = listed.map((definition) => definition.name);
  const { scope, unmatched } = scopeOf2(params, names);
  const lent = Object.keys(scope.tools);
  await meetPins(core, { service: name, origin: originText(origin), listed, lent });
  const granted = pinnedScope(core.pins, { scope: onTerms(scope, params.terms), pinned: params.pinned });
  const unfit = [
    ...unmatched,
    ...secrets?.unmatched(lent) ?? [],
    ...[needsIntent, asked2].flatMap((each) => each?.unmatched(names) ?? [])
  ];
  if (unfit.length > 0) core.notice("tool", `no tool of the server fits ${unfit.join(", ")}`);
  const addresses2 = await platform.listen(params.host, params.port);
  if (core.failure !== void 0) throw core.failure;
  const { callTimeoutMs } = platform;
  const rules = (tunnel) => [
    // Before the list, which charges nothing whose approval does not hold any more.
    ...asked2 === void 0 ? [] : [approvalRule(asked2, approvalTerms(params), core.approvals)],
    ...list === void 0 ? [] : [list.rule(tunnel)],
    ...secrets === void 0 ? [] : [secrets.rule],
    new ToolWatch({ book: core.pins, tunnel, onNotice: onDiagnostic })
  ];
  const terms = { environment, ...rootsOf(params), ...needsIntent === void 0 ? {} : { needsIntent } };
  const end = host.lend({ name, startTool: startTool2, lends: scope, rules, callTimeoutMs, onDiagnostic, ...terms });
  try {
    const invitation = await authorise(core, params, granted, addresses2);
    const tools = lent;
    const info = { did: core.identity.did, service: name, addresses: addresses2, tools, ...invitation };
    return { tools, service: servedService(core, info, end, options.signal) };
  } catch (error) {
    await end();
    throw error;
  }
}
async function meetPins(core, listing) {
  for (const place of await core.pins.meet(listing)) {
    const isGone = place.tool !== void 0 && core.pins.of(place.service).at(place)?.found?.kind === "removed";
    if (isGone) core.notice("tool", `the server of ${place.service} does not list the tool ${place.tool} any more`);
    else core.notice("tool", quarantineNotice(place));
  }
}
function rootsOf({ roots }) {
  return roots === void 0 ? {} : { roots: roots.map(parseDid) };
}
function isOwnRoot(core, { roots }) {
  return roots === void 0 || roots.includes(core.identity.did);
}
function approvalTerms({ approveTimeoutS, command }) {
  const timeoutMs = approveTimeoutS === void 0 ? APPROVAL_TIMEOUT_MS : approveTimeoutS * 1e3;
  return { timeoutMs, ...command === void 0 ? {} : { command } };
}
async function authorise(core, params, scope, addresses2) {
  const { authorizedPeer, expiresInS, inviteTtlS, renewableS = 0 } = params;
  if (!isOwnRoot(core, params)) return {};
  if (authorizedPeer !== void 0) {
    const nowS = Math.floor(core.authority.standing().nowMs / 1e3);
    await core.grants.issue(parseDid(authorizedPeer), renewable(scope, nowS, params.renewableS), expiresInS);
    return {};
  }
  if (inviteTtlS === void 0 || inviteTtlS === 0) return {};
  return {
    invitation: await core.invitations.create(
      addresses2,
      { scope, lifetimeS: expiresInS, renewableS },
      inviteTtlS * 1e3
    )
  };
}
function servedService(core, info, end, signal) {
  let closing;
  let failure;
  let settle = () => {
  };
  const ended = new Promise((resolve, reject) => {
    settle = () => failure === void 0 ? resolve() : reject(failure);
  });
  ended.catch(() => void 0);
  const close = () => {
    closing ??= end().catch((error) => {
      failure ??= error;
      throw error;
    }).finally(() => {
      unwatch();
      signal?.removeEventListener("abort", abort);
      settle();
    });
    return closing;
  };
  const abort = () => void close().catch(() => void 0);
  const unwatch = core.onFailure((error) => {
    failure = error;
    abort();
  });
  if (signal?.aborted === true) abort();
  else signal?.addEventListener("abort", abort, { once: true });
  return { info, ended, close };
}

// src/agent/authority/announcer.ts
var MAX_PREPARED_INTENTS = 64;
var Announcer = class {
  #records;
  #needed;
  #justification;
  #prepared = new BoundedMap(MAX_PREPARED_INTENTS);
  /**
   * @param needed - What the server asks for, as it said when the tunnel was opened.
   * @param justification - Of calls that come without a reason of their own.
   * @throws {TalosError} `E_MALFORMED` for a justification that is too long; `E_PROTOCOL` for patterns that are none.
   */
  constructor(records, needed, justification = "") {
    this.#records = records;
    this.#justification = readJustification(justification);
    this.#needed = patternsOf(needed);
  }
  /**
   * Signs and records what is announced for a later call, which names it by the hash.
   *
   * @throws {TalosError} as `CallerRecords.intent`; `E_MALFORMED` for a justification that is too long.
   */
  async prepare(method, params, justification) {
    const intent = await this.#records.intent(method, params, readJustification(justification));
    this.#prepared.set(intent.signed.hash, intent);
    return intent.signed;
  }
  /**
   * The intent of a recorded call, signed and recorded; `undefined` where none is wanted.
   *
   * @throws {TalosError} as {@link prepare}; `E_MALFORMED` for a wish in another form, or an intent that does not wait.
   */
  async intentOf({ method, params, json }) {
    const { justification, intent } = readWish(intentMeta(json));
    if (intent !== void 0) {
      const prepared = this.#prepared.get(intent);
      this.#prepared.delete(intent);
      if (prepared === void 0) throw new TalosError("E_MALFORMED", "the intent is not known here, or was used");
      return { ...prepared, isSent: true };
    }
    const policy = classify(method, params);
    const isNeeded = policy.kind === "recorded" && this.#needed.fits(policy.request);
    if (justification === void 0 && !isNeeded) return void 0;
    const made = await this.#records.intent(method, params, justification ?? this.#justification);
    return { ...made, isSent: false };
  }
};
function readWish(json) {
  if (json === void 0) return { justification: void 0, intent: void 0 };
  const fields = readObject(
    json,
    { required: [], optional: ["justification", "intent"] },
    "intent"
  );
  const { justification, intent } = fields;
  if (intent !== void 0) readHex(intent, "intent", HASH_BYTES);
  return {
    justification: justification === void 0 ? void 0 : readJustification(justification),
    intent: typeof intent === "string" ? intent : void 0
  };
}
function readJustification(text) {
  return readString(text, "justification", { max: MAX_JUSTIFICATION_CHARACTERS });
}
function patternsOf(texts) {
  try {
    return new NamePatterns(texts);
  } catch (cause) {
    throw new TalosError("E_PROTOCOL", "the server asks for intents in a form that is none", { cause });
  }
}

// src/agent/authority/auto-renewal.ts
var RENEW_AFTER = 2 / 3;
var RENEW_RETRY_MS = 1e3;
var LONGEST_TIMER_MS = 864e5;
function renewInTime(parts, grant) {
  const stop = new AbortController();
  let timer;
  void parts.ended.then(() => {
    clearTimeout(timer);
    stop.abort(new TalosError("E_CLOSED", "the tunnel has ended"));
  });
  const after = (ms, held) => {
    timer = setTimeout(() => void attempt(held), Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
  };
  const attempt = async (held) => {
    const waitMs = dueIn(parts.core, held);
    if (waitMs > 0) return after(waitMs, held);
    try {
      const next = await parts.renew(held, stop.signal);
      if (stop.signal.aborted) return;
      parts.tunnel.renew(next.chain);
      if (isRenewable(next)) after(Math.max(dueIn(parts.core, next), RENEW_RETRY_MS), next);
    } catch (error) {
      if (stop.signal.aborted) return;
      if (isFinal2(error)) parts.core.notice("tunnel", `the grant is not renewed: ${error.message}`, parts.peer);
      else after(Math.max(lifeMs(held) / 20, RENEW_RETRY_MS), held);
    }
  };
  if (isRenewable(grant)) after(dueIn(parts.core, grant), grant);
}
function isRenewable({ token: { claims } }) {
  return (claims.scope.renewable_until ?? 0) > claims.expiresAtS;
}
function lifeMs({ token: { claims } }) {
  return (claims.expiresAtS - claims.issuedAtS) * 1e3;
}
function dueIn({ authority }, held) {
  return held.token.claims.issuedAtS * 1e3 + lifeMs(held) * RENEW_AFTER - authority.standing().nowMs;
}
function isFinal2(error) {
  return isTalosError(error) && ERROR_CODES[error.code].exit === EXIT.denied && error.code !== "E_RATE_LIMITED";
}

// src/agent/tunnel/dialled-channels.ts
var CHANNEL_LINGER_MS = 2e3;
var ANSWERS = /* @__PURE__ */ new Set([PACKET.inviteGrant, PACKET.refusal]);
var DialledChannels = class {
  #core;
  #dialling;
  #control;
  #current = /* @__PURE__ */ new Map();
  #open = /* @__PURE__ */ new Set();
  #stop = new AbortController();
  #unwatch;
  /** @param dialling - Gives the network, started when first needed, and looks for peers. */
  constructor(core, dialling, control2) {
    this.#core = core;
    this.#dialling = dialling;
    this.#control = control2;
    this.#unwatch = core.network.onWake((sleptMs) => {
      for (const { channel } of this.#open) channel.probe(sleptMs);
    });
  }
  /** Open channels. */
  get all() {
    return [...this.#open];
  }
  /**
   * The channel to `peer`, in use until {@link release}; each of its streams is a use of its own.
   *
   * @throws {TalosError} what dialling throws; `E_CLOSED` when the agent has ended.
   */
  async use(peer, addresses2, signal) {
    this.#stop.signal.throwIfAborted();
    return this.#used(await unlessAborted(this.#channelTo(peer, addresses2), signal));
  }
  /**
   * Dials `peer` anew, over the best connection that there is: whoever comes next gets that channel, which is in use until
   * {@link release}. The one before goes on until nothing uses it.
   *
   * @throws {TalosError} as {@link use}; then the one before is still the one to get.
   */
  async renew(peer, addresses2) {
    this.#stop.signal.throwIfAborted();
    const held = await this.#dial(peer, addresses2);
    const before = this.#current.get(peer)?.held;
    this.#current.set(peer, { dialling: Promise.resolve(held), held });
    if (before !== void 0) this.#lingerUnused(before);
    return this.#used(held);
  }
  #used(held) {
    clearTimeout(held.linger);
    held.uses++;
    return held;
  }
  /** Opens a stream, which is a use for as long as it is at the channel. @throws as `StreamMux.open`. */
  open(dialled, content) {
    const stream = dialled.mux.open(content);
    this.#used(dialled);
    return stream;
  }
  /** Goes on with a stream at the channel, likewise. @throws as `StreamMux.resume`. */
  async resume(dialled, stream, content, signal) {
    const resumed = dialled.mux.resume(stream, content, signal);
    this.#used(dialled);
    await resumed;
  }
  /** Ends a use. */
  release(dialled) {
    const held = dialled;
    held.uses--;
    this.#lingerUnused(held);
  }
  #lingerUnused(held) {
    if (held.uses > 0) return;
    clearTimeout(held.linger);
    held.linger = setTimeout(() => {
      this.#forget(held);
      void held.channel.close();
    }, CHANNEL_LINGER_MS);
  }
  #forget(held) {
    const { peer } = held.channel;
    if (this.#current.get(peer)?.held === held) this.#current.delete(peer);
  }
  #channelTo(peer, addresses2) {
    const running = this.#current.get(peer);
    if (running !== void 0) return running.dialling;
    const current = { dialling: this.#dial(peer, addresses2), held: void 0 };
    this.#current.set(peer, current);
    current.dialling.then(
      (held) => {
        current.held = held;
        this.#lingerUnused(held);
        if (!this.#open.has(held)) this.#forget(held);
      },
      () => {
        if (this.#current.get(peer) === current) this.#current.delete(peer);
      }
    );
    return current.dialling;
  }
  async #dial(peer, addresses2) {
    const { identity, clock, peers } = this.#core;
    const { signal } = this.#stop;
    const link = await dialPeer(this.#core, this.#dialling, "channel", peer, signal, addresses2);
    const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
    const channel = await openChannel({ link, identity, clock, peer, lowestSequence, signal });
    const held = {
      channel,
      mux: this.#muxOf(channel, () => held),
      number: new CallCounter(),
      sinceMs: clock.now(),
      redeeming: new Mutex(),
      control: void 0,
      uses: 0,
      linger: void 0
    };
    this.#open.add(held);
    this.#control.join(channel);
    void channel.closed.then(() => {
      clearTimeout(held.linger);
      this.#open.delete(held);
      this.#forget(held);
    });
    try {
      await this.#core.sessionBegan(channel);
    } catch (error) {
      await channel.close();
      throw error;
    }
    return held;
  }
  #muxOf(channel, held) {
    const refuse2 = () => {
      throw new TalosError("E_PROTOCOL", "a server opens no tunnels on a channel that it did not dial");
    };
    return new StreamMux(channel, {
      onOpen: refuse2,
      onResume: refuse2,
      onControl: (packet) => {
        if (!ANSWERS.has(packet.type)) return this.#control.take(channel, packet);
        const { control: control2 } = held();
        held().control = void 0;
        control2?.(packet);
        return void 0;
      },
      onLeft: () => this.release(held())
    });
  }
  /** Ends every channel, and each that is being dialled; none is dialled any more. Repeatable. */
  async close() {
    this.#unwatch();
    if (!this.#stop.signal.aborted) this.#stop.abort(new TalosError("E_CLOSED", "the agent has ended"));
    const all = await Promise.allSettled([...this.#current.values()].map(({ dialling }) => dialling));
    const held = all.flatMap((each) => each.status === "fulfilled" ? [each.value] : []);
    await Promise.all([.../* @__PURE__ */ new Set([...held, ...this.#open])].map(({ channel }) => channel.close()));
  }
};
async function withinChannel(promise, channel, timeoutMs, signal) {
  var _stack = [];
  try {
    const limit = __using(_stack, deadline(signal, timeoutMs));
    const gone2 = channel.closed.then((reason) => {
      throw reason ?? new TalosError("E_UNREACHABLE", "the peer ended the connection before it answered");
    });
    return await unlessAborted(Promise.race([promise, gone2]), limit.signal);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}

// src/agent/tunnel/tunnel-resumer.ts
var RESUME_TIMEOUT_MS = 1e4;
var HELD_MS = 2e3;
var TunnelResumer = class {
  #parts;
  #keeper;
  #timer;
  #turn = 0;
  #isMoving = false;
  /** Told that the channel was lost. */
  #lost = () => {
  };
  #cancelLinger = () => {
  };
  /** Starts at a stream that is at its first channel. */
  constructor(parts) {
    this.#parts = parts;
    this.#timer = parts.timer ?? systemTimer;
    const { stream, watcher } = parts;
    stream.last({ away: (reason) => this.#away(reason), back: () => this.#cancelLinger() });
    let isFirst = true;
    this.#keeper = keepConnected({
      open: async (signal) => {
        const held = this.#held();
        if (!isFirst) await this.#resumeOver(await parts.use(signal), signal, true);
        return held;
      },
      up: () => {
        if (!isFirst) watcher.back();
        isFirst = false;
      },
      down: (reason, retryMs) => watcher.away(reason, retryMs),
      isFinal: (reason) => !stream.isOpen || isStorageFailure(reason) || isBreach(reason),
      isWanted: () => watcher.isWanted(),
      settledMs: HELD_MS,
      timer: this.#timer
    });
    void this.#keeper.stopped.then((reason) => {
      if (stream.isOpen && isTalosError(reason)) parts.fail(reason);
    });
    void stream.closed.then(() => {
      this.#cancelLinger();
      return this.#keeper[Symbol.asyncDispose]();
    });
  }
  /** Somebody waits: the next try comes soon. */
  hurry() {
    this.#keeper.hurry();
  }
  /** The network has changed: the next try comes now. */
  retryNow() {
    this.#keeper.retryNow();
  }
  /** What the keeper keeps: the tunnel at a channel, until that is lost. */
  #held() {
    const closed = new Promise((resolve) => {
      this.#lost = resolve;
    });
    const over = this.#parts.stream.closed.then(() => new TalosError("E_CLOSED", "the tunnel is over"));
    return { closed: Promise.race([closed, over]), close: () => Promise.resolve() };
  }
  #isNowhere() {
    const { isOpen, channel } = this.#parts.stream;
    return isOpen && channel === void 0;
  }
  #away(reason) {
    if (this.#isMoving) return;
    this.#cancelLinger();
    this.#cancelLinger = this.#timer.after(TUNNEL_LINGER_MS, () => this.#parts.stream.end(void 0));
    this.#lost(reason);
  }
  /**
   * Moves the tunnel to `dialled`, without loss: what is under way goes on. Where it cannot, the tunnel is resumed like one
   * whose channel was lost. Does nothing while it has no channel.
   */
  async move(dialled) {
    const { stream } = this.#parts;
    if (this.#isMoving || this.#isNowhere()) return;
    this.#isMoving = true;
    try {
      await this.#resumeOver(dialled, void 0, false);
      this.#isMoving = false;
      if (this.#isNowhere()) this.#away(gone());
    } catch (error) {
      this.#isMoving = false;
      if (!isTalosError(error)) throw error;
      if (isBreach(error)) this.#parts.fail(error);
      else if (stream.isOpen) this.#away(error);
    }
  }
  async #resumeOver(dialled, signal, isUsed) {
    const { stream, id, channels } = this.#parts;
    try {
      var _stack = [];
      try {
        const limit = __using(_stack, deadline(signal, RESUME_TIMEOUT_MS));
        const progress = stream.detach();
        this.#turn++;
        const request = encodeTunnelResume({ tunnel: id, turn: this.#turn, ...progress });
        await channels.resume(dialled, stream, request, limit.signal);
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        __callDispose(_stack, _error, _hasError);
      }
    } catch (error) {
      this.#refused(error);
      throw error;
    } finally {
      if (isUsed) channels.release(dialled);
    }
  }
  /** The serving side has it no more, or ended it: so has this one. */
  #refused(error) {
    if (!isTalosError(error) || error.details["word"] === void 0 || error.code === "E_RATE_LIMITED") return;
    const isGone = error.code === "E_NOT_FOUND" || error.code === "REPLAY";
    if (isGone) this.#parts.stream.end(void 0);
    else this.#parts.fail(error);
  }
};
function gone() {
  return new TalosError("E_UNREACHABLE", "the connection to the peer was lost");
}
function isBreach(error) {
  return isTalosError(error, "E_PROTOCOL") || isTalosError(error, "E_MALFORMED");
}

// src/agent/tunnel/tunnel-dialer.ts
var OPEN_TIMEOUT_MS = 3e4;
var REDEEM_TIMEOUT_MS = 1e4;
var TunnelDialer = class {
  #core;
  #witness;
  #control;
  #channels;
  #unwatch;
  /** Peers whose tunnels are being moved. */
  #moving = /* @__PURE__ */ new Set();
  #tunnels = /* @__PURE__ */ new Map();
  /** @param dialling - Gives the network, started when first needed, and looks for peers. */
  constructor(core, dialling, witness, control2) {
    this.#core = core;
    this.#witness = witness;
    this.#control = control2;
    this.#channels = new DialledChannels(core, dialling, control2);
    const unwake = core.network.onWake(() => {
      for (const { resumer } of this.#tunnels.values()) resumer?.retryNow();
    });
    const unwatch = core.network.onBetterPath((peer) => void this.#moveTo(peer));
    this.#unwatch = () => {
      unwake();
      unwatch();
    };
  }
  /** Takes the lasting tunnels to `peer` to a new channel, over the better way that there is now. */
  async #moveTo(peer) {
    const resumers = [...this.#tunnels.values()].flatMap(
      ({ server, resumer }) => server === peer ? resumer ?? [] : []
    );
    if (resumers.length === 0 || this.#moving.has(peer)) return;
    this.#moving.add(peer);
    try {
      const dialled = await this.#channels.renew(peer, this.#addressesOf(peer));
      await Promise.all(resumers.map((resumer) => resumer.move(dialled)));
      this.#channels.release(dialled);
      this.#core.notice("tunnel", `a tunnel goes on over a better connection (${dialled.channel.path})`, peer);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    } finally {
      this.#moving.delete(peer);
    }
  }
  /**
   * A channel to `peer`, in use until it is disposed of.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no address of it is known, and what dialling throws.
   */
  async reach(peer, signal) {
    return withSuccessor(this.#core, peer, async (at) => {
      const dialled = await this.#use(at, signal);
      return { channel: dialled.channel, [Symbol.dispose]: () => this.#channels.release(dialled) };
    });
  }
  #use(peer, signal) {
    return this.#channels.use(peer, this.#addressesOf(peer), signal);
  }
  #addressesOf(peer) {
    return this.#core.peers.get(peer)?.addresses ?? [];
  }
  /**
   * Has a grant that this agent received renewed by its issuer; durable when it resolves.
   *
   * @throws {TalosError} as `Renewals.ask`, and what dialling throws.
   */
  async renew(grant, signal) {
    var _stack = [];
    try {
      const issuer = this.#core.successions.current(grant.token.claims.issuer);
      const [open2] = this.#control.revocations.channelsTo(issuer);
      if (open2 !== void 0) return this.#control.renewals.ask(open2, grant, signal);
      const reached = __using(_stack, await this.reach(issuer, signal));
      return await this.#control.renewals.ask(reached.channel, grant, signal);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  /** Shows a renewal to the servers of all open tunnels that run under `before`. */
  renewed(before, after) {
    for (const tunnel of this.#tunnels.keys()) if (tunnel.token === before.token.id) tunnel.renew(after.chain);
  }
  /** Open channels. */
  get channels() {
    return this.#channels.all;
  }
  /**
   * Redeems an invitation, or finds what it was redeemed for before.
   *
   * @throws {TalosError} `E_INVITE_USED`, `E_INVITE_EXPIRED`, `E_INVITE_INVALID`; what dialling throws; `E_PROTOCOL`
   *   for an answer that is not about this invitation.
   */
  async redeem(invitation, signal) {
    const { invitations, grants, peers } = this.#core;
    const before = await invitations.used(invitation);
    if (before !== void 0) return before;
    const { server, addresses: addresses2, service } = invitation;
    const dialled = await this.#channels.use(server, addresses2, signal);
    try {
      const granted = await dialled.redeeming.run(() => this.#exchange(dialled, invitation, signal), signal);
      const grant = await grants.receive(granted.token);
      assertFrom(grant, server, granted.service, this.#core.successions);
      const servers = (invitation.servers ?? []).filter(isNamedPlace);
      await peers.note(server, { addresses: addresses2, alias: service, ...servers.length === 0 ? {} : { servers } });
      await invitations.noteUsed(invitation, granted.service);
      return { server, service: granted.service };
    } finally {
      this.#channels.release(dialled);
    }
  }
  async #exchange(dialled, invitation, signal) {
    const { channel } = dialled;
    const { id, server } = invitation;
    const redeemer = this.#core.identity.did;
    const signature = signRedemption(invitation.seed, { id, server, redeemer, session: channel.session });
    const answer = new Promise((resolve) => {
      dialled.control = resolve;
    });
    channel.send(PACKET.inviteRedeem, 0, encodeRedeem({ id, signature }));
    const packet = await withinChannel(answer, channel, REDEEM_TIMEOUT_MS, signal);
    if (packet.type === PACKET.refusal) throw this.#refused(channel.peer, packet, "invitation");
    if (packet.type !== PACKET.inviteGrant)
      throw new TalosError("E_PROTOCOL", "the redemption was answered with something else");
    return decodeInviteGrant(packet.content);
  }
  /**
   * Opens a tunnel.
   *
   * @throws {TalosError} The code of the refusal, such as `EXPIRED` or `REVOKED`; `E_EQUIVOCATION` where there is evidence
   *   against the server; `E_UNREACHABLE`, `E_TIMEOUT` and what else dialling throws.
   */
  open(target, options) {
    return withSuccessor(this.#core, target.server, (server) => this.#openAt({ ...target, server }, options));
  }
  async #openAt(target, options) {
    const { server, token } = target;
    const { signal } = options;
    this.#witness.assertTrusted(server);
    const dialled = await this.#use(server, signal);
    try {
      const held = token === void 0 ? heldChain(await this.#inForce(target, signal)) : void 0;
      return await this.#openOrOther(dialled, target, held, options);
    } finally {
      this.#channels.release(dialled);
    }
  }
  /** The newest grant at `server`; one that has lapsed and may be renewed is, where its issuer agrees. */
  async #inForce({ server, service, call: call2 }, signal) {
    const { grants } = this.#core;
    const held = grants.newestFrom(server, service, call2);
    const lapsed = held === void 0 ? grants.newestLapsed(server, service) : void 0;
    if (lapsed === void 0) return held;
    try {
      return await this.renew(lapsed, signal);
    } catch (error) {
      if (isStorageFailure(error) || !isTalosError(error)) throw error;
      return void 0;
    }
  }
  async #openOrOther(dialled, target, held, options) {
    try {
      return await this.#openUnder(dialled, target, target.token ?? held, options);
    } catch (error) {
      const { peer } = dialled.channel;
      if (isTalosError(error, "REVOKED")) await this.#control.learnList(peer, peer);
      if (held === void 0 || !isTalosError(error) || error.details["other"] !== true) throw error;
      return await this.#openUnder(dialled, target, void 0, options);
    }
  }
  /** The error of a refusal, which is on record here too. */
  #refused(server, packet, subject) {
    const error = refusalError(decodeRefusal(packet.content), `the ${subject}`);
    this.#core.denials.note(server, subject, error.code);
    return error;
  }
  async #openUnder(dialled, { service, justification }, token, options) {
    const chain = token === void 0 ? [] : splitChain(token);
    const lasting = options.line !== void 0;
    const stream = this.#channels.open(dialled, encodeTunnelOpen({ service, chain, lasting }));
    return this.#opened(dialled, stream, { token, justification }, options);
  }
  async #opened(dialled, stream, presented, { onMessage, signal, line }) {
    const server = dialled.channel.peer;
    const before = this.#core.seen.newest(server)?.checkpoint;
    let release = () => {
    };
    const taken = new Promise((resolve) => {
      release = resolve;
    });
    const first = new Promise((resolve, reject) => {
      stream.onPacket((packet) => {
        resolve(packet);
        return taken;
      });
      void stream.closed.then((reason) => {
        if (reason !== void 0) reject(refusalError(reason, "the tunnel"));
      });
    });
    try {
      const packet = await withinChannel(first, dialled.channel, OPEN_TIMEOUT_MS, signal);
      if (packet.type === PACKET.refusal) throw this.#refused(server, packet, "tunnel");
      if (packet.type !== PACKET.tunnelOpened)
        throw new TalosError("E_PROTOCOL", "the tunnel was answered with something else");
      const opened = decodeTunnelOpened(packet.content);
      const grant = await this.#grantOf(opened, server, presented.token);
      await this.#witness.opened(server, opened.checkpoint, before);
      const onCheckpoint = (note) => this.#witness.saw(server, note);
      const context = { ...this.#core.recordsOf(dialled.channel, opened.service, grant.token.id), onCheckpoint };
      const records = new CallerRecords(context, dialled.number);
      const announcer = new Announcer(records, opened.intents ?? [], presented.justification);
      const tunnel = new UsedTunnel({ stream, records, announcer, onMessage });
      const resumer = line && this.#resumerOf(tunnel, stream, opened, server, line);
      this.#keep(tunnel, stream, { server, resumer });
      if (this.#core.network.hasBetter(server, dialled.channel.path)) void this.#moveTo(server);
      const renew = (held, stop) => this.renew(held, stop);
      renewInTime({ core: this.#core, tunnel, renew, ended: stream.closed, peer: server }, grant);
      return { tunnel, service: opened.service, resumer };
    } catch (error) {
      stream.close();
      throw error;
    } finally {
      release();
    }
  }
  /** Keeps a tunnel at a channel, where the server lets it last. */
  #resumerOf(tunnel, stream, { tunnel: id }, server, watcher) {
    if (id === void 0 || !stream.isOpen) return void 0;
    return new TunnelResumer({
      stream,
      id,
      watcher,
      use: (signal) => this.#use(server, signal),
      channels: this.#channels,
      fail: (error) => tunnel.fail(error)
    });
  }
  #keep(tunnel, stream, held) {
    this.#tunnels.set(tunnel, held);
    const unused = this.#witness.inUse(held.server);
    void stream.closed.then(() => {
      this.#tunnels.delete(tunnel);
      unused();
    });
  }
  /** Ends the tunnels to `server` because of `reason`. */
  endTunnelsTo(server, reason) {
    for (const [tunnel, each] of this.#tunnels) if (each.server === server) tunnel.fail(reason);
  }
  /** The grant that the tunnel runs under: the one presented, kept from now on, or one that the server had. */
  async #grantOf(opened, server, presented) {
    if (presented !== void 0 && splitChain(presented).at(-1) !== opened.token)
      throw new TalosError("E_PROTOCOL", "the tunnel was opened under another token than the one presented");
    if (opened.checkpoint !== "" && readCheckpoint(opened.checkpoint, server) === void 0)
      throw new TalosError("E_PROTOCOL", "the checkpoint of the server is no note that it signed");
    const grant = await this.#core.grants.receive(presented ?? opened.token);
    const { successions } = this.#core;
    if (presented === void 0) assertFrom(grant, server, opened.service, successions);
    else assertFor(grant, server, opened.service, successions);
    return grant;
  }
  /** Ends every channel, and each that is being dialled; none is dialled any more. Repeatable. */
  async close() {
    this.#unwatch();
    await this.#channels.close();
  }
};
function heldChain(grant) {
  return grant === void 0 ? void 0 : chainText(grant.chain);
}
function assertFrom(grant, server, service, line) {
  if (line.current(grant.token.claims.issuer) !== server)
    throw new TalosError("E_PROTOCOL", "the token is not one of this server for this service");
  assertFor(grant, server, service, line);
}
function assertFor({ token: { claims } }, server, service, line) {
  if (line.current(claims.audience) !== server || claims.scope.service !== service)
    throw new TalosError("E_PROTOCOL", "the token is not one for this server and this service");
}

// src/agent/tunnel/call-line.ts
var CallLine = class {
  #waitMs;
  #calls;
  #waiting = /* @__PURE__ */ new Set();
  #isAway = false;
  #failure;
  /**
   * @param waitMs - Milliseconds that a call waits to be sent.
   * @param calls - How many wait for an answer, or to be sent.
   */
  constructor(waitMs, calls) {
    this.#waitMs = waitMs;
    this.#calls = calls;
  }
  /** See {@link TunnelLineWatcher.away}. */
  away() {
    this.#isAway = true;
  }
  /** See {@link TunnelLineWatcher.back}. */
  back() {
    this.#isAway = false;
    for (const settle of this.#waiting) settle(void 0);
  }
  /** See {@link TunnelLineWatcher.isWanted}. */
  isWanted() {
    return this.#calls() > 0;
  }
  /** It is over: who waits, and whoever comes, is told `reason`. */
  end(reason) {
    this.#failure = reason;
    for (const settle of this.#waiting) settle(reason);
  }
  /**
   * Resolves when something can be sent.
   *
   * @throws {TalosError} `E_UNREACHABLE` where the peer was not reached in time; what {@link end} was told; the reason of
   *   `signal`.
   */
  async there(signal) {
    signal?.throwIfAborted();
    if (this.#failure !== void 0) throw this.#failure;
    if (!this.#isAway) return;
    await new Promise((resolve, reject) => {
      const settle = (failure) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#waiting.delete(settle);
        if (failure === void 0) resolve();
        else reject(failure);
      };
      const abort = () => settle(signal?.reason);
      const timer = setTimeout(() => settle(unreached()), this.#waitMs);
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiting.add(settle);
    });
  }
};
function unreached() {
  return new TalosError("E_UNREACHABLE", "the connection to the peer was lost, and was not made anew in time");
}

// src/agent/tunnel/line-queue.ts
var MAX_UNREAD_CHARACTERS = 1024 * 1024;
var LineQueue = class {
  #lines = [];
  #unread = 0;
  #readers = [];
  #writers = [];
  #isOver = false;
  /** Adds a line. Resolves when the next may be added; after {@link end} it is dropped. */
  async push(line) {
    if (this.#isOver) return;
    this.#lines.push(line);
    this.#unread += line.length;
    this.#readers.shift()?.(false);
    if (this.#unread < MAX_UNREAD_CHARACTERS) return;
    await new Promise((resolve) => {
      this.#writers.push(resolve);
    });
  }
  /** Ends the iteration after the lines that wait. */
  end() {
    this.#isOver = true;
    this.#release();
    for (const reader of this.#readers) reader(true);
    this.#readers = [];
  }
  #release() {
    const writers = this.#writers;
    this.#writers = [];
    for (const resolve of writers) resolve();
  }
  async *[Symbol.asyncIterator]() {
    for (; ; ) {
      const line = this.#lines.shift();
      if (line !== void 0) {
        this.#unread -= line.length;
        if (this.#unread < MAX_UNREAD_CHARACTERS) this.#release();
        yield line;
      } else if (this.#isOver) {
        return;
      } else {
        await new Promise((resolve) => {
          this.#readers.push(resolve);
        });
      }
    }
  }
};

// src/agent/tunnel/using.ts
async function resolveTarget(parts, text, { service = "", capability } = {}, signal) {
  const { core, dialer } = parts;
  if (text.startsWith(INVITATION_PREFIX)) {
    const redeemed = await dialer.redeem(parseInvitation(text), signal);
    return service === "" ? redeemed : { ...redeemed, service };
  }
  const server = await peerOf2(core, text);
  return capability === void 0 ? { server, service } : { server, service, token: capability };
}
async function connect(parts, params, options) {
  const { core, dialer, platform } = parts;
  const signal = options.signal ?? new AbortController().signal;
  const { justification, deadlineMs } = params;
  assertDeadline(deadlineMs);
  const resolved = await resolveTarget(parts, params.target, params, signal);
  const target = { ...resolved, ...justification === void 0 ? {} : { justification } };
  const lines = new LineQueue();
  let service = target.service;
  const supervised = await SupervisedTunnel.open(
    {
      open: async (opening) => {
        const opened = await dialer.open({ ...target, service }, opening);
        service = opened.service;
        return opened;
      },
      toClient: (text) => lines.push(text),
      onNotice: (message) => {
        core.notice("tunnel", message, target.server);
        options.onNotice?.({ kind: "tunnel", message, peer: target.server });
      },
      reconnectDeadlineMs: platform.reconnectDeadlineMs,
      deadlineMs
    },
    signal
  );
  const unwake = core.network.onWake(() => supervised.retryNow());
  const unfail = core.onFailure((error) => void supervised.fail(error));
  const close = async () => {
    await supervised.close();
    lines.end();
  };
  const abort = () => void close();
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  const ended = supervised.ended.finally(() => {
    lines.end();
    unwake();
    unfail();
    signal.removeEventListener("abort", abort);
  });
  ended.catch(() => void 0);
  return { info: { peer: target.server, service }, send: (line) => supervised.send(line), lines, ended, close };
}
async function openCalls(parts, target, signal) {
  const line = new CallLine(parts.platform.reconnectDeadlineMs, () => caller.waiting);
  const opening = parts.dialer.open(target, {
    onMessage: ({ rpc, receipt, isFromTool }) => caller.take(rpc, receipt, isFromTool),
    signal,
    line
  });
  const caller = new RpcCaller(async (json, aborting, going) => {
    const rpc = readRpc(writeJson(json));
    if (rpc.kind === "fault")
      throw new TalosError(rpc.code === RPC_CODES.invalidRequest ? "E_LIMIT" : "E_MALFORMED", rpc.reason);
    const { tunnel: tunnel2, resumer } = await opening;
    if (rpc.kind === "request") {
      resumer?.hurry();
      await line.there(aborting);
      going?.();
    }
    await tunnel2.send(rpc);
  });
  const { tunnel } = await opening;
  let isOver2 = false;
  const ended = tunnel.ended().then((reason) => {
    isOver2 = true;
    const fallback = new TalosError(
      "E_OUTCOME_UNKNOWN",
      "the connection ended before the outcome of the call was known"
    );
    const failure = isTalosError(reason) ? reason : fallback;
    caller.fail(failure);
    line.end(failure);
    return reason;
  });
  try {
    await caller.initialize(parts.platform.version, signal);
  } catch (error) {
    await tunnel.close();
    throw error;
  }
  return {
    callTool: (name, given, { intent, signal: aborting } = {}) => {
      const meta = intent === void 0 ? {} : { _meta: { [INTENT_META]: { ...intent } } };
      return inTime(caller, { name, arguments: given, ...meta }, aborting);
    },
    announce: (name, given, justification) => tunnel.announce("tools/call", { name, arguments: given }, justification),
    ended,
    isOver: () => isOver2,
    [Symbol.asyncDispose]: async () => {
      await tunnel.close();
      await ended;
    }
  };
}
async function inTime(caller, params, signal) {
  const sent = { is: false };
  try {
    return await caller.request("tools/call", params, signal, () => {
      sent.is = true;
    });
  } catch (error) {
    if (!sent.is && isTalosError(error, "E_OUTCOME_UNKNOWN"))
      throw new TalosError("E_UNREACHABLE", "the connection ended before the call was sent");
    if (!sent.is || signal?.aborted !== true || !isTalosError(signal.reason, "E_TIMEOUT")) throw error;
    throw new TalosError("E_OUTCOME_UNKNOWN", `${signal.reason.message}: the outcome of the call is not known`);
  }
}
function assertDeadline(ms) {
  if (ms !== void 0 && !(ms >= 1 && ms <= MAX_DEADLINE_MS))
    throw new TalosError("E_USAGE", "the deadline of a request is at most a day");
}
async function call(parts, params, signal) {
  var _stack = [];
  try {
    const given = parseJson(params.arguments, { maxBytes: MAX_RPC_BYTES });
    if (!isFields(given)) throw new TalosError("E_MALFORMED", "the arguments of a tool are a JSON object");
    const { justification, deadlineMs } = params;
    assertDeadline(deadlineMs);
    const limit = __using(_stack, deadlineMs === void 0 ? void 0 : deadline(signal, deadlineMs));
    const until = limit?.signal ?? signal;
    const target = await resolveTarget(parts, params.peer, params, until);
    const tool = { tool: params.tool, arguments: given };
    const connection = __using(_stack, await openCalls(parts, { ...target, call: tool }, until), true);
    const intent = justification === void 0 ? void 0 : { justification };
    return callOutcome(await connection.callTool(params.tool, given, { intent, signal: until }));
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function callOutcome(outcome) {
  const entry = outcome.receipt ?? "";
  if (outcome.kind === "result") return { result: writeJson(outcome.result), entry };
  const { code, message, data } = outcome.error;
  const isDenial = !outcome.isFromTool && code === RPC_CODES.denied;
  const denial = isDenial && data !== void 0 && isFields(data) ? data["code"] : void 0;
  return {
    error: {
      code: typeof code === "number" ? code : 0,
      message: typeof message === "string" ? message : "",
      ...outcome.isFromTool ? { fromTool: true } : {},
      ...typeof denial === "string" ? { denial } : {},
      ...data === void 0 ? {} : { data: writeJson(data) }
    },
    entry
  };
}

// src/agent/agent.ts
var DEFAULT_SERVICE = "default";
var Agent = class {
  #core;
  #platform;
  #host;
  #dialer;
  #control;
  ping = (...asked2) => pingPeer(this.#core, { ...this.messages.dialling, reach: () => this.#platform.reachStatus?.() }, ...asked2);
  #reach = (peer, signal) => this.#dialer.reach(peer, signal);
  #capabilities;
  #chains;
  #lent = /* @__PURE__ */ new Map();
  /** What lasts until it is closed: services, tunnels, connections. */
  #lasting = /* @__PURE__ */ new Set();
  #startedMs;
  #sweep;
  #unwatch;
  #gossip;
  messages;
  transfers;
  contacts;
  identities;
  servers;
  anchors;
  chains;
  blocks;
  light;
  audit;
  reports;
  witness;
  tools;
  acl;
  approvals;
  #disposing;
  constructor(core, platform) {
    this.#core = core;
    this.#platform = platform;
    this.witness = new Witnessing({
      core,
      host: () => platform.host(),
      post: (url, body, signal) => platform.postText(url, body, signal),
      onEquivocation: (peer) => this.#endTunnelsWith(peer)
    });
    this.acl = new AccessLists(core, platform.accessLists);
    this.#control = new ChannelControl(
      core,
      {
        served: () => this.#host.served,
        rootsOf: (service) => this.#host.rootsOf(service),
        veiledHost: (seed) => platform.veiledHost(seed),
        end: (peer, reason) => this.#endTunnelsWith(peer, reason)
      },
      this.#reach
    );
    this.#host = new TunnelHost(core, this.witness, this.#control, systemTimer, platform.tunnelLingerMs);
    this.messages = new Correspondence(core, platform, (service) => this.#host.rootsOf(service));
    const { dialling } = this.messages;
    this.#dialer = new TunnelDialer(core, dialling, this.witness, this.#control);
    this.#capabilities = new Capabilities({
      core,
      dialer: this.#dialer,
      control: this.#control,
      reach: this.#reach,
      served: () => this.#host.served.map(({ chain }) => chain)
    });
    core.askLine = (contact, found, address, signal) => this.#control.successions.ask(contact, found, address, signal);
    this.#startedMs = core.clock.now();
    this.contacts = new Contacts(core, (peer) => this.messages.resume(peer));
    this.identities = new Identities(core, {
      find: (peer) => this.messages.find(peer),
      reach: this.#reach,
      told: (channel, signal) => this.#control.successions.told(channel, signal)
    });
    this.servers = new Servers(() => this.messages.mail());
    this.#chains = openChains(core, {
      operations: this.witness.operations,
      onFork: (author, evidence) => this.witness.forked(author, evidence),
      ...dialling,
      hasTunnel: (peer) => this.#host.hasTunnelWith(peer)
    });
    this.blocks = new Blocks(core, this.#chains.foreign);
    const witnesses = new CosignatureAnchor((signal) => this.witness.cosigned(signal));
    this.anchors = new Anchors(core, async () => [witnesses, ...await platform.anchors()]);
    this.chains = this.#chains.api;
    this.light = new Light({
      core,
      dialer: this.#chains.dialer,
      onFork: (author, evidence) => this.witness.forked(author, evidence),
      witnesses: () => this.witness.known()
    });
    this.audit = new Audits({
      core,
      archives: platform.archives,
      messenger: () => this.messages.messenger(),
      find: (id, archives) => this.#entry(id, archives)
    });
    this.approvals = core.approvals;
    this.reports = new Reports(core, this.anchors, platform.version);
    this.tools = new Tools(core.pins);
    this.#gossip = openGossip({
      core,
      platform,
      messages: this.messages,
      rootsOf: () => this.#host.rootsOf(),
      control: this.#control,
      onCheckpoint: (author, note) => this.witness.heard(author, note)
    });
    this.transfers = new Transfers({ core, platform, dialling, ...throughMessages(this.messages) });
    this.messages.files = this.transfers.letters;
    this.messages.onListening(() => this.#lasts());
    const wake = (sleptMs) => core.network.wake(sleptMs);
    const stops = [watchClocks(core.clock, systemTimer, wake), platform.watchNetwork?.(wake)];
    this.#unwatch = () => {
      for (const stop of stops) stop?.();
    };
    this.#sweep = setInterval(() => flushQuietly(core.denials, false), DENIAL_WINDOW_MS);
  }
  /** Why the agent can do nothing any more: the storage under its ledger failed. */
  get failure() {
    return this.#core.failure;
  }
  /** Open channels, of both ends. */
  get channels() {
    return [...this.#host.channels, ...this.#dialer.channels];
  }
  /** The end that takes channels. */
  get tunnels() {
    return this.#host;
  }
  /** Takes a link of any purpose that agents serve; the platform gives it links. */
  accept(purpose, link) {
    if (purpose === "channel") return this.#host.accept(link);
    if (purpose === "chain") return this.#chains.host.accept(link);
    if (purpose === "transfer") return this.transfers.takeLink(link);
    return this.messages.accept(link);
  }
  get #using() {
    return { core: this.#core, dialer: this.#dialer, platform: this.#platform };
  }
  async whoami() {
    const { identity } = this.#core;
    const { publicKey } = identity.signing;
    const { keystore: keystore2, createdMs } = this.#platform;
    const peerId = formatPeerId(publicKey);
    return { did: identity.did, name: identity.name, publicKey: toHex(publicKey), peerId, keystore: keystore2, createdMs };
  }
  async status() {
    const { identity, ledger: ledger2, durability, peers } = this.#core;
    const { pid, keystore: keystore2, primitives } = this.#platform;
    const repairs = await ledger2.positions({ type: "session-repair" });
    const [lastRepair] = await ledger2.query({ type: "session-repair", last: 1 });
    return {
      owner: { pid, startedMs: this.#startedMs },
      did: identity.did,
      name: identity.name,
      addresses: this.#platform.addresses(),
      services: [...this.#lent].map(([service, tools]) => ({ service, tools, peers: this.#host.peersOf(service) })),
      sessions: this.channels.map(({ channel, sinceMs }) => {
        const { peer, role, remoteAddress: address, path } = channel;
        return { peer, role, sinceMs, address, path };
      }),
      identityChanges: peers.all().flatMap(({ alias, did, changed: changed3 }) => changed3 ? [{ alias, pinned: did, offered: changed3.did }] : []),
      repairs: { count: repairs.length, lastAtMs: lastRepair?.timeMs ?? 0 },
      servers: await this.servers.list(),
      ...await this.#platform.reachStatus?.() ?? UNREACHED,
      ledger: { size: ledger2.size, height: ledger2.height, checkpoint: ledger2.checkpoint },
      keystore: keystore2,
      durability,
      primitives
    };
  }
  grant(params) {
    return this.#capabilities.grant(params, () => this.onlyService());
  }
  delegate(params) {
    return this.#capabilities.delegate(params);
  }
  /** The one service that is lent, or `default`. @throws {TalosError} `E_AMBIGUOUS` where there are more. */
  onlyService() {
    const [first, second] = this.#lent.keys();
    if (second !== void 0)
      throw new TalosError("E_AMBIGUOUS", `more than one service is lent: ${[...this.#lent.keys()].join(", ")}`, {
        hint: "name one with --service"
      });
    return first ?? DEFAULT_SERVICE;
  }
  capabilities() {
    return this.#capabilities.list();
  }
  capability(id) {
    return this.#capabilities.detail(id);
  }
  isRevoked(chain) {
    return this.#capabilities.isRevoked(chain);
  }
  revoke(params) {
    return this.#capabilities.revoke(params);
  }
  renew(params, signal) {
    return this.#capabilities.renew(params, signal);
  }
  async auditLog(query) {
    const { peer, type, ...rest } = query;
    const known = ENTRY_TYPES.find((each) => each === type);
    if (type !== void 0 && known === void 0)
      throw new TalosError("E_USAGE", `no entry has this type; there are ${ENTRY_TYPES.join(", ")}`);
    const wanted = {
      ...rest,
      ...peer === void 0 ? {} : { peer: this.#core.known(peer) },
      ...known === void 0 ? {} : { type: known }
    };
    return (await this.#core.ledger.query(wanted)).map(auditEntry);
  }
  async auditEntry(id, archives = []) {
    return auditEntry(await this.#entry(id, archives));
  }
  async #entry(id, archives) {
    const entry = await this.#core.ledger.get(await entryIdOf(this.#core.ledger, id), this.audit.sources(archives));
    if (entry === void 0) throw new TalosError("E_NOT_FOUND", "no entry has this id");
    return entry;
  }
  async auditVerify() {
    return auditReport(await this.#core.ledger.verify());
  }
  async proof(id, archives = []) {
    return this.#core.ledger.prove(await entryIdOf(this.#core.ledger, id), this.audit.sources(archives));
  }
  async call(params, signal) {
    return call(this.#using, params, signal);
  }
  async backup({ path }, signal) {
    const { backup: make, keystore: keystore2 } = this.#platform;
    const { ledger: ledger2, salts, identity } = this.#core;
    if (make === void 0) throw new TalosError("E_USAGE", "there is no data directory");
    await ledger2.seal();
    await salts.flush();
    const { size: entries, checkpoint } = ledger2;
    const bytes = await ledger2.hold(() => make(path, signal));
    return { path, did: identity.did, keystore: keystore2, entries, checkpoint, bytes };
  }
  serve(params, options = {}) {
    const { approveCommand: approveCommand2, ...terms } = params;
    const command = approveCommand2 && this.#platform.approver?.(approveCommand2, params);
    const { argv } = params;
    return this.lend({ ...terms, ...command && { command } }, this.#platform.startTool(params), options, { argv });
  }
  /**
   * Lends the tool servers that `startTool` starts.
   *
   * @param origin - What they are; an object of this process unless given.
   * @throws as `lend` of `lending.ts`.
   */
  async lend(terms, startTool2, options = {}, origin = { local: terms.service }) {
    const parts = { core: this.#core, host: this.#host, platform: this.#platform, acl: this.acl };
    this.#assertOpen();
    const unwatch = this.#core.watch(options.onNotice ?? (() => {
    }));
    try {
      const { tools, service } = await lend(parts, terms, { startTool: startTool2, origin }, options);
      await this.#keep(service);
      const found = await this.messages.stayFound();
      this.#lent.set(terms.service, tools);
      const forget = () => {
        this.#lent.delete(terms.service);
        unwatch();
        void found[Symbol.asyncDispose]();
      };
      service.ended.then(forget, forget);
      return service;
    } catch (error) {
      unwatch();
      throw error;
    }
  }
  /** Opens a connection for own calls. @throws as `openCalls` of `using.ts`. */
  async openCalls(target, signal) {
    this.#assertOpen();
    return openCalls(this.#using, target, signal);
  }
  async connect(params, options = {}) {
    this.#assertOpen();
    const tunnel = await connect(this.#using, params, options);
    await this.#keep(tunnel);
    return tunnel;
  }
  /** The agent goes on for a while: what waits for others may go out, and be heard. */
  #lasts() {
    this.#gossip?.begin();
    void this.transfers.resume().catch(dropped2);
  }
  #assertOpen() {
    if (this.#disposing !== void 0) throw new TalosError("E_CLOSED", "the agent has ended");
  }
  /** Closes `lasting` with the agent. @throws {TalosError} `E_CLOSED` if that has ended meanwhile. */
  async #keep(lasting) {
    this.#lasting.add(lasting);
    this.#lasts();
    const forget = () => void this.#lasting.delete(lasting);
    lasting.ended.then(forget, forget);
    if (this.#disposing === void 0) return;
    await lasting.close();
    this.#assertOpen();
  }
  /** Ends what goes on with a peer that was convicted, or whose identity is over. */
  #endTunnelsWith(peer, reason = new TalosError("E_EQUIVOCATION", "the peer has signed two histories")) {
    void this.#host.endTunnelsOf(peer, reason.code);
    this.#dialer.endTunnelsTo(peer, reason);
  }
  [Symbol.asyncDispose]() {
    this.#disposing ??= this.#dispose();
    return this.#disposing;
  }
  async #dispose() {
    clearInterval(this.#sweep);
    this.#unwatch();
    this.audit.close();
    this.#core.approvals.close();
    await Promise.allSettled([...this.#lasting].map((each) => each.close()));
    await this.#gossip?.[Symbol.asyncDispose]();
    await this.transfers[Symbol.asyncDispose]();
    await this.#host.close();
    await this.acl.close();
    await this.witness[Symbol.asyncDispose]();
    await this.#dialer.close();
    this.#control[Symbol.dispose]();
    await this.#chains[Symbol.asyncDispose]();
    await this.messages[Symbol.asyncDispose]();
    flushQuietly(this.#core.denials, true);
    await this.#core.salts.flush();
    await this.#core.usage.close();
  }
};

// src/capability/cache.ts
var DEFAULT_CACHED_GRANTS = 1024;
var GrantCache = class {
  #limit;
  // By the leaf's text, signature included: another signature on the same claims is another token.
  #byLeaf = /* @__PURE__ */ new Map();
  /**
   * @param limit - Most grants kept, at least 1.
   * @throws {RangeError} for another `limit`.
   */
  constructor(limit = DEFAULT_CACHED_GRANTS) {
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit must be 1 or more, got ${limit}`);
    this.#limit = limit;
  }
  /** Grants kept now. */
  get size() {
    return this.#byLeaf.size;
  }
  /** As `verifyChain`, whose verdict it always gives. */
  verify(chain, context) {
    const leaf = chain.at(-1) ?? "";
    const remembered = this.#byLeaf.get(leaf);
    if (remembered === void 0 || !isSameQuestion(remembered, chain, context)) {
      const verdict = verifyChain(chain, context);
      if (verdict.allowed) {
        const asked2 = { ...context, roots: [...context.roots] };
        this.#remember(leaf, { grant: verdict.grant, chain: [...chain], context: asked2 });
      }
      return verdict;
    }
    const { grant } = remembered;
    const denial = standingDenial(grant, context);
    if (denial?.code === "EXPIRED") this.#byLeaf.delete(leaf);
    else this.#remember(leaf, remembered);
    return denial ?? { allowed: true, grant };
  }
  #remember(leaf, remembered) {
    this.#byLeaf.delete(leaf);
    this.#byLeaf.set(leaf, remembered);
    if (this.#byLeaf.size <= this.#limit) return;
    const [oldest] = this.#byLeaf.keys();
    if (oldest !== void 0) this.#byLeaf.delete(oldest);
  }
};
function isSameQuestion(remembered, chain, context) {
  const before = remembered.context;
  return before.holder === context.holder && before.audience === context.audience && before.service === context.service && areEqual(before.roots, context.roots) && areEqual(remembered.chain, chain);
}
function areEqual(a, b) {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

// src/agent/identity/succession-book.ts
var MAX_SUCCESSIONS = 1e4;
var PREFIX2 = "step/";
var END = "step0";
var SuccessionBook = class _SuccessionBook {
  #store;
  #clock;
  #steps = /* @__PURE__ */ new Map();
  /** Who was succeeded by each, where that is not disputed. */
  #before = /* @__PURE__ */ new Map();
  #changing = new Mutex();
  #watchers = /* @__PURE__ */ new Set();
  constructor(store, clock) {
    this.#store = store;
    this.#clock = clock;
  }
  /** @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
  static async open(store, clock) {
    const book = new _SuccessionBook(store, clock);
    for await (const [key, value] of store.scan("succession", { start: utf8(PREFIX2), end: utf8(END) })) {
      const steps = readSteps(value);
      const [first] = steps;
      if (first === void 0 || fromUtf8(key) !== PREFIX2 + first.from)
        throw new TalosError("E_STORAGE_CORRUPT", "a succession of the store cannot be read");
      book.#keep(first.from, steps);
    }
    return book;
  }
  /** Calls `watcher` with every statement that is taken from now on, once it is durable. @returns Undoes it. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
  get isEmpty() {
    return this.#steps.size === 0;
  }
  current(did) {
    let at = did;
    for (let next = this.#next(at); next !== void 0; next = this.#next(at)) at = next.to;
    return at;
  }
  isOver(did) {
    return this.#steps.has(did);
  }
  formers(did) {
    const found = [];
    for (let at = this.#before.get(did); at !== void 0; at = this.#before.get(at)) found.push(at);
    return found;
  }
  /** The statements from `did` on: none, one, or two where it is disputed who goes on. */
  stepsFrom(did) {
    return this.#steps.get(did) ?? [];
  }
  /** The line that leads to `did`, its first step first: what shows that it goes on for those before. */
  lineTo(did) {
    return this.formers(did).toReversed().flatMap((former) => this.#next(former) ?? []);
  }
  /** A statement that anybody may have given. @throws {TalosError} as `verifySuccession`. */
  read(bytes) {
    return verifySuccession(bytes, { nowMs: this.#clock.now() });
  }
  /** All that is known. */
  all() {
    return [...this.#steps.values()].flat();
  }
  /**
   * Takes a statement that anybody may have given; durable when it resolves.
   *
   * @throws {TalosError} as `verifySuccession`; `E_STALE` for a step that is not after the one before it, in number or in
   *   time; `E_BAD_SUCCESSION` where it would lead back, or to one that goes on for another already; `E_LIMIT` for a line
   *   of too many steps, or where no more are kept.
   */
  take(bytes) {
    const step = this.read(bytes);
    return this.#changing.run(async () => {
      const known = this.#steps.get(step.from) ?? [];
      if (known.some(({ to }) => to === step.to) || known.length > 1) return "known";
      this.#assertFits(step);
      const steps = [...known, step];
      await this.#store.apply([putSteps(step.from, steps)]);
      this.#keep(step.from, steps);
      const taken = steps.length > 1 ? "disputed" : "taken";
      for (const watcher of this.#watchers) watcher(step, taken);
      return taken;
    });
  }
  #assertFits(step) {
    const { from, to, sequence, timeMs } = step;
    if (this.#leadsTo(to, from))
      throw new TalosError("E_BAD_SUCCESSION", "the succession leads back to where it began");
    for (const each of this.#known(from))
      if (each.sequence >= sequence || each.timeMs > timeMs)
        throw new TalosError("E_STALE", "the succession is not after the one before it");
    for (const each of this.#steps.get(to) ?? [])
      if (each.sequence <= sequence || each.timeMs < timeMs)
        throw new TalosError("E_STALE", "the succession is not before the one after it");
    if (this.#known(to).some((each) => each.from !== from))
      throw new TalosError("E_BAD_SUCCESSION", "the identity goes on in the place of another one already");
    if (!this.#steps.has(from) && this.#steps.size >= MAX_SUCCESSIONS)
      throw new TalosError("E_LIMIT", `more than ${MAX_SUCCESSIONS} successions`);
  }
  /** Statements that lead to `did`, disputed or not. */
  #known(did) {
    return this.all().filter(({ to }) => to === did);
  }
  #leadsTo(from, to) {
    const open2 = [from];
    const seen = /* @__PURE__ */ new Set();
    for (let at = open2.pop(); at !== void 0; at = open2.pop()) {
      if (at === to) return true;
      if (seen.has(at)) continue;
      seen.add(at);
      open2.push(...(this.#steps.get(at) ?? []).map((step) => step.to));
    }
    return false;
  }
  /** The one step from `did`, where there is one. */
  #next(did) {
    const steps = this.#steps.get(did) ?? [];
    return steps.length === 1 ? steps[0] : void 0;
  }
  #keep(from, steps) {
    this.#steps.set(from, steps);
    for (const { to } of steps)
      if (steps.length === 1) this.#before.set(to, from);
      else if (this.#before.get(to) === from) this.#before.delete(to);
  }
};
function putSteps(from, steps) {
  const value = canonicalBytes({ v: 1, steps: steps.map(({ text }) => text) });
  return { kind: "put", space: "succession", key: utf8(PREFIX2 + from), value };
}
function readSteps(value) {
  try {
    const fields = readObject(parseCanonicalJson(value), { required: ["v", "steps"] }, "succession");
    readInteger(fields.v, "succession.v", { min: 1, max: 1 });
    const texts = readArray(
      fields.steps,
      "steps",
      { min: 1, max: 2 },
      (each, name) => readString(each, name, { max: MAX_SUCCESSION_BYTES })
    );
    return texts.map((text) => verifySuccession(utf8(text), { nowMs: Number.MAX_SAFE_INTEGER }));
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw new TalosError("E_STORAGE_CORRUPT", "a succession of the store cannot be read", { cause });
  }
}
var NO_LINE = { isEmpty: true, current: (did) => did, isOver: () => false, formers: () => [] };

// src/agent/authority/call-authority.ts
var CallAuthority = class {
  #self;
  #clock;
  #highestTimeMs;
  /** What is revoked; what is added to it counts from the next check on. */
  revocations;
  #line;
  /** Whether this agent, as who it was before, issued the token of this id: it keeps all of those. */
  #issued;
  #cache = new GrantCache();
  /**
   * @param self - The serving agent.
   * @param highestTimeMs - The highest time of the ledger: the clock never counts as less.
   * @param revocations - What is revoked already; kept and added to by its owner.
   * @param successions - Who goes on for whom; nobody where absent.
   */
  constructor(self, clock, highestTimeMs, revocations, successions = { line: NO_LINE, issued: () => false }) {
    this.#line = successions.line;
    this.#issued = successions.issued;
    this.#self = self;
    this.#clock = clock;
    this.#highestTimeMs = highestTimeMs;
    this.revocations = revocations;
  }
  /** What a check depends on at this moment. PROTOCOL.md §8.4. */
  standing(environment) {
    return { nowMs: Math.max(this.#clock.now(), this.#highestTimeMs()), revocations: this.revocations, environment };
  }
  /**
   * Verifies a chain that `holder` presents for `service`. A token of an identity that has handed over is its successor's,
   * and no more its own; what this agent issued as who it was before counts as far as it still knows that it did.
   *
   * @param roots - Whose root tokens the service accepts; those of this agent alone where absent.
   */
  verify(chain, holder, service, roots) {
    const self = this.#self;
    const context = { ...this.standing(), roots: roots ?? [self], audience: self, service, holder };
    if (this.#line.isOver(holder)) return deny("SUBJECT_MISMATCH", "another identity goes on in the place of this one");
    return this.#cache.verify(chain, { ...context, ...this.#succeeded(chain, context) });
  }
  /** What the chain is to be checked against, where it was made for, by or at an identity that has handed over. */
  #succeeded(chain, { holder, roots }) {
    const self = this.#self;
    const formers = this.#line.formers(self);
    const tokens = this.#line.isEmpty ? [] : readable(chain);
    const [root, leaf] = [tokens[0], tokens.at(-1)];
    if (root === void 0 || leaf === void 0) return {};
    const { issuer } = root.claims;
    const { subject, audience } = leaf.claims;
    const isOwn2 = roots.includes(self) && formers.includes(issuer) && this.#issued(root.id);
    const isRoot = isOwn2 || this.#line.formers(issuer).some((former) => roots.includes(former));
    return {
      ...subject !== holder && this.#line.current(subject) === holder ? { holder: subject } : {},
      ...formers.includes(audience) ? { audience } : {},
      ...isRoot ? { roots: [...roots, issuer] } : {}
    };
  }
  /** Whether `grant` allows `request` now, at a service that says so much of itself. */
  authorize(grant, request, environment) {
    return authorizeCall(grant, request, this.standing(environment));
  }
};
function readable(chain) {
  try {
    return chain.length === 0 || chain.length > MAX_CHAIN_TOKENS ? [] : chain.map(readToken);
  } catch (error) {
    if (isTalosError(error, "MALFORMED")) return [];
    throw error;
  }
}

// src/agent/authority/grant-book.ts
var MIN_ID_DIGITS = 8;
var PREFIX3 = {
  issued: utf8("i"),
  received: utf8("r"),
  delegated: utf8("d")
};
var GrantBook = class _GrantBook {
  #parts;
  #grants = /* @__PURE__ */ new Map();
  #issuedTo = /* @__PURE__ */ new Set();
  constructor(parts) {
    this.#parts = parts;
  }
  /** Reads the book from the store. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
  static async open(parts) {
    const book = new _GrantBook(parts);
    for await (const [key, value] of parts.store.scan("grant")) {
      const grant = heldGrant(
        directionOf(key),
        stored2(() => readChain(fromUtf8(value)))
      );
      if (toHex(key.subarray(1)) !== grant.token.id)
        throw new TalosError("E_STORAGE_CORRUPT", "a grant lies under another id");
      book.#keep(grant);
    }
    return book;
  }
  /** All grants, in the order of their issue. */
  all() {
    return [...this.#grants.values()].sort((a, b) => a.token.claims.issuedAtS - b.token.claims.issuedAtS);
  }
  /**
   * The one grant whose id is, or starts with, `id`.
   *
   * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_USAGE` for fewer than {@link MIN_ID_DIGITS} digits.
   */
  find(id) {
    if (!/^[0-9a-f]{8,64}$/.test(id))
      throw new TalosError("E_USAGE", `an id has ${MIN_ID_DIGITS} to 64 hexadecimal digits`);
    const exact = this.#grants.get(id);
    if (exact !== void 0) return exact;
    const [first, second] = [...this.#grants].filter(([candidate]) => candidate.startsWith(id));
    if (first === void 0)
      throw new TalosError("E_NOT_FOUND", "no capability has this id", { hint: "talos capabilities list shows them" });
    if (second !== void 0)
      throw new TalosError("E_AMBIGUOUS", "the id fits more than one capability; give more digits");
    return first[1];
  }
  /** The grant with this id, all 64 digits of it. */
  get(id) {
    return this.#grants.get(id);
  }
  /** Whether this agent ever issued a grant to `holder`, or passed one on. */
  hasIssuedTo(holder) {
    return this.#issuedTo.has(holder) || this.#line.formers(holder).some((former) => this.#issuedTo.has(former));
  }
  get #line() {
    return this.#parts.line ?? NO_LINE;
  }
  /** Whether `did` is this agent, or who it was before. */
  #isSelf(did) {
    const self = this.#parts.identity.did;
    return did === self || this.#line.formers(self).includes(did);
  }
  #keep(grant) {
    const { id, claims } = grant.token;
    this.#grants.set(id, grant);
    if (grant.direction !== "received") this.#issuedTo.add(claims.subject);
  }
  /** Grants of one second in the order of the ledger: the store knows none. */
  #sort(seqOf) {
    const inOrder = [...this.#grants].sort(([a], [b]) => Math.sign(seqOf(a) - seqOf(b)) || 0);
    this.#grants.clear();
    for (const [id, grant] of inOrder) this.#grants.set(id, grant);
  }
  /** The newest grant in force that this agent issued to `holder`, for `service` unless that is empty. */
  newestFor(holder, service) {
    const { nowMs, revocations } = this.#parts.authority.standing();
    return this.all().findLast(
      ({ direction, token }) => direction === "issued" && this.#line.current(token.claims.subject) === holder && this.#isSelf(token.claims.audience) && (service === "" || token.claims.scope.service === service) && token.claims.expiresAtS * 1e3 > nowMs && !revocations.revokes([token])
    );
  }
  /**
   * The newest received grant at `server` that has not expired, for `service` unless that is empty; one that was passed
   * on only where there is no other. Of several the newest that covers `call`, where one does: a narrower grant that came
   * later takes nothing away.
   */
  newestFrom(server, service, call2) {
    const { nowMs } = this.#parts.authority.standing();
    const usable = this.all().filter(
      ({ direction, token: { claims } }) => direction === "received" && this.#line.current(claims.audience) === server && (service === "" || claims.scope.service === service) && claims.expiresAtS * 1e3 > nowMs
    );
    const newest = (of) => of.findLast(({ chain }) => chain.length === 1) ?? of.at(-1);
    if (call2 === void 0) return newest(usable);
    const request = { kind: "tool", name: call2.tool, arguments: call2.arguments };
    const covers = ({ token: { claims } }) => scopeCheckOf(claims.scope).verdict(request, nowMs, void 0).allowed;
    const names = ({ token: { claims } }) => Object.hasOwn(claims.scope.tools, call2.tool);
    return newest(usable.filter(covers)) ?? newest(usable.filter(names)) ?? newest(usable);
  }
  /** The newest received grant at `server`, for `service` unless that is empty, that has expired and may be renewed. */
  newestLapsed(server, service) {
    const { nowMs } = this.#parts.authority.standing();
    return this.all().findLast(
      ({ direction, token: { claims } }) => direction === "received" && this.#line.current(claims.audience) === server && (service === "" || claims.scope.service === service) && claims.expiresAtS * 1e3 <= nowMs && (claims.scope.renewable_until ?? 0) * 1e3 > nowMs
    );
  }
  /**
   * A new token, and the changes that keep it; not kept until {@link commit}.
   *
   * @throws {RangeError} as `issueToken`.
   */
  prepare(subject, scope, lifetimeS, options = {}) {
    const { identity } = this.#parts;
    const { audience = identity.did, depth = 0 } = options;
    const issuedAtS = this.#nowS();
    const { text } = issueToken(identity.signing, {
      issuer: identity.did,
      subject,
      audience,
      scope,
      issuedAtS,
      expiresAtS: issuedAtS + lifetimeS,
      depth,
      nonce: randomBytes(TOKEN_NONCE_BYTES)
    });
    const grant = heldGrant("issued", [readToken(text)]);
    return { grant, changes: [putGrant(grant)] };
  }
  #nowS() {
    return Math.floor(this.#parts.authority.standing().nowMs / 1e3);
  }
  /** Makes a prepared grant durable together with `also`, and records it. */
  async commit(grant, changes, also = []) {
    const { store, ledger: ledger2 } = this.#parts;
    if (!await store.apply(changes))
      throw new TalosError("E_STORAGE", "the grant was changed by somebody else meanwhile");
    const entries = ledger2.appendAll([...also, entryOf3(grant)]);
    await Promise.all(entries.map((entry) => entry.durable()));
    this.#keep(grant);
  }
  /**
   * Records the grants that are in the store and not in the ledger: a crash came between the two.
   * Durable when it resolves.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  async reconcile() {
    const { ledger: ledger2 } = this.#parts;
    const missing = [];
    const granted = /* @__PURE__ */ new Map();
    for (const grant of this.all()) {
      const { id: subject } = grant.token;
      const body = entryOf3(grant);
      const seq = (await ledger2.positions({ type: body.type, subject })).at(-1);
      if (seq === void 0) missing.push(body);
      else granted.set(subject, seq);
    }
    this.#sort((id) => granted.get(id) ?? Number.POSITIVE_INFINITY);
    const appended = missing.map((body) => ledger2.append(body));
    await appended.at(-1)?.durable();
  }
  /** Issues a token; durable when it resolves. @throws {RangeError} as `issueToken`. */
  async issue(subject, scope, lifetimeS, options = {}) {
    const { grant, changes } = this.prepare(subject, scope, lifetimeS, options);
    await this.commit(grant, changes);
    return grant;
  }
  /**
   * Passes a grant that this agent received on, within what it grants; durable when it resolves.
   *
   * @throws {RangeError} as `issueToken`.
   * @throws {TalosError} `DELEGATION_INVALID` where the new token would not lie within the grant; `EXPIRED` where that is
   *   over; `REVOKED` where that is known; `SUBJECT_MISMATCH` for a grant of another holder.
   */
  async delegate(parent, subject, scope, lifetimeS, depth = 0) {
    const { identity } = this.#parts;
    const { claims } = parent.token;
    if (claims.subject !== identity.did)
      throw new TalosError("SUBJECT_MISMATCH", "only the holder of a capability can pass it on");
    if (this.#parts.authority.standing().revocations.revokes(parent.chain))
      throw new TalosError("REVOKED", "the capability was revoked");
    const issuedAtS = Math.max(this.#nowS(), claims.issuedAtS);
    if (issuedAtS >= claims.expiresAtS) throw new TalosError("EXPIRED", "the capability has expired");
    const { text } = delegateToken(identity.signing, parent.token, {
      issuer: identity.did,
      subject,
      scope,
      issuedAtS,
      notBeforeS: Math.max(issuedAtS, claims.notBeforeS),
      expiresAtS: issuedAtS + lifetimeS,
      depth,
      nonce: randomBytes(TOKEN_NONCE_BYTES)
    });
    const grant = heldGrant("delegated", [...parent.chain, readToken(text)]);
    await this.commit(grant, [putGrant(grant)]);
    return grant;
  }
  /**
   * Keeps a chain whose last token was received; durable when it resolves. One that is kept already is left as it is.
   * Whether its root may grant anything is for the serving agent to say.
   *
   * @param text - Of one token, or of a chain.
   * @throws {TalosError} `MALFORMED`; `SIGNATURE_INVALID`; `DELEGATION_INVALID`; `SUBJECT_MISMATCH` if it is for another
   *   agent.
   */
  async receive(text) {
    const chain = readChain(text);
    const grant = heldGrant("received", chain);
    const denial = signatureDenial(chain) ?? delegationDenial(chain);
    if (denial !== void 0) throw new TalosError(denial.code, denial.reason);
    if (!this.#isSelf(grant.token.claims.subject))
      throw new TalosError("SUBJECT_MISMATCH", "the token belongs to another agent");
    const held = this.#grants.get(grant.token.id);
    if (held !== void 0) return held;
    await this.commit(grant, [putGrant(grant)]);
    return grant;
  }
};
function stored2(read) {
  try {
    return read();
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a record of the store cannot be read", { cause });
  }
}
function directionOf(key) {
  if (key[0] === PREFIX3.delegated[0]) return "delegated";
  return key[0] === PREFIX3.issued[0] ? "issued" : "received";
}
function heldGrant(direction, chain) {
  const token = chain.at(-1);
  invariant(token !== void 0, "a chain has a token");
  return { direction, token, chain };
}
function putGrant({ direction, token, chain }) {
  const key = concat(PREFIX3[direction], fromHex(token.id));
  return { kind: "put", space: "grant", key, value: utf8(chainText(chain)) };
}
function entryOf3({ direction, token: { id, claims } }) {
  const fields = {
    token: id,
    subject: claims.subject,
    audience: claims.audience,
    service: claims.scope.service,
    expires: claims.expiresAtS,
    scope: toHex(sha256(canonicalBytes(scopeJson(claims.scope)))),
    ...claims.parent === void 0 ? {} : { parent: claims.parent }
  };
  return direction === "received" ? { type: "grant-received", ...fields, issuer: claims.issuer } : { type: "grant", ...fields };
}

// src/agent/authority/pin-record.ts
var MAX_ACCEPTED = 64;
var [SERVER, TOOL] = [Uint8Array.of(1), Uint8Array.of(2)];
var EVENTS = ["pinned", "changed", "approved", "removed"];
var HASH = /^[A-Za-z0-9_-]{43}$/;
function pinKey({ service, tool }) {
  if (tool === void 0) return concat(SERVER, utf8(service));
  return concat(TOOL, utf8(service), Uint8Array.of(0), utf8(tool));
}
function placeOf3(key) {
  const text = fromUtf8(key.subarray(1));
  if (key[0] === SERVER[0]) return { service: text };
  const at = text.indexOf("\0");
  if (key[0] !== TOOL[0] || at < 0) throw new TalosError("E_STORAGE_CORRUPT", "a pin of the store has no place");
  return { service: text.slice(0, at), tool: text.slice(at + 1) };
}
function writePin({ approved, accepted, found }, due) {
  const json = {
    v: 1,
    approved: textJson(approved),
    accepted,
    ...found === void 0 ? {} : { found: found.kind === "removed" ? null : textJson(found) },
    ...due === void 0 ? {} : { due: { event: due.body.event, definition: due.body.definition, from: due.from } }
  };
  return canonicalBytes(json);
}
function textJson({ text, hash }) {
  return { text, hash };
}
function readPin(key, value) {
  try {
    const place = placeOf3(key);
    const required = ["v", "approved", "accepted"];
    const fields = readObject(parseJson(value), { required, optional: ["found", "due"] }, "pin");
    readInteger(fields.v, "pin.v", { min: 1, max: 1 });
    const accepted = readArray(fields.accepted, "pin.accepted", { min: 1, max: MAX_ACCEPTED }, readHash);
    const approved = readText(fields.approved);
    const found = fields.found === void 0 ? {} : { found: readFound(fields.found) };
    const due = fields.due === void 0 ? {} : { due: readDue(place, fields.due) };
    return { place, pin: { approved, accepted, ...found }, ...due };
  } catch (cause) {
    if (isTalosError(cause, "E_STORAGE_CORRUPT")) throw cause;
    throw new TalosError("E_STORAGE_CORRUPT", "a pin of the store cannot be read", { cause });
  }
}
function readHash(value) {
  return readString(value, "pin.hash", { pattern: HASH });
}
function readText(value) {
  const { text, hash } = readObject(value, { required: ["text", "hash"] }, "pin.text");
  return { text: readString(text, "pin.text"), hash: readHash(hash) };
}
function readFound(value) {
  return value === null ? { kind: "removed" } : { kind: "changed", ...readText(value) };
}
function readDue(place, value) {
  const fields = readObject(value, { required: ["event", "definition", "from"] }, "pin.due");
  const event = readChoice(fields.event, EVENTS, "pin.due.event");
  const definition = readString(fields.definition, "pin.due.definition");
  return { body: { type: "tool", ...place, event, definition }, from: readInteger(fields.from, "pin.due.from") };
}

// src/agent/authority/pin-book.ts
var ServicePins = class {
  service;
  /** Of the server itself; undefined until it is lent. */
  server;
  /** By the names of tools. */
  tools = /* @__PURE__ */ new Map();
  constructor(service) {
    this.service = service;
  }
  /** The pin at a place. */
  at({ tool }) {
    return tool === void 0 ? this.server : this.tools.get(tool);
  }
  /** Whether the server is the one that was approved. */
  get isServerHeld() {
    return this.server !== void 0 && this.server.found === void 0;
  }
  /** Whether nothing was found in the place of the tool, or of the server. */
  isHeld(tool) {
    const pin = this.tools.get(tool);
    return pin !== void 0 && pin.found === void 0 && this.isServerHeld;
  }
};
var PinBook = class _PinBook {
  #store;
  #ledger;
  #services = /* @__PURE__ */ new Map();
  /** What was seen of a quarantined tool after what is to be approved: by key. */
  #later = /* @__PURE__ */ new Map();
  #changing = new Mutex();
  #watchers = /* @__PURE__ */ new Set();
  constructor(store, ledger2) {
    this.#store = store;
    this.#ledger = ledger2;
  }
  /**
   * Reads the book, and records what a crash kept out of the ledger.
   *
   * @throws {TalosError} `E_STORAGE…`; `E_STORAGE_CORRUPT` for a record that is none.
   */
  static async open(store, ledger2) {
    const book = new _PinBook(store, ledger2);
    const due = [];
    for await (const [key, value] of store.scan("pin")) {
      const read = readPin(key, value);
      book.#set(read.place, read.pin);
      if (read.due !== void 0) due.push([read.place, read.pin, read.due]);
    }
    await book.#reconcile(due);
    return book;
  }
  async #reconcile(due) {
    const first = Math.min(...due.map(([, , { from }]) => from));
    const there = due.length === 0 ? [] : await this.#ledger.query({ type: "tool", after: first - 1 });
    const isThere = ({ body, from }) => there.some((entry) => entry.seq >= from && isSame(entry.body, body));
    const missing = due.filter(([, , entry]) => !isThere(entry));
    const appended = this.#ledger.appendAll(missing.map(([, , { body }]) => body));
    await appended.at(-1)?.durable();
    if (due.length > 0) await this.#store.apply(due.map(([place, pin]) => put(place, pin)));
  }
  #set(place, pin) {
    const pins = this.of(place.service);
    if (pins.at(place) === pin) return;
    if (place.tool === void 0) pins.server = pin;
    else if (pin === void 0) pins.tools.delete(place.tool);
    else pins.tools.set(place.tool, pin);
    for (const changed3 of this.#watchers) changed3(place.service);
  }
  /** Calls `changed` when a pin of `service` is another one. @returns A function that ends it. */
  watch(service, changed3) {
    const watcher = (of) => {
      if (of === service) changed3();
    };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
  /** Services with pins. */
  services() {
    return [...this.#services.values()].filter(({ server }) => server !== void 0);
  }
  /** The pins of a service, of which there may be none yet. */
  of(service) {
    const held = this.#services.get(service) ?? new ServicePins(service);
    this.#services.set(service, held);
    return held;
  }
  /**
   * Compares a server that is to be lent with the pins, which are made where there are none. Durable and on record when
   * it resolves.
   *
   * @returns The places where something else was found than is approved.
   * @throws {TalosError} `E_STORAGE…`.
   */
  meet(listing) {
    return this.#changing.run(async () => {
      const { service, origin, listed, lent } = listing;
      const pins = this.of(service);
      const found = new Map(listed.map((definition) => [definition.name, definition]));
      const steps = [stepOf({ service }, pins.server, { text: origin, hash: originHash(origin) })];
      for (const tool of /* @__PURE__ */ new Set([...lent, ...pins.tools.keys()])) {
        const [place, pin, definition] = [{ service, tool }, pins.tools.get(tool), found.get(tool)];
        if (definition !== void 0) steps.push(stepOf(place, pin, definition));
        else if (pin !== void 0 && pin.found?.kind !== "removed") steps.push(removal(place, pin));
      }
      await this.#take(steps.filter((step) => step !== void 0));
      this.#later.clear();
      const places = [{ service }, ...[...pins.tools.keys()].map((tool) => ({ service, tool }))];
      return places.filter((place) => pins.at(place)?.found !== void 0);
    });
  }
  /**
   * Notes that a server describes a pinned tool in another way than was ever approved: in force at once, durable and on
   * record when it resolves.
   *
   * @returns Whether it is news; undefined where nothing is to be waited for.
   * @throws {TalosError} `E_STORAGE…`: in force all the same.
   */
  changed(service, definition) {
    const place = { service, tool: definition.name };
    const pin = this.of(service).at(place);
    if (pin === void 0 || pin.accepted.includes(definition.hash)) return void 0;
    const seen = kept(definition);
    if (pin.found !== void 0) {
      if (pin.found.kind === "removed" || pin.found.hash !== seen.hash) this.#later.set(keyText(place), seen);
      return void 0;
    }
    const step = change(place, pin, seen);
    this.#set(place, step.pin);
    return this.#changing.run(() => this.#take([step]));
  }
  /**
   * Approves what was found at the places, and what they are without: durable, on record and in force when it resolves.
   *
   * @param forNewGrants - Capabilities that name an earlier definition stay refused.
   * @returns The places where something was found.
   * @throws {TalosError} `E_LIMIT` for a definition that was too long to be kept: nothing is approved then;
   *   `E_STORAGE…`.
   */
  approve(places, forNewGrants = false) {
    return this.#changing.run(async () => {
      const steps = places.flatMap((place) => approval(place, this.of(place.service).at(place), forNewGrants) ?? []);
      await this.#take(steps);
      for (const { place, pin } of steps) {
        const later = this.#later.get(keyText(place));
        this.#later.delete(keyText(place));
        if (pin !== void 0 && later !== void 0 && !pin.accepted.includes(later.hash))
          await this.#take([change(place, pin, later)]);
      }
      return steps.map(({ place }) => place);
    });
  }
  /** Makes the steps durable, then records them, then forgets that this was due. */
  async #take(steps) {
    if (steps.length === 0) return;
    const from = this.#ledger.size;
    const dues = steps.map((step) => ({ step, body: bodyOf(step) }));
    await this.#apply(dues.map(({ step, body }) => put(step.place, step.pin ?? lastOf(step), { body, from })));
    for (const { place, pin } of steps) this.#set(place, pin);
    const appended = this.#ledger.appendAll(dues.map(({ body }) => body));
    await appended.at(-1)?.durable();
    await this.#apply(
      steps.map(
        ({ place, pin }) => pin === void 0 ? { kind: "delete", space: "pin", key: pinKey(place) } : put(place, pin)
      )
    );
  }
  async #apply(changes) {
    await this.#store.apply(changes);
  }
};
function lastOf({ hash }) {
  return { approved: { text: "", hash }, accepted: [hash], found: { kind: "removed" } };
}
function put(place, pin, due) {
  return { kind: "put", space: "pin", key: pinKey(place), value: writePin(pin, due) };
}
function keyText(place) {
  return toHex(pinKey(place));
}
function bodyOf({ place, event, hash }) {
  return { type: "tool", ...place, event, definition: toHex(fromBase64url(hash)) };
}
function isSame(a, b) {
  return a.service === b.service && a.tool === b.tool && a.event === b.event && a.definition === b.definition;
}
function kept(definition) {
  return { text: isKeepable(definition) ? definition.text : "", hash: definition.hash };
}
function stepOf(place, pin, shown) {
  const { hash } = shown;
  if (pin === void 0) return { place, pin: { approved: kept(shown), accepted: [hash] }, event: "pinned", hash };
  if (pin.approved.hash === hash) {
    const { approved, accepted } = pin;
    return pin.found === void 0 ? void 0 : { place, pin: { approved, accepted }, event: "pinned", hash };
  }
  return pin.found?.kind === "changed" && pin.found.hash === hash ? void 0 : change(place, pin, kept(shown));
}
function change(place, { approved, accepted }, seen) {
  const found = { kind: "changed", text: seen.text, hash: seen.hash };
  return { place, pin: { approved, accepted, found }, event: "changed", hash: seen.hash };
}
function removal(place, { approved, accepted }) {
  return { place, pin: { approved, accepted, found: { kind: "removed" } }, event: "removed", hash: approved.hash };
}
function approval(place, pin, forNewGrants) {
  if (pin?.found === void 0) return void 0;
  const { found, approved } = pin;
  if (found.kind === "removed") return { place, pin: void 0, event: "approved", hash: approved.hash };
  const { text, hash } = found;
  if (text === "")
    throw new TalosError("E_LIMIT", "the definition was too long to be kept, so nobody can have read it", {
      details: { tool: place.tool ?? "" }
    });
  const before = forNewGrants ? [] : pin.accepted.filter((each) => each !== hash);
  const accepted = [...before, hash].slice(-MAX_ACCEPTED);
  return { place, pin: { approved: { text, hash }, accepted }, event: "approved", hash };
}

// src/agent/authority/usage-records.ts
var POSITION = utf8("position");
var TOKEN_ID_BYTES = 32;
var ID = /^[0-9a-f]{64}$/;
var MAX_CHAIN = 8;
var MAX_SLOTS = 128;
function putPosition({ seq, highestTimeMs, open: open2 }) {
  const calls = open2.map(({ decision, leaf, tool }) => [decision, leaf, tool]);
  return {
    kind: "put",
    space: "usage",
    key: POSITION,
    value: utf8(writeJson({ v: 1, seq, highestTimeMs, open: calls }))
  };
}
function putAccount(account) {
  const { token, chain } = account;
  const { id, expiresAtS, limits, toolLimits: toolLimits2 } = token;
  const value = {
    v: 1,
    exp: expiresAtS,
    chain,
    ...limits === void 0 ? {} : { limits },
    ...toolLimits2 === void 0 ? {} : { toolLimits: toolLimits2 },
    state: account.state()
  };
  return { kind: "put", space: "usage", key: fromHex(id), value: utf8(writeJson(value)) };
}
function putLineToken({ id, expiresAtS, chain }) {
  const value = { v: 1, exp: expiresAtS, chain };
  return { kind: "put", space: "usage", key: fromHex(id), value: utf8(writeJson(value)) };
}
function deleteUsage(id) {
  return { kind: "delete", space: "usage", key: fromHex(id) };
}
async function loadUsage(store) {
  let position;
  const accounts = [];
  const lineTokens = [];
  for await (const [key, value] of store.scan("usage"))
    try {
      if (key.length > TOKEN_ID_BYTES) continue;
      if (key.length === POSITION.length) position = readPosition(value);
      else {
        const read = readAccount(toHex(key), value);
        if (read instanceof UsageAccount) accounts.push(read);
        else lineTokens.push(read);
      }
    } catch (cause) {
      throw new TalosError("E_STORAGE_CORRUPT", "a record of what was used of a capability cannot be read", { cause });
    }
  return { position, accounts, lineTokens };
}
function readPosition(value) {
  const fields = readObject(parseJson(value), { required: ["v", "seq", "highestTimeMs", "open"] }, "position");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  return {
    seq: readInteger(fields.seq, "seq"),
    highestTimeMs: readInteger(fields.highestTimeMs, "highestTimeMs"),
    open: readArray(fields.open, "open", { max: Number.MAX_SAFE_INTEGER }, (item) => {
      const [decision, leaf, tool] = readArray(item, "call", { min: 3, max: 3 }, (text) => readString(text, "call"));
      return { decision: decision ?? "", leaf: leaf ?? "", tool: tool ?? "" };
    })
  };
}
var ACCOUNT = { required: ["v", "exp", "chain"], optional: ["state", "limits", "toolLimits"] };
function readAccount(id, value) {
  const fields = readObject(parseJson(value), ACCOUNT, "account");
  readInteger(fields.v, "v", { min: 1, max: 1 });
  const chain = readArray(
    fields.chain,
    "chain",
    { min: 1, max: MAX_CHAIN },
    (text) => readString(text, "chain", { pattern: ID })
  );
  const expiresAtS = readInteger(fields.exp, "exp");
  if (fields.state === void 0) return { id, expiresAtS, chain, isKept: true };
  const token = {
    id: readString(id, "id", { pattern: ID }),
    expiresAtS,
    ...fields.limits === void 0 ? {} : { limits: readLimits(fields.limits) },
    ...fields.toolLimits === void 0 ? {} : { toolLimits: readEach(fields.toolLimits, readLimits) }
  };
  const account = new UsageAccount(token, chain);
  account.restore(readEach(fields.state, readState));
  account.isChanged = false;
  account.isKept = true;
  return account;
}
function readEach(json, read) {
  if (json === void 0 || !isFields(json)) throw new TalosError("E_MALFORMED", "not an object");
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, read(value)]));
}
function readLimits(json) {
  const { calls, bytes, rate } = readObject(json, { required: [], optional: ["calls", "bytes", "rate"] }, "limits");
  return {
    ...calls === void 0 ? {} : { calls: readInteger(calls, "calls") },
    ...bytes === void 0 ? {} : { bytes: readInteger(bytes, "bytes") },
    ...rate === void 0 ? {} : { rate: readRate(rate) }
  };
}
function readRate(json) {
  const { count, seconds } = readObject(json, { required: ["count", "seconds"] }, "rate");
  return { count: readInteger(count, "count"), seconds: readInteger(seconds, "seconds") };
}
function readState(json) {
  const { calls, bytes, rate } = readObject(json, { required: ["calls", "bytes", "rate"] }, "state");
  return {
    calls: readInteger(calls, "calls"),
    bytes: readInteger(bytes, "bytes"),
    rate: readArray(rate, "rate", { max: MAX_SLOTS }, (slot) => {
      const [first, last, made] = readArray(slot, "slot", { min: 3, max: 3 }, (each) => readInteger(each, "slot"));
      return [first ?? 0, last ?? 0, made ?? 0];
    })
  };
}

// src/agent/authority/usage-book.ts
var KEEP_EVERY = 2048;
var READ_AT_ONCE = 1024;
var UsageBook = class _UsageBook {
  #store;
  #ledger;
  #accounts = new UsageAccounts();
  /** Calls whose result is to be charged, by the id of their decision. */
  #open = /* @__PURE__ */ new Map();
  /** Where the ledger stood when the accounts were kept last; `undefined` while there are none. */
  #keptAt;
  /** Charges whose entry is not written yet. */
  #unwritten = 0;
  #keeping;
  /** Who waits until nothing is between charge and entry. */
  #waiting = [];
  #failure;
  #onFailure;
  constructor(store, ledger2, onFailure) {
    this.#store = store;
    this.#ledger = ledger2;
    this.#onFailure = onFailure;
  }
  /**
   * Reads the accounts and charges what the ledger has beyond them.
   *
   * @param onFailure - Told where the accounts could not be kept anew: nothing is lost but time at the next start.
   * @throws {TalosError} `E_STORAGE…`.
   */
  static async open(store, ledger2, onFailure) {
    const book = new _UsageBook(store, ledger2, onFailure);
    const { position, accounts, lineTokens } = await loadUsage(store);
    for (const account of accounts) book.#accounts.put(account);
    for (const token of lineTokens) book.#accounts.putLineToken(token);
    if (position === void 0 || accounts.length === 0) return book;
    book.#keptAt = Math.min(position.seq, ledger2.size);
    for (const charge of position.open) book.#open.set(charge.decision, charge);
    await book.#replay(book.#keptAt, position.highestTimeMs);
    await book.keep();
    return book;
  }
  async #replay(from, highestTimeMs) {
    let timeMs = highestTimeMs;
    for (let after = from - 1; ; ) {
      const entries = await this.#ledger.query({ after, last: READ_AT_ONCE });
      for (const entry of entries) {
        timeMs = Math.max(timeMs, entry.timeMs);
        this.#recharge(entry, timeMs);
        after = entry.seq;
      }
      if (entries.length < READ_AT_ONCE) return;
    }
  }
  #recharge({ id, body }, timeMs) {
    if (body.type === "decision" && body.decision === "allowed") {
      const { token: leaf, method, target } = body.statement.statement;
      const tool = method === "tools/call" ? target : "";
      const chain = this.#accounts.chainOf(leaf);
      chain?.add(tool, body.bytes ?? 0, timeMs);
      if (chain?.countsBytes(tool) === true) this.#open.set(id, { decision: id, leaf, tool });
    } else if (body.type === "result") this.#resettle(body);
  }
  #resettle({ answers, bytes = 0 }) {
    const charge = this.#open.get(answers);
    if (charge === void 0) return;
    this.#open.delete(answers);
    this.#accounts.chainOf(charge.leaf)?.settle(charge.tool, bytes);
  }
  /**
   * What the calls under a grant are charged to.
   *
   * @returns `undefined` where no token of its chain limits anything; `RATE_LIMITED` where there is no room for more.
   */
  of(grant, nowMs) {
    const chain = this.#accounts.open(grant.tokens.map(limitedToken), nowMs);
    if (chain === void 0 || "allowed" in chain) return chain;
    const isNew = chain.leaf?.isKept === false || chain.accounts.some(({ isKept }) => !isKept);
    const ready = isNew ? this.#keepNew(chain) : void 0;
    return new GrantUsage(this, chain, grant.leaf.id, ready);
  }
  /** Resolves when accounts without a call yet are durable, and what leads to them. */
  async #keepNew({ accounts, leaf }) {
    const added = accounts.filter(({ isKept }) => !isKept);
    const changes = added.map(putAccount);
    if (leaf?.isKept === false) changes.push(putLineToken(leaf));
    const isFirst = this.#keptAt === void 0;
    if (isFirst) changes.push(this.#position(this.#ledger.size));
    await this.#store.apply(changes);
    if (isFirst) this.#keptAt ??= this.#ledger.size;
    for (const account of added) account.isKept = true;
    if (leaf !== void 0) leaf.isKept = true;
  }
  #position(seq) {
    const { highestTimeMs } = this.#ledger;
    return putPosition({ seq, highestTimeMs, open: [...this.#open.values()] });
  }
  /** Something is charged whose entry is about to be written. */
  charged() {
    this.#unwritten++;
  }
  /** The entry of what was charged is written. @param decision - Its id, of a call whose result is to be charged. */
  written(charge) {
    if (charge !== void 0) this.#open.set(charge.decision, charge);
    this.#unwritten--;
    if (this.#unwritten > 0) return;
    for (const go of this.#waiting.splice(0)) go();
    this.keepIfDue();
  }
  /** The result of a call is written, or that there is none. */
  closed(decision) {
    this.#open.delete(decision);
  }
  /** Keeps the accounts anew where the ledger has grown enough, and nothing is between its charge and its entry. */
  keepIfDue() {
    if (this.#keptAt === void 0 || this.#ledger.size - this.#keptAt < KEEP_EVERY) return;
    if (this.#unwritten === 0 && this.#keeping === void 0) this.#keepNow().catch(this.#onFailure);
  }
  /** Keeps the accounts as they are: durable when it resolves. @throws {TalosError} `E_STORAGE…`. */
  async keep() {
    if (this.#keptAt === void 0) return;
    while (this.#unwritten > 0 || this.#keeping !== void 0) {
      if (this.#failure !== void 0) throw this.#failure;
      await (this.#keeping?.catch(() => void 0) ?? new Promise((resolve) => this.#waiting.push(resolve)));
    }
    await this.#keepNow();
  }
  /** Keeps them at the end. Where that fails its owner is told, unless the ledger was why; the next start reads more. */
  async close() {
    try {
      await this.keep();
    } catch (error) {
      if (error !== this.#failure) this.#onFailure(error);
    }
  }
  /** The ledger has failed: no entry that is waited for is written any more. */
  fail(failure) {
    this.#failure = failure;
    for (const go of this.#waiting.splice(0)) go();
  }
  async #keepNow() {
    const expired = this.#accounts.expire(this.#ledger.highestTimeMs);
    const changed3 = [...this.#accounts.all()].filter(({ isChanged, isKept }) => isChanged && isKept);
    const seq = this.#ledger.size;
    const changes = [...expired.map(deleteUsage), ...changed3.map(putAccount), this.#position(seq)];
    for (const account of changed3) account.isChanged = false;
    this.#keeping = this.#store.apply(changes).then(() => void 0);
    try {
      await this.#keeping;
      this.#keptAt = seq;
    } catch (error) {
      for (const account of changed3) account.isChanged = true;
      throw error;
    } finally {
      this.#keeping = void 0;
    }
  }
};
var GrantUsage = class {
  #book;
  #chain;
  #leaf;
  #ready;
  constructor(book, chain, leaf, ready) {
    this.#book = book;
    this.#chain = chain;
    this.#leaf = leaf;
    this.#ready = ready;
    ready?.then(
      () => {
        this.#ready = void 0;
      },
      () => void 0
      // who waits for it hears of it
    );
  }
  /** Resolves when calls may be charged; `undefined` where they may be now. */
  get ready() {
    return this.#ready;
  }
  /** Why a call would be refused now; nothing is charged. */
  denial(request, bytes, nowMs) {
    return this.#chain.denial(toolOf(request), bytes, nowMs);
  }
  /** Charges a call. Where it is allowed, {@link decided} must follow. */
  take(request, bytes, nowMs) {
    const denial = this.#chain.take(toolOf(request), bytes, nowMs);
    if (denial !== void 0) return denial;
    this.#book.charged();
    return ALLOWED;
  }
  /** `bytes` where those of such a request are charged: then its decision says them, and its result says its own. */
  counted(request, bytes) {
    return this.#chain.countsBytes(toolOf(request)) ? bytes : void 0;
  }
  /** The decision about a call that was charged is written. */
  decided(request, decision) {
    const tool = toolOf(request);
    this.#book.written(this.#chain.countsBytes(tool) ? { decision, leaf: this.#leaf, tool } : void 0);
  }
  /** Charges what came of a call; {@link settled} must follow. */
  settle(request, bytes) {
    this.#chain.settle(toolOf(request), bytes);
    this.#book.charged();
  }
  /** The result of a call is written. */
  settled(decision) {
    this.#book.closed(decision);
    this.#book.written(void 0);
  }
};

// src/agent/identity/name-book.ts
var MAX_NAMES = 1e3;
var NAME_CHECK_MS = 6e5;
var PREFIX4 = "name/";
var END2 = "name0";
var NameBook = class _NameBook {
  #parts;
  #names = /* @__PURE__ */ new Map();
  /** When each was looked at last, by the clock. */
  #checked = /* @__PURE__ */ new Map();
  #changing = new Mutex();
  constructor(parts) {
    this.#parts = parts;
  }
  /** @throws {TalosError} `E_STORAGE…`. */
  static async open(parts) {
    const book = new _NameBook(parts);
    for await (const [key, value] of parts.store.scan("succession", { start: utf8(PREFIX4), end: utf8(END2) })) {
      const held = readName(fromUtf8(key).slice(PREFIX4.length), value);
      book.#names.set(held.name, held);
    }
    return book;
  }
  /** All of them. */
  all() {
    return [...this.#names.values()];
  }
  /** Whom `name` is pinned to. @throws {TalosError} `E_NOT_FOUND`; `E_IDENTITY_CHANGED`. */
  pinned(name) {
    const held = this.#names.get(name);
    if (held === void 0)
      throw new TalosError("E_NOT_FOUND", "this name was not used here before", {
        hint: "talos contacts add ALIAS NAME looks it up, and pins it"
      });
    if (held.offered !== void 0) throw changed2(held, held.offered);
    return held.agent;
  }
  /**
   * The agent that `name` stands for: the one that it is pinned to, or the one that its document names, which it is
   * pinned to from then on. Durable when it resolves.
   *
   * @throws {TalosError} `E_IDENTITY_CHANGED` while its document names another than the pinned one; `E_LIMIT` beyond
   *   {@link MAX_NAMES}; what resolving throws, where it is not pinned yet or was taken away.
   */
  resolve(name, signal) {
    return this.#changing.run(async () => {
      const held = this.#names.get(name);
      const nowMs = this.#parts.clock.now();
      const checkedMs = this.#checked.get(name);
      const isFresh = checkedMs !== void 0 && nowMs >= checkedMs && nowMs - checkedMs < NAME_CHECK_MS;
      if (held !== void 0 && held.offered === void 0 && isFresh) return held.agent;
      const agent = await this.#lookUp(name, held, signal);
      this.#checked.set(name, nowMs);
      if (held === void 0) {
        await this.#pin({ name, agent, offered: void 0, pinnedAtMs: nowMs });
        return agent;
      }
      const isHeld = agent === held.agent || agent === this.#current(held.agent);
      const offered = isHeld ? void 0 : agent;
      const next = isHeld ? agent : held.agent;
      if (offered !== held.offered || next !== held.agent) await this.#put({ ...held, agent: next, offered });
      if (offered !== void 0) throw changed2(held, offered);
      return agent;
    }, signal);
  }
  /**
   * Ends a change: the name stays with the agent that it is pinned to, or goes over to the one that its document names.
   *
   * @throws {TalosError} `E_NOT_FOUND` where it has not changed; `E_IDENTITY_MISMATCH` where `chosen` is neither.
   */
  settle(name, chosen) {
    return this.#changing.run(async () => {
      const held = this.#names.get(name);
      if (held?.offered === void 0) throw new TalosError("E_NOT_FOUND", "this name has not changed");
      if (chosen !== held.agent && chosen !== held.offered)
        throw new TalosError("E_IDENTITY_MISMATCH", "this name stands for another identity by now", {
          details: { pinned: held.agent, offered: held.offered }
        });
      const pinnedAtMs = chosen === held.agent ? held.pinnedAtMs : this.#parts.clock.now();
      await this.#put({ name, agent: chosen, offered: void 0, pinnedAtMs });
      this.#checked.set(name, this.#parts.clock.now());
    });
  }
  #current(agent) {
    return this.#parts.current?.(agent) ?? agent;
  }
  async #lookUp(name, held, signal) {
    try {
      return agentOfDocument(await this.#parts.resolve(name, signal));
    } catch (error) {
      if (held === void 0 || !isTalosError(error) || !AWAY_CODES.has(error.code)) throw error;
      return held.offered ?? held.agent;
    }
  }
  async #pin(pinned) {
    if (this.#names.size >= MAX_NAMES) throw new TalosError("E_LIMIT", `more than ${MAX_NAMES} names are pinned`);
    await this.#put(pinned);
    this.#parts.onPinned(pinned.name, pinned.agent);
  }
  async #put(pinned) {
    const { name, agent, offered, pinnedAtMs } = pinned;
    const value = canonicalBytes({ v: 1, agent, at: pinnedAtMs, ...offered === void 0 ? {} : { offered } });
    await this.#parts.store.apply([{ kind: "put", space: "succession", key: keyOf3(name), value }]);
    this.#names.set(name, pinned);
  }
};
function keyOf3(name) {
  const key = utf8(PREFIX4 + name);
  if (!isDidText(name) || key.length > 511) throw new TalosError("E_BAD_DID", "the name is too long, or no DID");
  return key;
}
function readName(name, value) {
  try {
    const shape = { required: ["v", "agent", "at"], optional: ["offered"] };
    const fields = readObject(parseCanonicalJson(value), shape, "name");
    readInteger(fields.v, "name.v", { min: 1, max: 1 });
    return {
      name,
      agent: parseDid(readString(fields.agent, "name.agent")),
      offered: fields.offered === void 0 ? void 0 : parseDid(readString(fields.offered, "name.offered")),
      pinnedAtMs: readInteger(fields.at, "name.at")
    };
  } catch (cause) {
    throw new TalosError("E_STORAGE_CORRUPT", "a name of the store cannot be read", { cause });
  }
}
function changed2({ name, agent }, offered) {
  return new TalosError("E_IDENTITY_CHANGED", `${name} is pinned as ${agent}, and its document names ${offered} now`, {
    details: { name, pinned: agent, offered },
    hint: `ask its owner by another way; then talos contacts accept ${name} --did ${offered}, or keep the pinned one`
  });
}

// src/agent/record/due-entries.ts
var FORGOTTEN_TOGETHER = 64;
var PAGE_ENTRIES = 256;
var PREFIX5 = prefixOf(PARTS.due);
var DueEntries = class _DueEntries {
  #store;
  #ledger;
  /** Keys of those that are on record. */
  #recorded = [];
  /** Those that are written, and are made durable together. */
  #noted = [];
  constructor(store, ledger2) {
    this.#store = store;
    this.#ledger = ledger2;
  }
  /** Records what a crash kept out of the ledger. @throws {TalosError} `E_STORAGE…`. */
  static async open(store, ledger2) {
    const due = new _DueEntries(store, ledger2);
    await due.#reconcile();
    return due;
  }
  async #reconcile() {
    const left = /* @__PURE__ */ new Map();
    for await (const [key, value] of this.#store.scan("message", { start: PREFIX5, end: END3 }))
      left.set(toHex(key), readEntry(value));
    const earliest = /* @__PURE__ */ new Map();
    for (const { body, seq } of left.values())
      earliest.set(body.type, Math.min(seq, earliest.get(body.type) ?? Number.POSITIVE_INFINITY));
    const missing = new Map(left);
    for (const [type, seq] of earliest)
      for await (const body of this.#newest(type, seq)) missing.delete(toHex(keyOf4(body)));
    const appended = this.#ledger.appendAll([...missing.values()].map(({ body }) => body));
    await appended.at(-1)?.durable();
    this.#recorded.push(...[...left.values()].map(({ body }) => keyOf4(body)));
    await this.forget();
  }
  /** Entries of a type from place `from` on, the newest first. */
  async *#newest(type, from) {
    for (let before = this.#ledger.size; before > from; ) {
      const page = await this.#ledger.query({ type, before, last: PAGE_ENTRIES });
      for (const { body } of page) yield body;
      before = page[0]?.seq ?? 0;
    }
  }
  /** Keeps `body` until it is recorded: for the batch that stores what it tells of. */
  keep(body) {
    return { kind: "put", space: "message", key: keyOf4(body), value: makeEntry(body, this.#ledger.size, 0).bytes };
  }
  /** Records what is kept. Durable when it resolves. @throws {TalosError} `E_STORAGE…`, and of `Ledger.append`. */
  async record(body) {
    await this.#ledger.append(body).durable();
    this.#recorded.push(keyOf4(body));
    if (this.#recorded.length >= FORGOTTEN_TOGETHER) await this.forget();
  }
  /**
   * Records what is kept, for who need not wait until it is durable: that it is kept is enough. Written when it returns.
   *
   * @throws {TalosError} of `Ledger.append`.
   */
  note(body) {
    const appended = this.#ledger.append(body);
    this.#noted.push({ key: keyOf4(body), durable: () => appended.durable() });
    if (this.#noted.length < FORGOTTEN_TOGETHER) return;
    void this.forget().catch((error) => {
      if (!isTalosError(error)) throw error;
    });
  }
  /** Makes what was noted durable, and forgets what is on record. @throws {TalosError} `E_STORAGE…`: what is kept stays so. */
  async forget() {
    const noted = this.#noted;
    this.#noted = [];
    await noted.at(-1)?.durable();
    const keys = [...this.#recorded, ...noted.map(({ key }) => key)];
    this.#recorded = [];
    if (keys.length > 0) await this.#store.apply(keys.map((key) => ({ kind: "delete", space: "message", key })));
  }
};
var END3 = prefixOf(PARTS.due + 1);
function keyOf4(body) {
  return concat(PREFIX5, makeEntry(body, 0, 0).leaf);
}

// src/agent/record/entry-batch.ts
var MAX_ENTRIES_TOGETHER = 256;
var MAX_TRIES3 = 100;
var EntryBatch = class {
  #ledger;
  #waiting = [];
  #isScheduled = false;
  constructor(ledger2) {
    this.#ledger = ledger2;
  }
  /**
   * Resolves when the entry is written, in the order of the calls. Where too many entries wait for a block it waits
   * too, so that calls are not made faster than blocks are.
   *
   * @throws {TalosError} as `Ledger.append`.
   */
  append(body) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, resolve, reject });
      this.#schedule();
    });
  }
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => void this.#flush());
  }
  /** Never rejects. One at a time, so that no entry overtakes another. */
  async #flush() {
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, MAX_ENTRIES_TOGETHER);
      try {
        const appended = await this.#write(together);
        for (const [i, { resolve }] of together.entries()) resolve(appended[i]);
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.#isScheduled = false;
  }
  #write(together) {
    const bodies = together.map(({ body }) => body);
    try {
      return this.#ledger.appendAll(bodies);
    } catch (error) {
      if (!isTalosError(error, "E_LIMIT")) throw error;
      return this.#writeWhenRoom(bodies);
    }
  }
  async #writeWhenRoom(bodies) {
    for (let tries = 1; ; tries++)
      try {
        await this.#ledger.seal();
        return this.#ledger.appendAll(bodies);
      } catch (error) {
        if (!isTalosError(error, "E_LIMIT") || tries === MAX_TRIES3) throw error;
      }
  }
};

// src/agent/agent-core.ts
function tell2(failed, error) {
  if (failed.error !== void 0) return;
  failed.error = error;
  const listeners = [...failed.listeners];
  failed.listeners.clear();
  for (const listen of listeners) listen(error);
}
var resolveKey = (did, signal) => new DidResolvers([KEY_RESOLVER]).resolve(did, signal);
var AgentCore = class _AgentCore {
  identity;
  store;
  ledger;
  clock;
  durability;
  onNotice;
  /** Resolves DIDs of whatever method is known. */
  resolveDid;
  authority;
  denials;
  salts;
  /** Entries of messages that are not on record yet. */
  due;
  grants;
  invitations;
  /** The lists of what it, and others, took back. */
  revocations;
  peers;
  /** What `did:web` names were used, and whom they are pinned to. */
  names;
  /** Which definitions of the tools that it lends are approved. */
  pins;
  /** What it has seen of its peers' ledgers. */
  seen;
  /** Who goes on in the place of whom. */
  successions;
  /** What was used of the capabilities under which it serves. */
  usage;
  /** Calls of peers that wait for a person. */
  approvals;
  /** What becomes of the network. */
  network = new NetworkChanges();
  /** Asks who was found in the place of a contact whether it goes on for it: see `Successions.ask`. Nobody is where absent. */
  askLine;
  #failed;
  #entries;
  #defer;
  #watchers = /* @__PURE__ */ new Set();
  constructor(parts, books, failed) {
    const { identity, store, ledger: ledger2, clock } = parts;
    const { authority, due, grants, names, peers, pins, revocations, seen, successions, usage } = books;
    this.#failed = failed;
    this.#entries = new EntryBatch(ledger2);
    this.#defer = parts.defer ?? queueMicrotask;
    this.identity = identity;
    this.store = store;
    this.ledger = ledger2;
    this.clock = clock;
    this.durability = parts.durability;
    this.onNotice = parts.onNotice;
    this.resolveDid = parts.resolveDid ?? resolveKey;
    this.authority = authority;
    this.due = due;
    this.grants = grants;
    this.revocations = revocations;
    this.peers = peers;
    this.names = names;
    this.pins = pins;
    this.seen = seen;
    this.successions = successions;
    successions.watch(() => revocations.revocations.succeeded());
    this.usage = usage;
    ledger2.watch(() => usage.keepIfDue());
    this.onFailure((error) => usage.fail(error));
    this.approvals = new ApprovalBook({ store, ledger: ledger2, clock, aliasOf: (peer) => peers.get(peer)?.alias ?? "" });
    this.denials = new DenialLog(
      (body) => void ledger2.append(body),
      clock,
      (peer) => this.isKnown(peer)
    );
    this.salts = new SaltBook(store, () => this.notice("tool", "salts of commitments could not be written"));
    this.invitations = new InvitationBook({ self: identity.did, store, ledger: ledger2, grants, clock, authority });
  }
  /**
   * Reads the books, and records what a crash kept out of the ledger: grants, redemptions, revocations, messages and
   * evidence are in the store before they are.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  static async open(given) {
    const failed = { error: void 0, listeners: /* @__PURE__ */ new Set() };
    const ledger2 = new WatchedLedger(given.ledger, (error) => tell2(failed, error));
    const parts = { ...given, ledger: ledger2 };
    const { identity, store, clock } = parts;
    const now = () => Math.max(clock.now(), ledger2.highestTimeMs);
    const line = await SuccessionBook.open(store, clock);
    const revocations = await RevocationBook.open({ identity, store, ledger: ledger2, now, line });
    const issued = (id) => grants.get(id)?.direction === "issued";
    const highest = () => ledger2.highestTimeMs;
    const known = { line, issued };
    const authority = new CallAuthority(identity.did, clock, highest, revocations.revocations, known);
    const grants = await GrantBook.open({ identity, store, ledger: ledger2, authority, clock, line });
    const peers = await PeerBook.open(store);
    const names = await NameBook.open({
      store,
      clock,
      resolve: given.resolveDid ?? resolveKey,
      current: (did) => line.current(did),
      onPinned: (name, agent) => core.notice("identity", `${name} is pinned`, agent)
    });
    const pins = await PinBook.open(store, ledger2);
    const due = await DueEntries.open(store, ledger2);
    const seen = await WitnessBook.open(store);
    const usage = await UsageBook.open(
      store,
      ledger2,
      () => given.onNotice({
        kind: "tool",
        message: "what was used of capabilities could not be kept; the next start takes longer"
      })
    );
    const core = new _AgentCore(
      parts,
      { authority, due, grants, names, peers, pins, revocations, seen, successions: line, usage },
      failed
    );
    await grants.reconcile();
    await revocations.reconcile();
    await core.invitations.reconcile();
    await seen.reconcile(ledger2);
    await core.approvals.reconcile();
    await reconcileSuccessions(core);
    return core;
  }
  /** Why nothing can be recorded any more, so that nothing may be done: the storage under the ledger failed. */
  get failure() {
    return this.#failed.error;
  }
  /** Calls `listen` when {@link failure} comes, once; at once where it has. @returns A function that undoes it. */
  onFailure(listen) {
    const { error, listeners } = this.#failed;
    if (error === void 0) listeners.add(listen);
    else listen(error);
    return () => void listeners.delete(listen);
  }
  /** Tells people something. */
  notice(kind, message, peer) {
    const notice = peer === void 0 ? { kind, message } : { kind, message, peer };
    this.onNotice(notice);
    for (const watcher of this.#watchers) watcher(notice);
  }
  /** Calls `watcher` with every notice from now on. @returns A function that undoes it. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
  /**
   * The DID that a person means, who may name a `did:web`: that is looked up.
   *
   * @throws {TalosError} what `PeerBook.resolve` and `NameBook.resolve` throw.
   */
  async peer(text, signal) {
    return isWebDid(text) ? this.names.resolve(text, signal) : this.peers.resolve(text);
  }
  /** As {@link peer}, of those that are known: nobody is asked. */
  known(text) {
    return isWebDid(text) ? this.names.pinned(text) : this.peers.resolve(text);
  }
  /** Whether this agent has dealt with `peer`: it was dialled, has redeemed an invitation, or was granted something. */
  isKnown(peer) {
    return this.peers.get(peer) !== void 0 || this.grants.hasIssuedTo(peer);
  }
  /**
   * Records that a live session began, and remembers the peer's certificate. Not for strangers: whoever finds the port
   * can begin sessions under as many names as it likes, and each entry would stay for ever.
   */
  async sessionBegan(channel) {
    const { peer, session, role, peerSequence } = channel;
    this.ledger.append({ type: "session", peer, session: toHex(session), role, kind: "live", oneTime: false });
    await this.peers.note(peer, { sequence: peerSequence });
  }
  /** What the records of a tunnel on `channel` under the token `token` are about. */
  recordsOf(channel, service, token) {
    const { identity, ledger: ledger2, salts, clock, durability } = this;
    const { did: self, signing } = identity;
    const session = toHex(channel.session);
    const { peer } = channel;
    const [entries, defer] = [this.#entries, this.#defer];
    return { self, signing, peer, service, token, session, ledger: ledger2, entries, salts, clock, durability, defer };
  }
};

// src/node/backup.ts
import { constants, mkdirSync, rmSync, statSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
var MAX_COPIES = 5;
var PIECE_BYTES = 1024 * 1024;
var { keystore, keyFile, config, permissions, ledger, store: storeName, epochKeys } = DATA_DIR_NAMES;
async function makeBackup(parts, path, signal) {
  try {
    let bytes = 0;
    await makeNewFolder(path, async (folder) => {
      bytes = await new Backup(parts, folder, signal).make();
    });
    return bytes;
  } catch (error) {
    signal?.throwIfAborted();
    if (isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR"))
      throw new TalosError("E_NOT_FOUND", `there is no folder ${dirname(path)}`, { cause: error });
    if (isSystemError(error, "ENOTEMPTY") || isSystemError(error, "EEXIST"))
      throw new TalosError("E_FILE_EXISTS", `something took the name ${path} meanwhile`, { cause: error });
    throw storageError(error, "the backup cannot be made");
  }
}
var Backup = class {
  #parts;
  #folder;
  #signal;
  #bytes = 0;
  constructor(parts, folder, signal) {
    this.#parts = parts;
    this.#folder = folder;
    this.#signal = signal;
  }
  async make() {
    for (const name of [keystore, keyFile, config, permissions]) {
      const content = await this.#read(name);
      if (content !== void 0) await this.#write(name, [content]);
    }
    await this.#copyStore();
    mkdirSync(join(this.#folder, ledger), { mode: 448 });
    await this.#write(join(ledger, "journal"), this.#journal());
    for (const name of [ledger, storeName, ""]) syncFolder(join(this.#folder, name));
    return this.#bytes;
  }
  /** The keys that the records of the copy lie under were there before it and after it: they were not replaced. */
  async #copyStore() {
    const keysName = join(storeName, epochKeys);
    for (let copies = 0; copies < MAX_COPIES; copies++) {
      const folder = join(this.#folder, storeName);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { mode: 448 });
      const before = await this.#read(keysName);
      await this.#parts.store.copyTo(folder);
      this.#signal?.throwIfAborted();
      const after = await this.#read(keysName);
      if (!isSame2(before, after)) continue;
      if (before !== void 0) await this.#write(keysName, [before]);
      this.#bytes += statSync(join(folder, "data.mdb")).size;
      return;
    }
    throw new TalosError("E_STORAGE", "the keys of the store were replaced during each copy of it", {
      hint: "try again when the agent has less to do, or end it before"
    });
  }
  /** Head and records, up to what is durable. */
  async *#journal() {
    const { journal } = this.#parts;
    await journal.sync();
    const { start, durableSize } = journal;
    if (start > 0) yield journalHead(start);
    for (let at = start; at < durableSize; at += PIECE_BYTES)
      yield await journal.readAt(at, Math.min(PIECE_BYTES, durableSize - at));
  }
  async #read(name) {
    try {
      return await readFile(join(this.#parts.dataDir, name));
    } catch (error) {
      if (isSystemError(error, "ENOENT")) return void 0;
      throw storageError(error, `${name} cannot be read`);
    }
  }
  async #write(name, pieces) {
    var _stack = [];
    try {
      const file = __using(_stack, await created(join(this.#folder, name)), true);
      for await (const piece of pieces) {
        this.#signal?.throwIfAborted();
        await file.handle.appendFile(piece);
        this.#bytes += piece.length;
      }
      await file.handle.sync();
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
};
async function created(path) {
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 384);
  return { handle, [Symbol.asyncDispose]: () => handle.close() };
}
function isSame2(left, right) {
  return left === void 0 || right === void 0 ? left === right : equalBytes(left, right);
}

// src/node/files/secret-file.ts
var LINE_BREAK_BYTES = 2;
function readSecretFile(path, onExposed) {
  const fault = (what, options) => new TalosError("E_CONFIG", `the secret file ${what}`, options);
  const bytes = readPrivateFile(path, { maxBytes: MAX_SECRET_BYTES + LINE_BREAK_BYTES, onExposed, fault });
  try {
    return fromUtf8(bytes).replace(/\r?\n$/, "");
  } catch {
    throw fault(`${path} is not text`, {});
  } finally {
    bytes.fill(0);
  }
}

// src/node/ledger/post-text.ts
var WITNESS_ANSWER_MS = 1e4;
var MAX_WITNESS_ANSWER_BYTES = 64 * 1024;
async function postText(url, body, signal, isOffline) {
  var _stack = [];
  try {
    if (isOffline) throw new TalosError("E_UNREACHABLE", "the network is off", { hint: "leave out --offline" });
    const limit = __using(_stack, deadline(signal, WITNESS_ANSWER_MS));
    try {
      const headers = { "content-type": "text/plain; charset=utf-8", "accept-encoding": "identity" };
      const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: limit.signal });
      if (response.headers.has("content-encoding")) {
        await response.body?.cancel();
        throw new TalosError("E_MALFORMED", "the answer of the witness is compressed");
      }
      const parts = [];
      let length = 0;
      for await (const part of response.body ?? []) {
        length += part.length;
        if (length > MAX_WITNESS_ANSWER_BYTES)
          throw new TalosError("E_LIMIT", `the answer of the witness exceeds ${MAX_WITNESS_ANSWER_BYTES} bytes`);
        parts.push(part);
      }
      return { status: response.status, body: fromUtf8(concat(...parts)) };
    } catch (cause) {
      if (cause instanceof TalosError) throw cause;
      limit.signal.throwIfAborted();
      throw new TalosError("E_UNREACHABLE", "the witness cannot be reached", { cause });
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}

// src/node/network/network.ts
var DEFAULT_AGENT_PORT = 8766;
var ROUTER_WAIT_MS = 1500;
var SEED_BYTES = 32;
var LAST_PORT = utf8("net/port");
var Network = class {
  #options;
  #host;
  #listening;
  /** A failure to listen leaves the host serving: the next attempt only listens. */
  #serving;
  #listener;
  #reservations;
  #lan;
  #mapping;
  #reachable;
  #reachableAt = [];
  constructor(options) {
    this.#options = options;
  }
  /** Multiaddrs it is reached at, those through relays last; empty while it does not listen. */
  get addresses() {
    const own = this.#listener?.addresses ?? [];
    return [.../* @__PURE__ */ new Set([...own.filter(isDirect), ...this.#reservations?.addresses ?? []])];
  }
  /** Whether servers get to it. */
  get reachability() {
    return this.#reachable?.state ?? "unknown";
  }
  /** Has servers asked whether they get to this agent, where it listens; nobody need wait for it. */
  async askReachability() {
    const host = this.#listener;
    if (host === void 0) return;
    const servers = await this.#options.reachabilityServers();
    if (servers.length === 0 && this.#reachable === void 0) return;
    const { Reachable } = await import("./reachability-XPMDQP3O.js");
    this.#reachableAt = servers;
    this.#reachable ??= host.use(
      (node) => new Reachable({
        node,
        timer: systemTimer,
        servers: () => this.#reachableAt,
        mapped: () => this.#mapping?.outside,
        onChange: (state) => {
          this.#options.onAddresses();
          if (state === "private") void this.seekRelays();
        }
      })
    );
    await this.#reachable.check();
  }
  /** How it is reached. */
  async reachStatus() {
    const host = await this.#host?.catch(() => void 0);
    const [reachability, relays] = [this.reachability, this.#reservations?.states ?? []];
    if (host === void 0) return { reachability, relays, punches: [] };
    const { punchesOf } = await import("./punch-I6JASOUS.js");
    const router = this.#mapping?.status;
    return { reachability, relays, punches: host.use(punchesOf), ...router === void 0 ? {} : { router } };
  }
  /** The host, dial only until {@link listen}. */
  host() {
    this.#host ??= this.#open(this.#options.seed).catch((error) => {
      this.#host = void 0;
      throw error;
    });
    return this.#host;
  }
  /** Takes part in gossip over the connections that there are. */
  async gossip(side) {
    const host = await this.host();
    const { openGossip: openGossip2 } = await import("./gossip-UMVDPHOI.js");
    return openGossip2(host, side);
  }
  /** The DHT, over hosts of its own for look-ups and this one to be found. @throws {TalosError} `E_STORAGE…`. */
  async dht(terms, onFault) {
    const { openDht } = await import("./dht-RDCF4YF2.js");
    const { store } = this.#options;
    const host = () => this.host();
    return openDht({ store, clock: systemClock, host, veiledHost: () => this.veiledHost(), onFault }, terms);
  }
  /** Agents of the local network, by multicast DNS: nothing is sent before it is used. */
  async lan() {
    const { Lan } = await import("./lan-PLAD5ZAB.js");
    this.#lan ??= new Lan({ host: () => this.host(), veiledHost: () => this.veiledHost() });
    return this.#lan;
  }
  /** A new host that only dials, under a key that was made for it and is told nobody. Owned by who asks. */
  veiledHost(seed = randomBytes(SEED_BYTES)) {
    return this.#open(() => seed);
  }
  async #open(seed) {
    if (this.#options.isOffline)
      throw new TalosError("E_UNREACHABLE", "the network is off", { hint: "leave out --offline" });
    const { openHost } = await import("./host-BEEHUQL3.js");
    return openHost({ seed: seed() });
  }
  /**
   * Listens, where it does not yet; later calls give the same addresses.
   *
   * @throws {TalosError} `E_CONFIG` if none of the wanted ports can be listened on.
   */
  async listen(host, port) {
    this.#listening ??= this.#listen(host ?? this.#options.host, port ?? this.#options.port).catch((error) => {
      this.#listening = void 0;
      throw error;
    });
    assertPort(await this.#listening, port);
    return this.addresses;
  }
  /** Takes links of a purpose of which it takes none by itself, until disposed. */
  async serve(purpose) {
    if (this.#options.purposes.includes(purpose)) return { [Symbol.asyncDispose]: () => Promise.resolve() };
    return (await this.host()).serve(purpose, (link) => this.#options.accept(purpose, link));
  }
  async #listen(address, port) {
    const host = await this.host();
    this.#serving ??= Promise.all(
      this.#options.purposes.map((purpose) => host.serve(purpose, (link) => this.#options.accept(purpose, link)))
    );
    await this.#serving;
    const addresses2 = await this.#listenOnOne(host, address, port === void 0 ? await this.#usualPorts() : [port]);
    this.#listener = host;
    await this.#remember(addresses2);
    if (this.#options.asksRouter.length > 0) await this.#mapPort(host);
    await this.seekRelays();
    return addresses2;
  }
  /** Has the router asked for a port, and waits a moment for it to answer. */
  async #mapPort(host) {
    const { PortMapping } = await import("./port-mapping-GWDTDNCT.js");
    const { asksRouter, onAddresses } = this.#options;
    const ways = [];
    if (asksRouter.includes("nat-pmp")) ways.push((await import("./nat-pmp-way-KJUY5AGE.js")).natPmp);
    if (asksRouter.includes("upnp")) ways.push(new (await import("./upnp-way-523HFTVY.js")).UpnpWay());
    this.#mapping ??= host.use((node) => new PortMapping({ node, timer: systemTimer, ways, onChange: onAddresses }));
    await settledWithin(this.#mapping.ask(), ROUTER_WAIT_MS);
  }
  /**
   * Has places asked for at the relays that there are by now, once it listens; waits until each relay has answered or is known to
   * be away for now.
   */
  async seekRelays() {
    if (this.#listener === void 0) return;
    void this.#mapping?.ask();
    const asked2 = this.askReachability();
    asked2.catch(
      (error) => this.#options.onNotice(`whether this agent is reached is not known: ${String(error)}`)
    );
    const relays = await this.#options.relays();
    if (relays.length > 0 || this.#reservations !== void 0) await this.#reserve(this.#listener, relays);
  }
  /** Asks the relays at once whether they are there: the network may be another one. */
  probe() {
    this.#reservations?.probe();
  }
  /** Has places at `relays` asked for, and waits until each relay has answered or is known to be away for now. */
  async #reserve(host, relays) {
    const { Reservations } = await import("./reservations-7T2TZLOS.js");
    const { onNotice } = this.#options;
    this.#reservations ??= host.use(
      (node) => new Reservations({
        node,
        timer: systemTimer,
        random: randomFraction,
        onChange: () => this.#options.onAddresses(),
        onFailure: (relay, { code, message }) => onNotice(`the relay ${relay}: ${code}: ${message}`)
      })
    );
    this.#reservations.use(relays);
    await this.#reservations.asked();
  }
  async #listenOnOne(host, address, ports) {
    let failure;
    for (const port of ports)
      try {
        return await host.listen([formatAddress(address, port)]);
      } catch (error) {
        if (!isTalosError(error, "E_CONFIG")) throw error;
        failure = error;
      }
    throw failure;
  }
  /** An invitation that was given out names a port: the one of last time comes first. */
  async #usualPorts() {
    const value = await this.#options.store.get("meta", LAST_PORT);
    const last = value === void 0 ? Number.NaN : Number(fromUtf8(value));
    const usual = [DEFAULT_AGENT_PORT, 0];
    return Number.isInteger(last) && last > 0 && last < 65536 && last !== DEFAULT_AGENT_PORT ? [last, ...usual] : usual;
  }
  async #remember(addresses2) {
    const port = /\/tcp\/([0-9]+)/.exec(addresses2[0] ?? "")?.[1];
    if (port === void 0) return;
    await this.#options.store.apply([{ kind: "put", space: "meta", key: LAST_PORT, value: utf8(port) }]);
  }
  async [Symbol.asyncDispose]() {
    this.#reachable?.[Symbol.dispose]();
    await this.#mapping?.[Symbol.asyncDispose]();
    await this.#reservations?.[Symbol.asyncDispose]();
    const host = await this.#host?.catch(() => void 0);
    await host?.[Symbol.asyncDispose]();
  }
};
function isDirect(address) {
  return !address.includes("/p2p-circuit");
}
function assertPort(addresses2, port) {
  if (port === void 0 || port === 0 || addresses2.some((address) => address.includes(`/tcp/${port}/`))) return;
  throw new TalosError("E_CONFIG", `the agent listens on another port than ${port} already: ${addresses2.join(", ")}`, {
    details: { key: "port" },
    hint: "leave out --port, or end the process that runs the agent"
  });
}

// src/node/network/network-watch.ts
import { networkInterfaces } from "node:os";
var INTERFACES_STEP_MS = 1e3;
function watchInterfaces(changed3) {
  let before = addresses();
  const looking = setInterval(() => {
    const now = addresses();
    if (now === void 0 || now === before) return;
    before = now;
    changed3();
  }, INTERFACES_STEP_MS);
  looking.unref();
  return () => clearInterval(looking);
}
function addresses() {
  const found = interfaces();
  if (found === void 0) return void 0;
  return Object.entries(found).flatMap(([name, all]) => (all ?? []).filter(({ internal }) => !internal).map(({ cidr }) => `${name} ${cidr}`)).toSorted().join();
}
function interfaces() {
  try {
    return networkInterfaces();
  } catch (error) {
    if (isSystemError(error, "ERR_SYSTEM_ERROR")) return void 0;
    throw error;
  }
}

// src/node/tool/approve-command.ts
import { spawn } from "node:child_process";
var MAX_APPROVE_COMMANDS = 8;
function approveCommand(options) {
  const slots = new Slots(MAX_APPROVE_COMMANDS);
  return async (question, signal) => {
    try {
      return await slots.run(() => run(options, question, signal), signal);
    } catch (error) {
      if (!signal.aborted) options.onDiagnostic(`the command that approves calls failed: ${String(error)}`);
      return false;
    }
  };
}
async function run({ argv, cwd, env, guardian }, question, signal) {
  const [program = "", ...rest] = argv;
  guardian.start();
  const child = spawn(program, rest, { cwd, env, detached: true, shell: false, stdio: ["pipe", "ignore", "ignore"] });
  const { pid } = child;
  if (pid !== void 0) guardian.watch(pid);
  const kill = () => {
    if (pid !== void 0 && child.exitCode === null && child.signalCode === null) signalGroup(pid, "SIGKILL");
  };
  signal.addEventListener("abort", kill, { once: true });
  try {
    child.stdin.on("error", () => {
    });
    child.stdin.end(`${question}
`);
    if (signal.aborted) kill();
    return await exitedWithZero(child);
  } finally {
    signal.removeEventListener("abort", kill);
    if (pid !== void 0) guardian.done(pid);
  }
}
function exitedWithZero(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, by) => resolve(code === 0 && by === null));
  });
}

// src/node/tool/guardian.ts
import { spawn as spawn2 } from "node:child_process";
import { randomBytes as randomBytes2 } from "node:crypto";
import { fileURLToPath } from "node:url";
var MAX_GUARDIAN_STARTS = 16;
var STARTS_WINDOW_MS = 6e4;
var Guardian = class {
  /** Starts the value of `TOOL_TUNNEL_MARK` of every tool server of this owner. 32 hexadecimal characters and a dot. */
  mark = `${randomBytes2(16).toString("hex")}.`;
  #path;
  #groups = /* @__PURE__ */ new Set();
  #helper;
  #starts = [];
  #closed = false;
  constructor(options = {}) {
    this.#path = options.guardianPath ?? fileURLToPath(new URL("./guardian-main.js", import.meta.url));
  }
  /** Process id of the helper while one runs. */
  get pid() {
    return this.#helper?.pid;
  }
  /**
   * Makes sure that the helper runs: before a tool is started, so that no tool is without.
   *
   * @throws {TalosError} `E_CLOSED` after `close`; `E_TOOL_FAILED` if the helper cannot be started.
   */
  start() {
    if (this.#closed) throw new TalosError("E_CLOSED", "the guardian is closed");
    if (this.#helper !== void 0) return;
    const now = performance.now();
    this.#starts = this.#starts.filter((at) => now - at < STARTS_WINDOW_MS);
    if (this.#starts.length >= MAX_GUARDIAN_STARTS) throw noGuardian("it ends whenever it is started");
    this.#starts.push(now);
    const helper = spawn2(
      process.execPath,
      ["--max-old-space-size=32", "--max-semi-space-size=1", "--v8-pool-size=1", this.#path],
      { detached: true, stdio: ["pipe", "ignore", "ignore"], env: {}, cwd: "/" }
    );
    helper.on("error", () => this.#lost(helper));
    helper.on("exit", () => this.#lost(helper));
    helper.stdin.on("error", () => {
    });
    if (helper.pid === void 0) throw noGuardian("it does not start");
    helper.unref();
    unrefPipe(helper.stdin);
    this.#helper = helper;
    this.#say(`mark ${this.mark}`);
    for (const group of this.#groups) this.#say(`watch ${group}`);
  }
  /**
   * Has `group` ended when this process ends. To be called in the tick in which the group was started: a pipe takes so
   * few bytes at once, so the helper knows of it whatever comes next.
   */
  watch(group) {
    this.#groups.add(group);
    this.#say(`watch ${group}`);
  }
  /** Forgets `group`, which is gone: its number may soon be another's. */
  done(group) {
    this.#groups.delete(group);
    this.#say(`done ${group}`);
  }
  /** Ends the helper, and with it every group that is still watched. Resolves when the helper is gone. */
  async close() {
    this.#closed = true;
    const helper = this.#helper;
    if (helper === void 0) return;
    const gone2 = new Promise((resolve) => helper.once("exit", () => resolve()));
    helper.ref();
    helper.stdin?.end();
    await gone2;
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
  #say(line) {
    this.#helper?.stdin?.write(`${line}
`);
  }
  #lost(helper) {
    if (this.#helper !== helper) return;
    this.#helper = void 0;
    if (this.#closed || this.#groups.size === 0) return;
    try {
      this.start();
    } catch {
      for (const group of this.#groups) signalGroup(group, "SIGKILL");
    }
  }
};
function noGuardian(why) {
  return new TalosError("E_TOOL_FAILED", `the guardian of tool servers is not there: ${why}`, {
    hint: "without it a tool server could outlive this process, so none is started"
  });
}
function unrefPipe(pipe) {
  if ("unref" in pipe && typeof pipe.unref === "function") pipe.unref();
}

// src/node/tool/tool-process.ts
import { spawn as spawn3 } from "node:child_process";

// src/node/tool/tool-output.ts
var MAX_DIAGNOSTIC_BYTES = 1024;
var MAX_NOISE_LINES = 16;
var decoder = new TextDecoder();
var ToolOutput = class {
  #listener;
  #answer;
  #splitter = new LineSplitter(MAX_RPC_BYTES);
  #noiseCount = 0;
  #overlong;
  /** @param answer - Sends a response to the tool server. */
  constructor(listener, answer) {
    this.#listener = listener;
    this.#answer = answer;
  }
  /** Takes what was written. */
  push(chunk) {
    for (const line of this.#splitter.push(chunk)) this.#take(line);
  }
  /** Takes the end: a last line without a line feed counts, a message cut short reads as none. */
  finish() {
    for (const line of this.#splitter.finish()) this.#take(line);
  }
  #take(line) {
    switch (line.kind) {
      case "line":
        if (mayBeMessage(line.bytes)) this.#listener.onLine(line.bytes);
        else this.#noise(diagnosticText(line.bytes));
        return;
      case "overlong":
        this.#noise(`a line of more than ${MAX_RPC_BYTES} bytes was dropped`);
        this.#overlong = readHead(line.head);
        if (this.#overlong.id !== void 0) this.#tellOverlong(this.#overlong);
        return;
      case "overlong-end":
        if (this.#overlong !== void 0) this.#tellOverlong({ ...this.#overlong, id: idInTail(line.tail) });
        return;
    }
  }
  #tellOverlong({ id, isRequest }) {
    this.#overlong = void 0;
    if (id === void 0) return;
    const response = errorResponse(id, RPC_CODES.internalError, `the message exceeds ${MAX_RPC_BYTES} bytes`);
    if (isRequest) this.#answer(response);
    else this.#listener.onLine(utf8(writeRpc(response)));
  }
  #noise(text) {
    const count = ++this.#noiseCount;
    if (count <= MAX_NOISE_LINES) this.#listener.onNoise(text);
    else if ((count & count - 1) === 0) this.#listener.onNoise(`${count} lines so far are no messages`);
  }
};
var ToolDiagnostics = class {
  #onStderr;
  #splitter = new LineSplitter(MAX_DIAGNOSTIC_BYTES);
  constructor(onStderr) {
    this.#onStderr = onStderr;
  }
  /** Takes what was written. */
  push(chunk) {
    this.#take(this.#splitter.push(chunk));
  }
  /** Takes the end. */
  finish() {
    this.#take(this.#splitter.finish());
  }
  #take(lines) {
    for (const line of lines) {
      if (line.kind === "line") this.#onStderr(diagnosticText(line.bytes));
      else if (line.kind === "overlong") this.#onStderr(`${diagnosticText(line.head)}\u2026`);
    }
  }
};
function diagnosticText(line) {
  return decoder.decode(line.subarray(0, MAX_DIAGNOSTIC_BYTES));
}
var isSpace = (byte) => byte === 32 || byte === 9 || byte === 13;
function mayBeMessage(line) {
  let start = 0;
  let end = line.length - 1;
  while (isSpace(line[start])) start++;
  while (isSpace(line[end])) end--;
  return line[start] === 123 && line[end] === 125 || line[start] === 91 && line[end] === 93;
}

// src/node/tool/tool-process.ts
var GRACE_MS = 1500;
var DESCENDANTS_GRACE_MS = 1e3;
var LAST_OUTPUT_MS = 500;
function startTool(options) {
  const [program, ...rest] = options.argv;
  if (program === void 0 || program === "") throw new RangeError("argv must name a program");
  const env = toolEnvironment(process.env, options.env ?? {}, options, options.guardian.mark);
  options.guardian.start();
  const child = spawnOrUndefined(program, rest, options.cwd, env);
  if (child?.pid === void 0)
    throw new TalosError("E_TOOL_FAILED", `the tool server cannot be started: ${program}`, {
      hint: "is the program installed and on PATH, may it be run, is the working directory there?"
    });
  options.guardian.watch(child.pid);
  return new ToolProcess(child, child.pid, env[TUNNEL_VARIABLE] ?? "", options);
}
function spawnOrUndefined(program, rest, cwd, env) {
  try {
    const child = spawn3(program, rest, {
      ...cwd === void 0 ? {} : { cwd },
      env,
      // A group of its own, in a session of its own: no terminal of ours, and a name for all that it starts.
      detached: true,
      shell: false,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true
    });
    child.on("error", () => {
    });
    return child;
  } catch {
    return void 0;
  }
}
var ToolProcess = class {
  /** Process id, and number of its process group. */
  pid;
  /** Resolves when it has ended, however it did, and all that it wrote was heard or is lost. */
  exited;
  #child;
  #mark;
  #guardian;
  #output;
  #diagnostics;
  /** Resolves when nothing that it started is left. */
  #allGone;
  #isListening = true;
  #closing;
  /** See {@link startTool}, which must have registered `pid` with the guardian. */
  constructor(child, pid, mark, options) {
    this.pid = pid;
    this.#child = child;
    this.#mark = mark;
    this.#guardian = options.guardian;
    this.#output = new ToolOutput(options, (response) => void this.send(writeRpc(response)));
    this.#diagnostics = new ToolDiagnostics(options.onStderr);
    child.stdout.on("data", (chunk) => {
      if (this.#isListening) this.#output.push(chunk);
    });
    child.stderr.on("data", (chunk) => {
      if (this.#isListening) this.#diagnostics.push(chunk);
    });
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => {
    });
    const exit = new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    this.#allGone = exit.then((end) => this.#endGroup(end));
    this.exited = this.#heardToTheEnd(exit);
  }
  /**
   * Writes one line to its standard input.
   *
   * @param line - Without a line feed.
   * @returns Whether more may follow at once; if not, wait for {@link drained}, as what follows is kept in memory.
   */
  send(line) {
    const { stdin } = this.#child;
    if (line.includes("\n")) throw new RangeError("line must not hold a line feed");
    return stdin.writable && stdin.write(`${line}
`);
  }
  /** Resolves when what was sent is with the tool server, or nothing can be sent any more. */
  drained() {
    const { stdin } = this.#child;
    if (!stdin.writable || !stdin.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        stdin.off("drain", done);
        stdin.off("close", done);
        resolve();
      };
      stdin.once("drain", done);
      stdin.once("close", done);
    });
  }
  /** Stops reading standard output: at most 128 KiB are still taken from it, then the tool server blocks. */
  pause() {
    this.#child.stdout.pause();
  }
  /** Undoes {@link pause}. */
  resume() {
    this.#child.stdout.resume();
  }
  /**
   * Ends it and all that it started. From now on nothing is heard of it. Resolves when everything is gone, after at
   * most about 5 seconds; calling it again gives the same promise.
   */
  close() {
    this.#closing ??= this.#close();
    return this.#closing;
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
  async #close() {
    this.#isListening = false;
    this.#child.stdout.resume();
    this.#child.stdin.end();
    const terminate = setTimeout(() => this.#signal("SIGTERM"), GRACE_MS);
    const kill = setTimeout(() => this.#signal("SIGKILL"), 2 * GRACE_MS);
    await this.exited;
    clearTimeout(terminate);
    clearTimeout(kill);
    await this.#allGone;
  }
  /** Once it has ended, its number is no longer its own. */
  #signal(signal) {
    if (this.#child.exitCode === null && this.#child.signalCode === null) signalGroup(this.pid, signal);
  }
  /** Its own process has ended: so do those that it left behind; with it, where it was killed. */
  async #endGroup({ signal }) {
    const graceMs = signal === "SIGKILL" ? 0 : DESCENDANTS_GRACE_MS;
    if (signalGroup(this.pid, "SIGTERM") && !await groupGone(this.pid, graceMs)) signalGroup(this.pid, "SIGKILL");
    this.#guardian.done(this.pid);
    await killMarked(this.#mark);
  }
  async #heardToTheEnd(exit) {
    const { stdin, stdout, stderr } = this.#child;
    const closed = new Promise((resolve) => this.#child.once("close", () => resolve()));
    const end = await exit;
    stdin.destroy();
    await Promise.race([closed, this.#lastOutputTime(closed)]);
    if (this.#isListening) {
      this.#output.finish();
      this.#diagnostics.finish();
    }
    this.#isListening = false;
    stdout.destroy();
    stderr.destroy();
    return end;
  }
  /** Resolves after {@link LAST_OUTPUT_MS} in which output was read; while it is paused, the time stands still. */
  #lastOutputTime(closed) {
    return new Promise((resolve) => {
      const tick = setInterval(() => {
        if (this.#child.stdout.isPaused()) return;
        clearInterval(tick);
        setTimeout(resolve, LAST_OUTPUT_MS).unref();
      }, 50);
      void closed.then(() => clearInterval(tick));
    });
  }
};

// src/node/until-quiet.ts
var QUIET_MS = 0.5;
function untilQuiet(now = () => performance.now()) {
  let last = Number.NEGATIVE_INFINITY;
  return (run2) => {
    const at = now();
    if (at - last > QUIET_MS) queueMicrotask(run2);
    else setImmediate(run2);
    last = at;
  };
}

// src/node/agent.ts
var CALL_TIMEOUT_MS = 10 * 6e4;
var RunningAgent = class extends Agent {
  core;
  #platform;
  #owned;
  /** URL of what it counts, where that is to be read. */
  metrics;
  /** What was set, and by whom. */
  settings = [];
  #ending;
  /** @param owned - Disposed after the agent, in order. */
  constructor(core, platform, owned) {
    super(core, platform);
    this.core = core;
    this.#platform = platform;
    this.#owned = owned;
  }
  /** The messages of this agent, opened when first needed. */
  messenger() {
    return this.messages.messenger();
  }
  async status() {
    const { metrics, settings } = this;
    return { ...await super.status(), settings, ...metrics === void 0 ? {} : { metrics } };
  }
  /** Listens as configured, where it does not yet. @throws {TalosError} `E_CONFIG` if it cannot. */
  listen() {
    return this.#platform.listen(void 0, void 0);
  }
  async [Symbol.asyncDispose]() {
    this.#ending ??= this.#end();
    await this.#ending;
  }
  async #end() {
    await super[Symbol.asyncDispose]();
    for (const each of this.#owned) await each[Symbol.asyncDispose]();
  }
};
async function openRunningAgent(options) {
  const { dataDir, identity, durability = "default", onNotice = () => {
  } } = options;
  const ledgerDir = join2(dataDir, "ledger");
  makeFolders(ledgerDir);
  const opened = [];
  const own = (each) => {
    opened.unshift(each);
    return each;
  };
  try {
    const lmdb = own(await openLmdbStore({ path: join2(dataDir, DATA_DIR_NAMES.store) }));
    const measures = await measuresOf(options, lmdb);
    const store = measures?.store ?? lmdb;
    const journal = own(await openFileJournal(join2(ledgerDir, "journal")));
    const { mine } = own(openMiner());
    const terms = { identity, clock: systemClock, mine, network: options.network ?? {} };
    const ledger2 = own(await openLedger({ store, journal, ...terms }));
    if (ledger2.size === 0) await ledger2.append({ type: "identity", did: identity.did, event: "created" }).durable();
    if (ledger2.recovered !== void 0)
      onNotice({
        kind: "tool",
        message: `cut off ${ledger2.recovered.bytes} bytes of an interrupted write from the ledger`
      });
    if (ledger2.isReindexed) onNotice({ kind: "tool", message: "made the index of the ledger anew" });
    const core = await AgentCore.open({
      identity,
      store,
      ledger: ledger2,
      clock: systemClock,
      durability,
      onNotice,
      defer: untilQuiet(),
      resolveDid: didResolver({ ...options, isLan: options.reach?.lan === "on" })
    });
    const guardian = own(new Guardian());
    const onAddresses = () => {
      const told = agent.messages.mail().then((mail) => mail.addressesChanged());
      told.catch((error) => onNotice({ kind: "network", message: textOf2(error) }));
    };
    const network = own(
      new Network({
        seed: () => identity.hostSeed(),
        store,
        host: options.host ?? "0.0.0.0",
        port: options.port,
        isOffline: options.isOffline ?? false,
        asksRouter: options.asksRouter ?? [],
        relays: async () => options.relays?.length ? options.relays : (await agent.messages.mail()).relaysOfServers(),
        reachabilityServers: async () => (await agent.messages.mail()).reachabilityServers(),
        onAddresses,
        onNotice: (message) => onNotice({ kind: "network", message }),
        purposes: options.takesMessages === false ? ["channel", "chain"] : ["channel", "chain", "message", "transfer"],
        accept: (purpose, link) => agent.accept(purpose, link)
      })
    );
    const agent = new RunningAgent(
      core,
      platformOf(options, { network, guardian, onAddresses, backup: { dataDir, store: lmdb, journal } }),
      opened
    );
    agent.settings = options.settings ?? [];
    core.network.onWake(() => network.probe());
    if (measures !== void 0 && options.metrics !== void 0) {
      const onFault = (error) => onNotice({ kind: "tool", message: `the metrics: ${String(error)}` });
      agent.metrics = own(await measures.open({ agent, core }, options.metrics, onFault)).url;
    }
    return agent;
  } catch (error) {
    for (const each of opened) await each[Symbol.asyncDispose]();
    throw error;
  }
}
async function measuresOf({ metrics }, store) {
  if (metrics === void 0) return void 0;
  return new (await import("./agent-measures-HERLEOMG.js")).AgentMeasures(store);
}
function platformOf(options, parts) {
  const { network, guardian, onAddresses } = parts;
  const { keystore: keystore2, createdMs, callTimeoutMs = CALL_TIMEOUT_MS, reconnectDeadlineMs = RECONNECT_DEADLINE_MS } = options;
  const { isOffline = false } = options;
  return {
    version: VERSION,
    pid: process.pid,
    keystore: keystore2,
    createdMs,
    primitives: primitivesInUse(),
    archives: archiveFiles,
    files: openFileRoom({
      dataDir: options.dataDir,
      kinds: fileKinds(options.files?.limits),
      ...options.files === void 0 ? {} : { quotaBytes: options.files.quotaBytes }
    }),
    accessLists: aclFiles(join2(options.dataDir, DATA_DIR_NAMES.permissions)),
    backup: (path, signal) => makeBackup(parts.backup, path, signal),
    epochKeys: openEpochFile(join2(options.dataDir, DATA_DIR_NAMES.store, DATA_DIR_NAMES.epochKeys)),
    callTimeoutMs,
    reconnectDeadlineMs,
    tunnelLingerMs: options.tunnelLingerMs,
    anchors: async () => [new (await import("./anchor-rfc3161-PMTQFYZI.js")).TimeStampAnchor({ isOffline })],
    postText: (url, body, signal) => postText(url, body, signal, isOffline),
    host: () => network.host(),
    veiledHost: (seed) => network.veiledHost(seed),
    gossip: (side) => network.gossip(side),
    reach: { lan: "auto", bootstrap: [], ...options.reach, relays: options.relays ?? [] },
    ...isOffline || options.dht === false ? {} : {
      dht: (terms) => network.dht(terms, (error) => options.onNotice?.({ kind: "network", message: textOf2(error) }))
    },
    ...isOffline || options.mdns !== true ? {} : {
      lanSource: () => network.lan(),
      announceLan: async (record2) => (await network.lan()).announce(record2)
    },
    addresses: () => network.addresses,
    reachability: () => network.reachability,
    reachStatus: () => network.reachStatus(),
    seekRelays: () => network.seekRelays(),
    listen: (host, port) => network.listen(host, port),
    takeMessages: async () => {
      const served = [await network.serve("message"), await network.serve("transfer")];
      return { [Symbol.asyncDispose]: () => closeAll(served) };
    },
    ...isOffline ? {} : {
      watchNetwork: (changed3) => watchInterfaces(() => {
        changed3();
        onAddresses();
      })
    },
    readSecret: readSecretFile,
    approver: (argv, { cwd, env }) => approveCommand({
      argv,
      cwd,
      env,
      guardian,
      onDiagnostic: (message) => options.onNotice?.({ kind: "tool", message })
    }),
    startTool: (params) => starterOf(params, guardian)
  };
}
function textOf2(error) {
  return `the DHT: ${error instanceof Error ? error.message : String(error)}`;
}
function starterOf({ argv, cwd, env }, guardian) {
  return ({ caller, who, onLine, onDiagnostic }) => startTool({ argv, cwd, env, guardian, ...who, caller, onLine, onNoise: onDiagnostic, onStderr: onDiagnostic });
}

export {
  putPosition,
  loadUsage,
  putSteps,
  CALL_TIMEOUT_MS,
  RunningAgent,
  openRunningAgent
};
