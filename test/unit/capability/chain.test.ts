/** Chains of tokens: how they are made, written, read and refused. */

import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorizeCall, verifyChain } from '../../../src/capability/authorize.ts';
import { GrantCache } from '../../../src/capability/cache.ts';
import {
  chainText,
  delegateToken,
  delegationDenial,
  MAX_CHAIN_TEXT,
  MAX_CHAIN_TOKENS,
  readChain,
  splitChain,
} from '../../../src/capability/chain.ts';
import { NO_REVOCATIONS } from '../../../src/capability/revocations.ts';
import { parseScope, type Scope } from '../../../src/capability/scope.ts';
import { MAX_TOKEN_BYTES, type ParsedToken, type TokenFields } from '../../../src/capability/token.ts';
import type { Json } from '../../../src/codec/json.ts';
import { cpuMs } from '../../cpu.ts';
import { chain, changed, child, holderAt, READ, READ_REPORTS, root, textsOf } from './chain-world.ts';
import {
  codeOf,
  context,
  files,
  forge,
  grantText,
  holder,
  NOW_S,
  payloadOf,
  revoking,
  server,
  stranger,
} from './world.ts';

const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });
const DELEGATION_INVALID = expect.objectContaining({ code: 'DELEGATION_INVALID' });
const worker = () => holderAt(1);
/** The verdict on a chain that its last holder presents. */
const codeFor = (tokens: readonly ParsedToken[], changes: Parameters<typeof context>[0] = {}): string => {
  const subject = tokens.at(-1)?.claims.subject ?? holder().did;
  return codeOf(verifyChain(textsOf(tokens), context({ holder: subject, ...changes })));
};
const linked = (changes: Record<string, Json>): string => {
  const parent = root(READ, 3);
  return codeFor([parent, changed(child(parent, READ_REPORTS, 1), changes)]);
};
const scoped = (parent: Json, below: Json): string => {
  const top = root(parent);
  const details = [{ type: 'talos-mcp', ...(below as object) } as Json];
  const own = forge(holder().signing, {
    ...payloadOf(grantText(parent)),
    iss: holder().did,
    sub: worker().did,
    cnf: { jwk: { crv: 'Ed25519', kty: 'OKP', x: Buffer.from(worker().signing.publicKey).toString('base64url') } },
    del_depth: 1,
    del_max_depth: 1,
    par_hash: top.id,
    authorization_details: details,
  });
  return codeOf(verifyChain([top.text, own], context({ holder: worker().did })));
};

describe('a chain', () => {
  it('gives its last holder what its last token says', () => {
    const tokens = [root(), child(root())];
    const verdict = verifyChain(textsOf(tokens), context({ holder: worker().did }));
    expect(verdict).toMatchObject({
      allowed: true,
      grant: { holder: worker().did, expiresAtS: NOW_S + 60, scope: READ_REPORTS },
    });
    if (!verdict.allowed) throw new Error(verdict.code);
    expect(verdict.grant.tokens.map(({ id }) => id)).toEqual(tokens.map(({ id }) => id));
    const call = (path: string, nowS: number): string =>
      codeOf(
        authorizeCall(
          verdict.grant,
          { kind: 'tool', name: 'read_file', arguments: { path } },
          { nowMs: nowS * 1000, revocations: NO_REVOCATIONS },
        ),
      );
    expect(call('/data/reports/a', NOW_S)).toBe('allowed');
    expect(call('/data/a', NOW_S)).toBe('CONSTRAINT');
    expect(call('/data/reports/a', NOW_S + 60)).toBe('EXPIRED');
  });

  it('is at most eight tokens long, root first', () => {
    const eight = chain(MAX_CHAIN_TOKENS);
    expect(codeFor(eight)).toBe('allowed');
    expect(codeFor([...eight].reverse(), { holder: holder().did })).toBe('UNTRUSTED_ISSUER');
    expect(() => child(eight.at(-1) as ParsedToken)).toThrow(DELEGATION_INVALID);
    expect(codeFor([...eight, eight.at(-1) as ParsedToken])).toBe('MALFORMED');
  });

  it('C12: is revoked with any of its tokens, for its holder and all below', () => {
    const tokens = chain(3);
    const without = (id: string, of: readonly ParsedToken[]) =>
      codeFor(of, { revocations: revoking((each) => each === id) });
    for (const { id } of tokens) expect(without(id, tokens)).toBe('REVOKED');
    expect(without((tokens[2] as ParsedToken).id, tokens.slice(0, 2))).toBe('allowed');
  });

  it('ids, signatures and parent hashes as @noble and node:crypto compute them from the text', () => {
    let parent: string | undefined;
    for (const { text, id } of chain(4)) {
      const at = text.lastIndexOf('.');
      const claims = JSON.parse(Buffer.from(text.slice(0, at).split('.')[1] ?? '', 'base64url').toString());
      const signer = [server(), holder(), holderAt(1), holderAt(2)].find(({ did }) => did === claims.iss);
      const signature = new Uint8Array(Buffer.from(text.slice(at + 1), 'base64url'));
      const input = new Uint8Array(Buffer.from(text.slice(0, at)));
      expect(ed25519.verify(signature, input, signer?.signing.publicKey as Uint8Array)).toBe(true);
      expect(claims.par_hash).toBe(parent);
      parent = createHash('sha256').update(input).digest('hex');
      expect(parent).toBe(id);
    }
  });
});

