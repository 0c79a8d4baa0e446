/**
 * All durable sessions with one peer, as the record that is stored for it. PROTOCOL.md §5.6, §10.4.
 *
 * The first session sends; the others are kept for what is still under way under them. Both sides may start at once:
 * then the initial message with the smaller SHA-256 wins on both.
 *
 * @module
 */
import { compareBytes } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readArray, readBoolean, readBytes, readChoice, readInteger, readObject, readString } from "../codec/fields.js";
import { agreementKeyPair, X25519_BYTES } from "../crypto/agree.js";
import { HASH_BYTES } from "../crypto/hash.js";
import { Secret } from "../crypto/secret.js";
import { parseDid } from "../identity/did.js";
import { splitRatchetMessage } from "../message/ratchet-message.js";
import { openMessage } from "./durable.js";
import { MAX_INITIAL_BYTES } from "./handshake.js";
import { keepSkipped, knowsRatchetKey, MAX_RECEIVING_CHAINS, MAX_SKIP, MAX_SKIPPED_KEYS, skippedKeyCount, } from "./ratchet.js";
import { MAX_REPAIRS_A_DAY, NO_REPAIRS, OWN_SESSIONS } from "./repair.js";
import { MAX_PREKEY_ID } from "./suite.js";
/** Sessions kept besides the one that sends; see {@link addOpened} for which goes. PROTOCOL.md §5.6. */
export const MAX_ARCHIVED_SESSIONS = 40;
/** Skipped keys kept in all sessions with one peer; past it those of the session used longest ago go. PROTOCOL.md §5.6. */
export const MAX_PEER_SKIPPED_KEYS = 10_000;
/**
 * Most bytes of a record. A skipped key takes at most 49, a session without any at most 6 KiB, its initial message
 * included: both limits above reached, about 736,000.
 */
export const MAX_PEER_RECORD_BYTES = 1024 * 1024;
/** Messages sealed since the peer was last heard, or days, after which people are told. PROTOCOL.md §5.6. */
export const SILENT_MESSAGES = 1000;
/** See {@link SILENT_MESSAGES}; milliseconds. */
export const SILENT_MS = 30 * 86_400_000;
/** Bundles with one-time prekeys that are remembered as used, those of the highest sequences. PROTOCOL.md §5.1. */
export const MAX_USED_BUNDLES = 64;
/** Of a peer that is new. */
export const NO_SESSIONS = {
    certificateSequence: 0,
    bundleSequence: 0,
    newestPrekey: undefined,
    usedBundles: [],
    sessions: [],
    silentSinceMs: 0,
    unheard: 0,
    repairs: NO_REPAIRS,
};
/** Whether the peer was not heard for so long that people are to know: nobody may read what is sent. */
export function isSilent({ unheard, silentSinceMs }, nowMs) {
    return unheard >= SILENT_MESSAGES || (silentSinceMs > 0 && unheard > 0 && nowMs - silentSinceMs > SILENT_MS);
}
/**
 * Whether a message needs a new session: there is none, or the one that sends has sealed so many since it last heard the
 * peer that, were they all lost, the peer would refuse the next for the keys it skips.
 */
export function needsSession({ sessions: [first] }) {
    return first === undefined || (first.ratchet.sending?.next ?? 0) > MAX_SKIP;
}
/** Puts a session that we initiated first. */
export function addInitiated(peer, session, { nowMs, isRepair = false }) {
    return {
        ...peer,
        silentSinceMs: peer.silentSinceMs === 0 ? nowMs : peer.silentSinceMs,
        repairs: { ...peer.repairs, own: isRepair ? 'repair' : 'plain' },
        certificateSequence: Math.max(peer.certificateSequence, session.peerSequence),
        sessions: bounded([session, ...peer.sessions]),
    };
}
/**
 * Whether the one-time prekeys of a bundle may be used up. Of a sequence below all that are remembered, when so many are,
 * nobody knows, so they are not used.
 */
