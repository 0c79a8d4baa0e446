/** Messages and contacts in memory for the tests of the commands and of the local socket. */
import type { Notice } from '../../src/agent/api/api.ts';
import type {
  BundleOffer,
  ComparedPeer,
  ContactsApi,
  DeliveryParams,
  DeliveryView,
  Feed,
  FeedOptions,
  FollowParams,
  HistoryAnswer,
  HistoryEntry,
  HistoryParams,
  IncomingMessage,
  Listening,
  ListenOptions,
  ListenParams,
  MessagesApi,
  NewContact,
  PeerView,
  PrekeyView,
  SealedFile,
  SealOutcome,
  SealParams,
  SenderRequest,
  SendOutcome,
  SendParams,
  SessionMade,
  SessionView,
} from '../../src/agent/api/message-api.ts';
import { TalosError } from '../../src/base/errors.ts';

/** Tells what was asked; throws where the agent is to fail. */
type Asked = (method: string, params?: unknown) => void;

const PEER = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';
export const MESSAGE_ID = '01890a5d-ac96-774b-bcce-b302099a8057';

export const SPOKEN_WORDS: readonly string[] = Array.from({ length: 12 }, (_, n) => `word${n}`);
const OFFERED_WORDS: readonly string[] = Array.from({ length: 12 }, (_, n) => `other${n}`);

/** A listening whose far side is the test. */
export interface OpenedListening {
  readonly params: ListenParams;
  readonly ask?: (sender: SenderRequest) => Promise<boolean>;
  notice(notice: Notice): void;
  isClosed: boolean;
  /** Ends it, with an error or without. */
  fail(error?: Error): void;
}

/** Changes of the history that the test makes. */
export class FakeFeed implements Feed<HistoryEntry> {
  readonly queue: HistoryEntry[] = [];
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

  push(...entries: readonly HistoryEntry[]): void {
    this.queue.push(...entries);
    this.#wake();
  }

