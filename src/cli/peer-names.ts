/**
 * Peers by name: in full where it is about authority, by alias where it is only about finding them.
 *
 * @module
 */
import type { AgentApi } from '../agent/api/api.ts';
import { TalosError } from '../base/errors.ts';
import { printable } from './terminal.ts';
import { fullIdentity } from './values.ts';

/** Most candidates that an error lists. */
const MAX_CANDIDATES = 8;

/** The DID of a peer that was named in full, or the alias for the agent to look up. */
export function peerName(text: string): string {
  return fullIdentity(text) ?? text;
}

/**
 * The DID of a peer that is to be given authority. A prefix or an alias never is enough: whoever can choose a key can
 * choose what it begins with.
 *
 * @param known - Who is known here, for the error that a prefix gets.
 * @throws {TalosError} `E_AMBIGUOUS` for what fits several known peers; `E_USAGE` for whatever else is not in full.
 */
export async function authorizedDid(
  text: string,
  option: string,
  known: () => Promise<readonly string[]>,
): Promise<string> {
  const did = fullIdentity(text);
  if (did !== undefined) return did;
  const candidates = (await known()).filter((each) => fits(each, text));
  const shown = candidates.slice(0, MAX_CANDIDATES).join(', ');
  if (candidates.length > 1)
    throw new TalosError('E_AMBIGUOUS', `${option} "${printable(text)}" fits ${candidates.length} peers: ${shown}`, {
      hint: 'name the peer in full',
    });
  throw new TalosError('E_USAGE', `${option} must name the peer in full, got "${printable(text)}"`, {
    hint: candidates.length === 1 ? `if it is ${shown}, say so` : 'a DID, an Ed25519 key in hex, or a libp2p peer id',
  });
}

const DID_KEY = 'did:key:z6Mk';

function fits(did: string, text: string): boolean {
  return text !== '' && (did.startsWith(text) || did.startsWith(`did:key:${text}`) || did.startsWith(DID_KEY + text));
}

/** Everybody whom the agent has dealt with. */
export async function knownPeers(api: AgentApi): Promise<readonly string[]> {
  const own = (await api.whoami()).did;
  const peers = new Set<string>();
  for (const each of await api.capabilities()) peers.add(each.direction === 'received' ? each.issuer : each.subject);
  for (const each of (await api.status()).sessions) peers.add(each.peer);
  peers.delete(own);
  return [...peers];
}
