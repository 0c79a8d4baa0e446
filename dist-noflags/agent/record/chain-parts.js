import { ForeignChains } from "../../ledger/chain/foreign-chains.js";
import { OwnChain } from "../../ledger/chain/served-chain.js";
import { ChainDialer } from "./chain-dialer.js";
import { ChainHost } from "./chain-host.js";
import { chainOperations } from "./chain-operations.js";
import { ChainShares } from "./chain-shares.js";
import { Chains } from "./chains.js";
import { ownOperations } from "./own-operations.js";
/** Puts them together. */
export function openChains(core, terms) {
    const { identity, store, clock, ledger } = core;
    const own = new OwnChain(store, ledger);
    const shares = new ChainShares(store);
    const foreign = new ForeignChains({ store, self: identity.did, clock });
    const operations = {
        ...chainOperations({
            self: identity.did,
            chainOf: async (author) => (author === identity.did ? own : foreign.get(author)),
        }),
        ...ownOperations(core, own),
        ...terms.operations,
    };
    const host = new ChainHost({ core, shares, operations, hasTunnel: terms.hasTunnel });
    const dialer = new ChainDialer({ core, ...terms });
    return {
        host,
        dialer,
        foreign,
        api: new Chains({ core, shares, foreign, dialer, onFork: terms.onFork }),
        [Symbol.asyncDispose]: async () => {
            await host.close();
            await dialer[Symbol.asyncDispose]();
        },
    };
}
