import type { Did } from '../../identity/did.ts';
import type { ToolDefinition } from '../../mcp/definition.ts';
import { type RpcMessage } from '../../mcp/rpc.ts';
import type { StartToolServer } from './tool-server.ts';
/** Milliseconds that a tool server gets to start and list its tools: it may be downloaded meanwhile. */
export declare const PROBE_TIMEOUT_MS = 120000;
/** Milliseconds after which whoever waits is told what for. */
export declare const PROBE_NOTICE_MS = 5000;
/**
 * Starts the server, asks, ends it.
 *
 * @param self - Who asks: the agent itself.
 * @param version - Of this software, for the server's log.
 * @throws {TalosError} `E_TOOL_FAILED` if it cannot be started, ends, or does not answer within
 *   {@link PROBE_TIMEOUT_MS}; as `RpcCaller.tools`; the reason of `signal`.
 */
export declare function probeTools(startTool: StartToolServer, about: {
    readonly self: Did;
    readonly service: string;
    readonly version: string;
    readonly onDiagnostic: (text: string) => void;
    /** What goes on of a message of the server. */
    readonly fromTool: (rpc: RpcMessage) => RpcMessage;
}, signal: AbortSignal): Promise<readonly ToolDefinition[]>;
