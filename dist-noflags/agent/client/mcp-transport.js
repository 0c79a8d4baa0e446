/**
 * MCP transports: what the official SDK's client and server (1.x and 2.x) plug into. They keep the SDK's `Transport`
 * by shape, so that nothing of the SDK is loaded here.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { JsonNumber, numberValue, parseJson, writeJson } from "../../codec/json.js";
import { MAX_RPC_BYTES } from "../../mcp/rpc.js";
/** The value of `json` as JavaScript's own JSON reader would give it: number tokens become the nearest doubles. */
function plain(json) {
    if (json instanceof JsonNumber)
        return numberValue(json);
    if (Array.isArray(json))
        return json.map(plain);
    if (typeof json !== 'object' || json === null)
        return json;
    // fromEntries defines members, so `__proto__` stays a member.
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, plain(value)]));
}
function deliver(events, text) {
    const message = plain(parseJson(text, { maxBytes: MAX_RPC_BYTES }));
    events.onmessage?.(message);
}
/** The client's side: a remote MCP server. Made by `TalosClient.transport`. */
export class TalosClientTransport {
    onclose;
    onerror;
    #open;
    #tunnel;
    /** @param open - Opens the tunnel, when the transport starts. */
    constructor(open) {
        this.#open = open;
    }
    /** Opens the tunnel. @throws {TalosError} as `AgentApi.connect`; `E_EXISTS` when called twice. */
    async start() {
        if (this.#tunnel !== undefined)
            throw new TalosError('E_EXISTS', 'the transport is started already');
        this.#tunnel = await this.#open();
        void this.#read(this.#tunnel);
    }
    async #read(tunnel) {
        try {
            for await (const line of tunnel.lines)
                deliver(this, line);
            await tunnel.ended;
        }
        catch (error) {
            this.onerror?.(error instanceof Error ? error : new Error(String(error)));
        }
        finally {
            this.onclose?.();
        }
    }
    /** Sends one JSON-RPC message. @throws {TalosError} `E_CLOSED` before `start`. */
    async send(message) {
        if (this.#tunnel === undefined)
            throw new TalosError('E_CLOSED', 'the transport is not started');
        await this.#tunnel.send(writeJson(definedMembers(message)));
    }
    /** Ends the tunnel. */
    async close() {
        await this.#tunnel?.close();
    }
}
/** JSON leaves members out that are undefined; the SDK relies on it. */
function definedMembers(value) {
    if (Array.isArray(value))
        return value.map((item) => (item === undefined ? null : definedMembers(item)));
    if (typeof value !== 'object' || value === null)
        return value;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, definedMembers(member)]));
}
/** The server's side: one tunnel of one caller, as an MCP `Transport`. */
export class TalosServerTransport {
    onclose;
    onerror;
    /** Who calls, authenticated. */
    caller;
    /** Name of the service that is called. */
    service;
    exited;
    #onLine;
    #end = () => { };
    #isStarted = false;
    #isOver = false;
    #early = [];
    #resumed;
    #resume = () => { };
    /** @param start - Who calls, and where what the server says goes. */
    constructor({ caller, service, onLine }) {
        this.caller = caller;
        this.service = service;
        this.#onLine = onLine;
        this.exited = new Promise((resolve) => {
            this.#end = resolve;
        });
    }
    // For the SDK
    /** The SDK is ready for messages. */
    async start() {
        this.#isStarted = true;
        const early = this.#early;
        this.#early = [];
        for (const text of early)
            deliver(this, text);
    }
    send(message) {
        if (typeof message === 'string')
            return this.#take(message);
        return this.#say(message);
    }
    #take(text) {
        if (this.#isOver)
            return false;
        if (this.#isStarted)
            deliver(this, text);
        else
            this.#early.push(text);
        return true;
    }
    async #say(message) {
        if (this.#isOver)
            throw new TalosError('E_CLOSED', 'the tunnel is over');
        await this.#resumed;
        this.#onLine(utf8(writeJson(definedMembers(message))));
    }
    async drained() {
        // Messages are handed over in this process; nothing waits.
    }
    pause() {
        this.#resumed ??= new Promise((resolve) => {
            this.#resume = resolve;
        });
    }
    resume() {
        this.#resume();
        this.#resumed = undefined;
    }
    /** Ends the tunnel for the server. Repeatable. */
    async close() {
        if (this.#isOver)
            return;
        this.#isOver = true;
        this.resume();
        this.onclose?.();
        this.#end({ code: 0, signal: null });
    }
}
/** A tool server in this process: starts `server` on a transport for each tunnel. */
export function localToolServer(server) {
    return (start) => {
        const transport = new TalosServerTransport(start);
        const starting = async () => server(transport);
        starting().catch((error) => {
            start.onDiagnostic(`the tool server failed: ${String(error)}`);
            void transport.close();
        });
        return transport;
    };
}
