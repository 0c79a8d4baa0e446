/** Transfers in memory for the tests of the commands and of the local socket. */
import type { Feed, FeedOptions } from '../../src/agent/api/message-api.ts';
import type {
  SendFileParams,
  TransferApi,
  TransferEvent,
  TransferEventsParams,
  TransferOutcomeParams,
  TransferView,
} from '../../src/agent/api/transfer-api.ts';
import { TalosError } from '../../src/base/errors.ts';

/** Tells what was asked; throws where the agent is to fail. */
type Asked = (method: string, params?: unknown) => void;

const PEER = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';
export const TRANSFER_ID = '0123456789abcdef0123456789abcdef';

/** A transfer, as `more` says. */
export function transfer(more: Partial<TransferView> = {}): TransferView {
  return {
    id: TRANSFER_ID,
    peer: PEER,
    alias: 'bob',
    direction: 'sent',
    name: 'report.pdf',
    type: 'application/pdf',
    size: 3 * 1024 ** 2,
    bytes: 0,
    state: 'waiting',
    inMailbox: false,
    code: '',
    path: '/home/alice/report.pdf',
    sha256: '',
    atMs: 1_700_000_000_000,
    changedAtMs: 1_700_000_000_000,
    ...more,
  };
}

/** Events that the test makes. */
export class FakeTransferFeed implements Feed<TransferEvent> {
  readonly queue: TransferEvent[] = [];
  readonly ended: Promise<void>;
  isClosed = false;
  #settle: (error?: Error) => void = () => undefined;
  #wake: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.ended.catch(() => undefined);
  }

  push(...events: readonly TransferEvent[]): void {
    this.queue.push(...events);
    this.#wake();
  }

  async next(): Promise<TransferEvent | undefined> {
    while (!this.isClosed && this.queue.length === 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.isClosed ? undefined : this.queue[0];
  }

  async take(): Promise<void> {
    this.queue.shift();
  }

  async close(): Promise<void> {
    this.fail();
  }

  fail(error?: Error): void {
    this.isClosed = true;
    this.#settle(error);
    this.#wake();
  }
}

export class FakeTransfers implements TransferApi {
  readonly #asked: Asked;
  all: TransferView[] = [];
  /** What `outcome` gives. */
  over: TransferView = transfer({ state: 'delivered', bytes: 3 * 1024 ** 2, sha256: 'ab'.repeat(32) });
  /** What a watcher is told before `outcome` gives something. */
  first: TransferEvent[] = [];
  /** Resolves when `outcome` may give something. */
  isOver: Promise<void> = Promise.resolve();
  /** Likewise of the next ones, one each. */
  readonly ends: Promise<void>[] = [];
  readonly feeds: FakeTransferFeed[] = [];

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  async sendFile(params: SendFileParams): Promise<TransferView> {
    this.#asked('transfers.sendFile', params);
    return transfer();
  }

  async outcome(params: TransferOutcomeParams, signal?: AbortSignal): Promise<TransferView> {
    this.#asked('transfers.outcome', params);
    const stopped = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
    await Promise.race([this.ends.shift() ?? this.isOver, stopped]);
    return this.over;
  }

  async list(): Promise<readonly TransferView[]> {
    this.#asked('transfers.list');
    return this.all;
  }

  async get(id: string): Promise<TransferView> {
    this.#asked('transfers.get', { id });
    return this.#found(id);
  }

  async accept(id: string): Promise<TransferView> {
    this.#asked('transfers.accept', { id });
    return { ...this.#found(id), state: 'accepted' };
  }

  async decline(id: string): Promise<TransferView> {
    this.#asked('transfers.decline', { id });
    return { ...this.#found(id), state: 'declined' };
  }

  async cancel(id: string): Promise<TransferView> {
    this.#asked('transfers.cancel', { id });
    return { ...this.#found(id), state: 'cancelled' };
  }

  async events(params: TransferEventsParams = {}, { signal }: FeedOptions = {}): Promise<Feed<TransferEvent>> {
    this.#asked('transfers.events', params);
    const feed = new FakeTransferFeed();
    feed.push(...this.first);
    this.feeds.push(feed);
    signal?.addEventListener('abort', () => void feed.close());
    return feed;
  }

  #found(id: string): TransferView {
    const found = this.all.find((each) => each.id === id);
    if (found === undefined) throw new TalosError('E_NOT_FOUND', `there is no transfer ${id}`);
    return found;
  }
}
