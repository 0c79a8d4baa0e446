/**
 * Authority at the serving side: which tokens are revoked, what time it is at least, what a grant allows now.
 *
 * What is revoked is kept whole in memory, so that each call asks without a disk; `RevocationBook` keeps it in the store.
 *
 * @module
 */
import type { Clock } from '../../base/clock.ts';
import { isTalosError } from '../../base/errors.ts';
import {
  type Allowed,
  authorizeCall,
  type CapabilityRequest,
  type ChainContext,
  type ChainVerdict,
  type Denial,
  type Grant,
  type Standing,
} from '../../capability/authorize.ts';
import { GrantCache } from '../../capability/cache.ts';
import { MAX_CHAIN_TOKENS } from '../../capability/chain.ts';
import type { RevocationSet } from '../../capability/revocations.ts';
import type { Environment } from '../../capability/scope-check.ts';
import { type ParsedToken, readToken } from '../../capability/token.ts';
import { deny } from '../../capability/verdict.ts';
import type { Did } from '../../identity/did.ts';
import { type Line, NO_LINE } from '../identity/succession-book.ts';

/** Who goes on for whom, and what this agent issued before it went on for another. */
export interface Successions {
  readonly line: Line;
  /** Whether a token of this id is among those that this agent keeps as issued. */
  readonly issued: (id: string) => boolean;
}

/** See the module comment. */
export class CallAuthority {
  readonly #self: Did;
  readonly #clock: Clock;
  readonly #highestTimeMs: () => number;
  /** What is revoked; what is added to it counts from the next check on. */
  readonly revocations: RevocationSet;
  readonly #line: Line;
  /** Whether this agent, as who it was before, issued the token of this id: it keeps all of those. */
  readonly #issued: (id: string) => boolean;
  readonly #cache = new GrantCache();

  /**
   * @param self - The serving agent.
   * @param highestTimeMs - The highest time of the ledger: the clock never counts as less.
   * @param revocations - What is revoked already; kept and added to by its owner.
   * @param successions - Who goes on for whom; nobody where absent.
   */
  constructor(
    self: Did,
    clock: Clock,
    highestTimeMs: () => number,
    revocations: RevocationSet,
    successions: Successions = { line: NO_LINE, issued: () => false },
  ) {
    this.#line = successions.line;
    this.#issued = successions.issued;
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
   * Verifies a chain that `holder` presents for `service`. A token of an identity that has handed over is its successor's,
   * and no more its own; what this agent issued as who it was before counts as far as it still knows that it did.
   *
   * @param roots - Whose root tokens the service accepts; those of this agent alone where absent.
   */
  verify(chain: readonly string[], holder: Did, service: string, roots?: readonly Did[]): ChainVerdict {
    const self = this.#self;
    const context = { ...this.standing(), roots: roots ?? [self], audience: self, service, holder };
    if (this.#line.isOver(holder)) return deny('SUBJECT_MISMATCH', 'another identity goes on in the place of this one');
    return this.#cache.verify(chain, { ...context, ...this.#succeeded(chain, context) });
  }

  /** What the chain is to be checked against, where it was made for, by or at an identity that has handed over. */
  #succeeded(chain: readonly string[], { holder, roots }: ChainContext): Partial<ChainContext> {
    const self = this.#self;
    const formers = this.#line.formers(self);
    // Most agents know of no succession: their chains are read once.
    const tokens = this.#line.isEmpty ? [] : readable(chain);
    const [root, leaf] = [tokens[0], tokens.at(-1)];
    if (root === undefined || leaf === undefined) return {};
    const { issuer } = root.claims;
    const { subject, audience } = leaf.claims;
    // Whoever stole the key of before could sign any token with it, and give it any time.
    const isOwn = roots.includes(self) && formers.includes(issuer) && this.#issued(root.id);
    const isRoot = isOwn || this.#line.formers(issuer).some((former) => roots.includes(former));
    return {
      ...(subject !== holder && this.#line.current(subject) === holder ? { holder: subject } : {}),
      ...(formers.includes(audience) ? { audience } : {}),
      ...(isRoot ? { roots: [...roots, issuer] } : {}),
    };
  }

  /** Whether `grant` allows `request` now, at a service that says so much of itself. */
  authorize(grant: Grant, request: CapabilityRequest, environment?: Environment): Allowed | Denial {
    return authorizeCall(grant, request, this.standing(environment));
  }
}

/** The tokens of a chain; none where it is no chain, which its check says. */
function readable(chain: readonly string[]): readonly ParsedToken[] {
  try {
    return chain.length === 0 || chain.length > MAX_CHAIN_TOKENS ? [] : chain.map(readToken);
  } catch (error) {
    if (isTalosError(error, 'MALFORMED')) return [];
    throw error;
  }
}
