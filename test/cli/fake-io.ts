/** A world for a command that is called in a test: what it wrote, and an agent in memory. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditReport, Whoami } from '../../src/agent/api/api.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { Revocations } from '../../src/capability/revocations.ts';
import type {
  Agents,
  CreatedIdentity,
  CreateIdentity,
  Io,
  OpenOptions,
  RecoveredIdentity,
  RecoverIdentity,
  RotatedIdentity,
  RotateParams,
} from '../../src/cli/io.ts';
import { PipeClosed, Stopped } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import type { OpenedAgent } from '../../src/node/local/attach.ts';
import { FakeAgent, Lines } from './fake-agent.ts';

export const WORDS = Array.from({ length: 24 }, (_, n) => `word${n}`).join(' ');

/** Agents of one data directory. */
export class FakeAgents implements Agents {
  readonly agent = new FakeAgent();
  /** What `open` gives or throws, before it gives {@link agent}. */
  readonly next: (OpenedAgent | TalosError)[] = [];
  readonly opened: OpenOptions[] = [];
  readonly created: CreateIdentity[] = [];
  hasIdentity = true;
  isRunning = false;
  openFailure: Error | undefined;
  /** What lies in the directory of an agent that does not run. */
  stored: Revocations | undefined;

  async storedRevocations(): Promise<Revocations | undefined> {
    return this.stored;
  }

  async identity(): Promise<Whoami | undefined> {
    if (!this.hasIdentity) return undefined;
    return {
      did: this.agent.did,
      name: 'tester',
      publicKey: '2e'.repeat(32),
      peerId: '12D3KooWtest',
      keystore: 'key-file',
      createdMs: 1_700_000_000_000,
    };
  }

  async create(params: CreateIdentity): Promise<CreatedIdentity> {
    if (this.hasIdentity && !params.force) throw new TalosError('E_EXISTS', 'there is one');
    const backup = this.hasIdentity ? '/backup' : undefined;
    await params.keepWords?.(WORDS);
    this.hasIdentity = true;
    this.created.push(params);
    const identity = await this.identity();
    if (identity === undefined) throw new Error('no identity');
    return { identity, words: WORDS, backup };
  }

  readonly recovered: RecoverIdentity[] = [];

  async recover(params: RecoverIdentity): Promise<RecoveredIdentity> {
    this.recovered.push(params);
    this.hasIdentity = true;
    const identity = await this.identity();
    if (identity === undefined) throw new Error('no identity');
    return { identity, backup: undefined, hasData: false };
  }

  readonly rotated: RotateParams[] = [];

  async rotate(params: RotateParams): Promise<RotatedIdentity> {
    this.rotated.push(params);
    const identity = await this.identity();
    if (identity === undefined) throw new TalosError('E_NO_IDENTITY', 'there is none');
    await params.keepWords?.(WORDS);
    return { identity, from: 'did:key:before', succession: '{"body":{}}', timeMs: 1_700_000_000_000, words: WORDS };
  }

  async open(options: OpenOptions): Promise<OpenedAgent> {
    this.opened.push(options);
    if (this.openFailure !== undefined) throw this.openFailure;
    const next = this.next.shift() ?? openedAgent(this.agent, true);
    if (next instanceof TalosError) throw next;
    return next;
  }

  async audit(): Promise<AuditReport> {
    const problems = [{ code: 'E_STORAGE_CORRUPT', message: 'entry 3: the journal ends before it' }];
    return { valid: false, entries: 3, blocks: 1, archived: 0, checkpoint: '', problems };
  }

  async attach(): Promise<OpenedAgent | undefined> {
    return this.isRunning ? openedAgent(this.agent, false) : undefined;
  }
}

/** `agent` as a command gets it. */
export function openedAgent(
  agent: FakeAgent,
  isOwner: boolean,
  gone: Promise<void> = new Promise(() => undefined),
): OpenedAgent {
  return { api: agent, isOwner, gone, [Symbol.asyncDispose]: () => agent[Symbol.asyncDispose]() };
}

/** See the module comment. */
export class World {
  readonly agents = new FakeAgents();
  readonly home: string = mkdtempSync(join(tmpdir(), 'talos-cli-'));
  readonly notes: string[] = [];
  readonly questions: string[] = [];
  /** Lines about how far something is. */
  readonly progress: string[] = [];
  readonly secrets: string[] = [];
  readonly stop = new AbortController();
  env: Record<string, string | undefined> = {};
  stdinIsTerminal = false;
  outIsTerminal = false;
  noteIsTerminal = false;
  /** Answers to the questions on the terminal. */
  readonly answers: string[] = [];
  now = 1_700_000_000_000;
  out = '';
  /** Texts after which the reader of standard output is gone. */
  pipeHolds = Infinity;
  readonly stdin = new Lines();

  get notesText(): string {
    return this.notes.join('\n');
  }

  /** Standard output as JSON. */
  get json(): unknown {
    return JSON.parse(this.out);
  }

  get io(): Io {
    return {
      write: async (content) => {
        if (this.pipeHolds-- <= 0) throw new PipeClosed('closed');
        this.out += typeof content === 'string' ? content : new TextDecoder().decode(content);
      },
      note: (line) => void this.notes.push(line),
      progress: (line) => void (line !== undefined && this.progress.push(line)),
      stdin: bytesOf(this.stdin),
      stdinIsTerminal: this.stdinIsTerminal,
      outIsTerminal: this.outIsTerminal,
      noteIsTerminal: this.noteIsTerminal,
      question: async (text) => {
        this.questions.push(text);
        return this.answers.shift() ?? '';
      },
      env: { HOME: this.home, ...this.env },
      cwd: this.home,
      signal: this.stop.signal,
      secret: async (question) => {
        this.questions.push(question);
        return this.secrets.shift() ?? '';
      },
      now: () => this.now,
      agents: this.agents,
    };
  }

  run(...argv: string[]): Promise<number> {
    return main(argv, this.io);
  }

  end(by: 'SIGINT' | 'SIGTERM'): void {
    this.stop.abort(new Stopped(by));
  }
}

async function* bytesOf(lines: Lines): AsyncGenerator<Uint8Array> {
  for await (const line of lines) yield new TextEncoder().encode(line);
}
