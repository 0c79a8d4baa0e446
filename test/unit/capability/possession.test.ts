import { describe, expect, it } from 'vitest';
import { isTalosError } from '../../../src/base/errors.ts';
import {
  PossessionChallenge,
  type ProvenRequest,
  provePossession,
  readPossession,
} from '../../../src/capability/possession.ts';
import { canonicalJson, type JsonObject, parseJson } from '../../../src/codec/json.ts';
import { holder, server, stranger } from './world.ts';

const request = (changes: Partial<ProvenRequest> = {}): ProvenRequest => ({
  audience: server().did,
  challenge: new PossessionChallenge().current,
  chain: 'a.b.c',
  method: 'tools/call',
  params: { name: 'read', arguments: { path: '/data', n: 1.5 }, _meta: { progressToken: 1 } },
  ...changes,
});

function codeOf(read: () => unknown): string {
  try {
    read();
    return 'read';
  } catch (error) {
    if (isTalosError(error)) return error.code;
    throw error;
  }
}

describe('a proof of possession', () => {
  it('names who made it, the challenge and a nonce of its own', () => {
    const asked = request();
    const [one, two] = [0, 1].map(() => readPossession(provePossession(holder().signing, asked), asked));
    expect(one).toMatchObject({ by: holder().did, challenge: asked.challenge });
    expect(one?.nonce).not.toBe(two?.nonce);
  });

  it('leaves out what the transport adds in _meta', () => {
    const asked = request();
    const proof = provePossession(holder().signing, asked);
    const params = { name: 'read', arguments: { n: 1.5, path: '/data' } };
    expect(codeOf(() => readPossession(proof, { ...asked, params }))).toBe('read');
  });

  it.each<[string, Partial<ProvenRequest>, string]>([
    ['server', { audience: 'stranger' as never }, 'AUDIENCE_MISMATCH'],
    ['chain', { chain: 'a.b.d' }, 'SIGNATURE_INVALID'],
    ['method', { method: 'resources/read' }, 'SIGNATURE_INVALID'],
    ['argument', { params: { name: 'read', arguments: { path: '/data', n: 1 } } }, 'SIGNATURE_INVALID'],
    ['parameter', { params: { name: 'read', arguments: { path: '/data', n: 1.5 }, more: 1 } }, 'SIGNATURE_INVALID'],
  ])('is not good for another %s', (_, changes, code) => {
    const asked = request();
    const proof = provePossession(holder().signing, asked);
    const other = 'audience' in changes ? { audience: stranger().did } : changes;
    expect(codeOf(() => readPossession(proof, { ...asked, ...other }))).toBe(code);
  });

  it.each<[string, (proof: string) => string, string]>([
    ['another signer', (proof) => proof.replace(holder().did, stranger().did), 'SIGNATURE_INVALID'],
    ['another form', (proof) => ` ${proof}`, 'MALFORMED'],
    ['no signature', (proof) => canonicalJson({ body: (parseJson(proof) as JsonObject)['body'] ?? null }), 'MALFORMED'],
    ['a field more', (proof) => proof.replace('"v":1', '"v":1,"w":1'), 'MALFORMED'],
    ['another version', (proof) => proof.replace('"v":1', '"v":2'), 'MALFORMED'],
    ['no text', () => '', 'MALFORMED'],
    ['a lone surrogate', (proof) => `${proof.slice(0, -1)}\ud800`, 'MALFORMED'],
    ['too long a text', (proof) => proof.padEnd(2049, ' '), 'MALFORMED'],
  ])('with %s is refused', (_, change, code) => {
    const asked = request();
    expect(codeOf(() => readPossession(change(provePossession(holder().signing, asked)), asked))).toBe(code);
  });
});

describe('a challenge', () => {
  const used = (n: number, challenge: string): { challenge: string; nonce: string } => ({ challenge, nonce: `${n}` });

  it('takes a proof once', () => {
    const it = new PossessionChallenge();
    expect([it.take(used(1, it.current)), it.take(used(1, it.current)), it.take(used(2, it.current))]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('C16: a proof that was used is never taken again, however many come after it', () => {
    const it = new PossessionChallenge(1000);
    const first = used(0, it.current);
    expect(it.take(first)).toBe(true);
    for (let n = 1; n < 5000; n++) {
      expect(it.take(used(n, it.current))).toBe(true);
      if (it.take(first)) expect.fail(`taken again after ${n}`);
    }
  });

  it('does not take proofs of another', () => {
    expect(new PossessionChallenge().take(used(1, new PossessionChallenge().current))).toBe(false);
  });

  it.each([0, 1.5, Number.NaN])('cannot remember %s nonces', (limit) => {
    expect(() => new PossessionChallenge(limit)).toThrow(RangeError);
  });
});
