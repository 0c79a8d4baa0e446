/**
 * The authoriser by itself: who verifies capabilities in a server of its own, without an agent, asks this. It decides about
 * one request at a time, from the text of a chain and the holder that the server has authenticated.
 *
 * A chain that was verified is remembered, by its text and its holder; all that changes from call to call (time,
 * revocation, what was used) and the request are looked at by the same steps whether it was or not. PROTOCOL.md §8.4.
 *
 * @module
 */
import { isTalosError } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import { authorizeCall, type CapabilityRequest, type Grant, standingDenial, verifyChain } from './authorize.ts';
import { splitChain } from './chain.ts';
import { NO_REVOCATIONS, type Revocations } from './revocations.ts';
import { type Environment, type ScopeCheck, scopeCheckOf } from './scope-check.ts';
import { type AccountState, type ChainUsage, limitedToken, toolOf, type UsageAccount, UsageAccounts } from './usage.ts';
import { ALLOWED, type Allowed, type Denial, deny } from './verdict.ts';

/** Chains that an authoriser remembers, unless it is told otherwise. */
export const DEFAULT_REMEMBERED_CHAINS = 1024;

/**
 * Where the use of tokens with limits is kept beyond this process. Both are called within a check: one that throws fails
 * the check. What is under an id may go once the token has expired. Of tokens that are renewed the id is that of their line,
 * which has one use, and ends with the last of them.
 */
export interface UsageStore {
  /** What {@link UsageStore.save} was last given for the token, `undefined` where it never was. */
  load(tokenId: string): AccountState | undefined;
  /** Keeps the use of a token, before the call that was charged is allowed. */
  save(tokenId: string, state: AccountState, expiresAtS: number): void;
}

/** What an authoriser is told. */
export interface AuthorizerOptions {
  /** The server's own identity: what tokens must be made for. */
  readonly self: Did;
  /** Name of the service that the server is. */
  readonly service: string;
  /** Whose root tokens it accepts; `self` alone by default. */
  readonly roots?: readonly Did[];
  /** What is revoked; nothing by default. */
  readonly revocations?: Revocations;
  /** What the server says of itself, for tokens that ask; not changed afterwards. */
  readonly environment?: Environment;
  /** Where the use of tokens with limits is kept; in this process alone by default. */
  readonly usage?: UsageStore;
  /** Milliseconds since 1970; the system's clock by default. Time never goes back here, whatever the clock does. */
  readonly now?: () => number;
  /** Chains remembered at a time, at least 2; {@link DEFAULT_REMEMBERED_CHAINS} by default. */
  readonly remembered?: number;
}

/** A chain that was verified for its holder. */
class Remembered {
  readonly holder: Did;
  readonly grant: Grant;
  readonly usage: ChainUsage | undefined;

  constructor(holder: Did, grant: Grant, usage: ChainUsage | undefined) {
    this.holder = holder;
    this.grant = grant;
    this.usage = usage;
  }
}

/** Bytes, or how to count them: they are asked for where a token limits them. */
export type ByteCount = number | (() => number);

