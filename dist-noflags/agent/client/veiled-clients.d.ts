import { type Did } from '../../identity/did.ts';
import type { Host, Link, Target } from '../../net/link.ts';
import type { Purpose } from '../../net/protocols.ts';
import type { Timer } from '../../net/timer.ts';
import { type Closable } from './lingering.ts';
/** Connections of one purpose that are used at a time; more wait. PROTOCOL.md §11. */
export declare const MAX_VEILED_IN_USE = 16;
/** What is asked, and about whom. */
export interface Veiled {
    readonly peer: Did;
    readonly target: Target;
}
/** What the clients are made from. */
export interface VeiledTerms<Client> {
    readonly purpose: Purpose;
    /** A new host under a key of its own; owned by who asks. @throws {TalosError} `E_UNREACHABLE` where the network is off. */
    readonly host: () => Promise<Host>;
    /** Takes a link. */
    readonly client: (link: Link) => Client;
    readonly timer: Timer;
}
/** See the module comment. */
export declare class VeiledClients<Client extends Closable> implements AsyncDisposable {
    #private;
    constructor(terms: VeiledTerms<Client>);
    /**
     * Runs `task` with a client of the server at `target`, in a matter of `peer`.
     *
     * @throws what connecting and `task` throw; the reason of `signal`; `E_CLOSED` after disposal.
     */
    use<T>({ peer, target }: Veiled, task: (client: Client) => Promise<T>, signal?: AbortSignal): Promise<T>;
    /** Closes all; tasks that run fail. */
    [Symbol.asyncDispose](): Promise<void>;
}
