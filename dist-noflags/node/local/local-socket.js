/**
 * The owner's end of the local socket: other commands on the same data directory ask its agent through it
 * (PROTOCOL.md §10.3). Whatever a command opened here ends when its connection does.
 *
 *     → {"id":0,"method":"hello","params":{"version":"0.1.0"}}     ← {"id":0,"result":{"version":"0.1.0","pid":7}}
 *     → {"id":1,"method":"connect","params":{…}}                   ← {"id":1,"event":{"open":{…}}}
 *     → {"id":1,"line":"{…}"}  {"id":1,"credit":262144}            ← {"id":1,"event":{"line":"{…}"}}
 *     → {"id":1,"close":true}                                      ← {"id":1,"result":null}
 *
 * @module
 */
import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { isTalosError, TalosError } from "../../base/errors.js";
import { VERSION } from "../../base/version.js";
import { APPROVAL_METHODS } from "./local-approvals.js";
import { CHAIN_METHODS } from "./local-chains.js";
import { IDENTITY_METHODS } from "./local-identities.js";
import { LIGHT_METHODS } from "./local-light.js";
import { LineReceiver, LineSender } from "./local-lines.js";
import { handOver } from "./local-messages.js";
import { TOOL_METHODS } from "./local-tools.js";
import { TRANSFER_METHODS } from "./local-transfers.js";
import { errorJson, isObject, LocalWire } from "./local-wire.js";
/** Requests of one connection that may be open at once. */
export const MAX_LOCAL_REQUESTS = 1024;
/** Connections at once: a command each. */
export const MAX_LOCAL_CONNECTIONS = 256;
/** How long commands that only ask something may still take when the owner ends, milliseconds. */
export const LAST_REQUESTS_MS = 1000;
const asks = (ask) => ask;
const METHODS = {
    ...CHAIN_METHODS,
    ...APPROVAL_METHODS,
    ...TRANSFER_METHODS,
    whoami: asks((api) => api.whoami()),
    status: asks((api) => api.status()),
    grant: asks((api, params) => api.grant(params)),
    delegate: asks((api, params) => api.delegate(params)),
    capabilities: asks((api) => api.capabilities()),
    capability: asks((api, params) => api.capability(params.id)),
    isRevoked: asks((api, params) => api.isRevoked(params.chain)),
    revoke: asks((api, params) => api.revoke(params)),
    renew: asks((api, params, signal) => api.renew(params, signal)),
    auditLog: asks((api, params) => api.auditLog(params)),
    auditEntry: asks((api, params) => api.auditEntry(params.id, params.archives)),
    auditVerify: asks((api) => api.auditVerify()),
    proof: asks((api, params) => api.proof(params.id, params.archives)),
    'audit.layers': asks((api, params) => api.audit.layers(params)),
    'audit.root': asks((api) => api.audit.root()),
    'audit.archive': asks((api, params) => api.audit.archive(params)),
    'audit.forget': asks((api, params) => api.audit.forget(params)),
    'audit.reindex': asks((api) => api.audit.reindex()),
    call: asks((api, params, signal) => api.call(params, signal)),
    ping: asks((api, params, signal) => api.ping(params, signal)),
    backup: asks((api, params, signal) => api.backup(params, signal)),
    'messages.send': asks((api, params, signal) => api.messages.send(params, signal)),
    'messages.delivery': asks((api, params, signal) => api.messages.delivery(params, signal)),
    'messages.history': asks((api, params) => api.messages.history(params)),
    'messages.sessions': asks((api) => api.messages.sessions()),
    'messages.resetSession': asks((api, params) => api.messages.resetSession(params.peer)),
    'messages.openSession': asks((api, params) => api.messages.openSession(params)),
    'messages.seal': asks((api, params) => api.messages.seal(params)),
    'messages.open': asks((api, params) => api.messages.open(params)),
    'messages.bundle': asks((api) => api.messages.bundle()),
    'messages.rotatePrekeys': asks((api) => api.messages.rotatePrekeys()),
    'blocks.summary': asks((api, params) => api.blocks.summary(params)),
    'blocks.range': asks((api, params) => api.blocks.range(params)),
    'blocks.find': asks((api, params) => api.blocks.find(params.at)),
    'servers.list': asks((api) => api.servers.list()),
    'witness.list': asks((api) => api.witness.list()),
    'witness.add': asks((api, params) => api.witness.add(params)),
    'witness.remove': asks((api, params) => api.witness.remove(params)),
    'witness.ask': asks((api, _params, signal) => api.witness.ask(signal)),
    'witness.root': asks((api) => api.witness.root()),
    'witness.peers': asks((api) => api.witness.peers()),
    'witness.evidence': asks((api, params) => api.witness.evidence(params)),
    'witness.clear': asks((api, params) => api.witness.clear(params)),
    'servers.register': asks((api, params, signal) => api.servers.register(params, signal)),
    'servers.peers': asks((api, params, signal) => api.servers.peers(params, signal)),
    'anchors.sources': asks((api) => api.anchors.sources()),
    'anchors.add': asks((api, params) => api.anchors.add(params)),
    'anchors.remove': asks((api, params) => api.anchors.remove(params.id)),
    'anchors.list': asks((api) => api.anchors.list()),
    'anchors.from': asks((api, params) => api.anchors.from(params.least)),
    'anchors.now': asks((api, _, signal) => api.anchors.now(signal)),
    'anchors.verify': asks((api) => api.anchors.verify()),
    ...IDENTITY_METHODS,
    ...LIGHT_METHODS,
    ...TOOL_METHODS,
    'acl.check': asks((api, params) => api.acl.check(params)),
    'acl.lists': asks((api) => api.acl.lists()),
    'reports.make': asks((api, params, signal) => api.reports.make(params, signal)),
    'contacts.peers': asks((api) => api.contacts.peers()),
    'contacts.add': asks((api, params) => api.contacts.add(params)),
    'contacts.rename': asks((api, params) => api.contacts.rename(params)),
    'contacts.remove': asks((api, params) => api.contacts.remove(params.peer)),
    'contacts.fingerprint': asks((api, params) => api.contacts.fingerprint(params.peer)),
    'contacts.verify': asks((api, params) => api.contacts.verify(params)),
    'contacts.accept': asks((api, params) => api.contacts.accept(params)),
};
/** Methods that open what lasts. */
const LASTING = {
    serve,
    connect,
    'messages.listen': listen,
    'messages.follow': feeding((api, params, options) => api.messages.follow(params, options)),
    'approvals.follow': feeding((api, _params, options) => api.approvals.follow(options)),
    'transfers.events': feeding((api, params, options) => api.transfers.events(params, options)),
    'audit.follow': feeding((api, _params, options) => api.audit.follow(options)),
    'audit.verify': feeding((api, params, options) => api.audit.verify(params, options)),
};
/**
 * Answers other commands on the socket at `path` until disposed.
 *
 * Only the holder of the directory's lock may call this: a socket file of a dead owner at `path` is removed. The
 * folder must be the user's alone. Disposing ends all that was opened through it; a command that only asks something,
 * such as one call, gets {@link LAST_REQUESTS_MS} for it.
 *
 * @param agent - Requests wait for it; when it fails they fail with it.
 * @throws {TalosError} `E_STORAGE_DENIED` where the socket cannot be made.
 */
