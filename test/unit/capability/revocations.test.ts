/** Which lists count for which tokens, against a model that is written down as PROTOCOL.md §8.5 reads. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorizeCall } from '../../../src/capability/authorize.ts';
import type { Revoked } from '../../../src/capability/revocation-list.ts';
import { Clearance, NO_REVOCATIONS, RevocationSet, type Revocations } from '../../../src/capability/revocations.ts';
import { type ParsedToken, readToken } from '../../../src/capability/token.ts';
import type { Json } from '../../../src/codec/json.ts';
import type { Did } from '../../../src/identity/did.ts';
import { codeOf, files, forge, grant, grantText, holder, NOW_S, party, payloadOf, server, stranger } from './world.ts';

const NOW = NOW_S * 1000;

/** A chain from the server over agents 2, 4, 5, … for the server. */
function chainOf(tokens: number): readonly ParsedToken[] {
  const agents = [server(), holder(), ...Array.from({ length: tokens }, (_, index) => party(4 + index))];
  const chain: ParsedToken[] = [];
  for (let depth = 0; depth < tokens; depth++) {
    const [issuer, subject] = [agents[depth], agents[depth + 1]];
    const parent = chain.at(-1);
    if (issuer === undefined || subject === undefined) throw new Error('not enough agents');
    const jwk = { crv: 'Ed25519', kty: 'OKP', x: Buffer.from(subject.signing.publicKey).toString('base64url') };
    const changes: Record<string, Json> = { iss: issuer.did, sub: subject.did, cnf: { jwk }, del_depth: depth };
    if (parent !== undefined) changes['par_hash'] = parent.id;
    const payload = { ...payloadOf(grantText(files({ read: {} }))), ...changes, del_max_depth: 7 };
    chain.push(readToken(forge(issuer.signing, payload)));
  }
  return chain;
}

const at = (chain: readonly ParsedToken[], index: number): ParsedToken => chain[index] as ParsedToken;

function setOf(...items: readonly (readonly [by: Did, revoked: Revoked])[]): RevocationSet {
  const set = new RevocationSet();
  for (const [index, [by, revoked]] of items.entries()) set.add(by, { n: index + 1, revoked });
  return set;
}

