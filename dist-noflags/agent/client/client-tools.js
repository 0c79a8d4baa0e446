/**
 * What a client lends: definitions of tools and their approval, `client.tools`; access-control lists, `client.acl`.
 *
 * @module
 */
import { membersOf } from "../../base/caller-mistakes.js";
import { peerText } from "./client-context.js";
/** The tools that a client lends, and what changed in their definitions. */
export class ClientTools {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** Those of one service, or of all. @throws {TalosError} `E_NOT_FOUND` for a service that was never lent. */
    list(options = {}) {
        return this.#context.ask((agent) => agent.tools.list(membersOf(options, 'options', { service: 'text?' })));
    }
    /** What changed since it was approved, and is quarantined. @throws {TalosError} `E_NOT_FOUND`. */
    changes(options = {}) {
        return this.#context.ask((agent) => agent.tools.changes(membersOf(options, 'options', { service: 'text?', tool: 'text?' })));
    }
    /**
     * Approves what was found: durable, on record, and in force for calls from then on.
     *
     * @returns What was approved.
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS` where it changed in several services; `E_LIMIT`; `E_STORAGE…`.
     */
    approve(params) {
        return this.#context.ask((agent) => agent.tools.approve(membersOf(params, 'params', {
            service: 'text?',
            tools: 'texts?',
            server: 'boolean?',
            all: 'boolean?',
            forNewGrants: 'boolean?',
        })));
    }
}
/** The access-control lists of what a client lends. Lists alone, without an agent: `AccessControl`. */
export class ClientAcl {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /**
     * Whether a list allows a request, by which rule, in which line.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is no list; `E_CONFIG` for one that cannot be read; `E_AMBIGUOUS`
     *   where services have different ones and none is named.
     */
    check(question) {
        return this.#context.ask((agent) => {
            const asked = membersOf(question, 'question', {
                peer: 'text',
                method: 'text',
                target: 'text',
                file: 'text?',
                service: 'text?',
            });
            return agent.acl.check({ ...asked, peer: peerText(asked.peer) });
        });
    }
    /** The lists that running services obey. */
    lists() {
        return this.#context.ask((agent) => agent.acl.lists());
    }
}
