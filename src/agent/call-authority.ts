/**
 * Authority at the serving side: which tokens are revoked, what time it is at least, what a grant allows now.
 *
 * What is revoked is kept whole in memory, so that each call asks without a disk; `RevocationBook` keeps it in the store.
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
import type { RevocationSet } from '../capability/revocations.ts';
import type { Environment } from '../capability/scope-check.ts';
import type { Did } from '../identity/did.ts';

/** See the module comment. */
export class CallAuthority {
  readonly #self: Did;
  readonly #clock: Clock;
  readonly #highestTimeMs: () => number;
  /** What is revoked; what is added to it counts from the next check on. */
  readonly revocations: RevocationSet;
  readonly #cache = new GrantCache();

  /**
   * @param self - The serving agent.
   * @param highestTimeMs - The highest time of the ledger: the clock never counts as less.
   * @param revocations - What is revoked already; kept and added to by its owner.
   */
  constructor(self: Did, clock: Clock, highestTimeMs: () => number, revocations: RevocationSet) {
    this.#self = self;
    this.#clock = clock;
    this.#highestTimeMs = highestTimeMs;
    this.revocations = revocations;
  }

  /** What a check depends on at this moment. PROTOCOL.md §8.4. */
  standing(environment?: Environment): Standing {
    return { nowMs: Math.max(this.#clock.now(), this.#highestTimeMs()), revocations: this.revocations, environment };
  }

  /**
   * Verifies a chain that `holder` presents for `service`.
   *
   * @param roots - Whose root tokens the service accepts; those of this agent alone where absent.
   */
  verify(chain: readonly string[], holder: Did, service: string, roots?: readonly Did[]): ChainVerdict {
    const self = this.#self;
    const context = { ...this.standing(), roots: roots ?? [self], audience: self, service, holder };
    return this.#cache.verify(chain, context);
  }

  /** Whether `grant` allows `request` now, at a service that says so much of itself. */
  authorize(grant: Grant, request: CapabilityRequest, environment?: Environment): Allowed | Denial {
    return authorizeCall(grant, request, this.standing(environment));
  }
}
