import type { Clock } from '../../base/clock.ts';
import { type ChainSource } from '../chain/chain-source.ts';
import type { LightClient } from './light.ts';
import type { LightRefusal } from './light-types.ts';
/** What {@link syncLight} is told besides its sources. */
export interface LightSyncTerms {
    readonly clock: Clock;
    /** Lets others run; resolves in a later turn of the event loop. */
    readonly pause: () => Promise<void>;
    readonly signal?: AbortSignal | undefined;
    /** Checkpoint that the author signed to this agent in its own dealings. */
    readonly ownNote?: string | undefined;
    /** Headers that are fetched at most of a source before this returns; all unless given. */
    readonly maxHeaders?: number;
    /** Told after each answer with headers: how many are kept, and what its source says that there are. */
    readonly onHeaders?: (kept: number, claimed: number) => Promise<void>;
}
/** What came of one source. */
export interface SourceOutcome {
    /** Its name; {@link OWN_DEALINGS} of the own note. */
    readonly source: string;
    /** Entries of the log that it showed, where that was verified and joined; 0 otherwise. */
    readonly size: number;
    /** Why it was dropped. */
    readonly refused?: LightRefusal;
}
/** What came of all sources. */
export interface LightSynced {
    readonly outcomes: readonly SourceOutcome[];
    /** Whether there is nothing more to fetch: `false` where `maxHeaders` ended it. */
    readonly isComplete: boolean;
}
/**
 * Brings `client` up to date.
 *
 * @returns What came of each source, in no order: whether the client holds two histories of the author is in its `fork`.
 * @throws The reason of the signal.
 */
export declare function syncLight(client: LightClient, sources: readonly ChainSource[], terms: LightSyncTerms): Promise<LightSynced>;
