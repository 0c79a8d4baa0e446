/**
 * Who has seen the ledger of a client, and what it has seen of others': `client.audit.witnesses`. PROTOCOL.md §9.9.
 *
 * @module
 */
import { assertText, membersOf, signalOf } from "../../base/caller-mistakes.js";
import { peerText } from "./client-context.js";
/** See the module comment. */
export class ClientWitnesses {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** The witnesses that are asked. */
    list() {
        return this.#context.ask((agent) => agent.witness.list());
    }
    /**
     * Asks a witness from now on, at each new checkpoint, at most once a minute. Durable.
     *
     * @param witness - The URL of a service (C2SP `tlog-witness`), with its key; or a peer.
     * @throws {RangeError} for a URL without a key; {TalosError} `E_LIMIT` beyond 15; what naming a peer throws.
     */
    add(witness, options = {}) {
        return this.#context.ask((agent) => {
            const { key } = membersOf(options, 'options', { key: 'text?' });
            return agent.witness.add({ witness: peerText(witness, 'witness'), ...(key === undefined ? {} : { key }) });
        });
    }
    /** Asks a witness no more. @throws {TalosError} `E_NOT_FOUND`. */
    remove(witness) {
        return this.#context.ask((agent) => agent.witness.remove({ witness: peerText(witness, 'witness') }));
    }
    /** Seals what waits and asks every witness now. Each says how it went: nothing is thrown for one that failed. */
    ask(options = {}) {
        return this.#context.ask((agent) => agent.witness.ask(signalOf(options)));
    }
    /** The newest checkpoint, and the newest one that a witness cosigned. @throws {TalosError} `E_NOT_FOUND` before the first. */
    root() {
        return this.#context.ask((agent) => agent.witness.root());
    }
    /** The peers whose ledgers were seen. */
    peers() {
        return this.#context.ask((agent) => agent.witness.peers());
    }
    /** Evidence that peers signed two histories, the oldest first. */
    evidence(options = {}) {
        return this.#context.ask((agent) => {
            const { peer } = membersOf(options, 'options', { peer: 'text?' });
            return agent.witness.evidence(peer === undefined ? {} : { peer: peerText(peer) });
        });
    }
    /** Lets a peer in again against which there is evidence. Durable. @throws {TalosError} `E_NOT_FOUND` where there is nothing to clear. */
    clear(peer) {
        return this.#context.ask((agent) => {
            assertText(peer, 'peer');
            return agent.witness.clear({ peer: peerText(peer) });
        });
    }
}