describe('a link of a chain', () => {
  it('may be as wide as its parent', () => {
    expect(linked({})).toBe('allowed');
    expect(codeFor([root(), child(root(), READ)])).toBe('allowed');
    expect(linked({ exp: NOW_S + 3600, del_max_depth: 3 })).toBe('allowed');
  });

  it.each<[string, () => string]>([
    ['comes without its parent', () => codeFor([child(root())], { roots: [holder().did] })],
    ['has another parent', () => linked({ par_hash: 'a'.repeat(64) })],
    [
      'names its grandparent',
      () => {
        const [a, b, c] = chain(3) as [ParsedToken, ParsedToken, ParsedToken];
        return codeFor([a, b, changed(c, { par_hash: a.id })]);
      },
    ],
    [
      'leaves its parent out',
      () => {
        const [a, , c] = chain(3) as [ParsedToken, ParsedToken, ParsedToken];
        return codeFor([a, c]);
      },
    ],
    ['is a root itself', () => codeFor([root(), root()], { holder: holder().did })],
    ['is for another agent', () => linked({ aud: stranger().did })],
    ['skips a depth', () => linked({ del_depth: 2, del_max_depth: 2 })],
    [
      'is deeper than its parent allows',
      () => {
        const parent = root(READ, 0);
        return codeFor([parent, changed(child(root()), { par_hash: parent.id })]);
      },
    ],
    ['could be passed on more often than its parent', () => linked({ del_max_depth: 4 })],
    ['was issued before its parent', () => linked({ iat: NOW_S - 1 })],
    [
      'starts before its parent',
      () => {
        const parent = changed(root(), { nbf: NOW_S + 10 });
        return codeFor([parent, changed(child(root()), { par_hash: parent.id, nbf: NOW_S + 9 })]);
      },
    ],
    ['ends after its parent', () => linked({ exp: NOW_S + 3601 })],
    ['C06: grants a tool more', () => scoped(READ, files({ read_file: { path: { under: '/data' } }, write_file: {} }))],
    ['C06: replaces the constraint', () => scoped(READ, files({ read_file: { path: { under: '/' } } }))],
    ['C06: drops the constraint', () => scoped(READ, files({ read_file: {} }))],
    ['C06: frees all arguments', () => scoped(READ, files({ read_file: { '*': { any: true } } }))],
    [
      'C06: adds a free argument',
      () => scoped(READ, files({ read_file: { path: { under: '/data' }, '*': { any: true } } })),
    ],
    ['C06: adds resources', () => scoped(READ, { ...(READ as object), resources: [{ any: true }] } as Json)],
    ['C06: names another service', () => scoped(READ, { ...(READ as object), service: 'mail' } as Json)],
    ['C06: looks like the folder', () => scoped(READ, files({ read_file: { path: { under: '/data2' } } }))],
  ])('is DELEGATION_INVALID where it %s', (_, code) => {
    expect(code()).toBe('DELEGATION_INVALID');
  });

  it('C07: is refused where the holder of the parent did not sign it', () => {
    const [parent, own] = [root(READ, 3), child(root(READ, 3))];
    const { did } = stranger();
    expect(codeFor([parent, changed(own, {}, stranger())])).toBe('SIGNATURE_INVALID');
    expect(codeFor([parent, changed(own, { iss: did }, stranger())])).toBe('DELEGATION_INVALID');
    // Nor may the issuer of the parent pass it on in the name of its holder.
    expect(codeFor([parent, changed(own, { iss: server().did }, server())])).toBe('DELEGATION_INVALID');
  });

  it('C07: a whole chain under a root that nobody named is UNTRUSTED_ISSUER, where named it is not', () => {
    const top = changed(root(), { iss: stranger().did }, stranger());
    const tokens = [top, changed(child(root()), { par_hash: top.id })];
    expect(codeFor(tokens)).toBe('UNTRUSTED_ISSUER');
    expect(codeFor(tokens, { roots: [] })).toBe('UNTRUSTED_ISSUER');
    expect(codeFor(tokens, { roots: [stranger().did] })).toBe('allowed');
    // The issuer of a link is no root by that.
    expect(codeFor(tokens, { roots: [holder().did] })).toBe('UNTRUSTED_ISSUER');
  });

  it('C08: only the last holder may present it', () => {
    const tokens = [root(), child(root())];
    for (const did of [holder().did, server().did, stranger().did])
      expect(codeFor(tokens, { holder: did })).toBe('SUBJECT_MISMATCH');
    expect(codeFor(tokens.slice(0, 1), { holder: worker().did })).toBe('SUBJECT_MISMATCH');
  });

  it('C11: the cache answers for one holder and one chain alone', () => {
    const tokens = [root(), child(root())];
    const cache = new GrantCache();
    const ask = (texts: readonly string[], did = worker().did): string =>
      codeOf(cache.verify(texts, context({ holder: did })));
    const other = root(files({ read_file: { path: { any: true } } }));
    expect(ask(textsOf(tokens))).toBe('allowed');
    expect(ask(textsOf(tokens), holder().did)).toBe('SUBJECT_MISMATCH');
    expect(ask([other.text, (tokens[1] as ParsedToken).text])).toBe('DELEGATION_INVALID');
    expect(ask(textsOf(tokens.slice(1)))).toBe('UNTRUSTED_ISSUER');
    expect(ask(textsOf(tokens))).toBe('allowed');
  });

  it('C14: a revoked token stays so under any other encoding of its chain', () => {
    const tokens = [root(), child(root())];
    const [{ id, text }, own] = tokens as [ParsedToken, ParsedToken];
    const revocations = revoking((each) => each === id);
    const ask = (first: string) =>
      codeOf(verifyChain([first, own.text], context({ holder: worker().did, revocations })));
    expect(ask(text)).toBe('REVOKED');
    expect(ask(`${text}=`)).toBe('MALFORMED');
    expect(ask(`${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`)).toMatch(/^(MALFORMED|SIGNATURE_INVALID)$/);
    // A new token with the same words has another id; it is no parent of what was delegated.
    const again = changed(root(), { nonce: Buffer.alloc(16, 1).toString('base64url') });
    expect(ask(again.text)).toBe('DELEGATION_INVALID');
  });

  it('C17: ends in its second, and with the first of its tokens that ends', () => {
    const tokens = [root(), child(root())];
    const at = (seconds: number): string => codeFor(tokens, { nowMs: seconds * 1000 });
    expect([at(NOW_S + 59.999), at(NOW_S + 60), at(NOW_S + 3600)]).toEqual(['allowed', 'EXPIRED', 'EXPIRED']);
    expect(at(NOW_S - 61)).toBe('NOT_YET_VALID');
  });
});

