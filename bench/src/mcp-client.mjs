/**
 * An MCP client by hand over the standard input and output of a child process: as little as a client can do, so that
 * what is measured is what lies behind it.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { answerLines } from './lines.mjs';

/** Milliseconds after which a start or a call is given up. */
const DEADLINE_MS = 60_000;
const TAIL_CHARACTERS = 2000;

/** A client and the process behind it. */
export class McpClient {
  /** @type {Map<number, { resolve: (message: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #next = 1;
  #stderr = '';
  #ended;

  /**
   * @param {readonly string[]} argv
   * @param {NodeJS.ProcessEnv} [env]
   */
  constructor(argv, env = process.env) {
    const [command = '', ...args] = argv;
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    answerLines(this.child.stdout, (line) => this.#take(line));
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#stderr = (this.#stderr + text).slice(-TAIL_CHARACTERS);
    });
    this.child.stdin.on('error', () => undefined); // its end is told by the exit of the process
    this.#ended = new Promise((resolve) => {
      this.child.once('error', resolve);
      this.child.once('close', resolve);
    }).then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${argv.join(' ')} ended: ${this.#stderr}`));
    });
  }

  /** @param {string} line */
  #take(line) {
    const message = JSON.parse(line);
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined || message.method !== undefined) return;
    this.#waiting.delete(message.id);
    waiting.resolve(message);
  }

  /**
   * @param {string} method
   * @param {object} params
   * @returns {Promise<any>} The result.
   */
  async request(method, params) {
    const id = this.#next++;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** The end of what the process wrote to standard error. */
  get stderr() {
    return this.#stderr;
  }

  /** Opens the MCP session. */
  async initialize() {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), DEADLINE_MS);
    const clientInfo = { name: 'bench', version: '1.0.0' };
    await this.request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    clearTimeout(timer);
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  }

  /**
   * One call of the tool, whose answer is checked.
   *
   * @param {string} text
   */
  async call(text) {
    const result = await this.request('tools/call', { name: 'echo', arguments: { text } });
    if (result.content?.[0]?.text.length !== 1024) throw new Error(`not the tool's answer: ${JSON.stringify(result)}`);
  }

  /** Ends the process by closing its input, with a signal where that is not enough. */
  async close() {
    this.child.stdin.end();
    const timers = [
      setTimeout(() => this.child.kill('SIGTERM'), 2000),
      setTimeout(() => this.child.kill('SIGKILL'), 5000),
    ];
    await this.#ended;
    for (const timer of timers) clearTimeout(timer);
  }
}
