/**
 * Calls of a tunnel that wait until somebody consents.
 *
 * @module
 */
import { idKey, type RpcId } from '../mcp/rpc.ts';
import { MAX_CALLS_IN_FLIGHT } from './open-requests.ts';

/** See the module comment. */
export class OpenConsents {
  readonly #open = new Map<string, AbortController>();

  /** Whether a call with this id can wait: none does, and there is room. */
  hasRoomFor(id: RpcId): boolean {
    return this.#open.size < MAX_CALLS_IN_FLIGHT && !this.#open.has(idKey(id));
  }

  /** Waits for `consent` of the call with this id; `withdrawn` ends it. */
  async wait<T>(id: RpcId, consent: Promise<T>, withdrawn: AbortController): Promise<T> {
    this.#open.set(idKey(id), withdrawn);
    try {
      return await consent;
    } finally {
      this.#open.delete(idKey(id));
    }
  }

  /** The caller takes its call back. @returns Whether it waited. */
  withdraw(id: RpcId): boolean {
    const open = this.#open.get(idKey(id));
    open?.abort();
    return open !== undefined;
  }

  /** Nobody need consent any more. */
  withdrawAll(): void {
    for (const open of this.#open.values()) open.abort();
  }
}
