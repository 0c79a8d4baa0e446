/**
 * The contents of the packets about revocation and renewal. PROTOCOL.md §8.5, §8.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { fromHex, toHex } from '../../base/bytes.ts';
import { type ErrorCode, isErrorCode, REFUSALS, type Refusal } from '../../base/errors.ts';
import { MAX_HEAD_BYTES, MAX_ITEM_BYTES, MAX_LIST_ITEMS } from '../../capability/revocation-list.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../../codec/cbor.ts';
import { readArray, readBytes, readChoice, readInteger, readObject, readString } from '../../codec/fields.ts';
import { DID_CHARACTERS, type Did, parseDid } from '../../identity/did.ts';
import { MAX_CHAIN, MAX_TOKEN_CHARACTERS, type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { ListPart, ListPlace } from './revocation-book.ts';
import { MAX_PART_ITEMS } from './revocation-part.ts';

/** Lists that one packet asks for. */
export const MAX_LISTS_ASKED = 64;
/** Most bytes of the CBOR of one of these packets. */
const MAX_BYTES: number = 256 * 1024;
const HASH_BYTES = 32;

/** What is asked of a list: all that follows what is known of it. */
export interface AskedList extends ListPlace {
  readonly issuer: Did;
}

/** Part of a list, or why there is none. */
export type ListAnswer =
  | (ListPart & {
      readonly refused?: undefined;
      /** The tokens that make the issuer of the list one here, root first; empty where that is known. */
      readonly chain: readonly string[];
    })
  | { readonly issuer: Did; readonly refused: RefusalBody };

function open(bytes: Uint8Array): Cbor {
  return decodeCbor(bytes, { maxBytes: MAX_BYTES });
}

/** REVOCATIONS_GET. */
export function encodeListsAsked(lists: readonly AskedList[]): Bytes {
  return encodeCbor({
    v: 1,
    lists: lists.map(({ issuer, seq, hash }) => ({ issuer, seq, hash: fromHex(hash) })),
  });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeListsAsked(bytes: Uint8Array): readonly AskedList[] {
  const fields = readObject(open(bytes), { required: ['v', 'lists'] }, 'lists asked');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return readArray(fields.lists, 'lists', { min: 1, max: MAX_LISTS_ASKED }, (list, name) => {
    const { issuer, seq, hash } = readObject(list, { required: ['issuer', 'seq', 'hash'] }, name);
    return {
      issuer: readDid(issuer),
      seq: readInteger(seq, 'seq', { max: MAX_LIST_ITEMS }),
      hash: toHex(readBytes(hash, 'hash', HASH_BYTES)),
    };
  });
}

/** REVOCATIONS. */
export function encodeListAnswer(answer: ListAnswer): Bytes {
  if (answer.refused !== undefined) {
    const { issuer, refused } = answer;
    return encodeCbor({ v: 1, issuer, ...refusalFields(refused) });
  }
  const { head, from, items, newest, chain } = answer;
  return encodeCbor({ v: 1, head, from, items: [...items], newest, chain: [...chain] });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeListAnswer(bytes: Uint8Array): ListAnswer {
  const cbor = open(bytes);
  if (isRefusal(cbor)) {
    const fields = readObject(cbor, { required: ['v', 'issuer', 'word'], optional: ['code'] }, 'list refused');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return { issuer: readDid(fields.issuer), refused: readRefusal(fields) };
  }
  const shape = { required: ['v', 'head', 'from', 'items', 'newest', 'chain'] } as const;
  const fields = readObject(cbor, shape, 'list');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return {
    head: readString(fields.head, 'head', { max: MAX_HEAD_BYTES }),
    from: readInteger(fields.from, 'from', { max: MAX_LIST_ITEMS }),
    items: readArray(fields.items, 'items', { max: MAX_PART_ITEMS }, (item, name) =>
      readString(item, name, { max: MAX_ITEM_BYTES }),
    ),
    newest: readInteger(fields.newest, 'newest', { max: MAX_LIST_ITEMS }),
    chain: readTokens(fields.chain),
  };
}

/** What a renewal came to: the tokens of the new grant, root first, or why there is none. */
export type RenewalAnswer = { readonly id: string } & (
  | { readonly chain: readonly string[]; readonly refused?: undefined }
  | { readonly refused: RefusalBody }
);

/** CAPABILITY_RENEW. @param id - Of the token that is to be renewed, hex. */
export function encodeRenewal(id: string): Bytes {
  return encodeCbor({ v: 1, id: fromHex(id) });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeRenewal(bytes: Uint8Array): string {
  const fields = readObject(open(bytes), { required: ['v', 'id'] }, 'renewal');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return toHex(readBytes(fields.id, 'id', HASH_BYTES));
}

/** CAPABILITY_RENEWED. */
export function encodeRenewed(answer: RenewalAnswer): Bytes {
  const id = fromHex(answer.id);
  if (answer.refused !== undefined) return encodeCbor({ v: 1, id, ...refusalFields(answer.refused) });
  return encodeCbor({ v: 1, id, chain: [...answer.chain] });
}

/** @throws {TalosError} `E_MALFORMED`. */
export function decodeRenewed(bytes: Uint8Array): RenewalAnswer {
  const cbor = open(bytes);
  if (isRefusal(cbor)) {
    const fields = readObject(cbor, { required: ['v', 'id', 'word'], optional: ['code'] }, 'renewal refused');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return { id: toHex(readBytes(fields.id, 'id', HASH_BYTES)), refused: readRefusal(fields) };
  }
  const fields = readObject(cbor, { required: ['v', 'id', 'chain'] }, 'renewed');
  readInteger(fields.v, 'v', { min: 1, max: 1 });
  return { id: toHex(readBytes(fields.id, 'id', HASH_BYTES)), chain: readTokens(fields.chain) };
}

function isRefusal(cbor: Cbor): boolean {
  return typeof cbor === 'object' && cbor !== null && 'word' in cbor;
}

function refusalFields({ word, code }: RefusalBody): { readonly word: Refusal; readonly code?: ErrorCode } {
  return code === undefined ? { word } : { word, code };
}

function readRefusal({ word, code }: { readonly word: Cbor; readonly code?: Cbor | undefined }): RefusalBody {
  const text = code === undefined ? undefined : readString(code, 'code', { max: 64 });
  return {
    word: readChoice(word, REFUSALS, 'word'),
    code: text !== undefined && isErrorCode(text) ? text : undefined,
  };
}

function readTokens(cbor: Cbor): readonly string[] {
  return readArray(cbor, 'chain', { max: MAX_CHAIN }, (token, name) =>
    readString(token, name, { max: MAX_TOKEN_CHARACTERS }),
  );
}

function readDid(cbor: Cbor): Did {
  return parseDid(readString(cbor, 'issuer', { max: DID_CHARACTERS }));
}