/** See the module comment. */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #roots: readonly Did[];
  readonly #now: () => number;
  readonly #limit: number;
  readonly #accounts = new UsageAccounts();
  /** By the text of the chain. What is not asked for while the other half fills is forgotten with its half. */
  #young = new Map<string, Remembered>();
  #old = new Map<string, Remembered>();
  /** One for all checks, so that none makes its own. */
  readonly #standing: { nowMs: number; readonly revocations: Revocations; readonly environment?: Environment };

  /**
   * @throws {RangeError} for `remembered` below 2 or no whole number.
   */
  constructor(options: AuthorizerOptions) {
    const { self, roots = [self], revocations = NO_REVOCATIONS, environment, now = Date.now } = options;
    const { remembered = DEFAULT_REMEMBERED_CHAINS } = options;
    if (!Number.isSafeInteger(remembered) || remembered < 2)
      throw new RangeError(`remembered must be 2 or more, got ${remembered}`);
    this.#options = options;
    this.#roots = [...roots];
    this.#now = now;
    this.#limit = Math.floor(remembered / 2);
    this.#standing = { nowMs: 0, revocations, ...(environment === undefined ? {} : { environment }) };
  }

  /** The server's own identity. */
  get self(): Did {
    return this.#options.self;
  }

  /**
   * Decides about one request, and charges it where the tokens have limits.
   *
   * @param chain - The text of the chain, as the caller presented it.
   * @param holder - Who calls: proved by whoever asks, never read from what was presented.
   * @param bytes - Length of the request.
   * @returns Allowed, or why not: a code of PROTOCOL.md §8.3 or §8.4.
   */
  authorize(chain: string, holder: Did, request: CapabilityRequest, bytes: ByteCount = 0): Allowed | Denial {
    return this.#decide(chain, holder, request, bytes, true);
  }

  /** As {@link authorize}, of a request that is not charged. */
  check(chain: string, holder: Did, request: CapabilityRequest): Allowed | Denial {
    return this.#decide(chain, holder, request, 0, false);
  }

  /** Charges what came of a request that was allowed: where it exceeds what is left, the next one is refused. */
  settle(chain: string, holder: Did, request: CapabilityRequest, bytes: ByteCount): void {
    const found = this.#find(chain, holder);
    if ('allowed' in found || found.usage === undefined) return;
    const tool = toolOf(request);
    if (!found.usage.countsBytes(tool)) return;
    found.usage.settle(tool, typeof bytes === 'number' ? bytes : bytes());
    this.#save(found.usage);
  }

  /** What the chain covers at this moment, for lists; the requests themselves are not decided by it. */
  coverage(chain: string, holder: Did): ScopeCheck | Denial {
    this.#tick();
    const found = this.#find(chain, holder);
    if ('allowed' in found) return found;
    return standingDenial(found.grant, this.#standing) ?? scopeCheckOf(found.grant.scope);
  }

  #decide(
    chain: string,
    holder: Did,
    request: CapabilityRequest,
    bytes: ByteCount,
    isCharged: boolean,
  ): Allowed | Denial {
    this.#tick();
    const known = this.#young.get(chain);
    const found = known !== undefined && known.holder === holder ? known : this.#find(chain, holder);
    if ('allowed' in found) return found;
    const verdict = authorizeCall(found.grant, request, this.#standing);
    if (!verdict.allowed || found.usage === undefined || !isCharged) return verdict;
    return this.#charge(found.usage, request, bytes);
  }

  #charge(usage: ChainUsage, request: CapabilityRequest, bytes: ByteCount): Allowed | Denial {
    const tool = toolOf(request);
    const counted = typeof bytes === 'number' ? bytes : usage.countsBytes(tool) ? bytes() : 0;
    const denial = usage.take(tool, counted, this.#standing.nowMs);
    if (denial !== undefined) return denial;
    if (this.#options.usage !== undefined) this.#save(usage);
    return ALLOWED;
  }

  #save(usage: ChainUsage): void {
    for (const { token, state } of usage.accounts.map((account) => ({ token: account.token, state: account.state() })))
      this.#options.usage?.save(token.id, state, token.expiresAtS);
  }

  #tick(): void {
    const nowMs = this.#now();
    // A time that is no number must not be replaced by an older one: it refuses.
    if (!(nowMs <= this.#standing.nowMs)) this.#standing.nowMs = nowMs;
  }

  /** The chain as it was verified; now, where it was not. */
  #find(chain: string, holder: Did): Remembered | Denial {
    const young = this.#young.get(chain);
    const known = young ?? this.#old.get(chain);
    if (known === undefined || known.holder !== holder) return this.#verify(chain, holder);
    if (young === undefined) this.#remember(chain, known);
    return known;
  }

  #verify(chain: string, holder: Did): Remembered | Denial {
    const { self: audience, service } = this.#options;
    const texts = textsOf(chain);
    if ('allowed' in texts) return texts;
    const verdict = verifyChain(texts, { ...this.#standing, roots: this.#roots, audience, service, holder });
    if (!verdict.allowed) return verdict;
    const { grant } = verdict;
    const usage = this.#usageOf(grant);
    if (usage !== undefined && 'allowed' in usage) return usage;
    const found = new Remembered(holder, grant, usage);
    this.#remember(chain, found);
    return found;
  }

  #usageOf(grant: Grant): ChainUsage | Denial | undefined {
    const usage = this.#accounts.open(grant.tokens.map(limitedToken), this.#standing.nowMs);
    if (usage !== undefined && !('allowed' in usage)) for (const account of usage.accounts) this.#load(account);
    return usage;
  }

  #load(account: UsageAccount): void {
    if (account.isKept) return;
    const state = this.#options.usage?.load(account.token.id);
    if (state !== undefined) account.restore(state);
    account.isKept = true;
  }

  #remember(chain: string, found: Remembered): void {
    if (this.#young.size >= this.#limit) [this.#old, this.#young] = [this.#young, new Map()];
    this.#young.set(chain, found);
  }
}

function textsOf(chain: string): readonly string[] | Denial {
  if (typeof chain !== 'string' || chain === '') return deny('NO_CAPABILITY', 'no token was presented');
  try {
    return splitChain(chain);
  } catch (error) {
    if (isTalosError(error, 'MALFORMED')) return deny('MALFORMED', error.message);
    throw error;
  }
}
