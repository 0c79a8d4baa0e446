/** Agents without links: their durable parts over a store in memory. */
import { MessageBook, type Received } from '../../src/agent/message/message-book.ts';
import { PrekeyStore } from '../../src/agent/message/prekey-store.ts';
import { type Bytes, fromUtf8, toHex } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import type { Space, Store } from '../../src/storage/store.ts';
import { agent, NOW } from '../unit/session/actors.ts';

/** An agent's durable parts over a store, without links. */
export interface Desk {
  readonly identity: Identity;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly prekeys: PrekeyStore;
  readonly book: MessageBook;
}

export async function desk(
  identity: Identity,
  store: Store = openMemoryStore(),
  clock = new ManualClock(NOW),
): Promise<Desk> {
  const records = await openRecordSealer(store, identity.atRestSecret());
  const prekeys = new PrekeyStore(store, records, identity);
  return {
    identity,
    store,
    clock,
    prekeys,
    book: new MessageBook({ party: identity, store, records, prekeys, clock }),
  };
}

/** The same desk after a restart: everything but the store is new. */
export const restarted = ({ identity, store, clock }: Desk): Promise<Desk> => desk(identity, store, clock);

/** Two desks, the first with a session with the second. */
export async function introduced(): Promise<{ a: Desk; b: Desk }> {
  const [a, b] = [await desk(agent('alice')), await desk(agent('bob'))];
  await a.book.establish(agent('bob').did, await b.prekeys.offer(NOW));
  return { a, b };
}

export async function content(store: Store): Promise<string> {
  const lines: string[] = [];
  for (const space of ['session', 'prekey', 'message'] as const satisfies readonly Space[])
    for await (const [key, value] of store.scan(space)) lines.push(`${space} ${toHex(key)} ${toHex(value)}`);
  return lines.join('\n');
}

export async function inbox(desk: Desk): Promise<string[]> {
  const texts: string[] = [];
  for await (const { key, read } of desk.book.waiting()) {
    texts.push(fromUtf8(read().content));
    await desk.book.take(key);
  }
  return texts;
}

export const replyOf = (received: Received): Bytes => (received as { readonly reply: Bytes }).reply;
