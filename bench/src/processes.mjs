/**
 * Processes as the kernel counts them. Linux.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { answerLines } from './lines.mjs';

/** Clock ticks a second: the same on every Linux that Node runs on. */
const TICKS = 100;

/**
 * @param {number} pid
 * @returns {string[] | undefined} The fields of `/proc/PID/stat` from the third on.
 */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // it ended meanwhile
  }
}

/**
 * The processes of `roots` and all below them.
 *
 * @param {readonly number[]} roots
 * @param {(commandLine: string) => boolean} [isLeftOut] - Whose processes do not count, nor those below them.
 * @returns {number[]}
 */
export function treeOf(roots, isLeftOut = () => false) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat === undefined) continue;
    const parent = Number(stat[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [];
  const open = [...roots];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (isLeftOut(commandLineOf(pid))) continue;
    found.push(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** @param {number} pid */
export function commandLineOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return '';
  }
}

/**
 * @param {readonly number[]} pids
 * @returns {number} Milliseconds of processor time used so far, to a hundredth of a second each.
 */
export function cpuMs(pids) {
  let ticks = 0;
  for (const pid of pids) {
    const stat = statOf(pid);
    if (stat !== undefined) ticks += Number(stat[11]) + Number(stat[12]);
  }
  return (ticks * 1000) / TICKS;
}

/**
 * @param {readonly number[]} pids
 * @returns {{ rssMiB: number, pssMiB: number }} Sums; RSS counts shared pages once a process.
 */
export function memoryOf(pids) {
  const sum = { rssMiB: 0, pssMiB: 0 };
  for (const pid of pids) {
    let text = '';
    try {
      text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    } catch {
      continue; // it ended meanwhile
    }
    sum.rssMiB += Number(/^Rss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
    sum.pssMiB += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
  }
  return sum;
}

/** @returns {Promise<number>} A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * A process in the background, with the first line it writes.
 *
 * @typedef {object} Background
 * @property {number} pid
 * @property {() => Promise<string>} firstLine
 * @property {() => string} stderr - The end of it.
 * @property {() => Promise<void>} stop
 */

/**
 * @param {readonly string[]} argv
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Background}
 */
export function startInBackground(argv, options = {}) {
  const [command = '', ...args] = argv;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-2000);
  });
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  const line = new Promise((resolve, reject) => {
    answerLines(child.stdout, resolve);
    void ended.then(() => reject(new Error(`${argv.join(' ')} ended: ${stderr}`)));
  });
  line.catch(() => undefined); // told to whoever asks for the line
  return {
    pid: child.pid ?? 0,
    firstLine: () => line,
    stderr: () => stderr,
    stop: async () => {
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    },
  };
}
