import type { Grant } from '../../capability/authorize.ts';
import type { Did } from '../../identity/did.ts';
import type { ServedTunnelParts } from './served-tunnel-parts.ts';
import { type RefusalBody } from './tunnel-wire.ts';
/** Bytes that may wait for the peer before the tool server is paused, and the peer is not read on. */
export declare const PAUSE_AT_BYTES: number;
/** See the module comment. */
export declare class ServedTunnel {
    #private;
    /**
     * Starts the tool server and serves until the stream or the tool ends.
     *
     * @throws {TalosError} `E_TOOL_FAILED` if the tool cannot be started.
     */
    constructor(parts: ServedTunnelParts);
    /** DID of the caller. */
    get peer(): Did;
    /** The grant that it runs under: the one that it was opened with, or the last renewal of that. */
    get grant(): Grant;
    /** Starts to read what the peer sends. */
    start(): void;
    /** Ends the tunnel and its tool; calls that are open are answered first. Resolves when both are gone. */
    close(reason?: RefusalBody): Promise<void>;
    /** Resolves, never rejects, when the tunnel is over and its tool is gone. */
    get ended(): Promise<void>;
}
