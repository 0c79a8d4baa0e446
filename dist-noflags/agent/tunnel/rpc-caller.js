/**
 * A small JSON-RPC client for Talos's own calls: `initialize`, `tools/list`, `tools/call`. Whoever lends or uses an MCP
 * server with a full client needs none of this: their messages pass through.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { isKeepable, MAX_DEFINITION_BYTES, MAX_LISTED_BYTES, MAX_LISTED_TOOLS, toolDefinition, } from "../../mcp/definition.js";
import { errorResponse, isJsonObject, resultResponse } from "../../mcp/rpc.js";
/** The MCP revision that Talos's own calls speak. */
export const OWN_PROTOCOL_VERSION = '2025-11-25';
/** Pages of a list that are read; a server with more is refused. */
export const MAX_LIST_PAGES = 64;
/** JSON-RPC 2.0 §5.1. */
const METHOD_NOT_FOUND = -32601;
/** See the module comment. */
export class RpcCaller {
    #send;
    #pending = new Map();
    #prefix;
    #next = 1;
    #failure;
    /**
     * @param send - Sends one message to the server.
     * @param prefix - Start of its ids, which are texts then: where somebody else asks the same server.
     */
    constructor(send, prefix) {
        this.#send = send;
        this.#prefix = prefix;
    }
    /** Takes what the server said. Its requests are answered: `ping`, and that nothing else is known here. */
    take(rpc, receipt, isFromTool = true) {
        if (rpc.kind === 'request') {
            const known = rpc.method === 'ping';
            this.#tell(known ? resultResponse(rpc.id, {}) : errorResponse(rpc.id, METHOD_NOT_FOUND, 'no such method'));
            return;
        }
        if (rpc.kind === 'notification' || (typeof rpc.id !== 'number' && typeof rpc.id !== 'string'))
            return;
        const pending = this.#pending.get(rpc.id);
        this.#pending.delete(rpc.id);
        pending?.resolve(rpc.kind === 'result'
            ? { kind: 'result', result: rpc.result, receipt }
            : { kind: 'error', error: rpc.error, receipt, isFromTool });
    }
    /** Sends what nobody waits for; that it cannot be sent is what {@link fail} tells. */
    #tell(json) {
        Promise.resolve(this.#send(json)).catch(() => undefined);
    }
    /** Calls without an answer. */
    get waiting() {
        return this.#pending.size;
    }
    /** Ends every call that is open, and each later one, with `error`. */
    fail(error) {
        this.#failure ??= error;
        for (const { reject } of this.#pending.values())
            reject(error);
        this.#pending.clear();
    }
    /**
     * Calls a method.
     *
     * @param sent - Told that it goes, before there is an answer.
     * @throws what {@link fail} was told; the reason of `signal`, where that aborts.
     */
    async request(method, params, signal, sent = () => { }) {
        signal?.throwIfAborted();
        if (this.#failure !== undefined)
            throw this.#failure;
        const count = this.#next++;
        const id = this.#prefix === undefined ? count : `${this.#prefix}${count}`;
        const answer = new Promise((resolve, reject) => {
            this.#pending.set(id, { resolve, reject });
        });
        let isGoing = false;
        const going = () => {
            isGoing = true;
            sent();
        };
        const abort = () => {
            this.#pending.get(id)?.reject(signal?.reason);
            this.#pending.delete(id);
            if (isGoing)
                this.#tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
        };
        const send = async () => {
            await this.#send({ jsonrpc: '2.0', id, method, params }, signal, going);
            if (!isGoing)
                going();
        };
        // It may be rejected while sending still waits; whoever called hears of it all the same.
        answer.catch(() => undefined);
        signal?.addEventListener('abort', abort, { once: true });
        try {
            await Promise.race([send(), answer]);
            return await answer;
        }
        finally {
            this.#pending.delete(id);
            signal?.removeEventListener('abort', abort);
        }
    }
    /**
     * The MCP handshake.
     *
     * @param capabilities - What the client says that it can do for the server.
     * @throws {TalosError} `E_TOOL_FAILED` if the server refuses it.
     */
    async initialize(version, signal, capabilities = {}) {
        const clientInfo = { name: 'talos', version };
        const params = { protocolVersion: OWN_PROTOCOL_VERSION, capabilities, clientInfo };
        const outcome = await this.request('initialize', params, signal);
        if (outcome.kind === 'error')
            throw new TalosError('E_TOOL_FAILED', 'the tool server refused to be initialised');
        await this.#send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    }
    /**
     * All tools, in the order of the server.
     *
     * @throws {TalosError} `E_TOOL_FAILED` for no proper answer, or two definitions of one name; `E_LIMIT` for more or
     *   longer definitions than are read.
     */
    async tools(signal) {
        const list = new ToolList();
        let cursor;
        for (let page = 0; page < MAX_LIST_PAGES; page++) {
            const outcome = await this.request('tools/list', cursor === undefined ? {} : { cursor }, signal);
            const result = outcome.kind === 'result' ? outcome.result : undefined;
            const tools = isJsonObject(result) ? result['tools'] : undefined;
            if (!isJsonObject(result) || !Array.isArray(tools))
                throw new TalosError('E_TOOL_FAILED', 'the tool server does not list its tools');
            for (const tool of tools)
                list.add(tool);
            cursor = result['nextCursor'];
            if (cursor === undefined)
                return list.definitions();
        }
        throw new TalosError('E_TOOL_FAILED', `the tool server lists more than ${MAX_LIST_PAGES} pages of tools`);
    }
}
/** Definitions as they come, page by page, within limits. */
class ToolList {
    #found = new Map();
    #bytes = 0;
    add(entry) {
        const definition = toolDefinition(entry);
        if (definition === undefined)
            return;
        const { name, text, hash } = definition;
        const before = this.#found.get(name);
        if (before !== undefined && before.hash !== hash)
            throw new TalosError('E_TOOL_FAILED', 'the tool server gives one name to two tools', { details: { tool: name } });
        if (!isKeepable(definition))
            throw new TalosError('E_LIMIT', `the definition of a tool exceeds ${MAX_DEFINITION_BYTES} bytes`, {
                details: { tool: name },
            });
        this.#bytes += text.length;
        this.#found.set(name, definition);
        if (this.#found.size > MAX_LISTED_TOOLS || this.#bytes > MAX_LISTED_BYTES)
            throw new TalosError('E_LIMIT', `the tool server lists more than ${MAX_LISTED_TOOLS} tools, or ${MAX_LISTED_BYTES} bytes of them`);
    }
    definitions() {
        return [...this.#found.values()];
    }
}
