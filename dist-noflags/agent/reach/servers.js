/**
 * The servers of a running agent, in the words of `ServersApi`.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { isIdentityName, MAX_NAME_BYTES } from "../../identity/identity.js";
import { MAX_LISTED_PEERS } from "./listed-peers.js";
/** See the module comment. */
export class Servers {
    #mail;
    /** @param mail - Opened when first needed; not owned. */
    constructor(mail) {
        this.#mail = mail;
    }
    async list() {
        return (await this.#mail()).servers().map(viewOf);
    }
    async register(params, signal) {
        const { address, unlisted, name } = params;
        if (name !== undefined && name !== '' && !isIdentityName(name))
            throw new TalosError('E_USAGE', `a name must be at most ${MAX_NAME_BYTES} bytes of printable text`);
        const made = await (await this.#mail()).register(address, signal, {
            ...(unlisted === undefined ? {} : { isUnlisted: unlisted }),
            ...(name === undefined ? {} : { name }),
        });
        return made.map(({ server, bundles, expiresAtMs }) => ({ ...viewOf(server), bundles, expiresAtMs }));
    }
    async peers(params, signal) {
        const { limit } = params;
        if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LISTED_PEERS)
            throw new TalosError('E_USAGE', `a list has 1 to ${MAX_LISTED_PEERS} peers`);
        const { server, peers, isMore } = await (await this.#mail()).listed(params, signal);
        return {
            server,
            peers: peers.map(({ isConnected, ...peer }) => ({ ...peer, connected: isConnected })),
            more: isMore,
        };
    }
}
const viewOf = ({ did, addresses, mailbox, info, listing }) => ({
    did,
    addresses,
    mailbox,
    ...info,
    unlisted: listing.isUnlisted,
});
