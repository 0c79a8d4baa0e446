/**
 * Files in `talos history`: those with a peer, the newest of them.
 *
 * @module
 */
import type { AgentApi } from '../agent/api/api.ts';
import type { TransferView } from '../agent/api/transfer-api.ts';
import { isDid } from '../identity/did.ts';

/** Whether a transfer is with whom was asked for. */
export type IsWith = (view: Pick<TransferView, 'peer'>) => boolean;

/**
 * Tells transfers with `peer` apart; all are, where none is named. The agent has found messages of that peer before: an
 * alias, or the beginning of one, fits one contact alone.
 *
 * @param peer - A DID, an alias, or the beginning of one.
 */
export async function isWith(api: AgentApi, peer: string | undefined): Promise<IsWith> {
  if (peer === undefined) return () => true;
  const did = isDid(peer) ? peer : await didOf(api, peer);
  return (view) => view.peer === did;
}

async function didOf(api: AgentApi, name: string): Promise<string | undefined> {
  const peers = (await api.contacts.peers()).filter(({ alias }) => alias !== '');
  const found = peers.find(({ alias }) => alias === name) ?? peers.find(({ alias }) => alias.startsWith(name));
  return found?.did;
}

/** The newest `last` of those, the oldest first. */
export async function transfersOf(api: AgentApi, isAsked: IsWith, last: number): Promise<readonly TransferView[]> {
  return (await api.transfers.list()).filter(isAsked).slice(-last);
}
