/**
 * A tunnel that outlives its connections: the local MCP client sees one server, whatever the network does.
 *
 * ```text
 *  up ── connection lost ──> away ── resumed: what was sent is answered ──> up
 *        new messages: wait, requests at most the deadline (−32004)
 *  up, away ── the server has it no more ──> down ── open, initialise again ──> up
 *        sent calls: outcome unknown (−32005), never sent again
 *        other open requests and new messages: wait, requests at most the deadline (−32004)
 * ```
 *
 * @module
 */
import { ERROR_CODES, EXIT, isTalosError, TalosError } from "../../base/errors.js";
import { errorResponse, idKey, RPC_CODES, readRpc, writeRpc } from "../../mcp/rpc.js";
import { keepConnected } from "../../net/redial.js";
import { ClientRequests } from "../client/client-requests.js";
import { isStorageFailure } from "../record/watched-ledger.js";
import { cancelledId } from "./call-messages.js";
import { unknownOutcome } from "./used-tunnel.js";
/** Messages of the local client that may wait for a connection. */
export const MAX_WAITING_MESSAGES = 256;
/** Milliseconds that a request waits for a connection, unless set otherwise. */
export const RECONNECT_DEADLINE_MS = 30_000;
/** The error of a request whose tunnel is down. */
function tunnelDown(id, reason) {
    return errorResponse(id, RPC_CODES.tunnelDown, reason, { code: 'E_UNREACHABLE' });
}
function nextTry(reason, retryMs) {
    const said = isTalosError(reason) ? `${reason.message} (${reason.code})` : 'the connection ended';
    return `${said}; next try within ${Math.ceil(retryMs)} ms`;
}
/** Whether the server refused for a reason of authority, so that trying again soon makes no sense. */
function isDenial(reason) {
    if (!isTalosError(reason) || reason.code === 'E_RATE_LIMITED')
        return false;
    return ERROR_CODES[reason.code].exit === EXIT.denied || reason.code === 'E_EQUIVOCATION';
}
/** See the module comment. */
export class SupervisedTunnel {
    #parts;
    #ended;
    #requests;
    #keeper;
    #tunnel;
    #resumer;
    #isReady = false;
    /** The tunnel has no connection for now. */
    #isAway = false;
    #isOver = false;
    #waiting = [];
    #denial;
    #initialize;
    #hasInitialized = false;
    #initialized;
    #again = 0;
    #againId;
    #closing;
    #failure;
    #resolveEnded = () => { };
    #rejectEnded = () => { };
    constructor(parts) {
        this.#parts = parts;
        this.#requests = new ClientRequests({
            deadlineMs: parts.deadlineMs,
            expired: (rpc) => this.#expire(rpc),
            say: (json) => this.#say(json),
        });
        this.#ended = new Promise((resolve, reject) => {
            this.#resolveEnded = resolve;
            this.#rejectEnded = reject;
        });
        // Who awaits it hears of it; that nobody does is no fault.
        this.#ended.catch(() => undefined);
    }
    /**
     * Opens the first connection, then keeps one up until closed.
     *
     * @throws {TalosError} what opening it throws.
     */
    static async open(parts, signal) {
        const supervised = new SupervisedTunnel(parts);
        let first = await supervised.#open(signal);
        supervised.#keeper = keepConnected({
            open: async (stop) => {
                const opened = first ?? (await supervised.#open(stop));
                first = undefined;
                const { tunnel } = opened;
                return { ...opened, closed: tunnel.ended(), close: () => tunnel.close() };
            },
            up: (opened) => supervised.#up(opened),
            down: (reason, retryMs) => supervised.#down(reason, retryMs),
            isFinal: (reason) => isStorageFailure(reason),
            isWanted: () => supervised.#isWanted,
        });
        void supervised.#keeper.stopped.then((reason) => supervised.#stopped(reason));
        return supervised;
    }
    #open(signal) {
        return this.#parts.open({
            onMessage: (received) => this.#receive(received),
            signal,
            line: {
                away: (reason, retryMs) => this.#away(reason, retryMs),
                back: () => this.#back(),
                isWanted: () => this.#isWanted || (this.#tunnel?.openRequests.length ?? 0) > 0,
            },
        });
    }
    get #isWanted() {
        return this.#waiting.some(({ rpc }) => rpc.kind === 'request');
    }
    /** Resolves after {@link close}; rejects with the `TalosError` that makes going on impossible. */
    get ended() {
        return this.#ended;
    }
    /**
     * Takes one JSON-RPC text of the local client. Resolves when the next may come; whatever is wrong with the text, or
     * with the connection, is answered to the client.
     *
     * @throws {TalosError} `E_CLOSED` when the tunnel is over.
     */
    async send(text) {
        if (this.#isOver)
            throw new TalosError('E_CLOSED', 'the tunnel is over');
        const rpc = readRpc(text);
        if (rpc.kind === 'fault') {
            if (rpc.isAnswerable)
                await this.#toClient(errorResponse(rpc.id, rpc.code, rpc.reason));
            return;
        }
        if (rpc.kind === 'request' && this.#isTaken(rpc.id)) {
            await this.#toClient(errorResponse(rpc.id, RPC_CODES.invalidRequest, 'the id is in use'));
            return;
        }
        this.#remember(rpc);
        if (rpc.kind === 'request')
            this.#requests.add(rpc);
        const cancelled = cancelledId(rpc);
        if (cancelled !== undefined)
            this.#requests.settled(cancelled);
        if (this.#isReady && !this.#isAway && this.#tunnel !== undefined)
            await this.#forward(this.#tunnel, rpc);
        else
            this.#wait(rpc);
    }
    /** The network may be another one: what waits to be tried again is tried now. */
    retryNow() {
        this.#keeper?.retryNow();
    }
    /** Ends the tunnel for good; requests that are open are answered first, as far as anybody reads. Repeatable. */
    close() {
        this.#closing ??= this.#end(undefined);
        return this.#closing;
    }
    /** Ends the tunnel for good because of `reason`, with which {@link ended} then rejects. */
    fail(reason) {
        this.#closing ??= this.#end(reason);
        return this.#closing;
    }
    async #end(reason) {
        this.#failure = reason;
        this.#answerAll();
        await this.#keeper?.[Symbol.asyncDispose]();
    }
    #forward(tunnel, rpc) {
        return tunnel.send(rpc);
    }
    #isTaken(id) {
        const key = idKey(id);
        if (this.#tunnel?.isOpen(id) === true)
            return true;
        return this.#waiting.some(({ rpc }) => rpc.kind === 'request' && idKey(rpc.id) === key);
    }
    #remember(rpc) {
        if (rpc.kind === 'request' && rpc.method === 'initialize') {
            this.#initialize = rpc;
            this.#hasInitialized = false;
        }
        if (rpc.kind === 'notification' && rpc.method === 'notifications/initialized')
            this.#initialized = rpc;
    }
    /** Keeps what the next connection is to carry. An answer, or a cancellation, is for a server that is still there. */
    #wait(rpc) {
        const cancelled = cancelledId(rpc);
        // What the server was asked already waits in the tunnel itself.
        if (cancelled !== undefined && this.#tunnel?.isOpen(cancelled) === true)
            void this.#forward(this.#tunnel, rpc);
        else if (cancelled !== undefined)
            this.#drop(cancelled);
        else if (rpc.kind === 'request')
            this.#waitForAnswer(rpc);
        else if ((rpc.kind === 'notification' || this.#tunnel !== undefined) && this.#waiting.length < MAX_WAITING_MESSAGES)
            this.#waiting.push({ rpc, timer: undefined });
    }
    #waitForAnswer(rpc) {
        if (this.#denial !== undefined)
            return this.#refuse(rpc.id, this.#denial);
        if (this.#waiting.length >= MAX_WAITING_MESSAGES)
            return this.#answer(rpc.id, tunnelDown(rpc.id, 'the tunnel is down and too many requests wait for it'));
        const timer = setTimeout(() => {
            this.#waiting = this.#waiting.filter((waiting) => waiting.rpc !== rpc);
            this.#answer(rpc.id, tunnelDown(rpc.id, 'the tunnel is down: the server could not be reached in time'));
        }, this.#parts.reconnectDeadlineMs);
        this.#waiting.push({ rpc, timer });
        this.#keeper?.hurry();
        this.#resumer?.hurry();
    }
    /** The client has cancelled a request that waits: it is not sent, nor answered. */
    #drop(id) {
        const key = idKey(id);
        this.#waiting = this.#waiting.filter(({ rpc, timer }) => {
            const isIt = rpc.kind === 'request' && idKey(rpc.id) === key;
            if (isIt)
                clearTimeout(timer);
            return !isIt;
        });
    }
    /** The time of a request is over: the client gets an answer, and the tool is told that nobody waits for its own. */
    #expire(rpc) {
        const open = this.#tunnel?.openRequests.find((each) => idKey(each.rpc.id) === idKey(rpc.id));
        this.#drop(rpc.id);
        const why = `no answer within ${this.#parts.deadlineMs ?? 0} ms`;
        if (open?.call === undefined)
            this.#say(errorResponse(rpc.id, RPC_CODES.tunnelDown, `${why}: the request was given up`, { code: 'E_TIMEOUT' }));
        else
            this.#say(errorResponse(rpc.id, RPC_CODES.outcomeUnknown, `${why}: the outcome of the call is not known`, {
                code: 'E_OUTCOME_UNKNOWN',
            }));
        if (open === undefined)
            return false;
        const params = { requestId: rpc.id, reason: why };
        const given = readRpc(writeRpc({ jsonrpc: '2.0', method: 'notifications/cancelled', params }));
        if (given.kind !== 'fault' && this.#tunnel !== undefined)
            void this.#forward(this.#tunnel, given);
        return true;
    }
    #refuse(id, denial) {
        this.#answer(id, errorResponse(id, RPC_CODES.denied, `denied: ${denial.message}`, { code: denial.code }));
    }
    /** The tunnel goes on when there is a connection again: what was sent is not lost. */
    #away(reason, retryMs) {
        if (this.#isOver)
            return;
        this.#isAway = true;
        this.#parts.onNotice(nextTry(reason, retryMs));
        this.#requests.away(true);
    }
    #back() {
        this.#isAway = false;
        if (this.#isOver)
            return;
        this.#requests.away(false);
        this.#parts.onNotice('connected again; what was under way goes on');
        if (this.#isReady && this.#tunnel !== undefined)
            this.#ready(this.#tunnel);
    }
    #up({ tunnel, resumer }) {
        this.#tunnel = tunnel;
        this.#resumer = resumer;
        this.#isAway = false;
        this.#requests.away(false);
        this.#denial = undefined;
        if (this.#initialize === undefined || !this.#hasInitialized)
            return this.#ready(tunnel);
        // The server's child process is new: it is initialised as the client did, and its answer stays here.
        this.#again += 1;
        this.#againId = `talos-again-${this.#again}`;
        const json = { ...this.#initialize.json, id: this.#againId };
        void this.#forward(tunnel, { ...this.#initialize, id: this.#againId, json });
    }
    #ready(tunnel) {
        this.#isReady = true;
        for (const { rpc } of this.#takeWaiting())
            void this.#forward(tunnel, rpc);
    }
    async #receive(received) {
        const { rpc, receipt } = received;
        // What comes after the end was answered already.
        if (this.#isOver)
            return;
        if (rpc.kind === 'result' || rpc.kind === 'error') {
            if (this.#againId !== undefined && rpc.id === this.#againId)
                return this.#initialisedAgain(rpc.kind === 'result');
            if (this.#initialize !== undefined && rpc.id !== undefined && idKey(rpc.id) === idKey(this.#initialize.id))
                this.#hasInitialized = rpc.kind === 'result';
            // It was answered when its time was over.
            if (rpc.id !== undefined && !this.#requests.settled(rpc.id))
                return;
        }
        if (rpc.kind === 'notification' && rpc.method === 'notifications/progress' && !this.#requests.heard(rpc))
            return;
        await this.#toClient(rpc.json, receipt);
    }
    async #initialisedAgain(isDone) {
        this.#againId = undefined;
        const tunnel = this.#tunnel;
        if (tunnel === undefined)
            return;
        if (!isDone) {
            this.#parts.onNotice('the server did not accept the connection a second time');
            await tunnel.close();
            return;
        }
        this.#waiting = this.#waiting.filter(({ rpc }) => rpc !== this.#initialized);
        if (this.#initialized !== undefined)
            await this.#forward(tunnel, this.#initialized);
        this.#parts.onNotice('connected again');
        this.#ready(tunnel);
    }
    #down(reason, retryMs) {
        const tunnel = this.#tunnel;
        this.#tunnel = undefined;
        this.#resumer = undefined;
        this.#isReady = false;
        this.#waiting = this.#waiting.filter(({ rpc }) => rpc.kind === 'request' || rpc.kind === 'notification');
        this.#parts.onNotice(nextTry(reason, retryMs));
        this.#requests.away(true);
        this.#denial = isDenial(reason) ? reason : undefined;
        for (const { rpc, call, isCancelled } of tunnel?.openRequests ?? []) {
            if (rpc.id === this.#againId || isCancelled)
                continue;
            // On record as called: it may have been made, so it is not sent again.
            if (call !== undefined)
                this.#answer(rpc.id, unknownOutcome(rpc.id));
            else if (this.#requests.isPending(rpc.id))
                this.#wait(rpc);
        }
        this.#requests.gone();
        this.#againId = undefined;
        if (this.#denial === undefined)
            return;
        for (const { rpc } of this.#takeWaiting())
            if (rpc.kind === 'request')
                this.#refuse(rpc.id, this.#denial);
    }
    #takeWaiting() {
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const { timer } of waiting)
            clearTimeout(timer);
        return waiting;
    }
    /** Nothing more is sent: every request that is open or waits gets its answer. */
    #answerAll() {
        this.#isOver = true;
        const tunnel = this.#tunnel;
        this.#tunnel = undefined;
        this.#isReady = false;
        for (const { rpc, call, isCancelled } of tunnel?.openRequests ?? [])
            if (rpc.id !== this.#againId && !isCancelled)
                this.#answer(rpc.id, call === undefined ? tunnelDown(rpc.id, 'the tunnel is closed') : unknownOutcome(rpc.id));
        for (const { rpc } of this.#takeWaiting())
            if (rpc.kind === 'request')
                this.#answer(rpc.id, tunnelDown(rpc.id, 'the tunnel is closed'));
        this.#requests.clear();
    }
    #stopped(reason) {
        if (!this.#isOver)
            this.#answerAll();
        const failure = this.#failure ?? reason;
        if (failure === undefined)
            this.#resolveEnded();
        else
            this.#rejectEnded(failure);
    }
    /** Answers a request of the client, unless its time was over. */
    #answer(id, json) {
        if (this.#requests.settled(id))
            this.#say(json);
    }
    /** Says something of its own to the client, which reads when it likes. */
    #say(json) {
        this.#toClient(json).catch(() => {
            // A client that cannot be told anything is gone, which whoever reads from it notices.
        });
    }
    async #toClient(json, receipt) {
        await this.#parts.toClient(writeRpc(json), receipt);
    }
}
