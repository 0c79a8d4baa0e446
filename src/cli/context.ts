/**
 * What a command works with: the world, the global options, and what follows from both.
 *
 * @module
 */
import { resolve } from 'node:path';
import type { Notice, Whoami } from '../agent/api/api.ts';
import { TalosError } from '../base/errors.ts';
import { type DataHome, resolveDataDir } from '../node/data-dir.ts';
import type { OpenedAgent } from '../node/local/attach.ts';
import { readSettings, type SettingName, type Settings, type Sourced } from '../node/settings.ts';
import type { Io } from './io.ts';
import { plural, printable, printableJson } from './terminal.ts';
import { usage } from './values.ts';

/** Options of a command as they were given, by their names in camel case; the global ones among them. */
export type Options = Readonly<Record<string, unknown>>;

/** What every command takes. */
export interface GlobalOptions {
  readonly dataDir: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly offline: boolean;
  readonly passphraseFile: string | undefined;
}

/** A command. Resolves to the exit status where it is not 0. */
export type Run = (context: Context, args: readonly string[], options: Options) => Promise<number | undefined>;

/** See the module comment. */
export class Context {
  readonly io: Io;
  readonly global: GlobalOptions;

  /** @param home - Where the program keeps its data; that of agents unless given. */
  constructor(io: Io, options: Options, home?: DataHome) {
    this.io = io;
    this.global = globalOptions(io, options, home);
  }

  get dataDir(): string {
    return this.global.dataDir;
  }

  /** Writes a result: one JSON document with `--json`, otherwise lines. What came from outside must be printable. */
  async print(document: object, lines: () => string | readonly string[]): Promise<void> {
    if (this.global.json) return this.io.write(`${printableJson(JSON.stringify(document))}\n`);
    const text = lines();
    for (const line of typeof text === 'string' ? [text] : text) await this.io.write(`${line}\n`);
  }

  /** Tells people something, unless they want quiet. */
  note(line: string): void {
    if (!this.global.quiet) this.io.note(line);
  }

  /** Tells people what the agent has to say: some of it is the text of others. */
  notice({ message, peer }: Pick<Notice, 'message' | 'peer'>): void {
    this.note(printable(peer === undefined ? message : `${message} (${peer})`));
  }

  /** Tells people who asked for more. */
  detail(line: string): void {
    if (this.global.verbose || this.global.debug) this.io.note(line);
  }

  settings(flags: Partial<Record<SettingName, string>> = {}): Promise<Settings> {
    return readSettings(this.dataDir, this.io.env, flags);
  }

  /** Absolute path of a file that was named on the command line. */
  path(file: string): string {
    return resolve(this.io.cwd, file);
  }

  /** The identity of the data directory. @throws {TalosError} `E_NO_IDENTITY`. */
  async identity(): Promise<Whoami> {
    const identity = await this.io.agents.identity(this.dataDir);
    if (identity === undefined)
      throw new TalosError('E_NO_IDENTITY', `there is no identity in ${this.dataDir}`, {
        hint: 'talos init --name NAME makes one',
      });
    return identity;
  }

  /** The agent of the data directory: the running one, or one of this process. */
  async open(flags: Partial<Record<SettingName, string>> = {}): Promise<OpenedAgent> {
    await this.identity();
    const settings = await this.settings(flags);
    const agent = await this.io.agents.open({
      dataDir: this.dataDir,
      passphrase: () => this.passphrase('passphrase: '),
      settings,
      offline: this.global.offline,
      signal: this.io.signal,
    });
    if (settings.metrics.value !== '') await this.#tellMetrics(agent, settings.metrics);
    return agent;
  }

  /** Says where the metrics are that were asked for. @throws {TalosError} `E_CONFIG` where another process has the agent. */
  async #tellMetrics(agent: OpenedAgent, { source }: Sourced<string>): Promise<void> {
    if (agent.isOwner) {
      const { metrics } = await agent.api.status();
      if (metrics !== undefined) this.note(`metrics at ${metrics}`);
    } else if (source === 'flag') {
      await agent[Symbol.asyncDispose]();
      throw new TalosError('E_CONFIG', 'another process runs the agent of this data directory: it alone has metrics', {
        hint: 'start that one with --metrics; talos status says which it is',
      });
    }
  }

  /** Makes an identity where there is none, and says so. */
  async ensureIdentity(name = 'agent'): Promise<void> {
    if ((await this.io.agents.identity(this.dataDir)) !== undefined) return;
    const passphrase = await this.passphraseOfFile();
    const { identity } = await this.io.agents.create({ dataDir: this.dataDir, name, passphrase, force: false });
    this.note(`made a new identity in ${this.dataDir}: ${identity.did}`);
    this.note('its 24 words were not shown: keep a copy of that folder, the identity is nowhere else');
  }

  /** The passphrase from a file, or from the terminal; undefined where there is neither. Never from an argument. */
  async passphrase(question: string): Promise<string | undefined> {
    return (await this.passphraseOfFile()) ?? (this.io.stdinIsTerminal ? this.io.secret(question) : undefined);
  }

  /** The passphrase of `--passphrase-file` or `$TALOS_PASSPHRASE_FILE`, less one line end. */
  async passphraseOfFile(): Promise<string | undefined> {
    const name = this.global.passphraseFile ?? this.io.env['TALOS_PASSPHRASE_FILE'];
    if (name === undefined || name === '') return undefined;
    const { readPassphraseFile } = await import('../node/identity/keystore-file.ts');
    const path = this.path(name);
    return readPassphraseFile(path, () =>
      this.note(`every user of this machine may read the passphrase in ${path}: chmod 600 closes it`),
    );
  }
}

function globalOptions(io: Io, options: Options, home: DataHome | undefined): GlobalOptions {
  return {
    dataDir: resolveDataDir(optional(options, 'dataDir'), io.env, io.cwd, home),
    json: options['json'] === true,
    quiet: options['quiet'] === true,
    verbose: options['verbose'] === true,
    debug: options['debug'] === true,
    offline: options['offline'] === true,
    passphraseFile: optional(options, 'passphraseFile'),
  };
}

/** An option that takes a text, where it was given. */
export function optional(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** An option that must be there. @throws {TalosError} `E_USAGE`. */
export function required(options: Options, name: string, flag: string): string {
  const value = optional(options, name);
  if (value === undefined) throw usage(`${flag} is missing`);
  return value;
}

/** An option that may be given many times. */
export function repeated(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** Exactly `count` arguments; commander has refused more. */
export function argument(args: readonly string[], at: number, name: string): string {
  const value = args[at];
  if (value === undefined) throw usage(`${name} is missing`, `${plural(args.length, 'argument')} given`);
  return value;
}
