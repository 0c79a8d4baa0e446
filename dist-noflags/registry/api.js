import { TalosError } from "../base/errors.js";
import { readArray, readBoolean, readBytes, readInteger, readObject, readString } from "../codec/fields.js";
import { MAX_AGENT_RECORD_BYTES } from "../identity/agent-record.js";
import { parseDid } from "../identity/did.js";
import { isIdentityName, MAX_NAME_BYTES } from "../identity/identity.js";
import { MAX_BUNDLE_BYTES } from "../session/prekeys.js";
import { MAX_PEERS_A_PAGE, MAX_STOCK_BUNDLES } from "./limits.js";
/** The operations, and what the registry says unasked. */
export const REGISTRY_OPERATIONS = {
    register: 'register',
    offer: 'offer',
    lookup: 'lookup',
    bundle: 'bundle',
    info: 'info',
    list: 'list',
    low: 'low',
};
/** What a server can say of itself that it offers; others may come, which agents that do not know them ignore. */
export const SERVER_OFFERS = {
    registry: 'registry',
    mailbox: 'mailbox',
    /** Circuit relay v2. */
    relay: 'relay',
    /** It takes part in the DHT, and lets others in. */
    dht: 'dht',
    /** It tells agents whether they are reached from there. */
    reach: 'reach',
};
/** Whether `text` is one of {@link SERVER_OFFERS}. */
export function isOffer(text) {
    return Object.hasOwn(SERVER_OFFERS, text);
}
/** Most offers that a server names, whatever they are. */
export const MAX_SERVER_OFFERS = 16;
/** Bytes of a record or bundle, of a length that can be one. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
function readBounded(value, name, maxBytes) {
    if (value instanceof Uint8Array && value.length > maxBytes)
        throw new TalosError('E_LIMIT', `${name} of ${value.length} bytes, limit ${maxBytes}`);
    return readBytes(value, name);
}
const readRecord = (value) => readBounded(value, 'record', MAX_AGENT_RECORD_BYTES);
const readBundle = (value, name = 'bundle') => readBounded(value, name, MAX_BUNDLE_BYTES);
/** How an agent is listed that says nothing about it. */
export const LISTED = { isUnlisted: false, name: '' };
/** A request to register. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export function readRegister(fields) {
    const shape = { required: ['record'], optional: ['name', 'unlisted'] };
    const { record, name, unlisted } = readObject(fields, shape, 'register');
    const listing = {
        isUnlisted: unlisted !== undefined && readBoolean(unlisted, 'register.unlisted'),
        name: name === undefined ? '' : readName(name, 'register.name'),
    };
    return { record: readRecord(record), listing };
}
/** `""`, or a name that can be shown. */
function readName(value, field) {
    const name = readString(value, field, { max: MAX_NAME_BYTES });
    if (name !== '' && !isIdentityName(name))
        throw new TalosError('E_MALFORMED', `${field}: cannot be shown`);
    return name;
}
/** Which part of the list is asked for. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export function readList(fields) {
    const shape = { required: ['limit'], optional: ['after'] };
    const { after, limit } = readObject(fields, shape, 'list');
    return {
        after: after === undefined ? undefined : parseDid(readString(after, 'list.after')),
        limit: readInteger(limit, 'list.limit', { min: 1, max: MAX_PEERS_A_PAGE }),
    };
}
/** A page as it is answered. */
export function writePage(peers, isMore) {
    return {
        peers: peers.map(({ did, name, seenMs, isConnected }) => ({ did, name, seen: seenMs, connected: isConnected })),
        more: isMore,
    };
}
/** A page of an answer: at most `limit`, no two of one agent. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export function readPage(fields, limit) {
    const page = readObject(fields, { required: ['peers', 'more'] }, 'answer');
    const peers = readArray(page.peers, 'answer.peers', { max: limit }, readListed);
    const isMore = readBoolean(page.more, 'answer.more');
    if (new Set(peers.map(({ did }) => did)).size !== peers.length || (isMore && peers.length === 0))
        throw new TalosError('E_MALFORMED', 'answer.peers: one is there twice, or none');
    return { peers, isMore };
}
function readListed(value, field) {
    const peer = readObject(value, LISTED_SHAPE, field);
    return {
        did: parseDid(readString(peer.did, `${field}.did`)),
        name: readName(peer.name, `${field}.name`),
        seenMs: readInteger(peer.seen, `${field}.seen`),
        isConnected: readBoolean(peer.connected, `${field}.connected`),
    };
}
const LISTED_SHAPE = { required: ['did', 'name', 'seen', 'connected'] };
/** The bundles of an offer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT` for a bundle that is too long. */
export function readOffer(fields) {
    const shape = { required: ['single'], optional: ['last', 'add'] };
    const { last, single, add } = readObject(fields, shape, 'offer');
    const isAdded = add !== undefined && readBoolean(add, 'offer.add');
    if (last === undefined && !isAdded)
        throw new TalosError('E_MALFORMED', 'offer: lacks last');
    return {
        last: last === undefined ? undefined : readBundle(last, 'offer.last'),
        single: readArray(single, 'offer.single', { max: MAX_STOCK_BUNDLES }, readBundle),
        add: isAdded,
    };
}
/** The agent that is asked about. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export function readSubject(fields) {
    const { did } = readObject(fields, { required: ['did'] }, 'request');
    return parseDid(readString(did, 'request.did'));
}
/** How many single-use bundles are left, of an answer or of what is said unasked. @throws {TalosError} `E_MALFORMED`. */
export function readLeft(fields) {
    const { left } = readObject(fields, { required: ['left'] }, 'answer');
    return readInteger(left, 'answer.left', { max: MAX_STOCK_BUNDLES });
}
/** The record of an answer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export function readLookedUp(fields) {
    return readRecord(readObject(fields, { required: ['record'] }, 'answer').record);
}
/** The bundle of an answer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export function readTaken(fields) {
    return readBundle(readObject(fields, { required: ['bundle'] }, 'answer').bundle);
}
/** What a server that says nothing of itself is taken for. */
export const NO_INFO = { name: '', offers: [] };
/** What the answer to `info` says; fields and offers that this version does not know are ignored. @throws {TalosError} `E_MALFORMED`. */
export function readInfo(fields) {
    const name = readName(fields['name'], 'answer.name');
    const offers = readArray(fields['offers'] ?? [], 'answer.offers', { max: MAX_SERVER_OFFERS }, (offer, each) => readString(offer, each, { min: 1, max: 32, pattern: /^[a-z-]+$/ }));
    return { name, offers: [...new Set(offers)].filter(isOffer) };
}
