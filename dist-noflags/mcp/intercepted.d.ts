/**
 * Transports of the official MCP classes (SDK 1.x and 2.x), seen from outside: what comes and what goes passes a function
 * each. By shape, so that nothing of an SDK is loaded here.
 *
 * @module
 */
/** What passes: a JSON-RPC message. */
export type RpcObject = Readonly<Record<string, unknown>>;
/** The part of the SDK's `Transport` that is looked at; all else stays as it is. */
export interface McpTransport {
    start(): Promise<void>;
    send(message: never, options?: never): Promise<void>;
    close(): Promise<void>;
    onmessage?: ((message: never, extra?: never) => void) | undefined;
}
/** What is done with messages. A side that gives `undefined` keeps the message to itself. */
export interface Interception {
    /** A message that came; `answer` sends one back. */
    received(message: RpcObject, extra: unknown, answer: (message: RpcObject) => Promise<void>): RpcObject | undefined;
    /** A message that is to go. */
    sent(message: RpcObject): RpcObject | undefined;
}
/** `transport` with `through` in its way. Only the new one is to be used from then on. */
export declare function intercepted<T extends McpTransport>(transport: T, through: Interception): T;
