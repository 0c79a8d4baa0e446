/**
 * The requests and answers of a registry: what their fields are. PROTOCOL.md §6.5.
 *
 * ```text
 *   register { record }                  → { left }
 *   offer    { last?, single, add? }     → { left }
 *   lookup   { did }                     → { record }
 *   bundle   { did }                     → { bundle }
 *   low      { left }                      unasked, to an agent of which little is left
 * ```
 *
 * Records and bundles are bytes here: both ends verify them by themselves.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Cbor, CborMap } from '../codec/cbor.ts';
import { readArray, readBoolean, readBytes, readInteger, readObject, readString } from '../codec/fields.ts';
import { MAX_AGENT_RECORD_BYTES } from '../identity/agent-record.ts';
import { type Did, parseDid } from '../identity/did.ts';
import { MAX_BUNDLE_BYTES } from '../session/prekeys.ts';
import { MAX_STOCK_BUNDLES } from './limits.ts';

/** The operations, and what the registry says unasked. */
export const REGISTRY_OPERATIONS = {
  register: 'register',
  offer: 'offer',
  lookup: 'lookup',
  bundle: 'bundle',
  low: 'low',
} as const;

/** Bundles that an agent hands in. */
export interface BundleOffer {
  /** What is given where no single-use bundle is left: it has no one-time prekeys. May be absent where it adds. */
  readonly last?: Uint8Array | undefined;
  /** Each is given once; at most {@link MAX_STOCK_BUNDLES}. */
  readonly single: readonly Uint8Array[];
  /** Whether these come to those that are there, which otherwise they replace. */
  readonly add?: boolean;
}

/** Bytes of a record or bundle, of a length that can be one. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
function readBounded(value: Cbor | undefined, name: string, maxBytes: number): Bytes {
  if (value instanceof Uint8Array && value.length > maxBytes)
    throw new TalosError('E_LIMIT', `${name} of ${value.length} bytes, limit ${maxBytes}`);
  return readBytes(value, name);
}

const readRecord = (value: Cbor): Bytes => readBounded(value, 'record', MAX_AGENT_RECORD_BYTES);
const readBundle = (value: Cbor | undefined, name = 'bundle'): Bytes => readBounded(value, name, MAX_BUNDLE_BYTES);

/** The record of a request to register. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export function readRegister(fields: CborMap): Bytes {
  return readRecord(readObject<Cbor, 'record'>(fields, { required: ['record'] }, 'register').record);
}

/** The bundles of an offer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT` for a bundle that is too long. */
export function readOffer(fields: CborMap): { last: Bytes | undefined; single: readonly Bytes[]; add: boolean } {
  const shape = { required: ['single'], optional: ['last', 'add'] } as const;
  const { last, single, add } = readObject<Cbor, 'single', 'last' | 'add'>(fields, shape, 'offer');
  const isAdded = add !== undefined && readBoolean(add, 'offer.add');
  if (last === undefined && !isAdded) throw new TalosError('E_MALFORMED', 'offer: lacks last');
  return {
    last: last === undefined ? undefined : readBundle(last, 'offer.last'),
    single: readArray(single, 'offer.single', { max: MAX_STOCK_BUNDLES }, readBundle),
    add: isAdded,
  };
}

/** The agent that is asked about. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export function readSubject(fields: CborMap): Did {
  const { did } = readObject<Cbor, 'did'>(fields, { required: ['did'] }, 'request');
  return parseDid(readString(did, 'request.did'));
}

/** How many single-use bundles are left, of an answer or of what is said unasked. @throws {TalosError} `E_MALFORMED`. */
export function readLeft(fields: CborMap): number {
  const { left } = readObject<Cbor, 'left'>(fields, { required: ['left'] }, 'answer');
  return readInteger(left, 'answer.left', { max: MAX_STOCK_BUNDLES });
}

/** The record of an answer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export function readLookedUp(fields: CborMap): Bytes {
  return readRecord(readObject<Cbor, 'record'>(fields, { required: ['record'] }, 'answer').record);
}

/** The bundle of an answer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export function readTaken(fields: CborMap): Bytes {
  return readBundle(readObject<Cbor, 'bundle'>(fields, { required: ['bundle'] }, 'answer').bundle);
}
