/**
 * Servers that a client is found at while it is away: `client.servers`.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { PeerListView, RegistrationView, ServerView } from '../api/server-api.ts';
import type { ClientContext } from './client-context.ts';
/** How to register. */
export interface RegisterOptions extends SignalOptions {
    /** Whether the list of the server is not to name this agent; as before where absent, at first it does. */
    readonly unlisted?: boolean;
    /** What it calls itself in the list, `""` for nothing; as before where absent, at first nothing. */
    readonly name?: string;
}
/** Whom to list. */
export interface ListedOptions extends SignalOptions {
    /** At most so many; 100 where absent. */
    readonly limit?: number;
}
/** See the module comment. A place is `HOST:PORT` or a multiaddr. */
export declare class ClientServers {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** Those that it is registered with. */
    list(): Promise<readonly ServerView[]>;
    /**
     * Announces this agent at a server, whose key is pinned then: from now on others find it there by its DID, and leave
     * messages for it while it is away, which come when it takes messages again.
     *
     * @param place - That of the configuration where absent.
     * @throws {TypeError} for any other form, or where none is known.
     * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than before; `E_UNREACHABLE`, `E_TIMEOUT`;
     *   `E_REFUSED`, `E_RATE_LIMITED`; `E_LIMIT` for one server too many.
     */
    register(place?: string, options?: RegisterOptions): Promise<RegistrationView>;
    /**
     * The agents that the registry at `place` lists.
     *
     * @throws {TypeError} for no place.
     * @throws {TalosError} `E_IDENTITY_CHANGED`; `E_UNREACHABLE`, `E_TIMEOUT`; `E_REFUSED`; `E_RATE_LIMITED`.
     */
    peers(place: string, options?: ListedOptions): Promise<PeerListView>;
}
