import { askOver } from "../../net/request-link.js";
import { systemTimer } from "../../net/timer.js";
import { Lingering } from "../client/lingering.js";
import { dialPeer } from "../reach/peer-dial.js";
/** How long a peer may take for one answer, in milliseconds, before another source is asked. */
export const CHAIN_ANSWER_TIMEOUT_MS = 30_000;
/** See the module comment. */
export class ChainDialer {
    #parts;
    #links;
    constructor(parts) {
        this.#parts = parts;
        this.#links = new Lingering(parts.timer ?? systemTimer);
    }
    /**
     * Runs `task` with a link to `peer`, which is dialled where there is none. The link is not the task's to close.
     *
     * @throws {TalosError} `E_UNREACHABLE` and what else dialling throws; `E_REFUSED` where the peer does not let this agent
     *   ask; what `task` throws.
     */
    use(peer, task, signal) {
        return this.#links.use(peer, () => this.#open(peer), task, signal);
    }
    async #open(peer) {
        // No signal of one asker ends it: others may wait for the same link.
        const link = await dialPeer(this.#parts.core, this.#parts, 'chain', peer);
        return askOver(link, { timeoutMs: CHAIN_ANSWER_TIMEOUT_MS });
    }
    /** Ends every link; what is asked fails. */
    [Symbol.asyncDispose]() {
        return this.#links[Symbol.asyncDispose]();
    }
}
