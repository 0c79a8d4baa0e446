/**
 * The messages of a running agent: a messenger over its network, recorded in its ledger.
 *
 * @module
 */
import { BoundedMap } from '../base/bounded.ts';
import { toHex } from '../base/bytes.ts';
import type { Did } from '../identity/did.ts';
import { formatMessageId } from '../message/message-id.ts';
import type { Host } from '../net/link.ts';
import { currentStore } from '../storage/current-store.ts';
import type { EpochPlace } from '../storage/epoch-keys.ts';
import { openRecordSealer } from '../storage/sealed.ts';
import type { Store } from '../storage/store.ts';
import type { AgentCore } from './agent-core.ts';
import type { Deliveries } from './deliveries.ts';
import { EpochRotation } from './epoch-rotation.ts';
import { assertUnchanged } from './identity-change.ts';
import { Messenger } from './messenger.ts';
import type { MessengerEvent, RepairEvent, SilentEvent } from './messenger-event.ts';
import { dialPeer } from './peer-dial.ts';
import type { PostOffice } from './post-office.ts';
import { repairWords } from './repair-words.ts';

/** Messages that are known to be on record; of an older one the ledger is asked, at a cost that grows with the peer. */
export const MAX_KNOWN_RECORDED = 4096;

/** What messages need besides the agent's core. */
export interface MessagingParts {
  readonly host: () => Promise<Host>;
  /** For peers that are away. */
  readonly post: PostOffice;
  /** Told what becomes of the messages that are sent. */
  readonly deliveries: Deliveries;
  /** Where the keys of the records lie; in the store where absent. */
  readonly place?: EpochPlace | undefined;
  /** That of the core, as it is to be seen. */
  readonly store: Store;
}

/**
 * Opens the messenger of `core`, and replaces the keys of its records for as long as that is open.
 *
 * @throws {TalosError} `E_STORAGE…`.
 */
export async function openMessaging(
  core: AgentCore,
  { host, post, deliveries, place, store }: MessagingParts,
): Promise<Messenger> {
  const { identity, clock, peers } = core;
  const known = new BoundedMap<string, true>(MAX_KNOWN_RECORDED);
  const options = { nowMs: clock.now(), ...(place === undefined ? {} : { place }) };
  const records = await openRecordSealer(store, identity.atRestSecret(), options);
  const messenger = await Messenger.open({
    identity,
    store: currentStore(store, records),
    records,
    clock,
    connect: (peer) => dialPeer(core, { host, find: (did) => post.find(did) }, 'message', peer),
    bundleOf: async (peer) => {
      assertUnchanged(peers.get(peer));
      return post.bundleOf(peer);
    },
    deposit: async (peer, envelope) => {
      assertUnchanged(peers.get(peer));
      return post.deposit(peer, envelope);
    },
    assertUnchanged: (peer) => assertUnchanged(peers.get(peer)),
    isContact: (peer) => (peers.get(peer)?.alias ?? '') !== '',
    hasAddress: (peer) => (peers.get(peer)?.addresses.length ?? 0) > 0 || post.isFound(peer),
    onEvent: (event) => record(core, event, known),
    onPrekeysExhausted: () =>
      core.notice('prekeys', 'too many bundles were given out and not used: new ones go without one-time prekeys'),
    onClosed: () => rotation[Symbol.asyncDispose](),
    deliveries,
  });
  const rotation = new EpochRotation({
    sealer: records,
    clock,
    onFailure: ({ code }) => core.notice('tool', `the key of sessions at rest could not be replaced: ${code}`),
  });
  return messenger;
}

async function record(core: AgentCore, event: MessengerEvent, known: BoundedMap<string, true>): Promise<void> {
  if (event.kind === 'session') {
    const { peer, session, role, oneTime } = event;
    await core.ledger
      .append({ type: 'session', peer, session: toHex(session), role, kind: 'durable', oneTime })
      .durable();
    return;
  }
  if (event.kind === 'repair') return recordRepair(core, event);
  if (event.kind === 'silent') return tellSilent(core, event);
  const { peer, id, direction, commitment, repeated } = event;
  const message = formatMessageId(id);
  const key = `${peer} ${direction} ${message}`;
  // Told again after a crash, perhaps because the first time was not recorded any more. A peer can repeat a message as
  // often as it likes, so the ledger is searched once for each.
  if (repeated && (known.has(key) || (await isRecorded(core, peer, message)))) {
    known.set(key, true);
    return;
  }
  await core.ledger.append({ type: 'message', peer, message, direction, commitment: toHex(commitment) }).durable();
  known.set(key, true);
}

async function recordRepair(core: AgentCore, event: RepairEvent): Promise<void> {
  const { peer, id, session, by, cause, repeated } = event;
  const message = formatMessageId(id);
  if (repeated) {
    const entries = await core.ledger.query({ type: 'session-repair', peer });
    if (entries.some(({ body }) => body.type === 'session-repair' && body.message === message)) return;
  }
  await core.ledger.append({ type: 'session-repair', peer, session: toHex(session), message, by, cause }).durable();
  core.notice('session', `the session with a peer was made anew: ${repairWords(cause)}`, peer);
}

function tellSilent(core: AgentCore, { peer, unheard, sinceMs }: SilentEvent): void {
  const since = new Date(sinceMs).toISOString();
  core.notice(
    'session',
    `a peer was not heard since ${since}, and ${unheard} messages ago: nobody may read them`,
    peer,
  );
}

async function isRecorded({ ledger }: AgentCore, peer: Did, message: string): Promise<boolean> {
  const entries = await ledger.query({ type: 'message', peer });
  return entries.some(
    ({ body }) => body.type === 'message' && body.direction === 'received' && body.message === message,
  );
}
