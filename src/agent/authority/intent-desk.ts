/**
 * Intents of one session at its server: what its caller announced and has not done yet. PROTOCOL.md §7.2.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import { type CallAction, intentFault } from '../../ledger/entry/intent.ts';
import type { IntentStatement, SignedStatement } from '../../ledger/entry/statement.ts';

/** Intents of a session that wait for their calls; the oldest is forgotten first. Each comes right before its call. */
export const MAX_WAITING_INTENTS = 64;
/** Intents of a session that are remembered as used, so that none is taken again. */
export const MAX_USED_INTENTS = 4096;

/** See the module comment. */
export class IntentDesk {
  readonly #waiting = new BoundedMap<string, SignedStatement<IntentStatement>>(MAX_WAITING_INTENTS);
  readonly #used = new BoundedMap<string, true>(MAX_USED_INTENTS);

  /** Whether intents wait. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Takes a verified intent; one that was used before is dropped. */
  announce(intent: SignedStatement<IntentStatement>): void {
    if (!this.#used.has(intent.hash)) this.#waiting.set(intent.hash, intent);
  }

  /** The intent that `call` fits, which is used with that: once, whatever becomes of the call. */
  take(call: CallAction): SignedStatement<IntentStatement> | undefined {
    for (const [hash, intent] of this.#waiting) {
      if (intentFault(intent.statement, call) !== undefined) continue;
      this.#waiting.delete(hash);
      this.#used.set(hash, true);
      return intent;
    }
    return undefined;
  }
}
