/**
 * Asking a time-stamping authority over HTTP. RFC 3161 §3.4. What it answers is not looked at here.
 *
 * @module
 */
import { type Bytes, concat } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { MAX_TIME_STAMP_BYTES, TIME_STAMP_DEADLINE_MS } from '../../ledger/anchor/anchor.ts';
import { mismatch } from './anchor-form.ts';

/**
 * The response of the authority at `url` to `request`, at most 65,536 bytes. No redirection is followed.
 *
 * @param url - HTTP or HTTPS; wherever the person who configured it wanted, private networks included.
 * @throws {TalosError} `E_UNREACHABLE`; `E_TIMEOUT` after `deadlineMs`; `ANCHOR_MISMATCH` for any other answer than a
 *   time-stamp response.
 */
export async function askAuthority(
  url: string,
  request: Uint8Array<ArrayBuffer>,
  signal: AbortSignal | undefined,
  deadlineMs: number = TIME_STAMP_DEADLINE_MS,
): Promise<Bytes> {
  using limit = deadline(signal, deadlineMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/timestamp-query',
        accept: 'application/timestamp-reply',
        'accept-encoding': 'identity',
      },
      body: request,
      redirect: 'manual',
      signal: limit.signal,
    });
    return await bodyOf(response);
  } catch (cause) {
    if (cause instanceof TalosError) throw cause;
    limit.signal.throwIfAborted();
    throw new TalosError('E_UNREACHABLE', 'the time-stamping authority cannot be reached', { cause });
  }
}

async function bodyOf({ status, headers, body }: Response): Promise<Bytes> {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (status !== 200 || type !== 'application/timestamp-reply') {
    await body?.cancel();
    throw mismatch(
      status === 200 ? 'the answer is no time-stamp response' : `the authority answered with the HTTP status ${status}`,
    );
  }
  if (headers.has('content-encoding')) {
    await body?.cancel();
    throw mismatch('the answer is compressed');
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the body.
  for await (const part of body ?? []) {
    length += part.length;
    if (length > MAX_TIME_STAMP_BYTES) throw mismatch(`the answer exceeds ${MAX_TIME_STAMP_BYTES} bytes`);
    parts.push(part);
  }
  return concat(...parts);
}
