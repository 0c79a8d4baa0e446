/**
 * The requests and answers of a registry: what their fields are. PROTOCOL.md §6.5.
 *
 * ```text
 *   register { record, name?, unlisted? } → { left }
 *   offer    { last?, single, add? }     → { left }
 *   lookup   { did }                     → { record }
 *   bundle   { did }                     → { bundle }
 *   info     { }                         → { name, offers }
 *   list     { after?, limit }           → { peers: [{ did, name, seen, connected }], more }
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
import { isIdentityName, MAX_NAME_BYTES } from '../identity/identity.ts';
import { MAX_BUNDLE_BYTES } from '../session/prekeys.ts';
import { MAX_PEERS_A_PAGE, MAX_STOCK_BUNDLES } from './limits.ts';

/** The operations, and what the registry says unasked. */
export const REGISTRY_OPERATIONS = {
  register: 'register',
  offer: 'offer',
  lookup: 'lookup',
  bundle: 'bundle',
  info: 'info',
  list: 'list',
  low: 'low',
} as const;

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
} as const;
/** One of {@link SERVER_OFFERS}. */
export type ServerOffer = keyof typeof SERVER_OFFERS;

/** Whether `text` is one of {@link SERVER_OFFERS}. */
export function isOffer(text: string): text is ServerOffer {
  return Object.hasOwn(SERVER_OFFERS, text);
}

/** Most offers that a server names, whatever they are. */
export const MAX_SERVER_OFFERS = 16;

/** What a server says of itself. Nothing in it is proved. */
export interface ServerInfo {
  /** For people; `""` where it has none. */
  readonly name: string;
  /** Those of {@link SERVER_OFFERS} that this version knows. */
  readonly offers: readonly ServerOffer[];
}

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

/** How an agent is in the list of a registry. */
export interface Listing {
  /** Whether it is not in it. */
  readonly isUnlisted: boolean;
  /** What it calls itself there; `""` where it has no name. */
  readonly name: string;
}

/** How an agent is listed that says nothing about it. */
export const LISTED: Listing = { isUnlisted: false, name: '' };

/** An agent in the list of a registry. */
export interface ListedPeer {
  readonly did: Did;
  /** What it calls itself, which proves nothing; `""` where it has no name. */
  readonly name: string;
  /** When it was there last, milliseconds since 1970. */
  readonly seenMs: number;
  readonly isConnected: boolean;
}

/** A request to register. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export function readRegister(fields: CborMap): { readonly record: Bytes; readonly listing: Listing } {
  const shape = { required: ['record'], optional: ['name', 'unlisted'] } as const;
  const { record, name, unlisted } = readObject<Cbor, 'record', 'name' | 'unlisted'>(fields, shape, 'register');
  const listing = {
    isUnlisted: unlisted !== undefined && readBoolean(unlisted, 'register.unlisted'),
    name: name === undefined ? '' : readName(name, 'register.name'),
  };
  return { record: readRecord(record), listing };
}

/** `""`, or a name that can be shown. */
function readName(value: unknown, field: string): string {
  const name = readString(value, field, { max: MAX_NAME_BYTES });
  if (name !== '' && !isIdentityName(name)) throw new TalosError('E_MALFORMED', `${field}: cannot be shown`);
  return name;
}

/** Which part of the list is asked for. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export function readList(fields: CborMap): { readonly after: Did | undefined; readonly limit: number } {
  const shape = { required: ['limit'], optional: ['after'] } as const;
  const { after, limit } = readObject<Cbor, 'limit', 'after'>(fields, shape, 'list');
  return {
    after: after === undefined ? undefined : parseDid(readString(after, 'list.after')),
    limit: readInteger(limit, 'list.limit', { min: 1, max: MAX_PEERS_A_PAGE }),
  };
}

/** A page as it is answered. */
export function writePage(peers: readonly ListedPeer[], isMore: boolean): CborMap {
  return {
    peers: peers.map(({ did, name, seenMs, isConnected }) => ({ did, name, seen: seenMs, connected: isConnected })),
    more: isMore,
  };
}

/** A page of an answer: at most `limit`, no two of one agent. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export function readPage(
  fields: CborMap,
  limit: number,
): { readonly peers: readonly ListedPeer[]; readonly isMore: boolean } {
  const page = readObject<Cbor, 'peers' | 'more'>(fields, { required: ['peers', 'more'] }, 'answer');
  const peers = readArray(page.peers, 'answer.peers', { max: limit }, readListed);
  const isMore = readBoolean(page.more, 'answer.more');
  if (new Set(peers.map(({ did }) => did)).size !== peers.length || (isMore && peers.length === 0))
    throw new TalosError('E_MALFORMED', 'answer.peers: one is there twice, or none');
  return { peers, isMore };
}

function readListed(value: Cbor, field: string): ListedPeer {
  const peer = readObject<Cbor, 'did' | 'name' | 'seen' | 'connected'>(value, LISTED_SHAPE, field);
  return {
    did: parseDid(readString(peer.did, `${field}.did`)),
    name: readName(peer.name, `${field}.name`),
    seenMs: readInteger(peer.seen, `${field}.seen`),
    isConnected: readBoolean(peer.connected, `${field}.connected`),
  };
}

const LISTED_SHAPE = { required: ['did', 'name', 'seen', 'connected'] } as const;

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

/** What a server that says nothing of itself is taken for. */
export const NO_INFO: ServerInfo = { name: '', offers: [] };

/** What the answer to `info` says; fields and offers that this version does not know are ignored. @throws {TalosError} `E_MALFORMED`. */
export function readInfo(fields: Readonly<Record<string, unknown>>): ServerInfo {
  const name = readName(fields['name'], 'answer.name');
  const offers = readArray(
    fields['offers'] ?? [],
    'answer.offers',
    { max: MAX_SERVER_OFFERS },
    (offer: unknown, each) => readString(offer, each, { min: 1, max: 32, pattern: /^[a-z-]+$/ }),
  );
  return { name, offers: [...new Set(offers)].filter(isOffer) };
}
