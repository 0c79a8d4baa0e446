import { describe, expect, it } from 'vitest';
import type { CallEnd, CallInQuestion, CallRule, RuledTunnel } from '../../src/agent/authority/call-rule.ts';
import type { Allowed, Denial } from '../../src/capability/authorize.ts';
import { ALLOWED, deny } from '../../src/capability/verdict.ts';
import type { JsonObject } from '../../src/codec/json.ts';
import { echo, type Lending, type Script, until } from '../fixtures/agents.ts';
import { denialOf, lent, open, reached, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

/** A lending under `rules`, and the calls that they were asked about. */
async function under(
  rules: (tunnel: RuledTunnel) => readonly CallRule[],
  script: Script = echo,
): Promise<Lending & { readonly client: Awaited<ReturnType<typeof open>> }> {
  const world = await lent(script, { rules });
  return { ...world, client: await open(world.caller, world.server) };
}

const nameOf = ({ request }: CallInQuestion): string => (request.kind === 'tool' ? request.name : '');

/** A consent that a test gives or refuses. */
function pending(): {
  readonly rule: CallRule;
  readonly asked: CallInQuestion[];
  readonly say: (verdict: Allowed | Denial) => void;
} {
  const asked: CallInQuestion[] = [];
  let say: (verdict: Allowed | Denial) => void = () => {};
  const rule: CallRule = {
    consent: (call) => {
      asked.push(call);
      return new Promise((resolve) => {
        say = resolve;
        call.signal.addEventListener('abort', () => resolve(deny('SCOPE_MISMATCH', 'it was taken back')));
      });
    },
  };
  return { rule, asked, say: (verdict) => say(verdict) };
}

const decisions = async ({ server }: Lending): Promise<unknown[]> =>
  (await server.entries('decision')).map((entry) => entry.type === 'decision' && entry.decision);

describe('a rule beside the capability', () => {
  it('refuses a call that the capability covers, with its code, on record, and the tool sees nothing', async () => {
    const world = await under(() => [{ check: () => deny('CONSTRAINT', 'not today') }]);
    expect(denialOf(await world.client.call('echo'))).toBe('CONSTRAINT');
    expect(reached(world)).toBe(0);
    expect(await decisions(world)).toEqual(['CONSTRAINT']);
  });

  it('is not asked about a call that the capability refuses, and cannot allow it', async () => {
    const asked: string[] = [];
    const world = await under(() => [
      {
        check: (call) => {
          asked.push(nameOf(call));
          return ALLOWED;
        },
      },
    ]);
    expect(denialOf(await world.client.call('secret'))).toBe('SCOPE_MISMATCH');
    expect(asked).toEqual([]);
  });

  it('hides from lists what it does not cover', async () => {
    const world = await under(() => [{ coverage: { tool: (name) => name !== 'echo' } }]);
    expect(await world.client.ask('tools/list')).toMatchObject({ result: { tools: [] } });
  });

  it('charges once a call, after every check of every rule, and refuses with its code', async () => {
    const order: string[] = [];
    const seen = (what: string): Allowed => {
      order.push(what);
      return ALLOWED;
    };
    let left = 1;
    const world = await under(() => [
      { charge: () => (left-- > 0 ? seen('charge') : deny('E_RATE_LIMITED', 'no more')), check: () => seen('first') },
      { check: () => seen('second') },
    ]);
    expect(await world.client.call('echo')).toMatchObject({ result: {} });
    expect(order).toEqual(['first', 'second', 'charge']);
    expect(denialOf(await world.client.call('echo'))).toBe('E_RATE_LIMITED');
    expect(reached(world)).toBe(1);
  });

  it('changes what the tool gets, not what is on record; and is told how the call ended', async () => {
    const ends: CallEnd[] = [];
    const prepare = (message: JsonObject): JsonObject => ({
      ...message,
      params: { ...(message['params'] as JsonObject), arguments: { key: 'value' } },
    });
    const world = await under(() => [{ prepare, ended: (_, end) => ends.push(end) }]);
    const answer = await world.client.call('echo', { key: 'reference' });
    expect(answer).toMatchObject({ result: { structuredContent: { key: 'value' } } });
    expect(ends).toMatchObject([{ outcome: 'result' }]);
    expect(ends[0]?.bytes).toBeGreaterThan(20);
    expect(await decisions(world)).toEqual(['allowed']);
  });

  it('sees what the tool says first, may ask the tool itself, and keeps the answer to itself', async () => {
    const answers: unknown[] = [];
    const world = await under(({ toTool }) => {
      toTool({ jsonrpc: '2.0', id: 'of the rule', method: 'ping' });
      return [
        {
          fromTool: (message) => {
            if (message.kind !== 'result' || message.id !== 'of the rule') return message;
            answers.push(message.result);
            return undefined;
          },
        },
      ];
    });
    await until(() => answers.length > 0);
    expect(await world.client.call('echo')).toMatchObject({ result: {} });
    expect(world.client.heard).toHaveLength(1);
  });

  it('is closed once with its tunnel', async () => {
    let closed = 0;
    const world = await under(() => [{ close: () => closed++ }]);
    await world.client.close();
    await until(() => closed === 1);
  });
});

describe('a consent', () => {
  it('is waited for while other calls go on; then the call is made and recorded', async () => {
    const { rule, asked, say } = pending();
    const world = await under(() => [
      { ...rule, consent: (call) => (asked.length === 0 ? rule.consent?.(call) : undefined) },
    ]);
    const waiting = world.client.call('echo', { n: 1 });
    await until(() => asked.length === 1);
    expect(await world.client.call('echo', { n: 2 })).toMatchObject({ result: { structuredContent: { n: 2 } } });
    expect(reached(world)).toBe(1);
    expect(await decisions(world)).toEqual(['allowed']);
    say(ALLOWED);
    expect(await waiting).toMatchObject({ result: { structuredContent: { n: 1 } } });
    expect(await decisions(world)).toEqual(['allowed', 'allowed']);
  });

  it('that is refused refuses the call with its code', async () => {
    const { rule, asked, say } = pending();
    const world = await under(() => [rule]);
    const waiting = world.client.call('echo');
    await until(() => asked.length === 1);
    say(deny('CONSTRAINT', 'no'));
    expect(denialOf(await waiting)).toBe('CONSTRAINT');
    expect(reached(world)).toBe(0);
  });

  it('does not revive a grant that was revoked meanwhile', async () => {
    const { rule, asked, say } = pending();
    const world = await under(() => [rule]);
    const waiting = world.client.call('echo');
    await until(() => asked.length === 1);
    await world.server.agent.revoke({ id: world.server.core.grants.all()[0]?.token.id ?? '', reason: 'over' });
    say(ALLOWED);
    expect(denialOf(await waiting)).toBe('REVOKED');
    expect(reached(world)).toBe(0);
  });

  it('is withdrawn when the caller cancels: the tool hears of neither, and the id may be used again', async () => {
    const { rule, asked } = pending();
    const world = await under(() => [
      { ...rule, consent: (call) => (asked.length === 0 ? rule.consent?.(call) : undefined) },
    ]);
    const call = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'echo', arguments: {} } };
    await world.client.say(call);
    await until(() => asked.length === 1);
    await world.client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } });
    await until(async () => (await decisions(world)).length === 1);
    expect(await decisions(world)).toEqual(['SCOPE_MISMATCH']);
    expect(reached(world) + reached(world, 'notifications/cancelled')).toBe(0);
    await world.client.say(call);
    await until(() => world.client.heard.some((message) => message['id'] === 7 && message['result'] !== undefined));
  });

  it('that a caller takes back once it has consent, and before the tool has it, is not made, which is on record', async () => {
    const consent = pending();
    const world = await under(() => [consent.rule]);
    const call = world.client.call('echo');
    await until(() => consent.asked.length === 1);
    const { ledger } = world.server.core;
    const append = ledger.appendAll.bind(ledger);
    let write: (() => void) | undefined;
    ledger.appendAll = ((bodies) => {
      if (bodies[0]?.type !== 'decision') return append(bodies);
      return new Promise((resolve) => {
        write = () => resolve(append(bodies));
      });
    }) as typeof append;
    consent.say(ALLOWED);
    await until(() => write !== undefined);
    await world.client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await world.client.ask('tools/list');
    write?.();
    await until(async () => (await world.server.entries('result')).length === 1);
    expect(reached(world)).toBe(0);
    expect(reached(world, 'notifications/cancelled')).toBe(0);
    expect(await world.server.entries('result')).toMatchObject([{ statement: { statement: { outcome: 'none' } } }]);
    void call;
  });

  it('is withdrawn when the tunnel ends, and the refusal is on record', async () => {
    const { rule, asked } = pending();
    const world = await under(() => [rule]);
    void world.client.call('echo');
    await until(() => asked.length === 1);
    await world.client.close();
    await until(async () => (await decisions(world)).length === 1);
    expect(await decisions(world)).toEqual(['SCOPE_MISMATCH']);
    expect(reached(world)).toBe(0);
  });
});
