/**
 * A tool call through the tunnel, everything on, beside the same call to the same tool over direct stdio: an owner and an
 * agent in processes of their own on loopback, a tool that does next to nothing.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { RpcCaller } from "../agent/tunnel/rpc-caller.js";
import { TalosError } from "../base/errors.js";
import { VERSION } from "../base/version.js";
import { readRpc, writeRpc } from "../mcp/rpc.js";
import { median, quantile, ratioOf } from "./rounds.js";
/** Milliseconds for a process to start and answer, and for the rest to be over. */
const DEADLINE_MS = 60_000;
/** Calls before anything is measured: until the compiler has seen enough of what a call passes. */
const WARM_UP_CALLS = 600;
const ROUNDS = 6;
const CALLS_A_ROUND = 150;
const ARGUMENT = 'a'.repeat(256);
/** The tool: answers with 1 KiB of text. */
const TOOL = `
const tools = [{ name: 'echo', inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } }];
const content = [{ type: 'text', text: 'r'.repeat(1024) }];
const METHODS = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'echo', version: '1' } }),
  ping: () => ({}),
  'tools/list': () => ({ tools }),
  'tools/call': () => ({ content }),
};
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = METHODS[method];
  const rest = answer ? { result: answer(params) } : { error: { code: -32601, message: 'no such method' } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...rest }) + '\\n');
});
`;
/** See the module comment. */
export async function benchTunnel(figures, options) {
    figures.begin('tool call, 256-byte argument, 1-KiB result');
    const folder = await mkdtemp(join(tmpdir(), 'talos-bench-'));
    const children = [];
    const env = { ...options.env, TALOS_HOME: undefined, TALOS_PASSPHRASE_FILE: undefined };
    const start = (argv) => {
        const [command = '', ...args] = argv;
        const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
        children.push(child);
        return child;
    };
    const kill = () => {
        for (const child of children)
            child.kill('SIGKILL');
    };
    const deadline = setTimeout(kill, DEADLINE_MS);
    options.signal?.addEventListener('abort', kill, { once: true });
    try {
        const tool = join(folder, 'tool.cjs');
        await writeFile(tool, TOOL);
        const talos = (dataDir, ...args) => [
            ...options.talos,
            '--data-dir',
            join(folder, dataDir),
            '--quiet',
            ...args,
        ];
        const lent = ['--json', 'mcp-serve', '--allow', 'echo', '--host', '127.0.0.1', '--port', '0'];
        const invitation = await invitationOf(start(talos('owner', ...lent, '--', process.execPath, tool)));
        const direct = await connected(start([process.execPath, tool]));
        const through = await connected(start(talos('agent', 'mcp-connect', invitation)));
        const [tunnel, stdio] = await inTurn([through, direct]);
        report(figures, tunnel ?? [], stdio ?? []);
    }
    catch (error) {
        options.signal?.throwIfAborted();
        if (!(error instanceof TalosError))
            throw error;
        figures.missing('through the tunnel', error.message);
    }
    finally {
        clearTimeout(deadline);
        options.signal?.removeEventListener('abort', kill);
        await Promise.all(children.map(ended));
        await rm(folder, { recursive: true, force: true });
    }
}
/** Ends a process and waits for that. */
function ended(child) {
    if (child.exitCode !== null || child.signalCode !== null)
        return Promise.resolve();
    return new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
    });
}
function over(what) {
    return new TalosError('E_TOOL_FAILED', `${what} ended, or did not answer in time`);
}
/** The first line of `mcp-serve --json`. */
function invitationOf(child) {
    return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', () => reject(over('mcp-serve')));
        linesOf(child).once('line', (line) => resolve(JSON.parse(line).invitation));
    });
}
function linesOf({ stdout }) {
    if (stdout === null)
        throw new TypeError('a process of the bench has pipes');
    return createInterface({ input: stdout });
}
/** An MCP client of a process that was just started. */
async function connected(child) {
    const caller = new RpcCaller((json) => void child.stdin?.write(`${writeRpc(json)}\n`));
    child.stdin?.on('error', () => undefined); // its end is told by the exit of the process
    linesOf(child).on('line', (line) => {
        const rpc = readRpc(line);
        if (rpc.kind !== 'fault')
            caller.take(rpc, undefined);
    });
    child.once('error', (error) => caller.fail(error));
    child.once('exit', () => caller.fail(over(child.spawnargs.slice(-2).join(' '))));
    await caller.initialize(VERSION);
    return caller;
}
/** Milliseconds of each call: a list for each caller, a list for each round. */
async function inTurn(callers) {
    for (const caller of callers)
        for (let i = 0; i < WARM_UP_CALLS; i++)
            await call(caller);
    const times = callers.map(() => []);
    for (let round = 0; round < ROUNDS; round++)
        for (const [at, caller] of callers.entries()) {
            const ofRound = [];
            for (let i = 0; i < CALLS_A_ROUND; i++)
                ofRound.push(await call(caller));
            times[at]?.push(ofRound);
        }
    return times;
}
async function call(caller) {
    const from = performance.now();
    const outcome = await caller.request('tools/call', { name: 'echo', arguments: { text: ARGUMENT } });
    const ms = performance.now() - from;
    if (outcome.kind !== 'result')
        throw new TalosError('E_TOOL_FAILED', 'a call of the bench was not answered');
    return ms;
}
function report(figures, tunnel, stdio) {
    const [ours, theirs] = [tunnel.map(median), stdio.map(median)];
    const [all, direct] = [tunnel.flat(), stdio.flat()];
    const p50 = [{ name: 'direct stdio', value: median(direct), ratio: ratioOf(ours, theirs) }];
    figures.add('through the tunnel, p50', median(all), 'ms', { beside: p50 });
    const added = ours.map((ms, round) => ms - (theirs[round] ?? Number.NaN));
    figures.add('added to direct stdio, p50', median(added), 'ms', { below: 1.2 });
    const [slow, usual] = [quantile(all, 0.99), quantile(direct, 0.99)];
    const p99 = [{ name: 'direct stdio', value: usual, ratio: slow / usual }];
    figures.add('through the tunnel, p99', slow, 'ms', { beside: p99 });
    figures.add('added to direct stdio, p99', slow - usual, 'ms', { below: 5 });
}
