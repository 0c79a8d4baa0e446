import type { Json, JsonObject } from '../../codec/json.ts';
import { type ToolDefinition } from '../../mcp/definition.ts';
import { type RpcMessage } from '../../mcp/rpc.ts';
/** The MCP revision that Talos's own calls speak. */
export declare const OWN_PROTOCOL_VERSION = "2025-11-25";
/** Pages of a list that are read; a server with more is refused. */
export declare const MAX_LIST_PAGES = 64;
/** How a call ended. */
export type RpcOutcome = {
    readonly kind: 'result';
    readonly result: Json;
    readonly receipt: string | undefined;
} | {
    readonly kind: 'error';
    readonly error: JsonObject;
    readonly receipt: string | undefined;
    /** Whether the tool gave the error; only an agent's own can be a denial. */
    readonly isFromTool: boolean;
};
/**
 * Sends one message. Where that waits it does so until `signal` aborts, and says when the message goes.
 */
export type SendRpc = (json: JsonObject, signal?: AbortSignal, going?: () => void) => void | Promise<void>;
/** See the module comment. */
export declare class RpcCaller {
    #private;
    /**
     * @param send - Sends one message to the server.
     * @param prefix - Start of its ids, which are texts then: where somebody else asks the same server.
     */
    constructor(send: SendRpc, prefix?: string);
    /** Takes what the server said. Its requests are answered: `ping`, and that nothing else is known here. */
    take(rpc: RpcMessage, receipt: string | undefined, isFromTool?: boolean): void;
    /** Calls without an answer. */
    get waiting(): number;
    /** Ends every call that is open, and each later one, with `error`. */
    fail(error: Error): void;
    /**
     * Calls a method.
     *
     * @param sent - Told that it goes, before there is an answer.
     * @throws what {@link fail} was told; the reason of `signal`, where that aborts.
     */
    request(method: string, params: JsonObject, signal?: AbortSignal, sent?: () => void): Promise<RpcOutcome>;
    /**
     * The MCP handshake.
     *
     * @param capabilities - What the client says that it can do for the server.
     * @throws {TalosError} `E_TOOL_FAILED` if the server refuses it.
     */
    initialize(version: string, signal?: AbortSignal, capabilities?: JsonObject): Promise<void>;
    /**
     * All tools, in the order of the server.
     *
     * @throws {TalosError} `E_TOOL_FAILED` for no proper answer, or two definitions of one name; `E_LIMIT` for more or
     *   longer definitions than are read.
     */
    tools(signal?: AbortSignal): Promise<readonly ToolDefinition[]>;
}
