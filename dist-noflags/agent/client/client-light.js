/**
 * Logs of others, followed by their headers or checkpoints alone: `client.light`. PROTOCOL.md §9.12. The light client
 * without an agent is `LightClient`.
 *
 * @module
 */
import { assertText, membersOf } from "../../base/caller-mistakes.js";
import { peerText } from "./client-context.js";
/** See the module comment. */
export class ClientLight {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /**
     * Brings what is held of a log up to date. What was taken is durable when it resolves.
     *
     * @param sources - Who is asked, 1 to 16: DIDs, aliases, or addresses that end in `/p2p/…`. Two that agree confirm it.
     * @throws {TalosError} `E_EQUIVOCATION` where the author signed two histories; `E_LIMIT`; where no source gave
     *   anything, the reason of the first: `E_UNREACHABLE`, `E_REFUSED`, `E_STALE`, …
     * @throws The reason of the signal where that aborts.
     */
    sync(sources, options = {}) {
        return this.#context.ask(async (agent) => {
            if (!Array.isArray(sources))
                throw new TypeError('sources must be an array of strings');
            const named = sources.map((each) => peerText(each, 'sources'));
            const kinds = { author: 'text?', keepHeaders: 'boolean?', signal: 'signal?' };
            const { author, signal, ...keep } = membersOf(options, 'options', kinds);
            const params = { ...keep, sources: named, ...(author === undefined ? {} : { author: peerText(author) }) };
            for (;;) {
                signal?.throwIfAborted();
                const step = await agent.light.sync(params, signal);
                if (step.isComplete)
                    return step;
            }
        });
    }
    /** All logs that are followed. @throws {TalosError} `E_STORAGE_CORRUPT` where what is kept was changed. */
    status() {
        return this.#context.ask((agent) => agent.light.status());
    }
    /** Verifies a proof file against what is held of its author. */
    verify(proof, options = {}) {
        return this.#context.ask((agent) => {
            assertText(proof, 'proof');
            const kinds = { entry: 'text?', ask: 'boolean?', signal: 'signal?' };
            const { signal, ...params } = membersOf(options, 'options', kinds);
            return agent.light.verify({ proof, ...params }, signal);
        });
    }
    /** Takes the checkpoint of a file: a signed note, or the one in a proof. @throws {TalosError} `E_PROOF_INVALID`; `E_EQUIVOCATION`; `E_LIMIT`. */
    importCheckpoint(file) {
        return this.#context.ask((agent) => {
            assertText(file, 'file');
            return agent.light.importCheckpoint({ file });
        });
    }
    /** A checkpoint file of an author: the newest note. @throws {TalosError} `E_NOT_FOUND` where there is none, or no such proof. */
    exportCheckpoint(author, options = {}) {
        return this.#context.ask((agent) => {
            const since = membersOf(options, 'options', { since: 'number?' });
            return agent.light.exportCheckpoint({ author: peerText(author, 'author'), ...since });
        });
    }
    /** Forgets what is held of an author. @throws {TalosError} `E_NOT_FOUND`. */
    remove(author) {
        return this.#context.ask((agent) => agent.light.remove({ author: peerText(author, 'author') }));
    }
}
