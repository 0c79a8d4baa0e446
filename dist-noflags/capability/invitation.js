/**
 * Invitations: a single-use secret that a person carries to the agent that shall get a grant. PROTOCOL.md §7.3.
 *
 * An invitation is no capability. The server keeps only the public key of its seed; who redeems it proves the seed
 * inside a session with the pinned server, bound to that session and to the redeemer's own identity.
 *
 * @module
 */
import { assertBytes, concat, utf8 } from "../base/bytes.js";
import { fromBase64url, toBase64url } from "../base/encoding.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readArray, readBytes, readInteger, readObject, readString } from "../codec/fields.js";
import { blob16 } from "../codec/writer.js";
import { HASH_BYTES } from "../crypto/hash.js";
import { derive } from "../crypto/kdf.js";
import { SigningKey, verify } from "../crypto/sign.js";
import { isDid, parseDid } from "../identity/did.js";
import { MAX_SERVICE_NAME, SERVICE_NAME } from "./scope.js";
/** What every invitation starts with. */
export const INVITATION_PREFIX = 'talos:invite:';
/** Longest invitation, in characters. PROTOCOL.md §7.3. */
export const MAX_INVITATION_CHARACTERS = 4096;
/** Most addresses of an invitation. */
export const MAX_INVITATION_ADDRESSES = 16;
/** Most servers of an invitation. */
export const MAX_INVITATION_SERVERS = 2;
/** Longest address, in characters. */
export const MAX_ADDRESS_CHARACTERS = 256;
/** Length of an invitation's id in bytes. */
export const INVITATION_ID_BYTES = 16;
/** Length of an invitation's seed in bytes. */
export const INVITATION_SEED_BYTES = 32;
const VERSION = 1;
const ADDRESS = /^[!-~]+$/;
const SHAPE = { required: ['v', 'did', 'addrs', 'id', 'exp', 'seed', 'service'], optional: ['servers'] };
/**
 * An invitation as text, for a person to carry.
 *
 * @throws {TypeError} if `server` is no DID, or `id` or `seed` no bytes.
 * @throws {RangeError} for another length, a time that is no whole number, a service or address that is not printable
 *   ASCII within its limit, too many addresses, or a text over {@link MAX_INVITATION_CHARACTERS}.
 */
export function formatInvitation(invitation) {
    const { server, addresses, id, expiresAtMs, seed, service, servers } = invitation;
    if (!isDid(server))
        throw new TypeError('server must be a DID');
    assertBytes(id, 'id', INVITATION_ID_BYTES);
    assertBytes(seed, 'seed', INVITATION_SEED_BYTES);
    const map = { v: VERSION, did: server, addrs: addresses, id, exp: expiresAtMs, seed, service };
    if (servers !== undefined)
        Object.assign(map, { servers });
    try {
        readFields(map);
    }
    catch (cause) {
        if (isTalosError(cause))
            throw new RangeError(`invitation: ${cause.message}`, { cause });
        throw cause;
    }
    const text = INVITATION_PREFIX + toBase64url(encodeCbor(map));
    if (text.length > MAX_INVITATION_CHARACTERS)
        throw new RangeError(`invitation exceeds ${MAX_INVITATION_CHARACTERS} characters: too many addresses`);
    return text;
}
/**
 * Reads an invitation. White space around it is the caller's to remove.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_INVITATION_CHARACTERS}, `E_VERSION` for another version,
 *   `E_MALFORMED` or `E_BAD_DID` for anything else but the one form.
 */
export function parseInvitation(text) {
    if (text.length > MAX_INVITATION_CHARACTERS)
        throw new TalosError('E_LIMIT', `invitation exceeds ${MAX_INVITATION_CHARACTERS} characters`);
    if (!text.startsWith(INVITATION_PREFIX))
        throw new TalosError('E_MALFORMED', `an invitation starts with ${INVITATION_PREFIX}`);
    try {
        return readFields(decodeCbor(fromBase64url(text.slice(INVITATION_PREFIX.length))));
    }
    catch (error) {
        throw isTalosError(error, 'E_MALFORMED') ? damaged(error) : error;
    }
}
function damaged(cause) {
    return new TalosError('E_MALFORMED', `the invitation is damaged: ${cause.message}`, {
        cause,
        hint: 'copy all of its line, or ask for a new one',
    });
}
function readFields(map) {
    const fields = readObject(map, SHAPE, 'invitation');
    if (fields.v !== VERSION)
        throw new TalosError('E_VERSION', 'invitation of another version');
    return {
        server: parseDid(readString(fields.did, 'did')),
        addresses: readArray(fields.addrs, 'addrs', { max: MAX_INVITATION_ADDRESSES }, readAddress),
        id: readBytes(fields.id, 'id', INVITATION_ID_BYTES),
        expiresAtMs: readInteger(fields.exp, 'exp'),
        seed: readBytes(fields.seed, 'seed', INVITATION_SEED_BYTES),
        service: readString(fields.service, 'service', { min: 1, max: MAX_SERVICE_NAME, pattern: SERVICE_NAME }),
        ...(fields.servers === undefined
            ? {}
            : { servers: readArray(fields.servers, 'servers', { min: 1, max: MAX_INVITATION_SERVERS }, readAddress) }),
    };
}
function readAddress(address, name) {
    return readString(address, name, { min: 1, max: MAX_ADDRESS_CHARACTERS, pattern: ADDRESS });
}
/** The key pair of an invitation's seed (label inviteKey, PROTOCOL.md §2.2); the server keeps its public key alone. */
export function inviteKey(seed) {
    assertBytes(seed, 'seed', INVITATION_SEED_BYTES);
    return new SigningKey(derive('inviteKey', seed, new Uint8Array(0), 32));
}
/** Signs a redemption with the key of the invitation's `seed`. 64 new bytes. */
export function signRedemption(seed, context) {
    return inviteKey(seed).sign('inviteRedemption', redemptionBody(context));
}
/**
 * Whether `signature` over `context` is by the invitation's key. Nothing in `publicKey` and `signature` makes this throw.
 *
 * @throws {RangeError} if `context.id` or `context.session` has another length: both are this side's own.
 */
export function verifyRedemption(publicKey, context, signature) {
    return verify('inviteRedemption', publicKey, redemptionBody(context), signature);
}
function redemptionBody({ id, server, redeemer, session }) {
    assertBytes(id, 'id', INVITATION_ID_BYTES);
    assertBytes(session, 'session', HASH_BYTES);
    return concat(id, blob16(utf8(server)), blob16(utf8(redeemer)), session);
}
