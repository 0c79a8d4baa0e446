/** Agents that send each other files through links in memory, whose processes end and start again. */
import { AgentCore } from '../../src/agent/agent-core.ts';
import type { Acceptance, Feed } from '../../src/agent/api/message-api.ts';
import type { TransferState, TransferView } from '../../src/agent/api/transfer-api.ts';
import type { FileLetter } from '../../src/agent/message/file-letter.ts';
import { MemoryFiles } from '../../src/agent/transfer/memory-files.ts';
import type { OfferedFile } from '../../src/agent/transfer/transfer-consent.ts';
import { Transfers } from '../../src/agent/transfer/transfers.ts';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { TalosError } from '../../src/base/errors.ts';
import { type Allowed, type Denial, deny } from '../../src/capability/verdict.ts';
import { type Did, didOfKey } from '../../src/identity/did.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { openMemoryJournal } from '../../src/ledger/journal/memory-journal.ts';
import { openLedger } from '../../src/ledger/journal/open-ledger.ts';
import { mineInSlices } from '../../src/ledger/work.ts';
import type { Host, Link } from '../../src/net/link.ts';
import { type LinkPair, pairLinks } from '../../src/net/memory-link.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import type { Store } from '../../src/storage/store.ts';
import type { PartialFile } from '../../src/transfer/ports.ts';
import { agent } from '../unit/session/actors.ts';

const mine = mineInSlices(() => new Promise((resolve) => setImmediate(resolve)));

/** Files whose writing a test can watch. */
export class WatchedFiles extends MemoryFiles {
  /** Bytes of chunks that were written, all in all. */
  written = 0;
  /** Called before each chunk is written; what it throws is what the disk says. */
  onWrite: (offset: number) => void | Promise<void> = () => {};
  /** Called before a file gets its name. */
  onCommit: () => void | Promise<void> = () => {};

  override async create(id: string): Promise<PartialFile> {
    return this.#watched(await super.create(id));
  }

  override async reopen(id: string): Promise<PartialFile | undefined> {
    const partial = await super.reopen(id);
    return partial && this.#watched(partial);
  }

  #watched(partial: PartialFile): PartialFile {
    return {
      ...partial,
      write: async (offset, bytes) => {
        const waits = this.onWrite(offset);
        if (waits !== undefined) await waits;
        await partial.write(offset, bytes);
        this.written += bytes.length;
      },
      commit: async (name) => {
        await this.onCommit();
        return await partial.commit(name);
      },
    };
  }
}

/** One agent. */
export interface Side {
  readonly identity: Identity;
  readonly core: AgentCore;
  readonly files: WatchedFiles;
  readonly store: Store;
  /** Of files of strangers. */
  policy: Acceptance;
  verdict: (peer: Did, file: OfferedFile) => Allowed | Denial;
  transfers: Transfers;
  /** What others left for it while it was away, by whom; `undefined` where it has no mailbox. */
  mailbox: { readonly from: Did; readonly letter: FileLetter }[] | undefined;
  /** What the mailbox of anybody says to a letter of this agent: throws where it refuses. */
  onLeave: (letter: FileLetter) => void | Promise<void>;
  /** Tokens that come with its offers. */
  chain: readonly string[] | undefined;
  /** Whether others reach it. */
  isThere: boolean;
}

/** See the module comment. */
export class Sides implements AsyncDisposable {
  readonly #sides = new Map<Did, Side>();
  readonly links = new Set<LinkPair>();

  async join(identity: Identity, options: { readonly isThere?: boolean; readonly clock?: Clock } = {}): Promise<Side> {
    const store = openMemoryStore();
    const { clock = systemClock } = options;
    const ledger = await openLedger({ store, journal: openMemoryJournal(), identity, clock, mine });
    const core = await AgentCore.open({
      identity,
      store,
      ledger,
      clock,
      durability: 'default',
      onNotice: () => {},
    });
    const made = {
      identity,
      core,
      store,
      files: new WatchedFiles(),
      policy: 'ask' as const,
      isThere: options.isThere ?? true,
      mailbox: undefined,
      onLeave: () => {},
      chain: undefined,
    };
    const side: Side = {
      ...made,
      verdict: () => deny('NO_CAPABILITY', 'none'),
      transfers: undefined as unknown as Transfers,
    };
    side.transfers = this.#start(side);
    this.#sides.set(identity.did, side);
    return side;
  }

