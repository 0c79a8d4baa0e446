/** Agents that have their checkpoints cosigned, by witnesses in this process. */
import { describe, expect, it } from 'vitest';
import type { PostedText } from '../../src/agent/agent-platform.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { parseWitnessKey, readCosigned } from '../../src/ledger/log/cosignature.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { Witness } from '../../src/witness/witness.ts';
import { type Made, MemoryNet } from '../fixtures/agents.ts';
import { denial, person } from '../fixtures/ledger.ts';
import { agentFor, lent, open, watchTests } from '../fixtures/tunnel-world.ts';
import { copyOf, putBack } from '../fixtures/witnessed.ts';

watchTests();

const URL = 'http://witness.example';

interface World {
  readonly net: MemoryNet;
  readonly agent: Made;
  readonly witness: Witness;
  /** What the witness answers instead. */
  readonly answers: PostedText[];
  readonly posted: string[];
  readonly postText: (url: string, body: string) => Promise<PostedText>;
  /** Further witnesses, by their URLs. */
  readonly others: Map<string, Witness>;
  /** Done once, when a witness is asked. */
  meanwhile?: () => Promise<void>;
}

async function world(): Promise<World> {
  const net = new MemoryNet();
  const answers: PostedText[] = [];
  const posted: string[] = [];
  const made: { witness?: Witness } = {};
  const others = new Map<string, Witness>();
  const all: Partial<World> = {};
  const postText = async (url: string, body: string): Promise<PostedText> => {
    posted.push(url);
    const instead = answers.shift();
    if (instead !== undefined) return instead;
    await takeMeanwhile(all)?.();
    for (const [place, other] of others)
      if (url.startsWith(place))
        return other.handle({ method: 'POST', path: url.slice(place.length), body: utf8(body), from: '127.0.0.1' });
    if (!url.startsWith(URL)) throw new TalosError('E_UNREACHABLE', 'the witness cannot be reached');
    return (made.witness as Witness).handle({
      method: 'POST',
      path: url.slice(URL.length),
      body: utf8(body),
      from: '127.0.0.1',
    });
  };
  const agent = await agentFor('alice', net, { postText });
  const { clock } = agent;
  const signing = person(7).signing;
  made.witness = await Witness.open({ store: openMemoryStore(), clock, name: 'wendy', signing, logs: [] });
  await agent.agent.witness.add({ witness: `${URL}/`, key: made.witness.key });
  return Object.assign(all, { net, agent, witness: made.witness, answers, posted, postText, others });
}

function takeMeanwhile(world: Partial<World>): World['meanwhile'] {
  const { meanwhile } = world;
  delete world.meanwhile;
  return meanwhile;
}

function grow({ agent }: Pick<World, 'agent'>): void {
  for (let i = 0; i < 3; i++) agent.ledger.append(denial(agent.identity.did, i + 1));
}

