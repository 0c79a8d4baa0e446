/**
 * What an examination found, each with what to do about it: for `talos doctor`.
 *
 * @module
 */
import { ERROR_CODES, type ErrorCode, isTalosError } from '../base/errors.ts';
import { fileError } from './files.ts';
import { printable, tableOf } from './terminal.ts';

/** What is examined, in this order. */
export const CHECKS = [
  'versions',
  'native-modules',
  'permissions',
  'configuration',
  'identity',
  'clock',
  'storage',
  'ledger',
  'ports',
  'reachability',
  'registry',
] as const;
/** One of {@link CHECKS}. */
export type Check = (typeof CHECKS)[number];

/** `warning`: works, with something that a person should know. `skipped`: could not be looked at. */
export type FindingState = 'ok' | 'warning' | 'failed' | 'skipped';

/** One thing that was found. Its texts are printable. */
export interface Finding {
  /** The check, and what of it: `permissions/config.yaml`. One of its kind in an examination. */
  readonly id: string;
  readonly check: Check;
  readonly state: FindingState;
  readonly message: string;
  /** What to do; there in every state but `ok`. */
  readonly remedy?: string;
  /** Of what failed. */
  readonly code?: ErrorCode;
}

/** What is said of one thing, beside which it is. */
export interface Said {
  /** Which one of the check; the check itself where absent. */
  readonly part?: string;
  readonly message: string;
}

/** What is said of something that a person should look at. */
export interface Advised extends Said {
  readonly remedy: string;
}

/** Collects what is found. */
export class Findings {
  readonly #all: Finding[] = [];

  get all(): readonly Finding[] {
    return this.#all.toSorted((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check));
  }

  /** Whether nothing failed. */
  get isHealthy(): boolean {
    return this.#all.every(({ state }) => state !== 'failed');
  }

  /** That of the first thing that failed. */
  get exitStatus(): number {
    const code = this.all.find(({ state }) => state === 'failed')?.code;
    return code === undefined ? 0 : ERROR_CODES[code].exit;
  }

  ok(check: Check, said: Said): void {
    this.#add(check, 'ok', said);
  }

  warning(check: Check, said: Advised): void {
    this.#add(check, 'warning', said);
  }

  skipped(check: Check, said: Advised): void {
    this.#add(check, 'skipped', said);
  }

  failed(check: Check, code: ErrorCode, said: Advised): void {
    this.#add(check, 'failed', said, code);
  }

  /**
   * An error as what failed.
   *
   * @param remedy - Where the error has none.
   * @throws `error` where it is none of ours.
   */
  error(check: Check, error: unknown, remedy: string, part?: string): void {
    const known = fileError(error, 'data directory');
    if (!isTalosError(known)) throw error;
    const hint = known.hint === '' ? remedy : known.hint;
    this.failed(check, known.code, { message: known.message, remedy: hint, ...(part === undefined ? {} : { part }) });
  }

  #add(check: Check, state: FindingState, { part, message, ...more }: Said & Partial<Advised>, code?: ErrorCode): void {
    this.#all.push({
      id: part === undefined ? check : printable(`${check}/${part}`),
      check,
      state,
      message: printable(message),
      ...(more.remedy === undefined ? {} : { remedy: printable(more.remedy) }),
      ...(code === undefined ? {} : { code }),
    });
  }
}

/** The findings as lines for people. */
export function findingLines(findings: readonly Finding[]): string[] {
  const rows = tableOf(findings.map(({ id, state, message }) => [state, id, message]));
  return rows.flatMap((row, at) => {
    const { remedy, code } = findings[at] ?? {};
    return [
      code === undefined ? row : `${row} (${code})`,
      ...(remedy === undefined ? [] : [`         remedy: ${remedy}`]),
    ];
  });
}
