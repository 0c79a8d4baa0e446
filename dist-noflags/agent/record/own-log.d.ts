/**
 * The own log as peers and witnesses are shown it: the newest checkpoint, how it grew, and checkpoints of earlier sizes,
 * which are signed anew when they are asked for. PROTOCOL.md §9.9.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type Checkpoint } from '../../ledger/log/checkpoint.ts';
import type { AgentCore } from '../agent-core.ts';
/** See the module comment. */
export declare class OwnLog {
    #private;
    constructor(core: Pick<AgentCore, 'identity' | 'ledger' | 'store'>);
    /** Entries of the newest checkpoint. */
    get sealedSize(): number;
    /** The newest checkpoint; one of no entries before the first block. */
    newest(): Promise<Checkpoint>;
    /** A note as a checkpoint of this log, whatever it says; `undefined` where it is none. */
    read(note: string): Checkpoint | undefined;
    /** The checkpoint of the first `size` entries, all of them sealed. */
    at(size: number): Promise<Checkpoint>;
    /** The consistency path between two sizes, both sealed; empty from 0. */
    path(from: number, to: number): Promise<Bytes[]>;
}
