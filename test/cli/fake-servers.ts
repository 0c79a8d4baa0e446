/** Servers in memory for the tests of the commands and of the local socket. */
import type {
  PeerListView,
  RegisterParams,
  RegistrationView,
  ServersApi,
  ServerView,
} from '../../src/agent/api/server-api.ts';

/** What {@link FakeServers.register} registers with, unless told otherwise. */
export const SERVER: ServerView = {
  did: 'did:key:z6MkfakeServer',
  addresses: ['/ip4/127.0.0.1/tcp/8765'],
  mailbox: true,
  name: '',
  offers: [],
  unlisted: false,
};

export class FakeServers implements ServersApi {
  readonly #asked: (method: string, params?: unknown) => void;
  all: ServerView[] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async list(): Promise<readonly ServerView[]> {
    this.#asked('servers.list');
    return this.all;
  }

  async register(params: RegisterParams): Promise<readonly RegistrationView[]> {
    this.#asked('servers.register', params);
    const { address = SERVER.addresses[0] ?? '' } = params;
    const server = { ...SERVER, addresses: [address] };
    this.all.push(server);
    return [{ ...server, bundles: 100, expiresAtMs: 1_700_000_000_000 }];
  }

  listed: PeerListView = { server: SERVER.did, peers: [], more: false };

  async peers(params: { readonly address: string; readonly limit: number }): Promise<PeerListView> {
    this.#asked('servers.peers', params);
    return this.listed;
  }
}
