import { type SignedHeader } from './chain-header.ts';
import type { Asking, Standing } from './sync-sources.ts';
import type { ForkFound, SyncParts } from './sync-types.ts';
/** A source, and the newest header that it showed. */
export interface Claim {
    readonly standing: Standing;
    readonly newest: SignedHeader;
    /** Lowest height whose entries it says to have. */
    readonly first: number;
    /** What it says is the newest checkpoint of the author. */
    readonly note: string;
}
/** The chain that is synchronised. */
export interface Chosen {
    /** Sources that have it, as far as they go. */
    readonly claims: readonly Claim[];
    readonly newest: SignedHeader;
}
/** See the module comment. For one synchronisation. */
export declare class Claims {
    #private;
    constructor(parts: SyncParts, asking: Asking);
    /** The first fork that was found. */
    get fork(): ForkFound | undefined;
    /** What is synchronised; `undefined` where no source has a chain that may be. Sources that have another are dropped. */
    choose(standings: readonly Standing[]): Promise<Chosen | undefined>;
}
/** The heights of a locator: the newest, then further and further back, down to 0. */
export declare function locatorHeights(height: number): number[];
/** At most {@link MAX_LOCATOR_POINTS} heights between two, themselves left out, the highest first. */
export declare function heightsBetween(low: number, high: number): number[];
