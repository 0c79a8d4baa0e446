/** Agents that see each other's ledgers: what each keeps, and what happens to one that shows another history. */
import { describe, expect, it } from 'vitest';
import type { WitnessedPeer } from '../../src/agent/api/witness-api.ts';
import { openChannel } from '../../src/agent/tunnel/channel.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { CborMap } from '../../src/codec/cbor.ts';
import type { Did } from '../../src/identity/did.ts';
import { signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { verifyEvidenceFile } from '../../src/ledger/log/evidence.ts';
import { askOver, serveRequests } from '../../src/net/request-link.ts';
import { type Lending, type Made, makeAgent, until } from '../fixtures/agents.ts';
import { denial } from '../fixtures/ledger.ts';
import { denialOf, endWith, lent, open, watchTests } from '../fixtures/tunnel-world.ts';
import { copyOf, putBack } from '../fixtures/witnessed.ts';

watchTests();

async function grow(made: Made, entries = 3): Promise<void> {
  for (let i = 0; i < entries; i++) made.ledger.append(denial(made.identity.did, i + 1));
  await made.ledger.seal();
}

const of = async (made: Made, peer: Made): Promise<WitnessedPeer | undefined> =>
  (await made.agent.witness.peers()).find((each) => each.peer === peer.identity.did);

/** Both have a log, a tunnel was open, and each keeps the newest checkpoint of the other. */
async function acquainted(options: Parameters<typeof lent>[1] = {}): Promise<Lending> {
  const world = await lent(undefined, options);
  const { server, caller } = world;
  await grow(server);
  await grow(caller);
  const tunnel = await open(caller, server);
  await until(async () => (await of(caller, server))?.standing === 'agreed');
  await tunnel.close();
  return world;
}

/** A server whose log grew after it was copied, which the caller has seen, and that is put back to the copy. */
async function serverPutBack(): Promise<Lending & { readonly again: Made }> {
  const world = await lent();
  const { net, server, caller, tools } = world;
  await grow(server);
  const old = await copyOf(server);
  await grow(server);
  const first = await open(caller, server);
  await until(async () => (await of(caller, server))?.checkpoint === server.ledger.checkpoint);
  await first.close();
  const again = await putBack(server, net, old, { tool: tools.start });
  again.agent.tunnels.lend({ name: 'files', startTool: tools.start, callTimeoutMs: 60_000, onDiagnostic: () => {} });
  return { ...world, again };
}

/** The server has signed two histories, which the caller has seen. */
async function convicted(before: (caller: Made) => void = () => {}): Promise<Lending> {
  const world = await acquainted();
  const { server, caller } = world;
  const { did } = server.identity;
  before(caller);
  for (const byte of [1, 2]) caller.agent.witness.saw(did, forged(server, server.ledger.size + 7, byte));
  await until(() => caller.core.seen.isRefused(did));
  return world;
}

const evidenceOf = async (made: Made, peer: Did) =>
  (await made.agent.witness.evidence({ peer })).at(-1)?.evidence ?? '';

describe('agents as witnesses of each other', () => {
  it('after a tunnel was opened each keeps the checkpoint of the other, and the proof that it grows', async () => {
    const { server, caller } = await acquainted();
    const kept = [await of(caller, server), await of(server, caller)];
    expect(kept.map((each) => each?.checkpoint)).toEqual([server.ledger.checkpoint, caller.ledger.checkpoint]);
    await grow(server, 5);
    await grow(caller, 2);
    const tunnel = await open(caller, server);
    await until(async () => (await of(caller, server))?.checkpoint === server.ledger.checkpoint, 8000);
    expect((await of(server, caller))?.checkpoint).toBe(caller.ledger.checkpoint);
    expect(await caller.core.seen.kept(server.identity.did)).toHaveLength(2);
    expect(await server.entries('equivocation')).toEqual([]);
    await tunnel.close();
  });

  it('B14: a server put back to an older copy is found before a call is made, refused, and let in again by a person', async () => {
    const { server, caller, tools, again } = await serverPutBack();
    const started = tools.servers.length;
    const code = { code: 'E_EQUIVOCATION' };
    await expect(open(caller, again)).rejects.toMatchObject(code);
    // Not even dialled.
    await expect(open(caller, again)).rejects.toMatchObject(code);
    expect(tools.servers.length).toBeLessThanOrEqual(started + 1);
    const [entry] = await caller.entries('equivocation');
    expect(entry).toMatchObject({ peer: server.identity.did, what: 'rollback' });
    const file = await evidenceOf(caller, server.identity.did);
    expect(verifyEvidenceFile(file)).toMatchObject({ valid: true, what: 'rollback', by: caller.identity.did });
    expect(caller.notices.filter(({ kind }) => kind === 'equivocation')).toHaveLength(1);
    expect(await of(caller, server)).toMatchObject({ refused: true });
    await caller.agent.witness.clear({ peer: server.identity.did });
    const tunnel = await open(caller, again);
    expect(await tunnel.call('echo')).toHaveProperty('result');
    await until(async () => (await of(caller, server))?.standing === 'agreed');
    expect(await of(caller, server)).toMatchObject({ refused: false, checkpoint: again.ledger.checkpoint });
    expect(await caller.agent.witness.evidence({})).toMatchObject([{ cleared: true }]);
    await expect(caller.agent.witness.clear({ peer: server.identity.did })).rejects.toMatchObject({
      code: 'E_NOT_FOUND',
    });
    await tunnel.close();
  });

  it('B15: an older copy that went on differently is a fork, in the words of the peer alone; its tunnels end', async () => {
    const { server, caller, again } = await serverPutBack();
    // Other entries than before.
    again.clock.advance(1);
    await grow(again, 40);
    const code = { code: 'E_EQUIVOCATION' };
    // An exchange that was due after the tunnel before may find it first: then none is opened.
    const tunnel = await caller.agent.connect({ target: server.identity.did }).catch((error: unknown) => {
      expect(error).toMatchObject(code);
      return undefined;
    });
    await until(async () => (await of(caller, server))?.refused === true);
    const file = await evidenceOf(caller, server.identity.did);
    expect(verifyEvidenceFile(file)).toMatchObject({ valid: true, what: 'fork', author: server.identity.did });
    await expect(open(caller, again)).rejects.toMatchObject(code);
    if (tunnel === undefined) return;
    // The supervised tunnel says so to its client.
    const lines = tunnel.lines[Symbol.asyncIterator]();
    await until(async () => {
      await tunnel.send('{"jsonrpc":"2.0","id":1,"method":"ping"}');
      const { value } = await lines.next();
      return denialOf(JSON.parse(value as string)) === 'E_EQUIVOCATION';
    });
    await tunnel.close();
  });

  it('B14: a caller put back to an older copy is told so by its server, and learns it itself', async () => {
    const world = await lent();
    const { net, server, caller } = world;
    await grow(server);
    await grow(caller);
    const old = await copyOf(caller);
    await grow(caller);
    const first = await open(caller, server);
    await until(async () => (await of(server, caller))?.checkpoint === caller.ledger.checkpoint);
    await first.close();
    const again = await putBack(caller, net, old);
    const tunnel = await open(again, server);
    await until(async () => (await of(server, caller))?.refused === true);
    expect(await of(again, server)).toMatchObject({ standing: 'ahead' });
    expect(again.notices.filter(({ kind }) => kind === 'equivocation')).toHaveLength(1);
    expect(verifyEvidenceFile(await evidenceOf(server, caller.identity.did))).toMatchObject({ what: 'rollback' });
    await tunnel.close();
    await expect(open(again, server)).rejects.toMatchObject({ code: 'E_EQUIVOCATION' });
  });

  it('B15: two notes of one size in statements and talks are a fork, with the note in an earlier statement kept', async () => {
    const { server, caller } = await acquainted();
    const { did, signing } = server.identity;
    const size = server.ledger.size + 7;
    caller.agent.witness.saw(did, signCheckpoint(signing, did, size, new Uint8Array(32).fill(1)));
    await until(() => true);
    caller.agent.witness.saw(did, signCheckpoint(signing, did, size, new Uint8Array(32).fill(2)));
    await until(() => caller.core.seen.isRefused(did));
    expect(verifyEvidenceFile(await evidenceOf(caller, did))).toMatchObject({ what: 'fork' });
  });

  it('B15: a note of a statement that the log of the peer never had is found by the next talk', async () => {
    const { server, caller } = await acquainted();
    const { did, signing } = server.identity;
    const size = server.ledger.size + 2;
    caller.agent.witness.saw(did, signCheckpoint(signing, did, size, new Uint8Array(32).fill(1)));
    await grow(server, 9);
    const tunnel = await open(caller, server);
    await until(() => caller.core.seen.isRefused(did), 8000);
    expect(verifyEvidenceFile(await evidenceOf(caller, did))).toMatchObject({
      what: 'fork',
      notes: [{ size }, { size }],
    });
    await tunnel.close();
  });

  it('two talks at once are each answered about what they say is kept, and one that has forgotten about nothing', async () => {
    const { server, caller } = await acquainted();
    const [peer, first] = [caller.identity.did, server.ledger.checkpoint];
    await grow(server);
    const answered = async (kept: string): Promise<unknown> => {
      const fields = { ...said(caller, {}), kept };
      return (await server.agent.witness.operations['exchange']?.answer({ peer, share: undefined, fields }))?.['from'];
    };
    const notes = [first, server.ledger.checkpoint, ''];
    expect(await Promise.all(notes.map(answered))).toEqual(notes.map(sizeOf));
    expect(server.core.seen.isRefused(peer)).toBe(false);
  });

  it('evidence survives the agent; the entry is made up for after a crash between both', async () => {
    const { net, server, caller } = await convicted();
    const { did } = server.identity;
    // As it was before the entry was written: the journal is not that of the store.
    const copy = await copyOf(caller);
    const again = await putBack(caller, net, copy);
    expect(again.core.seen.isRefused(did)).toBe(true);
    expect(await again.entries('equivocation')).toHaveLength(1);
    await expect(open(again, server)).rejects.toMatchObject({ code: 'E_EQUIVOCATION' });
  });
});

describe('the entry of a peer that was convicted', () => {
  it('is not made again where it was archived', async () => {
    const { caller } = await convicted();
    await until(async () => (await caller.entries('equivocation')).length === 1);
    await grow(caller);
    await grow(caller);
    await caller.ledger.archive({ height: caller.ledger.height }, async (pieces) => {
      for await (const piece of pieces) expect(piece.length).toBeGreaterThan(0);
    });
    expect(await caller.entries('equivocation')).toEqual([]);
    const { size } = caller.ledger;
    await caller.core.seen.reconcile(caller.ledger);
    expect(caller.ledger.size).toBe(size);
  });

  it('has no room: people are told and its tunnels end none the less', async () => {
    const { server, caller } = await convicted(({ ledger }) => {
      const append = ledger.append.bind(ledger);
      ledger.append = (body) => {
        if (body.type === 'equivocation') throw new TalosError('E_LIMIT', 'entries wait for a block');
        return append(body);
      };
    });
    await until(() => caller.notices.some(({ kind }) => kind === 'equivocation'));
    await expect(open(caller, server)).rejects.toMatchObject({ code: 'E_EQUIVOCATION' });
  });
});

describe('a peer whose witnessing is hostile, or absent', () => {
  /** The server serves tunnels as ever, and chain links by `answer`. */
  async function hostile(answer: ((fields: CborMap) => Promise<CborMap>) | undefined): Promise<Lending> {
    const world = await acquainted();
    const { net, server } = world;
    net.serve(server.key, async (link, purpose) => {
      if (purpose !== 'chain') return server.agent.accept(purpose, link);
      if (answer === undefined) return link.close();
      await serveRequests(link, { answer: (_op, fields) => answer(fields) }).ended;
    });
    net.cut();
    return world;
  }
  const talked = async ({ caller, server }: Lending): Promise<WitnessedPeer | undefined> => {
    const before = (await of(caller, server))?.talkedAtMs ?? 0;
    caller.clock.advance(1000);
    const tunnel = await open(caller, server);
    expect(await tunnel.call('echo')).toHaveProperty('result');
    await until(async () => ((await of(caller, server))?.talkedAtMs ?? 0) > before, 8000);
    expect(await tunnel.call('echo')).toHaveProperty('result');
    await tunnel.close();
    return of(caller, server);
  };

  it('one that does not speak it is silent, and its tools are called', async () => {
    expect(await talked(await hostile(undefined))).toMatchObject({ standing: 'silent', refused: false });
  });

  it.each<[string, (fields: CborMap, server: Made) => CborMap, object]>([
    ['answers nothing', () => ({}), { standing: 'silent', code: 'E_MALFORMED' }],
    [
      'answers about another checkpoint',
      (_, server) => said(server, { from: 1 }),
      { standing: 'silent', code: 'E_PROTOCOL' },
    ],
    [
      'proves nothing of a larger log',
      (fields, server) => said(server, { note: forged(server, 100, 1), from: sizeOf(fields['kept']) }),
      { standing: 'unproven' },
    ],
    [
      'gives notes of another',
      (fields) => ({ ...fields, note: fields['kept'] === '' ? '' : (fields['note'] ?? ''), from: 0 }),
      { standing: 'silent', code: 'E_MALFORMED' },
    ],
    [
      'sends a path of more hashes than a log has',
      (_, server) => said(server, { path: Array(65).fill(new Uint8Array(32)) }),
      { standing: 'silent', code: 'E_MALFORMED' },
    ],
  ])(
    'B16: one that %s is not believed and not convicted, and its tools are called',
    async (_what, answer, expected) => {
      const made: { world?: Lending } = {};
      const world = await hostile(async (fields) => answer(fields, (made.world as Lending).server));
      made.world = world;
      expect(await talked(world)).toMatchObject({ ...expected, refused: false });
      expect(await world.caller.entries('equivocation')).toEqual([]);
    },
  );

  it('B15: one that shows another log of the kept size is convicted', async () => {
    const made: { world?: Lending } = {};
    const world = await hostile(async (fields) => {
      const size = sizeOf(fields['kept']);
      return said((made.world as Lending).server, {
        note: forged((made.world as Lending).server, size, 1),
        from: size,
      });
    });
    made.world = world;
    const { caller, server } = world;
    const tunnel = await open(caller, server);
    await until(() => caller.core.seen.isRefused(server.identity.did), 8000);
    expect(verifyEvidenceFile(await evidenceOf(caller, server.identity.did))).toMatchObject({ what: 'fork' });
    await tunnel.close();
  });

  it('a stranger is not answered, and nothing of it is kept, whether it has opened a channel or not', async () => {
    const { net, server } = await acquainted();
    const stranger = await makeAgent('stranger', net);
    endWith(stranger.end);
    const { did } = stranger.identity;
    const refused = async (): Promise<void> => {
      const link = askOver(net.dial(stranger.key, server.key, 'chain').dialler);
      const asked = link.ask('exchange', said(stranger, { note: forged(stranger, 1, 1) }));
      await expect(asked).rejects.toMatchObject({ code: 'E_REFUSED' });
    };
    await refused();
    const { identity, clock } = stranger;
    const { dialler } = net.dial(stranger.key, server.key);
    const channel = await openChannel({ link: dialler, identity, peer: server.identity.did, clock });
    await until(() => server.agent.tunnels.channels.some((each) => each.channel.peer === did));
    await refused();
    expect(server.core.seen.newest(did)).toBeUndefined();
    await channel.close();
  });
});

function forged({ identity: { did, signing } }: Made, size: number, byte: number): string {
  return signCheckpoint(signing, did, size, new Uint8Array(32).fill(byte));
}

function said({ ledger }: Made, fields: CborMap): CborMap {
  return { note: ledger.checkpoint, kept: '', from: 0, path: [], ask: 0, earlier: '', ...fields };
}

const sizeOf = (note: unknown): number => Number(String(note).split('\n')[1] ?? 0);
