/**
 * `vectors/talos/grants/`: hostile scopes, arguments, tokens, delegations and times, each with the verdict that it must
 * get, from `capabilities verify` and in a tunnel. PROTOCOL.md §8.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ed25519 } from '@noble/curves/ed25519.js';
import { afterAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/base/clock.ts';
import { type Json, type JsonObject, parseJson } from '../../src/codec/json.ts';
import { keyOfDid, parseDid } from '../../src/identity/did.ts';
import { commit } from '../../src/ledger/entry/commitment.ts';
import { World } from '../cli/fake-io.ts';
import { type Made, MemoryNet, makeAgent, scripted } from '../fixtures/agents.ts';
import { constraints, shapes } from '../fixtures/grant-corpus/arguments.ts';
import { type Ask, actor, CorpusFile, type GrantFile, type GrantRow, idOf } from '../fixtures/grant-corpus/corpus.ts';
import { links, scopes } from '../fixtures/grant-corpus/delegations.ts';
import { prompts, resources, toolNames } from '../fixtures/grant-corpus/scopes.ts';
import { ends, windows } from '../fixtures/grant-corpus/times.ts';
import { bindings, forms, texts } from '../fixtures/grant-corpus/tokens.ts';
import { RawCaller } from '../fixtures/raw-tunnel.ts';
import { codeOf, denialOf } from '../fixtures/tunnel-world.ts';
import { VECTORS } from './files.ts';

const MAKERS: Readonly<Record<string, readonly ((file: CorpusFile) => void)[]>> = {
  scopes: [toolNames, resources, prompts],
  arguments: [constraints, shapes],
  tokens: [forms, texts, bindings],
  delegations: [scopes, links],
  times: [ends, windows],
};
const NAMES = Object.keys(MAKERS);
/** Rows that one world takes: a channel and a tunnel each are below what a peer gets in a minute. */
const ROWS_A_WORLD = 55;

const placeOf = (name: string): URL => new URL(`talos/grants/${name}.json`, VECTORS);
const load = (name: string): GrantFile => JSON.parse(readFileSync(placeOf(name), 'utf8')) as GrantFile;

