import type { Clock } from '../../base/clock.ts';
import { type AgentRecord } from '../../identity/agent-record.ts';
import type { Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
/** Other agents whose record is kept; of more, none is: each is looked up again when it is needed. */
export declare const MAX_RECORDS = 10000;
/** See the module comment. */
export declare class RecordBook {
    #private;
    /** @param self - Whose record is kept in any case: a sequence that was given out is never given again. */
    constructor(store: Store, clock: Clock, self: Did);
    /** The record of `did` that is valid now. @throws {TalosError} `E_STORAGE…`. */
    get(did: Did): Promise<AgentRecord | undefined>;
    /** The sequence of the newest record of `did`, whether it has expired or not. */
    newest(did: Did): Promise<number | undefined>;
    /**
     * Takes a record that anybody may have given; durable when it resolves.
     *
     * @throws {TalosError} what `verifyAgentRecord` throws, `E_STALE` for one that is older than one taken before.
     */
    take(did: Did, bytes: Uint8Array): Promise<AgentRecord>;
    /** Calls `watcher` with every own record from now on. @returns A function that undoes it. */
    watch(watcher: (record: AgentRecord) => void): () => void;
}
