/**
 * The peers that this agent has met: where they were, and what their owner calls them. Names are for people; an alias
 * leads to a DID and never authorises anybody.
 *
 * @module
 */
import { fromHex, fromUtf8, utf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { readArray, readInteger, readObject, readString } from '../codec/fields.ts';
import { canonicalBytes, parseJson } from '../codec/json.ts';
import { type Did, didOfKey, isDid, parseDid } from '../identity/did.ts';
import { MAX_ADDRESS_CHARACTERS, MAX_ADDRESSES, parseAddress } from '../net/address.ts';
import type { Store } from '../storage/store.ts';

/** Longest alias, in characters. */
export const MAX_ALIAS_CHARACTERS = 64;
/** Peers kept; one more is refused until others are removed. */
export const MAX_PEERS = 10_000;

/** A peer. */
export interface Peer {
  readonly did: Did;
  /** Unique here; `""` where there is none. */
  readonly alias: string;
  /** Multiaddrs, the one that worked last first. */
  readonly addresses: readonly string[];
  /** Highest certificate sequence seen; −1 before the first. PROTOCOL.md §4.2. */
  readonly sequence: number;
}

const ALIAS = /^[A-Za-z0-9][A-Za-z0-9._@-]*$/;

/** Whether `text` can be an alias: letters, digits and `._@-`, starting with a letter or digit, and no DID or address. */
export function isAlias(text: string): boolean {
  return text.length <= MAX_ALIAS_CHARACTERS && ALIAS.test(text) && !/^[0-9a-f]{64}$/.test(text);
}

/** See the module comment. */
export class PeerBook {
  readonly #store: Store;
  readonly #peers = new Map<Did, Peer>();

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Reads the book from the store. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
  static async open(store: Store): Promise<PeerBook> {
    const book = new PeerBook(store);
    for await (const [key, value] of store.scan('peer')) {
      const peer = readPeer(fromUtf8(key), value);
      book.#peers.set(peer.did, peer);
    }
    return book;
  }

  /** All peers. */
  all(): readonly Peer[] {
    return [...this.#peers.values()];
  }

  /** The peer of that DID. */
  get(did: Did): Peer | undefined {
    return this.#peers.get(did);
  }

  /**
   * The DID that a person means: a DID, a public key in hex, an alias, or the unambiguous start of one.
   *
   * @throws {TalosError} `E_AMBIGUOUS`, naming the candidates; `E_NOT_FOUND`; `E_BAD_DID`.
   */
  resolve(text: string): Did {
    if (text.startsWith('did:')) return parseDid(text);
    if (/^[0-9a-f]{64}$/.test(text)) return didOfKey(fromHex(text));
    const peers = this.all().filter(({ alias }) => alias !== '' && alias.startsWith(text));
    const exact = peers.find(({ alias }) => alias === text);
    if (exact !== undefined) return exact.did;
    const [first, second] = peers;
    if (first === undefined || text === '')
      throw new TalosError('E_NOT_FOUND', 'no peer has this name', { hint: 'give an invitation, a DID or an alias' });
    if (second !== undefined)
      throw new TalosError('E_AMBIGUOUS', `the name fits ${peers.map(({ alias }) => alias).join(', ')}`);
    return first.did;
  }

  /**
   * Notes where a peer is and what it is called; durable when it resolves.
   *
   * @param alias - Taken where the peer has none yet and no other has it; otherwise a number is added.
   * @returns The peer as it is now.
   * @throws {TalosError} `E_LIMIT` beyond {@link MAX_PEERS}.
   */
  async note(
    did: Did,
    seen: { readonly addresses?: readonly string[]; readonly alias?: string; readonly sequence?: number },
  ): Promise<Peer> {
    const held = this.#peers.get(did);
    if (held === undefined && this.#peers.size >= MAX_PEERS)
      throw new TalosError('E_LIMIT', `more than ${MAX_PEERS} peers`);
    const addresses = [...new Set([...(seen.addresses ?? []), ...(held?.addresses ?? [])])].slice(0, MAX_ADDRESSES);
    const alias = held?.alias || this.#freeAlias(seen.alias ?? '');
    const sequence = Math.max(seen.sequence ?? -1, held?.sequence ?? -1);
    const peer: Peer = { did, alias, addresses, sequence };
    if (held !== undefined && JSON.stringify(held) === JSON.stringify(peer)) return held;
    return this.#put(peer);
  }

  /**
   * Calls a peer `alias` from now on, whatever it was called; durable when it resolves.
   *
   * @throws {TalosError} `E_USAGE` where another peer is called so; `E_LIMIT` beyond {@link MAX_PEERS}.
   */
  async call(did: Did, alias: string): Promise<Peer> {
    if (this.all().some((peer) => peer.alias === alias && peer.did !== did))
      throw new TalosError('E_USAGE', `another peer is called ${alias} already`, {
        hint: 'choose another alias, or rename that peer first',
      });
    const held = this.#peers.get(did) ?? (await this.note(did, {}));
    return held.alias === alias ? held : this.#put({ ...held, alias });
  }

  /** Forgets what a peer is called and where it is. An older certificate than one already seen is still refused. */
  async forget(did: Did): Promise<void> {
    const held = this.#peers.get(did);
    if (held === undefined) return;
    if (held.sequence >= 0) return void (await this.#put({ ...held, alias: '', addresses: [] }));
    await this.#store.apply([{ kind: 'delete', space: 'peer', key: utf8(did) }]);
    this.#peers.delete(did);
  }

  async #put(peer: Peer): Promise<Peer> {
    const { did, alias, addresses, sequence } = peer;
    const value = canonicalBytes({ v: 1, alias, addresses, sequence });
    await this.#store.apply([{ kind: 'put', space: 'peer', key: utf8(did), value }]);
    this.#peers.set(did, peer);
    return peer;
  }

  #freeAlias(wanted: string): string {
    if (!isAlias(wanted)) return '';
    const taken = new Set(this.all().map(({ alias }) => alias));
    if (!taken.has(wanted)) return wanted;
    for (let n = 2; n < 1000; n++)
      if (!taken.has(`${wanted}-${n}`) && isAlias(`${wanted}-${n}`)) return `${wanted}-${n}`;
    return '';
  }
}

function readPeer(did: string, value: Uint8Array): Peer {
  try {
    if (!isDid(did)) throw new TalosError('E_BAD_DID', 'the key of a peer is no DID');
    const fields = readObject(parseJson(value), { required: ['v', 'alias', 'addresses', 'sequence'] }, 'peer');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return {
      did,
      alias: readString(fields.alias, 'alias', { max: MAX_ALIAS_CHARACTERS }),
      addresses: readArray(fields.addresses, 'addresses', { max: MAX_ADDRESSES }, (address, name) => {
        const text = readString(address, name, { max: MAX_ADDRESS_CHARACTERS });
        parseAddress(text);
        return text;
      }),
      sequence: readInteger(fields.sequence, 'sequence', { min: -1 }),
    };
  } catch (cause) {
    throw new TalosError('E_STORAGE_CORRUPT', 'a peer of the store cannot be read', { cause });
  }
}
