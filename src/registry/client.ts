/**
 * The asking end of a registry. PROTOCOL.md §6.5.
 *
 * It checks the form of answers and nothing else: whether a record or bundle is that of the agent it was asked for says its
 * signature, which the caller verifies. Nothing that a registry says is trusted.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import type { CborMap } from '../codec/cbor.ts';
import type { Did } from '../identity/did.ts';
import type { Link } from '../net/link.ts';
import { askOver, type RequestLink } from '../net/request-link.ts';
import {
  type BundleOffer,
  LISTED,
  type Listing,
  REGISTRY_OPERATIONS,
  readInfo,
  readLeft,
  readLookedUp,
  readPage,
  readTaken,
  type ServerInfo,
} from './api.ts';

/** What {@link RegistryClient} is told. */
export interface RegistryClientTerms {
  /** Told, over a link of the agent itself, that few single-use bundles are left. */
  readonly onLow?: (left: number) => void | Promise<void>;
  /** For one answer, in milliseconds; 10 s unless given. */
  readonly timeoutMs?: number;
}

/**
 * A registry over one link of purpose `registry`, which it owns. Every method throws, besides what its own words say:
 * `E_RATE_LIMITED` where the registry is full or was asked too often, `E_REFUSED` where it refused, `E_TIMEOUT` where it
 * did not answer, `E_MALFORMED` or `E_LIMIT` for an answer that is none, the reason of the link's end or of the signal.
 */
export class RegistryClient implements AsyncDisposable {
  readonly #asker: RequestLink;

  /** @param link - To the registry, whose key the caller has pinned. */
  constructor(link: Link, terms: RegistryClientTerms = {}) {
    const { onLow = () => undefined, timeoutMs } = terms;
    this.#asker = askOver(link, {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      onPush: (op, fields) => {
        if (op !== REGISTRY_OPERATIONS.low)
          throw new TalosError('E_PROTOCOL', 'the registry says what it has no word for');
        return onLow(readLeft(fields));
      },
    });
  }

  /** Resolves, never rejects, when the link has ended. */
  get closed(): Promise<TalosError | undefined> {
    return this.#asker.closed;
  }

  /**
   * Announces the agent whose key the link proves. Durable there when it resolves.
   *
   * @param listing - How it is in the list of the registry; {@link LISTED} unless given.
   * @returns How many single-use bundles the registry has of it.
   * @throws {TalosError} `E_REFUSED` for a record of another agent (`denied`) or one that is not accepted (`failed`).
   */
  async register(record: Uint8Array, signal?: AbortSignal, listing: Listing = LISTED): Promise<number> {
    const fields: CborMap = {
      record,
      ...(listing.name === '' ? {} : { name: listing.name }),
      ...(listing.isUnlisted ? { unlisted: true } : {}),
    };
    return readLeft(await this.#asker.ask(REGISTRY_OPERATIONS.register, fields, signal));
  }

  /**
   * A page of the list of agents, in the order of their keys.
   *
   * @param after - The last one of the page before.
   * @param limit - At most so many, 1 to {@link MAX_PEERS_A_PAGE}.
   */
  async list(after: Did | undefined, limit: number, signal?: AbortSignal): Promise<ReturnType<typeof readPage>> {
    const fields = { limit, ...(after === undefined ? {} : { after }) };
    return readPage(await this.#asker.ask(REGISTRY_OPERATIONS.list, fields, signal), limit);
  }

  /**
   * Hands bundles in, of an agent that is registered. Durable there when it resolves. Where the outcome is not known, new
   * bundles must be made: those of an offer may have been given to somebody already.
   *
   * @returns How many single-use bundles the registry has now.
   * @throws {TalosError} `E_NOT_FOUND` where the agent is not registered; `E_REFUSED` for a bundle that is not accepted.
   */
  async offer(offer: BundleOffer, signal?: AbortSignal): Promise<number> {
    const { last, single, add = false } = offer;
    const fields: CborMap = {
      single: [...single],
      ...(last === undefined ? {} : { last }),
      ...(add ? { add } : {}),
    };
    return readLeft(await this.#asker.ask(REGISTRY_OPERATIONS.offer, fields, signal));
  }

  /** The record of an agent, to be verified by the caller; `undefined` where the registry says that it has none. */
  lookup(did: Did, signal?: AbortSignal): Promise<Bytes | undefined> {
    return this.#find(REGISTRY_OPERATIONS.lookup, did, readLookedUp, signal);
  }

  /**
   * A bundle of an agent, to be verified by the caller; `undefined` where the registry says that it has none. Whether
   * there are one-time prekeys in it shows when it is verified: a registry can always withhold them.
   */
  takeBundle(did: Did, signal?: AbortSignal): Promise<Bytes | undefined> {
    return this.#find(REGISTRY_OPERATIONS.bundle, did, readTaken, signal);
  }

  async #find(
    op: string,
    did: Did,
    read: (fields: CborMap) => Bytes,
    signal: AbortSignal | undefined,
  ): Promise<Bytes | undefined> {
    try {
      return read(await this.#asker.ask(op, { did }, signal));
    } catch (error) {
      if (isTalosError(error, 'E_NOT_FOUND')) return undefined;
      throw error;
    }
  }

  /** What the server says of itself. @throws {TalosError} `E_REFUSED` where it has no word for that. */
  async info(signal?: AbortSignal): Promise<ServerInfo> {
    return readInfo(await this.#asker.ask(REGISTRY_OPERATIONS.info, {}, signal));
  }

  close(): Promise<void> {
    return this.#asker.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
