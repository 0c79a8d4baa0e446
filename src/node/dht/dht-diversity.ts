/**
 * Which nodes come into the table: few of one network, so that whoever has one network has not the table, however many nodes
 * run there. Networks are the /24 of an IPv4 address and the /48 of an IPv6 address; nodes that a person named are not counted.
 *
 * @module
 */
import type { PeerId } from '@libp2p/interface';
import type { DhtContacts } from './dht-contacts.ts';
import { commonPrefix, compareDistance, kadIdOfPeer } from './dht-distance.ts';
import type { KadPeer } from './dht-kad.ts';

/** Nodes of one network in the whole table. */
export const MAX_NODES_A_NETWORK = 16;
/** Nodes of one network at one distance, which is a number of leading bits in common with the own id. */
export const MAX_NODES_A_NETWORK_AND_DISTANCE = 4;

/** See the module comment. */
export class Diversity {
  readonly #self: Uint8Array;
  readonly #contacts: DhtContacts;

  /** @param self - Where this node lies. */
  constructor(self: Uint8Array, contacts: DhtContacts) {
    this.#self = self;
    this.#contacts = contacts;
  }

  /** Whether `peer` may come into a table with `table` in it. */
  admits(peer: KadPeer, table: Iterable<KadPeer>): boolean {
    const network = this.#networkOf(peer.peerId);
    if (network === undefined) return true;
    const distance = commonPrefix(this.#self, peer.kadId);
    let [all, near] = [0, 0];
    for (const each of table) {
      if (this.#networkOf(each.peerId) !== network) continue;
      all++;
      if (commonPrefix(this.#self, each.kadId) === distance) near++;
    }
    return all < MAX_NODES_A_NETWORK && near < MAX_NODES_A_NETWORK_AND_DISTANCE;
  }

  /** The network of a node; undefined for one that a person named. */
  #networkOf(peer: PeerId): string | undefined {
    const contact = this.#contacts.get(peer.toString());
    if (contact === undefined || contact.isGiven) return undefined;
    return networkOf(contact.foundAt ?? contact.addresses[0] ?? '');
  }

  /** The `count` of `peers` nearest to `target`. */
  nearest(target: Uint8Array, peers: readonly PeerId[], count: number): readonly PeerId[] {
    return peers
      .flatMap((peer) => (peer.type === 'Ed25519' ? [{ peer, kadId: kadIdOfPeer(peer.publicKey.raw) }] : []))
      .sort((a, b) => compareDistance(target, a.kadId, b.kadId))
      .slice(0, count)
      .map(({ peer }) => peer);
  }
}

/** The network that an address is in. */
export function networkOf(address: string): string {
  const [, ip4] = /^\/ip4\/([0-9]+\.[0-9]+\.[0-9]+)\./.exec(address) ?? [];
  if (ip4 !== undefined) return ip4;
  const [, ip6] = /^\/ip6\/([0-9a-f:.]+)\//.exec(address) ?? [];
  if (ip6 === undefined) return address;
  const [head = '', tail = ''] = ip6.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const zeros = tail === '' && !ip6.includes('::') ? 0 : 8;
  return [...groups, ...Array.from({ length: zeros }, () => '0')].slice(0, 3).join(':');
}
