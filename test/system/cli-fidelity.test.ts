/**
 * M27: what a client sees through the tunnel is what it sees without. One script of every feature of the reference
 * server is played twice, and what was said is compared as JSON.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Answer, mcpServer, PATIENCE_MS, RpcClient, Terminals } from '../scenario/terminals.ts';

const EVERYTHING = [process.execPath, mcpServer('server-everything'), 'stdio'];
const CAPABILITIES = { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } };
const CANCELLED_S = 2;
/** A log message that the reference server makes up, of a level that it draws. */
const SIMULATED = /"level":"[a-z]+","data":"[A-Z][a-z]+[- ]level[- ]message"/;

/** What this client answers to the requests of the server. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'roots/list': { roots: [{ uri: 'file:///srv/data', name: 'data' }, { uri: 'file:///srv/ü' }] },
  'sampling/createMessage': {
    role: 'assistant',
    content: { type: 'text', text: 'sampled "text" with \u2028 and \ud83d\ude00' },
    model: 'none',
    stopReason: 'endTurn',
  },
  'elicitation/create': {
    action: 'accept',
    content: { name: 'Ada', check: true, email: 'ada@example.org', integer: 42, number: 3.14 },
  },
  ping: {},
};

interface Step {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

const call = (name: string, args: Readonly<Record<string, unknown>> = {}, more: Readonly<object> = {}): Step => ({
  method: 'tools/call',
  params: { name, arguments: args, ...more },
});
const complete = (ref: object, name: string, value: string, more: Readonly<object> = {}): Step => ({
  method: 'completion/complete',
  params: { ref, argument: { name, value }, ...more },
});
const PROMPT = { type: 'ref/prompt', name: 'completable-prompt' };
const TEMPLATE = { type: 'ref/resource', uri: 'demo://resource/dynamic/text/{resourceId}' };

/** Every feature, one request after the other. What the reference server makes of chance or its clock is not here, nor what is denied. */
const SCRIPT: readonly Step[] = [
  { method: 'ping' },
  { method: 'tools/list' },
  call('echo', { message: 'zwölf €, "quoted"\n\u0000 and \ud83d\ude00' }),
  call('echo', { message: 'x'.repeat(300_000) }),
  call('echo', { wrong: 1 }),
  call('get-sum', { a: 0.1, b: 0.2 }),
  call('get-sum', { a: 9007199254740991, b: -1e-7 }),
  call('get-sum', { a: '1', b: 2 }),
  ...['success', 'error', 'debug'].map((messageType) =>
    call('get-annotated-message', { messageType, includeImage: true }),
  ),
  call('get-resource-links', { count: 3 }),
  call('get-structured-content', { location: 'New York' }),
  call('get-structured-content', { location: 'nowhere' }),
  call('get-tiny-image'),
  call('trigger-long-running-operation', { duration: 0.2, steps: 4 }, { _meta: { progressToken: 'p-1' } }),
  call('trigger-long-running-operation', { duration: 0.1, steps: 2 }, { _meta: { progressToken: 7 } }),
  call('trigger-sampling-request', { prompt: 'say', maxTokens: 10 }),
  call('trigger-elicitation-request'),
  call('get-roots-list'),
  call('get-resource-reference', { resourceType: 'Text', resourceId: 4 }),
  { method: 'resources/list' },
  { method: 'resources/templates/list' },
  { method: 'resources/read', params: { uri: 'demo://resource/static/document/architecture.md' } },
  { method: 'resources/read', params: { uri: 'demo://resource/static/document/features.md' } },
  { method: 'resources/read', params: { uri: 'demo://resource/dynamic/text/1' } },
  { method: 'resources/read', params: { uri: 'demo://resource/dynamic/blob/2' } },
  { method: 'resources/read', params: { uri: 'demo://resource/none' } },
  { method: 'resources/subscribe', params: { uri: 'demo://resource/dynamic/text/1' } },
  { method: 'resources/unsubscribe', params: { uri: 'demo://resource/dynamic/text/1' } },
  { method: 'prompts/list' },
  { method: 'prompts/get', params: { name: 'simple-prompt' } },
  { method: 'prompts/get', params: { name: 'args-prompt', arguments: { city: 'Zürich', state: 'ZH' } } },
  { method: 'prompts/get', params: { name: 'args-prompt' } },
  { method: 'prompts/get', params: { name: 'completable-prompt', arguments: { department: 'Sales', name: 'Eve' } } },
  { method: 'prompts/get', params: { name: 'resource-prompt', arguments: { resourceType: 'Text', resourceId: '3' } } },
  { method: 'prompts/get', params: { name: 'no-such-prompt' } },
  complete(PROMPT, 'department', 'S'),
  complete(PROMPT, 'name', '', { context: { arguments: { department: 'Support' } } }),
  complete(TEMPLATE, 'resourceId', '5'),
  complete(TEMPLATE, 'resourceId', 'x'),
  { method: 'logging/setLevel', params: { level: 'debug' } },
  { method: 'logging/setLevel', params: { level: 'shouting' } },
  call('toggle-simulated-logging'),
];

