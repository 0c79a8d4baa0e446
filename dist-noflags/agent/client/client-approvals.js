/**
 * Calls of peers that wait for a person: `client.approvals`.
 *
 * @module
 */
import { assertText, membersOf, signalOf } from "../../base/caller-mistakes.js";
/** See the module comment. An approval is named by its 32 hex digits, or at least 4 of them that fit one alone. */
export class ClientApprovals {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** What waits, the oldest first. Text of peers is not escaped. */
    list() {
        return this.#context.ask((agent) => agent.approvals.list());
    }
    /** One of them, with all of its arguments as the tool would get them. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    get(id) {
        return this.#context.ask((agent) => {
            assertText(id, 'id');
            return agent.approvals.get(id);
        });
    }
    /**
     * Lets one call through: once, with exactly these arguments. On record when it resolves.
     *
     * @throws {TalosError} `E_NOT_FOUND` where it does not wait any more, with what became of it; `E_AMBIGUOUS`.
     */
    allow(id) {
        return this.#context.ask((agent) => {
            assertText(id, 'id');
            return agent.approvals.answer({ id, allow: true, by: 'approvals' });
        });
    }
    /** Refuses one call. On record when it resolves. @throws {TalosError} as {@link allow}; {RangeError} for a reason that is too long. */
    deny(id, options = {}) {
        return this.#context.ask((agent) => {
            assertText(id, 'id');
            const said = membersOf(options, 'options', { reason: 'text?' });
            return agent.approvals.answer({ id, allow: false, by: 'approvals', ...said });
        });
    }
    /**
     * What waits at once, and whenever that changes; what is in between two steps of the loop is not told. Ends when the
     * client closes.
     *
     * @throws The reason of the signal where that aborts.
     */
    async *follow(options = {}) {
        const signal = signalOf(options);
        const open = this.#context.each((agent, ending) => agent.approvals.follow(ending ? { signal: ending } : {}), signal);
        for await (const { pending } of open)
            yield pending;
    }
}
