/** Messages that are given at the same time, while links come and go: they arrive in the order in which they are kept. */
import { expect, it } from 'vitest';
import { Messenger } from '../../src/agent/message/messenger.ts';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { systemClock } from '../../src/base/clock.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { Identity } from '../../src/identity/identity.ts';
import type { Link } from '../../src/net/link.ts';
import { type LinkPair, pairLinks } from '../../src/net/memory-link.ts';
import { SILENT_MS } from '../../src/session/peer-sessions.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import type { Store } from '../../src/storage/store.ts';
import { agent } from '../unit/session/actors.ts';
import { Correspondents, settled, taken } from './correspondents.ts';

const [alice, bob] = [agent('alice'), agent('bob')];
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** A batch takes its time, as on a disk. */
function slowStore(): Store {
  const store = openMemoryStore();
  const apply = store.apply.bind(store);
  store.apply = async (changes) => {
    await turns(2);
    return apply(changes);
  };
  return store;
}

/** Alice, who dials as `connect` says, and Bob, who has heard her. */
class Two implements AsyncDisposable {
  readonly a: Messenger;
  readonly b: Messenger;
  /** How Alice reaches Bob from now on. */
  connect: () => Promise<Link>;
  readonly pairs: LinkPair[] = [];

  private constructor(a: Messenger, b: Messenger, connect: () => Promise<Link>) {
    this.a = a;
    this.b = b;
    this.connect = connect;
  }

  static async open(): Promise<Two> {
    const open = async (identity: Identity, connect: () => Promise<Link>): Promise<Messenger> => {
      const store = slowStore();
      const records = await openRecordSealer(store, identity.atRestSecret());
      return Messenger.open({ identity, store, records, clock: systemClock, connect, hasAddress: () => true });
    };
    const away = (): Promise<Link> => Promise.reject(new TalosError('E_UNREACHABLE', 'away'));
    const b = await open(bob, away);
    const two: Two = new Two(await open(alice, () => two.connect()), b, async () => two.dialled());
    await two.send('hello');
    return two;
  }

  #pair(from: Identity, to: Identity): LinkPair {
    const keys = { diallerKey: from.signing.publicKey, listenerKey: to.signing.publicKey };
    const pair = pairLinks({ ...keys, purpose: 'message' });
    this.pairs.push(pair);
    return pair;
  }

  dialled(): Link {
    const { dialler, listener } = this.#pair(alice, bob);
    this.b.accept(listener);
    return dialler;
  }

  /** Bob dials Alice. */
  called(): void {
    const { dialler, listener } = this.#pair(bob, alice);
    this.b.accept(dialler);
    this.a.accept(listener);
  }

  send(text: string): Promise<unknown> {
    return this.a.send(bob.did, utf8(text));
  }

  async got(count: number): Promise<readonly string[]> {
    const texts: string[] = [];
    for await (const { content } of this.b.messages()) if (texts.push(fromUtf8(content)) === count) break;
    return texts;
  }

  async kept(): Promise<readonly string[]> {
    return (await this.a.history({ last: 100 })).messages.map(({ content }) => fromUtf8(content));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.a[Symbol.asyncDispose]();
    await this.b[Symbol.asyncDispose]();
  }
}

it('R13: one that is kept for a peer that is away is not overtaken over a link that comes meanwhile', async () => {
  await using two = await Two.open();
  two.pairs[0]?.cut();
  await turns(10);
  let fail = (): void => {};
  two.connect = () => new Promise((_, reject) => (fail = () => reject(new TalosError('E_UNREACHABLE', 'away'))));
  const first = two.send('first');
  await turns(2);
  two.called();
  await turns(10);
  fail();
  await turns(1);
  const rest = ['second', 'third'].map((text) => two.send(text));
  await Promise.all([first, ...rest]);
  expect(await two.got(4)).toEqual(['hello', 'first', 'second', 'third']);
  expect(await two.kept()).toEqual(['hello', 'first', 'second', 'third']);
});

it('R13: one that was meant for an old link is not overtaken over a newer one', async () => {
  await using two = await Two.open();
  two.pairs[0]?.stall();
  const first = two.send('first');
  await turns(1);
  two.called();
  await Promise.all(['second', 'third'].map((text) => two.send(text)));
  two.pairs[0]?.cut();
  await first;
  expect(await two.got(4)).toEqual(['hello', 'first', 'second', 'third']);
});

it('does not depend on who is told meanwhile that the peer was not heard for long', async () => {
  await using world = new Correspondents();
  let told = (): void => {};
  const telling = new Promise<void>((resolve) => (told = resolve));
  const here = await world.join(alice, undefined, {
    onEvent: (event) => (event.kind === 'silent' ? telling : undefined),
  });
  const there = await world.join(bob);
  const send = (text: string): Promise<unknown> => here.messenger.send(bob.did, utf8(text));
  await send('hello');
  // What was sealed and not answered makes the peer silent.
  await here.messenger.seal(bob.did, utf8('a file that nobody opened'));
  world.clock.advance(SILENT_MS + 1);
  const sent = Promise.all(['first', 'second', 'third'].map(send));
  await settled();
  expect(await taken(there)).toEqual(['hello', 'first', 'second', 'third']);
  told();
  await sent;
});
