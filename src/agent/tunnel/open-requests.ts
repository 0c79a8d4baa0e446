/**
 * The requests of one side of a tunnel that the other has not answered: bounded, each with an end.
 *
 * ```text
 *  opened ── answered ─────────────────────────> taken
 *    │ └──── its time is over ─────────────────> expired
 *    └── cancelled ── 5 s without an answer ───> expired
 * ```
 *
 * @module
 */
import { idKey, type RpcId } from '../../mcp/rpc.ts';

/** Requests of a tunnel that may be unanswered at a time, each way. PROTOCOL.md §11. */
export const MAX_CALLS_IN_FLIGHT = 1024;
/** Milliseconds in which the answer to a cancelled request may still come: MCP asks that none does. PROTOCOL.md §7.2. */
export const CANCEL_GRACE_MS = 5000;

interface Open<T> {
  readonly value: T;
  timer: ReturnType<typeof setTimeout>;
  isCancelled: boolean;
}

/** See the module comment. */
export class OpenRequests<T> {
  readonly #timeoutMs: number;
  readonly #onExpired: (value: T, wasCancelled: boolean) => void;
  readonly #open = new Map<string, Open<T>>();

  /**
   * @param timeoutMs - Life of a request that is not answered, at most 2^31 − 1.
   * @param onExpired - Told of each that ended without an answer; it is open no more then.
   */
  constructor(timeoutMs: number, onExpired: (value: T, wasCancelled: boolean) => void) {
    this.#timeoutMs = timeoutMs;
    this.#onExpired = onExpired;
  }

  /** Whether a request with this id can be opened: it is not open, and there is room. */
  hasRoomFor(id: RpcId): boolean {
    return this.#open.size < MAX_CALLS_IN_FLIGHT && !this.#open.has(idKey(id));
  }

  /** Opens a request. @param timeoutMs - Its own life, where that is shorter. */
  add(id: RpcId, value: T, timeoutMs: number = this.#timeoutMs): void {
    const key = idKey(id);
    const timer = this.#expireIn(key, Math.min(timeoutMs, this.#timeoutMs));
    this.#open.set(key, { value, timer, isCancelled: false });
  }

  /** Its caller wants no answer any more; one is waited for no longer than {@link CANCEL_GRACE_MS}. */
  cancel(id: RpcId): void {
    const key = idKey(id);
    const open = this.#open.get(key);
    if (open === undefined || open.isCancelled) return;
    open.isCancelled = true;
    clearTimeout(open.timer);
    open.timer = this.#expireIn(key, Math.min(CANCEL_GRACE_MS, this.#timeoutMs));
  }

  /** Closes the request with this id, which was answered. */
  take(id: RpcId): T | undefined {
    const key = idKey(id);
    const open = this.#open.get(key);
    if (open === undefined) return undefined;
    this.#open.delete(key);
    clearTimeout(open.timer);
    return open.value;
  }

  /** Closes them all, oldest first. */
  takeAll(): readonly T[] {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const { timer } of all) clearTimeout(timer);
    return all.map(({ value }) => value);
  }

  #expireIn(key: string, ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      const open = this.#open.get(key);
      if (open === undefined) return;
      this.#open.delete(key);
      this.#onExpired(open.value, open.isCancelled);
    }, ms);
  }
}
