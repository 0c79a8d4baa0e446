/** Witnesses in memory for the tests of the commands and of the local socket. */
import type { EvidenceView, WitnessApi, WitnessedPeer } from '../../src/agent/witness-api.ts';

export class FakeWitness implements WitnessApi {
  readonly #asked: (method: string, params?: unknown) => void;
  seen: WitnessedPeer[] = [];
  found: EvidenceView[] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
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
