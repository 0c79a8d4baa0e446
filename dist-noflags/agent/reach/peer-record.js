/**
 * What is kept of a peer, and its record in the space `peer` of the store. PROTOCOL.md §10.1.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { readArray, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { isDid, parseDid } from "../../identity/did.js";
import { MAX_ADDRESS_CHARACTERS, MAX_ADDRESSES, parseAddress } from "../../net/address.js";
/** Longest alias, in characters. */
export const MAX_ALIAS_CHARACTERS = 64;
/** A peer of which nothing is known but its DID. */
export function unknownPeer(did) {
    return { did, alias: '', addresses: [], servers: [], sequence: -1, verifiedAtMs: 0, changed: undefined };
}
/** The record of a peer, version 2. */
export function writePeer({ alias, addresses, servers, sequence, verifiedAtMs, changed }) {
    const record = { v: 2, alias, addresses, sequence, verified: verifiedAtMs };
    const offered = changed === undefined ? {} : { changed: { did: changed.did, addresses: changed.addresses } };
    return canonicalBytes({ ...record, ...offered, ...(servers.length === 0 ? {} : { servers }) });
}
/**
 * Reads the record of a peer: version 2, or version 1, which knew of no verification and no change.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none.
 */
export function readPeer(did, value) {
    try {
        if (!isDid(did))
            throw new TalosError('E_BAD_DID', 'the key of a peer is no DID');
        const shape = {
            required: ['v', 'alias', 'addresses', 'sequence'],
            optional: ['verified', 'changed', 'servers'],
        };
        const fields = readObject(parseJson(value), shape, 'peer');
        const version = readInteger(fields.v, 'v', { min: 1, max: 2 });
        if ((fields.verified === undefined) !== (version === 1) || (version === 1 && fields.changed !== undefined))
            throw new TalosError('E_MALFORMED', 'the fields of a peer are of another version');
        return {
            did,
            alias: readString(fields.alias, 'alias', { max: MAX_ALIAS_CHARACTERS }),
            addresses: readAddresses(fields.addresses, 'addresses'),
            servers: fields.servers === undefined ? [] : readAddresses(fields.servers, 'servers'),
            sequence: readInteger(fields.sequence, 'sequence', { min: -1 }),
            verifiedAtMs: readInteger(fields.verified ?? 0, 'verified'),
            changed: fields.changed === undefined ? undefined : readOffered(fields.changed),
        };
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a peer of the store cannot be read', { cause });
    }
}
function readOffered(value) {
    const { did, addresses } = readObject(value, { required: ['did', 'addresses'] }, 'changed');
    return {
        did: parseDid(readString(did, 'changed.did')),
        addresses: readAddresses(addresses, 'changed.addresses'),
    };
}
function readAddresses(value, name) {
    return readArray(value, name, { max: MAX_ADDRESSES }, (address, each) => {
        const text = readString(address, each, { max: MAX_ADDRESS_CHARACTERS });
        parseAddress(text);
        return text;
    });
}
