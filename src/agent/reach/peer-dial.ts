/**
 * From what a person calls a peer to a link to it.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { type Did, didOfKey } from '../../identity/did.ts';
import { type Address, isDialable, parseAddress } from '../../net/address.ts';
import type { Host, Link, Target } from '../../net/link.ts';
import { parsePeerId } from '../../net/peer-id.ts';
import type { Purpose } from '../../net/protocols.ts';
import { systemTimer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import { assertUnchanged, connectTo } from '../identity/identity-change.ts';
import { AWAY_CODES } from './peer-faults.ts';
import type { FoundRecord, RecordSearch } from './record-finder.ts';

/**
 * The peer that `text` names: a multiaddr that ends in `/p2p/…`, which is noted, a DID, a public key in hex, an alias, or a
 * `did:web`.
 *
 * @throws {TalosError} what resolving throws; `E_USAGE` for an address without a peer id.
 */
export async function peerOf(core: AgentCore, text: string): Promise<Did> {
  if (!text.startsWith('/')) return core.peer(text);
  const address = addressIn(text);
  if (address.peerId === undefined)
    throw new TalosError('E_USAGE', 'an address to connect to ends in /p2p/ and the id of the peer');
  if (!isDialable(address)) throw new TalosError('E_USAGE', 'an address of this kind is not dialled');
  const peer = didOfKey(parsePeerId(address.peerId));
  await core.peers.note(peer, { addresses: [address.text] });
  return peer;
}

function addressIn(text: string): Address {
  try {
    return parseAddress(text);
  } catch (cause) {
    if (!isTalosError(cause, 'E_MALFORMED')) throw cause;
    throw new TalosError('E_USAGE', 'what begins with / is an address, and this is none', {
      cause,
      hint: 'an address looks like /ip4/192.0.2.7/tcp/8766/p2p/…; an invitation in a file is @FILE',
    });
  }
}

/**
 * How long a look for a peer is waited for whose addresses are known, in milliseconds: it may be back there any moment. The look
 * goes on, and what it finds is there for the next attempt.
 */
export const SEARCH_PATIENCE_MS = 1000;

/** What dialling needs besides the agent's core. */
export interface DialParts {
  readonly host: () => Promise<Host>;
  /** Begins to look for a peer where nobody answers at the addresses that are known; absent: nobody looks. */
  readonly search?: (peer: Did, signal: AbortSignal) => Promise<RecordSearch>;
  /** Told of each address that was tried. */
  readonly onAttempt?: Target['onAttempt'];
}

/**
 * A link to `peer`, at the addresses that are known; where nobody answers there, at those that are found: at the first ones
 * that are, and at later, better ones beside them.
 *
 * @throws {TalosError} `E_UNREACHABLE` where nothing is known; `E_IDENTITY_CHANGED`; what `Host.connect` throws.
 */
export async function dialPeer(
  core: AgentCore,
  parts: DialParts,
  purpose: Purpose,
  peer: Did,
  signal?: AbortSignal,
  known: readonly string[] = core.peers.get(peer)?.addresses ?? [],
): Promise<Link> {
  assertUnchanged(core.peers.get(peer));
  let failure: TalosError = new TalosError('E_UNREACHABLE', 'no address of this peer is known', {
    hint: 'talos contacts add gives one; its prekey bundle, an invitation, a grant or a server that both know brings one',
  });
  if (known.length > 0)
    try {
      const target = { did: peer, addresses: known, onAttempt: parts.onAttempt };
      return await connectTo(core, await parts.host(), purpose, target, signal);
    } catch (error) {
      if (!isTalosError(error) || !AWAY_CODES.has(error.code)) throw error;
      failure = error;
    }
  if (parts.search === undefined) throw failure;
  const host = await parts.host();
  const stop = new AbortController();
  const abort = (): void => stop.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted === true) abort();
  try {
    const attempts = new Attempts((found) =>
      connectTo(core, host, purpose, { did: peer, ...found, onAttempt: parts.onAttempt }, stop.signal).then((link) => ({
        link,
        found,
      })),
    );
    const patienceMs = known.length > 0 ? SEARCH_PATIENCE_MS : undefined;
    const search = await parts.search(peer, stop.signal);
    const { link, found } = await attempts.first(search, new Set(known), { failure, patienceMs });
    await core.peers.note(peer, { addresses: found.addresses });
    return link;
  } finally {
    signal?.removeEventListener('abort', abort);
    stop.abort(new TalosError('E_CLOSED', 'the peer answered at another address'));
  }
}

type Found = Pick<FoundRecord, 'addresses' | 'mayDial'>;
interface Linked {
  readonly link: Link;
  readonly found: Found;
}

/** Dials what is found, while the search goes on; the first that answers is kept. */
class Attempts {
  readonly #dial: (found: Found) => Promise<Linked>;
  #isOver = false;
  #running = 0;

  constructor(dial: (found: Found) => Promise<Linked>) {
    this.#dial = dial;
  }

  /** @throws {TalosError} `failure`, or what the last attempt failed with. */
  first(
    search: RecordSearch,
    tried: Set<string>,
    { failure, patienceMs }: { readonly failure: TalosError; readonly patienceMs: number | undefined },
  ): Promise<Linked> {
    let cancel = (): void => {};
    return new Promise<Linked>((resolve, reject) => {
      let last: unknown = failure;
      let isSearching = true;
      const fail = (error: unknown): void => {
        this.#isOver = true;
        reject(error as Error);
      };
      const look = (): void => {
        if (this.#running > 0) return;
        // What was found so far does not lead there.
        search.more();
        if (!isSearching) fail(last);
      };
      const attempt = async (found: Found): Promise<void> => {
        this.#running++;
        try {
          const linked = await this.#dial(found);
          if (this.#isOver) return await linked.link.close();
          this.#isOver = true;
          resolve(linked);
        } catch (error) {
          last = error;
          if (!isTalosError(error) || !AWAY_CODES.has(error.code)) fail(error);
        } finally {
          this.#running--;
          if (!this.#isOver) look();
        }
      };
      const searching = async (): Promise<void> => {
        for await (const { addresses: all, mayDial } of search.found) {
          if (this.#isOver) return;
          const addresses = all.filter((address) => !tried.has(address));
          for (const address of addresses) tried.add(address);
          if (addresses.length > 0) void attempt({ addresses, mayDial });
          else look();
        }
        isSearching = false;
        if (!this.#isOver) look();
      };
      if (patienceMs !== undefined)
        cancel = systemTimer.after(patienceMs, () => {
          isSearching = false;
          if (!this.#isOver) look();
        });
      searching().catch(fail);
    }).finally(() => cancel());
  }
}
