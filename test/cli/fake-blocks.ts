/** A chain in memory for the tests of the commands and of the local socket. */
import type { BlocksApi, BlockView, ChainSummary } from '../../src/agent/api/block-api.ts';
import { toHex } from '../../src/base/bytes.ts';
import { toBase64 } from '../../src/base/encoding.ts';
import { TalosError } from '../../src/base/errors.ts';
import { ChainMaker, type MadeBlock } from '../fixtures/block-chain.ts';
import { denial, person } from '../fixtures/ledger.ts';

export class FakeBlocks implements BlocksApi {
  readonly #asked: (method: string, params?: unknown) => void;
  /** Made when it is first looked at: most tests do not. */
  #chain: ChainMaker | undefined;
  /** What is given instead of the chain's own blocks. */
  given: Uint8Array[] | undefined;

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  get chain(): ChainMaker {
    this.#chain ??= chainOf();
    return this.#chain;
  }

  get #blocks(): readonly Uint8Array[] {
    return this.given ?? this.chain.taken.map(({ bytes }) => bytes);
  }

  async summary(params: { readonly author?: string } = {}): Promise<ChainSummary> {
    this.#asked('blocks.summary', params);
    const { author, size, taken } = this.chain;
    const last = taken.at(-1) as MadeBlock;
    return {
      author: author.did,
      network: 'talos',
      difficulty: this.chain.difficulty,
      height: taken.length - 1,
      hash: toHex(last.hash),
      first: 0,
      entries: size,
      work: String(taken.length * 256),
      firstTimeMs: this.chain.taken[0]?.block.header.timeMs ?? 0,
      lastTimeMs: last.block.header.timeMs,
      checkpoint: '',
      start: '',
    };
  }

  async range(params: {
    readonly from: number;
    readonly count: number;
    readonly author?: string;
  }): Promise<{ blocks: string[] }> {
    this.#asked('blocks.range', params);
    return { blocks: this.#blocks.slice(params.from, params.from + Math.min(params.count, 3)).map(toBase64) };
  }

  async find(at: string): Promise<BlockView> {
    this.#asked('blocks.find', { at });
    const made = this.chain.taken[Number(at)];
    if (made === undefined) throw new TalosError('E_NOT_FOUND', 'there is no such block');
    return { height: made.block.header.height, hash: toHex(made.hash), block: toBase64(made.bytes) };
  }
}

function chainOf(): ChainMaker {
  const chain = new ChainMaker(person(1));
  chain.add([]);
  for (let i = 1; i <= 6; i++) chain.add([denial(person(2).did, i)]);
  return chain;
}
