import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  decode
} from "./chunk-54GDCRVT.js";
import {
  u64,
  u8
} from "./chunk-LQJYXGFI.js";
import {
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/mailbox/limits.ts
var MIB = 1024 * 1024;
var DAY_MS = 864e5;
var MAX_MAILBOX_MESSAGES = 1e3;
var MAX_MAILBOX_BYTES = 64 * MIB;
var MAX_MAILBOXES = 1e4;
var MAX_ALL_MAILBOXES_BYTES = 4096 * MIB;
var MAILBOX_MESSAGE_LIFE_MS = 30 * DAY_MS;
var MAILBOX_LIFE_MS = 90 * DAY_MS;
var DEPOSITS_A_MINUTE = 600;
var DEPOSITED_BYTES_A_DAY = 256 * MIB;
var MAILBOX_OPENS_A_MINUTE = 60;
var NEW_MAILBOXES_A_DAY = 100;
var MAX_MAILBOX_LINKS = 1024;
var MAX_MAILBOX_LINKS_A_SOURCE = 128;
var MAX_DEPOSITING_BYTES = 64 * MIB;
var MAILBOX_LINK_IDLE_MS = 6e4;
var MAILBOX_PRUNE_MS = 36e5;
var SHARED_COUNT_MS = 3e5;
var SHARED_POLL_MS = 500;
var SHARED_IDLE_POLL_MS = 1500;
var MAILBOX_LIMITS = {
  messages: MAX_MAILBOX_MESSAGES,
  bytes: MAX_MAILBOX_BYTES,
  mailboxes: MAX_MAILBOXES,
  totalBytes: MAX_ALL_MAILBOXES_BYTES,
  messageLifeMs: MAILBOX_MESSAGE_LIFE_MS,
  mailboxLifeMs: MAILBOX_LIFE_MS,
  depositedBytesADay: DEPOSITED_BYTES_A_DAY
};

// src/mailbox/steady-clock.ts
var MAX_LEAP_MS = 864e5;
var SPACE = "mailbox";
var KEY = u8(0);
var VERSION = 1;
var SteadyClock = class _SteadyClock {
  #init;
  #sinceMs;
  #startMs;
  #notedMs;
  constructor(init, notedMs) {
    this.#init = init;
    this.#sinceMs = init.elapsed();
    this.#startMs = notedMs;
    this.#notedMs = notedMs;
  }
  /**
   * Goes on from the time that was noted last.
   *
   * @param newest - The newest time that is known otherwise, for a store in which none was noted.
   * @throws {TalosError} `E_STORAGE_CORRUPT` for a note that is none; what the store throws.
   */
  static async open(init, newest) {
    const value = await init.store.get(SPACE, KEY);
    const notedMs = value === void 0 ? await newest() ?? init.clock.now() : read(value);
    return new _SteadyClock(init, notedMs);
  }
  now() {
    const { clock, elapsed } = this.#init;
    const passed = Math.max(0, Math.floor(elapsed() - this.#sinceMs));
    return Math.min(clock.now(), this.#startMs + passed + MAX_LEAP_MS);
  }
  /** Notes how late it is, durably; never an earlier time than before, whoever noted that. @throws what the store throws. */
  async note() {
    const nowMs = this.now();
    if (nowMs <= this.#notedMs) return;
    const { store } = this.#init;
    const held = await store.get(SPACE, KEY);
    if (held === void 0 || read(held) < nowMs)
      await store.apply([
        { kind: "require", space: SPACE, key: KEY, value: held },
        // Where another was faster its time is as good.
        { kind: "put", space: SPACE, key: KEY, value: concat(u8(VERSION), u64(nowMs)) }
      ]);
    this.#notedMs = nowMs;
  }
};
function read(value) {
  try {
    return decode(value, (reader) => {
      if (reader.u8("version") !== VERSION) throw new TalosError("E_MALFORMED", "a time of another version");
      return reader.u64("time");
    });
  } catch (cause) {
    if (!isTalosError(cause, "E_MALFORMED")) throw cause;
    throw new TalosError("E_STORAGE_CORRUPT", "the time that mailboxes go by is damaged", { cause });
  }
}

export {
  MAX_MAILBOX_MESSAGES,
  MAX_MAILBOX_BYTES,
  MAX_MAILBOXES,
  MAX_ALL_MAILBOXES_BYTES,
  MAILBOX_MESSAGE_LIFE_MS,
  MAILBOX_LIFE_MS,
  DEPOSITS_A_MINUTE,
  DEPOSITED_BYTES_A_DAY,
  MAILBOX_OPENS_A_MINUTE,
  NEW_MAILBOXES_A_DAY,
  MAX_MAILBOX_LINKS,
  MAX_MAILBOX_LINKS_A_SOURCE,
  MAX_DEPOSITING_BYTES,
  MAILBOX_LINK_IDLE_MS,
  MAILBOX_PRUNE_MS,
  SHARED_COUNT_MS,
  SHARED_POLL_MS,
  SHARED_IDLE_POLL_MS,
  MAILBOX_LIMITS,
  MAX_LEAP_MS,
  SteadyClock
};
