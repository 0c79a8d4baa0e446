/**
 * Values of options and arguments as people write them. All refuse with `E_USAGE`, naming the option.
 *
 * @module
 */
import { fromHex } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { didOfKey, isDid } from '../identity/did.ts';
import { parsePeerId } from '../net/peer-id.ts';

const UNIT_S = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** A mistake in the command line. */
export function usage(message: string, hint = ''): TalosError<'E_USAGE'> {
  return new TalosError('E_USAGE', message, { hint });
}

/** Seconds of a duration: a whole number with `s`, `m`, `h`, `d` or `w`, such as `15m`; at least 1 s. */
export function durationS(text: string, option: string): number {
  const match = /^([1-9][0-9]{0,8})([smhdw])$/.exec(text);
  const seconds = Number(match?.[1]) * UNIT_S[(match?.[2] ?? 's') as keyof typeof UNIT_S];
  if (!Number.isSafeInteger(seconds)) throw usage(`${option} is no duration: "${text}"`, 'write 30s, 15m, 24h or 7d');
  return seconds;
}

/** A duration for people, in its largest whole unit. */
export function durationText(seconds: number): string {
  for (const [unit, size] of Object.entries(UNIT_S).reverse())
    if (seconds % size === 0 && seconds >= size && unit !== 'w') return `${seconds / size}${unit}`;
  return `${seconds}s`;
}

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

/** A whole number from `least` to `most`. */
export function wholeNumber(text: string, option: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw usage(`${option} must be ${least} to ${most}, got "${text}"`);
  return value;
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
