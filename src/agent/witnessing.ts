/**
 * The witnessing of a running agent: what it sees of its peers' ledgers, and shows them of its own. PROTOCOL.md §9.9.
 *
 * @module
 */
import { TalosError } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import type { Host } from '../net/link.ts';
import type { AgentCore } from './agent-core.ts';
import { ChainDialer } from './chain-dialer.ts';
import type { ChainOperations } from './chain-host.ts';
import { OwnLog } from './own-log.ts';
import type { TunnelWitness } from './tunnel-dialer.ts';
import type { EvidenceView, WitnessApi, WitnessedPeer } from './witness-api.ts';
import { evidenceId } from './witness-book.ts';
import { WitnessExchange } from './witness-exchange.ts';
import { WitnessSchedule } from './witness-schedule.ts';

/** What witnessing needs. */
export interface WitnessingParts {
  readonly core: AgentCore;
  readonly host: () => Promise<Host>;
  /** A peer was convicted: its tunnels are to end. */
  readonly onEquivocation: (peer: Did) => void;
}

/** See the module comment. Disposing ends its talks and links. */
export class Witnessing implements TunnelWitness, WitnessApi, AsyncDisposable {
  readonly #core: AgentCore;
  readonly #exchange: WitnessExchange;
  readonly #schedule: WitnessSchedule;
  readonly #links: ChainDialer;

  constructor({ core, host, onEquivocation }: WitnessingParts) {
    this.#core = core;
    // Where a tunnel is open its address is known: a registry is not asked for that.
    this.#links = new ChainDialer({ core, host, find: () => Promise.resolve(undefined) });
    const log = new OwnLog(core);
    const exchange = new WitnessExchange({
      core,
      log,
      ask: (peer, fields, signal) => this.#links.use(peer, (link) => link.ask('exchange', fields, signal), signal),
      onEquivocation,
    });
    this.#exchange = exchange;
    this.#schedule = new WitnessSchedule({
      talk: (peer, signal) => exchange.talk(peer, signal),
      hasNews: async (peer) => exchange.hasNews(peer) || !(await exchange.isShown(peer)),
      isSealing: () => core.failure === undefined && core.ledger.size > log.sealedSize,
    });
  }

  /** What chain links serve of it. */
  get operations(): ChainOperations {
    return { exchange: { access: 'known', answer: ({ peer, fields }) => this.#exchange.answer(peer, fields) } };
  }

  assertTrusted(peer: Did): void {
    this.#exchange.assertTrusted(peer);
  }

  opened(peer: Did, note: string, before: Checkpoint | undefined): Promise<void> {
    return this.#exchange.opened(peer, note, before);
  }

  inUse(peer: Did): () => void {
    return this.#schedule.opened(peer);
  }

  saw(peer: Did, note: string): void {
    this.#exchange.saw(peer, note);
    this.#schedule.used(peer);
  }

  async peers(): Promise<readonly WitnessedPeer[]> {
    const { seen, peers } = this.#core;
    return seen.peers().map((peer) => {
      const newest = seen.newest(peer);
      const standing = this.#exchange.standing(peer);
      return {
        peer,
        alias: peers.get(peer)?.alias ?? '',
        size: newest?.checkpoint.size ?? 0,
        checkpoint: newest?.checkpoint.note ?? '',
        seenAtMs: newest?.seenMs ?? 0,
        standing: standing?.outcome ?? 'unknown',
        ...(standing?.code === undefined ? {} : { code: standing.code }),
        talkedAtMs: standing?.atMs ?? 0,
        refused: seen.isRefused(peer),
      };
    });
  }

  async evidence({ peer }: { readonly peer?: string }): Promise<readonly EvidenceView[]> {
    const { seen, peers } = this.#core;
    const about = peer === undefined ? undefined : peers.resolve(peer);
    return seen.evidence(about).map(({ peer: did, what, timeMs, isCleared, file }) => ({
      id: evidenceId(file),
      peer: did,
      what,
      foundAtMs: timeMs,
      cleared: isCleared,
      evidence: file,
    }));
  }

  async clear({ peer }: { readonly peer: string }): Promise<{ readonly peer: string }> {
    const { seen, peers } = this.#core;
    const did = peers.resolve(peer);
    if (!(await seen.clear(did)))
      throw new TalosError('E_NOT_FOUND', 'there is no evidence against this peer that is not cleared');
    this.#exchange.forget(did);
    return { peer: did };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#schedule[Symbol.asyncDispose]();
    await this.#links[Symbol.asyncDispose]();
  }
}