export async function serveLocal(agent, path) {
    await rm(path, { force: true });
    const connections = new Set();
    const server = createServer((socket) => {
        const connection = new LocalConnection(socket, Promise.resolve(agent));
        connections.add(connection);
        void connection.closed.then(() => connections.delete(connection));
    });
    server.maxConnections = MAX_LOCAL_CONNECTIONS;
    try {
        await listening(server, path);
        await chmod(path, 0o600);
    }
    catch (cause) {
        server.close();
        throw new TalosError('E_STORAGE_DENIED', `no socket can be made at ${path}`, { cause });
    }
    return {
        path,
        async [Symbol.asyncDispose]() {
            server.close();
            await Promise.all([...connections].map((connection) => connection.close()));
        },
    };
}
function listening(server, path) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(path, () => {
            server.off('error', reject);
            resolve();
        });
    });
}
/** One attached command. */
class LocalConnection {
    #agent;
    #wire;
    #open = new Map();
    #running = new Set();
    #greeted = false;
    /** Whether the command opened what lasts, and does not only ask something. */
    #isLasting = false;
    #lasts = () => undefined;
    /** Resolves when the connection and all it had opened are over. */
    closed;
    constructor(socket, agent) {
        this.#agent = agent;
        this.#wire = new LocalWire(socket, (message) => this.#receive(message));
        this.closed = this.#wire.closed.then(() => this.#end());
    }
    async close() {
        await this.#lastRequests();
        for (const request of this.#open.values())
            request.stop.abort();
        await Promise.all(this.#running);
        await this.#wire.close();
        await this.closed;
    }
    /** Resolves when a command that only asks something is gone, or not any longer one, or its time is over. */
    async #lastRequests() {
        if (!this.#greeted || this.#isLasting)
            return;
        let timer;
        const over = new Promise((resolve) => {
            this.#lasts = resolve;
            timer = setTimeout(resolve, LAST_REQUESTS_MS);
        });
        await Promise.race([over, this.closed]);
        clearTimeout(timer);
    }
    async #end() {
        for (const request of this.#open.values()) {
            request.tunnel?.sender.end();
            request.tunnel?.receiver.end();
            request.stop.abort();
        }
        await Promise.all(this.#running);
    }
    #receive(message) {
        const { id, method } = message;
        if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0)
            throw new TalosError('E_MALFORMED', 'a request has no id');
        if (method === undefined)
            this.#continue(id, message);
        else if (typeof method !== 'string')
            throw new TalosError('E_MALFORMED', 'a method is not a string');
        else if (this.#greeted)
            this.#start(id, method, message['params']);
        else
            this.#greet(id, method, message['params']);
        return this.#wire.drained();
    }
    #greet(id, method, params) {
        if (method !== 'hello' || !isObject(params))
            throw new TalosError('E_PROTOCOL', 'the first request must be hello');
        if (params['version'] !== VERSION)
            throw new TalosError('E_VERSION', `the running agent is version ${VERSION}`, {
                hint: 'end the running agent, or use the same version',
                details: { version: VERSION },
            });
        this.#greeted = true;
        this.#wire.send({ id, result: { version: VERSION, pid: process.pid } });
    }
    #start(id, method, params) {
        if (this.#open.has(id))
            throw new TalosError('E_PROTOCOL', `request id ${id} is in use`);
        const refuse = (code, message) => this.#wire.send({ id, error: errorJson(new TalosError(code, message)) });
        if (this.#open.size >= MAX_LOCAL_REQUESTS)
            return refuse('E_LIMIT', `${MAX_LOCAL_REQUESTS} requests are open`);
        if (params !== undefined && !isObject(params))
            return refuse('E_MALFORMED', 'params must be an object');
        const event = (content) => this.#wire.send({ id, event: content });
        const request = { id, method, params: params ?? {}, stop: new AbortController(), event };
        const answer = this.#answerer(method);
        if (answer === undefined)
            return refuse('E_PROTOCOL', `there is no method ${method}`);
        this.#open.set(id, request);
        if (Object.hasOwn(LASTING, method)) {
            this.#isLasting = true;
            this.#lasts();
        }
        const running = this.#run(request, answer);
        this.#running.add(running);
        void running.then(() => this.#running.delete(running));
    }
    #answerer(method) {
        if (Object.hasOwn(LASTING, method))
            return LASTING[method];
        const ask = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
        return ask && ((api, request) => ask(api, request.params, request.stop.signal, request.event));
    }
    async #run(request, answer) {
        try {
            const result = await answer(await this.#agent, request);
            this.#wire.send({ id: request.id, result: result ?? null });
        }
        catch (error) {
            this.#wire.send({ id: request.id, error: errorJson(isTalosError(error) ? error : stopped(request, error)) });
        }
        finally {
            this.#open.delete(request.id);
        }
    }
    /** More about a request that is open. One that has just ended is no mistake of the other side. */
    #continue(id, message) {
        if (!this.#greeted)
            throw new TalosError('E_PROTOCOL', 'the first request must be hello');
        const request = this.#open.get(id);
        if (request === undefined)
            return;
        const { part, line, credit } = message;
        if (message['close'] === true)
            request.stop.abort();
        else if (typeof part === 'string')
            request.tunnel?.receiver.receive(part, false);
        else if (typeof line === 'string')
            request.tunnel?.receiver.receive(line, true);
        else if (typeof credit === 'number')
            request.tunnel?.sender.credit(credit);
        else if (message['taken'] === true)
            request.taken?.();
        else if (typeof message['answer'] === 'boolean')
            request.answered?.(message['answer']);
        else
            throw new TalosError('E_MALFORMED', 'a line of the local socket says nothing');
    }
}
/** What ended a request that was stopped, with its command or with this process; anything else is as it was. */
function stopped({ method, stop }, error) {
    if (!stop.signal.aborted)
        return error;
    if (method === 'messages.send')
        return new TalosError('E_OUTCOME_UNKNOWN', 'the process that sent the message ended meanwhile', {
            hint: 'talos history shows whether it was kept',
        });
    if (method === 'transfers.sendFile')
        return new TalosError('E_OUTCOME_UNKNOWN', 'the process that was to send the file ended meanwhile', {
            hint: 'talos transfers list shows whether the transfer was begun',
        });
    return method === 'call'
        ? new TalosError('E_OUTCOME_UNKNOWN', 'the process that made the call ended before its outcome was known', {
            hint: 'talos audit log shows what was recorded',
        })
        : new TalosError('E_CLOSED', 'the process that ran the agent ended', { hint: 'try again' });
}
async function serve(api, request) {
    const { signal } = request.stop;
    const service = await api.serve(request.params, {
        signal,
        onNotice: (notice) => request.event({ notice }),
    });
    await untilEnded(service, signal, async () => {
        request.event({ open: service.info });
        await service.ended;
    });
}
async function connect(api, request) {
    const { signal } = request.stop;
    const tunnel = await api.connect(request.params, {
        signal,
        onNotice: (notice) => request.event({ notice }),
    });
    const sender = new LineSender((message) => request.event(message));
    const receiver = new LineReceiver((message) => request.event(message));
    signal.addEventListener('abort', () => {
        sender.end();
        receiver.end();
    });
    request.tunnel = { sender, receiver };
    await untilEnded(tunnel, signal, async () => {
        request.event({ open: tunnel.info });
        const outwards = pump(tunnel.lines, (line) => sender.send(line)).then(() => tunnel.ended);
        await Promise.all([outwards.finally(() => receiver.end()), pump(receiver, (line) => tunnel.send(line))]);
    });
}
async function listen(api, request) {
    const { signal } = request.stop;
    const ask = (sender) => new Promise((resolve) => {
        request.answered = resolve;
        request.event({ request: sender });
    });
    const listening = await api.messages.listen(request.params, {
        signal,
        ask,
        onNotice: (notice) => request.event({ notice }),
    });
    await untilEnded(listening, signal, () => handOver(listening, listening.info, request.event, (taken) => {
        request.taken = taken;
    }));
}
/** Answers with what a feed gives, one thing after the other. */
function feeding(open) {
    return async (api, request) => {
        const { signal } = request.stop;
        const feed = await open(api, request.params, { signal });
        await untilEnded(feed, signal, () => handOver(feed, {}, request.event, (taken) => {
            request.taken = taken;
        }));
    };
}
/** Moves lines until their source ends, or their sink is closed: the tunnel's `ended` says why. */
async function pump(lines, send) {
    try {
        for await (const line of lines)
            await send(line);
    }
    catch (error) {
        if (!(error instanceof TalosError && error.code === 'E_CLOSED'))
            throw error;
    }
}
/** Runs `body`, and closes `opened` on every way out and as soon as the other side asks. */
async function untilEnded(opened, signal, body) {
    const closing = () => void opened.close().catch(() => undefined); // `ended` reports what went wrong
    signal.addEventListener('abort', closing);
    try {
        if (signal.aborted)
            return;
        await body();
    }
    finally {
        signal.removeEventListener('abort', closing);
        await opened.close();
    }
}
