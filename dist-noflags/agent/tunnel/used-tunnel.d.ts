import { TalosError } from '../../base/errors.ts';
import type { ParsedToken } from '../../capability/token.ts';
import type { JsonObject } from '../../codec/json.ts';
import { type RpcId, type RpcMessage } from '../../mcp/rpc.ts';
import type { Announcer } from '../authority/announcer.ts';
import type { CallerRecords, RecordedCall } from './call-records.ts';
import { type TunnelStream } from './tunnel-stream.ts';
/** Milliseconds that a result waits for others, to be acknowledged with them. */
export declare const ACKNOWLEDGE_DELAY_MS = 100;
/** A message that came through the tunnel. */
export interface Received {
    readonly rpc: RpcMessage;
    /** Id of the receipt's ledger entry, for the answer to a recorded call. */
    readonly receipt: string | undefined;
    /** Whether the tool said it; otherwise the agent that lends it did: a refusal, or an outcome that nobody knows. */
    readonly isFromTool: boolean;
}
/** A request that the server has not answered. */
export interface OpenRequest {
    readonly rpc: RpcMessage & {
        readonly kind: 'request';
    };
    /** There once the call is on record: its outcome is unknown if the tunnel ends now. */
    call: RecordedCall | undefined;
    /** Its caller has cancelled it and waits for no answer. */
    isCancelled: boolean;
}
/** What a used tunnel needs. */
export interface UsedTunnelParts {
    readonly stream: TunnelStream;
    readonly records: CallerRecords;
    readonly announcer: Announcer;
    /** Takes what comes, in order. A promise holds the next message back, and with it the server. */
    readonly onMessage: (received: Received) => void | Promise<void>;
}
/** See the module comment. */
export declare class UsedTunnel {
    #private;
    constructor(parts: UsedTunnelParts);
    /**
     * Resolves when the tunnel is over and all that came before was taken, with the error that ended it: the server's,
     * the ledger's, the network's; with nothing where either side just closed it.
     */
    ended(): Promise<unknown>;
    /** Id of the token that calls are made under. */
    get token(): string;
    /** Goes on under a renewal of its token, which the server is shown in its place among the calls. */
    renew(chain: readonly ParsedToken[]): void;
    /** Requests without an answer, oldest first. */
    get openRequests(): readonly OpenRequest[];
    /** Whether a request with this id waits for its answer. */
    isOpen(id: RpcId): boolean;
    /**
     * Takes a message of the local client, to be sent in order. The promise resolves when the next may be sent.
     *
     * A call that cannot be recorded is not sent: one whose name is too long is answered −32600; where the ledger fails
     * the tunnel ends with that error.
     */
    send(rpc: RpcMessage): Promise<void>;
    /**
     * Announces a call that is made later, see `Announcer.prepare`.
     *
     * @returns The hash of the intent.
     * @throws {TalosError} as `CallerRecords.intent`; `E_CLOSED` when the tunnel is over.
     */
    announce(method: string, params: JsonObject, justification: string): Promise<string>;
    /** Ends the tunnel because of `error`, with which it has then ended; calls that are open have no known outcome. */
    fail(error: TalosError): void;
    /** Sends what is to be acknowledged and ends the tunnel; what was not taken yet is dropped. Repeatable. */
    close(): Promise<void>;
}
/** The answer that a request gets whose call was sent and never answered. */
export declare function unknownOutcome(id: RpcId): JsonObject;
