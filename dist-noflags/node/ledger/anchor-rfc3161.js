/**
 * Anchors by time-stamping authorities: RFC 3161 time stamps over the SHA-256 of a checkpoint's note. PROTOCOL.md §9.10.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { fromBase64url } from "../../base/encoding.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { sha256 } from "../../crypto/hash.js";
import { randomBytes } from "../../crypto/random.js";
import { MAX_ANCHOR_CERTIFICATES, } from "../../ledger/anchor/anchor.js";
import { encodeRequest, isObjectIdentifier, readCertificate } from "./anchor-form.js";
import { askAuthority } from "./anchor-request.js";
import { verifyTimeStamp } from "./anchor-token.js";
/** Longest URL of an authority, in characters. */
const MAX_URL_CHARACTERS = 2048;
const NONCE_BYTES = 16;
/** See the module comment. */
export class TimeStampAnchor {
    kind = 'rfc3161';
    #isOffline;
    #deadlineMs;
    /** @param deadlineMs - For a request, in milliseconds; 30 s where absent. */
    constructor(options) {
        this.#isOffline = options.isOffline;
        this.#deadlineMs = options.deadlineMs;
    }
    check({ url, roots, policy }) {
        const parsed = URL.canParse(url) ? new URL(url) : undefined;
        if (url.length > MAX_URL_CHARACTERS || (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:'))
            throw new TalosError('E_USAGE', 'the URL of an authority starts with http:// or https://');
        if (parsed.username !== '' || parsed.password !== '')
            throw new TalosError('E_USAGE', 'the URL of an authority holds no user and no password');
        if (policy !== undefined && !isObjectIdentifier(policy))
            throw new TalosError('E_USAGE', 'a policy is an object identifier, as 1.2.3.4');
        if (roots.length < 1 || roots.length > MAX_ANCHOR_CERTIFICATES)
            throw new TalosError('E_USAGE', `an authority has 1 to ${MAX_ANCHOR_CERTIFICATES} roots`);
        readRoots(roots);
    }
    async make(checkpoint, source, signal) {
        if (this.#isOffline)
            throw new TalosError('E_UNREACHABLE', 'the network is off');
        const nonce = newNonce();
        const request = encodeRequest(digestOf(checkpoint), nonce, source.policy);
        const token = await askAuthority(source.url, request, signal, this.#deadlineMs);
        return { token, nonce, ...(await this.verify(checkpoint, { token, nonce }, source)) };
    }
    async verify(checkpoint, { token, nonce }, source) {
        const { policy } = source;
        const expected = { digest: digestOf(checkpoint), nonce, roots: readRoots(source.roots) };
        const stamp = verifyTimeStamp(token, policy === undefined ? expected : { ...expected, policy });
        return { atMs: stamp.timeMs, by: stamp.signer };
    }
}
const digestOf = ({ note }) => sha256(utf8(note));
/** A positive integer of 16 bytes: the first bit of what is random is a sign in DER. */
function newNonce() {
    const nonce = randomBytes(NONCE_BYTES);
    nonce[0] = (nonce[0] & 0x3f) | 0x40;
    return nonce;
}
function readRoots(roots) {
    try {
        return roots.map((root) => readCertificate(fromBase64url(root)));
    }
    catch (cause) {
        if (!isTalosError(cause))
            throw cause;
        throw new TalosError('E_USAGE', 'a root is no certificate', { cause });
    }
}