export function isBundleUsed({ usedBundles }, { sequence }) {
    const isForgotten = usedBundles.length >= MAX_USED_BUNDLES && sequence < (usedBundles[0] ?? 0);
    return isForgotten || usedBundles.includes(sequence);
}
/** Remembers a bundle that a session was made from. */
export function noteBundle(peer, bundle) {
    const { sequence, signedPrekey, oneTimePrekeys, oneTimeKems } = bundle;
    const isNewest = peer.newestPrekey === undefined || sequence > peer.bundleSequence;
    const hasOneTime = oneTimePrekeys.length + oneTimeKems.length > 0;
    const used = hasOneTime && !isBundleUsed(peer, bundle)
        ? [...peer.usedBundles, sequence].toSorted((a, b) => a - b).slice(-MAX_USED_BUNDLES)
        : peer.usedBundles;
    return {
        ...peer,
        bundleSequence: Math.max(peer.bundleSequence, sequence),
        newestPrekey: isNewest ? signedPrekey : peer.newestPrekey,
        usedBundles: used,
    };
}
/**
 * Takes over a session under which a message has just opened: a new one, or the next state of one that is there.
 *
 * It becomes the one that sends, unless that is ours, still without an answer, and wins over it. Where there are too many,
 * one of ours without an answer goes, or the one used longest ago.
 */
export function addOpened(peer, session, { nowMs, isRepair = false }) {
    const others = peer.sessions.filter((other) => !isSame(other, session));
    const [first] = peer.sessions;
    const isOurs = first !== undefined && !isSame(first, session) && first.pending !== undefined;
    // Who has repaired could not open what we sent, so nothing of ours is held on to, but a repair that crosses it, once.
    const yields = isRepair && peer.repairs.own !== 'repair';
    const stays = isOurs && !yields && precedes(first, session);
    const sessions = stays ? [first, session, ...others.slice(1)] : [session, ...others];
    return {
        ...peer,
        silentSinceMs: nowMs,
        unheard: 0,
        repairs: stays && isRepair ? { ...peer.repairs, own: 'crossed' } : peer.repairs,
        certificateSequence: Math.max(peer.certificateSequence, session.peerSequence),
        sessions: bounded(sessions),
    };
}
/**
 * At most {@link MAX_ARCHIVED_SESSIONS} besides the first. Of the others one of ours that the peer never answered goes
 * before one that has proved itself, and of two such the one used longer ago.
 */
function bounded(sessions) {
    if (sessions.length <= 1 + MAX_ARCHIVED_SESSIONS)
        return withFewerKeys(sessions);
    const unanswered = sessions.findLastIndex(({ pending }, at) => at > 0 && pending !== undefined);
    return withFewerKeys(sessions.toSpliced(unanswered === -1 ? sessions.length - 1 : unanswered, 1));
}
/** With at most {@link MAX_PEER_SKIPPED_KEYS} skipped keys: those of the sessions used last, the newest of each. */
function withFewerKeys(sessions) {
    let room = MAX_PEER_SKIPPED_KEYS;
    return sessions.map((session) => {
        const ratchet = keepSkipped(session.ratchet, room);
        room -= skippedKeyCount(ratchet);
        return ratchet === session.ratchet ? session : { ...session, ratchet };
    });
}
/** Puts the next state of the session that has sealed an envelope in its place. */
export function addSealed(peer, session) {
    const sessions = peer.sessions.map((other) => (isSame(other, session) ? session : other));
    return { ...peer, unheard: peer.unheard + 1, sessions };
}
/**
 * Opens an envelope with the session that knows its ratchet key or, where none does, with the first that can. Without
 * any, the refusal that says most is thrown.
 *
 * @throws {TalosError} `E_NO_SESSION`, and what `openMessage` throws.
 */
