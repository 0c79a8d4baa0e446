/**
 * The SDK's face of a running agent: sessions and messages, grants, tool calls, the audit trail. What a command can do is
 * here, by the names of the commands, over the same interface (`AgentApi`).
 *
 * @module
 */
import { assertBytes } from "../../base/bytes.js";
import { assertText, membersOf, signalOf, waitOptions, } from "../../base/caller-mistakes.js";
import { formatMessageId } from "../../message/message-id.js";
import { formatPeerId } from "../../net/peer-id.js";
import { readEvents } from "../event-feed.js";
import { ClientApprovals } from "./client-approvals.js";
import { ClientAudit } from "./client-audit.js";
import { ClientCalling } from "./client-calling.js";
import { ClientCapabilities } from "./client-capabilities.js";
import { ClientContacts } from "./client-contacts.js";
import { ClientContext, didOf, peerText } from "./client-context.js";
import { ClientDids } from "./client-dids.js";
import { ClientEvents, } from "./client-events.js";
import { ClientHistory } from "./client-history.js";
import { ClientLight } from "./client-light.js";
import { ClientServers } from "./client-servers.js";
import { ClientSessions } from "./client-sessions.js";
import { ClientStreams } from "./client-streams.js";
import { ClientAcl, ClientTools } from "./client-tools.js";
import { ClientTransfers } from "./client-transfers.js";
import { lendingOf } from "./local-lending.js";
import { localToolServer, TalosClientTransport } from "./mcp-transport.js";
import { SecureChannel } from "./secure-channel.js";
/** See the module comment. Made by `TalosClient.create`; `await using` closes everything. */
export class TalosClient {
    did;
    /** libp2p's name of the same key. */
    peerId;
    name;
    /** The peers that are known here, and what their owner calls them. */
    contacts;
    /** What was sent and received. */
    history;
    /** The sessions that messages travel under, and the end-to-end layer without a network. */
    sessions;
    /** Authority that is given and held. */
    capabilities;
    /** Calls of peers that wait for a person. */
    approvals;
    /** The tools that are lent, and what changed in their definitions. */
    tools;
    /** The access-control lists of what is lent. */
    acl;
    /** The ledger: what happened, proved and verified. */
    audit;
    /** Logs of others, followed by their headers or checkpoints alone. */
    light;
    /** DIDs, their documents, and where agents say that they are. */
    dids;
    /** Servers that this agent is found at while it is away. */
    servers;
    /** Files to and from peers. */
    transfers;
    /** The codecs of streams, which the application registers. */
    codecs;
    #parts;
    #context;
    #calling;
    #events;
    #streams;
    #closing;
    constructor(parts) {
        const { identity } = parts.core;
        const context = new ClientContext(parts);
        this.#parts = parts;
        this.#context = context;
        this.#calling = new ClientCalling(context);
        this.#events = new ClientEvents(context);
        this.#streams = new ClientStreams(context);
        this.codecs = this.#streams.codecs;
        this.transfers = new ClientTransfers(context);
        this.did = identity.did;
        this.name = identity.name;
        this.peerId = formatPeerId(identity.signing.publicKey);
        this.contacts = new ClientContacts(context);
        this.history = new ClientHistory(context);
        this.sessions = new ClientSessions(context);
        this.capabilities = new ClientCapabilities(context);
        this.approvals = new ClientApprovals(context);
        this.tools = new ClientTools(context);
        this.acl = new ClientAcl(context);
        this.audit = new ClientAudit(context);
        this.light = new ClientLight(context);
        this.dids = new ClientDids(context);
        this.servers = new ClientServers(context);
    }
    /** The identity, as `talos whoami` shows it. */
    whoami() {
        return this.#context.ask((agent) => agent.whoami());
    }
    /** What this agent does now: addresses, services, sessions, reachability, servers, ledger. */
    status() {
        return this.#context.ask((agent) => agent.status());
    }
    /** Listens, where it does not yet. @returns The multiaddrs it is reached at. */
    async listen() {
        return this.#context.parts.listen();
    }
    /** As {@link ClientServers.register}. */
    register(place, options = {}) {
        return this.servers.register(place, options);
    }
    /** As {@link ClientDids.resolve}. */
    resolveDid(did, options = {}) {
        return this.dids.resolve(did, options);
    }
    /**
     * Asks a peer whether it is there: over which way, how fast.
     *
     * @param peer - A DID, a libp2p peer id, an alias, or an address that ends in `/p2p/…`.
     * @throws {RangeError} for a count that is not 1 to 100; {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`.
     */
    ping(peer, options = {}) {
        return this.#context.ask((agent) => {
            const kinds = { count: 'number?', signal: 'signal?' };
            const { count = 1, signal } = membersOf(options, 'options', kinds);
            return agent.ping({ peer: peerText(peer), count }, signal);
        });
    }
    /**
     * Copies the data directory into a new folder: durable, whole or not there. The agent goes on meanwhile.
     *
     * @param path - Absolute.
     * @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND` where there is no folder to make it in; `E_STORAGE…`.
     */
    backup(path, options = {}) {
        return this.#context.ask((agent) => {
            assertText(path, 'path');
            return agent.backup({ path }, signalOf(options));
        });
    }
    /**
     * What happens here, from this call on: messages, notices, approvals that are asked for, the growth of the ledger. Holds
     * up nothing and takes nothing away: of more than 1,024 events that nobody reads the oldest are dropped, and the next
     * one says how many. Ends when the client closes; leave the loop or abort the signal to give it up.
     *
     * @throws {TypeError} for a type that there is not.
     * @throws {TalosError} `E_LIMIT` beyond 64 readers and listeners; `E_CLOSED`; what ended the agent.
     */
    events(options = {}) {
        return this.#events.events(options);
    }
    /**
     * Calls `listener` with each event of a type, in order, from now on until the client closes. What it throws is an
     * uncaught exception, and so is what ends the agent; a loop over {@link events} can catch it.
     *
     * @returns A function that undoes it.
     * @throws {TypeError} for a type that there is not, or a listener that is no function; {TalosError} as {@link events}.
     */
    on(type, listener) {
        return this.#events.on(type, listener);
    }
    /** Remembers where a peer is. @throws {TypeError} for addresses that are no strings; {TalosError} `E_BAD_DID`. */
    addPeer(peer, addresses) {
        return this.#context.ask(async (_agent, core) => {
            const noted = membersOf({ addresses }, 'peer', { addresses: 'texts' });
            await core.peers.note(didOf(peer), noted);
        });
    }
    /**
     * A bundle for a peer that is to open a session with this agent, which listens from now on.
     *
     * @throws {TalosError} `E_LIMIT` where one-time prekeys are required and 100 wait to be used.
     */
    async prekeyBundle(options = {}) {
        const { messenger } = this.#context.parts;
        const asked = membersOf(options, 'options', ONE_TIME);
        const addresses = await this.#context.receive();
        return { bundle: await (await messenger()).prekeyBundle(asked), addresses };
    }
    /**
     * Makes a durable session with a peer.
     *
     * @param peer - Its DID or libp2p peer id.
     * @param offer - Its bundle; asked for over the network where absent.
     * @param options - Whether a session without one-time prekeys is refused (`E_DOWNGRADE`).
     * @throws {TalosError} `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_BAD_KEY`, `E_VERSION` for a bundle that does not
     *   do; `E_UNREACHABLE` where it cannot be had.
     */
    async establishSession(peer, offer, options = {}) {
        const did = this.#context.otherThan(peer);
        const asked = membersOf(options, 'options', ONE_TIME);
        const kinds = { bundle: 'bytes', addresses: 'texts' };
        const given = offer === undefined ? undefined : membersOf(offer, 'offer', kinds);
        const messenger = await this.#context.parts.messenger();
        // The bundle is verified first: addresses that come with a forged one are not kept.
        await messenger.establishSession(did, given?.bundle, asked);
        if (given !== undefined)
            await this.addPeer(did, given.addresses);
    }
    /**
     * Sends a message.
     *
     * @param content - At most 1 MiB; copied.
     * @returns `delivered` once the peer has stored it; `queued` where it is away: it is kept, durably, and goes out with
     *   the next link to the peer, which is tried for as long as this client is open; with `inMailbox` it also lies in a
     *   mailbox of the peer. With `waitMs` it waits so long.
     * @throws {TypeError} for a content that is no `Uint8Array`.
     * @throws {RangeError} where the peer is this agent.
     * @throws {TalosError} `E_UNREACHABLE` for a peer with neither a session nor an address; `E_LIMIT` above 1 MiB, or
     *   while 1,000 wait for the peer; what `establishSession` throws.
     * @throws The reason of the signal, where that aborts before the message was stored.
     */
    async send(peer, content, options = {}) {
        const { agent, messenger } = this.#context.parts;
        const waiting = waitOptions(options);
        assertBytes(content, 'content');
        const copy = new Uint8Array(content);
        const to = this.#context.otherThan(peer);
        const { id, state, inMailbox } = await (await messenger()).send(to, copy, waiting);
        // What acknowledges it comes the same way.
        if (inMailbox)
            await agent.messages.takeMail();
        return { id: formatMessageId(id), state, inMailbox };
    }
    /**
     * Messages for one reader, the oldest first; each comes once. Those of peers with an open {@link SecureChannel} come to
     * that alone. Ends when the client closes.
     *
     * @throws {TypeError} while somebody else reads them: another loop, or `talos listen` on the same data directory.
     * @throws The reason of the signal where that aborts.
     */
    async *messages(options = {}) {
        const { messenger } = this.#context.parts;
        const signal = signalOf(options);
        signal?.throwIfAborted();
        await this.#context.receive();
        const reader = (await messenger()).openReader();
        if (reader === undefined)
            throw new TypeError('the messages are being read already');
        const abort = () => reader.close();
        signal?.addEventListener('abort', abort, { once: true });
        try {
            for await (const { id, from, receivedAtMs, content } of reader.messages())
                yield { id: formatMessageId(id), from, receivedAtMs, content };
            signal?.throwIfAborted();
        }
        finally {
            signal?.removeEventListener('abort', abort);
        }
    }
    /**
     * The conversation with one peer; listens, so that its messages can come. A session is made with the first message.
     *
     * @param peer - Its DID or libp2p peer id.
     * @throws {TypeError} while there is a channel with this peer.
     * @throws {RangeError} where the peer is this agent.
     * @throws {TalosError} `E_BAD_DID`; `E_CLOSED`; `E_LIMIT` beyond 256 channels.
     */
    async channel(peer, options = {}) {
        const parts = this.#context.parts;
        const signal = signalOf(options);
        signal?.throwIfAborted();
        const did = this.#context.otherThan(peer);
        await this.#context.receive();
        const messenger = await parts.messenger();
        signal?.throwIfAborted();
        const reader = messenger.openReader(did);
        if (reader === undefined)
            throw new TypeError('there is a channel with this peer already');
        return new SecureChannel({ peer: did, messenger, reader, signal });
    }
    /**
     * What becomes of the messages that are sent, from this call on. Never holds up a message: of more than 1,024 events
     * that nobody reads the oldest are dropped, and the next one says how many. Ends when the client closes; leave the loop
     * or abort the signal to give it up.
     *
     * @throws {TalosError} `E_LIMIT` beyond 64 readers; `E_CLOSED`.
     */
    deliveries(options = {}) {
        const { agent } = this.#context.parts;
        const signal = signalOf(options);
        signal?.throwIfAborted();
        const feed = agent.messages.deliveries.open();
        return deliveryEvents(readEvents(feed, signal));
    }
    /**
     * Sends a file, and waits until it is over or waits itself. It stays where it is until then.
     *
     * @param path - Absolute.
     * @throws {TalosError} `E_NOT_FOUND`; `E_LIMIT`; `E_STORAGE…`; {RangeError} for no regular file; the reason of the signal.
     */
    sendFile(peer, path, options = {}) {
        return this.transfers.send(peer, path, options);
    }
    /**
     * Opens a stream to a peer that takes it: one whose contact this agent is, or who has given it a capability for messages.
     *
     * @throws {TypeError} or {RangeError} for options of another form.
     * @throws {TalosError} `E_REFUSED` where the peer takes no streams of this agent; `E_RATE_LIMITED` where nobody there takes
     *   any now; `E_UNREACHABLE`, `E_TIMEOUT`; `E_LIMIT`; `E_CLOSED`.
     * @throws The reason of the signal where that aborts before it was taken.
     */
    openStream(peer, options) {
        return this.#streams.open(peer, options);
    }
    /**
     * The streams that peers open, for one reader: those of contacts, and of peers with a capability for messages. While
     * nobody reads they are refused. Ends when the client closes.
     *
     * @throws {TypeError} while somebody else takes them.
     * @throws The reason of the signal where that aborts.
     */
    streams(options = {}) {
        return this.#streams.take(options);
    }
    /** As {@link ClientCapabilities.grant}. */
    grantCapability(request) {
        return this.capabilities.grant(request);
    }
    /** As {@link ClientCapabilities.delegate}. */
    delegateCapability(capability, request) {
        return this.capabilities.delegate(capability, request);
    }
    /** As {@link ClientCapabilities.verify}. */
    verifyCapability(token, request) {
        return this.capabilities.verify(token, request);
    }
    /** Revokes what this agent issued or passed on, as {@link ClientCapabilities.revoke}. */
    async revokeCapability(id, reason = '') {
        assertText(id, 'id');
        return this.capabilities.revoke({ id, reason });
    }
    /** As {@link ClientCapabilities.renew}. */
    renewCapability(id, signal) {
        return this.capabilities.renew(id, signal === undefined ? {} : { signal });
    }
    /** Lends an MCP server that runs as a child process. */
    serve(params, options = {}) {
        return this.#context.ask((agent) => {
            membersOf(params, 'params', {
                argv: 'texts',
                cwd: 'text',
                env: 'object',
                service: 'text',
                expiresInS: 'number',
                inviteTtlS: 'number',
            });
            return agent.serve({ ...params, argv: [...params.argv], env: { ...params.env } }, watching(options));
        });
    }
    /**
     * Lends an MCP server of this process: `connect` is called with a transport for each tunnel.
     *
     * @throws {RangeError} for terms that make no sense; {TalosError} `E_TOOL_FAILED` if the server does not list its tools.
     */
    serveLocal(params, options = {}) {
        return this.#context.ask((agent) => {
            const watch = watching(options);
            const { server, terms } = lendingOf(params, (text) => watch.onNotice?.({ kind: 'tool', message: text }));
            return agent.lend(terms, localToolServer(server), watch);
        });
    }
    /**
     * Calls a tool of a peer, over a connection that is kept for the next call; lost, it is made anew, and the call goes on.
     *
     * @throws {TypeError} for arguments that are no JSON, or options of another form; {RangeError} for a deadline that is none.
     * @throws {TalosError} The code of a denial (`SCOPE_MISMATCH`, `EXPIRED`, …); `E_OUTCOME_UNKNOWN`: it was sent, and its time
     *   or the connection was over before the answer came; `E_TIMEOUT`, `E_UNREACHABLE`: it was not sent;
     *   `E_TOOL_FAILED` for another JSON-RPC error of the tool, its code and message in `details`.
     */
    callTool(peer, tool, given, options = {}) {
        return this.#calling.call(peer, tool, given, options);
    }
    /**
     * Announces a call: a statement of what is to be called, with exactly which arguments, and why, signed, on record, and
     * with the server before the call. For one call of `callTool` with `intent`, over the same connection.
     *
     * @throws {TypeError} or {RangeError} for a justification that is none, or too long.
     * @throws {TalosError} as `callTool`.
     */
    createIntent(peer, tool, given, options) {
        return this.#calling.announce(peer, tool, given, options);
    }
    /**
     * An MCP `Transport` for the official SDK's client, 1.x or 2.x: the remote server of an invitation, DID or alias.
     *
     * @throws {TalosError} on `start`, as `AgentApi.connect`.
     */
    transport(target, service) {
        assertText(target, 'target');
        const { agent } = this.#context.parts;
        const open = () => agent.connect(service === undefined ? { target } : { target, service });
        return new TalosClientTransport(open);
    }
    /** Ends sessions, services and the network, and seals the ledger. Repeatable. */
    async [Symbol.asyncDispose]() {
        this.#context.close();
        this.#closing ??= this.#close();
        await this.#closing;
    }
    async #close() {
        this.#events.close();
        await this.#calling.close();
        await this.#parts.close();
    }
}
const ONE_TIME = { requireOneTime: 'boolean?' };
function watching(options) {
    return membersOf(options, 'options', { signal: 'signal?', onNotice: 'function?' });
}
async function* deliveryEvents(events) {
    for await (const { event, missed } of events) {
        const { id, peer, state, reason } = event;
        yield { id: formatMessageId(id), peer, state, missed, ...(reason === '' ? {} : { reason }) };
    }
}
