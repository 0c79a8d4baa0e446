import type { Dht, DhtTerms } from '../../agent/agent-platform.ts';
import type { RecordSource } from '../../agent/reach/record-finder.ts';
import type { Clock } from '../../base/clock.ts';
import type { Store } from '../../storage/store.ts';
import type { NodeHost } from '../host.ts';
import { DhtContacts } from './dht-contacts.ts';
/** How long one look-up may take, in milliseconds. */
export declare const DHT_LOOKUP_TIMEOUT_MS = 12000;
/** Answers that say the same, after which a look-up is over. */
export declare const DHT_ANSWERS = 3;
/** How long further answers are waited for after the first, in milliseconds. */
export declare const DHT_LATER_ANSWERS_MS = 1000;
/** Look-ups at a time; more wait. Each has a host of its own. */
export declare const MAX_DHT_LOOKUPS = 4;
/** What a DHT stands on. */
export interface DhtParts {
    readonly store: Store;
    readonly clock: Clock;
    /** The own host; it may not listen. */
    readonly host: () => Promise<NodeHost>;
    /** A new host under a key of its own; owned by who asks. */
    readonly veiledHost: () => Promise<NodeHost>;
    /** Told of what is the node's own fault. */
    readonly onFault: (error: unknown) => void;
}
/** Opens the DHT of an agent or a server; nothing is dialled yet. @throws {TalosError} `E_STORAGE…`. */
export declare function openDht(parts: DhtParts, terms: DhtTerms): Promise<NodeDht>;
/** See the module comment. */
export declare class NodeDht implements Dht {
    #private;
    readonly source: RecordSource;
    constructor(parts: DhtParts, terms: DhtTerms, contacts: DhtContacts);
    /** Nodes in the table, and records that are kept; none before it has joined. */
    state(): {
        readonly nodes: number;
        readonly records: number;
    };
    join(): Promise<void>;
    publish(record: Uint8Array, signal: AbortSignal): Promise<number>;
    [Symbol.asyncDispose](): Promise<void>;
}