describe('delegateToken', () => {
  const fields = (changes: Partial<TokenFields> = {}) => ({
    issuer: holder().did,
    subject: worker().did,
    scope: parseScope(READ_REPORTS),
    issuedAtS: NOW_S,
    expiresAtS: NOW_S + 60,
    nonce: new Uint8Array(16),
    ...changes,
  });

  it.each<[string, () => Partial<TokenFields>]>([
    ['more than the parent grants', () => ({ scope: parseScope(files({ write_file: {} })) })],
    ['a later end', () => ({ expiresAtS: NOW_S + 3601 })],
    ['an earlier issue', () => ({ issuedAtS: NOW_S - 1, notBeforeS: NOW_S })],
    ['passing on further than the parent allows', () => ({ depth: 1 })],
  ])('C06: refuses %s with DELEGATION_INVALID, and makes nothing', (_, change) => {
    expect(() => delegateToken(holder().signing, root(), fields(change()))).toThrow(DELEGATION_INVALID);
  });

  it('refuses a parent that may not be passed on', () => {
    expect(() => delegateToken(holder().signing, root(READ, 0), fields())).toThrow(DELEGATION_INVALID);
  });

  it('refuses the token of somebody else', () => {
    const { did: issuer, signing } = stranger();
    expect(() => delegateToken(signing, root(), fields({ issuer }))).toThrow(DELEGATION_INVALID);
    expect(() => delegateToken(signing, root(), fields())).toThrow(RangeError);
  });

  it.each([-1, 0.5, 8, Number.NaN])('refuses the depth %s with a RangeError', (depth) => {
    const isDeep = depth > 0.5;
    expect(() => delegateToken(holder().signing, root(READ, 7), fields({ depth }))).toThrow(
      isDeep ? DELEGATION_INVALID : RangeError,
    );
  });

  it('counts the depth from the new token on', () => {
    const { claims } = delegateToken(holder().signing, root(READ, 3), fields({ depth: 2 }));
    expect([claims.depth, claims.maxDepth, claims.parent]).toEqual([1, 3, root(READ, 3).id]);
  });
});

