/**
 * What agents say to each other over a channel beside its tunnels: successions, revocation lists and renewals.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { readToken } from "../../capability/token.js";
import { PACKET } from "../../message/packet.js";
import { keepLearning, learnList, refresh } from "../authority/freshness.js";
import { Issuers } from "../authority/issuers.js";
import { Renewals } from "../authority/renewals.js";
import { RevocationExchange } from "../authority/revocation-exchange.js";
import { Successions } from "../identity/successions.js";
/** See the module comment. */
export class ChannelControl {
    issuers;
    revocations;
    renewals;
    successions;
    #freshness;
    /**
     * @param host - What is served here, once it is asked: see `IssuersParts`.
     * @param reach - A channel to an agent, dialled where none is open.
     */
    constructor(core, host, reach) {
        this.issuers = new Issuers({ self: core.identity.did, grants: core.grants, line: core.successions, ...host });
        this.revocations = new RevocationExchange(core, this.issuers);
        this.renewals = new Renewals(core);
        this.successions = new Successions({ core, ...host, matters: (did) => this.issuers.matters(did) });
        this.#freshness = { core, exchange: this.revocations, reach };
    }
    async freshen(channel, chain) {
        await refresh(this.#freshness, channel, chain.map(readToken));
    }
    tellRevoked(channel, chain) {
        for (const issuer of new Set(chain.map((text) => readToken(text).claims.issuer)))
            this.revocations.show(channel, issuer);
    }
    learn(channel, chain) {
        return keepLearning(this.#freshness, channel, chain);
    }
    /** Asks `issuer`, and `other`, for the list of `issuer`. Resolves when they have answered, or in time. */
    async learnList(issuer, other) {
        await learnList(this.#freshness, issuer, other);
    }
    join(channel) {
        // First: whatever comes after it may be for one that went before.
        this.successions.join(channel);
        this.revocations.join(channel);
    }
    async take(channel, packet) {
        const { type } = packet;
        if (type === PACKET.revocationsGet || type === PACKET.revocations)
            await this.revocations.take(channel, packet);
        else if (type === PACKET.capabilityRenew || type === PACKET.capabilityRenewed)
            await this.renewals.take(channel, packet);
        else if (type === PACKET.successionGet || type === PACKET.succession)
            await this.successions.take(channel, packet);
        else
            throw new TalosError('E_PROTOCOL', `packet type ${type} on stream 0`);
    }
    [Symbol.dispose]() {
        this.revocations[Symbol.dispose]();
        this.successions[Symbol.dispose]();
    }
}
