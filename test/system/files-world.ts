/** Two people with files, on their own terminals: the built commands, real processes, real disks. */
import { createCipheriv, createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect, vi } from 'vitest';
import type { TransferView } from '../../src/agent/api/transfer-api.ts';
import { PATIENCE_MS, type RunOptions, type Terminal, Terminals } from '../scenario/terminals.ts';

export const MIB: number = 1024 ** 2;

/** The first bytes of a film, so that a file may be as large as one. */
const FILM = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(12)]);
const STEP = 4 * MIB;

/** A line of `listen --json` about a file. */
export interface FileLine extends TransferView {
  readonly event: 'file';
  readonly kind: string;
}

/** What `send-file --json` prints. */
export interface SentFile extends Omit<TransferView, 'state'> {
  readonly state: 'delivered' | 'queued';
  readonly inMailbox: boolean;
  readonly awaitsConsent: boolean;
}

/** Somebody with a data directory, who may listen. */
export class FilePerson {
  readonly name: string;
  readonly terminals: Terminals;
  did = '';
  address = '';
  #port = '0';
  listener: Terminal | undefined;
  /** All that was said about files, by every listener. */
  readonly said: FileLine[] = [];

  constructor(terminals: Terminals, name: string) {
    this.terminals = terminals;
    this.name = name;
  }

  async init(): Promise<void> {
    const words = this.terminals.path(`${this.name}.words`);
    const { status, stderr } = await this.terminals.run(this.name, 'init', '--name', this.name, '--words-file', words);
    expect(status, stderr).toBe(0);
  }

  /** A folder or file of its data directory. */
  path(name: string): string {
    return join(this.terminals.path(this.name), name);
  }

  get downloads(): string {
    return this.path('downloads');
  }

  /** Names in its downloads, those on their way excepted. */
  files(): string[] {
    return this.#names().filter((name) => !name.endsWith('.part'));
  }

  /** Names of files on their way. */
  parts(): string[] {
    return this.#names().filter((name) => name.endsWith('.part'));
  }

  #names(): string[] {
    try {
      return readdirSync(this.downloads).sort();
    } catch {
      return []; // made with the first file
    }
  }

  /** Bytes of what is on its way. */
  partBytes(): number {
    return this.parts().reduce((sum, name) => {
      // Just renamed: it is no part any more.
      const found = statSync(join(this.downloads, name), { throwIfNoEntry: false });
      return sum + (found?.size ?? 0);
    }, 0);
  }

  /** Listens, at the place where it listened before. */
  async listen(args: readonly string[] = [], options: RunOptions = {}): Promise<Terminal> {
    const place = ['--host', '127.0.0.1', '--port', this.#port];
    const terminal = this.terminals.start(this.name, ['listen', '--json', ...place, ...args], options);
    terminal.onLine((line) => {
      const said = JSON.parse(line) as FileLine;
      if (said.event === 'file') this.said.push(said);
    });
    const info = JSON.parse(await terminal.line(0)) as { did: string; addresses: string[] };
    expect(info, terminal.stderr).toHaveProperty('addresses');
    this.did = info.did;
    this.address = info.addresses[0] ?? '';
    this.#port = this.address.split('/')[4] ?? '0';
    this.listener = terminal;
    return terminal;
  }

  async stop(): Promise<void> {
    await this.listener?.end('SIGTERM');
    this.listener = undefined;
  }

  async kill(): Promise<void> {
    await this.listener?.end('SIGKILL');
    this.listener = undefined;
  }

  async knows(other: FilePerson): Promise<void> {
    await this.terminals.json(this.name, 'contacts', 'add', other.name, other.did, '--address', other.address);
  }

  /** Sends in a process of its own; attached to the listener where one runs. */
  send(args: readonly string[], options: RunOptions = {}): Terminal {
    return this.terminals.start(this.name, ['send-file', '--json', ...args], { input: '', ...options });
  }

  /** Sends, without a process of its own; likewise. */
  async sent(...args: readonly string[]): Promise<SentFile> {
    const { status, stdout, stderr } = await this.terminals.run(this.name, 'send-file', '--json', ...args);
    expect(status, stdout + stderr).toBe(0);
    return JSON.parse(stdout) as SentFile;
  }

  /** Sends what is to fail; gives its exit status and code. */
  async refused(...args: readonly string[]): Promise<[number | null, string]> {
    const { status, stdout } = await this.terminals.run(this.name, 'send-file', '--json', ...args);
    return [status, (JSON.parse(stdout) as { error: { code: string } }).error.code];
  }

  /** Waits until a line about a file is said. */
  async heard(fits: (line: FileLine) => boolean, timeoutMs: number = PATIENCE_MS): Promise<FileLine> {
    return vi.waitFor(
      () => {
        const found = this.said.find(fits);
        if (found === undefined)
          throw new Error(`not said: ${this.said.map(({ kind, code }) => `${kind} ${code}`).join()}`);
        return found;
      },
      { timeout: timeoutMs, interval: 20 },
    );
  }

  transfers(): Promise<{ transfers: TransferView[] }> {
    return this.terminals.json(this.name, 'transfers', 'list');
  }
}

/** Two who know each other; Bob listens. */
export async function twoPeople(terminals: Terminals, args: readonly string[] = []): Promise<[FilePerson, FilePerson]> {
  const [alice, bob] = [new FilePerson(terminals, 'alice'), new FilePerson(terminals, 'bob')];
  await Promise.all([alice.init(), bob.init()]);
  await Promise.all([alice.listen(), bob.listen(args)]);
  await Promise.all([alice.knows(bob), bob.knows(alice)]);
  await alice.stop();
  return [alice, bob];
}

/** Makes a file of so many bytes that repeat nowhere, and begin as a film does. Gives its SHA-256. */
export function makeFilm(path: string, size: number, seed: number): string {
  const key = createHash('sha256').update(String(seed)).digest();
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const [hash, zeros] = [createHash('sha256'), Buffer.alloc(STEP)];
  const file = openSync(path, 'w', 0o600);
  try {
    for (let at = 0; at < size; at += STEP) {
      const bytes = stream.update(zeros.subarray(0, Math.min(STEP, size - at)));
      if (at === 0) FILM.copy(bytes);
      hash.update(bytes);
      writeSync(file, bytes);
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: STEP }), hash);
  return hash.digest('hex');
}

/** Memory of a process that is in RAM, and the most that ever was, in bytes. */
export function memoryOf(pid: number): { readonly nowBytes: number; readonly mostBytes: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { nowBytes: read('VmRSS'), mostBytes: read('VmHWM') };
}

/** A folder of the test with nothing in it. */
export function emptyFolder(terminals: Terminals, name: string): string {
  const path = terminals.path(name);
  mkdirSync(path, { mode: 0o700 });
  return path;
}
