/**
 * The capabilities of a running agent, in the words of `AgentApi`: granted, passed on, taken back, renewed. PROTOCOL.md §8.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { chainText, readChain } from "../../capability/chain.js";
import { parseDid } from "../../identity/did.js";
import { capabilityDetail, capabilityView } from "../api/views.js";
import { pinnedScope } from "../tunnel/tools.js";
import { assertTerms, delegate, parentOf } from "./delegating.js";
import { scopeAskedFor, scopeToDelegate } from "./grant-scope.js";
import { renewAll, renewOne } from "./renewing.js";
import { revoke } from "./revoking.js";
/** See the module comment; errors as `AgentApi` says. */
export class Capabilities {
    #parts;
    constructor(parts) {
        this.#parts = parts;
    }
    /** @param onlyService - The service, where `params` names none. */
    async grant(params, onlyService) {
        const { core } = this.#parts;
        const { expiresInS, depth, audience } = params;
        assertTerms(params);
        const scope = pinnedScope(core.pins, { scope: scopeAskedFor(params, onlyService), pinned: params.pinned });
        const grant = await core.grants.issue(parseDid(params.subject), scope, expiresInS, {
            ...(depth === undefined ? {} : { depth }),
            ...(audience === undefined ? {} : { audience: parseDid(audience) }),
        });
        return this.#granted(grant);
    }
    async delegate(params) {
        const { core } = this.#parts;
        assertTerms(params);
        const subject = parseDid(params.subject);
        const parent = await parentOf(core.grants, params.capability);
        const scope = scopeToDelegate(params, parent.token.claims.scope);
        return this.#granted(await delegate(core, parent, subject, scope, params));
    }
    async list() {
        return Promise.all(this.#parts.core.grants.all().map((grant) => this.#view(grant)));
    }
    async detail(id) {
        const grant = this.#parts.core.grants.find(id);
        return capabilityDetail(grant, await this.#revocationOf(grant));
    }
    async isRevoked(chain) {
        return this.#parts.core.authority.revocations.revokes(readChain(chain));
    }
    async revoke(params) {
        return revoke(this.#parts, params);
    }
    async renew({ id }, signal) {
        const renewed = id === undefined ? await renewAll(this.#parts, signal) : [await renewOne(this.#parts, id, signal)];
        return Promise.all(renewed.map(async (each) => {
            const { id: of, outcome } = 'outcome' in each ? each : { id: id ?? '', outcome: each };
            if (outcome instanceof TalosError)
                return { id: of, refused: outcome.code };
            return { id: of, capability: await this.#view(outcome), token: chainText(outcome.chain) };
        }));
    }
    async #granted(grant) {
        return { capability: await this.#view(grant), token: chainText(grant.chain) };
    }
    async #view(grant) {
        return capabilityView(grant, await this.#revocationOf(grant));
    }
    async #revocationOf({ chain }) {
        const { authority, revocations } = this.#parts.core;
        const found = authority.revocations.find(chain);
        if (found === undefined)
            return undefined;
        const { timeMs: atMs, reason } = await revocations.item(found);
        return { by: found.by, kind: found.kind, atMs, reason };
    }
}
