/**
 * The messages of a running agent: a messenger over its network, recorded in its ledger.
 *
 * @module
 */
import { toHex } from '../../base/bytes.ts';
import { isTalosError, type TalosError } from '../../base/errors.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import type { Did } from '../../identity/did.ts';
import type { EntryBody } from '../../ledger/entry/entry.ts';
import { formatMessageId } from '../../message/message-id.ts';
import { FRAME_TYPES } from '../../net/frame.ts';
import type { Host } from '../../net/link.ts';
import { currentStore } from '../../storage/current-store.ts';
import type { EpochPlace } from '../../storage/epoch-keys.ts';
import { openRecordSealer } from '../../storage/sealed.ts';
import type { Store } from '../../storage/store.ts';
import type { AgentCore } from '../agent-core.ts';
import { assertUnchanged } from '../identity/identity-change.ts';
import { dialPeer } from '../reach/peer-dial.ts';
import type { Deliveries } from './deliveries.ts';
import { EpochRotation } from './epoch-rotation.ts';
import type { FileLetterTaker } from './file-letter.ts';
import { presentation } from './message-grants.ts';
import { Messenger } from './messenger.ts';
import type { MessengerEvent, RecordedEvent, SilentEvent } from './messenger-event.ts';
import type { PostOffice } from './post-office.ts';
import { repairWords } from './repair-words.ts';

/** Times in an hour that people are told of messages that do not open, of peers that are no contacts. */
export const UNOPENED_NOTICES = 4;
/** Times in an hour that people are told that a peer takes nothing of this agent. */
const REFUSED_NOTICES = 1;
/** That hour, in milliseconds. */
const UNOPENED_WINDOW_MS = 3_600_000;
const UNOPENED =
  'a message did not open: it came under a session that is not here any more, of a peer that is no contact; ' +
  'it comes again if the peer begins a new session, which talos contacts add lets this agent ask for';

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
  /** The tokens to present to a peer that is written to, where it may not know them. */
  readonly present: (peer: Did) => readonly string[] | undefined;
  /** Takes files out of mailboxes. */
  readonly files?: FileLetterTaker | undefined;
}

/**
 * Opens the messenger of `core`, and replaces the keys of its records for as long as that is open.
 *
 * @throws {TalosError} `E_STORAGE…`.
 */
export async function openMessaging(
  core: AgentCore,
  { host, post, deliveries, place, store, present, files }: MessagingParts,
): Promise<Messenger> {
  const { identity, clock, peers } = core;
  const options = { nowMs: clock.now(), ...(place === undefined ? {} : { place }) };
  const records = await openRecordSealer(store, identity.atRestSecret(), options);
  const dial = { host, search: async (peer: Did, signal: AbortSignal) => post.finder.search(peer, signal) };
  const told = new RateCounter(UNOPENED_NOTICES, UNOPENED_WINDOW_MS, clock);
  const refusals = new RateCounter(REFUSED_NOTICES, UNOPENED_WINDOW_MS, clock);
  const messenger = await Messenger.open({
    identity,
    store: currentStore(store, records),
    records,
    clock,
    connect: async (peer) => {
      const link = await dialPeer(core, dial, 'message', peer);
      const chain = present(peer);
      if (chain !== undefined) link.send(FRAME_TYPES.handshake, presentation({ from: identity.did, to: peer }, chain));
      void link.closed.then((reason) => tellDenied(core, peer, reason, refusals));
      return link;
    },
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
    isStranger: (peer) => !core.isKnown(peer),
    onDealing: (peer) => noteDealing(core, peer),
    hasAddress: (peer) => (peers.get(peer)?.addresses.length ?? 0) > 0 || post.finder.isFound(peer),
    keep: (event) => core.due.keep(entryOf(event)),
    onEvent: (event) => record(core, event, told),
    onPrekeysExhausted: () =>
      core.notice('prekeys', 'too many bundles were given out and not used: new ones go without one-time prekeys'),
    onClosed: async () => {
      await rotation[Symbol.asyncDispose]();
      // What is not forgotten is looked for at the next start.
      await core.due.forget().catch((error: unknown) => {
        if (!isTalosError(error)) throw error;
      });
    },
    deliveries,
    ...(files === undefined ? {} : { files }),
    network: core.network,
  });
  const rotation = new EpochRotation({
    sealer: records,
    clock,
    onFailure: ({ code }) => core.notice('tool', `the key of sessions at rest could not be replaced: ${code}`),
  });
  return messenger;
}

/** A peer that takes nothing of this agent has said so. */
function tellDenied(core: AgentCore, peer: Did, reason: TalosError | undefined, told: RateCounter): void {
  if (reason?.code !== 'E_REFUSED' || reason.details['reason'] !== 'denied' || !told.take(peer)) return;
  core.notice('denied', 'the peer takes no messages of this agent, or none that are so long (denied); they wait', peer);
}

/** Whoever is written to, or read by itself, is no stranger from now on. */
async function noteDealing(core: AgentCore, peer: Did): Promise<void> {
  if (core.isKnown(peer)) return;
  try {
    await core.peers.note(peer, {});
  } catch (error) {
    // Where the book is full the peer keeps the room of a stranger; a store that fails says so at the next step.
    if (!isTalosError(error)) throw error;
  }
}

/** What the ledger says of an event. */
function entryOf(event: RecordedEvent): EntryBody {
  const { kind, peer } = event;
  if (kind === 'session') {
    const { session, role, oneTime } = event;
    return { type: 'session', peer, session: toHex(session), role, kind: 'durable', oneTime };
  }
  const message = formatMessageId(event.id);
  if (kind === 'message')
    return { type: 'message', peer, message, direction: event.direction, commitment: toHex(event.commitment) };
  return { type: 'session-repair', peer, session: toHex(event.session), message, by: event.by, cause: event.cause };
}

function record(core: AgentCore, event: MessengerEvent, told: RateCounter): void {
  if (event.kind === 'silent') return tellSilent(core, event);
  if (event.kind === 'unopened') {
    // Whoever can connect can make it happen.
    if (told.take('unopened')) core.notice('session', UNOPENED, event.peer);
    return;
  }
  // A peer can repeat a message as often as it likes: it is on record, or kept until it is.
  if (event.kind !== 'session' && event.repeated) return;
  // The batch that stored what it tells of keeps it: nobody has to wait until the ledger is durable, too.
  core.due.note(entryOf(event));
  if (event.kind === 'repair')
    core.notice('session', `the session with a peer was made anew: ${repairWords(event.cause)}`, event.peer);
}

function tellSilent(core: AgentCore, { peer, unheard, sinceMs }: SilentEvent): void {
  const since = new Date(sinceMs).toISOString();
  core.notice(
    'session',
    `a peer was not heard since ${since}, and ${unheard} messages ago: nobody may read them`,
    peer,
  );
}
