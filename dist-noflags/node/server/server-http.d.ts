import type { Clock } from '../../base/clock.ts';
import type { TakeHttp } from '../network/inbound-gate.ts';
import type { Prometheus } from '../prometheus.ts';
/** Connections of HTTP at a time; with one more the oldest is closed. PROTOCOL.md §11. */
export declare const MAX_HTTP_CONNECTIONS = 64;
/** Of them of one source (`sourceOf`), likewise: who asks slowly keeps nobody out. PROTOCOL.md §11. */
export declare const MAX_HTTP_CONNECTIONS_A_SOURCE = 8;
/** Requests of a source in a minute; more are 429. PROTOCOL.md §11. */
export declare const HTTP_REQUESTS_A_MINUTE = 120;
/** Milliseconds for a connection, from its first byte to its end. PROTOCOL.md §11. */
export declare const HTTP_CONNECTION_MS = 5000;
/** Bytes of a request, which has no body. PROTOCOL.md §11. */
export declare const MAX_HTTP_HEAD_BYTES: number;
/** How long the answer to `/readyz` holds: the store is not written to more often. In milliseconds. */
export declare const READY_LASTS_MS = 1000;
/** What {@link openServerHttp} needs. */
export interface ServerHttpTerms {
    readonly metrics: Prometheus;
    readonly clock: Clock;
    /** Why the server cannot serve now; nothing where it can. */
    readonly whyNotReady: () => Promise<string | undefined>;
    /** Told of what is this side's fault. */
    readonly onFault: (error: unknown) => void;
    /** Whether only this machine is to ask, which names it as a loopback address. */
    readonly isLocal?: boolean;
    /** For a connection, in milliseconds; {@link HTTP_CONNECTION_MS} unless given. */
    readonly connectionMs?: number;
}
/** Makes what takes the HTTP connections of a gate. */
export declare function openServerHttp(terms: ServerHttpTerms): TakeHttp;
