import type { Purpose } from '../../net/protocols.ts';
import { type Answered } from '../../net/request-meter.ts';
import type { Store } from '../../storage/store.ts';
import type { NodeHost } from '../host.ts';
import { Prometheus } from '../prometheus.ts';
/** How long the store may take for the write that shows that it can, in milliseconds. */
export declare const READY_WRITE_MS = 2000;
/** See the module comment. */
export declare class ServerHealth {
    #private;
    readonly metrics: Prometheus;
    constructor();
    /** Counts a request. */
    count(service: Purpose, answered: Answered): void;
    /** Counts the connections of `host`, which must listen for the server to be ready. */
    measure(host: NodeHost): void;
    /** Why the server cannot serve, in words for an operator; nothing where it can. Writes to `store`. */
    whyNotReady(store: Store): Promise<string | undefined>;
}
