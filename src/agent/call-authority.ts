/**
 * Authority at the serving side: which tokens are revoked, what time it is at least, what a grant allows now.
 *
 * Revocations are kept whole in memory, so that each call asks without a disk, and in the store, so that none is lost.
 *
 * @module
 */
import type { Clock } from '../base/clock.ts';
import {
  type Allowed,
  authorizeCall,
  type CapabilityRequest,
  type ChainVerdict,
  type Denial,
  type Grant,
  type Standing,
} from '../capability/authorize.ts';
import { GrantCache } from '../capability/cache.ts';
import type { Did } from '../identity/did.ts';

/** See the module comment. */
export class CallAuthority {
  readonly #self: Did;
  readonly #clock: Clock;
  readonly #highestTimeMs: () => number;
  readonly #revoked: Set<string>;
  readonly #cache = new GrantCache();
  readonly #isRevoked = (id: string): boolean => this.#revoked.has(id);

  /**
   * @param self - The serving agent; the one root of its services.
   * @param highestTimeMs - The highest time of the ledger: the clock never counts as less.
   * @param revoked - Ids that are revoked already; kept and added to.
   */
  constructor(self: Did, clock: Clock, highestTimeMs: () => number, revoked: Set<string>) {
    this.#self = self;
    this.#clock = clock;
    this.#highestTimeMs = highestTimeMs;
    this.#revoked = revoked;
  }

  /** What a check depends on at this moment. PROTOCOL.md §8.4. */
  standing(): Standing {
    return { nowMs: Math.max(this.#clock.now(), this.#highestTimeMs()), isRevoked: this.#isRevoked };
  }

  /** Verifies a chain that `holder` presents for `service`. */
  verify(chain: readonly string[], holder: Did, service: string): ChainVerdict {
    const context = { ...this.standing(), roots: [this.#self], audience: this.#self, service, holder };
    return this.#cache.verify(chain, context);
  }

  /** Whether `grant` allows `request` now. */
  authorize(grant: Grant, request: CapabilityRequest): Allowed | Denial {
    return authorizeCall(grant, request, this.standing());
  }

  /** Makes a revocation that is durable already count from the next check on. */
  revoke(id: string): void {
    this.#revoked.add(id);
  }

  /** Whether the token of that id is revoked. */
  isRevoked(id: string): boolean {
    return this.#revoked.has(id);
  }
}
