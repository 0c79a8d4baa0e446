// Runs programs as run-all.mjs needs it: each by itself, in a process group, a home and a folder for temporary files of its
// own, with a deadline. An example fails that ends with anything but 0, hangs, leaves a process or a file behind, or is
// not known; so does one that is known and not there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** Folders in which there are no examples. */
const OTHERS = new Set(['parts', 'node_modules']);

/**
 * @typedef {{ spawn: (...args: string[]) => import('node:child_process').ChildProcess, folder: string }} Stage
 * Starts `node` with arguments, in the place of the example; a folder that is removed afterwards.
 * @typedef {{ status: number | string, output: string }} Ended
 * @typedef {(stage: Stage, path: string) => Promise<void>} Drive Plays an example that is run with arguments; throws.
 */

/** The examples that lie in a folder: paths from there. */
export async function findExamples(folder) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !OTHERS.has(entry.name))
      found.push(...(await findExamples(path)).map((name) => relative(folder, join(path, name))));
    else if (entry.isFile() && /\.m?js$/.test(entry.name) && entry.name !== 'run-all.mjs') found.push(entry.name);
  }
  return found.sort();
}

/**
 * Runs all `examples`, two at a time.
 *
 * @param {string} folder
 * @param {ReadonlyMap<string, Drive | undefined>} examples - Path in the folder → how it is played; undefined: it is run.
 * @param {{ timeoutMs: number, say: (text: string) => void, only?: readonly string[] }} options - `only`: of those that are known, unless empty.
 * @returns {Promise<string[]>} What went wrong, a line each.
 */
export async function runExamples(folder, examples, { timeoutMs, say, only = [] }) {
  const found = new Set(await findExamples(folder));
  const faults = [];
  for (const name of found)
    if (!examples.has(name)) faults.push(`${name} is in the folder, and run-all does not know it`);
  for (const name of examples.keys()) if (!found.has(name)) faults.push(`${name} is known, and not in the folder`);
  const waiting = [...examples].filter(([name]) => found.has(name) && (only.length === 0 || only.includes(name)));
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, drive = runAlone] = next;
      const from = performance.now();
      const { output, fault } = await play(join(folder, name), drive, timeoutMs);
      say(`--- ${name} (${((performance.now() - from) / 1000).toFixed(1)} s)\n${output}`);
      if (fault !== undefined) faults.push(`${name} ${fault}`);
    }
  };
  await Promise.all([work(), work()]);
  return faults;
}

/** @type {Drive} */
async function runAlone({ spawn }, path) {
  const child = spawn(path);
  const [status, signal] = await once(child, 'close');
  if (status !== 0) throw new Error(`ended with ${signal ?? status}`);
}

async function play(path, drive, timeoutMs) {
  const folder = await mkdtemp(join(tmpdir(), 'talos-examples-'));
  const [home, temporary] = [join(folder, 'home'), join(folder, 'tmp')];
  for (const each of [home, temporary]) await mkdir(each);
  const groups = [];
  let output = '';
  const start = (...args) => {
    const env = { ...process.env, HOME: home, TMPDIR: temporary };
    // A group of its own, so that what it started ends with it.
    const child = spawn(process.execPath, args, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => undefined); // it ended before it read what was written: its status says so
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    groups.push(child.pid);
    return child;
  };
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${timeoutMs / 1000} s`)), timeoutMs);
  });
  let fault;
  try {
    const played = drive({ spawn: start, folder }, path);
    await Promise.race([played, timeout]);
    if (groups.some(isAlive)) fault = 'left a process behind';
    const left = [...(await readdir(home)), ...(await readdir(temporary))];
    if (left.length > 0) fault = `left files behind: ${left.join(', ')}`;
  } catch (error) {
    fault = error.message;
  } finally {
    clearTimeout(timer);
    for (const group of groups) end(group);
    await rm(folder, { recursive: true, force: true });
  }
  return { output, fault };
}

/** Whether a process of the group is there. */
function isAlive(group) {
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

function end(group) {
  if (isAlive(group)) process.kill(-group, 'SIGKILL');
}
