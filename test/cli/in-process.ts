/** Commands with real agents in temporary data directories, run in this process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '../../src/base/bytes.ts';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { nodeAgents } from '../../src/cli/node-agents.ts';
import type { OpenedAgent } from '../../src/node/local/attach.ts';
import { readSettings } from '../../src/node/settings.ts';

/** What a command left. */
export interface Ran {
  readonly status: number;
  /** Standard output, as bytes. */
  readonly bytes: Uint8Array;
  readonly out: string;
  readonly notes: string;
  /** The code of the error, with `--json`. */
  readonly code: string | undefined;
}

/** Where a command runs. */
export interface Place {
  /** The home and the folder that it stands in. */
  readonly home: string;
  /** Beside `HOME`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly outIsTerminal?: boolean;
}

/** Runs a command in this process, with real agents. */
export async function runHere(argv: readonly string[], place: Place): Promise<Ran> {
  const output: Uint8Array[] = [];
  const notes: string[] = [];
  const status = await main(argv, ioOf(place, output, notes));
  const bytes = new Uint8Array(Buffer.concat(output));
  const out = new TextDecoder().decode(bytes);
  const code = /^\{"error":\{"code":"(\w+)"/.exec(out)?.[1];
  return { status, bytes, out, notes: notes.join('\n'), code };
}

function ioOf({ home, env = {}, stdin = '', outIsTerminal = false }: Place, output: Uint8Array[], notes: string[]): Io {
  return {
    write: async (content) => void output.push(typeof content === 'string' ? utf8(content) : content),
    note: (line) => void notes.push(line),
    progress: () => undefined,
    stdin: once(utf8(stdin)),
    stdinIsTerminal: false,
    outIsTerminal,
    noteIsTerminal: false,
    env: { HOME: home, ...env },
    cwd: home,
    signal: new AbortController().signal,
    secret: () => Promise.reject(new Error('nobody is asked')),
    question: () => Promise.reject(new Error('nobody is asked')),
    now: () => Date.now(),
    agents: nodeAgents,
  };
}

/** Somebody with a data directory and a terminal. */
export class Person {
  readonly home: string;
  did = '';
  outIsTerminal = false;

  private constructor(home: string) {
    this.home = home;
  }

  static async named(name: string): Promise<Person> {
    const person = new Person(await mkdtemp(join(tmpdir(), 'talos-person-')));
    const made = await person.run(['init', '--name', name, '--words-file', join(person.home, 'words')]);
    if (made.status !== 0) throw new Error(made.notes);
    person.did = (JSON.parse((await person.run(['whoami', '--json'])).out) as { did: string }).did;
    return person;
  }

  /** A file in the folder of this person. */
  file(name: string): string {
    return join(this.home, name);
  }

  /** Runs a command off the network, unless it is to be online. */
  run(argv: readonly string[], stdin = '', isOnline = false): Promise<Ran> {
    const { home, outIsTerminal } = this;
    const env = { TALOS_HOME: join(home, 'talos') };
    return runHere(isOnline ? argv : [...argv, '--offline'], { home, env, stdin, outIsTerminal });
  }

  /** Runs the agent until it is disposed: commands attach to it meanwhile. Off the network unless it is to be online. */
  async owner(isOnline = false): Promise<OpenedAgent> {
    const dataDir = join(this.home, 'talos');
    return nodeAgents.open({
      dataDir,
      passphrase: () => Promise.resolve(undefined),
      settings: await readSettings(dataDir, {}, {}),
      offline: !isOnline,
      signal: new AbortController().signal,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
