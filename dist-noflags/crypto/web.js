/**
 * The primitives of a page that verifies and does nothing else: SHA-256 by noble, and Ed25519 by the Web Crypto of the
 * platform behind the checks that make its verdict libsodium's (PROTOCOL.md §3.1). A few kilobytes in the place of
 * libsodium's WebAssembly.
 *
 * Of the port in `primitives.ts` it has what verification calls; the bundle of `talos-protocol/verify` is made with it
 * (`tools/bundle.mjs`), and fails where more is asked for. Web Crypto answers later and the domain asks at once, so what
 * asks runs under {@link settled}.
 *
 * @module
 */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { toHex } from "../base/bytes.js";
import { invariant, TalosError } from "../base/errors.js";
export function sha256(message) {
    return nobleSha256(message);
}
export function sha256Into(message, into, at) {
    into.set(nobleSha256(message), at);
}
let current;
/** As the port's, under {@link settled} alone; what is not known yet is taken for valid, and settled afterwards. */
export function ed25519Verify(publicKey, message, signature) {
    invariant(current !== undefined, 'signatures are verified under settled()');
    if (!isStrict(publicKey, signature))
        return false;
    const known = current.known[current.asked++];
    if (known !== undefined)
        return known;
    current.open.push({
        publicKey: new Uint8Array(publicKey),
        message: new Uint8Array(message),
        signature: new Uint8Array(signature),
    });
    return true;
}
/**
 * What `run` gives where every signature that it asks about has its true verdict.
 *
 * A run takes signatures for valid; where one is not, it is run again up to that one and on. So what is given at last
 * rests on true verdicts alone, after at most one run for each signature that is not valid, and one.
 *
 * @param run - Asks in the same order each time, as long as it is told the same; waits for nothing.
 * @throws {TalosError} `E_VERSION` where the platform has no Ed25519, and whatever `run` throws at last.
 */
export async function settled(run) {
    const known = [];
    for (;;) {
        const state = { known, asked: 0, open: [] };
        const outcome = outcomeOf(run, state);
        const verdicts = await Promise.all(state.open.map(verifyOnPlatform));
        const wrong = verdicts.indexOf(false);
        if (wrong < 0)
            return outcome();
        known.push(...verdicts.slice(0, wrong + 1));
    }
}
/** Runs, and gives what gives or throws what came of it. */
function outcomeOf(run, state) {
    current = state;
    try {
        const value = run();
        return () => value;
    }
    catch (error) {
        return () => {
            throw error;
        };
    }
    finally {
        current = undefined;
    }
}
async function verifyOnPlatform({ publicKey, message, signature }) {
    // Pages outside of a secure context have none of it.
    const { crypto } = globalThis;
    const subtle = crypto?.subtle;
    if (subtle === undefined)
        throw unsupported();
    try {
        const key = await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
        return await subtle.verify('Ed25519', key, signature, message);
    }
    catch (cause) {
        const { name } = cause;
        // A key that is no point of the curve: some platforms refuse it here, some below.
        if (name === 'DataError' || name === 'OperationError')
            return false;
        throw name === 'NotSupportedError' ? unsupported(cause) : cause;
    }
}
function unsupported(cause) {
    return new TalosError('E_VERSION', 'this platform has no Ed25519 in its Web Crypto', {
        cause,
        hint: 'pages have it in a secure context (https or localhost); talos-protocol/ledger brings its own',
    });
}
/** L, the order of the group (RFC 8032 §5.1), most significant byte first. */
const ORDER = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed';
/** 2^255 − 19, likewise. */
const PRIME = '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed';
/** The y of all points of small order, likewise: 0, 1, p − 1, and the two of order 8. */
const SMALL = [
    '00'.repeat(32),
    `${'00'.repeat(31)}01`,
    '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec',
    '05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826',
    '7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7',
];
/** What platforms may see in other ways: S below L, A and R canonical and not of small order. */
function isStrict(publicKey, signature) {
    return numberText(signature.subarray(32)) < ORDER && isUsable(publicKey) && isUsable(signature.subarray(0, 32));
}
function isUsable(point) {
    const y = new Uint8Array(point);
    // The highest bit is the sign of x.
    y[31] = y[31] & 0x7f;
    const text = numberText(y);
    return text < PRIME && !SMALL.includes(text);
}
/** A little-endian number as text of one length: ordered as numbers are. */
function numberText(bytes) {
    return toHex(bytes.slice().reverse());
}
