import { createHash, createPublicKey, verify as verifyWithNode } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import { verifyChain } from '../../../src/capability/authorize.ts';
import type { Scope } from '../../../src/capability/scope.ts';
import {
  issueToken,
  MAX_DELEGATION_DEPTH,
  MAX_TOKEN_BYTES,
  MAX_TOKEN_LIFETIME_S,
  readToken,
  type TokenFields,
  verifyTokenSignature,
} from '../../../src/capability/token.ts';
import { canonicalJson, type Json, JsonNumber } from '../../../src/codec/json.ts';
import { didOfKey } from '../../../src/identity/did.ts';
import { cpuMs } from '../../cpu.ts';
import { everyNth } from '../../primitives.ts';
import {
  codeOf,
  context,
  files,
  forge,
  grantText,
  HEADER,
  holder,
  NOW_S,
  payloadOf,
  server,
  stranger,
} from './world.ts';

const SCOPE = files({ read_file: { path: { under: '/data' } } });
const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });
const verdictOn = (text: string): string => codeOf(verifyChain([text], context()));
const withClaims = (changes: Record<string, Json>): string =>
  forge(server().signing, { ...payloadOf(grantText(SCOPE)), ...changes });
const without = (claim: string): string => {
  const payload = payloadOf(grantText(SCOPE));
  delete payload[claim];
  return forge(server().signing, payload);
};
const fields = (changes: Partial<TokenFields> = {}): TokenFields => ({
  issuer: server().did,
  subject: holder().did,
  audience: server().did,
  scope: SCOPE as unknown as Scope,
  issuedAtS: NOW_S,
  expiresAtS: NOW_S + 60,
  nonce: new Uint8Array(16),
  ...changes,
});

describe('a token', () => {
  it('is read back as it was issued, and its signature verifies', () => {
    const { text, id, claims } = issueToken(server().signing, fields({ notBeforeS: NOW_S + 5 }));
    const token = readToken(text);
    expect(token.claims).toEqual(claims);
    expect(token.id).toBe(id);
    expect(claims).toMatchObject({
      issuer: server().did,
      subject: holder().did,
      audience: server().did,
      issuedAtS: NOW_S,
      notBeforeS: NOW_S + 5,
      expiresAtS: NOW_S + 60,
      depth: 0,
      maxDepth: 0,
      nonce: new Uint8Array(16),
      scope: { service: 'files' },
    });
    expect(verifyTokenSignature(token)).toBe(true);
  });

  it('is verified by node:crypto from its own text, and its id is the hash of the signing input', () => {
    const { text, id } = issueToken(server().signing, fields());
    const [header = '', payload = '', signature = ''] = text.split('.');
    expect(Buffer.from(header, 'base64url').toString()).toBe(HEADER);
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(server().signing.publicKey) };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const input = Buffer.from(`${header}.${payload}`);
    expect(verifyWithNode(null, input, key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(createHash('sha256').update(input).digest('hex')).toBe(id);
    expect(claims.cnf).toEqual({ jwk: { ...jwk, x: toBase64url(holder().signing.publicKey) } });
    expect(claims.authorization_details).toEqual([{ type: 'talos-mcp', ...(SCOPE as object) }]);
  });

  it('differs from every token with another nonce', () => {
    const id = (byte: number) => issueToken(server().signing, fields({ nonce: new Uint8Array(16).fill(byte) })).id;
    expect(id(1)).not.toBe(id(2));
  });
});

describe('issueToken', () => {
  it.each<[string, () => Partial<TokenFields>]>([
    ['another issuer than the signer', () => ({ issuer: stranger().did })],
    ['an end before the start', () => ({ expiresAtS: NOW_S })],
    ['a start before the issue', () => ({ notBeforeS: NOW_S - 1 })],
    ['a start after the end', () => ({ notBeforeS: NOW_S + 60 })],
    ['a life over the limit', () => ({ expiresAtS: NOW_S + MAX_TOKEN_LIFETIME_S + 1 })],
    ['a fraction of a second', () => ({ expiresAtS: NOW_S + 0.5 })],
    ['a time before 1970', () => ({ issuedAtS: -1 })],
    ['a time that is no number', () => ({ expiresAtS: Number.NaN })],
    ['a nonce of another length', () => ({ nonce: new Uint8Array(15) })],
    ['an unknown constraint', () => ({ scope: files({ t: { a: { regex: '.*' } } }) as unknown as Scope })],
    ['no service', () => ({ scope: { service: '', tools: {} } })],
    [
      'a scope that does not fit into a token',
      () => ({
        scope: files(
          Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`t${i}`, { a: { prefix: 'x'.repeat(2000) } }])),
        ) as unknown as Scope,
      }),
    ],
  ])('refuses %s with a RangeError', (_, change) => {
    expect(() => issueToken(server().signing, fields(change()))).toThrow(RangeError);
  });

  it.each([['issuer'], ['subject'], ['audience']] as const)('refuses a %s that is no DID with a TypeError', (name) => {
    expect(() => issueToken(server().signing, fields({ [name]: 'did:key:zNo' }))).toThrow(TypeError);
  });

  it('issues the longest life that is allowed', () => {
    const { claims } = issueToken(server().signing, fields({ expiresAtS: NOW_S + MAX_TOKEN_LIFETIME_S }));
    expect(claims.expiresAtS).toBe(NOW_S + MAX_TOKEN_LIFETIME_S);
  });

  it('copies the scope: changing it later changes no token', () => {
    const tools = { read_file: { path: { exact: { deep: [1] } } } };
    const { claims } = issueToken(server().signing, fields({ scope: files(tools) as unknown as Scope }));
    tools.read_file.path.exact.deep.push(2);
    expect(canonicalJson(claims.scope as unknown as Json)).toBe(
      '{"service":"files","tools":{"read_file":{"path":{"exact":{"deep":[1]}}}}}',
    );
  });
});