describe('the text of a chain', () => {
  it('is read back as it was written; that of one token is the token', () => {
    const tokens = chain(3);
    expect(readChain(chainText(tokens))).toEqual(tokens);
    expect(chainText(tokens.slice(0, 1))).toBe(tokens[0]?.text);
    expect(delegationDenial(tokens)).toBeUndefined();
  });

  it.each<[string, (text: string) => string]>([
    ['nothing', () => ''],
    ['a separator alone', () => '~'],
    ['a separator first', (text) => `~${text}`],
    ['a separator last', (text) => `${text}~`],
    ['two separators', (text) => text.replace('~', '~~')],
    ['a line feed', (text) => text.replace('~', '~\n')],
    ['another separator', (text) => text.replace('~', ',')],
    ['no separator', (text) => text.replace('~', '')],
    ['half of a token', (text) => text.slice(0, -40)],
    ['nine tokens', (text) => Array(9).fill(text.split('~')[0]).join('~')],
  ])('is MALFORMED as %s', (_, change) => {
    expect(() => readChain(change(chainText(chain(2))))).toThrow(MALFORMED);
  });

  it('C23: one of ten thousand tokens, or of any length, is refused before it is read', () => {
    const token = root().text;
    const before = cpuMs();
    for (const text of [Array(10_000).fill(token).join('~'), '~'.repeat(1 << 20), 'A'.repeat(64 << 20)])
      expect(() => splitChain(text)).toThrow(MALFORMED);
    expect(codeOf(verifyChain(Array(10_000).fill(token), context()))).toBe('MALFORMED');
    expect(cpuMs() - before).toBeLessThan(100);
    expect(MAX_CHAIN_TEXT).toBe(8 * MAX_TOKEN_BYTES + 7);
    expect(splitChain('x'.repeat(MAX_CHAIN_TEXT))).toHaveLength(1);
    expect(() => splitChain('x'.repeat(MAX_CHAIN_TEXT + 1))).toThrow(MALFORMED);
  });

  it('C23: the longest chain is refused within 100 ms, whichever rule it breaks', () => {
    const many = (last: string): Scope =>
      parseScope({
        service: 'files',
        tools: {},
        resources: Array.from({ length: 45 }, (_, i) => ({ glob: `${'*a'.repeat(100)}${i}${last}` })),
      } as Json);
    const [top, own] = [root(many('') as unknown as Json, 7), child(root(READ, 7))];
    const details = [{ type: 'talos-mcp', ...(many('x') as object) } as Json];
    const tokens = [top, changed(own, { par_hash: top.id, authorization_details: details })];
    const before = cpuMs();
    expect(codeFor(tokens)).toBe('DELEGATION_INVALID');
    expect(cpuMs() - before).toBeLessThan(100);
  });

  it('whatever is written into it, is read or MALFORMED', () => {
    const text = chainText(chain(3));
    const pieces = ['~', '.', '', 'A', text.slice(0, 50), text.split('~')[1] ?? '', '\0', '\u{1f600}', ' '];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(text.length), fc.nat(60), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 4 }),
        (cuts) => {
          let torn = text;
          for (const [at, length, piece] of cuts) torn = torn.slice(0, at) + piece + torn.slice(at + length);
          const verdict = (): string => codeOf(verifyChain(splitChain(torn), context({ holder: holderAt(2).did })));
          if (torn === text) expect(verdict()).toBe('allowed');
          else expect(thrownOr(verdict)).toMatch(/^(MALFORMED|SIGNATURE_INVALID|DELEGATION_INVALID|SUBJECT_MISMATCH)$/);
        },
      ),
    );
  });
});

function thrownOr(verdict: () => string): string {
  try {
    return verdict();
  } catch (error) {
    return (error as { code: string }).code;
  }
}
