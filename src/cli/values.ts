/**
 * Values of options and arguments as people write them. All refuse with `E_USAGE`, naming the option.
 *
 * @module
 */
import { fromHex } from '../base/bytes.ts';
import { didOfKey, isDid } from '../identity/did.ts';
import { parsePeerId } from '../net/peer-id.ts';
import { durationS, durationText, usage, wholeNumber } from '../node/setting-values.ts';

export { durationS, durationText, usage, wholeNumber };

/** Milliseconds since 1970 of an ISO 8601 date or time (UTC unless it says otherwise), or of such a number itself. */
export function timeMs(text: string, option: string): number {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(text.slice(10));
  const ms = /^\d{1,15}$/.test(text)
    ? Number(text)
    : isIso
      ? Date.parse(text.length === 10 || hasZone ? text : `${text}Z`)
      : Number.NaN;
  if (!Number.isFinite(ms))
    throw usage(`${option} is no time: "${text}"`, 'write 2026-01-31T12:00:00Z, or milliseconds since 1970');
  return ms;
}

/**
 * The DID of an agent that is named in full: by its DID, its Ed25519 key in 64 hex digits, or its libp2p peer id.
 * Undefined for anything else, aliases and prefixes among it.
 */
export function fullIdentity(text: string): string | undefined {
  if (isDid(text)) return text;
  try {
    if (/^[0-9a-f]{64}$/i.test(text)) return didOfKey(fromHex(text.toLowerCase()));
    return text.startsWith('12D3KooW') ? didOfKey(parsePeerId(text)) : undefined;
  } catch {
    return undefined; // no key: then it is an alias at best
  }
}

/** `text` as one word of a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
