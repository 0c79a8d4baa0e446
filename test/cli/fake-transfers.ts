import type { Feed } from '../../src/agent/message-api.ts';
import type { TransferApi, TransferEvent, TransferView } from '../../src/agent/transfer-api.ts';
import { TalosError } from '../../src/base/errors.ts';

type Asked = (method: string, params?: unknown) => void;

/** Transfers that are as the test says. */
export class FakeTransfers implements TransferApi {
  readonly #asked: Asked;
  all: TransferView[] = [];
  /** What `events` gives, in order; then it ends. */
  happening: TransferEvent[] = [];

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  #found(method: string, id: string): TransferView {
    this.#asked(`transfers.${method}`, { id });
    const found = this.all.find((each) => each.id.startsWith(id));
    if (found === undefined) throw new TalosError('E_NOT_FOUND', 'no such transfer has this id');
    return found;
  }

  sendFile: TransferApi['sendFile'] = async (params) => {
    this.#asked('transfers.sendFile', params);
    const [first] = this.all;
    if (first === undefined) throw new TalosError('E_NOT_FOUND', 'there is no such file');
    return first;
  };
  outcome: TransferApi['outcome'] = async ({ id }) => this.#found('outcome', id);
  list: TransferApi['list'] = async () => {
    this.#asked('transfers.list');
    return this.all;
  };
  get: TransferApi['get'] = async (id) => this.#found('get', id);
  accept: TransferApi['accept'] = async (id) => this.#found('accept', id);
  decline: TransferApi['decline'] = async (id) => this.#found('decline', id);
  cancel: TransferApi['cancel'] = async (id) => this.#found('cancel', id);
  events: TransferApi['events'] = async (params) => {
    this.#asked('transfers.events', params);
    const left = [...this.happening];
    let settle = (): void => {};
    const ended = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const feed: Feed<TransferEvent> = {
      next: async () => {
        if (left.length === 0) settle();
        return left[0];
      },
      take: async () => void left.shift(),
      ended,
      close: async () => settle(),
    };
    return feed;
  };
}
