/**
 * Files that are named on the command line: `-` is standard input or output.
 *
 * @module
 */
import { open, stat } from 'node:fs/promises';
import { concat, fromUtf8, utf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { readInteger } from '../codec/fields.ts';
import type { Json } from '../codec/json.ts';
import { type Context, type Options, repeated } from './context.ts';
import { printable } from './terminal.ts';

/** The text of a file, or of standard input for `-`. @throws {TalosError} `E_NOT_FOUND`; `E_LIMIT`; `E_MALFORMED`. */
export async function readText(context: Context, file: string, maxBytes: number): Promise<string> {
  return fromUtf8(await readBytes(context, file, maxBytes));
}

/** A file as it is, or standard input for `-`. @throws {TalosError} `E_NOT_FOUND`; `E_LIMIT`. */
export function readBytes(context: Context, file: string, maxBytes: number): Promise<Uint8Array> {
  return file === '-' ? readStdin(context, maxBytes) : readFileWithin(context, file, maxBytes);
}

async function readStdin(context: Context, maxBytes: number): Promise<Uint8Array> {
  const { io } = context;
  if (io.stdinIsTerminal) context.note('reading from the terminal, end with ctrl-d');
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of io.stdin) {
    length += part.length;
    if (length > maxBytes) throw tooLong('standard input', maxBytes);
    parts.push(part);
  }
  return concat(...parts);
}

async function readFileWithin(context: Context, name: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const file = await open(context.path(name), 'r');
    try {
      const parts: Uint8Array[] = [];
      let length = 0;
      for await (const part of file.createReadStream({ end: maxBytes, autoClose: false })) {
        parts.push(part as Uint8Array);
        length += (part as Uint8Array).length;
      }
      if (length > maxBytes) throw tooLong(printable(name), maxBytes);
      return concat(...parts);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, name);
  }
}

function tooLong(what: string, maxBytes: number): TalosError {
  return new TalosError('E_LIMIT', `${what} exceeds ${maxBytes} bytes`, { details: { maxBytes } });
}

/**
 * Writes a result to a file, or to standard output for `-`. A file appears whole or not at all, and replaces one of
 * that name unless `replace` is false; its mode is 0600. A device or a pipe of that name is written into, as the shell does.
 *
 * @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND` for a folder that is not there; `E_STORAGE_…`.
 */
export async function writeText(context: Context, name: string, text: string, replace = true): Promise<void> {
  await writeBytes(context, name, utf8(text), replace);
}

/** As {@link writeText}, of bytes. */
export async function writeBytes(context: Context, name: string, bytes: Uint8Array, replace = true): Promise<void> {
  if (name === '-') return context.io.write(bytes);
  const { writeFileDurably } = await import('../node/files/atomic-file.ts');
  try {
    if (replace && (await isDevice(context.path(name)))) return await writeInto(context.path(name), [bytes]);
    writeFileDurably(context.path(name), bytes, { replace });
  } catch (error) {
    throw fileError(error, name);
  }
}

/**
 * As {@link writeText}, for what may be long: lines as they come.
 *
 * @throws {TalosError} as {@link writeText}.
 */
export async function writeLines(context: Context, name: string, lines: AsyncIterable<string>): Promise<void> {
  if (name === '-') {
    for await (const line of lines) await context.io.write(line);
    return;
  }
  const { writePieces } = await import('../node/files/new-file.ts');
  const pieces = async function* (): AsyncIterable<Uint8Array> {
    for await (const line of lines) yield utf8(line);
  };
  try {
    if (await isDevice(context.path(name))) return await writeInto(context.path(name), pieces());
    await writePieces(context.path(name), pieces(), true);
  } catch (error) {
    throw fileError(error, name);
  }
}

/** Whether what is at `path` is neither a file nor a folder: moving a file to its name would take it away from everybody. */
async function isDevice(path: string): Promise<boolean> {
  try {
    const there = await stat(path);
    return !there.isFile() && !there.isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function writeInto(path: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for await (const piece of pieces) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

/** The archive files that were named with `--archive`, as absolute paths. */
export function archivesOf(context: Context, options: Options): string[] {
  return repeated(options, 'archive').map((name) => context.path(name));
}

/** The `v` of a file that is JSON. @throws {TalosError} `E_VERSION` for another version; `E_MALFORMED` for none. */
export function readFileVersion(value: Json, what: string): void {
  const version = readInteger(value, `${what}.v`);
  if (version !== 1) throw new TalosError('E_VERSION', `${what} file of version ${version}`);
}

const BY_ERRNO: Readonly<Record<string, 'E_NOT_FOUND' | 'E_RESOURCE' | 'E_STORAGE_DENIED' | 'E_STORAGE_FULL'>> = {
  ENOENT: 'E_NOT_FOUND',
  ENOTDIR: 'E_NOT_FOUND',
  EACCES: 'E_STORAGE_DENIED',
  EPERM: 'E_STORAGE_DENIED',
  EROFS: 'E_STORAGE_DENIED',
  EMFILE: 'E_RESOURCE',
  ENFILE: 'E_RESOURCE',
  ENOSPC: 'E_STORAGE_FULL',
  EDQUOT: 'E_STORAGE_FULL',
};

/** The failure of a file operation under a public code; what is none already has its own. */
export function fileError(error: unknown, name: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (error instanceof TalosError || typeof code !== 'string') return error;
  if (code === 'EISDIR')
    return new TalosError('E_USAGE', `${printable(name)} is a folder, not a file`, { cause: error });
  const found = BY_ERRNO[code] ?? 'E_STORAGE';
  const what = found === 'E_NOT_FOUND' ? 'there is no such file or folder' : code;
  return new TalosError(found, `${printable(name)}: ${what}`, { cause: error });
}
