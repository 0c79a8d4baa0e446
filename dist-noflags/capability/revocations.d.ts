/**
 * What is revoked, as the checks ask it: the lists of all issuers that are known, in memory. PROTOCOL.md §8.5.
 *
 * The list of an agent counts for a token if that agent signed the token or one above it, or is the audience: a
 * stranger's list says nothing about it, whatever is in it. So does the list of whoever goes on in the place of one of
 * these (PROTOCOL.md §4.9).
 *
 * @module
 */
import type { Did } from '../identity/did.ts';
import type { RevocationItem, RevocationKind, Revoked } from './revocation-list.ts';
import type { ParsedToken } from './token.ts';
/** What the checks ask about revocation. */
export interface Revocations {
    /** Grows with every change: what was found before holds for as long as it stays. */
    readonly epoch: number;
    /** Whether a token of the chain is revoked. @param chain - Root first; verified. */
    revokes(chain: readonly ParsedToken[]): boolean;
    /** Up to which moment the list of `issuer` is known at `nowMs`, in milliseconds; 0: it is not known. */
    knownUntilMs(issuer: Did, nowMs: number): number;
}
/** Nothing is revoked, and nothing can be: for checks without an agent, which say that revocation was not asked. */
export declare const NO_REVOCATIONS: Revocations;
/** Which item revokes a chain. */
export interface RevokedBy {
    /** Whose list it is in. */
    readonly by: Did;
    readonly kind: RevocationKind;
    /** Its place in that list, as it was given to {@link RevocationSet.add}. */
    readonly n: number;
}
/** See the module comment. Nothing is ever taken out. */
export declare class RevocationSet implements Revocations {
    #private;
    /** @param current - Who goes on in the place of an agent; nobody does where absent. */
    constructor(current?: (did: Did) => Did);
    get epoch(): number;
    /** Makes an item of the list of `issuer` count from the next check on; one that is there already changes nothing. */
    add(issuer: Did, { n, revoked }: Pick<RevocationItem, 'n' | 'revoked'>): void;
    /** Notes that the list of `issuer` is complete as of `sinceMs`, and that its next head is due at `nextMs`. */
    know(issuer: Did, sinceMs: number, nextMs: number): void;
    /** Somebody goes on in the place of another now: what was found before holds no longer. */
    succeeded(): void;
    knownUntilMs(issuer: Did, nowMs: number): number;
    revokes(chain: readonly ParsedToken[]): boolean;
    /** The item that revokes the chain, where one does. */
    find(chain: readonly ParsedToken[]): RevokedBy | undefined;
    /** The place in the list of `issuer` that takes back what `revoked` does, where there is one. */
    placeOf(issuer: Did, revoked: Revoked): number | undefined;
    /** The holders that the list of `issuer` takes back below one of the tokens `ids`. */
    takenBackUnder(issuer: Did, ids: ReadonlySet<string>): readonly Did[];
}
/** What was last found of one chain, so that it is looked for again only when something has changed. */
export declare class Clearance {
    #private;
    /** @param chain - Root first; verified. */
    constructor(chain: readonly ParsedToken[]);
    /** Whether the chain is revoked. Two comparisons, where nothing has changed since it was asked last. */
    isRevoked(revocations: Revocations): boolean;
}
