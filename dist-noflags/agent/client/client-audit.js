/**
 * The ledger of a client: `client.audit`. What happened, proved and verified; exported, archived, forgotten; anchored,
 * witnessed, and the chains of others.
 *
 * @module
 */
import { assertText, membersOf, signalOf } from "../../base/caller-mistakes.js";
import { entryLines, logTiles } from "../record/entry-lines.js";
import { ClientAnchors } from "./client-anchors.js";
import { ClientChains } from "./client-chains.js";
import { ClientWitnesses } from "./client-witnesses.js";
const QUERY = {
    last: 'number?',
    peer: 'text?',
    type: 'text?',
    fromMs: 'number?',
    toMs: 'number?',
    tool: 'text?',
    message: 'text?',
    after: 'number?',
};
/** See the module comment. An entry is named by its 64 hex digits, or at least 8 that fit one alone. */
export class ClientAudit {
    /** Where others say when the log was what it is. */
    anchors;
    /** The blocks of the own ledger, and the chains of others that are kept here. */
    chains;
    /** Who has seen this ledger, and what was seen of others. */
    witnesses;
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
        this.anchors = new ClientAnchors(context);
        this.chains = new ClientChains(context);
        this.witnesses = new ClientWitnesses(context);
    }
    /** Entries that fit, in the order of the log. @throws {RangeError} for a number out of bounds. */
    query(query = {}) {
        return this.#context.ask((_agent, { ledger }) => ledger.query(membersOf(query, 'query', { ...QUERY, subject: 'text?', before: 'number?' })));
    }
    /** As {@link query}, as JSON that can be shown; peers may be named by an alias. */
    log(query = {}) {
        return this.#context.ask((agent) => agent.auditLog(membersOf(query, 'query', QUERY)));
    }
    /** One entry. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; {RangeError} for what is no id. */
    get(id, options = {}) {
        return this.#context.ask((agent) => agent.auditEntry(idText(id), archivesOf(options)));
    }
    /** The call that an entry is about, in four layers; `undefined` for other entries. @throws as {@link get}. */
    async layers(id) {
        return (await this.#context.ask((agent) => agent.audit.layers({ id: idText(id) }))).call;
    }
    /** The proof file of an entry, for anybody: PROTOCOL.md §9.7. `verifyProofFile` checks it. @throws as {@link get}. */
    prove(id, options = {}) {
        return this.#context.ask((agent) => agent.proof(idText(id), archivesOf(options)));
    }
    /**
     * Recomputes the whole ledger.
     *
     * @throws The reason of the signal where that aborts.
     */
    verify(options = {}) {
        return this.#context.ask(async (agent) => {
            const { archives, checkpoint, onProgress, signal } = membersOf(options, 'options', {
                archives: 'texts?',
                checkpoint: 'text?',
                onProgress: 'function?',
                signal: 'signal?',
            });
            signal?.throwIfAborted();
            const params = { ...(archives && { archives }), ...(checkpoint === undefined ? {} : { checkpoint }) };
            const feed = await agent.audit.verify(params, signal ? { signal } : {});
            try {
                for (let step = await feed.next(); step !== undefined; step = await feed.next()) {
                    if (step.report !== undefined)
                        return step.report;
                    onProgress?.({ entries: step.entries, blocks: step.blocks, allBlocks: step.allBlocks });
                    await feed.take();
                }
                signal?.throwIfAborted();
                await feed.ended;
                return await agent.auditVerify();
            }
            finally {
                await feed.close();
            }
        });
    }
    /** The size of the log at once, and whenever it has grown; what is in between two steps of the loop is told once. */
    follow(options = {}) {
        const signal = signalOf(options);
        return this.#context.each((agent, ending) => agent.audit.follow(ending ? { signal: ending } : {}), signal);
    }
    /** Seals what waits, and gives the newest signed state: whoever keeps it finds out if the past is changed. */
    root() {
        return this.#context.ask((agent) => agent.audit.root());
    }
    /**
     * Entries as lines of a file, oldest first: JSON lines, CSV, or CloudEvents 1.0.
     *
     * @throws {RangeError} for another format.
     */
    async *export(format, query = {}) {
        const { agent, core } = this.#context.parts;
        assertText(format, 'format');
        yield* entryLines(agent, format, {
            query: membersOf(query, 'query', QUERY),
            author: core.identity.did,
        });
    }
    /**
     * The whole log as files of C2SP `tlog-tiles`.
     *
     * @throws {TalosError} `E_NOT_FOUND` where entries are in archives, or none is sealed; `E_LEDGER_INVALID`.
     */
    async *tiles() {
        yield* logTiles(this.#context.parts.agent);
    }
    /** Verifies everything, and says what there is and what is odd. `talos audit report` writes it in other formats, too. */
    report(params = {}, options = {}) {
        return this.#context.ask((agent) => {
            const kinds = { fromMs: 'number?', toMs: 'number?', checkpoint: 'text?' };
            return agent.reports.make(membersOf(params, 'params', kinds), signalOf(options));
        });
    }
    /** Moves the entries of old blocks into a file; proofs hold as before. @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND`; `E_STORAGE…`. */
    archive(params) {
        return this.#context.ask((agent) => {
            const kinds = { beforeHeight: 'number?', beforeMs: 'number?', file: 'text' };
            return agent.audit.archive(membersOf(params, 'params', kinds));
        });
    }
    /**
     * Erases what opens the commitment of an entry, and the text of its message; durable when it resolves. Proofs hold as
     * before.
     *
     * @throws {TalosError} `E_NOT_FOUND`; {RangeError} for an entry that commits to nothing.
     */
    forget(id, options = {}) {
        return this.#context.ask((agent) => agent.audit.forget({ id: idText(id), archives: archivesOf(options) }));
    }
    /** Makes the index of the ledger anew. */
    reindex() {
        return this.#context.ask((agent) => agent.audit.reindex());
    }
}
function idText(id) {
    assertText(id, 'id');
    return id;
}
function archivesOf(options) {
    return membersOf(options, 'options', { archives: 'texts?' }).archives ?? [];
}
