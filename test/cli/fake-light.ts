/** Light clients in memory for the tests of the commands and of the local socket. */
import type {
  LightApi,
  LightHeadersParams,
  LightHeadersView,
  LightSyncParams,
  LightSyncView,
  LightVerdictView,
  LightVerifyParams,
  LightView,
} from '../../src/agent/api/light-api.ts';

const AUTHOR = 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH';

export const LIGHT: LightView = {
  id: AUTHOR,
  keep: 'headers',
  size: 40,
  root: 'ab'.repeat(32),
  height: 12,
  headers: 13,
  checkpoints: 1,
  checkpoint: `${AUTHOR}\n40\nroot\n\n\u2014 signed\n`,
  confirmedSize: 30,
  confirmed: false,
  sources: [{ id: AUTHOR, size: 40 }],
  evidence: '',
  keptBytes: 3200,
  chainBytesAtLeast: 320_000,
};

export class FakeLight implements LightApi {
  readonly #asked: (method: string, params?: unknown) => void;
  light: LightView = LIGHT;
  /** Steps that a synchronisation still takes. */
  steps = 1;
  outcomes: LightSyncView['sources'] = [{ id: AUTHOR, size: 40 }];
  /** Place in the whole file of the header that is refused. */
  badHeader = -1;
  verdict: LightVerdictView = {
    valid: true,
    confirmed: false,
    author: AUTHOR,
    entry: 'e'.repeat(64),
    type: 'call',
    timeMs: 1_700_000_000_000,
    seq: 7,
    size: 40,
    confirmedSize: 30,
  };
  lines: string[] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async sync(params: LightSyncParams): Promise<LightSyncView> {
    this.#asked('light.sync', params);
    return { light: this.light, sources: this.outcomes, isComplete: --this.steps <= 0 };
  }

  async importHeaders(params: LightHeadersParams): Promise<LightHeadersView> {
    this.#asked('light.importHeaders', params);
    const first = (params.after ?? -1) + 1;
    const bad = this.badHeader - first;
    const taken = bad >= 0 && bad < params.headers.length ? bad : params.headers.length;
    const refused = { at: bad, code: 'CRYPTO_INVALID', reason: 'header is not signed \u001b[31m' };
    return { light: this.light, taken, last: first + taken - 1, ...(taken === bad ? { refused } : {}) };
  }

  async importCheckpoint(params: { readonly file: string }): Promise<LightView> {
    this.#asked('light.importCheckpoint', params);
    return this.light;
  }

  async verify(params: LightVerifyParams): Promise<LightVerdictView> {
    this.#asked('light.verify', params);
    return this.verdict;
  }

  async status(): Promise<readonly LightView[]> {
    this.#asked('light.status');
    return [this.light];
  }

  async exportHeaders(params: { readonly author: string; readonly from: number }): Promise<readonly string[]> {
    this.#asked('light.exportHeaders', params);
    return this.lines.slice(params.from, params.from + 1000);
  }

  async exportCheckpoint(params: { readonly author: string; readonly since?: number }): Promise<string> {
    this.#asked('light.exportCheckpoint', params);
    return this.light.checkpoint;
  }

  async remove(params: { readonly author: string }): Promise<{ readonly author: string }> {
    this.#asked('light.remove', params);
    return { author: AUTHOR };
  }
}
