/**
 * DIDs, their documents, and where agents say that they are: `client.dids`.
 *
 * @module
 */
import { assertText, membersOf, signalOf } from "../../base/caller-mistakes.js";
import { documentOfDid } from "../../identity/did-document.js";
import { webDocumentOf } from "../../identity/did-web.js";
import { peerText } from "./client-context.js";
/** See the module comment. */
export class ClientDids {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /**
     * The document of a DID: `did:key`, `did:web`, and whatever the client was given resolvers for.
     *
     * @throws {TalosError} `E_BAD_DID`; `E_BAD_DOCUMENT`; `E_NOT_FOUND`; `E_UNREACHABLE`; `E_TIMEOUT`; `E_LIMIT`.
     */
    resolve(did, options = {}) {
        return this.#context.ask((_agent, core) => {
            assertText(did, 'did');
            return core.resolveDid(did, signalOf(options));
        });
    }
    /** The own DID document, to be given to others. @throws {TalosError} `E_BAD_DID` for a name that is no `did:web`. */
    document(options = {}) {
        return this.#context.ask((_agent, { identity: { did } }) => {
            const { web } = membersOf(options, 'options', { web: 'text?' });
            return web === undefined ? documentOfDid(did).json : webDocumentOf(web, did);
        });
    }
    /**
     * The newest signed record of where an agent is.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is none that has not expired; what naming a peer throws.
     */
    record(options = {}) {
        return this.#context.ask((agent) => {
            const { peer, seek = false } = membersOf(options, 'options', { peer: 'text?', seek: 'boolean?' });
            return agent.identities.record({ ...(peer === undefined ? {} : { peer: peerText(peer) }), isSought: seek });
        });
    }
    /** The `did:web` names that were used here, and whom they are pinned to. */
    names() {
        return this.#context.ask((agent) => agent.identities.names());
    }
    /** Shows to those who know this agent that it goes on for an earlier identity, after a rotation. What is not reached in 10 s is left. */
    announce(options = {}) {
        return this.#context.ask((agent) => agent.identities.announce(signalOf(options)));
    }
}
