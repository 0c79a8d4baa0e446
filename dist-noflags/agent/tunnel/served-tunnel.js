/**
 * The serving end of one tunnel: a peer, a grant, and a tool server of its own.
 *
 * ```text
 *  peer ── MCP_MESSAGE ──> policy ── gate ── decision (written) ──> tool
 *  peer <── MCP_RESPONSE ── result (durable) <── filter ──── tool
 * ```
 *
 * A recorded call is decided once, the decision is in the ledger before the tool sees a byte, and its answer leaves
 * when decision and result are durable. Everything goes out in the order in which it came. Nobody is read faster than
 * the other side takes it, so that what waits here is bounded. PROTOCOL.md §7.2, §9.6.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { settledWithin } from "../../base/lifetime.js";
import { isSameLine } from "../../capability/renewal.js";
import { withCaller, withoutCaller } from "../../mcp/meta.js";
import { classify, classifyNotification, filterList } from "../../mcp/policy.js";
import { errorResponse, RPC_CODES, readRpc, writeRpc } from "../../mcp/rpc.js";
import { PACKET } from "../../message/packet.js";
import { CallGate } from "../authority/call-gate.js";
import { UNRECORDED } from "../authority/call-rule.js";
import { intentRule } from "../authority/intent-rule.js";
import { OpenConsents } from "../authority/open-consents.js";
import { decodeRenewed } from "../authority/revocation-wire.js";
import { TunnelUsage } from "../authority/tunnel-usage.js";
import { OrderedOutbox } from "../message/ordered-outbox.js";
import { isStorageFailure } from "../record/watched-ledger.js";
import { cancelledId } from "./call-messages.js";
import { commitTo } from "./call-records.js";
import { cancellation, denial, unknownOutcome, withheld } from "./call-refusals.js";
import { ListChanges } from "./list-changes.js";
import { OpenRequests } from "./open-requests.js";
import { callerOf } from "./tool-caller.js";
import { ToolQuestions } from "./tool-questions.js";
import { decodeTunnelMessage, encodeTunnelMessage, refusalOf, } from "./tunnel-wire.js";
/** Bytes that may wait for the peer before the tool server is paused, and the peer is not read on. */
export const PAUSE_AT_BYTES = 1024 * 1024;
/** Milliseconds that the last answers of a tunnel that is closed here get to become durable. */
const LAST_ANSWERS_MS = 2000;
/** See the module comment. */
export class ServedTunnel {
    #parts;
    #tool;
    #outbox = new OrderedOutbox();
    #inFlight;
    #asked = new ToolQuestions();
    #consents = new OpenConsents();
    #lists = new ListChanges((said) => this.#isOver || this.#plain(said, writeRpc(said).length));
    #ended;
    #gate;
    #usage;
    /** The peer, as the tool is told. */
    #who;
    #paused = false;
    /** No call is made any more. */
    #isOver = false;
    /**
     * Starts the tool server and serves until the stream or the tool ends.
     *
     * @throws {TalosError} `E_TOOL_FAILED` if the tool cannot be started.
     */
    constructor(parts) {
        this.#parts = parts;
        this.#inFlight = new OpenRequests(parts.callTimeoutMs, (flight, wasCancelled) => {
            const why = wasCancelled ? 'the call was cancelled' : 'the tool server did not answer in time';
            if (!wasCancelled && flight.call !== undefined)
                this.#tool.send(cancellation(flight.id, why));
            void this.#answerUnknown(flight, why);
        });
        const { who, service, grant, lends, authority, environment, onDiagnostic } = parts;
        const onLine = (line) => this.#fromTool(line);
        this.#tool = parts.startTool({ caller: who.did, who, service, onLine, onDiagnostic });
        const toTool = (message) => void this.#tool.send(writeRpc(message));
        const needs = parts.needsIntent === undefined ? [] : [intentRule(parts.needsIntent, parts.intents)];
        const listChanged = (kind) => this.#lists.changed(kind);
        const asked = parts.rules?.({ peer: this.peer, service, grant, toTool, listChanged }) ?? [];
        this.#gate = new CallGate({ grant, lends, authority, environment, rules: [...needs, ...asked] });
        this.#usage = new TunnelUsage(grant.leaf.id, parts.usage);
        this.#who = who;
        this.#ended = this.#watch();
    }
    /** DID of the caller. */
    get peer() {
        return this.#parts.who.did;
    }
    /** The grant that it runs under: the one that it was opened with, or the last renewal of that. */
    get grant() {
        return this.#gate.grant;
    }
    /** Starts to read what the peer sends. */
    start() {
        this.#parts.stream.onPacket((packet) => this.#fromPeer(packet));
    }
    /** Ends the tunnel and its tool; calls that are open are answered first. Resolves when both are gone. */
    async close(reason) {
        await this.#answerOpen('the server ended the tunnel');
        this.#parts.stream.close(reason);
        await this.#ended;
    }
    /** Resolves, never rejects, when the tunnel is over and its tool is gone. */
    get ended() {
        return this.#ended;
    }
    async #watch() {
        const { stream, onDiagnostic } = this.#parts;
        const exit = await Promise.race([stream.closed.then(() => undefined), this.#tool.exited]);
        if (exit !== undefined) {
            onDiagnostic(`the tool server ended (${exit.signal ?? `status ${exit.code}`})`);
            await this.#answerOpen('the tool server ended before it answered');
            stream.close({ word: 'failed', code: undefined });
        }
        // The peer is gone, which it may be in the middle of a call: that nobody knows its outcome is on record too.
        this.#isOver = true;
        this.#consents.withdrawAll();
        for (const flight of this.#inFlight.takeAll())
            void this.#answerUnknown(flight, 'the tunnel ended');
        this.#gate.close();
        try {
            await this.#tool.close();
        }
        catch (error) {
            onDiagnostic(`the tool server could not be ended: ${String(error)}`);
        }
    }
    /** Nothing more comes from the tool: each open call is answered, with an outcome that nobody knows. */
    async #answerOpen(why) {
        this.#isOver = true;
        this.#consents.withdrawAll();
        const answered = Promise.all(this.#inFlight.takeAll().map((flight) => this.#answerUnknown(flight, why)));
        await settledWithin(answered, LAST_ANSWERS_MS);
    }
    // From the peer
    async #fromPeer(packet) {
        try {
            // What was read after the end is not acted on.
            if (!this.#isOver && this.#parts.stream.isOpen)
                await this.#take(packet);
        }
        catch (error) {
            if (!isStorageFailure(error))
                throw error;
            this.#storageFailed(error);
        }
        // A peer that asks and does not read its answers is not read either.
        if (this.#waitingBytes() >= PAUSE_AT_BYTES)
            await this.#sent();
    }
    async #take(packet) {
        if (packet.type === PACKET.acknowledge)
            return this.#parts.records.acknowledged(packet.content);
        if (packet.type === PACKET.capabilityRenewed)
            return this.#renew(packet.content);
        if (packet.type === PACKET.intent) {
            this.#parts.intents.announce(this.#parts.records.readIntent(packet.content));
            return;
        }
        if (packet.type !== PACKET.mcpMessage)
            throw new TalosError('E_PROTOCOL', `packet type ${packet.type} in a tunnel`);
        const message = decodeTunnelMessage(packet.content, true);
        const rpc = readRpc(message.json);
        switch (rpc.kind) {
            case 'fault':
                if (rpc.isAnswerable)
                    this.#refuse(errorResponse(rpc.id, rpc.code, rpc.reason));
                return;
            case 'request':
                return this.#request(rpc, message);
            case 'notification':
                return this.#notification(rpc);
            case 'result':
            case 'error':
                if (rpc.id !== undefined && this.#asked.answer(rpc.id))
                    await this.#toTool(withoutCaller(rpc.json));
                return;
        }
    }
    /** Goes on under the renewal that the peer presents; with anything else the tunnel ends. */
    #renew(content) {
        const answer = decodeRenewed(content);
        const verdict = this.#parts.verify(answer.refused === undefined ? answer.chain : []);
        const code = verdict.allowed ? this.#goOn(verdict.grant) : verdict.code;
        if (code === undefined)
            return;
        this.#parts.records.denied('renewal', code);
        void this.close(refusalOf(code));
    }
    #goOn(grant) {
        const { leaf } = this.#gate.grant;
        if (!isSameLine(leaf, grant.leaf))
            return 'SCOPE_MISMATCH';
        if (leaf.id === grant.leaf.id)
            return undefined;
        const usage = this.#parts.onRenewed(grant);
        if (usage !== undefined && 'allowed' in usage)
            return usage.code;
        this.#usage.renewed(grant.leaf.id, usage);
        this.#gate.renew(grant);
        this.#parts.records.renewed(grant);
        this.#who = callerOf(this.#who.did, this.#who.alias ?? '', grant);
        return undefined;
    }
    async #notification(rpc) {
        if (classifyNotification(rpc.method).kind !== 'free')
            return;
        const cancelled = cancelledId(rpc);
        // The tool does not know of a call that waits for a consent.
        if (cancelled !== undefined && this.#consents.withdraw(cancelled))
            return;
        if (cancelled !== undefined)
            this.#inFlight.cancel(cancelled);
        await this.#toTool(withCaller(rpc.json, this.#who));
    }
    async #request(rpc, message) {
        if (!this.#consents.hasRoomFor(rpc.id) || !this.#inFlight.hasRoomFor(rpc.id)) {
            this.#refuse(errorResponse(rpc.id, RPC_CODES.invalidRequest, 'the id is in use, or too many calls are open'));
            return;
        }
        const policy = classify(rpc.method, rpc.params);
        switch (policy.kind) {
            case 'free':
            case 'list':
                return this.#forward(rpc, policy.kind === 'list', undefined);
            case 'checked': {
                const verdict = this.#gate.check(this.#question(rpc, message, policy.request));
                return verdict.allowed ? this.#forward(rpc, false, undefined) : this.#denyMethod(rpc, verdict.code);
            }
            case 'recorded':
                return this.#recordedCall(rpc, message, policy.request);
            case 'denied':
                return this.#denyMethod(rpc, policy.code);
        }
    }
    #question({ method, params }, { json }, request) {
        const { who, service } = this.#parts;
        const { grant } = this.#gate;
        return { peer: who.did, service, grant, method, params, request, bytes: json.length, ...UNRECORDED };
    }
    async #forward(rpc, isList, call) {
        const flight = { id: rpc.id, method: rpc.method, isList, call };
        // The end may have come while the decision became durable: the call is not made then, which is on record.
        if (this.#isOver)
            return this.#answerUnknown(flight, 'the tunnel ended before the call was made');
        // So may its caller's word that it takes it back.
        if (call?.question.signal.aborted === true)
            return this.#answerUnknown(flight, 'the call was cancelled');
        this.#consents.made(rpc.id);
        this.#inFlight.add(rpc.id, flight, call === undefined ? undefined : this.#gate.timeLimitMs(call.question));
        const json = withCaller(rpc.json, this.#who);
        await this.#toTool(call === undefined ? json : this.#gate.prepare(json, call.question));
    }
    #denyMethod(rpc, code) {
        this.#parts.records.denied('method', code);
        this.#refuse(denial(rpc.id, code));
    }
    async #recordedCall(rpc, message, request) {
        const { records } = this.#parts;
        const call = records.readCall(message, rpc.method, rpc.params);
        if (typeof call === 'string') {
            records.denied('statement', call);
            return this.#refuse(denial(rpc.id, call));
        }
        const withdrawn = new AbortController();
        const intent = this.#parts.intents.take(call.statement);
        const asked = this.#question(rpc, message, request);
        const usage = this.#usage.of(call.statement.token);
        const question = { ...asked, statement: call, intent, signal: withdrawn.signal, usage };
        const verdict = this.#gate.check(question);
        // What is refused at once leaves a decision alone, so that a flood of it stays small.
        if (!verdict.allowed)
            return this.#decided(rpc, { ...question, intent: undefined }, verdict);
        if (intent !== undefined)
            await records.announced(intent);
        const consent = this.#gate.consent(question);
        if (consent === undefined)
            return this.#decided(rpc, question, verdict);
        // Other calls go on meanwhile.
        const decided = consent.then((said) => this.#decided(rpc, question, said));
        void this.#consents.wait(rpc.id, decided, withdrawn).catch((error) => this.#failed(error));
    }
    async #decided(rpc, question, said) {
        const { records } = this.#parts;
        const { request, statement, usage } = question;
        const hasWaited = usage?.ready !== undefined || question.intent !== undefined;
        if (usage?.ready !== undefined)
            await usage.ready;
        // What held before a wait may hold no more.
        const still = said.allowed && hasWaited ? this.#gate.check(question) : said;
        const verdict = still.allowed ? this.#charge(question) : still;
        const bytes = verdict.allowed ? usage?.counted(request, question.bytes) : undefined;
        const decision = await records.decide(statement, verdict.allowed ? 'allowed' : verdict.code, bytes);
        if (verdict.allowed)
            usage?.decided(request, decision?.id ?? '');
        if (!verdict.allowed) {
            void this.#refuseCall(rpc.id, question, verdict, decision);
            return;
        }
        if (records.isStrict)
            await decision?.durable();
        await this.#forward(rpc, false, { question, decision: decision?.id ?? '' });
    }
    /** No rule charges what the limits of the grant refuse, and those charge nothing that a rule refuses. */
    #charge(question) {
        const { nowMs } = this.#parts.authority.standing();
        const verdict = question.usage?.denial(question.request, question.bytes, nowMs) ?? this.#gate.charge(question);
        return verdict.allowed ? (question.usage?.take(question.request, question.bytes, nowMs) ?? verdict) : verdict;
    }
    async #refuseCall(id, question, { code, reason }, decision) {
        const { records } = this.#parts;
        const json = code === 'APPROVAL_DENIED' ? denial(id, code, reason) : denial(id, code);
        const refused = { call: question.statement.hash, decision: code, outcome: 'none', result: '' };
        await this.#inTurn(json.length, async () => {
            const signed = await records.signResult({ ...refused, ...this.#gate.names(question) });
            await decision?.durable();
            return () => this.#send(PACKET.mcpError, { statement: signed.bytes, salt: undefined, json });
        });
    }
    async #toTool(json) {
        // What was checked is what is sent: the message is written anew.
        const mayGoOn = this.#tool.send(writeRpc(json));
        if (!mayGoOn)
            await this.#tool.drained();
    }
    // From the tool
    #fromTool(line) {
        const read = readRpc(line);
        if (read.kind === 'fault') {
            this.#parts.onDiagnostic(`the tool server wrote a line that is no message (${read.reason}); it was dropped`);
            return;
        }
        const rpc = this.#gate.fromTool(read);
        if (rpc === undefined)
            return;
        switch (rpc.kind) {
            case 'result':
            case 'error':
                this.#answer(rpc, line.length);
                return;
            case 'request':
                if (this.#asked.expect(rpc.id))
                    this.#plain(rpc.json, line.length);
                else
                    this.#tool.send(writeRpc(errorResponse(rpc.id, RPC_CODES.internalError, 'too many requests are open')));
                return;
            case 'notification': {
                const cancelled = cancelledId(rpc);
                if (cancelled !== undefined)
                    this.#asked.cancel(cancelled);
                this.#plain(rpc.json, line.length);
                return;
            }
        }
    }
    #answer(rpc, bytes) {
        const flight = rpc.id === undefined ? undefined : this.#inFlight.take(rpc.id);
        // An answer to nothing, to a call that timed out, or a second one: nobody waits for it.
        if (flight === undefined)
            return;
        if (flight.call !== undefined) {
            void this.#answerRecorded(flight.call, rpc, bytes);
            return;
        }
        if (rpc.kind === 'result' && flight.method === 'initialize')
            this.#lists.initialized(rpc.result);
        const isList = rpc.kind === 'result' && flight.isList;
        this.#plain(isList ? { ...rpc.json, result: filterList(flight.method, rpc.result, this.#gate.coverage) } : rpc.json, bytes);
    }
    async #answerRecorded(call, answer, bytes) {
        const { records } = this.#parts;
        const { usage, request } = call.question;
        const end = { outcome: answer.kind, bytes };
        const released = this.#gate.release(call.question, end);
        const rpc = released.allowed ? answer : withheld(answer, released);
        this.#gate.ended(call.question, end);
        usage?.settle(request, bytes);
        const counted = usage?.counted(request, bytes);
        await this.#inTurn(bytes, async () => {
            const value = rpc.kind === 'result' ? rpc.result : rpc.error;
            const { salt, commitment } = commitTo(value);
            const signed = await records.signResult({
                call: call.question.statement.hash,
                decision: 'allowed',
                outcome: rpc.kind,
                result: commitment,
                ...this.#gate.names(call.question),
            });
            const entry = await records.result(signed, call.decision, salt, counted);
            usage?.settled(call.decision);
            await entry.durable();
            return () => this.#send(PACKET.mcpResponse, { statement: signed.bytes, salt, json: utf8(writeRpc(rpc.json)) });
        });
    }
    /** Answers −32005, and records that there is no outcome. Never rejects. */
    async #answerUnknown({ id, call }, why) {
        const { records } = this.#parts;
        const json = unknownOutcome(id, why);
        await this.#inTurn(json.length, async () => {
            if (call === undefined)
                return () => this.#send(PACKET.mcpError, { statement: undefined, salt: undefined, json });
            this.#gate.ended(call.question, { outcome: 'none', bytes: 0 });
            const { question, decision } = call;
            question.usage?.settle(question.request, 0);
            const unknown = { call: question.statement.hash, decision: 'allowed', outcome: 'none', result: '' };
            const signed = await records.signResult({ ...unknown, ...this.#gate.names(question) });
            const entry = await records.result(signed, decision, undefined);
            question.usage?.settled(decision);
            await entry.durable();
            return () => this.#send(PACKET.mcpError, { statement: signed.bytes, salt: undefined, json });
        });
    }
    // To the peer
    /** Sends what `prepare` gives, in the place of this moment. Where the ledger fails nothing leaves. Never rejects. */
    async #inTurn(bytes, prepare) {
        const place = this.#outbox.reserve(bytes);
        this.#throttle();
        try {
            place(await prepare());
        }
        catch (error) {
            place(() => { });
            this.#storageFailed(error);
        }
    }
    #refuse(json) {
        const bytes = json instanceof Uint8Array ? json : utf8(writeRpc(json));
        const message = { statement: undefined, salt: undefined, json: bytes };
        this.#outbox.push(() => this.#send(PACKET.mcpError, message), bytes.length);
    }
    #plain(json, bytes) {
        const send = () => this.#send(PACKET.mcpMessage, { statement: undefined, salt: undefined, json: utf8(writeRpc(json)) });
        this.#outbox.push(send, bytes);
        this.#throttle();
    }
    #send(type, message) {
        this.#parts.stream.send(type, encodeTunnelMessage(message));
        this.#throttle();
    }
    #waitingBytes() {
        const { stream } = this.#parts;
        return this.#outbox.bytes + stream.queuedBytes + stream.bufferedBytes;
    }
    /** Resolves when what waits for the peer has left, or cannot any more. */
    async #sent() {
        await this.#outbox.emptied();
        await this.#parts.stream.drained();
    }
    #throttle() {
        if (this.#paused || this.#waitingBytes() < PAUSE_AT_BYTES)
            return;
        this.#paused = true;
        this.#tool.pause();
        void this.#sent().then(() => {
            this.#paused = false;
            this.#tool.resume();
        });
    }
    #failed(error) {
        if (isStorageFailure(error))
            return this.#storageFailed(error);
        this.#parts.onDiagnostic(`a call could not be decided, the tunnel is closed: ${String(error)}`);
        this.#parts.stream.close({ word: 'failed', code: undefined });
    }
    /** The ledger cannot be written: no answer leaves, no further call is made. */
    #storageFailed(error) {
        this.#isOver = true;
        const said = error instanceof Error ? error.message : String(error);
        this.#parts.onDiagnostic(`a call could not be recorded, the tunnel is closed: ${said}`);
        this.#parts.stream.close({ word: 'failed', code: undefined });
    }
}
