/**
 * Addresses that strangers named, as far as they may be dialled: a host name is looked up, and what it leads to is judged as if
 * it stood there. Otherwise a name on the internet could lead into the network that this machine is in.
 *
 * @module
 */
import { lookup } from 'node:dns/promises';
import { TalosError } from "../../base/errors.js";
import { isDialable, parseAddress } from "../../net/address.js";
/** IP addresses of one name that are dialled. */
export const MAX_IPS_A_NAME = 4;
/** How long the system gets to look a name up, in milliseconds. */
export const NAME_TIMEOUT_MS = 5000;
const bySystem = async (name, family) => {
    const found = await lookup(name, { all: true, family });
    return found.map(({ address }) => address);
};
/**
 * Those of `addresses` that `mayDial` allows, with IP addresses in place of names.
 *
 * @throws The reason of `signal`, where that aborts.
 */
export async function learnedAddresses(addresses, mayDial, signal, lookUp = bySystem) {
    const allowed = addresses.filter(({ text }) => mayDial(text));
    const resolved = await Promise.all(allowed.map((address) => resolve(address, signal, lookUp)));
    return resolved.flat().filter((address) => isDialable(address) && mayDial(address.text));
}
async function resolve(address, signal, lookUp) {
    const { family, host, text } = address;
    if (!family.startsWith('dns'))
        return [address];
    const wanted = family === 'dns4' ? 4 : family === 'dns6' ? 6 : 0;
    const start = `/${family}/${host}/`;
    let ips;
    try {
        ips = await inTime(lookUp(host, wanted), signal);
    }
    catch (error) {
        signal.throwIfAborted();
        // A name that leads nowhere is an address that nobody answers at.
        if (error instanceof Error)
            return [];
        throw error;
    }
    return ips
        .slice(0, MAX_IPS_A_NAME)
        .map((ip) => parseAddress(`/${ip.includes(':') ? 'ip6' : 'ip4'}/${ip.replace(/%.*$/, '')}/${text.slice(start.length)}`));
}
/** The system's look-up cannot be stopped; it is not waited for any longer. */
function inTime(promise, signal) {
    return new Promise((resolve, reject) => {
        const end = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', abort);
        };
        const abort = () => {
            end();
            reject(signal.reason);
        };
        const timer = setTimeout(() => {
            end();
            reject(new TalosError('E_TIMEOUT', 'the name was not looked up in time'));
        }, NAME_TIMEOUT_MS);
        if (signal.aborted)
            abort();
        else
            signal.addEventListener('abort', abort, { once: true });
        promise.then(resolve, reject).finally(end);
    });
}
