/**
 * Runs one command line, and turns whatever happened into an exit status and at most a few lines.
 *
 * @module
 */
import { CommanderError } from 'commander';
import { ERROR_CODES, type ErrorCode, EXIT, isTalosError, TalosError } from '../base/errors.ts';
import { fileError } from './files.ts';
import { type Io, PipeClosed, Stopped } from './io.ts';
import { buildProgram, type Outcome } from './program.ts';
import { type TalosCommand, UsageError } from './program-parts.ts';
import { remedyOf } from './remedies.ts';
import { causeLines, printable, printableJson } from './terminal.ts';

/** Makes a program: what it prints as help goes to `help`. */
export type Build = (io: Io, outcome: Outcome, help: (text: string) => void) => TalosCommand;

/**
 * Runs a command line.
 *
 * @param argv - What follows the name of the program.
 * @param build - Which program; `talos` unless given.
 * @returns The exit status. Never throws and never ends the process.
 */
export async function main(argv: readonly string[], io: Io, build: Build = buildProgram): Promise<number> {
  const outcome: Outcome = { status: EXIT.done };
  let help = '';
  try {
    const program = build(io, outcome, (text) => {
      help += text;
    });
    if (argv.length === 0 && program.commands.length > 0)
      throw new UsageError('no command', program.createHelp().commandUsage(program));
    try {
      await program.parseAsync(argv, { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      // Help of a group without its command is a mistake; help and version that were asked for are results.
      if (error.exitCode !== 0) throw new UsageError('a command is missing', usageOfHelp(help));
      await io.write(help);
    }
    return outcome.status;
  } catch (error) {
    return await report(error, io, options(argv));
  }
}

function usageOfHelp(help: string): string {
  return /^Usage: (.*)$/m.exec(help)?.[1] ?? 'talos';
}

/** The options that say how errors are shown; they hold even where the rest of the line is wrong. */
function options(argv: readonly string[]): { json: boolean; debug: boolean } {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  return { json: own.includes('--json'), debug: own.includes('--debug') };
}

async function report(error: unknown, io: Io, { json, debug }: { json: boolean; debug: boolean }): Promise<number> {
  if (error instanceof PipeClosed) return EXIT.brokenPipe;
  const stop: unknown = io.signal.reason;
  if (io.signal.aborted && stop instanceof Stopped) return stop.by === 'SIGTERM' ? EXIT.done : EXIT.interrupted;
  const shown = known(error);
  const message = printable(shown.message);
  try {
    if (json) await io.write(`${printableJson(JSON.stringify({ error: jsonOf(shown) }))}\n`);
  } catch {
    return EXIT.brokenPipe; // there is nobody left to tell
  }
  io.note(`error: ${message}`);
  if (error instanceof UsageError) io.note(`usage: ${error.usageLine}`);
  const hint = hintOf(shown);
  if (hint !== '') io.note(`hint: ${printable(hint)}`);
  if (debug) for (const line of causeLines(error)) io.note(line);
  return ERROR_CODES[shown.code].exit;
}

function jsonOf(error: TalosError): { code: ErrorCode; message: string; hint: string; details: object } {
  return { code: error.code, message: error.message, hint: hintOf(error), details: error.details };
}

function hintOf({ hint, code }: TalosError): string {
  return hint === '' ? remedyOf(code) : hint;
}

/** The path that a failed system call was about. */
function pathIn(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}

function known(error: unknown): TalosError {
  const coded = fileError(error, pathIn(error) ?? 'a file of the data directory');
  if (isTalosError(coded)) return coded;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new TalosError('E_INTERNAL', message, { hint: 'this is a mistake in talos; --debug shows more' });
}
