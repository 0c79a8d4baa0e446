/** @module `talos demo`: the main job between two processes on this machine. Everything printed is computed then. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RpcCaller, RpcOutcome } from '../../agent/tunnel/rpc-caller.ts';
import { EXIT, isTalosError, TalosError } from '../../base/errors.ts';
import { VERSION } from '../../base/version.ts';
import { type Json, type JsonObject, parseJson } from '../../codec/json.ts';
import { initCrypto } from '../../crypto/init.ts';
import { verifyProofFile } from '../../ledger/log/proof-file.ts';
import { isJsonObject, RPC_CODES } from '../../mcp/rpc.ts';
import type { Context, Run } from '../context.ts';
import { demonstrateMessage } from '../demo-message.ts';
import { DemoProcesses } from '../demo-processes.ts';

/** The MCP server that is lent, at the version that is fetched where it is not installed. */
const SERVER = '@modelcontextprotocol/server-filesystem';
const SERVER_VERSION = '2026.8.31';
const NOTE = 'the quarterly figures are in the other folder\n';

/** What the steps share. */
interface Scene {
  readonly context: Context;
  readonly processes: DemoProcesses;
  readonly owner: string;
  readonly agent: string;
  readonly auditor: string;
  readonly share: string;
}

/** Exit 0 if every step did what it should; 1 with the step that did not. */
export const demo: Run = async (context) => {
  const startedMs = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'talos-demo-'));
  await using processes = new DemoProcesses(context.io.env);
  const scene: Scene = {
    context,
    processes,
    owner: join(folder, 'owner'),
    agent: join(folder, 'agent'),
    auditor: join(folder, 'auditor'),
    share: await mkdtemp(join(folder, 'share-')),
  };
  try {
    await initCrypto();
    await play(scene);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    await say(scene, `all of this ran now, on this machine, in ${seconds} s; nothing of it is kept`);
    return EXIT.done;
  } finally {
    await processes[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
};

async function say({ context }: Scene, line: string): Promise<void> {
  await context.io.write(`${line}\n`);
}

/** Prints a ✓ for what was found to hold, and stops for what was not. */
async function check(scene: Scene, holds: boolean, line: string): Promise<void> {
  if (!holds) throw new TalosError('E_TOOL_FAILED', `the demo found otherwise: ${line}`);
  await say(scene, `✓ ${line}`);
}

function detail({ context }: Scene, line: string): void {
  context.detail(line);
}

async function play(scene: Scene): Promise<void> {
  await writeFile(join(scene.share, 'note.txt'), NOTE);
  const served = await lendIt(scene);
  const caller = await connected(scene, served);
  await grantedCall(scene, caller);
  await refusedCall(scene, caller);
  await tamperedMessage(scene);
  await revocation(scene, caller);
  await ledgers(scene);
  await proof(scene);
}

async function lendIt(scene: Scene): Promise<JsonObject> {
  const argv = await serverCommand(scene);
  const allow = 'read_*,list_*';
  const args = ['mcp-serve', '--allow', allow, '--expires', '1h', '--host', '127.0.0.1', '--port', '0', '--', ...argv];
  const served = await scene.processes.serve(scene.owner, args);
  const tools = served['tools'];
  const count = Array.isArray(tools) ? tools.length : 0;
  const isNarrow = Array.isArray(tools) && tools.every((name) => /^(read|list)_/.test(String(name)));
  await check(
    scene,
    count > 0 && isNarrow,
    `the owner lends ${count} tools of ${SERVER} for an hour, those of ${allow}`,
  );
  detail(scene, `owner ${textOf(served, 'did')}`);
  detail(scene, `tools ${Array.isArray(tools) ? tools.join(', ') : ''}`);
  detail(scene, `invitation ${textOf(served, 'invitation')}`);
  return served;
}

/** The installed server where there is one; otherwise the one that npx fetches, which is said. */
async function serverCommand(scene: Scene): Promise<readonly string[]> {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${SERVER}/package.json`);
    const { bin } = parseJson(await readFile(manifest)) as { readonly bin?: Json };
    const entry = isJsonObject(bin) ? Object.values(bin)[0] : bin;
    if (typeof entry === 'string') return [process.execPath, join(dirname(manifest), entry), scene.share];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND' && !isTalosError(error)) throw error;
  }
  await say(scene, `  (${SERVER} is not installed here: npx fetches version ${SERVER_VERSION})`);
  return ['npx', '-y', `${SERVER}@${SERVER_VERSION}`, scene.share];
}

async function connected(scene: Scene, served: JsonObject): Promise<RpcCaller> {
  const caller = scene.processes.connect(scene.agent, textOf(served, 'invitation'));
  await caller.initialize(VERSION);
  const names = (await caller.tools()).map(({ name }) => name);
  const [ours] = await scene.processes.lines(scene.agent, ['audit', 'log', '--type', 'session', '--last', '1']);
  const [theirs] = await scene.processes.lines(scene.owner, ['audit', 'log', '--type', 'session', '--last', '1']);
  const [a, b] = [sessionOf(ours), sessionOf(theirs)];
  const isOne = a !== '' && a === b;
  await check(
    scene,
    isOne,
    `the agent, in a process of its own, redeemed the invitation; both sides computed session ${a.slice(0, 16)}…`,
  );
  detail(scene, `X25519 + ML-KEM-768 handshake, then the Double Ratchet, with ${textOf(served, 'did')}`);
  const lent = served['tools'];
  const isSame = Array.isArray(lent) && names.join() === lent.join();
  await check(scene, isSame, `it sees ${names.length} tools, those that were granted, and no other`);
  return caller;
}

async function grantedCall(scene: Scene, caller: RpcCaller): Promise<void> {
  const given = { path: join(scene.share, 'note.txt') };
  const call = await caller.request('tools/call', { name: 'read_text_file', arguments: given });
  const result = call.kind === 'result' ? call.result : undefined;
  const content =
    isJsonObject(result) && Array.isArray(result['content']) ? (result['content'] as readonly Json[])[0] : undefined;
  const text = content !== undefined && isJsonObject(content) ? content['text'] : undefined;
  await check(
    scene,
    text === NOTE,
    `a call within the grant: read_text_file gave the ${NOTE.length} characters of the file`,
  );
}

async function refusedCall(scene: Scene, caller: RpcCaller): Promise<void> {
  const path = join(scene.share, 'written.txt');
  const call = await caller.request('tools/call', { name: 'write_file', arguments: { path, content: 'x' } });
  const denial = denialOf(call);
  const written = await stat(path).then(
    () => true,
    () => false,
  );
  const isRefused = denial === 'SCOPE_MISMATCH' && !written;
  await check(scene, isRefused, `a call outside the grant: write_file was refused (${denial}); no file was written`);
}

async function tamperedMessage(scene: Scene): Promise<void> {
  const { sessions, bytes, turned, refused, text } = demonstrateMessage('meet me at noon', scene.context.io.now());
  await check(
    scene,
    refused === turned && sessions[0] === sessions[1] && text === 'meet me at noon',
    `a sealed message of ${bytes} bytes: each of its ${turned} bits was turned once, ${refused} forgeries were refused, the true one still opened`,
  );
}

async function revocation(scene: Scene, caller: RpcCaller): Promise<void> {
  const listed = await scene.processes.json(scene.owner, ['capabilities', 'list']);
  const [first] = Array.isArray(listed['capabilities']) ? (listed['capabilities'] as readonly Json[]) : [];
  const id = isJsonObject(first) ? textOf(first, 'id') : '';
  await scene.processes.json(scene.owner, ['capabilities', 'revoke', id, '--reason', 'the demo is over']);
  const given = { path: join(scene.share, 'note.txt') };
  const call = await caller.request('tools/call', { name: 'read_text_file', arguments: given });
  const denial = denialOf(call);
  await check(
    scene,
    denial === 'REVOKED',
    `the owner revoked the capability: the very next call was refused (${denial})`,
  );
}

async function ledgers(scene: Scene): Promise<void> {
  for (const side of ['owner', 'agent'] as const) {
    const report = await scene.processes.json(scene[side], ['audit', 'verify']);
    const { valid, entries, blocks } = report;
    await check(
      scene,
      valid === true,
      `the ledger of the ${side} verifies: ${Number(entries)} entries in ${Number(blocks)} blocks`,
    );
  }
}

async function proof(scene: Scene): Promise<void> {
  const [receipt] = await scene.processes.lines(scene.agent, ['audit', 'log', '--type', 'receipt', '--last', '100']);
  const file = join(dirname(scene.agent), 'proof.json');
  await scene.processes.run(scene.agent, [
    'proof',
    'export',
    receipt === undefined ? '' : textOf(receipt, 'id'),
    '--out',
    file,
  ]);
  const verified = await scene.processes.run(scene.auditor, ['proof', 'verify', '--offline', file]);
  const bytes = await readFile(file);
  await check(
    scene,
    verified.status === EXIT.done,
    `a third party checked the proof of the call offline: a file of ${bytes.length} bytes, signed by both`,
  );
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] as number) ^ 1;
    if (!isValid(changed)) refused++;
  }
  await check(
    scene,
    refused === bytes.length,
    `each of its ${bytes.length} bytes was changed once: ${refused} forgeries were refused`,
  );
}

function isValid(file: Uint8Array): boolean {
  return verifyProofFile(file).valid;
}

/** The code of a denial; empty for any other outcome. */
function denialOf(call: RpcOutcome): string {
  if (call.kind === 'result' || call.error['code'] !== RPC_CODES.denied) return '';
  const { data } = call.error;
  const code = isJsonObject(data) ? data['code'] : undefined;
  return typeof code === 'string' ? code : '';
}

function textOf(object: JsonObject, field: string): string {
  const value = object[field];
  if (typeof value !== 'string') throw new TalosError('E_TOOL_FAILED', `the demo misses "${field}"`);
  return value;
}

function sessionOf(line: JsonObject | undefined): string {
  const entry = line?.['entry'];
  const json = typeof entry === 'string' ? parseJson(entry) : entry;
  const session = json !== undefined && isJsonObject(json) ? json['session'] : undefined;
  return typeof session === 'string' ? session : '';
}
