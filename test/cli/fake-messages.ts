/** Messages and contacts in memory for the tests of the commands and of the local socket. */
import type {
  BundleOffer,
  ContactsApi,
  HistoryAnswer,
  HistoryEntry,
  HistoryParams,
  IncomingMessage,
  Listening,
  ListenOptions,
  ListenParams,
  MessagesApi,
  PeerView,
  PrekeyView,
  SealedFile,
  SealOutcome,
  SealParams,
  SendOutcome,
  SendParams,
  SessionMade,
  SessionView,
} from '../../src/agent/message-api.ts';

/** Tells what was asked; throws where the agent is to fail. */
type Asked = (method: string, params?: unknown) => void;

const PEER = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';
export const MESSAGE_ID = '01890a5d-ac96-774b-bcce-b302099a8057';

/** A listening whose far side is the test. */
export interface OpenedListening {
  readonly params: ListenParams;
  isClosed: boolean;
  fail(error: Error): void;
}

export class FakeMessages implements MessagesApi {
  readonly #asked: Asked;
  readonly #did: () => string;
  /** What `next` gives, the first one until it was taken. */
  readonly inbox: IncomingMessage[] = [];
  readonly taken: string[] = [];
  readonly listenings: OpenedListening[] = [];
  past: HistoryEntry[] = [];
  /** Entries of a page of the history. */
  page = 2;
  outcome: SendOutcome['state'] = 'delivered';
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
    return { id: MESSAGE_ID, peer: params.peer, state: this.outcome };
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
    const opened: OpenedListening = { params, isClosed: false, fail: end };
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

  async add(params: PeerView): Promise<PeerView> {
    this.#asked('contacts.add', params);
    this.all.push(params);
    return params;
  }

  async rename(params: { readonly peer: string; readonly alias: string }): Promise<PeerView> {
    this.#asked('contacts.rename', params);
    return { did: params.peer, alias: params.alias, addresses: [] };
  }

  async remove(peer: string): Promise<PeerView> {
    this.#asked('contacts.remove', { peer });
    return { did: peer, alias: 'bob', addresses: [] };
  }
}
