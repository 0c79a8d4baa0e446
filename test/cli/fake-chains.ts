/** Chains in memory for the tests of the commands and of the local socket. */
import type {
  ChainShareView,
  ChainSyncOptions,
  ChainSyncParams,
  ChainSyncView,
  ChainsApi,
  KeptChainView,
} from '../../src/agent/api/chain-api.ts';
import { TalosError } from '../../src/base/errors.ts';

/** What {@link FakeChains.sync} keeps, unless told otherwise. */
export const CHAIN: KeptChainView = {
  author: 'did:key:z6MkfakeAuthor',
  alias: 'alice',
  network: 'talos',
  height: 9,
  hash: 'ab'.repeat(32),
  size: 18,
  work: '2560',
  bytes: 4096,
  syncedAtMs: 1_700_000_000_000,
  checkpoint: '',
  evidence: '',
};

export class FakeChains implements ChainsApi {
  readonly #asked: (method: string, params?: unknown) => void;
  shared: ChainShareView[] = [];
  kept: KeptChainView[] = [];
  dropped: ChainSyncView['sources'] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async share(params: { readonly peer: string; readonly share: 'headers' | 'blocks' }): Promise<ChainShareView> {
    this.#asked('chains.share', params);
    const view = { ...params, alias: '' };
    this.shared.push(view);
    return view;
  }

  async shares(): Promise<readonly ChainShareView[]> {
    this.#asked('chains.shares');
    return this.shared;
  }

  async unshare(params: { readonly peer: string }): Promise<{ readonly peer: string }> {
    this.#asked('chains.unshare', params);
    return params;
  }

  async sync(params: ChainSyncParams, { onProgress }: ChainSyncOptions = {}): Promise<ChainSyncView> {
    this.#asked('chains.sync', params);
    onProgress?.({ height: 4, target: 9, blocks: 5, bytes: 2048 });
    return {
      chain: { ...CHAIN, ...this.kept[0] },
      from: -1,
      height: 9,
      target: 9,
      blocks: 10,
      bytes: 4096,
      sources: this.dropped,
    };
  }

  async list(): Promise<readonly KeptChainView[]> {
    this.#asked('chains.list');
    return this.kept;
  }

  async remove(params: { readonly author: string }): Promise<{ readonly author: string }> {
    this.#asked('chains.remove', params);
    if (this.kept.length === 0) throw new TalosError('E_NOT_FOUND', 'no chain of this author is kept');
    return params;
  }
}
