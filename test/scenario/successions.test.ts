/** An identity goes on for another one: what its peers make of it, and of those who only say so. */
import { describe, expect, it } from 'vitest';
import { carryOver } from '../../src/agent/identity/carry-over.ts';
import { connectTo } from '../../src/agent/identity/identity-change.ts';
import { putSteps } from '../../src/agent/identity/succession-book.ts';
import { LINES_A_MINUTE } from '../../src/agent/identity/successions.ts';
import { openChannel } from '../../src/agent/tunnel/channel.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { issueToken } from '../../src/capability/token.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import { Identity } from '../../src/identity/identity.ts';
import { createSuccession, type Succession } from '../../src/identity/succession.ts';
import { PACKET } from '../../src/message/packet.ts';
import type { Host } from '../../src/net/link.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import {
  ADDRESS,
  BreakableStore,
  introduce,
  type Made,
  type MadeWith,
  type MemoryNet,
  scopeOf,
  settled,
  until,
} from '../fixtures/agents.ts';
import { agentFor, lent, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const code = (name: string) => expect.objectContaining({ code: name });
const call = (from: Made, to: Made, token?: string) =>
  from.agent.openCalls({ server: to.identity.did, service: 'files', ...(token === undefined ? {} : { token }) });

/** The statement that `to` goes on for `from`. */
const stepOf = (from: Identity, to: Identity, timeMs: number, sequence = 1): Succession =>
  createSuccession(from.signing, to.signing, { sequence, timeMs });

/** Another identity in the place of `former`, with what goes over; the former agent has ended. */
async function heirOf(former: Made, net: MemoryNet, name: string, made: MadeWith = {}): Promise<Made> {
  const { identity, clock } = former;
  await former.end();
  const next = Identity.generate(name, clock.now());
  const store = new BreakableStore();
  const [from, to] = [
    { store: former.store, sealer: await openRecordSealer(former.store, identity.atRestSecret()) },
    { store, sealer: await openRecordSealer(store, next.atRestSecret()) },
  ];
  await carryOver(from, to);
  await store.apply([putSteps(identity.did, [stepOf(identity, next, clock.now())])]);
  return agentFor(name, net, { clock, ...made, identity: next, store });
}

/** The agent that a thief of the keys of `victim` runs. */
const thiefOf = (victim: Made, net: MemoryNet): Promise<Made> =>
  agentFor('thief', net, { identity: victim.identity, clock: victim.clock });

describe('the successor of a caller', () => {
  it('I13: uses what the one before was granted, which that can use no more; contact, ledger and people say so', async () => {
    const { net, server, caller } = await lent();
    await server.agent.contacts.add({ did: caller.identity.did, alias: 'carol', addresses: [ADDRESS] });
    await using before = await call(caller, server);
    expect(await before.callTool('echo', {})).toMatchObject({ kind: 'result' });
    const heir = await heirOf(caller, net, 'heir');
    await using calls = await call(heir, server);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    expect(await server.entries('succession')).toEqual([
      expect.objectContaining({ peer: caller.identity.did, event: 'followed' }),
    ]);
    expect(server.core.peers.called('carol')?.did).toBe(heir.identity.did);
    expect(server.core.peers.get(caller.identity.did)?.alias).toBe('');
    expect(server.notices).toContainEqual(
      expect.objectContaining({ kind: 'identity', message: expect.stringContaining(heir.identity.did) }),
    );
    const thief = await thiefOf(caller, net);
    await introduce(thief, server);
    await expect(call(thief, server)).rejects.toThrow(code('SUBJECT_MISMATCH'));
    const [held] = heir.core.grants.all();
    await expect(call(thief, server, held?.token.text)).rejects.toThrow(code('SUBJECT_MISMATCH'));
  });

  it('I13: what was called before is on record as it was, under the key of then, and verifies', async () => {
    const { net, server, caller } = await lent();
    const calls = await call(caller, server);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    await calls[Symbol.asyncDispose]();
    const heir = await heirOf(caller, net, 'heir');
    await using next = await call(heir, server);
    expect(await next.callTool('echo', {})).toMatchObject({ kind: 'result' });
    const decisions = await server.entries('decision');
    expect(decisions.map((body) => 'peer' in body && body.peer)).toEqual([caller.identity.did, heir.identity.did]);
    expect(await server.agent.auditVerify()).toMatchObject({ valid: true });
    // So does the log of before, which its own key has ended.
    const { identity, store, journal } = caller;
    const former = await agentFor('caller', net, { identity, store, journal });
    expect(await former.agent.auditVerify()).toMatchObject({ valid: true });
  });

  it('passes nothing on that the one before was granted', async () => {
    const { net, server, caller } = await lent();
    const parent = await server.core.grants.issue(caller.identity.did, scopeOf(['echo']), 3600, { depth: 1 });
    await caller.core.grants.receive(parent.token.text);
    const heir = await heirOf(caller, net, 'heir');
    const held = heir.core.grants.find(parent.token.id);
    await expect(heir.core.grants.delegate(held, server.identity.did, scopeOf(['echo']), 60)).rejects.toThrow(
      code('SUBJECT_MISMATCH'),
    );
  });

  it('keeps what was used: a limit does not begin anew', async () => {
    const scope = { ...scopeOf(['echo']), limits: { calls: 2 } };
    const { net, server, caller } = await lent(undefined, { scope });
    const calls = await call(caller, server);
    for (let n = 0; n < 2; n++) expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    await calls[Symbol.asyncDispose]();
    const heir = await heirOf(caller, net, 'heir');
    await using next = await call(heir, server);
    expect(await next.callTool('echo', {})).toEqual(
      expect.objectContaining({ error: expect.objectContaining({ data: { code: 'BUDGET_EXHAUSTED' } }) }),
    );
  });
});

describe('the successor of a server', () => {
  /** The server rotates; the caller holds a token of it. */
  async function rotated() {
    const world = await lent();
    const { net, server, caller, tools } = world;
    const calls = await call(caller, server);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    await calls[Symbol.asyncDispose]();
    await server.core.peers.note(caller.identity.did, { addresses: [ADDRESS] });
    const heir = await heirOf(server, net, 'heir', { tool: tools.start });
    const lend = () =>
      heir.agent.tunnels.lend({
        name: 'files',
        startTool: tools.start,
        callTimeoutMs: 60_000,
        onDiagnostic: () => undefined,
      });
    return { ...world, heir, lend };
  }

  it('I13: is called under what the one before granted, once it has told', async () => {
    const { caller, server, heir, lend } = await rotated();
    lend();
    expect(await heir.agent.identities.announce()).toEqual({ told: [caller.identity.did], notReached: [] });
    expect(caller.core.successions.current(server.identity.did)).toBe(heir.identity.did);
    // By the name of before too.
    await using calls = await call(caller, server);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
  });

  it('I13: takes no token under the key of before that it does not know, whatever time that names', async () => {
    const { net, caller, server, heir, lend } = await rotated();
    lend();
    await heir.agent.identities.announce();
    const thief = await agentFor('friend', net);
    await introduce(thief, heir);
    const { text } = issueToken(server.identity.signing, {
      issuer: server.identity.did,
      subject: thief.identity.did,
      audience: server.identity.did,
      scope: scopeOf(['echo']),
      issuedAtS: Math.floor(server.clock.now() / 1000) - 60,
      expiresAtS: Math.floor(server.clock.now() / 1000) + 3600,
      depth: 0,
      nonce: randomBytes(16),
    });
    await expect(call(thief, heir, text)).rejects.toThrow(code('UNTRUSTED_ISSUER'));
    await using calls = await call(caller, heir);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
  });

  it('I13: takes back what the one before granted, for the next call', async () => {
    const { caller, heir, lend } = await rotated();
    lend();
    await heir.agent.identities.announce();
    await using calls = await call(caller, heir);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    const [granted] = heir.core.grants.all();
    await heir.agent.revoke({ id: granted?.token.id ?? '', reason: 'over' });
    expect(await calls.callTool('echo', {})).toEqual(
      expect.objectContaining({ error: expect.objectContaining({ data: { code: 'REVOKED' } }) }),
    );
  });

  it('renews nothing of the one before, and says why', async () => {
    const { caller, heir } = await rotated();
    await heir.agent.identities.announce();
    const [held] = caller.core.grants.all();
    await expect(caller.agent.renew({ id: held?.token.id ?? '' })).rejects.toThrow(code('RENEWAL_REFUSED'));
  });

  it('is a root where the one before was one', async () => {
    const { net, server, caller, heir } = await rotated();
    const third = await agentFor('third', net);
    await third.core.successions.take(stepOf(server.identity, heir.identity, server.clock.now()).bytes);
    const scope = scopeOf(['echo']);
    const made = await heir.core.grants.issue(caller.identity.did, scope, 60, { audience: third.identity.did });
    const verify = () =>
      third.core.authority.verify([made.token.text], caller.identity.did, 'files', [server.identity.did]);
    expect(verify()).toMatchObject({ allowed: true });
    // Not the other way round: who goes on is no root for what was signed before.
    const old = caller.core.grants.all();
    expect(
      third.core.authority.verify([old[0]?.token.text ?? ''], caller.identity.did, 'files', [heir.identity.did]),
    ).toMatchObject({ allowed: false });
  });
});

describe('two successors of one identity', () => {
  it('I13: neither is followed, what goes on ends, and the owner is asked before anything goes to the contact', async () => {
    const { net, server, caller } = await lent();
    await server.agent.contacts.add({ did: caller.identity.did, alias: 'carol', addresses: [ADDRESS] });
    const heir = await heirOf(caller, net, 'heir');
    await introduce(heir, server);
    await using calls = await call(heir, server);
    expect(await calls.callTool('echo', {})).toMatchObject({ kind: 'result' });
    const thief = await agentFor('thief', net);
    await introduce(thief, server);
    await thief.store.apply([
      putSteps(caller.identity.did, [stepOf(caller.identity, thief.identity, server.clock.now())]),
    ]);
    await thief.end();
    const again = await agentFor('thief', net, { identity: thief.identity, store: thief.store });
    await introduce(again, server);
    await expect(call(again, server)).rejects.toThrow(code('NO_CAPABILITY'));
    await until(async () => (await server.entries('succession')).length === 2);
    expect((await server.entries('succession')).map((body) => 'event' in body && body.event)).toEqual([
      'followed',
      'disputed',
    ]);
    const contact = server.core.peers.called('carol');
    expect([contact?.did, contact?.changed?.did]).toEqual([heir.identity.did, again.identity.did]);
    await expect(call(heir, server)).rejects.toThrow(code('SUBJECT_MISMATCH'));
    await expect(call(again, server)).rejects.toThrow(code('NO_CAPABILITY'));
    const chosen = await server.agent.contacts.accept({ peer: 'carol', did: heir.identity.did });
    expect(chosen).toMatchObject({ did: heir.identity.did, alias: 'carol' });
    expect(server.core.peers.called('carol')?.changed).toBeUndefined();
  });
});

describe('a line that is shown', () => {
  /** The server knows the caller as `carol`; a stranger shows it a line. */
  async function shown(of: (world: { caller: Made; stranger: Made }) => readonly Uint8Array[]) {
    const { net, server, caller } = await lent();
    await server.agent.contacts.add({ did: caller.identity.did, alias: 'carol', addresses: [ADDRESS] });
    const stranger = await agentFor('stranger', net);
    const link = await net.host(stranger.key).connect('channel', { peerKey: server.key, addresses: [ADDRESS] });
    const { identity, clock } = stranger;
    await using channel = await openChannel({ link, identity, clock, peer: server.identity.did });
    channel.send(PACKET.succession, 0, encodeCbor({ line: [...of({ caller, stranger })] }));
    // What comes after it is answered after it.
    const answered = new Promise<void>((resolve) => {
      channel.onPacket(({ type }) => (type === PACKET.succession ? resolve() : undefined));
    });
    channel.send(PACKET.successionGet, 0, new Uint8Array(0));
    await Promise.race([answered, channel.closed]);
    return { server, caller, stranger };
  }
  const unchanged = async ({ server, caller }: { server: Made; caller: Made }) => {
    expect(server.core.peers.called('carol')).toMatchObject({ did: caller.identity.did, changed: undefined });
    expect(server.core.successions.isEmpty).toBe(true);
    expect(await server.entries('succession')).toEqual([]);
  };
  const at = ({ clock }: Made): number => clock.now();

  it.each<[string, (world: { caller: Made; stranger: Made }) => readonly Uint8Array[]]>([
    [
      'forged in the name of the one before',
      ({ stranger }) => {
        const { text } = stepOf(stranger.identity, Identity.generate('x', at(stranger)), at(stranger));
        return [utf8(text.replaceAll(stranger.identity.did, stranger.identity.did.replace(/.$/, '1')))];
      },
    ],
    [
      'that leads to another than who shows it',
      ({ caller }) => [stepOf(caller.identity, Identity.generate('x', at(caller)), at(caller)).bytes],
    ],
    [
      'whose steps do not follow each other',
      ({ caller, stranger }) => [
        stepOf(caller.identity, Identity.generate('x', at(caller)), at(caller)).bytes,
        stepOf(Identity.generate('y', at(caller)), stranger.identity, at(caller), 2).bytes,
      ],
    ],
    [
      'from the future',
      ({ caller, stranger }) => [stepOf(caller.identity, stranger.identity, at(caller) + 3_600_000).bytes],
    ],
    ['that is no statement', () => [utf8('{}')]],
  ])('I13: %s changes nothing, and is on record as refused', async (_what, of) => {
    const world = await shown(of);
    await unchanged(world);
    expect(world.server.notices).toContainEqual(
      expect.objectContaining({ kind: 'denied', message: expect.stringMatching(/E_BAD_SUCCESSION|E_STALE/) }),
    );
  });

  it('about somebody who is not known here is left', async () => {
    const world = await shown(({ stranger }) => [
      stepOf(Identity.generate('x', at(stranger)), stranger.identity, at(stranger)).bytes,
    ]);
    await unchanged(world);
    expect(world.server.notices.filter(({ kind }) => kind === 'denied')).toEqual([]);
  });

  it('of too many steps ends the channel', async () => {
    const world = await shown(() => Array.from({ length: 17 }, () => new Uint8Array(8)));
    await unchanged(world);
  });

  it(`counts ${LINES_A_MINUTE} times a minute and peer, and no more`, async () => {
    const { net, server } = await lent();
    const stranger = await agentFor('stranger', net);
    const link = await net.host(stranger.key).connect('channel', { peerKey: server.key, addresses: [ADDRESS] });
    const { identity, clock } = stranger;
    await using channel = await openChannel({ link, identity, clock, peer: server.identity.did });
    let answers = 0;
    channel.onPacket(({ type }) => void (type === PACKET.succession && answers++));
    for (let n = 0; n <= LINES_A_MINUTE; n++) channel.send(PACKET.successionGet, 0, new Uint8Array(0));
    await until(() => answers === LINES_A_MINUTE);
    await settled();
    expect(answers).toBe(LINES_A_MINUTE);
  });
});

describe('who is found in the place of a contact', () => {
  /** A host at whose addresses `answered` is. */
  const answering = (answered: Made): Host =>
    ({
      onBetterPath: () => () => {},
      connect: () =>
        Promise.reject(
          new TalosError('E_IDENTITY_MISMATCH', 'another peer answered', {
            details: { answered: answered.identity.did, address: ADDRESS },
          }),
        ),
    }) as unknown as Host;
  const dial = (from: Made, to: Made, host: Host) =>
    connectTo(from.core, host, 'message', { did: to.identity.did, addresses: [ADDRESS] });

  it('I13, I07: is followed where it goes on for the contact, which nobody learns who asks', async () => {
    const { net, server, caller } = await lent();
    await caller.agent.contacts.add({ did: server.identity.did, alias: 'tools', addresses: [ADDRESS] });
    const heir = await heirOf(server, net, 'heir');
    await expect(dial(caller, server, answering(heir))).rejects.toMatchObject({
      code: 'E_IDENTITY_CHANGED',
      details: { succeeded: true, offered: heir.identity.did },
    });
    expect(caller.core.peers.called('tools')).toMatchObject({ did: heir.identity.did, changed: undefined });
    await settled();
    expect(JSON.stringify(heir.notices)).not.toContain(caller.identity.did);
  });

  it('I07: is noted as a change where it shows no line, or that of another', async () => {
    const { net, server, caller } = await lent();
    await caller.agent.contacts.add({ did: server.identity.did, alias: 'tools', addresses: [ADDRESS] });
    const other = await agentFor('other', net);
    await expect(dial(caller, server, answering(other))).rejects.toThrow(code('E_IDENTITY_CHANGED'));
    expect(caller.core.peers.called('tools')).toMatchObject({
      did: server.identity.did,
      changed: expect.objectContaining({ did: other.identity.did }),
    });
    expect(caller.core.successions.isEmpty).toBe(true);
  });
});
