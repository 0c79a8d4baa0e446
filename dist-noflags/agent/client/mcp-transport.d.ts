/**
 * MCP transports: what the official SDK's client and server (1.x and 2.x) plug into. They keep the SDK's `Transport`
 * by shape, so that nothing of the SDK is loaded here.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { Tunnel } from '../api/api.ts';
import type { ToolExit, ToolServer, ToolServerStart } from '../tunnel/tool-server.ts';
/** What the SDK sets before it starts a transport. */
interface TransportEvents {
    onclose?: (() => void) | undefined;
    onerror?: ((error: Error) => void) | undefined;
    onmessage?(message: unknown, extra?: unknown): void;
}
/** The client's side: a remote MCP server. Made by `TalosClient.transport`. */
export declare class TalosClientTransport implements TransportEvents {
    #private;
    onclose?: (() => void) | undefined;
    onerror?: ((error: Error) => void) | undefined;
    onmessage?(message: unknown, extra?: unknown): void;
    /** @param open - Opens the tunnel, when the transport starts. */
    constructor(open: () => Promise<Tunnel>);
    /** Opens the tunnel. @throws {TalosError} as `AgentApi.connect`; `E_EXISTS` when called twice. */
    start(): Promise<void>;
    /** Sends one JSON-RPC message. @throws {TalosError} `E_CLOSED` before `start`. */
    send(message: unknown): Promise<void>;
    /** Ends the tunnel. */
    close(): Promise<void>;
}
/** Starts an MCP server in this process for one tunnel, on its transport: `(t) => new McpServer(…).connect(t)`. */
export type LocalServer = (transport: TalosServerTransport) => Promise<void>;
/** The server's side: one tunnel of one caller, as an MCP `Transport`. */
export declare class TalosServerTransport implements TransportEvents, ToolServer {
    #private;
    onclose?: (() => void) | undefined;
    onerror?: ((error: Error) => void) | undefined;
    onmessage?(message: unknown, extra?: unknown): void;
    /** Who calls, authenticated. */
    readonly caller: Did;
    /** Name of the service that is called. */
    readonly service: string;
    readonly exited: Promise<ToolExit>;
    /** @param start - Who calls, and where what the server says goes. */
    constructor({ caller, service, onLine }: ToolServerStart);
    /** The SDK is ready for messages. */
    start(): Promise<void>;
    /** With a message: says it to the caller. With a text: gives it to the server. */
    send(message: string): boolean;
    send(message: object): Promise<void>;
    drained(): Promise<void>;
    pause(): void;
    resume(): void;
    /** Ends the tunnel for the server. Repeatable. */
    close(): Promise<void>;
}
/** A tool server in this process: starts `server` on a transport for each tunnel. */
export declare function localToolServer(server: LocalServer): (start: ToolServerStart) => ToolServer;
export {};
