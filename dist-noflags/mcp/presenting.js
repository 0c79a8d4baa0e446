/**
 * The client's side of a guarded server: presents a capability with each request of an MCP client of the official classes,
 * and proves that this end holds its key. PROTOCOL.md §8.7.
 *
 * @module
 */
import { provePossession } from "../capability/possession.js";
import { CAPABILITY_META, CHALLENGE_META, PROOF_META } from "./guard.js";
import { intercepted } from "./intercepted.js";
import { idKey, isJsonObject, isRpcId, RPC_CODES } from "./rpc.js";
class Presenting {
    #presented;
    #open = new Map();
    #challenge;
    constructor(presented) {
        this.#presented = presented;
    }
    sent(message) {
        const { id, method, params } = message;
        const cancelled = method === 'notifications/cancelled' && isJsonObject(params) ? params['requestId'] : undefined;
        if (isRpcId(cancelled))
            this.#open.delete(idKey(cancelled));
        if (id === undefined || !isRpcId(id) || typeof method !== 'string')
            return message;
        this.#open.set(idKey(id), { message: message, isRepeated: false });
        return this.#proven(message, method);
    }
    /** Before the server has said its challenge there is nothing to prove: its refusal says it. */
    #proven(message, method) {
        const { signing, capability, server: audience } = this.#presented;
        const params = message['params'] ?? {};
        if (this.#challenge === undefined || method === 'initialize' || !isJsonObject(params))
            return message;
        const challenge = this.#challenge;
        const proof = provePossession(signing, { audience, challenge, chain: capability, method, params });
        const meta = isJsonObject(params['_meta']) ? params['_meta'] : {};
        return {
            ...message,
            params: { ...params, _meta: { ...meta, [CAPABILITY_META]: capability, [PROOF_META]: proof } },
        };
    }
    received(message, _, answer) {
        const { id, method } = message;
        if (method !== undefined || id === undefined || !isRpcId(id))
            return message;
        const asked = this.#open.get(idKey(id));
        const isNew = this.#learn(message);
        if (asked === undefined)
            return message;
        if (isNew && isDenial(message) && !asked.isRepeated) {
            asked.isRepeated = true;
            answer(this.#proven(asked.message, asked.message['method'])).catch(() => undefined);
            return undefined;
        }
        this.#open.delete(idKey(id));
        return message;
    }
    /** Takes the challenge that an answer says. @returns Whether it is another than before. */
    #learn(message) {
        const { result, error } = message;
        const where = isJsonObject(error) ? error['data'] : isJsonObject(result) ? result['_meta'] : undefined;
        const said = isJsonObject(where) ? where[CHALLENGE_META] : undefined;
        if (typeof said !== 'string' || said === this.#challenge)
            return false;
        this.#challenge = said;
        return true;
    }
}
function isDenial(message) {
    const error = message['error'];
    return isJsonObject(error) && error['code'] === RPC_CODES.denied;
}
/** `transport`, of a client, with the capability presented and proven in each request. */
export function presentingCapability(transport, presented) {
    return intercepted(transport, new Presenting(presented));
}
