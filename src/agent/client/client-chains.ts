/**
 * Blocks: those of the own ledger, with whom they are shared, and the chains of others that are kept here:
 * `client.audit.chains`. PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { assertText, membersOf, type SignalOptions } from '../../base/caller-mistakes.ts';
import { fromBase64 } from '../../base/encoding.ts';
import type { BlockView, ChainSummary } from '../api/block-api.ts';
import type { ChainShareView, ChainSyncProgress, ChainSyncView, KeptChainView } from '../api/chain-api.ts';
import { type ClientContext, didOf, peerText } from './client-context.ts';

/** Blocks that are asked for at a time. */
const BLOCKS_A_PAGE = 64;

/** Whose chain. */
export interface ChainOfOptions {
  /** A DID or an alias; the own chain where absent. */
  readonly author?: string;
}

/** Which blocks. */
export interface BlockRange extends ChainOfOptions {
  /** Height of the first; the lowest that is here where absent. */
  readonly from?: number;
  /** Height of the last; the newest where absent. */
  readonly to?: number;
}

/** How a chain is brought up to date. */
export interface SyncChainOptions extends SignalOptions {
  /** Who is asked for it, at most 16; the author where absent. */
  readonly from?: readonly string[];
  readonly onProgress?: (progress: ChainSyncProgress) => void;
}

/** See the module comment. */
export class ClientChains {
  readonly #context: ClientContext;

  /** Made by the client. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** What a chain comes to. @throws {TalosError} `E_NOT_FOUND` where no chain of that author is kept. */
  summary(options: ChainOfOptions = {}): Promise<ChainSummary> {
    return this.#context.ask((agent) => {
      const { author } = membersOf<ChainOfOptions>(options, 'options', { author: 'text?' });
      return agent.blocks.summary(author === undefined ? {} : { author: peerText(author) });
    });
  }

  /**
   * The blocks of a chain as bytes (PROTOCOL.md §9.5), in order: what `ValidationEngine.validateChain` takes.
   *
   * @throws {TalosError} `E_NOT_FOUND` where their entries were archived, or no chain of that author is kept.
   */
  async *blocks(options: BlockRange = {}): AsyncGenerator<Bytes, void, void> {
    const kinds = { author: 'text?', from: 'number?', to: 'number?' } as const;
    const { author: named, from, to } = membersOf<BlockRange>(options, 'options', kinds);
    const { author, first, height } = await this.summary(named === undefined ? {} : { author: named });
    const last = Math.min(to ?? height, height);
    const whose = named === undefined ? {} : { author };
    for (let next = from ?? first; next <= last; ) {
      const count = Math.min(BLOCKS_A_PAGE, last - next + 1);
      const page = await this.#context.ask((agent) => agent.blocks.range({ from: next, count, ...whose }));
      for (const block of page.blocks) yield fromBase64(block);
      if (page.blocks.length === 0) return;
      next += page.blocks.length;
    }
  }

  /**
   * One block of the own chain.
   *
   * @param at - Its height in decimal, its hash, or the id of an entry in it.
   * @throws {TalosError} `E_NOT_FOUND` if there is none, or its entries were archived.
   */
  block(at: string): Promise<BlockView> {
    return this.#context.ask((agent) => {
      assertText(at, 'at');
      return agent.blocks.find(at);
    });
  }

  /** Lets a peer read the own chain and those kept here; durable when it resolves. @param peer - In full: DID or peer id. */
  share(peer: string, share: 'headers' | 'blocks'): Promise<ChainShareView> {
    return this.#context.ask((agent) => {
      if (!['headers', 'blocks'].includes(share)) throw new TypeError('share must be "headers" or "blocks"');
      return agent.chains.share({ peer: didOf(peer), share });
    });
  }

  /** With whom chains are shared. */
  shares(): Promise<readonly ChainShareView[]> {
    return this.#context.ask((agent) => agent.chains.shares());
  }

  /** A peer may read nothing any more, on links that are open too. @throws {TalosError} `E_NOT_FOUND` if it might not. */
  unshare(peer: string): Promise<{ readonly peer: string }> {
    return this.#context.ask((agent) => agent.chains.unshare({ peer: peerText(peer) }));
  }

  /**
   * Brings the kept chain of an author up to what others have of it, each block validated in full; goes on where it was
   * interrupted.
   *
   * @throws {TalosError} `E_EQUIVOCATION` or `E_REORG_DEPTH` where the author signed two histories, which
   *   `details.evidence` proves; `E_LIMIT`; the most telling reason of those who were asked: `E_REFUSED`, `E_UNREACHABLE`,
   *   `E_TIMEOUT`, `E_NOT_FOUND`, or what did not verify; {RangeError} for the own chain.
   */
  sync(author: string, options: SyncChainOptions = {}): Promise<ChainSyncView> {
    return this.#context.ask((agent) => {
      const { from, ...watching } = membersOf<SyncChainOptions>(options, 'options', {
        from: 'texts?',
        onProgress: 'function?',
        signal: 'signal?',
      });
      const sources = from?.map((each) => peerText(each, 'options.from'));
      return agent.chains.sync({ author: peerText(author, 'author'), ...(sources && { from: sources }) }, watching);
    });
  }

  /** The chains of others that are kept here. */
  list(): Promise<readonly KeptChainView[]> {
    return this.#context.ask((agent) => agent.chains.list());
  }

  /** Forgets a kept chain and the evidence against its author. @throws {TalosError} `E_NOT_FOUND`. */
  remove(author: string): Promise<{ readonly author: string }> {
    return this.#context.ask((agent) => agent.chains.remove({ author: peerText(author, 'author') }));
  }
}
