/**
 * The peer book as its owner writes in it: aliases are chosen here, never by a peer.
 *
 * @module
 */
import { TalosError } from '../base/errors.ts';
import { type Did, keyOfDid, parseDid } from '../identity/did.ts';
import { isDialable, parseAddresses } from '../net/address.ts';
import { formatPeerId } from '../net/peer-id.ts';
import type { ContactsApi, PeerView } from './message-api.ts';
import { isAlias, type Peer, type PeerBook } from './peer-book.ts';

/** See the module comment. */
export class Contacts implements ContactsApi {
  readonly #book: PeerBook;
  readonly #self: Did;

  constructor(book: PeerBook, self: Did) {
    this.#book = book;
    this.#self = self;
  }

  async peers(): Promise<readonly PeerView[]> {
    return this.#book.all().map(viewOf);
  }

  async add({ did: text, alias, addresses }: PeerView): Promise<PeerView> {
    const did = parseDid(text);
    if (did === this.#self) throw new TalosError('E_USAGE', 'this is the own identity');
    assertAlias(alias);
    const parsed = parseAddresses(addresses);
    const own = formatPeerId(keyOfDid(did));
    const wrong = parsed.find((each) => !isDialable(each) || (each.peerId !== undefined && each.peerId !== own));
    if (wrong !== undefined)
      throw new TalosError('E_USAGE', `not an address of this peer: ${wrong.text}`, {
        hint: 'an address looks like /ip4/192.0.2.7/tcp/8766',
      });
    // The alias first: one that is taken must leave everything as it was.
    await this.#book.call(did, alias);
    return viewOf(await this.#book.note(did, { addresses: parsed.map((each) => each.text) }));
  }

  async rename({ peer, alias }: { readonly peer: string; readonly alias: string }): Promise<PeerView> {
    assertAlias(alias);
    return viewOf(await this.#book.call(this.#known(peer), alias));
  }

  async remove(peer: string): Promise<PeerView> {
    const did = this.#known(peer);
    const held = this.#book.get(did);
    await this.#book.forget(did);
    return viewOf(held ?? { did, alias: '', addresses: [], sequence: -1 });
  }

  #known(text: string): Did {
    const did = this.#book.resolve(text);
    if (this.#book.get(did) === undefined)
      throw new TalosError('E_NOT_FOUND', 'this peer is not known here', { hint: 'talos peers lists those who are' });
    return did;
  }
}

function assertAlias(alias: string): void {
  if (!isAlias(alias))
    throw new TalosError(
      'E_USAGE',
      'an alias has letters, digits and ._@-, at most 64, and starts with one of the first',
    );
}

function viewOf({ did, alias, addresses }: Peer): PeerView {
  return { did, alias, addresses };
}
