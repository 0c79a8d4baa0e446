/**
 * Authority that a client gives and holds: `client.capabilities`. Capabilities alone, without an agent: `Capability`.
 *
 * @module
 */
import { assertText, membersOf, signalOf } from "../../base/caller-mistakes.js";
import { invariant } from "../../base/errors.js";
import { verdictOn, } from "../../capability/request.js";
import { delegateCapability, grantCapability, } from "./client-authority.js";
/** See the module comment. A capability is named by its 64 hex digits, or at least 8 that fit one alone. */
export class ClientCapabilities {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** All that were issued, received or delegated, oldest first. */
    list() {
        return this.#context.ask((agent) => agent.capabilities());
    }
    /** One of them, with its token and its chain. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    get(id) {
        return this.#context.ask((agent) => {
            assertText(id, 'id');
            return agent.capability(id);
        });
    }
    /**
     * Grants a capability; durable when it resolves.
     *
     * @throws {TypeError} for a request of another form.
     * @throws {RangeError} for a duration, a phrase or a service that cannot be.
     * @throws {TalosError} `MALFORMED`, `E_BAD_DID`; `E_AMBIGUOUS` where several services are lent and none is named.
     */
    grant(request) {
        return this.#context.ask(async (agent, core) => {
            const { listen } = this.#context.parts;
            const granted = await grantCapability(core, request, () => agent.onlyService());
            return { ...granted, addresses: await listen() };
        });
    }
    /**
     * Passes a capability that this agent was given on to another, within what it grants; durable when it resolves.
     *
     * @throws {TypeError} for a request of another form.
     * @throws {RangeError} for a duration or a depth that cannot be.
     * @throws {TalosError} `DELEGATION_INVALID` for what is not within it; `SUBJECT_MISMATCH` where it belongs to another
     *   agent; `EXPIRED`, `MALFORMED`, `SIGNATURE_INVALID`, `E_BAD_DID`.
     */
    delegate(capability, request) {
        return this.#context.ask((_agent, core) => {
            const kinds = { token: 'text', addresses: 'texts' };
            const parent = membersOf(capability, 'capability', kinds);
            return delegateCapability(core, parent, request);
        });
    }
    /**
     * What a serving agent would decide about a request under a capability, as far as is known here what was revoked.
     *
     * @param token - The token, or the text of a chain.
     * @throws {TypeError} for a request of another form; {RangeError} unless one of tool, resource and prompt is asked for.
     * @throws {TalosError} `E_BAD_DID`.
     */
    verify(token, request) {
        return this.#context.ask((_agent, core) => {
            assertText(token, 'token');
            return verdictOn(token, request, core.authority.standing());
        });
    }
    /**
     * Takes back what this agent issued or passed on: one capability, all that was delegated from it, or all of a holder or
     * an issuer. In force here for the next call, and told to who serves it.
     *
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_LIMIT`; {RangeError} unless exactly one of them is named.
     */
    revoke(params) {
        return this.#context.ask((agent) => agent.revoke(membersOf(params, 'params', {
            id: 'text?',
            chain: 'boolean?',
            subject: 'text?',
            issuer: 'text?',
            beforeMs: 'number?',
            reason: 'text',
        })));
    }
    /** Whether anything of a chain is revoked, as far as is known here. @throws {TalosError} `MALFORMED`. */
    isRevoked(token) {
        return this.#context.ask((agent) => {
            assertText(token, 'token');
            return agent.isRevoked(token);
        });
    }
    /** Has its issuer renew a received capability, for open tunnels too. @throws {TalosError} `RENEWAL_REFUSED`; `REVOKED`; `E_NOT_FOUND`; … */
    renew(id, options = {}) {
        return this.#context.ask(async (agent) => {
            assertText(id, 'id');
            const [renewed] = await agent.renew({ id }, signalOf(options));
            invariant(renewed !== undefined, 'a renewal of one capability has one outcome');
            return renewed;
        });
    }
    /** Has all renewed that can be; each says what became of it. */
    renewAll(options = {}) {
        return this.#context.ask((agent) => agent.renew({}, signalOf(options)));
    }
}