interface Transcript {
  readonly initialize: Answer | undefined;
  readonly answers: readonly (readonly [string, unknown])[];
  readonly heard: readonly string[];
}

/** The same for every clock: what the reference server makes of its own, and of chance. */
function steady(message: unknown): unknown {
  const text = JSON.stringify(message)
    .replace(/\d{1,2}:\d\d:\d\d[\s\u202f]?(?:AM|PM)?/g, 'TIME')
    .replace(/"blob":"[A-Za-z0-9+/=]*"/g, (blob) => `"blob":"${steadyBlob(blob.slice(8, -1))}"`)
    .replace(SIMULATED, '"level":"chance","data":"chance"');
  return JSON.parse(text);
}

function steadyBlob(blob: string): string {
  return Buffer.from(blob, 'base64')
    .toString('utf8')
    .replace(/\d{1,2}:\d\d:\d\d.*$/, 'TIME');
}

async function play(client: RpcClient): Promise<Transcript> {
  const initialize = await client.initialize(CAPABILITIES);
  // The server asks for the roots of its own accord, a moment after it was initialised.
  await vi.waitFor(() => expect(client.heard.map(({ method }) => method)).toContain('roots/list'), PATIENCE_MS);
  const answers: [string, unknown][] = [];
  for (const { method, params = {} } of SCRIPT)
    answers.push([`${method} ${JSON.stringify(params).slice(0, 100)}`, steady(await client.request(method, params))]);
  await vi.waitFor(
    () => expect(client.heard.some((each) => SIMULATED.test(JSON.stringify(each)))).toBe(true),
    PATIENCE_MS,
  );
  return { initialize, answers, heard: client.heard.map((message) => JSON.stringify(steady(message))).sort() };
}

const terminals = new Terminals();
let direct: RpcClient;
let tunnelled: RpcClient;
const answering = (method: string): Readonly<Record<string, unknown>> | undefined => ANSWERS[method];

beforeAll(async () => {
  direct = new RpcClient(terminals.spawn(EVERYTHING), answering);
  const { served } = await terminals.serve('owner', ['--allow', '*,resource:*,prompt:*'], EVERYTHING);
  tunnelled = new RpcClient(terminals.start('agent', ['mcp-connect', served.invitation]), answering);
});
afterAll(() => terminals[Symbol.asyncDispose]());

it('M27, M26: every answer, notification and request of the server is equal as JSON through the tunnel', async () => {
  const [expected, found] = await Promise.all([play(direct), play(tunnelled)]);
  expect(found.initialize).toEqual(expected.initialize);
  expect(found.answers).toEqual(expected.answers);
  expect(found.heard).toEqual(expected.heard);
  // The script is worth its name: every way was used, and not by errors alone.
  const methods = new Set(found.heard.map((text) => (JSON.parse(text) as { method: string }).method));
  for (const method of ['roots/list', 'sampling/createMessage', 'elicitation/create', 'notifications/progress'])
    expect(methods).toContain(method);
  expect(methods).toContain('notifications/message');
  expect(found.answers.filter(([, answer]) => Object.hasOwn(answer as object, 'result')).length).toBeGreaterThan(30);
});

it('M27, M04: a cancelled call is not answered, and the progress of the others goes on', async () => {
  const [expected, found] = await Promise.all([cancelled(direct), cancelled(tunnelled)]);
  expect(found).toEqual(expected);
  expect(found.steps).toEqual([1, 2]);
});

/** Cancels a call at its first progress, and has another go on to its end. */
async function cancelled(client: RpcClient): Promise<{ answers: unknown; steps: number[] }> {
  const tell = (token: string): Readonly<object> => ({ _meta: { progressToken: token } });
  const ask = (duration: number, token: string): Promise<Answer | undefined> => {
    const { method, params = {} } = call('trigger-long-running-operation', { duration, steps: 2 }, tell(token));
    return client.ask(method, params);
  };
  const steps = (token: string): number[] =>
    client.heard
      .map(({ params }) => params as { progressToken?: string; progress?: number } | undefined)
      .flatMap((params) => (params?.progressToken === token ? [params.progress ?? 0] : []));
  const id = client.nextId;
  let isAnswered = false;
  void ask(CANCELLED_S, 'gone').then(() => {
    isAnswered = true;
  });
  await vi.waitFor(() => expect(steps('gone')).toEqual([1]), PATIENCE_MS);
  client.say({ method: 'notifications/cancelled', params: { requestId: id, reason: 'changed my mind' } });
  const other = await ask(CANCELLED_S / 2 + 0.5, 'stays');
  const pong = await client.request('ping');
  expect(isAnswered).toBe(false);
  return { answers: [other, pong], steps: steps('stays') };
}
