/**
 * Many signatures at once, each by itself: PROTOCOL.md §3.1.
 *
 * There is an equation that checks a whole batch, and accepts what the strict rule refuses (points of small order cancel
 * out over a batch). So that a signature is as valid in a batch as alone, each is verified by the one rule.
 *
 * @module
 */
import { verifyRaw } from "./sign.js";
/**
 * Whether each signature is valid, in their order. Costs what verifying one after the other does. What a stranger may have
 * chosen (lengths, points, scalars) makes a signature invalid, and no other one.
 *
 * @throws {TypeError} for what is no array, or an element without bytes.
 */
export function verifySignatures(batch) {
    if (!Array.isArray(batch))
        throw new TypeError('batch must be an array');
    return batch.map((each, at) => {
        const { publicKey, message, signature } = elementAt(each, at);
        return verifyRaw(publicKey, message, signature);
    });
}
function elementAt(given, at) {
    const element = typeof given === 'object' && given !== null ? given : {};
    for (const name of ['publicKey', 'message', 'signature'])
        if (!(element[name] instanceof Uint8Array))
            throw new TypeError(`batch[${at}].${name} must be a Uint8Array`);
    return element;
}
