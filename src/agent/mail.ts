/**
 * Mail of a running agent: registered with servers, found by others, reached through a mailbox while it is away.
 * PROTOCOL.md §5.9, §6.5, §6.6.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { type Did, didOfKey } from '../identity/did.ts';
import { type DepositContent, openDeposit } from '../message/deposit.ts';
import { decodeEnvelope } from '../message/envelope.ts';
import { parseAddress } from '../net/address.ts';
import { systemTimer, type Timer } from '../net/timer.ts';
import { readEnvelope } from '../session/durable.ts';
import type { AgentCore } from './agent-core.ts';
import type { AgentPlatform } from './agent-platform.ts';
import type { Messenger } from './messenger.ts';
import { PostOffice } from './post-office.ts';
import { RecordBook } from './record-book.ts';
import { Registrar, type Registration } from './registrar.ts';
import { type Server, ServerBook } from './server-book.ts';

/** Answers to deposits that may be under way; the mailbox waits meanwhile. */
export const MAX_ANSWERS_UNDER_WAY = 64;

/** What mail needs besides the agent's core. */
export interface MailParts {
  readonly core: AgentCore;
  readonly platform: AgentPlatform;
  readonly messenger: () => Promise<Messenger>;
  /** Whether messages of `sender` are taken. */
  readonly admits: (sender: Did) => Promise<boolean>;
  /** The system's unless given. */
  readonly timer?: Timer;
}

/** See the module comment. */
export class Mail implements AsyncDisposable {
  readonly post: PostOffice;
  readonly #parts: MailParts;
  readonly #servers: ServerBook;
  readonly #records: RecordBook;
  readonly #registrar: Registrar;
  readonly #answers = new Set<Promise<void>>();
  /** Deposits that are being taken. */
  readonly #taking = new Set<Promise<void>>();
  #kept: { keeping: AsyncDisposable; users: number } | undefined;

