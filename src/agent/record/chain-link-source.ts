/**
 * A peer as a source of chains: its answers over a chain link, read strictly and bounded by what was asked.
 * PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Cbor, CborMap } from '../../codec/cbor.ts';
import { readArray, readBytes, readInteger, readObject, readString } from '../../codec/fields.ts';
import { HASH_BYTES } from '../../crypto/hash.ts';
import type { Did } from '../../identity/did.ts';
import { MAX_BLOCK_BYTES } from '../../ledger/block.ts';
import { decodeSignedHeaders, SIGNED_HEADER_BYTES, type SignedHeader } from '../../ledger/chain/chain-header.ts';
import {
  type ChainPoint,
  type ChainSource,
  type ChainStatus,
  MAX_ANSWER_BLOCK_BYTES,
  MAX_BLOCKS_AN_ANSWER,
  MAX_CONSISTENCY_HASHES,
} from '../../ledger/chain/chain-source.ts';
import { MAX_NOTE_CHARACTERS } from '../../ledger/log/note.ts';
import { MAX_PROOF_BYTES } from '../../ledger/log/proof-file.ts';
import type { RequestLink } from '../../net/request-link.ts';

/** Longest name of a network that is read, in characters. */
const MAX_NETWORK_CHARACTERS = 64;
/** Decimal digits of the work of a chain: above 2^255 a block, for longer than there is time. */
const MAX_WORK_DIGITS = 96;

/** Runs a task with a link to the peer, as {@link ChainDialer.use} does. */
export type UseLink = <T>(task: (link: RequestLink) => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** See the module comment. */
export class LinkChainSource implements ChainSource {
  readonly name: Did;
  readonly #use: UseLink;

  /** @param peer - Whose own chain needs no `author` in requests. */
  constructor(peer: Did, use: UseLink) {
    this.name = peer;
    this.#use = use;
  }

  #ask<R extends string, O extends string = never>(
    op: string,
    fields: CborMap,
    shape: { readonly required: readonly R[]; readonly optional?: readonly O[] },
    signal: AbortSignal | undefined,
  ): Promise<{ readonly [K in R]: Cbor } & { readonly [K in O]?: Cbor }> {
    return this.#use(async (link) => {
      const answer: Cbor = await link.ask(op, fields, signal);
      return readObject(answer, shape, op);
    }, signal);
  }

  #of(author: Did): CborMap {
    return author === this.name ? {} : { author };
  }

  async status(author: Did, signal?: AbortSignal): Promise<ChainStatus> {
    const required = ['network', 'height', 'hash', 'work', 'note', 'first'] as const;
    const answer = await this.#ask('status', this.#of(author), { required }, signal);
    return {
      network: readString(answer.network, 'network', { max: MAX_NETWORK_CHARACTERS }),
      height: readInteger(answer.height, 'height'),
      hash: readBytes(answer.hash, 'hash', HASH_BYTES),
      work: BigInt(readString(answer.work, 'work', { min: 1, max: MAX_WORK_DIGITS, pattern: /^[0-9]+$/ })),
      note: readString(answer.note, 'note', { max: MAX_NOTE_CHARACTERS }),
      first: readInteger(answer.first, 'first'),
    };
  }

  async locate(author: Did, points: readonly ChainPoint[], signal?: AbortSignal): Promise<number | undefined> {
    const answer = await this.#ask(
      'locate',
      { ...this.#of(author), points },
      { required: [], optional: ['height'] },
      signal,
    );
    if (answer.height === undefined) return undefined;
    const height = readInteger(answer.height, 'height');
    if (!points.some(([asked]) => asked === height)) throw unasked('a height that is none of those asked for');
    return height;
  }

  async headers(author: Did, from: number, count: number, signal?: AbortSignal): Promise<readonly SignedHeader[]> {
    const answer = await this.#ask('headers', { ...this.#of(author), from, count }, { required: ['headers'] }, signal);
    const bytes = readBytes(answer.headers, 'headers');
    if (bytes.length === 0 || bytes.length > count * SIGNED_HEADER_BYTES) throw unasked('another number of headers');
    return decodeSignedHeaders(bytes);
  }

  async blocks(author: Did, from: number, count: number, signal?: AbortSignal): Promise<readonly Bytes[]> {
    const asked = { ...this.#of(author), from, count };
    const answer = await this.#ask('blocks', asked, { required: ['blocks'] }, signal);
    const max = Math.min(count, MAX_BLOCKS_AN_ANSWER);
    const blocks = readArray(answer.blocks, 'blocks', { min: 1, max }, (block: Cbor, name) => readBytes(block, name));
    const bytes = blocks.reduce((sum, block) => sum + block.length, 0);
    if (bytes > MAX_ANSWER_BLOCK_BYTES + MAX_BLOCK_BYTES) throw unasked('more bytes of blocks than an answer may have');
    return blocks;
  }

  async consistency(author: Did, from: number, to: number, signal?: AbortSignal): Promise<readonly Bytes[]> {
    const asked = { ...this.#of(author), from, to };
    const { path } = await this.#ask('consistency', asked, { required: ['path'] }, signal);
    return readArray(path, 'path', { max: MAX_CONSISTENCY_HASHES }, (hash: Cbor, name) =>
      readBytes(hash, name, HASH_BYTES),
    );
  }

  async note(size: number, signal?: AbortSignal): Promise<string> {
    const { note } = await this.#ask('note', { size }, { required: ['note'] }, signal);
    return readString(note, 'note', { max: MAX_NOTE_CHARACTERS });
  }

  async proof(entry: string, signal?: AbortSignal): Promise<string> {
    const { proof } = await this.#ask('proof', { entry }, { required: ['proof'] }, signal);
    return readString(proof, 'proof', { max: MAX_PROOF_BYTES });
  }
}

function unasked(what: string): TalosError {
  return new TalosError('E_PROTOCOL', `the peer answered with ${what}`);
}
