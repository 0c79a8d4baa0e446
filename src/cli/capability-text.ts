/**
 * Capabilities as people hand them over: the text of a token or of a chain, in a file or in an argument.
 *
 * @module
 */
import { isTalosError, TalosError } from '../base/errors.ts';
import { MAX_CHAIN_TEXT, readChain } from '../capability/chain.ts';
import { parseJson } from '../codec/json.ts';
import { initCrypto } from '../crypto/init.ts';
import type { Context } from './context.ts';
import { readText } from './files.ts';

/** Most bytes of a file with a capability: a chain, and what `grant --json` prints beside it. */
const MAX_FILE_BYTES: number = 2 * MAX_CHAIN_TEXT;
const TOKEN = /^[\w-]{20,}\.[\w-]+\.[\w-]*/;
const ID = /^[0-9a-f]{8,64}$/;

/** Whether `text` is the id of a capability, or the beginning of one. */
export function isCapabilityId(text: string): boolean {
  return ID.test(text);
}

/**
 * The text of the chain in `text`: that of a token or chain itself, or of a file that holds one (`-` is standard
 * input), as `grant` and `delegate` print it, with or without `--json`, or its tokens one a line, root first.
 *
 * @returns `""` for an empty file; no more than its size is checked otherwise.
 * @throws {TalosError} `MALFORMED` for what is neither; `E_NOT_FOUND` for a path that leads nowhere; `E_LIMIT`.
 */
export async function capabilityText(context: Context, text: string): Promise<string> {
  return TOKEN.test(text) ? text : capabilityIn(await contentOf(context, text));
}

/** As {@link capabilityText}, of what a file holds. */
export function capabilityIn(content: string): string {
  const trimmed = content.trim();
  return trimmed.startsWith('{') ? tokenOf(trimmed) : trimmed.split(/\s+/).join('~');
}

/**
 * As {@link capabilityText}, for what is to be presented or passed on: each token must be in the one form.
 *
 * @throws {TalosError} as {@link capabilityText}, and `MALFORMED`.
 */
export async function presentable(context: Context, text: string): Promise<string> {
  return assertReadable(await capabilityText(context, text));
}

/** `text`, if it is that of a chain. @throws {TalosError} `MALFORMED`. */
export async function assertReadable(text: string): Promise<string> {
  await initCrypto();
  readChain(text);
  return text;
}

function tokenOf(content: string): string {
  let token: unknown;
  try {
    const json = parseJson(content);
    token = typeof json === 'object' && json !== null && 'token' in json ? json.token : undefined;
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
  }
  if (typeof token !== 'string') throw new TalosError('MALFORMED', 'the file holds JSON without a token');
  return token;
}

async function contentOf(context: Context, name: string): Promise<string> {
  try {
    return await readText(context, name, MAX_FILE_BYTES);
  } catch (error) {
    // What names no file was meant as a token, and is none.
    if (isTalosError(error, 'E_NOT_FOUND') && !name.includes('/'))
      throw new TalosError('MALFORMED', 'neither a token nor a file', { cause: error });
    if (isTalosError(error, 'E_MALFORMED'))
      throw new TalosError('MALFORMED', 'the file holds no text', { cause: error });
    throw error;
  }
}
