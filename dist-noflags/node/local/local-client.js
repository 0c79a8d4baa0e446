/**
 * A command's end of the local socket: the running agent of the data directory, as if it were here (PROTOCOL.md §10.3).
 *
 * @module
 */
import { connect } from 'node:net';
import { TalosError } from "../../base/errors.js";
import { VERSION } from "../../base/version.js";
import { localApprovals } from "./local-approvals.js";
import { localAudit } from "./local-audit.js";
import { localChains } from "./local-chains.js";
import { localIdentities } from "./local-identities.js";
import { localLight } from "./local-light.js";
import { LineReceiver, LineSender } from "./local-lines.js";
import { localAcl, localAnchors, localBlocks, localContacts, localMessages, localReports, localServers, localWitness, } from "./local-messages.js";
import { localTools } from "./local-tools.js";
import { localTransfers } from "./local-transfers.js";
import { errorOfJson, isObject, LocalWire } from "./local-wire.js";
/** How long an owner may take to answer before it counts as absent, in milliseconds. PROTOCOL.md §10.2. */
export const OWNER_DEADLINE_MS = 2000;
/**
 * Attaches to the agent that listens on the socket at `path`, or gives undefined where nobody does.
 *
 * @throws {TalosError} `E_TIMEOUT` where somebody listens and does not answer in time; `E_VERSION` where that is
 *   another release; `E_PROTOCOL` where that is no agent; `E_STORAGE_DENIED` where the socket is not ours to use.
 */
