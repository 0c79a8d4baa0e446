import { beforeAll, describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../../src/base/bytes.ts';
import { canonicalJson, type JsonObject, parseJson } from '../../../src/codec/json.ts';
import { labelledHash } from '../../../src/crypto/hash.ts';
import { signingKey } from '../../../src/crypto/sign.ts';
import { type Did, didOfKey } from '../../../src/identity/did.ts';
import {
  type CallStatement,
  MAX_ACKNOWLEDGED_TOGETHER,
  MAX_SIGNED_STATEMENT_BYTES,
  MAX_STATEMENTS_TOGETHER,
  parseSignedStatement,
  pathOf,
  type ResultStatement,
  readSignedStatement,
  signStatements,
  statementHash,
  VerifiedBatches,
  verifySignedStatement,
} from '../../../src/ledger/entry/statement.ts';

const hash = (byte: number): string => byte.toString(16).padStart(2, '0').repeat(32);

describe('statements', () => {
  let alice: ReturnType<typeof signingKey>;
  let from: Did;
  let to: Did;
  beforeAll(() => {
    alice = signingKey(new Uint8Array(32).fill(1));
    from = didOfKey(alice.publicKey);
    to = didOfKey(signingKey(new Uint8Array(32).fill(2)).publicKey);
  });
  const call = (number: number, fields: Partial<CallStatement> = {}): CallStatement => ({
    kind: 'call',
    time: 1_700_000_000_000,
    from,
    to,
    service: 'files',
    token: hash(1),
    session: hash(2),
    number,
    method: 'tools/call',
    target: 'read_file',
    arguments: hash(3),
    checkpoint: '',
    ...fields,
  });
  const result = (fields: Partial<ResultStatement> = {}): ResultStatement => ({
    kind: 'result',
    time: 1,
    call: hash(4),
    decision: 'allowed',
    outcome: 'result',
    result: hash(5),
    checkpoint: '',
    ...fields,
  });
  const edited = (bytes: Uint8Array, edit: (json: Record<string, JsonObject[string]>) => void): Uint8Array => {
    const json = parseJson(bytes) as Record<string, JsonObject[string]>;
    edit(json);
    return utf8(canonicalJson(json));
  };
  const refuses = (bytes: Uint8Array, code: string): void =>
    expect(() => readSignedStatement(bytes)).toThrow(expect.objectContaining({ code }));

  it('one that is signed alone reads back as what was signed', () => {
    const [signed] = signStatements(alice, from, [call(0)]);
    const read = readSignedStatement(signed?.bytes ?? new Uint8Array(), { by: from, kind: 'call' });
    expect(read.statement).toEqual(call(0));
    expect(read.hash).toBe(statementHash(call(0)));
    expect(read.json['path']).toEqual([]);
  });

  it.each([1, 2, 3, 5, 8, 13, 40])(
    'each of %i signed together verifies alone, and a batch keeps one signature',
    (count) => {
      const signed = signStatements(
        alice,
        from,
        Array.from({ length: count }, (_, i) => call(i)),
      );
      for (const [i, one] of signed.entries()) {
        const read = readSignedStatement(one.bytes, { kind: 'call' });
        expect(read.statement.number).toBe(i);
        expect(read.bytes).toEqual(utf8(canonicalJson(one.json)));
      }
      expect(new Set(signed.map(({ json }) => json['sig'])).size).toBe(1);
    },
  );

  it('the hash that names a statement is over its labelled canonical body alone', () => {
    const body = utf8(canonicalJson({ v: 1, ...call(3) }));
    expect(fromHex(statementHash(call(3)))).toEqual(labelledHash('statement', body));
    const [alone] = signStatements(alice, from, [call(3)]);
    const [, together] = signStatements(alice, from, [call(2), call(3)]);
    expect(alone?.hash).toBe(together?.hash);
  });

  it('256 are signed together, 0 and 257 are refused', () => {
    const many = Array.from({ length: MAX_STATEMENTS_TOGETHER }, (_, i) => call(i));
    const signed = signStatements(alice, from, many);
    expect(signed).toHaveLength(256);
    expect(pathOf(signed[255] as (typeof signed)[0])).toHaveLength(8);
    expect(readSignedStatement(signed[255]?.bytes ?? new Uint8Array()).statement).toEqual(call(255));
    expect(() => signStatements(alice, from, [...many, call(256)])).toThrow(RangeError);
    expect(() => signStatements(alice, from, [])).toThrow(RangeError);
  });

  it(`an acknowledgement is of 1 to ${MAX_ACKNOWLEDGED_TOGETHER} results, each once, or E_MALFORMED`, () => {
    const of = (results: readonly string[]) => ({ kind: 'acknowledgement', time: 1, results }) as const;
    const many = Array.from({ length: MAX_ACKNOWLEDGED_TOGETHER + 1 }, (_, i) => i.toString(16).padStart(64, '0'));
    for (const results of [many.slice(0, 1), many.slice(0, MAX_ACKNOWLEDGED_TOGETHER)]) {
      const [signed] = signStatements(alice, from, [of(results)]);
      expect(readSignedStatement(signed?.bytes ?? new Uint8Array()).statement).toEqual(of(results));
    }
    const malformed = expect.objectContaining({ code: 'E_MALFORMED' });
    for (const results of [[], many, [many[1], many[1]], ['ab'], [many[0], 7]] as readonly string[][])
      expect(() => signStatements(alice, from, [of(results)]), `${results.length} results`).toThrow(malformed);
  });

  it('a signed statement of the largest size is made and read, one byte more is E_LIMIT', () => {
    const [small] = signStatements(alice, from, [call(0, { target: '' })]);
    const room = MAX_SIGNED_STATEMENT_BYTES - (small?.bytes.length ?? 0);
    const [large] = signStatements(alice, from, [call(0, { target: 'x'.repeat(room) })]);
    expect(large?.bytes).toHaveLength(MAX_SIGNED_STATEMENT_BYTES);
    expect(readSignedStatement(large?.bytes ?? new Uint8Array()).hash).toBe(large?.hash);
    expect(() => signStatements(alice, from, [call(0, { target: 'x'.repeat(room + 1) })])).toThrow(
      expect.objectContaining({ code: 'E_LIMIT' }),
    );
    refuses(new Uint8Array(MAX_SIGNED_STATEMENT_BYTES + 1), 'E_LIMIT');
  });

  it('an edit of any byte is refused', () => {
    const [, signed] = signStatements(alice, from, [call(0), call(1), call(2)]);
    const bytes = signed?.bytes ?? new Uint8Array();
    for (let i = 0; i < bytes.length; i++) {
      const other = new Uint8Array(bytes);
      other[i] = (other[i] as number) ^ 1;
      expect(() => readSignedStatement(other), `byte ${i}`).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(E_MALFORMED|E_VERSION|SIGNATURE_INVALID)$/) }),
      );
    }
  });

  it('one of another agent, or with another signer named, is SIGNATURE_INVALID', () => {
    const [signed] = signStatements(alice, from, [call(0)]);
    const bytes = signed?.bytes ?? new Uint8Array();
    expect(() => readSignedStatement(bytes, { by: to })).toThrow(
      expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
    );
    refuses(
      edited(bytes, (json) => void (json['by'] = to)),
      'SIGNATURE_INVALID',
    );
  });

  it('a call that is not signed by the agent it is from is SIGNATURE_INVALID', () => {
    const [signed] = signStatements(alice, from, [call(0, { from: to, to: from })]);
    refuses(signed?.bytes ?? new Uint8Array(), 'SIGNATURE_INVALID');
  });

  it('a path that is cut, lengthened, reordered or claimed for another place is refused', () => {
    const [, , signed] = signStatements(alice, from, [call(0), call(1), call(2), call(3), call(4)]);
    const bytes = signed?.bytes ?? new Uint8Array();
    const path = signed?.json['path'] as readonly string[];
    const withPath = (other: readonly string[]): Uint8Array => edited(bytes, (json) => void (json['path'] = other));
    for (const other of [path.slice(1), [...path, hash(9)], path.toReversed(), []])
      refuses(withPath(other), 'SIGNATURE_INVALID');
    refuses(withPath(Array.from({ length: 9 }, () => hash(1))), 'E_MALFORMED');
    refuses(
      edited(bytes, (json) => void (json['index'] = 1)),
      'SIGNATURE_INVALID',
    );
    refuses(
      edited(bytes, (json) => void (json['size'] = 4)),
      'SIGNATURE_INVALID',
    );
    refuses(
      edited(bytes, (json) => void (json['index'] = 5)),
      'E_MALFORMED',
    );
    refuses(
      edited(bytes, (json) => void (json['size'] = 257)),
      'E_MALFORMED',
    );
  });

  it('another form of the same statement is E_MALFORMED', () => {
    const [signed] = signStatements(alice, from, [call(0)]);
    const text = new TextDecoder().decode(signed?.bytes);
    refuses(utf8(` ${text}`), 'E_MALFORMED');
    refuses(utf8(text.replace('"number":0', '"number":0.0')), 'E_MALFORMED');
    refuses(utf8(text.replace('"index":0', '"index":0,"more":1')), 'E_MALFORMED');
    refuses(utf8(text.replace('"v":1', '"v":2')), 'E_VERSION');
    refuses(utf8(text.replace('"kind":"call"', '"kind":"else"')), 'E_MALFORMED');
    refuses(utf8('null'), 'E_MALFORMED');
  });

  it('a kind that is not the one asked for is E_MALFORMED', () => {
    const [signed] = signStatements(alice, from, [result()]);
    expect(() => readSignedStatement(signed?.bytes ?? new Uint8Array(), { kind: 'call' })).toThrow(
      expect.objectContaining({ code: 'E_MALFORMED' }),
    );
  });

  it('a result without outcome has no commitment, one with an outcome has one', () => {
    expect(signStatements(alice, from, [result({ outcome: 'none', result: '', decision: 'EXPIRED' })])).toHaveLength(1);
    for (const fields of [{ outcome: 'none' }, { result: '' }] as const)
      expect(() => signStatements(alice, from, [result(fields)])).toThrow(
        expect.objectContaining({ code: 'E_MALFORMED' }),
      );
  });

  it('a field in another form is not signed', () => {
    const bad: Partial<CallStatement>[] = [
      { token: 'ABC' },
      { session: hash(0xab).toUpperCase() },
      { number: -1 },
      { number: 1.5 },
      { service: '' },
      { service: 'x'.repeat(65) },
      { method: 'x'.repeat(129) },
      { checkpoint: 'x'.repeat(513) },
      { time: Number.NaN },
      { target: '\ud800' },
    ];
    for (const fields of bad)
      expect(() => signStatements(alice, from, [call(0, fields)]), JSON.stringify(fields)).toThrow(
        expect.objectContaining({ code: 'E_MALFORMED' }),
      );
  });

  it('a remembered batch spares the signature of its own members alone', () => {
    const seen = new VerifiedBatches();
    const [a, b] = signStatements(alice, from, [call(0), call(1)]);
    const forged = parseSignedStatement({ ...b?.json, body: { ...(a?.json['body'] as JsonObject), number: 7 } });
    expect(verifySignedStatement(a as NonNullable<typeof a>, seen)).toBe(true);
    expect(verifySignedStatement(b as NonNullable<typeof b>, seen)).toBe(true);
    expect(verifySignedStatement(forged, seen)).toBe(false);
    const other = parseSignedStatement({ ...b?.json, sig: 'A'.repeat(86) });
    expect(verifySignedStatement(other, seen)).toBe(false);
  });

  it('no more batches are remembered than the limit says', () => {
    const seen = new VerifiedBatches();
    for (let i = 0; i <= VerifiedBatches.CAPACITY; i++) seen.add(`batch ${i}`);
    expect(seen.has('batch 0')).toBe(false);
    expect(seen.has('batch 1')).toBe(true);
    expect(seen.has(`batch ${VerifiedBatches.CAPACITY}`)).toBe(true);
  });
});
