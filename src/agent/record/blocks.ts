/**
 * The chains of an agent behind {@link BlocksApi}: its own, and those that it keeps of others.
 *
 * @module
 */
import { fromHex, toHex } from '../../base/bytes.ts';
import { toBase64 } from '../../base/encoding.ts';
import { TalosError } from '../../base/errors.ts';
import { type Did, parseDid } from '../../identity/did.ts';
import { decodeHeader, HEADER_BYTES, hashHeader } from '../../ledger/block.ts';
import type { ForeignReader } from '../../ledger/chain/foreign-chain.ts';
import type { ForeignChains } from '../../ledger/chain/foreign-chains.ts';
import { OwnChain, type ServedChain } from '../../ledger/chain/served-chain.ts';
import { LedgerStore } from '../../ledger/journal/ledger-store.ts';
import { loadFrontier } from '../../ledger/log/tiles.ts';
import { totalWork } from '../../ledger/network.ts';
import { encodeChainState } from '../../ledger/validation/validation-state.ts';
import type { AgentCore } from '../agent-core.ts';
import type { BlocksApi, BlockView, ChainSummary } from '../api/block-api.ts';

/** Bytes of blocks in one answer: an answer of the local socket takes 16 MiB, and a second reader waits meanwhile. */
const RANGE_BYTES: number = 512 * 1024;

/** See the module comment. */
export class Blocks implements BlocksApi {
  readonly #core: AgentCore;
  readonly #kept: Pick<ForeignChains, 'get'>;
  readonly #own: OwnChain;

  /** @param kept - The chains of others. */
  constructor(core: AgentCore, kept: Pick<ForeignChains, 'get'>) {
    this.#core = core;
    this.#kept = kept;
    this.#own = new OwnChain(core.store, core.ledger);
  }

  async summary({ author }: { readonly author?: string } = {}): Promise<ChainSummary> {
    const { identity, ledger } = this.#core;
    const did = author === undefined ? identity.did : this.#core.known(author);
    const kept = did === identity.did ? undefined : await this.#keptOf(did);
    const chain = kept ?? this.#own;
    const { difficulty } = (await kept?.record()) ?? ledger.network;
    const { network, height, hash, logSize, work, note, first } = await chain.head();
    const [oldest, newest] = [await headerOf(chain, 0), await headerOf(chain, height)];
    return {
      author: did,
      network,
      difficulty,
      height,
      hash: toHex(hash),
      first,
      entries: logSize,
      work: String(work),
      firstTimeMs: oldest.timeMs,
      lastTimeMs: newest.timeMs,
      checkpoint: note,
      start: await this.#start(first),
    };
  }

  async #keptOf(author: Did): Promise<ForeignReader> {
    const kept = await this.#kept.get(author);
    if (kept !== undefined) return kept;
    throw new TalosError('E_NOT_FOUND', 'no chain of this author is kept', {
      hint: 'talos audit chain list shows those that are; talos audit chain sync fetches one',
    });
  }

  /** The own chain before `first`. Whoever goes on from it finds out with the next block whether it is right. */
  async #start(first: number): Promise<string> {
    if (first === 0) return '';
    const { identity, ledger, store } = this.#core;
    const encoded = await encodedHeader(this.#own, first - 1);
    const { logSize, timeMs } = decodeHeader(encoded);
    const frontier = await loadFrontier(logSize, new LedgerStore(store).tile);
    const { name: network, difficulty } = ledger.network;
    const tip = { height: first - 1, hash: hashHeader(encoded), timeMs, frontier };
    const work = totalWork(first - 1, ledger.network);
    return toBase64(encodeChainState({ author: identity.did, network, difficulty, tip, work }));
  }

  async range(params: { from: number; count: number; author?: string }): Promise<{ blocks: readonly string[] }> {
    const { from, count, author = this.#core.identity.did } = params;
    if (author !== this.#core.identity.did) {
      const kept = await (await this.#keptOf(parseDid(author))).blocks(from, count);
      return { blocks: kept.map(toBase64) };
    }
    const blocks: string[] = [];
    let bytes = 0;
    for (let height = from; blocks.length < count && bytes < RANGE_BYTES; height++) {
      const block = await this.#core.ledger.block(height);
      if (block === undefined) break;
      blocks.push(toBase64(block));
      bytes += block.length;
    }
    return { blocks };
  }

  async find(at: string): Promise<BlockView> {
    const block = await this.#core.ledger.block(await this.#place(at));
    if (block === undefined) throw new TalosError('E_NOT_FOUND', 'there is no such block');
    const header = block.subarray(0, HEADER_BYTES);
    return { height: decodeHeader(header).height, hash: toHex(hashHeader(header)), block: toBase64(block) };
  }

  async #place(at: string): Promise<number | Uint8Array> {
    if (/^\d{1,15}$/.test(at)) return Number(at);
    if (!/^[0-9a-f]{64}$/.test(at)) throw new TalosError('E_NOT_FOUND', 'there is no such block');
    // A hash has leading zeros and an id has none but by chance, so the hash comes first.
    const hash = fromHex(at);
    if ((await this.#core.ledger.block(hash)) !== undefined) return hash;
    const entry = await this.#core.ledger.get(at);
    if (entry === undefined) throw new TalosError('E_NOT_FOUND', 'there is no block and no entry of that id');
    if (entry.height !== undefined) return entry.height;
    throw new TalosError('E_NOT_FOUND', 'the entry waits for its block', { hint: 'ask again in a few seconds' });
  }
}

async function headerOf(chain: ServedChain, height: number): Promise<ReturnType<typeof decodeHeader>> {
  return decodeHeader(await encodedHeader(chain, height));
}

async function encodedHeader(chain: ServedChain, height: number): Promise<Uint8Array> {
  const [signed] = await chain.headers(height, 1);
  if (signed === undefined) throw new TalosError('E_NOT_FOUND', `there is no block at height ${height}`);
  return signed.subarray(0, HEADER_BYTES);
}