export async function attachLocal(path, options = {}) {
    const socket = await connected(path);
    if (socket === undefined)
        return undefined;
    const agent = new LocalAgent(socket);
    try {
        await agent.greet(options.version ?? VERSION, options.deadlineMs ?? OWNER_DEADLINE_MS);
        return agent;
    }
    catch (error) {
        socket.destroy();
        throw error;
    }
}
function connected(path) {
    return new Promise((resolve, reject) => {
        const socket = connect(path);
        socket.once('connect', () => resolve(socket));
        socket.once('error', (cause) => {
            if (cause.code === 'EACCES' || cause.code === 'EPERM')
                reject(new TalosError('E_STORAGE_DENIED', `the socket ${path} belongs to another user`, { cause }));
            // EAGAIN: its queue is full, so its owner is busy or stopped; the caller tries again until its deadline.
            else
                resolve(undefined);
        });
    });
}
class LocalAgent {
    #wire;
    #waiting = new Map();
    #next = 0;
    #ended;
    gone;
    messages;
    contacts;
    servers;
    anchors;
    chains;
    blocks;
    identities;
    light;
    audit;
    reports;
    witness;
    tools;
    acl;
    approvals;
    transfers;
    ownerPid = 0;
    constructor(socket) {
        this.#wire = new LocalWire(socket, (message) => this.#receive(message));
        const requests = {
            ask: (method, params, signal, event) => this.#ask(method, params, signal, event),
            open: (method, params, options, event) => this.#open(method, params, options, event),
            tell: (id, message) => this.#wire.send({ id, ...message }),
        };
        this.messages = localMessages(requests);
        this.contacts = localContacts(requests);
        this.servers = localServers(requests);
        this.anchors = localAnchors(requests);
        this.chains = localChains(requests);
        this.blocks = localBlocks(requests);
        this.identities = localIdentities(requests);
        this.light = localLight(requests);
        this.audit = localAudit(requests);
        this.reports = localReports(requests);
        this.witness = localWitness(requests);
        this.tools = localTools(requests);
        this.acl = localAcl(requests);
        this.approvals = localApprovals(requests);
        this.transfers = localTransfers(requests);
        this.gone = this.#wire.closed.then((error) => {
            this.#end(error ?? new TalosError('E_CLOSED', 'the process of the agent ended', { hint: 'run the command again' }));
        });
    }
    async greet(version, deadlineMs) {
        const timer = setTimeout(() => this.#end(new TalosError('E_TIMEOUT', `no answer in ${deadlineMs} ms`)), deadlineMs);
        try {
            const hello = await this.#ask('hello', { version });
            if (!isObject(hello) || hello['version'] !== version || typeof hello['pid'] !== 'number')
                throw new TalosError('E_VERSION', 'the running agent is of another version', {
                    hint: 'end the running agent, or use the same version',
                });
            this.ownerPid = hello['pid'];
        }
        finally {
            clearTimeout(timer);
        }
    }
    #receive(message) {
        const { id, event } = message;
        if (id === null)
            throw errorOfJson(message['error']);
        const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
        if (waiting === undefined || typeof id !== 'number')
            return; // the answer to what was given up
        if (isObject(event))
            return waiting.event(event);
        this.#waiting.delete(id);
        if (message['error'] !== undefined)
            waiting.reject(errorOfJson(message['error']));
        else
            waiting.resolve(message['result'] ?? null);
    }
    #end(error) {
        this.#ended ??= error;
        for (const waiting of this.#waiting.values())
            waiting.reject(this.#ended);
        this.#waiting.clear();
    }
    /** Sends a request; `event` gets what comes before its result. */
    #request(method, params, event) {
        const id = this.#next++;
        const result = new Promise((resolve, reject) => {
            if (this.#ended !== undefined)
                return reject(this.#ended);
            this.#waiting.set(id, { resolve, reject, event });
            this.#wire.send({ id, method, params });
        });
        return { id, result };
    }
    // Results have the types of AgentApi: the other side is this program in this version (`greet` compares).
    async #ask(method, params = {}, signal, event = () => undefined) {
        signal?.throwIfAborted();
        const { id, result } = this.#request(method, params, event);
        const cancel = () => {
            this.#wire.send({ id, close: true });
            this.#waiting.get(id)?.reject(signal?.reason);
            this.#waiting.delete(id);
        };
        signal?.addEventListener('abort', cancel);
        try {
            return (await result);
        }
        finally {
            signal?.removeEventListener('abort', cancel);
        }
    }
    /** Opens what lasts: resolves when the first `open` event is there, `ended` settles with the request. */
    async #open(method, params, options, event) {
        options.signal?.throwIfAborted();
        let opened;
        const open = new Promise((resolve) => {
            opened = resolve;
        });
        const { id, result } = this.#request(method, params, (content) => {
            if (content['open'] !== undefined)
                opened(content['open']);
            else if (content['notice'] !== undefined)
                options.onNotice?.(content['notice']);
            else
                event(content);
        });
        const ended = result.then(() => undefined);
        const close = async () => {
            this.#wire.send({ id, close: true });
            await ended.catch(() => undefined); // who awaits `ended` is told
        };
        const aborted = () => void close();
        options.signal?.addEventListener('abort', aborted);
        void ended.catch(() => undefined).finally(() => options.signal?.removeEventListener('abort', aborted));
        const info = await Promise.race([open, ended]);
        if (info === undefined) {
            options.signal?.throwIfAborted();
            throw new TalosError('E_CLOSED', 'it was closed before it was open');
        }
        return { id, info, ended, close };
    }
    whoami() {
        return this.#ask('whoami');
    }
    status() {
        return this.#ask('status');
    }
    grant(params) {
        return this.#ask('grant', params);
    }
    delegate(params) {
        return this.#ask('delegate', params);
    }
    capabilities() {
        return this.#ask('capabilities');
    }
    capability(id) {
        return this.#ask('capability', { id });
    }
    isRevoked(chain) {
        return this.#ask('isRevoked', { chain });
    }
    revoke(params) {
        return this.#ask('revoke', params);
    }
    renew(params, signal) {
        return this.#ask('renew', params, signal);
    }
    auditLog(query) {
        return this.#ask('auditLog', query);
    }
    auditEntry(id, archives) {
        return this.#ask('auditEntry', { id, ...(archives === undefined ? {} : { archives }) });
    }
    auditVerify() {
        return this.#ask('auditVerify');
    }
    proof(id, archives) {
        return this.#ask('proof', { id, ...(archives === undefined ? {} : { archives }) });
    }
    call(params, signal) {
        return this.#ask('call', params, signal);
    }
    ping(params, signal) {
        return this.#ask('ping', params, signal);
    }
    backup(params, signal) {
        return this.#ask('backup', params, signal);
    }
    async serve(params, options = {}) {
        const { info, ended, close } = await this.#open('serve', params, options, () => undefined);
        return { info, ended, close };
    }
    async connect(params, options = {}) {
        const put = (message) => this.#wire.send({ id: stream.id, ...message });
        const stream = { id: -1 };
        const sender = new LineSender(put);
        const receiver = new LineReceiver(put);
        const { id, info, ended, close } = await this.#open('connect', params, options, (content) => {
            const { part, line, credit } = content;
            if (typeof part === 'string')
                receiver.receive(part, false);
            else if (typeof line === 'string')
                receiver.receive(line, true);
            else if (typeof credit === 'number')
                sender.credit(credit);
        });
        stream.id = id;
        const over = () => {
            sender.end();
            receiver.end();
        };
        ended.then(over, over);
        return {
            info,
            ended,
            close,
            lines: receiver,
            async send(line) {
                await sender.send(line);
            },
        };
    }
    async [Symbol.asyncDispose]() {
        await this.#wire.close();
        await this.gone;
    }
}
