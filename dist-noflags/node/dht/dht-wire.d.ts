import type { Datastore } from 'interface-datastore';
import { type Bytes } from '../../base/bytes.ts';
import { type DhtRecords } from './dht-records.ts';
/** Most bytes of a wrapped record: the record, its key, and a time. */
export declare const MAX_WRAPPED_BYTES: number;
/** A value of the DHT as it travels. */
export declare function wrapValue(key: Uint8Array, value: Uint8Array, atMs: number): Bytes;
/** Key and value of a value as it travels. @throws {TalosError} `E_MALFORMED`, `E_LIMIT`. */
export declare function unwrapValue(bytes: Uint8Array): {
    readonly key: Bytes;
    readonly value: Bytes;
};
/**
 * The datastore of kad-dht: it holds agent records alone; of providers nothing is kept.
 *
 * @param records - Absent: nothing is kept at all.
 */
export declare function dhtDatastore(records: DhtRecords | undefined, now: () => number): Datastore;
