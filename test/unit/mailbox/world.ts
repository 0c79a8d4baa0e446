/** A mailbox service over links in memory, on a store that can fail, with clocks that stand still. */
import { expect } from 'vitest';
import { type Bytes, toHex } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { type Cbor, type CborMap, encodeCbor } from '../../../src/codec/cbor.ts';
import { type Did, didOfKey } from '../../../src/identity/did.ts';
import { MailboxClient } from '../../../src/mailbox/client.ts';
import type { MailboxLimits } from '../../../src/mailbox/limits.ts';
import { type Mailbox, openMailbox } from '../../../src/mailbox/mailbox.ts';
import { FRAME_TYPES } from '../../../src/net/frame.ts';
import type { Link } from '../../../src/net/link.ts';
import { type LinkPair, pairLinks } from '../../../src/net/memory-link.ts';
import { askOver, type RequestLink } from '../../../src/net/request-link.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import type { Change, Range, Space, Store } from '../../../src/storage/store.ts';
import { NOW, seededDraw } from '../session/actors.ts';

export const MINUTE = 60_000;
export const SERVER_KEY: Bytes = new Uint8Array(32).fill(0xee);

/** The key of somebody; its DID is `didOf` that. */
export const keyOf = (name: string): Bytes => seededDraw(name)(32);
export const didOf = (name: string): Did => didOfKey(keyOf(name));

/** A deposit as a mailbox sees it: bytes of a bucket, told apart by `tag`. */
export function sealedOf(tag: number, bytes = 1024): Bytes {
  const sealed = new Uint8Array(bytes).fill(tag & 0xff);
  new DataView(sealed.buffer).setUint32(0, tag);
  return sealed;
}
export const tagOf = (sealed: Uint8Array): number =>
  new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength).getUint32(0);

/** A store of which batches fail on demand, before they are written or after. */
export class FailingStore implements Store {
  readonly inner: Store;
  /** What becomes of the next batches that change something. */
  fail: 'before' | 'after' | undefined;
  /** Of what key reading fails. */
  failRead: (key: Uint8Array) => boolean = () => false;
  applied = 0;
  /** Batches wait for this. */
  gate: Promise<void> = Promise.resolve();

  constructor(inner: Store = openMemoryStore()) {
    this.inner = inner;
  }

  async get(space: Space, key: Uint8Array): Promise<Bytes | undefined> {
    if (this.failRead(key)) throw new TalosError('E_STORAGE', 'the store cannot be read');
    return this.inner.get(space, key);
  }

  scan(space: Space, range?: Range): AsyncIterable<readonly [Bytes, Bytes]> {
    return this.inner.scan(space, range);
  }

