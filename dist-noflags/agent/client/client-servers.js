/**
 * Servers that a client is found at while it is away: `client.servers`.
 *
 * @module
 */
import { assertText, membersOf } from "../../base/caller-mistakes.js";
import { invariant } from "../../base/errors.js";
import { serverAddress } from "../../net/address.js";
/** Peers that are asked for unless told otherwise. */
const DEFAULT_PEERS = 100;
/** See the module comment. A place is `HOST:PORT` or a multiaddr. */
export class ClientServers {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** Those that it is registered with. */
    list() {
        return this.#context.ask((agent) => agent.servers.list());
    }
    /**
     * Announces this agent at a server, whose key is pinned then: from now on others find it there by its DID, and leave
     * messages for it while it is away, which come when it takes messages again.
     *
     * @param place - That of the configuration where absent.
     * @throws {TypeError} for any other form, or where none is known.
     * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than before; `E_UNREACHABLE`, `E_TIMEOUT`;
     *   `E_REFUSED`, `E_RATE_LIMITED`; `E_LIMIT` for one server too many.
     */
    register(place, options = {}) {
        return this.#context.ask(async (agent) => {
            const address = addressOf(place ?? this.#context.parts.server);
            const { signal, ...terms } = membersOf(options, 'options', {
                unlisted: 'boolean?',
                name: 'text?',
                signal: 'signal?',
            });
            signal?.throwIfAborted();
            await this.#context.receive();
            const [made] = await agent.servers.register({ address, ...terms }, signal);
            invariant(made !== undefined, 'a server that was named is registered with');
            return made;
        });
    }
    /**
     * The agents that the registry at `place` lists.
     *
     * @throws {TypeError} for no place.
     * @throws {TalosError} `E_IDENTITY_CHANGED`; `E_UNREACHABLE`, `E_TIMEOUT`; `E_REFUSED`; `E_RATE_LIMITED`.
     */
    peers(place, options = {}) {
        return this.#context.ask((agent) => {
            const address = addressOf(place);
            const { limit = DEFAULT_PEERS, signal } = membersOf(options, 'options', {
                limit: 'number?',
                signal: 'signal?',
            });
            if (!Number.isSafeInteger(limit) || limit < 1)
                throw new RangeError(`limit must be 1 or more, got ${limit}`);
            return agent.servers.peers({ address, limit }, signal);
        });
    }
}
/** @throws {TypeError} for what is no place of a server. */
function addressOf(place) {
    assertText(place, 'place');
    try {
        return serverAddress(place);
    }
    catch (cause) {
        throw new TypeError('place must be HOST:PORT or a multiaddr', { cause });
    }
}
