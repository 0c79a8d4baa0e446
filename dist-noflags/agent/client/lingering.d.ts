import type { Timer } from '../../net/timer.ts';
/** How long a client that nobody uses stays open, in milliseconds. */
export declare const LINGER_MS = 10000;
/** What can linger. */
export interface Closable {
    /** Resolves, never rejects, when it has ended by itself or was closed. */
    readonly closed: Promise<unknown>;
    close(): Promise<void>;
}
/** See the module comment. Clients are told apart by name; who names them bounds how many there can be. */
export declare class Lingering<Client extends Closable> implements AsyncDisposable {
    #private;
    constructor(timer: Timer);
    /**
     * Runs `task` with the client called `name`, which `open` opens where there is none.
     *
     * @param signal - Ends the waiting for the client, which is opened all the same: others may wait for it.
     * @throws what `open` and `task` throw; the reason of `signal`; `E_CLOSED` after disposal.
     */
    use<T>(name: string, open: () => Promise<Client>, task: (client: Client) => Promise<T>, signal?: AbortSignal): Promise<T>;
    /** Ends those that nobody uses, the one opened first before the others, until at most `count` are held. */
    endIdle(count: number): void;
    /** Closes all clients; tasks that run fail. */
    [Symbol.asyncDispose](): Promise<void>;
}
