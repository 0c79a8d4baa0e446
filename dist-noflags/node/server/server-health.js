/**
 * How a server is: what it counts of itself, and whether it can serve.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { isTalosError } from "../../base/errors.js";
import { u64 } from "../../codec/writer.js";
import { RequestMeter } from "../../net/request-meter.js";
import { measureProcess, Prometheus } from "../prometheus.js";
/** How long the store may take for the write that shows that it can, in milliseconds. */
export const READY_WRITE_MS = 2000;
/** Where it is written, in the space `meta`. */
const READY_KEY = utf8('server/ready');
/** Operations of all services: a peer makes no series by asking for others. */
const OPERATIONS = [
    'register',
    'offer',
    'lookup',
    'bundle',
    'info',
    'list',
    'open',
    'taken',
    'deposit',
];
/** See the module comment. */
export class ServerHealth {
    metrics = new Prometheus();
    #requests = new RequestMeter(this.metrics, OPERATIONS);
    #host;
    constructor() {
        measureProcess(this.metrics);
    }
    /** Counts a request. */
    count(service, answered) {
        this.#requests.count(service, answered);
    }
    /** Counts the connections of `host`, which must listen for the server to be ready. */
    measure(host) {
        this.#host = host;
        this.metrics.gauge('talos_connections', 'Connections of libp2p that are open.', () => host.use(({ libp2p }) => libp2p.getConnections().length));
    }
    /** Why the server cannot serve, in words for an operator; nothing where it can. Writes to `store`. */
    async whyNotReady(store) {
        if (this.#host === undefined || this.#host.addresses.length === 0)
            return 'not listening';
        const write = store.apply([{ kind: 'put', space: 'meta', key: READY_KEY, value: u64(Date.now()) }]);
        let timer;
        const late = new Promise((resolve) => {
            timer = setTimeout(() => resolve('the store takes too long to write'), READY_WRITE_MS);
        });
        try {
            return await Promise.race([write.then(() => undefined), late]);
        }
        catch (error) {
            if (isTalosError(error))
                return `the store takes no writes: ${error.code}`;
            throw error;
        }
        finally {
            clearTimeout(timer);
        }
    }
}