function textOf(name: string): string {
  const file = new CorpusFile(name);
  for (const make of MAKERS[name] ?? []) make(file);
  const { rows, tokens, ...head } = file.file();
  const lines = (all: readonly string[]): string => all.join(',\n  ');
  const named = Object.entries(tokens).map(([key, text]) => `${JSON.stringify(key)}: ${JSON.stringify(text)}`);
  const fields = Object.entries(head).map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${fields.join('')} "tokens": {\n  ${lines(named)}\n },\n "rows": [\n  ${lines(rows.map((row) => JSON.stringify(row)))}\n ]\n}\n`;
}

describe('the grants of vectors/talos/grants', () => {
  it('are made as they are there', () => {
    for (const name of NAMES) {
      const text = textOf(name);
      if (process.env['TALOS_WRITE_VECTORS'] === '1') {
        mkdirSync(new URL('.', placeOf(name)), { recursive: true });
        writeFileSync(placeOf(name), text);
      }
      expect(readFileSync(placeOf(name), 'utf8') === text, name).toBe(true);
    }
  });

  it('are more than 300, of which at most one in four is allowed, each with an id of its own', () => {
    const rows = NAMES.flatMap((name) => load(name).rows);
    expect(rows.length).toBeGreaterThan(300);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ expect: verdict }) => verdict === 'allowed').length * 4).toBeLessThan(rows.length);
    expect(new Set(rows.map(({ expect: verdict }) => verdict)).size).toBeGreaterThanOrEqual(13);
  });

  it('a second implementation finds those signatures wrong, and no others', () => {
    for (const name of NAMES) {
      const { rows, tokens } = load(name);
      for (const { chain, expect: verdict, id } of rows.filter((row) => row.chain.length > 0)) {
        const texts = chain.map((each) => tokens[each] as string);
        if (verdict === 'MALFORMED' || texts.length > 8) continue;
        expect(texts.every(isSigned), id).toBe(verdict !== 'SIGNATURE_INVALID');
      }
    }
  });

  it.each(NAMES)('%s get their verdicts from capabilities verify', async (name) => {
    const file = load(name);
    const wrong: object[] = [];
    for (const row of file.rows) {
      const verdict = await verified(file, row);
      if (verdict !== row.expect) wrong.push({ ...row, verdict });
    }
    expect(wrong).toEqual([]);
  });

  describe('in tunnels', () => {
    const ends: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const end of ends) await end();
    });

    it.each(NAMES)('%s get the same verdicts', async (name) => {
      const file = load(name);
      const wrong: object[] = [];
      const tunnels = new Tunnels(file, ends);
      // The clock of an agent does not go back.
      for (const row of file.rows.toSorted((a, b) => a.at - b.at)) {
        const verdict = await tunnels.verdict(row);
        if (verdict !== row.expect) wrong.push({ ...row, verdict });
      }
      expect(wrong).toEqual([]);
    });
  });
});

/** Signature of a token by noble, under the rule of RFC 8032. */
function isSigned(text: string): boolean {
  const at = text.lastIndexOf('.');
  const claims = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as { iss: string };
  const signature = new Uint8Array(Buffer.from(text.slice(at + 1), 'base64url'));
  const input = new TextEncoder().encode(text.slice(0, at));
  return ed25519.verify(signature, input, keyOfDid(parseDid(claims.iss)), { zip215: false });
}

function optionsOf(ask: Ask): string[] {
  if ('resource' in ask) return [`--resource=${ask.resource}`];
  if ('prompt' in ask) return [`--prompt=${ask.prompt}`];
  return [`--tool=${ask.tool}`, `--arguments=${ask.arguments}`];
}

const tokensOf = ({ tokens }: GrantFile, { chain }: GrantRow): string[] => chain.map((name) => tokens[name] as string);

async function verified(file: GrantFile, row: GrantRow): Promise<string> {
  const world = new World();
  world.now = (file.time + row.at) * 1000;
  world.stdin.push(`${tokensOf(file, row).join('~')}\n`);
  world.stdin.end();
  const { owner } = file.actors;
  const who = ['--as', file.actors[row.as], '--root', owner, '--service', file.service, '--json'];
  const status = await world.run('capabilities', 'verify', '-', ...optionsOf(row.ask), ...who);
  if (status === 0) return 'allowed';
  const { code } = (world.json as { error: { code: string } }).error;
  return code === 'E_USAGE' && status === 2 ? 'unreadable' : code;
}

/** Tunnels of the actors to the owner, one opened for each chain that is shown. */
class Tunnels {
  readonly #file: GrantFile;
  readonly #ends: (() => Promise<void>)[];
  #rows = ROWS_A_WORLD;
  #day = 0;
  #net = new MemoryNet();
  #server: Made | undefined;

  constructor(file: GrantFile, ends: (() => Promise<void>)[]) {
    this.#file = file;
    this.#ends = ends;
  }

  async #world(at: number): Promise<Made> {
    const day = dayOf(at);
    const atMs = (this.#file.time + at) * 1000;
    if (this.#server === undefined || this.#rows >= ROWS_A_WORLD || this.#day !== day) {
      this.#rows = 0;
      this.#day = day;
      this.#net = new MemoryNet();
      const { start } = scripted();
      const server = await makeAgent('owner', this.#net, {
        identity: actor('owner', day),
        clock: new ManualClock(atMs),
      });
      server.agent.tunnels.lend({
        name: this.#file.service,
        startTool: start,
        callTimeoutMs: 60_000,
        onDiagnostic: () => {},
      });
      this.#ends.push(server.end);
      this.#server = server;
    }
    this.#server.clock.advance(atMs - this.#server.clock.now());
    return this.#server;
  }

  async verdict(row: GrantRow): Promise<string> {
    const server = await this.#world(row.at);
    this.#rows++;
    const caller = await RawCaller.dial(this.#net, actor(row.as, dayOf(row.at)), server);
    try {
      const opened = await caller.open(tokensOf(this.#file, row), this.#file.service);
      if ('word' in opened) return opened.code ?? opened.word;
      const answer = await ask(caller, row.ask);
      const code = codeOf(answer);
      if (code === undefined) return 'allowed';
      const denial = denialOf(answer);
      return code === -32_003 && typeof denial === 'string' ? denial : 'unreadable';
    } finally {
      await caller.channel.close();
    }
  }
}

/** Certificates live for less than a year. */
const dayOf = (at: number): number => Math.max(0, Math.floor(at / 86_400));

/** The value that a caller commits to; of what is no JSON there is none. */
function committed(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return {};
  }
}

async function ask(caller: RawCaller, what: Ask): Promise<JsonObject> {
  const [method, target, params] =
    'tool' in what
      ? ['tools/call', what.tool, `{"name":${JSON.stringify(what.tool)},"arguments":${what.arguments}}`]
      : 'resource' in what
        ? ['resources/read', what.resource, JSON.stringify({ uri: what.resource })]
        : ['prompts/get', what.prompt, JSON.stringify({ name: what.prompt })];
  const salt = new Uint8Array(32);
  const request = { jsonrpc: '2.0', id: 1, method, params: { name: target } };
  const given = 'tool' in what ? committed(what.arguments) : (JSON.parse(params) as Json);
  const statement = caller.statement(request, salt, {
    target,
    token: idOf(caller.opened?.token ?? ''),
    arguments: commit(salt, given),
  });
  caller.sendCall(statement.bytes, salt, `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`);
  return (await caller.hear()).json;
}
