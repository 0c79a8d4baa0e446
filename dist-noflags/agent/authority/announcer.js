/**
 * Intents at the calling side: which calls are announced, and with which words. PROTOCOL.md §7.2.
 *
 * A call is announced where the server asks for that, where its client gave a reason, or where it was announced before.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { TalosError } from "../../base/errors.js";
import { NamePatterns } from "../../capability/name-patterns.js";
import { readHex, readObject, readString } from "../../codec/fields.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { MAX_JUSTIFICATION_CHARACTERS, } from "../../ledger/entry/statement.js";
import { intentMeta } from "../../mcp/meta.js";
import { classify } from "../../mcp/policy.js";
/** Intents that were announced and wait for their calls; the oldest is forgotten. As many as a server remembers. */
export const MAX_PREPARED_INTENTS = 64;
/** See the module comment. */
export class Announcer {
    #records;
    #needed;
    #justification;
    #prepared = new BoundedMap(MAX_PREPARED_INTENTS);
    /**
     * @param needed - What the server asks for, as it said when the tunnel was opened.
     * @param justification - Of calls that come without a reason of their own.
     * @throws {TalosError} `E_MALFORMED` for a justification that is too long; `E_PROTOCOL` for patterns that are none.
     */
    constructor(records, needed, justification = '') {
        this.#records = records;
        this.#justification = readJustification(justification);
        this.#needed = patternsOf(needed);
    }
    /**
     * Signs and records what is announced for a later call, which names it by the hash.
     *
     * @throws {TalosError} as `CallerRecords.intent`; `E_MALFORMED` for a justification that is too long.
     */
    async prepare(method, params, justification) {
        const intent = await this.#records.intent(method, params, readJustification(justification));
        this.#prepared.set(intent.signed.hash, intent);
        return intent.signed;
    }
    /**
     * The intent of a recorded call, signed and recorded; `undefined` where none is wanted.
     *
     * @throws {TalosError} as {@link prepare}; `E_MALFORMED` for a wish in another form, or an intent that does not wait.
     */
    async intentOf({ method, params, json }) {
        const { justification, intent } = readWish(intentMeta(json));
        if (intent !== undefined) {
            const prepared = this.#prepared.get(intent);
            this.#prepared.delete(intent);
            if (prepared === undefined)
                throw new TalosError('E_MALFORMED', 'the intent is not known here, or was used');
            return { ...prepared, isSent: true };
        }
        const policy = classify(method, params);
        const isNeeded = policy.kind === 'recorded' && this.#needed.fits(policy.request);
        if (justification === undefined && !isNeeded)
            return undefined;
        const made = await this.#records.intent(method, params, justification ?? this.#justification);
        return { ...made, isSent: false };
    }
}
function readWish(json) {
    if (json === undefined)
        return { justification: undefined, intent: undefined };
    const fields = readObject(json, { required: [], optional: ['justification', 'intent'] }, 'intent');
    const { justification, intent } = fields;
    if (intent !== undefined)
        readHex(intent, 'intent', HASH_BYTES);
    return {
        justification: justification === undefined ? undefined : readJustification(justification),
        intent: typeof intent === 'string' ? intent : undefined,
    };
}
function readJustification(text) {
    return readString(text, 'justification', { max: MAX_JUSTIFICATION_CHARACTERS });
}
function patternsOf(texts) {
    try {
        return new NamePatterns(texts);
    }
    catch (cause) {
        throw new TalosError('E_PROTOCOL', 'the server asks for intents in a form that is none', { cause });
    }
}
