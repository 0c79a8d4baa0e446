/**
 * The calling end of one tunnel: what a local MCP client says goes out signed and recorded, what comes back is checked
 * and recorded before it is handed on. PROTOCOL.md §7.2, §9.3.
 *
 * One connection, one life: what survives a broken connection is `supervised-tunnel.ts`.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { MAX_ACKNOWLEDGED_TOGETHER } from "../../ledger/entry/statement.js";
import { withoutCaller, withoutIntent } from "../../mcp/meta.js";
import { classify } from "../../mcp/policy.js";
import { errorResponse, idKey, RPC_CODES, readRpc, writeRpc } from "../../mcp/rpc.js";
import { PACKET } from "../../message/packet.js";
import { encodeRenewed } from "../authority/revocation-wire.js";
import { OrderedOutbox } from "../message/ordered-outbox.js";
import { isStorageFailure } from "../record/watched-ledger.js";
import { cancelledId } from "./call-messages.js";
import { STREAM_CREDIT_BYTES } from "./tunnel-stream.js";
import { decodeTunnelMessage, encodeTunnelMessage, refusalError } from "./tunnel-wire.js";
/** Milliseconds that a result waits for others, to be acknowledged with them. */
export const ACKNOWLEDGE_DELAY_MS = 100;
/** See the module comment. */
export class UsedTunnel {
    #parts;
    #outbox = new OrderedOutbox();
    #open = new Map();
    #toAcknowledge = [];
    #timer;
    #fault;
    constructor(parts) {
        this.#parts = parts;
        parts.stream.onPacket((packet) => this.#receive(packet));
    }
    /**
     * Resolves when the tunnel is over and all that came before was taken, with the error that ended it: the server's,
     * the ledger's, the network's; with nothing where either side just closed it.
     */
    async ended() {
        const { stream } = this.#parts;
        const reason = await stream.closed;
        await stream.delivered;
        clearTimeout(this.#timer);
        if (this.#fault !== undefined)
            return this.#fault;
        return reason === undefined || reason.word === 'unknown' ? undefined : refusalError(reason, 'to go on');
    }
    /** Id of the token that calls are made under. */
    get token() {
        return this.#parts.records.token;
    }
    /** Goes on under a renewal of its token, which the server is shown in its place among the calls. */
    renew(chain) {
        const leaf = chain.at(-1);
        if (leaf === undefined)
            return;
        const { records, stream } = this.#parts;
        const content = encodeRenewed({ id: records.token, chain: chain.map(({ text }) => text) });
        this.#outbox.push(() => {
            stream.send(PACKET.capabilityRenewed, content);
            records.renewed(leaf.id);
        }, content.length);
    }
    /** Requests without an answer, oldest first. */
    get openRequests() {
        return [...this.#open.values()];
    }
    /** Whether a request with this id waits for its answer. */
    isOpen(id) {
        return this.#open.has(idKey(id));
    }
    /**
     * Takes a message of the local client, to be sent in order. The promise resolves when the next may be sent.
     *
     * A call that cannot be recorded is not sent: one whose name is too long is answered −32600; where the ledger fails
     * the tunnel ends with that error.
     */
    async send(rpc) {
        const { stream } = this.#parts;
        if (rpc.kind === 'request')
            this.#request(rpc);
        else {
            const cancelled = cancelledId(rpc);
            const open = cancelled === undefined ? undefined : this.#open.get(idKey(cancelled));
            if (open !== undefined)
                open.isCancelled = true;
            this.#plain(withoutCaller(rpc.json));
        }
        if (this.#outbox.bytes > STREAM_CREDIT_BYTES)
            await this.#outbox.emptied();
        if (stream.queuedBytes > 0)
            await stream.drained();
    }
    #request(rpc) {
        const open = { rpc, call: undefined, isCancelled: false };
        this.#open.set(idKey(rpc.id), open);
        if (classify(rpc.method, rpc.params).kind === 'recorded')
            void this.#sendCall(open);
        else
            this.#plain(withoutIntent(rpc.json));
    }
    /** Never rejects. */
    async #sendCall(open) {
        const { records, announcer, stream } = this.#parts;
        const { rpc } = open;
        const json = utf8(writeRpc(withoutIntent(rpc.json)));
        const place = this.#outbox.reserve(json.length);
        try {
            // On a stream that has ended the request stays open and unrecorded: it was not sent and may be elsewhere.
            if (!stream.isOpen)
                return place(() => { });
            const intent = await announcer.intentOf(rpc);
            const call = await records.call(rpc.method, rpc.params, intent);
            open.call = call;
            const message = { statement: call.signed.bytes, salt: call.salt, json };
            place(() => {
                if (intent?.isSent === false)
                    stream.send(PACKET.intent, intent.signed.bytes);
                stream.send(PACKET.mcpMessage, encodeTunnelMessage(message));
            });
        }
        catch (error) {
            this.#open.delete(idKey(rpc.id));
            place(() => { });
            await this.#notRecorded(rpc.id, error);
        }
    }
    /** Answers a call that was not recorded, and so not sent. */
    async #notRecorded(id, error) {
        const isMistake = isTalosError(error, 'E_LIMIT') || isTalosError(error, 'E_MALFORMED');
        if (!isMistake)
            this.#fail(error);
        const json = isMistake
            ? errorResponse(id, RPC_CODES.invalidRequest, error.message, { code: error.code })
            : errorResponse(id, RPC_CODES.internalError, 'the call could not be recorded, so it was not made', {
                code: isTalosError(error) ? error.code : 'E_INTERNAL',
            });
        const rpc = readRpc(writeRpc(json));
        if (rpc.kind !== 'fault')
            await this.#handOn({ rpc, receipt: undefined, isFromTool: false });
    }
    /**
     * Announces a call that is made later, see `Announcer.prepare`.
     *
     * @returns The hash of the intent.
     * @throws {TalosError} as `CallerRecords.intent`; `E_CLOSED` when the tunnel is over.
     */
    async announce(method, params, justification) {
        const { announcer, stream } = this.#parts;
        if (!stream.isOpen)
            throw new TalosError('E_CLOSED', 'the tunnel is over');
        const { bytes, hash } = await announcer.prepare(method, params, justification);
        this.#outbox.push(() => stream.send(PACKET.intent, bytes), bytes.length);
        return hash;
    }
    #plain(json) {
        const message = { statement: undefined, salt: undefined, json: utf8(writeRpc(json)) };
        const send = () => this.#parts.stream.send(PACKET.mcpMessage, encodeTunnelMessage(message));
        this.#outbox.push(send, message.json.length);
    }
    /** Never rejects: what is wrong with what came ends the tunnel. */
    async #receive(packet) {
        try {
            const read = this.#read(packet);
            if (packet.type === PACKET.mcpMessage)
                await this.#takePlain(read);
            else
                await this.#takeAnswer(read);
        }
        catch (error) {
            const isOurs = isStorageFailure(error) || isTalosError(error, 'E_PROTOCOL');
            this.#fail(isOurs ? error : new TalosError('E_PROTOCOL', 'the server sent what cannot be read', { cause: error }));
        }
    }
    #read(packet) {
        const { type, content } = packet;
        if (type !== PACKET.mcpMessage && type !== PACKET.mcpResponse && type !== PACKET.mcpError)
            throw new TalosError('E_PROTOCOL', `packet type ${type} in a tunnel`);
        const message = decodeTunnelMessage(content, type !== PACKET.mcpError);
        const rpc = readRpc(message.json);
        if (rpc.kind !== 'fault')
            return { message, rpc };
        throw new TalosError('E_PROTOCOL', `the server sent what is no message: ${rpc.reason}`);
    }
    /** What carries no statement: requests and notifications of the tool, answers to what is not recorded. */
    async #takePlain({ rpc, message }) {
        if (message.statement !== undefined)
            throw new TalosError('E_PROTOCOL', 'a plain message came with a statement');
        if (rpc.kind === 'result' || rpc.kind === 'error') {
            const open = rpc.id === undefined ? undefined : this.#open.get(idKey(rpc.id));
            if (open === undefined || rpc.id === undefined)
                return;
            if (isRecorded(open))
                throw new TalosError('E_PROTOCOL', 'a recorded call was answered without a statement');
            this.#open.delete(idKey(rpc.id));
        }
        await this.#handOn({ rpc, receipt: undefined, isFromTool: true });
    }
    async #takeAnswer({ message, rpc }) {
        if (rpc.kind !== 'result' && rpc.kind !== 'error')
            throw new TalosError('E_PROTOCOL', 'what came as an answer is none');
        const open = rpc.id === undefined ? undefined : this.#open.get(idKey(rpc.id));
        if (open === undefined || rpc.id === undefined)
            return;
        if (message.statement !== undefined)
            return this.#takeReceipt(open, message, rpc);
        // A refusal of the request's form, made before there was a call to sign about; or one of what is not recorded.
        if (rpc.kind !== 'error' || (isRecorded(open) && !isFormRefusal(rpc.error)))
            throw new TalosError('E_PROTOCOL', 'an answer came without its statement');
        this.#open.delete(idKey(rpc.id));
        if (!isGivenUp(open, { kind: rpc.kind, outcome: 'none' }))
            await this.#handOn({ rpc, receipt: undefined, isFromTool: false });
    }
    async #takeReceipt(open, message, rpc) {
        if (open.call === undefined)
            throw new TalosError('E_PROTOCOL', 'an answer came before its call');
        const receipt = await this.#parts.records.receipt(open.call, message, rpc);
        this.#open.delete(idKey(open.rpc.id));
        if (receipt.outcome !== 'none')
            this.#acknowledge(receipt.result);
        const isFromTool = receipt.outcome !== 'none';
        if (!isGivenUp(open, { kind: rpc.kind, outcome: receipt.outcome }))
            await this.#handOn({ rpc, receipt: receipt.entry.id, isFromTool });
    }
    /** A reader that fails is no fault of the server, but there is nobody to go on for. */
    async #handOn(received) {
        try {
            await this.#parts.onMessage(received);
        }
        catch (error) {
            this.#fail(error);
        }
    }
    #acknowledge(result) {
        this.#toAcknowledge.push(result);
        if (this.#toAcknowledge.length === MAX_ACKNOWLEDGED_TOGETHER)
            void this.#sendAcknowledgement();
        else
            this.#timer ??= setTimeout(() => void this.#sendAcknowledgement(), ACKNOWLEDGE_DELAY_MS);
    }
    /** Never rejects. */
    async #sendAcknowledgement() {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        const results = this.#toAcknowledge;
        this.#toAcknowledge = [];
        if (results.length === 0)
            return;
        const { records, stream } = this.#parts;
        try {
            stream.send(PACKET.acknowledge, await records.acknowledge(results));
        }
        catch (error) {
            this.#fail(error);
        }
    }
    #fail(error) {
        this.#fault ??= error;
        this.#parts.stream.close({ word: 'failed', code: undefined });
    }
    /** Ends the tunnel because of `error`, with which it has then ended; calls that are open have no known outcome. */
    fail(error) {
        this.#fail(error);
    }
    /** Sends what is to be acknowledged and ends the tunnel; what was not taken yet is dropped. Repeatable. */
    async close() {
        await this.#sendAcknowledgement();
        this.#parts.stream.close();
    }
}
function isRecorded({ rpc }) {
    return classify(rpc.method, rpc.params).kind === 'recorded';
}
/** The refusals that PROTOCOL.md §7.2 lets go without a statement: it was the call's statement that was refused. */
function isFormRefusal({ code }) {
    return code === RPC_CODES.invalidRequest || code === RPC_CODES.denied;
}
/** Whether this only says that nothing came of a call that its caller cancelled: MCP wants no answer to that. */
function isGivenUp(open, { kind, outcome }) {
    return open.isCancelled && kind === 'error' && outcome === 'none';
}
/** The answer that a request gets whose call was sent and never answered. */
export function unknownOutcome(id) {
    const why = 'the connection ended before the outcome of the call was known';
    return errorResponse(id, RPC_CODES.outcomeUnknown, why, { code: 'E_OUTCOME_UNKNOWN' });
}
