/**
 * Others who say when the log was what it is: `client.audit.anchors`. PROTOCOL.md §9.10.
 *
 * @module
 */
import { assertText, membersOf, signalOf } from "../../base/caller-mistakes.js";
import { copyOf } from "../../capability/request.js";
/** See the module comment. */
export class ClientAnchors {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** All sources, removed ones with tokens included. */
    sources() {
        return this.#context.ask((agent) => agent.anchors.sources());
    }
    /** Anchors the log there from now on. @throws {RangeError} for a source in another form; {TalosError} `E_LIMIT`. */
    add(source) {
        return this.#context.ask((agent) => {
            membersOf(source, 'source', { kind: 'text' });
            return agent.anchors.add(copyOf(source));
        });
    }
    /** Anchors nothing there any more; what was anchored stays. @param id - Of the source. @throws {TalosError} `E_NOT_FOUND`. */
    remove(id) {
        return this.#context.ask((agent) => {
            assertText(id, 'id');
            return agent.anchors.remove(id);
        });
    }
    /** All anchors, by the size of the log. */
    list() {
        return this.#context.ask((agent) => agent.anchors.list());
    }
    /** Anchors the newest checkpoint at every source. @returns One for each; what failed says why. @throws {TalosError} `E_NOT_FOUND` without a source. */
    now(options = {}) {
        return this.#context.ask((agent) => agent.anchors.now(signalOf(options)));
    }
    /** Verifies all anchors against the log, without a network. */
    verify() {
        return this.#context.ask((agent) => agent.anchors.verify());
    }
}
