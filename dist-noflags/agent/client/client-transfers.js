/**
 * Files to and from peers: `client.sendFile` and `client.transfers`. PROTOCOL.md §7.6.
 *
 * @module
 */
import { assertText, membersOf } from "../../base/caller-mistakes.js";
import { peerText } from "./client-context.js";
/** See the module comment. A transfer is named by its 32 hex digits, or at least 4 of them that fit one alone. */
export class ClientTransfers {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** As `TalosClient.sendFile`. */
    send(peer, path, options) {
        return this.#context.ask(async (agent) => {
            assertText(path, 'path');
            const { name, waitMs, onProgress, signal } = membersOf(options, 'options', {
                name: 'text?',
                waitMs: 'number?',
                onProgress: 'function?',
                signal: 'signal?',
            });
            const to = peerText(peer);
            if (waitMs !== undefined && waitMs < 0)
                throw new RangeError('options.waitMs must be 0 or more');
            signal?.throwIfAborted();
            const begun = await agent.transfers.sendFile({ peer: to, path, ...(name === undefined ? {} : { name }) }, signal);
            const { id } = begun;
            const stop = new AbortController();
            const told = onProgress === undefined ? undefined : this.#tell(id, onProgress, stop.signal);
            try {
                return await agent.transfers.outcome({ id, ...(waitMs === undefined ? {} : { waitMs }) }, signal);
            }
            finally {
                stop.abort();
                await told;
            }
        });
    }
    /** Tells of the progress of a transfer until `signal` aborts. */
    async #tell(id, onProgress, signal) {
        const feed = await this.#context.parts.agent.transfers.events({ id }, { signal });
        try {
            for (let next = await feed.next(); next !== undefined; next = await feed.next()) {
                if (next.kind === 'progress')
                    onProgress(next.transfer);
                await feed.take();
            }
        }
        finally {
            await feed.close();
        }
    }
    /** Those that are not over, and the newest of those that are; the newest last. */
    list() {
        return this.#context.ask((agent) => agent.transfers.list());
    }
    /** One of them. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    get(id) {
        return this.#context.ask((agent) => agent.transfers.get(idText(id)));
    }
    /** Takes a file that was offered; durable when it resolves. It comes now, or when the peer is there. @throws {TalosError} as {@link get}. */
    accept(id) {
        return this.#context.ask((agent) => agent.transfers.accept(idText(id)));
    }
    /** Refuses a file that was offered; the peer is told. @throws {TalosError} as {@link get}. */
    decline(id) {
        return this.#context.ask((agent) => agent.transfers.decline(idText(id)));
    }
    /** Ends a transfer that is not over, and removes what came of it. @throws {TalosError} as {@link get}. */
    cancel(id) {
        return this.#context.ask((agent) => agent.transfers.cancel(idText(id)));
    }
    /**
     * What happens to transfers: first what those that are not over are at, then whatever changes. Ends when the client
     * closes.
     *
     * @throws {TalosError} as {@link get}, where an id is given.
     * @throws The reason of the signal where that aborts.
     */
    events(options = {}) {
        const kinds = { id: 'text?', signal: 'signal?' };
        const { id, signal } = membersOf(options, 'options', kinds);
        const params = id === undefined ? {} : { id };
        return this.#context.each((agent, ending) => agent.transfers.events(params, ending ? { signal: ending } : {}), signal);
    }
}
function idText(id) {
    assertText(id, 'id');
    return id;
}
