import type { Clock } from '../../base/clock.ts';
import type { Did } from '../../identity/did.ts';
import { type Succession } from '../../identity/succession.ts';
import type { Change, Store } from '../../storage/store.ts';
/** Identities whose successors are kept; of more, none is. PROTOCOL.md §11. */
export declare const MAX_SUCCESSIONS = 10000;
/** What became of a statement: `known` says nothing new; `disputed` names another successor than one that is known. */
export type SuccessionTaken = 'known' | 'taken' | 'disputed';
/** What is asked about successions, without a disk. */
export interface Line {
    /** Whether no succession is known. */
    readonly isEmpty: boolean;
    /** Who goes on in the place of `did` now: itself where nobody does, or where that is disputed. */
    current(did: Did): Did;
    /** Whether `did` has ended: whatever is signed by it from now on is not its owner's for sure. */
    isOver(did: Did): boolean;
    /** Those whom `did` has succeeded, the last one first, up to where that is disputed. */
    formers(did: Did): readonly Did[];
}
/** See the module comment. */
export declare class SuccessionBook implements Line {
    #private;
    private constructor();
    /** @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static open(store: Store, clock: Clock): Promise<SuccessionBook>;
    /** Calls `watcher` with every statement that is taken from now on, once it is durable. @returns Undoes it. */
    watch(watcher: (step: Succession, taken: SuccessionTaken) => void): () => void;
    get isEmpty(): boolean;
    current(did: Did): Did;
    isOver(did: Did): boolean;
    formers(did: Did): readonly Did[];
    /** The statements from `did` on: none, one, or two where it is disputed who goes on. */
    stepsFrom(did: Did): readonly Succession[];
    /** The line that leads to `did`, its first step first: what shows that it goes on for those before. */
    lineTo(did: Did): readonly Succession[];
    /** A statement that anybody may have given. @throws {TalosError} as `verifySuccession`. */
    read(bytes: Uint8Array): Succession;
    /** All that is known. */
    all(): readonly Succession[];
    /**
     * Takes a statement that anybody may have given; durable when it resolves.
     *
     * @throws {TalosError} as `verifySuccession`; `E_STALE` for a step that is not after the one before it, in number or in
     *   time; `E_BAD_SUCCESSION` where it would lead back, or to one that goes on for another already; `E_LIMIT` for a line
     *   of too many steps, or where no more are kept.
     */
    take(bytes: Uint8Array): Promise<SuccessionTaken>;
}
/** The change that keeps the statements from one identity. */
export declare function putSteps(from: Did, steps: readonly Succession[]): Change;
/** No successions. */
export declare const NO_LINE: Line;
