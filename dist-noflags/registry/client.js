import { isTalosError, TalosError } from "../base/errors.js";
import { askOver } from "../net/request-link.js";
import { LISTED, REGISTRY_OPERATIONS, readInfo, readLeft, readLookedUp, readPage, readTaken, } from "./api.js";
/**
 * A registry over one link of purpose `registry`, which it owns. Every method throws, besides what its own words say:
 * `E_RATE_LIMITED` where the registry is full or was asked too often, `E_REFUSED` where it refused, `E_TIMEOUT` where it
 * did not answer, `E_MALFORMED` or `E_LIMIT` for an answer that is none, the reason of the link's end or of the signal.
 */
export class RegistryClient {
    #asker;
    /** @param link - To the registry, whose key the caller has pinned. */
    constructor(link, terms = {}) {
        const { onLow = () => undefined, timeoutMs } = terms;
        this.#asker = askOver(link, {
            ...(timeoutMs === undefined ? {} : { timeoutMs }),
            onPush: (op, fields) => {
                if (op !== REGISTRY_OPERATIONS.low)
                    throw new TalosError('E_PROTOCOL', 'the registry says what it has no word for');
                return onLow(readLeft(fields));
            },
        });
    }
    /** Resolves, never rejects, when the link has ended. */
    get closed() {
        return this.#asker.closed;
    }
    /**
     * Announces the agent whose key the link proves. Durable there when it resolves.
     *
     * @param listing - How it is in the list of the registry; {@link LISTED} unless given.
     * @returns How many single-use bundles the registry has of it.
     * @throws {TalosError} `E_REFUSED` for a record of another agent (`denied`) or one that is not accepted (`failed`).
     */
    async register(record, signal, listing = LISTED) {
        const fields = {
            record,
            ...(listing.name === '' ? {} : { name: listing.name }),
            ...(listing.isUnlisted ? { unlisted: true } : {}),
        };
        return readLeft(await this.#asker.ask(REGISTRY_OPERATIONS.register, fields, signal));
    }
    /**
     * A page of the list of agents, in the order of their keys.
     *
     * @param after - The last one of the page before.
     * @param limit - At most so many, 1 to {@link MAX_PEERS_A_PAGE}.
     */
    async list(after, limit, signal) {
        const fields = { limit, ...(after === undefined ? {} : { after }) };
        return readPage(await this.#asker.ask(REGISTRY_OPERATIONS.list, fields, signal), limit);
    }
    /**
     * Hands bundles in, of an agent that is registered. Durable there when it resolves. Where the outcome is not known, new
     * bundles must be made: those of an offer may have been given to somebody already.
     *
     * @returns How many single-use bundles the registry has now.
     * @throws {TalosError} `E_NOT_FOUND` where the agent is not registered; `E_REFUSED` for a bundle that is not accepted.
     */
    async offer(offer, signal) {
        const { last, single, add = false } = offer;
        const fields = {
            single: [...single],
            ...(last === undefined ? {} : { last }),
            ...(add ? { add } : {}),
        };
        return readLeft(await this.#asker.ask(REGISTRY_OPERATIONS.offer, fields, signal));
    }
    /** The record of an agent, to be verified by the caller; `undefined` where the registry says that it has none. */
    lookup(did, signal) {
        return this.#find(REGISTRY_OPERATIONS.lookup, did, readLookedUp, signal);
    }
    /**
     * A bundle of an agent, to be verified by the caller; `undefined` where the registry says that it has none. Whether
     * there are one-time prekeys in it shows when it is verified: a registry can always withhold them.
     */
    takeBundle(did, signal) {
        return this.#find(REGISTRY_OPERATIONS.bundle, did, readTaken, signal);
    }
    async #find(op, did, read, signal) {
        try {
            return read(await this.#asker.ask(op, { did }, signal));
        }
        catch (error) {
            if (isTalosError(error, 'E_NOT_FOUND'))
                return undefined;
            throw error;
        }
    }
    /** What the server says of itself. @throws {TalosError} `E_REFUSED` where it has no word for that. */
    async info(signal) {
        return readInfo(await this.#asker.ask(REGISTRY_OPERATIONS.info, {}, signal));
    }
    close() {
        return this.#asker.close();
    }
    [Symbol.asyncDispose]() {
        return this.close();
    }
}