describe('a revocation', () => {
  it('C12: of a token revokes it and all below it, not those above it or beside it', () => {
    const chain = chainOf(3);
    const [root, middle, leaf] = [at(chain, 0), at(chain, 1), at(chain, 2)];
    const revoked = (by: Did, id: string): readonly boolean[] =>
      [1, 2, 3].map((length) => setOf([by, { kind: 'token', id }]).revokes(chain.slice(0, length)));
    expect(revoked(server().did, root.id)).toEqual([true, true, true]);
    expect(revoked(server().did, middle.id)).toEqual([false, true, true]);
    expect(revoked(server().did, leaf.id)).toEqual([false, false, true]);
    expect(revoked(middle.claims.issuer, middle.id)).toEqual([false, true, true]);
    expect(revoked(middle.claims.issuer, leaf.id)).toEqual([false, false, true]);
  });

  it('C13: of a stranger, of a holder about its own token, or of one below has no effect', () => {
    const chain = chainOf(3);
    const [root, middle, leaf] = [at(chain, 0), at(chain, 1), at(chain, 2)];
    const without: readonly (readonly [Did, Revoked])[] = [
      [stranger().did, { kind: 'token', id: leaf.id }],
      [stranger().did, { kind: 'chain', id: root.id }],
      [stranger().did, { kind: 'subject', id: leaf.claims.subject }],
      [stranger().did, { kind: 'issuer', id: server().did }],
      [leaf.claims.subject, { kind: 'token', id: leaf.id }],
      [middle.claims.issuer, { kind: 'token', id: root.id }],
      [leaf.claims.issuer, { kind: 'token', id: middle.id }],
      [leaf.claims.issuer, { kind: 'chain', id: root.id }],
      [leaf.claims.issuer, { kind: 'issuer', id: server().did }],
    ];
    for (const item of without.slice(0, 7)) expect(setOf(item).revokes(chain)).toBe(false);
    // It signed the leaf itself, which it may take back in any way.
    expect(setOf(without[7] as (typeof without)[0]).revokes(chain)).toBe(true);
    expect(setOf(without[7] as (typeof without)[0]).revokes(chain.slice(0, 2))).toBe(false);
    expect(setOf(without[8] as (typeof without)[0]).revokes(chain)).toBe(false);
  });

  it('C13: of a token that does not exist yet counts when its issuer said so, and not when a stranger did', () => {
    const later = chainOf(2);
    const early = [server().did, stranger().did].map((by) => setOf([by, { kind: 'token', id: at(later, 1).id }]));
    expect(early.map((set) => set.revokes(later))).toEqual([true, false]);
  });

  it('of a chain revokes what was delegated, not the token itself', () => {
    const chain = chainOf(3);
    const set = setOf([server().did, { kind: 'chain', id: at(chain, 0).id }]);
    expect([1, 2, 3].map((length) => set.revokes(chain.slice(0, length)))).toEqual([false, true, true]);
    expect(set.find(chain)).toEqual({ by: server().did, kind: 'chain', n: 1 });
  });

  it('of a holder revokes every token that it holds, also under one token alone', () => {
    const chain = chainOf(3);
    const leaf = at(chain, 2);
    const { subject } = leaf.claims;
    const verdicts = (revoked: Revoked): readonly boolean[] =>
      [1, 2, 3].map((length) => setOf([server().did, revoked]).revokes(chain.slice(0, length)));
    expect(verdicts({ kind: 'subject', id: subject })).toEqual([false, false, true]);
    expect(verdicts({ kind: 'subject', id: holder().did })).toEqual([true, true, true]);
    expect(verdicts({ kind: 'subject', id: subject, under: at(chain, 1).id })).toEqual([false, false, true]);
    expect(verdicts({ kind: 'subject', id: subject, under: at(chain, 0).id })).toEqual([false, false, true]);
    expect(verdicts({ kind: 'subject', id: subject, under: leaf.id })).toEqual([false, false, false]);
    expect(verdicts({ kind: 'subject', id: holder().did, under: at(chain, 0).id })).toEqual([false, false, false]);
  });

  it('of a key revokes what it signed, before a time where one is said, and the latest time counts', () => {
    const chain = chainOf(2);
    const { issuer } = at(chain, 1).claims;
    const before = (...times: readonly (number | undefined)[]): boolean =>
      setOf(
        ...times.map(
          (time) =>
            [server().did, { kind: 'issuer', id: issuer, ...(time === undefined ? {} : { before: time }) }] as const,
        ),
      ).revokes(chain);
    expect(before(NOW)).toBe(false);
    expect(before(NOW + 1)).toBe(true);
    expect(before(NOW + 1, NOW - 5)).toBe(true);
    expect(before(undefined)).toBe(true);
    expect(before(undefined, NOW)).toBe(true);
  });

  it('counts in any order of what is said, against the rules as they read (model)', () => {
    const chain = chainOf(4);
    const dids = [...new Set([...chain.flatMap(({ claims }) => [claims.issuer, claims.subject]), stranger().did])];
    const ids = [...chain.map(({ id }) => id), 'ab'.repeat(32)];
    const did = fc.constantFrom(...dids);
    const id = fc.constantFrom(...ids);
    const revoked: fc.Arbitrary<Revoked> = fc.oneof(
      fc.record({ kind: fc.constant('token' as const), id }),
      fc.record({ kind: fc.constant('chain' as const), id }),
      fc.record({ kind: fc.constant('subject' as const), id: did }),
      fc.record({ kind: fc.constant('subject' as const), id: did, under: id }),
      fc.record({ kind: fc.constant('issuer' as const), id: did, before: fc.constantFrom(NOW - 1, NOW, NOW + 1) }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(did, revoked), { maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (items, length) => {
          const part = chain.slice(0, length);
          expect(setOf(...items).revokes(part)).toBe(items.some(([by, each]) => modelRevokes(by, each, part)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('C12: is found again when something has changed, and only then', () => {
    const chain = chainOf(2);
    let asked = 0;
    const source = { epoch: 1, isRevoked: false };
    const revocations: Revocations = {
      get epoch() {
        return source.epoch;
      },
      revokes: () => {
        asked++;
        return source.isRevoked;
      },
      knownUntilMs: () => 0,
    };
    const clearance = new Clearance(chain);
    expect([1, 2, 3].map(() => clearance.isRevoked(revocations))).toEqual([false, false, false]);
    expect(asked).toBe(1);
    source.isRevoked = true;
    source.epoch++;
    expect([1, 2].map(() => clearance.isRevoked(revocations))).toEqual([true, true]);
    expect(asked).toBe(2);
    // Another source with the same number is another question.
    expect(clearance.isRevoked(NO_REVOCATIONS)).toBe(false);
  });

  it('C12: counts at the next call of a grant that was asked about before', () => {
    const held = grant(files({ read: {} }));
    const set = new RevocationSet();
    const call = (): string =>
      codeOf(authorizeCall(held, { kind: 'tool', name: 'read', arguments: {} }, { nowMs: NOW, revocations: set }));
    expect([call(), call()]).toEqual(['allowed', 'allowed']);
    set.add(server().did, { n: 1, revoked: { kind: 'token', id: 'ab'.repeat(32) } });
    expect(call()).toBe('allowed');
    set.add(server().did, { n: 2, revoked: { kind: 'token', id: held.leaf.id } });
    expect([call(), call()]).toEqual(['REVOKED', 'REVOKED']);
  });
});

/** The rules once more, for the property test. */
function modelRevokes(by: Did, revoked: Revoked, chain: readonly ParsedToken[]): boolean {
  return chain.some((token, place) => {
    const upToIt = chain.slice(0, place + 1);
    const counts = by === token.claims.audience || upToIt.some(({ claims }) => claims.issuer === by);
    if (!counts) return false;
    const above = chain.slice(0, place).map(({ id }) => id);
    switch (revoked.kind) {
      case 'token':
        return token.id === revoked.id;
      case 'chain':
        return above.includes(revoked.id);
      case 'subject':
        return token.claims.subject === revoked.id && (revoked.under === undefined || above.includes(revoked.under));
      case 'issuer':
        return (
          token.claims.issuer === revoked.id &&
          (revoked.before === undefined || token.claims.issuedAtS * 1000 < revoked.before)
        );
    }
  });
}