  private constructor(parts: MailParts, servers: ServerBook) {
    const { core, platform, messenger, timer = systemTimer } = parts;
    const { clock, store, identity } = core;
    this.#parts = parts;
    this.#servers = servers;
    this.#records = new RecordBook(store, clock, identity.did);
    const books = { records: this.#records, servers, timer };
    this.post = new PostOffice({ ...books, self: identity.did, clock, host: () => platform.veiledHost() });
    this.#registrar = new Registrar({
      ...books,
      core,
      host: () => platform.host(),
      addresses: () => platform.addresses(),
      stock: async (count) => (await messenger()).bundleStock(count),
      onDeposit: (sealed) => this.#noted(sealed),
    });
  }

  /** @throws {TalosError} `E_STORAGE…`. */
  static async open(parts: MailParts): Promise<Mail> {
    return new Mail(parts, await ServerBook.open(parts.core.store));
  }

  /** The servers that this agent has registered with. */
  servers(): readonly Server[] {
    return this.#servers.all();
  }

  /**
   * Registers with the server at `address`, or with all that are known where there is none.
   *
   * @param address - A multiaddr; with `/p2p/…` the key that the server must prove, otherwise that is pinned at first use.
   * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than before; `E_NOT_FOUND` where no server
   *   is known; what `Registrar.register` throws.
   */
  async register(address?: string, signal?: AbortSignal): Promise<readonly Registration[]> {
    const servers = address === undefined ? this.servers() : [await this.#serverAt(address, signal)];
    if (servers.length === 0)
      throw new TalosError('E_NOT_FOUND', 'this agent is registered with no server yet', {
        hint: 'talos register --server HOST:PORT',
      });
    const registrations: Registration[] = [];
    for (const server of servers) registrations.push(await this.#registrar.register(server, signal));
    await this.#keepAnew();
    return registrations;
  }

  async #serverAt(text: string, signal: AbortSignal | undefined): Promise<Server> {
    const address = parseAddress(text);
    const [place = text] = address.text.split('/p2p/');
    const pinned = this.#servers.at(place);
    const key = await (await this.#parts.platform.host()).learnKey([address.text], signal);
    const did = didOfKey(key);
    // Who names the key has decided.
    if (pinned !== undefined && pinned.did !== did && address.peerId === undefined)
      throw new TalosError('E_IDENTITY_CHANGED', 'another server answers at this address than the one that is pinned', {
        details: { pinned: pinned.did, offered: did },
        hint: 'where that is right, name the new one by its key: --server /ip4/…/tcp/…/p2p/…',
      });
    const held = this.#servers.get(did) ?? { did, addresses: [], mailbox: false, prekeyId: -1 };
    // It was found there, wherever it was before.
    return { ...held, addresses: [place] };
  }

  /** Stays registered and takes what the mailboxes have, until what it gives is disposed as often as it was asked for. */
  keep(): AsyncDisposable {
    this.#kept ??= { keeping: this.#registrar.keep(), users: 0 };
    const kept = this.#kept;
    kept.users++;
    let isOver = false;
    return {
      [Symbol.asyncDispose]: async () => {
        if (isOver) return;
        isOver = true;
        if (--kept.users > 0) return;
        if (this.#kept === kept) this.#kept = undefined;
        await kept.keeping[Symbol.asyncDispose]();
      },
    };
  }

  /** With the servers that are known now. */
  async #keepAnew(): Promise<void> {
    const kept = this.#kept;
    if (kept === undefined) return;
    const before = kept.keeping;
    kept.keeping = this.#registrar.keep();
    await before[Symbol.asyncDispose]();
  }

  async #noted(sealed: Uint8Array): Promise<void> {
    const taking = this.#take(sealed);
    this.#taking.add(taking);
    try {
      await taking;
    } finally {
      this.#taking.delete(taking);
    }
  }

  /** @throws {TalosError} where it is to stay in the mailbox: the inbox is full, or the store or ledger failed. */
  async #take(sealed: Uint8Array): Promise<void> {
    const deposit = this.#opened(sealed);
    if (deposit === undefined || !(await this.#parts.admits(deposit.sender))) return;
    const { sender, envelope, record } = deposit;
    const messenger = await this.#parts.messenger();
    // Where a contact's session is to be repaired, its registry and mailbox must be known by then.
    const isContact = (this.#parts.core.peers.get(sender)?.alias ?? '') !== '';
    if (record !== undefined && isContact) await this.#note(sender, record);
    const { replies, failure } = await messenger.receive(sender, new Uint8Array(envelope));
    if (failure?.code === 'E_LIMIT') throw failure;
    if (failure !== undefined) return;
    if (record !== undefined && !isContact) await this.#note(sender, record);
    if (replies.length > 0) await this.#answer(messenger, sender, replies);
  }

  /** Anybody may deposit anything: what is none is dropped. */
  #opened(sealed: Uint8Array): (DepositContent & { readonly sender: Did }) | undefined {
    try {
      const content = openDeposit(sealed, this.#parts.core.identity);
      const { sender } = decodeEnvelope(content.envelope);
      // Before anybody is asked about the sender: that it is the sender's.
      readEnvelope(content.envelope, { sender, recipient: this.#parts.core.identity.did });
      return { ...content, sender };
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return undefined;
    }
  }

  async #note(sender: Did, record: Uint8Array): Promise<void> {
    try {
      await this.#records.take(sender, record);
    } catch (error) {
      // Only a hint of where to answer.
      if (!isTalosError(error) || error.code.startsWith('E_STORAGE')) throw error;
    }
  }

  async #answer(messenger: Messenger, peer: Did, replies: readonly Bytes[]): Promise<void> {
    while (this.#answers.size >= MAX_ANSWERS_UNDER_WAY) await Promise.race(this.#answers);
    // A peer that is not reached leaves its envelope again.
    const answering = messenger
      .answer(peer, replies)
      .catch(dropped)
      .finally(() => this.#answers.delete(answering));
    this.#answers.add(answering);
  }

  /** Ends the links to servers. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kept?.keeping[Symbol.asyncDispose]();
    // What was taken is answered, so that its sender need not send it again.
    await Promise.allSettled(this.#taking);
    await Promise.allSettled(this.#answers);
    await this.post[Symbol.asyncDispose]();
  }
}

function dropped(error: unknown): void {
  if (!isTalosError(error)) throw error;
}
