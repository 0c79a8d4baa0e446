import { commonPrefix, compareDistance, kadIdOfPeer } from "./dht-distance.js";
/** Nodes of one network in the whole table. */
export const MAX_NODES_A_NETWORK = 16;
/** Nodes of one network at one distance, which is a number of leading bits in common with the own id. */
export const MAX_NODES_A_NETWORK_AND_DISTANCE = 4;
/** See the module comment. */
export class Diversity {
    #self;
    #contacts;
    /** @param self - Where this node lies. */
    constructor(self, contacts) {
        this.#self = self;
        this.#contacts = contacts;
    }
    /** Whether `peer` may come into a table with `table` in it. */
    admits(peer, table) {
        const network = this.#networkOf(peer.peerId);
        if (network === undefined)
            return true;
        const distance = commonPrefix(this.#self, peer.kadId);
        let [all, near] = [0, 0];
        for (const each of table) {
            if (this.#networkOf(each.peerId) !== network)
                continue;
            all++;
            if (commonPrefix(this.#self, each.kadId) === distance)
                near++;
        }
        return all < MAX_NODES_A_NETWORK && near < MAX_NODES_A_NETWORK_AND_DISTANCE;
    }
    /** The network of a node; undefined for one that a person named. */
    #networkOf(peer) {
        const contact = this.#contacts.get(peer.toString());
        if (contact === undefined || contact.isGiven)
            return undefined;
        return networkOf(contact.foundAt ?? contact.addresses[0] ?? '');
    }
    /** The `count` of `peers` nearest to `target`. */
    nearest(target, peers, count) {
        return peers
            .flatMap((peer) => (peer.type === 'Ed25519' ? [{ peer, kadId: kadIdOfPeer(peer.publicKey.raw) }] : []))
            .sort((a, b) => compareDistance(target, a.kadId, b.kadId))
            .slice(0, count)
            .map(({ peer }) => peer);
    }
}
/** The network that an address is in. */
export function networkOf(address) {
    const [, ip4] = /^\/ip4\/([0-9]+\.[0-9]+\.[0-9]+)\./.exec(address) ?? [];
    if (ip4 !== undefined)
        return ip4;
    const [, ip6] = /^\/ip6\/([0-9a-f:.]+)\//.exec(address) ?? [];
    if (ip6 === undefined)
        return address;
    const [head = '', tail = ''] = ip6.split('::');
    const groups = head.split(':').filter((group) => group !== '');
    const zeros = tail === '' && !ip6.includes('::') ? 0 : 8;
    return [...groups, ...Array.from({ length: zeros }, () => '0')].slice(0, 3).join(':');
}
