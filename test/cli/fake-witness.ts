/** Witnesses in memory for the tests of the commands and of the local socket. */
import type {
  EvidenceView,
  RootView,
  WitnessApi,
  WitnessedPeer,
  WitnessView,
} from '../../src/agent/api/witness-api.ts';

export class FakeWitness implements WitnessApi {
  readonly #asked: (method: string, params?: unknown) => void;
  witnesses: WitnessView[] = [];
  seen: WitnessedPeer[] = [];
  found: EvidenceView[] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async list(): Promise<readonly WitnessView[]> {
    this.#asked('witness.list');
    return this.witnesses;
  }

  async add(params: { readonly witness: string; readonly key?: string }): Promise<WitnessView> {
    this.#asked('witness.add', params);
    return { kind: 'service', id: 'wendy', url: params.witness, key: params.key ?? '', size: 0, atMs: 0 };
  }

  async remove(params: { readonly witness: string }): Promise<{ readonly id: string }> {
    this.#asked('witness.remove', params);
    return { id: params.witness };
  }

  async ask(): Promise<readonly WitnessView[]> {
    this.#asked('witness.ask');
    return this.witnesses;
  }

  async root(): Promise<{ readonly newest: RootView }> {
    this.#asked('witness.root');
    return { newest: { size: 3, root: 'ab'.repeat(32), note: 'note\n', cosigners: [] } };
  }

  async peers(): Promise<readonly WitnessedPeer[]> {
    this.#asked('witness.peers');
    return this.seen;
  }

  async evidence(params: { readonly peer?: string }): Promise<readonly EvidenceView[]> {
    this.#asked('witness.evidence', params);
    return this.found;
  }

  async clear(params: { readonly peer: string }): Promise<{ readonly peer: string }> {
    this.#asked('witness.clear', params);
    return params;
  }
}
