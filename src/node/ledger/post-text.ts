/**
 * Posting a text over HTTP, for witnesses: bounded in time and size, no redirection followed.
 *
 * @module
 */
import type { PostedText } from '../../agent/agent-platform.ts';
import { concat, fromUtf8 } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';

/** Milliseconds that a witness gets to answer. PROTOCOL.md §11. */
export const WITNESS_ANSWER_MS = 10_000;
/** Largest answer of a witness, in bytes. PROTOCOL.md §11. */
export const MAX_WITNESS_ANSWER_BYTES: number = 64 * 1024;

/**
 * Posts `body` to `url`, wherever the person who configured that wanted, private networks included.
 *
 * @throws {TalosError} `E_UNREACHABLE`; `E_TIMEOUT`; `E_LIMIT` for a longer answer; `E_MALFORMED` for one that is no text.
 */
export async function postText(
  url: string,
  body: string,
  signal: AbortSignal,
  isOffline: boolean,
): Promise<PostedText> {
  if (isOffline) throw new TalosError('E_UNREACHABLE', 'the network is off', { hint: 'leave out --offline' });
  using limit = deadline(signal, WITNESS_ANSWER_MS);
  try {
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'accept-encoding': 'identity' };
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: limit.signal });
    if (response.headers.has('content-encoding')) {
      await response.body?.cancel();
      throw new TalosError('E_MALFORMED', 'the answer of the witness is compressed');
    }
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > MAX_WITNESS_ANSWER_BYTES)
        throw new TalosError('E_LIMIT', `the answer of the witness exceeds ${MAX_WITNESS_ANSWER_BYTES} bytes`);
      parts.push(part);
    }
    return { status: response.status, body: fromUtf8(concat(...parts)) };
  } catch (cause) {
    if (cause instanceof TalosError) throw cause;
    limit.signal.throwIfAborted();
    throw new TalosError('E_UNREACHABLE', 'the witness cannot be reached', { cause });
  }
}
