/**
 * Clients of servers that are not to know who asks, or that the same agent asks about two peers: each connection is made
 * under a transport key of its own, for one peer, and the key goes with it. PROTOCOL.md §6.7.
 *
 * @module
 */
import { Slots } from "../../base/slots.js";
import { didOfKey } from "../../identity/did.js";
import { Lingering } from "./lingering.js";
/** Connections of one purpose that are used at a time; more wait. PROTOCOL.md §11. */
export const MAX_VEILED_IN_USE = 16;
/** Those that are open at a time, with those that linger: the one that lingers longest makes room. */
const MAX_VEILED_OPEN = 2 * MAX_VEILED_IN_USE;
/** See the module comment. */
export class VeiledClients {
    #terms;
    #lingering;
    #slots = new Slots(MAX_VEILED_IN_USE);
    /** Hosts that are being given back. */
    #ending = new Set();
    constructor(terms) {
        this.#terms = terms;
        this.#lingering = new Lingering(terms.timer);
    }
    /**
     * Runs `task` with a client of the server at `target`, in a matter of `peer`.
     *
     * @throws what connecting and `task` throw; the reason of `signal`; `E_CLOSED` after disposal.
     */
    use({ peer, target }, task, signal) {
        return this.#slots.run(() => {
            this.#lingering.endIdle(MAX_VEILED_OPEN - 1);
            const name = `${peer} ${didOfKey(target.peerKey)}`;
            return this.#lingering.use(name, () => this.#open(target), task, signal);
        }, signal);
    }
    async #open(target) {
        const { purpose, host: make, client } = this.#terms;
        const host = await make();
        try {
            const link = await host.connect(purpose, target);
            void link.closed.then(() => this.#end(host));
            return client(link);
        }
        catch (error) {
            this.#end(host);
            throw error;
        }
    }
    #end(host) {
        const ending = (async () => host[Symbol.asyncDispose]())();
        this.#ending.add(ending);
        const forget = () => void this.#ending.delete(ending);
        ending.then(forget, forget);
    }
    /** Closes all; tasks that run fail. */
    async [Symbol.asyncDispose]() {
        await this.#lingering[Symbol.asyncDispose]();
        await Promise.all(this.#ending);
    }
}
