import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  DEPOSITS_A_MINUTE,
  MAILBOX_LIMITS,
  MAILBOX_LINK_IDLE_MS,
  MAILBOX_OPENS_A_MINUTE,
  MAILBOX_PRUNE_MS,
  MAX_DEPOSITING_BYTES,
  MAX_MAILBOX_LINKS,
  MAX_MAILBOX_LINKS_A_SOURCE,
  NEW_MAILBOXES_A_DAY,
  SHARED_COUNT_MS,
  SHARED_IDLE_POLL_MS,
  SHARED_POLL_MS,
  SteadyClock
} from "./chunk-OPXKKL2G.js";
import {
  repeat
} from "./chunk-A6LDQZI4.js";
import {
  AGAIN,
  Turns
} from "./chunk-IVXTGPG4.js";
import {
  MAX_UNTAKEN_BYTES,
  MAX_UNTAKEN_MESSAGES,
  MESSAGE_PUSH,
  readDeposit,
  readNothing,
  readTaken
} from "./chunk-STHTJMY5.js";
import {
  LinkRefusals,
  refused,
  serveRequests
} from "./chunk-ZAJR75ED.js";
import {
  systemTimer
} from "./chunk-34XTRKKR.js";
import "./chunk-7K56E52M.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-NYAGUFNB.js";
import {
  SourceCounter,
  mayHold
} from "./chunk-RG5XTQSW.js";
import {
  sourceOf
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-IDTG2NVN.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-KHFQ3AZA.js";
import {
  decode
} from "./chunk-54GDCRVT.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import {
  u32,
  u64,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  concat,
  equalBytes,
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/mailbox/boxes.ts
var SPACE = "mailbox";
var [BOX, ROW, DEPOSIT, OPENER] = [1, 2, 3, 4];
var BOX_VERSION = 1;
var OPENER_VERSION = 1;
var MARK_BYTES = 16;
var KEY_BYTES = 32;
var VISIT_STEP_MS = 36e5;
var ROWS_A_BATCH = 256;
var BOXES_A_TURN = 64;
async function newestVisit(store) {
  let newest;
  for await (const [, value] of store.scan(SPACE, { start: u8(BOX), end: u8(ROW) }))
    newest = Math.max(newest ?? 0, readBox(value).visitedMs);
  return newest;
}
var Boxes = class _Boxes {
  #store;
  #clock;
  #limits;
  #isShared;
  #turns = new Turns();
  /** With what is being written: a limit holds whatever becomes of it. */
  #totals = NOTHING;
  constructor(store, clock, { limits, isShared }) {
    this.#store = store;
    this.#clock = clock;
    this.#limits = limits;
    this.#isShared = isShared;
  }
  /** @throws {TalosError} `E_STORAGE_CORRUPT` for a record of another form; what the store throws. */
  static async open(store, clock, terms) {
    const boxes = new _Boxes(store, clock, terms);
    await boxes.recount();
    return boxes;
  }
  get totals() {
    return this.#totals;
  }
  /**
   * The owner is here: makes the mailbox if there is none. Durable when it resolves.
   *
   * @param mayMake - Asked once, before a mailbox is made.
   * @returns What waits, and where services share the store a mark of this visit, by which {@link elsewhere} knows it.
   * @throws {TalosError} `E_REFUSED` (`busy`) if it may not be made, or there are as many as may be; what the store throws.
   */
  visit(key, mayMake) {
    const mark = this.#isShared ? randomBytes(MARK_BYTES) : void 0;
    const changes = mark === void 0 ? [] : [{ kind: "put", space: SPACE, key: openerKey(key), value: concat(u8(OPENER_VERSION), mark) }];
    let isAsked = false;
    return this.#turn(key, async (box) => {
      if (box === void 0 && this.#totals.mailboxes >= this.#limits.mailboxes)
        throw refused("busy", `${this.#totals.mailboxes} mailboxes are here, which is the limit`);
      if (box === void 0 && !isAsked && !mayMake()) throw refused("busy", "too many new mailboxes");
      isAsked = true;
      const visited = await this.#visited(key, box, changes);
      return visited === AGAIN ? AGAIN : { waiting: visited.messages, bytes: visited.bytes, mark };
    });
  }
  /** What others did to a mailbox since the visit of `mark`; undefined where it is gone. */
  async elsewhere(key, mark) {
    const [box, opener] = await Promise.all([this.#read(key), this.#store.get(SPACE, openerKey(key))]);
    if (box === void 0) return void 0;
    return { nextId: box.nextId, isLost: opener === void 0 || !equalBytes(opener.subarray(1), mark) };
  }
  /**
   * Puts a deposit into a mailbox. Durable when it resolves.
   *
   * @throws {TalosError} `E_REFUSED`: `unknown` where there is no mailbox, `busy` where there is no room; what the store
   *   throws: nothing changed then, as far as is known.
   */
  deposit(key, sealed) {
    return this.#turn(key, async (box) => {
      if (box === void 0) throw refused("unknown", "there is no such mailbox");
      const { nextId, messages, bytes } = box;
      if (messages + 1 > this.#limits.messages || bytes + sealed.length > this.#limits.bytes)
        throw refused("busy", "the mailbox is full");
      if (this.#totals.bytes + sealed.length > this.#limits.totalBytes) throw refused("busy", "all mailboxes are full");
      const after = { ...box, nextId: nextId + 1, messages: messages + 1, bytes: bytes + sealed.length };
      const row = concat(u64(this.#clock.now()), u32(sealed.length));
      const isDone = await this.#replace(key, box, after, [
        { kind: "put", space: SPACE, key: messageKey(ROW, key, nextId), value: row },
        { kind: "put", space: SPACE, key: messageKey(DEPOSIT, key, nextId), value: sealed }
      ]);
      return isDone ? void 0 : AGAIN;
    });
  }
  /** The first message after that of id `after`; `undefined` where there is none. */
  async next(key, after) {
    const [row] = await this.#rows(key, after + 1, 1);
    return row;
  }
  /** The deposit of a message; `undefined` if it is gone. */
  sealed(key, id) {
    return this.#store.get(SPACE, messageKey(DEPOSIT, key, id));
  }
  /** Deletes messages; those that are gone are passed over. Durable when it resolves. */
  take(key, ids) {
    return this.#turn(key, async (box) => {
      if (box === void 0) return void 0;
      const values = await Promise.all(ids.map((id) => this.#store.get(SPACE, messageKey(ROW, key, id))));
      const rows = ids.flatMap((id, at) => {
        const value = values[at];
        return value === void 0 ? [] : [readRow(id, value)];
      });
      return rows.length > 0 && await this.#drop(key, box, rows) === AGAIN ? AGAIN : void 0;
    });
  }
  /**
   * Deletes the messages that have waited too long, and the mailboxes whose owners do not come.
   *
   * @param isOpen - Whether the owner is here.
   * @throws What the store throws; what was not looked at waits for the next time.
   */
  async prune(isOpen) {
    const keys = [];
    for await (const [key] of this.#store.scan(SPACE, { start: u8(BOX), end: u8(ROW) })) keys.push(key.slice(1));
    for (const [at, key] of keys.entries()) {
      if (at % BOXES_A_TURN === BOXES_A_TURN - 1) await new Promise((resolve) => setTimeout(resolve, 0));
      await this.#turn(key, (box) => this.#prune(key, box, isOpen(key)));
    }
  }
  async #prune(key, found, isOpen) {
    if (found === void 0) return void 0;
    let box = isOpen ? await this.#visited(key, found, []) : found;
    if (box === AGAIN) return AGAIN;
    const now = this.#clock.now();
    const isAbandoned = now - box.visitedMs > this.#limits.mailboxLifeMs;
    for (; ; ) {
      const rows = await this.#rows(key, 0, ROWS_A_BATCH);
      const kept = rows.findIndex(({ arrivedMs }) => !isAbandoned && now - arrivedMs <= this.#limits.messageLifeMs);
      const gone = kept === -1 ? rows : rows.slice(0, kept);
      if (gone.length > 0) box = await this.#drop(key, box, gone);
      if (box === AGAIN) return AGAIN;
      if (gone.length < ROWS_A_BATCH) break;
    }
    if (!isAbandoned) return void 0;
    const isGone = await this.#replace(key, box, void 0, [{ kind: "delete", space: SPACE, key: openerKey(key) }]);
    return isGone ? void 0 : AGAIN;
  }
  /** Counts anew what all services of the store hold. @throws as {@link Boxes.open}. */
  async recount() {
    let totals = NOTHING;
    for await (const [, value] of this.#store.scan(SPACE, { start: u8(BOX), end: u8(ROW) }))
      totals = counted(totals, void 0, readBox(value));
    this.#totals = totals;
  }
  /** Notes the visit, with `changes`; without some only where the last is long ago. */
  async #visited(key, box, changes) {
    const now = this.#clock.now();
    const isNew = box === void 0 || Math.abs(now - box.visitedMs) >= VISIT_STEP_MS;
    if (!isNew && changes.length === 0) return box;
    const visited = isNew ? { ...box ?? { nextId: 1, messages: 0, bytes: 0 }, visitedMs: now } : box;
    return await this.#replace(key, box, visited, changes) ? visited : AGAIN;
  }
  async #drop(key, box, rows) {
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    const after = { ...box, messages: box.messages - rows.length, bytes: box.bytes - bytes };
    const changes = rows.flatMap(({ id }) => [
      { kind: "delete", space: SPACE, key: messageKey(ROW, key, id) },
      { kind: "delete", space: SPACE, key: messageKey(DEPOSIT, key, id) }
    ]);
    return await this.#replace(key, box, after, changes) ? after : AGAIN;
  }
  /** Up to `limit` messages from that of id `from`, in order. */
  async #rows(key, from, limit) {
    const range = { start: messageKey(ROW, key, from), end: messageKey(ROW, key, Number.MAX_SAFE_INTEGER), limit };
    const rows = [];
    for await (const [at, value] of this.#store.scan(SPACE, range)) rows.push(readRow(readId(at), value));
    return rows;
  }
  async #read(key) {
    const value = await this.#store.get(SPACE, boxKey(key));
    return value === void 0 ? void 0 : readBox(value);
  }
  /** Takes a step from a mailbox as it is; again where another process changed that meanwhile. */
  #turn(key, step) {
    return this.#turns.run(toHex(key), async () => step(await this.#read(key)));
  }
  /** The one way to change a mailbox: with `changes`, in one batch. Whether nobody had changed it before. */
  async #replace(key, before, after, changes) {
    const [at, held] = [boxKey(key), before === void 0 ? void 0 : boxBytes(before)];
    const change = after === void 0 ? { kind: "delete", space: SPACE, key: at } : { kind: "put", space: SPACE, key: at, value: boxBytes(after) };
    this.#count(before, after);
    try {
      const applied = await this.#store.apply([
        { kind: "require", space: SPACE, key: at, value: held },
        change,
        ...changes
      ]);
      if (!applied) this.#count(after, before);
      return applied;
    } catch (error) {
      const now = await this.#read(key).catch(() => after);
      this.#count(after, now);
      throw error;
    }
  }
  #count(before, after) {
    this.#totals = counted(this.#totals, before, after);
  }
};
var NOTHING = { mailboxes: 0, messages: 0, bytes: 0 };
function counted({ mailboxes, messages, bytes }, before, after) {
  return {
    mailboxes: mailboxes + (after === void 0 ? 0 : 1) - (before === void 0 ? 0 : 1),
    messages: messages + (after?.messages ?? 0) - (before?.messages ?? 0),
    bytes: bytes + (after?.bytes ?? 0) - (before?.bytes ?? 0)
  };
}
function boxKey(key) {
  return concat(u8(BOX), key);
}
function openerKey(key) {
  return concat(u8(OPENER), key);
}
function messageKey(kind, key, id) {
  return concat(u8(kind), key, u64(id));
}
function boxBytes({ nextId, messages, bytes, visitedMs }) {
  return concat(u8(BOX_VERSION), u64(nextId), u32(messages), u64(bytes), u64(visitedMs));
}
function readBox(value) {
  return stored(
    () => decode(value, (reader) => {
      if (reader.u8("version") !== BOX_VERSION) throw new TalosError("E_MALFORMED", "a mailbox of another version");
      return {
        nextId: reader.u64("next id"),
        messages: reader.u32("messages"),
        bytes: reader.u64("bytes"),
        visitedMs: reader.u64("visited")
      };
    })
  );
}
function readRow(id, value) {
  return stored(
    () => decode(value, (reader) => ({ id, arrivedMs: reader.u64("arrived"), bytes: reader.u32("length") }))
  );
}
function readId(key) {
  return stored(
    () => decode(key, (reader) => {
      reader.bytes(1 + KEY_BYTES, "key");
      return reader.u64("id");
    })
  );
}
function stored(read) {
  try {
    return read();
  } catch (cause) {
    if (!isTalosError(cause, "E_MALFORMED")) throw cause;
    throw new TalosError("E_STORAGE_CORRUPT", "a record of a mailbox is damaged", { cause });
  }
}

