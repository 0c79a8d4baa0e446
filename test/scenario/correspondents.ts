/** Messengers that find each other through memory links, and whose stores can be put back to an earlier copy. */
import { Messenger } from '../../src/agent/message/messenger.ts';
import type { MessengerEvent } from '../../src/agent/message/messenger-event.ts';
import type { MessengerOptions } from '../../src/agent/message/messenger-types.ts';
import { type Bytes, fromUtf8, toHex } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { TalosError } from '../../src/base/errors.ts';
import { type Did, didOfKey } from '../../src/identity/did.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { decodeEnvelope } from '../../src/message/envelope.ts';
import { splitRatchetMessage } from '../../src/message/ratchet-message.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import type { Link } from '../../src/net/link.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { ManualTimer } from '../../src/net/timer.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import type { Change, Space, Store } from '../../src/storage/store.ts';
import { NOW } from '../unit/session/actors.ts';

const SPACES = ['session', 'prekey', 'message'] as const satisfies readonly Space[];

/** All that a store holds. */
export type StoreCopy = readonly Change[];

export async function copyOf(store: Store): Promise<StoreCopy> {
  const copy: Change[] = [];
  for (const space of SPACES)
    for await (const [key, value] of store.scan(space)) copy.push({ kind: 'put', space, key, value });
  return copy;
}

export async function putBack(store: Store, copy: StoreCopy): Promise<void> {
  const changes: Change[] = [];
  for (const space of SPACES) for await (const [key] of store.scan(space)) changes.push({ kind: 'delete', space, key });
  await store.apply(changes);
  await store.apply(copy);
}

/** Lets everything run that waits for nothing but other parts of the program. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** One agent and what it was told. */
export interface Correspondent {
  readonly identity: Identity;
  readonly store: Store;
  messenger: Messenger;
  readonly events: MessengerEvent[];
  /** What its application has taken. */
  readonly got: string[];
}

/** See the module comment. Everybody shares one clock. */
export class Correspondents {
  readonly clock: ManualClock = new ManualClock(NOW);
  readonly timer: ManualTimer = new ManualTimer();
  /** Whether nobody reaches anybody. */
  isCut = false;
  /** Every envelope that was sent over a link, in its order. */
  readonly sent: { readonly from: Did; readonly envelope: Bytes }[] = [];
  readonly #known = new Map<Did, Correspondent>();
  readonly #links = new Set<Link>();

  async join(
    identity: Identity,
    store: Store = openMemoryStore(),
    options: Partial<MessengerOptions> = {},
  ): Promise<Correspondent> {
    const held = this.#known.get(identity.did);
    const events = held?.events ?? [];
    const messenger = await Messenger.open({
      identity,
      store,
      records: await openRecordSealer(store, identity.atRestSecret()),
      clock: this.clock,
      timer: this.timer,
      connect: async (peer) => this.#dial(identity, peer),
      hasAddress: () => true,
      onEvent: (event) => void events.push(event),
      ...options,
    });
    if (held !== undefined) {
      held.messenger = messenger;
      return held;
    }
    const joined: Correspondent = { identity, store, messenger, events, got: [] };
    this.#known.set(identity.did, joined);
    return joined;
  }

  /** Ends the process of an agent and starts it again, over its store as it is or as it was. */
  async restart(one: Correspondent, copy?: StoreCopy, options: Partial<MessengerOptions> = {}): Promise<void> {
    await one.messenger[Symbol.asyncDispose]();
    if (copy !== undefined) await putBack(one.store, copy);
    await this.join(one.identity, one.store, options);
  }

  /** A link on which every envelope is noted. */
  #dial(from: Identity, peer: Did): Link {
    const there = this.#known.get(peer);
    if (there === undefined || this.isCut) throw new TalosError('E_UNREACHABLE', 'nobody there');
    const keys = { diallerKey: from.signing.publicKey, listenerKey: there.identity.signing.publicKey };
    const { dialler, listener } = pairLinks({ ...keys, purpose: 'message' });
    for (const link of [dialler, listener]) this.#noted(link);
    there.messenger.accept(listener);
    return dialler;
  }

  #noted(link: Link): void {
    this.#links.add(link);
    const from = [...this.#known.keys()].find((did) => did !== didOfKey(link.peerKey)) as Did;
    const send = link.send.bind(link);
    link.send = (type, payload) => {
      if (type === FRAME_TYPES.data) this.sent.push({ from, envelope: payload as Bytes });
      send(type, payload);
    };
  }

  /** Ends all links. */
  async cut(): Promise<void> {
    await Promise.all([...this.#links].map((link) => link.close()));
    this.#links.clear();
  }

  /** Time passes, and what is tried again is. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    this.timer.advance(ms);
    await settled();
  }

  /** (key, nonce) pairs of everything that was sent, and how many there were. */
  pairs(): { readonly different: number; readonly all: number } {
    const places = this.sent.map(({ envelope }) => {
      const { ratchetKey, index, nonce } = splitRatchetMessage(decodeEnvelope(envelope).content);
      return `${toHex(ratchetKey)} ${index} ${toHex(nonce)}`;
    });
    return { different: new Set(places).size, all: places.length };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { messenger } of this.#known.values()) await messenger[Symbol.asyncDispose]();
  }
}

/** Takes all that is in the inbox. */
export async function taken(one: Correspondent): Promise<readonly string[]> {
  const reader = one.messenger.openReader();
  if (reader === undefined) throw new Error('somebody reads already');
  const texts: string[] = [];
  for (;;) {
    const next = await Promise.race([reader.next(), settled()]);
    if (next === undefined) break;
    texts.push(fromUtf8(next.content));
    await reader.take();
  }
  reader.close();
  one.got.push(...texts);
  return texts;
}

/** What was told of repairs, as `by cause`. */
export function repairsOf({ events }: Correspondent): readonly string[] {
  return events.flatMap((event) => (event.kind === 'repair' && !event.repeated ? [`${event.by} ${event.cause}`] : []));
}
