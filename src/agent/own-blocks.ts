/**
 * The own chain behind {@link BlocksApi}.
 *
 * @module
 */
import { fromHex, toHex } from '../base/bytes.ts';
import { toBase64 } from '../base/encoding.ts';
import { TalosError } from '../base/errors.ts';
import { decodeHeader, HEADER_BYTES, hashHeader } from '../ledger/block.ts';
import { LedgerStore } from '../ledger/ledger-store.ts';
import { totalWork } from '../ledger/network.ts';
import { OwnChain } from '../ledger/served-chain.ts';
import { loadFrontier } from '../ledger/tiles.ts';
import { encodeChainState } from '../ledger/validation-state.ts';
import type { AgentCore } from './agent-core.ts';
import type { BlocksApi, BlockView, ChainSummary } from './block-api.ts';

/** Bytes of blocks in one answer: an answer of the local socket takes 16 MiB, and a second reader waits meanwhile. */
const RANGE_BYTES: number = 512 * 1024;

/** See the module comment. */
export class OwnBlocks implements BlocksApi {
  readonly #core: AgentCore;

  constructor(core: AgentCore) {
    this.#core = core;
  }

  async summary(): Promise<ChainSummary> {
    const { identity, ledger } = this.#core;
    const { height, hash, logSize, note } = await new OwnChain(this.#core.store, this.#core.ledger).head();
    const [first, last] = [await this.#header(0), await this.#header(height)];
    return {
      author: identity.did,
      network: ledger.network.name,
      difficulty: ledger.network.difficulty,
      height,
      hash: toHex(hash),
      first: ledger.first,
      entries: logSize,
      work: String(totalWork(height, ledger.network)),
      firstTimeMs: first.timeMs,
      lastTimeMs: last.timeMs,
      checkpoint: note,
      start: await this.#start(ledger.first),
    };
  }

  async #header(height: number): Promise<ReturnType<typeof decodeHeader>> {
    return decodeHeader(await this.#encoded(height));
  }

  async #encoded(height: number): Promise<Uint8Array> {
    const [signed] = await new OwnChain(this.#core.store, this.#core.ledger).headers(height, 1);
    if (signed === undefined) throw new TalosError('E_NOT_FOUND', `there is no block at height ${height}`);
    return signed.subarray(0, HEADER_BYTES);
  }

  /** The chain before `first`. Whoever goes on from it finds out with the next block whether it is right. */
  async #start(first: number): Promise<string> {
    if (first === 0) return '';
    const { identity, ledger, store } = this.#core;
    const encoded = await this.#encoded(first - 1);
    const { logSize, timeMs } = decodeHeader(encoded);
    const frontier = await loadFrontier(logSize, new LedgerStore(store).tile);
    const { name: network, difficulty } = ledger.network;
    const tip = { height: first - 1, hash: hashHeader(encoded), timeMs, frontier };
    const work = totalWork(first - 1, ledger.network);
    return toBase64(encodeChainState({ author: identity.did, network, difficulty, tip, work }));
  }

  async range({ from, count }: { from: number; count: number }): Promise<{ blocks: readonly string[] }> {
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
