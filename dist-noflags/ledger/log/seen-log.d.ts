/**
 * What to think of a checkpoint that somebody shows, knowing one that was kept of the same log. PROTOCOL.md §9.9.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
/** A checkpoint that was shown, signed by its author, with what is to connect it. */
export interface ShownLog {
    readonly checkpoint: Checkpoint;
    /** Size that the path starts from: that of the checkpoint which its author was told is kept. 0 where it was told none. */
    readonly from: number;
    /** Consistency path from there. */
    readonly path: readonly Bytes[];
}
/**
 * | verdict | means |
 * |---|---|
 * | `same` | the checkpoint that is kept |
 * | `grown` | a larger log, proved to be the same one |
 * | `unconnected` | a larger log, not proved |
 * | `older` | a smaller log, whose author did not know what is kept: it may have been on its way |
 * | `rollback` | a smaller log, whose author was told what is kept |
 * | `fork` | another log of the same size |
 */
export type SeenVerdict = 'same' | 'grown' | 'unconnected' | 'older' | 'rollback' | 'fork';
/** Compares what was shown with what is `kept`, both of one author. */
export declare function judgeShown(kept: Checkpoint, { checkpoint, from, path }: ShownLog): SeenVerdict;
