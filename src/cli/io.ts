/**
 * The world as a command sees it. A test is a call with another world, not a child process; only `bin.ts` touches
 * `process`.
 *
 * @module
 */
import type { AuditReport, Whoami } from '../agent/api/api.ts';
import type { VerifyParams } from '../agent/api/audit-api.ts';
import type { Revocations } from '../capability/revocations.ts';
import type { VerifyProgress } from '../ledger/journal/ledger.ts';
import type { KeepWords } from '../node/identity/keep-words.ts';
import type { OpenedAgent } from '../node/local/attach.ts';
import type { Settings } from '../node/settings.ts';

/** Why a command is told to stop: the reason of {@link Io.signal}. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly by: 'SIGINT' | 'SIGTERM';

  /** @param by - The signal that the process got. */
  constructor(by: 'SIGINT' | 'SIGTERM') {
    super(`stopped by ${by}`);
    this.by = by;
  }
}

/** The reader of standard output went away. */
export class PipeClosed extends Error {
  override readonly name = 'PipeClosed';
}

/** What a new identity is made of. */
export interface CreateIdentity {
  readonly dataDir: string;
  readonly name: string;
  /** Seals the keystore; a key file beside it does where absent. */
  readonly passphrase: string | undefined;
  /** Replaces an identity, after it was backed up. */
  readonly force: boolean;
  /** Keeps its words before it is made. */
  readonly keepWords?: KeepWords | undefined;
}

/** A new identity. */
export interface CreatedIdentity {
  readonly identity: Whoami;
  /** The 24 words, separated by spaces. Secret. */
  readonly words: string;
  /** Where the identity that was there before is kept. */
  readonly backup: string | undefined;
}

/** An identity that is to be made again. */
export interface RecoverIdentity extends Omit<CreateIdentity, 'name' | 'keepWords'> {
  /** Absent: that of the keystore that is there. */
  readonly name: string | undefined;
  /** Its 24 words, as a person wrote them. Secret. */
  readonly words: string;
}

/** An identity that was made again. */
export interface RecoveredIdentity {
  readonly identity: Whoami;
  /** Where the keystore that was there before is kept. */
  readonly backup: string | undefined;
  /** Whether its store and its ledger were there. */
  readonly hasData: boolean;
}

/** An identity that is to be replaced by its successor. */
export interface RotateParams {
  readonly dataDir: string;
  /** Of a keystore under a passphrase. */
  readonly passphrase: string | undefined;
  /** Gives up messages that wait to be sent. */
  readonly force: boolean;
  /** Keeps the words of the new identity before it is made. */
  readonly keepWords?: KeepWords | undefined;
}

/** An identity that was replaced. */
export interface RotatedIdentity {
  readonly identity: Whoami;
  /** DID of the one before. */
  readonly from: string;
  /** The statement that both signed: canonical JSON. */
  readonly succession: string;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  /** The 24 words of the new one. Secret. */
  readonly words: string;
}

/** How an agent is run, where no other process runs it. */
export interface OpenOptions {
  readonly dataDir: string;
  /** Asked only for a keystore under a passphrase; undefined where there is nobody to ask. */
  readonly passphrase: () => Promise<string | undefined>;
  readonly settings: Settings;
  readonly offline: boolean;
  readonly signal: AbortSignal;
}

/** How an audit is watched, and ended. */
export interface AuditOptions {
  readonly onProgress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

/** Identities and agents of data directories. */
export interface Agents {
  /** What can be read of an identity without its secrets; undefined where there is none. */
  identity(dataDir: string): Promise<Whoami | undefined>;
  /** @throws {TalosError} `E_EXISTS` without `force`. */
  create(params: CreateIdentity): Promise<CreatedIdentity>;
  /**
   * Makes an identity again from its words.
   *
   * @throws {TalosError} `E_MALFORMED` for words that are none; `E_USAGE` without a name; `E_EXISTS` without `force`;
   *   `E_LOCKED`; `E_LEDGER_INVALID` beside the ledger of another identity; `E_REFUSED`; `E_STORAGE…`.
   */
  recover(params: RecoverIdentity): Promise<RecoveredIdentity>;
  /**
   * Replaces the identity by a new one, which both sign.
   *
   * @throws {TalosError} `E_LOCKED` while an agent runs; `E_REFUSED` where messages wait, without `force`; `E_NO_IDENTITY`;
   *   `E_PASSPHRASE`; `E_LIMIT`.
   */
  rotate(params: RotateParams): Promise<RotatedIdentity>;
  /** Attaches to the running agent, or runs it. @throws {TalosError} `E_NO_IDENTITY`; `E_PASSPHRASE`; `E_LOCKED`. */
  open(options: OpenOptions): Promise<OpenedAgent>;
  /**
   * Audits a ledger that its agent refuses to open, because it is damaged, cut short or replaced.
   *
   * @throws {TalosError} `E_LOCKED` while an agent runs; `E_NO_IDENTITY`; `E_STORAGE…` where the store cannot be read.
   */
  audit(dataDir: string, params: VerifyParams, options: AuditOptions): Promise<AuditReport>;
  /** Attaches to the running agent, or gives undefined where none runs. */
  attach(dataDir: string): Promise<OpenedAgent | undefined>;
  /** What the agent of a directory that nobody owns knows as revoked; `undefined` where there is none. @throws `E_LOCKED`; `E_STORAGE…`. */
  storedRevocations(dataDir: string): Promise<Revocations | undefined>;
}

/** See the module comment. */
export interface Io {
  /** Writes results to standard output, as they are. Resolves when more may be written; rejects with {@link PipeClosed}. */
  write(content: string | Uint8Array): Promise<void>;
  /** A line for people, on standard error after `talos: `. */
  note(line: string): void;
  /**
   * Shows how far something is, on the last line of the terminal, in place of what was shown there; undefined takes it
   * away, and so does whatever is written after it. Only where {@link noteIsTerminal}.
   */
  progress(line: string | undefined): void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdinIsTerminal: boolean;
  /** Whether people read standard output on a terminal. */
  readonly outIsTerminal: boolean;
  /** Whether people read standard error on a terminal. */
  readonly noteIsTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Aborted with {@link Stopped}. */
  readonly signal: AbortSignal;
  /** Asks on the terminal without showing what is typed. Only where {@link stdinIsTerminal}. */
  secret(question: string): Promise<string>;
  /**
   * Asks for one line on the terminal; `""` where it goes away. Only where {@link stdinIsTerminal}.
   *
   * @throws The reason of `signal`, where that aborts: the question is taken back.
   */
  question(text: string, signal?: AbortSignal): Promise<string>;
  /** Milliseconds since 1970. */
  now(): number;
  readonly agents: Agents;
}
