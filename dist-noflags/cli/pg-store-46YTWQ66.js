import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  parseStoreUrl
} from "./chunk-WSC7DXG4.js";
import {
  retryDelays
} from "./chunk-KV7A24CH.js";
import {
  addBatch,
  keyName
} from "./chunk-VU4BQLDS.js";
import "./chunk-SNO5PYOW.js";
import {
  assertKey,
  assertRange,
  copyChanges
} from "./chunk-YOEFOITE.js";
import {
  randomFraction
} from "./chunk-2LF6EQRB.js";
import "./chunk-QRYLKG2A.js";
import {
  compareBytes
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/store/pg-errors.ts
var CONFLICTS = /* @__PURE__ */ new Set(["40001", "40P01"]);
var AWAY = /* @__PURE__ */ new Set(["57P01", "57P02", "57P03", "53300", "25006", "25P03"]);
var CODES = /* @__PURE__ */ new Map([
  ["53100", "E_STORAGE_FULL"],
  ["28P01", "E_STORAGE_DENIED"],
  ["28000", "E_STORAGE_DENIED"],
  ["42501", "E_STORAGE_DENIED"],
  ["25006", "E_STORAGE_DENIED"],
  ["XX001", "E_STORAGE_CORRUPT"],
  ["XX002", "E_STORAGE_CORRUPT"]
]);
var HINTS = /* @__PURE__ */ new Map([
  ["28P01", "user and password stand in the address of the store"],
  ["3D000", "make the database first: createdb"],
  ["42501", "the role must own the database, or may create tables in its schema"],
  ["25006", "the address must lead to the primary"]
]);
var PgConflict = class extends Error {
};
var PgUnknown = class extends Error {
};
function sqlState(error) {
  if (typeof error !== "object" || error === null || !("code" in error) || !("severity" in error)) return void 0;
  return typeof error.code === "string" ? error.code : void 0;
}
function isRolledBack(error) {
  const code = sqlState(error) ?? "";
  return /^(22|23|40|42|53|54)/.test(code) ? code !== "40003" && code !== "53300" : code === "57014";
}
function isConflict(error) {
  return error instanceof PgConflict || CONFLICTS.has(sqlState(error) ?? "");
}
function isAway(error) {
  if (error instanceof PgUnknown || error instanceof PgConflict || isTalosError(error)) return false;
  if (error instanceof TypeError || error instanceof RangeError) return false;
  const code = sqlState(error);
  return code === void 0 ? !isFileError(error) && !isTlsError(error) : AWAY.has(code) || code.startsWith("08");
}
var isFileError = (error) => error instanceof Error && "syscall" in error && error.syscall === "open";
function isTlsError(error) {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^(ERR_(TLS|SSL|OSSL)_|.*CERT|.*SIGNATURE|UNABLE_TO_)/.test(code) || /SSL|SASL|SCRAM/.test(error.message);
}
function pgError(error, doing) {
  if (isTalosError(error)) return error;
  const state = sqlState(error) ?? "";
  const code = CODES.get(state) ?? (isFileError(error) ? "E_CONFIG" : "E_STORAGE");
  const hint = HINTS.get(state) ?? (isAway(error) ? "the database must be running and reachable" : void 0);
  const why = error instanceof Error ? textOf(error) : String(error);
  return new TalosError(code, `${doing}: ${why}`, { cause: error, ...hint === void 0 ? {} : { hint } });
}
function textOf(error) {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return (first instanceof Error ? first.message : error.message).split("\n")[0]?.slice(0, 200) ?? "";
}

// src/node/store/pg-connections.ts
var MAX_PG_CONNECTIONS = 8;
var MAX_PG_SNAPSHOTS = 4;
var PG_CONNECT_MS = 5e3;
var PG_DEADLINE_MS = 1e4;
var PG_IDLE_TRANSACTION_MS = 3e4;
var MAX_PG_CONFLICTS = 50;
var AWAY_DELAYS = { baseMs: 100, capMs: 1e3, random: randomFraction };
var CONFLICT_DELAYS = { baseMs: 4, capMs: 250, random: randomFraction };
var begins = (mode) => `BEGIN ${mode}; SET LOCAL statement_timeout = ${PG_DEADLINE_MS}; SET LOCAL idle_in_transaction_session_timeout = ${PG_IDLE_TRANSACTION_MS}`;
var WRITING = begins("ISOLATION LEVEL READ COMMITTED");
var READING = begins("ISOLATION LEVEL REPEATABLE READ READ ONLY");
var PgConnections = class _PgConnections {
  #shown;
  #pool;
  /** Of their own: who reads from a moment may ask for something else meanwhile. */
  #readers;
  /** Ends snapshots whose holder may never come back. */
  #snapshots = /* @__PURE__ */ new Set();
  #isClosed = false;
  constructor(shown, pool, readers) {
    this.#shown = shown;
    this.#pool = pool;
    this.#readers = readers;
    for (const each of [pool, readers]) each.on("error", ignore);
  }
  /** Loads the client; nothing is connected yet. */
  static async open({ connectionString, shown }) {
    const { default: pg } = await import("pg");
    const poolOf = (max) => new pg.Pool({
      connectionString,
      max,
      connectionTimeoutMillis: PG_CONNECT_MS,
      query_timeout: PG_DEADLINE_MS,
      keepAlive: true,
      fallback_application_name: "talos-server"
    });
    return new _PgConnections(shown, poolOf(MAX_PG_CONNECTIONS), poolOf(MAX_PG_SNAPSHOTS));
  }
  /**
   * Runs `task` on a connection; again where it failed as the module comment says.
   *
   * @param deadlineMs - How long it is tried again.
   * @throws {TalosError} `E_STORAGE…`.
   */
  run(task, deadlineMs) {
    return this.#persist(async () => {
      const client = await this.#pool.connect();
      let isUsable = false;
      client.on("error", ignore);
      try {
        const result = await task(linkOf(client));
        isUsable = true;
        return result;
      } catch (error) {
        if (isRolledBack(error) || isConflict(error)) isUsable = await rollBack(client);
        throw error;
      } finally {
        letGo(client, isUsable);
      }
    }, deadlineMs);
  }
  /** Runs `task` in one transaction, as {@link run} does: all of what it writes is there when it resolves, or none. */
  transaction(task, deadlineMs) {
    return this.run(async (link) => {
      await link.query(WRITING);
      const result = await task(link);
      await commit(link);
      return result;
    }, deadlineMs);
  }
  /**
   * Begins to read from one moment. The connection is its holder's until it is disposed of, or the database has waited for
   * {@link PG_IDLE_TRANSACTION_MS}; who waits for one of {@link MAX_PG_SNAPSHOTS} that are all held is told so in time.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  async snapshot() {
    const client = await this.#persist(async () => {
      const connected = await this.#readers.connect();
      connected.on("error", ignore);
      try {
        await connected.query(READING);
        return connected;
      } catch (error) {
        letGo(connected, false);
        throw error;
      }
    });
    const release = (isUsable) => {
      if (this.#snapshots.delete(drop)) letGo(client, isUsable);
    };
    const drop = () => release(false);
    this.#snapshots.add(drop);
    return {
      link: linkOf(client),
      [Symbol.asyncDispose]: async () => {
        if (this.#snapshots.has(drop)) release(await rollBack(client));
      }
    };
  }
  async #persist(attempt, deadlineMs = PG_DEADLINE_MS) {
    const endsAtMs = performance.now() + deadlineMs;
    const [away, conflict] = [retryDelays(AWAY_DELAYS), retryDelays(CONFLICT_DELAYS)];
    for (let conflicts = 0; ; ) {
      if (this.#isClosed) throw new TalosError("E_CLOSED", "the store is closed");
      try {
        return await attempt();
      } catch (error) {
        const isMet = isConflict(error);
        if (!isMet && !isAway(error)) throw pgError(error, `${this.#shown} refused`);
        if (isMet) conflicts += 1;
        const waitMs = (isMet ? conflict : away).next().value;
        if (conflicts > MAX_PG_CONFLICTS || performance.now() + waitMs > endsAtMs)
          throw pgError(error, isMet ? `too many wrote to ${this.#shown} at once` : `${this.#shown} cannot be reached`);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }
  async [Symbol.asyncDispose]() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const drop of this.#snapshots) drop();
    await Promise.all([this.#pool.end(), this.#readers.end()]);
  }
};
function ignore() {
}
function letGo(client, isUsable) {
  client.off("error", ignore);
  client.release(!isUsable);
}
function linkOf(client) {
  return {
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
    write: async (text, values) => (await client.query(text, [...values])).rowCount ?? 0
  };
}
async function commit(link) {
  try {
    await link.query("COMMIT");
  } catch (cause) {
    if (isRolledBack(cause)) throw cause;
    throw new PgUnknown("whether it was committed is not known", { cause });
  }
}
function rollBack(client) {
  return client.query("ROLLBACK").then(
    () => true,
    () => false
  );
}

// src/node/store/pg-schema.ts
var STEPS = [
  "CREATE TABLE IF NOT EXISTS talos_records (space text NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (space, key))"
];
var PG_SCHEMA_VERSION = STEPS.length;
var META = "CREATE TABLE IF NOT EXISTS talos_meta (name text PRIMARY KEY, value text NOT NULL)";
var FIRST = "INSERT INTO talos_meta (name, value) VALUES ('version', '0') ON CONFLICT (name) DO NOTHING";
var NO_TABLE = "42P01";
var MADE_MEANWHILE = ["42P07", "23505"];
async function preparePgSchema(connections, owner) {
  await connections.run(assertDurable);
  if (await readVersion(connections) !== PG_SCHEMA_VERSION) await upgrade(connections);
  const held = await connections.transaction(async (link) => {
    const claim = "INSERT INTO talos_meta (name, value) VALUES ('owner', $1) ON CONFLICT (name) DO NOTHING";
    await link.write(claim, [owner]);
    const [row] = await link.query("SELECT value FROM talos_meta WHERE name = 'owner'");
    return String(row?.["value"]);
  });
  if (held !== owner)
    throw new TalosError("E_CONFIG", `the store is that of ${held}`, {
      hint: "servers of one store have one identity: copy its keystore; another server needs a database of its own",
      details: { key: "store" }
    });
}
async function assertDurable(link) {
  const names = ["synchronous_commit", "fsync", "transaction_read_only"];
  const [row] = await link.query(
    `SELECT ${names.map((name) => `current_setting('${name}', true) AS ${name}`).join(", ")}`
  );
  for (const name of ["synchronous_commit", "fsync"])
    if (row?.[name] === "off")
      throw new TalosError("E_CONFIG", `the database has ${name} = off: what is acknowledged could be lost`, {
        hint: `set ${name} = on for this database`,
        details: { key: "store" }
      });
  if (row?.["transaction_read_only"] === "on")
    throw new TalosError("E_STORAGE_DENIED", "the database can only be read", {
      hint: "the address must lead to the primary"
    });
}
function readVersion(connections) {
  return connections.run(async (link) => {
    try {
      return versionOf(await link.query("SELECT value FROM talos_meta WHERE name = 'version'"));
    } catch (error) {
      if (error.code !== NO_TABLE) throw error;
      return 0;
    }
  });
}
function versionOf([row]) {
  if (row === void 0) return 0;
  const text = String(row.value);
  if (!/^(0|[1-9][0-9]{0,8})$/.test(text))
    throw new TalosError("E_STORAGE_CORRUPT", "the version of the store is damaged", {
      hint: "restore the database from a backup"
    });
  const version = Number(text);
  if (version > PG_SCHEMA_VERSION)
    throw new TalosError("E_VERSION", `the store has version ${version}, this version knows ${PG_SCHEMA_VERSION}`, {
      hint: "use the version of Talos that wrote it, or a newer one"
    });
  return version;
}
async function upgrade(connections) {
  for (const statement of [META, FIRST])
    await connections.run(async (link) => {
      try {
        await link.query(statement);
      } catch (error) {
        if (!MADE_MEANWHILE.includes(String(error.code))) throw error;
      }
    });
  await connections.transaction(async (link) => {
    const from = versionOf(await link.query("SELECT value FROM talos_meta WHERE name = 'version' FOR UPDATE"));
    for (const step of STEPS.slice(from)) await link.query(step);
    await link.write("UPDATE talos_meta SET value = $1 WHERE name = 'version'", [String(PG_SCHEMA_VERSION)]);
  });
}

// src/node/store/pg-statements.ts
var MAX_STATEMENT_ROWS = 1e3;
var MAX_STATEMENT_BYTES = 16 * 1024 * 1024;
function rowOf({ key, value }) {
  return { key, value };
}
async function readKeys(link, space, keys) {
  const select = "SELECT key, value FROM talos_records WHERE space = $1 AND key = ANY($2::bytea[])";
  return (await link.query(select, [space, keys])).map(rowOf);
}
async function readPage(link, space, { start, end, reverse = false }, { limit, behind }) {
  const values = [space];
  const bound = (comparison, key) => key === void 0 ? "" : ` AND key ${comparison} $${values.push(Buffer.from(key))}`;
  const [from, to] = reverse ? [start, behind ?? end] : [behind ?? start, end];
  const lower = bound(behind !== void 0 && !reverse ? ">" : ">=", from);
  const upper = bound("<", to);
  const order = `ORDER BY key ${reverse ? "DESC" : "ASC"} LIMIT ${limit}`;
  const rows = await link.query(
    `SELECT key, value FROM talos_records WHERE space = $1${lower}${upper} ${order}`,
    values
  );
  return rows.map(rowOf);
}
async function applyBatches(link, batches) {
  const touched = touchedBy(batches);
  await lock(link, touched);
  const writes = /* @__PURE__ */ new Map();
  const read = (space, key) => touched.get(keyName(space, key))?.value;
  const applied = batches.map((changes) => addBatch(changes, writes, read));
  await write(link, touched, writes);
  return applied;
}
function touchedBy(batches) {
  const touched = /* @__PURE__ */ new Map();
  for (const { kind, space, key } of batches.flat()) {
    const name = keyName(space, key);
    const one = touched.get(name) ?? {
      space,
      key: Buffer.from(key),
      isRequired: false,
      isThere: false,
      value: void 0
    };
    one.isRequired ||= kind === "require";
    touched.set(name, one);
  }
  const inOrder = [...touched].sort(([, a], [, b]) => {
    if (a.space !== b.space) return a.space < b.space ? -1 : 1;
    return compareBytes(a.key, b.key);
  });
  return new Map(inOrder);
}
async function lock(link, touched) {
  for (const [space, own] of bySpace([...touched.values()])) {
    const required = own.filter(({ isRequired }) => isRequired);
    const rows = await link.query(
      "SELECT key, CASE WHEN key = ANY($3::bytea[]) THEN value END AS value FROM talos_records WHERE space = $1 AND key = ANY($2::bytea[]) ORDER BY key FOR UPDATE",
      [space, own.map(({ key }) => key), required.map(({ key }) => key)]
    );
    for (const { key, value } of rows) {
      const one = touched.get(keyName(space, key));
      if (one !== void 0) Object.assign(one, { isThere: true, value: value ?? void 0 });
    }
  }
}
async function write(link, touched, writes) {
  const [fresh, changed, gone, guards] = [[], [], [], []];
  for (const [name, { space, key, isThere, isRequired }] of touched) {
    const written = writes.get(name);
    if (written?.value !== void 0) (isThere ? changed : fresh).push(written);
    else if (isThere && written !== void 0) gone.push(written);
    else if (!isThere && isRequired && writes.size > 0) guards.push({ space, key, value: Buffer.alloc(0) });
  }
  const isBefore = (a, b) => a.space === b.space ? compareBytes(a.key, b.key) : a.space < b.space ? -1 : 1;
  const inserted = await put(link, [...fresh, ...guards].sort(isBefore), "NOTHING");
  if (inserted !== fresh.length + guards.length) throw new PgConflict("another process wrote the same key");
  await put(link, changed, "UPDATE SET value = excluded.value");
  for (const [space, own] of bySpace([...gone, ...guards]))
    await link.write("DELETE FROM talos_records WHERE space = $1 AND key = ANY($2::bytea[])", [
      space,
      own.map(({ key }) => Buffer.from(key))
    ]);
}
async function put(link, writes, onConflict) {
  let count = 0;
  for (const part of parts(writes)) {
    const rows = part.map((_, at) => `($${at * 3 + 1}, $${at * 3 + 2}, $${at * 3 + 3})`).join(", ");
    count += await link.write(
      `INSERT INTO talos_records (space, key, value) VALUES ${rows} ON CONFLICT (space, key) DO ${onConflict}`,
      part.flatMap(({ space, key, value }) => [space, Buffer.from(key), Buffer.from(value ?? [])])
    );
  }
  return count;
}
function* parts(writes) {
  let part = [];
  let bytes = 0;
  for (const one of writes) {
    const length = one.value?.length ?? 0;
    if (part.length === MAX_STATEMENT_ROWS || part.length > 0 && bytes + length > MAX_STATEMENT_BYTES) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(one);
    bytes += length;
  }
  if (part.length > 0) yield part;
}
function bySpace(all) {
  const spaces = /* @__PURE__ */ new Map();
  for (const one of all) {
    const own = spaces.get(one.space) ?? [];
    own.push(one);
    spaces.set(one.space, own);
  }
  return spaces;
}

