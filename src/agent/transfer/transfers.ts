/**
 * The transfers of a running agent as every command asks for them, and its transfer links. PROTOCOL.md §7.6.
 *
 * @module
 */
import { toHex } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { ALLOWED } from '../../capability/verdict.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Did } from '../../identity/did.ts';
import { PACKET, type Packet, type PacketType } from '../../message/packet.ts';
import type { Link } from '../../net/link.ts';
import { type FileRoom, KIND_BYTES, type SourceFile } from '../../transfer/ports.ts';
import { FILE_SALT_BYTES, readFileName, readFileType, TRANSFER_ID_BYTES } from '../../transfer/wire.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { Feed, FeedOptions } from '../api/message-api.ts';
import type {
  SendFileParams,
  TransferApi,
  TransferEvent,
  TransferEventsParams,
  TransferOutcomeParams,
  TransferView,
} from '../api/transfer-api.ts';
import type { FileLetterTaker } from '../message/file-letter.ts';
import type { Channel } from '../tunnel/channel.ts';
import { PeerStreams } from './peer-streams.ts';
import { TransferBook } from './transfer-book.ts';
import type { ConsentParts } from './transfer-consent.ts';
import { TransferEngine } from './transfer-engine.ts';
import { TransferFeed } from './transfer-feed.ts';
import { TransferLinks } from './transfer-links.ts';
import { NO_MAIL } from './transfer-mail.ts';
import type { TakeStream, TransferMux } from './transfer-mux.ts';
import type { TransferParts } from './transfer-parts.ts';
import { isOver, type TransferRecord } from './transfer-records.ts';

/** See the module comment. */
export class Transfers implements TransferApi, AsyncDisposable {
  /** Application streams, over the same links. */
  readonly streams: PeerStreams;
  /** Takes files out of the own mailbox. */
  readonly letters: FileLetterTaker = {
    admits: async (...asked) => this.#platform.files !== undefined && (await this.#opened()).letters.admits(...asked),
    take: async (...letter) => (await this.#opened()).letters.take(...letter),
    leftUnread: (peer) => {
      void this.#engine?.then(
        (engine) => engine.letters.leftUnread(peer),
        () => undefined, // whoever opened it was told
      );
    },
  };
  readonly #parts: TransferParts;
  readonly #core: AgentCore;
  readonly #platform: AgentPlatform;
  readonly #consent: ConsentParts;
  readonly #links: TransferLinks;
  readonly #opens = new Map<PacketType, TakeStream>();
  readonly #feeds = new Set<TransferFeed>();
  #engine: Promise<TransferEngine> | undefined;
  #isClosed = false;

