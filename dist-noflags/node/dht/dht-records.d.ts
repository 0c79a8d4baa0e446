/**
 * The agent records that this node of the DHT keeps for others, and its word on each that it is given or reads: signed by the
 * agent of its key, not expired, and not older than one that was seen before. PROTOCOL.md §6.10.
 *
 * kad-dht compares nothing when it stores; so this does, against what lies in the store, and keeps the highest sequence of an
 * agent when its record is dropped.
 *
 * Layout of the space `dht`: `0x01 ‖ key of the agent (32)` → `u64 sequence ‖ u64 expiry (ms) ‖ SHA-256 of the record (32) ‖
 * the record`, or nothing in its place where it is not kept any more; `0x02` belongs to `dht-contacts.ts`.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { type AgentRecord } from '../../identity/agent-record.ts';
import { type Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
/** Records that a node keeps for others. */
export declare const MAX_DHT_RECORDS = 10000;
/** Bytes of these records. */
export declare const MAX_DHT_BYTES: number;
/** Agents whose highest sequence is kept, with those whose record is kept. */
export declare const MAX_DHT_HEADS = 20000;
/** Namespace of the keys. */
export declare const DHT_NAMESPACE = "talos";
/** Length of every key of the DHT: `/talos/` and a DID. */
export declare const DHT_KEY_BYTES: number;
/** The key of the DHT of an agent. PROTOCOL.md §6.10. */
export declare function dhtKeyOf(did: Did): Bytes;
/** The agent of a key of the DHT. @throws {TalosError} `E_MALFORMED` for every other key. */
export declare function didOfDhtKey(key: Uint8Array): Did;
/** The record that a DHT gave or was given under `key`. @throws {TalosError} what `verifyAgentRecord` throws; `E_MALFORMED`. */
export declare function verifyDhtRecord(key: Uint8Array, value: Uint8Array, nowMs: number): AgentRecord;
/** Which of `records`, all verified, is the newest. */
export declare function newestOf(key: Uint8Array, records: readonly Uint8Array[], nowMs: number): number;
/** Bounds of what is kept; the built-in ones unless a test sets its own. */
export interface DhtRoom {
    readonly records: number;
    readonly bytes: number;
    readonly heads: number;
}
/** See the module comment. */
export declare class DhtRecords {
    #private;
    private constructor();
    /**
     * Reads what there is, and erases what has expired.
     *
     * @param selfKey - Ed25519 key of this node.
     * @throws {TalosError} `E_STORAGE…`.
     */
    static open(store: Store, clock: Clock, selfKey: Uint8Array, room?: Partial<DhtRoom>): Promise<DhtRecords>;
    /** Records, and their bytes, that are kept; and agents of whom something is. */
    get size(): DhtRoom;
    /**
     * The record, where it may be stored, or read from another node.
     *
     * @throws {TalosError} `E_MALFORMED`, `E_BAD_RECORD`, `E_IDENTITY_MISMATCH`; `E_STALE` for one that has expired, or is older
     *   than the newest that was seen.
     */
    verify(key: Uint8Array, value: Uint8Array): Promise<AgentRecord>;
    /**
     * Keeps a record; durable when it resolves.
     *
     * @throws {TalosError} as {@link verify}; `E_LIMIT` where there is no room and it is farther from this node than all others.
     */
    put(key: Uint8Array, value: Uint8Array): Promise<void>;
    /** The record of a key that is valid now. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. */
    get(key: Uint8Array): Promise<Bytes | undefined>;
    /** Erases what has expired, and forgets sequences below which nothing is valid any more. */
    prune(): Promise<void>;
}
