/**
 * The port to a tool server: whatever answers JSON-RPC for one tunnel. A child process (`node/tool/tool-process.ts`) and an
 * MCP server in this process (`mcp-transport.ts`) keep it.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { Caller } from '../../mcp/meta.ts';
/** How a tool server ended. */
export interface ToolExit {
    readonly code: number | null;
    readonly signal: string | null;
}
/** What a tool server is told at its start, and how it is heard. */
export interface ToolServerStart {
    /** Who calls: the peer of the tunnel. */
    readonly caller: Did;
    /** More of it; absent where the agent itself asks. */
    readonly who?: Caller;
    /** Name of the service. */
    readonly service: string;
    /** One line of its output that may be a JSON-RPC message, without the line feed. Never called after the end. */
    readonly onLine: (line: Uint8Array) => void;
    /** A line of diagnostics, bounded, not escaped. */
    readonly onDiagnostic: (text: string) => void;
}
/** One running tool server. */
export interface ToolServer {
    /** Hands one JSON-RPC text over. @returns Whether more may follow before {@link ToolServer.drained}. */
    send(text: string): boolean;
    /** Resolves when more may be sent, or when the server has ended. */
    drained(): Promise<void>;
    /** Stops calling `onLine` soon, so that the server blocks. */
    pause(): void;
    /** Undoes `pause`. */
    resume(): void;
    /** Resolves when it has ended, however it did. */
    readonly exited: Promise<ToolExit>;
    /** Ends it, and all that it started. */
    close(): Promise<void>;
}
/**
 * Starts a tool server.
 *
 * @throws {TalosError} `E_TOOL_FAILED` if it cannot be started.
 */
export type StartToolServer = (start: ToolServerStart) => ToolServer;
