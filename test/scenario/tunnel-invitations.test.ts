import { describe, expect, it } from 'vitest';
import { REDEMPTIONS_A_WINDOW } from '../../src/agent/authority/invitation-book.ts';
import { acceptChannel } from '../../src/agent/tunnel/channel.ts';
import { decodeRefusal, encodeInviteGrant, encodeRedeem } from '../../src/agent/tunnel/tunnel-wire.ts';
import { TalosError } from '../../src/base/errors.ts';
import { type Invitation, parseInvitation, signRedemption } from '../../src/capability/invitation.ts';
import { Identity } from '../../src/identity/identity.ts';
import { PACKET } from '../../src/message/packet.ts';
import { ADDRESS, clientOf, type Made, MemoryNet, scopeOf, scripted, settled, until } from '../fixtures/agents.ts';
import { NEW_YEAR } from '../fixtures/ledger.ts';
import { RawCaller } from '../fixtures/raw-tunnel.ts';
import { agentFor, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

interface World {
  readonly net: MemoryNet;
  readonly server: Made;
  readonly invite: (ttlMs?: number) => Promise<string>;
}

async function inviting(): Promise<World> {
  const net = new MemoryNet();
  const server = await agentFor('server', net);
  server.agent.tunnels.lend({
    name: 'files',
    startTool: scripted().start,
    callTimeoutMs: 1000,
    onDiagnostic: () => {},
  });
  const terms = { scope: scopeOf(['echo']), lifetimeS: 60 };
  return { net, server, invite: (ttlMs = 60_000) => server.core.invitations.create([ADDRESS], terms, ttlMs) };
}

const code = (name: string): unknown => expect.objectContaining({ code: name });
const grants = (made: Made): number => made.core.grants.all().length;

/** A redemption by hand. */
async function redeemRaw(
  raw: RawCaller,
  invitation: Invitation,
  changes: { redeemer?: Identity; session?: Uint8Array; seed?: Uint8Array } = {},
): Promise<string> {
  const { id, seed, server } = invitation;
  const context = {
    id,
    server,
    redeemer: (changes.redeemer ?? raw.identity).did,
    session: changes.session ?? raw.channel.session,
  };
  raw.send(PACKET.inviteRedeem, encodeRedeem({ id, signature: signRedemption(changes.seed ?? seed, context) }), 0);
  const { type, content } = await raw.packets.next();
  if (type === PACKET.inviteGrant) return 'granted';
  const { word, code: refused } = decodeRefusal(content);
  return refused ?? word;
}

describe('an invitation', () => {
  it('is redeemed for a capability that calls at once, and later again', async () => {
    const { net, server, invite } = await inviting();
    const caller = await agentFor('caller', net);
    const text = await invite();
    for (let i = 0; i < 2; i++) {
      const tunnel = await caller.agent.connect({ target: text });
      expect(await clientOf(tunnel).call('echo')).toMatchObject({ result: {} });
      await tunnel.close();
    }
    expect(await server.entries('invitation')).toMatchObject([
      { event: 'created' },
      { event: 'redeemed', peer: caller.identity.did },
    ]);
    expect([grants(server), grants(caller)]).toEqual([1, 1]);
    expect(server.notices.filter(({ kind }) => kind === 'invitation')).toHaveLength(1);
    // Its text is in no ledger and in no store.
    const { id } = parseInvitation(text);
    expect(JSON.stringify(await server.entries('invitation'))).not.toContain(Buffer.from(id).toString('hex'));
  });

  it('gives the same agent the same token again, also where the reply was lost', async () => {
    const { net, server, invite } = await inviting();
    const mallory = Identity.generate('m', NEW_YEAR);
    const raw = await RawCaller.dial(net, mallory, server);
    const invitation = parseInvitation(await invite());
    expect([await redeemRaw(raw, invitation), await redeemRaw(raw, invitation)]).toEqual(['granted', 'granted']);
    const [first, second] = raw.packets.all.filter(({ type }) => type === PACKET.inviteGrant);
    expect(first?.content).toEqual(second?.content);
    expect(grants(server)).toBe(1);
    expect((await server.entries('invitation')).length).toBe(2);
    // In a later session too, and after it expired.
    server.clock.advance(120_000);
    const later = await RawCaller.dial(net, mallory, server);
    expect(await redeemRaw(later, invitation)).toBe('granted');
    expect(grants(server)).toBe(1);
  });

  it('E_INVITE_USED: gives another agent nothing, and the owner is told', async () => {
    const { net, server, invite } = await inviting();
    const [alice, bob] = [await agentFor('alice', net), await agentFor('bob', net)];
    const text = await invite();
    await (await alice.agent.connect({ target: text })).close();
    await expect(bob.agent.connect({ target: text })).rejects.toThrow(code('E_INVITE_USED'));
    expect(await server.entries('denial')).toMatchObject([
      { peer: bob.identity.did, subject: 'invitation', code: 'E_INVITE_USED', count: 1 },
    ]);
    expect(server.notices).toContainEqual(expect.objectContaining({ kind: 'denied', peer: bob.identity.did }));
    expect([grants(server), grants(bob)]).toEqual([1, 0]);
  });

  it('goes to exactly one of two that race for it', async () => {
    const { net, server, invite } = await inviting();
    const callers = await Promise.all(['a', 'b', 'c'].map((name) => agentFor(name, net)));
    const text = await invite();
    const outcomes = await Promise.allSettled(callers.map((caller) => caller.agent.connect({ target: text })));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'E_INVITE_USED' });
    expect(grants(server)).toBe(1);
    expect(await server.entries('denial')).toHaveLength(2);
  });

  it('E_INVITE_EXPIRED: is worth nothing from its expiry on, nor when the clock is set back', async () => {
    const { net, server, invite } = await inviting();
    const caller = await agentFor('caller', net);
    const text = await invite(1000);
    server.clock.advance(999);
    const other = await invite(1);
    await (await caller.agent.connect({ target: text })).close();
    server.clock.advance(1);
    await expect(caller.agent.connect({ target: other })).rejects.toThrow(code('E_INVITE_EXPIRED'));
    server.clock.advance(-1000);
    await expect(caller.agent.connect({ target: other })).rejects.toThrow(code('E_INVITE_EXPIRED'));
    expect(await server.entries('denial')).toMatchObject([{ code: 'E_INVITE_EXPIRED' }, { code: 'E_INVITE_EXPIRED' }]);
  });

  it('E_INVITE_INVALID: takes no proof but the one of this seed, agent and session', async () => {
    const { net, server, invite } = await inviting();
    const mallory = Identity.generate('m', NEW_YEAR);
    const raw = await RawCaller.dial(net, mallory, server);
    const invitation = parseInvitation(await invite());
    const other = parseInvitation(await invite());
    const earlier = await RawCaller.dial(net, mallory, server);
    for (const [given, changes] of [
      [{ ...invitation, id: new Uint8Array(16) }, {}],
      [invitation, { seed: other.seed }],
      [invitation, { redeemer: Identity.generate('x', NEW_YEAR) }],
      [invitation, { session: earlier.channel.session }],
      [{ ...invitation, server: mallory.did }, {}],
    ] as const)
      expect(await redeemRaw(raw, given, changes)).toBe('E_INVITE_INVALID');
    expect(grants(server)).toBe(0);
    expect(await server.entries('denial')).toHaveLength(5);
    // Failures leave the state as it was.
    expect(await redeemRaw(raw, invitation)).toBe('granted');
  });

  it(`E_RATE_LIMITED: is tried ${REDEMPTIONS_A_WINDOW} times a minute by one peer, whatever became of them`, async () => {
    const { net, server, invite } = await inviting();
    const raw = await RawCaller.dial(net, Identity.generate('m', NEW_YEAR), server);
    const invitation = parseInvitation(await invite(120_000));
    const wrong = { ...invitation, id: new Uint8Array(16) };
    for (let i = 0; i < REDEMPTIONS_A_WINDOW; i++) expect(await redeemRaw(raw, wrong)).toBe('E_INVITE_INVALID');
    expect(await redeemRaw(raw, invitation)).toBe('busy');
    // On another channel neither; another peer is not held back.
    expect(await redeemRaw(await RawCaller.dial(net, raw.identity, server), invitation)).toBe('busy');
    server.clock.advance(60_000);
    expect(await redeemRaw(raw, invitation)).toBe('granted');
  });

  it('E_RATE_LIMITED: is what a caller is told', async () => {
    const { net, server, invite } = await inviting();
    const caller = await agentFor('caller', net);
    const raw = await RawCaller.dial(net, caller.identity, server);
    const invitation = parseInvitation(await invite());
    for (let i = 0; i < REDEMPTIONS_A_WINDOW; i++) await redeemRaw(raw, { ...invitation, id: new Uint8Array(16) });
    await expect(caller.agent.connect({ target: await invite() })).rejects.toThrow(code('E_RATE_LIMITED'));
  });

  it('fills neither disk nor screen when a peer tries without end', async () => {
    const { net, server, invite } = await inviting();
    const raw = await RawCaller.dial(net, Identity.generate('m', NEW_YEAR), server);
    const invitation = parseInvitation(await invite());
    for (let i = 0; i < 500; i++) await redeemRaw(raw, invitation, { seed: new Uint8Array(32) });
    expect((await server.entries('denial')).length).toBe(64);
    expect(server.notices.filter(({ kind }) => kind === 'denied')).toHaveLength(64);
  });

  it('ends the channel of a peer whose redemption cannot be read', async () => {
    const { net, server } = await inviting();
    const raw = await RawCaller.dial(net, Identity.generate('m', NEW_YEAR), server);
    raw.send(PACKET.inviteRedeem, Uint8Array.of(0xa0), 0);
    await raw.channel.closed;
    await until(() => server.agent.tunnels.channels.length === 0);
  });

  it('is unspent where the store failed before it was marked', async () => {
    const { net, server, invite } = await inviting();
    const raw = await RawCaller.dial(net, Identity.generate('m', NEW_YEAR), server);
    const invitation = parseInvitation(await invite());
    server.store.failApply = new TalosError('E_STORAGE_FULL', 'no room');
    raw.send(
      PACKET.inviteRedeem,
      encodeRedeem({
        id: invitation.id,
        signature: signRedemption(invitation.seed, {
          id: invitation.id,
          server: invitation.server,
          redeemer: raw.identity.did,
          session: raw.channel.session,
        }),
      }),
      0,
    );
    await raw.channel.closed;
    server.store.failApply = undefined;
    expect(grants(server)).toBe(0);
    const bob = await agentFor('bob', net);
    const text = await invite();
    await (await bob.agent.connect({ target: text })).close();
    const again = await RawCaller.dial(net, Identity.generate('n', NEW_YEAR), server);
    expect(await redeemRaw(again, invitation)).toBe('granted');
  });

  it('E_PROTOCOL: is not believed a grant of somebody else, nor one for somebody else', async () => {
    const { net, server, invite } = await inviting();
    const [caller, other] = [await agentFor('caller', net), await agentFor('other', net)];
    const text = await invite();
    for (const [issuer, subject, expected] of [
      [other, caller, 'E_PROTOCOL'],
      [server, other, 'SUBJECT_MISMATCH'],
    ] as const) {
      const { token } = await issuer.core.grants.issue(subject.identity.did, scopeOf(['echo']), 60);
      net.serve(server.key, async (link) => {
        const channel = await acceptChannel({ link, identity: server.identity, clock: server.clock });
        channel.onPacket(() =>
          channel.send(PACKET.inviteGrant, 0, encodeInviteGrant({ service: 'files', token: token.text })),
        );
      });
      await expect(caller.agent.connect({ target: text })).rejects.toThrow(code(expected));
      net.cut();
      await settled();
    }
  });

  it('is redeemed by two at once in one agent, each with its own answer', async () => {
    const { net, server, invite } = await inviting();
    const caller = await agentFor('caller', net);
    const [good, late] = [await invite(), await invite(0)];
    const outcomes = await Promise.allSettled([good, late, good].map((target) => caller.agent.connect({ target })));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { code: 'E_INVITE_EXPIRED' } });
    expect(grants(server)).toBe(1);
  });
});
