/** A ledger as a whole, in memory, for the tests of the commands and of the local socket. */
import type { AuditReport } from '../../src/agent/api/api.ts';
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
} from '../../src/agent/api/audit-api.ts';
import type { Feed, FeedOptions } from '../../src/agent/api/message-api.ts';
import { LatestFeed } from '../../src/agent/latest-feed.ts';

/** What {@link FakeAudit} gives. */
export const ROOT: LogRoot = {
  author: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
  network: 'talos',
  difficulty: 8,
  height: 3,
  block: 'b'.repeat(64),
  size: 7,
  root: 'a'.repeat(64),
  work: '1024',
  first: 0,
  checkpoint: 'did:key:z6Mk\n7\nroot\n\n— did:key:z6Mk signature\n',
};

export class FakeAudit implements AuditApi {
  readonly #asked: (method: string, params?: unknown) => void;
  readonly #report: () => AuditReport;
  readonly feeds: LatestFeed<LogSize>[] = [];
  size = 0;

  constructor(asked: (method: string, params?: unknown) => void, report: () => AuditReport) {
    this.#asked = asked;
    this.#report = report;
  }

  async follow({ signal }: FeedOptions = {}): Promise<Feed<LogSize>> {
    this.#asked('audit.follow');
    const feed = new LatestFeed<LogSize>();
    signal?.addEventListener('abort', () => feed.end());
    this.feeds.push(feed);
    feed.tell({ size: this.size });
    return feed;
  }

  async verify(params: VerifyParams): Promise<Feed<VerifyStep>> {
    this.#asked('audit.verify', params);
    const feed = new LatestFeed<VerifyStep>();
    feed.tell({ entries: 1, blocks: 1, allBlocks: 2 });
    feed.finish({ report: this.#report() });
    return feed;
  }

  /** What {@link layers} gives. */
  call: CallLayers | undefined;

  async layers(params: { readonly id: string }): Promise<{ readonly call?: CallLayers }> {
    this.#asked('audit.layers', params);
    return this.call === undefined ? {} : { call: this.call };
  }

  async root(): Promise<LogRoot> {
    this.#asked('audit.root');
    return ROOT;
  }

  async archive(params: ArchiveParams): Promise<ArchiveView> {
    this.#asked('audit.archive', params);
    return { from: 0, to: 2, entries: 5, entry: 'e'.repeat(64) };
  }

  async forget(params: ForgetParams): Promise<ForgetView> {
    this.#asked('audit.forget', params);
    return { id: params.id, entry: 'f'.repeat(64), salt: true, text: false };
  }

  async reindex(): Promise<void> {
    this.#asked('audit.reindex');
  }
}
