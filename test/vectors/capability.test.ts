/** Our own formats of PROTOCOL.md §7.3 and §8, against `vectors/talos/capability-v1.json`. */
import { createHash, createPublicKey, verify as verifyWithNode } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { fromBase64url, toBase64url } from '../../src/base/encoding.ts';
import { verifyChain } from '../../src/capability/authorize.ts';
import { holds, holdsForUri, parseConstraint } from '../../src/capability/constraint.ts';
import { formatInvitation, inviteKey, parseInvitation, signRedemption } from '../../src/capability/invitation.ts';
import { readRevocation } from '../../src/capability/revocation.ts';
import { NO_REVOCATIONS } from '../../src/capability/revocations.ts';
import { parseScope } from '../../src/capability/scope.ts';
import { issueToken, readToken } from '../../src/capability/token.ts';
import { type Json, parseJson } from '../../src/codec/json.ts';
import { SigningKey } from '../../src/crypto/sign.ts';
import { didOfKey, keyOfDid, parseDid } from '../../src/identity/did.ts';
import { loadVectors } from './files.ts';

interface Agent {
  readonly seed: string;
  readonly did: string;
}
interface Vectors {
  readonly agents: { readonly server: Agent; readonly holder: Agent; readonly stranger: Agent };
  readonly tokens: readonly {
    readonly name: string;
    readonly scope: Json;
    readonly issuedAtS: number;
    readonly notBeforeS: number;
    readonly expiresAtS: number;
    readonly nonce: string;
    readonly text: string;
    readonly id: string;
  }[];
  readonly verification: {
    readonly nowMs: number;
    readonly chains: readonly { readonly name: string; readonly chain: readonly string[]; readonly code: string }[];
  };
  readonly constraints: {
    readonly rows: readonly [string, string, boolean][];
    readonly refused: readonly string[];
    readonly uris: readonly [string, string, boolean][];
  };
  readonly revocation: { issuer: string; id: string; issuedAtMs: number; reason: string; text: string };
  readonly invitation: {
    server: string;
    addresses: string[];
    id: string;
    expiresAtMs: number;
    seed: string;
    service: string;
    text: string;
    publicKey: string;
  };
  readonly redemption: { redeemer: string; session: string; signature: string };
}
const vectors = loadVectors<Vectors>('talos/capability-v1.json');
const { agents } = vectors;
const key = (agent: Agent): SigningKey => new SigningKey(fromHex(agent.seed));

/** Verification by OpenSSL, from the bytes of the vector alone. */
function isSigned(did: string, message: Uint8Array, signature: Uint8Array): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(keyOfDid(parseDid(did))) };
  return verifyWithNode(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
}

describe('capability vectors', () => {
  it.each(Object.entries(agents))('the DID of the %s is that of its seed', (_, agent) => {
    expect(didOfKey(key(agent).publicKey)).toBe(agent.did);
  });

  it.each(vectors.tokens)('token: $name', ({ scope, nonce, text, id, ...times }) => {
    const [issuer, subject] = [parseDid(agents.server.did), parseDid(agents.holder.did)];
    const fields = { issuer, subject, audience: issuer, scope: parseScope(scope), ...times, nonce: fromHex(nonce) };
    const { issuedAtS, notBeforeS, expiresAtS } = times;
    const issued = issueToken(key(agents.server), { ...fields, issuedAtS, notBeforeS, expiresAtS });
    expect([issued.text, issued.id]).toEqual([text, id]);
    expect(readToken(text).id).toBe(id);
    const input = text.slice(0, text.lastIndexOf('.'));
    expect(createHash('sha256').update(input).digest('hex')).toBe(id);
    expect(isSigned(agents.server.did, utf8(input), fromBase64url(text.slice(input.length + 1)))).toBe(true);
  });

  it.each(vectors.verification.chains)('chain: $name: $code', ({ chain, code }) => {
    const verdict = verifyChain(chain, {
      roots: [parseDid(agents.server.did)],
      audience: parseDid(agents.server.did),
      service: 'files',
      holder: parseDid(agents.holder.did),
      nowMs: vectors.verification.nowMs,
      revocations: NO_REVOCATIONS,
    });
    expect(verdict.allowed ? 'allowed' : verdict.code).toBe(code);
  });

  it.each(vectors.constraints.rows)('%s on %s: %s', (constraint, value, expected) => {
    expect(holds(parseConstraint(parseJson(constraint)), parseJson(value))).toBe(expected);
  });

  it.each(vectors.constraints.refused)('%s is no constraint', (constraint) => {
    expect(() => parseConstraint(parseJson(constraint))).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });

  it.each(vectors.constraints.uris)('%s on the URI %j: %s', (constraint, uri, expected) => {
    expect(holdsForUri(parseConstraint(parseJson(constraint)), uri)).toBe(expected);
  });

  it('revocation, as development versions kept them', () => {
    const { text, ...fields } = vectors.revocation;
    const revocation = { ...fields, issuer: parseDid(fields.issuer) };
    expect(readRevocation(text)).toEqual(revocation);
    const { body, sig } = JSON.parse(text) as { body: object; sig: string };
    const message = concat(utf8('talos/v1/revocation'), Uint8Array.of(0), utf8(JSON.stringify(body)));
    expect(isSigned(fields.issuer, message, fromBase64url(sig))).toBe(true);
  });

  it('invitation and its redemption', () => {
    const { text, publicKey, ...fields } = vectors.invitation;
    const [id, seed] = [fromHex(fields.id), fromHex(fields.seed)];
    const invitation = { ...fields, server: parseDid(fields.server), id, seed };
    expect(formatInvitation(invitation)).toBe(text);
    expect(parseInvitation(text)).toEqual(invitation);
    expect(toHex(inviteKey(seed).publicKey)).toBe(publicKey);
    const { redeemer, session, signature } = vectors.redemption;
    const context = { id, server: invitation.server, redeemer: parseDid(redeemer), session: fromHex(session) };
    expect(toHex(signRedemption(seed, context))).toBe(signature);
  });
});