describe('readToken', () => {
  it('refuses every single bit that is flipped in the text', () => {
    const text = grantText(SCOPE);
    const codes = new Set<string>();
    for (let at = 0; at < text.length; at++)
      for (let bit = at % everyNth(8); bit < 8; bit += everyNth(8)) {
        const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
        codes.add(verdictOn(text.slice(0, at) + flipped + text.slice(at + 1)));
      }
    expect([...codes].sort()).toEqual(['MALFORMED', 'SIGNATURE_INVALID']);
  });

  it('refuses every single bit that is flipped in the payload, encoded again', () => {
    const [header = '', payload = '', signature = ''] = grantText(SCOPE).split('.');
    const bytes = new Uint8Array(Buffer.from(payload, 'base64url'));
    const codes = new Set<string>();
    for (let at = 0; at < bytes.length * 8; at += everyNth(7)) {
      const changed = bytes.slice();
      changed[at >> 3] = (bytes[at >> 3] as number) ^ (1 << (at & 7));
      codes.add(verdictOn(`${header}.${toBase64url(changed)}.${signature}`));
    }
    expect([...codes].sort()).toEqual(['MALFORMED', 'SIGNATURE_INVALID']);
  });

  it.each([
    '{"typ":"talos-cap+jwt","alg":"EdDSA"}',
    '{"alg":"EdDSA", "typ":"talos-cap+jwt"}',
    '{"alg":"EdDSA"}',
    '{"alg":"none","typ":"talos-cap+jwt"}',
    '{"alg":"HS256","typ":"talos-cap+jwt"}',
    '{"alg":"Ed25519","typ":"talos-cap+jwt"}',
    '{"alg":"EdDSA","typ":"JWT"}',
    '{"alg":"EdDSA","crit":["b64"],"typ":"talos-cap+jwt"}',
    '{"alg":"EdDSA","typ":"talos-cap+jwt","b64":false,"crit":["b64"]}',
    '{"alg":"EdDSA","jku":"https://evil.example/keys","typ":"talos-cap+jwt"}',
    '{"alg":"EdDSA","typ":"talos-cap+jwt","jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"}}',
    '{"alg":"EdDSA","typ":"talos-cap+jwt","x5u":"https://evil.example"}',
    '{"alg":"EdDSA","typ":"talos-cap+jwt","kid":"1"}',
  ])('refuses the header %s although it is signed', (header) => {
    const text = forge(server().signing, payloadOf(grantText(SCOPE)), header);
    expect(() => readToken(text)).toThrow(MALFORMED);
  });

  it.each<[string, (text: string) => string]>([
    ['nothing', () => ''],
    ['one part', (text) => text.split('.').slice(0, 1).join('.')],
    ['two parts', (text) => text.split('.').slice(0, 2).join('.')],
    ['four parts', (text) => `${text}.`],
    ['an empty payload', (text) => text.replace(/\..*\./, '..')],
    ['no payload and one dot', (text) => text.replace(/\..*\./, '.')],
    ['an empty signature', (text) => text.replace(/[^.]*$/, '')],
    ['padding', (text) => `${text}==`],
    ['white space before', (text) => ` ${text}`],
    ['a line feed after', (text) => `${text}\n`],
    ['the standard alphabet', (text) => text.replace(/[-_]/g, '+')],
    ['the JSON serialisation', (text) => JSON.stringify({ payload: text.split('.')[1] })],
    ['a signature of 63 bytes', (text) => text.slice(0, -2)],
    ['a NUL in the middle', (text) => `${text.slice(0, 200)}\0${text.slice(200)}`],
  ])('refuses %s', (_, change) => {
    expect(() => readToken(change(grantText(SCOPE)))).toThrow(MALFORMED);
  });

  it('C14: another signature on the same claims leaves the id as it is and does not verify', () => {
    const text = grantText(SCOPE);
    const [header, payload, signature = ''] = text.split('.');
    const bytes = new Uint8Array(Buffer.from(signature, 'base64url'));
    // S + L, RFC 8032 §5.1.7: a second signature for those who do not check the range.
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = 0n;
    for (let i = 63; i >= 32; i--) s = (s << 8n) | BigInt(bytes[i] as number);
    s += order;
    for (let i = 32; i < 64; i++, s >>= 8n) bytes[i] = Number(s & 0xffn);
    const other = readToken(`${header}.${payload}.${toBase64url(bytes)}`);
    expect(other.id).toBe(readToken(text).id);
    expect(verifyTokenSignature(other)).toBe(false);
  });

  it.each<[string, number[], number[]]>([
    ['the neutral point', [1], [1]],
    ['the point of order two', [0xec, ...Array<number>(30).fill(0xff), 0x7f], [1]],
    ['a non-canonical neutral point', [1, ...Array<number>(30).fill(0), 0x80], [1]],
  ])('E01: refuses a signature under %s, which fits any message for a lax verifier', (_, point, commitment) => {
    const publicKey = Uint8Array.from({ length: 32 }, (__, i) => point[i] ?? 0);
    // R neutral and S zero: [S]B = R + [h]A holds for every h where A is neutral, for every other h where 2A is.
    const signature = Uint8Array.from({ length: 64 }, (__, i) => commitment[i] ?? 0);
    const issuer = didOfKey(publicKey);
    for (let nonce = 0; nonce < 16; nonce++) {
      const payload = {
        ...payloadOf(grantText(SCOPE)),
        iss: issuer,
        nonce: toBase64url(new Uint8Array(16).fill(nonce)),
      };
      const [header, claims] = forge(server().signing, payload).split('.');
      const text = `${header}.${claims}.${toBase64url(signature)}`;
      expect(codeOf(verifyChain([text], context({ roots: [issuer] })))).toBe('SIGNATURE_INVALID');
    }
  });

  it('refuses a text over the limit before decoding it, and reads one up to the limit', () => {
    // Four sizes in a row: base64 grows in steps, and one of them meets the limit or the unit below it.
    const sized = (length: number): string => {
      const tools = Object.fromEntries(
        Array.from({ length: 5 }, (_, i) => [`t${i}`, { a: { prefix: 'x'.repeat(length) } }]),
      );
      return forge(server().signing, {
        ...payloadOf(grantText(SCOPE)),
        authorization_details: [{ type: 'talos-mcp', service: 'files', tools }],
      });
    };
    let length = 1;
    for (const step of [256, 16, 1]) while (sized(length + step).length <= MAX_TOKEN_BYTES) length += step;
    const largest = sized(length);
    expect(MAX_TOKEN_BYTES - largest.length).toBeLessThan(8);
    expect(verifyTokenSignature(readToken(largest))).toBe(true);
    const padded = (size: number) => grantText(SCOPE).padEnd(size, 'A');
    expect(() => readToken(sized(length + 1))).toThrow(MALFORMED);
    expect(() => readToken(padded(MAX_TOKEN_BYTES + 1))).toThrow(MALFORMED);
    const before = cpuMs();
    expect(() => readToken('A'.repeat(64 * 1024 * 1024))).toThrow(MALFORMED);
    expect(cpuMs() - before).toBeLessThan(500);
  });
});

