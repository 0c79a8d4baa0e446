/** Files under a capability: real tokens that were passed on, which come with the offer, and who refuses them. */
import { afterEach, describe, expect, it } from 'vitest';
import { MessageGrants } from '../../src/agent/message/message-grants.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { chainText } from '../../src/capability/chain.ts';
import { parseScope } from '../../src/capability/scope.ts';
import type { Json } from '../../src/codec/json.ts';
import { chunkBytesOf } from '../../src/transfer/chunks.ts';
import { agent } from '../unit/session/actors.ts';
import { contentOf, type Side, Sides, twoSides, until } from './transfer-sides.ts';

const held: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of held.splice(0)) await each[Symbol.asyncDispose]();
});

const PATH = '/home/alice/report.bin';
const MOST_BYTES = 10;
const scope = (members: Readonly<Record<string, Json>>): ReturnType<typeof parseScope> =>
  parseScope({ service: 'default', tools: {}, ...members });
const FILES = scope({ files: { max_bytes: MOST_BYTES } });

/** Bob hears contacts alone and lets Carol pass on what she holds of him; Alice is no contact of his. */
interface World {
  readonly clock: ManualClock;
  readonly alice: Side;
  readonly bob: Side;
  readonly carol: Side;
  /** What Bob gave Carol, and what she passed on to Alice, root first. */
  readonly root: string;
  readonly chain: readonly string[];
}

async function world(passedOn = FILES): Promise<World> {
  const [sides, clock] = [new Sides(), new ManualClock(Date.now())];
  held.push(sides);
  const [alice, bob, carol] = [
    await sides.join(agent('alice'), { clock }),
    await sides.join(agent('bob'), { clock }),
    await sides.join(agent('carol'), { clock }),
  ];
  await alice.core.peers.note(bob.identity.did, { addresses: ['/ip4/127.0.0.1/tcp/7700'], alias: 'bob' });
  const grants = new MessageGrants(bob.core, () => [bob.identity.did]);
  bob.verdict = (peer, file) => grants.fileVerdict(peer, file);
  bob.policy = 'contacts';
  const given = scope({ files: {}, messages: {} });
  const root = await bob.core.grants.issue(carol.identity.did, given, 3600, { depth: 1 });
  const received = await carol.core.grants.receive(chainText(root.chain));
  const passed = await carol.core.grants.delegate(received, alice.identity.did, passedOn, 1800);
  return { clock, alice, bob, carol, root: root.token.id, chain: passed.chain.map(({ text }) => text) };
}

async function sent({ alice }: World, size: number): Promise<{ readonly state: string; readonly code: string }> {
  alice.files.put(PATH, contentOf(size));
  const { id } = await alice.transfers.sendFile({ peer: 'bob', path: PATH });
  return await alice.transfers.outcome({ id, waitMs: 20_000 });
}

const denials = async ({ bob }: World): Promise<unknown[]> =>
  (await bob.core.ledger.query({ type: 'denial' })).map(({ body }) => body);

/** The chain with another last token. */
const endedBy = (chain: readonly string[], change: (token: string) => string): readonly string[] =>
  chain.map((token, at) => (at === chain.length - 1 ? change(token) : token));

describe('a file under a capability that was passed on', () => {
  it('is taken of a stranger whose offer brings the chain, of as many bytes as it says', async () => {
    const made = await world();
    made.alice.chain = made.chain;
    expect(await sent(made, MOST_BYTES)).toMatchObject({ state: 'delivered' });
    expect(await denials(made)).toEqual([]);
  });

  it('F15: is not taken without the chain, and a stranger without any capability costs no entry', async () => {
    const made = await world();
    expect(await sent(made, MOST_BYTES)).toMatchObject({ state: 'declined', code: 'E_REFUSED' });
    expect([await made.bob.transfers.list(), made.bob.files.written]).toEqual([[], 0]);
    // What is noted is written in its order: this comes behind whatever was.
    made.bob.core.denials.note(made.carol.identity.did, 'file', 'EXPIRED');
    await expect.poll(() => denials(made)).toMatchObject([{ peer: made.carol.identity.did }]);
  });

  it.each<[code: string, what: string, (made: World) => readonly string[] | Promise<readonly string[]>]>([
    ['CONSTRAINT', 'is larger than the last token says', ({ chain }) => chain],
    ['MALFORMED', 'comes with no token', () => ['no token']],
    [
      'SIGNATURE_INVALID',
      'comes with a token that somebody else signed',
      ({ chain }) => endedBy(chain, (token) => `${token.slice(0, -40)}${'A'.repeat(38)}${token.slice(-2)}`),
    ],
    ['SUBJECT_MISMATCH', 'comes with the token of who passed it on', ({ chain }) => chain.slice(0, 1)],
    ['DELEGATION_INVALID', 'comes with the last token twice', ({ chain }) => [...chain, chain.at(-1) ?? '']],
    [
      'EXPIRED',
      'comes when the last token is over',
      ({ clock, chain }) => {
        clock.advance(1_801_000);
        return chain;
      },
    ],
    [
      'REVOKED',
      'comes when the first token was revoked',
      async ({ bob, root, chain }) => {
        await bob.core.revocations.revoke([{ kind: 'token', id: root }], 'enough');
        return chain;
      },
    ],
    [
      'UNTRUSTED_ISSUER',
      'comes with a token of its own sender',
      async ({ alice, bob }) => {
        const audience = bob.identity.did;
        return [(await alice.core.grants.issue(alice.identity.did, FILES, 3600, { audience })).token.text];
      },
    ],
  ])('F15: %s: is refused and on record where it %s, and nothing is written', async (code, _what, chainOf) => {
    const made = await world();
    const { alice, bob } = made;
    alice.chain = await chainOf(made);
    expect(await sent(made, code === 'CONSTRAINT' ? MOST_BYTES + 1 : 1)).toMatchObject({
      state: 'declined',
      code: 'E_REFUSED',
    });
    await expect
      .poll(() => denials(made))
      .toEqual([{ type: 'denial', peer: alice.identity.did, subject: 'file', code, count: 1 }]);
    expect([await bob.transfers.list(), bob.files.written, bob.files.paths]).toEqual([[], 0, []]);
  });

  it('F15: SCOPE_MISMATCH: is refused where the chain is for messages alone', async () => {
    const made = await world(scope({ messages: {} }));
    made.alice.chain = made.chain;
    expect(await sent(made, 1)).toMatchObject({ state: 'declined', code: 'E_REFUSED' });
    await expect.poll(() => denials(made)).toMatchObject([{ subject: 'file', code: 'SCOPE_MISMATCH' }]);
    expect(made.bob.files.written).toBe(0);
  });
});

