/**
 * What both sides sign and record about a call: PROTOCOL.md §9.3.
 *
 * ```text
 *  caller                                   server
 *  call (written) ── call statement ──────> decision (written)
 *  receipt (written) <── result statement ─ result (durable)
 *  ── acknowledgement statement ──────────> acknowledgement
 * ```
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { commit, SALT_BYTES } from "../../ledger/entry/commitment.js";
import { readSignedStatement, VerifiedBatches, } from "../../ledger/entry/statement.js";
import { isJsonObject, RPC_CODES } from "../../mcp/rpc.js";
import { StatementBatch } from "./statement-batch.js";
import { MAX_STATEMENT_BYTES } from "./tunnel-wire.js";
/** Whom the authority of a chain went through, where it was passed on. */
export function holdersOf(tokens) {
    if (tokens.length === 1)
        return {};
    return { chain: tokens.map(({ id, claims }) => ({ token: id, subject: claims.subject })) };
}
/** The name of what a recorded request asks for: tool, prompt or URI. `""` where there is none. */
export function targetOf(method, params) {
    const target = params?.[method.startsWith('resources/') ? 'uri' : 'name'];
    return typeof target === 'string' ? target : '';
}
/** What the argument commitment of a recorded request is over. PROTOCOL.md §9.3. */
export function committedArguments(method, params) {
    if (method === 'tools/call')
        return params?.['arguments'] ?? {};
    return Object.fromEntries(Object.entries(params ?? {}).filter(([key]) => key !== '_meta'));
}
/** A commitment to `value` under a new salt. @throws {TalosError} `E_MALFORMED` for what is no JSON. */
export function commitTo(value) {
    const salt = randomBytes(SALT_BYTES);
    return { salt, commitment: commit(salt, value) };
}
/** Results whose acknowledgement may still come; the oldest is forgotten first, its absence then stays on record. */
export const MAX_UNACKNOWLEDGED = 4096;
/** The serving side's records of one tunnel. */
export class ServerRecords {
    #context;
    /** The token before the last renewal: calls that were signed under it may still come. */
    #before;
    #denials;
    #batch;
    #verified = new VerifiedBatches();
    #unacknowledged = new BoundedMap(MAX_UNACKNOWLEDGED);
    #number;
    /** @param number - The counter of the session, shared by its tunnels. */
    constructor(context, denials, number) {
        this.#context = context;
        this.#denials = denials;
        this.#batch = new StatementBatch(context.signing, context.self, context.defer);
        this.#number = number;
    }
    /** Goes on under a renewal of the grant. */
    renewed({ leaf, tokens }) {
        this.#before = this.#context;
        this.#context = { ...this.#context, token: leaf.id, ...holdersOf(tokens) };
    }
    /** Whether each entry must be durable before the next step. */
    get isStrict() {
        return this.#context.durability === 'strict';
    }
    /**
     * Reads and checks the statement that comes with a recorded request: signed by the peer, about this very call.
     *
     * @returns The statement, or the code of the refusal.
     */
    readCall(message, method, params) {
        if (message.statement === undefined || message.salt === undefined)
            return 'MALFORMED';
        try {
            const { peer } = this.#context;
            const signed = readSignedStatement(message.statement, { by: peer, kind: 'call', verified: this.#verified });
            if (!this.#isAbout(signed.statement, method, params, message.salt))
                return 'MALFORMED';
            this.#context.onCheckpoint?.(signed.statement.checkpoint);
            return this.#number.take(signed.statement.number) ? signed : 'REPLAY';
        }
        catch (error) {
            if (isTalosError(error, 'SIGNATURE_INVALID'))
                return 'SIGNATURE_INVALID';
            if (isTalosError(error))
                return 'MALFORMED';
            throw error;
        }
    }
    /**
     * Reads an intent, signed by the peer.
     *
     * @throws {TalosError} `E_MALFORMED` or `SIGNATURE_INVALID`.
     */
    readIntent(bytes) {
        const { peer, onCheckpoint } = this.#context;
        const signed = readSignedStatement(bytes, { by: peer, kind: 'intent', verified: this.#verified });
        onCheckpoint?.(signed.statement.checkpoint);
        return signed;
    }
    /** Writes the intent of a call that has come. @throws {TalosError} `E_STORAGE…`. */
    async announced(intent) {
        const { entries, peer } = this.#context;
        await entries.append({ type: 'intent', peer, statement: intent });
    }
    #isAbout(statement, method, params, salt) {
        const { self, service, token, session } = this.#context;
        return (statement.to === self &&
            statement.service === service &&
            (statement.token === token || statement.token === this.#before?.token) &&
            statement.session === session &&
            statement.method === method &&
            statement.target === targetOf(method, params) &&
            statement.arguments === commit(salt, committedArguments(method, params)));
    }
    /**
     * Writes what was decided about a call; with its end the entry is written.
     *
     * @param bytes - Of the request, where they are charged.
     * @returns The entry; `undefined` for a refusal that is counted with others instead.
     * @throws {TalosError} `E_STORAGE…` if the ledger cannot be written: then no call is made.
     */
    async decide(call, decision, bytes) {
        const { entries, peer, token } = this.#context;
        const { chain } = call.statement.token === token || this.#before === undefined ? this.#context : this.#before;
        if (decision !== 'allowed' && !this.#denials.admit(peer, 'call', decision))
            return undefined;
        const more = { ...(bytes === undefined ? {} : { bytes }), ...(chain && { chain }) };
        return entries.append({ type: 'decision', peer, statement: call, decision, ...more });
    }
    /** Notes a refusal that has no statement. @throws {TalosError} `E_STORAGE…`. */
    denied(subject, code) {
        this.#denials.note(this.#context.peer, subject, code);
    }
    /** Signs what came of a call, together with what else waits. */
    signResult(result) {
        const { clock, ledger } = this.#context;
        const statement = { kind: 'result', time: clock.now(), ...result, checkpoint: ledger.checkpoint };
        return this.#batch.sign(statement);
    }
    /**
     * Writes what came of a call.
     *
     * @param decision - Id of the decision's entry.
     * @param salt - Of the result's commitment, where there is one.
     * @param bytes - Of the answer, where they are charged.
     */
    async result(signed, decision, salt, bytes) {
        const { entries, peer, salts } = this.#context;
        const charged = bytes === undefined ? {} : { bytes };
        const entry = await entries.append({ type: 'result', peer, statement: signed, answers: decision, ...charged });
        if (salt !== undefined)
            salts.keep(entry, salt);
        this.#unacknowledged.set(signed.hash, entry.id);
        return entry;
    }
    /**
     * Takes an acknowledgement; one of nothing that waits for it is dropped.
     *
     * @throws {TalosError} `E_MALFORMED` or `SIGNATURE_INVALID`.
     */
    async acknowledged(bytes) {
        const { entries, peer } = this.#context;
        const signed = readSignedStatement(bytes, { by: peer, kind: 'acknowledgement', verified: this.#verified });
        const answers = [];
        for (const result of signed.statement.results) {
            const id = this.#unacknowledged.get(result);
            if (id === undefined)
                continue;
            this.#unacknowledged.delete(result);
            answers.push(id);
        }
        if (answers.length === 0)
            return;
        await entries.append({ type: 'acknowledgement', peer, statement: signed, answers });
    }
}
/** Numbers taken out of order that are remembered; older ones that never came count as taken then. */
export const MAX_OUT_OF_ORDER = 16_384;
/**
 * The calls of one session are numbered, so that none is taken twice. Tunnels of one session share the numbers, and
 * flow control may let a later call of one pass an earlier call of another.
 */
export class CallCounter {
    #next = 0;
    /** Every number below is taken. */
    #floor = 0;
    #taken = new Set();
    /** The number of the next call, at the caller. */
    next() {
        return this.#next++;
    }
    /** Whether `number` is new, at the server; it is taken then. */
    take(number) {
        if (number < this.#floor || this.#taken.has(number))
            return false;
        this.#taken.add(number);
        // Gives up the oldest gap: only a peer that leaves gaps comes here.
        if (this.#taken.size > MAX_OUT_OF_ORDER)
            this.#floor = [...this.#taken].reduce((a, b) => Math.min(a, b));
        while (this.#taken.delete(this.#floor))
            this.#floor++;
        return true;
    }
}
/** The calling side's records of one tunnel. */
export class CallerRecords {
    #context;
    #batch;
    #verified = new VerifiedBatches();
    #number;
    /** @param number - The counter of the session, shared by its tunnels. */
    constructor(context, number) {
        this.#context = context;
        this.#batch = new StatementBatch(context.signing, context.self, context.defer);
        this.#number = number;
    }
    /** Id of the token that calls are made under. */
    get token() {
        return this.#context.token;
    }
    /** Goes on under the token `id`, a renewal of the one before. */
    renewed(id) {
        this.#context = { ...this.#context, token: id };
    }
    /**
     * Signs and writes what is about to be called, and why, before it is sent.
     *
     * @param justification - At most 1,024 characters; may be empty.
     * @throws {TalosError} as {@link call}.
     */
    async intent(method, params, justification) {
        const { peer, entries } = this.#context;
        const { salt, commitment } = commitTo(committedArguments(method, params));
        const action = this.#action(method, params, commitment);
        const signed = (await this.#batch.sign({ kind: 'intent', ...action, justification }));
        assertRecordable(signed);
        await entries.append({ type: 'intent', peer, statement: signed });
        return { signed, salt };
    }
    /** What an intent and a call both say. */
    #action(method, params, commitment) {
        const { self, peer, service, token, session, ledger, clock } = this.#context;
        const time = clock.now();
        const target = targetOf(method, params);
        const { checkpoint } = ledger;
        return { time, from: self, to: peer, service, token, session, method, target, arguments: commitment, checkpoint };
    }
    /**
     * Signs and writes a call before it is sent.
     *
     * @param intent - What was announced; a call that is something else is signed all the same, and refused.
     * @throws {TalosError} `E_STORAGE…` if the ledger cannot be written: then the call is not sent; `E_LIMIT` for a name
     *   or URI that makes the statement too long.
     */
    async call(method, params, intent) {
        const { peer, entries, salts } = this.#context;
        const given = committedArguments(method, params);
        const { salt, commitment } = intent === undefined ? commitTo(given) : { salt: intent.salt, commitment: commit(intent.salt, given) };
        // The token may have been renewed since: what was announced is what is called, and the server still takes that one.
        const token = intent?.signed.statement.token ?? this.#context.token;
        const action = { ...this.#action(method, params, commitment), token };
        const number = this.#number.next();
        const signed = (await this.#batch.sign({ kind: 'call', ...action, number }));
        assertRecordable(signed);
        const entry = await entries.append({ type: 'call', peer, statement: signed });
        salts.keep(entry, salt);
        if (this.#context.durability === 'strict')
            await entry.durable();
        return { signed, intent: intent?.signed.hash, salt, entry };
    }
    /**
     * Checks the server's statement about a call and writes the receipt; with its end the receipt is written.
     *
     * @param answer - The JSON-RPC answer that came with it.
     * @throws {TalosError} `E_PROTOCOL` if the statement is not about this call or this answer, or not the server's;
     *   `E_STORAGE…` if the ledger cannot be written.
     */
    async receipt(call, message, answer) {
        const { peer, entries, salts, durability } = this.#context;
        const signed = this.#readResult(message.statement);
        const { statement } = signed;
        if (statement.intent !== undefined && statement.intent !== call.intent)
            throw new TalosError('E_PROTOCOL', 'the statement of the server names another intent than that of the call');
        if (statement.call !== call.signed.hash || !isAbout(statement, answer, message.salt))
            throw new TalosError('E_PROTOCOL', 'the statement of the server is not about its answer');
        const entry = await entries.append({ type: 'receipt', peer, statement: signed, answers: call.entry.id });
        if (message.salt !== undefined)
            salts.keep(entry, message.salt);
        this.#context.onCheckpoint?.(statement.checkpoint);
        if (durability === 'strict')
            await entry.durable();
        return { entry, result: signed.hash, outcome: statement.outcome };
    }
    #readResult(bytes) {
        if (bytes === undefined)
            throw new TalosError('E_PROTOCOL', 'the answer to a recorded call has no statement');
        try {
            return readSignedStatement(bytes, { by: this.#context.peer, kind: 'result', verified: this.#verified });
        }
        catch (cause) {
            throw new TalosError('E_PROTOCOL', 'the statement of the server does not verify', { cause });
        }
    }
    /**
     * Signs that results have come, together with what else waits.
     *
     * @param results - Their statement hashes: 1 to 256 (`MAX_ACKNOWLEDGED_TOGETHER`), each once.
     */
    async acknowledge(results) {
        const signed = await this.#batch.sign({ kind: 'acknowledgement', time: this.#context.clock.now(), results });
        return signed.bytes;
    }
}
/** @throws {TalosError} `E_LIMIT` for a statement that the other side does not take. */
function assertRecordable({ bytes }) {
    if (bytes.length > MAX_STATEMENT_BYTES)
        throw new TalosError('E_LIMIT', 'the name of what is called is too long to be recorded');
}
/**
 * Whether the statement says what the answer does. An outcome is allowed and committed to; a refusal is −32003 with the
 * code that was decided, and what was allowed without an outcome is −32005. PROTOCOL.md §7.2.
 */
function isAbout(statement, answer, salt) {
    const { decision, outcome, result } = statement;
    if (outcome !== 'none') {
        const value = answer.kind === 'result' ? answer.result : answer.error;
        return decision === 'allowed' && outcome === answer.kind && salt !== undefined && commit(salt, value) === result;
    }
    if (answer.kind !== 'error' || salt !== undefined)
        return false;
    const { code, data } = answer.error;
    if (decision === 'allowed')
        return code === RPC_CODES.outcomeUnknown;
    return code === RPC_CODES.denied && isJsonObject(data) && data['code'] === decision;
}
