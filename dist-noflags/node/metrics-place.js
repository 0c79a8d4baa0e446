/**
 * Where the metrics of an agent are: a port of the loopback interface, and nowhere else. What an agent counts says when it
 * is at work, which is nobody's business on the network.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { wholeNumber } from "./setting-values.js";
/** An address of this machine that no other machine reaches. */
const LOOPBACK = /^(?:127(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|\[::1\])$/;
/**
 * `PORT`, which is at 127.0.0.1, or `ADDRESS:PORT`.
 *
 * @param name - Of the flag or variable.
 * @throws {TalosError} `E_USAGE` for what is no port, and for an address that is not of the loopback interface.
 */
export function metricsPlace(text, name) {
    const at = text.lastIndexOf(':');
    const address = at < 0 ? '127.0.0.1' : text.slice(0, at);
    const port = wholeNumber(text.slice(at + 1), name, 0, 65_535);
    if (!LOOPBACK.test(address))
        throw new TalosError('E_USAGE', `${name} must be on the loopback interface, got "${text}"`, {
            hint: 'PORT alone, 127.0.0.1:PORT or [::1]:PORT; forward it where somebody else is to read it',
        });
    return { host: address.replace(/^\[|\]$/g, ''), port };
}
/** Whether the `Host` of a request is a name of this machine that needs no look-up: a page elsewhere has another one. */
export function isLoopbackHost(host) {
    const name = (host ?? '').replace(/:\d{1,5}$/, '').toLowerCase();
    return name === 'localhost' || LOOPBACK.test(name);
}
