/**
 * The messages of libp2p's AutoNAT 1.0, by which an agent asks a server whether it is reached from there. PROTOCOL.md §6.14;
 * https://github.com/libp2p/specs/blob/master/autonat/autonat-v1.md
 *
 * @module
 */
import { multiaddr } from '@multiformats/multiaddr';
import { type Bytes, concat } from '../base/bytes.ts';
import { fromBase58btc, toBase58btc } from '../base/encoding.ts';
import { TalosError } from '../base/errors.ts';
import { bytesField, numberField, type ProtobufField, readProtobuf } from '../codec/protobuf.ts';

/** libp2p protocol id. */
export const AUTONAT_PROTOCOL = '/libp2p/autonat/1.0.0';
/** Largest message, in bytes. */
export const MAX_AUTONAT_BYTES = 2048;
/** Addresses of a question that are looked at; the rest is not. */
export const MAX_AUTONAT_ADDRESSES = 8;

const DIAL = 0;
const DIAL_RESPONSE = 1;
const STATUSES = { ok: 0, failed: 100, refused: 101, malformed: 200, internal: 300 } as const;

/** What a server says: it got there, it did not, it did not try, it did not understand, or it is at fault itself. */
export type AutonatStatus = keyof typeof STATUSES;

/** A question: whether the peer is reached at one of these addresses. */
export interface AutonatQuestion {
  /** libp2p's name of the peer. */
  readonly peerId: string;
  /** Multiaddrs; from a stranger. */
  readonly addresses: readonly string[];
}

/** The bytes of a question. */
export function encodeAutonatQuestion({ peerId, addresses }: AutonatQuestion): Bytes {
  const peer = concat(
    bytesField(1, fromBase58btc(peerId)),
    ...addresses.map((address) => bytesField(2, multiaddr(address).bytes)),
  );
  return concat(numberField(1, DIAL), bytesField(2, bytesField(1, peer)));
}

/**
 * Reads a question. Addresses that are none are left out.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_AUTONAT_BYTES}; `E_MALFORMED` for what is no question.
 */
export function decodeAutonatQuestion(bytes: Uint8Array): AutonatQuestion {
  const fields = fieldsOf(bytes);
  if ((numberOf(fields, 1) ?? DIAL) !== DIAL) throw new TalosError('E_MALFORMED', 'a message of another kind');
  const peer = readProtobuf(bytesOf(readProtobuf(bytesOf(fields, 2)), 1));
  const addresses = peer.flatMap(({ number, value }) => (number === 2 && typeof value !== 'number' ? [value] : []));
  return {
    peerId: toBase58btc(bytesOf(peer, 1)),
    addresses: addresses.slice(0, MAX_AUTONAT_ADDRESSES).flatMap(textOf),
  };
}

/** The bytes of an answer. */
export function encodeAutonatAnswer(status: AutonatStatus): Bytes {
  return concat(numberField(1, DIAL_RESPONSE), bytesField(3, numberField(1, STATUSES[status])));
}

/**
 * Reads an answer.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_AUTONAT_BYTES}; `E_MALFORMED` for what is none.
 */
export function decodeAutonatAnswer(bytes: Uint8Array): AutonatStatus {
  const fields = fieldsOf(bytes);
  if (numberOf(fields, 1) !== DIAL_RESPONSE) throw new TalosError('E_MALFORMED', 'a message of another kind');
  const status = numberOf(readProtobuf(bytesOf(fields, 3)), 1) ?? STATUSES.ok;
  const found = (Object.keys(STATUSES) as AutonatStatus[]).find((name) => STATUSES[name] === status);
  if (found === undefined) throw new TalosError('E_MALFORMED', 'an answer that there is not');
  return found;
}

function fieldsOf(bytes: Uint8Array): readonly ProtobufField[] {
  if (bytes.length > MAX_AUTONAT_BYTES)
    throw new TalosError('E_LIMIT', `message of ${bytes.length} bytes, limit ${MAX_AUTONAT_BYTES}`);
  return readProtobuf(bytes);
}

/** The last one counts, as everywhere in this format. */
function numberOf(fields: readonly ProtobufField[], number: number): number | undefined {
  const value = fields.findLast((field) => field.number === number)?.value;
  if (typeof value === 'object') throw new TalosError('E_MALFORMED', 'bytes in place of a number');
  return value;
}

function bytesOf(fields: readonly ProtobufField[], number: number): Bytes {
  const value = fields.findLast((field) => field.number === number)?.value;
  if (typeof value !== 'object') throw new TalosError('E_MALFORMED', 'a part is missing');
  return value;
}

function textOf(bytes: Bytes): readonly string[] {
  try {
    return [multiaddr(bytes).toString()];
  } catch {
    return []; // of a kind that this side does not know
  }
}
