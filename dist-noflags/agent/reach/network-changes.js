import { didOfKey, keyOfDid } from "../../identity/did.js";
/** How often the clocks are looked at, in milliseconds. */
export const CLOCK_STEP_MS = 1000;
/** So much more than that says that this process slept, was stopped, or the machine was, in milliseconds. */
export const WAKE_GAP_MS = 5000;
/** See the module comment. */
export class NetworkChanges {
    #woken = new Set();
    #better = new Set();
    #followed = new WeakSet();
    #host;
    /**
     * Calls `listen` whenever connections may be dead and tries worth making now, with the milliseconds that this machine slept,
     * 0 where it did not. @returns A function that undoes it.
     */
    onWake(listen) {
        this.#woken.add(listen);
        return () => void this.#woken.delete(listen);
    }
    /** Tells them: this machine woke after `sleptMs`, or its network changed. */
    wake(sleptMs = 0) {
        for (const listen of this.#woken)
            listen(sleptMs);
    }
    /** Calls `listen` whenever there is a better way to a peer than all that there were. @returns A function that undoes it. */
    onBetterPath(listen) {
        this.#better.add(listen);
        return () => void this.#better.delete(listen);
    }
    /** Whether there is a better way to `peer` by now than `path`: it may have come up while something was being opened. */
    hasBetter(peer, path) {
        const now = path === 'relayed' ? this.#host?.pathTo(keyOfDid(peer)) : undefined;
        return now !== undefined && now !== 'relayed';
    }
    /** Tells of the better ways that `host` finds, from now on. Repeatable. */
    follow(host) {
        if (this.#followed.has(host))
            return;
        this.#followed.add(host);
        this.#host = host;
        host.onBetterPath((key) => {
            const peer = didOfKey(key);
            for (const listen of this.#better)
                listen(peer);
        });
    }
}
/**
 * Looks at both clocks again and again: where either has gone on by much more than was waited, this process slept, was
 * stopped, or its machine was. The clock of the machine may have been set as well; then trying early does no harm.
 *
 * @param woke - Told so, with the milliseconds that it was.
 * @returns A function that ends the looking.
 */
export function watchClocks(clock, timer, woke) {
    let cancel = () => { };
    const look = () => {
        const [wall, steady] = [clock.now(), timer.now()];
        cancel = timer.after(CLOCK_STEP_MS, () => {
            const longest = Math.max(clock.now() - wall, timer.now() - steady);
            look();
            if (longest >= CLOCK_STEP_MS + WAKE_GAP_MS)
                woke(longest - CLOCK_STEP_MS);
        });
    };
    look();
    return () => cancel();
}