  async apply(changes: readonly Change[]): Promise<boolean> {
    await this.gate;
    if (this.fail === 'before') throw new TalosError('E_STORAGE_FULL', 'no room');
    const done = await this.inner.apply(changes);
    if (done) this.applied += 1;
    if (this.fail === 'after') throw new TalosError('E_STORAGE', 'not known to be durable');
    return done;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Who connects, and from where. */
export interface From {
  readonly name: string;
  readonly address?: string;
}

export class World {
  readonly store: FailingStore;
  readonly clock = new ManualClock(NOW);
  /** Of the service. */
  readonly timer = new ManualTimer();
  /** Of the links, which stands still. */
  readonly #linkTimer = new ManualTimer();
  readonly faults: unknown[] = [];
  readonly pairs: LinkPair[] = [];
  readonly limits: Partial<MailboxLimits>;
  readonly isShared: boolean;
  #service: Mailbox | undefined;
  #leapt = 0;

  constructor(limits: Partial<MailboxLimits> = {}, store: Store = openMemoryStore(), isShared = false) {
    this.limits = limits;
    this.isShared = isShared;
    this.store = new FailingStore(store);
  }

  /** Starts the service, anew if it runs: what was in memory is gone. */
  async start(): Promise<Mailbox> {
    const { store, clock, timer, limits, isShared } = this;
    const elapsed = (): number => clock.now() - this.#leapt;
    const onFault = (fault: unknown): void => void this.faults.push(fault);
    this.#service = await openMailbox({ store, isShared, clock, timer, elapsed, limits, onFault });
    return this.#service;
  }

  /** The clock is put forth, or back, by somebody: no time passes. */
  leap(ms: number): void {
    this.clock.advance(ms);
    this.#leapt += ms;
  }

  get service(): Mailbox {
    if (this.#service === undefined) throw new Error('not started');
    return this.#service;
  }

  /** Both ends of a link, of which the service has one. */
  connect({ name, address = '/ip4/192.0.2.1/tcp/1' }: From): LinkPair {
    const pair = pairLinks({
      diallerKey: keyOf(name),
      listenerKey: SERVER_KEY,
      purpose: 'mailbox',
      timer: this.#linkTimer,
    });
    Object.defineProperty(pair.listener, 'remoteAddress', { value: address });
    this.pairs.push(pair);
    void this.service.accept(pair.listener);
    return pair;
  }

  client(from: From): MailboxClient {
    return new MailboxClient(this.connect(from).dialler);
  }

  /** A client that says what it likes. */
  asker(from: From, onPush: (op: string, fields: CborMap) => void = () => {}): RequestLink {
    return askOver(this.connect(from).dialler, { onPush });
  }

  /** The owner's client, and the tags of what it was given. */
  async owner(
    from: From,
  ): Promise<{ readonly client: MailboxClient; readonly tags: number[]; readonly waiting: number }> {
    const tags: number[] = [];
    const client = this.client(from);
    const { waiting } = await client.open({
      onMessage: (sealed) => {
        tags.push(tagOf(sealed));
        return Promise.resolve();
      },
    });
    return { client, tags, waiting };
  }

  /** Everything ends, but for the store. */
  async end(): Promise<void> {
    await this.#service?.[Symbol.asyncDispose]();
    for (const pair of this.pairs.splice(0)) pair.cut();
  }

  /** The process dies: nothing of it is heard again. */
  kill(): void {
    for (const pair of this.pairs.splice(0)) {
      pair.stall();
      pair.cut();
    }
    this.#service = undefined;
  }
}

const worlds: World[] = [];

/** A world whose service runs. */
export async function openWorld(
  limits: Partial<MailboxLimits> = {},
  store?: Store,
  isShared?: boolean,
): Promise<World> {
  const world = new World(limits, store, isShared);
  worlds.push(world);
  await world.start();
  return world;
}

/** The same, in which Bob has a mailbox, and is away. */
export async function worldWithBob(limits: Partial<MailboxLimits> = {}, store?: Store): Promise<World> {
  const world = await openWorld(limits, store);
  await (await world.owner({ name: 'bob' })).client.close();
  return world;
}

/** Ends every world, and gives what is wrong in their stores. For after each test. */
export async function endWorlds(): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const world of worlds.splice(0)) {
    await world.end();
    wrong.push(...(await auditOf(world.store.inner)));
  }
  return wrong;
}

/** What a request is refused with. */
export const REFUSED = {
  busy: expect.objectContaining({ code: 'E_RATE_LIMITED' }) as unknown,
  /** The link itself. */
  link: expect.objectContaining({ code: 'E_REFUSED', details: { reason: 'busy' } }) as unknown,
  unknown: expect.objectContaining({ code: 'E_NOT_FOUND' }) as unknown,
  failed: expect.objectContaining({ code: 'E_REFUSED', details: { reason: 'failed' } }) as unknown,
  denied: expect.objectContaining({ code: 'E_REFUSED', details: { reason: 'denied' } }) as unknown,
} as const;

export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
/** A network address of its own for each number. */
export const addressOf = (n: number): string => `/ip4/10.0.${n >> 8}.${n & 255}/tcp/7`;

/** What is wrong in the space of the mailboxes: counts that lie, deposits without a mailbox. */
export async function auditOf(store: Store): Promise<readonly string[]> {
  const boxes = new Map<string, { messages: number; bytes: number }>();
  const rows = new Map<string, number>();
  const wrong: string[] = [];
  for await (const [key, value] of store.scan('mailbox')) {
    const [owner, rest] = [toHex(key.subarray(1, 33)), toHex(key.subarray(1))];
    const view = new DataView(value.buffer);
    if (key[0] === 1) boxes.set(owner, { messages: view.getUint32(9), bytes: Number(view.getBigUint64(13)) });
    if (key[0] === 2) {
      rows.set(rest, view.getUint32(8));
      const box = boxes.get(owner);
      if (box === undefined) wrong.push(`message ${rest} of no mailbox`);
      else boxes.set(owner, { messages: box.messages - 1, bytes: box.bytes - view.getUint32(8) });
    }
    if (key[0] === 3 && rows.get(rest) !== value.length) wrong.push(`deposit ${rest} of ${rows.get(rest)} bytes`);
    if (key[0] === 3) rows.delete(rest);
  }
  for (const [owner, { messages, bytes }] of boxes)
    if (messages !== 0 || bytes !== 0) wrong.push(`mailbox ${owner} counts ${messages} and ${bytes} too many`);
  for (const row of rows.keys()) wrong.push(`message ${row} without a deposit`);
  return wrong;
}

/** A frame of DATA that a server or client sends by hand. */
export function say(link: Link, map: Cbor): void {
  link.send(FRAME_TYPES.data, encodeCbor(map));
}
