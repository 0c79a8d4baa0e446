import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GrantParams, ServeParams } from '../../src/agent/api/api.ts';
import type { JsonObject } from '../../src/codec/json.ts';
import { files, grantText, holder, NOW_S, server } from '../unit/capability/world.ts';
import { PEER_DID } from './fake-agent.ts';
import { World } from './fake-io.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const grant = (...more: string[]) => world.run('capabilities', 'grant', '--subject', PEER_DID, ...more);
/** What the agent was asked for: phrases, and the other members. */
function asked(): { readonly tools: readonly string[]; readonly terms: unknown } {
  const { tools, terms } = (world.agents.agent.asked.at(-1) as unknown as { params: GrantParams }).params;
  return { tools, terms: terms === undefined ? undefined : JSON.parse(terms) };
}
const scopeFile = (content: unknown) =>
  writeFile(join(world.home, 'scope'), typeof content === 'string' ? content : JSON.stringify(content));

describe('what capabilities grant asks for', () => {
  it('is said in words', async () => {
    const line = ['--read-only', '--expires', '1h', '--calls', '100', '--rate', '10/min', '--bytes', '10MB'];
    expect(await grant('--tool', 'read_file(path under /data)', ...line, '--require-fresh', '60s')).toBe(0);
    expect(asked()).toEqual({
      tools: ['read_file(path under /data)'],
      terms: {
        read_only: true,
        limits: { calls: 100, bytes: 10_000_000, rate: { count: 10, seconds: 60 } },
        fresh: 60,
      },
    });
    expect(world.agents.agent.granted[0]?.expiresAt).toBe(1_700_000_000_000 + 3_600_000);
  });

  it('holds times, places, messages, files, services, resources and prompts, with a tool or without', async () => {
    const windows = ['--window', 'mon-fri 09:00-17:00 Europe/Berlin', '--window', '00:00-24:00 UTC'];
    const places = ['--environment', 'stage=test', '--environment', 'region in ["eu","us"]'];
    const things = ['--messages', '--files', '64KiB', '--file-name', 'suffix .txt', '--services', 'web,mail'];
    const mcp = ['--resource', 'glob file:///data/**', '--prompt', 'any', '--renewable', '7d'];
    expect(await grant(...windows, ...places, ...things, ...mcp)).toBe(0);
    expect(asked()).toEqual({
      tools: [],
      terms: {
        resources: [{ glob: 'file:///data/**' }],
        prompts: [{ any: true }],
        messages: {},
        files: { max_bytes: 65_536, names: [{ suffix: '.txt' }] },
        services: ['web', 'mail'],
        environment: { stage: { exact: 'test' }, region: { oneOf: ['eu', 'us'] } },
        windows: [
          { zone: 'Europe/Berlin', from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] },
          { zone: 'UTC', from: '00:00', to: '24:00' },
        ],
        renewable_until: Math.floor(world.now / 1000) + 604_800,
      },
    });
  });

  it('is read from a file, which the options may complete', async () => {
    const tools = { read_file: { path: { under: '/data' } } };
    await scopeFile({ type: 'talos-mcp', service: 'files', tools, limits: { calls: 1 } });
    expect(await grant('--scope', 'scope', '--tool', 'list', '--read-only')).toBe(0);
    expect(asked()).toEqual({
      tools: ['list'],
      terms: { service: 'files', tools, limits: { calls: 1 }, read_only: true },
    });
  });

  it.each<[string, string[]]>([
    ['nothing', []],
    ['terms of nothing', ['--read-only', '--calls', '1']],
    ['a number that is none', ['--calls', 'many']],
    ['no call', ['--calls', '0']],
    ['half a call', ['--calls', '0.5']],
    ['calls twice', ['--calls', '1', '--calls', '2']],
    ['a rate twice', ['--rate', '1/s', '--rate', '1/s']],
    ['a rate without a time', ['--rate', '10']],
    ['a size in no unit', ['--bytes', '10 gallons']],
    ['a window without a zone', ['--window', '09:00-17:00']],
    ['a zone that is nowhere', ['--window', '09:00-17:00 Mars/Olympus']],
    ['a freshness of no time', ['--require-fresh', '0s']],
    ['a freshness beyond all tokens', ['--require-fresh', '401d']],
    ['a renewal of no time', ['--renewable', 'for ever']],
    ['an environment without a rule', ['--environment', 'stage']],
    ['an environment twice', ['--environment', 'stage=a', '--environment', 'stage=b']],
    ['an environment with an unknown rule', ['--environment', 'stage is a']],
    ['a service without a name', ['--services', 'a,,b']],
    ['a service twice', ['--services', 'a,a']],
    ['a rule that is none', ['--resource', 'file:///data']],
    ['a name of a file that is none', ['--file-name', '*.txt']],
    ['renewal for too long', ['--renewable', '401d']],
    ['messages of no byte', ['--messages', '0']],
    ['a tool twice', ['--tool', 't(a any)']],
    ['an unknown option', ['--readonly']],
    ['a value for a flag', ['--read-only=yes']],
  ])('I02: refuses %s with E_USAGE, and opens nothing', async (name, options) => {
    const tool = name === 'nothing' || name === 'terms of nothing' ? [] : ['--tool', 't'];
    expect(await grant(...tool, ...options, '--json')).toBe(2);
    expect(world.json).toMatchObject({ error: { code: 'E_USAGE' } });
    expect(world.agents.opened).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['no JSON', 'tools: {}', []],
    ['a member twice', '{"tools":{},"tools":{}}', []],
    ['a list', [], []],
    ['an unknown member', { tools: {}, network: true }, []],
    ['an unknown constraint', { tools: { t: { a: { regex: '.*' } } } }, []],
    ['another type', { type: 'oauth', tools: { t: {} } }, []],
    ['tools in a list', { tools: ['t'] }, []],
    ['a tool that an option names', { tools: { t: {} } }, ['--tool', 't']],
    ['a member that an option says', { tools: { t: {} }, limits: { calls: 1 } }, ['--calls', '2']],
    ['another service', { service: 'a', tools: { t: {} } }, ['--service', 'b']],
    ['nothing', {}, []],
  ])('I02: refuses a file with %s', async (_, content, options) => {
    await scopeFile(content);
    expect(await grant('--scope', 'scope', ...options, '--json')).toBe(2);
    expect(world.json).toMatchObject({ error: { code: 'E_USAGE' } });
    expect(world.agents.opened).toEqual([]);
  });

  it('L03: show says what is allowed and on which terms, escaped', async () => {
    await world.agents.agent.grant({ subject: PEER_DID, tools: ['read'], terms: 'x\u001b[2J\u202e', expiresInS: 60 });
    expect(await world.run('capabilities', 'show', world.agents.agent.granted[0]?.id ?? '')).toBe(0);
    expect(world.out).toContain('allows  read\nterms   as in x\\u{1b}[2J\\u{202e}\n');
  });

  it('refuses a file that is longer than any scope, or not there', async () => {
    await scopeFile(' '.repeat(16 * 1024 + 1));
    expect(await grant('--scope', 'scope', '--json')).toBe(1);
    expect(world.json).toMatchObject({ error: { code: 'E_LIMIT' } });
    world.out = '';
    expect(await grant('--scope', 'elsewhere', '--json')).toBe(1);
    expect(world.json).toMatchObject({ error: { code: 'E_NOT_FOUND' } });
  });
});