  constructor(parts: TransferParts) {
    const { core, platform, dialling, consent, mayWrite } = parts;
    this.#parts = parts;
    this.#core = core;
    this.#platform = platform;
    this.#consent = { ...consent, isContact: (peer) => this.#aliasOf(peer) !== '' };
    const onControl = (channel: Channel, packet: Packet): Promise<void> => this.#control(channel, packet);
    this.#links = new TransferLinks(core, dialling, { opens: this.#opens, onControl }, (peer) => this.#arrived(peer));
    this.streams = new PeerStreams({
      link: (peer, signal) => this.#links.use(peer, signal),
      consent: (peer) => (this.#aliasOf(peer) === '' ? mayWrite(peer) : ALLOWED),
    });
    this.serve(PACKET.streamStart, (stream, content) => this.streams.accept(stream, content));
    core.onFailure((error) => {
      for (const feed of this.#feeds) feed.end(error);
    });
  }

  /** Has `take` take the streams that peers open with a packet of `type`, from now on. */
  serve(type: PacketType, take: TakeStream): void {
    this.#opens.set(type, take);
  }

  /** The transfer link to `peer`, dialled where there is none. @throws {TalosError} what dialling throws. */
  async link(peer: Did, signal?: AbortSignal): Promise<TransferMux> {
    // What the peer may offer over it is answered from the first packet on.
    if (this.#platform.files !== undefined) await this.#opened();
    return this.#links.use(peer, signal);
  }

  /** Takes a link of purpose `transfer` that a peer dialled. */
  async takeLink(link: Link): Promise<void> {
    // What it may ask is answered from the first packet on.
    if (this.#platform.files !== undefined) await this.#opened();
    await this.#links.accept(link);
  }

  /** Has what waits go out, and come, as long as the agent runs. */
  async resume(): Promise<void> {
    if (this.#platform.files !== undefined) (await this.#opened()).resume();
  }

  #arrived(peer: Did): void {
    void this.#engine?.then(
      (engine) => engine.kickAnew(peer),
      () => undefined, // whoever opened it was told
    );
  }

  async #control(channel: Channel, packet: Packet): Promise<void> {
    if (this.#engine === undefined) throw new TalosError('E_PROTOCOL', 'nothing was said about files here');
    await (await this.#engine).control(channel, packet);
  }

  #opened(): Promise<TransferEngine> {
    this.#engine ??= this.#open().catch((error: unknown) => {
      // Whoever asks later may be luckier.
      this.#engine = undefined;
      throw error;
    });
    return this.#engine;
  }

  async #open(): Promise<TransferEngine> {
    if (this.#isClosed) throw new TalosError('E_CLOSED', 'the agent has ended');
    const room = this.#room();
    const book = await TransferBook.open(this.#core.store, this.#core.clock, (peer) => this.#aliasOf(peer));
    const engine = await TransferEngine.open({
      core: this.#core,
      room,
      book,
      links: this.#links,
      consent: this.#consent,
      chainFor: this.#parts.chainFor ?? (() => undefined),
      mail: this.#parts.mail ?? NO_MAIL,
    });
    for (const [type, take] of engine.opens) this.#opens.set(type, take);
    return engine;
  }

  #room(): FileRoom {
    const { files } = this.#platform;
    if (files === undefined) throw new TalosError('E_USAGE', 'this agent has no place for files');
    return files;
  }

  #aliasOf(peer: Did): string {
    return this.#core.peers.get(peer)?.alias ?? '';
  }

  async sendFile(params: SendFileParams, signal?: AbortSignal): Promise<TransferView> {
    const peer = await this.#core.peer(params.peer, signal);
    if (peer === this.#core.identity.did)
      throw new TalosError('E_USAGE', 'this is the own identity', { hint: 'a file goes to another agent' });
    const engine = await this.#opened();
    if (params.port !== undefined) await this.#platform.listen(undefined, params.port);
    await using source = await this.#room().open(params.path);
    const { name, type } = await this.#kindOf(source, params, engine);
    signal?.throwIfAborted();
    const record = await engine.book.add({
      id: toHex(randomBytes(TRANSFER_ID_BYTES)),
      peer,
      direction: 'sent',
      name,
      type,
      size: source.size,
      state: 'waiting',
      code: '',
      path: params.path,
      identity: source.identity,
      durable: 0,
      sha256: '',
      salt: toHex(randomBytes(FILE_SALT_BYTES)),
      receipt: '',
    });
    engine.kick(peer);
    return engine.book.view(record);
  }

  async #kindOf(
    source: SourceFile,
    { path, name: given }: SendFileParams,
    engine: TransferEngine,
  ): Promise<{ readonly name: string; readonly type: string }> {
    const name = nameOf(given ?? path.slice(path.lastIndexOf('/') + 1));
    const { kinds } = this.#room();
    const start = await source.read(0, Math.min(KIND_BYTES, source.size));
    const type = kinds === undefined ? '' : readFileType(await kinds.detect(start, name), 'type');
    const most = engine.mostBytes(type);
    if (source.size > most)
      throw new TalosError('E_LIMIT', `the file has ${source.size} bytes, the limit of its kind is ${most}`, {
        details: { size: source.size, limit: most, type },
        hint: 'talos limits shows the limits of each kind of file, and how they are set',
      });
    return { name, type };
  }

