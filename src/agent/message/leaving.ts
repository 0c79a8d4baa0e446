/**
 * What waits for a peer that is away is left at its mailbox. PROTOCOL.md §6.7.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { isTalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';

/** What {@link Leaving} works with. */
export interface LeavingParts {
  /** What waits for `peer` and is not at its mailbox yet, in order; sealed anew where it must be. */
  readonly unleft: (peer: Did) => AsyncIterable<{ readonly envelope: Bytes }>;
  /** Leaves one envelope; durable when it resolves. Without it nothing is left anywhere. */
  readonly deposit?: (peer: Did, envelope: Bytes) => Promise<void>;
  /** Throws where the identity of `peer` changed: nothing is left for it then. */
  readonly assertUnchanged?: (peer: Did) => void;
}

/** See the module comment. One pass at a time for each peer. */
export class Leaving {
  readonly #parts: LeavingParts;
  readonly #passes = new Map<Did, Promise<void>>();

  constructor(parts: LeavingParts) {
    this.#parts = parts;
  }

  /** Leaves all that waits for `peer`. What cannot be left, because of the mailbox or for want of a bundle, waits on. */
  async leave(peer: Did): Promise<void> {
    const { deposit } = this.#parts;
    if (deposit === undefined) return;
    const before = this.#passes.get(peer) ?? Promise.resolve();
    const pass = before.then(() => this.#pass(peer, deposit));
    this.#passes.set(peer, pass);
    await pass;
    if (this.#passes.get(peer) === pass) this.#passes.delete(peer);
  }

  async #pass(peer: Did, deposit: (peer: Did, envelope: Bytes) => Promise<void>): Promise<void> {
    try {
      this.#parts.assertUnchanged?.(peer);
      for await (const { envelope } of this.#parts.unleft(peer)) await deposit(peer, envelope);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
  }
}
