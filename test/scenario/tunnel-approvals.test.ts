import { describe, expect, it } from 'vitest';
import type { ApprovalView } from '../../src/agent/api/approval-api.ts';
import {
  APPROVALS_A_MINUTE,
  ApprovalBook,
  type ApprovalTerms,
  DENIED_APPROVALS_A_WINDOW,
  DENIED_APPROVALS_WINDOW_MS,
  MAX_APPROVAL_BYTES,
  MAX_APPROVALS_A_PEER,
} from '../../src/agent/authority/approval-book.ts';
import { approvalRule } from '../../src/agent/authority/approval-rule.ts';
import type { MakeRules } from '../../src/agent/authority/call-rule.ts';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import { NamePatterns } from '../../src/capability/name-patterns.ts';
import { canonicalBytes, type JsonObject, parseJson } from '../../src/codec/json.ts';
import { approvalDigest } from '../../src/ledger/entry/approval-digest.ts';
import type { EntryBody } from '../../src/ledger/entry/entry.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { INTENT_META } from '../../src/mcp/meta.ts';
import { type Lending, type Made, until } from '../fixtures/agents.ts';
import { callOf } from '../fixtures/call-in-question.ts';
import { another, codeOf, denialOf, lent, open, reached, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

interface Asking extends Lending {
  readonly client: Awaited<ReturnType<typeof open>>;
  /** The calls that wait, once there are so many. */
  readonly waiting: (count?: number) => Promise<readonly ApprovalView[]>;
  readonly answer: (id: string, allow: boolean, reason?: string) => Promise<ApprovalView>;
}

/** A server that asks about `echo`. */
async function asking(
  terms: Partial<ApprovalTerms> = {},
  options: { readonly needsIntent?: string; readonly patterns?: string; readonly granted?: readonly string[] } = {},
): Promise<Asking> {
  const { patterns = 'echo', ...others } = options;
  // The book is the server's own, which is there only when it was made.
  let server: Made | undefined;
  const rules: MakeRules = () =>
    server === undefined
      ? []
      : [approvalRule(NamePatterns.parse(patterns), { timeoutMs: 60_000, ...terms }, server.core.approvals)];
  const world = await lent(undefined, { rules, granted: ['echo', 'other'], ...others });
  server = world.server;
  const { approvals } = world.server.core;
  return {
    ...world,
    client: await open(world.caller, world.server),
    waiting: async (count = 1) => {
      await until(async () => (await approvals.list()).length === count);
      return approvals.list();
    },
    answer: (id, allow, reason) =>
      approvals.answer({ id, allow, by: 'approvals', ...(reason === undefined ? {} : { reason }) }),
  };
}

const idOf = async (waiting: Promise<readonly ApprovalView[]>): Promise<string> => (await waiting)[0]?.id ?? '';
const events = async (made: Made): Promise<string[]> =>
  (await made.entries('approval')).map((body) =>
    body.type === 'approval' ? [body.event, body.by].join(' ').trim() : '',
  );
const types = async (made: Made): Promise<string[]> =>
  (await made.entries()).map(({ type }) => type).filter((type) => !['grant', 'session'].includes(type));

describe('a call that needs an approval', () => {
  it('waits, is shown with its caller, its arguments and its reason, and is made once it is allowed', async () => {
    const { client, waiting, answer, server, caller, tools } = await asking();
    const params = {
      name: 'echo',
      arguments: { path: '/a', n: 1 },
      _meta: { [INTENT_META]: { justification: 'due' } },
    };
    const call = client.ask('tools/call', params);
    const [view] = await waiting();
    expect(view).toMatchObject({
      peer: caller.identity.did,
      service: 'files',
      target: 'echo',
      justification: 'due',
      more: 0,
      arguments: [
        { name: 'path', value: '"/a"', length: 4 },
        { name: 'n', value: '1', length: 1 },
      ],
    });
    expect(reached({ tools } as Lending)).toBe(0);
    expect(await types(server)).toEqual(['intent', 'approval']);
    await answer(view?.id ?? '', true);
    expect(await call).toMatchObject({ result: { structuredContent: { path: '/a', n: 1 } } });
    expect(await types(server)).toEqual(['intent', 'approval', 'approval', 'decision', 'result']);
    expect(await events(server)).toEqual(['asked', 'allowed approvals']);
    const decision = (await server.entries('decision'))[0] as EntryBody & { type: 'decision' };
    const asked = (await server.entries('approval'))[0] as EntryBody & { type: 'approval' };
    expect([asked.call, asked.digest]).toEqual([decision.statement.hash, approvalDigest(decision.statement.statement)]);
    const [receipt] = await caller.core.ledger.query({ type: 'receipt', last: 1 });
    const verdict = verifyProofFile(await caller.core.ledger.prove(receipt?.id ?? ''));
    expect(verdict).toMatchObject({
      valid: true,
      entry: { body: { statement: { statement: { approval: view?.id } } } },
    });
  });

  it('is refused once it is denied: APPROVAL_DENIED with the reason of the owner, on record, and the tool sees nothing', async () => {
    const world = await asking();
    const call = world.client.call('echo');
    await world.answer(await idOf(world.waiting()), false, 'not today');
    const answer = await call;
    expect(denialOf(answer)).toBe('APPROVAL_DENIED');
    expect((answer['error'] as JsonObject)['message']).toBe('the owner denied the call: not today');
    expect(reached(world)).toBe(0);
    expect(await events(world.server)).toEqual(['asked', 'denied approvals']);
    const [receipt] = await world.caller.entries('receipt');
    expect(receipt).toMatchObject({
      statement: { statement: { decision: 'APPROVAL_DENIED', approval: expect.stringMatching(/^[0-9a-f]{32}$/) } },
    });
  });

  it('is refused when nobody answers in time: APPROVAL_DENIED, and an answer that comes then finds nothing', async () => {
    const world = await asking({ timeoutMs: 20 });
    expect(denialOf(await world.client.call('echo'))).toBe('APPROVAL_DENIED');
    const [asked] = (await world.server.entries('approval')) as (EntryBody & { type: 'approval' })[];
    await expect(world.answer(asked?.approval ?? '', true)).rejects.toThrow(
      expect.objectContaining({ code: 'E_NOT_FOUND' }),
    );
    expect(await events(world.server)).toEqual(['asked', 'expired']);
    expect(reached(world)).toBe(0);
  });

  it('that was allowed is allowed once: the same call, other arguments and another caller are asked about anew', async () => {
    const world = await asking();
    const first = world.client.call('echo', { a: 1 });
    const id = await idOf(world.waiting());
    await world.answer(id, true);
    expect(await first).toMatchObject({ result: {} });
    const second = world.client.call('echo', { a: 1 });
    const third = world.client.call('echo', { a: 2 });
    const other = await another('other', world);
    const theirs = await open(other, world.server);
    const fourth = theirs.call('echo', { a: 1 });
    const pending = await world.waiting(3);
    expect(new Set(pending.map((each) => each.digest)).size).toBe(3);
    await expect(world.answer(id, true)).rejects.toThrow(expect.objectContaining({ code: 'E_NOT_FOUND' }));
    for (const each of pending) await world.answer(each.id, false);
    for (const each of [second, third, fourth]) expect(denialOf(await each)).toBe('APPROVAL_DENIED');
    expect(reached(world)).toBe(1);
  });

  it('does not hold up other calls of its tunnel, nor those of other peers', async () => {
    const world = await asking({}, { patterns: 'other' });
    const call = world.client.call('other');
    await world.waiting();
    expect(await world.client.call('echo')).toMatchObject({ result: {} });
    const theirs = await open(await another('second', world), world.server);
    expect(await theirs.call('echo')).toMatchObject({ result: {} });
    await world.answer(await idOf(world.waiting()), false);
    expect(denialOf(await call)).toBe('APPROVAL_DENIED');
  });

  it('is withdrawn when its caller cancels it, or goes away: nobody is asked any more', async () => {
    const world = await asking();
    void world.client.call('echo');
    const id = await idOf(world.waiting());
    await world.client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await world.waiting(0);
    await expect(world.answer(id, true)).rejects.toThrow(expect.objectContaining({ code: 'E_NOT_FOUND' }));
    void world.client.call('echo');
    await world.waiting();
    await world.client.close();
    await world.waiting(0);
    await until(async () => (await events(world.server)).length === 4);
    expect(await events(world.server)).toEqual(['asked', 'expired', 'asked', 'expired']);
    expect(reached(world)).toBe(0);
  });

  it('is refused after all where the capability was revoked while it waited', async () => {
    const world = await asking();
    const call = world.client.call('echo');
    const [view] = await world.waiting();
    await world.server.agent.revoke({ id: view?.capability ?? '', reason: 'over' });
    await world.answer(view?.id ?? '', true);
    expect(denialOf(await call)).toBe('REVOKED');
    expect(reached(world)).toBe(0);
    expect(await events(world.server)).toEqual(['asked', 'allowed approvals']);
  });

  it('of two answers the first counts: the second finds nothing and changes nothing', async () => {
    const world = await asking();
    const call = world.client.call('echo');
    const id = await idOf(world.waiting());
    const answers = await Promise.allSettled([world.answer(id, false), world.answer(id, true)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(denialOf(await call)).toBe('APPROVAL_DENIED');
    expect(await events(world.server)).toEqual(['asked', 'denied approvals']);
  });

  it('is not asked about where the capability refuses it, or the intent that it needs is missing', async () => {
    const world = await asking({}, { needsIntent: 'echo', granted: ['echo'], patterns: '*' });
    expect(denialOf(await world.client.call('secret'))).toBe('SCOPE_MISMATCH');
    expect(await world.server.core.approvals.list()).toEqual([]);
    expect(await events(world.server)).toEqual([]);
  });
});

describe('a command of the owner that is asked', () => {
  it('gets the question as JSON, numbers as they were written, and its yes lets the call through', async () => {
    const questions: string[] = [];
    const command = async (question: string): Promise<boolean> => questions.push(question) > 0;
    const world = await asking({ command });
    await world.client.sayText(
      '{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"echo","arguments":{"n":1.50,"t":"\\u001b[2J"}}}',
    );
    expect(await world.client.answerTo(9)).toMatchObject({ result: {} });
    expect(questions).toHaveLength(1);
    expect(parseJson(questions[0] ?? '')).toMatchObject({
      v: 1,
      caller: world.caller.identity.did,
      service: 'files',
      method: 'tools/call',
      target: 'echo',
      capability: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(questions[0]).toContain('"n":1.50');
    expect(questions[0]).not.toContain('\n');
    expect(await events(world.server)).toEqual(['asked', 'allowed command']);
  });

  it('says no for good, also where a person would say yes', async () => {
    const world = await asking({ command: async () => false });
    expect(denialOf(await world.client.call('echo'))).toBe('APPROVAL_DENIED');
    expect(await events(world.server)).toEqual(['asked', 'denied command']);
  });

  it('is ended when a person was faster, and its answer is none', async () => {
    let aborted = false;
    const command = (_: string, signal: AbortSignal): Promise<boolean> =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          resolve(true);
        });
      });
    const world = await asking({ command });
    const call = world.client.call('echo');
    await world.answer(await idOf(world.waiting()), false);
    expect(denialOf(await call)).toBe('APPROVAL_DENIED');
    expect(aborted).toBe(true);
    expect(await events(world.server)).toEqual(['asked', 'denied approvals']);
  });
});

describe('a caller that floods a person with questions', () => {
  it(`M25: has ${MAX_APPROVALS_A_PEER} that wait, and more are refused: E_RATE_LIMITED, nothing held, others are asked about`, async () => {
    const world = await asking();
    const calls = Array.from({ length: MAX_APPROVALS_A_PEER }, (_, i) => world.client.call('echo', { i }));
    await world.waiting(MAX_APPROVALS_A_PEER);
    for (let i = 0; i < 100; i++) expect(denialOf(await world.client.call('echo', { i }))).toBe('E_RATE_LIMITED');
    expect(await world.server.core.approvals.list()).toHaveLength(MAX_APPROVALS_A_PEER);
    const theirs = await open(await another('second', world), world.server);
    const other = theirs.call('echo');
    const all = await world.waiting(MAX_APPROVALS_A_PEER + 1);
    for (const each of all) await world.answer(each.id, true);
    expect(await other).toMatchObject({ result: {} });
    for (const each of calls) expect(await each).toMatchObject({ result: {} });
  });

  it(`is not asked about after ${DENIED_APPROVALS_A_WINDOW} that were not approved, until the window is over`, async () => {
    const world = await asking({ command: async () => false });
    for (let i = 0; i < DENIED_APPROVALS_A_WINDOW; i++)
      expect(denialOf(await world.client.call('echo'))).toBe('APPROVAL_DENIED');
    expect(denialOf(await world.client.call('echo'))).toBe('E_RATE_LIMITED');
    expect(await events(world.server)).toHaveLength(2 * DENIED_APPROVALS_A_WINDOW);
    world.server.clock.advance(DENIED_APPROVALS_WINDOW_MS);
    expect(denialOf(await world.client.call('echo'))).toBe('APPROVAL_DENIED');
  });

  it(`causes ${APPROVALS_A_MINUTE} questions a minute at most`, async () => {
    const world = await asking({ command: async () => true });
    for (let i = 0; i < APPROVALS_A_MINUTE; i++) expect(await world.client.call('echo')).toMatchObject({ result: {} });
    expect(denialOf(await world.client.call('echo'))).toBe('E_RATE_LIMITED');
  });

  it('a call that nobody could read is refused unasked: APPROVAL_DENIED', async () => {
    const world = await asking({ command: async () => true });
    expect(denialOf(await world.client.call('echo', { text: 'x'.repeat(MAX_APPROVAL_BYTES) }))).toBe('APPROVAL_DENIED');
    expect(await events(world.server)).toEqual([]);
  });

  it('cannot hide an argument behind another: each is cut by itself, and how many there are is said', async () => {
    const world = await asking();
    const args = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`a${i}`, i === 0 ? 'x'.repeat(100_000) : i]));
    const call = world.client.call('echo', args);
    const [view] = await world.waiting();
    expect(view?.arguments).toHaveLength(32);
    expect(view?.arguments[0]).toMatchObject({ name: 'a0', length: 100_002 });
    expect(view?.arguments[0]?.value).toHaveLength(400);
    expect(view?.arguments[1]).toEqual({ name: 'a1', value: '1', length: 1 });
    expect(view?.more).toBe(8);
    expect((await world.server.core.approvals.get(view?.id ?? '')).text).toContain('x'.repeat(100_000));
    await world.answer(view?.id ?? '', false);
    await call;
  });
});

