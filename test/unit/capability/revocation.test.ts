import { describe, expect, it } from 'vitest';
import { toBase64url } from '../../../src/base/encoding.ts';
import { MAX_REASON, MAX_REVOCATION_BYTES, readRevocation } from '../../../src/capability/revocation.ts';
import { canonicalBytes, canonicalJson, type Json, type JsonObject } from '../../../src/codec/json.ts';
import type { SigningLabel } from '../../../src/crypto/labels.ts';
import { files, grantText, idOf, NOW_S, type Party, server, stranger } from './world.ts';

const ID = 'ab'.repeat(32);
const code = (name: string) => expect.objectContaining({ code: name });
const issue = (): string => forged({ reason: 'no longer needed' });
/** A revocation of any content, signed by `by`. */
function forged(changes: Record<string, Json>, by: Party = server(), label: SigningLabel = 'revocation'): string {
  const body: JsonObject = { v: 1, iss: server().did, id: ID, iat: NOW_S * 1000, reason: '', ...changes };
  return canonicalJson({ body, sig: toBase64url(by.signing.sign(label, canonicalBytes(body))) });
}

describe('a single revocation', () => {
  it('is read as it was issued', () => {
    const reason = 'lost \u2014 "key"\n';
    const issuer = server().did;
    expect(readRevocation(forged({ reason }))).toEqual({ issuer, id: ID, issuedAtMs: NOW_S * 1000, reason });
  });

  it('may have the longest reason, every character escaped, and not one more', () => {
    const text = forged({ reason: '\u0001'.repeat(MAX_REASON) });
    expect(text.length).toBeLessThanOrEqual(MAX_REVOCATION_BYTES);
    expect(readRevocation(text).reason).toHaveLength(MAX_REASON);
    expect(() => readRevocation(forged({ reason: 'x'.repeat(MAX_REASON + 1) }))).toThrow(code('MALFORMED'));
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
});
