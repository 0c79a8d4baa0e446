/**
 * The ledger as a whole, for people: following and verifying it, archiving and forgetting.
 *
 * @module
 */
import { toHex } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { decodeBlock, encodeHeader, hashHeader } from '../../ledger/block.ts';
import type { Entry } from '../../ledger/entry/entry.ts';
import type { ArchiveSource, Ledger } from '../../ledger/journal/ledger.ts';
import { parseMessageId } from '../../message/message-id.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ArchivePlace } from '../agent-platform.ts';
import type {
  ArchiveParams,
  ArchiveView,
  AuditApi,
  CallLayers,
  ForgetParams,
  ForgetView,
  LogRoot,
  LogSize,
  VerifyParams,
  VerifyStep,
} from '../api/audit-api.ts';
import type { Feed, FeedOptions } from '../api/message-api.ts';
import { auditReport } from '../api/views.ts';
import { LatestFeed } from '../latest-feed.ts';
import type { Messenger } from '../message/messenger.ts';
import { callLayers } from './call-layers.ts';

/** What it needs of the agent. */
export interface AuditsParts {
  readonly core: AgentCore;
  readonly archives: ArchivePlace;
  readonly messenger: () => Promise<Messenger>;
  /** The entry of an id or a part of one. */
  readonly find: (id: string, archives: readonly string[]) => Promise<Entry>;
}

/** See the module comment. */
export class Audits implements AuditApi {
  readonly #parts: AuditsParts;
  readonly #open = new Set<{ end(error?: TalosError): void }>();

  constructor(parts: AuditsParts) {
    this.#parts = parts;
  }

