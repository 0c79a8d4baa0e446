/**
 * From what a person calls a peer to a link to it.
 *
 * @module
 */
import { isTalosError, TalosError } from '../base/errors.ts';
import type { AgentRecord } from '../identity/agent-record.ts';
import { type Did, didOfKey } from '../identity/did.ts';
import { isDialable, parseAddress } from '../net/address.ts';
import type { Host, Link } from '../net/link.ts';
import { parsePeerId } from '../net/peer-id.ts';
import type { Purpose } from '../net/protocols.ts';
import type { AgentCore } from './agent-core.ts';
import { assertUnchanged, connectTo } from './identity-change.ts';
import { AWAY_CODES } from './peer-faults.ts';

/**
 * The peer that `text` names: a multiaddr that ends in `/p2p/…`, which is noted, a DID, a public key in hex, an alias, or a
 * `did:web`.
 *
 * @throws {TalosError} what resolving throws; `E_USAGE` for an address without a peer id.
 */
export async function peerOf(core: AgentCore, text: string): Promise<Did> {
  if (!text.startsWith('/')) return core.peer(text);
  const address = parseAddress(text);
  if (address.peerId === undefined)
    throw new TalosError('E_USAGE', 'an address to connect to ends in /p2p/ and the id of the peer');
  if (!isDialable(address)) throw new TalosError('E_USAGE', 'an address of this kind is not dialled');
  const peer = didOfKey(parsePeerId(address.peerId));
  await core.peers.note(peer, { addresses: [address.text] });
  return peer;
}

/** What dialling needs besides the agent's core. */
export interface DialParts {
  readonly host: () => Promise<Host>;
  /** What a registry says of a peer. */
  readonly find: (peer: Did) => Promise<AgentRecord | undefined>;
}

/**
 * A link to `peer`, at the addresses that are known; where nobody answers there, at those that a registry knows.
 *
 * @throws {TalosError} `E_UNREACHABLE` where nothing is known; `E_IDENTITY_CHANGED`; what `Host.connect` throws.
 */
export async function dialPeer(
  core: AgentCore,
  { host, find }: DialParts,
  purpose: Purpose,
  peer: Did,
  signal?: AbortSignal,
): Promise<Link> {
  assertUnchanged(core.peers.get(peer));
  const known = core.peers.get(peer)?.addresses ?? [];
  let failure: TalosError = new TalosError('E_UNREACHABLE', 'no address of this peer is known', {
    hint: 'talos contacts add gives one; its prekey bundle, an invitation, a grant or a server that both know brings one',
  });
  if (known.length > 0)
    try {
      return await connectTo(core, await host(), purpose, { did: peer, addresses: known }, signal);
    } catch (error) {
      if (!isTalosError(error) || !AWAY_CODES.has(error.code)) throw error;
      failure = error;
    }
  const found = (await find(peer))?.addresses.filter((address) => !known.includes(address)) ?? [];
  if (found.length === 0) throw failure;
  const link = await connectTo(core, await host(), purpose, { did: peer, addresses: found }, signal);
  await core.peers.note(peer, { addresses: found });
  return link;
}
