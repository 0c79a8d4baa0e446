/**
 * Peers that may read this agent's chain, and those kept here: nobody, until its owner says so. Entries say whom one
 * deals with. PROTOCOL.md §9.11.
 *
 * Layout in the space `chain` (the rest of which is that of `foreign-chains.ts`): 0x01 ‖ key of the peer (32) →
 * canonical JSON `{ v, blocks }`.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { readBoolean, readInteger, readObject } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { didOfKey, keyOfDid } from "../../identity/did.js";
/** Peers that a chain is shared with; one more is refused until others are removed. */
export const MAX_CHAIN_SHARES = 1000;
const PREFIX = Uint8Array.of(1);
const END = Uint8Array.of(2);
/** See the module comment. It holds nothing in memory, so that what is removed is refused from then on. */
export class ChainShares {
    #store;
    #changing = new Mutex();
    constructor(store) {
        this.#store = store;
    }
    /** What `peer` may read; `undefined`: nothing. @throws {TalosError} `E_STORAGE…`. */
    async get(peer) {
        const value = await this.#store.get('chain', keyOf(peer));
        return value === undefined ? undefined : readShare(value);
    }
    /** All of them, in the order of their keys. */
    async all() {
        const all = [];
        for await (const [key, value] of this.#store.scan('chain', { start: PREFIX, end: END }))
            all.push({ peer: didOfKey(key.slice(PREFIX.length)), share: readShare(value) });
        return all;
    }
    /**
     * From now on `peer` may read `share`, and nothing else; durable when it resolves.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_CHAIN_SHARES}.
     */
    add(peer, share) {
        return this.#changing.run(async () => {
            const held = await this.all();
            if (held.length >= MAX_CHAIN_SHARES && held.every((each) => each.peer !== peer))
                throw new TalosError('E_LIMIT', `a chain is shared with at most ${MAX_CHAIN_SHARES} peers`);
            const value = canonicalBytes({ v: 1, blocks: share === 'blocks' });
            await this.#store.apply([{ kind: 'put', space: 'chain', key: keyOf(peer), value }]);
        });
    }
    /** `peer` may read nothing any more; durable when it resolves. @returns Whether it might before. */
    remove(peer) {
        return this.#changing.run(async () => {
            const wasShared = (await this.get(peer)) !== undefined;
            if (wasShared)
                await this.#store.apply([{ kind: 'delete', space: 'chain', key: keyOf(peer) }]);
            return wasShared;
        });
    }
}
function keyOf(peer) {
    return concat(PREFIX, keyOfDid(peer));
}
function readShare(value) {
    try {
        const fields = readObject(parseJson(value), { required: ['v', 'blocks'] }, 'share');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return readBoolean(fields.blocks, 'blocks') ? 'blocks' : 'headers';
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a share of the store cannot be read', { cause });
    }
}
