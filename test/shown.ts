/** Whether an object shows a secret that it holds, to whoever prints, clones or writes it. */
import { inspect } from 'node:util';
import { toHex } from '../src/base/bytes.ts';
import { toBase58btc, toBase64, toBase64url } from '../src/base/encoding.ts';

/** How at least 8 bytes may be written: as text, or as a list of the first eight. */
export function spellingsOf(secret: Uint8Array): readonly string[] {
  const some = [...secret.subarray(0, 8)];
  // The last characters of base64 depend on what follows.
  const whole = Math.floor((secret.length * 4) / 3) - 1;
  return [
    toHex(secret),
    toBase64(secret).slice(0, whole),
    toBase64url(secret).slice(0, whole),
    toBase58btc(secret),
    some.join(','),
    some.map((byte, i) => `"${i}":${byte}`).join(','),
    some.map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  ];
}

/** All that can be seen of `holder` without its own help, without white space. */
export function shownForms(holder: unknown): readonly string[] {
  const wide = { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null };
  const forms = [
    inspect(holder, wide),
    inspect(holder, { ...wide, customInspect: false }),
    inspect(holder),
    String(holder),
    writtenAsJson(holder),
    writtenAsJson(cloned(holder)),
    ...(typeof holder === 'object' && holder !== null
      ? [writtenAsJson(Object.fromEntries(Object.entries(holder)))]
      : []),
  ];
  // Buffers are inspected as pairs of digits.
  return forms.map((shown) => shown.replaceAll(/\s/g, ''));
}

/** Whether `holder` shows any of `secrets`, bytes or text. */
export function shows(holder: unknown, secrets: readonly (Uint8Array | string)[]): boolean {
  const spellings = secrets.flatMap((secret) => (typeof secret === 'string' ? [secret] : spellingsOf(secret)));
  return shownForms(holder).some((shown) => spellings.some((spelling) => shown.includes(spelling)));
}

function writtenAsJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part)) ?? '';
}

/** A structured clone, as a message to a worker would be; nothing where there can be none. */
function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return undefined;
  }
}
