/**
 * What is kept of a peer, and its record in the space `peer` of the store. PROTOCOL.md §10.1.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { readArray, readInteger, readObject, readString } from '../../codec/fields.ts';
import { canonicalBytes, type Json, parseJson } from '../../codec/json.ts';
import { type Did, isDid, parseDid } from '../../identity/did.ts';
import { MAX_ADDRESS_CHARACTERS, MAX_ADDRESSES, parseAddress } from '../../net/address.ts';

/** Longest alias, in characters. */
export const MAX_ALIAS_CHARACTERS = 64;

/** An identity that was found in the place of a contact's. */
export interface OfferedIdentity {
  readonly did: Did;
  /** Multiaddrs without `/p2p/…` where it was found. */
  readonly addresses: readonly string[];
}

/** A peer. */
export interface Peer {
  readonly did: Did;
  /** Unique here; `""` where there is none. */
  readonly alias: string;
  /** Multiaddrs, the one that worked last first. */
  readonly addresses: readonly string[];
  /** Registries that an invitation of the peer named: multiaddrs with `/p2p/…`. */
  readonly servers: readonly string[];
  /** Highest certificate sequence seen; −1 before the first. PROTOCOL.md §4.2. */
  readonly sequence: number;
  /** When its fingerprint was compared, milliseconds since 1970; 0 where it was not. */
  readonly verifiedAtMs: number;
  /** The identity that was found in its place; undefined where none was. Of peers with an alias alone. */
  readonly changed: OfferedIdentity | undefined;
}

/** A peer of which nothing is known but its DID. */
export function unknownPeer(did: Did): Peer {
  return { did, alias: '', addresses: [], servers: [], sequence: -1, verifiedAtMs: 0, changed: undefined };
}

/** The record of a peer, version 2. */
export function writePeer({ alias, addresses, servers, sequence, verifiedAtMs, changed }: Peer): Uint8Array {
  const record = { v: 2, alias, addresses, sequence, verified: verifiedAtMs };
  const offered = changed === undefined ? {} : { changed: { did: changed.did, addresses: changed.addresses } };
  return canonicalBytes({ ...record, ...offered, ...(servers.length === 0 ? {} : { servers }) });
}

/**
 * Reads the record of a peer: version 2, or version 1, which knew of no verification and no change.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none.
 */
export function readPeer(did: string, value: Uint8Array): Peer {
  try {
    if (!isDid(did)) throw new TalosError('E_BAD_DID', 'the key of a peer is no DID');
    const shape = {
      required: ['v', 'alias', 'addresses', 'sequence'],
      optional: ['verified', 'changed', 'servers'],
    } as const;
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
  } catch (cause) {
    throw new TalosError('E_STORAGE_CORRUPT', 'a peer of the store cannot be read', { cause });
  }
}

function readOffered(value: Json): OfferedIdentity {
  const { did, addresses } = readObject(value, { required: ['did', 'addresses'] }, 'changed');
  return {
    did: parseDid(readString(did, 'changed.did')),
    addresses: readAddresses(addresses, 'changed.addresses'),
  };
}

function readAddresses(value: Json, name: string): string[] {
  return readArray(value, name, { max: MAX_ADDRESSES }, (address, each) => {
    const text = readString(address, each, { max: MAX_ADDRESS_CHARACTERS });
    parseAddress(text);
    return text;
  });
}
