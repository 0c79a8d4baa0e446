import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import { authorizeCall } from '../../../src/capability/authorize.ts';
import {
  issueRevocation,
  MAX_REASON,
  MAX_REVOCATION_BYTES,
  type Revocation,
  readRevocation,
} from '../../../src/capability/revocation.ts';
import { canonicalBytes, canonicalJson, type Json, type JsonObject } from '../../../src/codec/json.ts';
import type { SigningLabel } from '../../../src/crypto/labels.ts';
import { codeOf, files, grant, grantText, idOf, NOW_S, type Party, server, stranger } from './world.ts';

const ID = 'ab'.repeat(32);
const code = (name: string) => expect.objectContaining({ code: name });
const fields = (changes: Partial<Revocation> = {}): Revocation => ({
  issuer: server().did,
  id: ID,
  issuedAtMs: NOW_S * 1000,
  reason: 'no longer needed',
  ...changes,
});
const issue = (changes: Partial<Revocation> = {}): string => issueRevocation(server().signing, fields(changes));
/** A revocation of any content, signed by `by`. */
function forged(changes: Record<string, Json>, by: Party = server(), label: SigningLabel = 'revocation'): string {
  const body: JsonObject = { v: 1, iss: server().did, id: ID, iat: NOW_S * 1000, reason: '', ...changes };
  return canonicalJson({ body, sig: toBase64url(by.signing.sign(label, canonicalBytes(body))) });
}

describe('a revocation', () => {
  it('is read as it was issued', () => {
    expect(readRevocation(issue({ reason: 'lost \u2014 "key"\n' }))).toEqual(fields({ reason: 'lost \u2014 "key"\n' }));
    expect(readRevocation(forged({}))).toEqual(fields({ reason: '' }));
  });

  it('takes the longest reason, every character escaped, and not one more', () => {
    const text = issue({ reason: '\u0001'.repeat(MAX_REASON) });
    expect(text.length).toBeLessThanOrEqual(MAX_REVOCATION_BYTES);
    expect(readRevocation(text).reason).toHaveLength(MAX_REASON);
    expect(() => issue({ reason: 'x'.repeat(MAX_REASON + 1) })).toThrow(RangeError);
    expect(() => readRevocation(forged({ reason: 'x'.repeat(MAX_REASON + 1) }))).toThrow(code('MALFORMED'));
  });

  it.each<[string, Partial<Revocation>]>([
    ['an id in upper case', { id: ID.toUpperCase() }],
    ['a short id', { id: ID.slice(1) }],
    ['a fraction of a millisecond', { issuedAtMs: 0.5 }],
    ['a time before 1970', { issuedAtMs: -1 }],
    ['half a surrogate pair', { reason: '\ud800' }],
  ])('is not issued with %s', (_, change) => {
    expect(() => issue(change)).toThrow(RangeError);
  });

  it('C13: is not issued in the name of another', () => {
    expect(() => issueRevocation(stranger().signing, fields())).toThrow(RangeError);
  });

  it('C13: that a stranger signed in the name of the issuer is refused', () => {
    expect(() => readRevocation(forged({}, stranger()))).toThrow(code('SIGNATURE_INVALID'));
  });

  it('C13: of a stranger names the stranger, not the issuer of the token', () => {
    const revocation = readRevocation(forged({ iss: stranger().did, id: idOf(grantText(files({}))) }, stranger()));
    expect(revocation.issuer).toBe(stranger().did);
  });

  it('E05: a signature under another label does not count', () => {
    expect(() => readRevocation(forged({}, server(), 'statement'))).toThrow(code('SIGNATURE_INVALID'));
  });

  it('is refused with any bit flipped', () => {
    const text = issue();
    const codes = new Set<string>();
    for (let at = 0; at < text.length * 8; at++) {
      const flipped = String.fromCharCode(text.charCodeAt(at >> 3) ^ (1 << (at & 7)));
      try {
        readRevocation(text.slice(0, at >> 3) + flipped + text.slice((at >> 3) + 1));
        codes.add('accepted');
      } catch (error) {
        codes.add((error as { code: string }).code);
      }
    }
    expect([...codes].sort()).toEqual(['MALFORMED', 'SIGNATURE_INVALID']);
  });

  it.each<[string, Record<string, Json>]>([
    ['another version', { v: 2 }],
    ['an unknown field', { until: 5 }],
    ['an issuer that is no DID', { iss: 'server' }],
    ['an id that is no hash', { id: '*' }],
    ['a time in text', { iat: '1' }],
    ['a reason that is no text', { reason: null }],
  ])('is refused with %s although it is signed', (_, change) => {
    expect(() => readRevocation(forged(change))).toThrow(code('MALFORMED'));
  });

  it.each<[string, (text: string) => string]>([
    ['white space', (text) => `${text} `],
    ['another order of fields', (text) => text.replace(/^\{("body":.*),("sig":"[^"]*")\}$/, '{$2,$1}')],
    ['a duplicate field', (text) => text.replace('{"iat"', '{"iat":1,"iat"')],
    ['no signature', (text) => text.replace(/,"sig":"[^"]*"/, '')],
    ['a short signature', (text) => text.replace(/..."\}$/, '"}')],
    ['half a surrogate pair', (text) => text.replace('no longer', 'no \ud800')],
    ['more than the limit', (text) => text.padEnd(MAX_REVOCATION_BYTES + 1)],
    ['nothing', () => ''],
  ])('is refused with %s', (_, change) => {
    expect(change(issue())).not.toBe(issue());
    expect(() => readRevocation(change(issue()))).toThrow(code('MALFORMED'));
  });

  it('C15: that was kept denies after a restart, when nothing but its bytes is left', () => {
    const held = grant(files({ read_file: {} }));
    const kept = utf8(issue({ id: held.leaf.id }));
    const request = { kind: 'tool', name: 'read_file', arguments: {} } as const;
    const revoked = new Set([readRevocation(new TextDecoder().decode(kept)).id]);
    const decide = (isRevoked: (id: string) => boolean): string =>
      codeOf(authorizeCall(held, request, { nowMs: NOW_S * 1000, isRevoked }));
    expect(decide((id) => revoked.has(id))).toBe('REVOKED');
    expect(decide(() => false)).toBe('allowed');
  });
});