describe('what capabilities verify is told of the serving side', () => {
  it.each<[string[], number, string]>([
    [['--environment', 'stage=test'], 0, 'allowed'],
    [['--environment', 'stage=production'], 3, 'CONSTRAINT'],
    [[], 3, 'CONSTRAINT'],
    [['--environment', 'stage'], 2, 'E_USAGE'],
  ])('%j: exit %i, %s', async (options, status, code) => {
    const scope = files({ read: { '*': { any: true } } }) as JsonObject;
    const token = grantText({ ...scope, environment: { stage: { exact: 'test' } } });
    const at = ['--root', server().did, '--as', holder().did, '--tool', 'read'];
    world.now = NOW_S * 1000;
    expect(await world.run('capabilities', 'verify', token, ...at, ...options, '--json')).toBe(status);
    expect(world.json).toMatchObject(code === 'allowed' ? { allowed: true } : { error: { code } });
  });
});

describe('what mcp-serve asks for', () => {
  const serve = (...more: string[]) => world.run('mcp-serve', '--allow', '*', ...more, '--', 'server');
  const served = (): ServeParams | undefined => world.agents.agent.services[0]?.params;

  it('has the same terms, and says what this side is', async () => {
    const run = serve('--read-only', '--rate', '10/min', '--environment', 'stage=test', '--environment', 'a=b=c');
    await vi.waitFor(() => expect(world.notesText).toContain('lending'));
    world.end('SIGINT');
    expect(await run).toBe(130);
    expect(JSON.parse(served()?.terms ?? '')).toEqual({
      read_only: true,
      limits: { rate: { count: 10, seconds: 60 } },
    });
    expect(served()?.environment).toEqual({ stage: 'test', a: 'b=c' });
  });

  it.each([
    ['--environment', 'stage'],
    ['--environment', '=test'],
    ['--environment', 'a b=c'],
    ['--rate', 'fast'],
    ['--calls', '-1'],
  ])('I02: refuses %s %s with E_USAGE', async (option, value) => {
    expect(await serve(option, value, '--json')).toBe(2);
    expect(world.json).toMatchObject({ error: { code: 'E_USAGE' } });
    expect(served()).toBe(undefined);
  });
});
