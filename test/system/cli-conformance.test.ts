/**
 * M27: the server scenarios of the conformance suite of MCP, against a server over stdio and against the same server
 * through the tunnel. The suite speaks Streamable HTTP alone, so the same front stands before both.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HttpFront } from '../fixtures/http-front.ts';
import { type Ended, fixture, mcpServer, Terminals } from '../scenario/terminals.ts';

const SERVER = [process.execPath, fixture('conformance-tool.mjs')];
const SCENARIOS = 32;
/** Longest time for both suites, milliseconds: a process for each scenario, one after the other, beside other files. */
const SUITES_MS = 120_000;

interface Check {
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string;
}

interface Played {
  /** The checks of each scenario, by its name. */
  readonly outcome: Readonly<Record<string, readonly Check[]>>;
  /** What the server said, session by session; in no order, for some requests are open at once. */
  readonly said: readonly (readonly unknown[])[];
  readonly endings: readonly Ended[];
}

const terminals = new Terminals();
let direct: Played;
let tunnelled: Played;

beforeAll(async () => {
  const { served } = await terminals.serve('owner', ['--allow', '*,resource:*,prompt:*'], SERVER);
  // Owns the data directory of the agent: the sessions go through its link, and need not make one each.
  await terminals.connect('agent', served.invitation).initialize();
  await using server = await HttpFront.open(() => terminals.spawn(SERVER));
  await using tunnel = await HttpFront.open(() => terminals.start('agent', ['mcp-connect', served.invitation]));
  [direct, tunnelled] = await Promise.all([play(server, 'direct'), play(tunnel, 'tunnelled')]);
}, SUITES_MS);
afterAll(() => terminals[Symbol.asyncDispose]());

/** Plays every server scenario, one after the other. */
async function play(front: HttpFront, name: string): Promise<Played> {
  const folder = terminals.path(name);
  const suite = [process.execPath, mcpServer('conformance'), 'server', '--suite', 'all', '--output-dir', folder];
  const { stdout, stderr } = await terminals.spawn([...suite, '--url', front.url]).ended;
  const endings = await front.close();
  const said = front.terminals.map(({ lines }) => [...lines].sort().map((line) => JSON.parse(line) as unknown));
  const results = await readdir(folder).catch((cause: unknown) => {
    throw new Error(`the suite left nothing: ${stdout}${stderr}`, { cause });
  });
  const outcome = await Promise.all(results.sort().map((result) => checksOf(folder, result)));
  return { outcome: Object.fromEntries(outcome), said, endings };
}

/** The name of a scenario, and its checks, without times and details. */
async function checksOf(folder: string, result: string): Promise<[string, Check[]]> {
  const [, scenario = result] = /^server-(.*)-\d{4}-\d\d-\d\dT[-\d]*Z$/.exec(result) ?? [];
  const checks = JSON.parse(await readFile(join(folder, result, 'checks.json'), 'utf8')) as Check[];
  return [scenario, checks.map(({ id, status, errorMessage = '' }) => ({ id, status, errorMessage }))];
}

it('M27: every server scenario of the conformance suite has the same outcome direct and tunnelled', () => {
  expect(tunnelled.outcome).toEqual(direct.outcome);
  expect(Object.keys(tunnelled.outcome)).toHaveLength(SCENARIOS);
});

it('M27, M26: none fails; what is recommended is missing from the HTTP of the front alone', () => {
  const found = Object.entries(tunnelled.outcome).flatMap(([scenario, checks]) =>
    checks.flatMap(({ id, status }) => (['SUCCESS', 'INFO'].includes(status) ? [] : [`${status} ${scenario} ${id}`])),
  );
  // The suite asks with 2025-03-26, which knows no priming events.
  expect(found).toEqual([
    'WARNING server-sse-polling server-sse-priming-event',
    'WARNING server-sse-polling server-sse-retry-field',
  ]);
});

it('M27: every message of the server is equal as JSON in every session of the suite', () => {
  expect(tunnelled.said).toEqual(direct.said);
  expect(tunnelled.said).toHaveLength(SCENARIOS);
});

it('M27, M21: each of the sessions ends with its client, and says nothing that is not of MCP', () => {
  expect(tunnelled.endings.map(({ status }) => status)).toEqual(direct.endings.map(() => 0));
});
