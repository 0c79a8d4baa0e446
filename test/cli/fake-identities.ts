/** Identities in memory for the tests of the commands and of the local socket. */
import type { AnnouncedView, IdentitiesApi, NameView, RecordView } from '../../src/agent/api/identity-api.ts';
import { TalosError } from '../../src/base/errors.ts';

export class FakeIdentities implements IdentitiesApi {
  readonly #asked: (method: string, params?: unknown) => void;
  known: RecordView | undefined;
  pinned: NameView[] = [];
  /** DIDs by name. */
  readonly peers = new Map<string, string>();

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async record(params: { readonly peer?: string }): Promise<RecordView> {
    this.#asked('identities.record', params);
    if (this.known === undefined) throw new TalosError('E_NOT_FOUND', 'no agent record is kept here');
    return this.known;
  }

  async peer(params: { readonly peer: string }): Promise<string> {
    this.#asked('identities.peer', params);
    const did = this.peers.get(params.peer);
    if (did === undefined) throw new TalosError('E_NOT_FOUND', 'no peer has this name');
    return did;
  }

  announced: AnnouncedView = { told: [], notReached: [] };

  async announce(): Promise<AnnouncedView> {
    this.#asked('identities.announce');
    return this.announced;
  }

  async names(): Promise<readonly NameView[]> {
    this.#asked('identities.names');
    return this.pinned;
  }
}