// src/mailbox/delivery.ts
var Delivery = class {
  #init;
  /** Pushed and not taken: id → bytes. */
  #untaken = /* @__PURE__ */ new Map();
  #untakenBytes = 0;
  /** Id of the message pushed last. */
  #last = 0;
  #isStarted = false;
  #isPushing = false;
  #isStopped = false;
  #wakes = 0;
  constructor(init) {
    this.#init = init;
  }
  /** Begins: its owner has been told what waits. */
  start() {
    this.#isStarted = true;
    this.wake();
  }
  /** There may be something to push. */
  wake() {
    this.#wakes += 1;
    if (!this.#isStarted || this.#isPushing || this.#isStopped) return;
    this.#isPushing = true;
    void this.#push();
  }
  /** Pushes no more. */
  stop() {
    this.#isStopped = true;
  }
  /** Whether all of `ids` were pushed here and are not taken. */
  hasPushed(ids) {
    return ids.every((id) => this.#untaken.has(id));
  }
  /** They are deleted: there is room for others. */
  taken(ids) {
    for (const id of ids) {
      this.#untakenBytes -= this.#untaken.get(id) ?? 0;
      this.#untaken.delete(id);
    }
    this.wake();
  }
  async #push() {
    const { link, onFault } = this.#init;
    try {
      for (let seen = -1; seen !== this.#wakes; ) {
        seen = this.#wakes;
        while (!this.#isStopped && await this.#pushNext()) ;
      }
    } catch (error) {
      this.stop();
      if (!isTalosError(error, "E_CLOSED")) onFault(error);
      await link.close();
    } finally {
      this.#isPushing = false;
    }
  }
  /** Pushes one message; whether there may be a next one. */
  async #pushNext() {
    const { boxes, link, server } = this.#init;
    const row = await boxes.next(link.peerKey, this.#last);
    if (row === void 0 || !this.#hasRoomFor(row)) return false;
    const sealed = await boxes.sealed(link.peerKey, row.id);
    this.#last = row.id;
    if (sealed === void 0) return true;
    if (this.#isStopped) return false;
    this.#untaken.set(row.id, row.bytes);
    this.#untakenBytes += row.bytes;
    server.push(MESSAGE_PUSH, { id: row.id, sealed });
    await link.drained();
    return true;
  }
  #hasRoomFor({ bytes }) {
    return this.#untaken.size < MAX_UNTAKEN_MESSAGES && this.#untakenBytes + bytes <= MAX_UNTAKEN_BYTES;
  }
};

// src/mailbox/mailbox.ts
var DAY_MS = 864e5;
async function openMailbox(init) {
  const limits = { ...MAILBOX_LIMITS, ...init.limits };
  const { store, clock, timer = systemTimer, elapsed = () => timer.now() } = init;
  const time = await SteadyClock.open({ store, clock, elapsed }, () => newestVisit(store));
  const boxes = await Boxes.open(store, time, { limits, isShared: init.isShared ?? false });
  await boxes.prune(() => false);
  await time.note();
  return new MailboxService(boxes, time, { ...init, limits });
}
var MailboxService = class {
  purpose = "mailbox";
  #boxes;
  #time;
  #timer;
  #refusals;
  #onFault;
  #visits = /* @__PURE__ */ new Map();
  /** Owners whose mailbox is open, by key: the newest link of each. */
  #owners = /* @__PURE__ */ new Map();
  #deposits;
  #depositedBytes;
  #opens;
  #newMailboxes;
  #onAnswered;
  #countBytes;
  #depositingBytes = 0;
  #pollMs = SHARED_POLL_MS;
  #stop;
  #isClosed = false;
  constructor(boxes, time, init) {
    const { clock, timer, onFault, limits } = init;
    this.#boxes = boxes;
    this.#time = time;
    this.#timer = timer ?? systemTimer;
    this.#refusals = new LinkRefusals(this.#timer);
    this.#onFault = onFault ?? (() => {
    });
    this.#deposits = new SourceCounter(DEPOSITS_A_MINUTE, 6e4, clock);
    this.#depositedBytes = new SourceCounter(limits.depositedBytesADay, DAY_MS, clock);
    this.#opens = new SourceCounter(MAILBOX_OPENS_A_MINUTE, 6e4, clock);
    this.#newMailboxes = new SourceCounter(NEW_MAILBOXES_A_DAY, DAY_MS, clock);
    this.#onAnswered = init.onAnswered;
    this.#countBytes = init.metrics?.counter("talos_mailbox_deposit_bytes_total", "Bytes of deposits that were taken.");
    if (init.metrics !== void 0) this.#measure(init.metrics);
    const every = (waitMs, task) => repeat(this.#timer, waitMs, task, this.#onFault);
    this.#stop = [
      every(
        () => MAILBOX_PRUNE_MS,
        () => this.#prune()
      ),
      ...init.isShared === true ? [
        every(
          () => SHARED_COUNT_MS,
          () => boxes.recount()
        ),
        every(
          () => this.#pollMs,
          () => this.#lookElsewhere()
        )
      ] : []
    ];
  }
  #measure(metrics) {
    metrics.gauge("talos_links", "Links that are open, by service.", () => this.links, { service: "mailbox" });
    metrics.gauge("talos_mailboxes", "Mailboxes that there are.", () => this.totals.mailboxes);
    metrics.gauge("talos_mailbox_messages", "Messages that wait.", () => this.totals.messages);
    metrics.gauge("talos_mailbox_bytes", "Bytes of messages that wait.", () => this.totals.bytes);
    metrics.gauge("talos_mailbox_owners", "Owners that have their mailbox open.", () => this.owners);
  }
  get totals() {
    return this.#boxes.totals;
  }
  get links() {
    return this.#visits.size;
  }
  get owners() {
    return this.#owners.size;
  }
  async accept(link) {
    const source = sourceOf(link.remoteAddress);
    if (this.#isClosed || !this.#hasRoomFor(source)) {
      await this.#refusals.refuse(link, "busy");
      return;
    }
    const visit = {
      link,
      source,
      owner: toHex(link.peerKey),
      delivery: void 0,
      mark: void 0,
      nextId: 0,
      isOpening: false,
      isOver: false,
      cancelIdle: () => {
      }
    };
    this.#endWhenIdle(visit);
    const server = serveRequests(link, {
      answer: (op, fields) => this.#answer({ visit, server, op, fields }),
      onFault: this.#onFault,
      onAnswered: (answered) => this.#onAnswered?.("mailbox", answered)
    });
    void link.closed.then(() => this.#leave(visit));
    const ended = server.ended.then(() => {
      this.#visits.delete(visit);
    });
    this.#visits.set(visit, ended);
    await ended;
  }
  #hasRoomFor(source) {
    if (this.#visits.size >= MAX_MAILBOX_LINKS) return false;
    const sources = [...this.#visits.keys()].map((visit) => visit.source);
    return mayHold(source, sources, MAX_MAILBOX_LINKS_A_SOURCE);
  }
  #leave(visit) {
    visit.isOver = true;
    visit.cancelIdle();
    visit.delivery?.stop();
    if (this.#owners.get(visit.owner) === visit) this.#owners.delete(visit.owner);
  }
  #endWhenIdle(visit) {
    visit.cancelIdle();
    if (visit.delivery === void 0 && !visit.isOver)
      visit.cancelIdle = this.#timer.after(MAILBOX_LINK_IDLE_MS, () => void visit.link.close());
  }
  // Requests
  async #answer(request) {
    const { visit, server, op, fields } = request;
    visit.cancelIdle();
    try {
      if (op === "deposit") return await this.#deposit(visit, fields);
      if (op === "open") return await this.#open(visit, server, fields);
      if (op === "taken") return await this.#taken(visit, fields);
      throw refused("failed", "a mailbox has no such operation");
    } catch (error) {
      if (!isTalosError(error) || !error.code.startsWith("E_STORAGE")) throw error;
      this.#onFault(error);
      throw refused("busy", "the store of the mailbox failed");
    } finally {
      this.#endWhenIdle(visit);
    }
  }
  async #deposit(visit, fields) {
    if (!this.#deposits.take(visit.source)) throw refused("busy", "too many deposits in a minute");
    const { to, sealed } = readDeposit(fields);
    const key = keyOfDid(to);
    if (this.#depositingBytes + sealed.length > MAX_DEPOSITING_BYTES)
      throw refused("busy", "too many deposits at a time");
    if (!this.#depositedBytes.take(visit.source, sealed.length)) throw refused("busy", "too many bytes in a day");
    this.#depositingBytes += sealed.length;
    try {
      await this.#boxes.deposit(key, sealed);
      this.#countBytes?.add({}, sealed.length);
    } catch (error) {
      this.#depositedBytes.giveBack(visit.source, sealed.length);
      throw error;
    } finally {
      this.#depositingBytes -= sealed.length;
    }
    this.#owners.get(toHex(key))?.delivery?.wake();
    return {};
  }
  async #open(visit, server, fields) {
    readNothing(fields);
    if (visit.delivery !== void 0 || visit.isOpening) throw refused("failed", "the mailbox is open on this link");
    if (!this.#opens.take(visit.source)) throw refused("busy", "mailboxes are opened too often in a minute");
    visit.isOpening = true;
    try {
      const mayMake = () => this.#newMailboxes.take(visit.source);
      const { waiting, bytes, mark } = await this.#boxes.visit(visit.link.peerKey, mayMake);
      visit.mark = mark;
      if (!visit.isOver) this.#deliver(visit, server);
      return { waiting, bytes };
    } finally {
      visit.isOpening = false;
    }
  }
  /** From now on the messages go over this link; an older one of the owner ends. */
  #deliver(visit, server) {
    const { link } = visit;
    const delivery = new Delivery({ boxes: this.#boxes, link, server, onFault: this.#onFault });
    const older = this.#owners.get(visit.owner);
    older?.delivery?.stop();
    void older?.link.close();
    visit.delivery = delivery;
    this.#owners.set(visit.owner, visit);
    setTimeout(() => delivery.start(), 0);
  }
  async #taken(visit, fields) {
    const ids = readTaken(fields);
    const { delivery } = visit;
    if (delivery === void 0) throw refused("denied", "no mailbox is open on this link");
    if (!delivery.hasPushed(ids)) throw refused("unknown", "one of the messages was not pushed on this link");
    await this.#boxes.take(visit.link.peerKey, ids);
    delivery.taken(ids);
    return {};
  }
  // Time
  async #prune() {
    await this.#boxes.prune((key) => this.#owners.has(toHex(key)));
    await this.#time.note();
  }
  /** What other services of the store did to the mailboxes that are open here: looked for the more often, the more there was. */
  async #lookElsewhere() {
    const visits = [...this.#owners.values()];
    const news = await Promise.all(visits.map((visit) => this.#newsOf(visit)));
    this.#pollMs = news.includes(true) ? SHARED_POLL_MS : Math.min(SHARED_IDLE_POLL_MS, this.#pollMs * 1.5);
  }
  async #newsOf(visit) {
    const { mark, link } = visit;
    const found = mark === void 0 ? void 0 : await this.#boxes.elsewhere(link.peerKey, mark);
    if (found === void 0 || visit.isOver || visit.mark !== mark) return false;
    if (found.isLost) {
      visit.delivery?.stop();
      void link.close();
      return false;
    }
    const isNews = found.nextId > visit.nextId;
    visit.nextId = found.nextId;
    if (isNews) visit.delivery?.wake();
    return isNews;
  }
  async [Symbol.asyncDispose]() {
    this.#isClosed = true;
    const stopped = this.#stop.map((stop) => stop());
    const visits = [...this.#visits];
    await Promise.all(visits.map(([{ link }]) => link.close()));
    await Promise.all([...stopped, ...visits.map(([, ended]) => ended)]);
  }
};
export {
  openMailbox
};