export function openWithAny(sessions, envelope, nowMs) {
    if (sessions.length === 0)
        throw new TalosError('E_NO_SESSION', 'there is no session with the peer');
    const { ratchetKey } = splitRatchetMessage(envelope.content);
    const known = sessions.find(({ ratchet }) => knowsRatchetKey(ratchet, ratchetKey));
    if (known !== undefined)
        return openMessage(known, envelope, nowMs);
    let refusal;
    for (const session of sessions) {
        try {
            return openMessage(session, envelope, nowMs);
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            // That it skips too many keys says more than that it does not open, which may be for its being another session's.
            if (refusal === undefined || refusal.code === 'E_DECRYPT')
                refusal = error;
        }
    }
    throw refusal;
}
function isSame(a, b) {
    return compareBytes(a.id, b.id) === 0;
}
function precedes(a, b) {
    return compareBytes(a.initialHash, b.initialHash) < 0;
}
/** 1: without `prekey`, `used` and `oneTimeKem`; 2: without `since`, `unheard` and `repairs`. */
const RECORD_VERSION = 3;
const LATER = ['prekey', 'used', 'since', 'unheard', 'repairs'];
/** The record as deterministic CBOR, at most {@link MAX_PEER_RECORD_BYTES}. Secret: seal it. */
export function encodePeerSessions(peer) {
    return encodeCbor({
        v: RECORD_VERSION,
        cert: peer.certificateSequence,
        bundle: peer.bundleSequence,
        prekey: peer.newestPrekey === undefined ? null : { id: peer.newestPrekey.id, key: peer.newestPrekey.publicKey },
        used: [...peer.usedBundles],
        since: peer.silentSinceMs,
        unheard: peer.unheard,
        repairs: {
            count: peer.repairs.count,
            last: peer.repairs.lastAtMs,
            begun: [...peer.repairs.begunAtMs],
            own: peer.repairs.own,
        },
        sessions: peer.sessions.map(sessionFields),
    });
}
/**
 * Reads what {@link encodePeerSessions} wrote.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for anything else: the record was sealed, so it is no stranger's.
 */