  async follow(options: FeedOptions = {}): Promise<Feed<LogSize>> {
    const { ledger } = this.#parts.core;
    const stops: (() => void)[] = [];
    const feed = this.#feed<LogSize>(options, () => {
      for (const stop of stops) stop();
    });
    const tell = (): void => feed.tell({ size: ledger.size });
    stops.push(
      ledger.watch(tell),
      this.#parts.core.onFailure((error) => feed.end(error)),
    );
    tell();
    return feed;
  }

  async layers({ id }: { readonly id: string }): Promise<{ readonly call?: CallLayers }> {
    const { core, find } = this.#parts;
    const call = await callLayers(core.ledger, (did) => core.peers.get(did)?.alias ?? '', await find(id, []));
    return call === undefined ? {} : { call };
  }

  async verify({ archives = [], checkpoint }: VerifyParams, options: FeedOptions = {}): Promise<Feed<VerifyStep>> {
    const ending = new AbortController();
    const feed = this.#feed<VerifyStep>(options, () => ending.abort());
    const kept = checkpoint === undefined ? {} : { checkpoint };
    const verifying = this.#parts.core.ledger.verify({
      ...kept,
      archives: this.sources(archives),
      signal: ending.signal,
      onProgress: (progress) => feed.tell(progress),
    });
    verifying.then(
      (report) => feed.finish({ report: auditReport(report) }),
      (error: unknown) => feed.end(isTalosError(error) ? error : undefined),
    );
    return feed;
  }

  #feed<T extends object>({ signal }: FeedOptions, onEnd: () => void): LatestFeed<T> {
    const close = (): void => feed.end();
    const feed: LatestFeed<T> = new LatestFeed<T>(() => {
      this.#open.delete(feed);
      signal?.removeEventListener('abort', close);
      onEnd();
    });
    this.#open.add(feed);
    signal?.addEventListener('abort', close);
    if (signal?.aborted === true) close();
    return feed;
  }

  /** Archive files by their paths. */
  sources(paths: readonly string[]): readonly ArchiveSource[] {
    return paths.map((path) => () => this.#parts.archives.read(path));
  }

  async root(): Promise<LogRoot> {
    const { ledger, identity } = this.#parts.core;
    await ledger.seal();
    const { height, checkpoint, network, work, first } = ledger;
    const bytes = await ledger.block(height);
    if (bytes === undefined) throw new TalosError('E_NOT_FOUND', 'there is no block yet');
    const { header } = decodeBlock(bytes);
    return {
      author: identity.did,
      network: network.name,
      difficulty: network.difficulty,
      height,
      block: toHex(hashHeader(encodeHeader(header))),
      size: header.logSize,
      root: toHex(header.logRoot),
      work: work.toString(),
      first,
      checkpoint,
    };
  }

  async archive({ beforeHeight, beforeMs, file }: ArchiveParams): Promise<ArchiveView> {
    const { core, archives } = this.#parts;
    if ((beforeHeight === undefined) === (beforeMs === undefined))
      throw new TalosError('E_USAGE', 'blocks are archived before a height or before a time');
    const before = beforeHeight === undefined ? { timeMs: beforeMs ?? 0 } : { height: beforeHeight };
    await core.ledger.seal();
    // What is archived is not found among the entries at the next start.
    await core.due.forget();
    return core.ledger.archive(before, async (pieces) => {
      await archives.save(file, pieces);
      await core.usage.keep();
    });
  }

  async forget({ id, archives = [] }: ForgetParams): Promise<ForgetView> {
    const { core } = this.#parts;
    const entry = await this.#parts.find(id, archives);
    if (!isCommitting(entry))
      throw new TalosError(
        'E_USAGE',
        `an entry of type ${entry.body.type} commits to no content: there is nothing to forget`,
      );
    // Erased before it is said to be; said once, however often it is asked for.
    const text = await this.#forgetText(entry);
    const salt = await core.salts.erase(entry);
    const matter = { type: 'forget', subject: entry.id } as const;
    const [said] = await core.ledger.positions(matter);
    if (said !== undefined) return { id: entry.id, entry: await this.#idOf(matter), salt, text };
    const forgotten = core.ledger.append({ type: 'forget', entry: entry.id });
    await forgotten.durable();
    return { id: entry.id, entry: forgotten.id, salt, text };
  }

  /** The entry about `matter`; `""` where it was archived. */
  async #idOf(matter: { readonly type: 'forget'; readonly subject: string }): Promise<string> {
    const [entry] = await this.#parts.core.ledger.query({ ...matter, last: 1 });
    return entry?.id ?? '';
  }

  async #forgetText({ body }: Entry): Promise<boolean> {
    if (body.type !== 'message') return false;
    const messenger = await this.#parts.messenger();
    const forgotten = await messenger.past.forget(body.peer, parseMessageId(body.message), body.direction);
    if (forgotten === 'waiting')
      throw new TalosError('E_USAGE', 'the message waits to be taken', { hint: 'talos listen takes it' });
    return forgotten === 'erased';
  }

  /** Makes the index anew. */
  reindex(): Promise<void> {
    return this.#parts.core.ledger.reindex();
  }

  /** Ends what is followed or verified: the agent ends. */
  close(): void {
    for (const feed of this.#open) feed.end(new TalosError('E_CLOSED', 'the agent has ended'));
  }
}

const COMMITTING = ['call', 'decision', 'result', 'receipt', 'revocation', 'message'];

/** Whether an entry holds a commitment to content. */
function isCommitting({ body }: Entry): boolean {
  return COMMITTING.includes(body.type);
}

/**
 * The whole id of an entry that is named by it, or by its first digits where the entry is a recent one.
 *
 * @throws {TalosError} `E_USAGE`, `E_AMBIGUOUS`, `E_NOT_FOUND`.
 */
export async function entryIdOf(ledger: Ledger, id: string): Promise<string> {
  if (!/^[0-9a-f]{8,64}$/.test(id)) throw new TalosError('E_USAGE', 'an id has 8 to 64 hexadecimal digits');
  if (id.length === 64) return id;
  const fits = (await ledger.query({})).filter((entry) => entry.id.startsWith(id));
  if (fits.length > 1) throw new TalosError('E_AMBIGUOUS', 'the id fits more than one entry; give more digits');
  const [only] = fits;
  if (only === undefined)
    throw new TalosError('E_NOT_FOUND', 'no recent entry has this id', { hint: 'give all 64 digits' });
  return only.id;
}
