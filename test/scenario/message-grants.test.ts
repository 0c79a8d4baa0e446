/** Messages under a capability: `listen --accept contacts` takes those of holders of a token with `messages`. */
import { describe, expect, it } from 'vitest';
import { MessageGrants, presentation, readPresentation } from '../../src/agent/message/message-grants.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { isTalosError } from '../../src/base/errors.ts';
import { chainText } from '../../src/capability/chain.ts';
import { parseScope, type Scope } from '../../src/capability/scope.ts';
import { type CborMap, encodeCbor } from '../../src/codec/cbor.ts';
import type { Json } from '../../src/codec/json.ts';
import type { Did } from '../../src/identity/did.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import type { Link } from '../../src/net/link.ts';
import { introduce, type Made, MemoryNet, settled, until } from '../fixtures/agents.ts';
import { agentFor, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const messages = (more: Json = {}, also: Readonly<Record<string, Json>> = {}): Scope =>
  parseScope({ service: 'default', tools: {}, messages: more, ...also });

interface Pair {
  readonly net: MemoryNet;
  readonly owner: Made;
  readonly sender: Made;
  readonly texts: string[];
}

/** An owner who takes messages of contacts alone, and one who is none. */
async function pair(): Promise<Pair> {
  const net = new MemoryNet();
  const [owner, sender] = [await agentFor('owner', net), await agentFor('sender', net)];
  await introduce(sender, owner);
  const texts: string[] = [];
  const listening = await owner.agent.messages.listen({ accept: 'contacts' });
  void (async () => {
    for (let message = await listening.next(); message !== undefined; message = await listening.next()) {
      texts.push(message.text);
      await listening.take();
    }
  })().catch(() => undefined);
  return { net, owner, sender, texts };
}

const send = async ({ owner, sender }: Pick<Pair, 'owner' | 'sender'>, text: string): Promise<string> =>
  (await sender.agent.messages.send({ peer: owner.identity.did, text, waitMs: 0 })).state;

const denials = async ({ owner }: Pair): Promise<string[]> =>
  (await owner.entries('denial')).map((body) =>
    body.type === 'denial' && body.subject === 'message' ? body.code : '',
  );

/** Whether the owner told the sender that it takes none. */
const isDenied = ({ sender }: Pair): boolean => sender.notices.some(({ message }) => message.includes('(denied)'));

async function failed(sending: Promise<unknown>): Promise<string> {
  try {
    await sending;
    return 'done';
  } catch (error) {
    return isTalosError(error) ? error.code : String(error);
  }
}

describe('messages under a capability', () => {
  it('are taken of who holds a token with `messages`', async () => {
    const world = await pair();
    await world.owner.core.grants.issue(world.sender.identity.did, messages(), 3600);
    await send(world, 'let in');
    await until(() => world.texts.includes('let in'));
    expect(isDenied(world)).toBe(false);
    expect(await denials(world)).toEqual([]);
  });

  it('are not of who has none, or one for tools alone: it learns `denied`', async () => {
    const world = await pair();
    expect(await send(world, 'nobody asked')).toBe('queued');
    await until(() => isDenied(world));
    await world.owner.core.grants.issue(
      world.sender.identity.did,
      parseScope({ service: 'default', tools: { echo: {} } }),
      3600,
    );
    await send(world, 'nor now');
    await settled();
    expect(world.texts).toEqual([]);
  });

  it('are not taken any more from the next one on, once the token is revoked', async () => {
    const world = await pair();
    const { token } = await world.owner.core.grants.issue(world.sender.identity.did, messages(), 3600);
    await send(world, 'before');
    await until(() => world.texts.includes('before'));
    await world.owner.agent.revoke({ id: token.id, reason: 'enough' });
    await send(world, 'after');
    await until(() => isDenied(world));
    expect(world.texts).toEqual(['before']);
    expect(await denials(world)).toContain('REVOKED');
  });

  it('are not taken any more once it has expired', async () => {
    const world = await pair();
    await world.owner.core.grants.issue(world.sender.identity.did, messages(), 60);
    await send(world, 'before');
    await until(() => world.texts.includes('before'));
    world.owner.clock.advance(61_000);
    await send(world, 'after');
    await until(() => isDenied(world));
    expect(world.texts).toEqual(['before']);
    expect(await denials(world)).toContain('EXPIRED');
  });

  it('may have as many bytes as the token says, and not one more', async () => {
    const world = await pair();
    await world.owner.core.grants.issue(world.sender.identity.did, messages({ max_bytes: 10 }), 3600);
    await send(world, '0123456789');
    await until(() => world.texts.includes('0123456789'));
    await send(world, '0123456789a');
    await until(() => isDenied(world));
    expect(world.texts).toEqual(['0123456789']);
    expect(await denials(world)).toContain('CONSTRAINT');
  });

  it('are counted in bytes, not characters', async () => {
    const world = await pair();
    await world.owner.core.grants.issue(world.sender.identity.did, messages({ max_bytes: 4 }), 3600);
    await send(world, 'éé');
    await until(() => world.texts.includes('éé'));
    await send(world, 'ééé');
    await until(() => isDenied(world));
  });

  it('are taken of whom the holder of a token passed it on to, who presents the chain', async () => {
    const world = await pair();
    const { owner, sender, net } = world;
    const middle = await agentFor('middle', net);
    const grant = await owner.core.grants.issue(middle.identity.did, messages({ max_bytes: 10 }), 3600, { depth: 1 });
    const held = await middle.core.grants.receive(chainText(grant.chain));
    const passed = await middle.core.grants.delegate(held, sender.identity.did, messages({ max_bytes: 5 }), 1800);
    expect(await send(world, 'first')).toBe('queued');
    await until(() => isDenied(world));
    await sender.core.grants.receive(chainText(passed.chain));
    await send(world, 'hello');
    // What waited comes first.
    await until(() => world.texts.includes('hello'));
    expect(world.texts).toEqual(['first', 'hello']);
    await send(world, 'longer');
    await until(async () => (await denials(world)).includes('CONSTRAINT'));
    await owner.agent.revoke({ id: grant.token.id, reason: 'enough' });
    await send(world, 'again');
    await settled();
    expect(world.texts).toEqual(['first', 'hello']);
  });

  it('are not taken under a token of another holder, for another agent, or of a stranger', async () => {
    const world = await pair();
    const { owner, sender, net } = world;
    const other = await agentFor('other', net);
    const grants = new MessageGrants(owner.core, () => [owner.identity.did]);
    const code = (chain: readonly string[], from: Did = sender.identity.did): string | undefined =>
      grants.present(from, chain)?.code;
    const ofOther = await owner.core.grants.issue(other.identity.did, messages(), 3600);
    expect(code(ofOther.chain.map(({ text }) => text))).toBe('SUBJECT_MISMATCH');
    const elsewhere = await owner.core.grants.issue(sender.identity.did, messages(), 3600, {
      audience: other.identity.did,
    });
    expect(code([elsewhere.token.text])).toBe('AUDIENCE_MISMATCH');
    const own = await other.core.grants.issue(sender.identity.did, messages(), 3600, { audience: owner.identity.did });
    expect(code([own.token.text])).toBe('UNTRUSTED_ISSUER');
    const night = messages({}, { windows: [{ zone: 'UTC', from: '03:00', to: '04:00' }] });
    const windowed = await owner.core.grants.issue(sender.identity.did, night, 3600);
    expect(code([windowed.token.text])).toBe('CONSTRAINT');
    const placed = await owner.core.grants.issue(
      sender.identity.did,
      messages({}, { environment: { room: { exact: '1' } } }),
      3600,
    );
    expect(code([placed.token.text])).toBe('CONSTRAINT');
    expect(code(['no token'])).toBe('MALFORMED');
    expect(code([])).toBe('MALFORMED');
    expect(grants.verdict(sender.identity.did, 0)).toMatchObject({ allowed: false });
    expect(await send(world, 'no')).toBe('queued');
    await until(() => isDenied(world));
    expect(world.texts).toEqual([]);
  });

  it('a frame that presents what is no chain, or comes from or for another, ends the link', async () => {
    const { net, owner, sender } = await pair();
    const [from, to] = [sender.identity.did, owner.identity.did];
    const good = { v: 1, suite: 1, from, to, chain: ['x'] };
    const wrong: readonly CborMap[] = [
      { ...good, chain: [] },
      { ...good, chain: Array.from({ length: 9 }, () => 'x') },
      { ...good, chain: [1] },
      { ...good, from: to },
      { ...good, to: from },
      { ...good, v: 2 },
      { ...good, more: 1 },
    ];
    for (const each of wrong)
      expect(await failed((async () => readPresentation(encodeCbor(each), { from, to }))())).toMatch(/^E_/);
    expect(readPresentation(presentation({ from, to }, ['x']), { from, to })).toEqual(['x']);
    for (const each of wrong) {
      const link: Link = net.dial(sender.key, owner.key, 'message').dialler;
      link.onFrame(() => {});
      link.send(FRAME_TYPES.handshake, encodeCbor(each));
      expect((await link.closed)?.code).toBe('E_REFUSED');
    }
    const link = net.dial(sender.key, owner.key, 'message').dialler;
    link.onFrame(() => {});
    link.send(FRAME_TYPES.data, utf8('no envelope'));
    expect(await link.closed).toMatchObject({ code: 'E_REFUSED', details: { reason: 'denied' } });
  });
});