describe('the book of approvals', () => {
  it('C24: records at the next start that what waited came to nothing, once, and leaves what was decided alone', async () => {
    const world = await asking();
    const { store, ledger, approvals } = world.server.core;
    void world.client.call('echo');
    const [waits] = await world.waiting();
    const [asked] = (await world.server.entries('approval')) as (EntryBody & { type: 'approval' })[];
    // What a kill leaves: the record of the one that waits, and one whose decision is there.
    expect(await scanned()).toEqual([waits?.id]);
    const next = new ApprovalBook({ store, ledger, clock: world.server.clock, aliasOf: () => '' });
    await next.reconcile();
    await next.reconcile();
    expect(await scanned()).toEqual([]);
    expect(await events(world.server)).toEqual(['asked', 'expired']);
    expect(asked?.approval).toBe(waits?.id);
    // The approval of before is none for the book of now.
    await expect(next.answer({ id: waits?.id ?? '', allow: true, by: 'approvals' })).rejects.toThrow(
      expect.objectContaining({ code: 'E_NOT_FOUND' }),
    );
    approvals.close();

    async function scanned(): Promise<string[]> {
      const keys: string[] = [];
      for await (const [key] of store.scan('approval')) keys.push(toHex(key));
      return keys;
    }
  });

  it('keeps nothing of what was decided', async () => {
    const world = await asking({ command: async () => true });
    await world.client.call('echo');
    await until(async () => {
      for await (const _ of world.server.core.store.scan('approval')) return false;
      return true;
    });
    await world.server.core.approvals.reconcile();
    expect(await events(world.server)).toEqual(['asked', 'allowed command']);
  });

  it('says nothing of what was not on record as asked when the process was killed', async () => {
    const world = await asking();
    const { store, approvals } = world.server.core;
    const asked = { v: 1, peer: world.caller.identity.did, call: '11'.repeat(32), digest: '22'.repeat(32) };
    await store.apply([{ kind: 'put', space: 'approval', key: new Uint8Array(16), value: canonicalBytes(asked) }]);
    await approvals.reconcile();
    expect(await events(world.server)).toEqual([]);
    expect(await store.get('approval', new Uint8Array(16))).toBeUndefined();
  });

  it('a record in another form is E_STORAGE_CORRUPT', async () => {
    const world = await asking();
    await world.server.core.store.apply([
      { kind: 'put', space: 'approval', key: new Uint8Array(16), value: utf8('{}') },
    ]);
    await expect(world.server.core.approvals.reconcile()).rejects.toThrow(
      expect.objectContaining({ code: 'E_STORAGE_CORRUPT' }),
    );
  });

  it.each(['', 'abc', 'g'.repeat(8), 'a'.repeat(33), 'ABCD'])('%j names no approval: E_USAGE', async (id) => {
    const world = await asking();
    await expect(world.answer(id, true)).rejects.toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });

  it('a call that is asked about holds nothing beside what is shown: MALFORMED, unasked; others may', async () => {
    const world = await asking();
    const more = { name: 'echo', arguments: {}, more: 'what nobody sees' };
    expect(denialOf(await world.client.ask('tools/call', more))).toBe('MALFORMED');
    expect(denialOf(await world.client.ask('tools/call', { name: 'echo', arguments: {}, inputResponses: {} }))).toBe(
      'MALFORMED',
    );
    expect(await world.server.core.approvals.list()).toEqual([]);
    expect(codeOf(await world.client.ask('tools/call', { ...more, name: 'other' }))).toBeUndefined();
    const meta = { progressToken: 1, 'claudecode/toolUseId': 'x', 'io.modelcontextprotocol/related-task': {} };
    const asked = world.client.ask('tools/call', { name: 'echo', arguments: {}, _meta: meta });
    await world.answer(await idOf(world.waiting()), true);
    expect(codeOf(await asked)).toBeUndefined();
  });

  it('a call that is announced holds nothing beside what is announced: MALFORMED', async () => {
    const world = await lent(undefined, { needsIntent: 'echo', granted: ['echo'] });
    const client = await open(world.caller, world.server);
    expect(codeOf(await client.call('echo'))).toBeUndefined();
    expect(denialOf(await client.ask('tools/call', { name: 'echo', arguments: {}, more: 1 }))).toBe('MALFORMED');
  });

  it('a reason of more than 256 characters is E_USAGE, and the call waits on', async () => {
    const world = await asking();
    const call = world.client.call('echo');
    const id = await idOf(world.waiting());
    await expect(world.answer(id, false, 'x'.repeat(257))).rejects.toThrow(
      expect.objectContaining({ code: 'E_USAGE' }),
    );
    await world.answer(id, true);
    expect(codeOf(await call)).toBeUndefined();
  });

  it('an approval is no leave for other arguments than were shown, nor after its time, nor a second time', async () => {
    const world = await asking({ command: async () => true });
    const { approvals } = world.server.core;
    const call = callOf(world, { a: 1 });
    const terms = { timeoutMs: 60_000, command: async () => true };
    const denied = expect.objectContaining({ allowed: false, code: 'APPROVAL_DENIED' });
    expect(approvals.use(call)).toEqual(denied);
    expect(await approvals.ask(call, terms)).toEqual({ allowed: true });
    expect(approvals.use(call)).toEqual({ allowed: true });
    expect(approvals.use(call)).toEqual(denied);
    expect(await approvals.ask(call, terms)).toEqual({ allowed: true });
    Object.assign(call.params as object, { arguments: { a: 2 } });
    expect(approvals.use(call)).toEqual(denied);
    expect(await approvals.ask(call, terms)).toEqual({ allowed: true });
    world.server.clock.advance(60_000);
    expect(approvals.use(call)).toEqual(denied);
  });
});