export function decodePeerSessions(bytes) {
    try {
        const value = decodeCbor(bytes, { maxBytes: MAX_PEER_RECORD_BYTES });
        const shape = { required: ['v', 'cert', 'bundle', 'sessions'], optional: LATER };
        const fields = readObject(value, shape, 'record');
        const version = readInteger(fields.v, 'record.v', { min: 1, max: RECORD_VERSION });
        const bundleSequence = readInteger(fields.bundle, 'record.bundle');
        return {
            certificateSequence: readInteger(fields.cert, 'record.cert'),
            bundleSequence,
            ...(version === 1 ? seenInVersion1(bundleSequence) : readSeen(fields)),
            ...(version < 3 ? UNHEARD_OF : readHearing(fields)),
            sessions: readArray(fields.sessions, 'record.sessions', { max: 1 + MAX_ARCHIVED_SESSIONS }, (each, name) => readSession(each, name, version)),
        };
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a session record is damaged', { cause });
    }
}
/** Version 1 remembered one sequence, and took no bundle of a lower one. */
function seenInVersion1(bundleSequence) {
    return { newestPrekey: undefined, usedBundles: bundleSequence === 0 ? [] : [bundleSequence] };
}
function readSeen(fields) {
    return {
        newestPrekey: fields.prekey === null ? undefined : readNewestPrekey(fields.prekey),
        usedBundles: readArray(fields.used, 'record.used', { max: MAX_USED_BUNDLES }, (each, name) => readInteger(each, name)),
    };
}
function readNewestPrekey(value) {
    const fields = readObject(value, { required: ['id', 'key'] }, 'record.prekey');
    return {
        id: readInteger(fields.id, 'record.prekey.id', { max: MAX_PREKEY_ID }),
        publicKey: readBytes(fields.key, 'record.prekey.key', X25519_BYTES),
    };
}
const UNHEARD_OF = { silentSinceMs: 0, unheard: 0, repairs: NO_REPAIRS };
function readHearing(fields) {
    return {
        silentSinceMs: readInteger(fields.since, 'record.since'),
        unheard: readInteger(fields.unheard, 'record.unheard'),
        repairs: readRepairs(fields.repairs, 'record.repairs'),
    };
}
function readRepairs(value, name) {
    const fields = readObject(value, { required: ['count', 'last', 'begun', 'own'] }, name);
    return {
        count: readInteger(fields.count, `${name}.count`),
        lastAtMs: readInteger(fields.last, `${name}.last`),
        begunAtMs: readArray(fields.begun, `${name}.begun`, { max: MAX_REPAIRS_A_DAY }, readInteger),
        own: readChoice(fields.own, OWN_SESSIONS, `${name}.own`),
    };
}
function sessionFields(session) {
    return {
        th: session.id,
        role: session.role,
        peer: session.peer,
        cert: session.peerSequence,
        ad: session.associated,
        oneTime: session.oneTime,
        oneTimeKem: session.oneTimeKem,
        hash: session.initialHash,
        pending: session.pending ?? null,
        ratchet: ratchetFields(session.ratchet),
    };
}
const SESSION = {
    required: ['th', 'role', 'peer', 'cert', 'ad', 'oneTime', 'hash', 'pending', 'ratchet'],
    optional: ['oneTimeKem'],
};
function readSession(value, name, version) {
    const fields = readObject(value, SESSION, name);
    const pending = fields.pending === null ? undefined : readBytes(fields.pending, `${name}.pending`);
    if (pending !== undefined && pending.length > MAX_INITIAL_BYTES)
        throw new RangeError(`${name}.pending: too long`);
    return {
        id: readBytes(fields.th, `${name}.th`, HASH_BYTES),
        kind: 'durable',
        role: readChoice(fields.role, ['initiator', 'responder'], `${name}.role`),
        peer: parseDid(readString(fields.peer, `${name}.peer`)),
        peerSequence: readInteger(fields.cert, `${name}.cert`),
        associated: readBytes(fields.ad, `${name}.ad`),
        oneTime: readBoolean(fields.oneTime, `${name}.oneTime`),
        oneTimeKem: version > 1 && readBoolean(fields.oneTimeKem, `${name}.oneTimeKem`),
        initialHash: readBytes(fields.hash, `${name}.hash`, HASH_BYTES),
        pending,
        ratchet: readRatchet(fields.ratchet, `${name}.ratchet`),
    };
}
function ratchetFields({ root, ours, sending, receiving, previous, earlier }) {
    return {
        root: root.bytes,
        ours: ours.secretKey,
        sending: sending === undefined ? null : { key: sending.key.bytes, next: sending.next },
        receiving: receiving === undefined
            ? null
            : {
                from: receiving.from,
                key: receiving.key.bytes,
                next: receiving.next,
                skipped: receiving.skipped.map(skippedFields),
            },
        previous,
        earlier: earlier.map(({ from, length, skipped }) => ({ from, length, skipped: skipped.map(skippedFields) })),
    };
}
/** An array, not a map: there may be two thousand of them. */
function skippedFields({ index, key, storedAtMs }) {
    return [index, key.bytes, storedAtMs];
}
function readRatchet(value, name) {
    const shape = { required: ['root', 'ours', 'sending', 'receiving', 'previous', 'earlier'] };
    const fields = readObject(value, shape, name);
    const bound = { max: MAX_RECEIVING_CHAINS - 1 };
    return {
        root: readSecret(fields.root, `${name}.root`),
        ours: agreementKeyPair(readBytes(fields.ours, `${name}.ours`, X25519_BYTES)),
        sending: fields.sending === null ? undefined : readSending(fields.sending, `${name}.sending`),
        receiving: fields.receiving === null ? undefined : readReceiving(fields.receiving, `${name}.receiving`),
        previous: readInteger(fields.previous, `${name}.previous`),
        earlier: readArray(fields.earlier, `${name}.earlier`, bound, readClosed),
    };
}
/** A root, chain or message key. */
const readSecret = (value, name) => new Secret(readBytes(value, name, HASH_BYTES));
function readSending(value, name) {
    const fields = readObject(value, { required: ['key', 'next'] }, name);
    return { key: readSecret(fields.key, `${name}.key`), next: readInteger(fields.next, `${name}.next`) };
}
function readReceiving(value, name) {
    const fields = readObject(value, { required: ['from', 'key', 'next', 'skipped'] }, name);
    return {
        from: readBytes(fields.from, `${name}.from`, X25519_BYTES),
        key: readSecret(fields.key, `${name}.key`),
        next: readInteger(fields.next, `${name}.next`),
        skipped: readArray(fields.skipped, `${name}.skipped`, { max: MAX_SKIPPED_KEYS }, readSkipped),
    };
}
function readClosed(value, name) {
    const fields = readObject(value, { required: ['from', 'length', 'skipped'] }, name);
    return {
        from: readBytes(fields.from, `${name}.from`, X25519_BYTES),
        length: readInteger(fields.length, `${name}.length`),
        skipped: readArray(fields.skipped, `${name}.skipped`, { max: MAX_SKIPPED_KEYS }, readSkipped),
    };
}
function readSkipped(value, name) {
    const [index, key, storedAtMs] = readArray(value, name, { min: 3, max: 3 }, (item) => item);
    return {
        index: readInteger(index, `${name}.index`),
        key: readSecret(key, `${name}.key`),
        storedAtMs: readInteger(storedAtMs, `${name}.at`),
    };
}
