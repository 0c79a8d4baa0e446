/** Approvals in memory for the tests of the commands and of the local socket. */
import type {
  ApprovalAnswer,
  ApprovalDetail,
  ApprovalsApi,
  ApprovalView,
  PendingApprovals,
} from '../../src/agent/api/approval-api.ts';
import type { Feed, FeedOptions } from '../../src/agent/api/message-api.ts';
import { LatestFeed } from '../../src/agent/latest-feed.ts';
import { TalosError } from '../../src/base/errors.ts';

function viewOf(detail: ApprovalDetail): ApprovalView {
  const { text: _, ...view } = detail;
  return view;
}

export class FakeApprovals implements ApprovalsApi {
  readonly #asked: (method: string, params?: unknown) => void;
  readonly #feeds: LatestFeed<PendingApprovals>[] = [];
  pending: ApprovalDetail[] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  /** What waits from now on. */
  set(pending: ApprovalDetail[]): void {
    this.pending = pending;
    for (const feed of this.#feeds) feed.tell({ pending });
  }

  async list(): Promise<readonly ApprovalView[]> {
    this.#asked('approvals.list');
    return this.pending.map(viewOf);
  }

  async get(id: string): Promise<ApprovalDetail> {
    this.#asked('approvals.get', { id });
    return this.#find(id);
  }

  async answer(answer: ApprovalAnswer): Promise<ApprovalView> {
    this.#asked('approvals.answer', answer);
    const view = viewOf(this.#find(answer.id));
    this.set(this.pending.filter(({ id }) => id !== view.id));
    return view;
  }

  async follow({ signal }: FeedOptions = {}): Promise<Feed<PendingApprovals>> {
    this.#asked('approvals.follow');
    const feed = new LatestFeed<PendingApprovals>();
    this.#feeds.push(feed);
    signal?.addEventListener('abort', () => feed.end());
    feed.tell({ pending: this.pending });
    return feed;
  }

  #find(id: string): ApprovalDetail {
    const found = this.pending.find((each) => each.id.startsWith(id));
    if (found === undefined) throw new TalosError('E_NOT_FOUND', 'no approval waits under this id');
    return found;
  }
}
