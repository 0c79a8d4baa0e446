/**
 * The ways from an MCP client to the same MCP server, each started as people start it.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { commandLineOf, freePort, startInBackground } from './processes.mjs';

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
/** The command that is measured. */
export const TALOS = here('../../dist/cli/bin.js');
/** The server behind every tunnel. */
export const SERVER = [process.execPath, here('echo-server.mjs')];
const TWO_PIPES = here('two-pipes.mjs');
const START_MS = 60_000;

/**
 * What lies between client and server while it runs.
 *
 * @typedef {object} Way
 * @property {readonly string[]} client - What the MCP client starts.
 * @property {NodeJS.ProcessEnv} [env]
 * @property {readonly number[]} background - Processes of the serving side.
 * @property {() => Promise<void>} stop
 */

/** @typedef {{ name: string, kind: 'direct' | 'floor' | 'talos' | 'npm', open: (dir: string) => Promise<Way> }} WayMaker */

/** @type {readonly WayMaker[]} */
export const WAYS = [
  { name: 'direct stdio', kind: 'direct', open: direct },
  { name: 'two plain pipes over TCP', kind: 'floor', open: twoPipes },
  { name: 'talos', kind: 'talos', open: talos },
  { name: 'mcp-remote > HTTP > mcp-proxy', kind: 'npm', open: mcpProxy },
  { name: 'mcp-remote > HTTP > supergateway', kind: 'npm', open: supergateway },
];

/** Whether a process is the server itself, which is no part of any tunnel. */
export const isServer = (/** @type {number} */ pid) => commandLineOf(pid) === SERVER.join(' ');

/** @returns {Promise<Way>} */
async function direct() {
  return { client: SERVER, background: [], stop: async () => undefined };
}

/** @returns {Promise<Way>} */
async function twoPipes() {
  const serving = startInBackground([process.execPath, TWO_PIPES, 'serve', ...SERVER]);
  const port = await serving.firstLine();
  return { client: [process.execPath, TWO_PIPES, 'connect', port], background: [serving.pid], stop: serving.stop };
}

/**
 * Both sides with all that they do by default: ratchet, signatures, capability, ledger.
 *
 * @param {string} dir
 * @returns {Promise<Way>}
 */
async function talos(dir) {
  if (!existsSync(TALOS)) throw new Error('the command is not built');
  const [owner, guest] = [join(dir, 'owner'), join(dir, 'guest')];
  const serve = ['mcp-serve', '--allow', '*', '--host', '127.0.0.1', '--port', '0', '--expires', '1h', '--', ...SERVER];
  const serving = startInBackground([process.execPath, ...profile(), TALOS, '--data-dir', owner, '--json', ...serve]);
  const { invitation } = JSON.parse(await serving.firstLine());
  const client = [process.execPath, ...profile(), TALOS, '--data-dir', guest, 'mcp-connect', invitation];
  return { client, background: [serving.pid], stop: serving.stop };
}

/** With `TALOS_BENCH_PROFILE=DIR` both sides leave a processor profile there. */
function profile() {
  const dir = process.env['TALOS_BENCH_PROFILE'];
  return dir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${dir}`];
}

/**
 * @param {string} dir
 * @returns {Promise<Way>}
 */
async function mcpProxy(dir) {
  const port = await freePort();
  const bin = await binOf('mcp-proxy');
  const listen = ['--host', '127.0.0.1', '--port', String(port), '--server', 'stream'];
  return overHttp(dir, port, [process.execPath, bin, ...listen, '--', ...SERVER]);
}

/**
 * @param {string} dir
 * @returns {Promise<Way>}
 */
async function supergateway(dir) {
  const port = await freePort();
  const bin = await binOf('supergateway');
  // Stateful, or it would start a server for each request.
  const output = ['--outputTransport', 'streamableHttp', '--stateful', '--port', String(port), '--logLevel', 'none'];
  return overHttp(dir, port, [process.execPath, bin, '--stdio', SERVER.join(' '), ...output]);
}

/**
 * `mcp-remote` in front of an HTTP server.
 *
 * @param {string} dir
 * @param {number} port
 * @param {readonly string[]} argv - Of the HTTP server.
 * @returns {Promise<Way>}
 */
async function overHttp(dir, port, argv) {
  await mkdir(dir, { recursive: true });
  // A home of its own: nothing of the user is read or written. `mcp-remote` keeps its state there.
  const env = { ...process.env, HOME: dir, MCP_REMOTE_CONFIG_DIR: join(dir, 'mcp-auth') };
  const serving = startInBackground(argv, { env });
  try {
    await listening(port, serving);
  } catch (error) {
    await serving.stop();
    throw error;
  }
  const remote = await binOf('mcp-remote');
  const url = `http://127.0.0.1:${port}/mcp`;
  const client = [process.execPath, remote, url, '--transport', 'http-only'];
  return { client, env, background: [serving.pid], stop: serving.stop };
}

/**
 * @param {number} port
 * @param {import('./processes.mjs').Background} serving
 */
async function listening(port, serving) {
  const until = performance.now() + START_MS;
  while (performance.now() < until) {
    const isOpen = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isOpen) return;
    await sleep(20);
  }
  throw new Error(`nothing listens: ${serving.stderr()}`);
}

/**
 * @param {string} name - Of a package in `bench/node_modules`.
 * @returns {Promise<string>} The program that its command of the same name runs.
 */
async function binOf(name) {
  const folder = here(`../node_modules/${name}/`);
  const { bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}
