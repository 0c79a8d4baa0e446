/**
 * Authority at the serving side: which tokens are revoked, what time it is at least, what a grant allows now.
 *
 * What is revoked is kept whole in memory, so that each call asks without a disk; `RevocationBook` keeps it in the store.
 *
 * @module
 */
import type { Clock } from '../../base/clock.ts';
import { type Allowed, type CapabilityRequest, type ChainVerdict, type Denial, type Grant, type Standing } from '../../capability/authorize.ts';
import type { RevocationSet } from '../../capability/revocations.ts';
import type { Environment } from '../../capability/scope-check.ts';
import type { Did } from '../../identity/did.ts';
import { type Line } from '../identity/succession-book.ts';
/** Who goes on for whom, and what this agent issued before it went on for another. */
export interface Successions {
    readonly line: Line;
    /** Whether a token of this id is among those that this agent keeps as issued. */
    readonly issued: (id: string) => boolean;
}
/** See the module comment. */
export declare class CallAuthority {
    #private;
    /** What is revoked; what is added to it counts from the next check on. */
    readonly revocations: RevocationSet;
    /**
     * @param self - The serving agent.
     * @param highestTimeMs - The highest time of the ledger: the clock never counts as less.
     * @param revocations - What is revoked already; kept and added to by its owner.
     * @param successions - Who goes on for whom; nobody where absent.
     */
    constructor(self: Did, clock: Clock, highestTimeMs: () => number, revocations: RevocationSet, successions?: Successions);
    /** What a check depends on at this moment. PROTOCOL.md §8.4. */
    standing(environment?: Environment): Standing;
    /**
     * Verifies a chain that `holder` presents for `service`. A token of an identity that has handed over is its successor's,
     * and no more its own; what this agent issued as who it was before counts as far as it still knows that it did.
     *
     * @param roots - Whose root tokens the service accepts; those of this agent alone where absent.
     */
    verify(chain: readonly string[], holder: Did, service: string, roots?: readonly Did[]): ChainVerdict;
    /** Whether `grant` allows `request` now, at a service that says so much of itself. */
    authorize(grant: Grant, request: CapabilityRequest, environment?: Environment): Allowed | Denial;
}