// src/node/store/pg-store.ts
var MAX_GROUP = 256;
var MAX_GROUP_BYTES = 16 * 1024 * 1024;
var MAX_PG_WAITING_BYTES = 256 * 1024 * 1024;
var MIN_ATTEMPT_MS = 1e3;
var MAX_READ_KEYS = 256;
var MAX_READS = 4;
var FIRST_PAGE_ROWS = 32;
var MAX_PAGE_ROWS = 512;
var PAGE_BYTES = 4 * 1024 * 1024;
async function openPgStore({ url, owner }) {
  const connections = await PgConnections.open(parseStoreUrl(url));
  try {
    await preparePgSchema(connections, owner);
  } catch (error) {
    await connections[Symbol.asyncDispose]();
    throw error;
  }
  return new PgStore(connections);
}
var PgStore = class {
  #connections;
  #waiting = [];
  /** Of those that wait, and of those that are being committed. */
  #waitingBytes = 0;
  #asked = [];
  #reads = /* @__PURE__ */ new Set();
  #draining;
  #closing;
  constructor(connections) {
    this.#connections = connections;
  }
  #assertOpen() {
    if (this.#closing !== void 0) throw new TalosError("E_CLOSED", "the store is closed");
  }
  // Single keys
  async get(space, key) {
    assertKey(key);
    this.#assertOpen();
    return new Promise((resolve, reject) => {
      this.#asked.push({ space, key: Buffer.from(key), resolve, reject });
      if (this.#asked.length === 1) queueMicrotask(() => this.#readNext());
    });
  }
  #readNext() {
    while (this.#asked.length > 0 && this.#reads.size < MAX_READS) {
      const space = this.#asked[0]?.space;
      const asked = this.#asked.filter((each) => each.space === space).slice(0, MAX_READ_KEYS);
      const taken = new Set(asked);
      this.#asked = this.#asked.filter((each) => !taken.has(each));
      const read = this.#read(asked).then(() => {
        this.#reads.delete(read);
        this.#readNext();
      });
      this.#reads.add(read);
    }
  }
  /** Answers all of `asked`, which are of one space. Never rejects. */
  async #read(asked) {
    try {
      const keys = new Map(asked.map(({ key }) => [key.toString("latin1"), key]));
      const space = asked[0]?.space ?? "meta";
      const rows = await this.#connections.run((link) => readKeys(link, space, [...keys.values()]));
      const held = new Map(rows.map(({ key, value }) => [key.toString("latin1"), value]));
      for (const { key, resolve } of asked) {
        const value = held.get(key.toString("latin1"));
        resolve(value === void 0 ? void 0 : new Uint8Array(value));
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
  // Ranges
  async *scan(space, range = {}) {
    var _stack = [];
    try {
      assertRange(range);
      this.#assertOpen();
      const { limit = Number.POSITIVE_INFINITY } = range;
      if (limit === 0) return;
      if (limit <= FIRST_PAGE_ROWS) {
        yield* this.#entries(await this.#connections.run((link) => readPage(link, space, range, { limit })));
        return;
      }
      const snapshot = __using(_stack, await this.#connections.snapshot(), true);
      let behind;
      for (let [left, size] = [limit, FIRST_PAGE_ROWS]; left > 0; ) {
        const page = { limit: Math.min(size, left), behind };
        const rows = await readPage(snapshot.link, space, range, page).catch((error) => {
          this.#assertOpen();
          throw pgError(error, "the database cannot be read on");
        });
        yield* this.#entries(rows);
        if (rows.length < page.limit) return;
        left -= rows.length;
        behind = rows.at(-1)?.key;
        const bytes = rows.reduce((sum, { value }) => sum + value.length, 1);
        size = Math.max(1, Math.min(MAX_PAGE_ROWS, Math.floor(PAGE_BYTES * rows.length / bytes)));
      }
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  *#entries(rows) {
    for (const { key, value } of rows) {
      yield [new Uint8Array(key), new Uint8Array(value)];
      this.#assertOpen();
    }
  }
  // Batches
  async apply(changes) {
    const batch = copyChanges(changes);
    this.#assertOpen();
    const bytes = batch.reduce((sum, change) => sum + (change.kind === "put" ? change.value.length : 0), 0);
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes > MAX_PG_WAITING_BYTES)
      throw new TalosError("E_STORAGE", "too much waits for the database");
    this.#waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes: batch, bytes, sinceMs: performance.now(), resolve, reject });
      this.#draining ??= this.#drain();
    });
  }
  /** Commits what waits, group by group. Never rejects. */
  async #drain() {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      await this.#commitGroup(group);
      this.#waitingBytes -= group.reduce((sum, { bytes }) => sum + bytes, 0);
    }
    this.#draining = void 0;
  }
  #nextGroup() {
    let bytes = 0;
    const over = this.#waiting.findIndex((each) => {
      bytes += each.bytes;
      return bytes > MAX_GROUP_BYTES;
    });
    return this.#waiting.splice(0, over === -1 ? MAX_GROUP : Math.min(MAX_GROUP, Math.max(1, over)));
  }
  async #commitGroup(group) {
    const waitedMs = performance.now() - (group[0]?.sinceMs ?? 0);
    try {
      const batches = group.map(({ changes }) => changes);
      const deadlineMs = Math.max(MIN_ATTEMPT_MS, PG_DEADLINE_MS - waitedMs);
      const applied = await this.#connections.transaction((link) => applyBatches(link, batches), deadlineMs);
      for (const [at, { resolve }] of group.entries()) resolve(applied[at] ?? false);
    } catch (error) {
      if (group.length > 1 && isOfOne(error)) for (const one of group) await this.#commitGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }
  async [Symbol.asyncDispose]() {
    this.#closing ??= this.#close();
    await this.#closing;
  }
  async #close() {
    await this.#draining;
    while (this.#reads.size > 0) await Promise.all(this.#reads);
    await this.#connections[Symbol.asyncDispose]();
  }
};
function isOfOne(error) {
  return isTalosError(error) && isRolledBack(error.cause) && !isConflict(error.cause);
}
export {
  MAX_PG_WAITING_BYTES,
  openPgStore
};
