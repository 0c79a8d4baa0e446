/** The metrics of agents in processes of their own: what is counted, where it is to be had, and where it is not. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, type Lender, Terminals } from '../scenario/terminals.ts';

const TOOL = [process.execPath, fixture('scripted-tool.mjs')];
const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

/** A request with a `Host` of its own, which `fetch` does not let one say. */
function asks(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('talos --metrics', () => {
  let lender: Lender;
  let url: string;
  beforeAll(async () => {
    lender = await terminals.serve('owner', ['--allow', 'echo', '--metrics', '0'], TOOL);
    url = (await terminals.json<{ metrics: string }>('owner', 'status')).metrics;
  });
  const lines = async (): Promise<string[]> => (await (await fetch(url)).text()).split('\n');

  it('says where it is, counts calls and refusals, and has nothing of a peer in it', async () => {
    expect(lender.terminal.stderr).toContain(`metrics at ${url}`);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const client = terminals.connect('agent', lender.served.invitation);
    await client.initialize();
    expect(await client.call('echo', { sent: 'canary' })).toHaveProperty('result');
    expect(await client.call('write_file')).toHaveProperty('error');
    const found = await lines();
    expect(found).toContain('talos_calls_total{side="server"} 1');
    expect(found).toContain('talos_call_seconds_count{side="server",outcome="result"} 1');
    expect(found).toContain('talos_denials_total{subject="call",code="SCOPE_MISMATCH"} 1');
    expect(found).toContain('talos_sessions{role="responder"} 1');
    expect(found.some((line) => line.startsWith('talos_store_seconds_count{operation="apply"}'))).toBe(true);
    const text = found.join('\n');
    const { did } = await terminals.json<{ did: string }>('agent', 'whoami');
    for (const secret of [did, lender.served.did, 'canary', 'write_file']) expect(text).not.toContain(secret);
    await client.close();
  });

  it('is asked from this machine, by a name of it, with GET', async () => {
    expect((await fetch(new URL('/healthz', url))).status).toBe(200);
    expect((await fetch(new URL('/readyz', url))).status).toBe(200);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(new URL('/', url))).status).toBe(404);
    expect(await asks(url, 'localhost')).toBe(200);
    expect(await asks(url, 'attacker.example')).toBe(421);
    expect(await asks(url, 'localhost.attacker.example:80')).toBe(421);
  });

  it.each(['0.0.0.0:0', '[::]:0', '192.0.2.1:0', '65536', 'x'])('--metrics %s is E_USAGE', async (place) => {
    const { status, stdout } = await terminals.run(
      'agent',
      'mcp-connect',
      lender.served.did,
      '--json',
      '--metrics',
      place,
    );
    expect([status, JSON.parse(stdout)]).toMatchObject([2, { error: { code: 'E_USAGE' } }]);
  });

  it('is E_CONFIG where the port is taken, and where another process runs the agent; neither leaves it changed', async () => {
    const taken = await terminals.lend('third', ['--allow', 'echo', '--metrics', new URL(url).port], TOOL).ended;
    expect([taken.status, JSON.parse(taken.stdout)]).toMatchObject([2, { error: { code: 'E_CONFIG' } }]);
    const beside = await terminals.lend('owner', ['--allow', 'echo', '--metrics', '0', '--service', 'second'], TOOL)
      .ended;
    expect([beside.status, JSON.parse(beside.stdout)]).toMatchObject([2, { error: { code: 'E_CONFIG' } }]);
    expect((await fetch(url)).status).toBe(200);
  });

  it('ends with the agent', async () => {
    expect(await lender.terminal.end('SIGTERM')).toMatchObject({ status: 0 });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
