/**
 * Notices that this machine's network has changed: a cable, another address, another Wi-Fi.
 *
 * Node tells nobody of such things, so its list of interfaces is looked at; one whose cable is out is not in it.
 *
 * @module
 */
import { networkInterfaces } from 'node:os';
import { isSystemError } from "../files/atomic-file.js";
/** How often the list is looked at, in milliseconds: reading it takes some tens of microseconds. */
export const INTERFACES_STEP_MS = 1000;
/** Calls `changed` whenever the addresses of this machine have changed. @returns A function that ends it. */
export function watchInterfaces(changed) {
    let before = addresses();
    const looking = setInterval(() => {
        const now = addresses();
        if (now === undefined || now === before)
            return;
        before = now;
        changed();
    }, INTERFACES_STEP_MS);
    looking.unref();
    return () => clearInterval(looking);
}
/** The addresses by which others may reach this machine, or it them; undefined while the system cannot say. */
function addresses() {
    const found = interfaces();
    if (found === undefined)
        return undefined;
    return Object.entries(found)
        .flatMap(([name, all]) => (all ?? []).filter(({ internal }) => !internal).map(({ cidr }) => `${name} ${cidr}`))
        .toSorted()
        .join();
}
/** Asking takes a descriptor: where none is left, the system has no answer, and the next look may have. */
function interfaces() {
    try {
        return networkInterfaces();
    }
    catch (error) {
        if (isSystemError(error, 'ERR_SYSTEM_ERROR'))
            return undefined;
        throw error;
    }
}