  async next(): Promise<HistoryEntry | undefined> {
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

export class FakeMessages implements MessagesApi {
  readonly #asked: Asked;
  readonly #did: () => string;
  /** What `next` gives, the first one until it was taken. */
  readonly inbox: IncomingMessage[] = [];
  readonly taken: string[] = [];
  readonly listenings: OpenedListening[] = [];
  readonly feeds: FakeFeed[] = [];
  past: HistoryEntry[] = [];
  /** Errors of sending, by peer. */
  readonly failures = new Map<string, Error>();
  /** Entries of a page of the history. */
  page = 2;
  outcome: SendOutcome['state'] = 'delivered';
  /** What `delivery` gives, before it gives {@link outcome}. */
  readonly deliveries: DeliveryView['state'][] = [];
  known: SessionView[] = [];
  /** What `open` gives. */
  sealed: IncomingMessage = { id: MESSAGE_ID, from: PEER, alias: 'bob', receivedAtMs: 0, text: 'hello', bytes: 5 };
  #wake: () => void = () => undefined;

  constructor(asked: Asked, did: () => string) {
    this.#asked = asked;
    this.#did = did;
  }

  arrive(...messages: readonly IncomingMessage[]): void {
    this.inbox.push(...messages);
    this.#wake();
  }

  async send(params: SendParams, signal?: AbortSignal): Promise<SendOutcome> {
    this.#asked('messages.send', params);
    if (params.text === 'wait')
      await new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const failure = this.failures.get(params.peer);
    if (failure !== undefined) throw failure;
    return { id: MESSAGE_ID, peer: params.peer, state: this.outcome, inMailbox: false };
  }

  async delivery(params: DeliveryParams): Promise<DeliveryView> {
    this.#asked('messages.delivery', params);
    return { id: params.id, peer: params.peer, state: this.deliveries.shift() ?? this.outcome, reason: '' };
  }

  async listen(params: ListenParams, options: ListenOptions = {}): Promise<Listening> {
    this.#asked('messages.listen', params);
    let settle: (error?: Error) => void = () => undefined;
    const ended = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    ended.catch(() => undefined);
    const end = (error?: Error): void => {
      opened.isClosed = true;
      settle(error);
      this.#wake();
    };
    const { ask } = options;
    const opened: OpenedListening = {
      params,
      ...(ask === undefined ? {} : { ask }),
      notice: (notice) => options.onNotice?.(notice),
      isClosed: false,
      fail: end,
    };
    this.listenings.push(opened);
    options.signal?.addEventListener('abort', () => end());
    return {
      info: { did: this.#did(), addresses: ['/ip4/127.0.0.1/tcp/7700'] },
      ended,
      close: async () => end(),
      next: async () => {
        while (!opened.isClosed) {
          const [first] = this.inbox;
          if (first !== undefined) return first;
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
        return undefined;
      },
      take: async () => {
        const first = this.inbox.shift();
        if (first !== undefined) this.taken.push(first.id);
      },
    };
  }

  async history(params: HistoryParams): Promise<HistoryAnswer> {
    this.#asked('messages.history', params);
    const end = params.before === undefined ? this.past.length : Number(params.before);
    const start = Math.max(0, end - Math.min(params.last, this.page));
    return { messages: this.past.slice(start, end), before: start === 0 ? '' : String(start) };
  }

  async follow(params: FollowParams, options: FeedOptions = {}): Promise<Feed<HistoryEntry>> {
    this.#asked('messages.follow', params);
    const followed = new FakeFeed();
    this.feeds.push(followed);
    options.signal?.addEventListener('abort', () => void followed.close());
    return followed;
  }

  async sessions(): Promise<readonly SessionView[]> {
    this.#asked('messages.sessions');
    return this.known;
  }

  async resetSession(peer: string): Promise<SessionMade> {
    this.#asked('messages.resetSession', { peer });
    return { peer, session: 'ab'.repeat(32), oneTime: true, oneTimeKem: true };
  }

  async openSession(params: { offer: BundleOffer; requireOneTime: boolean }): Promise<SessionMade> {
    this.#asked('messages.openSession', params);
    return { peer: params.offer.did, session: 'ab'.repeat(32), oneTime: false, oneTimeKem: false };
  }

  async seal(params: SealParams): Promise<SealOutcome> {
    this.#asked('messages.seal', params);
    return { id: MESSAGE_ID, sealed: { from: this.#did(), to: PEER, envelope: 'AAEC' } };
  }

  async open(sealed: SealedFile): Promise<IncomingMessage> {
    this.#asked('messages.open', sealed);
    return this.sealed;
  }

  async bundle(): Promise<BundleOffer> {
    this.#asked('messages.bundle');
    return { did: this.#did(), bundle: 'AAEC', addresses: ['/ip4/127.0.0.1/tcp/7700'] };
  }

  async rotatePrekeys(): Promise<PrekeyView> {
    this.#asked('messages.rotatePrekeys');
    return { id: 4_294_967_295, madeAtMs: 1_767_225_600_000, expiresAtMs: 1_769_817_600_000 };
  }
}

export class FakeContacts implements ContactsApi {
  readonly #asked: Asked;
  all: PeerView[] = [];

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  async peers(): Promise<readonly PeerView[]> {
    this.#asked('contacts.peers');
    return this.all;
  }

  async add(params: NewContact): Promise<PeerView> {
    this.#asked('contacts.add', params);
    const added = { ...params, verified: false };
    this.all.push(added);
    return added;
  }

  async rename(params: { readonly peer: string; readonly alias: string }): Promise<PeerView> {
    this.#asked('contacts.rename', params);
    return { did: params.peer, alias: params.alias, addresses: [], verified: false };
  }

  async remove(peer: string): Promise<PeerView> {
    this.#asked('contacts.remove', { peer });
    return { did: peer, alias: 'bob', addresses: [], verified: false };
  }

  async fingerprint(peer: string): Promise<ComparedPeer> {
    this.#asked('contacts.fingerprint', { peer });
    const { did, changed } = this.#found(peer);
    const offered =
      changed === undefined ? {} : { offered: { did: changed, words: OFFERED_WORDS, text: 'talos:verify:y' } };
    return { peer: this.#found(peer), fingerprint: { did, words: SPOKEN_WORDS, text: 'talos:verify:x' }, ...offered };
  }

  async verify(params: { readonly peer: string; readonly given: string }): Promise<PeerView> {
    this.#asked('contacts.verify', params);
    return { ...this.#found(params.peer), verified: true, verifiedAtMs: 1 };
  }

  async accept(params: { readonly peer: string; readonly did: string }): Promise<PeerView> {
    this.#asked('contacts.accept', params);
    const { changed: _, ...peer } = this.#found(params.peer);
    return { ...peer, did: params.did };
  }

  #found(peer: string): PeerView {
    const found = this.all.find(({ did, alias }) => did === peer || alias === peer);
    if (found === undefined) throw new TalosError('E_NOT_FOUND', 'nobody');
    return found;
  }
}
