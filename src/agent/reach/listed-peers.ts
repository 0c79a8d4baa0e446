/**
 * The agents that a registry lists. PROTOCOL.md §6.5, §6.7.
 *
 * Asked under a throw-away transport key, as every look-up: the registry does not learn who looks around.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { type Did, didOfKey } from '../../identity/did.ts';
import { endpointOf, parsePlace } from '../../net/address.ts';
import type { Host } from '../../net/link.ts';
import type { ListedPeer } from '../../registry/api.ts';
import { RegistryClient } from '../../registry/client.ts';
import { MAX_PEERS_A_PAGE } from '../../registry/limits.ts';
import type { ServerBook } from './server-book.ts';

/** Most agents that one call gives. */
export const MAX_LISTED_PEERS = 10_000;

/** What a registry lists, as far as it was asked. */
export interface PeerList {
  /** The key that the registry has proved. */
  readonly server: Did;
  readonly peers: readonly ListedPeer[];
  /** Whether there are more. */
  readonly isMore: boolean;
}

/** Where to ask. */
export interface PeerListParts {
  readonly servers: ServerBook;
  /** A new host under a key of its own; owned here. */
  readonly veiledHost: () => Promise<Host>;
}

/**
 * Asks the registry at `address`, a multiaddr, for at most `limit` agents.
 *
 * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than the one that is pinned; `E_UNREACHABLE`,
 *   `E_TIMEOUT`; `E_REFUSED`, `E_RATE_LIMITED` where it gives none; `E_MALFORMED`, `E_LIMIT` for an answer that is none.
 * @throws The reason of `signal`, where that aborts.
 */
export async function listPeers(
  { servers, veiledHost }: PeerListParts,
  { address: text, limit }: { readonly address: string; readonly limit: number },
  signal?: AbortSignal,
): Promise<PeerList> {
  const address = parsePlace(text);
  await using host = await veiledHost();
  const peerKey = await host.learnKey([address.text], signal);
  const server = didOfKey(peerKey);
  const place = endpointOf(address.text);
  servers.assertPinned(place, server, address.peerId !== undefined);
  await using registry = new RegistryClient(await host.connect('registry', { peerKey, addresses: [place] }, signal));
  const peers: ListedPeer[] = [];
  let isMore = true;
  while (isMore && peers.length < limit)
    try {
      const count = Math.min(MAX_PEERS_A_PAGE, limit - peers.length);
      const page = await registry.list(peers.at(-1)?.did, count, signal);
      peers.push(...page.peers);
      isMore = page.isMore;
    } catch (error) {
      // What it said so far is true; the rest is there in a minute.
      if (isTalosError(error, 'E_RATE_LIMITED') && peers.length > 0) break;
      throw error;
    }
  if (new Set(peers.map(({ did }) => did)).size !== peers.length)
    throw new TalosError('E_MALFORMED', 'the registry lists an agent twice');
  return { server, peers, isMore };
}