describe('the payload of a token', () => {
  it.each([
    ['v'],
    ['iss'],
    ['sub'],
    ['aud'],
    ['cnf'],
    ['iat'],
    ['nbf'],
    ['exp'],
    ['del_depth'],
    ['del_max_depth'],
    ['nonce'],
    ['authorization_details'],
  ])('is refused without %s', (claim) => {
    expect(() => readToken(without(claim))).toThrow(MALFORMED);
  });

  it.each<[string, Record<string, Json>]>([
    ['an unknown claim', { scope: '*' }],
    ['a claimed id', { jti: 'a'.repeat(64) }],
    ['version 2', { v: 2 }],
    ['a version in text', { v: '1' }],
    ['an issuer of another method', { iss: 'did:web:example.com' }],
    ['an issuer with a fragment', { iss: `did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6Mk` }],
    ['a list of audiences', { aud: ['did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'] }],
    ['the key of another holder', { cnf: { jwk: { crv: 'Ed25519', kty: 'OKP', x: 'A'.repeat(43) } } }],
    ['a key id in place of a key', { cnf: { kid: '1' } }],
    ['an empty cnf', { cnf: {} }],
    ['a negative depth', { del_depth: -1 }],
    ['a depth over the greatest', { del_depth: 1, par_hash: 'a'.repeat(64) }],
    ['a greatest depth over the limit', { del_max_depth: MAX_DELEGATION_DEPTH + 1 }],
    ['a parent of a root', { par_hash: 'a'.repeat(64) }],
    ['a child without its parent', { del_depth: 1, del_max_depth: 1 }],
    ['a parent in upper case', { del_depth: 1, del_max_depth: 1, par_hash: 'A'.repeat(64) }],
    ['a nonce of 15 bytes', { nonce: 'A'.repeat(20) }],
    ['a nonce with padding', { nonce: `${'A'.repeat(22)}==` }],
    ['no scope', { authorization_details: [] }],
    ['two scopes', { authorization_details: [0, 0].map(() => ({ type: 'talos-mcp', service: 'files', tools: {} })) }],
    ['a scope of another type', { authorization_details: [{ type: 'openid', service: 'files', tools: {} }] }],
    ['a scope without tools', { authorization_details: [{ type: 'talos-mcp', service: 'files' }] }],
    [
      'an unknown field of the scope',
      { authorization_details: [{ type: 'talos-mcp', service: 'f', tools: {}, deny: [] }] },
    ],
    ['a scope that is no list', { authorization_details: { type: 'talos-mcp', service: 'files', tools: {} } }],
  ])('is refused with %s', (_, change) => {
    expect(() => readToken(withClaims(change))).toThrow(MALFORMED);
  });

  it('is read with the greatest depth and its parent', () => {
    const change = { del_depth: MAX_DELEGATION_DEPTH, del_max_depth: MAX_DELEGATION_DEPTH, par_hash: 'a'.repeat(64) };
    expect(readToken(withClaims(change)).claims).toMatchObject({ depth: 7, maxDepth: 7, parent: 'a'.repeat(64) });
  });

  it.each<[string, (text: string) => string]>([
    ['white space', (text) => text.replace(',', ', ')],
    ['another order', (text) => text.replace(/^\{("aud":"[^"]*"),(.*)\}$/, '{$2,$1}')],
    ['a needless escape', (text) => text.replace('"files"', '"\\u0066iles"')],
    ['a duplicate claim', (text) => text.replace('{"aud"', '{"aud":"x","aud"')],
    ['a byte-order mark', (text) => `\ufeff${text}`],
    ['a second value', (text) => `${text}{}`],
    ['a number in another form', (text) => text.replace('"v":1', '"v":1.0')],
    ['an array', (text) => `[${text}]`],
  ])('is refused with %s although it is signed', (_, change) => {
    const text = canonicalJson(payloadOf(grantText(SCOPE)));
    expect(change(text)).not.toBe(text);
    expect(() => readToken(forge(server().signing, utf8(change(text))))).toThrow(MALFORMED);
  });

  it('is refused when it is not UTF-8', () => {
    expect(() => readToken(forge(server().signing, Uint8Array.of(0x22, 0xff, 0x22)))).toThrow(MALFORMED);
  });

  it('E05: moving a letter from one field to the next changes id and signature', () => {
    const issue = (service: string, tool: string) =>
      issueToken(server().signing, fields({ scope: { service, tools: { [tool]: {} } } }));
    const [one, other] = [issue('ab', 'c'), issue('a', 'bc')];
    expect(one.id).not.toBe(other.id);
    const [header, payload] = one.text.split('.');
    expect(verdictOn(`${header}.${payload}.${other.text.split('.')[2]}`)).toBe('SIGNATURE_INVALID');
  });

  it.each([
    ['a composed letter in a tool name', { 'caf\u00e9': {} }],
    ['a decomposed letter in a tool name', { 'cafe\u0301': {} }],
    ['a composed letter in an argument name', { read: { 'caf\u00e9': { any: true } } }],
    ['a full-width tool name', { '\uff52ead': {} }],
    ['a tool name with a space', { 'read file': {} }],
    ['a tool name with a NUL', { 'read\0': {} }],
    ['an empty tool name', { '': {} }],
  ])('E06: identifiers are ASCII: %s is refused', (_, tools) => {
    const details = [{ type: 'talos-mcp', service: 'files', tools }];
    expect(() => readToken(withClaims({ authorization_details: details }))).toThrow(MALFORMED);
  });

  it('E06: values are signed as they are given, composed and decomposed apart', () => {
    const issue = (path: string) =>
      issueToken(server().signing, fields({ scope: files({ t: { a: { exact: path } } }) as unknown as Scope }));
    const [composed, decomposed] = [issue('caf\u00e9'), issue('cafe\u0301')];
    expect(composed.id).not.toBe(decomposed.id);
    expect(readToken(decomposed.text).claims.scope.tools['t']).toEqual({ a: { exact: 'cafe\u0301' } });
  });

  it.each<[string, Json]>([
    ['a fraction', NOW_S + 0.5],
    ['milliseconds', NOW_S * 1000],
    ['ISO 8601 with an offset', '2027-01-15T09:00:00+01:00'],
    ['a leap second in text', '2016-12-31T23:59:60Z'],
    ['digits in text', String(NOW_S)],
    ['a negative time', -1],
    ['null', null],
    ['a list', [NOW_S]],
  ])('E07: %s is no expiry', (_, exp) => {
    expect(() => readToken(withClaims({ exp }))).toThrow(MALFORMED);
  });

  it.each([
    ['before the issue', { nbf: NOW_S - 1 }],
    ['at the end', { nbf: NOW_S + 3600 }],
    ['with an end too far away', { exp: NOW_S + MAX_TOKEN_LIFETIME_S + 1 }],
  ])('E07: a start %s is refused', (_, change) => {
    expect(() => readToken(withClaims(change))).toThrow(MALFORMED);
  });

  it('E07: the longest life is read', () => {
    expect(readToken(withClaims({ exp: NOW_S + MAX_TOKEN_LIFETIME_S })).claims.expiresAtS).toBe(
      NOW_S + MAX_TOKEN_LIFETIME_S,
    );
  });

  it.each([['iat'], ['nbf'], ['exp'], ['v'], ['del_depth'], ['del_max_depth']])(
    'E08: %s above 2^53 is refused, not rounded',
    (claim) => {
      const text = canonicalJson({ ...payloadOf(grantText(SCOPE)), [claim]: 123456789 });
      const changed = text.replace(`"${claim}":123456789`, `"${claim}":${new JsonNumber('9007199254740993').token}`);
      expect(changed).not.toBe(text);
      expect(() => readToken(forge(server().signing, utf8(changed)))).toThrow(MALFORMED);
    },
  );
});