describe('a file that was taken, when what it was taken under is gone', () => {
  const CHUNK = chunkBytesOf(0);

  /** A file of which some chunks have come when the connection breaks; nobody reaches anybody. */
  async function begun(a: Side, b: Side, sides: Sides): Promise<string> {
    const broken = new Promise<void>((resolve) => {
      b.files.onWrite = (offset) => {
        if (offset !== 5 * CHUNK) return;
        b.files.onWrite = () => {};
        a.isThere = false;
        b.isThere = false;
        sides.cut();
        resolve();
      };
    });
    a.files.put(PATH, contentOf(20 * CHUNK));
    const { id } = await a.transfers.sendFile({ peer: 'bob', path: PATH });
    if (b.policy === 'ask' && (b.core.peers.get(a.identity.did)?.alias ?? '') === '') {
      await until(b, id, 'offered');
      await b.transfers.accept(id);
    }
    await broken;
    await until(a, id, 'waiting');
    await until(b, id, 'accepted');
    return id;
  }

  async function back(a: Side, b: Side): Promise<void> {
    a.isThere = true;
    b.isThere = true;
    await b.transfers.resume();
    await a.transfers.resume();
  }

  async function friends(isFriends = true): Promise<{ sides: Sides; a: Side; b: Side }> {
    const made = await twoSides(isFriends);
    held.push(made.sides);
    return made;
  }

  it('F15: ends when it is offered again: the contact was removed, and strangers are not heard', async () => {
    const { sides, a, b } = await friends();
    const id = await begun(a, b, sides);
    await b.core.peers.forget(a.identity.did);
    b.policy = 'contacts';
    const { written } = b.files;
    await back(a, b);
    expect(await until(a, id, 'declined')).toMatchObject({ code: 'E_REFUSED' });
    expect(await until(b, id, 'failed')).toMatchObject({ code: 'E_REFUSED', path: '' });
    expect([b.files.written, b.files.paths, await b.files.reopen(id)]).toEqual([written, [], undefined]);
  });

  it('F15: waits for a person, who is asked about strangers, and comes whole when it is accepted', async () => {
    const { sides, a, b } = await friends();
    const id = await begun(a, b, sides);
    await b.core.peers.forget(a.identity.did);
    const { written } = b.files;
    await back(a, b);
    expect(await until(b, id, 'offered')).toMatchObject({ bytes: 0, path: '' });
    await until(a, id, 'offered');
    expect([b.files.written, await b.files.reopen(id)]).toEqual([written, undefined]);
    await b.core.peers.note(a.identity.did, { addresses: ['/ip4/127.0.0.1/tcp/7700'] });
    await b.transfers.accept(id);
    await until(a, id, 'delivered');
    const { path } = await until(b, id, 'received');
    expect(Buffer.from(b.files.get(path) ?? []).equals(contentOf(20 * CHUNK))).toBe(true);
  });

  it('F15: REVOKED: ends when it is offered again under a capability that was revoked, also after a restart', async () => {
    const { sides, a, b } = await friends(false);
    const grants = new MessageGrants(b.core, () => [b.identity.did]);
    b.verdict = (peer, file) => grants.fileVerdict(peer, file);
    b.policy = 'contacts';
    const { token } = await b.core.grants.issue(a.identity.did, scope({ files: {} }), 3600);
    const id = await begun(a, b, sides);
    await b.core.revocations.revoke([{ kind: 'token', id: token.id }], 'enough');
    await sides.restart(b);
    await back(a, b);
    expect(await until(a, id, 'declined')).toMatchObject({ code: 'E_REFUSED' });
    expect(await until(b, id, 'failed')).toMatchObject({ code: 'E_REFUSED', path: '' });
    expect(await b.files.reopen(id)).toBeUndefined();
    const noted = async (): Promise<unknown[]> =>
      (await b.core.ledger.query({ type: 'denial' })).map(({ body }) => body);
    await expect.poll(noted).toMatchObject([{ peer: a.identity.did, subject: 'file', code: 'REVOKED' }]);
  });

  it('goes on where a person took it, whoever its sender is by then', async () => {
    const { sides, a, b } = await friends(false);
    await b.core.peers.note(a.identity.did, { addresses: ['/ip4/127.0.0.1/tcp/7700'] });
    const id = await begun(a, b, sides);
    b.policy = 'contacts';
    await back(a, b);
    await until(a, id, 'delivered');
    expect(b.files.written).toBeLessThan(21 * CHUNK);
  });
});