  async outcome({ id, waitMs, port }: TransferOutcomeParams, signal?: AbortSignal): Promise<TransferView> {
    const engine = await this.#opened();
    if (port !== undefined) await this.#platform.listen(undefined, port);
    const { book } = engine;
    const wanted = book.find(id);
    const isEnough = (record: TransferRecord): boolean => isOver(record) || (waitMs === undefined && isAtRest(record));
    if (isOver(wanted) || (isEnough(wanted) && wanted.state !== 'waiting')) return book.view(wanted);
    await new Promise<void>((resolve, reject) => {
      const undo: (() => void)[] = [];
      const done = (): void => {
        for (const each of undo) each();
        resolve();
      };
      const abort = (): void => {
        reject(signal?.reason as Error);
        done();
      };
      const unwatch = book.watch(({ kind, transfer }) => {
        const record = book.get(transfer.id);
        if (transfer.id !== wanted.id) return;
        if (record === undefined || (isEnough(record) && kind !== 'progress' && kind !== 'started')) done();
      });
      const timer = waitMs === undefined ? undefined : setTimeout(done, Math.min(waitMs, 0x7fffffff));
      signal?.addEventListener('abort', abort, { once: true });
      undo.push(
        unwatch,
        () => clearTimeout(timer),
        () => signal?.removeEventListener('abort', abort),
      );
      undo.push(
        this.#core.onFailure((error) => {
          reject(error);
          done();
        }),
      );
      if (signal?.aborted === true) abort();
      else engine.kick(wanted.peer);
    });
    return book.view(book.get(wanted.id) ?? wanted);
  }

  async list(): Promise<readonly TransferView[]> {
    const { book } = await this.#opened();
    return book.all.map((record) => book.view(record));
  }

  async get(id: string): Promise<TransferView> {
    const { book } = await this.#opened();
    return book.view(book.find(id));
  }

  async accept(id: string): Promise<TransferView> {
    const engine = await this.#opened();
    return engine.book.view(await engine.accept(engine.book.find(id, isOffer).id));
  }

  async decline(id: string): Promise<TransferView> {
    const engine = await this.#opened();
    return engine.book.view(await engine.end(engine.book.find(id, isOffer).id, 'E_DECLINED'));
  }

  async cancel(id: string): Promise<TransferView> {
    const engine = await this.#opened();
    return engine.book.view(await engine.end(engine.book.find(id, (record) => !isOver(record)).id, 'E_CANCELLED'));
  }

  async events(params: TransferEventsParams = {}, { signal }: FeedOptions = {}): Promise<Feed<TransferEvent>> {
    const { book } = await this.#opened();
    const only = params.id === undefined ? undefined : book.find(params.id).id;
    const feed: TransferFeed = new TransferFeed(() => {
      unwatch();
      this.#feeds.delete(feed);
      signal?.removeEventListener('abort', abort);
    });
    const unwatch = book.watch((event) => {
      if (only === undefined || event.transfer.id === only) feed.add(event);
    });
    const abort = (): void => feed.end();
    this.#feeds.add(feed);
    for (const record of only === undefined ? book.open : book.all.filter(({ id }) => id === only))
      feed.add({ kind: kindOf(record), transfer: book.view(record) });
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    // It may have closed while the engine was opened.
    if (this.#isClosed) abort();
    return feed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.streams.close();
    for (const feed of this.#feeds) feed.end();
    // One that could not be opened holds nothing; who asked for it was told.
    const engine = await this.#engine?.catch(() => undefined);
    await engine?.close();
    await this.#links.close();
  }
}

function isOffer({ direction, state }: TransferRecord): boolean {
  return direction === 'received' && state === 'offered';
}

/** Whether nothing happens to it until the peer, or a person, does something. */
function isAtRest({ state }: TransferRecord): boolean {
  return state === 'waiting' || state === 'offered' || state === 'accepted';
}

/** The event that says where a transfer is. */
function kindOf(record: TransferRecord): TransferEvent['kind'] {
  const { state } = record;
  if (state === 'running') return 'started';
  if (state === 'waiting' || (state === 'offered' && !isOffer(record))) return 'waiting';
  return state;
}

function nameOf(text: string): string {
  try {
    return readFileName(text, 'name');
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw new TalosError('E_USAGE', 'the name of a file has 1 to 255 bytes', { cause });
  }
}