describe('the witnesses of an agent', () => {
  it('cosign each new checkpoint when asked, and root shows them', async () => {
    const made = await world();
    const { agent, witness, posted } = made;
    await expect(agent.agent.witness.root()).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
    grow(made);
    expect(await agent.agent.witness.ask()).toMatchObject([{ id: 'wendy', url: URL, size: 3 }]);
    const { newest, cosigned } = await agent.agent.witness.root();
    expect(newest).toMatchObject({ size: 3, cosigners: [{ witness: 'wendy', timeMs: agent.clock.now() }] });
    expect(cosigned).toEqual(newest);
    expect(readCosigned(newest.note, agent.identity.did, [parseWitnessKey(witness.key)])?.cosignatures).toHaveLength(1);
    grow(made);
    await agent.ledger.seal();
    const now = await agent.agent.witness.root();
    expect([now.newest.size, now.newest.cosigners, now.cosigned?.size]).toEqual([6, [], 3]);
    await agent.agent.witness.ask();
    expect((await agent.agent.witness.root()).newest.cosigners).toHaveLength(1);
    // It has the newest: it is not asked again.
    const before = posted.length;
    await agent.agent.witness.ask();
    expect(posted).toHaveLength(before);
  });

  it('a witness that keeps another size than was thought is asked with that one', async () => {
    const made = await world();
    const { agent, answers, posted, witness } = made;
    grow(made);
    await agent.agent.witness.ask();
    await agent.agent.witness.remove({ witness: 'wendy' });
    await agent.agent.witness.add({ witness: URL, key: witness.key });
    grow(made);
    expect(await agent.agent.witness.ask()).toMatchObject([{ size: 6 }]);
    expect(posted).toHaveLength(3);
    grow(made);
    answers.push({ status: 409, body: '1000\n' });
    expect(await agent.agent.witness.ask()).toMatchObject([
      { size: 6, failure: expect.stringContaining('E_EQUIVOCATION') },
    ]);
  });

  it.each<[string, PostedText, string]>([
    ['an unknown log', { status: 404, body: '' }, 'E_REFUSED'],
    ['a refused signature', { status: 403, body: '' }, 'E_REFUSED'],
    ['another history', { status: 422, body: '' }, 'E_REFUSED'],
    ['a status of its own', { status: 302, body: '' }, 'E_REFUSED'],
    ['a busy witness', { status: 429, body: '' }, 'E_RATE_LIMITED'],
    ['no size', { status: 409, body: 'x' }, 'E_PROTOCOL'],
    ['no cosignature', { status: 200, body: 'thanks\n' }, 'E_PROOF_INVALID'],
    ['a cosignature of another', { status: 200, body: '\u2014 wendy AAAAAAAA\n' }, 'E_PROOF_INVALID'],
  ])('%s is told, once, and changes nothing', async (_what, answer, code) => {
    const made = await world();
    const { agent, answers } = made;
    grow(made);
    for (let i = 0; i < 2; i++) {
      answers.push(answer);
      const [asked] = await agent.agent.witness.ask();
      expect(asked).toMatchObject({ size: 0, failure: expect.stringContaining(code) });
    }
    expect(agent.notices.filter(({ message }) => message.includes('did not cosign'))).toHaveLength(1);
    expect((await agent.agent.witness.root()).newest.cosigners).toEqual([]);
    expect(await agent.agent.witness.ask()).toMatchObject([{ size: 3 }]);
  });

  it('B14: a directory put back to an older copy is found by its witness', async () => {
    const made = await world();
    grow(made);
    await made.agent.agent.witness.ask();
    const old = await copyOf(made.agent);
    grow(made);
    await made.agent.agent.witness.ask();
    const agent = await putBack(made.agent, made.net, old, { postText: made.postText });
    agent.clock.advance(1);
    agent.ledger.append(denial(agent.identity.did, 9));
    expect(await agent.agent.witness.ask()).toMatchObject([{ failure: expect.stringContaining('older copy') }]);
    for (let i = 0; i < 5; i++) agent.ledger.append(denial(agent.identity.did, 9));
    expect(await agent.agent.witness.ask()).toMatchObject([{ failure: expect.stringContaining('another history') }]);
  });

  it('one that was not waited for has not failed', async () => {
    const all = await world();
    const { agent } = all;
    agent.ledger.append(denial(agent.identity.did));
    const stop = new AbortController();
    const enough = new TalosError('E_ABORTED', 'enough');
    all.meanwhile = async () => {
      stop.abort(enough);
      throw enough;
    };
    await expect(agent.agent.witness.ask(stop.signal)).rejects.toBe(enough);
    expect((await agent.agent.witness.list())[0]).not.toHaveProperty('failure');
    expect(agent.notices.filter(({ kind }) => kind === 'network')).toEqual([]);
  });

  it('a peer can be one: it is shown each checkpoint, without a tunnel', async () => {
    const { server, caller } = await lent();
    await (await open(caller, server)).close();
    await caller.agent.witness.add({ witness: server.identity.did });
    caller.ledger.append(denial(caller.identity.did));
    expect(await caller.agent.witness.ask()).toMatchObject([{ kind: 'peer', size: caller.ledger.size }]);
    expect(server.core.seen.newest(caller.identity.did)?.checkpoint.note).toBe(caller.ledger.checkpoint);
  });

  it('what is no witness is refused', async () => {
    const { agent, witness } = await world();
    const { key } = witness;
    for (const params of [
      { witness: URL },
      { witness: URL, key: 'x' },
      { witness: 'ftp://witness.example', key },
      { witness: 'http://u:p@witness.example', key },
      { witness: 'http://witness.example/?a=1', key },
      { witness: agent.identity.did, key },
    ])
      await expect(agent.agent.witness.add(params)).rejects.toMatchObject({ code: 'E_USAGE' });
    await expect(agent.agent.witness.remove({ witness: 'nobody' })).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
    expect(await agent.agent.witness.remove({ witness: URL })).toEqual({ id: 'wendy' });
  });
});

describe('the witnesses of an agent, for anchors', () => {
  it('two services cosign at the same time, and the anchor is kept, recorded and verified without them', async () => {
    const made = await world();
    const { agent } = made;
    const signing = person(8).signing;
    const walter = await Witness.open({
      store: openMemoryStore(),
      clock: agent.clock,
      name: 'walter',
      signing,
      logs: [],
    });
    const { anchors, witness } = agent.agent;
    const [wendyKey = ''] = (await witness.list()).map(({ key }) => key);
    made.others.set('http://walter.example', walter);
    await witness.add({ witness: 'http://walter.example', key: walter.key });
    const source = { kind: 'cosignature', threshold: 2, witnesses: [wendyKey, walter.key] } as const;
    const { id } = await anchors.add(source);
    grow(made);
    expect(await anchors.now()).toMatchObject([{ source: id, anchor: { kind: 'cosignature', size: 3 } }]);
    expect(await agent.entries('anchor')).toMatchObject([{ kind: 'cosignature', size: 3 }]);
    // Whoever is asked no more still verifies.
    await witness.remove({ witness: 'walter' });
    const verified = { valid: true, anchors: [{ source: id, size: 3, by: 'walter, wendy' }] };
    expect(await anchors.verify()).toMatchObject(verified);
    // But cosigns no more: too few, and nothing is kept.
    expect(await anchors.now()).toMatchObject([{ error: { code: 'ANCHOR_MISMATCH' } }]);
    expect(await anchors.list()).toHaveLength(1);
    expect(await agent.entries('anchor')).toHaveLength(1);
  });

  it('a log that grows while they are asked is anchored as it is then', async () => {
    const made = await world();
    const { agent } = made;
    const [key = ''] = (await agent.agent.witness.list()).map((each) => each.key);
    await agent.agent.anchors.add({ kind: 'cosignature', threshold: 1, witnesses: [key] });
    grow(made);
    made.meanwhile = async () => {
      grow(made);
      await agent.ledger.seal();
    };
    expect(await agent.agent.anchors.now()).toMatchObject([{ anchor: { size: 6 } }]);
  });
});