  #start(side: Side): Transfers {
    const host: Partial<Host> = {
      connect: async (_purpose, { peerKey }) => this.#dial(side, peerKey),
      onBetterPath: () => () => {},
      pathTo: () => undefined,
    };
    return new Transfers({
      core: side.core,
      platform: { files: side.files } as never,
      dialling: { host: async () => host as Host },
      consent: { verdict: (peer, file) => side.verdict(peer, file), policy: () => side.policy },
      chainFor: () => side.chain,
      mail: {
        hasMailbox: async (peer) => this.#sides.get(peer)?.mailbox !== undefined,
        leave: async (peer, letter) => {
          await side.onLeave(letter);
          this.#sides.get(peer)?.mailbox?.push({ from: side.identity.did, letter });
        },
      },
      mayWrite: () => ({ allowed: false, code: 'NO_CAPABILITY', reason: 'nobody streams here' }),
    });
  }

  #dial(from: Side, peerKey: Uint8Array): Link {
    const there = this.#sides.get(didOfKey(peerKey));
    if (there === undefined || !there.isThere) throw new TalosError('E_UNREACHABLE', 'nobody listens there');
    const pair = pairLinks({ diallerKey: from.identity.signing.publicKey, listenerKey: peerKey, purpose: 'transfer' });
    this.links.add(pair);
    void pair.dialler.closed.then(() => this.links.delete(pair));
    there.transfers.takeLink(pair.listener).catch(() => pair.listener.close());
    return pair.dialler;
  }

  /** A link to an agent, for who plays the other end. */
  link(from: Identity, to: Side): Link {
    const keys = { diallerKey: from.signing.publicKey, listenerKey: to.identity.signing.publicKey };
    const pair = pairLinks({ ...keys, purpose: 'transfer' });
    to.transfers.takeLink(pair.listener).catch(() => pair.listener.close());
    return pair.dialler;
  }

  /** Both know each other by name. */
  async befriend(a: Side, b: Side): Promise<void> {
    const address = '/ip4/127.0.0.1/tcp/7700';
    await a.core.peers.note(b.identity.did, { addresses: [address], alias: b.identity.name });
    await b.core.peers.note(a.identity.did, { addresses: [address], alias: a.identity.name });
  }

  /** An agent empties its mailbox, also of what comes meanwhile. @returns The types of letters that were not opened. */
  async empty(side: Side): Promise<number[]> {
    const dropped: number[] = [];
    for (let next = side.mailbox?.shift(); next !== undefined; next = side.mailbox?.shift())
      if (await side.transfers.letters.admits(next.from, next.letter))
        await side.transfers.letters.take(next.from, next.letter);
      else dropped.push(next.letter.type);
    return dropped;
  }

  /** All connections break. */
  cut(): void {
    for (const pair of this.links) pair.cut();
  }

  /** The process of an agent ends without a word, and starts again over its store. */
  async restart(side: Side): Promise<void> {
    this.cut();
    await side.transfers[Symbol.asyncDispose]();
    side.transfers = this.#start(side);
    await side.transfers.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { transfers } of this.#sides.values()) await transfers[Symbol.asyncDispose]();
    for (const { core } of this.#sides.values()) await core.ledger[Symbol.asyncDispose]();
  }
}

/** Content that differs from chunk to chunk. */
export function contentOf(length: number, seed = 1): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let at = 0; at < words.length; at++) words[at] = Math.imul(at + seed, 2654435761);
  return new Uint8Array(words.buffer, 0, length);
}

/** Two agents that know each other by name, or not. */
export async function twoSides(isFriends = true): Promise<{ sides: Sides; a: Side; b: Side }> {
  const sides = new Sides();
  const [a, b] = [await sides.join(agent('alice')), await sides.join(agent('bob'))];
  if (isFriends) await sides.befriend(a, b);
  else await a.core.peers.note(b.identity.did, { addresses: ['/ip4/127.0.0.1/tcp/7700'], alias: 'bob' });
  return { sides, a, b };
}

/** Waits until a transfer is in a state; through a restart of its agent. */
export async function until(side: Side, id: string, ...states: readonly TransferState[]): Promise<TransferView> {
  return await untilSome(side, ({ id: of, state }) => of === id && states.includes(state));
}

/** Waits until a transfer is in a state, whichever it is. */
export async function firstOf(side: Side, ...states: readonly TransferState[]): Promise<TransferView> {
  return await untilSome(side, ({ state }) => states.includes(state));
}

async function untilSome(side: Side, isWanted: (transfer: TransferView) => boolean): Promise<TransferView> {
  for (;;) {
    const { transfers } = side;
    await using feed = disposable(await transfers.events());
    const found = (await transfers.list()).find(isWanted);
    if (found !== undefined) return found;
    for (let event = await feed.next(); event !== undefined; event = await feed.next()) {
      await feed.take();
      if (isWanted(event.transfer)) return event.transfer;
    }
    if (side.transfers === transfers) throw new Error('the agent has ended');
  }
}

function disposable<T>(feed: Feed<T>): Feed<T> & AsyncDisposable {
  return { ...bound(feed), [Symbol.asyncDispose]: () => feed.close() };
}

function bound<T>(feed: Feed<T>): Feed<T> {
  return { next: () => feed.next(), take: () => feed.take(), ended: feed.ended, close: () => feed.close() };
}
